"""Random patients of the real tables in every kind of frame, each row held to `evaluate`, as many as wanted.

    python -m tests.cohort.many_patients COUNT [arrow pandas polars duckdb spark]

Nulls, units, values that are refused and columns of float32 are among them (`test_cohort.patients`). Says of how many
rows each kind of frame differs, and how many had which status; exit 1 where one differs.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pyarrow as pa

from b12tables.cohort import evaluate_frame, evaluate_spark
from b12tables.runtime.values import Quantity
from tests.cohort.test_cohort import TODAY, UNITS, alone, as_stated, patients, same

AT_ONCE = 5000
PLACE = "place of row"

Rows = list[dict[str, Any]]


def asked(package: Any) -> dict[str, Any]:
    codes = [one.code for one in package.SET.decisions]
    return {"units": UNITS, "today": TODAY, "decisions": codes}


def row_by_row(package: Any, table: pa.Table) -> Rows:
    """What `evaluate` says of each row."""
    arrays = {name: table[name].combine_chunks() for name in table.column_names}
    found = []
    for row in range(table.num_rows):
        case = {name: as_stated(array, row) for name, array in arrays.items()}
        case |= {name: Quantity(case[name], unit) for name, unit in UNITS.items() if case[name] is not None}
        found.append(alone(package.SET, case, TODAY))
    return found


def in_arrow(package: Any, table: pa.Table) -> Rows:
    return evaluate_frame(table, package, **asked(package)).to_pylist()  # type: ignore[no-any-return]


def in_pandas(package: Any, table: pa.Table) -> Rows:
    found = evaluate_frame(table.to_pandas(), package, nan="unknown", **asked(package))
    return pa.Table.from_pandas(found, preserve_index=False).to_pylist()  # type: ignore[no-any-return]


def in_polars(package: Any, table: pa.Table) -> Rows:
    import polars

    return evaluate_frame(polars.from_arrow(table), package, **asked(package)).to_dicts()  # type: ignore[no-any-return]


def in_duckdb(package: Any, table: pa.Table) -> Rows:
    import duckdb

    found = evaluate_frame(duckdb.from_arrow(table), package, **asked(package))
    return found.to_arrow_table().to_pylist()  # type: ignore[no-any-return]


def in_spark(package: Any, table: pa.Table) -> Rows:
    from tests.cohort.spark_program import plain, start

    placed = plain(table.append_column(PLACE, pa.array(range(table.num_rows))))
    frame = start().createDataFrame(placed).repartition(2)
    rows = evaluate_spark(frame, package, others="keep", **asked(package)).toArrow().to_pylist()
    rows.sort(key=lambda row: row.pop(PLACE))
    return rows  # type: ignore[no-any-return]


FRAMES: dict[str, Callable[[Any, pa.Table], Rows]] = {
    "arrow": in_arrow,
    "pandas": in_pandas,
    "polars": in_polars,
    "duckdb": in_duckdb,
    "spark": in_spark,
}


def differing(mine: Rows, theirs: Rows) -> int:
    """How many rows do not say what `evaluate` says."""
    assert len(mine) == len(theirs)
    pairs = zip(mine, theirs, strict=True)
    return sum(not all(same(row[name], value) for name, value in expected.items()) for row, expected in pairs)


def main(count: int, *names: str) -> bool:
    """Whether all agree."""
    # an installed package, which the workers of Spark import as well
    import b12_followup

    wrong, statuses = dict.fromkeys(names or FRAMES, 0), Counter[str]()
    for seed, first in enumerate(range(0, count, AT_ONCE)):
        rows = min(AT_ONCE, count - first)
        arrays = patients(b12_followup.SET, rows, Random(f"many {seed}"))
        # in pandas a column of dates or of yes and no that is null throughout has no type
        table = pa.table(
            {name: a.cast(pa.string()) if a.type == pa.null() else a for name, a in arrays.items()}
        )
        expected = row_by_row(b12_followup, table)
        statuses.update(row["status"] for row in expected)
        for name in wrong:
            wrong[name] += differing(FRAMES[name](b12_followup, table), expected)
        print(f"{first + rows} patients: {wrong}", flush=True)
    print(f"{count} random patients, {dict(statuses)}; rows that differ: {wrong}")
    return not any(wrong.values())


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]), *sys.argv[2:]))
