"""The Thresholds sheet: numbers with a name; and their figures where a text names them in braces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from b12tables.compiler.model import (
    NUMERIC,
    RESERVED,
    SEPARATOR,
    CellError,
    Field,
    Named,
    Threshold,
    names_in,
    parse_unit,
    without_comma,
)
from b12tables.compiler.reader.layout import Found, Grid, Record, ask_thousands, did_you_mean, note
from b12tables.compiler.reader.list_rows import complete, records
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later
from b12tables.runtime.numbers import number_text, read_quantity
from b12tables.runtime.words import fold

ByKind = dict[str, list[Grid]]

SHEET = "Thresholds"

_JOINTS = re.compile(r"(?i)\b(?:or|and|to|not|between)\b")

_SIGNS = re.compile(r"[(){}\[\]<>=!\"]|\.\.|^[\d.+-]")

_WORDS = RESERVED | {"none", "today", "yes", "no", "true", "false", "otherwise"}


class DeclaredThresholds(NamedTuple):
    """What the sheet Thresholds declares: what can be used, and the rows that cannot, by the names in them."""

    usable: tuple[Threshold, ...]
    broken: Mapping[str, Cell]

    def not_there(self, braced: str) -> CellError:
        """What is said of a name in braces in whose place no figure can stand."""
        name = braced.removesuffix(_NUMBER)
        if fold(name) in self.broken:
            return CellError(
                later("the threshold {waits} cannot be used", waits=self.broken[fold(name)].text),
                later("mend its row on the sheet Thresholds"),
                "unknown-name",
            )
        return CellError(
            later("there is no threshold called {name!r}", name=name),
            did_you_mean(name, [one.name for one in self.usable])
            or later("declare {name!r} on the sheet {sheet}, or name another", name=name, sheet=SHEET),
            "unknown-name",
        )


def read_thresholds(grids: Sequence[Grid], found: Found) -> DeclaredThresholds:
    """What is declared. A row without its source is told, and used: what it says can be read."""
    names = Names("threshold")
    thresholds: list[Threshold] = []
    broken: dict[str, Cell] = {}
    for grid in grids:
        for record in records(grid, found):
            complete(record, grid, found)
            cells = record["Name"], record["Value"]
            legible = all(not cell.blank and not cell.problem for cell in cells)
            threshold = _threshold(record, found) if legible else None
            if threshold is None:
                broken.setdefault(fold(record.text("Name")), record["Name"])
            elif names.add(threshold.name, threshold.name, threshold.place, found):
                thresholds.append(threshold)
    usable = {fold(threshold.name) for threshold in thresholds}
    return DeclaredThresholds(
        tuple(thresholds), {name: cell for name, cell in broken.items() if name and name not in usable}
    )


def _threshold(record: Record, found: Found) -> Threshold | None:
    name, cell = record.text("Name"), record["Value"]
    trouble = _name_trouble(name)
    if trouble:
        note(
            found,
            "bad-cell",
            later("{name!r} cannot be the name of a threshold: {trouble}", name=name, trouble=trouble),
            record["Name"].place,
            help=later("call it by what it decides, for example eGFR limit"),
        )
    quantity = read_quantity(cell.text)
    if quantity is None:
        note(
            found,
            "bad-cell",
            later("{cell!r} is no number", cell=cell.text),
            cell.place,
            help=_number_meant(cell.text),
        )
    if trouble or quantity is None:
        return None
    ask_thousands(cell.value, cell, found)
    return Threshold(name, *quantity, record.text("Source"), record["Name"].place, record.text("Note"))


def _number_meant(text: str) -> str:
    """How a number is written that was written in another way."""
    alone = re.sub(r"^[<>=\u2264\u2265\s]+", "", text)
    if alone != text and read_quantity(alone) is not None:
        return later(
            "write {alone} alone: the cells that name it say >=, <, or what else is meant", alone=alone
        )
    return without_comma(text) or later("write one number with its unit, for example 60 mL/min")


def _name_trouble(name: str) -> str:
    """As what else a name would be read in a cell; nothing where it is read as a name."""
    word = fold(name)
    if word in _WORDS:
        return later("{name} has a meaning of its own", name=name)
    if SEPARATOR.search(name) or _JOINTS.search(name):
        return later("in a cell it would be read as several values")
    if _SIGNS.search(name):
        return later("a name begins with a letter, and has no brackets or signs of comparison")
    if parse_unit(name) is not None:
        return later("it is a unit")
    return ""


def named_fields(fields: Mapping[str, Field], declared: DeclaredThresholds, found: Found) -> dict[str, Field]:
    """The fields, each knowing what a cell about it may name. A name that is a field's as well is told."""
    words = {
        fold(word): field for field in fields.values() for word in (*field.also, field.label, field.code)
    }
    usable: dict[str, Threshold] = {}
    for threshold in declared.usable:
        other = words.get(fold(threshold.name))
        if other is None:
            usable[fold(threshold.name)] = threshold
            continue
        note(
            found,
            "ambiguous-name",
            later("{threshold!r} is the name of a threshold and of a field", threshold=threshold.name),
            threshold.place,
            other.place,
            help=later("give the threshold another name"),
        )
    ordered = {word: field.code for word, field in words.items() if field.type in (*NUMERIC, "date")}
    named = Named(usable, ordered, {name: cell.text for name, cell in declared.broken.items()})
    return {
        code: replace(field, named=named) if field.type in (*NUMERIC, "date") else field
        for code, field in fields.items()
    }


