"""Worked cases that stop at a gap or a contradiction are counted there: under the part that they lie in."""

from __future__ import annotations

from b12tables.compiler.checks import run_checks
from tests.kit.tables import model_from_markdown

SET = """
## Fields
- age: number, 0..
- group: choice (child, adult, old)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 10 | child |
| R2 | [20..30) | adult |
| R3 | >= 40 | old |
{}

## Cases
| | | Given | Expect |
|---|---|---|---|
| ID | Description | Age | Group |
| C1 | first hole | 12 | child |
| C2 | second hole | 35 | old |
| C3 | second hole too | 39 | old |
| C4 | fine | 3 | child |
"""


def cases_of(more: str = "") -> dict[tuple[str, str], object]:
    """The cases that each finding counts, by its name and its example's age or its rules."""
    findings, _ = run_checks(model_from_markdown(SET.format(more)))
    assert not [finding for finding in findings if finding.name == "failed-case"]
    told = [f for f in findings if isinstance(f.data.get("cases"), list) and f.name in ("gap", "overlap")]
    return {(f.name, ",".join(f.rules) or str(f.region[0]["age"])[:60]): f.data["cases"] for f in told}


def test_each_gap_counts_its_own_cases() -> None:
    assert sorted(cases_of().values(), key=str) == [["C1"], ["C2", "C3"]]


def test_each_overlap_counts_its_own_cases() -> None:
    more = "| R4 | [10..20) | child |\n| R5 | [11..15) | adult |\n| R6 | [30..40) | adult |\n| R7 | [30..36) | old |\n"
    found = cases_of(more + "| R8 | [38..40) | old |")
    assert found == {("overlap", "R4,R5"): ["C1"], ("overlap", "R6,R7"): ["C2"], ("overlap", "R6,R8"): ["C3"]}
