"""Cohorts answer as `evaluate` answers, row by row: the same status, the same answers, the same reasons."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from b12tables.runtime.fields import Choice, Choices, Date, Field, Number, YesNo
from b12tables.runtime.numbers import exact
from b12tables.runtime.values import Quantity, value_json
from tests.kit.packages import package_of, real_package
from tests.kit.small_sets import domain, small_model
from tests.kit.tables import model_from_markdown
from tests.strategies import choices

pa = pytest.importorskip("pyarrow")
cohort = pytest.importorskip("b12tables.cohort")

TODAY = date(2026, 11, 26)
UNITS = {"b12": "pmol/L", "hcy": "umol/L", "mma": "nmol/L", "vitamin_d": "ng/mL"}


# ---------------------------------------------------------------- row by row, as the oracle


def alone(tables: Any, case: Mapping[str, Any], today: date | None = None) -> dict[str, Any]:
    """What `evaluate` says of one case, in the shape of a row."""
    result = tables.evaluate(dict(case), today)
    row: dict[str, Any] = {"status": result.status}
    row["reason"] = " ".join(problem.message for problem in result.problems) or None
    if getattr(tables.signatures(), "ACCEPTED", ()):
        row["accepted"] = "; ".join(map(str, result.accepted)) or None
    for decision in tables.decisions:
        answer = result.outputs.get(decision.code)
        for name in decision.outputs:
            if answer is None:
                row[name] = None
            elif isinstance(answer, tuple):
                row[name] = [value_json(one[name]) for one in answer]
            else:
                row[name] = value_json(answer[name])
    return row


def same(mine: Any, theirs: Any) -> bool:
    """Whether a cell says what a value of an answer says."""
    if isinstance(theirs, list):
        return isinstance(mine, list) and len(mine) == len(theirs) and all(map(same, mine, theirs))
    if isinstance(theirs, bool):
        return mine in (theirs, "yes" if theirs else "no")
    if isinstance(theirs, (int, float)):
        return mine is not None and float(mine) == float(theirs)
    return bool((mine.isoformat() if isinstance(mine, date) else mine) == theirs)


def compare(tables: Any, cases: list[dict[str, Any]], arrays: Mapping[str, Any], **more: Any) -> list[str]:
    """Asks for the rows together and one by one; gives the statuses."""
    today = more.pop("today", None)
    how = more.pop("how", cohort.Settings())
    table = pa.table(dict(arrays))
    codes = [decision.code for decision in tables.decisions]
    ready = cohort.Cohort(tables, table.schema, how, today=today, decisions=codes)
    answered = pa.Table.from_batches(
        [ready.answer(batch) for batch in table.to_batches(max_chunksize=97)], ready.schema
    )
    rows = answered.to_pylist()
    assert len(rows) == len(cases)
    for case, row in zip(cases, rows, strict=True):
        expected = alone(tables, case, today)
        wrong = {name: (row[name], value) for name, value in expected.items() if not same(row[name], value)}
        assert not wrong, (case, wrong)
    return [row["status"] for row in rows]


# ---------------------------------------------------------------- random sets


def column(field: Field, values: list[Any], random: Random) -> Any:
    """The values of a field as a column of a type that a frame may have."""
    if isinstance(field, Number):
        kinds = [pa.float64(), pa.float64(), pa.float32(), pa.int64(), pa.string()]
        kind = random.choice(kinds)
        if kind == pa.string():
            return pa.array([None if v is None else str(float(v)) for v in values], kind)
        if kind == pa.int64() and not all(v is None or float(v).is_integer() for v in values):
            kind = pa.float64()
        if kind == pa.int64():
            return pa.array([None if v is None else int(v) for v in values], kind)
        return pa.array(
            [None if v is None else np.dtype(kind.to_pandas_dtype()).type(float(v)) for v in values], kind
        )
    if isinstance(field, Date):
        return pa.array(values, pa.date32()).cast(random.choice([pa.date32(), pa.timestamp("s")]))
    if isinstance(field, Choices):
        return pa.array([None if v is None else sorted(v) for v in values], pa.list_(pa.string()))
    if isinstance(field, YesNo):
        return pa.array(values, pa.bool_())
    texts = pa.array(values, pa.string())
    return texts.dictionary_encode() if random.random() < 0.5 else texts


def strange(field: Field, random: Random) -> Any:
    """A value that the field does not take."""
    if isinstance(field, Number):
        return random.choice([float("nan"), float("inf"), -999999.0, 1e18, 0.5])
    if isinstance(field, Date):
        return date(1, 1, 1)
    if isinstance(field, Choices):
        return frozenset({"nobody"})
    return True if isinstance(field, YesNo) else "zzz"


def as_stated(array: Any, row: int) -> Any:
    """One cell, as a program would hand it over."""
    if not array[row].is_valid:
        return None
    if pa.types.is_floating(array.type):
        return array.to_numpy(zero_copy_only=False)[row]
    return array[row].as_py()


def check_random_set(random: Random) -> None:
    model = small_model(random)
    tables = package_of(model).SET
    rows = 40
    arrays = {}
    for name, field in tables.inputs.items():
        if name in tables.scores:
            continue
        values: list[Any] = [value for value in domain(model, name) if value != "unknown"]
        drawn = [random.choice([*values, None]) for _ in range(rows)]
        if random.random() < 0.3:
            drawn[random.randrange(rows)] = strange(field, random)
        arrays[name] = column(field, drawn, random)
    cases = [{name: as_stated(array, row) for name, array in arrays.items()} for row in range(rows)]
    compare(tables, cases, arrays)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(choices())
def test_random_sets_row_by_row(random: Random) -> None:
    check_random_set(random)


# ---------------------------------------------------------------- the real tables


def patients(tables: Any, rows: int, random: Random) -> dict[str, Any]:
    """Columns of random patients: nulls, float32, units, dates, and now and then what is refused."""
    arrays = {}
    for name, field in tables.inputs.items():
        if name in tables.scores:
            continue
        rare = field.computed is not None and name not in ("age_years", "months_since_start")
        rare = rare or isinstance(field, Date) or name in ("check_done", "trimester_check_done")
        stated = 0.03 if rare else 0.7
        drawn = [patient(tables, field, random) if random.random() < stated else None for _ in range(rows)]
        kind = pa.float32() if name in ("egfr", "b12", "age_years") else None
        if kind is not None:
            drawn = [None if v is None else np.float32(v) for v in drawn]
        arrays[name] = pa.array(drawn, kind)
    return arrays


def patient(tables: Any, field: Field, random: Random) -> Any:
    if isinstance(field, Choice):
        return (
            random.choice([*field.labels, *field.labels, "else"])
            if random.random() < 0.01
            else random.choice(list(field.labels))
        )
    if isinstance(field, YesNo):
        return random.random() < 0.5
    if isinstance(field, Date):
        return TODAY - timedelta(days=random.randrange(-3, 1500))
    assert isinstance(field, Number)
    axis = tables.grid().AXES.get(field.code)
    near = random.choice([float(value) for value, _ in axis.borders] if axis else [3.0])
    number = near + random.choice([0, 0, 1, -1, 0.5, -0.5, 0.1, 3, 7, 10])
    number = max(number, float(field.low or 0)) if random.random() < 0.99 else number
    return float(int(number)) if field.whole else number


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_random_patients_row_by_row(seed: int) -> None:
    tables, random = real_package().SET, Random(seed)
    rows = 700
    arrays = patients(tables, rows, random)
    cases = []
    for row in range(rows):
        case = {name: as_stated(array, row) for name, array in arrays.items()}
        cases.append(
            {
                name: Quantity(v, UNITS[name]) if name in UNITS and v is not None else v
                for name, v in case.items()
            }
        )
    statuses = compare(tables, cases, arrays, today=TODAY, how=cohort.Settings(units=UNITS))
    assert statuses.count("ok") > rows / 2 and statuses.count("invalid-input") > 10


@pytest.mark.parametrize(("cells", "places"), [(0, 1 << 20), (0, 0)], ids=["diagram", "as they hold"])
def test_every_way_through_a_table_answers_alike(
    cells: int, places: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables of the tests are small: the ways of the large ones are taken for them too."""
    from b12tables.cohort import lookups

    monkeypatch.setattr(lookups, "MOST_CELLS", cells)
    monkeypatch.setattr(lookups, "MOST_PLACES", places)
    for seed in range(5):
        check_random_set(Random(seed))


