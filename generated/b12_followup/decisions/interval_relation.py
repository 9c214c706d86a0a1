# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Interval in use (regimen.xlsx · Interval in use). Hit policy: Unique.

How does the interval in use compare with the recommended one?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_current_interval,
    read_escalation,
    read_in_use,
    read_neuro_class,
    read_product_schedule,
    read_regimen,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class IntervalRelation(Answer):
    """An answer of Interval in use."""

    _codes = ("relation",)
    __slots__ = _codes

    relation: values.RelationCode
    """Interval against regimen."""


HERE = Place("regimen.xlsx", "Interval in use", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# R1 (A9:J9) when Regimen: Every 2 to 3 months; Treatment in use: Injections; Interval in use: Every 2 months;
#     Every 3 months; Product and interval: Interval named for the product
#   then Interval against regimen: As recommended
#   because statement S1-20; statement S2-07
R1 = Rule(
    "R1",
    IntervalRelation("as_recommended"),
    Place(FILE, SHEET, "A9:J9"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""),),
)

# R2 (A10:J10) when Regimen: Every 2 to 3 months; Treatment in use: Injections; Interval in use: Twice weekly;
#     Weekly; Every 2 weeks; Monthly; Product and interval: Interval named for the product
#   then Interval against regimen: More often
#   because statement S1-20; statement S1-21
R2 = Rule(
    "R2",
    IntervalRelation("more_often"),
    Place(FILE, SHEET, "A10:J10"),
    (("statement", "S1-20", ""), ("statement", "S1-21", ""),),
)

# R2b (A11:J11) when Regimen: Every 2 to 3 months; Treatment in use: Injections; Interval in use: Twice weekly;
#     Weekly; Every 2 weeks; Monthly; Every 2 months; Every 3 months; Product and interval: No interval named
#     for the product; Product needed first
#   then Interval against regimen: No comparison
#   because statement S1-20; inference the sources give this interval for hydroxocobalamin; conflict C09
R2b = Rule(
    "R2b",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A11:J11"),
    (("statement", "S1-20", ""), ("inference", "", "the sources give this interval for hydroxocobalamin"), ("conflict", "C09", ""),),
)

# R3 (A12:J12) when Regimen: Every 2 to 3 months; Treatment in use: Injections; Interval in use: Longer than 3
#     months; Product and interval: Interval named for the product; No interval named for the product; Product
#     needed first
#   then Interval against regimen: Less often
#   because statement S1-20
R3 = Rule(
    "R3",
    IntervalRelation("less_often"),
    Place(FILE, SHEET, "A12:J12"),
    (("statement", "S1-20", ""),),
)

# R4 (A13:J13) when Regimen: Every 2 months by injection; Treatment in use: Injections; Interval in use: Every 2
#     months; Product and interval: Interval named for the product
#   then Interval against regimen: As recommended
#   because statement S1-23
R4 = Rule(
    "R4",
    IntervalRelation("as_recommended"),
    Place(FILE, SHEET, "A13:J13"),
    (("statement", "S1-23", ""),),
)

# R5 (A14:J14) when Regimen: Every 2 months by injection; Treatment in use: Injections; Interval in use: Twice
#     weekly; Weekly; Every 2 weeks; Monthly; Product and interval: Interval named for the product
#   then Interval against regimen: More often
#   because statement S1-23; statement S1-21
R5 = Rule(
    "R5",
    IntervalRelation("more_often"),
    Place(FILE, SHEET, "A14:J14"),
    (("statement", "S1-23", ""), ("statement", "S1-21", ""),),
)

# R5b (A15:J15) when Regimen: Every 2 months by injection; Treatment in use: Injections; Interval in use: Twice
#     weekly; Weekly; Every 2 weeks; Monthly; Every 2 months; Product and interval: No interval named for the
#     product; Product needed first
#   then Interval against regimen: No comparison
#   because statement S1-23; inference the sources give this interval for hydroxocobalamin; conflict C09
R5b = Rule(
    "R5b",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A15:J15"),
    (("statement", "S1-23", ""), ("inference", "", "the sources give this interval for hydroxocobalamin"), ("conflict", "C09", ""),),
)

# R6 (A16:J16) when Regimen: Every 2 months by injection; Treatment in use: Injections; Interval in use: Every 3
#     months; Longer than 3 months; Product and interval: Interval named for the product; No interval named for
#     the product; Product needed first
#   then Interval against regimen: Less often
#   because statement S1-23; statement S2-11
R6 = Rule(
    "R6",
    IntervalRelation("less_often"),
    Place(FILE, SHEET, "A16:J16"),
    (("statement", "S1-23", ""), ("statement", "S2-11", ""),),
)

