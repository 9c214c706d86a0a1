"""`possible` and `why_not` where fields are computed: as brute force says, and never surer than `evaluate`."""

from __future__ import annotations

from itertools import combinations, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.runtime.possible import Possible
from b12tables.runtime.whynot import why_not
from tests.kit.packages import package_from
from tests.kit.questions import asked_rightly
from tests.strategies import choices

NUMBERS = ("0", "2", "3")


def computed_set(chance: Random) -> str:
    """Two numbers, their difference or sum with a range of its own, and a table about it, often Priority with ties."""
    sign = chance.choice(["-", "+"])
    low, high = chance.choice([("-3", "6"), ("0", "4"), ("-5", "10")])
    unknown = chance.choice([", unknown", ""])
    policy = chance.choice(["Unique", "First", "Priority", "Priority"])
    rows = []
    for n in range(1, chance.randint(2, 5)):
        test = chance.choice(["-", f"> {chance.choice(NUMBERS)}", f"<= {chance.choice(NUMBERS)}", "unknown"])
        if test == "unknown" and not unknown:
            test = "-"
        result = chance.choice(["p", "q", "none", "r"])
        rows.append(f"| R{n} | {test} | {chance.choice(['-', 'yes', 'no'])} | {result} | inference: x |")
    return f"""
## Fields
- a: whole number, 0..5, unknown
- b: whole number, 0..5, unknown
- y: yes/no
- c: whole number, {low}..{high}{unknown}, computed a {sign} b
- o: choice (p, q, r), unknown

## Decision: T
- Hit policy: {policy}

|    | When |   | Then | Because  |
|----|------|---|------|----------|
|    | C    | Y | O    | Evidence |
{chr(10).join(rows)}
| Otherwise |  |  | p | inference: x |
"""


OPTIONS: dict[str, list[object]] = {"a": [0, 1, 2, 3, 4, 5], "b": [0, 1, 2, 3, 4, 5], "y": [True, False]}


@st.composite
def questioned(draw: Any) -> tuple[str, dict[str, object]]:
    chance = draw(choices())
    case = {name: chance.choice(values) for name, values in OPTIONS.items() if chance.random() < 0.6}
    return computed_set(chance), case


def outcome(result: Any) -> object:
    answer = result.outputs.get("t")
    return None if answer is None else (answer["o"],)


PARTS = pytest.mark.parametrize("part", range(2))
"""Examples of their own for each, so that no test takes long."""


@pytest.mark.slow
@PARTS
@settings(max_examples=200)
@given(asked=questioned())
def test_what_is_possible_is_what_completions_give(asked: tuple[str, dict[str, object]], part: int) -> None:
    """A field that follows may also be stated where one of its parts is not."""
    text, case = asked
    package = package_from(text)
    result = package.evaluate(case)
    if any(problem.name == "out-of-range" for problem in result.problems):
        try:
            Possible(package.SET, case, ("t",), None)
        except package.InvalidCase:
            return
        raise AssertionError("certain where the case is refused")
    open_ = [name for name in ("y",) if name not in case]
    stated: list[object] = [None] if {"a", "b"} <= case.keys() else [*range(-5, 11), "unknown"]
    wanted = set()
    for more, c in product(product(*[OPTIONS[name] for name in open_]), stated):
        one = {**case, **dict(zip(open_, more, strict=True))} | ({} if c is None else {"c": c})
        completed = package.evaluate(one)
        if completed.status != "invalid-input" and not any(
            p.name == "missing-input" for p in completed.problems
        ):
            wanted.add(outcome(completed))
    possible = Possible(package.SET, case, ("t",), None)
    found = possible.outcomes("t")
    assert {tuple(answer.values()) for answer in found.answers} == wanted - {None}
    assert found.may_fail == (None in wanted)
    assert asked_rightly(package, case, possible)
    question = possible.next_question()
    if question is not None and len({"a", "b"} & case.keys()) == 1:
        assert question.code != "c", "the missing part is asked, not what follows from it"


@pytest.mark.slow
@PARTS
@settings(max_examples=200)
@given(asked=questioned())
def test_no_change_is_said_to_lead_there_only_where_none_does(
    asked: tuple[str, dict[str, object]], part: int
) -> None:
    text, case = asked
    package = package_from(text)
    case = {"a": 1, "b": 1, "y": True} | case
    result = package.evaluate(case)
    if result.status == "invalid-input":
        return
    answers = {rule.answer["o"] for rule in package.SET.decisions[0].rules}
    least = fewest(package, case, answers)
    for value in answers:
        found = why_not(package.SET, case, "t", {"o": value})
        smallest = least.get(value)
        assert found.given == (smallest == 0)
        for change in found.changes:
            assert outcome(package.evaluate({**case, **change.values})) == (value,)
        sizes = {len(change.values) for change in found.changes}
        if smallest is None:
            assert not found.changes
        elif smallest == 1:
            assert sizes == {1}
        elif smallest:
            assert sizes == {smallest} or not found.complete


