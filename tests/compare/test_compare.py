"""The comparison of two versions against brute force: exactly the changed cases, no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from b12tables.compiler import read
from b12tables.compiler.compare.comparison import Change, Comparison, next_version
from b12tables.compiler.compare.differ import compare
from b12tables.compiler.compare.partial_evaluation import AFTER, STATED, base, field_of
from b12tables.compiler.model import Evaluation, Interval, Test, Value, evaluate
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import Model
from b12tables.compiler.report import comparison_parts
from tests.kit.random_models import accepts, all_cases
from tests.kit.tables import model_from_markdown
from tests.strategies import edited_pairs, models

Results = tuple[Evaluation, Evaluation]


def _seen(comparison: Comparison, case: Mapping[str, Value], results: Results, name: str) -> Value:
    """A field's value as a table sees it: of the old version, or of the new one where the name says so."""
    side = 1 if name.endswith(AFTER) else 0
    model = (comparison.old, comparison.new)[side]
    name = base(name)
    if name.endswith(STATED):
        return field_of(name) in case
    if name not in model.produced_by:
        return case[name]
    answer = results[side].outputs[model.produced_by[name].code]
    if isinstance(answer, tuple):
        return frozenset(row[name] for row in answer if row[name] is not None)  # type: ignore[misc]
    return answer[name]


def _inside(comparison: Comparison, change: Change, case: Mapping[str, Value], results: Results) -> bool:
    for masks in change.masks:
        try:
            seen = {name: _seen(comparison, case, results, name) for name in masks}
        except KeyError:
            continue  # a decision that gives no answer here, or what is left out
        if all(comparison.axes[base(n)].value_mask(seen[n]) & mask for n, mask in masks.items()):
            return True
    return False


def _answer(model: Model, result: Evaluation, code: str, fields: tuple[str, ...]) -> object:
    answer = result.outputs.get(code)
    if isinstance(answer, tuple):
        rows = [tuple((n, row[n]) for n in fields) for row in answer]
        return sorted(rows, key=repr) if model.decision[code].hit_policy is HitPolicy.COLLECT else rows
    return None if answer is None else tuple((n, answer[n]) for n in fields)


def _evaluate(model: Model, case: Mapping[str, Value], asked: set[str]) -> tuple[Evaluation, bool]:
    result = evaluate(model, {n: v for n, v in case.items() if n in model.fields})
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
            c.kind
            for c in comparison.changes
            if not c.decision and _inside(comparison, c, case, (before, after))
        ]
        wanted = (
            [] if old_accepts == new_accepts else ["no longer accepted" if old_accepts else "newly accepted"]
        )
        assert kinds == wanted, case
        differs |= bool(kinds)
        if not (old_accepts and new_accepts):
            continue
        for code, fields in shared.items():
            if code in comparison.unfinished:
                continue
            answers = [_answer(m, r, code, fields) for m, r in ((old, before), (new, after))]
            if code in unordered and None not in answers:
                answers = [sorted(answer, key=repr) for answer in answers]  # type: ignore[call-overload]
            inside = [
                c
                for c in comparison.changes
                if c.decision == code and _inside(comparison, c, case, (before, after))
            ]
            assert bool(inside) == (answers[0] != answers[1]), (code, case, answers)
            assert len(inside) <= 1 or new.decision[code].hit_policy.gives_list
            differs |= bool(inside)
            if inside and not isinstance(inside[0].before, tuple) and inside[0].kind == "changed":
                change = inside[0]
                assert dict(answers[0])[change.fields[0]] == change.before[change.fields[0]]  # type: ignore[call-overload,index]
                assert dict(answers[1])[change.fields[0]] == change.after[change.fields[0]]  # type: ignore[call-overload,index]
    if not comparison.unfinished:
        assert bool(comparison.changes) == differs
        codes = {c.decision for c in comparison.changes}
        alike = {*comparison.identical, *comparison.identical_where_both_accept}
        assert alike == {code for code, fields in shared.items() if fields} - codes
    return comparison


@pytest.mark.slow
@pytest.mark.parametrize("part", range(5))
@settings(max_examples=30)
@given(pair=edited_pairs())
def test_an_edited_set_differs_exactly_where_it_is_said(part: int, pair: tuple[Model, Model]) -> None:
    assert not check_exact(*pair).unfinished


@pytest.mark.slow
@pytest.mark.parametrize("part", range(3))
@settings(max_examples=20)
@given(old=models(), new=models())
def test_two_sets_that_have_nothing_to_do_with_each_other(part: int, old: Model, new: Model) -> None:
    check_exact(old, new)


@pytest.mark.slow
@settings(max_examples=40)
@given(models())
def test_a_set_is_provably_identical_to_itself(model: Model) -> None:
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


# ---------------------------------------------------------------- rewording, reordering, splitting, merging


