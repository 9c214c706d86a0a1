"""Cohorts on Spark: the workers answer as the kernel answers in this process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from tests.kit.needed import library, program
from tests.kit.packages import ROOT, real_package
from tests.kit.patience import PATIENCE

pa = pytest.importorskip("pyarrow")
cohort = pytest.importorskip("b12tables.cohort")


class Spark:
    """A real Spark in a process of its own: to start it takes longer than what is asked of it."""

    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join([str(ROOT / "generated"), str(ROOT)])
        self.errors = folder / "errors"
        # what one library warns of another is nothing that the command says
        with self.errors.open("wb") as errors:
            self.program = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", "tests.cohort.spark_program", str(folder)],
                cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        assert self.answer() == "ready"

    def ask(self, *trial: object) -> object:
        """What a trial finds, by its name and what it is about (`spark_program.TRIALS`)."""
        assert self.program.stdin is not None
        self.program.stdin.write(json.dumps(trial) + "\n")
        self.program.stdin.flush()
        return self.answer()

    def answer(self) -> object:
        """Its next line; what Java prints beside it is none of JSON."""
        assert self.program.stdout is not None
        for line in self.program.stdout:
            with suppress(ValueError):
                return json.loads(line)
        pytest.fail(self.errors.read_text("utf-8", "replace")[-4000:])

    def close(self) -> None:
        self.program.communicate()


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spark]:
    program("needs Java", "java")
    library("pyspark")
    spark = Spark(tmp_path_factory.mktemp("spark"))
    yield spark
    spark.close()


@pytest.mark.slow
def test_a_real_spark_answers_as_the_kernel(spark: Spark) -> None:
    assert spark.ask("real tables") == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_package_that_is_sent_to_the_workers_answers_as_the_kernel(spark: Spark, seed: int) -> None:
    assert spark.ask("random set", seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_statement_for_spark_answers_as_a_row_by_itself(spark: Spark, seed: int) -> None:
    assert spark.ask("as a statement", seed) == []


@pytest.mark.slow
def test_doses_in_a_statement_for_spark_are_those_of_a_row_by_itself(spark: Spark) -> None:
    assert spark.ask("doses", 3) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["people.csv", "people.parquet"])
def test_the_command_writes_with_spark_what_it_writes_without(spark: Spark, name: str) -> None:
    assert spark.ask("command", name) == []


# ---------------------------------------------------------------- what needs no Spark


def work(package: str, content_hash: str) -> Any:
    from b12tables.cohort.spark import Work

    return Work(package, content_hash, cohort.Settings(), {})


def test_a_worker_has_the_same_edition_or_says_so() -> None:
    hashed = real_package().SET.content_hash
    schema = pa.schema([("cause", pa.string())])
    assert work("b12_followup", hashed).cohort(schema).tables.content_hash == hashed
    with pytest.raises(cohort.CohortError, match="another edition of b12_followup"):
        work("b12_followup", "0" * 64).cohort(schema)
    with pytest.raises(cohort.CohortError, match="cannot import b12_nobody: install it there"):
        work("b12_nobody", hashed).cohort(schema)


def test_tables_that_no_worker_can_import_are_refused() -> None:
    package = real_package()  # it lives in memory
    for tables in (package, package.SET):
        with pytest.raises(cohort.CohortError, match="a worker imports the package by its name"):
            cohort.evaluate_spark(None, tables)


def test_an_archive_of_a_package_is_imported_as_the_package(tmp_path: Path) -> None:
    from b12tables.cohort.spark_files import write_archive
    from b12tables.compiler import emit
    from tests.kit.packages import real_model

    files = emit(real_model())
    write_archive(files, tmp_path / "one.zip")
    write_archive(dict(reversed(files.items())), tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    code = "import b12_followup as p; print(p.__file__, p.SET.content_hash, p.evaluate({'cause': 'dietary'}).status)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "one.zip"), str(ROOT)])},
    )  # fmt: skip
    assert "one.zip" in done.stdout and real_package().SET.content_hash in done.stdout, done.stderr
    assert done.stdout.split()[-1] == "ok"


def test_pieces_of_files_are_answered_in_their_order_whoever_answers_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pickle

    import pyarrow.parquet as pq

    from b12tables.cohort import spark_files
    from b12tables.cohort.spark import Work
    from tests.cohort.test_cohort import TODAY, UNITS, patients

    package = real_package()
    table = pa.table(patients(package.SET, 60, Random(5)))
    files = [tmp_path / "a.parquet", tmp_path / "none.parquet", tmp_path / "b.parquet"]
    for file, (start, rows) in zip(files, [(0, 23), (0, 0), (23, 37)], strict=True):
        pq.write_table(table.slice(start, rows), file, row_group_size=5)
    monkeypatch.setattr(spark_files, "PIECE", 8)
    pieces = tuple(piece for file in files for piece in spark_files.pieces_of(file))
    assert [piece.groups for piece in pieces] == [(0, 1), (2, 3), (4,), (0,), (0, 1), (2, 3), (4, 5), (6, 7)]
    asked = {"today": TODAY, "rules": True}
    settings = cohort.Settings(units=UNITS, others="keep")
    work = pickle.dumps(Work("b12_followup", package.SET.content_hash, settings, asked))
    (tmp_path / "out").mkdir()
    job = spark_files.Job(work, pieces, str(tmp_path / "out"))
    # one is asked twice, as Spark does where a worker is slow or lost
    told = [
        row
        for place in (6, 1, 0, 2, 1, 3, 7, 5, 4)
        for row in spark_files.answer_piece(job, place).to_pylist()
    ]
    last = list({(row["piece"], row["kind"], row["told"]): row for row in told}.values())
    outcome = spark_files.taken_together(tmp_path / "out", last)
    expected = cohort.evaluate_frame(table, package, units=UNITS, others="keep", **asked)
    assert pq.read_table(tmp_path / "out").to_pylist() == expected.to_pylist()
    statuses = expected["status"].value_counts().to_pylist()
    assert outcome.statuses == {row["values"]: row["counts"] for row in statuses}
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == ["", *[".parquet"] * 8]


@pytest.mark.parametrize("name", ["people.csv", "people.parquet"])
def test_a_folder_that_is_there_is_not_written_by_spark(tmp_path: Path, name: str) -> None:
    from b12tables.cohort import answer_on_spark

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(cohort.CohortError, match="out"):
        answer_on_spark([tmp_path / name], real_package().SET, {}, cohort.Settings(), {}, tmp_path / "out", 1)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "mine.txt"]


FROM_A_WORKER = """
An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "worker.py", line 1, in main
{last}

