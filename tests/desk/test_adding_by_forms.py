"""What small forms add: a set for another subject from nothing, and what is refused, in the reader's words."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler import check
from b12tables.desk import in_a_site
from b12tables.desk.in_a_site import NoPyodide, site_part
from b12tables.desk.served import DeskServer
from b12tables.desk.session import Session
from tests.desk.desk_set import DAY, TABLES, opened
from tests.site.browsing import Examiner, Watch

FIELDS = (
    ({"Label": "Depth of the ulcer", "Type": "choice", "Unknown": "yes"}, "Skin\nTendon\n\nBone"),
    ({"Label": "Temperature", "Type": "number", "Minimum": "30", "Maximum": "45", "Unit": "Cel"}, ""),
    ({"Label": "Where to", "Type": "choice", "Unknown": "no"}, "Clinic\nHospital"),
)
RULES = (
    ("Skin", "< 38", "Clinic"),
    ("Skin", ">= 38", "Hospital"),
    ("Tendon; Bone; unknown", "-", "Hospital"),
)


def added(session: Session, what: str, **asked: object) -> dict[str, Any]:
    told = session.ask({"do": what, **asked})
    assert "refused" not in told, told["refused"]
    return told


def refused(session: Session, what: str, **asked: object) -> str:
    before = session.unsaved()
    told = session.ask({"do": what, **asked})
    assert session.unsaved() == before
    return str(told["refused"])


def test_a_column_that_no_sheet_has_is_passed_over(begun: dict[str, bytes]) -> None:
    session = again(begun)
    asked = rule(session, ("Skin", "< 38", "Clinic", "inference: an example"))
    given: Any = asked["given"]
    given |= {"9" * 5000: "x", "\u0664" * 9: "x", "\u00b2": "x", "99999": "y"}
    assert added(session, "add rule", **asked)["unsaved"] == "5 cells in 1 workbook"


def rule(session: Session, cells: tuple[str, ...], decision: str = "place_of_care") -> dict[str, object]:
    tables: Any = session.ask({"do": "forms"})["tables"]
    [table] = [table for table in tables if table["decision"] == decision]
    columns = [str(column["column"]) for column in table["columns"] if column["head"] != "Note"]
    return {"decision": decision, "rule": "", "given": dict(zip(columns, cells, strict=True))}


@pytest.fixture(scope="module")
def begun() -> dict[str, bytes]:
    """The workbooks of a set that has its fields and a decision without rules."""
    session = Session(lambda: DAY)
    assert session.ask({"do": "forms"})["empty"] is True
    added(session, "start", title="Foot ulcers", empty=True)
    for given, values in FIELDS:
        added(session, "add field", given=given, values=values)
    asked = {"when": ["depth_of_the_ulcer", "temperature"], "then": ["where_to"], "policy": "Unique"}
    told = added(session, "add decision", label="Place of  care", **asked)
    assert told["unsaved"] == "2 new workbooks" and len(told["steps"]) == 5
    return session.unsaved()


def again(files: dict[str, bytes]) -> Session:
    session = Session(lambda: DAY)
    session.open(files)
    return session


def test_a_set_is_made_from_nothing_and_passes(begun: dict[str, bytes], tmp_path: Path) -> None:
    session = again(begun)
    for cells in RULES:
        told = added(session, "add rule", **rule(session, (*cells, "inference: an example")))
    assert told["ok"] and told["counts"]["en"].startswith("no errors")
    assert told["unsaved"] == "15 cells in 1 workbook"
    for name, content in {**begun, **session.unsaved()}.items():
        (tmp_path / name).write_bytes(content)
    report = check(tmp_path, DAY)
    assert report.ok and report.model is not None and report.model.about.title == "Foot ulcers"
    assert [row.id for row in report.model.decisions[0].rows] == ["R1", "R2", "R3"]


def test_a_result_that_may_be_unchanged_is_added_with_what_it_was(begun: dict[str, bytes]) -> None:
    session = again(begun)
    for label, more in (
        ("Present place", {"Also written": "Ward; Now"}),
        ("Next place", {"Kept from": "Ward"}),
    ):
        given = {"Label": label, "Type": "choice", "Unknown": "yes", **more}
        added(session, "add field", given=given, values="Clinic\nHospital")
    asked = {"when": ["Now"], "then": ["next_place"], "policy": "Unique"}
    added(session, "add decision", label="Place", **asked)
    tables: Any = session.ask({"do": "forms"})["tables"]
    [table] = [one for one in tables if one["decision"] == "place"]
    [options] = [one["options"] for one in table["columns"] if one["head"] == "Next place"]
    assert options == ["Clinic", "Hospital", "unchanged", "unknown", "none"]
    added(session, "add rule", **rule(session, ("-", "unchanged", "inference: an example"), "place"))


def test_a_value_is_added_and_what_it_inherits_is_told(begun: dict[str, bytes]) -> None:
    session = again(begun)
    for cells in (
        ("Skin", "< 38", "Clinic"),
        ("Skin", ">= 38", "Hospital"),
        ("not(Skin); unknown", "-", "Hospital"),
    ):
        added(session, "add rule", **rule(session, (*cells, "inference: an example")))
    session = again({**begun, **session.unsaved()})
    told = added(session, "add value", given={"Field": "depth_of_the_ulcer", "Label": "Joint"})
    assert told["ok"] and "Joint in Depth of the ulcer" in " ".join(told["new_values"])
    assert "not(Skin)" in " ".join(told["new_values"])
    assert added(session, "undo")["new_values"] == []


@pytest.mark.parametrize(
    ("what", "asked", "says"),
    [
        ("start", {"title": "Another"}, "open here already"),
        ("add field", {"given": {"Label": "Where to", "Type": "number"}, "values": ""}, "declared twice"),
        ("add field", {"given": {"Type": "number"}, "values": ""}, "give the field a label"),
        ("add field", {"given": {"Label": "A"}, "values": ""}, "choose the type"),
        ("add field", {"given": {"Label": "A", "Type": "colour"}, "values": ""}, "colour"),
        ("add field", {"given": {"Label": "A", "Type": "number", "Minimum": "low"}, "values": ""}, "no number"),
        ("add field", {"given": {"Label": "A", "Type": "number", "Unit": "furlong"}, "values": ""}, "not known"),
        ("add field", {"given": {"Label": "A", "Type": "choice"}, "values": "\n"}, "no Values sheet"),
        ("add field", {"given": {"Label": "A", "Type": "date"}, "values": "x"}, "no values of its own"),
        ("add field", {"given": {"Label": "A", "Type": "date", "Field": "a b"}, "values": ""}, "code"),
        ("add field", {"given": {"Label": "A" * 300, "Type": "date"}, "values": ""}, "too long"),
        ("add value", {"given": {"Field": "depth_of_the_ulcer", "Label": "SKIN"}}, "the same"),
        ("add value", {"given": {"Field": "temperature", "Label": "Hot"}}, "only a choice"),
        ("add value", {"given": {"Field": "nothing", "Label": "Hot"}}, "no such field"),
        ("add decision", {"label": "", "when": ["temperature"], "then": ["where_to"], "policy": "Any"}, "a name"),
        ("add decision", {"label": "A", "when": [], "then": ["where_to"], "policy": "Any"}, "at least one"),
        ("add decision", {"label": "A", "when": [3], "then": ["where_to"], "policy": "Any"}, "at least one"),
        ("add decision", {"label": "A", "when": ["temperature"], "then": ["where_to"], "policy": "?"}, "hit policy"),
        ("add decision", {"label": "A", "when": ["temperature"], "then": ["where_to"], "policy": "Any"}, "already"),
        ("add decision", {"label": "A" * 300, "when": ["x"], "then": ["y"], "policy": "Any"}, "too long"),
        ("add rule", {"decision": "nothing", "rule": "", "given": {}}, "no such decision"),
        ("add rule", {"decision": "place_of_care", "rule": "", "given": {"2": "Skin"}}, "say something of Temperature"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_reason(
    begun: dict[str, bytes], what: str, asked: dict[str, object], says: str
) -> None:
    assert says.lower() in refused(again(begun), what, **asked).lower()


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (("Skinn", "-", "Clinic"), "did you mean Skin"),
        (("Skin", "warm", "Clinic"), "warm"),
        (("Skin", "-", "Home"), "no value 'Home'"),
        (("=1+1", "-", "Clinic"), "no value '1+1'"),
    ],
)
def test_a_rule_that_cannot_be_read_is_not_added(
    begun: dict[str, bytes], cells: tuple[str, ...], says: str
) -> None:
    session = again(begun)
    assert says in refused(session, "add rule", **rule(session, (*cells, "inference: x")))


def test_a_set_that_is_broken_can_be_added_to_still() -> None:
    """What was wrong before is no reason to refuse what is right."""
    session = opened(TABLES.replace("| < 18 |", "| < eighteen |"))
    told = added(session, "add field", given={"Label": "Weight", "Type": "number", "Unit": "kg"}, values="")
    assert not told["ok"] and "Weight" in told["steps"][0]


def test_a_name_that_is_taken_meanwhile_puts_the_new_workbook_aside(begun: dict[str, bytes]) -> None:
    session = again({"foot_ulcers.xlsx": begun["foot_ulcers.xlsx"]})
    asked = {"when": ["temperature"], "then": ["where_to"], "policy": "Unique"}
    added(session, "add decision", label="Place of care", **asked)
    session.open({**begun, "place_of_care.xlsx": b"something else"})
    told = session.ask({"do": "state"})
    assert told["steps"] == [] and "put aside" in str(told["notices"])


def test_what_writes_new_workbooks_comes_whole_into_the_site(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(in_a_site, "HASHES", {})
    files = site_part(tmp_path, {})
    assert (
        files["openpyxl.zip"] == site_part(tmp_path, {})["openpyxl.zip"]
        and len(files["openpyxl.zip"]) > 100_000
    )
    assert b"openpyxl/workbook/workbook.py" in files["openpyxl.zip"] and b"LICENCE" in files["openpyxl.zip"]
    monkeypatch.setattr("hashlib.new", lambda *_: hashlib.sha256(b"another"))
    with pytest.raises(NoPyodide, match="not the file of its release"):
        site_part(tmp_path, {})


def make_by_forms(page: Any) -> None:
    """A set for another subject, made by the forms of a page that shows none."""
    page.wait_for_selector("#add-set:visible")
    page.fill("#add-set [name=title]", "Foot ulcers")
    page.select_option("#add-set [name=empty]", "yes")
    page.click("#add-set [type=submit]")
    for label, kind, values in (
        ("Depth", "choice", "Skin\nBone"),
        ("Pain", "yes/no", ""),
        ("Care", "choice", "Home\nWard"),
    ):
        page.fill("#add-field [name=Label]", label)
        page.select_option("#add-field [name=Type]", kind)
        if values:
            page.fill("#add-field [name=values]", values)
        page.click("#add-field [type=submit]")
        page.locator("#added", has_text=label).wait_for()
        page.locator("#add-field:not([inert])").wait_for()
    page.click("text=A decision: a table of its own")
    page.fill("#add-decision [name=label]", "Place of care")
    for box in ("#add-when [value=depth]", "#add-when [value=pain]", "#add-then [value=care]"):
        page.check(box)
    page.click("#add-decision [type=submit]")
    for number, cells in enumerate(
        (("Skin", "-", "Home"), ("Bone", "yes", "Ward"), ("Bone", "no", "Home")), 1
    ):
        page.locator("#add-rule:not([inert]) #add-columns select").wait_for()
        page.fill('#add-columns [name="2"]', cells[0])
        page.fill('#add-columns [name="3"]', cells[1])
        page.select_option('#add-columns [name="4"]', cells[2])
        page.fill('#add-columns [name="5"]', "inference: an example")
        page.click("#add-rule [type=submit]")
        page.locator("#pending", has_text=f"add rule R{number} ").wait_for()
    page.wait_for_selector("#verdict.ok")


def test_on_the_page_a_set_is_made_saved_and_passes(browser: Any, tmp_path: Path) -> None:
    desk = DeskServer(tmp_path, Session(lambda: DAY))
    with Watch(browser, desk.address, ("data:",), viewport={"width": 360, "height": 740}) as watch:
        page = watch.open()
        make_by_forms(page)
        # what is refused says why, and what was written stays in the form
        page.fill("#add-field [name=Label]", "Depth")
        page.select_option("#add-field [name=Type]", "date")
        page.click("#add-field [type=submit]")
        page.locator("#said", has_text="declared twice").wait_for()
        assert page.input_value("#add-field [name=Label]") == "Depth"
        examiner = Examiner()
        assert examiner.all_of(page) == []
        page.click("#save")
        page.wait_for_selector("#pending", state="hidden")
        assert check(tmp_path, DAY).ok
    desk.close()


def test_a_new_workbook_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    desk = DeskServer(tmp_path, Session(lambda: DAY))
    desk.ask({"do": "start", "title": "Foot ulcers", "empty": False})
    (tmp_path / "foot_ulcers.xlsx").write_bytes(b"somebody's own")
    assert "none is ever overwritten" in str(desk.ask({"do": "save"})["refused"])
    assert (tmp_path / "foot_ulcers.xlsx").read_bytes() == b"somebody's own"
    desk.close()
