"""Whole records, as generators of synthetic patients and servers write them: what is taken from where, what is not.

Synthea writes a transaction or a collection whose entries refer to each other by `urn:uuid:`, with encounters, claims
and vital signs around the few resources that matter; servers name medicines by reference; laboratories write times with
zones.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from b12tables.interop.fhir import case_from_bundle
from tests.interop.fhir_kit import ATC, LOINC, SCT, UCUM, concept, form
from tests.kit.packages import real_package

TODAY = date(2026, 11, 26)
WHO = "urn:uuid:0f6a1c6e-5a0e-4b1f-9a57-6f6a2f1f0001"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
SUBJECT = {"subject": {"reference": WHO}}


def patient(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Patient", "id": WHO[9:], "birthDate": "1951-02-03", "gender": "female",
        "text": {"status": "generated", "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">Synthetic</div>"},
        "extension": [{"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex", "valueCode": "F"}],
        "identifier": [{"system": "https://github.com/synthetichealth/synthea", "value": WHO[9:]}], **more,
    }  # fmt: skip


def result(name: str, code: str, value: object, unit: str, when: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": name, "status": "final", **SUBJECT,
        "category": [concept("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")],
        "code": {"coding": [{"system": LOINC, "code": code, "display": name}], "text": name},
        "encounter": {"reference": "urn:uuid:e"}, "effectiveDateTime": when, "issued": f"{when[:10]}T23:00:00.000Z",
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit}, **more,
    }  # fmt: skip


def problem(name: str, code: str, clinical: str = "active", verified: str = "confirmed") -> dict[str, Any]:
    terms = "http://terminology.hl7.org/CodeSystem"
    return {
        "resourceType": "Condition", "id": name, **SUBJECT, "code": concept(SCT, code),
        "clinicalStatus": concept(f"{terms}/condition-clinical", clinical),
        "verificationStatus": concept(f"{terms}/condition-ver-status", verified),
        "onsetDateTime": "2019-05-01T08:00:00+02:00", "recordedDate": "2019-05-01T08:00:00+02:00",
    }  # fmt: skip


def order(name: str, status: str = "active", **medicine: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest", "id": name, "status": status, "intent": "order", **SUBJECT,
        "authoredOn": "2026-10-01T09:00:00+02:00", **medicine,
    }  # fmt: skip


def coded(code: str) -> dict[str, Any]:
    return {"medicationCodeableConcept": concept(ATC, code)}


def medication(name: str, system: str, code: str) -> dict[str, Any]:
    return {"resourceType": "Medication", "id": name, "status": "active", "code": concept(system, code)}


NOISE: list[dict[str, Any]] = [
    {"resourceType": "Organization", "id": "o", "name": "A practice"},
    {"resourceType": "Encounter", "id": "e", "status": "finished", "class": {"code": "AMB"}, **SUBJECT},
    {"resourceType": "Claim", "id": "c", "status": "active", "use": "claim", "patient": {"reference": WHO}},
    result("Body weight", "29463-7", 70.5, "kg", "2026-05-01T09:00:00+02:00"),
    {
        "resourceType": "DiagnosticReport", "id": "d", "status": "final", **SUBJECT,
        "code": concept(LOINC, "51990-0"), "result": [{"reference": "urn:uuid:b12"}],
    },
    {"resourceType": "Immunization", "id": "i", "status": "completed", "patient": {"reference": WHO}},
]  # fmt: skip
STARTED = form(real_package().SET, {"treatment_started": "2026-10-20"}, "2026-11-20")
B12 = result("b12", "14685-2", 120, "pmol/L", "2026-11-20T08:15:00+01:00")
EGFR = result("egfr", "98979-8", 44, "mL/min/{1.73_m2}", "2026-06-01T08:15:00.123-05:00")
FROM_B12 = {"b12": "Observation/b12", "check_done": "Observation/b12", "last_check_date": "Observation/b12"}
BORN = {"date_of_birth": f"Patient/{WHO[9:]}"}
STARTED_FROM = {"treatment_started": f"QuestionnaireResponse/{STARTED['id']}"}
ELSEWHERE = "its medicine stands elsewhere (Medication/far), and is not in the record"


SOMEBODY_ELSE = {"subject": {"reference": "urn:uuid:somebody-else"}}
REGISTER = "https://github.com/synthetichealth/synthea"


def changed(resource: dict[str, Any], when: str) -> dict[str, Any]:
    """A version of a resource, made on a day."""
    return {**resource, "meta": {"versionId": when[-2:], "lastUpdated": f"{when}T12:00:00Z"}}


def coded_result(name: str, code: str, value: str) -> dict[str, Any]:
    made = result(name, code, 0, "1", "2026-11-20")
    del made["valueQuantity"]
    return {**made, "valueCodeableConcept": concept(SCT, value)}


def above(number: int) -> dict[str, Any]:
    unit = "mL/min/{1.73_m2}"
    return {"comparator": ">", "value": number, "unit": unit, "system": UCUM, "code": unit}


@dataclass(frozen=True)
class Expected:
    """The case, the resource that each field is from, what was left out by resource, and problems by field."""

    case: dict[str, object] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


RECORDS = {
    "nothing but a patient and much around": (NOISE, Expected()),
    "results of a laboratory, with zones": (
        [*NOISE, STARTED, B12, EGFR],
        Expected(
            {
                "b12": "120 pmol/L", "egfr": "44 mL/min/{1.73_m2}", "check_done": True,
                "last_check_date": "2026-11-20", "treatment_started": "2026-10-20",
            },
            {**FROM_B12, **STARTED_FROM, "egfr": "Observation/egfr"},
        ),
    ),
    "the same without the day on which treatment began": (
        [*NOISE, B12],
        Expected(problems=dict.fromkeys(FROM_B12, "since-not-known")),
    ),
    "chronic kidney disease among solved problems": (
        [problem("ckd", "433144002"), problem("old", "105502003", "resolved"), *NOISE],
        Expected({"renal_diagnosis": "ckd"}, {"renal_diagnosis": "Condition/ckd"}, {"Condition/old": "it is resolved"}),
    ),
    "kidney disease and dialysis at once": (
        [problem("ckd", "433144002"), problem("dialysis", "105502003")],
        Expected(problems={"renal_diagnosis": "several-values"}),
    ),
    "a medicine by its code": (
        [order("m", **coded("B03BA03"))],
        Expected({"current_product": "hydroxocobalamin"}, {"current_product": "MedicationRequest/m"}),
    ),
    "a medicine by the address of another entry": (
        [medication("a", ATC, "B03BA01"), order("m", medicationReference={"reference": "urn:uuid:a"})],
        Expected({"current_product": "cyanocobalamin"}, {"current_product": "MedicationRequest/m"}),
    ),
    "a medicine by its id, with a version": (
        [order("m", medicationReference={"reference": "Medication/a/_history/3"}), medication("a", ATC, "B03BA01")],
        Expected({"current_product": "cyanocobalamin"}, {"current_product": "MedicationRequest/m"}),
    ),
    "a medicine of R5 by the address of a server": (
        [
            order("m", medication={"reference": {"reference": "https://ehr.example/fhir/Medication/a"}}),
            medication("a", ATC, "B03BB01"),
        ],
        Expected({"folic_acid": "taking"}, {"folic_acid": "MedicationRequest/m"}),
    ),
    "a medicine that is contained": (
        [order("m", medicationReference={"reference": "#a"}, contained=[medication("a", ATC, "A02BC01")])],
        Expected({"drug_ongoing": "yes"}, {"drug_ongoing": "MedicationRequest/m"}),
    ),
    "a medicine that is not in the record": (
        [order("m", medicationReference={"reference": "Medication/far"})],
        Expected(left_out={"MedicationRequest/m": ELSEWHERE}),
    ),
    "a stopped medicine that is not in the record": (
        [order("m", "stopped", medicationReference={"reference": "Medication/far"})],
        Expected(left_out={"MedicationRequest/m": "its status is stopped"}),
    ),
    "a medicine in the codes of another country": (
        [medication("a", RXNORM, "309594"), order("m", medicationReference={"reference": "Medication/a"})],
        Expected(),
    ),
    "two products at once": (
        [order("m", **coded("B03BA03")), order("n", **coded("B03BA01"))],
        Expected(problems={"current_product": "several-values"}),
    ),
    "a result taken back, and an older one": (
        [
            STARTED, result("b12", "14685-2", 300, "pmol/L", "2026-11-01T10:00:00Z"),
            result("wrong", "14685-2", 30, "pmol/L", "2026-11-22T10:00:00Z", status="entered-in-error"),
        ],
        Expected(
            {
                "b12": "300 pmol/L", "check_done": True, "last_check_date": "2026-11-01",
                "treatment_started": "2026-10-20",
            },
            {**FROM_B12, **STARTED_FROM},
            {"Observation/wrong": "its status is entered-in-error"},
        ),
    ),
    "a result in a unit of nobody": (
        [result("egfr", "98979-8", 44, "furlong", "2026-06-01")],
        Expected(problems={"egfr": "unreadable-value"}),
    ),
    "a birthday without the day": (
        [patient(birthDate="1951-02")],
        Expected({"date_of_birth": "1951-02-01"}, BORN),
    ),
    "a record of two": (
        [{**B12, "subject": {"reference": "urn:uuid:somebody-else"}}, problem("ckd", "433144002")],
        Expected(problems={"": "several-patients"}),
    ),
    "a result of somebody else, alone": (
        [{**EGFR, **SOMEBODY_ELSE}],
        Expected(problems={"": "several-patients"}),
    ),
    "a result by another number of the same register": (
        [{**EGFR, "subject": {"identifier": {"system": REGISTER, "value": "another"}}}],
        Expected(problems={"": "several-patients"}),
    ),
    "a result by the number of the patient": (
        [{**EGFR, "subject": {"identifier": {"system": REGISTER, "value": WHO[9:]}}}],
        Expected({"egfr": "44 mL/min/{1.73_m2}"}, {"egfr": "Observation/egfr"}),
    ),
    "a result of a group, and one about a child": (
        [
            {**EGFR, "subject": {"reference": "Group/ward"}},
            result("d", "62292-8", 80, "nmol/L", "2026-06-01", focus=[{"reference": "urn:uuid:a-child"}]),
        ],
        Expected(
            left_out={
                "Observation/egfr": "it is about Group/ward, which is no patient",
                "Observation/d": "it is about urn:uuid:a-child, not about the patient",
            }
        ),
    ),
    "a result that says something else by an extension": (
        [{**EGFR, "modifierExtension": [{"url": "https://ehr.example/not", "valueBoolean": True}]}],
        Expected(left_out={"Observation/egfr": "it has a modifierExtension, which may change what it says"}),
    ),
    "a patient named with a version": (
        [{**problem("ckd", "433144002"), "subject": {"reference": f"Patient/{WHO[9:]}/_history/2"}}],
        Expected({"renal_diagnosis": "ckd"}, {"renal_diagnosis": "Condition/ckd"}),
    ),
    "one result twice, from two queries": (
        [STARTED, B12, EGFR, B12, EGFR],
        Expected(
            {
                "b12": "120 pmol/L", "egfr": "44 mL/min/{1.73_m2}", "check_done": True,
                "last_check_date": "2026-11-20", "treatment_started": "2026-10-20",
            },
            {**FROM_B12, **STARTED_FROM, "egfr": "Observation/egfr"},
        ),
    ),
    "a result and its correction, which has another day": (
        [
            STARTED, changed(B12, "2026-11-20"),
            changed({**result("b12", "14685-2", 400, "pmol/L", "2026-11-10"), "status": "corrected"}, "2026-11-22"),
        ],
        Expected(
            {
                "b12": "400 pmol/L", "check_done": True, "last_check_date": "2026-11-10",
                "treatment_started": "2026-10-20",
            },
            {**FROM_B12, **STARTED_FROM},
        ),
    ),
    "a result, and a later version of it that takes it back": (
        [changed({**EGFR, "status": "entered-in-error"}, "2026-06-03"), changed(EGFR, "2026-06-01")],
        Expected(left_out={"Observation/egfr": "its status is entered-in-error"}),
    ),
    "two versions, and nothing says which is the later": (
        [EGFR, changed({**EGFR, "status": "entered-in-error"}, "2026-06-03")],
        Expected(problems={"": "several-versions"}),
    ),
    "two versions of what nobody asks for": (
        [*NOISE, {**NOISE[1], "status": "in-progress"}],
        Expected(),
    ),
    "a problem that is active and over": (
        [{**problem("ckd", "433144002"), "abatementDateTime": "2024-01-01"}],
        Expected(
            left_out={"Condition/ckd": "it is active, and says since when it is over"},
            problems={"renal_diagnosis": "active-and-over"},
        ),
    ),
    "a filtration above what is reported": (
        [result("egfr", "98979-8", 90, "mL/min/{1.73_m2}", "2026-06-01", valueQuantity=above(90))],
        Expected({"egfr": "100 mL/min/{1.73_m2}"}, {"egfr": "Observation/egfr"}),
    ),
    "a filtration above a number below the line": (
        [result("egfr", "98979-8", 45, "mL/min/{1.73_m2}", "2026-06-01", valueQuantity=above(45))],
        Expected(problems={"egfr": "comparator"}),
    ),
    "a filtration of long ago, one to come, and one that is preliminary": (
        [
            result("old", "98979-8", 44, "mL/min/{1.73_m2}", "2024-06-01"),
            result("next", "98979-8", 44, "mL/min/{1.73_m2}", "2027-06-01"),
            result("early", "98979-8", 44, "mL/min/{1.73_m2}", "2026-11-25", status="preliminary"),
        ],
        Expected(
            left_out={
                "Observation/old": "it is older than 24 mo", "Observation/next": "its date is still to come",
                "Observation/early": "its status is preliminary",
            }
        ),
    ),
    "a birthday that is a year with a line in it": (
        [patient(birthDate="1950")],
        Expected(problems={"date_of_birth": "partial-date"}),
    ),
    "a pregnancy, vitamin D in another unit, and iron from the problems": (
        [
            coded_result("pregnant", "82810-3", "77386006"),
            result("d", "62292-8", 20, "ng/mL", "2026-06-01"), problem("iron", "87522002", "recurrence"),
        ],
        Expected(
            {"pregnancy_status": "pregnant", "vitamin_d": "20 ng/mL", "iron_status": "deficient"},
            {
                "pregnancy_status": "Observation/pregnant", "vitamin_d": "Observation/d",
                "iron_status": "Condition/iron",
            },
        ),
    ),
    "a form and a laboratory that disagree": (
        [form(real_package().SET, {"egfr": "70 mL/min/{1.73_m2}"}, "2026-11-20"), EGFR],
        Expected(problems={"egfr": "several-values"}),
    ),
}  # fmt: skip


def bundle(resources: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """A Bundle of that kind: with addresses of entries, and in a transaction with requests."""
    whole = (
        resources if any(one["resourceType"] == "Patient" for one in resources) else [patient(), *resources]
    )
    entries = []
    for one in copy.deepcopy(whole):
        entry: dict[str, Any] = {"fullUrl": f"urn:uuid:{one['id']}", "resource": one}
        if kind == "transaction":
            entry["request"] = {"method": "POST", "url": one["resourceType"]}
        entries.append(entry)
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


@pytest.mark.parametrize("kind", ["transaction", "collection"])
@pytest.mark.parametrize("name", RECORDS)
def test_a_whole_record_is_read_as_it_is_meant(name: str, kind: str) -> None:
    resources, wanted = RECORDS[name]
    born = (
        {} if any(one["resourceType"] == "Patient" for one in resources) else {"date_of_birth": "1951-02-03"}
    )
    if "" in wanted.problems:
        born = {}
    made = case_from_bundle(real_package().SET, bundle(resources, kind), TODAY)
    assert {
        name: value if value is True else str(value) for name, value in made.case.items()
    } == wanted.case | born
    sources = {name: told[0].resource for name, told in made.provenance.items()}
    assert sources == wanted.sources | (BORN if born else {})
    assert all(told[0].given for told in made.provenance.values())
    assert {one.resource: one.why for one in made.left_out} == wanted.left_out
    assert {one.field: one.name for one in made.problems} == wanted.problems


def test_what_a_history_says_was_deleted_does_not_count() -> None:
    whole = bundle([EGFR, problem("ckd", "433144002")], "history")
    gone = {"request": {"method": "DELETE", "url": "https://ehr.example/fhir/Observation/egfr"}}
    whole["entry"] = [gone, *whole["entry"]]
    made = case_from_bundle(real_package().SET, whole, TODAY)
    assert sorted(made.case) == ["date_of_birth", "renal_diagnosis"]
    assert {one.resource: one.why for one in made.left_out} == {"Observation/egfr": "it was deleted"}


@pytest.mark.parametrize("name", RECORDS)
def test_the_order_of_a_record_changes_nothing(name: str) -> None:
    resources, _ = RECORDS[name]
    whole = bundle(resources, "collection")
    turned = {**whole, "entry": whole["entry"][::-1]}
    one, other = (case_from_bundle(real_package().SET, each, TODAY) for each in (whole, turned))
    assert one.case == other.case
    assert {found.field: found.name for found in one.problems} == {
        found.field: found.name for found in other.problems
    }
