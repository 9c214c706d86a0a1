# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Duration (duration.xlsx · Duration). Hit policy: Unique.

For how long?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_age_band,
    read_age_rule,
    read_cause,
    read_cause_class,
    read_regimen,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class Duration(Answer):
    """An answer of Duration."""

    _codes = ("duration",)
    __slots__ = _codes

    duration: values.DurationCode
    """Duration."""


HERE = Place("duration.xlsx", "Duration", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# U1 (A8:I8) when Cause class: Permanent; Age band: not(Under 18)
#   then Duration: For life
#   because statement S1-37; statement S1-33; statement S1-35; statement S1-34; statement S3-13; statement
#     S3-39; statement S3-40; statement S3-42; statement S2-08; conflict C05; conflict C16
U1 = Rule(
    "U1",
    Duration("for_life"),
    Place(FILE, SHEET, "A8:I8"),
    (("statement", "S1-37", ""), ("statement", "S1-33", ""), ("statement", "S1-35", ""), ("statement", "S1-34", ""), ("statement", "S3-13", ""), ("statement", "S3-39", ""), ("statement", "S3-40", ""), ("statement", "S3-42", ""), ("statement", "S2-08", ""), ("conflict", "C05", ""), ("conflict", "C16", ""),),
)

# U2 (A9:I9) when Cause class: Malabsorption; Age band: not(Under 18)
#   then Duration: For life
#   because statement S2-23; statement S1-40; statement S2-25; statement S2-08
U2 = Rule(
    "U2",
    Duration("for_life"),
    Place(FILE, SHEET, "A9:I9"),
    (("statement", "S2-23", ""), ("statement", "S1-40", ""), ("statement", "S2-25", ""), ("statement", "S2-08", ""),),
)

# U3 (A10:I10) when Cause class: Age; Age band: not(Under 18)
#   then Duration: Indefinitely
#   because statement S3-44
U3 = Rule(
    "U3",
    Duration("indefinite"),
    Place(FILE, SHEET, "A10:I10"),
    (("statement", "S3-44", ""),),
)

# U4 (A11:I11) when Cause class: Medicine continues; Medicine stopped; Dietary; Unsettled; Over-75 rule:
#     Applies; Applies until settled; Age band: not(Under 18)
#   then Duration: Indefinitely
#   because statement S3-44; conflict C17; inference confirmation not known counts as confirmed
U4 = Rule(
    "U4",
    Duration("indefinite"),
    Place(FILE, SHEET, "A11:I11"),
    (("statement", "S3-44", ""), ("conflict", "C17", ""), ("inference", "", "confirmation not known counts as confirmed"),),
    note="Over 75 with documented deficiency: whatever the cause. Not known whether documented counts as documented, as in Stopping injections.",
)

# U5 (A12:I12) when Cause class: Medicine continues; Main cause: Proton pump inhibitor; Metformin; Dietary
#     deficiency; Over-75 rule: Does not apply; Age not known; Age band: not(Under 18)
#   then Duration: While the medicine continues
#   because statement S3-46; statement S1-38; conflict C14; other guidance E13; inference typically is taken as
#     always
U5 = Rule(
    "U5",
    Duration("while_medication_continues"),
    Place(FILE, SHEET, "A12:I12"),
    (("statement", "S3-46", ""), ("statement", "S1-38", ""), ("conflict", "C14", ""), ("other guidance", "E13", ""), ("inference", "", "typically is taken as always"),),
)

# U5b (A13:I13) when Cause class: Medicine continues; Main cause: not(Proton pump inhibitor, Metformin, Dietary
#     deficiency); unknown; Over-75 rule: Does not apply; Age not known; Age band: not(Under 18)
#   then Duration: For life unless the cause is settled
#   because statement S1-20; statement S2-03; statement S3-46; inference beside the medicine there is a cause
#     that nobody has settled, and the longer duration covers both; conflict C14; conflict C32; conflict C51
U5b = Rule(
    "U5b",
    Duration("for_life_unless_clinician_settles_cause"),
    Place(FILE, SHEET, "A13:I13"),
    (("statement", "S1-20", ""), ("statement", "S2-03", ""), ("statement", "S3-46", ""), ("inference", "", "beside the medicine there is a cause that nobody has settled, and the longer duration covers both"), ("conflict", "C14", ""), ("conflict", "C32", ""), ("conflict", "C51", ""),),
)

# U6 (A14:I14) when Cause class: Dietary; Over-75 rule: Does not apply; Age not known; Age band: not(Under 18);
#     Regimen: not(Tablets every day)
#   then Duration: Without an end and by injection until tablets are agreed
#   because statement S3-64; statement S3-68; statement S1-20; statement S1-39; statement S2-24; conflict C32;
#     conflict C17
U6 = Rule(
    "U6",
    Duration("until_replacement_by_oral_is_agreed"),
    Place(FILE, SHEET, "A14:I14"),
    (("statement", "S3-64", ""), ("statement", "S3-68", ""), ("statement", "S1-20", ""), ("statement", "S1-39", ""), ("statement", "S2-24", ""), ("conflict", "C32", ""), ("conflict", "C17", ""),),
)

# U6b (A15:I15) when Cause class: Dietary; Over-75 rule: Does not apply; Age not known; Age band: not(Under 18);
#     Regimen: Tablets every day
#   then Duration: Indefinitely
#   because statement S3-64; statement S3-65; statement S3-68; statement S1-39; statement S2-24; inference
#     tablets that took the place of injections go on as the B12 that is not stopped; conflict C13; conflict
#     C17; conflict C32
U6b = Rule(
    "U6b",
    Duration("indefinite"),
    Place(FILE, SHEET, "A15:I15"),
    (("statement", "S3-64", ""), ("statement", "S3-65", ""), ("statement", "S3-68", ""), ("statement", "S1-39", ""), ("statement", "S2-24", ""), ("inference", "", "tablets that took the place of injections go on as the B12 that is not stopped"), ("conflict", "C13", ""), ("conflict", "C17", ""), ("conflict", "C32", ""),),
)

# U7 (A16:I16) when Cause class: Medicine stopped; Unsettled; Over-75 rule: Does not apply; Age not known; Age
#     band: not(Under 18)
#   then Duration: For life unless the cause is settled
#   because statement S1-20; statement S2-03; conflict C32; other guidance E21; inference until somebody settles
#     the cause
U7 = Rule(
    "U7",
    Duration("for_life_unless_clinician_settles_cause"),
    Place(FILE, SHEET, "A16:I16"),
    (("statement", "S1-20", ""), ("statement", "S2-03", ""), ("conflict", "C32", ""), ("other guidance", "E21", ""), ("inference", "", "until somebody settles the cause"),),
)

# U0 (A17:I17) when Age band: Under 18
#   then Duration: No duration named
#   because inference the sources are about adults
U0 = Rule(
    "U0",
    Duration("none"),
    Place(FILE, SHEET, "A17:I17"),
    (("inference", "", "the sources are about adults"),),
)


def decide(
    cause_class: values.CauseClassCode,
    cause: values.CauseCode | None,
    age_rule: values.AgeRuleCode,
    age_band: values.AgeBandCode,
    regimen: values.RegimenCode,
) -> Rule[Duration]:
    """For how long?"""
    if cause_class == "permanent":
        if age_band == "lt18":
            return U0
        return U1
    if cause_class == "malabsorption":
        if age_band == "lt18":
            return U0
        return U2
    if cause_class == "medication_ongoing":
        if age_band == "lt18":
            return U0
        if age_rule in ("applies", "applies_until_shown"):
            return U4
        if cause in ("dietary", "ppi", "metformin"):
            return U5
        return U5b
    if cause_class == "age_indefinite":
        if age_band == "lt18":
            return U0
        return U3
    if cause_class == "dietary":
        if age_band == "lt18":
            return U0
        if age_rule in ("applies", "applies_until_shown"):
            return U4
        if regimen == "ORAL_DAILY":
            return U6b
        return U6
    if age_band == "lt18":
        return U0
    if age_rule in ("applies", "applies_until_shown"):
        return U4
    return U7


KNOWN = frozenset(("cause_class", "cause", "age_rule", "age_band", "regimen"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[Duration]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_cause_class[case["cause_class"]],
                read_cause[get("cause")],
                read_age_rule[case["age_rule"]],
                read_age_band[case["age_band"]],
                read_regimen[case["regimen"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[Duration] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "duration",
    "Duration",
    question="For how long?",
    hit_policy="Unique",
    place=HERE,
    inputs=("cause_class", "cause", "age_rule", "age_band", "regimen"),
    unknown=("cause",),
    outputs=("duration",),
    decide=decide,
    rules=(U1, U2, U3, U4, U5, U5b, U6, U6b, U7, U0,),
    answer=Duration,
    hash="3e9fa29b0f7ba401a3023fa46476d4ddd60aef7ded22cb793678d3c240065e60",
)
