"""Formulas that share fields, over more values than are told apart: gaps and overlaps are those of enumeration."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Model, evaluate
from tests.kit.tables import model_from_markdown

HIGHEST = 260

HEAD = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Step | Computed |
|---|---|---|---|---|---|---|
| kind | Kind | choice | | | | |
| x | X | whole number | 0 | {highest} | | |
| low | Low | whole number | 0 | 300 | | |
| high | High | whole number | 0 | 300 | | |
| below | Below | number | -600 | 600 | | low - x |
| above | Above | number | -600 | 600 | | x - high |
| all | All | number | -600 | 1200 | | {all} |
| place | Place | choice | | | | |

## Values
| Field | Value | Label |
|---|---|---|
| kind | a | A |
| kind | b | B |
| kind | c | C |
| place | p | P |
| place | q | Q |

## Decision: Range
- Code: range

| | When | Then | |
|---|---|---|---|
| Rule | Kind | Low | High |
{ranges}

## Decision: Place
- Code: place_of
- Hit policy: {policy}

| | When | | | Then |
|---|---|---|---|---|
| Rule | Below | Above | All | Place |
{rows}
"""


def random_set(random: Random) -> str:
    """A range for each of three kinds of patient, and rows that ask on which side of it a number lies."""
    ranges, rows = [], []
    for number, kind in enumerate("ABC"):
        low = random.randrange(100)
        ranges.append(f"| T{number} | {kind} | {low} | {low + random.choice([0, 1, 30])} |")
    tests = (
        "-",
        "-",
        "> 0",
        "<= 0",
        ">= 0",
        "< 0",
        f"> {random.randrange(40)}",
        f"<= {random.randrange(40)}",
    )
    totals = ("-", "-", "-", f"> {random.randrange(500)}", f"<= {random.randrange(500)}")
    # half of the sets ask as people do: below, above, within; nobody is below and above
    within = [("> 0", "-", "-"), ("-", random.choice(["> 0", ">= 1"]), "-"), ("<= 0", "<= 0", "-")]
    asked_of = within if random.random() < 0.5 else [None] * random.randrange(2, 5)
    for number, said in enumerate(asked_of):
        asked = said or (random.choice(tests), random.choice(tests), random.choice(totals))
        rows.append(f"| P{number} | {' | '.join(asked)} | {random.choice('PQ')} |")
    return HEAD.format(
        highest=HIGHEST,
        all=random.choice(["low + x + high", "low + x", "high - low"]),
        ranges="\n".join(ranges),
        rows="\n".join(rows),
        policy=random.choice(["Unique", "Any"]),
    )


def troubles(model: Model) -> set[str]:
    """What goes wrong for somebody, by enumeration: the problems of the reference, as the kinds of finding."""
    found = set()
    for kind in "abc":
        for x in range(HIGHEST + 1):
            case = {"kind": kind, "x": Fraction(x)}
            found |= {problem.name for problem in evaluate(model, case).problems}
    return found


def check_one(seed: int) -> None:
    model = model_from_markdown(random_set(Random(seed)))
    said = {f.name for f in run_checks(model)[0] if f.severity == "error"} & {"gap", "overlap", "conflict"}
    assert bool(said) == bool(troubles(model)), (said, troubles(model))
    assert ("gap" in said) == ("no-rule" in troubles(model))


@pytest.mark.parametrize("seed", range(6))
def test_gaps_and_overlaps_are_those_of_enumeration(seed: int) -> None:
    check_one(seed)
