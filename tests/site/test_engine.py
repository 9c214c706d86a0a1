"""The form's engine against the runtime: the same status, answers, rules and problems on every case."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.model import stated_data
from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.tables import Model
from b12tables.runtime.values import value_json, whole
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from tests.kit.known_errors import ALONE, BEHIND, BEHIND_TOLD, EVERYBODY, KNOWN_ERRORS, known_error_model
from tests.kit.node import ENGINE_FILES, asked_in_node
from tests.kit.packages import package_of, real_model, real_package
from tests.kit.tables import model_from_markdown
from tests.site.random_cases import TODAY, edges, random_case
from tests.site.sample import sample_model

HERE = Path(__file__).parent


def in_node(
    node: str, model: Model, cases: Sequence[tuple[object, str | None]], folder: Path
) -> list[dict[str, object]]:
    """What the engine answers, case by case."""
    script = folder / "model.js"
    script.write_text(model_script(Book(model)), encoding="utf-8")
    lines = "\n".join(json.dumps(case) for case in cases)
    told = asked_in_node(node, HERE / "evaluate.js", *ENGINE_FILES, script, asked=lines)
    return [json.loads(line) for line in told.split("\n") if line]  # a text may hold other line ends


def expected(result: dict[str, Any]) -> dict[str, object]:
    """What the runtime says, in the form in which the harness writes what the engine says."""
    return {
        "status": result["status"],
        "outputs": result["outputs"],
        "scores": result.get("scores", {}),
        "steps": [[step["decision"], step["inputs"], step["rules"]] for step in result["trace"]],
        "problems": sorted(_problem(problem) for problem in result["problems"]),
    }


def _problem(problem: dict[str, Any]) -> tuple[str, str]:
    about = problem.get("decision") or problem["field"]
    return problem["name"], problem["rules"][0] if problem["name"] == "impossible" else about or ""


def got(answer: dict[str, Any]) -> dict[str, object]:
    problems = sorted((name, about) for name, about, _ in answer["problems"])
    steps = [[decision, _json(inputs), rules] for decision, inputs, rules in answer["steps"]]
    return {
        "status": answer["status"],
        "outputs": _json(answer["outputs"]),
        "scores": _json(answer["scores"]),
        "steps": steps,
        "problems": problems,
    }


def _json(value: Any) -> object:
    """An answer of the harness in the runtime's JSON: an exact number as it writes numbers."""
    if isinstance(value, dict):
        if value.keys() == {"number"}:
            return value_json(whole(Fraction(value["number"])))
        return {name: _json(inner) for name, inner in value.items()}
    return [_json(member) for member in value] if isinstance(value, list) else value


def assert_same(node: str, model: Model, cases: Sequence[Mapping[str, object]], folder: Path) -> None:
    package = real_package() if model is real_model() else package_of(model)
    answers = in_node(node, model, [(raw, TODAY.isoformat()) for raw in cases], folder)
    assert len(answers) == len(cases)
    for raw, answer in zip(cases, answers, strict=True):
        assert got(answer) == expected(package.evaluate(raw, today=TODAY).to_dict()), raw


@pytest.mark.slow
@pytest.mark.parametrize(("accepted", "concerned"), KNOWN_ERRORS)
def test_the_form_says_of_the_same_answers_that_an_error_is_accepted(
    accepted: Any, concerned: list[dict[str, object]], node: str, tmp_path: Path
) -> None:
    model = known_error_model(*accepted)
    package = package_of(model)
    cases = [*EVERYBODY, {"age": 200, "kidneys": "healthy"}, {"kidneys": "impaired"}]
    answers = in_node(node, model, [(case, None) for case in cases], tmp_path)
    for case, answer in zip(cases, answers, strict=True):
        assert answer["accepted"] == [str(error) for error in package.evaluate(case).accepted], case
        assert bool(answer["accepted"]) == (case in concerned) or case not in EVERYBODY


@pytest.mark.parametrize("tables", [BEHIND, ALONE])
def test_the_form_excludes_an_error_by_what_is_entered(tables: str, node: str, tmp_path: Path) -> None:
    model = model_from_markdown(tables)
    labels = {code: table.label for code, table in model.decision.items()}
    answers = in_node(node, model, [(case, None) for case, _ in BEHIND_TOLD], tmp_path)
    told = [[text.split(":")[0] for text in answer["accepted"]] for answer in answers]  # type: ignore[attr-defined]
    assert told == [[f"gap in {labels[code]}" for code in codes] for _, codes in BEHIND_TOLD]


@pytest.mark.slow
def test_random_cases_of_the_sample(node: str, tmp_path: Path) -> None:
    model, chance = sample_model(), random.Random(1)
    near = edges(model)
    assert_same(node, model, [random_case(model, chance, near)[0] for _ in range(3000)], tmp_path)


@pytest.fixture(scope="session")
def real() -> Model:
    return real_model()


