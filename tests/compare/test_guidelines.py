"""Two guidelines on the same patients: every pair of answers, exactly, against the enumeration of all cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.cli.main import cli
from b12tables.compiler import read
from b12tables.compiler.compare import (
    AFTER,
    BadMapping,
    Guidelines,
    Matched,
    Meeting,
    base,
    compare_guidelines,
)
from b12tables.compiler.model import Evaluation, Model, Value, as_inputs, evaluate
from tests.kit.packages import real_model
from tests.kit.tables import model_and_findings, model_from_markdown, write_xlsx

ROOT = Path(__file__).parents[2]

FIRST = """
## Fields
- cause: choice (diet, loss), unknown
- nerves: yes/no, unknown
- level: number, 0..300, unknown
- kind: choice (light, grave)
- plan: choice (inject, tablets, wait, refer)
- months: number, 0..24, unit mo

## Decision: Kind
- Hit policy: First
| | When | | Then |
|---|---|---|---|
| Rule | Cause | Level | Kind |
| K1 | {k1} | < {low} | grave |
| K2 | - | - | light |

## Decision: Plan
- Hit policy: First
| | When | | Then | |
|---|---|---|---|---|
| Rule | Kind | Nerves | Plan | Months |
| P1 | grave | - | {a} | 3 |
| P2 | - | {n} | {b} | {m} |
| P3 | light | - | {c} | none |
"""
SECOND = """
## Fields
- cause: choice (diet, loss, gas), unknown
- nerves: yes/no, unknown
- vegan: yes/no, unknown
- group: choice (lasting, passing)
- advice: choice (by_needle, by_mouth, nothing_now)
- again: number, 0..24, unit mo

## Decision: Group
| | When | Then |
|---|---|---|
| Rule | Cause | Group |
| G1 | loss, gas | lasting |
| G2 | diet; unknown | {group} |

## Decision: Advice
- Hit policy: First
| | When | | | Then | |
|---|---|---|---|---|---|
| Rule | Group | Nerves | Vegan | Advice | Again |
| A1 | lasting | {n2} | - | {d} | 3 |
| A2 | - | - | {v} | {e} | {m2} |
| A3 | - | - | - | none | 12 |

