"""Which unknown input matters most: for how many patients another value of it would change what is to be done.

What counts as a change is what counts for one patient (`explain.influence`): the headline, what else is to be done,
when the next check is, the gravest warnings. Each input is tried with each of its pieces (and some values more, where a
score follows from it) over all rows of a sample in which it is not known, everything else as it is.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from b12tables.cohort.columns import Column
from b12tables.cohort.kernel import Batch, Kernel
from b12tables.cohort.numbers import Array
from b12tables.cohort.outcomes import NONE, Held, Numbered
from b12tables.runtime.explain.influence import Weighed, gravity, through_scores, tried_with
from b12tables.runtime.explain.telling import Telling
from b12tables.runtime.fields import Choices, Field, Number
from b12tables.runtime.numbers import number_text
from b12tables.runtime.rules import Decision
from b12tables.runtime.tableset import TableSet

SAMPLE = 1_000
"""At least so many rows are looked at where there are as many; at most twice as many."""

Arrays = dict[str, pa.Array]
Key = Callable[[Any], object]
"""What counts of an answer; None: nothing."""


class Sample:
    """Rows of a run at even distances; the same rows however they were dealt out into batches."""

    def __init__(self, size: int = SAMPLE) -> None:
        self.size, self.step, self.passed = size, 1, 0
        self.held: list[tuple[Array, Arrays]] = []

    def add(self, arrays: Arrays, rows: int) -> None:
        """Takes every so many-th row of the next batch; when there are too many, every other one is dropped."""
        numbers = np.arange(self.passed, self.passed + rows)
        self.passed += rows
        self._keep(numbers, arrays)
        while self.rows >= 2 * self.size:
            self.step *= 2
            held, self.held = self.held, []
            for before, kept in held:
                self._keep(before, kept)

    def _keep(self, numbers: Array, arrays: Arrays) -> None:
        chosen = np.flatnonzero(numbers % self.step == 0)
        if len(chosen):
            self.held.append((numbers[chosen], {n: a.take(pa.array(chosen)) for n, a in arrays.items()}))

    @property
    def rows(self) -> int:
        """How many rows are held."""
        return sum(len(numbers) for numbers, _ in self.held)

    def arrays(self) -> Arrays:
        """The rows, field by field."""
        names = self.held[0][1] if self.held else ()
        return {name: _together([arrays[name] for _, arrays in self.held]) for name in names}


def _together(arrays: list[pa.Array]) -> pa.Array:
    found = pa.chunked_array(arrays)
    if pa.types.is_dictionary(found.type):
        found = found.unify_dictionaries()
    found = found.combine_chunks()
    return found.chunk(0) if isinstance(found, pa.ChunkedArray) else found


@dataclass(frozen=True, slots=True)
class Worth:
    """What it is worth to ask for an input: among the rows in which it is not known, in how many of them some value
    of it would change what is to be done.
    """

    field: str
    unknown: int
    changing: int


def worth_asking(
    kernel: Kernel, arrays: Mapping[str, pa.Array], rows: int, today: date | None
) -> list[Worth]:
    """Every input that is not known in some row, those first that can change most; then in the order of the tables."""
    base = kernel.run(arrays, rows, today)
    answered = _answered(base)
    parts = _Parts(kernel.tables)
    asked = {name for decision in kernel.tables.decisions for name in decision.inputs}
    looked_at = through_scores(kernel.tables, asked)
    found = []
    for name in kernel.tables.inputs:
        if name not in looked_at or not tried_with(kernel.tables, name):
            continue
        seen = base.seen.get(name)
        known = np.zeros(rows, bool) if seen is None else seen.known.copy()
        for row, result in base.odd.items():
            known[row] = result.inputs.get(name) is not None
        open_rows = np.flatnonzero(answered & ~known)
        if len(open_rows):
            changing = _changing(kernel, arrays, base, open_rows, name, today, parts)
            found.append(Worth(name, len(open_rows), int(changing.sum())))
    places = {name: place for place, name in enumerate(kernel.tables.inputs)}
    return sorted(found, key=lambda one: (-one.changing, places[one.field]))


def _changing(
    kernel: Kernel, arrays: Mapping[str, pa.Array], base: Batch, rows: Array, name: str, today: date | None,
    parts: _Parts,
) -> Array:  # fmt: skip
    """In which of the rows some value of the input changes a part of what is to be done."""
    field, axis = kernel.tables.inputs[name], kernel.axes.get(name)
    values = tried_with(kernel.tables, name)
    pieces, count = len(values), len(rows)
    other = copy.copy(kernel)
    unit = field.unit if isinstance(field, Number) else ""
    other.columns = {**kernel.columns, name: Column(field, axis, unit, keep_exact=name in kernel.parts)}
    other.seen_before = {}
    # every row once with each piece: what it costs to ask hangs on how often is asked, and less on how much
    again = pa.array(np.tile(rows, pieces))
    tried = {one: array.take(again) for one, array in arrays.items()}
    tried[name] = _values(field, values, count)
    after = other.run(tried, pieces * count, today)
    everyone = np.arange(pieces * count)
    counts = np.ones(pieces * count, bool)
    for row, result in after.odd.items():
        counts[row] = result.status != "invalid-input"
    before, against = parts.of(base, np.asarray(again)), parts.entries(base, np.asarray(again))
    counts &= np.logical_not(more_said(against, parts.entries(after, everyone)))
    changed = counts & differ(before, parts.of(after, everyone))
    return np.asarray(changed.reshape(pieces, count).any(axis=0))


def _answered(batch: Batch) -> Array:
    found = np.ones(batch.rows, bool)
    for row, result in batch.odd.items():
        found[row] = result.status == "ok"
    return found


def _values(field: Field, values: list[Any], count: int) -> pa.Array:
    """A column with each value so many times."""
    told = [
        number_text(one) if isinstance(one, (int, Fraction)) and not isinstance(one, bool) else one
        for one in values
    ]
    if isinstance(field, Choices):
        column = pa.array([sorted(one) for one in told], pa.list_(pa.string()))
    else:
        column = pa.array(told)
    return column.take(pa.array(np.repeat(np.arange(len(told)), count)))


class _Parts:
    """The parts of an answer that count, for all rows at once: `Weighed` says which they are."""

    def __init__(self, tables: TableSet) -> None:
        self.tables, self.telling = tables, Telling(tables)
        weighed = Weighed(self.telling)
        self.weighed = weighed.told()
        self.warnings, self.against = weighed.warnings, weighed.against
        self.numbers: dict[object, int] = {None: 0}
        """What was said so far, numbered; nothing is 0."""

    def of(self, batch: Batch, rows: Array) -> list[Array]:
        """Each part, a row each; equal where the same is said."""
        found = [self._part(batch, code, rows, partial(self._said, name)) for code, name in self.weighed]
        return [*found, *(self._part(batch, one.code, rows, self._grave(one)) for one in self.warnings)]

    def entries(self, batch: Batch, rows: Array) -> list[Array]:
        """What is said against the entries."""
        return [self._part(batch, one.code, rows, lambda answer: answer) for one in self.against]

    def _part(self, batch: Batch, code: str, rows: Array, key: Key) -> Array:
        """What a decision gives, by what counts of it: a number a row, of lists a column for each thing."""
        found = batch.outcomes[code]
        if isinstance(found, Held):
            places: dict[object, list[int]] = {}
            for place, rule in enumerate(found.listing.rules):
                places.setdefault(key(rule.answer), []).append(place)
            holds = found.holds[rows]
            told = [holds[:, where].any(axis=1) for what, where in places.items() if what is not None]
            return np.stack(told, axis=1) if told else np.zeros((len(rows), 1), bool)
        assert isinstance(found, Numbered)
        table = [self._number(hit, key) for hit in found.outcomes.fired]
        numbers = found.numbers[rows]
        return np.array([*table, 0], np.int64)[np.where(numbers == NONE, len(table), numbers)]

    def _number(self, hit: Any, key: Key) -> int:
        answer = getattr(hit, "answer", None)
        if answer is None:
            return 0
        each = answer if isinstance(answer, tuple) else (answer,)
        told = tuple(what for what in map(key, each) if what is not None) or None
        return self.numbers.setdefault(told, len(self.numbers))

    def _said(self, name: str, answer: Any) -> object:
        value = answer[name]
        return None if self.telling.silent(name, value) else (name, value)

    def _grave(self, decision: Decision) -> Key:
        first = decision.outputs[0]

        def key(answer: Any) -> object:
            return answer[first] if gravity(self.tables, decision, answer)[0] == 0 else None

        return key


def differ(before: list[Array], after: list[Array]) -> Array:
    """In which rows some part is another."""
    found = [old != new for old, new in zip(before, after, strict=True)]
    return np.asarray(np.logical_or.reduce([one.any(axis=1) if one.ndim > 1 else one for one in found]))


def more_said(before: list[Array], after: list[Array]) -> Array | bool:
    """In which rows something is said that was not said before."""
    found = [
        (new & ~old).any(axis=1) if new.ndim > 1 else new != old
        for old, new in zip(before, after, strict=True)
    ]
    return np.asarray(np.logical_or.reduce(found)) if found else False


__all__ = ["SAMPLE", "Sample", "Worth", "worth_asking"]
