"""Ways into the form, and pages in a frame: as a person goes, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.kit.packages import given_json, real_model, real_package
from tests.site.browsing import Watch

CASE = "gastrectomy-kidneys-cyanocobalamin"


def test_a_worked_case_opens_in_the_form_from_the_list(real_site: Path, browser: Any) -> None:
    case = next(one for one in real_model().cases if one.id == CASE)
    given = given_json(real_model(), {name: value for name, value in case.given.items() if name != "today"})
    told = real_package().evaluate(given, today=case.given.get("today")).headline
    watch = Watch(browser, f"file://{real_site}/")
    page = watch.open("cases/index.html")
    page.locator("tr", has_text=CASE).get_by_role("link", name="Open in the form").first.click()
    page.wait_for_selector(".first-page .headline")
    assert page.locator(".first-page .headline").inner_text() == told
    page = watch.open("try.html?again#worked=nobody")
    page.wait_for_selector(".verdict")
    assert "The link holds no case" in page.locator(".verdict").inner_text()
    assert page.locator(".first-page").count() == 0
    assert watch.wrong == []
    watch.context.close()


@pytest.mark.parametrize("path", ["wall-chart.html", "try.html", "decisions/regimen.html"])
def test_a_page_in_a_frame_has_no_menu_and_keeps_what_a_reader_must_know(
    real_site: Path, browser: Any, path: str, tmp_path: Path
) -> None:
    frame = tmp_path / "other.html"
    frame.write_text(
        f'<!doctype html><title>x</title><iframe src="file://{real_site}/{path}?embed"></iframe>'
    )
    watch = Watch(browser, "file://")
    page = watch.open(str(frame))
    inside = page.frame_locator("iframe")
    inside.locator("main h1, main h2").first.wait_for(state="attached")
    assert not inside.locator(".menu").first.is_visible()
    assert not inside.locator(".top .bar").first.is_visible()
    about, banner = real_model().about, inside.locator(".banner").first
    assert banner.is_visible()
    for said in (about.status, about.version, about.disclaimer):
        assert said in banner.inner_text()
    if path == "wall-chart.html":
        inside.locator("main a[href*='decisions/']").first.evaluate("link => link.click()")
        page.frames[1].wait_for_url(re.compile(r"/decisions/[^#]*\.html\?embed(#.*)?$"))
    assert watch.wrong == []
    watch.context.close()


def test_a_filtered_table_says_how_many_rows_it_shows(real_site: Path, browser: Any) -> None:
    watch = Watch(browser, f"file://{real_site}/", viewport={"width": 360, "height": 740})
    page = watch.open("decisions/regimen.html")
    caption = page.locator("table.rules caption").first
    whole = caption.inner_text()
    page.locator(".filters > summary").click()
    select = page.locator(".filters select").first
    assert select.bounding_box()["width"] > 260
    select.select_option(index=1)
    assert " of " in caption.inner_text() and caption.inner_text() != whole
    select.select_option(index=0)
    assert caption.inner_text() == whole
    watch.context.close()
