"""A state narrowed by constraints until nothing changes, and split where that does not settle it.

For each variable it is kept on which splits its mask rests, so that a region without a case tells which of them are to
blame: the other side of a split that is not among them has no case either, and is not looked at (conflict-directed
backjumping).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import ne

from b12tables.compiler.proof.constraints import Constraint, State
from b12tables.compiler.proof.grid import Budget

Splits = int
"""Splits by their depth, as a bit set."""


@dataclass(frozen=True)
class Cone:
    """What a question depends on: constraints, and the variables that they speak of."""

    constraints: tuple[Constraint, ...]
    variables: frozenset[int]
    watchers: Mapping[int, int]
    """For each variable the places in `constraints` that must be looked at again when it changes, as a bit set."""
    full: State
    """Of each variable all pieces."""
    fewer: Cone | None = None
    """The cone to which the last of the constraints were added, where there is one."""

    @classmethod
    def of(cls, constraints: tuple[Constraint, ...], variables: frozenset[int], full: State) -> Cone:
        """The cone of these constraints."""
        return cls(constraints, variables, _watchers({}, enumerate(constraints)), full)

    def and_also(self, more: Sequence[Constraint]) -> Cone:
        """The cone with further constraints between its variables."""
        constraints = (*self.constraints, *more)
        watchers = _watchers(dict(self.watchers), enumerate(more, len(self.constraints)))
        return Cone(constraints, self.variables, watchers, self.full, self)

    @cached_property
    def _restless(self) -> int:
        """The places of the constraints that take something away where nothing is asked."""
        found, known = (0, 0) if self.fewer is None else (self.fewer._restless, len(self.fewer.constraints))
        for place, constraint in enumerate(self.constraints[known:], known):
            if not constraint.rests(self.full):
                found |= 1 << place
        return found

    def to_look_at(self, start: State, asked: Iterable[int] | None = None) -> int:
        """The places of the constraints that may narrow a state: of the others all variables have all pieces.

        `asked`: all variables that may have fewer than all pieces, where that is known.
        """
        waiting = self._restless
        if asked is None:
            asked = compress(range(len(start)), map(ne, start, self.full))
        for variable in asked:
            waiting |= self.watchers.get(variable, 0)
        return waiting


def _watchers(watchers: dict[int, int], places: Iterable[tuple[int, Constraint]]) -> dict[int, int]:
    """Adds constraints and their places to the watchers of their variables."""
    watching = watchers.get
    for place, constraint in places:
        here = 1 << place
        for variable in constraint.variables:
            watchers[variable] = watching(variable, 0) | here
    return watchers


class Region:
    """A state that is being narrowed; `rests_on` are the splits that each variable's mask rests on."""

    __slots__ = ("rests_on", "state")

    def __init__(self, state: State, rests_on: list[Splits]) -> None:
        self.state, self.rests_on = state, rests_on

    def copy(self) -> Region:
        return Region(self.state.copy(), self.rests_on.copy())

    def restrict(self, variable: int, mask: int, why: Splits) -> None:
        """Gives a variable a mask within its own, which rests on these splits too."""
        self.state[variable] = mask
        self.rests_on[variable] |= why

    def narrow(self, cone: Cone, waiting: int, budget: Budget) -> Splits | None:
        """Narrows the state by the waiting constraints, and by all that watch what they change.

        Where no case is left, the splits that it takes for that; None where some may be.
        """
        state, rests_on = self.state, self.rests_on
        constraints, watchers = cone.constraints, cone.watchers
        steps = 0
        while waiting:
            lowest = waiting & -waiting
            waiting ^= lowest
            constraint = constraints[lowest.bit_length() - 1]
            steps += constraint.steps
            before = constraint.masks(state)
            after = constraint.narrowed(before)
            if after is before:
                continue
            blame = 0
            for variable in constraint.variables:
                blame |= rests_on[variable]
            if after is None:
                budget.spend(steps)
                return blame
            for variable, old, new in zip(constraint.variables, before, after, strict=True):
                if new != old:
                    state[variable], rests_on[variable] = new, blame
                    waiting |= watchers[variable]
        budget.spend(steps)
        return None


@dataclass
class _Split:
    """A split on the way: the region as it was, and the side of a variable that is still to be looked at."""

    region: Region
    variable: int
    other: int


def find_state(
    start: State,
    cone: Cone,
    exact: Collection[Constraint],
    budget: Budget,
    from_the_end: bool = True,
    asked: Iterable[int] | None = None,
) -> State | None:
    """A state within `start` all of whose input combinations are cases that meet the constraints; None: there is none.

    The constraints in `exact` give one and the same answer all over it. Which state it is hangs on the order in which
    constraints are split: from the last one, or from the first. For `asked` see `Cone.to_look_at`. Raises
    `BoundReached`.
    """
    if not all(start):
        return None
    region: Region | None = Region(start.copy(), [0] * len(start))
    waiting = cone.to_look_at(start, asked)
    way: list[_Split] = []
    order = cone.constraints[::-1] if from_the_end else _nearest_first(cone.constraints)
    while region is not None:
        blame = region.narrow(cone, waiting, budget)
        if blame is None:
            budget.spend(5 * len(cone.constraints) + 5)
            settled, split = _next_split(region.state, order, exact)
            if settled:
                return region.state
            if split is not None:
                variable, side = split
                way.append(_Split(region.copy(), variable, region.state[variable] & ~side))
                region.restrict(variable, side, 1 << len(way) - 1)
                waiting = cone.watchers.get(variable, 0)
                continue
            blame = (1 << len(way)) - 1
        region, waiting = _other_side(way, blame, cone)
    return None


def _nearest_first(constraints: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
    """The constraints in their order, but behind all others those that stand first to be split last."""
    late = 0
    while late < len(constraints) and constraints[late].relation.split_last:
        late += 1
    return constraints[late:] + constraints[:late]


def _next_split(
    state: State, constraints: Sequence[Constraint], exact: Collection[Constraint]
) -> tuple[bool, tuple[int, int] | None]:
    """Whether all constraints are settled, and else where to split the state: that of the first that can be split.

    None: there is no case in it.
    """
    settled = True
    for constraint in constraints:
        if not constraint.settled(state, constraint in exact):
            settled = False
            split = constraint.split(state)
            if split is not None:
                return False, split
    return settled, None


def _other_side(way: list[_Split], blame: Splits, cone: Cone) -> tuple[Region | None, int]:
    """What is to be looked at next where these splits left no case, and the constraints that wait there.

    What is left of the last split to blame is its other side, and that rests on the others to blame. Those after it
    are not to blame: their other sides have no case either.
    """
    while way:
        split = way.pop()
        here = 1 << len(way)
        if blame & here:
            blame &= ~here
            if split.other:
                split.region.restrict(split.variable, split.other, blame)
                return split.region, cone.watchers.get(split.variable, 0)
            blame |= split.region.rests_on[split.variable]
    return None, 0