@pytest.mark.slow
def test_worked_cases_of_the_tables(real: Model, node: str, tmp_path: Path) -> None:
    cases = [
        {name: stated_data(value, real.fields[name]) for name, value in case.given.items()}
        for case in real.cases
    ]
    assert len(cases) > 50
    assert_same(node, real, cases, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_random_cases_of_the_tables(real: Model, node: str, tmp_path: Path, part: int) -> None:
    chance = random.Random(f"the tables, {part}")
    near = edges(real)
    assert_same(node, real, [random_case(real, chance, near)[0] for _ in range(500)], tmp_path)


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ({"ferritin": 30, "pregnant": True}, ["unit-needed"]),
        ({"ferritin": "30", "pregnant": True}, ["unit-needed"]),
        ({"ferritin": "30 mmol/L", "pregnant": True}, ["unknown-unit"]),
        ({"ferritin": "3,5 ug/L", "pregnant": True}, ["not-a-number"]),
        ({"ferritin": "-1 ug/L", "pregnant": True}, ["out-of-range"]),
        ({"ferritin": "1e5 ug/L", "pregnant": True}, ["not-a-number"]),
        ({"pregnant": "maybe"}, ["not-a-value"]),
        ({"pregnant": 1}, ["not-a-value"]),
        ({"pregnant": True, "cause": "nonsense"}, ["not-a-value"]),
        ({"pregnant": True, "cause": 3}, ["not-a-value"]),
        ({"pregnant": True, "age": 1.5}, ["out-of-range"]),
        ({"pregnant": True, "age": "61"}, ["impossible"]),
        ({"pregnant": True, "born": "2026-02-30"}, ["not-a-date"]),
        ({"pregnant": True, "born": "30.01.2026"}, ["not-a-date"]),
        ({"pregnant": True, "symptoms": "tired"}, ["not-a-value"]),
        ({"pregnant": True, "symptoms": ["tired", "nonsense"]}, ["not-a-value"]),
        ({"pregnant": True, "remark": 5}, ["not-a-value"]),
        ({"pregnant": True, "colour": "red"}, ["unknown-field"]),
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
    assert got(answer) == expected(package_of(sample_model()).evaluate(raw).to_dict())
    assert answer["status"] == ("missing-input" if names == ["missing-input"] else "invalid-input")


JUNK: list[object] = [
    "",
    " ",
    "\u00a0",
    "none",
    "any",
    "-",
    "known",
    "UNKNOWN",
    "Unknown ",
    None,
    True,
    False,
    0,
    1,
    -1,
    1.5,
    1e3,
    1e-7,
    1e59,
    1e61,
    "1",
    "1.",
    ".5",
    "+1",
    "-0",
    "01",
    "1e5",
    "1,5",
    "1 000",
    "5 cm",
    "5cm",
    "5 mm",
    "5 CM",
    "5 inch",
    "5 c m",
    "5\ncm",
    "5 ug/L",
    "5 µg/L",
    "5 UG/L",
    "5 ng/mL",
    "1/3",
    "1/3 cm",
    "1/0",
    "-1/2",
    "2/1",
    "٣",
    "１２",
    "½",
    "5 ",
    "a5",
    "5 5",
    "--5",
    "5 -",
    "x" * 200,
    "9" * 70,
    "2026-11-21",
    "2026-02-29",
    "2024-02-29",
    "0000-01-01",
    "0001-01-01",
    "20261121",
    "2026-1-1",
    " 2026-11-21 ",
    "2026\u201011\u201021",
    "yes",
    "YES",
    "ｙｅｓ",
    "Ja",
    "diet",
    "Diet, poor in iron",
    "DIET",
    "blood loss",
    "Blood\u00a0 Loss",
    "blood-loss",
    "tired",
    [],
    ["tired"],
    ["Tiredness", "pale"],
    ["tired", "tired"],
    ["unknown"],
    [None],
    [[]],
    [1],
    ["none"],
    "tired, pale",
    {},
    {"a": 1},
    "Urgent",
    "a, b",
]
"""What people, forms and programs send by mistake, and what looks like it but is meant."""


@pytest.mark.slow
def test_whatever_is_sent_both_say_the_same(node: str, tmp_path: Path) -> None:
    model = sample_model()
    names = [entry.code for entry in Book(model).inputs]
    cases: list[dict[str, object]] = [{name: junk} for name in names for junk in JUNK]
    cases += [{"pregnant": True, name: junk} for name in names for junk in JUNK]
    cases += [
        {"pregnant": True, key: "diet"}
        for key in ("Main cause", "MAIN  CAUSE", "cause ", "couse", "", "today", "Therapy")
    ]
    cases += [{"pregnant": True, "cause": "diet", "Main cause": "diet"}]
    package = package_of(model)
    answers = in_node(node, model, [(case, None) for case in cases], tmp_path)
    for case, answer in zip(cases, answers, strict=True):
        if "today" not in case:
            assert got(answer) == expected(package.evaluate(case).to_dict()), case
