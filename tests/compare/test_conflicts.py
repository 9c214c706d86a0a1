"""The sheets Conflicts and Other guidance, and what another reading would change."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare.what_if import Readings
from b12tables.compiler.model import Anything
from b12tables.compiler.model.evaluate import evaluate
from b12tables.compiler.model.sources import Alternative, Edit
from b12tables.compiler.model.tables import Model
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.safety_proof import judge
from b12tables.compiler.reader.edits import edited
from tests.kit.cases import as_values
from tests.kit.small_sets import safety_rules, small_model
from tests.kit.tables import model_and_findings, model_from_markdown
from tests.strategies import choices

TABLES = """
## Fields
- age: whole number, 0..120, unit a
- cause: choice (dietary, pernicious anaemia), unknown
- group: choice (young, old)
- regimen: choice (tablets, injections)

## Decision: Group
- Code: group
| | When | Then | Because |
|---|---|---|---|
| Rule | Age | Group | Evidence |
| G1 | <= 75 | young | conflict C1 |
| G2 | > 75 | old | conflict C1; other guidance: E1 |

## Decision: Regimen
- Code: regimen
| | When | | Then |
|---|---|---|---|
| Rule | Group | Cause | Regimen |
| R1 | old | - | injections |
| R2 | young | dietary | tablets |
| Otherwise | | | injections |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| SR1 | Age: > 75 | Regimen: injections | the old |
"""

CONFLICTS = """
## Conflicts
| ID | Title | Statements | Readings | Chosen | Why | Severity | Decisions | What if |
|---|---|---|---|---|---|---|---|---|
| C1 | Who is old | one says 75, one 80 | 75 or 80 | 75 | safer | treatment | Group, regimen | {what_if} |

