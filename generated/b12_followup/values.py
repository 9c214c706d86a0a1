# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Choices as enums and as literal types. Loaded on demand."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

DecisionName = Literal["ileal_band", "crohns_band", "exposure_band", "age_band", "age80", "b12_band", "mma_band", "hcy_band", "vitd_band", "egfr_band", "cause_is_bariatric", "normal_checks", "stabilised", "year_band", "last_check", "renal_class", "permanent_cause", "medicine_effect", "age_rule", "cause_class", "neuro_class", "anaemia_status", "repleted", "symptom_response", "response_class", "guards", "case_ok", "bariatric_pregnancy", "closer_checks", "monitor_track", "next_check", "due_status", "micronutrient_check", "check_record", "lab_reading", "oral_barrier", "missing_condition", "discontinuation", "oral_option", "product", "product_by_mouth", "in_use", "product_schedule", "escalation", "cause_interval", "regimen", "duration", "regimen_detail", "interval_relation", "product_safety", "tests", "treatment_change", "regimen_action", "warnings", "information_needed", "source_flags"]
"""Every decision, by its code."""

AnswerField = Literal["ileal_band", "crohns_band", "exposure_band", "age_band", "age80", "b12_band", "mma_band", "hcy_band", "vitd_band", "egfr_band", "cause_is_bariatric", "normal_checks", "stabilised", "year_band", "last_check", "renal_class", "permanent_cause", "medicine_effect", "age_rule", "cause_class", "neuro_class", "anaemia_status", "repleted", "symptom_response", "response_class", "guard", "guard_kind", "case_ok", "bariatric_pregnancy", "closer_checks", "track", "check_basis", "next_check_from", "next_check_to", "check_not_after", "sources_note", "due_status", "micronutrient_status", "check_record", "reading", "oral_barrier", "missing_condition", "verdict", "oral_option", "product_im", "product_im_alternative", "product_oral", "in_use", "product_schedule", "escalation", "cause_interval", "regimen", "regimen_alternative", "duration", "dose", "route", "interval_min", "interval_max", "relation", "product_safety", "test_item", "treatment_change", "action", "strength", "warning", "severity", "information", "flag"]
"""Every field that a decision gives, by its code."""
CauseCode = Literal["pernicious_anaemia", "ileal_resection", "crohns_ileal", "bariatric_surgery", "gastric_surgery", "other_malabsorption", "dietary", "ppi", "metformin", "age_related", "other"]


class Cause(StrEnum):
    """Main cause"""

    pernicious_anaemia = "pernicious_anaemia"
    """Pernicious anaemia"""

    ileal_resection = "ileal_resection"
    """Ileal resection"""

    crohns_ileal = "crohns_ileal"
    """Crohn's disease of the ileum"""

    bariatric_surgery = "bariatric_surgery"
    """Bariatric surgery"""

    gastric_surgery = "gastric_surgery"
    """Gastric surgery"""

    other_malabsorption = "other_malabsorption"
    """Other malabsorption"""

    dietary = "dietary"
    """Dietary deficiency"""

    ppi = "ppi"
    """Proton pump inhibitor"""

    metformin = "metformin"
    """Metformin"""

    age_related = "age_related"
    """Age-related"""

    other = "other"
    """Another cause"""

BariatricProcedureCode = Literal["none", "roux_en_y", "biliopancreatic_diversion", "sleeve", "gastric_band", "other", "procedure_not_recorded"]


class BariatricProcedure(StrEnum):
    """Bariatric procedure"""

    none = "none"
    """No bariatric operation"""

    roux_en_y = "roux_en_y"
    """Roux-en-Y gastric bypass"""

    biliopancreatic_diversion = "biliopancreatic_diversion"
    """Biliopancreatic diversion"""

    sleeve = "sleeve"
    """Sleeve gastrectomy"""

    gastric_band = "gastric_band"
    """Gastric band"""

    other = "other"
    """Another bariatric operation"""

    procedure_not_recorded = "procedure_not_recorded"
    """Procedure not recorded"""

DrugOngoingCode = Literal["yes", "no", "not_applicable"]


class DrugOngoing(StrEnum):
    """PPI or metformin now"""

    yes = "yes"
    """Taken now"""

    no = "no"
    """No longer taken"""

    not_applicable = "not_applicable"
    """Never taken"""

AbsorptionStatusCode = Literal["normal_confirmed", "impaired"]


class AbsorptionStatus(StrEnum):
    """Absorption"""

    normal_confirmed = "normal_confirmed"
    """Confirmed normal"""

    impaired = "impaired"
    """Impaired"""

DietaryIntakeCode = Literal["adequate", "inadequate"]


class DietaryIntake(StrEnum):
    """Dietary intake"""

    adequate = "adequate"
    """Adequate"""

    inadequate = "inadequate"
    """Inadequate"""

NeuroStatusCode = Literal["none", "resolved", "present"]


class NeuroStatus(StrEnum):
    """Neurological involvement"""

    none = "none"
    """None"""

    resolved = "resolved"
    """Resolved"""

    present = "present"
    """Present"""

SymptomCourseCode = Literal["none_or_resolved", "improving", "persistent", "worsening", "recurred"]


class SymptomCourse(StrEnum):
    """Course of symptoms"""

    none_or_resolved = "none_or_resolved"
    """Symptom-free"""

    improving = "improving"
    """Improving"""

    persistent = "persistent"
    """Persistent"""

    worsening = "worsening"
    """Worsening"""

    recurred = "recurred"
    """Recurred"""

DepressionCourseCode = Literal["none", "improved", "persistent", "recurred"]


class DepressionCourse(StrEnum):
    """Course of depression"""

    none = "none"
    """No depression"""

    improved = "improved"
    """Improved"""

    persistent = "persistent"
    """Persistent"""

    recurred = "recurred"
    """Recurred"""

RenalDiagnosisCode = Literal["none", "ckd", "dialysis"]


class RenalDiagnosis(StrEnum):
    """Kidney disease"""

    none = "none"
    """No kidney disease"""

    ckd = "ckd"
    """Chronic kidney disease"""

    dialysis = "dialysis"
    """Dialysis"""

PregnancyStatusCode = Literal["not_applicable", "not_pregnant", "planning", "pregnant", "breastfeeding"]


class PregnancyStatus(StrEnum):
    """Pregnancy"""

    not_applicable = "not_applicable"
    """Does not apply"""

    not_pregnant = "not_pregnant"
    """No pregnancy"""

    planning = "planning"
    """Planning pregnancy"""

    pregnant = "pregnant"
    """Pregnant"""

    breastfeeding = "breastfeeding"
    """Breastfeeding"""

