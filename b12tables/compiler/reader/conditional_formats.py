"""The conditional formats of a sheet, as its XML goes by."""

from __future__ import annotations

from collections.abc import Mapping

from b12tables.compiler.reader.areas import areas, count
from b12tables.compiler.reader.package import Budget
from b12tables.compiler.reader.styles import Font, Styles, disguises, true, with_property
from b12tables.compiler.reader.workbook import Area
from b12tables.runtime.language import later


class Conditions:
    """The conditional formats of a sheet that can change what a reader sees of a cell, older and newer ones."""

    def __init__(self, styles: Styles, budget: Budget) -> None:
        self.styles, self.budget = styles, budget
        self.found: list[tuple[Area, str]] = []
        self.areas: list[Area] = []
        self.words = ""
        self.font: Font | None = None
        self.where: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = tag.removeprefix("ext:")
        if tag == "conditionalFormatting":
            self.areas, self.words = areas(attributes.get("sqref", ""), self.budget), ""
        elif tag == "cfRule" and "dxfId" in attributes:
            number = count(attributes["dxfId"])
            if number < len(self.styles.differences):
                self.words = self.words or disguises(self.styles.differences[number], self.styles)
        elif tag in ("dataBar", "iconSet") and not true(attributes, "showValue"):
            self.words = self.words or later("shows a picture in their place")
        elif tag == "dxf":
            self.font = Font()
        elif tag == "sqref":
            self.where = []
        elif self.font is not None:
            self._own(tag, attributes)

    def _own(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A property that a newer format states in its own place."""
        assert self.font is not None
        self.font = with_property(self.font, tag, attributes)
        if self.font.struck:
            self.words = self.words or later("strikes them out")
        if tag == "numFmt":
            self.words = self.words or later(
                "shows them under the number format {get!r}", get=attributes.get("formatCode", "")[:60]
            )

    def text(self, text: str) -> None:
        if self.where is not None:
            self.where.append(text)

    def end(self, tag: str) -> None:
        tag = tag.removeprefix("ext:")
        if tag == "sqref" and self.where is not None:
            self.areas, self.where = areas("".join(self.where), self.budget), None
        elif tag == "dxf":
            self.font = None
        elif tag == "conditionalFormatting" and self.words:
            self.found.extend((area, self.words) for area in self.areas)
            self.words = ""


__all__ = ["Conditions"]
