"""The parts of a sheet: keys above the table, bands, heads and rows. Nothing gets a meaning here.

People put titles, notes, empty columns and merged cells into sheets. What can be told apart for certain is
tolerated; what could be a rule that nobody would hear of is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from b12tables.compiler.model import Finding, Place, Severity, folded
from b12tables.compiler.reader.altered import as_typed
from b12tables.compiler.reader.lengths import NAMES, name_too_long
from b12tables.compiler.reader.sheet_kinds import KINDS_OF_SHEET, SheetKind
from b12tables.compiler.reader.workbook import Cell, Sheet, column_letters
from b12tables.runtime.language import later, strung
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import nearest, plain

Found = list[Finding]
"""Where the findings of one reading are gathered, in the order in which they are made."""


@dataclass(frozen=True)
class Column:
    """A column of a table: where it is, its head, and the band it stands under ("" before the first)."""

    index: int
    head: Cell
    band: str = ""
    spread: bool = False
    """Whether it is made of lines of another column, and stands nowhere itself."""


@dataclass(frozen=True)
class Grid:
    """One sheet taken apart. `rows` are the row numbers below the heads that hold something."""

    kind: SheetKind
    sheet: Sheet
    keys: Mapping[str, Cell]
    columns: tuple[Column, ...] = ()
    rows: tuple[int, ...] = ()
    head_row: int = 0
    sound: bool = True
    """False where part of the sheet cannot be relied on (hidden rows, a second table)."""
    below: tuple[int, ...] = ()
    """Those of the rows that stand below a line of text; told already."""
    unclear: tuple[int, ...] = ()
    """Rows that may belong to the table, or be notes: not among `rows`."""
    written_to: int = 0
    """The last column that is written, where others were made of it."""

    @property
    def title(self) -> Cell:
        return self.sheet.at(1, 2)

    @property
    def place(self) -> Place:
        return self.sheet.place(1, 1)

    def row_place(self, row: int) -> Place:
        """The place of a whole row of the table."""
        last = max(column.index for column in self.columns if not column.spread)
        return self.sheet.place(row, self.columns[0].index, row, max(last, self.written_to))


@dataclass(frozen=True)
class Record:
    """A row of a list: its cells by the name of the head (blank where the head is absent)."""

    place: Place
    cells: Mapping[str, Cell]

    def __getitem__(self, name: str) -> Cell:
        return self.cells[name]

    def text(self, name: str) -> str:
        return self.cells[name].text


def note(
    found: Found,
    name: str,
    message: str,
    *places: Place,
    help: str = "",
    severity: Severity = "error",
    decision: str | None = None,
    rules: tuple[str, ...] = (),
) -> None:
    """Adds a finding."""
    found.append(Finding(name, severity, message, places, decision, rules, (help,) if help else ()))


def readable(cell: Cell, found: Found, decision: str | None = None, rules: tuple[str, ...] = ()) -> bool:
    """Whether the cell's content can be relied on; a finding where it cannot."""
    if cell.problem:
        note(found, "bad-cell", cell.problem, cell.place, help=cell.remedy, decision=decision, rules=rules)
    return not cell.problem


_THOUSANDS = re.compile(r"(?<!\d)(?<!\d\.)([1-9]\d{0,2})\.(\d{3})(?!\d)(?!\.\d)")


def ask_thousands(
    raw: object, cell: Cell, found: Found, decision: str | None = None, rules: tuple[str, ...] = ()
) -> None:
    """A finding that asks, for a typed number of three digits behind a point: `1.000` is a thousand to many."""
    if not isinstance(raw, str) or (raw.isascii() and "." not in raw):
        return
    match = _THOUSANDS.search(plain(raw))
    if match is None:
        return
    short, thousand = number_text(Fraction(match[0])), match[1] + match[2]
    note(
        found,
        "ambiguous-number",
        later(
            "{cell!r} is read with a decimal point, as {short}; where a point groups digits it is {thousand}",
            cell=cell.text,
            short=short,
            thousand=thousand,
        ),
        cell.place,
        help=later(
            "write {what} or {thousand}, whichever is meant",
            what=short if short != match[0] else short + "0",
            thousand=thousand,
        ),
        severity="warning",
        decision=decision,
        rules=rules,
    )


