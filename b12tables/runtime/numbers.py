"""Exact numbers, read from text and printed back, and the names that people give to units."""

from __future__ import annotations

import re
from fractions import Fraction

from b12tables.runtime.words import fold, plain

_QUANTITY = re.compile(r"(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(?P<unit>\S.*)?", re.ASCII)

UNIT_NAMES = {
    "mcg": "ug", "microgram": "ug", "micrograms": "ug", "milligram": "mg", "milligrams": "mg",
    "month": "mo", "months": "mo", "week": "wk", "weeks": "wk", "day": "d", "days": "d",
    "year": "a", "years": "a", "yr": "a", "yrs": "a", "hour": "h", "hours": "h",
    "inch": "[in_i]", "inches": "[in_i]", "in": "[in_i]",
    "ml/min/1.73m2": "ml/min/{1.73_m2}", "ml/min/1.73 m2": "ml/min/{1.73_m2}",
    "ml/s/1.73m2": "ml/s/{1.73_m2}", "ml/s/1.73 m2": "ml/s/{1.73_m2}",
    "percent": "%",
}  # fmt: skip


def unit_key(unit: str) -> str:
    """The form in which two spellings of a unit are compared: `mcg` = `µg` = `ug`, `months` = `mo`.

    Case is dropped: a field accepts few units, and none of them differ by case alone.
    """
    folded = fold(unit).replace("m²", "m2")
    return UNIT_NAMES.get(folded, folded)


def read_quantity(text: str) -> tuple[Fraction, str] | None:
    """`"453 pmol/L"` as an exact number and its unit ("" where none is written); None if it is no number.

    An exponent, a digit group and a decimal comma are not read: what they mean depends on who wrote them.
    """
    match = _QUANTITY.fullmatch(plain(text))
    if match is None:
        return None
    unit = match["unit"] or ""
    if unit and (unit[0] in "0123456789.,+-<>=" or re.match(r"[eE][+-]?\d", unit)):
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
