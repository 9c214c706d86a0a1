"""Small changes of a decision table, one at a time: mistakes that somebody could make in a cell (mutation testing).

A mutant is the whole table with one of them in it. What stands for a mistake: a boundary moved by a step, in one cell
or in every row that has it; an end opened or closed; a value added or left out; unknown added or left out; a result
changed to its neighbour; a row left out; two rows in another order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Clause,
    DecisionTable,
    Equals,
    Excludes,
    Field,
    HitPolicy,
    Includes,
    Interval,
    IsKnown,
    IsUnknown,
    Model,
    Not,
    Place,
    Result,
    Rule,
    Test,
    Value,
    in_range,
    leaves,
    passes,
    test_text,
    value_words,
)
from b12tables.runtime.words import UNKNOWN

Operator = Literal[
    "boundary moved",
    "boundary moved in every row",
    "end opened or closed",
    "end opened or closed in every row",
    "value added",
    "value left out",
    "unknown added",
    "unknown left out",
    "result changed",
    "row left out",
    "rows swapped",
    "threshold moved",
]
"""The kinds of change, in the words of a report."""

Number = Fraction | date


@dataclass(frozen=True)
class Mutant:
    """A table with one change in it. `before` and `after` are what the cell says; of a row that is left out, or of two
    that are swapped, both are empty. `rules` are the rows concerned, `place` is the first cell.
    """

    operator: Operator
    decision: str
    rules: tuple[str, ...]
    place: Place
    table: DecisionTable
    before: str = ""
    after: str = ""
    tests: tuple[tuple[str, Test], ...] = ()
    """What the changed cells say, each with its field: the axes have to be cut there too."""

    def apply(self, model: Model) -> Model:
        """The model with the changed table in it."""
        code = self.table.code
        return replace(model, decisions=tuple(self.table if t.code == code else t for t in model.decisions))


def mutants(model: Model, table: DecisionTable) -> Iterator[Mutant]:
    """Every change of a table, in the order of its rows; of those that say the same the first."""
    order = tuple(rule.id for rule in table.rows)
    known: set[object] = {_said(table, table, order)}
    for mutant in _every(model, table):
        said = _said(table, mutant.table, order)
        if said not in known:
            known.add(said)
            yield mutant


def _said(before: DecisionTable, after: DecisionTable, order: tuple[str, ...]) -> object:
    """What a changed table says otherwise: the rows that are others, and the order of all where it is another."""
    kept = {id(rule) for rule in before.rows}
    changed = [rule for rule in after.rows if id(rule) not in kept]
    now = tuple(rule.id for rule in after.rows)
    return tuple((rule.id, meaning(rule)) for rule in changed), None if now == order else now


def meaning(rule: Rule) -> object:
    """What a row says, whatever its cells are written like: its tests and its results."""
    return tuple(cell.test for cell in rule.conditions), rule.row(range(len(rule.results)))


def _every(model: Model, table: DecisionTable) -> Iterator[Mutant]:
    """The changes of what stands in a sheet: no hand errs in a row, a cell or a result that follows from another."""
    if table.keeps:
        return
    for number, rule in enumerate(table.rules):
        for column, cell in enumerate(rule.conditions):
            if not cell.implied:
                yield from _cell(model, table, number, column)
        yield from _results(model, table, number)
    if table.otherwise is not None:
        yield from _results(model, table, len(table.rules))
    for column in range(len(table.inputs)):
        yield from _cuts(model, table, column)
    yield from _rows_left_out(table)
    if table.hit_policy is HitPolicy.FIRST:
        yield from _swapped(table)


# ---------------------------------------------------------------- conditions


def _cell(model: Model, table: DecisionTable, number: int, column: int) -> Iterator[Mutant]:
    """The changes of one condition cell."""
    rule, name = table.rules[number], table.input_fields[column]
    cell, field = rule.conditions[column], model.fields[name]
    for operator, test in _tests(model, name, cell.test):
        if not _within(field, test):
            continue
        changed = replace(cell, test=test, text=_text(field, test, table.inputs[column]))
        conditions = (*rule.conditions[:column], changed, *rule.conditions[column + 1 :])
        yield Mutant(
            operator,
            table.code,
            (rule.id,),
            cell.place,
            _with_rows(table, {rule.id: replace(rule, conditions=conditions)}),
            cell.text or _text(field, cell.test, table.inputs[column]),
            changed.text,
            ((name, test),),
        )


def _tests(model: Model, name: str, test: Test) -> Iterator[tuple[Operator, Test]]:
    """A test with one change in it, each with what was changed."""
    field, is_set = model.fields[name], name in model.set_valued or model.fields[name].type == "choices"
    yield from (("boundary moved", other) for other in _moved_anywhere(field, test))
    if field.type == "number":
        yield from (("end opened or closed", other) for other in _turned_anywhere(test))
    if not is_set:
        yield from _with_values(field, test)
    yield from (("value left out", other) for other in _with_fewer(test))
    if is_set or not model.can_be_unknown(name):
        return
    if isinstance(test, Anything):
        yield "unknown left out", IsKnown()
    elif not passes(test, UNKNOWN):
        parts = test.tests if isinstance(test, AnyOf) else (test,)
        yield "unknown added", Anything() if isinstance(test, IsKnown) else AnyOf((*parts, IsUnknown()))


def _with_values(field: Field, test: Test) -> Iterator[tuple[Operator, Test]]:
    """A test of words that admits a neighbour of its values, in the order of the dictionary, too."""
    words: Sequence[Value] = [True, False] if field.type == "yes/no" else field.value_codes
    inner, wrap = (test.test, Not) if isinstance(test, Not) else (test, _same)
    parts = inner.tests if isinstance(inner, AnyOf) else (inner,)
    named = [part.value for part in parts if isinstance(part, Equals) and part.value in words]
    if not named or len(named) != len([part for part in parts if not isinstance(part, IsUnknown)]):
        return
    places = [words.index(value) for value in named]
    beside = dict.fromkeys((max(places) + 1, min(places) - 1))
    operator: Operator = "value left out" if wrap is Not else "value added"
    for place in beside:
        if 0 <= place < len(words) and words[place] not in named:
            yield operator, wrap(AnyOf((*parts, Equals(words[place]))))


def _same(test: Test) -> Test:
    return test


def _with_fewer(test: Test) -> Iterator[Test]:
    """A test without one of its alternatives, or with a member of a set asked for the other way round."""
    match test:
        case Not(inner):
            yield from map(Not, _with_fewer(inner))
        case AnyOf(parts) | AllOf(parts) if len(parts) > 1:
            for n in range(len(parts)):
                rest = (*parts[:n], *parts[n + 1 :])
                yield rest[0] if len(rest) == 1 else type(test)(rest)
        case Includes(value):
            yield Excludes(value)
        case Excludes(value):
            yield Includes(value)


def _moved_anywhere(field: Field, test: Test) -> Iterator[Test]:
    """A test with one of its numbers moved by a step, up or down."""
    for value in dict.fromkeys(_numbers(test)):
        for by in (1, -1):
            new = _stepped(field, value, by)
            yield _replaced(test, value, new)


def _numbers(test: Test) -> Iterator[Number]:
    """The numbers and dates that a test names."""
    for part in leaves(test):
        match part:
            case Interval(low, _, high, _):
                yield from (end for end in (low, high) if end is not None)
            case Equals(value) if isinstance(value, (Fraction, date)):
                yield value


def _replaced(test: Test, old: Number, new: Number) -> Test:
    """A test with another number wherever it names one."""
    match test:
        case Interval(low, low_closed, high, high_closed):
            low, high = (new if end == old else end for end in (low, high))
            return Interval(low, low_closed, high, high_closed)
        case Equals(value) if value == old and isinstance(value, (Fraction, date)):
            return Equals(new)
        case Not(inner):
            return Not(_replaced(inner, old, new))
        case AnyOf(parts):
            return AnyOf(tuple(_replaced(part, old, new) for part in parts))
    return test


def _turned_anywhere(test: Test) -> Iterator[Test]:
    """A test with one of its ends opened or closed."""
    for value in dict.fromkeys(_numbers(test)):
        turned = _turned(test, value)
        if turned != test:
            yield turned


def _turned(test: Test, at: Number) -> Test:
    """A test with every end at this number opened where it is closed, and closed where it is open."""
    match test:
        case Interval(low, low_closed, high, high_closed):
            return Interval(low, low_closed ^ (low == at), high, high_closed ^ (high == at))
        case Not(inner):
            return Not(_turned(inner, at))
        case AnyOf(parts):
            return AnyOf(tuple(_turned(part, at) for part in parts))
    return test


def _cuts(model: Model, table: DecisionTable, column: int) -> Iterator[Mutant]:
    """Each boundary of a column moved, or turned, in every row that has it: no gap or overlap tells of that."""
    field = model.fields[table.input_fields[column]]
    cells = [rule.conditions[column] for rule in table.rules]
    for value in dict.fromkeys(number for cell in cells for number in _numbers(cell.test)):
        having = {n: cell.test for n, cell in enumerate(cells) if value in _numbers(cell.test)}
        for new in (_stepped(field, value, by) for by in (1, -1)):
            moved = {n: _replaced(test, value, new) for n, test in having.items()}
            yield from _column(field, table, column, "boundary moved in every row", moved)
        if field.type == "number":
            turned = {n: _turned(test, value) for n, test in having.items()}
            yield from _column(field, table, column, "end opened or closed in every row", turned)


def _column(
    field: Field, table: DecisionTable, column: int, operator: Operator, tests: Mapping[int, Test]
) -> Iterator[Mutant]:
    """A column with several cells changed; nothing where one of them would leave the range of the field."""
    if len(tests) < 2 or not all(_within(field, test) for test in tests.values()):
        return
    changed: dict[str, Rule] = {}
    for n, test in tests.items():
        rule = table.rules[n]
        conditions = list(rule.conditions)
        text = _text(field, test, table.inputs[column])
        conditions[column] = replace(conditions[column], test=test, text=text)
        changed[rule.id] = replace(rule, conditions=tuple(conditions))
    first = table.rules[next(iter(tests))].conditions[column]
    yield Mutant(
        operator,
        table.code,
        tuple(changed),
        first.place,
        _with_rows(table, changed),
        first.text or _text(field, first.test, table.inputs[column]),
        _text(field, next(iter(tests.values())), table.inputs[column]),
        tuple((field.code, test) for test in tests.values()),
    )


def _stepped(field: Field, value: Number, by: int) -> Number:
    """A number moved by a step: a day, a whole number, or one in the last place in which it is written."""
    if isinstance(value, date):
        return value + timedelta(days=by)
    if field.type == "whole number":
        return value + by
    return value + by * last_place(value)


def last_place(value: Fraction) -> Fraction:
    """One in the last decimal place of a number; of one that has no decimals a hundredth of it."""
    for places in range(7):
        step = Fraction(1, 10**places)
        if (value / step).denominator == 1:
            return step
    return abs(value) / 100


def _within(field: Field, test: Test) -> bool:
    """Whether a test speaks of values that the field can have: one beyond is told where it is read."""
    for part in leaves(test):
        if isinstance(part, Equals) and isinstance(part.value, (Fraction, date)):
            if not in_range(field, part.value):
                return False
        elif isinstance(part, Interval):
            low, high = part.low, part.high
            if low is not None and high is not None:
                closed = part.low_closed and part.high_closed
                if low > high or (low == high and not closed):  # type: ignore[operator]
                    return False
            if not all(_touches(field, end) for end in (low, high) if end is not None):
                return False
    return True


def _touches(field: Field, end: Number) -> bool:
    """Whether an end lies inside of the range of a field, or right at it."""
    low, high = field.low, field.high
    return (low is None or end >= low.value) and (high is None or end <= high.value)  # type: ignore[operator]


def _text(field: Field, test: Test, clause: Clause) -> str:
    """A test as the cell would say it: with the unit where the column is headed in another one."""
    other = bool(clause.unit) and clause.unit != field.unit
    return test_text(test, field.unit if other or field.needs_unit else "")


# ---------------------------------------------------------------- results and rows


def _results(model: Model, table: DecisionTable, number: int) -> Iterator[Mutant]:
    """The changes of the results of one row; a table that is chosen is the sheet on which the choice stands."""
    if table.chooses:
        return
    rule = table.rows[number]
    for column, (name, result) in enumerate(zip(table.output_fields, rule.results, strict=True)):
        field = model.fields[name]
        for value in _neighbours(field, result.value):
            text = value_words(value, field)
            changed: Result = replace(result, value=value, text=text)
            results = (*rule.results[:column], changed, *rule.results[column + 1 :])
            tests = ((name, Equals(value)),) if isinstance(value, (Fraction, date)) else ()
            yield Mutant(
                "result changed",
                table.code,
                (rule.id,),
                result.place,
                _with_rows(table, {rule.id: replace(rule, results=results)}),
                value_words(result.value, field),  # with its unit, as what it becomes
                text,
                tests,
            )


def _neighbours(field: Field, value: Value) -> Iterator[Value]:
    """What could stand there by mistake: the next value of the dictionary, a number a step away, one member more or
    less.
    """
    codes = field.value_codes
    match value:
        case bool():
            yield not value
        case Fraction() | date():
            yield from (new for by in (1, -1) if in_range(field, new := _stepped(field, value, by)))
        case frozenset():
            yield from (value - {member} for member in sorted(value)[:1])
            yield from (value | {code} for code in [c for c in codes if c not in value][:1])
        case str() if value in codes and len(codes) > 1:
            yield codes[(codes.index(value) + 1) % len(codes)]
        case None | "unknown" if codes:
            yield codes[0]


def _rows_left_out(table: DecisionTable) -> Iterator[Mutant]:
    """The table without one of its rows; a table has to keep one, and each sheet says to whom it applies."""
    if len(table.rows) == 1 or table.chooses:
        return
    for rule in table.rules:
        rest = tuple(other for other in table.rules if other is not rule)
        yield Mutant("row left out", table.code, (rule.id,), rule.place, replace(table, rules=rest))
    last = table.otherwise
    if last is not None:
        yield Mutant("row left out", table.code, (last.id,), last.place, replace(table, otherwise=None))


def _swapped(table: DecisionTable) -> Iterator[Mutant]:
    """The table with two neighbouring rows in the other order."""
    for n, (upper, lower) in enumerate(pairwise(table.rules)):
        rules = (*table.rules[:n], lower, upper, *table.rules[n + 2 :])
        swapped = replace(table, rules=rules)
        yield Mutant("rows swapped", table.code, (upper.id, lower.id), upper.place, swapped)


def _with_rows(table: DecisionTable, changed: dict[str, Rule]) -> DecisionTable:
    """The table with other rows in the place of those of the same ID."""

    def new(rule: Rule) -> Rule:
        return changed.get(rule.id, rule)

    last = None if table.otherwise is None else new(table.otherwise)
    return replace(table, rules=tuple(map(new, table.rules)), otherwise=last)


def tests_of(found: Iterable[Mutant]) -> Iterator[tuple[str, Test]]:
    """All that the changed cells of some mutants say."""
    for mutant in found:
        yield from mutant.tests
