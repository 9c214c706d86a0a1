"""Results that may stay as they were: `unchanged` in a cell is the value that was there, for everybody or told."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Finding, Value, evaluate
from b12tables.runtime.words import UNKNOWN
from tests.kit.packages import given_json, package_of
from tests.kit.tables import model_and_findings, model_from_markdown

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unknown | Kept from |
|---|---|---|---|---|---|---|
| inr | INR | whole number | 0 | 9 | | |
| now | Current interval | {now} | | | yes | |
| next | Next interval | {next} | | | {unknown} | {kept} |
| act | Action | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| now | w1 | Weekly |
| now | w4 | Every 4 weeks |
| now | w8 | Every 8 weeks |
| next | w1 | Weekly |
| next | w4 | Every 4 weeks |
| next | w8 | Every 8 weeks |
| act | go | Go on |
| act | call | Call |

## Decision: Plan
- Hit policy: {policy}
- Sentence: {{Action}}, {{Next interval}}.

| | When | | Then | |
|---|---|---|---|---|
| Rule | INR | Current interval | Action | Next interval |
| R1 | < {low} | - | call | {first} |
| R2 | {low} to {high} | known | go | {second} |
| R3 | > {high} | known | call | {third} |
| R4 | >= {low} | unknown | call | {fourth} |
"""
PLAIN = {
    "now": "choice", "next": "choice", "unknown": "", "kept": "now", "policy": "Unique", "low": "2", "high": "3",
    "first": "Weekly", "second": "unchanged", "third": "w1", "fourth": "w4",
}  # fmt: skip
WORDS = {"Weekly": "w1", "w1": "w1", "w4": "w4", "Every 8 weeks": "w8"}


def text(**said: str) -> str:
    return SET.format(**{**PLAIN, **said})


def errors(**said: str) -> list[Finding]:
    return [f for f in run_checks(model_from_markdown(text(**said)))[0] if f.severity == "error"]


cells = st.sampled_from([*WORDS, "unchanged"])


@given(low=st.integers(1, 8), wide=st.integers(0, 3), rows=st.tuples(cells, cells, cells, cells))
@settings(max_examples=20)
def test_what_is_proved_and_answered_is_what_brute_force_says(
    low: int, wide: int, rows: tuple[str, str, str, str]
) -> None:
    high = min(low + wide, 8)
    said = dict(zip(("first", "second", "third", "fourth"), rows, strict=True))
    model = model_from_markdown(text(low=str(low), high=str(high), **said))

    def by_hand(inr: int, now: str) -> str | None:
        """What a person reads in the rows; None where nobody knows what is kept."""
        row = 0 if inr < low else 3 if now == UNKNOWN else 1 if inr <= high else 2
        kept = None if now == UNKNOWN else now
        return kept if rows[row] == "unchanged" else WORDS[rows[row]]

    everybody = [(inr, now) for inr in range(10) for now in ("w1", "w4", "w8", UNKNOWN)]
    gaps = [f for f in run_checks(model)[0] if f.name == "gap"]
    assert bool(gaps) == any(by_hand(*case) is None for case in everybody)
    assert {gap.decision for gap in gaps} <= {"next_kept"}
    package = package_of(model)
    for inr, now in everybody[::3]:
        case: dict[str, Value] = {"inr": Fraction(inr), "now": now}
        expected = by_hand(inr, now)
        answer = evaluate(model, case).outputs.get("next_kept")
        assert answer == (None if expected is None else {"next": expected})
        result = package.evaluate(given_json(model, case))
        assert (result.outputs.get("next_kept") if result.status == "ok" else None) == answer


def test_what_nobody_knows_cannot_be_kept() -> None:
    (gap,) = errors(fourth="unchanged")
    assert gap.decision == "next_kept"
    assert gap.example is not None and gap.example["now"] == UNKNOWN
    assert [(place.sheet, place.cells) for place in gap.places] == [("Plan", "E10")]
    assert gap.help[0].startswith("ask for Current interval in the rows that say unchanged")
    assert len(gap.help) == 1
    assert errors(fourth="unchanged", unknown="yes") == []


def test_what_is_no_value_of_the_result_cannot_be_kept() -> None:
    less = text().replace("| next | w8 | Every 8 weeks |\n", "")
    (gap,) = [f for f in run_checks(model_from_markdown(less))[0] if f.severity == "error"]
    assert gap.example is not None and gap.example["now"] == "w8"


def test_what_nobody_knows_stays_unknown_where_the_result_may_be() -> None:
    said = {"unknown": "yes", "fourth": "unchanged"}
    assert errors(**said) == []
    answer = package_of(model_from_markdown(text(**said))).evaluate({"inr": 5}).outputs["next_kept"]
    assert answer == {"next": "unknown"}


