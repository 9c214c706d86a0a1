"""How the cells of a workbook look, where that bears on what they say: fonts, fills, colours, number formats.

A text that is struck out, raised, tiny, or written in the colour of its ground says something else to a reader than
its letters do. Colours come as red, green and blue, from a palette, or from a theme with a tint; what counts is how
far a letter stands out from its ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from b12tables.compiler.reader.number_format import LONGEST, built_in
from b12tables.compiler.reader.package import Budget, Handlers, Parts, Targets
from b12tables.compiler.reader.workbook import Look
from b12tables.runtime.language import later

Colour = tuple[str, str, float]
"""How a colour is given (`rgb`, `theme`, `indexed`, `auto`), by what, and its tint."""

RGB = tuple[int, int, int]


@dataclass(frozen=True)
class Font:
    """What of a font changes the meaning of a text. `position` is `raised`, `lowered` or ""."""

    struck: bool = False
    position: str = ""
    colour: Colour | None = None
    size: float = 11
    name: str = ""
    vanished: bool = False

    @property
    def plain(self) -> bool:
        """Whether nothing is to be asked of it but its colour."""
        return not (self.struck or self.position or self.vanished or self.size < _TINY or _symbols(self.name))


@dataclass(frozen=True)
class Fill:
    """The ground of a cell. `pattern` is `none` for the white of the sheet."""

    pattern: str = "none"
    front: Colour | None = None
    back: Colour | None = None


@dataclass(frozen=True)
class Difference:
    """What a conditional format changes: a font in part, a ground, or a number format."""

    font: Font | None = None
    fill: Fill | None = None
    format: str = ""


@dataclass
class Styles:
    """The styles of a file by number."""

    formats: list[str] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    cells: list[tuple[int, int, str]] = field(default_factory=list)
    """For each style of a cell its font, its fill, and how it is laid out where that matters ("")."""
    differences: list[Difference] = field(default_factory=list)
    palette: list[RGB] = field(default_factory=list)
    theme: list[RGB] = field(default_factory=list)

    def format(self, style: int) -> str:
        """The number format of a style. IndexError where there is no such style."""
        return self.formats[style] if self.formats or style else "General"

    def font(self, style: int) -> Font:
        """The font of a style; the usual one where the file gives none."""
        number = self.cells[style][0] if self.cells else 0
        return self.fonts[number] if number < len(self.fonts) else Font()

    def fill(self, style: int) -> Fill:
        """The ground of a style."""
        number = self.cells[style][1] if self.cells else 0
        return self.fills[number] if number < len(self.fills) else Fill()

    def layout(self, style: int) -> str:
        """`repeated` where the text is repeated over the width of the cell, else ""."""
        return self.cells[style][2] if self.cells else ""


# ---------------------------------------------------------------- what a text looks like

_TINY = 4
"""Points: below, nothing can be read."""

_SYMBOL_FONTS = (
    "wingdings",
    "webdings",
    "symbol",
    "marlett",
    "zapf",
    "mt extra",
    "bookshelf symbol",
    "ms outlook",
)


def _symbols(name: str) -> bool:
    """Whether a font shows pictures or signs in the place of letters."""
    folded = name.casefold()
    return folded.startswith(_SYMBOL_FONTS) or folded.endswith("dingbats")


def looks(text: str, font: Font, fill: Fill, styles: Styles, whole: bool) -> Iterator[Look]:
    """How a part of a cell's text looks other than plain. `whole`: it is all that the cell holds."""
    shown = text.strip()
    if not shown:
        return
    if font.struck:
        yield Look("struck", shown, whole)
    if font.position:
        yield Look(font.position, shown, whole)
    if _symbols(font.name):
        yield Look("symbols", shown, whole)
    if font.vanished or font.size < _TINY or styles_hide(font, fill, styles):
        yield Look("hidden", shown, whole)


def styles_hide(font: Font, fill: Fill, styles: Styles) -> bool:
    """Whether a text in this font cannot be told from its ground."""
    ink = _rgb(font.colour, styles, (0, 0, 0))
    return ink is not None and any(alike(ink, ground) for ground in _grounds(fill, styles))


def _grounds(fill: Fill, styles: Styles) -> list[RGB]:
    """The colours of which a ground is made; none where it is a mixture that cannot hide a text."""
    white = (255, 255, 255)
    if fill.pattern in ("none", ""):
        return [white]
    front, back = _rgb(fill.front, styles, (0, 0, 0)), _rgb(fill.back, styles, white)
    colours = [front] if fill.pattern == "solid" else [front, back] if fill.pattern == "gradient" else []
    return [colour for colour in colours if colour is not None]


