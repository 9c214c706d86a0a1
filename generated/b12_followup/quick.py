# By b12tables 0.1.0, for runtimes of pact 2. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Reading a case as most programs write it; what is written otherwise takes the longer way."""

from __future__ import annotations

from b12tables.runtime.fields import Many
from b12tables.runtime.tableset import OPEN, quick_reader, words_of

from .fields import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BY_CODE = {field.code: field for field in FIELDS}

KNOWN = frozenset((
    "cause",
    "ileal_resection_cm",
    "crohns_ileal_cm",
    "bariatric_procedure",
    "drug_ongoing",
    "drug_exposure_months",
    "deficiency_confirmed",
    "absorption_status",
    "dietary_intake",
    "date_of_birth",
    "age_years",
    "neuro_status",
    "symptom_course",
    "depression_course",
    "renal_diagnosis",
    "egfr",
    "diabetic_nephropathy",
    "pregnancy_status",
    "folic_acid",
    "folate_status",
    "iron_status",
    "phase",
    "treatment_started",
    "months_since_start",
    "maintenance_started",
    "months_since_maintenance_start",
    "check_done",
    "trimester_check_done",
    "last_check_date",
    "months_since_last_check",
    "last_check_month",
    "maintenance_start_month",
    "micronutrients_date",
    "months_since_micronutrients",
    "consecutive_normal_checks",
    "biochemical_correction",
    "current_product",
    "current_route",
    "current_interval",
    "b12",
    "mma",
    "hcy",
    "vitamin_d",
    "cbc_status",
    "from_start_opens",
    "from_start_closes",
    "after_last_opens",
    "after_last_closes",
))
"""The codes of the inputs."""

