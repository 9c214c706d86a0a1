"""The grade of our own tables, which the site shows: it is that of these tables, and what is tried anew agrees."""

from __future__ import annotations

import pytest

from b12tables.compiler.grading import StoredGrade, StoredScore, grade, read_grade
from tests.kit.packages import ROOT, real_model

EVERY = 14
"""One decision in so many is graded anew; `b12tables cases tables --grade --store generated/grade.json` grades all."""


@pytest.fixture(scope="module")
def kept() -> StoredGrade:
    return read_grade((ROOT / "generated" / "grade.json").read_bytes())


def test_it_is_that_of_these_tables(kept: StoredGrade) -> None:
    """After an edit: `b12tables cases tables --grade --store generated/grade.json`, a minute and a half."""
    model = real_model()
    assert kept.content_hash == model.content_hash, "grade the tables anew, as the line above says"
    assert kept.decisions.keys() == model.decision.keys()
    assert kept.score.of >= sum(score.of for score in kept.decisions.values()), "thresholds count beside"


@pytest.mark.slow
@pytest.mark.parametrize("share", range(2))
def test_some_decisions_graded_anew_have_the_same_score(kept: StoredGrade, share: int) -> None:
    model = real_model()
    codes = list(model.decision)[:: EVERY // 2][share::2]
    found = grade(model, codes)
    assert codes
    for code, score in found.scores.items():
        assert kept.decisions[code] == StoredScore(score.noticed, score.graded), code
