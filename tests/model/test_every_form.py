"""What has many homes on purpose has none forgotten: each form of a cell, each hit policy."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest

from b12tables.compiler.codegen import rule_by_rule
from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Equals,
    Excludes,
    HitPolicy,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Test,
    aggregate,
    passes,
    test_text,
    test_words,
)
from b12tables.compiler.proof import make_axis
from b12tables.interop.cql import NotWritten as NotInCql
from b12tables.interop.cql import decisions, export_cql
from b12tables.interop.dmn import NotWritten as NotInDmn
from b12tables.interop.dmn import export_dmn, tables
from b12tables.interop.sql import NotWritten, export_sql, statement
from b12tables.runtime.policies import OF_NUMBERS
from b12tables.site.values_data import test_data
from tests.kit.node import ASSETS
from tests.kit.tables import model_from_markdown

ROOT = Path(__file__).parents[2]

for imported in (test_words, test_text, test_data):
    imported.__test__ = False  # type: ignore[attr-defined] # they are no tests of pytest's

FIELD = model_from_markdown("""
## Fields
- signs: choices (tired, pale)
- group: choice (child, adult)

## Decision: Group
| | When | Then |
|---|---|---|
| Rule | Signs | Group |
| R1 | includes tired | child |
| R2 | excludes tired | adult |
""").fields["signs"]
TIRED = Includes("tired")
FORMS = {
    type(form): form
    for form in (
        Anything(), IsUnknown(), IsKnown(), Equals(frozenset({"tired"})), Interval(Fraction(1), True, None, False),
        TIRED,
        Excludes("tired"), IsEmpty(), Not(Equals(frozenset({"tired"}))), AnyOf((TIRED, Includes("pale"))),
        AllOf((TIRED, Excludes("pale"))),
    )
}  # fmt: skip


def test_every_form_is_looked_at() -> None:
    assert set(FORMS) == set(get_args(Test))


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: type(form).__name__)
def test_a_form_is_evaluated_printed_and_told(form: Test) -> None:
    value = Fraction(2) if isinstance(form, Interval) else frozenset({"tired"})
    assert passes(form, value) in (True, False)
    assert test_text(form)
    if not isinstance(form, Interval):  # a set has no order
        assert test_words(form, FIELD)
    assert test_data(form)
    axis = make_axis(FIELD, [form], True, is_set=True, declared=FIELD.value_codes)
    if not isinstance(form, Interval):
        assert bool(axis.mask(form)) == any(passes(form, axis.witness(1 << i)) for i in range(axis.size))


def test_a_form_that_is_not_known_proves_nothing() -> None:
    """It would count as one that nothing passes, and what rests on it would be proved."""

    class Odd:
        pass

    axis = make_axis(FIELD, [], True, is_set=True, declared=FIELD.value_codes)
    with pytest.raises(AssertionError):
        axis.mask(Odd())  # type: ignore[arg-type]


def test_every_hit_policy_is_read_written_and_explained() -> None:
    letters = {policy.letter for policy in HitPolicy}
    assert len(letters) == len(HitPolicy)
    assert all(policy.words.endswith(".") for policy in HitPolicy)
    by_hits = [policy for policy in HitPolicy if not policy.chooses]
    assert all(rule_by_rule._outcome(policy)[0].startswith("policies.") for policy in by_hits)


@pytest.mark.parametrize("policy", [policy for policy in HitPolicy if policy.aggregates])
def test_what_collect_makes_of_numbers_is_known_to_the_runtime_and_the_page(policy: HitPolicy) -> None:
    assert aggregate(policy, [Fraction(2), None, Fraction(3)]) is not None
    assert policy is HitPolicy.COLLECT_COUNT or policy.value in OF_NUMBERS
    assert f'"{policy.value}"' in (ASSETS / "policies.js").read_text("utf-8")
    assert f"`{policy.value}`" in (ROOT / "docs" / "workbook-format.md").read_text("utf-8")


def test_an_export_that_does_not_know_a_policy_refuses_the_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written in the place of it: neither another policy nor another number."""
    model = model_from_markdown("""
## Fields
- tired: yes/no
- points: whole number, 0..9

## Decision: Points
- Hit policy: Collect max
| | When | Then |
|---|---|---|
| Rule | Tired | Points |
| R1 | yes | 3 |
| R2 | - | 1 |
""")
    assert len(tables.HIT_POLICIES) == 11  # seven, and Collect with four operators: all that DMN has
    assert "MAX" in export_dmn(model).text and "greatest" in export_sql(model, "duckdb")
    monkeypatch.delitem(tables.HIT_POLICIES, HitPolicy.COLLECT_MAX)
    monkeypatch.delitem(statement._FURTHEST, HitPolicy.COLLECT_MAX)
    assert "Max((" in export_cql(model).text
    monkeypatch.delitem(decisions._AGGREGATES, HitPolicy.COLLECT_MAX)
    with pytest.raises(NotInDmn, match="Collect max"):
        export_dmn(model)
    with pytest.raises(NotWritten, match="Collect max"):
        export_sql(model, "duckdb")
    with pytest.raises(NotInCql, match="Collect max"):
        export_cql(model)
