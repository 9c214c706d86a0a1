"""A record in FHIR as a case: what is taken, what is left out and why, and what is never chosen."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.compiler.model import SOURCES, parse_binding
from b12tables.interop.fhir import Bound, case_from_bundle
from b12tables.interop.fhir.times import days, earliest, when
from tests.interop.fhir_kit import (
    ATC,
    FAILED,
    LOINC,
    SCT,
    SET,
    TODAY,
    UCUM,
    b12,
    bindings,
    concept,
    condition,
    medicine,
    package,
    patient,
    read,
)
from tests.kit.packages import ROOT
from tests.kit.tables import model_and_findings, write_xlsx


def answer(case: Any) -> str:
    result = package().evaluate(dict(case), today=date(2026, 11, 26))
    assert result.status == "ok", result.problems
    return str(result.outputs["step"]["step"])


def smoker(code: str, when: str = "2026-11-01") -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": f"s-{code}", "status": "final", "code": concept(LOINC, "72166-2"),
        "effectiveDateTime": when, "valueCodeableConcept": concept(SCT, code),
    }  # fmt: skip


EIGHT, HALF_PAST = "2026-11-01T08:00:00Z", "2026-11-01T09:30:00+01:00"

TAKEN = [
    ("a number with its unit", [b12(170)], {"b12": "170 pg/mL"}),
    ("in another unit", [b12(100, unit="pmol/L")], {"b12": "100 pmol/L"}),
    ("the latest of two", [b12(170, "2026-01-01"), b12(400, "2026-10-01")], {"b12": "400 pg/mL"}),
    ("two of one day that agree", [b12(170), b12(170, id="other")], {"b12": "170 pg/mL"}),
    ("a second that hardly ever is", [b12(170, "2026-11-01T23:59:60Z")], {"b12": "170 pg/mL"}),
    ("one without a date that agrees", [b12(170), b12(170, effectiveDateTime=None, id="other")], {"b12": "170 pg/mL"}),
    ("a word of one's own beside that of the standard",
     [condition("84027009") | {"verificationStatus": {"coding": [
         {"system": "x", "code": "confirmed"}, {"system": "y", "code": "C1"}]}}], {"cause": "anaemia"}),
    ("the later of one day", [b12(170, EIGHT), b12(400, HALF_PAST)], {"b12": "400 pg/mL"}),
    ("a component", [b12(9, code=concept(LOINC, "1-8"), component=[b12(170)])], {"b12": "170 pg/mL"}),
    ("a birthday", [patient("1950-03-01")], {"born": "1950-03-01"}),
    ("a year, where every day leads to the same", [patient("1950")], {"born": "1950-01-01"}),
    ("a diagnosis", [condition("84027009")], {"cause": "anaemia"}),
    ("the same diagnosis twice", [condition("84027009"), condition("84027009")], {"cause": "anaemia"}),
    ("one that came back", [condition("84027009", "relapse")], {"cause": "anaemia"}),
    ("one of which nobody says how sure", [condition("84027009", verified="")], {"cause": "anaemia"}),
    ("a diagnosis of before, where any counts", [condition("709044004", "resolved")], {"ckd": True}),
    ("a medicine of R4", [medicine("B03BA03")], {"product": "hydroxo"}),
    ("a medicine of R5", [medicine("B03BA03", newer=True)], {"product": "hydroxo"}),
    ("a medicine of a class", [medicine("A02BC01")], {"product": "acid"}),
    ("an answer by its code", [smoker("77176002")], {"smoker": "smokes"}),
    ("less than a number that lies in the lowest band", [b12(150, comparator="<")], {"b12": "120 pg/mL"}),
    ("nothing", [], {}),
]  # fmt: skip


@pytest.mark.parametrize(("resources", "case"), [row[1:] for row in TAKEN], ids=[row[0] for row in TAKEN])
def test_what_is_taken(resources: list[dict[str, Any]], case: dict[str, object]) -> None:
    made = read(*resources)
    assert made.problems == ()
    if "b12" in case and any("comparator" in one.get("valueQuantity", {}) for one in resources):
        assert set(made.case) == {"b12"}
        assert "taken as" in made.provenance["b12"][0].note
        assert answer(made.case) == "now"
        return
    assert {name: value if value is True else str(value) for name, value in made.case.items()} == case
    assert set(made.provenance) == set(case)
    for told in made.provenance.values():
        assert all(one.resource and one.given for one in told)
    answer(made.case)


UNDATED = "it has no date, so that nobody knows whether it is the latest"

LEFT_OUT = [
    ("entered in error", b12(170, status="entered-in-error"), "its status is entered-in-error"),
    ("preliminary", b12(170, status="preliminary"), "its status is preliminary"),
    ("absent", b12(170, dataAbsentReason=concept("x", "y")), "it says that the value is absent"),
    ("without a value", b12(170, valueQuantity=None), "it has no value"),
    ("without a date", b12(170, effectiveDateTime=None), UNDATED),
    ("of no date", b12(170, "soon"), "'soon' is no date"),
    ("still to come", b12(170, "2027-01-01"), "its date is still to come"),
    ("too old", b12(170, "2024-11-20"), "it is older than 24 mo"),
    ("refuted", condition("84027009", verified="refuted"), "it is refuted"),
    ("only suspected", condition("84027009", verified="provisional"), "it is provisional"),
    ("over", condition("84027009", "resolved"), "it is resolved"),
    ("of which nothing says whether it is active", condition("84027009", ""), "nothing says whether it is active"),
    ("refuted in words", {**condition("84027009"), "verificationStatus": {"text": "refuted"}},
     "no code says whether it is confirmed"),
    ("stopped", medicine("B03BA03", "stopped"), "its status is stopped"),
    ("a proposal", medicine("B03BA03", intent="proposal"), "it is a proposal only"),
    ("of no intent", medicine("B03BA03", intent=["order"]), "nothing says that it is an order"),
    ("without an intent", {k: v for k, v in medicine("B03BA03").items() if k != "intent"},
     "nothing says that it is an order"),
    ("ordered tomorrow", medicine("B03BA03", authoredOn="2026-11-27"), "its date is still to come"),
    ("active and over", condition("84027009") | {"clinicalStatus": {"coding": [
        {"system": "x", "code": "active"}, {"system": "x", "code": "resolved"}]}}, "it is active, resolved"),
    ("confirmed and refuted", condition("84027009") | {"verificationStatus": {"coding": [
        {"system": "x", "code": "confirmed"}, {"system": "x", "code": "refuted"}]}}, "it is confirmed, refuted"),
    ("of a day that there is not", b12(170, "2026-02-30"), "'2026-02-30' is no date"),
    ("of an hour that there is not", b12(170, "2026-02-01T24:00:00Z"), "'2026-02-01T24:00:00Z' is no date"),
    ("not to be given", medicine("B03BA03", doNotPerform=True), "it says what is not to be done"),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "why"), [row[1:] for row in LEFT_OUT], ids=[row[0] for row in LEFT_OUT])
def test_what_is_left_out_and_why(resource: dict[str, Any], why: str) -> None:
    made = read(resource)
    assert made.case == {} and made.problems == ()
    [left] = made.left_out
    assert left.why == why and left.resource.startswith(resource["resourceType"])


def test_one_page_of_a_record_is_no_record() -> None:
    page = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": b12(170)}]}
    more = {**page, "link": [{"relation": "self"}, {"relation": "next", "url": "x"}]}
    last = {**page, "link": [{"relation": "previous", "url": "x"}]}
    for bundle, told in (
        (page, []),
        ({**page, "total": 1}, []),
        ({**page, "total": 2}, ["further-pages"]),
        (last, ["further-pages"]),
        (more, ["further-pages"]),
        ([page, {"conditions": more}], ["further-pages"]),
    ):
        made = case_from_bundle(package().SET, bundle, TODAY, bindings())
        assert [one.name for one in made.problems] == told and bool(made.case) is not bool(told)


WITHHELD = {
    "resourceType": "OperationOutcome",
    "issue": [
        {"severity": "information", "code": "suppressed", "diagnostics": "some results are withheld"},
        {"severity": "warning", "code": "not-found"},
    ],
}
NOTED = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "not-found"}, "x"]}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"resource": FAILED, "search": {"mode": "outcome"}}, "error exception"),
        ({"resource": WITHHELD}, "some results are withheld"),
        ({"response": {"status": "403 Forbidden", "outcome": FAILED}}, "403 Forbidden; error exception"),
        ({"response": {"status": "200 OK", "outcome": NOTED}}, ""),
        ({"resource": NOTED}, ""),
        ({"resource": {"resourceType": "Bundle", "entry": [{"resource": FAILED}]}}, "error exception"),
        ({"request": {"method": "DELETE", "url": "Observation/x"}}, ""),
        ({"fullUrl": "urn:uuid:x"}, "it has an entry that is none"),
        ({"resource": [b12(170)]}, "it has an entry that is none"),
        ({"resource": {"resourceType": "Bundle", "entry": {}}}, "it has an entry that is none"),
    ],
)
def test_a_record_that_is_not_whole_is_no_record(entry: dict[str, Any], told: str) -> None:
    page = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": b12(170)}, entry]}
    for bundle in (page, [page], {"observation": page}):
        made = case_from_bundle(package().SET, bundle, TODAY, bindings())
        assert [one.name for one in made.problems] == ["incomplete-record"] * bool(told)
        assert bool(made.case) is not bool(told)
        assert all(one.message.endswith(f"is not whole: {told}") for one in made.problems)


def test_a_record_that_another_took_the_place_of_is_none() -> None:
    gone = {**patient("1950-01-01"), "link": [{"type": "replaced-by", "other": {"reference": "Patient/q"}}]}
    made = read(gone, b12(170))
    assert made.case == {} and made.refused and "Patient/q" in made.problems[0].message


def test_a_unit_that_is_shown_otherwise_than_it_is_coded_is_told() -> None:
    for unit, code, fine in (("pg/ml", "pg/mL", True), ("", "pmol/L", True), ("pmol/L", "pg/mL", False)):
        quantity = {"value": 170, "unit": unit, "code": code, "system": UCUM}
        made = read(b12(170, valueQuantity=quantity))
        assert bool(made.case) is fine and [one.name for one in made.problems] == ["unreadable-value"] * (
            not fine
        )


OTHERS = b12(170, subject={"reference": "Patient/q"})

NOT_CHOSEN = [
    ("two values of one day", [b12(170), b12(400)], "several-values", "b12"),
    ("two that may be the later", [b12(170, "2026-11"), b12(400, "2026-11-02")], "several-values", "b12"),
    ("an older one, and one without a date", [b12(170), b12(400, effectiveDateTime=None)], "several-values", "b12"),
    ("an older one, and one of no date", [b12(170), b12(400, "last week")], "several-values", "b12"),
    ("one resource that says two", [b12(170, component=[
        {"code": concept(LOINC, "2132-9"), "valueQuantity": {"value": 400, "unit": "pg/mL"}}])],
     "several-values", "b12"),
    ("two causes", [condition("84027009"), condition("34000006")], "several-values", "cause"),
    ("two medicines", [medicine("B03BA03"), medicine("A02BC02")], "several-values", "product"),
    ("less than a number above the border", [b12(200, comparator="<")], "comparator", "b12"),
    ("a comparator that nobody knows", [b12(150, comparator="ad")], "comparator", "b12"),
    ("a year with a border in it", [patient("1951")], "partial-date", "born"),
    ("a birthday still to come", [patient("2030-01-01")], "partial-date", "born"),
    ("a birthday that is none", [patient("1950-13-01")], "unreadable-value", "born"),
    ("a unit that is none of the field's", [b12(170, unit="mm[Hg]")], "unreadable-value", "b12"),
    ("a number without a unit", [b12(170, unit="")], "unreadable-value", "b12"),
    ("an answer of another code", [smoker("1")], "unreadable-value", "smoker"),
    ("two patients", [patient("1950-01-01"), patient("1960-01-01", "q")], "several-patients", ""),
    ("a result of another patient", [patient("1950-01-01"), OTHERS], "several-patients", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resources", "name", "field"), [row[1:] for row in NOT_CHOSEN], ids=[row[0] for row in NOT_CHOSEN]
)
def test_what_is_never_chosen(resources: list[dict[str, Any]], name: str, field: str) -> None:
    made = read(*resources)
    [problem] = made.problems
    assert (problem.name, problem.field) == (name, field)
    assert problem.message
    assert field not in made.case and made.case == {}


def statement(**more: Any) -> dict[str, Any]:
    """A MedicationStatement as R5 has it: whether it is taken stands beside the status."""
    what = {"medication": {"concept": concept(ATC, "B03BA03")}}
    return {"resourceType": "MedicationStatement", "id": "s", "status": "recorded", **what, **more}


def adherence(code: str) -> dict[str, Any]:
    system = "http://hl7.org/fhir/CodeSystem/medication-statement-adherence"
    return {"adherence": {"code": concept(system, code)}}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        (adherence("taking-as-directed"), ""),
        (adherence("not-taking"), "its adherence is not-taking"),
        (adherence("stopped"), "its adherence is stopped"),
        ({"effectivePeriod": {"start": "2020-01-01", "end": "2026-11-26"}}, ""),
        ({"effectivePeriod": {"start": "2020-01-01", "end": "2026-11-25"}}, "it ended (2026-11-25)"),
        ({"effectivePeriod": {"end": "soon"}}, "it ended (soon)"),
        ({"effectivePeriod": {"start": "2026-11-27"}}, "it begins later (2026-11-27)"),
        ({"implicitRules": "https://ehr.example/rules"}, "it follows rules of its own (implicitRules)"),
    ],
)
def test_what_is_stated_to_be_taken(more: dict[str, Any], why: str) -> None:
    bound = Bound("product", "MedicationStatement", "active", values={"hydroxo": ((ATC, "B03BA03"),)})
    made = case_from_bundle(package().SET, [statement(**more)], TODAY, [bound])
    assert made.case == ({} if why else {"product": "hydroxo"})
    assert [one.why for one in made.left_out] == [why] * bool(why)


def until(end: object, **more: object) -> dict[str, Any]:
    """A line of an order, and how long it is followed."""
    return {
        "timing": {"repeat": {"frequency": 1, "boundsPeriod": {"start": "2026-01-01", "end": end}, **more}}
    }


def so_long(value: object, unit: str, key: str = "boundsDuration") -> dict[str, Any]:
    length = {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return {"timing": {"repeat": {key: {"high": length} if key == "boundsRange" else length}}}


OVER, SINCE = until("2026-11-25"), {"authoredOn": "2026-10-01T08:00:00+01:00"}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        ({"dosageInstruction": "one a day"}, ""),
        ({"dosageInstruction": [{"text": "one a day"}]}, ""),
        ({"dosageInstruction": [until("2026-11-26")]}, ""),
        ({"dosageInstruction": [until("2026-11")]}, ""),
        ({"dosageInstruction": [until(None)]}, ""),
        ({"dosageInstruction": [OVER, until("2027-01-01")]}, ""),
        ({"dosageInstruction": [OVER, {"text": "then two a day"}]}, ""),
        ({"dosageInstruction": [OVER]}, "its dosage ended (2026-11-25)"),
        ({"dosageInstruction": [OVER, until("2026-03")]}, "its dosage ended (2026-11-25)"),
        ({"dosageInstruction": [until("soon")]}, "when its dosage ends cannot be read"),
        ({"dosageInstruction": [until("soon"), until("2027-01-01")]}, ""),
        ({"dosageInstruction": [so_long(10, "d")], **SINCE}, "its dosage ended (2026-10-12)"),
        ({"dosageInstruction": [so_long(5, "wk", "boundsRange")], **SINCE}, "its dosage ended (2026-11-06)"),
        ({"dosageInstruction": [so_long(2, "mo")], **SINCE}, ""),
        ({"dosageInstruction": [so_long(10, "d")]}, "when its dosage ends cannot be read"),
        ({"dosageInstruction": [so_long(10, "fortnight")], **SINCE}, "when its dosage ends cannot be read"),
        ({"dosageInstruction": [so_long(1e300, "a")], **SINCE}, "when its dosage ends cannot be read"),
        ({"dosageInstruction": [{"timing": {"event": ["2026-01-01", "2026-02-01"]}}]}, "its dosage ended (2026-02-01)"),
        ({"dosageInstruction": [{"timing": {"event": ["2026-01-01", "2027-02-01"]}}]}, ""),
        ({"effectiveDosePeriod": {"end": "2026-11-01"}}, "its dosage ended (2026-11-01)"),
        ({"effectiveDosePeriod": {"start": "2026-11-01"}, "dosageInstruction": [OVER]}, ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newer", [False, True])
def test_an_active_order_whose_time_is_over_is_a_question(
    more: dict[str, Any], why: str, newer: bool
) -> None:
    made = read(medicine("B03BA03", newer=newer, **more))
    assert made.case == ({} if why else {"product": "hydroxo"})
    assert [one.name for one in made.problems] == ["active-and-over"] * bool(why)
    assert all(
        why in one.message and one.resources == ("MedicationRequest/m-B03BA03",) for one in made.problems
    )


def test_what_is_over_matters_only_where_it_would_say_something_else() -> None:
    over = {"dosageInstruction": [OVER]}
    later = {
        "dosageInstruction": [
            until("2027-06-01") | {"timing": {"repeat": {"boundsPeriod": {"start": "2027-01"}}}}
        ]
    }
    takes = medicine("B03BA03")
    for other, case, problems in (
        (medicine("B03BA03", id="again", **over), {"product": "hydroxo"}, []),
        (medicine("A02BC02", **over), {}, ["active-and-over"]),
        (medicine("A02BC02", **later), {"product": "hydroxo"}, []),
        (medicine("A02BC02", "completed", **over), {"product": "hydroxo"}, []),
    ):
        made = read(takes, other)
        assert made.case == case and [one.name for one in made.problems] == problems
        assert len(made.left_out) == 1


def test_one_result_is_counted_once() -> None:
    counted = [Bound("age", "Observation", "count", (6, "mo"), ((LOINC, "2132-9"),))]
    made = case_from_bundle(package().SET, [b12(1), b12(1), b12(2)], TODAY, counted)
    assert made.case == {"age": 2}


def test_two_patients_without_an_id_are_two() -> None:
    nameless = [{"resourceType": "Patient", "birthDate": day} for day in ("1950-01-01", "1960-01-01")]
    assert [one.name for one in read(*nameless).problems] == ["several-patients"] and read(nameless[0]).case


def test_one_id_on_two_servers_is_not_one_and_the_same() -> None:
    def on(server: str, name: str = "o", **more: Any) -> dict[str, Any]:
        address = f"https://{server}/fhir/Observation/{name}"
        return {"fullUrl": address, "resource": b12(170, id=name, **more)}

    def bundle(*entries: dict[str, Any]) -> Any:
        found = {"resourceType": "Bundle", "type": "collection", "entry": list(entries)}
        return case_from_bundle(package().SET, found, TODAY, bindings())

    x, y = ({"subject": {"reference": f"https://{server}/fhir/Patient/p"}} for server in "xy")
    [told] = bundle(on("x", **x), on("x", "q", **y)).problems
    assert told.name == "several-patients"
    assert "https://x/fhir/Patient/p, https://y/fhir/Patient/p" in told.message
    assert bundle(on("x", **x), on("x", "q", subject={"reference": "Patient/p"})).case
    # two results, of which the older one is no earlier version of the other
    newer = on("y", meta={"lastUpdated": "2026-01-01T00:00:00Z"}, effectiveDateTime="2026-11-02")
    older = on("x", meta={"lastUpdated": "2026-02-01T00:00:00Z"}, effectiveDateTime="2025-01-01")
    assert [one.date for one in bundle(older, newer).provenance["b12"]] == ["2026-11-02"]


def test_a_contained_patient_is_that_of_its_resource_alone() -> None:
    one, other = ({**b12(170, id=name), "subject": {"reference": "#p"}} for name in ("a", "b"))
    assert read(one).case and read(one, other).refused and read(one, patient("1950-01-01")).refused


def test_a_newer_value_that_cannot_be_read_does_not_give_way_to_an_older_one() -> None:
    made = read(b12(400, "2026-01-01"), b12(170, "2026-11-01", unit="mm[Hg]"))
    assert made.case == {} and made.problems[0].name == "unreadable-value"


def test_a_code_without_its_system_is_no_code() -> None:
    bare = {**condition("84027009"), "code": {"coding": [{"code": "84027009"}], "text": "anaemia"}}
    assert read(bare).case == {}
    assert read({**condition("84027009"), "code": concept(LOINC, "84027009")}).case == {}


@pytest.mark.parametrize(
    "bundle", [None, 3, "x", [], {}, {"entry": 3}, {"resourceType": "Bundle", "entry": []}]
)
def test_a_record_that_is_none_gives_nothing(bundle: object) -> None:
    from b12tables.interop.fhir import case_from_bundle
    from tests.interop.fhir_kit import TODAY, bindings

    made = case_from_bundle(package().SET, bundle, TODAY, bindings())
    assert (made.case, made.left_out, made.problems) == ({}, (), ())


def test_every_number_on_a_side_leads_to_what_stands_for_it() -> None:
    """Where a comparator is understood, all numbers on that side get the answer of the one that is stated."""
    for limit in (1, 100, 179, 180, 181, 500):
        for sign, numbers in (("<", range(limit)), (">=", range(limit, 1000, 7))):
            made = read(b12(limit, comparator=sign))
            answers = {answer({"b12": f"{number} pg/mL"}) for number in numbers}
            if made.case:
                assert answers == {answer(made.case)}
            elif len(answers) == 1:
                assert limit in (180,) or sign == "<"


def test_all_of_it_is_plain_data() -> None:
    made = read(patient("1950"), b12(170), b12(400), condition("84027009", "resolved"))
    told = json.loads(json.dumps(made.to_dict()))
    assert told["case"] == {"born": "1950-01-01"}
    assert [one["name"] for one in told["problems"]] == ["several-values"]
    assert told["left_out"][0]["why"] == "it is resolved"


def test_dates_of_fhir() -> None:
    assert days("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert when("2026-11-01T08:00:00Z").before(when("2026-11-01T08:00:01.5Z"))
    assert not when("2026-11-01").before(when("2026-11-01T23:00:00Z"))
    assert when("2026-11-01").before(when("2026-11-04"))
    assert earliest(date(2026, 3, 31), (1, "mo")) == date(2026, 2, 28)
    assert earliest(date(2024, 2, 29), (1, "a")) == date(2023, 2, 28)
    for wrong in ("", "2026-1-1", "2026-02-30", "2026-00", "yesterday"):
        with pytest.raises(ValueError):
            days(wrong)


# ---------------------------------------------------------------- the column Source


@pytest.mark.parametrize("text", SOURCES)
def test_a_source_is_printed_as_it_is_read(text: str) -> None:
    binding = parse_binding(text)
    assert binding is not None and binding.text == text


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("Observation latest 24 mo", "Observation newest", "does not say where in a record"),
        ("Patient.birthDate", "Condition active", "cannot be filled from Condition"),
        ("2132-9<br>14685-2", "", "no code says which Observation is meant"),
        ("2132-9<br>14685-2", "2132-8", "its check digit is another"),
    ],
)
def test_a_source_that_cannot_be_used_is_told(before: str, after: str, why: str) -> None:
    assert before in SET
    _, findings = model_and_findings(SET.replace(before, after))
    assert any(why in one.message and one.severity == "error" for one in findings), findings


@pytest.mark.slow
def test_a_package_brings_its_bindings_and_needs_no_compiler(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    write_xlsx(SET, tmp_path / "tables")
    built = CliRunner().invoke(cli, ["build", str(tmp_path / "tables"), "--out", str(tmp_path / "out")])
    assert built.exit_code == 0, built.output
    code = (
        "import json, sys; from datetime import date\n"
        "from test_tables import SET\nfrom b12tables.interop.fhir import case_from_bundle\n"
        "made = case_from_bundle(SET, json.loads(sys.stdin.read()), date(2026, 11, 26))\n"
        "print(json.dumps(made.to_dict()['case'])); print([m for m in sys.modules if 'b12tables.compiler' in m])\n"
    )
    bundle = {"resourceType": "Bundle", "entry": [{"resource": b12(170)}, {"resource": medicine("B03BA03")}]}
    env = {"PYTHONPATH": f"{tmp_path / 'out'}:{ROOT}"}
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code], env=env, input=json.dumps(bundle), capture_output=True, text=True
    )
    assert ran.stdout.splitlines() == ['{"b12": "170 pg/mL", "product": "hydroxo"}', "[]"], ran.stderr


def test_a_set_without_sources_ships_no_bindings() -> None:
    from b12tables.compiler.codegen.bindings import emit_bindings
    from tests.kit.packages import iron_model

    assert emit_bindings(iron_model()) == {}


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs" / "fhir.md"), module_relative=False)
    assert result.attempted > 3 and result.failed == 0