\tat org.apache.spark.api.python.BasePythonRunner$ReaderIterator.handlePythonException(PythonRunner.scala:581)
Caused by: java.io.EOFException: nothing
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            FROM_A_WORKER.format(last="pyarrow.lib.ArrowInvalid: no more data"),
            ("Spark ended the job: no more data",),
        ),
        (FROM_A_WORKER.format(last="b12tables.cohort.plan.CohortError: one.\ntwo."), ("one.", "two.")),
        (FROM_A_WORKER.format(last="MemoryError"), ("Spark ended the job: MemoryError",)),
        (
            "An error occurred while calling o61.collect.\n: java.lang.OutOfMemoryError: Java heap space\n\tat x",
            ("Spark ended the job: Java heap space",),
        ),
        (
            "[PATH_NOT_FOUND] Path does not exist.\nmore",
            ("Spark ended the job: [PATH_NOT_FOUND] Path does not exist.",),
        ),
    ],
)
def test_a_job_that_spark_ends_is_told_in_a_sentence(text: str, told: tuple[str, ...]) -> None:
    from b12tables.cohort.spark_files import told_by_spark

    of_spark = type("PythonException", (Exception,), {"__module__": "pyspark.errors.exceptions.captured"})
    assert told_by_spark(of_spark(text)) == told
    assert told_by_spark(ValueError(text)) is None


@pytest.mark.parametrize(
    "more", [["--summary", "r.html"], ["--propose"], ["--query", "x"], ["--against", "v1"]]
)
def test_the_engine_writes_results_only(tmp_path: Path, more: list[str]) -> None:
    (tmp_path / "people.csv").write_text("cause\ndietary\n", "utf-8")
    words = ["cohort", str(tmp_path / "people.csv"), "--engine", "spark", "--out", str(tmp_path / "o"), *more]
    done = CliRunner().invoke(cli, [*words, "--tables", str(ROOT / "tables")])
    assert done.exit_code == 2 and "takes files and writes the result" in done.output
    assert not (tmp_path / "o").exists()
