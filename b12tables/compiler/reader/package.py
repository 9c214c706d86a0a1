"""The parts of one .xlsx file: a zip of XML, read within a budget.

The format is read directly, not through a library: the libraries walk whole ranges that a file merely names
(a merge over the sheet is 17 thousand million cells), and tell a formula without a value only by reading
twice. Here the work is bounded by what is really written, and an XML part may declare no DTD, hence no
entities. Where two programs could take different things out of one file, it is refused.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from b12tables.runtime.language import later

MEGABYTE = 1_000_000
CONVERT = later("open it in Excel or LibreOffice and save it as Excel workbook (.xlsx)")


@dataclass
class Budget:
    """How much one table set may hold. What is left after each file is what the next may use."""

    files: int = 200
    sheets: int = 500
    cells: int = 130_000
    elements: int = 700_000
    text: int = 24 * MEGABYTE
    """Characters of cell text in all."""
    xml: int = 80 * MEGABYTE
    """Bytes of XML in all."""
    token: int = MEGABYTE // 2
    """Bytes of one piece of markup: a longer one is read again and again by some versions of the XML library."""
    steps: int = 1_000_000
    """Rows, columns and pieces of text that merges, formats and formulas reach, each time that they do; rows, formats,
    links, comments, and the numbers whose look is worked out. Each is weighed by what it costs, so that all of them
    stand for about a second.
    """
    file_size: int = 30 * MEGABYTE
    members: int = 2_000
    """Parts of one zip file."""
    ranged: int = 0
    """Counted, not spent: cells in the ranges that merges and links name, which libraries walk one by one."""
    cell_text: int = 32_767
    """Characters of one cell: Excel's own bound."""

    def spend(self, what: str, amount: int) -> None:
        """Takes the amount off; refuses the file where nothing is left."""
        left = getattr(self, what) - amount
        if left < 0:
            names = {"elements": later("much markup"), "text": later("much text"), "xml": later("much data")}
            names |= {"steps": later("many rows, merges, formats, links, comments and formulas")}
            raise Refused(
                later(
                    "the table set holds too {get} for a set of decision tables",
                    get=names.get(what, later(f"many {what}")),
                ),
                later(
                    "remove sheets that hold data rather than tables, and clear formatted rows and columns"
                ),
            )
        setattr(self, what, left)


