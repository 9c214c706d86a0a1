"""Our workbooks as people read and print them: an index that leads everywhere, drop-downs that follow, true lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tests.kit.packages import ROOT, real_model

LISTS = ("Warnings", "Information needed", "Tests and reviews", "Source disagreements", "Entry problems")
PAGE = 200
"""So many characters of ten points stand side by side on a sheet of A4 that can be read."""


@pytest.fixture(scope="module")
def books() -> dict[str, Any]:
    return {path.name: load_workbook(path) for path in sorted((ROOT / "tables").glob("*.xlsx"))}


def sheets(books: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for file, book in books.items():
        for sheet in book.worksheets:
            yield file, sheet


def test_the_index_leads_to_every_sheet_and_each_leads_back(books: dict[str, Any]) -> None:
    index = books["b12_followup.xlsx"]["Index"]
    led = set()
    for row in index.iter_rows(min_row=4):
        link = row[1].hyperlink
        led.add((link.target or "b12_followup.xlsx", link.location))
    every = {
        (file, "'{}'!A1".format(sheet.title.replace("'", "''")))
        for file, sheet in sheets(books)
        if sheet.title != "Index"
    }
    assert led == every
    for file, sheet in sheets(books):
        if sheet.title != "Index":
            back = sheet["A1"].hyperlink
            assert (back.target or file, back.location) == ("b12_followup.xlsx", "'Index'!A1"), sheet.title


def test_the_dictionary_leads_to_the_values_of_a_field(books: dict[str, Any]) -> None:
    led = 0
    for row in books["b12_followup.xlsx"]["Dictionary"].iter_rows(min_row=4):
        link = row[2].hyperlink
        if row[2].value == "choice":
            sheet, _, cell = link.location.partition("!")
            values = books[link.target or "b12_followup.xlsx"][sheet.strip("'")]
            assert values[cell].value in (row[0].value, row[1].value)
            led += 1
    assert led > 50


def test_drop_downs_follow_the_values_of_whichever_workbook(books: dict[str, Any]) -> None:
    """The values of a field are what its list shows, in their order, and a drop-down shows the whole list."""
    fields = real_model().fields
    lists = 0
    for _, book in books.items():
        if "Lists" not in book.sheetnames:
            continue
        ends: dict[str, int] = {}
        for column in book["Lists"].iter_cols(min_row=3):
            code, *shown = [cell.value for cell in column if cell.value is not None]
            labels = [row.label for row in fields[code].values]
            assert len(shown) == len(labels) + 2 and shown[0] == "-" and shown[-1] == "unknown"
            # a threshold in braces is shown as it is written
            assert [a for a, b in zip(shown[1:-1], labels, strict=True) if a != b and "{" not in a] == [], (
                code
            )
            ends[column[0].column_letter] = 3 + len(shown)
            lists += 1
        for _, sheet in sheets({"": book}):
            for one in sheet.data_validations.dataValidation:
                if one.formula1 and one.formula1.startswith("Lists!"):
                    first, last = one.formula1.removeprefix("Lists!").replace("$", "").split(":")
                    assert int(first[len(first.rstrip("0123456789")) :]) in (4, 5)
                    letters = last.rstrip("0123456789")
                    assert int(last[len(letters) :]) == ends[letters]
    assert lists > 60


def test_lists_are_lists_and_stand_on_one_page_width(books: dict[str, Any]) -> None:
    found = [sheet for _, sheet in sheets(books) if sheet.title in LISTS]
    assert len(found) == len(LISTS)
    for sheet in found:
        heads = [cell.value for row in sheet.iter_rows(max_row=9) for cell in row]
        assert "Combination" in heads and sheet.max_column <= 6
        width = sum(
            sheet.column_dimensions[get_column_letter(n)].width for n in range(1, sheet.max_column + 1)
        )
        assert width <= PAGE and (sheet.page_setup.fitToWidth, sheet.page_setup.orientation) == (
            1,
            "landscape",
        )
