# By b12tables 0.1.0, for runtimes of pact 2. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Oral treatment (regimen.xlsx · Oral treatment). Hit policy: Unique.

May oral treatment replace injections?
"""

from __future__ import annotations

from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided
from b12tables.runtime.tableset import Obstacle

from ..quick import (
    read_cause,
    read_cause_class,
    read_missing_condition,
    read_oral_barrier,
    read_pregnancy_status,
    read_renal_class,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .. import values


class OralOption(Answer):
    """An answer of Oral treatment."""

    _codes = ("oral_option",)
    __slots__ = _codes

    oral_option: values.OralOptionCode
    """Oral treatment."""


HERE = Place("regimen.xlsx", "Oral treatment", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# O1 (A8:J8) when Barrier to tablets: not(Nothing rules them out)
#   then Oral treatment: Ruled out
#   because statement S1-26; statement S1-27; statement S1-32; statement S3-66; statement S3-67
O1 = Rule(
    "O1",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A8:J8"),
    (("statement", "S1-26", ""), ("statement", "S1-27", ""), ("statement", "S1-32", ""), ("statement", "S3-66", ""), ("statement", "S3-67", ""),),
)

# O2 (A9:J9) when Barrier to tablets: Nothing rules them out; Cause class: Permanent; Main cause: Pernicious
#     anaemia; Renal function: Unimpaired
#   then Oral treatment: Disputed: the clinician decides
#   because statement S1-28; statement S2-22; statement S2-23; statement S3-36; conflict C10; other guidance
#     E10; inference the clinician decides where the sources disagree
O2 = Rule(
    "O2",
    OralOption("specialist_only"),
    Place(FILE, SHEET, "A9:J9"),
    (("statement", "S1-28", ""), ("statement", "S2-22", ""), ("statement", "S2-23", ""), ("statement", "S3-36", ""), ("conflict", "C10", ""), ("other guidance", "E10", ""), ("inference", "", "the clinician decides where the sources disagree"),),
    note="S1-28 names cyanocobalamin, 1000 mcg a day. Injections stay the regimen.",
)

# O3 (A10:J10) when Barrier to tablets: Nothing rules them out; Cause class: Permanent; Main cause: Pernicious
#     anaemia; Renal function: Impaired; unknown
#   then Oral treatment: Ruled out
#   because statement S2-22; statement S2-23; statement S1-46; inference the oral form in the source is
#     cyanocobalamin; conflict C52
O3 = Rule(
    "O3",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A10:J10"),
    (("statement", "S2-22", ""), ("statement", "S2-23", ""), ("statement", "S1-46", ""), ("inference", "", "the oral form in the source is cyanocobalamin"), ("conflict", "C52", ""),),
)

# O4 (A11:J11) when Barrier to tablets: Nothing rules them out; Cause class: Permanent; Main cause:
#     not(Pernicious anaemia); unknown
#   then Oral treatment: Ruled out
#   because statement S2-22; statement S2-23; statement S3-39; other guidance E10; other guidance E11; conflict
#     C10
O4 = Rule(
    "O4",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A11:J11"),
    (("statement", "S2-22", ""), ("statement", "S2-23", ""), ("statement", "S3-39", ""), ("other guidance", "E10", ""), ("other guidance", "E11", ""), ("conflict", "C10", ""),),
)

# O5 (A12:J12) when Barrier to tablets: Nothing rules them out; Cause class: Malabsorption
#   then Oral treatment: Ruled out
#   because statement S2-22; statement S2-23; other guidance E10; conflict C10
O5 = Rule(
    "O5",
    OralOption("not_eligible"),
    Place(FILE, SHEET, "A12:J12"),
    (("statement", "S2-22", ""), ("statement", "S2-23", ""), ("other guidance", "E10", ""), ("conflict", "C10", ""),),
)

# O6 (A13:J13) when Barrier to tablets: Nothing rules them out; Cause class: Dietary; First missing condition:
#     Nothing missing; Pregnancy: Does not apply; No pregnancy
#   then Oral treatment: Possible
#   because statement S3-63; statement S3-64; statement S3-65; statement S3-66; statement S3-67; statement
#     S2-20; statement S1-26; statement S1-27; conflict C12
O6 = Rule(
    "O6",
    OralOption("eligible"),
    Place(FILE, SHEET, "A13:J13"),
    (("statement", "S3-63", ""), ("statement", "S3-64", ""), ("statement", "S3-65", ""), ("statement", "S3-66", ""), ("statement", "S3-67", ""), ("statement", "S2-20", ""), ("statement", "S1-26", ""), ("statement", "S1-27", ""), ("conflict", "C12", ""),),
    note="All conditions of all three sources together.",
)

# O7 (A14:J14) when Barrier to tablets: Nothing rules them out; Cause class: Dietary; First missing condition:
#     Nothing missing; Pregnancy: Planning pregnancy; Pregnant; Breastfeeding; unknown
#   then Oral treatment: Condition missing
#   because inference the sources are silent on pregnancy outside bariatric surgery; conflict C39
O7 = Rule(
    "O7",
    OralOption("not_yet"),
    Place(FILE, SHEET, "A14:J14"),
    (("inference", "", "the sources are silent on pregnancy outside bariatric surgery"), ("conflict", "C39", ""),),
)

# O8 (A15:J15) when Barrier to tablets: Nothing rules them out; Cause class: Dietary; First missing condition:
#     not(Nothing missing)
#   then Oral treatment: Condition missing
#   because statement S3-67; statement S2-20; conflict C12
O8 = Rule(
    "O8",
    OralOption("not_yet"),
    Place(FILE, SHEET, "A15:J15"),
    (("statement", "S3-67", ""), ("statement", "S2-20", ""), ("conflict", "C12", ""),),
    note="A condition is missing.",
)

# O9 (A16:J16) when Barrier to tablets: Nothing rules them out; Cause class: Medicine continues; Medicine
#     stopped; Age; Unsettled
#   then Oral treatment: Clinician decides
#   because statement S1-25; statement S2-20; conflict C12; other guidance E10; other guidance E26
O9 = Rule(
    "O9",
    OralOption("clinician_decision"),
    Place(FILE, SHEET, "A16:J16"),
    (("statement", "S1-25", ""), ("statement", "S2-20", ""), ("conflict", "C12", ""), ("other guidance", "E10", ""), ("other guidance", "E26", ""),),
)


def decide(
    oral_barrier: values.OralBarrierCode,
    cause_class: values.CauseClassCode,
    cause: values.CauseCode | None,
    renal_class: values.RenalClassCode | None,
    missing_condition: values.MissingConditionCode,
    pregnancy_status: values.PregnancyStatusCode | None,
) -> Rule[OralOption]:
    """May oral treatment replace injections?"""
    if cause_class == "permanent":
        if oral_barrier == "none":
            if cause == "pernicious_anaemia":
                if renal_class == "not_impaired":
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


KNOWN = frozenset(("oral_barrier", "cause_class", "cause", "renal_class", "missing_condition", "pregnancy_status"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, object]) -> Rule[OralOption]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get = case.get
        try:
            return decide(
                read_oral_barrier[case["oral_barrier"]],
                read_cause_class[case["cause_class"]],
                read_cause[get("cause")],
                read_renal_class[get("renal_class")],
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
    inputs=("oral_barrier", "cause_class", "cause", "renal_class", "missing_condition", "pregnancy_status"),
    unknown=("cause", "renal_class", "pregnancy_status"),
    outputs=("oral_option",),
    decide=decide,
    rules=(O1, O2, O3, O4, O5, O6, O7, O8, O9,),
    answer=OralOption,
    hash="544af9a6bcd1b4162a78994249a78544b4b98d110830466d5438d859ab46818b",
)
