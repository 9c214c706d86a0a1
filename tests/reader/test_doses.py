"""Doses: a rate times a field, rounded and kept between bounds, with exact units, on every surface and in the proof."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Computed, Field, Finding, Interval, Limit, Model, evaluate
from b12tables.compiler.model.evaluate import dose
from b12tables.compiler.proof.doses import doses
from b12tables.compiler.proof.fingerprint import Meanings
from tests.codegen.test_reference import same
from tests.cohort.test_cohort import compare as cohort_compare
from tests.kit.packages import given_json, package_of
from tests.kit.small_sets import ABOUT, place, random_table
from tests.kit.tables import model_and_findings, model_from_markdown
from tests.site.test_engine import assert_same

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Computed | Step |
|---|---|---|---|---|---|---|---|---|
| weight | Weight | number | {low} | 200 | kg | {unknown} | | {step} |
| kidney | Kidneys | choice | | | | | | |
| rate | Rate | number | 0 | | mg/kg | | | |
| dose | Dose | number | 0 | | {unit} | {unknown} | {dose} | {steps} |
| advice | Advice | choice | | | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| kidney | fine | Fine |
| kidney | bad | Bad |
| advice | one | One vial |
| advice | two | Two vials |
| advice | ask | Weigh |

## Decision: Dose rate
| | When | Then |
|---|---|---|
| Rule | Kidneys | Rate |
| R1 | fine | 15 |
| R2 | bad | 7.5 |

## Decision: Vials
| | When | Then |
|---|---|---|
| Rule | Dose | Advice |
| R1 | <= 500 mg | one |
| R2 | > 500 mg | two |
| R3 | unknown | ask |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | Dose: known | Dose: <= 1 g | w |
| S2 | Kidneys: bad<br>Weight: < 70 kg | Advice: not(two) | w |
"""
PLAIN = {
    "low": "> 0", "unknown": "yes", "step": "", "unit": "mg", "steps": "",
    "dose": "Rate * weight, rounded to 50 mg, at most 1 g",
}  # fmt: skip


def model(**said: str) -> Model:
    return model_from_markdown(SET.format(**{**PLAIN, **said}))


def findings(**said: str) -> list[Finding]:
    return list(model_and_findings(SET.format(**{**PLAIN, **said}))[1])


def verdicts(read: Model) -> list[str]:
    return [entry["verdict"] for entry in run_checks(read)[1].safety_rules]


@pytest.mark.parametrize(
    ("weight", "kidney", "mg"),
    [(10, "bad", 100), ("33.3 kg", "bad", 250), (70, "bad", 550), (68, "fine", 1000), (200, "bad", 1000),
     ("10000 g", "bad", None), (1, "bad", 0), ("3.33", "bad", 0), ("3.3333333333", "bad", 0), ("10/3", "bad", 50)],
)  # fmt: skip
def test_a_dose_is_rounded_and_bounded_with_exact_units(weight: object, kidney: str, mg: int | None) -> None:
    result = package_of(model()).evaluate({"weight": weight, "kidney": kidney})
    if mg is None:
        assert result.status == "invalid-input"  # the weight is given in kg alone
    else:
        assert result.inputs["dose"] == mg and result.to_dict()["scores"]["dose"] == mg


@pytest.mark.parametrize(
    ("formula", "unit", "factor"),
    [
        ("rate * weight", "mg", 1),
        ("weight × Rate", "g", Fraction(1, 1000)),
        ("15 mg/kg * weight", "mg", 15),
        ("weight * 0.5 mg/g", "mg", 500),
        ("15 ug/kg/min * weight", "mg/h", Fraction(9, 10)),
        ("2 {drop}/kg * weight", "{drop}", 2),
    ],
)
def test_units_are_exact(formula: str, unit: str, factor: Fraction) -> None:
    text = SET.format(**{**PLAIN, "dose": formula, "unit": unit}).split("## Decision: Vials")[0]
    read, _ = model_and_findings(text)
    assert read is not None
    computed = read.fields["dose"].computed
    assert computed is not None and computed.factor == factor


