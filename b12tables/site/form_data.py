"""The model as data for the browser: what the form evaluates. The engine beside it reads nothing else."""

from __future__ import annotations

import json
from fractions import Fraction

from b12tables.compiler.model import (
    Anything,
    Clause,
    DecisionTable,
    Evidence,
    Field,
    KnownError,
    Limit,
    Rule,
    Test,
    accepted_errors,
    block_of,
    stated_data,
    test_words,
)
from b12tables.runtime.units import NAMES, in_words, unit_key, unit_words
from b12tables.site.book import Book
from b12tables.site.telling_data import telling_data
from b12tables.site.values_data import Json, number_data, test_data, value_data


def model_script(book: Book) -> str:
    """A classic script that sets `tableSet`; exact numbers are written as pairs of whole numbers."""
    model = book.model
    data: dict[str, Json] = {
        "title": model.about.title,
        "version": model.about.version,
        "status": model.about.status,
        "hash": model.content_hash,
        "disclaimer": model.about.disclaimer,
        "unitNames": NAMES,
        "inputs": [entry.code for entry in book.inputs],
        "fields": {name: _field(book, entry) for name, entry in model.fields.items()},
        "decisions": [_table(book, table) for table in model.decisions],
        "answers": list(model.told),
        "telling": telling_data(model),
        "folded": list(model.folded),
        "guards": [code for code in model.answers if block_of(model, code) == "entries"],
        "impossible": [
            {"id": c.id, "why": c.why, "tests": [[t.field, test_data(t.test)] for t in c.tests]}
            for c in model.impossible
        ],
        "accepted": [_accepted(error) for error in accepted_errors(model)],
        "refs": dict(book.differences),
        "cases": [[case.id, case.description, _given(book, case.given)] for case in model.cases],
    }
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return f"(typeof window === 'undefined' ? globalThis : window).tableSet = {text};\n"


def _accepted(error: KnownError) -> Json:
    """An accepted error, and whom it concerns: parts of a region, or else a decision and its rules."""
    return {
        "text": str(error.told),
        "decision": error.told.decision,
        "rules": list(error.told.rules),
        "parts": None
        if error.parts is None
        else [[[test.field, test_data(test.test)] for test in part] for part in error.parts],
    }


def _field(book: Book, entry: Field) -> Json:
    computed = entry.computed
    whole: dict[str, Json] = {
        "label": entry.label,
        "type": entry.type,
        "question": entry.question,
        "patient": entry.patient,
        "unknown": entry.unknown,
        "group": entry.group,
        "values": [[row.code, row.label, row.patient, *row.also] for row in entry.values],
        "also": list(entry.also),
        "low": _limit(entry.low),
        "high": _limit(entry.high),
        "unit": entry.unit,
        "unitWords": unit_words(entry.unit),
        "unitOne": one if (one := in_words(entry.unit, 1)) != unit_words(entry.unit) else "",
        "accepts": [
            [o.unit, unit_key(o.unit), number_data(o.factor), o.written, unit_words(o.unit)]
            for o in entry.accepts
        ],
        "unitKey": unit_key(entry.unit) if entry.unit else "",
        "step": number_data(entry.precision) if entry.precision is not None else None,
        "rounds": entry.rounds,
        "computed": [computed.kind, computed.unit, *computed.parts] if computed else None,
        "dose": [_number(n) for n in (computed.factor, *computed.bounds)]
        if computed and computed.kind == "dose"
        else None,
    }
    return {key: value for key, value in whole.items() if value not in ("", None, [], False)}


def _number(number: Fraction | None) -> Json:
    return None if number is None else number_data(number)


def _limit(limit: Limit | None) -> Json:
    return [value_data(limit.value), limit.closed] if limit else None


def _table(book: Book, table: DecisionTable) -> Json:
    fields = book.model.fields
    return {
        "code": table.code,
        "label": table.label,
        "question": table.question,
        "policy": table.hit_policy.value,
        "inputs": list(table.input_fields),
        "outputs": list(table.output_fields),
        "place": [table.place.file, table.place.sheet],
        "rules": [_rule(fields, table, rule) for rule in table.rules],
        "otherwise": _rule(fields, table, table.otherwise) if table.otherwise else None,
    }


def _rule(fields: object, table: DecisionTable, rule: Rule) -> Json:
    return {
        "id": rule.id,
        "when": [test_data(condition.test) for condition in rule.conditions],
        "said": [
            _said(fields, clause, c.test) for clause, c in zip(table.inputs, rule.conditions, strict=False)
        ],
        "then": [value_data(result.value) for result in rule.results],
        "because": [_evidence(item) for item in rule.evidence],
        "cells": rule.place.cells,
    }


def _said(fields: object, clause: Clause, test: Test) -> Json:
    assert isinstance(fields, dict)
    return "" if isinstance(test, Anything) else test_words(test, fields[clause.field])


def _evidence(item: Evidence) -> Json:
    return [item.kind, item.ref, "" if item.kind == "statement" else item.text]


def _given(book: Book, given: object) -> Json:
    assert isinstance(given, dict)
    return {name: stated_data(value, book.model.fields[name]) for name, value in given.items()}
