"""Between which numbers lies what is made of the rows that hold, and what is computed from it.

Nobody states a total. Where its rows could take it out of its own `Minimum` or `Maximum`, a table that asks about it is
looked at beyond these too: an answer for such a patient is proved as any other, or told as missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain

from b12tables.compiler.model import DecisionTable, Field, HitPolicy, Interval, Model
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.doses import doses
from b12tables.compiler.proof.grid import Grid

Ends = tuple[Fraction | None, Fraction | None]
"""The least and the most that a field can be; None where nothing bounds it."""

NO_COLUMN = -1
"""The place of a rule that holds for everybody."""

Points = dict[int, list[tuple[int, Fraction]]]
"""What each rule adds, and for which pieces of the first column that it asks about, by that column."""


def least_and_most(model: Model, grids: Mapping[str, Grid], name: str) -> Ends:
    """Between which numbers a field lies if its parts can be anything together: it may reach neither.

    `grids` are those of the decisions; of a total without one all rows may hold together.
    """
    field, table = model.fields[name], model.produced_by.get(name)
    if table is not None:
        return _ends_decided(table, name, grids.get(table.code))
    computed = field.computed
    if computed is None or computed.kind == "between":
        ends = [limit.value if limit is not None else None for limit in (field.low, field.high)]
        low, high = (end if isinstance(end, Fraction) else None for end in ends)
        return low, high
    parts = [least_and_most(model, grids, part) for part in computed.parts]
    if computed.kind == "dose":
        found = doses(
            computed, [Interval(low, low is not None, high, high is not None) for low, high in parts]
        )
        return found.low, found.high  # type: ignore[return-value]
    if computed.kind == "difference":
        parts[1:] = [(_turned(high), _turned(low)) for low, high in parts[1:]]
    lows, highs = zip(*parts, strict=True)
    return _added(lows), _added(highs)


def _turned(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end


def _added(ends: Collection[Fraction | None]) -> Fraction | None:
    known = [end for end in ends if end is not None]
    return sum(known, Fraction(0)) if len(known) == len(ends) else None


def _ends_decided(table: DecisionTable, name: str, grid: Grid | None) -> Ends:
    """The same of a result: of a total over the rows that can hold together, of any other over its column."""
    place = table.output_fields.index(name)
    if not table.hit_policy.counts_each:
        numbers = [value for row in table.rows if isinstance(value := row.results[place].value, Fraction)]
        return min(numbers, default=None), max(numbers, default=None)
    least = most = Fraction(0)
    for column, rows in points(table, name, grid).items():
        pieces = bits(1 if grid is None or column == NO_COLUMN else grid.full[column])
        held = [[value for mask, value in rows if mask >> piece & 1] for piece in pieces]
        least += min(sum((v for v in values if v < 0), Fraction(0)) for values in held)
        most += max(sum((v for v in values if v > 0), Fraction(0)) for values in held)
    alone = None if table.otherwise is None else _added_by(table, place, len(table.rules))
    return (min(least, alone), max(most, alone)) if isinstance(alone, Fraction) else (least, most)


def points(table: DecisionTable, name: str, grid: Grid | None) -> Points:
    """What the rules of a total add. Of those that ask about one column only such hold together that share a piece
    of it, as the points of one sign in a score.
    """
    place = table.output_fields.index(name)
    by_column: Points = {}
    for number in range(len(table.rules)):
        box = () if grid is None else grid.boxes[number]
        asking = (c for c, mask in enumerate(box) if grid is not None and mask != grid.full[c])
        column = next(asking, NO_COLUMN)
        value = _added_by(table, place, number)
        if value is not None:
            by_column.setdefault(column, []).append((1 if column == NO_COLUMN else box[column], value))
    return by_column


def _added_by(table: DecisionTable, place: int, number: int) -> Fraction | None:
    """What a row adds to a total; None: nothing."""
    if table.hit_policy is HitPolicy.COLLECT_COUNT:
        return Fraction(1)
    value = table.rows[number].results[place].value
    return value if isinstance(value, Fraction) else None


def let_out(field: Field, ends: Ends) -> Field:
    """A field without the limits of its range beyond which it may be; the very field where there are none."""
    (least, most), low, high = ends, field.low, field.high
    below = low is not None and (least is None or (least, 0) < (low.value, 0 if low.closed else 1))
    above = high is not None and (most is None or (most, 1) > (high.value, 1 if high.closed else 0))
    if not below and not above:
        return field
    return replace(field, low=None if below else low, high=None if above else high)


def with_totals_free(model: Model) -> Model:
    """A model whose totals can be any number: so the checker of proofs takes them, which adds nothing up."""
    adding = (table.output_fields for table in model.decisions if table.hit_policy.counts_each)
    free = {
        name: replace(model.fields[name], type="number", step=None, low=None, high=None)
        for name in chain(*adding)
    }
    return replace(model, fields={**model.fields, **free}) if free else model


def within(field: Field) -> Iterator[Interval]:
    """That a number lies in its range, each limit of it a test."""
    low, high = field.low, field.high
    if low is not None:
        yield Interval(low.value, low.closed, None, False)
    if high is not None:
        yield Interval(None, False, high.value, high.closed)
