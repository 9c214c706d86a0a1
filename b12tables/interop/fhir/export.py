"""A set as resources of FHIR R4 or R5: the questions, the decisions, and the words of its fields as terminology.

Whoever reads the answers finds them by the names that are written here: `answers` and `names` say the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from b12tables.interop.cql_names import library_name
from b12tables.interop.fhir.bindings import Bound
from b12tables.interop.fhir.names import Written, code_system_id, fhir_id
from b12tables.interop.fhir.plan import Plan
from b12tables.interop.fhir.what_matters import Answered, idle_after
from b12tables.runtime.fields import Choice, Choices, Date, Field, Number, YesNo
from b12tables.runtime.language import speaking, t
from b12tables.runtime.words import escaped

UCUM = "http://unitsofmeasure.org"
EXTENSION = "http://hl7.org/fhir/StructureDefinition"
OURS = "b12tables: written from a table set"
"""Stands in the tag of each export, by which it is known again."""

_PATIENT = {"code": "patient", "type": "string", "description": "The value in the words for the patient."}


def export_fhir(
    table_set: Any, base: str, bindings: Iterable[Bound] = (), cql: str = "", newer: bool = False
) -> Written:
    """The resources of a set as one Bundle (a transaction, each put under its own id).

    A Questionnaire for its inputs; a PlanDefinition for its decisions, an ActivityDefinition for each of its orders; a
    CodeSystem and a ValueSet for each field that is a choice, of inputs and answers. `cql` is the text of the library
    of CQL, which comes along as a Library and says whether a rule holds. `newer`: as FHIR R5 has it, else R4.
    `base` is the address under which they are published, such as `https://example.org/fhir`. `bindings` give the
    questions their codes. Raises ValueError for an address that is none.
    """
    if not base.startswith(("https://", "http://")) or base != base.strip() or "|" in base:
        raise ValueError(f"{base!r} is no address of the web")
    with speaking(table_set.language):
        export = _Export(table_set, base.rstrip("/"), bindings, newer)
        plan = Plan(table_set, export.head, cql)
        resources = [export.questionnaire(), *export.terminology(), *plan.resources()]
    entries = [
        {
            "fullUrl": one["url"],
            "resource": one,
            "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"},
        }
        for one in resources
    ]
    tag = {"system": f"{export.base}/CodeSystem/exports", "code": "b12tables", "display": OURS}
    return {"resourceType": "Bundle", "type": "transaction", "meta": {"tag": [tag]}, "entry": entries}


def fhir_text(bundle: Written) -> str:
    """A Bundle as JSON, the same to the byte for the same set."""
    return escaped(json.dumps(bundle, ensure_ascii=False, indent=1)) + "\n"


class _Export:
    """One set under one address."""

    def __init__(self, table_set: Any, base: str, bindings: Iterable[Bound], newer: bool) -> None:
        self.tables, self.base, self.newer = table_set, base, newer
        self.bound = {one.field: one for one in bindings}
        self.asked = [name for name in table_set.inputs if name not in table_set.scores]
        self.idle = idle_after(table_set, self.asked)

    def head(self, kind: str, codes: Sequence[str], title: str) -> Written:
        """What every resource says of itself: the state of the tables, and the sentence beside every answer."""
        id_ = fhir_id(*codes)
        return {
            "resourceType": kind,
            "id": id_,
            "url": f"{self.base}/{kind}/{id_}",
            "version": self.tables.version,
            "name": library_name(*codes),
            "title": title,
            "status": "active" if self.tables.review_status == "Approved" else "draft",
            "description": t(
                "{safety} Review of the tables: {status}.",
                safety=self.tables.safety,
                status=self.tables.review_status,
            ),
        }

    # ---------------------------------------------------------------- terminology

    def terminology(self) -> Iterator[Written]:
        """A CodeSystem and a ValueSet for each choice that is asked for or answered."""
        for name in dict.fromkeys((*self.asked, *self.tables.producer)):
            field = self.tables.by_code[name]
            if isinstance(field, Choice):
                yield self._code_system(field)
                yield self._value_set(field)

    def _code_system(self, field: Choice) -> Written:
        concepts = []
        for code, label in field.labels.items():
            concept: Written = {"code": code, "display": label}
            if field.patients.get(code):
                concept["property"] = [{"code": "patient", "valueString": field.patients[code]}]
            concepts.append(concept)
        id_ = code_system_id(self.tables, field.code)
        return {
            **self.head("CodeSystem", [self.tables.identifier, field.code], field.label),
            "valueSet": f"{self.base}/ValueSet/{id_}",
            "caseSensitive": True,
            "content": "complete",
            "count": len(concepts),
            **({"property": [_PATIENT]} if any("property" in one for one in concepts) else {}),
            "concept": concepts,
        }

    def _value_set(self, field: Choice) -> Written:
        head = self.head("ValueSet", [self.tables.identifier, field.code], field.label)
        include = {"system": self._system(field.code), "version": self.tables.version}
        return {**head, "compose": {"include": [include]}}

    def _system(self, name: str) -> str:
        return f"{self.base}/CodeSystem/{code_system_id(self.tables, name)}"

    # ---------------------------------------------------------------- questions

    def questionnaire(self) -> Written:
        """The inputs as questions, in the order of the dictionary; what is left unanswered is not known."""
        head = self.head("Questionnaire", [self.tables.identifier], self.tables.title)
        return {
            **head,
            "subjectType": ["Patient"],
            "purpose": self.tables.intended_use,
            "item": [self._item(self.tables.inputs[name]) for name in self.asked],
        }

    def _item(self, field: Field) -> Written:
        item: Written = {"linkId": field.code, "text": field.ask()}
        limits = list(_limits(field))
        if limits:
            item["extension"] = limits
        if field.code in self.bound and self.bound[field.code].codes:
            item["code"] = [{"system": system, "code": code} for system, code in self.bound[field.code].codes]
        item["type"] = "coding" if self.newer and isinstance(field, Choice) else _type(field)
        idle = self.idle.get(field.code, [])
        if idle:
            item["enableWhen"] = [self._unless(one) for one in idle]
        if len(idle) > 1:
            item["enableBehavior"] = "all"
        item["required"] = field.code in self.tables.needed
        if isinstance(field, Choices):
            item["repeats"] = True
        if isinstance(field, Choice):
            item["answerOption"] = [
                {"valueCoding": {"system": self._system(field.code), "code": code, "display": label}}
                for code, label in field.labels.items()
            ]
        return item

    def _unless(self, answered: Answered) -> Written:
        """True where nothing was answered, too."""
        name, value = answered
        told: Written = {"question": name, "operator": "!="}
        if isinstance(value, bool):
            return told | {"answerBoolean": value}
        return told | {"answerCoding": {"system": self._system(name), "code": value}}


def _type(field: Field) -> str:
    if isinstance(field, Choice):
        return "choice"
    if isinstance(field, YesNo):
        return "boolean"
    if isinstance(field, Date):
        return "date"
    if isinstance(field, Number):
        return "quantity" if field.unit else "integer" if field.whole else "decimal"
    return "string"


def _limits(field: Field) -> Iterator[Written]:
    """The units in which a number may be given; of one without a unit, or a date, where it begins and ends."""
    if isinstance(field, Number) and field.unit:
        for unit in field.units:
            option = {"system": UCUM, "code": unit, "display": unit}
            yield {"url": f"{EXTENSION}/questionnaire-unitOption", "valueCoding": option}
    elif isinstance(field, (Number, Date)):
        for name, limit, is_open in (
            ("minValue", field.low, field.low_open),
            ("maxValue", field.high, field.high_open),
        ):
            if limit is not None and not is_open:
                yield {"url": f"{EXTENSION}/{name}", **_value(field, limit)}


def _value(field: Number | Date, limit: Any) -> Written:
    if isinstance(field, Date):
        return {"valueDate": limit.isoformat()}
    if field.whole:
        return {"valueInteger": int(limit)}
    return {"valueDecimal": int(limit) if Fraction(limit).denominator == 1 else float(limit)}
