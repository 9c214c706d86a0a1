"""The CDS Hooks service, over HTTP as an EHR calls it."""

from __future__ import annotations

import copy
import io
import json
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from b12tables.interop.fhir.cds_hooks import Refused, Service
from b12tables.runtime.summaries import LONGEST_SUMMARY
from tests.interop.fhir_kit import (
    FAILED,
    LOINC,
    SCT,
    SET,
    TODAY,
    b12,
    bindings,
    concept,
    condition,
    form,
    medicine,
    package,
    patient,
)
from tests.kit.packages import package_of
from tests.kit.patience import PATIENCE
from tests.kit.tables import model_from_markdown

KEPT: list[Any] = []


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    service = Service(package(), "https://rules.example", lambda: TODAY, bindings(), KEPT.append)
    server = make_server("127.0.0.1", 0, service, handler_class=Quiet)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def call(url: str, body: object = None) -> tuple[int, Any]:
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as why:
        with why:
            return why.code, json.loads(why.read())


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in resources]}


def hooked(**more: Any) -> dict[str, Any]:
    given = {
        "patient": patient("1950-01-01"),
        "observation": bundle(b12(170)),
        "condition": bundle(),
        "medicationrequest": bundle(),
    }
    return {
        "hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        "context": {"userId": "Practitioner/a", "patientId": "p"}, "prefetch": {**given, **more},
    }  # fmt: skip


def test_discovery_has_the_shape_of_the_standard(address: str) -> None:
    status, told = call(f"{address}/cds-services")
    [service] = told["services"]
    assert status == 200 and (service["hook"], service["id"]) == ("patient-view", "test_tables")
    assert service["description"] and service["title"]
    assert service["prefetch"]["patient"] == "Patient/{{context.patientId}}"
    asked = service["prefetch"]["observation"]
    assert (
        asked.startswith("Observation?patient={{context.patientId}}&code=")
        and "http://loinc.org|14685-2" in asked
    )
    assert service["prefetch"]["medicationrequest"] == "MedicationRequest?patient={{context.patientId}}"


def test_cards_have_the_shape_of_the_standard(address: str) -> None:
    status, told = call(f"{address}/cds-services/test_tables", hooked())
    assert status == 200 and told["cards"]
    for card in told["cards"]:
        assert 0 < len(card["summary"]) <= LONGEST_SUMMARY
        assert card["indicator"] in ("info", "warning", "critical")
        assert card["source"]["label"].endswith("(Draft)") and card["source"]["url"].startswith("https://")
        assert uuid.UUID(card["uuid"])
        assert all(link["type"] == "absolute" for link in card["links"])
    assert "Now" in told["cards"][0]["detail"] and "no medical advice" in told["cards"][0]["detail"]
    assert call(f"{address}/cds-services/test_tables", hooked())[1] == told
    assert KEPT[-1]["record"]["provenance"]["b12"] and KEPT[-1]["result"]["status"] == "ok"


def test_what_is_unclear_stands_first(address: str) -> None:
    two = bundle(condition("84027009"), condition("34000006"))
    _, told = call(f"{address}/cds-services/test_tables", hooked(condition=two))
    first, second = told["cards"][:2]
    assert first["indicator"] == "warning" and first["detail"].startswith("Cause: the record states several")
    assert second["indicator"] == "info"


def test_of_two_patients_nothing_is_answered(address: str) -> None:
    other = bundle(b12(170, subject={"reference": "Patient/q"}))
    _, told = call(f"{address}/cds-services/test_tables", hooked(observation=other))
    [card] = told["cards"]
    assert card["indicator"] == "warning" and "several patients" in card["detail"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/cds-services/nonsense", hooked(), 404),
        ("/cds-services/test_tables", None, 405),
        ("/cds-services/test_tables", b"{", 400),
        ("/cds-services/test_tables", [], 400),
        ("/cds-services/test_tables", {**hooked(), "hook": "order-sign"}, 400),
        ("/cds-services/test_tables", {**hooked(), "prefetch": {}}, 412),
        ("/cds-services/test_tables", hooked(medicationrequest=None), 412),
        ("/cds-services/test_tables", hooked(condition={**bundle(), "link": [{"relation": "next"}]}), 412),
        ("/cds-services/test_tables", hooked(condition=bundle(FAILED)), 412),
        ("/cds-services/test_tables", hooked(condition=FAILED), 412),
        ("/cds-services/test_tables", hooked(condition={}), 412),
        ("/cds-services/test_tables", hooked(condition=patient("1950-01-01")), 412),
        ("/cds-services/test_tables", hooked(patient=bundle(patient("1950-01-01"))), 412),
        ("/cds-services/test_tables/feedback", {"x": 1}, 400),
    ],
)
def test_what_is_refused(address: str, path: str, body: object, status: int) -> None:
    found, told = call(f"{address}{path}", body)
    assert found == status and told["error"]


