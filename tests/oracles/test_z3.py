"""z3 against the checks: random tables too large to enumerate; complete, overlapping, masked, conflicting?

A table is made as text (the cells of a sheet), so that the grammar, the cutting into pieces and the partition
are all under test; z3 sees numbers as reals or integers, choices as integers, yes/no as booleans, and for
each field one more boolean: unknown. It decides each question by satisfiability; a finding's region must hold
exactly the points meant.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.finding import Finding
from b12tables.compiler.model import Model
from b12tables.compiler.reference import evaluate
from tests.support.tables import model_from_markdown

z3 = pytest.importorskip("z3")

SEEDS = range(16)


@dataclass(frozen=True)
class Column:
    """A field: its type, its values or range, and whether it may be unknown."""

    name: str
    type: str
    values: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    unknown: bool = False


@dataclass(frozen=True)
class Cell:
    """A condition cell: its text and what z3 makes of it."""

    text: str
    term: Any


class Domain:
    """The z3 side of the columns: a variable for each, its range, and the terms of values and pieces."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = {column.name: column for column in columns}
        self.variables = {column.name: _variable(column) for column in columns}
        self.unknown = {c.name: z3.Bool(f"{c.name} unknown") for c in columns}
        self.possible = z3.And([self._possible(column) for column in columns])

    def _possible(self, column: Column) -> Any:
        variable, unknown = self.variables[column.name], self.unknown[column.name]
        range_ = z3.BoolVal(True)
        if column.type == "choice":
            range_ = z3.And(variable >= 0, variable < len(column.values))
        elif column.type != "yes/no":
            range_ = z3.And(variable >= column.low, variable <= column.high)
        return z3.And(range_, z3.BoolVal(True) if column.unknown else z3.Not(unknown))

    def known(self, name: str, term: Any) -> Any:
        return z3.And(z3.Not(self.unknown[name]), term)

    def is_value(self, name: str, value: Any) -> Any:
        """That a field has a value, as a finding's JSON writes it."""
        column, variable = self.columns[name], self.variables[name]
        if value == "unknown":
            return self.unknown[name]
        if column.type == "choice":
            return self.known(name, variable == column.values.index(value))
        if column.type == "yes/no":
            return self.known(name, variable == value)
        return self.known(name, variable == _number(value))

    def in_piece(self, name: str, piece: Mapping[str, Any]) -> Any:
        if "unknown" in piece:
            return self.unknown[name]
        if "value" in piece:
            return self.is_value(name, piece["value"])
        variable = self.variables[name]
        parts = []
        if piece["low"] is not None:
            low = _number(piece["low"])
            parts.append(variable >= low if piece["low_closed"] else variable > low)
        if piece["high"] is not None:
            high = _number(piece["high"])
            parts.append(variable <= high if piece["high_closed"] else variable < high)
        return self.known(name, z3.And(parts))

    def region(self, finding: Finding) -> Any:
        """The union of a finding's boxes."""
        return z3.Or(
            [
                z3.And(
                    [z3.Or([self.in_piece(name, piece) for piece in pieces]) for name, pieces in box.items()]
                )
                for box in finding.region
            ]
        )

    def satisfiable(self, *terms: Any) -> bool:
        solver = z3.Solver()
        solver.add(self.possible, *terms)
        verdict = solver.check()
        assert verdict != z3.unknown
        return bool(verdict == z3.sat)

    def same(self, first: Any, second: Any) -> bool:
        """Whether two regions hold the same possible points."""
        return not self.satisfiable(z3.Xor(first, second))


def _variable(column: Column) -> Any:
    match column.type:
        case "number":
            return z3.Real(column.name)
        case "yes/no":
            return z3.Bool(column.name)
    return z3.Int(column.name)