# R7 (A17:J17) when Regimen: Monthly by injection; Treatment in use: Injections; Interval in use: Monthly;
#     Product and interval: Interval named for the product
#   then Interval against regimen: As recommended
#   because statement S3-36; statement S3-39; statement S1-49
R7 = Rule(
    "R7",
    IntervalRelation("as_recommended"),
    Place(FILE, SHEET, "A17:J17"),
    (("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S1-49", ""),),
)

# R8 (A18:J18) when Regimen: Monthly by injection; Treatment in use: Injections; Interval in use: Twice weekly;
#     Weekly; Every 2 weeks; Product and interval: Interval named for the product
#   then Interval against regimen: More often
#   because statement S1-49; statement S3-60
R8 = Rule(
    "R8",
    IntervalRelation("more_often"),
    Place(FILE, SHEET, "A18:J18"),
    (("statement", "S1-49", ""), ("statement", "S3-60", ""),),
)

# R8b (A19:J19) when Regimen: Monthly by injection; Treatment in use: Injections; Interval in use: Twice weekly;
#     Weekly; Every 2 weeks; Monthly; Product and interval: No interval named for the product
#   then Interval against regimen: No comparison
#   because statement S3-36; inference no source gives an interval for methylcobalamin; conflict C09
R8b = Rule(
    "R8b",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A19:J19"),
    (("statement", "S3-36", ""), ("inference", "", "no source gives an interval for methylcobalamin"), ("conflict", "C09", ""),),
)

# R8c (A20:J20) when Regimen: Monthly by injection; Step up: No step up; Neurology: No involvement; Treatment in
#     use: Injections; Interval in use: Every 2 months; Every 3 months; Product and interval: Interval named for
#     the product
#   then Interval against regimen: As the alternative
#   because statement S1-20; statement S2-07; conflict C01; conflict C02
R8c = Rule(
    "R8c",
    IntervalRelation("as_alternative"),
    Place(FILE, SHEET, "A20:J20"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("conflict", "C01", ""), ("conflict", "C02", ""),),
    note="The interval that the first two sources give.",
)

# R8d (A21:J21) when Regimen: Monthly by injection; Step up: No step up; Neurology: Involved; unknown; Treatment
#     in use: Injections; Interval in use: Every 2 months; Product and interval: Interval named for the product
#   then Interval against regimen: As the alternative
#   because statement S1-23; statement S2-11; conflict C01; conflict C02
R8d = Rule(
    "R8d",
    IntervalRelation("as_alternative"),
    Place(FILE, SHEET, "A21:J21"),
    (("statement", "S1-23", ""), ("statement", "S2-11", ""), ("conflict", "C01", ""), ("conflict", "C02", ""),),
    note="The interval that the first two sources give with neurology.",
)

# R8e (A22:J22) when Regimen: Monthly by injection; Step up: No step up; Neurology: No involvement; Treatment in
#     use: Injections; Interval in use: Every 2 months; Every 3 months; Product and interval: No interval named
#     for the product; Product needed first
#   then Interval against regimen: No comparison
#   because statement S1-20; inference the sources give this interval for hydroxocobalamin; conflict C09
R8e = Rule(
    "R8e",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A22:J22"),
    (("statement", "S1-20", ""), ("inference", "", "the sources give this interval for hydroxocobalamin"), ("conflict", "C09", ""),),
)

# R8f (A23:J23) when Regimen: Monthly by injection; Step up: No step up; Neurology: Involved; unknown; Treatment
#     in use: Injections; Interval in use: Every 2 months; Product and interval: No interval named for the
#     product; Product needed first
#   then Interval against regimen: No comparison
#   because statement S1-23; inference the sources give this interval for hydroxocobalamin; conflict C09
R8f = Rule(
    "R8f",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A23:J23"),
    (("statement", "S1-23", ""), ("inference", "", "the sources give this interval for hydroxocobalamin"), ("conflict", "C09", ""),),
)

# R9 (A24:J24) when Regimen: Monthly by injection; Step up: not(No step up); Treatment in use: Injections;
#     Interval in use: Every 2 months; Every 3 months; Longer than 3 months; Product and interval: Interval
#     named for the product; No interval named for the product; Product needed first
#   then Interval against regimen: Less often
#   because statement S1-49; conflict C31
R9 = Rule(
    "R9",
    IntervalRelation("less_often"),
    Place(FILE, SHEET, "A24:J24"),
    (("statement", "S1-49", ""), ("conflict", "C31", ""),),
)

