"""The model as data for the browser: what the form evaluates. The engine beside it reads nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Clause,
    DecisionTable,
    Equals,
    Evidence,
    Excludes,
    Field,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    KnownError,
    Limit,
    Not,
    Place,
    Rule,
    Test,
    Value,
    accepted_errors,
    block_of,
    test_words,
)
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import NAMES, unit_key, unit_words
from b12tables.site.book import Book

Json = object


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
        "answers": list(model.answers),
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
        "values": [[row.code, row.label, row.patient] for row in entry.values],
        "low": _limit(entry.low),
        "high": _limit(entry.high),
        "unit": entry.unit,
        "unitWords": unit_words(entry.unit),
        "accepts": [
            [o.unit, unit_key(o.unit), _number(o.factor), o.written, unit_words(o.unit)]
            for o in entry.accepts
        ],
        "unitKey": unit_key(entry.unit) if entry.unit else "",
        "computed": [computed.kind, computed.unit, *computed.parts] if computed else None,
    }
    return {key: value for key, value in whole.items() if value not in ("", None, [], False)}


def _limit(limit: Limit | None) -> Json:
    return [value_data(limit.value), limit.closed] if limit else None


def _number(number: Fraction) -> list[str]:
    return [str(number.numerator), str(number.denominator)]


def value_data(value: Value) -> Json:
    """A value: null, true or false, a text, or a marked list for a number, a date and a set."""
    match value:
        case None | bool() | str():
            return value
        case Fraction():
            return ["n", *_number(value)]
        case date():
            return ["d", value.isoformat()]
    return ["s", *(value_data(member) for member in sorted(value, key=repr))]


_ALONE: Mapping[type[Test], str] = {Anything: "any", IsUnknown: "unknown", IsKnown: "known", IsEmpty: "empty"}
"""The tests that are their name and nothing else."""


def test_data(test: Test) -> Json:
    """A test as a list: its name, then what belongs to it."""
    if type(test) in _ALONE:
        return [_ALONE[type(test)]]
    match test:
        case Equals(value):
            return ["is", value_data(value)]
        case Includes(value):
            return ["with", value_data(value)]
        case Excludes(value):
            return ["without", value_data(value)]
        case Interval(low, low_closed, high, high_closed):
            return ["between", _end(low), low_closed, _end(high), high_closed]
        case Not(inner):
            return ["not", test_data(inner)]
        case AnyOf(tests):
            return ["or", *(test_data(part) for part in tests)]
        case AllOf(tests):
            return ["and", *(test_data(part) for part in tests)]
    raise AssertionError(test)


def _end(value: Fraction | date | None) -> Json:
    return None if value is None else value_data(value)


def _table(book: Book, table: DecisionTable) -> Json:
    fields = book.model.fields
    return {
        "code": table.code,
        "label": table.label,
        "question": table.question,
        "policy": table.hit_policy.value,
        "inputs": list(table.input_fields),
        "outputs": list(table.output_fields),
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
        "place": _place(rule.place),
    }


def _said(fields: object, clause: Clause, test: Test) -> Json:
    assert isinstance(fields, dict)
    return "" if isinstance(test, Anything) else test_words(test, fields[clause.field])


def _evidence(item: Evidence) -> Json:
    return [item.kind, item.ref, "" if item.kind == "statement" else item.text]


def _place(place: Place) -> Json:
    return [place.file, place.sheet, place.cells]


def _given(book: Book, given: object) -> Json:
    assert isinstance(given, dict)
    return {name: input_data(value, book.model.fields[name]) for name, value in given.items()}


def input_data(value: Value, entry: Field) -> Json:
    """A value as a case in JSON states it: a number with its unit where the field needs one."""
    if isinstance(value, Fraction):
        # the first unit in which the decimals end: a case may be given in weeks and kept in months
        options = [(entry.unit, Fraction(1)), *((option.unit, option.factor) for option in entry.accepts)]
        found = ((number_text(value / factor), unit) for unit, factor in options)
        words, unit = next((pair for pair in found if "/" not in pair[0]), (number_text(value), entry.unit))
        return f"{words} {unit}".rstrip()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
