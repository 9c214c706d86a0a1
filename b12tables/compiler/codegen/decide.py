"""A decision table -> the body of its generated `decide` function: as a tree of questions, or rule by rule."""

from __future__ import annotations

from b12tables.compiler.codegen.rule_by_rule import Decide, Scope, by_rules
from b12tables.compiler.codegen.tree import TreeWriter
from b12tables.compiler.model import HitPolicy, Model
from b12tables.compiler.proof import Space, diagram, nodes


def decide_function(scope: Scope, space: Space) -> Decide:
    """The code that takes a decision."""
    model, table = scope.model, scope.table
    # Any and Priority name the rules that hold, not only the answer: for these the rules are asked one by one
    treed = table.hit_policy in (HitPolicy.UNIQUE, HitPolicy.FIRST)
    if not treed or any(_may_leave_domain(model, name) for name in scope.parameters):
        return by_rules(scope)
    tree = diagram(model, table, space)
    if tree is None or sum(1 for _ in nodes(tree)) > 20 * len(table.rules) + 200:
        return by_rules(scope)
    return TreeWriter(scope, space, tree).decide()


def _may_leave_domain(model: Model, name: str) -> bool:
    """Whether a field may have values beyond those that the dictionary declares: a sum or a count may."""
    producer = model.produced_by.get(name)
    return producer is not None and producer.hit_policy.aggregates
