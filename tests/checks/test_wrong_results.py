"""One result cell is wrong: what is offered, made and compared with every case, changes the answers that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings

from b12tables.compiler.checks import run_checks
from b12tables.compiler.model import Equals, IsUnknown, Value, run_case, value_text
from b12tables.compiler.model.finding import Finding
from b12tables.compiler.model.tables import Case, DecisionTable, FieldTest, Model, Result, Rule
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.safety_proof import verdicts
from b12tables.runtime.words import UNKNOWN
from tests.kit.cases import in_region
from tests.kit.mends import shown
from tests.kit.small_sets import Whole, every_case, place, small_model, take
from tests.kit.tables import model_from_markdown
from tests.strategies import choices

SEEDS = 16

NOTICING = ("broken-safety-rule", "failed-case")


# ---------------------------------------------------------------- sets with worked cases, and one result that is wrong


def with_cases(model: Model, random: Random) -> Model:
    """The model with up to eight worked cases that come out."""
    fine = [whole for whole in every_case(model) if not any(look.trouble for look in whole.looks.values())]
    chosen = random.sample(fine, min(8, len(fine)))
    return replace(model, cases=tuple(_case(model, n, whole) for n, whole in enumerate(chosen)))


def _case(model: Model, number: int, whole: Whole) -> Case:
    names = [
        name for table in model.decisions for name in table.output_fields if name not in model.set_valued
    ]
    expect = tuple(
        FieldTest(
            name, _test(whole.values[name]), value_text(whole.values[name]), place(f"{name}{number}", "Cases")
        )
        for name in names
        if name in whole.values
    )
    return Case(f"C{number}", "a case", dict(whole.given), expect, place(f"A{number}", "Cases"))


def _test(value: Value) -> Equals | IsUnknown:
    return IsUnknown() if value == UNKNOWN else Equals(value)


def with_result(model: Model, code: str, id_: str, column: int, value: Value) -> Model:
    """The model with another value in one result cell."""

    def changed(rule: Rule | None) -> Rule | None:
        if rule is None or rule.id != id_:
            return rule
        cell = Result(value, value_text(value), rule.results[column].place)
        return replace(rule, results=(*rule.results[:column], cell, *rule.results[column + 1 :]))

    def edited(table: DecisionTable) -> DecisionTable:
        if table.code != code:
            return table
        rules = tuple(rule for rule in map(changed, table.rules) if rule is not None)
        return replace(table, rules=rules, otherwise=changed(table.otherwise))

    return replace(model, decisions=tuple(map(edited, model.decisions)))


def spoken(model: Model) -> Model:
    """The model whose result cells say what they hold: those of random sets are blank."""
    for table in model.decisions:
        for rule in table.rows:
            for column, result in enumerate(rule.results):
                model = with_result(model, table.code, rule.id, column, result.value)
    return model


def broken(random: Random) -> tuple[Model, tuple[str, str, int, Value]] | None:
    """A random set with one wrong result, and what was there; None where it has nothing to be wrong about."""
    whole = with_cases(spoken(small_model(random)), random)
    holding = {v.rule.id for v in verdicts(Analysis(whole)) if v.outcome == "proved"}
    whole = replace(whole, safety_rules=tuple(rule for rule in whole.safety_rules if rule.id in holding))
    fired = {(code, id_) for case in whole.cases for code, id_ in _fired(whole, case)}
    rows = [(t, rule) for t in whole.decisions for rule in t.rows if (t.code, rule.id) in fired]
    cells = [(t, rule, c) for t, rule in rows for c in range(len(rule.results))]
    if not cells:
        return None
    table, rule, column = random.choice(cells)
    was = rule.results[column].value
    others = [value for value in _column(whole, table, column) if value != was]
    if not others:
        return None
    made = with_result(whole, table.code, rule.id, column, random.choice(others))
    return made, (table.code, rule.id, column, was)


def _fired(model: Model, case: Case) -> Iterator[tuple[str, str]]:
    for step in run_case(model, case).evaluation.steps:
        yield from ((step.decision, id_) for id_ in step.rules)


def _column(model: Model, table: DecisionTable, column: int) -> list[Value]:
    field = model.fields[table.output_fields[column]]
    return list(dict.fromkeys([*(row.results[column].value for row in table.rows), *field.value_codes]))


# ---------------------------------------------------------------- what is offered, made


def offers(model: Model, findings: Sequence[Finding]) -> Iterator[tuple[Finding, Mapping[str, Any], Model]]:
    """Every edit of a result cell that is offered, made."""
    for finding in findings:
        for edit in shown(finding, "results"):
            table = model.decision[edit["decision"]]
            column = table.output_fields.index(edit["field"])
            value = next(v for v in _column(model, table, column) if value_text(v) == edit["to"])
            yield finding, edit, with_result(model, edit["decision"], edit["rule"], column, value)


def keeps_its_word(model: Model, finding: Finding, edit: Mapping[str, Any], made: Model) -> None:
    """The answers that change are exactly those that the edit names, and what noticed the old one is gone."""
    for whole in every_case(model):
        before = whole.looks.get(edit["decision"])
        after = take(made, whole.given).looks.get(edit["decision"])
        if before is None or after is None:
            assert before is after
            continue
        named = in_region(model, before.seen, tuple(edit["region"]))
        assert named == (before.answer != after.answer), (edit, whole)
    left = [f for f in run_checks(made)[0] if f.name in NOTICING]
    assert (finding.name, finding.rules) not in [(f.name, f.rules) for f in left]
    assert len(left) == sum(f.name in NOTICING for f in run_checks(model)[0]) - edit["mends"]


def kept(random: Random) -> tuple[int, bool]:
    """Every offer of a random set looked at: how many there are, and whether one brings back what was there."""
    found = broken(random)
    if found is None:
        return 0, False
    model, (code, id_, column, was) = found
    made, back = 0, False
    for finding, edit, mended in offers(model, run_checks(model)[0]):
        keeps_its_word(model, finding, edit, mended)
        made += 1
        name = model.decision[code].output_fields[column]
        back |= (edit["decision"], edit["rule"], edit["field"], edit["to"]) == (
            code,
            id_,
            name,
            value_text(was),
        )
    return made, back


@given(choices())
@settings(max_examples=8, derandomize=True)
def test_offers_keep_their_word(random: Random) -> None:
    kept(random)


def test_the_cell_is_found() -> None:
    """Of sets in which something is offered, most bring back what was there: the test above is about something."""
    found = [kept(Random(seed)) for seed in range(SEEDS)]
    offered = [back for made, back in found if made]
    assert len(offered) >= SEEDS / 4 and sum(offered) >= len(offered) * 0.6, found


SET = """
## Fields
- age: number, 0..
- group: choice (child, adult, old)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | [18..65) | {} |
| R3 | >= 65 | old |

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
{}

