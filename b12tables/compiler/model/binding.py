"""Where in a patient's record the value of a field stands: the column Source of the Dictionary, in words of FHIR."""

from __future__ import annotations

import re
from dataclasses import dataclass

SOURCES = (
    "Patient.birthDate",
    "Observation latest",
    "Observation latest 24 mo",
    "Condition active",
    "Condition any",
    "MedicationRequest active",
    "MedicationStatement active",
    "Procedure any",
)
"""What may be written; the length of time is any number of days (d), months (mo) or years (a)."""

_FORM = re.compile(
    r"(?P<birth>Patient\.birthDate)"
    r"|(?P<observation>Observation) latest(?P<within> +\d{1,4} *(?:d|mo|a))?"
    r"|(?P<resource>Condition|MedicationRequest|MedicationStatement) (?P<which>active|any)"
    r"|(?P<procedure>Procedure) any",
    re.IGNORECASE,
)

TYPES = {
    "Patient": ("date",),
    "Observation": ("number", "whole number", "choice", "yes/no"),
    "Condition": ("yes/no", "choice", "choices"),
    "MedicationRequest": ("yes/no", "choice", "choices"),
    "MedicationStatement": ("yes/no", "choice", "choices"),
    "Procedure": ("yes/no", "choice", "choices"),
}
"""The types of field that each resource can fill."""


@dataclass(frozen=True)
class Binding:
    """`resource` as FHIR calls it; `take` is `birthDate`, `latest`, `active` or `any`; `within` how far back, as a
    number and d, mo or a.
    """

    resource: str
    take: str
    within: tuple[int, str] | None = None

    @property
    def text(self) -> str:
        """As a cell writes it."""
        if self.resource == "Patient":
            return f"{self.resource}.{self.take}"
        return " ".join([self.resource, self.take, *map(str, self.within or ())])


def parse_binding(text: str) -> Binding | None:
    """What a cell under Source says; None where it is none of its forms."""
    match = _FORM.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    if match["birth"]:
        return Binding("Patient", "birthDate")
    if match["observation"]:
        return Binding("Observation", "latest", _within(match["within"]))
    if match["procedure"]:
        return Binding("Procedure", "any")
    resource = next(name for name in TYPES if name.lower() == match["resource"].lower())
    return Binding(resource, match["which"].lower())


def _within(text: str | None) -> tuple[int, str] | None:
    found = re.fullmatch(r" *(\d+) *([a-z]+)", text.lower()) if text else None
    return (int(found[1]), found[2]) if found else None
