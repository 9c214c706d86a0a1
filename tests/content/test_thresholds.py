"""Our lines are thresholds: one of them is moved in one cell, and everything follows."""

from __future__ import annotations

import re
import shutil
from fractions import Fraction
from typing import Any

import pytest
from openpyxl import load_workbook

from b12tables.compiler import Report, check
from b12tables.compiler.model import Model
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from b12tables.site.pages.decision import decision_page
from b12tables.site.pages.reference import dictionary_page, safety_page
from tests.kit.packages import ROOT, package_of, real_model, real_package

LINES = {
    "ileum limit": "20 cm",
    "Crohn limit": "30 cm",
    "long Crohn limit": "60 cm",
    "medicine limit": "4 months",
    "older age": "75 years",
    "very old age": "80 years",
    "B12 lower limit": "180 pg/mL",
    "B12 upper limit": "350 pg/mL",
    "MMA limit": "271 nmol/L",
    "homocysteine target": "10 µmol/L",
    "vitamin D target": "75 nmol/L",
    "eGFR limit": "60 mL/min/1.73 m²",
}

SAYS_60 = re.compile(r"(?:Below|At least|eGFR of|the line is|Is eGFR below|here an eGFR below) 60\b")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Our tables after one cell was changed: the eGFR below which kidneys count as impaired."""
    tables = tmp_path_factory.mktemp("moved") / "tables"
    shutil.copytree(ROOT / "tables", tables)
    book = load_workbook(tables / "b12_followup.xlsx")
    (cell,) = (row[1] for row in book["Thresholds"].iter_rows() if row[0].value == "eGFR limit")
    cell.value = "45 mL/min/1.73 m2"
    book.save(tables / "b12_followup.xlsx")
    return check(tables)


@pytest.fixture(scope="module")
def moved_package(moved: Report) -> Any:
    return package_of(_model(moved))


def _model(report: Report) -> Model:
    assert report.model is not None
    return report.model


def test_every_line_of_ours_is_a_threshold_with_its_source() -> None:
    thresholds = {one.name: one for one in real_model().thresholds}
    assert {name: one.words for name, one in thresholds.items()} == LINES
    assert all(one.source for one in thresholds.values())


def test_no_condition_says_the_number_of_a_line_that_has_a_name() -> None:
    model = real_model()
    lines = {
        "ileal_resection_cm": {20}, "crohns_ileal_cm": {30, 60}, "drug_exposure_months": {4}, "b12": {180, 350},
        "mma": {271}, "hcy": {10}, "vitamin_d": {75}, "egfr": {60},
    }  # fmt: skip
    said = [
        (table.code, rule.id, condition.text)
        for table in model.decisions
        for rule in table.rules
        for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        if {int(word) for word in re.findall(r"\d+", condition.text)} & lines.get(name, set())
    ]
    tests = [
        (rule.id, asked.text)
        for rule in model.safety_rules
        for asked in (*rule.when, *rule.must)
        if {int(word) for word in re.findall(r"\d+", asked.text)} & lines.get(asked.field, set())
    ]
    assert said == [] and tests == []


def test_a_moved_line_leaves_nothing_to_mend_but_what_says_its_number(moved: Report) -> None:
    """The cases named `line-…` say a number of their own beside a line: they are there to notice that it moved."""
    assert all("line-80-years-egfr-59" in finding.message for finding in moved.findings), moved.findings
    assert moved.findings
    assert len(_model(moved).cases) == len(real_model().cases)
    assert moved.certificate is not None
    verdicts = [entry["verdict"] for entry in moved.certificate.safety_rules]
    assert set(verdicts) == {"proved"} and len(verdicts) == len(_model(moved).safety_rules)


def test_conditions_and_labels_follow(moved: Report) -> None:
    model = _model(moved)
    labels = {value.code: value.label for value in model.fields["egfr_band"].values}
    assert labels["lt60"] == "Below 45" and labels["ge60"] == "At least 45"
    assert model.fields["egfr_band"].question == "Is eGFR below 45?"
    guards = {value.code: value.label for value in model.fields["guard"].values}
    assert "eGFR of 45 or more" in guards["G14"]


@pytest.mark.parametrize(
    ("egfr", "before", "after"),
    [
        (44, "impaired", "impaired"), ("44.9", "impaired", "impaired"), (45, "impaired", "not_impaired"),
        (50, "impaired", "not_impaired"), (59, "impaired", "not_impaired"), (60, "not_impaired", "not_impaired"),
    ],
)  # fmt: skip
def test_the_generated_code_follows(moved_package: Any, egfr: object, before: str, after: str) -> None:
    case = {"renal_diagnosis": "none", "diabetic_nephropathy": "no", "egfr": egfr}
    answers = [
        package.evaluate(case).to_dict()["outputs"]["renal_class"]["renal_class"]
        for package in (real_package(), moved_package)
    ]
    assert answers == [before, after]


def test_pages_and_form_follow(moved: Report) -> None:
    model = _model(moved)
    book = Book(model)
    table = next(table for table in model.decisions if table.code == "egfr_band")
    decision = str(decision_page(book, table).html)
    assert "Below 45" in decision and "At least 45" in decision and "eGFR limit" in decision
    assert "45 mL/min/1.73 m²" in str(dictionary_page(book).html)
    form = model_script(book)
    assert "Below 45" in form and "At least 45" in form and '["n","45","1"]' in form
    for page in (decision, str(dictionary_page(book).html), str(safety_page(book).html), form):
        assert not SAYS_60.search(page), SAYS_60.findall(page)


def test_the_safety_rules_are_proved_at_the_new_line(moved: Report) -> None:
    asked = {
        end
        for rule in _model(moved).safety_rules
        for test in (*rule.when, *rule.must)
        if test.field == "egfr"
        for end in (getattr(test.test, "low", None), getattr(test.test, "high", None))
        if isinstance(end, Fraction)
    }
    assert Fraction(45) in asked and Fraction(60) not in asked
