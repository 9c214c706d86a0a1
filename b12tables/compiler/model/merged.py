"""Merged cells: one text that holds for several cells, and perhaps was not meant to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from b12tables.compiler.model.place import Place

_RANGE = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


def bounds(cells: str) -> tuple[int, int, int, int] | None:
    """`B7:C9` as its first row, first column, last row and last column; None where it is no range of cells."""
    match = _RANGE.fullmatch(cells)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return int(top), _number(left), int(bottom or top), _number(right or left)


def _number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def meet(one: str, other: str) -> bool:
    """Whether two ranges of cells have a cell in common."""
    first, second = bounds(one), bounds(other)
    if first is None or second is None:
        return False
    rows = first[0] <= second[2] and second[0] <= first[2]
    return rows and first[1] <= second[3] and second[1] <= first[3]


@dataclass(frozen=True)
class Merged:
    """A merged cell of a table: where it reaches, and what it says in each of its cells."""

    place: Place
    text: str

    @cached_property
    def first(self) -> str:
        """The cell that holds the text."""
        return self.place.cells.partition(":")[0]

    def meets(self, place: Place) -> bool:
        """Whether it reaches into a place."""
        return (place.file, place.sheet) == (self.place.file, self.place.sheet) and meet(
            place.cells, self.place.cells
        )
