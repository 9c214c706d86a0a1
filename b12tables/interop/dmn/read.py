"""A DMN document as sheets of the workbook format: what could be taken, and by its place what could not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Equals,
    Excludes,
    HitPolicy,
    Includes,
    Not,
    Test,
    Value,
    test_text,
    too_large,
    too_long_for_a_cell,
    value_text,
)
from b12tables.compiler.reader import Refused, identifier, slug
from b12tables.interop.dmn.document import Column, Document, Entry, NotTaken, RuleDef, TableDef, read_document
from b12tables.interop.dmn.feel_in import CannotSay, read_literal, read_tests
from b12tables.interop.dmn.fields_in import (
    DICTIONARY,
    VALUES,
    FieldIn,
    Fields,
    cell,
    dictionary_row,
    in_codes,
    value_rows,
)
from b12tables.interop.dmn.tables import HIT_POLICIES


@dataclass(frozen=True)
class PlainSheet:
    """A sheet to be written: the kind in A1, keys, heads with the words of the band row over them, rows."""

    name: str
    kind: str
    keys: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[Sequence[object], ...] = ()
    bands: Mapping[int, str] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True)
class Imported:
    """The sheets of a set, its title, and all that is in the document and not in them."""

    title: str
    sheets: tuple[PlainSheet, ...]
    not_taken: tuple[NotTaken, ...]


ROWS_ABOVE = 12
"""At most so many rows stand above the rules of a table: title, keys, bands, heads, and Otherwise below."""

_POLICIES = {" ".join(filter(None, written)): policy for policy, written in HIT_POLICIES.items()}
_PATH = re.compile(r"[A-Za-z_][\w ]*(?:\.[A-Za-z_][\w ]*)*")
_LIST = re.compile(r"if (?P<of>[\w.]+) = null then \[\] else flatten\((?P<path>[\w.]+)\)\[item != null\]")


def import_dmn(data: bytes) -> Imported:
    """A document of DMN 1.1 to 1.6 as a set. Raises `Refused` where it is none, or holds what only hostile XML does."""
    document = read_document(data)
    reader = _Reading(document)
    sheets = [one for table in document.tables for one in reader.table(table)]
    title = document.about.get("title", "") or document.name or "Decision tables"
    fields = reader.fields.by_code.values()
    values = [row for one in fields for row in value_rows(one)]
    rows = [dictionary_row(one, document.computed) for one in fields]
    made = [
        about_sheet(document.about, title),
        PlainSheet("Dictionary", "Dictionary", heads=DICTIONARY, rows=tuple(rows)),
    ]
    if values:
        made.append(PlainSheet("Values", "Values", heads=VALUES, rows=tuple(values)))
    beside = [*made, *_lists(document)]
    for text in (text for one in beside for text in _texts(one)):
        if why := too_long_for_a_cell(text):
            raise Refused(f"it holds {why}")
    made = [*made, *sheets, *beside[len(made) :]]
    return Imported(title, tuple(_named(made)), tuple(document.not_taken))


class _Reading:
    """The tables of one document, in its order; what a table decides is known before any table is read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.fields = Fields(document)
        self.outputs: dict[str, list[FieldIn]] = {}
        self.of_expression: dict[str, FieldIn] = {}
        named = Counter(table.name for table in document.tables)
        for table in document.tables:
            if named[table.name] > 1:
                # whose answer other tables look at, nobody can say
                self._lost(table, "", "another decision has the same name")
            else:
                self._declare(table)

    def _declare(self, table: TableDef) -> None:
        try:
            found = [self._output(table, one) for one in table.outputs]
        except CannotSay as why:
            self._lost(table, "", str(why))
            return
        self.outputs[table.name] = found
        several = len(found) > 1
        for one, column in zip(found, table.outputs, strict=True):
            self.of_expression[f"{table.name}.{column.text}" if several else table.name] = one

    def _output(self, table: TableDef, column: Column) -> FieldIn:
        definition = self.document.types.get(table.type_ref)
        type_ref = table.type_ref
        if definition is not None and definition.parts:
            type_ref = definition.parts.get(column.text, "")
        elif definition is not None and definition.base in self.document.types:
            type_ref = definition.base
        if type_ref in self.fields.of_type:
            return self.fields.by_code[self.fields.of_type[type_ref]]
        name = column.text if len(table.outputs) > 1 else column.text or table.name
        return self.fields.add(
            name, column.label or name, column.type_ref or type_ref or "string", column.allowed
        )

    def _lost(self, table: TableDef, where: str, why: str) -> None:
        place = f"decision {table.name}" + (f" · {where}" if where else "")
        self.document.not_taken.append(NotTaken(place, f"{why}; the whole table is left out"))

    def table(self, table: TableDef) -> Iterator[PlainSheet]:
        """The sheet of a table, or none, and why: a table without one of its cells would mean something else."""
        if table.name not in self.outputs:
            return
        where = ""
        try:
            policy = _POLICIES.get(table.policy)
            if policy is None:
                raise CannotSay(f"there is no hit policy {table.policy!r}")
            columns = len(table.inputs) + len(table.outputs) + len(("Rule", "Note"))
            if why := too_large(columns, len(table.rules) + ROWS_ABOVE):
                raise CannotSay(why)
            inputs = []
            for number, column in enumerate(table.inputs, 1):
                where = f"input {number} {column.text!r}"
                cells = [rule.inputs[number - 1].text for rule in table.rules if number <= len(rule.inputs)]
                inputs.append(self._input(column, cells))
            rows = []
            for rule in table.rules:
                where = f"rule {rule.id}"
                rows.append(self._row(table, inputs, rule))
            where = "its defaults"
            if any(one.text for one in table.defaults):
                results = self._results(table, table.defaults)
                rows.append(["Otherwise", *[None] * max(1, len(inputs)), *results, None])
            where = "its texts"
            sheet = self._sheet(table, policy, inputs, rows)
            for text in _texts(sheet):
                if why := too_long_for_a_cell(text):
                    raise CannotSay(why)
        except CannotSay as why:
            self._lost(table, where, str(why))
            return
        yield sheet

    def _sheet(
        self, table: TableDef, policy: HitPolicy, inputs: list[FieldIn], rows: list[list[object]]
    ) -> PlainSheet:
        outputs = self.outputs[table.name]
        keys = [("Code", slug(table.name)), ("Question", table.question), ("Hit policy", policy.value)]
        if table.may_be_empty:
            keys.append(("May be empty", "yes"))
        # a table that looks at nothing has one column too, in which no line says anything
        asked = [one.label for one in inputs] or ["Combination"]
        heads = ["Rule", *asked, *(one.label for one in outputs), "Note"]
        bands = {2: "When", 2 + len(asked): "Then", 2 + len(asked) + len(outputs): "Because"}
        given = tuple(key for key in keys if key[1])
        return PlainSheet(table.label, "Decision table", given, tuple(heads), tuple(rows), bands, table.label)

    def _input(self, column: Column, cells: Sequence[str]) -> FieldIn:
        """The field that a column looks at."""
        found = self._known(column.text)
        if found is None:
            if column.text not in self.document.inputs and not _PATH.fullmatch(column.text):
                raise CannotSay("the column looks at an expression")
            stated = self.document.inputs.get(column.text, "")
            type_ref = column.type_ref or stated
            if self.document.types.get(stated) is not None:
                type_ref = stated
            found = self.fields.add(column.text, column.label, type_ref or _guessed(cells), column.allowed)
            self.of_expression[column.text] = found
        if found.ours is None:
            found.nullable |= any(re.search(r"\bnull\b", re.sub(r'"[^"]*"', "", text)) for text in cells)
        return found

    def _known(self, text: str) -> FieldIn | None:
        listed = _LIST.fullmatch(text)
        path = listed["path"] if listed and listed["path"].split(".")[0] == listed["of"] else text
        if path in self.of_expression:
            return self.of_expression[path]
        code = self.fields.of_type.get(self.document.inputs.get(text, ""))
        code = code or (text if text in self.document.computed else None)
        return self.fields.by_code.get(code) if code else None

    def _row(self, table: TableDef, inputs: Sequence[FieldIn], rule: RuleDef) -> list[object]:
        if why := _cells_amiss(table, rule):
            raise CannotSay(why)
        conditions = [_condition(entry, one) for entry, one in zip(rule.inputs, inputs, strict=True)]
        return [rule.id, *(conditions or ["-"]), *self._results(table, rule.outputs), rule.note or None]

    def _results(self, table: TableDef, entries: Sequence[Entry]) -> list[object]:
        outputs = self.outputs[table.name]
        return [_result(entry, one) for entry, one in zip(entries, outputs, strict=True)]


