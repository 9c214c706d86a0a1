"""Scores as decision tables, so that a comparison follows them.

The search of a comparison takes what is computed from inputs as it comes. A score that is computed from answers is no
input: what it can be hangs on what the tables before it give. As a table over the numbers that these give, and over the
pieces of one further input, it is compared like any other decision. A dose, a score of two inputs and one of too many
numbers are not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from b12tables.compiler.compare.partial_evaluation import tests_of
from b12tables.compiler.model import (
    Anything,
    Clause,
    Condition,
    DecisionTable,
    Equals,
    Field,
    HitPolicy,
    Interval,
    IsUnknown,
    Model,
    Result,
    Rule,
    Test,
    Value,
    looked_at,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import bits, make_axis
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.score_range import beyond
from b12tables.compiler.proof.scores import Totals, totals
from b12tables.compiler.proof.table_space import lines_asked
from b12tables.compiler.proof.totals import least_and_most, let_out

MOST_ROWS = 4_000
"""So many rows a score is written down in, for every two of its parts; a score of more is not followed."""

BOUND = 2.0
"""What proving that a score stays within its range may take, in seconds' worth of steps."""

Numbers = tuple[Fraction | None, ...]
"""What a part can be. None: there is an answer, and it is no number."""


@dataclass(frozen=True)
class Part:
    """One part of a score, and whether it is taken away; without `numbers` it is an input."""

    name: str
    sign: int
    numbers: Numbers = ()


Plans = Mapping[str, Sequence[Part]]
"""Scores that can be followed, each with its parts: what tables give first, then an input."""


def with_scores_decided(model: Model, plans: Plans) -> Model:
    """The model with a table in the place of each of these formulas: the very model where there is none."""
    if not plans:
        return model
    fields = {n: replace(f, computed=None) if n in plans else f for n, f in model.fields.items()}
    waiting, given = list(plans), {name for name in model.fields if name not in model.produced_by}
    given -= plans.keys()
    decisions: list[DecisionTable] = []
    for table in model.decisions:
        decisions.append(table)
        given.update(table.output_fields)
        while ready := [name for name in waiting if given.issuperset(model.parts[name])]:
            for name in ready:
                waiting.remove(name)
                given.add(name)
                for made in _tables(model, name, plans[name]):
                    (code,) = made.output_fields
                    fields.setdefault(code, Field(code, made.label, "number", made.place, unknown=True))
                    decisions.append(made)
    return replace(model, fields=fields, decisions=tuple(decisions))


# ---------------------------------------------------------------- which scores can be followed


def scores_to_follow(model: Model) -> Plans:
    """The scores that can be followed, each with its parts: what tables give first, then an input."""
    known: dict[str, Numbers] = {}
    plans: dict[str, Sequence[Part]] = {}
    few = totals(model) if model.scores else {}
    asked = looked_at(model) if model.scores else frozenset()
    waiting = [name for name in model.scores if name in asked]
    while ready := [n for n in waiting if not any(part in waiting for part in model.parts[n])]:
        for name in ready:
            waiting.remove(name)
            plan = _plan(model, name, known, few)
            if plan is not None:
                plans[name] = plan
                known[name] = _all_sums(plan) if plan[-1].numbers else ()
    # of a score that stands for all values of a piece nothing else can be computed
    parts = {part for of in model.parts.values() for part in of}
    return {name: plan for name, plan in plans.items() if plan[-1].numbers or name not in parts}


def _plan(
    model: Model, name: str, known: Mapping[str, Numbers], few: Mapping[str, Totals]
) -> list[Part] | None:
    """The parts of a score; None where it cannot be followed."""
    field = model.fields[name]
    computed = field.computed
    assert computed is not None
    if computed.kind not in ("sum", "difference"):
        return None
    signs = [1, *[1 if computed.kind == "sum" else -1] * (len(computed.parts) - 1)]
    parts: list[Part] = []
    for part, sign in zip(computed.parts, signs, strict=True):
        numbers = known.get(part, ()) or _given(model, part, few)
        if not numbers and (part in model.produced_by or model.derived(part)):
            return None
        parts.append(Part(part, sign, numbers))
    decided = [part for part in parts if part.numbers]
    inputs = [part for part in parts if not part.numbers]
    fits = len(inputs) < 2 and _fit(model, field, decided, inputs) and _stays_within(model, field)
    return decided + inputs if fits else None


def _stays_within(model: Model, field: Field) -> bool:
    """Whether it is proved that a score never leaves its range, for which a case would be refused."""
    if let_out(field, least_and_most(model, {}, field.code)) is field:
        return True
    try:
        return beyond(Analysis(model, BOUND), field) is None
    except BoundReached:
        return False


def _given(model: Model, name: str, few: Mapping[str, Totals]) -> Numbers:
    """The numbers that a table gives for a field, and None where it gives none; () where they are not to be told."""
    table = model.produced_by.get(name)
    if table is None or table.keeps or table.hit_policy.gives_list:
        return ()
    column = table.output_fields.index(name)
    values = {row.results[column].value for row in table.rows}
    if table.hit_policy.aggregates:
        numbers = table.hit_policy is HitPolicy.COLLECT_COUNT or not any(map(_is_no_number, values))
        return tuple(sorted(few[name])) if numbers and name in few else ()
    return () if any(map(_is_no_number, values - {None})) else _ordered(values)


def _is_no_number(value: Value) -> bool:
    return not isinstance(value, Fraction)


def _ordered(values: set[Value]) -> Numbers:
    numbers = sorted(value for value in values if isinstance(value, Fraction))
    return (*numbers, None) if None in values else tuple(numbers)


