"""Decision tables, sets and impossible combinations as constraints between masks of fields.

A state gives each variable a mask: the pieces it may still take. A variable is a field, or a yes/no question
about the answers of a multi-hit table ("do the warnings include W01?"), so that such a table is handled rule
by rule and never by the combinations of its rules. Each constraint narrows a state without losing a case.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from b12tables.compiler.cell import Value
from b12tables.compiler.model import HitPolicy
from b12tables.compiler.partition import Column, Grid, Masks
from b12tables.compiler.pieces import Axis, SetAxis, bits

NO, YES = 1, 2
"""The two pieces of a question's variable."""

State = list[int]


class Constraint:
    """What holds between some variables: `reads` (its conditions) and `writes` (what follows from them)."""

    reads: tuple[int, ...] = ()
    writes: tuple[int, ...] = ()

    def narrow(self, state: State) -> bool:
        """Take away pieces that cannot be part of a case. False when no case is left."""
        raise NotImplementedError

    def settled(self, state: State, strict: bool) -> bool:
        """Whether every case of the state's inputs meets the constraint (`strict`: with one and the same
        answer).
        """
        raise NotImplementedError

    def split(self, state: State) -> tuple[int, int] | None:
        """Where to split a state that is not settled: a variable, one side of it. None: no case is in it."""
        raise NotImplementedError


class TableConstraint(Constraint):
    """A single-hit decision table: the answer is that of the rule that no rule in the region prevents.

    `results[i]` are the masks of rule i's results, `otherwise` those of the Otherwise row; `prevents` as in
    `TableSpace`; `total` tells that the table has an answer for every combination of its columns.
    """

    def __init__(
        self,
        reads: Sequence[int],
        writes: Sequence[int],
        grid: Grid,
        results: Sequence[Masks],
        prevents: Sequence[int],
        otherwise: Masks | None,
        total: bool,
        sizes: Sequence[int],
    ) -> None:
        self.reads, self.writes = tuple(reads), tuple(writes)
        self.grid, self.results, self.prevents = grid, results, prevents
        self.otherwise, self.total = otherwise, total
        self._answers = [
            Column(size, False, [result[c] for result in results]) for c, size in enumerate(sizes)
        ]
        self._hulls: dict[int, tuple[Masks, Masks, int]] = {}
        self._unprevented: dict[tuple[int, int], int] = {}

    def _look(self, state: State) -> tuple[int, int]:
        """The rules that touch the state, and those that contain it."""
        alive = full = self.grid.everyone
        for column, variable in zip(self.grid.columns, self.reads, strict=True):
            mask = state[variable]
            alive &= column.touching(mask)
            full &= column.containing(mask)
        return alive, full

    def _candidates(self, alive: int, full: int) -> int:
        """The rules that may give the answer somewhere in the state."""
        if not full:
            return alive
        found = self._unprevented.get((alive, full))
        if found is None:
            found = 0
            for rule in bits(alive):
                if not self.prevents[rule] & full:
                    found |= 1 << rule
            self._unprevented[alive, full] = found
        return found

    def _admitted(self, candidates: int, state: State) -> int:
        """The candidates whose answer the state allows."""
        for column, variable in zip(self._answers, self.writes, strict=True):
            candidates &= column.touching(state[variable])
        return candidates

    def _otherwise_admitted(self, state: State) -> bool:
        return self.otherwise is not None and all(
            mask & state[variable] for mask, variable in zip(self.otherwise, self.writes, strict=True)
        )

    def _hull(self, rules: int) -> tuple[Masks, Masks, int]:
        """Of a set of rules: what their conditions span, what they answer, and what prevents all of them."""
        found = self._hulls.get(rules)
        if found is None:
            spans = [0] * len(self.reads)
            answers = [0] * len(self.writes)
            prevented = self.grid.everyone
            for rule in bits(rules):
                for c, mask in enumerate(self.grid.boxes[rule]):
                    spans[c] |= mask
                for c, mask in enumerate(self.results[rule]):
                    answers[c] |= mask
                prevented &= self.prevents[rule]
            found = self._hulls[rules] = tuple(spans), tuple(answers), prevented
        return found

    def narrow(self, state: State) -> bool:
        alive, full = self._look(state)
        candidates = self._admitted(self._candidates(alive, full), state)
        otherwise = not full and self._otherwise_admitted(state)
        if not candidates and not otherwise:
            return False
        spans, answers, prevented = self._hull(candidates)
        for c, variable in enumerate(self.writes):
            allowed = answers[c]
            if otherwise:
                assert self.otherwise is not None
                allowed |= self.otherwise[c]
            state[variable] &= allowed
        if not otherwise:
            for variable, span in zip(self.reads, spans, strict=True):
                state[variable] &= span
        blocked = alive & ~candidates & prevented
        return not blocked or self._avoid(blocked, state)

    def _avoid(self, blocked: int, state: State) -> bool:
        """No blocked rule may hold: where one column alone can still keep it from holding, it must."""
        once = twice = 0
        misses = []
        for column, variable in zip(self.grid.columns, self.reads, strict=True):
            miss = blocked & ~column.containing(state[variable])
            twice |= once & miss
            once |= miss
            misses.append(miss)
        if blocked & ~once:
            return False
        for rule in bits(once & ~twice):
            c = next(c for c, miss in enumerate(misses) if miss >> rule & 1)
            variable = self.reads[c]
            state[variable] &= ~self.grid.boxes[rule][c]
            if not state[variable]:
                return False
        return True

    def settled(self, state: State, strict: bool) -> bool:
        alive, full = self._look(state)
        candidates = self._candidates(alive, full)
        admitted = self._admitted(candidates, state)
        if not strict and self.total and admitted == candidates:
            return bool(full) or self.otherwise is None or self._otherwise_admitted(state)
        if not alive:
            return self._otherwise_admitted(state)
        return any(not self.prevents[rule] & alive for rule in bits(full & admitted))

    def split(self, state: State) -> tuple[int, int] | None:
        alive, full = self._look(state)
        candidates = self._admitted(self._candidates(alive, full), state)
        rule = next(bits(candidates & ~full), None)
        if rule is None:
            rule = next(bits(alive & ~full), None)
        if rule is None:
            return None
        best = None
        for variable, mask in zip(self.reads, self.grid.boxes[rule], strict=True):
            now = state[variable]
            if now & ~mask:
                inside = now & mask
                entry = (Fraction(inside.bit_count(), now.bit_count()), variable, inside)
                if best is None or entry < best:
                    best = entry
        assert best is not None
        return best[1], best[2]


