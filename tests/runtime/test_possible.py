"""`possible` says what brute force over all completions says: outcomes, what matters, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

import pytest

from b12tables.runtime.explain.page import is_answer
from b12tables.runtime.possible import Possible
from b12tables.runtime.questions.tables import TooMany
from tests.kit.packages import package_from, package_of, real_package
from tests.kit.patience import slowness
from tests.kit.questions import asked_rightly
from tests.kit.random_models import random_model

LEFT_OUT = object()

SCENE = {"b12": "453 pmol/L", "phase": "loading_complete", "neuro_status": "none", "months_since_start": 1}


def completions(package: Any, case: dict[str, object], names: tuple[str, ...]) -> Iterator[dict[str, object]]:
    """The case with a value of every piece for every input that it does not state; one that no table looks at is left
    out as well.
    """
    grid = package.SET.grid()
    looked_at = {name for decision in package.SET.decisions for name in decision.inputs}
    options: list[list[object]] = []
    for name in names:
        axis = grid.AXES[name]
        pieces = [axis.witness(1 << i) for i in range(axis.full.bit_length())]
        options.append(["unknown" if value is None else value for value in pieces])
        if name not in looked_at:
            options[-1].append(LEFT_OUT)
    for values in product(*options):
        stated = zip(names, values, strict=True)
        yield case | {name: value for name, value in stated if value is not LEFT_OUT}


def answers(result: Any, decision: str) -> Any:
    """The answer as plain values; None where there is none."""
    found = result.outputs.get(decision)
    if found is None:
        return None
    return tuple(tuple(a.values()) for a in found) if isinstance(found, tuple) else tuple(found.values())


@pytest.mark.parametrize("seed", range(60))
def test_outcomes_and_what_matters_as_by_brute_force(seed: int) -> None:
    rng = Random(seed)
    model = random_model(rng)
    package = package_of(model)
    grid = package.SET.grid()
    names = [name for name in package.SET.inputs if name in grid.AXES]
    stated = rng.sample(names, rng.randrange(len(names)))
    case: dict[str, object] = {}
    for name in stated:
        axis = grid.AXES[name]
        value = axis.witness(1 << rng.randrange(axis.full.bit_length()))
        case[name] = "unknown" if value is None else value
    free = tuple(name for name in names if name not in stated)
    results = [(one, package.evaluate(one)) for one in completions(package, case, free)]
    results = [(one, result) for one, result in results if result.status != "invalid-input"]
    if not any(len(one) == len(names) for one, _ in results):
        return  # combinations that exclude everybody who states all: no such set is built (contradicting-impossible)
    for table in package.SET.decisions:
        if table.code not in grid.BOXES:
            continue
        possible = Possible(package.SET, case, (table.code,), None)
        found = possible.outcomes(table.code)
        wanted = {answers(result, table.code) for _, result in results}
        assert found.may_fail == (None in wanted), table.code
        wanted.discard(None)
        if table.gives_list:
            assert {tuple(a.values()) for a in found.answers} == {row for rows in wanted for row in rows}
        else:
            assert {tuple(a.values()) for a in found.answers} == wanted
        lists = {counting(answers(result, table.code), table.hit_policy) for _, result in results}
        assert found.settled == (len(lists) < 2)
        assert set(possible.matter()) == brute_matter(results, free, table), table.code
        assert asked_rightly(package, case, possible)


def counting(answer: Any, policy: str) -> Any:
    """What counts in an answer: of a list how often each is given, and the order, unless it is collected."""
    return tuple(sorted(map(repr, answer))) if policy == "Collect" and answer is not None else answer


def brute_matter(results: list[Any], free: tuple[str, ...], table: Any) -> set[str]:
    """The inputs of which two completions differ in this input alone and in the answer."""
    found = set()
    for name in free:
        groups: dict[Any, set[Any]] = {}
        for case, result in results:
            others = tuple(sorted((n, repr(v)) for n, v in case.items() if n != name))
            groups.setdefault(others, set()).add(counting(answers(result, table.code), table.hit_policy))
        if any(len(group) > 1 for group in groups.values()):
            found.add(name)
    return found


SHARES = 12
"""The decisions of the tables are dealt out, so that no test takes long."""


@pytest.mark.slow
@pytest.mark.parametrize("case", [{}, SCENE], ids=["nothing known", "little known"])
@pytest.mark.parametrize("share", range(SHARES))
def test_the_real_tables_are_answered_at_once(share: int, case: dict[str, object]) -> None:
    """Every final decision, of a case of which nothing or little is known; seconds of an ordinary processor."""
    package = real_package()
    answers_of_the_set = [one for one in package.SET.decisions if is_answer(package.SET, one)]
    assert len(answers_of_the_set) > SHARES
    for decision in answers_of_the_set[share::SHARES]:
        started = time.process_time()
        possible = Possible(package.SET, case, (decision.code,), None)
        question = possible.next_question()
        assert (question is None) == possible.settled
        assert question is None or question.code in possible.matter()
        assert (time.process_time() - started) / slowness() < 5, decision.code


@pytest.mark.slow
def test_asking_on_ends_with_the_answer_that_evaluate_gives() -> None:
    package = real_package()
    full = {
        "cause": "dietary", "neuro_status": "none", "phase": "maintenance", "renal_diagnosis": "none", "egfr": 80,
        "symptom_course": "none_or_resolved", "depression_course": "none", "b12": "500 pmol/L", "age_years": 40,
        "current_route": "im", "current_interval": "every_2_months", "biochemical_correction": True,
    }  # fmt: skip
    case: dict[str, object] = {}
    asked = []
    for _ in range(40):
        possible = Possible(package.SET, case, ("oral_barrier",), None)
        question = possible.next_question()
        if question is None:
            break
        asked.append(question.code)
        case[question.code] = full.get(question.code, "unknown")
    assert len(asked) == len(set(asked)) and possible.settled
    assert possible.outcomes("oral_barrier").certain == (package.evaluate(case).outputs["oral_barrier"],)
    # what was never asked makes no difference
    rest = {name: value for name, value in full.items() if name not in case}
    assert (
        package.evaluate(case | rest).outputs["oral_barrier"]
        == package.evaluate(case).outputs["oral_barrier"]
    )


def test_an_invalid_case_is_refused() -> None:
    package = real_package()
    with pytest.raises(package.InvalidCase) as refused:
        Possible(package.SET, {"b12": 453}, ("regimen",), None)
    assert refused.value.problems[0].name == "unit-needed"
    assert issubclass(TooMany, Exception)


TIED = """
## Fields
- dialysis: yes/no, unknown
- access: choice (no_access, fistula), unknown
- o: choice (refer, continue, find_out)

