"""A score or dose beyond its own range is told, for exactly the sets in which some patient is refused for it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from itertools import product
from pathlib import Path
from random import Random

import pytest

from b12tables.cli.proof import read_by_checker
from b12tables.compiler.checks import run_checks
from b12tables.compiler.checks.score_out_of_range import check
from b12tables.compiler.model import evaluate
from b12tables.compiler.model.evaluate import in_range
from b12tables.compiler.proof import proof_file, table_space
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.proof_file import proof_text, prove
from b12tables.proofcheck import checked
from tests.kit.tables import model_and_findings, model_from_markdown, write_xlsx

SET = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Computed | Upper of |
|---|---|---|---|---|---|---|---|---|
| age | Age | whole number | 0 | 9 | | | | |
| weight | Weight | whole number | 1 | {heaviest} | kg | | | |
| rate | Rate | number | 0 | 90 | mg/kg | yes | | |
| points | Points | whole number | 0 | 9 | | | | |
| more | More | whole number | 0 | 9 | | | | points |
| dose | Dose | number | {least} | {most} | mg | yes | rate * weight{bound} | |
| sum | Sum | whole number | 0 | {total} | | | points + more | |

## Decision: Plan
| | When | Then | | |
|---|---|---|---|---|
| Rule | Age | Rate | Points | More |
| R1 | < 4 | {rates[0]} | {points[0]} | {points[1]} |
| R2 | 4 to 6 | {rates[1]} | {points[2]} | {points[3]} |
| R3 | > 6 | none | 0 | 0 |
"""


@pytest.mark.parametrize("seed", range(25))
def test_it_is_told_where_somebody_is_refused(seed: int) -> None:
    random = Random(seed)
    points = sorted(random.randrange(5) for _ in range(2)) + sorted(random.randrange(5) for _ in range(2))
    text = SET.format(
        heaviest=random.choice([5, 20]), least=random.choice([0, 2]), most=random.choice([30, 60]),
        total=random.choice([3, 6, 9]), bound=random.choice(["", ", at most 30 mg", ", at least 2 mg, at most 60 mg"]),
        rates=[f"{random.choice([1, 2, 3, 5])} mg/kg" for _ in range(2)], points=points,
    )  # fmt: skip
    model = model_from_markdown(text)
    told = {f.message.split(" leaves")[0] for f in run_checks(model)[0] if f.name == "score-out-of-range"}
    refused = set()
    for age, weight in product(range(10), range(1, int(model.fields["weight"].high.value) + 1)):  # type: ignore[union-attr, call-overload]
        case = {"age": Fraction(age), "weight": Fraction(weight)}
        for problem in evaluate(model, case).problems:
            assert problem.name == "out-of-range"
            refused.add(model.fields[problem.about].label)
    assert told == refused


TOTAL = """
## Fields
- age: whole number, 0..9
- fell: yes/no
- total: whole number, {least}..{most}
- plan: choice (wait, treat)

## Decision: Total
- Hit policy: {policy}

| | When | | Then |
|---|---|---|---|
| Rule | Age | Fell | Total |
| R1 | < {cuts[0]} | - | {points[0]} |
| R2 | >= {cuts[1]} | - | {points[1]} |
| R3 | - | yes | {points[2]} |
| Otherwise | | | 0 |

## Decision: Plan
| | When | Then |
|---|---|---|
| Rule | Total | Plan |
| P1 | <= 1 | wait |
| P2 | > 1 | treat |
"""


@pytest.mark.parametrize("seed", range(20))
def test_a_total_of_rows_is_told_where_somebody_has_it(seed: int) -> None:
    random = Random(seed)
    text = TOTAL.format(
        least=random.choice([-2, -1]), most=random.choice([2, 3, 5]), cuts=[random.randrange(1, 9) for _ in range(2)],
        policy=random.choice(["Collect sum", "Collect sum", "Collect count"]),
        points=[random.choice([-1, 0, 1, 2]) for _ in range(3)],
    )  # fmt: skip
    model = model_from_markdown(text)
    found = [finding for finding in run_checks(model)[0] if finding.name == "score-out-of-range"]
    field, totals = model.fields["total"], set()
    for age, fell in product(range(10), (True, False)):
        answer = evaluate(model, {"age": Fraction(age), "fell": fell}).outputs["total"]
        assert isinstance(answer, Mapping)
        totals.add(answer["total"])
    beyond = {total for total in totals if not in_range(field, total)}
    assert bool(found) == bool(beyond)
    for finding in found:
        assert any(f"here it is {total}\n" in finding.message for total in beyond), (finding.message, beyond)


