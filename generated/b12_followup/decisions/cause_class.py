# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Cause class (classes.xlsx · Cause class). Hit policy: Unique.

How durable is the cause: permanent, malabsorption, tied to a medicine, age, dietary, or not settled?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_absorption_status,
    read_age_rule,
    read_cause,
    read_medicine_effect,
    read_permanent_cause,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class CauseClass(Answer):
    """An answer of Cause class."""

    _codes = ("cause_class",)
    __slots__ = _codes

    cause_class: values.CauseClassCode
    """Cause class."""


HERE = Place("classes.xlsx", "Cause class", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# C1 (A8:I8) when Permanent cause: yes
#   then Cause class: Permanent
#   because statement S1-33; statement S1-34; statement S1-35; statement S1-37; statement S3-12; statement
#     S3-38; statement S3-40; statement S3-42; conflict C51
C1 = Rule(
    "C1",
    CauseClass("permanent"),
    Place(FILE, SHEET, "A8:I8"),
    (("statement", "S1-33", ""), ("statement", "S1-34", ""), ("statement", "S1-35", ""), ("statement", "S1-37", ""), ("statement", "S3-12", ""), ("statement", "S3-38", ""), ("statement", "S3-40", ""), ("statement", "S3-42", ""), ("conflict", "C51", ""),),
    note="The most restrictive cause decides.",
)

# C2 (A9:I9) when Permanent cause: no; Main cause: Gastric surgery; Other malabsorption
#   then Cause class: Malabsorption
#   because statement S2-31; statement S2-23; statement S1-40; conflict C53
C2 = Rule(
    "C2",
    CauseClass("malabsorption"),
    Place(FILE, SHEET, "A9:I9"),
    (("statement", "S2-31", ""), ("statement", "S2-23", ""), ("statement", "S1-40", ""), ("conflict", "C53", ""),),
)

# C3 (A10:I10) when Permanent cause: no; Main cause: not(Gastric surgery, Other malabsorption); unknown;
#     Absorption: Impaired
#   then Cause class: Malabsorption
#   because statement S2-23; statement S1-40; statement S3-12; conflict C49
C3 = Rule(
    "C3",
    CauseClass("malabsorption"),
    Place(FILE, SHEET, "A10:I10"),
    (("statement", "S2-23", ""), ("statement", "S1-40", ""), ("statement", "S3-12", ""), ("conflict", "C49", ""),),
)

# C4 (A11:I11) when Permanent cause: no; Main cause: Proton pump inhibitor; Metformin; Dietary deficiency;
#     Absorption: Confirmed normal; unknown; Effect of the medicine: Keeps the deficiency going
#   then Cause class: Medicine continues
#   because statement S3-46; statement S1-38; conflict C14; inference a qualifying medicine ends a purely
#     dietary cause; other guidance E13; conflict C49; conflict C51
C4 = Rule(
    "C4",
    CauseClass("medication_ongoing"),
    Place(FILE, SHEET, "A11:I11"),
    (("statement", "S3-46", ""), ("statement", "S1-38", ""), ("conflict", "C14", ""), ("inference", "", "a qualifying medicine ends a purely dietary cause"), ("other guidance", "E13", ""), ("conflict", "C49", ""), ("conflict", "C51", ""),),
)

# C4b (A12:I12) when Permanent cause: no; Main cause: Pernicious anaemia; Ileal resection; Crohn's disease of
#     the ileum; Bariatric surgery; Another cause; unknown; Absorption: Confirmed normal; unknown; Effect of the
#     medicine: Keeps the deficiency going
#   then Cause class: Medicine continues
#   because statement S3-46; statement S1-38; inference a medicine beside a cause that nobody has settled counts
#     as well; conflict C14; conflict C49; conflict C51; other guidance E13
C4b = Rule(
    "C4b",
    CauseClass("medication_ongoing"),
    Place(FILE, SHEET, "A12:I12"),
    (("statement", "S3-46", ""), ("statement", "S1-38", ""), ("inference", "", "a medicine beside a cause that nobody has settled counts as well"), ("conflict", "C14", ""), ("conflict", "C49", ""), ("conflict", "C51", ""), ("other guidance", "E13", ""),),
    note="The duration is that of a cause that is not settled, which is the longer one.",
)

# C4c (A13:I13) when Permanent cause: no; Main cause: Age-related; Absorption: Confirmed normal; unknown; Effect
#     of the medicine: Keeps the deficiency going; Over-75 rule: Applies until settled; Does not apply; Age not
#     known
#   then Cause class: Medicine continues
#   because statement S3-46; statement S1-38; inference a medicine beside old age counts as well; conflict C14;
#     conflict C49; conflict C51; other guidance E13
C4c = Rule(
    "C4c",
    CauseClass("medication_ongoing"),
    Place(FILE, SHEET, "A13:I13"),
    (("statement", "S3-46", ""), ("statement", "S1-38", ""), ("inference", "", "a medicine beside old age counts as well"), ("conflict", "C14", ""), ("conflict", "C49", ""), ("conflict", "C51", ""), ("other guidance", "E13", ""),),
)

# C5 (A14:I14) when Permanent cause: no; Main cause: Dietary deficiency; Absorption: Confirmed normal; unknown;
#     Effect of the medicine: Stopped; Never taken
#   then Cause class: Dietary
#   because statement S3-63; statement S2-30; conflict C51
C5 = Rule(
    "C5",
    CauseClass("dietary"),
    Place(FILE, SHEET, "A14:I14"),
    (("statement", "S3-63", ""), ("statement", "S2-30", ""), ("conflict", "C51", ""),),
)

# C6 (A15:I15) when Permanent cause: no; Main cause: Dietary deficiency; Absorption: Confirmed normal; unknown;
#     Effect of the medicine: Taken for a short time
#   then Cause class: Dietary
#   because statement S3-63; statement S3-46; inference exposure not above 4 months
C6 = Rule(
    "C6",
    CauseClass("dietary"),
    Place(FILE, SHEET, "A15:I15"),
    (("statement", "S3-63", ""), ("statement", "S3-46", ""), ("inference", "", "exposure not above 4 months"),),
)

# C7 (A16:I16) when Permanent cause: no; Main cause: Dietary deficiency; Absorption: Confirmed normal; unknown;
#     Effect of the medicine: Unsettled
#   then Cause class: Unsettled
#   because statement S3-63; inference a medicine may play a part so the cause is not purely dietary
C7 = Rule(
    "C7",
    CauseClass("undetermined"),
    Place(FILE, SHEET, "A16:I16"),
    (("statement", "S3-63", ""), ("inference", "", "a medicine may play a part so the cause is not purely dietary"),),
)

# C8 (A17:I17) when Permanent cause: no; Main cause: Proton pump inhibitor; Metformin; Absorption: Confirmed
#     normal; unknown; Effect of the medicine: Stopped
#   then Cause class: Medicine stopped
#   because statement S3-46; inference the sources are silent after stopping; conflict C14
C8 = Rule(
    "C8",
    CauseClass("medication_stopped"),
    Place(FILE, SHEET, "A17:I17"),
    (("statement", "S3-46", ""), ("inference", "", "the sources are silent after stopping"), ("conflict", "C14", ""),),
)

# C9 (A18:I18) when Permanent cause: no; Main cause: Proton pump inhibitor; Metformin; Absorption: Confirmed
#     normal; unknown; Effect of the medicine: Taken for a short time; Never taken; Unsettled
#   then Cause class: Unsettled
#   because statement S3-46; inference not shown that the medicine is the cause
C9 = Rule(
    "C9",
    CauseClass("undetermined"),
    Place(FILE, SHEET, "A18:I18"),
    (("statement", "S3-46", ""), ("inference", "", "not shown that the medicine is the cause"),),
)

# C10 (A19:I19) when Permanent cause: no; Main cause: Age-related; Absorption: Confirmed normal; unknown;
#     Over-75 rule: Applies
#   then Cause class: Age
#   because statement S3-44
C10 = Rule(
    "C10",
    CauseClass("age_indefinite"),
    Place(FILE, SHEET, "A19:I19"),
    (("statement", "S3-44", ""),),
)

# C11 (A20:I20) when Permanent cause: no; Main cause: Age-related; Absorption: Confirmed normal; unknown; Effect
#     of the medicine: not(Keeps the deficiency going); Over-75 rule: Applies until settled; Does not apply; Age
#     not known
#   then Cause class: Unsettled
#   because statement S3-44; inference the condition of the source is not met; conflict C51
C11 = Rule(
    "C11",
    CauseClass("undetermined"),
    Place(FILE, SHEET, "A20:I20"),
    (("statement", "S3-44", ""), ("inference", "", "the condition of the source is not met"), ("conflict", "C51", ""),),
)

# C12 (A21:I21) when Permanent cause: no; Main cause: Pernicious anaemia; Ileal resection; Crohn's disease of
#     the ileum; Bariatric surgery; Another cause; unknown; Absorption: Confirmed normal; unknown; Effect of the
#     medicine: not(Keeps the deficiency going)
#   then Cause class: Unsettled
#   because inference no statement settles the durability of this cause so it is never treated as reversible;
#     conflict C32; conflict C41; other guidance E31; conflict C51
C12 = Rule(
    "C12",
    CauseClass("undetermined"),
    Place(FILE, SHEET, "A21:I21"),
    (("inference", "", "no statement settles the durability of this cause so it is never treated as reversible"), ("conflict", "C32", ""), ("conflict", "C41", ""), ("other guidance", "E31", ""), ("conflict", "C51", ""),),
)


def decide(
    permanent_cause: bool,
    cause: values.CauseCode | None,
    absorption_status: values.AbsorptionStatusCode | None,
    medicine_effect: values.MedicineEffectCode,
    age_rule: values.AgeRuleCode,
) -> Rule[CauseClass]:
    """How durable is the cause: permanent, malabsorption, tied to a medicine, age, dietary, or not settled?"""
    if cause == "dietary":
        if permanent_cause:
            return C1
        if medicine_effect == "qualifying":
            if absorption_status == "impaired":
                return C3
            return C4
        if medicine_effect == "short_use":
            if absorption_status == "impaired":
                return C3
            return C6
        if medicine_effect == "not_settled":
            if absorption_status == "impaired":
                return C3
            return C7
        if absorption_status == "impaired":
            return C3
        return C5
    if cause == "age_related":
        if permanent_cause:
            return C1
        if absorption_status == "impaired":
            return C3
        if age_rule == "applies":
            return C10
        if medicine_effect == "qualifying":
            return C4c
        return C11
    if cause in ("gastric_surgery", "other_malabsorption"):
        if permanent_cause:
            return C1
        return C2
    if cause in ("ppi", "metformin"):
        if permanent_cause:
            return C1
        if absorption_status == "impaired":
            return C3
        if medicine_effect == "qualifying":
            return C4
        if medicine_effect == "not_taken":
            return C8
        return C9
    if permanent_cause:
        return C1
    if absorption_status == "impaired":
        return C3
    if medicine_effect == "qualifying":
        return C4b
    return C12


KNOWN = frozenset(("permanent_cause", "cause", "absorption_status", "medicine_effect", "age_rule"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[CauseClass]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if (x := case["permanent_cause"]) is True or x is False else read_permanent_cause(x),
                read_cause[get("cause")],
                read_absorption_status[get("absorption_status")],
                read_medicine_effect[case["medicine_effect"]],
                read_age_rule[case["age_rule"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[CauseClass] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "cause_class",
    "Cause class",
    question="How durable is the cause: permanent, malabsorption, tied to a medicine, age, dietary, or not settled?",
    hit_policy="Unique",
    place=HERE,
    inputs=("permanent_cause", "cause", "absorption_status", "medicine_effect", "age_rule"),
    unknown=("cause", "absorption_status"),
    outputs=("cause_class",),
    decide=decide,
    rules=(C1, C2, C3, C4, C4b, C4c, C5, C6, C7, C8, C9, C10, C11, C12,),
    answer=CauseClass,
    hash="65d628b47e7c8b31d4844e31c9e16e9c1962a58daf9f5dac0747a5ddc3981d67",
)
