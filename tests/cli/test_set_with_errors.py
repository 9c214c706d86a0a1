"""A set with errors does not answer, and is not shown, as if it had none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli.main import cli
from b12tables.site.link_check import check_site
from tests.kit.tables import model_and_findings, write_xlsx

GAP = """
## Fields
- age: whole number, 0..120, unit a
- dose: choice (low, high)

## Decision: Dose
|    | When | Then | Because  |
|----|------|------|----------|
|    | Age  | Dose | Evidence |
| R1 | < 18 | low  | inference: x |
| R2 | > 18 | high | inference: x |
"""

MIXED = """
## Fields
- a: number, unit g
- b: number, unit mg
- x: number, unit mg, computed a + b
- dose: choice (low, high)

## Decision: Dose
|    | When  | Then | Because  |
|----|-------|------|----------|
|    | X     | Dose | Evidence |
| R1 | < 10  | low  | inference: x |
| R2 | >= 10 | high | inference: x |

## Decision: Other
|    | When  | Then  | Because  |
|----|-------|-------|----------|
|    | B     | Other | Evidence |
| R1 | -     | yes   | inference: x |
"""


@pytest.fixture
def gap(tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    folder.mkdir()
    write_xlsx(GAP, folder)
    return folder


def evaluated(folder: Path, case: object, *more: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["eval", str(folder), "--case", "-", *more], input=json.dumps(case))
    return result.exit_code, result.output


def test_an_answer_begins_with_what_is_wrong(gap: Path) -> None:
    code, said = evaluated(gap, {"age": "30 a"})
    assert code == 1
    assert said.startswith("This table set has 1 error") and "gap: " in said.splitlines()[1]
    code, said = evaluated(gap, {"age": "30 a"}, "--format", "json")
    told = json.loads(said)
    assert code == 1 and next(iter(told)) == "set" and told["set"]["errors"] and told["status"] == "ok"


@pytest.mark.parametrize("command", ["eval", "ask"])
def test_where_no_decision_is_left_it_is_said_and_nothing_is_answered(command: str, tmp_path: Path) -> None:
    alone = MIXED[: MIXED.index("## Decision: Other")]
    write_xlsx(alone, tmp_path)
    result = CliRunner().invoke(cli, [command, str(tmp_path), "--case", "-"], input='{"a": 1, "b": 2}')
    assert result.exit_code == 1 and "low" not in result.stdout
    assert (
        result.stderr.startswith("error: unit-mismatch") and "1 decision could not be judged" in result.stderr
    )


def test_a_field_whose_rule_is_in_error_is_no_input() -> None:
    model, findings = model_and_findings(MIXED.replace("- dose:", "- other: yes/no\n- dose:"))
    assert [f.name for f in findings if f.severity == "error"] == ["unit-mismatch"]
    assert model is not None and "x" not in model.fields
    assert [table.code for table in model.decisions] == ["other"]


@pytest.mark.parametrize(
    ("unit", "accepts", "right"),
    [
        ("pmol/L", "pg/mL = 0.7378 pmol/L; ng/L = 0.8 pmol/L", False),
        ("pmol/L", "pg/mL = 0.7378 pmol/L; ng/L = 0.7378 pmol/L", True),
        ("pmol/L", "pg/mL = 0.7378 pmol/L; ng/dL = 7.378 pmol/L", True),
        ("pmol/L", "pg/mL = 0.7378 pmol/L; ng/dL = 0.7378 pmol/L", False),
        ("Cel", "[degF] = 0.5556 Cel", False),
        ("Cel", "K = 1 Cel", False),
        ("mg", "ug; [IU] = 0.1 mg", True),
    ],
)
def test_one_quantity_has_one_value_in_whatever_unit_it_is_written(
    unit: str, accepts: str, right: bool
) -> None:
    text = GAP.replace("unit a", f"unit {unit}, accepts {accepts.replace('; ', ' | ')}")
    _, findings = model_and_findings(text)
    assert ("unit-mismatch" not in [f.name for f in findings]) == right


def test_every_page_carries_a_band_that_says_so(gap: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    result = CliRunner().invoke(cli, ["docs", "build", str(gap), "--out", str(out)])
    assert result.exit_code == 0, result.output
    pages = set(out.rglob("*.html")) - {out / "report.html"}
    assert len(pages) > 10
    for page in pages:
        assert "1 error</strong>" in page.read_text("utf-8"), page
    assert 'href="report.html"' in (out / "findings.html").read_text("utf-8")
    whole = (out / "report.html").read_text("utf-8")
    # the report with its tables drawn, as `check --format html` writes it, and a way back
    assert "This table set cannot be built yet." in whole and 'class="edit"' in whole
    assert 'href="findings.html"' in whole
    assert [str(problem) for problem in check_site(out) if problem.page == "report.html"] == []
