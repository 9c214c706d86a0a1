"""A workbook as plain text, the same text for the same content: for git, reviews and remarks line by line.

One line a row, without row numbers, so that a row that moves or is added changes its own line and no other.
What a reader of the sheet cannot see (formats, widths) is left out; what would hide a rule is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from b12tables.compiler.model import Finding
from b12tables.compiler.reader import Cell, Sheet, read_workbook


def workbook_text(path: Path, places: bool = False) -> tuple[str, tuple[Finding, ...]]:
    """The text of a workbook, or of all workbooks of a folder; and why a file could not be read.

    `places` puts the number of its row before each line.
    """
    workbook, findings = read_workbook(path)
    lines: list[str] = []
    file = None
    for sheet in workbook:
        if path.is_dir() and sheet.file != file:
            lines += [f"# {sheet.file}", ""]
            file = sheet.file
        lines += [f"## {sheet.name}", "", *_rows(sheet, places), ""]
    return "\n".join(lines), findings


def _rows(sheet: Sheet, places: bool) -> Iterator[str]:
    last = 0
    for row, cells in sheet.by_row.items():
        if all(cell.spread for cell in cells.values()):
            continue
        if last and row > last + 1:
            yield ""
        last = row
        texts = ["" if column not in cells else _text(cells[column]) for column in range(1, max(cells) + 1)]
        hidden = [sheet.place(row, c).cells for c in cells if c in sheet.hidden_columns]
        note = (
            " (hidden row)"
            if row in sheet.hidden_rows
            else f" (hidden: {', '.join(hidden)})"
            if hidden
            else ""
        )
        number = f"{row}: " if places else ""
        yield (number + " | ".join(texts)).rstrip() + note


def _text(cell: Cell) -> str:
    """A cell in one line; a cell of a merged range says so, a cell that cannot be relied on says why."""
    if cell.spread:
        return "(merged)"
    text = cell.text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ⏎ ")
    return f"{text} ({cell.problem})".strip() if cell.problem else text