def did_you_mean(word: str, options: Sequence[str]) -> str:
    """A sentence that offers the nearest of the options, or lists them where few."""
    near = nearest(word, options)
    if near:
        return later("did you mean {near}?", near=near)
    return later("known here: {options}", options=", ".join(options)) if 0 < len(options) <= 15 else ""


# ---------------------------------------------------------------- taking apart


def read_grid(sheet: Sheet, kind: SheetKind, found: Found) -> Grid | None:
    """The parts of a sheet of that kind; None where it has no table to speak of."""
    if (not kind.heads and not kind.bands) or (kind.in_pairs and _written_as_keys(sheet, kind)):
        last = max(sheet.by_row)
        sound = _visible(sheet, 1, last, 1, 2, found)
        keys = _keys(sheet, kind, 2, last, found)
        _names_are_short(sheet, kind, 1, (), (), keys, found)
        _heads_are_readable(sheet, last, found)
        return Grid(kind, sheet, keys, sound=sound)
    head_row = _banded_head_row(sheet, kind, found) if kind.bands else _listed_head_row(sheet, kind, found)
    if head_row is None:
        for cell in sheet.cells.values():
            readable(cell, found)
        return None
    columns, whole = _columns(sheet, kind, head_row, found)
    last, single = _last_row(sheet, kind, head_row, columns, found)
    rows, below = _rows(sheet, head_row, last, columns, found)
    keys = _keys(sheet, kind, 2, head_row - 2, found) if kind.bands else {}
    shown = _visible(sheet, 1, max((*rows, head_row)), columns[0].index, columns[-1].index, found)
    _names_are_short(sheet, kind, head_row, columns, rows, keys, found)
    _heads_are_readable(sheet, head_row, found)
    sound = whole and single and shown and not below
    return Grid(kind, sheet, keys, columns, rows, head_row, sound, below)


def _written_as_keys(sheet: Sheet, kind: SheetKind) -> bool:
    """Whether the heads stand one below the other in column A, rather than beside each other."""
    known = {folded(name) for name in kind.heads}
    below = sum(
        1 in cells and folded(cells[1].text).rstrip(":") in known
        for row, cells in sheet.by_row.items()
        if row > 1
    )
    return below > 1


def _names_are_short(
    sheet: Sheet,
    kind: SheetKind,
    head_row: int,
    columns: Sequence[Column],
    rows: Sequence[int],
    keys: Mapping[str, Cell],
    found: Found,
) -> None:
    """A finding for each name that is longer than a name can be, heads of columns and the table's own name too."""
    cells = [cell for name, cell in keys.items() if name in NAMES]
    cells += [sheet.at(1, 2)] if kind.bands else []
    cells += [column.head for column in columns]
    named = [
        c.index for place, c in enumerate(columns) if c.head.text in NAMES or (kind.unnamed and not place)
    ]
    cells += [sheet.at(row, index) for row in rows for index in named]
    for cell in cells:
        if message := name_too_long(cell.text):
            note(found, "bad-cell", message, cell.place, help=later("shorten it, and say the rest in a note"))


def _heads_are_readable(sheet: Sheet, head_row: int, found: Found) -> None:
    """A finding for each key, band and head that cannot be relied on: what it stands for would be left out."""
    rows = {row: cells for row, cells in sheet.by_row.items() if row <= head_row}
    heads = [cells[1] for cells in rows.values() if 1 in cells]
    heads += [cell for row in (head_row - 1, head_row) for cell in rows.get(row, {}).values()]
    for cell in dict.fromkeys(heads):
        if not cell.spread:
            readable(cell, found)


