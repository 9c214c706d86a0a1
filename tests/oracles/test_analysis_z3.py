"""The analysis of larger single tables against z3: is there a gap, does a pair hold together, is a rule hidden?"""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import AnyOf, Anything, Equals, Interval, Test
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import (
    Clause,
    Condition,
    DecisionTable,
    Field,
    Limit,
    Model,
    Result,
    Rule,
)
from b12tables.compiler.proof.analysis import Analysis, Standing
from tests.kit.cases import as_values
from tests.kit.small_sets import ABOUT, place

z3 = pytest.importorskip("z3")

CODES = "abcde"


def _table(seed: int, policy: HitPolicy, rules: int = 40, columns: int = 6) -> Model:
    """A random table over numbers and choices; about half of them have a gap."""
    from b12tables.compiler.model.tables import ValueRow

    random = Random(seed)
    where = place("A1")
    values = tuple(ValueRow(code, code, where) for code in CODES)
    fields = {}
    for c in range(columns):
        name = f"c{c}"
        if c % 2:
            fields[name] = Field(name, name, "choice", where, values)
        else:
            fields[name] = Field(
                name, name, "number", where, low=Limit(Fraction(0)), high=Limit(Fraction(100))
            )
    fields["answer"] = Field("answer", "answer", "choice", where, values)
    rows = []
    for r in range(rules):
        asked = random.sample(range(columns), random.choice([1, 2, 2]))
        tests: list[Test] = [_cell(random, c) if c in asked else Anything() for c in range(columns)]
        conditions = tuple(Condition(test, "", where) for test in tests)
        rows.append(Rule(f"R{r}", conditions, (Result(random.choice(CODES), "", where),), where))
    inputs = tuple(Clause(f"c{c}", where) for c in range(columns))
    table = DecisionTable("table", "Table", policy, inputs, (Clause("answer", where),), tuple(rows), where)
    return Model(ABOUT, fields, (table,))


def _cell(random: Random, column: int) -> Test:
    if column % 2:
        return AnyOf(tuple(Equals(code) for code in random.sample(CODES, random.randint(1, 3))))
    low, high = sorted(random.sample(range(101), 2))
    if random.random() < 0.4:
        return Interval(None, False, Fraction(high), random.random() < 0.5)
    if random.random() < 0.6:
        return Interval(Fraction(low), random.random() < 0.5, None, False)
    return Interval(Fraction(low), random.random() < 0.5, Fraction(high), random.random() < 0.5)


def _formula(test: Test, variable: object) -> object:
    match test:
        case Anything():
            return z3.BoolVal(True)
        case AnyOf(tests):
            return z3.Or([_formula(part, variable) for part in tests])
        case Equals(value):
            assert isinstance(value, str)
            return variable == CODES.index(value)
        case Interval(low, low_closed, high, high_closed):
            parts = []
            if low is not None:
                end = z3.Q(low.numerator, low.denominator)  # type: ignore[union-attr]
                parts.append(variable >= end if low_closed else variable > end)
            if high is not None:
                end = z3.Q(high.numerator, high.denominator)  # type: ignore[union-attr]
                parts.append(variable <= end if high_closed else variable < end)
            return z3.And(parts)
    raise AssertionError(test)


def _encoded(model: Model) -> tuple[list[object], object]:
    """Each rule as a formula, and the domain."""
    table = model.decisions[0]
    variables, domain = [], []
    for name in table.input_fields:
        if model.fields[name].type == "number":
            variable = z3.Real(name)
            domain += [variable >= 0, variable <= 100]
        else:
            variable = z3.Int(name)
            domain += [variable >= 0, variable < len(CODES)]
        variables.append(variable)
    rules = [
        z3.And([_formula(c.test, v) for c, v in zip(rule.conditions, variables, strict=True)])
        for rule in table.rules
    ]
    return rules, z3.And(domain)


def _satisfiable(*formulas: object) -> bool:
    solver = z3.Solver()
    solver.add(*formulas)
    return bool(solver.check() == z3.sat)


@pytest.mark.parametrize("seed", range(25))
def test_gaps_and_pairs(seed: int) -> None:
    model = _table(seed, HitPolicy.UNIQUE, rules=15 + 3 * (seed % 10))
    rules, domain = _encoded(model)
    findings = run_checks(model)[0]
    gap = [finding for finding in findings if finding.name == "gap"]
    assert bool(gap) == _satisfiable(domain, z3.Not(z3.Or(rules)))
    if gap:
        assert gap[0].example is not None
        case = as_values(model, gap[0].example)
        fixed = []
        for name, value in case.items():
            if isinstance(value, Fraction):
                fixed.append(z3.Real(name) == z3.Q(value.numerator, value.denominator))
            else:
                assert isinstance(value, str)
                fixed.append(z3.Int(name) == CODES.index(value))
        assert _satisfiable(domain, z3.Not(z3.Or(rules)), *fixed)
    ts = Analysis(model).space.tables["table"]
    pairs = set(ts.clashes())
    random = Random(seed)
    for _ in range(60):
        i, j = sorted(random.sample(range(len(rules)), 2))
        assert ((i, j) in pairs) == _satisfiable(domain, rules[i], rules[j])


@pytest.mark.parametrize("seed", range(10))
def test_hidden_rules(seed: int) -> None:
    model = _table(seed, HitPolicy.FIRST, rules=30)
    rules, domain = _encoded(model)
    analysis = Analysis(model)
    ts = analysis.space.tables["table"]
    for index, rule in enumerate(rules):
        hidden = not _satisfiable(domain, rule, z3.Not(z3.Or(rules[:index])))
        assert (analysis.standing(ts, index) is not Standing.ANSWERS) == hidden
