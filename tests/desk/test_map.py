"""The map of decisions: rows in which nothing needs what stands below it, marks that lead to the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from b12tables.desk.decision_map import map_data
from b12tables.desk.draft import Draft, Limits, check_files
from b12tables.desk.served import DeskServer
from b12tables.desk.session import Session
from tests.desk.desk_set import BROKEN, DAY, TABLES, opened, workbook
from tests.site.browsing import Examiner, Watch

ROOT = Path(__file__).parents[2]


def drafted(folder: str) -> Draft:
    files = {path.name: path.read_bytes() for path in (ROOT / folder).glob("*.xlsx")}
    return check_files(files, DAY, Limits())


@pytest.mark.parametrize("folder", ["tables", "examples/warfarin", "examples/leg-vein"])
def test_every_decision_stands_once_just_below_what_it_needs(folder: str) -> None:
    draft = drafted(folder)
    rows: Any = map_data(draft)["rows"]
    row_of = {one["decision"]: number for number, row in enumerate(rows) for one in row}
    assert [*row_of] != [] and sorted(row_of) == sorted(table.code for table in draft.model.decisions)
    assert sum(map(len, rows)) == len(row_of)
    produced = {name: table.code for name, table in draft.model.produced_by.items()}
    parts = draft.model.dependencies.parts
    for table in draft.model.decisions:
        behind = set(table.input_fields)
        while wider := set().union(*(parts.get(name, ()) for name in behind)) - behind:
            behind |= wider
        needs = {produced[name] for name in behind if name in produced}
        [told] = [one for row in rows for one in row if one["decision"] == table.code]
        assert set(told["needs"]) == needs
        assert row_of[table.code] == 1 + max((row_of[need] for need in needs), default=-1)


def test_marks_stand_where_something_is_to_edit_and_what_is_left_out_is_named() -> None:
    sound: Any = opened().ask({"do": "map"})
    assert [[one["label"] for one in row] for row in sound["rows"]] == [["Group"], ["Dose"]]
    assert sound["rows"][1][0]["needs"] == ["group_of"] and not any(one["marks"] for [one] in sound["rows"])
    broken: Any = opened(BROKEN).ask({"do": "map"})
    assert broken["rows"][0][0]["marks"].get("edit") and not broken["left_out"]
    unread: Any = opened(TABLES.replace("| R2 | >= 18 |", "| R2 | from eighteen |")).ask({"do": "map"})
    assert unread["left_out"]
    assert "no workbooks are open" in str(Session(lambda: DAY).ask({"do": "map"})["refused"]).lower()


def test_a_click_on_the_map_leads_to_the_sheet(tmp_path: Path, browser: Any) -> None:
    (tmp_path / "tables.xlsx").write_bytes(workbook(BROKEN))
    desk = DeskServer(tmp_path, Session(lambda: DAY))
    with Watch(browser, desk.address, ("data:",)) as watch:
        page = watch.open()
        examiner = Examiner()
        page.wait_for_selector("#verdict.not-ok")
        page.click("nav >> text=Map of decisions")
        page.focus("#map button >> nth=1")
        page.locator("#map-said", has_text="Dose needs Group.").wait_for()
        assert page.locator("#map .needed").all_inner_texts()[0].startswith("Group")
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 740})
            assert examiner.all_of(page) == []
        page.keyboard.press("Enter")
        page.wait_for_selector("#grid-around td:focus")
        assert "Dose" in page.get_attribute("#grid-around table", "aria-label")
    desk.close()
