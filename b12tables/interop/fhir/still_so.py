"""Whether what a record calls active is so today: orders whose time is over or to come, problems that are over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from b12tables.interop.fhir.resources import Resource, altered, parts_of, said, time_of
from b12tables.interop.fhir.times import days
from b12tables.runtime.language import t

_DAYS = {"s": 1, "min": 1, "h": 1, "d": 1, "wk": 7, "mo": 31, "a": 366}
"""So many days a unit of time takes at most; less than a day is one."""

_SINCE = ("authoredOn", "recordedDate", "performedDateTime", "occurrenceDateTime")
"""When something was asked for, written down or done: not before that day."""

_LONGEST = 10**5
"""Days beyond it are no time that somebody is treated."""

_UNREAD = "?"


def doubtful(resource: Resource, take: str, today: date) -> str:
    """Why nobody knows whether what is called active is so; "" where nothing speaks against it.

    A server leaves an order active until somebody ends it, so that the status alone does not say that a medicine is
    taken whose time is over. What contradicts itself is not taken for either.
    """
    if take != "active":
        return ""
    if resource.get("resourceType") == "Condition" and any(key.startswith("abatement") for key in resource):
        return t("it is active, and says since when it is over")
    if resource.get("resourceType") != "MedicationRequest":
        return ""
    ends = _ends(resource)
    if not ends or "" in ends or not all(end == _UNREAD or _last(end) < today for end in ends):
        return ""
    if _UNREAD in ends:
        return t("it is active, and when its dosage ends cannot be read")
    return t("it is active, and its dosage ended ({end})", end=max(ends, key=_last))


def to_come(resource: Resource, take: str, today: date) -> str:
    """Why something is not so yet; "" where it may be."""
    if any(_first(said(resource[key])) > today for key in _SINCE if key in resource):
        return t("its date is still to come")
    if take != "active":
        return ""
    starts = [_part(period, "start") for period in _periods(resource)]
    if not starts or not all(start and _first(start) > today for start in starts):
        return ""
    return t("it begins later ({start})", start=min(starts, key=_first))


def _periods(resource: Resource) -> list[object]:
    """The time of each line of an order, as it is bounded; R5 may have one for all of them. That of a statement."""
    if resource.get("resourceType") == "MedicationStatement":
        return [resource.get("effectivePeriod")]
    if resource.get("effectiveDosePeriod") is not None:
        return [resource["effectiveDosePeriod"]]
    return [_repeat(line).get("boundsPeriod") for line in parts_of(resource.get("dosageInstruction"))]


def _ends(resource: Resource) -> list[str]:
    """The end of each line of an order: a date, "" for one without an end, `?` for one that cannot be read."""
    if resource.get("effectiveDosePeriod") is not None:
        return [_end_of(resource["effectiveDosePeriod"])]
    return [_end(line, resource) for line in parts_of(resource.get("dosageInstruction"))]


def _end(line: Mapping[str, Any], order: Resource) -> str:
    if altered(line):
        return ""
    repeat, timing = _repeat(line), line.get("timing")
    if repeat.get("boundsPeriod") is not None:
        return _end_of(repeat["boundsPeriod"])
    longest = repeat.get("boundsDuration")
    if longest is None and isinstance(repeat.get("boundsRange"), Mapping):
        longest = repeat["boundsRange"].get("high")
    if longest is not None:
        return _end_after(longest, time_of(order))
    events = timing.get("event") if isinstance(timing, Mapping) else None
    if isinstance(events, list) and events and not repeat:
        return max((_read(said(event)) for event in events), key=_last_or_never)
    return ""


def _end_of(period: object) -> str:
    end = _part(period, "end")
    return _read(end) if end else ""


def _end_after(length: object, since: str) -> str:
    """The day on which a length of time since a day is over at the latest."""
    given: Mapping[str, Any] = length if isinstance(length, Mapping) else {}
    number, unit = given.get("value"), said(given.get("code") or given.get("unit"))
    if not isinstance(number, int | float) or isinstance(number, bool) or not 0 <= number < _LONGEST:
        return _UNREAD
    if unit not in _DAYS or _read(since) == _UNREAD:
        return _UNREAD
    try:
        return (_last(since) + timedelta(days=1 + number * _DAYS[unit])).isoformat()
    except OverflowError:
        return ""


def _repeat(line: Mapping[str, Any]) -> Mapping[str, Any]:
    timing = line.get("timing")
    repeat = timing.get("repeat") if isinstance(timing, Mapping) else None
    return repeat if isinstance(repeat, Mapping) else {}


def _part(period: object, name: str) -> str:
    found = period.get(name) if isinstance(period, Mapping) else None
    return said(found)


def _read(text: str) -> str:
    """A date as it is written, `?` where it is none."""
    try:
        days(text)
    except ValueError:
        return _UNREAD
    return text


def _first(text: str) -> date:
    """The first day that may be meant; of what is no date the first of all."""
    return date.min if _read(text) == _UNREAD else days(text)[0]


def _last(text: str) -> date:
    """The last day that may be meant; of what is no date the first of all."""
    return date.min if _read(text) == _UNREAD else days(text)[1]


def _last_or_never(text: str) -> tuple[bool, date]:
    """For the latest of several: one that cannot be read may be the latest."""
    return text == _UNREAD, _last(text)
