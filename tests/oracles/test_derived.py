"""Computed fields in the analysis, against every case of small random sets taken through the reference evaluator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import given, settings

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import (
    DecisionTable,
    Field,
    Model,
    Trouble,
    Value,
    evaluate,
)
from b12tables.compiler.model.evaluate import Taken, take_decision
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import Masks
from b12tables.runtime.words import UNKNOWN
from tests.kit.cases import as_values
from tests.kit.derived_sets import STEPS
from tests.strategies import derived_models

MOST = 600
"""Cases of a set that are looked at; of a larger one nothing is said."""


def values_of(field: Field) -> list[Value]:
    assert field.low is not None and field.high is not None
    step = STEPS[field.type]
    low, high = int(field.low.value), int(field.high.value)  # type: ignore[arg-type]
    numbers = (Fraction(n, step) for n in range(low * step, high * step + 1))
    found: list[Value] = [number for number in numbers if field.step is None or number % field.step == 0]
    return [*found, UNKNOWN] if field.unknown else found


def every_case(model: Model) -> Iterator[dict[str, Value]]:
    """Every case that can be stated and is not refused."""
    inputs = [n for n, f in model.fields.items() if n not in model.produced_by and not model.derived(n)]
    used = {name for table in model.decisions for name in table.input_fields}
    options = []
    for name in inputs:
        # what no table looks at may be left out, and what is computed need not be stated
        may_be_left_out = name not in used or model.fields[name].computed
        options.append([*([None] if may_be_left_out else []), *values_of(model.fields[name])])
    if prod(map(len, options)) > MOST:
        return
    for chosen in product(*options):
        case = {name: value for name, value in zip(inputs, chosen, strict=True) if value is not None}
        if evaluate(model, case).status in ("ok", "no-rule"):
            yield case


@given(derived_models())
@settings(max_examples=60)
def test_what_a_table_can_see_is_what_some_case_shows_it(model: Model) -> None:
    analysis = Analysis(model)
    seen: dict[str, set[Masks]] = {table.code: set() for table in model.decisions}

    def looking(asked: Model, table: DecisionTable, values: Mapping[str, Value]) -> Taken:
        fields = analysis.space.tables[table.code].fields
        seen[table.code].add(tuple(analysis.space.axes[n].value_mask(values[n]) for n in fields))
        return take_decision(asked, table, values)

    cases = list(every_case(model))
    for case in cases:
        evaluate(model, case, deciding=looking)
    if not cases:
        return
    for code, ts in analysis.space.tables.items():
        boxes = analysis.reach.part(ts, [ts.grid.full])
        missed = [cell for cell in seen[code] if not any(_within(cell, box) for box in boxes)]
        assert not missed, (code, missed)
        # what follows from formulas that share a field may be less than each of them admits
        whole = len(model.decisions) == 1 and set(model.parts) <= set(ts.fields)
        # of a piece of whole numbers and one of fractions the steps are not told apart
        whole = whole and len({model.fields[name].type for name in ts.fields}) == 1
        if whole and len(analysis.reach.computed) == len(model.parts) == 1:
            shown = sum(1 for _ in _cells(boxes))
            assert shown == len(seen[code]), (code, shown, len(seen[code]))


def _within(cell: Masks, box: Masks) -> bool:
    return all(one & other for one, other in zip(cell, box, strict=True))


def _cells(boxes: list[Masks]) -> Iterator[Masks]:
    for box in boxes:
        yield from product(*([1 << n for n in range(mask.bit_length()) if mask >> n & 1] for mask in box))


@given(derived_models())
@settings(max_examples=60)
def test_no_example_of_a_finding_is_refused(model: Model) -> None:
    findings, _ = run_checks(model)
    for finding in findings:
        if finding.example is None:
            continue
        result = evaluate(model, as_values(model, finding.example))
        refused = [t for t in result.problems if t.name == "contradiction" or _must_be_stated(model, t)]
        assert not refused, (finding, result.problems)


def _must_be_stated(model: Model, trouble: Trouble) -> bool:
    """Whether an input is missing; what is computed of results may refuse further down than the finding is about."""
    return trouble.name == "missing-input" and not model.fields[trouble.about].computed
