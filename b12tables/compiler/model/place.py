"""Where something is written, and for which cases something is true: what findings point at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Piece = Mapping[str, object]
"""One admissible part of a field's domain, in the form of the contract: `{"value": v}`, `{"low": …, "high": …}`, …"""

Box = Mapping[str, tuple[Piece, ...]]
"""For each restricted field the pieces it may take; a field that is not listed is unrestricted."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something is written: a workbook file (relative to the table set), a sheet, and a range of cells."""

    file: str
    sheet: str = ""
    cells: str = ""

    def __str__(self) -> str:
        return " · ".join(part for part in (self.file, self.sheet, self.cells) if part)

    def as_data(self) -> dict[str, str]:
        """As JSON has it."""
        return {"file": self.file, "sheet": self.sheet, "cells": self.cells}
