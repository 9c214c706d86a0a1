"""A mend leaves everybody else's answer as it was: compared, and by looking at every case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from b12tables.compiler.checks import pages, run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.tables import Model
from tests.kit.cases import in_region
from tests.kit.mends import Mended, every_mend, first_mend, shown, with_edits, with_rows
from tests.kit.small_sets import Look, Whole, every_case, take
from tests.kit.suites import pages_and_suites, run
from tests.kit.tables import model_and_findings, model_from_markdown
from tests.strategies import small_models

OF_LISTS = ("empty-list", "two-values")
"""Findings of who has an answer, which is another one when they are mended."""


def _of(findings: Sequence[Finding], name: str = "gap") -> list[Finding]:
    return [finding for finding in findings if finding.name == name and finding.decision is not None]


def _named(findings: Sequence[Finding], finding: Finding, mended: Mended) -> Iterator[Finding]:
    """The finding that is mended, and those that the mend says it mends as well."""
    yield finding
    here = [other for other in findings if other.decision == finding.decision]
    for also in mended.also:
        if also["name"] == "gap":
            yield [other for other in here if other.name == "gap"][also["number"] - 1]
        else:
            yield from (
                other for other in here if other.name == also["name"] and list(other.rules) == also["rules"]
            )


def _answers(whole: Whole) -> dict[str, object]:
    return {code: look.answer for code, look in whole.looks.items() if look.answer is not None}


def nobody_else_is_concerned(model: Model, findings: Sequence[Finding]) -> int:
    """Every mend made and compared; how many there were."""
    made = 0
    for finding in findings:
        if finding.decision is None:
            continue
        for mended in every_mend(model, finding):
            made += 1
            changes = compare(model, mended.model).changes
            # nobody loses an answer or gets another one: only who had none has one now
            if finding.name not in OF_LISTS:
                assert all(change.before is None for change in changes), (finding.message, changes)
            _only_the_named(model, mended, [*_named(findings, finding, mended)])
        _the_policy_keeps_answers(model, finding)
    return made


def _the_policy_keeps_answers(model: Model, finding: Finding) -> None:
    """The policy that a pair of rules offers, made: who has an answer keeps it, and no pair is left."""
    edit = finding.mends.policy
    if edit is None or finding.name not in ("overlap", "conflict"):
        return
    tables = tuple(
        replace(table, hit_policy=HitPolicy(edit.after)) if table.code == edit.decision else table
        for table in model.decisions
    )
    ordered = replace(model, decisions=tables)
    if edit.before in ("", "Unique", "Any"):
        assert all(change.before is None for change in compare(model, ordered).changes), finding.message
    here = [other for other in run_checks(ordered)[0] if other.decision == edit.decision]
    assert not any(o.severity == "error" and o.name in ("overlap", "conflict") for o in here)


def _only_the_named(model: Model, mended: Mended, named: Sequence[Finding]) -> None:
    decision = named[0].decision
    assert decision is not None
    for whole in every_case(model):
        before, after = _answers(whole), _answers(take(mended.model, whole.given))
        if before != after:
            seen = whole.looks[decision].seen
            assert any(in_region(model, seen, other.region) for other in named), (whole, named)


@pytest.mark.slow
@given(small_models())
@settings(max_examples=40, derandomize=True)
def test_mends_of_random_sets(model: Model) -> None:
    nobody_else_is_concerned(model, run_checks(model)[0])


@pytest.mark.slow
@given(small_models())
@settings(max_examples=40, derandomize=True)
def test_all_first_mends_of_random_sets_hold_together(model: Model) -> None:
    found = [f for f in run_checks(model)[0] if f.name not in OF_LISTS]
    findings = [f for f in found if first_mend(model, f) is not None]
    together = model
    made: list[object] = []
    for number, finding in enumerate(findings):
        offer = (finding.decision, _first_offer(finding))
        if offer not in made:
            made.append(offer)
            together = _offer_made(together, finding, f"new {number}.")
    for whole in every_case(model):
        after = take(together, whole.given)
        assert _answers(whole).items() <= _answers(after).items()
        for finding in findings:
            look = after.looks.get(finding.decision or "")
            if look is not None and in_region(model, look.seen, finding.region):
                assert not _still_there(finding, look), (finding, whole.given)


def _still_there(finding: Finding, look: Look) -> bool:
    """Whether a case still has the trouble of a finding; of overlaps another pair may be left."""
    return not look.hits if finding.name == "gap" else set(finding.rules) <= set(look.hits)


def _first_offer(finding: Finding) -> tuple[str, object]:
    for name in ("edits", "together"):
        if offers := shown(finding, name):
            return "edits", offers[:1] if name == "edits" else offers[0]
    return "rows", shown(finding, "rows")


def _offer_made(model: Model, finding: Finding, name: str) -> Model:
    kind, offer = _first_offer(finding)
    assert isinstance(offer, list)
    if kind == "edits":
        return with_edits(model, finding.decision, offer)
    return with_rows(model, finding.decision, offer, name)


SETS = dict(pages_and_suites(Path(__file__).parent, dict(pages())))


@pytest.mark.parametrize("name", SETS)
def test_mends_of_the_pages_and_suites(name: str) -> None:
    ran = run(SETS[name])
    for finding in ran.findings if ran.model is not None else ():
        if finding.decision is not None and "edits" in finding.data and finding.name not in OF_LISTS:
            assert ran.model is not None
            for mended in every_mend(ran.model, finding):
                changes = compare(ran.model, mended.model).changes
                assert all(change.before is None for change in changes), finding.message


TWO_HOLES = """
## Fields
- age: number, 0..
- group: choice (child, adult, old)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | (18..65) | adult |
| R3 | > 66 | old |
"""


def test_holes_that_lie_apart_are_two_findings_with_their_own_mends() -> None:
    first, second = _of(run_checks(model_from_markdown(TWO_HOLES))[0])
    assert (first.example, second.example) == ({"age": 18}, {"age": 65})
    assert [place.cells for place in first.places] == ["B5", "B6"]
    assert [place.cells for place in second.places] == ["B6", "B7"]
    assert first.help == (
        'B5: "< 18" to "<= 18" (rule R1, Age)',
        'B6: "(18..65)" to "[18..65)" (rule R2, Age)',
        'add a row for: Age "18"',
    )
    assert second.help == (
        'B6: "(18..65)" to "(18..66]" (rule R2, Age)',
        'B7: "> 66" to ">= 65" (rule R3, Age)',
        'add a row for: Age "[65..66]"',
    )


def test_a_hole_under_several_choices_is_one_and_rows_of_one_text_are_changed_together() -> None:
    model = model_from_markdown("""
