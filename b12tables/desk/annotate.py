"""Copies of the workbooks with the findings on their cells, a sheet that lists them, and drafted rows.

The originals are only read. What the copy cannot hold (pictures, charts, forms) is named, never lost in
silence. A text is always written as a text: nothing that stands in a table can become a formula here.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from b12tables.compiler import Report
from b12tables.compiler.model import Finding, Model, Place
from b12tables.compiler.reader import MARK, Refused, guarded, is_workbook
from b12tables.compiler.report import example_text, finding_text, sorted_findings
from b12tables.desk.sheets import FONT, fit_height, fit_to_print
from b12tables.disk import OwnFolder

_COLOURS = {"error": "FFF4B6B0", "warning": "FFFFE29A", "info": "FFCFE5F7"}
_RANK = {"error": 0, "warning": 1, "info": 2}

_LOST = (
    (r"xl/media/", "pictures"),
    (r"xl/charts/", "charts"),
    (r"xl/drawings/drawing", "drawings and shapes"),
    (r"xl/(ctrlProps|activeX)/", "form controls"),
    (r"xl/embeddings/", "embedded objects"),
    (r"xl/threadedComments/", "answers to comments (their text stays)"),
    (r"xl/(slicers|timelines)/", "slicers"),
    (r"customXml/", "data that another program attached"),
)


def annotate_workbooks(folder: Path, out: Path, report: Report) -> tuple[list[Path], list[str]]:
    """Writes an annotated copy of each workbook of a folder into `out`; the copies, and what they could not
    keep.

    Raises `NotOurs` where `out` holds anything that was not written by an earlier call, or the folder itself.
    """
    own = OwnFolder(out, "check --annotate", [folder])
    written: list[Path] = []
    messages: list[str] = []
    with own.fresh() as fresh:
        for path in sorted(folder.iterdir()):
            if not is_workbook(path):
                continue
            try:
                guarded(path)
                lost, book = losses(path), _loaded(path)
            except (Refused, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
                messages.append(f"{path.name} is not copied: it cannot be read ({error})")
                continue
            _annotate(book, path.name, report)
            copy = io.BytesIO()
            book.save(copy)
            (fresh / path.name).write_bytes(copy.getvalue())
            written.append(out / path.name)
            messages += [
                f"{path.name}: the copy does not hold its {what}; the original does" for what in lost
            ]
    return written, messages


def _loaded(path: Path) -> Any:
    """The workbook as the library has it. What the library warns of is said by `losses`, in our words."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, rich_text=True)


def losses(path: Path) -> list[str]:
    """What a workbook holds that its annotated copy will not."""
    with zipfile.ZipFile(path) as source:
        names = source.namelist()
        sheets = [source.read(n) for n in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)]
        # Google Sheets gives every sheet a drawing, with nothing in it where nothing was drawn
        empty = {n for n in names if re.match(r"xl/drawings/drawing", n) and b"Anchor" not in source.read(n)}
    found = [
        what for pattern, what in _LOST if any(re.match(pattern, name) for name in names if name not in empty)
    ]
    if any(b"<extLst" in sheet for sheet in sheets):
        found.append("newer kinds of drop-downs and conditional formats")
    if any(b"<f" in sheet and re.search(rb"<f[ >]", sheet) for sheet in sheets):
        found.append("stored results of formulas (a spreadsheet program works them out again)")
    return found


def _annotate(book: Any, file: str, report: Report) -> None:
    findings = sorted_findings(report.findings)
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        for place in finding.places:
            if place.file == file and place.sheet in book.sheetnames and _first(place):
                by_cell.setdefault((place.sheet, place.cells), []).append(finding)
    comments: dict[tuple[str, str], list[Finding]] = {}
    for (sheet, cells), own in by_cell.items():
        colour = _COLOURS[min(own, key=lambda f: _RANK[f.severity]).severity]
        _colour(book[sheet], cells, colour)
        comments.setdefault((sheet, _first(Place("", sheet, cells))), []).extend(own)
    for (sheet, cell), told in comments.items():
        # of a comment nothing more is said in the comment itself
        own = [finding for finding in told if finding.name != "cell-comment"]
        if not own:
            continue
        _comment(book[sheet][cell], list(dict.fromkeys(map(id, own))), own, report.model)
    _list_findings(book, file, findings, report.model)
    for decision in dict.fromkeys(f.decision for f in findings if f.decision):
        _drafts(book, file, decision, [f for f in findings if f.decision == decision], report.model)


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


