"""Rules over pieces: for any region, which rules touch it and which contain it, without enumerating cases.

A `Grid` is a list of boxes (rules, impossible combinations, …) over columns of pieces. A box is a tuple of
masks, one a column; a set of rules is an int used as a bit set. The space is split lazily along the border of
a rule that survives in it, in the column that leaves least, and not at all where nothing is left to decide: a
fixed order of columns is what makes other methods explode here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import prod
from operator import and_
from random import Random
from typing import TypeVar

from b12tables.compiler.proof.axes import bits, runs

T = TypeVar("T")

Masks = tuple[int, ...]
"""A box: for each column the pieces it may take."""

SMALL = 64
"""Columns of up to so many pieces keep a rule set for each piece, longer ones prefix unions over their
borders.
"""


STRETCHES = 8
"""Rules of a long column with up to so many stretches are found by the borders of these."""

FEW = 8
"""Up to so many rules left in a region are taken out one by one; more are split along their borders."""


class BoundReached(Exception):
    """The budget of steps is used up."""


class Budget:
    """A bound on the work, counted in steps so that the same tables give the same answer on every machine.

    A step is about a microsecond's work of one core of 2020. `limit` None is no bound.
    """

    def __init__(self, limit: int | None = None, whole: Budget | None = None) -> None:
        self.limit = limit
        self.used = 0
        self._whole = whole

    def spend(self, steps: int) -> None:
        """Count steps; raises `BoundReached` when they exceed the bound."""
        self.used += steps
        if self._whole is not None:
            self._whole.used += steps
        if self.limit is not None and self.used > self.limit:
            raise BoundReached

    def allows(self, steps: int) -> bool:
        """Counts steps where they are left; whether they were."""
        if self.limit is not None and self.used + steps > self.limit:
            return False
        self.spend(steps)
        return True

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.limit is not None and self.used >= self.limit

    def share(self, part: Fraction) -> Budget:
        """A budget for one question: a part of what is left. What it spends is spent here too."""
        return Budget(None if self.limit is None else max(0, int((self.limit - self.used) * part)), self)


class Column:
    """One condition column: which rules touch a mask, and which contain it."""

    def __init__(self, size: int, ordered: bool, masks: Sequence[int]) -> None:
        self.size, self.ordered, self.masks = size, ordered, masks
        self.full = (1 << size) - 1
        self.everyone = (1 << len(masks)) - 1
        self._touching: dict[int, int] = {}
        self._containing: dict[int, int] = {}
        self.looks: dict[int, tuple[int, int]] = {}
        """What was found by `look`."""
        self._plain = size > SMALL and all(mask & (mask + (mask & -mask)) == 0 and mask for mask in masks)

    @cached_property
    def _alike(self) -> dict[int, int]:
        """For each mask that a rule has, the rules that have it."""
        found: dict[int, int] = {}
        for rule, mask in enumerate(self.masks):
            found[mask] = found.get(mask, 0) | 1 << rule
        return found

    @cached_property
    def _scattered(self) -> bool:
        """Whether some rule has so many stretches that its mask is better looked at as a whole (sets of values)."""
        return any((mask ^ mask << 1).bit_count() > 2 * STRETCHES for mask in self._alike)

    @cached_property
    def _at(self) -> list[int]:
        """For each piece the rules that admit it. Made when it is asked for: many a table never is."""
        found = [0] * self.size
        for rule, mask in enumerate(self.masks):
            for piece in bits(mask):
                found[piece] |= 1 << rule
        return found

    @cached_property
    def _levels(self) -> list[tuple[list[int], list[int]]]:
        """Prefix unions over the stretches of each rule: begun before a place, ended before it.

        A rule of several stretches is entered level by level, its first stretch in level 0, and so on.
        """
        levels: list[tuple[list[int], list[int]]] = []
        for rule, mask in enumerate(self.masks):
            for level, (start, end) in enumerate(runs(mask)):
                if level == len(levels):
                    levels.append(([0] * (self.size + 1), [0] * (self.size + 1)))
                levels[level][0][start + 1] |= 1 << rule
                levels[level][1][end] |= 1 << rule
        for begun, ended in levels:
            for lists in (begun, ended):
                for place in range(1, self.size + 1):
                    lists[place] |= lists[place - 1]
        return levels

    def touching(self, mask: int) -> int:
        """The rules whose condition meets the mask."""
        if self._plain:
            return self._touch_runs(mask)
        found = self._touching.get(mask)
        if found is None:
            if self.size > SMALL:
                found = self._touch_runs(mask)
            else:
                found = 0
                for piece in bits(mask):
                    found |= self._at[piece]
            self._remember(self._touching, mask, found)
        return found

    def _touch_runs(self, mask: int) -> int:
        found = 0
        if self._scattered:
            for own, rules in self._alike.items():
                if own & mask:
                    found |= rules
            return found
        stretches = list(runs(mask))
        for begun, ended in self._levels:
            for start, end in stretches:
                found |= begun[end] & ~ended[start]
        return found

    def containing(self, mask: int) -> int:
        """The rules whose condition admits all of the mask."""
        if self._plain:
            return self._contain_runs(mask)
        found = self._containing.get(mask)
        if found is None:
            if self.size > SMALL:
                found = self._contain_runs(mask)
            else:
                found = self.everyone
                for piece in bits(mask):
                    found &= self._at[piece]
            self._remember(self._containing, mask, found)
        return found

    def _contain_runs(self, mask: int) -> int:
        found = self.everyone
        if self._scattered:
            for own, rules in self._alike.items():
                if mask & ~own:
                    found &= ~rules
            return found
        for start, end in runs(mask):
            here = 0
            for begun, ended in self._levels:
                # begun by the first piece, not ended by the last one
                here |= begun[start + 1] & ~ended[end - 1]
            found &= here
        return found

    def look(self, mask: int) -> tuple[int, int]:
        """The rules whose condition meets the mask, and those whose condition admits all of it."""
        found = self.looks.get(mask)
        if found is None:
            found = self.touching(mask), self.containing(mask)
            if not self._plain:
                self._remember(self.looks, mask, found)
        return found

    @staticmethod
    def _remember(memory: dict[int, T], mask: int, found: T) -> None:
        if len(memory) > 20_000:
            memory.clear()
        memory[mask] = found

    def cuts(self, mask: int, rule: int) -> Iterator[int]:
        """The ways to split a mask along the border of a rule: one side of each split."""
        inside = mask & self.masks[rule]
        if not self.ordered:
            yield inside
            return
        low = inside & -inside
        below = mask & (low - 1)
        if below:
            yield below
        above = mask >> inside.bit_length() << inside.bit_length()
        if above:
            yield above
        if not below and not above:
            yield inside


class Grid:
    """Boxes (rules, say) over columns."""

    def __init__(self, sizes: Sequence[int], ordered: Sequence[bool], boxes: Sequence[Masks]) -> None:
        self.boxes = boxes
        self.columns = [
            Column(size, in_order, [box[c] for box in boxes])
            for c, (size, in_order) in enumerate(zip(sizes, ordered, strict=True))
        ]
        self.full: Masks = tuple(column.full for column in self.columns)
        self._asked: dict[int, list[int]] = {}
        self.everyone = (1 << len(boxes)) - 1
        wide = max(0, len(self.columns) - 30)
        self.look = 1 + wide // 3
        """Steps of looking at one region."""
        self.cost = 15 + len(boxes) // 1000 + wide
        """Steps of one split."""

    def touching(self, box: Masks) -> int:
        """The boxes that meet this box."""
        found = self.everyone
        for column, mask in zip(self.columns, box, strict=True):
            found &= column.touching(mask)
            if not found:
                break
        return found

    def containing(self, box: Masks, among: int) -> int:
        """Those among the given boxes that contain this box."""
        found = among
        for column, mask in zip(self.columns, box, strict=True):
            if not found:
                break
            found &= column.containing(mask)
        return found

    def still_asked(self, region: Masks, alive: int, asked: list[int]) -> list[int] | None:
        """Of some columns those in which a rule may not contain a region; None where one rule contains it in all.

        A column in which every rule contains it needs no look in any part of the region.
        """
        left: list[int] = []
        missed = 0
        for place, c in enumerate(asked):
            misses = alive & ~self.columns[c].containing(region[c])
            if misses:
                missed |= misses
                left.append(c)
                if missed == alive:
                    return left + asked[place + 1 :]
        return None

    def asked(self, rule: int) -> list[int]:
        """The columns in which a rule has a condition."""
        found = self._asked.get(rule)
        if found is None:
            own = self.boxes[rule]
            found = self._asked[rule] = [c for c, mask in enumerate(own) if mask != self.full[c]]
        return found

    def restrictions(self, region: Masks, rule: int) -> Restrictions:
        """A rule that meets a region, as what it shares with it in the columns where it does not contain it."""
        own = self.boxes[rule]
        return {c: mask & own[c] for c, mask in enumerate(region) if mask & ~own[c]}

    def pivot_split(self, box: Masks, alive: int) -> tuple[int, int, int]:
        """Where to split: the column, and the masks of the two sides (the one with fewer survivors first).

        Tries the borders of a few surviving rules and takes the cut that leaves the fewest survivors in all.
        """
        best: tuple[int, int, int, int, int] | None = None
        for rule in _few(alive):
            own = self.boxes[rule]
            for c in self.asked(rule):
                column, mask = self.columns[c], box[c]
                if mask & ~own[c] == 0:
                    continue
                for side in column.cuts(mask, rule):
                    other = mask ^ side
                    left = (alive & column.touching(side)).bit_count()
                    right = (alive & column.touching(other)).bit_count()
                    entry = (left + right, min(left, right), c, side, other)
                    if best is None or entry[:2] < best[:2]:
                        best = entry if left <= right else (left + right, right, c, other, side)
        assert best is not None
        return best[2], best[3], best[4]


def _few(alive: int) -> Iterator[int]:
    """Up to three of the surviving rules: the lowest, the highest, one between."""
    low = (alive & -alive).bit_length() - 1
    high = alive.bit_length() - 1
    yield low
    if high != low:
        yield high
        middle = alive >> (low + high) // 2
        between = (low + high) // 2 + (middle & -middle).bit_length() - 1
        if between not in (low, high):
            yield between


def uncovered(
    grid: Grid, budget: Budget, box: Masks | None = None, among: int | None = None
) -> Iterator[Masks]:
    """The parts of a box (of everything, when not given) that none of the given rules covers, as disjoint
    boxes.

    Raises `BoundReached` when the budget ends; what was given out before is right all the same.
    """
    start = grid.full if box is None else box
    if not all(start):
        return
    alive = grid.touching(start)
    stack = [(start, alive if among is None else alive & among, list(range(len(start))))]
    while stack:
        region, alive, asked = stack.pop()
        budget.spend(grid.look)
        if not alive:
            yield region
            continue
        open_columns = grid.still_asked(region, alive, asked)
        if open_columns is None:
            continue
        if alive.bit_count() <= FEW:
            yield from _without(region, [grid.restrictions(region, rule) for rule in bits(alive)], budget)
            continue
        c, first, second = grid.pivot_split(region, alive)
        budget.spend(grid.cost)
        column = grid.columns[c]
        for side in (second, first):
            part = (*region[:c], side, *region[c + 1 :])
            stack.append((part, alive & column.touching(side), open_columns))


Restrictions = dict[int, int]
"""A rule within a region: for each column in which it does not contain the region, the pieces that they share."""


def _without(region: Masks, rules: list[Restrictions], budget: Budget) -> Iterator[Masks]:
    """What a few rules that meet a region (and do not contain it) leave of it.

    One rule after another is taken out, that with the fewest restrictions first, for it leaves the fewest
    parts. Where few rules are left this is several times as fast as looking for the best split.
    """
    stack = [(region, rules)]
    while stack:
        region, rules = stack.pop()
        if not rules:
            yield region
            continue
        budget.spend(4 + len(rules))
        taken = min(rules, key=len)
        others: list[Restrictions] | None = [rule for rule in rules if rule is not taken]
        for c, inside in taken.items():
            assert others is not None
            outside = region[c] & ~inside
            left = _within(others, c, outside)
            if left is not None:
                stack.append(((*region[:c], outside, *region[c + 1 :]), left))
            others = _within(others, c, inside)
            if others is None:
                # another rule contains all that is left
                break
            region = (*region[:c], inside, *region[c + 1 :])


def _within(rules: list[Restrictions], c: int, side: int) -> list[Restrictions] | None:
    """The rules within one side of a split; None where one of them contains it."""
    found: list[Restrictions] = []
    for rule in rules:
        own = rule.get(c)
        if own is None:
            found.append(rule)
            continue
        here = own & side
        if here == side:
            if len(rule) == 1:
                return None
            found.append({column: mask for column, mask in rule.items() if column != c})
        elif here:
            found.append(rule if here == own else {**rule, c: here})
    return found


def meeting_pairs(grid: Grid) -> Iterator[tuple[int, int]]:
    """Every pair of rules that hold together somewhere, in order."""
    for first, box in enumerate(grid.boxes):
        if not all(box):
            continue
        for second in bits(grid.touching(box) >> first + 1):
            yield first, first + 1 + second


def meet(first: Masks, second: Masks) -> Masks:
    """What two boxes share (empty where one of its masks is 0)."""
    return tuple(map(and_, first, second))


def minus(box: Masks, taken: Masks) -> list[Masks]:
    """A box without another, as disjoint boxes."""
    left: list[Masks] = []
    shared = meet(box, taken)
    if not all(shared):
        return [box]
    for c, mask in enumerate(box):
        rest = mask & ~taken[c]
        if rest:
            left.append((*shared[:c], rest, *box[c + 1 :]))
    return left


def size(box: Masks) -> int:
    """How many cells of the grid a box holds."""
    return prod(mask.bit_count() for mask in box)


def merged(boxes: Iterable[Masks], budget: Budget | None = None) -> list[Masks]:
    """The same union of disjoint boxes in fewer boxes: those that differ in one column are joined, as long as
    any do.

    Fewer, not fewest; where the budget ends, the others are left as they are.
    """
    joining = _Joining()
    left: list[Masks] = []
    for box in boxes:
        if budget is None or budget.allows(10 + len(box)):
            joining.add(box)
        else:
            left.append(box)
    return sorted([*joining.boxes.values(), *left])


class _Joining:
    """Boxes of which no two differ in one column only.

    For each column a dictionary finds the box with the same masks in all other columns: by the sum of a random
    number for each of them, so that long masks are not compared again and again. Equal sums are no proof, so
    the masks are compared before two boxes are joined.
    """

    def __init__(self) -> None:
        self.boxes: dict[int, Masks] = {}
        self._random = Random(0)
        self._numbers: dict[tuple[int, int], int] = {}
        self._places: list[dict[int, int]] = []
        self._next = 0

    def _parts(self, box: Masks) -> list[int]:
        parts = []
        for entry in enumerate(box):
            number = self._numbers.get(entry)
            if number is None:
                number = self._numbers[entry] = self._random.getrandbits(61)
            parts.append(number)
        return parts

    def add(self, box: Masks) -> None:
        """Takes a box in, joined with all that it can be joined with."""
        if not self._places:
            self._places = [{} for _ in box]
        while True:
            parts = self._parts(box)
            whole = sum(parts)
            found = self._partner(box, parts, whole)
            if found is None:
                break
            c, place = found
            other = self.boxes.pop(place)
            self._forget(other)
            box = (*box[:c], box[c] | other[c], *box[c + 1 :])
        self.boxes[self._next] = box
        for places, part in zip(self._places, parts, strict=True):
            places[whole - part] = self._next
        self._next += 1

    def _partner(self, box: Masks, parts: list[int], whole: int) -> tuple[int, int] | None:
        for c, places in enumerate(self._places):
            place = places.get(whole - parts[c])
            if place is not None:
                other = self.boxes[place]
                if other[:c] == box[:c] and other[c + 1 :] == box[c + 1 :]:
                    return c, place
        return None

    def _forget(self, box: Masks) -> None:
        parts = self._parts(box)
        whole = sum(parts)
        for places, part in zip(self._places, parts, strict=True):
            places.pop(whole - part, None)
