"""The fields of a DMN document: what its types, inputs and columns say of them, as rows of Dictionary and Values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from xml.etree.ElementTree import Element

from b12tables.compiler.model import AnyOf, Equals, Interval, IsKnown, IsUnknown, Test, Value
from b12tables.compiler.reader import slug
from b12tables.interop.dmn.document import Document, NotTaken
from b12tables.interop.dmn.feel_in import CannotSay, read_tests
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import fold

TYPES = {
    "string": "text", "number": "number", "boolean": "yes/no", "date": "date",
    "integer": "whole number", "long": "whole number", "double": "number",
}  # fmt: skip
"""The type of field for each type of FEEL that is taken; of numbers also what editors call them that are not FEEL's."""

_RESERVED = {"any", "unknown", "known", "not", "or", "and", "none", "empty", "includes", "excludes"}


@dataclass
class FieldIn:
    """A field to be written: its codes by the values of the document, and what we wrote of it when it came from us."""

    code: str
    label: str
    type: str
    values: dict[str, str] = field(default_factory=dict)
    low: str = ""
    high: str = ""
    nullable: bool = False
    ours: Element | None = None

    @property
    def unknown(self) -> bool:
        return self.nullable if self.ours is None else self.ours.get("unknown") == "yes"


class Fields:
    """The fields of one document, by code; columns of others are added as they are met."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_code: dict[str, FieldIn] = {}
        self.of_type: dict[str, str] = {}
        """The code of the field that a type of ours is the type of."""
        for definition in document.types.values():
            if definition.ours is not None and definition.ours.get("code"):
                self._declared(definition.name, definition.ours)

    def _declared(self, type_name: str, ours: Element) -> None:
        code = ours.get("code", "")
        definition = self.document.types[type_name]
        found = FieldIn(code, ours.get("label", "") or code, ours.get("type", "text"), ours=ours)
        try:
            _allow(found, definition.allowed, keep_codes=True)
        except CannotSay as why:
            self.document.not_taken.append(NotTaken(f"type {type_name}", str(why)))
            return
        self.by_code[code] = found
        self.of_type[type_name] = code

    def add(self, name: str, label: str, type_ref: str, allowed: str) -> FieldIn:
        """A field of somebody else's document. Raises `CannotSay` for a type that no field has."""
        base, limits, is_list = self.resolved(type_ref)
        if base not in TYPES:
            raise CannotSay(f"values of the type {base or 'Any'} are no field's")
        if is_list:
            raise CannotSay("a list that is stated")
        code = self._free(slug(name))
        found = FieldIn(code, self._label(label or name), TYPES[base])
        _allow(found, allowed or limits, keep_codes=False)
        self.by_code[code] = found
        return found

    def resolved(self, type_ref: str) -> tuple[str, str, bool]:
        """The type of FEEL behind a type, its allowed values, and whether it is a list."""
        allowed, is_list, seen = "", False, set[str]()
        name = type_ref.rpartition(":")[2]
        while name in self.document.types and name not in seen:
            seen.add(name)
            definition = self.document.types[name]
            allowed, is_list = allowed or definition.allowed, is_list or definition.is_list
            name = definition.base.rpartition(":")[2]
        return name, allowed, is_list

    def _free(self, code: str) -> str:
        found, number = code, 2
        while found in self.by_code:
            found, number = f"{code}_{number}", number + 1
        return found

    def _label(self, label: str) -> str:
        taken = {fold(one.label) for one in self.by_code.values()}
        found, number = " ".join(label.split()), 2
        while fold(found) in taken:
            found, number = f"{label} ({number})", number + 1
        return found


def _allow(found: FieldIn, allowed: str, keep_codes: bool) -> None:
    """What allowed values say: the values of a choice, the ends of a range, whether null is one of them."""
    if not allowed:
        found.nullable = keep_codes
        return
    parts = _parts(read_tests(allowed, nullable=False))
    found.nullable = any(isinstance(part, IsUnknown) for part in parts)
    texts = [part.value for part in parts if isinstance(part, Equals) and isinstance(part.value, str)]
    if texts:
        found.type = "choices" if found.type == "choices" else "choice"
        for text in texts:
            found.values[text] = text if keep_codes else value_code(text, found.values.values())
    ranges = [part for part in parts if isinstance(part, Interval)]
    if len(ranges) == 1:
        found.low, found.high = _ends(ranges[0])
    plain = {Equals, IsUnknown, IsKnown, Interval}
    if len(ranges) > 1 or any(type(part) not in plain for part in parts) or _numbers(parts):
        raise CannotSay(f"the allowed values {allowed[:60]!r} are no range and no list of texts")


