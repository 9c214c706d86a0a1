# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Follow-up of vitamin B12 deficiency after initial treatment, version 1.0.0 (Under review).

This is decision support under review: it does not replace the judgement of the clinician who knows the
patient.

Intended use: For clinicians who follow up adults after the start of treatment for vitamin B12 deficiency:
maintenance regimen, monitoring, warnings, and whether injections may be replaced. Not for diagnosis, not
for children, not for the loading course itself, not for emergencies.
"""

from __future__ import annotations

from b12tables.runtime import keep_pact

__pact__ = keep_pact(6, __name__, "0.1.0")

from b12tables.runtime.case import NOT_STATED
from b12tables.runtime.problems import InvalidCase, NoRule, Problem
from b12tables.runtime.tableset import TableSet
from b12tables.runtime.values import Quantity

from .case import Case
from .decisions.age80 import TABLE as age80_table
from .decisions.age_band import TABLE as age_band_table
from .decisions.age_rule import TABLE as age_rule_table
from .decisions.anaemia_status import TABLE as anaemia_status_table
from .decisions.b12_band import TABLE as b12_band_table
from .decisions.bariatric_pregnancy import TABLE as bariatric_pregnancy_table
from .decisions.case_ok import TABLE as case_ok_table
from .decisions.cause_class import TABLE as cause_class_table
from .decisions.cause_interval import TABLE as cause_interval_table
from .decisions.cause_is_bariatric import TABLE as cause_is_bariatric_table
from .decisions.check_record import TABLE as check_record_table
from .decisions.closer_checks import TABLE as closer_checks_table
from .decisions.crohns_band import TABLE as crohns_band_table
from .decisions.discontinuation import TABLE as discontinuation_table
from .decisions.due_status import TABLE as due_status_table
from .decisions.duration import TABLE as duration_table
from .decisions.egfr_band import TABLE as egfr_band_table
from .decisions.escalation import TABLE as escalation_table
from .decisions.exposure_band import TABLE as exposure_band_table
from .decisions.guards import TABLE as guards_table
from .decisions.hcy_band import TABLE as hcy_band_table
from .decisions.ileal_band import TABLE as ileal_band_table
from .decisions.in_use import TABLE as in_use_table
from .decisions.information_needed import TABLE as information_needed_table
from .decisions.interval_relation import TABLE as interval_relation_table
from .decisions.lab_reading import TABLE as lab_reading_table
from .decisions.last_check import TABLE as last_check_table
from .decisions.medicine_effect import TABLE as medicine_effect_table
from .decisions.micronutrient_check import TABLE as micronutrient_check_table
from .decisions.missing_condition import TABLE as missing_condition_table
from .decisions.mma_band import TABLE as mma_band_table
from .decisions.monitor_track import TABLE as monitor_track_table
from .decisions.neuro_class import TABLE as neuro_class_table
from .decisions.next_check import TABLE as next_check_table
from .decisions.normal_checks import TABLE as normal_checks_table
from .decisions.oral_barrier import TABLE as oral_barrier_table
from .decisions.oral_option import TABLE as oral_option_table
from .decisions.permanent_cause import TABLE as permanent_cause_table
from .decisions.product import TABLE as product_table
from .decisions.product_by_mouth import TABLE as product_by_mouth_table
from .decisions.product_safety import TABLE as product_safety_table
from .decisions.product_schedule import TABLE as product_schedule_table
from .decisions.regimen import TABLE as regimen_table
from .decisions.regimen_action import TABLE as regimen_action_table
from .decisions.regimen_detail import TABLE as regimen_detail_table
from .decisions.renal_class import TABLE as renal_class_table
from .decisions.repleted import TABLE as repleted_table
from .decisions.response_class import TABLE as response_class_table
from .decisions.source_flags import TABLE as source_flags_table
from .decisions.stabilised import TABLE as stabilised_table
from .decisions.symptom_response import TABLE as symptom_response_table
from .decisions.tests import TABLE as tests_table
from .decisions.treatment_change import TABLE as treatment_change_table
from .decisions.vitd_band import TABLE as vitd_band_table
from .decisions.warnings import TABLE as warnings_table
from .decisions.year_band import TABLE as year_band_table
from .fields import FIELDS
from .flow import flow
from .impossible import COMBINATIONS
from .quick import quick
from .result import Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Literal, TypeVar

    from b12tables.runtime.audit import Replay
    from b12tables.runtime.possible import Possible
    from b12tables.runtime.whynot import WhyNot

    from . import values

__version__ = "1.0.0"


def _details() -> object:
    from . import details

    return details


def _signatures() -> object:
    from . import signatures

    return signatures


def _grid() -> object:
    from . import grid

    return grid


SET = TableSet(
    package=__name__,
    identifier="b12_followup",
    title="Follow-up of vitamin B12 deficiency after initial treatment",
    version=__version__,
    review_status="Under review",
    safety="This is decision support under review: it does not replace the judgement of the clinician who knows the patient.",
    intended_use="For clinicians who follow up adults after the start of treatment for vitamin B12 deficiency: maintenance regimen, monitoring, warnings, and whether injections may be replaced. Not for diagnosis, not for children, not for the loading course itself, not for emergencies.",
    language="en",
    content_hash="506193ce0bcd14eda565a6d4f5448b6ef6e6a275ee1625b00cd58de757699e59",
    dictionary_hash="eb5761d17b050ae147d7577123605d6d2ecc6a74c43ffc993aff6f01ceafb6e4",
    combinations_hash="3f7f7980ade3e4871f126a6b4091522649e9c936c22319c249a82190370878e1",
    fields=FIELDS,
    inputs=(
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
    ),
    needed=(),
    decisions=(
        ileal_band_table,
        crohns_band_table,
        exposure_band_table,
        age_band_table,
        age80_table,
        b12_band_table,
        mma_band_table,
        hcy_band_table,
        vitd_band_table,
        egfr_band_table,
        cause_is_bariatric_table,
        normal_checks_table,
        stabilised_table,
        year_band_table,
        last_check_table,
        renal_class_table,
        permanent_cause_table,
        medicine_effect_table,
        age_rule_table,
        cause_class_table,
        neuro_class_table,
        anaemia_status_table,
        repleted_table,
        symptom_response_table,
        response_class_table,
        guards_table,
        case_ok_table,
        bariatric_pregnancy_table,
        closer_checks_table,
        monitor_track_table,
        next_check_table,
        due_status_table,
        micronutrient_check_table,
        check_record_table,
        lab_reading_table,
        oral_barrier_table,
        missing_condition_table,
        discontinuation_table,
        oral_option_table,
        product_table,
        product_by_mouth_table,
        in_use_table,
        product_schedule_table,
        escalation_table,
        cause_interval_table,
        regimen_table,
        duration_table,
        regimen_detail_table,
        interval_relation_table,
        product_safety_table,
        tests_table,
        treatment_change_table,
        regimen_action_table,
        warnings_table,
        information_needed_table,
        source_flags_table,
    ),
    answers=("guards", "regimen_action", "regimen", "regimen_detail", "duration", "product_safety", "oral_option", "discontinuation", "next_check", "due_status", "micronutrient_check", "tests", "lab_reading", "warnings", "information_needed", "source_flags"),
    folded=("product", "product_by_mouth", "interval_relation", "treatment_change"),
    combinations=COMBINATIONS,
    quick=quick,
    flow=flow,
    result=Result,
    compiler="0.1.0",
    details=_details,
    signatures=_signatures,
    grid=_grid,
)


@SET.evaluates
def evaluate(case: Case | Mapping[str, object], *, today: date | str | None = None) -> Result:
    """Takes every decision for one case.

    `case` is a `Case` or a mapping: keys are codes or labels of fields, values are codes, labels or enum
    members, numbers in the base unit, `"453 mg"` or `Quantity(453, "mg")`, dates or ISO texts, lists for
    sets. `today` is the day that computed fields count to. What is wrong with a case is in the result, never
    an exception.
    """
    raise NotImplementedError


if TYPE_CHECKING:
    Frame = TypeVar("Frame")


def evaluate_frame(
    frame: Frame,
    *,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    unit_columns: Mapping[str, str] | None = None,
    values: Mapping[str, Mapping[object, object]] | None = None,
    today: date | str | None = None,
    nan: Literal["refuse", "unknown"] = "refuse",
    others: Literal["refuse", "keep", "drop"] = "refuse",
    decisions: Sequence[values.DecisionName] | None = None,
    words: bool = False,
    rules: bool = False,
    threads: int = 1,
) -> Frame:
    """Takes every decision for each row of a frame of pandas, Polars, PyArrow or DuckDB; gives one of the same kind.

    The columns of the answer are a status, a reason and the answers; a row that a single case would be refused for has
    its status and its reason. `columns` (field to column), `units` and `unit_columns` (field to unit, or to the column
    that holds it) and `values` (field to what its entries mean) say how columns are read. Needs the extra `cohort`;
    `b12tables.cohort.evaluate_frame` says more of each argument. Raises `b12tables.cohort.CohortError` (a ValueError),
    before the first row, with everything that does not fit.
    """
    from b12tables.cohort import evaluate_frame

    return evaluate_frame(
        frame, SET, columns=columns, units=units, unit_columns=unit_columns, values=values, today=today, nan=nan,
        others=others, decisions=decisions, words=words, rules=rules, threads=threads,
    )


def why_not(
    case: Case | Mapping[str, object], decision: values.DecisionName, value: object, *, today: date | str | None = None
) -> WhyNot:
    """Why a decision does not give a value: the nearest rules, what keeps them from holding, the smallest change.

    `value` is a code or label of one of the decision's output fields, or a mapping of several. Raises KeyError for a
    decision that does not exist, ValueError for a value that it never gives, `InvalidCase` for a case that is refused.
    """
    from b12tables.runtime.whynot import why_not

    return why_not(SET, case, decision, value, today)


def possible(
    case: Case | Mapping[str, object], *decisions: values.DecisionName, today: date | str | None = None
) -> Possible:
    """What these decisions (all of them, where none is named) may still answer, what matters, what to ask next.

    A field that the case does not state is open; one that it states as unknown is settled. Raises KeyError for a
    decision that does not exist, `InvalidCase` for a case that is refused.
    """
    from b12tables.runtime.possible import possible

    return possible(SET, case, decisions, today)


def audit_record(
    result: Result, *, key: bytes | None = None, origin: dict[str, object] | None = None
) -> str:
    """A result as one canonical line of JSON, to be kept: case, rules, answers, versions, hashes.

    Its hash shows damage; with a `key` of your own it shows every change by somebody who does not know the key.
    `origin`: where the values come from, as `to_dict` of a case from a patient's record gave it.
    """
    from b12tables.runtime.audit import audit_record

    return audit_record(result, key, origin)


def replay(record: str | bytes, *, key: bytes | None = None) -> Replay:
    """Asks again what a record was the answer to, and says what has changed. `key` is that of the record.

    Raises ValueError for a text that is no record of these tables.
    """
    from b12tables.runtime.audit import replay

    return replay(SET, record, key)


__all__ = [
    "NOT_STATED",
    "SET",
    "Case",
    "InvalidCase",
    "NoRule",
    "Problem",
    "Quantity",
    "Result",
    "__version__",
    "audit_record",
    "evaluate",
    "evaluate_frame",
    "possible",
    "replay",
    "why_not",
]
