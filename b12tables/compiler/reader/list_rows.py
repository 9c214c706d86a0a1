"""The rows of a list under the heads of its kind, and whether one of them is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from b12tables.compiler.model import folded
from b12tables.compiler.reader.altered import as_typed
from b12tables.compiler.reader.layout import Found, Grid, Record, a_kind, did_you_mean, note, readable
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, strung


def records(grid: Grid, found: Found) -> Iterator[Record]:
    """The rows of a list. Heads that are unknown, doubled or missing are findings, once a sheet."""
    kind, by_name = grid.kind, dict[str, int]()
    known = {folded(name): name for name in kind.heads}
    strangers: list[Cell] = []
    for column in grid.columns:
        name = known.get(folded(column.head.text))
        if name is None:
            strangers.append(column.head)
        elif name in by_name:
            places = grid.sheet.at(grid.head_row, by_name[name]).place, column.head.place
            note(
                found,
                "duplicate-name",
                later("two columns are called {name}", name=name),
                *places,
                help=later("remove one of them"),
            )
        else:
            by_name[name] = column.index
    _tell_heads(grid, strangers, [n for n in kind.heads if n in kind.required and n not in by_name], found)
    absent = Cell(None, grid.place)
    for row in grid.rows:
        cells = {
            name: as_typed(grid.sheet.at(row, by_name[name]), name) if name in by_name else absent
            for name in kind.heads
        }
        yield Record(grid.row_place(row), cells)


def _tell_heads(grid: Grid, strangers: Sequence[Cell], missing: Sequence[str], found: Found) -> None:
    """Findings for heads that are none of the kind, and for those that are not there: one of each is one meant."""
    kind = grid.kind
    meant = missing[0] if len(missing) == len(strangers) == 1 else None
    for head in strangers:
        note(
            found,
            "unknown-heading",
            later(
                "{head!r} is no column of {a_kind}; it is left out", head=head.text, a_kind=a_kind(kind.name)
            ),
            head.place,
            help=did_you_mean(head.text, kind.heads)
            if meant is None
            else later("did you mean {near}?", near=meant),
            severity="warning",
        )
    if missing:
        note(
            found,
            "missing-heading",
            later(
                "the {kind} sheet has no column {missing}",
                kind=kind.name,
                missing=strung(later(" and no column "), missing),
            ),
            grid.sheet.place(grid.head_row, 1),
            help=later("add {missing} to the row of heads", missing=", ".join(missing))
            if meant is None
            else later("if {head} is {meant}, write {meant} there", head=strangers[0].text, meant=meant),
        )


def complete(record: Record, grid: Grid, found: Found, *also: str) -> bool:
    """Whether every required cell of the row is filled and every cell can be relied on; findings where not.

    A column that is missing altogether was said once for the sheet, so it is not said again for each row.
    """
    fine = [readable(cell, found) for cell in record.cells.values()].count(False) == 0
    for name in grid.kind.heads:
        if (name in grid.kind.required or name in also) and record[name].blank:
            fine = False
            if record[name].place != grid.place:
                note(
                    found,
                    "blank-cell",
                    later("{name} is blank", name=name),
                    record[name].place,
                    help=later("fill in {name}", name=name),
                )
    return fine
