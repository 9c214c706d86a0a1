"""Model -> JSON Schema (2020-12) of a case and of a result, shipped inside the generated package."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction

from b12tables.compiler.codegen.inputs import stated_always, stated_in_a_case
from b12tables.compiler.model import DecisionTable, Field, Limit, Model
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import unit_words
from b12tables.runtime.values import number_json
from b12tables.runtime.words import UNKNOWN, escaped

Schema = dict[str, object]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBER = r"-?\d+(\.\d+)?(/\d+)?"


def emit_schema(model: Model) -> dict[str, str]:
    """The two schemas by path: `case.schema.json` and `result.schema.json`.

    The case schema describes the form with codes, which is what programs should write; `evaluate` reads labels too.
    """
    root = model.about.identifier
    return {
        f"{root}/case.schema.json": _text(_case(model)),
        f"{root}/result.schema.json": _text(_result(model)),
    }


def _text(schema: Schema) -> str:
    return escaped(json.dumps(schema, ensure_ascii=False, indent=1)) + "\n"


def _head(model: Model, what: str) -> Schema:
    about = model.about
    return {
        "$schema": DIALECT,
        "$id": f"urn:b12tables:{about.identifier}:{about.version}:{what}",
        "title": f"{about.title}, version {about.version}: {what}",
        "description": about.disclaimer,
    }


# ---------------------------------------------------------------- case


def _case(model: Model) -> Schema:
    inputs = {name: _input(model.fields[name]) for name in stated_in_a_case(model)}
    inputs.setdefault(
        "today", {"type": "string", "format": "date", "description": "The day that is counted to."}
    )
    return _head(model, "case") | {
        "type": "object",
        "properties": inputs,
        "required": list(stated_always(model)),
        "additionalProperties": False,
    }


def _input(field: Field) -> Schema:
    """What can be given for a field."""
    forms = _forms(field)
    if field.unknown:
        forms += [{"const": UNKNOWN}, {"type": "null"}]
    about: Schema = {"title": field.label}
    text = " ".join(
        filter(None, (field.question, f"Unit: {field.unit}." if field.unit else "", _steps(field)))
    )
    if text:
        about["description"] = text
    return about | (forms[0] if len(forms) == 1 else {"anyOf": forms})


def _steps(field: Field) -> str:
    """To which precision a number is given, in words."""
    if field.step is None:
        return ""
    return f"{'Read to' if field.rounds else 'In'} steps of {number_text(field.step)}."


def _forms(field: Field) -> list[Schema]:
    match field.type:
        case "choice":
            return [_enum(field)]
        case "choices":
            return [{"type": "array", "items": _enum(field), "uniqueItems": True}]
        case "yes/no":
            return [{"type": "boolean"}, {"enum": ["yes", "no"]}]
        case "date":
            return [{"type": "string", "format": "date"}]
        case "text":
            return [{"type": "string", "minLength": 1}]
    codes = [unit for unit in (field.unit, *(option.unit for option in field.accepts)) if unit]
    units = [re.escape(name) for name in dict.fromkeys([*codes, *map(unit_words, codes)]) if name]
    unit = f"\\s*({'|'.join(units)})" if units else ""
    with_unit: Schema = {
        "type": "string",
        "pattern": f"^{NUMBER}{unit}{'' if field.needs_unit or not unit else '?'}$",
    }
    if field.needs_unit:
        return [with_unit]
    return [_plain_number(field) | _limits(field), with_unit]


def _plain_number(field: Field) -> Schema:
    """A number without a unit. Fractions of 1 as steps are said in words alone: validators divide floats by them."""
    step = field.precision
    if step is None or field.rounds or step.denominator != 1:
        return {"type": "number"}
    return {"type": "integer"} | ({} if step == 1 else {"multipleOf": step.numerator})


def _enum(field: Field) -> Schema:
    return {"enum": [row.code for row in field.values]}


def _limits(field: Field) -> Schema:
    found: Schema = {}
    for limit, closed, open_ in (
        (field.low, "minimum", "exclusiveMinimum"),
        (field.high, "maximum", "exclusiveMaximum"),
    ):
        number = _number(limit)
        if limit is not None and number is not None:
            found[closed if limit.closed else open_] = number
    return found


def _number(limit: Limit | None) -> int | float | None:
    if limit is None or isinstance(limit.value, date):
        return None
    number = number_json(limit.value)
    return None if isinstance(number, str) else number


# ---------------------------------------------------------------- result


def _result(model: Model) -> Schema:
    place: Schema = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("file", "sheet", "cells")},
        "required": ["file", "sheet", "cells"],
    }
    step: Schema = {
        "type": "object",
        "properties": {
            "decision": {"enum": [table.code for table in model.decisions]},
            "label": {"type": "string"},
            "inputs": {"type": "object"},
            "rules": {"type": "array", "items": {"type": "string"}},
            "places": {"type": "array", "items": {"$ref": "#/$defs/place"}},
            "evidence": {"type": "array", "items": {"type": "object"}},
        },
        "required": ["decision", "inputs", "rules", "places"],
    }
    problem: Schema = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "field": {"type": ["string", "null"]},
            "message": {"type": "string"},
            "question": {"type": "string"},
            "decision": {"type": "string"},
            "places": {"type": "array", "items": {"$ref": "#/$defs/place"}},
        },
        "required": ["name", "field", "message"],
    }
    texts = ("table_set", "title", "version", "content_hash", "review_status", "safety")
    properties: Schema = {
        "status": {"enum": ["ok", "no-rule", "missing-input", "invalid-input"]},
        "outputs": {
            "type": "object",
            "properties": {table.code: _answer(model, table) for table in model.decisions},
            "additionalProperties": False,
        },
        "headline": {"type": "string"},
        "answers": {"type": "array", "items": {"enum": [*model.told, *model.folded]}},
        "trace": {"type": "array", "items": step},
        "problems": {"type": "array", "items": problem},
        "given": {"type": "object"},
        "asked": {
            "type": "object",
            "properties": {"case": {"type": ["array", "null"]}, "today": True},
            "required": ["case", "today"],
            "additionalProperties": False,
        },
        "alone": {"enum": [None, *(table.code for table in model.decisions)]},
        "inputs": {"type": "object"},
        "today": {"type": ["string", "null"], "format": "date"},
        **{name: {"type": "string"} for name in texts},
        "answered_by": {
            "type": "object",
            "properties": {
                **{name: {"type": "string"} for name in ("runtime", "runtime_hash", "compiler")},
                "pact": {"type": "integer"},
            },
            "required": ["runtime", "runtime_hash", "compiler", "pact"],
            "additionalProperties": False,
        },
        "signed": {"type": "boolean"},
        "signatures": {"type": "object", "additionalProperties": {"$ref": "#/$defs/signatures"}},
    }
    return _head(model, "result") | {
        "$defs": {"place": place, "signatures": _signatures()},
        "type": "object",
        "properties": {**properties, **_scores(model), "accepted": _accepted()},
        "required": list(properties),
        "additionalProperties": False,
    }


def _scores(model: Model) -> Schema:
    """The answers that are computed from what tables give; not there where none could be worked out."""
    if not model.told_scores:
        return {}
    number: Schema = {"anyOf": [{"type": "number"}, {"type": "string"}]}
    fields: Schema = {name: {"title": model.fields[name].label} | number for name in model.told_scores}
    return {"scores": {"type": "object", "properties": fields, "additionalProperties": False}}


def _accepted() -> Schema:
    """The errors of the tables that the answer passes; not there where it passes none."""
    texts = ("finding", "decision", "reason", "by", "until")
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                **{name: {"type": "string"} for name in texts},
                "rules": {"type": "array", "items": {"type": "string"}},
            },
            "required": [*texts, "rules"],
            "additionalProperties": False,
        },
    }


def _signatures() -> Schema:
    """Of one decision: for each rule that fired those who signed it as it stands."""
    person: Schema = {
        "type": "object",
        "properties": {
            "person": {"type": "string"},
            "role": {"type": "string"},
            "date": {"type": "string", "format": "date"},
        },
        "required": ["person", "role", "date"],
        "additionalProperties": False,
    }
    return {"type": "object", "additionalProperties": {"type": "array", "items": person}}


def _answer(model: Model, table: DecisionTable) -> Schema:
    """What a decision answers: one object, or a list of them."""
    fields = {name: _output(model, table, name) for name in table.output_fields}
    one: Schema = {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
    about: Schema = {"title": table.label}
    if table.question:
        about["description"] = table.question
    return about | ({"type": "array", "items": one} if table.hit_policy.gives_list else one)


def _output(model: Model, table: DecisionTable, name: str) -> Schema:
    field = model.fields[name]
    given = [row.results[table.output_fields.index(name)].value for row in table.rows]
    if table.hit_policy.aggregates:
        return {"title": field.label, "anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}]}
    match field.type:
        case "choice":
            forms: list[Schema] = [_enum(field)]
        case "choices":
            forms = [{"type": "array", "items": _enum(field)}]
        case "yes/no":
            forms = [{"type": "boolean"}]
        case "date":
            forms = [{"type": "string", "format": "date"}]
        case "text":
            forms = [{"type": "string"}]
        case _:
            endless = any(isinstance(v, Fraction) and isinstance(number_json(v), str) for v in given)
            forms = [{"type": "number"}]
            forms += [{"type": "string"}] if endless else []
    forms += [{"const": UNKNOWN}] if UNKNOWN in given and field.type != "text" else []
    forms += [{"type": "null"}] if None in given else []
    return {"title": field.label} | (forms[0] if len(forms) == 1 else {"anyOf": forms})
