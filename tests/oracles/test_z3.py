"""z3 against the checks: random tables too large to enumerate; complete, overlapping, masked, conflicting?

A table is made as text (the cells of a sheet), so that the grammar, the cutting into pieces and the partition
are all under test; z3 sees numbers as reals or integers, choices as integers, yes/no as booleans, and for
each field one more boolean: unknown. It decides each question by satisfiability; a finding's region must hold
exactly the points meant.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Model
from tests.kit.tables import model_from_markdown
from tests.oracles.random_cells import Cell, Column, Domain, known_but_not, random_cell, random_column, z3

SEEDS = range(12)


# ---------------------------------------------------------------- random tables


@dataclass(frozen=True)
class RandomTable:
    policy: str
    columns: tuple[Column, ...]
    rules: tuple[tuple[Cell, ...], ...]
    results: tuple[str, ...]
    domain: Domain
    text: str

    def holds(self, index: int) -> Any:
        """That all conditions of a rule hold."""
        return z3.And([cell.term for cell in self.rules[index]])


def random_table(seed: int, policy: str) -> RandomTable:
    """Numbers, whole numbers, choices and yes/no, some of which may be unknown."""
    chance = random.Random(f"{policy} {seed}")
    columns = tuple(random_column(chance, i) for i in range(chance.randint(3, 6)))
    domain = Domain(columns)
    wide = chance.choice((0.3, 0.5, 0.7))
    rules = [
        tuple(random_cell(chance, domain, column, wide) for column in columns)
        for _ in range(chance.randint(6, 24))
    ]
    if chance.random() < 0.5:
        anything = tuple(Cell("-", z3.BoolVal(True)) for _ in columns)
        cell = random_cell(chance, domain, columns[0], 0)
        while "not" in cell.text or "known" in cell.text:
            cell = random_cell(chance, domain, columns[0], 0)
        rules.append((cell, *anything[1:]))
        rules.append((Cell(f"not({cell.text})", known_but_not(domain, columns[0], cell.term)), *anything[1:]))
    results = tuple(chance.choice(("a", "b", "c")) for _ in rules)
    return RandomTable(
        policy, columns, tuple(rules), results, domain, _markdown(policy, columns, rules, results)
    )


def _markdown(
    policy: str, columns: Sequence[Column], rules: Sequence[Sequence[Cell]], results: Sequence[str]
) -> str:
    lines = [
        "## Dictionary",
        "| Field | Label | Type | Minimum | Maximum | Unknown |",
        "|---|---|---|---|---|---|",
    ]
    for column in columns:
        ends = f"{column.low} | {column.high}" if "number" in column.type else " | "
        unknown = "yes" if column.unknown else "no"
        lines.append(f"| {column.name} | {column.name} | {column.type} | {ends} | {unknown} |")
    lines += [
        "| result | Result | choice | | | no |",
        "",
        "## Values",
        "| Field | Value | Label |",
        "|---|---|---|",
    ]
    named = [
        *((c.name, value) for c in columns for value in c.values),
        *(("result", value) for value in "abc"),
    ]
    lines += [f"| {field} | {value} | {value} |" for field, value in named]
    lines += ["", "## Decision: Random", f"- Hit policy: {policy}", ""]
    width = len(columns)
    lines.append("| | When |" + " |" * (width - 1) + " Then |")
    lines.append("|---" * (width + 2) + "|")
    lines.append("| Rule | " + " | ".join(column.name for column in columns) + " | Result |")
    for number, (row, result) in enumerate(zip(rules, results, strict=True), start=1):
        lines.append(f"| R{number} | " + " | ".join(f"'{cell.text}" for cell in row) + f" | {result} |")
    return "\n".join(lines)


def checked(table: RandomTable) -> tuple[Model, dict[str, list[Finding]]]:
    model = model_from_markdown(table.text)
    findings, _ = run_checks(model)
    assert not [finding for finding in findings if finding.name == "analysis-incomplete"]
    named: dict[str, list[Finding]] = {}
    for finding in findings:
        named.setdefault(finding.name, []).append(finding)
    return model, named


def given(model: Model, finding: Finding) -> dict[str, Any]:
    """A finding's example as a case for the reference evaluator."""
    assert finding.example is not None
    numbers = {name for name in finding.example if "number" in model.fields[name].type}
    return {
        name: Fraction(repr(value)) if name in numbers and value != "unknown" else value
        for name, value in finding.example.items()
    }


# ---------------------------------------------------------------- the questions

every = pytest.mark.parametrize("seed", SEEDS)


@pytest.mark.parametrize("policy", ["Unique", "First", "Any"])
@every
def test_gaps(seed: int, policy: str) -> None:
    """Complete or not; the regions of the gaps, which meet nowhere; the example of each has no rule."""
    table = random_table(seed, policy)
    model, findings = checked(table)
    uncovered = z3.Not(z3.Or([table.holds(i) for i in range(len(table.rules))]))
    gaps = findings.get("gap", [])
    assert bool(gaps) == table.domain.satisfiable(uncovered)
    regions = [table.domain.region(finding) for finding in gaps]
    if gaps and all(finding.data["boxes"] == len(finding.region) for finding in gaps):
        assert table.domain.same(z3.Or(regions), uncovered)
    else:
        assert not table.domain.satisfiable(z3.Or(regions), z3.Not(uncovered))
    assert not any(table.domain.satisfiable(one, other) for one, other in combinations(regions, 2))
    for finding in gaps:
        problems = evaluate(model, given(model, finding)).problems
        assert [problem.name for problem in problems] == ["no-rule"]


@pytest.mark.parametrize(("policy", "name"), [("Unique", "overlap"), ("Any", "conflict")])
@every
def test_pairs_of_rules(seed: int, policy: str, name: str) -> None:
    """Which rules hold together (and, under Any, differ), with the region and an example that shows it."""
    table = random_table(seed, policy)
    model, findings = checked(table)
    domain = table.domain
    meant = {
        (f"R{i + 1}", f"R{j + 1}"): z3.And(table.holds(i), table.holds(j))
        for i, j in combinations(range(len(table.rules)), 2)
        if policy == "Unique" or table.results[i] != table.results[j]
    }
    meant = {pair: region for pair, region in meant.items() if domain.satisfiable(region)}
    listed = {tuple(f.rules): f for f in findings.get(name, []) if "pairs" not in f.data}
    further = {tuple(pair) for f in findings.get(name, []) for pair in f.data.get("pairs", [])}
    assert listed.keys() | further == meant.keys()
    for pair, finding in listed.items():
        assert domain.same(domain.region(finding), meant[pair])
        (problem,) = evaluate(model, given(model, finding)).problems
        assert problem.name == name and set(pair) <= set(problem.rules)


@every
def test_masked_rules(seed: int) -> None:
    """Under First: a rule is masked if, and only if, the rules above it leave nothing to it."""
    table = random_table(seed, "First")
    _, findings = checked(table)
    masked = set()
    for i in range(len(table.rules)):
        above = z3.Or([table.holds(j) for j in range(i)])
        if table.domain.satisfiable(table.holds(i)) and not table.domain.satisfiable(
            table.holds(i), z3.Not(above)
        ):
            masked.add(f"R{i + 1}")
    assert {finding.rules[0] for finding in findings.get("masked-rule", [])} == masked
    for finding in findings.get("masked-rule", []):
        index, *others = (int(rule[1:]) - 1 for rule in finding.rules)
        hiding = z3.Or([table.holds(j) for j in others])
        assert not table.domain.satisfiable(table.holds(index), z3.Not(hiding))
