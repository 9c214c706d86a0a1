"""Cohorts: the compiled tables over columns of data, at the speed of memory. Needs the extra `cohort`.

frames    frames of pandas, Polars, DuckDB and Arrow in, the same kind of frame out
plan      which column is which field, settled before the first row
kernel    every decision over a batch
lookups   one decision: from the pieces of its inputs to what fires
columns   one column: from values to the pieces of a field
numbers   exact decimals in machine numbers
days      completed days, months and years
answers   outcomes as columns
"""

from b12tables.extras import how_to_install

try:
    from b12tables.cohort.frames import Cohort, evaluate_frame
    from b12tables.cohort.plan import CohortError, Settings
except ModuleNotFoundError as missing:
    told = how_to_install(missing)
    if told is None:
        raise
    raise ImportError(
        f"cohorts need {told[0]}, which is not installed; install it with: {told[1]}"
    ) from missing

__all__ = ["Cohort", "CohortError", "Settings", "evaluate_frame"]
