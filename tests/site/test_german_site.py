"""A site in another language in a browser: every word of every page, opened and filled in, is of the tables or of the
catalogue, of which `test_languages` knows that German has all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from b12tables.site.build import THEME, build_site
from b12tables.site.pages import REPORT
from tests.kit.pseudo import TAG, marked, pseudo_language, seen, unmarked
from tests.site.browsing import Watch, pages_of
from tests.site.sample import sample_findings, sample_model
from tests.site.test_languages import UNITS, names_of

TOLD = (
    "() => document.querySelector('.verdict')"
    " && document.querySelector('.first-page')?.getAttribute('aria-busy') !== 'true'"
)

WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")

SEEN = """() => {
  for (const one of document.querySelectorAll(".filters select")) {
    one.selectedIndex = 1;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const silent = "script, style, code, .place";
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const told = [document.title];
  for (let one = walk.nextNode(); one; one = walk.nextNode()) {
    const home = one.nodeType === Node.TEXT_NODE ? one.parentElement : one;
    if (!home || home.closest(silent)) continue;
    if (one === home) {
      const read = ["aria-label", "title", "alt", "placeholder", "label", "data-label", "data-holds"];
      for (const name of read) told.push(one.getAttribute(name) || "");
    } else told.push(one.data);
  }
  return told.filter((text) => text.trim());
}"""
"""Each text of a page with its filters set, folded away or not, and of what a program reads aloud of it."""

PATIENT: dict[str, object] = {
    "cause": "blood_loss",
    "ferritin": "10 ug/L",
    "pregnant": False,
    "symptoms": ["tired"],
}

CASES: tuple[dict[str, object], ...] = (
    {},
    PATIENT,
    {"cause": "diet", "ferritin": "10 mm", "born": "2950-01-31", "today": "2026-11-27"},
    {"cause": "diet", "ferritin": "20000", "length": "12 mm", "symptoms": [], "remark": "X"},
    {"pregnant": True, "age": 70, "therapy": "iv", "nothing": 1},
)
"""Patients of the form: nobody, one with an answer, entries that cannot be read, contradictions."""


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small set, each text of its author between « and », and each of the catalogue between its marks."""
    model = sample_model()
    spoken = replace(model, about=replace(model.about, language=TAG))
    out = tmp_path_factory.mktemp("foreign") / "site"
    with pseudo_language():
        build_site(marked(spoken), tuple(map(marked, sample_findings())), None, None, out)
    return out


KNOWN = names_of(sample_model()) | UNITS | {"INV", "set", "Sheet"}


def _english(texts: list[str]) -> set[str]:
    return set(WORD.findall(unmarked("\n".join(texts)))) - KNOWN


def _states(watch: Watch) -> Iterator[tuple[str, Any]]:
    """What is opened and filled in, one state after the other."""
    for number, case in enumerate(CASES):
        page = watch.open(f"try.html?{number}#case={quote(json.dumps(case))}")
        page.wait_for_function(TOLD)
        page.locator("#all").check()
        yield f"the form with {case}", page
    for name in page.locator(".tools button").all_inner_texts():
        if "Print" not in name:
            page.locator(f".tools button:has-text('{name}')").click()
    yield "the form with its buttons pressed", page
    for words in ("qqqqqq", "ferritin"):
        page.locator("#search").fill(words)
        page.wait_for_selector("#found:visible")
        yield f"a search for {words}", page
    lit = f"#case={quote(json.dumps(PATIENT))}"
    page = watch.open(f"decisions/therapy.html{lit}")
    page.wait_for_selector(".lit-note")
    yield "a decision with a case", page


def test_every_word_of_a_site_is_of_the_tables_or_the_catalogue(foreign: Path, browser: Any) -> None:
    left: dict[str, str] = {}

    def note(texts: list[str], name: str) -> None:
        for word in _english(texts):
            left.setdefault(word, name)

    names = pages_of(foreign)
    plain = [name for name in names if name.startswith("findings/") or name == REPORT]
    for name in plain:  # no script says anything on them
        note([seen((foreign / name).read_text(encoding="utf-8"))], name)
    with Watch(browser, f"file://{foreign}/") as watch:
        for name in (name for name in names if name not in plain):
            note(watch.open(name).evaluate(SEEN), name)
        for state, page in _states(watch):
            note(page.evaluate(SEEN), state)
    assert left == {}


def test_no_style_says_a_word() -> None:
    """It would be in one language on every site."""
    style = (THEME / "assets" / "site.css").read_text(encoding="utf-8")
    said = [
        text for line in re.findall(r"content:([^;}]*)", style) for text in re.findall(r'"([^"]*)"', line)
    ]
    assert [text for text in said if WORD.search(text)] == []
