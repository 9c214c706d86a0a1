"""A `<` in a line of When: between two steps it is an order, behind a separator it compares."""

from __future__ import annotations

import pytest

from tests.kit.tables import model_and_findings

SET = """
## Fields
- age: whole number, 0..120
- cause: choice (dietary, pernicious anaemia)
- dose: choice (low, high)

## Decision: Dose

|    | When | Then | Because  |
|----|------|------|----------|
|    | Age  | Dose | Evidence |
| R1 | -    | low  | inference: tests |

## Safety rules

| ID | When | Must | Why |
|----|------|------|-----|
| S1 | {when} | Dose: low | It has to be. |
"""


@pytest.mark.parametrize(
    "when",
    [
        "Age: 0; < 5",
        "Age: 0, < 5",
        "Age: 0 or < 5",
        "Age: not(0; < 5)",
        "Age: not(< 5)",
        "Age: 100<br>Age: < 5",
    ],
)
def test_a_comparison_behind_a_separator_is_one_test(when: str) -> None:
    model, found = model_and_findings(SET.format(when=when))
    assert model is not None
    assert [rule.id for rule in model.safety_rules] == ["S1"], found
    assert model.safety_rules[0].worse is None


@pytest.mark.parametrize("when", ["Age: 0; ; 5 < 7", "Age: 0 < 5;", "Cause: dietary < ;"])
def test_an_order_that_cannot_be_read_is_a_finding(when: str) -> None:
    model, found = model_and_findings(SET.format(when=when))
    assert "bad-cell" in [finding.name for finding in found if finding.severity == "error"]
    assert model is None or not model.safety_rules


SCORED = """
## Fields
- age: whole number, 0..120
- fell: yes/no
- by_age: whole number, 0..9
- by_falls: whole number, 0..9
- score: whole number, 0..20, computed by_age + by_falls

## Decision: Age points
| | When | Then |
|---|---|---|
| Rule | age | by_age |
| R1 | < 65 | 0 |
| R2 | >= 65 | 1 |

## Decision: Fall points
| | When | Then |
|---|---|---|
| Rule | fell | by_falls |
| R1 | no | 0 |
| R2 | yes | 1 |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | age: rising | {must} | w |
"""


def test_a_score_is_not_called_entered_where_two_patients_are_compared() -> None:
    findings = model_and_findings(SCORED.format(must="score: never less"))[1]
    (told,) = [finding for finding in findings if finding.severity == "error"]
    assert told.message.startswith(
        "Score is computed from By age, By falls, and only what a table answers is"
    )
    findings = model_and_findings(SCORED.format(must="fell: never less in no < yes"))[1]
    assert any(
        "Fell is entered, and is the same for both patients" in finding.message for finding in findings
    )
    assert not [
        f for f in model_and_findings(SCORED.format(must="by_age: never less"))[1] if f.severity == "error"
    ]
