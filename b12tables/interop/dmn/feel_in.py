"""FEEL of others, read: literals, the tests of an input entry, and the conditions on `?` that `feel` writes.

Whatever else stands in a cell is not taken, and said: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

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
from b12tables.runtime.numbers import LONGEST_NUMBER
from b12tables.runtime.words import unfit

Read = TypeVar("Read")


class CannotSay(Exception):
    """A text of FEEL that no cell can say; the message says what of it."""


_TOKEN = re.compile(
    r'\s*(?:(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")'
    r"|(?P<number>-?(?:\d+(?:\.\d+)?|\.\d+))"
    r'|(?P<at>@"[^"]*")'
    r"|(?P<sign>\.\.|<=|>=|!=|[<>=(),\[\]?/])"
    r"|(?P<word>[A-Za-z_]\w*))"
)

_OPPOSITE = {"<": (False, False), "<=": (False, True), ">": (True, False), ">=": (True, True)}
"""Each comparison: whether it is a lower end, and whether the end belongs to it."""


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def read_tests(text: str, nullable: bool) -> Test:
    """An input entry. `nullable`: null may be met, so that FEEL's `not(a)` holds for it. Raises `CannotSay`."""
    if text.strip() in ("", "-"):
        return Anything()
    reader = _Reader(text, nullable)
    if any(token.text == "?" for token in reader.tokens):
        return reader.whole(reader.alternatives_of_conditions)
    return reader.whole(reader.unary_tests)


def read_literal(text: str) -> Value:
    """A value: `null` is None, a list of texts a set. Raises `CannotSay`."""
    reader = _Reader(text, nullable=True)
    return reader.whole(reader.list_or_literal)


class _Reader:
    """One text, taken apart from left to right."""

    def __init__(self, text: str, nullable: bool) -> None:
        self.text, self.nullable = text, nullable
        self.tokens = _tokens(text)
        self.at = 0

    def whole(self, read: Callable[[], Read]) -> Read:
        """All of the text, read as one thing."""
        found = read()
        if self.at < len(self.tokens):
            raise CannotSay(f"{self.tokens[self.at].text!r} stands behind what could be read")
        return found

    def next(self, *wanted: str) -> bool:
        """Whether the next signs are these; they are passed if so."""
        found = [token.text for token in self.tokens[self.at : self.at + len(wanted)]]
        if found != list(wanted):
            return False
        self.at += len(wanted)
        return True

    def need(self, *wanted: str) -> None:
        if not self.next(*wanted):
            raise CannotSay(f"{' '.join(wanted)!r} is missing")

    # ------------------------------------------------------------ values

    def literal(self) -> Value:
        """One value."""
        if self.at >= len(self.tokens):
            raise CannotSay("a value is missing")
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "text":
            return _unescaped(token.text)
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "at":
            return _day(token.text[2:-1])
        if token.text in _WORDS:
            return _WORDS[token.text]
        if token.text == "date" and self.next("("):
            return self._day_called()
        raise CannotSay(f"{token.text!r} is no value: an expression or a name")

    def _day_called(self) -> date:
        value = self.literal()
        self.need(")")
        if not isinstance(value, str):
            raise CannotSay("a date is made of something else than a text")
        return _day(value)

    def list_or_literal(self) -> Value:
        """A value, or a list of texts as a set."""
        if not self.next("["):
            return self.literal()
        members: list[str] = []
        while not self.next("]"):
            member = self.literal()
            if not isinstance(member, str):
                raise CannotSay("a list of something else than texts")
            members.append(member)
            self.next(",")
        return frozenset(members)

    # ------------------------------------------------------------ unary tests

    def unary_tests(self) -> Test:
        """`a, b`, `not(a, b)` or one test."""
        if self.next("not", "("):
            listed = self._listed()
            self.need(")")
            return _denied(listed, self.nullable)
        return _any_of(self._listed())

    def _listed(self) -> list[Test]:
        found = [self._one()]
        while self.next(","):
            found.append(self._one())
        return found

    def _one(self) -> Test:
        for sign in _OPPOSITE:
            if self.next(sign):
                return _compared(sign, self.literal())
        for sign, closed in (("[", True), ("(", False), ("]", False)):
            if self.next(sign):
                return self._interval(closed)
        if self.next("!="):
            return _denied([_equal(self.literal())], self.nullable)
        self.next("=")
        return _equal(self.literal())

    def _interval(self, low_closed: bool) -> Test:
        low = self.literal()
        self.need("..")
        high = self.literal()
        for sign, closed in (("]", True), (")", False), ("[", False)):
            if self.next(sign):
                return Interval(_end(low), low_closed, _end(high), closed)
        raise CannotSay("an interval does not end")

    # ------------------------------------------------------------ conditions on ?

    def alternatives_of_conditions(self) -> Test:
        """`a or b`, each of them conditions that hold together."""
        found = [self._together()]
        while self.next("or"):
            found.append(self._together())
        return _any_of(found)

    def _together(self) -> Test:
        found = [self._condition()]
        while self.next("and"):
            found.append(self._condition())
        return _all_of(found)

    def _condition(self) -> Test:
        if self.next("(", "if", "?", "=", "null", "then", "false", "else"):
            return self._guarded()
        if self.next("not", "("):
            if self.nullable:
                raise CannotSay("engines differ on `not(…)` of a condition where the value is null")
            found = self.alternatives_of_conditions()
            self.need(")")
            return Not(found)
        if self.next("("):
            found = self.alternatives_of_conditions()
            self.need(")")
            return found
        return self._of_members() or self._compared_with()

    def _guarded(self) -> Test:
        """What is asked where null is not met."""
        nullable, self.nullable = self.nullable, False
        found = self._together()
        self.nullable = nullable
        self.need(")")
        return found

    def _of_members(self) -> Test | None:
        if self.next("list", "contains", "(", "?", ","):
            member = self.literal()
            self.need(")")
            return Includes(member)
        if self.next("count", "(", "?", ")", "="):
            return _size(self.literal(), of_set=False)
        if self.next("count", "(", "distinct", "values", "(", "?", ")", ")", "="):
            return _size(self.literal(), of_set=True)
        return None

    def _compared_with(self) -> Test:
        self.need("?")
        for sign in _OPPOSITE:
            if self.next(sign):
                return _compared(sign, self.literal())
        if self.next("!=", "null"):
            return IsKnown()
        if self.next("!="):
            return _denied([_equal(self.literal())], self.nullable)
        self.need("=")
        return _equal(self.literal())


