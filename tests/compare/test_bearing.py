"""What a comparison puts aside before it looks: only rows that can have no part in the difference."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from b12tables.compiler.compare.differ import compare
from b12tables.compiler.compare.partial_evaluation import joint_axis
from b12tables.compiler.compare.relevant_rules import bearing
from b12tables.compiler.model import Test
from b12tables.compiler.model.tables import DecisionTable, Model, Rule
from tests.kit.tables import model_from_markdown
from tests.strategies import edited_pairs


def _says(table: DecisionTable, rule: Rule) -> object:
    columns = sorted(zip(table.input_fields, (c.test for c in rule.conditions), strict=True), key=repr)
    results = sorted(zip(table.output_fields, (r.value for r in rule.results), strict=True), key=repr)
    return repr((columns, results))


@pytest.mark.slow
@settings(max_examples=250)
@given(edited_pairs())
def test_a_row_put_aside_never_holds_together_with_one_that_differs(pair: tuple[Model, Model]) -> None:
    old, new = pair
    for whole, less, other in zip((old, new), bearing(old, new), (new, old), strict=True):
        for table in whole.decisions:
            put_aside = [rule for rule in table.rules if rule not in less.decision[table.code].rules]
            if not put_aside:
                continue
            twin = other.decision[table.code]
            axes = {name: joint_axis((old, new), name) for name in table.input_fields}
            here = [_says(table, rule) for rule in table.rules]
            there = [_says(twin, rule) for rule in twin.rules]
            differing = [
                dict(zip(t.input_fields, (c.test for c in rule.conditions), strict=True))
                for t, said in ((table, there), (twin, here))
                for rule in t.rules
                if _says(t, rule) not in said
            ]
            for rule in put_aside:
                own: dict[str, Test] = {
                    n: c.test for n, c in zip(table.input_fields, rule.conditions, strict=True)
                }
                for row in differing:
                    assert not all(axes[name].mask(own[name]) & axes[name].mask(row[name]) for name in own)


def numbers(rows: int) -> Model:
    """One stretch of ages a row, each a year and a half wide."""
    bounds = [Fraction(3 * i, 2) for i in range(rows)] + [Fraction(300)]
    lines = "\n".join(
        f"| R{i} | [{float(a)}..{float(b)}) | {'oral' if i % 2 else 'injection'} | inference: r |"
        for i, (a, b) in enumerate(itertools.pairwise(bounds))
    )
    return model_from_markdown(f"""
## Fields
- age: number, 0..299
- regimen: choice (oral, injection, refer)

## Decision: Regimen
| | When | Then | Because |
|---|---|---|---|
| | Age | Regimen | Evidence |
{lines}
""")


def _with(model: Model, changed: dict[int, str]) -> Model:
    (table,) = model.decisions
    rules = [
        replace(rule, results=(replace(rule.results[0], value=changed[i]),)) if i in changed else rule
        for i, rule in enumerate(table.rules)
    ]
    return replace(model, decisions=(replace(table, rules=tuple(rules)),))


def test_of_many_rows_only_the_few_that_differ_are_looked_at() -> None:
    old = numbers(100)
    new = _with(old, {40: "refer"})
    assert [[rule.id for rule in model.decisions[0].rules] for model in bearing(old, new)] == [["R40"]] * 2
    (change,) = compare(old, new).changes
    assert change.region == ({"age": ({"low": 60, "low_closed": True, "high": 61.5, "high_closed": False},)},)


def test_in_tables_that_say_the_same_nothing_is_looked_at() -> None:
    old = numbers(20)
    assert [model.decisions[0].rules for model in bearing(old, numbers(20))] == [(), ()]
    assert compare(old, numbers(20)).same_answers


def test_neighbours_at_an_open_end_do_not_meet_and_a_shared_border_does() -> None:
    old, new = numbers(6), _with(numbers(6), {2: "refer"})
    closed = replace(old.decisions[0].rules[1].conditions[0].test, high_closed=True)  # type: ignore[type-var]
    for model, wanted in ((old, ["R2"]), (_closing(old, closed), ["R1", "R2"])):
        other = _closing(new, closed) if wanted[0] == "R1" else new
        assert [rule.id for rule in bearing(model, other)[0].decisions[0].rules] == wanted


def _closing(model: Model, test: Test) -> Model:
    (table,) = model.decisions
    rules = list(table.rules)
    rules[1] = replace(rules[1], conditions=(replace(rules[1].conditions[0], test=test),))
    return replace(model, decisions=(replace(table, rules=tuple(rules)),))


READ_BY_ANOTHER = """
## Fields
- age: whole number, 0..120
- band: choice (low, high)
- regimen: choice (oral, injection)

## Decision: Band
| | When | Then | Because |
|---|---|---|---|
| | Age | Band | Evidence |
| B1 | <= 65 | low | inference: a |
| B2 | > 65 | high | inference: b |

## Decision: Regimen
| | When | Then | Because |
|---|---|---|---|
| | Band | Regimen | Evidence |
| R1 | low | oral | inference: c |
| R2 | high | injection | inference: d |
"""


@pytest.mark.parametrize(
    ("edit", "left"),
    [
        (("| > 65 | high |", "| > 65 | low |"), {"band": 2, "regimen": 2}),
        (("| high | injection |", "| high | oral |"), {"band": 2, "regimen": 1}),
    ],
)
def test_a_table_stays_whole_that_another_reads_or_that_reads_one_that_changed(
    edit: tuple[str, str], left: dict[str, int]
) -> None:
    old, new = (model_from_markdown(text) for text in (READ_BY_ANOTHER, READ_BY_ANOTHER.replace(*edit)))
    assert {t.code: len(t.rules) for t in bearing(old, new)[0].decisions} == left
    changed = {change.decision for change in compare(old, new).changes}
    assert changed == ({"band", "regimen"} if left["regimen"] == 2 else {"regimen"})
