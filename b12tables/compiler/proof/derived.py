"""Computed fields as constraints: which pieces of a computed field go with which pieces of its parts.

Where all parts are known the field has the value that follows; where one of them is not known the field may be stated.
A field that counts to today goes with everything, because the day is no field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, reduce
from typing import TYPE_CHECKING, NamedTuple

from b12tables.compiler.model import Computed, Interval, Model, Value, time_between
from b12tables.compiler.proof.axes import Axis, OrderedAxis, as_interval, as_stretch, bits, value_inside
from b12tables.compiler.proof.constraints import Relation, State
from b12tables.compiler.proof.doses import DoseRelation, agreeing
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.steps import tightened
from b12tables.runtime.questions.stretches import (
    NOTHING_ADDED,
    as_may_be_stated,
    common_divisor,
    common_multiple,
    empty,
    follows,
    holding,
    meet,
    minus,
    plus,
    point,
)

if TYPE_CHECKING:
    from b12tables.runtime.questions.stretches import Stretch


def tied(model: Model, axes: Mapping[str, Axis]) -> dict[str, tuple[str, ...]]:
    """The computed fields whose value hangs on fields that are all analysed as well, each with these."""
    found: dict[str, tuple[str, ...]] = {}
    for name, field in model.fields.items():
        if field.computed is None or not isinstance(axes.get(name), OrderedAxis):
            continue
        parts = field.computed.parts
        # a score that must be known is stated by nobody: where one of its parts is not there, nobody is answered
        follows = model.derived(name) and not field.unknown
        # twice the same field would have to be one place of the relation: it is taken as free, which proves less
        if len(set(parts)) == len(parts) and all(
            isinstance(axes.get(part), OrderedAxis) and (follows or _stays(model, part)) for part in parts
        ):
            found[name] = parts
    return found


def _stays(model: Model, part: str) -> bool:
    """Whether a part has a value in each case that does not say that it is unknown: else it may be left out."""
    if model.fields[part].unknown or part in model.produced_by:
        return True
    if any(part in table.input_fields for table in model.decisions):
        return True
    if part in _behind_scores(model):
        return True  # an answer is worked out from it, for which it is asked and looked at
    field = model.fields[part]
    computed = field.computed
    if (field.low is not None or field.high is not None) and not model.derived(part):
        # what nothing looks at is refused by nobody where it is out of its range: what follows from it may be unknown
        return False
    # otherwise it follows where all its parts are there; a day need not be
    return computed is not None and all(n in model.fields and _stays(model, n) for n in computed.parts)


def _behind_scores(model: Model) -> set[str]:
    """What must be there for the scores that are answers: their parts, and those of parts that are scores as well.

    Another computed part may be stated, and nobody asks then from what it follows.
    """
    found: set[str] = set()
    todo = list(model.told_scores)
    while todo:
        computed = model.fields[todo.pop()].computed
        parts = () if computed is None else computed.parts
        todo += [part for part in parts if part not in found and part in model.fields and model.derived(part)]
        found.update(parts)
    return found


class Otherwise(NamedTuple):
    """What a computed field may be where it is not what its parts give."""

    free: bool
    """Whether it may be stated where a part is not known; nobody states what follows from answers."""
    lost: bool
    """Whether it is not known where it would be out of its range, because nobody looks at it: that refuses nothing."""

    def beyond(self, axis: OrderedAxis, given: Stretch) -> int:
        """The pieces of the field where what its parts give leaves its range: that it is not known, or none."""
        inside = meet(given, axis.at_runtime.ends(0, len(axis.at_runtime.borders) + 1))
        return axis.unknown if self.lost and inside != given else 0


def otherwise_of(model: Model, name: str) -> Otherwise:
    """What a computed field may be where it is not what its parts give."""
    derived = model.derived(name)
    looked_at = {field for table in model.decisions for field in table.input_fields}
    looked_at.update(line.field for combination in model.impossible for line in combination.tests)
    return Otherwise(not derived, not derived and name not in looked_at and name not in _behind_scores(model))


class ComputedRelation(Relation):
    """A computed field and its two parts: `masks` are those of the left part, of the right one, of the field."""

    def __init__(self, computed: Computed, axes: Sequence[Axis], otherwise: Otherwise) -> None:
        super().__init__()
        left, right, whole = axes
        assert isinstance(left, OrderedAxis) and isinstance(right, OrderedAxis)
        assert isinstance(whole, OrderedAxis)
        self.computed, self.left, self.right, self.whole = computed, left, right, whole
        self.otherwise = otherwise
        self.finer = computed.kind == "between" and (whole.step is None or whole.step.denominator > 1)
        """Whether the field may be stated with a part of a unit more than the completed ones that follow."""
        self.grid = whole.step if self.finer else _grid(whole, [left, right])
        self._together: dict[tuple[int, int], int] = {}

    def together(self, left: int, right: int) -> int:
        """The pieces of the field that go with one piece of each part."""
        found = self._together.get((left, right))
        if found is None:
            found = self._together[left, right] = self._find(left, right)
        return found

    def _find(self, left: int, right: int) -> int:
        if self.left.unknown >> left & 1 or self.right.unknown >> right & 1:
            return self.whole.full if self.otherwise.free else self.whole.unknown
        found = follows(self.computed, (self.left.stretch(left), self.right.stretch(right)))
        beyond = self.otherwise.beyond(self.whole, found)
        if self.finer:
            found = as_may_be_stated(found)
        return holding(self.whole.at_runtime, found, self.grid) | beyond

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
        return halved(masks)


class SumRelation(Relation):
    """A field that is a sum of more than two parts: `masks` are those of the parts, then that of the field.

    The sums are followed from part to part, equal ones once: scores of many parts have few totals.
    """

    MOST = 2_000
    """Where the parts have more different sums, nothing is said until the masks are split."""

    def __init__(self, axes: Sequence[Axis], otherwise: Otherwise) -> None:
        super().__init__()
        self.parts = [axis for axis in axes[:-1] if isinstance(axis, OrderedAxis)]
        whole = axes[-1]
        assert isinstance(whole, OrderedAxis) and len(self.parts) == len(axes) - 1
        self.whole, self.otherwise = whole, otherwise
        self.grid = _grid(whole, self.parts)
        self._stretches = [
            {1 << p: part.stretch(p) for p in bits(part.full & ~part.unknown)} for part in self.parts
        ]
        self._holds: dict[Stretch, int] = {}

    def holds(self, sums: Stretch) -> int:
        """The pieces of the field in which a stretch of sums has values."""
        found = self._holds.get(sums)
        if found is None:
            found = holding(self.whole.at_runtime, sums, self.grid) | self.otherwise.beyond(self.whole, sums)
            self._holds[sums] = found
        return found

    def _pieces(self, place: int, masks: Sequence[int]) -> list[int]:
        """The known pieces of a part in its mask."""
        known = masks[place] & ~self.parts[place].unknown
        return [1 << piece for piece in bits(known)]

    def _added(self, sums: Mapping[Stretch, None], place: int, masks: Sequence[int]) -> dict[Stretch, None]:
        """The sums with each piece of a further part. Raises `_TooMany`."""
        found: dict[Stretch, None] = {}
        for one in sums:
            for piece in self._pieces(place, masks):
                found[plus(one, self._stretches[place][piece])] = None
            if len(found) > self.MOST:
                raise _TooMany
        return found

    def _sums(self, places: Iterable[int], masks: Sequence[int]) -> list[dict[Stretch, None]]:
        """The sums of none of the parts, of the first of them, of the first two, and so on. Raises `_TooMany`."""
        found = [dict.fromkeys([NOTHING_ADDED])]
        for place in places:
            found.append(self._added(found[-1], place, masks))
        return found

    def _unknowns(self, masks: Sequence[int]) -> list[int]:
        """The places of the parts that may be unknown."""
        return [place for place, part in enumerate(self.parts) if masks[place] & part.unknown]

    def _narrow(self, masks: State) -> bool:
        try:
            kept = self._supported(masks)
        except _TooMany:
            return True
        # where a part is not known the others may be anything
        unknowns = self._unknowns(masks)
        where_unknown = masks[-1] & (self.whole.full if self.otherwise.free else self.whole.unknown)
        if unknowns and where_unknown:
            kept[-1] |= where_unknown
            for place, part in enumerate(self.parts):
                kept[place] |= masks[place] & part.unknown
                if unknowns != [place]:
                    kept[place] |= masks[place]
        masks[:] = kept
        return bool(masks[-1])

    def _supported(self, masks: Sequence[int]) -> list[int]:
        """The pieces that are part of a sum of known parts. Raises `_TooMany`."""
        places = range(len(self.parts))
        before = self._sums(places, masks)
        behind = self._sums(reversed(places), masks)[::-1]
        kept = [0] * len(masks)
        for total in before[-1]:
            kept[-1] |= self.holds(total) & masks[-1]
        for place in places:
            rest = {plus(one, other): None for one in before[place] for other in behind[place + 1]}
            for piece in self._pieces(place, masks):
                ends = self._stretches[place][piece]
                if any(self.holds(plus(ends, other)) & masks[-1] for other in rest):
                    kept[place] |= piece
        return kept

    def _settles(self, masks: Masks, strict: bool) -> bool:
        unknown = self.whole.full if self.otherwise.free else self.whole.unknown
        if self._unknowns(masks) and masks[-1] & ~unknown:
            return False
        try:
            totals = self._sums(range(len(self.parts)), masks)[-1]
        except _TooMany:
            return False
        return all(not masks[-1] & ~self.holds(total) for total in totals)

    def split(self, masks: Masks) -> tuple[int, int] | None:
        return halved(masks)


class _TooMany(Exception):
    """More sums than are followed one by one."""


def halved(masks: Masks) -> tuple[int, int] | None:
    """The place with the most pieces, and half of them; None where each place has one."""
    place = max(range(len(masks)), key=lambda n: masks[n].bit_count())
    pieces = list(bits(masks[place]))
    if len(pieces) < 2:
        return None
    return place, sum(1 << piece for piece in pieces[: len(pieces) // 2])


def relation(computed: Computed, axes: Sequence[Axis], otherwise: Otherwise) -> Relation:
    """What holds between the parts of a computed field and the field, whose axis is the last."""
    if computed.kind == "dose":
        return DoseRelation(computed, axes, otherwise.free)
    if len(computed.parts) > 2:
        return SumRelation(axes, otherwise)
    return ComputedRelation(computed, axes, otherwise)


def _grid(whole: OrderedAxis, parts: Sequence[OrderedAxis]) -> Fraction | None:
    """What the values that follow from the parts, and that the field can have, are all multiples of.

    None where there is no such number, or where each piece that an interval touches holds one of them anyway.
    """
    steps = [part.step for part in parts]
    fine = None if None in steps else reduce(common_divisor, (step for step in steps if step is not None))
    if whole.step is None or fine is None:
        return fine or whole.step
    return None if whole.step == fine else common_multiple(whole.step, fine)


def _agreeing(computed: Computed, whole: str, state: Mapping[str, Interval]) -> dict[str, Interval]:
    """A field and its parts, each without what the others do not admit."""
    now = as_stretch(state[whole])
    signed = [as_stretch(state[part]) for part in computed.parts]
    if computed.kind == "difference":
        signed[1] = minus(signed[1])
    found = {whole: as_interval(meet(now, reduce(plus, signed)))}
    for place, part in enumerate(computed.parts):
        others = reduce(plus, (other for i, other in enumerate(signed) if i != place))
        left = meet(signed[place], plus(now, minus(others)))
        turned = computed.kind == "difference" and place
        found[part] = as_interval(minus(left) if turned else left)
    return found


def _empty(one: Interval) -> bool:
    return empty(as_stretch(one))


# ---------------------------------------------------------------- values that agree

TRIES = 500
"""So many values are tried before it is said that none was found."""


def stated_finer(
    model: Model, axes: Mapping[str, Axis], masks: Mapping[str, int], case: Mapping[str, Value]
) -> dict[str, Value]:
    """The lengths of time of a case that lie in their masks only with a part of a unit more than follows from its days:
    with 18 completed years 18.5, where more than 18 is asked for.
    """
    found: dict[str, Value] = {}
    for name in case:
        axis, computed = axes.get(name), model.fields[name].computed
        if computed is None or computed.kind != "between" or not isinstance(axis, OrderedAxis):
            continue
        days = [case.get(part) for part in computed.parts]
        first, last = days
        if not (isinstance(first, date) and isinstance(last, date)) or not masks.get(name, 0) & axis.known:
            continue
        completed = Fraction(time_between(first, last, computed.unit))
        inside = meet(axis.stretch(next(bits(masks[name]))), as_may_be_stated(point(completed)))
        if not (empty(inside) or (completed, 0) == inside[0]):
            found[name] = value_inside(as_interval(inside), model.fields[name].precision)
    return found


@dataclass
class Agreement:
    """Values inside given stretches that agree with the formulas of the computed fields among them.

    `wished` are the values that are kept where they can be. Nothing follows from those `lost`, which are out of their
    range.
    """

    model: Model
    within: Mapping[str, Interval]
    wished: Mapping[str, Value]
    lost: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.tries = TRIES

    @cached_property
    def formulas(self) -> dict[str, Computed]:
        """The sums, differences and doses all of whose parts are among the fields."""
        found: dict[str, Computed] = {}
        for name in self.within:
            computed = self.model.fields[name].computed
            if computed is None or computed.kind == "between":
                continue
            if set(computed.parts) <= self.within.keys() - self.lost:
                found[name] = computed
        return found

    def find(self) -> dict[str, Value] | None:
        """The values; None where none were found."""
        involved = set(self.formulas)
        involved.update(*(computed.parts for computed in self.formulas.values()))
        start = self.narrowed()
        if start is None:
            return None
        found = self._assigned(start, sorted(involved, key=lambda n: (n in self.formulas, n)))
        return None if found is None else {**self.wished, **found}

    def narrowed(self) -> dict[str, Interval] | None:
        """The stretches without what no formula admits; None where that leaves nothing of one: then there are none."""
        return self._propagated(dict(self.within))

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
        if isinstance(wished, Fraction) and not empty(meet(as_stretch(here), point(wished))):
            found[wished] = None
        middle = value_inside(here, self.model.fields[name].precision)
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
                agree = agreeing if computed.kind == "dose" else _agreeing
                for name, here in agree(computed, whole, state).items():
                    state[name] = self._own(name, here)
                if any(_empty(state[name]) for name in (whole, *computed.parts)):
                    return None
            if state == before:
                break
        return state

    def _own(self, name: str, here: Interval) -> Interval:
        step = self.model.fields[name].precision
        return here if step is None else tightened(here, step)
