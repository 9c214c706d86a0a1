"""Exact numbers, read from text and printed back."""

from __future__ import annotations

import re
from fractions import Fraction

from b12tables.runtime.units import POWER_OF_TEN
from b12tables.runtime.words import plain

_QUANTITY = re.compile(r"(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(?P<unit>\S.*)?", re.ASCII)

_NO_UNIT = re.compile(rf"(?!{POWER_OF_TEN}|1/[A-Za-z{{\[])[\d.,'^⁄+\-<>=]|[eE][+-]?[0-9]")
"""How no unit begins: what stands there would be part of the number, or of a second one."""


LONGEST_NUMBER = 400
"""Signs of a number that is still read: no measurement has so many, and Python prints no more than 4,300."""


def read_quantity(text: str) -> tuple[Fraction, str] | None:
    """`"453 pmol/L"` as an exact number and its unit ("" where none is written); None if it is no number.

    An exponent, a digit group and a decimal comma are not read: what they mean depends on who wrote them.
    """
    match = _QUANTITY.fullmatch(plain(text))
    if match is None or len(match["number"]) > LONGEST_NUMBER:
        return None
    unit = match["unit"] or ""
    if _NO_UNIT.match(unit):
        return None
    return Fraction(match["number"]), unit


def exact(number: int | float | Fraction) -> Fraction:
    """A number as the person who typed it meant it: 0.1 is one tenth, not its nearest binary neighbour."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def number_text(number: Fraction | int) -> str:
    """An exact number in decimals, or as `a/b` where decimals do not end."""
    number = Fraction(number)
    if number.denominator == 1:
        return str(number.numerator)
    rest, places = number.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    return f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}"
