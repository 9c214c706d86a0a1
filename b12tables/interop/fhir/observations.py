"""Observations of a record: the latest of a field, its date, how many there are; values as they are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypeGuard

from b12tables.interop.fhir.bands import COMPARATORS, below_or_above, one_of_days
from b12tables.interop.fhir.bindings import Bound, matches
from b12tables.interop.fhir.record import Making, Provenance
from b12tables.interop.fhir.resources import Resource, altered, codes_of, name_of, parts_of, said, time_of
from b12tables.interop.fhir.times import When, days, earliest, when
from b12tables.runtime.fields import Number, YesNo
from b12tables.runtime.language import t
from b12tables.runtime.numbers import exact, number_text
from b12tables.runtime.problems import Problem

UCUM = "http://unitsofmeasure.org"
UNITIES = ("1", "{score}", "{ratio}", "{INR}", "{count}")
"""How records write a number without a unit: UCUM's one, alone or with a word of no meaning in braces."""

LARGEST = 10**30
"""Numbers beyond it are none of a patient's."""


@dataclass(frozen=True)
class _Measured:
    resource: Resource
    holder: Mapping[str, Any]
    """The observation, or the component of it that is meant."""
    at: When


def observe(making: Making, bound: Bound, resources: list[Resource]) -> None:
    """What observations state of a field: the latest of them, its date, how many there are, or that there are some."""
    found, undated = _measured(making, bound, resources)
    if found and bound.since:
        found = _later(making, bound, found)
    if bound.take in ("any", "count"):
        _counted(making, bound, found)
        return
    latest = [one for one in found if not any(one.at.before(other.at) for other in found)]
    if bound.take == "date":
        _date(making, bound, latest)
    else:
        _latest(making, bound, latest, undated if latest else [])


def _later(making: Making, bound: Bound, found: list[_Measured]) -> list[_Measured]:
    """Those later than the day of another field. Where that is not known, none, and somebody is told."""
    known = making.table_set.inputs[bound.since]
    day = known.read(making.case.get(bound.since))
    if not isinstance(day, date):
        given = "; ".join(t("{given} of {when}", given=_given(one.holder), when=one.at.text) for one in found)
        why = t("{label} is not known, so that nobody knows whether it is of before", label=known.label)
        making.trouble("since-not-known", bound.field, f"{given}: {why}", [one.resource for one in found])
        return []
    later = []
    for one in found:
        if days(one.at.text)[0] > day:
            later.append(one)
        else:
            making.aside(
                one.resource,
                bound.field,
                t("it is not known to be later than {day} ({label})", day=day, label=known.label),
            )
    return later


def _counted(making: Making, bound: Bound, found: list[_Measured]) -> None:
    """How many there are, or that there are some; of none nothing is said."""
    if found:
        told = [Provenance(name_of(one.resource), one.at.text, _given(one.holder)) for one in found]
        number = len({id(one.resource) for one in found})
        making.state(bound.field, True if bound.take == "any" else number, told)


def _date(making: Making, bound: Bound, latest: list[_Measured]) -> None:
    """The day of the latest, where all that may be the latest give one day, or days that lead to the same."""
    if not latest:
        return
    firsts, lasts = zip(*(days(one.at.text) for one in latest), strict=True)
    first, last = min(firsts), min(max(lasts), making.today)
    day = first if first == last else one_of_days(making.table_set, bound.field, first, last, making.today)
    given = ", ".join(one.at.text for one in latest)
    if day is None:
        message = t(
            "{text} is not given to the day, and the days in it do not all lead to the same", text=given
        )
        making.trouble("partial-date", bound.field, message, [one.resource for one in latest])
        return
    note = (
        "" if first == last else t("taken as {day}: any day of {text} leads to the same", day=day, text=given)
    )
    told = [Provenance(name_of(one.resource), one.at.text, one.at.text, note) for one in latest]
    making.state(bound.field, day.isoformat(), told)


def _latest(making: Making, bound: Bound, latest: list[_Measured], undated: list[_Measured]) -> None:
    """The value of the latest; several that may be the latest have to agree, those without a date too."""
    values: dict[object, list[_Measured]] = {}
    latest = [*latest, *undated]
    for one in latest:
        read = _read(making, bound, one)
        if read is None:
            return
        values.setdefault(read, []).append(one)
    if len(values) > 1:
        given = ", ".join(_given(one.holder) for one in latest)
        message = t("several values of which each may be the latest: {given}", given=given)
        making.trouble("several-values", bound.field, message, [one.resource for one in latest])
    for value, agreeing in values.items() if len(values) == 1 else ():
        stated, note = value if isinstance(value, tuple) else (value, "")
        told = [Provenance(name_of(one.resource), one.at.text, _given(one.holder), note) for one in agreeing]
        making.state(bound.field, stated, told)


def _measured(
    making: Making, bound: Bound, resources: list[Resource]
) -> tuple[list[_Measured], list[_Measured]]:
    """The observations of this field that count, by what holds the value, and those without a date; what does not
    count is told.
    """
    found: list[_Measured] = []
    undated: list[_Measured] = []
    for resource in resources:
        if resource.get("resourceType") != "Observation":
            continue
        for holder in filter(partial(_is_meant, bound), [resource, *parts_of(resource.get("component"))]):
            why = making.why_aside(resource, bound.take) or altered(holder) or _without_value(holder)
            at = None
            if not why:
                at, why = _time(making, bound, resource)
            if at is not None and not why:
                found.append(_Measured(resource, holder, at))
                continue
            making.aside(resource, bound.field, why)
            if at is _NEVER:
                undated.append(_Measured(resource, holder, at))
    return found, undated


