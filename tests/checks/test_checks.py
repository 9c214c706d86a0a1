"""The pages of the kinds of finding and the suites beside this file: tables in Markdown, and exactly the findings
expected (`tests/kit/suites.py` says how they are written).

For each kind a set with exactly that defect gives that finding, and its mend (`mends.md`) gives none.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from b12tables.compiler import checks
from b12tables.compiler.checks import accepted
from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.finding import KINDS
from tests.kit.cases import as_values
from tests.kit.suites import READING, Ran, Suite, pages_and_suites, run, suites

HERE = Path(__file__).parent
SETS = dict(pages_and_suites(HERE, dict(checks.pages())))
MENDS = {
    suite.heading.removesuffix(", mended"): suite
    for suite in suites((HERE / "mends.md").read_text(encoding="utf-8"))
}

VARIES = {"overlap", "outside-domain", "skipped-sheet", "unit-mismatch"}
"""Kinds whose weight depends on where the finding stands; their pages say how."""

BESIDE = {
    # that the rows above come first is said of each pair of rows as well, as information
    "masked-rule": {"overlap"},
    **{name: {"gap", *accepted.NAMES} - {name} for name in accepted.NAMES},
}
"""What an example cannot show without showing something else too."""


@cache
def ran(name: str) -> Ran:
    return run(SETS[name])


@pytest.mark.parametrize("name", SETS)
def test_findings_are_exactly_those_expected(name: str) -> None:
    report = ran(name)
    assert Counter(report.summaries) == Counter(SETS[name].expected)
    if report.model is not None and report.certificate is not None and not report.certificate.skipped:
        assert report.certificate.rules == sum(len(table.rules) for table in report.model.decisions)
    for finding in report.findings:
        assert finding.places, finding
        assert finding.help or finding.severity == "info", finding
        assert finding.severity == KINDS[finding.name].severity or finding.name in VARIES


@pytest.mark.parametrize("name", SETS)
def test_examples_are_real(name: str) -> None:
    """Every example is a complete case: the evaluator accepts it, or has just the trouble that the finding
    tells.
    """
    model = ran(name).model
    for finding in ran(name).findings:
        if finding.example is None:
            assert finding.name not in ("gap", "overlap", "conflict", "broken-safety-rule"), finding
            continue
        assert model is not None
        evaluation = evaluate(model, as_values(model, finding.example))
        troubles = {(t.name, t.about) for t in evaluation.problems}
        # a score that leaves its range is what such an example shows
        shown = {"out-of-range"} if finding.name == "score-out-of-range" else set()
        assert not ({name for name, _ in troubles} - shown) & {
            "missing-input",
            "out-of-range",
            "impossible",
        }, (
            finding,
            troubles,
        )
        if finding.name == "gap":
            assert ("no-rule", finding.decision) in troubles
        elif finding.name == "conflict" or (finding.name == "overlap" and finding.severity == "error"):
            assert (finding.name, finding.decision) in troubles


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_page_with_an_example(name: str) -> None:
    """The example of a kind's page shows that finding, and nothing else that it could do without."""
    page = checks.pages()[name]
    assert page.strip().split("\n")[0] == f"# {name}"
    assert "\n## Example\n" in page and "\n## How to mend it\n" in page
    (example,) = suites(page)
    kinds = {line.split()[0] for line in example.expected}
    assert name in kinds
    assert kinds - {name} <= BESIDE.get(name, set())


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_mend(name: str) -> None:
    """The example again, mended: clean, and a smaller change than a table set of its own."""
    (example,) = suites(checks.pages()[name])
    mend = MENDS[name]
    assert not mend.expected
    before, after = _words(example), _words(mend)
    assert before != after
    assert len(before & after) >= len(before | after) / 2 or not example.tables


def _words(suite: Suite) -> set[str]:
    return {line.strip() for text in (suite.tables, suite.edit, suite.files) for line in text.splitlines()}


def test_no_page_and_no_mend_is_about_nothing() -> None:
    assert set(checks.pages()) == set(KINDS) == set(MENDS)
    assert {check.name for check in checks.CHECKS}.isdisjoint(READING)


def test_the_upstream_cell_is_among_the_places() -> None:
    name = next(name for name in SETS if name.startswith("chains: The same with a rule"))
    model = ran(name).model
    assert model is not None
    finding = next(f for f in ran(name).findings if f.name == "gap")
    upstream = next(rule for rule in model.decision["age_group"].rules if rule.id == "R3")
    assert upstream.results[0].place in finding.places
    assert finding.example == {"age": 80}
