"""Neutral decision tables (JSON, cells in S-FEEL) as workbooks in our format: real .xlsx, really read.

Cells are written as they stand in the origin wherever our grammar has them; what is rewritten is listed in
`_in_our_words`. A table that needs a feature we do not have is refused by the feature's name
(`OutsideFormat`), and `OUTSIDE` says why we do not have it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Model
from b12tables.runtime.numbers import number_text
from tests.conformance.feel import (
    BASE_TYPES,
    Between,
    Is,
    NotIn,
    OutsideFormat,
    Unary,
    Value,
    kind_of,
    literal,
    read_cell,
)

DATA = Path(__file__).resolve().parents[3] / "shared" / "conformance"

OUTSIDE: dict[str, str] = {
    "advice on the hit policy": "the policy is the author's choice; what it hides is a `masked-rule`",
    "conflict in a list": "rules of a list may hold together and differ, which is told as `two-values`; equal ones are "
    "`duplicate-rule`",
    "date and time": "fields are dates: no moment of a day",
    "expression in a cell": "cells hold tests and values, so that all that is said of a table can be proved",
    "expression with ?": "`not(47)` says what `? != 47` says",
    "list as a test": "alternatives are written `a, b`; a FEEL list in brackets says the same",
    "name in a cell": "a cell compares with values, not with other fields",
    "normal form": "a manner of writing that no case shows: a cell that lists every value, First, Rule order",
    "null as an end": "an interval has two ends, or is written `> 1`",
    "order of texts": "texts are equal or not; they have no order",
    "rule that may mislead": "an opinion; the cases that another rule wins are reported as `overlap`",
    "time of day": "there is no such type",
    "unknown operator": "`!=` or `not(...)` is written instead",
    "value outside the declared ones": "such a case is refused, not evaluated leniently",
}
"""Every feature that the tests may set aside, and why the format does without it."""

POLICIES = {
    "UNIQUE": "Unique",
    "ANY": "Any",
    "FIRST": "First",
    "PRIORITY": "Priority",
    "RULE ORDER": "Rule order",
    "OUTPUT ORDER": "Output order",
    "COLLECT": "Collect",
    "COLLECT SUM": "Collect sum",
    "COLLECT MIN": "Collect min",
    "COLLECT MAX": "Collect max",
    "COLLECT COUNT": "Collect count",
}


@cache
def data(name: str) -> Any:
    """One file of the collection; the tests are skipped where the collection is not beside the project."""
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"the collection is not here (../shared/conformance/{name})", allow_module_level=True)
    return json.loads(path.read_text(encoding="utf-8"))


# ---------------------------------------------------------------- a table in our terms


@dataclass(frozen=True)
class Column:
    """A condition or result column: the neutral side (`base`, `values`, ends) and ours (`code`, `type`)."""

    code: str
    label: str
    base: str
    type: str
    values: tuple[Value, ...] = ()
    domain: Between | None = None
    unknown: bool = False
    unit: str = ""

    def code_of(self, value: Value) -> str:
        """The code of a declared value."""
        return value_codes(self.values)[value]

    def ours(self, value: Value) -> Any:
        """A neutral value as a value of the model. Raises `OutsideFormat` where the field cannot have it."""
        if value is None:
            return "unknown"
        if self.type == "choice":
            if value not in self.values:
                raise OutsideFormat("value outside the declared ones", f"{value} in {self.label}")
            return self.code_of(value)
        return value

    def theirs(self, value: Any) -> Value:
        """A value of the model as a neutral one."""
        if value is None or value == "unknown":
            return None
        if self.type == "choice":
            return {code: neutral for neutral, code in value_codes(self.values).items()}[value]
        if isinstance(value, str) and value == value_label(value.removeprefix("value ")):
            return value.removeprefix("value ")
        return value  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Table:
    """A neutral table, translated. `tests` are the condition cells as the independent reading has them."""

    code: str
    label: str
    hit_policy: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    tests: tuple[tuple[tuple[Unary, ...], ...], ...]
    cells: tuple[tuple[str, ...], ...]
    results: tuple[tuple[Value, ...], ...]
    otherwise: tuple[Value, ...] | None = None

    def under(self, hit_policy: str) -> Table:
        """The same rules under another hit policy."""
        return replace(self, hit_policy=hit_policy)


@cache
def value_codes(values: tuple[Value, ...]) -> Mapping[Value, str]:
    """A code for each declared value: its words joined, and told apart from the words of the grammar."""
    codes: dict[Value, str] = {}
    for value in values:
        text = number_text(value) if isinstance(value, Fraction) else str(value)
        code = re.sub(r"\W+", "_", text.lower()).strip("_")
        if code in ("unknown", "known", "any", "none", "not", "or", "and", "empty", "includes", "excludes"):
            code = f"value_{code}"
        assert code not in codes.values(), values
        codes[value] = code
    return codes


def value_label(value: Value) -> str:
    """The value in words; told apart from the words of the grammar, which no value may be called by."""
    text = number_text(value) if isinstance(value, Fraction) else str(value)
    return f"value {text}" if text.lower() in ("unknown", "known", "any") else text


def translate(neutral: Mapping[str, Any], number: int = 1, *, defaults: bool = False) -> Table:
    """A neutral table in our terms. Raises `OutsideFormat` for the first feature that we do not have.

    With `defaults`, DMN default outputs become an `Otherwise` row.
    """
    rules = neutral["rules"]
    inputs, tests, cells = [], [], []
    for i, given in enumerate(neutral["inputs"]):
        column, read, written = _input(given, [rule["in"][i] for rule in rules], f"t{number}_in{i + 1}")
        inputs.append(column)
        tests.append(read)
        cells.append(written)
    given_outputs = neutral["outputs"]
    policy = neutral["hit_policy"]
    aggregation = neutral.get("aggregation")
    if aggregation and not policy.endswith(aggregation):
        policy = f"{policy} {aggregation}"
    outputs, results = [], []
    for i, given in enumerate(given_outputs):
        column, values = _output(given, [rule["out"][i] for rule in rules], f"t{number}_out{i + 1}", policy)
        outputs.append(column)
        results.append(values)
    otherwise = None
    if defaults and any(given.get("default") for given in given_outputs):
        otherwise = tuple(
            literal(given["default"]) if given.get("default") else None for given in given_outputs
        )
    return Table(
        f"t{number}",
        neutral["decision"] or f"Table {number}",
        policy,
        tuple(inputs),
        tuple(outputs),
        tuple(zip(*tests, strict=True)),
        tuple(zip(*cells, strict=True)),
        tuple(zip(*results, strict=True)),
        otherwise,
    )


def _input(
    given: Mapping[str, Any], raw: Sequence[str | None], code: str
) -> tuple[Column, list[tuple[Unary, ...]], list[str]]:
    base = _base(given, raw)
    read = [read_cell(text, base) for text in raw]
    null = any(_says_null(tests) for tests in read)
    values: tuple[Value, ...] = ()
    domain = None
    if given.get("allowed"):
        values, domain, with_null = _allowed(given["allowed"], base)
        null = null or with_null
    type_ = {
        "number": "number",
        "days": "number",
        "months": "number",
        "boolean": "yes/no",
        "date": "date",
    }.get(base)
    if given.get("integer") or given.get("type") == "integer":
        type_ = "whole number"
    if base == "date and time":
        # where cells ask only whether it is known, the type makes no difference
        if not all(_asks_only_null(tests) for tests in read):
            raise OutsideFormat("date and time", given["expression"])
        type_ = "date"
    if base == "time":
        raise OutsideFormat("time of day", given["expression"])
    if values:
        type_ = "choice"
    column = Column(
        code,
        given["expression"],
        base,
        type_ or "text",
        values,
        domain,
        null,
        {"days": "d", "months": "mo"}.get(base, ""),
    )
    return column, read, [_in_our_words(text, column) for text in raw]


def _base(given: Mapping[str, Any], raw: Sequence[str | None]) -> str:
    stated = given.get("base_type") or given.get("type")
    base = BASE_TYPES.get(stated, stated) if stated else "string"
    words = {text.strip() for text in raw if text}
    if base == "string" and words & {"true", "false"} and words <= {"true", "false", "-"}:
        # one origin types a column as text and fills it with booleans, and evaluates them as booleans
        return "boolean"
    assert base in (*BASE_TYPES.values(), "string"), stated
    return base


def _says_null(tests: Iterable[Unary]) -> bool:
    return any(test == Is(None) or (isinstance(test, NotIn) and Is(None) in test.parts) for test in tests)


def _asks_only_null(tests: Iterable[Unary]) -> bool:
    return all(
        not isinstance(test, Between)
        and (not isinstance(test, Is) or test.value is None)
        and (not isinstance(test, NotIn) or test.parts == (Is(None),))
        for test in tests
    )


def _allowed(text: str, base: str) -> tuple[tuple[Value, ...], Between | None, bool]:
    """Allowed values as (the values, or the range, and whether null is among them)."""
    parts = read_cell(text, base)
    ranges = [part for part in parts if isinstance(part, Between)]
    values = tuple(part.value for part in parts if isinstance(part, Is) and part.value is not None)
    assert len(ranges) <= 1 and not (ranges and values), text
    return values, ranges[0] if ranges else None, Is(None) in parts


def _output(
    given: Mapping[str, Any], raw: Sequence[str], code: str, policy: str
) -> tuple[Column, list[Value]]:
    try:
        results = [literal(text) if text.strip() else None for text in raw]
    except OutsideFormat as problem:
        # a name in a result is an expression as well as any other: the answer would follow from the inputs
        raise OutsideFormat("expression in a cell", str(problem)) from None
    kinds = {kind_of(value) for value in results} - {"null"}
    values: tuple[Value, ...] = ()
    if given.get("allowed"):
        values = tuple(v for v in map(literal, given["allowed"].split(",")) if v is not None)
    stated = given.get("base_type") or given.get("type")
    base = BASE_TYPES.get(stated, "") if stated else ""
    unit = {"days": "d", "months": "mo"}.get(base, "")
    if values and not policy.startswith("COLLECT "):
        type_ = "choice"
    else:
        assert len(kinds) <= 1, raw
        values = ()
        type_ = {"number": "number", "boolean": "yes/no", "date": "date"}.get("".join(kinds), "text")
    column = Column(code, given.get("name") or f"result {code}", base, type_, values, None, False, unit)
    return column, results


_TOKENS = re.compile(r'duration\(\s*"[^"]*"\s*\)|@"[^"]*"|"[^"]*"|not\s*\(\s*null\s*\)|\bnull\b')


def _in_our_words(text: str | None, column: Column) -> str:
    """A FEEL cell in our grammar: null, durations, `@` dates, values called by words of the grammar."""
    if text is None or not text.strip():
        return "-"

    def word(match: re.Match[str]) -> str:
        token = match[0]
        if token == "null":
            return "unknown"
        if token.startswith("not"):
            return "known"
        value = literal(token)
        if isinstance(value, Fraction):
            return f"{number_text(value)} {column.unit}".strip()
        if isinstance(value, date):
            return value.isoformat()
        if column.values and value_label(value) != value:
            return column.code_of(value)
        return token

    return _TOKENS.sub(word, text)


# ---------------------------------------------------------------- writing


def result_text(value: Value, column: Column) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if column.type == "choice" and value in column.values:
        return column.code_of(value)
    return f'"{value_label(value)}"'


def write_workbook(path: Path, tables: Sequence[Table]) -> None:
    """The tables as one workbook in our format, typed as a person would: numbers as numbers, true as TRUE."""
    from openpyxl import Workbook

    book = Workbook()
    about = book.active
    about.title = "About"
    _rows(
        about,
        [
            ["About"],
            ["Title", "Conformance"],
            ["Identifier", "conformance"],
            ["Version", "1.0.0"],
            ["Status", "Draft"],
            ["Intended use", "Tests"],
            ["Disclaimer", "Tests"],
        ],
    )
    columns = [column for table in tables for column in (*table.inputs, *table.outputs)]
    labels = _labels(columns)
    _rows(
        book.create_sheet("Dictionary"),
        [
            ["Dictionary"],
            ["Field", "Label", "Type", "Minimum", "Maximum", "Unit", "Unknown"],
            *(
                [c.code, labels[c], c.type, *_limits(c), c.unit, "yes" if c.unknown else "no"]
                for c in columns
            ),
        ],
    )
    _rows(
        book.create_sheet("Values"),
        [
            ["Values"],
            ["Field", "Value", "Label"],
            *([c.code, c.code_of(v), value_label(v)] for c in columns for v in c.values),
        ],
    )
    for table in tables:
        _decision(book.create_sheet(table.code), table, labels)
    book.save(path)


def _labels(columns: Sequence[Column]) -> dict[Column, str]:
    taken: set[str] = set()
    labels = {}
    for column in columns:
        label = column.label if column.label.lower() not in taken else f"{column.label} {column.code}"
        taken.add(label.lower())
        labels[column] = label
    return labels


def _limits(column: Column) -> list[str]:
    if column.domain is None:
        return ["", ""]
    domain = column.domain

    def text(end: Value, closed: bool, open_sign: str) -> str:
        if end is None:
            return ""
        assert isinstance(end, (Fraction, date))
        written = end.isoformat() if isinstance(end, date) else number_text(end)
        return written if closed else f"{open_sign} {written}"

    return [text(domain.low, domain.low_in, ">"), text(domain.high, domain.high_in, "<")]


def _decision(sheet: Any, table: Table, labels: Mapping[Column, str]) -> None:
    inputs, outputs = table.inputs, table.outputs
    rows: list[list[Any]] = [
        ["Decision table", table.label],
        ["Code", table.code],
        ["Hit policy", POLICIES[table.hit_policy]],
        [],
        ["", "When", *[""] * (len(inputs) - 1), "Then", *[""] * (len(outputs) - 1), "Because"],
        ["Rule", *(labels[c] for c in inputs), *(labels[c] for c in outputs), "Evidence"],
    ]
    for number, (cells, results) in enumerate(zip(table.cells, table.results, strict=True), start=1):
        rows.append(
            [
                f"R{number}",
                *(_typed(text, c) for text, c in zip(cells, inputs, strict=True)),
                *(_typed(result_text(v, c), c) for v, c in zip(results, outputs, strict=True)),
                "inference: the origin's table",
            ]
        )
    if table.otherwise is not None:
        given = [_typed(result_text(v, c), c) for v, c in zip(table.otherwise, outputs, strict=True)]
        rows.append(["Otherwise", *[""] * len(inputs), *given, "inference: the origin's default"])
    _rows(sheet, rows)


def _typed(text: str, column: Column) -> Any:
    """What a spreadsheet makes of the text when it is typed in: a number, TRUE, or the text."""
    if column.type in ("number", "whole number", "choice") and re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    if column.type in ("number", "whole number") and re.fullmatch(r"-?\d{1,9}\.\d{1,5}", text):
        return float(text)
    if column.type == "yes/no" and text in ("true", "false"):
        return text == "true"
    return text


def _rows(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = sheet.cell(y, x, value)
            if isinstance(value, str):
                # a text that begins with = is a text here, as '=10 typed into a spreadsheet is
                cell.data_type = "s"
                cell.quotePrefix = value.startswith("=")


def feature_of(neutral: Mapping[str, Any]) -> str | None:
    """The feature that takes a table outside our format, or None."""
    try:
        translate(neutral)
    except OutsideFormat as problem:
        return problem.feature
    return None


def literal_cells(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """The table of an entry, with constant calls written as literals where the collection has them so."""
    cells = entry.get("literal_cells")
    table: Mapping[str, Any] = entry["table"]
    if not cells:
        return table
    rules = [{**rule, "in": row} for rule, row in zip(table["rules"], cells, strict=True)]
    return {**table, "rules": rules}


# ---------------------------------------------------------------- reading back and checking


@dataclass(frozen=True)
class Compiled:
    """What the compiler makes of a table: the model, what reading found, and what the checks found."""

    model: Model | None
    reading: tuple[Finding, ...]
    checks: tuple[Finding, ...]

    def named(self, name: str, decision: str | None = None) -> list[Finding]:
        """The findings of one kind, of one decision where it is given."""
        every = (*self.reading, *self.checks)
        return [f for f in every if f.name == name and decision in (None, f.decision)]

    @property
    def errors(self) -> list[str]:
        """The errors of reading, in words."""
        return [
            f"{f.name}: {f.message} ({', '.join(map(str, f.places))})"
            for f in self.reading
            if f.severity == "error"
        ]


@lru_cache(maxsize=2000)
def compiled(*tables: Table, checked: bool = True) -> Compiled:
    """The tables written as one workbook, read by the real reader, and checked."""
    from b12tables.compiler.checks import run_checks
    from b12tables.compiler.reader.build_model import build_model
    from b12tables.compiler.reader.folder import read_workbook

    with tempfile.TemporaryDirectory() as folder:
        write_workbook(Path(folder) / "conformance.xlsx", tables)
        workbook, unread = read_workbook(Path(folder))
    model, unbuilt = build_model(workbook)
    checks: tuple[Finding, ...] = ()
    if checked and model is not None:
        checks, _ = run_checks(model)
    return Compiled(model, (*unread, *unbuilt), tuple(checks))


def rule_numbers(finding: Finding) -> list[int]:
    """The rules that a finding names, as the collection numbers them."""
    return sorted(int(rule[1:]) for rule in finding.rules if rule != "Otherwise")
