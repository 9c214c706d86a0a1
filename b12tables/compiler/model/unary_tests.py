"""What a cell admits: a test, printed as a cell would say it, and whether a value passes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import UNKNOWN, as_compared, fold, plain

Value = str | bool | Fraction | date | frozenset[str] | None
"""A value of a field. UNKNOWN where the answer is not known; None where a decision gives none."""

RESERVED = frozenset({"any", "-", UNKNOWN, "known", "not", "or", "and", "empty", "includes", "excludes"})
"""Words with a meaning in the grammar: no value may be called so."""


@dataclass(frozen=True)
class Anything:
    """`-`: every value, unknown too."""


@dataclass(frozen=True)
class IsUnknown:
    """`unknown`: the answer is not known."""


@dataclass(frozen=True)
class IsKnown:
    """`known`: any known value."""


@dataclass(frozen=True)
class Equals:
    """That value (for a set: exactly this set)."""

    value: Value


@dataclass(frozen=True)
class Interval:
    """Numbers or dates between two ends; None is unbounded."""

    low: Fraction | date | None
    low_closed: bool
    high: Fraction | date | None
    high_closed: bool

    def __hash__(self) -> int:
        # tables of ten thousand rules ask for a hundred thousand of them: a fraction's own hash is slow
        return hash((_whole(self.low), self.low_closed, _whole(self.high), self.high_closed))

    def __eq__(self, other: object) -> bool:
        if type(other) is not Interval:
            return NotImplemented
        ends = self.low_closed, self.high_closed, _whole(self.low), _whole(self.high)
        return ends == (other.low_closed, other.high_closed, _whole(other.low), _whole(other.high))


def _whole(end: Fraction | date | None) -> tuple[int, int] | date | None:
    """An end as what is quickly compared."""
    return (end.numerator, end.denominator) if isinstance(end, Fraction) else end


@dataclass(frozen=True)
class Includes:
    """The set holds this value."""

    value: Value


@dataclass(frozen=True)
class Excludes:
    """The set is known and does not hold this value."""

    value: Value


@dataclass(frozen=True)
class IsEmpty:
    """The set is known and holds nothing."""


@dataclass(frozen=True)
class Not:
    """Every known value that the inner test does not admit."""

    test: Test


@dataclass(frozen=True)
class AnyOf:
    """At least one of the tests holds."""

    tests: tuple[Test, ...]


@dataclass(frozen=True)
class AllOf:
    """All of the tests hold (written with `and`, for sets only)."""

    tests: tuple[Test, ...]


Test = (
    Anything | IsUnknown | IsKnown | Equals | Interval | Includes | Excludes | IsEmpty | Not | AnyOf | AllOf
)


def passes(test: Test, value: Value) -> bool:
    """Whether the value passes the test. None (a decision that gave none) counts as unknown.

    A set-valued field's value is a frozenset of codes. A number never equals unknown, and a comparison
    never holds for it.
    """
    if isinstance(test, Anything):
        return True
    if isinstance(test, Equals):  # most cells by far
        wanted = test.value
        if type(wanted) is not type(value):
            return False
        if isinstance(value, str):
            return value != UNKNOWN and folded(wanted) == folded(value)
        if isinstance(value, frozenset):
            return wanted == value or {*map(as_compared, wanted)} == {*map(as_compared, value)}  # type: ignore[arg-type]
        return wanted == value
    if isinstance(test, AnyOf):
        for part in test.tests:  # noqa: SIM110 (this is the inner loop)
            if passes(part, value):
                return True
        return False
    unknown = value is None or (isinstance(value, str) and value == UNKNOWN)
    if isinstance(test, Interval):
        low, high = test.low, test.high
        return (
            not unknown
            and (low is None or value > low or (test.low_closed and value == low))  # type: ignore[operator]
            and (high is None or value < high or (test.high_closed and value == high))  # type: ignore[operator]
        )
    match test:
        case IsUnknown():
            return unknown
        case AllOf(tests):
            return all(passes(part, value) for part in tests)
    if unknown:
        return False
    match test:
        case IsKnown():
            return True
        case Not(inner):
            return not passes(inner, value)
        case Includes(member):
            return isinstance(value, frozenset) and _holds(value, member)
        case Excludes(member):
            return isinstance(value, frozenset) and not _holds(value, member)
        case IsEmpty():
            return value == frozenset()
    raise AssertionError(test)


def _holds(value: frozenset[str], member: object) -> bool:
    """Whether a set has a member; of texts whatever the case and the spaces."""
    if member in value or not isinstance(member, str):
        return member in value
    return any(isinstance(one, str) and folded(one) == folded(member) for one in value)


def leaves(test: Test) -> Iterator[Test]:
    """The tests of which a test is made: its alternatives, what has to hold together, and what it denies."""
    match test:
        case AnyOf(tests) | AllOf(tests):
            for part in tests:
                yield from leaves(part)
        case Not(inner):
            yield from leaves(inner)
        case _:
            yield test


def numbers_in(test: Test) -> Iterator[Fraction]:
    """The numbers that a test speaks of."""
    for leaf in leaves(test):
        match leaf:
            case Interval(low, _, high, _):
                ends: tuple[object, ...] = (low, high)
            case Equals(value):
                ends = (value,)
            case _:
                ends = ()
        yield from (end for end in ends if isinstance(end, Fraction))


def members_asked(test: Test) -> frozenset[Value] | None:
    """The members that a test of a set asks for; None where it asks for the whole set."""
    match test:
        case Anything():
            return frozenset()
        case Includes(member) | Excludes(member):
            return frozenset({member})
        case Not(inner):
            return members_asked(inner)
        case AnyOf(parts) | AllOf(parts):
            found = [members_asked(part) for part in parts]
            return None if None in found else frozenset[Value]().union(*(part for part in found if part))
    return None


folded = lru_cache(maxsize=20_000)(fold)
"""The same few words of the tables are compared over and over."""

plained = lru_cache(maxsize=20_000)(plain)
"""The same few texts stand in many cells, and each is read in several ways."""


# ---------------------------------------------------------------- printing


def value_text(value: Value) -> str:
    """A value as a cell would say it."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return number_text(value)
        case date():
            return value.isoformat()
        case frozenset():
            return ", ".join(sorted(value)) or "empty"
    return f'"{value}"' if _NEEDS_QUOTES.search(value) or fold(value) in RESERVED - {UNKNOWN} else value


