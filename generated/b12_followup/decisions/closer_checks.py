# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Closer checks (monitoring.xlsx · Closer checks). Hit policy: Unique.

Does anything call for closer checks than the ordinary ones?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_anaemia_status,
    read_b12_band,
    read_bariatric_pregnancy,
    read_depression_course,
    read_neuro_class,
    read_symptom_course,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class CloserChecks(Answer):
    """An answer of Closer checks."""

    _codes = ("closer_checks",)
    __slots__ = _codes

    closer_checks: values.CloserChecksCode
    """Closer checks."""


HERE = Place("monitoring.xlsx", "Closer checks", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# G1 (A8:J8) when Course of symptoms: Recurred
#   then Closer checks: Every 3 months at most
#   because statement S2-13; statement S1-31; statement S1-50; statement S2-12; inference what came back is not
#     stable
G1 = Rule(
    "G1",
    CloserChecks("three"),
    Place(FILE, SHEET, "A8:J8"),
    (("statement", "S2-13", ""), ("statement", "S1-31", ""), ("statement", "S1-50", ""), ("statement", "S2-12", ""), ("inference", "", "what came back is not stable"),),
)

# G2 (A9:J9) when Course of symptoms: not(Recurred); unknown; Course of depression: Recurred
#   then Closer checks: Every 3 months at most
#   because statement S2-13; statement S2-16; statement S2-17; inference what came back is not stable; conflict
#     C45
G2 = Rule(
    "G2",
    CloserChecks("three"),
    Place(FILE, SHEET, "A9:J9"),
    (("statement", "S2-13", ""), ("statement", "S2-16", ""), ("statement", "S2-17", ""), ("inference", "", "what came back is not stable"), ("conflict", "C45", ""),),
)

# G3 (A10:J10) when Course of symptoms: not(Recurred); unknown; Course of depression: not(Recurred); unknown;
#     Anaemia on treatment: Persists
#   then Closer checks: Every 3 months at most
#   because statement S1-11; statement S3-22; statement S2-13; inference an anaemia that persists is not stable
G3 = Rule(
    "G3",
    CloserChecks("three"),
    Place(FILE, SHEET, "A10:J10"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""), ("statement", "S2-13", ""), ("inference", "", "an anaemia that persists is not stable"),),
)

# G4 (A11:J11) when Course of symptoms: Persistent; Worsening; Course of depression: not(Recurred); unknown;
#     Anaemia on treatment: not(Persists); B12 band: Low; Borderline; No result
#   then Closer checks: Every 3 months at most
#   because statement S2-13; statement S1-49; inference the level is not shown normal so the shorter interval is
#     taken; inference worsening counts like persistent
G4 = Rule(
    "G4",
    CloserChecks("three"),
    Place(FILE, SHEET, "A11:J11"),
    (("statement", "S2-13", ""), ("statement", "S1-49", ""), ("inference", "", "the level is not shown normal so the shorter interval is taken"), ("inference", "", "worsening counts like persistent"),),
)

# G5 (A12:J12) when Course of symptoms: Persistent; Worsening; Course of depression: not(Recurred); unknown;
#     Anaemia on treatment: not(Persists); B12 band: Adequate
#   then Closer checks: Every 3 to 6 months
#   because statement S3-20; inference worsening counts like persistent; conflict C58
G5 = Rule(
    "G5",
    CloserChecks("three_to_six"),
    Place(FILE, SHEET, "A12:J12"),
    (("statement", "S3-20", ""), ("inference", "", "worsening counts like persistent"), ("conflict", "C58", ""),),
)

# G6 (A13:J13) when Neurology: Involved; unknown; Course of symptoms: Symptom-free; Improving; unknown; Course
#     of depression: not(Recurred); unknown; Anaemia on treatment: not(Persists)
#   then Closer checks: Every 3 to 6 months
#   because statement S3-18; inference not known is treated as involved until assessed; conflict C58
G6 = Rule(
    "G6",
    CloserChecks("three_to_six"),
    Place(FILE, SHEET, "A13:J13"),
    (("statement", "S3-18", ""), ("inference", "", "not known is treated as involved until assessed"), ("conflict", "C58", ""),),
)

# G7 (A14:J14) when Bariatric surgery and pregnancy: Planning after surgery; Neurology: No involvement; Course
#     of symptoms: Symptom-free; Improving; unknown; Course of depression: not(Recurred); unknown; Anaemia on
#     treatment: not(Persists)
#   then Closer checks: Every 3 to 6 months
#   because statement S3-19; conflict C58
G7 = Rule(
    "G7",
    CloserChecks("three_to_six"),
    Place(FILE, SHEET, "A14:J14"),
    (("statement", "S3-19", ""), ("conflict", "C58", ""),),
)

# G8 (A15:J15) when Bariatric surgery and pregnancy: not(Planning after surgery); Neurology: No involvement;
#     Course of symptoms: Symptom-free; Improving; unknown; Course of depression: not(Recurred); unknown;
#     Anaemia on treatment: not(Persists)
#   then Closer checks: No reason for closer checks
#   because statement S1-05; statement S1-17; statement S3-11; statement S3-17; inference nothing calls for more
G8 = Rule(
    "G8",
    CloserChecks("none"),
    Place(FILE, SHEET, "A15:J15"),
    (("statement", "S1-05", ""), ("statement", "S1-17", ""), ("statement", "S3-11", ""), ("statement", "S3-17", ""), ("inference", "", "nothing calls for more"),),
)


def decide(
    bariatric_pregnancy: values.BariatricPregnancyCode,
    neuro_class: values.NeuroClassCode | None,
    symptom_course: values.SymptomCourseCode | None,
    depression_course: values.DepressionCourseCode | None,
    anaemia_status: values.AnaemiaStatusCode,
    b12_band: values.B12BandCode,
) -> Rule[CloserChecks]:
    """Does anything call for closer checks than the ordinary ones?"""
    if symptom_course == "recurred":
        return G1
    if symptom_course in ("persistent", "worsening"):
        if depression_course == "recurred":
            return G2
        if anaemia_status == "persists":
            return G3
        if b12_band == "adequate":
            return G5
        return G4
    if depression_course == "recurred":
        return G2
    if anaemia_status == "persists":
        return G3
    if neuro_class == "none":
        if bariatric_pregnancy == "planning":
            return G7
        return G8
    return G6


KNOWN = frozenset(("bariatric_pregnancy", "neuro_class", "symptom_course", "depression_course", "anaemia_status", "b12_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[CloserChecks]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_bariatric_pregnancy[case["bariatric_pregnancy"]],
                read_neuro_class[get("neuro_class")],
                read_symptom_course[get("symptom_course")],
                read_depression_course[get("depression_course")],
                read_anaemia_status[case["anaemia_status"]],
                read_b12_band[case["b12_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[CloserChecks] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "closer_checks",
    "Closer checks",
    question="Does anything call for closer checks than the ordinary ones?",
    hit_policy="Unique",
    place=HERE,
    inputs=("bariatric_pregnancy", "neuro_class", "symptom_course", "depression_course", "anaemia_status", "b12_band"),
    unknown=("neuro_class", "symptom_course", "depression_course"),
    outputs=("closer_checks",),
    decide=decide,
    rules=(G1, G2, G3, G4, G5, G6, G7, G8,),
    answer=CloserChecks,
    hash="615fb3f6dff59358a669f91e7f99daec9b8782fae00f816732b0c2d84d23e3ac",
)
