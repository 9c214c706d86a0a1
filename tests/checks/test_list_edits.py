"""The cells that would mend a list: of its patients nobody is left in the finding, and no other list changes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import CellEdit, Model, evaluate
from tests.kit.tables import model_from_markdown

AGES = ("< 4", "<= 4", "> 4", ">= 4", "[4..6]", "> 6", "-", "< 6")
HOPE = ("go", "stop", "wait")

Rows = list[list[str]]


def drawn(chance: Random) -> Rows:
    return [
        [chance.choice(AGES), chance.choice(["yes", "no", "-", "-"]), chance.choice(HOPE)]
        for _ in range(chance.randint(2, 4))
    ]


def written(rows: Rows, policy: str) -> Model:
    said = "".join(f"| R{n} | {' | '.join(row)} |\n" for n, row in enumerate(rows, 1))
    return model_from_markdown(f"""
## Fields
- age: whole number, 0..9
- k: yes/no
- tablets: choice (go, stop, wait)

## Decision: T
- Hit policy: {policy}

| | When | | Then |
|---|---|---|---|
| Rule | Age | K | Tablets |
{said}
""")


def lists(model: Model) -> dict[tuple[int, bool], list[str]]:
    """What everybody is told."""
    found = {}
    for age, k in product(range(10), (True, False)):
        answer: Any = evaluate(model, {"age": Fraction(age), "k": k}).outputs["t"]
        found[age, k] = [row["tablets"] for row in answer]
    return found


def concerned(
    name: str, rules: tuple[str, ...], rows: Rows, told: dict[tuple[int, bool], list[str]]
) -> set[Any]:
    """The patients of whom a finding could speak: who has an empty list, or is told two things."""
    if name == "empty-list":
        return {who for who, said in told.items() if not said}
    both = {rows[int(rule[1:]) - 1][2] for rule in rules}
    return {who for who, said in told.items() if both <= set(said)}


def test_every_edit_of_a_list_mends_its_patients_and_no_others() -> None:
    offered = dict.fromkeys(("empty-list", "two-values"), 0)
    for seed in range(36):
        rows = drawn(Random(seed))
        policy = ("Collect", "Rule order", "Output order")[seed % 3]
        model = written(rows, policy)
        before = lists(model)
        findings = run_checks(model)[0]
        for finding in findings:
            if finding.name not in offered:
                continue
            for edit in finding.mends.edits:
                assert isinstance(edit, CellEdit)
                offered[finding.name] += 1
                index, column = int(edit.rule[1:]) - 1, {"age": 0, "k": 1}[edit.field]
                assert rows[index][column] == edit.before
                edited = [list(row) for row in rows]
                edited[index][column] = edit.after
                new = written(edited, policy)
                after = lists(new)
                patients = concerned(finding.name, finding.rules, rows, before)
                assert {who for who in before if before[who] != after[who]} <= patients
                told = {(one.name, one.rules, str(one.region)) for one in run_checks(new)[0]}
                assert (finding.name, finding.rules, str(finding.region)) not in told
            firsts = [text for text in finding.help if text.startswith(tuple("ABC"))]
            assert len(firsts) == len(finding.mends.edits)
    assert all(offered.values()), offered


def test_an_edit_that_would_leave_nothing_to_say_is_not_offered() -> None:
    rows = [["<= 4", "-", "go"], [">= 4", "yes", "stop"], ["> 4", "no", "wait"]]
    finding = next(one for one in run_checks(written(rows, "Rule order"))[0] if one.name == "two-values")
    assert [edit.as_data()["to"] for edit in finding.mends.edits] == [">= 5"]
