"""Real databases for the statements: DuckDB in this process, PostgreSQL and Spark where they are installed."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.csv as csv

from tests.kit.patience import PATIENCE

Rows = list[dict[str, Any]]


def run_duckdb(statement: str, patients: pa.Table) -> Rows:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.register("patients", patients)
        return connection.sql(statement).to_arrow_table().to_pylist()


def postgres_folder() -> Path | None:
    """Where the programs of a PostgreSQL server are; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Postgres:
    """A server of its own in a folder, without a network."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        # the server refuses to run as root
        self.user = (
            ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.getuid() == 0 else []
        )

    def call(self, *words: str, text: str = "") -> str:
        done = subprocess.run(
            [*self.user, *words],
            input=text,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            cwd=self.folder,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def query(self, text: str) -> str:
        return self.call(
            "psql", "-h", str(self.folder), "-U", "tests", "-d", "postgres", "-XqAt", "-v", "ON_ERROR_STOP=1",
            "-f", "-", text=text
        )  # fmt: skip

    def rows(self, statement: str, patients: pa.Table) -> Rows:
        """The rows of a statement over a table of patients."""
        path = self.folder / "patients.csv"
        csv.write_csv(_flat(patients), path)
        path.chmod(0o644)
        columns = ", ".join(f'"{one.name}" {_TYPES[_kind(one.type)]}' for one in patients.schema)
        load = f"CREATE TEMP TABLE patients ({columns});\n\\copy patients FROM '{path}' CSV HEADER\n"
        body = statement.rstrip().rstrip(";")
        said = self.query(f"{load}SELECT row_to_json(answered) FROM (\n{body}\n) AS answered;\n")
        return [json.loads(line) for line in said.splitlines()]


@contextmanager
def postgres_server(programs: Path) -> Iterator[Postgres]:
    """A server while it is needed, in a folder of its own: those of pytest are closed to its user."""
    with TemporaryDirectory(prefix="b12tables-postgres-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o777)
        with _started(Postgres(Path(name), programs)) as server:
            yield server


@contextmanager
def _started(server: Postgres) -> Iterator[Postgres]:
    folder, programs = server.folder, server.programs
    data = str(folder / "data")
    server.call(
        str(programs / "initdb"), "-D", data, "-U", "tests", "-A", "trust", "-N", "--no-sync", "-E", "UTF8"
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    server.call(str(programs / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield server
    finally:
        server.call(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop")


_TYPES = {
    "string": "text",
    "double": "double precision",
    "float": "real",
    "bool": "boolean",
    "date32[day]": "date",
    "timestamp[s]": "timestamp",
    "int64": "bigint",
    "null": "text",
    "list": "text[]",
}


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        return "string"
    return "list" if pa.types.is_list(kind) else str(kind)


def _flat(patients: pa.Table) -> pa.Table:
    """Without what a CSV file cannot hold."""
    found = {}
    for name in patients.column_names:
        column = patients[name].combine_chunks()
        if pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        if pa.types.is_list(column.type):
            texts = [None if one is None else "{" + ",".join(one) + "}" for one in column.to_pylist()]
            column = pa.array(texts, pa.string())
        found[name] = column
    return pa.table(found)
