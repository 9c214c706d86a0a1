"""A score out of its range, and actions that nobody can follow, are accepted for whom they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest

from b12tables.compiler import read
from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Finding, Model, Value, evaluate, passes, scores_after, values_after
from b12tables.compiler.model.evaluate import in_range
from b12tables.desk import fill
from tests.kit.tables import model_from_markdown, write_xlsx

AS_OF = date(2026, 11, 21)
ON = "so | Dr A | 2026-12-31 | 2026-11-01"

ACCEPTED = """
## Accepted
| Finding | Decision | Rules | Reason | Accepted by | Until | Accepted on | Meaning |
|---|---|---|---|---|---|---|---|
{rows}
"""

FIELDS = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unknown | Computed |
|---|---|---|---|---|---|---|
| age | Age | whole number | 0 | 9 | | |
| fell | Fell | yes/no | | | {unknown} | |
| points | Points | whole number | 0 | 9 | | |
| more | More | whole number | 0 | 9 | | |
| sum | Sum | whole number | 0 | {most} | | points + more |
| total | Total | whole number | {least} | 3 | | |
| kidneys | Kidneys | choice | | | yes | |

## Values
| Field | Value | Label |
|---|---|---|
| kidneys | healthy | healthy |
| kidneys | impaired | impaired |
"""

SET = (
    FIELDS
    + """
## Decision: Points
| | When | | Then | |
|---|---|---|---|---|
| Rule | Age | Fell | Points | More |
| R1 | < {cuts[0]} | - | {points[0]} | {points[1]} |
| R2 | >= {cuts[0]} | yes | {points[2]} | {points[1]} |
| R3 | >= {cuts[0]} | {rest} | 0 | {points[3]} |

## Decision: Total
- Hit policy: Collect sum

| | When | | Then |
|---|---|---|---|
| Rule | Age | Kidneys | Total |
| T1 | < {cuts[1]} | - | {points[0]} |
| T2 | - | impaired; unknown | {points[2]} |
| T3 | >= {cuts[0]} | healthy | {points[4]} |
| Otherwise | | | 0 |

## Actions
| ID | When | Does | Label | Resource | System | Code |
|---|---|---|---|---|---|---|
| A1 | Sum: >= {cuts[2]} | order | One | {code} |
| A2 | Kidneys: {kidneys}<br>Age: < {cuts[1]} | do not order | Two | {code} |
| A3 | Points: > 2 | do not order | Two | {code} |
"""
)

KNOWN = {
    "sum": f"| score-out-of-range | | sum | {ON} | {{}} |",
    "total": f"| score-out-of-range | Total | total | {ON} | {{}} |",
    "A1, A2": f"| action-conflict | | A1, A2 | {ON} | {{}} |",
    "A1, A3": f"| action-conflict | | A1, A3 | {ON} | {{}} |",
}

CODE = r"MedicationRequest | http://www.whocc.no/atc | M01AE01 \|Pain\|"

Patient = tuple[int, bool | None, str | None]


def _text(random: Random) -> str:
    unknown = random.choice(["yes", ""])
    return SET.format(
        unknown=unknown, code=CODE, rest="no, unknown" if unknown else "no", least=random.choice([-2, -3]),
        most=random.choice([3, 5, 7]), kidneys=random.choice(["impaired", "healthy", "unknown"]),
        cuts=[random.randrange(1, 9), random.randrange(1, 9), random.randrange(1, 4)],
        points=[random.randrange(4) for _ in range(4)] + [random.choice([-2, -1, 1])],
    )  # fmt: skip


def _patients(model: Model) -> Iterator[tuple[Patient, dict[str, Value]]]:
    fell = (True, False, None) if model.fields["fell"].unknown else (True, False)
    for patient in product(range(10), fell, ("healthy", "impaired", None)):
        yield patient, {"age": Fraction(patient[0]), "fell": patient[1], "kidneys": patient[2]}


