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
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Test,
    Value,
)

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