FolicAcidCode = Literal["not_planned", "planned", "taking"]


class FolicAcid(StrEnum):
    """Folic acid"""

    not_planned = "not_planned"
    """No folic acid"""

    planned = "planned"
    """Planned"""

    taking = "taking"
    """Taken now"""

FolateStatusCode = Literal["deficient_documented", "not_deficient"]


class FolateStatus(StrEnum):
    """Folate status"""

    deficient_documented = "deficient_documented"
    """Deficiency documented"""

    not_deficient = "not_deficient"
    """No deficiency"""

IronStatusCode = Literal["deficient", "replete"]


class IronStatus(StrEnum):
    """Iron status"""

    deficient = "deficient"
    """Iron deficiency"""

    replete = "replete"
    """Iron sufficient"""

PhaseCode = Literal["loading", "loading_complete", "maintenance", "no_loading"]


class Phase(StrEnum):
    """Phase of treatment"""

    loading = "loading"
    """Loading"""

    loading_complete = "loading_complete"
    """Loading complete"""

    maintenance = "maintenance"
    """Maintenance"""

    no_loading = "no_loading"
    """No loading given"""

CurrentProductCode = Literal["hydroxocobalamin", "cyanocobalamin", "methylcobalamin", "unspecified", "none"]


class CurrentProduct(StrEnum):
    """Product in use"""

    hydroxocobalamin = "hydroxocobalamin"
    """Hydroxocobalamin"""

    cyanocobalamin = "cyanocobalamin"
    """Cyanocobalamin"""

    methylcobalamin = "methylcobalamin"
    """Methylcobalamin"""

    unspecified = "unspecified"
    """Unspecified"""

    none = "none"
    """No product"""

CurrentRouteCode = Literal["im", "oral", "none"]


class CurrentRoute(StrEnum):
    """Route in use"""

    im = "im"
    """Intramuscular"""

    oral = "oral"
    """Oral"""

    none = "none"
    """No route"""

CurrentIntervalCode = Literal["twice_weekly", "weekly", "every_2_weeks", "monthly", "every_2_months", "every_3_months", "longer_than_3_months", "daily_oral", "none"]


class CurrentInterval(StrEnum):
    """Interval in use"""

    twice_weekly = "twice_weekly"
    """Twice weekly"""

    weekly = "weekly"
    """Weekly"""

    every_2_weeks = "every_2_weeks"
    """Every 2 weeks"""

    monthly = "monthly"
    """Monthly"""

    every_2_months = "every_2_months"
    """Every 2 months"""

    every_3_months = "every_3_months"
    """Every 3 months"""

    longer_than_3_months = "longer_than_3_months"
    """Longer than 3 months"""

    daily_oral = "daily_oral"
    """Daily by mouth"""

    none = "none"
    """No interval"""

CbcStatusCode = Literal["normal", "megaloblastic_anaemia", "other_abnormal", "not_done"]


class CbcStatus(StrEnum):
    """Blood count"""

    normal = "normal"
    """Normal"""

    megaloblastic_anaemia = "megaloblastic_anaemia"
    """Megaloblastic anaemia"""

    other_abnormal = "other_abnormal"
    """Other abnormality"""

    not_done = "not_done"
    """Not done"""

IlealBandCode = Literal["none", "le20", "gt20", "not_known"]


class IlealBand(StrEnum):
    """Ileal resection band"""

    none = "none"
    """No ileal resection"""

    le20 = "le20"
    """Up to 20 cm"""

    gt20 = "gt20"
    """More than 20 cm"""

    not_known = "not_known"
    """Length not recorded"""

CrohnsBandCode = Literal["none", "le30", "gt30_le60", "gt60", "not_known"]


class CrohnsBand(StrEnum):
    """Crohn's ileal band"""

    none = "none"
    """No ileal Crohn's disease"""

    le30 = "le30"
    """Up to 30 cm"""

    gt30_le60 = "gt30_le60"
    """More than 30 up to 60 cm"""

    gt60 = "gt60"
    """More than 60 cm"""

    not_known = "not_known"
    """Length not recorded"""

ExposureBandCode = Literal["le4", "gt4", "not_known"]


class ExposureBand(StrEnum):
    """Exposure band"""

    le4 = "le4"
    """Up to 4 months"""

    gt4 = "gt4"
    """More than 4 months"""

    not_known = "not_known"
    """Time not recorded"""

AgeBandCode = Literal["lt18", "18_to_75", "gt75", "not_known"]


class AgeBand(StrEnum):
    """Age band"""

    lt18 = "lt18"
    """Under 18"""

    _18_to_75 = "18_to_75"
    """Adult up to 75"""

    gt75 = "gt75"
    """Over 75"""

    not_known = "not_known"
    """Age not recorded"""

B12BandCode = Literal["low", "borderline", "adequate", "not_measured"]


class B12Band(StrEnum):
    """B12 band"""

    low = "low"
    """Low"""

    borderline = "borderline"
    """Borderline"""

    adequate = "adequate"
    """Adequate"""

    not_measured = "not_measured"
    """No result"""

MmaBandCode = Literal["on_target", "at_limit", "raised", "not_measured"]


class MmaBand(StrEnum):
    """MMA band"""

    on_target = "on_target"
    """On target"""

    at_limit = "at_limit"
    """At the limit"""

    raised = "raised"
    """Raised"""

    not_measured = "not_measured"
    """No result"""

HcyBandCode = Literal["on_target", "above_target", "not_measured"]


class HcyBand(StrEnum):
    """Homocysteine band"""

    on_target = "on_target"
    """On target"""

    above_target = "above_target"
    """Above target"""

    not_measured = "not_measured"
    """No result"""

VitdBandCode = Literal["below_target", "on_target", "not_measured"]


class VitdBand(StrEnum):
    """Vitamin D band"""

    below_target = "below_target"
    """Below target"""

    on_target = "on_target"
    """On target"""

    not_measured = "not_measured"
    """No result"""

EgfrBandCode = Literal["lt60", "ge60", "not_known"]


class EgfrBand(StrEnum):
    """eGFR band"""

    lt60 = "lt60"
    """Below 60"""

    ge60 = "ge60"
    """At least 60"""

    not_known = "not_known"
    """eGFR not recorded"""

NormalChecksCode = Literal["none", "one", "two_or_more"]


class NormalChecks(StrEnum):
    """Normal checks"""

    none = "none"
    """No normal check"""

    one = "one"
    """One normal check"""

    two_or_more = "two_or_more"
    """At least two normal checks"""

