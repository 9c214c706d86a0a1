"""Every page of the site of this project's tables, in a real browser: phone, desk and paper, in light and dark,
from a folder and over http.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from b12tables.site.linkcheck import check_site
from tests.site.browsing import Examiner, Watch, examine, over_http, pages_of

pytest.importorskip("playwright.sync_api", reason="needs the package playwright")

SHARES = 4
"""The pages are dealt out, so that several workers open them at once."""


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_in_every_form(
    real_site: Path, browser: Any, examiner: Examiner, share: int
) -> None:
    assert examine(browser, examiner, real_site, pages_of(real_site)[share::SHARES]) == {}


@pytest.mark.parametrize("share", range(2))
def test_every_page_comes_over_http_alone(real_site: Path, browser: Any, share: int) -> None:
    with over_http(real_site) as address:
        watch = Watch(browser, address, viewport={"width": 1280, "height": 800})
        for name in pages_of(real_site)[share::2]:
            answer = watch.page.goto(address + name)
            assert answer.status == 200, name
        assert watch.wrong == []
        watch.context.close()


def test_the_menu_is_the_same_on_every_page(real_site: Path) -> None:
    """Which is why it is not examined anew on each of them."""
    found = set()
    for name in pages_of(real_site):
        words = (real_site / name).read_text(encoding="utf-8")
        menu = re.search(r'<nav id="menu".*?</nav>', words, re.DOTALL)
        assert menu, name
        plain = re.sub(r' aria-current="\w+"', "", menu[0]).replace("<details open>", "<details>")
        found.add(re.sub(r'href="(?:\./|\.\./)*', 'href="', plain))
    assert len(found) == 1


def test_no_link_of_the_tables_site_is_dead_and_nothing_is_missing(real_site: Path) -> None:
    assert [str(problem) for problem in check_site(real_site)] == []


def test_no_page_of_the_tables_is_heavier_than_a_ward_can_bear(real_site: Path) -> None:
    assert len(pages_of(real_site)) > 400
    assert max(path.stat().st_size for path in real_site.rglob("*.html")) < 300_000
