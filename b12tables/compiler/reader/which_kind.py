"""Which kind of sheet it is: its first cell says so."""

from __future__ import annotations

from b12tables.compiler.reader.layout import Found, a_kind, note, readable
from b12tables.compiler.reader.sheet_kinds import KINDS_OF_SHEET, SheetKind
from b12tables.compiler.reader.workbook import Cell, Sheet
from b12tables.runtime.language import later
from b12tables.runtime.words import fold, nearest


def kind_of(sheet: Sheet, found: Found) -> SheetKind | None:
    """The kind that A1 names, or nearly names: then that is an error, and the sheet is read all the same, so that
    nothing else is said because of it. A sheet that names none is skipped, and the skipping is said.
    """
    first = sheet.at(1, 1)
    kind = KINDS_OF_SHEET.get(fold(first.text)) or _nearly_named(first, found)
    if kind is not None:
        _hidden_sheet(sheet, kind, found)
    if kind is not None or not sheet.by_row or not readable(first, found):
        return kind
    names = [known.name for known in KINDS_OF_SHEET.values()]
    near = nearest(first.text, names) if first.text else None
    elsewhere = _kind_elsewhere(sheet) if not first.text else None
    if near:
        note(
            found,
            "skipped-sheet",
            later("the sheet is left out: its first cell says {first!r}", first=first.text),
            first.place,
            help=later("did you mean {near}?", near=near),
            severity="warning",
        )
    elif elsewhere is not None:
        note(
            found,
            "skipped-sheet",
            later(
                "the sheet is left out: A1 is blank, and {elsewhere!r} stands in {cells}",
                elsewhere=elsewhere.text,
                cells=elsewhere.place.cells,
            ),
            elsewhere.place,
            help=later("move the table so that {elsewhere!r} stands in A1", elsewhere=elsewhere.text),
            severity="warning",
        )
    else:
        says = later("says {first!r}", first=first.text) if first.text else later("is blank")
        note(
            found,
            "skipped-sheet",
            later("the sheet is left out as notes: its first cell {says}", says=says),
            first.place,
            help=later(
                "if it belongs to the table set, write one of these into A1: {names}", names=", ".join(names)
            ),
            severity="info",
        )
    return None


def is_of_kind(sheet: Sheet, name: str) -> bool:
    """Whether the first cell of a sheet names this kind."""
    return fold(sheet.at(1, 1).text) == fold(name)


ALMOST = 0.8
"""How alike a text must be to the name of a kind so that it can only have been meant."""


def _nearly_named(first: Cell, found: Found) -> SheetKind | None:
    """The kind whose name is written with a slip of the pen; a finding says so."""
    # only a sheet whose first cell names no kind waits for this
    from difflib import SequenceMatcher

    likes = {name: SequenceMatcher(None, fold(first.text), name).ratio() for name in KINDS_OF_SHEET}
    name = max(likes, key=lambda name: likes[name])
    if likes[name] < ALMOST:
        return None
    kind = KINDS_OF_SHEET[name]
    note(
        found,
        "bad-cell",
        later(
            "{first!r} is no kind of sheet; until A1 is mended, the sheet is read as {a_kind}",
            first=first.text,
            a_kind=a_kind(kind.name),
        ),
        first.place,
        help=later("write {kind} into A1", kind=kind.name),
    )
    return kind


def _hidden_sheet(sheet: Sheet, kind: SheetKind, found: Found) -> None:
    if sheet.hidden and kind.name != "Read me":
        note(
            found,
            "hidden-sheet",
            later(
                "the sheet {sheet!r} is hidden; its table ({kind}) counts like any other",
                sheet=sheet.name,
                kind=kind.name,
            ),
            sheet.place(1, 1),
            help=later("show the sheet, or delete it"),
            severity="warning",
        )


def _kind_elsewhere(sheet: Sheet) -> Cell | None:
    """A kind's name as the first thing written in a sheet whose A1 is blank."""
    first = next(iter(next(iter(sheet.by_row.values())).values()))
    return first if fold(first.text) in KINDS_OF_SHEET else None
