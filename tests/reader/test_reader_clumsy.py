"""What people do to workbooks: each edit reads to the same model, or to a finding that says what is wrong.

Every function below is one edit of a good table set, saved as a real .xlsx file; its docstring says what
somebody did. The decorator says what the reader makes of it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from b12tables.compiler.model.tables import Model
from b12tables.compiler.reader.folder import read_workbook
from tests.kit.meaning import meaning
from tests.kit.tables import write_xlsx
from tests.reader.edits import (
    CHECK,
    GOOD,
    REGIMEN,
    Corpus,
    Edited,
    check_edited,
    edited_book,
    good_model,
    patched,
    read,
)

CLUMSY = Corpus()
same, refused = CLUMSY.same, CLUMSY.refused


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return good_model(tmp_path_factory.mktemp("good"))


# ---------------------------------------------------------------- spelling


@same()
def stray_spaces(book: Book) -> None:
    """Spaces around and inside names, as left behind by pasting."""
    sheet = book[REGIMEN]
    sheet["A1"], sheet["B7"], sheet["B8"], sheet["E8"] = (
        " Decision  table ",
        "  Main   cause ",
        " dietary ",
        "oral  ",
    )


@same()
def no_break_spaces(book: Book) -> None:
    """No-break spaces from a web page."""
    sheet = book[REGIMEN]
    sheet["B7"], sheet["C8"], sheet["B8"] = "Main\u00a0cause", ">=\u00a020", "Dietary\u202fdeficiency"


@same()
def other_case(book: Book) -> None:
    """Capital letters."""
    sheet = book[REGIMEN]
    sheet["A1"], sheet["B6"], sheet["E6"], sheet["B7"], sheet["B8"], sheet["B4"] = (
        "DECISION TABLE", "WHEN", "then", "MAIN CAUSE", "Dietary", "FIRST",
    )  # fmt: skip


@same()
def labels_for_codes(book: Book) -> None:
    """Labels where codes stood, and the other way round."""
    sheet = book[REGIMEN]
    sheet["B7"], sheet["B8"], sheet["E8"], sheet["E9"] = (
        "cause",
        "Dietary deficiency",
        "Tablets",
        "Injections",
    )


@same()
def typographic_signs(book: Book) -> None:
    """Signs that Word puts in for >=, - and <=."""
    sheet = book[REGIMEN]
    sheet["C8"], sheet["C9"], sheet["D9"] = "≥ 20", "10 – 20", "—"


@same()
def curly_quotes(book: Book) -> None:
    """Curly quotes around a value."""
    book[REGIMEN]["B8"] = "“dietary”"


@same()
def full_width(book: Book) -> None:
    """Full-width letters and signs from an Asian keyboard."""
    book[REGIMEN]["C8"], book[REGIMEN]["B8"] = "＞＝　２０", "ｄｉｅｔａｒｙ"


@same()
def one_a_line(book: Book) -> None:
    """Alternatives on lines of their own (Alt+Enter)."""
    book[REGIMEN]["B9"] = "dietary\nother"


@same()
def alternatives_with_or(book: Book) -> None:
    """The word or between alternatives."""
    book[REGIMEN]["B9"] = "dietary or Other cause"


@same()
def units_in_cells(book: Book) -> None:
    """Units behind numbers, another one of the same dimension among them."""
    sheet = book[REGIMEN]
    sheet["C8"], sheet["C9"], sheet["F8"] = ">= 200 mm", "10..20 cm", "1000 µg"


@same()
def unit_in_the_head(book: Book) -> None:
    """The column in another unit, said in its head."""
    sheet = book[REGIMEN]
    sheet["F7"], sheet["F8"], sheet["F9"] = "Dose (mcg)", 1000, 2000


@same()
def numbers_as_text(book: Book) -> None:
    """Numbers in cells that are formatted as text."""
    book[REGIMEN]["F8"], book[CHECK]["D6"] = "1", "50 "


@same()
def letter_of_the_hit_policy(book: Book) -> None:
    """The letter of DMN for the hit policy."""
    book[REGIMEN]["B4"] = "F"


@same()
def yes_as_boolean(book: Book) -> None:
    """TRUE and FALSE instead of yes and no."""
    book[REGIMEN]["D8"], book[REGIMEN]["D10"], book[CHECK]["E5"] = True, False, "true"


@same()
def date_as_text(book: Book) -> None:
    """A date typed into a cell that is formatted as text."""
    book[CHECK]["B6"] = "2026-01-31"


@same()
def otherwise_with_dashes(book: Book) -> None:
    """Dashes as the conditions of Otherwise."""
    for cell in ("B11", "C11", "D11"):
        book[REGIMEN][cell] = "-"


@same()
def no_code_where_the_label_gives_it(book: Book) -> None:
    """The key Code removed where the label gives the same code."""
    book[CHECK]["A2"], book[CHECK]["B2"] = "Hit policy", "unique"


@same()
def key_with_a_colon(book: Book) -> None:
    """A colon behind a key."""
    book[REGIMEN]["A4"] = "Hit policy:"


# ---------------------------------------------------------------- layout


@same()
def merged_bands(book: Book) -> None:
    """The bands merged over their columns."""
    book[REGIMEN].merge_cells("B6:D6")
    book[REGIMEN].merge_cells("E6:F6")
    book[REGIMEN].merge_cells("G6:H6")


@same()
def head_merged_with_band(book: Book) -> None:
    """The head Rule merged over the band row and the head row."""
    book[REGIMEN]["A6"] = "Rule"
    book[REGIMEN].merge_cells("A6:A7")


@same()
def merged_title(book: Book) -> None:
    """The label merged over the width of the table."""
    book[REGIMEN].merge_cells("B1:H1")
    book[REGIMEN].merge_cells("B3:H3")


@same()
def merged_condition(book: Book) -> None:
    """A condition merged over two rows in which it is the same."""
    sheet = book[REGIMEN]
    sheet["G8"] = "S1"
    sheet.merge_cells("G8:G10")


@same()
def merged_result_with_leftovers(book: Book) -> None:
    """A merge over cells that still hold something else, as LibreOffice makes it: only the first is seen."""
    sheet = book[REGIMEN]
    sheet["E10"] = "refer"
    sheet.merge_cells("E10:E11")


@same()
def merge_below_the_table(book: Book) -> None:
    """An empty merged range that reaches far beyond the table."""
    book[REGIMEN].merge_cells("J1:Z40")


@same()
def trailing_formats(book: Book) -> None:
    """Coloured but empty rows and columns around the table."""
    for row in range(12, 40):
        for column in range(1, 15):
            book[REGIMEN].cell(row, column).fill = PatternFill("solid", "EEEEEE")


@same()
def blank_rows_between(book: Book) -> None:
    """An empty row between rules, to group them."""
    book[REGIMEN].insert_rows(9)


@same()
def blank_rows_above(book: Book) -> None:
    """More empty rows between the keys and the table."""
    book[REGIMEN].insert_rows(5, 3)


@same()
def spaces_in_empty_cells(book: Book) -> None:
    """Cells that hold nothing but spaces."""
    book[REGIMEN]["A12"], book[REGIMEN]["C13"], book["Dictionary"]["A14"] = " ", "\u00a0", "  "


@same()
def notes_below(book: Book) -> None:
    """Sentences below the table, after an empty row."""
    book[REGIMEN]["A13"] = "These rules follow the discussion of March."
    book[REGIMEN]["A14"] = "Ask the pharmacist before you change the dose."
    book["Values"]["A12"] = "Values are in the order of the form."


@same()
def notes_beside(book: Book) -> None:
    """Notes to the right, after an empty column."""
    book[REGIMEN]["J8"], book[REGIMEN]["J2"], book["Dictionary"]["L5"] = (
        "check this!",
        "draft",
        "longest seen: 650",
    )


@same()
def a_sentence_among_the_keys(book: Book) -> None:
    """A sentence between the keys and the table."""
    book[REGIMEN]["A5"] = "Read the rules from the top."


@same()
def a_sentence_above_a_list(book: Book) -> None:
    """A sentence between the kind of the sheet and its heads."""
    book["Dictionary"]["A2"] = "One row for each field."


@same()
def empty_column_between_bands(book: Book) -> None:
    """An empty column between conditions and results."""
    book[REGIMEN].insert_cols(5)


@same()
def keys_in_another_order(book: Book) -> None:
    """The keys in another order."""
    sheet = book[REGIMEN]
    for row, (key, value) in enumerate(
        [("Hit policy", "First"), ("Question", "Which regimen?"), ("Code", "regimen_choice")], 2
    ):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = key, value


@same()
def heads_in_another_order(book: Book) -> None:
    """Two columns of the Values sheet exchanged."""
    sheet = book["Values"]
    for row in range(3, 10):
        sheet.cell(row, 2).value, sheet.cell(row, 3).value = (
            sheet.cell(row, 3).value,
            sheet.cell(row, 2).value,
        )


@same()
def sheets_in_another_order(book: Book) -> None:
    """The sheets in another order and under other names."""
    book.move_sheet("Dictionary", 5)
    book[REGIMEN].title = "Sheet1 (2)"


@same("skipped-sheet")
def a_sheet_of_notes(book: Book) -> None:
    """A sheet with somebody's notes."""
    book.create_sheet("notes")["A1"] = "To do: ask Anna"