## Mapping
| Field or value here | Field or value there | Aspect | Note |
|---|---|---|---|
| Advice | Plan | How | |
| Advice: by_needle | Plan: inject | | |
| Advice: by_mouth | Plan: tablets | | |
| Advice: by mouth | Plan: wait | | two of theirs are one of ours |
| nothing | Plan: refer | | |
| Again | Months | When | |
"""
PLANS = st.sampled_from(["inject", "tablets", "wait", "refer", "none"])
ADVICE = st.sampled_from(["by_needle", "by_mouth", "nothing_now", "none"])
MONTHS = st.sampled_from(["3", "6", "12", "none"])
NERVES = st.sampled_from(["yes", "no; unknown", "unknown", "-"])
SAME = {("inject", "by_needle"), ("tablets", "by_mouth"), ("wait", "by_mouth")}
GRID: dict[str, tuple[Value, ...]] = {
    "cause": ("diet", "loss", "unknown"), "nerves": (True, False, "unknown"), "vegan": (True, False, "unknown"),
    "level": (0, 50, 99, 100, 101, 300, "unknown"),
}  # fmt: skip
"""Every case that both accept, as far as a cell can tell cases apart."""


def relation(name: str, first: Value, second: Value) -> str:
    """By hand: what two answers are to each other."""
    speaks = first not in (None, "refer"), second is not None
    if not all(speaks):
        return {(True, False): "only first", (False, True): "only second"}.get(speaks, "neither")
    same = first == second if name == "When" else (first, second) in SAME
    return "agree" if same else "differ"


def values_after(model: Model, case: Mapping[str, Value]) -> tuple[Evaluation, dict[str, Value]]:
    stated = {name: value for name, value in case.items() if name in model.fields and value != "unknown"}
    evaluation = evaluate(model, stated)
    assert evaluation.status == "ok", (case, evaluation.problems)
    values = dict(case)
    for table in model.decisions:
        values |= as_inputs(table, evaluation.outputs[table.code])
    return evaluation, values


def inside(found: Guidelines, meeting: Meeting, values: tuple[dict[str, Value], dict[str, Value]]) -> bool:
    """Whether a patient lies in the region of a pair of answers."""
    return any(
        all(_has(found, name, mask, values) for name, mask in box.items()) for box in meeting.change.masks
    )


def _has(found: Guidelines, name: str, mask: int, values: tuple[dict[str, Value], dict[str, Value]]) -> bool:
    side = values[1] if name.endswith(AFTER) or base(name) not in values[0] else values[0]
    axis = found.axes[base(name)]
    value = side[base(name)]
    return bool(axis.value_mask("unknown" if value is None else value) & mask)


def met(
    found: Guidelines, one: Matched, case: Mapping[str, Value]
) -> tuple[list[Meeting], tuple[Value, Value]]:
    """The pairs of answers in whose region a patient lies, and what both really say."""
    sides = [values_after(model, case) for model in found.models]
    values = sides[0][1], sides[1][1]
    answers = [
        evaluation.outputs[code][field.code]  # type: ignore[index, call-overload]
        for (evaluation, _), code, field in zip(sides, one.tables, one.aspect.fields, strict=True)
    ]
    return [meeting for meeting in one.meetings if inside(found, meeting, values)], (answers[0], answers[1])


def cases() -> Iterator[dict[str, Value]]:
    for chosen in product(*GRID.values()):
        yield dict(zip(GRID, chosen, strict=True))


@settings(max_examples=12)
@given(
    st.fixed_dictionaries(
        {"k1": st.sampled_from(["diet", "loss; unknown", "-"]), "low": st.sampled_from([50, 100]),
         "a": PLANS, "b": PLANS, "c": PLANS, "m": MONTHS, "n": NERVES}
    ),
    st.fixed_dictionaries(
        {"group": st.sampled_from(["passing", "lasting"]), "n2": NERVES, "d": ADVICE, "e": ADVICE,
         "m2": MONTHS, "v": NERVES}
    ),
)  # fmt: skip
def test_each_case_lies_in_the_region_of_its_answers_and_in_no_other(
    first: dict[str, object], second: dict[str, object]
) -> None:
    found = compare_guidelines(
        model_from_markdown(FIRST.format(**first)), model_from_markdown(SECOND.format(**second))
    )
    assert not found.unsettled
    for one in found.aspects:
        assert not one.unfinished
        arisen: set[tuple[Value, Value]] = set()
        for case in cases():
            meetings, answers = met(found, one, case)
            assert [m.values for m in meetings] == [answers], case
            assert meetings[0].relation == relation(one.aspect.label, *answers)
            arisen.add(answers)
        # and nothing is listed that nobody is
        assert {m.values for m in one.meetings} == arisen
    # the gas is known to the second alone
    assert [change.kind for change in found.accepted] == ["newly accepted"]


# ---------------------------------------------------------------- the two on vitamin B12


@cache
def practice() -> Model:
    model, _ = read(ROOT / "examples" / "uk-practice")
    assert model is not None
    return model


@cache
def both() -> Guidelines:
    return compare_guidelines(real_model(), practice(), bound=60)


WELL: dict[str, Value] = {
    "phase": "maintenance",
    "neuro_status": "none",
    "symptom_course": "none_or_resolved",
    "current_route": "im",
}
EXPECTED: list[tuple[str, dict[str, Any], str | None, str, str]] = [
    ("Interval", {**WELL, "cause": "pernicious_anaemia", "age_years": 50}, "IM_MONTHLY", "im_2_to_3", "differ"),
    ("Interval", {**WELL, "cause": "ileal_resection", "ileal_resection_cm": 40}, "IM_MONTHLY", "im_2_to_3", "differ"),
    ("Action", {**WELL, "cause": "pernicious_anaemia", "neuro_status": "present", "symptom_course": "persistent",
                "current_interval": "monthly", "current_product": "hydroxocobalamin"},
     "increase_frequency", "advice", "differ"),
    ("Dose", {**WELL, "cause": "dietary", "diet_vegan": True}, "1_mg", "50_to_150_mcg", "differ"),
    ("Stopping", {**WELL, "cause": "dietary", "diet_vegan": False, "biochemical_correction": True,
                  "dietary_intake": "adequate", "age_years": 50}, None, "may_stop", "differ"),
    ("Route", {**WELL, "cause": "pernicious_anaemia"}, "im", "injection", "agree"),
    ("Action", {**WELL, "cause": "pernicious_anaemia", "cbc_status": "megaloblastic_anaemia", "months_since_start": 20},
     None, "folate_iron", "differ"),
]  # fmt: skip
"""An aspect, a patient, what each says (None: whatever it is) and how that compares."""


@pytest.mark.parametrize("number", range(len(EXPECTED)))
def test_what_a_reader_of_both_would_expect(number: int) -> None:
    aspect, case, first, second, expected = EXPECTED[number]
    (one,) = [one for one in both().aspects if one.aspect.label == aspect]
    case = {**dict.fromkeys((*real_model().fields, *practice().fields), "unknown"), **case}
    (meeting,), answers = met(both(), one, _inputs(case))
    assert meeting.values == answers and meeting.relation == expected
    assert answers == (answers[0] if first is None else first, second)


def _inputs(case: Mapping[str, Value]) -> dict[str, Value]:
    decided = {*real_model().produced_by, *practice().produced_by}
    inputs = {name: value for name, value in case.items() if name not in decided}
    return {name: Fraction(value) if type(value) is int else value for name, value in inputs.items()}


def test_worked_cases_lie_in_one_region_for_each_aspect() -> None:
    found = both()
    tried = 0
    blank: dict[str, Value] = dict.fromkeys((*real_model().fields, *practice().fields), "unknown")
    for worked in [*real_model().cases[::25], *practice().cases]:
        case = _inputs({**blank, **{n: v for n, v in worked.given.items() if n != "today"}})
        stated = {n: v for n, v in case.items() if v != "unknown"}
        statuses = [
            evaluate(m, {n: v for n, v in stated.items() if n in m.fields}).status for m in found.models
        ]
        if statuses != ["ok", "ok"] or "today" in worked.given:
            continue
        tried += 1
        for one in found.aspects:
            meetings, answers = met(found, one, case)
            assert [meeting.values for meeting in meetings] == [answers], (worked.id, one.aspect.label)
    assert tried > 10


def test_nothing_is_left_open_and_nothing_unsaid() -> None:
    assert not both().unsettled
    assert [(one.unfinished, one.unmatched) for one in both().aspects] == [("", ())] * len(both().aspects)
    assert all(meeting.change.confirmed for one in both().aspects for meeting in one.meetings)


# ---------------------------------------------------------------- mappings that cannot be used

PLAIN = {"k1": "diet", "low": 100, "a": "inject", "b": "wait", "c": "refer", "m": "6", "n": "yes"}
OTHER = {"group": "passing", "n2": "yes", "d": "by_needle", "e": "by_mouth", "m2": "6", "v": "yes"}


def troubles(mapping: str) -> list[tuple[str, str]]:
    second = SECOND.format(**OTHER).partition("## Mapping")[0]
    rows = f"## Mapping\n| Field or value here | Field or value there | Aspect | Note |\n|---|---|---|---|\n{mapping}"
    with pytest.raises(BadMapping) as told:
        compare_guidelines(
            model_from_markdown(FIRST.format(**PLAIN)),
            model_from_markdown(second + (rows if mapping else "")),
        )
    return [(trouble.message, trouble.help) for trouble in told.value.troubles]


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("", "neither set has a sheet Mapping, and results are never matched by guess"),
        ("| Advise | Plan | | |", "has no result 'Advise'"),
        ("| Advice: by_foot | Plan: inject | | |", "Advice has no value 'by_foot'"),
        ("| Advice: by_needle | Plan: inject | | |", "no row above it names these results"),
        ("| Advice | Months | | |", "cannot be compared"),
        ("| Advice | Plan: inject | | |", "neither two results nor two values"),
        ("| Nerves | Plan | | |", "Nerves is no result of a decision"),
        ("| - | nothing | | |", "neither two results nor two values"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(mapping: str, message: str) -> None:
    ((said, _),) = troubles(mapping)
    assert message in said


def test_a_list_is_not_compared_row_by_row() -> None:
    first = FIRST.format(**PLAIN).replace(
        "## Decision: Plan\n- Hit policy: First", "## Decision: Plan\n- Hit policy: Rule order"
    )
    with pytest.raises(BadMapping, match="Rule order"):
        compare_guidelines(model_from_markdown(first), model_from_markdown(SECOND.format(**OTHER)))


def test_a_value_that_nobody_matched_is_told_and_agrees_with_nothing() -> None:
    second = SECOND.format(**OTHER).replace("| Advice: by_needle | Plan: inject | | |\n", "")
    found = compare_guidelines(model_from_markdown(FIRST.format(**PLAIN)), model_from_markdown(second))
    assert found.aspects[0].unmatched == ((0, "inject"), (1, "by_needle"))
    injected = [m for m in found.aspects[0].meetings if m.values[0] == "inject"]
    assert injected and {m.relation for m in injected} <= {"differ", "only first"}


def test_a_blank_cell_of_the_sheet_is_a_finding() -> None:
    _, findings = model_and_findings(
        SECOND.format(**OTHER).replace("| Again | Months | When | |", "| Again | | When | |")
    )
    assert ("blank-cell", "error") in {(finding.name, finding.severity) for finding in findings}


# ---------------------------------------------------------------- the command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["compare", "--guidelines", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    about = (
        "## About\n- Title: {0}\n- Identifier: {0}\n- Version: 1.0.0\n- Status: Draft\n- Intended use: x\n"
        "- Disclaimer: no advice\n"
    )
    for name, text in (("first", FIRST.format(**PLAIN)), ("second", SECOND.format(**OTHER))):
        (tmp_path / name).mkdir()
        write_xlsx(about.format(name) + text, tmp_path / name)
    return tmp_path / "first", tmp_path / "second"


def test_the_command_tells_both_answers_for_whom_and_why(folders: tuple[Path, Path]) -> None:
    told = " ".join(run(*folders).output.split())
    assert "How: A's Plan and B's Advice" in told and "They differ: A " in told
    assert "Only B takes these patients at all; the other refuses their entries: Cause: " in told
    data = json.loads(run(*folders, "--format", "json").output)
    assert [one["aspect"] for one in data["aspects"]] == ["How", "When"]
    meeting = data["aspects"][0]["meetings"][0]
    assert {"relation", "first", "second", "region", "example"} <= meeting.keys()
    turned = run(*reversed(folders))
    assert turned.exit_code == 0 and "How: A's Advice and B's Plan" in turned.output


def test_the_command_says_what_is_wrong_with_the_sheet(folders: tuple[Path, Path]) -> None:
    result = run(folders[0], folders[0])
    assert result.exit_code == 2 and "never matched by guess" in result.output
    assert "text or json" in run(*folders, "--format", "markdown").output


def test_what_could_not_be_settled_is_said(folders: tuple[Path, Path]) -> None:
    told = run("tables", ROOT / "examples" / "uk-practice", "--bound", "0.0001").output
    assert "Not settled, nothing is claimed" in told
