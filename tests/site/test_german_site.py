"""A German site in a browser: every word of every page, and of what its scripts say, is of the tables or of the
catalogue.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from b12tables.runtime.language import catalogue
from b12tables.site.build import build_site
from b12tables.site.pages import REPORT
from tests.kit.pseudo import marked
from tests.site.browsing import Watch, pages_of
from tests.site.sample import sample_findings, sample_model
from tests.site.test_languages import UNITS, names_of

TOLD = (
    "() => document.querySelector('.verdict')"
    " && document.querySelector('.first-page')?.getAttribute('aria-busy') !== 'true'"
)

OWN = re.compile(r"«[^»]*»")
"""A text of the author."""

WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]+)*")

SEEN = """() => {
  for (const one of document.querySelectorAll(".filters select")) {
    one.selectedIndex = 1;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const silent = "script, style, code, [lang=en], .place";
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  const told = [document.title];
  for (let one = walk.nextNode(); one; one = walk.nextNode()) {
    const home = one.nodeType === Node.TEXT_NODE ? one.parentElement : one;
    if (!home || home.closest(silent)) continue;
    if (one === home) {
      const read = ["aria-label", "title", "alt", "placeholder", "data-label"];
      for (const name of read) told.push(one.getAttribute(name) || "");
    } else told.push(one.data);
  }
  return told.filter((text) => text.trim());
}"""
"""Each text of a page with its filters set, folded away or not, and of what a program reads aloud of it."""

CASES: tuple[dict[str, object], ...] = (
    {},
    {"cause": "blood_loss", "ferritin": "10 ug/L", "pregnant": False, "symptoms": ["tired"]},
    {"cause": "diet", "ferritin": "10 mm", "born": "2950-01-31", "today": "2026-11-27"},
    {"cause": "diet", "ferritin": "20000", "length": "12 mm", "symptoms": [], "remark": "X"},
    {"pregnant": True, "age": 70, "therapy": "iv", "nothing": 1},
)
"""Patients of the form: nobody, one with an answer, entries that cannot be read, contradictions."""


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small set in German, each text of its author between « and »."""
    model = sample_model()
    spoken = replace(model, about=replace(model.about, language="de"))
    out = tmp_path_factory.mktemp("de") / "site"
    build_site(marked(spoken), tuple(map(marked, sample_findings())), None, None, out)
    return out


def _foreign(page: Any, known: set[str]) -> set[str]:
    return set(WORD.findall(OWN.sub(" ", "\n".join(page.evaluate(SEEN))))) - known


def test_every_word_of_a_german_site_is_of_the_tables_or_the_catalogue(german: Path, browser: Any) -> None:
    known = names_of(sample_model()) | UNITS | {"INV", "set"}
    known |= {word for said in catalogue("de").values() for word in WORD.findall(said)}
    left: dict[str, str] = {}

    def note(page: Any, name: str) -> None:
        for word in _foreign(page, known):
            left.setdefault(word, name)

    with Watch(browser, f"file://{german}/") as watch:
        for name in _walked(german):
            note(watch.open(name), name)
        for number, case in enumerate(CASES):
            page = watch.open(f"try.html?{number}#case={quote(json.dumps(case))}")
            page.wait_for_function(TOLD)
            page.locator("#all").check()
            note(page, f"the form with {case}")
        page.locator("#search").fill("qqqqqq")
        page.wait_for_selector("#found:visible")
        note(page, "a search that finds nothing")
    assert left == {}


def _walked(site: Path) -> list[str]:
    """All pages of the site; of those about kinds of findings, on which no script says anything, the first."""
    names = [name for name in pages_of(site) if name != REPORT]
    kinds = [name for name in names if name.startswith("findings/")]
    return [name for name in names if name not in kinds[1:]]
