"""Tables with known defects from other verification tools: jDMN, OpenL, dmn-check, published examples.

Every finding that an origin asserts is found. Where an origin stops short (it looks between the outermost
ends only, treats whole numbers as real ones, or counts only some pairs) the collection's ground truth wins,
and the test is exact: regions are compared as sets of points.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.finding import Finding
from tests.conformance.adapter import Compiled, Table, compiled, data, feature_of, rule_numbers, translate
from tests.conformance.answers import answer_of, case_of, examples_are_real
from tests.conformance.counts import refused
from tests.conformance.feel import OutsideFormat, read_cell
from tests.conformance.truth import Grid

SOURCES = data("dmn_verification_others.json")["sources"]
TABLES = [entry for source in SOURCES for entry in source.get("tables", [])]
(DMN_CHECK,) = (source for source in SOURCES if source["source"]["tool"] == "dmn-check")

Entry = Mapping[str, Any]

every_table = pytest.mark.parametrize("entry", TABLES, ids=[entry["name"] for entry in TABLES])

INTEGER_TRUTH = {"hello2"}
"""Tables of whole numbers whose ground truth was computed on real ones: the note beside it says so."""

WORDING = {"note", "accepted_by_tool", "has_problems", "errors", "missing_rules_merged", "n_partial_overlaps"}
"""What an origin asserts of itself: how it merges boxes, which overlaps it counts, whether it complains."""


def asserting(*keys: str) -> pytest.MarkDecorator:
    chosen = [entry for entry in TABLES if any(key in entry["expected"] for key in keys)]
    return pytest.mark.parametrize("entry", chosen, ids=[entry["name"] for entry in chosen])


def grid_of(entry: Entry) -> Grid:
    expected = entry["expected"]
    boxes = [
        *expected.get("missing_rules", []),
        *expected.get("uncovered", []),
        *expected.get("overlap_at", []),
    ]
    return Grid.of(translate(entry["table"]), boxes)


def gap_of(table: Table, grid: Grid) -> int:
    """The points of our gap regions; of a table that gives a list the question is asked under First."""
    asked = table.under("FIRST") if table.hit_policy == "COLLECT" else table
    return grid.ours(box for finding in compiled(asked).named("gap") for box in finding.region)


def overlaps_of(table: Table) -> list[Finding]:
    """The pairs that hold together: asked under Unique."""
    return compiled(table.under("UNIQUE")).named("overlap")


@every_table
def test_read(entry: Entry) -> None:
    check = compiled(translate(entry["table"]))
    assert check.errors == []
    assert check.model is not None
    assert len(check.model.decisions[0].rules) == len(entry["table"]["rules"])


@every_table
def test_the_grid_is_the_ground_truth(entry: Entry) -> None:
    truth, grid = entry["ground_truth"], grid_of(entry)
    assert bool(grid.uncovered) == (truth["uncovered"] and entry["name"] not in INTEGER_TRUTH)
    assert grid.overlap_pairs() == truth["overlap_pairs"]
    assert grid.never_first() == truth.get("never_first_hit", grid.never_first())


@every_table
def test_gaps(entry: Entry) -> None:
    grid = grid_of(entry)
    ours = gap_of(grid.table, grid)
    assert ours == grid.uncovered, grid.describe(ours ^ grid.uncovered)


@every_table
def test_overlaps(entry: Entry) -> None:
    grid = grid_of(entry)
    findings = overlaps_of(grid.table)
    assert sorted(map(rule_numbers, findings)) == grid.overlap_pairs()
    for finding in findings:
        first, second = rule_numbers(finding)
        assert grid.ours(finding.region) == grid.rules[first - 1] & grid.rules[second - 1]


@every_table
def test_examples(entry: Entry) -> None:
    """Every gap and overlap comes with a case that shows it, when the reference evaluates it."""
    table = translate(entry["table"])
    for policy in (table.hit_policy, "UNIQUE"):
        examples_are_real(compiled(table.under(policy)))


@every_table
def test_rules_that_never_answer(entry: Entry) -> None:
    """Asked under First: each of them is masked, and no other rule is."""
    grid = grid_of(entry)
    masked = {finding.rules[0] for finding in compiled(grid.table.under("FIRST")).named("masked-rule")}
    assert masked == {f"R{number}" for number in grid.never_first()}


def test_every_assertion_of_the_origins_is_accounted_for() -> None:
    tested = {
        *(
            "missing_intervals",
            "missing_rules",
            "overlap_rule_sets",
            "n_uncovered",
            "uncovered",
            "uncovered_point",
        ),
        *("n_overlaps", "overlap_at", "n_overlapping_pairs", "overlap", "match"),
        *("n_blocks", "n_overrides", "duplicates", "conflicts", "shadowed"),
    }
    asserted = {key for entry in TABLES for key in entry["expected"]}
    assert asserted == tested | WORDING


@asserting("missing_intervals", "missing_rules")
def test_missing_rules(entry: Entry) -> None:
    """jDMN's boxes and intervals lie in our gap; where it claims to be complete, they are our gap."""
    grid = grid_of(entry)
    ours = gap_of(grid.table, grid)
    union = 0
    for box in entry["expected"].get("missing_rules", []):
        union |= grid.box(box)
    assert not union & ~ours
    if entry["ground_truth"].get("missing_rules_complete_inside_endpoints"):
        assert union == ours
    for interval in entry["expected"]["missing_intervals"]:
        label = grid.table.inputs[interval["column"] - 1].label
        assert not grid.box({label: interval}) & ~ours