YearBandCode = Literal["first_year", "after_first_year", "not_known"]


class YearBand(StrEnum):
    """Year of treatment"""

    first_year = "first_year"
    """First year"""

    after_first_year = "after_first_year"
    """After the first year"""

    not_known = "not_known"
    """Start not recorded"""

LastCheckCode = Literal["none", "before_3", "before_3_if_any", "3_to_5", "6_to_8", "9_to_11", "12_or_later", "not_known"]


class LastCheck(StrEnum):
    """Last check"""

    none = "none"
    """No check yet"""

    before_3 = "before_3"
    """Before month 3"""

    before_3_if_any = "before_3_if_any"
    """Before month 3, if any"""

    _3_to_5 = "3_to_5"
    """Month 3 to 5"""

    _6_to_8 = "6_to_8"
    """Month 6 to 8"""

    _9_to_11 = "9_to_11"
    """Month 9 to 11"""

    _12_or_later = "12_or_later"
    """From month 12"""

    not_known = "not_known"
    """Time not recorded"""

AnaemiaStatusCode = Literal["persists", "early", "none", "not_known"]


class AnaemiaStatus(StrEnum):
    """Anaemia on treatment"""

    persists = "persists"
    """Persists"""

    early = "early"
    """Too early to judge"""

    none = "none"
    """No megaloblastic anaemia"""

    not_known = "not_known"
    """Count not known"""

RenalClassCode = Literal["impaired", "not_impaired"]


class RenalClass(StrEnum):
    """Renal function"""

    impaired = "impaired"
    """Impaired"""

    not_impaired = "not_impaired"
    """Unimpaired"""

MedicineEffectCode = Literal["qualifying", "short_use", "not_taken", "none_recorded", "not_settled"]


class MedicineEffect(StrEnum):
    """Effect of the medicine"""

    qualifying = "qualifying"
    """Keeps the deficiency going"""

    short_use = "short_use"
    """Taken for a short time"""

    not_taken = "not_taken"
    """Stopped"""

    none_recorded = "none_recorded"
    """Never taken"""

    not_settled = "not_settled"
    """Unsettled"""

AgeRuleCode = Literal["applies", "applies_until_shown", "does_not_apply", "age_not_known"]


class AgeRule(StrEnum):
    """Over-75 rule"""

    applies = "applies"
    """Applies"""

    applies_until_shown = "applies_until_shown"
    """Applies until settled"""

    does_not_apply = "does_not_apply"
    """Does not apply"""

    age_not_known = "age_not_known"
    """Age not known"""

CauseClassCode = Literal["permanent", "malabsorption", "medication_ongoing", "medication_stopped", "age_indefinite", "dietary", "undetermined"]


class CauseClass(StrEnum):
    """Cause class"""

    permanent = "permanent"
    """Permanent"""

    malabsorption = "malabsorption"
    """Malabsorption"""

    medication_ongoing = "medication_ongoing"
    """Medicine continues"""

    medication_stopped = "medication_stopped"
    """Medicine stopped"""

    age_indefinite = "age_indefinite"
    """Age"""

    dietary = "dietary"
    """Dietary"""

    undetermined = "undetermined"
    """Unsettled"""

NeuroClassCode = Literal["involved", "none"]


class NeuroClass(StrEnum):
    """Neurology"""

    involved = "involved"
    """Involved"""

    none = "none"
    """No involvement"""

SymptomResponseCode = Literal["neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred", "satisfactory", "not_known"]


class SymptomResponse(StrEnum):
    """Symptom response"""

    neuro_persistent_on_monthly = "neuro_persistent_on_monthly"
    """Neurology persists on monthly"""

    symptoms_persist = "symptoms_persist"
    """Symptoms persist"""

    symptoms_recurred = "symptoms_recurred"
    """Symptoms recurred"""

    satisfactory = "satisfactory"
    """Satisfactory"""

    not_known = "not_known"
    """Response not known"""

ResponseClassCode = Literal["neuro_persistent_on_monthly", "symptoms_persist", "symptoms_recurred", "level_low", "functional_deficiency", "anaemia_persists", "function_not_shown", "not_assessed", "responding"]


class ResponseClass(StrEnum):
    """Response"""

    neuro_persistent_on_monthly = "neuro_persistent_on_monthly"
    """Neurology persists on monthly"""

    symptoms_persist = "symptoms_persist"
    """Symptoms persist"""

    symptoms_recurred = "symptoms_recurred"
    """Symptoms recurred"""

    level_low = "level_low"
    """Level low"""

    functional_deficiency = "functional_deficiency"
    """Functional deficiency"""

    anaemia_persists = "anaemia_persists"
    """Anaemia persists"""

    function_not_shown = "function_not_shown"
    """Function not shown"""

    not_assessed = "not_assessed"
    """Unassessed"""

    responding = "responding"
    """Responding"""

GuardCode = Literal["G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10", "G11", "G12", "G13", "G14", "G16", "G17", "G18", "G19", "G20", "G21"]


class Guard(StrEnum):
    """Entry problem"""

    G01 = "G01"
    """Age under 18: outside the sources, which are about adults"""

    G02 = "G02"
    """The last check lies before the start of treatment"""

    G03 = "G03"
    """Maintenance started before treatment"""

    G04 = "G04"
    """Correction is documented, but the current B12 is low: please confirm"""

    G05 = "G05"
    """Normal checks are counted, but the latest B12 is low or borderline: please confirm"""

    G06 = "G06"
    """Normal checks are counted, but no check has been done"""

    G07 = "G07"
    """The cause is ileal resection, but the length is 0"""

    G08 = "G08"
    """The cause is bariatric surgery, but no operation is recorded: use procedure not recorded"""

    G09 = "G09"
    """The cause is Crohn's disease of the ileum, but the length is 0"""

    G10 = "G10"
    """The cause is a PPI or metformin, but none was ever taken"""

    G11 = "G11"
    """Route and interval in use do not fit together"""

    G12 = "G12"
    """Absorption is confirmed normal, but a cause of malabsorption is recorded"""

    G13 = "G13"
    """Loading is running with an interval of 2 months or more"""

    G14 = "G14"
    """Dialysis with an eGFR of 60 or more: treated as impaired, please confirm"""

    G16 = "G16"
    """Pregnant or planning at an age over 60: please confirm"""

    G17 = "G17"
    """A route is recorded without a product"""

    G18 = "G18"
    """On maintenance without an interval: please confirm"""

    G19 = "G19"
    """Correction is documented, but no check has been done"""

    G20 = "G20"
    """A B12 result is entered, but no check has been done on treatment: please confirm that it is from
    treatment
    """

    G21 = "G21"
    """Neurological involvement is present, but the course is symptom-free: please confirm"""

