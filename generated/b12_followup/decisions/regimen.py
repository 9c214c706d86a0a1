# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Maintenance regimen (regimen.xlsx · Maintenance regimen). Hit policy: Unique.

Which maintenance regimen, and which alternative?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_case_ok,
    read_cause_interval,
    read_current_route,
    read_escalation,
    read_in_use,
    read_neuro_class,
    read_oral_option,
    read_phase,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class Regimen(Answer):
    """An answer of Maintenance regimen."""

    _codes = ("regimen", "regimen_alternative")
    __slots__ = _codes

    regimen: values.RegimenCode
    """Regimen."""

    regimen_alternative: values.RegimenAlternativeCode
    """Alternative regimen."""


HERE = Place("regimen.xlsx", "Maintenance regimen", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# R1 (A9:M9) when Entries consistent: no
#   then Regimen: No automatic recommendation; Alternative regimen: No alternative
#   because inference contradictory or out-of-scope entries
R1 = Rule(
    "R1",
    Regimen("REFER", "none"),
    Place(FILE, SHEET, "A9:M9"),
    (("inference", "", "contradictory or out-of-scope entries"),),
)

# R2 (A10:M10) when Entries consistent: yes; Phase of treatment: Loading
#   then Regimen: Complete the loading course; Alternative regimen: No alternative
#   because statement S1-24; statement S3-01; conflict C34
R2 = Rule(
    "R2",
    Regimen("LOADING", "none"),
    Place(FILE, SHEET, "A10:M10"),
    (("statement", "S1-24", ""), ("statement", "S3-01", ""), ("conflict", "C34", ""),),
    note="The loading schedule is in no source.",
)

# R3 (A11:M11) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: Up to every 1
#     to 2 weeks
#   then Regimen: Every 1 to 2 weeks; Alternative regimen: Individual interval
#   because statement S3-58; statement S3-60; conflict C31; other guidance E29
R3 = Rule(
    "R3",
    Regimen("IM_1_TO_2_WEEKS", "IM_INDIVIDUAL"),
    Place(FILE, SHEET, "A11:M11"),
    (("statement", "S3-58", ""), ("statement", "S3-60", ""), ("conflict", "C31", ""), ("other guidance", "E29", ""),),
)

# R4 (A12:M12) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: Individual
#     interval; Held at the individual interval
#   then Regimen: Individual interval; Alternative regimen: No alternative
#   because statement S1-49; statement S3-60; statement S2-28; statement S2-12; inference after a result alone
#     the individual interval is kept; conflict C31; other guidance E22
R4 = Rule(
    "R4",
    Regimen("IM_INDIVIDUAL", "none"),
    Place(FILE, SHEET, "A12:M12"),
    (("statement", "S1-49", ""), ("statement", "S3-60", ""), ("statement", "S2-28", ""), ("statement", "S2-12", ""), ("inference", "", "after a result alone the individual interval is kept"), ("conflict", "C31", ""), ("other guidance", "E22", ""),),
)

# R5 (A13:M13) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: Up to monthly
#   then Regimen: Monthly by injection; Alternative regimen: Individual interval
#   because statement S1-49; statement S1-22; statement S1-31; statement S2-12; statement S2-09; inference
#     monthly also for who comes from tablets or has nothing in use; conflict C31
R5 = Rule(
    "R5",
    Regimen("IM_MONTHLY", "IM_INDIVIDUAL"),
    Place(FILE, SHEET, "A13:M13"),
    (("statement", "S1-49", ""), ("statement", "S1-22", ""), ("statement", "S1-31", ""), ("statement", "S2-12", ""), ("statement", "S2-09", ""), ("inference", "", "monthly also for who comes from tablets or has nothing in use"), ("conflict", "C31", ""),),
)

# R5b (A14:M14) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: Held at
#     monthly
#   then Regimen: Monthly by injection; Alternative regimen: Individual interval
#   because statement S1-49; statement S1-21; statement S2-18; statement S3-62; inference a result that asks for
#     more never lengthens the interval; conflict C30
R5b = Rule(
    "R5b",
    Regimen("IM_MONTHLY", "IM_INDIVIDUAL"),
    Place(FILE, SHEET, "A14:M14"),
    (("statement", "S1-49", ""), ("statement", "S1-21", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("inference", "", "a result that asks for more never lengthens the interval"), ("conflict", "C30", ""),),
    note="Monthly is kept until the result is explained; more often is the alternative.",
)

# R6 (A15:M15) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up;
#     Interval by cause: Monthly for pernicious anaemia; Neurology: No involvement
#   then Regimen: Monthly by injection; Alternative regimen: Every 2 to 3 months
#   because statement S3-36; statement S1-20; statement S2-07; conflict C01; other guidance E08; other guidance
#     E09
R6 = Rule(
    "R6",
    Regimen("IM_MONTHLY", "IM_2_TO_3_MONTHS"),
    Place(FILE, SHEET, "A15:M15"),
    (("statement", "S3-36", ""), ("statement", "S1-20", ""), ("statement", "S2-07", ""), ("conflict", "C01", ""), ("other guidance", "E08", ""), ("other guidance", "E09", ""),),
)

# R6b (A16:M16) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up on
#     a result alone; Interval by cause: Monthly for pernicious anaemia; Neurology: No involvement
#   then Regimen: Monthly by injection; Alternative regimen: Individual interval
#   because statement S3-36; statement S1-49; inference the longer alternative is not shown beside a result that
#     asks for more; conflict C01; conflict C30
R6b = Rule(
    "R6b",
    Regimen("IM_MONTHLY", "IM_INDIVIDUAL"),
    Place(FILE, SHEET, "A16:M16"),
    (("statement", "S3-36", ""), ("statement", "S1-49", ""), ("inference", "", "the longer alternative is not shown beside a result that asks for more"), ("conflict", "C01", ""), ("conflict", "C30", ""),),
)

# R7 (A17:M17) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up;
#     Interval by cause: Monthly for pernicious anaemia; Neurology: Involved; unknown
#   then Regimen: Monthly by injection; Alternative regimen: Every 2 months by injection
#   because statement S3-36; statement S1-23; statement S2-11; conflict C01; conflict C11; inference neurology
#     not known is treated as involved
R7 = Rule(
    "R7",
    Regimen("IM_MONTHLY", "IM_2_MONTHS"),
    Place(FILE, SHEET, "A17:M17"),
    (("statement", "S3-36", ""), ("statement", "S1-23", ""), ("statement", "S2-11", ""), ("conflict", "C01", ""), ("conflict", "C11", ""), ("inference", "", "neurology not known is treated as involved"),),
)

# R7b (A18:M18) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up on
#     a result alone; Interval by cause: Monthly for pernicious anaemia; Neurology: Involved; unknown
#   then Regimen: Monthly by injection; Alternative regimen: Individual interval
#   because statement S3-36; statement S1-49; inference the longer alternative is not shown beside a result that
#     asks for more; conflict C01; conflict C11; conflict C30
R7b = Rule(
    "R7b",
    Regimen("IM_MONTHLY", "IM_INDIVIDUAL"),
    Place(FILE, SHEET, "A18:M18"),
    (("statement", "S3-36", ""), ("statement", "S1-49", ""), ("inference", "", "the longer alternative is not shown beside a result that asks for more"), ("conflict", "C01", ""), ("conflict", "C11", ""), ("conflict", "C30", ""),),
)

# R8 (A19:M19) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up;
#     Interval by cause: Monthly for ileal resection; Neurology: No involvement
#   then Regimen: Monthly by injection; Alternative regimen: Every 2 to 3 months
#   because statement S3-39; statement S1-20; statement S2-07; conflict C02; other guidance E08
R8 = Rule(
    "R8",
    Regimen("IM_MONTHLY", "IM_2_TO_3_MONTHS"),
    Place(FILE, SHEET, "A19:M19"),
    (("statement", "S3-39", ""), ("statement", "S1-20", ""), ("statement", "S2-07", ""), ("conflict", "C02", ""), ("other guidance", "E08", ""),),
)

# R8b (A20:M20) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up on
#     a result alone; Interval by cause: Monthly for ileal resection; Neurology: No involvement
#   then Regimen: Monthly by injection; Alternative regimen: Individual interval
#   because statement S3-39; statement S1-49; inference the longer alternative is not shown beside a result that
#     asks for more; conflict C02; conflict C30
R8b = Rule(
    "R8b",
    Regimen("IM_MONTHLY", "IM_INDIVIDUAL"),
    Place(FILE, SHEET, "A20:M20"),
    (("statement", "S3-39", ""), ("statement", "S1-49", ""), ("inference", "", "the longer alternative is not shown beside a result that asks for more"), ("conflict", "C02", ""), ("conflict", "C30", ""),),
)

# R9 (A21:M21) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up;
#     Interval by cause: Monthly for ileal resection; Neurology: Involved; unknown
#   then Regimen: Monthly by injection; Alternative regimen: Every 2 months by injection
#   because statement S3-39; statement S1-23; statement S2-11; conflict C02; conflict C11; inference neurology
#     not known is treated as involved
R9 = Rule(
    "R9",
    Regimen("IM_MONTHLY", "IM_2_MONTHS"),
    Place(FILE, SHEET, "A21:M21"),
    (("statement", "S3-39", ""), ("statement", "S1-23", ""), ("statement", "S2-11", ""), ("conflict", "C02", ""), ("conflict", "C11", ""), ("inference", "", "neurology not known is treated as involved"),),
)

# R9b (A22:M22) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up on
#     a result alone; Interval by cause: Monthly for ileal resection; Neurology: Involved; unknown
#   then Regimen: Monthly by injection; Alternative regimen: Individual interval
#   because statement S3-39; statement S1-49; inference the longer alternative is not shown beside a result that
#     asks for more; conflict C02; conflict C11; conflict C30
R9b = Rule(
    "R9b",
    Regimen("IM_MONTHLY", "IM_INDIVIDUAL"),
    Place(FILE, SHEET, "A22:M22"),
    (("statement", "S3-39", ""), ("statement", "S1-49", ""), ("inference", "", "the longer alternative is not shown beside a result that asks for more"), ("conflict", "C02", ""), ("conflict", "C11", ""), ("conflict", "C30", ""),),
)

# R10 (A23:M23) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up; No
#     step up on a result alone; Interval by cause: General interval; Extensive bariatric operation; Neurology:
#     Involved
#   then Regimen: Every 2 months by injection; Alternative regimen: Monthly by injection
#   because statement S1-23; statement S2-11; statement S2-33; statement S1-21; conflict C11; conflict C55
R10 = Rule(
    "R10",
    Regimen("IM_2_MONTHS", "IM_MONTHLY"),
    Place(FILE, SHEET, "A23:M23"),
    (("statement", "S1-23", ""), ("statement", "S2-11", ""), ("statement", "S2-33", ""), ("statement", "S1-21", ""), ("conflict", "C11", ""), ("conflict", "C55", ""),),
)

# R11 (A24:M24) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up; No
#     step up on a result alone; Interval by cause: General interval; Extensive bariatric operation; Neurology:
#     unknown
#   then Regimen: Every 2 months by injection; Alternative regimen: Monthly by injection
#   because statement S1-23; statement S1-20; statement S2-03; statement S2-11; inference treated as involved
#     until assessed; conflict C11; conflict C55
R11 = Rule(
    "R11",
    Regimen("IM_2_MONTHS", "IM_MONTHLY"),
    Place(FILE, SHEET, "A24:M24"),
    (("statement", "S1-23", ""), ("statement", "S1-20", ""), ("statement", "S2-03", ""), ("statement", "S2-11", ""), ("inference", "", "treated as involved until assessed"), ("conflict", "C11", ""), ("conflict", "C55", ""),),
    note="The short end of every 2 to 3 months, which S1-20 and S2-03 give. As soon as no involvement is shown, R12 to R15 apply.",
)

# R12 (A25:M25) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up; No
#     step up on a result alone; Interval by cause: Extensive bariatric operation; Neurology: No involvement
#   then Regimen: Every 2 to 3 months; Alternative regimen: Monthly by injection
#   because statement S1-20; statement S3-59; statement S3-41; conflict C03; conflict C55
R12 = Rule(
    "R12",
    Regimen("IM_2_TO_3_MONTHS", "IM_MONTHLY"),
    Place(FILE, SHEET, "A25:M25"),
    (("statement", "S1-20", ""), ("statement", "S3-59", ""), ("statement", "S3-41", ""), ("conflict", "C03", ""), ("conflict", "C55", ""),),
)

# R13 (A26:M26) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up; No
#     step up on a result alone; Interval by cause: General interval; Neurology: No involvement; Oral treatment:
#     Possible; Route in use: Oral
#   then Regimen: Tablets every day; Alternative regimen: Every 2 to 3 months
#   because statement S3-64; statement S2-21; statement S1-25; statement S1-20; conflict C12; conflict C55
R13 = Rule(
    "R13",
    Regimen("ORAL_DAILY", "IM_2_TO_3_MONTHS"),
    Place(FILE, SHEET, "A26:M26"),
    (("statement", "S3-64", ""), ("statement", "S2-21", ""), ("statement", "S1-25", ""), ("statement", "S1-20", ""), ("conflict", "C12", ""), ("conflict", "C55", ""),),
)

# R13b (A27:M27) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up;
#     No step up on a result alone; Interval by cause: General interval; Neurology: No involvement; Oral
#     treatment: Possible; Route in use: unknown; Treatment in use: Tablets
#   then Regimen: Tablets every day; Alternative regimen: Every 2 to 3 months
#   because statement S3-64; statement S2-21; statement S1-25; statement S1-20; conflict C12; conflict C55
R13b = Rule(
    "R13b",
    Regimen("ORAL_DAILY", "IM_2_TO_3_MONTHS"),
    Place(FILE, SHEET, "A27:M27"),
    (("statement", "S3-64", ""), ("statement", "S2-21", ""), ("statement", "S1-25", ""), ("statement", "S1-20", ""), ("conflict", "C12", ""), ("conflict", "C55", ""),),
    note="Daily by mouth: tablets, also where nobody entered the route.",
)

# R14 (A28:M28) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up; No
#     step up on a result alone; Interval by cause: General interval; Neurology: No involvement; Oral treatment:
#     Possible; Route in use: Intramuscular; No route
#   then Regimen: Every 2 to 3 months; Alternative regimen: Tablets every day
#   because statement S1-20; statement S2-07; statement S3-64; statement S2-20; conflict C12; other guidance
#     E28; conflict C55
R14 = Rule(
    "R14",
    Regimen("IM_2_TO_3_MONTHS", "ORAL_DAILY"),
    Place(FILE, SHEET, "A28:M28"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("statement", "S3-64", ""), ("statement", "S2-20", ""), ("conflict", "C12", ""), ("other guidance", "E28", ""), ("conflict", "C55", ""),),
)

# R14b (A29:M29) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up;
#     No step up on a result alone; Interval by cause: General interval; Neurology: No involvement; Oral
#     treatment: Possible; Route in use: unknown; Treatment in use: not(Tablets)
#   then Regimen: Every 2 to 3 months; Alternative regimen: Tablets every day
#   because statement S1-20; statement S2-07; statement S3-64; statement S2-20; conflict C12; other guidance
#     E28; conflict C55
R14b = Rule(
    "R14b",
    Regimen("IM_2_TO_3_MONTHS", "ORAL_DAILY"),
    Place(FILE, SHEET, "A29:M29"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("statement", "S3-64", ""), ("statement", "S2-20", ""), ("conflict", "C12", ""), ("other guidance", "E28", ""), ("conflict", "C55", ""),),
)

# R15 (A30:M30) when Entries consistent: yes; Phase of treatment: not(Loading); unknown; Step up: No step up; No
#     step up on a result alone; Interval by cause: General interval; Neurology: No involvement; Oral treatment:
#     not(Possible)
#   then Regimen: Every 2 to 3 months; Alternative regimen: Monthly by injection
#   because statement S1-20; statement S2-07; statement S2-03; statement S1-21; statement S2-09; other guidance
#     E30; conflict C55
R15 = Rule(
    "R15",
    Regimen("IM_2_TO_3_MONTHS", "IM_MONTHLY"),
    Place(FILE, SHEET, "A30:M30"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("statement", "S2-03", ""), ("statement", "S1-21", ""), ("statement", "S2-09", ""), ("other guidance", "E30", ""), ("conflict", "C55", ""),),
)


def _part_1(
    case_ok: bool,
    phase: values.PhaseCode | None,
    neuro_class: values.NeuroClassCode | None,
) -> Rule[Regimen]:
    if case_ok:
        if phase == "loading":
            return R2
        if neuro_class == "involved":
            return R10
        if neuro_class == "none":
            return R12
        return R11
    return R1


def _part_2(
    case_ok: bool,
    phase: values.PhaseCode | None,
    neuro_class: values.NeuroClassCode | None,
    oral_option: values.OralOptionCode,
    current_route: values.CurrentRouteCode | None,
    in_use: values.InUseCode,
) -> Rule[Regimen]:
    if case_ok:
        if neuro_class == "involved":
            if phase == "loading":
                return R2
            return R10
        if neuro_class == "none":
            if phase == "loading":
                return R2
            if oral_option == "eligible":
                if current_route == "oral":
                    return R13
                if current_route is None:
                    if in_use == "tablets":
                        return R13b
                    return R14b
                return R14
            return R15
        if phase == "loading":
            return R2
        return R11
    return R1


def decide(
    case_ok: bool,
    phase: values.PhaseCode | None,
    escalation: values.EscalationCode,
    cause_interval: values.CauseIntervalCode,
    neuro_class: values.NeuroClassCode | None,
    oral_option: values.OralOptionCode,
    current_route: values.CurrentRouteCode | None,
    in_use: values.InUseCode,
) -> Rule[Regimen]:
    """Which maintenance regimen, and which alternative?"""
    if escalation == "none_needed":
        if cause_interval == "monthly_pernicious_anaemia":
            if case_ok:
                if phase == "loading":
                    return R2
                if neuro_class == "none":
                    return R6
                return R7
            return R1
        if cause_interval == "monthly_ileal_resection":
            if case_ok:
                if phase == "loading":
                    return R2
                if neuro_class == "none":
                    return R8
                return R9
            return R1
        if cause_interval == "extensive_bariatric":
            return _part_1(case_ok, phase, neuro_class)
        return _part_2(case_ok, phase, neuro_class, oral_option, current_route, in_use)
    if escalation == "to_monthly":
        if case_ok:
            if phase == "loading":
                return R2
            return R5
        return R1
    if escalation == "every_1_to_2_weeks":
        if case_ok:
            if phase == "loading":
                return R2
            return R3
        return R1
    if escalation == "result_alone":
        if cause_interval == "monthly_pernicious_anaemia":
            if case_ok:
                if phase == "loading":
                    return R2
                if neuro_class == "none":
                    return R6b
                return R7b
            return R1
        if cause_interval == "monthly_ileal_resection":
            if case_ok:
                if phase == "loading":
                    return R2
                if neuro_class == "none":
                    return R8b
                return R9b
            return R1
        if cause_interval == "extensive_bariatric":
            return _part_1(case_ok, phase, neuro_class)
        return _part_2(case_ok, phase, neuro_class, oral_option, current_route, in_use)
    if escalation == "hold_monthly":
        if case_ok:
            if phase == "loading":
                return R2
            return R5b
        return R1
    if case_ok:
        if phase == "loading":
            return R2
        return R4
    return R1


KNOWN = frozenset(("case_ok", "phase", "escalation", "cause_interval", "neuro_class", "oral_option", "current_route", "in_use"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[Regimen]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if (x := case["case_ok"]) is True or x is False else read_case_ok(x),
                read_phase[get("phase")],
                read_escalation[case["escalation"]],
                read_cause_interval[case["cause_interval"]],
                read_neuro_class[get("neuro_class")],
                read_oral_option[case["oral_option"]],
                read_current_route[get("current_route")],
                read_in_use[case["in_use"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[Regimen] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "regimen",
    "Maintenance regimen",
    question="Which maintenance regimen, and which alternative?",
    hit_policy="Unique",
    place=HERE,
    inputs=("case_ok", "phase", "escalation", "cause_interval", "neuro_class", "oral_option", "current_route", "in_use"),
    unknown=("phase", "neuro_class", "current_route"),
    outputs=("regimen", "regimen_alternative"),
    decide=decide,
    rules=(R1, R2, R3, R4, R5, R5b, R6, R6b, R7, R7b, R8, R8b, R9, R9b, R10, R11, R12, R13, R13b, R14, R14b, R15,),
    answer=Regimen,
    hash="5f30177e1f17a02c110a2409afcfd9ee9ad10a58f0644b752857b9826d545138",
)
