"""Writing sheets of the workbook format: heads, widths, drop-downs and help, as Excel, LibreOffice and Google
Sheets know them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from b12tables.compiler.model import RESERVED, Field, needs_quote
from b12tables.compiler.reader import UNCHANGED
from b12tables.runtime.language import t
from b12tables.runtime.words import UNKNOWN, fold

ROWS = 200
"""Drop-downs and help reach so many rows below the heads."""

FONT = "Calibri"
"""Named, because a font without a name is anything: LibreOffice takes one with serifs."""

FIRST = 15
"""The first column also holds the kind of the sheet and the keys."""

SHORT = 240
"""A list of so many characters stands in the drop-down itself (Excel takes 255); a longer one on the sheet
Lists.
"""


@dataclass(frozen=True)
class Column:
    """A column below a head: what may be picked, and what a reader should know. `strict` refuses anything
    else.
    """

    head: str
    width: float = 18
    options: tuple[str, ...] = ()
    help: str = ""
    strict: bool = False


@dataclass(frozen=True)
class NewSheet:
    """A sheet to be written. `keys` are the lines above the table; `bands` the words over the heads, by
    column.
    """

    name: str
    kind: str
    keys: Sequence[tuple[str, str]] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[object]] = ()
    bands: Mapping[int, str] = field(default_factory=dict)
    title: str = ""
    key_options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def write_sheets(sheets: Sequence[NewSheet]) -> Any:
    """A new workbook with these sheets (an openpyxl Workbook, to be saved by the caller)."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    lists = _Lists(book)
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet, lists)
    lists.finish()
    return book


def add_sheet(book: Any, sheet: NewSheet) -> None:
    """Adds a sheet to a workbook that is there, as its last one."""
    lists = _Lists(book)
    _write(book.create_sheet(sheet.name), sheet, lists)
    lists.finish()


class _Lists:
    """The sheet with the lists that are too long for a drop-down; made only where one is."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.sheet: Any = None
        self.column = 0

    def formula(self, options: Sequence[str]) -> str:
        """What the drop-down refers to."""
        joined = ",".join(options)
        if len(joined) <= SHORT and not any("," in option or '"' in option for option in options):
            return f'"{joined}"'
        if self.sheet is None:
            self.sheet = self.book.create_sheet("Lists")
            self.sheet["A1"] = "Read me"
            self.sheet["A2"] = t(
                "The lists behind the drop-downs of this workbook. Nothing here is read as a table."
            )
        self.column += 1
        for row, option in enumerate(options, 4):
            text_cell(self.sheet, row, self.column, option)
        letter = self.sheet.cell(4, self.column).column_letter
        return f"Lists!${letter}$4:${letter}${3 + len(options)}"

    def finish(self) -> None:
        if self.sheet is not None:
            self.book.move_sheet(self.sheet, len(self.book.worksheets))


def text_cell(sheet: Any, row: int, column: int, value: object) -> Any:
    """Writes one cell; a text stays a text whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        write_text(cell, value)
    else:
        cell.value = value
    return cell


def write_text(cell: Any, text: str) -> None:
    """Writes a text as a text, whatever it begins with, now and when somebody edits the cell later."""
    cell.value = "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32)
    cell.data_type = "s"
    if needs_quote(text):
        cell.quotePrefix = True


