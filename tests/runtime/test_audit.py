"""Records: canonical, hashed, and replayed against changed tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from b12tables.compiler.model import Equals, Value, own_fields
from b12tables.compiler.model.tables import Condition, DecisionTable, Limit, Model, Result
from tests.kit.packages import iron_model, iron_package, package_of, real_package
from tests.kit.tables import model_from_markdown

CASE = {
    "ferritin": "20 ug/L",
    "haemoglobin": 110,
    "tolerates": "yes",
    "medicines": ["calcium"],
    "months_treated": 4,
}


def record_of(package: Any) -> str:
    return str(package.audit_record(package.evaluate(CASE)))


def test_a_record_is_one_canonical_line_with_its_hash() -> None:
    record = record_of(iron_package())
    assert (
        "\n" not in record and json.dumps(json.loads(record), sort_keys=True, separators=(",", ":")) == record
    )
    assert record == record_of(iron_package())
    found = json.loads(record)
    assert found["given"] == CASE and found["inputs"]["ferritin"] == 20 and len(found["hash"]) == 64
    again = iron_package().replay(record)
    assert again.intact and again.same_answer and again.same_rules and again.same_tables
    assert str(again) == "The answer is still the same."


def test_an_altered_record_is_noticed() -> None:
    record = record_of(iron_package())
    for old, new in (("110", "111"), ('"oral"', '"infusion"'), ('"0.2.0"', '"0.2.1"')):
        assert old in record
        assert not iron_package().replay(record.replace(old, new, 1)).intact


def test_what_is_no_record_is_refused() -> None:
    for text in ("", "{}", "[]", "null", '{"format":1}'):
        with pytest.raises(ValueError, match="no audit record"):
            iron_package().replay(text)
    with pytest.raises(ValueError, match="is of iron_followup"):
        real_package().replay(record_of(iron_package()))
    with pytest.raises(ValueError, match="form 9"):
        iron_package().replay(record_of(iron_package()).replace('"format":2', '"format":9'))


def other(value: Value, model: Model, field: str) -> Value:
    codes = model.fields[field].value_codes
    if codes:
        return next(code for code in codes if code != value)
    return value + 1 if isinstance(value, Fraction) else Fraction(1)


def every_cell(model: Model) -> Iterator[tuple[str, Model]]:
    """The model with one condition or result cell changed, for every such cell."""
    for place, table in enumerate(model.decisions):
        for number, rule in enumerate(table.rules):
            for column in range(len(rule.conditions)):
                cell = Condition(Equals("something else"), "something else", rule.place)
                conditions = (*rule.conditions[:column], cell, *rule.conditions[column + 1 :])
                yield table.code, with_rule(model, place, table, number, replace(rule, conditions=conditions))
            for column, result in enumerate(rule.results):
                value = other(result.value, model, table.output_fields[column])
                results = (*rule.results[:column], Result(value, "", rule.place), *rule.results[column + 1 :])
                yield table.code, with_rule(model, place, table, number, replace(rule, results=results))


def with_rule(model: Model, place: int, table: DecisionTable, number: int, rule: Any) -> Model:
    changed = replace(table, rules=(*table.rules[:number], rule, *table.rules[number + 1 :]))
    decisions = (*model.decisions[:place], changed, *model.decisions[place + 1 :])
    return replace(model, decisions=decisions, content_hash="changed")


@pytest.mark.slow
def test_replay_detects_every_changed_cell() -> None:
    record = record_of(iron_package())
    old = iron_package().evaluate(CASE)
    differing = 0
    for decision, model in every_cell(iron_model()):
        if any(
            isinstance(c.test, Equals)
            and c.test.value == "something else"
            and model.fields[n].type != "choice"
            for t in model.decisions
            for r in t.rules
            for n, c in zip(t.input_fields, r.conditions, strict=True)
        ):
            continue  # no such value in a column of numbers or sets
        found = package_of(model).replay(record)
        assert found.changed == (decision,) and not found.same_tables and found.intact
        new = found.result
        assert (
            found.same_answer == ((new.status, new.outputs) == (old.status, old.outputs))
            or new.status == "no-rule"
        )
        if not found.same_answer and new.status == "ok":
            differing += 1
            assert found.responsible == (decision,), decision
            assert decision in str(found)
    assert differing >= 3


def test_a_changed_combination_is_a_changed_table_too() -> None:
    model = iron_model()
    changed = replace(model, impossible=(), content_hash="changed")
    found = package_of(changed).replay(record_of(iron_package()))
    assert found.same_answer and not found.same_tables and found.changed == ("Impossible",)


def test_a_changed_field_is_a_changed_dictionary_and_a_change_of_the_tables_that_ask_for_it() -> None:
    model = iron_model()
    for code, change in (
        ("haemoglobin", {"high": None}), ("ferritin", {"accepts": ()}), ("months_treated", {"unknown": False}),
        ("started", {"low": None}), ("started", {"high": Limit(date(2026, 1, 1))}),
        # a stated number may be another one: read to the nearest step, or by another word
        ("haemoglobin", {"step": Fraction(1, 2)}), ("haemoglobin", {"step": Fraction(1, 2), "rounds": True}),
        ("haemoglobin", {"also": ("Hb",)}),
    ):  # fmt: skip
        before = model.fields[code]
        field = replace(before, **change)
        if field == before:
            continue
        changed = replace(model, fields={**model.fields, code: field}, content_hash="changed")
        found = package_of(changed).replay(record_of(iron_package()))
        # what a column is computed from is asked for by way of it
        asking = {table.code for table in model.decisions if code in own_fields(model, table)}
        assert set(found.changed) == {"Dictionary", *asking}, code
        assert "Dictionary" in str(found)


def test_a_part_of_a_computed_field_is_a_change_of_the_tables_that_look_at_that_field() -> None:
    text = """
## Fields
- a: number, 0..10, unit mg, accepts [IU] = 0.1 mg
- b: number, 0..10, unit mg
- c: number, unit mg, computed a + b
- o: choice (one, two)
- p: choice (one, two)

## Decision: T
| | When | Then |
|---|---|---|
| Rule | C | O |
| R1 | > 3 mg | one |
| Otherwise | | two |

## Decision: U
| | When | Then |
|---|---|---|
| Rule | B | P |
| R1 | > 3 mg | one |
| Otherwise | | two |
"""
    old, new = (
        package_of(model_from_markdown(one)).SET.hashes() for one in (text, text.replace("0.1 mg", "0.2 mg"))
    )
    assert {code for code in old if old[code] != new[code]} == {"t", "Dictionary"}
