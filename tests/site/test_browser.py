"""The site in a real browser: from a folder and over http, on phone, desk and paper, in light and dark."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from b12tables.compiler.model.evaluate import evaluate
from b12tables.site.build import build_site
from tests.site.browsing import Examiner, Watch, examine, pages_of
from tests.site.random_cases import TODAY, edges, random_case
from tests.site.sample import sample_findings, sample_model

playwright_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")

DOCS = Path(__file__).parent / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site under test: the sample, or the folder named in SITE (a site that was built elsewhere)."""
    if folder := os.environ.get("SITE"):
        return Path(folder).resolve()
    out = tmp_path_factory.mktemp("site") / "out"
    build_site(sample_model(), sample_findings(), None, DOCS, out)
    return out


@pytest.mark.parametrize("share", range(4))
def test_every_page_is_accessible_and_fits(site: Path, browser: Any, examiner: Examiner, share: int) -> None:
    """The pages that explain kinds of findings are those of every site; all of them are opened elsewhere."""
    names = [
        page for page in pages_of(site) if not page.startswith("findings/") or page == "findings/gap.html"
    ]
    assert names[share::4]
    assert examine(browser, examiner, site, names[share::4]) == {}


def test_everything_can_be_reached_by_keyboard(site: Path, browser: Any) -> None:
    watch = Watch(browser, f"file://{site}/")
    page = watch.open("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    seen = set()
    for _ in range(200):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.dataset.node || document.activeElement.id || ''"))
    assert {"therapy", "advice", "follow_up"} <= seen or os.environ.get("SITE")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline is not None
    watch.context.close()


def test_without_a_script_the_form_says_what_to_do(site: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/try.html")
    assert "needs JavaScript" in page.locator("#try").inner_text()
    assert page.locator("#try a").count() == 2
    assert not page.locator("#search").is_visible()
    context.close()


def test_search_finds_codes_words_and_sentences(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    watch = Watch(browser, f"file://{site}/")
    for words, target in [
        ("T3", "decisions/therapy.html#rule-T3"),
        ("infusion", "#"),
        ("A4", "#"),
        ("low ferritin means iron deficiency", "evidence.html#statement-S1-01"),
        ("INV-1", "safety-rules.html#safety-INV-1"),
    ]:
        page = watch.open("findings/gap.html")
        page.locator("#search").fill(words)
        page.wait_for_selector("#found [data-to]")
        assert target in (page.locator("#found [data-to]").first.get_attribute("data-to") or ""), words
        page.keyboard.press("Enter")
        page.wait_for_url("**/*#*")
    assert watch.wrong == []
    watch.context.close()


def test_the_reader_chooses_the_words(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    watch = Watch(browser, f"file://{site}/")
    page = watch.open("decisions/therapy.html")
    row = page.locator("#rule-T1")
    assert "Blood loss" in row.inner_text()
    page.locator("#words").select_option("patient")
    assert "You lose blood" in row.inner_text()
    page.locator("#words").select_option("written")
    assert "blood_loss" in row.inner_text()
    page.reload()
    assert "blood_loss" in row.inner_text()
    page.locator("#words").select_option("clinician")
    assert "Blood loss" in row.inner_text()
    watch.context.close()


def test_the_form_asks_answers_and_shows_the_row(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    watch = Watch(browser, f"file://{site}/")
    page = watch.open("try.html")
    assert "Nothing is entered yet" in page.locator(".verdict").inner_text()
    page.locator("#goal").select_option("therapy")
    visible = page.locator(".ask:visible")
    assert {box.get_attribute("data-field") for box in visible.all()} == {"cause", "ferritin", "pregnant"}
    page.get_by_label("Ferritin with unit?").fill("10")
    page.wait_for_selector(".ask.wrong")
    assert "unit is needed" in page.locator(".ask.wrong .trouble").inner_text()
    page.locator("#ask-ferritin-unit").select_option("pmol/L")
    page.locator("#ask-cause-box").get_by_role("radio", name="Blood loss").check()
    page.locator("#ask-pregnant-box").get_by_role("radio", name="no", exact=True).check()
    page.wait_for_selector(".verdict.ok")
    card = page.locator(".answer[data-decision=therapy]")
    assert "Infusion" in card.inner_text() and "1000 mg" in card.inner_text()
    assert card.locator(".unsettled").count() == 0
    assert "Settled, unless" in page.locator(".questions").inner_text()
    card.locator("summary").click()
    assert card.get_by_role("link", name="C01").get_attribute("href") == "./conflicts.html#C01"
    card.get_by_text("Rule T1").click()
    page.wait_for_selector("tr.lit")
    assert page.locator("tr.lit").get_attribute("data-rule") == "T1"
    page.get_by_text("Open the case in the form").click()
    page.wait_for_selector(".verdict.ok")
    assert page.locator("#ask-ferritin").input_value() == "10"
    assert page.locator("#ask-ferritin-unit").input_value() == "pmol/L"
    assert json.loads(page.locator("#json").input_value()) == {
        "ferritin": "10 pmol/L",
        "cause": "blood_loss",
        "pregnant": "no",
    }
    assert watch.wrong == []
    watch.context.close()


COPIED = "(at) => document.querySelectorAll('.result .tools button')[at].textContent === 'Copied'"


def test_a_case_can_be_copied_shared_and_printed(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    watch = Watch(browser, f"file://{site}/")
    watch.context.grant_permissions(["clipboard-read", "clipboard-write"])
    given = {"pregnant": "no", "cause": "diet", "ferritin": "50 ug/L"}
    page = watch.open(f"try.html#case={quote(json.dumps(given))}")
    page.wait_for_selector(".verdict.ok")
    page.get_by_role("button", name="Copy as JSON").click()
    page.wait_for_function(COPIED, arg=1)
    record = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert {name: record["case"][name] for name in given} == given and record["tables"]["version"]
    page.get_by_role("button", name="Copy as link").click()
    page.wait_for_function(COPIED, arg=2)
    address = page.evaluate("navigator.clipboard.readText()")
    # what is shared stands behind the #, which no browser sends anywhere
    assert address.partition("#")[0] == page.url.partition("#")[0]
    page.goto(address)
    page.wait_for_selector(".verdict.ok")
    assert page.locator("#ask-ferritin").input_value() == "50"
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert page.locator(".entered").is_visible() and page.locator(".answers").is_visible()
    assert not page.locator(".next").is_visible() and page.locator(".record").is_visible()
    assert watch.wrong == []
    watch.context.close()


def test_the_form_gives_the_answers_of_the_reference(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    model, chance = sample_model(), random.Random(5)
    near = edges(model)
    watch = Watch(browser, f"file://{site}/")
    page = watch.open("try.html")
    for _ in range(300):
        raw, given = random_case(model, chance, near)
        expected = evaluate(model, given, TODAY)
        status = page.evaluate(
            "([raw, today]) => tableEngine.evaluate(tableEngine.load(tableSet), raw, today).status",
            [raw, TODAY.isoformat()],
        )
        assert status == expected.status
    raw, given = random_case(model, chance, near)
    watch.open(
        f"try.html#case={quote(json.dumps({'pregnant': True, 'cause': 'diet', 'ferritin': '50 ug/L'}))}"
    )
    page.wait_for_selector(".verdict.ok")
    assert (
        "Refer" in page.locator(".way, .answers").first.inner_text()
        or page.locator("[data-decision=therapy]").count()
    )
    watch.context.close()


REFUSED_LATE = """
window.refuse = [];
Object.defineProperty(navigator, "clipboard", {
  value: { writeText: () => new Promise((_, no) => window.refuse.push(no)) },
});
"""


def test_a_copy_that_is_refused_late_takes_no_focus_from_who_writes(site: Path, browser: Any) -> None:
    if os.environ.get("SITE"):
        pytest.skip("about the sample")
    watch = Watch(browser, f"file://{site}/")
    watch.page.add_init_script(REFUSED_LATE)
    page = watch.open("try.html")
    copy = page.get_by_role("button", name="Copy as JSON")
    copy.click()
    page.locator("#search").fill("ferritin")
    page.wait_for_selector("#found [data-to]")
    page.evaluate("() => { window.refuse.forEach((no) => no(new Error('not allowed'))); }")
    page.wait_for_function("() => document.getElementById('json').value.includes('headline')")
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.locator("#found [data-to]").first.is_visible()
    # who waited for it has the text selected, as before
    copy.click()
    page.evaluate("() => { window.refuse.forEach((no) => no(new Error('not allowed'))); }")
    page.wait_for_function("() => document.activeElement.id === 'json'")
    assert watch.wrong == []
    watch.context.close()
