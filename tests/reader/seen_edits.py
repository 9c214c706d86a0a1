"""Workbooks that show something else than they hold, or could: each edit with what the reader makes of it.

Every function is one edit of a good table set; its docstring says what was done.
"""

from __future__ import annotations

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from tests.reader.edits import (
    CHECK,
    REGIMEN,
    Corpus,
    Edit,
)

SEEN = Corpus()
same, refused = SEEN.same, SEEN.refused

RAISED, LOWERED = InlineFont(vertAlign="superscript"), InlineFont(vertAlign="subscript")
STRUCK, WHITE = InlineFont(strike=True), InlineFont(color="FFFFFFFF")


def rich(sheet: Worksheet, cell: str, *parts: str | tuple[InlineFont, str]) -> None:
    """A text made of runs."""
    sheet[cell] = CellRichText(*(part if isinstance(part, str) else TextBlock(*part) for part in parts))


# ---------------------------------------------------------------- letters


@refused("bad-cell", says="'1' in '>= 201' is raised")
def footnote_mark_in_a_condition(book: Book) -> None:
    """A footnote mark behind the limit."""
    rich(book[REGIMEN], "C8", ">= 20", (RAISED, "1"))


@refused("bad-cell", says="is raised")
def footnote_mark_in_a_result(book: Book) -> None:
    """A footnote mark behind a dose."""
    rich(book[REGIMEN], "F8", "1", (RAISED, "2"))


@refused("bad-cell", says="is raised")
def footnote_mark_on_an_id(book: Book) -> None:
    """A footnote mark on a rule's ID."""
    rich(book[REGIMEN], "A8", "R1", (RAISED, "a"))


@refused("bad-cell", says="is raised")
def footnote_mark_on_a_head(book: Book) -> None:
    """A footnote mark on a head, which makes another field's name of it."""
    rich(book[REGIMEN], "C7", "Length", (RAISED, "1"))


@refused("bad-cell", says="is lowered")
def lowered_letter_in_a_head(book: Book) -> None:
    """A lowered letter in a head."""
    rich(book[REGIMEN], "B7", "Main ", (LOWERED, "cause"))


@refused("bad-cell", "missing-heading", says="is raised")
def footnote_mark_on_a_band(book: Book) -> None:
    """A footnote mark on the word over the conditions."""
    rich(book[REGIMEN], "B6", "When", (RAISED, "1"))


@refused("bad-cell", says="is raised")
def footnote_mark_on_the_kind(book: Book) -> None:
    """A footnote mark on the word in A1: the table would be taken for notes."""
    rich(book[REGIMEN], "A1", "Decision table", (RAISED, "1"))


@refused("bad-cell", says="is raised")
def footnote_mark_on_the_kind_of_a_list(book: Book) -> None:
    """The same on a list that nothing else needs."""
    rich(book["Safety rules"], "A1", "Safety rules", (RAISED, "*"))


@refused("bad-cell", says="is raised")
def footnote_mark_in_a_combination(book: Book) -> None:
    """A footnote mark in the cell of a safety rule."""
    rich(book["Safety rules"], "C4", "Regimen: not(oral)", (RAISED, "1"))


@refused("bad-cell", says="is raised")
def footnote_mark_in_the_dictionary(book: Book) -> None:
    """A footnote mark on a bound."""
    rich(book["Dictionary"], "E5", "700", (RAISED, "1"))


@refused("bad-cell", says="is raised")
def footnote_mark_on_a_value(book: Book) -> None:
    """A footnote mark on a value's label."""
    rich(book["Values"], "C4", "Dietary deficiency", (RAISED, "1"))


@refused("bad-cell", says="is raised")
def footnote_mark_in_a_case(book: Book) -> None:
    """A footnote mark on what a case gives."""
    rich(book["Cases"], "C5", "dietary", (RAISED, "1"))


@refused("bad-cell", says="is raised")
def footnote_mark_on_the_hit_policy(book: Book) -> None:
    """A footnote mark beside a key above the table."""
    rich(book[REGIMEN], "B4", "First", (RAISED, "1"))


