"""The tables of the KIE (Drools) static analyser's tests: every finding they assert, and what is true beyond it.

Regions are compared as sets of points (`truth.Grid`). The grid is an oracle of its own: it is first held against
the collection's `ground_truth`. Where that differs from what the origin asserts (`*_agree` false), ground truth wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from b12tables.compiler.reference import evaluate
from tests.conformance.adapter import (
    OutsideFormat,
    Table,
    compiled,
    entries,
    literal_cells,
    rule_numbers,
    translate,
)
from tests.conformance.answers import answer_of, case_of, expected_of
from tests.conformance.truth import Grid

FILE = "kie_dtanalysis.json"
ENTRIES = entries(FILE, "tables")
RUNTIME = entries(FILE, "runtime_hit_policy")

LENIENT_RESULTS = {"FailingOutputConstraints"}
"""Tables with a result that is not among the declared ones: see `test_refused`."""

Entry = Mapping[str, Any]


def title(entry: Entry) -> str:
    return f"{entry['name']}/{entry['table']['decision']}"


def asserting(*keys: str) -> pytest.MarkDecorator:
    """Parametrises over the entries that assert one of these."""
    chosen = [entry for entry in ENTRIES if not keys or any(key in entry["expected"] for key in keys)]
    return pytest.mark.parametrize("entry", chosen, ids=title)


def table_of(entry: Entry) -> Table:
    """The table in our terms; the test is set aside where it needs a feature that we do not have."""
    try:
        return translate(literal_cells(entry))
    except OutsideFormat as problem:
        pytest.skip(f"outside the format: {problem.feature}")


def grid_of(entry: Entry, table: Table) -> Grid:
    expected = entry["expected"]
    return Grid.of(
        table, [*expected.get("gaps", []), *(overlap["box"] for overlap in expected.get("overlaps", []))]
    )


@asserting()
def test_reads_as_the_origin_does(entry: Entry) -> None:
    """What the collection calls beyond simple cells is refused by name, and nothing else is."""
    beyond = [feature for feature in entry["beyond_simple"] if feature != "operator !="]
    try:
        table = translate(entry["table"])
    except OutsideFormat as problem:
        assert beyond or problem.feature == "order of texts", problem
        return
    assert not beyond
    if entry["name"] not in LENIENT_RESULTS:
        assert compiled(table).errors == []


@asserting()
def test_the_grid_is_the_ground_truth(entry: Entry) -> None:
    """The oracle of the tests below says what the collection's own computation says, without and with null."""
    truth = entry["ground_truth"]
    if not truth:
        pytest.skip("the collection has no ground truth for it")
    grid = grid_of(entry, table_of(entry))
    known = grid.known
    for within, said in ((known, truth), (grid.all, truth.get("with_null"))):
        if said is not None:
            assert bool(grid.uncovered & within) == said["uncovered"]
            assert grid.overlap_pairs(within) == said["overlap_pairs"]
            if "never_first_hit" in said:
                assert grid.never_first(within) == said["never_first_hit"]


@asserting()
def test_gaps(entry: Entry) -> None:
    """The union of our gap regions is exactly what no rule covers; and the union of the asserted ones, less null."""
    if entry["name"] in LENIENT_RESULTS:
        table = with_the_result_declared(entry)
    else:
        table = table_of(entry)
    grid = grid_of(entry, table)
    asserted = entry["expected"].get("gaps")
    if asserted is not None:
        union = 0
        for box in asserted:
            union |= grid.box(box)
        agrees = union == grid.uncovered & grid.known
        assert agrees == entry["ground_truth"].get("gap_boxes_agree", agrees), (
            "ground truth wins over the origin"
        )
    # an empty list is an answer, so of a table that gives one the question is asked under First
    asked = table.under("FIRST") if table.hit_policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") else table
    ours = grid.ours(box for finding in compiled(asked).named("gap") for box in finding.region)
    assert ours == grid.uncovered, grid.describe(ours ^ grid.uncovered)


