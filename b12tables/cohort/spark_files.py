"""Files answered on Spark: what the command does with `--engine spark`.

The session is the one that the environment describes (PYSPARK_SUBMIT_ARGS, SPARK_HOME, SPARK_CONF_DIR); where it says
nothing, this machine is used. The package goes to the workers as an archive. Files and result are reached by each
worker under the same path.

Files of Parquet are not read by Spark: it hands out pieces of them, and each worker reads its own and writes what it
answered as columns. Rows never pass through Java, whose way of handing them to Python and back takes ten times as long
as the answers do.
"""

from __future__ import annotations

import os
import pickle
import re
import secrets
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from b12tables.cohort.files import FORM, PART, Outcome, parts_of, separator_of
from b12tables.cohort.frames import BATCH, Cohort
from b12tables.cohort.plan import CohortError, Settings
from b12tables.cohort.spark import Batches, Work, answered_by_workers, ready
from b12tables.disk import NotOurs, OwnFolder
from b12tables.runtime.tableset import TableSet


def answer_on_spark(
    paths: Sequence[Path], tables: TableSet, package: Mapping[str, str], settings: Settings, asked: Mapping[str, Any],
    out: Path, threads: int,
) -> Outcome:  # fmt: skip
    """Answers the patients in CSV or Parquet files into the folder `out`; `package` are the files of `tables`.

    The folder is new, and there whole or not at all. Raises `CohortError` with what does not fit, before the first row.
    """
    answer = _way(paths)
    try:
        with OwnFolder(out, "b12tables cohort", paths).fresh(listed=False) as fresh:
            session = _session(threads)
            try:
                with TemporaryDirectory(prefix="b12tables-") as folder:
                    archive = Path(folder) / f"{tables.identifier}.zip"
                    write_archive(package, archive)
                    session.sparkContext.addPyFile(str(archive))
                    return answer(session, paths, tables, settings, asked, fresh)
            finally:
                session.stop()
                # a worker that Spark gave up may have begun a piece after all others were done
                _sweep(fresh)
    except NotOurs as why:
        raise CohortError((f"{why}.",)) from None
    except Exception as why:
        if (told := told_by_spark(why)) is None:
            raise
        raise CohortError(told) from why


_ENDED = re.compile(
    r"^(?:: )?(?:[\w.]+\.)?(\w+(?:Error|Exception|Invalid))(?:: (.*?))?(?=\n\s*\n|\n\tat |\Z)",
    re.MULTILINE | re.DOTALL,
)
"""How an exception is told: its kind and what it says, until the stack of Java or nothing follows."""


def told_by_spark(why: Exception) -> tuple[str, ...] | None:
    """Why a job ended, in sentences; None where it was not Spark that ended it."""
    if type(why).__module__.partition(".")[0] not in ("pyspark", "py4j"):
        return None
    last = list(_ENDED.finditer(str(why)))
    kind, said = (last[-1][1], last[-1][2]) if last else ("", str(why).strip())
    lines = tuple((said or kind).splitlines())
    return lines if kind == CohortError.__name__ else (f"Spark ended the job: {lines[0]}",)


def located(path: Path) -> str:
    """A path as Hadoop reads it: with its scheme, and nothing in it encoded."""
    text = path.absolute().as_posix()
    return f"file://{text if text.startswith('/') else '/' + text}"


def found_by(path: Path) -> str:
    """The same where Hadoop would take some signs for a pattern."""
    return re.sub(r"([\\\[\]{}*?])", r"\\\1", located(path))


def write_archive(package: Mapping[str, str], path: Path) -> None:
    """A package as one archive that Python imports from; the same bytes for the same files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(package):
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, package[name])


TOLD = ("PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS", "SPARK_CONF_DIR", "SPARK_HOME")
"""Variables of the environment by which somebody says which Spark is meant."""


def _session(threads: int) -> Any:
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise CohortError(('Spark is not installed: pip install "b12tables[spark]".',)) from None
    settings = {} if any(os.environ.get(name) for name in TOLD) else _this_machine(threads)
    try:
        session = SparkSession.builder.appName("b12tables cohort").config(map=settings).getOrCreate()
    except PySparkRuntimeError as why:
        raise CohortError((f"Spark does not start; is Java (17 or newer) installed? {why}",)) from None
    session.sparkContext.setLogLevel("ERROR")
    return session


def _this_machine(threads: int) -> dict[str, str]:
    """A Spark of its own on this machine, which nobody else is to reach."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return {
        "spark.master": f"local[{threads}]",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
    }


