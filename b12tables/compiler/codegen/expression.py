"""A test as a Python expression over a local name, for the generated decisions.

In generated code None is "not known". Texts are compared in their folded form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from b12tables.compiler.codegen.source import Module
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
from b12tables.runtime.words import fold

TRUE, FALSE = "True", "False"


@dataclass(frozen=True)
class Local:
    """A local name that is tested: whether it may be None, and whether it holds folded text.

    `cautious` guards against None even where the field cannot be unknown: then nothing holds for it. Dates and
    fractions that it is compared with become constants of the module.
    """

    name: str
    module: Module
    unknown: bool
    text: bool
    cautious: bool = False

    def constant(self, value: Value) -> str:
        """A value that it is compared with."""
        return self.module.constant(fold(value) if self.text and isinstance(value, str) else value)

    def member(self, value: Value) -> str:
        """A value that a set may hold; a set of texts holds them folded."""
        return self.module.literal(fold(value) if self.text and isinstance(value, str) else value)

    def known(self, inner: str) -> str:
        """That it is known, and what else is asked."""
        guarded = self.unknown or self.cautious
        return _both(f"{self.name} is not None" if guarded else TRUE, inner)

    def equals(self, value: Value) -> str:
        if isinstance(value, bool):
            return f"{self.name} is {value}"
        return f"{self.name} == {self.constant(value)}"

    def is_in(self, listed: Sequence[str]) -> str:
        """That it is one of several literals, None among them."""
        if not listed:
            return FALSE
        if len(listed) > 1:
            return f"{self.name} in ({', '.join(listed)})"
        return f"{self.name} is None" if listed[0] == "None" else f"{self.name} == {listed[0]}"

    def is_none_of(self, listed: Sequence[str]) -> str:
        """That it is none of several literals, at least one."""
        return (
            f"{self.name} not in ({', '.join(listed)})" if len(listed) > 1 else f"{self.name} != {listed[0]}"
        )


def expression(test: Test, local: Local) -> str:
    """The test of a local name."""
    match test:
        case AnyOf(parts):
            return _any(parts, local)
        case AllOf(parts):
            return all_of([expression(part, local) for part in parts])
        case Not(inner):
            return _negated(inner, local)
        case Interval():
            return _interval(test, local)
        case Equals(value):
            return local.equals(value)
        case Anything() | IsKnown() | IsUnknown():
            return _knowledge(test, local)
    return _membership(test, local)


def _knowledge(test: Anything | IsKnown | IsUnknown, local: Local) -> str:
    """Tests of whether a value is known at all."""
    match test:
        case IsUnknown():
            return f"{local.name} is None" if local.unknown else FALSE
        case IsKnown():
            return local.known(TRUE)
    return TRUE if not local.cautious or local.unknown else f"{local.name} is not None"


def _membership(test: Test, local: Local) -> str:
    """Tests of a set."""
    match test:
        case Includes(member):
            return local.known(f"{local.member(member)} in {local.name}")
        case Excludes(member):
            return local.known(f"{local.member(member)} not in {local.name}")
        case IsEmpty():
            return local.known(f"not {local.name}")
    raise AssertionError(test)


def _interval(interval: Interval, local: Local) -> str:
    low, high = interval.low, interval.high
    if low is None and high is None:
        return local.known(TRUE)
    if high is None:
        return local.known(f"{local.name} {'>=' if interval.low_closed else '>'} {local.constant(low)}")
    below = f"{local.name} {'<=' if interval.high_closed else '<'} {local.constant(high)}"
    if low is None:
        return local.known(below)
    if low == high:
        return local.equals(low)
    return local.known(f"{local.constant(low)} {'<=' if interval.low_closed else '<'} {below}")


def _negated(inner: Test, local: Local) -> str:
    match inner:
        case Equals(bool() as value):
            return local.known(f"{local.name} is not {value}")
        case Equals(value):
            return local.known(f"{local.name} != {local.constant(value)}")
    words = _words(inner, local) if isinstance(inner, AnyOf) else None
    if words and "None" not in words:
        return local.known(local.is_none_of(words))
    return local.known(_not(expression(inner, local)))


def _any(parts: tuple[Test, ...], local: Local) -> str:
    excluded = _all_but(parts, local) if local.unknown else None
    if excluded is not None:
        # None differs from every word, so that one comparison says both
        return local.is_none_of(excluded)
    listed = _words(AnyOf(parts), local)
    if listed is not None:
        return local.is_in(listed)
    return any_of([expression(part, local) for part in parts])


def _all_but(parts: tuple[Test, ...], local: Local) -> list[str] | None:
    """The words that are left out by `not(words); unknown`; None where the alternatives are no such."""
    match parts:
        case (Not(inner), IsUnknown()) | (IsUnknown(), Not(inner)):
            words = _words(inner, local)
            return words if words and "None" not in words else None
    return None


def _words(test: Test, local: Local) -> list[str] | None:
    """The literals of alternatives that are all single words (or unknown), for `in (…)`."""
    listed: list[str] = []
    for part in test.tests if isinstance(test, AnyOf) else (test,):
        match part:
            case IsUnknown():
                listed += ["None"] if local.unknown else []
            case Equals(str() as word):
                listed.append(local.constant(word))
            case _:
                return None
    return listed


def _both(left: str, right: str) -> str:
    return right if left == TRUE else left if right == TRUE else all_of([left, right])


def _not(inner: str) -> str:
    if inner in (TRUE, FALSE):
        return FALSE if inner == TRUE else TRUE
    negated = inner.removeprefix("not ")
    return negated if negated != inner and negated.isidentifier() else f"not ({inner})"


def as_bool(test: str) -> str:
    """The expression as yes or no, where a name alone would give its value."""
    return test if test in (TRUE, FALSE) else f"bool({test})"


def all_of(parts: list[str]) -> str:
    """All of the expressions together."""
    parts = list(dict.fromkeys(part for part in parts if part != TRUE))
    return FALSE if FALSE in parts else " and ".join(_within(parts, " or ")) or TRUE


def any_of(parts: list[str]) -> str:
    """At least one of the expressions."""
    parts = list(dict.fromkeys(part for part in parts if part != FALSE))
    return TRUE if TRUE in parts else " or ".join(_within(parts, " and ")) or FALSE


def _within(parts: list[str], other: str) -> list[str]:
    """Expressions to be joined: those that the other word joins stand in brackets."""
    if len(parts) == 1:
        return parts
    return [f"({part})" if _joined(part, other) else part for part in parts]


def _joined(part: str, sign: str) -> bool:
    """Whether an expression is joined by `and` or `or` outside of quotes and brackets."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", part)
    while (shorter := re.sub(r"\([^()]*\)", "", bare)) != bare:
        bare = shorter
    return sign in bare
