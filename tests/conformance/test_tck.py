"""The decision tables of the DMN Technology Compatibility Kit: they compile, and each row gives its answer.

Gaps and overlaps are held against the collection's `ground_truth` and, as regions, against `truth.Grid`.
Tables beyond our cells are refused by the name of the feature; the cell corpus 0072-feel-in is read by the
real reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest

from b12tables.compiler.model import passes
from b12tables.compiler.model.evaluate import evaluate
from tests.conformance.adapter import (
    Compiled,
    OutsideFormat,
    Table,
    compiled,
    data,
    feature_of,
    rule_numbers,
    translate,
)
from tests.conformance.answers import answer_of, case_of, examples_are_real, expected_of
from tests.conformance.counts import refused
from tests.conformance.feel import kind_of, literal
from tests.conformance.truth import Grid

COLLECTION = data("dmn_tck.json")
TABLES = [(model["model"], table) for model in COLLECTION["models"] for table in model["tables"]]
SIMPLE = [(model, table) for model, table in TABLES if not table["beyond_simple"]]
BEYOND = [(model, table) for model, table in TABLES if table["beyond_simple"]]
ROWS = [
    (table, row, f"{model}/{table['decision']}/{row['case']}")
    for model, table in SIMPLE
    for row in table["rows"]
]
CORPUS = COLLECTION["unary_tests"]["tests"]

FEATURES = {
    "endpoint-expression": {"name in a cell", "expression in a cell"},
    "name-reference": {"name in a cell"},
    "output expression": {"expression in a cell"},
    "table nested in context": {"expression in a cell"},
}
"""What the collection calls a feature, and what we call it."""

NeutralTable = Mapping[str, Any]


def _one_cell(text: str, column: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "decision": "Cell",
        "hit_policy": "UNIQUE",
        "inputs": [column],
        "outputs": [{}],
        "rules": [{"in": [text], "out": ["1"]}],
    }


def named(tables: list[tuple[str, NeutralTable]]) -> pytest.MarkDecorator:
    ids = [f"{model}/{table['decision']}" for model, table in tables]
    return pytest.mark.parametrize("neutral", [table for _, table in tables], ids=ids)


@named(SIMPLE)
def test_simple_tables_compile(neutral: NeutralTable) -> None:
    table = translate(neutral, defaults=True)
    check = compiled(table)
    assert check.errors == []
    assert check.model is not None
    (decision,) = check.model.decisions
    assert len(decision.rules) == len(neutral["rules"])
    assert len(check.model.skipped) == 0


@named(SIMPLE)
def test_gaps(neutral: NeutralTable) -> None:
    """Gaps exactly where ground truth says; with a DMN default they are what only Otherwise covers."""
    table = translate(neutral, defaults=True)
    grid = Grid.of(table)
    assert bool(grid.uncovered & grid.known) == neutral["ground_truth"]["uncovered"]
    if table.hit_policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER", "COLLECT COUNT"):
        # an empty list, and a count of 0, are answers: the question is asked under First
        table = table.under("FIRST")
    check = compiled(table)
    name = "gap" if table.otherwise is None else "otherwise-covers"
    ours = grid.ours(box for finding in check.named(name) for box in finding.region)
    assert ours == grid.uncovered, grid.describe(ours ^ grid.uncovered)
    if table.otherwise is not None:
        assert not check.named("gap")


@named(SIMPLE)
def test_overlaps(neutral: NeutralTable) -> None:
    """No false overlap and none missed: no error under the table's own policy, every pair under Unique."""
    table = translate(neutral)
    grid = Grid.of(table)
    assert grid.overlap_pairs(grid.known) == neutral["ground_truth"]["overlap_pairs"]
    own = compiled(table)
    assert [f.message for f in (*own.named("overlap"), *own.named("conflict")) if f.severity == "error"] == []
    findings = compiled(table.under("UNIQUE")).named("overlap")
    assert sorted(map(rule_numbers, findings)) == grid.overlap_pairs()
    for finding in findings:
        first, second = rule_numbers(finding)
        assert grid.ours(finding.region) == grid.rules[first - 1] & grid.rules[second - 1]


@named(SIMPLE)
def test_examples(neutral: NeutralTable) -> None:
    """Every gap and overlap comes with a case that shows it, when the reference evaluates it."""
    table = translate(neutral)
    for policy in (table.hit_policy, "UNIQUE"):
        examples_are_real(compiled(table.under(policy)))


