"""Explanations name exactly the rules that fired, in the order of the decisions, for every case, audience and form."""

from __future__ import annotations

import re
from datetime import date
from random import Random
from typing import Any

import pytest

from b12tables.runtime.explain import would_change
from tests.runtime.packages import given_json, iron_model, iron_package, random_case, real_model, real_package

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
    assert [f"{id} {flat(place)}" for id, place in named] == [f"{id} {flat(place)}" for id, place in wanted]
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


@pytest.mark.parametrize("wrong", [{"audience": "nurse"}, {"lang": "xx"}, {"form": "html"}])
def test_an_audience_language_or_form_that_does_not_exist_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"there are|exist in"):
        real_package().evaluate({}).explain(**wrong)


def test_what_an_unknown_would_change_is_what_evaluate_says() -> None:
    package = real_package()
    case = {"phase": "maintenance", "neuro_status": "none"}
    result = package.evaluate(case)
    changed = would_change(result, "cause")
    assert "duration" in changed and "renal_class" not in changed
    found = set()
    for code, _, _ in package.SET.by_code["cause"].options:
        after = package.evaluate({**case, "cause": code})
        found |= {name for name, answer in after.outputs.items() if answer != result.outputs[name]}
    assert changed == found