class AggregateConstraint(Constraint):
    """A Collect sum, min, max or count table: one number made of all rules that hold."""

    ENUMERATED = 10
    """Up to so many rules that may or may not hold, the possible numbers are listed; beyond, none is
    excluded.
    """

    def __init__(
        self,
        reads: Sequence[int],
        writes: Sequence[int],
        grid: Grid,
        rows: Sequence[Sequence[Value]],
        otherwise: Sequence[Value] | None,
        policy: HitPolicy,
        axes: Sequence[Axis],
    ) -> None:
        self.reads, self.writes = tuple(reads), tuple(writes)
        self.grid, self.rows, self.otherwise, self.policy, self.axes = grid, rows, otherwise, policy, axes

    def _look(self, state: State) -> tuple[int, int]:
        box = tuple(state[variable] for variable in self.reads)
        alive = self.grid.touching(box)
        return alive, self.grid.containing(box, alive)

    def _answers(self, alive: int, full: int) -> list[Masks] | None:
        """The answers that are still possible, or None where they are too many to list."""
        open_rules = list(bits(alive & ~full))
        if len(open_rules) > self.ENUMERATED:
            return None
        found: dict[Masks, None] = {}
        for chosen in range(1 << len(open_rules)):
            hits = full
            for i in bits(chosen):
                hits |= 1 << open_rules[i]
            answer = self._answer(hits)
            if answer is not None:
                found[answer] = None
        return list(found)

    def _answer(self, hits: int) -> Masks | None:
        rows = [self.rows[i] for i in bits(hits)]
        if not rows and self.otherwise is not None:
            rows = [self.otherwise]
        if not rows and self.policy is not HitPolicy.COLLECT_COUNT:
            return None
        return tuple(
            axis.value_mask(aggregate(self.policy, [row[c] for row in rows]))
            for c, axis in enumerate(self.axes)
        )

    def narrow(self, state: State) -> bool:
        alive, full = self._look(state)
        answers = self._answers(alive, full)
        if answers is None:
            return True
        fitting = [a for a in answers if all(m & state[v] for m, v in zip(a, self.writes, strict=True))]
        for c, variable in enumerate(self.writes):
            union = 0
            for answer in fitting:
                union |= answer[c]
            state[variable] &= union
        return bool(fitting)

    def settled(self, state: State, strict: bool) -> bool:
        alive, full = self._look(state)
        if strict and alive != full:
            return False
        answers = self._answers(alive, full)
        always = full or self.otherwise is not None or self.policy is HitPolicy.COLLECT_COUNT
        return bool(answers and always) and all(
            mask & state[variable]
            for answer in answers or ()
            for mask, variable in zip(answer, self.writes, strict=True)
        )

    def split(self, state: State) -> tuple[int, int] | None:
        alive, full = self._look(state)
        rule = next(bits(alive & ~full), None)
        if rule is None:
            return None
        for variable, mask in zip(self.reads, self.grid.boxes[rule], strict=True):
            if state[variable] & ~mask:
                return variable, state[variable] & mask
        raise AssertionError


