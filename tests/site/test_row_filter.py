"""The filter above a decision table: it goes by values, so that the row that fires always stays."""

from __future__ import annotations

import html
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from b12tables.compiler.model import stated_data
from b12tables.compiler.model.tables import DecisionTable, Model
from b12tables.site import form_data
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from b12tables.site.pages.decision import decision_page
from b12tables.site.pages.row_filter import Column, Option, columns, filter_data
from b12tables.site.values_data import value_data
from tests.kit.node import ASSETS, ENGINE_FILES, asked_in_node
from tests.kit.packages import real_model
from tests.site.random_cases import TODAY, edges, random_case
from tests.site.sample import sample_model

HERE = Path(__file__).parent


def on_the_page(book: Book, table: DecisionTable) -> list[Any]:
    """The filter's data as the page of the decision holds it; empty where the page has no filter."""
    found = re.search(r'data-filter="([^"]*)"', decision_page(book, table).html)
    return json.loads(html.unescape(found[1])) if found else []


def question(model: Model, cases: list[dict[str, object]], whole: bool) -> dict[str, object]:
    """`whole`: also of tables that are too short to have a filter on their page."""
    book, tables = Book(model), dict[str, object]()
    for table in model.decisions:
        data = json.loads(filter_data(model, table) or "[]") if whole else on_the_page(book, table)
        if data:
            told = columns(model, table)
            by_set = [c for c in told if c.when and _is_set(model, c)]
            all_columns = {c.field.code for c in told if c.when} | free_columns(model, table)
            exact = not by_set and all_columns == set(table.input_fields)
            tables[table.code] = {
                "data": data,
                "exact": exact,
                "columns": [_plain(column) for column in told],
            }
    return {"today": TODAY.isoformat(), "cases": cases, "tables": tables}


def _is_set(model: Model, column: Column) -> bool:
    return column.field.type == "choices" or column.field.code in model.set_valued


def free_columns(model: Model, table: DecisionTable) -> set[str]:
    """Columns in which every row asks for the same."""
    return {
        name
        for place, name in enumerate(table.input_fields)
        if len({rule.conditions[place].test for rule in table.rules}) == 1
    }


def _plain(column: Column) -> list[object]:
    return [column.field.code, column.when, [_meaning(column, option) for option in column.options]]


def _meaning(column: Column, option: Option) -> object:
    if column.when:
        assert option.test is not None
        return form_data.test_data(option.test)
    return value_data(option.result)


def wrong_in(node: str, model: Model, asked: dict[str, object], folder: Path) -> tuple[list[object], int]:
    script = folder / "model.js"
    script.write_text(model_script(Book(model)), encoding="utf-8")
    files = [*ENGINE_FILES, script, ASSETS / "filter.js"]
    told = asked_in_node(node, HERE / "row_filter.js", *files, asked=json.dumps(asked))
    lines = [json.loads(line) for line in told.splitlines()]
    return lines[:-1], lines[-1][1]


@pytest.fixture(scope="module")
def real() -> Model:
    return real_model()


@pytest.mark.slow
@pytest.mark.parametrize("whole", [False, True])
def test_of_every_worked_case_the_row_that_fires_fits(
    real: Model, node: str, tmp_path: Path, whole: bool
) -> None:
    cases: list[dict[str, object]] = [
        {name: stated_data(value, real.fields[name]) for name, value in case.given.items()}
        for case in real.cases
    ]
    asked = question(real, cases, whole)
    wrong, looked = wrong_in(node, real, asked, tmp_path)
    assert wrong == []
    assert looked > 20 * len(cases)


@pytest.mark.slow
def test_of_random_cases_the_row_that_fires_fits(node: str, tmp_path: Path) -> None:
    model, chance = sample_model(), random.Random(15)
    near = edges(model)
    cases = [random_case(model, chance, near)[0] for _ in range(1500)]
    wrong, looked = wrong_in(node, model, question(model, cases, True), tmp_path)
    assert wrong == []
    assert looked > 1500


def test_a_choice_is_a_value_and_not_what_a_cell_says(real: Model) -> None:
    """Of a choice field every value can be chosen, though no cell names it alone."""
    seen = 0
    for table in real.decisions:
        for column in columns(real, table):
            if column.when and column.field.type == "choice" and column.field.code not in real.set_valued:
                words = {option.words for option in column.options}
                assert {row.label for row in column.field.values} <= words, (table.code, column.field.code)
                seen += 1
    assert seen > 20
