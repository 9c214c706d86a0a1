"""Copies of the workbooks with the findings on their cells, a sheet that lists them, and drafted rows. What nothing is
said of is not copied.

The originals are only read. What the copy cannot hold (pictures, charts, forms) is named, never lost in
silence. A text is always written as a text: nothing that stands in a table can become a formula here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from b12tables.compiler import Report
from b12tables.compiler.model import DecisionTable, Finding, Model, Place
from b12tables.compiler.reader import MARK, Refused, is_workbook
from b12tables.compiler.report import ROLE_WORDS, Role, Told, marked, told
from b12tables.desk.copies import content_of, opened
from b12tables.desk.drafts import drafted_rows
from b12tables.desk.findings_sheet import COLOURS, TITLE, WEIGHTS, Copies, add_findings
from b12tables.desk.sheets import FONT, fit_to_print, write_text
from b12tables.disk import OwnFolder
from b12tables.runtime.language import LANGUAGES, catalogue, speaking, t, wording
from b12tables.runtime.language import told as told_later
from b12tables.runtime.words import how_many


def annotate_workbooks(folder: Path, out: Path, report: Report) -> tuple[list[Path], list[str]]:
    """Writes into `out` an annotated copy of each workbook of a folder of which something is said, in the language of
    the tables; the copies, and what they could not keep.

    Raises `NotOurs` where `out` holds anything that was not written by an earlier call, or the folder itself.
    """
    with speaking(report.language):
        return _annotated(folder, out, report)


def _annotated(folder: Path, out: Path, report: Report) -> tuple[list[Path], list[str]]:
    own = OwnFolder(out, "check --annotate", [folder])
    written: list[Path] = []
    messages: list[str] = []
    files = [path.name for path in sorted(folder.iterdir()) if is_workbook(path)]
    with own.fresh() as fresh:
        books, messages = _books(folder, _named(files, report))
        copies = Copies(report, told(report), files, list(books))
        for name, (book, lost) in books.items():
            _annotate(book, name, copies)
            try:
                (fresh / name).write_bytes(content_of(book))
            except Refused as why:
                messages.append(t("{name} is not copied: {why}", name=name, why=told_later(why.args[0])))
                continue
            written.append(out / name)
            messages += [
                t("{name}: the copy does not hold its {what}; the original does", name=name, what=what)
                for what in lost
            ]
    return written, messages


def _named(files: Sequence[str], report: Report) -> list[str]:
    """The workbooks of which something is said; where it is said of none, the first stands for all."""
    named = {place.file for finding in report.findings for place in finding.places}
    found = [name for name in files if name in named]
    return found or (list(files[:1]) if report.findings else [])


def _books(folder: Path, names: Sequence[str]) -> tuple[dict[str, tuple[Any, list[str]]], list[str]]:
    """The workbooks as the library has them, with what it does not hold of each, and what cannot be read."""
    books: dict[str, tuple[Any, list[str]]] = {}
    messages = []
    for name in names:
        path = folder / name
        try:
            books[name] = opened(path)
        except Refused as why:
            messages.append(t("{name} is not copied: {why}", name=name, why=told_later(why.args[0])))
    return books, messages


def _annotate(book: Any, file: str, copies: Copies) -> None:
    findings, model = copies.told, copies.report.model
    comments: dict[tuple[str, str], list[tuple[Role, Told]]] = {}
    for place, mark in marked(findings).items():
        if place.file != file or place.sheet not in book.sheetnames or not _first(place):
            continue
        _colour(book[place.sheet], place.cells, COLOURS[mark.role])
        told = comments.setdefault((place.sheet, _first(place)), [])
        told += [("edit" if place in entry.edit else mark.role, entry) for entry in mark.told]
    for (sheet, cell), told in comments.items():
        # of a comment nothing more is said in the comment itself
        own = [(role, entry) for role, entry in told if entry.finding.name != "cell-comment"]
        if own:
            _comment(book[sheet][cell], sorted(own, key=lambda pair: pair[0] != "edit"), copies)
    decisions = dict.fromkeys(entry.finding.decision for entry in findings if entry.finding.decision)
    for decision in decisions:
        table = model.decision.get(decision) if model else None
        if model is not None and table is not None and table.place.file == file:
            _drafts(book, table, [e.finding for e in findings if e.finding.decision == decision], model)
    add_findings(book, free_name(book, t(FINDINGS)), file, copies)


FINDINGS = wording("Findings")
"""The sheet that lists what was found."""


def _first(place: Place) -> str:
    """The first cell of a place, without which nothing can be marked."""
    found = re.match(r"[A-Z]{1,3}[1-9][0-9]*", place.cells)
    return found[0] if found else ""


def _colour(sheet: Any, cells: str, colour: str) -> None:
    from openpyxl.styles import PatternFill

    rows = sheet[cells]
    if not isinstance(rows, tuple):
        rows = ((rows,),)
    for row in rows:
        for cell in row if isinstance(row, tuple) else (row,):
            if type(cell).__name__ != "MergedCell":
                cell.fill = PatternFill("solid", fgColor=colour)


LONGEST = 150
"""So many signs of a line stand in a comment; the sheet Findings has all of them."""


def _comment(cell: Any, told: Sequence[tuple[Role, Told]], copies: Copies) -> None:
    """Three lines: what the cell is marked for, what mends it, and where the rest is said."""
    from openpyxl.comments import Comment

    if type(cell).__name__ == "MergedCell":
        return
    text = "\n".join(_three_lines(*told[0], len({id(entry) for _, entry in told}) - 1, copies))
    before = cell.comment
    own = f"{MARK} {text}"
    comment = Comment(f"{before.text}\n{own}" if before else own, before.author if before else "b12tables")
    above = 16 * (before.text.count("\n") + 1) if before else 0
    comment.width, comment.height = 420, 110 + above
    cell.comment = comment


def _three_lines(role: Role, entry: Told, more: int, copies: Copies) -> list[str]:
    finding = entry.finding
    weight, says = t(WEIGHTS[finding.severity]), finding.message.partition("\n")[0]
    what = f"{t(ROLE_WORDS[role])} ({weight}: {finding.name}): {says}"
    mend = finding.help[0].partition("\n")[0] if finding.help else ""
    if role != "edit" and entry.edit:
        cells = t(" and ").join(place.cells or place.sheet for place in entry.edit)
        mend = t("to edit: {cells}. {mend}", cells=cells, mend=mend)
    rest = t("The rest: sheet {sheet}, row {row}", sheet=t(FINDINGS), row=copies.row_of(entry))
    if more:
        rest += t(", and of {others} about this cell", others=how_many(more, "other finding"))
    return [_cut(line) for line in (what, mend or t("No edit of it is known."), rest)]


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 2].rstrip()} …"


# ---------------------------------------------------------------- drafted rows


def _drafts(book: Any, table: DecisionTable, findings: Sequence[Finding], model: Model) -> None:
    """Rows that would close the gaps of a decision, in the columns of its own sheet, ready to paste there."""
    rows = [row for finding in findings for row in drafted_rows(finding, model, table)]
    if not rows or table.place.sheet not in book.sheetnames:
        return
    source = book[table.place.sheet]
    columns = {_column(clause.place): clause.field for clause in table.inputs}
    outputs = [_column(clause.place) for clause in table.outputs]
    head_row = int(re.findall(r"\d+", table.inputs[0].place.cells)[0])
    sheet = book.create_sheet(free_name(book, t("Rows for {sheet}", sheet=table.place.sheet)[:28]))
    write_text(sheet.cell(1, 1), f"{t(DRAFTED)} {table.label}")
    sheet.cell(1, 1).font = _bold()
    write_text(
        sheet.cell(2, 1),
        t("Fill in the yellow cells, then copy the rows under the last row of the table."),
    )
    for column in range(1, source.max_column + 1):
        head = source.cell(head_row, column)
        write_text(sheet.cell(4, column), "" if head.value is None else str(head.value))
        sheet.cell(4, column).font = _bold()
        letter = head.column_letter
        own = source.column_dimensions[letter].width if letter in source.column_dimensions else 0
        sheet.column_dimensions[letter].width = max(own, min(len(str(head.value or "")) + 2, 24), 10)
    fit_to_print(sheet)
    used = {rule.id for rule in table.rules}
    for number, row in enumerate(rows, 5):
        write_text(sheet.cell(number, 1), _free_id(used))
        for column, name in columns.items():
            write_text(sheet.cell(number, column), row.get(name, "-"))
        for column in outputs:
            _colour(sheet, sheet.cell(number, column).coordinate, COLOURS["look"])


DRAFTED = wording("Drafted rows for")
"""What the first cell of a sheet of drafted rows begins with."""


def _column(place: Place) -> int:
    from openpyxl.utils import column_index_from_string

    return int(column_index_from_string(re.match(r"[A-Z]+", place.cells)[0]))  # type: ignore[index]


def _free_id(used: set[str]) -> str:
    number = 1
    while f"NEW{number}" in used:
        number += 1
    used.add(f"NEW{number}")
    return f"NEW{number}"


def free_name(book: Any, name: str) -> str:
    taken = {sheet.casefold() for sheet in book.sheetnames}
    number, found = 2, name
    while found.casefold() in taken:
        found, number = f"{name} {number}", number + 1
    return found


def _bold() -> Any:
    from openpyxl.styles import Font

    return Font(FONT, bold=True)


def stripped(path: Path) -> Any:
    """An annotated copy without what was added to it: the workbook as openpyxl has it, for comparison with
    its original.
    """
    from openpyxl.comments import Comment

    book, _ = opened(path)
    ours = tuple(catalogue(code).get(words, words) for words in (TITLE, DRAFTED) for code in LANGUAGES)
    for sheet in list(book):
        first = str(sheet["A1"].value)
        if first.startswith(ours):
            book.remove(sheet)
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment and MARK in cell.comment.text:
                    before = cell.comment.text.split(MARK)[0].removesuffix("\n")
                    cell.comment = Comment(before, cell.comment.author) if before else None
    return book


__all__ = ["MARK", "annotate_workbooks", "stripped"]
