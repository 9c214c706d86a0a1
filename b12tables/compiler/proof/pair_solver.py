"""Two cases that differ in one input: the constraints of a model, with all that follows from that input twice.

What does not hang on the input is the same in both cases and stays one variable. So a question about two cases is one
about a network that is hardly larger, and what its tables have found out for single cases holds for it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.constraints import Constraint, Relation, State
from b12tables.compiler.proof.grid import BoundReached, Budget, Masks
from b12tables.compiler.proof.propagation import Cone, find_state
from b12tables.compiler.proof.solver import Reach, Restriction

OTHER = "\x00other"
"""Behind the name of a variable: the same of the second case."""

FEW_STEPS = 60_000
"""What a first look may take that only asks whether there is no pair at all."""

Ranks = Mapping[int, int]
"""The place of each piece in an order; a piece that is not named is not compared."""


class PairState(NamedTuple):
    """A state of two cases, and the variables that it decides; the others are free."""

    masks: State
    variables: frozenset[int]


class PairSolver(Reach):
    """The questions of a `Reach`, about two cases that differ in one input alone.

    The first case has the solver's variables. `other` names the variable that the second has in the place of one of
    them.
    """

    def __init__(self, solver: Reach, field: str) -> None:
        self.__dict__.update(solver.__dict__)
        self.field = field
        self.names, self.full = list(solver.names), list(solver.full)
        self.number, self.producer = dict(solver.number), dict(solver.producer)
        self._cones, self._unavoidable = {}, {}
        self._all_behind = dict(solver._all_behind)
        own = self.number[field]
        self._other = {own: self._variable(field + OTHER, self.full[own])}
        self.combinations = [
            *solver.combinations,
            *(
                (combination, Constraint(c.relation, self._others(c.reads)))
                for combination, c in solver.combinations
                if own in c.reads
            ),
        ]

    def other(self, name: str) -> str:
        """The name of what a variable is in the second case: itself, where it is the same in both."""
        return self.names[self._other_of(self.number[name])]

    def others(self, question: Restriction) -> dict[str, int]:
        """A restriction of the first case, put to the second."""
        return {self.other(name): mask for name, mask in question.items()}

    def both(self, first: Restriction, second: Restriction) -> dict[str, int]:
        """Two restrictions together."""
        found = dict(first)
        for name, mask in second.items():
            found[name] = found.get(name, self.full[self.number[name]]) & mask
        return found

    def _others(self, variables: Iterable[int]) -> list[int]:
        return [self._other_of(variable) for variable in variables]

    def _other_of(self, variable: int) -> int:
        found = self._other.get(variable)
        if found is not None:
            return found
        producer = self.producer.get(variable)
        reads = () if producer is None else tuple(self._others(producer.reads))
        if producer is None or reads == producer.reads:
            self._other[variable] = variable
            return variable
        writes = [self._variable(self.names[v] + OTHER, self.full[v]) for v in producer.writes]
        twin = Constraint(producer.relation, reads, writes)
        for first, second in zip(producer.writes, writes, strict=True):
            self._other[first] = second
            self.producer[second] = twin
        return self._other[variable]

    def pair(
        self, question: Restriction, ties: Sequence[tuple[Relation, Sequence[str]]], about: Iterable[str] = ()
    ) -> PairState | None:
        """A state all of whose pairs of cases meet the question, and relations between variables; None: there is no
        such pair. `about` names further variables that must be able to have a value. Raises `BoundReached`.
        """
        start, cone = self._beginning(question, ties, about)
        asked = [self.number[name] for name in question]
        # the last is split first: what is asked of both cases tells most
        state = find_state(start, cone, set(), self.budget, asked=asked)
        return None if state is None else PairState(state, cone.variables)

    def surely_none(
        self, question: Restriction, ties: Sequence[tuple[Relation, Sequence[str]]], about: Iterable[str] = ()
    ) -> bool:
        """Whether a few steps show that there is no such pair, splitting first what stands nearest to the question.

        Where there is none, that is mostly the shorter way. False: it was not seen.
        """
        start, cone = self._beginning(question, ties, about)
        limit = self.budget.limit
        left = FEW_STEPS if limit is None else min(FEW_STEPS, limit - self.budget.used)
        try:
            budget, asked = Budget(left, self.budget), [self.number[name] for name in question]
            return find_state(start, cone, set(), budget, from_the_end=False, asked=asked) is None
        except BoundReached:
            return False

    def _beginning(
        self, question: Restriction, ties: Sequence[tuple[Relation, Sequence[str]]], about: Iterable[str]
    ) -> tuple[State, Cone]:
        """Where the search for a pair begins, and what it depends on."""
        start = list(self.full)
        for name, mask in question.items():
            start[self.number[name]] &= mask
        tied = [Constraint(relation, [self.number[name] for name in names]) for relation, names in ties]
        wanted = [self.number[name] for name in (*question, *about)]
        cone = self.cone([*wanted, *(v for constraint in tied for v in constraint.reads)])
        return start, cone.and_also(tied)


class Below(Relation):
    """The first of two places has a lower rank than the second. What has no rank is left out of both."""

    def __init__(self, first: Ranks, second: Ranks) -> None:
        super().__init__()
        self.ranks = first, second

    def _range(self, place: int, mask: int) -> tuple[int, int] | None:
        ranks = [self.ranks[place][piece] for piece in bits(mask) if piece in self.ranks[place]]
        return (min(ranks), max(ranks)) if ranks else None

    def _narrow(self, masks: State) -> bool:
        ranges = self._range(0, masks[0]), self._range(1, masks[1])
        if ranges[0] is None or ranges[1] is None:
            return False
        lowest, highest = ranges[0][0], ranges[1][1]
        masks[0] = self._kept(0, masks[0], lambda rank: rank < highest)
        masks[1] = self._kept(1, masks[1], lambda rank: rank > lowest)
        return all(masks)

    def _kept(self, place: int, mask: int, keep: Callable[[int], bool]) -> int:
        kept = 0
        for piece in bits(mask):
            rank = self.ranks[place].get(piece)
            if rank is not None and keep(rank):
                kept |= 1 << piece
        return kept

    def _settles(self, masks: Masks, strict: bool) -> bool:
        if any(piece not in self.ranks[place] for place, mask in enumerate(masks) for piece in bits(mask)):
            return False
        first, second = self._range(0, masks[0]), self._range(1, masks[1])
        return first is not None and second is not None and first[1] < second[0]

    def split(self, masks: Masks) -> tuple[int, int] | None:
        for place, mask in enumerate(masks):
            unranked = mask & ~self._kept(place, mask, lambda rank: True)
            if unranked:
                return place, unranked
            span = self._range(place, mask)
            if span is not None and span[0] < span[1]:
                middle = (span[0] + span[1]) // 2
                return place, self._kept(place, mask, lambda rank: rank <= middle)  # noqa: B023 (asked at once)
        return None


class Differ(Relation):
    """Two places hold different pieces."""

    def _narrow(self, masks: State) -> bool:
        first, second = masks
        if first.bit_count() == 1:
            masks[1] &= ~first
        if second.bit_count() == 1:
            masks[0] &= ~second
        return all(masks)

    def _settles(self, masks: Masks, strict: bool) -> bool:
        return not masks[0] & masks[1]

    def split(self, masks: Masks) -> tuple[int, int] | None:
        for place, mask in enumerate(masks):
            if mask.bit_count() > 1:
                return place, mask & -mask
        return None
