"""DMN in: sets of ours come back the same, tables of others come in as they answer, and nothing is dropped unsaid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.compiler import read
from b12tables.compiler.compare.differ import compare
from b12tables.compiler.model import Model, Value
from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.reader import Refused
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.workbook import Cell, Sheet, Workbook
from b12tables.interop.dmn import Imported, PlainSheet, export_dmn, import_dmn
from tests.conformance.adapter import DATA, data
from tests.kit.derived_sets import derived_model
from tests.kit.packages import iron_model, real_model
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.written_sets import write_model

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def as_sheet(plain: PlainSheet) -> Sheet:
    """The sheet as the workbook writer lays it out."""
    rows: list[Sequence[object]] = [[plain.kind, plain.title or None], *plain.keys]
    if plain.heads:
        rows += [[]] if plain.keys or plain.bands else []
        if plain.bands:
            rows.append([plain.bands.get(column) for column in range(1, len(plain.heads) + 1)])
        rows += [plain.heads, *plain.rows]
    blank = Sheet("imported.xlsx", plain.name, {})
    cells = {
        (row, column): Cell(value, blank.place(row, column))  # type: ignore[arg-type]
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return Sheet("imported.xlsx", plain.name, cells)


def model_of(imported: Imported) -> Model:
    model, findings = build_model(Workbook(tuple(map(as_sheet, imported.sheets))))
    errors = [f"{one.name}: {one.message} {one.places}" for one in findings if one.severity == "error"]
    assert model is not None and errors == []
    return model


def back(model: Model) -> Imported:
    return import_dmn(export_dmn(model).text.encode())


# ---------------------------------------------------------------- out and in again


def readable(make: Any, folder: Path, wanted: int) -> Iterator[Model]:
    """Random sets that a workbook can say, as they are read from one."""
    for number in range(200):
        model, findings = read(write_model(make(Random(number)), folder / str(number)))
        if model is not None and not any(one.severity == "error" for one in findings):
            wanted -= 1
            yield model
        if not wanted:
            return


@pytest.mark.slow
@pytest.mark.parametrize("make", [random_model, small_model, derived_model])
def test_a_random_set_comes_back_the_same(make: Any, tmp_path: Path) -> None:
    for model in readable(make, tmp_path, 8):
        imported = back(model)
        assert [one.line() for one in imported.not_taken] == []
        found = compare(model, model_of(imported))
        assert found.changes == () and not found.unfinished


@pytest.mark.slow
@pytest.mark.parametrize("original", [iron_model, real_model])
def test_a_written_set_comes_back_provably_the_same(original: Any) -> None:
    model = original()
    imported = back(model)
    assert imported.not_taken == ()
    again = model_of(imported)
    found = compare(model, again)
    assert found.changes == () and not found.unfinished
    assert len(again.impossible) == len(model.impossible)
    assert len(again.safety_rules) == len(model.safety_rules)
    assert {code: field.label for code, field in again.fields.items()} == {
        code: field.label for code, field in model.fields.items()
    }
    # who approved the tables approved those, and not what came back from another program
    assert again.about.status == "Draft"


# ---------------------------------------------------------------- tables of others


def document(body: str) -> bytes:
    return f'<definitions xmlns="{MODEL}" name="Theirs" namespace="x" id="d">{body}</definitions>'.encode()


def input_xml(column: Mapping[str, Any]) -> str:
    allowed = column.get("allowed")
    values = f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else ""
    kind = column.get("base_type") or column.get("type") or ""
    type_ref = f" typeRef={quoteattr(kind)}" if kind in ("string", "number", "boolean", "date") else ""
    text = escape(column["expression"])
    return f"<input><inputExpression{type_ref}><text>{text}</text></inputExpression>{values}</input>"


def output_xml(column: Mapping[str, Any]) -> str:
    allowed, default = column.get("allowed"), column.get("default")
    inside = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
    inside += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    kind = column.get("type") or ""
    type_ref = f" typeRef={quoteattr(kind)}" if kind in ("string", "number", "boolean", "date") else ""
    name = f" name={quoteattr(column['name'])}" if column.get("name") else ""
    return f"<output{name}{type_ref}>{inside}</output>"


def table_xml(table: Mapping[str, Any]) -> str:
    policy, _, aggregation = table["hit_policy"].partition("COLLECT ")
    kind = f'hitPolicy="COLLECT" aggregation="{aggregation}"' if aggregation else f'hitPolicy="{policy}"'
    rules = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{escape(text or '')}</text></inputEntry>" for text in rule["in"])
        + "".join(f"<outputEntry><text>{escape(text)}</text></outputEntry>" for text in rule["out"])
        + "</rule>"
        for rule in table["rules"]
    )
    columns = "".join(map(input_xml, table["inputs"])) + "".join(map(output_xml, table["outputs"]))
    name = quoteattr(table["decision"] or "Decision")
    inputs = "".join(f"<inputData name={quoteattr(one['expression'])}/>" for one in table["inputs"])
    return f"{inputs}<decision name={name}><decisionTable {kind}>{columns}{rules}</decisionTable></decision>"


def tck() -> list[tuple[str, Mapping[str, Any]]]:
    """The simple tables of the Technology Compatibility Kit; none where the collection is not here."""
    if not (DATA / "dmn_tck.json").is_file():
        return []
    models = json.loads((DATA / "dmn_tck.json").read_text("utf-8"))["models"]
    return [(one["model"], table) for one in models for table in one["tables"] if not table["beyond_simple"]]


def told(value: Any) -> Value:
    return date.fromisoformat(value["$date"]) if isinstance(value, dict) and "$date" in value else value


def test_the_simple_tables_of_the_kit_come_in() -> None:
    data("dmn_tck.json")
    rows = 0
    for name, table in tck():
        imported = import_dmn(document(table_xml(table)))
        assert imported.not_taken == (), (name, imported.not_taken)
        model = model_of(imported)
        assert len(model.decisions) == 1 and len(model.decisions[0].rules) == len(table["rules"])
        for row in table["rows"]:
            rows += _answers(model, table, row)
    assert rows >= 40


def _answers(model: Model, table: Mapping[str, Any], row: Mapping[str, Any]) -> int:
    """1 where the row was asked: its rules are those that the kit says."""
    decision = model.decisions[0]
    given: dict[str, Value] = {}
    for name, value in zip(decision.input_fields, row["in"], strict=True):
        field = model.fields[name]
        found = told(value)
        if isinstance(found, bool) or found is None:
            given[name] = "unknown" if found is None else found
        elif isinstance(found, int | float):
            given[name] = Fraction(repr(found))
        else:
            codes = {one.label: one.code for one in field.values}
            given[name] = codes.get(str(found), found)  # type: ignore[arg-type]
    evaluation = evaluate(model, given)
    if not evaluation.steps:
        return 0
    fired = {f"R{number}" for number in row["hits"]} or {"Otherwise"}
    assert set(evaluation.steps[0].rules) <= fired, (table["decision"], row)
    return 1


FOREIGN = document(
    """
  <import namespace="y" locationURI="y.dmn" importType="z" name="other"/>
  <inputData name="Risk Category"><variable name="Risk Category" typeRef="string"/></inputData>
  <businessKnowledgeModel name="score"/>
  <decision name="Half"><literalExpression><text>Age / 2</text></literalExpression></decision>
  <decision name="Step"><decisionTable hitPolicy="FIRST">
    <input label="Risk"><inputExpression><text>Risk Category</text></inputExpression>
      <inputValues><text>"High", "Low or none"</text></inputValues></input>
    <input><inputExpression typeRef="number"><text>Applicant.Age</text></inputExpression></input>
    <output typeRef="string"><outputValues><text>"now", "later"</text></outputValues></output>
    <annotation name="Why"/>
    <rule><inputEntry><text>not("High")</text></inputEntry><inputEntry><text>[18..65), null</text></inputEntry>
      <outputEntry><text>"now"</text></outputEntry><annotationEntry><text>they are safe</text></annotationEntry></rule>
    <rule><inputEntry><text>-</text></inputEntry><inputEntry><text></text></inputEntry>
      <outputEntry><text>"later"</text></outputEntry></rule>
  </decisionTable></decision>
  <decision name="Moving"><decisionTable>
    <input><inputExpression typeRef="number"><text>Applicant.Age</text></inputExpression></input>
    <output typeRef="number"/>
    <rule><inputEntry><text>&lt; Limit</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
  </decisionTable></decision>
  <decision name="Paid"><decisionTable>
    <input><inputExpression typeRef="number"><text>Applicant.Age</text></inputExpression></input>
    <output typeRef="number"/>
    <rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2 * 3</text></outputEntry></rule>
  </decisionTable></decision>