def alike(one: RGB, other: RGB) -> bool:
    """Whether a letter of one colour on the other cannot be seen (a contrast below 1.3, and near in every part)."""
    if max(abs(a - b) for a, b in zip(one, other, strict=True)) > 40:
        return False
    return contrast(one, other) < 1.3


def contrast(one: RGB, other: RGB) -> float:
    """The contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: RGB) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: Colour | None, styles: Styles, auto: RGB) -> RGB | None:
    if colour is None or colour[0] == "auto":
        return auto
    kind, value, tint = colour
    if kind == "rgb":
        digits = value[-6:]
        try:
            base = int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
        except ValueError:
            return None
        return _tinted(base, tint)
    if not value.isascii() or not value.isdigit():
        return None
    number = int(value)
    if kind == "indexed":
        if number in (64, 65):
            return ((0, 0, 0), (255, 255, 255))[number - 64]
        palette = styles.palette or _PALETTE
        return _tinted(palette[number], tint) if number < len(palette) else None
    theme = styles.theme or _THEME
    return _tinted(theme[number], tint) if number < len(theme) else None


def _tinted(colour: RGB, tint: float) -> RGB:
    """Lighter (to 1) or darker (to -1). By the channels, which is near enough to tell a letter from its ground."""
    if not tint:
        return colour
    tint = max(-1.0, min(1.0, tint))
    red, green, blue = (
        round(part + (255 - part) * tint) if tint > 0 else round(part * (1 + tint)) for part in colour
    )
    return red, green, blue


# ---------------------------------------------------------------- reading the part


def true(attributes: Mapping[str, str], name: str = "val") -> bool:
    """Whether an on/off element or attribute says on: there without a value, it does."""
    return attributes.get(name, "1").strip().lower() not in ("0", "false", "off")


def colour_of(attributes: Mapping[str, str]) -> Colour | None:
    """The colour that an element gives, by its first attribute that counts."""
    try:
        tint = float(attributes.get("tint", "0"))
    except ValueError:
        tint = 0.0
    for kind in ("rgb", "theme", "indexed"):
        if kind in attributes:
            return kind, attributes[kind], tint
    return ("auto", "", 0.0) if "auto" in attributes else None


def with_property(font: Font, tag: str, attributes: Mapping[str, str]) -> Font:
    """The font with one property as its element states it."""
    match tag:
        case "strike":
            return replace(font, struck=true(attributes))
        case "vertAlign":
            names = {"superscript": "raised", "subscript": "lowered"}
            return replace(font, position=names.get(attributes.get("val", ""), ""))
        case "color":
            return replace(font, colour=colour_of(attributes))
        case "sz":
            return replace(font, size=float(attributes.get("val", "11")))
        case "name" | "rFont":
            return replace(font, name=attributes.get("val", ""))
        case "vanish":
            return replace(font, vanished=true(attributes))
    return font


def read_styles(parts: Parts, targets: Targets) -> Styles:
    """The styles of a workbook, with its theme."""
    styles = Styles(theme=_theme(parts, targets.by_kind.get("theme", "")))
    name = targets.by_kind.get("styles", "")
    if name in parts:
        reader = _StyleReader(styles, parts.budget)
        parts.parse(name, Handlers(reader.start, reader.end))
    return styles


class _StyleReader:
    """Gathers the styles as their XML goes by."""

    def __init__(self, styles: Styles, budget: Budget) -> None:
        self.styles, self.budget = styles, budget
        self.custom: dict[str, str] = {}
        self.open: list[str] = []
        self.font, self.fill = Font(), Fill()
        self.difference: Difference | None = None
        self.begun: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "font": self._font, "fill": self._fill, "numFmt": self._format, "dxf": self._difference, "xf": self._xf,
            "alignment": self._alignment, "rgbColor": self._palette, "patternFill": self._pattern,
            "gradientFill": self._gradient,
        }  # fmt: skip

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        parent = self.open[-1] if self.open else ""
        self.open.append(tag)
        self.budget.spend("steps", 4 if parent == "font" else 2)
        if parent == "font":
            self.font = with_property(self.font, tag, attributes)
        elif tag == "fgColor" and parent == "patternFill":
            self.fill = replace(self.fill, front=colour_of(attributes))
        elif tag == "bgColor" and parent == "patternFill":
            self.fill = replace(self.fill, back=colour_of(attributes))
        elif tag == "color" and parent == "stop":
            front = self.fill.front if self.fill.front is not None else colour_of(attributes)
            self.fill = replace(self.fill, front=front, back=colour_of(attributes))
        elif tag in self.begun:
            self.begun[tag](attributes)

    def end(self, tag: str) -> None:
        self.open.pop()
        inside = self.difference is not None
        if tag == "font" and inside and self.difference is not None:
            self.difference = replace(self.difference, font=self.font)
        elif tag == "fill" and inside and self.difference is not None:
            self.difference = replace(self.difference, fill=self.fill)
        elif tag == "font" and "fonts" in self.open:
            self.styles.fonts.append(self.font)
        elif tag == "fill" and "fills" in self.open:
            self.styles.fills.append(self.fill)
        elif tag == "dxf" and self.difference is not None:
            self.styles.differences.append(self.difference)
            self.difference = None

    def _font(self, _: Mapping[str, str]) -> None:
        self.font = Font()

    def _fill(self, _: Mapping[str, str]) -> None:
        self.fill = Fill()

    def _pattern(self, attributes: Mapping[str, str]) -> None:
        # a conditional format need not name its pattern: it is solid, in the colour of the back
        self.fill = Fill(attributes.get("patternType", "" if self.difference is not None else "none"))

    def _gradient(self, _: Mapping[str, str]) -> None:
        self.fill = Fill("gradient")

    def _format(self, attributes: Mapping[str, str]) -> None:
        # a code that is longer than any can be is kept as one that nobody can read
        code = attributes.get("formatCode", "")[: LONGEST + 1] or "General"
        if self.difference is not None:
            self.difference = replace(self.difference, format=code)
        elif "numFmts" in self.open:
            self.custom[attributes.get("numFmtId", "")] = code

    def _difference(self, _: Mapping[str, str]) -> None:
        if "dxfs" in self.open:
            self.difference = Difference()

    def _xf(self, attributes: Mapping[str, str]) -> None:
        if "cellXfs" not in self.open:
            return
        number = attributes.get("numFmtId", "0")
        code = self.custom.get(number)
        if code is None:  # the same few numbers over and over
            code = self.custom[number] = built_in(number)
        self.styles.formats.append(code)
        self.styles.cells.append((int(attributes.get("fontId", "0")), int(attributes.get("fillId", "0")), ""))

    def _alignment(self, attributes: Mapping[str, str]) -> None:
        if "cellXfs" in self.open and attributes.get("horizontal") == "fill":
            font, fill, _ = self.styles.cells[-1]
            self.styles.cells[-1] = font, fill, "repeated"

    def _palette(self, attributes: Mapping[str, str]) -> None:
        self.budget.spend("steps", 1)
        digits = attributes.get("rgb", "")[-6:]
        try:
            colour = int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
        except ValueError:
            colour = 0, 0, 0
        self.styles.palette.append(colour)


def _theme(parts: Parts, name: str) -> list[RGB]:
    """The colours of the theme in the order in which they are numbered; empty where there is none."""
    found: dict[str, RGB] = {}
    slot = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal slot
        if tag in _SLOTS:
            slot = tag
        elif slot and slot not in found and tag in ("srgbClr", "sysClr"):
            digits = attributes.get("lastClr") or attributes.get("val", "")
            try:
                found[slot] = int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
            except ValueError:
                found[slot] = (255, 255, 255) if attributes.get("val") == "window" else (0, 0, 0)

    if name in parts:
        parts.parse(name, Handlers(start), strict=False)
    return [found.get(slot, usual) for slot, usual in zip(_SLOTS, _THEME, strict=True)] if found else []


_SLOTS = (
    "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink",
)  # fmt: skip


def _colours(text: str) -> list[RGB]:
    return [(int(w[:2], 16), int(w[2:4], 16), int(w[4:], 16)) for w in text.split()]


_THEME = _colours("FFFFFF 000000 E7E6E6 44546A 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72")
_PALETTE = _colours(
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
)


def disguises(change: Difference, styles: Styles) -> str:
    """What a conditional format can do to what a cell shows: strike it, hide it, write it otherwise; else ""."""
    font, fill = change.font, change.fill
    if font is not None and font.struck:
        return later("strikes them out")
    if change.format and change.format.lower() not in ("general", "@"):
        return later("shows them under the number format {format!r}", format=change.format[:60])
    if font is None and fill is None:
        return ""
    ground = Fill() if fill is None else fill
    if ground.pattern in ("", "solid") and fill is not None:
        ground = Fill("solid", ground.back if ground.back is not None else ground.front)
    ink = font if font is not None else Font()
    return later("hides them in the colour of their ground") if styles_hide(ink, ground, styles) else ""


def joined_font(own: Font, run: Font | None) -> Font:
    """The font of a run. Whether it loses what the cell's own font says differs between programs: it keeps it."""
    if run is None:
        return own
    return replace(
        run,
        struck=run.struck or own.struck,
        position=run.position or own.position,
        colour=run.colour if run.colour is not None else own.colour,
        name=run.name or own.name,
    )