## Cases
| | | Given | Expect |
|---|---|---|---|
| ID | Description | Age | Group |
| C1 | a baby | 0 | child |
| C2 | the birthday | 18 | {} |
"""

SR = "| S1 | Age: [18..65) | Group: adult | grown up |"


def _told(result: str, safety: str, expected: str) -> list[Finding]:
    findings = run_checks(model_from_markdown(SET.format(result, safety, expected)))[0]
    return [finding for finding in findings if finding.name in NOTICING]


def test_what_two_notice_is_the_cell() -> None:
    """A safety rule and a case that fail for one cell: the cell, the edit, and whose answers change."""
    first, second = _told("old", SR, "adult")
    told = (
        'Age group!C6: "old" to "adult" (rule R2, Group): all 2 errors that notice something wrong are gone then; it '
        "changes the answer in Age group of everybody for whom rule R2 decides, 1 worked case among them"
    )
    assert first.help[0] == second.help[0] == told
    assert second.data["mended_with"] == {"name": first.name, "rules": list(first.rules)}


def test_of_a_case_alone_nobody_knows() -> None:
    """Either the cell or what the case expects is wrong: both are told, and neither stands alone."""
    (finding,) = _told("old", "", "adult")
    assert finding.help[0].startswith(
        'if case C2 is right, Age group!C6: "old" to "adult" (rule R2, Group); it changes'
    )
    assert finding.help[1].startswith(
        'if the tables are right, Cases!D6: "adult" to "old" (what case C2 expects)'
    )


def test_a_wrong_case_is_not_blamed_on_the_table() -> None:
    """What a safety rule holds is not given up for a case."""
    (finding,) = _told("adult", SR, "old")
    assert "results" not in finding.data
    assert finding.help[0] == (
        'if the tables are right, Cases!D6: "old" to "adult" (what case C2 expects); no answer changes; if the case is '
        "right, mend the rule that fired"
    )