@asserting()
def test_overlaps(entry: Entry) -> None:
    """Asked under Unique: our pairs and regions are exact; the asserted regions are those of their rule sets."""
    table = with_the_result_declared(entry) if entry["name"] in LENIENT_RESULTS else table_of(entry)
    grid = grid_of(entry, table)
    for asserted in entry["expected"].get("overlaps", []):
        numbers = set(asserted["rules"])
        exactly = grid.known
        for number, rule in enumerate(grid.rules, start=1):
            exactly &= rule if number in numbers else ~rule
        assert grid.box(asserted["box"]) & grid.known == exactly
    findings = compiled(table.under("UNIQUE")).named("overlap")
    assert sorted(map(rule_numbers, findings)) == grid.overlap_pairs()
    for finding in findings:
        first, second = rule_numbers(finding)
        shared = grid.rules[first - 1] & grid.rules[second - 1]
        assert grid.ours(finding.region) == shared, grid.describe(grid.ours(finding.region) ^ shared)


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e["table"]["hit_policy"] == "ANY"], ids=title)
def test_conflicts(entry: Entry) -> None:
    """In an Any table, rules that hold together with different results: every pair, with its region."""
    table = table_of(entry)
    grid = grid_of(entry, table)
    pairs = [pair for pair in grid.overlap_pairs() if grid.results(pair[0] - 1) != grid.results(pair[1] - 1)]
    findings = compiled(table).named("conflict")
    assert sorted(map(rule_numbers, findings)) == pairs
    for finding in findings:
        first, second = rule_numbers(finding)
        assert grid.ours(finding.region) == grid.rules[first - 1] & grid.rules[second - 1]


@pytest.mark.parametrize(
    "entry", [e for e in ENTRIES if e["table"]["hit_policy"] in ("FIRST", "PRIORITY")], ids=title
)
def test_masked(entry: Entry) -> None:
    """Every rule that is never the answer, by one rule or several; among them those that the origin asserts."""
    table = table_of(entry)
    grid = grid_of(entry, table)
    masked = {finding.rules[0]: set(finding.rules[1:]) for finding in compiled(table).named("masked-rule")}
    assert sorted(masked) == sorted(f"R{number}" for number in grid.masked())
    for asserted in entry["expected"].get("masked", []):
        assert f"R{asserted['by']}" in masked[f"R{asserted['rule']}"]


@asserting()
def test_subsumed(entry: Entry) -> None:
    """Every rule that another with the same results covers; among them those that the origin asserts."""
    table = with_the_result_declared(entry) if entry["name"] in LENIENT_RESULTS else table_of(entry)
    grid = grid_of(entry, table)
    pairs = grid.subsumed()
    for asserted in entry["expected"].get("subsumption", []):
        assert (asserted["rule"], asserted["includes"]) in pairs
    check = compiled(table)
    found = {
        finding.rules[0]
        for name in ("subsumed-rule", "duplicate-rule", "masked-rule")
        for finding in check.named(name)
    }
    said = {rule for finding in check.named("duplicate-rule") for rule in finding.rules} | found
    assert {f"R{narrow}" for _, narrow in pairs} <= said
    covered = {f"R{narrow}" for _, narrow in pairs}
    assert {finding.rules[0] for finding in check.named("subsumed-rule")} <= covered


@asserting()
def test_duplicates(entry: Entry) -> None:
    """Rules with the same conditions: every pair."""
    table = with_the_result_declared(entry) if entry["name"] in LENIENT_RESULTS else table_of(entry)
    grid = grid_of(entry, table)
    pairs = grid.same_conditions()
    for asserted in entry["expected"].get("duplicates", []):
        assert asserted in pairs
    found = [rule_numbers(finding) for finding in compiled(table).named("duplicate-rule")]
    assert all(any(set(pair) <= set(rules) for rules in found) for pair in pairs)
    assert all([a, b] in pairs for rules in found for a in rules for b in rules if a < b)


