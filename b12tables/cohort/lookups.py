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
"""Cells of a table: what stays in a processor's cache."""

MOST_PLACES = 1 << 20
"""Places of a diagram: a row touches one of them a column, and all else is several times as slow."""

Boxes = tuple[tuple[int, ...], ...]
Decide = Callable[[tuple[int, ...]], int]
"""The outcome (its number) of one combination of pieces."""

OPEN = -1
"""A cell that nobody has asked for yet."""


class Lookup(Protocol):
    """A way from the pieces of a batch to the outcomes of one decision."""

    def find(self, pieces: list[Array], rows: int) -> Found:
        """What the decision gives in each row."""


class Classes:
    """The pieces of each column that the decision's rules tell apart, and rules as bit sets."""

    __slots__ = ("holding", "of_piece", "plain", "sizes")

    def __init__(self, axes: list[Axis], boxes: Boxes) -> None:
        self.of_piece: list[Array] = []
        self.plain: list[bool] = []
        """Whether each piece is a class of its own, of the same number."""
        self.holding: list[list[int]] = []
        for column, axis in enumerate(axes):
            places: dict[int, int] = {}
            classes = []
            for piece in range(axis.full.bit_length()):
                holds = sum(1 << rule for rule, box in enumerate(boxes) if box[column] >> piece & 1)
                classes.append(places.setdefault(holds, len(places)))
            self.of_piece.append(np.array(classes, np.int32))
            self.plain.append(classes == list(range(len(classes))))
            self.holding.append(list(places))
        self.sizes = [len(holding) for holding in self.holding]


class Cells:
    """A table of all cells."""

    __slots__ = ("asking", "places", "strides", "table")

    def __init__(self, classes: Classes, asking: Asking) -> None:
        self.places: list[Array] = []
        self.strides: list[int] = []
        stride = 1
        for of_piece, size, plain in zip(classes.of_piece, classes.sizes, classes.plain, strict=True):
            self.strides.append(stride if plain else 0)
            self.places.append(of_piece * stride)
            stride *= size
        self.table = np.full(stride, OPEN, np.int32)
        self.asking = asking

    def find(self, pieces: list[Array], rows: int) -> Found:
        cell = np.zeros(rows, np.int32)
        for places, stride, column in zip(self.places, self.strides, pieces, strict=True):
            if stride and len(places) > 1:
                cell += column * np.int32(stride)
            elif places.any():
                cell += np.take(places, column)
        return self.asking.numbered(self.table, cell, pieces)


class Diagram:
    """A table a column: state and class give the next state. No table is needed where each pair is a state."""

    __slots__ = ("asking", "classes", "steps", "table")

    def __init__(self, classes: Classes, steps: list[Array | None], states: int, asking: Asking) -> None:
        self.classes, self.steps, self.asking = classes, steps, asking
        self.table = np.full(states, OPEN, np.int32)

    @classmethod
    def build(cls, classes: Classes, rules: int, asking: Asking) -> Diagram | None:
        """The diagram, or None where it would have too many places."""
        states = {(1 << rules) - 1: 0}
        steps: list[Array | None] = []
        spent = 0
        for holding in classes.holding:
            following: dict[int, int] = {}
            step = [following.setdefault(s & h, len(following)) for s in states for h in holding]
            spent += len(step)
            if spent > MOST_PLACES:
                return None
            steps.append(None if len(following) == len(step) else np.array(step, np.int32))
            states = following
        return cls(classes, steps, len(states), asking)

    def find(self, pieces: list[Array], rows: int) -> Found:
        state = np.zeros(rows, np.int32)
        classes = self.classes
        for place, (size, step, column) in enumerate(zip(classes.sizes, self.steps, pieces, strict=True)):
            if size > 1:
                state *= size
                state += column if classes.plain[place] else np.take(classes.of_piece[place], column)
            if step is not None:
                state = np.take(step, state)
        return self.asking.numbered(self.table, state, pieces)


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
        if not pieces:
            return np.full((rows, self.words), ~np.uint64(0))
        alive, *more = map(self._of_column, self.masks, pieces)
        for holding in more:
            alive &= holding
        return alive.reshape(rows, self.words)

    def _of_column(self, masks: Array, column: Array) -> Array:
        # of one word a row numpy takes a flat array quicker
        return np.take(masks[:, 0], column) if self.words == 1 else np.take(masks, column, axis=0)


class Holding:
    """The rules that hold are looked up as they are, where no table is small enough."""

    __slots__ = ("asking",)

    def __init__(self, asking: Asking) -> None:
        self.asking = asking

    def find(self, pieces: list[Array], rows: int) -> Found:
        return Numbered(self.asking.outcomes, self.asking.numbers(pieces, rows))


class Lists:
    """A decision that gives lists: the rules that hold are the answer."""

    __slots__ = ("alive", "listing")

    def __init__(self, alive: Alive, listing: Listing) -> None:
        self.alive, self.listing = alive, listing

    def find(self, pieces: list[Array], rows: int) -> Found:
        return Held(self.listing, self.alive.find(pieces, rows))


class Asking:
    """Asks the evaluator about sets of rules that hold, each set once."""

    __slots__ = ("alive", "decide", "known", "lock", "outcomes")

    def __init__(self, alive: Alive, decide: Decide, outcomes: Outcomes) -> None:
        self.alive, self.decide, self.outcomes = alive, decide, outcomes
        self.known: dict[bytes, int] = {}
        self.lock = Lock()

    def numbers(self, pieces: list[Array], rows: int) -> Array:
        """The number of the outcome of each row."""
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
        return np.asarray(numbers[back.reshape(-1)])

    def numbered(self, table: Array, cell: Array, pieces: list[Array]) -> Numbered:
        """What stands in the cells of a table; those that nobody has asked for yet are asked now."""
        found = np.take(table, cell)
        if found.size and found.min() == OPEN:
            new, first = np.unique(cell[found == OPEN], return_index=True)
            rows = np.flatnonzero(found == OPEN)[first]
            table[new] = self.numbers([column[rows] for column in pieces], len(rows))
            found = np.take(table, cell)
        return Numbered(self.outcomes, found)


def _row(pieces: list[Array], row: int) -> tuple[int, ...]:
    return tuple(int(column[row]) for column in pieces)


def make_lookup(
    axes: list[Axis], boxes: Boxes, ranks: Sequence[int], decide: Decide, outcomes: Outcomes
) -> Lookup:
    """The quickest of the ways that is small enough."""
    classes, decision = Classes(axes, boxes), outcomes.decision
    alive = Alive(classes, len(boxes))
    if decision.gives_list:
        return Lists(alive, Listing(decision, outcomes.axes, ranks, len(boxes)))
    asking = Asking(alive, decide, outcomes)
    if prod(classes.sizes) <= MOST_CELLS:
        return Cells(classes, asking)
    return Diagram.build(classes, len(boxes), asking) or Holding(asking)


__all__ = ["Lookup", "make_lookup"]
