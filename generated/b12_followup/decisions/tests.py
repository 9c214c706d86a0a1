# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Tests and reviews (monitoring.xlsx · Tests and reviews). Hit policy: Collect.

Which tests and reviews belong to the next check?
"""

from __future__ import annotations

from b12tables.runtime import policies
from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_age_band,
    read_anaemia_status,
    read_b12_band,
    read_bariatric_pregnancy,
    read_cause,
    read_cause_is_bariatric,
    read_depression_course,
    read_diabetic_nephropathy,
    read_egfr_band,
    read_folate_status,
    read_folic_acid,
    read_hcy_band,
    read_mma_band,
    read_phase,
    read_product_safety,
    read_renal_diagnosis,
    read_symptom_course,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from b12tables.runtime.rules import Fired

    from .. import values


class Tests(Answer):
    """An answer of Tests and reviews."""

    _codes = ("test_item",)
    __slots__ = _codes

    test_item: values.TestItemCode
    """Test or review."""


HERE = Place("monitoring.xlsx", "Tests and reviews", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# T1 (A9:E9) when Age band: not(Under 18)
#   then Test or review: Serum B12
#   because statement S1-10; statement S1-06; statement S1-07; statement S2-13; statement S3-21; conflict C24;
#     other guidance E07
T1 = Rule(
    "T1",
    Tests("serum_b12"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S1-10", ""), ("statement", "S1-06", ""), ("statement", "S1-07", ""), ("statement", "S2-13", ""), ("statement", "S3-21", ""), ("conflict", "C24", ""), ("other guidance", "E07", ""),),
)

# T2 (A10:E10) when Age band: not(Under 18)
#   then Test or review: Complete blood count with MCV
#   because statement S1-11; statement S1-06; statement S1-07; statement S3-22; conflict C23; other guidance E07
T2 = Rule(
    "T2",
    Tests("blood_count"),
    Place(FILE, SHEET, "A10:E10"),
    (("statement", "S1-11", ""), ("statement", "S1-06", ""), ("statement", "S1-07", ""), ("statement", "S3-22", ""), ("conflict", "C23", ""), ("other guidance", "E07", ""),),
)

# T3 (A11:E11) when Age band: not(Under 18)
#   then Test or review: Homocysteine
#   because statement S1-15; statement S1-06; statement S1-07; statement S2-13; statement S3-27; conflict C21;
#     other guidance E07
T3 = Rule(
    "T3",
    Tests("homocysteine"),
    Place(FILE, SHEET, "A11:E11"),
    (("statement", "S1-15", ""), ("statement", "S1-06", ""), ("statement", "S1-07", ""), ("statement", "S2-13", ""), ("statement", "S3-27", ""), ("conflict", "C21", ""), ("other guidance", "E07", ""),),
    note="The third source lists it under tests when indicated.",
)

# T4 (A12:E12) when Age band: not(Under 18)
#   then Test or review: Ferritin and transferrin saturation
#   because statement S3-29; conflict C22; conflict C56
T4 = Rule(
    "T4",
    Tests("iron_studies"),
    Place(FILE, SHEET, "A12:E12"),
    (("statement", "S3-29", ""), ("conflict", "C22", ""), ("conflict", "C56", ""),),
)

# T5 (A13:E13) when B12 band: Borderline; Age band: not(Under 18)
#   then Test or review: MMA because B12 is borderline
#   because statement S1-12; statement S3-23; conflict C27
T5 = Rule(
    "T5",
    Tests("mma_borderline"),
    Place(FILE, SHEET, "A13:E13"),
    (("statement", "S1-12", ""), ("statement", "S3-23", ""), ("conflict", "C27", ""),),
)

# T6 (A14:E14) when Course of symptoms: Persistent; Worsening; Age band: not(Under 18)
#   then Test or review: MMA because symptoms persist
#   because statement S1-13; statement S3-25; statement S1-50; conflict C27; inference worsening counts like
#     persistent
T6 = Rule(
    "T6",
    Tests("mma_symptoms"),
    Place(FILE, SHEET, "A14:E14"),
    (("statement", "S1-13", ""), ("statement", "S3-25", ""), ("statement", "S1-50", ""), ("conflict", "C27", ""), ("inference", "", "worsening counts like persistent"),),
)

# T18 (A15:E15) when Course of symptoms: Recurred; Age band: not(Under 18)
#   then Test or review: MMA because symptoms or depression are back
#   because statement S1-50; statement S1-13; statement S3-25; inference symptoms that are back count like
#     symptoms that persist; conflict C27
T18 = Rule(
    "T18",
    Tests("mma_recurred"),
    Place(FILE, SHEET, "A15:E15"),
    (("statement", "S1-50", ""), ("statement", "S1-13", ""), ("statement", "S3-25", ""), ("inference", "", "symptoms that are back count like symptoms that persist"), ("conflict", "C27", ""),),
)

# T19 (A16:E16) when Course of symptoms: not(Recurred); unknown; Course of depression: Recurred; Age band:
#     not(Under 18)
#   then Test or review: MMA because symptoms or depression are back
#   because statement S1-50; statement S2-17; inference depression that is back counts like symptoms that are
#     back; conflict C27; conflict C45
T19 = Rule(
    "T19",
    Tests("mma_recurred"),
    Place(FILE, SHEET, "A16:E16"),
    (("statement", "S1-50", ""), ("statement", "S2-17", ""), ("inference", "", "depression that is back counts like symptoms that are back"), ("conflict", "C27", ""), ("conflict", "C45", ""),),
)

# T7 (A17:E17) when Phase of treatment: Loading complete; Maintenance; No loading given; unknown; B12 band: Low;
#     Age band: not(Under 18)
#   then Test or review: MMA because B12 remains low
#   because statement S1-50; conflict C27
T7 = Rule(
    "T7",
    Tests("mma_low"),
    Place(FILE, SHEET, "A17:E17"),
    (("statement", "S1-50", ""), ("conflict", "C27", ""),),
)

# T22 (A18:E18) when MMA band: At the limit; Raised; Age band: not(Under 18)
#   then Test or review: MMA again because the last result was not on target
#   because statement S1-50; statement S3-26; inference a result that is not on target is followed until it is;
#     conflict C27; conflict C28
T22 = Rule(
    "T22",
    Tests("mma_again"),
    Place(FILE, SHEET, "A18:E18"),
    (("statement", "S1-50", ""), ("statement", "S3-26", ""), ("inference", "", "a result that is not on target is followed until it is"), ("conflict", "C27", ""), ("conflict", "C28", ""),),
)

# T15 (A19:E19) when MMA band: At the limit; No result; Homocysteine band: Above target; Age band: not(Under 18)
#   then Test or review: MMA because homocysteine is above target
#   because statement S1-15; statement S3-26; statement S3-27; inference MMA tells whether homocysteine is
#     raised for want of B12; conflict C27
T15 = Rule(
    "T15",
    Tests("mma_homocysteine"),
    Place(FILE, SHEET, "A19:E19"),
    (("statement", "S1-15", ""), ("statement", "S3-26", ""), ("statement", "S3-27", ""), ("inference", "", "MMA tells whether homocysteine is raised for want of B12"), ("conflict", "C27", ""),),
)

# T16 (A20:E20) when Anaemia on treatment: Persists; Age band: not(Under 18)
#   then Test or review: MMA because anaemia persists
#   because statement S1-11; statement S1-50; statement S3-22; inference an anaemia that persists counts like
#     symptoms that persist; conflict C27
T16 = Rule(
    "T16",
    Tests("mma_anaemia"),
    Place(FILE, SHEET, "A20:E20"),
    (("statement", "S1-11", ""), ("statement", "S1-50", ""), ("statement", "S3-22", ""), ("inference", "", "an anaemia that persists counts like symptoms that persist"), ("conflict", "C27", ""),),
)

# T8 (A21:E21) when Bariatric patient: yes; Age band: not(Under 18)
#   then Test or review: Vitamins A and D, calcium, folate and thiamine, every 6 months or more often
#   because statement S3-31; conflict C40; other guidance E11
T8 = Rule(
    "T8",
    Tests("micronutrients"),
    Place(FILE, SHEET, "A21:E21"),
    (("statement", "S3-31", ""), ("conflict", "C40", ""), ("other guidance", "E11", ""),),
)

# T9 (A22:E22) when Bariatric surgery and pregnancy: Pregnant after surgery; Age band: not(Under 18)
#   then Test or review: Comprehensive nutritional panel each trimester
#   because statement S3-34; statement S3-33; other guidance E11
T9 = Rule(
    "T9",
    Tests("nutritional_panel"),
    Place(FILE, SHEET, "A22:E22"),
    (("statement", "S3-34", ""), ("statement", "S3-33", ""), ("other guidance", "E11", ""),),
)

# T10 (A23:E23) when Age band: not(Under 18)
#   then Test or review: Review of neurological symptoms: paraesthesia, numbness, gait and cognition
#   because statement S1-29
T10 = Rule(
    "T10",
    Tests("neuro_review"),
    Place(FILE, SHEET, "A23:E23"),
    (("statement", "S1-29", ""),),
)

# T11 (A24:E24) when Course of depression: Improved; Persistent; Recurred; Age band: not(Under 18)
#   then Test or review: Review of mood for recurrence of depression
#   because statement S2-16
T11 = Rule(
    "T11",
    Tests("mood_review"),
    Place(FILE, SHEET, "A24:E24"),
    (("statement", "S2-16", ""),),
)

# T12 (A25:E25) when Main cause: Dietary deficiency; Age band: not(Under 18)
#   then Test or review: Confirmation of dietary intake
#   because statement S3-65
T12 = Rule(
    "T12",
    Tests("dietary_review"),
    Place(FILE, SHEET, "A25:E25"),
    (("statement", "S3-65", ""),),
)

# T13 (A26:E26) when Age band: not(Under 18); Folic acid: Planned; Taken now; Folate status: unknown
#   then Test or review: Serum folate
#   because statement S3-53; inference folate deficiency must be documented
T13 = Rule(
    "T13",
    Tests("serum_folate"),
    Place(FILE, SHEET, "A26:E26"),
    (("statement", "S3-53", ""), ("inference", "", "folate deficiency must be documented"),),
)

# T17 (A27:E27) when Anaemia on treatment: Persists; Age band: not(Under 18)
#   then Test or review: Serum folate
#   because statement S1-11; statement S3-22; inference a lack of folate makes the same anaemia; other guidance
#     E24
T17 = Rule(
    "T17",
    Tests("serum_folate"),
    Place(FILE, SHEET, "A27:E27"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""), ("inference", "", "a lack of folate makes the same anaemia"), ("other guidance", "E24", ""),),
)

# T14 (A28:E28) when Age band: not(Under 18); Product in use and kidneys: Check kidneys first; eGFR band: eGFR
#     not recorded
#   then Test or review: eGFR
#   because statement S1-46; inference renal function not known on cyanocobalamin
T14 = Rule(
    "T14",
    Tests("egfr"),
    Place(FILE, SHEET, "A28:E28"),
    (("statement", "S1-46", ""), ("inference", "", "renal function not known on cyanocobalamin"),),
)

# T20 (A29:E29) when Age band: not(Under 18); Product in use and kidneys: Check kidneys first; Diabetic
#     nephropathy: unknown
#   then Test or review: Question about diabetic nephropathy
#   because statement S1-46; statement S1-48; inference what is missing is asked for, not what is there
T20 = Rule(
    "T20",
    Tests("ask_nephropathy"),
    Place(FILE, SHEET, "A29:E29"),
    (("statement", "S1-46", ""), ("statement", "S1-48", ""), ("inference", "", "what is missing is asked for, not what is there"),),
)

# T21 (A30:E30) when Age band: not(Under 18); Product in use and kidneys: Check kidneys first; Kidney disease:
#     unknown
#   then Test or review: Question about kidney disease
#   because statement S1-46; inference what is missing is asked for, not what is there
T21 = Rule(
    "T21",
    Tests("ask_kidney"),
    Place(FILE, SHEET, "A30:E30"),
    (("statement", "S1-46", ""), ("inference", "", "what is missing is asked for, not what is there"),),
)


def decide(
    phase: values.PhaseCode | None,
    b12_band: values.B12BandCode,
    symptom_course: values.SymptomCourseCode | None,
    depression_course: values.DepressionCourseCode | None,
    mma_band: values.MmaBandCode,
    hcy_band: values.HcyBandCode,
    anaemia_status: values.AnaemiaStatusCode,
    cause_is_bariatric: bool,
    bariatric_pregnancy: values.BariatricPregnancyCode,
    cause: values.CauseCode | None,
    age_band: values.AgeBandCode,
    folic_acid: values.FolicAcidCode | None,
    folate_status: values.FolateStatusCode | None,
    product_safety: values.ProductSafetyCode,
    egfr_band: values.EgfrBandCode,
    diabetic_nephropathy: bool | None,
    renal_diagnosis: values.RenalDiagnosisCode | None,
) -> Fired[tuple[Tests, ...]]:
    """Which tests and reviews belong to the next check?"""
    hits: list[Rule[Tests]] = []
    if age_band != "lt18":
        hits.append(T1)
    if age_band != "lt18":
        hits.append(T2)
    if age_band != "lt18":
        hits.append(T3)
    if age_band != "lt18":
        hits.append(T4)
    if b12_band == "borderline" and age_band != "lt18":
        hits.append(T5)
    if symptom_course in ("persistent", "worsening") and age_band != "lt18":
        hits.append(T6)
    if symptom_course == "recurred" and age_band != "lt18":
        hits.append(T18)
    if symptom_course != "recurred" and depression_course == "recurred" and age_band != "lt18":
        hits.append(T19)
    if phase in ("loading_complete", "maintenance", "no_loading", None) and b12_band == "low" and age_band != "lt18":
        hits.append(T7)
    if mma_band in ("at_limit", "raised") and age_band != "lt18":
        hits.append(T22)
    if mma_band in ("at_limit", "not_measured") and hcy_band == "above_target" and age_band != "lt18":
        hits.append(T15)
    if anaemia_status == "persists" and age_band != "lt18":
        hits.append(T16)
    if cause_is_bariatric is True and age_band != "lt18":
        hits.append(T8)
    if bariatric_pregnancy == "pregnant" and age_band != "lt18":
        hits.append(T9)
    if age_band != "lt18":
        hits.append(T10)
    if depression_course in ("improved", "persistent", "recurred") and age_band != "lt18":
        hits.append(T11)
    if cause == "dietary" and age_band != "lt18":
        hits.append(T12)
    if age_band != "lt18" and folic_acid in ("planned", "taking") and folate_status is None:
        hits.append(T13)
    if anaemia_status == "persists" and age_band != "lt18":
        hits.append(T17)
    if age_band != "lt18" and product_safety == "check_first" and egfr_band == "not_known":
        hits.append(T14)
    if age_band != "lt18" and product_safety == "check_first" and diabetic_nephropathy is None:
        hits.append(T20)
    if age_band != "lt18" and product_safety == "check_first" and renal_diagnosis is None:
        hits.append(T21)
    return policies.listed(hits)


KNOWN = frozenset(("phase", "b12_band", "symptom_course", "depression_course", "mma_band", "hcy_band", "anaemia_status", "cause_is_bariatric", "bariatric_pregnancy", "cause", "age_band", "folic_acid", "folate_status", "product_safety", "egfr_band", "diabetic_nephropathy", "renal_diagnosis"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Fired[tuple[Tests, ...]]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_phase[get("phase")],
                read_b12_band[case["b12_band"]],
                read_symptom_course[get("symptom_course")],
                read_depression_course[get("depression_course")],
                read_mma_band[case["mma_band"]],
                read_hcy_band[case["hcy_band"]],
                read_anaemia_status[case["anaemia_status"]],
                x if (x := case["cause_is_bariatric"]) is True or x is False else read_cause_is_bariatric(x),
                read_bariatric_pregnancy[case["bariatric_pregnancy"]],
                read_cause[get("cause")],
                read_age_band[case["age_band"]],
                read_folic_acid[get("folic_acid")],
                read_folate_status[get("folate_status")],
                read_product_safety[case["product_safety"]],
                read_egfr_band[case["egfr_band"]],
                x if (x := get("diabetic_nephropathy")) is True or x is None or x is False else read_diabetic_nephropathy(x),
                read_renal_diagnosis[get("renal_diagnosis")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Fired[tuple[Tests, ...]] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "tests",
    "Tests and reviews",
    question="Which tests and reviews belong to the next check?",
    hit_policy="Collect",
    place=HERE,
    inputs=("phase", "b12_band", "symptom_course", "depression_course", "mma_band", "hcy_band", "anaemia_status", "cause_is_bariatric", "bariatric_pregnancy", "cause", "age_band", "folic_acid", "folate_status", "product_safety", "egfr_band", "diabetic_nephropathy", "renal_diagnosis"),
    unknown=("phase", "symptom_course", "depression_course", "cause", "folic_acid", "folate_status", "diabetic_nephropathy", "renal_diagnosis"),
    outputs=("test_item",),
    decide=decide,
    rules=(T1, T2, T3, T4, T5, T6, T18, T19, T7, T22, T15, T16, T8, T9, T10, T11, T12, T13, T17, T14, T20, T21,),
    answer=Tests,
    hash="5169322a8279a8e841e765b9cac5cf491c4a3f324cf86a80c7cc0553bd647b38",
)
