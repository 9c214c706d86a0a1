"""What is tried on a real Spark, in a process of its own: one Java, two workers, all that the tests ask.

    python -m tests.cohort.spark_program FOLDER

Says "ready" when the session is there. Each line that comes in names a trial and what it is about (JSON); the answer is
a line of JSON: what is not as the kernel, or a row by itself, says it.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as pq
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.cohort import Settings, evaluate_frame, evaluate_spark
from b12tables.cohort.spark import answered_by_workers
from b12tables.cohort.spark_files import write_archive
from b12tables.compiler import emit
from b12tables.interop.sql import export_sql
from tests.cohort.test_cohort import TODAY, UNITS, patients
from tests.interop.test_sql import KEPT, PLACE, answered, differences, placed, random_set
from tests.interop.test_sql_doses import set_and_patients
from tests.kit.tables import write_xlsx

Rows = list[dict[str, Any]]

SESSION = {
    "spark.master": "local[2]",
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.session.timeZone": "UTC",
    # a short program: what Java gains by compiling longer never comes back
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


def start() -> Any:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.config(map=SESSION).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def plain(table: pa.Table) -> pa.Table:
    """A table as Spark holds it: no dictionaries, and no column without a type."""
    fields = []
    for one in table.schema:
        words = pa.types.is_dictionary(one.type) or pa.types.is_null(one.type)
        fields.append(pa.field(one.name, pa.string() if words else one.type))
    return table.cast(pa.schema(fields))


def rows_of(answered_frame: Any) -> Rows:
    """The answers in the order in which the patients stood."""
    found: Rows = answered_frame.toArrow().to_pylist()
    found.sort(key=lambda row: row[PLACE])
    return found


def unlike(mine: Rows, theirs: Rows) -> list[str]:
    if len(mine) != len(theirs):
        return [f"{len(mine)} rows, not {len(theirs)}"]
    return [f"{row}, not {other}" for row, other in zip(mine, theirs, strict=True) if row != other]


def real_tables(session: Any) -> list[str]:
    """Patients of the real tables in four partitions, with an installed package."""
    installed = importlib.import_module("b12_followup")
    table = placed(patients(installed.SET, 120, Random(11)))
    asked: dict[str, Any] = {
        "units": UNITS, "today": TODAY, "others": "keep", "rules": True,
        "decisions": [one.code for one in installed.SET.decisions],
    }  # fmt: skip
    frame = session.createDataFrame(plain(table)).repartition(4)
    expected = evaluate_frame(plain(table), installed, **asked).to_pylist()
    return unlike(rows_of(evaluate_spark(frame, installed, **asked)), expected)


def random_set_sent(session: Any, folder: Path, seed: int) -> list[str]:
    """A random set whose package is sent to the workers."""
    model, package, table = random_set(Random(seed))
    table, name = plain(table), f"random_set_{seed}"
    files = {path.replace(model.about.identifier, name, 1): text for path, text in emit(model).items()}
    write_archive(files, folder / f"{name}.zip")
    session.sparkContext.addPyFile(str(folder / f"{name}.zip"))
    frame = session.createDataFrame(table)
    mine = rows_of(answered_by_workers(frame, package.SET, name, Settings(others="keep"), {"rules": True}))
    expected = evaluate_frame(table, package, others="keep", rules=True).to_pylist()
    return unlike(mine, expected)


def random_set_as_a_statement(session: Any, seed: int) -> list[str]:
    """The same set as a statement."""
    model, package, table = random_set(Random(seed))
    table = plain(table)
    session.createDataFrame(table).createOrReplaceTempView("patients")
    told = session.sql(export_sql(model, "spark", KEPT)).toArrow().to_pylist()
    return differences(told, answered(package, table))


def doses_as_a_statement(session: Any, seed: int) -> list[str]:
    """A set with several doses as a statement."""
    model, package, table = set_and_patients(seed)
    session.createDataFrame(plain(table)).createOrReplaceTempView("patients")
    told = session.sql(export_sql(model, "spark", KEPT)).toArrow().to_pylist()
    return differences(told, answered(package, table))


TABLES = """
## Fields
- cause: choice (dietary, other), unknown
- age: number, 0..120
- born: date, unknown
- length: choice (short, life)
- months: whole number, 0..2000, unknown, computed months from born to today

## Decision: Length
|    | When           | When  | When         | Then   | Because  |
|----|----------------|-------|--------------|--------|----------|
|    | Cause          | Age   | Months       | Length | Evidence |
| R1 | dietary        | any   | any          | short  | inference: x |
| R2 | other; unknown | >= 65 | < 900        | life   | inference: x |
| R3 | other; unknown | >= 65 | >= 900; unknown | short | inference: x |
| R4 | other; unknown | < 65  | any          | life   | inference: x |
"""
MAPPING = 'run = {today = "2026-11-26", others = "keep", rules = true}'
CSV = """note,Cause,age,born
"a ""quoted"", note",dietary,100,
,other,76.5,1950-05-05
" spaces ","","30",1950-05-05
zürich,nobody,20,
zug,nobody,21,
last,,,"1950-05-06"
"""


def command(folder: Path, name: str) -> list[str]:
    """The command on a file: the same rows as without Spark; it ends the session."""
    # signs of which Hadoop would decode some, and take others for a pattern
    folder = folder / "über [5%20] {a}"
    tables = folder / "tables"
    if not tables.exists():
        tables.mkdir(parents=True)
        write_xlsx(TABLES, tables)
        (folder / "map.toml").write_text(MAPPING, "utf-8")
        # as a spreadsheet separates cells where numbers have a comma
        (folder / "people.csv").write_text(CSV.replace(",", ";"), "utf-8")
        for stem, text in (("people", CSV), ("more-people", CSV.replace("zug", "bern"))):
            rows = csv.read_csv(io.BytesIO(text.encode("utf-8")))
            pq.write_table(rows, folder / f"{stem}.parquet", row_group_size=2)
    # Spark promises no order of the rows of several files; pieces of Parquet keep theirs
    files = [folder / name, folder / f"more-{name}"] if name.endswith(".parquet") else [folder / name]
    words = [*files, "--map", folder / "map.toml", "--tables", tables, "--threads", "2"]
    told = {}
    for engine in ("here", "spark"):
        out = folder / f"{engine}-{name}.out"
        done = CliRunner().invoke(cli, ["cohort", *map(str, words), "--engine", engine, "--out", str(out)])
        told[engine] = (done.exit_code, done.output.replace(str(out), ""))
        if not out.exists():
            return [done.output]
    found = [] if told["here"] == told["spark"] and told["here"][0] == 1 else [str(told)]
    return found + unlike(*(pq.read_table(folder / f"{engine}-{name}.out").to_pylist() for engine in told))


TRIALS: dict[str, Callable[..., list[str]]] = {
    "real tables": lambda _: real_tables(start()),
    "random set": lambda folder, seed: random_set_sent(start(), folder, seed),
    "as a statement": lambda _, seed: random_set_as_a_statement(start(), seed),
    "doses": lambda _, seed: doses_as_a_statement(start(), seed),
    "command": command,
}
"""Each with the folder and what it is about. A session that was ended begins anew, in the same Java."""


def main(folder: Path) -> None:
    start()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, *about = json.loads(line)
        print(json.dumps(TRIALS[name](folder, *about)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
