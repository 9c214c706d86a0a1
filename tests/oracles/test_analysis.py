"""The analysis against the enumeration of every case, on small random table sets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Test, passes
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import DecisionTable, Model
from b12tables.compiler.proof.analysis import STEPS_PER_SECOND
from tests.kit.cases import in_region
from tests.kit.small_sets import domain, every_case, look_at, possible_values, small_model
from tests.kit.tables import model_from_markdown
from tests.oracles.enumerated import named, ranks, safety_as_enumerated, tables_as_enumerated
from tests.strategies import run_part, small_models


def _too_large(model: Model) -> bool:
    size = 1
    for name in model.fields:
        if name not in model.produced_by:
            size *= len(possible_values(model, name))
    return size > 1500


@pytest.mark.parametrize("part", range(30))
def test_findings_are_what_enumeration_says(part: int) -> None:
    run_part(part, 50, _as_enumerated, small_models())


def _as_enumerated(model: Model) -> None:
    if _too_large(model):
        return
    cases = list(every_case(model))
    findings, _ = run_checks(model)
    assert not named(findings, "analysis-incomplete")
    inputs = sum(name not in model.produced_by for name in model.fields)
    stated = any(len(whole.given) == inputs for whole in cases)
    assert bool(named(findings, "contradicting-impossible")) == (not stated)
    if not stated:
        return
    tables_as_enumerated(model, cases, findings, _admits)
    for table in model.decisions:
        _unused_inputs(model, table, findings)
        _superfluous(model, table, findings)
    safety_as_enumerated(model, cases, findings)


def _admits(model: Model, name: str, test: Test) -> bool:
    """Whether some value of the field passes the test."""
    return any(passes(test, value) for value in domain(model, name))


def _named_ones(model: Model, table: DecisionTable, hits: tuple[str, ...]) -> tuple[str, ...]:
    """The rules that leave no answer: of a table that takes the best rank those of the best."""
    if not hits or not table.hit_policy.takes_best:
        return hits
    rank = ranks(model, table)
    best = min(rank[rule] for rule in hits)
    return tuple(rule for rule in hits if rank[rule] == best)


def _unused_inputs(model: Model, table: DecisionTable, findings: tuple[Finding, ...]) -> None:
    names = list(dict.fromkeys(table.input_fields))
    domains = [domain(model, name) for name in names]
    size = 1
    for values in domains:
        size *= len(values)
    if size > 1500:
        return
    outcome = {}
    for values in product(*domains):
        look = look_at(model, table, dict(zip(names, values, strict=True)))
        answer = look.answer
        if isinstance(answer, tuple):
            in_order = table.hit_policy is not HitPolicy.COLLECT
            outcome[values] = repr(answer if in_order else sorted(map(repr, answer)))
        else:
            # where there is no answer, the evaluator names the rules that contradict each other
            outcome[values] = (
                repr(answer) if answer is not None else repr(_named_ones(model, table, look.hits))
            )
    unused = set()
    for c, name in enumerate(names):
        groups = defaultdict(set)
        for values, answer in outcome.items():
            groups[values[:c] + values[c + 1 :]].add(answer)
        if all(len(answers) == 1 for answers in groups.values()):
            unused.add(name)
    found = {f.data["field"] for f in named(findings, "unused-input", table.code)}
    assert found == unused


def _superfluous(model: Model, table: DecisionTable, findings: tuple[Finding, ...]) -> None:
    """A subsumed rule can be dropped without changing an answer; of a list, order and repetition count."""
    dropped = {f.rules[0] for f in named(findings, "subsumed-rule", table.code)}
    if not dropped:
        return
    smaller = replace(table, rules=tuple(rule for rule in table.rules if rule.id not in dropped))
    names = list(dict.fromkeys(table.input_fields))
    for values in list(product(*(domain(model, name) for name in names)))[:3000]:
        seen = dict(zip(names, values, strict=True))
        before = look_at(model, table, seen)
        if before.answer is not None:
            assert look_at(model, smaller, seen).answer == before.answer


BOUNDS = st.sampled_from([1, 20, 60, 150, 400, 1000, 3000])


@pytest.mark.parametrize("part", range(5))
def test_under_a_bound_what_is_said_is_right_and_what_is_not_isnamed(part: int) -> None:
    run_part(part, 50, _right_under_a_bound, small_models(), BOUNDS)


def _right_under_a_bound(model: Model, steps: int) -> None:
    if _too_large(model):
        return
    everything, _ = run_checks(model)
    findings, certificate = run_checks(model, bound=(steps + 0.5) / STEPS_PER_SECOND)
    known, told = {_what(f) for f in everything}, {_what(f) for f in findings}
    incomplete = named(findings, "analysis-incomplete")
    # a rule of which it is not known whether it is reached may be called superfluous, which is tried below
    untold = {what for what in told - known if what[0] not in ("analysis-incomplete", *SUPERFLUOUS)}
    assert not untold
    if incomplete:
        assert certificate.skipped
    else:
        assert known == told
    for table in model.decisions:
        _superfluous(model, table, findings)
    for whole in every_case(model):
        for finding in findings:
            look = whole.looks.get(finding.decision or "")
            if look is not None and finding.region and in_region(model, look.seen, finding.region):
                if finding.name in ("gap", "empty-list", "otherwise-covers"):
                    assert not look.hits
                elif finding.name in ("overlap", "conflict", "two-values"):
                    assert set(finding.rules) <= set(look.hits)


SUPERFLUOUS = ("subsumed-rule", "mergeable-rules")


def _what(finding: Finding) -> tuple[object, ...]:
    rules = finding.rules[:1] if finding.name == "masked-rule" else finding.rules
    if finding.name in ("gap", "empty-list", "otherwise-covers"):
        rules = ()
    if finding.name == "overlap" and finding.severity == "info":
        # one note tells all pairs of a table, under a bound those that were looked at
        rules = ()
    return finding.name, finding.decision, rules, finding.data.get("field"), finding.data.get("value")


@pytest.mark.parametrize("seed", range(3))
def test_the_same_tables_give_the_same_report(seed: int) -> None:
    model = small_model(Random(seed))
    assert run_checks(model) == run_checks(model)


@pytest.mark.parametrize("name", ["masked-rule", "subsumed-rule", "duplicate-rule", "mergeable-rules"])
def test_a_finding_about_rules_shows_its_cases(name: str) -> None:
    """The region is exactly what can arise of the rules' cases; the example is one of them."""
    policy = "First" if name == "masked-rule" else "Unique"
    rows = {
        "masked-rule": "| R1 | >= 2 | - | a |\n| R2 | >= 5 | yes | b |\n| R3 | - | - | b |",
        "subsumed-rule": "| R1 | >= 2 | - | a |\n| R2 | >= 5 | yes | a |\n| R3 | < 2 | - | b |",
        "duplicate-rule": "| R1 | >= 5 | yes | a |\n| R2 | >= 5 | yes | b |\n| R3 | < 5 | - | b |",
        "mergeable-rules": "| R1 | >= 5 | yes | a |\n| R2 | >= 5 | no | a |\n| R3 | < 5 | - | b |",
    }[name]
    model = model_from_markdown(
        "## Fields\n- n: whole number, 0..9\n- yn: yes/no\n- r: choice (a, b)\n\n"
        f"## Decision: D\n- Hit policy: {policy}\n\n"
        f"| | When | | Then |\n|---|---|---|---|\n| Rule | n | yn | r |\n{rows}\n"
    )
    (finding,) = [finding for finding in run_checks(model)[0] if finding.name == name]
    (box,) = finding.region
    assert list(box["n"]) == [{"low": 5, "low_closed": True, "high": 9, "high_closed": True}]
    assert list(box.get("yn", ())) == ([] if name == "mergeable-rules" else [{"value": True}])
    assert finding.example is not None and finding.example["n"] >= 5
