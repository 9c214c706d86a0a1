"""Cases and answers between the collection's terms and ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.tables import Field, Model
from tests.conformance.adapter import Compiled, Table
from tests.conformance.feel import Value
from tests.conformance.truth import neutral


def case_of(table: Table, values: Sequence[Any]) -> dict[str, Any]:
    """A case for the reference evaluator. Raises `OutsideFormat` for a value that its field cannot have."""
    return {
        column.code: column.ours(neutral(value)) for column, value in zip(table.inputs, values, strict=True)
    }


def answer_of(table: Table, answer: Any) -> Any:
    """Our answer in neutral terms: each row as a tuple in the order of the output columns."""
    if isinstance(answer, tuple):
        return [_row(table, row) for row in answer]
    return _row(table, answer)


def _row(table: Table, row: Mapping[str, Any]) -> tuple[Value, ...]:
    return tuple(column.theirs(row[column.code]) for column in table.outputs)


def expected_of(table: Table, expected: Any) -> Any:
    """The origin's answer in the same form; a table with one output states the value alone."""
    if isinstance(expected, list):
        return [_expected_row(table, row) for row in expected]
    return _expected_row(table, expected)


def _expected_row(table: Table, row: Any) -> tuple[Value, ...]:
    if isinstance(row, Mapping) and not any(key.startswith("$") for key in row):
        assert set(row) == {column.label for column in table.outputs}
        return tuple(neutral(row[column.label]) for column in table.outputs)
    assert len(table.outputs) == 1
    return (neutral(row),)


def given_of(model: Model, example: Mapping[str, Any]) -> dict[str, Any]:
    """The example of a finding, in the form that `eval` reads, as a case for the reference evaluator."""
    return {name: _given(model.fields[name], value) for name, value in example.items()}


def _given(field: Field, value: Any) -> Any:
    if value is None or value == "unknown" or field.type in ("choice", "text", "yes/no"):
        return value
    if field.type == "date":
        return date.fromisoformat(value)
    return Fraction(value) if isinstance(value, str) else Fraction(repr(value))


def examples_are_real(check: Compiled) -> int:
    """Evaluates the example of every gap, overlap and conflict; how many there were."""
    assert check.model is not None
    seen = 0
    for name, problem in (("gap", "no-rule"), ("overlap", "overlap"), ("conflict", "conflict")):
        for finding in check.named(name):
            if finding.severity != "error":
                continue
            assert finding.example is not None, finding.message
            (trouble,) = evaluate(check.model, given_of(check.model, finding.example)).problems
            assert (trouble.name, trouble.about) == (problem, finding.decision), finding.message
            assert name == "gap" or set(finding.rules) <= set(trouble.rules), finding.message
            seen += 1
    return seen
