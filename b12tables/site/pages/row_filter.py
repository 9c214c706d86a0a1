"""What the filter above a decision table knows: for each column the values one can choose, and the rows that admit
them.

A row fits a value when its condition holds for it, by the same tests as the evaluators' and the proof's: what a cell
says makes no difference. The script of the page looks up and compares nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from b12tables.compiler.model import (
    Anything,
    DecisionTable,
    Field,
    IsEmpty,
    Model,
    Test,
    Value,
    named_words,
    value_words,
)
from b12tables.compiler.proof import Axis, SetAxis, TooManyMembers, bits, make_axis, members_of
from b12tables.runtime.words import fold
from b12tables.site.html import harmless

NAMED = 6
"""Up to so many values that count alike are named one by one."""

MOST = 60
"""A column of more values to choose from is left out: nobody would find one in the list."""


@dataclass(frozen=True)
class Option:
    """A value, or values that count alike: the words for both readers, and the rows (by ID) that do not admit it."""

    words: str
    patient: str
    hides: frozenset[str]
    test: Test | None = None
    """What the values of a condition's option have in common; None for a result."""
    result: Value = None
    """The value of a result's option."""


@dataclass(frozen=True)
class Column:
    """A column that can be filtered by: a condition (`when`) or a result."""

    field: Field
    when: bool
    options: tuple[Option, ...]


def columns(model: Model, table: DecisionTable) -> tuple[Column, ...]:
    """The columns of a table by which its rows can be told apart, conditions first, in the order of the sheet."""
    found = [_condition(model, table, name) for name in dict.fromkeys(table.input_fields)]
    found += [_result(model, table, place) for place in range(len(table.outputs))]
    return tuple(
        column for column in found if len(column.options) > 1 and any(o.hides for o in column.options)
    )


def filter_data(model: Model, table: DecisionTable) -> str:
    """The columns as JSON for the script: `[label, code, [[words, patient's words, hidden rows], …]]` each.

    Empty where no column tells rows apart.
    """
    whole = [
        [harmless(column.field.label), column.field.code, [_option(one) for one in column.options]]
        for column in columns(model, table)
    ]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")) if whole else ""


def _option(option: Option) -> list[object]:
    patient = "" if option.patient == option.words else harmless(option.patient)
    return [harmless(option.words), patient, sorted(option.hides)]


def _condition(model: Model, table: DecisionTable, name: str) -> Column:
    field = model.fields[name]
    tests = {rule.id: _tests_of(table, rule.conditions, name) for rule in table.rules}
    try:
        axis = _axis(model, name, [test for own in tests.values() for test in own])
    except TooManyMembers:
        return Column(field, True, ())
    masks = list(_choices(axis))
    if len(masks) > MOST:
        return Column(field, True, ())
    return Column(field, True, tuple(_chosen(field, axis, mask, tests) for mask in masks))


def _tests_of(table: DecisionTable, conditions: Sequence[object], name: str) -> list[Test]:
    pairs = zip(table.input_fields, conditions, strict=True)
    return [condition.test for field, condition in pairs if field == name]  # type: ignore[attr-defined]


def _axis(model: Model, name: str, tests: list[Test]) -> Axis:
    """The field's values as this table tells them apart; of a set also whether it is empty."""
    field = model.fields[name]
    if not (field.type == "choices" or name in model.set_valued):
        return make_axis(field, tests, model.can_be_unknown(name))
    unknown = model.can_be_unknown(name) and name not in model.set_valued
    return make_axis(field, [*tests, IsEmpty()], unknown, is_set=True, declared=members_of(name, model))


def _choices(axis: Axis) -> Iterator[int]:
    """What can be chosen: a value or stretch of values each; of a set each member, held and not held, and no member."""
    if not isinstance(axis, SetAxis):
        yield from (1 << piece for piece in bits(axis.full))
        return
    for member in axis.members:
        yield axis.sets.has(member)
        yield axis.known & ~axis.sets.has(member)
    yield 1
    if axis.unknown:
        yield axis.unknown


def _chosen(field: Field, axis: Axis, mask: int, tests: dict[str, list[Test]]) -> Option:
    hides = frozenset(rule for rule, own in tests.items() if not _admits(axis, mask, own))
    test, pieces = axis.test(mask), axis.pieces(mask)
    words = named_words(test, pieces, field, NAMED)
    return Option(words, named_words(test, pieces, field, NAMED, "patient"), hides, test)


def _admits(axis: Axis, mask: int, tests: list[Test]) -> bool:
    for test in tests:
        if not isinstance(test, Anything):
            mask &= axis.mask(test)
    return bool(mask)


def _result(model: Model, table: DecisionTable, place: int) -> Column:
    field = model.fields[table.output_fields[place]]
    values: dict[object, Value] = {}
    givers: dict[object, set[str]] = {}
    for rule in table.rows:
        value = rule.results[place].value
        key: object = fold(value) if isinstance(value, str) else (type(value), value)
        values.setdefault(key, value)
        givers.setdefault(key, set()).add(rule.id)
    every = {rule.id for rule in table.rows}
    options = []
    for same, value in values.items():
        words = value_words(value, field), value_words(value, field, "patient")
        options.append(Option(*words, frozenset(every - givers[same]), result=value))
    return Column(field, False, tuple(options) if len(options) <= MOST else ())
