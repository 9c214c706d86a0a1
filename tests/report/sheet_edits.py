"""What somebody does to the sheets of a workbook: whole sheets, rows, columns, single cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Edit = Callable[[Any], None]


def column(sheet: Any, head: str) -> int:
    return next(
        int(cell.column) for row in sheet.iter_rows() for cell in row if cell.value == head and cell.row > 2
    )


def row(sheet: Any, name: str) -> int:
    return next(number for number in range(2, sheet.max_row + 1) if sheet.cell(number, 1).value == name)


def gone(name: str) -> Edit:
    """The sheet is deleted."""
    return lambda book: book.remove(book[name])


def copied(name: str, **cells: object) -> Edit:
    """The sheet is copied, and some cells of the copy are changed."""

    def edit(book: Any) -> None:
        sheet = book.copy_worksheet(book[name])
        for cell, value in cells.items():
            sheet[cell] = value

    return edit


def changed(name: str, **cells: object) -> Edit:
    def edit(book: Any) -> None:
        for cell, value in cells.items():
            assert book[name][cell].value != value
            book[name][cell] = value

    return edit


def swapped(name: str, one: str, other: str) -> Edit:
    def edit(book: Any) -> None:
        first, second = book[name][one], book[name][other]
        first.value, second.value = second.value, first.value

    return edit


def pasted(name: str, rule: str, over: bool = False) -> Edit:
    """A row is pasted below itself, or over the row below."""

    def edit(book: Any) -> None:
        sheet = book[name]
        here = row(sheet, rule)
        if not over:
            sheet.insert_rows(here + 1)
        for cell in list(sheet[here]):
            sheet.cell(here + 1, cell.column).value = cell.value

    return edit


def copied_over(name: str, rule: str, other: str) -> Edit:
    """A row is pasted over another one."""

    def edit(book: Any) -> None:
        sheet = book[name]
        below = row(sheet, other)
        for cell in list(sheet[row(sheet, rule)]):
            sheet.cell(below, cell.column).value = cell.value

    return edit


def moved_down(name: str, letter: str, first: int, last: int) -> Edit:
    """Cells of a column are moved down by one, as where a cell is inserted."""
    return lambda book: book[name].move_range(f"{letter}{first}:{letter}{last}", rows=1)


def without_column(name: str, head: str) -> Edit:
    return lambda book: book[name].delete_cols(column(book[name], head))


def policy(name: str, word: str) -> Edit:
    """The hit policy is written otherwise."""

    def edit(book: Any) -> None:
        sheet = book[name]
        sheet.cell(row(sheet, "Hit policy"), 2).value = word

    return edit


def policy_added(name: str, word: str) -> Edit:
    def edit(book: Any) -> None:
        sheet = book[name]
        here = row(sheet, "Question") + 1
        sheet.insert_rows(here)
        sheet.cell(here, 1).value, sheet.cell(here, 2).value = "Hit policy", word

    return edit


def moved(name: str, cells: str, columns: int) -> Edit:
    """The cells of a row are moved to the right, or to the left."""
    return lambda book: book[name].move_range(cells, cols=columns)


def merged(name: str, cells: str) -> Edit:
    return lambda book: book[name].merge_cells(cells)