def fit_to_print(sheet: Any) -> None:
    """On paper a sheet is as wide as a page, and its columns stay together."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def fit_height(sheet: Any, row: int, texts: Iterable[tuple[object, float]]) -> None:
    """Makes a row as high as its texts (each with the width of its column) need to be.

    No program works it out for a file that another wrote.
    """
    needed = max(
        sum(1 + int(len(line) // max(width - 1, 1)) for line in str(text).split("\n"))
        for text, width in texts
        if text is not None
    )
    if needed > 1:
        sheet.row_dimensions[row].height = min(409, 15.5 * needed)


def _write(target: Any, sheet: NewSheet, lists: _Lists) -> None:
    from openpyxl.styles import Font

    fit_to_print(target)
    target["A1"] = sheet.kind
    target["A1"].font = Font(FONT, bold=True, color="FF5A6B7B")
    if sheet.title:
        text_cell(target, 1, 2, sheet.title).font = Font(FONT, bold=True, size=14)
    _write_keys(target, sheet, lists)
    if not sheet.columns:
        target.column_dimensions["A"].width = 24
        target.column_dimensions["B"].width = 90
        for number, (_, text) in enumerate(sheet.keys, 2):
            fit_height(target, number, [(text, 90)])
        return
    row = 2 + len(sheet.keys) + bool(sheet.keys or sheet.bands)
    for column, word in sheet.bands.items():
        target.cell(row, column, word).font = Font(FONT, bold=True)
    row += bool(sheet.bands)
    for column, head in enumerate(sheet.columns, 1):
        _write_head(target, row, column, head, lists)
    for offset, values in enumerate(sheet.rows, 1):
        _write_row(target, row + offset, values, [column.width for column in sheet.columns])
    target.freeze_panes = target.cell(row + 1, 1)


def _write_keys(target: Any, sheet: NewSheet, lists: _Lists) -> None:
    """The keys above the table, one a row from row 2 on."""
    from openpyxl.styles import Alignment, Font

    for row, (key, text) in enumerate(sheet.keys, 2):
        target.cell(row, 1, key).font = Font(FONT, bold=True)
        text_cell(target, row, 2, text).alignment = Alignment(wrap_text=sheet.kind == "About", vertical="top")
        options = sheet.key_options.get(key)
        if options:
            _drop_down(target, f"B{row}", lists.formula(options), Column(key, options=options, strict=True))


def _write_head(target: Any, row: int, column: int, head: Column, lists: _Lists) -> None:
    """The head of a column, and what the cells below it offer."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = text_cell(target, row, column, head.head)
    cell.font, cell.fill = Font(FONT, bold=True), PatternFill("solid", fgColor="FFE3ECF5")
    cell.border = Border(bottom=Side("thin", color="FF7A8CA0"))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    letter = cell.column_letter
    target.column_dimensions[letter].width = head.width if column > 1 else max(head.width, FIRST)
    if head.options or head.help:
        formula = lists.formula(head.options) if head.options else ""
        _drop_down(target, f"{letter}{row + 1}:{letter}{row + ROWS}", formula, head)


def _write_row(target: Any, row: int, values: Sequence[object], widths: Sequence[float]) -> None:
    from openpyxl.styles import Alignment

    for column, value in enumerate(values, 1):
        if value is not None:
            text_cell(target, row, column, value).alignment = Alignment(wrap_text=True, vertical="top")
    fit_height(target, row, zip(values, widths, strict=False))


def _drop_down(target: Any, cells: str, formula: str, column: Column) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=formula) if formula else DataValidation(type=None)
    rule.allow_blank = True
    rule.showErrorMessage = column.strict
    rule.errorTitle, rule.error = t("Not in the list"), t("Pick one of the list.")
    if column.help:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = column.head[:32], column.help[:255]
    rule.add(cells)
    target.add_data_validation(rule)


# ---------------------------------------------------------------- columns of decision tables


def condition_column(field: Field) -> Column:
    """A condition column of a field: what is often written there can be picked, the rest can be typed."""
    words = ["-"]
    if field.type == "choice":
        words += _words(field)
    elif field.type == "choices":
        words += [f"includes {word}" for word in _words(field)] + ["empty"]
    elif field.type == "yes/no":
        words += ["yes", "no"]
    if field.unknown:
        words += ["unknown"]
    return Column(field.label, 22, tuple(words), _condition_help(field))


def result_column(field: Field) -> Column:
    """A result column of a field: only what it can be where it is a choice or a yes/no."""
    words = ["yes", "no"] if field.type == "yes/no" else _words(field)
    if field.type == "choices":
        return Column(field.label, 22, (*words, "none"), t("One or more values, with ; between, or none."))
    if words:
        words += [UNCHANGED] if field.kept_from else []
        words += [UNKNOWN] if field.unknown else []
        may = ", ".join(
            words
            if field.type == "yes/no"
            else [t("One of the values of the dictionary"), *words[len(field.values) :]]
        )
        width = 22 if field.values else 14
        return Column(field.label, width, (*words, "none"), t("{values}, or none.", values=may), True)
    told = t("A {type}, or none where the decision gives nothing here.", type=_type_words(field))
    return Column(field.label, 18, (), told)


def _type_words(field: Field) -> str:
    """What is written in a cell of a field: `number in mg`."""
    if not field.unit:
        return t(field.type)
    return t("{type} in {unit}", type=t(field.type), unit=field.unit)


def _words(field: Field) -> list[str]:
    """The values by label, or by code where the label would be read as something else."""
    return [row.code if fold(row.label) in RESERVED else row.label for row in field.values]


def _condition_help(field: Field) -> str:
    match field.type:
        case "number" | "whole number":
            written = (
                t("Write > 20, <= 20, [20..30], not(20) in {unit}.", unit=field.unit)
                if field.unit
                else t("Write > 20, <= 20, [20..30], not(20).")
            )
        case "date":
            written = t("Write >= 2026-01-31 or [2026-01-01..2026-12-31].")
        case "text":
            written = t("Write the text, or several with ; between.")
        case "choices":
            written = t("Write includes a, excludes a, or empty.")
        case _:
            written = t("Several: a; b. All known but some: not(a; b).")
    unknown = [t("unknown: the answer is not known.")] if field.unknown else []
    return " ".join([written, t("- means any."), *unknown])
