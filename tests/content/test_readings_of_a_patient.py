"""Where the sources differ for a patient: under another reading the runtime answers what the edited tables say."""

from __future__ import annotations

from typing import Any

import pytest

from b12tables.compiler.model import evaluate
from b12tables.compiler.reader import edited
from b12tables.runtime.explain.first_page import FirstPage
from b12tables.runtime.explain.readings import _under
from tests.kit.packages import given_json, real_model, real_package

CASES = {case.id: case for case in real_model().cases if case.place.sheet == "Ten patients"}
READINGS = [other for c in real_model().conflicts for other in c.what_if if other.edits]


def result_of(case: str) -> Any:
    given = {name: value for name, value in CASES[case].given.items() if name != "today"}
    return real_package().evaluate(given_json(real_model(), given), today=CASES[case].given.get("today"))


def rows(outputs: Any) -> dict[str, list[dict[str, object]]]:
    """Each answer as a list of rows."""
    return {
        code: [dict(one) for one in (answer if isinstance(answer, (list, tuple)) else [answer])]
        for code, answer in outputs.items()
    }


@pytest.mark.parametrize("case", sorted(CASES)[::3])
def test_another_reading_answers_as_the_edited_tables_do(case: str) -> None:
    result = result_of(case)
    stored = real_package().SET.details().READINGS
    assert len(stored) == len(READINGS)
    given = {name: value for name, value in CASES[case].given.items() if name != "today"}
    steps = {step.decision.code: step for step in result.trace}
    changed = 0
    for other, (_, words, edits) in zip(READINGS, stored, strict=True):
        assert words == other.words
        under = _under(result, steps, edits)
        expected = evaluate(edited(real_model(), other.edits), given, CASES[case].given.get("today"))  # type: ignore[arg-type]
        assert rows((under or result).outputs) == rows(expected.outputs), (case, words)
        changed += under is not None
    assert changed


@pytest.mark.parametrize(
    ("case", "ref"),
    [
        ("nerves-better-on-3-months", "C01"),
        ("loading-done-453-pmol", "C32"),
        ("planning-after-bypass", "C03"),
        ("metformin-stopped-asks", "C14"),
        ("vegan-asks-for-tablets", "C13"),
        ("gastrectomy-kidneys-cyanocobalamin", "C08"),
    ],
)
def test_the_disagreement_that_decides_is_told(case: str, ref: str) -> None:
    page = FirstPage(result_of(case))
    assert ref in [one.ref for one in page.differing()][:3]