def test_float32_stands_at_its_cut() -> None:
    """45.1 in float32 is no 45.1 as a binary number, and is what was meant."""
    from b12tables.cohort.numbers import floats
    from b12tables.runtime.numbers import first_float as first

    def first_float(border: Fraction, after: bool, kind: Any) -> Any:
        return first(border, after, floats(kind))

    for kind in (np.dtype(np.float32), np.dtype(np.float64)):
        for text in ("45.1", "0.1", "180", "271", "0.30000000000000004", "1e-9", "123456.7"):
            border = Fraction(text)
            at, above = first_float(border, False, kind), first_float(border, True, kind)
            before = np.nextafter(at, kind.type("-inf"))
            assert Fraction(str(before)) < border <= Fraction(str(at))
            assert Fraction(str(above)) > border >= Fraction(str(np.nextafter(above, kind.type("-inf"))))
    assert first_float(Fraction("45.1"), False, np.dtype(np.float32)) == np.float32(45.1)


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64])
def test_many_borders_are_found_by_buckets(kind: type[Any]) -> None:
    """Where a comparison with each border would be slow, a row is compared with the border of its bucket only."""
    from b12tables.cohort.numbers import Buckets

    random = Random(6)
    for spread in (10, 1000, 10**6):
        places = np.unique(np.array([random.randrange(spread * 10) / 10 for _ in range(60)]).astype(kind))
        numbers = np.concatenate(
            [places, np.nextafter(places.astype(float), -1).astype(kind), places + kind(1)]
        )
        numbers = np.concatenate([numbers, np.array([places[0] - kind(1), places[-1] + kind(5)], kind)])
        expected = np.searchsorted(places, numbers, side="right")
        assert (Buckets(places).pieces(numbers) == expected).all()


