"""How soon the questions lead to the recommendation: for each worked patient in so many answers as a visit bears."""

from __future__ import annotations

import pytest

from b12tables.compiler.model import Case
from benchmarks.questions import GOAL, SHEETS, Walker, record_of
from tests.kit.packages import real_model, real_package

CASES = [case for case in real_model().cases if case.place.sheet in SHEETS]
MORE_IS_NEEDED = {"scene-c-dietary", "vegan-asks-for-tablets"}
"""Tablets in the place of injections hang on a dozen conditions, each of which must be stated."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_recommendation_of_a_patient_takes_at_most_eight_answers(case: Case) -> None:
    walk = Walker(real_package()).walk(*record_of(real_package(), case))
    assert walk.shown is not None
    named = case.id in MORE_IS_NEEDED
    assert (walk.least > GOAL) == named
    assert named or walk.shown <= GOAL
