"""Hashes of what a decision means, so that an old record can say which table has changed since."""

from __future__ import annotations

import hashlib
import json

from b12tables.compiler.model import (
    DecisionTable,
    Field,
    Model,
    field_meaning,
    own_fields,
    test_text,
    value_text,
)


def decision_hash(model: Model, table: DecisionTable) -> str:
    """SHA-256 over what a table and the fields it speaks of mean and rest on;

    where it stands does not count.
    """
    lines = [table.code, table.label, table.question, table.hit_policy.value]
    lines += [_field(model.fields[name]) for name in own_fields(model, table)]
    for rule in table.rows:
        lines.append(f"rule {rule.id} {rule.otherwise}")
        lines += [test_text(condition.test) for condition in rule.conditions]
        lines += [value_text(result.value) for result in rule.results]
        lines += [f"{evidence.kind} {evidence.ref} {evidence.text}" for evidence in rule.evidence]
        lines.append(rule.note)
    return _sha256(lines)


def dictionary_hash(model: Model) -> str:
    """SHA-256 over what the fields mean that a case can state: how they are read, converted and computed."""
    return _sha256([_field(field) for field in model.fields.values() if field.code not in model.produced_by])


def combinations_hash(model: Model) -> str:
    """SHA-256 over the combinations that cannot occur."""
    lines = []
    for combination in model.impossible:
        lines += [f"{combination.id} {combination.why}"]
        lines += [f"{line.field}: {test_text(line.test)}" for line in combination.tests]
    return _sha256(lines)


def hashes(model: Model) -> dict[str, str]:
    """The hash of each part that decides, as the generated package has them: `TableSet.hashes`."""
    return {table.code: decision_hash(model, table) for table in model.decisions} | {
        "Dictionary": dictionary_hash(model),
        "Impossible": combinations_hash(model),
    }


def _sha256(lines: list[str]) -> str:
    text = "\n".join(line.replace("\n", " ") for line in lines)
    # half a character has a hash too: it is no workbook of the reader's that holds one
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _field(field: Field) -> str:
    """What a field is, and how it and its values are called."""
    meaning = field_meaning(field)
    values = [f"{row.code}={row.label}={row.patient}" for row in field.values]
    written = [f"{option.unit}*{option.written}" for option in field.accepts]
    called = [field.code, field.label, *field.also]
    # not repr, which shows a text otherwise where a Python knows more characters
    return json.dumps([called, field.needs_unit, values, written, meaning.means, meaning.admits], default=str)
