"""z3 against the checks across tables: what can arise, given what the tables upstream answer.

A set has four tables in a chain: `kind` and `step` (First, with Otherwise), `note` (Collect) and `final`
(Unique), two impossible combinations and a few safety rules. z3 knows the same chain as formulas. It must
agree on which rules can be reached, on what only Otherwise covers, on the gap and the overlaps of the last
table as far as they can arise, and on every safety rule; the reference evaluator must confirm every example.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import passes
from b12tables.compiler.model.evaluate import as_inputs, evaluate
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Model
from tests.kit.tables import model_from_markdown
from tests.oracles.random_cells import Cell, Column, Domain, random_cell, random_column, z3

SEEDS = range(20)

NOTES = ("n0", "n1", "n2")


@dataclass(frozen=True)
class Rules:
    """A table of the chain: its columns, the cells of each rule, and the results (None: none)."""

    name: str
    policy: str
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    results: tuple[str | None, ...]
    otherwise: str | None = None
    has_otherwise: bool = False

    def holds(self, index: int) -> Any:
        return z3.And([cell.term for cell in self.cells[index]])

    @property
    def any_holds(self) -> Any:
        return z3.Or([self.holds(i) for i in range(len(self.cells))])

    def above(self, index: int) -> Any:
        return z3.Or([self.holds(i) for i in range(index)])


@dataclass
class TableSet:
    """A random set. `chain` ties outputs to inputs, `possible` is what the Impossible sheet leaves."""

    chance: random.Random
    inputs: list[Column]
    columns: dict[str, Column] = field(default_factory=dict)
    tables: list[Rules] = field(default_factory=list)
    impossible: list[dict[str, Cell]] = field(default_factory=list)
    safety: list[tuple[dict[str, Cell], dict[str, Cell]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = {column.name: column for column in self.inputs}
        kinds = Column("kind", "choice", ("k0", "k1", "k2", "k3"), unknown=self.chance.random() < 0.5)
        steps = Column("step", "choice", ("s0", "s1", "s2"), unknown=self.chance.random() < 0.3)
        self.columns |= {"kind": kinds, "step": steps}
        self.domain = Domain(list(self.columns.values()))
        self.says = {note: z3.Bool(f"note includes {note}") for note in NOTES}
        names = [column.name for column in self.inputs]
        self.tables = [
            self._table("kind", "First", names[:3], kinds),
            self._table("step", "First", ["kind", *names[2:4]], steps),
            self._table("note", "Collect", ["kind", names[3], names[4]], None),
            self._table("final", "Unique", ["kind", "step", "note", names[0]], None),
        ]
        for _ in range(2):
            self.impossible.append({name: self._cell(name, 0) for name in self.chance.sample(names, 2)})
        for _ in range(4):
            when = {name: self._cell(name, 0) for name in self.chance.sample([*names, "kind"], 2)}
            must = self.chance.choice(("kind", "step", "note"))
            if must not in when:
                self.safety.append((when, {must: self._cell(must, 0)}))

    def _cell(self, name: str, wide: float) -> Cell:
        if name != "note":
            return random_cell(self.chance, self.domain, self.columns[name], wide)
        if self.chance.random() < wide:
            return Cell("-", z3.BoolVal(True))
        first, second = self.chance.sample(NOTES, 2)
        one, two = self.says[first], self.says[second]
        return self.chance.choice(
            (
                Cell(f"includes {first}", one),
                Cell(f"excludes {first}", z3.Not(one)),
                Cell(f"includes {first} and excludes {second}", z3.And(one, z3.Not(two))),
                Cell("empty", z3.Not(z3.Or(list(self.says.values())))),
            )
        )

    def _table(self, name: str, policy: str, columns: Sequence[str], out: Column | None) -> Rules:
        count = self.chance.randint(3, 7)
        cells = tuple(tuple(self._cell(column, 0.4) for column in columns) for _ in range(count))
        if out is None:
            values = NOTES if name == "note" else ("a", "b")
            return Rules(
                name, policy, tuple(columns), cells, tuple(self.chance.choice(values) for _ in cells)
            )
        results: list[str | None] = [self.chance.choice(out.values[:-1]) for _ in range(count + 1)]
        if out.unknown:
            results[self.chance.randrange(count + 1)] = None
        return Rules(name, policy, tuple(columns), cells, tuple(results[:-1]), results[-1], True)

    @property
    def chain(self) -> list[Any]:
        """What the tables answer."""
        kind, step, note, _ = self.tables
        terms = []
        for table in (kind, step):
            for i, result in enumerate(table.results):
                won = z3.And(table.holds(i), z3.Not(table.above(i)))
                terms.append(z3.Implies(won, self._gives(table.name, result)))
            terms.append(z3.Implies(z3.Not(table.any_holds), self._gives(table.name, table.otherwise)))
        for said, term in self.says.items():
            giving = [note.holds(i) for i, result in enumerate(note.results) if result == said]
            terms.append(term == z3.Or(giving))
        return terms

    def _gives(self, name: str, result: str | None) -> Any:
        return self.domain.is_value(name, "unknown" if result is None else result)

    @property
    def possible(self) -> list[Any]:
        """What the Impossible sheet leaves."""
        return [z3.Not(z3.And([cell.term for cell in tests.values()])) for tests in self.impossible]

    def arises(self, *terms: Any) -> bool:
        """Whether a possible case meets the terms."""
        return self.domain.satisfiable(*self.chain, *self.possible, *terms)

    def in_piece(self, name: str, piece: Mapping[str, Any]) -> Any:
        if name != "note":
            return self.domain.in_piece(name, piece)
        assert piece.keys() <= {"includes", "excludes", "includes_one_of", "empty"}
        terms = [self.says[note] for note in piece.get("includes", [])]
        terms += [z3.Not(self.says[note]) for note in piece.get("excludes", [])]
        if "includes_one_of" in piece:
            terms.append(z3.Or([self.says[note] for note in piece["includes_one_of"]]))
        if "empty" in piece:
            none_of_them = z3.Not(z3.Or(list(self.says.values())))
            terms.append(none_of_them if piece["empty"] else z3.Not(none_of_them))
        return z3.And(terms)

    def region(self, finding: Finding) -> Any:
        return z3.Or([z3.And([self._in_any(*entry) for entry in box.items()]) for box in finding.region])

    def _in_any(self, name: str, pieces: Sequence[Mapping[str, Any]]) -> Any:
        return z3.Or([self.in_piece(name, piece) for piece in pieces])

    def corners(self, finding: Finding) -> Iterator[Any]:
        """Each combination of the listed pieces of each box."""
        for box in finding.region:
            for pieces in product(*([(name, piece) for piece in pieces] for name, pieces in box.items())):
                yield z3.And([self.in_piece(name, piece) for name, piece in pieces])

    # ------------------------------------------------------------ as sheets

    @property
    def markdown(self) -> str:
        lines = [
            "## Dictionary",
            "| Field | Label | Type | Minimum | Maximum | Unknown |",
            "|---|---|---|---|---|---|",
        ]
        for column in self.inputs:
            ends = f"{column.low} | {column.high}" if "number" in column.type else " | "
            unknown = "yes" if column.unknown else "no"
            lines.append(f"| {column.name} | {column.name} | {column.type} | {ends} | {unknown} |")
        lines += [f"| {name} | {name} | choice | | | no |" for name in ("kind", "step", "note", "final")]
        lines += ["## Values", "| Field | Value | Label |", "|---|---|---|"]
        said = {name: column.values for name, column in self.columns.items()} | {
            "note": NOTES,
            "final": ("a", "b"),
        }
        lines += [f"| {name} | {value} | {value} |" for name, values in said.items() for value in values]
        for table in self.tables:
            lines += self._sheet(table)
        lines += ["## Impossible", "| ID | Combination | Why |", "|---|---|---|"]
        for i, tests in enumerate(self.impossible):
            lines.append(f"| I{i} | {_lines(tests)} | it cannot be |")
        lines += ["## Safety rules", "| ID | When | Must | Why |", "|---|---|---|---|"]
        for i, (when, must) in enumerate(self.safety):
            lines.append(f"| SR{i} | {_lines(when)} | {_lines(must)} | it must be |")
        return "\n".join(lines)

    def _sheet(self, table: Rules) -> list[str]:
        width = len(table.columns)
        lines = [
            f"## Decision: {table.name} table",
            f"- Hit policy: {table.policy}",
            "| | When |" + " |" * (width - 1) + " Then |",
            "|---" * (width + 2) + "|",
            f"| Rule | {' | '.join(table.columns)} | {table.name} |",
        ]
        for i, (row, result) in enumerate(zip(table.cells, table.results, strict=True)):
            lines.append(
                f"| R{i} | " + " | ".join(f"'{cell.text}" for cell in row) + f" | {result or 'none'} |"
            )
        if table.has_otherwise:
            lines.append("| Otherwise |" + " |" * width + f" {table.otherwise or 'none'} |")
        return lines


def _lines(tests: Mapping[str, Cell]) -> str:
    return "<br>".join(f"{name}: {cell.text}" for name, cell in tests.items())


def random_set(seed: int) -> TableSet:
    chance = random.Random(f"set {seed}")
    return TableSet(chance, [random_column(chance, i) for i in range(5)])


@dataclass(frozen=True)
class Judged:
    set: TableSet
    model: Model
    findings: Mapping[str, list[Finding]]

    def of(self, name: str, table: str) -> list[Finding]:
        return [f for f in self.findings.get(name, []) if f.decision == f"{table}_table"]

    def case(self, finding: Finding) -> dict[str, Any]:
        """A finding's example, for the reference evaluator."""
        assert finding.example is not None
        numbers = {name for name in finding.example if "number" in self.model.fields[name].type}
        return {
            name: Fraction(repr(value)) if name in numbers and value != "unknown" else value
            for name, value in finding.example.items()
        }


