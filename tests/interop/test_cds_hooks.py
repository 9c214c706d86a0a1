"""The CDS Hooks service, over HTTP as an EHR calls it."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from b12tables.interop.fhir.cds_hooks import LONGEST_SUMMARY, Service
from tests.interop.fhir_kit import TODAY, b12, bindings, condition, medicine, package, patient

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
        with urllib.request.urlopen(request, timeout=10) as answer:
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
        ("/cds-services/test_tables/feedback", {"x": 1}, 400),
    ],
)
def test_what_is_refused(address: str, path: str, body: object, status: int) -> None:
    found, told = call(f"{address}{path}", body)
    assert found == status and told["error"]


def test_feedback_is_kept(address: str) -> None:
    feedback = {
        "feedback": [{"card": "x", "outcome": "overridden", "outcomeTimestamp": "2026-11-26T10:00:00Z"}]
    }
    assert call(f"{address}/cds-services/test_tables/feedback", feedback) == (200, None)
    assert KEPT[-1] == {"hook": "patient-view", **feedback}


def test_a_medicine_counts(address: str) -> None:
    call(f"{address}/cds-services/test_tables", hooked(medicationrequest=bundle(medicine("B03BA03"))))
    assert KEPT[-1]["record"]["case"]["product"] == "hydroxo"
