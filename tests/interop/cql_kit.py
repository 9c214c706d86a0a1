"""Libraries of CQL given to two engines of others, and cases and answers in the form that they speak."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from b12tables.compiler.model import (
    NUMERIC,
    Evaluation,
    Field,
    Model,
    Value,
    evaluate,
    remembering,
    scores_after,
)
from b12tables.interop.cql import export_cql
from b12tables.interop.cql_names import PROBLEMS, STATUS, answer_name, rules_name
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import UNKNOWN
from tests.kit.needed import npm_package
from tests.kit.node import asked_in_node

HERE = Path(__file__).parent

ENGINES = {"reference": "the engine of the reference implementation", "execution": "cql-execution"}
"""The engines by the names that `cql.mjs` has for them."""

Case = Mapping[str, Value]


@dataclass(frozen=True)
class Asked:
    """A set, and cases that are put to it."""

    model: Model
    cases: Sequence[Case]
    today: date | None = None

    def as_data(self) -> dict[str, Any]:
        cases = [given_to_cql(self.model, case, self.today) for case in self.cases]
        return {"cql": export_cql(self.model).text, "asked": definitions(self.model), "cases": cases}


def run_in_cql(node: str, asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """What both engines say of sets and their cases (`cql.mjs`)."""
    return run_libraries(node, [one.as_data() for one in asked])


def run_libraries(node: str, libraries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    npm_package(HERE, "cql-execution", "engines of CQL")
    told = asked_in_node(node, HERE / "cql.mjs", asked=json.dumps({"libraries": libraries}))
    return list(json.loads(told.rsplit("\n", 1)[-1]))


def definitions(model: Model) -> list[str]:
    """The definitions that are asked: the status, the problems, and for each decision rules and answer."""
    found = [STATUS, PROBLEMS]
    for table in model.decisions:
        found += [rules_name(table.code), answer_name(table.code)]
    return [*found, *map(answer_name, model.told_scores)]


def inputs(model: Model) -> list[Field]:
    """The fields that may be stated."""
    return [
        one for code, one in model.fields.items() if code not in model.produced_by and not model.derived(code)
    ]


def given_to_cql(model: Model, case: Case, today: date | None) -> dict[str, Any]:
    """A case by its parameters: every input, null where it is not known."""
    given = {one.code: _given(one, case.get(one.code)) for one in inputs(model)}
    counted = any(one.computed and "today" in one.computed.parts for one in model.fields.values())
    if counted and "today" not in model.fields:
        given["today"] = today and {"date": today.isoformat()}
    return given


def _given(field: Field, value: Value) -> Any:
    match value:
        case None | bool():
            return value
        case Fraction():
            number = number_text(value)
            number += "" if "." in number else ".0"
            return {"value": number, "unit": field.unit} if field.unit else {"decimal": number}
        case date():
            return {"date": value.isoformat()}
        case frozenset():
            return sorted(value)
    return None if value == UNKNOWN else value


# ---------------------------------------------------------------- what is expected


def differences(asked: Asked, told: Mapping[str, Any], deciding: Any = None) -> Iterator[str]:
    """Where an engine says something else than the evaluator."""
    take = deciding or remembering()
    for message in told["messages"]:
        if message.startswith("error"):
            yield message
    for place, case in enumerate(asked.cases):
        evaluation = evaluate(asked.model, case, asked.today, take)
        expected = expected_of(asked.model, case, evaluation, asked.today)
        for engine in ENGINES:
            if engine == "reference" and _states_a_text(asked.model, case):
                continue  # a known deviation: no text matches there
            answers = told[engine]
            said = answers[place] if answers else {}
            for name, value in expected.items():
                if not same(said.get(name), value):
                    yield f"{engine} {place} {name}: {said.get(name)!r}, not {value!r} ({said.get(PROBLEMS)})"


def _states_a_text(model: Model, case: Case) -> bool:
    return any(model.fields[code].type == "text" and value != UNKNOWN for code, value in case.items())


def expected_of(model: Model, case: Case, evaluation: Evaluation, today: date | None) -> dict[str, Any]:
    """What the definitions of a library should give; the rules of cases that have answers."""
    ok = evaluation.status == "ok"
    found: dict[str, Any] = {STATUS: evaluation.status}
    taken = {step.decision: step for step in evaluation.steps}
    for table in model.decisions:
        answer = evaluation.outputs.get(table.code) if ok else None
        if isinstance(answer, tuple):
            found[answer_name(table.code)] = [_row(model, table, row) for row in answer]
        else:
            found[answer_name(table.code)] = answer and _row(model, table, answer)
        if ok and not (table.hit_policy.chooses or table.hit_policy.aggregates):
            found[rules_name(table.code)] = list(taken[table.code].rules)
    if ok and model.told_scores:
        scores = scores_after(model, case, evaluation, today)
        for code in model.told_scores:
            found[answer_name(code)] = _told(model.fields[code], scores.get(code))
    return found


def _row(model: Model, table: Any, row: Mapping[str, Value]) -> dict[str, Any]:
    found = {}
    for code, value in row.items():
        found[code] = _told(model.fields[code], value)
        results = [rule.results[table.output_fields.index(code)].value for rule in table.rows]
        if UNKNOWN in [one for one in results if isinstance(one, str)] and not table.hit_policy.aggregates:
            found[f"{code} unknown"] = value == UNKNOWN
    return found


def _told(field: Field, value: Value) -> Any:
    match value:
        case None | bool():
            return value
        case Fraction():
            return {"value": value, "unit": field.unit} if field.unit and field.type in NUMERIC else value
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
    return None if value == UNKNOWN else value


def same(one: Any, other: Any) -> bool:
    """Whether an engine says what is expected; numbers are the same that are written the same in eight places."""
    if isinstance(other, dict):
        return (
            isinstance(one, dict)
            and one.keys() == other.keys()
            and all(same(one[k], other[k]) for k in other)
        )
    if isinstance(other, list):
        return isinstance(one, list) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(other, Fraction):
        return isinstance(one, (int, float)) and not isinstance(one, bool) and float(one) == float(other)
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
