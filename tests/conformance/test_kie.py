"""The tables of the KIE (Drools) static analyser's tests: every finding they assert, and what is true beyond.

Regions are compared as sets of points (`truth.Grid`). The grid is an oracle of its own: it is first held
against the collection's `ground_truth`. Where that differs from what the origin asserts (`*_agree` false),
ground truth wins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest

from b12tables.compiler.grading import propose
from b12tables.compiler.model.evaluate import evaluate
from b12tables.runtime.words import UNKNOWN
from tests.conformance.adapter import (
    OutsideFormat,
    Table,
    compiled,
    data,
    feature_of,
    literal_cells,
    rule_numbers,
    translate,
)
from tests.conformance.answers import answer_of, case_of, examples_are_real, expected_of
from tests.conformance.counts import refused
from tests.conformance.truth import Grid
from tests.grading.test_propose import seen, shown

COLLECTION = data("kie_dtanalysis.json")
ENTRIES = COLLECTION["tables"]
RUNTIME = COLLECTION["runtime_hit_policy"]

LENIENT_RESULTS = {"FailingOutputConstraints"}
"""Tables with a result that is not among the declared ones: refused (`test_refused`), and asked about with it
declared, so that the origin's other findings are not lost."""

TESTED = {
    *(
        "gaps",
        "overlaps",
        "masked",
        "subsumption",
        "duplicates",
        "n_duplicates",
        "contractions",
        "contractions_2nf",
    ),
    *("n_contractions", "n_contractions_2nf", "error", "mcdc_cases"),
}
"""What an entry may assert, as far as a test below is about it."""

SET_ASIDE = {
    "hit_policy_recommendation": "advice on the hit policy",
    "message_when": "advice on the hit policy",
    "no_message_when": "advice on the hit policy",
    "misleading": "rule that may mislead",
    "n_misleading": "rule that may mislead",
    "first_nf_violation": "normal form",
    "second_nf_violation": "normal form",
    "n_cells_2nf": "normal form",
}
"""What an entry may assert beyond that, by the feature that we do not have."""

WORDING = {
    *("n_gaps", "n_overlaps", "n_masked", "n_subsumptions", "n_subsumptions_min", "messages_present"),
    *("messages_absent", "messages_total", "message_text_contains", "note"),
    "same table under each hit policy but COLLECT",
}
"""The tool's own words, and into how many boxes it cuts a region: the regions themselves are tested."""

Entry = Mapping[str, Any]


def title(entry: Entry) -> str:
    return f"{entry['name']}/{entry['table']['decision']}"


def within(entry: Entry) -> bool:
    """Whether our format has every feature of the table."""
    return feature_of(literal_cells(entry)) is None


def asserting(*keys: str, policies: tuple[str, ...] = ()) -> pytest.MarkDecorator:
    """Parametrises over the tables within the format that assert one of the keys, or have a policy."""
    chosen = [
        entry
        for entry in ENTRIES
        if within(entry)
        and (not keys or any(key in entry["expected"] for key in keys))
        and (not policies or entry["table"]["hit_policy"] in policies)
    ]
    return pytest.mark.parametrize("entry", chosen, ids=title)


def table_of(entry: Entry) -> Table:
    """The table in our terms."""
    if entry["name"] in LENIENT_RESULTS:
        return with_the_result_declared(entry)
    return translate(literal_cells(entry))


def grid_of(entry: Entry, table: Table) -> Grid:
    expected = entry["expected"]
    return Grid.of(
        table, [*expected.get("gaps", []), *(overlap["box"] for overlap in expected.get("overlaps", []))]
    )


@pytest.mark.parametrize("entry", ENTRIES, ids=title)
def test_read(entry: Entry, record_property: Callable[[str, object], None]) -> None:
    """Every table is read without an error, or set aside by the name of a feature that we do not have."""
    feature = feature_of(literal_cells(entry))
    if feature is not None:
        refused(record_property, feature)
        return
    assert compiled(table_of(entry)).errors == []


@pytest.mark.parametrize("entry", ENTRIES, ids=title)
def test_refused_where_the_origin_says_beyond(entry: Entry) -> None:
    """What the collection calls beyond simple cells is refused by name as it stands, and nothing else is."""
    feature = feature_of(entry["table"])
    beyond = [feature for feature in entry["beyond_simple"] if feature != "operator !="]
    assert (feature is not None) == bool(beyond) or feature == "order of texts"


