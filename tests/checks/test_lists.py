"""Tables that give a list: for whom nothing is said, and which rows say two things of one result."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import HitPolicy
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Model
from b12tables.compiler.reader.build_model import build_model
from tests.kit.cases import in_region
from tests.kit.tables import model_and_findings, model_from_markdown, workbook_from_markdown

FIELDS = """
## Fields
- age: whole number, 0..120
- nerves: yes/no
- advice: choice (go_on, stop)
- severity: choice (note, critical)
"""

LIST = (
    FIELDS
    + """
## Decision: Advice table
- Hit policy: {policy}
{key}
| | When | | Then | |
|---|---|---|---|---|
| Rule | Age | Nerves | Advice | Severity |
| R1 | < 18 | - | go_on | note |
| R2 | > 18 | yes | stop | note |
| R3 | > 60 | - | stop | critical |
| R4 | > 80 | - | stop | none |
{otherwise}
"""
)

LISTS = ("Rule order", "Output order", "Collect")


def _model(policy: str = "Collect", key: str = "", otherwise: str = "") -> Model:
    return model_from_markdown(LIST.format(policy=policy, key=key, otherwise=otherwise))


def _found(model: Model) -> list[Finding]:
    return [
        f
        for f in run_checks(model)[0]
        if f.name in ("gap", "empty-list", "two-values", "overlap", "conflict")
    ]


@pytest.mark.parametrize("policy", LISTS)
def test_who_is_told_nothing_and_what_stands_together_is_told_with_its_region(policy: str) -> None:
    found = _found(_model(policy))
    assert [(f.name, f.rules, f.severity) for f in found] == [
        ("empty-list", (), "warning"),
        ("empty-list", (), "warning"),
        ("two-values", ("R2", "R3"), "warning"),
    ]
    empty, together = [f for f in found if f.name == "empty-list"], found[-1]
    boxes = [box for finding in empty for box in finding.region]
    reached = {
        (number, nerves)
        for number in (17, 18, 19, 60, 61)
        for nerves in (True, False)
        if any(
            in_region(_model(policy), {"age": Fraction(number), "nerves": nerves}, (box,)) for box in boxes
        )
    }
    assert reached == {(18, True), (18, False), (19, False), (60, False)}
    assert "an empty list, nothing is said" in empty[0].message
    assert "both, in one list" in together.message
    (box,) = together.region
    assert box["nerves"] == ({"value": True},)
    assert together.example is not None and together.example["age"] >= 61


@pytest.mark.parametrize("policy", LISTS)
def test_a_list_of_remarks_may_be_empty_and_say_anything_together(policy: str) -> None:
    for word in ("yes", "Yes", "TRUE"):
        assert not _found(_model(policy, f"- May be empty: {word}\n"))
    assert len(_found(_model(policy, "- May be empty: no\n"))) == 3


def test_otherwise_leaves_nobody_without_an_answer() -> None:
    found = _found(_model(otherwise="| Otherwise | | | go_on | none |"))
    assert [f.name for f in found] == ["two-values"]


def test_what_mends_is_said() -> None:
    findings = _found(_model())
    assert all(" to " in finding.help[0] and finding.mends.edits for finding in (findings[0], findings[-1]))
    assert "May be empty" in findings[0].help[-1] and "May be empty" in findings[-1].help[-1]


@pytest.mark.parametrize(
    ("policy", "word", "said"),
    [
        ("Unique", "yes", "Unique gives one answer"),
        ("Collect count", "yes", "Collect count gives one answer"),
        ("Collect", "perhaps", "does not say whether the list may be empty"),
    ],
)
def test_what_is_no_list_is_not_said_to_be_one(policy: str, word: str, said: str) -> None:
    text = LIST.format(policy=policy, key=f"- May be empty: {word}\n", otherwise="")
    _, findings = model_and_findings(
        text.replace("advice: choice (go_on, stop)", "advice: choice (go_on, stop)")
    )
    assert any(f.name == "bad-cell" and said in f.message and f.help for f in findings), findings


def test_the_certificate_says_of_each_table_what_was_looked_for() -> None:
    text = (
        LIST.format(policy="Collect", key="", otherwise="")
        + """
## Fields
- remark: choice (a, b)
- count: number
- first: choice (x, y)
- whichever: choice (x, y)

