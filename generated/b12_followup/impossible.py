# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Combinations that cannot occur: a case that has one is refused with the sheet's reason."""

from __future__ import annotations

from b12tables.runtime.rules import Combination, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def impossible_X1(check_done: Any, months_since_last_check: Any) -> bool:
    """No check has been done, yet there is a time since the last check."""
    return bool(check_done is False and months_since_last_check is not None)


def impossible_X2(check_done: Any, last_check_month: Any) -> bool:
    """No check has been done, yet there is a month of the last check."""
    return bool(check_done is False and last_check_month is not None)


def impossible_X3(months_since_start: Any, last_check_month: Any) -> bool:
    """A check cannot lie in the future."""
    return bool(months_since_start is not None and months_since_start < 3 and last_check_month is not None and last_check_month >= 3)


def impossible_X4(months_since_start: Any, last_check_month: Any) -> bool:
    """A check cannot lie in the future."""
    return bool(months_since_start is not None and months_since_start < 6 and last_check_month is not None and last_check_month >= 6)


def impossible_X5(months_since_start: Any, last_check_month: Any) -> bool:
    """A check cannot lie in the future."""
    return bool(months_since_start is not None and months_since_start < 9 and last_check_month is not None and last_check_month >= 9)


def impossible_X6(months_since_start: Any, last_check_month: Any) -> bool:
    """A check cannot lie in the future."""
    return bool(months_since_start is not None and months_since_start < 12 and last_check_month is not None and last_check_month >= 12)


def impossible_X7(check_done: Any, trimester_check_done: Any) -> bool:
    """No check has been done, yet that of this trimester is done."""
    return bool(check_done is False and trimester_check_done is True)


COMBINATIONS: tuple[Combination, ...] = (
    Combination(
        "X1",
        ("check_done", "months_since_last_check"),
        impossible_X1,
        tests=("Checked on treatment: no", "Months since last check: known"),
        why="No check has been done, yet there is a time since the last check.",
        place=Place("safety.xlsx", "Impossible", "A4:D4"),
    ),
    Combination(
        "X2",
        ("check_done", "last_check_month"),
        impossible_X2,
        tests=("Checked on treatment: no", "Month of last check: known"),
        why="No check has been done, yet there is a month of the last check.",
        place=Place("safety.xlsx", "Impossible", "A5:D5"),
    ),
    Combination(
        "X3",
        ("months_since_start", "last_check_month"),
        impossible_X3,
        tests=("Months since start: < 3", "Month of last check: >= 3"),
        why="A check cannot lie in the future.",
        place=Place("safety.xlsx", "Impossible", "A6:D6"),
    ),
    Combination(
        "X4",
        ("months_since_start", "last_check_month"),
        impossible_X4,
        tests=("Months since start: < 6", "Month of last check: >= 6"),
        why="A check cannot lie in the future.",
        place=Place("safety.xlsx", "Impossible", "A7:D7"),
    ),
    Combination(
        "X5",
        ("months_since_start", "last_check_month"),
        impossible_X5,
        tests=("Months since start: < 9", "Month of last check: >= 9"),
        why="A check cannot lie in the future.",
        place=Place("safety.xlsx", "Impossible", "A8:D8"),
    ),
    Combination(
        "X6",
        ("months_since_start", "last_check_month"),
        impossible_X6,
        tests=("Months since start: < 12", "Month of last check: >= 12"),
        why="A check cannot lie in the future.",
        place=Place("safety.xlsx", "Impossible", "A9:D9"),
    ),
    Combination(
        "X7",
        ("check_done", "trimester_check_done"),
        impossible_X7,
        tests=("Checked on treatment: no", "Check of this trimester: yes"),
        why="No check has been done, yet that of this trimester is done.",
        place=Place("safety.xlsx", "Impossible", "A10:D10"),
    ),
)
