"""The scenes as records: what has a code stands in resources, the rest in a form; the cards are the answer."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from b12tables.interop.fhir import read_bindings
from b12tables.interop.fhir.cds_hooks import Service
from b12tables.runtime.explain.first_page import FirstPage
from tests.interop.fhir_kit import LOINC, UCUM, concept, form, medicine
from tests.kit.packages import given_json, real_model, real_package

TODAY = date(2026, 11, 26)
STARTED = "2026-10-20"
SCENES = {case.id: case for case in real_model().cases if case.place.sheet == "Scenes"}
PRODUCTS = {"hydroxocobalamin": "B03BA03", "cyanocobalamin": "B03BA01", "methylcobalamin": "B03BA05"}
LABORATORY = {"b12": ("14685-2", "pmol/L"), "egfr": ("98979-8", "mL/min/{1.73_m2}")}


def record_of(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources that state a case."""
    resources = []
    asked = {
        name: value for name, value in given.items() if name not in LABORATORY and name != "current_product"
    }
    if "current_product" in given:
        resources.append(medicine(PRODUCTS[given["current_product"]]))
    for name in LABORATORY.keys() & given.keys():
        resources.append(_observation(name, given[name]))
    return [*resources, form(real_package().SET, asked, TODAY.isoformat())]


def _observation(name: str, value: object) -> dict[str, Any]:
    code, unit = LABORATORY[name]
    number = real_package().SET.inputs[name].read(value)
    plain = float(number / real_package().SET.inputs[name].read(f"1 {unit}"))
    return {
        "resourceType": "Observation", "id": name, "status": "final", "code": concept(LOINC, code),
        "effectiveDateTime": "2026-11-20",
        "valueQuantity": {"value": plain, "unit": unit, "system": UCUM, "code": unit},
    }  # fmt: skip


def scene(case_id: str) -> dict[str, Any]:
    """What a scene gives; a result of B12 needs a start of treatment that it is later than."""
    case = SCENES[case_id]
    given = given_json(real_model(), {n: value for n, value in case.given.items() if n != "today"})
    if "b12" in given and "months_since_start" not in given:
        given["treatment_started"] = STARTED
    elif "b12" in given:
        # one month after the start, checked this month
        del given["months_since_start"], given["months_since_last_check"]
        given["treatment_started"] = STARTED
    return given


def posted(service: Service, body: object) -> tuple[str, Any]:
    """What the service answers over WSGI."""
    text = json.dumps(body).encode()
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/cds-services/b12_followup", "CONTENT_LENGTH": str(len(text)),
        "wsgi.input": BytesIO(text),
    }  # fmt: skip
    answer = b"".join(service(environ, lambda status, headers: statuses.append(status)))
    return statuses[0], json.loads(answer)


def hooked(resources: list[dict[str, Any]]) -> dict[str, Any]:
    prefetch: dict[str, Any] = {"patient": {"resourceType": "Patient", "id": "p"}}
    kinds = ("Observation", "Condition", "MedicationRequest", "QuestionnaireResponse")
    for kind in kinds:
        entries = [{"resource": one} for one in resources if one["resourceType"] == kind]
        prefetch[kind.lower()] = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    return {
        "hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/a", "patientId": "p"}, "prefetch": prefetch,
    }  # fmt: skip


@pytest.mark.parametrize("case_id", SCENES)
def test_a_scene_as_a_record_gives_its_answer_as_cards(case_id: str) -> None:
    given = scene(case_id)
    kept: list[Any] = []
    service = Service(real_package(), today=lambda: TODAY, keep=kept.append)
    status, told = posted(service, hooked(record_of(given)))
    assert status.startswith("200") and kept[0]["record"]["problems"] == []
    if "b12" in given:
        given |= {"check_done": True, "last_check_date": "2026-11-20"}
    result = real_package().evaluate(given, today=TODAY)
    made = real_package().evaluate(kept[0]["record"]["case"], today=TODAY)
    assert made.status == "ok" and made.outputs == result.outputs
    page = FirstPage(result)
    first, *others = told["cards"]
    assert page.headline in first["detail"].replace("\n", " ").replace("\\", "")
    assert [card["detail"] for card in others] == [line.text for line in page.do_not]
    assert set(kept[0]["record"]["provenance"]) >= set(given)


def test_every_binding_of_ours_is_of_an_input_and_has_its_codes() -> None:
    bound = {one.field: one for one in read_bindings(real_package().SET)}
    assert set(bound) <= set(real_package().SET.inputs) and len(bound) == 15
    for one in bound.values():
        assert one.all_codes and (not one.since or one.since == "treatment_started")


def test_the_diagnosis_is_no_check_on_treatment() -> None:
    """The value of the day before treatment is not read as one on treatment."""
    given = {"treatment_started": "2026-11-21", "phase": "loading"}
    service = Service(real_package(), today=lambda: TODAY)
    record = service.read(hooked([*record_of(given), _observation("b12", "100 pg/mL")])["prefetch"])
    assert set(record.case) == set(given)
    assert {one.field for one in record.left_out} == {"b12", "check_done", "last_check_date"}
