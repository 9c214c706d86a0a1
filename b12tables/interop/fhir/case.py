"""A record in FHIR as a case: what was taken from where, what was not and why. Never a choice, never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard

from b12tables.interop.fhir.bands import COMPARATORS, below_or_above, one_of_days
from b12tables.interop.fhir.bindings import Bound, matches, read_bindings
from b12tables.interop.fhir.resources import (
    Resource,
    about,
    codes_of,
    meaning,
    name_of,
    parts_of,
    resources_of,
    said,
    set_aside,
    time_of,
)
from b12tables.interop.fhir.times import When, days, earliest, when
from b12tables.runtime.fields import Choices, Number, YesNo
from b12tables.runtime.numbers import exact, number_text
from b12tables.runtime.problems import Problem

UCUM = "http://unitsofmeasure.org"

LARGEST = 10**30
"""Numbers beyond it are none of a patient's."""


@dataclass(frozen=True)
class Provenance:
    """Where a value of the case comes from: the resource, its date as written, the value as given, how it was read."""

    resource: str
    date: str
    given: str
    note: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A resource that would fill a field and was not taken, and why."""

    resource: str
    field: str
    why: str


@dataclass(frozen=True)
class Trouble:
    """Why a field is not in the case though the record speaks of it; somebody has to look.

    `name` is `several-values`, `comparator`, `partial-date`, `unreadable-value` or `several-patients`; `field` is blank
    where it concerns the whole record.
    """

    name: str
    field: str
    message: str
    resources: tuple[str, ...] = ()


@dataclass(frozen=True)
class FromRecord:
    """A case, where each of its values comes from, what was left out, and what somebody has to look at."""

    case: Mapping[str, object]
    provenance: Mapping[str, tuple[Provenance, ...]]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Trouble, ...]

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, to be kept with the answer."""
        return {
            "case": dict(self.case),
            "provenance": {name: [vars(one) for one in told] for name, told in self.provenance.items()},
            "left_out": [vars(one) for one in self.left_out],
            "problems": [{**vars(one), "resources": list(one.resources)} for one in self.problems],
        }


@dataclass
class _Making:
    table_set: Any
    today: date
    case: dict[str, object] = field(default_factory=dict)
    provenance: dict[str, tuple[Provenance, ...]] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)

    def aside(self, resource: Resource, name: str, why: str) -> None:
        self.left_out.append(LeftOut(name_of(resource), name, why))

    def trouble(self, name: str, about_field: str, message: str, resources: Iterable[Resource]) -> None:
        self.problems.append(Trouble(name, about_field, message, tuple(map(name_of, resources))))

    def state(self, name: str, value: object, told: Sequence[Provenance]) -> None:
        self.case[name] = value
        self.provenance[name] = tuple(told)


def case_from_bundle(
    table_set: Any, bundle: object, today: date, bindings: Iterable[Bound] | None = None
) -> FromRecord:
    """The case that a record states: of a Bundle of FHIR R4 or R5, a list of resources, or a prefetch.

    `table_set` is the `SET` of a package, whose bindings are taken unless others are given. A field of which nothing is
    found is not in the case: absent from a record is not "no".
    """
    making = _Making(table_set, today)
    resources = list(resources_of(bundle))
    if not _of_one_patient(making, resources):
        return FromRecord({}, {}, (), tuple(making.problems))
    for bound in read_bindings(table_set) if bindings is None else bindings:
        if bound.field not in table_set.inputs:
            continue
        if bound.resource == "Patient":
            _birth(making, bound, resources)
        elif bound.resource == "Observation":
            _latest(making, bound, resources)
        else:
            _present(making, bound, resources)
    return FromRecord(making.case, making.provenance, tuple(making.left_out), tuple(making.problems))


def _of_one_patient(making: _Making, resources: list[Resource]) -> bool:
    """Whether the record is of one patient: an answer made of two would be nobody's."""
    patients = {said(one.get("id")) for one in resources if one.get("resourceType") == "Patient"}
    named = {about(one) for one in resources} - {""}
    others = {one.rpartition("/")[2].rpartition(":")[2] for one in named}
    relative = {one.rpartition("/")[2] for one in named if "Patient/" in one}
    if len(patients) > 1 or len(others) > 1 or (patients - {"None"} and relative - patients):
        who = ", ".join(sorted(patients | others))
        making.trouble("several-patients", "", f"the record speaks of several patients: {who}", ())
        return False
    return True


