"""Sheets that were copied: what says the same as another sheet, cell for cell, is said once and read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from b12tables.compiler.model import KINDS, Finding, Place
from b12tables.compiler.reader.layout import Grid
from b12tables.runtime.language import later

_COPY = KINDS["duplicate-name"]


def content_of(grid: Grid) -> list[object]:
    """What a table says, as plain data; neither where it stands nor how it looks."""
    keys = sorted((name, cell.text) for name, cell in grid.keys.items() if not cell.blank)
    heads = [(column.band, column.head.text) for column in grid.columns]
    written = grid.sheet.by_row
    rows = [
        [cells[column.index].text if column.index in cells else "" for column in grid.columns]
        for cells in (written.get(row, {}) for row in grid.rows)
    ]
    title = grid.title.text if grid.kind.name == "Decision table" else ""
    return [grid.kind.name, title, keys, heads, rows]


class Copies:
    """The tables read so far, and which of them only say again what an earlier one says."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, int, int], list[Grid]] = {}
        self._found: list[tuple[Grid, Grid]] = []

    def is_copy(self, grid: Grid) -> bool:
        """Whether a table says what one says that was asked about before. One that says nothing is no copy."""
        if not grid.rows and not grid.keys:
            return False
        size = grid.kind.name, grid.title.text, len(grid.rows), len(grid.columns)
        alike = self._seen.setdefault(size, [])
        first = next((other for other in alike if content_of(other) == content_of(grid)), None)
        if first is None:
            alike.append(grid)
            return False
        self._found.append((first, grid))
        return True

    def told(self) -> Iterator[Finding]:
        """A finding for each copy; of two workbooks that share several sheets, one for all."""
        by_files: dict[tuple[str, str], list[tuple[Grid, Grid]]] = {}
        for first, copy in self._found:
            by_files.setdefault((first.sheet.file, copy.sheet.file), []).append((first, copy))
        for (file, other), pairs in by_files.items():
            if file != other and len(pairs) > 1:
                yield _of_workbooks(file, other, pairs)
            else:
                yield from (_of_sheets(first, copy) for first, copy in pairs)


def _of_sheets(first: Grid, copy: Grid) -> Finding:
    names = _sheet_name(first, copy), _sheet_name(copy, first)
    return _COPY.finding(
        later(
            "the sheet {names} says what the sheet {names2} says, cell for cell; it is read once",
            names=names[1],
            names2=names[0],
        ),
        places=(copy.place, first.place),
        help=(later("delete the sheet {names}, or write into it what it is to say", names=names[1]),),
    )


def _sheet_name(sheet: Grid, other: Grid) -> str:
    """A sheet as people find it: with its file where the other lies in another."""
    name = repr(sheet.sheet.name)
    return (
        name
        if sheet.sheet.file == other.sheet.file
        else later("{name} of {file}", name=name, file=sheet.sheet.file)
    )


def _of_workbooks(file: str, other: str, pairs: Sequence[tuple[Grid, Grid]]) -> Finding:
    # what people and programs call a copy has the longer name
    first, copy = sorted((file, other), key=lambda name: (len(name), name))
    return _COPY.finding(
        later(
            "the workbooks {first} and {copy} say the same in {n} sheets, cell for cell; those are read once",
            first=first,
            copy=copy,
            n=len(pairs),
        ),
        places=(Place(copy), Place(first)),
        help=(
            later(
                "if {copy} is a copy of {first}, move it out of the folder; else delete the sheets that "
                "both have",
                copy=copy,
                first=first,
            ),
        ),
    )


def copied_files(finding: Finding) -> frozenset[str]:
    """The two workbooks that a finding says are the same for the most part; none where it says nothing of the kind."""
    whole = finding.name == _COPY.name and len(finding.places) > 1
    if not whole or any(place.sheet for place in finding.places[:2]):
        return frozenset()
    return frozenset(place.file for place in finding.places[:2])
