"""A hospital's own words in About, and where a wrong answer is reported."""

from __future__ import annotations

import pytest

from b12tables.site.build import _report_address
from tests.kit.tables import model_and_findings

SET = """
## About
- Title: A set
- Identifier: a_set
- Version: 1.2.0
- Status: Draft
- Intended use: tests
- Disclaimer: no advice
- Department: Haematology, <b>ward 4</b>
- Contact: 555 1234
- Report to: {to}

## Fields
- age: choice (young, old)
- plan: choice (a, b)

## Decision: Plan
|    | When  | Then | Because  |
|----|-------|------|----------|
|    | Age   | Plan | Evidence |
| R1 | young | a    | inference: x |
| R2 | old   | b    | inference: x |
"""


def test_department_contact_and_address_are_read() -> None:
    model, findings = model_and_findings(SET.format(to="wrong@hospital.example"))
    assert model is not None and [f for f in findings if f.severity == "error"] == []
    about = model.about
    assert (about.department, about.contact) == ("Haematology, <b>ward 4</b>", "555 1234")
    assert (
        _report_address(about)
        == "mailto:wrong@hospital.example?subject=Wrong%20answer%3A%20A%20set%2C%20version%201.2.0"
    )
    model, _ = model_and_findings(SET.format(to="https://hospital.example/report?x=1"))
    assert model is not None and _report_address(model.about) == "https://hospital.example/report?x=1"


@pytest.mark.parametrize(
    "to",
    [
        "javascript:alert(1)",
        "wrong at hospital",
        "a@b",
        "data:text/html,x",
        "x@y.example?bcc=z@y.example",
        "https://",
    ],
)
def test_an_address_that_nobody_could_use_is_told(to: str) -> None:
    _, findings = model_and_findings(SET.format(to=to))
    (told,) = [f for f in findings if f.name == "bad-cell"]
    assert "nobody could report a wrong answer there" in told.message and "Report to" not in (told.help or "")
    assert told.places[0].cells.startswith("B")
