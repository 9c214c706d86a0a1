"""Cases and answers between the collection's terms and ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.conformance.adapter import Table
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
