"""Doses in a statement are the exact ones, in every database that is here; what could not be exact is refused."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from b12tables.compiler import read
from b12tables.compiler.model import Model
from b12tables.interop.sql import DIALECTS, Asked, NotWritten, export_sql
from b12tables.runtime.numbers import number_text
from tests.cohort.test_scores import drawn
from tests.interop.sql_kit import run_duckdb
from tests.interop.test_sql import KEPT, PLACE, answered, differences, placed, postgres
from tests.kit.dosed_sets import several_doses
from tests.kit.packages import ROOT, package_of
from tests.kit.tables import model_from_markdown

__all__ = ["postgres"]

pa = pytest.importorskip("pyarrow")


def set_and_patients(seed: int, rows: int = 40) -> tuple[Model, Any, Any]:
    """A set with several doses, and patients whose numbers stand in their columns as they are written."""
    random = Random(seed)
    model = model_from_markdown(several_doses(random))
    package = package_of(model)
    columns = drawn(package.SET, rows, random)
    columns |= {name: [written(value) for value in columns[name]] for name in ("weight", "extra")}
    stated = [one if random.random() < 0.1 else None for one in columns["weight"]]
    return model, package, placed({**columns, "mass": pa.array(stated, pa.string())})


def written(value: Any) -> str | None:
    """A number as a column of decimals would hold it."""
    return None if value is None else number_text(Fraction(str(value)))


@pytest.mark.parametrize("seed", range(2))
def test_doses_in_duckdb(seed: int) -> None:
    model, package, table = set_and_patients(seed)
    rows = run_duckdb(export_sql(model, "duckdb", KEPT), table)
    cases = [{name: value for name, value in case.items() if name != PLACE} for case in table.to_pylist()]
    results = {place: package.evaluate(case) for place, case in enumerate(cases)}
    for row in rows:
        result = results[row[PLACE]]
        for name in model.told_scores if result.status == "ok" else ():
            assert (None if row[name] is None else Fraction(row[name])) == result.scores[name]
    assert differences(rows, answered(package, table)) == []


def test_doses_in_postgresql(postgres: Any) -> None:
    model, package, table = set_and_patients(2)
    rows = postgres.rows(export_sql(model, "postgres", KEPT), table)
    assert differences(rows, answered(package, table)) == []


SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Step | Computed |
|---|---|---|---|---|---|---|---|---|
| weight | Weight | number | 0 | {most} | kg | yes | {step} | |
| dose | Dose | number | 0 | | mg | yes | | {dose} |
| plan | Plan | yes/no | | | | no | | |

## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Dose | Plan |
| P1 | < 50 mg; unknown | yes |
| P2 | >= 50 mg | no |
"""


def one_dose(dose: str, step: str = "", most: str = "400") -> Model:
    return model_from_markdown(SET.format(dose=dose, step=step, most=most))


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (
            one_dose("1.5 mg/kg * weight"),
            "more than 18 decimal places; give the fields of its formula a Step",
        ),
        (one_dose("15 mg/kg * weight", most=""), "more digits than the 37 of a database"),
        (
            one_dose("1500000 mg/kg * weight, rounded to 5 mg", most=""),
            "more digits than the 37 of a database",
        ),
        (one_dose("1 mg/kg * weight, at most 0.0000000000000000001 mg"), "no decimal of 18 places; round it"),
        (one_dose("0.0000000000000000001 mg/kg * weight", "1"), "more than 18 decimal places"),
    ],
)
def test_what_could_not_be_exact_is_refused(model: Model, said: str) -> None:
    for dialect in DIALECTS:
        with pytest.raises(NotWritten, match=said):
            export_sql(model, dialect)


def test_a_weight_as_fine_as_it_is_stated() -> None:
    """Halves are rounded up, and what lies the least bit below is not."""
    model = one_dose("0.5 mg/kg * weight, rounded to 1 mg")
    table = placed({"weight": ["99", "98.999999999999999999", "1", "0.999999999999999999", "0"]})
    rows = run_duckdb(export_sql(model, "duckdb", KEPT), table)
    assert [row["dose"] for row in rows] == [50, 49, 1, 0, 0]
    assert [row["plan"] for row in rows] == [False, True, True, True, True]


def test_the_examples_are_written() -> None:
    for name in ("warfarin", "leg-vein"):
        model, _ = read(ROOT / "examples" / name)
        assert model is not None
        for dialect in DIALECTS:
            assert " counted" in export_sql(model, dialect, Asked())