# ---------------------------------------------------------------- the patient


def _birth(making: _Making, bound: Bound, resources: list[Resource]) -> None:
    for patient in resources:
        text = patient.get("birthDate")
        if patient.get("resourceType") != "Patient" or not isinstance(text, str):
            continue
        try:
            first, last = days(text)
        except ValueError as why:
            making.trouble("unreadable-value", bound.field, str(why), [patient])
            return
        last = min(last, making.today)
        day = (
            first if first == last else one_of_days(making.table_set, bound.field, first, last, making.today)
        )
        if first > making.today or day is None:
            message = f"{text} is not given to the day, and the days in it do not all lead to the same"
            making.trouble("partial-date", bound.field, message, [patient])
            return
        note = "" if first == last else f"taken as {day}: any day of {text} leads to the same"
        told = Provenance(name_of(patient), text, text, note)
        making.state(bound.field, day.isoformat(), [told])


# ---------------------------------------------------------------- what was measured


@dataclass(frozen=True)
class _Measured:
    resource: Resource
    holder: Mapping[str, Any]
    """The observation, or the component of it that is meant."""
    at: When


def _latest(making: _Making, bound: Bound, resources: list[Resource]) -> None:
    """The latest observation; several that may be the latest have to agree."""
    measured = [_measured(making, bound, resource) for resource in resources]
    found = [one for one in measured if one is not None]
    latest = [one for one in found if not any(one.at.before(other.at) for other in found)]
    values: dict[object, list[_Measured]] = {}
    for one in latest:
        read = _read(making, bound, one)
        if read is None:
            return
        values.setdefault(read, []).append(one)
    if len(values) > 1:
        given = ", ".join(_given(one.holder) for one in latest)
        message = f"several values of which each may be the latest: {given}"
        making.trouble("several-values", bound.field, message, [one.resource for one in latest])
    for value, agreeing in values.items() if len(values) == 1 else ():
        stated, note = value if isinstance(value, tuple) else (value, "")
        told = [Provenance(name_of(one.resource), one.at.text, _given(one.holder), note) for one in agreeing]
        making.state(bound.field, stated, told)


def _measured(making: _Making, bound: Bound, resource: Resource) -> _Measured | None:
    """The observation if it is of this field and counts; what does not is told."""
    if resource.get("resourceType") != "Observation":
        return None
    holders = [resource, *parts_of(resource.get("component"))]
    holder = next((one for one in holders if _is_meant(bound, one)), None)
    if holder is None:
        return None
    why = set_aside(resource, bound.take) or _without_value(holder)
    at = None
    if not why:
        try:
            at = when(time_of(resource)) if time_of(resource) else None
            why = _wrong_time(making, bound, at)
        except ValueError as wrong:
            why = str(wrong)
    if why or at is None:
        making.aside(resource, bound.field, why)
        return None
    return _Measured(resource, holder, at)


def _without_value(holder: Mapping[str, Any]) -> str:
    """Why an observation gives no value; "" where it gives one."""
    if holder.get("dataAbsentReason"):
        return "it says that the value is absent"
    return "" if any(key.startswith("value") for key in holder) else "it has no value"


def _wrong_time(making: _Making, bound: Bound, at: When | None) -> str:
    """Why an observation does not count for its time; "" where it does."""
    if at is None:
        return "it has no date, so that nobody knows whether it is the latest"
    if days(at.text)[0] > making.today:
        return "its date is still to come"
    if bound.within and at.day < earliest(making.today, bound.within):
        return f"it is older than {bound.within[0]} {bound.within[1]}"
    return ""


def _is_meant(bound: Bound, holder: Mapping[str, Any]) -> bool:
    return matches(bound.codes, codes_of(holder.get("code")))