BELOW = """
## Decision: Dose
- Hit policy: First

| | When | Then |
|---|---|---|
| Rule | Total | Dose |
| D1 | {least}..{most} | low |
| D2 | - | high |

## Decision: Visit
| | When | Then |
|---|---|---|
| Rule | Total | Visit |
| V1 | < 1 | no |
| V2 | 1..{most} | yes |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| SR1 | Age: > 2 | Dose: low | w |
| SR2 | - | Total: <= {most} | w |
"""


@pytest.mark.parametrize("seed", range(6))
def test_what_rests_on_a_total_beyond_its_range_is_proved_as_it_is_answered(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    ends = {"least": random.choice([-2, -1]), "most": random.choice([2, 3])}
    text = TOTAL.replace("- plan:", "- dose: choice (low, high)\n- visit: yes/no\n- plan:").format(
        cuts=[random.randrange(1, 9) for _ in range(2)], policy=random.choice(["Collect sum", "Collect count"]),
        points=[random.choice([-1, 1, 2]) for _ in range(3)], **ends,
    ) + BELOW.format(**ends)  # fmt: skip
    model = model_from_markdown(text)
    findings, certificate = run_checks(model)
    fired, broken, without = set[str](), set[str](), set[str]()
    for age, fell in product(range(10), (True, False)):
        evaluation = evaluate(model, {"age": Fraction(age), "fell": fell})
        values: dict[str, object] = {}
        for step in evaluation.steps:
            fired.update(step.rules)
        for answer in evaluation.outputs.values():
            assert isinstance(answer, Mapping)
            values |= answer
        broken |= {"SR1"} if age > 2 and values.get("dose") == "high" else set()
        broken |= {"SR2"} if values["total"] > ends["most"] else set()  # type: ignore[operator]
        without |= {"visit"} - values.keys()
    assert {str(entry["id"]) for entry in certificate.safety_rules if entry["verdict"] == "broken"} == broken
    assert {f.decision for f in findings if f.name == "gap"} == without
    never = {f.rules[0] for f in findings if f.name in ("unreachable-rule", "masked-rule")}
    asking = {"P1", "P2", "D1", "D2", "V1", "V2"}
    assert never & asking == asking - fired
    write_xlsx(text, tmp_path)
    proof = prove(model, None, None, partial(read_by_checker, tmp_path))
    assert proof["safety"].keys() <= {"SR1", "SR2"} - broken and without.isdisjoint(proof["tables"])
    assert _is_shown(proof, tmp_path)
    # one that takes the total to stay within its range is believed by nobody
    monkeypatch.setattr(table_space, "let_out", lambda field, ends: field)
    monkeypatch.setattr(proof_file, "with_totals_free", lambda model: model)
    careless = prove(model)
    assert careless["safety"].keys() >= broken - {"SR2"}
    assert not (broken or without) or not _is_shown(careless, tmp_path)


def _is_shown(proof: Mapping[str, object], folder: Path) -> bool:
    file = folder / "proof.json"
    file.write_text(proof_text(proof), encoding="utf-8")
    return checked(str(file), str(folder))[0]


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ("1 | 3", None),
        ("2 | 2", None),
        ("none | none", None),
        ("3 | 1", "error: the range ends before it begins: Points 3, More 1"),
        ("none | 3", "error: the range has an end and no beginning"),
        ("3 | none", None),
    ],
)
def test_the_ends_of_a_range_make_a_range(ends: str, said: str | None) -> None:
    text = SET.format(
        heaviest=5, least=0, most=900, total=18, bound="", rates=("1 mg/kg", "1 mg/kg"), points=(0, 1, 2, 3)
    )
    rows = text.replace("| Points | whole number | 0 | 9 | | |", "| Points | whole number | 0 | 9 | | yes |")
    rows = rows.replace("| More | whole number | 0 | 9 | | |", "| More | whole number | 0 | 9 | | yes |")
    rows = rows.replace("| 0 | 18 | | |", "| 0 | 18 | | yes |").replace("none | 0 | 0 |", f"none | {ends} |")
    _, findings = model_and_findings(rows)
    told = [(f"{f.severity}: {f.message}", f.places) for f in findings if "the range" in f.message]
    assert bool(told) == (said is not None)
    if said is not None:
        ((message, places),) = told
        assert message.startswith(said) and [place.cells for place in places] == ["D7", "E7"]


