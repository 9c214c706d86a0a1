"""The form's engine beside the reference: at every leaf of our tables, and on many random sets of tables.

The engine cannot share the kernel of the questions, nor the rules of the hit policies: it is held to them here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import pytest

from b12tables.compiler.model import (
    Answer,
    Evaluation,
    HitPolicy,
    Model,
    Value,
    evaluate,
    remembering,
    stated_data,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.values import value_json
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from tests.kit.leaves import leaf_cases
from tests.kit.node import ENGINE_FILES, asked_in_node
from tests.kit.packages import real_model
from tests.kit.small_sets import small_model, stated_values
from tests.site.random_cases import TODAY
from tests.site.test_engine import HERE, got

SETS, CASES = 250, 8
"""So many random sets in one part, and so many cases of each."""


def in_node(node: str, lines: Sequence[object]) -> Iterator[dict[str, Any]]:
    """What the engine answers: a line that is a text loads a set, any other is a case for it."""
    asked = "\n".join(json.dumps(line) for line in lines)
    yield from map(
        json.loads, asked_in_node(node, HERE / "evaluate.js", *ENGINE_FILES, asked=asked).splitlines()
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_random_sets_of_tables(part: int, node: str) -> None:
    chance = Random(part)
    lines: list[object] = []
    asked: list[tuple[Model, dict[str, Value]]] = []
    for _ in range(SETS):
        model = small_model(chance)
        lines.append(model_script(Book(model)))
        values = {entry.code: stated_values(model, entry.code) for entry in Book(model).inputs}
        for _ in range(CASES):
            given = {name: chance.choice(some) for name, some in values.items() if chance.random() < 0.9}
            raw = {name: stated_data(value, model.fields[name]) for name, value in given.items()}
            lines.append([raw, TODAY.isoformat(), "answers"])
            asked.append((model, given))
    answers = list(in_node(node, lines))
    assert len(answers) == len(asked)
    policies = set()
    for (model, given), answer in zip(asked, answers, strict=True):
        evaluation = evaluate(model, given, TODAY)
        said = _said(evaluation)
        assert (answer["status"], got(answer)["outputs"]) == (evaluation.status, said), (model, given)
        policies |= {model.decision[code].hit_policy for code in said}
    assert policies == set(HitPolicy)


@pytest.mark.slow
def test_every_leaf_of_our_tables(node: str) -> None:
    model = real_model()
    analysis = Analysis(model)
    cases = [case for ts in analysis.tables for case in leaf_cases(analysis, ts)]
    assert len(cases) > 200
    raw = [{name: stated_data(value, model.fields[name]) for name, value in case.items()} for case in cases]
    lines = [model_script(Book(model)), *([one, TODAY.isoformat(), "answers"] for one in raw)]
    deciding = remembering()
    for case, answer in zip(cases, in_node(node, lines), strict=True):
        evaluation = evaluate(model, case, TODAY, deciding)
        said = _said(evaluation)
        assert (answer["status"], got(answer)["outputs"]) == (evaluation.status, said), case
        steps = [[step.decision, list(step.rules)] for step in evaluation.steps]
        assert [[decision, rules] for decision, _, rules in answer["steps"]] == steps, case


def _said(evaluation: Evaluation) -> dict[str, object]:
    """The answers by decision; a case that is refused has none, whatever the reference says of it."""
    outputs = {} if evaluation.status == "invalid-input" else evaluation.outputs
    return {code: _json(one) for code, one in outputs.items()}


def _json(answer: Answer) -> object:
    if isinstance(answer, tuple):
        return [_json(one) for one in answer]
    assert isinstance(answer, dict)
    return {name: value_json(value) for name, value in answer.items()}
