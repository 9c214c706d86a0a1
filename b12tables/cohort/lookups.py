"""One decision over a batch: from the pieces of its inputs to what fires, in steps whose number does not grow with
the rules.

Pieces that no rule of the decision tells apart are one class. Where the classes of all columns give few cells, a
cell is the place in one table. Otherwise a row walks through a diagram, a table a column, whose states are the
rules that can still hold; where those are too many, the rules that hold are a row of bits. What fires in a cell is
asked of the generated evaluator itself, once, with a value of each piece: there is no second meaning of a hit
policy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from threading import Lock
from typing import Any, Protocol

import numpy as np

from b12tables.cohort.numbers import Array
from b12tables.runtime.axes import Axis
from b12tables.runtime.rules import Decision, Fired, Rule, Undecided

MOST_CELLS = 1 << 18
"""Cells of a table, and places of a diagram: what stays in a processor's cache."""

Boxes = tuple[tuple[int, ...], ...]
Decide = Callable[[tuple[int, ...]], int]
"""The outcome (its number) of one combination of pieces."""

OPEN = -1
"""A cell that nobody has asked for yet."""


class Lookup(Protocol):
    """A way from the pieces of a batch to the outcomes of one decision."""

    def find(self, pieces: list[Array], rows: int) -> Array:
        """The number of the outcome of each row. A piece of -1 stands for any, in rows that are odd already."""


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

    __slots__ = ("decide", "lock", "places", "table")

    def __init__(self, classes: Classes, decide: Decide) -> None:
        stride, self.places = 1, []
        for of_piece, size in zip(classes.of_piece, classes.sizes, strict=True):
            self.places.append(of_piece * stride)
            stride *= size
        self.table = np.full(stride, OPEN, np.int32)
        self.decide, self.lock = decide, Lock()

    def find(self, pieces: list[Array], rows: int) -> Array:
        cell = np.zeros(rows, np.int32)
        for places, column in zip(self.places, pieces, strict=True):
            if len(places) > 2:
                cell += places[column]
        return _asked(self.table, cell, pieces, self.decide, self.lock)


class Diagram:
    """A table a column: state and class give the next state."""

    __slots__ = ("classes", "decide", "lock", "steps", "table")

    def __init__(self, classes: Classes, steps: list[Array], states: int, decide: Decide) -> None:
        self.classes, self.steps = classes, steps
        self.table = np.full(states, OPEN, np.int32)
        self.decide, self.lock = decide, Lock()

    @classmethod
    def build(cls, classes: Classes, rules: int, decide: Decide) -> Diagram | None:
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
        return cls(classes, steps, len(states), decide)

    def find(self, pieces: list[Array], rows: int) -> Array:
        state = np.zeros(rows, np.int32)
        for of_piece, size, step, column in zip(
            self.classes.of_piece, self.classes.sizes, self.steps, pieces, strict=True
        ):
            if size > 1:
                state *= size
                state += of_piece[column]
            state = step[state]
        return _asked(self.table, state, pieces, self.decide, self.lock)


