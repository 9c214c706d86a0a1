# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Next vitamin check (monitoring.xlsx · Next vitamin check). Hit policy: Unique.

After bariatric surgery: is the check of vitamins A and D, calcium, folate and thiamine due?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_age_band,
    read_bariatric_pregnancy,
    read_cause_is_bariatric,
    read_months_since_micronutrients,
    read_trimester_check_done,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class MicronutrientCheck(Answer):
    """An answer of Next vitamin check."""

    _codes = ("micronutrient_status",)
    __slots__ = _codes

    micronutrient_status: values.MicronutrientStatusCode
    """Next vitamin check."""


HERE = Place("monitoring.xlsx", "Next vitamin check", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# V1 (A11:I11) when Bariatric patient: no
#   then Next vitamin check: Does not apply
#   because statement S3-31
V1 = Rule(
    "V1",
    MicronutrientCheck("does_not_apply"),
    Place(FILE, SHEET, "A11:I11"),
    (("statement", "S3-31", ""),),
)

# V2 (A12:I12) when Bariatric patient: yes; Age band: Under 18
#   then Next vitamin check: Does not apply
#   because inference the sources are about adults
V2 = Rule(
    "V2",
    MicronutrientCheck("does_not_apply"),
    Place(FILE, SHEET, "A12:I12"),
    (("inference", "", "the sources are about adults"),),
)

# V3 (A13:I13) when Bariatric patient: yes; Age band: not(Under 18); Months since the last vitamin check: > 7
#   then Next vitamin check: Overdue
#   because statement S3-31; inference one month of tolerance which the source does not give; conflict C40
V3 = Rule(
    "V3",
    MicronutrientCheck("overdue"),
    Place(FILE, SHEET, "A13:I13"),
    (("statement", "S3-31", ""), ("inference", "", "one month of tolerance which the source does not give"), ("conflict", "C40", ""),),
)

# V4 (A14:I14) when Bariatric patient: yes; Age band: not(Under 18); Bariatric surgery and pregnancy:
#     not(Pregnant after surgery); Months since the last vitamin check: < 6
#   then Next vitamin check: Too early
#   because statement S3-31; conflict C40
V4 = Rule(
    "V4",
    MicronutrientCheck("not_due"),
    Place(FILE, SHEET, "A14:I14"),
    (("statement", "S3-31", ""), ("conflict", "C40", ""),),
)

# V5 (A15:I15) when Bariatric patient: yes; Age band: not(Under 18); Bariatric surgery and pregnancy:
#     not(Pregnant after surgery); Months since the last vitamin check: [6..7]
#   then Next vitamin check: Due
#   because statement S3-31; conflict C40
V5 = Rule(
    "V5",
    MicronutrientCheck("due"),
    Place(FILE, SHEET, "A15:I15"),
    (("statement", "S3-31", ""), ("conflict", "C40", ""),),
)

# V6 (A16:I16) when Bariatric patient: yes; Age band: not(Under 18); Bariatric surgery and pregnancy:
#     not(Pregnant after surgery); Months since the last vitamin check: unknown
#   then Next vitamin check: Due: the last one is not known
#   because statement S3-31; inference not known counts as due; conflict C40
V6 = Rule(
    "V6",
    MicronutrientCheck("last_not_known"),
    Place(FILE, SHEET, "A16:I16"),
    (("statement", "S3-31", ""), ("inference", "", "not known counts as due"), ("conflict", "C40", ""),),
)

# V7 (A17:I17) when Bariatric patient: yes; Age band: not(Under 18); Bariatric surgery and pregnancy: Pregnant
#     after surgery; Check of this trimester: no; unknown; Months since the last vitamin check: <= 7; unknown
#   then Next vitamin check: Due
#   because statement S3-34; statement S3-31; inference the panel of each trimester includes them; conflict C40
V7 = Rule(
    "V7",
    MicronutrientCheck("due"),
    Place(FILE, SHEET, "A17:I17"),
    (("statement", "S3-34", ""), ("statement", "S3-31", ""), ("inference", "", "the panel of each trimester includes them"), ("conflict", "C40", ""),),
)

# V8 (A18:I18) when Bariatric patient: yes; Age band: not(Under 18); Bariatric surgery and pregnancy: Pregnant
#     after surgery; Check of this trimester: yes; Months since the last vitamin check: < 6; unknown
#   then Next vitamin check: Too early
#   because statement S3-34; statement S3-31; inference the check of this trimester included them; conflict C40
V8 = Rule(
    "V8",
    MicronutrientCheck("not_due"),
    Place(FILE, SHEET, "A18:I18"),
    (("statement", "S3-34", ""), ("statement", "S3-31", ""), ("inference", "", "the check of this trimester included them"), ("conflict", "C40", ""),),
)

# V9 (A19:I19) when Bariatric patient: yes; Age band: not(Under 18); Bariatric surgery and pregnancy: Pregnant
#     after surgery; Check of this trimester: yes; Months since the last vitamin check: [6..7]
#   then Next vitamin check: Due
#   because statement S3-31; conflict C40
V9 = Rule(
    "V9",
    MicronutrientCheck("due"),
    Place(FILE, SHEET, "A19:I19"),
    (("statement", "S3-31", ""), ("conflict", "C40", ""),),
)


def decide(
    cause_is_bariatric: bool,
    age_band: values.AgeBandCode,
    bariatric_pregnancy: values.BariatricPregnancyCode,
    trimester_check_done: bool | None,
    months_since_micronutrients: float | Fraction | None,
) -> Rule[MicronutrientCheck]:
    """After bariatric surgery: is the check of vitamins A and D, calcium, folate and thiamine due?"""
    if cause_is_bariatric:
        if age_band == "lt18":
            return V2
        if months_since_micronutrients is None:
            if bariatric_pregnancy == "pregnant":
                if trimester_check_done:
                    return V8
                return V7
            return V6
        if months_since_micronutrients < 6:
            if bariatric_pregnancy == "pregnant":
                if trimester_check_done:
                    return V8
                return V7
            return V4
        if months_since_micronutrients <= 7:
            if bariatric_pregnancy == "pregnant":
                if trimester_check_done:
                    return V9
                return V7
            return V5
        return V3
    return V1


KNOWN = frozenset(("cause_is_bariatric", "age_band", "bariatric_pregnancy", "trimester_check_done", "months_since_micronutrients"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[MicronutrientCheck]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if (x := case["cause_is_bariatric"]) is True or x is False else read_cause_is_bariatric(x),
                read_age_band[case["age_band"]],
                read_bariatric_pregnancy[case["bariatric_pregnancy"]],
                x if (x := get("trimester_check_done")) is True or x is None or x is False else read_trimester_check_done(x),
                x if ((kind := type(x := get("months_since_micronutrients"))) is int and 0 <= x <= 1200) or (kind is float and 0.0 <= x <= 1200.0) else read_months_since_micronutrients(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[MicronutrientCheck] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "micronutrient_check",
    "Next vitamin check",
    question="After bariatric surgery: is the check of vitamins A and D, calcium, folate and thiamine due?",
    hit_policy="Unique",
    place=HERE,
    inputs=("cause_is_bariatric", "age_band", "bariatric_pregnancy", "trimester_check_done", "months_since_micronutrients"),
    unknown=("trimester_check_done", "months_since_micronutrients"),
    outputs=("micronutrient_status",),
    decide=decide,
    rules=(V1, V2, V3, V4, V5, V6, V7, V8, V9,),
    answer=MicronutrientCheck,
    hash="a498fc84bfe5eab38dab4dd46cecd06aaea2d0db16a8c8f252a5194df3f64f6c",
)
