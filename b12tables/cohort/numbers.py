"""Numbers by the column, exactly: where a decimal stands among the borders of a field, without a Fraction per row.

A binary float stands for the shortest decimal that it prints as (`45.1` is forty-five and one tenth, also in
float32). That decimal grows with the float, so every border of a field has a float from which on the decimal lies
behind it. The float is found once, exactly; a column is then compared with plain machine numbers.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from b12tables.runtime.axes import Ordered
from b12tables.runtime.fields import Number
from b12tables.runtime.numbers import Floats, first_float

Array = NDArray[Any]

FEW_CUTS = 40
"""So many comparisons of a whole column are quicker than a look into buckets."""

MOST_BUCKETS = 1 << 14

DIGITS = {np.dtype(np.float64): 15, np.dtype(np.float32): 6, np.dtype(np.float16): 3}
"""Decimals of so many digits have a float of their own: what reads back is what was meant."""

MOST_PLACES = 6
"""Steps of so many decimals are looked at by the column."""

_WHOLE_FLOATS = 2**53
"""Up to here every whole number is a float."""

_FINEST = 1e-30
_LARGEST = 1e30


class Exact:
    """A column of numbers as `mantissa * scale`: int64 and one exact factor for all rows."""

    __slots__ = ("mantissa", "scale")

    def __init__(self, mantissa: Array, scale: Fraction) -> None:
        self.mantissa, self.scale = mantissa, scale

    def completed(self) -> Array:
        """The numbers in completed units: the whole number at or below each."""
        return np.asarray(self.mantissa * self.scale.numerator // self.scale.denominator)

    def floats(self) -> Array:
        """The float nearest to each number."""
        top, bottom = self.scale.numerator, self.scale.denominator
        if top == 1 and bottom <= _WHOLE_FLOATS and np.abs(self.mantissa).max(initial=0) <= _WHOLE_FLOATS:
            # both are floats as they are, and a quotient of floats is rounded once
            return np.asarray(self.mantissa / bottom)
        distinct, places = np.unique(self.mantissa, return_inverse=True)
        nearest = [float(int(one) * self.scale) for one in distinct]
        return np.array(nearest, np.float64)[places.reshape(-1)]


def decimal(number: Any) -> Fraction:
    """The number that a binary float prints as."""
    return Fraction(str(number) if isinstance(number, np.floating) else repr(number))


def floats(kind: np.dtype[Any]) -> Floats:
    """The floats of a column's kind, which print as other decimals than wider ones."""
    return Floats(kind.type, np.nextafter, decimal)


def first_whole(border: Fraction, after: bool) -> int:
    """The smallest whole number at `border` or beyond (`after`: beyond)."""
    return border.__floor__() + 1 if after else border.__ceil__()


def _number(value: object) -> Fraction:
    assert isinstance(value, (int, Fraction))
    return Fraction(value)


