"""What a resource only refers to, put in its place: the medicine of a request that names it by reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from b12tables.interop.fhir.resources import Resource, parts_of, said

MEDICINES = ("MedicationRequest", "MedicationStatement")


def with_medicines(entries: list[tuple[str, Resource]]) -> list[tuple[str, Resource]]:
    """The resources of a record by the addresses of their entries, in their order; those of medicines with the code of
    the Medication that they refer to.

    A Medication is found where it is contained, by the address of its entry, or by its id. Where it is not in the
    record the reference stays as it is (`refers_to`).
    """
    known: dict[str, Resource] = {}
    for address, resource in entries:
        if resource.get("resourceType") == "Medication":
            known |= {address: resource} if address else {}
            known |= {f"Medication/{resource['id']}": resource} if isinstance(resource.get("id"), str) else {}
    return [(address, _resolved(resource, known)) for address, resource in entries]


def plain_address(address: str) -> str:
    """An address without the version that it names."""
    return address.partition("/_history/")[0]


def refers_to(resource: Resource) -> str:
    """The address of the medicine that a resource refers to (R4 and R5); "" where it names its medicine, or none."""
    newer = resource.get("medication")
    for found in (
        resource.get("medicationReference"),
        newer.get("reference") if isinstance(newer, Mapping) else None,
    ):
        if isinstance(found, Mapping) and isinstance(found.get("reference"), str):
            return said(found["reference"])
    return ""


def _resolved(resource: Resource, known: Mapping[str, Resource]) -> Resource:
    address = refers_to(resource)
    if resource.get("resourceType") not in MEDICINES or not address:
        return resource
    if address.startswith("#"):
        inside = [one for one in parts_of(resource.get("contained")) if one.get("id") == address[1:]]
        found = inside[0] if len(inside) == 1 and inside[0].get("resourceType") == "Medication" else None
    else:
        plain = plain_address(address)
        found = known.get(plain) or known.get("/".join(plain.split("/")[-2:]))
    if found is None or not isinstance(found.get("code"), Mapping):
        return resource
    # what the resource says itself stays what it says
    return {"medicationCodeableConcept": found["code"], **resource}


def entries_of(bundle: object) -> Iterator[tuple[str, Resource]]:
    """Each resource of a Bundle, a list or a prefetch, with the address of its entry; "" where it has none."""
    if isinstance(bundle, Mapping):
        if bundle.get("resourceType") == "Bundle":
            for entry in parts_of(bundle.get("entry")):
                address = entry.get("fullUrl")
                for inner, resource in entries_of(entry.get("resource")):
                    yield inner or (address if isinstance(address, str) else ""), resource
        elif isinstance(bundle.get("resourceType"), str):
            yield "", bundle
        else:
            for part in bundle.values():
                yield from entries_of(part)
    elif isinstance(bundle, list):
        for part in bundle:
            yield from entries_of(part)
