"""The page of the desk in its reader's language: every word of it is in the catalogue, and a switch chooses."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from b12tables.compiler import check
from b12tables.compiler.reader import KINDS_OF_SHEET
from b12tables.desk.annotate import annotate_workbooks
from b12tables.desk.new import decision_workbook, starting_workbook
from b12tables.desk.page import ASSETS, page_files, page_wordings
from b12tables.desk.served import DeskServer
from b12tables.desk.session import Session
from b12tables.runtime.language import catalogue, speaking
from tests.desk.desk_set import BROKEN, DAY, workbook
from tests.kit.pseudo import TAG, pseudo_language, unmarked
from tests.site.browsing import Watch

LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')
SENTENCE = re.compile(r"[A-Za-z]{2,}[^\W\d_]* [a-z]{2,}|^[A-Z][a-z]+ ")
OURS = (
    *(
        "use strict",
        "import ",
        "#",
        "main > ",
        "td.",
        "[data-",
        "input, ",
        "add ",
        "answer ",
        "changed files",
    ),
    *("told in", "not read", "Decision table"),
)
"""How texts begin that nobody reads: what scripts, styles and requests say to each other."""


def test_every_text_of_a_script_is_looked_up() -> None:
    left = []
    for path in sorted(ASSETS.glob("*.js")):
        source = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for found in LITERAL.finditer(source):
            text = re.sub(r"\$\{[^}]*\}", "", found[0][1:-1])
            told = re.search(r"(?:tell|Tell)(?:Of)?\((?:\w+, (?:\"[^\"]*\", )?)?$", source[: found.start()])
            if SENTENCE.search(text) and not told and not text.startswith(OURS) and path.name != "worker.js":
                left.append((path.name, found[0]))
    assert left == []


SAID = {"NotDone", "NotWritten", "Refused", "Step", "row_step", "_new_workbook"}
"""What is made with a text for the user in it."""


def test_every_sentence_of_a_refusal_or_an_edit_is_looked_up() -> None:
    left = []
    for path in sorted(ASSETS.parent.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAID:
                plain = [text for given in call.args for text in _plain(given) if SENTENCE.search(text)]
                left += [(path.name, text) for text in plain]
    assert left == []


def _plain(given: ast.expr) -> Iterator[str]:
    """The texts of an argument that are said as they stand."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value
    elif isinstance(given, ast.JoinedStr):
        yield from (text for part in given.values for text in _plain(part))
    elif isinstance(given, ast.IfExp):
        yield from (*_plain(given.body), *_plain(given.orelse))


def test_refusals_and_edits_are_told_in_the_language_of_the_page_or_of_the_tables() -> None:
    text = BROKEN.replace("- Status: Draft", "- Status: Draft\n- Language: de")
    session = Session(lambda: DAY)
    assert session.ask({"do": "undo", "language": "de"}) == {"refused": "Es gibt nichts zurückzunehmen."}
    session.open({"tables.xlsx": workbook(text)})
    assert session.ask({"do": "undo"}) == {"refused": "Es gibt nichts zurückzunehmen."}
    assert session.ask({"do": "undo", "language": "en"}) == {"refused": "There is nothing to undo."}
    given = {"Field": "weight", "Label": "Weight", "Type": "number"}
    added = session.ask({"do": "add field", "given": given, "values": "", "language": "de"})
    assert added["steps"] == ["das Feld Weight hinzufügen"], added
    # the titles of mends are told in the language of the tables, and chosen from a page in another one
    findings: Any = added["findings"]
    mends = [mend for finding in findings for mend in finding["mends"]]
    assert [
        session.ask({"do": "preview", "id": mend["id"], "language": "en"}).get("refused")
        for mend in mends[:1]
    ] == [None]


def test_where_no_set_can_be_read_nothing_is_left_of_the_language_of_the_one_before() -> None:
    text = BROKEN.replace("- Status: Draft", "- Status: Draft\n- Language: de")
    session, fresh = Session(lambda: DAY), Session(lambda: DAY)
    session.open({"tables.xlsx": workbook(text)})
    nothing = {"do": "open", "files": []}
    shown, first = session.ask({**nothing, "language": "de"}), fresh.ask(nothing)
    assert shown["language"] == "" and shown["findings"] == first["findings"] != []
    assert shown["counts"] == {
        "en": "1 error, no warnings, no notes",
        "de": "1 Fehler, keine Warnungen, keine Hinweise",
    }
    assert session.ask({"do": "report", "language": "de"}) == fresh.ask({"do": "report"})


