"""The logo that About names: a picture of dots beside the workbooks, held against what its bytes say that it is.

A drawing (SVG) is refused: it is a document, which may hold scripts and load what it likes.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path

from b12tables.compiler.model import Finding, Logo, Model
from b12tables.compiler.reader.layout import Found, note
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later
from b12tables.runtime.words import fold

LARGEST = 200_000
"""Bytes: every reader of the site loads it, and the print edition holds it."""

MOST_PIXELS = 4_000
"""Of either side; no screen and no sheet of paper shows more of a logo."""

_NAME = re.compile(r"[^/\\:*?\"<>|\x00-\x1f.][^/\\:*?\"<>|\x00-\x1f]*\.(?:png|jpe?g)", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_OTHERS = {
    b"GIF8": later("a GIF"),
    b"RIFF": later("a WebP picture"),
    b"BM": later("a bitmap (BMP)"),
    b"%PDF": later("a PDF"),
    b"PK": later("a packed file or an office document"),
    b"<": later("a drawing (SVG) or a page"),
    b"\xef\xbb\xbf<": later("a drawing (SVG) or a page"),
}
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The segments of a JPEG that say how large it is."""

_EXPORT = later("export it as PNG, and write the name of that file")


class _Broken(Exception):
    """Bytes that are no picture which is known here; the text says what they are."""


def named_logo(cell: Cell | None, found: Found) -> Logo | None:
    """The logo that a cell names; its file was not looked at yet."""
    if cell is None or cell.blank:
        return None
    if _NAME.fullmatch(cell.text):
        return Logo(cell.text, cell.place)
    if cell.text.casefold().endswith((".svg", ".svgz")):
        message = later(
            "{cell!r} is a drawing, which may hold scripts: a logo is a PNG or a JPEG", cell=cell.text
        )
        note(found, "bad-cell", message, cell.place, help=_EXPORT)
    else:
        message = later("{cell!r} is no name of a picture (.png, .jpg) beside the workbooks", cell=cell.text)
        note(
            found, "bad-cell", message, cell.place, help=later("write for example logo.png, without a folder")
        )
    return None


def with_logo(model: Model, folder: Path) -> tuple[Model, tuple[Finding, ...]]:
    """The model with the picture that its About names. What is wrong with it is a warning: the answers do not depend on
    it, and the site is made without it.
    """
    logo = model.about.logo
    if logo is None:
        return model, ()
    try:
        content = _content(folder if folder.is_dir() else folder.parent, logo.name)
        kind, width, height = _looked_at(content)
    except _Broken as why:
        found: Found = []
        message = later("the site has no logo: {logo} {why}", logo=logo.name, why=why)
        note(found, "bad-cell", message, logo.place, help=_help(str(why)), severity="warning")
        return model, tuple(found)
    whole = replace(logo, content=content, kind=kind, width=width, height=height)
    return replace(model, about=replace(model.about, logo=whole)), ()


def _help(why: str) -> str:
    if "larger" in why:
        return later("save it smaller: 400 pixels across are plenty")
    if "beside the workbooks" in why:
        return later("put it into the folder of the workbooks, or write the name of the file that is there")
    return _EXPORT


def _content(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        if not path.is_file():
            raise _Broken(later("is not beside the workbooks{instead}", instead=_instead(folder, name)))
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError):
        raise _Broken(later("cannot be opened")) from None
    if len(content) > LARGEST:
        raise _Broken(later("is larger than {n} kB", n=LARGEST // 1000))
    return content


def _instead(folder: Path, name: str) -> str:
    """A file that has the same name but for capital letters."""
    names = sorted(path.name for path in folder.iterdir())
    other = next((one for one in names if fold(one) == fold(name)), None)
    return later(" ({other} is)", other=other) if other else ""


def _looked_at(content: bytes) -> tuple[str, int, int]:
    """The type of a picture by its bytes, its width and its height. Raises `_Broken`."""
    if content.startswith(_PNG):
        kind, (width, height) = "image/png", _size_of_png(content)
    elif content.startswith(_JPEG):
        kind, (width, height) = "image/jpeg", _size_of_jpeg(content)
    else:
        known = (what for start, what in _OTHERS.items() if content.lstrip(b" \t\r\n").startswith(start))
        raise _Broken(
            later(
                "is {next}, whatever its name says: a logo is a PNG or a JPEG",
                next=next(known, later("no picture")),
            )
        )
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise _Broken(
            later(
                "has {width} × {height} pixels, which is larger than {most_pixels} or nothing",
                width=width,
                height=height,
                most_pixels=MOST_PIXELS,
            )
        )
    return kind, width, height


_CUT = later("is damaged: it ends too early, or something was changed in it")
_BEHIND = later("holds something behind the end of the picture")


def _size_of_png(content: bytes) -> tuple[int, int]:
    """Walks all chunks, each held against its checksum; the picture must end with the last."""
    place, size, data = len(_PNG), (0, 0), False
    while True:
        length = int.from_bytes(content[place : place + 4], "big")
        end = place + 12 + length
        if end > len(content) or place + 12 > len(content):
            raise _Broken(_CUT)
        named = content[place + 4 : end - 4]
        if zlib.crc32(named) != int.from_bytes(content[end - 4 : end], "big"):
            raise _Broken(_CUT)
        name = named[:4]
        if place == len(_PNG):
            if name != b"IHDR" or length != 13:
                raise _Broken(_CUT)
            size = int.from_bytes(named[4:8], "big"), int.from_bytes(named[8:12], "big")
        data = data or name == b"IDAT"
        place = end
        if name == b"IEND":
            break
    if not data:
        raise _Broken(_CUT)
    if place != len(content):
        raise _Broken(_BEHIND)
    return size


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    """Walks the segments up to the picture's data; the file must end with the mark of its end."""
    place, size = 2, None
    while content[place : place + 1] == b"\xff":
        mark = content[place + 1 : place + 2]
        if mark == b"\xff":  # a filler
            place += 1
            continue
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        if length < 2 or place + 2 + length > len(content):
            raise _Broken(_CUT)
        if mark[0] in _SIZES and length >= 8:
            tall = int.from_bytes(content[place + 5 : place + 7], "big")
            size = int.from_bytes(content[place + 7 : place + 9], "big"), tall
        place += 2 + length
        if mark == b"\xda":
            break
    else:
        raise _Broken(_CUT)
    if size is None or not content.endswith(b"\xff\xd9"):
        raise _Broken(_CUT)
    if content.find(b"\xff\xd9", place) != len(content) - 2:
        raise _Broken(_BEHIND)
    return size
