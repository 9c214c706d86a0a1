"""Decision tables, sets and impossible combinations as constraints between masks of fields.

A state gives each variable a mask: the pieces it may still take. A variable is a field, or a yes/no question
about the answers of a multi-hit table ("do the warnings include W01?"), so that such a table is handled rule
by rule and never by the combinations of its rules. Each constraint narrows a state without losing a case.

What holds between the masks is a `Relation`, which knows no variables, only their places: first those that it
reads, then those that it writes. So several networks (versions of one table set, say) can share it, and with
it what it remembers. A `Constraint` puts it to certain variables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import itemgetter

from b12tables.compiler.proof.axes import Axis, SetAxis, bits
from b12tables.compiler.proof.grid import Column, Grid, Masks
from b12tables.runtime.questions.hits import Hits

NO, YES = 1, 2
"""The two pieces of a question's variable."""

State = list[int]
"""A mask for each variable."""

REMEMBERED = 5_000
"""Of so many masks a relation remembers what it made of them; then it begins anew."""


class Relation:
    """What holds between the masks of some places."""

    split_last = False
    """Whether all others are split before it, from whichever end that begins."""

    costs = 0
    """How many steps more than another it takes to be looked at."""

    def __init__(self) -> None:
        self._narrowed: dict[Masks, Masks | None] = {}
        """What is left of masks; nothing at all where they stay as they are."""
        self._settled: dict[tuple[Masks, bool], bool] = {}

    def narrowed(self, masks: Masks) -> Masks | None:
        """The masks without pieces that cannot be part of a case; None when no case is left.

        Where nothing is taken away, these very masks: that tells it at a glance.
        """
        try:
            found = self._narrowed[masks]
        except KeyError:
            pass
        else:
            return masks if found == () else found
        if len(self._narrowed) >= REMEMBERED:
            self._narrowed.clear()
        left = list(masks)
        found = tuple(left) if self._narrow(left) and all(left) else None
        if found == masks:
            self._narrowed[masks] = ()
            return masks
        self._narrowed[masks] = found
        return found

    def settled(self, masks: Masks, strict: bool) -> bool:
        """Whether every case of the masks that it reads meets the relation (`strict`: with one and the same
        answer).
        """
        key = masks, strict
        found = self._settled.get(key)
        if found is None:
            if len(self._settled) >= REMEMBERED:
                self._settled.clear()
            found = self._settled[key] = self._settles(masks, strict)
        return found

    def split(self, masks: Masks) -> tuple[int, int] | None:
        """Where to split masks that are not settled: a place, one side of it. None: no case is in it."""
        raise NotImplementedError

    def _narrow(self, masks: State) -> bool:
        """Takes away pieces that cannot be part of a case. False when no case is left."""
        raise NotImplementedError

    def _settles(self, masks: Masks, strict: bool) -> bool:
        raise NotImplementedError


class Constraint:
    """A relation between certain variables: `reads` (its conditions) and `writes` (what follows from them)."""

    def __init__(self, relation: Relation, reads: Sequence[int], writes: Sequence[int] = ()) -> None:
        self.relation = relation
        self.reads, self.writes = tuple(reads), tuple(writes)
        self.variables = (*self.reads, *self.writes)
        self.masks = _getter(self.variables)
        """Of a state the masks of these variables."""
        self.narrowed = relation.narrowed
        self.steps = 5 + len(self.variables) // 2 + relation.costs
        """What it costs to look at it."""
        self._rests: bool | None = None

    def rests(self, full: State) -> bool:
        """Whether it takes nothing away where each variable of its network has all its pieces, which are `full`."""
        if self._rests is None:
            masks = self.masks(full)
            self._rests = self.narrowed(masks) == masks
        return self._rests

    def settled(self, state: State, strict: bool) -> bool:
        """Whether every case of the state's inputs meets the relation (`strict`: with one and the same answer)."""
        return self.relation.settled(self.masks(state), strict)

    def split(self, state: State) -> tuple[int, int] | None:
        """Where to split a state that is not settled: a variable, one side of it. None: no case is in it."""
        found = self.relation.split(self.masks(state))
        return None if found is None else (self.variables[found[0]], found[1])


def _getter(places: tuple[int, ...]) -> Callable[[State], Masks]:
    if len(places) == 1:
        (place,) = places
        return lambda state: (state[place],)
    return itemgetter(*places)