@same()
def empty_sheets(book: Book) -> None:
    """The empty Sheet2 and Sheet3 of old."""
    book.create_sheet("Sheet2")
    book.create_sheet("Sheet3")


@same()
def a_read_me(book: Book) -> None:
    """A sheet of help."""
    sheet = book.create_sheet("Read me")
    sheet["A1"], sheet["A3"], sheet["B9"] = "Read me", "How to edit these tables", "and so on"


@same("hidden-sheet")
def hidden_sheet(book: Book) -> None:
    """A sheet that is hidden: it is read like any other."""
    book["Values"].sheet_state = "hidden"
    book["Statements"].sheet_state = "veryHidden"


@same("cell-comment")
def looks(book: Book) -> None:
    """Frozen heads, widths, colours, comments, drop-downs, conditional formats, print set-up."""
    sheet = book[REGIMEN]
    sheet.freeze_panes = "B8"
    sheet.column_dimensions["B"].width = 40
    sheet["B8"].comment = Comment("really?", "Anna")
    sheet["B8"].alignment = Alignment(wrap_text=True)
    validation = DataValidation(type="list", formula1='"dietary,other"')
    validation.add("B8:B11")
    sheet.add_data_validation(validation)
    sheet.conditional_formatting.add(
        "F8:F11", CellIsRule("greaterThan", ["1"], fill=PatternFill(bgColor="FF0000"))
    )
    sheet.page_setup.orientation = "landscape"
    sheet.auto_filter.ref = "A7:H11"


