"""Answers to the Questionnaire of a set beside the record, and observations since a date."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from b12tables.interop.fhir import Bound, FromRecord, case_from_bundle
from tests.interop.fhir_kit import (
    LOINC,
    SCT,
    SET,
    TODAY,
    b12,
    bindings,
    concept,
    condition,
    fhir_model,
    form,
    package,
    patient,
    read,
)
from tests.kit.packages import package_of
from tests.kit.tables import model_and_findings

B12 = ((LOINC, "2132-9"),)


def asked(given: dict[str, object], authored: str = "2026-11-20", **more: Any) -> dict[str, Any]:
    return form(package().SET, given, authored, **more)


@pytest.mark.parametrize(
    ("resources", "case"),
    [
        pytest.param([asked({"smoker": "smokes", "ckd": False})], {"smoker": "smokes", "ckd": False}, id="a form"),
        pytest.param(
            [asked({"b12": "170 pg/mL"}), b12(170)], {"b12": "170 pg/mL"}, id="form and record agree"
        ),
        pytest.param([asked({"born": "1950-01-01"}), patient("1950-01-01")], {"born": "1950-01-01"}, id="the same day"),
        pytest.param(
            [asked({"cause": "crohn"}), condition("84027009"), condition("34000006")],
            {"cause": "crohn"},
            id="a form settles what the record leaves open",
        ),
        pytest.param(
            [asked({"smoker": "smokes"}, "2026-11-01"), asked({"smoker": "not_now"}, "2026-11-20")],
            {"smoker": "not_now"},
            id="the later form",
        ),
        pytest.param(
            [asked({"smoker": "smokes"}, "2026-11-01"), asked({"ckd": True}, "2026-11-20")],
            {"smoker": "smokes", "ckd": True},
            id="each field from the form that states it",
        ),
    ],
)  # fmt: skip
def test_what_a_form_states(resources: list[dict[str, Any]], case: dict[str, object]) -> None:
    made = read(*resources)
    assert made.case == case and not made.problems
    assert set(made.provenance) == set(case)


@pytest.mark.parametrize(
    ("more", "authored", "why"),
    [
        ({"status": "in-progress"}, "2026-11-20", "its status is in-progress"),
        ({}, "2026-10-01", "more than 31 days ago"),
        ({}, "2026-12-01", "still to come"),
        ({}, "", "does not say when"),
        (
            {"questionnaire": "https://x.example/Questionnaire/test-tables|0.9"},
            "2026-11-20",
            "of version 0.9",
        ),
    ],
)
def test_a_form_that_does_not_count_is_told(more: dict[str, Any], authored: str, why: str) -> None:
    made = read(asked({"smoker": "smokes"}, authored, **more))
    assert made.case == {} and why in made.left_out[0].why


def test_a_form_of_another_set_is_none_of_ours() -> None:
    made = read(asked({"smoker": "smokes"}, questionnaire="https://x.example/Questionnaire/more-test-tables"))
    assert made.case == {} and made.left_out == ()


@pytest.mark.parametrize(
    ("resources", "name"),
    [
        pytest.param([asked({"b12": "170 pg/mL"}), b12(180)], "several-values", id="form and record disagree"),
        pytest.param(
            [asked({"ckd": True}), asked({"ckd": False}, id="another")],
                "several-values",
                id="two forms of one day disagree",
        ),
        pytest.param(
            [asked({}, item=[{"linkId": "smoker", "answer": [{"valueCoding": {"code": "yes"}}]}])],
            "unreadable-value",
            id="a code that is none",
        ),
        pytest.param(
            [asked({}, item=[{"linkId": "smoker", "answer": [{"valueCoding": {"system": SCT, "code": "smokes"}}]}])],
            "unreadable-value",
            id="a code of another system",
        ),
        pytest.param(
            [asked({}, item=[{"linkId": "b12", "answer": [{"valueDecimal": 170}]}])],
            "unreadable-value",
            id="a number without its unit",
        ),
        pytest.param(
            [asked({}, item=[{"linkId": "ckd", "answer": [{"valueBoolean": True}, {"valueBoolean": False}]}])],
            "unreadable-value",
            id="two answers to one question",
        ),
    ],
)  # fmt: skip
def test_what_a_form_never_decides(resources: list[dict[str, Any]], name: str) -> None:
    made = read(*resources)
    assert made.case == {} and [one.name for one in made.problems] == [name]


def test_an_older_form_does_not_settle_what_came_later() -> None:
    unclear = [b12(170, "2026-11-20"), b12(180, "2026-11-20")]
    made = read(asked({"b12": "170 pg/mL"}, "2026-11-10"), *unclear)
    assert made.case == {} and made.problems[0].name == "several-values"
    assert made.left_out[-1].why == "the record has something later that is not clear"


# ---------------------------------------------------------------- since a date, how many, the date itself


@cache
def since(take: str = "latest", name: str = "b12") -> tuple[Bound, ...]:
    return (Bound(name, "Observation", take, None, B12, since="born"), Bound("born", "Patient", "birthDate"))


def later(take: str, name: str, *resources: dict[str, Any]) -> FromRecord:
    return case_from_bundle(package().SET, list(resources), TODAY, since(take, name))


def test_a_value_of_before_is_left_out() -> None:
    made = later("latest", "b12", patient("2026-01-10"), b12(100, "2026-01-10"), b12(90, "2025-01-01"))
    assert "b12" not in made.case and not made.problems
    assert {one.why for one in made.left_out} == {"it is not known to be later than 2026-01-10 (Born on)"}
    made = later("latest", "b12", patient("2026-01-10"), b12(100, "2026-01"), b12(300, "2026-01-11"))
    assert made.case["b12"] == "300 pg/mL"


def test_where_the_date_is_not_known_nothing_is_taken_and_somebody_is_told() -> None:
    made = later("latest", "b12", b12(100))
    [trouble] = made.problems
    assert made.case == {} and trouble.name == "since-not-known" and "Born on is not known" in trouble.message


def test_that_there_are_some() -> None:
    assert later("any", "ckd", patient("2026-01-10"), b12(100)).case == {"born": "2026-01-10", "ckd": True}
    assert later("any", "ckd", patient("2026-01-10")).case == {"born": "2026-01-10"}


def test_how_many_there_are() -> None:
    counted = (Bound("age", "Observation", "count", (6, "mo"), B12),)
    made = case_from_bundle(
        package().SET, [b12(1), b12(2, "2026-10-01"), b12(3, "2025-01-01")], TODAY, counted
    )
    assert made.case == {"age": 2} and len(made.provenance["age"]) == 2


def test_the_date_of_the_latest() -> None:
    dated = (Bound("born", "Observation", "date", None, B12),)
    made = case_from_bundle(package().SET, [b12(1), b12(2, "2026-10-01")], TODAY, dated)
    assert made.case == {"born": "2026-11-01"}
    # some day of this year: is that one age in years? it is, as far as any cell looks at it
    made = case_from_bundle(package().SET, [b12(1, "2026")], date(2026, 11, 26), dated)
    assert made.case == {"born": "2026-01-01"} and "any day of 2026" in made.provenance["born"][0].note


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("Observation latest since nobody", "there is no field 'nobody'"),
        ("Observation latest since cause", "Cause is no date"),
        ("Observation date", "a number cannot be filled from Observation date"),
        ("Observation any", "a number cannot be filled from Observation any"),
    ],
)
def test_a_since_that_cannot_be_used_is_told(source: str, why: str) -> None:
    _, findings = model_and_findings(SET.replace("Observation latest 24 mo", source))
    assert any(why in one.message and one.severity == "error" for one in findings), findings


def test_a_since_goes_into_the_package() -> None:
    from tests.kit.tables import model_from_markdown

    model = model_from_markdown(
        SET.replace("Observation latest 24 mo", "Observation latest 24 mo since born")
    )
    binding = model.fields["b12"].binding
    assert binding is not None and (binding.since, binding.within) == ("born", (24, "mo"))
    assert bindings()[0].since == "" and concept(SCT, "1")


# ---------------------------------------------------------------- with the answer


def test_where_values_come_from_goes_into_explanation_and_record() -> None:
    made = read(b12(170), b12(90, "2020-01-01"), condition("84027009"), condition("34000006"))
    result = package().evaluate(dict(made.case), today=TODAY)
    for detail in ("short", "full"):
        told = " ".join(result.explain(detail=detail, origin=made.to_dict()).split())
        assert (
            "WHERE THE VALUES COME FROM Vitamin B12: 170 pg/mL (Observation/b12-2026-11-01-170, 2026-11-01)."
            in told
        )
        assert "NOT CLEAR IN THE RECORD Cause: the record states several" in told
        assert (
            "IN THE RECORD, AND NOT TAKEN Vitamin B12: Observation/b12-2020-01-01-90: it is older than 24 mo"
            in told
        )
    assert "WOHER DIE WERTE KOMMEN" in result.explain(lang="de", origin=made.to_dict())
    record = package().audit_record(result, key=b"k", origin=made.to_dict())
    assert json.loads(record)["origin"] == json.loads(json.dumps(made.to_dict()))
    assert package().replay(record, key=b"k").same
    altered = record.replace("Observation/b12-2026-11-01-170", "Observation/b12-2026-11-01-171")
    assert not package().replay(altered, key=b"k").intact


def test_a_record_is_told_in_the_language_of_its_set() -> None:
    german = package_of(replace(fhir_model(), about=replace(fhir_model().about, language="de"))).SET
    resources = [
        b12(170),
        b12(400),
        patient("1951"),
        b12(9, status="preliminary"),
        condition("84027009", "resolved"),
    ]
    made = case_from_bundle(german, resources, TODAY, bindings())
    assert [one.message for one in made.problems] == [
        "mehrere Werte, von denen jeder der jüngste sein kann: 170 pg/mL, 400 pg/mL",
        "1951 ist nicht auf den Tag genau, und nicht alle Tage darin führen zum Gleichen",
    ]
    assert [one.why for one in made.left_out] == ["sein Status ist preliminary", "es ist resolved"]
    assert read(*resources).problems[1].message.startswith("1951 is not given to the day")


NO_ORIGINS: list[Any] = [
    [],
    {},
    {"provenance": {}, "left_out": [], "problems": [{"field": 1}]},
    {"provenance": [], "left_out": [], "problems": []},
]


@pytest.mark.parametrize("origin", NO_ORIGINS)
def test_an_origin_that_is_none_is_refused(origin: Any) -> None:
    result = package().evaluate({"b12": "170 pg/mL"}, today=TODAY)
    with pytest.raises(ValueError, match="origin is what to_dict"):
        result.explain(origin=origin)
    with pytest.raises(ValueError, match="origin is what to_dict"):
        package().audit_record(result, origin=origin)