def _keys(sheet: Sheet, kind: SheetKind, first: int, last: int, found: Found) -> dict[str, Cell]:
    """The pairs in columns A and B; the value is the first cell to the right that is not merged with A."""
    known = {folded(name): name for name in kind.keys}
    keys: dict[str, Cell] = {}
    for row, cells in sheet.by_row.items():
        key = cells.get(1)
        if not first <= row <= last or key is None or key.spread:
            continue
        value = next((c for i, c in cells.items() if i > 1 and not (c.spread and c.text == key.text)), None)
        name = known.get(folded(key.text).rstrip(":").rstrip())
        if name is None:
            if value is not None or len(key.text.split()) < 4:  # a sentence on its own is a note
                note(
                    found,
                    "unknown-heading",
                    later(
                        "{key!r} is no key of {a_kind}; it is left out",
                        key=key.text,
                        a_kind=a_kind(kind.name),
                    ),
                    key.place,
                    help=did_you_mean(key.text, kind.keys),
                    severity="warning",
                )
        elif name in keys:
            note(
                found,
                "duplicate-name",
                later("{name} is stated twice", name=name),
                keys[name].place,
                key.place,
                help=later("keep one of the two rows"),
            )
        else:
            keys[name] = as_typed(value if value is not None else sheet.at(row, 2), name)
    return keys


def a_kind(name: str) -> str:
    return {"Decision table": later("a decision table"), "Safety rules": later("a Safety rules sheet")}.get(
        name, later("the {name} sheet", name=name)
    )


def _listed_head_row(sheet: Sheet, kind: SheetKind, found: Found) -> int | None:
    """The row below A1 that holds most of the kind's heads."""
    known = {folded(name) for name in kind.heads}
    best, most = None, 0
    for row, words in sheet.words.items():
        hits = len(words & known) if row > 1 else 0
        if hits > most:
            best, most = row, hits
    if best is None and (len(sheet.by_row) > 1 or kind.name in ("Dictionary", "Values")):
        note(
            found,
            "missing-heading",
            later("the {kind} sheet has no row of column heads", kind=kind.name),
            sheet.place(1, 1),
            help=later("write the heads into one row: {heads}", heads=", ".join(kind.heads)),
        )
    return best


def _banded_head_row(sheet: Sheet, kind: SheetKind, found: Found) -> int | None:
    """The row under the bands. The band row is the one below A1 that holds most of the band words."""
    words = {folded(name) for name in kind.bands}
    best, most = None, 0
    for row, cells in sheet.by_row.items():
        if row == 1 or words.isdisjoint(sheet.words[row]):
            continue
        hits = len({folded(cell.text) for column, cell in cells.items() if column > 1} & words)
        if hits > most:
            best, most = row, hits
    if best is None:
        note(
            found,
            "sheet-shape",
            later(
                "no row says which columns stand under {bands}",
                bands=strung(later(" and which under "), kind.bands[:2]),
            ),
            sheet.place(1, 1),
            help=later(
                "above the column heads, write {bands} over the first column of each",
                bands=", ".join(kind.bands),
            ),
        )
        return None
    for name in kind.bands[:2]:
        if folded(name) not in {folded(cell.text) for cell in sheet.by_row[best].values()}:
            others = [cell for cell in sheet.by_row[best].values() if folded(cell.text) not in words]
            near = next((cell for cell in others if nearest(cell.text, [name])), None)
            place = sheet.place(best, 1) if near is None else near.place
            note(
                found,
                "missing-heading",
                later("no column stands under {name}", name=name)
                + (later(": {near!r} is no band", near=near.text) if near is not None else ""),
                place,
                help=later("did you mean {name}?", name=name)
                if near is not None
                else later(
                    "write {name} over the first of the heads that it is about; if a column is gone, bring "
                    "it back",
                    name=name,
                ),
            )
            return None
    return best + 1