@same(meant=False)
def footnote_mark_in_a_note(book: Book) -> None:
    """Raised and struck text where nothing is decided."""
    rich(book[REGIMEN], "H8", "one", (RAISED, "1"), (STRUCK, " two"))
    rich(book["Safety rules"], "D4", "Because", (RAISED, "1"))
    rich(book["Statements"], "C4", "Something", (STRUCK, "?"))


@same(meant=False)
def raised_letter_in_a_question(book: Book) -> None:
    """A raised letter in words for people."""
    rich(book["Dictionary"], "I5", "How long", (RAISED, "1"), "?")


@refused("bad-cell", says="is struck out")
def struck_letter_in_a_question(book: Book) -> None:
    """Struck words in a question: the reader of the form would see them plain."""
    rich(book["Dictionary"], "I5", "How ", (STRUCK, "long"), "?")


@refused("bad-cell", says="is raised")
def a_cell_raised_as_a_whole(book: Book) -> None:
    """A whole cell raised by its style."""
    book[REGIMEN]["C8"].font = Font(vertAlign="superscript")


@refused("bad-cell", says="'0' in '>= 20' is struck out")
def a_digit_struck_out(book: Book) -> None:
    """A digit that is struck out counts no longer."""
    rich(book[REGIMEN], "C8", ">= 2", (STRUCK, "0"))


@refused("bad-cell", says="'other' in")
def an_alternative_struck_out(book: Book) -> None:
    """One of two alternatives struck out."""
    rich(book[REGIMEN], "B9", "dietary; ", (STRUCK, "other"))


@refused("bad-cell", says="is struck out")
def a_cell_struck_out_by_its_style(book: Book) -> None:
    """A condition struck out as a whole."""
    book[REGIMEN]["C8"].font = Font(strike=True)


@refused("bad-cell", says="is struck out")
def a_number_struck_out_by_its_style(book: Book) -> None:
    """A dose, a number, struck out."""
    book[REGIMEN]["F8"].font = Font(strike=True)


@refused("bad-cell", says="is struck out")
def a_head_struck_out(book: Book) -> None:
    """A column withdrawn by striking out its head."""
    book[REGIMEN]["C7"].font = Font(strike=True)


@refused("struck-out-row", says="row 9 ('R2') is struck out")
def a_row_struck_out(book: Book) -> None:
    """A rule struck out cell by cell."""
    for cell in book[REGIMEN][9]:
        cell.font = Font(strike=True)


@refused("struck-out-row")
def a_row_struck_out_run_by_run(book: Book) -> None:
    """A rule struck out, some cells by their runs, some by their style; its note left as it was."""
    sheet = book[REGIMEN]
    rich(sheet, "A9", (STRUCK, "R"), (STRUCK, "2"))
    rich(sheet, "B9", (STRUCK, "dietary; "), (STRUCK, "other"))
    for cell in "CDEF":
        sheet[f"{cell}9"].font = Font(strike=True)


@refused("struck-out-row")
def otherwise_struck_out(book: Book) -> None:
    """The last line struck out."""
    for cell in book[REGIMEN][11]:
        cell.font = Font(strike=True)


@refused("struck-out-row")
def a_row_of_a_list_struck_out(book: Book) -> None:
    """A safety rule struck out."""
    for cell in book["Safety rules"][4]:
        cell.font = Font(strike=True)


@refused("struck-out-row")
def a_value_struck_out(book: Book) -> None:
    """A value of a field withdrawn."""
    for cell in book["Values"][6]:
        cell.font = Font(strike=True)


@refused("struck-out-row")
def a_key_struck_out(book: Book) -> None:
    """A key above the table struck out with what stands beside it."""
    for cell in book[REGIMEN][4]:
        cell.font = Font(strike=True)


@refused("bad-cell", says="cannot be seen")
def white_on_white(book: Book) -> None:
    """A condition in white letters."""
    book[REGIMEN]["C8"].font = Font(color="FFFFFFFF")


@refused("bad-cell", says="cannot be seen")
def white_by_the_theme(book: Book) -> None:
    """White by the number of a theme colour."""
    book[REGIMEN]["C8"].font = Font(color=Color(theme=0))


@refused("bad-cell", says="cannot be seen")
def white_by_the_old_palette(book: Book) -> None:
    """White by the number of an indexed colour."""
    book[REGIMEN]["C8"].font = Font(color=Color(indexed=9))


