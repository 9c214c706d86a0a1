"""The Wall chart sheet: a row a chart, or its heads one below the other with their words beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import prod
from typing import NamedTuple

from b12tables.compiler.model import MOST_CELLS, DecisionTable, Field, WallChart
from b12tables.compiler.reader.layout import Found, Grid, Record, did_you_mean, listed, note, readable
from b12tables.compiler.reader.list_rows import complete, records
from b12tables.compiler.reader.lists import Scope, read_tests
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import grouped, later, strung
from b12tables.runtime.words import fold


class _ChartNames(NamedTuple):
    """What a chart may name: fields, and decisions, which stand for their results."""

    scope: Scope
    decisions: Names
    tables: Mapping[str, DecisionTable]

    def results(self, name: str) -> tuple[str, ...] | None:
        """The fields that a name stands for; None: nothing is called so.

        A field that has the name of a decision is meant as the field.
        """
        field = self.scope.names.find(name)
        if field is not None and field in self.scope.fields:
            return (field,)
        code = self.decisions.find(name)
        if code is None:
            return None
        # of a decision that could not be read nobody knows the results; that has been said
        return self.tables[code].output_fields if code in self.tables else ()

    def decided(self, field: str) -> bool:
        """Whether a field is no result of a decision that was left out."""
        code = self.scope.produced.get(field)
        return code is None or code in self.tables

    def known(self) -> list[str]:
        fields = [field.label for field in self.scope.fields.values()]
        return [*fields, *(table.label for table in self.tables.values())]


def read_wall_charts(
    grids: Sequence[Grid],
    scope: Scope,
    decisions: Names,
    tables: Mapping[str, DecisionTable],
    found: Found,
) -> tuple[list[WallChart], list[str]]:
    """The charts, and the titles of those that cannot be used; findings say why."""
    names = _ChartNames(scope, decisions, tables)
    charts: list[WallChart] = []
    skipped: list[str] = []
    for grid in grids:
        for record in _records(grid, found):
            chart = _chart(record, grid, names, found)
            if chart is None:
                skipped.append(record.text("Title") or later("without title ({place})", place=record.place))
            else:
                charts.append(chart)
    return charts, skipped


def _records(grid: Grid, found: Found) -> Iterator[Record]:
    if grid.head_row:
        yield from records(grid, found)
        return
    absent = Cell(None, grid.place)
    missing = [name for name in grid.kind.heads if name in grid.kind.required and name not in grid.keys]
    if missing:
        message = later(
            "the {kind} sheet does not state {missing}",
            kind=grid.kind.name,
            missing=strung(later(" and not "), missing),
        )
        note(
            found,
            "missing-heading",
            message,
            grid.place,
            help=later("add {missing}", missing=", ".join(missing)),
        )
    yield Record(grid.place, {name: grid.keys.get(name, absent) for name in grid.kind.heads})


def _chart(record: Record, grid: Grid, names: _ChartNames, found: Found) -> WallChart | None:
    fine = complete(record, grid, found)
    spans = {head: _axes(record[head], head, names, found) for head in ("Rows", "Columns", "Strip")}
    shows = {head: _shown(record[head], head, names, found) for head in ("Show", "Aside")}
    given = () if record["Given"].blank else read_tests(record["Given"], names.scope, found)
    parts = [*spans.values(), *shows.values()]
    if not fine or given is None or None in parts:
        return None
    rows, columns, strip = (spans[head] or () for head in ("Rows", "Columns", "Strip"))
    show, aside = (shows[head] or () for head in ("Show", "Aside"))
    named = [*rows, *columns, *strip, *show, *aside, *(test.field for test in given)]
    if not rows or not columns or not show or not all(map(names.decided, named)):
        return None
    if not _apart(record, (*rows, *columns, *strip), (*show, *aside), names, found):
        return None
    title = record.text("Title") or _title(names.scope.fields, (*rows, *columns, *strip))
    return WallChart(title, rows, columns, show, record.place, strip, aside, given)


def _title(fields: Mapping[str, Field], axes: Sequence[str]) -> str:
    return " × ".join(fields[name].label for name in axes)


def _named(cell: Cell, names: _ChartNames, found: Found) -> list[tuple[str, tuple[str, ...]]] | None:
    """Each word of a cell with the fields that it stands for; None, with findings, where one is unknown."""
    if cell.blank or not readable(cell, found):
        return []
    named: list[tuple[str, tuple[str, ...]]] = []
    lost = False
    for word in listed(cell):
        fields = names.results(word)
        if fields is None:
            lost = True
            if fold(word) in names.scope.names.broken or fold(word) in names.decisions.broken:
                continue
            message = later("there is no field and no decision called {word!r}", word=word)
            help = did_you_mean(word, names.known()) or later("name a field or a decision")
            note(found, "unknown-name", message, cell.place, help=help)
        else:
            named.append((word, fields))
    return None if lost else named


def _axes(cell: Cell, head: str, names: _ChartNames, found: Found) -> tuple[str, ...] | None:
    """The fields that span one side of a chart; None, with a finding, where one cannot."""
    named = _named(cell, names, found)
    if named is None:
        return None
    fine = True
    for word, fields in named:
        trouble = _no_axis(fields, names)
        if trouble:
            fine = False
            message = later(
                "{word} cannot span the {what} of a chart: {trouble}",
                word=word,
                what=head.lower(),
                trouble=trouble,
            )
            help = later("name a choice, a yes/no, a number or a date, or a decision that gives one")
            note(found, "bad-cell", message, cell.place, help=help)
    return tuple(field for _, fields in named for field in fields) if fine else None


def _no_axis(fields: Sequence[str], names: _ChartNames) -> str:
    """Why a name cannot span a chart; "" where it can."""
    if len(fields) > 1:
        labels = ", ".join(names.scope.fields[name].label for name in fields)
        return later("it is a decision with several results, and one must be named ({labels})", labels=labels)
    if not fields:
        return ""
    field = names.scope.fields[fields[0]]
    if field.code in names.scope.set_valued:
        return later("it is a list, of which several values hold together")
    if field.type == "text":
        return later("it is a text, and there are texts without end")
    if field.type == "choices":
        return later("several of its values hold together")
    table = next((t for t in names.tables.values() if field.code in t.output_fields), None)
    if table is not None and table.hit_policy.aggregates:
        return later("it is a total, which takes a value of its own for each patient")
    return ""


def _shown(cell: Cell, head: str, names: _ChartNames, found: Found) -> tuple[str, ...] | None:
    """The results that a chart tells; None, with a finding, where one is none."""
    named = _named(cell, names, found)
    if named is None:
        return None
    fine = True
    for word, fields in named:
        if any(name not in names.scope.produced for name in fields):
            fine = False
            message = later(
                "{word} is no answer: no decision gives it, so there is nothing to {what} of it",
                word=word,
                what=head.lower(),
            )
            note(found, "bad-cell", message, cell.place, help=later("name a decision, or one of its results"))
    return tuple(dict.fromkeys(field for _, fields in named for field in fields)) if fine else None


def _apart(
    record: Record, axes: Sequence[str], results: Collection[str], names: _ChartNames, found: Found
) -> bool:
    """Whether no field stands in two places, and the chart is one that somebody can read."""
    fields = names.scope.fields
    twice = [name for name in dict.fromkeys(axes) if list(axes).count(name) > 1 or name in results]
    for name in twice:
        message = later("{field} stands in the chart twice", field=fields[name].label)
        help = later("let it span the chart on one side, or show it")
        note(found, "duplicate-name", message, record.place, help=help)
    cells = prod(_values(fields[name]) for name in axes)
    if cells > MOST_CELLS:
        message = later(
            "the chart would have {cells} cells, and nobody reads more than {most_cells} on a sheet",
            cells=grouped(cells),
            most_cells=MOST_CELLS,
        )
        help = later("take an axis out, or name a decision that sums it up (a class, a band)")
        note(found, "bad-cell", message, record.place, help=help)
    return not twice and cells <= MOST_CELLS


def _values(field: Field) -> int:
    """How many values span an axis; of numbers and dates the tables say it, when they are cut."""
    declared = 2 if field.type == "yes/no" else len(field.values)
    return max(1, declared + field.unknown)