class TableRelation(Relation):
    """A single-hit decision table: the answer is that of the rule that no rule in the region prevents.

    `results[i]` are the masks of rule i's results, `otherwise` those of the Otherwise row; `prevents` as in
    `TableSpace`; `total` tells that the table has an answer for every combination of its columns.
    """

    def __init__(
        self,
        grid: Grid,
        results: Sequence[Masks],
        prevents: Sequence[int],
        otherwise: Masks | None,
        total: bool,
        sizes: Sequence[int],
    ) -> None:
        super().__init__()
        self.grid, self.results, self.prevents = grid, results, prevents
        self._looks = [column.looks for column in grid.columns]
        self.width = len(grid.columns)
        """So many places are read, the rest written."""
        self.otherwise, self.total = otherwise, total
        self._answers = [
            Column(size, False, [result[c] for result in results]) for c, size in enumerate(sizes)
        ]
        self._hulls: dict[int, tuple[Masks, Masks, int]] = {}
        self._unprevented: dict[tuple[int, int], int] = {}

    def _look(self, masks: Sequence[int]) -> tuple[int, int]:
        """The rules that touch the masks, and those that contain them."""
        alive = full = self.grid.everyone
        for column, looks, mask in zip(self.grid.columns, self._looks, masks, strict=False):
            touching, containing = looks.get(mask) or column.look(mask)
            alive &= touching
            full &= containing
        return alive, full

    def _candidates(self, alive: int, full: int) -> int:
        """The rules that may give the answer somewhere in the masks."""
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

    def _admitted(self, candidates: int, masks: Sequence[int]) -> int:
        """The candidates whose answer the masks allow."""
        for column, mask in zip(self._answers, masks[self.width :], strict=True):
            candidates &= column.touching(mask)
        return candidates

    def _otherwise_admitted(self, masks: Sequence[int]) -> bool:
        return self.otherwise is not None and all(
            mask & own for mask, own in zip(masks[self.width :], self.otherwise, strict=True)
        )

    def _hull(self, rules: int) -> tuple[Masks, Masks, int]:
        """Of a set of rules: what their conditions span, what they answer, and what prevents all of them."""
        found = self._hulls.get(rules)
        if found is None:
            spans = [0] * self.width
            answers = [0] * len(self._answers)
            prevented = self.grid.everyone
            for rule in bits(rules):
                for c, mask in enumerate(self.grid.boxes[rule]):
                    spans[c] |= mask
                for c, mask in enumerate(self.results[rule]):
                    answers[c] |= mask
                prevented &= self.prevents[rule]
            found = self._hulls[rules] = tuple(spans), tuple(answers), prevented
        return found

    def _narrow(self, masks: State) -> bool:
        alive, full = self._look(masks)
        candidates = self._admitted(self._candidates(alive, full), masks)
        otherwise = not full and self._otherwise_admitted(masks)
        if not candidates and not otherwise:
            return False
        spans, answers, prevented = self._hull(candidates)
        for c, allowed in enumerate(answers):
            if otherwise:
                assert self.otherwise is not None
                allowed |= self.otherwise[c]
            masks[self.width + c] &= allowed
        if not otherwise:
            for c, span in enumerate(spans):
                masks[c] &= span
        blocked = alive & ~candidates & prevented
        return not blocked or self._avoid(blocked, masks)

    def _avoid(self, blocked: int, masks: State) -> bool:
        """No blocked rule may hold: where one column alone can still keep it from holding, it must."""
        once = twice = 0
        misses = []
        for column, mask in zip(self.grid.columns, masks, strict=False):
            miss = blocked & ~column.containing(mask)
            twice |= once & miss
            once |= miss
            misses.append(miss)
        if blocked & ~once:
            return False
        for rule in bits(once & ~twice):
            c = next(c for c, miss in enumerate(misses) if miss >> rule & 1)
            masks[c] &= ~self.grid.boxes[rule][c]
            if not masks[c]:
                return False
        return True

    def _settles(self, masks: Masks, strict: bool) -> bool:
        alive, full = self._look(masks)
        candidates = self._candidates(alive, full)
        admitted = self._admitted(candidates, masks)
        if not strict and self.total and admitted == candidates:
            return bool(full) or self.otherwise is None or self._otherwise_admitted(masks)
        if not alive:
            return self._otherwise_admitted(masks)
        return any(not self.prevents[rule] & alive for rule in bits(full & admitted))

    def split(self, masks: Masks) -> tuple[int, int] | None:
        alive, full = self._look(masks)
        candidates = self._admitted(self._candidates(alive, full), masks)
        rule = next(bits(candidates & ~full), None)
        if rule is None:
            rule = next(bits(alive & ~full), None)
        if rule is None:
            return None
        best = None
        for c, mask in enumerate(self.grid.boxes[rule]):
            now = masks[c]
            if now & ~mask:
                inside = now & mask
                entry = (Fraction(inside.bit_count(), now.bit_count()), c, inside)
                if best is None or entry < best:
                    best = entry
        assert best is not None
        return best[1], best[2]