@refused("bad-cell", says="cannot be seen")
def nearly_white(book: Book) -> None:
    """A grey that nobody can tell from white."""
    book[REGIMEN]["C8"].font = Font(color="FFF8F8F8")


@refused("bad-cell", says="cannot be seen")
def white_by_a_tint(book: Book) -> None:
    """Black, made as light as can be."""
    book[REGIMEN]["C8"].font = Font(color=Color(theme=1, tint=1.0))


@refused("bad-cell", says="cannot be seen")
def in_the_colour_of_the_fill(book: Book) -> None:
    """Red on red."""
    book[REGIMEN]["C8"].font = Font(color="FFFF0000")
    book[REGIMEN]["C8"].fill = PatternFill("solid", fgColor="FFFF0000")


@refused("bad-cell", says="cannot be seen")
def black_on_black(book: Book) -> None:
    """The usual ink on a black ground."""
    book[REGIMEN]["C8"].fill = PatternFill("solid", fgColor="FF000000")


@refused("bad-cell", says="cannot be seen")
def a_part_in_white(book: Book) -> None:
    """`10..20` of which the second end is white."""
    rich(book[REGIMEN], "C9", "10..2", (WHITE, "0"))


@same()
def white_on_blue(book: Book) -> None:
    """White letters on a dark ground, as heads often are."""
    for cell in book[REGIMEN][7]:
        cell.font, cell.fill = Font(color="FFFFFFFF", bold=True), PatternFill("solid", fgColor="FF1F4E78")


@refused("bad-cell", says="cannot be seen")
def too_small_to_read(book: Book) -> None:
    """Letters of one point."""
    book[REGIMEN]["C8"].font = Font(sz=1)


@refused("bad-cell", says="font of signs")
def in_a_font_of_signs(book: Book) -> None:
    """A font in which a letter is a picture."""
    book[REGIMEN]["C8"].font = Font(name="Wingdings")


@refused("bad-cell", says="font of signs")
def a_part_in_a_font_of_signs(book: Book) -> None:
    """`<` written as a letter of the font Symbol."""
    rich(book[REGIMEN], "C10", (InlineFont(rFont="Symbol"), "<"), " 20")


@refused("bad-cell", says="repeated")
def repeated_over_the_width(book: Book) -> None:
    """A cell filled with its own text: 1 is shown as 1111."""
    book[REGIMEN]["F8"].alignment = Alignment(horizontal="fill")


@same()
def bold_red_large(book: Book) -> None:
    """What people do with fonts and what changes nothing."""
    book[REGIMEN]["C8"].font = Font(bold=True, italic=True, underline="single", color="FFFF0000", sz=20)
    rich(book[REGIMEN], "B8", "die", (InlineFont(b=True, color="FF00B050"), "tary"))


# ---------------------------------------------------------------- numbers


def number(code: str, value: object = None, cell: str = "F8") -> Edit:
    """The edit that gives a cell a number format (and another value)."""

    def edit(book: Book) -> None:
        if value is not None:
            book[REGIMEN][cell] = value
        book[REGIMEN][cell].number_format = code

    edit.__doc__ = f"The number format {code}."
    edit.__name__ = f"{cell} shows {value!r} under {code}"
    return edit