def test_every_assertion_of_the_origin_is_accounted_for() -> None:
    """An assertion is tested here, set aside by name, or is the tool's wording."""
    asserted = {key for entry in ENTRIES for key in entry["expected"]}
    assert asserted <= TESTED | SET_ASIDE.keys() | WORDING, asserted - TESTED - SET_ASIDE.keys() - WORDING


@pytest.mark.parametrize("entry", [e for e in ENTRIES if within(e) and e["ground_truth"]], ids=title)
def test_the_grid_is_the_ground_truth(entry: Entry) -> None:
    """The oracle of the tests below says what the collection computed itself, without and with null."""
    truth = entry["ground_truth"]
    grid = grid_of(entry, table_of(entry))
    for within_, said in ((grid.known, truth), (grid.all, truth.get("with_null"))):
        if said is not None:
            assert bool(grid.uncovered & within_) == said["uncovered"]
            assert grid.overlap_pairs(within_) == said["overlap_pairs"]
            if "never_first_hit" in said:
                assert grid.never_first(within_) == said["never_first_hit"]


@asserting()
def test_gaps(entry: Entry) -> None:
    """Our gap regions are exactly what no rule covers, and (less null) the union of the asserted ones."""
    table = table_of(entry)
    grid = grid_of(entry, table)
    asserted = entry["expected"].get("gaps")
    if asserted is not None:
        union = 0
        for box in asserted:
            union |= grid.box(box)
        agrees = union == grid.uncovered & grid.known
        truth = entry["ground_truth"] or {}
        # where the collection says that they differ, they do, and ground truth wins
        assert agrees == truth.get("gap_boxes_agree", True)
    # an empty list is an answer, so of a table that gives one the question is asked under First
    asked = table.under("FIRST") if table.hit_policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") else table
    ours = grid.ours(box for finding in compiled(asked).named("gap") for box in finding.region)
    assert ours == grid.uncovered, grid.describe(ours ^ grid.uncovered)


@asserting()
def test_overlaps(entry: Entry) -> None:
    """Asked under Unique: pairs and regions are exact; the asserted regions are those of their rule sets."""
    table = table_of(entry)
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


@asserting(policies=("ANY",))
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


@asserting()
def test_examples(entry: Entry) -> None:
    """Every gap, overlap and conflict comes with a case that shows it, when the reference evaluates it."""
    table = table_of(entry)
    truth = entry["ground_truth"] or {}
    if table.hit_policy == "UNIQUE" and truth.get("uncovered"):
        assert examples_are_real(compiled(table))
    for policy in (table.hit_policy, "UNIQUE"):
        examples_are_real(compiled(table.under(policy)))


@asserting(policies=("FIRST", "PRIORITY"))
def test_masked(entry: Entry) -> None:
    """Every rule that is never the answer, by one rule or several; the asserted ones among them."""
    table = table_of(entry)
    grid = grid_of(entry, table)
    masked = {finding.rules[0]: set(finding.rules[1:]) for finding in compiled(table).named("masked-rule")}
    assert sorted(masked) == sorted(f"R{number}" for number in grid.masked())
    for asserted in entry["expected"].get("masked", []):
        assert f"R{asserted['by']}" in masked[f"R{asserted['rule']}"]


@asserting()
def test_subsumed(entry: Entry) -> None:
    """A rule that another with the same results covers is said to be superfluous, and no other rule is."""
    table = table_of(entry)
    grid = grid_of(entry, table)
    check = compiled(table)
    subsumed = check.named("subsumed-rule")
    for asserted in entry["expected"].get("subsumption", []):
        pair = {f"R{asserted['rule']}", f"R{asserted['includes']}"}
        assert any(set(finding.rules) == pair for finding in subsumed)
    for finding in subsumed:
        rule, *others = (int(name[1:]) - 1 for name in finding.rules)
        together = 0
        for other in others:
            assert grid.results(other) == grid.results(rule)
            together |= grid.rules[other]
        assert not grid.rules[rule] & ~together
    said = {rule for finding in check.named("duplicate-rule") for rule in finding.rules}
    said |= {finding.rules[0] for name in ("subsumed-rule", "masked-rule") for finding in check.named(name)}
    for wide, narrow in grid.subsumed():
        # in a First table a narrow rule above a wide one may be there for what stands between them
        if table.hit_policy in ("UNIQUE", "ANY", "PRIORITY") or (
            table.hit_policy == "FIRST" and wide < narrow
        ):
            assert f"R{narrow}" in said