class Refused(Exception):
    """A file that is not read, and why. `help` says what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


def ambiguous(what: str) -> Refused:
    """A file that two programs would read differently."""
    return Refused(later("programs differ in how they read it: {what}", what=what), CONVERT)


# ---------------------------------------------------------------- XML

_MAIN = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_OTHERS = {
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
    "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",
}
_KNOWN = _MAIN | _OTHERS
_LINKS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
}

_CARRIES = frozenset({
    "sheetData", "row", "c", "v", "f", "is", "t", "cols", "col", "mergeCells", "mergeCell", "sheets", "sheet",
    "si", "sheetFormatPr", "sheetViews", "conditionalFormatting", "fonts", "font", "fills", "cellXfs", "xf", "numFmts",
    "numFmt", "dxfs", "definedName", "workbookPr",
})  # fmt: skip
"""Elements that carry what is read. Wrapped in a choice between versions, they are another thing to each program."""

Start = Callable[[str, dict[str, str]], None]
Begin = Callable[[dict[str, str]], object]
End = Callable[[], object]
Inside = Callable[[Element, Callable[[Element], None]], object]


@dataclass(frozen=True)
class Handlers:
    """What is called while a part goes by: for an element that has a call of its own (`begun`, `ended`) that one, for
    every other `start` and `end`.

    The names are local; attributes of other namespaces have keys with a space in them (`linked` finds a relation).

    Of a small part, the elements named in `inside` are given whole, between their begin and their end, to a call that
    takes what stands in them; what it does not know it gives back, and that goes by as everything else does.
    """

    start: Start
    end: Callable[[str], None] | None = None
    text: Callable[[str], None] | None = None
    begun: Mapping[str, Begin] = field(default_factory=dict)
    ended: Mapping[str, End] = field(default_factory=dict)
    inside: Mapping[str, Inside] = field(default_factory=dict)


def linked(attributes: Mapping[str, str]) -> str:
    """The relation that an element names, in either dialect; "" where it names none."""
    found = ""
    for key, value in attributes.items():
        space, _, local = key.rpartition(" ")
        if local == "id" and space in _LINKS:
            found = value
    return found


class _Open(NamedTuple):
    """An open element: its name (with a `?` where it is passed over), and what is called when it begins and ends."""

    name: str
    begin: Begin
    end: End


class _Walk:
    """Hands the elements of one part on by their local names.

    An element of another namespace is passed over with all that is in it, where the format allows one: below the
    root, and in an `ext`. What stands in an `ext` is handed on with the prefix `ext:`.
    """

    def __init__(self, handlers: Handlers, strict: bool) -> None:
        self.handlers, self.strict = handlers, strict
        self.ordinary: dict[str, _Open] = {}
        """By tag, the elements of the format that open no inside of another kind."""
        self.open: list[_Open] = []
        self.apart = False
        """Whether an element is open whose inside is handed on otherwise, or not at all."""

    # Both are called for every element of every part: the usual case takes as few steps as it can.

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        known = self.ordinary.get(tag)
        if known is None or self.apart:
            self._opened_otherwise(tag, attributes)
        else:
            self.open.append(known)
            known.begin(attributes)

    def closed(self, _: str) -> None:
        self.open.pop().end()

    def through(self, element: Element) -> None:
        """Hands on an element that was taken as a whole, with all that is in it, as if it went by."""
        text = self.handlers.text or _nothing
        path = [(element, self._entered(element, text))]
        while path:
            child = next(path[-1][1], None)
            if child is not None:
                path.append((child, self._entered(child, text)))
                continue
            done, _ = path.pop()
            self.closed("")
            if path and done.tail:
                text(done.tail)

    def _entered(self, element: Element, text: Callable[[str], object]) -> Iterator[Element]:
        """Begins an element; what of its inside is still to be handed on."""
        self.opened(element.tag, element.attrib)
        inside = self.handlers.inside.get(self.open[-1].name)
        if inside is not None:
            inside(element, self.through)
            return iter(())
        if element.text:
            text(element.text)
        return iter(element)

    def _opened_otherwise(self, tag: str, attributes: dict[str, str]) -> None:
        """An element that is met for the first time, is of another language, or stands inside of one."""
        name = _element(tag)
        if self.apart or name[0] == "?":
            element = self._apart(name)
        elif name == "ext":
            element = self._outermost(self._handed_on(name))
        else:
            element = self.ordinary[tag] = self._handed_on(name)
        self.open.append(element)
        element.begin(attributes)

    def _handed_on(self, name: str) -> _Open:
        calls = self.handlers
        end = calls.ended.get(name) or (_nothing if calls.end is None else partial(calls.end, name))
        return _Open(name, calls.begun.get(name) or partial(calls.start, name), end)

    def _outermost(self, element: _Open) -> _Open:
        """The element, if none is open whose inside is another: until it ends, one is."""
        if self.apart:
            return element
        self.apart = True

        def end() -> None:
            self.apart = False
            element.end()

        return element._replace(end=end)

    def _apart(self, name: str) -> _Open:
        """An element of another language, or inside of one."""
        parent = self.open[-1].name if self.open else ""
        if parent == "ext" or parent.startswith("ext:"):
            return self._handed_on(f"ext:{name.lstrip('?')}")
        if not parent:
            raise ambiguous(later("its part {name!r} is written in a language of its own", name=name[1:]))
        if self.strict and name[0] == "?" and parent[0] != "?" and len(self.open) > 1:
            raise ambiguous(
                later(
                    "an element {name!r} of another language stands in its {parent!r}",
                    name=name[1:],
                    parent=parent,
                )
            )
        if self.strict and name in _CARRIES:
            raise ambiguous(
                later("its {name!r} stands in a choice between versions of the format", name=name)
            )
        return self._outermost(_Open(name if name[0] == "?" else f"?{name}", _nothing, _nothing))


def _nothing(*_: object) -> None:
    """What is called for an element that is passed over."""


def _element(tag: str) -> str:
    """The local name, with a `?` before it where the namespace is none of the format. Tags are `space name` as an
    element goes by, `{space}name` in one that was taken as a whole.
    """
    space, _, local = tag.removeprefix("{").rpartition("}" if tag[0] == "{" else " ")
    return local if space in _KNOWN else f"?{local}"


@dataclass
class Parts:
    """The parts of the zip file, by name without regard to case."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    budget: Budget

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.members

    def parse(self, name: str, handlers: Handlers, *, strict: bool = True) -> None:
        """Runs through an XML part. Names come without their namespaces (there are two dialects).

        `strict`: an element of another namespace where it could matter refuses the file.
        """
        member = self.members.get(name.lower())
        if member is None:
            raise KeyError(name)
        walk = _Walk(handlers, strict)
        chunks = self._weighed(member)
        whole = _whole(chunks, self.budget.token) if handlers.inside else None
        if whole is not None:
            walk.through(whole)
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = walk.opened
        parser.EndElementHandler = walk.closed
        if handlers.text is not None:
            parser.CharacterDataHandler = handlers.text
        parser.StartDoctypeDeclHandler = no_dtd
        fed = 0
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > self.budget.token:
                raise Refused(later("its XML holds a piece of markup without end"), CONVERT)
        parser.Parse(b"", True)

    def _weighed(self, member: zipfile.ZipInfo) -> Iterable[bytes]:
        """The part in chunks. Its budget is spent before the first: before any of it is made into something.

        Cells are spent where they are made, in every encoding; here only those are refused that are far too many.
        """
        cells = 0
        kept: list[bytes] = []
        for number, chunk in enumerate(self._chunks(member)):
            self.budget.spend("xml", len(chunk))
            self.budget.spend("elements", chunk.count(b"<") - chunk.count(b"</"))
            cells += chunk.count(b"<v>")
            if cells > self.budget.cells:
                self.budget.spend("cells", cells)
            if number <= _KEPT:
                kept.append(chunk)
        # what is large is taken out of the zip again, and never held whole
        return kept if len(kept) <= _KEPT else self._chunks(member)

    def _chunks(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        with self.archive.open(member) as stream:
            while chunk := stream.read(1 << 16):
                yield chunk


_KEPT = 16
"""Chunks of 64 kB: a part of no more is taken out of the zip once."""

_ODD_SPACE = re.compile(rb"""xmlns(?::[^\s=:]*)?\s*=\s*(?:"[^"]*[\s&}][^"]*"|'[^']*[\s&}][^']*')""")
"""A namespace with a sign in it that one of the two ways to read a part uses to tell it from a name."""


def _whole(chunks: Iterable[bytes], most: int) -> Element | None:
    """The root of a small part, made by the library without a call for each element: in a third of the time.

    None for all that must go by piece by piece: what is large, what is broken (what stands before the break tells
    why it is refused), a DTD, comments, instructions, what has two bytes to a sign.
    """
    if not isinstance(chunks, list):
        return None
    data = b"".join(chunks)
    if len(data) > most or b"<!" in data or b"\0" in data or b"<?" in data[4:] or _ODD_SPACE.search(data):
        return None
    try:
        return ElementTree.fromstring(data)
    except (ElementTree.ParseError, LookupError, ValueError):
        return None


def no_dtd(*_: object) -> None:
    raise Refused(later("its XML declares entities of its own, as only a hostile file does"), CONVERT)


# ---------------------------------------------------------------- the zip file


def open_parts(archive: zipfile.ZipFile, budget: Budget) -> Parts:
    """The parts of a file that may be read. Raises `Refused`."""
    listed = archive.infolist()
    if len(listed) > budget.members:
        raise Refused(
            later("it has {n} parts, more than a workbook of decision tables has", n=len(listed)), CONVERT
        )
    if any(member.flag_bits & 1 for member in listed):
        raise Refused(later("it is locked with a password"), later("remove the password and save it again"))
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in listed):
        raise Refused(
            later("it is compressed in a way that is damaged or no spreadsheet program uses"), CONVERT
        )
    members: dict[str, zipfile.ZipInfo] = {}
    for member in listed:
        # some programs of Windows write their own separator into the names
        name = member.filename.replace("\\", "/").lstrip("/").lower()
        if name in members:
            raise ambiguous(later("two of its parts are called {name!r}", name=name))
        members[name] = member
    parts = Parts(archive, members, budget)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in members) or _says_macros(
        parts
    ):
        raise MACROS
    return parts


