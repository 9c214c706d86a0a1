"""Proposed cases: what they are said to show, looked up; MC/DC beside every two cases; the copy, read again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from b12tables.cli.main import cli
from b12tables.compiler import check
from b12tables.compiler.grading import propose
from b12tables.compiler.grading.proposing import Proposals
from b12tables.compiler.model import DecisionTable, Model, Value, evaluate, passes
from tests.grading.test_grade import grid, settled
from tests.strategies import choices, run_part

WARFARIN = Path(__file__).parents[2] / "examples" / "warfarin"

# ---------------------------------------------------------------- the slow way

Class = tuple[bool, ...]
"""Of a value in a column: which rules admit it."""


def seen(
    model: Model, table: DecisionTable, cases: Iterable[Mapping[str, Value]]
) -> dict[tuple[Class, ...], object]:
    """What a table sees of some cases, each with its answer."""
    found = {}
    for given in cases:
        evaluation = evaluate(model, given)
        step = next((step for step in evaluation.steps if step.decision == table.code), None)
        if step is not None and table.code in evaluation.outputs:
            found[cell(table, step.inputs)] = comparable(evaluation.outputs[table.code])
    return found


def cell(table: DecisionTable, inputs: Mapping[str, Value]) -> tuple[Class, ...]:
    """For each column which rules admit the value."""
    return tuple(
        tuple(
            all(
                passes(condition.test, inputs[name])
                for condition, asked in zip(rule.conditions, table.input_fields, strict=True)
                if asked == name
            )
            for rule in table.rules
        )
        for name in dict.fromkeys(table.input_fields)
    )


def comparable(answer: object) -> object:
    if isinstance(answer, tuple):
        return tuple(map(comparable, answer))
    assert isinstance(answer, Mapping)
    return tuple(sorted(answer.items()))


def shown(cells: Mapping[tuple[Class, ...], object]) -> set[tuple[int, Class]]:
    """The outcomes of columns that stand beside another one which alone makes another answer."""
    found = set()
    for one, answer in cells.items():
        for other, its in cells.items():
            differing = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
            if len(differing) == 1 and answer != its:
                found.add((differing[0], one[differing[0]]))
    return found


# ---------------------------------------------------------------- tests


def as_looked_up(random: Random, worked: int) -> None:
    model = settled(random, worked)
    if model is None:
        return
    found = propose(model, 1000, reasons=("rule", "condition"))
    for proposal in found.proposals:
        evaluation = evaluate(model, proposal.values)
        assert evaluation.status == "ok"
        assert {code: evaluation.outputs[code] for code in proposal.decisions} == proposal.today
        fired = {step.decision: step.rules for step in evaluation.steps}
        for wanted in proposal.met:
            if wanted.reason == "rule":
                # of rules with the same results one is told
                answering = {results(model, wanted.decision, rule) for rule in fired[wanted.decision]}
                assert results(model, wanted.decision, wanted.rules[0]) in answering
    for table in model.decisions:
        complete(model, table, found)


def results(model: Model, decision: str, rule: str) -> tuple[Value, ...]:
    row = next(row for row in model.decision[decision].rows if row.id == rule)
    return tuple(result.value for result in row.results)


def complete(model: Model, table: DecisionTable, found: Proposals) -> None:
    """Every rule that can answer does so in a case, and of every column what can be shown is shown."""
    if any(model.fields[name].type == "choices" or name in model.set_valued for name in table.input_fields):
        return
    watched = [
        case.given for case in model.cases if table.code in model.upstream(line.field for line in case.expect)
    ]
    mine = [*watched, *(one.values for one in found.proposals)]
    everybody = grid(model)
    assert shown(seen(model, table, mine)) == shown(seen(model, table, everybody))
    assert fired(model, table, mine) == fired(model, table, everybody)


def fired(model: Model, table: DecisionTable, cases: Iterable[Mapping[str, Value]]) -> set[str]:
    """The rules that give an answer in some case."""
    steps = (step for given in cases for step in evaluate(model, given).steps if step.decision == table.code)
    return {rule for step in steps for rule in step.rules}


@pytest.mark.parametrize("part", range(2))
def test_proposals_complete_what_is_shown(part: int) -> None:
    run_part(part, 15, lambda random: as_looked_up(random, worked=2 * part), choices())


# ---------------------------------------------------------------- the copy


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set with a copy of its workbook beside it in which ten cases are proposed."""
    found = tmp_path_factory.mktemp("proposed")
    shutil.copytree(WARFARIN, found / "set")
    arguments = [
        "cases",
        str(found / "set"),
        "--propose",
        "10",
        "--out",
        str(found / "out"),
        "--with-answers",
    ]
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    return found


def test_the_copy_has_the_cases_and_no_answer(folder: Path) -> None:
    """Put into the set's place, the copy states the patients that were proposed, and each still expects nothing."""
    before = check(folder / "set")
    shutil.copytree(folder / "set", folder / "both")
    shutil.copytree(folder / "out", folder / "both", ignore=lambda *_: ["MANIFEST"], dirs_exist_ok=True)
    report = check(folder / "both")
    assert before.model is not None and report.model is not None
    found = propose(before.model, 10)
    assert len(found.proposals) == 10
    added = [case for case in report.model.cases if case.id not in {c.id for c in before.model.cases}]
    assert [case.given for case in added] == [proposal.values for proposal in found.proposals]
    told = [finding.rules for finding in report.findings if finding.name == "idle-case"]
    assert told == [(case.id,) for case in added]
    assert [f.name for f in report.findings if f.severity == "error"] == []


def test_answers_stand_in_comments_only_when_asked(folder: Path) -> None:
    book = load_workbook(folder / "out" / "warfarin.xlsx")
    comments = [
        cell.comment.text for row in book["Proposed cases"].iter_rows() for cell in row if cell.comment
    ]
    assert comments and all("the tables answer today: " in text for text in comments)
    asked = ["--propose", "1", "--decision", "target", "--out", str(folder / "silent")]
    assert CliRunner().invoke(cli, ["cases", str(folder / "set"), *asked]).exit_code == 0
    silent = load_workbook(folder / "silent" / "warfarin.xlsx")["Proposed cases"]
    assert not any(cell.comment for row in silent.iter_rows() for cell in row)


def test_no_folder_of_somebody_else_is_written_to(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in (folder / "set").iterdir()}
    asked = ["--propose", "1", "--decision", "target", "--out", str(folder / "set")]
    done = CliRunner().invoke(cli, ["cases", str(folder / "set"), *asked])
    assert done.exit_code == 2 and "No copy was written" in done.output
    assert {path.name: path.read_bytes() for path in (folder / "set").iterdir()} == before


def test_two_questions_are_asked_one_at_a_time() -> None:
    done = CliRunner().invoke(cli, ["cases", str(WARFARIN), "--propose", "1", "--grade"])
    assert done.exit_code == 2 and "one at a time" in done.output
