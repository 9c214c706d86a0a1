"""A text that begins like a formula stays a text in whatever is written of it: workbooks, CSV, rows to be pasted."""

from __future__ import annotations

import io
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from b12tables.compiler import check, read
from b12tables.compiler.grading import propose
from b12tables.compiler.model import like_a_formula, needs_quote
from b12tables.desk import Column, NewSheet, new_set, new_workbook, set_from, write_proposed
from b12tables.desk.annotate import annotate_workbooks
from b12tables.desk.cells import NotWritten, write_cells
from b12tables.desk.session import Session
from b12tables.desk.sheets import write_text
from tests.desk.desk_set import BROKEN, DAY, TABLES, workbook
from tests.desk.test_charts_and_lists import listed

STARTS = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH COMMERCIAL AT}")
EVIL = ("=HYPERLINK(A1)", "-2+3", "\t@SUM(A1)")
OWN = ("Findings", "Rows for", "About the answers", "Proposed cases", "Next step")
"""Sheets that are ours alone begin so."""


@cache
def hostile(evil: str, text: str = TABLES) -> bytes:
    """The small set with such a text for each label of a value, each description and each title."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(text)))
    for sheet in book:
        kind = sheet["A1"].value
        places = [("B", 1)] if kind == "Decision table" else []
        places += [("B", 2), ("B", 7)] if kind == "About" else []
        places += [("C", row) for row in range(3, sheet.max_row + 1)] if kind == "Values" else []
        places += [("B", row) for row in range(5, sheet.max_row + 1)] if kind == "Cases" else []
        for column, row in places:
            cell = sheet[f"{column}{row}"]
            if cell.value and cell.value != "Label":
                cell.value, cell.data_type = f"{evil} {cell.value}", "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def held(folder: Path, evil: str, text: str = TABLES) -> Path:
    folder.mkdir()
    (folder / "tables.xlsx").write_bytes(hostile(evil, text))
    return folder


def session(evil: str, text: str = TABLES) -> Session:
    made = Session(lambda: DAY)
    made.open({"tables.xlsx": hostile(evil, text)})
    return made


def assert_texts(content: bytes | Path, evil: str, everywhere: bool = False, own: bool = True) -> None:
    """No cell is a formula; in our own sheets (or `everywhere`) none becomes one when somebody edits it."""
    book = openpyxl.load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)
    cells = [(sheet.title, cell) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [(title, cell.coordinate) for title, cell in cells if cell.data_type == "f"]
    seen = [
        cell.quotePrefix
        for title, cell in cells
        if (everywhere or title.startswith(OWN)) and isinstance(cell.value, str) and needs_quote(cell.value)
    ]
    assert all(seen) and (seen or not own)
    assert any(evil.strip() in str(cell.value) for _, cell in cells)


@pytest.mark.parametrize("start", STARTS, ids=ascii)
def test_how_a_formula_begins(start: str) -> None:
    cell = openpyxl.Workbook().create_sheet()["A1"]
    write_text(cell, f"{start}1+1")
    assert like_a_formula(f"{start}1+1") and cell.quotePrefix and cell.data_type == "s"
    assert not like_a_formula(f"1{start}1")


@pytest.fixture(params=EVIL, ids=ascii)
def evil(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_annotated_copies_and_drafted_rows(evil: str, tmp_path: Path) -> None:
    folder = held(tmp_path / "set", evil, BROKEN)
    [copy], _ = annotate_workbooks(folder, tmp_path / "out", check(folder, DAY))
    assert_texts(copy, evil)


def test_rows_that_are_pasted(evil: str) -> None:
    made = session(evil, BROKEN)
    findings = made.ask({"do": "state"})["findings"]
    rows = [one["rows"] for one in findings if one["rows"]]  # type: ignore[attr-defined]
    assert rows
    for line in "\n".join(rows).split("\n"):
        assert not [cell for cell in line.split("\t") if like_a_formula(cell) and cell != "-"]


def test_a_list_of_patients_with_its_answers(evil: str) -> None:
    ward = listed(("Age", "Cause", "Note"), (5, "dietary", "plain"), (50, f"{evil}?", "x"))
    made = session(evil)
    told = made.ask(
        {"do": "answer list", "files": [{"name": "w.xlsx", "base64": b64encode(_as_texts(ward)).decode()}]}
    )
    assert_texts(b64decode(str(told["base64"])), evil)


def _as_texts(content: bytes) -> bytes:
    """A list in which the library took a text for a formula, with the text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell in (cell for row in book.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"):
        cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_proposed_cases(evil: str, tmp_path: Path) -> None:
    folder = held(tmp_path / "set", evil)
    model, _ = read(folder)
    assert model is not None
    copy, _ = write_proposed(folder, tmp_path / "out", propose(model, 3), answers=True)
    assert_texts(copy, evil)


def test_what_is_imported_or_begun(evil: str, tmp_path: Path) -> None:
    heads = [Column(evil, options=(evil, "b"), help=evil), Column("a", options=(evil * 30,))]
    sheet = NewSheet(
        "One", "Decision table", [("Question", evil)], heads, [[evil, "#N/A"], ["-", 3]], title=evil
    )
    assert_texts(new_workbook(tmp_path / "imported", evil, [sheet]), evil, everywhere=True)
    assert_texts(new_set(tmp_path / "new", evil), evil, everywhere=True)
    [copy] = set_from(held(tmp_path / "set", evil), tmp_path / "from", evil)
    assert_texts(copy, evil, own=False)


def test_what_the_desk_saves(evil: str) -> None:
    made = session(evil)
    refused = [told["refused"] for told in map(made.ask, _edits(evil)) if "refused" in told]
    assert len(made.steps) == 4, refused
    written = []
    for content in made.unsaved().values():
        assert_texts(content, evil, own=False)
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        written += [cell.quotePrefix for cell in cells if cell.value in (evil, evil.strip())]
    assert all(written) and len(written) >= 5, written
    begun = Session(lambda: DAY)
    begun.ask({"do": "start", "title": evil})
    for content in begun.unsaved().values():
        assert_texts(content, evil, everywhere=True)


def test_a_text_typed_over_a_cell_keeps_its_look_and_changes_nothing_else() -> None:
    before = hostile(EVIL[0])
    place = next(
        sheet.title for sheet in openpyxl.load_workbook(io.BytesIO(before)) if sheet["A1"].value == "Cases"
    )
    after = write_cells(before, place, {(5, 2): "=1+1", (6, 2): "=1+1", (5, 1): "plain", (40, 3): "#N/A"})
    old, new = (openpyxl.load_workbook(io.BytesIO(content))[place] for content in (before, after))
    for name, quoted in (("B5", True), ("B6", True), ("A5", False), ("C40", True)):
        assert new[name].quotePrefix == quoted and new[name].data_type == "s"
        for look in ("font", "fill", "alignment"):
            assert repr(getattr(new[name], look)) == repr(getattr(old[name], look))
    books = [zipfile.ZipFile(io.BytesIO(content)) for content in (before, after)]
    parts = [{name: book.read(name) for name in book.namelist()} for book in books]
    differ = {name for name in parts[0] if parts[0][name] != parts[1][name]}
    assert len(differ) == 2 and "xl/styles.xml" in differ
    assert parts[1]["xl/styles.xml"].count(b'quotePrefix="1"') == len(
        {old[n].style_id for n in ("B5", "B6", "C40")}
    )
    again = zipfile.ZipFile(io.BytesIO(write_cells(after, place, {(5, 2): "=2"})))
    assert again.read("xl/styles.xml") == parts[1]["xl/styles.xml"]


def test_a_workbook_without_styles_is_not_written_by_halves() -> None:
    whole = zipfile.ZipFile(io.BytesIO(hostile(EVIL[0])))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in whole.namelist():
            target.writestr(name, whole.read(name).replace(b"cellXfs", b"cellXfS"))
    sheet = openpyxl.load_workbook(io.BytesIO(hostile(EVIL[0]))).sheetnames[0]
    assert write_cells(out.getvalue(), sheet, {(1, 9): "1"})
    with pytest.raises(NotWritten, match="list of styles"):
        write_cells(out.getvalue(), sheet, {(1, 9): "=1"})


def _edits(evil: str) -> Iterable[dict[str, object]]:
    place = {"file": "tables.xlsx", "sheet": "Cases", "row": 5, "column": 2}
    yield {"do": "write", **place, "text": evil}
    yield {
        "do": "add field",
        "given": {"Label": evil, "Type": "choice"},
        "values": f"{evil}\nb",
    }
    yield {"do": "keep", "given": {"age": "5", "cause": "dietary"}, "description": evil}
    yield {"do": "sign", "decision": "group_of", "rule": "R1", "person": evil, "role": evil}