class Cuts:
    """The borders of a number's pieces and of its range, for columns of one kind in one unit."""

    __slots__ = ("_on_any_step", "buckets", "high", "kind", "low", "places", "step")

    def __init__(self, field: Number, axis: Ordered | None, factor: Fraction, kind: np.dtype[Any]) -> None:
        self.kind, self.step = kind, None if field.step is None else Fraction(field.step) / factor
        self.buckets: Buckets | None = None
        borders = axis.borders if axis else ()
        self.places = [self._place(_number(value) / factor, side == 1) for value, side in borders]
        self.low = None if field.low is None else self._place(field.low / factor, field.low_open)
        self._on_any_step = self.step is None or (kind.kind != "f" and self.step.numerator == 1)
        # the first number that is too large
        self.high = None if field.high is None else self._place(field.high / factor, not field.high_open)

    def _place(self, border: Fraction, after: bool) -> Any:
        border = Fraction(border)
        if self.kind.kind == "f":
            return first_float(border, after, floats(self.kind))
        limits = np.iinfo(np.int64)
        return min(max(first_whole(border, after), limits.min), limits.max)

    def pieces(self, numbers: Array) -> Array:
        """The number of the piece in which each row lies."""
        if len(self.places) <= FEW_CUTS:
            found, behind = np.zeros(len(numbers), np.int8), np.empty(len(numbers), bool)
            for place in self.places:
                np.greater_equal(numbers, place, out=behind)
                np.add(found, behind.view(np.int8), out=found)
            return found
        if self.buckets is None:
            self.buckets = Buckets(np.array(self.places, self.kind))
        return self.buckets.pieces(numbers)

    def outside(self, numbers: Array) -> Array | None:
        """The rows that lie out of range, are not finite, or beyond what is decided here; None where there is none."""
        return None if self._all_inside(numbers) else self.looked_through(numbers)

    def looked_through(self, numbers: Array) -> Array:
        """The same row by row."""
        inside = np.ones(len(numbers), bool) if self.low is None else numbers >= self.low
        if self.high is not None:
            inside &= numbers < self.high
        if self.kind.kind == "f":
            self._of_floats(numbers, inside)
        if self.step is not None and not self._on_any_step:
            inside &= on_steps(numbers, self.step)
        return ~inside

    def _all_inside(self, numbers: Array) -> bool:
        """Whether the smallest and the largest number tell that no row is outside. No number: they tell nothing."""
        if self.low is None or self.high is None or not self._on_any_step or not numbers.size:
            return False
        # of a column with NaN both are NaN, which is within no bounds
        smallest, largest = numbers.min(), numbers.max()
        if not (smallest >= self.low and largest < self.high):
            return False
        if self.kind.kind != "f" or smallest >= _FINEST:
            return True
        return bool(smallest >= 0 and not numbers[numbers < _FINEST].any())

    def _of_floats(self, numbers: Array, inside: Array) -> None:
        if self.low is None or self.high is None:
            inside &= np.abs(numbers) < _LARGEST
        if (self.low is None or self.low <= _FINEST) and (np.abs(numbers) < _FINEST).any():
            inside &= (np.abs(numbers) >= _FINEST) | (numbers == 0)


def on_steps(numbers: Array, step: Fraction) -> Array:
    """The rows whose decimal is a multiple of a step. Of floats it is not told of some, which are left out too."""
    if numbers.dtype.kind != "f":
        return np.asarray(numbers % step.numerator == 0) if step.numerator < 2**62 else numbers == 0
    if step == 1:
        return np.asarray(numbers == np.rint(numbers))
    places = next((n for n in range(MOST_PLACES + 1) if 10**n % step.denominator == 0), None)
    top = 0 if places is None else int(step * 10**places)
    if places is None or top > 10**MOST_PLACES:
        return np.zeros(len(numbers), bool)
    power = 10.0**places
    wide = np.where(np.isfinite(numbers), numbers, 0).astype(np.float64)
    multiple = np.rint(wide * power / top) * top
    # a decimal of so few digits has a float of its own
    few = np.abs(multiple) < 10.0 ** DIGITS[numbers.dtype]
    with np.errstate(over="ignore"):
        back = (multiple / power).astype(numbers.dtype)
    return np.asarray(few & (back == numbers))


class Buckets:
    """Many borders: each row falls into a bucket with at most one of them, and is compared with that one.

    The bucket of a number grows with the number, whatever its arithmetic rounds: no border is on the wrong side of it.
    """

    __slots__ = ("before", "border", "low", "places", "scale")

    def __init__(self, places: Array) -> None:
        self.places, self.low = places, float(places[0])
        self.scale = 0.0
        self.before: Array | None = None
        self.border: Array | None = None
        width = float(places[-1]) - self.low
        count = 256
        while width > 0 and count <= MOST_BUCKETS:
            self.scale = count / width
            own = self._bucket(places)
            if len(np.unique(own)) == len(own):
                self._fill(own, int(own[-1]) + 2)
                return
            count *= 2

    def _fill(self, own: Array, size: int) -> None:
        self.before = np.searchsorted(own, np.arange(size), side="left").astype(np.int32)
        kind = self.places.dtype
        border = np.full(size, np.inf if kind.kind == "f" else np.iinfo(np.int64).max, kind)
        border[own] = self.places
        self.border = border

    def _bucket(self, numbers: Array) -> Array:
        return ((numbers - self.low) * self.scale).astype(np.int64)

    def pieces(self, numbers: Array) -> Array:
        """The number of the piece in which each row lies."""
        if self.before is None or self.border is None:
            return np.searchsorted(self.places, numbers, side="right").astype(np.int32)
        own = self._bucket(np.clip(numbers, self.places[0], self.places[-1]))
        found = np.take(self.before, own, mode="clip")
        found += numbers >= np.take(self.border, own, mode="clip")
        return found


