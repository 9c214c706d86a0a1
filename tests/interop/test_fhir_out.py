"""A set as resources of FHIR: valid for two readers of others, and no question is left out that could matter."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import fhirkit
import pytest
from click.testing import CliRunner

from b12tables.cli.interop import export_fhir_command
from b12tables.compiler.codegen import emit_bindings
from b12tables.compiler.model import Model
from b12tables.interop.cql import NotWritten, export_cql
from b12tables.interop.fhir import bindings_from, case_from_bundle, export_fhir, fhir_text
from b12tables.interop.fhir.actions import FITS, ORDER, actions_of
from b12tables.interop.fhir.orders import drafted
from tests.interop import r5
from tests.interop.actions_kit import model_with_actions, package_with_actions
from tests.interop.fhir_kit import TODAY, fhir_model, form
from tests.kit.needed import npm_package
from tests.kit.node import asked_in_node
from tests.kit.packages import given_json, iron_model, package_of, random_case, real_model, real_package
from tests.kit.random_models import random_model
from tests.kit.small_sets import small_model
from tests.kit.tables import model_from_markdown
from tests.kit.told import tell

HERE = Path(__file__).parent
BASE = "https://example.org/fhir"


def exported(model: Model) -> tuple[Any, dict[str, Any]]:
    tables, older, _ = of_both_releases(model)
    return tables, older


def set_of(model: Model) -> Any:
    """The large one is written and loaded once."""
    return (real_package() if model is real_model() else package_of(model)).SET


def of_both_releases(model: Model) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """A set, and its resources of R4 and R5."""
    tables, cql = set_of(model), cql_of(model)
    found = [one for text in emit_bindings(model).values() for one in bindings_from(json.loads(text))]
    older, newer = (export_fhir(tables, BASE, found, cql, newer) for newer in (False, True))
    return tables, older, newer


def cql_of(model: Model) -> str:
    """The library of a set; "" of one that CQL cannot say."""
    try:
        return export_cql(model).text
    except NotWritten:
        return ""


def resources_of(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"]]


def models() -> list[Model]:
    drawn = [make(Random(seed)) for seed in range(12) for make in (small_model, random_model)]
    return [real_model(), iron_model(), fhir_model(), model_with_actions(), *drawn]


def by_npm(node: str, resources: list[dict[str, Any]]) -> list[list[str]]:
    npm_package(HERE, "fhir", "another reader of FHIR")
    return list(
        json.loads(asked_in_node(node, HERE / "reader.mjs", asked=json.dumps({"resources": resources})))
    )


OF_AN_EXAMPLE = re.compile(
    r"warning: ActivityDefinition\.(productCodeableConcept|code|dosage\[0\]\.route): Code .* not found in value set"
)
"""Which orders and routes there are FHIR gives as an example only: one reader looks for ours there."""


@pytest.mark.slow
def test_readers_of_others_find_nothing(node: str) -> None:
    """Two that know R4, and one that knows R5."""
    both = [of_both_releases(model)[1:] for model in models()]
    bundles = [older for older, _ in both]
    resources = [one for bundle in bundles for one in resources_of(bundle)]
    for one in [*bundles, *resources]:
        assert list(map(str, fhirkit.validate(one))) == [], one.get("id")
    told = [message for found in by_npm(node, resources) for message in found]
    assert [message for message in told if not OF_AN_EXAMPLE.match(message)] == []
    of_r5 = [one for _, newer in both for one in (newer, *resources_of(newer))]
    assert [message for one in of_r5 for message in r5.troubles(one)] == []
    for reader, release, count in (
        ("fhirkit", "FHIR R4", len(resources)),
        ("npm's fhir", "FHIR R4", len(resources)),
        ("fhir.resources", "FHIR R5", len(of_r5) - len(both)),
    ):
        tell(f"{reader:<20} {release:<10} {count:>6} asked {count:>6} valid  of {len(bundles)} sets")


def test_a_reader_of_r5_finds_nothing_in_the_orders_that_are_drafted() -> None:
    rows = actions_of(package_with_actions().SET)
    orders = [drafted(row, "p", newer=True) for row in rows if row.does in (ORDER, FITS)]
    assert orders and [message for one in orders for message in r5.troubles(one)] == []


@pytest.mark.slow
def test_the_readers_notice_what_is_wrong(node: str) -> None:
    _, bundle = exported(iron_model())
    spoilt = json.loads(json.dumps(resources_of(bundle)))
    spoilt[0]["item"][0]["type"] = "bolean"
    spoilt[1]["content"] = "half"
    del spoilt[2]["status"]
    told = by_npm(node, spoilt)
    assert told[0] and told[1] and told[2] and not any(told[3:])
    # the other one knows what an element is, and no list of codes
    spoilt[0]["item"][0]["linkId"], spoilt[1]["strange"] = 3, "element"
    assert all(fhirkit.validate(one) for one in spoilt[:3])


def test_the_reader_of_r5_notices_what_is_wrong() -> None:
    questionnaire, codes, *_ = resources_of(of_both_releases(iron_model())[2])
    assert r5.troubles(questionnaire) == r5.troubles(codes) == []
    item = questionnaire["item"][0]
    for wrong, message in (
        ({"item": [{**item, "linkId": 3}]}, "Questionnaire.item.0.linkId: Input should be a valid string"),
        ({"item": [{**item, "strange": 1}]}, "Questionnaire.item.0.strange: Extra inputs are not permitted"),
        ({"status": "half"}, "Questionnaire.status: half is none of draft, active, retired, unknown"),
        ({"status": None}, "Questionnaire.status: Value for the field 'status' is required."),
    ):
        assert r5.troubles({**questionnaire, **wrong}) == [message]


@pytest.mark.slow
def test_every_address_that_is_named_is_there() -> None:
    _, bundle = exported(real_model())
    resources = resources_of(bundle)
    urls = {one["url"] for one in resources}
    assert len(urls) == len(resources) == len({one["id"] + one["resourceType"] for one in resources})
    text = fhir_text(bundle)
    concepts = {one["url"]: {row["code"] for row in one["concept"]} for one in resources if "concept" in one}
    for item in resources[0]["item"]:
        for coding in [option["valueCoding"] for option in item.get("answerOption", ())] + [
            when["answerCoding"] for when in item.get("enableWhen", ()) if "answerCoding" in when
        ]:
            assert coding["code"] in concepts[coding["system"]]
    assert text == fhir_text(exported(real_model())[1])


def called(identifier: str) -> Model:
    """A small set under another name."""
    return replace(iron_model(), about=replace(iron_model().about, identifier=identifier))


@pytest.mark.parametrize("identifier", ["iron_followup", "x", "long_" * 15 + "name", "long_" * 60 + "name"])
def test_the_library_has_the_name_of_its_resource(identifier: str) -> None:
    """However long the identifier is: that the id of FHIR has 64 characters at most is no matter of the name."""
    model = called(identifier)
    [library] = [one for one in resources_of(exported(model)[1]) if one["resourceType"] == "Library"]
    text = b64decode(library["content"][0]["data"]).decode()
    assert text == export_cql(model).text and len(library["id"]) <= 64 and len(library["name"]) <= 255
    assert f"\nlibrary \"{library['name']}\" version '{library['version']}'\n" in text


def enabled(item: dict[str, Any], answers: dict[str, Any]) -> bool:
    """As the standard says it: `!=` holds where nothing was answered, and all have to hold."""
    return all(
        answers.get(when["question"])
        != (when["answerCoding"]["code"] if "answerCoding" in when else when["answerBoolean"])
        for when in item.get("enableWhen", ())
    )


def asked_only(questionnaire: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """What of a case is left where only the questions are answered that are shown, from the first to the last."""
    left: dict[str, Any] = {}
    for item in questionnaire["item"]:
        name = item["linkId"]
        if name in case and enabled(item, left):
            left[name] = case[name]
    return left


def answers_of(package: Any, case: dict[str, Any]) -> Any:
    result = package.evaluate(case, today=TODAY)
    told = (*package.SET.answers, *package.SET.folded)
    return result.status, {code: result.outputs.get(code) for code in told}, result.scores


CHAIN = """
## Fields
- smokes: yes/no, unknown
- packs: number, 0..100, unknown
- years: number, 0..100, unknown
- band: choice (few, many, not_known)
- plan: choice (stop, look, none)

