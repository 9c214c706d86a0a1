"""Entries that do not fit together: never green, and the reason first, on the page, on paper and in the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Model
from b12tables.compiler.proof import Budget, Reach, Space, diagram
from b12tables.site.book import Book
from b12tables.site.build import build_site
from b12tables.site.pages.tree import tree_picture
from tests.kit.packages import package_of
from tests.kit.tables import model_and_findings, model_from_markdown
from tests.site.browsing import Watch

DOCS = Path(__file__).parent / "docs"

ABOUT = """
## About
- Title: Bleeding
- Identifier: bleeding
- Version: 0.1.0
- Status: Draft
- Intended use: tests
- Disclaimer: no advice
- Answers: {answers}
"""

GUARDED = """
## Fields
- anticoagulant: yes/no
- inr_measured: yes/no
- worry: choice (inr_without_reason, no_inr)
- fits: yes/no
- plan: choice (go_on, look_again)
- remark: choice (note)

## Decision: Checks
- Hit policy: Collect
- Block: entries

|    | When          |              | Then  | Because  |
|----|---------------|--------------|-------|----------|
|    | Anticoagulant | Inr measured | Worry | Evidence |
| R1 | no            | yes          | inr without reason | inference: x |
| R2 | yes           | no           | no inr | inference: x |

## Decision: Fitting
|    | When  | Then | Because  |
|----|-------|------|----------|
|    | Worry | Fits | Evidence |
| R1 | empty | yes  | inference: x |
| Otherwise |  | no | inference: x |

## Decision: Plans
|    | When | Then | Because  |
|----|------|------|----------|
|    | Fits | Plan | Evidence |
| R1 | yes  | go on | inference: x |
| R2 | no   | look again | inference: x |

## Decision: Remarks
- Hit policy: Collect

|    | When | Then   | Because  |
|----|------|--------|----------|
|    | Plan | Remark | Evidence |
| R1 | go on | note  | inference: x |
"""

GOOD, BAD = {"anticoagulant": True, "inr_measured": True}, {"anticoagulant": False, "inr_measured": True}


def guarded(answers: str = "checks; plans; remarks") -> Model:
    return model_from_markdown(ABOUT.format(answers=answers) + GUARDED)


def test_the_terminal_says_first_that_the_entries_do_not_fit() -> None:
    package = package_of(guarded())
    for form in ("text", "markdown"):
        told = [line for line in package.evaluate(BAD).explain(form=form).lower().splitlines() if line]
        assert "look at the entries" in told[0]
        assert "inr without reason" in "".join(told[:2])
        assert "look at the entries" not in package.evaluate(GOOD).explain(form=form).lower()


def test_a_contradictory_patient_is_not_green(browser: Any, tmp_path: Path) -> None:
    model = guarded()
    build_site(model, (), None, DOCS, tmp_path / "site")
    watch = Watch(browser, f"file://{tmp_path}/site/")
    for case, status in ((GOOD, "ok"), (BAD, "guarded")):
        page = watch.open(f"try.html#case={quote(json.dumps(case))}")
        page.reload()
        verdict = page.locator(".verdict")
        assert verdict.get_attribute("class") == f"verdict {status}"
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            assert verdict.is_visible()
            assert ("inr without reason" in verdict.inner_text()) == (status == "guarded")
        page.emulate_media(media="screen")
        if status == "guarded":
            assert page.locator("article.answer").first.get_attribute("data-decision") == "checks"
            amber = verdict.evaluate("node => getComputedStyle(node).backgroundColor")
        else:
            green = verdict.evaluate("node => getComputedStyle(node).backgroundColor")
    assert amber != green
    assert watch.wrong == []
    watch.context.close()


def test_a_set_with_an_error_says_so_on_its_form(browser: Any, tmp_path: Path) -> None:
    model = model_from_markdown(
        (ABOUT.format(answers="checks; plans; remarks") + GUARDED).replace(
            "| R2 | no   | look again | inference: x |\n", ""
        )
    )
    findings, certificate = run_checks(model)
    assert "gap" in {finding.name for finding in findings if finding.severity == "error"}
    build_site(model, findings, certificate, DOCS, tmp_path / "site")
    watch = Watch(browser, f"file://{tmp_path}/site/")
    for name in ("index.html", "try.html", "decisions/plans.html"):
        page = watch.open(name)
        assert "not complete" in page.locator(".banner.broken").inner_text(), name
    page = watch.open(f"try.html#case={quote(json.dumps(BAD))}")
    page.reload()
    assert page.locator(".verdict").get_attribute("class") == "verdict no-rule"
    watch.context.close()


TREE = """
## Fields
- age: choice (child, adult, old)
- pregnant: yes/no
- plan: choice (a, b, c)

## Impossible
| ID | Combination | Why |
|----|-------------|-----|
| I1 | Age: not(adult)<br>Pregnant: yes | w |

## Decision: Plans
|    | When  |          | Then | Because  |
|----|-------|----------|------|----------|
|    | Age   | Pregnant | Plan | Evidence |
| R1 | child | no       | a    | inference: x |
| R2 | adult | -        | b    | inference: x |
| R3 | old   | {old}    | c    | inference: x |
"""


@pytest.mark.parametrize(("old", "red", "grey"), [("no", 0, 2), ("yes", 1, 2)])
def test_an_end_that_cannot_occur_is_no_gap(old: str, red: int, grey: int) -> None:
    """With `yes`, the rule for old patients is that of nobody, and the others of that age get no answer."""
    model = model_from_markdown(TREE.format(old=old))
    space = Space(model)
    (table,) = model.decisions
    root = diagram(model, table, space)
    assert root is not None
    drawn = tree_picture(Book(model), "decisions/plans.html", table, root, Reach(space, Budget(100_000)))
    assert drawn is not None
    assert drawn.count('class="end none"') == red
    assert drawn.count("cannot occur") == grey - (old == "yes")


@pytest.mark.parametrize(
    ("about", "above", "told"),
    [
        ("- Answers: checks; plans", "", False),
        ("- Answers: plans; remarks", "", True),
        ("", "", True),
        ("", "- Shown: yes", False),
        ("", "- Shown: folded", True),
    ],
)
def test_what_guards_the_entries_has_to_be_an_answer(about: str, above: str, told: bool) -> None:
    text = ABOUT.replace("- Answers: {answers}", about) + GUARDED.replace(
        "- Block: entries", f"- Block: entries\n{above}"
    )
    _, findings = model_and_findings(text)
    found = [f.decision for f in findings if f.name == "unlisted-answer" and f.severity == "error"]
    assert found == (["checks"] if told else [])
