"""Days by the column: completed days, months and years, as the runtime counts them for one patient."""

from __future__ import annotations

import numpy as np

from b12tables.cohort.numbers import Array

FIRST, LAST = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")


def between(start: Array, end: Array, unit: str) -> Array:
    """Completed units from one day to another, backwards -1 from the first day; as `runtime.values.between`."""
    if unit == "days":
        return (end - start).astype(np.int64)
    months = _months(start, end)
    return months if unit == "months" else np.asarray(months // 12)


def _months(start: Array, end: Array) -> Array:
    first, second = start.astype("datetime64[M]"), end.astype("datetime64[M]")
    earlier = (end - second).astype(np.int64) < (start - first).astype(np.int64)
    return np.asarray((second - first).astype(np.int64) - earlier)


__all__ = ["FIRST", "LAST", "between"]
