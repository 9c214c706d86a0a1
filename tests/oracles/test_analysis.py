"""The analysis against the enumeration of every case, on small random table sets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import strategies as st

from b12tables.compiler.checks import run_checks
from b12tables.compiler.checks.other_policy import MeantAsFirst
from b12tables.compiler.checks.overlap import OrderDecides
from b12tables.compiler.model import Test, passes
from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.hit_policy import HitPolicy, rank_rules
from b12tables.compiler.model.tables import DecisionTable, Model, Rule
from b12tables.compiler.proof.analysis import STEPS_PER_SECOND
from tests.kit.cases import as_values, in_region
from tests.kit.small_sets import Whole, domain, every_case, holds, look_at, possible_values, small_model
from tests.kit.tables import model_from_markdown
from tests.strategies import run_part, small_models


def _too_large(model: Model) -> bool:
    size = 1
    for name in model.fields:
        if name not in model.produced_by:
            size *= len(possible_values(model, name))
    return size > 1500


def _named(findings: tuple[Finding, ...], name: str, decision: str | None = None) -> list[Finding]:
    return [f for f in findings if f.name == name and (decision is None or f.decision == decision)]


@pytest.mark.parametrize("part", range(30))
def test_findings_are_what_enumeration_says(part: int) -> None:
    run_part(part, 50, _as_enumerated, small_models())


def _as_enumerated(model: Model) -> None:
    if _too_large(model):
        return
    cases = list(every_case(model))
    findings, _ = run_checks(model)
    assert not _named(findings, "analysis-incomplete")
    assert bool(_named(findings, "contradicting-impossible")) == (not cases)
    if not cases:
        return
    for table in model.decisions:
        _gaps(model, table, cases, findings)
        _pairs(model, table, cases, findings)
        _ordered_pairs(model, table, cases, findings)
        _together(model, table, cases, findings)
        _standings(model, table, cases, findings)
        _unused_inputs(model, table, findings)
        _superfluous(model, table, findings)
    _safety(model, cases, findings)


def _gaps(model: Model, table: DecisionTable, cases: list[Whole], findings: tuple[Finding, ...]) -> None:
    looks = [whole.looks[table.code] for whole in cases if table.code in whole.looks]
    lists = table.hit_policy.gives_list
    name = "otherwise-covers" if table.otherwise else "empty-list" if lists else "gap"
    found = _named(findings, name, table.code)
    uncounted = table.hit_policy is HitPolicy.COLLECT_COUNT or (lists and table.may_be_empty)
    if table.otherwise is None and uncounted:
        assert not found
        return
    others = {"otherwise-covers", "empty-list", "gap"} - {name}
    assert not any(_named(findings, other, table.code) for other in others)
    uncovered = [look for look in looks if not look.hits]
    assert bool(found) == bool(uncovered), (found, uncovered[:1])
    for look in looks:
        assert (not look.hits) == any(in_region(model, look.seen, one.region) for one in found), look
    for finding in found:
        if finding.name == "gap":
            _confirmed(model, finding, "no-rule")
        elif finding.name == "empty-list":
            assert _answered(model, finding) == ()


def _answered(model: Model, finding: Finding) -> object:
    """What the evaluator answers to the finding's example; an answer that something else refuses is none."""
    assert finding.example is not None and finding.decision is not None
    evaluation = evaluate(model, as_values(model, finding.example))
    assert not {t.name for t in evaluation.problems} & {"missing-input", "out-of-range", "impossible"}
    return evaluation.outputs[finding.decision]


def _together(model: Model, table: DecisionTable, cases: list[Whole], findings: tuple[Finding, ...]) -> None:
    """Pairs of rules of a list that give two values to a result that has one."""
    row = {rule.id: tuple(result.value for result in rule.results) for rule in table.rules}
    single = [c for c, name in enumerate(table.output_fields) if model.fields[name].type != "choices"]
    looks = [whole.looks[table.code] for whole in cases if table.code in whole.looks]
    expected = defaultdict(list)
    for look in looks:
        for one, two in combinations(look.hits, 2):
            if any(None not in (row[one][c], row[two][c]) and row[one][c] != row[two][c] for c in single):
                expected[one, two].append(look)
    if not table.hit_policy.gives_list or table.may_be_empty:
        expected.clear()
    found = {finding.rules: finding for finding in _named(findings, "two-values", table.code)}
    assert set(found) == set(expected)
    for pair, finding in found.items():
        for look in looks:
            assert (look in expected[pair]) == in_region(model, look.seen, finding.region)
        answer = _answered(model, finding)
        assert isinstance(answer, tuple) and len(answer) > 1


