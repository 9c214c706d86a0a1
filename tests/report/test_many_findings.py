"""A report of many findings costs as much more as there are more of them."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from b12tables.compiler import Report
from b12tables.compiler.model import Finding, Mended, Mends, Place
from b12tables.compiler.report import report_json, report_text


def _gap(number: int) -> Finding:
    places = (Place("t.xlsx", "T", f"A{number}"),)
    mends = Mends(mended_with=Mended("gap", (f"R{number - 1}",))) if number % 3 == 0 else Mends()
    return Finding(
        "gap", "error", f"no rule {number}", places, "t", (f"R{number}",), ("add a row",), mends=mends
    )


def _case(number: int) -> Finding:
    return Finding(
        "failed-case", "error", f"case {number} fails", (Place("c.xlsx", "C", f"A{number}"),), None, ()
    )


def _calls(report: Report, form: str) -> int:
    """How many calls of Python it takes to write a report."""
    calls = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(counted)
    try:
        report_json(report) if form == "json" else report_text(report, notes=form == "notes")
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("form", ["short", "notes", "json"])
@pytest.mark.parametrize("kind", [_gap, _case])
def test_twice_as_many_findings_cost_twice_as_much(kind: Callable[[int], Finding], form: str) -> None:
    one, two = (_calls(Report(None, tuple(map(kind, range(1, many + 1))), None), form) for many in (300, 600))
    assert two < 2.2 * one


def test_what_one_edit_mends_is_told_with_the_first() -> None:
    text = report_text(Report(None, tuple(map(_gap, range(1, 5))), None), notes=False)
    assert "the same edit mends: gap of R3" in text
    assert text.count("error: gap") == 3
