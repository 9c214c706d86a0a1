"""Stretches of numbers and of days, and what follows from them: the one home of computing with ranges.

A stretch is its two borders, as `runtime.axes` writes them: `(v, 0)` just before v, `(v, 1)` just after; None is
unbounded. So 0 to 3, 3 left out, is `((0, 0), (3, 0))`. Asked by the proof, whose constraints tie computed fields to
their parts, and by the questions of a generated package, about fields that are computed from answers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from b12tables.runtime.axes import Ordered, bits
from b12tables.runtime.values import between, dose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Protocol

    from b12tables.runtime.axes import Border
    from b12tables.runtime.rules import Computed

    Stretch = tuple[Border | None, Border | None]

    class Formula(Protocol):
        """How a field is computed, of the runtime or of the compiler."""

        @property
        def kind(self) -> str: ...
        @property
        def unit(self) -> str: ...


NOTHING_ADDED: Stretch = ((Fraction(0), 0), (Fraction(0), 1))
"""The stretch that holds 0 alone."""

EVERYTHING: Stretch = (None, None)


def point(value: Any) -> Stretch:
    """The stretch that holds one value alone."""
    return (value, 0), (value, 1)


def plus(one: Stretch, other: Stretch) -> Stretch:
    """The sums of a number of each."""
    (low, high), (first, last) = one, other
    # an end is in the sum where both are in their stretches
    lower = None if low is None or first is None else (low[0] + first[0], low[1] | first[1])  # type: ignore[operator]
    upper = None if high is None or last is None else (high[0] + last[0], high[1] & last[1])  # type: ignore[operator]
    return lower, upper


def minus(one: Stretch) -> Stretch:
    """The numbers with the other sign."""
    low, high = one
    lower = None if high is None else (-high[0], 1 - high[1])  # type: ignore[operator]
    upper = None if low is None else (-low[0], 1 - low[1])  # type: ignore[operator]
    return lower, upper


def meet(one: Stretch, other: Stretch) -> Stretch:
    """What lies in both."""
    lows = [low for low, _ in (one, other) if low is not None]
    highs = [high for _, high in (one, other) if high is not None]
    return max(lows, default=None), min(highs, default=None)


def empty(one: Stretch) -> bool:
    """Whether nothing lies in it, of any numbers."""
    low, high = one
    return low is not None and high is not None and high <= low


def length(unit: str, start: Stretch, end: Stretch) -> Stretch:
    """Completed units between two stretches of days."""
    least = _days(unit, start[1], end[0])
    most = _days(unit, start[0], end[1])
    return (None if least is None else (least, 0)), (None if most is None else (most, 1))


def _days(unit: str, first: Border | None, last: Border | None) -> Fraction | None:
    if first is None or last is None:
        return None
    found = between(first[0], last[0], unit)
    return None if found is None else Fraction(found)


def as_may_be_stated(completed: Stretch) -> Stretch:
    """Of completed units all that is stated in agreement with them: with 18 years 18.5 are."""
    low, high = completed
    return low, (None if high is None else (high[0] + 1, 0))  # type: ignore[operator]


def follows(formula: Formula, parts: Sequence[Stretch]) -> Stretch:
    """The values of a field that is a sum, a difference or the time between, of stretches of its parts."""
    if formula.kind == "between":
        return length(formula.unit, parts[0], parts[1])
    found = parts[0]
    for part in parts[1:]:
        found = plus(found, part if formula.kind == "sum" else minus(part))
    return found


def hull_of(sides: Sequence[Stretch]) -> Stretch:
    """The least stretch that holds all of these, of which there is one at least."""
    lows, highs = [side[0] for side in sides], [side[1] for side in sides]
    return (
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
    )


def image_of(computed: Computed, hulls: Sequence[Stretch]) -> Stretch:
    """The values of a computed field, of stretches of its parts; of a dose, which grows with them, its ends."""
    if computed.kind != "dose":
        return follows(computed, hulls)
    lows = [Fraction(0) if low is None else low[0] for low, _ in hulls]
    highs = [None if high is None else high[0] for _, high in hulls]
    least, most = dose(computed, lows), dose(computed, highs)
    return (None if least is None else (least, 0)), (None if most is None else (most, 1))


# ---------------------------------------------------------------- multiples of a step


def common_divisor(one: int | Fraction, other: int | Fraction) -> Fraction:
    """The largest number of which both are multiples."""
    below = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * below), int(other * below)), below)


def common_multiple(one: int | Fraction, other: int | Fraction) -> Fraction:
    """The smallest number that is a multiple of both."""
    return one * other / common_divisor(one, other)


def tightened(one: Stretch, step: int | Fraction) -> Stretch:
    """A stretch of multiples of a step, its ends in it."""
    low, high = one
    if low is not None:
        number = Fraction(low[0])  # type: ignore[arg-type]
        low = (floor(number / step) + 1 if low[1] else ceil(number / step)) * step, 0
    if high is not None:
        number = Fraction(high[0])  # type: ignore[arg-type]
        high = (floor(number / step) if high[1] else ceil(number / step) - 1) * step, 1
    return low, high


# ---------------------------------------------------------------- pieces


def touching(axis: Ordered, one: Stretch) -> int:
    """The pieces of a field that hold some value of a stretch, whether or not a cell draws its ends."""
    low, high = (None if end is None else axis.border(*end) for end in one)
    if low is not None and axis.last is not None and low >= axis.last:
        return 0
    if high is not None and axis.first is not None and high <= axis.first:
        return 0
    start = 0 if low is None else bisect_right(axis.borders, low)
    end = len(axis.borders) if high is None else bisect_left(axis.borders, high)
    return (2 << end) - (1 << start) if end >= start else 0


def holding(axis: Ordered, one: Stretch, step: int | Fraction | None, beside: int | Fraction = 0) -> int:
    """The pieces of a field that hold some value of a stretch, of which only multiples of a step (None: all) count,
    each with a number `beside` it.
    """
    pieces = touching(axis, one)
    if step is None:
        return pieces
    found = 0
    for piece in bits(pieces):
        here = meet(axis.ends(piece, piece + 1), one)
        counted = plus(here, point(-beside)) if beside else here
        if not empty(tightened(counted, step)):
            found |= 1 << piece
    return found


__all__ = [
    "EVERYTHING",
    "NOTHING_ADDED",
    "as_may_be_stated",
    "common_divisor",
    "common_multiple",
    "empty",
    "follows",
    "holding",
    "hull_of",
    "image_of",
    "length",
    "meet",
    "minus",
    "plus",
    "point",
    "tightened",
    "touching",
]