def _confirmed(model: Model, finding: Finding, trouble: str) -> None:
    """The finding's example is accepted by the evaluator and shows the trouble."""
    assert finding.example is not None
    problems = {(t.name, t.about) for t in evaluate(model, as_values(model, finding.example)).problems}
    assert (trouble, finding.decision) in problems
    assert not {name for name, _ in problems} & {"missing-input", "out-of-range", "impossible"}


def _pairs(model: Model, table: DecisionTable, cases: list[Whole], findings: tuple[Finding, ...]) -> None:
    """Pairs that leave a case without an answer."""
    name = "overlap" if table.hit_policy is HitPolicy.UNIQUE else "conflict"
    row = {rule.id: tuple(result.value for result in rule.results) for rule in table.rules}
    rank = _ranks(model, table)
    expected = defaultdict(list)
    looks = [whole.looks[table.code] for whole in cases if table.code in whole.looks]
    for look in looks:
        hits = list(look.hits)
        if table.hit_policy.takes_best and hits:
            best = min(rank[rule] for rule in hits)
            hits = [rule for rule in hits if rank[rule] == best]
        for pair in combinations(hits, 2):
            differ = row[pair[0]] != row[pair[1]]
            agree = table.hit_policy is HitPolicy.ANY or table.hit_policy.takes_best
            if table.hit_policy is HitPolicy.UNIQUE or (agree and differ):
                expected[pair].append(look)
    errors = [f for f in _named(findings, name, table.code) if f.severity == "error"]
    whole = [f for f in errors if isinstance(f.extras, MeantAsFirst)]
    if whole:
        # all pairs of a table that was meant as First are one finding
        assert errors == whole[:1]
        assert set(errors[0].extras.pairs) == set(expected)
        _confirmed(model, errors[0], "overlap")
        return
    found = {f.rules: f for f in errors}
    assert set(found) == set(expected)
    for pair, finding in found.items():
        for look in looks:
            assert (look in expected[pair]) == in_region(model, look.seen, finding.region)
        _confirmed(model, finding, "overlap" if table.hit_policy is HitPolicy.UNIQUE else "conflict")


def _ordered_pairs(
    model: Model, table: DecisionTable, cases: list[Whole], findings: tuple[Finding, ...]
) -> None:
    """Pairs between which the order of a table decides: one note, which tells each with its patients."""
    expected = defaultdict(list)
    looks = [whole.looks[table.code] for whole in cases if table.code in whole.looks]
    for look in looks:
        for pair in combinations(look.hits, 2):
            expected[pair].append(look)
    if not table.hit_policy.chooses:
        expected.clear()
    notes = [f for f in _named(findings, "overlap", table.code) if f.severity == "info"]
    assert len(notes) == bool(expected)
    for note in notes:
        assert isinstance(note.extras, OrderDecides)
        pairs = note.extras.pairs
        assert set(pairs) == set(expected) and len(pairs) == note.extras.count
        assert set(note.rules) == {rule for pair in expected for rule in pair}
        for told in note.extras.regions:
            meant = expected[told.rules]
            assert all((look in meant) == in_region(model, look.seen, told.region) for look in looks)


def _ranks(model: Model, table: DecisionTable) -> dict[str, tuple[int, ...]]:
    """How the rules rank; that a policy says so is its definition, and of Priority it is worked out here again."""
    orders = [model.fields[name].value_codes for name in table.output_fields]
    rows = [[result.value for result in rule.results] for rule in table.rules]
    ranked = rank_rules(table.hit_policy, orders, rows)
    ranks = {rule.id: rank for rule, rank in zip(table.rules, ranked, strict=True)}
    if table.hit_policy is HitPolicy.PRIORITY:
        assert ranks == {rule.id: _rank(model, table, rule) for rule in table.rules}
    return ranks


def _rank(model: Model, table: DecisionTable, rule: Rule) -> tuple[int, ...]:
    ranks = []
    for name, result in zip(table.output_fields, rule.results, strict=True):
        codes = model.fields[name].value_codes
        ranks.append(codes.index(result.value) if result.value in codes else len(codes))
    return tuple(ranks)


