"""What was written and where: the sheets of a table set, cell by cell, free of any file format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property

from b12tables.compiler.model import Place, folded, plained
from b12tables.runtime.numbers import exact, number_text

Raw = str | int | float | bool | date | datetime | None
"""What a cell holds."""


@dataclass(frozen=True)
class Look:
    """A part of a cell's text that does not look plain.

    `kind`: `struck` (out), `raised`, `lowered`, `hidden` (in the colour of its ground, or too small to read),
    `symbols` (in a font of pictures), `repeated` (over the width of the cell). `whole`: it is all that the cell holds.
    """

    kind: str
    text: str
    whole: bool = False


class _Text:
    """The content as a reader would say it, without typographic twins and stray spaces. Worked out once for each cell.

    It stays with the cell, where it is found without a call; the library's cached property takes a lock for that.
    """

    def __get__(self, cell: Cell, _: object = None) -> str:
        text = cell.__dict__["text"] = cell._said()
        return text


@dataclass(frozen=True)
class Cell:
    """One cell: what it holds, and where it stands.

    `problem` tells why the content cannot be relied on (an error value, a formula without a stored value, a
    number that is shown otherwise than it is); whether that matters is known only once somebody needs the
    cell. A merged range gives its value to every cell it spans; all but the first are `spread`.

    `shown` is the text of a number where the cell shows it otherwise than is usual (`1.10`). `looks` are the parts
    that do not look plain. Of a formula, `value` is what is stored; `changing` says what makes it change on its own,
    `outside` that it comes from another file.
    """

    value: Raw
    place: Place
    problem: str = ""
    remedy: str = ""
    spread: bool = False
    shown: str = ""
    looks: tuple[Look, ...] = ()
    formula: bool = False
    changing: str = ""
    outside: bool = False
    above: tuple[str, str] = ("", "")
    """Of a condition that stands in a line of a cell: all that the cell says, and the line ("" where it has none)."""

    text = _Text()

    def _said(self) -> str:
        if self.shown:
            return self.shown
        match self.value:
            case None:
                return ""
            case bool():
                return "yes" if self.value else "no"
            case str():
                return plained(self.value)
            case datetime():
                midnight = self.value.time() == datetime.min.time()
                return (self.value.date() if midnight else self.value).isoformat()
            case date():
                return self.value.isoformat()
        return number_text(exact(self.value))

    @property
    def blank(self) -> bool:
        """Whether nothing is there to read (a cell with a problem is not blank: somebody wrote something)."""
        if self.value is None and not self.shown:
            return not self.problem
        return not self.text and not self.problem


_new = object.__new__


def plain_cell(
    value: Raw, place: Place, text: str | None = None, above: tuple[str, str] | None = None
) -> Cell:
    """`Cell(value, place, above=above)`, in a fifth of the time: what is usual stays with the class. `text` is given
    where it is known already, as of a cell that holds what another does.

    A frozen dataclass sets each of its fields with a call, and a table set has tens of thousands of cells.
    """
    cell = _new(Cell)
    held = cell.__dict__
    held["value"] = value
    held["place"] = place
    if text is not None:
        held["text"] = text
    if above is not None:
        held["above"] = above
    return cell


def plain_place(file: str, sheet: str, cells: str) -> Place:
    """`Place(file, sheet, cells)`, in half the time, for the same reason."""
    place = _new(Place)
    held = place.__dict__
    held["file"] = file
    held["sheet"] = sheet
    held["cells"] = cells
    return place


Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: the cells that exist, by row and column from 1; hidden rows and columns among them."""

    file: str
    name: str
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    """Whether the sheet itself is hidden."""
    shows_formulas: bool = False
    """Whether it shows formulas in the place of values."""
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    disguises: tuple[tuple[Area, str], ...] = ()
    """Where a conditional format can change what is shown, and what it does."""
    merged: tuple[Area, ...] = ()
    """The merged cells."""

    def at(self, row: int, column: int) -> Cell:
        """The cell there; a blank one where nothing was written."""
        found = self.cells.get((row, column))
        return found if found is not None else plain_cell(None, self.place(row, column))

    def place(self, row: int, column: int, last_row: int = 0, last_column: int = 0) -> Place:
        """The place of a cell, or of a range of cells."""
        first = f"{column_letters(column)}{row}"
        last = f"{column_letters(last_column or column)}{last_row or row}"
        return plain_place(self.file, self.name, first if first == last else f"{first}:{last}")

    @cached_property
    def by_row(self) -> Mapping[int, Mapping[int, Cell]]:
        """The cells that are not blank, row by row and column by column in order."""
        rows: dict[int, dict[int, Cell]] = {}
        cells = self.cells
        for place in sorted(cells):
            cell = cells[place]
            # nearly all have a text, and are asked no more
            if cell.text or not cell.blank:
                row, column = place
                if row not in rows:
                    rows[row] = {}
                rows[row][column] = cell
        return rows

    @cached_property
    def words(self) -> Mapping[int, frozenset[str]]:
        """What stands in each row of `by_row`, folded: for the looks for heads, bands and second tables."""
        return {
            row: frozenset([folded(cell.text) for cell in cells.values()])
            for row, cells in self.by_row.items()
        }


@dataclass(frozen=True)
class Workbook:
    """All sheets of a table set, file by file in the order of their names."""

    sheets: tuple[Sheet, ...] = field(default=())

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)


@cache
def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
