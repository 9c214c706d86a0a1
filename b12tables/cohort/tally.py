"""What is counted while a cohort is answered, batch by batch; its memory does not grow with the rows.

A row counts where it has an answer; the others are counted by status and by what stood in their way. Nothing here is
shown: who may see which number is decided in `small`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from b12tables.cohort.answers import STATUSES
from b12tables.cohort.kernel import Batch, Kernel
from b12tables.cohort.numbers import Array, Exact
from b12tables.cohort.outcomes import NONE, Held, Numbered
from b12tables.runtime.axes import Axis
from b12tables.runtime.explain.influence import gravity
from b12tables.runtime.explain.telling import Telling
from b12tables.runtime.result import Result
from b12tables.runtime.rules import Answer, Decision

MOST_VALUES = 2_000
"""Distinct numbers that are counted one by one; of more, tens are counted, then hundreds, and so on."""


@dataclass(slots=True)
class Cell:
    """How many rows lie in one cell of a crossing, and how many of them have which answer."""

    rows: int = 0
    answers: dict[str, Counter[Any]] = field(default_factory=dict)
    """By field; a value as the tables have it."""


class Crossing:
    """Fields crossed with each other, and what was answered in each combination of their pieces.

    `axes` are the fields in their order, each with the place (of a caller's own) that every piece of the tables has
    there, -1: none. `given` are fields with the pieces in which a row belongs to the crossing at all. `told` are the
    fields whose answers are counted.
    """

    def __init__(
        self,
        kernel: Kernel,
        axes: Mapping[str, Array],
        given: Mapping[str, Array],
        told: tuple[str, ...],
    ) -> None:
        self.axes, self.given = dict(axes), dict(given)
        self.sizes = [int(places.max()) + 1 for places in axes.values()]
        producer = kernel.tables.producer
        self.told = tuple(name for name in told if not producer[name].gives_list)
        self.decisions = tuple(dict.fromkeys(producer[name].code for name in self.told))
        self.rows = np.zeros(int(np.prod(self.sizes)), np.int64)
        self.by_outcome: dict[str, Array] = {}
        self.outside = 0
        """Rows with an answer of which the crossing does not speak."""

    def add(self, batch: Batch, answered: Array, pieces: Callable[[str], Array]) -> None:
        inside = answered.copy()
        for name, allowed in self.given.items():
            inside &= allowed[pieces(name)]
        cell = np.zeros(batch.rows, np.int64)
        for size, (name, places) in zip(self.sizes, self.axes.items(), strict=True):
            place = places[pieces(name)]
            inside &= place >= 0
            cell = cell * size + np.maximum(place, 0)
        self.outside += int(answered.sum() - inside.sum())
        cell = cell[inside]
        self.rows += np.bincount(cell, minlength=len(self.rows))
        for code in self.decisions:
            found = batch.outcomes[code]
            assert isinstance(found, Numbered)
            self._add(code, cell, found.numbers[inside], len(found.outcomes.fired))

    def _add(self, code: str, cell: Array, numbers: Array, outcomes: int) -> None:
        known = numbers != NONE
        counted = np.bincount(
            cell[known] * outcomes + numbers[known], minlength=len(self.rows) * outcomes
        ).reshape(len(self.rows), outcomes)
        before = self.by_outcome.get(code)
        if before is not None:
            counted[:, : before.shape[1]] += before
        self.by_outcome[code] = counted

    def cells(self, kernel: Kernel) -> list[Cell]:
        """Every cell, in the order of the axes."""
        found = [Cell(int(rows)) for rows in self.rows]
        for name in self.told:
            decision = kernel.tables.producer[name]
            fired = kernel.outcomes[decision.code].fired
            counted = self.by_outcome.get(decision.code)
            if counted is None:
                continue
            for at, outcome in zip(*np.nonzero(counted), strict=True):
                hit: Any = fired[outcome]
                answers = found[at].answers.setdefault(name, Counter())
                answers[hit.answer[name]] += int(counted[at, outcome])
        return found


class Tally:
    """The counts of a run. `add` is called with the batches in their order, by one thread at a time."""

    def __init__(self, kernel: Kernel, crossings: tuple[Crossing, ...] = ()) -> None:
        self.kernel, self.tables, self.crossings = kernel, kernel.tables, crossings
        self.rows = 0
        self.statuses: Counter[str] = Counter()
        self.reasons: Counter[tuple[str, str, str]] = Counter()
        """Rows by status, name of what stood in the way, and field or decision of which it speaks."""
        self.unknown: Counter[str] = Counter()
        """Of the rows with an answer those that do not state an input, by its code."""
        self.passing = 0
        """The rows whose answer passes an error of the tables that somebody accepted."""
        self.looked_at = frozenset(name for one in self.tables.decisions for name in one.inputs)
        self.answers: dict[str, Counter[int]] = {one.code: Counter() for one in self.tables.decisions}
        """For each decision the rows by the number of their outcome; of one that gives lists by its answers."""
        self.listed = {one.code: _distinct(kernel, one) for one in self.tables.decisions if one.gives_list}
        self.empty: Counter[str] = Counter()
        """For each decision that gives lists the rows whose list is empty."""
        self.grave: Counter[str] = Counter()
        """For each decision that gives lists the rows with one of its gravest warnings."""
        self.graves = {code: _graves(kernel, code, listed.answers) for code, listed in self.listed.items()}
        self.scores = _scores(kernel)
        self.numbers: dict[tuple[str, int, str], Spread] = {}
        """For a decision that looks at a score, the number of an outcome and the score: its numbers."""
        self.told = {code: Spread() for code in kernel.scores}
        """The numbers of each score and dose among the answers."""
        self.not_known: Counter[str] = Counter()
        """For each of these the rows with an answer in which it is not known."""

    @property
    def answered(self) -> int:
        """The rows that have an answer."""
        return self.statuses["ok"]

    # ---------------------------------------------------------------- a batch

    def add(self, batch: Batch) -> None:
        answered = np.ones(batch.rows, bool)
        late: dict[int, Result] = {}
        for row, result in batch.odd.items():
            if result.status == "ok":
                late[row] = result
            else:
                answered[row] = False
                self._refused(result)
        self.rows += batch.rows
        self.statuses["ok"] += int(answered.sum())
        if batch.accepted is not None:
            told = batch.accepted.is_valid().to_numpy(zero_copy_only=False)
            self.passing += int((answered & told).sum())
        look = _Fields(self.kernel, batch, late)
        for name in self.tables.inputs:
            if name in self.looked_at and name not in self.tables.scores:
                self.unknown[name] += int((answered & ~look.known(name)).sum())
        for decision in self.tables.decisions:
            self._count(decision, batch, answered)
        for code, names in self.scores.items():
            self._spread(code, names, batch, answered, look)
        for code, spread in self.told.items():
            self.not_known[code] += int(answered.sum()) - look.numbers(code, answered, spread)
        for crossing in self.crossings:
            crossing.add(batch, answered, look.pieces)

    def _refused(self, result: Result) -> None:
        self.statuses[result.status] += 1
        # a row counts once for each thing that stands in its way, however often that is told
        told = {(result.status, one.name, one.field or one.decision) for one in result.problems}
        self.reasons.update(told)

    def _count(self, decision: Decision, batch: Batch, answered: Array) -> None:
        found = batch.outcomes[decision.code]
        counts = self.answers[decision.code]
        if isinstance(found, Numbered):
            numbers = found.numbers[answered]
            counted = np.bincount(numbers[numbers != NONE])
            for outcome in np.flatnonzero(counted):
                counts[int(outcome)] += int(counted[outcome])
            return
        assert isinstance(found, Held)
        holds = found.holds[answered]
        self.empty[decision.code] += int((~holds.any(axis=1)).sum())
        grave = np.zeros(len(holds), bool)
        for number, rules in enumerate(self.listed[decision.code].rules):
            given = holds[:, rules[0]] if len(rules) == 1 else holds[:, rules].any(axis=1)
            counts[number] += int(given.sum())
            if number in self.graves[decision.code]:
                grave |= given
        self.grave[decision.code] += int(grave.sum())

    def _spread(
        self, code: str, names: Mapping[str, frozenset[str]], batch: Batch, answered: Array, look: _Fields
    ) -> None:
        found = batch.outcomes[code]
        if not isinstance(found, Numbered):
            return
        for number in np.unique(found.numbers[answered]):
            hit: Any = found.outcomes.fired[number]
            rows = answered & (found.numbers == number)
            for name, testing in names.items():
                if not testing.isdisjoint(rule.id for rule in hit.rules):
                    spread = self.numbers.setdefault((code, int(number), name), Spread())
                    look.numbers(name, rows, spread)


class _Fields:
    """The fields of a batch, with the rows that were asked one by one as they turned out."""

    def __init__(self, kernel: Kernel, batch: Batch, late: Mapping[int, Result]) -> None:
        self.kernel, self.batch, self.late = kernel, batch, late
        self.made: dict[str, Array] = {}

    def pieces(self, name: str) -> Array:
        """The piece of each row."""
        found = self.made.get(name)
        if found is None:
            found = self.batch.seen[name].pieces
            if self.late:
                found = found.copy()
                axis = self.kernel.axes[name]
                for row, result in self.late.items():
                    found[row] = axis.mask(_value(result, name)).bit_length() - 1
            self.made[name] = found
        return found

    def known(self, name: str) -> Array:
        """The rows in which a field is known."""
        seen = self.batch.seen[name].known
        if not self.late:
            return seen
        found = seen.copy()
        for row, result in self.late.items():
            found[row] = result.inputs.get(name) is not None
        return found

    def numbers(self, name: str, rows: Array, spread: Spread) -> int:
        """Adds the exact numbers of these rows; how many of them have one."""
        seen = self.batch.seen[name]
        plain = rows & seen.known & (seen.exact is not None)
        alone = 0
        for row, result in self.late.items():
            plain[row] = False
            value = result.inputs[name] if name in result.inputs else result.scores.get(name)
            if rows[row] and isinstance(value, (int, Fraction)):
                spread.add_one(Fraction(value), 1)
                alone += 1
        if seen.exact is not None and plain.any():
            spread.add(seen.exact, plain)
        return alone + int(plain.sum())


def _value(result: Result, name: str) -> Any:
    if name in result.inputs:
        return result.inputs[name]
    decision = result._set.producer[name]
    return result._set.as_inputs(decision, result._answer(decision.code))[name]


class Spread:
    """How often each number was met: one by one, or, where they are too many, by steps that grow tenfold."""

    __slots__ = ("counts", "step")

    def __init__(self) -> None:
        self.counts: Counter[Fraction] = Counter()
        self.step: Fraction | None = None
        """The width of what is counted together, from each number upwards; None: each number by itself."""

    def add(self, exact: Exact, rows: Array) -> None:
        values, counts = np.unique(exact.mantissa[rows], return_counts=True)
        for value, count in zip(values, counts, strict=True):
            self.add_one(int(value) * exact.scale, int(count))

    def add_one(self, value: Fraction, count: int) -> None:
        self.counts[self._floor(value)] += count
        while len(self.counts) > MOST_VALUES:
            self._coarser()

    def _floor(self, value: Fraction) -> Fraction:
        return value if self.step is None else (value // self.step) * self.step

    def _coarser(self) -> None:
        if self.step is None:
            width = max(self.counts) - min(self.counts)
            step = Fraction(1)
            while width / step > MOST_VALUES // 2:
                step *= 10
            while width / step < MOST_VALUES // 20:
                step /= 10
            self.step = step
        else:
            self.step *= 10
        before, self.counts = self.counts, Counter()
        for value, count in before.items():
            self.counts[self._floor(value)] += count


@dataclass(frozen=True, slots=True)
class Listed:
    """The different answers of a decision that gives lists, each with the rules that give it, by their place."""

    answers: list[Answer]
    rules: list[list[int]]


def _distinct(kernel: Kernel, decision: Decision) -> Listed:
    listing: Any = getattr(kernel.lookups[decision.code], "listing", None)
    found: dict[Any, list[int]] = {}
    for place, rule in enumerate(listing.rules):
        found.setdefault(rule.answer, []).append(place)
    return Listed(list(found), list(found.values()))


def _graves(kernel: Kernel, code: str, answers: list[Answer]) -> frozenset[int]:
    """Of a decision that gives warnings the gravest, by their number."""
    tables = kernel.tables
    if code not in tables.answers or Telling(tables).block(code) != "do not":
        return frozenset()
    decision = next(one for one in tables.decisions if one.code == code)
    return frozenset(n for n, one in enumerate(answers) if gravity(tables, decision, one)[0] == 0)


def _scores(kernel: Kernel) -> dict[str, dict[str, frozenset[str]]]:
    """For each answer that looks at numbers which follow from other answers: these, and the rules that test them."""
    tables, grid = kernel.tables, kernel.tables.grid()
    found: dict[str, dict[str, frozenset[str]]] = {}
    for decision in tables.decisions:
        if decision.code not in tables.answers or decision.gives_list:
            continue
        for column, name in enumerate(decision.inputs):
            if name not in tables.scores or tables.inputs[name].computed is None:
                continue
            tested = _testing(decision, grid.BOXES[decision.code], column, kernel.axes[name])
            if tested:
                found.setdefault(decision.code, {})[name] = tested
    return found


def _testing(decision: Decision, boxes: Any, column: int, axis: Axis) -> frozenset[str]:
    rules = zip(decision.rules, boxes, strict=False)  # an Otherwise row has no box
    return frozenset(
        rule.id for rule, box in rules if box[column] != axis.full and not box[column] & axis.unknown
    )


def refusals() -> Iterator[str]:
    """The statuses of rows without an answer, in their order."""
    yield from (status for status in STATUSES if status != "ok")


__all__ = ["Cell", "Crossing", "Listed", "Spread", "Tally", "refusals"]
