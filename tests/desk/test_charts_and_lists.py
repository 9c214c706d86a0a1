"""The wall chart of a draft, and a list of patients that comes back with the answers beside them."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b12tables.compiler.proof import derive_chart
from b12tables.compiler.reader import read_stated
from b12tables.desk.charts import charts_data, stated_texts
from b12tables.desk.draft import Draft, Limits, check_files
from b12tables.desk.served import DeskServer
from b12tables.desk.session import Session
from tests.desk.desk_set import (
    BROKEN,
    DAY,
    SURGERY,
    SURGERY_ACCEPTED,
    TABLES,
    opened,
    workbook,
)
from tests.kit.charts import LOOK_AGAIN_CHART
from tests.site.browsing import Examiner, Watch

CHART = """
## Wall chart
- Title: Doses
- Rows: Cause
- Columns: Age
- Show: Group; Dose
"""

CHARTED = TABLES + CHART
ROOT = Path(__file__).parents[2]

Row = tuple[object, ...]


def listed(*rows: Row) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answered(session: Session, content: bytes, name: str = "ward.xlsx") -> dict[str, Any]:
    files = [{"name": name, "base64": b64encode(content).decode()}]
    return session.ask({"do": "answer list", "files": files})


def copy_of(told: dict[str, Any]) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b64decode(told["base64"])))


def table(told: dict[str, Any]) -> list[list[object]]:
    return [list(row) for row in copy_of(told).worksheets[0].iter_rows(values_only=True)]


def drafted(text: str) -> Draft:
    return check_files({"tables.xlsx": workbook(text)}, DAY, Limits())


# ---------------------------------------------------------------- the chart


def test_the_chart_of_a_draft_follows_its_edits() -> None:
    session = opened(CHARTED)
    [chart] = session.ask({"do": "charts"})["charts"]  # type: ignore[misc]
    assert chart["title"] == "Doses" and chart["why"] == "" and chart["heads"] == ["Cause", "Age"]
    assert [column["names"] for column in chart["columns"]] == [["< 18"], ["≥ 18"]]
    assert chart["combinations"] == 8 and chart["possible"] == 8
    session.ask(
        {"do": "write", "file": "tables.xlsx", "sheet": "Group", "row": 6, "column": 2, "text": "< 16"}
    )
    session.ask(
        {"do": "write", "file": "tables.xlsx", "sheet": "Group", "row": 7, "column": 2, "text": ">= 16"}
    )
    [chart] = session.ask({"do": "charts"})["charts"]  # type: ignore[misc]
    assert [column["names"] for column in chart["columns"]] == [["< 16"], ["≥ 16"]]


def test_each_patient_of_a_cell_is_stated_as_the_form_reads_it() -> None:
    draft = drafted(CHARTED)
    entries = [
        entry
        for row in charts_data(draft)[0]["rows"]
        for cell in row["cells"]
        for entry in cell["entries"]  # type: ignore[attr-defined]
    ]
    assert len(entries) == 8
    answer = opened(CHARTED).ask({"do": "answer", "given": entries[0]["given"]})
    fired = {rule["rule"] for one in answer["answers"] for rule in one["rules"]}  # type: ignore[attr-defined]
    assert fired == {rule["rule"] for rule in entries[0]["rules"]} and fired


@pytest.mark.parametrize("folder", ["tables", "examples/warfarin", "examples/leg-vein"])
def test_real_patients_are_stated_so_that_they_are_read_as_the_same(folder: str) -> None:
    files = {path.name: path.read_bytes() for path in (ROOT / folder).glob("*.xlsx")}
    model = check_files(files, DAY, Limits()).model
    cases = [cell.case for cell in derive_chart(model, model.charts[0]).cells if cell.case is not None]
    cases += [case.given for case in model.cases]
    for case in cases:
        assert read_stated(model, stated_texts(model, case)) == (dict(case), {})


def test_a_hint_names_units_as_people_write_them_and_they_are_read_so() -> None:
    session = opened(TABLES.replace("age: number, 0..120,", "age: number, 0..1440, unit mo, accepts a,"))
    fields: Any = session.ask({"do": "form"})["fields"]
    [hint] = [field["hint"] for field in fields if field["code"] == "age"]
    assert hint == "number in months, years"
    for stated, fired in (("17 months", "R1"), ("18 years", "R2")):
        answer: Any = session.ask({"do": "answer", "given": {"age": stated, "cause": "dietary"}})
        assert not answer["wrong"]
        assert fired in {rule["rule"] for one in answer["answers"] for rule in one["rules"]}


def test_a_chart_that_cannot_be_had_is_a_sentence() -> None:
    assert "ask for no wall chart" in str(opened().ask({"do": "charts"})["refused"])
    [chart] = opened(BROKEN + CHART).ask({"do": "charts"})["charts"]  # type: ignore[misc]
    assert "get no answer" in chart["why"] and chart["where"]
    unread = CHARTED.replace("| R2 | >= 18 | adult |", "| R2 | >= 18 | elder |")
    assert "be read" in str(opened(unread).ask({"do": "charts"})["refused"])
    assert "be read" in str(opened(TABLES + LOOK_AGAIN_CHART).ask({"do": "charts"})["refused"])


# ---------------------------------------------------------------- a list of patients


def test_a_head_names_the_unit_of_its_column() -> None:
    text = TABLES.replace("age: number, 0..120,", "age: number, 0..1440, unit mo, accepts a,").replace(
        "18 |", "216 |"
    )
    told = answered(
        opened(text), listed(("age (a)", "cause"), (17, "dietary"), ("19 a", "surgery"), ("18", "surgery"))
    )
    assert [row[2] for row in table(told)] == ["Dose", "small", "large", "large"]
    # a unit that is none of the field's is refused, and not read as something else
    assert "A1: Age is not given in kg; its unit is mo" in str(
        answered(opened(text), listed(("Age (kg)",), (5,)))
    )
    assert "it has no unit" in str(answered(opened(), listed(("Age (a)",), (5,)))["refused"])


def test_answers_reasons_and_what_was_not_used() -> None:
    rows: list[Row] = [
        ("Ward 3",),
        ("Name", "AGE", "cause", "Dose", "Caus"),
        ("=A1", 5, "dietary", "x", "?"),
        ("B", 50, "surgery", None, None),
        ("C", 500, "surgery", None, None),
        ("D", None, "surgery", None, None),
        ("E", 40, None, None, None),
        ("F", 40, "dietry", None, None),
    ]
    told = answered(opened(), listed(*rows))
    head, *patients = table(told)[1:]
    assert head[5:] == ["Dose", "Why there is no answer", "Not stated, and taken as not known"]
    assert patients[0][5] == "small" and patients[1][5] == "large"
    assert patients[2][5] is None and "outside the range" in str(patients[2][6])
    assert patients[3][5] is None and "Age is not stated" in str(patients[3][6])
    assert patients[4][5] == "small" and "Cause" in str(patients[4][7])
    assert patients[5][5] is None and "C8: " in str(patients[5][6]) and "dietary" in str(patients[5][6])
    counts = "3 answered, 1 without an answer, 2 that cannot be read"
    assert told["says"][0] == f"6 patients on the sheet Sheet: {counts}."
    unused = "\n".join(told["says"][1:])
    assert "Name names no field" in unused and "Dose is decided by the tables" in unused
    assert "Caus names no field (is Cause meant?)" in unused


def test_who_passes_an_accepted_error_is_told_beside_the_row() -> None:
    session = opened(TABLES + SURGERY + SURGERY_ACCEPTED)
    rows = table(answered(session, listed(("Age", "Cause"), (30, "surgery"), (30, "other"))))
    column = rows[0].index("Known errors of the tables")
    assert "broken-safety-rule (S1): known" in str(rows[1][column]) and rows[2][column] is None


def test_what_cannot_be_a_list_is_refused_in_a_sentence() -> None:
    session = opened()
    for content, why in (
        (listed(("Name", "Weight"), ("A", 5)), "names a field"),
        (listed(("Age", "cause")), "no patient below the heads in row 1"),
        (listed(("Age", "age"), (5, 6)), "A1 and B1 both state Age"),
        (b"PK no workbook", "is not answered"),
        (b"", "hoose one workbook"),
        (listed(("Age",), *[(5,)] * 5_001), "b12tables cohort"),
    ):
        assert why in str(answered(session, content)["refused"])
    unread = TABLES.replace("| R2 | >= 18 | adult |", "| R2 | >= 18 | elder |")
    assert "be read" in str(answered(opened(unread), listed(("Age",), (5,)))["refused"])
    assert (
        "no workbooks are open"
        in str(answered(Session(lambda: DAY), listed(("Age",), (5,)))["refused"]).lower()
    )


def test_a_list_that_only_we_can_read_is_refused_in_a_sentence() -> None:
    """The library reads parts of a workbook that hold no table, and says in many ways that one is broken."""
    good = listed(("Age", "cause"), (5, "dietary"))
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    session = opened()
    for name, content in (
        ("docProps/core.xml", b"<"),
        ("xl/theme/theme1.xml", b"\xff"),
        (
            "xl/styles.xml",
            parts["xl/styles.xml"].replace(b"<fonts ", b"<fonts><font><sz val='x'/></font></fonts><fonts "),
        ),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for other, held in parts.items():
                archive.writestr(other, content if other == name else held)
        told = answered(session, out.getvalue())
        assert "base64" in told or " is not answered: " in str(told["refused"]), name


def test_the_copy_says_who_answered_and_keeps_what_was_there() -> None:
    content = listed(("Age", "Note"), (5, "=1+1"), (6, "plain"))
    book = copy_of(answered(opened(BROKEN), content))
    assert book.sheetnames == ["Sheet", "About the answers"]
    about = [row[0] for row in book["About the answers"].iter_rows(values_only=True)]
    assert about[0].startswith("Age groups, version 1.0.0, status: Draft; content ")
    assert about[1] == "Answered as of 2026-03-01." and about[-1] == "This is no medical advice."
    assert any("in the way of a build" in line for line in about)
    assert book["Sheet"]["B2"].value == "=1+1" and book["Sheet"]["B3"].value == "plain"
    # what is written beside them is text, whatever it begins with
    assert all(cell.data_type != "f" for row in book["Sheet"].iter_rows(min_col=3) for cell in row)


# ---------------------------------------------------------------- on the page


def test_chart_and_list_on_the_page(tmp_path: Path, browser: Any) -> None:
    (tmp_path / "tables.xlsx").write_bytes(
        workbook(CHARTED.replace("a child |", "<img src=x onerror=alert(1)> |"))
    )
    desk = DeskServer(tmp_path, Session(lambda: DAY))
    with Watch(browser, desk.address, ("data:", "blob:")) as watch:
        page = watch.open()
        examiner = Examiner()
        page.wait_for_selector("#verdict.ok")
        page.click("nav >> text=Wall chart")
        page.wait_for_selector("#charts table")
        page.click("#charts td summary >> nth=0")
        assert examiner.all_of(page) == []
        page.set_viewport_size({"width": 360, "height": 740})
        assert examiner.all_of(page) == []
        page.click("#charts td .places button >> nth=0")
        page.wait_for_selector("#answers .answer")
        assert page.input_value('[name="cause"]') != "" and page.input_value('[name="age"]') != ""

        # an answer goes with the patient whom it was given for, and with the tables that gave it
        age = page.input_value('[name="age"]')
        page.fill('[name="age"]', "")
        page.locator("#answers", has_text="Something was changed since").wait_for()
        assert page.query_selector("#answers .answer") is None and not page.is_visible("#keep")
        page.fill('[name="age"]', age)
        page.click('#patient [type="submit"]')
        page.wait_for_selector("#answers .answer")
        assert page.is_visible("#keep")
        (tmp_path / "tables.xlsx").write_bytes(workbook(CHARTED.replace("a child |", "an infant |")))
        page.locator("#answers", has_text="Something was changed since").wait_for()
        assert page.query_selector("#answers .answer") is None and not page.is_visible("#keep")

        ward = {
            "name": "ward.xlsx",
            "mimeType": "",
            "buffer": listed(("Age", "cause"), (5, "dietary"), (50, "?")),
        }
        page.set_input_files("#list-file", ward)
        page.locator("#list-said", has_text="2 patients on the sheet").wait_for()
        assert examiner.all_of(page) == []
        with page.expect_download() as download:
            page.click("#list-said button")
        assert download.value.suggested_filename == "Answered ward.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
        assert book["Sheet"]["C2"].value == "small"
        page.set_input_files("#list-file", {**ward, "buffer": listed(("Weight",), (5,))})
        page.locator("#said", has_text="names a field").wait_for()
    desk.close()