def test_sums_of_floats_are_exact() -> None:
    from b12tables.cohort.numbers import combined, exact_column

    random = Random(3)
    numbers = [round(random.uniform(-1000, 1000), random.randrange(0, 6)) for _ in range(2000)]
    others = [round(random.uniform(-1, 1), random.randrange(0, 9)) for _ in range(2000)]
    left, odd_left = exact_column(np.array(numbers), Fraction(1))
    right, odd_right = exact_column(np.array(others), Fraction(1, 3))
    found, over = combined(left, right, -1)
    odd = odd_left | odd_right | over
    assert not odd.any()
    for row in range(2000):
        expected = exact(numbers[row]) - exact(others[row]) * Fraction(1, 3)
        assert found.mantissa[row] * found.scale == expected


def test_completed_units_are_those_of_one_patient() -> None:
    from b12tables.cohort.days import between as by_column
    from b12tables.runtime.values import between

    random = Random(4)
    days = [date(2000, 1, 1) + timedelta(days=random.randrange(0, 12000)) for _ in range(3000)]
    days += [date(2024, 2, 29), date(2023, 2, 28), date(2024, 3, 31), date(1, 1, 1), date(9999, 12, 31)]
    ends = random.sample(days, len(days))
    for unit in ("days", "months", "years"):
        found = by_column(np.array(days, "datetime64[D]"), np.array(ends, "datetime64[D]"), unit)
        assert [int(one) for one in found] == [between(a, b, unit) for a, b in zip(days, ends, strict=True)]


