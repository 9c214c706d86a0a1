"""What enters a library of CQL from a workbook: as a comment, a number, a value. Each way makes it harmless; names and
texts are written by `interop.cql_names`.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from math import ceil, floor
from textwrap import wrap

from b12tables.compiler.model import Value
from b12tables.interop.cql_names import quoted
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import visible

PLACES = 8
"""Decimal places of a number in CQL."""

LARGEST = 15
"""Digits before the point of a stated number: sums of many such numbers still fit."""

WIDTH = 110


class NotWritten(ValueError):
    """What a library cannot say of a table set, in a sentence."""


def comment(text: str, indent: int = 0, head: str = "") -> list[str]:
    """A text as lines of comments, each of which ends where its line does."""
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text)
    # an `@` would begin a tag of the definition that follows
    words = " ".join(visible(f"{head}{plain}").replace("@", " at ").split())
    return [
        f"{' ' * indent}// {line}" for line in wrap(words, WIDTH - indent, break_on_hyphens=False) or [""]
    ]


def remark(text: str) -> str:
    """A text as the comment at the end of a line."""
    return "// " + " ".join(line.removeprefix("// ") for line in comment(text))


def decimal(value: Fraction, places: int = 1) -> str:
    """A number with at least so many places, for it is no whole number of CQL. Raises `NotWritten` where it has more
    places or digits than a number can have.
    """
    if not on_grid(value) or abs(value) >= 10**20:
        raise NotWritten(f"{number_text(value)} is no decimal of {PLACES} places")
    digits = str(int(abs(value) * 10**PLACES)).rjust(PLACES + 1, "0")
    after = digits[-PLACES:].rstrip("0").ljust(places, "0")
    return f"{'-' if value < 0 else ''}{digits[:-PLACES]}.{after}"


def on_grid(value: Fraction) -> bool:
    """Whether a number has no more places than numbers can have."""
    return bool(10**PLACES % value.denominator == 0)


def grid_above(value: Fraction) -> Fraction:
    """The first number that has no more places, from this one upwards."""
    return Fraction(ceil(value * 10**PLACES), 10**PLACES)


def grid_below(value: Fraction) -> Fraction:
    """The first number that has no more places, from this one downwards."""
    return Fraction(floor(value * 10**PLACES), 10**PLACES)


def member(value: Value) -> str:
    """A member of a list as a text: lists of all kinds hold texts, for `unknown` may be among them."""
    match value:
        case bool():
            return quoted("yes" if value else "no")
        case Fraction():
            return quoted(number_text(value))
        case date():
            return quoted(value.isoformat())
    return quoted(str(value))


def literal(value: Value) -> str:
    """A value of a field; null where there is none."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Fraction():
            return decimal(value)
        case date():
            return f"@{value.isoformat()}"
        case frozenset():
            inside = ", ".join(member(one) for one in sorted(value))
            return f"{{ {inside} }}" if inside else "List<String>{ }"
    return quoted(value)


def items(parts: list[str]) -> str:
    """A list of what is not empty."""
    return f"{{ {', '.join(parts)} }}"