## Impossible
| ID | Combination | Why |
|----|-------------|-----|
| I1 | Dialysis: yes<br>Access: not(fistula) | w |
| I2 | Dialysis: no<br>Access: not(no_access) | w |
| I3 | Dialysis: unknown<br>Access: known | w |
| I4 | Dialysis: known<br>Access: unknown | w |
| I5 | Dialysis: yes<br>Access: unknown | w |

## Decision: T
|    | When     | Then | Because  |
|----|----------|------|----------|
|    | Dialysis | O    | Evidence |
| R1 | yes      | refer    | inference: x |
| R2 | no       | continue | inference: x |
| R3 | unknown  | find_out | inference: x |
"""


def test_where_inputs_are_tied_together_something_is_asked_all_the_same() -> None:
    """No input changes the answer alone, because what cannot be ties it to another; and yet three outcomes are open."""
    possible = package_from(TIED).possible({})
    assert len(possible.outcomes("t").answers) == 3 and not possible.settled
    question = possible.next_question()
    assert question is not None and question.code in possible.matter()
    settled = package_from(TIED).possible({"dialysis": "yes"})
    assert settled.settled and settled.matter() == ()
    # as it stands it is refused: what is not known cannot be together with that
    assert asked_rightly(package_from(TIED), {"dialysis": "yes"}, settled)


TIES = """
## Fields
- x: choice (p, q, r)
- y: yes/no
- o: choice (a, b), unknown

## Decision: T
- Hit policy: Priority

|    | When |     | Then    | Because  |
|----|------|-----|---------|----------|
|    | X    | Y   | O       | Evidence |
| R1 | -    | yes | none    | inference: x |
| R2 | r    | yes | unknown | inference: x |
| R3 | r    | -   | a       | inference: x |
| R4 | q    | no  | b       | inference: x |
| R5 | p    | no  | none    | inference: x |
"""


def test_rules_of_one_rank_that_a_better_one_beats_are_no_open_question() -> None:
    """R1 and R2 would contradict each other, but wherever both hold R3 comes first."""
    package = package_from(TIES)
    for case in ({}, {"x": "r"}, {"y": "yes"}, {"y": "no"}, {"x": "r", "y": "yes"}):
        possible = package.possible(case)
        found = possible.outcomes("t")
        options = [
            case | {"x": x, "y": y}
            for x in ("p", "q", "r")
            for y in ("yes", "no")
            if case.get("x", x) == x and case.get("y", y) == y
        ]
        wanted = {package.evaluate(one).outputs["t"]["o"] for one in options}
        assert {answer["o"] for answer in found.answers} == wanted and not found.may_fail, case
        assert found.settled == (len(wanted) == 1)