def aggregate(policy: HitPolicy, values: Sequence[Value]) -> Value:
    """The number that a Collect sum, min, max or count table makes of the rules that hold."""
    if policy is HitPolicy.COLLECT_COUNT:
        return Fraction(len(values))
    numbers = [value for value in values if isinstance(value, Fraction)]
    if not numbers:
        return None
    if policy is HitPolicy.COLLECT_SUM:
        return sum(numbers, Fraction(0))
    return min(numbers) if policy is HitPolicy.COLLECT_MIN else max(numbers)


class SetConstraint(Constraint):
    """The combinations of a set and the questions about its members, tied together.

    `needs` are the columns of the table that gives the set: it has a value only where they have.
    """

    def __init__(
        self, whole: int, questions: Sequence[tuple[int, int]], axis: SetAxis, needs: Sequence[int]
    ) -> None:
        self.whole = whole
        self.questions = questions
        """Each question's variable, and the pieces of the set in which its answer is yes."""
        self.reads = (*(variable for variable, _ in questions), *needs)
        self.writes = (whole,)
        self.axis = axis

    def narrow(self, state: State) -> bool:
        for variable, has in self.questions:
            if not state[variable] & YES:
                state[self.whole] &= ~has
            if not state[variable] & NO:
                state[self.whole] &= has
        for variable, has in self.questions:
            if not state[self.whole] & has:
                state[variable] &= NO
            if not state[self.whole] & ~has:
                state[variable] &= YES
            if not state[variable]:
                return False
        return bool(state[self.whole])

    def settled(self, state: State, strict: bool) -> bool:
        if state[self.whole].bit_count() == 1:
            return True
        if strict:
            return False
        allowed = self.axis.known
        for variable, has in self.questions:
            if not state[variable] & YES:
                allowed &= ~has
            if not state[variable] & NO:
                allowed &= has
        return not allowed & ~state[self.whole]

    def split(self, state: State) -> tuple[int, int] | None:
        for variable, _ in self.questions:
            if state[variable] == NO | YES:
                return variable, YES
        return None


class NotAll(Constraint):
    """An impossible combination: not all of its tests hold together."""

    def __init__(self, masks: dict[int, int]) -> None:
        self.masks = masks
        self.reads = tuple(masks)

    def narrow(self, state: State) -> bool:
        outside = []
        for variable, mask in self.masks.items():
            if not state[variable] & mask:
                return True
            if state[variable] & ~mask:
                outside.append(variable)
        if len(outside) == 1:
            state[outside[0]] &= ~self.masks[outside[0]]
        return bool(outside)

    def settled(self, state: State, strict: bool) -> bool:
        return any(not state[variable] & mask for variable, mask in self.masks.items())

    def split(self, state: State) -> tuple[int, int] | None:
        for variable, mask in self.masks.items():
            if state[variable] & ~mask:
                return variable, state[variable] & ~mask
        return None
