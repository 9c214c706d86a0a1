"""Texts that differ in case and spaces are one value, alone and in lists: for the proof, the package and the form."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Model
from b12tables.compiler.model.evaluate import evaluate
from b12tables.runtime.values import value_json
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown
from tests.site.test_engine import assert_same

SPELT = ("Call", "call", " CALL ", "Call  the ward", "call the ward", "Wait", "Other")


def texts_set(chance: Random) -> str:
    """A list of texts that another table looks into, and safety rules about both, each written as it happens."""

    def some() -> str:
        return chance.choice(SPELT)

    def cell() -> str:
        return chance.choice(["yes", "no", "-"])

    numbers = range(1, chance.randint(3, 5))
    rows = "\n".join(f"| R{n} | {cell()} | {cell()} | {some()} | inference: x |" for n in numbers)
    test = chance.choice(["includes", "excludes"])
    tests = chance.choice([f'{test} "{some()}"', "empty", f'includes "{some()}" and excludes "{some()}"'])
    return f"""
## Fields
- k: yes/no
- j: yes/no
- w: text
- o: choice (a, b)

## Decision: T
- Hit policy: {chance.choice(["Collect", "Rule order"])}

|    | When |   | Then | Because  |
|----|------|---|------|----------|
|    | K    | J | W    | Evidence |
{rows}

## Decision: U
|    | When | Then | Because  |
|----|------|------|----------|
|    | W    | O    | Evidence |
| R1 | {tests} | a | inference: x |
| Otherwise |  | b | inference: x |

## Safety rules
| ID | When | Must | Why |
|----|------|------|-----|
| S1 | K: yes | W: excludes "{some()}" | w |
| S2 | J: no | W: includes "{some()}" | w |
| S3 | W: includes "{some()}" | O: a | w |
"""


def everybody() -> list[dict[str, Any]]:
    return [{"k": k, "j": j} for k, j in product((True, False), repeat=2)]


def truly_broken(model: Model) -> set[str]:
    """The safety rules that some case breaks, by looking at every case, every text written in one way."""
    found: set[str] = set()
    for case in everybody():
        answers = evaluate(model, case).outputs
        said = {" ".join(row["w"].split()).casefold() for row in answers["t"]}  # type: ignore[index, union-attr]
        for rule in model.safety_rules:
            lines = [(line, _holds(line, case, said, answers["u"])) for line in (*rule.when, *rule.must)]
            when = all(holds for line, holds in lines if line in rule.when)
            if when and not all(holds for line, holds in lines if line in rule.must):
                found.add(rule.id)
    return found


def _holds(line: Any, case: dict[str, Any], said: set[str], under: Any) -> bool:
    if line.field in case:
        return bool(case[line.field] == line.test.value)
    if line.field == "o":
        return bool(under["o"] == line.test.value)
    inside = " ".join(str(line.test.value).split()).casefold() in said
    return inside == (type(line.test).__name__ == "Includes")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_proof_package_and_form_agree(seed: int, node: str, tmp_path: Path) -> None:
    model = model_from_markdown(texts_set(Random(seed)))
    findings, _ = run_checks(model)
    told = {rule for finding in findings if finding.name == "broken-safety-rule" for rule in finding.rules}
    assert told == truly_broken(model)
    package = package_of(model)
    for case in everybody():
        outputs = evaluate(model, case).outputs
        given = package.evaluate(case).to_dict()["outputs"]
        assert given["u"] == {"o": outputs["u"]["o"]}  # type: ignore[call-overload]
        assert given["t"] == [{"w": value_json(row["w"])} for row in outputs["t"]]  # type: ignore[index, union-attr]
    assert_same(node, model, everybody(), tmp_path)


@pytest.mark.parametrize(
    "test", ["includes 1", "excludes 1", "empty", "not(empty)", "includes 1 and excludes 2"]
)
def test_alone_a_list_may_hold_what_no_row_gives(test: str) -> None:
    text = f"""
## Fields
- k: yes/no
- w: number
- o: choice (a, b)

## Decision: T
- Hit policy: Collect

|    | When | Then | Because  |
|----|------|------|----------|
|    | K    | W    | Evidence |
| R1 | yes  | 1    | inference: x |
| R2 | no   | 1    | inference: x |

## Decision: U
|    | When | Then | Because  |
|----|------|------|----------|
|    | W    | O    | Evidence |
| R1 | {test} | a | inference: x |
| Otherwise |  | b | inference: x |
"""
    package = package_of(model_from_markdown(text))
    table = next(table for table in package.SET.decisions if table.code == "u")
    holds = {
        "includes 1": lambda w: 1 in w,
        "excludes 1": lambda w: 1 not in w,
        "empty": lambda w: not w,
        "not(empty)": bool,
        "includes 1 and excludes 2": lambda w: 1 in w and 2 not in w,
    }[test]
    for stated in ([], [1], [2], [3], [1, 2], [1, 3], [2, 3]):
        fired = package.SET.decide(table, {"w": stated})
        assert fired.answer["o"] == ("a" if holds(stated) else "b"), stated
