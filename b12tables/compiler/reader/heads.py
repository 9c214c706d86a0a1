"""Where the columns of a sheet are named, for whoever draws a part of it."""

from __future__ import annotations

from b12tables.compiler.reader.layout import Found, read_grid
from b12tables.compiler.reader.which_kind import kind_of
from b12tables.compiler.reader.workbook import Sheet


def head_rows(sheet: Sheet) -> tuple[int, ...]:
    """The row of the heads, and that of the bands above them; none where no table can be made out.

    Looked for once for each sheet: a page draws a part of it for each finding.
    """
    kept = vars(sheet)  # where a cached property of the sheet would keep it
    if "head_rows" not in kept:
        kept["head_rows"] = _looked_for(sheet)
    rows: tuple[int, ...] = kept["head_rows"]
    return rows


def _looked_for(sheet: Sheet) -> tuple[int, ...]:
    found: Found = []
    kind = kind_of(sheet, found)
    grid = read_grid(sheet, kind, found) if kind is not None else None
    if kind is None or grid is None or not grid.head_row:
        return ()
    return (grid.head_row - 1, grid.head_row) if kind.bands else (grid.head_row,)