def test_the_page_carries_each_wording_in_each_language() -> None:
    script = page_files("server")["words.js"]
    told = json.loads(script.partition("=")[2].partition(";\n")[0])
    assert set(told["de"]) == page_wordings()
    assert told["de"] == {words: catalogue("de")[words] for words in page_wordings()}


def test_what_the_forms_write_into_workbooks_is_in_the_language_of_who_asks() -> None:
    """A set to begin with and a new decision: texts and helps; kinds, heads and keys are the format's everywhere."""
    fields = {"fields.xlsx": workbook(FIELDS)}
    with pseudo_language(), speaking(TAG):
        _, begun = starting_workbook("«Set»")
        _, added = decision_workbook(fields, "«Decision»", ["weight", "day", "signs"], ["plan", "dose"])
    texts = {text for one in (begun, added) for text in _written(one)} - FORMAT
    assert {text for text in texts if SENTENCE.search(unmarked(text))} == set()
    with speaking("de"):
        name, content = starting_workbook("Neu")
    report = check({name: content}, DAY)
    assert (report.ok, report.language, report.findings) == (True, "de", ())


FIELDS = """
## Fields
- weight: number, 0..300, unit kg, unknown
- day: date
- signs: choices (a, b)
- plan: choice (x, y)
- dose: number, unit mg
"""

FORMAT = {part for kind in KINDS_OF_SHEET.values() for part in (kind.name, *kind.keys, *kind.heads)}


def _written(content: bytes) -> Iterator[str]:
    """The texts of the cells of a workbook, and of what helps to fill them in."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield from (cell.value for row in sheet for cell in row if isinstance(cell.value, str))
        for rule in sheet.data_validations.dataValidation:
            yield from (text for text in (rule.prompt, rule.error, rule.errorTitle) if text)


@pytest.fixture
def german(tmp_path: Path) -> Iterator[DeskServer]:
    folder = tmp_path / "set"
    folder.mkdir()
    text = BROKEN.replace("- Status: Draft", "- Status: Draft\n- Language: de")
    (folder / "tables.xlsx").write_bytes(workbook(text))
    made = DeskServer(folder, Session(lambda: DAY))
    yield made
    made.close()


def test_tables_choose_the_language_and_a_switch_another(german: DeskServer, browser: Any) -> None:
    with Watch(browser, german.address, ("data:",)) as watch:
        page = watch.open()
        page.wait_for_selector("#verdict.not-ok")
        assert page.get_attribute("html", "lang") == "de" and page.title() == "Der Arbeitsplatz"
        assert page.inner_text("#begin-head") == "Hier beginnen"
        assert "wird niemandem gesagt, was zu tun ist" in page.inner_text("#findings")
        assert (
            "neu:" in page.inner_text("#news")
            and page.get_attribute("#parts", "aria-label") == "Teile des Arbeitsplatzes"
        )
        page.select_option("#language", "en")
        page.wait_for_selector("#verdict:has-text('This table set cannot be built yet.')")
        assert page.inner_text("#begin-head") == "Begin here" and page.get_attribute("html", "lang") == "en"
        page.reload()
        page.wait_for_selector("#verdict:has-text('This table set cannot be built yet.')")


def test_annotated_copies_are_in_the_language_of_the_tables(tmp_path: Path) -> None:
    """In a language whose every wording is between marks, what stands between none is of the tables, or a name."""
    text = BROKEN.replace("- Status: Draft", f"- Status: Draft\n- Language: {TAG}")
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "tables.xlsx").write_bytes(workbook(text))
    with pseudo_language():
        report = check(tmp_path / "set", DAY)
        (copy,), lost = annotate_workbooks(tmp_path / "set", tmp_path / "out", report)
        book: Any = openpyxl.load_workbook(copy)
    ours = [sheet for sheet in book if str(sheet["A1"].value).startswith("⟦")]
    assert lost == [] and len(ours) == 2
    told = [str(cell.value) for sheet in ours for row in sheet for cell in row if cell.value]
    told += [cell.comment.text for sheet in book for row in sheet for cell in row if cell.comment]
    own = {*re.findall(r"\w+", text), *(word for one in report.findings for word in one.name.split("-"))}
    own |= {"b12tables", "tables", "xlsx", "NEW1", *(sheet.title for sheet in book)}
    words = {word for one in told for word in re.findall(r"[^\W\d_]\w+", unmarked(one))}
    assert {word for word in words if not re.fullmatch(r"[A-Z]+\d+", word)} - own == set()
