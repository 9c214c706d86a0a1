"""Intervals of the grammar whose ends stand on a step."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from b12tables.compiler.model import Interval
from b12tables.compiler.proof.axes import as_interval, as_stretch
from b12tables.runtime.questions import stretches


def tightened(one: Interval, step: Fraction) -> Interval:
    """An interval of multiples of a step, its ends in it."""
    return as_interval(stretches.tightened(as_stretch(one), step))


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
