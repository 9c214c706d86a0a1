"""Random sets in which one cell cannot be read: of what depends on it nothing is said."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from b12tables.compiler import Report, check
from b12tables.compiler.model import DecisionTable, Model
from b12tables.compiler.report.begin import OF_READING
from tests.kit.random_models import random_model
from tests.kit.small_sets import safety_rules, small_model
from tests.kit.written_sets import write_model
from tests.strategies import choices

RUBBISH = ["?! (", "§ 5 §", "#REF!", "12..", "not(", None]
"""What no cell of a table can mean."""


def with_questions(model: Model, folder: Path) -> Path:
    """The model as a workbook, with a question for each field that no table decides: whoever states it is asked."""
    path = write_model(model, folder) / "set.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = next(sheet for sheet in book if sheet["A1"].value == "Dictionary")
    sheet.cell(3, 9).value = "Question"
    for row in range(4, sheet.max_row + 1):
        if sheet.cell(row, 1).value not in model.produced_by:
            sheet.cell(row, 9).value = "What is it?"
    book.save(path)
    return path


def broken(path: Path, random: Random) -> None:
    """Breaks a cell: of a table, its heads, or its keys; or one that declares a field."""
    book = openpyxl.load_workbook(path)
    kinds = ("Decision table", "Decision table", "Decision table", "Dictionary")
    kind = random.choice(kinds)
    sheet: Any = random.choice([sheet for sheet in book if sheet["A1"].value == kind])
    cells = [
        cell for line in sheet.iter_rows(min_row=2, max_col=8) for cell in line if cell.value is not None
    ]
    cell = random.choice(cells)
    cell.value = random.choice(RUBBISH)
    book.save(path)


def depending(model: Model, lost: set[str]) -> set[str]:
    """The decisions that need one of these, directly or through others, and these."""
    found = set(lost)
    while True:
        more = {table.code for table in model.decisions if found & _before(model, table)} - found
        if not more:
            return found
        found |= more


def _before(model: Model, table: DecisionTable) -> set[str]:
    """The decisions that a table looks at."""
    return {model.produced_by[name].code for name in _needed(model, table.input_fields)}


def _needed(model: Model, names: tuple[str, ...]) -> set[str]:
    """The fields among some that tables decide, and the parts of computed ones that are."""
    found, left = set[str](), list(names)
    while left:
        name = left.pop()
        if name in model.produced_by:
            found.add(name)
        elif (computed := model.fields[name].computed) is not None:
            left += computed.parts
    return found


def nothing_is_said_of_what_depends_on_it(model: Model, report: Report) -> None:
    if report.model is None or not any(
        f.name in OF_READING and f.severity == "error" for f in report.findings
    ):
        return
    kept = set(report.model.decision)
    gone = depending(model, {table.code for table in model.decisions} - kept)
    assert not kept & gone, "a table is judged that needs one that is left out"
    lost = {name for code in gone if code in model.decision for name in model.decision[code].output_fields}
    fields = {rule.id: set(_needed(model, tuple(rule.fields))) for rule in model.safety_rules}
    for finding in report.findings:
        if finding.name not in OF_READING:
            assert finding.decision not in gone, finding
            assert not any(
                fields.get(id_, set()) & lost for id_ in finding.rules if finding.decision is None
            ), finding
    assert report.certificate is not None
    assert not report.ok


@pytest.mark.parametrize("make", [random_model, small_model])
@given(random=choices())
@settings(max_examples=8, derandomize=True)
def test_one_broken_cell(make: Any, random: Random) -> None:
    model = make(random)
    if make is small_model:
        model = replace(model, safety_rules=safety_rules(random, model, 2))
    with tempfile.TemporaryDirectory() as name:
        path = with_questions(model, Path(name))
        broken(path, random)
        report = check(Path(name))
    nothing_is_said_of_what_depends_on_it(model, report)