class Holding:
    """The rules that hold in each row, as words of 64 bits; each set of rules that occurs is asked for once."""

    __slots__ = ("decide", "known", "lock", "masks", "words")

    def __init__(self, classes: Classes, rules: int, decide: Decide) -> None:
        self.words = max(1, -(-rules // 64))
        self.masks: list[Array] = []
        for of_piece, holding in zip(classes.of_piece, classes.holding, strict=True):
            words = [[h >> 64 * word & (1 << 64) - 1 for word in range(self.words)] for h in holding]
            self.masks.append(np.array(words, np.uint64)[of_piece])
        self.known: dict[bytes, int] = {}
        self.decide, self.lock = decide, Lock()

    def find(self, pieces: list[Array], rows: int) -> Array:
        alive = np.full((rows, self.words), ~np.uint64(0))
        for masks, column in zip(self.masks, pieces, strict=True):
            alive &= masks[column]
        return self._outcomes(alive, pieces)

    def _outcomes(self, alive: Array, pieces: list[Array]) -> Array:
        """Each distinct set of rules by its first row."""
        keys = alive[:, 0] if self.words == 1 else alive.view(np.dtype((np.void, 8 * self.words)))[:, 0]
        distinct, first, back = np.unique(keys, return_index=True, return_inverse=True)
        outcomes = np.empty(len(distinct), np.int32)
        with self.lock:
            for place, (key, row) in enumerate(zip(distinct, first, strict=True)):
                name = key.tobytes()
                if name not in self.known:
                    self.known[name] = self.decide(_row(pieces, int(row)))
                outcomes[place] = self.known[name]
        return np.asarray(outcomes[back.reshape(-1)])


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


def make_lookup(axes: list[Axis], boxes: Boxes, decide: Decide) -> Lookup:
    """The quickest of the three ways that is small enough."""
    classes = Classes(axes, boxes)
    cells = 1
    for size in classes.sizes:
        cells *= size
    if cells <= MOST_CELLS:
        return Cells(classes, decide)
    return Diagram.build(classes, len(boxes), decide) or Holding(classes, len(boxes), decide)


@dataclass(slots=True)
class Given:
    """An output field by the number of the outcome: its piece, whether it is known, and its number over one
    factor.
    """

    pieces: Array
    known: Array
    mantissa: Array | None
    scale: Fraction


class Outcomes:
    """What a decision has been seen to give, numbered; what the tables behind it see of each."""

    __slots__ = (
        "axes",
        "decision",
        "fired",
        "lock",
        "made",
        "numbers",
        "pieces",
        "undecided_at",
        "values",
        "view",
    )

    def __init__(
        self,
        decision: Decision,
        axes: dict[str, Axis | None],
        view: Callable[[Decision, Any], dict[str, Any]],
    ) -> None:
        self.decision, self.axes, self.view = decision, axes, view
        self.fired: list[Rule[Any] | Fired[Any] | Undecided] = []
        self.numbers: dict[object, int] = {}
        self.pieces: dict[str, list[int]] = {name: [] for name in axes}
        self.values: dict[str, list[Any]] = {name: [] for name in axes}
        self.undecided_at: list[int] = []
        self.made: dict[str, tuple[int, Given]] = {}
        self.lock = Lock()

    def number(self, hit: Rule[Any] | Fired[Any] | Undecided) -> int:
        """The number of what fired; the same for the same rules with the same answer."""
        ids = tuple([rule.id for rule in hit.rules])
        key = (ids, hit.name) if isinstance(hit, Undecided) else (ids, hit.answer)
        with self.lock:
            number = self.numbers.get(key)
            if number is None:
                number = self.numbers[key] = len(self.fired)
                self._add(hit)
            return number

    def _add(self, hit: Rule[Any] | Fired[Any] | Undecided) -> None:
        decided = not isinstance(hit, Undecided)
        seen = self.view(self.decision, hit.answer) if not isinstance(hit, Undecided) else {}
        for name, axis in self.axes.items():
            value = seen.get(name)
            mask = axis.mask(value) if axis is not None and decided else 0
            self.pieces[name].append(mask.bit_length() - 1)
            self.values[name].append(value)
        if not decided:
            self.undecided_at.append(len(self.fired))
        self.fired.append(hit)

    def undecided(self, found: Array) -> Array | None:
        """The rows in which nothing was decided; None where there is none."""
        return np.isin(found, self.undecided_at) if self.undecided_at else None

    def given(self, name: str) -> Given:
        """An output field of every outcome that was seen so far."""
        with self.lock:
            count = len(self.fired)
            made = self.made.get(name)
            if made is None or made[0] != count:
                made = self.made[name] = count, _given(self.pieces[name], self.values[name])
            return made[1]


def _given(pieces: list[int], values: list[Any]) -> Given:
    known = np.array([value is not None for value in values], bool)
    numbers = [Fraction(v) for v in values if isinstance(v, (int, Fraction)) and not isinstance(v, bool)]
    bottom = lcm(*[number.denominator for number in numbers]) if numbers else 0
    if not numbers or bottom > 10**9 or max(abs(number) for number in numbers) * bottom > 2**60:
        return Given(np.array(pieces, np.int32), known, None, Fraction(1))
    table = [int(Fraction(v) * bottom) if isinstance(v, (int, Fraction)) else 0 for v in values]
    return Given(np.array(pieces, np.int32), known, np.array(table, np.int64), Fraction(1, bottom))


__all__ = ["Given", "Lookup", "Outcomes", "make_lookup"]