GuardKindCode = Literal["contradiction", "impossible", "out_of_scope", "check"]


class GuardKind(StrEnum):
    """Kind of entry problem"""

    contradiction = "contradiction"
    """Contradiction"""

    impossible = "impossible"
    """Impossible"""

    out_of_scope = "out_of_scope"
    """Out of scope"""

    check = "check"
    """Please confirm"""

OralBarrierCode = Literal["entries", "neurology", "loading", "symptoms", "laboratory", "none"]


class OralBarrier(StrEnum):
    """Barrier to tablets"""

    entries = "entries"
    """Entries do not fit"""

    neurology = "neurology"
    """Neurology"""

    loading = "loading"
    """Loading not complete"""

    symptoms = "symptoms"
    """Symptoms"""

    laboratory = "laboratory"
    """Laboratory result"""

    none = "none"
    """Nothing rules them out"""

MissingConditionCode = Literal["correction", "intake", "absorption", "response", "anaemia", "function", "mood", "level", "mma", "check", "none"]


class MissingCondition(StrEnum):
    """First missing condition"""

    correction = "correction"
    """Correction not documented"""

    intake = "intake"
    """Intake not adequate"""

    absorption = "absorption"
    """Absorption not confirmed"""

    response = "response"
    """Response not good or not known"""

    anaemia = "anaemia"
    """Anaemia has not resolved"""

    function = "function"
    """MMA missing while homocysteine is above target"""

    mood = "mood"
    """Mood has not improved"""

    level = "level"
    """B12 not shown adequate"""

    mma = "mma"
    """MMA not on target"""

    check = "check"
    """Check missing or overdue"""

    none = "none"
    """Nothing missing"""

OralOptionCode = Literal["eligible", "not_yet", "clinician_decision", "specialist_only", "not_eligible"]


class OralOption(StrEnum):
    """Oral treatment"""

    eligible = "eligible"
    """Possible"""

    not_yet = "not_yet"
    """Condition missing"""

    clinician_decision = "clinician_decision"
    """Clinician decides"""

    specialist_only = "specialist_only"
    """Disputed: the clinician decides"""

    not_eligible = "not_eligible"
    """Ruled out"""

ProductImCode = Literal["hydroxocobalamin", "none"]


class ProductIm(StrEnum):
    """Product for injection"""

    hydroxocobalamin = "hydroxocobalamin"
    """Hydroxocobalamin"""

    none = "none"
    """No product named"""

ProductImAlternativeCode = Literal["methylcobalamin_no_schedule", "cyanocobalamin_monthly", "none"]


class ProductImAlternative(StrEnum):
    """Alternative product"""

    methylcobalamin_no_schedule = "methylcobalamin_no_schedule"
    """Methylcobalamin without a schedule in the sources"""

    cyanocobalamin_monthly = "cyanocobalamin_monthly"
    """Cyanocobalamin monthly or more often only"""

    none = "none"
    """No alternative"""

ProductOralCode = Literal["methylcobalamin", "cyanocobalamin", "not_named", "none"]


class ProductOral(StrEnum):
    """Product by mouth"""

    methylcobalamin = "methylcobalamin"
    """Methylcobalamin"""

    cyanocobalamin = "cyanocobalamin"
    """Cyanocobalamin 1000 mcg"""

    not_named = "not_named"
    """Not named by the sources"""

    none = "none"
    """Nothing by mouth"""

InUseCode = Literal["injections", "tablets", "nothing", "not_known"]


class InUse(StrEnum):
    """Treatment in use"""

    injections = "injections"
    """Injections"""

    tablets = "tablets"
    """Tablets"""

    nothing = "nothing"
    """Nothing"""

    not_known = "not_known"
    """Treatment not recorded"""

ProductScheduleCode = Literal["fits", "monthly_only", "no_schedule", "product_open", "none"]


class ProductSchedule(StrEnum):
    """Product and interval"""

    fits = "fits"
    """Interval named for the product"""

    monthly_only = "monthly_only"
    """Only monthly or more often for this product"""

    no_schedule = "no_schedule"
    """No interval named for the product"""

    product_open = "product_open"
    """Product needed first"""

    none = "none"
    """No injection interval"""

EscalationCode = Literal["none_needed", "to_monthly", "individual", "every_1_to_2_weeks", "result_alone", "hold_monthly", "hold_individual"]


class Escalation(StrEnum):
    """Step up"""

    none_needed = "none_needed"
    """No step up"""

    to_monthly = "to_monthly"
    """Up to monthly"""

    individual = "individual"
    """Individual interval"""

    every_1_to_2_weeks = "every_1_to_2_weeks"
    """Up to every 1 to 2 weeks"""

    result_alone = "result_alone"
    """No step up on a result alone"""

    hold_monthly = "hold_monthly"
    """Held at monthly"""

    hold_individual = "hold_individual"
    """Held at the individual interval"""

CauseIntervalCode = Literal["monthly_pernicious_anaemia", "monthly_ileal_resection", "extensive_bariatric", "general"]


class CauseInterval(StrEnum):
    """Interval by cause"""

    monthly_pernicious_anaemia = "monthly_pernicious_anaemia"
    """Monthly for pernicious anaemia"""

    monthly_ileal_resection = "monthly_ileal_resection"
    """Monthly for ileal resection"""

    extensive_bariatric = "extensive_bariatric"
    """Extensive bariatric operation"""

    general = "general"
    """General interval"""

RegimenCode = Literal["IM_2_TO_3_MONTHS", "IM_2_MONTHS", "IM_MONTHLY", "IM_1_TO_2_WEEKS", "IM_INDIVIDUAL", "ORAL_DAILY", "LOADING", "REFER"]


class Regimen(StrEnum):
    """Regimen"""

    IM_2_TO_3_MONTHS = "IM_2_TO_3_MONTHS"
    """Every 2 to 3 months"""

    IM_2_MONTHS = "IM_2_MONTHS"
    """Every 2 months by injection"""

    IM_MONTHLY = "IM_MONTHLY"
    """Monthly by injection"""

    IM_1_TO_2_WEEKS = "IM_1_TO_2_WEEKS"
    """Every 1 to 2 weeks"""

    IM_INDIVIDUAL = "IM_INDIVIDUAL"
    """Individual interval"""

    ORAL_DAILY = "ORAL_DAILY"
    """Tablets every day"""

    LOADING = "LOADING"
    """Complete the loading course"""

    REFER = "REFER"
    """No automatic recommendation"""

