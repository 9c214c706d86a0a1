"""Every safety rule catches something: for each, one edit of one cell that it refuses, with a patient.

`breaks.csv` lists the edits. Each is made in a copy; the rule must then be reported as broken, and the
patient of the report must break it: the reference evaluator (and for some, the generated package) gives that
patient an answer that the rule forbids. A safety rule that no cell can break would be an empty promise.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.compiler.checks import broken_safety_rule
from b12tables.compiler.model import Value, passes
from b12tables.compiler.model.evaluate import evaluate, values_after
from b12tables.compiler.model.sources import Edit
from b12tables.compiler.model.tables import FieldTest, Model
from b12tables.compiler.reader.edits import edited
from tests.kit.cases import as_values
from tests.kit.packages import package_of, real_model
from tests.kit.versions import analysis

ROOT = Path(__file__).parent.parent.parent
with (Path(__file__).parent / "breaks.csv").open(encoding="utf-8", newline="") as file:
    BREAKS = list(csv.DictReader(file))
IDS = [entry["safety_rule"] for entry in BREAKS]

THROUGH_FILES = ("INV-01", "INV-07b", "INV-12", "INV-34b")
"""Edits that are also made in real workbooks, and checked by the command."""

THROUGH_CODE = ("INV-01", "INV-07d", "INV-10b", "INV-14", "INV-20a", "INV-22", "INV-27", "INV-31")
"""Edits of which the generated package must give the forbidden answer too."""


def edit_of(model: Model, entry: Mapping[str, str]) -> tuple[Edit, str]:
    """The edit of an entry, by decision, rule and field as the workbooks call them, and what the cell says now.

    Not by cell: rows and columns move whenever somebody adds one.
    """
    [table] = [table for table in model.decisions if table.label == entry["decision"]]
    [rule] = [rule for rule in table.rows if rule.id == entry["rule"]]
    names = (*(() if rule.otherwise else table.input_fields), *table.output_fields)
    for name, cell in zip(names, (*rule.conditions, *rule.results), strict=True):
        if model.fields[name].label == entry["field"]:
            return Edit(table.code, rule.id, name, entry["becomes"], cell.place), cell.text
    raise AssertionError(f"{table.label} has no column {entry['field']}")


def answers(model: Model, example: Mapping[str, object]) -> dict[str, Value]:
    """All that is given and decided for a patient. An edit may leave a later decision without a rule."""
    given = as_values(model, example)
    evaluation = evaluate(model, given)
    assert evaluation.status in ("ok", "no-rule"), evaluation.problems
    return values_after(given, evaluation)


def holds(tests: tuple[FieldTest, ...], values: Mapping[str, Value]) -> bool:
    return all(passes(test.test, values[test.field]) for test in tests)


@cache
def broken_as_they_are() -> frozenset[str]:
    """The safety rules that our tables break before any edit."""
    found = broken_safety_rule.check(analysis(real_model()))
    return frozenset(rule for finding in found for rule in finding.rules)


def test_every_safety_rule_has_its_edit() -> None:
    """Of those that compare two patients see `test_pair_breaks.py`."""
    assert sorted(IDS) == sorted(rule.id for rule in real_model().safety_rules if rule.worse is None)


def test_no_edit_serves_two_parts_of_one_property() -> None:
    """INV-07c and INV-07e each lose their own condition; INV-07c and INV-29b may lose the same one."""
    edits = {
        (e["safety_rule"].rstrip("abcdefghijklm"), e["decision"], e["rule"], e["field"], e["becomes"])
        for e in BREAKS
    }
    assert len(edits) == len(BREAKS)


@pytest.mark.slow
@pytest.mark.parametrize("entry", BREAKS, ids=IDS)
def test_the_edit_is_caught_with_a_patient(entry: Mapping[str, str]) -> None:
    model = real_model()
    edit, was = edit_of(model, entry)
    assert was == entry["was"]
    [rule] = [rule for rule in model.safety_rules if rule.id == entry["safety_rule"]]
    assert rule.id not in broken_as_they_are()

    changed = edited(replace(model, safety_rules=(rule,)), [edit])
    [finding] = broken_safety_rule.check(analysis(changed))
    assert finding.rules == (rule.id,) and finding.severity == "error"
    assert finding.example is not None
    values = answers(changed, finding.example)
    assert holds(rule.when, values) and not holds(rule.must, values)
    before = answers(model, finding.example)
    assert not holds(rule.when, before) or holds(rule.must, before)


@cache
def with_all_edits() -> tuple[Model, Any]:
    """Our tables with every edit of `THROUGH_CODE` at once, and their package."""
    model = real_model()
    changed = edited(model, [edit_of(model, BREAKS[IDS.index(name)])[0] for name in THROUGH_CODE])
    return changed, package_of(changed)


@pytest.mark.slow
@pytest.mark.parametrize("name", THROUGH_CODE)
def test_the_generated_package_gives_the_forbidden_answer(name: str) -> None:
    changed, package = with_all_edits()
    [rule] = [rule for rule in changed.safety_rules if rule.id == name]
    [finding] = broken_safety_rule.check(analysis(replace(changed, safety_rules=(rule,))))
    assert finding.example is not None
    values = answers(changed, finding.example)
    assert holds(rule.when, values) and not holds(rule.must, values)
    answer = package.evaluate(finding.example).to_dict()
    assert answer["status"] == "ok"
    for decision, expected in evaluate(changed, as_values(changed, finding.example)).outputs.items():
        given = answer["outputs"][decision]
        for row, wanted in zip(
            *(o if isinstance(o, (list, tuple)) else [o] for o in (given, expected)), strict=True
        ):
            for field, value in wanted.items():
                if isinstance(value, (str, bool)) or value is None:
                    assert row[field] == value


@pytest.mark.slow
@pytest.mark.parametrize("name", THROUGH_FILES)
def test_the_edit_in_a_real_workbook_stops_the_check(name: str, tmp_path: Path) -> None:
    edit, _ = edit_of(real_model(), BREAKS[IDS.index(name)])
    folder = Path(shutil.copytree(ROOT / "tables", tmp_path / "tables"))
    book = openpyxl.load_workbook(folder / edit.place.file)
    book[edit.place.sheet][edit.place.cells].value = edit.text
    book.save(folder / edit.place.file)
    result = CliRunner().invoke(cli, ["check", str(folder), "--format", "json"], catch_exceptions=False)
    assert result.exit_code == 1
    found = [f for f in json.loads(result.stdout)["findings"] if f["name"] == "broken-safety-rule"]
    mine = [f for f in found if f["rules"] == [name]]
    assert len(mine) == 1 and mine[0]["example"]
    assert any(
        place["file"] == edit.place.file and place["sheet"] == edit.place.sheet for place in mine[0]["places"]
    )
