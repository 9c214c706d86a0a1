"""Values at run time: what they are, how they are printed, and a number with its unit.

A choice is its code (str), a number an `int` or `Fraction`, yes/no a `bool`, a date a `date`, a set of
choices a `frozenset` of codes. An input that is not known is None inside the evaluators and `"unknown"` in
everything they give out; None given out is the result `none`.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from b12tables.runtime.frozen import Frozen, put
from b12tables.runtime.language import t
from b12tables.runtime.numbers import nearest_multiple, number_text
from b12tables.runtime.words import EMPTY_SET, NO_RESULT, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from b12tables.runtime.fields import Field
    from b12tables.runtime.rules import Computed

Value = str | bool | int | Fraction | date | frozenset[str] | None
"""A value of a field."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What JSON can say."""


class Quantity(Frozen):
    """A number with its unit, `Quantity(453, "pmol/L")`: the same as the text `"453 pmol/L"`."""

    __slots__ = ("number", "unit")

    number: object
    unit: str

    def __init__(self, number: object, unit: str) -> None:
        put(self, "number", number)
        put(self, "unit", unit)

    def __reduce__(self) -> tuple[type[Quantity], tuple[object, str]]:
        return type(self), (self.number, self.unit)

    def __repr__(self) -> str:
        return f"Quantity({self.number!r}, {self.unit!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and (self.number, self.unit) == (other.number, other.unit)

    def __hash__(self) -> int:
        return hash((self.number, self.unit))


def number_json(number: Fraction) -> int | float | str:
    """A number for JSON, so that no two numbers are one there.

    It is a number where its digits say it exactly when they are read back, otherwise a text: `"1/3"` where decimals
    do not end, all its digits where a float holds fewer.
    """
    if number.denominator == 1:
        return number.numerator
    text = number_text(number)
    try:
        near = float(number)
    except OverflowError:
        return text
    return near if "/" not in text and Fraction(repr(near)) == number else text


def value_json(value: Value) -> Json:
    """A value for JSON: ISO dates, sets as sorted lists, a number by `number_json`."""
    if isinstance(value, Fraction):
        return number_json(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(value_json, value), key=str)
    return value


def seen_json(value: Value) -> Json:
    """An input as a table saw it: not known is said in words."""
    return UNKNOWN if value is None else value_json(value)


def value_text(value: Value) -> str:
    """A value in words, without labels."""
    if value is None:
        return t(NO_RESULT)
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, (int, Fraction)):
        return number_text(value)
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(value_text, value))) or t(EMPTY_SET)
    return str(value)


def between(start: object, end: object, unit: str) -> int | None:
    """Completed days, months or years from one date to another, as people count an age.

    Backwards it is negative from the first day on: who is born tomorrow has the age of -1. None where one of the dates
    is not known.
    """
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    if unit == "days":
        return (end - start).days
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return months if unit == "months" else months // 12


def total(left: object, right: object, sign: int) -> int | Fraction | None:
    """`left + sign × right`; None where one of the numbers is not known."""
    if not isinstance(left, (int, Fraction)) or not isinstance(right, (int, Fraction)):
        return None
    return whole(left + sign * right)


def follow(computed: Computed, parts: Sequence[object]) -> int | Fraction | None:
    """What follows from the parts of a computed field; None where one of them is not known."""
    if computed.kind == "between":
        return between(parts[0], parts[1], computed.unit)
    if computed.kind == "dose":
        return dose(computed, parts)
    found: Any = parts[0]
    for part in parts[1:]:
        found = total(found, part, 1 if computed.kind == "sum" else -1)
    return found  # type: ignore[no-any-return]


def product(computed: Computed, parts: Sequence[object]) -> int | Fraction | None:
    """Of a dose the rate times the number, before it is rounded; None where one of them is not known."""
    found: Any = computed.factor
    for part in parts:
        if not isinstance(part, (int, Fraction)):
            return None
        found *= part
    return whole(found)


def dose(computed: Computed, parts: Sequence[object]) -> int | Fraction | None:
    """A rate times a number, rounded, kept between bounds; None where one of them is not known."""
    found = product(computed, parts)
    if found is None:
        return None
    if computed.rounded is not None:
        found = nearest_multiple(found, computed.rounded)
    if computed.at_least is not None and found < computed.at_least:
        found = computed.at_least
    if computed.at_most is not None and found > computed.at_most:
        found = computed.at_most
    return found


def dose_of(field: Field, *parts: object) -> int | Fraction | None:
    """The dose that a field is computed as, for the generated flow."""
    assert field.computed is not None
    return dose(field.computed, parts)


def differs(stated: Value, follows: int | Fraction | None, kind: str) -> bool:
    """Whether a stated value contradicts what follows. A length of time is compared in completed units."""
    if follows is None or not isinstance(stated, (int, Fraction)):
        return False
    return (stated // 1 if kind == "between" else stated) != follows


def whole(number: int | Fraction) -> int | Fraction:
    """The number as an int where it is one: comparisons with ints are quick."""
    return number.numerator if isinstance(number, Fraction) and number.denominator == 1 else number