RegimenAlternativeCode = Literal["IM_2_TO_3_MONTHS", "IM_2_MONTHS", "IM_MONTHLY", "IM_INDIVIDUAL", "ORAL_DAILY", "none"]


class RegimenAlternative(StrEnum):
    """Alternative regimen"""

    IM_2_TO_3_MONTHS = "IM_2_TO_3_MONTHS"
    """Every 2 to 3 months"""

    IM_2_MONTHS = "IM_2_MONTHS"
    """Every 2 months by injection"""

    IM_MONTHLY = "IM_MONTHLY"
    """Monthly by injection"""

    IM_INDIVIDUAL = "IM_INDIVIDUAL"
    """Individual interval"""

    ORAL_DAILY = "ORAL_DAILY"
    """Tablets every day"""

    none = "none"
    """No alternative"""

DoseCode = Literal["1_mg", "1000_to_2000_mcg", "as_prescribed", "none"]


class Dose(StrEnum):
    """Dose"""

    _1_mg = "1_mg"
    """1 mg"""

    _1000_to_2000_mcg = "1000_to_2000_mcg"
    """1000 to 2000 mcg"""

    as_prescribed = "as_prescribed"
    """As prescribed"""

    none = "none"
    """No dose"""

RouteCode = Literal["im", "oral", "none"]


class Route(StrEnum):
    """Route"""

    im = "im"
    """Intramuscular"""

    oral = "oral"
    """Oral"""

    none = "none"
    """No route"""

IntervalMinCode = Literal["day", "half_week", "week", "month", "two_months", "as_prescribed", "none"]


class IntervalMin(StrEnum):
    """Shortest interval"""

    day = "day"
    """1 day"""

    half_week = "half_week"
    """Twice weekly"""

    week = "week"
    """1 week"""

    month = "month"
    """1 month"""

    two_months = "two_months"
    """2 months"""

    as_prescribed = "as_prescribed"
    """As prescribed"""

    none = "none"
    """No interval"""

IntervalMaxCode = Literal["day", "two_weeks", "four_weeks", "month", "two_months", "three_months", "as_prescribed", "none"]


class IntervalMax(StrEnum):
    """Longest interval"""

    day = "day"
    """1 day"""

    two_weeks = "two_weeks"
    """2 weeks"""

    four_weeks = "four_weeks"
    """4 weeks"""

    month = "month"
    """1 month"""

    two_months = "two_months"
    """2 months"""

    three_months = "three_months"
    """3 months"""

    as_prescribed = "as_prescribed"
    """As prescribed"""

    none = "none"
    """No interval"""

RelationCode = Literal["as_recommended", "as_alternative", "more_often", "less_often", "route_differs", "not_started", "not_known"]


class Relation(StrEnum):
    """Interval against regimen"""

    as_recommended = "as_recommended"
    """As recommended"""

    as_alternative = "as_alternative"
    """As the alternative"""

    more_often = "more_often"
    """More often"""

    less_often = "less_often"
    """Less often"""

    route_differs = "route_differs"
    """Other route"""

    not_started = "not_started"
    """Yet to start"""

    not_known = "not_known"
    """No comparison"""

ProductSafetyCode = Literal["switch", "check_first", "suitable", "none"]


class ProductSafety(StrEnum):
    """Product in use and kidneys"""

    switch = "switch"
    """Switch product"""

    check_first = "check_first"
    """Check kidneys first"""

    suitable = "suitable"
    """No objection"""

    none = "none"
    """Not judged here"""

TreatmentChangeCode = Literal["to_injections", "tablets_open", "more_for_symptoms", "not_started", "less_often", "more_often", "held", "as_recommended", "as_alternative", "not_clear"]


class TreatmentChange(StrEnum):
    """Change to treatment"""

    to_injections = "to_injections"
    """From tablets to injections"""

    tablets_open = "tablets_open"
    """Tablets to be settled"""

    more_for_symptoms = "more_for_symptoms"
    """More for symptoms"""

    not_started = "not_started"
    """Yet to start"""

    less_often = "less_often"
    """Given too seldom"""

    more_often = "more_often"
    """Given more often"""

    held = "held"
    """Held for a result"""

    as_recommended = "as_recommended"
    """As recommended"""

    as_alternative = "as_alternative"
    """As the alternative"""

    not_clear = "not_clear"
    """Unclear"""

ActionCode = Literal["refer_to_clinician", "complete_loading", "confirm_loading_complete_first", "loading_first", "switch_to_injections", "increase_frequency", "start_maintenance", "keep_current_do_not_lengthen", "keep_or_shorten", "continue_current", "continue_interval", "confirm_current_treatment", "keep_shorter", "continue_interval_check"]


class Action(StrEnum):
    """Action"""

    refer_to_clinician = "refer_to_clinician"
    """Refer to the clinician"""

    complete_loading = "complete_loading"
    """Complete the loading course"""

    confirm_loading_complete_first = "confirm_loading_complete_first"
    """Confirm loading is complete before maintenance"""

    loading_first = "loading_first"
    """Settle the missing loading before maintenance"""

    switch_to_injections = "switch_to_injections"
    """Switch to injections"""

    increase_frequency = "increase_frequency"
    """Increase the frequency"""

    start_maintenance = "start_maintenance"
    """Start maintenance"""

    keep_current_do_not_lengthen = "keep_current_do_not_lengthen"
    """Keep the current interval and do not lengthen it"""

    keep_or_shorten = "keep_or_shorten"
    """Keep the interval or go to the recommended one"""

    continue_current = "continue_current"
    """Continue the current treatment"""

    continue_interval = "continue_interval"
    """Continue the current interval with another product"""

    confirm_current_treatment = "confirm_current_treatment"
    """Confirm the current treatment against the rules"""

    keep_shorter = "keep_shorter"
    """Keep the interval in use and not the usual one"""

    continue_interval_check = "continue_interval_check"
    """Continue the interval while the product is checked"""

StrengthCode = Literal["use", "consider", "may", "differ", "inferred"]


class Strength(StrEnum):
    """Strength of the action"""

    use = "use"
    """The sources say so"""

    consider = "consider"
    """The sources say: consider it"""

    may = "may"
    """The sources say: it may be needed"""

    differ = "differ"
    """The sources differ"""

    inferred = "inferred"
    """We infer it"""

