"""The parts of one .xlsx file: a zip of XML, read within a budget.

The format is read directly, not through a library: the libraries walk whole ranges that a file merely names
(a merge over the sheet is 17 thousand million cells), and tell a formula without a value only by reading
twice. Here the work is bounded by what is really written, and an XML part may declare no DTD, hence no
entities.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from xml.parsers import expat

from b12tables.compiler.reader.number_format import shown
from b12tables.compiler.reader.workbook import Cell, Raw, Sheet

MEGABYTE = 1_000_000
CONVERT = "open it in Excel or LibreOffice and save it as Excel workbook (.xlsx)"


@dataclass
class Budget:
    """How much one table set may hold. What is left after each file is what the next may use."""

    files: int = 200
    sheets: int = 500
    cells: int = 200_000
    elements: int = 1_500_000
    text: int = 24 * MEGABYTE
    """Characters of cell text in all."""
    xml: int = 120 * MEGABYTE
    """Bytes of XML in all."""
    file_size: int = 30 * MEGABYTE
    members: int = 2_000
    """Parts of one zip file."""
    cell_text: int = 32_767
    """Characters of one cell: Excel's own bound."""

    def spend(self, what: str, amount: int) -> None:
        """Takes the amount off; refuses the file where nothing is left."""
        left = getattr(self, what) - amount
        if left < 0:
            names = {"elements": "much markup", "text": "much text", "xml": "much data"}
            raise Refused(
                f"the table set holds too {names.get(what, f'many {what}')} for a set of decision tables",
                "remove sheets that hold data rather than tables, and clear formatted rows and columns",
            )
        setattr(self, what, left)


class Refused(Exception):
    """A file that is not read, and why. `help` says what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


def read_archive(archive: zipfile.ZipFile, file: str, budget: Budget) -> list[Sheet]:
    members = archive.infolist()
    if len(members) > budget.members:
        raise Refused(f"it has {len(members)} parts, more than a workbook of decision tables has", CONVERT)
    parts = _Parts(archive, {member.filename.lstrip("/").lower(): member for member in members}, budget)
    if any(member.flag_bits & 1 for member in members):
        raise Refused("it is locked with a password", "remove the password and save it again")
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in parts.members):
        raise Refused(
            "it holds macros: a program in it could change the cells", "save it as .xlsx without macros"
        )
    if any("/externallinks/" in f"/{name}" for name in parts.members):
        raise Refused(
            "it takes values from other files, which may have changed since",
            "replace the links by values: Data > Edit Links > Break Link (LibreOffice: Edit > Links)",
        )
    main = _main_part(parts)
    book = _book(parts, main)
    budget.spend("sheets", len(book.sheets))
    targets = _relations(parts, main)
    strings = _strings(parts, targets, budget)
    formats = _formats(parts, targets)
    sheets = []
    for name, relation in book.sheets:
        kind, target = targets.by_id.get(relation, ("", ""))
        if kind in ("worksheet", ""):
            reader = _SheetReader(file, name, strings, formats, book.epoch_1904, budget)
            parts.parse(target, reader.start, reader.end, reader.text)
            sheets.append(reader.sheet())
    if not sheets:
        raise Refused("it holds no sheet with cells", CONVERT)
    return sheets


_CELL = re.compile(rb"<(?:\w+:)?(?:v|is)[ >]")
"""A value: of the cells, only those that hold something count (people colour whole rows)."""


@dataclass
class _Parts:
    """The parts of the zip file, by name without regard to case."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    budget: Budget

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.members

    def parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Runs through an XML part. Names come without their namespaces (there are two dialects)."""
        member = self.members.get(name.lower())
        if member is None:
            raise KeyError(name)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        names: dict[str, str] = {}

        def local(name: str) -> str:
            return names.get(name) or names.setdefault(name, name.rpartition(" ")[2])

        def opened(tag: str, attributes: dict[str, str]) -> None:
            if " " in "".join(attributes):
                attributes = {local(key): value for key, value in attributes.items()}
            start(local(tag), attributes)

        def closed(tag: str) -> None:
            assert end is not None
            end(names[tag])

        parser.StartElementHandler = opened
        if end is not None:
            parser.EndElementHandler = closed
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_dtd
        self._weigh(member)
        with self.archive.open(member) as stream:
            while chunk := stream.read(1 << 16):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _weigh(self, member: zipfile.ZipInfo) -> None:
        """Spends the budget for what the part holds before any of it is made into something."""
        with self.archive.open(member) as stream:
            while chunk := stream.read(1 << 16):
                self.budget.spend("xml", len(chunk))
                self.budget.spend("elements", chunk.count(b"<") - chunk.count(b"</"))
                self.budget.spend("cells", len(_CELL.findall(chunk)))


def _no_dtd(*_: object) -> None:
    raise Refused("its XML declares entities of its own, as only a hostile file does", CONVERT)


# ---------------------------------------------------------------- the parts beside the sheets


@dataclass
class _Targets:
    """What a part refers to: by relation ID, its kind and part; and the first part of each kind."""

    by_id: dict[str, tuple[str, str]] = field(default_factory=dict)
    by_kind: dict[str, str] = field(default_factory=dict)


def _relations(parts: _Parts, name: str) -> _Targets:
    folder, base = posixpath.split(name)
    targets = _Targets()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            target = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            targets.by_id[attributes.get("Id", "")] = kind, target
            targets.by_kind.setdefault(kind, target)

    parts.parse(posixpath.join(folder, "_rels", f"{base}.rels"), start)
    return targets


def _main_part(parts: _Parts) -> str:
    main = _relations(parts, "").by_kind.get("officeDocument", "")
    if main not in parts:
        raise Refused("it is a zip file, but no workbook", CONVERT)
    return main


@dataclass
class _Book:
    sheets: list[tuple[str, str]] = field(default_factory=list)
    """Each sheet's name and relation ID, in order."""
    epoch_1904: bool = False


