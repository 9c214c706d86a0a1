"""What is computed, stated, missing and out of range at once: a statement refuses the rows that `evaluate` refuses."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from b12tables.interop.sql import Asked, export_sql
from tests.interop.sql_kit import run_duckdb
from tests.interop.test_sql import PLACE, answered, differences, placed
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown
from tests.kit.tied_sets import Tied

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

TYPES = {"date": pa.date32(), "yes/no": pa.bool_(), "whole number": pa.int64()}


def check_tied_set(seed: int) -> None:
    """A set of `Tied` over some of its patients; some computed fields have no column, where others say NULL."""
    random = Random(seed)
    tied = Tied(random)
    model = model_from_markdown(tied.text)
    cases = tied.every()
    cases = random.sample(cases, min(60, len(cases)))
    absent = frozenset(name for name in tied.computed if name in tied.values and random.random() < 0.4)
    arrays = {
        name: column(model.fields[name].type, [case.get(name) for case in cases])
        for name in tied.values
        if name not in absent
    }
    table = placed(arrays)
    rows = run_duckdb(export_sql(model, "duckdb", Asked(keep=(PLACE,), absent=absent)), table)
    assert differences(rows, answered(package_of(model), table)) == []


def column(kind: str, values: list[Any]) -> Any:
    known = [None if value == "unknown" else value for value in values]
    if kind == "date":
        known = [None if value is None else date.fromisoformat(value) for value in known]
    return pa.array(known, TYPES[kind])


@pytest.mark.parametrize("seed", [20, 26, 33, 35])
def test_what_is_computed_is_refused_where_it_is_needed(seed: int) -> None:
    check_tied_set(seed)