DurationCode = Literal["for_life", "indefinite", "while_medication_continues", "until_replacement_by_oral_is_agreed", "for_life_unless_clinician_settles_cause", "none"]


class Duration(StrEnum):
    """Duration"""

    for_life = "for_life"
    """For life"""

    indefinite = "indefinite"
    """Indefinitely"""

    while_medication_continues = "while_medication_continues"
    """While the medicine continues"""

    until_replacement_by_oral_is_agreed = "until_replacement_by_oral_is_agreed"
    """Without an end and by injection until tablets are agreed"""

    for_life_unless_clinician_settles_cause = "for_life_unless_clinician_settles_cause"
    """For life unless the cause is settled"""

    none = "none"
    """No duration named"""

VerdictCode = Literal["never", "not_while_malabsorption_persists", "not_while_medication_continues", "not_permitted_indefinite", "not_yet", "refer_not_permitted", "may_replace_injections_with_oral"]


class Verdict(StrEnum):
    """Stopping injections"""

    never = "never"
    """Never: permanent cause"""

    not_while_malabsorption_persists = "not_while_malabsorption_persists"
    """Not while malabsorption persists"""

    not_while_medication_continues = "not_while_medication_continues"
    """Not while the medicine continues"""

    not_permitted_indefinite = "not_permitted_indefinite"
    """Over 75: B12 goes on, its form as under Oral treatment"""

    not_yet = "not_yet"
    """Not yet: a condition is missing"""

    refer_not_permitted = "refer_not_permitted"
    """Not permitted by these rules: refer"""

    may_replace_injections_with_oral = "may_replace_injections_with_oral"
    """Tablets may replace the injections"""

BariatricPregnancyCode = Literal["pregnant", "planning", "neither"]


class BariatricPregnancy(StrEnum):
    """Bariatric surgery and pregnancy"""

    pregnant = "pregnant"
    """Pregnant after surgery"""

    planning = "planning"
    """Planning after surgery"""

    neither = "neither"
    """Neither"""

CloserChecksCode = Literal["three", "three_to_six", "none"]


class CloserChecks(StrEnum):
    """Closer checks"""

    three = "three"
    """Every 3 months at most"""

    three_to_six = "three_to_six"
    """Every 3 to 6 months"""

    none = "none"
    """No reason for closer checks"""

TrackCode = Literal["each_trimester", "after_loading", "every_3_to_6_months", "three_monthly", "first_year", "annual", "not_known", "outside"]


class Track(StrEnum):
    """Monitoring track"""

    each_trimester = "each_trimester"
    """Each trimester"""

    after_loading = "after_loading"
    """After loading"""

    every_3_to_6_months = "every_3_to_6_months"
    """Every 3 to 6 months"""

    three_monthly = "three_monthly"
    """Every 3 months"""

    first_year = "first_year"
    """First year"""

    annual = "annual"
    """Every year"""

    not_known = "not_known"
    """Start date needed"""

    outside = "outside"
    """Outside these rules"""

CheckBasisCode = Literal["from_start", "after_last_check", "this_trimester", "now", "none"]


class CheckBasis(StrEnum):
    """How the next check counts"""

    from_start = "from_start"
    """From the start of treatment"""

    after_last_check = "after_last_check"
    """After the last check"""

    this_trimester = "this_trimester"
    """This trimester"""

    now = "now"
    """Now"""

    none = "none"
    """Nothing planned here"""

SourcesNoteCode = Literal["three_after_start", "each_trimester", "nine_or_twelve", "twelve_still_owed", "inside_first_year", "last_check_unknown", "start_unknown", "none", "outside"]


class SourcesNote(StrEnum):
    """What the sources say"""

    three_after_start = "three_after_start"
    """First check 3 months after the start"""

    each_trimester = "each_trimester"
    """Once in every trimester"""

    nine_or_twelve = "nine_or_twelve"
    """Two sources say month 12 and one says month 9: the earlier is taken"""

    twelve_still_owed = "twelve_still_owed"
    """The check at month 12 is still owed"""

    inside_first_year = "inside_first_year"
    """The checks of the first year still count: not later than month 12"""

    last_check_unknown = "last_check_unknown"
    """Not known when the last check was: give the date, or check now"""

    start_unknown = "start_unknown"
    """Start date not known: check now"""

    none = "none"
    """Nothing to add"""

    outside = "outside"
    """The sources are about adults"""

DueStatusCode = Literal["not_due", "due", "overdue", "not_known", "none"]


class DueStatus(StrEnum):
    """Next check status"""

    not_due = "not_due"
    """Too early"""

    due = "due"
    """Due"""

    overdue = "overdue"
    """Overdue"""

    not_known = "not_known"
    """Cannot be told"""

    none = "none"
    """Nothing planned here"""

MicronutrientStatusCode = Literal["does_not_apply", "not_due", "due", "overdue", "last_not_known"]


class MicronutrientStatus(StrEnum):
    """Next vitamin check"""

    does_not_apply = "does_not_apply"
    """Does not apply"""

    not_due = "not_due"
    """Too early"""

    due = "due"
    """Due"""

    overdue = "overdue"
    """Overdue"""

    last_not_known = "last_not_known"
    """Due: the last one is not known"""

CheckRecordCode = Literal["current", "overdue", "none_yet", "not_known"]


class CheckRecord(StrEnum):
    """Check on record"""

    current = "current"
    """Recent enough"""

    overdue = "overdue"
    """Last check too old"""

    none_yet = "none_yet"
    """None done yet"""

    not_known = "not_known"
    """Date not known"""

TestItemCode = Literal["serum_b12", "blood_count", "homocysteine", "iron_studies", "mma_borderline", "mma_symptoms", "mma_recurred", "mma_low", "mma_again", "mma_homocysteine", "mma_anaemia", "micronutrients", "nutritional_panel", "neuro_review", "mood_review", "dietary_review", "serum_folate", "egfr", "ask_nephropathy", "ask_kidney"]