@same()
def rich_text(book: Book) -> None:
    """A word in bold inside a cell."""
    book[REGIMEN]["B8"] = CellRichText("die", TextBlock(InlineFont(b=True), "tary"))


@same()
def hidden_column_beside(book: Book) -> None:
    """A hidden column outside of the table."""
    book[REGIMEN]["K8"] = "secret"
    book[REGIMEN].column_dimensions["K"].hidden = True


@same()
def hidden_empty_row(book: Book) -> None:
    """A hidden row with nothing in it."""
    book[REGIMEN].row_dimensions[20].hidden = True


@same()
def old_macintosh_dates(book: Book) -> None:
    """The date system of 1904."""
    book.epoch = CALENDAR_MAC_1904


@same()
def percent_format(book: Book) -> None:
    """A number shown as 50%: stored as 0.5, and read as what is seen."""
    book[CHECK]["D6"], book[CHECK]["D6"].number_format = 0.5, "0%"


@same()
def unit_by_number_format(book: Book) -> None:
    """A number format that writes the unit behind the number."""
    book[REGIMEN]["F8"].number_format = '0 "mg"'


@same()
def decimals_by_number_format(book: Book) -> None:
    """A number format with two decimals."""
    book[REGIMEN]["F8"].number_format = "0.00"


# ---------------------------------------------------------------- what Excel and people make wrong


