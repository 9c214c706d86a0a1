"""Files of patients, larger than memory: read part by part, answered, written; a run that was broken off goes on.

A part is so many rows. Each is written whole beside the result, under the key of the run: the same tables, runtime,
files and settings. A run with the same key takes the parts that are there; one with another key refuses them. The
result is put together from the parts at the end, so that its bytes do not depend on how often a run was broken off.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq

from b12tables.cohort.frames import BATCH, Cohort, Look
from b12tables.cohort.plan import CohortError
from b12tables.disk import NotReplaced, check_own, sweep, unlistable, write_whole
from b12tables.runtime.words import how_many
from b12tables.version import __version__

PART = 8 * BATCH
"""Rows of a part: what is lost when a run is broken off, and what a run holds in memory."""

STATE = "run.json"

UNREAD = "unread"
"""The status under which rows are counted that are in no result."""

BLOCK = 1 << 22
"""Bytes of a CSV file that are read at once; no row is longer."""


@dataclass(slots=True)
class Patients:
    """Rows of one or several files with the same columns, or of a query."""

    schema: pa.Schema
    batches: Callable[[], Iterator[pa.RecordBatch]]
    rows: int | None
    """How many there are, where that is known before they are read."""
    identity: list[Any]
    """What tells these files from others."""
    unread: Counter[str] = field(default_factory=Counter)
    """The rows passed over in the last reading, for they have not the columns of the head; by what is wrong."""


@dataclass(slots=True)
class Outcome:
    """How a run ended: rows by status, and the reasons of the rows without an answer, most frequent first."""

    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def passed_over(self, unread: Counter[str]) -> None:
        """Adds the rows that were not read."""
        if unread:
            self.statuses[UNREAD] += unread.total()
            self.reasons.update(unread)

    def count(self, part: pa.Table) -> None:
        for row in part["status"].value_counts().to_pylist():
            self.statuses[row["values"]] += row["counts"]
        told = part["reason"].drop_null()
        for row in told.value_counts().to_pylist():
            self.reasons[row["values"]] += row["counts"]


# ---------------------------------------------------------------- reading


def open_patients(paths: Sequence[Path], query: str | None = None) -> Patients:
    """The patients in CSV or Parquet files, or those that a query finds in a DuckDB file.

    What stands in a CSV file is read as text: what it means is decided by the field and the mapping, never by a guess.
    """
    for path in paths:
        if not path.is_file():  # a pipe would be waited for
            raise CohortError((f"{path.name} is no file.",))
        if why := unlistable(path):
            raise CohortError((f"{why}.",))
    patients = _opened(paths, query)
    twice = sorted(name for name, count in Counter(patients.schema.names).items() if count > 1)
    if twice:
        listed = ", ".join(map(repr, twice))
        raise CohortError((f"More than one column is called {listed}: nobody knows which is meant.",))
    return patients


def _opened(paths: Sequence[Path], query: str | None) -> Patients:
    kinds = {path.suffix.lower() for path in paths}
    if query is not None or kinds & {".duckdb", ".db"}:
        return _of_duckdb(paths, query)
    unknown = kinds - {".csv", ".parquet"}
    if unknown:
        raise CohortError(
            (f"{', '.join(sorted(unknown))}: files of CSV (.csv), Parquet (.parquet) or DuckDB are read.",)
        )
    parts = [_parquet(path) if path.suffix.lower() == ".parquet" else _csv(path) for path in paths]
    first = parts[0]
    for path, part in zip(paths, parts, strict=True):
        if not part.schema.equals(first.schema):
            raise CohortError((f"{path.name} has other columns, or other types, than {paths[0].name}.",))
    rows = [part.rows for part in parts]
    unread: Counter[str] = Counter()
    return Patients(
        first.schema,
        lambda: _one_after_the_other(parts, unread),
        sum(row for row in rows if row is not None) if all(row is not None for row in rows) else None,
        [one for part in parts for one in part.identity],
        unread,
    )


def _one_after_the_other(parts: Sequence[Patients], unread: Counter[str]) -> Iterator[pa.RecordBatch]:
    unread.clear()
    for part in parts:
        yield from part.batches()
        unread.update(part.unread)


@contextlib.contextmanager
def _read(path: Path) -> Iterator[None]:
    """What a library says of a file that it cannot read, as what a command says."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as why:
        said = str(why).splitlines()[0] if str(why) else type(why).__name__
        raise CohortError((f"{path.name} cannot be read: {_in_words(said)}.",)) from None