class TestItem(StrEnum):
    """Test or review"""

    serum_b12 = "serum_b12"
    """Serum B12"""

    blood_count = "blood_count"
    """Complete blood count with MCV"""

    homocysteine = "homocysteine"
    """Homocysteine"""

    iron_studies = "iron_studies"
    """Ferritin and transferrin saturation"""

    mma_borderline = "mma_borderline"
    """MMA because B12 is borderline"""

    mma_symptoms = "mma_symptoms"
    """MMA because symptoms persist"""

    mma_recurred = "mma_recurred"
    """MMA because symptoms or depression are back"""

    mma_low = "mma_low"
    """MMA because B12 remains low"""

    mma_again = "mma_again"
    """MMA again because the last result was not on target"""

    mma_homocysteine = "mma_homocysteine"
    """MMA because homocysteine is above target"""

    mma_anaemia = "mma_anaemia"
    """MMA because anaemia persists"""

    micronutrients = "micronutrients"
    """Vitamins A and D, calcium, folate and thiamine, every 6 months or more often"""

    nutritional_panel = "nutritional_panel"
    """Comprehensive nutritional panel each trimester"""

    neuro_review = "neuro_review"
    """Review of neurological symptoms: paraesthesia, numbness, gait and cognition"""

    mood_review = "mood_review"
    """Review of mood for recurrence of depression"""

    dietary_review = "dietary_review"
    """Confirmation of dietary intake"""

    serum_folate = "serum_folate"
    """Serum folate"""

    egfr = "egfr"
    """eGFR"""

    ask_nephropathy = "ask_nephropathy"
    """Question about diabetic nephropathy"""

    ask_kidney = "ask_kidney"
    """Question about kidney disease"""

ReadingCode = Literal["b12_low", "b12_borderline", "b12_adequate", "mma_raised", "mma_at_limit", "mma_on_target", "hcy_above_target", "hcy_on_target", "vitamin_d_below_target", "anaemia_not_resolved", "vitamin_d_on_target", "b12_borderline_with_mma", "blood_count_abnormal"]


class Reading(StrEnum):
    """Reading of a result"""

    b12_low = "b12_low"
    """B12 below the borderline range: the level remains low"""

    b12_borderline = "b12_borderline"
    """B12 borderline (180 to 350 pg/mL): measure MMA"""

    b12_adequate = "b12_adequate"
    """B12 above the borderline range: this fits a successful treatment, and on its own it does not show
    repletion
    """

    mma_raised = "mma_raised"
    """MMA above 271 nmol/L: functional deficiency confirmed"""

    mma_at_limit = "mma_at_limit"
    """MMA exactly 271 nmol/L: not on target and not confirming, repeat"""

    mma_on_target = "mma_on_target"
    """MMA on target, below 271 nmol/L"""

    hcy_above_target = "hcy_above_target"
    """Homocysteine not on target, which is below 10 umol/L"""

    hcy_on_target = "hcy_on_target"
    """Homocysteine on target, below 10 umol/L"""

    vitamin_d_below_target = "vitamin_d_below_target"
    """Vitamin D below the target after bariatric surgery, 75 nmol/L"""

    anaemia_not_resolved = "anaemia_not_resolved"
    """Blood count still shows megaloblastic anaemia: not yet resolved"""

    vitamin_d_on_target = "vitamin_d_on_target"
    """Vitamin D on the target after bariatric surgery"""

    b12_borderline_with_mma = "b12_borderline_with_mma"
    """B12 borderline (180 to 350 pg/mL): read it together with the MMA"""

    blood_count_abnormal = "blood_count_abnormal"
    """Blood count not normal in another way: the documents do not say what follows, look for its cause"""

WarningCode = Literal["W00", "W01", "W02", "W03", "W04", "W05", "W06", "W07", "W08", "W09", "W10", "W11", "W12", "W13", "W14", "W15", "W16", "W17", "W18", "W19", "W20", "W21", "W22", "W23", "W24", "W25", "W26", "W27", "W31", "W32", "W33", "W34", "W28", "W35"]


class Warning(StrEnum):
    """Warnings"""

    W00 = "W00"
    """The content of the sources is pending human review; it is for healthcare professionals and does not
    replace clinical judgement
    """

    W01 = "W01"
    """Do not give folic acid without adequate B12 treatment: it can mask the deficiency while irreversible
    cord damage progresses
    """

    W02 = "W02"
    """Add folic acid only if folate deficiency is documented"""

    W03 = "W03"
    """Renal impairment: do not continue cyanocobalamin; hydroxocobalamin or methylcobalamin is preferred"""

    W04 = "W04"
    """Cyanocobalamin in use and renal function not known: check before the next dose"""

    W05 = "W05"
    """Diabetic nephropathy: cyanocobalamin is associated with more cardiovascular events (HR 2.0)"""

    W06 = "W06"
    """Renal impairment: choose hydroxocobalamin or methylcobalamin rather than cyanocobalamin"""

    W07 = "W07"
    """Treatment is for life: do not stop even if levels normalise"""

    W08 = "W08"
    """Normal levels alone are not a reason to stop B12"""

    W09 = "W09"
    """If injections are stopped once symptoms are better, lasting damage to peripheral nerves can follow"""

    W10 = "W10"
    """One normal result is not enough to stop monitoring"""

    W11 = "W11"
    """Serum B12 alone does not show repletion: up to half of people with a normal level have raised MMA"""

    W12 = "W12"
    """Do not set the injection frequency on serum B12 or MMA alone: clinical response guides"""

    W13 = "W13"
    """Age over 80: metabolic deficiency can be present despite normal serum B12 (18.1 % in the source, from
    patients of a stroke clinic: see E20)
    """

    W14 = "W14"
    """Iron deficiency coexists and can blunt the blood response"""

    W15 = "W15"
    """Oral treatment only if there are no neurological symptoms: injections are needed"""

    W16 = "W16"
    """Malabsorption: injections are the recommended treatment; oral treatment alone is disputed between the
    sources
    """

    W17 = "W17"
    """Up to half of patients need individual, more frequent injections to stay free of symptoms"""

    W18 = "W18"
    """Reassess for underlying causes of malabsorption"""

    W19 = "W19"
    """Relapse is common if supplementation is stopped; monitoring goes on"""

    W20 = "W20"
    """MMA above 271 nmol/L: functional deficiency"""

    W21 = "W21"
    """MMA and homocysteine rise in renal impairment whatever the B12 status: interpret with care"""

    W22 = "W22"
    """Recurrence of depression may call for a change in treatment frequency"""

    W23 = "W23"
    """Depression not improved: look for other causes as well; clinician review"""

    W24 = "W24"
    """Pain and paraesthesia usually improve before motor symptoms"""

    W25 = "W25"
    """Pregnancy after bariatric surgery: B12 and a full nutritional panel every trimester"""

    W26 = "W26"
    """In or before pregnancy folic acid is needed, and B12 too: both together, neither alone; the clinician
    decides (not in the sources)
    """

    W27 = "W27"
    """Low level without symptoms: one source says increase frequency, two say not on the level alone; the
    clinician decides
    """

    W31 = "W31"
    """Signs of the spinal cord (weakness, unsteady walking, bladder) or of the optic nerve (sight) need
    somebody on the same day (not in the sources)
    """

    W32 = "W32"
    """Mood has improved with B12: keeping B12 adequate matters for mood and to prevent damage to nerves"""

    W33 = "W33"
    """Neurological symptoms can occur with a normal B12 level, above all in older people: the level does not
    exclude B12 as their cause
    """

    W34 = "W34"
    """Pregnant or breastfeeding: other guidance reviews one month after the start of treatment (not in the
    sources)
    """

    W28 = "W28"
    """Before folic acid, show that B12 is adequate: the correction documented, a level of today, and MMA where
    anaemia persists or homocysteine is high
    """

    W35 = "W35"
    """Megaloblastic anaemia has not gone after 3 months of treatment: look for a lack of folate or iron and
    for another cause (our inference)
    """