@refused("bad-cell")
def date_from_one_two(book: Book) -> None:
    """1-2 typed for a range; the spreadsheet makes a date of it."""
    book[REGIMEN]["C9"], book[REGIMEN]["C9"].number_format = date(2026, 2, 1), "d-mmm"


@refused("bad-cell")
def power_of_ten(book: Book) -> None:
    """1E5 typed as a text; the spreadsheet makes a number of it."""
    book[REGIMEN]["F8"], book[REGIMEN]["F8"].number_format = 100_000, "0.00E+00"


@refused("bad-cell")
def number_for_a_text(book: Book) -> None:
    """A number where a text belongs."""
    book[CHECK]["C5"] = 12


@refused("bad-cell")
def text_for_a_number(book: Book) -> None:
    """A text where a number belongs."""
    book[REGIMEN]["C8"] = "a lot"


@refused("bad-cell")
def rounded_by_number_format(book: Book) -> None:
    """A number format that shows 1 where 1.4 is stored."""
    book[REGIMEN]["F8"], book[REGIMEN]["F8"].number_format = 1.4, "0"


@refused("bad-cell")
def invisible_by_number_format(book: Book) -> None:
    """A number format that shows nothing at all."""
    book[REGIMEN]["F8"].number_format = ";;;"


@refused("bad-cell")
def decimal_comma(book: Book) -> None:
    """A decimal comma."""
    book[REGIMEN]["C8"] = ">= 20,5"


@refused("bad-cell")
def time_of_day(book: Book) -> None:
    """A time where a date belongs."""
    book[CHECK]["B6"], book[CHECK]["B6"].number_format = 0.5, "h:mm"


@refused("bad-cell")
def formula_without_value(book: Book) -> None:
    """A formula that no spreadsheet program has ever worked out."""
    book[REGIMEN]["F8"] = "=0.5+0.5"


@refused("bad-cell")
def error_value(book: Book) -> None:
    """A formula that lost what it referred to."""
    book[REGIMEN]["F8"] = "#REF!"


@refused("blank-cell")
def blank_condition(book: Book) -> None:
    """A condition forgotten."""
    book[REGIMEN]["C8"] = None


@refused("blank-cell")
def blank_result(book: Book) -> None:
    """A result forgotten."""
    book[REGIMEN]["E8"] = None


@refused("blank-cell")
def unfinished_rule(book: Book) -> None:
    """A rule of which only the ID is there."""
    book[REGIMEN]["A12"] = "R9"


@refused("blank-cell")
def rule_without_id(book: Book) -> None:
    """A rule without an ID."""
    book[REGIMEN]["A9"] = None


@refused("blank-cell")
def title_merged_with_kind(book: Book) -> None:
    """A1 merged over B1, so that the decision lost its name."""
    book[REGIMEN].merge_cells("A1:C1")


@refused("duplicate-name")
def rule_copied(book: Book) -> None:
    """A row copied with its ID."""
    for column in range(1, 9):
        book[REGIMEN].cell(12, column).value = book[REGIMEN].cell(8, column).value


@refused("duplicate-name")
def merged_rule_id(book: Book) -> None:
    """One ID merged over two rows."""
    book[REGIMEN].merge_cells("A8:A9")


@refused("unknown-name")
def misspelt_value(book: Book) -> None:
    """A value misspelt."""
    book[REGIMEN]["B8"] = "dietry"


@refused("unknown-name")
def misspelt_field(book: Book) -> None:
    """A head misspelt."""
    book[REGIMEN]["B7"] = "Main couse"


@refused("hidden-cells")
def hidden_row(book: Book) -> None:
    """A hidden rule."""
    book[REGIMEN].row_dimensions[9].hidden = True


@refused("hidden-cells")
def hidden_column(book: Book) -> None:
    """A hidden condition."""
    book[REGIMEN].column_dimensions["C"].hidden = True


@refused("hidden-cells")
def rows_filtered_away(book: Book) -> None:
    """A filter left on."""
    book[REGIMEN].auto_filter.ref = "A7:H11"
    book[REGIMEN].auto_filter.add_filter_column(1, ["dietary"])
    for row in (9, 10):
        book[REGIMEN].row_dimensions[row].hidden = True