class AggregateRelation(Relation):
    """A Collect sum, min, max or count table: one number made of all rules that hold."""

    ENUMERATED = 10
    """Up to so many rules that may or may not hold, the possible numbers are listed; beyond, none is
    excluded.
    """

    def __init__(self, grid: Grid, hits: Hits, axes: Sequence[Axis]) -> None:
        super().__init__()
        self.grid, self.hits, self.axes = grid, hits, axes
        self.width = len(grid.columns)
        # of an answer that is listed; most looks list far fewer than there can be, or find what was listed before
        self.costs = 1 << min(self.ENUMERATED, len(grid.boxes))

    def _look(self, masks: Sequence[int]) -> tuple[int, int]:
        box = tuple(masks[: self.width])
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
        row = self.hits.outcome(hits)
        if row is None:
            return None
        return tuple(axis.value_mask(value) for axis, value in zip(self.axes, row, strict=True))

    def _narrow(self, masks: State) -> bool:
        alive, full = self._look(masks)
        answers = self._answers(alive, full)
        if answers is None:
            return True
        fitting = [a for a in answers if all(m & n for m, n in zip(a, masks[self.width :], strict=True))]
        for c in range(len(self.axes)):
            union = 0
            for answer in fitting:
                union |= answer[c]
            masks[self.width + c] &= union
        return bool(fitting)

    def _settles(self, masks: Masks, strict: bool) -> bool:
        alive, full = self._look(masks)
        if strict and alive != full:
            return False
        answers = self._answers(alive, full)
        always = full or self.hits.outcome(0) is not None
        return bool(answers and always) and all(
            m & n for answer in answers or () for m, n in zip(answer, masks[self.width :], strict=True)
        )

    def split(self, masks: Masks) -> tuple[int, int] | None:
        alive, full = self._look(masks)
        rule = next(bits(alive & ~full), None)
        if rule is None:
            return None
        for c, mask in enumerate(self.grid.boxes[rule]):
            if masks[c] & ~mask:
                return c, masks[c] & mask
        raise AssertionError


def question_relation(
    grid: Grid, says_yes: Sequence[bool], otherwise: bool, columns: Sequence[int]
) -> Relation:
    """Does a rule hold that says yes, or only the Otherwise row, which does?"""
    rules = [i for i, yes in enumerate(says_yes) if yes or otherwise]
    boxes = Grid(
        [grid.columns[c].size for c in columns],
        [grid.columns[c].ordered for c in columns],
        [tuple(grid.boxes[i][c] for c in columns) for i in rules],
    )
    yes_rules = sum(1 << place for place, i in enumerate(rules) if says_yes[i])
    return TableRelation(
        boxes,
        [(YES if says_yes[i] else NO,) for i in rules],
        [0 if says_yes[i] else yes_rules for i in rules],
        (YES if otherwise else NO,),
        True,
        [2],
    )


class SetRelation(Relation):
    """The combinations of a set and the questions about its members, tied together.

    `has` are, for each question, the pieces of the set in which its answer is yes. It reads the questions and then
    the columns of the table that gives the set, which has a value only where they have; it writes the set.
    """

    def __init__(self, has: Sequence[int], axis: SetAxis) -> None:
        super().__init__()
        self.has, self.axis = tuple(has), axis

    def _narrow(self, masks: State) -> bool:
        for asked, has in zip(masks, self.has, strict=False):
            if not asked & YES:
                masks[-1] &= ~has
            if not asked & NO:
                masks[-1] &= has
        whole = masks[-1]
        for place, has in enumerate(self.has):
            if not whole & has:
                masks[place] &= NO
            if not whole & ~has:
                masks[place] &= YES
        return all(masks)

    def _settles(self, masks: Masks, strict: bool) -> bool:
        if masks[-1].bit_count() == 1:
            return True
        if strict:
            return False
        allowed = self.axis.known
        for asked, has in zip(masks, self.has, strict=False):
            if not asked & YES:
                allowed &= ~has
            if not asked & NO:
                allowed &= has
        return not allowed & ~masks[-1]

    def split(self, masks: Masks) -> tuple[int, int] | None:
        for place in range(len(self.has)):
            if masks[place] == NO | YES:
                return place, YES
        return None


class NotAll(Relation):
    """An impossible combination: not all of its tests hold together."""

    def __init__(self, tests: Sequence[int]) -> None:
        super().__init__()
        self.tests = tuple(tests)

    def _narrow(self, masks: State) -> bool:
        outside = []
        for place, test in enumerate(self.tests):
            if not masks[place] & test:
                return True
            if masks[place] & ~test:
                outside.append(place)
        if len(outside) == 1:
            masks[outside[0]] &= ~self.tests[outside[0]]
        return bool(outside)

    def _settles(self, masks: Masks, strict: bool) -> bool:
        return any(not mask & test for mask, test in zip(masks, self.tests, strict=True))

    def split(self, masks: Masks) -> tuple[int, int] | None:
        for place, test in enumerate(self.tests):
            if masks[place] & ~test:
                return place, masks[place] & ~test
        return None
