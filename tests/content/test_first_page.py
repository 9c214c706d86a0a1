"""The first page of the three scenes and the ten patients: the first lines word for word, and how long it is."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from b12tables.runtime.explain.first_page import FirstPage
from benchmarks.first_page import GOALS, figures, spread
from tests.kit.packages import given_json, real_model, real_package

GOLDEN = Path(__file__).with_name("first_lines.md")
SHEETS = ("Scenes", "Ten patients")
CASES = [case for case in real_model().cases if case.place.sheet in SHEETS]
LINES = 6


def first_lines(case_id: str) -> str:
    """The first lines of the short answer for a worked case, as a terminal shows them."""
    return "\n".join(_short(case_id).splitlines()[:LINES])


def _short(case_id: str) -> str:
    case = next(case for case in CASES if case.id == case_id)
    given = given_json(real_model(), {name: value for name, value in case.given.items() if name != "today"})
    result = real_package().evaluate(given, today=case.given.get("today"))
    text: str = result.explain(detail="short")
    return text


def written() -> str:
    """The golden file as it would be written today: `python -m tests.content.test_first_page` writes it."""
    parts = [f"## {case.id}\n\n```\n{first_lines(case.id)}\n```\n" for case in CASES]
    return "\n".join([f"# The first {LINES} lines for the worked patients\n", *parts])


GOLDENS = (
    dict(part.split("\n", 1) for part in GOLDEN.read_text("utf-8").split("## ")[1:])
    if GOLDEN.exists()
    else {}
)


@pytest.mark.parametrize("case", [case.id for case in CASES])
def test_the_first_lines_are_word_for_word_as_they_were_read(case: str) -> None:
    assert GOLDENS[case].strip() == f"```\n{first_lines(case)}\n```"


def test_nothing_critical_is_folded() -> None:
    for case in CASES:
        given = given_json(
            real_model(), {name: value for name, value in case.given.items() if name != "today"}
        )
        result = real_package().evaluate(given, today=case.given.get("today"))
        page = FirstPage(result)
        shown = page.do_not[: page.open_warnings]
        critical = [one for one in result.warnings if one.severity == "critical"]
        assert sum(line.grave for line in shown) == len(critical)
        grave = [line.grave for line in page.do_not]
        assert grave == sorted(grave, reverse=True)


@pytest.mark.slow
def test_the_figures_of_forty_patients_meet_their_goals() -> None:
    found = [one for case in spread(real_model().cases) if (one := figures(real_package(), case)) is not None]
    assert len(found) > 30
    assert {name for name, goal in GOALS.items() if median(one[name] for one in found) > goal} == set()
    assert sum(one["critical folded"] for one in found) == 0


if __name__ == "__main__":
    GOLDEN.write_text(written(), "utf-8")
