"""The lists beside the decision tables: About, Impossible, Cases, Statements and the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple, TypeVar, get_args

from b12tables.compiler.model import (
    NUMERIC,
    About,
    Case,
    CellError,
    Combination,
    Field,
    FieldTest,
    IsUnknown,
    Place,
    Source,
    Statement,
    Value,
    Vocabulary,
    as_precise,
    parse_value,
)
from b12tables.compiler.reader.altered import as_text
from b12tables.compiler.reader.cells import Failed, read_test, read_value, test_of
from b12tables.compiler.reader.dictionary import fits, head_name, vocabulary
from b12tables.compiler.reader.evidence import parse_evidence
from b12tables.compiler.reader.identifiers import identifier_trouble
from b12tables.compiler.reader.layout import Column, Found, Grid, Record, did_you_mean, listed, note, readable
from b12tables.compiler.reader.list_rows import complete, records
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, strung
from b12tables.runtime.numbers import read_quantity
from b12tables.runtime.words import fold

Status = Literal["Draft", "Submitted", "Under review", "Approved"]
Disposition = Literal["encoded", "context", "not decidable"]


class Scope(NamedTuple):
    """What the tests of a list may speak of: the fields, which are sets, and which a decision produces."""

    fields: Mapping[str, Field]
    names: Names
    set_valued: Collection[str]
    produced: Mapping[str, str]
    """Each output field and the code of the decision that produces it."""
    statements: Mapping[str, str]
    partial: bool = False
    """Whether a decision table is unknown in part, so that a field may be decided by it."""
    language: str = "en"
    """The language of the set, in which the reader names what it makes."""

    def decided(self, name: str) -> bool:
        """Whether a field is an answer of the tables, computed from such, or a dose: then no case states it."""
        computed = self.fields[name].computed if name in self.fields else None
        if name in self.produced or computed is None:
            return name in self.produced
        return computed.kind == "dose" or any(map(self.decided, computed.parts))

    def words(self, field: str) -> Vocabulary:
        return vocabulary(self.fields[field], field in self.set_valued)


# ---------------------------------------------------------------- about

_SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")


def read_about(grids: Sequence[Grid], found: Found) -> About:
    """The About sheet. Where something is missing the finding says so, and so does what stands in its place."""
    if len(grids) > 1:
        places = [grid.place for grid in grids]
        note(found, "duplicate-name", later("there are two About sheets"), *places, help=later("keep one"))
    grid = grids[0]
    keys = {name: cell for name, cell in grid.keys.items() if readable(cell, found)}
    for name in grid.kind.keys:
        if name in grid.kind.required and (name not in grid.keys or grid.keys[name].blank):
            place = grid.keys[name].place if name in grid.keys else grid.place
            note(
                found,
                "missing-heading",
                later("the About sheet does not state {name}", name=name),
                place,
                help=later("write {name} into column A and its text into column B", name=name),
            )

    def text(name: str) -> str:
        return keys[name].text if name in keys else ""

    _check(keys.get("Identifier"), identifier_trouble, later("for example iron_followup"), found)
    _check(keys.get("Version"), _version_trouble, later("three numbers such as 0.1.0, as text"), found)
    status = one_of(keys.get("Status"), get_args(Status), later("status"), found)
    return About(
        title=text("Title") or UNTITLED,
        identifier=text("Identifier"),
        version=text("Version") or UNNUMBERED,
        status=status if status is not None else "Draft",
        intended_use=text("Intended use"),
        disclaimer=text("Disclaimer"),
        place=grid.place,
        owner=text("Owner"),
        approved_by=text("Approved by"),
        approved_on=text("Approved on"),
        review_due=text("Review due"),
        licence=text("Licence"),
        language=text("Language") or "en",
    )


def read_listed(
    key: str, grids: Sequence[Grid], decisions: Names, deciding: Mapping[str, str], found: Found
) -> tuple[str, ...]:
    """The codes of the decisions that About lists under a key (`Answers`, `Questions`), in their order.

    `deciding` are the labels of the decisions by the folded names of their results.
    """
    codes: list[str] = []
    for cell in (grid.keys[key] for grid in grids if key in grid.keys):
        for name in listed(cell):
            told = len(found)
            code = decisions.require(name, cell.place, found)
            if len(found) > told and fold(name) in deciding:
                label = deciding[fold(name)]
                help = later(
                    "{name} is a result: write the decision that gives it, {label}", name=name, label=label
                )
                found[-1] = replace(found[-1], help=(help,))
            if code is not None and code in codes:
                note(
                    found,
                    "duplicate-name",
                    later("{name} is listed twice under {key}", name=name, key=key),
                    cell.place,
                    help=later("keep one"),
                )
            elif code is not None:
                codes.append(code)
    return tuple(codes)


def no_about() -> About:
    """Stands where there is no About sheet (an error, so that nothing is ever built with it)."""
    return About(UNTITLED, "", UNNUMBERED, "Draft", "", "", Place(""))


UNTITLED, UNNUMBERED = "A table set without a title", "not stated"
"""What is shown of a set that does not say what it is called, or which version it is; neither is ever built."""


def _check(cell: Cell | None, trouble: object, help: str, found: Found) -> None:
    assert callable(trouble)
    if cell is not None and not cell.blank and (why := trouble(cell.text)):
        note(
            found,
            "bad-cell",
            strung(" ", (repr(cell.text), why)),
            cell.place,
            help=later("write {help}", help=help),
        )


def _version_trouble(text: str) -> str:
    return "" if _SEMVER.fullmatch(text) else later("is no version in the form major.minor.patch")


T = TypeVar("T", bound=str)


def one_of(cell: Cell | None, options: tuple[T, ...], what: str, found: Found) -> T | None:
    if cell is None or cell.blank or cell.problem:
        return None
    option = next((option for option in options if fold(option) == fold(cell.text)), None)
    if option is None:
        help = did_you_mean(cell.text, options)
        note(
            found,
            "bad-cell",
            later("{cell!r} is no {what}", cell=cell.text, what=what),
            cell.place,
            help=help,
        )
    return option


def day_of(cell: Cell, found: Found) -> date | None:
    try:
        value = parse_value(cell.value, Vocabulary(later("the date"), "date"))
    except CellError as error:
        note(found, error.name, error.message, cell.place, help=error.help)
        return None
    return value if isinstance(value, date) else None


# ---------------------------------------------------------------- combinations, and the lines of tests


class Ids:
    """IDs that must differ within one kind."""

    def __init__(self, what: str) -> None:
        self.what, self.seen = what, dict[str, Place]()

    def new(self, cell: Cell, found: Found) -> bool:
        """Whether the ID has not been used; a finding where it has."""
        first = self.seen.setdefault(fold(cell.text), cell.place)
        if first != cell.place:
            note(
                found,
                "duplicate-name",
                later("two {what}s are called {cell}", what=self.what, cell=cell.text),
                first,
                cell.place,
                help=later("give each its own ID"),
            )
        return first == cell.place


def read_impossible(grids: Sequence[Grid], scope: Scope, found: Found) -> tuple[list[Combination], list[str]]:
    """The impossible combinations, and the IDs of those that cannot be used."""
    ids, combinations, skipped = Ids(later("impossible combination")), list[Combination](), list[str]()
    for grid in grids:
        for record in records(grid, found):
            fine = complete(record, grid, found) and ids.new(record["ID"], found)
            tests = read_tests(record["Combination"], scope, found)
            decided = [test for test in tests or () if scope.decided(test.field)]
            for test in decided:
                # what a table answers is proved, not assumed: assumed away, a gap of that table would be too
                note(
                    found,
                    "bad-cell",
                    later(
                        "a table decides {field}, so it cannot be part of what never occurs",
                        field=scope.fields[test.field].label,
                    ),
                    test.place,
                    help=later(
                        "name the inputs that it follows from, or write what must hold as a safety rule"
                    ),
                )
            if not fine or tests is None or decided:
                skipped.append(record.text("ID") or later("without ID ({place})", place=record.place))
                continue
            evidence = parse_evidence(record["Evidence"], scope.statements)
            combinations.append(
                Combination(record.text("ID"), tests, record.text("Why"), record.place, evidence)
            )
    return combinations, skipped


def read_tests(cell: Cell, scope: Scope, found: Found) -> tuple[FieldTest, ...] | None:
    """One `Field: test` a line; None, with findings, where a line cannot be used (or the cell is blank)."""
    if cell.blank or cell.problem:
        return None
    tests = [test_of_line(line, cell, scope, found) for line in test_lines(cell)]
    return tuple(test for test in tests if test is not None) if None not in tests else None


def test_lines(cell: Cell) -> list[str]:
    """The lines of a cell that hold something."""
    return [line for line in cell.text.split("\n") if line.strip()]


def test_of_line(line: str, cell: Cell, scope: Scope, found: Found) -> FieldTest | None:
    before, said = len(found), field_of(line, cell, scope, found)
    test = None if said is None else field_test(said[1], said[1], said[0], cell, scope, found)
    if said is not None and test is None:
        found[before:] = scope.names.two_in_a_line(line, said[1], found[before:])
    return test


def field_of(line: str, cell: Cell, scope: Scope, found: Found) -> tuple[str, str] | None:
    """The field that a line `Field: test` names, and the text of the test; None, with a finding, for none."""
    cut = scope.names.cut(line)
    if cut is None:
        help = later(
            "write one test a line: a field, a colon, what it must be; alternatives stand in one line"
        )
        note(found, "bad-cell", later("{line!r} names no field", line=line), cell.place, help=help)
        return None
    name, text = cut
    code = scope.names.require(name, cell.place, found)
    if code is None or code not in scope.fields:
        return None
    return code, text


def field_test(raw: object, text: str, code: str, cell: Cell, scope: Scope, found: Found) -> FieldTest | None:
    """A test of one field. `none`, where no such value is declared: the decision gives nothing."""
    words = scope.words(code)
    if code in scope.produced and fold(text) == "none" and "none" not in words.words:
        return FieldTest(code, IsUnknown(), text, cell.place)
    test = test_of(raw, cell, scope.fields[code], words, found, None, ())
    return None if test is None else FieldTest(code, test, text, cell.place)


# ---------------------------------------------------------------- cases


def read_cases(grids: Sequence[Grid], scope: Scope, found: Found) -> tuple[list[Case], list[str]]:
    """The worked cases, and the IDs of those that cannot be used."""
    ids, cases, skipped = Ids("case"), list[Case](), list[str]()
    for grid in grids:
        given, expect, whole = _case_columns(grid, scope, found)
        first = grid.columns[0].index
        second = next((c.index for c in grid.columns[1:] if not c.band), None)
        for column in [c for c in grid.columns if not c.band][2:]:
            help = later("put it under Given or Expect, or beside the table after an empty column")
            message = later("{head!r} is no column of the Cases sheet; it is left out", head=column.head.text)
            note(found, "unknown-heading", message, column.head.place, help=help, severity="warning")
        for row in grid.rows:
            case = _case(grid, row, first, second, given, expect, scope, ids, found)
            if case is None or not whole or not grid.sound:
                name = grid.sheet.at(row, first)
                skipped.append(name.text or later("without ID ({place})", place=name.place))
            else:
                cases.append(case)
    return cases, skipped


_CaseColumns = list[tuple[Column, str, Vocabulary]]


def _case_columns(grid: Grid, scope: Scope, found: Found) -> tuple[_CaseColumns, _CaseColumns, bool]:
    """The columns under Given and Expect with their fields, and whether each of them has one."""
    given: _CaseColumns = []
    expect: _CaseColumns = []
    whole = True
    seen: dict[tuple[str, str], Place] = {}
    for column in grid.columns:
        if not column.band:
            continue
        name, unit = head_name(column.head.text, scope.names)
        code = scope.names.require(name, column.head.place, found)
        if code is None or code not in scope.fields:
            whole = False
            continue
        field = scope.fields[code]
        trouble = _head_trouble(column, field, unit, scope, seen)
        if trouble and trouble[0] == "sheet-shape" and scope.partial:
            whole = False
            continue
        if trouble:
            note(found, trouble[0], trouble[1], column.head.place, help=trouble[2])
            whole = False
            continue
        seen[column.band, code] = column.head.place
        as_set = code in scope.set_valued
        stated = column.band == "Given"
        (given if stated else expect).append((column, code, vocabulary(field, as_set, unit, stated)))
    return given, expect, whole


def _head_trouble(
    column: Column, field: Field, unit: str, scope: Scope, seen: Collection[tuple[str, str]]
) -> tuple[str, str, str] | None:
    if (column.band, field.code) in seen:
        return (
            "duplicate-name",
            later("{field} has two columns under {band}", field=field.label, band=column.band),
            later("remove one of them"),
        )
    if column.band == "Given" and scope.decided(field.code):
        return (
            "sheet-shape",
            later("{field} is decided by a table and cannot be given", field=field.label),
            later("move it under Expect"),
        )
    if column.band == "Expect" and not scope.decided(field.code):
        return (
            "sheet-shape",
            later("{field} is decided by no table and cannot be expected", field=field.label),
            later("move it under Given"),
        )
    if unit and not (field.type in NUMERIC and fits(field, unit)):
        return (
            "unit-mismatch",
            later("{field} is not given in {unit!r}", field=field.label, unit=unit),
            later("its unit is {unit}", unit=field.unit or later("blank")),
        )
    return None


def _case(
    grid: Grid,
    row: int,
    first: int,
    second: int | None,
    given: _CaseColumns,
    expect: _CaseColumns,
    scope: Scope,
    ids: Ids,
    found: Found,
) -> Case | None:
    id_cell = as_text(grid.sheet.at(row, first))
    told = as_text(grid.sheet.at(row, second), exact=False) if second is not None else None
    fine = readable(id_cell, found) and (told is None or readable(told, found))
    if id_cell.blank:
        note(
            found,
            "blank-cell",
            later("the case has no ID"),
            id_cell.place,
            help=later("write an ID that no other case has"),
        )
        fine = False
    fine = ids.new(id_cell, found) and fine
    written = grid.sheet.by_row.get(row, {})
    values: dict[str, Value] = {}
    for column, code, words in given:
        cell = written.get(column.index)
        if cell is None:
            continue
        value = read_given(cell, scope.fields[code], words, found)
        fine = fine and not isinstance(value, Failed)
        if not isinstance(value, Failed):
            values[code] = as_precise(scope.fields[code], value)
    tests: list[FieldTest] = []
    for column, code, words in expect:
        cell = written.get(column.index)
        if cell is None:
            continue
        test = _expected(cell, code, words, scope, found)
        fine = fine and test is not None
        if test is not None:
            tests.append(test)
    if not fine:
        return None
    return Case(
        id_cell.text, told.text if told is not None else "", values, tuple(tests), grid.row_place(row)
    )


def read_given(cell: Cell, field: Field, words: Vocabulary, found: Found) -> Value | Failed:
    """What a cell states of a patient; a finding where that cannot be read."""
    value = read_value(cell, field, words, found)
    if isinstance(value, Failed):
        return value
    if value is None:
        note(
            found,
            "bad-cell",
            later("{field} has no value 'none'", field=field.label),
            cell.place,
            help=later("write empty")
            if field.type == "choices"
            else later("write unknown, or leave it blank"),
        )
        return Failed()
    quantity = None if isinstance(cell.value, bool) else read_quantity(cell.text)
    bare = isinstance(value, Fraction) and quantity is not None and not quantity[1] and not words.default_unit
    if bare and field.needs_unit:
        units = ", ".join([field.unit, *(option.unit for option in field.accepts)])
        note(
            found,
            "unit-mismatch",
            later("{cell!r} has no unit: {question}", cell=cell.text, question=field.question or field.label),
            cell.place,
            help=later("write the unit behind the number: {units}", units=units),
        )
        return Failed()
    return value


def _expected(cell: Cell, code: str, words: Vocabulary, scope: Scope, found: Found) -> FieldTest | None:
    if fold(cell.text) == "none" and "none" not in words.words:
        return FieldTest(code, IsUnknown(), cell.text, cell.place)
    test = read_test(cell, scope.fields[code], words, found)
    return None if test is None else FieldTest(code, test, cell.text, cell.place)


# ---------------------------------------------------------------- statements and sources


def read_sources(grids: Sequence[Grid], found: Found) -> list[Source]:
    ids, sources = Ids("source"), list[Source]()
    for grid in grids:
        for record in records(grid, found):
            if complete(record, grid, found) and ids.new(record["ID"], found):
                sources.append(
                    Source(
                        record.text("ID"),
                        record.text("Title"),
                        record.place,
                        record.text("Publisher"),
                        record.text("Date"),
                        record.text("Locator"),
                        record.text("Review status"),
                    )
                )
    return sources


def read_statements(
    grids: Sequence[Grid], sources: Sequence[Source], found: Found
) -> tuple[list[Statement], list[str]]:
    """The statements, and the IDs of those that are not as they should be: who cites them is not at fault."""
    ids, statements, unsound = Ids("statement"), list[Statement](), list[str]()
    known = {fold(source.id): source.id for source in sources}
    for grid in grids:
        for record in records(grid, found):
            fine = complete(record, grid, found) and ids.new(record["ID"], found)
            disposition = one_of(record["Disposition"], get_args(Disposition), later("disposition"), found)
            source = known.get(fold(record.text("Source")))
            if source is None and record["Source"].text and not record["Source"].problem:
                note(
                    found,
                    "unknown-name",
                    later("there is no source called {text!r}", text=record.text("Source")),
                    record["Source"].place,
                    help=did_you_mean(record.text("Source"), list(known.values()))
                    or later("add it to the sheet with Sources in A1"),
                )
            if disposition not in (None, "encoded") and record["Why"].blank:
                note(
                    found,
                    "blank-cell",
                    later(
                        "statement {text} is {disposition}, but Why is blank",
                        text=record.text("ID"),
                        disposition=disposition,
                    ),
                    record["Why"].place,
                    help=later("say in a few words why no rule encodes it"),
                )
            if fine and disposition is not None and source is not None:
                statements.append(_statement(record, source, disposition))
            elif record.text("ID") and record.text("ID") not in unsound:
                statements.append(_statement(record, source or record.text("Source"), "context"))
                unsound.append(record.text("ID"))
    return statements, unsound


def _statement(record: Record, source: str, disposition: Disposition) -> Statement:
    texts = (record.text(name) for name in ("Section", "Kind", "Why", "Citations"))
    return Statement(record.text("ID"), source, record.text("Statement"), disposition, record.place, *texts)
