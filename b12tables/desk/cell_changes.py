"""Edits of a table set as cells that change: what a mend writes, made in memory, and whether it still fits."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass

from b12tables.compiler.model import CellEdit, DecisionTable, ExpectEdit, Finding, Model, Place, ResultEdit
from b12tables.compiler.reader import Files, NewRow, Sheet, column_letters
from b12tables.compiler.report import Box, box_of
from b12tables.desk.cells import NotWritten, write_cells
from b12tables.runtime.language import t


@dataclass(frozen=True)
class CellChange:
    """One cell with another text; "" leaves it blank. `before` is what it must hold, as a reader says it."""

    file: str
    sheet: str
    row: int
    column: int
    before: str
    after: str

    @property
    def place(self) -> Place:
        return Place(self.file, self.sheet, f"{column_letters(self.column)}{self.row}")

    def as_data(self) -> dict[str, str]:
        """As the page has it."""
        return {**self.place.as_data(), "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Step:
    """Changes that are made together, and in a line what they do."""

    title: str
    changes: tuple[CellChange, ...] = ()
    added: tuple[tuple[str, bytes], ...] = ()
    """Workbooks that are new, by name with their content."""

    @property
    def touched(self) -> list[str]:
        """The workbooks that it writes."""
        return sorted({*(change.file for change in self.changes), *(name for name, _ in self.added)})

    @property
    def id(self) -> str:
        """The same for the same changes: a page that is out of date cannot ask for others by it."""
        fresh = [(name, hashlib.sha256(content).hexdigest()) for name, content in self.added]
        # not by its title, which is in the language of whoever asked
        told = json.dumps([[change.as_data() for change in self.changes], fresh], ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def steps_text(steps: Sequence[Step]) -> str:
    """Steps as a text, for `steps_from`."""
    return json.dumps(
        [
            {
                "title": step.title,
                "changes": [astuple(change) for change in step.changes],
                "added": [(name, b64encode(content).decode()) for name, content in step.added],
            }
            for step in steps
        ]
    )


def steps_from(text: str) -> list[Step]:
    """The steps that `steps_text` told."""
    return [
        Step(
            step["title"],
            tuple(CellChange(*change) for change in step["changes"]),
            tuple((name, b64decode(content)) for name, content in step["added"]),
        )
        for step in json.loads(text)
    ]


Sheets = Mapping[tuple[str, str], Sheet]
"""The sheets of a set by file and name."""


def misfit(step: Step, files: Files, sheets: Sheets) -> str:
    """Where a step fits no more: the first cell that is gone or holds another text by now, or the new workbook whose
    name is taken; "" where all of it fits.
    """
    for name, _ in step.added:
        if _taken(name, files):
            return name
    for change in step.changes:
        sheet = sheets.get((change.file, change.sheet))
        if sheet is None or sheet.at(change.row, change.column).text != change.before:
            return str(change.place)
    return ""


def is_made(step: Step, files: Files, sheets: Sheets) -> bool:
    """Whether each of its cells says already what the step would write, and its new workbooks are there."""
    if any(files.get(name) != content for name, content in step.added):
        return False
    for change in step.changes:
        sheet = sheets.get((change.file, change.sheet))
        if sheet is None or sheet.at(change.row, change.column).text != change.after:
            return False
    return True


def applied(files: Files, step: Step) -> dict[str, bytes | None]:
    """The files with a step made; every other byte of their parts stays as it is. Raises `NotWritten`."""
    by_sheet: dict[tuple[str, str], dict[tuple[int, int], str]] = {}
    for change in step.changes:
        by_sheet.setdefault((change.file, change.sheet), {})[change.row, change.column] = change.after
    written = dict(files)
    for name, fresh in step.added:
        if _taken(name, files):
            raise NotWritten(t("there is a file {name} already, and none is ever overwritten", name=name))
        written[name] = fresh
    for (file, sheet), texts in by_sheet.items():
        content = written.get(file)
        if content is None:
            raise NotWritten(t("{file} is not there, or may not be opened", file=file))
        written[file] = write_cells(content, sheet, texts)
    return written


def _taken(name: str, files: Files) -> bool:
    """Whether a name is that of a file; under Windows small and capital letters are the same."""
    return name.casefold() in {other.casefold() for other in files}


def mends_of(finding: Finding, model: Model | None, sheets: Sheets) -> list[Step]:
    """The edits that were tried for a finding, each as the cells that it writes; rows that somebody has to complete are
    not among them.
    """
    mends = finding.mends
    table = model.decision.get(finding.decision or "") if model else None
    wanted: list[tuple[str, list[CellChange]]] = []
    for edit in mends.edits:
        if isinstance(edit, CellEdit):
            wanted.append(("", list(_edited([edit], sheets))))
        else:
            wanted.append((t("delete rule {rule}", rule=edit.rule), list(_deleted(table, edit.rule, sheets))))
    wanted += [("", list(_edited(edits, sheets))) for edits in mends.together]
    noticed: list[ResultEdit | ExpectEdit] = [*mends.results, *mends.expects]
    wanted += [("", list(_edited([edit], sheets))) for edit in noticed]
    return [Step(title or _words(changes), tuple(changes)) for title, changes in wanted if changes]


def change_of(sheet: Sheet, row: int, column: int, after: str) -> CellChange:
    """What makes a cell of a sheet say something else. Raises `NotWritten` for a cell of a merged range."""
    cell = sheet.at(row, column)
    if cell.spread:
        raise NotWritten(t("{cell} is part of a merged range: change its first cell", cell=cell.place))
    return CellChange(sheet.file, sheet.name, row, column, cell.text, after)


def _edited(edits: Sequence[CellEdit | ResultEdit | ExpectEdit], sheets: Sheets) -> Iterator[CellChange]:
    """None of the cells where one of them cannot be written by itself."""
    found = []
    for edit in edits:
        sheet, box = sheets.get((edit.place.file, edit.place.sheet)), box_of(edit.place)
        if sheet is None or box is None or not _single(box) or sheet.at(*box[:2]).spread:
            return
        found.append(change_of(sheet, *box[:2], edit.after))
    yield from found


def _deleted(table: DecisionTable | None, rule: str, sheets: Sheets) -> Iterator[CellChange]:
    """The cells of a rule made blank: the rows below stay where they are, and so does what refers to them."""
    row = next((row for row in table.rows if row.id == rule), None) if table is not None else None
    if row is None:
        return
    sheet, box = sheets.get((row.place.file, row.place.sheet)), box_of(row.place)
    if sheet is None or box is None or box[0] != box[2]:
        return
    cells = [sheet.at(box[0], column) for column in range(box[1], box[3] + 1)]
    if any(cell.spread or cell.formula for cell in cells):
        return
    for column, cell in enumerate(cells, box[1]):
        if not cell.blank:
            yield CellChange(sheet.file, sheet.name, box[0], column, cell.text, "")


def _single(box: Box) -> bool:
    return box[:2] == box[2:]


def _words(changes: Sequence[CellChange]) -> str:
    told = [
        f"{change.sheet} {change.place.cells}: {change.before or t('blank')} → {change.after}"
        for change in changes
    ]
    return "; ".join(told)


def row_step(row: NewRow, cells: Mapping[int, str], title: str) -> Step:
    """What writes texts into a row that is still blank, by column."""
    return Step(title, tuple(row_changes(row, cells)))


def row_changes(row: NewRow, cells: Mapping[int, str], below: int = 0) -> Iterator[CellChange]:
    """The cells that hold these texts, by column, in a row that is still blank, or so many rows `below` it."""
    sheet = row.sheet
    for column, text in sorted(cells.items()):
        if text:
            yield CellChange(sheet.file, sheet.name, row.row + below, column, "", text)
