"""Several tables for one decision: exactly one applies to every patient, and what it answers is what its sheet says."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Finding, evaluate
from b12tables.runtime.words import UNKNOWN
from tests.kit.packages import given_json, package_of
from tests.kit.tables import model_and_findings, model_from_markdown

FIELDS = """
## Fields
- age: whole number, 0..10
- kidneys: choice (fine, impaired), unknown
- weight: whole number, 1..4
- dose: choice (low, high, refer)
"""
CHILD = """
## Decision: Dose
- Code: dose_of
- Applies when: {child}

| | When | Then |
|---|---|---|
| Rule | Weight | Dose |
| C1 | < 3 | low |
| C2 | >= 3 | high |
"""
ADULT = """
## Decision: Dose
- Code: dose_of
- Applies when: {adult}

| | When | Then |
|---|---|---|
| Rule | Age | Dose |
| A1 | <= 6 | high |
| A2 | > 6 | {old} |
"""
RENAL = """
## Decision: Dose
- Code: dose_of
- Applies when: {renal}

| | When | Then |
|---|---|---|
| Rule | Kidneys | Dose |
| K1 | impaired, fine | refer |
| K2 | unknown | low |
"""
SET = FIELDS + CHILD + ADULT + RENAL
WHOLE = {
    "child": "Age: < 5", "adult": "Age: >= 5<br>Kidneys: fine", "renal": "Age: >= 5<br>Kidneys: impaired, unknown",
    "old": "low",
}  # fmt: skip
NAMES = ("Dose", "Dose 2", "Dose 3")
"""The sheets, which give the tables their names."""


def read(**said: str) -> list[Finding]:
    return list(model_and_findings(SET.format(**{**WHOLE, **said}))[1])


def checked(**said: str) -> list[Finding]:
    found = run_checks(model_from_markdown(SET.format(**{**WHOLE, **said})))[0]
    return [finding for finding in found if finding.severity == "error"]


# ---------------------------------------------------------------- by brute force


class Guard:
    """What stands above a table, and whether it lets a patient in, without any of our code."""

    def __init__(self, low: int, high: int, kidneys: frozenset[str]) -> None:
        self.low, self.high, self.kidneys = low, high, kidneys

    @property
    def text(self) -> str:
        return f"Age: {self.low} to {self.high}<br>Kidneys: {', '.join(sorted(self.kidneys))}"

    def lets_in(self, case: Mapping[str, object]) -> bool:
        age = case["age"]
        assert isinstance(age, int)
        return self.low <= age <= self.high and case["kidneys"] in self.kidneys


def own_answer(table: int, case: Mapping[str, object]) -> str:
    """What the rows of one table say, as a person reads them."""
    age, weight = case["age"], case["weight"]
    assert isinstance(age, int) and isinstance(weight, int)
    if table == 0:
        return "low" if weight < 3 else "high"
    if table == 1:
        return "high" if age <= 6 else "low"
    return "low" if case["kidneys"] == UNKNOWN else "refer"


KIDNEYS = ("fine", "impaired", UNKNOWN)
CASES = [
    dict(zip(("age", "kidneys", "weight"), row, strict=True))
    for row in product(range(11), KIDNEYS, (1, 2, 3, 4))
]

guards = st.builds(
    lambda ends, kidneys: Guard(min(ends), max(ends), kidneys),
    st.tuples(st.integers(0, 10), st.integers(0, 10)),
    st.frozensets(st.sampled_from(KIDNEYS), min_size=1),
)
split = st.builds(
    lambda line, kidneys: (
        Guard(0, line, frozenset(KIDNEYS)),
        Guard(line + 1, 10, kidneys),
        Guard(line + 1, 10, frozenset(KIDNEYS) - kidneys),
    ),
    st.integers(0, 9),
    st.frozensets(st.sampled_from(KIDNEYS), min_size=1, max_size=2),
)


@given(split | st.tuples(guards, guards, guards))
@settings(max_examples=25)
def test_what_is_proved_and_answered_is_what_brute_force_says(above: tuple[Guard, Guard, Guard]) -> None:
    child, adult, renal = (guard.text for guard in above)
    text = SET.format(child=child, adult=adult, renal=renal, old="low")
    read_ = model_from_markdown(text)
    found = {f.name for f in run_checks(read_)[0] if f.severity == "error" and f.decision == "dose_of_table"}
    admitted = [[n for n, guard in enumerate(above) if guard.lets_in(case)] for case in CASES]
    assert ("gap" in found) == any(not those for those in admitted)
    assert ("overlap" in found) == any(len(those) > 1 for those in admitted)
    package = package_of(read_)
    for case, those in list(zip(CASES, admitted, strict=True))[::3]:
        expected = {"dose": own_answer(those[0], case)} if len(those) == 1 else None
        values = {name: Fraction(v) if isinstance(v, int) else v for name, v in case.items()}
        assert evaluate(read_, values).outputs.get("dose_of") == expected  # type: ignore[arg-type]
        result = package.evaluate(given_json(read_, values))  # type: ignore[arg-type]
        assert (result.outputs.get("dose_of") if result.status == "ok" else None) == expected


# ---------------------------------------------------------------- what is told, and what mends it


def test_where_no_table_applies_the_edit_of_its_cell_mends_it() -> None:
    (gap,) = checked(renal="Age: > 5<br>Kidneys: impaired, unknown")
    assert (gap.name, gap.decision) == ("gap", "dose_of_table")
    assert gap.message.startswith("none of the tables applies to 2 kinds of patient")
    assert gap.example is not None and gap.example["age"] == 5
    (edit,) = gap.mends.edits
    assert (edit.place.sheet, edit.place.cells) == ("Dose 3", "B3")
    assert (edit.before, edit.after) == (
        "Age: > 5\nKidneys: impaired, unknown",
        "Age: >= 5\nKidneys: impaired, unknown",
    )
    assert checked(renal=edit.after.replace("\n", "<br>")) == []


def test_where_two_tables_apply_the_edit_is_offered_that_leaves_no_gap() -> None:
    (overlap,) = checked(
        child="Age: <= 5", adult="Age: >= 5<br>Kidneys: fine", renal="Age: > 5<br>Kidneys: impaired, unknown"
    )
    assert overlap.message.splitlines()[0] == "the tables Dose and Dose 2 both apply to 1 kind of patient"
    assert [(place.sheet, place.cells) for place in overlap.places] == [("Dose", "B3"), ("Dose 2", "B3")]
    assert {edit.after for edit in overlap.mends.edits} == {"Age: >= 6\nKidneys: fine"}


def test_a_gap_within_one_table_names_its_sheet_and_drafts_no_row_elsewhere() -> None:
    text = SET.format(**WHOLE).replace("| A2 | > 6 |", "| A2 | > 7 |")
    (gap,) = [f for f in run_checks(model_from_markdown(text))[0] if f.severity == "error"]
    assert gap.decision == "dose_of" and "(Dose 2 B7)" in gap.message
    assert gap.mends.rows is None
    assert {edit.place.sheet for edit in gap.mends.edits} == {"Dose 2"}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"adult": ""}, "several tables decide Dose, and this one does not say to whom it applies"),
        ({"adult": "Age: >= 5<br>Age: < 9<br>Kidneys: fine"}, "two lines speak of Age, and all lines hold together"),
        ({"adult": "everybody else"}, "'everybody else' names no field"),
        ({"adult": "Ages: >= 5"}, "there is no field called 'Ages'"),
        ({"adult": "Age: >= 5<br>Dose: low"},
         "decisions need each other in a circle: Dose needs Table for Dose needs Dose"),
    ],
)  # fmt: skip
def test_a_guard_that_says_nothing_is_told(said: dict[str, str], message: str) -> None:
    assert message in [finding.message.splitlines()[0] for finding in read(**said)]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("| A1 |", "| C1 |", "two rules of Dose are called C1, in two of its tables"),
        ("| A2 | > 6 |", "| Otherwise | |", "Otherwise would speak for all tables of Dose, and stands in one of them"),
        ("- Applies when: Age: < 5", "- Applies when: Age: < 5\n- Hit policy: First",
         "the tables for one decision have the hit policies First and Unique"),
        ("- Applies when: Age: < 5", "- Applies when: Age: < 5\n- Sentence: It is {dose}.", ""),
        ("Decision: Dose\n- Code: dose_of\n- Applies when: Age: < 5",
         "Decision: Dosis\n- Code: dose_of\n- Applies when: Age: < 5",
         "the tables for one decision are called 'Dosis' and 'Dose'"),
        ("| Rule | Age | Dose |\n| A1 | <= 6 | high |\n| A2 | > 6 | low |",
         "| Rule | Age | Kidneys |\n| A1 | <= 6 | fine |\n| A2 | > 6 | fine |",
         "the tables for one decision do not decide the same"),
    ],
)  # fmt: skip
def test_tables_that_do_not_fit_together_are_told(before: str, after: str, message: str) -> None:
    text = SET.format(**WHOLE)
    assert before in text
    found = [
        f.message.splitlines()[0]
        for f in model_and_findings(text.replace(before, after, 1))[1]
        if f.severity == "error"
    ]
    assert found == ([message] if message else [])


def test_two_tables_that_are_told_in_two_ways_are_told() -> None:
    child, adult = ("Applies when: Age: < 5", "Applies when: Age: >= 5<br>Kidneys: fine")
    text = SET.format(**WHOLE).replace(child, f"{child}\n- Sentence: It is {{dose}}.")
    (found,) = model_and_findings(text.replace(adult, f"{adult}\n- Sentence: Take {{dose}}."))[1]
    assert found.message.startswith("two tables for Dose say differently how its answers are told")


def test_without_the_key_two_tables_of_one_name_are_refused_as_before() -> None:
    text = SET.format(**WHOLE).replace("- Applies when: Age: < 5", "")
    text = "\n".join(line for line in text.splitlines() if "Applies when" not in line)
    assert "duplicate-name" in [finding.name for finding in model_and_findings(text)[1]]


# ---------------------------------------------------------------- a table that chooses tables


def test_a_table_may_choose_the_tables() -> None:
    text = SET.format(child="Plan: growing", adult="Plan: plain", renal="Plan: renal", old="low").replace(
        "- dose:", "- plan: choice (growing, plain, renal)\n- dose:"
    )
    text += """
