"""Scores, which are computed from what tables decide, against the enumeration of every case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Model
from tests.kit.packages import package_of
from tests.kit.tables import model_and_findings, model_from_markdown

HEAD = """
## Fields
- age: choice (young, old, oldest)
- bleed: yes/no
- stroke: yes/no, unknown
- p1: {kind}, 0..9
- p2: {kind}, 0..9
- p3: {kind}, 0..9
- both: {kind}, -20..20, computed {first}
- total: {kind}, -30..30, computed {second}
- risk: choice (low, middle, high)

## Decision: P1
- Hit policy: {policy}
| | When | Then |
|---|---|---|
| Rule | Age | P1 |
| R1 | old, oldest | {a} |
| R2 | oldest | {b} |
| Otherwise | | 0 |

## Decision: P2
| | When | Then |
|---|---|---|
| Rule | Bleed | P2 |
| R1 | yes | {c} |
| R2 | no | 0 |

## Decision: P3
| | When | Then |
|---|---|---|
| Rule | Stroke | P3 |
| R1 | yes | {d} |
| R2 | no; unknown | 1 |

## Decision: Risk
| | When | Then |
|---|---|---|
| Rule | Total | Risk |
| R1 | <= {low} | low |
| R2 | ]{low}..{high}] | middle |
| R3 | > {high} | high |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S0 | Bleed: yes | Total: >= {bound} | w |
| S1 | | Total: not({bound}) | w |
| S2 | Age: young | Risk: not(high) | w |
| S3 | Total: {bound} | Stroke: yes | w |
"""

AGES, YES_NO = ("young", "old", "oldest"), (True, False)
CASES = [
    {"age": age, "bleed": bleed, "stroke": stroke}
    for age, bleed, stroke in product(AGES, YES_NO, (*YES_NO, "unknown"))
]

SCORES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["whole number", "number"]),
        "first": st.sampled_from(["p1 + p2", "p1 - p2", "p2 + p1"]),
        "second": st.sampled_from(["both + p3", "both - p3", "p3 + both", "p3 - both", "p1 + p2 + p3"]),
        "policy": st.sampled_from(["Collect sum", "Collect max", "First"]),
        **{name: st.integers(0, 4) for name in "abcd"},
        "low": st.integers(-2, 2),
        "high": st.integers(3, 6),
        "bound": st.integers(-3, 8),
    }
)


def _model(said: Mapping[str, object]) -> Model:
    return model_from_markdown(HEAD.format(**said))


@given(SCORES)
@settings(max_examples=60, derandomize=True)
def test_what_is_proved_of_a_score_is_what_enumeration_says(said: Mapping[str, Any]) -> None:
    model = _model(said)
    findings, certificate = run_checks(model)
    assert not certificate.skipped, certificate.skipped
    package, bound = package_of(model), said["bound"]
    seen = []
    for case in CASES:
        result = package.evaluate(case)
        seen.append((case, result.inputs["total"], result.outputs["risk"]["risk"]))
    broken = {
        "S0": any(case["bleed"] is True and total < bound for case, total, _ in seen),
        "S1": any(total == bound for _, total, _ in seen),
        "S2": any(case["age"] == "young" and risk == "high" for case, _, risk in seen),
        "S3": any(total == bound and case["stroke"] is not True for case, total, _ in seen),
    }
    verdicts = {str(entry["id"]): entry["verdict"] for entry in certificate.safety_rules}
    expected = {id_: "broken" if fails else "proved" for id_, fails in broken.items()}
    if not any(total == bound for _, total, _ in seen):
        expected["S3"] = "vacuous"
    assert verdicts == expected
    for finding in findings:
        if finding.name == "broken-safety-rule":
            # the example is a case that the package takes, and no total is stated in it
            assert finding.example is not None and {"total", "both"}.isdisjoint(finding.example)
            assert package.evaluate(finding.example).status == "ok"
    reached = {risk for _, _, risk in seen}
    unreached = {f"R{i + 1}" for i, risk in enumerate(("low", "middle", "high")) if risk not in reached}
    assert {
        f.rules[0] for f in findings if f.name == "unreachable-rule" and f.decision == "risk"
    } == unreached


def _partial() -> Iterator[dict[str, object]]:
    for age, bleed, stroke in product((None, *AGES), (None, *YES_NO), (None, *YES_NO, "unknown")):
        stated = {"age": age, "bleed": bleed, "stroke": stroke}
        yield {name: value for name, value in stated.items() if value is not None}


@given(SCORES)
@settings(max_examples=12, derandomize=True)
def test_what_is_still_possible_of_a_score_is_what_enumeration_says(said: Mapping[str, Any]) -> None:
    package = package_of(_model(said))
    for partial in _partial():
        whole = [case for case in CASES if partial.items() <= case.items()]
        answers = {package.evaluate(case).outputs["risk"]["risk"] for case in whole}
        possible = package.possible(partial)
        found = {answer["risk"] for answer in possible.outcomes("risk").answers}
        assert found == answers, partial
        if len(answers) > 1:
            question = possible.next_question()
            assert question is not None and question.code in {"age", "bleed", "stroke"} - partial.keys()


TWOS = dict.fromkeys("abcd", 2) | {
    "kind": "whole number",
    "first": "p1 + p2",
    "second": "both + p3",
    "policy": "Collect sum",
    "low": 1,
    "high": 3,
    "bound": 1,
}


def test_a_score_is_never_asked_and_never_stated() -> None:
    package = package_of(_model(TWOS))
    assert set(package.possible({}).matter()) == {"age", "bleed", "stroke"}
    oldest = {"age": "oldest", "bleed": True, "stroke": True}
    assert package.evaluate(oldest).inputs["total"] == 2 + 2 + 2 + 2
    stated = package.evaluate({**oldest, "total": 8})
    assert [(p.name, p.field) for p in stated.problems] == [("not-an-input", "total")]
    for name in ("total", "both"):
        assert package.evaluate({**oldest, name: 7}).status == "invalid-input"


@pytest.mark.parametrize("value", ["low", "middle", "high"])
def test_what_would_have_to_be_otherwise_is_found_through_a_score(value: str) -> None:
    package = package_of(_model(TWOS))
    for case in CASES:
        told = package.why_not(case, "risk", value)
        assert told.given == (package.evaluate(case).outputs["risk"]["risk"] == value)
        assert told.complete and (told.given or told.changes), case
        for change in told.changes:
            assert package.evaluate({**case, **change.values}).outputs["risk"]["risk"] == value


def _sum_of_three(**said: object) -> dict[str, object]:
    return {**TWOS, "second": "p1 + p2 + p3", **said}


def test_a_sum_of_three_is_never_asked_and_explained_with_its_parts() -> None:
    package = package_of(_model(_sum_of_three()))
    oldest = {"age": "oldest", "bleed": True, "stroke": True}
    result = package.evaluate(oldest)
    assert result.inputs["total"] == 2 + 2 + 2 + 2
    assert set(package.possible({}).matter()) == {"age", "bleed", "stroke"}
    assert package.evaluate({**oldest, "total": 7}).status == "invalid-input"
    for value, case in product(("low", "middle", "high"), CASES[::3]):
        told = package.why_not(case, "risk", value)
        assert told.complete
        for change in told.changes:
            assert package.evaluate({**case, **change.values}).outputs["risk"]["risk"] == value


@pytest.mark.parametrize("formula", ["p1 + p2 - p3", "p1 - p2 - p3"])
def test_a_difference_of_more_than_two_is_refused_with_the_way_to_write_it(formula: str) -> None:
    _, findings = model_and_findings(HEAD.format(**_sum_of_three(second=formula)))
    (told,) = [finding for finding in findings if finding.name == "bad-cell"]
    assert "takes away from more than one field" in told.message
    assert "a difference has two fields" in told.help[0]


def test_another_part_or_another_unit_in_a_sum_is_told() -> None:
    text = HEAD.format(**_sum_of_three(second="p1 + p2 + p1"))
    assert any(f.name == "bad-cell" and "counts P1 twice" in f.message for f in model_and_findings(text)[1])
    text = HEAD.format(**_sum_of_three(second="p1 + p2 + p4"))
    assert any(f.name == "unknown-name" and "p4" in f.message for f in model_and_findings(text)[1])
    text = HEAD.format(**_sum_of_three()).replace("- p3: whole number,", "- p3: whole number, unit mg,")
    assert any(f.name == "unit-mismatch" and "p3" in f.message.lower() for f in model_and_findings(text)[1])


NINE = "+".join(f"q{i}" for i in range(9))


def test_a_score_of_nine_parts_is_proved_over_its_totals() -> None:
    parts = "".join(f"- f{i}: yes/no\n- q{i}: whole number, 0..2\n" for i in range(9))
    tables = "".join(
        f"\n## Decision: Points {i}\n| | When | Then |\n|---|---|---|\n| Rule | f{i} | q{i} |\n"
        f"| R1 | yes | {1 + i % 2} |\n| R2 | no | 0 |\n"
        for i in range(9)
    )
    text = (
        f"## Fields\n{parts}- score: whole number, computed {NINE}\n- risk: choice (low, high, never)\n{tables}"
        "\n## Decision: Risk\n| | When | Then |\n|---|---|---|\n| Rule | Score | Risk |\n| R1 | <= 12 | low |\n"
        "| R2 | 13 | high |\n| R3 | > 13 | never |\n"
        "\n## Safety rules\n| ID | When | Must | Why |\n|---|---|---|---|\n| S1 | f0: no | Risk: low | w |\n"
        "| S2 | f1: no | Risk: low | w |\n| S3 | | Score: <= 12 | w |\n"
    )
    model = model_from_markdown(text)
    findings, certificate = run_checks(model)
    assert not certificate.skipped
    verdicts = {str(entry["id"]): entry["verdict"] for entry in certificate.safety_rules}
    assert verdicts == {"S1": "proved", "S2": "proved", "S3": "broken"}
    assert [f.rules for f in findings if f.name == "unreachable-rule"] == [("R3",)]
    package = package_of(model)
    assert package.evaluate({f"f{i}": i % 2 == 1 for i in range(9)}).inputs["score"] == 8