@pytest.mark.parametrize(("neutral", "row"), [entry[:2] for entry in ROWS], ids=[entry[2] for entry in ROWS])
def test_rows(neutral: NeutralTable, row: Mapping[str, Any]) -> None:
    """Each row gives the answer that the TCK asserts."""
    table = translate(neutral, defaults=True)
    model = compiled(table).model
    assert model is not None
    evaluation = evaluate(model, case_of(table, row["in"]))
    if row["expected"] is None:
        assert [problem.name for problem in evaluation.problems] == ["no-rule"]
        return
    assert evaluation.status == "ok"
    assert answer_of(table, evaluation.outputs[table.code]) == expected_of(table, row["expected"])


@named(BEYOND)
def test_beyond_our_cells(neutral: NeutralTable, record_property: Callable[[str, object], None]) -> None:
    """Refused by the name of the feature, as the collection names it."""
    feature = feature_of(neutral)
    assert feature in set().union(*(FEATURES[name] for name in neutral["beyond_simple"]))
    refused(record_property, feature)


def strange_cells(neutral: NeutralTable) -> list[tuple[Mapping[str, Any], str]]:
    """The cells outside the format in columns of a type that we have. (A text field may hold any word.)"""
    return [
        (column, rule["in"][i])
        for i, column in enumerate(neutral["inputs"])
        for rule in neutral["rules"]
        if (column.get("base_type") or column["type"]) in ("number", "date", "boolean")
        and feature_of(_one_cell(rule["in"][i], column))
    ]


@named([(model, table) for model, table in BEYOND if strange_cells(table)])
def test_beyond_our_cells_is_not_misread(neutral: NeutralTable) -> None:
    """Written as it stands, such a cell is an error of reading that quotes it."""
    for column, text in strange_cells(neutral):
        check = compiled(_verbatim(column, text))
        assert [finding.name for finding in check.reading if finding.severity == "error"] == ["bad-cell"]
        assert text in check.errors[0]


def _verbatim(column: Mapping[str, Any], text: str) -> Table:
    table = translate(_one_cell("-", column))
    return Table(
        table.code,
        table.label,
        table.hit_policy,
        table.inputs,
        table.outputs,
        table.tests,
        ((text,),),
        table.results,
    )


# ---------------------------------------------------------------- the corpus of cells

BASES = {"number": "number", "string": "string", "boolean": "boolean", "date": "date", "null": "number"}


def base_of(entry: Mapping[str, Any]) -> str:
    """The type of the column that the corpus's value calls for."""
    if entry["type"] != "@":
        return BASES[entry["type"]]
    kind = kind_of(literal(entry["value"]))
    return "dayTimeDuration" if kind == "number" else kind


def corpus_feature(entry: Mapping[str, Any]) -> str | None:
    """The feature that takes a test of the corpus outside our cells, or None."""
    try:
        base = base_of(entry)
    except OutsideFormat as problem:
        return problem.feature
    return feature_of(_one_cell(entry.get("cell", entry["test"]), {"expression": "value", "type": base}))


@cache
def corpus_table(base: str) -> tuple[Compiled, Mapping[str, int]]:
    """Every cell of the corpus for one type, in one table; and the row of each."""
    chosen = [entry for entry in CORPUS if corpus_feature(entry) is None and base_of(entry) == base]
    cells = [entry.get("cell", entry["test"]) for entry in chosen]
    table = {
        **_one_cell("-", {"expression": "value", "type": base}),
        "hit_policy": "COLLECT",
        "rules": [{"in": [text], "out": ["1"]} for text in (*cells, "null")],
    }
    return compiled(translate(table), checked=False), {entry["id"]: i for i, entry in enumerate(chosen)}


@pytest.mark.parametrize("entry", CORPUS, ids=[entry["id"] for entry in CORPUS])
def test_cell_corpus(entry: Mapping[str, Any], record_property: Callable[[str, object], None]) -> None:
    """The cell as the real reader reads it, on the corpus's value. A test that is null does not hold."""
    feature = corpus_feature(entry)
    if feature is not None:
        refused(record_property, feature)
        return
    base = base_of(entry)
    check, rows = corpus_table(base)
    assert check.errors == []
    assert check.model is not None
    rule = check.model.decisions[0].rules[rows[entry["id"]]]
    column = translate(_one_cell("-", {"expression": "value", "type": base})).inputs[0]
    value = column.ours(literal(entry["value"]))
    assert passes(rule.conditions[0].test, value) == bool(entry["expected"])


def test_the_corpus_is_read_type_by_type() -> None:
    """Nothing of the corpus is lost between the tables that it is read in."""
    read = sum(
        len(corpus_table(base)[1]) for base in ("number", "string", "boolean", "date", "dayTimeDuration")
    )
    outside = sum(corpus_feature(entry) is not None for entry in CORPUS)
    assert (read, read + outside) == (len(CORPUS) - outside, len(CORPUS))
