"""What no rule covers: counted as an enumeration counts it, and between two numbers where the steps end."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.proof.analysis import STEPS_PER_SECOND, Analysis
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.coverage import cells_text, count_uncovered, find_uncovered, most_boxes
from b12tables.compiler.proof.grid import Budget, Grid, Masks, size
from benchmarks.analysis import yes_no

LARGE = 10**12


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A few rules over a few columns of a few pieces."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    boxes = st.tuples(*(st.integers(0, (1 << pieces) - 1) for pieces in sizes))
    wide = st.tuples(*(st.just((1 << pieces) - 1) | st.integers(1, (1 << pieces) - 1) for pieces in sizes))
    return Grid(sizes, [False] * len(sizes), draw(st.lists(boxes | wide, max_size=8)))


def cells_without_rule(grid: Grid) -> int:
    """The same, cell by cell."""
    pieces = [[1 << piece for piece in bits(mask)] for mask in grid.full]
    return sum(not any(_holds(box, cell) for box in grid.boxes) for cell in product(*pieces))


def _holds(box: Masks, cell: Masks) -> bool:
    return all(own & piece for own, piece in zip(box, cell, strict=True))


@given(grids())
def test_cells_are_counted_as_one_by_one(grid: Grid) -> None:
    cells = cells_without_rule(grid)
    assert count_uncovered(grid, Budget(LARGE), 300) == (cells, cells)


@pytest.mark.slow
@given(grids(), st.integers(0, 200), st.integers(0, 1))
def test_where_the_steps_end_the_number_lies_between_two(grid: Grid, steps: int, memory: int) -> None:
    least, most = count_uncovered(grid, Budget(steps), memory)
    assert 0 <= least <= cells_without_rule(grid) <= most <= size(grid.full)


@pytest.mark.slow
@given(grids(), st.integers(0, 400))
def test_boxes_are_disjoint_and_without_a_rule(grid: Grid, steps: int) -> None:
    found = find_uncovered(grid, Budget(steps), Fraction(1), 300)
    cells = cells_without_rule(grid)
    seen = [cell for box in found.boxes for cell in product(*([1 << i for i in bits(mask)] for mask in box))]
    assert len(seen) == len(set(seen)) <= cells
    assert not any(_holds(box, cell) for cell in seen for box in grid.boxes)
    assert found.cells[0] <= cells <= found.cells[1]
    assert not found.whole or len(seen) == cells


def test_groups_that_share_no_column_are_counted_apart() -> None:
    # forty pairs of yes/no columns, each with a rule for one cell of four: the boxes would be 3 to the 40th
    pairs = 40
    boxes = [
        tuple(1 if c in (2 * n, 2 * n + 1) else 3 for c in range(2 * pairs)) for n in range(pairs)
    ]  # rule n holds where both columns of pair n are the first piece
    grid = Grid([2] * 2 * pairs, [False] * 2 * pairs, boxes)
    budget = Budget(LARGE)
    assert count_uncovered(grid, budget, 300) == (3**pairs, 3**pairs)
    assert budget.used < 200 * pairs


@pytest.mark.slow
def test_no_more_boxes_are_held_than_the_memory_admits() -> None:
    model = yes_no(200, 30, 5)
    analysis = Analysis(model, 1, memory=20)
    (ts,) = analysis.tables
    found = find_uncovered(ts.grid, analysis.budget, Fraction(1, 2), 20)
    assert len(found.boxes) == most_boxes(ts.grid, 20) < most_boxes(ts.grid, 300)
    assert not found.whole
    least, most = found.cells
    assert 0 < least < most < size(ts.grid.full)


@pytest.mark.slow
@pytest.mark.parametrize("bound", [0.2, 1])
def test_a_hard_table_ends_within_its_bound_and_says_between_which_numbers(bound: float) -> None:
    model = yes_no(200, 30, 5)
    findings, _ = run_checks(model, bound=bound)
    gap = next(finding for finding in findings if finding.name == "gap")
    assert gap.example and gap.data["complete"] is False
    of, least, most = (int(str(gap.data[key])) for key in ("of", "cases_at_least", "cases_at_most"))
    assert int(str(gap.data["cases"])) <= least <= most < of
    left_open = next(finding for finding in findings if finding.name == "analysis-incomplete")
    assert f"between {least:,} and {most:,} of {of:,}" in left_open.message
    analysis = Analysis(model, bound)
    analysis.gaps(next(iter(analysis.tables)))
    assert analysis.budget.used <= 1.2 * bound * STEPS_PER_SECOND


def test_a_wide_table_as_people_write_it_is_settled_exactly() -> None:
    # a decision tree over forty columns, a few cells of which are not as they were
    analysis = Analysis(yes_no(100, 40), 5)
    (ts,) = analysis.tables
    found = find_uncovered(ts.grid, analysis.budget, Fraction(1, 2), 300)
    counted = count_uncovered(ts.grid, Budget(LARGE), 300)
    assert found.whole
    assert found.cells == counted


def test_numbers_and_shares_are_said_exactly_or_rounded_apart() -> None:
    assert cells_text((3, 3), 4) == "3 of 4 (75 %)"
    assert cells_text((1, 2), 3) == "between 1 and 2 of 3 (33.33 % to 66.67 %)"
    whole = prod([3] * 40)
    assert cells_text((whole - 1, whole - 1), whole).endswith("(99.99 %)")
