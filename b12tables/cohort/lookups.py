"""One decision over a batch: from the pieces of its inputs to what fires, in steps whose number does not grow with
the rules.

Pieces that no rule of the decision tells apart are one class. Where the classes of all columns give few cells, a
cell is the place in one table. Otherwise a row walks through a diagram, a table a column, whose states are the
rules that can still hold; where those are too many, the rules that hold are a row of bits. What fires in a cell is
asked of the generated evaluator itself, once, with a value of each piece: there is no second meaning of a hit
policy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from threading import Lock
from typing import Protocol

import numpy as np

from b12tables.cohort.numbers import Array
from b12tables.cohort.outcomes import Found, Held, Listing, Numbered, Outcomes
from b12tables.runtime.axes import Axis

MOST_CELLS = 1 << 18
"""Cells of a table, and places of a diagram: what stays in a processor's cache."""

Boxes = tuple[tuple[int, ...], ...]
Decide = Callable[[tuple[int, ...]], int]
"""The outcome (its number) of one combination of pieces."""

OPEN = -1
"""A cell that nobody has asked for yet."""


class Lookup(Protocol):
    """A way from the pieces of a batch to the outcomes of one decision."""

    def find(self, pieces: list[Array], rows: int) -> Found:
        """What the decision gives in each row. A piece of -1 stands for any, in rows that are odd already."""


class Classes:
    """The pieces of each column that the decision's rules tell apart, and rules as bit sets."""

    __slots__ = ("holding", "of_piece", "sizes")

    def __init__(self, axes: list[Axis], boxes: Boxes) -> None:
        self.of_piece: list[Array] = []
        self.holding: list[list[int]] = []
        for column, axis in enumerate(axes):
            places: dict[int, int] = {}
            classes = []
            for piece in range(axis.full.bit_length()):
                holds = sum(1 << rule for rule, box in enumerate(boxes) if box[column] >> piece & 1)
                classes.append(places.setdefault(holds, len(places)))
            # the last is for the piece -1
            self.of_piece.append(np.array([*classes, 0], np.int32))
            self.holding.append(list(places))
        self.sizes = [len(holding) for holding in self.holding]


