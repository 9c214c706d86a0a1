"""The part of a sheet around what is marked in it: its heads, the rows and columns that matter, what is beside them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from b12tables.compiler.model import Place
from b12tables.compiler.reader import Sheet, column_letters, head_rows
from b12tables.compiler.report.marks import ROLES, Role

ROWS = 8
"""So many marked rows are drawn; the others are counted."""

FEW = 8
"""A sheet of up to so many columns is drawn with all of them."""

WIDEST = 400
"""So many signs of a cell are drawn."""

Box = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


@dataclass(frozen=True)
class Drawn:
    """One cell as it is drawn. `role` is "" where it is not marked."""

    text: str
    role: Role | str = ""


@dataclass(frozen=True)
class Line:
    """One row as it is drawn: its number ("" stands for rows that are left out), whether it is a head, its cells."""

    number: str
    head: bool
    cells: tuple[Drawn, ...]


@dataclass(frozen=True)
class Drawing:
    """A part of a sheet. `columns` are letters, "" for columns that are left out; `more` marked rows are not drawn."""

    place: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    more: int


def box_of(place: Place) -> Box | None:
    """The cells of a place as numbers; None where it is a sheet or a file as a whole."""
    found = re.fullmatch(r"([A-Z]{1,3})([1-9]\d*)(?::([A-Z]{1,3})([1-9]\d*))?", place.cells)
    if found is None:
        return None
    first, top, last, bottom = found.groups()
    return int(top), _number(first), int(bottom or top), _number(last or first)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def drawn(sheet: Sheet, roles: Iterable[tuple[Place, Role]]) -> Drawing | None:
    """The part of a sheet in which these places stand; None where they are no cells of it."""
    boxes = [(box, role) for place, role in roles if (box := box_of(place)) is not None]
    last_row, last_column = max(sheet.by_row, default=0), max((c for _, c in sheet.cells), default=0)
    boxes = [(box, role) for box, role in boxes if box[0] <= last_row and box[1] <= last_column]
    if not boxes:
        return None
    heads = [row for row in head_rows(sheet) if row in sheet.by_row]
    rows, more = _rows(sheet, [box for box, _ in boxes], heads)
    columns = _columns([box for box, _ in boxes], last_column)
    lines: list[Line] = []
    for before, row in pairwise([0, *rows]):
        if before and row > before + 1:
            lines.append(Line("", False, tuple(Drawn("") for _ in columns)))
        cells = tuple(_cell(sheet, row, column, boxes) for column in columns)
        lines.append(Line(str(row), row in heads, cells))
    letters = tuple(column_letters(column) if column else "" for column in columns)
    return Drawing(f"{sheet.file} · {sheet.name}", letters, tuple(lines), more)


def _rows(sheet: Sheet, boxes: Sequence[Box], heads: Collection[int]) -> tuple[list[int], int]:
    """The rows that are drawn, and how many marked ones are not."""
    filled = sorted(sheet.by_row)
    marked: dict[int, None] = {}
    for top, _, bottom, _ in boxes:
        marked |= dict.fromkeys(row for row in filled if top <= row <= bottom)
    marked = marked or {boxes[0][0]: None}
    chosen = set(list(marked)[:ROWS])
    below = max(heads, default=0)
    beside = {row - 1 for row in chosen} | {row + 1 for row in chosen}
    near = {row for row in beside if row in sheet.by_row and row > below}
    return sorted(chosen | near | set(heads)), len(marked) - len(chosen)


def _columns(boxes: Sequence[Box], last: int) -> list[int]:
    """The columns that are drawn, 0 where some are left out between two."""
    if last <= FEW:
        return list(range(1, last + 1))
    # a whole row says nothing of which columns matter
    narrow = [box for box in boxes if box[3] - box[1] < FEW] or [(0, 1, 0, min(last, FEW))]
    chosen = {1}
    for _, left, _, right in narrow:
        chosen |= set(range(max(left - 1, 1), min(right + 1, last) + 1))
    found: list[int] = []
    for column in sorted(chosen):
        if found and column > found[-1] + 1:
            found.append(0)
        found.append(column)
    return found if max(chosen) == last else [*found, 0]


def _cell(sheet: Sheet, row: int, column: int, boxes: Sequence[tuple[Box, Role]]) -> Drawn:
    if not column:
        return Drawn("…")
    text = sheet.at(row, column).text
    text = text if len(text) <= WIDEST else f"{text[: WIDEST - 2].rstrip()} …"
    own = [role for box, role in boxes if _inside(row, column, box)]
    return Drawn(text, min(own, key=ROLES.index) if own else "")


def _inside(row: int, column: int, box: Box) -> bool:
    return box[0] <= row <= box[2] and box[1] <= column <= box[3]


def sheets_by_place(sheets: Iterable[Sheet]) -> Mapping[tuple[str, str], Sheet]:
    """The sheets by the file and the name by which places call them."""
    return {(sheet.file, sheet.name): sheet for sheet in sheets}