SEPARATOR = re.compile(r"\s*[,;\n]\s*|\s+or\s+", re.IGNORECASE)
"""What stands between the alternatives of a cell."""

_NEEDS_QUOTES = re.compile(rf"{SEPARATOR.pattern}|[()]|^([<>=!-]|not\b)", re.IGNORECASE)


NO_NAMES: Mapping[Fraction, str] = {}


def test_text(test: Test, unit: str = "", names: Mapping[Fraction, str] = NO_NAMES) -> str:
    """A test as a cell would say it; `parse_test` reads it back to the same meaning. `names`: thresholds that stand for
    numbers, by these numbers in the field's own unit.
    """

    def said(value: Value) -> str:
        if isinstance(value, Fraction):
            return names.get(value) or (f"{value_text(value)} {unit}" if unit else value_text(value))
        return value_text(value)

    match test:
        case Anything():
            return "-"
        case IsUnknown():
            return UNKNOWN
        case IsKnown():
            return "known"
        case IsEmpty():
            return "empty"
        case Equals(value):
            return said(value)
        case Includes(value):
            return f"includes {value_text(value)}"
        case Excludes(value):
            return f"excludes {value_text(value)}"
        case Interval(low, low_closed, high, high_closed):
            if low is None and high is None:
                return "known"
            if low is None:
                return f"{'<=' if high_closed else '<'} {said(high)}"
            if high is None:
                return f"{'>=' if low_closed else '>'} {said(low)}"
            opening, closing = "[" if low_closed else "(", "]" if high_closed else ")"
            return f"{opening}{said(low)}..{said(high)}{closing}"
        case Not(Equals(value)) if isinstance(value, (Fraction, date)):
            return f"!= {said(value)}"
        case Not(inner):
            return f"not({test_text(inner, unit, names)})"
        case AnyOf(tests):
            return "; ".join(test_text(part, unit, names) for part in tests)
        case AllOf(tests):
            return " and ".join(test_text(part, unit, names) for part in tests)
    raise AssertionError(test)
