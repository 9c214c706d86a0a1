"""What Excel and people make wrong in workbooks, each with the finding that says so.

Every function is one edit of a good table set, saved as a real .xlsx file; its docstring says what somebody did.
"""

from __future__ import annotations

from datetime import date

from openpyxl.workbook import Workbook as Book

from tests.reader.edits import (
    CHECK,
    REGIMEN,
    Corpus,
)

WRONG = Corpus()
same, refused = WRONG.same, WRONG.refused


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
