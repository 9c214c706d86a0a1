"""What is computed, stated, missing and out of range at once: a statement refuses the rows that `evaluate` refuses."""

from __future__ import annotations

import pytest

from b12tables.interop.sql import Asked, export_sql
from tests.interop.sql_kit import run_duckdb
from tests.interop.test_sql import PLACE, answered, differences, placed
from tests.kit.packages import package_of

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from tests.cohort.test_computed import tied_patients


def check_tied_set(seed: int) -> None:
    """Holds each row to the kernel. Some computed fields have no column, where others say NULL."""
    model, arrays, absent = tied_patients(seed)
    table = placed(arrays)
    rows = run_duckdb(export_sql(model, "duckdb", Asked(keep=(PLACE,), absent=absent)), table)
    assert differences(rows, answered(package_of(model), table)) == []


@pytest.mark.parametrize("seed", [15, 20, 33])
def test_what_is_computed_is_refused_where_it_is_needed(seed: int) -> None:
    check_tied_set(seed)
