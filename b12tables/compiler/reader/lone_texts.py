"""A text that stands alone in a row of a table: the name of a row that is still to be written, or perhaps a note."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from b12tables.compiler.reader.layout import Found, Grid, is_sentence, note, runs
from b12tables.compiler.reader.sheet_kinds import SheetKind
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later
from b12tables.runtime.words import fold

OTHERWISE = "otherwise"
"""The ID, folded, of the row that answers where no other does."""

_NUMBER = re.compile(r"\s*\d+(?:[._/-]?(?:\d+|[a-z]\b))*")
_LIKE_AN_ID = re.compile(r"[a-z]{1,4}[._-]?0")
_STATES = {
    "Decision table": later("a rule"),
    "Safety rules": later("a safety rule"),
    "Cases": later("a case"),
}
"""What a row of a kind of sheet states."""


def without_lone_texts(grid: Grid, found: Found) -> Grid:
    """The grid without the rows of which only the first cell is filled, with a text that is not the name of a row.

    A finding for those that stand next to each other. What the rows below a line of text are, nobody can see: that is
    told already.
    """
    if len(grid.columns) < 2:
        return grid
    lone = _lone_rows(grid)
    for start, end in runs([row for row in lone if row not in grid.below]):
        _tell(grid, start, end, last=all(row <= end or row in lone for row in grid.rows), found=found)
    return replace(grid, rows=tuple(row for row in grid.rows if row not in lone), unclear=lone)


def _lone_rows(grid: Grid) -> tuple[int, ...]:
    sheet, first = grid.sheet, grid.columns[0].index
    inside = {column.index for column in grid.columns}
    single = [row for row in grid.rows if _alone(sheet.by_row[row], first, inside)]
    if not single:
        return ()
    shapes = {_shape(sheet.at(row, first).text) for row in {*grid.rows} - {*single}} - {""}
    texts = {row: sheet.at(row, first).text for row in single}
    return tuple(
        row
        for row, text in texts.items()
        if not _names_a_row(text, shapes) and (is_sentence(text) or not _has_words_for_names(grid.kind))
    )


def _alone(cells: Mapping[int, Cell], first: int, inside: Collection[int]) -> bool:
    """Whether the first cell of a row, merged or not, is the only one of the table's columns that holds something."""
    own = cells.get(first)
    if own is None or not own.text or own.problem:
        return False
    others = (cell for index, cell in cells.items() if index in inside and index != first)
    return all(cell.spread and cell.text == own.text for cell in others)


def _has_words_for_names(kind: SheetKind) -> bool:
    """Whether a word or two may name a row: a field, a decision, or a case, which may even state nothing else."""
    return kind.heads[:1] != ("ID",) and kind.name != "Decision table"


def _names_a_row(text: str, shapes: Collection[str]) -> bool:
    """Whether a text is a name such as rows have: of the same shape as another's (R7 after R6), `Otherwise`, or short
    letters with a number.
    """
    shape = _shape(text)
    return shape == OTHERWISE or shape in shapes or _LIKE_AN_ID.fullmatch(shape) is not None


def _shape(text: str) -> str:
    """A name with every number in it made the same."""
    return _NUMBER.sub("0", fold(text).rstrip(" :.*"))


def _tell(grid: Grid, start: int, end: int, last: bool, found: Found) -> None:
    """Says of rows next to each other what they may be, and the edit for each; `last`: no row stands below them."""
    first = grid.columns[0].index
    texts = [grid.sheet.at(row, first).text for row in range(start, end + 1)]
    quoted = repr(texts[0] if len(texts[0]) <= 60 else f"{texts[0][:60]}…")
    row = _STATES.get(grid.kind.name, "a row")
    if start == end:
        says = later(
            "stands in the first cell of a row that is blank otherwise: it is a note, or {row}", row=row
        )
        message = later("{quoted} {says} whose other cells are still to be written", quoted=quoted, says=says)
        help = later(
            "if it is a note, {away}; if it is {row}, fill in its other cells",
            away=_away(texts, "it", last),
            row=row,
        )
    else:
        says = later(
            "and what is below it, {more} rows with nothing but a first cell, are notes", more=end - start + 1
        )
        message = later(
            "{quoted} {says}, or rows whose other cells are still to be written", quoted=quoted, says=says
        )
        help = later(
            "if they are notes, {away}; if they are rows, fill in their other cells",
            away=_away(texts, "them", last),
        )
    note(found, "sheet-shape", message, grid.sheet.place(start, first, end, first), help=help)


def _away(texts: Sequence[str], it: str, last: bool) -> str:
    """How notes leave the table: below it, after an empty row, only sentences are notes."""
    if not all(map(is_sentence, texts)):
        return later("move {it} to a sheet of notes, or beside the table after an empty column", it=it)
    if last:
        return later("insert an empty row above {it}, or move {it} to a sheet of notes", it=it)
    return later("move {it} below the last row, with an empty row between, or to a sheet of notes", it=it)