@pytest.mark.slow
@settings(max_examples=60)
@given(questioned())
def test_of_a_case_that_lacks_something_what_would_do_is_found(asked: tuple[str, dict[str, object]]) -> None:
    text, case = asked
    package = package_from(text)
    if package.evaluate(case).status == "invalid-input":
        return
    stated = {**OPTIONS, "c": list(range(-5, 11))}
    for value in {rule.answer["o"] for rule in package.SET.decisions[0].rules}:
        found = why_not(package.SET, case, "t", {"o": value})
        for change in found.changes:
            assert outcome(package.evaluate({**case, **change.values})) == (value,)
        alone = [{**case, name: one} for name, values in stated.items() for one in values]
        if not found.given and any(outcome(package.evaluate(one)) == (value,) for one in alone):
            assert {len(change.values) for change in found.changes} == {1}


def fewest(package: Any, case: dict[str, object], wanted: set[Any]) -> dict[Any, int]:
    """How many of the stated inputs are to change at least for each of these values, by trying everything; a value
    that nothing leads to is left out.
    """
    least: dict[Any, int] = {}
    for size in range(len(case) + 1):
        for chosen in combinations(case, size):
            for values in product(
                *[[*OPTIONS[name], "unknown"][: 7 if name != "y" else 2] for name in chosen]
            ):
                if wanted <= least.keys():
                    return least
                said = outcome(package.evaluate({**case, **dict(zip(chosen, values, strict=True))}))
                if isinstance(said, tuple):
                    least.setdefault(said[0], size)
    return least


OF_AN_OUTPUT = """
## Fields
- x: number, 0..10
- k: number, 0..10
- o: number, unknown
- c: number, unknown, computed o - k
- q: choice (a, b)

## Decision: D
|    | When | Then | Because  |
|----|------|------|----------|
|    | X    | O    | Evidence |
| R1 | > 5  | 7    | inference: x |
| R2 | <= 5 | none | inference: x |

## Decision: E
|    | When          | Then | Because  |
|----|---------------|------|----------|
|    | C             | Q    | Evidence |
| R1 | > 3           | a    | inference: x |
| R2 | <= 3; unknown | b    | inference: x |
"""


def test_a_part_that_no_cell_asks_about_is_changed_and_asked() -> None:
    package = package_from(OF_AN_OUTPUT)
    found = why_not(package.SET, {"x": 7, "k": 5}, "e", "a")
    assert found.changes and {tuple(change.values) for change in found.changes} == {("k",)}
    for change in found.changes:
        assert package.evaluate({"x": 7, "k": 5} | change.values).e.q == "a"
    question = package.possible({"x": 7}).next_question()
    assert question is not None and question.code == "k"


def test_a_part_and_another_input_are_changed_together() -> None:
    package = package_from(OF_AN_OUTPUT)
    for x, k, wanted in product((1, 9), (0, 3, 4, 9), "ab"):
        case = {"x": x, "k": k}
        found = why_not(package.SET, case, "e", wanted)
        tried = [dict(zip("xk", values, strict=True)) for values in product((1, 9), range(11))]
        leading = [one for one in tried if package.evaluate(one).e.q == wanted]
        fewest_of_all = min(sum(one[name] != case[name] for name in case) for one in leading)
        assert found.given == (fewest_of_all == 0)
        assert {len(change.values) for change in found.changes} == {fewest_of_all} - {0}, case
        for change in found.changes:
            assert package.evaluate(case | change.values).e.q == wanted


OF_DATES = """
## Fields
- first: date, unknown
- last: date, unknown
- gap: whole number, -100..5000, unit d, unknown, computed days from first to last
- o: choice (p, q)

## Decision: T
|    | When | Then | Because  |
|----|------|------|----------|
|    | Gap  | O    | Evidence |
| R1 | > 3 d | p | inference: x |
| R2 | <= 3 d; unknown | q | inference: x |
"""


def test_dates_that_are_not_known_leave_open_what_may_be_stated_or_follow() -> None:
    """Nothing is settled that a further entry can change, and as long as something is open it is asked for."""
    package = package_from(OF_DATES)
    ways: dict[str, list[object]] = {
        "first": ["unknown", "2026-01-01", "2025-01-01"],
        "last": ["unknown", "2026-01-03", "2026-02-01"],
        "gap": ["unknown", "2 d", "31 d"],
    }
    every = [
        {name: value for name, value in zip(ways, values, strict=True) if value is not None}
        for values in product(*[[None, *some] for some in ways.values()])
    ]
    for case in every:
        if package.evaluate(case).status != "ok":
            continue
        more = [package.evaluate(one) for one in every if case.items() <= one.items()]
        wanted = {outcome(result) for result in more if result.status == "ok"}
        possible = package.possible(case)
        answers = possible.outcomes("t").answers
        assert {tuple(answer.values()) for answer in answers} == wanted, case
        question = possible.next_question()
        assert (question is None) == possible.settled == (len(wanted) == 1), case
        if question is not None:
            assert question.code not in case and question.code in possible.matter(), case
        for name in possible.matter():
            without = [one for one in every if case.items() <= one.items() and name not in one]
            told = [
                [outcome(package.evaluate(one | {name: value})) for value in ways[name]] for one in without
            ]
            assert any(len(set(answers) - {None}) > 1 for answers in told), (case, name)
