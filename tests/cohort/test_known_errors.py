"""The rows whose answer passes an error that somebody accepted: by whole columns as row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from b12tables.compiler.model import Accepted, Anything, FieldTest, Interval, Model
from tests.kit.known_errors import (
    ALONE,
    BEHIND_TOLD,
    EVERYBODY,
    HERE,
    KNOWN_ERRORS,
    TABLES,
    known_error_model,
)
from tests.kit.packages import package_of
from tests.kit.small_sets import domain, small_model
from tests.kit.tables import model_from_markdown

pa = pytest.importorskip("pyarrow")
cohort = pytest.importorskip("b12tables.cohort")

from b12tables.cohort.report import CohortReport  # noqa: E402
from tests.cohort.test_cohort import as_stated, column, compare  # noqa: E402


@pytest.mark.parametrize(("accepted", "concerned"), KNOWN_ERRORS)
def test_each_row_that_passes_an_accepted_error_says_so(
    accepted: Any, concerned: list[dict[str, object]]
) -> None:
    tables = package_of(known_error_model(*accepted)).SET
    cases = [*EVERYBODY, {"age": 200, "kidneys": "healthy"}]
    names = sorted({name for case in cases for name in case})
    table = pa.table({name: pa.array([case.get(name) for case in cases]) for name in names})
    ready = cohort.Cohort(tables, table.schema, cohort.Settings())
    rows = [row for batch in table.to_batches(max_chunksize=3) for row in ready.answer(batch).to_pylist()]
    for case, row in zip(cases, rows, strict=True):
        result = tables.evaluate(case)
        # what is no error concerns no answer, and there is no such column
        assert row.get("accepted") == ("; ".join(map(str, result.accepted)) or None), case
        assert bool(row.get("accepted")) == (case in concerned), case


def test_a_row_without_any_answer_says_so_too() -> None:
    tables = package_of(model_from_markdown(ALONE)).SET
    table = pa.Table.from_pylist([case for case, _ in BEHIND_TOLD])
    rows = cohort.Cohort(tables, table.schema, cohort.Settings()).answer(table.to_batches()[0]).to_pylist()
    told = [str(row["accepted"] or "").count("gap in ") for row in rows]
    assert told == [len(decisions) for _, decisions in BEHIND_TOLD]


def test_a_cohort_of_sound_tables_has_no_such_column() -> None:
    table = pa.table({"age": pa.array([50])})
    tables = package_of(replace(model_from_markdown(TABLES), safety_rules=())).SET
    ready = cohort.Cohort(tables, table.schema, cohort.Settings())
    assert "accepted" not in ready.schema.names


@pytest.mark.parametrize(("accepted", "concerned"), KNOWN_ERRORS)
def test_the_report_counts_the_answers_that_pass_an_accepted_error(
    accepted: Any, concerned: list[dict[str, object]]
) -> None:
    model = known_error_model(*accepted)
    cases = [*EVERYBODY, {"age": 200, "kidneys": "healthy"}]
    names = sorted({name for case in cases for name in case})
    table = pa.table({name: pa.array([case.get(name) for case in cases]) for name in names})
    ready = cohort.Cohort(package_of(model).SET, table.schema, cohort.Settings())
    report = CohortReport(ready, model, 1)
    list(ready.answer_all(iter(table.to_batches(max_chunksize=3)), 1, report.look))
    assert report.tally.passing == len(concerned)
    told = f"<b>{len(concerned)}</b> of the answers pass an error of the tables"
    assert (told in report.page()) == bool(ready.kernel.errors.entries)
    assert all(str(error) in report.page() for error in ready.kernel.errors.entries)


BESIDE = """
## Fields
- age: whole number, 0..120
- kidneys: choice (healthy, impaired)
- weight: number, 1..300
- dose: choice (half, full)

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | Age | Dose |
| R1 | < 18 | half |
| R2 | >= 18 | full |

