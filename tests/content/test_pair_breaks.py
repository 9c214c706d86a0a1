"""The same of safety rules that compare two patients: one edit of one cell that the rule refuses, with two patients.

`pair_breaks.csv` lists the edits. The two patients of the report differ in the one input, and the reference evaluator
gives the worse one another answer than the better one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from b12tables.compiler.model.tables import Model, SafetyRule
from b12tables.compiler.proof.safety_proof import Verdict, verdicts
from b12tables.compiler.reader.edits import edited
from tests.content.test_break_it import answers, edit_of
from tests.kit.packages import real_model
from tests.kit.versions import analysis

with (Path(__file__).parent / "pair_breaks.csv").open(encoding="utf-8", newline="") as file:
    BREAKS = list(csv.DictReader(file))


def compared(model: Model) -> list[SafetyRule]:
    return [rule for rule in model.safety_rules if rule.worse is not None]


def test_the_edits_are_of_rules_that_compare_and_of_each_family() -> None:
    """Not every rule has its edit here: those that hold in a second way as well are not broken by one cell."""
    known = {rule.id for rule in compared(real_model())}
    named = [entry["safety_rule"] for entry in BREAKS]
    assert len(named) == len({*named}) and {*named} <= known
    assert {name[:6] for name in named} == {name[:6] for name in known}


@pytest.mark.slow
@pytest.mark.parametrize("entry", BREAKS, ids=lambda entry: entry["safety_rule"])
def test_the_edit_is_refused_with_two_patients(entry: Mapping[str, str]) -> None:
    model = real_model()
    [rule] = [rule for rule in compared(model) if rule.id == entry["safety_rule"]]
    edit, was = edit_of(model, entry)
    assert was == entry["was"]
    changed = edited(replace(model, safety_rules=(rule,)), [edit])
    [verdict] = verdicts(analysis(changed))
    assert verdict.outcome == "broken"
    field, better, worse = told_apart(changed, verdict)
    assert better != worse, field


def told_apart(model: Model, verdict: Verdict) -> tuple[str, object, object]:
    """The field that the rule speaks of, and what each of the two patients is answered."""
    assert verdict.failing is not None and verdict.case is not None and verdict.beside is not None
    assert verdict.rule.worse is not None
    differ = {name for name in verdict.case if verdict.case[name] != verdict.beside[name]}
    assert differ == {verdict.rule.worse.field}
    field = verdict.failing.field
    better, worse = answers(model, verdict.beside), answers(model, verdict.case)
    return field, better[field], worse[field]
