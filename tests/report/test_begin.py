"""The goals of `benchmarks/reports.py`: of each mistake the report begins with its place, is short, and is true, and
what it offers first mends it.
"""

from __future__ import annotations

import pytest

from benchmarks.reports import BY_HAND, MISTAKES, outcome, said_before

SMALL = [name for name, entry in MISTAKES.items() if entry["set"] != "b12"]
SHIPPED = [name for name, entry in MISTAKES.items() if entry["set"] == "b12"]

MOST_LINES = 60


def meets_its_goals(name: str) -> None:
    found = outcome(MISTAKES[name])
    assert found.first, "the report does not begin at the mistake"
    assert found.lines <= MOST_LINES
    assert found.untrue == ()
    # only people can do it, or it leaves a set without the cause and everybody's answer as it was
    assert found.mend in (BY_HAND, "mended")


def test_there_are_forty() -> None:
    assert len(MISTAKES) == 40 and len({entry["set"] for entry in MISTAKES.values()}) == 4


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_a_mistake_in_a_small_set(name: str) -> None:
    meets_its_goals(name)


@pytest.fixture(scope="module")
def shipped() -> None:
    """What is said of our tables without a mistake, which each mistake is seen against."""
    said_before("b12")


@pytest.mark.slow
@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("name", SHIPPED)
def test_a_mistake_in_the_shipped_tables(name: str) -> None:
    meets_its_goals(name)
