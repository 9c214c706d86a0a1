"""What is told of draft orders over HTTP: only what the sheet Actions says, and never a guess."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from wsgiref.simple_server import make_server

import fhirkit
import pytest

from b12tables.compiler.model import Accepted, Equals, FieldTest, Place
from b12tables.interop.fhir.cds_hooks import Service
from b12tables.runtime.summaries import LONGEST_SUMMARY
from tests.interop.actions_kit import (
    HEAD,
    MEDICINE,
    dose,
    draft,
    every,
    model_with_actions,
    package_with_actions,
    route,
    row,
    selecting,
    whole,
)
from tests.interop.fhir_kit import LOINC, SET, TODAY, bindings, concept, condition
from tests.interop.test_cds_hooks import Quiet, bundle, call, hooked
from tests.kit.packages import package_of
from tests.kit.tables import model_and_findings, model_from_markdown

KEPT: list[Any] = []


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    service = Service(
        package_with_actions(), "https://rules.example/site", lambda: TODAY, bindings(), KEPT.append
    )
    server = make_server("127.0.0.1", 0, service, handler_class=Quiet)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/cds-services"
    server.shutdown()
    thread.join()
    server.server_close()


def cards(address: str, *drafts: dict[str, Any], chosen: Any = None, **record: Any) -> list[dict[str, Any]]:
    request = selecting(hooked(**record), *drafts, chosen=chosen)
    status, told = call(f"{address}/test_tables-order-select", request)
    assert status == 200, told
    return list(told["cards"])


def test_both_hooks_are_offered_where_there_are_actions(address: str) -> None:
    _, told = call(address)
    assert {one["id"]: one["hook"] for one in told["services"]} == {
        "test_tables": "patient-view",
        "test_tables-order-select": "order-select",
    }
    assert all(one["description"] and one["prefetch"] for one in told["services"])


def test_a_card_suggests_what_the_answer_asks_for(address: str) -> None:
    _, told = call(f"{address}/test_tables", hooked())
    [card] = told["cards"]
    [suggestion] = card["suggestions"]
    assert card["selectionBehavior"] == "any" and suggestion["label"] == "Order hydroxocobalamin"
    [action] = suggestion["actions"]
    assert (action["type"], action["description"]) == ("create", "Order hydroxocobalamin")
    order = action["resource"]
    assert order["subject"] == {"reference": "Patient/p"} and order["status"] == "draft"
    [dosage] = order["dosageInstruction"]
    assert dosage["text"] == "1 mg, Intramuscular route, every 2 to 3 months"
    assert dosage["timing"]["repeat"] == {"frequency": 1, "period": 2, "periodMax": 3, "periodUnit": "mo"}
    assert list(map(str, fhirkit.validate(order))) == []
    assert [(one["code"], one["display"]) for one in card["overrideReasons"]] == [
        ("A3", "Seen by a specialist"),
        ("105480006", "The patient declines"),
    ]
    assert all(one["system"] for one in card["overrideReasons"])
    assert [one["url"] for one in card["links"]] == ["https://rules.example/site"]


def test_an_order_as_the_tables_say_gets_their_answer_and_nothing_against_it(address: str) -> None:
    for order in (
        whole(),
        whole(timing=every(3)),
        whole(doseAndRate=dose(1000, "ug")),
        whole(timing=every(2, periodMax=3)),
        whole(timing=every(4, frequency=2)),
        # the other way that the sheet names: how often is left open there
        whole(doseAndRate=dose(2), route=route("26643006"), timing={"code": {"text": "when he likes"}}),
    ):
        [card] = cards(address, order)
        assert card["indicator"] == "info" and "suggestions" not in card
    assert KEPT[-1]["hook"] == "order-select" and KEPT[-1]["orders"][0]["id"] == "1"


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (whole(doseAndRate=dose(5)), "its dose is 5 mg; the tables say 1 mg"),
        (whole(timing=every(1)), "it is given every 1 month; the tables say every 2 to 3 months"),
        (whole(timing=every(1, "a")), "it is given every 1 year; the tables say every 2 to 3 months"),
        (whole(timing=every(2, periodMax=4)), "it is given every 2 month to 4 months"),
        (whole(route=route("26643006")), "its route is another; the tables say Intramuscular route"),
    ],
)
def test_an_order_that_differs_is_told_with_the_change(
    address: str, order: dict[str, Any], said: str
) -> None:
    first, answer = cards(address, order)
    assert (
        first["indicator"] == "warning"
        and first["summary"] == "Not as the tables say: Order hydroxocobalamin"
    )
    assert re.sub("months? to", "month to", first["detail"]).startswith(f"- {said}")
    assert first["detail"].endswith("As the rules say.")
    [suggestion] = first["suggestions"]
    [action] = suggestion["actions"]
    assert action["type"] == "update" and action["resource"]["id"] == "1"
    assert list(map(str, fhirkit.validate(action["resource"]))) == []
    assert answer["indicator"] == "info"
    # what was changed as it says is as the tables say
    assert len(cards(address, action["resource"])) == 1
    assert {one["url"].partition("#")[0] for one in first["links"]} == {
        "https://rules.example/site",
        "https://rules.example/site/orders.html",
        "https://rules.example/site/decisions/step.html",
    }
    [row] = [one for one in first["links"] if one["label"] == "Orders A1"]
    assert row["url"] == "https://rules.example/site/orders.html#action-A1"


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (draft(), "it has no dosage instruction"),
        (whole(dosageInstruction=[{"text": "a"}, {"text": "b"}]), "it has several dosage instructions"),
        (whole(doseAndRate=dose(1, "mL")), "its dose is given in another unit; the tables say 1 mg"),
        (
            whole(doseAndRate=[{"doseQuantity": {"value": 1, "unit": "tablet"}}]),
            "its dose is given in another unit",
        ),
        (
            whole(timing=every(8, "wk")),
            "how often is given in another unit; the tables say every 2 to 3 months",
        ),
        (whole(timing={"code": concept("x", "MO")}), "how often is not given as a time"),
        (whole(timing=every(2, when=["MORN"])), "how often is not given as a time"),
        (whole(route={"text": "into a muscle"}), "its route has no code; the tables say Intramuscular route"),
    ],
)
def test_what_cannot_be_compared_is_said_and_nothing_is_suggested(
    address: str, order: dict[str, Any], said: str
) -> None:
    first, _ = cards(address, order)
    assert first["indicator"] == "info" and first["summary"].startswith("Not compared with the tables")
    assert said in first["detail"] and "suggestions" not in first


def test_an_order_that_the_tables_advise_against_can_be_taken_out(address: str) -> None:
    sick = {"condition": bundle(condition("709044004"))}
    first, answer = cards(address, draft("B03BA01"), **sick)
    assert (first["summary"], first["indicator"]) == ("No cyanocobalamin with these kidneys", "warning")
    [action] = first["suggestions"][0]["actions"]
    assert (action["type"], action["resourceId"]) == ("delete", "MedicationRequest/1")
    assert first["overrideReasons"] and "suggestions" in answer
    # of somebody else the sheet says nothing against it
    [only] = cards(address, draft("B03BA01"))
    assert only["indicator"] == "info"


def test_what_passes_an_accepted_error_is_told_with_it_and_nothing_is_suggested() -> None:
    """Of two actions that nobody can follow the one is not carried out against the other."""
    place = Place("tables.xlsx", "Accepted", "A2")
    known = Accepted(
        "action-conflict", "", ("A1", "A2"), "being mended", "Ann Berg", date(2027, 1, 31), place, date(2026, 11, 26),
        "", ((FieldTest("ckd", Equals(True), "yes", place),),),
    )  # fmt: skip
    sound = model_with_actions()
    for model, passes in ((sound, False), (replace(sound, accepted=(known,)), True)):
        service = Service(package_of(model), "", lambda: TODAY, bindings())
        sick = hooked(condition=bundle(condition("709044004")))
        for asked in (sick, selecting(sick, draft("B03BA01")), selecting(sick, whole(route=route("1")))):
            told = service.answer(asked)["cards"]
            assert any("action-conflict (A1, A2): being mended" in card["detail"] for card in told) == passes
            assert any("suggestions" in card for card in told) != passes


def test_of_an_order_that_the_sheet_does_not_know_nothing_is_told(address: str) -> None:
    assert cards(address, draft("C03CA01")) == []
    assert cards(address, {**draft("C03CA01"), "resourceType": "DeviceRequest"}) == []
    # nor of one that was not chosen; what is drafted is not suggested again
    assert cards(address, draft("C03CA01"), whole(id_="2", doseAndRate=dose(7))) == []
    [told, _] = cards(
        address, draft("C03CA01"), whole(id_="2", doseAndRate=dose(7)), chosen=["MedicationRequest/2"]
    )
    assert told["summary"].startswith("Not as the tables say")
    text = {**draft(), "medicationCodeableConcept": {"text": "B12"}}
    [card] = cards(address, text)
    assert card["summary"] == "Not compared with the tables: the draft order names no code"


def test_a_medicine_by_reference_and_r5_are_read_as_well(address: str) -> None:
    inside = {"resourceType": "Medication", "id": "m", "code": concept("http://www.whocc.no/atc", "B03BA03")}
    order = {**whole(doseAndRate=dose(2)), "contained": [inside], "medicationReference": {"reference": "#m"}}
    del order["medicationCodeableConcept"]
    first, _ = cards(address, order)
    changed = first["suggestions"][0]["actions"][0]["resource"]
    assert (
        changed["medicationReference"] == {"reference": "#m"} and "medicationCodeableConcept" not in changed
    )
    newer = {
        **whole(doseAndRate=dose(2)),
        "medication": {"concept": concept("http://www.whocc.no/atc", "B03BA03")},
    }
    del newer["medicationCodeableConcept"]
    first, _ = cards(address, newer)
    assert first["summary"].startswith("Not as the tables say")


def test_an_order_for_somebody_else_is_not_compared(address: str) -> None:
    first, _ = cards(address, whole(subject={"reference": "Patient/q"}, doseAndRate=dose(9)))
    assert first["summary"] == "The draft order is not for the patient whose record this is"
    assert "suggestions" not in first


def test_where_the_record_is_not_clear_nothing_is_suggested(address: str) -> None:
    two = {"condition": bundle(condition("84027009"), condition("34000006"))}
    told = cards(address, whole(doseAndRate=dose(9)), **two)
    assert told[0]["summary"].startswith("The record is not clear") and not any(
        "suggestions" in one for one in told
    )


def test_what_comes_back_changed_may_hold_anything(address: str) -> None:
    order = whole(doseAndRate=dose(5), note="\ud800\u202e", extension=[{"url": None}, [[]], 1e-320])
    first, _ = cards(address, order)
    changed = first["suggestions"][0]["actions"][0]["resource"]
    assert (changed["note"], changed["extension"]) == (order["note"], order["extension"])


@pytest.mark.parametrize(
    ("context", "why"),
    [
        ({"draftOrders": None}, "draftOrders of the context is a Bundle"),
        ({"selections": []}, "selections of the context lists what was chosen"),
        ({"selections": ["MedicationRequest/9"]}, "draftOrders has no MedicationRequest/9"),
        ({"patientId": None}, "patientId of the context"),
        ({"patientId": "q"}, "the patient of the prefetch is not that of the context"),
    ],
)
def test_a_call_that_is_none_is_refused(address: str, context: dict[str, Any], why: str) -> None:
    request = selecting(hooked(), whole())
    request["context"] |= context
    status, told = call(f"{address}/test_tables-order-select", request)
    assert status == 400 and why in told["error"]


def test_each_hook_has_its_own_address_and_its_feedback(address: str) -> None:
    assert call(f"{address}/test_tables", selecting(hooked(), whole()))[0] == 400
    assert call(f"{address}/test_tables-order-select", hooked())[0] == 400
    card = cards(address, whole(doseAndRate=dose(5)))[0]
    accepted = {
        "card": card["uuid"], "outcome": "accepted", "outcomeTimestamp": "2026-11-26T10:00:00Z",
        "acceptedSuggestions": [{"id": card["suggestions"][0]["uuid"]}],
    }  # fmt: skip
    assert call(f"{address}/test_tables-order-select/feedback", {"feedback": [accepted]}) == (200, None)
    assert KEPT[-1]["hook"] == "order-select" and KEPT[-1]["feedback"] == [accepted]


def test_every_card_has_the_shape_of_the_standard(address: str) -> None:
    sick = {"condition": bundle(condition("709044004"))}
    for order in (whole(), whole(doseAndRate=dose(5)), draft(), draft("B03BA01")):
        for card in cards(address, order, **sick):
            assert 0 < len(card["summary"]) <= LONGEST_SUMMARY and uuid.UUID(card["uuid"])
            assert card["indicator"] in ("info", "warning", "critical") and card["source"]["label"]
            assert ("suggestions" in card) == ("selectionBehavior" in card)
            for suggestion in card.get("suggestions", ()):
                assert suggestion["label"] and uuid.UUID(suggestion["uuid"])
                for action in suggestion["actions"]:
                    needed = "resourceId" if action["type"] == "delete" else "resource"
                    assert action["description"] and needed in action


def test_short_words_stand_on_the_card_and_the_whole_in_its_detail() -> None:
    about = """
