"""A table set on another subject goes through every command without a change in the package."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from tests.kit.tables import write_xlsx

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def iron(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("iron")
    write_xlsx((ROOT / "tests" / "kit" / "sets" / "iron.md").read_text("utf-8"), folder, "iron.xlsx")
    return folder


def run(*arguments: str | Path, input: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], input=input, catch_exceptions=False)


def test_check(iron: Path) -> None:
    result = run("check", iron, "--format", "json")
    report = json.loads(result.stdout)
    assert [f for f in report["findings"] if f["severity"] == "error"] == []
    assert result.exit_code == 0 and report["table_set"] == "iron_followup"
    assert [s["verdict"] for s in report["checked"]["safety_rules"]] == ["proved", "proved"]


@pytest.mark.parametrize("form", ["text", "github", "sarif"])
def test_check_in_its_other_forms(iron: Path, form: str) -> None:
    result = run("check", iron, "--format", form)
    assert result.exit_code == 0 and result.stdout.strip()


def test_cases(iron: Path) -> None:
    result = run("cases", iron)
    assert result.exit_code == 0, result.stdout
    assert "3 of 3 worked cases" in result.stdout


def test_eval(iron: Path) -> None:
    case = {
        "ferritin": "10 ug/L",
        "haemoglobin": "6.9 g/dL",
        "medicines": ["calcium"],
        "started": "2026-01-31",
    }
    result = run(
        "eval", iron, "--case", "-", "--format", "json", "--today", "2026-04-30", input=json.dumps(case)
    )
    answer = json.loads(result.stdout)
    assert answer["status"] == "ok"
    assert answer["outputs"]["stores_class"] == {"stores": "empty_stores"}
    assert answer["outputs"]["treatment"] == {"route": "infusion", "dose": 1000}
    assert {row["advice"] for row in answer["outputs"]["advice"]} == {"find_source", "apart"}


def test_eval_refuses_what_the_impossible_sheet_excludes(iron: Path) -> None:
    case = {"haemoglobin": 10}
    answer = json.loads(run("eval", iron, "--case", "-", "--format", "json", input=json.dumps(case)).stdout)
    assert answer["status"] == "invalid-input" and "not compatible with life" in json.dumps(
        answer["problems"]
    )


def test_eval_asks_for_what_is_needed(iron: Path) -> None:
    answer = json.loads(run("eval", iron, "--case", "-", "--format", "json", input="{}").stdout)
    assert answer["status"] == "missing-input"
    assert [(p["field"], p["question"]) for p in answer["problems"]] == [
        ("haemoglobin", "Latest haemoglobin?")
    ]


def test_build_and_use_the_package(iron: Path, tmp_path: Path) -> None:
    assert run("build", iron, "--out", tmp_path).exit_code == 0
    code = "from iron_followup import evaluate; print(evaluate({'haemoglobin': 110, 'ferritin': '10 ng/mL'}).status)"
    python = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                            env={"PYTHONPATH": f"{ROOT}:{tmp_path}"}, check=True)  # fmt: skip
    assert python.stdout.strip() == "ok"


@pytest.mark.slow
def test_docs(iron: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    docs = tmp_path / "docs"
    docs.mkdir()
    result = run("docs", "build", iron, "--docs", docs, "--out", site)
    assert result.exit_code == 0
    pages = [page.read_text("utf-8") for page in site.rglob("*.html")]
    assert any("Iron deficiency, a teaching set" in page for page in pages)
    assert run("docs", "check", site).exit_code == 0
    assert not any(re.search(r"cobalamin", page, re.IGNORECASE) for page in pages)


def test_the_package_knows_no_subject() -> None:
    """Nothing of the first subject stands in the code but the package's own name."""
    for path in sorted((ROOT / "b12tables").rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".js", ".md", ".j2"):
            text = path.read_text("utf-8").replace("b12tables", "")
            assert not re.search(r"b12|cobalamin", text, re.IGNORECASE), path