@refused("sheet-shape")
def second_table_below(book: Book) -> None:
    """A second decision table below the first."""
    copied = [[cell.value for cell in row] for row in book[CHECK].iter_rows()]
    book.remove(book[CHECK])
    book[REGIMEN].append([])
    for row in copied:
        book[REGIMEN].append(row)


@refused("sheet-shape")
def second_list_below(book: Book) -> None:
    """A second list with its own heads below the first."""
    sheet = book["Values"]
    sheet["A12"], sheet["B12"], sheet["C12"] = "Field", "Value", "Label"
    sheet["A13"], sheet["B13"], sheet["C13"] = "regimen", "other", "Another"


@refused("sheet-shape")
def no_bands(book: Book) -> None:
    """The row with When and Then removed."""
    book[REGIMEN].delete_rows(6)


@refused("missing-heading")
def no_then(book: Book) -> None:
    """The word Then removed."""
    book[REGIMEN]["E6"] = None


@refused("missing-heading")
def condition_without_head(book: Book) -> None:
    """A head deleted."""
    book[REGIMEN]["C7"] = None


@refused("missing-heading")
def notes_right_beside(book: Book) -> None:
    """Notes right beside the table, without an empty column."""
    book[REGIMEN]["I8"] = "check this!"


@refused("missing-heading", "unknown-heading")
def misspelt_head(book: Book) -> None:
    """A head of a list misspelt."""
    book["Dictionary"]["C3"] = "Tipe"


@refused("missing-heading")
def about_without_title(book: Book) -> None:
    """A key of About removed."""
    book["About"].delete_rows(2)


@refused("bad-cell")
def misspelt_kind(book: Book) -> None:
    """The kind of a sheet misspelt."""
    book["Dictionary"]["A1"] = "Dictionry"


@refused("skipped-sheet", "missing-sheet")
def table_moved(book: Book) -> None:
    """A whole sheet moved one row down and one column to the right."""
    book["Dictionary"].insert_rows(1)
    book["Dictionary"].insert_cols(1)


@same("unknown-heading")
def unknown_key(book: Book) -> None:
    """A key that means nothing."""
    book[REGIMEN]["A5"], book[REGIMEN]["B5"] = "Author", "Anna"


@same("unknown-heading")
def unknown_column(book: Book) -> None:
    """A column that means nothing."""
    book["Values"]["D3"], book["Values"]["D4"] = "Colour", "red"


@refused("bad-cell")
def version_as_number(book: Book) -> None:
    """1.0 typed as the version; the spreadsheet makes the number 1 of it."""
    for row in book["About"].iter_rows():
        if row[0].value == "Version":
            row[1].value = 1.0


@refused("bad-cell")
def otherwise_with_a_condition(book: Book) -> None:
    """A condition in the row Otherwise."""
    book[REGIMEN]["B11"] = "dietary"


@refused("unit-mismatch")
def wrong_unit(book: Book) -> None:
    """A unit that measures something else."""
    book[REGIMEN]["C8"] = ">= 20 kg"


@refused("outside-domain")
def beyond_the_range(book: Book) -> None:
    """A number that the field can never have."""
    book[REGIMEN]["C8"] = "> 800"


@same("outside-domain", meant=False)
def partly_beyond_the_range(book: Book) -> None:
    """An interval that reaches beyond the range of the field; nothing else is lost by it."""
    book[REGIMEN]["C9"] = "10..20; 750"
    book[REGIMEN]["C9"] = "10..20"
    book["Cases"]["F3"] = None
    book[REGIMEN]["C10"] = "[-5..20["


@refused("unknown-name")
def unknown_hit_policy_field(book: Book) -> None:
    """A field of the safety rules that is not declared."""
    book["Safety rules"]["B4"] = "Main kause: other"


@refused("duplicate-name")
def two_labels_alike(book: Book) -> None:
    """Two fields with one label."""
    book["Dictionary"]["B5"] = "Main cause"