@asserting()
def test_duplicates(entry: Entry) -> None:
    """Rules with the same conditions: every group, and no other. In a list equal conditions are ordinary."""
    table = table_of(entry)
    if table.hit_policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER"):
        table = table.under("FIRST")
    grid = grid_of(entry, table)
    groups = grid.same_conditions()
    for asserted in entry["expected"].get("duplicates", []):
        assert asserted in groups
    if "n_duplicates" in entry["expected"]:
        assert len(groups) == entry["expected"]["n_duplicates"]
    assert sorted(map(rule_numbers, compiled(table).named("duplicate-rule"))) == groups


@asserting("contractions", "contractions_2nf", "n_contractions_2nf")
def test_contractions(entry: Entry) -> None:
    """Rules that the origin says could be one row are mergeable, on the column it says."""
    table = table_of(entry)
    findings = compiled(table).named("mergeable-rules")
    asserted = entry["expected"].get("contractions", []) + entry["expected"].get("contractions_2nf", [])
    for merge in asserted:
        rules = {f"R{number}" for number in (merge["rule"], *merge["with"])}
        assert any(rules <= set(finding.rules) for finding in findings), merge
    number = entry["expected"].get("n_contractions", entry["expected"].get("n_contractions_2nf"))
    assert number is None or len(findings) >= number
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
    """What the origin refuses we refuse, naming the cell; or it has a meaning here, and the test says so."""
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
            check = compiled(translate(table))
            (finding,) = check.named("unknown-name")
            assert '"lowa"' in finding.message and finding.places[0].cells == "C7"
            assert check.model is None or table["decision"] not in {d.label for d in check.model.decisions}
        case _:
            with pytest.raises(OutsideFormat):
                translate(table)


def with_the_result_declared(entry: Entry) -> Table:
    """The table with every result that it gives declared."""
    table = dict(entry["table"])
    said = {text for rule in table["rules"] for text in rule["out"]}
    table["outputs"] = [{**table["outputs"][0], "allowed": ",".join(sorted(said))}]
    return translate(table)


def feature_of_case(entry: Entry, case: Mapping[str, Any]) -> str | None:
    """The feature that takes a run-time case outside our format, or None."""
    try:
        case_of(translate(entry["table"]), case["in"])
    except OutsideFormat as problem:
        return problem.feature
    return None


CASES = [(entry, case) for entry in RUNTIME for case in entry["cases"]]


@pytest.mark.parametrize(("entry", "case"), CASES, ids=[case["test"] for _, case in CASES])
def test_runtime_hit_policy(
    entry: Entry, case: Mapping[str, Any], record_property: Callable[[str, object], None]
) -> None:
    """The KIE hit-policy tests at run time, evaluated by the reference."""
    table = translate(entry["table"], defaults=True)
    model = compiled(table).model
    assert model is not None
    feature = feature_of_case(entry, case)
    if feature is not None:
        refused(record_property, feature)
        return
    evaluation = evaluate(model, case_of(table, case["in"]))
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


@pytest.mark.parametrize("entry", [e for e in ENTRIES if "mcdc_cases" in e["expected"]], ids=title)
def test_no_more_cases_than_the_origin_finds(entry: Entry) -> None:
    """Each column is shown to decide alone, for all that its cells tell apart, in no more cases than there."""
    model = compiled(table_of(entry)).model
    assert model is not None
    (table,) = model.decisions
    names = table.input_fields
    found = propose(model, 1000, reasons=("condition",)).proposals
    assert len(found) <= entry["expected"]["mcdc_cases"]
    columns = [[*dict.fromkeys(one.values.get(name, UNKNOWN) for one in found)] for name in names]
    every = [dict(zip(names, values, strict=True)) for values in product(*columns)]
    mine = seen(model, table, (one.values for one in found))
    assert shown(mine) == shown(seen(model, table, every))
