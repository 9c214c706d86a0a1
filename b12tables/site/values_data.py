"""Values and tests as data for the browser: exact numbers are written as pairs of whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Equals,
    Excludes,
    Field,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Test,
    Value,
)
from b12tables.runtime.numbers import number_text

Json = object


def number_data(number: Fraction) -> list[str]:
    """A number as a pair of whole numbers, as texts."""
    return [str(number.numerator), str(number.denominator)]


def value_data(value: Value) -> Json:
    """A value: null, true or false, a text, or a marked list for a number, a date and a set."""
    match value:
        case None | bool() | str():
            return value
        case Fraction():
            return ["n", *number_data(value)]
        case date():
            return ["d", value.isoformat()]
    return ["s", *(value_data(member) for member in sorted(value, key=repr))]


_ALONE: Mapping[type[Test], str] = {Anything: "any", IsUnknown: "unknown", IsKnown: "known", IsEmpty: "empty"}
"""The tests that are their name and nothing else."""


def test_data(test: Test) -> Json:
    """A test as a list: its name, then what belongs to it."""
    if type(test) in _ALONE:
        return [_ALONE[type(test)]]
    match test:
        case Equals(value):
            return ["is", value_data(value)]
        case Includes(value):
            return ["with", value_data(value)]
        case Excludes(value):
            return ["without", value_data(value)]
        case Interval(low, low_closed, high, high_closed):
            return ["between", _end(low), low_closed, _end(high), high_closed]
        case Not(inner):
            return ["not", test_data(inner)]
        case AnyOf(tests):
            return ["or", *(test_data(part) for part in tests)]
        case AllOf(tests):
            return ["and", *(test_data(part) for part in tests)]
    raise AssertionError(test)


def _end(value: Fraction | date | None) -> Json:
    return None if value is None else value_data(value)


def input_data(value: Value, entry: Field) -> Json:
    """A value as a case in JSON states it: a number with its unit where the field needs one."""
    if isinstance(value, Fraction):
        # the first unit in which the decimals end: a case may be given in weeks and kept in months
        options = [(entry.unit, Fraction(1)), *((option.unit, option.factor) for option in entry.accepts)]
        found = ((number_text(value / factor), unit) for unit, factor in options)
        words, unit = next((pair for pair in found if "/" not in pair[0]), (number_text(value), entry.unit))
        return f"{words} {unit}".rstrip()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