@asserting("overlap_rule_sets")
def test_sets_of_rules_with_a_common_point(entry: Entry) -> None:
    """The maximal sets: the regions of our pairs have a point in common, and no further rule shares it."""
    grid = grid_of(entry)
    regions = {tuple(rule_numbers(finding)): grid.ours(finding.region) for finding in overlaps_of(grid.table)}
    truth = entry["ground_truth"]
    asserted = entry["expected"]["overlap_rule_sets"]
    assert (asserted == truth["maximal_hit_sets"]) == truth["overlap_sets_agree"]
    # where the origin misses a set, ground truth wins
    sets = [set(rules) for rules in truth["maximal_hit_sets"]]
    assert {pair for rules in sets for pair in combinations(sorted(rules), 2)} == set(regions)
    for rules in sets:
        common = grid.all
        for pair in combinations(sorted(rules), 2):
            common &= regions[pair]
        assert common
        others = (region for pair, region in regions.items() if len(set(pair) & rules) == 1)
        assert all(not common & other for other in others)


@asserting("n_uncovered", "uncovered", "uncovered_point")
def test_uncovered(entry: Entry) -> None:
    expected = entry["expected"]
    grid = grid_of(entry)
    ours = gap_of(grid.table, grid)
    if "n_uncovered" in expected:
        assert bool(ours) == bool(expected["n_uncovered"])
    if "uncovered" in expected:
        union = 0
        for box in expected["uncovered"]:
            union |= grid.box(box)
        assert ours == union
    if "uncovered_point" in expected:
        point = {label: {"in": [value]} for label, value in expected["uncovered_point"].items()}
        at_the_point = Grid.of(grid.table, [point])
        assert at_the_point.box(point) & gap_of(grid.table, at_the_point)


@asserting("n_overlaps", "overlap_at", "n_overlapping_pairs", "overlap", "n_blocks")
def test_overlaps_as_asserted(entry: Entry) -> None:
    expected = entry["expected"]
    grid = grid_of(entry)
    findings = overlaps_of(grid.table)
    if "n_overlaps" in expected:
        assert len(findings) == expected["n_overlaps"]
    if "overlap_at" in expected:
        (finding,) = findings
        assert grid.ours(finding.region) == grid.box(expected["overlap_at"][0])
    if "n_overlapping_pairs" in expected:
        # the origin counts the pairs with one rule only; ground truth, which wins, has three more
        with_rule_10 = [finding for finding in findings if 10 in rule_numbers(finding)]
        assert (len(with_rule_10), len(findings)) == (expected["n_overlapping_pairs"], 11)
    if "overlap" in expected:
        (finding,) = findings
        assert rule_numbers(finding) == expected["overlap"]["rules"]
        box = expected["overlap"]["box"]
        finer = Grid.of(grid.table, [box])
        assert finer.ours(finding.region) == finer.box(box)
    if "n_blocks" in expected:
        # a block: one earlier rule covers a later one; an override: a later rule covers an earlier one
        pairs = [tuple(n - 1 for n in rule_numbers(finding)) for finding in findings]
        blocks = [pair for pair in pairs if not grid.rules[pair[1]] & ~grid.rules[pair[0]]]
        overrides = [pair for pair in pairs if not grid.rules[pair[0]] & ~grid.rules[pair[1]]]
        masked = compiled(grid.table).named("masked-rule")
        assert len(blocks) == len([f for f in masked if len(f.rules) == 2]) == expected["n_blocks"]
        assert len(overrides) == expected.get("n_overrides", len(overrides))