@pytest.mark.parametrize(
    ("said", "words", "help"),
    [
        ({"dose": "rate * weight * weight"}, "is no rate times one field", "Computed rate * weight"),
        ({"dose": "15 mg/kg * 3"}, "names no field", "15 mg/kg * weight"),
        ({"dose": "15 mg * weight"}, "mg times kg does not make mg", "give the rate in mg/kg"),
        ({"dose": "15 * weight"}, "kg does not make mg, the unit of Dose", "give the rate in mg/kg"),
        ({"dose": "weight * weight"}, "multiplies Weight by itself", "write a rate times one field"),
        ({"dose": "0 mg/kg * weight"}, "is not above 0", "write a rate above 0"),
        ({"dose": "rate * kidney"}, "Kidneys is a choice", "name a number"),
        ({"dose": "rate * weight, at most 1"}, "at most 1 has no unit", "write at most 1 mg"),
        ({"dose": "rate * weight, at most 1 mL"}, "Dose is in mg", "write it in mg"),
        ({"dose": "rate * weight, at most 1 g, at most 2 g"}, "says at most twice", "say it once"),
        ({"dose": "rate * weight, at least 2 g, at most 1 g"}, "at least more than it is at most", "turn the two"),
        ({"dose": "rate * weight, rounded to 0 mg"}, "is rounded to nothing", "above 0"),
        ({"dose": "rate * weight, up to 1 g"}, "'up to 1 g' says nothing of a dose", "write at most 1 g"),
        ({"dose": "rate * weight, round 5 mg"}, "'round 5 mg' says nothing of a dose", "write rounded to 5 mg"),
        ({"dose": "rate * weight, at most 0,5 g"}, "has a comma between digits", "a decimal point"),
        ({"dose": "rate * mass"}, "there is no field called 'mass'", ""),
        ({"low": ""}, "Weight could be below 0", "under Minimum"),
        ({"steps": "50", "dose": "rate * weight"}, "can lie between them", ", rounded to 50 mg"),
        ({"steps": "50", "dose": "rate * weight, rounded to 25 mg"}, "can lie between them", ", rounded to 50 mg"),
        ({"steps": "50", "dose": "rate * weight, rounded to 50 mg, at most 975 mg"}, "between two steps", "multiple"),
    ],
)  # fmt: skip
def test_anything_more_is_refused_with_the_way_to_say_it(said: dict[str, str], words: str, help: str) -> None:
    found = [finding for finding in findings(**said) if words in finding.message]
    assert found, findings(**said)
    assert found[0].severity == "error" and help in " ".join(found[0].help)


def test_it_is_proved_over_every_weight() -> None:
    assert verdicts(model()) == ["proved", "proved"]
    assert verdicts(model(dose="rate * weight, rounded to 50 mg")) == ["broken", "proved"]
    assert verdicts(model(dose="15 mg/kg * weight, at most 1 g")) == ["proved", "broken"]
    # 7.5 mg/kg of just under 70 kg are 525 mg, which are rounded to 550
    assert verdicts(model(dose="rate * weight, rounded to 10 mg, at most 1 g")) == ["proved", "broken"]


def test_what_breaks_a_rule_is_a_patient_for_whom_it_is_broken() -> None:
    read = model(dose="15 mg/kg * weight, rounded to 50 mg, at most 3 g")
    (broken,) = [f for f in run_checks(read)[0] if f.name == "broken-safety-rule" and "S1" in f.message]
    assert broken.example is not None
    result = package_of(read).evaluate(dict(broken.example))
    assert result.inputs["dose"] > 1000


def test_nobody_states_it_and_nobody_is_asked_for_it() -> None:
    package = package_of(model(dose="15 mg/kg * weight, at most 1 g"))
    refused = package.evaluate({"dose": 300, "kidney": "bad"})
    assert [problem.name for problem in refused.problems] == ["not-an-input"]
    assert "a dose" in refused.problems[0].message


def test_it_is_explained_with_its_figures() -> None:
    told = package_of(model()).evaluate({"weight": 68, "kidney": "fine"}).explain()
    assert "computed: Rate * weight, rounded to 50 mg, at most 1 g" in told
    assert "this makes 1020 mg" in told and "Dose: 1000 mg" in told
    told = package_of(model(dose="rate * weight, at most 1 g, at least 200 mg")).evaluate(
        {"weight": 2, "kidney": "bad"}
    )
    assert "this makes 15 mg, at least 200 mg" in told.explain()


def test_a_worked_case_may_expect_a_dose_that_no_table_gives_a_rate_for() -> None:
    heads = (
        "| | | Given | | Expect |\n|---|---|---|---|---|\n| Case | Description | Weight | Kidneys | Dose |\n"
    )
    cases = f"## Cases\n{heads}"
    text = SET.format(**{**PLAIN, "dose": "15 mg/kg * weight, at most 1 g"}) + cases
    assert not model_from_markdown(text + "| C1 | small | 10 | bad | 150 mg |").cases[0].given.keys() & {
        "dose"
    }
    failed = run_checks(model_from_markdown(text + "| C1 | small | 10 | bad | 160 mg |"))[0]
    assert [f.message for f in failed if f.name == "failed-case" and "Dose is 150 mg" in f.message]


def test_another_formula_is_told_and_voids_a_signature() -> None:
    old, new = model(), model(dose="Rate * weight, rounded to 50 mg, at most 900 mg")
    assert [note.step for note in compare(old, new).notes if "follows from" in note.message] == ["major"]
    assert Meanings(old).of("vials", "R1") != Meanings(new).of("vials", "R1")
    assert compare(old, model(dose="weight * rate, rounded to 0.05 g, at most 1000 mg")).notes == ()


# ---------------------------------------------------------------- random sets

RATES = [Fraction(n, 2) for n in range(1, 5)]


