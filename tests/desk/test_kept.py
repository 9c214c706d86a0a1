"""What somebody typed, saw or is about to sign at the desk: never lost in silence, never done to other tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from b12tables.desk.cell_changes import CellChange, Step, steps_from, steps_text
from b12tables.desk.served import DeskServer
from b12tables.desk.session import Session
from tests.desk.desk_set import BROKEN, DAY, TABLES
from tests.desk.test_desk_page import saved_beside
from tests.site.browsing import Watch


def test_what_is_typed_into_a_cell_is_never_lost_in_silence(
    desk: DeskServer, folder: Path, browser: Any
) -> None:
    with Watch(browser, desk.address, ("data:",)) as watch:
        page = watch.open()
        page.wait_for_selector("#verdict.ok")
        page.select_option("#sheets", label="tables.xlsx · Group")
        page.locator("#cell-B6").click()
        page.fill("#cell-text", "< 17")
        saved_beside(folder, TABLES.replace("| >= 18 |", "| >= 21 |"))
        page.wait_for_selector("#verdict.not-ok")
        assert page.input_value("#cell-text") == "< 17" and page.is_visible("#cell")
        page.locator("#cell-C6").click()
        assert "Group B6: < 17" in page.inner_text("#said")
        page.fill("#cell-text", "adult")
        saved_beside(folder, TABLES.replace("| < 18 | child |", "| < 18 | adult |"))
        page.locator("#said", has_text="Group C6").wait_for(state="visible")


def test_a_look_that_fails_is_not_the_last(desk: DeskServer, folder: Path, browser: Any) -> None:
    with Watch(browser, desk.address, ("data:",)) as watch:
        page = watch.open()
        page.wait_for_selector("#verdict.ok")
        page.route(
            "**/ask", lambda route: route.fulfill(status=200, content_type="application/json", body='{"ve')
        )
        page.locator("#said", has_text="does not answer").wait_for()
        page.unroute("**/ask")
        saved_beside(folder, BROKEN)
        page.wait_for_selector("#verdict.not-ok")


def test_rows_that_the_browser_does_not_copy_stand_to_be_copied(folder: Path, browser: Any) -> None:
    saved_beside(folder, BROKEN)
    desk = DeskServer(folder, Session(lambda: DAY))
    with Watch(browser, desk.address, ("data:",)) as watch:
        page = watch.page
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        watch.open()
        page.click("text=Copy the rows that are missing")
        assert "[18..21)" in page.input_value("#findings textarea")
    desk.close()


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "write", "file": "tables.xlsx", "sheet": "Group", "row": 6, "column": 2, "text": "< 17"},
        {"do": "undo"},
        {"do": "sign", "decision": "group_of", "rule": "", "person": "A. Doctor", "role": "Physician"},
    ],
    ids=lambda request_: request_["do"],
)
def test_nothing_is_changed_or_signed_that_the_page_does_not_show(
    desk: DeskServer, folder: Path, request_: dict[str, Any]
) -> None:
    """Two pages, or a page and a save: which tables a page shows stands in what it asks for."""
    cell = {"do": "write", "file": "tables.xlsx", "sheet": "Cases", "row": 5, "column": 2, "text": "x"}
    shown = desk.ask({"do": "state"})["version"]
    desk.ask({**cell, "version": shown})
    before = [*desk.session.steps]
    assert "changed meanwhile" in str(desk.ask({**request_, "version": shown})["refused"])
    assert desk.session.steps == before != []
    assert "refused" not in desk.ask({**request_, "version": desk.ask({"do": "state"})["version"]})
    assert desk.session.steps != before


def test_what_was_changed_is_held_for_a_page_that_begins_again() -> None:
    step, fresh = (
        Step("a", (CellChange("t.xlsx", "S", 1, 2, "“", ""),)),
        Step("b", (), (("n.xlsx", b"\0\xff"),)),
    )
    assert steps_from(steps_text([step, fresh])) == [step, fresh] and steps_from("[]") == []
