"""Rules that would give what was expected, were it not for one condition: that cell may be the wrong one.

Not a check of its own: `failed_case` and `broken_safety_rule` look for them; they are told where no result is known
to be wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from b12tables.compiler.model import (
    DecisionTable,
    Evaluation,
    FieldTest,
    Finding,
    HitPolicy,
    Includes,
    Model,
    NearRule,
    Rule,
    Value,
    leaves,
    passes,
)
from b12tables.runtime.language import t
from b12tables.runtime.words import UNKNOWN

SHOWN = 2
"""So many such rules are named for one expectation."""


def near_rules(model: Model, evaluation: Evaluation, wanted: FieldTest) -> tuple[NearRule, ...]:
    """The rules that would give what is `wanted` of a result and did not come out of a case."""
    table = model.produced_by.get(wanted.field)
    step = next((step for step in evaluation.steps if table and step.decision == table.code), None)
    if table is None or step is None or passes(wanted.test, step.after[wanted.field]):
        return ()
    column, came = table.output_fields.index(wanted.field), step.after[wanted.field]
    giving = (rule for rule in _in_front(table, step.rules) if _gives(table, rule, column, wanted, came))
    missed = ((rule.id, _missed(table, rule, step.inputs)) for rule in giving)
    found = (NearRule(table.code, rule, names[0]) for rule, names in missed if len(names) == 1)
    return tuple(islice(found, SHOWN))


def with_near_rules(model: Model, finding: Finding) -> Finding:
    """The finding with its near rules in words; as it is where a result, or a hit policy, is known to be wrong."""
    near = finding.extras.near_rules if finding.extras is not None else ()
    if not near or finding.mends.results or finding.mends.policy is not None:
        return finding
    cells = [model.decision[one.decision].condition(one.rule, one.field) for one in near]
    return replace(
        finding,
        message="\n".join((finding.message, *(_words(model, one) for one in near))),
        places=tuple(dict.fromkeys((*finding.places, *(cell.place for cell in cells)))),
    )


def _words(model: Model, near: NearRule) -> str:
    """Such a rule in words, with the cell that does not hold."""
    cell = model.decision[near.decision].condition(near.rule, near.field)
    label = model.fields[near.field].label
    return t(
        'rule {rule} would give it, but for {label} "{cell}" ({cells})',
        rule=near.rule,
        label=label,
        cell=cell.text,
        cells=cell.place.cells,
    )


def _in_front(table: DecisionTable, fired: Collection[str]) -> Iterator[Rule]:
    """The rules that would give the answer if they held: where the order counts, those before the one that fired."""
    for rule in table.rules:
        if table.hit_policy is HitPolicy.FIRST and rule.id in fired:
            return
        yield rule


def _missed(table: DecisionTable, rule: Rule, seen: Mapping[str, Value]) -> list[str]:
    pairs = zip(table.input_fields, rule.conditions, strict=True)
    return [name for name, condition in pairs if not passes(condition.test, seen[name])]


def _gives(table: DecisionTable, rule: Rule, column: int, wanted: FieldTest, came: Value) -> bool:
    value = rule.results[column].value
    if not table.hit_policy.gives_list:
        return passes(wanted.test, UNKNOWN if value is None else value)
    members = [leaf.value for leaf in leaves(wanted.test) if isinstance(leaf, Includes)]
    return value in members and not (isinstance(came, frozenset) and value in came)
