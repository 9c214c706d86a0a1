"""Our lines are thresholds: each of them is moved in one cell, and everything follows.

All twelve are moved at once here; each of them alone by

    python -m tests.content.test_thresholds
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from openpyxl import load_workbook

from b12tables.compiler import Report, check
from b12tables.compiler.model import Model
from b12tables.compiler.model.evaluate import time_between
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.folder import read_workbook
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

MOVED = {
    "ileum limit": "25 cm",
    "Crohn limit": "35 cm",
    "long Crohn limit": "70 cm",
    "medicine limit": "6 months",
    "older age": "70 years",
    "very old age": "85 years",
    "B12 lower limit": "200 pg/mL",
    "B12 upper limit": "400 pg/mL",
    "MMA limit": "300 nmol/L",
    "homocysteine target": "12 µmol/L",
    "vitamin D target": "50 nmol/L",
    "eGFR limit": "45 mL/min/1.73 m²",
}
ASKED = {
    "ileal_resection_cm": ("ileum limit",),
    "crohns_ileal_cm": ("Crohn limit", "long Crohn limit"),
    "drug_exposure_months": ("medicine limit",),
    "age_years": ("older age", "very old age"),
    "b12": ("B12 lower limit", "B12 upper limit"),
    "mma": ("MMA limit",),
    "hcy": ("homocysteine target",),
    "vitamin_d": ("vitamin D target",),
    "egfr": ("eGFR limit",),
}
"""The inputs that are held against each line."""

SAYS_60 = re.compile(r"(?:Below|At least|eGFR of|the line is|Is eGFR below|here an eGFR below) 60\b")


def move(lines: Mapping[str, str], tables: Path) -> Report:
    """A check of our tables in which the cell of each of these lines, and no other cell, has another number."""
    shutil.copytree(ROOT / "tables", tables)
    book = load_workbook(tables / "b12_followup.xlsx")
    cells = {row[0].value: row[1] for row in book["Thresholds"].iter_rows()}
    for name, value in lines.items():
        cells[name].value = value
    book.save(tables / "b12_followup.xlsx")
    return check(tables)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Our tables with all twelve lines elsewhere."""
    return move(MOVED, tmp_path_factory.mktemp("moved") / "tables")


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


def told_where_it_does_not_follow(report: Report) -> None:
    """Nothing is told but worked cases that state a number of their own between where a line was and where it is."""
    model = _model(report)
    old = {one.name: one.number for one in real_model().thresholds}
    new = {one.name: one.number for one in model.thresholds}
    assert report.findings and {finding.name for finding in report.findings} == {"failed-case"}
    cases = {case.id: case.given for case in model.cases}
    for finding in report.findings:
        given = dict(cases[finding.rules[0]])
        born, day = given.get("date_of_birth"), given.get("today")
        if isinstance(born, date) and isinstance(day, date):
            given["age_years"] = Fraction(time_between(born, day, "years"))
        assert any(
            isinstance(stated := given.get(field), Fraction)
            and min(old[line], new[line]) <= stated <= max(old[line], new[line])
            for field, lines in ASKED.items()
            for line in lines
            if old[line] != new[line]
        ), finding.message
    assert len(cases) == len(real_model().cases)
    assert report.certificate is not None
    verdicts = [entry["verdict"] for entry in report.certificate.safety_rules]
    assert set(verdicts) == {"proved"} and len(verdicts) == len(model.safety_rules)


def test_moved_lines_leave_nothing_to_mend_but_what_says_its_number(moved: Report) -> None:
    told_where_it_does_not_follow(moved)


def test_it_is_as_if_every_place_had_been_edited_by_hand(moved: Report) -> None:
    """Conditions, combinations, safety rules, cases, labels, sentences, charts: all that the tables mean and say.

    The names are exchanged for figures in the cells, knowing nothing of how names are read.
    """
    workbook, _ = read_workbook(ROOT / "tables")
    lines = {name: value.replace("µ", "u").replace("m²", "m2") for name, value in MOVED.items()}
    edited, cells = [], 0
    for sheet in workbook.sheets:
        by_hand = {
            at: replace(cell, value=_by_hand(cell.value, lines))
            for at, cell in sheet.cells.items()
            if isinstance(cell.value, str) and _NAMES.search(cell.value) and sheet.name != "Thresholds"
        }
        cells += len(by_hand)
        edited.append(replace(sheet, cells={**sheet.cells, **by_hand}))
    other, _ = build_model(replace(workbook, sheets=tuple(edited)))
    assert cells > 350 and other is not None
    model = replace(_model(moved), thresholds=(), content_hash="")
    assert meant(model) == meant(replace(other, thresholds=(), content_hash=""))


_ANY = "|".join(sorted(LINES, key=len, reverse=True))
_NAMES = re.compile(
    rf"{{({_ANY})(\.number)?}}|(?:(?<=^)|(?<=[<>=:;,] )|(?<=[\[(.\n]))({_ANY})(?=$|[\])\n;,]|\.\.)"
)
"""In braces, or where a number may stand: in prose a name is a word like others."""


def _by_hand(text: str, lines: Mapping[str, str]) -> str:
    """A cell with figures for the names of lines: as people write them in braces, with their units elsewhere."""

    def figure(match: re.Match[str]) -> str:
        if match[3]:
            return lines[match[3]]
        return lines[match[1]].split()[0] if match[2] else MOVED[match[1]]

    return _NAMES.sub(figure, text)


def meant(thing: Any) -> Any:
    """What a model says, without where it stands and how its tests are written."""
    if is_dataclass(thing):
        left_out = {"place", "places", "text", "figures", "named"}
        return {
            one.name: meant(getattr(thing, one.name)) for one in fields(thing) if one.name not in left_out
        }
    if isinstance(thing, Mapping):
        return {key: meant(value) for key, value in thing.items()}
    return [meant(one) for one in thing] if isinstance(thing, tuple | list) else thing


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


def main() -> None:
    """Moves each line alone, and says what was told of it."""
    for name, value in MOVED.items():
        with TemporaryDirectory() as folder:
            report = move({name: value}, Path(folder) / "tables")
        told_where_it_does_not_follow(report)
        print(
            f"{name}: {LINES[name]} -> {value}: {len(report.findings)} worked cases state a number of their own"
        )


if __name__ == "__main__":
    main()