def _number(value: Any) -> Any:
    number = Fraction(value) if isinstance(value, str) else Fraction(repr(value))
    return z3.Q(number.numerator, number.denominator)


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
    columns = tuple(_column(chance, i) for i in range(chance.randint(3, 6)))
    domain = Domain(columns)
    wide = chance.choice((0.3, 0.5, 0.7))
    rules = [
        tuple(_cell(chance, domain, column, wide) for column in columns) for _ in range(chance.randint(6, 24))
    ]
    if chance.random() < 0.5:
        anything = tuple(Cell("-", z3.BoolVal(True)) for _ in columns)
        cell = _cell(chance, domain, columns[0], 0)
        while "not" in cell.text or "known" in cell.text:
            cell = _cell(chance, domain, columns[0], 0)
        rules.append((cell, *anything[1:]))
        rules.append((Cell(f"not({cell.text})", _not(domain, columns[0], cell.term)), *anything[1:]))
    results = tuple(chance.choice(("a", "b", "c")) for _ in rules)
    return RandomTable(
        policy, columns, tuple(rules), results, domain, _markdown(policy, columns, rules, results)
    )


def _column(chance: random.Random, i: int) -> Column:
    unknown = chance.random() < 0.4
    match chance.choice(("number", "whole number", "choice", "yes/no")):
        case "choice":
            values = tuple(f"v{k}" for k in range(chance.randint(2, 6)))
            return Column(f"field_{i}", "choice", values, unknown=unknown)
        case "yes/no":
            return Column(f"field_{i}", "yes/no", unknown=unknown)
        case type_:
            return Column(f"field_{i}", type_, (), 0, chance.randint(5, 40), unknown)


def _cell(chance: random.Random, domain: Domain, column: Column, wide: float) -> Cell:
    if chance.random() < wide:
        return Cell("-", z3.BoolVal(True))
    if column.unknown and chance.random() < 0.15:
        text = chance.choice(("unknown", "known"))
        unknown = domain.unknown[column.name]
        return Cell(text, unknown if text == "unknown" else z3.Not(unknown))
    if column.type == "choice":
        return _choice_cell(chance, domain, column)
    if column.type == "yes/no":
        value = chance.random() < 0.5
        return Cell("yes" if value else "no", domain.is_value(column.name, value))
    return _number_cell(chance, domain, column)


def _choice_cell(chance: random.Random, domain: Domain, column: Column) -> Cell:
    chosen = chance.sample(column.values, chance.randint(1, len(column.values) - 1))
    term = z3.Or([domain.is_value(column.name, value) for value in chosen])
    text = ", ".join(chosen)
    if chance.random() < 0.3:
        return Cell(f"not({text})", _not(domain, column, term))
    if column.unknown and chance.random() < 0.2:
        return Cell(f"{text}, unknown", z3.Or(term, domain.unknown[column.name]))
    return Cell(text, term)


def _not(domain: Domain, column: Column, term: Any) -> Any:
    return domain.known(column.name, z3.Not(term))


def _number_cell(chance: random.Random, domain: Domain, column: Column) -> Cell:
    variable = domain.variables[column.name]
    step = 1 if column.type == "whole number" else 2
    low, high = sorted(Fraction(n, step) for n in chance.sample(range(1, column.high * step), 2))
    a, b = (z3.Q(n.numerator, n.denominator) for n in (low, high))
    x, y = (str(float(n)) if n.denominator > 1 else str(n) for n in (low, high))
    text, term = chance.choice(
        (
            (f"< {x}", variable < a),
            (f"<= {x}", variable <= a),
            (f"> {x}", variable > a),
            (f">= {x}", variable >= a),
            (f"[{x}..{y}]", z3.And(variable >= a, variable <= b)),
            (f"[{x}..{y})", z3.And(variable >= a, variable < b)),
            (f"({x}..{y}]", z3.And(variable > a, variable <= b)),
            (f"= {x}", variable == a),
            (f"not({x})", variable != a),
            (f"< {x}, >= {y}", z3.Or(variable < a, variable >= b)),
        )
    )
    return Cell(text, domain.known(column.name, term))


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
    """Complete or not; the region of the gap; its example has no rule."""
    table = random_table(seed, policy)
    model, findings = checked(table)
    uncovered = z3.Not(z3.Or([table.holds(i) for i in range(len(table.rules))]))
    assert bool(findings.get("gap")) == table.domain.satisfiable(uncovered)
    for finding in findings.get("gap", []):
        if finding.data["boxes"] == len(finding.region):
            assert table.domain.same(table.domain.region(finding), uncovered)
        else:
            assert not table.domain.satisfiable(table.domain.region(finding), z3.Not(uncovered))
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
