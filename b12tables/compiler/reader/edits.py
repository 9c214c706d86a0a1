"""One cell that reads otherwise: what it would mean, and a copy of the model with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from b12tables.compiler.model import Clause, Condition, DecisionTable, Edit, Field, Model, Result, Rule
from b12tables.compiler.reader.cells import Failed, read_test, read_value
from b12tables.compiler.reader.dictionary import vocabulary
from b12tables.compiler.reader.layout import Found
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later


def written(
    edit: Edit, table: DecisionTable, fields: Mapping[str, Field], set_valued: frozenset[str], found: Found
) -> Condition | Result | None:
    """What the edited cell would mean; None, with a finding, where it cannot be used."""
    field, cell = fields[edit.field], Cell(edit.text, edit.place)
    if edit.field in table.input_fields:
        words = vocabulary(field, edit.field in set_valued, _unit(table.inputs, edit.field))
        test = read_test(cell, field, words, found, table.code, (edit.rule,))
        return None if test is None else Condition(test, cell.text, edit.place)
    words = vocabulary(field, False, _unit(table.outputs, edit.field))
    value = read_value(cell, field, words, found, table.code, (edit.rule,))
    return None if isinstance(value, Failed) else Result(value, cell.text, edit.place)


def _unit(clauses: Sequence[Clause], field: str) -> str:
    return next(clause.unit for clause in clauses if clause.field == field)


def edited(model: Model, edits: Sequence[Edit]) -> Model:
    """A copy of the model in which the cells read as the edits say.

    The edits must fit the model, as those of a Conflicts sheet do: anything else is an AssertionError.
    """
    tables = {table.code: table for table in model.decisions}
    for edit in edits:
        tables[edit.decision] = _edited(model, tables[edit.decision], edit)
    return replace(model, decisions=tuple(tables[table.code] for table in model.decisions))


def _edited(model: Model, table: DecisionTable, edit: Edit) -> DecisionTable:
    found: Found = []
    cell = written(edit, table, model.fields, model.set_valued, found)
    assert cell is not None, found
    changed = [_with(table, rule, edit.field, cell) if rule.id == edit.rule else rule for rule in table.rows]
    assert changed != list(table.rows), later(
        "the edit of {decision} {rule} changes nothing", decision=edit.decision, rule=edit.rule
    )
    return replace(
        table,
        rules=tuple(rule for rule in changed if not rule.otherwise),
        otherwise=next((rule for rule in changed if rule.otherwise), None),
    )


def _with(table: DecisionTable, rule: Rule, field: str, cell: Condition | Result) -> Rule:
    if isinstance(cell, Condition):
        at = table.input_fields.index(field)
        place = rule.conditions[at].place
        return replace(
            rule, conditions=(*rule.conditions[:at], replace(cell, place=place), *rule.conditions[at + 1 :])
        )
    at = table.output_fields.index(field)
    place = rule.results[at].place
    return replace(rule, results=(*rule.results[:at], replace(cell, place=place), *rule.results[at + 1 :]))
