"""Answers to the Questionnaire of a set: what somebody was asked, beside what the record has by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from b12tables.interop.fhir.names import code_system_id, questionnaire_id
from b12tables.interop.fhir.observations import Unread, read_quantity
from b12tables.interop.fhir.record import Making, Provenance
from b12tables.interop.fhir.resources import Resource, name_of, parts_of, said, time_of
from b12tables.interop.fhir.times import When, when
from b12tables.runtime.fields import Choice, Choices, Date, Number, Text, YesNo
from b12tables.runtime.language import t
from b12tables.runtime.problems import Problem

HELD = timedelta(days=31)
"""So long an answer holds: how somebody feels, and what is taken, is asked anew."""

_DONE = ("completed", "amended")


@dataclass(frozen=True)
class Answer:
    """What one form states of a field: the value as a case has it, how it was read; or that it cannot be read."""

    resource: Resource
    at: When
    value: object = None
    note: str = ""
    unread: Unread | None = None

    @property
    def told(self) -> Provenance:
        """Where it comes from."""
        given = ", ".join(self.value) if isinstance(self.value, list) else str(self.value)
        return Provenance(name_of(self.resource), self.at.text, given, self.note)


def answers_of(making: Making, resources: list[Resource]) -> dict[str, list[Answer]]:
    """For each field the answers of the latest forms that state it; what does not count is left out, and why."""
    found: dict[str, list[Answer]] = {}
    for resource in resources:
        if not _is_ours(making.table_set, resource):
            continue
        at = _time(resource)
        why = _aside(making, resource, at)
        if why or at is None:
            making.aside(resource, "", why)
            continue
        for name, given in _items(resource.get("item")):
            if name in making.table_set.inputs and given:
                found.setdefault(name, []).append(_answer(making.table_set, name, given, resource, at))
    return {name: _latest(making, name, several) for name, several in found.items()}


def answered(making: Making, answers: Mapping[str, list[Answer]], bound: Iterable[str]) -> None:
    """States the answers about all fields that the record does not fill by itself."""
    elsewhere = set(bound)
    for name, several in answers.items():
        if name not in elsewhere:
            _state(making, name, several)


def merge(making: Making, name: str, several: list[Answer], resources: list[Resource]) -> None:
    """States the answer about a field that the record was read for: both have to agree, and neither is chosen.

    Where the record alone was not clear, an answer that is not older than what it has settles it.
    """
    troubles = [one for one in making.problems if one.field == name]
    if troubles:
        asked = {of for one in troubles for of in one.resources}
        times = [time_of(one) for one in resources if name_of(one) in asked]
        if not all(_not_older(several, text) for text in times):
            for one in several:
                making.aside(one.resource, name, t("the record has something later that is not clear"))
            return
        making.problems = [one for one in making.problems if one.field != name]
        _state(
            making, name, several, t("asked, because of the record: {message}", message=troubles[0].message)
        )
        return
    if name not in making.case:
        _state(making, name, several)
        return
    value, told = making.case.pop(name), making.provenance.pop(name)
    _state(making, name, several)
    if name not in making.case:
        return
    known = making.table_set.inputs[name]
    if known.read(making.case[name]) == known.read(value):
        making.state(name, value, [*told, *making.provenance[name]])
        return
    given = ", ".join(one.given for one in (*told, *making.provenance[name]))
    del making.case[name], making.provenance[name]
    named = {one.resource for one in told}
    both = [one for one in resources if name_of(one) in named] + [one.resource for one in several]
    making.trouble("several-values", name, t("record and form disagree: {given}", given=given), both)


def _state(making: Making, name: str, several: list[Answer], note: str = "") -> None:
    """States what the forms agree on; else the trouble."""
    for one in several:
        if one.unread is not None:
            making.trouble(one.unread.name, name, one.unread.message, [one.resource])
            return
    known = making.table_set.inputs[name]
    if len({known.read(one.value) for one in several}) > 1:
        given = ", ".join(one.told.given for one in several)
        message = t("several forms of which each may be the latest: {given}", given=given)
        making.trouble("several-values", name, message, [one.resource for one in several])
        return
    told = [one.told for one in several]
    if note:
        told = [Provenance(one.resource, one.date, one.given, one.note or note) for one in told]
    making.state(name, several[0].value, told)


def _not_older(several: list[Answer], text: str) -> bool:
    try:
        return not text or not any(one.at.before(when(text)) for one in several)
    except ValueError:
        return True


def _latest(making: Making, name: str, several: list[Answer]) -> list[Answer]:
    """Those that may be the latest; the others are left out."""
    latest = [one for one in several if not any(one.at.before(other.at) for other in several)]
    for one in several:
        if one not in latest:
            making.aside(one.resource, name, t("a later form answers it"))
    return latest


# ---------------------------------------------------------------- the form


def _is_ours(table_set: Any, resource: Resource) -> bool:
    """Whether a resource answers the Questionnaire of a set, whatever the address it was published under."""
    address = said(resource.get("questionnaire")).partition("|")[0]
    own = questionnaire_id(table_set)
    return resource.get("resourceType") == "QuestionnaireResponse" and (
        address.endswith((f"/Questionnaire/{own}", f":{own}")) or address == own
    )


def _time(resource: Resource) -> When | None:
    try:
        return when(said(resource.get("authored")))
    except ValueError:
        return None


def _aside(making: Making, resource: Resource, at: When | None) -> str:
    """Why a form does not count; "" where it does."""
    version = said(resource.get("questionnaire")).partition("|")[2]
    status = said(resource.get("status"))
    if why := making.why_aside(resource):
        return why
    if status not in _DONE:
        return t("its status is {status}", status=status or t("not given"))
    if version and version != making.table_set.version:
        return t(
            "it answers the questions of version {version}, these are {ours}",
            version=version,
            ours=making.table_set.version,
        )
    if at is None:
        return t("it does not say when it was answered")
    if at.day > making.today:
        return t("its date is still to come")
    if at.day < making.today - HELD:
        return t("it was answered more than {days} days ago", days=HELD.days)
    return ""


def _items(items: object) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """The link of each item, and its answers; groups and answers may hold further items."""
    for item in parts_of(items):
        answers = parts_of(item.get("answer"))
        yield said(item.get("linkId")), answers
        yield from _items(item.get("item"))
        for one in answers:
            yield from _items(one.get("item"))


# ---------------------------------------------------------------- one answer


def _answer(
    table_set: Any, name: str, given: list[Mapping[str, Any]], resource: Resource, at: When
) -> Answer:
    """One field of a form, as a case has it."""
    known = table_set.inputs[name]
    if isinstance(known, Choices):
        values = [_code(table_set, name, one, known.labels) for one in given]
        if all(isinstance(value, str) for value in values):
            return Answer(resource, at, sorted(set(map(str, values))))
    elif len(given) == 1:
        value = _one(table_set, name, given[0])
        if isinstance(value, Unread):
            return Answer(resource, at, unread=value)
        stated, note = value if isinstance(value, tuple) else (value, "")
        if stated is not None and not isinstance(known.read(stated), Problem):
            return Answer(resource, at, stated, note)
    told = "; ".join(said(next(iter(one.values()), None)) for one in given)
    return Answer(
        resource,
        at,
        unread=Unread("unreadable-value", t("{told} is no value of {label}", told=told, label=known.label)),
    )


def _one(table_set: Any, name: str, answer: Mapping[str, Any]) -> object:
    """A single answer as a case has it; None where it is of another kind than the field."""
    known = table_set.inputs[name]
    if isinstance(known, Choice):
        return _code(table_set, name, answer, known.labels)
    if isinstance(known, YesNo):
        value = answer.get("valueBoolean")
        return value if isinstance(value, bool) else None
    if isinstance(known, Date):
        return answer.get("valueDate") if isinstance(answer.get("valueDate"), str) else None
    if isinstance(known, Number):
        return _number(table_set, name, answer)
    if isinstance(known, Text):
        return answer.get("valueString") or answer.get("valueText")
    return None


def _number(table_set: Any, name: str, answer: Mapping[str, Any]) -> object:
    if isinstance(answer.get("valueQuantity"), Mapping):
        return read_quantity(table_set, name, answer["valueQuantity"])
    for key in ("valueInteger", "valueDecimal"):
        if key in answer and not table_set.inputs[name].unit:
            return read_quantity(table_set, name, {"value": answer[key]})
    return None


def _code(table_set: Any, name: str, answer: Mapping[str, Any], codes: Iterable[str]) -> str | None:
    """The value that a coding stands for: a code of the field's own code system, or one without a system."""
    coding = answer.get("valueCoding")
    if not isinstance(coding, Mapping) or not isinstance(coding.get("code"), str):
        return None
    system = said(coding.get("system"))
    own = code_system_id(table_set, name)
    if system and not system.endswith((f"/CodeSystem/{own}", f":{own}")):
        return None
    code = str(coding["code"])
    return code if code in set(codes) else None
