"""Where in a patient's record the value of a field stands: the column Source of the Dictionary, in words of FHIR."""

from __future__ import annotations

import re
from dataclasses import dataclass

SOURCES = (
    "Patient.birthDate",
    "Observation latest",
    "Observation latest 24 mo",
    "Observation latest since treatment_started",
    "Observation latest 24 mo since treatment_started",
    "Observation any 1 a",
    "Observation count 1 a",
    "Observation date since treatment_started",
    "Condition active",
    "Condition any",
    "MedicationRequest active",
    "MedicationStatement active",
    "Procedure any",
)
"""What may be written; the length of time is any number of days (d), months (mo) or years (a); behind `since` stands
the code of a date."""

_FORM = re.compile(
    r"(?P<birth>Patient\.birthDate)"
    r"|(?P<observation>Observation) (?P<take>latest|any|count|date)(?P<within> +\d{1,4} *(?:d|mo|a))?"
    r"(?: since (?P<since>[a-z][a-z0-9_]*))?"
    r"|(?P<resource>Condition|MedicationRequest|MedicationStatement) (?P<which>active|any)"
    r"|(?P<procedure>Procedure) any",
    re.IGNORECASE,
)

TYPES = {
    "Patient": ("date",),
    "Condition": ("yes/no", "choice", "choices"),
    "MedicationRequest": ("yes/no", "choice", "choices"),
    "MedicationStatement": ("yes/no", "choice", "choices"),
    "Procedure": ("yes/no", "choice", "choices"),
}
"""The types of field that each resource can fill, except observations."""

OBSERVED_TYPES = {
    "latest": ("number", "whole number", "choice", "yes/no"),
    "any": ("yes/no",),
    "count": ("whole number",),
    "date": ("date",),
}
"""The types of field that what is taken of observations can fill."""


@dataclass(frozen=True)
class Binding:
    """`resource` as FHIR calls it; `take` is `birthDate`, `latest`, `any`, `count`, `date` or `active`; `within` how
    far back, as a number and d, mo or a; `since` the code of the date that it has to be later than, "" for none.
    """

    resource: str
    take: str
    within: tuple[int, str] | None = None
    since: str = ""

    @property
    def types(self) -> tuple[str, ...]:
        """The types of field that it can fill."""
        return OBSERVED_TYPES[self.take] if self.resource == "Observation" else TYPES[self.resource]

    @property
    def text(self) -> str:
        """As a cell writes it."""
        if self.resource == "Patient":
            return f"{self.resource}.{self.take}"
        since = ("since", self.since) if self.since else ()
        return " ".join([self.resource, self.take, *map(str, self.within or ()), *since])


def parse_binding(text: str) -> Binding | None:
    """What a cell under Source says; None where it is none of its forms."""
    match = _FORM.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    if match["birth"]:
        return Binding("Patient", "birthDate")
    if match["observation"]:
        since = (match["since"] or "").lower()
        return Binding("Observation", match["take"].lower(), _within(match["within"]), since)
    if match["procedure"]:
        return Binding("Procedure", "any")
    resource = next(name for name in TYPES if name.lower() == match["resource"].lower())
    return Binding(resource, match["which"].lower())


def _within(text: str | None) -> tuple[int, str] | None:
    found = re.fullmatch(r" *(\d+) *([a-z]+)", text.lower()) if text else None
    return (int(found[1]), found[2]) if found else None
