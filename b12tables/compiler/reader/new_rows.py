"""Where a further row of a list would stand, for whoever writes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from b12tables.compiler.reader.layout import Found, read_grid
from b12tables.compiler.reader.which_kind import kind_of
from b12tables.compiler.reader.workbook import Sheet


class NewRow(NamedTuple):
    """A row that is still blank, right below a table; its columns by band ("" for none) and by the text of the head."""

    sheet: Sheet
    row: int
    columns: Mapping[tuple[str, str], int]
    first: tuple[int, ...]
    """The columns before the first band, left to right."""


def new_row(sheet: Sheet) -> NewRow | None:
    """The row below the table of a sheet; None where no table can be made out, or something stands right below it."""
    found: Found = []
    kind = kind_of(sheet, found)
    grid = read_grid(sheet, kind, found) if kind is not None else None
    if grid is None or not grid.head_row or grid.below or grid.unclear:
        return None
    row = max((grid.head_row, *grid.rows)) + 1
    if row in sheet.by_row or row + 1 in sheet.by_row:
        return None
    columns = {(column.band, column.head.text): column.index for column in grid.columns}
    return NewRow(sheet, row, columns, tuple(column.index for column in grid.columns if not column.band))
