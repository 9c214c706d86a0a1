"""Explanations name exactly the rules that fired, for every case, audience and form; the answer comes first."""

from __future__ import annotations

import re
from datetime import date
from random import Random
from typing import Any

import pytest

from b12tables.runtime.explain.influence import Tried, would_change
from b12tables.runtime.explain.page import is_answer
from tests.kit.packages import given_json, iron_model, iron_package, random_case, real_model, real_package

TODAY = date(2026, 11, 21)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("seed", range(12))
def test_exactly_the_rules_that_fired_are_named(seed: int) -> None:
    rng = Random(seed)
    model, package = [(real_model(), real_package()), (iron_model(), iron_package())][seed % 2]
    result = package.evaluate(given_json(model, random_case(model, rng)), today=TODAY)
    text = result.explain()
    named = re.findall(r"^  rule (\S+) · (.*?)$", text, re.MULTILINE)
    wanted = [(rule.id, str(rule.place)) for step in result.trace for rule in step.rules]
    assert sorted(f"{id} {flat(place)}" for id, place in named) == sorted(
        f"{id} {flat(place)}" for id, place in wanted
    )
    if result.status == "ok":
        assert text.startswith("ANSWER")
        for step in result.trace:
            for rule in step.rules:
                for name, asked, cell in package.SET.conditions(step.decision.code).get(rule.id, ()):
                    field = package.SET.by_code[name]
                    line = f"{field.label}: {field.text(step.inputs[name])} — the rule asks: {flat(asked)} ({cell})"
                    assert flat(line) in flat(text)
                for evidence in rule.evidence:
                    assert evidence.ref in text
    else:
        assert text.startswith("NO ANSWER")
        for problem in result.problems:
            assert flat(problem.message) in flat(text)
    assert flat(result.safety) in flat(text) and result.review_status in text


def test_a_patient_reads_no_codes_and_no_cells() -> None:
    case = {"cause": "pernicious_anaemia", "phase": "maintenance", "neuro_status": "none"}
    text = real_package().evaluate(case).explain("patient")
    for row in real_model().fields["regimen"].values:
        if row.code == "IM_MONTHLY":
            assert flat(row.patient) in flat(text)
    assert (
        ".xlsx" not in text
        and "IM_MONTHLY" not in text
        and "rule" not in text.split("keep in mind")[0].lower().split()
    )
    refused = real_package().evaluate({"b12": 453}).explain("patient")
    assert "You said: 453" in refused and real_model().fields["b12"].patient in flat(refused)


def test_markdown_cannot_be_injected() -> None:
    hostile = "[x](http://example.org) <script> # head | `code`"
    text = real_package().evaluate({"cause": hostile}).explain(form="markdown")
    assert "<script>" not in text.replace("\\<script\\>", "") and "](http" not in text.replace(
        "\\](http", ""
    ).replace("\\]", "")
    assert text.startswith("## No answer")


SCENES: dict[str, dict[str, object]] = {
    "methylcobalamin, nothing else known": {"current_product": "methylcobalamin"},
    "453 pmol/L after four injections": {
        "b12": "453 pmol/L", "phase": "loading_complete", "neuro_status": "none", "months_since_start": 1,
        "depression_course": "improved",
    },
    "cyanocobalamin every month": {
        "current_product": "cyanocobalamin", "phase": "maintenance", "current_interval": "monthly",
    },
}  # fmt: skip


@pytest.mark.parametrize("scene", SCENES)
def test_the_first_page_has_what_must_not_be_missed_and_can_be_read_aloud(scene: str) -> None:
    package = real_package()
    result = package.evaluate(SCENES[scene])
    short, full = result.explain(detail="short"), result.explain()
    head = short.split("Version 1.")[0].strip()
    assert full.startswith(head)
    lines = short.splitlines()
    assert len([line for line in lines if line]) <= 20 < len(full.splitlines())
    # the conclusion is the first thing that is said
    action = package.SET.by_code["action"].text(result.regimen_action.action)
    assert result.headline and flat(result.headline) in flat(" ".join(lines[:3]))
    assert action in result.headline
    # nothing critical is folded, and nothing is lost: all of it stands in the full explanation
    for one in result.warnings:
        if one.severity == "critical":
            assert f"CRITICAL: {package.SET.by_code['warning'].text(one.warning)}" in flat(short)
    for step in result.trace:
        if is_answer(package.SET, step.decision):
            for one in step.answer if isinstance(step.answer, tuple) else (step.answer,):
                for name, value in one.items():
                    assert value is None or flat(package.SET.by_code[name].text(value)) in flat(full)
        for evidence in step.evidence:
            if evidence.kind == "conflict":
                assert f"  {evidence.ref}: {package.SET.conflict(evidence.ref)[0]}" in full
    asked = {name for step in result.trace for name in step.inputs}
    for name, value in result.inputs.items():
        if value is None and name in asked and package.SET.by_code[name].computed is None:
            assert package.SET.by_code[name].label in flat(full)
    assert flat(result.safety) in flat(short) and result.review_status in short
    assert ".xlsx" not in short


def test_what_a_statement_says_is_told_once() -> None:
    package = real_package()
    result = package.evaluate(SCENES["453 pmol/L after four injections"])
    text = flat(result.explain())
    refs = {e.ref for step in result.trace for e in step.evidence if e.kind == "statement"}
    assert len(refs) > 20
    for ref in refs:
        wording = flat(package.SET.statement(ref)[2])
        others = sum(wording in flat(package.SET.statement(other)[2]) for other in refs if other != ref)
        assert wording and text.count(wording) <= 1 + others, ref
        assert text.count(f"statement {ref} (") == 1


def test_a_patient_reads_how_important_a_warning_is_beside_it() -> None:
    text = flat(real_package().evaluate(SCENES["cyanocobalamin every month"]).explain("patient"))
    assert "no reason to stop B12. (Important)" in text


@pytest.mark.parametrize(
    "wrong", [{"audience": "nurse"}, {"lang": "xx"}, {"form": "html"}, {"detail": "long"}]
)
def test_an_audience_language_or_form_that_does_not_exist_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"there are|exist in"):
        real_package().evaluate({}).explain(**wrong)


def test_what_an_unknown_would_change_is_what_evaluate_says() -> None:
    package = real_package()
    case = {"phase": "maintenance", "neuro_status": "none"}
    result = package.evaluate(case)
    changed = would_change(Tried(result), "cause")
    assert "duration" in changed and "renal_class" not in changed
    found = set()
    for code, _, _ in package.SET.by_code["cause"].options:
        after = package.evaluate({**case, "cause": code})
        found |= {name for name, answer in after.outputs.items() if answer != result.outputs[name]}
    assert changed == found
