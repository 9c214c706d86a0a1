"""A CDS Hooks 2.0 service of a package: prefetch templates from its bindings, cards from what it answers.

A WSGI application, so that any server runs it; the standard library only. It offers `patient-view`, and `order-select`
where the set has a sheet Actions. Whoever runs it stands before it with what the network asks for: TLS, and the tokens
of its clients.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from b12tables.interop.fhir.actions import actions_of
from b12tables.interop.fhir.bindings import Bound, read_bindings
from b12tables.interop.fhir.case import case_from_bundle
from b12tables.interop.fhir.cds_cards import Cards
from b12tables.interop.fhir.drafts import drafts_of
from b12tables.interop.fhir.names import questionnaire_id
from b12tables.interop.fhir.record import FromRecord
from b12tables.interop.fhir.resources import parts_of, said
from b12tables.interop.fhir.whole import has_more, what_is_missing
from b12tables.runtime.json_text import read_json

PATIENT_VIEW, ORDER_SELECT = "patient-view", "order-select"
"""The hooks that are offered: somebody opens a record, somebody chooses an order."""

LARGEST_BODY = 5_000_000
"""Bytes of a request that is read."""


class Refused(Exception):
    """A request that is not answered: the status, and why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Service:
    """The service of one package (`iron_deficiency`, the module). `link` is the address of its site, if it has one.

    `forms` is the address under which its Questionnaire is published (`https://example.org/fhir`): then answers to it
    are asked for beside the record. Without it none are asked for; those that are sent all the same are read.
    `today` is asked for each call; `keep` is given each feedback and each answer as plain data, to be kept.
    """

    package: Any
    link: str = ""
    today: Callable[[], date] = date.today
    bindings: tuple[Bound, ...] | None = None
    keep: Callable[[Mapping[str, Any]], object] = lambda record: None
    forms: str = ""

    @property
    def bound(self) -> tuple[Bound, ...]:
        """The bindings that are asked for and read."""
        return read_bindings(self.package.SET) if self.bindings is None else self.bindings

    def discovery(self) -> dict[str, Any]:
        """What `GET /cds-services` gives."""
        told = self.package.SET
        description = f"{told.intended_use} Version {told.version}, status: {told.review_status}."
        return {
            "services": [
                {
                    "hook": hook,
                    "id": id_,
                    "title": told.title,
                    "description": description,
                    "prefetch": self.prefetch(),
                }
                for id_, hook in self.services.items()
            ]
        }

    @property
    def services(self) -> dict[str, str]:
        """The hook of each service by its id; that of orders where the set has a sheet Actions."""
        own = self.package.SET.identifier
        of_orders = {f"{own}-{ORDER_SELECT}": ORDER_SELECT} if actions_of(self.package.SET) else {}
        return {own: PATIENT_VIEW, **of_orders}

    def prefetch(self) -> dict[str, str]:
        """The queries for all that is read."""
        asked = prefetch(self.bound)
        if self.forms:
            form = f"{self.forms.rstrip('/')}/Questionnaire/{questionnaire_id(self.package.SET)}"
            asked["questionnaireresponse"] = (
                f"QuestionnaireResponse?patient={{{{context.patientId}}}}&questionnaire={form}"
            )
        return asked

    def answer(self, request: object) -> dict[str, Any]:
        """The cards for a call of one of the hooks. Raises `Refused`."""
        hook = request.get("hook") if isinstance(request, Mapping) else None
        if not isinstance(request, Mapping) or hook not in self.services.values():
            raise Refused(HTTPStatus.BAD_REQUEST, f"the request is of no hook of {self._named}")
        given, patient = self._given(request), _patient_of(request)
        try:
            drafts = drafts_of(request.get("context")) if hook == ORDER_SELECT else ()
        except ValueError as why:
            raise Refused(HTTPStatus.BAD_REQUEST, str(why)) from None
        today = self.today()
        record = self.read(given, today)
        result = self.package.evaluate(dict(record.case), today=today)
        instance = said(request.get("hookInstance"))
        cards = Cards(record, result, patient=patient, instance=instance, link=self.link)
        told = cards.order_select(drafts) if hook == ORDER_SELECT else cards.patient_view()
        orders = {"orders": [draft.resource for draft in drafts]} if drafts else {}
        kept = {"hook": hook, "record": record.to_dict(), "result": result.to_dict(), **orders, "cards": told}
        self.keep(kept)
        return {"cards": told}

    @property
    def _named(self) -> str:
        return " and ".join(self.services.values())

    def _given(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """The prefetch, with all that is asked for. Raises `Refused`."""
        given = request.get("prefetch")
        missing = [
            key
            for key, query in self.prefetch().items()
            if not isinstance(given, Mapping) or not _is_answer(given.get(key), query)
        ]
        if missing or not isinstance(given, Mapping):
            # a part of the record that was not sent is not one that is empty
            raise Refused(HTTPStatus.PRECONDITION_FAILED, f"the prefetch lacks {', '.join(missing)}")
        if more := [key for key, part in given.items() if has_more(part)]:
            raise Refused(HTTPStatus.PRECONDITION_FAILED, f"there are further pages of {', '.join(more)}")
        if gone := [f"{key} ({why})" for key, part in given.items() if (why := what_is_missing(part))]:
            raise Refused(HTTPStatus.PRECONDITION_FAILED, f"the prefetch is not whole: {', '.join(gone)}")
        return given

    def read(self, given: object, today: date | None = None) -> FromRecord:
        """The case that a prefetch states on a day; today, if none is given."""
        return case_from_bundle(self.package.SET, given, today or self.today(), self.bound)

    def _feedback(self, hook: str, request: object) -> dict[str, Any]:
        """Feedback as a record: of which edition, and what became of each card. Raises `Refused`."""
        given = request.get("feedback") if isinstance(request, Mapping) else None
        if not isinstance(given, list) or not given:
            raise Refused(HTTPStatus.BAD_REQUEST, "feedback is a list under the name feedback")
        for number, one in enumerate(given, 1):
            if why := _not_feedback(one):
                raise Refused(HTTPStatus.BAD_REQUEST, f"feedback {number}: {why}")
        told = self.package.SET
        edition = {"service": told.identifier, "version": told.version, "content_hash": told.content_hash}
        return {"hook": hook, **edition, "feedback": given}

    # ------------------------------------------------------------ over HTTP

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        """The service as WSGI calls it."""
        try:
            status, told = HTTPStatus.OK, self._routed(environ)
        except Refused as why:
            status, told = why.status, {"error": str(why)}
        # in ASCII: a changed order is sent back as it came, and half a character of it is no UTF-8
        body = json.dumps(told).encode("ascii") if told is not None else b""
        headers = [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))]
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def _routed(self, environ: Mapping[str, Any]) -> dict[str, Any] | None:
        path, method = environ.get("PATH_INFO", "").rstrip("/"), environ.get("REQUEST_METHOD")
        hooks = {f"/cds-services/{id_}": hook for id_, hook in self.services.items()}
        wanted = {"/cds-services": "GET", **dict.fromkeys(hooks, "POST")}
        wanted |= {f"{service}/feedback": "POST" for service in hooks}
        if path not in wanted:
            raise Refused(HTTPStatus.NOT_FOUND, "there is no such service")
        if wanted[path] != method:
            raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"{path} takes {wanted[path]}")
        if method == "GET":
            return self.discovery()
        request = _read(environ)
        if path not in hooks:
            self.keep(self._feedback(hooks[path.removesuffix("/feedback")], request))
            return None
        if isinstance(request, Mapping) and request.get("hook") != hooks[path]:
            raise Refused(HTTPStatus.BAD_REQUEST, f"the request is none of the hook {hooks[path]}")
        return self.answer(request)


