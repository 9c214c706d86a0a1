"""Overlaps of a table that was written for First are one finding, if the worked cases say so."""

from __future__ import annotations

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model.finding import Finding
from tests.kit.tables import model_from_markdown

SET = """
## Fields
- age: number, 0..
- sick: yes/no
- weak: yes/no
- plan: choice (a, b, c, d)

## Decision: Plan table
- Hit policy: {policy}

| | When | When | When | Then |
|---|---|---|---|---|
| Rule | Age | Sick | Weak | Plan |
| R1 | < 18 | - | - | a |
| R2 | - | yes | - | b |
| R3 | - | - | yes | c |
| R4 | - | - | - | d |

## Cases
| | | Given | Given | Given | Expect |
|---|---|---|---|---|---|
| ID | Description | Age | Sick | Weak | Plan |
| C1 | a child | 4 | yes | yes | {child} |
| C2 | a sick man | 40 | yes | no | b |
| C3 | a weak man | 40 | no | yes | c |
| C4 | neither | 40 | no | no | d |
"""


def _errors(policy: str = "Unique", child: str = "a", text: str = SET) -> list[Finding]:
    model = model_from_markdown(text.format(policy=policy, child=child))
    return [finding for finding in run_checks(model)[0] if finding.severity == "error"]


def test_the_order_would_decide_all_pairs() -> None:
    (one,) = _errors()
    assert (one.name, one.rules) == ("overlap", ("R1", "R2", "R3", "R4"))
    assert one.message.split("\n")[:2] == [
        "6 pairs of rules hold for the same patients, and the hit policy is Unique",
        "if the policy were First, the order would decide all 6 pairs, and 3 of 3 worked cases that stop here would "
        "come out",
    ]
    assert one.help[0].startswith("write First as the hit policy")
    assert one.data["count"] == 6
    assert one.data["cases"] == ["C1", "C2", "C3"], "the cases are counted there and not told again"
    assert not _errors("First")


def test_a_case_that_says_otherwise_leaves_the_pairs_one_by_one() -> None:
    found = _errors(child="b")
    assert [finding.rules for finding in found if finding.name == "overlap"][:2] == [
        ("R1", "R2"),
        ("R1", "R3"),
    ]


def test_a_row_that_would_never_answer_leaves_the_pairs_one_by_one() -> None:
    hidden = SET.replace("| R4 | - | - | - | d |", "| R4 | - | - | - | d |\n| R5 | - | no | - | a |")
    assert len([f for f in _errors(text=hidden) if f.name == "overlap"]) > 5


def test_without_cases_nothing_is_guessed() -> None:
    text = SET[: SET.index("## Cases")]
    assert len(_errors(text=text)) == 6
