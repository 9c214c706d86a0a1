# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""The decisions in the order in which they follow from each other."""

from __future__ import annotations

from b12tables.runtime.quick_way import OPEN, Obstacle, check_range
from b12tables.runtime.values import between, differs, total

from . import impossible
from .decisions.age80 import decide as decide_age80
from .decisions.age_band import decide as decide_age_band
from .decisions.age_rule import decide as decide_age_rule
from .decisions.anaemia_status import decide as decide_anaemia_status
from .decisions.b12_band import decide as decide_b12_band
from .decisions.bariatric_pregnancy import decide as decide_bariatric_pregnancy
from .decisions.case_ok import decide as decide_case_ok
from .decisions.cause_class import decide as decide_cause_class
from .decisions.cause_interval import decide as decide_cause_interval
from .decisions.cause_is_bariatric import decide as decide_cause_is_bariatric
from .decisions.check_record import decide as decide_check_record
from .decisions.closer_checks import decide as decide_closer_checks
from .decisions.crohns_band import decide as decide_crohns_band
from .decisions.discontinuation import decide as decide_discontinuation
from .decisions.due_status import decide as decide_due_status
from .decisions.duration import decide as decide_duration
from .decisions.egfr_band import decide as decide_egfr_band
from .decisions.escalation import decide as decide_escalation
from .decisions.exposure_band import decide as decide_exposure_band
from .decisions.guards import decide as decide_guards
from .decisions.hcy_band import decide as decide_hcy_band
from .decisions.ileal_band import decide as decide_ileal_band
from .decisions.in_use import decide as decide_in_use
from .decisions.information_needed import decide as decide_information_needed
from .decisions.interval_relation import decide as decide_interval_relation
from .decisions.lab_reading import decide as decide_lab_reading
from .decisions.last_check import decide as decide_last_check
from .decisions.medicine_effect import decide as decide_medicine_effect
from .decisions.micronutrient_check import decide as decide_micronutrient_check
from .decisions.missing_condition import decide as decide_missing_condition
from .decisions.mma_band import decide as decide_mma_band
from .decisions.monitor_track import decide as decide_monitor_track
from .decisions.neuro_class import decide as decide_neuro_class
from .decisions.next_check import decide as decide_next_check
from .decisions.normal_checks import decide as decide_normal_checks
from .decisions.oral_barrier import decide as decide_oral_barrier
from .decisions.oral_option import decide as decide_oral_option
from .decisions.permanent_cause import decide as decide_permanent_cause
from .decisions.product import decide as decide_product
from .decisions.product_by_mouth import decide as decide_product_by_mouth
from .decisions.product_safety import decide as decide_product_safety
from .decisions.product_schedule import decide as decide_product_schedule
from .decisions.regimen import decide as decide_regimen
from .decisions.regimen_action import decide as decide_regimen_action
from .decisions.regimen_detail import decide as decide_regimen_detail
from .decisions.renal_class import decide as decide_renal_class
from .decisions.repleted import decide as decide_repleted
from .decisions.response_class import decide as decide_response_class
from .decisions.source_flags import decide as decide_source_flags
from .decisions.stabilised import decide as decide_stabilised
from .decisions.symptom_response import decide as decide_symptom_response
from .decisions.tests import decide as decide_tests
from .decisions.treatment_change import decide as decide_treatment_change
from .decisions.vitd_band import decide as decide_vitd_band
from .decisions.warnings import decide as decide_warnings
from .decisions.year_band import decide as decide_year_band
from .fields import FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from b12tables.runtime.rules import Fired, Rule

BY_CODE = {field.code: field for field in FIELDS}


