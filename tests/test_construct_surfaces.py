"""Each construct of the format on each surface that answers: what is edited is what comes out.

One set has all constructs. Each is edited, and a patient for whom it matters is asked before and after: of the
generated code, the form, a cohort, a database, a DMN document read back, a patient's record, in a language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.compare import Comparison, compare
from b12tables.interop.dmn import export_dmn, import_dmn
from b12tables.interop.fhir import Bound, case_from_bundle
from b12tables.interop.sql import export_sql
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from tests.interop.sql_kit import run_duckdb
from tests.interop.test_dmn_in import model_of
from tests.kit.constructs import EDITS, REFUSED, SET, Told, construct_model, construct_package
from tests.kit.packages import package_of
from tests.kit.pseudo import TAG, marked, pseudo_language, unmarked
from tests.kit.tables import model_from_markdown
from tests.site.test_engine import got, in_node

pa = pytest.importorskip("pyarrow")

Asks = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""Asks a surface of the set (or of its edit) about a patient: the status, and each field that is answered."""


def flat(told: Mapping[str, Any]) -> dict[str, Any]:
    answers = [answer for answer in told["outputs"].values() if isinstance(answer, Mapping)]
    return {
        "status": told["status"],
        **{k: v for one in [*answers, told.get("scores") or {}] for k, v in one.items()},
    }


def follows(asks: Asks, construct: str, edit: Told) -> None:
    for which, wanted in (("", edit.old), (construct, edit.new)):
        said = asks(which, edit.patient)
        status = wanted if wanted in (REFUSED, "missing-input", "no-rule") else "ok"
        assert said["status"] == status, (construct, which, said)
        if status == "ok":
            assert said[edit.watched] == wanted, (construct, which, said)


@pytest.mark.parametrize("construct", EDITS)
def test_generated_code(construct: str) -> None:
    follows(
        lambda which, case: flat(construct_package(which).evaluate(case).to_dict()),
        construct,
        EDITS[construct],
    )


def _row(case: Mapping[str, Any]) -> Any:
    return pa.table({name: [float(value) if name == "age" else value] for name, value in case.items()})


@pytest.mark.parametrize("construct", EDITS)
def test_a_cohort(construct: str) -> None:
    from b12tables.cohort import evaluate_frame

    def asks(which: str, case: Mapping[str, Any]) -> dict[str, Any]:
        package = construct_package(which)
        [row] = evaluate_frame(_row(case), package).to_pylist()
        return dict(row)

    follows(asks, construct, EDITS[construct])


@pytest.mark.parametrize("construct", EDITS)
def test_a_database(construct: str) -> None:
    edit = EDITS[construct]
    if construct == "also written":  # a statement reads codes, and refuses other words by a reason
        edit = edit._replace(new=REFUSED)

    def asks(which: str, case: Mapping[str, Any]) -> dict[str, Any]:
        [row] = run_duckdb(export_sql(construct_model(which), "duckdb"), _row(case))
        return row

    follows(asks, construct, edit)


@pytest.mark.parametrize("construct", EDITS)
def test_dmn_and_back(construct: str) -> None:
    """What comes back is the edited set, and not the one before; words that are read only do not go out."""
    edit = construct_model(construct, doses=construct == "doses")
    before = construct_model(doses=construct == "doses")
    again = model_of(import_dmn(export_dmn(edit).text.encode()))
    found = compare(edit, again)
    assert not found.changes and not found.notes and not found.unfinished
    assert construct == "also written" or _told(compare(before, again)) != _told(found)


def test_a_document_of_dmn_names_no_threshold() -> None:
    """Of two patients too: there is no sheet of thresholds in it."""
    rule = "| S1 | Age: [0..cut) < [cut..10] | From: never less | the older get no less |"
    text = f"{SET}\n## Safety rules\n| ID | When | Must | Why |\n|---|---|---|---|\n{rule}\n"
    original = model_from_markdown(text)
    again = model_of(import_dmn(export_dmn(original).text.encode()))
    (one,), (other,) = original.safety_rules, again.safety_rules
    assert [line.text for line in one.when_lines] == ["[0..cut) < [cut..10]"]
    assert [line.text for line in other.when_lines] == ["[0..5) < [5..10]"]


def _told(found: Comparison) -> tuple[Any, ...]:
    return found.changes, found.notes, dict(found.unfinished)


def test_the_form(node: str, tmp_path: Path) -> None:
    asked: list[Any] = []
    for construct, edit in EDITS.items():
        for which in ("", construct):
            asked += [(model_script(Book(construct_model(which)))), (edit.patient, None)]
    told = iter(flat(got(answer)) for answer in in_node(node, construct_model(), asked, tmp_path))
    for construct, edit in EDITS.items():
        follows(lambda which, case: next(told), construct, edit)


# ---------------------------------------------------------------- a patient's record


LOINC = {"age": "30525-0", "weight": "29463-7"}


BOUND = tuple(
    Bound(name, "Observation", "latest", codes=(("http://loinc.org", code),)) for name, code in LOINC.items()
)
"""Age and weight stand in a record; the rest is stated."""


def _observed(code: str, value: object, unit: str) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": code, "status": "final", "effectiveDateTime": "2026-11-01",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "valueQuantity": {"value": value, "system": "http://unitsofmeasure.org", "code": unit},
    }  # fmt: skip


@pytest.mark.parametrize("construct", EDITS)
def test_a_record(construct: str) -> None:
    def asks(which: str, case: Mapping[str, Any]) -> dict[str, Any]:
        package = construct_package(which)
        units = {"age": "1", "weight": "kg"}
        found = [_observed(code, case[name], units[name]) for name, code in LOINC.items()]
        bundle = {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [{"resource": one} for one in found],
        }
        read = case_from_bundle(package.SET, bundle, date(2026, 11, 26), BOUND)
        stated = {name: value for name, value in case.items() if name not in LOINC}
        return flat(package.evaluate({**stated, **read.case}).to_dict())

    edit = EDITS[construct]
    if construct == "step":  # a number between two steps is told of the record, and stated for nobody
        edit = edit._replace(old="missing-input")
    follows(asks, construct, edit)


# ---------------------------------------------------------------- another language


def test_an_explanation_in_another_language() -> None:
    """What is neither of the catalogue nor of the tables is what a cell says, a code or a unit."""
    with pseudo_language():
        model = marked(construct_model())
        package = package_of(replace(model, about=replace(model.about, language=TAG)))
        told = [package.evaluate(edit.patient) for edit in EDITS.values()]
        texts = [one.explain() if one.status == "ok" else one.problems[0].message for one in told]
    left = {word for text in texts for word in re.findall(r"[^\W\d_][^\W\d_]+", unmarked(text))}
    cells = set(re.findall(r"[^\W\d_]+", SET)) | {"tables", "xlsx", "Draft", "table", "kept", "hale"}
    assert left - cells <= set(re.findall(r"[^\W\d_]+", construct_model().content_hash))
