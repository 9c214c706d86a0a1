"""Exact numbers, read from text and printed back."""

from __future__ import annotations

import re
from fractions import Fraction
from math import inf, nextafter

from b12tables.runtime.frozen import Frozen, put
from b12tables.runtime.language import t
from b12tables.runtime.units import POWER_OF_TEN, in_words
from b12tables.runtime.words import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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


def nearest_multiple(number: int | Fraction, step: int | Fraction) -> int | Fraction:
    """The multiple of a step nearest to a number; of two that are as near, the one farther from 0."""
    counted = Fraction(number) / step
    steps = (abs(counted) + Fraction(1, 2)).__floor__()
    found = Fraction(-steps if counted < 0 else steps) * step
    return found.numerator if found.denominator == 1 else found


FLOATS_BELOW = 10**15
"""Floats up to here compare with a whole number as the decimals do that they print as."""


class Floats(Frozen):
    """A kind of binary floats: the nearest to a number, the next one towards another, and what one prints as."""

    __slots__ = ("beside", "decimal", "make")

    make: Callable[[float], Any]
    beside: Callable[[Any, Any], Any]
    decimal: Callable[[Any], Fraction]

    def __init__(
        self,
        make: Callable[[float], Any],
        beside: Callable[[Any, Any], Any],
        decimal: Callable[[Any], Fraction],
    ) -> None:
        put(self, "make", make)
        put(self, "beside", beside)
        put(self, "decimal", decimal)

    def nearest(self, number: Fraction) -> Any:
        """The float next to a number; an infinite one where it is too large."""
        try:
            return self.make(float(number))
        except OverflowError:
            return self.make(inf if number > 0 else -inf)


PYTHONS = Floats(float, nextafter, exact)
"""The floats of Python."""


def first_float(border: Fraction, after: bool, kind: Floats = PYTHONS) -> Any:
    """The smallest float of a kind whose decimal lies at `border` or beyond (`after`: beyond).

    The decimal that a float prints as grows with the float: every border has such a float, and a number lies behind the
    border where it is not smaller. That is the one place where a float is put among exact numbers; all else compares.
    """
    near, low, high = kind.nearest(border), kind.make(-inf), kind.make(inf)

    def behind(number: Any) -> bool:
        if number in (low, high):
            return bool(number == high)
        value = kind.decimal(number)
        return value > border if after else value >= border

    if near not in (low, high) and kind.decimal(near) == border:
        # as of nearly every number that people write
        return kind.beside(near, high) if after else near
    while behind(near) and near != low:
        near = kind.beside(near, low)
    while not behind(near):
        near = kind.beside(near, high)
    return near


class Threshold(Fraction):
    """A number that generated code compares with: exactly, and ints and floats quickly.

    A float stands for the shortest decimal that it prints as; where it stands is decided once, by `first_float`. Any
    other fraction is compared as a fraction. Equal to a float it does not hash like: it is no key.
    """

    __slots__ = ("_above", "_at", "_ints")

    _at: float
    """The first float whose decimal is the number, or larger."""
    _above: float
    """The first float whose decimal is larger."""
    _ints: bool
    """Whether ints may be compared like floats: they have a float of their own as far as the number goes."""

    def __new__(cls, numerator: int, denominator: int) -> Threshold:
        made = super().__new__(cls, numerator, denominator)
        plain_one = Fraction(numerator, denominator)
        made._at, made._above = first_float(plain_one, False), first_float(plain_one, True)
        made._ints = abs(numerator) < FLOATS_BELOW * denominator
        return made

    def __reduce__(self) -> tuple[type[Threshold], tuple[int, int]]:
        return type(self), (self.numerator, self.denominator)

    def __lt__(self, other: Any) -> bool:
        if type(other) is float or (self._ints and type(other) is int):
            return other >= self._above
        return Fraction.__lt__(self, _decimal(other))

    def __le__(self, other: Any) -> bool:
        if type(other) is float or (self._ints and type(other) is int):
            return other >= self._at
        return Fraction.__le__(self, _decimal(other))

    def __gt__(self, other: Any) -> bool:
        if type(other) is float or (self._ints and type(other) is int):
            return other < self._at
        return Fraction.__gt__(self, _decimal(other))

    def __ge__(self, other: Any) -> bool:
        if type(other) is float or (self._ints and type(other) is int):
            return other < self._above
        return Fraction.__ge__(self, _decimal(other))

    def __eq__(self, other: object) -> bool:
        if type(other) is float or (self._ints and type(other) is int):
            return self._at <= other < self._above
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


def amount_words(low: Fraction, high: Fraction, unit: str) -> str:
    """An amount as people write it: `1 mg`, `2 to 3 months`; the two ends are the same where there is one number."""
    end = f"{number_text(high)} {in_words(unit, high)}"
    return end if low == high else f"{number_text(low)}{t(' to ')}{end}"