Way = Callable[[Any, Sequence[Path], TableSet, Settings, Mapping[str, Any], Path], Outcome]
"""How files are answered into a folder that is there and empty."""


def _way(paths: Sequence[Path]) -> Way:
    kinds = {path.suffix.lower() for path in paths}
    if kinds == {".parquet"}:
        return in_pieces
    if kinds == {".csv"}:
        return _by_rows
    raise CohortError(("--engine spark reads files of CSV (.csv) or of Parquet (.parquet), of one kind.",))


# ---------------------------------------------------------------- Parquet: pieces of files

PIECE = 4 * PART
"""So many rows of a file are one piece of work, or more where they lie together in a group of rows."""


class Piece(NamedTuple):
    """Some groups of rows of a file."""

    path: str
    groups: tuple[int, ...]


class Job(NamedTuple):
    """What a worker is told once."""

    work: bytes
    pieces: tuple[Piece, ...]
    folder: str


COUNTED = pa.schema(
    [
        ("piece", pa.int64()),
        ("name", pa.string()),
        ("kind", pa.string()),
        ("told", pa.string()),
        ("rows", pa.int64()),
    ]
)
"""What a worker says of a piece: under which name it lies, and how many rows have a status, or a reason."""


def pieces_of(path: Path) -> Iterator[Piece]:
    """The work in a file of Parquet; a file without a row is a piece too, for it has the columns."""
    with pq.ParquetFile(path) as file:
        about = file.metadata
        groups: list[int] = []
        rows = 0
        for group in range(about.num_row_groups):
            groups.append(group)
            rows += about.row_group(group).num_rows
            if rows >= PIECE:
                yield Piece(str(path), tuple(groups))
                groups, rows = [], 0
        if groups or not about.num_row_groups:
            yield Piece(str(path), tuple(groups))


def in_pieces(
    session: Any,
    paths: Sequence[Path],
    tables: TableSet,
    settings: Settings,
    asked: Mapping[str, Any],
    folder: Path,
) -> Outcome:
    """Answers files of Parquet into a folder that is empty; the workers can import the package by its identifier."""
    pieces = tuple(piece for path in paths for piece in pieces_of(path.absolute()))
    # what does not fit is told here, before the first row
    first, *others = [pq.read_schema(path) for path in paths]
    if any(not other.equals(first) for other in others):
        raise CohortError(("The files have not the same columns of the same types.",))
    Cohort(tables, first, settings, **asked)
    work = pickle.dumps(Work(tables.identifier, tables.content_hash, settings, dict(asked)))
    told = pickle.dumps(Job(work, pieces, str(folder)))
    numbered = session.range(0, len(pieces), 1, len(pieces))
    types = {pa.int64(): "long", pa.string(): "string"}
    counted = ", ".join(f"{one.name} {types[one.type]}" for one in COUNTED)
    rows = numbered.mapInArrow(_worker(told), counted).collect()
    return taken_together(folder, [row.asDict() for row in rows])


def taken_together(folder: Path, rows: Sequence[Mapping[str, Any]]) -> Outcome:
    """What the workers said of all pieces (`COUNTED`); the folder holds their answers in order afterwards."""
    outcome = Outcome()
    counts = {"status": outcome.statuses, "reason": outcome.reasons}
    for row in sorted(rows, key=lambda row: row["piece"]):
        if row["kind"] in counts:
            counts[row["kind"]][row["told"]] += row["rows"]
    _put_together(folder, {row["piece"]: row["name"] for row in rows})
    return outcome


