# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Information needed (warnings.xlsx · Information needed). Hit policy: Collect.

What must be found out before relying on the answer?
"""

from __future__ import annotations

from b12tables.runtime import policies
from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_absorption_status,
    read_age_band,
    read_b12_band,
    read_bariatric_procedure,
    read_biochemical_correction,
    read_cause,
    read_cause_class,
    read_cause_is_bariatric,
    read_cbc_status,
    read_crohns_band,
    read_crohns_ileal_cm,
    read_current_interval,
    read_current_product,
    read_current_route,
    read_deficiency_confirmed,
    read_depression_course,
    read_diabetic_nephropathy,
    read_dietary_intake,
    read_drug_ongoing,
    read_exposure_band,
    read_folate_status,
    read_folic_acid,
    read_hcy_band,
    read_ileal_band,
    read_ileal_resection_cm,
    read_iron_status,
    read_last_check,
    read_maintenance_start_month,
    read_mma_band,
    read_months_since_micronutrients,
    read_neuro_class,
    read_normal_checks,
    read_phase,
    read_pregnancy_status,
    read_renal_class,
    read_symptom_course,
    read_trimester_check_done,
    read_vitd_band,
    read_year_band,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from b12tables.runtime.rules import Fired

    from .. import values


class InformationNeeded(Answer):
    """An answer of Information needed."""

    _codes = ("information",)
    __slots__ = _codes

    information: values.InformationCode
    """Information needed."""


HERE = Place("warnings.xlsx", "Information needed", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# I01 (A9:E9) when Main cause: unknown; Age band: not(Under 18)
#   then Information needed: Cause of the deficiency
#   because statement S2-29; statement S1-52; conflict C46
I01 = Rule(
    "I01",
    InformationNeeded("I01"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S2-29", ""), ("statement", "S1-52", ""), ("conflict", "C46", ""),),
)

# I02 (A10:E10) when Ileal resection band: Length not recorded; Age band: not(Under 18)
#   then Information needed: Length of ileum resected in cm
#   because statement S1-33; statement S3-38; conflict C41
I02 = Rule(
    "I02",
    InformationNeeded("I02"),
    Place(FILE, SHEET, "A10:E10"),
    (("statement", "S1-33", ""), ("statement", "S3-38", ""), ("conflict", "C41", ""),),
)

# I02b (A11:E11) when Main cause: not(Pernicious anaemia, Ileal resection); unknown; Ileum resected: unknown;
#     Age band: not(Under 18)
#   then Information needed: Length of ileum resected in cm
#   because statement S1-33; statement S3-38; statement S3-39; inference more than 20 cm would change interval
#     and class
I02b = Rule(
    "I02b",
    InformationNeeded("I02"),
    Place(FILE, SHEET, "A11:E11"),
    (("statement", "S1-33", ""), ("statement", "S3-38", ""), ("statement", "S3-39", ""), ("inference", "", "more than 20 cm would change interval and class"),),
)

# I03 (A12:E12) when Crohn's ileal band: Length not recorded; Age band: not(Under 18)
#   then Information needed: Length of ileum involved by Crohn's disease in cm
#   because statement S1-34; statement S3-42; conflict C41
I03 = Rule(
    "I03",
    InformationNeeded("I03"),
    Place(FILE, SHEET, "A12:E12"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""), ("conflict", "C41", ""),),
)

# I03b (A13:E13) when Main cause: not(Crohn's disease of the ileum); unknown; Ileum with Crohn's disease:
#     unknown; Cause class: not(Permanent); Age band: not(Under 18)
#   then Information needed: Length of ileum involved by Crohn's disease in cm
#   because statement S1-34; statement S3-42; inference more than 30 cm would change the class
I03b = Rule(
    "I03b",
    InformationNeeded("I03"),
    Place(FILE, SHEET, "A13:E13"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""), ("inference", "", "more than 30 cm would change the class"),),
)

# I04a (A14:E14) when Bariatric procedure: Procedure not recorded; Age band: not(Under 18)
#   then Information needed: Which bariatric procedure
#   because statement S3-41; statement S3-59; conflict C41
I04a = Rule(
    "I04a",
    InformationNeeded("I04"),
    Place(FILE, SHEET, "A14:E14"),
    (("statement", "S3-41", ""), ("statement", "S3-59", ""), ("conflict", "C41", ""),),
)

# I04b (A15:E15) when Main cause: Bariatric surgery; Bariatric procedure: unknown; Age band: not(Under 18)
#   then Information needed: Which bariatric procedure
#   because statement S3-41; statement S3-59; inference not stated is asked for like not recorded
I04b = Rule(
    "I04b",
    InformationNeeded("I04"),
    Place(FILE, SHEET, "A15:E15"),
    (("statement", "S3-41", ""), ("statement", "S3-59", ""), ("inference", "", "not stated is asked for like not recorded"),),
)

# I04c (A16:E16) when Main cause: not(Bariatric surgery); unknown; Bariatric procedure: unknown; Age band:
#     not(Under 18)
#   then Information needed: Which bariatric procedure
#   because statement S1-35; statement S3-31; statement S3-33; inference an operation would change class, tests
#     and checks
I04c = Rule(
    "I04c",
    InformationNeeded("I04"),
    Place(FILE, SHEET, "A16:E16"),
    (("statement", "S1-35", ""), ("statement", "S3-31", ""), ("statement", "S3-33", ""), ("inference", "", "an operation would change class, tests and checks"),),
)

# I05 (A17:E17) when Main cause: Proton pump inhibitor; Metformin; Exposure band: Time not recorded; PPI or
#     metformin now: Taken now; unknown; Age band: not(Under 18)
#   then Information needed: Months on the PPI or metformin
#   because statement S3-46
I05 = Rule(
    "I05",
    InformationNeeded("I05"),
    Place(FILE, SHEET, "A17:E17"),
    (("statement", "S3-46", ""),),
)

# I05b (A18:E18) when Main cause: not(Proton pump inhibitor, Metformin); unknown; Cause class: not(Permanent,
#     Malabsorption); Exposure band: Time not recorded; PPI or metformin now: Taken now; Age band: not(Under 18)
#   then Information needed: Months on the PPI or metformin
#   because statement S3-46; inference a medicine beside another cause counts by its time
I05b = Rule(
    "I05b",
    InformationNeeded("I05"),
    Place(FILE, SHEET, "A18:E18"),
    (("statement", "S3-46", ""), ("inference", "", "a medicine beside another cause counts by its time"),),
)

# I06 (A19:E19) when Main cause: Proton pump inhibitor; Metformin; Dietary deficiency; PPI or metformin now:
#     unknown; Age band: not(Under 18)
#   then Information needed: Is a PPI or metformin being taken
#   because statement S3-46
I06 = Rule(
    "I06",
    InformationNeeded("I06"),
    Place(FILE, SHEET, "A19:E19"),
    (("statement", "S3-46", ""),),
)

# I06b (A20:E20) when Main cause: not(Proton pump inhibitor, Metformin, Dietary deficiency); unknown; Cause
#     class: not(Permanent, Malabsorption); PPI or metformin now: unknown; Age band: not(Under 18)
#   then Information needed: Is a PPI or metformin being taken
#   because statement S3-46; inference a medicine beside another cause counts too
I06b = Rule(
    "I06b",
    InformationNeeded("I06"),
    Place(FILE, SHEET, "A20:E20"),
    (("statement", "S3-46", ""), ("inference", "", "a medicine beside another cause counts too"),),
)

# I07 (A21:E21) when Main cause: Proton pump inhibitor; Metformin; Age-related; Deficiency confirmed: unknown;
#     Age band: not(Under 18)
#   then Information needed: Was the deficiency confirmed
#   because statement S3-46; statement S3-44
I07 = Rule(
    "I07",
    InformationNeeded("I07"),
    Place(FILE, SHEET, "A21:E21"),
    (("statement", "S3-46", ""), ("statement", "S3-44", ""),),
)

# I07b (A22:E22) when Main cause: not(Proton pump inhibitor, Metformin, Age-related); unknown; Cause class:
#     not(Permanent, Malabsorption); Deficiency confirmed: unknown; Age band: Over 75
#   then Information needed: Was the deficiency confirmed
#   because statement S3-44; inference over 75 it decides whatever the cause
I07b = Rule(
    "I07b",
    InformationNeeded("I07"),
    Place(FILE, SHEET, "A22:E22"),
    (("statement", "S3-44", ""), ("inference", "", "over 75 it decides whatever the cause"),),
)

# I07c (A23:E23) when Main cause: not(Proton pump inhibitor, Metformin, Age-related); unknown; Cause class:
#     not(Permanent, Malabsorption); PPI or metformin now: Taken now; Deficiency confirmed: unknown; Age band:
#     not(Under 18, Over 75)
#   then Information needed: Was the deficiency confirmed
#   because statement S3-46; inference with a medicine beside another cause it decides too
I07c = Rule(
    "I07c",
    InformationNeeded("I07"),
    Place(FILE, SHEET, "A23:E23"),
    (("statement", "S3-46", ""), ("inference", "", "with a medicine beside another cause it decides too"),),
)

# I08 (A24:E24) when Main cause: Dietary deficiency; unknown; Absorption: unknown; Age band: not(Under 18)
#   then Information needed: Intrinsic factor normal and no malabsorption
#   because statement S2-20; statement S3-63
I08 = Rule(
    "I08",
    InformationNeeded("I08"),
    Place(FILE, SHEET, "A24:E24"),
    (("statement", "S2-20", ""), ("statement", "S3-63", ""),),
)

# I08b (A25:E25) when Main cause: not(Dietary deficiency); Cause class: not(Permanent, Malabsorption);
#     Absorption: unknown; Age band: not(Under 18)
#   then Information needed: Intrinsic factor normal and no malabsorption
#   because statement S2-23; statement S1-40; inference impaired absorption would change the class
I08b = Rule(
    "I08b",
    InformationNeeded("I08"),
    Place(FILE, SHEET, "A25:E25"),
    (("statement", "S2-23", ""), ("statement", "S1-40", ""), ("inference", "", "impaired absorption would change the class"),),
)

# I09 (A26:E26) when Neurology: unknown; Age band: not(Under 18)
#   then Information needed: Neurological examination or review of symptoms; until then nerves are treated as
#     involved
#   because statement S1-29; statement S1-27; inference until then nerves are treated as involved
I09 = Rule(
    "I09",
    InformationNeeded("I09"),
    Place(FILE, SHEET, "A26:E26"),
    (("statement", "S1-29", ""), ("statement", "S1-27", ""), ("inference", "", "until then nerves are treated as involved"),),
)

# I10 (A27:E27) when Course of symptoms: unknown; Age band: not(Under 18)
#   then Information needed: How symptoms have developed
#   because statement S3-61
I10 = Rule(
    "I10",
    InformationNeeded("I10"),
    Place(FILE, SHEET, "A27:E27"),
    (("statement", "S3-61", ""),),
)

# I26 (A28:E28) when Course of depression: unknown; Age band: not(Under 18)
#   then Information needed: How mood has developed
#   because statement S2-16; statement S2-17
I26 = Rule(
    "I26",
    InformationNeeded("I26"),
    Place(FILE, SHEET, "A28:E28"),
    (("statement", "S2-16", ""), ("statement", "S2-17", ""),),
)

# I11 (A29:E29) when Renal function: unknown; Age band: not(Under 18)
#   then Information needed: Renal function: eGFR, diagnosis, diabetic nephropathy
#   because statement S1-46
I11 = Rule(
    "I11",
    InformationNeeded("I11"),
    Place(FILE, SHEET, "A29:E29"),
    (("statement", "S1-46", ""),),
)

# I33 (A30:E30) when Renal function: Impaired; Diabetic nephropathy: unknown; Age band: not(Under 18)
#   then Information needed: Diabetic nephropathy
#   because statement S1-48
I33 = Rule(
    "I33",
    InformationNeeded("I33"),
    Place(FILE, SHEET, "A30:E30"),
    (("statement", "S1-48", ""),),
)

# I12a (A31:E31) when Pregnancy: unknown; Bariatric patient: yes; Age band: not(Under 18)
#   then Information needed: Pregnancy or plans for pregnancy
#   because statement S3-19; statement S3-33
I12a = Rule(
    "I12a",
    InformationNeeded("I12"),
    Place(FILE, SHEET, "A31:E31"),
    (("statement", "S3-19", ""), ("statement", "S3-33", ""),),
)

# I12b (A32:E32) when Main cause: Dietary deficiency; Pregnancy: unknown; Bariatric patient: no; Age band:
#     not(Under 18)
#   then Information needed: Pregnancy or plans for pregnancy
#   because inference the sources are silent outside bariatric surgery; conflict C39
I12b = Rule(
    "I12b",
    InformationNeeded("I12"),
    Place(FILE, SHEET, "A32:E32"),
    (("inference", "", "the sources are silent outside bariatric surgery"), ("conflict", "C39", ""),),
)

# I12c (A33:E33) when Main cause: not(Dietary deficiency); unknown; Pregnancy: unknown; Bariatric patient: no;
#     Age band: not(Under 18, Over 75)
#   then Information needed: Pregnancy or plans for pregnancy
#   because inference the sources are silent outside bariatric surgery; other guidance E06; other guidance E17
I12c = Rule(
    "I12c",
    InformationNeeded("I12"),
    Place(FILE, SHEET, "A33:E33"),
    (("inference", "", "the sources are silent outside bariatric surgery"), ("other guidance", "E06", ""), ("other guidance", "E17", ""),),
)

# I13 (A34:E34) when Phase of treatment: unknown; Age band: not(Under 18)
#   then Information needed: Is the loading course complete
#   because statement S1-26
I13 = Rule(
    "I13",
    InformationNeeded("I13"),
    Place(FILE, SHEET, "A34:E34"),
    (("statement", "S1-26", ""),),
)

# I14 (A35:E35) when Last check: Time not recorded; Age band: not(Under 18)
#   then Information needed: Date of the last check
#   because statement S1-02
I14 = Rule(
    "I14",
    InformationNeeded("I14"),
    Place(FILE, SHEET, "A35:E35"),
    (("statement", "S1-02", ""),),
)

# I27 (A36:E36) when Last check: not(No check yet); Normal checks: unknown; Age band: not(Under 18)
#   then Information needed: How many checks in a row were normal
#   because statement S1-17; statement S3-17; statement S1-44
I27 = Rule(
    "I27",
    InformationNeeded("I27"),
    Place(FILE, SHEET, "A36:E36"),
    (("statement", "S1-17", ""), ("statement", "S3-17", ""), ("statement", "S1-44", ""),),
)

# I15 (A37:E37) when Year of treatment: Start not recorded; Age band: not(Under 18)
#   then Information needed: Date treatment started
#   because statement S1-02
I15 = Rule(
    "I15",
    InformationNeeded("I15"),
    Place(FILE, SHEET, "A37:E37"),
    (("statement", "S1-02", ""),),
)

# I37 (A38:E38) when Phase of treatment: Maintenance; Year of treatment: First year; Start not recorded; Month
#     maintenance began: unknown; Age band: not(Under 18)
#   then Information needed: Date maintenance began
#   because statement S3-14; inference the third source counts from there, and a date before the start of
#     treatment shows a mistake; conflict C19
I37 = Rule(
    "I37",
    InformationNeeded("I37"),
    Place(FILE, SHEET, "A38:E38"),
    (("statement", "S3-14", ""), ("inference", "", "the third source counts from there, and a date before the start of treatment shows a mistake"), ("conflict", "C19", ""),),
)

# I16 (A39:E39) when Main cause: Dietary deficiency; Correction documented: unknown; Age band: not(Under 18)
#   then Information needed: Is biochemical correction documented
#   because statement S3-67
I16 = Rule(
    "I16",
    InformationNeeded("I16"),
    Place(FILE, SHEET, "A39:E39"),
    (("statement", "S3-67", ""),),
)

# I16b (A40:E40) when Main cause: not(Dietary deficiency); unknown; Correction documented: unknown; Folic acid:
#     Planned; Taken now; Age band: not(Under 18)
#   then Information needed: Is biochemical correction documented
#   because statement S2-26; statement S3-52; conflict C38
I16b = Rule(
    "I16b",
    InformationNeeded("I16"),
    Place(FILE, SHEET, "A40:E40"),
    (("statement", "S2-26", ""), ("statement", "S3-52", ""), ("conflict", "C38", ""),),
)

# I17 (A41:E41) when Main cause: Dietary deficiency; Dietary intake: unknown; Age band: not(Under 18)
#   then Information needed: Has dietary intake improved and is it adequate
#   because statement S3-65
I17 = Rule(
    "I17",
    InformationNeeded("I17"),
    Place(FILE, SHEET, "A41:E41"),
    (("statement", "S3-65", ""),),
)

# I18 (A42:E42) when Folic acid: Planned; Taken now; Folate status: unknown; Age band: not(Under 18)
#   then Information needed: Folate status
#   because statement S3-53
I18 = Rule(
    "I18",
    InformationNeeded("I18"),
    Place(FILE, SHEET, "A42:E42"),
    (("statement", "S3-53", ""),),
)

# I31 (A43:E43) when Folic acid: unknown; Age band: not(Under 18)
#   then Information needed: Whether folic acid is planned or taken
#   because statement S1-42; statement S2-26; statement S3-52; inference folic acid that nobody asked about
#     would go without its warning
I31 = Rule(
    "I31",
    InformationNeeded("I31"),
    Place(FILE, SHEET, "A43:E43"),
    (("statement", "S1-42", ""), ("statement", "S2-26", ""), ("statement", "S3-52", ""), ("inference", "", "folic acid that nobody asked about would go without its warning"),),
)

# I19 (A44:E44) when B12 band: No result; Age band: not(Under 18)
#   then Information needed: Serum B12 with its unit
#   because statement S1-10
I19 = Rule(
    "I19",
    InformationNeeded("I19"),
    Place(FILE, SHEET, "A44:E44"),
    (("statement", "S1-10", ""),),
)

# I20 (A45:E45) when Iron status: unknown; Age band: not(Under 18)
#   then Information needed: Ferritin and transferrin saturation
#   because statement S3-29
I20 = Rule(
    "I20",
    InformationNeeded("I20"),
    Place(FILE, SHEET, "A45:E45"),
    (("statement", "S3-29", ""),),
)

# I28 (A46:E46) when Blood count: unknown; Not done; Age band: not(Under 18)
#   then Information needed: Blood count with MCV
#   because statement S1-11; statement S3-22
I28 = Rule(
    "I28",
    InformationNeeded("I28"),
    Place(FILE, SHEET, "A46:E46"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""),),
)

# I29 (A47:E47) when Homocysteine band: No result; Age band: not(Under 18)
#   then Information needed: Homocysteine
#   because statement S1-15; statement S2-13; conflict C21
I29 = Rule(
    "I29",
    InformationNeeded("I29"),
    Place(FILE, SHEET, "A47:E47"),
    (("statement", "S1-15", ""), ("statement", "S2-13", ""), ("conflict", "C21", ""),),
)

# I30 (A48:E48) when Bariatric patient: yes; Vitamin D band: No result; Age band: not(Under 18)
#   then Information needed: 25-OH vitamin D
#   because statement S3-31; statement S3-32
I30 = Rule(
    "I30",
    InformationNeeded("I30"),
    Place(FILE, SHEET, "A48:E48"),
    (("statement", "S3-31", ""), ("statement", "S3-32", ""),),
)

# I21 (A49:E49) when Product in use: unknown; Unspecified; Age band: not(Under 18)
#   then Information needed: Which cobalamin is in use
#   because statement S1-46
I21 = Rule(
    "I21",
    InformationNeeded("I21"),
    Place(FILE, SHEET, "A49:E49"),
    (("statement", "S1-46", ""),),
)

# I32 (A50:E50) when Product in use: not(No product); unknown; Route in use: unknown; Age band: not(Under 18)
#   then Information needed: Route in use
#   because statement S1-27; statement S1-32; statement S2-22; inference tablets that nobody asked about would
#     go without their warnings
I32 = Rule(
    "I32",
    InformationNeeded("I32"),
    Place(FILE, SHEET, "A50:E50"),
    (("statement", "S1-27", ""), ("statement", "S1-32", ""), ("statement", "S2-22", ""), ("inference", "", "tablets that nobody asked about would go without their warnings"),),
)

# I22 (A51:E51) when Phase of treatment: not(Loading); unknown; Interval in use: unknown; Age band: not(Under
#     18)
#   then Information needed: Interval in use
#   because statement S1-49
I22 = Rule(
    "I22",
    InformationNeeded("I22"),
    Place(FILE, SHEET, "A51:E51"),
    (("statement", "S1-49", ""),),
)

# I23 (A52:E52) when Age band: Age not recorded
#   then Information needed: Age
#   because statement S3-44
I23 = Rule(
    "I23",
    InformationNeeded("I23"),
    Place(FILE, SHEET, "A52:E52"),
    (("statement", "S3-44", ""),),
)

# I24 (A53:E53) when Main cause: Dietary deficiency; B12 band: Adequate; MMA band: No result; Age band:
#     not(Under 18)
#   then Information needed: MMA, if not yet measured, before injections are replaced
#   because statement S3-49; statement S3-54; inference no source requires it here
I24 = Rule(
    "I24",
    InformationNeeded("I24"),
    Place(FILE, SHEET, "A53:E53"),
    (("statement", "S3-49", ""), ("statement", "S3-54", ""), ("inference", "", "no source requires it here"),),
)

# I34a (A54:E54) when Main cause: not(Dietary deficiency); unknown; MMA band: No result; Age band: not(Under 18)
#   then Information needed: MMA, if it was measured
#   because statement S1-14; statement S1-50; statement S1-51; inference a raised result that nobody entered
#     would change the answer
I34a = Rule(
    "I34a",
    InformationNeeded("I34"),
    Place(FILE, SHEET, "A54:E54"),
    (("statement", "S1-14", ""), ("statement", "S1-50", ""), ("statement", "S1-51", ""), ("inference", "", "a raised result that nobody entered would change the answer"),),
)

# I34b (A55:E55) when Main cause: Dietary deficiency; B12 band: not(Adequate); MMA band: No result; Age band:
#     not(Under 18)
#   then Information needed: MMA, if it was measured
#   because statement S1-14; statement S1-50; statement S1-51; inference a raised result that nobody entered
#     would change the answer
I34b = Rule(
    "I34b",
    InformationNeeded("I34"),
    Place(FILE, SHEET, "A55:E55"),
    (("statement", "S1-14", ""), ("statement", "S1-50", ""), ("statement", "S1-51", ""), ("inference", "", "a raised result that nobody entered would change the answer"),),
)

# I25 (A56:E56) when Main cause: Another cause; unknown; Age band: not(Under 18)
#   then Information needed: Nitrous oxide, used or given (not in the sources)
#   because other guidance E31
I25 = Rule(
    "I25",
    InformationNeeded("I25"),
    Place(FILE, SHEET, "A56:E56"),
    (("other guidance", "E31", ""),),
    note="Not in the sources.",
)

# I35 (A57:E57) when Pregnancy: Pregnant; Bariatric patient: yes; Check of this trimester: unknown; Age band:
#     not(Under 18)
#   then Information needed: Has the check of this trimester been done
#   because statement S3-33
I35 = Rule(
    "I35",
    InformationNeeded("I35"),
    Place(FILE, SHEET, "A57:E57"),
    (("statement", "S3-33", ""),),
)

# I36 (A58:E58) when Bariatric patient: yes; Months since the last vitamin check: unknown; Age band: not(Under
#     18)
#   then Information needed: Date of the last check of vitamins after bariatric surgery
#   because statement S3-31
I36 = Rule(
    "I36",
    InformationNeeded("I36"),
    Place(FILE, SHEET, "A58:E58"),
    (("statement", "S3-31", ""),),
)


def decide(
    cause: values.CauseCode | None,
    ileal_band: values.IlealBandCode,
    ileal_resection_cm: float | Fraction | None,
    crohns_band: values.CrohnsBandCode,
    crohns_ileal_cm: float | Fraction | None,
    cause_class: values.CauseClassCode,
    bariatric_procedure: values.BariatricProcedureCode | None,
    exposure_band: values.ExposureBandCode,
    drug_ongoing: values.DrugOngoingCode | None,
    deficiency_confirmed: bool | None,
    absorption_status: values.AbsorptionStatusCode | None,
    neuro_class: values.NeuroClassCode | None,
    symptom_course: values.SymptomCourseCode | None,
    depression_course: values.DepressionCourseCode | None,
    renal_class: values.RenalClassCode | None,
    diabetic_nephropathy: bool | None,
    pregnancy_status: values.PregnancyStatusCode | None,
    cause_is_bariatric: bool,
    phase: values.PhaseCode | None,
    last_check: values.LastCheckCode,
    normal_checks: values.NormalChecksCode | None,
    year_band: values.YearBandCode,
    maintenance_start_month: float | Fraction | None,
    biochemical_correction: bool | None,
    folic_acid: values.FolicAcidCode | None,
    dietary_intake: values.DietaryIntakeCode | None,
    folate_status: values.FolateStatusCode | None,
    b12_band: values.B12BandCode,
    iron_status: values.IronStatusCode | None,
    cbc_status: values.CbcStatusCode | None,
    hcy_band: values.HcyBandCode,
    vitd_band: values.VitdBandCode,
    current_product: values.CurrentProductCode | None,
    current_route: values.CurrentRouteCode | None,
    current_interval: values.CurrentIntervalCode | None,
    mma_band: values.MmaBandCode,
    trimester_check_done: bool | None,
    months_since_micronutrients: float | Fraction | None,
    age_band: values.AgeBandCode,
) -> Fired[tuple[InformationNeeded, ...]]:
    """What must be found out before relying on the answer?"""
    hits: list[Rule[InformationNeeded]] = []
    if cause is None and age_band != "lt18":
        hits.append(I01)
    if ileal_band == "not_known" and age_band != "lt18":
        hits.append(I02)
    if cause not in ("pernicious_anaemia", "ileal_resection") and ileal_resection_cm is None and age_band != "lt18":
        hits.append(I02b)
    if crohns_band == "not_known" and age_band != "lt18":
        hits.append(I03)
    if cause != "crohns_ileal" and crohns_ileal_cm is None and cause_class != "permanent" and age_band != "lt18":
        hits.append(I03b)
    if bariatric_procedure == "procedure_not_recorded" and age_band != "lt18":
        hits.append(I04a)
    if cause == "bariatric_surgery" and bariatric_procedure is None and age_band != "lt18":
        hits.append(I04b)
    if cause != "bariatric_surgery" and bariatric_procedure is None and age_band != "lt18":
        hits.append(I04c)
    if cause in ("ppi", "metformin") and exposure_band == "not_known" and drug_ongoing in ("yes", None) and age_band != "lt18":
        hits.append(I05)
    if cause not in ("ppi", "metformin") and cause_class not in ("permanent", "malabsorption") and exposure_band == "not_known" and drug_ongoing == "yes" and age_band != "lt18":
        hits.append(I05b)
    if cause in ("ppi", "metformin", "dietary") and drug_ongoing is None and age_band != "lt18":
        hits.append(I06)
    if cause not in ("ppi", "metformin", "dietary") and cause_class not in ("permanent", "malabsorption") and drug_ongoing is None and age_band != "lt18":
        hits.append(I06b)
    if cause in ("ppi", "metformin", "age_related") and deficiency_confirmed is None and age_band != "lt18":
        hits.append(I07)
    if cause not in ("ppi", "metformin", "age_related") and cause_class not in ("permanent", "malabsorption") and deficiency_confirmed is None and age_band == "gt75":
        hits.append(I07b)
    if cause not in ("ppi", "metformin", "age_related") and cause_class not in ("permanent", "malabsorption") and drug_ongoing == "yes" and deficiency_confirmed is None and age_band not in ("lt18", "gt75"):
        hits.append(I07c)
    if cause in ("dietary", None) and absorption_status is None and age_band != "lt18":
        hits.append(I08)
    if cause is not None and cause != "dietary" and cause_class not in ("permanent", "malabsorption") and absorption_status is None and age_band != "lt18":
        hits.append(I08b)
    if neuro_class is None and age_band != "lt18":
        hits.append(I09)
    if symptom_course is None and age_band != "lt18":
        hits.append(I10)
    if depression_course is None and age_band != "lt18":
        hits.append(I26)
    if renal_class is None and age_band != "lt18":
        hits.append(I11)
    if renal_class == "impaired" and diabetic_nephropathy is None and age_band != "lt18":
        hits.append(I33)
    if pregnancy_status is None and cause_is_bariatric is True and age_band != "lt18":
        hits.append(I12a)
    if cause == "dietary" and pregnancy_status is None and cause_is_bariatric is False and age_band != "lt18":
        hits.append(I12b)
    if cause != "dietary" and pregnancy_status is None and cause_is_bariatric is False and age_band not in ("lt18", "gt75"):
        hits.append(I12c)
    if phase is None and age_band != "lt18":
        hits.append(I13)
    if last_check == "not_known" and age_band != "lt18":
        hits.append(I14)
    if last_check != "none" and normal_checks is None and age_band != "lt18":
        hits.append(I27)
    if year_band == "not_known" and age_band != "lt18":
        hits.append(I15)
    if phase == "maintenance" and year_band in ("first_year", "not_known") and maintenance_start_month is None and age_band != "lt18":
        hits.append(I37)
    if cause == "dietary" and biochemical_correction is None and age_band != "lt18":
        hits.append(I16)
    if cause != "dietary" and biochemical_correction is None and folic_acid in ("planned", "taking") and age_band != "lt18":
        hits.append(I16b)
    if cause == "dietary" and dietary_intake is None and age_band != "lt18":
        hits.append(I17)
    if folic_acid in ("planned", "taking") and folate_status is None and age_band != "lt18":
        hits.append(I18)
    if folic_acid is None and age_band != "lt18":
        hits.append(I31)
    if b12_band == "not_measured" and age_band != "lt18":
        hits.append(I19)
    if iron_status is None and age_band != "lt18":
        hits.append(I20)
    if cbc_status in (None, "not_done") and age_band != "lt18":
        hits.append(I28)
    if hcy_band == "not_measured" and age_band != "lt18":
        hits.append(I29)
    if cause_is_bariatric is True and vitd_band == "not_measured" and age_band != "lt18":
        hits.append(I30)
    if current_product in (None, "unspecified") and age_band != "lt18":
        hits.append(I21)
    if current_product != "none" and current_route is None and age_band != "lt18":
        hits.append(I32)
    if phase != "loading" and current_interval is None and age_band != "lt18":
        hits.append(I22)
    if age_band == "not_known":
        hits.append(I23)
    if cause == "dietary" and b12_band == "adequate" and mma_band == "not_measured" and age_band != "lt18":
        hits.append(I24)
    if cause != "dietary" and mma_band == "not_measured" and age_band != "lt18":
        hits.append(I34a)
    if cause == "dietary" and b12_band != "adequate" and mma_band == "not_measured" and age_band != "lt18":
        hits.append(I34b)
    if cause in ("other", None) and age_band != "lt18":
        hits.append(I25)
    if pregnancy_status == "pregnant" and cause_is_bariatric is True and trimester_check_done is None and age_band != "lt18":
        hits.append(I35)
    if cause_is_bariatric is True and months_since_micronutrients is None and age_band != "lt18":
        hits.append(I36)
    return policies.listed(hits)


KNOWN = frozenset(("cause", "ileal_band", "ileal_resection_cm", "crohns_band", "crohns_ileal_cm", "cause_class", "bariatric_procedure", "exposure_band", "drug_ongoing", "deficiency_confirmed", "absorption_status", "neuro_class", "symptom_course", "depression_course", "renal_class", "diabetic_nephropathy", "pregnancy_status", "cause_is_bariatric", "phase", "last_check", "normal_checks", "year_band", "maintenance_start_month", "biochemical_correction", "folic_acid", "dietary_intake", "folate_status", "b12_band", "iron_status", "cbc_status", "hcy_band", "vitd_band", "current_product", "current_route", "current_interval", "mma_band", "trimester_check_done", "months_since_micronutrients", "age_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Fired[tuple[InformationNeeded, ...]]:
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
                x if ((kind := type(x := get("ileal_resection_cm"))) is int and 0 <= x <= 700) or (kind is float and 0.0 <= x <= 700.0) else read_ileal_resection_cm(x),
                read_crohns_band[case["crohns_band"]],
                x if ((kind := type(x := get("crohns_ileal_cm"))) is int and 0 <= x <= 700) or (kind is float and 0.0 <= x <= 700.0) else read_crohns_ileal_cm(x),
                read_cause_class[case["cause_class"]],
                read_bariatric_procedure[get("bariatric_procedure")],
                read_exposure_band[case["exposure_band"]],
                read_drug_ongoing[get("drug_ongoing")],
                x if (x := get("deficiency_confirmed")) is True or x is None or x is False else read_deficiency_confirmed(x),
                read_absorption_status[get("absorption_status")],
                read_neuro_class[get("neuro_class")],
                read_symptom_course[get("symptom_course")],
                read_depression_course[get("depression_course")],
                read_renal_class[get("renal_class")],
                x if (x := get("diabetic_nephropathy")) is True or x is None or x is False else read_diabetic_nephropathy(x),
                read_pregnancy_status[get("pregnancy_status")],
                x if (x := case["cause_is_bariatric"]) is True or x is False else read_cause_is_bariatric(x),
                read_phase[get("phase")],
                read_last_check[case["last_check"]],
                read_normal_checks[get("normal_checks")],
                read_year_band[case["year_band"]],
                x if ((kind := type(x := get("maintenance_start_month"))) is int and -1200 <= x <= 1200) or (kind is float and -1200.0 <= x <= 1200.0) else read_maintenance_start_month(x),
                x if (x := get("biochemical_correction")) is True or x is None or x is False else read_biochemical_correction(x),
                read_folic_acid[get("folic_acid")],
                read_dietary_intake[get("dietary_intake")],
                read_folate_status[get("folate_status")],
                read_b12_band[case["b12_band"]],
                read_iron_status[get("iron_status")],
                read_cbc_status[get("cbc_status")],
                read_hcy_band[case["hcy_band"]],
                read_vitd_band[case["vitd_band"]],
                read_current_product[get("current_product")],
                read_current_route[get("current_route")],
                read_current_interval[get("current_interval")],
                read_mma_band[case["mma_band"]],
                x if (x := get("trimester_check_done")) is True or x is None or x is False else read_trimester_check_done(x),
                x if ((kind := type(x := get("months_since_micronutrients"))) is int and 0 <= x <= 1200) or (kind is float and 0.0 <= x <= 1200.0) else read_months_since_micronutrients(x),
                read_age_band[case["age_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Fired[tuple[InformationNeeded, ...]] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "information_needed",
    "Information needed",
    question="What must be found out before relying on the answer?",
    hit_policy="Collect",
    place=HERE,
    inputs=("cause", "ileal_band", "ileal_resection_cm", "crohns_band", "crohns_ileal_cm", "cause_class", "bariatric_procedure", "exposure_band", "drug_ongoing", "deficiency_confirmed", "absorption_status", "neuro_class", "symptom_course", "depression_course", "renal_class", "diabetic_nephropathy", "pregnancy_status", "cause_is_bariatric", "phase", "last_check", "normal_checks", "year_band", "maintenance_start_month", "biochemical_correction", "folic_acid", "dietary_intake", "folate_status", "b12_band", "iron_status", "cbc_status", "hcy_band", "vitd_band", "current_product", "current_route", "current_interval", "mma_band", "trimester_check_done", "months_since_micronutrients", "age_band"),
    unknown=("cause", "ileal_resection_cm", "crohns_ileal_cm", "bariatric_procedure", "drug_ongoing", "deficiency_confirmed", "absorption_status", "neuro_class", "symptom_course", "depression_course", "renal_class", "diabetic_nephropathy", "pregnancy_status", "phase", "normal_checks", "maintenance_start_month", "biochemical_correction", "folic_acid", "dietary_intake", "folate_status", "iron_status", "cbc_status", "current_product", "current_route", "current_interval", "trimester_check_done", "months_since_micronutrients"),
    outputs=("information",),
    decide=decide,
    rules=(I01, I02, I02b, I03, I03b, I04a, I04b, I04c, I05, I05b, I06, I06b, I07, I07b, I07c, I08, I08b, I09, I10, I26, I11, I33, I12a, I12b, I12c, I13, I14, I27, I15, I37, I16, I16b, I17, I18, I31, I19, I20, I28, I29, I30, I21, I32, I22, I23, I24, I34a, I34b, I25, I35, I36,),
    answer=InformationNeeded,
    hash="e4fcd92bfb3d426c11bfd78c029df2dc2802d3a868c41cfef2e877f3ef182ab9",
)