## Fields
- age: number, 0..
- nerves: choice (none, gone, present)
- plan: choice (a, b, c, d)

## Decision: Plan table
| | When | When | Then |
|---|---|---|---|
| Rule | Age | Nerves | Plan |
| R1 | <= 18 | none | a |
| R2 | <= 18 | gone | b |
| R3 | <= 18 | present | c |
| R4 | > 20 | - | d |
""")
    (hole,) = _of(run_checks(model)[0])
    assert hole.help[0] == 'B8: "> 20" to "> 18" (rule R4, Age)'
    other = with_edits(model, "plan_table", [{"field": "age", "rule": "R4", "from": "> 20", "to": "> 18"}])
    assert not _of(run_checks(other)[0])


def test_cells_of_one_text_that_border_a_hole_are_offered_together() -> None:
    """No single cell closes it: the row above it is another one for each choice, and so is the row below."""
    model = model_from_markdown("""
## Fields
- age: number, 0..
- nerves: choice (none, gone, present)
- plan: choice (a, b, c, d)

## Decision: Plan table
| | When | When | Then |
|---|---|---|---|
| Rule | Age | Nerves | Plan |
| R1 | <= 18 | none | a |
| R2 | <= 18 | gone | b |
| R3 | <= 18 | present | c |
| R4 | > 20 | none | d |
| R5 | > 20 | gone | a |
| R6 | > 20 | present | b |
""")
    (hole,) = _of(run_checks(model)[0])
    assert hole.help == (
        'B5, B6, B7: "<= 18" to "<= 20" (rules R1, R2 and R3, Age), all together',
        'B8, B9, B10: "> 20" to "> 18" (rules R4, R5 and R6, Age), all together',
        'add a row for: Age "(18..20]"',
    )
    assert [[edit["rule"] for edit in edits] for edits in shown(hole, "together")] == [
        ["R1", "R2", "R3"],
        ["R4", "R5", "R6"],
    ]


def test_another_choice_is_farther_than_a_range_that_touches() -> None:
    model = model_from_markdown("""