def _is_answer(part: object, query: str) -> bool:
    """Whether a part of the prefetch is what its query asks for: a Bundle of a search, the resource of a read."""
    wanted = "Bundle" if "?" in query else query.partition("/")[0]
    return isinstance(part, Mapping) and part.get("resourceType") == wanted


def _patient_of(request: Mapping[str, Any]) -> str:
    """The id of the patient of a call, "" where nobody says it. Raises `Refused` where two are named."""
    context, given = request.get("context"), request.get("prefetch")
    named = context.get("patientId") if isinstance(context, Mapping) else None
    patient = given.get("patient") if isinstance(given, Mapping) else None
    own = patient.get("id") if isinstance(patient, Mapping) else None
    found = {one for one in (named, own) if isinstance(one, str) and one}
    if len(found) > 1:
        raise Refused(HTTPStatus.BAD_REQUEST, "the patient of the prefetch is not that of the context")
    return next(iter(found), "")


def _not_feedback(one: object) -> str:
    """Why something is no feedback on a card as CDS Hooks 2.0 has it; "" where it is."""
    if not isinstance(one, Mapping):
        return "it is no object"
    if not isinstance(one.get("card"), str) or not one["card"]:
        return "card is the uuid of a card"
    if one.get("outcome") not in ("accepted", "overridden"):
        return "outcome is accepted or overridden"
    if one["outcome"] == "accepted":
        accepted = parts_of(one.get("acceptedSuggestions"))
        if not accepted or not all(isinstance(each.get("id"), str) for each in accepted):
            return "acceptedSuggestions lists what was accepted, each by its id"
    if not isinstance(one.get("overrideReason", {}), Mapping):
        return "overrideReason is an object"
    try:
        datetime.fromisoformat(str(one.get("outcomeTimestamp")))
    except ValueError:
        return "outcomeTimestamp is a time, such as 2026-11-26T10:00:00Z"
    return ""


def _read(environ: Mapping[str, Any]) -> object:
    """The body as JSON. Raises `Refused`."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise Refused(HTTPStatus.BAD_REQUEST, "the length of the request is no number")
    if int(length) > LARGEST_BODY:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {LARGEST_BODY} bytes are not read")
    try:
        return read_json(environ["wsgi.input"].read(int(length)))
    except ValueError as why:
        raise Refused(HTTPStatus.BAD_REQUEST, f"the request is no JSON: {why}") from None


def prefetch(bindings: Iterable[Bound]) -> dict[str, str]:
    """The queries for all that is bound: one for each kind of resource, with the codes that are meant."""
    codes: dict[str, dict[str, None]] = {}
    for bound in bindings:
        wanted = codes.setdefault(bound.resource, {})
        wanted.update(dict.fromkeys(f"{system}|{code}" for system, code in bound.all_codes))
    return {resource.lower(): _query(resource, list(wanted)) for resource, wanted in codes.items()}


def _query(resource: str, codes: list[str]) -> str:
    if resource == "Patient":
        return "Patient/{{context.patientId}}"
    # a class of the ATC is not asked for by its code, because a server looks for that code only
    filtered = resource in ("Observation", "Condition", "Procedure")
    asked = f"&code={','.join(codes)}" if filtered else ""
    return f"{resource}?patient={{{{context.patientId}}}}{asked}"
