"""What people write beyond the grammar of formulas and of lines is refused with the way to say it."""

from __future__ import annotations

import pytest

from tests.kit.tables import model_and_findings

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Step | Computed |
|---|---|---|---|---|---|---|---|---|
| age | Age | whole number | 0 | 120 | | | {step} | |
| egfr | eGFR | number | 0 | 200 | mL/min | yes | | |
| weight | Weight | number | 1 | 200 | kg | | | |
| rate | Rate | number | 0 | 30 | mg/kg | | | |
| x | X | whole number | 0 | 9 | | | | |
| points | Points | whole number | 0 | 9 | | | | |
| found | Found | number | 0 | | {unit} | | | {formula} |

## Decision: Plan
- Code: plan
- Applies when: {guard}

| | When | Then | | |
|---|---|---|---|---|
| Rule | Age | Rate | X | Points |
| R1 | - | 1 mg/kg | 1 | 2 |

## Decision: Plan
- Code: plan
- Applies when: Age: >= 18

| | When | Then | | |
|---|---|---|---|---|
| Rule | Age | Rate | X | Points |
| S1 | - | 2 mg/kg | 1 | 3 |
"""
PLAIN = {"step": "", "unit": "mg", "formula": "rate * weight", "guard": "Age: < 18"}


@pytest.mark.parametrize(
    ("said", "message", "help"),
    [
        ({"formula": "rate * weight / 2"}, "'rate * weight / 2' divides", "0.5 * the field"),
        (
            {"formula": "weight / rate", "unit": ""},
            "'weight / rate' divides",
            "a ratio is a field that is stated",
        ),
        (
            {"formula": "points + 2", "unit": ""},
            "'points + 2' adds a number",
            "let the table give the points",
        ),
        (
            {"formula": "2 * points + x", "unit": ""},
            "multiplies and adds",
            "declare a field for each product",
        ),
        ({"guard": "Age: < 18; eGFR: known"}, "holds two tests", "begin a new line before 'eGFR: known'"),
        ({"guard": "Age: < 18 and eGFR: > 30"}, "holds two tests", "begin a new line before 'eGFR: > 30'"),
        ({"step": "one year"}, "'one year' is no step", "write one number above 0"),
        ({"step": "0"}, "'0' is no step", "write one number above 0"),
    ],
)
def test_it_is_refused_with_the_way_to_say_it(said: dict[str, str], message: str, help: str) -> None:
    _, findings = model_and_findings(SET.format(**{**PLAIN, **said}))
    errors = [finding for finding in findings if finding.severity == "error"]
    assert message in errors[0].message and help in errors[0].help[0] and errors[0].places
    assert len(errors) == 1


@pytest.mark.parametrize("formula", ["x + points", "points + x", "points - x", "x - points"])
def test_a_field_called_like_the_sign_stands_in_a_sum(formula: str) -> None:
    _, findings = model_and_findings(
        SET.format(**{**PLAIN, "formula": formula, "unit": ""}).replace("| 0 | | | |", "| -9 | | | |")
    )
    assert [finding for finding in findings if finding.severity == "error"] == []
