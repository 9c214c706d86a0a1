"""A small set whose Dictionary says where in a record its fields stand, and resources as records have them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from b12tables.compiler.codegen.bindings import emit_bindings
from b12tables.compiler.model import Model
from b12tables.interop.fhir import Bound, FromRecord, bindings_from, case_from_bundle
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

TODAY = date(2026, 11, 26)
LOINC, SCT, ATC, UCUM = (
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://www.whocc.no/atc",
    "http://unitsofmeasure.org",
)

FAILED = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Also accepts | Unknown | Computed | Source | System | Code |
|---|---|---|---|---|---|---|---|---|---|---|---|
| b12 | Vitamin B12 | number | 0 | 100000 | pg/mL | ACCEPTS | yes | | LATEST | http://loinc.org | 2132-9<br>14685-2 |
| born | Born on | date | | | | | yes | | Patient.birthDate | | |
| age | Age | whole number | 0 | 130 | a | | yes | years from born to today | | | |
| cause | Cause | choice | | | | | yes | | Condition active | | |
| product | Product | choice | | | | | yes | | MedicationRequest active | | |
| ckd | Kidney disease | yes/no | | | | | yes | | Condition any | http://snomed.info/sct | 709044004 |
| smoker | Smoking | choice | | | | | yes | | Observation latest | http://loinc.org | 72166-2 |
| step | Step | choice | | | | | | | | | |

## Values
| Field | Value | Label | System | Code |
|---|---|---|---|---|
| cause | anaemia | Pernicious anaemia | http://snomed.info/sct | 84027009 |
| cause | crohn | Crohn's disease | http://snomed.info/sct | 34000006 |
| product | hydroxo | Hydroxocobalamin | http://www.whocc.no/atc | B03BA03 |
| product | acid | An acid blocker | http://www.whocc.no/atc | A02BC |
| smoker | smokes | Smokes | http://snomed.info/sct | 77176002 |
| smoker | not_now | Does not smoke | http://snomed.info/sct | 8392000 |
| step | now | Now | | |
| step | later | Later | | |

## Decision: Step
| | When | | | | | | Then | Because |
|---|---|---|---|---|---|---|---|---|
| | B12 | Age | Cause | Product | CKD | Smoking | Step | Evidence |
| R1 | < 180 | - | - | - | - | - | now | inference: a test |
| R2 | >= 180; unknown | >= 75 | - | - | - | - | now | inference: a test |
| R3 | >= 180; unknown | < 75; unknown | - | - | - | - | later | inference: a test |
""".replace(
    "| B12 | Age | Cause | Product | CKD |", "| Vitamin B12 | Age | Cause | Product | Kidney disease |"
)


SET = SET.replace("LATEST", "Observation latest 24 mo").replace("ACCEPTS", "pmol/L = 1.355 pg/mL")


@cache
def fhir_model() -> Model:
    return model_from_markdown(SET)


@cache
def package() -> Any:
    return package_of(fhir_model())


@cache
def bindings() -> tuple[Bound, ...]:
    import json

    [text] = emit_bindings(fhir_model()).values()
    return bindings_from(json.loads(text))


def read(*resources: dict[str, Any], today: date = TODAY) -> FromRecord:
    entries = [{"resource": one} for one in resources]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return case_from_bundle(package().SET, bundle, today, bindings())


def concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def b12(value: object, when: str = "2026-11-01", unit: str = "pg/mL", **more: Any) -> dict[str, Any]:
    quantity = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    for key in ("comparator",):
        if key in more:
            quantity[key] = more.pop(key)
    made = {
        "resourceType": "Observation", "id": f"b12-{when}-{value}", "status": "final",
        "code": concept(LOINC, "2132-9"), "effectiveDateTime": when, "valueQuantity": quantity,
    }  # fmt: skip
    return {key: found for key, found in {**made, **more}.items() if found is not None}


def condition(code: str, clinical: str = "active", verified: str = "confirmed") -> dict[str, Any]:
    made: dict[str, Any] = {"resourceType": "Condition", "id": f"c-{code}", "code": concept(SCT, code)}
    if clinical:
        made["clinicalStatus"] = concept("http://terminology.hl7.org/CodeSystem/condition-clinical", clinical)
    if verified:
        made["verificationStatus"] = concept(
            "http://terminology.hl7.org/CodeSystem/condition-ver-status", verified
        )
    return made


def medicine(code: str, status: str = "active", newer: bool = False, **more: Any) -> dict[str, Any]:
    made = {"resourceType": "MedicationRequest", "id": f"m-{code}", "status": status, "intent": "order"}
    what = concept(ATC, code)
    made |= {"medication": {"concept": what}} if newer else {"medicationCodeableConcept": what}  # type: ignore[dict-item]
    return {**made, **more}


def patient(born: str, id_: str = "p") -> dict[str, Any]:
    return {"resourceType": "Patient", "id": id_, "birthDate": born}


def form(table_set: Any, given: dict[str, object], authored: str, **more: Any) -> dict[str, Any]:
    """A QuestionnaireResponse that states fields of a set, given as a case has them."""
    own = table_set.identifier.replace("_", "-")
    items = [
        {"linkId": name, "answer": [_answer(table_set.inputs[name], value)]} for name, value in given.items()
    ]
    made = {
        "resourceType": "QuestionnaireResponse", "id": f"form-{authored}", "status": "completed",
        "questionnaire": f"https://forms.example/Questionnaire/{own}|{table_set.version}",
        "authored": authored, "item": [{"linkId": "a-group", "item": items}],
    }  # fmt: skip
    return {**made, **more}


def _answer(known: Any, value: object) -> dict[str, Any]:
    if known.type == "choice":
        return {"valueCoding": {"code": value}}
    if known.type == "yes/no":
        return {"valueBoolean": value}
    if known.type == "date":
        return {"valueDate": value}
    number = known.read(value)
    plain = int(number) if number == int(number) else float(number)
    if not known.unit:
        return {"valueInteger": plain}
    return {"valueQuantity": {"value": plain, "unit": known.unit, "system": UCUM, "code": known.unit}}