# ---------------------------------------------------------------- frames


FRAME: dict[str, list[Any]] = {
    "cause": ["dietary", "pernicious_anaemia", None, "PA"],
    "age_years": [30.0, 76.5, 45.0, 200.0],
    "b12": [100.0, 453.0, None, 200.0],
    "neuro_status": ["none", "present", "resolved", "none"],
}
MORE: dict[str, Any] = {"units": {"b12": "pmol/L"}, "decisions": ["duration", "warnings"], "rules": True}


def expected_frame() -> list[dict[str, Any]]:
    found = cohort.evaluate_frame(pa.table(FRAME), real_package(), **MORE).to_pylist()
    assert [row["status"] for row in found] == ["ok", "ok", "ok", "invalid-input"]
    assert found[3]["reason"].startswith('Main cause: "PA" is none of its values.')
    return list(found)


def test_pandas_keeps_its_index_and_has_nulls_of_its_own() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(FRAME, index=["a", "b", "c", "d"])
    found = cohort.evaluate_frame(frame, real_package(), nan="unknown", **MORE)
    assert list(found.index) == ["a", "b", "c", "d"] and str(found["duration"].dtype) == "category"
    rows = expected_frame()
    assert found["status"].tolist() == [row["status"] for row in rows]
    assert found["duration"].astype(object).where(found["duration"].notna(), None).tolist() == [
        row["duration"] for row in rows
    ]
    # without a word about NaN such a row is refused
    refused = cohort.evaluate_frame(frame, real_package(), **MORE)
    assert refused["status"].tolist()[2] == "invalid-input" and "NaN" in refused["reason"].tolist()[2]


def test_polars_and_duckdb_answer_alike() -> None:
    polars, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    rows = expected_frame()
    assert cohort.evaluate_frame(polars.DataFrame(FRAME), real_package(), **MORE).to_dicts() == rows
    lazy = cohort.evaluate_frame(polars.DataFrame(FRAME).lazy(), real_package(), **MORE)
    assert lazy.collect().to_dicts() == rows
    arrow = pa.table(FRAME)
    relation = duckdb.from_arrow(arrow)
    found = cohort.evaluate_frame(relation, real_package(), **MORE)
    assert found.to_arrow_table().to_pylist() == rows


def test_a_package_answers_frames_itself() -> None:
    found = real_package().evaluate_frame(pa.table(FRAME), **MORE)
    assert isinstance(found, pa.Table) and found.to_pylist() == expected_frame()
    with pytest.raises(ValueError, match="say which in units"):
        real_package().evaluate_frame(pa.table(FRAME))


def test_a_package_declares_the_arguments_of_a_cohort() -> None:
    declared, made = (
        inspect.signature(one) for one in (real_package().evaluate_frame, cohort.evaluate_frame)
    )
    told = [(name, one.kind, one.default) for name, one in made.parameters.items() if name != "tables"]
    assert [(name, one.kind, one.default) for name, one in declared.parameters.items()] == told


def test_a_unit_in_each_row() -> None:
    tables = real_package().SET
    values, units = [453.0, 613.815, None, 5.0], ["pmol/L", "pg/mL", "pmol/L", "furlong"]
    arrays = {"b12": pa.array(values), "unit": pa.array(units)}
    cases = [{"b12": None if v is None else Quantity(v, u)} for v, u in zip(values, units, strict=True)]
    how = cohort.Settings(unit_columns={"b12": "unit"})
    assert compare(tables, cases, arrays, how=how) == ["ok", "ok", "ok", "invalid-input"]


def test_a_day_in_each_row() -> None:
    tables = real_package().SET
    born, today = date(1950, 5, 5), [date(2020, 1, 1), date(2026, 5, 4), date(2026, 5, 5)]
    arrays = {"date_of_birth": pa.array([born] * 3), "today": pa.array(today)}
    compare(tables, [{"date_of_birth": born, "today": day} for day in today], arrays)