## Decision: Remarks
- Hit policy: Rule order
- May be empty: yes

| | When | Then |
|---|---|---|
| Rule | Age | Remark |
| R1 | > 20 | a |

## Decision: Points
- Hit policy: Collect count

| | When | Then |
|---|---|---|
| Rule | Age | Count |
| R1 | > 20 | 1 |

## Decision: First one
- Hit policy: First

| | When | Then |
|---|---|---|
| Rule | Age | First |
| R1 | > 20 | x |
| Otherwise | | y |

## Decision: Any one
- Hit policy: Any

| | When | Then |
|---|---|---|
| Rule | Age | Whichever |
| R1 | > 20 | x |
| R2 | <= 20 | y |
"""
    )
    model, _ = build_model(workbook_from_markdown(text))
    assert model is not None
    _, certificate = run_checks(model)
    looked_for = {str(entry["decision"]): entry["looked_for"] for entry in certificate.tables}
    assert looked_for == {
        "advice_table": ["empty-list", "two-values"],
        "remarks": [],
        "points": [],
        "first_one": ["otherwise-covers", "overlap"],
        "any_one": ["gap", "conflict"],
    }
    lines = certificate.lines()
    assert "  nothing (May be empty: any of its rows may hold together, or none): Remarks" in lines
    assert "  empty-list, two-values: Advice table" in lines
    assert json.loads(json.dumps(certificate.as_dict()))["tables"][1]["because"].startswith("May be empty")


SUM = """
## Fields
- age: whole number, 0..120
- nerves: yes/no
- points: {range}

## Decision: Score
- Hit policy: {policy}

| | When | | Then |
|---|---|---|---|
| Rule | Age | Nerves | Points |
| R1 | > 60 | - | 1 |
| R2 | - | yes | 2 |
"""


def test_where_a_sum_has_a_gap_that_nothing_adds_up_to_0_is_offered_first() -> None:
    (gap,) = _found(model_from_markdown(SUM.format(policy="Collect sum", range="whole number, 0..3")))
    assert gap.name == "gap" and gap.help[0] == "add a row Otherwise with 0: where no row holds, the sum is 0"
    assert gap.data["otherwise"] == {"points": "0"}
    mended = SUM.format(policy="Collect sum", range="whole number, 0..3") + "| Otherwise | | | 0 |\n"
    assert not _found(model_from_markdown(mended))


@pytest.mark.parametrize(
    ("policy", "range"), [("Collect max", "whole number, 0..3"), ("Collect sum", "whole number, 1..3")]
)
def test_no_0_is_offered_where_it_would_be_no_answer(policy: str, range: str) -> None:
    (gap,) = _found(model_from_markdown(SUM.format(policy=policy, range=range)))
    assert not any("Otherwise" in line for line in gap.help) and "otherwise" not in gap.data


def test_a_sum_of_nothing_that_breaks_a_safety_rule_is_not_offered() -> None:
    text = SUM.format(policy="Collect sum", range="whole number, 0..3")
    text += "\n## Safety rules\n| ID | When | Must | Why |\n|---|---|---|---|\n| S1 | | Points: >= 1 | never none |\n"
    gap = next(f for f in _found(model_from_markdown(text)) if f.name == "gap")
    assert not any("Otherwise" in line for line in gap.help)


def test_that_a_list_may_be_empty_is_told_by_compare_and_changes_no_answer() -> None:
    old = _model()
    (table,) = old.decisions
    new = replace(old, decisions=(replace(table, may_be_empty=True),), content_hash="other")
    comparison = compare(old, new)
    assert [(n.step, "may be" in n.message or "right empty" in n.message) for n in comparison.notes] == [
        ("patch", True)
    ]
    assert not comparison.changes


def test_many_rows_of_remarks_take_nothing_from_what_else_is_to_be_established() -> None:
    rows = "".join(f"| R{i} | >= {i} | - | {'go_on' if i % 2 else 'stop'} | none |\n" for i in range(60))
    text = LIST.partition("| R1")[0].format(policy="Collect", key="") + rows
    model = model_from_markdown(text)
    assert model.decisions[0].hit_policy is HitPolicy.COLLECT
    found = [f for f in _found(model) if f.name == "two-values"]
    assert len(found) == 13 and "besides, 888 more pairs" in found[-1].message
