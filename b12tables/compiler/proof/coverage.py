"""What no rule covers: as boxes where they can be listed, and how much of the grid it is without listing anything.

Counting eliminates one column after the other, and takes rules apart that share no column: what two such groups
leave uncovered is the product of both. Equal remains of rules are counted once, as in a decision diagram. Where the
steps end, what is left lies between two numbers, and so does the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from fractions import Fraction
from math import prod
from typing import NamedTuple

from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import BoundReached, Budget, Grid, Masks, size, uncovered
from b12tables.runtime.language import grouped, t
from b12tables.runtime.numbers import number_text

MEGABYTE = 1_000_000

COUNTING = Fraction(1, 2)
"""Of the steps for listing, so many for counting what could not be listed."""

Conditions = tuple[tuple[int, int], ...]
"""What is left of a rule: the columns that it still restricts, each with its pieces."""

Between = tuple[int, int]
"""At least so many, and at most."""


class Uncovered(NamedTuple):
    """What no rule of a grid covers: some disjoint boxes of it, `whole` where they are all of it, and how many of the
    grid's cells it has, between two numbers.
    """

    boxes: list[Masks]
    whole: bool
    cells: Between


def find_uncovered(grid: Grid, budget: Budget, share: Fraction, memory: int) -> Uncovered:
    """Lists what no rule covers, within a share of the budget and a memory in megabytes; where that is not all of it,
    it is counted.
    """
    kept = most_boxes(grid, memory)
    boxes: list[Masks] = []
    try:
        for box in uncovered(grid, budget.share(share)):
            boxes.append(box)
            if len(boxes) >= kept:
                break
        else:
            cells = sum(map(size, boxes))
            return Uncovered(boxes, True, (cells, cells))
    except BoundReached:
        pass
    least, most = count_uncovered(grid, budget.share(share * COUNTING), memory)
    return Uncovered(boxes, not most, (max(least, sum(map(size, boxes))), most))


def most_boxes(grid: Grid, memory: int) -> int:
    """How many boxes are held at once: with what joining them takes, a fifth of the memory."""
    return max(1, memory * MEGABYTE // (5 * 40 * (len(grid.columns) + 4)))


def count_uncovered(grid: Grid, budget: Budget, memory: int) -> Between:
    """How many cells of a grid no rule covers: between two numbers, which are one where the budget suffices."""
    steps = 10**9 if budget.limit is None else budget.limit - budget.used
    return _Counting(grid, budget, memory).between(_rules(grid), range(len(grid.columns)), max(0, steps))


def _rules(grid: Grid) -> frozenset[Conditions]:
    """The rules that can hold, without the columns that they do not restrict."""
    return frozenset(
        tuple((c, mask) for c, mask in enumerate(box) if mask != grid.full[c])
        for box in grid.boxes
        if all(box)
    )


class _Counting:
    """How many cells of some columns none of some rules covers."""

    def __init__(self, grid: Grid, budget: Budget, memory: int) -> None:
        self.sizes = [column.size for column in grid.columns]
        self.full = grid.full
        self.budget = budget
        self.known: dict[frozenset[Conditions], int] = {}
        self.room = memory * MEGABYTE // (5 * 100)
        """So many rules may stand among what is known."""

    def between(self, rules: frozenset[Conditions], columns: Iterable[int], steps: int) -> Between:
        """Of the cells of some columns those that no rule covers; a rule without conditions covers all."""
        if () in rules:
            return 0, 0
        groups = _apart(rules)
        used = {c for _, group_columns in groups for c in group_columns}
        least = most = prod(self.sizes[c] for c in columns if c not in used)
        for place, (group, group_columns) in enumerate(groups):
            before = self.budget.used
            one = self._group(group, group_columns, steps // (len(groups) - place))
            steps -= self.budget.used - before
            least, most = least * one[0], most * one[1]
        return least, most

    def _group(self, rules: frozenset[Conditions], columns: Collection[int], steps: int) -> Between:
        """The same of rules that hang together."""
        if rules in self.known:
            return self.known[rules], self.known[rules]
        cost = 20 + 4 * len(rules)
        if steps < cost:
            return self._estimate(rules, columns)
        self.budget.spend(cost)
        steps -= cost
        asked = Counter(column for rule in rules for column, _ in rule)
        c = max(asked, key=lambda column: (asked[column], -column))
        others = [column for column in columns if column != c]
        least = most = 0
        parts = self._parts(rules, c)
        for place, (pieces, left) in enumerate(parts):
            before = self.budget.used
            one = self.between(left, others, steps // (len(parts) - place))
            steps -= self.budget.used - before
            least, most = least + pieces * one[0], most + pieces * one[1]
        if least == most and self.room >= len(rules):
            self.room -= len(rules)
            self.known[rules] = least
        return least, most

    def _parts(self, rules: frozenset[Conditions], c: int) -> list[tuple[int, frozenset[Conditions]]]:
        """The pieces of a column, those together that the rules do not tell apart: how many, and what of the rules is
        left there.
        """
        asking = [
            (rule, next((mask for column, mask in rule if column == c), self.full[c])) for rule in rules
        ]
        alike: Counter[tuple[int, ...]] = Counter()
        masks = sorted({mask for _, mask in asking})
        for piece in bits(self.full[c]):
            alike[tuple(mask for mask in masks if mask >> piece & 1)] += 1
        return [
            (
                pieces,
                frozenset(tuple(p for p in rule if p[0] != c) for rule, mask in asking if mask in admitting),
            )
            for admitting, pieces in alike.items()
        ]

    def _estimate(self, rules: frozenset[Conditions], columns: Collection[int]) -> Between:
        """No more is covered than all rules cover together, and no less than the widest of them does."""
        whole = prod(self.sizes[c] for c in columns)
        sizes = [
            whole // prod(self.sizes[c] for c, _ in rule) * prod(mask.bit_count() for _, mask in rule)
            for rule in rules
        ]
        return max(0, whole - sum(sizes)), whole - max(sizes)


def _apart(rules: frozenset[Conditions]) -> list[tuple[frozenset[Conditions], list[int]]]:
    """The rules in groups that share no column, each with its columns."""
    group_of: dict[int, int] = {}
    members: dict[int, list[Conditions]] = {}
    columns: dict[int, list[int]] = {}
    for number, rule in enumerate(sorted(rules)):
        members[number], columns[number] = [rule], []
        for c, _ in rule:
            other = group_of.get(c)
            if other is None:
                columns[number].append(c)
            elif other != number:
                members[number] += members.pop(other)
                moved = columns.pop(other)
                columns[number] += moved
                for column in moved:
                    group_of[column] = number
            group_of[c] = number
    return [(frozenset(members[number]), columns[number]) for number in members]


def cells_text(cells: Between, of: int) -> str:
    """How many cells of a grid these are, and what share of it: exact numbers, or two between which it lies."""
    low, high = cells
    if low == high:
        return t("{low} of {of} ({percent} %)", low=grouped(low), of=grouped(of), percent=_percent(low, of))
    return t(
        "between {low} and {high} of {of} ({percent} % to {more} %)",
        low=grouped(low),
        high=grouped(high),
        of=grouped(of),
        percent=_percent(low, of),
        more=_percent(high, of, up=True),
    )


def _percent(count: int, of: int, up: bool = False) -> str:
    """A share in hundredths of a percent, rounded down, or up."""
    hundredths = -(-10_000 * count // of) if up else 10_000 * count // of
    return number_text(Fraction(hundredths, 100))
