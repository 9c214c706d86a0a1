"""One .xlsx file -> its sheets: which parts it has, and what they say together."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from b12tables.compiler.reader.areas import coordinate
from b12tables.compiler.reader.package import (
    CONVERT,
    Budget,
    Handlers,
    Parts,
    Refused,
    Targets,
    ambiguous,
    linked,
    open_parts,
    relations,
)
from b12tables.compiler.reader.rich_text import TextCollector, Texts
from b12tables.compiler.reader.sheet_xml import SheetReader
from b12tables.compiler.reader.styles import read_styles
from b12tables.compiler.reader.workbook import Sheet
from b12tables.runtime.language import later


def read_archive(archive: zipfile.ZipFile, file: str, budget: Budget) -> list[Sheet]:
    """The sheets of a file. Raises `Refused`, or what the readers of zip and XML raise on broken bytes."""
    parts = open_parts(archive, budget)
    main = _main_part(parts)
    book = _book(parts, main, budget)
    budget.spend("sheets", len(book.sheets))
    targets = relations(parts, main)
    texts = _texts(parts, targets, budget)
    styles = read_styles(parts, targets)
    sheets: list[Sheet] = []
    formulas: dict[tuple[str, int, int], str] = {}
    for listed, target in _parts_of_sheets(book.sheets, targets):
        reader = SheetReader(file, listed.name, texts, styles, book.epoch_1904, budget)
        parts.parse(target, reader.handlers())
        comments = _comments(parts, target, budget)
        sheets.append(replace(reader.sheet(), hidden=listed.hidden, comments=comments))
        folded = listed.name.casefold()
        formulas |= {(folded, *key): text for key, text in reader.formulas.items()}
    if not sheets:
        raise Refused(later("it holds no sheet with cells"), CONVERT)
    return _with_sources(sheets, formulas, book.names, budget) if formulas else sheets


def _parts_of_sheets(listed: Sequence[_Listed], targets: Targets) -> list[tuple[_Listed, str]]:
    """The sheets with cells, each with the part that it stands in; looked at before any of them is read."""
    found = {}
    for sheet in listed:
        kind, target = targets.by_id.get(sheet.relation, ("", ""))
        if kind not in ("worksheet", ""):
            continue
        if target in found:
            raise ambiguous(
                later("its sheet {listed!r} stands in the same part as another", listed=sheet.name)
            )
        found[target] = sheet
    return [(sheet, target) for target, sheet in found.items()]


def _with_sources(
    sheets: list[Sheet],
    formulas: Mapping[tuple[str, int, int], str],
    names: Mapping[str, str],
    budget: Budget,
) -> list[Sheet]:
    """The sheets, their formulas marked whose stored values cannot be relied on."""
    # most sets have no formula
    from b12tables.compiler.reader.formulas import trace

    sources = trace(formulas, names, partial(budget.spend, "steps"))
    if not sources.changing and not sources.outside:
        return sheets
    marked = []
    for sheet in sheets:
        cells = dict(sheet.cells)
        for (row, column), cell in sheet.cells.items():
            key = sheet.name.casefold(), row, column
            if key in sources.changing or key in sources.outside:
                changing = sources.changing.get(key, "")
                cells[row, column] = replace(cell, changing=changing, outside=key in sources.outside)
        marked.append(replace(sheet, cells=cells))
    return marked


def _main_part(parts: Parts) -> str:
    main = relations(parts, "").by_kind.get("officeDocument", "")
    if main not in parts:
        raise Refused(later("it is a zip file, but no workbook"), CONVERT)
    return main


class _Listed(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    hidden: bool


@dataclass
class _Book:
    sheets: list[_Listed] = field(default_factory=list)
    epoch_1904: bool = False
    names: dict[str, str] = field(default_factory=dict)
    """The defined names (folded) and what they stand for; of a name that several sheets have, all of it."""


def _book(parts: Parts, main: str, budget: Budget) -> _Book:
    book = _Book()
    seen: set[str] = set()
    names = _DefinedNames(budget)

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            title = attributes.get("name", "")
            hidden = attributes.get("state", "visible") != "visible"
            book.sheets.append(_Listed(title, linked(attributes), hidden))
            if title.casefold() in seen:
                raise ambiguous(later("two of its sheets are called {title!r}", title=title))
            seen.add(title.casefold())
        elif tag == "workbookPr":
            book.epoch_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "definedName":
            names.begin(attributes)

    def end(tag: str) -> None:
        if tag == "definedName":
            names.pieces = None

    parts.parse(main, Handlers(start, end, names.text))
    book.names = names.all()
    return book


class _DefinedNames:
    """Gathers the defined names as they go by."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.found: dict[str, list[str]] = {}
        self.pieces: list[str] | None = None
        """Of the name that is open, what was read of it."""

    def begin(self, attributes: Mapping[str, str]) -> None:
        self.budget.spend("steps", 2)
        self.pieces = self.found.setdefault(attributes.get("name", "").casefold(), [])
        self.pieces.append("+")

    def text(self, text: str) -> None:
        if self.pieces is not None:
            self.budget.spend("text", len(text))
            self.pieces.append(text)

    def all(self) -> dict[str, str]:
        """What each stands for. Raises `Refused` where that is longer than any formula."""
        names = {name: "".join(pieces) for name, pieces in self.found.items()}
        if any(len(text) > self.budget.cell_text for text in names.values()):
            raise Refused(
                later("one of its defined names stands for a formula without end"), later("delete the name")
            )
        return names