# ---------------------------------------------------------------- in braces

_BRACES = re.compile(r"(?<![\w/.}])\{([^\W\d][^{}\n]*)\}(?![\w/{]|\.\w)")
_NUMBER = ".number"
"""Behind the name of a threshold in braces: its number without the unit."""

_ByName = Mapping[str, Threshold | None]
"""By folded names; nothing of a row that cannot be used."""

_LABELS = frozenset({"Label", "Question", "Patient wording", "Definition"})
"""Columns and keys in which braces hold nothing but thresholds."""


def with_figures(grids: ByKind, declared: DeclaredThresholds, found: Found) -> ByKind:
    """The sheets with figures where a text names a threshold in braces."""
    if not grids[SHEET]:
        return grids
    return {
        kind: same if kind == SHEET else [_filled(grid, declared, found) for grid in same]
        for kind, same in grids.items()
    }


def _filled(grid: Grid, declared: DeclaredThresholds, found: Found) -> Grid:
    braced = {
        at: cell for at, cell in grid.sheet.cells.items() if isinstance(cell.value, str) and "{" in cell.value
    }
    if not braced:
        return grid
    by_name: _ByName = {**dict.fromkeys(declared.broken), **{fold(one.name): one for one in declared.usable}}

    def figures(cell: Cell, head: str) -> Cell:
        unknown, filled = _figures(cell, by_name)
        if head in _LABELS and not cell.spread:
            for name in unknown:
                error = declared.not_there(name)
                note(found, error.name, error.message, cell.place, help=error.help)
        return filled

    heads = {column.index: column.head.text for column in grid.columns}
    keys = {name: figures(cell, name) for name, cell in grid.keys.items()}
    of_keys = {cell.place for cell in grid.keys.values()}
    filled = {
        at: cell if cell.place in of_keys else figures(cell, heads.get(at[1], ""))
        for at, cell in braced.items()
    }
    columns = tuple(
        replace(column, head=filled.get((grid.head_row, column.index), column.head))
        for column in grid.columns
    )
    return replace(
        grid, keys=keys, columns=columns, sheet=replace(grid.sheet, cells={**grid.sheet.cells, **filled})
    )


def _figures(cell: Cell, by_name: _ByName) -> tuple[list[str], Cell]:
    """The names in braces that are those of no threshold, and the cell with figures in the place of the others."""
    if not isinstance(cell.value, str) or "{" not in cell.value:
        return [], cell
    unknown: list[str] = []

    def figure(match: re.Match[str]) -> str:
        name = _braced(match)
        threshold = by_name.get(fold(name))
        if threshold is None:
            if fold(name) not in by_name:
                unknown.append(name)
            return match[0]
        return threshold.words if name == match[1] else number_text(threshold.number)

    text = _BRACES.sub(figure, cell.value)
    return unknown, cell if text == cell.value else replace(cell, value=text)


def _braced(match: re.Match[str]) -> str:
    """The name that stands in braces."""
    return match[1].removesuffix(_NUMBER)


# ---------------------------------------------------------------- used nowhere

_TESTS = frozenset({"Combination", "When", "Must", "What if", "Given", "Meaning"})


def count_uses(grids: ByKind, thresholds: Sequence[Threshold]) -> Counter[str]:
    """How many cells with tests name each threshold. `grids` as they are written."""
    uses = Counter[str]()
    for words, is_test in _texts(grids):
        uses.update({one.name for one, _, _ in names_in(words, thresholds)} if is_test else ())
    return uses


def tell_unused(grids: ByKind, thresholds: Sequence[Threshold], found: Found) -> None:
    """A finding for each threshold that no condition and no text names. `grids` as they are written."""
    if not thresholds:
        return
    unused = {threshold.name: threshold for threshold in thresholds}
    for text in _texts(grids):
        for name in list(_names(text, tuple(unused.values()))):
            unused.pop(name, None)
        if not unused:
            return
    for threshold in thresholds:
        if threshold.name in unused:
            note(
                found,
                "unused-threshold",
                later(
                    "the threshold {threshold} is declared, but nothing names it", threshold=threshold.name
                ),
                threshold.place,
                severity="warning",
                help=later(
                    "write {threshold} where a cell says {written}, or remove its row",
                    threshold=threshold.name,
                    written=threshold.written,
                ),
            )


def _names(text: tuple[str, bool], thresholds: Sequence[Threshold]) -> Iterator[str]:
    words, is_test = text
    if is_test:
        yield from (threshold.name for threshold, _, _ in names_in(words, thresholds))
    if "{" not in words:
        return
    held = {fold(_braced(match)) for match in _BRACES.finditer(words)}
    yield from (threshold.name for threshold in thresholds if fold(threshold.name) in held)


def _texts(grids: ByKind) -> Iterator[tuple[str, bool]]:
    """The texts of all other sheets, each with whether it holds tests."""
    for kind, same in grids.items():
        for grid in same if kind != SHEET else ():
            tests = {
                column.index
                for column in grid.columns
                if column.band in ("When", "Given", "Expect") or column.head.text in _TESTS
            }
            for (_, column), cell in grid.sheet.cells.items():
                if isinstance(cell.value, str):
                    yield cell.text, column in tests or "Given" in grid.keys