@pytest.mark.parametrize("short", [0, 1])
def test_a_score_of_many_signs_is_judged_at_once(short: int) -> None:
    signs, bands = range(12), ("< 10", "10..20", "21..30", "> 30")
    rows = [
        f"| R{sign}{points} | {' | '.join(band if one == sign else '-' for one in signs)} | {points} |"
        for sign in signs
        for points, band in enumerate(bands)
    ]
    fields = "\n".join(f"- f{sign}: whole number, 0..40" for sign in signs)
    text = f"""
## Fields
{fields}
- total: whole number, 0..{3 * len(signs) - short}

## Decision: Total
- Hit policy: Collect sum

| | When |{" |" * (len(signs) - 1)} Then |
|{"---|" * (len(signs) + 2)}
| Rule | {" | ".join(f"F{sign}" for sign in signs)} | Total |
{chr(10).join(rows)}
"""
    analysis = Analysis(model_from_markdown(text))
    found = list(check(analysis))
    assert len(found) == short and not analysis.unfinished
    assert not short or found[0].message.startswith(
        "Total leaves its range for some patients: here it is 36\n"
    )
    assert analysis.budget.used < 50_000


PAST = """
## Fields
- a: yes/no
- b: yes/no
- points: whole number, 0..3
- o: choice (p, q)

## Decision: Count
- Hit policy: Collect sum

|    | When | When | Then   | Because      |
|----|------|------|--------|--------------|
|    | A    | B    | Points | Evidence     |
| C1 | yes  | -    | 2      | inference: x |
| C2 | -    | yes  | 2      | inference: x |
| Otherwise | |   | 0      | inference: x |

## Decision: Plan
|    | When   | Then | Because      |
|----|--------|------|--------------|
|    | Points | O    | Evidence     |
| P1 | <= 1   | p    | inference: x |
| P2 | 2..3   | q    | inference: x |
"""


def test_a_row_past_the_range_of_a_total_is_told_with_what_lets_it_be_written() -> None:
    """`>= 4` is refused while Maximum is 3: the row is told with both cells, and is no draft to be taken as it is."""
    (gap,) = [finding for finding in run_checks(model_from_markdown(PAST))[0] if finding.name == "gap"]
    (row,) = [line for line in gap.help if "add a row for" in line]
    assert '">= 4"' in row and "first widen Minimum or Maximum of Points" in row
    assert gap.mends is not None and gap.mends.rows is None
    _, refused = model_and_findings(PAST + "| P3 | >= 4   | q    | inference: x |\n")
    assert [finding.name for finding in refused] == ["outside-domain"]
    wider = PAST.replace("0..3\n", "0..4\n")
    assert [f.name for f in run_checks(model_from_markdown(wider))[0] if f.severity == "error"] == ["gap"]
    mended = wider + "| P3 | >= 4   | q    | inference: x |\n"
    assert [f.name for f in run_checks(model_from_markdown(mended))[0] if f.severity == "error"] == []


def test_no_edit_is_offered_that_takes_a_score_out_of_its_range() -> None:
    text = """
## Dictionary
| Field | Label | Type | Minimum | Maximum | Computed |
|---|---|---|---|---|---|
| age | Age | whole number | 0 | 9 | |
| one | One | whole number | 0 | 9 | |
| two | Two | whole number | 0 | 9 | |
| sum | Sum | whole number | 0 | {most} | one + two |

## Decision: One
| | When | Then |
|---|---|---|
| Rule | Age | One |
| R1 | < 4 | 2 |
| R2 | > 5 | 0 |

## Decision: Two
| | When | Then |
|---|---|---|
| Rule | Age | Two |
| R1 | < 4 | 1 |
| R2 | >= 4 | 2 |
"""
    offered = {}
    for most in (4, 3):
        (gap,) = [f for f in run_checks(model_from_markdown(text.format(most=most)))[0] if f.name == "gap"]
        offered[most] = " ".join(gap.help)
    assert "R1" in offered[4] and "R2" in offered[4]
    assert "R1" not in offered[3] and "R2" in offered[3]
