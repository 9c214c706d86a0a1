"""What an annotated copy marks: red where a mend edits, pale what is involved; of what nothing is said is no copy."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b12tables.compiler import Report, blocks, check
from b12tables.compiler.model import Mends
from b12tables.compiler.report import begin_here
from b12tables.desk.annotate import MARK, annotate_workbooks
from b12tables.desk.drafts import drafted_rows
from b12tables.desk.findings_sheet import COLOURS
from benchmarks.reports import DAY, MISTAKES, make, original
from tests.kit.tables import write_xlsx

RED = COLOURS["edit"]
SMALL = sorted(name for name, entry in MISTAKES.items() if entry["set"] != "b12")


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Any:
    top = tmp_path_factory.mktemp("marked")

    @cache
    def made(name: str) -> tuple[Report, dict[str, Any], str]:
        folder = top / name
        folder.mkdir()
        original(MISTAKES[name]["set"], folder)
        place = make(MISTAKES[name], folder)
        report = check(folder, DAY)
        annotate_workbooks(folder, top / f"{name}-out", report)
        books = {p.name: openpyxl.load_workbook(p) for p in (top / f"{name}-out").glob("*.xlsx")}
        return report, books, place.cells

    return made


def painted(book: Any, colour: str) -> set[tuple[str, str]]:
    return {
        (sheet.title, cell.coordinate)
        for sheet in book
        if sheet.title != "Findings" and not sheet.title.startswith("Rows for")
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == colour
    }


@pytest.mark.parametrize("name", ["i01", "i02", "i06", "l02", "l03", "i05"])
def test_the_cell_of_the_mistake_is_red_and_nothing_else(copies: Any, name: str) -> None:
    _, books, cells = copies(name)
    red = {cell for book in books.values() for cell in painted(book, RED)}
    assert red == {(MISTAKES[name]["sheet"], cells)}


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_red_is_what_a_mend_changes(copies: Any, name: str) -> None:
    """Of what is wrong the report knows what to edit, or says it of nothing: then nothing is red."""
    report, books, _ = copies(name)
    edited = [place for cause in begin_here(report) for place in cause.edited]
    for place in edited:
        first = re.match(r"[A-Z]+\d+", place.cells)
        if first and place.file in books and place.sheet in books[place.file].sheetnames:
            assert books[place.file][place.sheet][first[0]].fill.fgColor.rgb == RED
    if not edited:
        assert not any(blocks(f) and f.mends.edits for f in report.findings)


@pytest.mark.parametrize("name", SMALL)
def test_a_comment_has_three_lines_and_leads_to_its_row(copies: Any, name: str) -> None:
    _, books, _ = copies(name)
    for book in books.values():
        comments = [c.comment.text for sheet in book for row in sheet.iter_rows() for c in row if c.comment]
        for text in (text.partition(MARK)[2] for text in comments if MARK in text):
            assert text.count("\n") == 2
            row = int(re.search(r"sheet Findings, row (\d+)", text)[1])  # type: ignore[index]
            assert book["Findings"].cell(row, 1).value == str(row)
            assert str(book["Findings"].cell(row, 3).value) in text


@pytest.mark.parametrize("name", SMALL)
def test_the_first_sheet_begins_where_the_report_begins(copies: Any, name: str) -> None:
    report, books, _ = copies(name)
    for file, book in books.items():
        assert book.sheetnames[0] == "Findings" and book.active.title == "Findings"
        words = "".join(str(c.value) for row in book["Findings"].iter_rows() for c in row if c.value)
        for cause in begin_here(report):
            assert cause.says in words and cause.edit in words
        assert file in words


@pytest.mark.slow
def test_only_what_something_is_said_of_is_copied_and_every_copy_names_all(copies: Any) -> None:
    report, books, _ = copies("b18")
    named = {place.file for finding in report.findings for place in finding.places}
    assert set(books) == named and 1 < len(named) < 10
    for book in books.values():
        sheet = book["Findings"]
        words = {str(c.value) for row in sheet.iter_rows() for c in row}
        assert {path.name for path in (Path(__file__).parents[2] / "tables").glob("*.xlsx")} <= words
        targets = {c.hyperlink.target for row in sheet.iter_rows() for c in row if c.hyperlink} - {None}
        assert targets and targets <= named


def test_of_a_set_without_findings_nothing_is_copied(tmp_path: Path) -> None:
    original("iron", tmp_path)
    report = check(tmp_path, DAY)
    quiet = Report(report.model, (), report.certificate)
    written, _ = annotate_workbooks(tmp_path, tmp_path / "out", quiet)
    assert written == [] and list((tmp_path / "out").glob("*.xlsx")) == []


GAPS = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown |
|---|---|---|---|---|---|---|
| level | Level | number | 0 | 300 | mg/L | yes |
| day | Day | date | | | | |
| side | Side | choice | | | | |
| step | Step | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| side | l | Left hand |
| side | r | Right hand |
| side | o | Other |
| step | go | Go |

## Decision: Step
| | When | When | Then |
|---|---|---|---|
| Rule | Level (ug/L) | Side | Step |
| R1 | < 25000 | - | go |
| R2 | unknown | l | go |
"""


@pytest.mark.parametrize("drafted", [True, False])
def test_drafted_rows_are_in_the_words_of_the_sheet(tmp_path: Path, drafted: bool) -> None:
    """With the rows that the check has tried, and made from the region alone, where it has tried none."""
    write_xlsx(GAPS, tmp_path)
    report = check(tmp_path)
    assert report.model is not None
    table = report.model.decisions[0]
    rows = []
    for finding in report.findings:
        if finding.name == "gap":
            told = finding if drafted else replace(finding, mends=Mends())
            rows += list(drafted_rows(told, report.model, table))
    texts = {text for row in rows for text in row.values()} - {"-"}
    assert ">= 25000 ug/L" in texts or ">= 25 mg/L" in texts, texts
    assert "unknown" in texts and not any("300" in text or text in ("l", "r", "o") for text in texts)
    assert any("hand" in text for text in texts)


def test_drafted_rows_close_the_gap_in_another_unit(tmp_path: Path) -> None:
    write_xlsx(GAPS, tmp_path)
    shutil.copytree(tmp_path, tmp_path / "set")
    report = check(tmp_path / "set")
    annotate_workbooks(tmp_path / "set", tmp_path / "out", report)
    copy = openpyxl.load_workbook(next((tmp_path / "out").glob("*.xlsx")))
    drafts = next(sheet for sheet in copy if sheet.title.startswith("Rows for"))
    path = next((tmp_path / "set").glob("*.xlsx"))
    book = openpyxl.load_workbook(path)
    for row in drafts.iter_rows(min_row=5, values_only=True):
        book["Step"].append([*row[:3], "Go"])
    book.save(path)
    assert [f.message for f in check(tmp_path / "set").findings if blocks(f)] == []