## Impossible
| ID | Combination | Why |
|---|---|---|
| X1 | Age: < 1<br>Kidneys: impaired | never |
| X2 | Age: < 1<br>Weight: > 100 | never |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Kidneys: healthy | Dose: half | a |
| S2 | Weight: < 50 | Dose: half | a |
| S3 | Kidneys: not(impaired)<br>Age: > 30 | Dose: half | a |
"""


@pytest.mark.parametrize("rule", ["S1", "S2", "S3"])
def test_what_only_a_combination_asks_about_may_be_left_out(rule: str) -> None:
    model = model_from_markdown(BESIDE)
    region = next(one.when for one in model.safety_rules if one.id == rule)
    entry = Accepted("gap", "", (), "known", "A", date(2027, 1, 31), HERE, date(2026, 11, 26), "B", (region,))
    tables = package_of(replace(model, safety_rules=(), accepted=(entry,))).SET
    arrays = {
        "age": pa.array([50, 50, 50, 5, 40]),
        "kidneys": pa.array(["healthy", None, "impaired", None, None]),
        "weight": pa.array([20.0, None, 200.0, 70.0, None]),
    }
    cases = [{name: as_stated(array, row) for name, array in arrays.items()} for row in range(5)]
    compare(tables, cases, arrays)
    compare(tables, [{"age": case["age"]} for case in cases], {"age": arrays["age"]})


def lines(model: Model, random: Random) -> tuple[FieldTest, ...]:
    """Whom an error concerns: conditions of the tables, and numbers beside whose borders no table has one."""
    asked = [
        FieldTest(name, condition.test, "", HERE)
        for table in model.decisions
        for rule in table.rules
        for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        if not isinstance(condition.test, Anything)
    ]
    numbers = [
        name
        for name, field in model.fields.items()
        if "number" in field.type and field.computed is None and name not in model.set_valued
    ]
    between = [
        FieldTest(name, Interval(middle(model, name, random), True, None, False), "", HERE)
        for name in numbers
    ]
    return tuple(
        random.sample([*asked, *between], min(len(asked) + len(between), random.choice([1, 1, 2, 3])))
    )


def middle(model: Model, name: str, random: Random) -> Fraction:
    """A number between two that the tables tell apart, or one of them."""
    values = [value for value in domain(model, name) if isinstance(value, Fraction)]
    return sum(random.choices(values or [Fraction(1)], k=2), Fraction(0)) / 2


def with_errors(model: Model, random: Random) -> Model:
    """The set, in which someone accepted one error or two."""
    entries = []
    for number in range(random.choice([1, 2])):
        table = random.choice(model.decisions)
        rules = tuple(rule.id for rule in table.rules if random.random() < 0.4)
        entry = Accepted(
            "gap", "", (), f"known {number}", "A", date(2027, 1, 31), HERE, date(2026, 11, 26), "B"
        )
        by_rules = replace(entry, decision=table.code, rules=rules)
        parts = replace(entry, meaning=tuple(lines(model, random) for _ in range(random.choice([1, 2]))))
        entries.append(by_rules if random.random() < 0.3 else parts)
    return replace(model, accepted=tuple(entries))


def check_set_with_errors(seed: int) -> tuple[bool, int]:
    """Holds each row to `evaluate`; whether columns told it, and how many rows passed an error."""
    random = Random(seed)
    model = with_errors(small_model(random), random)
    tables = package_of(model).SET
    arrays = {}
    for name, field in tables.inputs.items():
        if name not in tables.scores:
            values: list[Any] = [value for value in domain(model, name) if value != "unknown"]
            numbers = [value for value in values if isinstance(value, Fraction)]
            values += [sum(random.choices(numbers, k=2), Fraction(0)) / 2 for _ in numbers]
            arrays[name] = column(field, [random.choice([*values, None]) for _ in range(40)], random)
    cases = [{name: as_stated(array, row) for name, array in arrays.items()} for row in range(40)]
    compare(tables, cases, arrays)
    ready = cohort.Cohort(tables, pa.table(arrays).schema)
    answered = ready.answer(pa.table(arrays).combine_chunks().to_batches()[0])
    return ready.kernel.errors.by_column, 40 - answered["accepted"].null_count


def test_random_sets_with_accepted_errors_row_by_row() -> None:
    told = [check_set_with_errors(seed) for seed in range(12)]
    assert any(by_column and passed for by_column, passed in told)