def _parts(test: Test) -> tuple[Test, ...]:
    return test.tests if isinstance(test, AnyOf) else (test,)


def _numbers(parts: Iterable[Test]) -> bool:
    return any(isinstance(part, Equals) and isinstance(part.value, Fraction) for part in parts)


def value_code(text: str, taken: Iterable[str]) -> str:
    """The code of a value by its text: none that is taken, and no word of the cells."""
    code = slug(text)
    code = f"value_{code}" if code in _RESERVED else code
    found, number = code, 2
    while found in set(taken):
        found, number = f"{code}_{number}", number + 1
    return found


def _ends(ends: Interval) -> tuple[str, str]:
    def said(end: Fraction | date | None, closed: bool, sign: str) -> str:
        if end is None:
            return ""
        text = number_text(end) if isinstance(end, Fraction) else end.isoformat()
        return text if closed else f"{sign} {text}"

    return said(ends.low, ends.low_closed, ">"), said(ends.high, ends.high_closed, "<")


# ---------------------------------------------------------------- rows

DICTIONARY = (
    "Field", "Label", "Type", "Minimum", "Maximum", "Unit", "Also accepts", "Unknown", "Computed", "Question",
    "Patient wording", "System", "Code", "Upper of", "Group", "Step", "Between", "Also written",
    "Source",
)  # fmt: skip
VALUES = ("Field", "Value", "Label", "Patient wording", "Definition", "System", "Code", "Also written")


def dictionary_row(one: FieldIn, computed: Mapping[str, str]) -> list[object]:
    """A row of the Dictionary; blank where nothing is said."""
    said = {} if one.ours is None else dict(one.ours.attrib)
    row: dict[str, object] = {
        "Field": one.code,
        "Label": one.label,
        "Type": one.type,
        "Minimum": cell(one.low, one.type),
        "Maximum": cell(one.high, one.type),
        "Unit": said.get("unit"),
        "Also accepts": "\n".join(_accepted(one)),
        "Unknown": "yes" if one.unknown else "no",
        "Computed": computed.get(one.code),
        "Question": said.get("question"),
        "Patient wording": said.get("patient"),
        "System": said.get("system"),
        "Code": said.get("systemCode"),
        "Upper of": said.get("upperOf"),
        "Group": said.get("group"),
        "Step": cell(said.get("step", ""), "number"),
        "Between": said.get("between"),
        "Also written": "\n".join(_words(one.ours)),
        "Source": said.get("source"),
    }
    return [row[head] or None if row[head] != 0 else 0 for head in DICTIONARY]


def _accepted(one: FieldIn) -> Iterable[str]:
    for said in _inside(one.ours, "accepts"):
        unit = said.get("unit", "")
        base = one.ours.get("unit", "") if one.ours is not None else ""
        yield f"{unit} = {said.get('factor', '')} {base}".strip() if said.get("substance") else unit


def value_rows(one: FieldIn) -> list[list[object]]:
    """The rows of the sheet Values for a choice."""
    said = {value.get("code", ""): value for value in _inside(one.ours, "value")}
    rows: list[list[object]] = []
    for text, code in one.values.items():
        ours = said.get(text)
        more = {} if ours is None else dict(ours.attrib)
        label = more.get("label") or (f"value {text}" if fold(text) in _RESERVED else text)
        told = [more.get(key) for key in ("patient", "definition", "system", "systemCode")]
        rows.append([one.code, code, label, *told, "\n".join(_words(ours)) or None])
    return rows


def _words(said: Element | None) -> Iterable[str]:
    return (one.text or "" for one in _inside(said, "also"))


def _inside(said: Element | None, local: str) -> Iterable[Element]:
    return () if said is None else (one for one in said if one.tag.endswith(f"}}{local}"))


def cell(text: str, type_: str) -> object:
    """What is typed into a cell: a plain number of a field of numbers as a number, an ISO date as a date."""
    if type_ in ("number", "whole number") and re.fullmatch(r"-?\d+", text):
        return int(text)
    if type_ in ("number", "whole number") and re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if type_ == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    return text


def in_codes(value: Value, one: FieldIn) -> Value:
    """A value of the document as the workbook calls it. Raises `CannotSay` for one that is not declared."""
    if isinstance(value, frozenset):
        return frozenset(str(in_codes(member, one)) for member in value)
    if not isinstance(value, str) or not one.values:
        return value
    if value not in one.values:
        raise CannotSay(f"{value!r} is none of the allowed values")
    return one.values[value]