def _read(making: _Making, bound: Bound, one: _Measured) -> object | None:
    """What an observation states, as a case has it; a pair with how it was read where that is not plain."""
    known = making.table_set.inputs[bound.field]
    holder = one.holder
    if isinstance(holder.get("valueQuantity"), Mapping):
        return _number(making, bound, one, holder["valueQuantity"])
    if bound.values and isinstance(holder.get("valueCodeableConcept"), Mapping):
        values = bound.value_of(codes_of(holder["valueCodeableConcept"]))
        if len(values) == 1:
            return next(iter(values))
    if isinstance(known, YesNo) and isinstance(holder.get("valueBoolean"), bool):
        return bool(holder["valueBoolean"])
    if isinstance(known, Number) and type(holder.get("valueInteger")) is int and not known.unit:
        return int(holder["valueInteger"])
    message = f"{_given(holder)} is no value of {known.label}"
    making.trouble("unreadable-value", bound.field, message, [one.resource])
    return None


def _number(making: _Making, bound: Bound, one: _Measured, quantity: Mapping[str, Any]) -> object | None:
    """A number with its unit; one of which only a side is known where all on that side are one to the tables."""
    known = making.table_set.inputs[bound.field]
    number = quantity.get("value")
    if not isinstance(known, Number) or isinstance(number, bool) or not _is_finite(number):
        making.trouble("unreadable-value", bound.field, f"{_given(one.holder)} is no number", [one.resource])
        return None
    unit = (
        quantity.get("code")
        if quantity.get("system") == UCUM
        else quantity.get("unit") or quantity.get("code")
    )
    given = f"{number_text(exact(number))} {said(unit)}".strip()
    read = known.read(given)
    if isinstance(read, Problem):
        making.trouble("unreadable-value", bound.field, read.message, [one.resource])
        return None
    comparator = said(quantity.get("comparator"))
    if quantity.get("comparator") is None:
        return given
    value = None
    if comparator in COMPARATORS and not isinstance(read, bool | str):
        value = below_or_above(making.table_set, bound.field, read, comparator)  # type: ignore[arg-type]
    if value is None:
        message = f"{_given(one.holder)}: the values on that side do not all lead to the same"
        making.trouble("comparator", bound.field, message, [one.resource])
        return None
    stated = f"{number_text(value)} {known.unit}".strip()
    return (
        stated,
        f"taken as {known.text(value)}: every value {comparator} {known.text(read)} leads to the same",
    )


def _is_finite(number: object) -> TypeGuard[int | float]:
    return isinstance(number, int | float) and abs(number) < LARGEST


def _given(holder: Mapping[str, Any]) -> str:
    """A value as the record gives it."""
    quantity = holder.get("valueQuantity")
    if isinstance(quantity, Mapping):
        parts = (
            quantity.get("comparator"),
            quantity.get("value"),
            quantity.get("unit") or quantity.get("code"),
        )
        return " ".join(filter(None, map(said, parts)))
    for key, value in holder.items():
        if key.startswith("value"):
            codes = codes_of(value)
            return ", ".join(f"{said(system)}|{said(code)}" for system, code in codes) or said(value)
    return "nothing"


# ---------------------------------------------------------------- what the patient has, takes, had done


def _present(making: _Making, bound: Bound, resources: list[Resource]) -> None:
    """What conditions, medicines or procedures state: that it is so, or which one it is. Without any, nothing."""
    known = making.table_set.inputs[bound.field]
    taken: list[tuple[Resource, frozenset[str]]] = []
    for resource in resources:
        codes = meaning(resource)
        if resource.get("resourceType") != bound.resource or not matches(bound.all_codes, codes):
            continue
        why = set_aside(resource, bound.take)
        values = bound.value_of(codes)
        if not why and bound.values and not values:
            why = "its code leads to none of the values"
        if why:
            making.aside(resource, bound.field, why)
        else:
            taken.append((resource, values))
    if not taken:
        return
    told = [Provenance(name_of(one), time_of(one), _codes(one)) for one, _ in taken]
    if not bound.values:
        making.state(bound.field, True, told)
        return
    values = frozenset().union(*(found for _, found in taken))
    if isinstance(known, Choices):
        making.state(bound.field, sorted(values), told)
    elif len(values) == 1:
        making.state(bound.field, next(iter(values)), told)
    else:
        labels = ", ".join(known.text(value) for value in sorted(values))
        message = f"the record states several: {labels}"
        making.trouble("several-values", bound.field, message, [one for one, _ in taken])


def _codes(resource: Resource) -> str:
    return ", ".join(f"{system}|{code}" for system, code in meaning(resource))