def _hit(model: Model, which: str) -> set[Patient]:
    """Whom an error is about, one patient after the other."""
    name = which if which in model.fields else None
    free = model
    if name == "sum":
        free = replace(model, fields={**model.fields, name: replace(model.fields[name], low=None, high=None)})
    both = [action for action in model.actions if action.id in which.split(", ")]
    found = set()
    for patient, case in _patients(model):
        evaluation = evaluate(free, case)
        values: Mapping[str, Value] = values_after(case, evaluation) | scores_after(
            free, case, evaluation, None
        )
        if name is not None:
            hit = values.get(name) is not None and not in_range(model.fields[name], values[name])
        else:
            # a patient whose score is out of its range gets no answer, and so no action
            answered = evaluate(model, case).status == "ok"
            hit = answered and all(_passes(line.test, line.field, values) for a in both for line in a.when)
        if hit:
            found.add(patient)
    return found


def _passes(test: object, field: str, values: Mapping[str, Value]) -> bool:
    return field in values and passes(test, values[field])  # type: ignore[arg-type]


def _covered(model: Model) -> set[Patient]:
    (entry,) = model.accepted
    return {
        patient
        for patient, case in _patients(model)
        if any(all(_passes(line.test, line.field, case) for line in part) for part in entry.meaning)
    }


def _errors(model: Model) -> dict[str, Finding]:
    findings, certificate = run_checks(model, as_of=AS_OF)
    assert not certificate.skipped
    return {
        f.name + (" accepted" if f.accepted is not None else ""): f
        for f in findings
        if f.name.startswith("accepted-") or ", ".join(f.rules) in KNOWN or f.accepted is not None
    }


@pytest.mark.parametrize("which", KNOWN)
@pytest.mark.parametrize("seed", range(12))
def test_it_is_accepted_for_those_it_is_about(which: str, seed: int, tmp_path: Path) -> None:
    random = Random(f"{which}{seed}")
    text = next(t for t in iter(lambda: _text(random), None) if _hit(model_from_markdown(t), which))
    write_xlsx(text + ACCEPTED.format(rows=KNOWN[which].format("")), tmp_path)
    model, _ = read(tmp_path)
    assert model is not None
    kind = KNOWN[which].split(" ")[1]
    assert "accepted-void" in _errors(model)
    ((_, meaning),) = fill(tmp_path, model)
    filled, _ = read(tmp_path)
    assert filled is not None
    assert _covered(filled) == _hit(filled, which)
    assert f"{kind} accepted" in _errors(filled) and "accepted-hides" not in _errors(filled)
    assert "accepted-wide" not in _errors(filled)
    for _ in range(3):
        rows = KNOWN[which].format(meaning.replace("\n", "<br>"))
        other = model_from_markdown(_text(random) + ACCEPTED.format(rows=rows))
        hit, covered = _hit(other, which), _covered(other)
        names = _errors(other)
        assert ("accepted-hides" in names) == bool(hit - covered)
        assert ("accepted-unmatched" in names) == (not hit)
        assert ("accepted-wide" in names) == (bool(hit) and hit < covered)


DOSED = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Computed |
|---|---|---|---|---|---|---|
| age | Age | whole number | 0 | 9 | | |
| weight | Weight | {type} | {lightest} | 20 | kg | |
| rate | Rate | number | 0 | 90 | mg/kg | |
| dose | Dose | number | 0 | 30 | mg | rate * weight |

