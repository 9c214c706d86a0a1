"""What a reader of a table sees that its values do not say: struck out, raised, hidden, volatile, commented.

Looked at once for each table, in the cells that decide something: conditions, results, IDs, heads, combinations, keys.
Columns of words (`FREE`) may hold what they like; in texts for people (`PROSE`) a raised or lowered letter is a matter
of typing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from b12tables.compiler.model import Finding, Place
from b12tables.compiler.reader.layout import Found, Grid, note
from b12tables.compiler.reader.sheet_kinds import KINDS_OF_SHEET
from b12tables.compiler.reader.workbook import Cell, Look, Sheet
from b12tables.runtime.language import later, strung
from b12tables.runtime.words import fold, nearest

FREE = frozenset(map(fold, (
    "Evidence", "Note", "Why", "Description", "Definition", "Statement", "Section", "Locator", "Publisher", "Reason",
    "Citations", "The tables say", "Elsewhere", "Reference", "Topic", "Readings", "Intended use", "Disclaimer",
    "Licence", "Owner", "Department", "Contact", "Report to", "Site address", "Colour", "Logo",
)))  # fmt: skip
"""Columns and keys in which nothing decides."""

PROSE = frozenset(map(fold, (
    "Question", "Patient wording", "Title", "Sentence", "Patient sentence", "Headline", "Patient headline",
    "Short headline", "Short", "Detail",
)))  # fmt: skip
"""Columns and keys of texts for people."""

MARK = "— b12tables —"
"""Begins what is added to a comment by the tool itself; what stands before it was there already."""


class _Deciding(NamedTuple):
    """A cell that decides something, and the rule or row it belongs to ("" above the rows)."""

    cell: Cell
    prose: bool = False
    row: int = 0


def look_over(grid: Grid, found: Found) -> Grid:
    """Tells what is seen otherwise than it is read; a table in which that is so cannot be relied on."""
    before = _errors(found)
    _unreadable_heads(grid, found)
    if grid.sheet.disguises or any(cell.looks or cell.formula for cell in grid.sheet.cells.values()):
        _look_at_cells(grid, found)
    _comments(grid, found)
    return replace(grid, sound=False) if _errors(found) > before else grid


def look_where_nothing_is_made_out(sheet: Sheet, found: Found) -> None:
    """Tells what may be the reason that a sheet is no table: a mark in the word that says what it is, or on a band."""
    marked = [cell for cell in sheet.cells.values() if cell.looks]
    for cell in sorted(marked, key=lambda cell: _where(cell.place))[:20]:
        _looks(_Deciding(cell), found)


def marked_kind(sheet: Sheet, found: Found) -> bool:
    """Whether the word in A1 would be a kind of sheet but for a mark in it, which is then told."""
    first = sheet.at(1, 1)
    if not first.looks or nearest(first.text, [kind.name for kind in KINDS_OF_SHEET.values()]) is None:
        return False
    _looks(_Deciding(first), found)
    return True


def without_echoes(found: Found, told: int) -> None:
    """Takes away what was found in a cell of which it is told already (the first `told`) that it looks otherwise."""
    marked = {finding.places[0] for finding in found[:told] if finding.name in _OF_LOOKS and finding.places}
    if marked:
        found[told:] = [finding for finding in found[told:] if not _echoes(finding, marked)]


_OF_LOOKS = frozenset({"bad-cell", "volatile-formula"})
_OF_CONTENT = frozenset({"bad-cell", "unknown-name", "outside-domain", "unit-mismatch", "blank-cell"})


def _echoes(finding: Finding, marked: Set[Place]) -> bool:
    return finding.name in _OF_CONTENT and bool(finding.places) and finding.places[0] in marked


def _errors(found: Found) -> int:
    return sum(finding.severity == "error" for finding in found)


def _look_at_cells(grid: Grid, found: Found) -> None:
    cells = list(_deciding(grid))
    struck = _struck_rows(grid, cells, found)
    for part in cells:
        if part.row not in struck:
            _looks(part, found)
    _formulas(grid, cells, found)
    _disguises(grid, cells, found)


# ---------------------------------------------------------------- which cells decide


def _deciding(grid: Grid) -> Iterator[_Deciding]:
    """The cells of a table that decide something, row by row."""
    sheet = grid.sheet
    yield _Deciding(sheet.at(1, 1))
    if grid.kind.bands:
        yield _Deciding(grid.title, prose=True)
    names = {(cell.place.cells): name for name, cell in grid.keys.items()}
    yield from _keys(grid, names)
    if not grid.columns:
        return
    for column in grid.columns:
        if grid.kind.bands:
            yield _Deciding(sheet.at(grid.head_row - 1, column.index))
        yield _Deciding(column.head)
    columns = [(column.index, _prose(column.head)) for column in grid.columns if _decides(grid, column.index)]
    for row in grid.rows:
        for index, prose in columns:
            yield _Deciding(sheet.at(row, index), prose, row)


def _keys(grid: Grid, names: dict[str, str]) -> Iterator[_Deciding]:
    """The keys above a table with what stands beside them."""
    for row in range(2, grid.head_row - 1 if grid.kind.bands else max(grid.sheet.by_row, default=1) + 1):
        for cell in grid.sheet.by_row.get(row, {}).values():
            name = fold(names.get(cell.place.cells, ""))
            if name and name not in FREE:
                yield _Deciding(grid.sheet.at(row, 1), row=row)
                yield _Deciding(cell, name in PROSE, row)


def _prose(head: Cell) -> bool:
    return fold(head.text) in PROSE


def _decides(grid: Grid, index: int) -> bool:
    """Whether something is decided in a column. In a table with bands: the first one, conditions and results."""
    column = next(column for column in grid.columns if column.index == index)
    if not grid.kind.bands:
        return fold(column.head.text) not in FREE
    if not column.band:
        return column is grid.columns[0]
    return column.band != grid.kind.bands[2] if len(grid.kind.bands) > 2 else True


def _unreadable_heads(grid: Grid, found: Found) -> None:
    """Heads and band words that cannot be relied on: taken for unknown ones, a column would be left out."""
    for column in grid.columns:
        cells = [column.head] if not column.band else [grid.sheet.at(grid.head_row - 1, column.index)]
        for cell in cells:
            if cell.problem and not cell.spread:
                note(found, "bad-cell", cell.problem, cell.place, help=cell.remedy)


# ---------------------------------------------------------------- how they look


def _struck_rows(grid: Grid, cells: Sequence[_Deciding], found: Found) -> set[int]:
    """The rows whose every deciding cell is struck out."""
    by_row: dict[int, list[Cell]] = {}
    for part in cells:
        if part.row and not part.cell.blank:
            by_row.setdefault(part.row, []).append(part.cell)
    struck = {row for row, own in by_row.items() if all(map(_struck, own))}
    for row in sorted(struck):
        own = by_row[row]
        place = grid.row_place(row) if grid.columns else grid.sheet.place(row, 1, row, 2)
        note(
            found,
            "struck-out-row",
            later(
                "row {row} ({own!r}) is struck out, so a reader takes it for withdrawn",
                row=row,
                own=own[0].text[:40],
            ),
            place,
            help=later("delete the row, or take the strike-through away"),
            rules=(own[0].text,) if row in grid.rows else (),
        )
    return struck


def _struck(cell: Cell) -> bool:
    return any(look.kind == "struck" and look.whole for look in cell.looks)


_WORDS = {
    "struck": (later("is struck out"), later("write the cell anew without what is struck out")),
    "raised": (
        later("is raised, as a footnote mark is"),
        later("take the mark out of the cell; a note belongs under Note"),
    ),
    "lowered": (later("is lowered"), later("write it as ordinary text, or take it out of the cell")),
    "hidden": (
        later("cannot be seen, because of its colour or its size"),
        later("give it a colour that is seen, or take it out"),
    ),
    "symbols": (
        later("is written in a font of signs, not of letters"),
        later("write the sign itself, in an ordinary font"),
    ),
    "repeated": (later("is repeated over the width of the cell"), later("align the cell to the left")),
}


def _looks(part: _Deciding, found: Found) -> None:
    """A finding where a part of the cell is shown otherwise than as plain text."""
    cell = part.cell
    if cell.spread or not cell.looks:
        return
    told = [look for look in cell.looks if not (part.prose and look.kind in ("raised", "lowered"))]
    if not told:
        return
    message = strung("; ", dict.fromkeys(_say(look, cell) for look in told))
    help = strung("; ", dict.fromkeys(_WORDS[look.kind][1] for look in told))
    note(found, "bad-cell", message, cell.place, help=help)


def _say(look: Look, cell: Cell) -> str:
    where = "" if look.whole else later(" in {cell!r}", cell=cell.text[:60])
    return strung("", (repr(look.text[:60]), where, " ", _WORDS[look.kind][0]))


# ---------------------------------------------------------------- formulas


def _formulas(grid: Grid, cells: Sequence[_Deciding], found: Found) -> None:
    """What rests on a formula: an error where its value changes by itself, else a word for the whole table."""
    own = [part.cell for part in cells if part.cell.formula and not part.cell.spread]
    for cell in own:
        if cell.changing:
            note(
                found,
                "volatile-formula",
                later(
                    "the cell rests on {changing}: its value changes although nobody edits the table",
                    changing=cell.changing,
                ),
                cell.place,
                help=later(
                    "write the value itself; a date that moves is a field of its own, computed in the "
                    "Dictionary"
                ),
            )
        elif cell.outside:
            note(
                found,
                "bad-cell",
                later("the cell takes its value from another file, which may have changed since"),
                cell.place,
                help=later(
                    "write the value itself, or break the link: Data > Edit Links > Break Link (LibreOffice: "
                    "Edit > Links)"
                ),
            )
    if grid.sheet.shows_formulas and own:
        note(
            found,
            "sheet-shape",
            later("the sheet shows formulas in the place of their values"),
            own[0].place,
            help=later("turn it off: Formulas > Show Formulas (LibreOffice: View > Show Formula)"),
        )
    steady = [cell.place for cell in own if not (cell.changing or cell.outside or cell.problem)]
    if steady:
        some = ", ".join(place.cells for place in steady[:5]) + (" …" if len(steady) > 5 else "")
        many = (
            later("a cell of this table holds a formula")
            if len(steady) == 1
            else later("{n} cells of this table hold formulas", n=len(steady))
        )
        note(
            found,
            "stored-formula",
            later("{many} ({some}): what is read is the value that was stored with it", many=many, some=some),
            *steady,
            help=later("write the values themselves where they are not to change with other cells"),
            severity="info",
        )


# ---------------------------------------------------------------- conditional formats, comments


def _disguises(grid: Grid, cells: Sequence[_Deciding], found: Found) -> None:
    """Conditional formats that can strike out, hide or rewrite cells that decide."""
    if not grid.sheet.disguises:
        return
    places = sorted({_where(part.cell.place) for part in cells if not part.cell.blank})
    for (top, left, bottom, right), words in dict.fromkeys(grid.sheet.disguises):
        rows = places[bisect_left(places, (top, 0)) : bisect_left(places, (bottom + 1, 0))]
        touched = [at for at in rows if left <= at[1] <= right]
        if touched:
            (first_row, _), (last_row, _) = touched[0], touched[-1]
            columns = [column for _, column in touched]
            note(
                found,
                "sheet-shape",
                later(
                    "a conditional format {what}, so nobody can tell what a reader sees of these cells",
                    what=words,
                ),
                grid.sheet.place(first_row, min(columns), last_row, max(columns)),
                help=later(
                    "take the conditional format away from the table, or let it change the colour of the "
                    "ground alone"
                ),
            )


def _where(place: Place) -> tuple[int, int]:
    """Row and column of the place of one cell."""
    letters = place.cells.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(place.cells[len(letters) :]), column


def _comments(grid: Grid, found: Found) -> None:
    """Comments on cells of the table: a reader sees them, the evaluator does not."""
    last_row = max((*grid.rows, grid.head_row)) if grid.columns else max(grid.sheet.by_row)
    last_column = grid.columns[-1].index if grid.columns else 2
    for (row, column), text in sorted(grid.sheet.comments.items()):
        words = " ".join(text.split(MARK)[0].split())
        if words and row <= last_row and column <= last_column:
            short = words if len(words) <= 120 else f"{words[:120]}…"
            note(
                found,
                "cell-comment",
                later("a comment on this cell is not read by the evaluator: {short!r}", short=short),
                grid.sheet.place(row, column),
                help=later("where it says something that counts, write it into the table"),
                severity="info",
            )
