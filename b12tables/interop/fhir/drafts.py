"""The draft orders of a call of order-select: what is drafted, what of it was just chosen, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from b12tables.interop.fhir.bindings import Code
from b12tables.interop.fhir.references import entries_of, with_medicines
from b12tables.interop.fhir.resources import Resource, about, meaning, name_of, parts_of, said


@dataclass(frozen=True)
class Draft:
    """One draft order as it was sent, what it orders, whether it was just chosen, whether it is for this patient."""

    resource: Resource
    name: str
    codes: tuple[Code, ...]
    chosen: bool
    of_patient: bool

    @property
    def kind(self) -> str:
        """The type of the resource."""
        return said(self.resource.get("resourceType"))

    @property
    def is_newer(self) -> bool:
        """Whether it is written as R5 has it."""
        code = self.resource.get("medication" if self.kind == "MedicationRequest" else "code")
        return isinstance(code, Mapping) and ("concept" in code or "reference" in code)


def drafts_of(context: object) -> tuple[Draft, ...]:
    """The draft orders of a context. Raises ValueError for a context that is none of order-select."""
    given: Mapping[str, Any] = context if isinstance(context, Mapping) else {}
    orders, chosen, patient = (given.get(key) for key in ("draftOrders", "selections", "patientId"))
    if not isinstance(orders, Mapping) or orders.get("resourceType") != "Bundle":
        raise ValueError("draftOrders of the context is a Bundle")
    if not isinstance(chosen, list) or not chosen or not all(isinstance(one, str) for one in chosen):
        raise ValueError("selections of the context lists what was chosen, such as MedicationRequest/1")
    if not isinstance(patient, str) or not patient:
        raise ValueError("patientId of the context is the id of a patient")
    entries = [entry for entry in parts_of(orders.get("entry")) if _is_resource(entry.get("resource"))]
    drafts = []
    listed = with_medicines(list(entries_of({**orders, "entry": entries})))
    for entry, (_, resolved) in zip(entries, listed, strict=True):
        name = name_of(entry["resource"])
        codes = tuple(meaning(resolved))
        drafts.append(Draft(entry["resource"], name, codes, name in chosen, _is_of(resolved, patient)))
    names = [draft.name for draft in drafts]
    if lacking := [one for one in chosen if one not in names]:
        raise ValueError(f"draftOrders has no {said(lacking[0])}, which was chosen")
    if twice := [one for one in chosen if names.count(one) > 1]:
        raise ValueError(f"draftOrders has {said(twice[0])} twice")
    return tuple(drafts)


def _is_resource(found: object) -> bool:
    kind = found.get("resourceType") if isinstance(found, Mapping) else None
    return isinstance(kind, str) and kind != "Bundle"


def _is_of(order: Resource, patient: str) -> bool:
    """Whether an order is for a patient; one that names nobody is for whom the context names."""
    subject = about(order)
    return not subject or subject.partition("/_history/")[0].split("/")[-2:] == ["Patient", patient]
