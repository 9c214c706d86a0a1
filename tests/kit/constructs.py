"""One small set in which each construct of the format stands, an edit of each, and a patient for whom it matters.

What a surface does with a construct is seen by asking it for that patient before and after the edit.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from b12tables.compiler.model import Model
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

SET = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| cut | 5 | a book |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Step | Kept from | Computed | Also written | Upper of |
|---|---|---|---|---|---|---|---|---|---|---|---|
| age | Age | number | 0 | 10 | | | 1 | | | Years | |
| kid | Kidneys | choice | | | | yes | | | | | |
| now | Present interval | choice | | | | | | | | | |
| weight | Weight | number | 1 | 100 | kg | | | | | | |
| next | Next interval | choice | | | | | | now | | | |
| rate | Rate | number | 0 | 10 | mg/kg | | | | | | |
| dose | Dose | number | 0 | 1000 | mg | | | | rate * weight, rounded to 5 mg, at most 200 mg | | |
| low | From | whole number | 0 | 9 | mo | | | | | | |
| high | To | whole number | 0 | 9 | mo | | | | | | low |
| both | Score | whole number | 0 | 20 | mo | | | | low + high | | |
| span | Span | whole number | -9 | 9 | mo | | | | high - low | | |
| act | Actions | choices | | | | | | | | | |
| size | Size | choice | | | | | | | | | |
| risk | Risk | choice | | | | | | | | | |

## Values
| Field | Value | Label | Also written |
|---|---|---|---|
| kid | fine | Fine | well |
| kid | bad | Bad | |
| now | wk | Weekly | |
| now | mo | Monthly | |
| next | wk | Weekly | |
| next | mo | Monthly | |
| act | call | Call | |
| act | test | Test | |
| size | little | Little | |
| size | much | Much | |
| risk | few | Few | |
| risk | many | Many | |

## Decision: Plan
- Code: plan
- Applies when: Age: < cut

| | When | Then | | | | |
|---|---|---|---|---|---|---|
| Rule | Renal | Next interval | Rate | From | To | Actions |
| R1 | well | unchanged | 1 mg/kg | 1 | 3 | Call |
| R2 | bad; unknown | Monthly | 2 mg/kg | 2 | 2 | Call; Test |

## Decision: Plan
- Code: plan
- Applies when: Years: >= cut

| | When | Then | | | | |
|---|---|---|---|---|---|---|
| Rule | Combination | Next interval | Rate | From | To | Actions |
| S1 | Age: 5 to 7 | unchanged | 1 mg/kg | 1 | 3 | none |
| S2 | Age: 8 to 10 | Weekly | 2 mg/kg | 2 | 4 | Test |

## Decision: Size
- Code: size_of

| | When | Then |
|---|---|---|
| Rule | Dose | Size |
| D1 | <= 100 mg | Little |
| D2 | > 100 mg | Much |

## Decision: Risk
- Code: risk_of

| | When | Then |
|---|---|---|
| Rule | Score | Risk |
| E1 | <= 4 | Few |
| E2 | > 4 | Many |
""".replace("| Rule | Renal |", "| Rule | Kidneys |")


class Told(NamedTuple):
    """A patient, what is looked at, and what it is before and after the edit. A status stands for no answer."""

    before: str
    after: str
    patient: dict[str, Any]
    watched: str
    old: Any
    new: Any


REFUSED = "invalid-input"

WELL = {"kid": "fine", "now": "mo", "weight": 50}
ILL = {"kid": "bad", "now": "mo", "weight": 50}

