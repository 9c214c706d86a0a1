"""What stands in another's place: two columns or two cells that have changed places, a row that was pasted twice.

Each cell alone would be told what it could hold. What happened is seen only beside its neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from b12tables.compiler.model import Field, Finding, Place, Vocabulary
from b12tables.compiler.reader.cells import Failed, read_test, read_value
from b12tables.compiler.reader.dictionary import vocabulary
from b12tables.compiler.reader.layout import Column, Found, Grid
from b12tables.compiler.reader.lone_texts import OTHERWISE
from b12tables.compiler.reader.workbook import Cell, column_letters
from b12tables.runtime.language import later, strung
from b12tables.runtime.words import fold

Cells = Sequence[tuple[Column, Field, Vocabulary]]
"""The columns of one side of a table, each with its field and what its cells may say."""


class Side(NamedTuple):
    """The conditions of a table, or its results."""

    columns: Cells
    are_conditions: bool

    def reads(self, cell: Cell, at: int) -> bool:
        """Whether a cell could stand in one of the columns."""
        trial: Found = []
        _, field, words = self.columns[at]
        read = (
            read_test(cell, field, words, trial)
            if self.are_conditions
            else read_value(cell, field, words, trial)
        )
        fine = read is not None and not isinstance(read, Failed)
        return fine and not any(finding.severity == "error" for finding in trial)


ROWS = 50
"""In so many rows it is looked for cells that have changed places, or moved aside: more are no slip in a row."""


@dataclass
class _Wrong:
    """The cells of a table that could not be read, by row, each with its column and the number of its finding."""

    by_row: dict[int, list[tuple[Side, int, int]]]
    instead: dict[int, Finding]
    gone: set[int]

    def once(self, numbers: Sequence[int], told: Finding, found: Found) -> None:
        """Tells one finding in the place of several."""
        first = found[min(numbers)]
        self.instead[min(numbers)] = replace(told, decision=first.decision, rules=first.rules)
        self.gone |= set(numbers)

    def of(self, side: Side) -> list[tuple[int, int, int]]:
        """The cells of one side that are not told otherwise: row, column, number of the finding."""
        every = [(row, *cell) for row, cells in sorted(self.by_row.items()) for cell in cells]
        mine = [(row, n, number) for row, own, n, number in every if own is side]
        return [cell for cell in mine if cell[2] not in self.gone]


def tell_misplaced(
    grid: Grid, sides: Sequence[Side], fields: Mapping[str, Field], found: Found, since: int
) -> None:
    """Makes one finding of those made of a table's cells since some number, where a row stands one column aside, where
    two columns or two cells of a row have changed places, or where a head is wrong.
    """
    _tell_moved_down(grid, found, since)
    wrong = _Wrong(_by_row(grid, sides, found, since), {}, set())
    if sum(map(len, wrong.by_row.values())) < 2:
        return
    if len(wrong.by_row) <= ROWS:
        _tell_shifted(grid, sides, wrong, found)
    for side in sides:
        cells = [cell for cell in wrong.of(side) if not _cell(grid, side, cell[0], cell[1]).blank]
        numbers = {(row, n): number for row, n, number in cells}
        if len(cells) < 2:
            continue
        places = list(numbers)
        for told, own in (*_swaps(grid, side, places), *_other_heads(grid, side, places, fields)):
            mine = [numbers[at] for at in own if numbers[at] not in wrong.gone]
            if mine:
                wrong.once(mine, told, found)
    kept = [n for n in range(since, len(found)) if n in wrong.instead or n not in wrong.gone]
    found[since:] = [wrong.instead.get(n, found[n]) for n in kept]


def _tell_moved_down(grid: Grid, found: Found, since: int) -> None:
    """Makes one finding of all about the cells of a column that stand one row too low: the first of them is blank, and
    the last one stands alone below the table, or in the row Otherwise, which asks nothing.
    """
    if len(grid.rows) < 3:
        return
    for column in grid.columns:
        last, first = grid.rows[-1], _blank_above(grid, column)
        if not first or not _one_too_many(grid, column, last):
            continue
        area = grid.sheet.place(first, column.index, last, column.index)
        alone = fold(grid.sheet.at(last, grid.columns[0].index).text) != OTHERWISE
        gone = [n for n in range(since, len(found)) if _within(found[n], grid, column, first, last, alone)]
        if not gone:
            continue
        cells = [f"{column_letters(column.index)}{row}" for row in (first, first + 1, last)]
        behind = later("stands alone below the table") if alone else later("asks in Otherwise")
        told = Finding(
            "bad-cell",
            "error",
            later(
                "the cells of column {column_letters} seem to stand one row too low from row {more} on: "
                "{cells} is blank, and {cells2} {behind}",
                column_letters=column_letters(column.index),
                more=first + 1,
                cells=cells[0],
                cells2=cells[2],
                behind=behind,
            ),
            (area,),
            found[gone[0]].decision,
            help=(later("move {fromkeys} up by one row", fromkeys=":".join(dict.fromkeys(cells[1:]))),),
        )
        found[gone[0]] = told
        found[:] = [finding for n, finding in enumerate(found) if n not in gone[1:]]
        return


def _blank_above(grid: Grid, column: Column) -> int:
    """The one row above the last in which a column is blank, if the rows follow each other from there; 0 if none."""
    blank = [row for row in grid.rows[:-1] if grid.sheet.at(row, column.index).blank]
    rows = grid.rows[grid.rows.index(blank[0]) :] if len(blank) == 1 else ()
    return blank[0] if rows and rows[-1] - rows[0] == len(rows) - 1 else 0


def _one_too_many(grid: Grid, column: Column, last: int) -> bool:
    """Whether the last row holds nothing but a cell of this column, or is Otherwise and asks something there."""
    filled = {index for index in grid.sheet.by_row[last] if index in {c.index for c in grid.columns}}
    if filled == {column.index}:
        return True
    name = grid.sheet.at(last, grid.columns[0].index).text
    return fold(name) == OTHERWISE and column.band == "When" and column.index in filled


def _within(finding: Finding, grid: Grid, column: Column, first: int, last: int, alone: bool) -> bool:
    """Whether an error is about the cells of a column between two rows, or about the last row as a whole."""
    place = finding.places[0] if finding.places else Place("")
    match = _ONE_CELL.fullmatch(place.cells)
    if finding.severity != "error" or match is None or place.sheet != grid.sheet.name:
        return False
    row, own = int(match[2]), match[1] == column_letters(column.index)
    return (own and first <= row <= last) or (alone and row == last)


_ONE_CELL = re.compile(r"([A-Z]+)(\d+)")


def _by_row(
    grid: Grid, sides: Sequence[Side], found: Found, since: int
) -> dict[int, list[tuple[Side, int, int]]]:
    """The cells of the table that errors made since some number begin at."""
    columns = {
        column_letters(c.index): (side, n) for side in sides for n, (c, _, _) in enumerate(side.columns)
    }
    by_row: dict[int, list[tuple[Side, int, int]]] = {}
    for number in range(since, len(found)):
        places = found[number].places
        match = _ONE_CELL.fullmatch(places[0].cells) if places and found[number].severity == "error" else None
        if match is not None and match[1] in columns and places[0].sheet == grid.sheet.name:
            by_row.setdefault(int(match[2]), []).append((*columns[match[1]], number))
    return by_row


def _tell_shifted(grid: Grid, sides: Sequence[Side], wrong: _Wrong, found: Found) -> None:
    """Makes one finding of all about a row whose cells stand one column too far to the right, or to the left."""
    columns = [(side, n) for side in sides for n in range(len(side.columns))]
    for row, cells in wrong.by_row.items():
        step = next((step for step in (1, -1) if len(cells) > 1 and _shifted(grid, columns, row, step)), 0)
        if step:
            wrong.once([number for _, _, number in cells], _moved(grid, columns, row, step), found)


def _shifted(grid: Grid, columns: Sequence[tuple[Side, int]], row: int, step: int) -> bool:
    """Whether each cell beside those of a row could stand there. Moved to the left, the first was written over."""
    asked = columns if step > 0 else columns[1:]
    cells = [grid.sheet.at(row, side.columns[n][0].index + step) for side, n in asked]
    read = [not cell.blank and side.reads(cell, n) for cell, (side, n) in zip(cells, asked, strict=True)]
    return len(read) > 1 and all(read)


def _moved(grid: Grid, columns: Sequence[tuple[Side, int]], row: int, step: int) -> Finding:
    side, n = columns[0]
    lost = (
        ""
        if step > 0
        else later(", and write into {cells} what stood there", cells=_place(grid, side, row, n).cells)
    )
    return Finding(
        "bad-cell",
        "error",
        later(
            "the cells of row {row} seem to stand one column too far to the {what}: each could be "
            "what the column beside it asks for",
            row=row,
            what=later("right") if step > 0 else later("left"),
        ),
        (grid.row_place(row),),
        help=(
            later(
                "move them one column to the {what}{lost}",
                what=later("left") if step > 0 else later("right"),
                lost=lost,
            ),
        ),
    )


At = tuple[int, int]
"""A cell: its row, and the number of its column on one side of a table."""


def _swaps(grid: Grid, side: Side, wrong: Sequence[At]) -> Iterator[tuple[Finding, Sequence[At]]]:
    """What has changed places, each with the cells that are wrong only because of it."""
    by_row: dict[int, list[int]] = {}
    for row, n in wrong:
        by_row.setdefault(row, []).append(n)
    columns = sorted({n for _, n in wrong})
    if len(by_row) > 1 and len(columns) <= 2:
        for one, other in combinations(columns if len(columns) > 1 else range(len(side.columns)), 2):
            if set(columns) <= {one, other} and _changed(grid, side, wrong, one, other):
                yield _heads(side, one, other), wrong
                return
    for row, own in sorted(by_row.items()) if len(by_row) <= ROWS else ():
        if len(own) == 2 and _all_read(grid, side, [row], *sorted(own)):
            yield _two_cells(grid, side, row, *sorted(own)), [(row, n) for n in own]


def _other_heads(
    grid: Grid, side: Side, wrong: Sequence[At], fields: Mapping[str, Field]
) -> Iterator[tuple[Finding, Sequence[At]]]:
    """Columns of which no cell could stand under the head, and all of them under another: then the head is wrong."""
    for n in sorted({n for _, n in wrong}):
        own = [(row, other) for row, other in wrong if other == n]
        cells = [_cell(grid, side, row, n) for row, _ in own]
        said = [_cell(grid, side, row, n) for row in grid.rows]
        said = [cell for cell in said if not cell.blank and fold(cell.text) not in ("-", "any", "unknown")]
        texts = {fold(cell.text): cell for cell in cells}
        if all(map(side.columns[n][2].named.stand_in, texts)):
            continue  # what all of them name may be what is wrong: told with the threshold
        if len(cells) == len(said) and len(texts) > 1:
            others = [
                field.label for field in fields.values() if _could_be(field, side, list(texts.values()))
            ]
            if others:
                yield _other_head(side.columns[n][0].head, cells, others), own


def _could_be(field: Field, side: Side, cells: Sequence[Cell]) -> bool:
    """Whether all of some cells could stand under a field that the table does not have."""
    if field.type == "text" or any(own is field for _, own, _ in side.columns):
        return False
    other = Side(((side.columns[0][0], field, vocabulary(field)),), side.are_conditions)
    return all(other.reads(cell, 0) for cell in cells)


def _other_head(head: Cell, cells: Sequence[Cell], others: Sequence[str]) -> Finding:
    named = strung(later(" or "), others[:3]) + (later(" or another") if len(others) > 3 else "")
    return Finding(
        "bad-cell",
        "error",
        later(
            "no cell under {head} could stand there, and each could stand under {named}",
            head=head.text,
            named=named,
        ),
        (head.place, *(cell.place for cell in cells)),
        help=(later("if the head is wrong, write the field that is meant; else mend the cells"),),
    )


def _changed(grid: Grid, side: Side, wrong: Sequence[At], one: int, other: int) -> bool:
    """Whether two columns have changed places: what is wrong in the one could stand in the other."""
    if {n for _, n in wrong} == {one, other}:
        return all(side.reads(_cell(grid, side, row, n), other if n == one else one) for row, n in wrong)
    return _all_read(grid, side, grid.rows, one, other)


def _all_read(grid: Grid, side: Side, rows: Sequence[int], one: int, other: int) -> bool:
    """Whether in these rows each of two columns holds what the other one could."""
    return all(
        side.reads(_cell(grid, side, row, one), other) and side.reads(_cell(grid, side, row, other), one)
        for row in rows
        if not _blank(grid, side, row, one, other)
    )


def _blank(grid: Grid, side: Side, row: int, *columns: int) -> bool:
    """Whether nothing stands there, as in the conditions of an Otherwise row."""
    return all(_cell(grid, side, row, n).blank for n in columns)


def _cell(grid: Grid, side: Side, row: int, n: int) -> Cell:
    return grid.sheet.at(row, side.columns[n][0].index)


def _place(grid: Grid, side: Side, row: int, n: int) -> Place:
    return _cell(grid, side, row, n).place


def _heads(side: Side, one: int, other: int) -> Finding:
    first, second = side.columns[one][0].head, side.columns[other][0].head
    return Finding(
        "bad-cell",
        "error",
        later(
            "{first} and {second} seem to have changed places: each column holds what the other's "
            "head asks for",
            first=first.text,
            second=second.text,
        ),
        (first.place, second.place),
        help=(
            later(
                "write {second} into {cells} and {first} into {cells2}",
                second=second.text,
                cells=first.place.cells,
                first=first.text,
                cells2=second.place.cells,
            ),
        ),
    )


def _two_cells(grid: Grid, side: Side, row: int, one: int, other: int) -> Finding:
    first, second = _cell(grid, side, row, one), _cell(grid, side, row, other)
    names = [side.columns[n][1].label for n in (one, other)]
    return Finding(
        "bad-cell",
        "error",
        later(
            "{first!r} and {second!r} seem to have changed places: the one could be {names}, the "
            "other {names2}",
            first=first.text,
            second=second.text,
            names=names[1],
            names2=names[0],
        ),
        (first.place, second.place),
        help=(
            later(
                "write {second} into {cells} and {first} into {cells2}",
                second=second.text,
                cells=first.place.cells,
                first=first.text,
                cells2=second.place.cells,
            ),
        ),
    )


# ---------------------------------------------------------------- a row that is there twice


def pasted_twice(grid: Grid, one: int, other: int) -> str:
    """What would mend two rows of one ID that say the same, cell for cell; "" where they do not."""
    if not all(
        grid.sheet.at(one, column.index).text == grid.sheet.at(other, column.index).text
        for column in grid.columns
    ):
        return ""
    lost = overwritten(grid, other)
    if lost:
        return later(
            "write {lost} again into row {other}, if that is what stood there; else delete row {other}",
            lost=lost,
            other=other,
        )
    return later("delete row {other}, or write into it what it is to say, with an ID of its own", other=other)


def overwritten(grid: Grid, row: int) -> str:
    """The ID that is missing where a row stands by the numbering of those around it: R2, R2, R4 -> R3. Before a row
    without a number, such as Otherwise, by those above it.
    """
    ids = [grid.sheet.at(r, grid.columns[0].index).text for r in grid.rows]
    here = grid.rows.index(row)
    before = _numbered(ids[here]) or (_numbered(ids[here - 1]) if here else None)
    if before is None and not here and len(ids) > 1 and (following := _numbered(ids[1])):
        before = following[0], following[1] - 2
    if before is None or here + 1 >= len(ids):
        return ""
    lost, after = (f"{before[0]}{before[1] + step}" for step in (1, 2))
    unnumbered = _numbered(ids[here]) is None and _numbered(ids[here + 1]) is None
    follows = ids[here + 1] == after or unnumbered
    return lost if follows and lost not in ids else ""


def _numbered(name: str) -> tuple[str, int] | None:
    parts = re.fullmatch(r"(.*?)(\d+)", name)
    return (parts[1], int(parts[2])) if parts else None
