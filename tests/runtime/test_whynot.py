"""`why_not`: the changes really give the value, none is smaller, and the obstacles are the conditions that
fail.
"""

from __future__ import annotations

from itertools import combinations, product
from random import Random
from typing import Any

import pytest

from b12tables.compiler.model import passes
from b12tables.runtime.whynot import why_not
from tests.kit.packages import package_from, package_of, real_model, real_package
from tests.kit.random_models import random_model

SCENE = {"b12": "453 pmol/L", "phase": "loading_complete", "neuro_status": "none", "months_since_start": 1}


def gives(package: Any, case: dict[str, object], decision: str, field: str, value: object) -> bool:
    result = package.evaluate(case)
    answer = result.outputs.get(decision)
    answers = answer if isinstance(answer, tuple) else () if answer is None else (answer,)
    return any(one[field] == value for one in answers)


def smallest(package: Any, case: dict[str, object], decision: str, field: str, value: object) -> int | None:
    """The fewest inputs to change, by trying everything."""
    grid = package.SET.grid()
    names = [name for name in package.SET.inputs if name in grid.AXES]
    options: dict[str, list[object]] = {}
    for name in names:
        axis = grid.AXES[name]
        values = [axis.witness(1 << i) for i in range(axis.full.bit_length())]
        options[name] = ["unknown" if v is None else v for v in values]
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            for values in product(*[options[name] for name in chosen]):
                if gives(package, case | dict(zip(chosen, values, strict=True)), decision, field, value):
                    return size
    return None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_the_smallest_change_as_by_brute_force(seed: int) -> None:
    rng = Random(seed)
    package = package_of(random_model(rng))
    grid = package.SET.grid()
    case: dict[str, object] = {}
    for name in package.SET.inputs:
        if name in grid.AXES and rng.random() < 0.8:
            axis = grid.AXES[name]
            value = axis.witness(1 << rng.randrange(axis.full.bit_length()))
            case[name] = "unknown" if value is None else value
    table = next(t for t in package.SET.decisions if t.code == "last")
    if package.evaluate(case).status == "invalid-input":
        with pytest.raises(package.InvalidCase):
            why_not(package.SET, case, "last", table.rules[0].answer)
        return
    field = table.outputs[0]
    for value in {rule.answer[field] for rule in table.rules} - {None}:
        found = why_not(package.SET, case, "last", {field: value})
        assert found.given == gives(package, case, "last", field, value)
        wanted = smallest(package, case, "last", field, value)
        assert found.complete
        if wanted is None:
            assert found.changes == ()
        elif wanted:
            assert found.changes and {len(change.values) for change in found.changes} == {wanted}
            for change in found.changes:
                assert gives(package, case | change.values, "last", field, value)
        assert found.to_dict()["given"] == found.given


def test_the_obstacles_are_the_conditions_that_fail() -> None:
    model, package = real_model(), real_package()
    found = why_not(package.SET, SCENE, "oral_option", "eligible")
    table = model.decision["oral_option"]
    step = package.evaluate(SCENE).step("oral_option")
    for near in found.rules:
        rule = next(rule for rule in table.rules if rule.id == near.id)
        failing = {
            name
            for name, condition in zip(table.input_fields, rule.conditions, strict=True)
            if not passes(condition.test, step.inputs[name])
        }
        assert {obstacle.field for obstacle in near.obstacles} == failing
        assert all(obstacle.cell and obstacle.asks and obstacle.seen for obstacle in near.obstacles)
    for change in found.changes:
        result = package.evaluate({**SCENE, **change.values})
        assert result.oral_option.oral_option == "eligible"
    text = found.explain()
    assert (
        found.rules[0].id in text
        and str(found.rules[0].place) in text
        and "It would be the answer with" in text
    )


def test_labels_do_and_nonsense_is_refused() -> None:
    package = real_package()
    label = next(row.label for row in real_model().fields["regimen"].values if row.code == "IM_MONTHLY")
    assert why_not(package.SET, SCENE, "regimen", label).wanted == label
    with pytest.raises(ValueError, match="it gives"):
        why_not(package.SET, SCENE, "regimen", "bananas")
    with pytest.raises(KeyError):
        why_not(package.SET, SCENE, "bananas", "IM_MONTHLY")
    with pytest.raises(ValueError, match="no output"):
        why_not(package.SET, SCENE, "regimen", {"cause": "dietary"})


def test_a_date_without_borders_is_varied_like_any_axis() -> None:
    package = package_from("""
## Fields
- x: date, unknown
- o: choice (a, b)

## Decision: T
|    | When    | Then | Because  |
|----|---------|------|----------|
|    | X       | O    | Evidence |
| R1 | known   | a    | inference: x |
| R2 | unknown | b    | inference: x |
""")
    [change] = why_not(package.SET, {}, "t", "a").changes
    assert package.evaluate(change.values).t.o == "a"
    assert "could change T" in package.evaluate({}).explain()


ASKED = """
## Fields
- x: whole number, 0..9
- dose: number, 0..10, unit mg, accepts ug, unknown
- points: whole number, 0..9
- o: choice (p, q, r)

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | X | Dose |
| R1 | < 3 | 1 mg |
| R2 | 3..5 | none |
| R3 | > 5 | unknown |

## Decision: Points
- Hit policy: Collect sum

| | When | Then |
|---|---|---|
| Rule | X | Points |
| R1 | - | 2 |
| R2 | > 5 | 3 |

## Decision: O
| | When | Then |
|---|---|---|
| Rule | Points | O |
| R1 | < 3 | p |
| R2 | >= 3 | q |
"""


def test_what_is_wanted_is_read_as_it_is_told() -> None:
    """`none` and `unknown` by their words, a number as the answers have it; what cannot be is refused."""
    table_set = package_from(ASKED).SET

    def changed(decision: str, value: object) -> list[dict[str, str]]:
        return [change.words for change in why_not(table_set, {"x": 0}, decision, value).changes]

    assert changed("dose", "none") == changed("dose", {"dose": None}) == [{"x": "at least 3 and at most 5"}]
    assert changed("dose", "unknown") == [{"x": "at least 6"}]
    assert (
        why_not(table_set, {"x": 0}, "dose", 1).given
        and why_not(table_set, {"x": 0}, "dose", "1000 ug").given
    )
    with pytest.raises(ValueError, match="it gives 1 mg, none, not known"):
        why_not(table_set, {"x": 0}, "dose", "2 mg")
    with pytest.raises(ValueError, match="none of its values"):
        why_not(table_set, {"x": 0}, "o", {"o": "bananas"})


def test_it_says_what_was_looked_for() -> None:
    """A value that no rule gives is not searched for; a sum is given by no rule alone: no search was given up."""
    table_set = package_from(ASKED).SET
    never = why_not(table_set, {"x": 0}, "o", {"o": "r"})
    assert never.complete and "No change of the inputs leads there." in never.explain()
    made = why_not(table_set, {"x": 0}, "points", 5)
    assert not made.given and not made.rules and "has no rule of its own" in made.explain()
    assert "given up" not in made.explain()
    assert why_not(table_set, {"x": 7}, "points", 5).given
