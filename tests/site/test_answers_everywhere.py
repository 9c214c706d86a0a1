"""The same answers in the same order on every surface: JSON, explanation, the page's form; on every worked case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.model import Model, given_data
from b12tables.compiler.model.tables import Case
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from tests.kit.packages import package_of, real_model, real_package
from tests.kit.tables import model_from_markdown

CLOTTING = (Path(__file__).parents[1] / "kit" / "sets" / "clotting.md").read_text(encoding="utf-8")


def _clotting() -> Model:
    return model_from_markdown(CLOTTING[CLOTTING.index("## Fields") :])


def _form(model: Model) -> dict[str, Any]:
    """What the page's script is given."""
    script = model_script(Book(model))
    found: dict[str, Any] = json.loads(script.partition("tableSet = ")[2].rstrip(";\n"))
    return found


@cache
def _real_form() -> dict[str, Any]:
    return _form(real_model())


def _told(text: str, labels: list[str]) -> list[str]:
    """The labels of decisions in the list of all answers, in its order; those with nothing to report left out."""
    listed = text.partition("ALL ANSWERS")[2].partition("\n\n")[0]
    firsts = [
        line.strip().partition(":")[0]
        for line in listed.splitlines()
        if line[:2] == "  " and line[2:3] != " "
    ]
    return [label for label in firsts if label in labels]


SHARES = 12
"""The worked cases of the tables are dealt out, so that no test takes long."""


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_every_worked_case_of_the_tables_is_told_in_one_order(share: int) -> None:
    model = real_model()
    _told_in_one_order(model, real_package(), model.cases[share::SHARES], _real_form())


def test_every_worked_case_is_told_in_one_order() -> None:
    model = _clotting()
    _told_in_one_order(model, package_of(model), model.cases, _form(model))


def _told_in_one_order(model: Model, package: Any, cases: Sequence[Case], form: dict[str, Any]) -> None:
    order = [*model.answers, *model.folded]
    assert [*form["answers"], *form["folded"]] == order
    label = {code: table.label for code, table in model.decision.items()}
    looked_at = 0
    for case in cases:
        stated = {
            name: given_data(v, model.fields[name]) for name, v in case.given.items() if name != "today"
        }
        result = package.evaluate(stated, today=case.given.get("today"))
        plain = result.to_dict()
        assert plain["answers"] == [code for code in order if code in plain["outputs"]], case.id
        if result.status != "ok":
            continue
        looked_at += 1
        told = _told(result.explain(), [label[code] for code in order])
        listed = [label[code] for code in plain["answers"]]
        # an answer with nothing to report is named behind the others
        assert told == [one for one in listed if one in told], case.id
        assert told, case.id
    assert looked_at > len(cases) // 2


def test_what_follows_from_the_measure_is_an_answer_and_the_measure_stands_first() -> None:
    model = _clotting()
    assert model.answers == ("measure", "look_again", "remarks")
    result = package_of(model).evaluate({"reading": 9, "bleeds": False, "newly_taken": ["antifungal"]})
    lines = [line.strip() for line in result.explain().partition("ALL ANSWERS")[2].splitlines()]
    assert lines[1].startswith("Measure: hold"), lines[:4]
    assert any(line.startswith("Look again: ") for line in lines)


def test_a_decision_on_nobodys_list_is_a_warning_and_shown_overrides() -> None:
    from tests.kit.tables import model_and_findings

    about = (
        "## About\n- Title: Clotting\n- Identifier: clotting\n- Version: 1.0.0\n- Status: Draft\n"
        "- Intended use: Tests.\n- Disclaimer: No advice.\n- Answers: Look again\n\n"
    )
    sheets = CLOTTING[CLOTTING.index("## Fields") :]
    _, findings = model_and_findings(about + sheets)
    unlisted = [f.decision or f.message for f in findings if f.name == "unlisted-answer"]
    # the steps of the measure, and the remarks, are read by nobody
    assert len(unlisted) == 2
    shown = sheets.replace("## Decision: Measure\n", "## Decision: Measure\n- Shown: folded\n\n")
    shown = shown.replace("- Hit policy: Collect\n", "- Hit policy: Collect\n- Shown: no\n")
    model, findings = model_and_findings(about + shown)
    assert model is not None and not [f for f in findings if f.name == "unlisted-answer"]
    assert (model.answers, model.folded) == (("look_again",), ("measure",))
    assert (_form(model)["answers"], _form(model)["folded"]) == (["look_again"], ["measure"])