# R9b (A25:J25) when Regimen: Monthly by injection; Step up: No step up; Neurology: No involvement; Treatment in
#     use: Injections; Interval in use: Longer than 3 months; Product and interval: Interval named for the
#     product; No interval named for the product; Product needed first
#   then Interval against regimen: Less often
#   because statement S3-36; statement S3-39; statement S1-20
R9b = Rule(
    "R9b",
    IntervalRelation("less_often"),
    Place(FILE, SHEET, "A25:J25"),
    (("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S1-20", ""),),
)

# R9c (A26:J26) when Regimen: Monthly by injection; Step up: No step up; Neurology: Involved; unknown; Treatment
#     in use: Injections; Interval in use: Every 3 months; Longer than 3 months; Product and interval: Interval
#     named for the product; No interval named for the product; Product needed first
#   then Interval against regimen: Less often
#   because statement S3-36; statement S3-39; statement S1-23
R9c = Rule(
    "R9c",
    IntervalRelation("less_often"),
    Place(FILE, SHEET, "A26:J26"),
    (("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S1-23", ""),),
)

# R10 (A27:J27) when Regimen: Every 1 to 2 weeks; Treatment in use: Injections; Interval in use: Monthly; Every
#     2 months; Every 3 months; Longer than 3 months; Product and interval: Interval named for the product; No
#     interval named for the product; Product needed first
#   then Interval against regimen: Less often
#   because statement S3-58
R10 = Rule(
    "R10",
    IntervalRelation("less_often"),
    Place(FILE, SHEET, "A27:J27"),
    (("statement", "S3-58", ""),),
    note="This regimen follows monthly injections only, so weekly or twice weekly cannot stand beside it.",
)

# R11 (A28:J28) when Regimen: Individual interval; Treatment in use: Injections; Interval in use: Twice weekly;
#     Weekly; Every 2 weeks; Monthly; Product and interval: Interval named for the product
#   then Interval against regimen: As recommended
#   because statement S3-60; conflict C36
R11 = Rule(
    "R11",
    IntervalRelation("as_recommended"),
    Place(FILE, SHEET, "A28:J28"),
    (("statement", "S3-60", ""), ("conflict", "C36", ""),),
    note="This regimen follows monthly or shorter intervals only. Every 4 weeks is read as monthly.",
)

# R11b (A29:J29) when Regimen: Individual interval; Treatment in use: Injections; Interval in use: Twice weekly;
#     Weekly; Every 2 weeks; Monthly; Product and interval: No interval named for the product
#   then Interval against regimen: No comparison
#   because statement S3-60; inference no source gives an interval for methylcobalamin; conflict C09
R11b = Rule(
    "R11b",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A29:J29"),
    (("statement", "S3-60", ""), ("inference", "", "no source gives an interval for methylcobalamin"), ("conflict", "C09", ""),),
)

# R11c (A30:J30) when Regimen: Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1
#     to 2 weeks; Individual interval; Treatment in use: Injections; Interval in use: Every 2 months; Every 3
#     months; Longer than 3 months; Product and interval: Only monthly or more often for this product
#   then Interval against regimen: Less often
#   because statement S3-01; statement S3-09; statement S1-20; conflict C09; other guidance E09
R11c = Rule(
    "R11c",
    IntervalRelation("less_often"),
    Place(FILE, SHEET, "A30:J30"),
    (("statement", "S3-01", ""), ("statement", "S3-09", ""), ("statement", "S1-20", ""), ("conflict", "C09", ""), ("other guidance", "E09", ""),),
    note="Cyanocobalamin less often than monthly is in no source.",
)

# R12 (A31:J31) when Regimen: Tablets every day; Treatment in use: Tablets; Interval in use: Daily by mouth
#   then Interval against regimen: As recommended
#   because statement S1-25; statement S2-21
R12 = Rule(
    "R12",
    IntervalRelation("as_recommended"),
    Place(FILE, SHEET, "A31:J31"),
    (("statement", "S1-25", ""), ("statement", "S2-21", ""),),
    note="Tablets with an interval of injections are a contradiction (G11) and are referred.",
)

# R12b (A32:J32) when Regimen: Tablets every day; Treatment in use: Tablets; Interval in use: unknown
#   then Interval against regimen: No comparison
#   because inference how often is not known
R12b = Rule(
    "R12b",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A32:J32"),
    (("inference", "", "how often is not known"),),
)

