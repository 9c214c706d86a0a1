"""Stated computed fields: a case is accepted exactly where what is stated is what follows, in every evaluator.

After units, and lengths of time in completed units; a field computed from answers is stated by nobody.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Case, Model
from b12tables.compiler.model.cases import run_cases
from b12tables.compiler.model.evaluate import evaluate, time_between
from b12tables.runtime.questions.ask import ask
from tests.kit.packages import package_of
from tests.kit.tables import model_and_findings, model_from_markdown
from tests.site.test_engine import expected, got, in_node
from tests.strategies import choices

TODAY = date(2026, 11, 21)
COMPUTED = {"c": ("a", "b"), "f": ("c", "e"), "age": ("born", "today")}
DIGITS = {"a": (0, 1), "b": (0, 1), "e": (0, 1), "c": (-1, 0, 1, 2), "f": (-2, -1, 0, 1, 2)}

SETS = [
    (sign, second, unit, tuple(must))
    for sign, second in (("+", "-"), ("-", "+"))
    for unit in ("years", "months", "days")
    for must in ((), ("a",), ("a", "b", "born"), ("c",), ("f", "age"), ("a", "c", "e", "f", "born", "age"))
]


@cache
def made(number: int) -> tuple[Model, Any]:
    """One of the sets: numbers of two units, their total, a total of that, and an age; with its package."""
    sign, second, unit, must = SETS[number]
    may = {name: "" if name in must else ", unknown" for name in ("a", "b", "c", "e", "f", "born", "age")}
    model = model_from_markdown(f"""
## Fields
- a: number, 0..5000, unit mg, accepts g = 1000 mg{may["a"]}
- b: number, 0..5000, unit mg, accepts g = 1000 mg{may["b"]}
- e: number, 0..5000, unit mg, accepts g = 1000 mg{may["e"]}
- c: number, -1500..9000, unit mg, accepts g = 1000 mg{may["c"]}, computed a {sign} b
- f: number, -9000..9000, unit mg, accepts g = 1000 mg{may["f"]}, computed c {second} e
- born: date{may["born"]}
- age: number, 0..60000{may["age"]}, computed {unit} from born to today
- o: choice (p, q, r), unknown

## Decision: T
- Hit policy: First

|    | When |      | Then | Because      |
|----|------|------|------|--------------|
|    | F    | Age  | O    | Evidence     |
| R1 | > 0 mg  | > 18 | p    | inference: x |
| R2 | <= 0 mg | -    | q    | inference: x |
| Otherwise |   |    | r    | inference: x |
""")
    return model, package_of(model)


@st.composite
def stated(draw: Any) -> tuple[int, dict[str, object]]:
    chance: Random = draw(choices())
    return chance.randrange(len(SETS)), random_statements(chance)


def random_statements(chance: Random) -> dict[str, object]:
    """Some of the fields, with values that often agree."""
    case: dict[str, object] = {}
    for name, values in DIGITS.items():
        if chance.random() < 0.6:
            case[name] = chance.choice([*(Fraction(value * 1000) for value in values), "unknown"])
    if chance.random() < 0.6:
        case["born"] = TODAY - timedelta(days=chance.choice([0, 400, 6574, 6575, 9000]))
    if chance.random() < 0.6:
        length = Fraction(chance.choice([0, 1, 17, 18, 24, 13, 215, 6574]))
        case["age"] = length + chance.choice([0, Fraction(1, 2)])
    return case


def follows(number: int, name: str, case: dict[str, object]) -> object:
    """What a field follows to be, from what is stated before what is computed; None where that is not known."""
    value = TODAY if name == "today" else case.get(name)
    if value not in (None, "unknown") or name not in COMPUTED:
        return None if value == "unknown" else value
    return computed(number, name, case)


def computed(number: int, name: str, case: dict[str, object]) -> object:
    sign, second, unit, _ = SETS[number]
    left, right = (follows(number, part, case) for part in COMPUTED[name])
    if left is None or right is None:
        return None
    if name == "age":
        return Fraction(time_between(left, right, unit))  # type: ignore[arg-type]
    return left + right if (sign if name == "c" else second) == "+" else left - right  # type: ignore[operator]


def contradicted(number: int, case: dict[str, object]) -> set[str]:
    """The stated values that are not what follows."""
    found = set()
    for name in COMPUTED:
        value, wanted = case.get(name), computed(number, name, case)
        if not isinstance(value, Fraction) or wanted is None:
            continue
        if (Fraction(int(value)) if name == "age" else value) != wanted:
            found.add(name)
    return found


def missing(number: int, case: dict[str, object]) -> set[str]:
    """What must be stated and is not: the part, and not what follows from it."""
    must, found = SETS[number][3], set()

    def look(name: str) -> None:
        parts = [part for part in COMPUTED.get(name, ()) if part != "today"]
        if case.get(name) not in (None, "unknown"):
            return
        before = len(found)
        if name not in case:
            for part in parts:
                look(part)
        lacks = follows(number, name, case) is None and name in must
        if lacks and len(found) == before:
            found.add(name)

    look("f")
    look("age")
    return found


def in_units(case: dict[str, object], chance: Random) -> dict[str, object]:
    """The case as a program states it, a mass in one of its units."""
    found: dict[str, object] = {}
    for name, value in case.items():
        if isinstance(value, Fraction) and name in DIGITS:
            found[name] = chance.choice([f"{value} mg", f"{value / 1000} g"])
        else:
            found[name] = float(value) if isinstance(value, Fraction) else value
    return found


@settings(max_examples=250)
@given(stated(), choices())
def test_accepted_exactly_where_it_agrees(asked: tuple[int, dict[str, object]], chance: Random) -> None:
    number, case = asked
    model, package = made(number)
    result = package.evaluate(in_units(case, chance), today=TODAY)
    reference = evaluate(model, case, TODAY)  # type: ignore[arg-type]
    names = {(problem.name, problem.field) for problem in result.problems}
    assert names == {(trouble.name, trouble.about) for trouble in reference.problems}
    assert {field for name, field in names if name == "contradiction"} == contradicted(number, case)
    beyond = {field for name, field in names if name == "out-of-range"}
    if not beyond:
        assert {field for name, field in names if name == "missing-input"} == missing(number, case)
    assert (result.status == "ok") == (not names)


def test_the_form_accepts_the_same(node: str, tmp_path: Path) -> None:
    chance = Random(5)
    for number in range(0, len(SETS), 7):
        model, package = made(number)
        cases = [in_units(random_statements(chance), chance) for _ in range(150)]
        answers = in_node(node, model, [(as_json(raw), TODAY.isoformat()) for raw in cases], tmp_path)
        for raw, answer in zip(cases, answers, strict=True):
            assert got(answer) == expected(package.evaluate(raw, today=TODAY).to_dict()), raw


def as_json(raw: dict[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in raw.items()}


SCORE = """
## Fields
- x: yes/no
- k: whole number, 0..3
- points: whole number, 0..4
- more: whole number, 0..4
- total: whole number, 0..12, computed points + more
- whole: whole number, 0..20, computed total + k
- o: choice (p, q)

