"""Scores: fields computed from what tables decide. Their totals are few, and each of them is told from the others.

Where a part of a score is not cut at its values, a piece of it stands for totals that no patient has; what is said of
the score is then not settled, or about nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from b12tables.compiler.model import (
    Computed,
    DecisionTable,
    Equals,
    HitPolicy,
    Limit,
    Model,
    Test,
    dose,
)

MOST = 240
"""So many values of one field are told apart; of more of them a score is known by the pieces that cells ask for."""

Totals = frozenset[Fraction]


def few_values(model: Model, name: str) -> Totals | None:
    """The numbers that a field can be, whatever else; None where they are not known to be few."""
    return _values(model, name, {})


def totals(model: Model) -> dict[str, Totals]:
    """The values that each score and each of its parts can have, where they are few."""
    known: dict[str, Totals | None] = {}
    names = {part for name in model.scores for part in model.behind([name], tables=False)}
    found = {name: _values(model, name, known) for name in names}
    return {name: values for name, values in found.items() if values is not None}


def score_cuts(model: Model) -> Iterator[tuple[str, Test]]:
    """Every value that a score can have, and every value of its parts, as tests of the field."""
    known: dict[str, Totals | None] = {}
    cut: set[str] = set()
    linked_ = {name for group in linked(formulas(model, model.parts)) for name in group}
    for name in model.parts:
        if model.derived(name) and _values(model, name, known) is not None:
            cut |= {name, *model.behind([name], tables=False)}
        elif _is_dose(model, name) or name in linked_:
            # of a rate that a table gives each value is told apart, whatever it is multiplied by
            cut |= {part for part in model.parts[name] if part in model.produced_by}
    for name in cut:
        _values(model, name, known)
    for name in model.fields:
        values = known.get(name) if name in cut else None
        for value in sorted(values or ()):
            yield name, Equals(value)


def _is_dose(model: Model, name: str) -> bool:
    computed = model.fields[name].computed
    return computed is not None and computed.kind == "dose"


def _values(model: Model, name: str, known: dict[str, Totals | None]) -> Totals | None:
    """The values that a field can have; None: not known to be few."""
    if name not in known:
        known[name] = None  # what needs itself is told where it is read
        known[name] = _few(_found(model, name, known))
    return known[name]


def _few(values: Totals | None) -> Totals | None:
    return values if values is not None and len(values) <= MOST else None


def _found(model: Model, name: str, known: dict[str, Totals | None]) -> Totals | None:
    field, table = model.fields.get(name), model.produced_by.get(name)
    if table is not None:
        return _decided(table, table.output_fields.index(name))
    if field is None:
        return None
    if field.computed is not None:
        return _computed(model, field.computed, known)
    return None if field.precision is None else _range(field.low, field.high, field.precision)


def _computed(model: Model, computed: Computed, known: dict[str, Totals | None]) -> Totals | None:
    if computed.kind == "between":
        return None
    if computed.kind == "dose":
        return _doses(model, computed, known)
    sign = 1 if computed.kind == "sum" else -1
    found: Totals | None = None
    for part in computed.parts:
        values = _values(model, part, known)
        if values is None:
            return None
        found = (
            values if found is None else frozenset(one + sign * other for one in found for other in values)
        )
        if _few(found) is None:
            return None
    return found


def _doses(model: Model, computed: Computed, known: dict[str, Totals | None]) -> Totals | None:
    """What a rate comes to, where it is multiplied by few numbers."""
    parts = [_values(model, part, known) for part in computed.parts]
    given = [values for values in parts if values is not None]
    if len(given) < len(parts) or prod(map(len, given)) > MOST**2:
        return None
    return _few(frozenset(dose(computed, chosen) for chosen in product(*given)))


def _range(low: Limit | None, high: Limit | None, step: Fraction) -> Totals | None:
    """The multiples of a step between two limits, where they are few."""
    ends = [limit.value if limit is not None else None for limit in (low, high)]
    if not all(isinstance(end, Fraction) for end in ends):
        return None
    first, last = (int(end / step) for end in ends)  # type: ignore[operator]
    return frozenset(n * step for n in range(first - 1, last + 2)) if last - first < MOST else None


def _decided(table: DecisionTable, column: int) -> Totals | None:
    """The numbers that a table can give; `none` counts for nothing in a sum."""
    policy = table.hit_policy
    if policy.gives_list:
        return None
    if policy is HitPolicy.COLLECT_COUNT:
        return frozenset(map(Fraction, range(len(table.rules) + 1)))
    single = frozenset(v for row in table.rows if isinstance(v := row.results[column].value, Fraction))
    return _sums(table, column) | single if policy is HitPolicy.COLLECT_SUM else single


def _sums(table: DecisionTable, column: int) -> Totals:
    """What rules add up to, whichever of them hold; more than are wanted where they are too many."""
    found = {Fraction(0)}
    for rule in table.rules:
        value = rule.results[column].value
        if isinstance(value, Fraction) and len(found) <= MOST:
            found |= {one + value for one in found}
    return frozenset(found)


# ---------------------------------------------------------------- formulas that share fields


def linked(parts: Mapping[str, Collection[str]]) -> Iterator[tuple[str, ...]]:
    """The formulas (each with the fields that it follows from) that share fields with others, in groups of such."""
    groups: list[tuple[list[str], set[str]]] = []
    for name, own in parts.items():
        names, fields = [name], {name, *own}
        for group in [group for group in groups if not fields.isdisjoint(group[1])]:
            groups.remove(group)
            names, fields = [*group[0], *names], fields | group[1]
        groups.append((names, fields))
    yield from (tuple(names) for names, _ in groups if len(names) > 1)


def formulas(model: Model, among: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The sums, differences and doses among some fields, each with its parts."""
    fields = ((name, model.fields[name].computed) for name in among)
    return {name: c.parts for name, c in fields if c is not None and c.kind != "between"}
