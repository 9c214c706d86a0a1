"""Scores with parts that are entered: what is still possible is what all completions show, where a part is open."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

from tests.kit.packages import package_from
from tests.strategies import choices

YES_NO = (True, False)


def score_set(chance: Random) -> tuple[str, dict[str, list[object]]]:
    """A set with points from a table, numbers that are entered, a total of them and of that total; and every input's
    values, of numbers so many that each kind of total is among them.
    """
    kind = chance.choice(["whole number", "number"])
    unknown = chance.choice(["", ", unknown"])
    asked = chance.choice([True, False])
    low, high = chance.choice([("-9", "20"), ("0", "5"), ("-2", "3")])
    points = [chance.choice(["0", "1", "4", "none" if unknown else "2"]) for _ in range(3)]
    sign, other = chance.choice("+-"), chance.choice("+-")
    about = chance.choice(["Total", "Whole"])
    least, most = (int(low), int(high)) if about == "Total" else (-3, 7)
    cuts = [chance.randint(max(least, -1), min(most, 7) - 1) for _ in range(3)]
    rows = []
    for n in range(chance.randint(1, 3)):
        test = chance.choice(["-", f"> {cuts[n]}", f"<= {cuts[n]}", f"{cuts[n]}"])
        also = chance.choice(["-", "-", "> 1"]) if asked else chance.choice(["-", "yes", "no"])
        rows.append(f"| R{n} | {test} | {also} | {chance.choice('pqr')} | inference: x |")
    text = f"""
## Fields
- x: yes/no
- y: yes/no
- k: {kind}, 0..3{chance.choice(["", ", unknown"]) if unknown else ""}
- j: {kind}, 0..2
- points: whole number, 0..4{unknown}
- total: {kind}, {low}..{high}{unknown}, computed points {sign} k
- whole: {kind}, -20..20{unknown}, computed total {other} j
- a: choice (u, v)
- o: choice (p, q, r)

## Decision: D
|    | When | When | Then   | Because  |
|----|------|------|--------|----------|
|    | X    | Y    | Points | Evidence |
| R1 | yes  | -    | {points[0]} | inference: x |
| R2 | no   | yes  | {points[1]} | inference: x |
| R3 | no   | no   | {points[2]} | inference: x |

## Decision: A
|    | When | Then | Because  |
|----|------|------|----------|
|    | {"K" if asked else "X"} | A | Evidence |
| R1 | {"> 1" if asked else "yes"} | u | inference: x |
| Otherwise | | v | inference: x |

## Decision: F
- Hit policy: {chance.choice(["First", "Priority"])}

|    | When    | When  | Then | Because  |
|----|---------|-------|------|----------|
|    | {about} | {"K" if asked else "Y"} | O    | Evidence |
{chr(10).join(rows)}
| Otherwise | | | p | inference: x |
"""
    step = Fraction(1) if kind == "whole number" else Fraction(1, 2)
    numbers: dict[str, list[object]] = {
        "k": [float(n * step) for n in range(int(3 / step) + 1)],
        "j": [float(n * step) for n in range(int(2 / step) + 1)],
    }
    if "- k: " + kind + ", 0..3, unknown" in text:
        numbers["k"].append("unknown")
    return text, {"x": list(YES_NO), "y": list(YES_NO), **numbers}


def completions(values: dict[str, list[object]], case: dict[str, object]) -> Iterator[dict[str, object]]:
    for chosen in product(*[[case[name]] if name in case else some for name, some in values.items()]):
        yield dict(zip(values, chosen, strict=True))


def look(chance: Random) -> None:
    text, values = score_set(chance)
    package = package_from(text)
    outcome: dict[tuple[object, ...], object] = {}
    for whole in completions(values, {}):
        result = package.evaluate(whole)
        if result.status != "invalid-input" and not any(p.name == "missing-input" for p in result.problems):
            answer = result.outputs.get("f")
            outcome[tuple(whole.values())] = None if answer is None else answer["o"]
    for _ in range(4):
        case = {name: chance.choice(some) for name, some in values.items() if chance.random() < 0.5}
        left = [tuple(one.values()) for one in completions(values, case)]
        wanted = {outcome[one] for one in left if one in outcome}
        try:
            possible = package.possible(case, "f")
        except package.InvalidCase:
            assert not wanted
            continue
        found = possible.outcomes("f")
        assert {answer["o"] for answer in found.answers} == wanted - {None}, case
        if possible.settled and wanted:
            assert len(wanted) == 1, case
        question = possible.next_question()
        if question is not None:
            assert question.code in values.keys() - case.keys()
        if len(wanted - {None}) > 1:
            assert question is not None


@pytest.mark.slow
@settings(max_examples=60)
@given(choices())
def test_what_is_possible_where_a_part_is_open_is_what_completions_give(chance: Random) -> None:
    look(chance)