MACROS = Refused(
    later("it holds macros: a program in it could change the cells"), later("save it as .xlsx without macros")
)


def _says_macros(parts: Parts) -> bool:
    """Whether the list of the kinds of its parts names a macro, whatever the part is called."""
    said: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macro" in kind or "vbaproject" in kind:
            said.append(kind)

    if "[Content_Types].xml" in parts:
        parts.parse("[Content_Types].xml", Handlers(start), strict=False)
    return bool(said)


# ---------------------------------------------------------------- which part refers to which


@dataclass
class Targets:
    """What a part refers to: by relation ID, its kind and part; and the first part of each kind."""

    by_id: dict[str, tuple[str, str]] = field(default_factory=dict)
    by_kind: dict[str, str] = field(default_factory=dict)


_MACRO_KINDS = {"vbaproject", "xlmacrosheet", "xlintlmacrosheet"}


def relations(parts: Parts, name: str) -> Targets:
    """What a part refers to inside the file; nothing where it has no list of relations. The package itself is ""."""
    folder, base = posixpath.split(name)
    targets = Targets()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        if kind.lower() in _MACRO_KINDS:
            raise MACROS
        if attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        id_ = attributes.get("Id", "")
        if id_ in targets.by_id:
            raise ambiguous(later("two of its relations are called {id!r}", id=id_))
        targets.by_id[id_] = kind, target
        targets.by_kind.setdefault(kind, target)

    listed = posixpath.join(folder, "_rels", f"{base}.rels")
    if listed in parts or not name:
        parts.parse(listed, Handlers(start))
    return targets
