"""`cases --grade`: what is printed for a small set, by the words a reader sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from tests.kit.doses import DOSES
from tests.kit.tables import write_xlsx

CASES = """
## Cases
| | | Given | Expect |
|---|---|---|---|
| Case | Description | Age | Dose |
| C1 | Just grown up | 18 | full |
| C2 | A child | 17 | none |
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_xlsx(DOSES + CASES, tmp_path, "tables.xlsx")
    return tmp_path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["cases", *map(str, words)])


def test_the_boundary_that_no_case_is_beside_is_named(folder: Path) -> None:
    printed = run(folder, "--grade")
    assert printed.exit_code == 0, printed.output
    # 64 | 65 may move either way, R3 may say another dose: nobody looks there
    assert 'boundary moved in every row: "18 to 64" becomes "[18..65]" in R2, R3' in printed.output
    assert 'boundary moved in every row: "18 to 64" becomes "[18..63]" in R2, R3' in printed.output
    assert "patient: Age: 65" in printed.output
    assert "today: Dose low" in printed.output
    assert "then:  Dose full" in printed.output
    # 17 | 18 is watched on both sides
    assert '"< 18" becomes' not in printed.output


def test_a_tool_reads_the_same(folder: Path) -> None:
    data = json.loads(run(folder, "--grade", "--format", "json").output)
    assert data["score"]["of"] == data["score"]["noticed"] + len(data["unnoticed"])
    assert data["score"]["by_outcome"]["refused"]
    assert data["decisions"]["dose"] == data["score"]
    moved = next(one for one in data["unnoticed"] if one["after"] == "[18..65]")
    assert moved["example"] == {"age": 65}
    assert (moved["today"], moved["then"]) == ({"dose": "low"}, {"dose": "full"})
    assert (moved["file"], moved["rules"]) == ("tables.xlsx", ["R2", "R3"])


def test_with_cases_on_both_sides_and_in_every_row_nothing_is_unnoticed(tmp_path: Path) -> None:
    more = "| C3 | Still full | 64 | full |\n| C4 | Old | 65 | low |\n"
    write_xlsx(DOSES + CASES + more, tmp_path, "tables.xlsx")
    printed = run(tmp_path, "--grade")
    assert "(100.0 %)" in printed.output
    assert "Nobody notices" not in printed.output


def test_what_a_safety_rule_alone_notices_is_counted(tmp_path: Path) -> None:
    safety = """
## Safety rules
| ID | When | Must | Why | Evidence |
|---|---|---|---|---|
| S1 | Age: < 18 | Dose: none | children get none | inference: by the author |
"""
    adults = CASES.replace("| C2 | A child | 17 | none |\n", "")
    write_xlsx(DOSES + adults + safety, tmp_path, "tables.xlsx")
    data = json.loads(run(tmp_path, "--grade", "--format", "json").output)
    # another result in R1, and its boundary a year lower
    assert data["score"]["by_outcome"]["safety rule"] == 2


def test_a_set_with_an_error_is_not_graded(tmp_path: Path) -> None:
    write_xlsx(DOSES.replace("> 64", "> 70") + CASES, tmp_path, "tables.xlsx")
    printed = run(tmp_path, "--grade")
    assert printed.exit_code == 1
    assert "Nothing was graded" in printed.output
    assert "Traceback" not in printed.output


def test_a_decision_that_is_none_is_told(folder: Path) -> None:
    printed = run(folder, "--grade", "--decision", "doze")
    assert printed.exit_code == 2
    assert "'doze' is no decision" in printed.output


def test_nothing_can_be_graded_where_nothing_is(tmp_path: Path) -> None:
    printed = run(tmp_path, "--grade")
    assert printed.exit_code == 2
    assert "Traceback" not in printed.output


def test_options_of_the_grade_alone_change_nothing(folder: Path) -> None:
    assert run(folder, "--format", "json").exit_code == 2
