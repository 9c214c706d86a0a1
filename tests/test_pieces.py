"""Axes: tests to pieces and back, for every value of small domains; and the partition against enumeration."""

from __future__ import annotations

from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.cell import passes
from b12tables.compiler.partition import Budget, Grid, Masks, meet, meeting_pairs, merged, minus, uncovered
from b12tables.compiler.pieces import bits
from b12tables.compiler.space import Space
from tests.support.cases import in_piece
from tests.support.small_sets import domain, small_model

SEEDS = st.integers(0, 2**40)


@given(SEEDS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_mask_means_the_same_as_test_and_as_region(seed: int) -> None:
    random = Random(seed)
    model = small_model(random)
    space = Space(model)
    for name, axis in space.axes.items():
        field = model.fields[name]
        values = domain(model, name)
        for table in model.decisions:
            for rule in table.rules:
                for condition, seen in zip(rule.conditions, table.input_fields, strict=True):
                    if seen == name:
                        mask = axis.mask(condition.test)
                        assert all(
                            passes(condition.test, v) == bool(axis.value_mask(v) & mask) for v in values
                        )
        mask = random.getrandbits(axis.size) & axis.full
        if not mask:
            continue
        assert axis.value_mask(axis.witness(mask)) & mask
        said, shown = axis.test(mask), axis.pieces(mask)
        for value in values:
            inside = bool(axis.value_mask(value) & mask)
            assert passes(said, value) == inside
            assert any(in_piece(field, value, piece) for piece in shown) == inside


def _random_grid(random: Random) -> Grid:
    columns = random.randint(1, 4)
    # a long column takes the other way of indexing rules
    sizes = [random.choice([2, 3, 5]) for _ in range(columns)]
    if random.random() < 0.2:
        sizes[0] = 80
    boxes = [tuple(_random_mask(random, n) for n in sizes) for _ in range(random.randint(0, 8))]
    return Grid(sizes, [random.random() < 0.5 for _ in range(columns)], boxes)


def _random_mask(random: Random, size: int) -> int:
    roll = random.random()
    if roll < 0.3:
        return (1 << size) - 1
    if roll < 0.7:
        low = random.randint(0, size - 1)
        return (1 << random.randint(low + 1, size)) - (1 << low)
    return random.getrandbits(size)


def _cells(boxes: list[Masks]) -> list[tuple[int, ...]]:
    return [cell for box in boxes for cell in product(*(bits(mask) for mask in box))]


@given(SEEDS)
@settings(max_examples=500, deadline=None, derandomize=True)
def test_the_partition_is_exact(seed: int) -> None:
    random = Random(seed)
    grid = _random_grid(random)
    boxes = list(grid.boxes)
    covered = set(_cells(boxes))
    everything = set(_cells([grid.full]))
    found = _cells(merged(uncovered(grid, Budget())))
    assert len(set(found)) == len(found)
    assert set(found) == everything - covered
    pairs = {(i, j) for j in range(len(boxes)) for i in range(j) if all(meet(boxes[i], boxes[j]))}
    assert set(meeting_pairs(grid)) == pairs
    for _ in range(5):
        box = tuple(random.getrandbits(column.size) | 1 for column in grid.columns)
        inside = set(_cells([box]))
        for i, own in enumerate(boxes):
            cells = set(_cells([own]))
            assert bool(grid.touching(box) >> i & 1) == bool(inside & cells)
            assert bool(grid.containing(box, grid.everyone) >> i & 1) == (inside <= cells)
            assert set(_cells(minus(box, own))) == inside - cells
