"""How long a cohort takes on Spark on this machine, beside the kernel in one process: the same files, the same tables.

    python -m benchmarks.spark            20 million rows of one table, one million patients of the B12 tables
    python -m benchmarks.spark 1000000    so many rows of one table, and a twentieth of them as patients

Rows lie in 16 files of Parquet. As *files* they are read, answered and written as Parquet (the command, with
`--engine spark` and without); as a *frame* the answers are thrown away. A run before the clock starts lets workers
start and learn the tables. Of each way seconds of the clock, and of the processor of everything that it started.
Needs Java and PySpark.
"""

from __future__ import annotations

import importlib
import os
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.dataset as dataset
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "generated")]

from b12tables.cohort import Cohort, evaluate_spark  # noqa: E402
from b12tables.cohort.files import FileRun, open_patients  # noqa: E402
from b12tables.cohort.plan import Settings  # noqa: E402
from b12tables.cohort.spark_files import in_pieces  # noqa: E402
from b12tables.cohort.synthetic import read_description, synthetic_population  # noqa: E402
from b12tables.compiler.codegen.package import emit_python  # noqa: E402
from benchmarks.cohort import BATCH, columns  # noqa: E402
from benchmarks.single_case import model_of, tree  # noqa: E402

FILES = 16
TODAY = "2026-11-26"


def work() -> float:
    """Seconds of the processor of this process and of all that come from it, ended or not."""
    parents, spent = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(stat.parent.name)] = int(fields[1])
        spent[int(stat.parent.name)] = sum(map(int, fields[11:15]))
    ours = {os.getpid()}
    while more := {one for one, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(spent[one] for one in ours) / os.sysconf("SC_CLK_TCK")


def timed(name: str, rows: int, again: Callable[[], object]) -> tuple[float, float]:
    again()
    clock, processor = time.perf_counter(), work()
    again()
    clock, processor = time.perf_counter() - clock, work() - processor
    print(f"{name:40} {rows:>11,} rows {clock:7.2f} s {processor:7.2f} s CPU {rows / clock / 1e6:7.3f} M/s",
          flush=True)  # fmt: skip
    return clock, processor


def in_process(folder: Path, package: Any, asked: dict[str, Any], threads: int) -> Callable[[], object]:
    files = dataset.dataset(folder)
    settings = Settings(units=asked["units"], others=asked["others"])
    cohort = Cohort(package, files.schema, settings, today=asked["today"], decisions=asked["decisions"])

    def again() -> int:
        batches = files.to_batches(batch_size=BATCH, use_threads=threads > 1)
        return sum(answered.num_rows for answered in cohort.answer_all(batches, threads))

    return again


def files_in_process(
    folder: Path, package: Any, asked: dict[str, Any], threads: int, out: Path
) -> Callable[[], object]:
    settings, paths = Settings(units=asked["units"], others=asked["others"]), sorted(folder.iterdir())
    patients = open_patients(paths)
    cohort = Cohort(package, patients.schema, settings, today=asked["today"], decisions=asked["decisions"])

    def again() -> object:
        out.unlink(missing_ok=True)
        return FileRun(cohort, patients, out, {}).go(threads)

    return again


def files_on_spark(
    folder: Path, package: Any, asked: dict[str, Any], session: Any, out: Path
) -> Callable[[], object]:
    settings, paths = Settings(units=asked["units"], others=asked["others"]), sorted(folder.iterdir())
    wanted = {"today": asked["today"], "decisions": asked["decisions"]}

    def again() -> object:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        return in_pieces(session, paths, package.SET, settings, wanted, out)

    return again


def on_spark(folder: Path, package: Any, asked: dict[str, Any], session: Any) -> Callable[[], object]:
    def again() -> object:
        answered = evaluate_spark(session.read.parquet(str(folder)), package, **asked)
        return answered.write.format("noop").mode("overwrite").save()

    return again


def session_of(workers: int) -> Any:
    from pyspark.sql import SparkSession

    told = {
        "spark.master": f"local[{workers}]", "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1", "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH), "spark.driver.memory": "2g",
        "spark.sql.files.maxPartitionBytes": "64m", "spark.sql.files.openCostInBytes": "64m",
    }  # fmt: skip
    session = SparkSession.builder.config(map=told).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def write(table: pa.Table, folder: Path) -> None:
    folder.mkdir()
    rows = -(-table.num_rows // FILES)
    for place in range(FILES):
        pq.write_table(table.slice(place * rows, rows), folder / f"part-{place:02}.parquet")


def one_table(folder: Path, rows: int) -> Any:
    """The table of 60 rules as a package in the folder, and its rows."""
    model = model_of(tree(60, Random(60))[1])
    for name, text in emit_python(model).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    write(columns(rows), folder / "one table")
    sys.path.insert(0, str(folder))
    return importlib.import_module(model.about.identifier)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    os.environ["PYSPARK_PYTHON"] = sys.executable
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PYTHONPATH"] = os.pathsep.join([name, str(ROOT), str(ROOT / "generated")])
        package = one_table(folder, rows)
        b12 = importlib.import_module("b12_followup")
        description = read_description(ROOT / "examples" / "cohort" / "population.toml")
        write(
            synthetic_population(b12.SET, rows // 20, 1, description, date(2026, 11, 26)), folder / "patients"
        )
        plain: dict[str, Any] = {"units": {}, "others": "refuse", "today": None, "decisions": None}
        whole = plain | {
            "units": description["units"], "today": TODAY, "decisions": [one.code for one in b12.SET.decisions]
        }  # fmt: skip
        jobs = [("one table, 60 rules", folder / "one table", package, plain, rows),
                ("B12 tables", folder / "patients", b12, whole, rows // 20)]  # fmt: skip
        for what, files, tables, asked, many in jobs:
            compared(what, many, files, tables, asked, folder / "answers")


def compared(what: str, many: int, files: Path, tables: Any, asked: dict[str, Any], out: Path) -> None:
    """One table set over one folder of files: in this process, and on Spark with one worker and with two."""
    alone = {
        "frame": timed(f"{what}, frame: kernel, 1 thread", many, in_process(files, tables, asked, 1)),
        "files": timed(
            f"{what}, files: kernel, 1 thread", many, files_in_process(files, tables, asked, 1, out)
        ),
    }
    timed(f"{what}, frame: kernel, 2 threads", many, in_process(files, tables, asked, 2))
    out.unlink()
    spark: dict[str, list[tuple[float, float]]] = {"frame": [], "files": []}
    for workers in (1, 2):
        session = session_of(workers)
        ways = {
            "frame": on_spark(files, tables, asked, session),
            "files": files_on_spark(files, tables, asked, session, out),
        }
        for way, again in ways.items():
            spark[way].append(timed(f"{what}, {way}: Spark, {workers} worker(s)", many, again))
        session.stop()
    shutil.rmtree(out)
    for way, (one, two) in spark.items():
        print(
            f"{what}, {way}: CPU of Spark {one[1] / alone[way][1]:.2f} x of the kernel; by the clock one worker is "
            f"{alone[way][0] / one[0]:.2f} of the kernel, two workers {one[0] / two[0]:.2f} of one"
        )


if __name__ == "__main__":
    main()
