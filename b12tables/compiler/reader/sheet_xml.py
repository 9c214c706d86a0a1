"""One sheet of a workbook, cell by cell as its XML goes by: values as they are shown, and what cannot be seen."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from math import frexp
from xml.etree.ElementTree import Element

from b12tables.compiler.model import plained
from b12tables.compiler.reader.areas import LAST_COLUMN, LAST_ROW, areas, coordinate, count
from b12tables.compiler.reader.conditional_formats import Conditions
from b12tables.compiler.reader.package import Begin, Budget, End, Handlers, Refused, ambiguous
from b12tables.compiler.reader.rich_text import Run, TextCollector, Texts, unescaped
from b12tables.compiler.reader.shown import Shown, shown
from b12tables.compiler.reader.styles import Styles, joined_font, looks, styles_hide, true
from b12tables.compiler.reader.workbook import (
    Area,
    Cell,
    Look,
    Raw,
    Sheet,
    column_letters,
    plain_cell,
    plain_place,
)
from b12tables.compiler.reader.written_numbers import written_decimal, written_number
from b12tables.runtime.language import later
from b12tables.runtime.words import unfit

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?Z?)?")

COPIED = "\x01"
"""Stands before a formula that is another cell's: what its references mean here is not worked out."""

ALWAYS = "\x02"
"""Stands before a formula that the file marks to be worked out anew with every look."""

LOWEST, NARROWEST = 2.0, 0.3
"""Points and characters: a row or column below shows nothing of what stands in it."""

STYLES = 5_000
"""Of so many styles the numbers are remembered: more are in no workbook that somebody made."""

_PLAIN = frozenset({"General", "@"})
"""Number formats that show a text as it is."""


