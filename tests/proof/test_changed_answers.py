"""Whose answers an edit of a table changes, against every cell of its grid."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.model import Answer, DecisionTable, Model, Trouble, answer_of, compared
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.changed_answers import changed_answers
from b12tables.compiler.proof.grid import Budget, Masks
from b12tables.compiler.proof.table_space import TableSpace
from benchmarks.analysis import yes_no
from tests.strategies import small_models

Draw = st.DataObject
POLICIES = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST)
CELLS = 600
"""Tables of more are not tried."""


def edits(draw: Draw, table: DecisionTable) -> DecisionTable:
    """A rule taken out, another one's conditions in it, or two in each other's place."""
    rules = list(table.rules)
    at, other = (draw.draw(st.integers(0, len(rules) - 1)) for _ in range(2))
    match draw.draw(st.sampled_from(("gone", "conditions", "order", "row"))):
        case "gone":
            del rules[at]
        case "conditions":
            rules[at] = replace(rules[at], conditions=rules[other].conditions)
        case "order":
            rules[at], rules[other] = rules[other], rules[at]
        case _:
            rules.insert(at, replace(rules[other], id="new"))
    return replace(table, rules=tuple(rules))


def told(analysis: Analysis, ts: TableSpace, table: DecisionTable, cell: Masks) -> Answer | Trouble:
    """What a table says in one cell of a grid, after the rules alone."""
    holding = [r for r in table.rules if all(a & b for a, b in zip(ts.box(r), cell, strict=True))]
    return answer_of(analysis.model, table, holding)


@settings(max_examples=40)
@given(small_models(), st.data())
def test_changed_answers_are_those_of_every_cell(model: Model, data: Draw) -> None:
    analysis = Analysis(model)
    for ts in analysis.tables:
        cells = 1
        for column in ts.grid.columns:
            cells *= column.size
        if ts.policy not in POLICIES or not ts.table.rules or cells > CELLS:
            continue
        after = edits(data, ts.table)
        found = list(changed_answers(analysis, ts, after, Budget()))
        for cell in product(*([1 << n for n in range(column.size)] for column in ts.grid.columns)):
            before, later = told(analysis, ts, ts.table, cell), told(analysis, ts, after, cell)
            if isinstance(before, Trouble) and isinstance(later, Trouble) and before.name == later.name:
                # between which rules a conflict is need not be told apart
                continue
            here = [c for c in found if all(a & b for a, b in zip(c.box, cell, strict=True))]
            assert bool(here) == (compared(before) != compared(later))
            for changed in here:
                assert (compared(changed.before), compared(changed.after)) == (
                    compared(before),
                    compared(later),
                )


def test_a_rule_beneath_many_others_is_not_cut_by_all_of_them() -> None:
    analysis = Analysis(yes_no(60, 24, 2))
    (ts,) = analysis.tables
    after = replace(ts.table, rules=ts.table.rules[1:])
    assert len(list(changed_answers(analysis, ts, after, Budget(2_000_000)))) < 1_000
