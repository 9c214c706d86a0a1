"""The decisions of a set as a PlanDefinition: its conditions hold of exactly the patients of whom its rules do."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from b12tables.compiler.model import Model, accepted_errors, evaluate
from b12tables.interop.dmn.limits import left_out as dmn_cannot_say
from b12tables.interop.fhir import export_fhir, not_said
from b12tables.interop.fhir.actions import actions_of, holding
from tests.interop.actions_kit import model_with_actions, package_with_actions
from tests.interop.cql_kit import ENGINES, Asked, run_libraries
from tests.interop.test_cql import at_every_leaf
from tests.interop.test_fhir_out import BASE, cql_of, resources_of
from tests.kit.known_errors import KNOWN_ERRORS, known_error_model
from tests.kit.packages import given_json, iron_model, package_of


def of_kind(model: Model, kind: str, cql: str | None = None) -> list[dict[str, Any]]:
    told = cql_of(model) if cql is None else cql
    bundle = export_fhir(package_of(model).SET, BASE, (), told)
    return [one for one in resources_of(bundle) if one["resourceType"] == kind]


def conditions(model: Model) -> dict[str, str]:
    """The condition of each rule and of each order of a plan, by where it stands."""
    [plan] = of_kind(model, "PlanDefinition")
    return {
        f"{group['title']} {one['prefix']}": one["condition"][0]["expression"]["expression"]
        for group in plan["action"]
        for one in group["action"]
    }


def expected(model: Model, asked: Asked) -> Iterator[dict[str, bool]]:
    """For each case which rules gave the answers, and which orders are meant."""
    package = package_of(model)
    rows = actions_of(package.SET)
    for case in asked.cases:
        evaluation = evaluate(model, case, asked.today)
        fired = {step.decision: step.rules for step in evaluation.steps} if evaluation.status == "ok" else {}
        told = {
            f"{t.label} {row.id}": row.id in fired.get(t.code, ()) for t in model.decisions for row in t.rows
        }
        result = package.evaluate(given_json(model, case), today=asked.today)
        held = [one.id for one in holding(rows, result)] if result.status == "ok" else []
        yield told | {f"Orders {one.id}": one.id in held for one in rows if one.does != "reason"}


@pytest.mark.slow
def test_a_condition_holds_of_whom_its_rule_does(node: str) -> None:
    for model in (iron_model(), model_with_actions()):
        asked, told = at_every_leaf(model), conditions(model)
        names = {place: f"plan {number}" for number, place in enumerate(told)}
        written = [f'define "{names[place]}": {expression}' for place, expression in told.items()]
        library = asked.as_data()
        library["cql"] += "\n".join(["", *written, ""])
        library["asked"] = [*names.values()]
        [answers] = run_libraries(node, [library])
        assert answers["messages"] == []
        for engine in ENGINES:
            for found, wanted in zip(answers[engine], expected(model, asked), strict=True):
                assert {place: bool(found[name]) for place, name in names.items()} == wanted


def test_the_plan_names_its_library_and_its_orders() -> None:
    model = model_with_actions()
    [plan], [library] = of_kind(model, "PlanDefinition"), of_kind(model, "Library")
    assert plan["library"] == [library["url"]]
    [content] = library["content"]
    assert base64.b64decode(content["data"]).decode() == cql_of(model)
    activities = {one["url"]: one for one in of_kind(model, "ActivityDefinition")}
    orders = plan["action"][-1]["action"]
    assert [one["definitionCanonical"] for one in orders] == [*activities]
    first, _, against, service = activities.values()
    assert first["dosage"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 1 and "doNotPerform" not in first
    assert against["doNotPerform"] is True and service["kind"] == "ServiceRequest"
    assert [one["code"] for one in service["code"]["coding"]] == ["2132-9", "14685-2"]
    assert orders[1]["description"].startswith("As right as")


def test_what_is_not_said_is_listed_in_the_plan() -> None:
    told = not_said(package_with_actions().SET, cql_of(model_with_actions()))
    assert [one.name for one in told] == ["results", "computed-fields", "as-right", "reasons"]
    [plan] = of_kind(model_with_actions(), "PlanDefinition")
    assert all(one.line() in plan["usage"] for one in told)
    # without a library its conditions stand in words
    [plain] = of_kind(model_with_actions(), "PlanDefinition", cql="")
    assert "conditions: in words only" in plain["usage"] and "library" not in plain
    assert "condition" not in plain["action"][0]["action"][0]
    assert plain["action"][0]["action"][0]["textEquivalent"] == "Vitamin B12: < 180"


def test_r5_calls_choices_by_another_name_and_is_the_same_else() -> None:
    tables = package_with_actions().SET
    older, newer = (export_fhir(tables, BASE, (), "", newer) for newer in (False, True))
    for item in (one for entry in newer["entry"] for one in entry["resource"].get("item", ())):
        item["type"] = "choice" if item["type"] == "coding" else item["type"]
    assert older == newer != export_fhir(tables, BASE, (), "", newer=True)


def test_a_german_set_has_a_german_plan() -> None:
    model = model_with_actions()
    german = replace(model, about=replace(model.about, language="de"))
    [plan] = of_kind(german, "PlanDefinition")
    assert plan["usage"].startswith("Was dieser Plan von den Tabellen nicht sagt:\nresults: was eine Regel")
    orders = {one["prefix"]: one for one in plan["action"][-1]["action"]}
    assert plan["action"][-1]["title"] == "Verordnungen"
    assert plan["action"][0]["textEquivalent"] == "Trefferregel: Unique"
    assert orders["A2"]["description"] == "Davon wird abgeraten. It is cleared by them."
    assert all(
        "Prüfung der Tabellen: Draft." in one["description"] for one in of_kind(german, "Questionnaire")
    )
    # what an engine reads is the same in every language
    assert conditions(german) == {
        name.replace("Orders ", "Verordnungen "): told for name, told in conditions(model).items()
    }


def test_accepted_errors_are_named_where_no_answer_can_say_them() -> None:
    for finding, _ in KNOWN_ERRORS[:3]:
        model = known_error_model(*finding)
        (known,) = [str(error.told) for error in accepted_errors(model)]
        [plan] = of_kind(model, "PlanDefinition", cql="")
        assert "accepted-errors" in plan["usage"] and known in plan["usage"]
        [first, *_] = dmn_cannot_say(model)
        assert (first.name, first.concerns) == ("accepted-errors", (known,))
    assert all(one.name != "accepted-errors" for one in dmn_cannot_say(model_with_actions()))
