"""Whose a record is, and what of it counts: one patient, one version of each resource, nothing that is about another.

A resource that is passed over here was not said of the patient, or no longer: `Making.passed_over` has why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from b12tables.interop.fhir.record import Making
from b12tables.interop.fhir.references import plain_address
from b12tables.interop.fhir.resources import Resource, about, name_of, parts_of, said
from b12tables.interop.fhir.times import When, when
from b12tables.runtime.language import t

Addressed = tuple[str, Resource]
"""A resource with the address of its entry, "" where it has none."""


def of_one_patient(making: Making, entries: list[Addressed]) -> bool:
    """Whether the record is of one patient: an answer made of two would be nobody's. What is about something else than
    a patient is passed over.
    """
    known = {address: (address, resource) for address, resource in entries if address}
    named = {
        _name(one, number) for number, one in enumerate(entries) if one[1].get("resourceType") == "Patient"
    }
    for _, resource in entries:
        if address := plain_address(about(resource)):
            kind, who = _who(address, resource, known)
            if kind in ("", "Patient"):
                named.add(who)
            else:
                making.passed_over[id(resource)] = t(
                    "it is about {whom}, which is no patient", whom=said(address)
                )
    clashing = [*_clashing([resource for _, resource in entries]), *_of_several_servers(entries)]
    if len(named) > 1 or clashing:
        who = ", ".join([*sorted(named), *clashing])
        making.trouble("several-patients", "", t("the record speaks of several patients: {who}", who=who), ())
        return False
    for _, resource in entries:
        for focus in _addresses(resource.get("focus")):
            if _who(focus, resource, known)[1] not in named:
                making.passed_over[id(resource)] = t(
                    "it is about {whom}, not about the patient", whom=said(focus)
                )
    return True


def _of_several_servers(entries: list[Addressed]) -> list[str]:
    """The addresses of patients on different servers: one id on two of them is that of two people, for all we know."""
    whole: dict[str, str] = {}
    for address, resource in entries:
        own = address if resource.get("resourceType") == "Patient" else ""
        for found in (plain_address(own), plain_address(about(resource))):
            if _tail(found)[0] == "Patient" and (server := _server(found)):
                whole[server] = said(found)
    return sorted(whole.values()) if len(whole) > 1 else []


def _addresses(found: object) -> Iterator[str]:
    for one in parts_of(found):
        yield plain_address(said(one.get("reference")))


def _name(one: Addressed, number: int) -> str:
    """What a resource is called: by its id, else by its address, else by its place."""
    address, resource = one
    return _id(resource) or _tail(address)[1] or f"(without an id, {number + 1})"


def _who(address: str, holder: Resource, known: Mapping[str, Addressed]) -> tuple[str, str]:
    """What an address leads to: the kind of resource, "" where nobody knows, and what it is called."""
    if address in known:
        return said(known[address][1].get("resourceType")), _name(known[address], 0)
    if address.startswith("#"):
        return "", f"{name_of(holder)}{said(address)}"  # contained: nobody else's
    kind, last = _tail(address)
    return kind, said(last)


def _tail(address: str) -> tuple[str, str]:
    """The kind and the id at the end of an address; "" for what it does not have."""
    *before, last = address.rpartition(":")[2].split("/")
    return (before[-1] if before else ""), last


def _server(address: str) -> str:
    """The server that an address names; "" for one that names none."""
    return address.rsplit("/", 2)[0] if address.startswith(("http://", "https://")) else ""


def _id(resource: Resource) -> str:
    return said(resource.get("id"))


def _clashing(resources: list[Resource]) -> Iterator[str]:
    """Numbers of one register, by which resources name their patient without an address, that are not of one."""
    own: dict[str, set[str]] = {}
    told: dict[str, set[str]] = {}
    for resource in resources:
        if resource.get("resourceType") == "Patient":
            _gather(own, parts_of(resource.get("identifier")))
        subject = resource.get("subject")
        if isinstance(subject, Mapping) and isinstance(subject.get("identifier"), Mapping):
            _gather(told, [subject["identifier"]])
    for system, values in told.items():
        strange = values - own[system] if system in own else values if len(values) > 1 else set()
        yield from (f"{system}|{value}" for value in sorted(strange))


def _gather(found: dict[str, set[str]], identifiers: Iterable[Mapping[str, Any]]) -> None:
    for one in identifiers:
        if isinstance(one.get("system"), str) and isinstance(one.get("value"), str):
            found.setdefault(said(one["system"]), set()).add(said(one["value"]))


# ---------------------------------------------------------------- versions


def pass_over_deleted(making: Making, bundle: object, entries: list[Addressed]) -> None:
    """What a Bundle says was deleted does not count, though an older version of it stands there."""
    found = parts_of(bundle.get("entry")) if isinstance(bundle, Mapping) else []
    requests = [one["request"] for one in found if isinstance(one.get("request"), Mapping)]
    deleted = {
        _tail(plain_address(said(one.get("url")))) for one in requests if one.get("method") == "DELETE"
    }
    for _, resource in entries:
        if (said(resource.get("resourceType")), _id(resource)) in deleted:
            making.passed_over[id(resource)] = t("it was deleted")


def one_version_each(making: Making, entries: list[Addressed]) -> list[Addressed] | None:
    """Each resource once: of several versions the one that was changed last. None where nothing says which that is,
    and somebody is told: what was taken back must not count beside what took its place.
    """
    alike: dict[tuple[str, str], list[Addressed]] = {}
    for number, (address, resource) in enumerate(entries):
        own = _id(resource) or f"\n{number}"  # without an id each is one of its own
        alike.setdefault((said(resource.get("resourceType")), own), []).append((address, resource))
    kept: list[Addressed] = []
    for several in chain.from_iterable(map(_by_server, alike.values())):
        distinct = (
            [*{_whole(one): one for one in reversed(several)}.values()][::-1] if several[1:] else several
        )
        latest = _latest(distinct)
        if latest is None and distinct[0][1].get("resourceType") in READ:
            message = t(
                "{what} is there in several versions, and nothing says which is the latest",
                what=name_of(distinct[0][1]),
            )
            making.trouble("several-versions", "", message, [distinct[0][1]])
            return None
        kept.append(latest or distinct[0])
    return kept


def _by_server(alike: list[Addressed]) -> list[list[Addressed]]:
    """Resources with one id, those of each server apart: what two servers call the same are two resources."""
    servers: dict[str, list[Addressed]] = {}
    for one in alike:
        servers.setdefault(_server(one[0]), []).append(one)
    return list(servers.values()) if len(servers.keys() - {""}) > 1 else [alike]


READ = (
    "Patient",
    "Observation",
    "Condition",
    "MedicationRequest",
    "MedicationStatement",
    "Medication",
    "Procedure",
    "QuestionnaireResponse",
)
"""What a case is made of: of anything else it is all one which version is there."""


def _whole(one: Addressed) -> str:
    """All that a resource says, as one text: the same for two that say the same."""
    return json.dumps(one[1], sort_keys=True, default=repr)


def _latest(versions: list[Addressed]) -> Addressed | None:
    """The version that was changed after all others; None where that is not said."""
    if len(versions) == 1:
        return versions[0]
    dated = [(time, one) for one in versions if (time := _changed(one[1])) is not None]
    if len(dated) < len(versions):
        return None
    time, latest = max(dated, key=lambda found: found[0].low)
    return latest if all(other.before(time) for other, one in dated if one is not latest) else None


def _changed(resource: Resource) -> When | None:
    """When a version was made, if it says so."""
    meta = resource.get("meta")
    text = meta.get("lastUpdated") if isinstance(meta, Mapping) else None
    try:
        return when(text) if isinstance(text, str) else None
    except ValueError:
        return None
