"""Whether a score or dose stays within its own range for every possible patient: that is proved like a safety rule."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from b12tables.compiler.model import AnyOf, Field, FieldTest, IsUnknown, Model, SafetyRule
from b12tables.compiler.proof.analysis import Analysis, Case
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.safety_proof import judge
from b12tables.compiler.proof.totals import within

SHARE = Fraction(1, 8)
"""So much of what is left of the bound one score or total gets."""


def may_leave(model: Model, name: str) -> tuple[Model, SafetyRule]:
    """A model in which a field can lie beyond its range, and what says that it does not. A total always can."""
    field = model.fields[name]
    must = tuple(FieldTest(name, AnyOf((test, IsUnknown())), "", field.place) for test in within(field))
    rule = SafetyRule("", (), must, "", field.place)
    if name in model.produced_by:
        return model, rule
    # the rule is one of the model's own: its limits are where the field is looked at
    return replace(without_range(model, field), safety_rules=(rule,)), rule


def without_range(model: Model, field: Field) -> Model:
    """The model in which a field can be anything of its type."""
    return replace(model, fields={**model.fields, field.code: replace(field, low=None, high=None)})


def beyond(analysis: Analysis, field: Field) -> Case | None:
    """A patient whose score or dose is out of its range; None where nobody's is. Raises `BoundReached`."""
    free, rule = may_leave(analysis.model, field.code)
    verdict = judge(Analysis(free, budget=analysis.budget.share(SHARE)), rule, count=False)
    if verdict.outcome == "not settled":
        raise BoundReached
    return verdict.case
