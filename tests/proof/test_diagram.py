"""The shared diagram of a table answers as the reference evaluator does."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings

from b12tables.compiler.model import Value, passes
from b12tables.compiler.model.tables import HitPolicy, Model
from b12tables.compiler.proof.decision_diagram import Branch, Node, diagram, nodes
from tests.kit.small_sets import Seen, domain, look_at
from tests.strategies import small_models


def _follow(node: Node, seen: Seen) -> tuple[str, ...]:
    while isinstance(node, Branch):
        value: Value = seen[node.field]
        taken = [arm.node for arm in node.arms if passes(arm.test, value)]
        assert len(taken) == 1, (node, seen)
        node = taken[0]
    return node.rules


@pytest.mark.slow
@given(small_models())
@settings(max_examples=400, derandomize=True)
def test_the_diagram_is_the_table(model: Model) -> None:
    for table in model.decisions:
        root = diagram(model, table)
        single = not (table.hit_policy.gives_list or table.hit_policy.aggregates)
        assert (root is not None) == single
        if root is None:
            continue
        rows = {
            r.id: {n: v.value for n, v in zip(table.output_fields, r.results, strict=True)}
            for r in table.rules
        }
        names = list(dict.fromkeys(table.input_fields))
        for values in list(product(*(domain(model, name) for name in names)))[:2000]:
            seen = dict(zip(names, values, strict=True))
            look, rules = look_at(model, table, seen), _follow(root, seen)
            if look.answer is None:
                assert len(rules) != 1
                assert bool(rules) == (look.trouble != "no-rule")
            elif rules == ("Otherwise",):
                assert not look.hits
            else:
                assert len(rules) == 1 and rows[rules[0]] == look.answer
                if table.hit_policy in (HitPolicy.FIRST, HitPolicy.UNIQUE):
                    assert rules[0] == look.hits[0]


@given(small_models())
@settings(max_examples=100, derandomize=True)
def test_equal_parts_are_shared(model: Model) -> None:
    for table in model.decisions:
        root = diagram(model, table)
        if root is not None:
            forms = [_form(node) for node in nodes(root)]
            assert len(set(forms)) == len(forms)


def _form(node: Node) -> object:
    """What a node says; of two that say the same there should be one only."""
    if not isinstance(node, Branch):
        return node
    return node.field, tuple((arm.test, id(arm.node)) for arm in node.arms)