def dose_model(random: Random) -> Model:
    """A table that gives a rate, a dose of it or of a number that is written, and tables that look at the dose."""
    fields = {
        name: Field(
            name, name, "number", place(name), low=Limit(Fraction(0)), high=random.choice([Limit(Fraction(3)), None]),
            unknown=random.random() < 0.4, step=random.choice([None, None, Fraction(1, 2)]),
        )
        for name in ("a", "b")
    }  # fmt: skip
    table, outputs = random_table(random, 0, fields, [])
    tables = [table]
    fields |= {field.code: field for field in outputs}
    numbers = [
        field.code
        for field in outputs
        if field.type == "number" and field.code not in Model(ABOUT, fields, (table,)).set_valued
    ]
    rounded = random.choice([None, Fraction(1, 2), Fraction(1)])
    bounds = sorted(random.sample([Fraction(1, 2), Fraction(1), Fraction(5, 2), Fraction(4)], 2))
    computed = Computed(
        "dose", random.choice(numbers) if numbers and random.random() < 0.6 else random.choice("ab"),
        "", factor=random.choice(RATES), rounded=rounded,
        at_least=bounds[0] if random.random() < 0.4 else None, at_most=bounds[1] if random.random() < 0.4 else None,
    )  # fmt: skip
    if computed.left in numbers:
        computed = Computed(**{**vars(computed), "right": random.choice("ab")})
    fields["dose"] = Field("dose", "dose", "number", place("dose"), unknown=True, computed=computed)
    for i in (1, 2):
        table, outputs = random_table(random, i, fields, tables)
        tables.append(table)
        fields |= {field.code: field for field in outputs}
    return Model(ABOUT, fields, tuple(tables))


def cases_of(read: Model, random: Random, count: int) -> list[dict[str, object]]:
    numbers = [Fraction(n, 4) for n in range(13)]
    fit = {n: [v for v in numbers if not read.fields[n].step or v % Fraction(1, 2) == 0] for n in ("a", "b")}
    return [{n: random.choice(fit[n]) for n in ("a", "b") if random.random() < 0.9} for _ in range(count)]


@pytest.mark.parametrize("seed", range(4))
def test_reference_package_form_and_proof_agree(seed: int, node: str, tmp_path: Path) -> None:
    random = Random(seed)
    for number in range(3):
        read = dose_model(random)
        package = package_of(read)
        cases = cases_of(read, random, 20)
        for case in cases:
            same(read, package, case, None)  # type: ignore[arg-type]
        folder = tmp_path / str(number)
        folder.mkdir()
        assert_same(node, read, [given_json(read, case) for case in cases], folder)  # type: ignore[arg-type]
        gaps = {finding.decision for finding in run_checks(read)[0] if finding.name == "gap"}
        troubles = {t.about for case in cases for t in evaluate(read, case).problems if t.name == "no-rule"}  # type: ignore[arg-type]
        assert troubles <= gaps


@pytest.mark.parametrize(
    "bounds",
    ["", ", rounded to 50 mg", ", at least 75 mg, at most 1 g", ", rounded to 12.5 mg, at most 0.9 g"],
)
def test_a_cohort_is_answered_as_each_of_its_patients(bounds: str) -> None:
    random = Random(bounds)
    rate = random.choice(["Rate", "15 mg/kg", "0.3 mg/g"])
    tables = package_of(model(dose=f"{rate} * weight{bounds}", step=random.choice(["", "0.1"]))).SET
    weights = [
        random.choice([None, 0.05, 3.3333, 10 / 3, round(random.uniform(0.1, 200), 1), 200.0])
        for _ in range(60)
    ]
    kidneys = [random.choice(["fine", "bad"]) for _ in weights]
    cases = [{"weight": weight, "kidney": kidney} for weight, kidney in zip(weights, kidneys, strict=True)]
    cohort_compare(tables, cases, {"weight": pa.array(weights, pa.float64()), "kidney": pa.array(kidneys)})


@pytest.mark.parametrize("seed", range(30))
def test_the_stretch_of_doses_is_what_its_numbers_come_to(seed: int) -> None:
    random = Random(seed)
    numbers = [Fraction(n, 8) for n in range(33)]
    ends = sorted(random.sample(numbers[::2], 2))
    closed = random.random() < 0.5, random.random() < 0.5
    bounds = sorted(random.sample(numbers, 2))
    computed = Computed(
        "dose", "a", "", factor=random.choice(RATES), rounded=random.choice([None, Fraction(1, 2), Fraction(3, 4)]),
        at_least=random.choice([None, bounds[0]]), at_most=random.choice([None, bounds[1]]),
    )  # fmt: skip
    inside = [
        n
        for n in numbers
        if ends[0] < n < ends[1] or (n == ends[0] and closed[0]) or (n == ends[1] and closed[1])
    ]
    near = [ends[0] + Fraction(1, 10**9), ends[1] - Fraction(1, 10**9)]
    found = [dose(computed, [n]) for n in (*inside, *near)]
    said = doses(computed, [Interval(ends[0], closed[0], ends[1], closed[1])])
    assert isinstance(said.low, Fraction) and isinstance(said.high, Fraction)
    assert all(said.low <= one <= said.high for one in found)
    assert min(found) - said.low < Fraction(1, 10**6) and said.high - max(found) < Fraction(1, 10**6)
    assert (said.low in found) == said.low_closed and (said.high in found) == said.high_closed
