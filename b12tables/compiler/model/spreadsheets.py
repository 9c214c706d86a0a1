"""What a spreadsheet program does to what is typed, and how to keep it from doing so."""

from __future__ import annotations

from b12tables.runtime.language import grouped, later

AS_TEXT = later("format the cell as text (or begin with an apostrophe) and write it again")

LONGEST_CELL, MOST_COLUMNS, MOST_ROWS = 32_767, 16_384, 1_048_576
"""Letters of a cell, and columns and rows of a sheet, that a spreadsheet program keeps."""

MOST = 10**15
"""From here on a spreadsheet puts zeros in place of digits."""


_FORMULA = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def like_a_formula(text: str) -> bool:
    """Whether a program could take a text for a formula: where it is pasted, read as CSV, or edited in its cell."""
    return text.startswith(_FORMULA)


def needs_quote(text: str) -> bool:
    """Whether a cell must be marked as a text (as an apostrophe does), so that it still is one when somebody edits it:
    "#N/A" would become an error, and what is like a formula would be computed; a lone dash stays what it is.
    """
    return (like_a_formula(text) and text != "-") or text.startswith("#")


def too_long(value: int | float) -> str:
    """What is wrong with a number of more digits than a spreadsheet keeps."""
    return later(
        "the cell holds a number of {n} digits, of which a spreadsheet keeps the first 15",
        n=len(str(abs(int(value)))),
    )


def too_large(columns: int, rows: int) -> str:
    """Why a sheet has no room for so many columns and rows; "" where it has."""
    if columns > MOST_COLUMNS:
        return later(
            "there are {columns} columns, and a sheet has room for {most_columns}",
            columns=grouped(columns),
            most_columns=grouped(MOST_COLUMNS),
        )
    if rows > MOST_ROWS:
        return later(
            "there are {rows} rows, and a sheet has room for {most_rows}",
            rows=grouped(rows),
            most_rows=grouped(MOST_ROWS),
        )
    return ""


def too_long_for_a_cell(text: str) -> str:
    """Why a cell cannot keep a text whole; "" where it can."""
    if len(text) <= LONGEST_CELL:
        return ""
    return later(
        "a text of {n} letters, and a cell has room for {longest_cell}",
        n=grouped(len(text)),
        longest_cell=grouped(LONGEST_CELL),
    )