@pytest.fixture(params=SEEDS, scope="module")
def judged(request: pytest.FixtureRequest) -> Judged:
    """A random set with everything that the checks say of it; one with nothing possible is drawn again."""
    seed = request.param
    made = random_set(seed)
    while not made.arises():
        seed += 1000
        made = random_set(seed)
    model = model_from_markdown(made.markdown)
    findings: dict[str, list[Finding]] = {}
    for finding in run_checks(model)[0]:
        findings.setdefault(finding.name, []).append(finding)
    assert "analysis-incomplete" not in findings
    return Judged(made, model, findings)


def test_rules_that_no_case_reaches(judged: Judged) -> None:
    """A rule is unreachable (or impossible) if, and only if, no possible case meets its conditions."""
    for table in judged.set.tables:
        unreached = {f"R{i}" for i in range(len(table.cells)) if not judged.set.arises(table.holds(i))}
        said = [*judged.of("unreachable-rule", table.name), *judged.of("impossible-rule", table.name)]
        assert {rule for finding in said for rule in finding.rules[:1]} == unreached


def test_masked_rules(judged: Judged) -> None:
    """In the First tables: reached, but never before a rule above."""
    for table in judged.set.tables[:2]:
        masked = {
            f"R{i}"
            for i in range(len(table.cells))
            if judged.set.arises(table.holds(i))
            and not judged.set.arises(table.holds(i), z3.Not(table.above(i)))
        }
        if not judged.set.arises(z3.Not(table.any_holds)):
            masked.add("Otherwise")
        assert {finding.rules[0] for finding in judged.of("masked-rule", table.name)} == masked


