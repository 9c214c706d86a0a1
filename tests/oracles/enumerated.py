"""What an analysis says of tables and safety rules, held to every case, which were taken one by one.

The cases come from whoever enumerates them: `tests.kit.small_sets` for small sets, the reference evaluator for sets
with scores and doses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations

from b12tables.compiler.checks.other_policy import MeantAsFirst
from b12tables.compiler.checks.overlap import OrderDecides
from b12tables.compiler.model import (
    DecisionTable,
    Finding,
    HitPolicy,
    Model,
    Rule,
    Test,
    evaluate,
    rank_rules,
)
from tests.kit.cases import as_values, in_region
from tests.kit.small_sets import Look, Whole, holds

Admits = Callable[[Model, str, Test], bool]
"""Whether some value of a field passes a test."""


def tables_as_enumerated(
    model: Model, cases: list[Whole], findings: tuple[Finding, ...], admits: Admits | None = None
) -> None:
    """Gaps, overlaps, conflicts, lists and rules that never answer are what the cases show, region by region."""
    for table in model.decisions:
        _gaps(model, table, cases, findings)
        _pairs(model, table, cases, findings)
        _ordered_pairs(model, table, cases, findings)
        _together(model, table, cases, findings)
        _kept_from_answering(model, table, cases, findings, admits)


def named(findings: tuple[Finding, ...], name: str, decision: str | None = None) -> list[Finding]:
    return [f for f in findings if f.name == name and (decision is None or f.decision == decision)]


def _looks(table: DecisionTable, cases: list[Whole]) -> list[Look]:
    """What the table does, once for each thing that it sees."""
    looks = (whole.looks[table.code] for whole in cases if table.code in whole.looks)
    return list({tuple(look.seen.items()): look for look in looks}.values())


def _gaps(model: Model, table: DecisionTable, cases: list[Whole], findings: tuple[Finding, ...]) -> None:
    looks = _looks(table, cases)
    lists = table.hit_policy.gives_list
    name = "otherwise-covers" if table.otherwise else "empty-list" if lists else "gap"
    found = named(findings, name, table.code)
    uncounted = table.hit_policy is HitPolicy.COLLECT_COUNT or (lists and table.may_be_empty)
    if table.otherwise is None and uncounted:
        assert not found
        return
    others = {"otherwise-covers", "empty-list", "gap"} - {name}
    assert not any(named(findings, other, table.code) for other in others)
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
    looks = _looks(table, cases)
    expected = defaultdict(list)
    for look in looks:
        for one, two in combinations(look.hits, 2):
            if any(None not in (row[one][c], row[two][c]) and row[one][c] != row[two][c] for c in single):
                expected[one, two].append(look)
    if not table.hit_policy.gives_list or table.may_be_empty:
        expected.clear()
    found = {finding.rules: finding for finding in named(findings, "two-values", table.code)}
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
    rank = ranks(model, table)
    expected = defaultdict(list)
    looks = _looks(table, cases)
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
    errors = [f for f in named(findings, name, table.code) if f.severity == "error"]
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
    looks = _looks(table, cases)
    for look in looks:
        for pair in combinations(look.hits, 2):
            expected[pair].append(look)
    if not table.hit_policy.chooses:
        expected.clear()
    notes = [f for f in named(findings, "overlap", table.code) if f.severity == "info"]
    assert len(notes) == bool(expected)
    for note in notes:
        assert isinstance(note.extras, OrderDecides)
        pairs = note.extras.pairs
        assert set(pairs) == set(expected) and len(pairs) == note.extras.count
        assert set(note.rules) == {rule for pair in expected for rule in pair}
        for told in note.extras.regions:
            meant = expected[told.rules]
            assert all((look in meant) == in_region(model, look.seen, told.region) for look in looks)


def ranks(model: Model, table: DecisionTable) -> dict[str, tuple[int, ...]]:
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


def _kept_from_answering(
    model: Model,
    table: DecisionTable,
    cases: list[Whole],
    findings: tuple[Finding, ...],
    admits: Admits | None,
) -> None:
    """Rules that no case reaches, and rules that never give the answer."""
    looks = _looks(table, cases)
    held = {rule for look in looks for rule in look.hits}
    unreached = {
        f.rules[0] for n in ("impossible-rule", "unreachable-rule") for f in named(findings, n, table.code)
    }
    never = {rule.id for rule in table.rules} - held
    # a rule with a cell that admits nothing is reported where the cell is read
    assert unreached <= never
    contradicting = any(f.name in ("overlap", "conflict") and f.severity == "error" for f in findings)
    for rule in table.rules:
        # what only a contradiction upstream keeps away is not held against the rule
        if rule.id in never - unreached and not contradicting:
            cells = zip(table.input_fields, rule.conditions, strict=True)
            assert admits is None or not all(admits(model, name, c.test) for name, c in cells), rule
    masked = {f.rules[0] for f in named(findings, "masked-rule", table.code)} - {"Otherwise"}
    expected = set()
    if table.hit_policy.chooses:
        expected = {rule for rule in held if not any(_wins(model, table, rule, look.hits) for look in looks)}
    assert masked == expected or (contradicting and masked - expected <= never)
    if table.otherwise is not None:
        used = any(not look.hits for look in looks)
        assert used != bool(
            [f for f in named(findings, "masked-rule", table.code) if f.rules == ("Otherwise",)]
        )


def _wins(model: Model, table: DecisionTable, rule: str, hits: tuple[str, ...]) -> bool:
    if rule not in hits:
        return False
    if table.hit_policy is HitPolicy.FIRST:
        return hits[0] == rule
    row = {r.id: tuple(result.value for result in r.results) for r in table.rules}
    rank = ranks(model, table)
    said = (rank[rule], row[rule])
    return all(rank[other] > rank[rule] or (rank[other], row[other]) == said for other in hits)


def safety_as_enumerated(model: Model, cases: list[Whole], findings: tuple[Finding, ...]) -> None:
    broken = {f.rules[0]: f for f in named(findings, "broken-safety-rule")}
    vacuous = {f.rules[0] for f in named(findings, "vacuous-safety-rule")}
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