class SheetReader:
    """Gathers the cells of one sheet as its XML goes by."""

    def __init__(
        self, file: str, name: str, texts: Texts, styles: Styles, epoch_1904: bool, budget: Budget
    ) -> None:
        self.blank = Sheet(file, name, {})
        self.file, self.name = file, name
        self.texts, self.styles, self.budget = texts, styles, budget
        self.epoch = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
        self.cells: dict[tuple[int, int], Cell] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.merges: list[Area] = []
        self.spilled: list[tuple[Area, str]] = []
        self.hidden_rows: set[int] = set()
        self.columns: list[tuple[int, int, bool]] = []
        self.rows_hidden = self.columns_hidden = self.shows_formulas = False
        self.zeros = True
        self.row, self.column, self.row_digits = 0, 0, ""
        self.column_of: dict[str | None, int] = {}
        self.style_of: dict[str, int] = {}
        self.rows: set[int] = set()
        self.in_data = self.in_row = self.in_cell = False
        self.type, self.style = "n", 0
        self.value: list[str] | None = None
        self.inside_value = self.inside_formula = self.has_inline = False
        self.formula: list[str] | None = None
        self.formula_mark: Mapping[str, str] = {}
        self.masters: dict[str, str] = {}
        self.inline = TextCollector()
        self.plain_styles: dict[int, bool] = {}
        self.usual: dict[tuple[str, int, str], tuple[Raw, int, str | None]] = {}
        """By type, style and what is written: the value of a cell that is as usual, the length of its text, and what a
        reader would say of a text.
        """
        self.plain_kinds: set[tuple[str, int]] = set()
        """The types and styles in which a text is as it is written."""
        self.copies: dict[tuple[str, str], str] = {}
        self.numbers: dict[tuple[str, str], Shown] = {}
        self.conditions = Conditions(styles, budget)

    def handlers(self) -> Handlers:
        """What is called while the sheet goes by. An element of cells has a call of its own: there are thousands."""
        begun: dict[str, Begin] = {
            "c": self._start_cell, "v": self._start_value, "f": self._start_formula, "is": self._start_inline,
            "t": self._start_text, "row": self._start_row, "col": self._start_column, "mergeCell": self._merge,
            "hyperlink": self._ranged, "sheetData": self._start_data, "sheetFormatPr": self._defaults,
            "sheetView": self._view,
        }  # fmt: skip
        ended: dict[str, End] = {
            "c": self._end_cell, "v": self._end_value, "f": self._end_formula, "is": _nothing,
            "t": self._end_text, "row": self._end_row, "sheetData": self._end_data,
        }  # fmt: skip
        inside = {"row": self._inside_row}
        return Handlers(self._start_other, self._end_other, self._text, begun, ended, inside)

    def _start_other(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.in_cell:
            self.inline.start(tag, attributes)
        elif not self.in_data:
            self.conditions.start(tag, attributes)

    def _start_data(self, _: Mapping[str, str]) -> None:
        self.in_data = True

    def _defaults(self, attributes: Mapping[str, str]) -> None:
        low = written_decimal(attributes.get("defaultRowHeight", "15")) < LOWEST
        self.rows_hidden = low or ("zeroHeight" in attributes and true(attributes, "zeroHeight"))
        self.columns_hidden = written_decimal(attributes.get("defaultColWidth", "8")) < NARROWEST

    def _view(self, attributes: Mapping[str, str]) -> None:
        self.zeros = self.zeros and true(attributes, "showZeros")
        self.shows_formulas = self.shows_formulas or (
            "showFormulas" in attributes and true(attributes, "showFormulas")
        )

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        if not self.in_data:
            raise ambiguous(later("a row stands outside of its sheet's data"))
        row = attributes.get("r")
        self.row = count(row) if row is not None else self.row + 1
        self.column, self.in_row = 0, True
        if not 0 < self.row <= LAST_ROW:
            raise ValueError(row)
        if self.row in self.rows:
            raise ambiguous(
                later(
                    "row {row} of the sheet {blank!r} is written twice", row=self.row, blank=self.blank.name
                )
            )
        self.rows.add(self.row)
        self.budget.spend("steps", 10)
        self.row_digits = str(self.row)
        if _hidden(attributes, "ht", LOWEST, self.rows_hidden):
            self.hidden_rows.add(self.row)

    def _inside_row(self, row: Element, through: Callable[[Element], None]) -> None:
        """The cells of a row. Nearly all hold nothing, a value or a text, and are taken as they are; most of those are
        written as another was, in the same style.
        """
        space = row.tag.removesuffix("row")
        tags = f"{space}c", f"{space}v", f"{space}is", f"{space}t"
        file, name, number, digits = self.file, self.name, self.row, self.row_digits
        column_of, style_of, usual, cells = self.column_of, self.style_of, self.usual, self.cells
        fresh = self._fresh()
        kept = length = 0
        for cell in row:
            get = cell.get
            kind = get("t", "n")
            # most cells are only styled; what an odd cell left open has a say in the next one
            blank = fresh and not len(cell) and cell.tag == tags[0]
            text = "" if blank else _simple(cell, kind, tags) if fresh else None
            if text is None:
                through(cell)
                fresh = self._fresh()
                continue
            where = get("r")
            letters = where and where.removesuffix(digits)
            self.column = column = column_of.get(letters) or self._column(where, letters)
            style = style_of.get(get("s", "0"), -1)
            if style < 0:
                style = self._style(get("s", "0"))
            if not text:
                continue
            kept += 1
            known = usual.get((kind, style, text)) or self._plain_text(kind, style, text)
            if known is None:
                self.type, self.style = kind, style
                made = self._cell(text, ())
            else:
                length += known[1]
                place = plain_place(file, name, f"{column_letters(column)}{digits}")
                made = plain_cell(known[0], place, known[2])
            if (number, column) in cells:
                raise self._twice(column)
            cells[number, column] = made
        self.budget.spend("cells", kept)
        self.budget.spend("text", length)

    def _style(self, written: str) -> int:
        """The number of a style that is met for the first time; of some thousand it is remembered."""
        style = count(written)
        if len(self.style_of) < STYLES:
            self.style_of[written] = style
        return style

    def _plain_text(self, kind: str, style: int, text: str) -> tuple[Raw, int, str | None] | None:
        """What is usual of a text of its own in a plain style; None for all else."""
        if (kind, style) not in self.plain_kinds or len(text) > self.budget.cell_text or unfit(text):
            return None
        known = self.usual[kind, style, text] = text, len(text), plained(text)
        return known

    def _fresh(self) -> bool:
        """Whether a cell may begin here, and nothing before it has a say in it."""
        return self.in_row and not self.in_cell and self.inline.fresh

    def _start_column(self, attributes: Mapping[str, str]) -> None:
        if "min" in attributes:
            first, last = count(attributes["min"]), min(count(attributes["max"]), LAST_COLUMN)
            self.budget.spend("steps", 4)
            self.columns.append((first, last, _hidden(attributes, "width", NARROWEST, False)))

    def _merge(self, attributes: Mapping[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        self.budget.spend("steps", 10)
        area = (*coordinate(first), *coordinate(last or first))
        self.merges.append(area)
        self._count(area)

    def _ranged(self, attributes: Mapping[str, str]) -> None:
        for area in areas(attributes.get("ref", ""), self.budget):
            self._count(area)

    def _count(self, area: Area) -> None:
        top, left, bottom, right = area
        self.budget.ranged += abs(bottom - top + 1) * abs(right - left + 1)

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        if not self.in_row or self.in_cell:
            raise ambiguous(
                later("a cell of the sheet {blank!r} stands outside of its row", blank=self.blank.name)
            )
        where = attributes.get("r")
        letters = where and where.removesuffix(self.row_digits)
        self.column = self.column_of.get(letters) or self._column(where, letters)
        self.type = attributes.get("t", "n")
        self.style = count(attributes.get("s", "0"))
        self.value = self.formula = None
        self.in_cell, self.has_inline = True, False

    def _column(self, where: str | None, letters: str | None) -> int:
        """The column of a cell of the row that is open, seen for the first time; the next one where it names none."""
        if where is None or letters is None:
            return self.column + 1
        row, column = coordinate(where)
        if row != self.row:
            raise ambiguous(
                later(
                    "the cell {where} of the sheet {blank!r} stands in row {row}",
                    where=where,
                    blank=self.blank.name,
                    row=self.row,
                )
            )
        if letters.isalpha():
            self.column_of[letters] = column
        return column

    def _start_value(self, _: Mapping[str, str]) -> None:
        if self.value is not None or not self.in_cell:
            raise ambiguous(later("a cell of the sheet {blank!r} has two values", blank=self.blank.name))
        self.value, self.inside_value = [], True

    def _start_formula(self, attributes: Mapping[str, str]) -> None:
        if self.in_cell:
            self.formula, self.inside_formula, self.formula_mark = [], True, attributes

    def _start_inline(self, _: Mapping[str, str]) -> None:
        self.has_inline = True

    def _start_text(self, attributes: Mapping[str, str]) -> None:
        if self.in_cell:
            self.inline.start("t", attributes)
        elif not self.in_data:
            self.conditions.start("t", attributes)

    def _text(self, text: str) -> None:
        if self.inside_value and self.value is not None:
            self.value.append(text)
        elif self.inside_formula and self.formula is not None:
            self.formula.append(text)
        elif self.in_cell:
            self.inline.text(text)
        elif not self.in_data:
            self.conditions.text(text)

    def _end_value(self) -> None:
        self.inside_value = False

    def _end_formula(self) -> None:
        self.inside_formula = False

    def _end_text(self) -> None:
        if self.in_cell:
            self.inline.end("t")
        elif not self.in_data:
            self.conditions.end("t")

    def _end_row(self) -> None:
        if not self.in_cell:
            self.in_row = False

    def _end_data(self) -> None:
        if not self.in_cell:
            self.in_data = False

    def _end_other(self, tag: str) -> None:
        if self.in_cell:
            self.inline.end(tag)
        elif not self.in_data:
            self.conditions.end(tag)

    # ------------------------------------------------------------ the content of a cell

    def _end_cell(self) -> None:
        self.in_cell = False
        if self.value is None and self.formula is None and not self.inline.runs:
            return  # a cell that is only styled
        inline, runs = self.inline.take() if self.inline.runs else ("", ())
        if self.has_inline and self.value is not None:
            raise ambiguous(later("a cell of the sheet {blank!r} has two values", blank=self.blank.name))
        text = inline if self.type == "inlineStr" else "".join(self.value or ())
        if not text and self.formula is None:
            return
        self._keep(text, runs)

    def _keep(self, text: str, runs: tuple[Run, ...]) -> None:
        """Puts the cell among the others."""
        self.budget.spend("cells", 1)
        where = self.row, self.column
        if where in self.cells:
            raise self._twice(self.column)
        if self.formula is not None:
            self.formulas[where] = self._formula_text()
        cell = self._cell(text, runs)
        self.cells[where] = replace(cell, formula=True) if self.formula is not None else cell

    def _twice(self, column: int) -> Refused:
        place = self.blank.place(self.row, column)
        return ambiguous(
            later(
                "the cell {cells} of the sheet {sheet!r} is written twice",
                cells=place.cells,
                sheet=place.sheet,
            )
        )

    def _formula_text(self) -> str:
        """The text of the formula; of one that is shared, its first text, marked as copied."""
        mark = self.formula_mark
        text = "".join(self.formula or ())
        self.budget.spend("text", len(text))
        self.budget.spend("steps", 16)
        if len(text) > self.budget.cell_text:
            raise Refused(
                later("it holds a formula without end"), later("write the value in the place of the formula")
            )
        if mark.get("t") == "shared" and (group := mark.get("si")) is not None:
            master = self.masters.setdefault(group, text) if text else self.masters.get(group, "")
            text = master if text else self._marked(COPIED, master)
        elif mark.get("t") in ("array", "dataTable") and "ref" in mark:
            text = text or COPIED
            self.spilled.extend((area, text) for area in areas(mark["ref"], self.budget))
        return self._marked(ALWAYS, text) if "ca" in mark and true(mark, "ca") else text

    def _marked(self, mark: str, text: str) -> str:
        """The text of a formula behind a mark: one text for all the cells that have it, however long it is."""
        known = self.copies.get((mark, text))
        if known is None:
            known = self.copies[mark, text] = f"{mark}{text}"
        return known

    def _cell(self, text: str, runs: tuple[Run, ...]) -> Cell:
        place = plain_place(self.file, self.name, f"{column_letters(self.column)}{self.row_digits}")
        key = self.type, self.style, text
        known = self.usual.get(key)
        if known is not None and not runs:
            value, length, said = known
            self.budget.spend("text", length)
            return plain_cell(value, place, said)
        if not text:
            problem = later("the cell holds a formula without a stored value")
            remedy = later("open the workbook in Excel or LibreOffice and save it, or write the value itself")
            return Cell(None, place, problem, remedy)
        if self.type == "e":
            problem = later("the cell holds the error value {text}", text=text[:20])
            return Cell(None, place, problem, later("mend the formula, or write the value"))
        if self.type == "s":
            index = count(text.strip())
            runs = self.texts.runs.get(index, ())
        # a text that is shared is looked at with every cell that has it
        self.budget.spend("steps", 34 * len(runs))
        written = self.texts.texts[index] if self.type == "s" else text
        if len(written) <= self.budget.cell_text:  # a longer one is not looked at, however many cells have it
            self.budget.spend("text", len(written))
        if wrong := self._unfit(written):
            return Cell(None, place, *wrong)
        value, seen, problem, remedy = self._meaning(text)
        usual = not (seen or problem or remedy)
        cell = plain_cell(value, place) if usual else Cell(value, place, problem, remedy, False, seen)
        if runs or not (self.plain_styles.get(self.style) or self._plain()):
            return replace(cell, looks=self._looks(cell, runs))
        if usual:
            if self.type == "inlineStr" and self.styles.format(self.style) in _PLAIN:
                self.plain_kinds.add((self.type, self.style))
            self.usual[key] = value, len(written), plained(value) if isinstance(value, str) else None
        return cell

    def _unfit(self, text: str) -> tuple[str, str] | None:
        """Why a text can be in no cell, and what to do; None where nothing stands against it."""
        if len(text) > self.budget.cell_text:
            return later("the cell holds more text than a cell can"), later("shorten the text")
        why = unfit(text)
        return (
            (later("the cell holds {why}", why=why), later("delete the text, and type it anew"))
            if why
            else None
        )

    def _meaning(self, text: str) -> tuple[Raw, str, str, str]:
        """The content of a cell as it is shown: value, its text where unusual, problem and remedy."""
        code = self.styles.format(self.style)
        match self.type:
            case "s":
                value = self.texts.texts[count(text.strip())]
                return (value, "", "", "") if code in _PLAIN else shown(value, code, self.epoch)
            case "b":
                if text.strip() not in ("0", "1", "true", "false"):
                    raise ValueError(text)
                return shown(text.strip() in ("1", "true"), code, self.epoch)
            case "d":
                if _DAY.fullmatch(text.strip()) is None:
                    raise ValueError(text)
                moment = datetime.fromisoformat(text.strip().removesuffix("Z"))
                return (moment.date() if moment.time() == datetime.min.time() else moment), "", "", ""
            case "n":
                return self._number_shown(text.strip(" \t\r\n"), code)
            case "inlineStr":
                return (text, "", "", "") if code in _PLAIN else shown(text, code, self.epoch)
            case "str":
                return shown(unescaped(text), code, self.epoch)
        raise ValueError(self.type)

    def _number_shown(self, text: str, code: str) -> Shown:
        """A number as its format shows it, worked out once for all the cells that hold the same."""
        value = written_number(text)
        if isinstance(value, int) and code in _PLAIN:
            return shown(value, code, self.epoch, self.zeros)
        known = self.numbers.get((text, code))
        if known is None:
            bits = value.bit_length() if isinstance(value, int) else abs(frexp(value)[1])
            self.budget.spend("steps", 80 + bits // 3)
            known = self.numbers[text, code] = shown(value, code, self.epoch, self.zeros)
        return known

    def _plain(self) -> bool:
        """Whether the style of the cell leaves its text as it is."""
        known = self.plain_styles.get(self.style)
        if known is None:
            font, fill = self.styles.font(self.style), self.styles.fill(self.style)
            known = (
                font.plain and not self.styles.layout(self.style) and not styles_hide(font, fill, self.styles)
            )
            self.plain_styles[self.style] = known
        return known

    def _looks(self, cell: Cell, runs: tuple[Run, ...]) -> tuple[Look, ...]:
        """What of the cell's text does not look plain."""
        own, fill = self.styles.font(self.style), self.styles.fill(self.style)
        pieces = runs or ((cell.text or "…", None),)
        filled = [(text, joined_font(own, font)) for text, font in pieces if text.strip()]
        # a cell that is struck out run by run is struck out as a whole
        whole = bool(filled) and all(font.struck for _, font in filled)
        found: list[Look] = []
        for text, font in filled:
            found.extend(
                replace(look, whole=whole if look.kind == "struck" else look.whole)
                for look in looks(text, font, fill, self.styles, len(filled) == 1)
            )
        if self.styles.layout(self.style):
            found.append(Look(self.styles.layout(self.style), cell.text, True))
        return tuple(found)

    # ------------------------------------------------------------ the sheet as a whole

    def sheet(self) -> Sheet:
        """The sheet, its merged values spread over the rows and columns in which something stands."""
        self._spill()
        self._spread()
        used = {column for _, column in self.cells}
        rows = {row for row, _ in self.cells}
        ordered = sorted(rows)
        across = sorted(used)
        for (top, left, bottom, right), _ in self.conditions.found:
            reached = len(_between(ordered, top, bottom)) * (1 + len(_between(across, left, right)) // 4)
            self.budget.spend("steps", 1 + reached)
        return Sheet(
            self.blank.file,
            self.blank.name,
            self.cells,
            frozenset(rows & self.hidden_rows),
            frozenset(self._columns_hidden(sorted(used))),
            shows_formulas=self.shows_formulas,
            disguises=tuple(self.conditions.found),
            merged=tuple(self.merges),
        )

    def _columns_hidden(self, used: list[int]) -> list[int]:
        """The columns that are hidden by what is said of them, or, where nothing is, as all of them are."""
        told: dict[int, bool] = {}
        for first, last, hidden in self.columns:
            inside = _between(used, first, last)
            self.budget.spend("steps", len(inside))
            for column in inside:
                told[column] = told.get(column, False) or hidden
        return [column for column in used if told.get(column, self.columns_hidden)]

    def _spill(self) -> None:
        """A formula for a whole range: each of its cells has the value from there."""
        columns = sorted({column for _, column in self.cells})
        rows = sorted({row for row, _ in self.cells})
        for (top, left, bottom, right), text in self.spilled:
            for row in self._reached(rows, top, bottom):
                for column in _between(columns, left, right):
                    self.budget.spend("cells", 1)
                    if (row, column) in self.cells and (row, column) not in self.formulas:
                        self.formulas[row, column] = self._marked(COPIED, text)
                        self.cells[row, column] = replace(self.cells[row, column], formula=True)

    def _spread(self) -> None:
        rows = sorted({row for row, _ in self.cells})
        columns = sorted({column for _, column in self.cells})
        for top, left, bottom, right in self.merges:
            anchor = self.cells.get((top, left))
            inside = self._reached(columns, left, right)
            for row in self._reached(rows, top, bottom):
                for column in inside:
                    if (row, column) == (top, left):
                        continue
                    self.budget.spend("cells", 1)
                    self.budget.spend("steps", 5)
                    place = self.blank.place(row, column)
                    # What stands under a merge is not seen, so the merged value replaces it.
                    self.cells[row, column] = (
                        Cell(None, place) if anchor is None else replace(anchor, place=place, spread=True)
                    )
                    self.formulas.pop((row, column), None)

    def _reached(self, numbers: list[int], low: int, high: int) -> list[int]:
        """The rows or columns in use that a range reaches; it costs as many steps."""
        reached = _between(numbers, low, high)
        self.budget.spend("steps", len(reached))
        return reached


def _simple(cell: Element, kind: str, tags: tuple[str, str, str, str]) -> str | None:
    """What a cell of a kind holds that has a value or a text of its own; None for one that holds other things.

    `tags` are those of a cell, a value, an own text, and a piece of text.
    """
    if cell.tag != tags[0] or len(cell) != 1:
        return None
    content = cell[0]
    tag = content.tag
    if tag == tags[1] and not len(content):
        return "" if kind == "inlineStr" else content.text or ""
    if tag != tags[2] or len(content) != 1:
        return None
    piece = content[0]
    if piece.tag != tags[3] or len(piece):
        return None
    return unescaped(piece.text or "") if kind == "inlineStr" else ""


def _nothing() -> None:
    """What is done at the end of an element that is told from what stands in it."""


def _between(numbers: list[int], low: int, high: int) -> list[int]:
    return numbers[bisect_left(numbers, low) : bisect_right(numbers, high)]


def _hidden(attributes: Mapping[str, str], size: str, least: float, usual: bool) -> bool:
    """Hidden by name, by a filter or an outline, by having no height or width, or because all are (`usual`)."""
    if attributes.get("hidden") in ("1", "true", "on"):
        return True
    if size in attributes:
        return written_decimal(attributes[size]) < least
    return usual and "hidden" not in attributes
