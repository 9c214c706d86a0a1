"""Frames of pandas, Polars, DuckDB and Arrow: columns in, the same kind of frame out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice
from types import ModuleType
from typing import Any, TypeVar

import pyarrow as pa

from b12tables.cohort.answers import Answers
from b12tables.cohort.kernel import Batch, Kernel
from b12tables.cohort.plan import CohortError, Plan, Settings, make_plan
from b12tables.runtime.reading import read_date, shown
from b12tables.runtime.tableset import TableSet
from b12tables.runtime.words import TODAY

Frame = TypeVar("Frame")
Done = TypeVar("Done")
Look = Callable[[pa.RecordBatch, Batch], None]
"""What is shown a batch, and what was found for it."""

BATCH = 1 << 15
"""Rows that go through the tables together: what stays in a processor's cache, and what memory is bounded by."""


class Cohort:
    """Tables made ready for frames of one shape. Made once, asked for any number of batches, from any thread."""

    def __init__(
        self,
        tables: ModuleType | TableSet,
        schema: pa.Schema,
        settings: Settings | None = None,
        *,
        today: date | str | None = None,
        decisions: Sequence[str] | None = None,
        words: bool = False,
        rules: bool = False,
    ) -> None:
        """Raises `CohortError` with everything that does not fit, before the first row."""
        self.tables = tables_of(tables)
        self.today = _day(today)
        self.plan: Plan = make_plan(self.tables, schema, settings or Settings())
        if self.today is not None and TODAY in self.plan.sources:
            raise CohortError(
                (f"today: column {self.plan.sources[TODAY]!r} says the day of each row; give one of them.",)
            )
        self._known_decisions(decisions)
        self.kernel = Kernel(self.tables, self.plan.columns)
        self.answers = Answers(self.kernel, decisions, words=words, rules=rules)
        twice = set(self.plan.carried) & set(self.answers.names())
        if twice:
            raise CohortError(
                tuple(
                    f"Column {name!r} has the name of an answer; give it another." for name in sorted(twice)
                )
            )
        carried = [schema.field(name) for name in self.plan.carried]
        self.schema = pa.schema([*carried, *self.answers.schema()])

    def counted_to_no_day(self) -> tuple[str, ...]:
        """What is counted from a column to a day that nobody says: it is not known of anybody, a child has no age."""
        sources = self.plan.sources
        if self.today is not None or TODAY in sources or TODAY in self.tables.inputs:
            return ()
        counted = []
        for field in self.tables.inputs.values():
            parts = () if field.computed is None else field.computed.parts
            counted += [(field, part) for part in parts if TODAY in parts and part in sources]
        return tuple(
            f"{field.code} ({field.label}) is counted from column {sources[part]!r} to today: say which day that "
            f"is with today, or in a column of that name."
            for field, part in counted
        )

    def _known_decisions(self, decisions: Sequence[str] | None) -> None:
        codes = [decision.code for decision in self.tables.decisions]
        wrong = [code for code in decisions or () if code not in codes]
        if wrong:
            raise CohortError(tuple(f"There is no decision {code!r}." for code in wrong))

    def answer(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """What is carried along, and the answers, for one batch."""
        return self.shown(batch, self.found(batch))

    def found(self, batch: pa.RecordBatch) -> Batch:
        """What the tables give for one batch."""
        return self.kernel.run(self.plan.arrays(batch), batch.num_rows, self.today)

    def shown(self, batch: pa.RecordBatch, found: Batch) -> pa.RecordBatch:
        """What was found for a batch as columns, behind those that are carried along."""
        answers = self.answers.table(found)
        carried = [batch.column(name) for name in self.plan.carried]
        return pa.RecordBatch.from_arrays([*carried, *answers.columns], schema=self.schema)

    def answer_all(
        self, batches: Iterator[pa.RecordBatch], threads: int = 1, look: Look | None = None
    ) -> Iterator[pa.RecordBatch]:
        """The answers of many batches, in their order; no more of them are held than are being worked on.

        `look` is shown each batch with what was found for it, in the same order.
        """
        if look is None:
            yield from in_order(self.answer, batches, threads)
            return
        for batch, found, answered in in_order(self._both, batches, threads):
            look(batch, found)
            yield answered

    def _both(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, Batch, pa.RecordBatch]:
        found = self.found(batch)
        return batch, found, self.shown(batch, found)


def in_order(
    work: Callable[[pa.RecordBatch], Done], batches: Iterator[pa.RecordBatch], threads: int = 1
) -> Iterator[Done]:
    """What a function makes of many batches, in their order, over several threads."""
    if threads <= 1:
        yield from map(work, batches)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting = [pool.submit(work, batch) for batch in islice(batches, threads + 1)]
        while waiting:
            done = waiting.pop(0).result()
            waiting += [pool.submit(work, batch) for batch in islice(batches, 1)]
            yield done


def evaluate_frame(
    frame: Frame,
    tables: ModuleType | TableSet,
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
    threads: int = 1,
) -> Frame:
    """Every answer for every row of a frame: a frame of the same kind with a status, a reason and the answers.

    `frame` is of pandas, Polars, PyArrow (a table or a batch) or a DuckDB relation; `tables` a generated package.
    A column is the field whose code or label it has as its name, or the one that `columns` gives it (field to
    column). Nulls are not known. A row that a single case would be refused for has its status and its reason; no
    row stops the others.

    `units` gives the unit of a column of numbers, `unit_columns` the column that holds the unit of each row, `values`
    translates what a column holds into values of the field, `today` the day that is counted to (or a column of that
    name). `nan`: "refuse" or "unknown". `others`: "refuse", "keep" or "drop" columns that are no field.
    `decisions` chooses the answers, `words` gives labels in place of codes, `rules` adds the rules that fired.

    Raises `CohortError`, before the first row, with everything that does not fit.
    """
    settings = Settings(columns or {}, units or {}, unit_columns or {}, values or {}, nan, others)
    table = to_arrow(frame)
    cohort = Cohort(
        tables, table.schema, settings, today=today, decisions=decisions, words=words, rules=rules
    )
    batches = iter(table.combine_chunks().to_batches(max_chunksize=BATCH))
    answered = pa.Table.from_batches(list(cohort.answer_all(batches, threads)), cohort.schema)
    same: Frame = from_arrow(answered, frame, cohort.plan.carried)
    return same


def tables_of(tables: ModuleType | TableSet) -> TableSet:
    """The table set of a generated package."""
    found = tables if isinstance(tables, TableSet) else getattr(tables, "SET", None)
    if not isinstance(found, TableSet):
        raise TypeError(f"{shown(getattr(tables, '__name__', tables))} is no package that b12tables wrote")
    return found


def _day(today: date | str | None) -> date | None:
    day = read_date(today)
    if day is None and today is not None:
        raise CohortError((f"today: {shown(today)} is no date. Give a date as year-month-day.",))
    return day


# ---------------------------------------------------------------- frames of others


def to_arrow(frame: Any) -> pa.Table:
    """A frame as an Arrow table. NaN stays NaN: what it means is decided later, and by the caller."""
    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame])
    library = type(frame).__module__.partition(".")[0]
    if library == "pandas":
        return _of_pandas(frame)
    if library == "polars":
        return _eager(frame).to_arrow()
    if library in ("duckdb", "_duckdb"):
        found = frame.arrow()
        return found.read_all() if isinstance(found, pa.RecordBatchReader) else found
    raise TypeError(f"a frame of pandas, Polars, PyArrow or DuckDB is read, not {type(frame).__qualname__}")


