"""A table set over columns: every decision for a batch of cases, without a step of Python per row.

A batch goes through the decisions in their order. What a single case is refused for, what has no rule, and every
number that machine arithmetic cannot hold exactly is marked as odd and asked again as a single case: its status
and its reasons are those of `evaluate`, and so are the answers of all others, because both ask the same generated
evaluators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from b12tables.cohort.columns import NOWHERE, Column, Seen
from b12tables.cohort.days import between
from b12tables.cohort.known_errors import KnownErrors
from b12tables.cohort.lookups import Lookup, make_lookup
from b12tables.cohort.numbers import Array, Exact, bounded, combined, multiplied
from b12tables.cohort.outcomes import Found, Outcomes
from b12tables.runtime.axes import Axis
from b12tables.runtime.explain.scores import score_codes
from b12tables.runtime.problems import NO_RULE, OK
from b12tables.runtime.result import Result
from b12tables.runtime.rules import Computed, Decision, Undecided
from b12tables.runtime.tableset import TableSet
from b12tables.runtime.words import TODAY

MOST_KEPT = 10_000
"""Single cases whose results are kept, for rows that state the same."""


@dataclass(slots=True)
class Batch:
    """The answers of a batch: the outcome of each decision by row, the fields as they were seen, and the rows that were
    asked one by one; of these only outcomes and results hold.
    """

    rows: int
    outcomes: dict[str, Found]
    odd: dict[int, Result]
    seen: dict[str, Seen]
    refused: Array | None = None
    """Rows whose status is `no-rule`, where nobody asked for their reasons; they are none of the odd."""
    accepted: pa.Array | None = None
    """The accepted errors that concern the answer of each row, in words; None where the tables have none."""

    def status(self, row: int) -> str:
        """The status of one row."""
        result = self.odd.get(row)
        if result is not None:
            return result.status
        return OK if self.refused is None or not self.refused[row] else NO_RULE


@dataclass(frozen=True, slots=True)
class Shared:
    """What is known of a batch from another table set that decides some of it alike: outcomes, fields, odd rows."""

    outcomes: Mapping[str, Found]
    seen: Mapping[str, Seen]
    odd: Array


class Kernel:
    """A table set made ready for columns; may be used by several threads at once."""

    def __init__(self, tables: TableSet, columns: Mapping[str, Column]) -> None:
        grid = tables.grid()
        self.tables, self.axes, self.columns = tables, grid.AXES, dict(columns)
        self.outcomes: dict[str, Outcomes] = {}
        self.lookups: dict[str, Lookup] = {}
        self.parts = _parts(tables)
        for decision in tables.decisions:
            wanted = {name: self.axes.get(name) for name in decision.outputs}
            self.outcomes[decision.code] = Outcomes(decision, wanted, tables.as_inputs)
            axes = [self.axes[name] for name in decision.inputs]
            decide = _decider(self, decision)
            self.lookups[decision.code] = make_lookup(
                axes,
                grid.BOXES[decision.code],
                grid.RANKS.get(decision.code, ()),
                decide,
                self.outcomes[decision.code],
            )
        self.combinations = [
            {name: _places(self.axes[name], mask) for name, mask in one.items()} for one in grid.COMBINATIONS
        ]
        for name, column in self.columns.items():
            column.keep_exact = name in self.parts
        self.seen_before: dict[object, Result] = {}
        self.errors = KnownErrors(tables, self.axes)
        """What is known to be wrong with the tables and was accepted: an answer that passes it says so."""
        self.scores = score_codes(tables)

    # ---------------------------------------------------------------- a batch

    def run(
        self,
        arrays: Mapping[str, pa.Array],
        rows: int,
        today: date | None = None,
        shared: Shared | None = None,
        *,
        brief: bool = False,
    ) -> Batch:
        """Every decision for `rows` cases; `arrays` holds the column of each field that is stated.

        `brief`: a row that lacks nothing but a rule is not asked by itself for its reasons.
        """
        errors = self.errors
        run = _Run(self, arrays, rows, today, brief and not errors.entries)
        if shared is not None:
            run.know(shared)
        run.take()
        by_column = not errors.entries or errors.by_column
        rows_alone = np.flatnonzero(run.odd) if by_column else np.arange(rows)
        odd = self._singles(arrays, rows_alone, today)
        if odd:
            for code, found in run.outcomes.items():
                found.put(list(odd), [result._hit(code) for result in odd.values()])
        accepted = errors.told(run.see, run.outcomes, odd, rows) if errors.entries else None
        return Batch(rows, run.outcomes, odd, run.seen, run.refused(), accepted)

    def _singles(self, arrays: Mapping[str, pa.Array], rows: Array, today: date | None) -> dict[int, Result]:
        """These rows as single cases. Rows that state the same are asked once."""
        if not rows.size:
            return {}
        stated = {name: self._stated(name, array, rows) for name, array in arrays.items()}
        found = {}
        for place, row in enumerate(rows):
            case = {name: values[place] for name, values in stated.items()}
            key = (today, tuple([(type(value), str(value)) for value in case.values()]))
            result = self.seen_before.get(key)
            if result is None:
                result = self.tables.evaluate(case, today)
                if len(self.seen_before) < MOST_KEPT:
                    self.seen_before[key] = result
            found[int(row)] = result
        return found

    def _stated(self, name: str, array: pa.Array, rows: Array) -> list[Any]:
        """Some rows of a column, as a program would hand them over one by one."""
        column = self.columns[name]
        some = array.take(pa.array(rows))
        if pa.types.is_floating(array.type) or pa.types.is_timestamp(array.type):
            valid = some.is_valid().to_pylist()
            values = some.to_numpy(zero_copy_only=False)
            plain = [value if known else None for value, known in zip(values, valid, strict=True)]
        else:
            plain = some.to_pylist()
        return [column.stated(value) for value in plain]


class _Run:
    """What is known of a batch while it goes through the decisions."""

    def __init__(
        self, kernel: Kernel, arrays: Mapping[str, pa.Array], rows: int, today: date | None, brief: bool
    ) -> None:
        self.kernel, self.arrays, self.rows, self.today, self.brief = kernel, arrays, rows, today, brief
        self.tables = kernel.tables
        self.odd = np.zeros(rows, bool)
        self.seen: dict[str, Seen] = {}
        self.outcomes: dict[str, Found] = {}
        self.open: dict[str, Array] = {}
        """The rows in which a decision is not taken for want of a rule, here or before; only where that is brief."""

    def know(self, shared: Shared) -> None:
        """Begins with what another table set found."""
        self.outcomes.update({code: found.copy() for code, found in shared.outcomes.items()})
        self.seen.update(shared.seen)
        self.odd[shared.odd] = True

    def take(self) -> None:
        for decision in self.tables.decisions:
            if decision.code not in self.outcomes:
                self._decide(decision)
        for name in self.tables.inputs:
            self.see(name)
        for combination in self.kernel.combinations:
            self._refuse(combination)
        for name in self.tables.needed:
            self.odd |= ~self.see(name).known

    def refused(self) -> Array | None:
        """The rows that lack nothing but a rule; their decisions are shown as not taken."""
        if not self.open:
            return None
        found = np.zeros(self.rows, bool)
        for code, rows in self.open.items():
            self.outcomes[code].clear(rows & ~self.odd)
            found |= rows
        return found & ~self.odd

    def see(self, name: str) -> Seen:
        """A field over the batch: stated, computed, or the answer of a decision."""
        found = self.seen.get(name)
        if found is None:
            field = self.tables.inputs.get(name)
            found = self._computed(name) if field is not None and field.computed else self._stated(name)
            self.seen[name] = found
        return found

    def _stated(self, name: str) -> Seen:
        array = self.arrays.get(name)
        column = self._column(name)
        return column.unknown(self.rows) if array is None else column.see(array, self.odd)

    def _column(self, name: str) -> Column:
        column = self.kernel.columns.get(name)
        if column is None:
            column = self.kernel.columns[name] = Column(self.tables.inputs[name], self.kernel.axes.get(name))
        return column

    # ---------------------------------------------------------------- decisions

    def _decide(self, decision: Decision) -> None:
        pieces, untaken = [], np.zeros(self.rows, bool)
        for name in decision.inputs:
            column, nowhere = self.see(name).placed()
            if nowhere is not None:
                if name in self.tables.producer:
                    untaken |= nowhere
                else:
                    self.odd |= nowhere
            pieces.append(column)
        found = self.kernel.lookups[decision.code].find(pieces, self.rows)
        undecided = found.undecided()
        if undecided is not None:
            untaken |= undecided
        self.outcomes[decision.code] = found
        if not self.brief:
            self.odd |= untaken
        elif untaken.any():
            self.open[decision.code] = untaken
        for name in decision.outputs:
            if name in self.kernel.axes or name in self.kernel.parts:
                self._give(name, found, self.open.get(decision.code))

    def _give(self, name: str, found: Found, untaken: Array | None) -> None:
        """What the tables behind see of an answer."""
        given = found.given(name)
        exact = None if given.mantissa is None else Exact(given.mantissa, given.scale)
        pieces, known = given.pieces, given.known
        if untaken is not None:
            pieces, known = np.where(untaken, NOWHERE, pieces), known & ~untaken
        self.seen[name] = Seen(pieces, known, exact)

    def _refuse(self, combination: Mapping[str, Array]) -> None:
        """Marks the rows that state what cannot be together."""
        holds = np.ones(self.rows, bool)
        for name, places in combination.items():
            holds &= np.take(places, self.see(name).pieces)
        self.odd |= holds

    # ---------------------------------------------------------------- computed fields

    def _computed(self, name: str) -> Seen:
        """A computed field: what was stated, else what follows; a row where the two contradict each other is odd."""
        field = self.tables.inputs[name]
        assert field.computed is not None
        stated = self._stated(name)
        for part in field.computed.parts:
            self.odd |= self._lacks(part) & ~stated.known
        follows = self._follow(name)
        if follows is None:
            return stated
        known, exact = follows
        if name in self.arrays:
            known = known & ~self._checked(name, stated, exact, known)
        found = self._column(name).of_exact(exact, known & ~stated.known, self.odd)
        pieces = np.where(stated.known, stated.pieces, found.pieces)
        if stated.exact is None:
            return Seen(pieces, stated.known | known, exact)
        return Seen(pieces, stated.known | known, _either(stated, exact, self.odd))

    def _lacks(self, part: str) -> Array | bool:
        """Where a part must be stated and is not: what the row needs is said by the longer way."""
        field = self.tables.inputs.get(part)
        if field is None or field.unknown:
            return False
        return ~self.see(part).known

    def _checked(self, name: str, stated: Seen, exact: Exact, known: Array) -> Array:
        """The rows that state the field; where it contradicts what follows, they are odd."""
        computed = self.tables.inputs[name].computed
        assert computed is not None
        both = known & stated.known
        if stated.exact is None:
            self.odd |= both
            return stated.known
        if computed.kind == "between":
            differ = stated.exact.completed() != exact.mantissa
        else:
            difference, over = combined(stated.exact, exact, -1)
            differ = (difference.mantissa != 0) | over
        self.odd |= differ & both
        return stated.known

    def _follow(self, name: str) -> tuple[Array, Exact] | None:
        """Which rows have all parts, and what follows from them; None where a part is never stated."""
        computed = self.tables.inputs[name].computed
        assert computed is not None
        if computed.kind == "between":
            start, end = computed.parts
            return self._time(start, end, computed.unit)
        seen = [self.see(part) for part in computed.parts]
        known = np.logical_and.reduce([part.known for part in seen])
        if any(part.exact is None for part in seen):
            self.odd |= known
            return None
        if computed.kind == "dose":
            return known, self._dose(computed, [part.exact for part in seen], known)
        exact = seen[0].exact
        for part in seen[1:]:
            assert exact is not None and part.exact is not None
            exact, over = combined(exact, part.exact, 1 if computed.kind == "sum" else -1)
            self.odd |= over & known
        assert exact is not None
        return known, exact

    def _dose(self, computed: Computed, parts: list[Exact | None], known: Array) -> Exact:
        """A rate times a number; the rows for which int64 is too small are odd."""
        found = Exact(np.ones(self.rows, np.int64), Fraction(computed.factor))
        for part in parts:
            assert part is not None
            found, over = multiplied(found, part)
            self.odd |= over & known
        found, over = bounded(found, computed.rounded, computed.at_least, computed.at_most)
        self.odd |= over & known
        return found

    def _time(self, left: str, right: str, unit: str) -> tuple[Array, Exact] | None:
        start, end = self._day(left), self._day(right)
        if start is None or end is None:
            return None
        known = start[1] & end[1]
        return known, Exact(between(start[0], end[0], unit), Fraction(1))

    def _day(self, name: str) -> tuple[Array, Array] | None:
        if name == TODAY and name not in self.tables.inputs and name not in self.arrays:
            if self.today is None:
                return None
            return np.full(self.rows, np.datetime64(self.today, "D")), np.ones(self.rows, bool)
        seen = self._stated(name) if name == TODAY else self.see(name)
        if seen.days is None:
            self.odd |= seen.known
            return None
        return seen.days, seen.known


# ---------------------------------------------------------------- parts


def _parts(tables: TableSet) -> frozenset[str]:
    """The fields whose exact values are needed: what a computed field follows from, and what could contradict it."""
    found: set[str] = set()
    for name, field in tables.inputs.items():
        if field.computed is not None:
            found |= {name, *field.computed.parts}
    return frozenset(found)


def _decider(kernel: Kernel, decision: Decision) -> Any:
    """Asks the generated evaluator of a decision about one combination of pieces."""
    axes = [kernel.axes[name] for name in decision.inputs]
    outcomes = kernel.outcomes[decision.code]

    def decide(pieces: tuple[int, ...]) -> int:
        values = [
            kernel.tables.compared(name, axis.witness(1 << piece))
            for name, axis, piece in zip(decision.inputs, axes, pieces, strict=True)
        ]
        try:
            return outcomes.number(decision.decide(*values))
        except Undecided as undecided:
            return outcomes.number(undecided)

    return decide


def _places(axis: Axis, mask: int) -> Array:
    """For each piece whether it is in a mask; the last is for the piece -1."""
    return np.array([bool(mask >> piece & 1) for piece in range(axis.full.bit_length())] + [False])


def _either(stated: Seen, follows: Exact, odd: Array) -> Exact:
    """What was stated where it was, else what follows."""
    assert stated.exact is not None
    left = Exact(np.where(stated.known, stated.exact.mantissa, 0), stated.exact.scale)
    right = Exact(np.where(stated.known, 0, follows.mantissa), follows.scale)
    found, over = combined(left, right, 1)
    odd |= over
    return found


__all__ = ["Batch", "Kernel"]
