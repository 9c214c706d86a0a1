"""The form's engine against the reference: the same status, answers, rules and problems on every case."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from b12tables.compiler.cell import Value
from b12tables.compiler.emit.book import Book
from b12tables.compiler.emit.script import input_data, model_script
from b12tables.compiler.model import Model
from b12tables.compiler.reference import Evaluation, evaluate
from tests.site.random_cases import TODAY, edges, random_case
from tests.site.sample import sample_model

HERE = Path(__file__).parent
ENGINE = HERE.parents[1] / "b12tables" / "site" / "theme" / "assets" / "engine.js"
TABLES = HERE.parents[1] / "tables"


def in_node(
    node: str, model: Model, cases: Sequence[tuple[object, str | None]], folder: Path
) -> list[dict[str, object]]:
    """What the engine answers, case by case."""
    script = folder / "model.js"
    script.write_text(model_script(Book(model)), encoding="utf-8")
    lines = "\n".join(json.dumps(case) for case in cases)
    done = subprocess.run(
        [node, str(HERE / "evaluate.js"), str(ENGINE), str(script)],
        input=lines,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def plain(value: object) -> object:
    """An answer of the reference in the form in which the harness writes the engine's."""
    match value:
        case Fraction():
            return {"number": f"{value.numerator}/{value.denominator}"}
        case date():
            return value.isoformat()
        case frozenset():
            return sorted((plain(member) for member in value), key=str)
        case Mapping():
            return {name: plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
    return value


def expected(evaluation: Evaluation) -> dict[str, object]:
    return {
        "status": evaluation.status,
        "outputs": plain(evaluation.outputs),
        "steps": [[step.decision, plain(step.inputs), list(step.rules)] for step in evaluation.steps],
        "problems": sorted([p.name, p.about, list(p.rules)] for p in evaluation.problems),
    }


def assert_same(
    node: str, model: Model, cases: list[tuple[dict[str, object], dict[str, Value]]], folder: Path
) -> None:
    answers = in_node(node, model, [(raw, TODAY.isoformat()) for raw, _ in cases], folder)
    assert len(answers) == len(cases)
    for (raw, given), answer in zip(cases, answers, strict=True):
        got = {key: answer[key] for key in ("status", "outputs", "steps", "problems")}
        got["problems"] = sorted(answer["problems"])  # type: ignore[call-overload]
        assert got == expected(evaluate(model, given, TODAY)), raw


def test_random_cases_of_the_sample(node: str, tmp_path: Path) -> None:
    model, chance = sample_model(), random.Random(1)
    near = edges(model)
    assert_same(node, model, [random_case(model, chance, near) for _ in range(3000)], tmp_path)


@pytest.fixture(scope="module")
def real() -> Model:
    from b12tables.compiler.build import build_model
    from b12tables.compiler.xlsx import read_workbook

    model, _ = build_model(read_workbook(TABLES)[0])
    assert model is not None
    return model


def test_worked_cases_of_the_tables(real: Model, node: str, tmp_path: Path) -> None:
    cases = [
        ({name: input_data(value, real.fields[name]) for name, value in case.given.items()}, dict(case.given))
        for case in real.cases
    ]
    assert len(cases) > 50
    assert_same(node, real, cases, tmp_path)


def test_random_cases_of_the_tables(real: Model, node: str, tmp_path: Path) -> None:
    chance = random.Random(2)
    near = edges(real)
    assert_same(node, real, [random_case(real, chance, near) for _ in range(400)], tmp_path)


def test_what_is_called_settled_stays(node: str, tmp_path: Path) -> None:
    """A settled answer stays however the rest is answered; a question that is not asked changes nothing."""
    model, chance = sample_model(), random.Random(3)
    near = edges(model)
    partial, wholes = [], []
    for _ in range(250):
        raw, given = random_case(model, chance, near)
        known = {name: raw[name] for name in raw if chance.random() < 0.6}
        partial.append((known, TODAY.isoformat()))
        for _ in range(6):
            more_raw, more = random_case(model, chance, near)
            wholes.append(
                (len(partial) - 1, known, {**more, **{name: given[name] for name in known}}, set(more_raw))
            )
    views = in_node(node, model, partial, tmp_path)
    seen: dict[tuple[int, str], object] = {}
    compared = 0
    for number, known, given, added in wholes:
        answer = evaluate(model, given, TODAY)
        for code, row in answer.outputs.items():
            if views[number]["settled"][code]:  # type: ignore[index]
                compared += 1
                assert seen.setdefault((number, code), row) == row, (known, given, code)
        asked = set(views[number]["still"])  # type: ignore[call-overload]
        if not (added - set(known)) & asked:
            bare = evaluate(model, {name: value for name, value in given.items() if name in known}, TODAY)
            if bare.status == answer.status == "ok":
                assert bare.outputs == answer.outputs, (known, given)
    assert compared > 1000


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ({"ferritin": 30, "pregnant": True}, ["unit-needed"]),
        ({"ferritin": "30", "pregnant": True}, ["unit-needed"]),
        ({"ferritin": "30 mmol/L", "pregnant": True}, ["unit-not-accepted"]),
        ({"ferritin": "3,5 ug/L", "pregnant": True}, ["not-a-value"]),
        ({"ferritin": "-1 ug/L", "pregnant": True}, ["out-of-range"]),
        ({"ferritin": "1e5 ug/L", "pregnant": True}, ["not-a-value"]),
        ({"pregnant": "maybe"}, ["not-a-value"]),
        ({"pregnant": 1}, ["not-a-value"]),
        ({"pregnant": True, "cause": "nonsense"}, ["not-a-value"]),
        ({"pregnant": True, "cause": 3}, ["not-a-value"]),
        ({"pregnant": True, "age": 1.5}, ["out-of-range"]),
        ({"pregnant": True, "age": "61"}, ["impossible"]),
        ({"pregnant": True, "born": "2026-02-30"}, ["not-a-value"]),
        ({"pregnant": True, "born": "30.01.2026"}, ["not-a-value"]),
        ({"pregnant": True, "symptoms": "tired"}, ["not-a-value"]),
        ({"pregnant": True, "symptoms": ["tired", "nonsense"]}, ["not-a-value"]),
        ({"pregnant": True, "remark": 5}, ["not-a-value"]),
        ({"pregnant": True, "colour": "red"}, ["unknown-name"]),
        ({"pregnant": True, "therapy": "iv"}, ["not-an-input"]),
        ({}, ["missing-input"]),
        ({"pregnant": None}, ["missing-input"]),
        ({"cause": "nonsense", "ferritin": 5}, ["missing-input", "not-a-value", "unit-needed"]),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    node: str, tmp_path: Path, raw: object, names: list[str]
) -> None:
    (answer,) = in_node(node, sample_model(), [(raw, None)], tmp_path)
    assert sorted(problem[0] for problem in answer["problems"]) == names  # type: ignore[attr-defined]
    assert answer["status"] == ("missing-input" if names == ["missing-input"] else "invalid-input")
