# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Regimen detail (regimen.xlsx · Regimen detail). Hit policy: Unique.

What exactly is the regimen?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_regimen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class RegimenDetail(Answer):
    """An answer of Regimen detail."""

    _codes = ("dose", "route", "interval_min", "interval_max")
    __slots__ = _codes

    dose: values.DoseCode
    """Dose."""

    route: values.RouteCode
    """Route."""

    interval_min: values.IntervalMinCode
    """Shortest interval."""

    interval_max: values.IntervalMaxCode
    """Longest interval."""


HERE = Place("regimen.xlsx", "Regimen detail", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# R1 (A9:H9) when Regimen: Every 2 to 3 months
#   then Dose: 1 mg; Route: Intramuscular; Shortest interval: 2 months; Longest interval: 3 months
#   because statement S1-20; statement S2-07; statement S2-03; statement S2-10
R1 = Rule(
    "R1",
    RegimenDetail("1_mg", "im", "two_months", "three_months"),
    Place(FILE, SHEET, "A9:H9"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("statement", "S2-03", ""), ("statement", "S2-10", ""),),
)

# R2 (A10:H10) when Regimen: Every 2 months by injection
#   then Dose: 1 mg; Route: Intramuscular; Shortest interval: 2 months; Longest interval: 2 months
#   because statement S1-23; statement S2-11; statement S2-10
R2 = Rule(
    "R2",
    RegimenDetail("1_mg", "im", "two_months", "two_months"),
    Place(FILE, SHEET, "A10:H10"),
    (("statement", "S1-23", ""), ("statement", "S2-11", ""), ("statement", "S2-10", ""),),
)

# R3 (A11:H11) when Regimen: Monthly by injection
#   then Dose: 1 mg; Route: Intramuscular; Shortest interval: 1 month; Longest interval: 1 month
#   because statement S1-21; statement S2-09; statement S1-49; statement S3-36; statement S3-39; statement
#     S2-10; conflict C35; inference the dose for the causes where only the interval is named
R3 = Rule(
    "R3",
    RegimenDetail("1_mg", "im", "month", "month"),
    Place(FILE, SHEET, "A11:H11"),
    (("statement", "S1-21", ""), ("statement", "S2-09", ""), ("statement", "S1-49", ""), ("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S2-10", ""), ("conflict", "C35", ""), ("inference", "", "the dose for the causes where only the interval is named"),),
    note="1 mg is 1000 mcg.",
)

# R4 (A12:H12) when Regimen: Every 1 to 2 weeks
#   then Dose: 1 mg; Route: Intramuscular; Shortest interval: 1 week; Longest interval: 2 weeks
#   because statement S3-58; statement S2-10; inference the source names no dose for these intervals
R4 = Rule(
    "R4",
    RegimenDetail("1_mg", "im", "week", "two_weeks"),
    Place(FILE, SHEET, "A12:H12"),
    (("statement", "S3-58", ""), ("statement", "S2-10", ""), ("inference", "", "the source names no dose for these intervals"),),
)

# R5 (A13:H13) when Regimen: Individual interval
#   then Dose: 1 mg; Route: Intramuscular; Shortest interval: Twice weekly; Longest interval: 4 weeks
#   because statement S3-60; statement S1-49; statement S2-28; statement S2-10; inference the source names no
#     dose for these intervals
R5 = Rule(
    "R5",
    RegimenDetail("1_mg", "im", "half_week", "four_weeks"),
    Place(FILE, SHEET, "A13:H13"),
    (("statement", "S3-60", ""), ("statement", "S1-49", ""), ("statement", "S2-28", ""), ("statement", "S2-10", ""), ("inference", "", "the source names no dose for these intervals"),),
)

# R6 (A14:H14) when Regimen: Tablets every day
#   then Dose: 1000 to 2000 mcg; Route: Oral; Shortest interval: 1 day; Longest interval: 1 day
#   because statement S1-25; statement S2-21; statement S3-64
R6 = Rule(
    "R6",
    RegimenDetail("1000_to_2000_mcg", "oral", "day", "day"),
    Place(FILE, SHEET, "A14:H14"),
    (("statement", "S1-25", ""), ("statement", "S2-21", ""), ("statement", "S3-64", ""),),
)

# R7 (A15:H15) when Regimen: Complete the loading course
#   then Dose: As prescribed; Route: Intramuscular; Shortest interval: As prescribed; Longest interval: As
#     prescribed
#   because statement S3-01; statement S1-24; conflict C34
R7 = Rule(
    "R7",
    RegimenDetail("as_prescribed", "im", "as_prescribed", "as_prescribed"),
    Place(FILE, SHEET, "A15:H15"),
    (("statement", "S3-01", ""), ("statement", "S1-24", ""), ("conflict", "C34", ""),),
    note="The two cases in the sources had four weekly injections; none gives a schedule.",
)

# R8 (A16:H16) when Regimen: No automatic recommendation
#   then Dose: No dose; Route: No route; Shortest interval: No interval; Longest interval: No interval
#   because inference nothing is recommended
R8 = Rule(
    "R8",
    RegimenDetail("none", "none", "none", "none"),
    Place(FILE, SHEET, "A16:H16"),
    (("inference", "", "nothing is recommended"),),
)


def _arm_1_1(
) -> Rule[RegimenDetail]:
    return R1


def _arm_1_2(
) -> Rule[RegimenDetail]:
    return R2


def _arm_1_3(
) -> Rule[RegimenDetail]:
    return R3


def _arm_1_4(
) -> Rule[RegimenDetail]:
    return R4


def _arm_1_5(
) -> Rule[RegimenDetail]:
    return R5


def _arm_1_6(
) -> Rule[RegimenDetail]:
    return R6


def _arm_1_7(
) -> Rule[RegimenDetail]:
    return R7


def _arm_1_8(
) -> Rule[RegimenDetail]:
    return R8


_ARMS_1 = {
    "IM_2_TO_3_MONTHS": _arm_1_1,
    "IM_2_MONTHS": _arm_1_2,
    "IM_MONTHLY": _arm_1_3,
    "IM_1_TO_2_WEEKS": _arm_1_4,
    "IM_INDIVIDUAL": _arm_1_5,
    "ORAL_DAILY": _arm_1_6,
    "LOADING": _arm_1_7,
    "REFER": _arm_1_8,
}


def decide(
    regimen: values.RegimenCode,
) -> Rule[RegimenDetail]:
    """What exactly is the regimen?"""
    return _ARMS_1[regimen]()


def evaluate(case: Mapping[str, Any]) -> Rule[RegimenDetail]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and len(case) == 1:
        try:
            return decide(
                read_regimen[case["regimen"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[RegimenDetail] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "regimen_detail",
    "Regimen detail",
    question="What exactly is the regimen?",
    hit_policy="Unique",
    place=HERE,
    inputs=("regimen",),
    unknown=(),
    outputs=("dose", "route", "interval_min", "interval_max"),
    decide=decide,
    rules=(R1, R2, R3, R4, R5, R6, R7, R8,),
    answer=RegimenDetail,
    hash="974e61a45fed7d6109e1c8a4b6b138f16e5346cd4c927522c959353eaf3b444f",
)
