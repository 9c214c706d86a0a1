"""A set as a statement answers as the kernel answers, in every database that is here."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from b12tables.interop.dmn.tables import HIT_POLICIES
from b12tables.interop.sql import Asked, export_sql
from tests.cohort.test_cohort import TODAY, UNITS, column, patients, strange
from tests.interop.sql_kit import Rows, postgres_folder, postgres_server, run_duckdb
from tests.kit.needed import lacking
from tests.kit.packages import package_of, real_model, real_package
from tests.kit.small_sets import domain, small_model
from tests.strategies import choices

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")


@pytest.fixture(scope="session")
def postgres() -> Any:
    """A server of PostgreSQL; the test skips where there is none (and fails in CI)."""
    programs = postgres_folder()
    if programs is None:
        lacking("needs PostgreSQL, which is not installed")
    with postgres_server(programs) as server:
        yield server


PLACE = "place of row"
"""A column that is carried along: a database promises no order."""

KEPT = Asked(keep=(PLACE,))


def placed(arrays: dict[str, Any]) -> Any:
    """A table whose rows can be told apart."""
    rows = len(next(iter(arrays.values())))
    return pa.table({**arrays, PLACE: list(range(rows))})


def same(mine: Any, theirs: Any) -> bool:
    """Whether a cell of a database says what a cell of a cohort says."""
    if isinstance(theirs, list):
        return isinstance(mine, list) and len(mine) == len(theirs) and all(map(same, mine, theirs))
    if isinstance(theirs, bool) or theirs is None:
        return mine is theirs
    if isinstance(theirs, (int, float)):
        return mine is not None and float(mine) == float(theirs)
    plain = [one.isoformat() if isinstance(one, date) else one for one in (mine, theirs)]
    return bool(plain[0] == plain[1])


def differences(mine: Rows, theirs: Rows) -> list[str]:
    """Where the rows of a database are not those of a cohort; answers are told of rows that are ok."""
    mine = sorted(mine, key=lambda row: row[PLACE])
    assert [row.pop(PLACE) for row in mine] == list(range(len(theirs)))
    found = []
    for place, (row, other) in enumerate(zip(mine, theirs, strict=True)):
        assert list(row) == list(other)
        if row["status"] != other["status"] or (row["reason"] is None) != (row["status"] == "ok"):
            found.append(
                f"{place}: {row['status']} ({row['reason']}), not {other['status']} ({other['reason']})"
            )
        answered = other["status"] == "ok"
        for name in list(row)[2:]:
            if not same(row[name], other[name] if answered else None):
                found.append(f"{place} {name}: {row[name]!r}, not {other[name]!r}")
    return found


def answered(package: Any, table: Any, **more: Any) -> Rows:
    """What the kernel says: status, reason, scores, and all decisions."""
    from b12tables.cohort import evaluate_frame

    table, codes = table.drop_columns([PLACE]), [decision.code for decision in package.SET.decisions]
    found = evaluate_frame(table, package, decisions=codes, **more)
    if package.SET.scores:
        # they are told among the answers, which are not all of the decisions
        scores = evaluate_frame(table, package, **more)
        for name in reversed([name for name in scores.column_names if name in package.SET.scores]):
            found = found.add_column(2, name, scores[name])
    return found.to_pylist()


# ---------------------------------------------------------------- random sets


def random_set(random: Random, rows: int = 30) -> tuple[Any, Any, Any]:
    """A random set, and random patients for it, as a table."""
    model = small_model(random)
    while any(table.hit_policy not in HIT_POLICIES for table in model.decisions):  # such a set may be refused
        model = small_model(random)
    package = package_of(model)
    arrays = {}
    for name, field in package.SET.inputs.items():
        if name in package.SET.scores:
            continue
        values: list[Any] = [value for value in domain(model, name) if value != "unknown"]
        drawn = [random.choice([*values, None]) for _ in range(rows)]
        if random.random() < 0.3:
            odd = strange(field, random)
            # the kernel takes larger numbers than a statement, which refuses them
            drawn[random.randrange(rows)] = -1.5e14 if odd == 1e18 else odd
        arrays[name] = column(field, drawn, random)
    return model, package, placed(arrays)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(choices())
def test_random_sets_in_duckdb(random: Random) -> None:
    model, package, table = random_set(random)
    mine = run_duckdb(export_sql(model, "duckdb", KEPT), table)
    assert differences(mine, answered(package, table)) == []


# ---------------------------------------------------------------- the real tables


@pytest.fixture(scope="session")
def b12() -> tuple[Any, Rows]:
    """Random patients of the real tables, and what the kernel says of them."""
    package = real_package()
    table = placed(patients(package.SET, 80, Random(11)))
    return table, answered(package, table, units=UNITS, today=TODAY)


B12 = Asked(units=UNITS, today=TODAY, keep=(PLACE,))


def test_b12_in_duckdb(b12: tuple[Any, Rows]) -> None:
    table, expected = b12
    assert differences(run_duckdb(export_sql(real_model(), "duckdb", B12), table), expected) == []


def test_b12_in_postgresql(b12: tuple[Any, Rows], postgres: Any) -> None:
    table, expected = b12
    assert differences(postgres.rows(export_sql(real_model(), "postgres", B12), table), expected) == []


@pytest.mark.parametrize("seed", range(4))
def test_random_sets_in_postgresql(seed: int, postgres: Any) -> None:
    model, package, table = random_set(Random(seed))
    assert (
        differences(postgres.rows(export_sql(model, "postgres", KEPT), table), answered(package, table)) == []
    )