def _in_words(said: str) -> str:
    if "invalid UTF8" in said or "codec can't decode" in said:
        return "it holds letters in another encoding than UTF-8. Save it as CSV UTF-8"
    if "straddling object" in said:
        return f"one of its rows is longer than {BLOCK:,} bytes"
    if "Empty CSV file" in said:
        return "it is empty"
    return said.rstrip(".")


def _parquet(path: Path) -> Patients:
    def batches() -> Iterator[pa.RecordBatch]:
        with _read(path):
            yield from opened.iter_batches(BATCH)

    with _read(path):
        words = [one.name for one in pq.read_schema(path) if pa.types.is_string(one.type)]
        opened = pq.ParquetFile(path, read_dictionary=words)
    return Patients(opened.schema_arrow, batches, opened.metadata.num_rows, [_identity(path)])


def _csv(path: Path) -> Patients:
    """Every column as text. A row with more cells than the head, or fewer, is passed over and told."""
    unread: Counter[str] = Counter()

    def passed_over(row: Any) -> str:
        cells = how_many(row.actual_columns, "cell")
        wrong = f"{path.name}, row {row.number}: {cells}, and its head has {row.expected_columns}"
        unread[wrong] += 1
        return "skip"

    @contextlib.contextmanager
    def opened(names: Sequence[str], most: int | None = None) -> Iterator[Any]:
        # row by row, so that the number of a row is known; as fast as with threads
        reading = csv.ReadOptions(block_size=BLOCK, use_threads=False)
        types = dict.fromkeys(names, pa.string())
        convert = csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True)
        told = csv.ParseOptions(delimiter=separator, invalid_row_handler=passed_over)
        with (
            _InUtf8(path, most) as file,
            csv.open_csv(pa.PythonFile(file, "r"), reading, told, convert) as rows,
        ):
            yield rows

    def batches() -> Iterator[pa.RecordBatch]:
        unread.clear()
        with _read(path), opened(schema.names) as rows:
            yield from rows

    with _read(path):
        _refuse_other_encodings(path)
        separator = separator_of(path)
        # the reader reads ahead: what comes later in a file is told when it comes
        with opened((), 2 * BLOCK) as head:
            schema = pa.schema([(name, pa.string()) for name in head.schema.names])
    return Patients(schema, batches, None, [_identity(path)], unread)


def separator_of(path: Path) -> str:
    """What stands between the cells: where spreadsheets write a comma in numbers, they separate by semicolons.

    The head says it: a comma where one stands outside of quotes, else a semicolon or a tab where one does.
    """
    with path.open("rb") as file:
        head = file.readline(BLOCK).decode("utf-8", errors="replace")
    bare = _QUOTED.sub("", head)
    return next((sign for sign in ",;\t" if sign in bare), ",")


_QUOTED = re.compile(r'"[^"]*"')


class _InUtf8(FileIO):
    """A file of text whose letters are looked at as they are read: the reader of rows would say that one of a row that
    is passed over cannot be decoded on the terminal, with a traceback. It ends after `most` bytes, where that is said.
    """

    def __init__(self, path: Path, most: int | None = None) -> None:
        super().__init__(path)
        self._left = most
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def read(self, size: int | None = -1, /) -> bytes:
        """As any file; raises UnicodeDecodeError."""
        size = -1 if size is None else size
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
        data = super().read(size)
        if self._left is not None:
            self._left -= len(data)
        # a letter that is cut in two where it ends early is no fault of the file
        self._decoder.decode(data, final=not data and self._left != 0)
        return data


