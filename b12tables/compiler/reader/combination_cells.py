"""A column `Combination` of a decision table: the conditions of a row as lines `Field: test`, and no column for each.

Such a column is spread into one for each field that its lines name, before anything gets a meaning: a line means what a
cell in a column means. Each cell remembers the line from which it comes, so that what is said of it names the cell
that is there, and an edit changes one line of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from b12tables.compiler.reader.layout import Column, Found, Grid, note, readable
from b12tables.compiler.reader.lone_texts import OTHERWISE
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.workbook import Cell, plain_cell
from b12tables.runtime.language import later
from b12tables.runtime.words import fold

HEAD = "Combination"


def spread(grid: Grid, names: Names, found: Found) -> Grid:
    """A decision table with a column for each condition. One that has them already is given back as it is."""
    mine = [column for column in grid.columns if _is_combination(column, names)]
    if not mine:
        return grid
    column, told = mine[0], len(found)
    if len(mine) > 1:
        places = [one.head.place for one in mine]
        note(
            found,
            "duplicate-name",
            later("two columns are called {head}", head=HEAD),
            *places,
            help=later("join them"),
        )
        return replace(grid, sound=False)
    lines = {row: _lines(grid, row, column, names, found) for row in grid.rows}
    fine = grid.sound and all(finding.severity != "error" for finding in found[told:])
    return replace(_with_columns(grid, column, lines, names), sound=fine)


def _is_combination(column: Column, names: Names) -> bool:
    return column.band == "When" and fold(column.head.text) == fold(HEAD) and names.find(HEAD) is None


_Written = tuple[str, str, str]
"""The field as it is written, the test, and the whole line."""


def _lines(grid: Grid, row: int, column: Column, names: Names, found: Found) -> dict[str, _Written]:
    """What a cell says of each field, by the field's code (or its name, where nothing has that name)."""
    cell = grid.sheet.at(row, column.index)
    said: dict[str, _Written] = {}
    if cell.blank or fold(cell.text) in ("-", "any"):
        if cell.blank and not _is_otherwise(grid, row):
            help = later("write - where the row is for everybody, or one test a line: Age: >= 18")
            note(found, "blank-cell", later("the row has no conditions"), cell.place, help=help)
        return said
    if not readable(cell, found):
        return said
    for line in cell.text.split("\n"):
        if line.strip():
            _take(line, cell, names, said, found)
    return said


def _is_otherwise(grid: Grid, row: int) -> bool:
    return fold(grid.sheet.at(row, grid.columns[0].index).text) == OTHERWISE


def _take(line: str, cell: Cell, names: Names, said: dict[str, _Written], found: Found) -> None:
    cut = names.cut(line)
    if cut is None:
        help = later(
            "write one test a line: a field, a colon, what it must be; alternatives stand in one line"
        )
        note(found, "bad-cell", later("{what!r} names no field", what=line.strip()), cell.place, help=help)
        return
    name, text = cut
    code = names.find(name) or fold(name)
    if code in said:
        help = later("say it in one line: a range, or values with commas between")
        message = later("two lines speak of {name}, and all lines hold together", name=name)
        note(found, "bad-cell", message, cell.place, help=help)
        return
    said[code] = name, text, line


def _with_columns(
    grid: Grid, column: Column, lines: Mapping[int, Mapping[str, _Written]], names: Names
) -> Grid:
    """The table with a column for each field, in an order as near as can be to that of the lines of all rows."""
    first: dict[str, tuple[str, int]] = {}
    order: list[str] = []
    for row, said in lines.items():
        for code, (name, _, _) in said.items():
            first.setdefault(code, (name, row))
        _put_in(order, list(said))
    beyond = max(index for _, index in grid.sheet.cells) + 1
    cells = dict(grid.sheet.cells)
    conditions = {row: said for row, said in lines.items() if not _is_otherwise(grid, row)}
    columns = []
    for index, code in enumerate(order, beyond):
        name, row = first[code]
        # a name that nothing has is told where it is written
        place = column.head.place if names.find(name) is not None else grid.sheet.at(row, column.index).place
        columns.append(Column(index, plain_cell(name, place), "When", spread=True))
        for row_, said in conditions.items():
            cells[row_, index] = _of_line(grid.sheet.at(row_, column.index), said.get(code))
    at = grid.columns.index(column)
    every = (*grid.columns[:at], *columns, *grid.columns[at + 1 :])
    return replace(
        grid, sheet=replace(grid.sheet, cells=cells), columns=every, written_to=grid.columns[-1].index
    )


def _put_in(order: list[str], codes: Sequence[str]) -> None:
    """Puts the fields of a row that are new among those of the rows above: each before the one that follows it."""
    at = len(order)
    for code in reversed(codes):
        if code in order:
            at = order.index(code)
        else:
            order.insert(at, code)


def _of_line(written: Cell, said: _Written | None) -> Cell:
    """The condition of a row on one field, as a cell of its own."""
    if said is None:
        return plain_cell("-", written.place, "-", (written.text, ""))
    return plain_cell(said[1], written.place, above=(written.text, said[2]))