@asserting("duplicates", "conflicts", "shadowed")
def test_duplicates_conflicts_and_shadowed_rules(entry: Entry) -> None:
    """dmn-check's conflict is a group of rules with equal conditions and different results."""
    expected = entry["expected"]
    table = translate(entry["table"])
    check = compiled(table)
    for key, results in (("duplicates", "the same results"), ("conflicts", "different results")):
        if key in expected:
            duplicates = check.named("duplicate-rule")
            assert [rule_numbers(finding) for finding in duplicates] == expected[key]
            assert all(results in finding.message for finding in duplicates)
            assert [rule_numbers(finding) for finding in check.named("overlap")] == expected[key]
    for shadow in expected.get("shadowed", []):
        (masked,) = check.named("masked-rule")
        assert masked.rules == (f"R{shadow['rule']}", f"R{shadow['by']}")


@asserting("match")
def test_match(entry: Entry) -> None:
    table = translate(entry["table"])
    model = compiled(table).model
    assert model is not None
    evaluation = evaluate(model, case_of(table, entry["expected"]["match"]["in"]))
    assert [step.rules for step in evaluation.steps] == [(f"R{entry['expected']['match']['rule']}",)]
    assert answer_of(table, evaluation.outputs[table.code]) == (entry["expected"]["match"]["out"],)


# ---------------------------------------------------------------- dmn-check: pairs of rules, ill-typed cells

SINGLE = ("UNIQUE", "FIRST", "PRIORITY", "ANY")
LISTS = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")


def pair_table(rules: list[list[str]], policy: str) -> dict[str, Any]:
    """Two rules: the last column of a longer pair is the result, unless the pair has no column for it."""
    width = 1 if len(rules[0]) == 1 or all(rule[0] != "-" for rule in rules) else 2
    results = [rule[width] if len(rule) > width else "result" for rule in rules]
    allowed = ",".join(f'"{text}"' for text in dict.fromkeys(results))
    return {
        "decision": "Pair",
        "hit_policy": policy,
        "inputs": [{"expression": f"input {i + 1}", "type": "string"} for i in range(width)],
        "outputs": [{"name": "output", "type": "string", "allowed": allowed}],
        "rules": [
            {"in": [_quoted(text) for text in rule[:width]], "out": [f'"{result}"']}
            for rule, result in zip(rules, results, strict=True)
        ],
    }


def _quoted(text: str) -> str:
    """dmn-check's tests write words without quotes."""
    return text if text == "-" or text.startswith('"') else f'"{text}"'


PAIRS = [
    (pair["rules"], (pair["finding"] or "none").split(",")[0].split(" shadowed by")[0], policy)
    for pair in DMN_CHECK["rule_pairs"]
    if "parse" not in (pair["finding"] or "")
    for policy in (SINGLE[:2] + SINGLE[3:] if pair["rules"] == [["-"], ["-"]] else SINGLE + LISTS)
]


@pytest.mark.parametrize(("rules", "finding", "policy"), PAIRS, ids=lambda value: str(value))
def test_pairs_of_rules(
    rules: list[list[str]], finding: str, policy: str, record_property: Callable[[str, object], None]
) -> None:
    """Conflict and duplicate are rules with equal conditions; a shadowed rule is masked or a duplicate."""
    check = compiled(translate(pair_table(rules, policy)))
    assert check.errors == []
    found = [finding.rules for name in ("duplicate-rule", "masked-rule") for finding in check.named(name)]
    match finding:
        case "none" | "none shadowed (second input differs)":
            assert not found and not check.named("overlap") and not check.named("conflict")
        case "conflict" if policy in LISTS:
            assert not found
            refused(record_property, "conflict in a list")
        case "conflict" | "duplicate":
            assert {frozenset(rules) for rules in found} == {frozenset({"R1", "R2"})}
        case "rule 2":
            assert {frozenset(rules) for rules in found} == {frozenset({"R1", "R2"})}
        case _:
            raise AssertionError(finding)


