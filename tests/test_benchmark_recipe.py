"""The tables that the benchmark measures are those of the published recipe."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from b12tables.compiler.model.tables import Model
from b12tables.compiler.proof.analysis import Analysis
from benchmarks.analysis import Change, paper, shrunk, widened

RULES, COLUMNS = 200, 5
NOISY = RULES // 10


def _judged(changes: Sequence[Change]) -> tuple[Model, set[int], int]:
    """The table, the rules that overlap another, and how many cells of its grid no rule covers."""
    model = paper(RULES, COLUMNS, changes=changes)
    analysis = Analysis(model)
    ts = analysis.space.tables["table"]
    part = analysis.gaps(ts)
    assert part.whole
    return model, {rule for pair in ts.clashes() for rule in pair}, part.cells


def test_before_noise_the_rules_are_complete_and_without_overlap() -> None:
    model, overlapping, uncovered = _judged([])
    assert len(model.decisions[0].rules) == RULES
    assert not overlapping
    assert uncovered == 0


@pytest.mark.parametrize("change", [widened, shrunk])
def test_noise_makes_what_it_should_and_nothing_else(change: Change) -> None:
    whole = paper(RULES, COLUMNS, changes=[]).decisions[0].rules
    model, overlapping, uncovered = _judged([change])
    noisy = {
        rule
        for rule, (before, after) in enumerate(zip(whole, model.decisions[0].rules, strict=True))
        if [c.test for c in before.conditions] != [c.test for c in after.conditions]
    }
    assert len(noisy) == NOISY
    if change is widened:
        assert noisy <= overlapping
        assert uncovered == 0
    else:
        assert not overlapping
        assert uncovered > 0
