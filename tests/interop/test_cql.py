"""A set as a library of CQL answers as the evaluator answers, in two engines of others."""

from __future__ import annotations

from typing import Any

import pytest

from b12tables.compiler.proof.analysis import Analysis
from b12tables.interop.cql import export_cql
from tests.interop.cql_kit import Asked, differences, run_in_cql
from tests.kit.leaves import leaf_cases
from tests.kit.packages import iron_model
from tests.site.random_cases import TODAY


def at_every_leaf(model: Any) -> Asked:
    """A patient for each leaf of each table."""
    analysis = Analysis(model)
    return Asked(model, [case for ts in analysis.tables for case in leaf_cases(analysis, ts)], TODAY)


@pytest.mark.slow
def test_the_teaching_set_answers_at_every_leaf(node: str) -> None:
    asked = at_every_leaf(iron_model())
    [told] = run_in_cql(node, [asked])
    assert told["messages"] == []
    assert list(differences(asked, told)) == []


def test_the_same_bytes_again() -> None:
    assert export_cql(iron_model()).text == export_cql(iron_model()).text
