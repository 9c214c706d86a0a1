"""The parts of one .xlsx file: a zip of XML, read within a budget.

The format is read directly, not through a library: the libraries walk whole ranges that a file merely names
(a merge over the sheet is 17 thousand million cells), and tell a formula without a value only by reading
twice. Here the work is bounded by what is really written, and an XML part may declare no DTD, hence no
entities. Where two programs could take different things out of one file, it is refused.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

MEGABYTE = 1_000_000
CONVERT = "open it in Excel or LibreOffice and save it as Excel workbook (.xlsx)"


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
    """Rows, columns and pieces of text that merges, formats and formulas reach, each time that they do; weighed by what
    each costs, so that all of them stand for about a second.
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
            names = {"elements": "much markup", "text": "much text", "xml": "much data"}
            names |= {"steps": "many merges, formats and formulas that reach far"}
            raise Refused(
                f"the table set holds too {names.get(what, f'many {what}')} for a set of decision tables",
                "remove sheets that hold data rather than tables, and clear formatted rows and columns",
            )
        setattr(self, what, left)


class Refused(Exception):
    """A file that is not read, and why. `help` says what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


def ambiguous(what: str) -> Refused:
    """A file that two programs would read differently."""
    return Refused(f"programs differ in how they read it: {what}", CONVERT)


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


class _Walk:
    """Hands the elements of one part on by their local names.

    An element of another namespace is passed over with all that is in it, where the format allows one: below the
    root, and in an `ext`. What stands in an `ext` is handed on with the prefix `ext:`.
    """

    def __init__(self, start: Start, end: Callable[[str], None] | None, strict: bool) -> None:
        self.start, self.end, self.strict = start, end, strict
        self.names: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.open: list[str] = []
        self.apart = 0
        """How deep the outermost element stands whose inside is handed on otherwise, or not at all; 0: none is open."""

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        name = self.names.get(tag) or self.names.setdefault(tag, _element(tag))
        if self.apart or name[0] == "?":
            name = self._apart(name)
            if not name:
                return
        elif name == "ext":
            self.apart = len(self.open) + 1
        self.open.append(name)
        if " " in "".join(attributes):
            attributes = self._own(attributes)
        self.start(name, attributes)

    def _apart(self, name: str) -> str:
        """The name of an element of another language, or inside of one; "" where it is passed over."""
        parent = self.open[-1] if self.open else ""
        if parent == "ext" or parent.startswith("ext:"):
            return f"ext:{name.lstrip('?')}"
        if not parent:
            raise ambiguous(f"its part {name[1:]!r} is written in a language of its own")
        self._foreign(name, parent)
        return ""

    def _foreign(self, name: str, parent: str) -> None:
        if self.strict and name[0] == "?" and parent[0] != "?" and len(self.open) > 1:
            raise ambiguous(f"an element {name[1:]!r} of another language stands in its {parent!r}")
        if self.strict and name in _CARRIES:
            raise ambiguous(f"its {name!r} stands in a choice between versions of the format")
        self.apart = self.apart or len(self.open) + 1
        self.open.append(name if name[0] == "?" else f"?{name}")

    def _own(self, attributes: dict[str, str]) -> dict[str, str]:
        """The attributes without those of other namespaces; a relation's ID is `r:id`."""
        own = {}
        for key, value in attributes.items():
            name = self.keys.get(key)
            if name is None:
                space, _, local = key.rpartition(" ")
                name = self.keys[key] = local if not space else (f"r:{local}" if space in _LINKS else "")
            if name:
                own[name] = value
        return own

    def closed(self, _: str) -> None:
        if len(self.open) == self.apart:
            self.apart = 0
        name = self.open.pop()
        if self.end is not None and name[0] != "?":
            self.end(name)


def _element(tag: str) -> str:
    space, _, local = tag.rpartition(" ")
    return local if space in _KNOWN else f"?{local}"


@dataclass
class Parts:
    """The parts of the zip file, by name without regard to case."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    budget: Budget

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.members

    def parse(
        self,
        name: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        *,
        strict: bool = True,
    ) -> None:
        """Runs through an XML part. Names come without their namespaces (there are two dialects).

        `strict`: an element of another namespace where it could matter refuses the file.
        """
        member = self.members.get(name.lower())
        if member is None:
            raise KeyError(name)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        walk = _Walk(start, end, strict)
        parser.StartElementHandler = walk.opened
        parser.EndElementHandler = walk.closed
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_dtd
        self._weigh(member)
        fed = 0
        with self.archive.open(member) as stream:
            while chunk := stream.read(1 << 16):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > self.budget.token:
                    raise Refused("its XML holds a piece of markup without end", CONVERT)
        parser.Parse(b"", True)

    def _weigh(self, member: zipfile.ZipInfo) -> None:
        """Spends the budget for what the part holds before any of it is made into something.

        Cells are spent where they are made, in every encoding; here only those are refused that are far too many.
        """
        cells = 0
        with self.archive.open(member) as stream:
            while chunk := stream.read(1 << 16):
                self.budget.spend("xml", len(chunk))
                self.budget.spend("elements", chunk.count(b"<") - chunk.count(b"</"))
                cells += chunk.count(b"<v>")
                if cells > self.budget.cells:
                    self.budget.spend("cells", cells)


def _no_dtd(*_: object) -> None:
    raise Refused("its XML declares entities of its own, as only a hostile file does", CONVERT)


# ---------------------------------------------------------------- the zip file


def open_parts(archive: zipfile.ZipFile, budget: Budget) -> Parts:
    """The parts of a file that may be read. Raises `Refused`."""
    listed = archive.infolist()
    if len(listed) > budget.members:
        raise Refused(f"it has {len(listed)} parts, more than a workbook of decision tables has", CONVERT)
    if any(member.flag_bits & 1 for member in listed):
        raise Refused("it is locked with a password", "remove the password and save it again")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in listed):
        raise Refused("it is compressed in a way that is damaged or no spreadsheet program uses", CONVERT)
    members: dict[str, zipfile.ZipInfo] = {}
    for member in listed:
        # some programs of Windows write their own separator into the names
        name = member.filename.replace("\\", "/").lstrip("/").lower()
        if name in members:
            raise ambiguous(f"two of its parts are called {name!r}")
        members[name] = member
    parts = Parts(archive, members, budget)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in members) or _says_macros(
        parts
    ):
        raise MACROS
    return parts


MACROS = Refused("it holds macros: a program in it could change the cells", "save it as .xlsx without macros")


def _says_macros(parts: Parts) -> bool:
    """Whether the list of the kinds of its parts names a macro, whatever the part is called."""
    said: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macro" in kind or "vbaproject" in kind:
            said.append(kind)

    if "[Content_Types].xml" in parts:
        parts.parse("[Content_Types].xml", start, strict=False)
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
            raise ambiguous(f"two of its relations are called {id_!r}")
        targets.by_id[id_] = kind, target
        targets.by_kind.setdefault(kind, target)

    listed = posixpath.join(folder, "_rels", f"{base}.rels")
    if listed in parts or not name:
        parts.parse(listed, start)
    return targets
