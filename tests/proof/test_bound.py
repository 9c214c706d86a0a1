"""Tables that are too hard, or too large to be told in full: the analysis ends, and says what it left open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import comb
from random import Random

import pytest

from b12tables.compiler import blocks
from b12tables.compiler.checks import fixes, run_checks
from b12tables.compiler.checks.overlap import ORDERED
from b12tables.compiler.model import Anything, Equals
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import Clause, Condition, Field, Model, Result, Rule
from b12tables.compiler.proof.analysis import STEPS_PER_SECOND, Analysis
from b12tables.compiler.proof.grid import meeting_pairs
from benchmarks.analysis import HERE, yes_no
from tests.kit.steps import A_SECOND, counted
from tests.kit.tables import model_from_markdown


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


@pytest.mark.slow
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
        assert bool(one_by_one) == (policy is HitPolicy.UNIQUE)
        told = len(one_by_one) + int(str(rest.data["count"]))
        pairs = sum(1 for _ in meeting_pairs(Analysis(model).space.tables[table.code].grid))
        assert told == pairs


@pytest.mark.slow
def test_what_one_question_spends_is_spent() -> None:
    """Tables whose completeness is hard to settle do not each get a part of the whole bound."""
    model = _side_by_side(4, 400, 90, 3, HitPolicy.FIRST)
    bound = 0.2
    analysis = Analysis(model, bound)
    parts = [analysis.gaps(ts) for ts in analysis.tables]
    assert not any(part.whole for part in parts)
    assert all(decision in {d for d, _ in analysis.unfinished} for decision in model.decision)
    assert analysis.budget.used < 1.1 * bound * STEPS_PER_SECOND


@pytest.mark.slow
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
    assert len(told) == (1 if policy is HitPolicy.FIRST else 201)
    assert told[-1].data["count"] == pairs - len(told) + 1
    if policy is HitPolicy.FIRST:
        regions = told[0].data["regions"]
        assert isinstance(regions, list) and len(regions) == ORDERED
    assert {rule for finding in told for rule in finding.rules} == {f"R{n + 1}" for n in range(300)}


def _chained(rules: int, columns: int, policy: HitPolicy, seed: int) -> Model:
    """A list of duties over columns that small tables upstream decide, neighbours of which share an input.

    Rules give one of a few answers, and some of them are superfluous, as they are while a table grows.
    """
    random = Random(seed)
    wide = yes_no(rules, columns, 3, seed=seed)
    table = wide.decisions[0]
    yes, no, either = (Condition(test, "", HERE) for test in (Equals(True), Equals(False), Anything()))
    asked = {f"q{n}": replace(wide.fields["c0"], code=f"q{n}", label=f"Q{n}") for n in range(columns + 1)}
    rows = ((yes, yes, True), (yes, no, False), (no, either, False))
    upstream = [
        replace(
            table,
            code=f"u{n}",
            label=f"U{n}",
            hit_policy=HitPolicy.UNIQUE,
            inputs=(Clause(f"q{n}", HERE), Clause(f"q{n + 1}", HERE)),
            outputs=(Clause(name, HERE),),
            rules=tuple(
                Rule(f"R{i}", (first, second), (Result(value, "", HERE),), HERE)
                for i, (first, second, value) in enumerate(rows)
            ),
        )
        for n, name in enumerate(table.input_fields)
    ]
    listed = [replace(rule, results=(random.choice(table.rules).results)) for rule in table.rules]
    for n in range(0, rules, 10):
        # a row that says nothing new: it has one condition more than another
        of = listed[n]
        conditions = list(of.conditions)
        conditions[next(c for c, o in enumerate(conditions) if o.test == Anything())] = yes
        listed.append(replace(of, id=f"S{n}", conditions=tuple(conditions)))
    lists = policy in (HitPolicy.COLLECT, HitPolicy.RULE_ORDER)
    grown = replace(table, hit_policy=policy, rules=tuple(listed), may_be_empty=lists)
    return replace(wide, fields={**asked, **wide.fields}, decisions=(*upstream, grown))


@pytest.mark.slow
@pytest.mark.parametrize("policy", [HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.COLLECT_COUNT])
@pytest.mark.parametrize(("rules", "columns"), [(30, 20), (60, 40)])
def test_long_lists_are_analysed(policy: HitPolicy, rules: int, columns: int) -> None:
    for seed in range(3):
        model = _chained(rules, columns, policy, seed)
        findings, certificate = run_checks(model)
        assert not [f for f in findings if f.name == "analysis-incomplete"]
        assert not certificate.skipped
        # each row that holds is said, or counted: none of them is superfluous
        assert not [f for f in findings if f.name == "subsumed-rule"]


def test_a_question_that_could_only_warn_does_not_stand_in_the_way() -> None:
    """Nothing but superfluous columns and the like is left open: whoever builds is told, and may build."""
    model = _side_by_side(1, 40, 30, 6, HitPolicy.COLLECT_SUM)
    numbers = [
        replace(rule, results=(Result(Fraction(n), str(n), HERE),))
        for n, rule in enumerate(model.decisions[0].rules)
    ]
    answer = Field("answer0", "answer0", "number", HERE)
    table = replace(model.decisions[0], hit_policy=HitPolicy.COLLECT_MAX, rules=tuple(numbers))
    otherwise = Rule("Otherwise", (), (Result(Fraction(0), "0", HERE),), HERE, otherwise=True)
    model = replace(
        model,
        fields={**model.fields, "answer0": answer},
        decisions=(replace(table, otherwise=otherwise),),
    )
    findings, certificate = run_checks(model, bound=0.01)
    (open_,) = [f for f in findings if f.name == "analysis-incomplete"]
    assert open_.severity == "warning"
    assert not any(blocks(f) for f in findings)
    assert certificate.skipped


def test_the_advice_works() -> None:
    """Whoever raises the bound as the report says, as often as it says so, comes to the end."""
    model = _side_by_side(2, 14, 20, 4, HitPolicy.UNIQUE)
    bound, tried = 0.001, 0
    while True:
        findings, _ = run_checks(model, bound=bound)
        open_ = [f for f in findings if f.name == "analysis-incomplete"]
        if not open_:
            break
        tried += 1
        (said,) = {help_ for f in open_ for help_ in f.help}
        assert f"was {bound:g} " in said
        bound = float(said.split("--bound ")[1].split(",")[0])
    assert 0 < tried < 12


def test_edits_of_a_very_large_table_are_not_tried_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    model = yes_no(4, 3, 2)

    def helps() -> list[tuple[str, ...]]:
        return [
            f.help for f in run_checks(model)[0] if f.name in ("gap", "overlap") and f.severity == "error"
        ]

    tried = helps()
    assert tried and not any(fixes.TOO_LARGE in help for help in tried)
    monkeypatch.setattr(fixes, "LARGE", 10)
    assert all(fixes.TOO_LARGE in help for help in helps())


def test_a_wide_gap_is_not_taken_apart_into_all_its_combinations() -> None:
    """One gap over forty columns has as many parts as two to the forty: it is looked at as a whole."""
    one_rule = yes_no(1, 40, 40, seed=3)
    names = [f"n{n}" for n in range(16)]
    fields = "\n".join(f"- {name}: number, 0..120" for name in names)
    rows = "\n".join(f"| R{n} |{' - |' * n} 18 to 64 |{' - |' * (15 - n)} go |" for n in range(16))
    heads = " | ".join(names)
    kinds = " | ".join(["When"] * 16)
    ranges = model_from_markdown(
        f"## Fields\n{fields}\n- plan: choice (go, stay)\n\n## Decision: Plan\n"
        f"| | {kinds} | Then |\n|{'---|' * 18}\n| Rule | {heads} | plan |\n{rows}\n"
    )
    for model in (one_rule, ranges):
        (findings, _), _ = counted(partial(run_checks, model, bound=0.2), A_SECOND)
        assert "gap" in {finding.name for finding in findings}
