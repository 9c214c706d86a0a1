# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Response (classes.xlsx · Response). Hit policy: Unique.

How is the patient responding, and does the treatment need adjusting?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_anaemia_status,
    read_b12_band,
    read_hcy_band,
    read_mma_band,
    read_symptom_response,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class ResponseClass(Answer):
    """An answer of Response."""

    _codes = ("response_class",)
    __slots__ = _codes

    response_class: values.ResponseClassCode
    """Response."""


HERE = Place("classes.xlsx", "Response", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# P1 (A8:I8) when Symptom response: Neurology persists on monthly
#   then Response: Neurology persists on monthly
#   because statement S3-58
P1 = Rule(
    "P1",
    ResponseClass("neuro_persistent_on_monthly"),
    Place(FILE, SHEET, "A8:I8"),
    (("statement", "S3-58", ""),),
)

# P2 (A9:I9) when Symptom response: Symptoms persist
#   then Response: Symptoms persist
#   because statement S1-49; statement S3-61
P2 = Rule(
    "P2",
    ResponseClass("symptoms_persist"),
    Place(FILE, SHEET, "A9:I9"),
    (("statement", "S1-49", ""), ("statement", "S3-61", ""),),
)

# P3 (A10:I10) when Symptom response: Symptoms recurred
#   then Response: Symptoms recurred
#   because statement S1-31; statement S2-12; statement S2-17
P3 = Rule(
    "P3",
    ResponseClass("symptoms_recurred"),
    Place(FILE, SHEET, "A10:I10"),
    (("statement", "S1-31", ""), ("statement", "S2-12", ""), ("statement", "S2-17", ""),),
)

# P4 (A11:I11) when Symptom response: Satisfactory; Response not known; B12 band: Low
#   then Response: Level low
#   because statement S1-49; statement S3-62; statement S2-18; conflict C30
P4 = Rule(
    "P4",
    ResponseClass("level_low"),
    Place(FILE, SHEET, "A11:I11"),
    (("statement", "S1-49", ""), ("statement", "S3-62", ""), ("statement", "S2-18", ""), ("conflict", "C30", ""),),
)

# P5 (A12:I12) when Symptom response: Satisfactory; Response not known; B12 band: not(Low); MMA band: Raised
#   then Response: Functional deficiency
#   because statement S1-14; statement S1-51; statement S3-49
P5 = Rule(
    "P5",
    ResponseClass("functional_deficiency"),
    Place(FILE, SHEET, "A12:I12"),
    (("statement", "S1-14", ""), ("statement", "S1-51", ""), ("statement", "S3-49", ""),),
)

# P8 (A13:I13) when Symptom response: Satisfactory; Response not known; B12 band: not(Low); MMA band:
#     not(Raised); Anaemia on treatment: Persists
#   then Response: Anaemia persists
#   because statement S1-11; statement S3-22; statement S3-67; inference the blood count shows whether the
#     deficiency resolves; other guidance E24
P8 = Rule(
    "P8",
    ResponseClass("anaemia_persists"),
    Place(FILE, SHEET, "A13:I13"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""), ("statement", "S3-67", ""), ("inference", "", "the blood count shows whether the deficiency resolves"), ("other guidance", "E24", ""),),
)

# P6 (A14:I14) when Symptom response: Response not known; B12 band: not(Low); MMA band: not(Raised); Anaemia on
#     treatment: not(Persists)
#   then Response: Unassessed
#   because statement S3-61; inference response not known
P6 = Rule(
    "P6",
    ResponseClass("not_assessed"),
    Place(FILE, SHEET, "A14:I14"),
    (("statement", "S3-61", ""), ("inference", "", "response not known"),),
)

# P7 (A15:I15) when Symptom response: Satisfactory; B12 band: not(Low); MMA band: not(Raised); Anaemia on
#     treatment: not(Persists); Homocysteine band: On target; No result
#   then Response: Responding
#   because statement S2-05; statement S2-07
P7 = Rule(
    "P7",
    ResponseClass("responding"),
    Place(FILE, SHEET, "A15:I15"),
    (("statement", "S2-05", ""), ("statement", "S2-07", ""),),
)

# P9 (A16:I16) when Symptom response: Satisfactory; B12 band: not(Low); MMA band: On target; Anaemia on
#     treatment: not(Persists); Homocysteine band: Above target
#   then Response: Responding
#   because statement S1-15; statement S3-26; statement S3-27; inference MMA on target shows that the cells have
#     B12, so homocysteine has another reason
P9 = Rule(
    "P9",
    ResponseClass("responding"),
    Place(FILE, SHEET, "A16:I16"),
    (("statement", "S1-15", ""), ("statement", "S3-26", ""), ("statement", "S3-27", ""), ("inference", "", "MMA on target shows that the cells have B12, so homocysteine has another reason"),),
)

# P10 (A17:I17) when Symptom response: Satisfactory; B12 band: not(Low); MMA band: At the limit; No result;
#     Anaemia on treatment: not(Persists); Homocysteine band: Above target
#   then Response: Function not shown
#   because statement S1-15; statement S3-27; statement S3-28; inference a functional marker above its target
#     without MMA on target leaves open whether the cells have B12; conflict C29
P10 = Rule(
    "P10",
    ResponseClass("function_not_shown"),
    Place(FILE, SHEET, "A17:I17"),
    (("statement", "S1-15", ""), ("statement", "S3-27", ""), ("statement", "S3-28", ""), ("inference", "", "a functional marker above its target without MMA on target leaves open whether the cells have B12"), ("conflict", "C29", ""),),
)


def decide(
    symptom_response: values.SymptomResponseCode,
    b12_band: values.B12BandCode,
    mma_band: values.MmaBandCode,
    anaemia_status: values.AnaemiaStatusCode,
    hcy_band: values.HcyBandCode,
) -> Rule[ResponseClass]:
    """How is the patient responding, and does the treatment need adjusting?"""
    if symptom_response == "neuro_persistent_on_monthly":
        return P1
    if symptom_response == "symptoms_persist":
        return P2
    if symptom_response == "symptoms_recurred":
        return P3
    if symptom_response == "satisfactory":
        if b12_band == "low":
            return P4
        if mma_band == "on_target":
            if anaemia_status == "persists":
                return P8
            if hcy_band == "above_target":
                return P9
            return P7
        if mma_band == "raised":
            return P5
        if anaemia_status == "persists":
            return P8
        if hcy_band == "above_target":
            return P10
        return P7
    if b12_band == "low":
        return P4
    if mma_band == "raised":
        return P5
    if anaemia_status == "persists":
        return P8
    return P6


def evaluate(case: Mapping[str, Any]) -> Rule[ResponseClass]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and len(case) == 5:
        try:
            return decide(
                read_symptom_response[case["symptom_response"]],
                read_b12_band[case["b12_band"]],
                read_mma_band[case["mma_band"]],
                read_anaemia_status[case["anaemia_status"]],
                read_hcy_band[case["hcy_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[ResponseClass] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "response_class",
    "Response",
    question="How is the patient responding, and does the treatment need adjusting?",
    hit_policy="Unique",
    place=HERE,
    inputs=("symptom_response", "b12_band", "mma_band", "anaemia_status", "hcy_band"),
    unknown=(),
    outputs=("response_class",),
    decide=decide,
    rules=(P1, P2, P3, P4, P5, P8, P6, P7, P9, P10,),
    answer=ResponseClass,
    hash="41705ecf9dfe2cfdb0cbf69fda69531fe1567faffbbef2375cbaeb3bfefabc70",
)
