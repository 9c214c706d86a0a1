"""The set of `fhir_kit` with a sheet Actions: what it asks to order, what it advises against, reasons to depart."""

from __future__ import annotations

from functools import cache
from typing import Any

from b12tables.compiler.model import Model
from tests.interop.fhir_kit import ATC, LOINC, SCT, SET, UCUM, concept
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown

COLUMNS = (
    "ID", "When", "Does", "Label", "Detail", "Resource", "System", "Code", "Dose", "Route", "Every", "Evidence",
)  # fmt: skip
HEAD = f"""
## Actions
| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
"""


def row(id_: str, does: str, label: str, when: str = "-", **cells: str) -> str:
    """A row of Actions; the other cells by their heads."""
    known = {"ID": id_, "When": when, "Does": does, "Label": label, **cells}
    assert set(known) <= set(COLUMNS)
    return "| " + " | ".join(known.get(name, "").replace("|", "\\|") for name in COLUMNS) + " |"


MEDICINE = {"Resource": "MedicationRequest", "System": ATC}
ROWS = "\n".join(
    [
        row(
            "A1", "order", "Order hydroxocobalamin", "Step: now", Detail="As the rules say.", **MEDICINE,
            Code="B03BA03 |Hydroxocobalamin|", Dose="1 mg", Route="78421000 |Intramuscular route|", Every="2 to 3 mo",
            Evidence="inference: x",
        ),
        row(
            "A1b", "fits", "Hydroxocobalamin by mouth", "Step: now", **MEDICINE, Code="B03BA03", Dose="2 mg",
            Route="26643006 |Oral route|",
        ),
        row(
            "A2", "do not order", "No cyanocobalamin with these kidneys", "Kidney disease: yes", **MEDICINE,
            Code="B03BA01", Detail="It is cleared by them.",
        ),
        row("A3", "reason", "Seen by a specialist"),
        row(
            "A4", "order", "Measure B12", "Step: later", Resource="ServiceRequest", System=LOINC,
            Code="2132-9 |Cobalamin|; 14685-2",
        ),
        row(
            "A5", "reason", "The patient declines", "Step: now", System=SCT, Code="105480006 |Refusal of treatment|",
        ),
    ]
)  # fmt: skip


@cache
def model_with_actions() -> Model:
    return model_from_markdown(SET + HEAD + ROWS)


@cache
def package_with_actions() -> Any:
    return package_of(model_with_actions())


def draft(code: str = "B03BA03", id_: str = "1", **parts: Any) -> dict[str, Any]:
    """A draft MedicationRequest as R4 has it; `dose`, `every` and `route` as a dosage has them."""
    dosage = {name: parts.pop(name) for name in ("doseAndRate", "timing", "route", "text") if name in parts}
    made = {
        "resourceType": "MedicationRequest", "id": id_, "status": "draft", "intent": "order",
        "medicationCodeableConcept": concept(ATC, code), "subject": {"reference": "Patient/p"},
    }  # fmt: skip
    return {**made, **({"dosageInstruction": [dosage]} if dosage else {}), **parts}


def dose(value: float, unit: str = "mg") -> list[dict[str, Any]]:
    return [{"doseQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit}}]


def every(period: float, unit: str = "mo", **more: Any) -> dict[str, Any]:
    return {"repeat": {"frequency": 1, "period": period, "periodUnit": unit, **more}}


def route(code: str = "78421000") -> dict[str, Any]:
    return concept(SCT, code)


def whole(**parts: Any) -> dict[str, Any]:
    """The order as A1 asks for it, or with other parts."""
    return draft(**{"doseAndRate": dose(1), "timing": every(2), "route": route(), **parts})


def selecting(request: dict[str, Any], *drafts: dict[str, Any], chosen: Any = None) -> dict[str, Any]:
    """A call of order-select made of one of patient-view."""
    names = [f"{one['resourceType']}/{one['id']}" for one in drafts]
    entries = [{"resource": one} for one in drafts]
    orders = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    context = {
        **request["context"],
        "selections": names[:1] if chosen is None else chosen,
        "draftOrders": orders,
    }
    return {**request, "hook": "order-select", "context": context}