## Other guidance
| ID | Decisions | Topic | The tables say | Elsewhere | Reference | Date | Seen |
|---|---|---|---|---|---|---|---|
| E1 | Group | Age | over 75 | over 65 | A journal | 2017 | abstract |
"""

EIGHTY = "80 is the line<br>group / G1 / Age: <= 80<br>Group / g2 / age: > 80"


def with_(what_if: str) -> str:
    return TABLES + CONFLICTS.format(what_if=what_if)


def model(what_if: str = EIGHTY) -> Model:
    return model_from_markdown(with_(what_if))


def test_both_sheets_are_read() -> None:
    [conflict], [guidance] = model().conflicts, model().other_guidance
    assert (conflict.id, conflict.title, conflict.severity) == ("C1", "Who is old", "treatment")
    assert conflict.decisions == ("group", "regimen") and conflict.chosen == "75" and conflict.why == "safer"
    [alternative] = conflict.what_if
    assert alternative.words == "80 is the line"
    assert [(e.decision, e.rule, e.field, e.text) for e in alternative.edits] == [
        ("group", "G1", "age", "<= 80"),
        ("group", "G2", "age", "> 80"),
    ]
    assert (guidance.here, guidance.elsewhere, guidance.reference) == ("over 75", "over 65", "A journal")
    assert guidance.decisions == ("group",) and guidance.seen == "abstract"


def test_what_another_reading_changes_is_computed_with_a_patient() -> None:
    original = model()
    [conflict] = original.conflicts
    found = Readings(original).effect(conflict.what_if[0])
    assert [change.decision for change in found.changed] == ["group", "regimen"]
    assert found.broken == ("SR1",) and found.unfinished == ()
    other = edited(original, conflict.what_if[0].edits)
    for change in found.changed:
        given = as_values(original, change.example)
        before, after = (evaluate(version, given).outputs[change.decision] for version in (original, other))
        assert (before, after) == (change.before, change.after) and before != after
        assert isinstance(given["age"], Fraction) and 75 < given["age"] <= 80
    group, regimen = found.changed
    # ages are told apart at 75 and 80: up to 75, above it up to 80, above 80
    assert (group.kinds, group.of, group.told_apart_by) == (1, 3, ("age",))
    # of the old (75 and older today) those with a dietary cause
    assert regimen.kinds == 1 < regimen.of and "cause" in regimen.told_apart_by


def test_several_readings_and_one_that_cells_cannot_show() -> None:
    [conflict] = model(EIGHTY + "<br>nobody is old: no edit of a cell says that").conflicts
    first, second = conflict.what_if
    assert len(first.edits) == 2 and second.edits == ()
    nothing = Readings(model()).effect(second)
    assert nothing.changed == () and nothing.broken == ()


SHARED_OUT = """
from b12tables.compiler.compare import what_if as whatif
from tests.compare.test_conflicts import model
whatif.os.cpu_count = lambda: 2
original = model()
others = original.conflicts[0].what_if * 3
assert whatif.effects(original, others) == [whatif.Readings(original).effect(other) for other in others]
print("copied" if whatif.sys.platform.startswith("linux") else "one after the other")
"""


@pytest.mark.slow
@settings(max_examples=120)
@given(choices())
def test_the_safety_rules_that_a_reading_breaks_are_those_that_do_not_hold_in_it(random: Random) -> None:
    small = small_model(random)
    model = replace(small, safety_rules=safety_rules(random, small, 8))
    edit = random_edit(random, model)
    if edit is None:
        return
    effect = Readings(model).effect(Alternative("another reading", (edit,)))
    analysis = Analysis(edited(model, [edit]))
    if analysis.nothing_possible:
        return  # a finding of its own; what holds for no case is not compared
    outcomes = {rule.id: judge(analysis, rule).outcome for rule in model.safety_rules}
    assert effect.broken == tuple(name for name, outcome in outcomes.items() if outcome == "broken")
    assert effect.unsettled == tuple(name for name, outcome in outcomes.items() if outcome == "not settled")


def random_edit(random: Random, model: Model) -> Edit | None:
    """Another result in one row, or one condition that admits everything."""
    table = random.choice(model.decisions)
    rule = random.choice(table.rules)
    if random.random() < 0.3:
        at = random.randrange(len(table.inputs))
        if rule.conditions[at].test == Anything():
            return None
        return Edit(table.code, rule.id, table.input_fields[at], "-", rule.place)
    at = random.randrange(len(table.outputs))
    name, old = table.output_fields[at], rule.results[at].value
    texts = [code for code in model.fields[name].value_codes if code != old] or [
        n for n in "012" if Fraction(n) != old
    ]
    return Edit(table.code, rule.id, name, random.choice(texts), rule.place)


@pytest.mark.slow
def test_what_readings_change_is_the_same_shared_out_to_several_processes() -> None:
    """In a process of its own: this one may have threads, and is then not copied."""
    ran = subprocess.run(
        [sys.executable, "-c", SHARED_OUT], cwd=Path(__file__).parents[2], capture_output=True, text=True
    )
    assert ran.returncode == 0 and ran.stdout.strip(), ran.stderr


@pytest.mark.parametrize(
    ("what_if", "name", "says"),
    [
        ("80<br>groop / G1 / Age: <= 80", "unknown-name", "groop"),
        ("80<br>group / G9 / Age: <= 80", "unknown-name", "G9"),
        ("80<br>group / G1 / Agee: <= 80", "unknown-name", "Agee"),
        ("80<br>group / G1 / Cause: dietary", "unknown-name", "no cell for Cause"),
        ("80<br>group / G1 / Age: eighty", "bad-cell", "eighty"),
        ("80<br>group / G1 / Group: middle", "unknown-name", "middle"),
        ("80<br>group / G1 / Age: > 200", "outside-domain", "range"),
    ],
)
def test_an_edit_that_cannot_be_used_is_a_finding_and_never_half_used(
    what_if: str, name: str, says: str
) -> None:
    built, findings = model_and_findings(with_(what_if))
    assert built is not None and built.conflicts[0].what_if == ()
    wrong = [finding for finding in findings if finding.severity == "error"]
    assert [(finding.name, says in finding.message) for finding in wrong] == [(name, True)]
    assert all(finding.places and finding.help for finding in wrong)


def test_a_reference_that_no_row_explains_is_found_where_the_sheet_exists() -> None:
    text = with_(EIGHTY).replace("conflict C1; other guidance: E1", "conflict C7; other guidance: E9")
    findings, _ = run_checks(model_from_markdown(text))
    unknown = [finding for finding in findings if finding.name == "unknown-statement"]
    assert [finding.message.split(" sheet")[0] for finding in unknown] == [
        "G2 cites C7, but the Conflicts",
        "G2 cites E9, but the Other guidance",
    ]
    without, _ = run_checks(model_from_markdown(TABLES))
    assert not [finding for finding in without if finding.name == "unknown-statement"]


def test_a_row_that_is_not_complete_is_a_finding() -> None:
    _, findings = model_and_findings(with_(EIGHTY).replace("| safer |", "| |"))
    assert [finding.message for finding in findings if finding.severity == "error"] == ["Why is blank"]


def test_two_conflicts_of_one_name_and_an_unknown_decision() -> None:
    row = "| C1 | Again | a | b | c | d | | nowhere | |\n\n## Other"
    _, findings = model_and_findings(with_(EIGHTY).replace("\n## Other", row, 1))
    assert sorted(f.name for f in findings if f.severity == "error") == ["duplicate-name", "unknown-name"]
