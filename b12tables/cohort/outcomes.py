"""What a decision gave over a batch: the number of an outcome a row, or, where it gives lists, the rules that hold.

Both say the same of themselves: where nothing was decided, what the tables behind see, and what a column shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from threading import Lock
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from b12tables.cohort.numbers import Array
from b12tables.runtime.axes import Axis
from b12tables.runtime.rules import Decision, Fired, Rule, Undecided

NONE = -1
"""The number of no outcome: the row has no answer here."""

Hit = Rule[Any] | Fired[Any]
Plain = Callable[[Any], Any]
"""A value of an answer as a cell of a column."""


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
        "cells",
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
        self.cells: dict[object, pa.Array] = {}
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

    def shown(self, key: object, make: Callable[[list[Any]], pa.Array]) -> pa.Array:
        """A column with a cell for each outcome that was seen so far; a cell is made once."""
        with self.lock:
            cells = self.cells.get(key)
            if cells is None:
                cells = self.cells[key] = make(self.fired)
            elif len(cells) < len(self.fired):
                cells = self.cells[key] = pa.concat_arrays([cells, make(self.fired[len(cells) :])])
            return cells

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


class Found(Protocol):
    """What a decision gave for the rows of a batch."""

    def undecided(self) -> Array | None:
        """The rows in which nothing was decided; None where there is none."""

    def given(self, name: str) -> Given:
        """What the tables behind see of an output field, row by row."""

    def put(self, rows: Sequence[int], hits: Sequence[Hit | None]) -> None:
        """What single cases gave for these rows."""

    def clear(self, rows: Array) -> None:
        """Nothing was decided in these rows (a flag for each row)."""

    def copy(self) -> Found:
        """The same, so that what is put into one does not stand in the other."""

    def column(self, name: str, kind: pa.DataType, plain: Plain) -> pa.Array:
        """An output field as a column."""

    def rules(self) -> pa.Array:
        """The IDs of the rules that gave the answers."""

    def fired(self, rules: Sequence[str]) -> Array:
        """The rows whose answer any of these rules gave."""


class Numbered:
    """A batch by the numbers of its outcomes."""

    __slots__ = ("numbers", "outcomes", "places")

    def __init__(self, outcomes: Outcomes, numbers: Array) -> None:
        self.outcomes, self.numbers = outcomes, numbers
        self.places: pa.Array | None = None

    def undecided(self) -> Array | None:
        at = self.outcomes.undecided_at
        return np.isin(self.numbers, at) if at else None

    def given(self, name: str) -> Given:
        table = self.outcomes.given(name)
        numbers = self.numbers
        mantissa = None if table.mantissa is None else np.take(table.mantissa, numbers)
        return Given(np.take(table.pieces, numbers), np.take(table.known, numbers), mantissa, table.scale)

    def put(self, rows: Sequence[int], hits: Sequence[Hit | None]) -> None:
        for row, hit in zip(rows, hits, strict=True):
            self.numbers[row] = NONE if hit is None else self.outcomes.number(hit)

    def clear(self, rows: Array) -> None:
        self.numbers[rows] = NONE

    def copy(self) -> Numbered:
        return Numbered(self.outcomes, self.numbers.copy())

    def column(self, name: str, kind: pa.DataType, plain: Plain) -> pa.Array:
        return self._shown((name, str(kind), plain), lambda hit: self._value(hit, name, plain), kind)

    def rules(self) -> pa.Array:
        return self._shown("rules", lambda hit: [rule.id for rule in hit.rules], pa.list_(pa.string()))

    def fired(self, rules: Sequence[str]) -> Array:
        gave = [not {rule.id for rule in hit.rules}.isdisjoint(rules) for hit in self.outcomes.fired]
        # the last is for the rows without an outcome
        return np.take(np.array([*gave, False]), self.numbers)

    def _value(self, hit: Any, name: str, plain: Plain) -> Any:
        if isinstance(hit, Undecided):  # no row shows it
            return None
        if isinstance(hit.answer, tuple):
            return [plain(one[name]) for one in hit.answer]
        return plain(hit.answer[name])

    def _shown(self, key: object, value: Callable[[Any], Any], kind: pa.DataType) -> pa.Array:
        """A cell for each outcome, made once while no new one is seen, and one of them for each row."""
        cells = self.outcomes.shown(key, lambda fired: pa.array(map(value, fired), kind))
        if self.places is None:
            none = self.numbers < 0
            self.places = pa.array(self.numbers, mask=none if none.any() else None)
        # each number is that of an outcome that was seen: there is a cell for it
        return pc.take(cells, self.places, boundscheck=False)


class Listing:
    """A decision that gives lists: its rules in the order in which they are listed, and what each of them adds."""

    __slots__ = ("decision", "members", "order", "otherwise", "rules", "shown", "words")

    def __init__(
        self, decision: Decision, axes: dict[str, Axis | None], ranks: Sequence[int], plain: int
    ) -> None:
        self.decision = decision
        self.otherwise = len(decision.rules) > plain
        places = sorted(range(plain), key=lambda rule: (ranks[rule] if ranks else 0, rule))
        self.order = np.array(places, np.int64)
        self.rules: list[Rule[Any]] = [decision.rules[place] for place in places]
        self.rules += decision.rules[plain:]
        self.words = max(1, -(-len(self.rules) // 64))
        self.members = {name: self._members(name, axis) for name, axis in axes.items()}
        self.shown: dict[object, pa.Array] = {}

    def _members(self, name: str, axis: Axis | None) -> list[int]:
        """For each rule the piece of a set that holds only its answer: pieces of sets are bit sets of their members."""
        values = [rule.answer[name] for rule in self.rules]
        sets = [frozenset() if value is None else frozenset((value,)) for value in values]
        return [] if axis is None else [axis.mask(one).bit_length() - 1 for one in sets]


class Held:
    """A batch of lists: which rules hold in which row."""

    __slots__ = ("holds", "listing", "none")

    def __init__(self, listing: Listing, alive: Array) -> None:
        rules = len(listing.order)
        flags = np.unpackbits(alive.view(np.uint8), axis=1, count=rules, bitorder="little").view(bool)
        holds = flags[:, listing.order]
        if listing.otherwise:
            holds = np.concatenate([holds, ~holds.any(axis=1, keepdims=True)], axis=1)
        self.listing, self.holds = listing, holds
        self.none: Array | None = None

    def undecided(self) -> Array | None:
        return None

    def given(self, name: str) -> Given:
        members, rows = self.listing.members[name], len(self.holds)
        if not members:
            return Given(np.full(rows, NONE, np.int32), np.ones(rows, bool), None, Fraction(1))
        pieces = np.zeros(rows, np.int32)
        for rule, piece in enumerate(members):
            if piece:
                pieces |= np.where(self.holds[:, rule], np.int32(piece), np.int32(0))
        return Given(pieces, np.ones(rows, bool), None, Fraction(1))

    def put(self, rows: Sequence[int], hits: Sequence[Hit | None]) -> None:
        place = {rule.id: i for i, rule in enumerate(self.listing.rules)}
        self.none = np.zeros(len(self.holds), bool)
        for row, hit in zip(rows, hits, strict=True):
            self.none[row] = hit is None
            self.holds[row] = False
            for rule in hit.rules if hit is not None else ():
                self.holds[row, place[rule.id]] = True

    def clear(self, rows: Array) -> None:
        self.none = rows if self.none is None else self.none | rows
        self.holds[rows] = False

    def copy(self) -> Held:
        found: Held = object.__new__(Held)
        found.listing, found.holds, found.none = self.listing, self.holds.copy(), self.none
        return found

    def column(self, name: str, kind: pa.DataType, plain: Plain) -> pa.Array:
        key = (name, str(kind), plain)
        cells = self.listing.shown.get(key)
        if cells is None:
            values = [plain(rule.answer[name]) for rule in self.listing.rules]
            cells = self.listing.shown[key] = pa.array(values, kind.value_type)
        return self._lists(cells)

    def rules(self) -> pa.Array:
        return self._lists(pa.array([rule.id for rule in self.listing.rules], pa.string()))

    def fired(self, rules: Sequence[str]) -> Array:
        columns = [i for i, rule in enumerate(self.listing.rules) if rule.id in rules]
        return np.asarray(self.holds[:, columns].any(axis=1))

    def _lists(self, cells: pa.Array) -> pa.Array:
        """For each row the cells of the rules that hold there."""
        # of a flat array, which is quicker by half than row and column of each
        rule = np.flatnonzero(self.holds) % self.holds.shape[1]
        ends = np.concatenate([[0], np.cumsum(self.holds.sum(axis=1))])
        flat = cells.take(pa.array(rule))
        missing = self.none
        mask = pa.array(missing) if missing is not None and missing.any() else None
        return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), flat, mask=mask)


__all__ = ["NONE", "Found", "Given", "Held", "Listing", "Numbered", "Outcomes"]
