# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Oral treatment (regimen.xlsx · Oral treatment). Hit policy: Unique.

May oral treatment replace injections?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_cause,
    read_cause_class,
    read_missing_condition,
    read_oral_barrier,
    read_pregnancy_status,
    read_renal_class,
    read_response_class,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class OralOption(Answer):
    """An answer of Oral treatment."""

    _codes = ("oral_option",)
    __slots__ = _codes

    oral_option: values.OralOptionCode
    """Oral treatment."""


HERE = Place("regimen.xlsx", "Oral treatment", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# O1 (A9:K9) when Barrier to tablets: not(Nothing rules them out)
#   then Oral treatment: Ruled out
#   because statement S1-26; statement S1-27; statement S1-32; statement S3-66; statement S3-67
O1 = Rule(
    "O1",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A9:K9"),
    (("statement", "S1-26", ""), ("statement", "S1-27", ""), ("statement", "S1-32", ""), ("statement", "S3-66", ""), ("statement", "S3-67", ""),),
)

# O2 (A10:K10) when Barrier to tablets: Nothing rules them out; Cause class: Permanent; Main cause: Pernicious
#     anaemia; Renal function: Unimpaired; Response: not(Anaemia persists)
#   then Oral treatment: Disputed: the clinician decides
#   because statement S1-28; statement S2-22; statement S2-23; statement S3-36; conflict C10; other guidance
#     E10; inference the clinician decides where the sources disagree
O2 = Rule(
    "O2",
    OralOption("specialist_only"),
    Place(FILE, SHEET, "A10:K10"),
    (("statement", "S1-28", ""), ("statement", "S2-22", ""), ("statement", "S2-23", ""), ("statement", "S3-36", ""), ("conflict", "C10", ""), ("other guidance", "E10", ""), ("inference", "", "the clinician decides where the sources disagree"),),
    note="S1-28 names cyanocobalamin, 1000 mcg a day. Injections stay the regimen.",
)

# O2b (A11:K11) when Barrier to tablets: Nothing rules them out; Cause class: Permanent; Main cause: Pernicious
#     anaemia; Renal function: Unimpaired; Response: Anaemia persists
#   then Oral treatment: Ruled out
#   because statement S1-11; statement S3-22; statement S2-22; statement S3-36; inference an anaemia that
#     persists on treatment is no time for tablets that the sources dispute; conflict C10
O2b = Rule(
    "O2b",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A11:K11"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""), ("statement", "S2-22", ""), ("statement", "S3-36", ""), ("inference", "", "an anaemia that persists on treatment is no time for tablets that the sources dispute"), ("conflict", "C10", ""),),
)

# O3 (A12:K12) when Barrier to tablets: Nothing rules them out; Cause class: Permanent; Main cause: Pernicious
#     anaemia; Renal function: Impaired; unknown
#   then Oral treatment: Ruled out
#   because statement S2-22; statement S2-23; statement S1-46; inference the oral form in the source is
#     cyanocobalamin; conflict C52
O3 = Rule(
    "O3",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A12:K12"),
    (("statement", "S2-22", ""), ("statement", "S2-23", ""), ("statement", "S1-46", ""), ("inference", "", "the oral form in the source is cyanocobalamin"), ("conflict", "C52", ""),),
)

# O4 (A13:K13) when Barrier to tablets: Nothing rules them out; Cause class: Permanent; Main cause:
#     not(Pernicious anaemia); unknown
#   then Oral treatment: Ruled out
#   because statement S2-22; statement S2-23; statement S3-39; other guidance E10; other guidance E11; conflict
#     C10
O4 = Rule(
    "O4",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A13:K13"),
    (("statement", "S2-22", ""), ("statement", "S2-23", ""), ("statement", "S3-39", ""), ("other guidance", "E10", ""), ("other guidance", "E11", ""), ("conflict", "C10", ""),),
)

# O5 (A14:K14) when Barrier to tablets: Nothing rules them out; Cause class: Malabsorption
#   then Oral treatment: Ruled out
#   because statement S2-22; statement S2-23; other guidance E10; conflict C10
O5 = Rule(
    "O5",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A14:K14"),
    (("statement", "S2-22", ""), ("statement", "S2-23", ""), ("other guidance", "E10", ""), ("conflict", "C10", ""),),
)

# O6 (A15:K15) when Barrier to tablets: Nothing rules them out; Cause class: Dietary; First missing condition:
#     Nothing missing; Pregnancy: Does not apply; No pregnancy
#   then Oral treatment: Possible
#   because statement S3-63; statement S3-64; statement S3-65; statement S3-66; statement S3-67; statement
#     S2-20; statement S1-26; statement S1-27; conflict C12
O6 = Rule(
    "O6",
    OralOption("eligible"),
    Place(FILE, SHEET, "A15:K15"),
    (("statement", "S3-63", ""), ("statement", "S3-64", ""), ("statement", "S3-65", ""), ("statement", "S3-66", ""), ("statement", "S3-67", ""), ("statement", "S2-20", ""), ("statement", "S1-26", ""), ("statement", "S1-27", ""), ("conflict", "C12", ""),),
    note="All conditions of all three sources together.",
)

# O7 (A16:K16) when Barrier to tablets: Nothing rules them out; Cause class: Dietary; First missing condition:
#     Nothing missing; Pregnancy: Planning pregnancy; Pregnant; Breastfeeding; unknown
#   then Oral treatment: Condition missing
#   because inference the sources are silent on pregnancy outside bariatric surgery; conflict C39
O7 = Rule(
    "O7",
    OralOption("not_yet"),
    Place(FILE, SHEET, "A16:K16"),
    (("inference", "", "the sources are silent on pregnancy outside bariatric surgery"), ("conflict", "C39", ""),),
)

# O8 (A17:K17) when Barrier to tablets: Nothing rules them out; Cause class: Dietary; First missing condition:
#     not(Nothing missing)
#   then Oral treatment: Condition missing
#   because statement S3-67; statement S2-20; conflict C12
O8 = Rule(
    "O8",
    OralOption("not_yet"),
    Place(FILE, SHEET, "A17:K17"),
    (("statement", "S3-67", ""), ("statement", "S2-20", ""), ("conflict", "C12", ""),),
    note="A condition is missing.",
)

# O9 (A18:K18) when Barrier to tablets: Nothing rules them out; Cause class: Medicine continues; Medicine
#     stopped; Age; Unsettled
#   then Oral treatment: Clinician decides
#   because statement S1-25; statement S2-20; conflict C12; other guidance E10; other guidance E26
O9 = Rule(
    "O9",
    OralOption("clinician_decision"),
    Place(FILE, SHEET, "A18:K18"),
    (("statement", "S1-25", ""), ("statement", "S2-20", ""), ("conflict", "C12", ""), ("other guidance", "E10", ""), ("other guidance", "E26", ""),),
)


def decide(
    oral_barrier: values.OralBarrierCode,
    cause_class: values.CauseClassCode,
    cause: values.CauseCode | None,
    renal_class: values.RenalClassCode | None,
    response_class: values.ResponseClassCode,
    missing_condition: values.MissingConditionCode,
    pregnancy_status: values.PregnancyStatusCode | None,
) -> Rule[OralOption]:
    """May oral treatment replace injections?"""
    if cause_class == "permanent":
        if oral_barrier == "none":
            if cause == "pernicious_anaemia":
                if renal_class == "not_impaired":
                    if response_class == "anaemia_persists":
                        return O2b
                    return O2
                return O3
            return O4
        return O1
    if cause_class == "malabsorption":
        if oral_barrier == "none":
            return O5
        return O1
    if cause_class == "dietary":
        if oral_barrier == "none":
            if missing_condition == "none":
                if pregnancy_status in ("not_applicable", "not_pregnant"):
                    return O6
                return O7
            return O8
        return O1
    if oral_barrier == "none":
        return O9
    return O1


KNOWN = frozenset(("oral_barrier", "cause_class", "cause", "renal_class", "response_class", "missing_condition", "pregnancy_status"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[OralOption]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_oral_barrier[case["oral_barrier"]],
                read_cause_class[case["cause_class"]],
                read_cause[get("cause")],
                read_renal_class[get("renal_class")],
                read_response_class[case["response_class"]],
                read_missing_condition[case["missing_condition"]],
                read_pregnancy_status[get("pregnancy_status")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[OralOption] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "oral_option",
    "Oral treatment",
    question="May oral treatment replace injections?",
    hit_policy="Unique",
    place=HERE,
    inputs=("oral_barrier", "cause_class", "cause", "renal_class", "response_class", "missing_condition", "pregnancy_status"),
    unknown=("cause", "renal_class", "pregnancy_status"),
    outputs=("oral_option",),
    decide=decide,
    rules=(O1, O2, O2b, O3, O4, O5, O6, O7, O8, O9,),
    answer=OralOption,
    hash="d4bcf1e710e5265ab734184322e5e4b49ccfdf05b38bf58781ea52004518effc",
)
