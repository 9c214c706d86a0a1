"""How long a cohort takes: one table over millions of rows, a whole table set over a population.

    python -m benchmarks.cohort              10 million rows, one million patients
    python -m benchmarks.cohort 1000000      so many rows of one table, and a tenth of them as patients
    python -m benchmarks.cohort stream       50 million rows and 2 million patients that come batch by batch: memory,
                                             and the time of a row beside a tenth of them

The tables of `single_case.py` (60 and 1,000 rules, Unique, 6 inputs). Beside them in the same run: a copy of the same
columns, and the 60 rules as one CASE in DuckDB on one thread. The population is that of
`examples/cohort/population.toml`, all decisions of the B12 tables. Seconds of the processor and of the clock, rows a
second of the processor, largest memory.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "generated")]

import b12_followup  # noqa: E402

from b12tables.cohort import Cohort, Settings, read_description, synthetic_population  # noqa: E402
from b12tables.compiler.codegen import load_package  # noqa: E402
from b12tables.compiler.codegen.package import emit_python  # noqa: E402
from benchmarks.single_case import NUMBERS, WIDE, WORDS, model_of, tree  # noqa: E402

BATCH = 1 << 15


def columns(rows: int, seed: int = 1) -> pa.Table:
    """Random values of the inputs of the table."""
    draw = np.random.default_rng(seed)
    found: dict[str, Any] = {
        name: pa.DictionaryArray.from_arrays(draw.integers(0, len(letters), rows, np.int32), list(letters))
        for name, letters in WORDS.items()
    }
    found |= {name: draw.integers(0, WIDE * 10, rows) / 10 for name in NUMBERS}
    return pa.table(found)


def timed(name: str, rows: int, work: Callable[[], object]) -> float:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = rows / processor / 1e6
    print(
        f"{name:44} {rows:>11,} rows {processor:7.2f} s CPU {clock:7.2f} s {speed:8.2f} M/s {memory:6.0f} MB"
    )
    return processor


def drain(answers: Iterator[pa.RecordBatch]) -> int:
    return sum(batch.num_rows for batch in answers)


def one_table(rules: int, table: pa.Table) -> float:
    _, leaves = tree(rules, Random(rules))
    model = model_of(leaves)
    package = load_package(emit_python(model), model.about.identifier)
    cohort = Cohort(package, table.schema)
    cohort.answer(table.slice(0, BATCH).combine_chunks().to_batches()[0])
    batches = table.to_batches(max_chunksize=BATCH)
    return timed(
        f"one table, {rules:,} rules", table.num_rows, lambda: drain(cohort.answer_all(iter(batches)))
    )


def copied(table: pa.Table) -> float:
    arrays = [
        np.asarray(c.chunk(0).indices if pa.types.is_dictionary(c.type) else c.chunk(0))
        for c in table.columns
    ]
    return timed("a copy of the same columns", table.num_rows, lambda: [array.copy() for array in arrays])


def in_duckdb(table: pa.Table) -> float | None:
    try:
        import duckdb
    except ModuleNotFoundError:
        return None
    _, leaves = tree(60, Random(60))
    cases = []
    for leaf in leaves:
        tests = [f"{name} in ({', '.join(repr(v) for v in leaf.box[name])})" for name in WORDS]
        tests += [f"{name} >= {leaf.box[name][0]} and {name} < {leaf.box[name][1]}" for name in NUMBERS]
        cases.append(f"when {' and '.join(tests)} then {leaf.number}")
    database = duckdb.connect(config={"threads": 1})
    database.register("input", table)
    query = f"select sum(case {' '.join(cases)} end) from input"
    return timed("DuckDB: the 60 rules as one CASE", table.num_rows, lambda: database.sql(query).fetchall())


def whole_set(rows: int, threads: int) -> float:
    description = read_description(ROOT / "examples" / "cohort" / "population.toml")
    table = synthetic_population(b12_followup.SET, rows, 1, description, date(2026, 11, 26))
    settings = Settings(units=description["units"], others="keep")
    codes = [decision.code for decision in b12_followup.SET.decisions]
    cohort = Cohort(b12_followup, table.schema, settings, today="2026-11-26", decisions=codes)
    batches = table.to_batches(max_chunksize=BATCH)
    name = f"B12 tables, {len(codes)} decisions, {threads} thread{'s' if threads > 1 else ''}"
    return timed(name, rows, lambda: drain(cohort.answer_all(iter(batches), threads)))


def streamed() -> None:
    """Rows that nobody holds: what a run takes in memory, and whether its time grows with the rows alone."""
    draws = [columns(BATCH, seed).to_batches()[0] for seed in range(20)]
    model = model_of(tree(60, Random(60))[1])
    package = load_package(emit_python(model), model.about.identifier)
    one = Cohort(package, draws[0].schema)
    description = read_description(ROOT / "examples" / "cohort" / "population.toml")
    people = synthetic_population(b12_followup.SET, BATCH, 1, description, date(2026, 11, 26)).to_batches()
    settings = Settings(units=description["units"], others="keep")
    codes = [decision.code for decision in b12_followup.SET.decisions]
    whole = Cohort(b12_followup, people[0].schema, settings, today="2026-11-26", decisions=codes)
    for name, cohort, batches, most in (
        ("one table, 60 rules", one, draws, 50_000_000),
        ("B12 tables", whole, people, 2_000_000),
    ):
        for rows in (most // 10, most):
            count = -(-rows // BATCH)
            drawn = (batches[place % len(batches)] for place in range(count))
            timed(f"{name}, streamed", count * BATCH, lambda c=cohort, d=drawn: drain(c.answer_all(d)))


def main() -> None:
    if sys.argv[1:] == ["stream"]:
        streamed()
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, PyArrow {pa.__version__}, {os.cpu_count()} cores"
    )
    table = columns(rows)
    copy = copied(table)
    sixty = one_table(60, table)
    thousand = one_table(1000, table)
    print(f"1,000 rules take {thousand / sixty:.2f} x of 60; 60 rules {sixty / copy:.1f} x of a copy")
    small = table.slice(0, max(1, rows // 10))
    duck = in_duckdb(small)
    if duck:
        print(f"DuckDB {duck * 10 / sixty:.1f} x of ours, by the row")
    for threads in (1, 2):
        whole_set(rows // 10, threads)


if __name__ == "__main__":
    main()
