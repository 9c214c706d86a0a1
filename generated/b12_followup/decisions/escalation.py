# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Step up (regimen.xlsx · Step up). Hit policy: Unique.

Does the response call for more frequent injections, and how far?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_current_interval, read_phase, read_response_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class Escalation(Answer):
    """An answer of Step up."""

    _codes = ("escalation",)
    __slots__ = _codes

    escalation: values.EscalationCode
    """Step up."""


HERE = Place("regimen.xlsx", "Step up", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# E1 (A8:G8) when Response: Neurology persists on monthly
#   then Step up: Up to every 1 to 2 weeks
#   because statement S3-58; statement S1-49; conflict C31
E1 = Rule(
    "E1",
    Escalation("every_1_to_2_weeks"),
    Place(FILE, SHEET, "A8:G8"),
    (("statement", "S3-58", ""), ("statement", "S1-49", ""), ("conflict", "C31", ""),),
)

# E2 (A9:G9) when Response: Symptoms persist; Symptoms recurred; Interval in use: Monthly
#   then Step up: Individual interval
#   because statement S1-49; statement S3-60; statement S2-28; statement S2-12; conflict C30; conflict C31;
#     other guidance E22
E2 = Rule(
    "E2",
    Escalation("individual"),
    Place(FILE, SHEET, "A9:G9"),
    (("statement", "S1-49", ""), ("statement", "S3-60", ""), ("statement", "S2-28", ""), ("statement", "S2-12", ""), ("conflict", "C30", ""), ("conflict", "C31", ""), ("other guidance", "E22", ""),),
)

# E2b (A10:G10) when Response: Symptoms persist; Symptoms recurred; Interval in use: Twice weekly; Weekly; Every
#     2 weeks; Phase of treatment: Maintenance; No loading given; unknown
#   then Step up: Individual interval
#   because statement S1-49; statement S3-60; statement S2-28; statement S2-12; conflict C30; conflict C31;
#     other guidance E22
E2b = Rule(
    "E2b",
    Escalation("individual"),
    Place(FILE, SHEET, "A10:G10"),
    (("statement", "S1-49", ""), ("statement", "S3-60", ""), ("statement", "S2-28", ""), ("statement", "S2-12", ""), ("conflict", "C30", ""), ("conflict", "C31", ""), ("other guidance", "E22", ""),),
)

# E2c (A11:G11) when Response: Symptoms persist; Symptoms recurred; Interval in use: Twice weekly; Weekly; Every
#     2 weeks; Phase of treatment: Loading; Loading complete
#   then Step up: Up to monthly
#   because statement S1-49; inference the injections of a loading course are no interval of maintenance;
#     conflict C30; conflict C31
E2c = Rule(
    "E2c",
    Escalation("to_monthly"),
    Place(FILE, SHEET, "A11:G11"),
    (("statement", "S1-49", ""), ("inference", "", "the injections of a loading course are no interval of maintenance"), ("conflict", "C30", ""), ("conflict", "C31", ""),),
    note="Maintenance then begins at the shorter interval.",
)

# E3 (A12:G12) when Response: Symptoms persist; Symptoms recurred; Interval in use: Every 2 months; Every 3
#     months; Longer than 3 months
#   then Step up: Up to monthly
#   because statement S1-49; statement S1-31; statement S2-12; statement S2-09; conflict C30; conflict C31
E3 = Rule(
    "E3",
    Escalation("to_monthly"),
    Place(FILE, SHEET, "A12:G12"),
    (("statement", "S1-49", ""), ("statement", "S1-31", ""), ("statement", "S2-12", ""), ("statement", "S2-09", ""), ("conflict", "C30", ""), ("conflict", "C31", ""),),
)

# E3b (A13:G13) when Response: Symptoms persist; Symptoms recurred; Interval in use: Daily by mouth; No
#     interval; unknown
#   then Step up: Up to monthly
#   because statement S1-49; statement S1-32; inference who comes from tablets, or has nothing in use, begins at
#     the interval that the source names for symptoms; conflict C30; conflict C31
E3b = Rule(
    "E3b",
    Escalation("to_monthly"),
    Place(FILE, SHEET, "A13:G13"),
    (("statement", "S1-49", ""), ("statement", "S1-32", ""), ("inference", "", "who comes from tablets, or has nothing in use, begins at the interval that the source names for symptoms"), ("conflict", "C30", ""), ("conflict", "C31", ""),),
)

# E4 (A14:G14) when Response: Function not shown; Unassessed; Responding
#   then Step up: No step up
#   because statement S2-18; statement S3-61; statement S3-62
E4 = Rule(
    "E4",
    Escalation("none_needed"),
    Place(FILE, SHEET, "A14:G14"),
    (("statement", "S2-18", ""), ("statement", "S3-61", ""), ("statement", "S3-62", ""),),
)

# E5 (A15:G15) when Response: Level low; Functional deficiency; Anaemia persists; Interval in use: Monthly
#   then Step up: Held at monthly
#   because statement S1-49; statement S2-18; statement S3-62; inference a result that asks for more never
#     lengthens the interval; conflict C30
E5 = Rule(
    "E5",
    Escalation("hold_monthly"),
    Place(FILE, SHEET, "A15:G15"),
    (("statement", "S1-49", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("inference", "", "a result that asks for more never lengthens the interval"), ("conflict", "C30", ""),),
    note="The clinician decides on more.",
)

# E6 (A16:G16) when Response: Level low; Functional deficiency; Anaemia persists; Interval in use: Twice weekly;
#     Weekly; Every 2 weeks; Phase of treatment: Maintenance; No loading given; unknown
#   then Step up: Held at the individual interval
#   because statement S1-49; statement S2-18; statement S3-62; inference a result that asks for more never
#     lengthens the interval; conflict C30
E6 = Rule(
    "E6",
    Escalation("hold_individual"),
    Place(FILE, SHEET, "A16:G16"),
    (("statement", "S1-49", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("inference", "", "a result that asks for more never lengthens the interval"), ("conflict", "C30", ""),),
    note="The clinician decides on more.",
)

# E7 (A17:G17) when Response: Level low; Functional deficiency; Anaemia persists; Interval in use: Twice weekly;
#     Weekly; Every 2 weeks; Phase of treatment: Loading; Loading complete
#   then Step up: No step up on a result alone
#   because statement S2-18; statement S3-62; inference the injections of a loading course are no interval of
#     maintenance; conflict C30
E7 = Rule(
    "E7",
    Escalation("result_alone"),
    Place(FILE, SHEET, "A17:G17"),
    (("statement", "S2-18", ""), ("statement", "S3-62", ""), ("inference", "", "the injections of a loading course are no interval of maintenance"), ("conflict", "C30", ""),),
)

# E8 (A18:G18) when Response: Level low; Functional deficiency; Anaemia persists; Interval in use: Every 2
#     months; Every 3 months; Longer than 3 months; Daily by mouth; No interval; unknown
#   then Step up: No step up on a result alone
#   because statement S2-18; statement S3-61; statement S3-62; conflict C30
E8 = Rule(
    "E8",
    Escalation("result_alone"),
    Place(FILE, SHEET, "A18:G18"),
    (("statement", "S2-18", ""), ("statement", "S3-61", ""), ("statement", "S3-62", ""), ("conflict", "C30", ""),),
    note="A laboratory value alone changes no interval; the clinician decides.",
)


def decide(
    response_class: values.ResponseClassCode,
    current_interval: values.CurrentIntervalCode | None,
    phase: values.PhaseCode | None,
) -> Rule[Escalation]:
    """Does the response call for more frequent injections, and how far?"""
    if response_class == "neuro_persistent_on_monthly":
        return E1
    if response_class in ("symptoms_persist", "symptoms_recurred"):
        if current_interval == "monthly":
            return E2
        if current_interval in ("twice_weekly", "weekly", "every_2_weeks"):
            if phase in ("loading", "loading_complete"):
                return E2c
            return E2b
        if current_interval in ("every_2_months", "every_3_months", "longer_than_3_months"):
            return E3
        return E3b
    if response_class in ("level_low", "functional_deficiency", "anaemia_persists"):
        if current_interval == "monthly":
            return E5
        if current_interval in ("twice_weekly", "weekly", "every_2_weeks"):
            if phase in ("loading", "loading_complete"):
                return E7
            return E6
        return E8
    return E4


KNOWN = frozenset(("response_class", "current_interval", "phase"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[Escalation]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_response_class[case["response_class"]],
                read_current_interval[get("current_interval")],
                read_phase[get("phase")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[Escalation] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "escalation",
    "Step up",
    question="Does the response call for more frequent injections, and how far?",
    hit_policy="Unique",
    place=HERE,
    inputs=("response_class", "current_interval", "phase"),
    unknown=("current_interval", "phase"),
    outputs=("escalation",),
    decide=decide,
    rules=(E1, E2, E2b, E2c, E3, E3b, E4, E5, E6, E7, E8,),
    answer=Escalation,
    hash="ee40a10ad55b84221f64484a67e83c4eb9af1a4e53a5c56979ce0105242209d9",
)