## About
- Title: T
- Identifier: test_tables
- Version: 0.1.0
- Status: Draft
- Intended use: Tests.
- Disclaimer: No advice.
- Headline: What is to be done for this patient, as the rules have it: {Step}.
- Short headline: {Step}.
"""
    service = Service(package_of(model_from_markdown(SET + about)), "", lambda: TODAY, bindings())
    [card] = service.answer(hooked())["cards"]
    assert card["summary"] == "Now." and "as the rules have it: Now" in card["detail"]


def refused(written: str) -> list[str]:
    model, findings = model_and_findings(SET + HEAD + written)
    assert model is not None and not model.actions and "action" in "".join(model.skipped)
    return [one.message for one in findings if one.severity == "error"]


def service(**cells: str) -> str:
    return row(
        "A1", "order", "X", **{"Resource": "ServiceRequest", "System": LOINC, "Code": "2132-9 |B|", **cells}
    )


def medicine(**cells: str) -> str:
    return row("A1", "order", "X", **{**MEDICINE, "Code": "B |B|", **cells})


MISTAKES = [
    (row("A1", "buy", "X"), "'buy' is nothing that a row does"),
    (row("A1", "reason", "X", "Step: soon"), "soon"),
    (row("A1", "reason", "X", "Stop: now"), "there is no field called 'Stop'"),
    (row("A1", "reason", "X", "now"), "names no field"),
    (service(Resource=""), "nothing says what kind of order it is"),
    (service(Resource="Procedure"), "'Procedure' cannot be ordered"),
    (service(Code=""), "no code says which order is meant"),
    (service(System="LOINC"), "'LOINC' is no address"),
    (service(Code="2132-8 |B|"), "its check digit is another"),
    (service(Code="2132-9"), "2132-9 has no words"),
    (service(Code="2132-9 and more"), "is no code"),
    (service(Dose="1 mg"), "Dose says nothing of an order of a ServiceRequest"),
    (row("A1", "reason", "X", Resource="ServiceRequest"), "a reason to depart orders nothing"),
    (row("A1", "reason", "X", Every="1 mo"), "Every says nothing of a reason"),
    (
        row("A1", "do not order", "X", Dose="1 mg", **MEDICINE, Code="B"),
        "Dose says nothing of what is not",
    ),
    (medicine(Dose="much"), "'much' is no amount with a unit"),
    (medicine(Dose="3"), "'3' has no unit that is known"),
    (medicine(Dose="3 zork"), "has no unit that is known"),
    (medicine(Dose="3 to 1 mg"), "from the smaller to the greater"),
    (medicine(Dose="0 mg"), "no amount above 0"),
    (medicine(Every="3 mg"), "has no unit of time"),
    (medicine(Route="im"), "'im' is no route"),
    (medicine(Route="78421001 |R|"), "its check digit is another"),
    (row("A1", "reason", "x" * 101), "longer than 100 letters, by 1"),
    (row("A1", "reason", ""), "Label is blank"),
]


@pytest.mark.parametrize(("written", "said"), MISTAKES)
def test_each_mistake_in_a_row_is_a_finding(written: str, said: str) -> None:
    told = refused(written)
    assert any(said in message for message in told), told


def test_two_rows_of_one_name_are_a_finding() -> None:
    twice = row("A1", "reason", "X")
    _, findings = model_and_findings(f"{SET}{HEAD}{twice}\n{twice}")
    assert [one.name for one in findings if one.severity == "error"] == ["duplicate-name"]