@asserting("contractions", "contractions_2nf")
def test_contractions(entry: Entry) -> None:
    """Rules that the origin says could be one row are mergeable, on the column it says."""
    table = table_of(entry)
    findings = compiled(table).named("mergeable-rules")
    asserted = entry["expected"].get("contractions", []) + entry["expected"].get("contractions_2nf", [])
    for merge in asserted:
        rules = {f"R{number}" for number in (merge["rule"], *merge["with"])}
        assert any(rules <= set(finding.rules) for finding in findings), merge
    grid = grid_of(entry, table)
    pairs = grid.mergeable()
    for finding in findings:
        numbers = rule_numbers(finding)
        assert all((a, b) in pairs for a in numbers for b in numbers if a < b), finding.message


@pytest.mark.parametrize(
    "entry",
    [
        e
        for e in ENTRIES
        if e["expected"].get("error") or "ANALYSIS_ERROR" in e["expected"].get("messages_present", [])
    ],
    ids=title,
)
def test_refused(entry: Entry) -> None:
    """What the origin refuses: we refuse it too, naming the cell, or have a meaning for it and the test says which."""
    table: Mapping[str, Any] = entry["table"]
    match entry["name"]:
        case "problemDiseqNumber" | "problemDiseqString":
            # our format has `!=`, and ground truth is that the table is complete and free of overlaps
            check = compiled(table_of(entry))
            assert check.errors == [] and not check.named("gap") and not check.named("overlap")
        case "SomeProblem-ruleOutsideDomain":
            check = compiled(table_of(entry))
            (finding,) = check.named("outside-domain")
            assert finding.places[0].cells == "B7"
        case "FailingOutputConstraints":
            check = compiled(table_of(entry))
            (finding,) = check.named("unknown-name")
            assert '"lowa"' in finding.message and finding.places[0].cells == "C7"
            assert check.model is None or table["decision"] not in {d.label for d in check.model.decisions}
        case _:
            with pytest.raises(OutsideFormat):
                translate(table)


def with_the_result_declared(entry: Entry) -> Table:
    """The table with its undeclared result declared, so that the rest of it can be asked about."""
    table = dict(entry["table"])
    said = {text for rule in table["rules"] for text in rule["out"]}
    table["outputs"] = [{**table["outputs"][0], "allowed": ",".join(sorted(said))}]
    return translate(table)


CASES = [(entry, case) for entry in RUNTIME for case in entry["cases"]]


@pytest.mark.parametrize(("entry", "case"), CASES, ids=[case["test"] for _, case in CASES])
def test_runtime_hit_policy(entry: Entry, case: Mapping[str, Any]) -> None:
    """The KIE hit-policy tests at run time, evaluated by the reference."""
    table = translate(entry["table"], defaults=True)
    model = compiled(table).model
    assert model is not None
    try:
        given = case_of(table, case["in"])
    except OutsideFormat as problem:
        pytest.skip(f"outside the format: {problem.feature}")
    evaluation = evaluate(model, given)
    if case.get("violation"):
        assert [(p.name, set(p.rules)) for p in evaluation.problems] == [
            ("conflict", {f"R{number}" for number in case["hits"]})
        ]
        return
    if case["expected"] is None:
        assert [problem.name for problem in evaluation.problems] == ["no-rule"]
        return
    assert evaluation.status == "ok"
    assert answer_of(table, evaluation.outputs[table.code]) == expected_of(table, case["expected"])


@pytest.mark.parametrize("entry", RUNTIME, ids=[entry["path"].rpartition("/")[2] for entry in RUNTIME])
def test_runtime_tables_checked(entry: Entry) -> None:
    """The tables of the run-time tests: covered or not, and overlapping or not, as ground truth says."""
    table = translate(entry["table"])
    grid = Grid.of(table)
    truth = entry["ground_truth"]
    assert (bool(grid.uncovered), grid.overlap_pairs()) == (truth["uncovered"], truth["overlap_pairs"])
    check = compiled(table.under("UNIQUE"))
    assert check.errors == []
    assert grid.ours(box for finding in check.named("gap") for box in finding.region) == grid.uncovered
    assert sorted(map(rule_numbers, check.named("overlap"))) == truth["overlap_pairs"]
