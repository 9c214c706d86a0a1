"""What a finding offers to do, done: models with the edits of its `data` made, as the texts say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from b12tables.compiler.model import Vocabulary, parse_test
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Condition, Model, Rule
from b12tables.runtime.words import fold


class Mended(NamedTuple):
    """A model with what a finding offers; `drafted`: rows of which nobody knows yet what they answer."""

    model: Model
    drafted: bool
    also: tuple[Mapping[str, Any], ...]
    """What the edit says that it mends besides."""


def shown(finding: Finding, key: str) -> list[Any]:
    """An entry of a finding's data that is a list."""
    entries = finding.data.get(key, [])
    assert isinstance(entries, list)
    return entries


def every_mend(model: Model, finding: Finding) -> Iterator[Mended]:
    """Each edit that a finding offers, made."""
    for edit in shown(finding, "edits"):
        yield Mended(with_edits(model, finding.decision, [edit]), False, tuple(edit.get("mends", ())))
    for together in shown(finding, "together"):
        yield Mended(with_edits(model, finding.decision, together), False, ())
    if rows := shown(finding, "rows"):
        yield Mended(with_rows(model, finding.decision, rows), True, ())


def first_mend(model: Model, finding: Finding) -> Model | None:
    """The model with the first edit that a finding offers; None where it offers none."""
    return next((mended.model for mended in every_mend(model, finding)), None)


def with_edits(model: Model, decision: str | None, edits: Sequence[Mapping[str, Any]]) -> Model:
    """A model with cells of one table changed, or a rule of it deleted."""
    assert decision is not None
    rules = model.decision[decision].rules
    for edit in edits:
        if "delete" in edit:
            rules = tuple(rule for rule in rules if rule.id != edit["delete"])
        else:
            column = model.decision[decision].input_fields.index(str(edit["field"]))
            rules = tuple(
                _with_cell(model, rule, column, edit) if rule.id == edit["rule"] else rule for rule in rules
            )
    return _with(model, decision, rules)


def with_rows(
    model: Model, decision: str | None, rows: Sequence[Mapping[str, str]], name: str = "new"
) -> Model:
    """A model with rows added to one table; they answer like its first rule."""
    assert decision is not None
    table = model.decision[decision]
    first = table.rules[0]
    added = []
    for number, row in enumerate(rows):
        pairs = zip(table.input_fields, first.conditions, strict=True)
        cells = tuple(parsed(model, field, row[field], like) for field, like in pairs)
        added.append(replace(first, id=f"{name} {number}", conditions=cells))
    return _with(model, decision, (*table.rules, *added))


def parsed(model: Model, name: str, text: str, like: Condition) -> Condition:
    """A cell of that text, read as the reader reads it."""
    field = model.fields[name]
    words = {fold(word): row.code for row in field.values for word in (row.code, row.label)}
    is_set = name in model.set_valued or field.type == "choices"
    element = field.type if name in model.set_valued else "choice"
    vocabulary = Vocabulary(
        name, "set" if is_set else field.type, words, field.value_codes, element_type=element
    )
    return replace(like, test=parse_test(text, vocabulary), text=text)


def _with_cell(model: Model, rule: Rule, column: int, edit: Mapping[str, Any]) -> Rule:
    cell = parsed(model, str(edit["field"]), str(edit["to"]), rule.conditions[column])
    return replace(rule, conditions=(*rule.conditions[:column], cell, *rule.conditions[column + 1 :]))


def _with(model: Model, decision: str, rules: tuple[Rule, ...]) -> Model:
    changed = replace(model.decision[decision], rules=rules)
    return replace(model, decisions=tuple(changed if t.code == decision else t for t in model.decisions))