def from_arrow(table: pa.Table, like: Any, carried: tuple[str, ...] = ()) -> Any:
    """An Arrow table as the kind of frame that was given; pandas keeps its index and the carried columns as they
    were.
    """
    if isinstance(like, pa.Table):
        return table
    if isinstance(like, pa.RecordBatch):
        return table.combine_chunks().to_batches()[0] if table.num_rows else like.schema.empty_table()
    library = type(like).__module__.partition(".")[0]
    if library == "pandas":
        answers = table.drop_columns(list(carried)).to_pandas(types_mapper=_nullable)
        for place, name in enumerate(carried):
            answers.insert(place, name, like[name].array)
        answers.index = like.index
        return answers
    if library == "polars":
        import polars

        found = polars.from_arrow(table)
        return found.lazy() if isinstance(like, polars.LazyFrame) else found
    import duckdb

    return duckdb.from_arrow(table)


def _eager(frame: Any) -> Any:
    return frame.collect() if hasattr(frame, "collect") else frame


def _nullable(kind: pa.DataType) -> Any:
    """Types of pandas that have a null of their own, so that nothing becomes NaN."""
    import pandas

    return {
        pa.int64(): pandas.Int64Dtype(),
        pa.float64(): pandas.Float64Dtype(),
        pa.bool_(): pandas.BooleanDtype(),
    }.get(kind)


def _of_pandas(frame: Any) -> pa.Table:
    names = [str(name) for name in frame.columns]
    if len(set(names)) != len(names):
        raise CohortError(("Two columns have one name.",))
    return pa.table({str(name): _series(frame[name], str(name)) for name in frame.columns})


def _series(series: Any, name: str) -> pa.Array:
    """A column of pandas: a null of its own types is a null, a NaN among plain floats stays one."""
    plain_floats = getattr(series.dtype, "kind", "") == "f" and not hasattr(series.array, "_mask")
    try:
        if plain_floats and not hasattr(series.dtype, "pyarrow_dtype"):
            return pa.array(series.to_numpy(), from_pandas=False)
        found = pa.array(series, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as why:
        raise CohortError(
            (f"Column {name!r} holds values of several kinds: {str(why).splitlines()[0]}",)
        ) from None
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


__all__ = [
    "BATCH",
    "Cohort",
    "CohortError",
    "Settings",
    "evaluate_frame",
    "from_arrow",
    "tables_of",
    "to_arrow",
]