class Cells:
    """A table of all cells."""

    __slots__ = ("decide", "lock", "outcomes", "places", "table")

    def __init__(self, classes: Classes, decide: Decide, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        stride, self.places = 1, []
        for of_piece, size in zip(classes.of_piece, classes.sizes, strict=True):
            self.places.append(of_piece * stride)
            stride *= size
        self.table = np.full(stride, OPEN, np.int32)
        self.decide, self.lock = decide, Lock()

    def find(self, pieces: list[Array], rows: int) -> Found:
        cell = np.zeros(rows, np.int32)
        for places, column in zip(self.places, pieces, strict=True):
            if len(places) > 2:
                cell += places[column]
        return Numbered(self.outcomes, _asked(self.table, cell, pieces, self.decide, self.lock))


class Diagram:
    """A table a column: state and class give the next state."""

    __slots__ = ("classes", "decide", "lock", "outcomes", "steps", "table")

    def __init__(
        self, classes: Classes, steps: list[Array], states: int, decide: Decide, outcomes: Outcomes
    ) -> None:
        self.classes, self.steps, self.outcomes = classes, steps, outcomes
        self.table = np.full(states, OPEN, np.int32)
        self.decide, self.lock = decide, Lock()

    @classmethod
    def build(cls, classes: Classes, rules: int, decide: Decide, outcomes: Outcomes) -> Diagram | None:
        """The diagram, or None where it would have too many places."""
        states = {(1 << rules) - 1: 0}
        steps, spent = [], 0
        for holding in classes.holding:
            following: dict[int, int] = {}
            step = [following.setdefault(s & h, len(following)) for s in states for h in holding]
            spent += len(step)
            if spent > MOST_CELLS:
                return None
            steps.append(np.array(step, np.int32))
            states = following
        return cls(classes, steps, len(states), decide, outcomes)

    def find(self, pieces: list[Array], rows: int) -> Found:
        state = np.zeros(rows, np.int32)
        for of_piece, size, step, column in zip(
            self.classes.of_piece, self.classes.sizes, self.steps, pieces, strict=True
        ):
            if size > 1:
                state *= size
                state += of_piece[column]
            state = step[state]
        return Numbered(self.outcomes, _asked(self.table, state, pieces, self.decide, self.lock))


class Alive:
    """The rules that hold in each row, as words of 64 bits."""

    __slots__ = ("masks", "words")

    def __init__(self, classes: Classes, rules: int) -> None:
        self.words = max(1, -(-rules // 64))
        self.masks: list[Array] = []
        for of_piece, holding in zip(classes.of_piece, classes.holding, strict=True):
            words = [[h >> 64 * word & (1 << 64) - 1 for word in range(self.words)] for h in holding]
            self.masks.append(np.array(words, np.uint64)[of_piece])

    def find(self, pieces: list[Array], rows: int) -> Array:
        """The words of each row."""
        alive = np.full((rows, self.words), ~np.uint64(0))
        for masks, column in zip(self.masks, pieces, strict=True):
            alive &= masks[column]
        return alive


class Holding:
    """Each set of rules that occurs is asked for once."""

    __slots__ = ("alive", "decide", "known", "lock", "outcomes")

    def __init__(self, alive: Alive, decide: Decide, outcomes: Outcomes) -> None:
        self.alive, self.outcomes = alive, outcomes
        self.known: dict[bytes, int] = {}
        self.decide, self.lock = decide, Lock()

    def find(self, pieces: list[Array], rows: int) -> Found:
        alive = self.alive.find(pieces, rows)
        words = self.alive.words
        keys = alive[:, 0] if words == 1 else alive.view(np.dtype((np.void, 8 * words)))[:, 0]
        distinct, first, back = np.unique(keys, return_index=True, return_inverse=True)
        numbers = np.empty(len(distinct), np.int32)
        with self.lock:
            for place, (key, row) in enumerate(zip(distinct, first, strict=True)):
                name = key.tobytes()
                if name not in self.known:
                    self.known[name] = self.decide(_row(pieces, int(row)))
                numbers[place] = self.known[name]
        return Numbered(self.outcomes, numbers[back.reshape(-1)])


class Lists:
    """A decision that gives lists: the rules that hold are the answer."""

    __slots__ = ("alive", "listing")

    def __init__(self, alive: Alive, listing: Listing) -> None:
        self.alive, self.listing = alive, listing

    def find(self, pieces: list[Array], rows: int) -> Found:
        return Held(self.listing, self.alive.find(pieces, rows))


def _asked(table: Array, cell: Array, pieces: list[Array], decide: Decide, lock: Lock) -> Array:
    """What stands in the cells; those that nobody has asked for yet are asked now, by the first row of each."""
    found = table[cell]
    if found.size and found.min() == OPEN:
        with lock:
            new, first = np.unique(cell[found == OPEN], return_index=True)
            rows = np.flatnonzero(found == OPEN)[first]
            for place, row in zip(new, rows, strict=True):
                table[place] = decide(_row(pieces, int(row)))
        found = table[cell]
    return found


def _row(pieces: list[Array], row: int) -> tuple[int, ...]:
    return tuple(int(column[row]) for column in pieces)


def make_lookup(
    axes: list[Axis], boxes: Boxes, ranks: Sequence[int], decide: Decide, outcomes: Outcomes
) -> Lookup:
    """The quickest of the ways that is small enough."""
    classes, decision = Classes(axes, boxes), outcomes.decision
    if decision.gives_list:
        return Lists(Alive(classes, len(boxes)), Listing(decision, outcomes.axes, ranks, len(boxes)))
    if prod(classes.sizes) <= MOST_CELLS:
        return Cells(classes, decide, outcomes)
    diagram = Diagram.build(classes, len(boxes), decide, outcomes)
    return diagram or Holding(Alive(classes, len(boxes)), decide, outcomes)


__all__ = ["Lookup", "make_lookup"]
