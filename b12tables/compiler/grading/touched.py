"""What a changed table can change below it: only what tells its old answers from its new ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from b12tables.compiler.model import (
    DecisionTable,
    FieldTest,
    Model,
    Rule,
    SafetyRule,
    Test,
    Value,
    members_asked,
    passes,
)

Values = frozenset[Value]
"""What a field had or gets where it changes; of a set the members that come or go."""


@dataclass(frozen=True)
class Touched:
    """`fields` are the outputs that may change, each with the values concerned (None: any); `decisions` are the tables
    below that may answer otherwise.
    """

    model: Model
    fields: Mapping[str, Values | None]
    decisions: tuple[str, ...]

    def concerns(self, rule: SafetyRule) -> bool:
        """Whether a safety rule speaks of something that may change."""
        asked = any(self.tells(line) for line in rule.tests)
        return asked or any(line.field in self.fields for line in rule.never)

    def tells(self, line: FieldTest) -> bool:
        """Whether a test tells values from each other that may take each other's place."""
        return line.field in self.fields and _tells(
            line.test, self.fields[line.field], self.is_set(line.field)
        )

    def is_set(self, name: str) -> bool:
        """Whether a field holds several values."""
        return name in self.model.set_valued or self.model.fields[name].type == "choices"


def touched_by(model: Model, before: DecisionTable, after: DecisionTable) -> Touched:
    """What may change where a table is replaced by another with the same columns."""
    fields = dict(_own(model, before, after))
    touched = Touched(model, fields, ())
    totals = {
        name: frozenset(model.behind([name], tables=False)) for name in model.parts if model.derived(name)
    }
    decisions: list[str] = []
    for table in model.decisions:
        # a total that follows from what changed may be any
        fields |= {name: None for name, parts in totals.items() if not parts.isdisjoint(fields)}
        if table.code != before.code and _asks(touched, table):
            decisions.append(table.code)
            fields |= dict.fromkeys(table.output_fields)
    fields |= {name: None for name, parts in totals.items() if not parts.isdisjoint(fields)}
    return Touched(model, fields, tuple(decisions))


def _asks(touched: Touched, table: DecisionTable) -> bool:
    """Whether a cell of a table tells apart what may take each other's place."""
    columns = [column for column, name in enumerate(table.input_fields) if name in touched.fields]
    asked = ((table.input_fields[c], rule.conditions[c].test) for c in columns for rule in table.rules)
    return any(_tells(test, touched.fields[name], touched.is_set(name)) for name, test in asked)


def _own(model: Model, before: DecisionTable, after: DecisionTable) -> Iterator[tuple[str, Values | None]]:
    """The outputs of a changed table, with the values that come or go."""
    kept = {id(rule) for rule in before.rows} & {id(rule) for rule in after.rows}
    edited = [rule for rule in (*before.rows, *after.rows) if id(rule) not in kept]
    if not before.hit_policy.gives_list:
        # where a row no longer holds, any other may
        edited = [*before.rows, *after.rows]
    for column, name in enumerate(before.output_fields):
        if before.hit_policy.aggregates:
            yield name, None
        elif values := frozenset(_values(edited, column)):
            yield name, values


def _values(rules: Iterable[Rule], column: int) -> Iterator[Value]:
    """What some rows say in a column; of a set each of its members."""
    for rule in rules:
        value = rule.results[column].value
        yield from value if isinstance(value, frozenset) else (value,)


def _tells(test: Test, values: Values | None, is_set: bool) -> bool:
    """Whether a test can come out otherwise where one of these values takes the place of another."""
    if values is None:
        return True
    if is_set:
        members = members_asked(test)
        return members is None or not members.isdisjoint(values)
    return len({passes(test, value) for value in values}) > 1
