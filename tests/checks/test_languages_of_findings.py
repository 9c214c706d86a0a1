"""What is found is told in the language of the tables: no word of a finding is English beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from b12tables.compiler import Report, checks
from b12tables.compiler.model.finding import KINDS
from b12tables.compiler.reader import KINDS_OF_SHEET
from b12tables.compiler.report import begin_here, report_page, report_text
from tests.kit import tables
from tests.kit.pseudo import TAG, Asked, pseudo_language, seen, unmarked
from tests.kit.suites import Suite, run, suites
from tests.kit.wordings import every_wording

WORD = re.compile(r"(?<!\w)[^\W\d_][^\W\d_-]*(?:-[^\W\d_]+)*(?!\w)")

SPOKEN = [name for name in KINDS if name not in ("no-workbook", "missing-sheet")]
"""Every kind but those of which the example has no About sheet: then nobody knows the language."""

FORMAT = {
    part for kind in KINDS_OF_SHEET.values() for part in (kind.name, *kind.keys, *kind.heads, *kind.bands)
}
"""What sheets, keys and heads are called, in every language."""

SIGNS = "latin greek capital letter alpha"
"""How the standard names the signs of the example of look-alikes."""


def _example(name: str, language: str, patch: pytest.MonkeyPatch) -> tuple[Suite, Report]:
    """The example of a kind's page, its tables in a language, and what is found."""
    patch.setattr(tables, "ABOUT", {**tables.ABOUT, "Language": language})
    (suite,) = suites(checks.pages()[name])
    suite = replace(suite, tables=suite.tables.replace("## About\n", f"## About\n- Language: {language}\n"))
    ran = run(suite)
    return suite, Report(ran.model, ran.findings, ran.certificate)


@pytest.fixture(scope="module")
def catalogued() -> set[str]:
    return set(every_wording())


@pytest.fixture
def pseudo() -> Iterator[Asked]:
    with pseudo_language() as asked:
        yield asked


def _english(suite: Suite, report: Report) -> Iterator[tuple[str, str]]:
    """The words of what is told that are neither of the catalogue nor of the tables, each with what it stands in."""
    places = (str(place) for finding in report.findings for place in finding.places)
    texts = (suite.tables, suite.edit, suite.files, *tables.ABOUT.values(), *places, *FORMAT, SIGNS)
    own = set(WORD.findall(" ".join(texts).replace("_", " ")))
    own |= {word for kind in KINDS for word in (kind, *kind.split("-"))}
    told = [text for finding in report.findings for text in (finding.message, *finding.help)]
    told += [text for cause in begin_here(report) for text in (cause.says, cause.edit)]
    told += [report_text(report), seen(report_page(report, ()))]
    for text in told:
        yield from ((word, text) for word in WORD.findall(unmarked(text)) if word not in own)


@pytest.mark.parametrize("name", SPOKEN)
def test_a_finding_is_told_in_the_language_of_its_tables(
    name: str, pseudo: Asked, catalogued: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a language whose every wording is between marks: what stands between none is of the tables, or a name."""
    suite, report = _example(name, TAG, monkeypatch)
    assert name in {finding.name for finding in report.findings}
    assert list(_english(suite, report)) == []
    assert pseudo.asked - catalogued == set()