def _cells_amiss(table: TableDef, rule: RuleDef) -> str:
    """What is wrong with how many cells a rule has; empty where it has one for each column."""
    over = len(rule.inputs) - len(table.inputs), len(rule.outputs) - len(table.outputs)
    if min(over) < 0:
        return "a cell is missing"
    return "there is a cell without a column" if max(over) else ""


def _texts(sheet: PlainSheet) -> Iterator[str]:
    """Every text that a sheet will hold."""
    yield sheet.title
    yield from (text for _, text in sheet.keys)
    yield from sheet.heads
    for row in sheet.rows:
        yield from (value for value in row if isinstance(value, str))


def _guessed(cells: Sequence[str]) -> str:
    """The type of a column that names none: what its cells compare with."""
    text = " ".join(cells)
    bare = re.sub(r'"[^"]*"', "", text)
    if '"' in text:
        return "string"
    if re.search(r"\b(true|false)\b", bare):
        return "boolean"
    return "number" if re.search(r"\d", bare) else "string"


def _condition(entry: Entry, one: FieldIn) -> object:
    test = _in_codes(read_tests(entry.text, one.nullable), one)
    return cell(test_text(test), one.type)


def _in_codes(test: Test, one: FieldIn) -> Test:
    match test:
        case Equals(value):
            return Equals(in_codes(value, one))
        case Includes(value):
            return Includes(in_codes(value, one))
        case Excludes(value):
            return Excludes(in_codes(value, one))
        case Not(inner):
            return Not(_in_codes(inner, one))
        case AnyOf(parts):
            return AnyOf(tuple(_in_codes(part, one) for part in parts))
        case AllOf(parts):
            return AllOf(tuple(_in_codes(part, one) for part in parts))
    return test