def _refuse_other_encodings(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE):
            raise UnicodeDecodeError("utf-8", b"", 0, 1, "UTF-16")


def _of_duckdb(paths: Sequence[Path], query: str | None) -> Patients:
    try:
        import duckdb
    except ModuleNotFoundError:
        raise CohortError(('A query needs DuckDB, which is not installed: pip install "duckdb".',)) from None
    if len(paths) != 1 or query is None:
        raise CohortError(("A DuckDB file is read with --query, one file at a time.",))

    def opened() -> pa.RecordBatchReader:
        found = database.sql(query)
        return (getattr(found, "to_arrow_reader", None) or found.fetch_arrow_reader)(BATCH)

    try:
        database = duckdb.connect(str(paths[0]), read_only=True)
        schema = opened().schema
    except duckdb.Error as why:
        raise CohortError((str(why).splitlines()[0],)) from None

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            yield from opened()
        except duckdb.Error as why:
            raise CohortError((str(why).splitlines()[0],)) from None

    return Patients(schema, batches, None, [_identity(paths[0]), query])


def _identity(path: Path) -> list[Any]:
    known = path.stat()
    return [path.name, known.st_size, known.st_mtime_ns]


def parts_of(batches: Iterator[pa.RecordBatch], rows: int = PART) -> Iterator[pa.Table]:
    """The same rows in tables of one size, however they were read."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        held.append(batch)
        count += batch.num_rows
        while count >= rows:
            whole = pa.Table.from_batches(held)
            yield whole.slice(0, rows)
            rest = whole.slice(rows)
            held, count = rest.to_batches(), rest.num_rows
    if count:
        yield pa.Table.from_batches(held)


# ---------------------------------------------------------------- a run


class FileRun:
    """One run over files, with its parts beside the result."""

    def __init__(
        self, cohort: Cohort, patients: Patients, out: Path, settings: Mapping[str, Any], rows: int = PART
    ) -> None:
        """Raises `CohortError` where the parts of another run lie beside the result."""
        self.cohort, self.patients, self.out, self.rows = cohort, patients, out, rows
        self.folder = _parts_beside(out)
        told = {
            "content": cohort.tables.content_hash,
            "program": __version__,
            "patients": patients.identity,
            "settings": settings,
            "rows": rows,
        }
        self.key = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
        self._claim()

    def _claim(self) -> None:
        with _told():
            check_own(self.out)  # now, and not when all patients are answered
        remove_parts(self.out)
        state = self.folder / STATE
        if self.folder.is_symlink():
            raise CohortError(
                (f"{self.folder.name} is in the way: it is a link to {self.folder.readlink()}.",)
            )
        if self.folder.is_dir():
            sweep(self.folder)
        if state.exists():
            if (_told_in(state) or {}).get("key") != self.key:
                raise CohortError(
                    (
                        f"{self.folder.name} holds parts of a run with other tables, files or settings. "
                        "Finish that run, or remove the folder.",
                    )
                )
            return
        if self.folder.exists() and any(self.folder.iterdir()):
            raise CohortError((f"{self.folder.name} is in the way: it holds files of somebody else.",))
        self.folder.mkdir(parents=True, exist_ok=True)
        self._note()

    def _note(self, **more: object) -> None:
        """Says beside the parts whose they are."""
        told = json.dumps({"key": self.key, **more})
        write_whole(self.folder / STATE, lambda path: path.write_text(told, "utf-8"))

    def go(
        self, threads: int = 1, done: Callable[[int], None] = lambda rows: None, look: Look | None = None
    ) -> Outcome:
        """Answers what is not yet answered, writes the result, and counts. `done` is told of rows once written.

        `look` is shown every batch with what was found for it. For that the parts of a run that was broken off are
        asked again: what lies on the disk are answers, and not how they came about.
        """
        outcome, paths = Outcome(), []
        for number, part in enumerate(parts_of(self.patients.batches(), self.rows)):
            path = self.folder / f"part-{number:06}.parquet"
            paths.append(path)
            if path.exists():
                answered = pq.read_table(path)
                if look is not None:
                    self._answered(part, threads, look)
            else:
                answered = self._answered(part, threads, look)
                write_whole(path, partial(pq.write_table, answered, **FORM))
            outcome.count(answered)
            done(part.num_rows)
        outcome.passed_over(self.patients.unread)
        self._join(paths)
        return outcome

    def _answered(self, part: pa.Table, threads: int, look: Look | None) -> pa.Table:
        batches = iter(part.combine_chunks().to_batches(max_chunksize=BATCH))
        return pa.Table.from_batches(list(self.cohort.answer_all(batches, threads, look)), self.cohort.schema)

    def _join(self, paths: list[Path]) -> None:
        """The parts as one file in the place of the result; then nothing of the run is left beside it."""

        def write(to: Path) -> None:
            with pq.ParquetWriter(to, self.cohort.schema, **FORM) as writer:
                for path in paths:
                    writer.write_table(pq.read_table(path).cast(self.cohort.schema))
            # a process that is killed from here on leaves what tells that its parts are done with
            self._note(result=_hash_of(to), parts=[path.name for path in paths])

        with _told():
            write_whole(self.out, write)
        remove_parts(self.out)


def remove_parts(out: Path) -> None:
    """Removes the parts beside a result once the result that they were joined to is in place; others are left alone."""
    folder = _parts_beside(out)
    told = _told_in(folder / STATE)
    if told is None or "result" not in told or not out.is_file() or told["result"] != _hash_of(out):
        return
    sweep(folder)
    names = told.get("parts")
    for name in (*(names if isinstance(names, list) else ()), STATE):
        if _PART.fullmatch(str(name)) and (folder / name).is_file():
            (folder / name).unlink()
    if not any(folder.iterdir()):  # what somebody else put there is left alone
        folder.rmdir()


_PART = re.compile(rf"part-\d+\.parquet|{re.escape(STATE)}")
"""What a run calls what it leaves beside its result."""


def _parts_beside(out: Path) -> Path:
    return out.with_name(f"{out.name}.parts")


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_patients(patients: pa.Table, out: Path) -> None:
    """Writes a table of patients as a file of Parquet, whole or not at all; the same bytes for the same rows."""
    with _told():
        write_whole(out, lambda path: pq.write_table(patients, path, **FORM))


def answer_unwritten(
    cohort: Cohort, patients: Patients, threads: int, done: Callable[[int], None], look: Look
) -> Outcome:
    """Answers all patients for the sake of what is counted: nothing is written."""
    outcome = Outcome()
    for answered in cohort.answer_all(patients.batches(), threads, look):
        outcome.count(pa.Table.from_batches([answered]))
        done(answered.num_rows)
    outcome.passed_over(patients.unread)
    return outcome


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """A result that may not be written, as what a command says."""
    try:
        yield
    except NotReplaced as refused:
        raise CohortError((f"{refused}.",)) from refused


def _told_in(state: Path) -> dict[str, object] | None:
    """What a run wrote beside its parts, or None where no run of ours did."""
    if state.is_symlink() or not state.is_file():
        return None
    try:
        told = json.loads(state.read_text("utf-8"))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


FORM: dict[str, Any] = {"compression": "zstd", "use_dictionary": True, "store_schema": True}
"""How results are written: the same bytes for the same rows."""


__all__ = [
    "PART",
    "UNREAD",
    "FileRun",
    "Outcome",
    "Patients",
    "answer_unwritten",
    "open_patients",
    "parts_of",
    "remove_parts",
    "separator_of",
    "write_patients",
]