def _book(parts: _Parts, main: str) -> _Book:
    book = _Book()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            book.sheets.append((attributes.get("name", ""), attributes.get("id", "")))
        elif tag == "workbookPr":
            book.epoch_1904 = attributes.get("date1904") in ("1", "true")

    parts.parse(main, start)
    return book


def _strings(parts: _Parts, targets: _Targets, budget: Budget) -> list[str]:
    """The shared texts. Of rich text the letters are kept; the reading aids of East Asian text are not."""
    strings: list[str] = []
    name = targets.by_kind.get("sharedStrings", "")
    if name not in parts:
        return strings
    collector = _TextCollector()

    def end(tag: str) -> None:
        collector.end(tag)
        if tag == "si":
            text = collector.take()
            budget.spend("text", len(text))
            strings.append(text)

    parts.parse(name, collector.start, end, collector.text)
    return strings


class _TextCollector:
    """Gathers the text of `t` elements, wherever they stand, without phonetic runs."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.inside = False
        self.phonetic = False

    def start(self, tag: str, _: object = None) -> None:
        if tag == "rPh":
            self.phonetic = True
        elif tag == "t":
            self.inside = not self.phonetic

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self.phonetic = False
        elif tag == "t":
            self.inside = False

    def text(self, text: str) -> None:
        if self.inside:
            self.pieces.append(text)

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return _unescaped(text)


def _unescaped(text: str) -> str:
    """`_x000D_` is how the format writes a character that XML cannot hold."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def _formats(parts: _Parts, targets: _Targets) -> list[str]:
    """The number format of each cell style, as its code; built-in formats by their number, `#14`."""
    custom: dict[str, str] = {}
    styles: list[str] = []
    inside = [False]
    name = targets.by_kind.get("styles", "")
    if name not in parts:
        return styles

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            code = attributes.get("formatCode", "")
            custom[attributes.get("numFmtId", "")] = code if len(code) <= 255 else "General"
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            number = attributes.get("numFmtId", "0")
            styles.append(custom.get(number, f"#{number}"))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    parts.parse(name, start, end)
    return styles


# ---------------------------------------------------------------- one sheet

_COORDINATE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def _coordinate(text: str) -> tuple[int, int]:
    """`B7` as row 7, column 2. ValueError where it is none, or beyond what a sheet has."""
    match = _COORDINATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(text)
    return row, column


