"""Numbers that are multiples of a step: what two steps have in common, and intervals whose ends are on a step."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor, gcd, lcm

from b12tables.compiler.model import Interval


def common_divisor(one: Fraction, other: Fraction) -> Fraction:
    """The largest number of which both are multiples."""
    below = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * below), int(other * below)), below)


def common_multiple(one: Fraction, other: Fraction) -> Fraction:
    """The smallest number that is a multiple of both."""
    return one * other / common_divisor(one, other)


def tightened(one: Interval, step: Fraction) -> Interval:
    """An interval of multiples of a step, its ends in it."""
    low, high = one.low, one.high
    if isinstance(low, Fraction):
        low = (ceil(low / step) if one.low_closed else floor(low / step) + 1) * step
    if isinstance(high, Fraction):
        high = (floor(high / step) if one.high_closed else ceil(high / step) - 1) * step
    return Interval(low, low is not None, high, high is not None)


def decimal_step(stretches: Iterable[Interval]) -> Fraction | None:
    """The coarsest of 1, 0.1, 0.01 and 0.001 on which all ends stand; None where one is open to infinity or finer."""
    ends = [end for one in stretches for end in (one.low, one.high)]
    if not ends or not all(isinstance(end, Fraction) for end in ends):
        return None
    steps = (Fraction(1, 10**places) for places in range(4))
    return next((step for step in steps if not any(end % step for end in ends)), None)  # type: ignore[operator]


def holds_no_multiple(one: Interval, step: Fraction) -> bool:
    """Whether no multiple of a step lies in an interval that has two ends."""
    inner = tightened(one, step)
    return inner.low > inner.high  # type: ignore[operator]