OVERRIDDEN = {"card": "x", "outcome": "overridden", "outcomeTimestamp": "2026-11-26T10:00:00Z"}
REASON = {"reason": {"code": "seen", "system": "https://rules.example"}, "userComment": "known to us"}
ACCEPTED = {**OVERRIDDEN, "outcome": "accepted", "acceptedSuggestions": [{"id": "s"}]}


def test_feedback_is_kept_with_the_edition_that_it_is_about(address: str) -> None:
    """The card is one whose uuid stands in the answer that was kept."""
    _, told = call(f"{address}/cds-services/test_tables", hooked())
    card = told["cards"][0]["uuid"]
    assert card in [one["uuid"] for one in KEPT[-1]["cards"]]
    feedback = [{**OVERRIDDEN, "card": card, "overrideReason": REASON}, ACCEPTED]
    assert call(f"{address}/cds-services/test_tables/feedback", {"feedback": feedback}) == (200, None)
    tables = package().SET
    assert KEPT[-1] == {
        "hook": "patient-view", "service": "test_tables", "version": tables.version,
        "content_hash": tables.content_hash, "feedback": feedback,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("feedback", "why"),
    [
        ([], "a list under the name feedback"),
        ("overridden", "a list under the name feedback"),
        ([OVERRIDDEN, "x"], "feedback 2: it is no object"),
        ([{**OVERRIDDEN, "card": ""}], "card is the uuid of a card"),
        ([{**OVERRIDDEN, "outcome": "ignored"}], "outcome is accepted or overridden"),
        ([{**ACCEPTED, "acceptedSuggestions": []}], "acceptedSuggestions lists what was accepted"),
        ([{**OVERRIDDEN, "overrideReason": "no time"}], "overrideReason is an object"),
        ([{**OVERRIDDEN, "outcomeTimestamp": "now"}], "outcomeTimestamp is a time"),
    ],
)
def test_what_is_no_feedback_is_refused_and_not_kept(address: str, feedback: object, why: str) -> None:
    before = len(KEPT)
    status, told = call(f"{address}/cds-services/test_tables/feedback", {"feedback": feedback})
    assert status == 400 and why in told["error"] and len(KEPT) == before


CHECKS = """
## Decision: Checks
- Hit policy: Collect
- Block: entries
- May be empty: yes

|    | When           |      | Then  | Because  |
|----|----------------|------|-------|----------|
|    | Kidney disease | Age  | Worry | Evidence |
| R1 | yes            | < 90 | look  | inference: x |
"""


def test_a_contradictory_patient_is_not_green() -> None:
    """What guards the entries stands before the answer, and the answer is no mere information."""
    worry = "| step | Step | choice | | | | | | | | | |\n"
    said = SET.replace(worry, f"{worry}{worry.replace('step', 'worry').replace('Step', 'Worry')}")
    said = said.replace(
        "\n## Decision: Step", "| worry | look | A child with kidneys of old age | | |\n\n## Decision: Step"
    )
    service = Service(
        package_of(model_from_markdown(said + CHECKS)), "https://rules.example", lambda: TODAY, bindings()
    )
    sick = bundle(condition("709044004"))
    first, answer = service.answer(hooked(condition=sick))["cards"][:2]
    assert first["indicator"] == "warning" and first["summary"].startswith("Look at the entries first")
    assert "A child with kidneys of old age" in first["detail"]
    assert answer["indicator"] == "warning" and "Now" in answer["detail"]
    [only] = service.answer(hooked())["cards"]
    assert only["indicator"] == "info" and "Now" in only["detail"]


