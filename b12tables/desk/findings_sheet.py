"""The sheet Findings of an annotated copy: where to begin, an index over all workbooks, every finding with links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from b12tables.compiler import Report
from b12tables.compiler.model import Finding, Place
from b12tables.compiler.report import ROLE_WORDS, Role, Told, begin_here, finding_example
from b12tables.desk.sheets import FONT, fit_height, fit_to_print, write_text
from b12tables.runtime.language import t, wording
from b12tables.runtime.words import how_many

TITLE = wording("What b12tables says of")
"""What the first cell begins with; no sheet of a table set does."""

COLOURS: Mapping[Role, str] = {"edit": "FFF4837D", "involved": "FFFBD5D1", "look": "FFFFF2CC"}
"""Red, pale red, pale yellow. What they mean is also said in words: not everybody sees them."""

_HEADS = (
    wording("Row"),
    wording("Weight"),
    wording("Finding"),
    wording("Where to begin"),
    wording("What"),
    wording("What would mend it"),
    wording("For example"),
    wording("Also at"),
)
_WIDTHS = (6, 10, 18, 28, 46, 42, 34, 22)
_ROW, _WEIGHT, _FINDING, _WHERE, _WHAT, _MEND, _EXAMPLE, _ALSO = range(1, 9)

BEGIN, WORKBOOKS = wording("Begin here"), wording("Workbooks")

_OTHER_HEADS = {(BEGIN, _ROW): wording("No."), (WORKBOOKS, _WHERE): wording("Workbook")}
"""What heads a column in one part only."""

WEIGHTS = {"error": wording("error"), "warning": wording("warning"), "info": wording("note")}


@dataclass
class Copies:
    """What the sheets of all copies say: the report, its findings, and which workbooks are copied."""

    report: Report
    told: Sequence[Told]
    files: Sequence[str]
    copied: Sequence[str]

    def row_of(self, entry: Told) -> int:
        """The row of a finding on the sheet Findings, the same in every copy."""
        return self._first + next(n for n, other in enumerate(self.told) if other is entry)

    @property
    def causes(self) -> int:
        return len(begin_here(self.report))

    @property
    def _first(self) -> int:
        return _ABOVE + (self.causes + 3 if self.causes else 0) + (len(self.files) + 3) + 3


_ABOVE = 4
"""So many rows stand above the first part: title, verdict, legend, and one that is blank."""


def add_findings(book: Any, name: str, file: str, copies: Copies) -> None:
    """Adds the sheet to the copy of a workbook, as its first sheet and the one that is open."""
    sheet = book.create_sheet(name, 0)
    _Writer(sheet, book, file, copies).write()
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


class _Writer:
    def __init__(self, sheet: Any, book: Any, file: str, copies: Copies) -> None:
        self.sheet, self.book, self.file, self.copies = sheet, book, file, copies
        self.row = 1

    def write(self) -> None:
        for column, width in enumerate(_WIDTHS, 1):
            self.sheet.column_dimensions[chr(64 + column)].width = width
        self._top()
        self._begin()
        self._workbooks()
        self._findings()
        fit_to_print(self.sheet)
        self.sheet.sheet_view.showGridLines = False

    def _top(self) -> None:
        model, findings = self.copies.report.model, self.copies.report.findings
        of = model.about.title if model else t("these workbooks")
        self._text(_ROW, f"{t(TITLE)} {of}", bold=True, size=14)
        self._next()
        wrong = sum(finding.stands_in_the_way for finding in findings)
        self._text(
            _ROW,
            t("Nothing stands in the way of a build. This sheet is no part of the tables.")
            if self.copies.report.ok
            else t(
                "{errors} in the way of a build. This sheet is no part of the tables.",
                errors=how_many(wrong, "error"),
            ),
        )
        self._next()
        self._text(_ROW, t("Cells:"))
        for column, (role, words) in zip((_WEIGHT, _FINDING, _WHERE), ROLE_WORDS.items(), strict=True):
            self._text(column, t(words)).fill = _fill(COLOURS[role])
        self.row = _ABOVE + 1

    def _begin(self) -> None:
        causes = begin_here(self.copies.report)
        if not causes:
            return
        self._head(BEGIN, range(_ROW, _MEND + 1))
        for number, cause in enumerate(causes, 1):
            texts = {
                _ROW: str(number),
                _WEIGHT: t("error") if cause.finding.stands_in_the_way else t("warning"),
            }
            texts |= {_FINDING: cause.finding.name, _WHAT: cause.says, _MEND: cause.edit}
            self._line(texts, cause.cell, "edit" if cause.edited else "involved")
        self._next()

    def _workbooks(self) -> None:
        self._head(WORKBOOKS, (_WHERE, _WHAT))
        for file in self.copies.files:
            self._text(_WHERE, file)
            if file in self.copies.copied and file != self.file:
                self._link(_WHERE, Place(file))
            self._text(_WHAT, self._said_of(file))
            self._next()
        self._next()

    def _said_of(self, file: str) -> str:
        here = [
            entry.finding for entry in self.copies.told if any(place.file == file for place in entry.places)
        ]
        counts = Counter(WEIGHTS[finding.severity] for finding in here)
        said = ", ".join(how_many(counts[word], word) for word in WEIGHTS.values() if counts[word])
        this = t(" (this workbook)") if file == self.file else ""
        return f"{said or t('nothing to say; not copied')}{this}"

    def _findings(self) -> None:
        self._head(wording("Every finding"))
        assert self.row == self.copies.row_of(self.copies.told[0]) if self.copies.told else True
        for entry in self.copies.told:
            self._finding(entry)

    def _finding(self, entry: Told) -> None:
        finding, model = entry.finding, self.copies.report.model
        accepted = t(" (accepted)") if finding.accepted else ""
        texts = {
            _ROW: str(self.row),
            _WEIGHT: t(WEIGHTS[finding.severity]) + accepted,
            _FINDING: finding.name,
            _WHAT: self._in_table(finding),
            _MEND: "\n".join(finding.help),
            _EXAMPLE: finding_example(finding, model) if finding.example is not None else "",
            _ALSO: "\n".join(self._said(place) for place in entry.places[1:8]),
        }
        role: Role = "edit" if entry.edit else "involved" if entry.blocks else "look"
        self._line(texts, entry.places[0] if entry.places else None, role)

    def _line(self, texts: Mapping[int, str], where: Place | None, role: Role) -> None:
        """A row of texts, its place as a link. A linked cell holds one line: LibreOffice shows no other."""
        full = {**texts, _WHERE: self._said(where) if where else ""}
        for column, text in full.items():
            self._text(column, text)
        fit_height(self.sheet, self.row, ((text, _WIDTHS[column - 1]) for column, text in full.items()))
        if where is not None:
            self._link(_WHERE, where)
        self.sheet.cell(self.row, _WEIGHT).fill = _fill(COLOURS[role])
        for column in range(_ROW, max(full) + 1):
            self.sheet.cell(self.row, column).border = _line_below()
        self._next()

    # ---------------------------------------------------------------- cells

    def _next(self) -> None:
        self.row += 1

    def _text(self, column: int, text: str, bold: bool = False, size: float = 11) -> Any:
        from openpyxl.styles import Alignment, Font

        cell = self.sheet.cell(self.row, column)
        write_text(cell, text)
        cell.font = Font(FONT, bold=bold, size=size)
        # the title and the sentence below it run over the columns beside them
        cell.alignment = Alignment(wrap_text=self.row >= _ABOVE, vertical="top")
        return cell

    def _head(self, title: str, columns: Sequence[int] = range(1, len(_HEADS) + 1)) -> None:
        """A part's title, then the heads of its columns."""
        self._text(_ROW, t(title), bold=True, size=12).alignment = _plain()
        self._next()
        for column in columns:
            head = _OTHER_HEADS.get((title, column), _HEADS[column - 1])
            self._text(column, t(head), bold=True).fill = _fill("FFE3ECF5")
        self._next()

    def _in_table(self, finding: Finding) -> str:
        """What a finding says, after the name of its table."""
        model = self.copies.report.model
        table = model.decision.get(finding.decision) if model and finding.decision else None
        return f"{table.label}: {finding.message}" if table else finding.message

    def _said(self, place: Place) -> str:
        """A place; the workbook in which it is read need not be named."""
        if place.file != self.file:
            return str(place)
        return " · ".join(part for part in (place.sheet, place.cells) if part) or place.file

    def _link(self, column: int, place: Place) -> None:
        """A link to a place: in this workbook, or in another one that is copied beside it."""
        from openpyxl.styles import Alignment, Font
        from openpyxl.worksheet.hyperlink import Hyperlink

        here = place.file == self.file
        if (here and place.sheet not in self.book.sheetnames) or not (
            here or place.file in self.copies.copied
        ):
            return
        cell = self.sheet.cell(self.row, column)
        location = _location(place)
        target = None if here else quote(place.file, safe="")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, target=target)
        cell.font = Font(FONT, color="FF0B5CAD", underline="single")
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _location(place: Place) -> str | None:
    if not place.sheet:
        return None
    quoted = place.sheet.replace("'", "''")
    return f"'{quoted}'!{place.cells.split(':')[0] or 'A1'}"


def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def _line_below() -> Any:
    from openpyxl.styles import Border, Side

    return Border(bottom=Side(style="thin", color="FFC9CECB"))


def _plain() -> Any:
    from openpyxl.styles import Alignment

    return Alignment(wrap_text=False, vertical="top")
