"""A model as a workbook: so that random sets are read from a file, by whoever reads files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl

from b12tables.compiler.model import DecisionTable, Field, Limit, Model, Value, test_text, value_text

ABOUT = (
    ("Title", "A random set"),
    ("Identifier", "random_set"),
    ("Version", "0.1.0"),
    ("Status", "Draft"),
    ("Intended use", "Tests."),
    ("Disclaimer", "This is no medical advice."),
)

DICTIONARY = (
    "Field",
    "Label",
    "Type",
    "Minimum",
    "Maximum",
    "Unit",
    "Unknown",
    "Computed",
    "Step",
    "Between",
)

Rows = list[Sequence[str]]


def write_model(model: Model, folder: Path) -> Path:
    """The folder, with one workbook of what a model means: dictionary, tables, combinations, safety rules."""
    folder.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(_sheets(model)):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append([text or None for text in row])
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            cell.number_format = "@"
            # a cell that begins with = is a test here, and no formula
            if cell.data_type == "f":
                cell.data_type = "s"
    book.save(folder / "set.xlsx")
    return folder


def _sheets(model: Model) -> Iterator[Rows]:
    yield [("About",), (), *ABOUT]
    yield [("Dictionary",), (), DICTIONARY, *map(_field, model.fields.values())]
    values = [(field.code, row.code, row.label) for field in model.fields.values() for row in field.values]
    yield [("Values",), (), ("Field", "Value", "Label"), *values]
    for table in model.decisions:
        yield _table(table)
    if model.impossible:
        lines = [(c.id, _lines(c.tests), c.why or "It cannot be.") for c in model.impossible]
        yield [("Impossible",), (), ("ID", "Combination", "Why"), *lines]
    plain = [rule for rule in model.safety_rules if rule.worse is None]
    if plain:
        rules = [(r.id, _lines(r.when), _lines(r.must), r.why or "It has to be.") for r in plain]
        yield [("Safety rules",), (), ("ID", "When", "Must", "Why"), *rules]


def _field(field: Field) -> Sequence[str]:
    ends = _end(field.low, ">"), _end(field.high, "<")
    computed = field.computed.text if field.computed else ""
    precision = "" if field.step is None else value_text(field.step), "nearest" if field.rounds else ""
    unknown = "yes" if field.unknown else "no"
    return field.code, field.label, field.type, *ends, field.unit, unknown, computed, *precision


def _end(limit: Limit | None, sign: str) -> str:
    if limit is None:
        return ""
    return f"{'' if limit.closed else sign + ' '}{value_text(limit.value)}"


def _table(table: DecisionTable) -> Rows:
    band = ("", *("When" for _ in table.inputs), *("Then" for _ in table.outputs))
    heads = ("Rule", *table.input_fields, *table.output_fields)
    rows: Rows = []
    for rule in table.rows:
        name = "Otherwise" if rule.otherwise else rule.id
        tests = [test_text(c.test) for c in rule.conditions] or ["" for _ in table.inputs]
        rows.append((name, *tests, *(_result(result.value) for result in rule.results)))
    keys = [("Code", table.code), ("Hit policy", table.hit_policy.value), ("May be empty", "yes")]
    return [("Decision table", table.label), *keys[: 2 + table.hit_policy.gives_list], (), band, heads, *rows]


def _result(value: Value) -> str:
    if isinstance(value, frozenset):
        return "; ".join(map(value_text, sorted(value))) or "empty"
    return value_text(value)


def _lines(tests: Sequence[object]) -> str:
    return "\n".join(f"{line.field}: {test_text(line.test)}" for line in tests)  # type: ignore[attr-defined]