TABLES = """
## Fields
- cause: choice (dietary, malabsorption, surgery), unknown
- age: whole number, 0..120
- band: choice (low, high)
- regimen: choice (oral, injection, refer)
- dose: number, unit mg, 0..10

## Decision: Band
| | When | Then | Because |
|---|---|---|---|
| | Age | Band | Evidence |
| B1 | <= 65 | low | inference: a |
| B2 | > 65 | high | inference: b |

## Decision: Regimen
| | When | | Then | | Because |
|---|---|---|---|---|---|
| | Cause | Band | Regimen | Dose | Evidence |
| R1 | dietary | low | oral | 1 | inference: c |
| R2 | dietary | high | injection | 1 | inference: d |
| R3 | not(dietary) | - | injection | 1 | inference: e |
| R4 | unknown | - | refer | none | inference: f |
"""


def _edited(*edits: tuple[str, str]) -> Comparison:
    text = TABLES
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    return compare(model_from_markdown(TABLES), model_from_markdown(text))


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([("| not(dietary) |", "| malabsorption; surgery |")], id="another wording"),
        pytest.param(
            [("| <= 65 |", "| [0..65] |"), ("| > 65 |", "| >= 66 |")], id="another border of whole numbers"
        ),
        pytest.param(
            [
                ("| R1 | dietary | low | oral | 1 | inference: c |\n", ""),
                ("| R4 |", "| R1 | dietary | low | oral | 1 | inference: c |\n| R4 |"),
            ],
            id="rows in another order",
        ),
        pytest.param(
            [
                (
                    "| R3 | not(dietary) | - |",
                    "| R3a | surgery | - | injection | 1 | inference: e |\n| R3b | malabsorption | - |",
                )
            ],
            id="a row split in two",
        ),
        pytest.param(
            [
                ("| R1 | dietary | low | oral |", "| R1 | dietary; unknown | low | refer |"),
                ("| R1 | dietary; unknown | low | refer |", "| R1 | dietary | low | oral |"),
                (
                    "| R4 | unknown | - |",
                    "| R4a | unknown | low | refer | none | inference: f |\n| R4b | unknown | high |",
                ),
            ],
            id="a row split along a decided column",
        ),
    ],
)
def test_provably_identical(edits: list[tuple[str, str]]) -> None:
    comparison = _edited(*edits)
    assert comparison.same_answers and comparison.step == "patch"
    assert set(comparison.identical) == {"band", "regimen"} and not comparison.changes


def test_a_row_split_in_two_may_be_merged_again() -> None:
    split = TABLES.replace(
        "| R3 | not(dietary) | - |",
        "| R3a | surgery | - | injection | 1 | inference: e |\n| R3b | malabsorption | - |",
    )
    assert compare(model_from_markdown(split), model_from_markdown(TABLES)).same_answers


def test_one_changed_cell_upstream_is_told_in_the_words_of_the_later_table() -> None:
    comparison = _edited(("| <= 65 |", "| <= 70 |"), ("| > 65 |", "| > 70 |"))
    by_decision = {change.decision: change for change in comparison.changes}
    assert (
        set(by_decision) == {"band", "regimen"}
        and comparison.step == "major"
        and comparison.version == "1.0.0"
    )
    band, regimen = by_decision["band"], by_decision["regimen"]
    assert band.region == ({"age": ({"low": 66, "low_closed": True, "high": 70, "high_closed": True},)},)
    assert {(c.old_text, c.new_text) for c in band.causes} == {("<= 65", "<= 70"), ("> 65", "> 70")}
    assert regimen.before == {"regimen": "injection", "dose": 1} and regimen.after == {
        "regimen": "oral",
        "dose": 1,
    }
    assert regimen.fields == ("regimen",)
    assert regimen.region == (
        {
            "band after": ({"value": "low"},),
            "band before": ({"value": "high"},),
            "cause": ({"value": "dietary"},),
        },
    )
    assert set(regimen.causes) == set(band.causes) and 66 <= regimen.example["age"] <= 70  # type: ignore[operator]


def test_a_cell_that_nobody_reaches_changes_nothing() -> None:
    unreachable = TABLES.replace("| R2 | dietary | high | injection |", "| R2 | dietary | high | oral |")
    never_high = [("| <= 65 |", "| - |"), ("| B2 | > 65 | high | inference: b |\n", "")]
    old, new = TABLES, unreachable
    for before, after in never_high:
        old, new = old.replace(before, after), new.replace(before, after)
    assert compare(model_from_markdown(old), model_from_markdown(new)).same_answers


def test_more_covered_is_a_minor_step() -> None:
    comparison = _edited(("- age: whole number, 0..120", "- age: whole number, 0..130"))
    assert [c.kind for c in comparison.changes] == ["newly accepted"] and comparison.step == "minor"


def test_who_had_no_answer_is_not_said_to_get_another_one() -> None:
    """Nobody who had one gets another: the head of the decision says no more than the step of the version."""
    whole, gap = model_from_markdown(TABLES), model_from_markdown(TABLES.replace("<= 65", "< 65"))
    heads = [comparison_parts(compare(*pair), "then", "now") for pair in ((gap, whole), (whole, gap))]
    assert _of_band(heads[0]) == ["Band (band): 1 kind of patient gets an answer, and had none"]
    assert _of_band(heads[1]) == ["Band (band): 1 kind of patient gets no answer any more"]