def _columns(sheet: Sheet, kind: SheetKind, head_row: int, found: Found) -> tuple[tuple[Column, ...], bool]:
    """The columns of the table, and whether all of them can be relied on.

    The table ends at the first column without a head, unless a later column certainly belongs to it (a band,
    or a head of the kind, follows). Text below a missing head is a finding: it might be a condition.
    """
    heads = sheet.by_row.get(head_row, {})
    bands = _bands(sheet, kind, head_row - 1, found) if kind.bands else {}
    known = {folded(name) for name in kind.heads}
    sure = [i for i, cell in heads.items() if not kind.bands and folded(cell.text) in known] + list(bands)
    end = max(sure, default=1)
    while end + 1 in heads:
        end += 1
    filled = _filled_below(sheet, head_row)
    beside = _second_beside(heads, bands, kind, end)
    if beside is not None:
        note(
            found,
            "sheet-shape",
            later(
                "a second table begins beside the first, in column {column_letters}",
                column_letters=column_letters(beside),
            ),
            sheet.place(head_row, beside),
            help=later("one sheet holds one table: move the second to a sheet of its own"),
        )
        end = min(end, beside - 1)
        while end > 1 and end not in heads:
            end -= 1
        filled = frozenset(index for index in filled if index < beside)
    columns, band, whole = list[Column](), "", beside is None
    for index in range(min(1, *heads) if heads else 1, end + 1):
        band = bands.get(index, band)
        head = heads.get(index)
        if head is not None:
            columns.append(Column(index, head, band))
        elif not band and index <= kind.unnamed:
            columns.append(Column(index, sheet.at(head_row, index)))
        elif index in filled:
            note(
                found,
                "missing-heading",
                later(
                    "column {column_letters} holds something but has no head",
                    column_letters=column_letters(index),
                ),
                sheet.place(head_row, index),
                help=later(
                    "if it holds remarks, move it behind the last column and head it Note, or put it beside "
                    "the table after an empty column; if it is a condition or a result, write its head"
                ),
            )
            whole = False
    if end + 1 in filled:
        note(
            found,
            "missing-heading",
            later(
                "column {column_letters} holds something but has no head",
                column_letters=column_letters(end + 1),
            ),
            sheet.place(head_row, end + 1),
            help=later(
                "if it holds remarks, head it Note or leave an empty column before it; else write its head"
            ),
        )
        whole = False
    return tuple(columns), whole


def _second_beside(
    heads: Mapping[int, Cell], bands: Mapping[int, str], kind: SheetKind, end: int
) -> int | None:
    """The column in which the heads begin again, as where a second table stands beside the first."""
    words = [(index, folded(cell.text)) for index, cell in sorted(heads.items()) if not cell.spread]
    again = next((index for index, word in words[1:] if word == words[0][1]), None)
    if again is None or words[-1][0] == again:
        # a head that is doubled by mistake; a table has more heads than its first
        return None
    before = {word for index, word in words if index < again}
    repeated = any(word in before for index, word in words if index > again)
    second = [index for index, word in bands.items() if word in kind.bands[1:2]]
    restarted = any(
        word == kind.bands[0] and index >= again > min(second, default=again) for index, word in bands.items()
    )
    return again if again > end or repeated or restarted else None


def _filled_below(sheet: Sheet, head_row: int) -> frozenset[int]:
    """The columns in which something stands below the heads."""
    filled: set[int] = set()
    for row, cells in sheet.by_row.items():
        if row > head_row:
            filled |= {index for index, cell in cells.items() if not cell.spread}
    return frozenset(filled)


def _bands(sheet: Sheet, kind: SheetKind, band_row: int, found: Found) -> dict[int, str]:
    """The first column of each band, by its word."""
    known = {folded(name): name for name in kind.bands}
    bands: dict[int, str] = {}
    for index, cell in sheet.by_row[band_row].items():
        word = known.get(folded(cell.text))
        if word is not None:
            if not cell.spread or word not in bands.values():
                bands[index] = word
        elif index > 1 and cell.text != sheet.at(band_row + 1, index).text:
            note(
                found,
                "unknown-heading",
                later(
                    "{cell!r} is no band of {a_kind}; it is left out",
                    cell=cell.text,
                    a_kind=a_kind(kind.name),
                ),
                cell.place,
                help=did_you_mean(cell.text, kind.bands),
                severity="warning",
            )
    return bands


def _last_row(
    sheet: Sheet, kind: SheetKind, head_row: int, columns: Sequence[Column], found: Found
) -> tuple[int, bool]:
    """The last row of the table, and whether it is the only table in the sheet."""
    again = {folded(column.head.text) for column in columns if column.head.text}
    bands = {folded(name) for name in kind.bands}
    for row, cells in sheet.by_row.items():
        if row <= head_row:
            continue
        own = folded(cells[1].text) if 1 in cells else ""
        second = _heads_again(cells, columns)
        if not second and own not in KINDS_OF_SHEET and sheet.words[row].isdisjoint(bands | again):
            continue
        alone = [folded(cell.text) for cell in cells.values() if not cell.spread]
        words = set(alone)
        second = second or (own in KINDS_OF_SHEET and len(alone) <= 2)
        if second or len(words & bands) >= 2 or (len(again) > 1 and again <= words):
            note(
                found,
                "sheet-shape",
                later("a second table begins in row {row}", row=row),
                sheet.place(row, 1),
                help=later("one sheet holds one table: move the second to a sheet of its own"),
            )
            return row - 1, False
    return max(sheet.by_row, default=head_row), True


