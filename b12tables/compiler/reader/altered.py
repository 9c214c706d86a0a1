"""What a spreadsheet made of a text that somebody typed: `1-2` becomes a date, `1.10` becomes 1.1, `007` becomes 7.

A program for numbers keeps 15 digits, drops a 0 at either end, and takes what looks like a date for one. Where a text
is meant, such a cell cannot be relied on: what was typed is gone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from b12tables.compiler.model import AS_TEXT, MOST, too_long
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later

TYPED = frozenset({"Minimum", "Maximum", "Date", "Seen", "Until", "Accepted on", "Approved on", "Review due"})
"""Columns and keys in which a number or a date stands for itself."""

EXACT = frozenset(
    {
        "ID", "Field", "Value", "System", "Version", "Identifier", "Language", "Evidence", "Statements", "Statement",
        "Source", "Section", "Decision", "Decisions", "Rule", "Rules", "Finding", "Meaning", "Unit", "Also accepts",
        "Computed", "Case", "Combination", "When", "Must", "Readings", "Chosen", "Seen", "Upper of", "Block", "Quiet",
        "Kept from", "Does", "Resource", "Dose", "Route", "Every",
    }
)  # fmt: skip
"""Columns and keys in which every sign counts, because something is named there."""


def as_typed(cell: Cell, name: str) -> Cell:
    """The cell of a column or key of that name; with a problem where it may hold another text than was typed."""
    return cell if name in TYPED else as_text(cell, exact=name in EXACT)


def as_text(cell: Cell, exact: bool = True) -> Cell:
    """A cell that holds a text; with a problem where the spreadsheet has made something else of it.

    `exact`: every sign counts, as in an ID. In prose, a number is taken as it is.
    """
    trouble = (
        "" if cell.problem or cell.value is None or isinstance(cell.value, str) else _trouble(cell, exact)
    )
    return replace(cell, problem=trouble, remedy=AS_TEXT) if trouble else cell


def _trouble(cell: Cell, exact: bool) -> str:
    value = cell.value
    if isinstance(value, date):
        return later(
            "the cell holds the date {cell}, where a text is meant: the spreadsheet has probably "
            "turned a text such as 1-2 into a date",
            cell=cell.text,
        )
    if isinstance(value, bool):
        return (
            later("the cell holds {upper}, where a text is meant", upper=str(value).upper()) if exact else ""
        )
    assert isinstance(value, (int, float))
    if abs(value) >= MOST:
        return too_long(value)
    if exact and "." in cell.text:
        return later(
            "the cell holds the number {cell}, where a text is meant: the spreadsheet drops a 0 at "
            "its end, so it may have been {cell}0",
            cell=cell.text,
        )
    return ""
