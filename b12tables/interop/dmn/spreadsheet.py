"""A decision table in a plain spreadsheet of others, as sheets of the workbook format, by a mapping of its heads.

Nothing is guessed: every head is mapped or named as left out, every column has a type, and a blank cell means something
only where the mapping says what. All that is not understood is told at once, each with its place, and nothing is taken.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element

from b12tables.compiler.model import HitPolicy, too_large, too_long_for_a_cell
from b12tables.compiler.reader import Sheet, slug
from b12tables.interop.dmn.document import NotTaken
from b12tables.interop.dmn.fields_in import (
    DICTIONARY,
    VALUES,
    FieldIn,
    cell,
    dictionary_row,
    value_code,
    value_rows,
)
from b12tables.interop.dmn.read import ROWS_ABOVE, Imported, PlainSheet, about_sheet
from b12tables.runtime.numbers import number_text
from b12tables.runtime.toml_text import read_toml
from b12tables.runtime.words import fold, unfit

MOST_BYTES = 5_000_000
MOST_PLACES = 1_000_000
"""Rows times columns of a plain table: one cell far outside would make room for all that lies between."""

TYPES = ("choice", "number", "whole number", "yes/no", "date", "text")
FROM_CELLS = "cells"
"""What `values` says where each different cell is a value of its own."""

_KEYS = {
    "title",
    "decision",
    "sheet",
    "separator",
    "hit policy",
    "rule",
    "any",
    "ignore",
    "when",
    "then",
    "because",
}
_NEEDED = ("decision", "hit policy", "when", "then")
_POLICIES = {fold(policy.value): policy for policy in HitPolicy}
_COLUMN_KEYS = {"head", "label", "type", "unit", "minimum", "maximum", "unknown", "values", "read"}
_BECAUSE = {"evidence": "Evidence", "note": "Note"}

_WORDS = {"-", "none", "unknown", "known"}
"""What a cell of any type may say."""

_LIKE_A_TEST = re.compile(r"(not|any|known|unknown|includes|excludes)\b|[-–<>=≥≤!\[\]]", re.IGNORECASE)

Rows = list[list[object]]


class NotMapped(Exception):
    """A table, or a mapping, that is not understood as it stands: every reason, each with its place."""

    def __init__(self, why: Iterable[str]) -> None:
        self.why = tuple(why)
        super().__init__("; ".join(self.why))


@dataclass(frozen=True)
class _Mapped:
    """A column of theirs: its head, the field that it is about, and what its texts mean."""

    head: str
    about: FieldIn
    from_cells: bool = False
    read: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Mapping:
    title: str
    decision: str
    sheet: str
    separator: str
    policy: HitPolicy
    rule: str
    any: frozenset[str]
    ignore: frozenset[str]
    when: tuple[_Mapped, ...]
    then: tuple[_Mapped, ...]
    because: Mapping[str, str]

    @property
    def used(self) -> list[str]:
        """Every head that is read."""
        heads = [self.rule, *(one.head for one in (*self.when, *self.then)), *self.because.values()]
        return [head for head in heads if head]

    @property
    def heads(self) -> dict[str, str]:
        """Every head that is read: as the mapping writes it, by how it is compared."""
        return {fold(head): head for head in self.used}


def rows_of_csv(data: bytes, separator: str) -> Rows:
    """The rows of a CSV file. Raises `NotMapped` for a file that is no text, or too large."""
    if len(data) > MOST_BYTES:
        raise NotMapped([f"the file has more than {MOST_BYTES} bytes"])
    try:
        text = data.decode("utf-8-sig")
        return [
            list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        ]
    except UnicodeDecodeError:
        raise NotMapped(["the file is no text in UTF-8: save it as CSV UTF-8"]) from None
    except csv.Error as why:
        raise NotMapped([f"the file is no CSV: {why}"]) from None


def rows_of_sheet(sheet: Sheet) -> Rows:
    """The rows of a sheet; a merged cell's value holds for all that it spans. Raises `NotMapped` where a cell cannot be
    relied on, or a part of the table is hidden.
    """
    troubles = [f"{one.place.cells}: {one.problem}" for one in sheet.cells.values() if one.problem]
    if sheet.hidden_rows or sheet.hidden_columns:
        troubles.append("rows or columns are hidden: nobody would see what is taken from them")
    if troubles:
        raise NotMapped(troubles)
    last_row = max((row for row, _ in sheet.cells), default=0)
    last = max((column for _, column in sheet.cells), default=0)
    if why := too_large(last, last_row):
        raise NotMapped([why])
    if last * last_row > MOST_PLACES:
        far = max(sheet.cells), max(sheet.cells, key=lambda place: place[::-1])
        names = " and ".join(dict.fromkeys(sheet.at(*place).place.cells for place in far))
        raise NotMapped(
            [f"{names} makes the table larger than {MOST_PLACES:,} cells: clear what stands far outside"]
        )
    return [[sheet.at(row, column).value for column in range(1, last + 1)] for row in range(1, last_row + 1)]


def import_spreadsheet(rows_of: Any, mapping: str) -> Imported:
    """A plain table as a set. `rows_of` gives its rows, asked for the sheet and the separator that the mapping names.

    Raises `NotMapped`.
    """
    said = _mapping(mapping)
    rows: Rows = rows_of(said.sheet, said.separator)
    at = _head_row(rows, said)
    where = _places(rows[at], said)
    reading = _Lines(said, where, rows, at + 1)
    table = reading.table()
    if reading.troubles:
        raise NotMapped(reading.troubles)
    fields = [one.about for one in (*said.when, *said.then)]
    values = tuple(row for one in fields for row in value_rows(one))
    sheets = [
        about_sheet({}, said.title),
        PlainSheet(
            "Dictionary",
            "Dictionary",
            heads=DICTIONARY,
            rows=tuple(dictionary_row(one, {}) for one in fields),
        ),
        *([PlainSheet("Values", "Values", heads=VALUES, rows=values)] if values else []),
        table,
    ]
    above = [(number, " ".join(filter(None, map(_plain, row)))) for number, row in enumerate(rows[:at], 1)]
    lost = [
        NotTaken(f"row {number}", f"it stands above the heads: {text[:60]!r}")
        for number, text in above
        if text
    ]
    left = [_plain(head) for head in rows[at] if fold(_plain(head)) in said.ignore - {""}]
    lost += [NotTaken(f"column {head!r}", "the mapping leaves it out") for head in left]
    for one in (*said.when, *said.then):
        if one.from_cells:
            named = "; ".join(one.about.values)
            lost.append(
                NotTaken(
                    f"column {one.head!r}", f"any value that no cell names: taken as all there are: {named}"
                )
            )
    return Imported(said.title, tuple(sheets), tuple(lost))


# ---------------------------------------------------------------- the mapping


def _mapping(text: str) -> _Mapping:
    """The mapping as it is meant; what cannot be is told at once."""
    try:
        told = read_toml(text)
    except ValueError as why:
        raise NotMapped([f"the mapping is no TOML: {why}"]) from None
    _refuse(f"the mapping holds {found}" for found in map(unfit, _strings(told)) if found)
    _refuse(_shape(told))
    troubles: list[str] = []
    codes: set[str] = set()
    when = tuple(_column(one, "when", codes, troubles) for one in told["when"])
    then = tuple(_column(one, "then", codes, troubles) for one in told["then"])
    made = _Mapping(
        str(told.get("title", told["decision"])),
        str(told["decision"]),
        str(told.get("sheet", "")),
        told.get("separator", ","),
        _POLICIES[fold(str(told["hit policy"]))],
        str(told.get("rule", "")),
        frozenset(fold(str(one)) for one in told.get("any", ())),
        frozenset(fold(str(one)) for one in told.get("ignore", ())),
        when,
        then,
        {key: str(head) for key, head in told.get("because", {}).items()},
    )
    used = [fold(head) for head in made.used]
    troubles += [
        f"the mapping uses the head {head!r} twice" for head in made.used if used.count(fold(head)) > 1
    ]
    _refuse(troubles)
    return made


def _strings(told: object) -> Iterator[str]:
    """Every text of a mapping."""
    if isinstance(told, str):
        yield told
    for part in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from _strings(part)


def _refuse(troubles: Iterable[str]) -> None:
    if found := tuple(dict.fromkeys(troubles)):
        raise NotMapped(found)


def _shape(told: Mapping[str, Any]) -> Iterator[str]:
    """What is missing from a mapping, or is of another shape."""
    yield from (f"the mapping has no key {key!r}" for key in sorted(told.keys() - _KEYS))
    yield from (f"the mapping does not say {key!r}" for key in _NEEDED if key not in told)
    if "hit policy" in told and fold(str(told["hit policy"])) not in _POLICIES:
        names = ", ".join(policy.value for policy in HitPolicy)
        yield f"{told['hit policy']!r} is no hit policy: {names}"
    yield from (f"{key} is a list" for key in ("any", "ignore") if not isinstance(told.get(key, []), list))
    for key in ("when", "then"):
        columns = told.get(key, [{}])
        if not isinstance(columns, list) or not columns or not all(isinstance(one, dict) for one in columns):
            yield f"{key} is at least one column, each as [[{key}]]"
    because = told.get("because", {})
    if not isinstance(because, dict) or not because.keys() <= _BECAUSE.keys():
        yield f"because has {' and '.join(_BECAUSE)}"
    separator = told.get("separator", ",")
    if not isinstance(separator, str) or len(separator) != 1 or separator in '"\r\n':
        yield "separator is one sign"


def _column(said: Mapping[str, Any], where: str, codes: set[str], troubles: list[str]) -> _Mapped:
    head = str(said.get("head", ""))
    label = " ".join(str(said.get("label", head)).split())
    code = slug(label)
    found = list(_column_troubles(said))
    if code in codes:
        found.append("another column is called so too: give it a label")
    troubles += [f"{where} {head!r}: {why}" for why in found]
    codes.add(code)
    told = {"unit": str(said.get("unit", "")), "unknown": "yes" if said.get("unknown") is True else "no"}
    low, high = (str(said.get(key, "")) for key in ("minimum", "maximum"))
    made = FieldIn(code, label, str(said.get("type")), low=low, high=high, ours=Element("field", told))
    values, read = said.get("values", []), said.get("read", {})
    for value in values if isinstance(values, list) else ():
        _declare(made, str(value))
    meant = {fold(key): str(value) for key, value in read.items()} if isinstance(read, dict) else {}
    return _Mapped(head, made, values == FROM_CELLS, meant)


def _column_troubles(said: Mapping[str, Any]) -> Iterator[str]:
    """What is not right in what a mapping says of a column."""
    yield from (f"there is no key {key!r}" for key in sorted(said.keys() - _COLUMN_KEYS))
    if not said.get("head"):
        yield "it has no head"
    if said.get("type") not in TYPES:
        yield f"type is one of {', '.join(TYPES)}"
    values = said.get("values")
    listed = isinstance(values, list) and bool(values)
    if said.get("type") == "choice" and values != FROM_CELLS and not listed:
        yield f'values is a list of all values, or "{FROM_CELLS}" where each different cell is one'
    if said.get("type") != "choice" and values is not None:
        yield "only a choice has values"
    if not isinstance(said.get("read", {}), dict):
        yield "read says what a text of theirs means"
    if not isinstance(said.get("unknown", False), bool):
        yield "unknown is true or false"


def _declare(one: FieldIn, text: str) -> str:
    """A text as a value of a choice: its code."""
    known = {fold(said): code for said, code in one.values.items()}
    if fold(text) not in known:
        code = one.values[" ".join(text.split())] = value_code(text, one.values.values())
        return code
    return known[fold(text)]


# ---------------------------------------------------------------- the table


def _head_row(rows: Rows, said: _Mapping) -> int:
    """Where the heads stand: in the first row that has all of them."""
    best: tuple[int, set[str]] = (0, set())
    for number, row in enumerate(rows):
        found = {fold(str(value)) for value in row if value is not None} & said.heads.keys()
        if len(found) == len(said.heads):
            return number
        best = max(best, (number, found), key=lambda one: len(one[1]))
    missing = [head for folded, head in said.heads.items() if folded not in best[1]]
    raise NotMapped(f"no row has all the heads: {head!r} is not in row {best[0] + 1}" for head in missing)


def _places(row: Sequence[object], said: _Mapping) -> dict[str, int]:
    """The column of each head. Raises `NotMapped` for a head that is there and nobody speaks of, or is there twice."""
    found: dict[str, int] = {}
    troubles = []
    for number, value in enumerate(row):
        head = fold(str(value)) if value is not None else ""
        if head in said.heads and head not in found:
            found[head] = number
        elif head in said.heads:
            troubles.append(f"the head {value!r} is there twice")
        elif head and head not in said.ignore:
            troubles.append(f"nobody says what the column {value!r} is: map it, or name it under ignore")
    if troubles:
        raise NotMapped(troubles)
    return found


class _Lines:
    """The rows below the heads; what is not understood is gathered."""

    def __init__(self, said: _Mapping, where: Mapping[str, int], rows: Rows, first: int) -> None:
        self.said, self.where, self.rows, self.first = said, where, rows, first
        self.troubles: list[str] = []

    def table(self) -> PlainSheet:
        said = self.said
        made = [self._rule(number, row) for number, row in self._rules()]
        if not made:
            self.troubles.append("there is no row below the heads")
        names = [fold(str(row[0])) for row in made]
        self.troubles += [
            f"the rule {name} is there twice" for name in dict.fromkeys(names) if names.count(name) > 1
        ]
        fields = [one.about.label for one in (*said.when, *said.then)]
        heads = ["Rule", *fields, *(_BECAUSE[one] for one in said.because)]
        reasons = [too_large(len(heads), len(made) + ROWS_ABOVE)]
        reasons += [too_long_for_a_cell(text) for text in _texts(heads, *made)]
        self.troubles += [f"it holds {why}" for why in reasons if why]
        then = 2 + len(said.when)
        bands = {2: "When", then: "Then"} | ({then + len(said.then): "Because"} if said.because else {})
        keys = (("Code", f"{slug(said.decision)}_table"), ("Hit policy", said.policy.value))
        name = re.sub(r"[\[\]:*?/\\']", " ", said.decision)[:28].strip() or "Sheet"
        taken = ("about", "dictionary", "values")
        name = f"{name} table" if name.lower() in taken else name
        return PlainSheet(name, "Decision table", keys, tuple(heads), tuple(made), bands, said.decision)

    def _rules(self) -> Iterator[tuple[int, Sequence[object]]]:
        """The rows that hold something in a column that is read, with their numbers in the file."""
        for number, row in enumerate(self.rows[self.first :], self.first + 1):
            if any(_plain(self._at(row, head)) for head in self.where):
                yield number, row

    def _at(self, row: Sequence[object], head: str) -> object:
        place = self.where[fold(head)]
        return row[place] if place < len(row) else None

    def _rule(self, number: int, row: Sequence[object]) -> list[object]:
        if more := [value for value in row[len(self.rows[self.first - 1]) :] if _plain(value)]:
            self.troubles.append(f"row {number}: {_plain(more[0])!r} stands behind the last head")
        said = self.said
        for head in said.used:  # a workbook cannot hold it, and would lose it
            if why := unfit(_plain(self._at(row, head))):
                self.troubles.append(f"row {number}, {head!r}: it holds {why}")
        name = _plain(self._at(row, said.rule)) if said.rule else f"R{number - self.first}"
        if not name:
            self.troubles.append(f"row {number}: the rule has no name under {said.rule!r}")
        conditions = [self._condition(number, one, self._at(row, one.head)) for one in said.when]
        results = [self._result(number, one, self._at(row, one.head)) for one in said.then]
        beside = [_plain(self._at(row, head)) or None for head in said.because.values()]
        return [name, *conditions, *results, *beside]

    def _condition(self, number: int, column: _Mapped, value: object) -> object:
        text = _without_head(_plain(value), column)
        if fold(text) in self.said.any:
            return "-"
        if not text:
            self.troubles.append(
                f'row {number}, {column.head!r}: blank. If that means any value, say any = [""]'
            )
        if column.from_cells and _LIKE_A_TEST.match(text):
            why = f"{text[:60]!r} looks like a test, and not like a value: list the values"
            self.troubles.append(f"row {number}, {column.head!r}: {why}")
        return self._said(number, column, text)

    def _result(self, number: int, column: _Mapped, value: object) -> object:
        text = _without_head(_plain(value), column)
        if not text and fold(text) not in column.read:
            self.troubles.append(
                f'row {number}, {column.head!r}: blank. If that means none, say read = {{"" = "none"}}'
            )
        return self._said(number, column, text)

    def _said(self, number: int, column: _Mapped, text: str) -> object:
        """A text of theirs as the workbook says it."""
        one = column.about
        if read := _each(text, column.read):
            text = "; ".join(read)
            if one.type != "choice" or fold(text) in _WORDS:
                return text
        if one.type != "choice":
            return cell(text, one.type)
        if column.from_cells:
            return _declare(one, text)
        known = {fold(said): code for said, code in one.values.items()}
        if codes := _each(text, known):
            return "; ".join(codes)
        self.troubles.append(f"row {number}, {column.head!r}: {text[:60]!r} is none of its values")
        return text


def _each(text: str, known: Mapping[str, str]) -> list[str]:
    """What a text stands for, or each part of a list; none where a part is not known. A text may hold a separator."""
    for separator in (None, "\n", ";", ",", " or "):
        parts = [fold(part) for part in (text.split(separator) if separator else [text])]
        if all(part in known for part in parts):
            return [known[part] for part in parts]
    return []


def _texts(*rows: Sequence[object]) -> Iterator[str]:
    for row in rows:
        yield from (value for value in row if isinstance(value, str))


def _plain(value: object) -> str:
    """What a cell of theirs shows, as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip() if isinstance(value, str) else number_text(value)  # type: ignore[arg-type]


def _without_head(text: str, column: _Mapped) -> str:
    """A cell that repeats its head, as decision logic of the WHO does: `"Age" >= 65` is `>= 65`, `"Cause" = "dietary"`
    is `dietary`.
    """
    for name in (column.head, column.about.label):
        found = re.fullmatch(
            rf"[\"“]?{re.escape(name)}[\"”]?\s*(?P<sign>[=<>≤≥!]=?)\s*(?P<rest>.+)", text, re.S | re.I
        )
        if found:
            rest = found["rest"].strip()
            quoted = re.fullmatch(r"[\"“]([^\"“”]*)[\"”]", rest)
            plain = quoted[1] if quoted else rest
            return plain if found["sign"] in ("=", "==") else f"{found['sign']} {plain}"
    return text
