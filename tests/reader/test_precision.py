"""Step and Between of the Dictionary: complete between the steps, and nothing between two of them is read silently."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.codegen import emit_schema
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Finding, Model
from b12tables.compiler.proof.fingerprint import Meanings
from b12tables.interop.sql import export_sql
from b12tables.runtime.whynot import why_not
from tests.codegen.test_reference import same
from tests.kit.packages import package_of
from tests.kit.small_sets import small_model, stated_values
from tests.kit.tables import model_and_findings, model_from_markdown
from tests.site.test_engine import assert_same

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Also accepts | Unknown | Step | Between |
|---|---|---|---|---|---|---|---|---|---|
| inr | INR | {type} | {low} | {high} | {unit} | {accepts} | yes | {step} | {between} |
| act | Action | choice | | | | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| act | raise | Raise |
| act | keep | Keep |
| act | lower | Lower |
| act | ask | Measure |

## Decision: Dose
| | When | Then |
|---|---|---|
| Rule | INR | Action |
| R1 | {first} | raise |
| R2 | {second} | keep |
| R3 | {third} | lower |
| R4 | unknown | ask |

## Cases
| | | Given | Expect |
|---|---|---|---|
| Case | Description | INR | Action |
| C1 | in the range | {case} | keep |
"""
PLAIN = {
    "type": "number", "low": "0.5", "high": "20", "unit": "", "accepts": "", "step": "0.1", "between": "",
    "first": "< 2.0", "second": "2.0 to 3.0", "third": "3.1 to 20", "case": "2.5",
}  # fmt: skip


def model(**said: str) -> Model:
    return model_from_markdown(SET.format(**{**PLAIN, **said}))


def findings(**said: str) -> list[Finding]:
    return list(model_and_findings(SET.format(**{**PLAIN, **said}))[1])


def told(kind: str, **said: str) -> Finding:
    (found,) = [finding for finding in findings(**said) if finding.name == kind]
    return found


def proved(read: Model) -> list[str]:
    return [finding.name for finding in run_checks(read)[0] if finding.severity == "error"]


def test_what_lies_between_two_steps_is_no_gap() -> None:
    assert proved(model()) == []
    assert proved(model(step="")) == ["gap"]
    assert proved(model(third="3.2 to 20")) == ["gap"]


def test_the_piece_of_a_gap_has_its_ends_on_steps() -> None:
    (gap,) = [
        f for f in run_checks(model(second="2.0 to 2.9", third="3.1 to 20", case="2.5"))[0] if f.name == "gap"
    ]
    assert gap.example == {"inr": 3} and gap.region == ({"inr": ({"value": 3},)},)


@pytest.mark.parametrize("stated", [2.05, "2.05", Fraction(41, 20), "3.04999", 3.07])
def test_a_value_between_is_refused_and_the_values_beside_it_are_named(stated: object) -> None:
    result = package_of(model()).evaluate({"inr": stated})
    assert result.status == "invalid-input"
    (problem,) = result.problems
    assert problem.name == "out-of-range"
    assert "in steps of 0.1" in problem.message
    assert "between 2 and 2.1" in problem.message or "between 3 and 3.1" in problem.message


@pytest.mark.parametrize(
    ("stated", "read"),
    [(2.05, "2.1"), ("2.04", "2"), (1.96, "2"), (3.0499, "3"), ("3.05", "3.1"), (0.55, "0.6"), (19.96, "20")],
)
def test_a_value_between_is_read_as_the_nearest_and_that_is_told(stated: object, read: str) -> None:
    result = package_of(model(between="nearest")).evaluate({"inr": stated})
    assert result.status == "ok" and result.inputs["inr"] == Fraction(read)
    assert f"was read as {read}, the nearest step of 0.1." in " ".join(result.explain().split())


