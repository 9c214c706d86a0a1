"""Fields that follow from each other, stated, missing and out of range at once: a cohort answers as `evaluate`."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from b12tables.compiler.model import Model
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown
from tests.kit.tied_sets import Tied

pa = pytest.importorskip("pyarrow")

from tests.cohort.test_cohort import compare  # noqa: E402

TYPES = {"date": pa.date32(), "yes/no": pa.bool_(), "whole number": pa.int64()}


def tied_patients(seed: int, rows: int = 50) -> tuple[Model, dict[str, Any], frozenset[str]]:
    """A set of `Tied`, some of its patients as columns, and the computed fields of which there is no column."""
    random = Random(seed)
    tied = Tied(random)
    model = model_from_markdown(tied.text)
    cases = tied.every()
    cases = random.sample(cases, min(rows, len(cases)))
    absent = frozenset(name for name in tied.computed if name in tied.values and random.random() < 0.4)
    arrays = {
        name: column(model.fields[name].type, [case.get(name) for case in cases])
        for name in tied.values
        if name not in absent
    }
    return model, arrays, absent


def column(kind: str, values: list[Any]) -> Any:
    known = [None if value == "unknown" else value for value in values]
    if kind == "date":
        known = [None if value is None else date.fromisoformat(value) for value in known]
    return pa.array(known, TYPES[kind])


def check_tied_set(seed: int) -> None:
    """Holds each row to `evaluate`."""
    model, arrays, _ = tied_patients(seed)
    compare(package_of(model).SET, pa.table(arrays).to_pylist(), arrays)


@pytest.mark.parametrize("seed", [50, 77])
def test_what_follows_is_told_as_row_by_row(seed: int) -> None:
    check_tied_set(seed)