def exact_column(numbers: Array, factor: Fraction) -> tuple[Exact, Array]:
    """A column of numbers in exact form, and the rows for which that form is not the number."""
    if numbers.dtype.kind in "iu":
        return Exact(numbers.astype(np.int64), factor), np.abs(numbers.astype(np.float64)) > 2**52
    digits = DIGITS[numbers.dtype]
    plain = np.where(np.isfinite(numbers), numbers, 0)
    wide = plain.astype(np.float64)
    best: tuple[Exact, Array] | None = None
    for places in range(digits + 1):
        power = float(10**places)
        mantissa = np.rint(wide * power)
        with np.errstate(
            over="ignore"
        ):  # a short float that cannot hold it reads back as infinity, which it is not
            back = (mantissa / power).astype(numbers.dtype)
        odd = (back != plain) | (np.abs(mantissa) >= 10.0**digits)
        if best is None or odd.sum() < best[1].sum():
            kept = np.where(odd, 0, mantissa).astype(np.int64)
            best = Exact(kept, factor / 10**places), odd
            if not odd.any():
                break
    assert best is not None
    return best


def combined(left: Exact, right: Exact, sign: int) -> tuple[Exact, Array]:
    """`left + sign * right`, and the rows for which int64 is too small."""
    common = _common(left.scale, right.scale)
    first, over_first = _scaled(left.mantissa, left.scale / common)
    second, over_second = _scaled(right.mantissa, right.scale / common)
    return Exact(first + sign * second, common), over_first | over_second


def multiplied(left: Exact, right: Exact) -> tuple[Exact, Array]:
    """`left * right`, and the rows for which int64 is too small."""
    odd = np.abs(left.mantissa.astype(np.float64)) * np.abs(right.mantissa.astype(np.float64)) > 2.0**61
    first, second = (np.where(odd, 0, one.mantissa) for one in (left, right))
    return Exact(first * second, left.scale * right.scale), odd


def bounded(
    numbers: Exact,
    rounded: int | Fraction | None,
    at_least: int | Fraction | None,
    at_most: int | Fraction | None,
) -> tuple[Exact, Array]:
    """Numbers that are not below 0, rounded to the nearest multiple (of two the larger) and kept between bounds.

    With the rows for which int64 is too small.
    """
    given = [Fraction(one) for one in (rounded, at_least, at_most) if one is not None]
    common = numbers.scale
    for one in given:
        common = _common(common, one) if one else common
    found, odd = _scaled(numbers.mantissa, numbers.scale / common)
    if rounded is not None:
        step = int(rounded / common)
        found = (2 * found + step) // (2 * step) * step
    if at_least is not None:
        found = np.maximum(found, int(at_least / common))
    if at_most is not None:
        found = np.minimum(found, int(at_most / common))
    return Exact(found, common), odd


def _common(left: Fraction, right: Fraction) -> Fraction:
    """The largest factor of which both are whole multiples."""
    from math import gcd, lcm

    bottom = lcm(left.denominator, right.denominator)
    top = gcd(int(left * bottom), int(right * bottom))
    return Fraction(top, bottom)


def _scaled(mantissa: Array, times: Fraction) -> tuple[Array, Array]:
    factor = int(times)
    limit = 2**61 // max(abs(factor), 1)
    odd = np.abs(mantissa) > limit
    return np.where(odd, 0, mantissa) * factor, odd


__all__ = [
    "Array", "Cuts", "Exact", "bounded", "combined", "decimal", "exact_column", "floats", "multiplied",
]  # fmt: skip
