"""The sets in `examples/` go through every command: what the tour of the format shows is what a reader gets."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from b12tables.compiler import read
from b12tables.compiler.model import Model
from tests.kit.packages import package_of
from tests.site.test_first_page import agree, worked_cases

ROOT = Path(__file__).parents[2]
SETS = {
    "warfarin": {"indication": "AF", "inr": 6.2, "bleeding": "none", "bleeding_risk": "no", "weekly_dose": 35},
    "leg-vein": {
        "findings": ["calf", "pitting"], "result_in_time": "no", "tablets_suit": "no", "clearance": 80, "weight": 70,
    },
}  # fmt: skip
"""A patient for each set, as JSON states one."""
HEADLINES = {
    "warfarin": "Omit 1 or 2 doses. Then lower the weekly dose by 10 to 20 percent. Next INR in 2 to 3 days.",
    "leg-vein": "D-dimer now, and a scan of the leg veins within 24 hours. Enoxaparin until the result is there.",
}
SECOND_GUIDELINE = "uk-practice"
"""It is there to be compared (tests/compare/test_guidelines.py)."""
sets = pytest.mark.parametrize("name", SETS)


def run(*arguments: object, input: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], input=input, catch_exceptions=False)


def folder(name: str) -> Path:
    return ROOT / "examples" / name


def model_of(name: str) -> Model:
    model, _ = read(folder(name))
    assert model is not None
    return model


def state(name: str, path: Path) -> Path:
    path.write_text(json.dumps(SETS[name]), "utf-8")
    return path


def test_every_set_is_tried() -> None:
    with_workbooks = {path.parent.name for path in (ROOT / "examples").glob("*/*.xlsx")}
    assert with_workbooks == {*SETS, SECOND_GUIDELINE}


def test_the_second_guideline_is_sound_and_says_what_it_is() -> None:
    report = json.loads(run("check", folder(SECOND_GUIDELINE), "--format", "json").stdout)
    assert {finding["severity"] for finding in report["findings"]} <= {"info"}
    assert {rule["verdict"] for rule in report["checked"]["safety_rules"]} == {"proved"}
    about = model_of(SECOND_GUIDELINE).about
    assert "approved by nobody" in about.disclaimer and "transcribed" in about.title


@sets
def test_nothing_is_found_and_every_safety_rule_is_proved(name: str) -> None:
    result = run("check", folder(name), "--format", "json")
    report: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == 0 and report["findings"] == []
    assert report["checked"]["skipped"] == []
    assert {rule["verdict"] for rule in report["checked"]["safety_rules"]} == {"proved"}
    assert len(report["checked"]["safety_rules"]) > 4
    told = run("cases", folder(name)).output
    assert "12 of 12" in told or "13 of 13" in told


@sets
def test_one_patient_is_answered_and_asked(name: str, tmp_path: Path) -> None:
    case = state(name, tmp_path / "case.json")
    answer = json.loads(run("eval", folder(name), "--case", case, "--format", "json").stdout)
    assert (answer["status"], answer["headline"]) == ("ok", HEADLINES[name])
    told = run("ask", folder(name), "--case", case, input="")
    assert told.exit_code == 0 and HEADLINES[name] in " ".join(told.output.split())


@sets
def test_the_form_says_first_what_the_terminal_says(name: str, node: str, tmp_path: Path) -> None:
    model = model_of(name)
    cases = [({**case, "asked": False}, today) for case, today in worked_cases(model)]
    assert len(cases) > 10
    agree(node, model, package_of(model), cases, tmp_path)


def test_a_range_of_doses_is_told_as_one() -> None:
    """Both ends are computed, each an answer of its own: the first page tells the range."""
    page = package_of(model_of("warfarin")).evaluate(SETS["warfarin"]).explain()
    assert "New weekly dose: 28 to 31.5 mg." in page.partition("ALL ANSWERS")[0]


@pytest.mark.slow
@sets
def test_a_cohort_is_drawn_and_answered(name: str, tmp_path: Path) -> None:
    people = tmp_path / "people.parquet"
    assert run("population", people, "--tables", folder(name), "--rows", 20).exit_code == 0
    proposed = run("cohort", people, "--tables", folder(name), "--propose")
    (tmp_path / "map.toml").write_text(proposed.stdout, "utf-8")
    asked = ["cohort", people, "--tables", folder(name), "--map", tmp_path / "map.toml"]
    result = run(*asked, "--out", tmp_path / "answers.parquet", "--summary", tmp_path / "report.html")
    assert result.exit_code in (0, 1), result.output
    assert (tmp_path / "report.html").stat().st_size > 10_000


@sets
def test_it_is_built_signed_and_compared(name: str, tmp_path: Path) -> None:
    assert run("build", folder(name), "--out", tmp_path / "out").exit_code == 0
    signed = run("signoff", folder(name))
    assert signed.exit_code == 1 and "Signed as they are: 0 of" in signed.output
    copy = tmp_path / "copy"
    shutil.copytree(folder(name), copy)
    told = run("compare", folder(name), copy, "--exit-code")
    assert told.exit_code == 0 and "the two are the same" in told.output


@pytest.mark.slow
@sets
def test_it_is_shown_proved_and_told_to_other_programs(name: str, tmp_path: Path) -> None:
    assert run("show", folder(name)).exit_code == 0
    proof = run("check", folder(name), "--proof", tmp_path / "proof.json")
    assert proof.exit_code == 0 and "The independent checker confirms it" in proof.output
    assert run("export", "dmn", folder(name), "--out", tmp_path / "set.dmn").exit_code == 0
    assert run("import", tmp_path / "set.dmn", tmp_path / "again").exit_code == 0
    sql = run("export", "sql", folder(name), "--dialect", "duckdb", "--out", tmp_path / "set.sql")
    assert sql.exit_code == 0 and "SELECT" in (tmp_path / "set.sql").read_text("utf-8")
    base = "https://example.org/fhir"
    assert run("export", "fhir", folder(name), "--base", base, "--out", tmp_path / "set.json").exit_code == 0


@sets
def test_its_site_is_built_with_its_chart(name: str, tmp_path: Path) -> None:
    assert run("docs", "build", folder(name), "--out", tmp_path / "site").exit_code == 0
    assert run("docs", "check", tmp_path / "site").exit_code == 0
    chart = (tmp_path / "site" / "wall-chart.html").read_text("utf-8")
    assert "This chart is not shown" not in chart
