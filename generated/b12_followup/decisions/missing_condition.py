# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Conditions for tablets (regimen.xlsx · Conditions for tablets). Hit policy: Unique.

Which condition for replacing injections by tablets is missing?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_absorption_status,
    read_b12_band,
    read_biochemical_correction,
    read_check_record,
    read_depression_course,
    read_dietary_intake,
    read_mma_band,
    read_response_class,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class MissingCondition(Answer):
    """An answer of Conditions for tablets."""

    _codes = ("missing_condition",)
    __slots__ = _codes

    missing_condition: values.MissingConditionCode
    """First missing condition."""


HERE = Place("regimen.xlsx", "Conditions for tablets", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# K1 (A8:L8) when Correction documented: no; unknown
#   then First missing condition: Correction not documented
#   because statement S3-67; statement S3-64
K1 = Rule(
    "K1",
    MissingCondition("correction"),
    Place(FILE, SHEET, "A8:L8"),
    (("statement", "S3-67", ""), ("statement", "S3-64", ""),),
)

# K2 (A9:L9) when Correction documented: yes; Dietary intake: Inadequate; unknown
#   then First missing condition: Intake not adequate
#   because statement S3-65; conflict C57
K2 = Rule(
    "K2",
    MissingCondition("intake"),
    Place(FILE, SHEET, "A9:L9"),
    (("statement", "S3-65", ""), ("conflict", "C57", ""),),
)

# K3 (A10:L10) when Correction documented: yes; Dietary intake: Adequate; Absorption: Impaired; unknown
#   then First missing condition: Absorption not confirmed
#   because statement S3-63; statement S2-20; conflict C57
K3 = Rule(
    "K3",
    MissingCondition("absorption"),
    Place(FILE, SHEET, "A10:L10"),
    (("statement", "S3-63", ""), ("statement", "S2-20", ""), ("conflict", "C57", ""),),
)

# K4 (A11:L11) when Correction documented: yes; Dietary intake: Adequate; Absorption: Confirmed normal;
#     Response: not(Responding, Anaemia persists, Function not shown)
#   then First missing condition: Response not good or not known
#   because statement S1-49; statement S1-31; statement S3-54; statement S3-49; conflict C57
K4 = Rule(
    "K4",
    MissingCondition("response"),
    Place(FILE, SHEET, "A11:L11"),
    (("statement", "S1-49", ""), ("statement", "S1-31", ""), ("statement", "S3-54", ""), ("statement", "S3-49", ""), ("conflict", "C57", ""),),
)

# K8 (A12:L12) when Correction documented: yes; Dietary intake: Adequate; Absorption: Confirmed normal;
#     Response: Anaemia persists
#   then First missing condition: Anaemia has not resolved
#   because statement S3-67; statement S1-11; statement S3-22; inference an anaemia that persists is no
#     documented correction; conflict C57
K8 = Rule(
    "K8",
    MissingCondition("anaemia"),
    Place(FILE, SHEET, "A12:L12"),
    (("statement", "S3-67", ""), ("statement", "S1-11", ""), ("statement", "S3-22", ""), ("inference", "", "an anaemia that persists is no documented correction"), ("conflict", "C57", ""),),
)

# K9 (A13:L13) when Correction documented: yes; Dietary intake: Adequate; Absorption: Confirmed normal;
#     Response: Function not shown
#   then First missing condition: MMA missing while homocysteine is above target
#   because statement S1-15; statement S3-27; statement S3-28; inference a functional marker speaks against
#     correction until MMA is on target; conflict C57
K9 = Rule(
    "K9",
    MissingCondition("function"),
    Place(FILE, SHEET, "A13:L13"),
    (("statement", "S1-15", ""), ("statement", "S3-27", ""), ("statement", "S3-28", ""), ("inference", "", "a functional marker speaks against correction until MMA is on target"), ("conflict", "C57", ""),),
)

# K11 (A14:L14) when Correction documented: yes; Dietary intake: Adequate; Absorption: Confirmed normal;
#     Response: Responding; Course of depression: Persistent
#   then First missing condition: Mood has not improved
#   because statement S2-34; statement S2-16; inference low mood that stays asks for no more injections, but is
#     no time to leave them; conflict C45; conflict C57
K11 = Rule(
    "K11",
    MissingCondition("mood"),
    Place(FILE, SHEET, "A14:L14"),
    (("statement", "S2-34", ""), ("statement", "S2-16", ""), ("inference", "", "low mood that stays asks for no more injections, but is no time to leave them"), ("conflict", "C45", ""), ("conflict", "C57", ""),),
)

# K5 (A15:L15) when Correction documented: yes; Dietary intake: Adequate; Absorption: Confirmed normal;
#     Response: Responding; Course of depression: not(Persistent); unknown; B12 band: Low; Borderline; No result
#   then First missing condition: B12 not shown adequate
#   because statement S3-23; statement S3-67; statement S3-54; inference not measured is not adequate; conflict
#     C57
K5 = Rule(
    "K5",
    MissingCondition("level"),
    Place(FILE, SHEET, "A15:L15"),
    (("statement", "S3-23", ""), ("statement", "S3-67", ""), ("statement", "S3-54", ""), ("inference", "", "not measured is not adequate"), ("conflict", "C57", ""),),
)

# K6 (A16:L16) when Correction documented: yes; Dietary intake: Adequate; Absorption: Confirmed normal;
#     Response: Responding; Course of depression: not(Persistent); unknown; B12 band: Adequate; MMA band: At the
#     limit; Raised
#   then First missing condition: MMA not on target
#   because statement S3-49; statement S3-26; conflict C57
K6 = Rule(
    "K6",
    MissingCondition("mma"),
    Place(FILE, SHEET, "A16:L16"),
    (("statement", "S3-49", ""), ("statement", "S3-26", ""), ("conflict", "C57", ""),),
)

# K7 (A17:L17) when Correction documented: yes; Dietary intake: Adequate; Absorption: Confirmed normal;
#     Response: Responding; Course of depression: not(Persistent); unknown; B12 band: Adequate; MMA band: On
#     target; No result; Check on record: Recent enough; Date not known
#   then First missing condition: Nothing missing
#   because statement S3-63; statement S3-64; statement S3-65; statement S3-67; statement S2-20; inference no
#     source requires MMA here; conflict C57
K7 = Rule(
    "K7",
    MissingCondition("none"),
    Place(FILE, SHEET, "A17:L17"),
    (("statement", "S3-63", ""), ("statement", "S3-64", ""), ("statement", "S3-65", ""), ("statement", "S3-67", ""), ("statement", "S2-20", ""), ("inference", "", "no source requires MMA here"), ("conflict", "C57", ""),),
    note="Question I24 asks for MMA when it is missing.",
)

# K10 (A18:L18) when Correction documented: yes; Dietary intake: Adequate; Absorption: Confirmed normal;
#     Response: Responding; Course of depression: not(Persistent); unknown; B12 band: Adequate; MMA band: On
#     target; No result; Check on record: Last check too old; None done yet
#   then First missing condition: Check missing or overdue
#   because statement S3-67; statement S3-68; inference results of a check that is too old, or of none, show no
#     correction today; conflict C57
K10 = Rule(
    "K10",
    MissingCondition("check"),
    Place(FILE, SHEET, "A18:L18"),
    (("statement", "S3-67", ""), ("statement", "S3-68", ""), ("inference", "", "results of a check that is too old, or of none, show no correction today"), ("conflict", "C57", ""),),
)


def decide(
    biochemical_correction: bool | None,
    dietary_intake: values.DietaryIntakeCode | None,
    absorption_status: values.AbsorptionStatusCode | None,
    response_class: values.ResponseClassCode,
    depression_course: values.DepressionCourseCode | None,
    b12_band: values.B12BandCode,
    mma_band: values.MmaBandCode,
    check_record: values.CheckRecordCode,
) -> Rule[MissingCondition]:
    """Which condition for replacing injections by tablets is missing?"""
    if biochemical_correction:
        if response_class == "anaemia_persists":
            if dietary_intake == "adequate":
                if absorption_status == "normal_confirmed":
                    return K8
                return K3
            return K2
        if response_class == "function_not_shown":
            if dietary_intake == "adequate":
                if absorption_status == "normal_confirmed":
                    return K9
                return K3
            return K2
        if response_class == "responding":
            if dietary_intake == "adequate":
                if absorption_status == "normal_confirmed":
                    if depression_course == "persistent":
                        return K11
                    if b12_band == "adequate":
                        if mma_band in ("at_limit", "raised"):
                            return K6
                        if check_record in ("overdue", "none_yet"):
                            return K10
                        return K7
                    return K5
                return K3
            return K2
        if dietary_intake == "adequate":
            if absorption_status == "normal_confirmed":
                return K4
            return K3
        return K2
    return K1


KNOWN = frozenset(("biochemical_correction", "dietary_intake", "absorption_status", "response_class", "depression_course", "b12_band", "mma_band", "check_record"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[MissingCondition]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if (x := get("biochemical_correction")) is True or x is None or x is False else read_biochemical_correction(x),
                read_dietary_intake[get("dietary_intake")],
                read_absorption_status[get("absorption_status")],
                read_response_class[case["response_class"]],
                read_depression_course[get("depression_course")],
                read_b12_band[case["b12_band"]],
                read_mma_band[case["mma_band"]],
                read_check_record[case["check_record"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[MissingCondition] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "missing_condition",
    "Conditions for tablets",
    question="Which condition for replacing injections by tablets is missing?",
    hit_policy="Unique",
    place=HERE,
    inputs=("biochemical_correction", "dietary_intake", "absorption_status", "response_class", "depression_course", "b12_band", "mma_band", "check_record"),
    unknown=("biochemical_correction", "dietary_intake", "absorption_status", "depression_course"),
    outputs=("missing_condition",),
    decide=decide,
    rules=(K1, K2, K3, K4, K8, K9, K11, K5, K6, K7, K10,),
    answer=MissingCondition,
    hash="b35501ba7f637d5362d71b299e1b2b56e939b7619a52b00f09ec4ea6664946e6",
)