TYPE_COLUMNS = {
    '<"Steak"': "string",
    '2+"foo"': "number",
    '<3,"foo"': "number",
    "[1..1.5]": "number",
    '["A".."Z"]': "string",
    '[1.."string"]': "number",
    "1, 2, true": "number",
    "> true": "boolean",
    '"invalid Text': "string",
}
"""The column that each of dmn-check's ill-typed cells is put in."""

ILL_TYPED = [
    *((entry["cell"], "not an error there" not in entry["finding"]) for entry in DMN_CHECK["type_errors"]),
    *((pair["rules"][0][0], True) for pair in DMN_CHECK["rule_pairs"] if "parse" in (pair["finding"] or "")),
]


@pytest.mark.parametrize(("cell", "refused"), ILL_TYPED, ids=[cell for cell, _ in ILL_TYPED])
def test_ill_typed_cells(cell: str, refused: bool) -> None:
    """Written as it stands into a workbook, the cell is an error of reading that quotes it."""
    type_ = TYPE_COLUMNS[cell]
    table = translate(
        {**pair_table([["-"], ["-"]], "FIRST"), "inputs": [{"expression": "input", "type": type_}]}
    )
    check = compiled(_with_cell(table, cell))
    if refused:
        assert [finding.name for finding in check.reading if finding.severity == "error"] == ["bad-cell"]
        assert check.reading[0].places[0].cells == "B7"
    else:
        assert check.errors == []


def _with_cell(table: Table, cell: str) -> Table:
    first, *others = table.cells
    return Table(
        table.code,
        table.label,
        table.hit_policy,
        table.inputs,
        table.outputs,
        table.tests,
        ((cell, *first[1:]), *others),
        table.results,
    )


@pytest.mark.parametrize("entry", DMN_CHECK["aggregation"], ids=lambda entry: str(entry["output_type"]))
def test_aggregation(entry: Entry) -> None:
    """Sum, minimum and maximum are of numbers. (An output always has a type here: the column is required.)"""
    results = ['"a"', '"b"'] if entry["output_type"] == "string" else ["1", "2"]
    neutral = {
        "decision": "Aggregation",
        "hit_policy": "COLLECT",
        "aggregation": entry["aggregation"],
        "inputs": [{"expression": "input", "type": "number"}],
        "outputs": [{"name": "output", "type": entry["output_type"]}],
        "rules": [{"in": [f"> {i}"], "out": [result]} for i, result in enumerate(results)],
    }
    check = compiled(translate(neutral))
    assert bool(check.errors) == ("error" in (entry["finding"] or ""))


# ---------------------------------------------------------------- dmn-check: a cell contains another

CONTAINMENT = DMN_CHECK["cell_subsumption"]


def containment_table(entry: Entry) -> dict[str, Any]:
    """The two cells as the rows of a First table with different results: the lower is masked if contained."""
    return {
        "decision": "",
        "hit_policy": "FIRST",
        "inputs": [{"expression": "value", "type": _type_of_cells(entry)}],
        "outputs": [{"name": "result"}],
        "rules": [{"in": [entry["wider"]], "out": ["1"]}, {"in": [entry["narrower"]], "out": ["2"]}],
    }


def _type_of_cells(entry: Entry) -> str:
    """The type that both cells can be read in."""
    for type_ in ("number", "boolean", "date", "string"):
        try:
            for cell in (entry["wider"], entry["narrower"]):
                read_cell(cell, type_)
        except OutsideFormat as problem:
            if problem.feature != "value of another type":
                return type_
            continue
        return type_
    raise AssertionError(entry)


@cache
def containment_check() -> tuple[Compiled, Mapping[int, str]]:
    """All pairs that the format has, in one workbook; and the decision of each."""
    tables = {
        i: translate(containment_table(entry), i + 1)
        for i, entry in enumerate(CONTAINMENT)
        if feature_of(containment_table(entry)) is None
    }
    return compiled(*tables.values()), {i: table.code for i, table in tables.items()}


@pytest.mark.parametrize(
    "index", range(len(CONTAINMENT)), ids=lambda i: "{wider} {narrower}".format(**CONTAINMENT[i])
)
def test_cell_contains_cell(index: int, record_property: Callable[[str, object], None]) -> None:
    entry = CONTAINMENT[index]
    feature = feature_of(containment_table(entry))
    if feature is not None:
        refused(record_property, feature)
        return
    check, decisions = containment_check()
    assert check.errors == []
    masked = check.named("masked-rule", decisions[index])
    assert [finding.rules for finding in masked] == ([("R2", "R1")] if entry["subsumes"] else [])