_NEVER = When(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), "")
"""The time of what has none that can be read: it may be the latest."""


def _time(making: Making, bound: Bound, resource: Resource) -> tuple[When, str]:
    """When an observation was made, and why it does not count for that; "" where it does."""
    text = time_of(resource)
    try:
        at = when(text) if text else None
    except ValueError as why:
        return _NEVER, str(why)
    return at or _NEVER, _wrong_time(making, bound, at)


def _without_value(holder: Mapping[str, Any]) -> str:
    """Why an observation gives no value; "" where it gives one."""
    if holder.get("dataAbsentReason"):
        return t("it says that the value is absent")
    return "" if any(key.startswith("value") for key in holder) else t("it has no value")


def _wrong_time(making: Making, bound: Bound, at: When | None) -> str:
    """Why an observation does not count for its time; "" where it does."""
    if at is None:
        return t("it has no date, so that nobody knows whether it is the latest")
    if days(at.text)[0] > making.today:
        return t("its date is still to come")
    if bound.within and at.day < earliest(making.today, bound.within):
        return t("it is older than {number} {unit}", number=bound.within[0], unit=bound.within[1])
    return ""


def _is_meant(bound: Bound, holder: Mapping[str, Any]) -> bool:
    return matches(bound.codes, codes_of(holder.get("code")))


def _read(making: Making, bound: Bound, one: _Measured) -> object | None:
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
    message = t("{told} is no value of {label}", told=_given(holder), label=known.label)
    making.trouble("unreadable-value", bound.field, message, [one.resource])
    return None


def _number(making: Making, bound: Bound, one: _Measured, quantity: Mapping[str, Any]) -> object | None:
    """A number with its unit, or with how it was read."""
    value = read_quantity(making.table_set, bound.field, quantity)
    if isinstance(value, Unread):
        making.trouble(value.name, bound.field, value.message, [one.resource])
        return None
    return value


@dataclass(frozen=True)
class Unread:
    """Why a quantity states nothing: the name of the trouble, and what to say."""

    name: str
    message: str


def read_quantity(table_set: Any, name: str, quantity: Mapping[str, Any]) -> str | tuple[str, str] | Unread:
    """A number with its unit; with how it was read where only a side of it is known, and all on that side are one."""
    known = table_set.inputs[name]
    number, told = quantity.get("value"), _quantity(quantity)
    if not isinstance(known, Number) or isinstance(number, bool) or not _is_finite(number):
        return Unread("unreadable-value", t("{told} is no number", told=told))
    coded = quantity.get("system") == UCUM
    unit = quantity.get("code") if coded else quantity.get("unit") or quantity.get("code")
    counted = not known.unit and said(unit) in UNITIES  # nothing is measured: the number stands alone
    given = f"{number_text(exact(number))} {'' if counted else said(unit)}".strip()
    read = known.read(given)
    if isinstance(read, Problem):
        return Unread("unreadable-value", read.message)
    if other := _other_unit(known, quantity, read):
        message = t(
            "{given}: beside that unit it says {other}, which is another number", given=given, other=other
        )
        return Unread("unreadable-value", message)
    comparator = said(quantity.get("comparator"))
    if quantity.get("comparator") is None:
        return given
    value = None
    if comparator in COMPARATORS and not isinstance(read, bool | str):
        value = below_or_above(table_set, name, read, comparator)  # type: ignore[arg-type]
    if value is None:
        return Unread(
            "comparator", t("{told}: the values on that side do not all lead to the same", told=told)
        )
    stated = f"{number_text(value)} {known.unit}".strip()
    return (
        stated,
        t(
            "taken as {value}: every value {comparator} {limit} leads to the same",
            value=known.text(value),
            comparator=comparator,
            limit=known.text(read),
        ),
    )


def _other_unit(known: Number, quantity: Mapping[str, Any], read: object) -> str:
    """A unit of a quantity, as it is shown or as it is coded, with which its number is another one; "" for none."""
    number = number_text(exact(quantity["value"]))
    for unit in filter(None, (said(quantity.get("unit")), said(quantity.get("code")))):
        other = known.read(f"{number} {unit}")
        if not isinstance(other, Problem) and other != read:
            return unit
    return ""


def _quantity(quantity: Mapping[str, Any]) -> str:
    parts = (quantity.get("comparator"), quantity.get("value"), quantity.get("unit") or quantity.get("code"))
    return " ".join(filter(None, map(said, parts)))


def _is_finite(number: object) -> TypeGuard[int | float]:
    return isinstance(number, int | float) and abs(number) < LARGEST


def _given(holder: Mapping[str, Any]) -> str:
    """A value as the record gives it."""
    quantity = holder.get("valueQuantity")
    if isinstance(quantity, Mapping):
        return _quantity(quantity)
    for key, value in holder.items():
        if key.startswith("value"):
            codes = codes_of(value)
            return ", ".join(f"{said(system)}|{said(code)}" for system, code in codes) or said(value)
    return "nothing"