## Decision: D
|    | When | Then   | Because  |
|----|------|--------|----------|
|    | X    | Points | Evidence |
| R1 | yes  | 4      | inference: x |
| R2 | no   | 0      | inference: x |

## Decision: E
|    | When | Then | Because  |
|----|------|------|----------|
|    | X    | More | Evidence |
| R1 | yes  | 3    | inference: x |
| R2 | no   | 1    | inference: x |

## Decision: F
|    | When  | Then | Because  |
|----|-------|------|----------|
|    | Whole | O    | Evidence |
| R1 | > 6   | p    | inference: x |
| R2 | <= 6  | q    | inference: x |
"""


@pytest.fixture(scope="module")
def score() -> tuple[Model, Any]:
    model = model_from_markdown(SCORE)
    return model, package_of(model)


@pytest.mark.parametrize("name", ["total", "whole"])
def test_a_score_is_stated_by_nobody(name: str, score: tuple[Model, Any], node: str, tmp_path: Path) -> None:
    model, package = score
    raw = {"x": True, "k": 1, name: 7}
    result = package.evaluate(raw)
    assert [(p.name, p.field) for p in result.problems] == [("not-an-input", name)]
    assert "computed from answers of the tables (" in result.problems[0].message
    told = evaluate(model, {"x": True, "k": Fraction(1), name: Fraction(7)})
    assert [(t.name, t.about) for t in told.problems] == [("not-an-input", name)]
    assert in_node(node, model, [(raw, None)], tmp_path)[0]["problems"] == [["not-an-input", name, []]]
    with pytest.raises(TypeError):
        package.Case(**raw)


def test_what_a_score_follows_from_is_asked_and_missed(score: tuple[Model, Any]) -> None:
    _, package = score
    assert [(p.name, p.field) for p in package.evaluate({"x": True}).problems] == [("missing-input", "k")]
    assert package.evaluate({"x": True, "k": 0}).f.o == "p"
    still = package.possible({})
    assert still.open == ("x", "k") and set(still.matter()) <= {"x", "k"}
    lines: list[str] = []

    def answered(_: str) -> str:
        return "yes" if any("yes or no" in line for line in lines[-3:]) else "2"

    assert ask(package.SET, answered, lines.append).f.o == "p"


def findings_of(text: str) -> list[Any]:
    return list(run_checks(model_from_markdown(text))[0])


def test_a_case_that_contradicts_itself_is_a_finding() -> None:
    model, _ = made(0)
    case = Case(
        "C1",
        "one",
        {"a": Fraction(1), "b": Fraction(1), "c": Fraction(9), "e": Fraction(1)},
        (),
        model.about.place,
    )
    found = [f for f in run_checks(replace(model, cases=(case,)))[0] if f.name == "failed-case"]
    assert len(found) == 1 and "its C is not what follows" in found[0].message


def test_a_case_expects_a_score_and_does_not_give_it() -> None:
    head = "## Cases\n\n|    |      | Given |   | Expect |       |\n|---|---|---|---|---|---|\n"
    row = "| ID | Case | X     | K | Total  | Whole |\n| C1 | one  | yes   | 2 | 7      | {} |\n"
    right = run_cases(model_from_markdown(SCORE + head + row.format(9)))
    wrong = run_cases(model_from_markdown(SCORE + head + row.format(8)))
    assert not right.failed and [miss.came for miss in wrong.failed[0].misses] == ["9"]
    told = [f for f in findings_of(SCORE + head + row.format(8)) if f.name == "failed-case"]
    assert len(told) == 1 and 'Whole is 9, expected "8" (it is computed: total + k)' in told[0].message
    given_it = "| ID | Case | X     | Total | O | K |\n| C1 | one  | yes   | 7 | p | - |\n"
    _, findings = model_and_findings(SCORE + head.replace("Expect |       |", "Expect |  |") + given_it)
    assert any("is decided by a table" in finding.message for finding in findings)
