# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Source disagreements (warnings.xlsx · Source disagreements). Hit policy: Collect.

Where do the sources disagree for this case?
"""

from __future__ import annotations

from b12tables.runtime import policies
from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_age_band,
    read_b12_band,
    read_bariatric_procedure,
    read_cause,
    read_cause_class,
    read_closer_checks,
    read_crohns_band,
    read_dietary_intake,
    read_ileal_band,
    read_last_check,
    read_neuro_class,
    read_oral_option,
    read_phase,
    read_regimen,
    read_renal_class,
    read_response_class,
    read_stabilised,
    read_track,
    read_year_band,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from b12tables.runtime.rules import Fired

    from .. import values


class SourceFlags(Answer):
    """An answer of Source disagreements."""

    _codes = ("flag",)
    __slots__ = _codes

    flag: values.FlagCode
    """Source disagreement."""


HERE = Place("warnings.xlsx", "Source disagreements", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# C01 (A9:E9) when Main cause: Pernicious anaemia; Age band: not(Under 18)
#   then Source disagreement: Pernicious anaemia: monthly (third source) or every 2 to 3 months (first and
#     second)
#   because statement S3-36; statement S1-20; statement S2-07; conflict C01
C01 = Rule(
    "C01",
    SourceFlags("C01"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S3-36", ""), ("statement", "S1-20", ""), ("statement", "S2-07", ""), ("conflict", "C01", ""),),
)

# C02 (A10:E10) when Ileal resection band: More than 20 cm; Age band: not(Under 18)
#   then Source disagreement: Ileal resection: monthly (third source) or every 2 to 3 months (first and second)
#   because statement S3-39; statement S1-20; conflict C02
C02 = Rule(
    "C02",
    SourceFlags("C02"),
    Place(FILE, SHEET, "A10:E10"),
    (("statement", "S3-39", ""), ("statement", "S1-20", ""), ("conflict", "C02", ""),),
)

# C03a (A11:E11) when Bariatric procedure: not(No bariatric operation); Age band: not(Under 18)
#   then Source disagreement: Bariatric surgery: every 2 to 3 months, or monthly if changes are extensive;
#     extent not defined
#   because statement S3-59; statement S1-20; conflict C03
C03a = Rule(
    "C03a",
    SourceFlags("C03"),
    Place(FILE, SHEET, "A11:E11"),
    (("statement", "S3-59", ""), ("statement", "S1-20", ""), ("conflict", "C03", ""),),
)

# C03b (A12:E12) when Main cause: Bariatric surgery; Bariatric procedure: unknown; Age band: not(Under 18)
#   then Source disagreement: Bariatric surgery: every 2 to 3 months, or monthly if changes are extensive;
#     extent not defined
#   because statement S3-59; statement S1-20; inference not stated counts as not recorded; conflict C03
C03b = Rule(
    "C03b",
    SourceFlags("C03"),
    Place(FILE, SHEET, "A12:E12"),
    (("statement", "S3-59", ""), ("statement", "S1-20", ""), ("inference", "", "not stated counts as not recorded"), ("conflict", "C03", ""),),
)

# C04 (A13:E13) when Crohn's ileal band: More than 30 up to 60 cm; Age band: not(Under 18)
#   then Source disagreement: Crohn's threshold written as a range, more than 30 to 60 cm
#   because statement S1-34; statement S3-42; conflict C04
C04 = Rule(
    "C04",
    SourceFlags("C04"),
    Place(FILE, SHEET, "A13:E13"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""), ("conflict", "C04", ""),),
)

# C05 (A14:E14) when Crohn's ileal band: More than 30 up to 60 cm; More than 60 cm; Age band: not(Under 18)
#   then Source disagreement: Crohn's disease: lifelong (first source) or ongoing (third); no interval given
#   because statement S1-34; statement S3-42; conflict C05
C05 = Rule(
    "C05",
    SourceFlags("C05"),
    Place(FILE, SHEET, "A14:E14"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""), ("conflict", "C05", ""),),
)

# C08 (A15:E15) when Age band: not(Under 18); Renal function: Impaired
#   then Source disagreement: Cyanocobalamin: less preferred (first source), yet the treatment in use in the
#     third and the oral form in the first
#   because statement S1-46; statement S3-01; statement S1-28; conflict C08
C08 = Rule(
    "C08",
    SourceFlags("C08"),
    Place(FILE, SHEET, "A15:E15"),
    (("statement", "S1-46", ""), ("statement", "S3-01", ""), ("statement", "S1-28", ""), ("conflict", "C08", ""),),
)

# C10 (A16:E16) when Oral treatment: Disputed: the clinician decides; Age band: not(Under 18)
#   then Source disagreement: Tablets in pernicious anaemia and malabsorption: possible (first source), or
#     injections for life (second and third)
#   because statement S1-28; statement S2-22; statement S3-36; conflict C10
C10 = Rule(
    "C10",
    SourceFlags("C10"),
    Place(FILE, SHEET, "A16:E16"),
    (("statement", "S1-28", ""), ("statement", "S2-22", ""), ("statement", "S3-36", ""), ("conflict", "C10", ""),),
)

# C10b (A17:E17) when Neurology: No involvement; Oral treatment: Ruled out; Response: Level low; Functional
#     deficiency; Anaemia persists; Function not shown; Unassessed; Responding; Cause class: Permanent;
#     Malabsorption; Age band: not(Under 18); Phase of treatment: Loading complete; Maintenance
#   then Source disagreement: Tablets in pernicious anaemia and malabsorption: possible (first source), or
#     injections for life (second and third)
#   because statement S1-25; statement S1-28; statement S2-22; statement S2-23; conflict C10
C10b = Rule(
    "C10b",
    SourceFlags("C10"),
    Place(FILE, SHEET, "A17:E17"),
    (("statement", "S1-25", ""), ("statement", "S1-28", ""), ("statement", "S2-22", ""), ("statement", "S2-23", ""), ("conflict", "C10", ""),),
    note="Where nothing but the cause rules tablets out.",
)

# C11 (A18:E18) when Neurology: Involved; unknown; Age band: not(Under 18)
#   then Source disagreement: Every 2 months with neurology: use it (first source) or consider it (second); not
#     known is treated like involved
#   because statement S1-23; statement S2-11; statement S1-20; statement S2-03; conflict C11; inference not
#     known is treated like involved
C11 = Rule(
    "C11",
    SourceFlags("C11"),
    Place(FILE, SHEET, "A18:E18"),
    (("statement", "S1-23", ""), ("statement", "S2-11", ""), ("statement", "S1-20", ""), ("statement", "S2-03", ""), ("conflict", "C11", ""), ("inference", "", "not known is treated like involved"),),
)

# C12 (A19:E19) when Oral treatment: Clinician decides; Condition missing; Age band: not(Under 18)
#   then Source disagreement: Conditions for oral treatment differ
#   because statement S1-25; statement S2-20; statement S3-64; conflict C12
C12 = Rule(
    "C12",
    SourceFlags("C12"),
    Place(FILE, SHEET, "A19:E19"),
    (("statement", "S1-25", ""), ("statement", "S2-20", ""), ("statement", "S3-64", ""), ("conflict", "C12", ""),),
)

# C13 (A20:E20) when Cause class: Dietary; Age band: not(Under 18)
#   then Source disagreement: Never discontinue (first and second source) or possible in pure dietary deficiency
#     (third)
#   because statement S1-39; statement S2-24; statement S3-63; conflict C13
C13 = Rule(
    "C13",
    SourceFlags("C13"),
    Place(FILE, SHEET, "A20:E20"),
    (("statement", "S1-39", ""), ("statement", "S2-24", ""), ("statement", "S3-63", ""), ("conflict", "C13", ""),),
)

# C14 (A21:E21) when Main cause: Proton pump inhibitor; Metformin; Age band: not(Under 18)
#   then Source disagreement: PPI or metformin: lifelong (first source) or while the medicine continues (third)
#   because statement S1-38; statement S3-46; conflict C14
C14 = Rule(
    "C14",
    SourceFlags("C14"),
    Place(FILE, SHEET, "A21:E21"),
    (("statement", "S1-38", ""), ("statement", "S3-46", ""), ("conflict", "C14", ""),),
)

# C14b (A22:E22) when Main cause: not(Proton pump inhibitor, Metformin); unknown; Cause class: Medicine
#     continues; Age band: not(Under 18)
#   then Source disagreement: PPI or metformin: lifelong (first source) or while the medicine continues (third)
#   because statement S1-38; statement S3-46; conflict C14
C14b = Rule(
    "C14b",
    SourceFlags("C14"),
    Place(FILE, SHEET, "A22:E22"),
    (("statement", "S1-38", ""), ("statement", "S3-46", ""), ("conflict", "C14", ""),),
)

# C17 (A23:E23) when Main cause: Dietary deficiency; Age band: Over 75
#   then Source disagreement: Dietary exception, or indefinite treatment over 75
#   because statement S3-44; statement S3-63; conflict C17
C17 = Rule(
    "C17",
    SourceFlags("C17"),
    Place(FILE, SHEET, "A23:E23"),
    (("statement", "S3-44", ""), ("statement", "S3-63", ""), ("conflict", "C17", ""),),
)

# C18 (A24:E24) when Age band: not(Under 18); Year of treatment: First year; Last check: Month 6 to 8;
#     Stabilised: no; unknown
#   then Source disagreement: Next check at month 9 (second source) or month 12 (first and third)
#   because statement S2-13; statement S1-04; statement S3-16; conflict C18
C18 = Rule(
    "C18",
    SourceFlags("C18"),
    Place(FILE, SHEET, "A24:E24"),
    (("statement", "S2-13", ""), ("statement", "S1-04", ""), ("statement", "S3-16", ""), ("conflict", "C18", ""),),
)

# C19 (A25:E25) when Age band: not(Under 18); Phase of treatment: Maintenance; Year of treatment: First year
#   then Source disagreement: Clock from the start of treatment (first source) or of maintenance (third)
#   because statement S1-02; statement S3-14; conflict C19; inference the earlier day is taken
C19 = Rule(
    "C19",
    SourceFlags("C19"),
    Place(FILE, SHEET, "A25:E25"),
    (("statement", "S1-02", ""), ("statement", "S3-14", ""), ("conflict", "C19", ""), ("inference", "", "the earlier day is taken"),),
)

# C19b (A26:E26) when Age band: not(Under 18); Phase of treatment: Loading
#   then Source disagreement: Clock from the start of treatment (first source) or of maintenance (third)
#   because statement S1-02; statement S3-14; conflict C19; inference the earlier day is taken
C19b = Rule(
    "C19b",
    SourceFlags("C19"),
    Place(FILE, SHEET, "A26:E26"),
    (("statement", "S1-02", ""), ("statement", "S3-14", ""), ("conflict", "C19", ""), ("inference", "", "the earlier day is taken"),),
)

# C25 (A27:E27) when Age band: not(Under 18); B12 band: Borderline
#   then Source disagreement: 180 to 350 pg/mL is called borderline, yet a related question calls 280 pg/mL
#     normal
#   because statement S3-24; statement S3-76; conflict C25
C25 = Rule(
    "C25",
    SourceFlags("C25"),
    Place(FILE, SHEET, "A27:E27"),
    (("statement", "S3-24", ""), ("statement", "S3-76", ""), ("conflict", "C25", ""),),
)

# C26 (A28:E28) when Age band: not(Under 18); B12 band: Adequate
#   then Source disagreement: A good B12 level shows a successful first treatment (second source), or shows
#     nothing by itself (third)
#   because statement S2-04; statement S3-49; statement S3-54; statement S2-18; conflict C26
C26 = Rule(
    "C26",
    SourceFlags("C26"),
    Place(FILE, SHEET, "A28:E28"),
    (("statement", "S2-04", ""), ("statement", "S3-49", ""), ("statement", "S3-54", ""), ("statement", "S2-18", ""), ("conflict", "C26", ""),),
)

# C30 (A29:E29) when Response: Level low; Age band: not(Under 18)
#   then Source disagreement: Low level alone: increase (first source), or do not titrate on it (second and
#     third)
#   because statement S1-49; statement S2-18; statement S3-62; conflict C30
C30 = Rule(
    "C30",
    SourceFlags("C30"),
    Place(FILE, SHEET, "A29:E29"),
    (("statement", "S1-49", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("conflict", "C30", ""),),
)

# C32 (A30:E30) when Cause class: Unsettled; Medicine stopped; Age band: not(Under 18)
#   then Source disagreement: For life by default (first and second source), or by cause (third)
#   because statement S1-20; statement S2-03; statement S3-12; conflict C32
C32 = Rule(
    "C32",
    SourceFlags("C32"),
    Place(FILE, SHEET, "A30:E30"),
    (("statement", "S1-20", ""), ("statement", "S2-03", ""), ("statement", "S3-12", ""), ("conflict", "C32", ""),),
)

# C32b (A31:E31) when Main cause: not(Proton pump inhibitor, Metformin, Dietary deficiency); unknown; Cause
#     class: Medicine continues; Age band: not(Under 18)
#   then Source disagreement: For life by default (first and second source), or by cause (third)
#   because statement S1-20; statement S2-03; statement S3-12; conflict C32
C32b = Rule(
    "C32b",
    SourceFlags("C32"),
    Place(FILE, SHEET, "A31:E31"),
    (("statement", "S1-20", ""), ("statement", "S2-03", ""), ("statement", "S3-12", ""), ("conflict", "C32", ""),),
    note="A medicine beside a cause that nobody has settled.",
)

# C55 (A32:E32) when Regimen: Every 2 to 3 months; Every 2 months by injection; Tablets every day; Age band:
#     not(Under 18)
#   then Source disagreement: General interval: every 2 to 3 months (first and second source) or monthly (third)
#   because statement S1-20; statement S2-07; statement S3-09; statement S3-58; statement S3-59; conflict C55
C55 = Rule(
    "C55",
    SourceFlags("C55"),
    Place(FILE, SHEET, "A32:E32"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("statement", "S3-09", ""), ("statement", "S3-58", ""), ("statement", "S3-59", ""), ("conflict", "C55", ""),),
)

# C57 (A33:E33) when Dietary intake: Inadequate; Cause class: Dietary; Age band: not(Under 18)
#   then Source disagreement: Whether a tablet makes up for a diet with too little B12 is open in the third
#     source
#   because statement S3-64; statement S3-65; conflict C57
C57 = Rule(
    "C57",
    SourceFlags("C57"),
    Place(FILE, SHEET, "A33:E33"),
    (("statement", "S3-64", ""), ("statement", "S3-65", ""), ("conflict", "C57", ""),),
)

# C58 (A34:E34) when Age band: not(Under 18); Closer checks: Every 3 to 6 months; Monitoring track: Every 3
#     months
#   then Source disagreement: Special groups that are not yet stable: every 3 months (second source), or every 3
#     to 6 months (third)
#   because statement S2-13; statement S3-18; statement S3-19; statement S3-20; conflict C58
C58 = Rule(
    "C58",
    SourceFlags("C58"),
    Place(FILE, SHEET, "A34:E34"),
    (("statement", "S2-13", ""), ("statement", "S3-18", ""), ("statement", "S3-19", ""), ("statement", "S3-20", ""), ("conflict", "C58", ""),),
)


def decide(
    cause: values.CauseCode | None,
    ileal_band: values.IlealBandCode,
    bariatric_procedure: values.BariatricProcedureCode | None,
    crohns_band: values.CrohnsBandCode,
    neuro_class: values.NeuroClassCode | None,
    oral_option: values.OralOptionCode,
    response_class: values.ResponseClassCode,
    dietary_intake: values.DietaryIntakeCode | None,
    cause_class: values.CauseClassCode,
    regimen: values.RegimenCode,
    age_band: values.AgeBandCode,
    renal_class: values.RenalClassCode | None,
    phase: values.PhaseCode | None,
    year_band: values.YearBandCode,
    last_check: values.LastCheckCode,
    stabilised: bool | None,
    b12_band: values.B12BandCode,
    closer_checks: values.CloserChecksCode,
    track: values.TrackCode,
) -> Fired[tuple[SourceFlags, ...]]:
    """Where do the sources disagree for this case?"""
    hits: list[Rule[SourceFlags]] = []
    if cause == "pernicious_anaemia" and age_band != "lt18":
        hits.append(C01)
    if ileal_band == "gt20" and age_band != "lt18":
        hits.append(C02)
    if bariatric_procedure is not None and bariatric_procedure != "none" and age_band != "lt18":
        hits.append(C03a)
    if cause == "bariatric_surgery" and bariatric_procedure is None and age_band != "lt18":
        hits.append(C03b)
    if crohns_band == "gt30_le60" and age_band != "lt18":
        hits.append(C04)
    if crohns_band in ("gt30_le60", "gt60") and age_band != "lt18":
        hits.append(C05)
    if age_band != "lt18" and renal_class == "impaired":
        hits.append(C08)
    if oral_option == "specialist_only" and age_band != "lt18":
        hits.append(C10)
    if neuro_class == "none" and oral_option == "not_eligible" and response_class in ("level_low", "functional_deficiency", "anaemia_persists", "function_not_shown", "not_assessed", "responding") and cause_class in ("permanent", "malabsorption") and age_band != "lt18" and phase in ("loading_complete", "maintenance"):
        hits.append(C10b)
    if neuro_class in ("involved", None) and age_band != "lt18":
        hits.append(C11)
    if oral_option in ("clinician_decision", "not_yet") and age_band != "lt18":
        hits.append(C12)
    if cause_class == "dietary" and age_band != "lt18":
        hits.append(C13)
    if cause in ("ppi", "metformin") and age_band != "lt18":
        hits.append(C14)
    if cause not in ("ppi", "metformin") and cause_class == "medication_ongoing" and age_band != "lt18":
        hits.append(C14b)
    if cause == "dietary" and age_band == "gt75":
        hits.append(C17)
    if age_band != "lt18" and year_band == "first_year" and last_check == "6_to_8" and (stabilised is False or stabilised is None):
        hits.append(C18)
    if age_band != "lt18" and phase == "maintenance" and year_band == "first_year":
        hits.append(C19)
    if age_band != "lt18" and phase == "loading":
        hits.append(C19b)
    if age_band != "lt18" and b12_band == "borderline":
        hits.append(C25)
    if age_band != "lt18" and b12_band == "adequate":
        hits.append(C26)
    if response_class == "level_low" and age_band != "lt18":
        hits.append(C30)
    if cause_class in ("undetermined", "medication_stopped") and age_band != "lt18":
        hits.append(C32)
    if cause not in ("ppi", "metformin", "dietary") and cause_class == "medication_ongoing" and age_band != "lt18":
        hits.append(C32b)
    if regimen in ("IM_2_TO_3_MONTHS", "IM_2_MONTHS", "ORAL_DAILY") and age_band != "lt18":
        hits.append(C55)
    if dietary_intake == "inadequate" and cause_class == "dietary" and age_band != "lt18":
        hits.append(C57)
    if age_band != "lt18" and closer_checks == "three_to_six" and track == "three_monthly":
        hits.append(C58)
    return policies.listed(hits)


KNOWN = frozenset(("cause", "ileal_band", "bariatric_procedure", "crohns_band", "neuro_class", "oral_option", "response_class", "dietary_intake", "cause_class", "regimen", "age_band", "renal_class", "phase", "year_band", "last_check", "stabilised", "b12_band", "closer_checks", "track"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Fired[tuple[SourceFlags, ...]]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_cause[get("cause")],
                read_ileal_band[case["ileal_band"]],
                read_bariatric_procedure[get("bariatric_procedure")],
                read_crohns_band[case["crohns_band"]],
                read_neuro_class[get("neuro_class")],
                read_oral_option[case["oral_option"]],
                read_response_class[case["response_class"]],
                read_dietary_intake[get("dietary_intake")],
                read_cause_class[case["cause_class"]],
                read_regimen[case["regimen"]],
                read_age_band[case["age_band"]],
                read_renal_class[get("renal_class")],
                read_phase[get("phase")],
                read_year_band[case["year_band"]],
                read_last_check[case["last_check"]],
                x if (x := get("stabilised")) is True or x is None or x is False else read_stabilised(x),
                read_b12_band[case["b12_band"]],
                read_closer_checks[case["closer_checks"]],
                read_track[case["track"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Fired[tuple[SourceFlags, ...]] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "source_flags",
    "Source disagreements",
    question="Where do the sources disagree for this case?",
    hit_policy="Collect",
    place=HERE,
    inputs=("cause", "ileal_band", "bariatric_procedure", "crohns_band", "neuro_class", "oral_option", "response_class", "dietary_intake", "cause_class", "regimen", "age_band", "renal_class", "phase", "year_band", "last_check", "stabilised", "b12_band", "closer_checks", "track"),
    unknown=("cause", "bariatric_procedure", "neuro_class", "dietary_intake", "renal_class", "phase", "stabilised"),
    outputs=("flag",),
    decide=decide,
    rules=(C01, C02, C03a, C03b, C04, C05, C08, C10, C10b, C11, C12, C13, C14, C14b, C17, C18, C19, C19b, C25, C26, C30, C32, C32b, C55, C57, C58,),
    answer=SourceFlags,
    hash="028a052257c27edcbc0e8a4f1e383b8764ae0a12dbc43db421e444d0be0d6b8c",
)