class _SheetReader:
    """Gathers the cells of one sheet as its XML goes by."""

    def __init__(
        self, file: str, name: str, strings: list[str], formats: list[str], epoch_1904: bool, budget: Budget
    ) -> None:
        self.blank = Sheet(file, name, {})
        self.strings, self.formats, self.budget = strings, formats, budget
        self.epoch = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
        self.cells: dict[tuple[int, int], Cell] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.row = self.column = 0
        self.type, self.style, self.formula = "n", 0, False
        self.value: list[str] | None = None
        self.inside_value = False
        self.inline = _TextCollector()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v":
            self.value, self.inside_value = [], True
        elif tag == "f":
            self.formula = True
        elif tag in ("t", "rPh"):
            self.inline.start(tag)
        elif tag == "row":
            row = attributes.get("r")
            self.row = int(row) if row is not None else self.row + 1
            self.column = 0
            if not 0 < self.row <= LAST_ROW:
                raise ValueError(row)
            if _hidden(attributes, "ht"):
                self.hidden_rows.add(self.row)
        elif tag == "col":
            if _hidden(attributes, "width"):
                self.hidden_columns.append((int(attributes["min"]), min(int(attributes["max"]), LAST_COLUMN)))
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.merges.append((*_coordinate(first), *_coordinate(last or first)))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if "r" in attributes:
            self.row, self.column = _coordinate(attributes["r"])
        self.type = attributes.get("t", "n")
        self.style = int(attributes.get("s", "0"))
        self.value, self.formula = None, False

    def text(self, text: str) -> None:
        if self.inside_value and self.value is not None:
            self.value.append(text)
        else:
            self.inline.text(text)

    def end(self, tag: str) -> None:
        if tag == "v":
            self.inside_value = False
        elif tag in ("t", "rPh"):
            self.inline.end(tag)
        elif tag == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        inline = self.inline.take() if self.inline.pieces else ""
        text = inline if self.type == "inlineStr" else "".join(self.value or ())
        if not text and not self.formula:
            return
        place = self.blank.place(self.row, self.column)
        if not text:
            self._keep(
                Cell(
                    None,
                    place,
                    "the cell holds a formula without a stored value",
                    "open the workbook in Excel or LibreOffice and save it, or write the value itself",
                )
            )
            return
        if self.type == "e":
            self._keep(
                Cell(
                    None,
                    place,
                    f"the cell holds the error value {text[:20]}",
                    "mend the formula, or write the value",
                )
            )
            return
        value, problem, remedy = self._meaning(text)
        if isinstance(value, str) and len(value) > self.budget.cell_text:
            value, problem, remedy = None, "the cell holds more text than a cell can", "shorten the text"
        if isinstance(value, str) and self.type != "s":
            self.budget.spend("text", len(value))
        self._keep(Cell(value, place, problem, remedy))

    def _keep(self, cell: Cell) -> None:
        self.cells[self.row, self.column] = cell

    def _meaning(self, text: str) -> tuple[Raw, str, str]:
        """The content of a cell as it is shown: value, problem and remedy."""
        match self.type:
            case "s":
                return shown(self.strings[int(text)], self._format(), self.epoch)
            case "b":
                return text.strip() in ("1", "true"), "", ""
            case "d":
                moment = datetime.fromisoformat(text.strip())
                return (moment.date() if moment.time() == datetime.min.time() else moment), "", ""
            case "n":
                number = int(text) if re.fullmatch(r"-?\d{1,300}", text.strip()) else float(text)
                return shown(number, self._format(), self.epoch)
        return shown(text if self.type == "inlineStr" else _unescaped(text), self._format(), self.epoch)

    def _format(self) -> str:
        return self.formats[self.style] if 0 <= self.style < len(self.formats) else "#0"

    def sheet(self) -> Sheet:
        """The sheet, its merged values spread over the rows and columns in which something stands."""
        self._spread()
        used = {column for _, column in self.cells}
        hidden = {
            c for c in used if any(first <= c <= last for first, last in self.hidden_columns[:LAST_COLUMN])
        }
        rows = {row for row, _ in self.cells}
        return Sheet(
            self.blank.file,
            self.blank.name,
            self.cells,
            frozenset(rows & self.hidden_rows),
            frozenset(hidden),
        )

    def _spread(self) -> None:
        rows = sorted({row for row, _ in self.cells})
        columns = sorted({column for _, column in self.cells})
        for top, left, bottom, right in self.merges:
            anchor = self.cells.get((top, left))
            inside = _between(columns, left, right)
            for row in _between(rows, top, bottom):
                for column in inside:
                    if (row, column) == (top, left):
                        continue
                    self.budget.spend("cells", 1)
                    place = self.blank.place(row, column)
                    # What stands under a merge is not seen, so the merged value replaces it.
                    self.cells[row, column] = (
                        Cell(None, place)
                        if anchor is None
                        else Cell(anchor.value, place, anchor.problem, anchor.remedy, spread=True)
                    )


def _between(numbers: list[int], low: int, high: int) -> Iterable[int]:
    return numbers[bisect_left(numbers, low) : bisect_right(numbers, high)]


def _hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Hidden by name, by a filter or an outline, or by having no height or width."""
    if attributes.get("hidden") in ("1", "true"):
        return True
    return size in attributes and float(attributes[size]) == 0