def _of_band(parts: list[tuple[str, list[str]]]) -> list[str]:
    return [head for head, _ in parts if head.startswith("Band")]


def test_a_field_that_must_be_stated_now_is_a_major_step() -> None:
    comparison = _edited(
        ("- band:", "- weight: number, 0..300\n- band:"),
        ("| | Age | Band | Evidence |", "| | Age | Weight | Band | Evidence |"),
        (
            "| | When | Then | Because |\n|---|---|---|---|",
            "| | When | | Then | Because |\n|---|---|---|---|---|",
        ),
        ("| <= 65 |", "| <= 65 | - |"),
        ("| > 65 |", "| > 65 | - |"),
    )
    assert [note.message for note in comparison.notes if note.step == "major"] == [
        "Weight must be stated now"
    ]
    assert comparison.step == "major" and not comparison.changes


def test_another_label_is_a_patch_and_said() -> None:
    comparison = _edited(("## Decision: Band", "## Decision: Age group\n- Code: band"))
    assert comparison.same_answers and comparison.step == "patch"
    assert [note.message for note in comparison.notes] == ["Band (band) is now called Age group"]


def _between(text: str, before: str, after: str) -> Comparison:
    assert before in text
    return check_exact(model_from_markdown(text), model_from_markdown(text.replace(before, after)))


def test_a_multi_hit_field_that_the_dictionary_lets_be_unknown_is_known_all_the_same() -> None:
    comparison = _between(
        """
## Fields
- sign: choice (yes, no)
- notes: choice (n1, n2), unknown
- plan: choice (x, y)

## Decision: Notes
- Hit policy: Collect
- May be empty: yes
| | When | Then | Because |
|---|---|---|---|
| | Sign | Notes | Evidence |
| N1 | yes | n1 | inference: a |

## Decision: Plan
| | When | | Then | Because |
|---|---|---|---|---|
| | Sign | Notes | Plan | Evidence |
| P1 | no | - | x | inference: b |
| P2 | yes | includes n1 | y | inference: c |
| P3 | yes | excludes n1 | x | inference: d |
""",
        "| P1 | no | - | x |",
        "| P1 | no | - | y |",
    )
    assert {change.decision for change in comparison.changes} == {"plan"} and not comparison.unfinished


def test_rules_of_one_rank_that_contradict_each_other_leave_nothing_open() -> None:
    comparison = _between(
        """
## Fields
- size: choice (small, large)
- dose: choice (low, high)
- amount: number, unit mg, 0..10

## Decision: Dose
- Hit policy: Priority
| | When | Then | | Because |
|---|---|---|---|---|
| | Size | Dose | Amount | Evidence |
| D1 | - | low | 1 | inference: a |
| D2 | - | low | 2 | inference: b |
| D3 | large | high | 3 | inference: c |

## Decision: Next
| | When | Then | Because |
|---|---|---|---|
| | Dose | Size after | Evidence |
| X1 | low | small | inference: d |
| X2 | high | large | inference: e |
""".replace(
            "- size: choice (small, large)",
            "- size: choice (small, large)\n- size_after: choice (small, large)",
        ),
        "| X2 | high | large |",
        "| X2 | high | small |",
    )
    assert not comparison.unfinished


# ---------------------------------------------------------------- the real tables


@pytest.mark.slow
def test_one_border_of_the_real_tables_is_followed_through_all_decisions() -> None:
    model, _ = read(Path(__file__).parent.parent.parent / "tables")
    assert model is not None
    assert len(compare(model, model).identical) == len(model.decisions)
    table = model.decision["egfr_band"]
    moved = {Interval(None, False, Fraction(60), False): 50, Interval(Fraction(60), True, None, False): 50}
    rules = tuple(
        replace(rule, conditions=tuple(replace(c, test=_moved(c.test, moved)) for c in rule.conditions))
        for rule in table.rules
    )
    edited_table = replace(table, rules=rules)
    new = replace(
        model, decisions=tuple(edited_table if t is table else t for t in model.decisions), content_hash="new"
    )
    comparison = compare(model, new)
    changed = {change.decision for change in comparison.changes}
    assert not comparison.unfinished and {"egfr_band", "renal_class", "product"} <= changed
    assert changed | set(comparison.identical) == set(model.decision)
    for change in comparison.changes:
        assert {(c.new_place, c.old_text) for c in change.causes} == {
            (rule.conditions[0].place, rule.conditions[0].explained)
            for rule in table.rules
            if rule.conditions[0].test in moved
        }


def _moved(test: Test, moved: dict[Interval, int]) -> Test:
    if not isinstance(test, Interval) or test not in moved:
        return test
    border = Fraction(moved[test])
    return replace(
        test, low=border if test.low is not None else None, high=border if test.high is not None else None
    )
