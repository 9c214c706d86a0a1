"""One decision asked alone: the rule that the whole set says, the refusals of `evaluate`, and nothing that changes."""

from __future__ import annotations

import importlib
import pickle
from datetime import date
from random import Random
from typing import Any

import pytest

from b12tables.runtime.rules import Answer, Rule
from b12tables.runtime.values import Quantity
from tests.kit.packages import (
    given_json,
    iron_model,
    iron_package,
    package_from,
    package_of,
    random_case,
    real_model,
    real_package,
)
from tests.kit.random_models import random_model
from tests.runtime.test_malformed import MALFORMED, SET

TODAY = date(2026, 11, 21)


def module(package: Any, decision: str) -> Any:
    """The generated module of a decision."""
    table = next(table for table in package.SET.decisions if table.code == decision)
    names = [name for name in vars(package) if getattr(package, name) is table]
    return importlib.import_module(f"{package.__name__}.decisions.{names[0].removesuffix('_table')}")


def as_stated(package: Any, name: str, value: Any) -> object:
    """A value that a decision saw, as somebody states it who asks that decision alone."""
    field = package.SET.by_code[name]
    if value is None:
        return "unknown"
    return Quantity(value, field.unit) if getattr(field, "needs_unit", False) else value


def same_as_in_the_set(package: Any, result: Any) -> int:
    """Asserts that every step of a result is what its decision says alone; gives how many there were."""
    for step in result.trace:
        alone = module(package, step.decision.code)
        case = {name: as_stated(package, name, value) for name, value in step.inputs.items()}
        fired = alone.evaluate(case)
        assert fired.rules == step.rules and fired.answer == step.answer, (step.decision.code, case)
        # what may be unknown may be left out
        stated = {name: value for name, value in case.items() if value != "unknown"}
        assert alone.evaluate(stated).rules == step.rules
    return len(result.trace)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_a_decision_says_alone_what_it_says_in_the_set(seed: int) -> None:
    rng = Random(seed)
    model = random_model(rng)
    package = package_of(model)
    for _ in range(12):
        same_as_in_the_set(package, package.evaluate(given_json(model, random_case(model, rng))))


def test_every_decision_of_the_real_tables() -> None:
    rng = Random(3)
    for model, package in ((real_model(), real_package()), (iron_model(), iron_package())):
        cases = [given_json(model, random_case(model, rng, 0.6)) for _ in range(12)]
        steps = [same_as_in_the_set(package, package.evaluate(case, today=TODAY)) for case in cases]
        assert max(steps) == len(package.SET.decisions)


@pytest.mark.slow
@pytest.mark.parametrize(("case", "problems"), MALFORMED, ids=[str(i) for i in range(len(MALFORMED))])
def test_it_is_refused_as_evaluate_refuses(case: object, problems: list[tuple[str, str]]) -> None:
    package = package_from(SET)
    if any(field == "today" for _, field in problems):
        return  # nothing counts to a day here
    with pytest.raises(package.InvalidCase) as refused:
        module(package, "advice").evaluate(case)
    assert refused.value.problems == package.evaluate(case).problems
    assert [(p.name, p.field) for p in refused.value.problems] == problems


def test_what_another_decision_looks_at_is_refused_here() -> None:
    package = real_package()
    with pytest.raises(package.InvalidCase) as refused:
        module(package, "b12_band").evaluate({"b12": "453 pmol/L", "cause": "dietary", "casue": 1})
    first, second = refused.value.problems
    assert (first.name, first.field) == ("not-an-input", "cause")
    assert "not looked at by Serum B12 band" in first.message
    assert second.name == "unknown-field"


def test_what_must_be_known_is_missing() -> None:
    package = real_package()
    with pytest.raises(package.InvalidCase) as refused:
        module(package, "regimen").evaluate({"phase": "maintenance"})
    assert {p.field for p in refused.value.problems} == {
        "case_ok",
        "escalation",
        "cause_interval",
        "in_use",
        "oral_option",
    }
    assert refused.value.result.status == "missing-input"


def test_a_refusal_can_be_kept_as_data_but_is_no_record() -> None:
    package = real_package()
    with pytest.raises(package.InvalidCase) as refused:
        module(package, "regimen").evaluate({"phase": "sometime"})
    again = pickle.loads(pickle.dumps(refused.value))
    assert again.problems == refused.value.problems and again.result == refused.value.result
    assert refused.value.result.explain().startswith("NO ANSWER")
    with pytest.raises(ValueError, match="asked alone"):
        package.audit_record(refused.value.result)


def test_no_rule_is_said() -> None:
    package = package_from(
        "## Fields\n- age: whole number, 0..120\n- advice: choice (treat, wait)\n\n## Decision: Advice\n"
        "| | When | Then |\n|---|---|---|\n| Rule | age | advice |\n| R1 | < 50 | treat |\n"
    )
    alone = module(package, "advice")
    assert alone.evaluate({"age": 49}).id == "R1"
    with pytest.raises(package.NoRule) as refused:
        alone.evaluate({"age": 50})
    assert refused.value.problems == package.evaluate({"age": 50}).problems


def test_what_fired_is_made_once_and_cannot_be_changed() -> None:
    alone = module(real_package(), "b12_band")
    fired = alone.evaluate({"b12": "453 pmol/L"})
    assert (
        fired
        is alone.evaluate({"b12": Quantity(453, "pmol/L")})
        is alone.evaluate({"Serum B12": "453 pmol/l"})
    )
    assert (
        isinstance(fired, Rule) and isinstance(fired.answer, Answer) and fired.answer.b12_band == "adequate"
    )
    for thing, name in ((fired, "id"), (fired.place, "cells"), (fired.answer, "b12_band"), (fired, "new")):
        with pytest.raises(AttributeError):
            setattr(thing, name, "other")
        with pytest.raises(AttributeError):
            delattr(thing, name)
    again = pickle.loads(pickle.dumps(fired))
    assert again == fired and again.answer == fired.answer and again.rules == fired.rules
    assert hash(again) == hash(fired) and again != alone.evaluate({})


def test_a_decision_alone_answers_for_a_list_that_no_row_above_gives() -> None:
    """Above it each list holds 1, so that Otherwise is never used; whoever asks it alone may state any number."""
    package = package_from(
        "## Fields\n- k: yes/no\n- w: number\n- o: choice (a, b)\n\n"
        "## Decision: T\n- Hit policy: Collect\n\n| | When | Then |\n|---|---|---|\n| Rule | k | w |\n"
        "| T1 | yes | 1 |\n| T2 | no | 1 |\n\n"
        "## Decision: U\n| | When | Then |\n|---|---|---|\n| Rule | w | o |\n"
        "| U1 | includes 1 | a |\n| Otherwise | | b |\n"
    )
    alone = module(package, "u")
    found = {tuple(some): alone.evaluate({"w": some}).answer.o for some in ([], [1], [2], [1, 2], [2.5, 3])}
    assert found == {(): "b", (1,): "a", (2,): "b", (1, 2): "a", (2.5, 3): "b"}
