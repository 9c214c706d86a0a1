"""The pages of the checks and the suites beside this file: tables in Markdown, and exactly the findings
expected.

A suite is a `.md` file. A ```tables block is a table set; the ```findings block behind it lists what the
analysis says of it, one a line: the kind, then rule IDs or other words that the finding must have (see
`_summary`). A finding that is not listed fails, and so does one that is listed and not found. ```tables
without ```findings is clean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from b12tables.compiler import checks
from b12tables.compiler.finding import KINDS, Finding
from b12tables.compiler.model import Model
from b12tables.compiler.reference import evaluate
from tests.support.cases import as_values
from tests.support.tables import model_from_markdown

TODAY = date(2026, 11, 21)


def _blocks(text: str) -> Iterator[tuple[str, str, str]]:
    """(heading, tables, findings) of each pair of blocks."""
    pattern = re.compile(r"^#+ ([^\n]+)$|```tables\n(.*?)```|```findings\n(.*?)```", re.MULTILINE | re.DOTALL)
    heading, tables = "", None
    for match in pattern.finditer(
        re.sub(r"```tables\n.*?```", lambda m: m[0].replace("\n## ", "\n\x01"), text, flags=re.S)
    ):
        if match[1] is not None:
            if tables is not None:
                yield heading, tables, ""
            heading, tables = match[1], None
        elif match[2] is not None:
            if tables is not None:
                yield heading, tables, ""
            tables = match[2].replace("\x01", "## ")
        elif tables is not None:
            yield heading, tables, match[3]
            tables = None
    if tables is not None:
        yield heading, tables, ""


def _sets() -> Iterator[tuple[str, str, str]]:
    for name, page in sorted(checks.PAGES.items()):
        for i, (_, tables, findings) in enumerate(_blocks(page)):
            yield f"page of {name} {i}", tables, findings
    for path in sorted(Path(__file__).parent.glob("*.md")):
        for heading, tables, findings in _blocks(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {heading}", tables, findings


SETS = list(_sets())


def _summary(model: Model, finding: Finding) -> str:
    """The finding as a line of a ```findings block."""
    words = [finding.name, *finding.rules]
    if not finding.rules:
        words += [str(finding.data[key]) for key in ("value", "finding") if key in finding.data]
        if "field" in finding.data and "value" not in finding.data:
            words.append(model.fields[str(finding.data["field"])].label)
    if "accepted" in finding.data:
        words.append("accepted")
    return " ".join(words)


@pytest.mark.parametrize(("tables", "expected"), [s[1:] for s in SETS], ids=[s[0] for s in SETS])
def test_findings_are_exactly_those_expected(tables: str, expected: str) -> None:
    model = model_from_markdown(tables)
    findings, certificate = checks.run_checks(model, as_of=TODAY)
    wanted = Counter(line.strip() for line in expected.splitlines() if line.strip())
    assert Counter(_summary(model, finding) for finding in findings) == wanted
    assert certificate.rules == sum(len(table.rules) for table in model.decisions)
    for finding in findings:
        assert finding.places, finding
        assert finding.severity == KINDS[finding.name].severity or finding.name == "overlap"


@pytest.mark.parametrize(("tables", "expected"), [s[1:] for s in SETS], ids=[s[0] for s in SETS])
def test_examples_are_real(tables: str, expected: str) -> None:
    """Every example is a complete case: the evaluator accepts it, or has just the trouble that the finding
    tells.
    """
    model = model_from_markdown(tables)
    for finding in checks.run_checks(model, as_of=TODAY)[0]:
        if finding.example is None:
            assert finding.name not in ("gap", "overlap", "conflict", "broken-safety-rule"), finding
            continue
        evaluation = evaluate(model, as_values(model, finding.example))
        troubles = {(t.name, t.about) for t in evaluation.problems}
        assert not {name for name, _ in troubles} & {"missing-input", "out-of-range", "impossible"}, (
            finding,
            troubles,
        )
        if finding.name == "gap":
            assert ("no-rule", finding.decision) in troubles
        elif finding.name == "conflict" or (finding.name == "overlap" and finding.severity == "error"):
            assert (finding.name, finding.decision) in troubles


@pytest.mark.parametrize("name", sorted(checks.PAGES))
def test_every_check_has_a_page_with_an_example(name: str) -> None:
    page = checks.PAGES[name]
    assert name in page.split("\n")[0]
    assert "## How to mend it" in page
    assert name == "analysis-incomplete" or "```findings" in page


def test_every_kind_of_the_analysis_is_checked() -> None:
    """Kinds before `gap` are given while reading; all from there on by a check."""
    kinds = list(KINDS)
    assert set(checks.PAGES) == set(kinds[kinds.index("gap") :])


def test_the_upstream_cell_is_among_the_places() -> None:
    text = (Path(__file__).parent / "chains.md").read_text(encoding="utf-8")
    tables = next(
        tables for heading, tables, _ in _blocks(text) if heading.startswith("The same with a rule")
    )
    model = model_from_markdown(tables)
    finding = next(f for f in checks.run_checks(model)[0] if f.name == "gap")
    upstream = next(rule for rule in model.decision["age_group"].rules if rule.id == "R3")
    assert upstream.results[0].place in finding.places
    assert finding.example == {"age": 76}
