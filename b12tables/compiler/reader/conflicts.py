"""The sheets Conflicts and Other guidance: where the sources disagree, and where others say otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from b12tables.compiler.model import (
    Alternative,
    Conflict,
    DecisionTable,
    Edit,
    Field,
    OtherGuidance,
)
from b12tables.compiler.reader.edits import written
from b12tables.compiler.reader.layout import Found, Grid, did_you_mean, note
from b12tables.compiler.reader.list_rows import complete, records
from b12tables.compiler.reader.lists import Ids
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later
from b12tables.runtime.words import fold

_EDIT = re.compile(r"(?P<decision>[^/:]+)/(?P<rule>[^/:]+)/(?P<field>[^/:]+):(?P<text>.*)")


class Tables(NamedTuple):
    """The decision tables that an edit may speak of, by their codes, with the fields of the set."""

    decisions: Names
    tables: Mapping[str, DecisionTable]
    fields: Mapping[str, Field]
    names: Names
    set_valued: frozenset[str]


def read_conflicts(grids: Sequence[Grid], scope: Tables, found: Found) -> list[Conflict]:
    """The disagreements of the sources, with what other readings would change in the tables."""
    ids, conflicts = Ids("conflict"), list[Conflict]()
    for grid in grids:
        for record in records(grid, found):
            fine = complete(record, grid, found) and ids.new(record["ID"], found)
            decisions = _decisions(record["Decisions"], scope, found)
            what_if = _alternatives(record["What if"], scope, found)
            if fine:
                conflicts.append(
                    Conflict(
                        record.text("ID"),
                        record.text("Title"),
                        record.text("Statements"),
                        record.text("Readings"),
                        record.text("Chosen"),
                        record.text("Why"),
                        record.place,
                        record.text("Severity"),
                        decisions,
                        what_if,
                    )
                )
    return conflicts


def read_other_guidance(grids: Sequence[Grid], scope: Tables, found: Found) -> list[OtherGuidance]:
    """What is published elsewhere and differs from the tables."""
    ids, entries = Ids(later("entry of Other guidance")), list[OtherGuidance]()
    for grid in grids:
        for record in records(grid, found):
            fine = complete(record, grid, found) and ids.new(record["ID"], found)
            decisions = _decisions(record["Decisions"], scope, found)
            if fine:
                entries.append(
                    OtherGuidance(
                        record.text("ID"),
                        record.text("Topic"),
                        record.text("The tables say"),
                        record.text("Elsewhere"),
                        record.text("Reference"),
                        record.place,
                        decisions,
                        record.text("Date"),
                        record.text("Seen"),
                    )
                )
    return entries


def _decisions(cell: Cell, scope: Tables, found: Found) -> tuple[str, ...]:
    names = filter(None, re.split(r"\s*[,;\n]\s*", "" if cell.problem else cell.text))
    codes = [scope.decisions.require(name, cell.place, found) for name in names]
    return tuple(dict.fromkeys(code for code in codes if code is not None))


# ---------------------------------------------------------------- what if


def _alternatives(cell: Cell, scope: Tables, found: Found) -> tuple[Alternative, ...]:
    """A line in words begins an alternative; lines `decision / rule / field: text` below it are its edits.

    An alternative with an edit that cannot be used is left out as a whole: half of it is another reading.
    """
    parts: list[tuple[str, list[str]]] = []
    for line in filter(None, map(str.strip, cell.text.split("\n"))):
        if not _EDIT.fullmatch(line):
            parts.append((line, []))
        elif parts:
            parts[-1][1].append(line)
        else:
            parts.append(("", [line]))
    alternatives = []
    for words, lines in parts:
        edits = [_edit(line, cell, scope, found) for line in lines]
        if None not in edits:
            alternatives.append(Alternative(words, tuple(edit for edit in edits if edit is not None)))
    return tuple(alternatives)


def _edit(line: str, cell: Cell, scope: Tables, found: Found) -> Edit | None:
    match = _EDIT.fullmatch(line)
    assert match is not None
    said = {name: text.strip() for name, text in match.groupdict().items()}
    decision = scope.decisions.require(said["decision"], cell.place, found)
    field = scope.names.require(said["field"], cell.place, found)
    table = scope.tables.get(decision or "")
    if table is None or field is None:
        return None  # said just now, or the table is left out, which has been said
    rules = {fold(rule.id): rule for rule in table.rows}
    rule = rules.get(fold(said["rule"]))
    if rule is None:
        note(
            found,
            "unknown-name",
            later("{table} has no rule called {said!r}", table=table.label, said=said["rule"]),
            cell.place,
            decision=table.code,
            help=did_you_mean(said["rule"], [rule.id for rule in rules.values()]),
        )
        return None
    edit = Edit(table.code, rule.id, field, said["text"], cell.place)
    if field not in (*table.input_fields, *table.output_fields) or (
        rule.otherwise and field in table.input_fields
    ):
        note(
            found,
            "unknown-name",
            later(
                "rule {rule} of {table} has no cell for {field}",
                rule=rule.id,
                table=table.label,
                field=scope.fields[field].label,
            ),
            cell.place,
            decision=table.code,
            rules=(rule.id,),
            help=later("name one of the table's columns"),
        )
        return None
    if written(edit, table, scope.fields, scope.set_valued, found) is None:
        return None
    return edit
