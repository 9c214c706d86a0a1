"""The lists Accepted and Sign-off: who answers for what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from b12tables.compiler.model import KINDS, Accepted, DecisionTable, FieldTest, SignOff, names_somebody
from b12tables.compiler.reader.layout import Found, Grid, Record, note, readable
from b12tables.compiler.reader.list_rows import complete, records
from b12tables.compiler.reader.lists import Scope, day_of, one_of, test_lines, test_of_line
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later
from b12tables.runtime.words import fold


def read_accepted(
    grids: Sequence[Grid], decisions: Names, scope: Scope, tables: Iterable[DecisionTable], found: Found
) -> list[Accepted]:
    """Findings that somebody accepts. The Rules column names rule IDs, separated by commas or line breaks."""
    scope = _with_every_total(scope, tables)
    read = (
        _accepted(grid, record, decisions, scope, found) for grid in grids for record in records(grid, found)
    )
    return [entry for entry in read if entry is not None]


def _with_every_total(scope: Scope, tables: Iterable[DecisionTable]) -> Scope:
    """A scope in which a total has no range: an accepted error may be that it leaves it, or follow from that."""
    totals = chain.from_iterable(table.output_fields for table in tables if table.hit_policy.counts_each)
    free = {name: replace(scope.fields[name], low=None, high=None) for name in totals if name in scope.fields}
    return scope._replace(fields={**scope.fields, **free})


def _accepted(grid: Grid, record: Record, decisions: Names, scope: Scope, found: Found) -> Accepted | None:
    fine = complete(record, grid, found)
    kind = one_of(record["Finding"], tuple(KINDS), later("kind of finding"), found)
    until, on = (None if record[n].blank else day_of(record[n], found) for n in ("Until", "Accepted on"))
    decision: str | None = ""
    if record.text("Decision") and not record["Decision"].problem:
        decision = decisions.require(record.text("Decision"), record["Decision"].place, found)
    meaning = _parts_of_region(record["Meaning"], scope, found)
    if not fine or kind is None or until is None or decision is None or meaning is None:
        return None
    return Accepted(
        kind,
        decision,
        tuple(filter(None, re.split(r"\s*[,;\n]\s*", record.text("Rules")))),
        record.text("Reason"),
        record.text("Accepted by"),
        until,
        record.place,
        on,
        record.text("Also accepted by"),
        meaning,
    )


def _parts_of_region(cell: Cell, scope: Scope, found: Found) -> tuple[tuple[FieldTest, ...], ...] | None:
    """The patients that a cell Meaning tells: parts with a line `or` between. None, with findings, where it cannot be
    read.
    """
    if cell.blank or cell.problem:
        return None if cell.problem else ()
    parts: list[list[FieldTest]] = [[]]
    fine = True
    for line in test_lines(cell):
        if fold(line) == "or":
            parts.append([])
        elif fold(line) != "always":
            test = test_of_line(line, cell, scope, found)
            fine = fine and test is not None
            parts[-1] += [] if test is None else [test]
    return tuple(map(tuple, parts)) if fine else None


def read_sign_offs(grids: Sequence[Grid], decisions: Names, found: Found) -> list[SignOff]:
    """Who approved the meaning of what. A blank Meaning is a row that the tool has not filled in yet."""
    sign_offs: list[SignOff] = []
    for grid in grids:
        for record in records(grid, found):
            needed = ("Decision", "Person", "Role", "Date")
            fine = [_filled(record, grid, name, found) for name in needed].count(False) == 0
            fine = readable(record["Rule"], found) and fine
            fine = fine and _names_somebody(record["Person"], found)
            decision = None
            if record.text("Decision") and not record["Decision"].problem:
                decision = decisions.require(record.text("Decision"), record["Decision"].place, found)
            on = day_of(record["Date"], found) if not record["Date"].blank else None
            if fine and decision is not None and on is not None:
                sign_offs.append(
                    SignOff(
                        decision,
                        record.text("Rule"),
                        record.text("Person"),
                        record.text("Role"),
                        on,
                        record.text("Meaning"),
                        record.place,
                    )
                )
    return sign_offs


def _names_somebody(cell: Cell, found: Found) -> bool:
    """Whether a person is named where one signs."""
    named = names_somebody(cell.text)
    if not named:
        note(
            found,
            "bad-cell",
            later("{text} names nobody, and only a person signs", text=cell.text),
            cell.place,
            help=later("write the name of the person, or delete the row until somebody signs"),
        )
    return named


def _filled(record: Record, grid: Grid, name: str, found: Found) -> bool:
    """Whether one required cell is filled and can be relied on."""
    cell = record[name]
    if cell.blank and cell.place != grid.place:
        note(
            found,
            "blank-cell",
            later("{name} is blank", name=name),
            cell.place,
            help=later("fill in {name}", name=name),
        )
    return readable(cell, found) and not cell.blank
