"""The first page of an answer in the form's script beside that of the runtime: same blocks, same words, same order."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from b12tables.compiler.model import Model, stated_data
from b12tables.runtime.explain.first_page import FirstPage, rows
from b12tables.runtime.explain.influence import Asked, Named, Weighed, to_ask
from b12tables.runtime.explain.telling import Telling
from b12tables.runtime.questions.ask import NextQuestion
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from tests.kit.dosed_sets import dosed
from tests.kit.node import ASSETS, ENGINE_FILES, asked_in_node
from tests.kit.packages import package_of, real_model, real_package
from tests.kit.tables import model_from_markdown
from tests.site.browsing import Watch
from tests.site.random_cases import TODAY, edges, random_case
from tests.site.test_engine import HERE

SETS = HERE.parents[0] / "kit" / "sets"

NOTHING = Asked((), 0, ())

Cases = Sequence[tuple[dict[str, object], str | None]]


def in_node(node: str, model: Model, cases: Cases, folder: Path) -> list[dict[str, Any]]:
    """What the script puts first, case by case."""
    script = folder / "model.js"
    script.write_text(model_script(Book(model)), encoding="utf-8")
    files = [ASSETS / "early.js", *ENGINE_FILES, ASSETS / "first_page.js", script]
    asked = "\n".join(json.dumps(case) for case in cases)
    told = asked_in_node(node, HERE / "first_page.js", *files, asked=asked)
    return [json.loads(line) for line in told.splitlines()]


def expected(package: Any, case: dict[str, object], today: str | None, asked_too: bool) -> dict[str, Any]:
    result = package.evaluate(case, today=today)
    order = list(to_ask(result, Weighed(Telling(result._set)))) if asked_too else []
    if result.status == "invalid-input":
        return {
            "status": result.status,
            "headline": "",
            "always": [],
            "rows": [],
            "fields": [],
            "order": order,
        }
    page = FirstPage(result)
    asked = page.asks() if asked_too else NOTHING
    return {
        "status": result.status,
        "headline": page.headline,
        "always": [line.text for line in page.always],
        "rows": [[title, lines] for title, lines in rows(page, asked, page.differing() if asked_too else ())],
        "fields": list(asked.fields),
        "order": order,
    }


def agree(node: str, model: Model, package: Any, cases: Cases, folder: Path) -> None:
    got = in_node(node, model, cases, folder)
    assert len(got) == len(cases)
    for (entered, today), answer in zip(cases, got, strict=True):
        case = {name: value for name, value in entered.items() if name not in ("asked", "goal")}
        left, of_goal = answer.pop("left"), answer.pop("ofGoal")
        assert answer == expected(package, case, today, bool(entered["asked"])), case
        if goal := entered.get("goal"):
            result = package.evaluate(case, today=today)
            named = Named(Weighed(Telling(package.SET)), (str(goal),))
            assert of_goal == list(to_ask(result, named)), (goal, case)
        if entered["asked"] and answer["status"] != "invalid-input":
            nothing_left_out(package, case, today, answer["order"], left)


def nothing_left_out(
    package: Any, case: dict[str, object], today: str | None, order: list[str], left: list[str]
) -> None:
    """The script asks first what the runtime asks first, and leaves out nothing that the runtime would ask."""
    question, in_first = NextQuestion(package.SET, (), today).field(dict(case), [])
    if order:
        assert question is not None and question.code == order[0], case
    elif question is not None and in_first:
        assert question.code in left, case


def worked_cases(model: Model) -> list[tuple[dict[str, object], str | None]]:
    cases: list[tuple[dict[str, object], str | None]] = []
    for case in model.cases:
        given = {
            name: stated_data(value, model.fields[name])
            for name, value in case.given.items()
            if name != "today"
        }
        today = case.given.get("today")
        cases.append((given, str(today) if today else None))
    return cases


QUESTIONED = 9
"""Of so many worked cases one is asked what can still change it, and where the sources differ: that takes long."""


def test_the_worked_cases_of_the_tables(node: str, tmp_path: Path) -> None:
    cases = worked_cases(real_model())
    assert len(cases) > 300
    for place, case in enumerate(cases):
        case[0]["asked"] = not place % QUESTIONED  # type: ignore[index]
    agree(node, real_model(), real_package(), cases, tmp_path)


@pytest.mark.parametrize("name", ["iron", "clinic", "clotting"])
def test_other_sets(node: str, tmp_path: Path, name: str) -> None:
    model = model_from_markdown((SETS / f"{name}.md").read_text("utf-8"))
    rng = random.Random(18)
    near = edges(model)
    cases = [({**random_case(model, rng, near)[0], "asked": True}, TODAY.isoformat()) for _ in range(60)]
    # somebody asks for one decision and nothing else
    for place, (entered, _) in enumerate(cases):
        entered["goal"] = model.decisions[place % len(model.decisions)].code
    agree(node, model, package_of(model), cases, tmp_path)


@pytest.mark.parametrize("seed", [1, 5, 8])
def test_what_decides_through_a_dose(node: str, tmp_path: Path, seed: int) -> None:
    """A weight that no table looks at is asked for alike."""
    rng = random.Random(seed)
    model = model_from_markdown(dosed(rng))
    cases: list[tuple[dict[str, object], str | None]] = []
    for _ in range(20):
        known: dict[str, object] = {"age": rng.randrange(100), "weight": rng.randrange(30, 151), "extra": 4}
        some = {name: value for name, value in known.items() if name == "age" or rng.random() < 0.4}
        cases.append(({**some, "asked": True}, None))
    agree(node, model, package_of(model), cases, tmp_path)


def test_half_known_cases_of_the_tables(node: str, tmp_path: Path) -> None:
    """Whatever is known of a patient, the form asks next what the runtime asks next."""
    model, rng = real_model(), random.Random(6)
    near = edges(model)
    cases: list[tuple[dict[str, object], str | None]] = [({"asked": True}, TODAY.isoformat())]
    for known in range(14):
        case = random_case(model, rng, near)[0]
        share = known / 14
        some = {name: value for name, value in case.items() if rng.random() < share}
        cases.append(({**some, "asked": True}, TODAY.isoformat()))
    agree(node, model, real_package(), cases, tmp_path)


def test_the_form_shows_the_blocks_and_folds_the_rest(real_site: Path, browser: Any) -> None:
    case = {
        "cause": "pernicious_anaemia",
        "neuro_status": "present",
        "symptom_course": "worsening",
        "phase": "maintenance",
    }
    told = expected(real_package(), dict(case), "2026-11-26", True)
    watch = Watch(browser, f"file://{real_site}/")
    page = watch.open(f"try.html#case={quote(json.dumps({**case, 'today': '2026-11-26'}))}")
    page.wait_for_selector(".first-page[aria-busy=false]")
    shown = {
        block.locator("h3").text_content(): block.locator("li:not(.print-only)").all_text_contents()
        for block in page.locator(".first-page .block").all()
    }
    assert page.locator(".first-page .headline").inner_text() == told["headline"]
    # what is a paragraph on the terminal has a line each
    for title in ("Do now", "Next check"):
        assert len(shown[title]) > 1
        shown[title] = [" ".join(text if text.endswith(".") else f"{text}." for text in shown[title])]
    assert list(shown.items()) == [tuple(row) for row in told["rows"] if row[0]]
    grave = page.locator(".first-page .grave").all_inner_texts()
    assert grave and all(text.startswith("CRITICAL: ") for text in grave)
    assert not page.locator(".answer[data-decision=regimen]").is_visible()
    page.locator(".everything > summary").click()
    assert page.locator(".answer[data-decision=regimen]").is_visible()
    # paper has every warning: nobody unfolds it
    page.emulate_media(media="print")
    warnings = " ".join(page.locator(".block-do-not li").all_inner_texts())
    result = real_package().evaluate(case, today="2026-11-26")
    assert len(FirstPage(result).do_not) > FirstPage(result).open_warnings
    assert all(line.text in warnings for line in FirstPage(result).do_not)
    assert watch.wrong == []
    watch.context.close()
