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