def test_a_time_is_a_day_only_where_its_own_zone_has_midnight() -> None:
    """Midnight in London is the evening before in New York, and no day there."""
    zone = "America/New_York"
    hours = [datetime(2020, 6, 1, hour, tzinfo=ZoneInfo(zone)) for hour in (0, 20)]
    frame = pa.table({"treatment_started": pa.array(hours, pa.timestamp("us", zone))})
    found = cohort.evaluate_frame(frame, real_package(), today=TODAY)["status"].to_pylist()
    alone = [real_package().evaluate({"treatment_started": hour}, today=TODAY).status for hour in hours]
    assert found == alone == ["ok", "invalid-input"]


def test_texts_as_views_are_texts() -> None:
    told = ["dietary", "PA", None]
    arrays = {"cause": pa.array(told, pa.string_view())}
    compare(real_package().SET, [{"cause": text} for text in told], arrays)


def test_values_of_others_are_translated() -> None:
    frame = pa.table({"cause": ["PA", "diet"], "deficiency_confirmed": [1, 0]})
    values = {
        "cause": {"PA": "pernicious_anaemia", "diet": "dietary"},
        "deficiency_confirmed": {1: True, 0: False},
    }
    found = cohort.evaluate_frame(frame, real_package(), values=values, decisions=["duration"])
    assert found["status"].to_pylist() == ["ok", "ok"]


@pytest.mark.slow
def test_several_threads_answer_alike() -> None:
    tables = real_package().SET
    arrays = patients(tables, 3000, Random(9))
    table = pa.table(arrays)
    ready = cohort.Cohort(tables, table.schema, cohort.Settings(units=UNITS), today=TODAY)
    batches = table.to_batches(max_chunksize=100)
    one = pa.Table.from_batches(ready.answer_all(iter(batches)), ready.schema).to_pylist()
    fresh = cohort.Cohort(tables, table.schema, cohort.Settings(units=UNITS), today=TODAY)
    four = pa.Table.from_batches(fresh.answer_all(iter(batches), 4), fresh.schema).to_pylist()
    assert one == four


# ---------------------------------------------------------------- before the first row


@pytest.mark.parametrize(
    ("frame", "more", "said"),
    [
        ({"b12": [100.0]}, {}, "say which in units"),
        ({"b12": [100.0]}, {"units": {"b12": "mmol"}}, "is not known here"),
        ({"egfr": [True]}, {}, "holds yes and no"),
        ({"cause": [1]}, {}, "holds numbers"),
        ({"date_of_birth": [45000]}, {}, "holds numbers"),
        ({"agee_years": [3]}, {}, "did you mean age_years?"),
        ({"cause": ["dietary"]}, {"columns": {"age": "Age"}}, "there is no column 'Age'"),
        ({"cause": ["dietary"]}, {"columns": {"colour": "cause"}}, "no field is called 'colour'"),
        (
            {"cause": ["dietary"]},
            {"columns": {"duration": "cause"}},
            "is no input but an answer of the tables",
        ),
        ({"cause": ["dietary"]}, {"units": {"b12": "pmol/L"}}, "b12 has no column"),
        ({"cause": ["dietary"], "Main cause": ["dietary"]}, {}, "name one"),
        ({"cause": ["dietary"]}, {"decisions": ["durations"]}, "There is no decision 'durations'"),
        ({"cause": ["dietary"], "status": [1]}, {"others": "keep"}, "has the name of an answer"),
        ({"cause": ["dietary"]}, {"nan": "guess"}, "give one of refuse, unknown"),
        ({"cause": ["dietary"]}, {"today": "soon"}, "is no date"),
    ],
)
def test_what_does_not_fit_is_told_before_the_first_row(
    frame: dict[str, Any], more: dict[str, Any], said: str
) -> None:
    with pytest.raises(cohort.CohortError) as found:
        cohort.evaluate_frame(pa.table(frame), real_package(), **more)
    assert said in str(found.value)