def _comment(cell: Any, order: Sequence[int], findings: Sequence[Finding], model: Model | None) -> None:
    from openpyxl.comments import Comment

    if type(cell).__name__ == "MergedCell":
        return
    by_id = {id(finding): finding for finding in findings}
    text = "\n\n".join(finding_text(by_id[i], model) for i in order[:5])
    if len(order) > 5:
        text += f"\n\nand {len(order) - 5} more: see the sheet Findings"
    before = cell.comment
    own = f"{MARK}\n{text}"
    comment = Comment(f"{before.text}\n{own}" if before else own, before.author if before else "b12tables")
    comment.width, comment.height = 460, min(420, 60 + 15 * text.count("\n") + len(text) // 4)
    cell.comment = comment


# ---------------------------------------------------------------- sheets of our own


_HEADS = ("Severity", "Finding", "Decision", "What", "For example", "Where", "Also at", "What would mend it")


_WIDTHS = (9, 18, 18, 52, 36, 26, 26, 50)


def _list_findings(book: Any, file: str, findings: Sequence[Finding], model: Model | None) -> None:
    sheet = book.create_sheet(_free_name(book, "Findings"))
    write_text(sheet.cell(1, 1), f"What b12tables says of {file} and the set it belongs to")
    write_text(sheet.cell(2, 1), "A link leads to the first cell. This sheet is no part of the tables.")
    for column, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True), 1):
        write_text(sheet.cell(4, column), head)
        sheet.cell(4, column).font = _bold()
        sheet.column_dimensions[chr(64 + column)].width = width
    for row, finding in enumerate(findings, 5):
        _finding_row(sheet, row, file, finding, model, book)
    sheet.freeze_panes = "A5"
    fit_to_print(sheet)


def _finding_row(sheet: Any, row: int, file: str, finding: Finding, model: Model | None, book: Any) -> None:
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.worksheet.hyperlink import Hyperlink

    table = model.decision.get(finding.decision) if model and finding.decision else None
    here = [p for p in finding.places if p.file == file and p.sheet in book.sheetnames and _first(p)]
    linked = here[0] if here else finding.places[0] if finding.places else None
    texts = (
        finding.severity,
        finding.name,
        table.label if table else finding.decision or "",
        finding.message,
        example_text(finding.example, model) if finding.example is not None else "",
        # a linked cell holds one line: LibreOffice shows no other
        _said(linked, file) if linked else "",
        "\n".join(_said(place, file) for place in finding.places[:7] if place != linked),
        "\n".join(finding.help),
    )
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column)
        write_text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    fit_height(sheet, row, zip(texts, _WIDTHS, strict=True))
    sheet.cell(row, 1).fill = PatternFill("solid", fgColor=_COLOURS[finding.severity])
    if here:
        cell = sheet.cell(row, 6)
        quoted = here[0].sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{_first(here[0])}")
        cell.font = _link_font()


def _said(place: Place, file: str) -> str:
    """A place; the workbook in which it is read need not be named."""
    return f"{place.sheet} · {place.cells}" if place.file == file else str(place)


