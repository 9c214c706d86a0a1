"""A test as a Python expression over a local name, for the generated decisions.

In generated code None is "not known". Texts are compared in their folded form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
from b12tables.runtime.words import fold

TRUE, FALSE = "True", "False"


class Constants:
    """The dates and fractions that a module compares with, each under a name at its top."""

    def __init__(self) -> None:
        self.names: dict[Fraction | date, str] = {}

    def name(self, value: Fraction | date) -> str:
        """The name under which the module holds this value."""
        if isinstance(value, Fraction) and value.denominator == 1:
            return str(value.numerator)
        text = value.isoformat() if isinstance(value, date) else str(value)
        made = "_" + re.sub(r"\W", "_", text.replace("-", "minus_" if text.startswith("-") else "_"))
        return self.names.setdefault(value, made)

    def lines(self) -> list[str]:
        """The definitions."""
        return [
            f"{name} = {literal(value)}"
            for value, name in sorted(self.names.items(), key=lambda item: item[1])
        ]

    @property
    def types(self) -> set[str]:
        """The classes that the definitions need: Fraction, date."""
        return {"date" if isinstance(value, date) else "Fraction" for value in self.names}


def quoted(text: str) -> str:
    """A text as a Python literal in double quotes; what does not print is escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")


def literal(value: Value) -> str:
    """A value as Python source, in the form that the runtime holds it."""
    match value:
        case None | bool():
            return repr(value)
        case str():
            return quoted(value)
        case Fraction():
            if value.denominator == 1:
                return str(value.numerator)
            return f"Fraction({value.numerator}, {value.denominator})"
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case frozenset():
            return f"frozenset({{{', '.join(map(literal, sorted(value)))}}})" if value else "frozenset()"
    raise AssertionError(value)


def expression(
    test: Test, name: str, *, unknown: bool, text: bool, constants: Constants, cautious: bool = False
) -> str:
    """The test of a local name. `unknown` tells that the name may be None, `text` that it holds folded text.

    `cautious` guards against None even where the field cannot be unknown: then nothing holds for it.
    """
    guard = unknown or cautious

    def known(inner: str) -> str:
        return _both(f"{name} is not None" if guard else TRUE, inner)

    def constant(value: Value) -> str:
        if isinstance(value, (Fraction, date)):
            return constants.name(value)
        return literal(fold(value) if text and isinstance(value, str) else value)

    def equals(value: Value) -> str:
        if isinstance(value, bool):
            return f"{name} is {value}"
        return f"{name} == {constant(value)}"

    def interval(inner: Interval) -> str:
        low, high = inner.low, inner.high
        left = "" if low is None else f"{constant(low)} {'<=' if inner.low_closed else '<'} "
        right = "" if high is None else f" {'<=' if inner.high_closed else '<'} {constant(high)}"
        if low is None and high is None:
            return known(TRUE)
        if not right:
            return known(f"{name} {'>=' if inner.low_closed else '>'} {constant(low)}")
        if low is not None and low == high:
            return equals(low)
        return known(f"{left}{name}{right}")

    def words(tests: tuple[Test, ...]) -> list[str] | None:
        """The literals of alternatives that are all single values (or unknown), for `in (…)`."""
        found = []
        for part in tests:
            if isinstance(part, IsUnknown):
                if not unknown:
                    continue
                found.append("None")
            elif isinstance(part, Equals) and isinstance(part.value, str):
                found.append(constant(part.value))
            else:
                return None
        return found

    def made(test: Test) -> str:
        match test:
            case Anything():
                return TRUE if not cautious or unknown else f"{name} is not None"
            case IsUnknown():
                return f"{name} is None" if unknown else FALSE
            case IsKnown():
                return known(TRUE)
            case Equals(value):
                return equals(value)
            case Interval():
                return interval(test)
            case Includes(member):
                return known(f"{literal(member)} in {name}")
            case Excludes(member):
                return known(f"{literal(member)} not in {name}")
            case IsEmpty():
                return known(f"not {name}")
            case Not(Equals(value)):
                return known(
                    f"{name} is not {value}" if isinstance(value, bool) else f"{name} != {constant(value)}"
                )
            case Not(AnyOf(parts)) if (listed := words(parts)) and "None" not in listed:
                return (
                    known(f"{name} not in ({', '.join(listed)})")
                    if len(listed) > 1
                    else known(f"{name} != {listed[0]}")
                )
            case Not(inner):
                return known(_not(made(inner)))
            case AnyOf((Not(inner), IsUnknown())) | AnyOf((IsUnknown(), Not(inner))) if unknown and (
                listed := _words_of(inner, words)
            ):
                # None differs from every word, so that one comparison says both
                return f"{name} not in ({', '.join(listed)})" if len(listed) > 1 else f"{name} != {listed[0]}"
            case AnyOf(parts):
                listed = words(parts)
                if listed is not None:
                    if len(listed) < 2:
                        return (
                            FALSE
                            if not listed
                            else (f"{name} is None" if listed == ["None"] else f"{name} == {listed[0]}")
                        )
                    return f"{name} in ({', '.join(listed)})"
                return any_of([made(part) for part in parts])
            case AllOf(parts):
                return all_of([made(part) for part in parts])
        raise AssertionError(test)

    return made(test)


def _words_of(inner: Test, words: Callable[[tuple[Test, ...]], list[str] | None]) -> list[str] | None:
    listed = words(inner.tests if isinstance(inner, AnyOf) else (inner,))
    return listed if listed and "None" not in listed else None


def _both(left: str, right: str) -> str:
    return right if left == TRUE else left if right == TRUE else all_of([left, right])


def _not(inner: str) -> str:
    return FALSE if inner == TRUE else TRUE if inner == FALSE else f"not ({inner})"


def all_of(parts: list[str]) -> str:
    """All of the expressions together."""
    parts = list(dict.fromkeys(part for part in parts if part != TRUE))
    if FALSE in parts:
        return FALSE
    return (
        " and ".join(f"({part})" if _joined(part, " or ") and len(parts) > 1 else part for part in parts)
        or TRUE
    )


def any_of(parts: list[str]) -> str:
    """At least one of the expressions."""
    parts = list(dict.fromkeys(part for part in parts if part != FALSE))
    if TRUE in parts:
        return TRUE
    return (
        " or ".join(f"({part})" if _joined(part, " and ") and len(parts) > 1 else part for part in parts)
        or FALSE
    )


def _joined(part: str, sign: str) -> bool:
    """Whether an expression is joined by `and` or `or` outside of quotes and brackets."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", part)
    while (shorter := re.sub(r"\([^()]*\)", "", bare)) != bare:
        bare = shorter
    return sign in bare
