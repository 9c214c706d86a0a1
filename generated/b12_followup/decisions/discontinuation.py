# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Stopping injections (duration.xlsx · Stopping injections). Hit policy: Unique.

May the injections be stopped?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_age_rule,
    read_case_ok,
    read_cause_class,
    read_missing_condition,
    read_neuro_class,
    read_phase,
    read_pregnancy_status,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class Discontinuation(Answer):
    """An answer of Stopping injections."""

    _codes = ("verdict",)
    __slots__ = _codes

    verdict: values.VerdictCode
    """Stopping injections."""


HERE = Place("duration.xlsx", "Stopping injections", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# V1 (A9:K9) when Entries consistent: no
#   then Stopping injections: Not permitted by these rules: refer
#   because inference contradictory or out-of-scope entries
V1 = Rule(
    "V1",
    Discontinuation("refer_not_permitted"),
    Place(FILE, SHEET, "A9:K9"),
    (("inference", "", "contradictory or out-of-scope entries"),),
)

# V2 (A10:K10) when Entries consistent: yes; Cause class: Permanent
#   then Stopping injections: Never: permanent cause
#   because statement S3-35; statement S3-12; statement S3-36; statement S3-37; statement S3-39; statement
#     S3-40; statement S3-42; statement S1-39; statement S2-24; conflict C16
V2 = Rule(
    "V2",
    Discontinuation("never"),
    Place(FILE, SHEET, "A10:K10"),
    (("statement", "S3-35", ""), ("statement", "S3-12", ""), ("statement", "S3-36", ""), ("statement", "S3-37", ""), ("statement", "S3-39", ""), ("statement", "S3-40", ""), ("statement", "S3-42", ""), ("statement", "S1-39", ""), ("statement", "S2-24", ""), ("conflict", "C16", ""),),
)

# V3 (A11:K11) when Entries consistent: yes; Cause class: Malabsorption
#   then Stopping injections: Not while malabsorption persists
#   because statement S2-23; statement S1-40; statement S3-12; conflict C16; other guidance E21
V3 = Rule(
    "V3",
    Discontinuation("not_while_malabsorption_persists"),
    Place(FILE, SHEET, "A11:K11"),
    (("statement", "S2-23", ""), ("statement", "S1-40", ""), ("statement", "S3-12", ""), ("conflict", "C16", ""), ("other guidance", "E21", ""),),
)

# V4 (A12:K12) when Entries consistent: yes; Cause class: Medicine continues
#   then Stopping injections: Not while the medicine continues
#   because statement S3-46; statement S1-38; conflict C14; other guidance E13; inference typically is taken as
#     always
V4 = Rule(
    "V4",
    Discontinuation("not_while_medication_continues"),
    Place(FILE, SHEET, "A12:K12"),
    (("statement", "S3-46", ""), ("statement", "S1-38", ""), ("conflict", "C14", ""), ("other guidance", "E13", ""), ("inference", "", "typically is taken as always"),),
)

# V5 (A13:K13) when Entries consistent: yes; Cause class: Age
#   then Stopping injections: Over 75: B12 goes on, its form as under Oral treatment
#   because statement S3-44
V5 = Rule(
    "V5",
    Discontinuation("not_permitted_indefinite"),
    Place(FILE, SHEET, "A13:K13"),
    (("statement", "S3-44", ""),),
)

# V6 (A14:K14) when Entries consistent: yes; Cause class: Medicine stopped; Dietary; Unsettled; Over-75 rule:
#     Applies; Applies until settled
#   then Stopping injections: Over 75: B12 goes on, its form as under Oral treatment
#   because statement S3-44; inference confirmation not known counts as confirmed; conflict C17
V6 = Rule(
    "V6",
    Discontinuation("not_permitted_indefinite"),
    Place(FILE, SHEET, "A14:K14"),
    (("statement", "S3-44", ""), ("inference", "", "confirmation not known counts as confirmed"), ("conflict", "C17", ""),),
)

# V7 (A15:K15) when Entries consistent: yes; Cause class: Medicine stopped; Unsettled; Over-75 rule: Does not
#     apply; Age not known
#   then Stopping injections: Not permitted by these rules: refer
#   because statement S3-63; statement S1-39; statement S2-24; conflict C32; other guidance E21
V7 = Rule(
    "V7",
    Discontinuation("refer_not_permitted"),
    Place(FILE, SHEET, "A15:K15"),
    (("statement", "S3-63", ""), ("statement", "S1-39", ""), ("statement", "S2-24", ""), ("conflict", "C32", ""), ("other guidance", "E21", ""),),
)

# V8 (A16:K16) when Entries consistent: yes; Cause class: Dietary; Over-75 rule: Age not known
#   then Stopping injections: Not yet: a condition is missing
#   because statement S3-44; inference age needed; conflict C17
V8 = Rule(
    "V8",
    Discontinuation("not_yet"),
    Place(FILE, SHEET, "A16:K16"),
    (("statement", "S3-44", ""), ("inference", "", "age needed"), ("conflict", "C17", ""),),
    note="Over 75 the words are others, and B12 goes on without an end. Question I23 asks for the age; tablets do not depend on it.",
)

# V9 (A17:K17) when Entries consistent: yes; Cause class: Dietary; Over-75 rule: Does not apply; Neurology:
#     Involved; unknown
#   then Stopping injections: Not yet: a condition is missing
#   because statement S1-27; statement S1-41; conflict C17
V9 = Rule(
    "V9",
    Discontinuation("not_yet"),
    Place(FILE, SHEET, "A17:K17"),
    (("statement", "S1-27", ""), ("statement", "S1-41", ""), ("conflict", "C17", ""),),
)

# V10 (A18:K18) when Entries consistent: yes; Cause class: Dietary; Over-75 rule: Does not apply; Neurology: No
#     involvement; Phase of treatment: Loading; No loading given; unknown
#   then Stopping injections: Not yet: a condition is missing
#   because statement S3-66; statement S1-26; conflict C17
V10 = Rule(
    "V10",
    Discontinuation("not_yet"),
    Place(FILE, SHEET, "A18:K18"),
    (("statement", "S3-66", ""), ("statement", "S1-26", ""), ("conflict", "C17", ""),),
)

# V11 (A19:K19) when Entries consistent: yes; Cause class: Dietary; Over-75 rule: Does not apply; Neurology: No
#     involvement; Phase of treatment: Loading complete; Maintenance; First missing condition: not(Nothing
#     missing)
#   then Stopping injections: Not yet: a condition is missing
#   because statement S3-63; statement S3-65; statement S3-67; statement S2-20; statement S1-49; statement
#     S1-31; statement S3-23; statement S3-26; statement S3-49; statement S3-54; conflict C17
V11 = Rule(
    "V11",
    Discontinuation("not_yet"),
    Place(FILE, SHEET, "A19:K19"),
    (("statement", "S3-63", ""), ("statement", "S3-65", ""), ("statement", "S3-67", ""), ("statement", "S2-20", ""), ("statement", "S1-49", ""), ("statement", "S1-31", ""), ("statement", "S3-23", ""), ("statement", "S3-26", ""), ("statement", "S3-49", ""), ("statement", "S3-54", ""), ("conflict", "C17", ""),),
    note="The first missing condition tells which.",
)

# V12 (A20:K20) when Entries consistent: yes; Cause class: Dietary; Over-75 rule: Does not apply; Neurology: No
#     involvement; Phase of treatment: Loading complete; Maintenance; First missing condition: Nothing missing;
#     Pregnancy: Planning pregnancy; Pregnant; Breastfeeding; unknown
#   then Stopping injections: Not permitted by these rules: refer
#   because inference the sources are silent on pregnancy outside bariatric surgery; conflict C39; conflict C17
V12 = Rule(
    "V12",
    Discontinuation("refer_not_permitted"),
    Place(FILE, SHEET, "A20:K20"),
    (("inference", "", "the sources are silent on pregnancy outside bariatric surgery"), ("conflict", "C39", ""), ("conflict", "C17", ""),),
)

# V13 (A21:K21) when Entries consistent: yes; Cause class: Dietary; Over-75 rule: Does not apply; Neurology: No
#     involvement; Phase of treatment: Loading complete; Maintenance; First missing condition: Nothing missing;
#     Pregnancy: Does not apply; No pregnancy
#   then Stopping injections: Tablets may replace the injections
#   because statement S3-63; statement S3-64; statement S3-65; statement S3-66; statement S3-67; statement
#     S3-68; conflict C13; conflict C37; conflict C17
V13 = Rule(
    "V13",
    Discontinuation("may_replace_injections_with_oral"),
    Place(FILE, SHEET, "A21:K21"),
    (("statement", "S3-63", ""), ("statement", "S3-64", ""), ("statement", "S3-65", ""), ("statement", "S3-66", ""), ("statement", "S3-67", ""), ("statement", "S3-68", ""), ("conflict", "C13", ""), ("conflict", "C37", ""), ("conflict", "C17", ""),),
)


def decide(
    case_ok: bool,
    cause_class: values.CauseClassCode,
    age_rule: values.AgeRuleCode,
    neuro_class: values.NeuroClassCode | None,
    phase: values.PhaseCode | None,
    missing_condition: values.MissingConditionCode,
    pregnancy_status: values.PregnancyStatusCode | None,
) -> Rule[Discontinuation]:
    """May the injections be stopped?"""
    if cause_class == "permanent":
        if case_ok:
            return V2
        return V1
    if cause_class == "malabsorption":
        if case_ok:
            return V3
        return V1
    if cause_class == "medication_ongoing":
        if case_ok:
            return V4
        return V1
    if cause_class == "age_indefinite":
        if case_ok:
            return V5
        return V1
    if cause_class == "dietary":
        if age_rule == "does_not_apply":
            if case_ok:
                if neuro_class == "none":
                    if phase in ("loading_complete", "maintenance"):
                        if missing_condition == "none":
                            if pregnancy_status in ("not_applicable", "not_pregnant"):
                                return V13
                            return V12
                        return V11
                    return V10
                return V9
            return V1
        if age_rule == "age_not_known":
            if case_ok:
                return V8
            return V1
        if case_ok:
            return V6
        return V1
    if case_ok:
        if age_rule in ("applies", "applies_until_shown"):
            return V6
        return V7
    return V1


KNOWN = frozenset(("case_ok", "cause_class", "age_rule", "neuro_class", "phase", "missing_condition", "pregnancy_status"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[Discontinuation]:
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
                read_cause_class[case["cause_class"]],
                read_age_rule[case["age_rule"]],
                read_neuro_class[get("neuro_class")],
                read_phase[get("phase")],
                read_missing_condition[case["missing_condition"]],
                read_pregnancy_status[get("pregnancy_status")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[Discontinuation] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "discontinuation",
    "Stopping injections",
    question="May the injections be stopped?",
    hit_policy="Unique",
    place=HERE,
    inputs=("case_ok", "cause_class", "age_rule", "neuro_class", "phase", "missing_condition", "pregnancy_status"),
    unknown=("neuro_class", "phase", "pregnancy_status"),
    outputs=("verdict",),
    decide=decide,
    rules=(V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V11, V12, V13,),
    answer=Discontinuation,
    hash="797d1467828c6ece431d2de864fb18a7b2972732aa3aef26405d446dd494513b",
)
