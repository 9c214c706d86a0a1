"""The form as somebody at the bedside uses it: by keyboard, on a phone, with mistakes, and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.kit.packages import real_package
from tests.site.browsing import Examiner, Watch, too_wide

PHONE = {"width": 360, "height": 800}
SIZES = (PHONE, {"width": 1280, "height": 800}, {"width": 1440, "height": 900})

PATIENT = {
    "cause": "pernicious_anaemia",
    "neuro_status": "present",
    "symptom_course": "worsening",
    "phase": "maintenance",
}
SETTLED = "() => document.querySelector('.first-page')?.getAttribute('aria-busy') === 'false'"


def case_in(case: dict[str, object]) -> str:
    return f"try.html#case={quote(json.dumps(case))}"


def headline_of(case: dict[str, object]) -> str:
    return str(real_package().evaluate(case).headline)


def by_keyboard(page: Any, name: str, value: str) -> None:
    """Answers the question that has this field with the keyboard alone, wherever it stands."""
    first = page.locator(f"[data-field={name}]").locator("input, select").first
    assert first.is_visible(), name
    first.focus()
    if first.evaluate("one => one.tagName") == "SELECT":
        label = first.locator(f"option[value={value}]").text_content()
        page.keyboard.type(label[:12])
        return
    for _ in range(8):
        if page.evaluate("document.activeElement.value") == value:
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")


def test_from_the_chart_and_from_nothing_a_few_answers_lead_there(real_site: Path, browser: Any) -> None:
    """By keyboard on a phone: three choices from the start page by the chart; in the form what is known, no more."""
    watch = Watch(browser, f"file://{real_site}/", viewport=PHONE)
    page = watch.open("index.html")
    page.locator("a.button").first.press("Enter")
    page.wait_for_selector(".chart")
    cell = page.locator(".chart tbody tr").first.locator("td:visible")
    cell.locator("summary").first.press("Enter")
    cell.locator("li a").first.press("Enter")
    page.wait_for_selector(".first-page .headline")
    bar = page.locator(".answer-bar")
    assert bar.is_visible() and page.locator(".headline").inner_text() in bar.inner_text()
    # a sentence that ends at "every 2 to 3 …" would be a trap
    assert bar.evaluate("one => one.scrollHeight <= one.clientHeight")
    assert page.locator(".bar-words").evaluate("one => one.scrollHeight <= one.clientHeight + 1")

    page.get_by_role("button", name="Start again").press("Enter")
    page.wait_for_selector(".verdict.empty")
    assert page.locator(".answers").inner_text() == "", "what nothing is known of is no answer"
    # what is offered first, as far as it is known of the patient; all else in its group
    left = dict(PATIENT)
    while left:
        page.wait_for_selector(".next .ask")
        offered = [box.get_attribute("data-field") for box in page.locator(".next .ask:not(.answered)").all()]
        name = next((one for one in offered if one in left), None) or next(iter(left))
        group = page.locator(f"details.group:has([data-field={name}])")
        if group.count() and group.get_attribute("open") is None:
            group.locator("summary").press("Enter")
        by_keyboard(page, str(name), left.pop(str(name)))
        page.wait_for_function("name => name in JSON.parse(document.getElementById('json').value)", arg=name)
        page.wait_for_function(SETTLED)
    assert set(PATIENT) <= set(json.loads(page.locator("#json").input_value()))
    assert page.locator(".headline").inner_text() == headline_of(dict(PATIENT))
    assert watch.wrong == []
    watch.context.close()


def test_mistakes_can_be_seen_and_taken_back_and_nothing_is_lost(real_site: Path, browser: Any) -> None:
    watch = Watch(browser, f"file://{real_site}/")
    watch.context.grant_permissions(["clipboard-read", "clipboard-write"])
    born: dict[str, object] = {**PATIENT, "date_of_birth": "1950-02-03"}
    page = watch.open(case_in({**born, "today": "2026-11-26"}))
    page.wait_for_function(SETTLED)
    head = page.locator(".headline").inner_text()
    assert "1950" not in page.url, "a birth date does not stay in the address"
    spoken = page.locator("[role=status][aria-live]")
    page.wait_for_function("() => document.querySelector('[aria-live]').textContent")
    assert spoken.text_content().startswith(head) and "CRITICAL" in spoken.text_content()

    page.locator("#all").check()
    page.locator("#ask-b12").fill("453")
    page.wait_for_selector(".ask.wrong")
    assert page.locator("#ask-b12").get_attribute("aria-invalid") == "true"
    assert page.locator(".answers.stale .headline").inner_text() == head
    assert page.locator(".stale-note").is_visible() and "invalid" in page.locator(".verdict").get_attribute(
        "class"
    )
    page.get_by_role("button", name="Take back: Serum B12").press("Enter")
    page.wait_for_selector(".verdict.ok")
    assert page.locator("#ask-b12").get_attribute("aria-invalid") is None
    assert not page.locator(".stale-note").is_visible()

    page.locator(".menu a", has_text="Start").first.click()
    page.wait_for_url("**/index.html")
    page.locator("a.button", has_text="Try a case").click()
    page.wait_for_function(SETTLED)
    assert json.loads(page.locator("#json").input_value()) == born, "the menu loses nothing"

    page.get_by_role("button", name="Copy as JSON").click()
    page.wait_for_function(
        "() => document.querySelectorAll('.result .tools button')[1].textContent === 'Copied'"
    )
    record = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert record["case"] == {**born, "today": "2026-11-26"} and record["headline"] == head
    assert set(record["tables"]) == {"title", "version", "status", "content"}
    assert " more)" in page.locator(".block-do-not").inner_text()
    page.emulate_media(media="print")
    assert " more)" not in page.locator(".block-do-not").inner_text(), "paper has them all"
    paper = page.locator(".record").inner_text()
    for words in ("Counted to", "2026-11-26", "version", "Under review", "Name", "Signature"):
        assert words in paper
    page.emulate_media(media="screen")
    link = page.locator(".reason a", has_text="Rule").first.get_attribute("href")
    assert "1950" not in link and re.search(r"age_years%22%3A%2276", link)
    assert watch.wrong == []
    watch.context.close()


def test_who_does_not_know_the_date_of_birth_may_enter_the_age(real_site: Path, browser: Any) -> None:
    watch = Watch(browser, f"file://{real_site}/")
    page = watch.open("try.html")
    page.wait_for_selector(".next .ask")
    page.locator("#all").check()
    assert page.locator("[data-field=date_of_birth]").is_visible()
    page.locator("#all").uncheck()
    assert not page.locator("[data-field=age_years]").is_visible()
    page.locator("[data-field=date_of_birth] button", has_text="or: Age").evaluate("one => one.click()")
    page.wait_for_selector("[data-field=age_years]")
    page.keyboard.type("76")
    page.locator(".entered li", has_text="Age: 76").wait_for()
    assert page.locator(".entered").inner_text().startswith("Age: 76")
    assert watch.wrong == []
    watch.context.close()


def test_entries_at_odds_stand_above_everything(real_site: Path, browser: Any) -> None:
    """On a phone too, where only the bar is seen, and where the answer is read aloud."""
    watch = Watch(browser, f"file://{real_site}/", viewport=PHONE)
    page = watch.open(case_in(STATES["at odds"]))
    page.wait_for_function(SETTLED)
    odds = real_package().evaluate(STATES["at odds"]).guards[0]
    said = real_package().SET.by_code["guard"].text(odds.guard)
    bar, head = page.locator(".bar-words").inner_text(), page.locator(".headline").inner_text()
    assert said in bar and bar.index(said) < bar.index(head)
    assert "alarm" in page.locator(".answer-bar").get_attribute("class")
    page.wait_for_function(
        "said => document.querySelector('[aria-live]').textContent.includes(said)", arg=said
    )
    aloud = page.locator("[role=status][aria-live]").text_content()
    assert aloud.index(said) < aloud.index(head)
    watch.context.close()


STATES: dict[str, dict[str, Any]] = {
    "empty": {},
    "answered": PATIENT,
    "at odds": {**PATIENT, "absorption_status": "normal_confirmed"},
    "not read": {**PATIENT, "b12": "453"},
}


VERDICTS = {
    "empty": ".verdict.empty",
    "answered": ".verdict.ok",
    "at odds": ".verdict.guarded",
    "not read": ".verdict.invalid-input",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_every_state_is_fit_for_everybody(
    real_site: Path, browser: Any, examiner: Examiner, size: dict[str, int], state: str
) -> None:
    """No violation when empty, answered, with entries at odds, with one that cannot be read; on paper neither."""
    watch = Watch(browser, f"file://{real_site}/", viewport=size)
    page = watch.open(case_in(STATES[state]) if STATES[state] else "try.html")
    page.wait_for_selector(VERDICTS[state])
    page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
    examiner.begin(page)
    found: dict[str, object] = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = examiner.colours(page)
    new = examiner.has_new_places(page, f"form {size['width']}")
    found["rules"] = examiner.rules(page) if new else []
    found["too wide"] = too_wide(page)
    page.emulate_media(media="print", color_scheme="light")
    found["paper"] = examiner.colours(page) + (examiner.rules(page, but=("target-size",)) if new else [])
    found["errors and requests"] = watch.wrong
    watch.context.close()
    assert {form: what for form, what in found.items() if what} == {}


def test_over_midnight_it_counts_to_the_new_day_unless_another_is_named(
    real_site: Path, browser: Any
) -> None:
    """A page that stays open on a ward would count everybody to the day on which it was opened."""
    watch = Watch(browser, f"file://{real_site}/")
    page = watch.context.new_page()
    page.clock.install(time="2026-11-26T23:58:00")
    day, counted = page.locator("#today"), page.locator(".record dd").nth(1)

    def shown(expected: str) -> None:
        page.wait_for_function("day => document.getElementById('today').value === day", arg=expected)
        assert counted.text_content() == expected

    page.goto(f"file://{real_site}/try.html")
    page.locator("#all").check()
    page.locator("#ask-b12").fill("453 pmol/L")
    page.clock.run_for(1000)
    shown("2026-11-26")
    page.clock.run_for("10:00")
    shown("2026-11-27")
    day.fill("2026-10-01")
    page.clock.run_for("24:00:00")
    shown("2026-10-01")
    page.reload()
    page.clock.run_for(1000)
    shown("2026-10-01")
    page.get_by_role("button", name="Start again").click()
    page.clock.run_for(1000)
    shown("2026-11-28")
    assert watch.wrong == []
    watch.context.close()
