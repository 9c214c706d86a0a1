"""`possible` where a table looks at scores, computed of what other tables decide, which may leave gaps: brute force."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.runtime.possible import Possible
from tests.kit.packages import package_from
from tests.kit.questions import asked_rightly
from tests.strategies import choices

OPTIONS: dict[str, list[object]] = {"k": [True, False, "unknown"], "m": ["u", "v"], "z": [0, 1, 2]}


def scored_set(chance: Random) -> str:
    """Two tables with gaps, their sum, that sum with an input, and a table about one of the two."""

    def rows(conditions: tuple[str, ...]) -> str:
        kept = [one for one in conditions if chance.random() < 0.8] or [conditions[0]]
        return "\n".join(f"| R{n} | {one} | {chance.randint(0, 2)} |" for n, one in enumerate(kept, 1))

    last = chance.choice(["Points", "Total"])
    tests = chance.choice([("<= 2", "> 2"), ("-",), ("<= 1", "2", "> 2"), ("> 3",)])
    beside = chance.choice(["-", "u", "v"])
    results = [
        f"| R{n} | {one} | {beside if n == 1 else '-'} | {chance.choice('pqr')} |"
        for n, one in enumerate(tests, 1)
    ]
    otherwise = chance.choice(["", "| Otherwise | | | r |"])
    return f"""
## Fields
- k: yes/no, unknown
- m: choice (u, v)
- z: whole number, 0..2
- x: whole number, 0..3
- y: whole number, 0..3
- points: whole number, computed x {chance.choice("+-")} y
- total: whole number, computed points {chance.choice("+-")} z
- o: choice (p, q, r)

## Decision: A
|      | When | Then |
|------|------|------|
| Rule | K    | X    |
{rows(("yes", "no", "unknown"))}

## Decision: B
|      | When | Then |
|------|------|------|
| Rule | M    | Y    |
{rows(("u", "v"))}

## Decision: T
- Hit policy: {chance.choice(["First", "Priority"])}

|      | When |   | Then |
|------|------|---|------|
| Rule | {last} | M | O  |
{chr(10).join(results)}
{otherwise}
"""


@st.composite
def questioned(draw: Any) -> tuple[str, dict[str, object]]:
    chance = draw(choices())
    case = {name: chance.choice(values) for name, values in OPTIONS.items() if chance.random() < 0.5}
    return scored_set(chance), case


def outcome(package: Any, case: dict[str, object]) -> object:
    answer = package.evaluate(case).outputs.get("t")
    return None if answer is None else answer["o"]


@pytest.mark.slow
@settings(max_examples=60)
@given(questioned())
def test_what_is_possible_is_what_completions_give(asked: tuple[str, dict[str, object]]) -> None:
    text, case = asked
    package = package_from(text)
    open_ = [name for name in OPTIONS if name not in case]
    found = {}
    for more in product(*[OPTIONS[name] for name in open_]):
        found[more] = outcome(package, case | dict(zip(open_, more, strict=True)))
    possible = Possible(package.SET, case, ("t",), None)
    told = possible.outcomes("t")
    answers = {answer["o"] for answer in told.answers}
    # a score with an open part counts as free in its range: more may be called possible, and never less
    free = "z" in open_ and "| Rule | Total |" in text
    assert answers >= set(found.values()) - {None} if free else answers == set(found.values()) - {None}
    assert told.may_fail >= (None in found.values()) if free else told.may_fail == (None in found.values())
    assert not possible.settled or len(set(found.values())) == 1
    assert free or possible.settled == (len(set(found.values())) == 1)
    assert asked_rightly(package, case, possible)
    for place, name in enumerate(open_):
        others: dict[object, set[object]] = {}
        for more, answer in found.items():
            others.setdefault(more[:place] + more[place + 1 :], set()).add(answer)
        if not free and any(len(answers) > 1 for answers in others.values()):
            assert name in possible.matter(), "it changes an answer alone"


def test_a_score_of_a_table_with_a_gap() -> None:
    """Where the table behind a score has no answer there is no score, and so no answer: told, and asked about."""
    package = package_from("""
## Fields
- k: yes/no, unknown
- x: whole number, 0..3
- z: whole number, 0..3
- points: whole number, computed x + z
- o: choice (p, q)

## Decision: A
|      | When | Then |
|------|------|------|
| Rule | K    | X    |
| R1   | yes  | 1    |

## Decision: T
|      | When   | Then |
|------|--------|------|
| Rule | Points | O    |
| R1   | any    | p    |
""")
    gone = Possible(package.SET, {"k": False, "z": 1}, ("t",), None).outcomes("t")
    assert (gone.answers, gone.may_fail, gone.settled) == ((), True, True)
    still_open = Possible(package.SET, {"z": 1}, ("t",), None)
    assert still_open.outcomes("t").may_fail and still_open.matter() == ("k",)
    question = still_open.next_question()
    assert question is not None and question.code == "k"