def _result(entry: Entry, one: FieldIn) -> object:
    value: Value = in_codes(read_literal(entry.text), one) if entry.text else None
    if value is None:
        return "unknown" if entry.written.strip().lower() == "unknown" else "none"
    return cell(value_text(value), one.type)


# ---------------------------------------------------------------- the sheets beside the tables


def about_sheet(said: Mapping[str, str], title: str) -> PlainSheet:
    """The sheet About of what comes from others: a draft, with the sentences that somebody has to write."""
    keys = {
        "Title": title,
        "Identifier": said.get("identifier") or identifier(title),
        "Version": said.get("version") or "0.1.0",
        # an approval is of the tables that were read, not of what another program may have changed
        "Status": "Draft",
        "Owner": said.get("owner", ""),
        "Intended use": said.get("intendedUse")
        or "Say who may use these tables, for which patients, and for which question.",
        "Disclaimer": said.get("disclaimer")
        or "This supports a decision; it does not replace the judgement of the clinician.",
        "Licence": said.get("licence", ""),
        "Language": said.get("language") or "en",
    }
    return PlainSheet("About", "About", tuple((key, text) for key, text in keys.items() if text))


def _lists(document: Document) -> Iterator[PlainSheet]:
    """What a document of ours holds beside its decisions: impossible combinations and safety rules."""
    impossible = [one for one in document.extras if one.tag.endswith("}impossible")]
    if impossible:
        rows = tuple([one.get("id"), _lines(one, "test"), one.get("why")] for one in impossible)
        yield PlainSheet("Impossible", "Impossible", heads=("ID", "Combination", "Why"), rows=rows)
    safety = [one for one in document.extras if one.tag.endswith("}safetyRule")]
    if safety:
        made = tuple(
            [one.get("id"), _lines(one, "when") or None, _lines(one, "must"), one.get("why")]
            for one in safety
        )
        yield PlainSheet("Safety rules", "Safety rules", heads=("ID", "When", "Must", "Why"), rows=made)


def _lines(one: Element, local: str) -> str:
    lines = (line for line in one if line.tag.endswith(f"}}{local}"))
    return "\n".join(f"{line.get('field', '')}: {line.text or ''}" for line in lines)


def _named(sheets: Sequence[PlainSheet]) -> Iterator[PlainSheet]:
    """The sheets under names that a workbook can hold, each once."""
    taken: set[str] = set()
    for one in sheets:
        base = re.sub(r"[\[\]:*?/\\']", " ", one.name)[:28].strip() or "Sheet"
        name, number = base, 2
        while name.lower() in taken:
            name, number = f"{base} {number}", number + 1
        taken.add(name.lower())
        yield PlainSheet(name, one.kind, one.keys, one.heads, one.rows, one.bands, one.title)