def flow(
    cause: Any,
    ileal_resection_cm: Any,
    crohns_ileal_cm: Any,
    bariatric_procedure: Any,
    drug_ongoing: Any,
    drug_exposure_months: Any,
    deficiency_confirmed: Any,
    absorption_status: Any,
    dietary_intake: Any,
    date_of_birth: Any,
    age_years: Any,
    neuro_status: Any,
    symptom_course: Any,
    depression_course: Any,
    renal_diagnosis: Any,
    egfr: Any,
    diabetic_nephropathy: Any,
    pregnancy_status: Any,
    folic_acid: Any,
    folate_status: Any,
    iron_status: Any,
    phase: Any,
    treatment_started: Any,
    months_since_start: Any,
    maintenance_started: Any,
    months_since_maintenance_start: Any,
    check_done: Any,
    trimester_check_done: Any,
    last_check_date: Any,
    months_since_last_check: Any,
    last_check_month: Any,
    maintenance_start_month: Any,
    micronutrients_date: Any,
    months_since_micronutrients: Any,
    consecutive_normal_checks: Any,
    biochemical_correction: Any,
    current_product: Any,
    current_route: Any,
    current_interval: Any,
    b12: Any,
    mma: Any,
    hcy: Any,
    vitamin_d: Any,
    cbc_status: Any,
    from_start_opens: Any,
    from_start_closes: Any,
    after_last_opens: Any,
    after_last_closes: Any,
    today: date | None,
) -> tuple[tuple[Rule[Any] | Fired[Any], ...], tuple[Any, ...]]:
    """What fires in each decision, and the inputs once computed fields are there. Raises where it cannot."""
    if age_years is OPEN or age_years is None:
        age_years = check_range(BY_CODE["age_years"], between(date_of_birth, today, "years"))
    elif differs(age_years, between(date_of_birth, today, "years"), "between"):
        raise Obstacle
    if months_since_start is OPEN or months_since_start is None:
        months_since_start = check_range(BY_CODE["months_since_start"], between(treatment_started, today, "months"))
    elif differs(months_since_start, between(treatment_started, today, "months"), "between"):
        raise Obstacle
    if months_since_maintenance_start is OPEN or months_since_maintenance_start is None:
        months_since_maintenance_start = check_range(BY_CODE["months_since_maintenance_start"], between(maintenance_started, today, "months"))
    elif differs(months_since_maintenance_start, between(maintenance_started, today, "months"), "between"):
        raise Obstacle
    if months_since_last_check is OPEN or months_since_last_check is None:
        months_since_last_check = check_range(BY_CODE["months_since_last_check"], between(last_check_date, today, "months"))
    elif differs(months_since_last_check, between(last_check_date, today, "months"), "between"):
        raise Obstacle
    if last_check_month is OPEN or last_check_month is None:
        last_check_month = check_range(BY_CODE["last_check_month"], total(months_since_start, months_since_last_check, -1))
    elif differs(last_check_month, total(months_since_start, months_since_last_check, -1), "difference"):
        raise Obstacle
    if maintenance_start_month is OPEN or maintenance_start_month is None:
        maintenance_start_month = check_range(BY_CODE["maintenance_start_month"], total(months_since_start, months_since_maintenance_start, -1))
    elif differs(maintenance_start_month, total(months_since_start, months_since_maintenance_start, -1), "difference"):
        raise Obstacle
    if months_since_micronutrients is OPEN or months_since_micronutrients is None:
        months_since_micronutrients = check_range(BY_CODE["months_since_micronutrients"], between(micronutrients_date, today, "months"))
    elif differs(months_since_micronutrients, between(micronutrients_date, today, "months"), "between"):
        raise Obstacle

    # Ileal resection band
    step_ileal_band = decide_ileal_band(ileal_resection_cm, cause)
    ileal_band = step_ileal_band.answer.ileal_band

    # Crohn's ileal band
    step_crohns_band = decide_crohns_band(crohns_ileal_cm, cause)
    crohns_band = step_crohns_band.answer.crohns_band

    # Medicine exposure band
    step_exposure_band = decide_exposure_band(drug_exposure_months)
    exposure_band = step_exposure_band.answer.exposure_band

    # Age band
    step_age_band = decide_age_band(age_years)
    age_band = step_age_band.answer.age_band

    # Over 80
    step_age80 = decide_age80(age_years)
    age80 = None if step_age80.answer.age80 == "unknown" else step_age80.answer.age80

    # Serum B12 band
    step_b12_band = decide_b12_band(b12)
    b12_band = step_b12_band.answer.b12_band

    # MMA band
    step_mma_band = decide_mma_band(mma)
    mma_band = step_mma_band.answer.mma_band

    # Homocysteine band
    step_hcy_band = decide_hcy_band(hcy)
    hcy_band = step_hcy_band.answer.hcy_band

    # Vitamin D band
    step_vitd_band = decide_vitd_band(vitamin_d)
    vitd_band = step_vitd_band.answer.vitd_band

    # eGFR band
    step_egfr_band = decide_egfr_band(egfr)
    egfr_band = step_egfr_band.answer.egfr_band

    # Bariatric patient
    step_cause_is_bariatric = decide_cause_is_bariatric(cause, bariatric_procedure)
    cause_is_bariatric = step_cause_is_bariatric.answer.cause_is_bariatric

    # Normal checks
    step_normal_checks = decide_normal_checks(consecutive_normal_checks)
    normal_checks = None if step_normal_checks.answer.normal_checks == "unknown" else step_normal_checks.answer.normal_checks

    # Stabilised
    step_stabilised = decide_stabilised(normal_checks, b12_band)
    stabilised = None if step_stabilised.answer.stabilised == "unknown" else step_stabilised.answer.stabilised

    # Year of treatment
    step_year_band = decide_year_band(months_since_start)
    year_band = step_year_band.answer.year_band

    # Last check
    step_last_check = decide_last_check(check_done, last_check_month, months_since_start)
    last_check = step_last_check.answer.last_check

    # Renal function
    step_renal_class = decide_renal_class(renal_diagnosis, diabetic_nephropathy, egfr_band)
    renal_class = None if step_renal_class.answer.renal_class == "unknown" else step_renal_class.answer.renal_class

    # Permanent cause
    step_permanent_cause = decide_permanent_cause(cause, ileal_band, crohns_band, bariatric_procedure)
    permanent_cause = step_permanent_cause.answer.permanent_cause

    # Effect of the medicine
    step_medicine_effect = decide_medicine_effect(drug_ongoing, exposure_band, deficiency_confirmed)
    medicine_effect = step_medicine_effect.answer.medicine_effect

    # Over-75 rule
    step_age_rule = decide_age_rule(age_band, deficiency_confirmed)
    age_rule = step_age_rule.answer.age_rule

    # Cause class
    step_cause_class = decide_cause_class(permanent_cause, cause, absorption_status, medicine_effect, age_rule)
    cause_class = step_cause_class.answer.cause_class

    # Neurology
    step_neuro_class = decide_neuro_class(neuro_status)
    neuro_class = None if step_neuro_class.answer.neuro_class == "unknown" else step_neuro_class.answer.neuro_class

    # Anaemia on treatment
    step_anaemia_status = decide_anaemia_status(cbc_status, months_since_start)
    anaemia_status = step_anaemia_status.answer.anaemia_status

    # B12 replete
    step_repleted = decide_repleted(phase, biochemical_correction, b12_band, mma_band, renal_class, anaemia_status, hcy_band)
    repleted = None if step_repleted.answer.repleted == "unknown" else step_repleted.answer.repleted

    # Symptom response
    step_symptom_response = decide_symptom_response(neuro_status, symptom_course, depression_course, current_interval)
    symptom_response = step_symptom_response.answer.symptom_response

    # Response
    step_response_class = decide_response_class(symptom_response, b12_band, mma_band, anaemia_status, hcy_band)
    response_class = step_response_class.answer.response_class

    # Entry problems
    step_guards = decide_guards(age_years, last_check_month, maintenance_start_month, biochemical_correction, b12_band, normal_checks, check_done, cause, ileal_band, bariatric_procedure, crohns_band, drug_ongoing, current_product, current_route, phase, current_interval, absorption_status, renal_diagnosis, egfr_band, pregnancy_status, neuro_status, symptom_course)
    guard_kind = frozenset([one.guard_kind for one in step_guards.answer])

    # Entries consistent
    step_case_ok = decide_case_ok(guard_kind)
    case_ok = step_case_ok.answer.case_ok

    # Bariatric pregnancy
    step_bariatric_pregnancy = decide_bariatric_pregnancy(cause_is_bariatric, pregnancy_status)
    bariatric_pregnancy = step_bariatric_pregnancy.answer.bariatric_pregnancy

    # Closer checks
    step_closer_checks = decide_closer_checks(bariatric_pregnancy, neuro_class, symptom_course, depression_course, anaemia_status, b12_band)
    closer_checks = step_closer_checks.answer.closer_checks

    # Monitoring track
    step_monitor_track = decide_monitor_track(bariatric_pregnancy, phase, closer_checks, year_band, stabilised, age_band)
    track = step_monitor_track.answer.track

    # Next check
    step_next_check = decide_next_check(track, last_check, stabilised, year_band)
    check_basis = step_next_check.answer.check_basis
    next_check_from = step_next_check.answer.next_check_from
    next_check_to = step_next_check.answer.next_check_to
    if from_start_opens is OPEN or from_start_opens is None:
        from_start_opens = check_range(BY_CODE["from_start_opens"], total(next_check_from, months_since_start, -1))
    elif differs(from_start_opens, total(next_check_from, months_since_start, -1), "difference"):
        raise Obstacle
    if from_start_closes is OPEN or from_start_closes is None:
        from_start_closes = check_range(BY_CODE["from_start_closes"], total(next_check_to, months_since_start, -1))
    elif differs(from_start_closes, total(next_check_to, months_since_start, -1), "difference"):
        raise Obstacle
    if after_last_opens is OPEN or after_last_opens is None:
        after_last_opens = check_range(BY_CODE["after_last_opens"], total(next_check_from, months_since_last_check, -1))
    elif differs(after_last_opens, total(next_check_from, months_since_last_check, -1), "difference"):
        raise Obstacle
    if after_last_closes is OPEN or after_last_closes is None:
        after_last_closes = check_range(BY_CODE["after_last_closes"], total(next_check_to, months_since_last_check, -1))
    elif differs(after_last_closes, total(next_check_to, months_since_last_check, -1), "difference"):
        raise Obstacle

    # Next check status
    step_due_status = decide_due_status(check_basis, from_start_opens, from_start_closes, after_last_opens, after_last_closes, trimester_check_done, months_since_last_check)
    due_status = step_due_status.answer.due_status

    # Next vitamin check
    step_micronutrient_check = decide_micronutrient_check(cause_is_bariatric, age_band, bariatric_pregnancy, trimester_check_done, months_since_micronutrients)

    # Check on record
    step_check_record = decide_check_record(last_check, due_status)
    check_record = step_check_record.answer.check_record

    # Reading of results
    step_lab_reading = decide_lab_reading(b12_band, mma_band, hcy_band, cause_is_bariatric, vitd_band, cbc_status, age_band)

    # Barrier to tablets
    step_oral_barrier = decide_oral_barrier(case_ok, neuro_class, phase, response_class)
    oral_barrier = step_oral_barrier.answer.oral_barrier

    # Conditions for tablets
    step_missing_condition = decide_missing_condition(biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record)
    missing_condition = step_missing_condition.answer.missing_condition

    # Stopping injections
    step_discontinuation = decide_discontinuation(case_ok, cause_class, age_rule, neuro_class, phase, missing_condition, pregnancy_status)

    # Oral treatment
    step_oral_option = decide_oral_option(oral_barrier, cause_class, cause, renal_class, response_class, missing_condition, pregnancy_status)
    oral_option = step_oral_option.answer.oral_option

    # Product
    step_product = decide_product(renal_class, current_product, age_band)

    # Product by mouth
    step_product_by_mouth = decide_product_by_mouth(oral_option, renal_class)

    # Treatment in use
    step_in_use = decide_in_use(current_product, current_route, current_interval)
    in_use = step_in_use.answer.in_use

    # Product and interval
    step_product_schedule = decide_product_schedule(current_product, current_interval)
    product_schedule = step_product_schedule.answer.product_schedule

    # Step up
    step_escalation = decide_escalation(response_class, current_interval, phase)
    escalation = step_escalation.answer.escalation

    # Interval by cause
    step_cause_interval = decide_cause_interval(cause, ileal_band, bariatric_procedure)
    cause_interval = step_cause_interval.answer.cause_interval

    # Maintenance regimen
    step_regimen = decide_regimen(case_ok, phase, escalation, cause_interval, neuro_class, oral_option, current_route, in_use)
    regimen = step_regimen.answer.regimen

    # Duration
    step_duration = decide_duration(cause_class, cause, age_rule, age_band, regimen)

    # Regimen detail
    step_regimen_detail = decide_regimen_detail(regimen)

    # Interval in use
    step_interval_relation = decide_interval_relation(regimen, escalation, neuro_class, in_use, current_interval, product_schedule)
    relation = step_interval_relation.answer.relation

    # Product in use and kidneys
    step_product_safety = decide_product_safety(current_product, renal_class, age_band)
    product_safety = step_product_safety.answer.product_safety

    # Tests and reviews
    step_tests = decide_tests(phase, b12_band, symptom_course, depression_course, mma_band, hcy_band, anaemia_status, cause_is_bariatric, bariatric_pregnancy, cause, age_band, folic_acid, folate_status, product_safety, egfr_band, diabetic_nephropathy, renal_diagnosis)

    # Change to treatment
    step_treatment_change = decide_treatment_change(regimen, relation, response_class, oral_option)
    treatment_change = step_treatment_change.answer.treatment_change

    # Action now
    step_regimen_action = decide_regimen_action(regimen, product_safety, phase, treatment_change, response_class)

    # Warnings
    step_warnings = decide_warnings(folic_acid, folate_status, pregnancy_status, repleted, age_band, product_safety, diabetic_nephropathy, renal_class, cause, cause_class, symptom_course, normal_checks, b12_band, age80, iron_status, current_route, current_interval, neuro_status, depression_course, anaemia_status, mma_band, hcy_band, bariatric_pregnancy, year_band)

    # Information needed
    step_information_needed = decide_information_needed(cause, ileal_band, ileal_resection_cm, crohns_band, crohns_ileal_cm, cause_class, bariatric_procedure, exposure_band, drug_ongoing, deficiency_confirmed, absorption_status, neuro_class, symptom_course, depression_course, renal_class, diabetic_nephropathy, pregnancy_status, cause_is_bariatric, phase, last_check, normal_checks, year_band, maintenance_start_month, biochemical_correction, folic_acid, dietary_intake, folate_status, b12_band, iron_status, cbc_status, hcy_band, vitd_band, current_product, current_route, current_interval, mma_band, trimester_check_done, months_since_micronutrients, age_band)

    # Source disagreements
    step_source_flags = decide_source_flags(cause, ileal_band, bariatric_procedure, crohns_band, neuro_class, oral_option, response_class, dietary_intake, cause_class, regimen, age_band, renal_class, phase, year_band, last_check, stabilised, b12_band, closer_checks, track)

    if (
        impossible.impossible_X1(check_done, months_since_last_check)
        or impossible.impossible_X2(check_done, last_check_month)
        or impossible.impossible_X3(months_since_start, last_check_month)
        or impossible.impossible_X4(months_since_start, last_check_month)
        or impossible.impossible_X5(months_since_start, last_check_month)
        or impossible.impossible_X6(months_since_start, last_check_month)
        or impossible.impossible_X7(check_done, trimester_check_done)
    ):
        raise Obstacle

    return (step_ileal_band, step_crohns_band, step_exposure_band, step_age_band, step_age80, step_b12_band, step_mma_band, step_hcy_band, step_vitd_band, step_egfr_band, step_cause_is_bariatric, step_normal_checks, step_stabilised, step_year_band, step_last_check, step_renal_class, step_permanent_cause, step_medicine_effect, step_age_rule, step_cause_class, step_neuro_class, step_anaemia_status, step_repleted, step_symptom_response, step_response_class, step_guards, step_case_ok, step_bariatric_pregnancy, step_closer_checks, step_monitor_track, step_next_check, step_due_status, step_micronutrient_check, step_check_record, step_lab_reading, step_oral_barrier, step_missing_condition, step_discontinuation, step_oral_option, step_product, step_product_by_mouth, step_in_use, step_product_schedule, step_escalation, step_cause_interval, step_regimen, step_duration, step_regimen_detail, step_interval_relation, step_product_safety, step_tests, step_treatment_change, step_regimen_action, step_warnings, step_information_needed, step_source_flags,), (cause, ileal_resection_cm, crohns_ileal_cm, bariatric_procedure, drug_ongoing, drug_exposure_months, deficiency_confirmed, absorption_status, dietary_intake, date_of_birth, age_years, neuro_status, symptom_course, depression_course, renal_diagnosis, egfr, diabetic_nephropathy, pregnancy_status, folic_acid, folate_status, iron_status, phase, treatment_started, months_since_start, maintenance_started, months_since_maintenance_start, check_done, trimester_check_done, last_check_date, months_since_last_check, last_check_month, maintenance_start_month, micronutrients_date, months_since_micronutrients, consecutive_normal_checks, biochemical_correction, current_product, current_route, current_interval, b12, mma, hcy, vitamin_d, cbc_status, from_start_opens, from_start_closes, after_last_opens, after_last_closes,)
