"""Cohorts: the compiled tables over columns of data, at the speed of memory. Needs the extra `cohort`.

frames    frames of pandas, Polars, DuckDB and Arrow in, the same kind of frame out
plan      which column is which field, settled before the first row
kernel    every decision over a batch
lookups   one decision: from the pieces of its inputs to what fires
columns   one column: from values to the pieces of a field
numbers   exact decimals in machine numbers
files     files larger than memory, part by part; a run that was broken off goes on
mapping   the mapping of a file to the fields, and a proposal for it
outcomes  what a decision gave over a batch
days      completed days, months and years
answers   outcomes as columns
"""

from b12tables.extras import how_to_install

try:
    from b12tables.cohort.files import FileRun, Outcome, Patients, open_patients
    from b12tables.cohort.frames import Cohort, evaluate_frame
    from b12tables.cohort.mapping import Mapped, first_rows, proposal_toml, propose, read_mapping
    from b12tables.cohort.plan import CohortError, Settings
except ModuleNotFoundError as missing:
    told = how_to_install(missing)
    if told is None:
        raise
    raise ImportError(
        f"cohorts need {told[0]}, which is not installed; install it with: {told[1]}"
    ) from missing

__all__ = [
    "Cohort",
    "CohortError",
    "FileRun",
    "Mapped",
    "Outcome",
    "Patients",
    "Settings",
    "evaluate_frame",
    "first_rows",
    "open_patients",
    "proposal_toml",
    "propose",
    "read_mapping",
]
