"""Every engine that answers from the tables, over a patient for each leaf of three sets: they all say the same.

The reference is the evaluator of the compiler; beside it stand the generated package, the script of the page, the
kernel of cohorts, DMN and CQL in programs of others, and a statement in a database. With `B12TABLES_AGREEMENT=FILE` a
line for each stands in that file: of how many patients it was asked, of how many it agrees, and what it cannot say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, partial
from typing import Any

import pytest

from b12tables.compiler import read
from b12tables.compiler.model import Answer, Model, Value, evaluate, remembering, stated_data
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.numbers import number_text
from b12tables.runtime.values import value_json
from b12tables.runtime.words import UNKNOWN
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from tests.interop.cql_kit import Asked, expected_of, run_in_cql
from tests.interop.cql_kit import same as same_in_cql
from tests.interop.dmn_kit import answer_in_dmn, asked_of_others, given_to_dmn
from tests.interop.sql_kit import run_duckdb
from tests.interop.test_dmn_out import cannot_agree
from tests.interop.test_sql import PLACE
from tests.kit.leaves import leaf_cases
from tests.kit.packages import ROOT, package_of, real_model
from tests.kit.told import tell
from tests.site.random_cases import TODAY
from tests.site.test_engine import got
from tests.site.test_engine_sets import in_node

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

SETS = {
    "tables": ROOT / "tables",
    "warfarin": ROOT / "examples" / "warfarin",
    "leg-vein": ROOT / "examples" / "leg-vein",
}
MOST_IN_DMN = 25
"""So many patients of a set are put to the program of others, which takes a second for a handful of them."""

MOST_IN_CQL = 8
"""So many to engines of CQL, which read ours for ten seconds before they answer."""

Case = Mapping[str, Value]
Said = Mapping[str, object]
"""The answers by decision."""


@dataclass(frozen=True)
class Told:
    """What an engine said of some of the patients, by their place; `why` says what it cannot say."""

    answers: Mapping[int, Said]
    why: str = ""
    aside: frozenset[str] = frozenset()
    """Decisions of which the engine is known to say something else, and says so."""


@cache
def model_of(name: str) -> Model:
    if name == "tables":
        return real_model()
    model, _ = read(SETS[name])
    assert model is not None
    return model


@cache
def patients(name: str) -> tuple[Case, ...]:
    """A patient for each leaf of each table, each once."""
    model = model_of(name)
    analysis = Analysis(model)
    every = [case for ts in analysis.tables for case in leaf_cases(analysis, ts)]
    return tuple({tuple(sorted(case.items(), key=str)): case for case in every}.values())


@cache
def reference(name: str) -> tuple[tuple[str, Said], ...]:
    """The status and the answers of each patient."""
    model, deciding = model_of(name), remembering()
    found = [evaluate(model, case, TODAY, deciding) for case in patients(name)]
    return tuple((one.status, {code: _json(answer) for code, answer in one.outputs.items()}) for one in found)


def _json(answer: Answer) -> object:
    if isinstance(answer, tuple):
        return [_json(one) for one in answer]
    return {name: value_json(value) for name, value in answer.items()}


# ---------------------------------------------------------------- the engines


def generated(name: str, node: str) -> Told:
    package = package_of(model_of(name))
    found = {}
    for place, case in enumerate(_stated(name)):
        result = package.evaluate(case, today=TODAY)
        found[place] = result.to_dict()["outputs"]
    return Told(found)


def _stated(name: str) -> list[dict[str, Any]]:
    """The patients as a case in JSON states them."""
    model = model_of(name)
    return [
        {code: stated_data(value, model.fields[code]) for code, value in case.items()}
        for case in patients(name)
    ]


def script(name: str, node: str) -> Told:
    lines = [
        model_script(Book(model_of(name))),
        *([one, TODAY.isoformat(), "answers"] for one in _stated(name)),
    ]
    return Told({place: got(answer)["outputs"] for place, answer in enumerate(in_node(node, lines))})  # type: ignore[misc]


def kernel(name: str, node: str) -> Told:
    from b12tables.cohort import evaluate_frame

    package, table = package_of(model_of(name)), _frame(name)
    codes = [decision.code for decision in package.SET.decisions]
    answered = evaluate_frame(
        table.drop_columns([PLACE]), package, decisions=codes, today=TODAY, units=_units(name)
    )
    rows = answered.to_pylist()
    return Told({place: _by_decision(name, row) for place, row in enumerate(rows)})


def statement(name: str, node: str) -> Told:
    from b12tables.interop.sql import Asked, NotWritten, export_sql

    try:
        text = export_sql(model_of(name), "duckdb", Asked(units=_units(name), today=TODAY, keep=(PLACE,)))
    except NotWritten as why:
        return Told({}, str(why))
    return Told({row[PLACE]: _by_decision(name, row) for row in run_duckdb(text, _frame(name))})


def dmn(name: str, node: str) -> Told:
    from b12tables.interop.dmn import export_dmn
    from b12tables.interop.dmn.names import Names

    model = model_of(name)
    every = max(1, len(patients(name)) // MOST_IN_DMN)
    places = range(0, len(patients(name)), every)
    cases = [given_to_dmn(model, patients(name)[place], TODAY) for place in places]
    [told] = asked_of_others(node, [{"xml": export_dmn(model).text, "validate": False, "cases": cases}])
    names, aside = Names(model), cannot_agree(model)
    found = {}
    for place, there in zip(places, told["answers"], strict=True):
        evaluation = evaluate(model, patients(name)[place], TODAY)
        said = {}
        for code, answer in evaluation.outputs.items():
            if code not in aside:
                agrees = there[names.of_decision[code]].get("value") == answer_in_dmn(names, answer)
                said[code] = _json(answer) if agrees else there[names.of_decision[code]]
        found[place] = said
    lost = ", ".join(sorted(model.decision[code].label for code in aside))
    return Told(found, f"set aside: {lost}" if lost else "", frozenset(aside))


def cql(engine: str, name: str, node: str) -> Told:
    """What an engine of CQL says; both were asked at once."""
    places, told = in_cql(name, node)
    model = model_of(name)
    found = {}
    for place, there in zip(places, told[engine], strict=True):
        evaluation = evaluate(model, patients(name)[place], TODAY)
        expected = expected_of(model, patients(name)[place], evaluation, TODAY)
        wrong = {code: there[code] for code, value in expected.items() if not same_in_cql(there[code], value)}
        found[place] = wrong or (reference(name)[place][1] if evaluation.status != "invalid-input" else {})
    return Told(found)


@cache
def in_cql(name: str, node: str) -> tuple[range, dict[str, Any]]:
    """Some of the patients, and what both engines of CQL say of them."""
    every = max(1, len(patients(name)) // MOST_IN_CQL)
    places = range(0, len(patients(name)), every)
    asked = Asked(model_of(name), [patients(name)[place] for place in places], TODAY)
    [told] = run_in_cql(node, [asked])
    return places, told


def _units(name: str) -> dict[str, str]:
    """The fields of which a bare number says nothing, each in its own unit."""
    return {field.code: field.unit for field in Book(model_of(name)).inputs if field.needs_unit}


def _frame(name: str) -> Any:
    """The patients as columns: numbers as they are written, so that each is exact."""
    model = model_of(name)
    columns = {}
    for code in Book(model).inputs:
        values = [case.get(code.code) for case in patients(name)]
        columns[code.code] = pa.array([_cell(value) for value in values], _TYPES.get(code.type, pa.string()))
    return pa.table({**columns, PLACE: list(range(len(patients(name))))})


_TYPES = {"date": pa.date32(), "yes/no": pa.bool_(), "choices": pa.list_(pa.string())}


def _cell(value: Value) -> Any:
    if value is None or value == UNKNOWN:
        return None
    if isinstance(value, Fraction):
        return number_text(value)
    return sorted(value) if isinstance(value, frozenset) else value


def _by_decision(name: str, row: Mapping[str, Any]) -> Said:
    """A row of columns as answers by decision; a decision of which nothing is there has none."""
    found = {}
    for table in model_of(name).decisions:
        cells = {output: _plain(row[output]) for output in table.output_fields}
        if all(cell is None for cell in cells.values()):
            continue
        lists = table.hit_policy.gives_list
        found[table.code] = (
            [dict(zip(cells, one, strict=True)) for one in zip(*cells.values(), strict=True)]
            if lists
            else cells
        )
    return found


def _plain(cell: Any) -> Any:
    if isinstance(cell, list):
        return [_plain(one) for one in cell]
    return cell.isoformat() if isinstance(cell, date) else cell


ENGINES: Mapping[str, Callable[[str, str], Told]] = {
    "generated package": generated,
    "script of the page": script,
    "kernel of cohorts": kernel,
    "DMN in feelin": dmn,
    "CQL, reference": partial(cql, "reference"),
    "CQL, cql-execution": partial(cql, "execution"),
    "SQL in DuckDB": statement,
}


# ---------------------------------------------------------------- beside the reference


def differing(name: str, told: Told) -> list[str]:
    """Where an engine says something else than the reference, of what it was asked."""
    return [
        f"patient {place}: {wrong}"
        for place, said in told.answers.items()
        if (wrong := _difference(*reference(name)[place], said, told.aside))
    ]


def _difference(status: str, expected: Said, said: Said, aside: frozenset[str]) -> str:
    if status == "invalid-input":
        expected = {}
    expected, said = _with_a_value(expected), _with_a_value(said)
    for code in dict.fromkeys((*expected, *said)):
        if code not in aside and not _same(said.get(code), expected.get(code)):
            return f"{code}: {said.get(code)!r}, not {expected.get(code)!r}"
    return ""


def _with_a_value(said: Said) -> Said:
    """Without the answers that give no value: columns do not tell them from no answer."""
    return {
        code: answer
        for code, answer in said.items()
        if not (isinstance(answer, dict) and all(value is None for value in answer.values()))
    }


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(other, bool) or isinstance(one, bool):
        return {"yes": True, "no": False}.get(one, one) is {"yes": True, "no": False}.get(other, other)
    if isinstance(other, (int, float)) and one is not None:
        return float(one) == float(other)
    return bool(one == other)


def line_of(engine: str, name: str, told: Told, wrong: int) -> str:
    """A line of the table of agreement."""
    asked = len(told.answers)
    return f"{engine:<20} {name:<10} {asked:>6} asked {asked - wrong:>6} agree  {told.why}".rstrip()


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_agrees_at_every_leaf(engine: str, name: str, node: str) -> None:
    told = ENGINES[engine](name, node)
    wrong = differing(name, told)
    tell(line_of(engine, name, told, len(wrong)))
    assert not wrong, wrong[:3]
    assert told.answers or told.why
