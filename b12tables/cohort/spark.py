"""Cohorts on Spark: each worker process asks the same kernel, batch by batch, by way of Arrow.

Needs PySpark (the extra `spark`) and Java, and on each worker this package with its extra `cohort`.
"""

from __future__ import annotations

import importlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import ModuleType
from typing import Any

import pyarrow as pa

from b12tables.cohort.frames import BATCH, Cohort, tables_of
from b12tables.cohort.plan import CohortError, Settings
from b12tables.extras import how_to_install
from b12tables.runtime.tableset import TableSet

Batches = Iterator[pa.RecordBatch]


def evaluate_spark(
    frame: Any,
    tables: ModuleType,
    *,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    unit_columns: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[Any, Any]] | None = None,
    today: date | str | None = None,
    nan: str = "refuse",
    others: str = "refuse",
    decisions: Sequence[str] | None = None,
    words: bool = False,
    rules: bool = False,
) -> Any:
    """Every answer for every row of a Spark frame, as a Spark frame that is worked out when it is asked for.

    `tables` is a generated package that each worker can import by its name, in the same edition: a worker that has
    another one ends the job. The other arguments and the columns are those of `evaluate_frame`; choices are texts.
    Spark promises no order of rows: carry along what names a row.

    Raises `CohortError`, before the first row, with everything that does not fit.
    """
    found = tables_of(tables)
    if isinstance(tables, TableSet) or getattr(tables, "__file__", None) is None:
        raise CohortError(
            (
                "tables: a worker imports the package by its name; give one that lies in a folder or an archive "
                "(b12tables build).",
            )
        )
    settings = Settings(columns or {}, units or {}, unit_columns or {}, values or {}, nan, others)
    asked = {"today": today, "decisions": decisions, "words": words, "rules": rules}
    return answered_by_workers(frame, found, tables.__name__, settings, asked)


def answered_by_workers(
    frame: Any, tables: TableSet, package: str, settings: Settings, asked: Mapping[str, Any]
) -> Any:
    """The same for tables that the workers know under the name of a package; `asked` is what `Cohort` takes by name."""
    try:
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    except ModuleNotFoundError as missing:
        raise _without(missing) from missing
    answers = Cohort(tables, to_arrow_schema(frame.schema), settings, **asked).schema
    plain = pa.schema([pa.field(one.name, _plain(one.type)) for one in answers])
    work = Work(package, tables.content_hash, settings, dict(asked))
    return frame.mapInArrow(_worker(pickle.dumps(work)), from_arrow_schema(plain))


def _without(missing: ModuleNotFoundError) -> Exception:
    """What is said where PySpark, or something that it needs, is not installed."""
    told = how_to_install(missing)
    if told is None:
        return missing
    return ImportError(f"cohorts on Spark need {told[0]}, which is not installed; install it with: {told[1]}")


def _plain(kind: pa.DataType) -> pa.DataType:
    """Spark has no columns of codes with a dictionary."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


# ---------------------------------------------------------------- in a worker


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker is told: the package travels by its name and the hash of what it was built from."""

    package: str
    content_hash: str
    settings: Settings
    asked: dict[str, Any]

    def cohort(self, schema: pa.Schema) -> Cohort:
        return Cohort(self._tables(), schema, self.settings, **self.asked)

    def _tables(self) -> TableSet:
        try:
            tables = tables_of(importlib.import_module(self.package))
        except ModuleNotFoundError as missing:
            if missing.name != self.package.partition(".")[0]:
                raise
            raise CohortError(
                (f"A worker cannot import {self.package}: install it there, or send it along (--py-files).",)
            ) from missing
        if tables.content_hash != self.content_hash:
            raise CohortError(
                (
                    f"A worker has another edition of {self.package} ({tables.version}, {tables.content_hash[:12]}) "
                    f"than the program that asks ({self.content_hash[:12]}): nothing is answered with two of them.",
                )
            )
        return tables


@lru_cache(maxsize=4)
def ready(work: bytes, schema: bytes) -> Cohort:
    """A process of a worker serves many partitions: it learns the tables once."""
    told: Work = pickle.loads(work)
    return told.cohort(pa.ipc.read_schema(pa.py_buffer(schema)))


def _worker(work: bytes) -> Callable[[Batches], Batches]:
    """What a worker does with the batches of a partition."""

    def answer(batches: Batches) -> Batches:
        for batch in batches:
            cohort = ready(work, batch.schema.serialize().to_pybytes())
            plain = pa.schema([pa.field(one.name, _plain(one.type)) for one in cohort.schema])
            for start in range(0, batch.num_rows, BATCH):
                yield cohort.answer(batch.slice(start, BATCH)).cast(plain)

    return answer


__all__ = ["Batches", "Work", "answered_by_workers", "evaluate_spark", "ready"]