def _texts(parts: Parts, targets: Targets, budget: Budget) -> Texts:
    """The shared texts. Of rich text the letters are kept; the reading aids of East Asian text are not."""
    texts = Texts()
    name = targets.by_kind.get("sharedStrings", "")
    if name not in parts:
        return texts
    collector = TextCollector()

    def end(tag: str) -> None:
        collector.end(tag)
        if tag == "si":
            text, runs = collector.take()
            budget.spend("text", len(text))
            if runs:
                texts.runs[len(texts.texts)] = runs
            texts.texts.append(text)

    parts.parse(name, Handlers(collector.start, end, collector.text))
    return texts


# ---------------------------------------------------------------- comments

_THREADED = "[Threaded comment]"
"""What stands in the older part of a comment whose text is in the newer one."""


def _comments(parts: Parts, sheet: str, budget: Budget) -> dict[tuple[int, int], str]:
    """What is written on the cells of a sheet, in the older and the newer kind of comment."""
    targets = relations(parts, sheet).by_id.values()
    found: dict[tuple[int, int], list[str]] = {}
    for wanted in ("comments", "threadedComment"):
        for kind, target in targets:
            if kind == wanted and target in parts:
                for where, text in _comment_texts(parts, target, budget):
                    budget.spend("text", len(text))
                    before = found.setdefault(where, [])
                    if before and (not before[0] or before[0].startswith(_THREADED)):
                        before.clear()
                    before.append(text)
    return {where: "\n".join(texts) for where, texts in found.items()}


def _comment_texts(parts: Parts, name: str, budget: Budget) -> Iterator[tuple[tuple[int, int], str]]:
    """Each comment of a part: its cell and its text."""
    found: list[tuple[str, list[str]]] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if tag in ("comment", "threadedComment"):
            budget.spend("steps", 12)
            found.append((attributes.get("ref", ""), []))
        inside = tag in ("t", "text")

    def end(tag: str) -> None:
        nonlocal inside
        inside = False

    def text(text: str) -> None:
        if inside and found:
            found[-1][1].append(text)

    parts.parse(name, Handlers(start, end, text), strict=False)
    for where, pieces in found:
        yield coordinate(where.split(":")[0]), "".join(pieces).strip()


__all__ = ["read_archive"]
