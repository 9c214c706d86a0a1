"""Tables that are too hard, or too large to be told in full: the analysis ends, and says what it left open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import comb

import pytest

from b12tables.compiler.analysis import STEPS_PER_SECOND, Analysis
from b12tables.compiler.checks import run_checks
from b12tables.compiler.checks.overlap import ORDERED
from b12tables.compiler.finding import Finding
from b12tables.compiler.model import Clause, HitPolicy, Model
from b12tables.compiler.partition import meeting_pairs
from benchmarks.analysis import HERE, yes_no


def _side_by_side(tables: int, rules: int, columns: int, conditions: int, policy: HitPolicy) -> Model:
    """Random tables over the same yes/no columns: each of them is hard."""
    fields = {}
    decisions = []
    for n in range(tables):
        one = yes_no(rules, columns, conditions, seed=n)
        answer = f"answer{n}"
        fields |= {name: field for name, field in one.fields.items() if name != "answer"}
        fields[answer] = replace(one.fields["answer"], code=answer, label=answer)
        decisions.append(
            replace(
                one.decisions[0],
                code=f"t{n}",
                label=f"T{n}",
                hit_policy=policy,
                outputs=(Clause(answer, HERE),),
            )
        )
    return replace(one, fields=fields, decisions=tuple(decisions))


def _alike(rules: int, policy: HitPolicy) -> Model:
    """A table in which every rule has the same condition."""
    model = yes_no(2, 1, 1)
    table = model.decisions[0]
    row = table.rules[0]
    answers = [f"a{n % 2}" for n in range(rules)]
    rows = tuple(
        replace(row, id=f"R{n + 1}", results=(replace(row.results[0], value=answer),))
        for n, answer in enumerate(answers)
    )
    return replace(model, decisions=(replace(table, hit_policy=policy, rules=rows),))


def _by_name(findings: list[Finding]) -> dict[tuple[str, str | None], list[Finding]]:
    found = defaultdict(list)
    for finding in findings:
        found[finding.name, finding.decision].append(finding)
    return found


@pytest.mark.parametrize("policy", [HitPolicy.UNIQUE, HitPolicy.PRIORITY])
def test_no_table_takes_the_bound_from_the_others(policy: HitPolicy) -> None:
    model = _side_by_side(3, 80, 30, 5, policy)
    findings, certificate = run_checks(model, bound=0.2)
    found = _by_name(list(findings))
    for table in model.decisions:
        (gap,) = found["gap", table.code]
        assert gap.example
        assert gap.data["complete"] is False
        (open_,) = found["analysis-incomplete", table.code]
        questions = open_.data["not_established"]
        assert isinstance(questions, list)
        assert any("gaps" in question for question in questions)
        assert any(entry.startswith(table.label) for entry in certificate.skipped)
        ordered = found["overlap", table.code]
        *one_by_one, rest = ordered
        told = len(one_by_one) + int(str(rest.data["count"]))
        pairs = sum(1 for _ in meeting_pairs(Analysis(model).space.tables[table.code].grid))
        assert told == pairs


def test_what_one_question_spends_is_spent() -> None:
    """Tables whose completeness is hard to settle do not each get a part of the whole bound."""
    model = _side_by_side(4, 400, 90, 3, HitPolicy.FIRST)
    bound = 0.2
    analysis = Analysis(model, bound)
    parts = [analysis.gaps(ts) for ts in analysis.tables]
    assert not any(part.whole for part in parts)
    assert all(decision in {d for d, _ in analysis.unfinished} for decision in model.decision)
    assert analysis.budget.used < 1.1 * bound * STEPS_PER_SECOND


@pytest.mark.parametrize(
    ("policy", "name", "pairs"),
    [
        (HitPolicy.UNIQUE, "overlap", comb(300, 2)),
        (HitPolicy.FIRST, "overlap", comb(300, 2)),
        (HitPolicy.ANY, "conflict", 150 * 150),
    ],
)
def test_rules_that_are_all_alike(policy: HitPolicy, name: str, pairs: int) -> None:
    findings, _ = run_checks(_alike(300, policy))
    told = [finding for finding in findings if finding.name == name]
    assert len(told) == (ORDERED if policy is HitPolicy.FIRST else 200) + 1
    assert told[-1].data["count"] == pairs - len(told) + 1
    assert {rule for finding in told for rule in finding.rules} == {f"R{n + 1}" for n in range(300)}