## Decision: Plan
| | When | | Then |
|---|---|---|---|
| Rule | Age | Kidneys | Plan |
| P1 | < 5 | - | growing |
| P2 | >= 5 | fine | plain |
| P3 | >= 5 | impaired, unknown | renal |
"""
    chosen = model_from_markdown(text)
    assert [finding for finding in run_checks(chosen)[0] if finding.severity == "error"] == []
    for case in CASES[::7]:
        table = 0 if int(str(case["age"])) < 5 else 1 if case["kidneys"] == "fine" else 2
        values = {name: Fraction(v) if isinstance(v, int) else v for name, v in case.items()}
        outputs = evaluate(chosen, values).outputs  # type: ignore[arg-type]
        assert outputs["dose_of"] == {"dose": own_answer(table, case)}
        assert outputs["dose_of_table"] == {"dose_of_table": ("dose", "dose_2", "dose_3")[table]}


def test_a_moved_line_above_the_tables_is_compared() -> None:
    old, new = (model_from_markdown(SET.format(**{**WHOLE, **said})) for said in ({}, {
        "child": "Age: < 4", "adult": "Age: >= 4<br>Kidneys: fine", "renal": "Age: >= 4<br>Kidneys: impaired, unknown",
    }))  # fmt: skip
    assert compare(old, old).same_answers
    assert {change.decision for change in compare(old, new).changes} == {"dose_of", "dose_of_table"}


def test_what_the_reader_makes_is_called_in_the_language_of_the_set() -> None:
    about = """
## About
- Title: Dosis
- Identifier: dosis
- Version: 0.1.0
- Status: Draft
- Intended use: Test
- Disclaimer: kein Rat
- Language: de-AT
"""
    text = SET.format(
        child="Age: < 3",
        adult="Age: >= 3<br>Kidneys: known",
        renal="Age: >= 3<br>Kidneys: unknown",
        old="low",
    )
    german = model_from_markdown(about + text).decision["dose_of_table"]
    assert (german.label, german.question) == ("Tabelle für Dose", "Welche der Tabellen für Dose gilt?")
    assert model_from_markdown(text).decision["dose_of_table"].label == "Table for Dose"


def test_rows_of_two_tables_are_not_offered_as_one_row() -> None:
    other = CHILD.format(child="Age: >= 5").replace("| C", "| D")
    model = model_from_markdown(FIELDS + CHILD.format(child="Age: < 5") + other)
    assert "mergeable-rules" not in {finding.name for finding in run_checks(model)[0]}
