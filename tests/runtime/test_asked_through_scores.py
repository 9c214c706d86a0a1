"""An input that no table looks at, and from which a score or a dose follows: it is told as not known, and what another
value of it would change is what every value of it, tried one by one, changes."""

from __future__ import annotations

from random import Random

import pytest

from b12tables.runtime.explain.influence import Tried, not_known, would_change
from b12tables.runtime.explain.scores import scores_of
from tests.kit.dosed_sets import dosed
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown


@pytest.mark.parametrize("seed", range(12))
def test_every_value_tried_changes_the_same(seed: int) -> None:
    random = Random(seed)
    package = package_of(model_from_markdown(dosed(random)))
    for _ in range(6):
        case = {"age": random.randrange(100)}
        if random.random() < 0.7:
            case["extra"] = random.randrange(31)
        result = package.evaluate(case)
        assert not_known(result) == [name for name in ("weight", "extra") if name not in case]
        before = {**result.outputs, **scores_of(result)}
        wanted = set()
        for weight in range(30, 151):
            after = package.evaluate({**case, "weight": weight})
            now = {**after.outputs, **scores_of(after)}
            wanted |= {code for code in before if before[code] != now[code]}
        assert would_change(Tried(result), "weight") == wanted


def test_it_is_told_on_the_page_and_asked() -> None:
    package = package_of(model_from_markdown(dosed(Random(3))))
    result = package.evaluate({"age": 20, "extra": 0})
    assert "Weight: could change Plan, Dose, Whole dose" in result.explain()
    assert (
        "ASK" in result.explain()
        and package.possible({"age": 20, "extra": 0}).next_question().code == "weight"
    )
    # where the rate is none, no weight makes a dose
    idle = package.evaluate({"age": 70, "extra": 0}).explain()
    assert "alone, these would change none of the answers: Weight" in idle
