"""Exact numbers, read from text and printed back."""

from __future__ import annotations

import re
from fractions import Fraction

from b12tables.runtime.units import POWER_OF_TEN
from b12tables.runtime.words import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
    """A number as the person who typed it meant it: 0.1 is one tenth, not its nearest binary neighbour.

    A float is the shortest decimal that it prints as.
    """
    if not isinstance(number, float):
        return Fraction(number)
    if -1e12 < number < 1e12:
        # fifteen digits or fewer that give this float are the ones that it prints as: no others do
        thousandths = round(number * 1000)
        if thousandths / 1000 == number:
            return Fraction(thousandths, 1000)
    return Fraction(repr(number))


FLOATS_BELOW = 10**15
"""Floats up to here compare with a whole number as the decimals do that they print as."""


class Threshold(Fraction):
    """A number that generated code compares with: exactly, and ints and floats quickly.

    A float stands for the shortest decimal that it prints as. A decimal of at most fifteen digits is the only such one
    that its nearest float prints as, and rounding never turns an order round: so that float stands for it in every
    comparison with a float or an int. Any other fraction is compared as a fraction. Equal to a float it does not hash
    like: it is no key.
    """

    __slots__ = ("_near",)

    _near: float | None

    def __new__(cls, numerator: int, denominator: int) -> Threshold:
        made = super().__new__(cls, numerator, denominator)
        digits = number_text(made).replace(".", "").lstrip("-0")
        made._near = numerator / denominator if digits.isdigit() and len(digits) <= 15 else None
        return made

    def __reduce__(self) -> tuple[type[Threshold], tuple[int, int]]:
        return type(self), (self.numerator, self.denominator)

    def __lt__(self, other: Any) -> bool:
        near = self._near
        if near is not None and (type(other) is int or type(other) is float):
            return near < other
        return Fraction.__lt__(self, _decimal(other))

    def __le__(self, other: Any) -> bool:
        near = self._near
        if near is not None and (type(other) is int or type(other) is float):
            return near <= other
        return Fraction.__le__(self, _decimal(other))

    def __gt__(self, other: Any) -> bool:
        near = self._near
        if near is not None and (type(other) is int or type(other) is float):
            return near > other
        return Fraction.__gt__(self, _decimal(other))

    def __ge__(self, other: Any) -> bool:
        near = self._near
        if near is not None and (type(other) is int or type(other) is float):
            return near >= other
        return Fraction.__ge__(self, _decimal(other))

    def __eq__(self, other: object) -> bool:
        near = self._near
        if near is not None and (type(other) is int or type(other) is float):
            return near == other
        return Fraction.__eq__(self, _decimal(other))

    __hash__ = Fraction.__hash__


def _decimal(other: Any) -> Any:
    return exact(other) if isinstance(other, float) else other


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
