"""DMN out: other programs read the document without a word, and get the same rules and answers from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest

from b12tables.compiler.model import HitPolicy, Model, Value
from b12tables.compiler.model.evaluate import evaluate
from b12tables.interop.dmn import export_dmn
from b12tables.interop.dmn.limits import left_out
from b12tables.interop.dmn.names import Names
from b12tables.interop.dmn.tables import HIT_POLICIES
from tests.interop.dmn_kit import answer_in_dmn, asked_of_others, given_to_dmn
from tests.kit.derived_sets import derived_model
from tests.kit.packages import real_model
from tests.kit.random_models import random_model
from tests.kit.small_sets import possible_values, small_model

TODAY = date(2026, 11, 21)
EVERY = 15
"""Cases of each random set."""


def stated(random: Random, model: Model) -> dict[str, Value]:
    """A random case in which every input has a value, unknown where it may be."""
    free = [
        name for name in model.fields if name not in model.produced_by and not model.fields[name].computed
    ]
    return {name: random.choice(possible_values(model, name)) for name in free}


def cannot_agree(model: Model) -> set[str]:
    """Decisions of which the export says that an engine may answer otherwise, and what depends on them."""
    told = {"several-numbers", "numbers-of-none", "unknown-in-lists", "texts"}
    named = {code for one in left_out(model) if one.name in told for code in one.concerns}
    lost = {
        table.code
        for table in model.decisions
        if named & {table.code, *table.input_fields, *table.output_fields}
    }
    return lost | {table.code for table in model.decisions if lost & set(model.upstream(table.input_fields))}


def compared(
    model: Model, case: Mapping[str, Value], today: date | None, told: Mapping[str, Any], aside: set[str]
) -> int:
    """Asserts that each decision that is taken here gives the same rules and the same answer there; how many."""
    names, evaluation = Names(model), evaluate(model, case, today)
    counted = 0
    for step in evaluation.steps:
        if step.decision in aside:
            continue
        table = model.decision[step.decision]
        there = told[names.of_decision[step.decision]]
        if table.hit_policy is HitPolicy.ANY and "rules" in there:
            assert set(there["rules"]) == set(step.rules)
        else:
            assert tuple(there.get("rules", ())) == step.rules, (step, there, case)
        assert there["value"] == answer_in_dmn(names, evaluation.outputs[step.decision]), (step, there)
        counted += 1
    for trouble in evaluation.problems:
        if trouble.name in ("no-rule", "overlap", "conflict") and trouble.about not in aside:
            assert "error" in told[names.of_decision[trouble.about]], (trouble, case)
    return counted


@cache
def random_sets() -> list[tuple[Model, list[dict[str, Value]]]]:
    makers = (random_model, small_model, derived_model)
    found = []
    for number in range(60):
        random = Random(number)
        model = makers[number % 3](random)
        if all(table.hit_policy in HIT_POLICIES for table in model.decisions):  # others are refused
            found.append((model, [stated(random, model) for _ in range(EVERY)]))
    return found


@pytest.mark.slow
def test_others_take_the_same_decisions(node: str) -> None:
    sets = random_sets()
    told = asked_of_others(
        node,
        [
            {
                "xml": export_dmn(model).text,
                "validate": number < 6,
                "cases": [given_to_dmn(model, case, TODAY) for case in cases],
            }
            for number, (model, cases) in enumerate(sets)
        ],
    )
    counted = 0
    for (model, cases), there in zip(sets, told, strict=True):
        assert there["warnings"] == []
        assert not there["schema"]
        aside = cannot_agree(model)
        for case, answers in zip(cases, there["answers"], strict=True):
            counted += compared(model, case, TODAY, answers, aside)
    assert counted > 100


REAL_EVERY = 25
"""Which of the worked cases are tried: one in so many."""


@pytest.mark.slow
def test_others_answer_the_worked_cases_of_our_tables(node: str) -> None:
    model = real_model()
    cases = [dict(case.given) for case in model.cases[::REAL_EVERY]]
    days = [case.pop("today", TODAY) for case in cases]
    asked = [given_to_dmn(model, case, day) for case, day in zip(cases, days, strict=True)]  # type: ignore[arg-type]
    [told] = asked_of_others(node, [{"xml": export_dmn(model).text, "validate": True, "cases": asked}])
    assert told["warnings"] == [] and told["schema"] == []
    assert told["shapes"] > len(model.decisions)
    aside = cannot_agree(model)
    assert not aside
    for case, day, answers in zip(cases, days, told["answers"], strict=True):
        assert compared(model, case, day, answers, aside)  # type: ignore[arg-type]