def _standings(model: Model, table: DecisionTable, cases: list[Whole], findings: tuple[Finding, ...]) -> None:
    """Rules that no case reaches, and rules that never give the answer."""
    looks = [whole.looks[table.code] for whole in cases if table.code in whole.looks]
    held = {rule for look in looks for rule in look.hits}
    unreached = {
        f.rules[0] for n in ("impossible-rule", "unreachable-rule") for f in _named(findings, n, table.code)
    }
    never = {rule.id for rule in table.rules} - held
    # a rule with a cell that admits nothing is reported where the cell is read
    assert unreached <= never
    contradicting = any(f.name in ("overlap", "conflict") and f.severity == "error" for f in findings)
    for rule in table.rules:
        # what only a contradiction upstream keeps away is not held against the rule
        if rule.id in never - unreached and not contradicting:
            cells = zip(table.input_fields, rule.conditions, strict=True)
            assert not all(_admits(model, name, condition.test) for name, condition in cells), rule
    masked = {f.rules[0] for f in _named(findings, "masked-rule", table.code)} - {"Otherwise"}
    expected = set()
    if table.hit_policy.chooses:
        expected = {rule for rule in held if not any(_wins(model, table, rule, look.hits) for look in looks)}
    assert masked == expected or (contradicting and masked - expected <= never)
    if table.otherwise is not None:
        used = any(not look.hits for look in looks)
        assert used != bool(
            [f for f in _named(findings, "masked-rule", table.code) if f.rules == ("Otherwise",)]
        )


def _admits(model: Model, name: str, test: Test) -> bool:
    """Whether some value of the field passes the test."""
    return any(passes(test, value) for value in domain(model, name))


def _wins(model: Model, table: DecisionTable, rule: str, hits: tuple[str, ...]) -> bool:
    if rule not in hits:
        return False
    if table.hit_policy is HitPolicy.FIRST:
        return hits[0] == rule
    row = {r.id: tuple(result.value for result in r.results) for r in table.rules}
    rank = _ranks(model, table)
    said = (rank[rule], row[rule])
    return all(rank[other] > rank[rule] or (rank[other], row[other]) == said for other in hits)


def _named_ones(model: Model, table: DecisionTable, hits: tuple[str, ...]) -> tuple[str, ...]:
    """The rules that leave no answer: of a table that takes the best rank those of the best."""
    if not hits or not table.hit_policy.takes_best:
        return hits
    rank = _ranks(model, table)
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
    found = {f.data["field"] for f in _named(findings, "unused-input", table.code)}
    assert found == unused


def _superfluous(model: Model, table: DecisionTable, findings: tuple[Finding, ...]) -> None:
    """A subsumed rule can be dropped without changing an answer; of a list, order and repetition count."""
    dropped = {f.rules[0] for f in _named(findings, "subsumed-rule", table.code)}
    if not dropped:
        return
    smaller = replace(table, rules=tuple(rule for rule in table.rules if rule.id not in dropped))
    names = list(dict.fromkeys(table.input_fields))
    for values in list(product(*(domain(model, name) for name in names)))[:3000]:
        seen = dict(zip(names, values, strict=True))
        before = look_at(model, table, seen)
        if before.answer is not None:
            assert look_at(model, smaller, seen).answer == before.answer


def _safety(model: Model, cases: list[Whole], findings: tuple[Finding, ...]) -> None:
    broken = {f.rules[0]: f for f in _named(findings, "broken-safety-rule")}
    vacuous = {f.rules[0] for f in _named(findings, "vacuous-safety-rule")}
    for rule in model.safety_rules:
        told = [whole for whole in cases if all(holds(line, whole.values) for line in rule.when)]
        breaking = [
            whole
            for whole in told
            if any(line.field in whole.values and not holds(line, whole.values) for line in rule.must)
        ]
        assert (rule.id in broken) == bool(breaking), (rule, breaking[:1])
        assert (rule.id in vacuous) <= (bool(rule.when) and not told), rule
        if not any(f.name in ("overlap", "conflict") and f.severity == "error" for f in findings):
            assert (rule.id in vacuous) == (bool(rule.when) and not told), rule


BOUNDS = st.sampled_from([1, 20, 60, 150, 400, 1000, 3000])


@pytest.mark.parametrize("part", range(5))
def test_under_a_bound_what_is_said_is_right_and_what_is_not_is_named(part: int) -> None:
    run_part(part, 50, _right_under_a_bound, small_models(), BOUNDS)


def _right_under_a_bound(model: Model, steps: int) -> None:
    if _too_large(model):
        return
    everything, _ = run_checks(model)
    findings, certificate = run_checks(model, bound=(steps + 0.5) / STEPS_PER_SECOND)
    known, told = {_what(f) for f in everything}, {_what(f) for f in findings}
    incomplete = _named(findings, "analysis-incomplete")
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
