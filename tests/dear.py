"""What each test costs, measured, and the list of those that `make fast` leaves out.

    make dear                            measure all that `make fast` could run, and write tests/dear.txt anew
    python tests/dear.py TIMES…          write it from what was measured before

A list by hand rots: what was quick when it was written grows with the tables. Here processor time counts, of the
process and of those that it started, so that a busy machine changes little; and the mean of a test's cases, so that
many quick cases stay in. What a fixture makes for several tests is borne by all of them in equal parts: left out by
one, it would fall on the next. What is not in the list was not measured yet, or is cheap: it runs.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

LIST = Path(__file__).with_name("dear.txt")

LIMIT = 0.02
"""Seconds of work: a test whose cases take more on average is left out by `make fast`."""


def function_of(test: str) -> str:
    """The test function of a case, `tests/file.py::test_name`."""
    return test.partition("[")[0]


def dear() -> frozenset[str]:
    """The test functions in the list."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[1] for line in lines if line and not line.startswith("#"))


def means(times: Mapping[str, float]) -> dict[str, float]:
    """Seconds of work a case, of each test function."""
    cases: dict[str, list[float]] = defaultdict(list)
    for test, seconds in times.items():
        cases[function_of(test)].append(seconds)
    return {function: sum(found) / len(found) for function, found in cases.items()}


def listed(times: Mapping[str, float]) -> str:
    """The text of the list: what a case takes in milliseconds, and the test function."""
    over = {function: mean for function, mean in means(times).items() if mean > LIMIT}
    lines = [f"{mean * 1000:6.0f} {function}" for function, mean in sorted(over.items())]
    head = f"# Tests whose cases take over {LIMIT * 1000:.0f} ms of work on average, in ms: written by `make dear`."
    return "\n".join([head, *lines]) + "\n"


def read_times(files: Iterable[Path]) -> dict[str, float]:
    """What was measured, of several workers."""
    return {test: seconds for file in files for test, seconds in json.loads(file.read_text("utf-8")).items()}


if __name__ == "__main__":
    LIST.write_text(listed(read_times(map(Path, sys.argv[1:]))), encoding="utf-8")
