"""Safety rules that compare two cases, against looking at every two cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import event

from b12tables.compiler import check
from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import AnyOf, Equals, IsKnown, IsUnknown, Test, Value, passes
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import (
    NUMERIC,
    Case,
    Model,
    Never,
    SafetyRule,
    Worsening,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.safety_proof import verdicts
from b12tables.runtime.words import UNKNOWN
from tests.kit.cases import as_values
from tests.kit.small_sets import (
    Seen,
    Whole,
    domain,
    every_case,
    holds,
    place,
    possible_values,
    safety_rules,
    small_model,
    take,
)
from tests.oracles.test_analysis import _too_large
from tests.strategies import choices, run_part

EXAMPLES = Path(__file__).parents[2] / "examples"


def _one_of(values: list[Value]) -> Test:
    tests: list[Test] = [IsUnknown() if value in (UNKNOWN, None) else Equals(value) for value in values]
    return tests[0] if len(tests) == 1 else AnyOf(tuple(tests))


def _order(random: Random, values: list[Value], at_least: int) -> list[list[Value]]:
    """Some of the values, shared out to steps."""
    left = random.sample(values, random.randint(min(at_least, len(values)), len(values)))
    steps: list[list[Value]] = []
    for value in left:
        if steps and len(left) > at_least and random.random() < 0.3:
            random.choice(steps).append(value)
        else:
            steps.append([value])
    return steps


def _worse(random: Random, model: Model) -> Worsening | None:
    inputs = [name for name in model.fields if name not in model.produced_by]
    fields = [model.fields[name] for name in inputs if model.fields[name].type != "choices"]
    if not fields:
        return None
    field = random.choice(fields)
    where = place("B2")
    if field.type in (*NUMERIC, "date") and random.random() < 0.5:
        return Worsening(field.code, (), "rising or falling", where, random.random() < 0.5)
    if field.unknown and random.random() < 0.3:
        return Worsening(field.code, (IsKnown(), IsUnknown()), "known < unknown", where)
    steps = _order(random, possible_values(model, field.code), 2)
    if len(steps) < 2:
        return None
    return Worsening(field.code, tuple(map(_one_of, steps)), "an order", where)


def _never(random: Random, model: Model) -> Never | None:
    tables = [table for table in model.decisions if table.hit_policy is not HitPolicy.COLLECT_SUM]
    if not tables:
        return None
    table = random.choice(tables)
    name = random.choice(table.output_fields)
    field = model.fields[name]
    line = Never(name, random.random() < 0.5, "never so", place("C2"))
    if random.random() < 0.3:
        (spared,) = safety_rules(random, model, 1)
        tests = [test for test in spared.must if test.field in model.produced_by]
        line = replace(line, unless=tests[0] if tests else None)
    if name in model.set_valued:
        column = table.output_fields.index(name)
        members = list(dict.fromkeys(rule.results[column].value for rule in table.rules))
        some = tuple(value for value in members if value is not None and random.random() < 0.7)
        return line if random.random() < 0.5 else replace(line, members=some)
    if field.type in (*NUMERIC, "date"):
        apart = _one_of(random.sample(domain(model, name), 1)) if random.random() < 0.2 else None
        return replace(line, none=random.choice(("first", "last", "")), apart=apart)
    if field.type == "choices":
        return None
    values = domain(model, name)
    return replace(line, order=tuple(map(_one_of, _order(random, values, 1))))


def _rule(random: Random, model: Model, number: int) -> SafetyRule | None:
    worse, line = _worse(random, model), _never(random, model)
    if worse is None or line is None:
        return None
    (beside,) = safety_rules(random, model, 1)
    when = beside.when[:1] if random.random() < 0.4 else ()
    return SafetyRule(f"P{number}", when, (), "why", place(f"A{number}"), (), worse, (line,))


# ---------------------------------------------------------------- the oracle


def _is_worse(worse: Worsening, one: Value, two: Value) -> bool:
    if worse.steps:
        at = [[i for i, step in enumerate(worse.steps) if passes(step, value)] for value in (one, two)]
        return bool(at[0] and at[1]) and at[0][0] < at[1][0]
    if UNKNOWN in (one, two):
        return False
    return two < one if worse.falling else one < two  # type: ignore[operator]


def _breaks(line: Never, one: Seen, two: Seen) -> bool:
    if line.field not in one or line.field not in two:
        return False
    if line.unless is not None and (line.unless.field not in two or holds(line.unless, two)):
        return False
    before, after = one[line.field], two[line.field]
    if isinstance(before, frozenset) and isinstance(after, frozenset):
        missing = after - before if line.more else before - after
        return any(line.members is None or member in line.members for member in missing)
    ranks = []
    for value in (before, after):
        if line.apart is not None and passes(line.apart, value):
            return False
        if line.order:
            ranks.append(next((Fraction(i) for i, s in enumerate(line.order) if passes(s, value)), None))
        elif value in (UNKNOWN, None):
            ranks.append({"first": Fraction(-(10**9)), "last": Fraction(10**9), "": None}[line.none])
        else:
            ranks.append(Fraction(value.toordinal()) if isinstance(value, date) else value)
    if None in ranks:
        return False
    return ranks[1] > ranks[0] if line.more else ranks[1] < ranks[0]


def _pairs(rule: SafetyRule, cases: list[Whole]) -> list[tuple[Whole, Whole]]:
    """Every two cases that differ as the rule says, in its input alone."""
    assert rule.worse is not None
    name = rule.worse.field
    alike: dict[object, list[Whole]] = {}
    for whole in cases:
        if name in whole.given and all(holds(line, whole.values) for line in rule.when):
            alike.setdefault(tuple((n, v) for n, v in whole.given.items() if n != name), []).append(whole)
    return [
        (one, two)
        for group in alike.values()
        for one, two in product(group, group)
        if _is_worse(rule.worse, one.given[name], two.given[name])
    ]


@pytest.mark.parametrize("part", range(6))
def test_what_is_proved_of_two_cases_holds_for_every_two(part: int) -> None:
    run_part(part, 50, _proved_holds, choices())


def _proved_holds(random: Random) -> None:
    model = small_model(random)
    if _too_large(model):
        return
    rules = [rule for n in range(4) if (rule := _rule(random, model, n)) is not None]
    model = replace(model, safety_rules=tuple(rules))
    findings, certificate = run_checks(model)
    assert not [finding for finding in findings if finding.name == "analysis-incomplete"]
    broken = {f.rules[0]: f for f in findings if f.name == "broken-safety-rule"}
    vacuous = {f.rules[0] for f in findings if f.name == "vacuous-safety-rule"}
    cases = list(every_case(model))
    if not cases:  # that no patient is left is an error of its own
        assert [finding for finding in findings if finding.severity == "error"]
        return
    for rule in rules:
        pairs = _pairs(rule, cases)
        breaking = [(o, t) for o, t in pairs if any(_breaks(n, o.values, t.values) for n in rule.never)]
        event(f"broken {bool(breaking)}")
        assert (rule.id in broken) == bool(breaking), (rule, breaking[:1])
        fields = {line.field for line in rule.never}
        decided = [(o, t) for o, t in pairs if fields <= o.values.keys() and fields <= t.values.keys()]
        assert (rule.id in vacuous) <= (not decided), rule
        if cases and rule.worse is not None and rule.worse.steps:
            # of numbers two in one piece count, though the piece may be a single number
            assert (rule.id in vacuous) == (not decided), rule
        if rule.id in broken:
            _shown(model, rule, broken[rule.id])
    verdicts = {entry["id"]: entry["verdict"] for entry in certificate.safety_rules}
    assert {name for name, verdict in verdicts.items() if verdict == "broken"} == broken.keys()


def _shown(model: Model, rule: SafetyRule, finding: object) -> None:
    """Both patients of the finding are possible, differ as the rule says, and break it."""
    worse = as_values(model, finding.example)  # type: ignore[attr-defined]
    better = as_values(model, finding.data["beside"])  # type: ignore[attr-defined]
    assert rule.worse is not None
    assert {n for n in worse | better if worse.get(n) != better.get(n)} == {rule.worse.field}
    # what nothing asks for is not in an example: one way to fill it in, or to leave it out, must do for both
    inputs = [name for name in model.fields if name not in model.produced_by]
    open_ = [name for name in inputs if name not in worse]
    assert all(model.fields[name].unknown or not _asked_for(model, name) for name in open_)
    ways = product(
        *([UNKNOWN] if model.fields[n].unknown else [None, *possible_values(model, n)] for n in open_)
    )
    filled = [{n: v for n, v in zip(open_, way, strict=True) if v is not None} for way in ways]
    tried = [(take(model, better | more), take(model, worse | more)) for more in filled]
    one, two = next(pair for pair in tried if not any(_impossible(model, whole) for whole in pair))
    for whole in (one, two):
        assert all(holds(line, whole.values) for line in rule.when)
    assert _is_worse(rule.worse, one.given[rule.worse.field], two.given[rule.worse.field])
    assert any(_breaks(line, one.values, two.values) for line in rule.never)


def _asked_for(model: Model, name: str) -> bool:
    return any(name in table.input_fields for table in model.decisions)


def _impossible(model: Model, whole: Whole) -> bool:
    return any(all(holds(test, whole.values) for test in c.tests) for c in model.impossible)


@pytest.mark.parametrize("part", range(2))
def test_worked_cases_change_no_verdict(part: int) -> None:
    run_part(part, 40, _same_with_cases, choices())


def _same_with_cases(random: Random) -> None:
    """What worked cases show needs no search; that there is somebody whom a rule is about stays as it is."""
    model = small_model(random)
    if _too_large(model):
        return
    rules = [rule for n in range(4) if (rule := _rule(random, model, n)) is not None]
    model = replace(model, safety_rules=tuple(rules))
    possible = list(every_case(model))
    shown = random.sample(possible, min(len(possible), 5))
    cases = [Case(f"C{n}", "", whole.given, (), place(f"A{n}")) for n, whole in enumerate(shown)]
    without, beside = (verdicts(Analysis(replace(model, cases=tuple(some)))) for some in ([], cases))
    for one, other in zip(without, beside, strict=True):
        event(one.outcome)
        assert one.outcome == other.outcome, one.rule


def test_where_a_dose_is_computed_from_what_is_worse() -> None:
    """A broken order is told, with both patients, in a set whose doses hang on the input that it is about."""
    model = check(EXAMPLES / "warfarin").model
    assert model is not None
    turned = {
        rule.id: replace(rule, worse=replace(rule.worse, falling=True))
        for rule in model.safety_rules
        if rule.worse is not None and rule.worse.field == "inr"
    }
    rules = tuple(turned.get(rule.id, rule) for rule in model.safety_rules)
    findings, _ = run_checks(replace(model, safety_rules=rules))
    told = [finding for finding in findings if finding.name == "broken-safety-rule"]
    assert len(told) == len(turned) == 1
    for finding in told:
        one, other = finding.example, finding.data["beside"]
        assert isinstance(other, dict)
        assert {name for name in one | other if one.get(name) != other.get(name)} == {"inr"}