def _fit(model: Model, field: Field, decided: Sequence[Part], inputs: Sequence[Part]) -> bool:
    """Whether a score can be written down, and what cannot be there is not asked of it."""
    if not field.unknown and any(None in part.numbers for part in decided):
        # who has no such number is refused
        return False
    so_far: Numbers = ()
    for part in decided:
        if len(so_far) * len(part.numbers) > MOST_ROWS:
            return False
        so_far = _sums(so_far, part) if so_far else _signed(part)
    # what is on steps on both sides is, shifted by a number on these steps, on them again
    step = field.precision
    if step is not None and any(number is not None and number % step != 0 for number in so_far):
        return False
    if not inputs:
        return True
    of_input = model.fields[inputs[0].name]
    if (
        of_input.type not in ("number", "whole number")
        or len(so_far) * len(_pieces(model, field)) > MOST_ROWS
    ):
        return False
    return (field.unknown or not of_input.unknown) and step in (None, of_input.precision)


def _signed(part: Part) -> Numbers:
    return _ordered({None if number is None else part.sign * number for number in part.numbers})


def _sums(so_far: Numbers, part: Part) -> Numbers:
    return _ordered({_added(one, other) for one, other in product(so_far, _signed(part))})


def _added(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _all_sums(plan: Sequence[Part]) -> Numbers:
    found = _signed(plan[0])
    for part in plan[1:]:
        found = _sums(found, part)
    return found


# ---------------------------------------------------------------- their tables


def _tables(model: Model, name: str, plan: Sequence[Part]) -> Iterator[DecisionTable]:
    """The tables that add up a score, one part after the other; each gives a field, the last one the score."""
    field, first = model.fields[name], plan[0]
    before, numbers, sign = first.name, _signed(first), first.sign
    for number, part in enumerate(plan[1:], 1):
        code = name if number == len(plan) - 1 else f"{name} of {number + 1}"
        mine = [(value, None if value is None else sign * value) for value in numbers]
        if part.numbers:
            rows = _rows_of_numbers(mine, part)
            numbers = _sums(numbers, part)
        else:
            rows = _rows_of_pieces(model, field, mine, part)
        columns: tuple[str, ...] = (before, part.name)
        if before == part.name:
            rows = [(tests[:1], total) for tests, total in rows if tests[0] == tests[1]]
            columns = (before,)
        yield DecisionTable(
            code=code,
            label=field.label,
            hit_policy=HitPolicy.FIRST,
            inputs=tuple(Clause(column, field.place) for column in columns),
            outputs=(Clause(code, field.place),),
            rules=tuple(_rule(field, tests, total) for tests, total in rows),
            place=field.place,
        )
        before, sign = code, 1


Line = tuple[tuple[Test, ...], Fraction | None]

Stated = Sequence[tuple[Fraction | None, Fraction | None]]
"""What was added up so far, and how that stands in the column before: a first part that is taken away has its sign."""


def _rows_of_numbers(so_far: Stated, part: Part) -> list[Line]:
    """A row for every two numbers."""
    return [
        (
            (_is(stated), _is(other)),
            _added(value, None if other is None else part.sign * other),
        )
        for (value, stated), other in product(so_far, part.numbers)
    ]


def _rows_of_pieces(model: Model, field: Field, so_far: Stated, part: Part) -> list[Line]:
    """A row for every number and every piece of the score: the values of the input with which it lies in the piece.

    The score is then any value of that piece; nothing that asks about it tells them apart.
    """
    rows: list[Line] = []
    for (value, stated), (piece, some) in product(so_far, _pieces(model, field)):
        if value is not None:
            rows.append(((_is(stated), _moved(piece, value, part.sign)), some))
    if model.fields[part.name].unknown:
        rows += [((_is(stated), IsUnknown()), None) for value, stated in so_far if value is not None]
    if any(value is None for value, _ in so_far):
        rows.append(((IsUnknown(), Anything()), None))
    return rows


def _pieces(model: Model, field: Field) -> list[tuple[Interval, Fraction]]:
    """The pieces of a score that something in the set tells apart, each with a value in it."""
    asked = (line.test for line in lines_asked(model) if line.field == field.code)
    free = replace(field, low=None, high=None)
    axis = make_axis(free, (*tests_of(model, field.code), *asked), False)
    found: list[tuple[Interval, Fraction]] = []
    for piece in bits(axis.known):
        test, some = axis.test(1 << piece), axis.witness(1 << piece)
        assert isinstance(some, Fraction)
        if isinstance(test, Equals):
            test = Interval(some, True, some, True)
        found.append((test if isinstance(test, Interval) else Interval(None, False, None, False), some))
    return found


def _moved(piece: Interval, by: Fraction, sign: int) -> Interval:
    """The values x for which `by + x` (or `by - x`) lies in a piece."""
    ends = (piece.low, piece.high)
    low, high = (sign * (end - by) if isinstance(end, Fraction) else None for end in ends)
    if sign > 0:
        return Interval(low, piece.low_closed, high, piece.high_closed)
    return Interval(high, piece.high_closed, low, piece.low_closed)


def _is(number: Fraction | None) -> Test:
    return IsUnknown() if number is None else Equals(number)


def _rule(field: Field, tests: Sequence[Test], total: Fraction | None) -> Rule:
    said = "none" if total is None else str(total)
    conditions = tuple(Condition(test, "", field.place) for test in tests)
    return Rule(said, conditions, (Result(total, said, field.place),), field.place)