@refused("duplicate-output")
def decided_twice(book: Book) -> None:
    """Two tables that decide one field."""
    book[CHECK]["E4"], book[CHECK]["E5"], book[CHECK]["E6"], book[CHECK]["E7"] = (
        "Regimen",
        "oral",
        "oral",
        "oral",
    )


@refused("cycle")
def each_needs_the_other(book: Book) -> None:
    """A condition on what the table itself brings about, by way of another."""
    book[REGIMEN]["D7"] = "Check"
    book[CHECK]["C4"] = "Regimen"
    for row, value in ((5, "-"), (6, "-"), (7, "oral")):
        book[CHECK].cell(row, 3).value = value


@refused("sheet-shape")
def output_given(book: Book) -> None:
    """A result given in a case."""
    book["Cases"]["D4"] = "Regimen"
    book["Cases"]["D5"] = "oral"


# ---------------------------------------------------------------- the tests


@pytest.mark.slow
@pytest.mark.parametrize("clumsy", CLUMSY.edits, ids=lambda clumsy: clumsy.edit.__name__)
def test_clumsy_workbook(clumsy: Edited, good: Model, tmp_path: Path) -> None:
    edited_book(clumsy.edit, tmp_path)
    check_edited(clumsy, good, tmp_path)


def test_the_corpus_is_large_and_documented() -> None:
    assert len(CLUMSY.edits) >= 40


def soffice_convert(soffice: str, file: Path, form: str, out: Path) -> Path:
    profile = out / "profile"
    home = f"-env:UserInstallation={profile.as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", form, "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.rmtree(profile)
    return out / f"{file.stem}.{form.partition(':')[0]}"


