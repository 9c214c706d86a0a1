"""The other readings of disagreements as code: what each edited rule would ask for, and what it would give."""

from __future__ import annotations

from b12tables.compiler.codegen.rule_by_rule import Scope
from b12tables.compiler.codegen.source import TAKEN, Code, Module, items, unique
from b12tables.compiler.model import Alternative, DecisionTable, Model, Rule
from b12tables.compiler.reader import edited

Reading = tuple[str, str, list[tuple[str, str, Code, Code]]]


def readings_of(model: Model, module: Module) -> list[Reading]:
    """Each other reading that edits say, as (disagreement, in words, edited rules)."""
    found: list[Reading] = []
    for conflict in model.conflicts:
        others = [other for other in conflict.what_if if other.edits]
        found += [(conflict.id, other.words, _edits(model, other, module)) for other in others]
    return found


def _edits(model: Model, other: Alternative, module: Module) -> list[tuple[str, str, Code, Code]]:
    after = edited(model, other.edits)
    found = []
    for code, id_ in dict.fromkeys((edit.decision, edit.rule) for edit in other.edits):
        old, new = _rule(model.decision[code], id_), _rule(after.decision[code], id_)
        asks = Code("None")
        if [one.test for one in old.conditions] != [one.test for one in new.conditions]:
            asks = _condition(after, after.decision[code], new, module)
        gives = Code("None")
        if [one.value for one in old.results] != [one.value for one in new.results]:
            gives = items([module.literal(one.value) for one in new.results])
        found.append((code, id_, asks, gives))
    return found


def _rule(table: DecisionTable, id_: str) -> Rule:
    return next(rule for rule in table.rows if rule.id == id_)


def _condition(model: Model, table: DecisionTable, rule: Rule, module: Module) -> Code:
    """What a rule asks for, as a function of what its decision looks at."""
    names = unique(dict.fromkeys(table.input_fields), taken=TAKEN)
    scope = Scope(model, table, module, names, {}, "", {})
    return Code(f"lambda {', '.join(names.values())}: {scope.condition(rule)}")