def _put_together(folder: Path, names: Mapping[int, str]) -> None:
    """Keeps of each piece what the worker left whose answer counts: Spark may have asked for a piece twice."""
    for piece, name in names.items():
        (folder / name).rename(folder / f"part-{piece:05}.parquet")
    _sweep(folder)
    (folder / "_SUCCESS").touch()


UNFINISHED = ".unfinished"
"""How the name of a file ends that is none of the result (yet); it begins with a dot, so that nobody reads it."""


def _sweep(folder: Path) -> None:
    """Removes what was answered a second time."""
    for left in folder.glob(f".*{UNFINISHED}"):
        left.unlink(missing_ok=True)


def _worker(told: bytes) -> Callable[[Batches], Batches]:
    """What a worker does with the numbers of pieces."""

    def answer(batches: Batches) -> Batches:
        for batch in batches:
            for place in batch.column(0).to_pylist():
                yield answer_piece(_job(told), place)

    return answer


@lru_cache(maxsize=4)
def _job(told: bytes) -> Job:
    found: Job = pickle.loads(told)
    return found


def answer_piece(job: Job, place: int) -> pa.RecordBatch:
    """Answers a piece into a file of its own; how many rows have which status, and which reason."""
    piece, outcome = job.pieces[place], Outcome()
    name = f".{place:05}-{secrets.token_hex(6)}{UNFINISHED}"
    # a worker is one of many on its machine: it takes one core
    with pq.ParquetFile(piece.path) as file:
        # what pandas notes of its index beside the columns differs from file to file
        schema = file.schema_arrow.remove_metadata()
        cohort = ready(job.work, schema.serialize().to_pybytes())
        batches = file.iter_batches(BATCH, row_groups=list(piece.groups), use_threads=False)
        with pq.ParquetWriter(Path(job.folder) / name, cohort.schema, **FORM) as writer:
            for part in parts_of(map(cohort.answer, batches)):
                outcome.count(part)
                writer.write_table(part)
    told = [("status", *one) for one in outcome.statuses.items()]
    told += [("reason", *one) for one in outcome.reasons.items()]
    rows = [(place, name, *one) for one in told] or [(place, name, "nothing", "", 0)]
    return pa.RecordBatch.from_arrays(
        [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), COUNTED.types, strict=True)],
        schema=COUNTED,
    )


# ---------------------------------------------------------------- CSV: rows that Spark reads


def _by_rows(
    session: Any,
    paths: Sequence[Path],
    tables: TableSet,
    settings: Settings,
    asked: Mapping[str, Any],
    folder: Path,
) -> Outcome:
    answered = answered_by_workers(_texts(session, paths), tables, tables.identifier, settings, asked)
    answered.write.mode("overwrite").parquet(located(folder))
    return _counted(session.read.parquet(found_by(folder)))


def _texts(session: Any, paths: Sequence[Path]) -> Any:
    from pyspark.sql import functions

    # files with other columns end the run instead of being read by place
    separators = {separator_of(path) for path in paths}
    if len(separators) > 1:
        raise CohortError(("The cells of these files are not all separated by the same sign.",))
    options = {
        "header": True,
        "sep": separators.pop(),
        "escape": '"',
        "mode": "FAILFAST",
        "enforceSchema": False,
    }
    frame = session.read.csv([found_by(path) for path in paths], **options)
    names = [f"`{name.replace('`', '``')}`" for name in frame.columns]
    return frame.select(
        [functions.nullif(functions.col(quoted), functions.lit("")).alias(name)
         for quoted, name in zip(names, frame.columns, strict=True)]
    )  # fmt: skip


def _counted(answered: Any) -> Outcome:
    """How a run ended, counted where the result lies."""
    outcome = Outcome()
    for row in answered.groupBy("status").count().toLocalIterator():
        outcome.statuses[row["status"]] = row["count"]
    told = answered.where("reason is not null").groupBy("reason").count().orderBy("reason")
    for row in told.toLocalIterator():
        outcome.reasons[row["reason"]] = row["count"]
    return outcome


__all__ = ["answer_on_spark", "write_archive"]