_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise CannotSay(f"{text[at:].strip()[:40]!r} cannot be read")
        kind = match.lastgroup or ""
        found.append(_Token(kind, match[kind]))
        at = match.end()
    return found


def _unescaped(quoted: str) -> str:
    signs = {"n": "\n", "r": "\r", "t": "\t"}

    def sign(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else signs.get(match[2], match[2])

    text = re.sub(r"\\(?:u([0-9A-Fa-f]{4})|(.))", sign, quoted[1:-1])
    if why := unfit(text):
        raise CannotSay(f"a text holds {why}")
    return text


def _number(text: str) -> Fraction:
    if len(text) > LONGEST_NUMBER:
        raise CannotSay(f"a number of {len(text)} digits")
    return Fraction(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotSay(f"{text!r} is no date") from None


@dataclass(frozen=True)
class _Count(Equals):
    """How many members there are, until it is told beside them which."""


def _size(value: Value, of_set: bool) -> Test:
    if value == 0 and not of_set:
        return IsEmpty()
    if not of_set:
        raise CannotSay("a number of members")
    return _Count(value)


def _equal(value: Value) -> Test:
    return IsUnknown() if value is None else Equals(value)


def _end(value: Value) -> Fraction | date:
    if isinstance(value, bool) or not isinstance(value, Fraction | date):
        raise CannotSay("an end that is neither a number nor a date")
    return value


def _compared(sign: str, value: Value) -> Test:
    is_low, closed = _OPPOSITE[sign]
    end = _end(value)
    return Interval(end, closed, None, False) if is_low else Interval(None, False, end, closed)


def _any_of(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else AnyOf(tuple(tests))


def _denied(tests: Sequence[Test], nullable: bool) -> Test:
    """FEEL's `not(…)`: it holds for null unless null is among what is denied."""
    known = [test for test in tests if not isinstance(test, IsUnknown)]
    if not known:
        return IsKnown()
    denied = Not(_any_of(known))
    return denied if len(known) < len(tests) or not nullable else AnyOf((denied, IsUnknown()))


def _all_of(tests: Sequence[Test]) -> Test:
    """Conditions that hold together: the two ends of an interval, the members of a set, conditions on members."""
    if len(tests) == 1:
        return _without_count(tests[0])
    ends = [test for test in tests if isinstance(test, Interval)]
    if len(ends) == len(tests) == 2:
        return _between(*ends)
    if isinstance(tests[-1], _Count):
        members = [test.value for test in tests[:-1] if isinstance(test, Includes)]
        if len(members) == len(tests) - 1 and tests[-1].value == len(members):
            return Equals(frozenset(str(member) for member in members))
    return AllOf(tuple(_without_count(test) for test in tests))


def _without_count(test: Test) -> Test:
    if isinstance(test, _Count):
        raise CannotSay("a number of members")
    if isinstance(test, Not) and isinstance(test.test, Includes):
        return Excludes(test.test.value)
    return test


def _between(first: Interval, second: Interval) -> Test:
    low, high = (first, second) if first.high is None else (second, first)
    if low.high is not None or high.low is not None:
        raise CannotSay("two ends on one side")
    return Interval(low.low, low.low_closed, high.high, high.high_closed)