"""
)


def test_what_is_not_taken_is_named_with_its_place() -> None:
    imported = import_dmn(FOREIGN)
    lines = [one.line() for one in imported.not_taken]
    assert lines == [
        "import other: another document: import that one too",
        "businessKnowledgeModel score: a function: a table calls nothing",
        "decision Half: its answer is an expression, not a table",
        "decision Moving · rule R1: 'Limit' is no value: an expression or a name; the whole table is left out",
        "decision Paid · rule R1: '* 3' cannot be read; the whole table is left out",
    ]
    model = model_of(imported)
    [table] = model.decisions
    assert (table.code, table.hit_policy.value) == ("step", "First")
    assert [condition.text for condition in table.rules[0].conditions] == ["not(high)", "[18..65); unknown"]
    assert table.rules[0].note == "Why: they are safe"
    assert model.fields["applicant_age"].unknown and not model.fields["risk_category"].unknown
    assert [one.label for one in model.fields["risk_category"].values] == ["High", "Low or none"]


@pytest.mark.parametrize(
    ("type_ref", "type_"), [("integer", "whole number"), ("long", "whole number"), ("double", "number")]
)
def test_numbers_are_read_by_the_names_that_editors_give_them(type_ref: str, type_: str) -> None:
    text = FOREIGN.replace(b'typeRef="number"', f'typeRef="{type_ref}"'.encode())
    assert model_of(import_dmn(text)).fields["applicant_age"].type == type_


def test_a_field_of_ours_with_values_that_cannot_be_read_is_told() -> None:
    text = export_dmn(iron_model()).text
    allowed = re.search(r"<allowedValues[^>]*>\s*<text>([^<]*)", text)
    assert allowed is not None
    imported = import_dmn((text[: allowed.start(1)] + "for x in y" + text[allowed.end(1) :]).encode())
    assert imported.not_taken[0].line().startswith("type ")
    assert "'for' is no value" in imported.not_taken[0].why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"<!DOCTYPE d [<!ENTITY a 'b'>]><definitions/>", "declares entities"),
        (b"<definitions", "no well-formed XML"),
        (b"<definitions xmlns='http://bpmn'/>", "no DMN document"),
        (b"<a>" * 300, "without end"),
        (b"PK\x03\x04", "no well-formed XML"),
        (b"", "no well-formed XML"),
        (b"<?xml version='1.0' encoding='nonsense'?><a/>", "no well-formed XML"),
    ],
)
def test_hostile_documents_are_refused(text: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=why):
        import_dmn(text)
    (tmp_path / "bad.dmn").write_bytes(text)
    result = CliRunner().invoke(cli, ["import", str(tmp_path / "bad.dmn"), str(tmp_path / "out")])
    assert result.exit_code == 2 and "Nothing was written" in result.output
    assert not (tmp_path / "out").exists()


def test_a_table_that_looks_at_nothing_comes_in() -> None:
    rule = "<rule><outputEntry><text>{}</text></outputEntry></rule>"
    table = f"<output typeRef='string'/>{rule.format('&quot;a&quot;')}{rule.format('&quot;b&quot;')}"
    text = document(
        f"<decision name='Step'><decisionTable hitPolicy='FIRST'>{table}</decisionTable></decision>"
    )
    model = model_of(import_dmn(text))
    assert model.decisions[0].inputs == () and evaluate(model, {}).outputs == {"step": {"step": "a"}}
    again = model_of(back(model))
    assert not compare(model, again).changes and again.decisions[0].inputs == ()


def one_rule(cell: str, result: str = '"later"', columns: int = 1) -> bytes:
    """A table of one rule whose first cell says this; its other columns say nothing."""
    head = "<input><inputExpression typeRef='string'><text>Risk</text></inputExpression></input>"
    entries = "<inputEntry><text>-</text></inputEntry>" * (columns - 1)
    rule = f"<inputEntry><text>{escape(cell)}</text></inputEntry>{entries}"
    rule += f"<outputEntry><text>{escape(result)}</text></outputEntry>"
    table = f"{head * columns}<output typeRef='string'/><rule>{rule}</rule>"
    return document(f"<decision name='Step'><decisionTable>{table}</decisionTable></decision>")


def two_of_a_name() -> bytes:
    """The second of them answers with two values."""
    before, head, decision = one_rule('"a"').partition(b"<decision ")
    decision, end, rest = decision.partition(b"</decision>")
    once = head + decision + end
    again = once.replace(b"<output ", b"<output name='x'/><output ").replace(
        b"</rule>", b"<outputEntry/></rule>"
    )
    return before + once + again + rest


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (one_rule("9" * 5000), "rule R1: a number of 5000 digits"),
        (one_rule('"' + "x" * 40_000 + '"'), "its texts: a text of 40,000 letters"),
        (one_rule('"high"', '"' + "x" * 40_000 + '"'), "its texts: a text of 40,000 letters"),
        (one_rule('"a"', columns=17_000), "there are 17,003 columns"),
        (one_rule('"a\\u0001b"'), "rule R1: a text holds the character U+0001"),
        (one_rule('"\\uD800"'), "rule R1: a text holds the character U+D800"),
        (
            one_rule('"a"').replace(b"<rule>", b"<rule><inputEntry/>"),
            "rule R1: there is a cell without a column",
        ),
        (
            one_rule('"a"').replace(b"</rule>", b"<outputEntry/></rule>"),
            "R1: there is a cell without a column",
        ),
        (one_rule('"a"').replace(b"<output ", b"<output name='x'/><output "), "rule R1: a cell is missing"),
        (
            one_rule('"a"', columns=2).replace(b"<inputEntry><text>-</text></inputEntry>", b""),
            "a cell is missing",
        ),
        (two_of_a_name(), "decision Step: another decision has the same name"),
    ],
)
def test_what_no_cell_can_keep_leaves_a_table_out(text: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "theirs.dmn").write_bytes(text)
    result = CliRunner().invoke(cli, ["import", str(tmp_path / "theirs.dmn"), str(tmp_path / "out")])
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit), result.output
    assert why in " ".join(result.output.split()) and "0 decision tables in" in result.output


def test_a_text_that_looks_like_an_error_stays_a_text(tmp_path: Path) -> None:
    (tmp_path / "theirs.dmn").write_bytes(one_rule('"#N/A"', '"#REF!"'))
    result = CliRunner().invoke(cli, ["import", str(tmp_path / "theirs.dmn"), str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    said = CliRunner().invoke(cli, ["check", str(tmp_path / "out"), "--no-release"]).output
    assert "error value" not in said and "Risk" in said


def test_the_command_writes_a_workbook_that_can_be_checked(tmp_path: Path) -> None:
    (tmp_path / "theirs.dmn").write_bytes(FOREIGN)
    result = CliRunner().invoke(cli, ["import", str(tmp_path / "theirs.dmn"), str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "1 decision table in" in result.output and "not taken: decision Half" in result.output
    checked = CliRunner().invoke(cli, ["check", str(tmp_path / "out"), "--no-release"])
    assert checked.exit_code == 0, checked.output
    again = CliRunner().invoke(cli, ["import", str(tmp_path / "theirs.dmn"), str(tmp_path / "out")])
    assert again.exit_code == 1 and "none is ever overwritten" in again.output
