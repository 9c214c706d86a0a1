"""The wall chart of one guideline with the answers of another in its cells.

Both stand in one model: the inputs are shared, and what the second decides has names of its own. So a cell is proved as
in a chart of one: what comes out for its plain patient, and whether anything else can for another patient of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from b12tables.compiler.compare.guidelines import Guidelines
from b12tables.compiler.compare.matching import Aspect, Relation
from b12tables.compiler.model import Clause, DecisionTable, Field, Model, Value, WallChart
from b12tables.compiler.proof.wall_chart import ChartCell, Derived, NoChart, derive_chart


@dataclass(frozen=True)
class BothAnswers:
    """What the two say of an aspect in a cell: for its plain patient, and whether others of the cell get `more`."""

    aspect: Aspect
    relation: Relation
    values: tuple[Value, Value]
    more: tuple[bool, bool]


@dataclass(frozen=True)
class ChartOfTwo:
    """The cells of a chart with both answers. `model` has the fields of both, by which its axes are told."""

    model: Model
    derived: Derived
    aspects: tuple[tuple[Aspect, tuple[str, str]], ...]
    """Each aspect that was compared, with the fields that hold the two answers."""

    def both(self, cell: ChartCell) -> list[BothAnswers]:
        """Both answers of a cell, aspect by aspect; none where no patient can be so."""
        if cell.case is None:
            return []
        further = {one.field for one in cell.further}
        told = []
        for aspect, names in self.aspects:
            first, second = (next(iter(cell.plain[name]), None) for name in names)
            more = names[0] in further, names[1] in further
            told.append(BothAnswers(aspect, aspect.relation(first, second), (first, second), more))
        return told


def chart_of_two(found: Guidelines, chart: WallChart) -> ChartOfTwo:
    """Both answers in the cells of a chart of the first guideline. Raises `NoChart` with the reason."""
    first, second = found.models
    names = _names(first, second)
    joint = _joint(first, second, names)
    aspects = tuple(
        (one.aspect, (one.aspect.fields[0].code, names[one.aspect.fields[1].code]))
        for one in found.aspects
        if not one.unfinished
    )
    if not aspects:
        raise NoChart("no aspect of the two could be settled")
    shown = tuple(dict.fromkeys(name for _, both in aspects for name in both))
    return ChartOfTwo(joint, derive_chart(joint, replace(chart, show=shown, aside=())), aspects)


def _names(first: Model, second: Model) -> dict[str, str]:
    """What the second decides or computes by the names that it has beside the first; no dictionary can have them."""
    own = {
        name
        for name, field in second.fields.items()
        if name in second.produced_by or field.computed is not None
    }
    shared = {name for name in own if name in first.fields and _same_formula(name, first, second)}
    return {name: f"B {name}" for name in own - shared}


def _same_formula(name: str, first: Model, second: Model) -> bool:
    """Whether a computed field follows from the same inputs in the same way."""
    one, other = first.fields[name], second.fields[name]
    if other.computed is None or second.derived(name) or first.derived(name):
        return False
    return one.computed == other.computed


def _joint(first: Model, second: Model, names: Mapping[str, str]) -> Model:
    """One model in which both answer the same patient."""
    fields = dict(first.fields)
    for name, field in second.fields.items():
        if name in names:
            fields[names[name]] = _renamed(field, names)
        elif name not in fields:
            fields[name] = field
        elif not _takes(field, fields[name]):
            raise NoChart(f"the second does not take every entry of the first for {field.label}")
    return replace(
        first,
        fields=fields,
        decisions=(*first.decisions, *(_beside(table, names) for table in second.decisions)),
        impossible=(*first.impossible, *second.impossible),
        safety_rules=(),
        cases=(),
        charts=(),
        accepted=(),
        conflicts=(),
        other_guidance=(),
        sign_offs=(),
    )


def _takes(field: Field, entries: Field) -> bool:
    """Whether a field takes whatever may be entered in another of the same name."""
    if (field.type, field.unit, field.precision) != (entries.type, entries.unit, entries.precision):
        return False
    known = field.unknown or not entries.unknown
    return known and set(field.value_codes) >= set(entries.value_codes) and _as_wide(field, entries)


def _as_wide(field: Field, entries: Field) -> bool:
    """Whether the range of a number or date has no other ends."""
    low = field.low is None or field.low == entries.low
    return low and (field.high is None or field.high == entries.high)


def _renamed(field: Field, names: Mapping[str, str]) -> Field:
    computed = field.computed
    if computed is not None:
        left, right = (names.get(part, part) for part in (computed.left, computed.right))
        more = tuple(names.get(part, part) for part in computed.more)
        computed = replace(computed, left=left, right=right, more=more)
    return replace(field, code=names[field.code], computed=computed)


def _beside(table: DecisionTable, names: Mapping[str, str]) -> DecisionTable:
    def renamed(clause: Clause) -> Clause:
        return replace(clause, field=names.get(clause.field, clause.field))

    return replace(
        table,
        code=f"B {table.code}",
        inputs=tuple(map(renamed, table.inputs)),
        outputs=tuple(map(renamed, table.outputs)),
    )