@pytest.mark.parametrize("stated", [2.1, "2.10", 3, "20"])
def test_what_is_a_step_is_read_as_it_stands(stated: object) -> None:
    result = package_of(model(between="nearest")).evaluate({"inr": stated})
    assert result.inputs["inr"] == Fraction(str(stated)) and "was read as" not in result.explain()


@pytest.mark.parametrize("stated", [0.49, 20.04, "0.46"])
def test_what_is_out_of_range_is_not_rounded_into_it(stated: object) -> None:
    result = package_of(model(between="nearest")).evaluate({"inr": stated})
    assert result.status == "invalid-input"


def test_what_would_be_rounded_out_of_range_is_refused() -> None:
    result = package_of(model(between="nearest", low="> 0")).evaluate({"inr": 0.04})
    assert "is read as 0, which is out of range" in result.problems[0].message


def test_whole_months_may_be_stated_more_precisely() -> None:
    package = package_of(
        model(
            type="whole number",
            low="0",
            high="20",
            step="",
            between="nearest",
            first="< 2",
            second="2, 3",
            third=">= 4",
            case="2.6",
        )
    )
    assert package.evaluate({"inr": 3.4}).inputs["inr"] == 3
    assert package.evaluate({"inr": 3.5}).outputs["dose"]["act"] == "lower"


def test_of_a_step_of_several_the_multiples_are_read_and_nothing_between() -> None:
    said = {
        "step": "5",
        "low": "-20",
        "high": "200",
        "first": "< 10",
        "second": "10 to 20",
        "third": "25 to 200",
    }
    package = package_of(model(**said, case="15"))
    for stated in (-20, -5, 0, 5.0, 15, 200.0, "25", 7, 7.0, -3, 12.5, "12", 201.0):
        wanted = "ok" if float(stated) % 5 == 0 else "invalid-input"
        assert package.evaluate({"inr": stated}).status == wanted, stated


def test_a_database_reads_the_nearest_step() -> None:
    pa = pytest.importorskip("pyarrow")
    from tests.interop.sql_kit import run_duckdb

    stated = {1.94: "raise", 1.95: "keep", 2.04: "keep", 3.0499: "keep", 3.05: "lower", 20.04: None}
    told = run_duckdb(export_sql(model(between="nearest"), "duckdb"), pa.table({"inr": list(stated)}))
    assert [row["act"] for row in told] == list(stated.values())


def test_the_form_reads_the_nearest_step_below_zero_too(node: str, tmp_path: Path) -> None:
    said = {
        "step": "1",
        "between": "nearest",
        "low": "-9",
        "first": "< 1",
        "second": "1 to 3",
        "third": "4 to 20",
    }
    cases: list[dict[str, object]] = [
        {"inr": n} for n in (-9, -8.5, -1.5, -0.5, -0.4, 0.4, 0.5, 3.5, "-2.50")
    ]
    assert_same(node, model(**said, case="2"), cases, tmp_path)


def test_a_change_that_would_give_an_answer_is_named_in_steps() -> None:
    told = why_not(package_of(model()).SET, {"inr": 1}, "dose", {"act": "keep"}).explain()
    assert "INR: at least 2 and at most 3\n" in told


def test_the_schema_says_what_becomes_of_a_number_between() -> None:
    for between, said in (("", "In steps of 0.1."), ("nearest", "Read to steps of 0.1.")):
        (case,) = [text for path, text in emit_schema(model(between=between)).items() if "case" in path]
        assert json.loads(case)["properties"]["inr"]["description"] == said


@pytest.mark.parametrize("cell", ["2.05 to 3.0", "not(2.05)", "2.05", ">= 2.05"])
def test_a_cell_that_asks_for_a_value_between_is_refused(cell: str) -> None:
    found = told("bad-cell", second=cell)
    assert "INR is given in steps of 0.1 (Dictionary, Step)" in found.message
    assert found.help == ("write 2 or 2.1",)


