"""Computed fields as constraints: which pieces of a computed field go with which pieces of its two parts.

Where both parts are known the field has the value that follows; where one of them is not known the field may be stated.
A field that counts to today goes with everything, because the day is no field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from b12tables.compiler.model import Computed, Interval, Model, Value, time_between
from b12tables.compiler.proof.axes import Axis, OrderedAxis, bits, inside
from b12tables.compiler.proof.constraints import Relation, State
from b12tables.compiler.proof.grid import Masks


def tied(model: Model, axes: Mapping[str, Axis]) -> dict[str, tuple[str, str]]:
    """The computed fields whose value hangs on two fields that are analysed as well, each with these two."""
    found: dict[str, tuple[str, str]] = {}
    for name, field in model.fields.items():
        if field.computed is None or not isinstance(axes.get(name), OrderedAxis):
            continue
        parts = field.computed.left, field.computed.right
        # twice the same field would have to be one place of the relation: it is taken as free, which proves less
        if parts[0] != parts[1] and all(
            isinstance(axes.get(part), OrderedAxis) and _stays(model, part) for part in parts
        ):
            found[name] = parts
    return found


def _stays(model: Model, part: str) -> bool:
    """Whether a part has a value in each case that does not say that it is unknown: else it may be left out."""
    if model.fields[part].unknown or part in model.produced_by or model.fields[part].computed:
        return True
    return any(part in table.input_fields for table in model.decisions)


class ComputedRelation(Relation):
    """A computed field and its two parts: `masks` are those of the left part, of the right one, of the field.

    `free` tells that the field may be stated where a part is not known.
    """

    def __init__(self, computed: Computed, axes: Sequence[Axis], free: bool) -> None:
        super().__init__()
        left, right, whole = axes
        assert isinstance(left, OrderedAxis) and isinstance(right, OrderedAxis)
        assert isinstance(whole, OrderedAxis)
        self.computed, self.left, self.right, self.whole, self.free = computed, left, right, whole, free
        self._together: dict[tuple[int, int], int] = {}

    def together(self, left: int, right: int) -> int:
        """The pieces of the field that go with one piece of each part."""
        found = self._together.get((left, right))
        if found is None:
            found = self._together[left, right] = self._find(left, right)
        return found

    def _find(self, left: int, right: int) -> int:
        if self.left.unknown >> left & 1 or self.right.unknown >> right & 1:
            return self.whole.full if self.free else self.whole.unknown
        parts = self.left.ends(left, left + 1), self.right.ends(right, right + 1)
        follows = span(self.computed, *parts)
        found = self.whole.touching(follows)
        if not self.whole.whole and self.left.whole and self.right.whole:
            found = sum(1 << piece for piece in bits(found) if self._has_whole(piece, follows))
        return found

    def _has_whole(self, piece: int, follows: Interval) -> bool:
        """Whether a whole number that follows lies in a piece of the field, which may have fractions."""
        return not _empty(_tightened(_both(self.whole.ends(piece, piece + 1), follows)))

    def _narrow(self, masks: State) -> bool:
        lefts = rights = wholes = 0
        for left in bits(masks[0]):
            for right in bits(masks[1]):
                here = self.together(left, right) & masks[2]
                if here:
                    lefts |= 1 << left
                    rights |= 1 << right
                    wholes |= here
        masks[0], masks[1], masks[2] = lefts, rights, wholes
        return bool(wholes)

    def _settles(self, masks: Masks, strict: bool) -> bool:
        return all(
            not masks[2] & ~self.together(left, right) for left in bits(masks[0]) for right in bits(masks[1])
        )

    def split(self, masks: Masks) -> tuple[int, int] | None:
        place = max(range(3), key=lambda n: masks[n].bit_count())
        pieces = list(bits(masks[place]))
        if len(pieces) < 2:
            return None
        return place, sum(1 << piece for piece in pieces[: len(pieces) // 2])


# ---------------------------------------------------------------- intervals


def span(computed: Computed, left: Interval, right: Interval) -> Interval:
    """The values that follow from two stretches of parts."""
    if computed.kind == "between":
        return _length(computed.unit, left, right)
    return _plus(left, right if computed.kind == "sum" else _minus(right))


def _length(unit: str, start: Interval, end: Interval) -> Interval:
    """Completed units between two stretches of days."""

    def reaches(first: object, last: object) -> Fraction | None:
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        return Fraction(time_between(first, last, unit))

    low, high = reaches(start.high, end.low), reaches(start.low, end.high)
    return Interval(low, low is not None, high, high is not None)


def _minus(one: Interval) -> Interval:
    def turned(value: Value) -> Fraction | None:
        return -value if isinstance(value, Fraction) else None

    return Interval(turned(one.high), one.high_closed, turned(one.low), one.low_closed)


def _plus(one: Interval, other: Interval) -> Interval:
    def added(first: object, second: object) -> Fraction | None:
        return first + second if isinstance(first, Fraction) and isinstance(second, Fraction) else None

    low, high = added(one.low, other.low), added(one.high, other.high)
    return Interval(
        low, low is not None and one.low_closed and other.low_closed,
        high, high is not None and one.high_closed and other.high_closed,
    )  # fmt: skip


def _both(one: Interval, other: Interval) -> Interval:
    """What lies in two intervals."""
    lows = [(i.low, not i.low_closed) for i in (one, other) if isinstance(i.low, Fraction)]
    highs = [(i.high, i.high_closed) for i in (one, other) if isinstance(i.high, Fraction)]
    low, high = max(lows, default=None), min(highs, default=None)
    return Interval(
        low[0] if low else None, low is not None and not low[1], high[0] if high else None,
        high is not None and high[1],
    )  # fmt: skip


def _empty(one: Interval) -> bool:
    if not isinstance(one.low, Fraction) or not isinstance(one.high, Fraction):
        return False
    return one.low > one.high or (one.low == one.high and not (one.low_closed and one.high_closed))


def _tightened(one: Interval) -> Interval:
    """An interval of whole numbers, its ends in it."""
    low, high = one.low, one.high
    if isinstance(low, Fraction):
        low = Fraction(ceil(low) if one.low_closed else floor(low) + 1)
    if isinstance(high, Fraction):
        high = Fraction(floor(high) if one.high_closed else ceil(high) - 1)
    return Interval(low, low is not None, high, high is not None)


# ---------------------------------------------------------------- values that agree

TRIES = 500
"""So many values are tried before it is said that none was found."""


@dataclass
class Agreement:
    """Values inside given stretches that agree with the formulas of the computed fields among them.

    `wished` are the values that are kept where they can be.
    """

    model: Model
    within: Mapping[str, Interval]
    wished: Mapping[str, Value]

    def __post_init__(self) -> None:
        self.tries = TRIES

    @cached_property
    def formulas(self) -> dict[str, Computed]:
        """The sums and differences all of whose parts are among the fields."""
        found: dict[str, Computed] = {}
        for name in self.within:
            computed = self.model.fields[name].computed
            if computed is None or computed.kind == "between":
                continue
            if {computed.left, computed.right} <= self.within.keys():
                found[name] = computed
        return found

    def find(self) -> dict[str, Value] | None:
        """The values; None where none were found."""
        involved = set(self.formulas)
        involved.update(*((c.left, c.right) for c in self.formulas.values()))
        start = self._propagated(dict(self.within))
        if start is None:
            return None
        found = self._assigned(start, sorted(involved, key=lambda n: (n in self.formulas, n)))
        return None if found is None else {**self.wished, **found}

    def _assigned(self, state: dict[str, Interval], waiting: Sequence[str]) -> dict[str, Value] | None:
        if not waiting:
            return {}
        name, *others = waiting
        for value in self._candidates(name, state[name]):
            self.tries -= 1
            if self.tries < 0:
                return None
            after = self._propagated({**state, name: Interval(value, True, value, True)})
            rest = None if after is None else self._assigned(after, others)
            if rest is not None:
                return {name: value, **rest}
        return None

    def _candidates(self, name: str, here: Interval) -> Iterable[Fraction]:
        wished = self.wished.get(name)
        found: dict[Fraction, None] = {}
        if isinstance(wished, Fraction) and not _empty(_both(here, Interval(wished, True, wished, True))):
            found[wished] = None
        middle = inside(here, self.model.fields[name].type, True, True)
        assert isinstance(middle, Fraction)
        found[middle] = None
        for end, closed in ((here.low, here.low_closed), (here.high, here.high_closed)):
            if isinstance(end, Fraction) and closed:
                found[end] = None
        return found

    def _propagated(self, state: dict[str, Interval]) -> dict[str, Interval] | None:
        """The stretches without what no formula admits; None where nothing is left."""
        for _ in range(4 + 2 * len(self.formulas)):
            before = dict(state)
            for whole, computed in self.formulas.items():
                left, right, sum_ = state[computed.left], state[computed.right], state[whole]
                if computed.kind == "difference":
                    right = _minus(right)
                first, second = (
                    _both(left, _plus(sum_, _minus(right))),
                    _both(right, _plus(sum_, _minus(left))),
                )
                state[whole] = self._own(whole, _both(sum_, _plus(left, right)))
                state[computed.left] = self._own(computed.left, first)
                state[computed.right] = self._own(
                    computed.right, _minus(second) if computed.kind == "difference" else second
                )
                if any(_empty(state[name]) for name in (whole, computed.left, computed.right)):
                    return None
            if state == before:
                break
        return state

    def _own(self, name: str, here: Interval) -> Interval:
        return _tightened(here) if self.model.fields[name].type == "whole number" else here
