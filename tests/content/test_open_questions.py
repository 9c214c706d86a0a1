"""What decides is asked: where an unknown entry, once known, would change an answer, a question stands for it.

Tried on many patients, each a whole one of which some entries are not known: every value that the tables tell apart
is put in the place of the unknown one, and the reference evaluator answers both.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import pytest

from b12tables.compiler.model import Value
from b12tables.compiler.model.evaluate import Evaluation, evaluate
from b12tables.runtime.words import UNKNOWN
from tests.kit.packages import real_model

ASKED = {
    "cause": {"I01"},
    "ileal_resection_cm": {"I02"},
    "crohns_ileal_cm": {"I03"},
    "bariatric_procedure": {"I04"},
    "drug_exposure_months": {"I05"},
    "drug_ongoing": {"I06"},
    "deficiency_confirmed": {"I07"},
    "absorption_status": {"I08"},
    "neuro_status": {"I09"},
    "symptom_course": {"I10"},
    "depression_course": {"I26"},
    "renal_diagnosis": {"I11"},
    "egfr": {"I11"},
    "diabetic_nephropathy": {"I11", "I33"},
    "pregnancy_status": {"I12"},
    "phase": {"I13"},
    "months_since_start": {"I15"},
    "consecutive_normal_checks": {"I27"},
    "biochemical_correction": {"I16"},
    "dietary_intake": {"I17"},
    "folic_acid": {"I31"},
    "folate_status": {"I18"},
    "b12": {"I19"},
    "mma": {"I24", "I34"},
    "hcy": {"I29"},
    "cbc_status": {"I28"},
    "iron_status": {"I20"},
    "current_product": {"I21"},
    "current_route": {"I32"},
    "current_interval": {"I22"},
    "age_years": {"I23"},
}
"""The questions that stand for each entry."""

ANSWERS = (
    "regimen",
    "regimen_action",
    "duration",
    "discontinuation",
    "oral_option",
    "product",
    "monitor_track",
    "warnings",
)

NUMBERS = {
    "ileal_resection_cm": (0, 10, 30),
    "crohns_ileal_cm": (0, 20, 40, 70),
    "drug_exposure_months": (3, 12),
    "egfr": (40, 90),
    "months_since_start": (2, 7, 20),
    "months_since_last_check": (1, 13),
    "consecutive_normal_checks": (0, 1, 2),
    "b12": (150, 280, 500),
    "mma": (200, 271, 400),
    "hcy": (8, 20),
    "age_years": (35, 64, 76, 84),
}
"""A value of each kind that the tables tell apart."""


VEGAN: dict[str, Value] = {
    "cause": "dietary",
    "drug_ongoing": "not_applicable",
    "absorption_status": "normal_confirmed",
    "dietary_intake": "adequate",
    "biochemical_correction": True,
    "depression_course": "none",
    "symptom_course": "none_or_resolved",
    "bariatric_procedure": "none",
    "b12": Fraction(500),
    "mma": Fraction(200),
    "age_years": Fraction(35),
    "pregnancy_status": "not_pregnant",
    "renal_diagnosis": "none",
    "diabetic_nephropathy": False,
    "egfr": Fraction(90),
    "cbc_status": "normal",
}
"""The only patient to whom these tables may permit something, so that every condition of it is met by itself."""


@cache
def values(field: str) -> tuple[Value, ...]:
    if field in NUMBERS:
        return tuple(Fraction(number) for number in NUMBERS[field])
    if real_model().fields[field].type == "yes/no":
        return (True, False)
    return tuple(real_model().fields[field].value_codes)


def patient(chance: random.Random, unknown: str) -> dict[str, Value]:
    """A patient whose entries fit together more often than not; `unknown` and a few others are not known."""
    given: dict[str, Value] = {
        field: chance.choice(values(field)) for field in (*ASKED, "months_since_last_check")
    }
    for field, usual in (
        ("ileal_resection_cm", Fraction(0)),
        ("crohns_ileal_cm", Fraction(0)),
        ("bariatric_procedure", "none"),
        ("current_route", "im"),
        ("current_interval", chance.choice(["monthly", "every_2_months", "every_3_months"])),
        ("current_product", "hydroxocobalamin"),
        ("phase", "maintenance"),
        ("months_since_start", Fraction(20)),
        ("neuro_status", "none"),
    ):
        if chance.random() < 0.7:
            given[field] = usual
    if chance.random() < 0.5:
        given |= VEGAN
        if chance.random() < 0.3:
            given |= {"drug_ongoing": "yes", "drug_exposure_months": Fraction(12)}
        if chance.random() < 0.3:
            given["age_years"] = Fraction(84)
    for field in chance.sample(sorted(ASKED), 3):
        if chance.random() < 0.5:
            given[field] = UNKNOWN
    return {**given, "check_done": True, unknown: UNKNOWN}


def fits(evaluation: Evaluation) -> bool:
    """Whether nothing contradicts; a pregnancy over 60, which is to be confirmed, is not asked for."""
    if evaluation.status != "ok" or evaluation.outputs["case_ok"] != {"case_ok": True}:
        return False
    problems = evaluation.outputs["guards"]
    assert isinstance(problems, tuple)
    return all(row["guard"] != "G16" for row in problems)


def answers(evaluation: Evaluation) -> Mapping[str, object]:
    return {code: evaluation.outputs[code] for code in ANSWERS}


@pytest.mark.slow
@pytest.mark.parametrize("field", ASKED)
def test_what_would_change_an_answer_is_asked_for(field: str) -> None:
    model, chance, met = real_model(), random.Random(field), 0
    for _ in range(150):
        given = patient(chance, field)
        before = evaluate(model, given)
        if not fits(before):
            continue
        rows = before.outputs["information_needed"]
        assert isinstance(rows, tuple)
        asked = {row["information"] for row in rows}
        for value in values(field):
            after = evaluate(model, {**given, field: value})
            if fits(after) and answers(after) != answers(before):
                met += 1
                assert asked & ASKED[field], (given, value)
    assert met > 0, field
