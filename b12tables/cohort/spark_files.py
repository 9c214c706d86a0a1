"""Files answered on Spark: what the command does with `--engine spark`.

The session is the one that the environment describes (PYSPARK_SUBMIT_ARGS, SPARK_HOME, SPARK_CONF_DIR); where it says
nothing, this machine is used. The package goes to the workers as an archive.
"""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from b12tables.cohort.files import Outcome
from b12tables.cohort.frames import BATCH
from b12tables.cohort.plan import CohortError, Settings
from b12tables.cohort.spark import answered_by_workers
from b12tables.runtime.tableset import TableSet


def answer_on_spark(
    paths: Sequence[Path], tables: TableSet, package: Mapping[str, str], settings: Settings, asked: Mapping[str, Any],
    out: Path, threads: int,
) -> Outcome:  # fmt: skip
    """Answers the patients in CSV or Parquet files into the folder `out`; `package` are the files of `tables`.

    Raises `CohortError` with what does not fit, before the first row.
    """
    reader = _reader(paths)
    session = _session(threads)
    try:
        with TemporaryDirectory(prefix="b12tables-") as folder:
            archive = Path(folder) / f"{tables.identifier}.zip"
            write_archive(package, archive)
            session.sparkContext.addPyFile(str(archive))
            answered = answered_by_workers(reader(session), tables, tables.identifier, settings, asked)
            answered.write.parquet(str(out))
            return _counted(session.read.parquet(str(out)))
    finally:
        session.stop()


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


def _reader(paths: Sequence[Path]) -> Any:
    """How the files are read: what stands in a CSV file is a text, and an empty cell is not known."""
    kinds = {path.suffix.lower() for path in paths}
    if kinds == {".parquet"}:
        return lambda session: session.read.parquet(*map(str, paths))
    if kinds == {".csv"}:
        return lambda session: _texts(session, paths)
    raise CohortError(("--engine spark reads files of CSV (.csv) or of Parquet (.parquet), of one kind.",))


def _texts(session: Any, paths: Sequence[Path]) -> Any:
    from pyspark.sql import functions

    # files with other columns end the run instead of being read by place
    options = {"header": True, "escape": '"', "mode": "FAILFAST", "enforceSchema": False}
    frame = session.read.csv([str(path) for path in paths], **options)
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
