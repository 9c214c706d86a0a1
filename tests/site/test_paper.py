"""Printed pages: one sheet for each summary, few for a large table. Tables fit the paper: seen to on every page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.site.browsing import Watch

pytest.importorskip("playwright.sync_api", reason="needs the package playwright")


def sheets(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_each_summary_is_one_printed_page(real_site: Path, browser: Any) -> None:
    watch = Watch(browser, f"file://{real_site}/")
    names = sorted(path.relative_to(real_site).as_posix() for path in (real_site / "summary").glob("*.html"))
    assert len(names) > 5
    found = {name: sheets(watch.open(name).pdf(prefer_css_page_size=True)) for name in names}
    watch.context.close()
    assert {name: count for name, count in found.items() if count != 1} == {}


def test_a_large_table_takes_few_sheets(real_site: Path, browser: Any) -> None:
    """The table with the rows and their reasons, not the whole page: it once took a sheet for every other row."""
    watch = Watch(browser, f"file://{real_site}/")
    page = watch.open("decisions/regimen.html")
    page.evaluate(
        "() => document.querySelectorAll('.part:not(.part-table)').forEach((part) => part.remove())"
    )
    count = sheets(page.pdf(prefer_css_page_size=True))
    rows = page.locator("table.rules tbody tr").count()
    watch.context.close()
    assert count <= rows / 5