def _heads_again(cells: Mapping[int, Cell], columns: Sequence[Column]) -> bool:
    """Whether a row begins as the heads do, and says another of them: no row of the table does."""
    first, *others = columns
    own = cells.get(first.index)
    if own is None or not first.head.text or folded(own.text) != folded(first.head.text):
        return False
    names = {folded(column.head.text) for column in others if column.head.text}
    return any(folded(cell.text) in names for index, cell in cells.items() if index > first.index)


def _rows(
    sheet: Sheet, head_row: int, last: int, columns: Sequence[Column], found: Found
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The rows that hold something in the table's columns, without the notes below the table.

    A note is a sentence alone in the first column, behind an empty row: no rule is that. The table ends there; whether
    further rows below count nobody can see, so they are a finding (they are the second answer).
    """
    inside = {column.index for column in columns}
    rows: list[int] = []
    below: list[int] = []
    previous, first_note = head_row, 0
    for row, cells in sheet.by_row.items():
        own = {index: cell for index, cell in cells.items() if index in inside}
        if not head_row < row <= last or not own:
            continue
        noted = _stands_alone(own, columns[0].index)
        if noted and not first_note and row > previous + 1:
            first_note = row
        if not first_note:
            rows.append(row)
        elif not noted:
            below.append(row)
        previous = row
    if below:
        line = sheet.at(first_note, columns[0].index)
        note(
            found,
            "sheet-shape",
            later(
                "rows stand below a line of text, {line!r}: nobody can see whether they still count",
                line=line.text[:60],
            ),
            sheet.place(below[0], columns[0].index, below[-1], columns[-1].index),
            line.place,
            help=later("move the line below the last row, or delete the rows that no longer count"),
        )
    return (*rows, *below), tuple(below)


def listed(cell: Cell) -> list[str]:
    """What a cell names, one a line or with `;` between."""
    return [name for name in re.split(r"\s*[;\n]\s*", cell.text.strip()) if name]


def is_sentence(text: str) -> bool:
    """Whether a text says something, as a note does and the name of a row seldom."""
    return len(text.split()) > 2


def _stands_alone(own: Mapping[int, Cell], first: int) -> bool:
    """Whether a row holds a sentence in its first column, merged or not, and nothing else."""
    return first in own and len({cell.text for cell in own.values()}) == 1 and is_sentence(own[first].text)


def _visible(sheet: Sheet, first: int, last: int, left: int, right: int, found: Found) -> bool:
    """Whether no row or column of the table that holds something is hidden."""
    rows = [row for row in sheet.by_row if first <= row <= last and row in sheet.hidden_rows]
    columns = [
        column
        for column in sorted(sheet.hidden_columns)
        if left <= column <= right
        and any(column in cells for row, cells in sheet.by_row.items() if row <= last)
    ]
    for start, end in runs(rows):
        which = (
            later("row {start} is", start=start)
            if start == end
            else later("rows {start} to {end} are", start=start, end=end)
        )
        note(
            found,
            "hidden-cells",
            later("{which} hidden inside the table: a reader would not see what is there", which=which),
            sheet.place(start, left, end, right),
            help=later("show the rows (also look for a filter), or delete them"),
        )
    for start, end in runs(columns):
        names = column_letters(start), column_letters(end)
        which = (
            later("column {names} is", names=names[0])
            if start == end
            else later("columns {names} to {names2} are", names=names[0], names2=names[1])
        )
        note(
            found,
            "hidden-cells",
            later("{which} hidden inside the table: a reader would not see what is there", which=which),
            sheet.place(first, start, last, end),
            help=later("show the columns, or delete them"),
        )
    return not rows and not columns


def runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbours joined: 3, 4, 5, 9 -> (3, 5), (9, 9)."""
    start = end = None
    for number in numbers:
        if start is None or end is None:
            start = end = number
        elif number == end + 1:
            end = number
        else:
            yield start, end
            start = end = number
    if start is not None and end is not None:
        yield start, end