@pytest.mark.slow
def test_saved_by_libreoffice(good: Model, soffice: str, tmp_path: Path) -> None:
    """LibreOffice opens and saves the workbook; formulas among it are worked out and read by their values."""
    path = write_xlsx(GOOD, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet: Worksheet = book[REGIMEN]
    sheet["F8"], sheet["D8"], sheet["E8"], sheet["B8"] = "=0.5+0.5", "=1=1", '="o"&"ral"', "=Values!B4"
    merged_bands(book)
    book.save(path)
    out = tmp_path / "saved"
    out.mkdir()
    soffice_convert(soffice, path, "xlsx", out)
    model, findings = read(out)
    assert {finding.name for finding in findings} == {"stored-formula"}
    assert model is not None
    assert meaning(model) == meaning(good)
    assert model.content_hash


@pytest.mark.slow
@pytest.mark.parametrize("form", ["ods", "xls", "csv", "fods"])
def test_other_formats_of_libreoffice_are_refused(form: str, soffice: str, tmp_path: Path) -> None:
    """Saved in another format by LibreOffice itself: refused with how to convert it."""
    path = write_xlsx(GOOD, tmp_path)
    out = tmp_path / "saved"
    out.mkdir()
    soffice_convert(soffice, path, form, out)
    _, findings = read_workbook(out)
    assert [finding.name for finding in findings] == ["unreadable-file", "no-workbook"]
    assert f".{form}" in findings[0].message
    assert findings[0].help


def test_an_old_workbook_under_a_new_name_is_refused(soffice: str, tmp_path: Path) -> None:
    """Somebody renamed .xls to .xlsx."""
    path = write_xlsx(GOOD, tmp_path)
    old = soffice_convert(soffice, path, "xls", tmp_path)
    old.rename(path)
    _, findings = read_workbook(tmp_path)
    assert [finding.name for finding in findings] == ["unreadable-file"]
    assert "old .xls format" in findings[0].message


def test_several_files_are_one_set(good: Model, tmp_path: Path) -> None:
    """The sheets spread over files; lock files of Excel and LibreOffice beside them."""
    path = write_xlsx(GOOD, tmp_path)
    lists = ["Sources", "Statements", "Safety rules", "Cases"]
    for number, keep in enumerate((["About", "Dictionary", "Values"], [REGIMEN, CHECK], lists)):
        book = openpyxl.load_workbook(path)
        for sheet in list(book.worksheets):
            gone = (
                sheet.title in ("About", "Dictionary", "Values", REGIMEN, CHECK)
                if keep is None
                else sheet.title not in keep
            )
            if gone:
                book.remove(sheet)
        book.save(tmp_path / f"part{number}.xlsx")
    path.unlink()
    (tmp_path / "~$part0.xlsx").write_bytes(b"\x05Anna")
    (tmp_path / ".~lock.part0.xlsx#").write_text("Anna")
    (tmp_path / "letter.txt").write_text("Dear Anna")
    model, findings = read(tmp_path)
    assert findings == ()
    assert model is not None
    assert meaning(model) == meaning(good)
    assert model.content_hash == good.content_hash


def test_cells_without_coordinates(good: Model, tmp_path: Path) -> None:
    """Some programs leave out the coordinates of cells, as the format allows where none is left out."""
    path = write_xlsx(GOOD, tmp_path)
    patched(
        path,
        "xl/worksheets/sheet*",
        lambda xml: re.sub(r'(<c) r="[A-Z]+\d+"', r"\1", xml) if full(xml) else xml,
    )
    model, findings = read(tmp_path)
    assert findings == ()
    assert meaning(model) == meaning(good)


def full(xml: str) -> bool:
    """Whether the cells of each row stand without a hole, so that their order says where they are."""
    for row in re.findall(r"<row.*?</row>", xml, re.DOTALL):
        letters = re.findall(r'<c r="([A-Z]+)\d+"', row)
        if letters != [chr(65 + i) for i in range(len(letters))]:
            return False
    return True


def test_a_row_without_height_is_hidden(tmp_path: Path) -> None:
    """A rule drawn together until it has no height."""
    path = write_xlsx(GOOD, tmp_path)
    patched(
        path, "xl/worksheets/*", lambda xml: xml.replace('<row r="9"', '<row ht="0" customHeight="1" r="9"')
    )
    _, findings = read(tmp_path)
    assert {finding.name for finding in findings} == {"hidden-cells"}
    assert any(finding.places[0].cells == "A9:H9" for finding in findings)


def test_the_strict_dialect(good: Model, tmp_path: Path) -> None:
    """Excel's "Strict Open XML" uses other namespaces."""
    path = write_xlsx(GOOD, tmp_path)

    def strict(xml: str) -> str:
        return xml.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    for part in ("xl/*", "_rels/.rels"):
        patched(path, part, strict)
    model, findings = read(tmp_path)
    assert findings == ()
    assert meaning(model) == meaning(good)


def test_phonetic_readings_are_left_out(good: Model, tmp_path: Path) -> None:
    """Japanese Excel stores how a word is pronounced beside the word."""
    path = write_xlsx(GOOD, tmp_path)
    patched(
        path, "xl/sharedStrings.xml",
        lambda xml: xml.replace("<t>dietary</t>", '<t>dietary</t><rPh sb="0" eb="7"><t>daietari</t></rPh>'),
    )  # fmt: skip
    model, findings = read(tmp_path)
    assert findings == ()
    assert meaning(model) == meaning(good)


def test_a_formula_is_read_by_its_stored_value(good: Model, tmp_path: Path) -> None:
    """Excel stores the last value of a formula beside it."""
    path = write_xlsx(GOOD, tmp_path)
    patched(
        path, "xl/worksheets/sheet4.xml", lambda xml: xml.replace("<v>1</v>", "<f>0.5+0.5</f><v>1</v>", 1)
    )
    model, findings = read(tmp_path)
    assert [finding.name for finding in findings] == ["stored-formula"]
    assert meaning(model) == meaning(good)


def test_a_date_in_a_field_of_dates_keeps_its_day(tmp_path: Path) -> None:
    """Dates before March 1900 are another day to each program: Excel counts a day that never was."""
    for day in (date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(1999, 12, 31)):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet["A1"] = day
        sheet["A1"].number_format = "dd.mm.yyyy"
        book.save(tmp_path / "dates.xlsx")
        workbook, findings = read_workbook(tmp_path)
        assert findings == ()
        cell = workbook.sheets[0].at(1, 1)
        assert cell.value == (day if day >= date(1900, 3, 1) else None)
        assert ("programs differ" in cell.problem) == (cell.value is None)
