"""What people do to workbooks without a change of what they say: spelling, layout.

Every function is one edit of a good table set, saved as a real .xlsx file; its docstring says what somebody did. The
decorator says what the reader makes of it.
"""

from __future__ import annotations

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.datavalidation import DataValidation

from tests.reader.edits import (
    CHECK,
    REGIMEN,
    Corpus,
)

CLUMSY = Corpus()
same, refused = CLUMSY.same, CLUMSY.refused


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
