# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Symptom response (classes.xlsx · Symptom response). Hit policy: Unique.

How do symptoms and mood respond to the treatment in use?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_current_interval,
    read_depression_course,
    read_neuro_status,
    read_symptom_course,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class SymptomResponse(Answer):
    """An answer of Symptom response."""

    _codes = ("symptom_response",)
    __slots__ = _codes

    symptom_response: values.SymptomResponseCode
    """Symptom response."""


HERE = Place("classes.xlsx", "Symptom response", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# S1 (A8:H8) when Neurological involvement: Present; Course of symptoms: Persistent; Worsening; Interval in use:
#     Monthly
#   then Symptom response: Neurology persists on monthly
#   because statement S3-58; inference worsening counts like persistent
S1 = Rule(
    "S1",
    SymptomResponse("neuro_persistent_on_monthly"),
    Place(FILE, SHEET, "A8:H8"),
    (("statement", "S3-58", ""), ("inference", "", "worsening counts like persistent"),),
)

# S2 (A9:H9) when Neurological involvement: Present; Course of symptoms: Persistent; Worsening; Interval in use:
#     not(Monthly); unknown
#   then Symptom response: Symptoms persist
#   because statement S1-49; statement S3-61; inference worsening counts like persistent
S2 = Rule(
    "S2",
    SymptomResponse("symptoms_persist"),
    Place(FILE, SHEET, "A9:H9"),
    (("statement", "S1-49", ""), ("statement", "S3-61", ""), ("inference", "", "worsening counts like persistent"),),
)

# S3 (A10:H10) when Neurological involvement: None; Resolved; unknown; Course of symptoms: Persistent; Worsening
#   then Symptom response: Symptoms persist
#   because statement S1-49; statement S3-61; inference worsening counts like persistent
S3 = Rule(
    "S3",
    SymptomResponse("symptoms_persist"),
    Place(FILE, SHEET, "A10:H10"),
    (("statement", "S1-49", ""), ("statement", "S3-61", ""), ("inference", "", "worsening counts like persistent"),),
)

# S4 (A11:H11) when Course of symptoms: Recurred
#   then Symptom response: Symptoms recurred
#   because statement S1-31; statement S1-32; statement S2-12
S4 = Rule(
    "S4",
    SymptomResponse("symptoms_recurred"),
    Place(FILE, SHEET, "A11:H11"),
    (("statement", "S1-31", ""), ("statement", "S1-32", ""), ("statement", "S2-12", ""),),
)

# S5 (A12:H12) when Course of symptoms: Symptom-free; Improving; unknown; Course of depression: Recurred
#   then Symptom response: Symptoms recurred
#   because statement S2-17; statement S2-16; conflict C45
S5 = Rule(
    "S5",
    SymptomResponse("symptoms_recurred"),
    Place(FILE, SHEET, "A12:H12"),
    (("statement", "S2-17", ""), ("statement", "S2-16", ""), ("conflict", "C45", ""),),
)

# S6 (A13:H13) when Course of symptoms: unknown; Course of depression: No depression; Improved; Persistent;
#     unknown
#   then Symptom response: Response not known
#   because statement S3-61; inference clinical response guides and it is not known; conflict C45
S6 = Rule(
    "S6",
    SymptomResponse("not_known"),
    Place(FILE, SHEET, "A13:H13"),
    (("statement", "S3-61", ""), ("inference", "", "clinical response guides and it is not known"), ("conflict", "C45", ""),),
)

# S7 (A14:H14) when Course of symptoms: Symptom-free; Improving; Course of depression: unknown
#   then Symptom response: Response not known
#   because statement S2-16; statement S3-61; inference mood not known
S7 = Rule(
    "S7",
    SymptomResponse("not_known"),
    Place(FILE, SHEET, "A14:H14"),
    (("statement", "S2-16", ""), ("statement", "S3-61", ""), ("inference", "", "mood not known"),),
)

# S8 (A15:H15) when Course of symptoms: Symptom-free; Improving; Course of depression: No depression; Improved;
#     Persistent
#   then Symptom response: Satisfactory
#   because statement S2-05; statement S2-07; inference low mood that stays is not put down to B12; conflict C45
S8 = Rule(
    "S8",
    SymptomResponse("satisfactory"),
    Place(FILE, SHEET, "A15:H15"),
    (("statement", "S2-05", ""), ("statement", "S2-07", ""), ("inference", "", "low mood that stays is not put down to B12"), ("conflict", "C45", ""),),
)


def decide(
    neuro_status: values.NeuroStatusCode | None,
    symptom_course: values.SymptomCourseCode | None,
    depression_course: values.DepressionCourseCode | None,
    current_interval: values.CurrentIntervalCode | None,
) -> Rule[SymptomResponse]:
    """How do symptoms and mood respond to the treatment in use?"""
    if symptom_course == "recurred":
        return S4
    if symptom_course is None:
        if depression_course == "recurred":
            return S5
        return S6
    if symptom_course in ("none_or_resolved", "improving"):
        if depression_course == "recurred":
            return S5
        if depression_course is None:
            return S7
        return S8
    if neuro_status == "present":
        if current_interval == "monthly":
            return S1
        return S2
    return S3


KNOWN = frozenset(("neuro_status", "symptom_course", "depression_course", "current_interval"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[SymptomResponse]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_neuro_status[get("neuro_status")],
                read_symptom_course[get("symptom_course")],
                read_depression_course[get("depression_course")],
                read_current_interval[get("current_interval")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[SymptomResponse] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "symptom_response",
    "Symptom response",
    question="How do symptoms and mood respond to the treatment in use?",
    hit_policy="Unique",
    place=HERE,
    inputs=("neuro_status", "symptom_course", "depression_course", "current_interval"),
    unknown=("neuro_status", "symptom_course", "depression_course", "current_interval"),
    outputs=("symptom_response",),
    decide=decide,
    rules=(S1, S2, S3, S4, S5, S6, S7, S8,),
    answer=SymptomResponse,
    hash="cecd5c8bf3eb4d97a34e33f31187a669b652b9b85902bd53ffefc4d07a021f5d",
)
