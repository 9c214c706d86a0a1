"""The generated code answers as the reference evaluator does: on the real tables, on a second set, on random
sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import pytest

from b12tables.compiler.model import HitPolicy, Value
from b12tables.compiler.model.evaluate import evaluate, scores_after
from b12tables.compiler.model.tables import Model
from b12tables.runtime.words import UNKNOWN
from tests.kit.packages import (
    given_json,
    iron_model,
    iron_package,
    package_of,
    random_case,
    real_model,
    real_package,
)
from tests.kit.random_models import random_model

TODAY = date(2026, 11, 21)


def same(model: Model, package: Any, case: Mapping[str, Value], today: date | None) -> str:
    """Asserts that both answer alike, and gives the status."""
    expected = evaluate(model, case, today)
    result = package.evaluate(given_json(model, case), today=today)
    assert result.status == expected.status, (case, expected.problems, result.problems)
    found = [
        (p.name, p.decision or (p.rules[0] if p.name == "impossible" else p.field)) for p in result.problems
    ]
    assert sorted(found) == sorted((p.name, p.about) for p in expected.problems), case
    assert bool(result.problems) == (result.status != "ok")
    if expected.status == "invalid-input":
        assert result.outputs == {} and result.trace == ()
        return expected.status
    plain = {
        code: tuple(dict(row) for row in answer) if isinstance(answer, tuple) else dict(answer)
        for code, answer in result.outputs.items()
    }
    assert plain == {
        code: tuple(map(dict, answer)) if isinstance(answer, tuple) else dict(answer)
        for code, answer in expected.outputs.items()
    }
    assert [(s.decision.code, tuple(r.id for r in s.rules)) for s in result.trace] == [
        (step.decision, step.rules) for step in expected.steps
    ]
    for step, wanted in zip(result.trace, expected.steps, strict=True):
        seen = {name: UNKNOWN if value is None else value for name, value in step.inputs.items()}
        assert seen == dict(wanted.inputs)
    scores = scores_after(model, case, expected, today)
    assert result.scores == {
        name: None if scores[name] == UNKNOWN else scores[name]
        for name in model.told_scores
        if name in scores
    }
    return expected.status


@pytest.mark.slow
def test_the_worked_cases_of_the_real_tables() -> None:
    model, package = real_model(), real_package()
    for case in model.cases:
        today = case.given.get("today")
        assert today is None or isinstance(today, date)
        same(model, package, {n: v for n, v in case.given.items() if n != "today"}, today)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(8))
def test_random_cases_of_the_real_tables(seed: int) -> None:
    model, package = real_model(), real_package()
    rng = Random(seed)
    found = {
        same(model, package, random_case(model, rng, rng.choice([0.1, 0.5, 0.9])), TODAY) for _ in range(25)
    }
    assert "ok" in found


def test_random_cases_of_the_second_set() -> None:
    model, package = iron_model(), iron_package()
    rng = Random(1)
    found = {same(model, package, random_case(model, rng), rng.choice([TODAY, None])) for _ in range(300)}
    assert found >= {"ok", "missing-input", "invalid-input"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(150))
def test_random_sets_of_every_hit_policy(seed: int) -> None:
    rng = Random(seed)
    model = random_model(rng)
    package = package_of(model)
    for _ in range(40):
        same(model, package, random_case(model, rng), None)


def test_the_random_sets_have_every_hit_policy_and_status() -> None:
    models = [random_model(Random(seed)) for seed in range(150)]
    assert {table.hit_policy for model in models for table in model.decisions} == set(HitPolicy)
    names = {
        problem.name
        for seed, model in enumerate(models)
        for case in [random_case(model, Random(seed)) for _ in range(20)]
        for problem in evaluate(model, case).problems
    }
    assert names >= {"no-rule", "overlap", "conflict", "missing-input", "impossible"}