def test_a_medicine_counts(address: str) -> None:
    call(f"{address}/cds-services/test_tables", hooked(medicationrequest=bundle(medicine("B03BA03"))))
    assert KEPT[-1]["record"]["case"]["product"] == "hydroxo"


STRANGE = [
    *(
        None,
        True,
        0,
        -1,
        1.5,
        "",
        "\ud800",
        "\u202e",
        [],
        {},
        [[]],
        [None],
        {"a": 1},
        ["a"],
        [{}],
        float("inf"),
        1e-320,
    ),
    *(
        "x" * 10_000,
        "2026-13-45",
        "0000-00-00",
        "0001",
        "9999-12-31T23:59:59-14:00",
        "2026-11-01T25:99:99+99:99",
    ),
    "digits",
]
"""What may stand in the place of anything in a record; the last one becomes a number of 5,000 digits."""


def _places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every part of plain data."""
    if path:
        yield path
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, below in inner:
        yield from _places(below, (*path, key))


def test_whatever_stands_in_a_record_there_is_an_answer_or_a_refusal() -> None:
    """Every part of a request exchanged for one thing after the other; nothing of it is an exception."""
    measured = b12(111)
    measured["component"] = [{"code": concept(LOINC, "2132-9"), "valueQuantity": {"value": 3}}]
    older = {**b12(150, unit="pmol/L"), "effectivePeriod": {"start": "2025-01-01", "end": "2025-02-01"}}
    del older["effectiveDateTime"]
    smokes = {**b12(1), "code": concept(LOINC, "72166-2"), "valueCodeableConcept": concept(SCT, "77176002")}
    del smokes["valueQuantity"]
    record = {
        "observation": {
            **bundle(measured, older, smokes, b12(5, comparator="<")),
            "link": [{"relation": "self"}],
        },
        "condition": bundle(condition("84027009"), {**condition("709044004"), "recordedDate": "2020"}),
        "medicationrequest": bundle(medicine("B03BA03"), medicine("A02BC", newer=True, doNotPerform=False)),
    }
    asked = {"smoker": "smokes", "ckd": False, "b12": "111 pg/mL", "born": "1950-01-01"}
    whole = hooked(**record, form=form(package().SET, asked, "2026-11-20"))
    service = Service(package(), "", lambda: TODAY, bindings())
    path = f"/cds-services/{package().SET.identifier}"
    said: list[str] = []
    for number, place in enumerate(_places(whole)):
        for strange in STRANGE[number % 11 :: 11]:
            changed = copy.deepcopy(whole)
            holder: Any = changed
            for key in place[:-1]:
                holder = holder[key]
            holder[place[-1]] = strange
            body = json.dumps(changed).replace('"digits"', "9" * 5000).encode()
            environ = {
                "PATH_INFO": path, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": io.BytesIO(body),
            }  # fmt: skip
            json.loads(b"".join(service(environ, lambda status, _: said.append(status[:3]))))
    assert set(said) == {"200", "400", "412"} and said.count("200") > 200


def test_answers_to_the_form_are_asked_for_where_it_is_published() -> None:
    service = Service(package(), today=lambda: TODAY, bindings=bindings(), forms="https://forms.example/")
    told = service.discovery()["services"][0]["prefetch"]
    assert told.pop("questionnaireresponse") == (
        "QuestionnaireResponse?patient={{context.patientId}}"
        "&questionnaire=https://forms.example/Questionnaire/test-tables"
    )
    assert told == Service(package(), bindings=bindings()).discovery()["services"][0]["prefetch"]
    given: dict[str, Any] = {key: {"resourceType": "Bundle", "entry": []} for key in told}
    given["patient"] = patient("1950-01-01")
    call_of = {"hook": "patient-view", "hookInstance": "1", "prefetch": given}
    with pytest.raises(Refused, match="lacks questionnaireresponse"):
        service.answer(call_of)
    filled = form(package().SET, {"smoker": "smokes"}, "2026-11-20")
    given["questionnaireresponse"] = {"resourceType": "Bundle", "entry": [{"resource": filled}]}
    assert service.answer(call_of)["cards"]
    assert service.read(given).case["smoker"] == "smokes"
