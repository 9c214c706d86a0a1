# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Entry problems (classes.xlsx · Entry problems). Hit policy: Collect.

Which entries contradict each other, cannot be, or are outside the sources?
"""

from __future__ import annotations

from b12tables.runtime import policies
from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from .. import impossible
from ..readers import (
    read_absorption_status,
    read_age_years,
    read_b12_band,
    read_bariatric_procedure,
    read_biochemical_correction,
    read_cause,
    read_check_done,
    read_crohns_band,
    read_current_interval,
    read_current_product,
    read_current_route,
    read_drug_ongoing,
    read_egfr_band,
    read_ileal_band,
    read_last_check_month,
    read_maintenance_start_month,
    read_neuro_status,
    read_normal_checks,
    read_phase,
    read_pregnancy_status,
    read_renal_diagnosis,
    read_symptom_course,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from b12tables.runtime.rules import Fired

    from .. import values


class Guards(Answer):
    """An answer of Entry problems."""

    _codes = ("guard", "guard_kind")
    __slots__ = _codes

    guard: values.GuardCode
    """Entry problem."""

    guard_kind: values.GuardKindCode
    """Kind of entry problem."""


HERE = Place("classes.xlsx", "Entry problems", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# G01 (A9:F9) when Age: < 18
#   then Entry problem: Age under 18: outside the sources, which are about adults; Kind of entry problem: Out of
#     scope
#   because inference the sources are about adults
G01 = Rule(
    "G01",
    Guards("G01", "out_of_scope"),
    Place(FILE, SHEET, "A9:F9"),
    (("inference", "", "the sources are about adults"),),
)

# G02 (A10:F10) when Month of last check: < 0
#   then Entry problem: The last check lies before the start of treatment; Kind of entry problem: Impossible
#   because inference no source speaks of inconsistent entries
G02 = Rule(
    "G02",
    Guards("G02", "impossible"),
    Place(FILE, SHEET, "A10:F10"),
    (("inference", "", "no source speaks of inconsistent entries"),),
)

# G03 (A11:F11) when Month maintenance began: < 0
#   then Entry problem: Maintenance started before treatment; Kind of entry problem: Impossible
#   because inference no source speaks of inconsistent entries
G03 = Rule(
    "G03",
    Guards("G03", "impossible"),
    Place(FILE, SHEET, "A11:F11"),
    (("inference", "", "no source speaks of inconsistent entries"),),
)

# G04 (A12:F12) when Correction documented: yes; B12 band: Low
#   then Entry problem: Correction is documented, but the current B12 is low: please confirm; Kind of entry
#     problem: Please confirm
#   because statement S1-19; statement S3-48; statement S3-68; inference a relapse after a correction is what
#     checks look for, so it is answered and to be confirmed
G04 = Rule(
    "G04",
    Guards("G04", "check"),
    Place(FILE, SHEET, "A12:F12"),
    (("statement", "S1-19", ""), ("statement", "S3-48", ""), ("statement", "S3-68", ""), ("inference", "", "a relapse after a correction is what checks look for, so it is answered and to be confirmed"),),
)

# G05 (A13:F13) when B12 band: Low; Borderline; Normal checks: One normal check; At least two normal checks
#   then Entry problem: Normal checks are counted, but the latest B12 is low or borderline: please confirm; Kind
#     of entry problem: Please confirm
#   because statement S1-17; statement S1-19; statement S3-68; inference the source leaves open what the normal
#     range is, and a relapse is what checks look for; conflict C25
G05 = Rule(
    "G05",
    Guards("G05", "check"),
    Place(FILE, SHEET, "A13:F13"),
    (("statement", "S1-17", ""), ("statement", "S1-19", ""), ("statement", "S3-68", ""), ("inference", "", "the source leaves open what the normal range is, and a relapse is what checks look for"), ("conflict", "C25", ""),),
)

# G06 (A14:F14) when Normal checks: One normal check; At least two normal checks; Checked on treatment: no
#   then Entry problem: Normal checks are counted, but no check has been done; Kind of entry problem:
#     Contradiction
#   because inference nothing was checked
G06 = Rule(
    "G06",
    Guards("G06", "contradiction"),
    Place(FILE, SHEET, "A14:F14"),
    (("inference", "", "nothing was checked"),),
)

# G07 (A15:F15) when Main cause: Ileal resection; Ileal resection band: No ileal resection
#   then Entry problem: The cause is ileal resection, but the length is 0; Kind of entry problem: Contradiction
#   because inference no resection recorded
G07 = Rule(
    "G07",
    Guards("G07", "contradiction"),
    Place(FILE, SHEET, "A15:F15"),
    (("inference", "", "no resection recorded"),),
)

# G08 (A16:F16) when Main cause: Bariatric surgery; Bariatric procedure: No bariatric operation
#   then Entry problem: The cause is bariatric surgery, but no operation is recorded: use procedure not
#     recorded; Kind of entry problem: Contradiction
#   because inference no procedure recorded
G08 = Rule(
    "G08",
    Guards("G08", "contradiction"),
    Place(FILE, SHEET, "A16:F16"),
    (("inference", "", "no procedure recorded"),),
)

# G09 (A17:F17) when Main cause: Crohn's disease of the ileum; Crohn's ileal band: No ileal Crohn's disease
#   then Entry problem: The cause is Crohn's disease of the ileum, but the length is 0; Kind of entry problem:
#     Contradiction
#   because inference no involvement recorded
G09 = Rule(
    "G09",
    Guards("G09", "contradiction"),
    Place(FILE, SHEET, "A17:F17"),
    (("inference", "", "no involvement recorded"),),
)

# G10 (A18:F18) when Main cause: Proton pump inhibitor; Metformin; PPI or metformin now: Never taken
#   then Entry problem: The cause is a PPI or metformin, but none was ever taken; Kind of entry problem:
#     Contradiction
#   because inference no medicine recorded
G10 = Rule(
    "G10",
    Guards("G10", "contradiction"),
    Place(FILE, SHEET, "A18:F18"),
    (("inference", "", "no medicine recorded"),),
)

# G11a (A19:F19) when Route in use: Oral; Interval in use: Twice weekly; Weekly; Every 2 weeks; Monthly; Every 2
#     months; Every 3 months; Longer than 3 months
#   then Entry problem: Route and interval in use do not fit together; Kind of entry problem: Contradiction
#   because inference tablets with an interval of injections
G11a = Rule(
    "G11a",
    Guards("G11", "contradiction"),
    Place(FILE, SHEET, "A19:F19"),
    (("inference", "", "tablets with an interval of injections"),),
)

# G11b (A20:F20) when Route in use: Intramuscular; Interval in use: Daily by mouth
#   then Entry problem: Route and interval in use do not fit together; Kind of entry problem: Contradiction
#   because inference injections with an interval of tablets
G11b = Rule(
    "G11b",
    Guards("G11", "contradiction"),
    Place(FILE, SHEET, "A20:F20"),
    (("inference", "", "injections with an interval of tablets"),),
)

# G11c (A21:F21) when Route in use: No route; Interval in use: Daily by mouth
#   then Entry problem: Route and interval in use do not fit together; Kind of entry problem: Contradiction
#   because inference daily by mouth is a route
G11c = Rule(
    "G11c",
    Guards("G11", "contradiction"),
    Place(FILE, SHEET, "A21:F21"),
    (("inference", "", "daily by mouth is a route"),),
)

# G12a (A22:F22) when Main cause: Pernicious anaemia; Gastric surgery; Other malabsorption; Absorption:
#     Confirmed normal
#   then Entry problem: Absorption is confirmed normal, but a cause of malabsorption is recorded; Kind of entry
#     problem: Contradiction
#   because inference the main cause is a malabsorption
G12a = Rule(
    "G12a",
    Guards("G12", "contradiction"),
    Place(FILE, SHEET, "A22:F22"),
    (("inference", "", "the main cause is a malabsorption"),),
    note="G12a to G12d differ only in what shows the malabsorption.",
)

# G12b (A23:F23) when Main cause: not(Pernicious anaemia, Gastric surgery, Other malabsorption); unknown; Ileal
#     resection band: More than 20 cm; Absorption: Confirmed normal
#   then Entry problem: Absorption is confirmed normal, but a cause of malabsorption is recorded; Kind of entry
#     problem: Contradiction
#   because inference more than 20 cm of ileum removed
G12b = Rule(
    "G12b",
    Guards("G12", "contradiction"),
    Place(FILE, SHEET, "A23:F23"),
    (("inference", "", "more than 20 cm of ileum removed"),),
)

# G12c (A24:F24) when Main cause: not(Pernicious anaemia, Gastric surgery, Other malabsorption); unknown; Ileal
#     resection band: not(More than 20 cm); Crohn's ileal band: More than 30 up to 60 cm; More than 60 cm;
#     Absorption: Confirmed normal
#   then Entry problem: Absorption is confirmed normal, but a cause of malabsorption is recorded; Kind of entry
#     problem: Contradiction
#   because inference more than 30 cm of ileum with Crohn's disease
G12c = Rule(
    "G12c",
    Guards("G12", "contradiction"),
    Place(FILE, SHEET, "A24:F24"),
    (("inference", "", "more than 30 cm of ileum with Crohn's disease"),),
)

# G12d (A25:F25) when Main cause: not(Pernicious anaemia, Gastric surgery, Other malabsorption); unknown; Ileal
#     resection band: not(More than 20 cm); Bariatric procedure: not(No bariatric operation); Crohn's ileal
#     band: No ileal Crohn's disease; Up to 30 cm; Length not recorded; Absorption: Confirmed normal
#   then Entry problem: Absorption is confirmed normal, but a cause of malabsorption is recorded; Kind of entry
#     problem: Contradiction
#   because inference a bariatric operation is recorded
G12d = Rule(
    "G12d",
    Guards("G12", "contradiction"),
    Place(FILE, SHEET, "A25:F25"),
    (("inference", "", "a bariatric operation is recorded"),),
)

# G13 (A26:F26) when Phase of treatment: Loading; Interval in use: Every 2 months; Every 3 months; Longer than 3
#     months
#   then Entry problem: Loading is running with an interval of 2 months or more; Kind of entry problem:
#     Contradiction
#   because inference loading with an interval of maintenance
G13 = Rule(
    "G13",
    Guards("G13", "contradiction"),
    Place(FILE, SHEET, "A26:F26"),
    (("inference", "", "loading with an interval of maintenance"),),
)

# G14 (A27:F27) when Kidney disease: Dialysis; eGFR band: At least 60
#   then Entry problem: Dialysis with an eGFR of 60 or more: treated as impaired, please confirm; Kind of entry
#     problem: Please confirm
#   because inference treated as impaired
G14 = Rule(
    "G14",
    Guards("G14", "check"),
    Place(FILE, SHEET, "A27:F27"),
    (("inference", "", "treated as impaired"),),
)

# G16 (A28:F28) when Age: > 60; Pregnancy: Planning pregnancy; Pregnant; Breastfeeding
#   then Entry problem: Pregnant or planning at an age over 60: please confirm; Kind of entry problem: Please
#     confirm
#   because inference to be confirmed
G16 = Rule(
    "G16",
    Guards("G16", "check"),
    Place(FILE, SHEET, "A28:F28"),
    (("inference", "", "to be confirmed"),),
)

# G17 (A29:F29) when Product in use: No product; Route in use: Intramuscular; Oral
#   then Entry problem: A route is recorded without a product; Kind of entry problem: Contradiction
#   because inference a route without a product
G17 = Rule(
    "G17",
    Guards("G17", "contradiction"),
    Place(FILE, SHEET, "A29:F29"),
    (("inference", "", "a route without a product"),),
)

# G17b (A30:F30) when Product in use: No product; Route in use: unknown; Interval in use: Daily by mouth
#   then Entry problem: A route is recorded without a product; Kind of entry problem: Contradiction
#   because inference daily by mouth is a route, and it has no product
G17b = Rule(
    "G17b",
    Guards("G17", "contradiction"),
    Place(FILE, SHEET, "A30:F30"),
    (("inference", "", "daily by mouth is a route, and it has no product"),),
)

# G18 (A31:F31) when Phase of treatment: Maintenance; Interval in use: No interval
#   then Entry problem: On maintenance without an interval: please confirm; Kind of entry problem: Please
#     confirm
#   because inference to be confirmed
G18 = Rule(
    "G18",
    Guards("G18", "check"),
    Place(FILE, SHEET, "A31:F31"),
    (("inference", "", "to be confirmed"),),
)

# G19 (A32:F32) when Correction documented: yes; Checked on treatment: no
#   then Entry problem: Correction is documented, but no check has been done; Kind of entry problem:
#     Contradiction
#   because inference nothing was checked that could show it
G19 = Rule(
    "G19",
    Guards("G19", "contradiction"),
    Place(FILE, SHEET, "A32:F32"),
    (("inference", "", "nothing was checked that could show it"),),
)

# G20 (A33:F33) when B12 band: Low; Borderline; Adequate; Checked on treatment: no
#   then Entry problem: A B12 result is entered, but no check has been done on treatment: please confirm that it
#     is from treatment; Kind of entry problem: Please confirm
#   because inference a result from before the treatment would be read as one on treatment
G20 = Rule(
    "G20",
    Guards("G20", "check"),
    Place(FILE, SHEET, "A33:F33"),
    (("inference", "", "a result from before the treatment would be read as one on treatment"),),
)

# G21 (A34:F34) when Neurological involvement: Present; Course of symptoms: Symptom-free
#   then Entry problem: Neurological involvement is present, but the course is symptom-free: please confirm;
#     Kind of entry problem: Please confirm
#   because inference what is present is a symptom or a sign that somebody found
G21 = Rule(
    "G21",
    Guards("G21", "check"),
    Place(FILE, SHEET, "A34:F34"),
    (("inference", "", "what is present is a symptom or a sign that somebody found"),),
)


def decide(
    age_years: float | Fraction | None,
    last_check_month: float | Fraction | None,
    maintenance_start_month: float | Fraction | None,
    biochemical_correction: bool | None,
    b12_band: values.B12BandCode,
    normal_checks: values.NormalChecksCode | None,
    check_done: bool | None,
    cause: values.CauseCode | None,
    ileal_band: values.IlealBandCode,
    bariatric_procedure: values.BariatricProcedureCode | None,
    crohns_band: values.CrohnsBandCode,
    drug_ongoing: values.DrugOngoingCode | None,
    current_product: values.CurrentProductCode | None,
    current_route: values.CurrentRouteCode | None,
    phase: values.PhaseCode | None,
    current_interval: values.CurrentIntervalCode | None,
    absorption_status: values.AbsorptionStatusCode | None,
    renal_diagnosis: values.RenalDiagnosisCode | None,
    egfr_band: values.EgfrBandCode,
    pregnancy_status: values.PregnancyStatusCode | None,
    neuro_status: values.NeuroStatusCode | None,
    symptom_course: values.SymptomCourseCode | None,
) -> Fired[tuple[Guards, ...]]:
    """Which entries contradict each other, cannot be, or are outside the sources?"""
    hits: list[Rule[Guards]] = []
    if age_years is not None and age_years < 18:
        hits.append(G01)
    if last_check_month is not None and last_check_month < 0:
        hits.append(G02)
    if maintenance_start_month is not None and maintenance_start_month < 0:
        hits.append(G03)
    if biochemical_correction is True and b12_band == "low":
        hits.append(G04)
    if b12_band in ("low", "borderline") and normal_checks in ("one", "two_or_more"):
        hits.append(G05)
    if normal_checks in ("one", "two_or_more") and check_done is False:
        hits.append(G06)
    if cause == "ileal_resection" and ileal_band == "none":
        hits.append(G07)
    if cause == "bariatric_surgery" and bariatric_procedure == "none":
        hits.append(G08)
    if cause == "crohns_ileal" and crohns_band == "none":
        hits.append(G09)
    if cause in ("ppi", "metformin") and drug_ongoing == "not_applicable":
        hits.append(G10)
    if current_route == "oral" and current_interval in ("twice_weekly", "weekly", "every_2_weeks", "monthly", "every_2_months", "every_3_months", "longer_than_3_months"):
        hits.append(G11a)
    if current_route == "im" and current_interval == "daily_oral":
        hits.append(G11b)
    if current_route == "none" and current_interval == "daily_oral":
        hits.append(G11c)
    if cause in ("pernicious_anaemia", "gastric_surgery", "other_malabsorption") and absorption_status == "normal_confirmed":
        hits.append(G12a)
    if cause not in ("pernicious_anaemia", "gastric_surgery", "other_malabsorption") and ileal_band == "gt20" and absorption_status == "normal_confirmed":
        hits.append(G12b)
    if cause not in ("pernicious_anaemia", "gastric_surgery", "other_malabsorption") and ileal_band != "gt20" and crohns_band in ("gt30_le60", "gt60") and absorption_status == "normal_confirmed":
        hits.append(G12c)
    if cause not in ("pernicious_anaemia", "gastric_surgery", "other_malabsorption") and ileal_band != "gt20" and bariatric_procedure is not None and bariatric_procedure != "none" and crohns_band in ("none", "le30", "not_known") and absorption_status == "normal_confirmed":
        hits.append(G12d)
    if phase == "loading" and current_interval in ("every_2_months", "every_3_months", "longer_than_3_months"):
        hits.append(G13)
    if renal_diagnosis == "dialysis" and egfr_band == "ge60":
        hits.append(G14)
    if age_years is not None and age_years > 60 and pregnancy_status in ("planning", "pregnant", "breastfeeding"):
        hits.append(G16)
    if current_product == "none" and current_route in ("im", "oral"):
        hits.append(G17)
    if current_product == "none" and current_route is None and current_interval == "daily_oral":
        hits.append(G17b)
    if phase == "maintenance" and current_interval == "none":
        hits.append(G18)
    if biochemical_correction is True and check_done is False:
        hits.append(G19)
    if b12_band in ("low", "borderline", "adequate") and check_done is False:
        hits.append(G20)
    if neuro_status == "present" and symptom_course == "none_or_resolved":
        hits.append(G21)
    return policies.listed(hits)


KNOWN = frozenset(("age_years", "last_check_month", "maintenance_start_month", "biochemical_correction", "b12_band", "normal_checks", "check_done", "cause", "ileal_band", "bariatric_procedure", "crohns_band", "drug_ongoing", "current_product", "current_route", "phase", "current_interval", "absorption_status", "renal_diagnosis", "egfr_band", "pregnancy_status", "neuro_status", "symptom_course"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Fired[tuple[Guards, ...]]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            stated = (
                x if ((kind := type(x := get("age_years"))) is int and 0 <= x <= 120) or (kind is float and 0.0 <= x <= 120.0) else read_age_years(x),
                x if ((kind := type(x := get("last_check_month"))) is int and -1200 <= x <= 1200) or (kind is float and -1200.0 <= x <= 1200.0) else read_last_check_month(x),
                x if ((kind := type(x := get("maintenance_start_month"))) is int and -1200 <= x <= 1200) or (kind is float and -1200.0 <= x <= 1200.0) else read_maintenance_start_month(x),
                x if (x := get("biochemical_correction")) is True or x is None or x is False else read_biochemical_correction(x),
                read_b12_band[case["b12_band"]],
                read_normal_checks[get("normal_checks")],
                x if (x := get("check_done")) is True or x is None or x is False else read_check_done(x),
                read_cause[get("cause")],
                read_ileal_band[case["ileal_band"]],
                read_bariatric_procedure[get("bariatric_procedure")],
                read_crohns_band[case["crohns_band"]],
                read_drug_ongoing[get("drug_ongoing")],
                read_current_product[get("current_product")],
                read_current_route[get("current_route")],
                read_phase[get("phase")],
                read_current_interval[get("current_interval")],
                read_absorption_status[get("absorption_status")],
                read_renal_diagnosis[get("renal_diagnosis")],
                read_egfr_band[case["egfr_band"]],
                read_pregnancy_status[get("pregnancy_status")],
                read_neuro_status[get("neuro_status")],
                read_symptom_course[get("symptom_course")],
            )
            if impossible.impossible_X2(stated[6], stated[1]):
                raise Obstacle
            return decide(*stated)
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Fired[tuple[Guards, ...]] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "guards",
    "Entry problems",
    question="Which entries contradict each other, cannot be, or are outside the sources?",
    hit_policy="Collect",
    place=HERE,
    inputs=("age_years", "last_check_month", "maintenance_start_month", "biochemical_correction", "b12_band", "normal_checks", "check_done", "cause", "ileal_band", "bariatric_procedure", "crohns_band", "drug_ongoing", "current_product", "current_route", "phase", "current_interval", "absorption_status", "renal_diagnosis", "egfr_band", "pregnancy_status", "neuro_status", "symptom_course"),
    unknown=("age_years", "last_check_month", "maintenance_start_month", "biochemical_correction", "normal_checks", "check_done", "cause", "bariatric_procedure", "drug_ongoing", "current_product", "current_route", "phase", "current_interval", "absorption_status", "renal_diagnosis", "pregnancy_status", "neuro_status", "symptom_course"),
    outputs=("guard", "guard_kind"),
    decide=decide,
    rules=(G01, G02, G03, G04, G05, G06, G07, G08, G09, G10, G11a, G11b, G11c, G12a, G12b, G12c, G12d, G13, G14, G16, G17, G17b, G18, G19, G20, G21,),
    answer=Guards,
    hash="40ec6bb1ceeb9f6db809e9b15f480ff693c28cffff8640621915178e4cb53036",
)
