"""Doses as constraints: a rate times a number, rounded, kept between bounds. All of them are never below 0.

A dose grows with each of its parts, so that the stretch of doses of some stretches of parts is known by its ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import ceil, floor

from b12tables.compiler.model import Computed, Interval
from b12tables.compiler.proof.axes import Axis, OrderedAxis, bits
from b12tables.compiler.proof.constraints import Relation, State
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.steps import tightened
from b12tables.runtime.questions.stretches import common_multiple

End = tuple[Fraction, bool]
"""The end of a stretch, and whether it is in it."""


class DoseRelation(Relation):
    """A dose and its one or two parts: `masks` are those of the parts, then that of the field.

    `free` tells that the field may be stated where a part is not known.
    """

    def __init__(self, computed: Computed, axes: Sequence[Axis], free: bool) -> None:
        super().__init__()
        self.computed, self.free = computed, free
        self.parts = [axis for axis in axes[:-1] if isinstance(axis, OrderedAxis)]
        whole = axes[-1]
        assert isinstance(whole, OrderedAxis) and len(self.parts) == len(axes) - 1
        self.whole = whole
        self._together: dict[tuple[int, ...], int] = {}

    def together(self, pieces: tuple[int, ...]) -> int:
        """The pieces of the field that go with one piece of each part."""
        found = self._together.get(pieces)
        if found is None:
            found = self._together[pieces] = self._find(pieces)
        return found

    def _find(self, pieces: tuple[int, ...]) -> int:
        if any(part.unknown >> piece & 1 for part, piece in zip(self.parts, pieces, strict=True)):
            return self.whole.full if self.free else self.whole.unknown
        ends = [part.ends(piece, piece + 1) for part, piece in zip(self.parts, pieces, strict=True)]
        follows = doses(self.computed, ends)
        found = self.whole.touching(follows)
        held = (p for p in bits(found) if self._holds(self.whole.ends(p, p + 1), follows))
        return sum(1 << piece for piece in held)

    def _holds(self, piece: Interval, follows: Interval) -> bool:
        """Whether a dose of a stretch lies in a piece: of rounded ones only multiples do, and the bounds."""
        if any(
            bound is not None and lies_in(bound, piece) and lies_in(bound, follows)
            for bound in (self.computed.at_least, self.computed.at_most)
        ):
            return True
        return has_values(piece, follows, self._grid)

    @property
    def _grid(self) -> Fraction | None:
        """What all doses that no bound has changed are multiples of."""
        if self.computed.rounded is not None:
            return self.computed.rounded
        found = self.computed.factor
        for part in self.parts:
            if part.step is None:
                return self.whole.step
            found *= part.step
        return found if self.whole.step is None else common_multiple(found, self.whole.step)

    def _narrow(self, masks: State) -> bool:
        kept = [0] * len(masks)
        for pieces in product(*map(bits, masks[:-1])):
            here = self.together(pieces) & masks[-1]
            if here:
                kept[-1] |= here
                for place, piece in enumerate(pieces):
                    kept[place] |= 1 << piece
        masks[:] = kept
        return bool(kept[-1])

    def _settles(self, masks: Masks, strict: bool) -> bool:
        return all(not masks[-1] & ~self.together(pieces) for pieces in product(*map(bits, masks[:-1])))

    def split(self, masks: Masks) -> tuple[int, int] | None:
        place = max(range(len(masks)), key=lambda n: masks[n].bit_count())
        pieces = list(bits(masks[place]))
        return (place, sum(1 << piece for piece in pieces[: len(pieces) // 2])) if len(pieces) > 1 else None


def lies_in(value: Fraction, stretch: Interval) -> bool:
    """Whether a number lies in a stretch."""
    low, high = stretch.low, stretch.high
    above = low is None or value > low or (value == low and stretch.low_closed)  # type: ignore[operator]
    return above and (high is None or value < high or (value == high and stretch.high_closed))  # type: ignore[operator]


def has_values(one: Interval, other: Interval, grid: Fraction | None) -> bool:
    """Whether some number (some multiple of `grid`) lies in both stretches."""
    low, high = lowest(one, other), highest(one, other)
    if low is None or high is None:
        return True
    if grid is not None:
        within = tightened(Interval(low[0], low[1], high[0], high[1]), grid)
        return within.low <= within.high  # type: ignore[operator]
    return low[0] < high[0] or (low[0] == high[0] and low[1] and high[1])


def lowest(one: Interval, other: Interval) -> End | None:
    """The lower end of what lies in both."""
    ends = [(i.low, not i.low_closed) for i in (one, other) if isinstance(i.low, Fraction)]
    return (max(ends)[0], not max(ends)[1]) if ends else None


def highest(one: Interval, other: Interval) -> End | None:
    """The upper end of what lies in both."""
    ends = [(i.high, i.high_closed) for i in (one, other) if isinstance(i.high, Fraction)]
    return min(ends) if ends else None


# ---------------------------------------------------------------- from parts to doses


def doses(computed: Computed, parts: Sequence[Interval]) -> Interval:
    """The stretch of doses of stretches of parts; without rounding all numbers of it are doses."""
    low: End = (computed.factor, True)
    high: End | None = (computed.factor, True)
    for part in parts:
        low, high = _least(low, _low(part)), _most(high, _high(part))
    if computed.rounded is not None:
        low, high = _rounded(computed.rounded, low, high)
    low, high = _bounded(computed, low, high)
    return Interval(low[0], low[1], high[0] if high else None, high is not None and high[1])


def _low(part: Interval) -> End:
    low = part.low if isinstance(part.low, Fraction) else Fraction(0)
    return (
        (low, part.low_closed) if low > 0 else (Fraction(0), low < 0 or part.low_closed or part.low is None)
    )


def _high(part: Interval) -> End | None:
    return (part.high, part.high_closed) if isinstance(part.high, Fraction) else None


def _least(one: End, other: End) -> End:
    """The lower end of a product: 0 is in it where it is in one of the two."""
    if 0 in (one[0], other[0]):
        return Fraction(0), any(closed and end == 0 for end, closed in (one, other))
    return one[0] * other[0], one[1] and other[1]


def _most(one: End | None, other: End | None) -> End | None:
    if (one is not None and one[0] == 0) or (other is not None and other[0] == 0):
        return Fraction(0), True
    return None if one is None or other is None else (one[0] * other[0], one[1] and other[1])


def _rounded(step: Fraction, low: End, high: End | None) -> tuple[End, End | None]:
    """The ends of the multiples to which a stretch is rounded; half a step is rounded up."""
    half = Fraction(1, 2)
    first = floor(low[0] / step + half) * step
    if high is None:
        return (first, True), None
    last = floor(high[0] / step + half) if high[1] else ceil(high[0] / step - half)
    return (first, True), (last * step, True)


def _bounded(computed: Computed, low: End, high: End | None) -> tuple[End, End | None]:
    """The ends of a stretch of which what lies beyond the bounds is moved to them."""
    least, most = computed.at_least, computed.at_most
    if least is not None:
        low = (least, True) if low[0] < least else low
        high = (least, True) if high is not None and high[0] <= least else high
    if most is not None:
        low = (most, True) if low[0] >= most else low
        high = (most, True) if high is None or high[0] > most else high
    return low, high


# ---------------------------------------------------------------- from doses to parts


def agreeing(computed: Computed, whole: str, state: Mapping[str, Interval]) -> dict[str, Interval]:
    """A dose and its parts, each within what the others admit; of a part more than that may be left."""
    found = {whole: _within(state[whole], doses(computed, [state[part] for part in computed.parts]))}
    low, high = _before(computed, state[whole])
    for part in computed.parts:
        others = [state[other] for other in computed.parts if other != part]
        rates = doses(Computed("dose", "", "", factor=computed.factor), others)
        least = (
            None
            if low is None or not isinstance(rates.high, Fraction) or not rates.high
            else low / rates.high
        )
        most = None if high is None or not rates.low else high / rates.low  # type: ignore[operator]
        found[part] = _within(state[part], Interval(least, least is not None, most, most is not None))
    return found


def _before(computed: Computed, dose: Interval) -> tuple[Fraction | None, Fraction | None]:
    """Between which products a dose lies, ends included: before it is rounded and kept between bounds."""
    stretch = dose if computed.rounded is None else tightened(dose, computed.rounded)
    low, high = stretch.low, stretch.high
    half = (computed.rounded or Fraction(0)) / 2
    raised, lowered = (
        bound is not None and lies_in(bound, dose) for bound in (computed.at_least, computed.at_most)
    )
    return (
        None if raised or not isinstance(low, Fraction) else low - half,
        None if lowered or not isinstance(high, Fraction) else high + half,
    )


def _within(one: Interval, other: Interval) -> Interval:
    low, high = lowest(one, other), highest(one, other)
    return Interval(
        low[0] if low else None,
        low is not None and low[1],
        high[0] if high else None,
        high is not None and high[1],
    )