for code, value, says in [
    ("0;[Red]0", -1, "shows '1', but holds -1"),
    ("0.00,", 60, "shows '0.06', but holds 60"),
    ('"yes";"no"', 1, "shows 'yes', but holds 1"),
    ("#,###", 0, "shows nothing, but holds 0"),
    ('_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 0, "shows '-', but holds 0"),
    (";;;", 1, "shows nothing, but holds 1"),
    ("0", 1.4, "shows '1', but holds 1.4"),
    ("# ?/?", 0.5, "shows '1/2'"),
    ("0.00E+00", 1000, "shows '1.00E+03'"),
    ('[<1]"low";0', 0.5, "shows 'low'"),
    ("d-mmm", 46000, "shows '9-Dec'"),
    ("*-0", 1, "fills the width"),
    ('"≥ "0', 1, "shows '>= 1'"),
    ("$0", 1, "shows '$1'"),
    ("[White]0", 1, "in white"),
    ("[$-2000401]0", 1, "of another region"),
    ('"x"', 1, "shows 'x'"),
    ("0,", 1000, "shows '1', but holds 1000"),
    ('0" to 30"', 20, "shows '20 to 30'"),
    ("yyyy", 46000, "shows '2025'"),
    ("h:mm", 0.5, "a time of day"),
]:
    refused("bad-cell", says=says)(number(code, value))

for code in (
    "0.00",
    '0" mg"',
    "0 [$mg]",
    "#,##0",
    "0;-0",
    "General;-General;0;@",
    "[Blue]0",
    "* 0",
    "[>=0]0;0",
):
    same()(number(code))

for code, says in [
    (';;;"x"', "shows 'x'"),
    ('"not "@', "not dietary"),
    ("[White]@", "in white"),
    (";;;", "shows nothing"),
]:
    refused("bad-cell", says=says)(number(code, cell="B8"))
same()(number("@", cell="B8"))
same()(number("0.00", cell="B8"))


@refused("unit-mismatch", says="Dose is not given in 'cm'")
def another_unit_by_the_format(book: Book) -> None:
    """Another unit, shown by the format, than the field has."""
    book[REGIMEN]["F8"].number_format = '0" cm"'


@same()
def a_unit_that_is_converted_by_the_format(book: Book) -> None:
    """Micrograms by the format, as many as one milligram."""
    book[REGIMEN]["F8"], book[REGIMEN]["F8"].number_format = 1000, '0" ug"'


@refused("bad-cell", says="hides its zeros")
def a_sheet_that_hides_zeros(book: Book) -> None:
    """An option of the sheet under which a 0 shows nothing."""
    book[REGIMEN].sheet_view.showZeros = False
    book[REGIMEN]["F8"] = 0


@same()
def a_sheet_that_hides_zeros_it_has_not(book: Book) -> None:
    """The same option where no cell holds 0."""
    book[REGIMEN].sheet_view.showZeros = False


@refused("bad-cell", says="TRUE or 1")
def a_truth_under_a_format_for_numbers(book: Book) -> None:
    """TRUE under 0.00."""
    book[REGIMEN]["D8"], book[REGIMEN]["D8"].number_format = True, "0.00"


@refused("bad-cell", says="programs differ")
def a_date_of_the_first_weeks(book: Book) -> None:
    """A date before March 1900."""
    book[CHECK]["B7"], book[CHECK]["B7"].number_format = 12, "yyyy-mm-dd"


@refused("bad-cell", says="a part of a day")
def a_date_with_a_time_that_is_not_shown(book: Book) -> None:
    """A date that holds a time of day as well."""
    book[CHECK]["B7"], book[CHECK]["B7"].number_format = 46053.5, "yyyy-mm-dd"


# ---------------------------------------------------------------- withdrawn


@refused("sheet-shape", says="rows stand below a line of text")
def withdrawn_rows_below_a_line(book: Book) -> None:
    """Rules below a line that withdraws them."""
    sheet = book[REGIMEN]
    sheet["A13"] = "Withdrawn March 2026 after the review"
    for column, text in enumerate(["R9", "other", "> 30", "no", "oral", 1], 1):
        sheet.cell(14, column, text)


@refused("sheet-shape", says="rows stand below a line of text")
def withdrawn_rows_below_a_merged_line(book: Book) -> None:
    """The line stands in a merged cell."""
    withdrawn_rows_below_a_line(book)
    book[REGIMEN].merge_cells("A13:F13")


@refused("sheet-shape", says="a row that is blank otherwise: it is a note, or a rule")
def withdrawn_rows_right_below_a_line(book: Book) -> None:
    """No empty row between the table and the line, nor between the line and the rows."""
    sheet = book[REGIMEN]
    sheet["A12"] = "Withdrawn March 2026 after the review"
    for column, text in enumerate(["R9", "other", "> 30", "no", "oral", 1], 1):
        sheet.cell(13, column, text)


@refused("sheet-shape", says="a row that is blank otherwise: it is a note, or a rule")
def withdrawn_by_one_word(book: Book) -> None:
    """A line of one word."""
    sheet = book[REGIMEN]
    sheet["A13"] = "Withdrawn:"
    for column, text in enumerate(["R9", "other", "> 30", "no", "oral", 1], 1):
        sheet.cell(14, column, text)


@refused("sheet-shape", says="a row that is blank otherwise: it is a note, or a rule")
def a_line_among_the_rules(book: Book) -> None:
    """A line of words in the middle of the table."""
    sheet = book[REGIMEN]
    sheet.insert_rows(10)
    sheet["A10"] = "Old rules, kept for reference"


@refused("sheet-shape")
def withdrawn_rows_of_a_list(book: Book) -> None:
    """The same below a list."""
    sheet = book["Safety rules"]
    sheet["A6"] = "No longer in force since March"
    for column, text in enumerate(["I2", "Main cause: dietary", "Regimen: not(im)", "Because"], 1):
        sheet.cell(7, column, text)


@refused("hidden-cells")
def a_row_of_nearly_no_height(book: Book) -> None:
    """A row one point high."""
    book[REGIMEN].row_dimensions[9].height = 1


@refused("hidden-cells")
def rows_folded_by_an_outline(book: Book) -> None:
    """Rows in a closed group."""
    book[REGIMEN].row_dimensions.group(9, 10, hidden=True)


@refused("hidden-cells")
def columns_folded_by_an_outline(book: Book) -> None:
    """Columns in a closed group."""
    book[REGIMEN].column_dimensions.group("C", "D", hidden=True)


@refused("hidden-cells")
def all_rows_hidden_unless_told(book: Book) -> None:
    """A sheet whose rows are hidden by default."""
    book[REGIMEN].sheet_format.zeroHeight = True


@refused("hidden-cells")
def a_row_of_a_list_hidden(book: Book) -> None:
    """A value hidden."""
    book["Values"].row_dimensions[5].hidden = True


@refused("hidden-cells")
def a_key_hidden(book: Book) -> None:
    """The row with the hit policy hidden."""
    book[REGIMEN].row_dimensions[4].hidden = True


@refused("hidden-cells")
def a_key_of_about_hidden(book: Book) -> None:
    """A row of About hidden."""
    book["About"].row_dimensions[3].hidden = True


@same("hidden-sheet", says="hidden")
def a_very_hidden_sheet(book: Book) -> None:
    """A sheet that only a program can show."""
    book[REGIMEN].sheet_state = "veryHidden"


@same("cell-comment", says="'ask first'")
def a_comment_on_a_condition(book: Book) -> None:
    """A comment on a cell of a table."""
    book[REGIMEN]["C8"].comment = Comment("ask first", "Anna")


@same("cell-comment")
def a_comment_on_a_head(book: Book) -> None:
    """A comment on a head."""
    book[REGIMEN]["C7"].comment = Comment("in centimetres, lying", "Anna")


@same("cell-comment")
def a_comment_on_an_empty_cell_of_a_table(book: Book) -> None:
    """A comment on a cell without content."""
    book[REGIMEN]["H9"].comment = Comment("only for adults", "Anna")


@same()
def a_comment_beside_the_table(book: Book) -> None:
    """A comment outside of the table."""
    book[REGIMEN]["M30"].comment = Comment("a note", "Anna")


# ---------------------------------------------------------------- conditional formats


@refused("sheet-shape", says="strikes them out")
def struck_out_by_a_condition(book: Book) -> None:
    """A conditional format that strikes cells out."""
    struck = CellIsRule("greaterThan", ["0"], font=Font(strike=True))
    book[REGIMEN].conditional_formatting.add("F8:F11", struck)


@refused("sheet-shape", says="hides them")
def white_by_a_condition(book: Book) -> None:
    """A conditional format that writes in white."""
    book[REGIMEN].conditional_formatting.add("B8:B11", FormulaRule(["TRUE"], font=Font(color="FFFFFFFF")))


@refused("sheet-shape", says="number format")
def another_format_by_a_condition(book: Book) -> None:
    """A conditional format with a number format of its own."""
    style = DifferentialStyle(numFmt=NumberFormat(200, ";;;"))
    rule = Rule(type="expression", formula=["TRUE"], dxf=style)
    book[REGIMEN].conditional_formatting.add("B8:F11", rule)


@same()
def white_by_a_condition_beside_the_table(book: Book) -> None:
    """The same outside of the table."""
    book[REGIMEN].conditional_formatting.add("M30", FormulaRule(["TRUE"], font=Font(color="FFFFFFFF")))
