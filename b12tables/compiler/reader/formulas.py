"""What the stored value of a formula rests on: whether it changes on its own, or comes from another file.

A formula is not worked out here. Its text is searched for the functions that give another value every day or with
every look (`TODAY`, `RAND`), for other files, and for the cells and names that it takes its value from, because what
rests on a cell that changes changes too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from b12tables.compiler.reader.areas import LAST_COLUMN, LAST_ROW
from b12tables.compiler.reader.sheet_xml import ALWAYS, COPIED
from b12tables.runtime.language import later

VOLATILE = frozenset({
    "TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY", "RAND.NV", "RANDBETWEEN.NV", "OFFSET", "INDIRECT", "CELL",
    "INFO", "CURRENT", "RTD", "DDE", "WEBSERVICE", "STOCKHISTORY", "CUBEVALUE", "CUBEMEMBER", "CUBESET",
    "CUBERANKEDMEMBER", "CUBEMEMBERPROPERTY", "CUBEKPIMEMBER", "CUBESETCOUNT", "IMPORTRANGE", "IMPORTXML",
    "IMPORTHTML", "IMPORTDATA", "IMPORTFEED", "GOOGLEFINANCE", "SQL.REQUEST", "CALL", "REGISTER.ID",
})  # fmt: skip
"""Functions whose value changes while nobody edits the workbook."""

_PREFIX = re.compile(
    r"(?i)^(?:_xlfn\.|_xlws\.|_xlpm\.|com\.microsoft\.|org\.libreoffice\.|org\.openoffice\.)+"
)

_REFERENCE = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?(?![A-Za-z0-9_.(])"
_LINES = r"\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![A-Za-z0-9_.(!])|\$?[0-9]{1,7}:\$?[0-9]{1,7}(?![0-9.])"
_PIECE = re.compile(
    rf"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<sheet>'(?:[^']|'')*'!|[^\W0-9][\w.]*(?::[\w.]+)?!)
  | (?P<outside>\[[^\[\]]*\][\w.]*!)
  | (?P<dynamic>[^\W0-9][\w.]*\|)
  | (?P<function>[^\W0-9][\w.]*)\s*\(
  | (?P<reference>{_REFERENCE})
  | (?P<lines>{_LINES})
  | (?P<table>[^\W0-9][\w.\\]*(?=\[)|\[)
  | (?P<name>[^\W0-9][\w.\\?]*)
  | (?P<other>[0-9.]+(?:[eE][+-]?[0-9]+)?|.)
    """,
    re.VERBOSE | re.DOTALL,
)

SheetRange = tuple[str, int, int, int, int]
"""A sheet (folded; "" is the formula's own), then the first row and column and the last row and column."""


@dataclass
class Uses:
    """What a formula takes its value from. `changes` names a function that changes on its own."""

    changes: str = ""
    outside: bool = False
    """Whether it reads another file."""
    areas: list[SheetRange] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    anything: bool = False
    """Whether it may read cells that its text does not name plainly (columns of a table, several sheets at once)."""
    steps: int = 1
    """What it took to find out."""


_STEPS = {"reference": 4, "lines": 4, "function": 3, "name": 2}
"""What a piece of a formula takes, in the steps of the reader's budget; one where nothing is said."""


def uses_of(formula: str) -> Uses:
    """What stands in the text of a formula."""
    uses = Uses(changes=later("a mark to work it out anew with every look") if ALWAYS in formula[:2] else "")
    sheet = ""
    for match in _PIECE.finditer(formula):
        kind, text = str(match.lastgroup), match[0]
        uses.steps += _STEPS.get(kind, 1)
        if kind == "sheet":
            sheet = text[:-1].strip("'").replace("''", "'").casefold()
            uses.outside = uses.outside or "[" in sheet
            uses.anything = uses.anything or ":" in sheet
            continue
        _take(uses, kind, match, sheet)
        sheet = ""
    uses.anything = uses.anything or (COPIED in formula[:2] and (bool(uses.areas) or len(formula) == 1))
    return uses


def _take(uses: Uses, kind: str, match: re.Match[str], sheet: str) -> None:
    text = match[0]
    match kind:
        case "outside" | "dynamic":
            uses.outside = True
        case "function":
            name = _PREFIX.sub("", match["function"]).upper()
            if name in VOLATILE or name.startswith("_XLL"):
                uses.changes = uses.changes or f"{name}()"
        case "text":
            # an export of Google Sheets keeps a function of its own as a text
            inner = _inner(text) if "(" in text else None
            if inner is not None:
                uses.changes = uses.changes or inner.changes
                uses.steps += inner.steps
        case "reference":
            uses.areas.append(_area(sheet, text))
        case "lines":
            uses.areas.append(_lines(sheet, text))
        case "table":
            uses.anything = True
        case "name":
            uses.names.add(text.casefold())


