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
known_errors which rows pass an error that somebody accepted
days      completed days, months and years
scores    scores and doses of a batch, and of two editions
answers   outcomes as columns
tally     what is counted while a cohort is answered
asking    which unknown input matters most
pictures  what a report shows, as plain data
charts    a wall chart with the numbers of a cohort
small     which counts may be shown
report    the page
against   two editions over the same patients
spark     the kernel in the workers of Spark
spark_files files answered on Spark, for the command
synthetic a population that nobody is part of
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from b12tables.extras import how_to_install

if TYPE_CHECKING:
    from b12tables.cohort.against import Against, other_edition
    from b12tables.cohort.report import CohortReport
    from b12tables.cohort.spark import evaluate_spark
    from b12tables.cohort.spark_files import answer_on_spark

try:
    from b12tables.cohort.files import (
        UNREAD,
        FileRun,
        Outcome,
        Patients,
        answer_unwritten,
        open_patients,
        remove_parts,
        write_patients,
    )
    from b12tables.cohort.frames import Cohort, evaluate_frame
    from b12tables.cohort.mapping import Mapped, first_rows, proposal_toml, propose, read_mapping
    from b12tables.cohort.plan import CohortError, Settings
    from b12tables.cohort.synthetic import is_synthetic, read_description, synthetic_population
except ModuleNotFoundError as missing:
    told = how_to_install(missing)
    if told is None:
        raise
    raise ImportError(
        f"cohorts need {told[0]}, which is not installed; install it with: {told[1]}"
    ) from missing

__all__ = [
    "UNREAD",
    "Against",
    "Cohort",
    "CohortError",
    "CohortReport",
    "FileRun",
    "Mapped",
    "Outcome",
    "Patients",
    "Settings",
    "answer_on_spark",
    "answer_unwritten",
    "evaluate_frame",
    "evaluate_spark",
    "first_rows",
    "is_synthetic",
    "open_patients",
    "other_edition",
    "proposal_toml",
    "propose",
    "read_description",
    "read_mapping",
    "remove_parts",
    "synthetic_population",
    "write_patients",
]


def __getattr__(name: str) -> object:
    """What is loaded when it is asked for: whoever wants frames answered needs neither a compiler nor Spark."""
    if name == "CohortReport":
        from b12tables.cohort.report import CohortReport

        return CohortReport
    if name in ("Against", "other_edition"):
        from b12tables.cohort import against

        return getattr(against, name)
    if name == "evaluate_spark":
        from b12tables.cohort.spark import evaluate_spark

        return evaluate_spark
    if name == "answer_on_spark":
        from b12tables.cohort.spark_files import answer_on_spark

        return answer_on_spark
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
