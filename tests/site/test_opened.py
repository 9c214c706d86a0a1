"""What opens: the menu, the search, answers with their reasons, every question, filters, a cell of the chart.

Each opened on a phone and on two desks, in light and dark: nothing that anybody cannot read or reach, nothing
wider than the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.site.browsing import Examiner, Watch, too_wide
from tests.site.test_form import PATIENT, SETTLED, SIZES, case_in

pytest.importorskip("playwright.sync_api", reason="needs the package playwright")


def _menu(page: Any) -> None:
    page.evaluate("() => document.querySelectorAll('#menu details').forEach((one) => { one.open = true; })")
    if (button := page.locator("#menu-button, .menu-button, button:has-text('Menu')").first).is_visible():
        button.click()
    page.wait_for_selector("#menu a:visible")


def _search(words: str, wait: str) -> Callable[[Any], None]:
    def opened(page: Any) -> None:
        page.locator("#search").fill(words)
        page.wait_for_selector(wait)

    return opened


def _everything(page: Any) -> None:
    page.wait_for_function(SETTLED)
    page.evaluate("() => document.querySelectorAll('.result details').forEach((one) => { one.open = true; })")
    page.wait_for_selector(".reason:visible")


def _every_question(page: Any) -> None:
    page.wait_for_function(SETTLED)
    page.locator("#all").check()
    page.evaluate("() => document.querySelectorAll('.group').forEach((one) => { one.open = true; })")
    page.wait_for_selector(".group .ask:visible")


def _filters(page: Any) -> None:
    page.locator(".filters > summary").click()
    page.locator(".filters select").first.select_option(index=1)


def _cells(page: Any) -> None:
    if (second := page.locator("label[for=column-2]")).is_visible():
        second.click()
    page.evaluate("() => document.querySelectorAll('.chart details').forEach((one) => { one.open = true; })")
    page.wait_for_selector(".chart details li:visible")


OPENED: dict[str, tuple[str, Callable[[Any], None]]] = {
    "menu": ("index.html", _menu),
    "search": ("index.html", _search("hydroxocobalamin", "#found [data-to]")),
    "search without a hit": ("index.html", _search("qqqqqqqq", "#found:visible")),
    "answers": (case_in(PATIENT), _everything),
    "questions": (case_in(PATIENT), _every_question),
    "filters": ("decisions/regimen.html", _filters),
    "cells": ("wall-chart.html", _cells),
}


@pytest.mark.parametrize("state", OPENED)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_what_is_opened_is_fit_for_everybody(
    real_site: Path, browser: Any, examiner: Examiner, size: dict[str, int], state: str
) -> None:
    address, open_it = OPENED[state]
    watch = Watch(browser, f"file://{real_site}/", viewport=size)
    page = watch.open(address)
    open_it(page)
    examiner.begin(page)
    found: dict[str, object] = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = examiner.colours(page)
    page.emulate_media(color_scheme="light")
    # whatever another state has shown already is known, and not asked again
    found["rules"] = examiner.rules(page) if examiner.has_new_places(page, str(size["width"])) else []
    found["too wide"] = too_wide(page)
    found["errors and requests"] = watch.wrong
    watch.context.close()
    assert {form: what for form, what in found.items() if what} == {}
