"""Texts of a workbook as their XML goes by: the letters, and the runs of which some look other than plain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from b12tables.compiler.reader.styles import Font, with_property

Run = tuple[str, Font | None]
"""A piece of a text and its font; None is the font of the cell."""


@dataclass
class Texts:
    """The shared texts. Of those in which some part looks other than plain, also the runs."""

    texts: list[str] = field(default_factory=list)
    runs: dict[int, tuple[Run, ...]] = field(default_factory=dict)


class TextCollector:
    """Gathers the text of `t` elements, wherever they stand, without phonetic readings, and the runs it is made of."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.inside = self.phonetic = self.property = False
        self.font: Font | None = None
        self.rich = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "t":
            self.inside = not self.phonetic
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "r":
            self.font = None
        elif tag == "rPr":
            self.font, self.property = Font(), True
        elif self.property and self.font is not None:
            self.font = with_property(self.font, tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "t":
            self.inside = False
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "rPr":
            self.property = False
            self.rich = self.rich or (self.font is not None and (not self.font.plain or _coloured(self.font)))
        elif tag == "r":
            self.font = None

    def text(self, text: str) -> None:
        if self.inside:
            self.runs.append((text, self.font))

    @property
    def fresh(self) -> bool:
        """Whether nothing went by that has a say in the next text."""
        return not (self.runs or self.rich or self.phonetic or self.font is not None)

    def take(self) -> tuple[str, tuple[Run, ...]]:
        """The text, and its runs where one of them looks other than plain."""
        if len(self.runs) == 1 and not self.rich:
            text = unescaped(self.runs[0][0])
            self.runs.clear()
            self.font = None
            return text, ()
        text = unescaped("".join(piece for piece, _ in self.runs))
        runs = tuple((unescaped(piece), font) for piece, font in self.runs) if self.rich else ()
        self.runs.clear()
        self.rich, self.font = False, None
        return text, runs


def _coloured(font: Font) -> bool:
    """Whether the colour is another than the usual ink."""
    return font.colour is not None and font.colour[:2] not in (
        ("theme", "1"),
        ("auto", ""),
        ("indexed", "64"),
    )


def unescaped(text: str) -> str:
    """`_x000D_` is how the format writes a character that XML cannot hold."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
