"""What people write beside a table, between its columns, or behind what a cell says: said as what it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from b12tables.compiler import check
from b12tables.compiler.model import without_marks
from b12tables.compiler.report import begin_here
from tests.kit.tables import write_xlsx

TABLES = """
## Fields
- age: number, 0..120, unit a
- cause: choice (dietary, other)
- group: choice (child, adult)

## Decision: Age group
| | When | | Then | Because | |
|---|---|---|---|---|---|
| Rule | Age | Cause | Group | Evidence | Note |
| R1 | < 18 | - | child | inference: x | |
| R2 | >= 18 | - | adult | inference: x | |

## Cases
| | | Given | | Expect |
|---|---|---|---|---|
| ID | Description | Age | Cause | Group |
| C1 | a child | 3 | dietary | child |
"""


def first(
    folder: Path, cells: dict[str, object], sheet: str = "Age group", insert: int = 0
) -> tuple[str, str]:
    """The first cause in a set in which these cells were typed: where it is, and its words."""
    write_xlsx(TABLES, folder)
    (path,) = folder.glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    if insert:
        book[sheet].insert_cols(insert)
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    causes = begin_here(check(folder, date(2026, 1, 31)))
    return (str(causes[0].cell).rpartition(" · ")[2], causes[0].text) if causes else ("", "")


def head_row(folder: Path) -> int:
    write_xlsx(TABLES, folder)
    (path,) = folder.glob("*.xlsx")
    column = openpyxl.load_workbook(path)["Age group"]["A"]
    row = next(cell.row for cell in column if cell.value == "Rule")
    path.unlink()
    return int(row)


MARKED = [
    ("B", "< 18*", "< 18"),
    ("B", "< 18 a †", "< 18 a"),
    ("B", "< 18¹", "< 18"),
    ("B", "< 18 [1]", "< 18"),
    ("B", "< 18 (a)", "< 18"),
    ("B", "< 18, see note", "< 18"),
    ("B", "[0..18)²⁾", "[0..18)"),
    ("C", "dietary*", "dietary"),
    ("C", "dietary¹", "dietary"),
    ("C", "dietary; other**", "dietary; other"),
    ("C", "not(other)#", "not(other)"),
    ("D", "child (see below)", "child"),
    ("D", "* child", "child"),
]


@pytest.mark.parametrize(("column", "typed", "meant"), MARKED, ids=[typed for _, typed, _ in MARKED])
def test_a_mark_for_a_note(column: str, typed: str, meant: str, tmp_path: Path) -> None:
    cell = f"{column}{head_row(tmp_path) + 1}"
    where, text = first(tmp_path, {cell: typed})
    assert where == cell and "looks like a mark for a note" in text and repr(typed) in text
    assert f"write {meant}, and the note into the column Note" in text


@pytest.mark.parametrize("typed", ["Age*", "Age¹", "Age †"])
def test_a_mark_in_a_head(typed: str, tmp_path: Path) -> None:
    where, text = first(tmp_path, {f"B{head_row(tmp_path)}": typed})
    assert where.startswith("B") and "looks like a mark for a note; mend it: write Age" in text


@pytest.mark.parametrize(
    "text", ["> 20", "10*9/L", "[1..2]", "not(a)", "a; b", "S.1", "cm", "Type 2 (b) diabetes"]
)
def test_what_has_no_mark_stays(text: str) -> None:
    assert without_marks(text) == (text, "")


UNITS = ["yo", "y.o.", "Jahre", "J", "years old", "ans"]


@pytest.mark.parametrize("unit", UNITS)
def test_the_words_for_years(unit: str, tmp_path: Path) -> None:
    """The unit is told in the words that people use, not as its code."""
    cell = f"B{head_row(tmp_path) + 1}"
    where, text = first(tmp_path, {cell: f"< 18 {unit}"})
    assert (
        where == cell
        and "did you mean years? write it in one of the units that are known there: years" in text
    )


def test_y_is_read(tmp_path: Path) -> None:
    assert first(tmp_path, {f"B{head_row(tmp_path) + 1}": "< 18 y"}) == ("", "")


@pytest.mark.parametrize("at", [3, 4])
@pytest.mark.parametrize("head", ["", "Remarks", "Comment"])
def test_an_inserted_column_of_remarks(at: int, head: str, tmp_path: Path) -> None:
    row, letter = head_row(tmp_path), "ABCDEF"[at - 1]
    cells: dict[str, object] = {f"{letter}{row + 1}": "ask first"}
    if head:
        cells[f"{letter}{row}"] = head
    where, text = first(tmp_path, cells, insert=at)
    assert where == f"{letter}{row}" and "head it Note" in text
    assert "remarks" in text


@pytest.mark.parametrize(
    ("left", "banded"), [("G", True), ("H", True), ("J", True), ("H", False), ("J", False)]
)
def test_a_second_table_beside_the_first(left: str, banded: bool, tmp_path: Path) -> None:
    row, start = head_row(tmp_path), "ABCDEFGHIJKLM".index(left)
    columns = "ABCDEFGHIJKLM"[start : start + 3]
    lines = [["Rule", "Cause", "Group"], ["Q1", "dietary", "child"], ["Q2", "other", "adult"]]
    if banded:
        lines.insert(0, ["", "When", "Then"])
    cells: dict[str, object] = {}
    for offset, line in enumerate(lines):
        for column, text in zip(columns, line, strict=True):
            cells[f"{column}{row - int(banded) + offset}"] = text or None
    where, text = first(tmp_path, cells)
    assert where == f"{left}{row}"
    assert (
        f"a second table begins beside the first, in column {left}; mend it: one sheet holds one table"
        in text
    )


def test_a_second_table_below_with_other_heads(tmp_path: Path) -> None:
    row = head_row(tmp_path) + 3
    where, text = first(tmp_path, {f"A{row}": "Rule", f"B{row}": "Cause", f"C{row}": "Group"})
    assert where == f"A{row}" and f"a second table begins in row {row}" in text


def test_a_legend_beside_is_no_table(tmp_path: Path) -> None:
    row = head_row(tmp_path)
    assert first(tmp_path, {f"H{row}": "Legend", f"H{row + 1}": "R1 is for children"}) == ("", "")