def test_a_yes_or_no_may_stay_as_it_was() -> None:
    lines = text(now="yes/no", next="yes/no", first="yes", third="no", fourth="no").splitlines()
    without = [line for line in lines if not line.startswith(("| now | w", "| next | w"))]
    kept = model_from_markdown("\n".join(without))
    assert [f for f in run_checks(kept)[0] if f.severity == "error"] == []
    for now in (True, False):
        assert evaluate(kept, {"inr": Fraction(2), "now": now}).outputs["next_kept"] == {"next": now}
    assert evaluate(kept, {"inr": Fraction(9), "now": True}).outputs["next_kept"] == {"next": False}


def test_it_is_an_answer_and_the_sentence_says_what_the_cell_says() -> None:
    package = package_of(model_from_markdown(text()))
    result = package.evaluate({"inr": 2, "now": "w8"})
    assert result.to_dict()["answers"] == ["plan", "next_kept"]
    said = result.explain()
    assert "Go on, unchanged." in said and "Every 8 weeks" in said


def test_what_else_is_kept_is_compared() -> None:
    old, new = model_from_markdown(text()), model_from_markdown(text(second="w4"))
    assert compare(old, old).same_answers
    assert "next_kept" in {change.decision for change in compare(old, new).changes}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"kept": "next"}, "Next interval cannot be kept from Next interval: they are the same field"),
        ({"kept": "inr"}, "Next interval cannot be kept from INR: one is choice, the other whole number"),
        ({"kept": "act"}, "Next interval cannot be kept from Action: they share no value"),
        ({"kept": "then"}, "there is no field called 'then'"),
        (
            {"policy": "Collect"},
            "Collect gives no single answer, so that Next interval cannot stay as it was",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(said: dict[str, str], message: str) -> None:
    assert message in [f.message.splitlines()[0] for f in model_and_findings(text(**said))[1]]


def test_without_the_column_unchanged_is_no_value() -> None:
    (told,) = [f for f in model_and_findings(text(kept=""))[1] if f.name == "unknown-name"]
    assert told.message.splitlines()[0] == "Next interval has no value 'unchanged'"
    assert told.help[0].startswith(
        "name under Kept from in the Dictionary, in the row of Next interval, the field"
    )


def test_a_slip_in_the_word_is_told_at_its_cells() -> None:
    """However many they are: no sheet declares the word, so that nobody has renamed it there."""
    slips = text(second="unchangd", third="unchangd")
    (told,) = [f for f in model_and_findings(slips)[1] if f.name == "unknown-name"]
    assert "Dictionary" not in {place.sheet for place in told.places} and len(told.places) == 2
    assert told.help[0].startswith("did you mean unchanged?")


def test_what_the_reader_makes_is_called_in_the_language_of_the_set() -> None:
    about = """
## About
- Title: INR
- Identifier: inr_set
- Version: 0.1.0
- Status: Draft
- Intended use: Test
- Disclaimer: kein Rat
- Language: de
"""
    model = model_from_markdown(about + text())
    assert model.decision["next_kept"].label == "Next interval, beibehalten oder geändert"
    assert [rule.id for rule in model.decision["next_kept"].rules][-1] == "unverändert: Every 8 weeks"
    said = model.fields["next_or_unchanged"]
    assert (said.label, said.label_of("unchanged")) == ("Next interval oder unverändert", "unverändert")
    plain = model_from_markdown(text())
    for now in ("w1", "w8"):
        case: dict[str, Value] = {"inr": Fraction(2), "now": now}
        answers = [dict(evaluate(one, case).outputs["next_kept"]) for one in (model, plain)]  # type: ignore[arg-type]
        assert answers == [{"next": now}] * 2


RANKED = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Kept from |
|---|---|---|---|---|---|
| age | Age | whole number | 0 | 9 | |
| now | Now | choice | | | |
| next | Next | choice | | | now |

## Values
| Field | Value | Label |
|---|---|---|
| now | wk | Weekly |
| now | mo | Monthly |
| next | wk | Weekly |
| next | mo | Monthly |

## Decision: Interval
- Hit policy: {policy}

| | When | Then |
|---|---|---|
| Rule | Age | Next |
| R1 | < 5 | {young} |
| R2 | - | unchanged |
"""


@pytest.mark.parametrize(
    ("policy", "young", "severity"),
    [("Priority", "mo", "warning"), ("Priority", "wk", "info"), ("First", "mo", "info")],
)
def test_unchanged_that_gives_way_to_a_value_is_a_warning(policy: str, young: str, severity: str) -> None:
    model = model_from_markdown(RANKED.format(policy=policy, young=young))
    (told,) = [finding for finding in run_checks(model)[0] if finding.name == "overlap"]
    assert told.severity == severity and ("unchanged in R2 comes behind" in told.message) == (
        severity == "warning"
    )
    if severity == "warning":
        # the patient shows it: weekly would come before monthly, and is not what is answered
        assert told.example == {"age": 4, "now": "wk"}
        assert {"next": "mo"} in package_of(model).evaluate(told.example).outputs.values()