def _exactly_what_arises(judged: Judged, findings: Sequence[Finding], meant: Any, limit: int = 40) -> None:
    """The regions hold all of what is meant that can arise and nothing else, and each part of them can arise."""
    region = z3.Or([judged.set.region(finding) for finding in findings])
    assert not judged.set.arises(meant, z3.Not(region))
    assert not judged.set.domain.satisfiable(region, z3.Not(meant))
    for finding in findings:
        assert finding.data.get("boxes", len(finding.region)) == len(finding.region)
        for corner in islice(judged.set.corners(finding), limit):
            assert judged.set.arises(corner)


def test_what_only_otherwise_covers(judged: Judged) -> None:
    for table in judged.set.tables[:2]:
        uncovered = z3.Not(table.any_holds)
        findings = judged.of("otherwise-covers", table.name)
        assert bool(findings) == judged.set.arises(uncovered)
        _exactly_what_arises(judged, findings, uncovered)


def test_gap_at_the_end_of_the_chain(judged: Judged) -> None:
    final = judged.set.tables[3]
    uncovered = z3.Not(final.any_holds)
    findings = judged.of("gap", "final")
    assert bool(findings) == judged.set.arises(uncovered)
    _exactly_what_arises(judged, findings, uncovered)
    for finding in findings:
        assert [p.name for p in evaluate(judged.model, judged.case(finding)).problems] == ["no-rule"]


def test_overlaps_at_the_end_of_the_chain(judged: Judged) -> None:
    final = judged.set.tables[3]
    meant = {
        (f"R{i}", f"R{j}"): z3.And(final.holds(i), final.holds(j))
        for i, j in combinations(range(len(final.cells)), 2)
        if judged.set.arises(final.holds(i), final.holds(j))
    }
    findings = judged.of("overlap", "final")
    assert {tuple(finding.rules) for finding in findings} == meant.keys()
    for finding in findings:
        _exactly_what_arises(judged, [finding], meant[tuple(finding.rules)])
        (problem,) = evaluate(judged.model, judged.case(finding)).problems
        assert problem.name == "overlap" and set(finding.rules) <= set(problem.rules)


def test_safety_rules(judged: Judged) -> None:
    """Broken, vacuous or proved, as z3 says; and the patient that breaks one really does."""
    broken = {finding.rules[0]: finding for finding in judged.findings.get("broken-safety-rule", [])}
    vacuous = {finding.rules[0] for finding in judged.findings.get("vacuous-safety-rule", [])}
    for i, (when, must) in enumerate(judged.set.safety):
        premise = z3.And([cell.term for cell in when.values()])
        demand = z3.And([cell.term for cell in must.values()])
        assert (f"SR{i}" in broken) == judged.set.arises(premise, z3.Not(demand))
        assert (f"SR{i}" in vacuous) == (not judged.set.arises(premise))
    for name, finding in broken.items():
        rule = next(rule for rule in judged.model.safety_rules if rule.id == name)
        values = judged.case(finding)
        for decision, answer in evaluate(judged.model, values).outputs.items():
            values |= as_inputs(judged.model.decision[decision], answer)
        known = {name: values.get(name, "unknown") for name in judged.model.fields}
        assert all(passes(line.test, known[line.field]) for line in rule.when)
        assert not all(passes(line.test, known[line.field]) for line in rule.must)
