# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Change to treatment (regimen.xlsx · Change to treatment). Hit policy: Unique.

What does the comparison with the treatment in use ask for?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_oral_option, read_regimen, read_relation, read_response_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class TreatmentChange(Answer):
    """An answer of Change to treatment."""

    _codes = ("treatment_change",)
    __slots__ = _codes

    treatment_change: values.TreatmentChangeCode
    """Change to treatment."""


HERE = Place("regimen.xlsx", "Change to treatment", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# H1 (A9:H9) when Regimen: Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to 2
#     weeks; Individual interval; Interval against regimen: Other route; Oral treatment: Ruled out; Disputed:
#     the clinician decides
#   then Change to treatment: From tablets to injections
#   because statement S1-27; statement S1-32; statement S2-22; inference whatever rules tablets out calls for
#     injections
H1 = Rule(
    "H1",
    TreatmentChange("to_injections"),
    Place(FILE, SHEET, "A9:H9"),
    (("statement", "S1-27", ""), ("statement", "S1-32", ""), ("statement", "S2-22", ""), ("inference", "", "whatever rules tablets out calls for injections"),),
    note="Neurology (S1-27), symptoms (S1-32), malabsorption (S2-22); a result that shows no correction is our inference.",
)

# H1b (A10:H10) when Regimen: Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to
#     2 weeks; Individual interval; Interval against regimen: Other route; Oral treatment: Possible; Condition
#     missing; Clinician decides
#   then Change to treatment: Tablets to be settled
#   because statement S1-25; statement S2-20; inference no source asks for injections here, and what is missing
#     is asked for; conflict C12
H1b = Rule(
    "H1b",
    TreatmentChange("tablets_open"),
    Place(FILE, SHEET, "A10:H10"),
    (("statement", "S1-25", ""), ("statement", "S2-20", ""), ("inference", "", "no source asks for injections here, and what is missing is asked for"), ("conflict", "C12", ""),),
)

# H2 (A11:H11) when Regimen: Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to
#     2 weeks; Individual interval; Interval against regimen: not(Other route, Yet to start); Response:
#     Neurology persists on monthly; Symptoms persist; Symptoms recurred
#   then Change to treatment: More for symptoms
#   because statement S1-49; statement S1-31; statement S2-12; statement S2-17; statement S3-58
H2 = Rule(
    "H2",
    TreatmentChange("more_for_symptoms"),
    Place(FILE, SHEET, "A11:H11"),
    (("statement", "S1-49", ""), ("statement", "S1-31", ""), ("statement", "S2-12", ""), ("statement", "S2-17", ""), ("statement", "S3-58", ""),),
)

# H3 (A12:H12) when Regimen: Tablets every day; Complete the loading course; No automatic recommendation;
#     Interval against regimen: not(Yet to start); Response: Neurology persists on monthly; Symptoms persist;
#     Symptoms recurred
#   then Change to treatment: More for symptoms
#   because statement S1-49; statement S1-31; statement S2-12; inference kept so that symptoms are never passed
#     over
H3 = Rule(
    "H3",
    TreatmentChange("more_for_symptoms"),
    Place(FILE, SHEET, "A12:H12"),
    (("statement", "S1-49", ""), ("statement", "S1-31", ""), ("statement", "S2-12", ""), ("inference", "", "kept so that symptoms are never passed over"),),
    note="While loading runs or entries contradict each other; the action then completes the loading course, or refers.",
)

# H4 (A13:H13) when Interval against regimen: Yet to start
#   then Change to treatment: Yet to start
#   because statement S1-20; inference nothing in use yet
H4 = Rule(
    "H4",
    TreatmentChange("not_started"),
    Place(FILE, SHEET, "A13:H13"),
    (("statement", "S1-20", ""), ("inference", "", "nothing in use yet"),),
    note="Also with symptoms: what is not given cannot be given more often. The regimen is then the shorter one.",
)

# H5 (A14:H14) when Interval against regimen: Less often; Response: Level low; Functional deficiency; Anaemia
#     persists; Function not shown; Unassessed; Responding
#   then Change to treatment: Given too seldom
#   because statement S1-20; statement S1-23; statement S3-36; statement S3-01
H5 = Rule(
    "H5",
    TreatmentChange("less_often"),
    Place(FILE, SHEET, "A14:H14"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S3-36", ""), ("statement", "S3-01", ""),),
)

# H6 (A15:H15) when Interval against regimen: More often; Response: Level low; Functional deficiency; Anaemia
#     persists; Function not shown; Unassessed; Responding
#   then Change to treatment: Given more often
#   because statement S2-18; statement S3-62; statement S1-41
H6 = Rule(
    "H6",
    TreatmentChange("more_often"),
    Place(FILE, SHEET, "A15:H15"),
    (("statement", "S2-18", ""), ("statement", "S3-62", ""), ("statement", "S1-41", ""),),
)

# H7 (A16:H16) when Interval against regimen: As recommended; Response: Function not shown; Unassessed;
#     Responding
#   then Change to treatment: As recommended
#   because statement S1-20; statement S1-23; statement S3-36; statement S3-39; statement S2-21
H7 = Rule(
    "H7",
    TreatmentChange("as_recommended"),
    Place(FILE, SHEET, "A16:H16"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S2-21", ""),),
)

# H7b (A17:H17) when Regimen: not(Monthly by injection, Individual interval); Interval against regimen: As
#     recommended; Response: Level low; Functional deficiency; Anaemia persists
#   then Change to treatment: As recommended
#   because statement S1-20; statement S1-23; statement S2-18; statement S3-62; conflict C30
H7b = Rule(
    "H7b",
    TreatmentChange("as_recommended"),
    Place(FILE, SHEET, "A17:H17"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("conflict", "C30", ""),),
    note="A result alone changes no interval; W27 and the alternative go with it.",
)

# H7c (A18:H18) when Regimen: Monthly by injection; Individual interval; Interval against regimen: As
#     recommended; Response: Level low; Functional deficiency; Anaemia persists
#   then Change to treatment: Held for a result
#   because statement S1-49; statement S2-18; statement S3-62; inference a result that asks for more never
#     lengthens the interval; conflict C30
H7c = Rule(
    "H7c",
    TreatmentChange("held"),
    Place(FILE, SHEET, "A18:H18"),
    (("statement", "S1-49", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("inference", "", "a result that asks for more never lengthens the interval"), ("conflict", "C30", ""),),
)

# H7d (A19:H19) when Interval against regimen: As the alternative; Response: Level low; Functional deficiency;
#     Anaemia persists; Function not shown; Unassessed; Responding
#   then Change to treatment: As the alternative
#   because statement S1-20; statement S1-23; statement S2-07; statement S3-36; statement S3-39; conflict C01;
#     conflict C02
H7d = Rule(
    "H7d",
    TreatmentChange("as_alternative"),
    Place(FILE, SHEET, "A19:H19"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S2-07", ""), ("statement", "S3-36", ""), ("statement", "S3-39", ""), ("conflict", "C01", ""), ("conflict", "C02", ""),),
)

# H8 (A20:H20) when Interval against regimen: No comparison; Response: Level low; Functional deficiency; Anaemia
#     persists; Function not shown; Unassessed; Responding
#   then Change to treatment: Unclear
#   because inference interval, route or product in use not known, or no interval named for the product
H8 = Rule(
    "H8",
    TreatmentChange("not_clear"),
    Place(FILE, SHEET, "A20:H20"),
    (("inference", "", "interval, route or product in use not known, or no interval named for the product"),),
)


def decide(
    regimen: values.RegimenCode,
    relation: values.RelationCode,
    response_class: values.ResponseClassCode,
    oral_option: values.OralOptionCode,
) -> Rule[TreatmentChange]:
    """What does the comparison with the treatment in use ask for?"""
    if relation == "as_recommended":
        if response_class in ("neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred"):
            if regimen in ("ORAL_DAILY", "LOADING", "REFER"):
                return H3
            return H2
        if response_class in ("level_low", "functional_deficiency", "anaemia_persists"):
            if regimen in ("IM_MONTHLY", "IM_INDIVIDUAL"):
                return H7c
            return H7b
        return H7
    if relation == "as_alternative":
        if response_class in ("neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred"):
            if regimen in ("ORAL_DAILY", "LOADING", "REFER"):
                return H3
            return H2
        return H7d
    if relation == "more_often":
        if response_class in ("neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred"):
            if regimen in ("ORAL_DAILY", "LOADING", "REFER"):
                return H3
            return H2
        return H6
    if relation == "less_often":
        if response_class in ("neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred"):
            if regimen in ("ORAL_DAILY", "LOADING", "REFER"):
                return H3
            return H2
        return H5
    if relation == "route_differs":
        if regimen in ("ORAL_DAILY", "LOADING", "REFER"):
            if response_class in ("neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred"):
                return H3
            raise Undecided("no-rule", "treatment_change")
        if oral_option in ("specialist_only", "not_eligible"):
            return H1
        return H1b
    if relation == "not_started":
        return H4
    if response_class in ("neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred"):
        if regimen in ("ORAL_DAILY", "LOADING", "REFER"):
            return H3
        return H2
    return H8


def evaluate(case: Mapping[str, Any]) -> Rule[TreatmentChange]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and len(case) == 4:
        try:
            return decide(
                read_regimen[case["regimen"]],
                read_relation[case["relation"]],
                read_response_class[case["response_class"]],
                read_oral_option[case["oral_option"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[TreatmentChange] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "treatment_change",
    "Change to treatment",
    question="What does the comparison with the treatment in use ask for?",
    hit_policy="Unique",
    place=HERE,
    inputs=("regimen", "relation", "response_class", "oral_option"),
    unknown=(),
    outputs=("treatment_change",),
    decide=decide,
    rules=(H1, H1b, H2, H3, H4, H5, H6, H7, H7b, H7c, H7d, H8,),
    answer=TreatmentChange,
    hash="8039925127ba32534a2340b74a104582cdda177e541227f18c5f4fefcec791cb",
)