def _inner(text: str) -> Uses | None:
    return uses_of(text[1:-1].replace('""', "")) if re.match(r'"=?\s*[A-Za-z.]+\(', text) else None


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def _area(sheet: str, text: str) -> SheetRange:
    ends = re.findall(r"([A-Za-z]+)([0-9]+)", text.replace("$", ""))
    rows = sorted(int(row) for _, row in ends)
    columns = sorted(_column(letters) for letters, _ in ends)
    return sheet, rows[0], columns[0], rows[-1], columns[-1]


def _lines(sheet: str, text: str) -> SheetRange:
    first, _, last = text.replace("$", "").partition(":")
    if first.isdigit():
        return sheet, int(first), 1, int(last), LAST_COLUMN
    return sheet, 1, _column(first), LAST_ROW, _column(last)


# ---------------------------------------------------------------- what rests on what

Key = tuple[str, int, int]
"""A cell: its sheet (folded), row and column."""

_MOST = 400_000
"""So many comparisons of formulas with cells that change; beyond, every formula that reads cells counts as changing."""

_COMPARED = 4
"""So many of them take as long as one step of the reader's budget."""


@dataclass(frozen=True)
class Sources:
    """The formulas whose stored values cannot be relied on, each with the reason."""

    changing: Mapping[Key, str]
    outside: Mapping[Key, str]


def trace(formulas: Mapping[Key, str], names: Mapping[str, str], spend: Callable[[int], object]) -> Sources:
    """Which formulas of a workbook change on their own or read other files, directly or through others.

    `names` are the defined names (folded) and what they stand for. `spend` is told of the steps as they are taken.
    """

    def taken_apart(texts: Iterable[str]) -> Iterator[tuple[str, Uses]]:
        for text in texts:
            found = uses_of(text)
            spend(found.steps)
            yield text, found

    known = dict(taken_apart(dict.fromkeys(formulas.values())))
    uses = {key: known[text] for key, text in formulas.items()}
    named = dict(zip(names, (use for _, use in taken_apart(names.values())), strict=True))
    left = _MOST
    for own in known.values():
        left = _unfold(own, named, left)
    spend((_MOST - left) // _COMPARED)
    changing = {key: use.changes for key, use in uses.items() if use.changes}
    outside = {key: later("another file") for key, use in uses.items() if use.outside}
    return Sources(_spread(changing, uses, spend), _spread(outside, uses, spend))


def _unfold(uses: Uses, named: Mapping[str, Uses], left: int) -> int:
    """Adds what the names stand for, and the names in those; gives what is left of the steps for all of them.

    Where none is left, the formula counts as one that may read anything.
    """
    todo, seen = list(uses.names), set[str]()
    while todo:
        if left <= 0:
            uses.anything = True
            return 0
        name = todo.pop()
        inner = named.get(name)
        if inner is None or name in seen:
            continue
        seen.add(name)
        uses.changes = uses.changes or inner.changes
        uses.outside = uses.outside or inner.outside
        uses.anything = uses.anything or inner.anything
        uses.areas.extend(inner.areas)
        todo.extend(inner.names)
        left -= 1 + len(inner.areas) + len(inner.names)
    return left


def _spread(
    start: dict[Key, str], uses: Mapping[Key, Uses], spend: Callable[[int], object]
) -> dict[Key, str]:
    """The cells to start with, and every formula that takes its value from one of them."""
    reached, fresh, work = dict(start), dict(start), 0
    while fresh:
        waiting = [
            (key, use) for key, use in uses.items() if key not in reached and (use.areas or use.anything)
        ]
        more = sum(1 + len(use.areas) for _, use in waiting) * len(fresh)
        work += more
        if work > _MOST:
            reason = next(iter(start.values()))
            return reached | {key: reason for key, _ in waiting}
        spend(more // _COMPARED)
        fresh = {key: reason for key, use in waiting if (reason := _touches(key, use, fresh))}
        reached |= fresh
    return reached


def _touches(key: Key, use: Uses, cells: Mapping[Key, str]) -> str:
    """Why a formula is touched by one of the cells; "" where it is not."""
    if use.anything:
        return next(iter(cells.values()))
    return next((reason for cell, reason in cells.items() if _within(cell, key[0], use.areas)), "")


def _within(cell: Key, own: str, areas: list[SheetRange]) -> bool:
    sheet, row, column = cell
    return any(
        (area[0] or own) == sheet and area[1] <= row <= area[3] and area[2] <= column <= area[4]
        for area in areas
    )


__all__ = ["Sources", "Uses", "trace", "uses_of"]