def _drafts(book: Any, file: str, decision: str, findings: Sequence[Finding], model: Model | None) -> None:
    """Rows that would close the gaps of a decision, in the columns of its own sheet, ready to paste there."""
    table = model.decision.get(decision) if model else None
    if model is None or table is None or table.place.file != file or table.place.sheet not in book.sheetnames:
        return
    rows = [row for finding in findings for row in drafted_rows(finding)]
    if not rows:
        return
    source = book[table.place.sheet]
    columns = {_column(clause.place): clause.field for clause in table.inputs}
    outputs = [_column(clause.place) for clause in table.outputs]
    head_row = int(re.findall(r"\d+", table.inputs[0].place.cells)[0])
    sheet = book.create_sheet(_free_name(book, f"Rows for {table.place.sheet}"[:28]))
    write_text(sheet.cell(1, 1), f"Drafted rows for {table.label}")
    write_text(
        sheet.cell(2, 1), "Fill in the yellow cells, then copy the rows under the last row of the table."
    )
    for column in range(1, source.max_column + 1):
        head = source.cell(head_row, column)
        write_text(sheet.cell(4, column), "" if head.value is None else str(head.value))
        sheet.cell(4, column).font = _bold()
        letter = head.column_letter
        own = source.column_dimensions[letter].width if letter in source.column_dimensions else 0
        sheet.column_dimensions[letter].width = max(own, len(str(head.value or "")) + 2, 10)
    fit_to_print(sheet)
    used = {rule.id for rule in table.rules}
    for number, row in enumerate(rows, 5):
        write_text(sheet.cell(number, 1), _free_id(used))
        for column, name in columns.items():
            write_text(sheet.cell(number, column), row.get(name, "-"))
        for column in outputs:
            _colour(sheet, sheet.cell(number, column).coordinate, _COLOURS["warning"])


def drafted_rows(finding: Finding) -> Iterator[Mapping[str, str]]:
    """The rows that would close a gap: for each field the text of the condition cell."""
    rows = finding.data.get("rows")
    if finding.name == "gap" and isinstance(rows, (list, tuple)):
        yield from rows
    elif finding.name == "gap":
        for box in finding.region:
            texts = {name: _pieces_text(pieces) for name, pieces in box.items()}
            if all(texts.values()):
                yield texts


def _pieces_text(pieces: Sequence[Mapping[str, object]]) -> str:
    """Pieces as a condition cell says them; "" where the grammar has no words for one of them."""
    texts = [_piece_text(piece) for piece in pieces]
    return "; ".join(texts) if all(texts) else ""


def _piece_text(piece: Mapping[str, object]) -> str:
    if piece.get("unknown"):
        return "unknown"
    if piece.get("empty"):
        return "empty"
    if "value" in piece:
        value = piece["value"]
        return ("yes" if value else "no") if isinstance(value, bool) else str(value)
    if "low" in piece:
        low, high = piece["low"], piece["high"]
        if low is None and high is None:
            return "known"
        if low is None:
            return f"{'<=' if piece['high_closed'] else '<'} {high}"
        if high is None:
            return f"{'>=' if piece['low_closed'] else '>'} {low}"
        return f"{'[' if piece['low_closed'] else '('}{low}..{high}{']' if piece['high_closed'] else ')'}"
    return ""


def _column(place: Place) -> int:
    from openpyxl.utils import column_index_from_string

    return int(column_index_from_string(re.match(r"[A-Z]+", place.cells)[0]))  # type: ignore[index]


def _free_id(used: set[str]) -> str:
    number = 1
    while f"NEW{number}" in used:
        number += 1
    used.add(f"NEW{number}")
    return f"NEW{number}"


def _free_name(book: Any, name: str) -> str:
    taken = {sheet.casefold() for sheet in book.sheetnames}
    number, found = 2, name
    while found.casefold() in taken:
        found, number = f"{name} {number}", number + 1
    return found


def write_text(cell: Any, text: str) -> None:
    """Writes a text as a text, whatever it begins with, now and when somebody edits the cell later."""
    cell.value = "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32)
    cell.data_type = "s"
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True


def _bold() -> Any:
    from openpyxl.styles import Font

    return Font(FONT, bold=True)


def _link_font() -> Any:
    from openpyxl.styles import Font

    return Font(FONT, color="FF0B5CAD", underline="single")


def stripped(path: Path) -> Any:
    """An annotated copy without what was added to it: the workbook as openpyxl has it, for comparison with
    its original.
    """
    from openpyxl.comments import Comment

    book = _loaded(path)
    for sheet in list(book):
        first = str(sheet["A1"].value)
        if first.startswith(("What b12tables says", "Drafted rows for")):
            book.remove(sheet)
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment and MARK in cell.comment.text:
                    before = cell.comment.text.split(MARK)[0].removesuffix("\n")
                    cell.comment = Comment(before, cell.comment.author) if before else None
    return book


__all__ = ["MARK", "annotate_workbooks", "drafted_rows", "losses", "stripped", "write_text"]
