"""The comparison of two versions against brute force: exactly the changed cases, no other."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler import reference
from b12tables.compiler.cell import Value
from b12tables.compiler.compare import Change, Comparison, compare, next_version
from b12tables.compiler.model import HitPolicy, Model
from tests.desk.random_models import accepts, all_cases, edited, random_model


def _seen(
    comparison: Comparison, case: Mapping[str, Value], result: reference.Evaluation, name: str
) -> Value:
    """A field's value as a table sees it."""
    if name not in comparison.old.produced_by:
        return case[name]
    table = comparison.old.produced_by[name]
    answer = result.outputs.get(table.code)
    if isinstance(answer, tuple):
        return frozenset(row[name] for row in answer if row[name] is not None)  # type: ignore[misc]
    assert answer is not None
    return answer[name]


def _inside(
    comparison: Comparison, change: Change, case: Mapping[str, Value], result: reference.Evaluation
) -> bool:
    for masks in change.masks:
        names = [n for n in masks if n in comparison.old.produced_by]
        if any(comparison.old.produced_by[n].code not in result.outputs for n in names):
            continue
        if all(
            comparison.axes[n].value_mask(_seen(comparison, case, result, n)) & m for n, m in masks.items()
        ):
            return True
    return False


def _answer(model: Model, result: reference.Evaluation, code: str, fields: tuple[str, ...]) -> object:
    answer = result.outputs.get(code)
    if isinstance(answer, tuple):
        rows = [tuple((n, row[n]) for n in fields) for row in answer]
        return sorted(rows, key=repr) if model.decision[code].hit_policy is HitPolicy.COLLECT else rows
    return None if answer is None else tuple((n, answer[n]) for n in fields)


def _evaluate(model: Model, case: Mapping[str, Value], asked: set[str]) -> tuple[reference.Evaluation, bool]:
    result = reference.evaluate(model, {n: v for n, v in case.items() if n in model.fields})
    in_range = accepts(model, {n: v for n, v in case.items() if n in asked})
    return result, in_range and result.status not in ("invalid-input", "missing-input")


def _asked(model: Model) -> set[str]:
    """The fields that some table or combination looks at."""
    tables = {n for t in model.decisions for n in t.input_fields}
    return tables | {t.field for c in model.impossible for t in c.tests}


def check_exact(old: Model, new: Model) -> Comparison:
    """Asks both versions about every case; decisions that could not be compared are left out."""
    comparison = compare(old, new)
    shared = {
        t.code: tuple(n for n in t.output_fields if n in old.produced_by)
        for t in new.decisions
        if t.code in old.decision
    }
    unordered = {
        code
        for code in shared
        if HitPolicy.COLLECT in (old.decision[code].hit_policy, new.decision[code].hit_policy)
    }
    asked = _asked(old) | _asked(new)
    differs = False
    for case in all_cases(old, new):
        (before, old_accepts), (after, new_accepts) = _evaluate(old, case, asked), _evaluate(new, case, asked)
        kinds = [
            c.kind for c in comparison.changes if not c.decision and _inside(comparison, c, case, before)
        ]
        wanted = (
            [] if old_accepts == new_accepts else ["no longer accepted" if old_accepts else "newly accepted"]
        )
        assert kinds == wanted, case
        differs |= bool(wanted)
        if not (old_accepts and new_accepts):
            continue
        for code, fields in shared.items():
            if code in comparison.unfinished:
                continue
            answers = [_answer(m, r, code, fields) for m, r in ((old, before), (new, after))]
            if code in unordered and None not in answers:
                answers = [sorted(answer, key=repr) for answer in answers]  # type: ignore[call-overload]
            inside = [
                c for c in comparison.changes if c.decision == code and _inside(comparison, c, case, before)
            ]
            assert bool(inside) == (answers[0] != answers[1]), (code, case, answers)
            assert len(inside) <= 1
            differs |= bool(inside)
            if inside and not isinstance(inside[0].before, tuple) and inside[0].kind == "changed":
                change = inside[0]
                assert dict(answers[0])[change.fields[0]] == change.before[change.fields[0]]  # type: ignore[call-overload,index]
                assert dict(answers[1])[change.fields[0]] == change.after[change.fields[0]]  # type: ignore[call-overload,index]
    if not comparison.unfinished:
        assert bool(comparison.changes) == differs
        codes = {c.decision for c in comparison.changes}
        assert set(comparison.identical) == {code for code, fields in shared.items() if fields} - codes
    return comparison


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**40))
def test_an_edited_set_differs_exactly_where_it_is_said(seed: int) -> None:
    rng = Random(seed)
    old = random_model(rng)
    assert not check_exact(old, edited(rng, old)).unfinished


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40))
def test_two_sets_that_have_nothing_to_do_with_each_other(seed: int) -> None:
    rng = Random(seed)
    check_exact(random_model(rng), random_model(rng))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**40))
def test_a_set_is_provably_identical_to_itself(seed: int) -> None:
    model = random_model(Random(seed))
    comparison = compare(model, model)
    assert not comparison.changes and not comparison.unfinished and not comparison.notes
    assert comparison.same_answers and comparison.step == "none"
    assert set(comparison.identical) == set(model.decision)


@pytest.mark.parametrize(
    ("version", "step", "then"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("1.2.3-rc.1+x", "patch", "1.2.4"),
    ],
)
def test_the_next_version(version: str, step: str, then: str) -> None:
    assert next_version(version, step) == then  # type: ignore[arg-type]
