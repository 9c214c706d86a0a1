"""Cells, ranges of cells and counts, as the XML of a workbook writes them."""

from __future__ import annotations

import re
from functools import lru_cache

from b12tables.compiler.reader.package import Budget
from b12tables.compiler.reader.workbook import Area

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_COORDINATE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)


def coordinate(text: str) -> tuple[int, int]:
    """`B7` as row 7, column 2. ValueError where it is none, or beyond what a sheet has."""
    match = _COORDINATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(text)
    return row, column


def areas(text: str, budget: Budget) -> list[Area]:
    """`B7:C9 E1` as ranges."""
    found = []
    for part in text.split():
        budget.spend("steps", 4)
        first, _, last = part.partition(":")
        found.append((*coordinate(first), *coordinate(last or first)))
    return found


@lru_cache(maxsize=20_000)
def count(text: str) -> int:
    """A count of the file: digits and nothing else (`int` also reads `1_0` and digits of other scripts)."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError(text)
    return int(text)
