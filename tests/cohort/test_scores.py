"""Scores and doses among the answers of a cohort: those of `evaluate` in every row, by whole columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from b12tables.compiler import read
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Model
from b12tables.runtime.fields import Choice, Choices, Number, YesNo
from b12tables.runtime.values import number_json
from tests.kit.packages import package_of
from tests.oracles.test_all_constructs import construct_model

pa = pytest.importorskip("pyarrow")
np = pytest.importorskip("numpy")
cohort = pytest.importorskip("b12tables.cohort")

from b12tables.cohort.against import Against  # noqa: E402
from b12tables.cohort.pictures import Bar  # noqa: E402

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


def test_the_report_shows_how_often_each_dose_is_given() -> None:
    model, tables = leg_vein(), package_of(leg_vein()).SET
    columns = {**drawn(tables, 120, Random(8)), "tablets_suit": [False] * 120}
    table = pa.table(columns)
    ready = cohort.Cohort(tables, table.schema, cohort.Settings())
    report = cohort.CohortReport(ready, model, 1)
    for batch in table.to_batches(max_chunksize=50):
        report.look(batch, ready.found(batch))
    doses = [
        result.scores["dose"]
        for case in table.to_pylist()
        if (result := tables.evaluate(case)).status == "ok"
    ]
    by_name = {picture.name: picture for part in report.parts() for picture in part.pictures}
    told = by_name["dose"]
    assert told.title == "Enoxaparin dose"
    assert sum(bar.counts[0] for bar in told.bars) == told.of == len(doses)
    assert told.bars[-1] == Bar("not known", (doses.count(None),))
    assert 0 < doses.count(None) < len(doses)


# ---------------------------------------------------------------- two editions


def leg_vein() -> Model:
    model, _ = read(EXAMPLES / "leg-vein")
    assert model is not None
    return model


def with_field(model: Model, code: str, **more: Any) -> Model:
    return replace(model, fields={**model.fields, code: replace(model.fields[code], **more)})


def against(new: Model, old: Model, rows: int = 150) -> tuple[Against, list[tuple[Any, Any]]]:
    """Both editions over the same patients: together, and each patient alone."""
    tables = package_of(new).SET
    columns = drawn(tables, rows, Random(5))
    # of a list of findings many are the same, and most of the others make somebody need no injections
    columns["findings"] = [["calf", "pitting"]] * rows
    columns |= {"tablets_suit": [False] * rows, "result_in_time": [False] * rows, "scan": [None] * rows}
    columns["d_dimer"] = [None] * rows
    table = pa.table(columns)
    mine, theirs = (cohort.Cohort(package_of(one).SET, table.schema, cohort.Settings()) for one in (new, old))
    found = Against(mine, theirs, compare(old, new))
    for batch in table.to_batches(max_chunksize=64):
        found.look(batch, mine.found(batch))
    sets = mine.tables, theirs.tables
    return found, [tuple(one.evaluate(case) for one in sets) for case in table.to_pylist()]


def test_a_dose_that_is_another_is_told() -> None:
    old = leg_vein()
    formula = old.fields["dose"].computed
    assert formula is not None
    new = with_field(old, "dose", computed=replace(formula, rounded=Fraction(20)))
    found, pairs = against(new, old)
    expected = Counter(
        (before.scores["dose"], now.scores["dose"])
        for now, before in pairs
        if now.status == before.status == "ok" and now.scores["dose"] != before.scores["dose"]
    )
    assert {(was[0][1], now[0][1]): count for (was, now), count in found.pairs["dose"].items()} == expected
    assert found.changed == found.several["dose"] == expected.total() > 0
    pictures = {picture.name: picture for picture in found.pictures()}
    assert "Enoxaparin dose is another" in pictures["against"].says
    assert "mg →" in pictures["against-dose"].bars[0].label


def test_a_number_in_another_unit_is_another() -> None:
    old = leg_vein()
    found, pairs = against(with_field(old, "dose", unit="g"), old)
    known = [now.scores["dose"] for now, _ in pairs if now.status == "ok"]
    assert found.several["dose"] == sum(value is not None for value in known) > 0
    assert all("mg →" in one.label and one.label.endswith(" g") for one in found._told("dose"))


def test_an_answer_that_is_called_otherwise_is_another() -> None:
    old = leg_vein()
    values = old.fields["meanwhile"].values
    named = tuple(replace(one, label="Warfarin") if one.code == "injections" else one for one in values)
    found, pairs = against(with_field(old, "meanwhile", values=named), old)
    concerned = sum(
        now.status == "ok" and now.outputs["meanwhile_decision"]["meanwhile"] == "injections"
        for now, _ in pairs
    )
    assert found.several["meanwhile_decision"] == found.changed == concerned > 10
    again, _ = against(old, old)
    assert again.changed == 0
    assert "Exact" in again._how_exact() and "Exact" not in found._how_exact()