## Fields
- age: number, 0..
- cause: choice (diet, ileum)
- plan: choice (a, b)

## Decision: Plan table
| | When | When | Then |
|---|---|---|---|
| Rule | Cause | Age | Plan |
| R1 | diet | < 18 | a |
| R2 | ileum | - | b |
| R3 | diet | > 18 | b |
""")
    (hole,) = _of(run_checks(model)[0])
    assert hole.data["near"] == ["R1", "R3"]
    assert [place.cells for place in hole.places] == ["C5", "C7"]


@pytest.mark.slow
def test_a_gap_in_many_parts_keeps_its_help_and_says_how_many() -> None:
    rows = "\n".join(f"| R{n} | ({2 * n}..{2 * n + 2}) | a |" for n in range(20))
    model = model_from_markdown(f"""
## Fields
- age: number, 0..40
- plan: choice (a)

## Decision: Plan table
| | When | Then |
|---|---|---|
| Rule | Age | Plan |
{rows}
""")
    holes = _of(run_checks(model)[0])
    assert len(holes) == 13 and all(hole.help for hole in holes)
    assert "in 9 more gaps" in holes[-1].message and holes[-1].data["parts"] == 9
    assert holes[-1].help[-1].startswith("add 9 rows for: ") and "5 more" in holes[-1].help[-1]
    assert len(shown(holes[-1], "rows")) == 9


@pytest.mark.parametrize(
    ("policy", "offers"), [("Collect sum", ["R2"]), ("First", ["R2"]), ("Collect max", ["R1", "R2"])]
)
def test_a_wider_cell_that_would_change_an_answer_is_not_offered(policy: str, offers: list[str]) -> None:
    """R1 and R2 could both be widened over the hole; widening R1 over it also reaches patients of R2."""
    text = f"""
## Fields
- age: number, 0..100
- sick: yes/no
- points: number, 0..9

## Decision: Score
- Hit policy: {policy}

| | When | When | Then |
|---|---|---|---|
| Rule | Age | Sick | Points |
| R1 | < 18 | - | 1 |
| R2 | >= 18 | yes | 2 |
"""
    model = model_from_markdown(text)
    (hole,) = _of(run_checks(model)[0])
    assert model.decision["score"].hit_policy is HitPolicy(policy)
    offered = [edit["rule"] for edit in shown(hole, "edits")]
    # R1 without a limit would also hold where R2 does: the sum is another one then, the greatest is not
    assert offered == offers
    assert nobody_else_is_concerned(model, [hole]) == len(offered) + 1


def test_one_cell_that_meets_many_rows_is_told_apart_from_all_of_them() -> None:
    model, _ = model_and_findings("""
## Fields
- length: number, 0..
- band: choice (none, short, long, longer)

## Decision: Length band
| | When | Then |
|---|---|---|
| Rule | Length | Band |
| B1 | - | none |
| B2 | (0..20] | short |
| B3 | (20..60] | long |
| B4 | > 60 | longer |
""")
    assert model is not None
    overlaps = _of(run_checks(model)[0], "overlap")
    assert [f.rules for f in overlaps] == [("B1", "B2"), ("B1", "B3"), ("B1", "B4")]
    assert {f.help[0] for f in overlaps} == {
        'B5: "-" to "0" (rule B1, Length): this tells it apart from rules B2, B3 and B4'
    }
    mended = first_mend(model, overlaps[0])
    assert mended is not None and not run_checks(mended)[0]


@pytest.mark.parametrize(("expects", "first"), [("a", "R1"), ("b", "R2")])
def test_the_worked_cases_say_whose_the_patient_is(expects: str, first: str) -> None:
    """The case stops at the gap: an edit after which it comes out with another answer mends nothing."""
    model = model_from_markdown(f"""
## Fields
- age: number, 0..
- plan: choice (a, b)

## Decision: Plan table
| | When | Then |
|---|---|---|
| Rule | Age | Plan |
| R1 | < 18 | a |
| R2 | > 18 | b |

## Cases
| | | Given | Expect |
|---|---|---|---|
| ID | Description | Age | Plan |
| C1 | the birthday | 18 | {expects} |
""")
    (hole,) = _of(run_checks(model)[0])
    assert [edit["rule"] for edit in shown(hole, "edits")] == [first]