read_cause = words_of(BY_CODE["cause"])
read_ileal_resection_cm = quick_reader(BY_CODE["ileal_resection_cm"])
read_crohns_ileal_cm = quick_reader(BY_CODE["crohns_ileal_cm"])
read_bariatric_procedure = words_of(BY_CODE["bariatric_procedure"])
read_drug_ongoing = words_of(BY_CODE["drug_ongoing"])
read_drug_exposure_months = quick_reader(BY_CODE["drug_exposure_months"])
read_deficiency_confirmed = quick_reader(BY_CODE["deficiency_confirmed"])
read_absorption_status = words_of(BY_CODE["absorption_status"])
read_dietary_intake = words_of(BY_CODE["dietary_intake"])
read_date_of_birth = quick_reader(BY_CODE["date_of_birth"])
read_age_years = quick_reader(BY_CODE["age_years"])
read_neuro_status = words_of(BY_CODE["neuro_status"])
read_symptom_course = words_of(BY_CODE["symptom_course"])
read_depression_course = words_of(BY_CODE["depression_course"])
read_renal_diagnosis = words_of(BY_CODE["renal_diagnosis"])
read_egfr = quick_reader(BY_CODE["egfr"])
read_diabetic_nephropathy = quick_reader(BY_CODE["diabetic_nephropathy"])
read_pregnancy_status = words_of(BY_CODE["pregnancy_status"])
read_folic_acid = words_of(BY_CODE["folic_acid"])
read_folate_status = words_of(BY_CODE["folate_status"])
read_iron_status = words_of(BY_CODE["iron_status"])
read_phase = words_of(BY_CODE["phase"])
read_treatment_started = quick_reader(BY_CODE["treatment_started"])
read_months_since_start = quick_reader(BY_CODE["months_since_start"])
read_maintenance_started = quick_reader(BY_CODE["maintenance_started"])
read_months_since_maintenance_start = quick_reader(BY_CODE["months_since_maintenance_start"])
read_check_done = quick_reader(BY_CODE["check_done"])
read_trimester_check_done = quick_reader(BY_CODE["trimester_check_done"])
read_last_check_date = quick_reader(BY_CODE["last_check_date"])
read_months_since_last_check = quick_reader(BY_CODE["months_since_last_check"])
read_last_check_month = quick_reader(BY_CODE["last_check_month"])
read_maintenance_start_month = quick_reader(BY_CODE["maintenance_start_month"])
read_micronutrients_date = quick_reader(BY_CODE["micronutrients_date"])
read_months_since_micronutrients = quick_reader(BY_CODE["months_since_micronutrients"])
read_consecutive_normal_checks = quick_reader(BY_CODE["consecutive_normal_checks"])
read_biochemical_correction = quick_reader(BY_CODE["biochemical_correction"])
read_current_product = words_of(BY_CODE["current_product"])
read_current_route = words_of(BY_CODE["current_route"])
read_current_interval = words_of(BY_CODE["current_interval"])
read_b12 = quick_reader(BY_CODE["b12"])
read_mma = quick_reader(BY_CODE["mma"])
read_hcy = quick_reader(BY_CODE["hcy"])
read_vitamin_d = quick_reader(BY_CODE["vitamin_d"])
read_cbc_status = words_of(BY_CODE["cbc_status"])
read_from_start_opens = quick_reader(BY_CODE["from_start_opens"])
read_from_start_closes = quick_reader(BY_CODE["from_start_closes"])
read_after_last_opens = quick_reader(BY_CODE["after_last_opens"])
read_after_last_closes = quick_reader(BY_CODE["after_last_closes"])
read_normal_checks = words_of(BY_CODE["normal_checks"])
read_b12_band = words_of(BY_CODE["b12_band"])
read_egfr_band = words_of(BY_CODE["egfr_band"])
read_ileal_band = words_of(BY_CODE["ileal_band"])
read_crohns_band = words_of(BY_CODE["crohns_band"])
read_exposure_band = words_of(BY_CODE["exposure_band"])
read_age_band = words_of(BY_CODE["age_band"])
read_permanent_cause = quick_reader(BY_CODE["permanent_cause"])
read_medicine_effect = words_of(BY_CODE["medicine_effect"])
read_age_rule = words_of(BY_CODE["age_rule"])
read_mma_band = words_of(BY_CODE["mma_band"])
read_renal_class = words_of(BY_CODE["renal_class"])
read_anaemia_status = words_of(BY_CODE["anaemia_status"])
read_hcy_band = words_of(BY_CODE["hcy_band"])
read_symptom_response = words_of(BY_CODE["symptom_response"])
read_guard_kind = quick_reader(Many(BY_CODE["guard_kind"]))
read_cause_class = words_of(BY_CODE["cause_class"])
read_cause_is_bariatric = quick_reader(BY_CODE["cause_is_bariatric"])
read_bariatric_pregnancy = words_of(BY_CODE["bariatric_pregnancy"])
read_neuro_class = words_of(BY_CODE["neuro_class"])
read_closer_checks = words_of(BY_CODE["closer_checks"])
read_year_band = words_of(BY_CODE["year_band"])
read_stabilised = quick_reader(BY_CODE["stabilised"])
read_track = words_of(BY_CODE["track"])
read_last_check = words_of(BY_CODE["last_check"])
read_check_basis = words_of(BY_CODE["check_basis"])
read_due_status = words_of(BY_CODE["due_status"])
read_vitd_band = words_of(BY_CODE["vitd_band"])
read_case_ok = quick_reader(BY_CODE["case_ok"])
read_response_class = words_of(BY_CODE["response_class"])
read_check_record = words_of(BY_CODE["check_record"])
read_missing_condition = words_of(BY_CODE["missing_condition"])
read_oral_barrier = words_of(BY_CODE["oral_barrier"])
read_oral_option = words_of(BY_CODE["oral_option"])
read_escalation = words_of(BY_CODE["escalation"])
read_cause_interval = words_of(BY_CODE["cause_interval"])
read_in_use = words_of(BY_CODE["in_use"])
read_regimen = words_of(BY_CODE["regimen"])
read_product_schedule = words_of(BY_CODE["product_schedule"])
read_product_safety = words_of(BY_CODE["product_safety"])
read_relation = words_of(BY_CODE["relation"])
read_treatment_change = words_of(BY_CODE["treatment_change"])
read_repleted = quick_reader(BY_CODE["repleted"])
read_age80 = quick_reader(BY_CODE["age80"])


