"""A test as a condition on a column.

NULL is *not known*; a condition that is NULL does not hold, as CASE and WHERE have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

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
from b12tables.interop.sql.dialects import PLACES, Dialect
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import as_compared, fold


@dataclass(frozen=True)
class Tested:
    """A column that is tested. `spelt` are the texts that it can hold, where tables decide it; a `free` text is stated
    by anybody, and holds the form in which texts are compared.
    """

    sql: str
    dialect: Dialect
    spelt: tuple[str, ...] = ()
    free: bool = False
    is_set: bool = False

    def values(self, value: Value) -> list[str]:
        """The literals that say a value: of a text, each way in which the tables spell it."""
        if self.is_set and isinstance(value, (bool, Fraction, date)):
            return [self.dialect.literal(member_text(value))]
        if self.free and isinstance(value, str):
            return [self.dialect.literal(fold(value))]
        if isinstance(value, str):
            same = [text for text in self.spelt if as_compared(text) == as_compared(value)]
            return [self.dialect.literal(text) for text in same or [value]]
        return [literal(value, self.dialect)]


def literal(value: Value, dialect: Dialect) -> str:
    """A value of a field."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return dialect.literal(value)
        case Fraction():
            return dialect.number(value)
        case date():
            return dialect.date(value)
    if not value:
        return dialect.empty
    return dialect.array(map(dialect.literal, sorted(map(member_text, value))))


def member_text(member: Value) -> str:
    """A member of a list: lists of all kinds hold texts, for `unknown` may be among them."""
    match member:
        case bool():
            return "yes" if member else "no"
        case Fraction():
            return number_text(member)
        case date():
            return member.isoformat()
    return str(member)


def condition(test: Test, tested: Tested) -> str:
    """The test of a column."""
    match test:
        case Anything():
            return "TRUE"
        case IsUnknown():
            return f"{tested.sql} IS NULL"
        case IsKnown():
            return f"{tested.sql} IS NOT NULL"
        case Not(inner):
            return _negated(inner, tested)
        case AnyOf(parts):
            return _any(parts, tested)
        case AllOf(parts):
            return _joined([condition(part, tested) for part in parts], "AND")
        case Interval():
            return _interval(test, tested)
        case Equals(value):
            return _one_of(tested, [value])
    return _membership(test, tested)


def _negated(inner: Test, tested: Tested) -> str:
    if isinstance(inner, (IsUnknown, Anything)):
        return f"{tested.sql} IS NOT NULL" if isinstance(inner, IsUnknown) else "FALSE"
    # NULL where it is not known: then it does not hold
    return f"({tested.sql} IS NOT NULL AND NOT ({condition(inner, tested)}))"


def _any(parts: tuple[Test, ...], tested: Tested) -> str:
    words = [part.value for part in parts if isinstance(part, Equals)]
    others = [part for part in parts if not isinstance(part, Equals)]
    found = [_one_of(tested, words)] if words else []
    return _joined([*found, *[condition(part, tested) for part in others]], "OR")


def _one_of(tested: Tested, values: list[Value]) -> str:
    exact = [value for value in values if not isinstance(value, Fraction) or on_grid(value)]
    named = [spelling for value in exact for spelling in tested.values(value)]
    if not named:
        return "FALSE"
    return f"{tested.sql} = {named[0]}" if len(named) == 1 else f"{tested.sql} IN ({', '.join(named)})"


def _membership(test: Test, tested: Tested) -> str:
    dialect = tested.dialect
    match test:
        case Includes(member):
            return _holds(tested, member)
        case Excludes(member):
            return f"NOT {_holds(tested, member)}"
        case IsEmpty():
            return f"{dialect.size(tested.sql)} = 0"
    raise AssertionError(test)


def _holds(tested: Tested, member: Value) -> str:
    found = [f"({tested.dialect.contains(tested.sql, one)})" for one in tested.values(member)]
    return _joined(found, "OR")


def _interval(interval: Interval, tested: Tested) -> str:
    if interval.low is None and interval.high is None:
        return f"{tested.sql} IS NOT NULL"
    found = []
    if interval.low is not None:
        found.append(_above(tested, interval.low, interval.low_closed))
    if interval.high is not None:
        found.append(below(tested, interval.high, interval.high_closed))
    return _joined(found, "AND")


def _above(tested: Tested, border: Fraction | date, closed: bool) -> str:
    if isinstance(border, Fraction) and not on_grid(border):
        border, closed = _grid(ceil(border * 10**PLACES)), True
    return f"{tested.sql} {'>=' if closed else '>'} {literal(border, tested.dialect)}"


def below(tested: Tested, border: Fraction | date, closed: bool) -> str:
    """That a column lies below a border, or on it."""
    if isinstance(border, Fraction) and not on_grid(border):
        border, closed = _grid(floor(border * 10**PLACES)), True
    return f"{tested.sql} {'<=' if closed else '<'} {literal(border, tested.dialect)}"


def on_grid(value: Fraction) -> bool:
    """Whether a number is a decimal of the places that numbers have here."""
    return bool(10**PLACES % value.denominator == 0)


def _grid(steps: int) -> Fraction:
    return Fraction(steps, 10**PLACES)


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"({f' {word} '.join(parts)})"
