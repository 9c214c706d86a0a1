"""What of an example matters: the inputs that the rules concerned ask for, each step back to what is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from b12tables.compiler.model import Anything, DecisionTable, Evaluation, Model, Rule, Value, evaluate
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.table_space import TableSpace


def asked_of(
    analysis: Analysis,
    ts: TableSpace,
    case: Mapping[str, Value] | None,
    boxes: Sequence[Masks],
    rules: Iterable[Rule],
) -> tuple[str, ...]:
    """What a finding about a region of a table asks: the entries of its example that it is about.

    These are what the region restricts and what the rules near to it ask for.
    """
    if case is None:
        return ()
    names = {name for c, name in enumerate(ts.fields) if any(box[c] != ts.grid.full[c] for box in boxes)}
    for rule in rules:
        names.update(_tested(ts.table, rule))
    return asked(analysis.model, case, [name for name in ts.fields if name in names])


def asked(model: Model, case: Mapping[str, Value], names: Iterable[str]) -> tuple[str, ...]:
    """The entries of a finding's example that these fields rest on, in the dictionary's order."""
    found: set[str] = set()
    seen: set[str] = set()
    left = list(names)
    evaluation: Evaluation | None = None
    while left:
        name = left.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in case:
            found.add(name)
        elif name in model.produced_by:
            evaluation = evaluation or evaluate(model, case)
            left += _behind(model.produced_by[name], evaluation)
        else:
            left += model.parts.get(name, ())
    return tuple(name for name in model.fields if name in found)


def _behind(table: DecisionTable, evaluation: Evaluation) -> Iterator[str]:
    """What the rules ask for that fired in a table; where none did, or `Otherwise`, all that it asks for."""
    fired = next((step.rules for step in evaluation.steps if step.decision == table.code), ())
    rules = [rule for rule in table.rules if rule.id in fired] or table.rules
    for rule in rules:
        yield from _tested(table, rule)


def _tested(table: DecisionTable, rule: Rule) -> list[str]:
    pairs = zip(table.input_fields, rule.conditions, strict=True)
    return [name for name, condition in pairs if not isinstance(condition.test, Anything)]