## Decision: Band
|    | When    | Then |
|----|---------|------|
|    | Packs   | Band |
| B1 | < 10    | few  |
| B2 | >= 10   | many |
| B3 | unknown | not_known |

## Decision: Plan
|    | When   |       |       | Then |
|----|--------|-------|-------|------|
|    | Smokes | Band  | Years | Plan |
| P1 | no; unknown | - | -    | none |
| P2 | yes    | many  | -     | stop |
| P3 | yes    | few; not_known | < 5; unknown | look |
| P4 | yes    | few; not_known | >= 5 | stop |
"""


def test_a_question_behind_another_decision_is_left_out_too() -> None:
    questionnaire = resources_of(exported(model_from_markdown(CHAIN))[1])[0]
    when = {"question": "smokes", "operator": "!=", "answerBoolean": False}
    assert [item.get("enableWhen") for item in questionnaire["item"]] == [None, [when], [when]]


@pytest.mark.slow
@pytest.mark.parametrize("share", range(4))
def test_a_question_that_is_left_out_changes_no_answer(share: int) -> None:
    kinds = (small_model, random_model)
    sets = [make(Random(seed)) for seed in range(100 * share, 100 * share + 25) for make in kinds]
    for model in [real_model()] if share == 0 else sets:
        package = package_of(model)
        questionnaire = resources_of(exported(model)[1])[0]
        draw = Random(share)
        for _ in range(600 if share == 0 else 40):
            case = stated_in_a_form(model, draw)
            less = asked_only(questionnaire, case)
            if package.evaluate(case, today=TODAY).status != "invalid-input":
                told = (model.about.identifier, case, less)
                assert answers_of(package, less) == answers_of(package, case), told


def stated_in_a_form(model: Model, draw: Random) -> dict[str, Any]:
    """What is known of somebody; of a large set without the days, which contradict each other where they are drawn."""
    drawn = given_json(model, random_case(model, draw))
    plain = len(drawn) < 12
    return {
        name: value
        for name, value in drawn.items()
        if value != "unknown"
        and (plain or (model.fields[name].type != "date" and not model.fields[name].computed))
    }


def test_the_answers_of_a_form_are_the_case() -> None:
    """What the form asks is what the record reader understands, under the names that are written."""
    tables, bundle = exported(fhir_model())
    items = {item["linkId"]: item for item in resources_of(bundle)[0]["item"]}
    given = {"b12": "170 pg/mL", "born": "1950-01-01", "cause": "crohn", "ckd": False, "smoker": "smokes"}
    filled = form(
        tables, given, "2026-11-20", questionnaire=f"{resources_of(bundle)[0]['url']}|{tables.version}"
    )
    kinds = {
        "quantity": "valueQuantity",
        "date": "valueDate",
        "choice": "valueCoding",
        "boolean": "valueBoolean",
    }
    for answer in filled["item"][0]["item"]:
        assert kinds[items[answer["linkId"]]["type"]] in answer["answer"][0]
        if "valueCoding" in answer["answer"][0]:
            codes = {
                one["valueCoding"]["code"]: one["valueCoding"]
                for one in items[answer["linkId"]]["answerOption"]
            }
            answer["answer"][0]["valueCoding"] = codes[answer["answer"][0]["valueCoding"]["code"]]
    record = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": filled}]}
    made = case_from_bundle(tables, record, TODAY, [])
    assert made.case == given and not made.problems
    assert items["b12"]["code"] == [
        {"system": "http://loinc.org", "code": "2132-9"}, {"system": "http://loinc.org", "code": "14685-2"},
    ]  # fmt: skip


@pytest.mark.slow
def test_the_command_writes_it_once_and_only_over_its_own(tmp_path: Path) -> None:
    from tests.kit.packages import ROOT

    tables, out = str(ROOT / "examples" / "leg-vein"), tmp_path / "set.json"
    run = CliRunner().invoke
    done = run(export_fhir_command, [tables, "--out", str(out), "--base", BASE])
    assert done.exit_code == 0 and "1 Questionnaire" in done.output, done.output
    first = out.read_bytes()
    assert run(export_fhir_command, [tables, "--out", str(out), "--base", BASE]).exit_code == 0
    assert out.read_bytes() == first
    out.write_text("somebody else's")
    assert run(export_fhir_command, [tables, "--out", str(out), "--base", BASE]).exit_code == 2
    assert out.read_text() == "somebody else's"
    for base in ("example.org", "ftp://example.org", "https://example.org|1"):
        refused = run(export_fhir_command, [tables, "--out", str(tmp_path / "x.json"), "--base", base])
        assert refused.exit_code == 2 and "is no address of the web" in refused.output
        assert not (tmp_path / "x.json").exists()