EDITS = {
    "thresholds": Told("| cut | 5 |", "| cut | 6 |", {"age": 5, **ILL}, "act", None, ["call", "test"]),
    "step": Told("| 0 | 10 | | | 1 |", "| 0 | 10 | | | 0.5 |", {"age": 5.5, **WELL}, "rate", REFUSED, 1),
    "also written": Told(
        "| kid | fine | Fine | well |", "| kid | fine | Fine | well; hale |",
        {"age": 3, **WELL, "kid": "hale"}, "act", REFUSED, ["call"],
    ),
    "sums": Told("low + high", "low + high + span", {"age": 3, **WELL}, "both", 4, 6),
    "doses": Told("at most 200 mg", "at most 95 mg", {"age": 5, **WELL, "weight": 100}, "dose", 100, 95),
    "relations of two fields": Told("high - low", "low - high", {"age": 3, **WELL}, "span", 2, -2),
    "ranges as results": Told(
        "| R1 | well | unchanged | 1 mg/kg | 1 | 3 |", "| R1 | well | unchanged | 1 mg/kg | 1 | 4 |",
        {"age": 3, **WELL}, "high", 3, 4,
    ),
    "several actions": Told(
        "| 2 | 2 | Call; Test |", "| 2 | 2 | Call |", {"age": 3, **ILL}, "act", ["call", "test"], ["call"]
    ),
    "unchanged": Told(
        "| R1 | well | unchanged |", "| R1 | well | Weekly |", {"age": 3, **WELL}, "next", "mo", "wk"
    ),
    "guards": Told(
        "Applies when: Age: < cut", "Applies when: Age: < 4", {"age": 4, **ILL}, "act", ["call", "test"], "no-rule"
    ),
    "conditions as lines": Told("Age: 5 to 7 |", "Age: 5 to 6 |", {"age": 7, **WELL}, "act", None, ["test"]),
}  # fmt: skip
WITH = {
    "guards": ("Years: >= cut", "Years: >= 4"),
    "conditions as lines": ("Age: 8 to 10", "Age: 7 to 10"),
}
"""What is edited with it, so that the set stays sound."""


WITHOUT_DOSES = SET.replace("| Rule | Dose | Size |", "| Rule | Rate | Size |")
for _before, _after in (("| <= 100 mg |", "| <= 1 mg/kg |"), ("| > 100 mg |", "| > 1 mg/kg |")):
    WITHOUT_DOSES = WITHOUT_DOSES.replace(_before, _after)
WITHOUT_DOSES = re.sub(r"(?m)^\| dose \|.*\n", "", WITHOUT_DOSES)
"""The same for languages that have no words for a dose."""


def edited(construct: str, text: str = SET) -> str:
    """The text of the set after the edit of a construct."""
    before, after = EDITS[construct][:2]
    assert before in text
    text = text.replace(before, after)
    return text.replace(*WITH[construct]) if construct in WITH else text


@cache
def construct_model(construct: str = "", doses: bool = True) -> Model:
    """The set as it is, or after the edit of a construct."""
    text = SET if doses else WITHOUT_DOSES
    return model_from_markdown(edited(construct, text) if construct else text)


@cache
def construct_package(construct: str = "") -> Any:
    return package_of(construct_model(construct))


WRONG = {
    "thresholds": ("| cut | 5 |", "| cut | five |", "'five' is no number", "write one number with its unit"),
    "step": ("Age: 5 to 7", "Age: 5 to 7.5", "Age is given in steps of 1", "write 7 or 8"),
    "also written": (
        "| kid | bad | Bad | |", "| kid | bad | Bad | well |",
        "'well' would stand for two values of Kidneys", "give one of them another name",
    ),
    "sums": ("low + high", "low + 2 * high", "multiplies and adds", "Computed 2 * points, and add those"),
    "doses": ("rate * weight,", "rate * weight * 2,", "is no rate times one field", "declare a field of its own"),
    "relations of two fields": (
        "| E1 | <= 4 |", "| E1 | <= high |", "'high' is a field", "Computed both - high",
    ),
    "ranges as results": (
        "1 mg/kg | 1 | 3 | Call", "1 mg/kg | 4 | 3 | Call",
        "the range ends before it begins", "turn the two ends round",
    ),
    "several actions": ("Call; Test", "Call and Test", "no value 'Call and Test'", "write Call; Test"),
    "unchanged": (
        "| D1 | <= 100 mg | Little |", "| D1 | <= 100 mg | unchanged |",
        "Size has no value 'unchanged'", "name under Kept from in the Dictionary, in the row of Size",
    ),
    "guards": ("Applies when: Age: < cut", "Applies when: Agee: < cut", "no field called 'Agee'", "mean Age?"),
    "conditions as lines": ("Age: 5 to 7", "Age 5 to 7", "names no field", "write one test a line"),
}  # fmt: skip
"""A mistake with each construct: what stands there, what somebody writes, what is told and the way to say it."""
