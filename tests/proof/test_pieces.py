"""Axes: tests to pieces and back, for every value of small domains; and the partition against enumeration."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Excludes,
    Includes,
    IsEmpty,
    IsUnknown,
    Not,
    Test,
    passes,
)
from b12tables.compiler.model.tables import Field, ValueRow
from b12tables.compiler.proof.axes import TooManyMembers, bits, make_axis
from b12tables.compiler.proof.grid import Budget, Grid, Masks, meet, meeting_pairs, merged, minus, uncovered
from b12tables.compiler.proof.table_space import Space
from b12tables.runtime.words import UNKNOWN
from tests.kit.cases import in_piece
from tests.kit.small_sets import domain, place, small_model
from tests.kit.tables import model_from_markdown
from tests.strategies import choices


@pytest.mark.slow
@given(choices())
@settings(max_examples=300, derandomize=True)
def test_a_mask_means_the_same_as_test_and_as_region(random: Random) -> None:
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


@pytest.mark.parametrize("seed", range(4))
def test_of_many_values_a_mask_means_the_same_as_test_and_as_region(seed: int) -> None:
    """Twelve values that are asked about, and one that is not but counts for emptiness."""
    random = Random(seed)
    codes = "abcdefghijklm"
    where = place("A1")
    field = Field(
        "signs", "signs", "choices", where, tuple(ValueRow(c, c, where) for c in codes), unknown=True
    )
    tests: list[Test] = [Includes(code) for code in codes[:12]]
    axis = make_axis(field, [*tests, IsEmpty()], True, is_set=True, declared=field.value_codes)
    assert axis.size == 2**13 + 1
    asked = random.sample(tests, 3)
    chosen: list[Test] = [
        AnyOf(tuple(asked)),
        AllOf(tuple(asked)),
        Not(AnyOf(tuple(asked))),
        AllOf((asked[0], Excludes(random.choice(codes[:12])))),
        AnyOf((IsEmpty(), *asked)),
        IsEmpty(),
        AnyOf((IsUnknown(), asked[1])),
    ]
    values = [
        frozenset(c for c in codes if random.random() < share)
        for share in (0, 0.1, 0.5, 0.9, 1)
        for _ in range(9)
    ]
    for test in chosen:
        mask = axis.mask(test)
        said, shown = axis.test(mask), axis.pieces(mask)
        for value in (*values, UNKNOWN):
            inside = passes(test, value)
            assert bool(axis.value_mask(value) & mask) == inside
            assert passes(said, value) == inside
            assert any(in_piece(field, value, piece) for piece in shown) == inside


def test_one_value_more_is_too_many() -> None:
    where = place("A1")
    codes = "abcdefghijklm"
    field = Field("signs", "signs", "choices", where, tuple(ValueRow(c, c, where) for c in codes))
    with pytest.raises(TooManyMembers) as refused:
        make_axis(field, [Includes(code) for code in codes], False, is_set=True, declared=field.value_codes)
    assert refused.value.asked == 13


def test_what_is_asked_of_too_many_values_is_left_out_and_said() -> None:
    """A combination that cannot be looked at excludes nothing; without its one line it would exclude a gap."""
    signs = [f"s{n}" for n in range(13)]
    asked = "\n".join(f"| K{n} | Signs: includes {sign}<br>Age: 18 | why |" for n, sign in enumerate(signs))
    findings, certificate = run_checks(
        model_from_markdown(f"""
## Fields
- signs: choices ({", ".join(signs)})
- age: number, 0..
- group: choice (child, adult)

## Impossible
| ID | Combination | Why |
|---|---|---|
{asked}

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | > 18 | adult |
""")
    )
    assert [(f.name, f.example) for f in findings] == [("gap", {"age": 18}), ("analysis-incomplete", None)]
    assert "13 different values" in findings[1].message
    assert [line.partition(":")[0] for line in certificate.skipped] == [
        f"impossible combination K{n}" for n in range(13)
    ]
    assert not certificate.assumed


def test_what_depends_on_a_table_that_is_left_out_is_left_out_too() -> None:
    """What can arise there is not known: a gap for a level that never occurs would be no gap."""
    signs = [f"s{n}" for n in range(13)]
    rows = "\n".join(f"| R{n} | includes {sign} | a |" for n, sign in enumerate(signs))
    findings, certificate = run_checks(
        model_from_markdown(f"""
## Fields
- signs: choices ({", ".join(signs)})
- sick: yes/no
- level: choice (a, b)
- plan: choice (p, q)

## Decision: First table
- Hit policy: First

| | When | Then |
|---|---|---|
| Rule | Signs | Level |
{rows}
| Z | - | a |

## Decision: Second table
| | When | When | Then |
|---|---|---|---|
| Rule | Level | Sick | Plan |
| E1 | a | yes | p |
| E2 | a | no | q |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Sick: yes | Plan: p | why |
""")
    )
    assert {finding.name for finding in findings} == {"analysis-incomplete"}
    assert [finding.decision for finding in findings] == ["first_table", "second_table", None]
    assert "First table, which decides Level, is not analysed" in findings[1].message
    assert "bound" not in findings[2].message
    assert certificate.possible_cases == "not counted"
    assert certificate.skipped[-1] == "whether safety rule S1 always holds"


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


@pytest.mark.slow
@given(choices())
@settings(max_examples=500, derandomize=True)
def test_the_partition_is_exact(random: Random) -> None:
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
