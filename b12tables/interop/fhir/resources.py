"""Resources of FHIR R4 and R5 as they come: their codes, their time, why one does not count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from b12tables.interop.fhir.bindings import Code
from b12tables.interop.fhir.times import days
from b12tables.runtime.language import t
from b12tables.runtime.reading import shown
from b12tables.runtime.words import visible

Resource = Mapping[str, Any]

_STATUS = {
    "Observation": {"final", "amended", "corrected"},
    "MedicationRequest": {"active"},
    "MedicationStatement": {"active", "recorded"},
    "Procedure": {"completed"},
}
"""The status of what happened, or is so; of R5 too."""

_ACTIVE = {"active", "recurrence", "relapse"}
_CLINICAL = {*_ACTIVE, "inactive", "remission", "resolved", "unknown"}
_VERIFICATION = {"confirmed", "unconfirmed", "provisional", "differential", "refuted", "entered-in-error"}
"""The words of the standard; beside them a record may have some of its own."""

_ORDERS = {"order", "original-order", "reflex-order", "filler-order", "instance-order"}
"""The intents of what is ordered; all others are not, or not yet."""


LONGEST_SAID = 200
"""So many letters of a record are told again at most."""


def parts_of(found: object) -> list[Mapping[str, Any]]:
    """The objects of a list of a record; none where something else stands there."""
    listed = found if isinstance(found, list) else []
    return [part for part in listed if isinstance(part, Mapping)]


def said(found: object) -> str:
    """A text of a record as it is told: short, without what nobody can see; "" where there is none.

    A record may hold anything in the place of a text: such a thing is named, and equals no code.
    """
    if isinstance(found, str):
        return visible(found[:LONGEST_SAID])
    return "" if found is None else shown(found)


def name_of(resource: Resource) -> str:
    """How a resource is called in a record: `Observation/123`."""
    return f"{said(resource.get('resourceType'))}/{said(resource.get('id')) or '(without an id)'}"


def codes_of(concept: object) -> list[Code]:
    """The codes of a CodeableConcept that say their system."""
    if not isinstance(concept, Mapping):
        return []
    return [(one["system"], one["code"]) for one in parts_of(concept.get("coding")) if _told(one)]


def _told(coding: Mapping[str, Any]) -> bool:
    return isinstance(coding.get("system"), str) and isinstance(coding.get("code"), str)


def meaning(resource: Resource) -> list[Code]:
    """What a resource is about: its code, or its medicine (R4 and R5)."""
    kind = resource.get("resourceType")
    if kind in ("MedicationRequest", "MedicationStatement"):
        medicine = resource.get("medication")
        newer = codes_of(medicine.get("concept")) if isinstance(medicine, Mapping) else []
        return [*codes_of(resource.get("medicationCodeableConcept")), *newer]
    code = resource.get("code")
    inner = code.get("concept") if isinstance(code, Mapping) else None  # R5 has it one deeper
    return [*codes_of(code), *codes_of(inner)]


def about(resource: Resource) -> str:
    """The patient that a resource says it is about, by reference; "" where it says none."""
    for key in ("subject", "patient"):
        found = resource.get(key)
        if isinstance(found, Mapping) and isinstance(found.get("reference"), str):
            return str(found["reference"])
    return ""


def time_of(resource: Resource) -> str:
    """When it was so, as it is written; "" where nothing says it."""
    for key in (
        "effectiveDateTime",
        "effectiveInstant",
        "performedDateTime",
        "occurrenceDateTime",
        "authoredOn",
    ):
        if isinstance(resource.get(key), str):
            return str(resource[key])
    for key in ("effectivePeriod", "performedPeriod", "occurrencePeriod"):
        period = resource.get(key)
        if isinstance(period, Mapping):
            return said(period.get("end") or period.get("start"))
    return said(resource.get("recordedDate"))


def altered(part: Resource) -> str:
    """Why nobody can know what a resource, or a part of one, says; "" where it says what stands there.

    What is marked so may say the opposite: the standard forbids to read on.
    """
    if part.get("modifierExtension"):
        return t("it has a modifierExtension, which may change what it says")
    return t("it follows rules of its own (implicitRules)") if part.get("implicitRules") else ""


def set_aside(resource: Resource, take: str, today: date) -> str:
    """Why a resource does not count, in words; "" where it does."""
    kind = str(resource.get("resourceType"))
    if kind == "Condition":
        return _condition_aside(resource, take)
    status = said(resource.get("status"))
    if take == "any" and kind in ("MedicationRequest", "MedicationStatement"):
        allowed = {"active", "recorded", "completed", "stopped", "on-hold"}
    else:
        allowed = _STATUS.get(kind, set())
    if status not in allowed:
        return t("its status is {status}", status=status or t("not given"))
    if resource.get("doNotPerform") is True:
        return t("it says what is not to be done")
    intent = resource.get("intent")
    if kind == "MedicationRequest" and not isinstance(intent, str):
        return t("nothing says that it is an order")
    if kind == "MedicationRequest" and intent not in _ORDERS:
        return t("it is a {intent} only", intent=said(intent))
    return _statement_aside(resource, take, today) if kind == "MedicationStatement" else ""


def _statement_aside(resource: Resource, take: str, today: date) -> str:
    """Why somebody does not take what is stated: R5 says it beside the status, and either by when it ended."""
    adherence = resource.get("adherence")
    told = [code for _, code in codes_of(adherence.get("code"))] if isinstance(adherence, Mapping) else []
    if told and not all(code.startswith("taking") for code in told):
        return t("its adherence is {told}", told=", ".join(sorted(map(said, told))))
    period = resource.get("effectivePeriod")
    end = period.get("end") if isinstance(period, Mapping) else None
    if take == "active" and end is not None and not _to_come(end, today):
        return t("it ended ({end})", end=said(end))
    return ""


def _to_come(end: object, today: date) -> bool:
    """Whether a time may still lie ahead, today among it."""
    try:
        return isinstance(end, str) and days(end)[1] >= today
    except ValueError:
        return False


def _condition_aside(resource: Resource, take: str) -> str:
    verification = {code for _, code in codes_of(resource.get("verificationStatus"))}
    if verification and verification & _VERIFICATION != {"confirmed"}:
        return t("it is {told}", told=", ".join(sorted(verification)))
    if resource.get("verificationStatus") and not verification:
        return t("no code says whether it is confirmed")
    clinical = {code for _, code in codes_of(resource.get("clinicalStatus"))}
    known = clinical & _CLINICAL
    if take == "active" and not (known and known <= _ACTIVE):
        return (
            t("it is {told}", told=", ".join(sorted(clinical)))
            if clinical
            else t("nothing says whether it is active")
        )
    return ""