def quick(case: dict[str, Any]) -> dict[str, Any]:
    """The values of all inputs. Raises KeyError, TypeError or Obstacle where it cannot."""
    if not KNOWN.issuperset(case):
        raise KeyError
    get = case.get
    return {
        "cause": read_cause[get("cause")],
        "ileal_resection_cm": x if type(x := get("ileal_resection_cm")) is int and 0 <= x <= 700 else read_ileal_resection_cm(x),
        "crohns_ileal_cm": x if type(x := get("crohns_ileal_cm")) is int and 0 <= x <= 700 else read_crohns_ileal_cm(x),
        "bariatric_procedure": read_bariatric_procedure[get("bariatric_procedure")],
        "drug_ongoing": read_drug_ongoing[get("drug_ongoing")],
        "drug_exposure_months": x if type(x := get("drug_exposure_months")) is int and 0 <= x <= 1200 else read_drug_exposure_months(x),
        "deficiency_confirmed": x if (x := get("deficiency_confirmed")) is True or x is None or x is False else read_deficiency_confirmed(x),
        "absorption_status": read_absorption_status[get("absorption_status")],
        "dietary_intake": read_dietary_intake[get("dietary_intake")],
        "date_of_birth": None if (x := get("date_of_birth")) is None else read_date_of_birth(x),
        "age_years": x if type(x := get("age_years", OPEN)) is int and 0 <= x <= 120 else read_age_years(x),
        "neuro_status": read_neuro_status[get("neuro_status")],
        "symptom_course": read_symptom_course[get("symptom_course")],
        "depression_course": read_depression_course[get("depression_course")],
        "renal_diagnosis": read_renal_diagnosis[get("renal_diagnosis")],
        "egfr": x if type(x := get("egfr")) is int and 0 <= x <= 200 else read_egfr(x),
        "diabetic_nephropathy": x if (x := get("diabetic_nephropathy")) is True or x is None or x is False else read_diabetic_nephropathy(x),
        "pregnancy_status": read_pregnancy_status[get("pregnancy_status")],
        "folic_acid": read_folic_acid[get("folic_acid")],
        "folate_status": read_folate_status[get("folate_status")],
        "iron_status": read_iron_status[get("iron_status")],
        "phase": read_phase[get("phase")],
        "treatment_started": None if (x := get("treatment_started")) is None else read_treatment_started(x),
        "months_since_start": x if type(x := get("months_since_start", OPEN)) is int and 0 <= x <= 1200 else read_months_since_start(x),
        "maintenance_started": None if (x := get("maintenance_started")) is None else read_maintenance_started(x),
        "months_since_maintenance_start": x if type(x := get("months_since_maintenance_start", OPEN)) is int and 0 <= x <= 1200 else read_months_since_maintenance_start(x),
        "check_done": x if (x := get("check_done")) is True or x is None or x is False else read_check_done(x),
        "trimester_check_done": x if (x := get("trimester_check_done")) is True or x is None or x is False else read_trimester_check_done(x),
        "last_check_date": None if (x := get("last_check_date")) is None else read_last_check_date(x),
        "months_since_last_check": x if type(x := get("months_since_last_check", OPEN)) is int and 0 <= x <= 1200 else read_months_since_last_check(x),
        "last_check_month": x if type(x := get("last_check_month", OPEN)) is int and -1200 <= x <= 1200 else read_last_check_month(x),
        "maintenance_start_month": x if type(x := get("maintenance_start_month", OPEN)) is int and -1200 <= x <= 1200 else read_maintenance_start_month(x),
        "micronutrients_date": None if (x := get("micronutrients_date")) is None else read_micronutrients_date(x),
        "months_since_micronutrients": x if type(x := get("months_since_micronutrients", OPEN)) is int and 0 <= x <= 1200 else read_months_since_micronutrients(x),
        "consecutive_normal_checks": x if type(x := get("consecutive_normal_checks")) is int and 0 <= x <= 400 else read_consecutive_normal_checks(x),
        "biochemical_correction": x if (x := get("biochemical_correction")) is True or x is None or x is False else read_biochemical_correction(x),
        "current_product": read_current_product[get("current_product")],
        "current_route": read_current_route[get("current_route")],
        "current_interval": read_current_interval[get("current_interval")],
        "b12": None if (x := get("b12")) is None else read_b12(x),
        "mma": None if (x := get("mma")) is None else read_mma(x),
        "hcy": None if (x := get("hcy")) is None else read_hcy(x),
        "vitamin_d": None if (x := get("vitamin_d")) is None else read_vitamin_d(x),
        "cbc_status": read_cbc_status[get("cbc_status")],
        "from_start_opens": x if type(x := get("from_start_opens", OPEN)) is int and -1200 <= x <= 24 else read_from_start_opens(x),
        "from_start_closes": x if type(x := get("from_start_closes", OPEN)) is int and -1200 <= x <= 24 else read_from_start_closes(x),
        "after_last_opens": x if type(x := get("after_last_opens", OPEN)) is int and -1200 <= x <= 24 else read_after_last_opens(x),
        "after_last_closes": x if type(x := get("after_last_closes", OPEN)) is int and -1200 <= x <= 24 else read_after_last_closes(x),
    }