# R13 (A33:J33) when Regimen: Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to
#     2 weeks; Individual interval; Treatment in use: Tablets
#   then Interval against regimen: Other route
#   because inference tablets in use while injections are recommended
R13 = Rule(
    "R13",
    IntervalRelation("route_differs"),
    Place(FILE, SHEET, "A33:J33"),
    (("inference", "", "tablets in use while injections are recommended"),),
)

# R14 (A34:J34) when Regimen: not(Complete the loading course, No automatic recommendation); Treatment in use:
#     Nothing
#   then Interval against regimen: Yet to start
#   because inference nothing in use yet
R14 = Rule(
    "R14",
    IntervalRelation("not_started"),
    Place(FILE, SHEET, "A34:J34"),
    (("inference", "", "nothing in use yet"),),
)

# R15 (A35:J35) when Regimen: Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to
#     2 weeks; Individual interval; Treatment in use: Injections; Interval in use: unknown
#   then Interval against regimen: No comparison
#   because inference interval in use not known
R15 = Rule(
    "R15",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A35:J35"),
    (("inference", "", "interval in use not known"),),
)

# R15b (A36:J36) when Regimen: Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1
#     to 2 weeks; Individual interval; Treatment in use: Treatment not recorded
#   then Interval against regimen: No comparison
#   because inference treatment in use not known
R15b = Rule(
    "R15b",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A36:J36"),
    (("inference", "", "treatment in use not known"),),
)

# R16 (A37:J37) when Regimen: Complete the loading course; No automatic recommendation
#   then Interval against regimen: No comparison
#   because inference no interval is compared while loading or when referred
R16 = Rule(
    "R16",
    IntervalRelation("not_known"),
    Place(FILE, SHEET, "A37:J37"),
    (("inference", "", "no interval is compared while loading or when referred"),),
)


