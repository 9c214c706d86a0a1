# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Action now (regimen.xlsx · Action now). Hit policy: Unique.

What is to be done now?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_phase,
    read_product_safety,
    read_regimen,
    read_response_class,
    read_treatment_change,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class RegimenAction(Answer):
    """An answer of Action now."""

    _codes = ("action", "strength")
    __slots__ = _codes

    action: values.ActionCode
    """Action."""

    strength: values.StrengthCode
    """Strength of the action."""


HERE = Place("regimen.xlsx", "Action now", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# T1 (A9:J9) when Regimen: No automatic recommendation
#   then Action: Refer to the clinician; Strength of the action: We infer it
#   because inference nothing is recommended on contradictory entries
T1 = Rule(
    "T1",
    RegimenAction("refer_to_clinician", "inferred"),
    Place(FILE, SHEET, "A9:J9"),
    (("inference", "", "nothing is recommended on contradictory entries"),),
)

# T4 (A10:J10) when Regimen: Complete the loading course
#   then Action: Complete the loading course; Strength of the action: We infer it
#   because statement S1-24; statement S3-01; inference as prescribed; conflict C34
T4 = Rule(
    "T4",
    RegimenAction("complete_loading", "inferred"),
    Place(FILE, SHEET, "A10:J10"),
    (("statement", "S1-24", ""), ("statement", "S3-01", ""), ("inference", "", "as prescribed"), ("conflict", "C34", ""),),
)

# T5 (A11:J11) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     unknown
#   then Action: Confirm loading is complete before maintenance; Strength of the action: We infer it
#   because statement S1-24; statement S1-26; statement S2-07; inference the regimen shown applies once loading
#     is complete
T5 = Rule(
    "T5",
    RegimenAction("confirm_loading_complete_first", "inferred"),
    Place(FILE, SHEET, "A11:J11"),
    (("statement", "S1-24", ""), ("statement", "S1-26", ""), ("statement", "S2-07", ""), ("inference", "", "the regimen shown applies once loading is complete"),),
)

# T5b (A12:J12) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     No loading given
#   then Action: Settle the missing loading before maintenance; Strength of the action: We infer it
#   because statement S1-24; statement S1-26; statement S3-66; inference the regimen shown follows a loading
#     course, and none was given; conflict C34
T5b = Rule(
    "T5b",
    RegimenAction("loading_first", "inferred"),
    Place(FILE, SHEET, "A12:J12"),
    (("statement", "S1-24", ""), ("statement", "S1-26", ""), ("statement", "S3-66", ""), ("inference", "", "the regimen shown follows a loading course, and none was given"), ("conflict", "C34", ""),),
    note="The regimen shown applies after it.",
)

# T6 (A13:J13) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Loading complete; Maintenance; Change to treatment: From tablets to injections; Response: not(Symptoms
#     recurred)
#   then Action: Switch to injections; Strength of the action: The sources say so
#   because statement S1-27; statement S2-22; inference a result that shows no correction rules tablets out as
#     well
T6 = Rule(
    "T6",
    RegimenAction("switch_to_injections", "use"),
    Place(FILE, SHEET, "A13:J13"),
    (("statement", "S1-27", ""), ("statement", "S2-22", ""), ("inference", "", "a result that shows no correction rules tablets out as well"),),
)

# T6a (A14:J14) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Loading complete; Maintenance; Change to treatment: From tablets to injections; Response: Symptoms
#     recurred
#   then Action: Switch to injections; Strength of the action: The sources say: consider it
#   because statement S1-32; statement S1-31
T6a = Rule(
    "T6a",
    RegimenAction("switch_to_injections", "consider"),
    Place(FILE, SHEET, "A14:J14"),
    (("statement", "S1-32", ""), ("statement", "S1-31", ""),),
    note="S1-32 says: consider.",
)

# T6b (A15:J15) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Loading complete; Maintenance; Change to treatment: Tablets to be settled
#   then Action: Confirm the current treatment against the rules; Strength of the action: We infer it
#   because statement S1-25; statement S2-20; inference no source asks for injections here
T6b = Rule(
    "T6b",
    RegimenAction("confirm_current_treatment", "inferred"),
    Place(FILE, SHEET, "A15:J15"),
    (("statement", "S1-25", ""), ("statement", "S2-20", ""), ("inference", "", "no source asks for injections here"),),
    note="What is missing is asked for; where the cause leaves it open, the clinician decides.",
)

# T7 (A16:J16) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Maintenance; Change to treatment: More for symptoms; Response: Symptoms persist
#   then Action: Increase the frequency; Strength of the action: The sources say so
#   because statement S1-49
T7 = Rule(
    "T7",
    RegimenAction("increase_frequency", "use"),
    Place(FILE, SHEET, "A16:J16"),
    (("statement", "S1-49", ""),),
)

# T7a (A17:J17) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Maintenance; Change to treatment: More for symptoms; Response: Symptoms recurred
#   then Action: Increase the frequency; Strength of the action: The sources say: consider it
#   because statement S1-31; statement S2-12; statement S2-17
T7a = Rule(
    "T7a",
    RegimenAction("increase_frequency", "consider"),
    Place(FILE, SHEET, "A17:J17"),
    (("statement", "S1-31", ""), ("statement", "S2-12", ""), ("statement", "S2-17", ""),),
    note="S1-31 says consider; S2-12 and S2-17 say may.",
)

# T7b (A18:J18) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Maintenance; Change to treatment: More for symptoms; Response: Neurology persists on monthly
#   then Action: Increase the frequency; Strength of the action: The sources say: it may be needed
#   because statement S3-58; statement S1-49
T7b = Rule(
    "T7b",
    RegimenAction("increase_frequency", "may"),
    Place(FILE, SHEET, "A18:J18"),
    (("statement", "S3-58", ""), ("statement", "S1-49", ""),),
    note="S1-49 asks for more often without naming this interval; S3-58 names it and says may.",
)

# T8 (A19:J19) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Loading complete; Change to treatment: not(From tablets to injections, Tablets to be settled)
#   then Action: Start maintenance; Strength of the action: The sources say so
#   because statement S2-03; statement S1-20; statement S2-07
T8 = Rule(
    "T8",
    RegimenAction("start_maintenance", "use"),
    Place(FILE, SHEET, "A19:J19"),
    (("statement", "S2-03", ""), ("statement", "S1-20", ""), ("statement", "S2-07", ""),),
    note="At the regimen shown: with symptoms that is the shorter one.",
)

# T9 (A20:J20) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Maintenance; Change to treatment: Yet to start
#   then Action: Start maintenance; Strength of the action: The sources say so
#   because statement S1-20; inference nothing in use yet
T9 = Rule(
    "T9",
    RegimenAction("start_maintenance", "use"),
    Place(FILE, SHEET, "A20:J20"),
    (("statement", "S1-20", ""), ("inference", "", "nothing in use yet"),),
    note="Start, or start again; no source gives a second loading course.",
)

# T10 (A21:J21) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Maintenance; Change to treatment: Given too seldom
#   then Action: Increase the frequency; Strength of the action: The sources say so
#   because statement S1-20; statement S1-23; statement S3-36; statement S3-01; inference bring it up to the
#     recommended interval
T10 = Rule(
    "T10",
    RegimenAction("increase_frequency", "use"),
    Place(FILE, SHEET, "A21:J21"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S3-36", ""), ("statement", "S3-01", ""), ("inference", "", "bring it up to the recommended interval"),),
)

# T11 (A22:J22) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Maintenance; Change to treatment: Held for a result
#   then Action: Keep the current interval and do not lengthen it; Strength of the action: We infer it
#   because statement S1-49; statement S2-18; statement S3-62; inference a result that asks for more never
#     lengthens the interval
T11 = Rule(
    "T11",
    RegimenAction("keep_current_do_not_lengthen", "inferred"),
    Place(FILE, SHEET, "A22:J22"),
    (("statement", "S1-49", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("inference", "", "a result that asks for more never lengthens the interval"),),
)

# T11b (A23:J23) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of
#     treatment: Maintenance; Change to treatment: Given more often
#   then Action: Keep the interval in use and not the usual one; Strength of the action: We infer it
#   because statement S2-18; statement S3-62; statement S1-41; statement S1-21; inference a shorter interval is
#     never lengthened
T11b = Rule(
    "T11b",
    RegimenAction("keep_shorter", "inferred"),
    Place(FILE, SHEET, "A23:J23"),
    (("statement", "S2-18", ""), ("statement", "S3-62", ""), ("statement", "S1-41", ""), ("statement", "S1-21", ""), ("inference", "", "a shorter interval is never lengthened"),),
    note="The regimen beside it is the usual one, and longer.",
)

# T12 (A24:J24) when Regimen: not(No automatic recommendation, Complete the loading course); Product in use and
#     kidneys: No objection; Phase of treatment: Maintenance; Change to treatment: As recommended; Response:
#     not(Level low, Functional deficiency, Anaemia persists)
#   then Action: Continue the current treatment; Strength of the action: The sources say so
#   because statement S1-20; statement S1-23; statement S3-36; statement S3-39; statement S2-21
T12 = Rule(
    "T12",
    RegimenAction("continue_current", "use"),
    Place(FILE, SHEET, "A24:J24"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S2-21", ""),),
)

# T12e (A25:J25) when Regimen: not(No automatic recommendation, Complete the loading course); Product in use and
#     kidneys: No objection; Phase of treatment: Maintenance; Change to treatment: As recommended; Response:
#     Level low; Functional deficiency
#   then Action: Continue the current treatment; Strength of the action: The sources differ
#   because statement S1-20; statement S1-23; statement S1-49; statement S2-18; statement S3-62; conflict C30
T12e = Rule(
    "T12e",
    RegimenAction("continue_current", "differ"),
    Place(FILE, SHEET, "A25:J25"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S1-49", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("conflict", "C30", ""),),
    note="One source says increase, two say not on a result alone.",
)

# T12f (A26:J26) when Regimen: not(No automatic recommendation, Complete the loading course); Product in use and
#     kidneys: No objection; Phase of treatment: Maintenance; Change to treatment: As recommended; Response:
#     Anaemia persists
#   then Action: Continue the current treatment; Strength of the action: We infer it
#   because statement S1-20; statement S1-23; statement S1-11; statement S3-22; statement S3-62; inference an
#     anaemia that persists is looked into and changes no interval by itself
T12f = Rule(
    "T12f",
    RegimenAction("continue_current", "inferred"),
    Place(FILE, SHEET, "A26:J26"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S1-11", ""), ("statement", "S3-22", ""), ("statement", "S3-62", ""), ("inference", "", "an anaemia that persists is looked into and changes no interval by itself"),),
)

# T12b (A27:J27) when Regimen: not(No automatic recommendation, Complete the loading course); Product in use and
#     kidneys: Switch product; Phase of treatment: Maintenance; Change to treatment: As recommended
#   then Action: Continue the current interval with another product; Strength of the action: The sources say so
#   because statement S1-20; statement S1-23; statement S3-36; statement S3-39; statement S1-46; inference the
#     product is changed, the interval is not
T12b = Rule(
    "T12b",
    RegimenAction("continue_interval", "use"),
    Place(FILE, SHEET, "A27:J27"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S1-46", ""), ("inference", "", "the product is changed, the interval is not"),),
)

# T12d (A28:J28) when Regimen: not(No automatic recommendation, Complete the loading course); Product in use and
#     kidneys: Check kidneys first; Phase of treatment: Maintenance; Change to treatment: As recommended
#   then Action: Continue the interval while the product is checked; Strength of the action: We infer it
#   because statement S1-20; statement S1-23; statement S3-36; statement S3-39; statement S1-46; inference the
#     kidneys are checked, the interval is not changed
T12d = Rule(
    "T12d",
    RegimenAction("continue_interval_check", "inferred"),
    Place(FILE, SHEET, "A28:J28"),
    (("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S1-46", ""), ("inference", "", "the kidneys are checked, the interval is not changed"),),
)

# T12c (A29:J29) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of
#     treatment: Maintenance; Change to treatment: As the alternative
#   then Action: Keep the interval or go to the recommended one; Strength of the action: The sources differ
#   because statement S1-20; statement S2-07; statement S1-23; statement S3-36; statement S3-39; statement
#     S3-61; statement S2-19; conflict C01; conflict C02
T12c = Rule(
    "T12c",
    RegimenAction("keep_or_shorten", "differ"),
    Place(FILE, SHEET, "A29:J29"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("statement", "S1-23", ""), ("statement", "S3-36", ""), ("statement", "S3-39", ""), ("statement", "S3-61", ""), ("statement", "S2-19", ""), ("conflict", "C01", ""), ("conflict", "C02", ""),),
    note="The sources differ, symptoms decide: the clinician's choice.",
)

# T13 (A30:J30) when Regimen: not(No automatic recommendation, Complete the loading course); Phase of treatment:
#     Maintenance; Change to treatment: Unclear
#   then Action: Confirm the current treatment against the rules; Strength of the action: We infer it
#   because inference interval, route or product in use not known, or no interval named for the product
T13 = Rule(
    "T13",
    RegimenAction("confirm_current_treatment", "inferred"),
    Place(FILE, SHEET, "A30:J30"),
    (("inference", "", "interval, route or product in use not known, or no interval named for the product"),),
)


def _arm_1_1(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "no_loading":
        return T5b
    if phase is None:
        return T5
    if response_class == "symptoms_recurred":
        return T6a
    return T6


def _arm_1_2(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "no_loading":
        return T5b
    if phase is None:
        return T5
    return T6b


def _arm_1_3(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "loading_complete":
        return T8
    if phase == "maintenance":
        if response_class == "neuro_persistent_on_monthly":
            return T7b
        if response_class == "symptoms_persist":
            return T7
        if response_class == "symptoms_recurred":
            return T7a
        raise Undecided("no-rule", "regimen_action")
    if phase == "no_loading":
        return T5b
    return T5


def _arm_1_4(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "loading_complete":
        return T8
    if phase == "maintenance":
        return T9
    if phase == "no_loading":
        return T5b
    return T5


def _arm_1_5(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "loading_complete":
        return T8
    if phase == "maintenance":
        return T10
    if phase == "no_loading":
        return T5b
    return T5


def _arm_1_6(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "loading_complete":
        return T8
    if phase == "maintenance":
        return T11b
    if phase == "no_loading":
        return T5b
    return T5


def _arm_1_7(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "loading_complete":
        return T8
    if phase == "maintenance":
        return T11
    if phase == "no_loading":
        return T5b
    return T5


def _arm_1_8(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "loading_complete":
        return T8
    if phase == "maintenance":
        if product_safety == "switch":
            return T12b
        if product_safety == "check_first":
            return T12d
        if product_safety == "suitable":
            if response_class == "anaemia_persists":
                return T12f
            if response_class in ("level_low", "functional_deficiency"):
                return T12e
            return T12
        raise Undecided("no-rule", "regimen_action")
    if phase == "no_loading":
        return T5b
    return T5


def _arm_1_9(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "loading_complete":
        return T8
    if phase == "maintenance":
        return T12c
    if phase == "no_loading":
        return T5b
    return T5


def _arm_1_10(
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    if phase == "loading":
        raise Undecided("no-rule", "regimen_action")
    if phase == "loading_complete":
        return T8
    if phase == "maintenance":
        return T13
    if phase == "no_loading":
        return T5b
    return T5


_ARMS_1 = {
    "to_injections": _arm_1_1,
    "tablets_open": _arm_1_2,
    "more_for_symptoms": _arm_1_3,
    "not_started": _arm_1_4,
    "less_often": _arm_1_5,
    "more_often": _arm_1_6,
    "held": _arm_1_7,
    "as_recommended": _arm_1_8,
    "as_alternative": _arm_1_9,
    "not_clear": _arm_1_10,
}


def decide(
    regimen: values.RegimenCode,
    product_safety: values.ProductSafetyCode,
    phase: values.PhaseCode | None,
    treatment_change: values.TreatmentChangeCode,
    response_class: values.ResponseClassCode,
) -> Rule[RegimenAction]:
    """What is to be done now?"""
    if regimen == "LOADING":
        return T4
    if regimen == "REFER":
        return T1
    return _ARMS_1[treatment_change](product_safety, phase, response_class)


KNOWN = frozenset(("regimen", "product_safety", "phase", "treatment_change", "response_class"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[RegimenAction]:
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
                read_product_safety[case["product_safety"]],
                read_phase[get("phase")],
                read_treatment_change[case["treatment_change"]],
                read_response_class[case["response_class"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[RegimenAction] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "regimen_action",
    "Action now",
    question="What is to be done now?",
    hit_policy="Unique",
    place=HERE,
    inputs=("regimen", "product_safety", "phase", "treatment_change", "response_class"),
    unknown=("phase",),
    outputs=("action", "strength"),
    decide=decide,
    rules=(T1, T4, T5, T5b, T6, T6a, T6b, T7, T7a, T7b, T8, T9, T10, T11, T11b, T12, T12e, T12f, T12b, T12d, T12c, T13,),
    answer=RegimenAction,
    hash="a0421a17102711d0aa7343a02a730b17fc9413028487212f6c3d3f9712e26edb",
)
