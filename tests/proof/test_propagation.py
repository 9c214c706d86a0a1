"""States that meet constraints: the same as an enumeration of every case finds, and little is looked at in vain."""

from __future__ import annotations

from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.constraints import Constraint, NotAll, State
from b12tables.compiler.proof.grid import Budget
from b12tables.compiler.proof.pair_solver import Below, Differ
from b12tables.compiler.proof.propagation import Cone, find_state

PIECES = 3
VARIABLES = 5
FULL = (1 << PIECES) - 1

masks = st.integers(1, FULL)
pairs = st.lists(st.integers(0, VARIABLES - 1), min_size=2, max_size=2, unique=True)


@st.composite
def not_all(draw: st.DrawFn) -> Constraint:
    """Some variables that may not all be within their masks."""
    reads = draw(st.lists(st.integers(0, VARIABLES - 1), min_size=1, max_size=3, unique=True))
    return Constraint(NotAll([draw(masks) for _ in reads]), reads)


@st.composite
def compared(draw: st.DrawFn) -> Constraint:
    """Two variables that differ, or the first of which ranks lower."""
    ranks = dict(enumerate(draw(st.permutations(range(PIECES)))))
    relation = draw(st.sampled_from((Differ(), Below(ranks, ranks))))
    return Constraint(relation, draw(pairs))


networks = st.lists(st.one_of(not_all(), compared()), max_size=12)
starts = st.lists(masks, min_size=VARIABLES, max_size=VARIABLES)


def cases(state: State) -> list[tuple[int, ...]]:
    """Every case of a state: one piece of each variable."""
    return list(product(*([1 << piece for piece in bits(mask)] for mask in state)))


def meets(case: tuple[int, ...], constraint: Constraint) -> bool:
    """Whether one case meets a constraint, read off its definition."""
    seen = [case[variable] for variable in constraint.variables]
    relation = constraint.relation
    if isinstance(relation, NotAll):
        return not all(piece & test for piece, test in zip(seen, relation.tests, strict=True))
    if isinstance(relation, Differ):
        return seen[0] != seen[1]
    assert isinstance(relation, Below)
    one, two = (relation.ranks[place][piece.bit_length() - 1] for place, piece in enumerate(seen))
    return one < two


def cone(network: list[Constraint]) -> Cone:
    return Cone.of(tuple(network), frozenset(range(VARIABLES)), [FULL] * VARIABLES)


@given(starts, networks)
def test_a_state_is_found_where_a_case_meets_all_and_nowhere_else(
    start: State, network: list[Constraint]
) -> None:
    fine = [case for case in cases(start) if all(meets(case, c) for c in network)]
    # whichever constraints are split first
    for from_the_end in (True, False):
        state = find_state(start, cone(network), set(), Budget(), from_the_end)
        assert (state is not None) == bool(fine)
        if state is not None:
            assert set(cases(state)) <= set(fine)


@pytest.mark.slow
@given(starts, networks)
def test_what_is_given_is_not_changed(start: State, network: list[Constraint]) -> None:
    before = list(start)
    find_state(start, cone(network), set(), Budget())
    assert start == before


def test_splits_that_are_not_to_blame_are_not_looked_at_again() -> None:
    # three variables of two pieces that all differ have no case; twelve more that hang on nothing are split first
    others = 12
    full = 3
    clash = [Constraint(Differ(), reads) for reads in ((0, 1), (1, 2), (0, 2))]
    free = [
        Constraint(NotAll((1, 1)), (3 + 2 * n, 4 + 2 * n)) for n in range(others)
    ]  # what is asked last is split first
    network = (*clash, *free)
    variables = 3 + 2 * others
    budget = Budget()
    start = [full] * variables
    state = find_state(start, Cone.of(network, frozenset(range(variables)), start), set(), budget)
    assert state is None
    each = sum(constraint.steps for constraint in network) + 5 * len(network) + 5
    assert budget.used < 4 * others * each
    assert prod([2] * others) * each > 100 * budget.used