## Decision: Rate
| | When | Then |
|---|---|---|
| Rule | Age | Rate |
| R1 | < 4 | {rate} mg/kg |
| R2 | >= 4 | 1 mg/kg |
"""


@pytest.mark.parametrize(
    ("lightest", "type", "said"),
    [
        (16, "number", ["Age: <= 3"]),
        (15, "number", []),  # at one end of a piece
        (1, "number", []),
        (16, "whole number", ["Age: <= 3"]),
        (14, "whole number", ["Age: <= 3\nWeight: >= 16"]),
    ],
)
def test_a_dose_is_accepted_where_who_leaves_its_range_can_be_written_down(
    lightest: int, type: str, said: list[str], tmp_path: Path
) -> None:
    rows = f"| score-out-of-range | | dose | {ON} | |"
    text = DOSED.format(lightest=lightest, type=type, rate=2) + ACCEPTED.format(rows=rows)
    write_xlsx(text, tmp_path)
    model, _ = read(tmp_path)
    assert model is not None
    assert [meaning for _, meaning in fill(tmp_path, model)] == said


def test_scores_are_accepted_one_by_one() -> None:
    two = FIELDS.replace("| total |", "| other | Other | whole number | 0 | 3 | | more + points |\n| total |")
    text = (
        two.format(unknown="", most=3, least=0)
        + """
## Decision: Points
| | When | Then | |
|---|---|---|---|
| Rule | Age | Points | More |
| R1 | < 4 | 2 | 2 |
| R2 | >= 4 | 0 | 1 |

## Decision: Total
| | When | Then |
|---|---|---|
| Rule | Fell | Total |
| T1 | - | 1 |
"""
    )
    rows = f"| score-out-of-range | | sum | {ON} | Age: < 4 |"
    findings, _ = run_checks(model_from_markdown(text + ACCEPTED.format(rows=rows)), as_of=AS_OF)
    told = {f.rules: f.accepted is not None for f in findings if f.name == "score-out-of-range"}
    assert told == {("sum",): True, ("other",): False}
    blanket = rows.replace("| sum |", "| |")
    findings, _ = run_checks(model_from_markdown(text + ACCEPTED.format(rows=blanket)), as_of=AS_OF)
    assert [f.accepted for f in findings if f.name == "score-out-of-range"] == [None, None]
    assert any("names no rules" in f.message for f in findings if f.name == "accepted-void")


SUMMED = """
## Decision: Points
| | When | Then | |
|---|---|---|---|
| Rule | Age | Points | More |
| R1 | - | 0 | 0 |

## Decision: Total
- Hit policy: Collect sum

| | When | Then |
|---|---|---|
| Rule | Age | Total |
| T1 | [1..3] | 3 |
| T2 | [2..3] | 3 |
| Otherwise | | 0 |
"""

CARE = """
## Decision: Care
| | When | Then |
|---|---|---|
| Rule | Total | Kidneys |
| R1 | <= 3 | healthy |
"""

WORKED = """
## Cases
| | | Given | | Expect |
|---|---|---|---|---|
| ID | Description | Age | Fell | Total |
| C1 | one | 3 | no | 1 |
"""


@pytest.mark.parametrize(
    ("behind", "row", "said"),
    [
        (CARE, "gap | Care | ", "Total: >= 4"),
        (WORKED, "failed-case | | C1", "Age: 3\nFell: no\nTotal: 6"),
    ],
)
def test_what_follows_from_a_total_beyond_its_range_is_accepted(
    behind: str, row: str, said: str, tmp_path: Path
) -> None:
    """The gap behind it, or a worked case, speaks of totals that the Dictionary says cannot be."""
    rows = f"{KNOWN['total'].format('')}\n| {row} | {ON} | |"
    text = FIELDS.format(unknown="", most=9, least=0) + SUMMED + behind + ACCEPTED.format(rows=rows)
    write_xlsx(text, tmp_path)
    model, _ = read(tmp_path)
    assert model is not None
    assert [meaning for _, meaning in fill(tmp_path, model)] == ["Age: [2..3]", said]
    filled, told = read(tmp_path)
    assert filled is not None and {f.name for f in told} <= {"unused-field"}
    findings, _ = run_checks(filled, as_of=AS_OF)
    errors = [f.name for f in findings if f.severity == "error" and f.accepted is not None]
    assert sorted(errors) == sorted(["score-out-of-range", row.split()[0]])
    assert not [f for f in findings if f.severity == "error" and f.accepted is None]