def decide(
    regimen: values.RegimenCode,
    escalation: values.EscalationCode,
    neuro_class: values.NeuroClassCode | None,
    in_use: values.InUseCode,
    current_interval: values.CurrentIntervalCode | None,
    product_schedule: values.ProductScheduleCode,
) -> Rule[IntervalRelation]:
    """How does the interval in use compare with the recommended one?"""
    if regimen == "IM_2_TO_3_MONTHS":
        if in_use == "injections":
            if current_interval == "longer_than_3_months":
                if product_schedule == "monthly_only":
                    return R11c
                if product_schedule == "none":
                    raise Undecided("no-rule", "interval_relation")
                return R3
            if current_interval is None:
                return R15
            if current_interval in ("every_2_months", "every_3_months"):
                if product_schedule == "fits":
                    return R1
                if product_schedule == "monthly_only":
                    return R11c
                if product_schedule == "none":
                    raise Undecided("no-rule", "interval_relation")
                return R2b
            if current_interval in ("daily_oral", "none"):
                raise Undecided("no-rule", "interval_relation")
            if product_schedule == "fits":
                return R2
            if product_schedule in ("no_schedule", "product_open"):
                return R2b
            raise Undecided("no-rule", "interval_relation")
        if in_use == "tablets":
            return R13
        if in_use == "nothing":
            return R14
        return R15b
    if regimen == "IM_2_MONTHS":
        if in_use == "injections":
            if current_interval == "every_2_months":
                if product_schedule == "fits":
                    return R4
                if product_schedule == "monthly_only":
                    return R11c
                if product_schedule == "none":
                    raise Undecided("no-rule", "interval_relation")
                return R5b
            if current_interval is None:
                return R15
            if current_interval in ("every_3_months", "longer_than_3_months"):
                if product_schedule == "monthly_only":
                    return R11c
                if product_schedule == "none":
                    raise Undecided("no-rule", "interval_relation")
                return R6
            if current_interval in ("daily_oral", "none"):
                raise Undecided("no-rule", "interval_relation")
            if product_schedule == "fits":
                return R5
            if product_schedule in ("no_schedule", "product_open"):
                return R5b
            raise Undecided("no-rule", "interval_relation")
        if in_use == "tablets":
            return R13
        if in_use == "nothing":
            return R14
        return R15b
    if regimen == "IM_MONTHLY":
        if in_use == "injections":
            if current_interval == "monthly":
                if product_schedule == "fits":
                    return R7
                if product_schedule == "no_schedule":
                    return R8b
                raise Undecided("no-rule", "interval_relation")
            if current_interval == "every_2_months":
                if product_schedule == "fits":
                    if escalation == "none_needed":
                        if neuro_class == "none":
                            return R8c
                        return R8d
                    return R9
                if product_schedule == "monthly_only":
                    return R11c
                if product_schedule == "none":
                    raise Undecided("no-rule", "interval_relation")
                if escalation == "none_needed":
                    if neuro_class == "none":
                        return R8e
                    return R8f
                return R9
            if current_interval == "every_3_months":
                if product_schedule == "fits":
                    if escalation == "none_needed":
                        if neuro_class == "none":
                            return R8c
                        return R9c
                    return R9
                if product_schedule == "monthly_only":
                    return R11c
                if product_schedule == "none":
                    raise Undecided("no-rule", "interval_relation")
                if escalation == "none_needed":
                    if neuro_class == "none":
                        return R8e
                    return R9c
                return R9
            if current_interval == "longer_than_3_months":
                if product_schedule == "monthly_only":
                    return R11c
                if product_schedule == "none":
                    raise Undecided("no-rule", "interval_relation")
                if escalation == "none_needed":
                    if neuro_class == "none":
                        return R9b
                    return R9c
                return R9
            if current_interval is None:
                return R15
            if current_interval in ("daily_oral", "none"):
                raise Undecided("no-rule", "interval_relation")
            if product_schedule == "fits":
                return R8
            if product_schedule == "no_schedule":
                return R8b
            raise Undecided("no-rule", "interval_relation")
        if in_use == "tablets":
            return R13
        if in_use == "nothing":
            return R14
        return R15b
    if regimen == "IM_1_TO_2_WEEKS":
        if in_use == "injections":
            if current_interval == "monthly":
                if product_schedule in ("monthly_only", "none"):
                    raise Undecided("no-rule", "interval_relation")
                return R10
            if current_interval is None:
                return R15
            if current_interval in ("every_2_months", "every_3_months", "longer_than_3_months"):
                if product_schedule == "monthly_only":
                    return R11c
                if product_schedule == "none":
                    raise Undecided("no-rule", "interval_relation")
                return R10
            raise Undecided("no-rule", "interval_relation")
        if in_use == "tablets":
            return R13
        if in_use == "nothing":
            return R14
        return R15b
    if regimen == "IM_INDIVIDUAL":
        if in_use == "injections":
            if current_interval is None:
                return R15
            if current_interval in ("daily_oral", "none"):
                raise Undecided("no-rule", "interval_relation")
            if current_interval in ("every_2_months", "every_3_months", "longer_than_3_months"):
                if product_schedule == "monthly_only":
                    return R11c
                raise Undecided("no-rule", "interval_relation")
            if product_schedule == "fits":
                return R11
            if product_schedule == "no_schedule":
                return R11b
            raise Undecided("no-rule", "interval_relation")
        if in_use == "tablets":
            return R13
        if in_use == "nothing":
            return R14
        return R15b
    if regimen == "ORAL_DAILY":
        if in_use == "tablets":
            if current_interval == "daily_oral":
                return R12
            if current_interval is None:
                return R12b
            raise Undecided("no-rule", "interval_relation")
        if in_use == "nothing":
            return R14
        raise Undecided("no-rule", "interval_relation")
    return R16


KNOWN = frozenset(("regimen", "escalation", "neuro_class", "in_use", "current_interval", "product_schedule"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[IntervalRelation]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_regimen[case["regimen"]],
                read_escalation[case["escalation"]],
                read_neuro_class[get("neuro_class")],
                read_in_use[case["in_use"]],
                read_current_interval[get("current_interval")],
                read_product_schedule[case["product_schedule"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[IntervalRelation] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "interval_relation",
    "Interval in use",
    question="How does the interval in use compare with the recommended one?",
    hit_policy="Unique",
    place=HERE,
    inputs=("regimen", "escalation", "neuro_class", "in_use", "current_interval", "product_schedule"),
    unknown=("neuro_class", "current_interval"),
    outputs=("relation",),
    decide=decide,
    rules=(R1, R2, R2b, R3, R4, R5, R5b, R6, R7, R8, R8b, R8c, R8d, R8e, R8f, R9, R9b, R9c, R10, R11, R11b, R11c, R12, R12b, R13, R14, R15, R15b, R16,),
    answer=IntervalRelation,
    hash="61516b5f85497fb18062e6c548b21b892a6eee0ccb29ca77929eb237dc7f8a20",
)
