"""What a new value of a field inherits: the rows that take it in without naming it, decision by decision.

Whoever declares a value writes no rule for it, and yet it has answers: through `-`, `not(…)`, `known`, or an
Otherwise row. Nobody wrote these answers with such a patient in mind, so each is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    DecisionTable,
    Equals,
    Excludes,
    Field,
    Includes,
    Model,
    Not,
    Rule,
    Test,
    Value,
    ValueRow,
    passes,
)


@dataclass(frozen=True)
class Inherited:
    """The rows of one decision that a new value of one of its conditions falls into without being named.

    `otherwise` says that the value has no row of its own or of this kind, so that only an Otherwise row is left.
    """

    field: str
    value: str
    decision: str
    rules: tuple[Rule, ...]
    column: int
    otherwise: bool = False


def declared(old: Model, new: Model) -> Iterator[tuple[Field, ValueRow]]:
    """The values that the new version declares and the old one did not, of fields that both have."""
    for name, field in new.fields.items():
        if name not in old.fields or not field.values or not old.fields[name].values:
            continue
        before = {row.code for row in old.fields[name].values}
        yield from ((field, row) for row in field.values if row.code not in before)


def inherited(old: Model, new: Model) -> Iterator[Inherited]:
    """What each of these values inherits."""
    for field, row in declared(old, new):
        yield from _of_value(new, field, row)


def _of_value(model: Model, field: Field, row: ValueRow) -> Iterator[Inherited]:
    value: Value = frozenset({row.code}) if field.type == "choices" else row.code
    for table in model.decisions:
        for column, name in enumerate(table.input_fields):
            if name == field.code:
                yield from _of_table(table, column, field.code, row.code, value)


def _of_table(table: DecisionTable, column: int, field: str, code: str, value: Value) -> Iterator[Inherited]:
    taking = [rule for rule in table.rules if passes(rule.conditions[column].test, value)]
    unnamed = tuple(rule for rule in taking if not _names(rule.conditions[column].test, code))
    if unnamed:
        yield Inherited(field, code, table.code, unnamed, column)
    if not taking and table.otherwise is not None:
        yield Inherited(field, code, table.code, (table.otherwise,), column, otherwise=True)


def _names(test: Test, code: str) -> bool:
    """Whether a test admits a value by naming it."""
    match test:
        case Equals(value):
            return value == code or (isinstance(value, frozenset) and code in value)
        case Includes(value):
            return value == code
        case AnyOf(tests) | AllOf(tests):
            return any(_names(part, code) for part in tests)
        case Not(_) | Excludes(_):
            return False
    return False
