"""A text that fills only the first cell of a row of a table: a note, or a row that is still to be written."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from b12tables.compiler.model import Finding, Model
from tests.kit.tables import write_xlsx
from tests.reader.edits import GOOD, REGIMEN, read

NOTE = "Reviewed by ward 3 in May"

LISTS = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| long length | 300 cm | D1 |

## Impossible
| ID | Combination | Why |
|---|---|---|
| X1 | Main cause: other<br>Smoker: yes | Because |
"""


def last_row(sheet: Worksheet) -> int:
    return max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value is not None)


def found_with(
    folder: Path, texts: list[object], sheet: str = REGIMEN, gap: int = 0, merged: str = ""
) -> tuple[Model | None, list[Finding], int]:
    """What is read once these texts stand below the last row of a sheet, in column A; and the row of the first."""
    folder.mkdir(exist_ok=True)
    path = write_xlsx(GOOD + LISTS, folder)
    book = openpyxl.load_workbook(path)
    row = last_row(book[sheet]) + 1 + gap
    for offset, text in enumerate(texts):
        book[sheet].cell(row + offset, 1, text)  # type: ignore[arg-type]
    if merged:
        book[sheet].merge_cells(f"A{row}:{merged}{row}")
    book.save(path)
    model, findings = read(folder)
    return model, [finding for finding in findings if finding.severity == "error"], row


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        "Draft",
        "Dr. Smith",
        "R7 to be discussed",
        "2026-05-12",
        "Children:",
        "checked by Anna, 12 May",
        "?",
    ],
)
@pytest.mark.parametrize("merged", ["", "H"])
def test_a_text_right_below_a_table(text: str, merged: str, tmp_path: Path) -> None:
    model, (finding,), row = found_with(tmp_path, [text], merged=merged)
    assert finding.name == "sheet-shape" and str(finding.places[0]).endswith(f"{REGIMEN} · A{row}")
    assert f"{text!r} stands in the first cell of a row that is blank otherwise" in finding.message
    assert "it is a note, or a rule whose other cells are still to be written" in finding.message
    (help,) = finding.help
    assert help.startswith("if it is a note, ") and "a sheet of notes" in help
    assert "write - " not in help
    assert model is not None and "regimen_choice" not in model.decision
    assert any("a rule that is still to be written" in line for line in model.skipped)


@pytest.mark.parametrize("text", ["R4", "R 4", "r3b", "R3.1", "R4:", "X9", "INV-4"])
def test_the_name_of_a_rule_that_is_still_to_be_written(text: str, tmp_path: Path) -> None:
    _, errors, row = found_with(tmp_path, [text])
    assert {finding.name for finding in errors} == {"blank-cell"}
    assert [finding.places[0].cells for finding in errors] == [f"{c}{row}" for c in "BCDEF"]


def test_an_otherwise_row_that_is_still_to_be_written(tmp_path: Path) -> None:
    _, errors, row = found_with(tmp_path, ["Otherwise"], "Check")
    assert [(finding.name, finding.places[0].cells) for finding in errors] == [("blank-cell", f"E{row}")]


@pytest.mark.parametrize(
    "sheet",
    ["Dictionary", "Values", "Thresholds", "Impossible", "Safety rules", "Cases", "Sources", "Statements"],
)
def test_a_note_right_below_a_list(sheet: str, tmp_path: Path) -> None:
    """The row is left out, and said to be; the others of the list are read."""
    before, _, _ = found_with(tmp_path / "before", [])
    model, (finding,), row = found_with(tmp_path / "after", [NOTE], sheet)
    assert finding.name == "sheet-shape" and finding.places[0].cells == f"A{row}"
    assert repr(NOTE) in finding.message and "insert an empty row above it" in finding.help[0]
    assert before is not None and model is not None
    assert len(model.cases) == len(before.cases) and len(model.safety_rules) == len(before.safety_rules)
    assert [line for line in model.skipped if f"{sheet} · A{row}" in line]


@pytest.mark.parametrize(
    ("sheet", "text"),
    [("Values", "cause"), ("Safety rules", "I2"), ("Sources", "D2"), ("Dictionary", "height")],
)
def test_a_row_of_a_list_that_is_still_to_be_written(sheet: str, text: str, tmp_path: Path) -> None:
    _, errors, _ = found_with(tmp_path, [text], sheet)
    assert errors and {finding.name for finding in errors} == {"blank-cell"}


def test_a_case_that_states_nothing_yet(tmp_path: Path) -> None:
    _, errors, _ = found_with(tmp_path, ["baby"], "Cases")
    assert errors == []


def test_texts_below_each_other_are_one_finding(tmp_path: Path) -> None:
    _, (finding,), row = found_with(
        tmp_path, [NOTE, "Ask Anna before you change it", "See the protocol of May"]
    )
    assert finding.places[0].cells == f"A{row}:A{row + 2}" and repr(NOTE) in finding.message
    assert "insert an empty row above them" in finding.help[0]


@pytest.mark.parametrize("sheet", [REGIMEN, "Values", "Safety rules", "Cases", "Dictionary", "Thresholds"])
@pytest.mark.parametrize("texts", [[NOTE], [NOTE, "Ask Anna before you change it"]])
def test_the_empty_row_that_is_offered_mends_it(sheet: str, texts: list[object], tmp_path: Path) -> None:
    model, errors, _ = found_with(tmp_path, texts, sheet, gap=1)
    assert errors == [] and model is not None and model.skipped == ()


def test_among_the_rules_another_edit_is_offered(tmp_path: Path) -> None:
    """An empty row above it would leave the rules below it in doubt."""
    path = write_xlsx(GOOD, tmp_path)
    book = openpyxl.load_workbook(path)
    book[REGIMEN].insert_rows(10)
    book[REGIMEN]["A10"] = "Old rules, kept for reference"
    book.save(path)
    errors = [finding for finding in read(tmp_path)[1] if finding.severity == "error"]
    assert [(finding.name, finding.places[0].cells) for finding in errors] == [("sheet-shape", "A10")]
    assert "move it below the last row, with an empty row between" in errors[0].help[0]


def test_below_a_note_one_finding_is_enough(tmp_path: Path) -> None:
    """A short line below a sentence: nobody can see what it is, which is said once."""
    _, errors, row = found_with(tmp_path, [NOTE, "Anna"], gap=1)
    assert len(errors) == 1 and errors[0].places[0].cells.startswith(f"A{row + 1}")