def test_a_case_may_state_what_is_rounded_and_nothing_else() -> None:
    assert model(between="nearest", case="2.04").cases[0].given == {"inr": 2}
    assert "steps of 0.1" in told("bad-cell", case="2.04").message


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"step": "0"}, "'0' is no step"),
        ({"step": "-0.1"}, "'-0.1' is no step"),
        ({"step": "one"}, "'one' is no step"),
        ({"between": "round"}, "'round' does not say what becomes of a value between two steps"),
        ({"step": "", "between": "nearest"}, "INR has no Step"),
        (
            {"type": "whole number", "step": "0.5", "low": "1"},
            "INR is a whole number, and '0.5' is a step between",
        ),
        ({"type": "text", "low": "", "high": ""}, "INR is a text and has no Step"),
    ],
)
def test_what_cannot_be_a_step_is_told(said: dict[str, str], words: str) -> None:
    assert any(words in finding.message for finding in findings(**said)), findings(**said)


def test_a_step_that_refuses_most_numbers_of_a_further_unit_is_told() -> None:
    said = {"unit": "mg", "accepts": "ug", "step": "0.1 mg", "case": "2.5 mg"}
    (found,) = [finding for finding in findings(**said) if finding.severity == "warning"]
    assert "are refused" in found.message
    assert findings(**said, between="nearest") == []


def test_a_step_is_given_in_any_unit_of_the_field() -> None:
    read = model(unit="mg", step="100 ug", accepts="ug", case="2.5 mg")
    assert read.fields["inr"].step == Fraction(1, 10)


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [
        ({"step": ""}, {}, "major"),
        ({}, {"between": "nearest"}, "minor"),
        ({"between": "nearest"}, {}, "major"),
        ({}, {"step": "0.05"}, "minor"),
        ({"step": "0.05"}, {}, "major"),
        ({}, {"step": "0.1", "between": "refuse"}, None),
    ],
)
def test_another_precision_is_told_by_compare(
    before: dict[str, str], after: dict[str, str], level: str | None
) -> None:
    old, new = ({**PLAIN, "third": "> 3.0", **said} for said in (before, after))
    notes = compare(model(**old), model(**new)).notes
    assert [note.step for note in notes] == ([] if level is None else [level])


def test_another_precision_voids_a_signature() -> None:
    coarse, fine = (Meanings(model(third="> 3.0", step=step)) for step in ("0.1", "0.05"))
    assert coarse.of("dose", "R1") != fine.of("dose", "R1")
    # what becomes of a number between decides who gets what, too
    refused, rounded = (Meanings(model(between=between)) for between in ("refuse", "nearest"))
    assert refused.of("dose", "R2") != rounded.of("dose", "R2")


@pytest.mark.parametrize("seed", range(4))
def test_reference_and_package_read_random_sets_alike(seed: int) -> None:
    chance, asked = Random(seed), 0
    while asked < 3:
        read = small_model(chance)
        inputs = [name for name in read.fields if name not in read.produced_by]
        if not any(read.fields[name].step for name in inputs):
            continue
        asked += 1
        package = package_of(read)
        for _ in range(25):
            given = {
                name: chance.choice(stated_values(read, name)) for name in inputs if chance.random() < 0.9
            }
            same(read, package, given, None)


def test_a_gap_between_two_decimals_says_that_a_step_closes_it() -> None:
    (gap,) = [finding for finding in run_checks(model(step=""))[0] if finding.name == "gap"]
    assert "no INR that is given in steps of 0.1 lies there: if it is, write 0.1 in its row" in gap.message
    (wider,) = [f for f in run_checks(model(step="", third="3.2 to 20"))[0] if f.name == "gap"]
    assert "in steps of" not in wider.message


def test_a_decimal_comma_is_told_with_the_number_to_write_and_once() -> None:
    said = told("bad-cell", step="0,1", between="nearest", third="> 3.0")
    assert said.message.startswith("'0,1' is no step") and said.help == ("write 0.1, without a comma",)
    assert told("bad-cell", case="2,5").help == ("write 2.5, without a comma",)