SeverityCode = Literal["critical", "warning", "info", "banner"]


class Severity(StrEnum):
    """Severity"""

    critical = "critical"
    """Critical"""

    warning = "warning"
    """Warning"""

    info = "info"
    """Information"""

    banner = "banner"
    """Banner"""

InformationCode = Literal["I01", "I02", "I03", "I04", "I05", "I06", "I07", "I08", "I09", "I10", "I11", "I12", "I13", "I14", "I15", "I16", "I17", "I18", "I19", "I20", "I21", "I22", "I23", "I24", "I25", "I26", "I27", "I28", "I29", "I30", "I31", "I32", "I33", "I34", "I35", "I36", "I37"]


class Information(StrEnum):
    """Information needed"""

    I01 = "I01"
    """Cause of the deficiency"""

    I02 = "I02"
    """Length of ileum resected in cm"""

    I03 = "I03"
    """Length of ileum involved by Crohn's disease in cm"""

    I04 = "I04"
    """Which bariatric procedure"""

    I05 = "I05"
    """Months on the PPI or metformin"""

    I06 = "I06"
    """Is a PPI or metformin being taken"""

    I07 = "I07"
    """Was the deficiency confirmed"""

    I08 = "I08"
    """Intrinsic factor normal and no malabsorption"""

    I09 = "I09"
    """Neurological examination or review of symptoms; until then nerves are treated as involved"""

    I10 = "I10"
    """How symptoms have developed"""

    I11 = "I11"
    """Renal function: eGFR, diagnosis, diabetic nephropathy"""

    I12 = "I12"
    """Pregnancy or plans for pregnancy"""

    I13 = "I13"
    """Is the loading course complete"""

    I14 = "I14"
    """Date of the last check"""

    I15 = "I15"
    """Date treatment started"""

    I16 = "I16"
    """Is biochemical correction documented"""

    I17 = "I17"
    """Has dietary intake improved and is it adequate"""

    I18 = "I18"
    """Folate status"""

    I19 = "I19"
    """Serum B12 with its unit"""

    I20 = "I20"
    """Ferritin and transferrin saturation"""

    I21 = "I21"
    """Which cobalamin is in use"""

    I22 = "I22"
    """Interval in use"""

    I23 = "I23"
    """Age"""

    I24 = "I24"
    """MMA, if not yet measured, before injections are replaced"""

    I25 = "I25"
    """Nitrous oxide, used or given (not in the sources)"""

    I26 = "I26"
    """How mood has developed"""

    I27 = "I27"
    """How many checks in a row were normal"""

    I28 = "I28"
    """Blood count with MCV"""

    I29 = "I29"
    """Homocysteine"""

    I30 = "I30"
    """25-OH vitamin D"""

    I31 = "I31"
    """Whether folic acid is planned or taken"""

    I32 = "I32"
    """Route in use"""

    I33 = "I33"
    """Diabetic nephropathy"""

    I34 = "I34"
    """MMA, if it was measured"""

    I35 = "I35"
    """Has the check of this trimester been done"""

    I36 = "I36"
    """Date of the last check of vitamins after bariatric surgery"""

    I37 = "I37"
    """Date maintenance began"""

FlagCode = Literal["C01", "C02", "C03", "C04", "C05", "C08", "C10", "C11", "C12", "C13", "C14", "C17", "C18", "C19", "C25", "C26", "C30", "C32", "C55", "C57", "C58"]


class Flag(StrEnum):
    """Source disagreement"""

    C01 = "C01"
    """Pernicious anaemia: monthly (third source) or every 2 to 3 months (first and second)"""

    C02 = "C02"
    """Ileal resection: monthly (third source) or every 2 to 3 months (first and second)"""

    C03 = "C03"
    """Bariatric surgery: every 2 to 3 months, or monthly if changes are extensive; extent not defined"""

    C04 = "C04"
    """Crohn's threshold written as a range, more than 30 to 60 cm"""

    C05 = "C05"
    """Crohn's disease: lifelong (first source) or ongoing (third); no interval given"""

    C08 = "C08"
    """Cyanocobalamin: less preferred (first source), yet the treatment in use in the third and the oral form
    in the first
    """

    C10 = "C10"
    """Tablets in pernicious anaemia and malabsorption: possible (first source), or injections for life (second
    and third)
    """

    C11 = "C11"
    """Every 2 months with neurology: use it (first source) or consider it (second); not known is treated like
    involved
    """

    C12 = "C12"
    """Conditions for oral treatment differ"""

    C13 = "C13"
    """Never discontinue (first and second source) or possible in pure dietary deficiency (third)"""

    C14 = "C14"
    """PPI or metformin: lifelong (first source) or while the medicine continues (third)"""

    C17 = "C17"
    """Dietary exception, or indefinite treatment over 75"""

    C18 = "C18"
    """Next check at month 9 (second source) or month 12 (first and third)"""

    C19 = "C19"
    """Clock from the start of treatment (first source) or of maintenance (third)"""

    C25 = "C25"
    """180 to 350 pg/mL is called borderline, yet a related question calls 280 pg/mL normal"""

    C26 = "C26"
    """A good B12 level shows a successful first treatment (second source), or shows nothing by itself (third)"""

    C30 = "C30"
    """Low level alone: increase (first source), or do not titrate on it (second and third)"""

    C32 = "C32"
    """For life by default (first and second source), or by cause (third)"""

    C55 = "C55"
    """General interval: every 2 to 3 months (first and second source) or monthly (third)"""

    C57 = "C57"
    """Whether a tablet makes up for a diet with too little B12 is open in the third source"""

    C58 = "C58"
    """Special groups that are not yet stable: every 3 months (second source), or every 3 to 6 months (third)"""
