"""A test as a condition that is true or false for every value, of what is not known too.

In CQL a comparison with null is null, and null is no false: so what a test says of a value that is not known is
worked out here, and every condition asks `is null` or `is not null` before it looks at a value.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    passes,
)
from b12tables.interop.cql.text import grid_above, grid_below, literal, member, on_grid
from b12tables.runtime.words import UNKNOWN, fold

TRUE, FALSE = "true", "false"


@dataclass(frozen=True)
class Tested:
    """A value that is tested: whether it is a list; whether it holds texts, in the form in which they are compared."""

    cql: str
    is_set: bool = False
    is_text: bool = False

    def values(self, value: Value) -> list[str]:
        """The literal that says a value; none where no number of CQL is that one."""
        if self.is_text and isinstance(value, str):
            return [literal(fold(value))]
        if self.is_set and not isinstance(value, frozenset):
            return [member(value)]
        return [literal(value)] if not isinstance(value, Fraction) or on_grid(value) else []


def condition(test: Test, tested: Tested) -> str:
    """The test of a value."""
    unknown, known = passes(test, UNKNOWN), _known(test, tested)
    if known in (TRUE, FALSE):
        if unknown:
            return TRUE if known == TRUE else f"{tested.cql} is null"
        return f"{tested.cql} is not null" if known == TRUE else FALSE
    if known in (f"{tested.cql} is true", f"{tested.cql} is false") and not unknown:
        return known  # it asks for null itself
    return f"{tested.cql} is null or {known}" if unknown else f"{tested.cql} is not null and {known}"


def _known(test: Test, tested: Tested) -> str:
    """What a test says of a value that is known; no part of it needs brackets behind `and` or `or`."""
    match test:
        case Anything() | IsKnown():
            return TRUE
        case IsUnknown():
            return FALSE
        case Not(inner):
            return negated(_known(inner, tested))
        case AnyOf(parts):
            return _any(parts, tested)
        case AllOf(parts):
            return joined([_known(part, tested) for part in parts], "and")
        case Interval():
            return _interval(test, tested)
        case Equals(value):
            return _one_of([value], tested)
    return _membership(test, tested)


def negated(asked: str) -> str:
    """The opposite of a condition that is true or false."""
    swaps = {TRUE: FALSE, FALSE: TRUE}
    if asked in swaps:
        return swaps[asked]
    for word, other in ((" is true", " is false"), (" is false", " is true")):
        if asked.endswith(word) and asked.startswith('"') and asked.count('"') == 2:
            return asked.removesuffix(word) + other
    return f"not ({asked})"


def joined(parts: list[str], word: str) -> str:
    """Conditions together, in brackets where there are several."""
    ends, neutral = (FALSE, TRUE) if word == "and" else (TRUE, FALSE)
    if ends in parts:
        return ends
    left = list(dict.fromkeys(part for part in parts if part != neutral))
    if len(left) < 2:
        return left[0] if left else neutral
    return f"({f' {word} '.join(left)})"


def _any(parts: tuple[Test, ...], tested: Tested) -> str:
    values = [part.value for part in parts if isinstance(part, Equals)]
    others = [part for part in parts if not isinstance(part, Equals)]
    found = [_one_of(values, tested)] if values else []
    return joined([*found, *[_known(part, tested) for part in others]], "or")


def _one_of(values: list[Value], tested: Tested) -> str:
    if any(isinstance(value, (bool, frozenset)) for value in values):
        return joined([_is(value, tested) for value in values], "or")
    named = list(dict.fromkeys(said for value in values for said in tested.values(value)))
    if not named:
        return FALSE  # a number of more places than numbers have here
    return f"{tested.cql} = {named[0]}" if len(named) == 1 else f"{tested.cql} in {{ {', '.join(named)} }}"


def _is(value: Value, tested: Tested) -> str:
    if isinstance(value, bool):
        return f"{tested.cql} is {literal(value)}"
    if isinstance(value, frozenset):
        # whoever tests a list knows it without repetition
        held = [_holds(one, tested) for one in sorted(value)]
        return joined([f"Count({tested.cql}) = {len(held)}", *held], "and")
    return _one_of([value], tested)


def _membership(test: Test, tested: Tested) -> str:
    match test:
        case Includes(one):
            return _holds(one, tested)
        case Excludes(one):
            return negated(_holds(one, tested))
        case IsEmpty():
            return f"not (exists {tested.cql})"
    raise AssertionError(test)


def _holds(one: Value, tested: Tested) -> str:
    return joined([f"{said} in {tested.cql}" for said in tested.values(one)], "or")


def _interval(interval: Interval, tested: Tested) -> str:
    found = []
    if interval.low is not None:
        found.append(above(tested.cql, interval.low, interval.low_closed))
    if interval.high is not None:
        found.append(below(tested.cql, interval.high, interval.high_closed))
    return joined(found, "and")


def above(asked: str, border: Fraction | date, closed: bool) -> str:
    """That a value lies above a border, or on it. Of a border between two numbers that can be, the next one counts."""
    if isinstance(border, Fraction) and not on_grid(border):
        border, closed = grid_above(border), True
    return f"{asked} {'>=' if closed else '>'} {literal(border)}"


def below(asked: str, border: Fraction | date, closed: bool) -> str:
    """That a value lies below a border, or on it."""
    if isinstance(border, Fraction) and not on_grid(border):
        border, closed = grid_below(border), True
    return f"{asked} {'<=' if closed else '<'} {literal(border)}"