def test_everything_that_does_not_fit_is_told_together() -> None:
    with pytest.raises(cohort.CohortError) as found:
        cohort.evaluate_frame(pa.table({"b12": [1.0], "egfr": [True], "who": [1]}), real_package())
    assert len(found.value.problems) == 3


def test_times_of_day_are_no_days() -> None:
    frame = pa.table({"date_of_birth": pa.array([datetime(1950, 5, 5, 13, 30), datetime(1950, 5, 5)])})
    found = cohort.evaluate_frame(frame, real_package(), today=TODAY, decisions=["duration"])
    assert found["status"].to_pylist() == ["invalid-input", "ok"]


def test_a_part_that_must_be_known_is_missed_row_by_row_and_a_score_has_no_column() -> None:
    text = """
## Fields
- x: yes/no
- a: whole number, 0..9
- b: whole number, 0..9, unknown
- c: whole number, 0..18, unknown, computed a + b
- points: whole number, 0..4
- total: whole number, 0..22, unknown, computed points + c
- o: choice (p, q)

## Decision: D
|    | When | Then   | Because  |
|----|------|--------|----------|
|    | X    | Points | Evidence |
| R1 | yes  | 4      | inference: x |
| R2 | no   | 0      | inference: x |

## Decision: E
|    | When          | Then | Because  |
|----|---------------|------|----------|
|    | Total         | O    | Evidence |
| R1 | > 6           | p    | inference: x |
| R2 | <= 6; unknown | q    | inference: x |
"""
    package = package_of(model_from_markdown(text))
    rows = [
        {"x": x, "a": a, "b": b, "c": c}
        for x in (True, False)
        for a in (None, 3)
        for b in (None, 4)
        for c in (None, 7, 8)
    ]
    arrays = {name: pa.array([row[name] for row in rows]) for name in rows[0]}
    assert "ok" in compare(package.SET, rows, arrays)
    del arrays["c"]
    without = [{name: value for name, value in row.items() if name != "c"} for row in rows]
    assert set(compare(package.SET, without, arrays)) == {"ok", "missing-input"}
    for frame, told in (
        ({"x": [True], "c": [1], "total": [5]}, "Column 'total' is no field"),
        ({"x": [True], "b": [5]}, "a (A) may not be unknown and has no column"),
    ):
        with pytest.raises(cohort.CohortError) as refused:
            cohort.Cohort(package.SET, pa.table(frame).schema)
        assert any(told in problem for problem in refused.value.problems), refused.value.problems


# ---------------------------------------------------------------- what is told of a row beside its answers


SCORES = """
## Fields
- old: yes/no
- fell: yes/no, unknown
- p1: whole number, 0..3
- p2: whole number, 0..3
- score: whole number, unknown, computed p1 + p2

## Decision: P1
| | When | Then |
|---|---|---|
| Rule | Old | P1 |
| R1 | yes | 2 |
| R2 | no | 0 |

## Decision: P2
| | When | Then |
|---|---|---|
| Rule | Fell | P2 |
| R1 | yes | 1 |
| R2 | no | 0 |
| R3 | unknown | none |
"""


def test_a_score_is_a_column() -> None:
    tables = package_of(model_from_markdown(SCORES)).SET
    cases = [{"old": old, "fell": fell} for old in (True, False, None) for fell in (True, False, None)]
    table = pa.table({name: pa.array([case[name] for case in cases]) for name in ("old", "fell")})
    ready = cohort.Cohort(tables, table.schema, cohort.Settings())
    rows = [row for batch in table.to_batches(max_chunksize=4) for row in ready.answer(batch).to_pylist()]
    assert [row["score"] for row in rows] == [3, 2, None, 1, 0, None, None, None, None]
    assert [row["score"] for row in rows] == [tables.evaluate(case).scores.get("score") for case in cases]
