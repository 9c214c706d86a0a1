"""Random sets with all constructs of the format at once: proof, reference, generated code and form say the same.

Several tables for one decision, conditions in lines or columns, results that stay as they were, thresholds, steps,
synonyms, doses, sums, ranges, several actions in one cell and hit policies, whichever a seed brings together.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Evaluation, Model, Value, evaluate
from b12tables.interop.dmn import export_dmn, import_dmn
from b12tables.runtime.words import UNKNOWN
from tests.codegen.test_reference import same
from tests.interop.test_dmn_in import model_of
from tests.kit.packages import given_json, package_of
from tests.kit.tables import model_from_markdown
from tests.site.test_engine import assert_same

HEAD = """
## Thresholds
| Name | Value | Source |
|---|---|---|
| cut | {cut} | a book |

## Dictionary
| Field | Label | Type | Minimum | Maximum | Unit | Unknown | Step | Kept from | Computed | Also written | Upper of |
|---|---|---|---|---|---|---|---|---|---|---|---|
| age | Age | number | 0 | 10 | | | {step} | | | Years | |
| kid | Kidneys | choice | | | | yes | | | | Renal | |
| now | Present interval | choice | | | | yes | | | | | |
| weight | Weight | number | 1 | 100 | kg | | | | | | |
| next | Next interval | choice | | | | {unknown} | | now | | | |
| rate | Rate | number | 0 | 10 | mg/kg | yes | | | | | |
| dose | Dose | number | 0 | 1000 | mg | yes | | | rate * weight, rounded to 5 mg, at most 200 mg | | |
| low | From | whole number | 0 | 9 | mo | yes | | | | | |
| high | To | whole number | 0 | 9 | mo | yes | | | | | low |
| both | Score | whole number | 0 | 20 | mo | yes | | | low + high | | |
| act | Actions | choices | | | | | | | | | |
| risk | Risk | choice | | | | | | | | | |

## Values
| Field | Value | Label | Also written |
|---|---|---|---|
| kid | fine | Fine | well |
| kid | bad | Bad | |
| now | wk | Weekly | |
| now | mo | Monthly | |
| next | wk | Weekly | |
| next | mo | Monthly | |
| act | call | Call | |
| act | test | Test | lab |
| act | stop | Stop | |
| risk | few | Few | |
| risk | many | Many | |
"""
RISK = """
## Decision: Risk
- Code: risk_of

| | When | | Then |
|---|---|---|---|
| Rule | Score | Actions | Risk |
| S1 | <= {limit} | - | Few |
| S2 | > {limit}; unknown | includes call | Many |
| S3 | > {limit}; unknown | excludes call | {third} |
"""
TESTS = {
    "Age": (">= cut", "< cut", "> 7", "[2..6]", "not(4)", "< 3"),
    "Kidneys": ("fine", "bad", "unknown", "fine, unknown", "not(bad)"),
    "Present interval": ("wk", "mo", "unknown", "known"),
}
GUARDS = {
    1: ((),),
    2: (
        ("Age: < cut", "Age: >= cut"),
        ("Kidneys: well; bad", "Kidneys: unknown"),
        ("Age: [0..6]", "Kidneys: fine"),
    ),
    3: (("Kidneys: fine", "Kidneys: bad", "Kidneys: unknown"), ("Age: < cut", "Age: [cut..7]", "Age: > 7")),
}


def conditions(random: Random) -> dict[str, str]:
    return {field: random.choice(said) for field, said in TESTS.items() if random.random() < 0.6}


def rows(random: Random, first: int, in_lines: bool) -> list[str]:
    """A few rows; the last may be for everybody, as a table that takes the first rule has it."""
    found = [conditions(random) for _ in range(random.randrange(1, 4))]
    found += [{}] if random.random() < 0.6 else []
    lines = []
    for number, said in enumerate(found, first):
        asked = "<br>".join(f"{f}: {test}" for f, test in said.items()) or "-"
        cells = asked if in_lines else " | ".join(said.get(field, "-") for field in TESTS)
        interval = random.choice(["unchanged", "Weekly", "mo"])
        rate = random.choice(["1 mg/kg", "2.5 mg/kg", "none"])
        stretch = random.choice(["1 | 3", "2 | 2", "none | none", "0 | 6"])
        actions = random.choice(["Call", "call; lab", "Test; Stop", "none"])
        lines.append(f"| R{number} | {cells} | {interval} | {rate} | {stretch} | {actions} |")
    return lines


def random_set(random: Random) -> str:
    """A set in text: its guards may overlap or leave somebody out, and so may its rows."""
    step = random.choice(["", "1", "0.5"])
    text = HEAD.format(cut=random.choice([3, 5, 6]), step=step, unknown=random.choice(["", "yes"]))
    parts = random.choice([1, 2, 3])
    guards, policy = random.choice(GUARDS[parts]), random.choice(["Unique", "First", "First", "Any"])
    for number in range(parts):
        text += f"\n## Decision: Plan\n- Code: plan\n- Hit policy: {policy}\n"
        text += f"- Applies when: {guards[number]}\n" if guards else ""
        in_lines = random.random() < 0.5
        bands = "| | When | Then | | | | |" if in_lines else "| | When | | | Then | | | | |"
        heads = "| Rule | Combination |" if in_lines else "| Rule | Years | Renal | Present interval |"
        lines = rows(random, 10 * number, in_lines)
        text += "\n".join(
            ["", bands, "|---|---|", f"{heads} Next interval | Rate | From | To | Actions |", *lines, ""]
        )
    return text + RISK.format(limit=random.choice([4, 6]), third=random.choice(["Few", "Many"]))


def everybody(model: Model) -> list[dict[str, Value]]:
    """A patient on each side of every border that a cell draws."""
    step = model.fields["age"].step or Fraction(1, 2)
    ages = [Fraction(n) * step for n in range(int(10 / step) + 1)]
    grid = product(ages, ("fine", "bad", UNKNOWN), ("wk", "mo", UNKNOWN), (Fraction(7),))
    return [dict(zip(("age", "kid", "now", "weight"), row, strict=True)) for row in grid]


def answers(evaluation: Evaluation) -> bool:
    return evaluation.status == "ok"


@pytest.mark.parametrize("seed", range(6))
def test_oracle_proof_and_generated_code_agree(seed: int) -> None:
    random = Random(seed)
    model = model_from_markdown(random_set(random))
    found = {f.name for f in run_checks(model)[0] if f.severity == "error"}
    cases = everybody(model)
    said = [evaluate(model, case) for case in cases]
    assert all(map(answers, said)) == (not found & {"gap", "overlap", "conflict"})
    package = package_of(model)
    for case in random.sample(cases, min(40, len(cases))):
        same(model, package, case, None)


@pytest.mark.parametrize("seed", range(3))
def test_the_form_agrees(seed: int, node: str, tmp_path: Path) -> None:
    model = model_from_markdown(random_set(Random(seed)))
    stated = [given_json(model, case) for case in everybody(model)]
    assert_same(node, model, stated, tmp_path)


@pytest.mark.parametrize("seed", range(3))
def test_they_go_out_to_dmn_and_in_again(seed: int) -> None:
    from b12tables.compiler.compare import compare

    plain = random_set(Random(seed)).replace("| 1 mg/kg |", "| 2.5 mg/kg |")
    model = model_from_markdown(
        "\n".join(line for line in plain.splitlines() if not line.startswith("| dose |"))
    )
    again = model_of(import_dmn(export_dmn(model).text.encode()))
    found = compare(model, again)
    assert found.changes == () and not found.unfinished
