"""Scores and doses among the answers of a cohort: those of `evaluate` in every row, by whole columns."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from b12tables.compiler import read
from b12tables.runtime.fields import Choice, Choices, Number, YesNo
from b12tables.runtime.values import number_json
from tests.kit.packages import package_of
from tests.oracles.test_all_constructs import construct_model

pa = pytest.importorskip("pyarrow")
np = pytest.importorskip("numpy")
cohort = pytest.importorskip("b12tables.cohort")

EXAMPLES = Path(__file__).parents[2] / "examples"


def drawn(tables: Any, rows: int, random: Random) -> dict[str, list[Any]]:
    """Rows of which most state what is asked for, some nothing, some what is refused."""
    return {
        name: [None if random.random() < 0.1 else one(field, random) for _ in range(rows)]
        for name, field in tables.inputs.items()
        if field.computed is None and isinstance(field, (Number, Choice, YesNo))
    }


def one(field: Any, random: Random) -> Any:
    if isinstance(field, YesNo):
        return random.random() < 0.5
    if isinstance(field, Choices):
        return [member for member in field.labels if random.random() < 0.4]
    if isinstance(field, Choice):
        return random.choice(list(field.labels))
    step = Fraction(field.step or (1 if field.whole else Fraction(1, 10)))
    low = Fraction(0) if field.low is None else field.low
    high = low + 100 if field.high is None else field.high
    number = low + step * random.randrange(-1 if random.random() < 0.02 else 0, int((high - low) / step) + 1)
    return int(number) if field.whole else float(number)


def rows_by_row(tables: Any, columns: dict[str, list[Any]]) -> int:
    """Holds a cohort to `evaluate`; how many of its rows were asked alone."""
    table = pa.table(columns)
    ready = cohort.Cohort(tables, table.schema, cohort.Settings())
    asked = 0
    for batch in table.to_batches(max_chunksize=150):
        found = ready.answer(batch).to_pylist()
        arrays = {name: batch.column(name) for name in columns}
        asked += len(ready.kernel.run(arrays, batch.num_rows).odd)
        for case, row in zip(batch.to_pylist(), found, strict=True):
            result = tables.evaluate(case)
            assert row["status"] == result.status, case
            for code in ready.kernel.scores:
                score = result.scores.get(code)
                assert row[code] == (None if score is None else number_json(score)), (code, case)
    return asked


@pytest.mark.parametrize("name", ["warfarin", "leg-vein"])
def test_the_examples_by_columns(name: str) -> None:
    model, _ = read(EXAMPLES / name)
    assert model is not None
    tables = package_of(model).SET
    columns = drawn(tables, 300, Random(name))
    answered = sum(
        tables.evaluate(dict(zip(columns, row, strict=True))).status == "ok"
        for row in zip(*columns.values(), strict=True)
    )
    assert answered > 30
    assert rows_by_row(tables, columns) == 300 - answered


@pytest.mark.parametrize("seed", range(6))
def test_random_sets_by_columns(seed: int) -> None:
    tables = package_of(construct_model(seed)).SET
    rows_by_row(tables, drawn(tables, 60, Random(seed)))


@pytest.mark.parametrize("scale", [Fraction(1, 10), Fraction(1, 3), Fraction(7, 10), Fraction(1, 2**60)])
def test_the_float_of_an_exact_number_is_the_nearest(scale: Fraction) -> None:
    from b12tables.cohort.numbers import Exact

    random = Random(1)
    mantissa = [random.randrange(-(2**62), 2**62) >> random.randrange(62) for _ in range(500)] + [0]
    found = Exact(np.array(mantissa, np.int64), scale).floats()
    assert found.tolist() == [float(number * scale) for number in mantissa]
