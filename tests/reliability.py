"""The table of docs/reliability.md, measured: `python -m tests.reliability [LOG OF make fuzz] [PART …]`.

Each line runs what it tells of and counts: tests with their parameters, the moments at which a process was killed or
refused by the disk, the fuzzed inputs of a log. Nothing of it is written by hand.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.disk import killing
from tests.reader import test_hostile_commands as commands

ROOT = Path(__file__).parents[1]


class Counted:
    """How many tests ran and passed, as pytest tells of them."""

    def __init__(self) -> None:
        self.tried = self.fine = 0

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Counts the call of a test, and what failed before it."""
        if report.when == "call" or report.failed:
            self.tried += 1
            self.fine += report.passed


def run(*wanted: str) -> tuple[int, int]:
    """Runs tests in this process: how many, and how many passed."""
    counted = Counted()
    # what this program has imported is not rewritten by pytest any more, which is no matter here
    quiet = ["-q", "-n", "0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main([*wanted, *quiet], plugins=[counted])
    return counted.tried, counted.fine


def faults() -> tuple[int, int]:
    """The kills and refusals of the disk, one at each write: fine where the tests say that nothing was lost."""
    moments = 0
    real = killing.faults

    def watched(*args: Any, **named: Any) -> Iterator[tuple[int, int]]:
        nonlocal moments
        for moment in real(*args, **named):
            moments += 1
            yield moment

    from tests.disk import test_commands_killed, test_kills

    test_kills.faults = watched
    every = killing.every_fault

    def each(*args: Any, **named: Any) -> int:
        nonlocal moments
        count = every(*args, **named)
        moments += count
        return count

    test_kills.every_fault = test_commands_killed.every_fault = each
    try:
        tried, fine = run("tests/disk/test_kills.py", "tests/disk/test_commands_killed.py")
    finally:
        test_kills.faults = real
        test_kills.every_fault = test_commands_killed.every_fault = every
    # a test stops at the first moment that is not as it should be
    return moments, moments - (tried - fine)


def hostile() -> tuple[int, int]:
    """Every file of the corpus with every command."""
    took = [one for kind in commands.CORPUS for _, one in commands.tried(kind, commands.COMMANDS)]
    return len(took), sum(not one.why for one in took)


PARTS: dict[str, tuple[str, Callable[[], tuple[int, int]], str]] = {
    "files": (
        "hostile workbooks through every command that opens one, each with each: answered",
        hostile, "`python -m tests.reader.test_hostile_commands`",
    ),
    "broken": (
        "broken and hostile workbooks, each with its sentence, in 2 s and 300 MB",
        lambda: run("tests/reader/test_reader_hostile.py::test_hostile_file"), "`tests/reader/test_reader_hostile.py`",
    ),
    "faults": (
        "kills, and full disks, at the writes of every command that writes, and of the desk",
        faults, "`tests/disk/test_kills.py`",
    ),
    "folders": (
        "folders that are somebody else's: links, pipes, changed and foreign files",
        lambda: run("tests/disk/test_own_folder.py"), "`tests/disk/test_own_folder.py`",
    ),
    "texts": (
        "hostile texts in every text of a set: generated code holds them and does nothing with them",
        lambda: run("tests/codegen/test_hostile_texts.py"), "`tests/codegen/test_hostile_texts.py`",
    ),
    "encodings": (
        "encodings of the terminal, eight commands each, as text and as JSON",
        lambda: run("tests/cli/test_terminal.py", "-k", "any_encoding"), "`tests/cli/test_terminal.py`",
    ),
    "requests": (
        "requests that the live server must refuse, or answer",
        lambda: run("tests/desk/test_live.py"), "`tests/desk/test_live.py`",
    ),
    "threads": (
        "first uses of a package, in sixteen threads at once",
        lambda: run("tests/runtime/test_loading.py", "-k", "sixteen_threads"), "`tests/runtime/test_loading.py`",
    ),
    "cases": (
        "cases that are refused, each with its problems, and numbers of other programs",
        lambda: run("tests/runtime/test_malformed.py", "tests/runtime/test_floats.py"),
        "`tests/runtime/test_malformed.py`",
    ),
    "records": (
        "stored results and records that were damaged",
        lambda: run("tests/runtime/test_stored.py", "tests/runtime/test_audit.py"), "`tests/runtime/test_stored.py`",
    ),
}  # fmt: skip

FUZZED = {
    "reader": "fuzzed workbooks",
    "cells": "fuzzed texts in the cells of a set, through reading and every check",
    "cases": "fuzzed cases in JSON, answered, recorded and read back",
    "records": "fuzzed audit records",
    "fragments": "fuzzed cases in the fragment of an address",
    "documents": "fuzzed documents of DMN, imported and checked, some of them written",
    "calls": "fuzzed calls of the CDS service, in their parts and in their bytes",
    "statements": "fuzzed texts of tables in SQL, run in DuckDB: the same rows are answered, with these texts",
    "desk": "fuzzed requests to the desk, up to eight behind each other; what it would save is read again",
    "cohorts": "fuzzed files of patients, with fuzzed mappings",
    "kept": "fuzzed proofs, through their checker, and fuzzed grades",
    "services": "fuzzed requests to a service over HTTP, in parts and broken off",
    "bundles": "fuzzed records of FHIR, read, answered, recorded and replayed",
    "exports": "strangers' texts in every text of a set, through Python, DMN, FHIR, SQL and the pages",
    "plain": "fuzzed plain tables with fuzzed mappings, imported and checked",
    "lists": "fuzzed lists of patients, answered at the desk, and charts of fuzzed drafts",
    "copies": "annotated copies of fuzzed workbooks, opened again",
}


def fuzzed(log: str) -> Iterator[str]:
    """The lines of the table that the end of a log of `make fuzz` gives."""
    minutes = re.findall(r"^(?:after )?([\d.]+) minutes", log, re.MULTILINE)[-1]
    last = dict(re.findall(r"^(\w+) +(\d+ tried +\d+ failed)", log, re.MULTILINE))
    for name, what in FUZZED.items():
        tried, failed = map(int, re.findall(r"\d+", last[name]))
        yield f"| {what} | {tried:,} | {tried - failed:,} | `make fuzz`, {minutes} minutes |"


def main(arguments: list[str]) -> int:
    """Prints the table; fails where something was not fine."""
    logs = [Path(name) for name in arguments if name not in PARTS]
    parts = [name for name in arguments if name in PARTS] or list(PARTS)
    failed = False
    print("| what | tried | fine | how |\n|---|----|----|---|")
    for name in parts:
        what, measure, how = PARTS[name]
        tried, fine = measure()
        failed = failed or tried != fine
        print(f"| {what} | {tried:,} | {fine:,} | {how} |", flush=True)
    for log in logs:
        print(*fuzzed(log.read_text("utf-8")), sep="\n", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
