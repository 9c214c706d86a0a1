"""A record in FHIR as a case: what was taken from where, what was not and why. Never a choice, never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from b12tables.interop.fhir.answers import answered, answers_of, merge
from b12tables.interop.fhir.bands import one_of_days
from b12tables.interop.fhir.bindings import Bound, matches, read_bindings
from b12tables.interop.fhir.observations import observe
from b12tables.interop.fhir.record import FromRecord, Making, Provenance
from b12tables.interop.fhir.references import entries_of, refers_to, with_medicines
from b12tables.interop.fhir.resources import Resource, meaning, name_of, time_of
from b12tables.interop.fhir.still_so import doubtful, to_come
from b12tables.interop.fhir.times import days
from b12tables.interop.fhir.whole import has_more, replaced_by, what_is_missing
from b12tables.interop.fhir.whose import of_one_patient, one_version_each, pass_over_deleted
from b12tables.runtime.fields import Choices
from b12tables.runtime.language import speaking, t


def case_from_bundle(
    table_set: Any, bundle: object, today: date, bindings: Iterable[Bound] | None = None
) -> FromRecord:
    """The case that a record states: of a Bundle of FHIR R4 or R5, a list of resources, or a prefetch.

    `table_set` is the `SET` of a package, whose bindings are taken unless others are given; answers to its
    Questionnaire count too. A field of which nothing is found is not in the case: absent from a record is not "no".
    """
    with speaking(table_set.language):
        return _read(Making(table_set, today), bundle, bindings)


def _read(making: Making, bundle: object, bindings: Iterable[Bound] | None) -> FromRecord:
    table_set = making.table_set
    name, message = _why_not_whole(bundle)
    if name:
        making.trouble(name, "", message, ())
        return FromRecord({}, {}, (), tuple(making.problems))
    once = one_version_each(making, list(entries_of(bundle)))
    entries = with_medicines(once or [])
    if once is None or not of_one_patient(making, entries):
        return FromRecord({}, {}, (), tuple(making.problems))
    pass_over_deleted(making, bundle, entries)
    resources = [resource for _, resource in entries]
    given = read_bindings(table_set) if bindings is None else bindings
    bounds = [bound for bound in given if bound.field in table_set.inputs]
    answers = answers_of(making, resources)
    answered(making, answers, {bound.field for bound in bounds})
    for bound in sorted(bounds, key=lambda bound: bool(bound.since)):
        # what has to be later than another date comes after it
        if bound.resource == "Patient":
            _birth(making, bound, resources)
        elif bound.resource == "Observation":
            observe(making, bound, resources)
        else:
            _present(making, bound, resources)
        if bound.field in answers:
            merge(making, bound.field, answers[bound.field], resources)
    return FromRecord(making.case, making.provenance, tuple(making.left_out), tuple(making.problems))


def _why_not_whole(bundle: object) -> tuple[str, str]:
    """The name of what keeps a record from being read, and what is said of it; blank where nothing does."""
    if has_more(bundle):
        return "further-pages", t(
            "the record goes on: it is one page of several, and what stands on the others is not known"
        )
    if missing := what_is_missing(bundle):
        return "incomplete-record", t("the record is not whole: {missing}", missing=missing)
    if other := replaced_by(resource for _, resource in entries_of(bundle)):
        return "incomplete-record", t("another record took the place of this one: {other}", other=other)
    return "", ""


# ---------------------------------------------------------------- the patient


def _birth(making: Making, bound: Bound, resources: list[Resource]) -> None:
    for patient in resources:
        text = patient.get("birthDate")
        if patient.get("resourceType") != "Patient" or not isinstance(text, str):
            continue
        if why := making.why_aside(patient):
            making.aside(patient, bound.field, why)
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
            message = t(
                "{text} is not given to the day, and the days in it do not all lead to the same", text=text
            )
            making.trouble("partial-date", bound.field, message, [patient])
            return
        note = (
            ""
            if first == last
            else t("taken as {day}: any day of {text} leads to the same", day=day, text=text)
        )
        told = Provenance(name_of(patient), text, text, note)
        making.state(bound.field, day.isoformat(), [told])


# ---------------------------------------------------------------- what the patient has, takes, had done


def _present(making: Making, bound: Bound, resources: list[Resource]) -> None:
    """What conditions, medicines or procedures state: that it is so, or which one it is. Without any, nothing."""
    known = making.table_set.inputs[bound.field]
    taken, doubts = _taken(making, bound, resources)
    values: frozenset[str] = frozenset().union(*(found for _, found, _ in taken))
    open_ = [one for one in doubts if one[1] - values] if bound.values else [] if taken else doubts
    for one, _, why in doubts:
        making.aside(one, bound.field, why)
    told = [Provenance(name_of(one), time_of(one), _codes(one)) for one, _, _ in taken]
    if len(values) > 1 and not isinstance(known, Choices):
        labels = ", ".join(known.text(value) for value in sorted(values))
        message = t("the record states several: {labels}", labels=labels)
        making.trouble("several-values", bound.field, message, [one for one, _, _ in taken])
    elif open_:
        # what may be so is neither stated nor left out of a list that is
        message = "; ".join(f"{name_of(one)}: {why}" for one, _, why in open_)
        making.trouble("active-and-over", bound.field, message, [one for one, _, _ in open_])
    elif taken:
        stated = sorted(values) if isinstance(known, Choices) else next(iter(values), True)
        making.state(bound.field, stated, told)


_Found = tuple[Resource, frozenset[str], str]
"""A resource, the values that its codes stand for, and why nobody knows whether it is so."""


def _taken(making: Making, bound: Bound, resources: list[Resource]) -> tuple[list[_Found], list[_Found]]:
    """The resources that count for a field, and those of which nobody knows whether they do."""
    taken: list[_Found] = []
    doubts: list[_Found] = []
    for resource in resources:
        if resource.get("resourceType") != bound.resource:
            continue
        codes = meaning(resource)
        elsewhere = "" if codes else refers_to(resource)
        if not elsewhere and not matches(bound.all_codes, codes):
            continue
        values = bound.value_of(codes)
        why = making.why_aside(resource, bound.take) or to_come(resource, bound.take, making.today)
        if not why and elsewhere:
            why = t(
                "its medicine stands elsewhere ({elsewhere}), and is not in the record", elsewhere=elsewhere
            )
        elif not why and bound.values and not values:
            why = t("its code leads to none of the values")
        if why:
            making.aside(resource, bound.field, why)
            continue
        doubt = doubtful(resource, bound.take, making.today)
        (doubts if doubt else taken).append((resource, values, doubt))
    return taken, doubts


def _codes(resource: Resource) -> str:
    return ", ".join(f"{system}|{code}" for system, code in meaning(resource))
