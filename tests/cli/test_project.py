"""A project round the package, as others ship it; and answers from the package alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.compiler.codegen.project import bound, python_version
from b12tables.version import __version__
from tests.kit.packages import ROOT
from tests.kit.tables import write_xlsx

TABLES = """
## About
- Title: Our "own" rules
- Identifier: our_rules
- Version: 1.2.0-rc.1
- Status: Draft
- Intended use: Tests.
- Disclaimer: Not for <patients>.

## Fields
- age: whole number, 0..120
- born: date, unknown
- years: whole number, 0..120, unknown, computed years from born to today
- step: choice (now, later)

## Decision: Step

|    | When  |      | Then | Because  |
|----|-------|------|------|----------|
|    | Age   | Years | Step | Evidence |
| R1 | >= 65 | - | now | inference: a test |
| R2 | < 65 | - | later | inference: a test |
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    (folder / "tables").mkdir()
    write_xlsx(TABLES, folder / "tables")
    result = build(folder / "tables", folder / "out")
    assert result == 0
    return folder / "out"


def build(tables: Path, out: Path) -> int:
    return CliRunner().invoke(cli, ["build", str(tables), "--project", str(out)]).exit_code


def python(*arguments: str, at: Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Python in a folder of nothing else, with the runtime of this checkout and what stands at a path."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(at), str(ROOT)])}
    command = [sys.executable, "-S", *arguments]
    return subprocess.run(command, cwd=at, env=env, capture_output=True, text=True, check=False, input=given)


def test_the_project_says_what_it_is(project: Path) -> None:
    told = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    assert (told["name"], told["version"]) == ("our-rules", "1.2.0rc1")
    assert told["description"] == 'Our "own" rules'
    assert told["dependencies"] == [bound()] and f">={__version__},<" in bound()
    readme = (project / "README.md").read_text("utf-8")
    assert "status: **Draft**" in readme and "> Not for <patients>." in readme
    bill = json.loads((project / "bill-of-materials.cdx.json").read_text("utf-8"))
    assert bill["metadata"]["component"]["name"] == "our-rules"
    assert "b12tables build tables --out . --verify" in (project / ".github/workflows/check.yml").read_text()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("1.0.0", "1.0.0"),
        ("1.0.0-alpha", "1.0.0a0"),
        ("1.0.0-beta.2", "1.0.0b2"),
        ("1.0.0-draft+x-1", "1.0.0.dev0+x.1"),
    ],
)
def test_versions_are_written_as_packages_write_them(ours: str, theirs: str) -> None:
    assert python_version(ours) == theirs


@pytest.mark.slow
def test_what_the_project_s_checks_run_passes(project: Path) -> None:
    run = CliRunner()
    built = run.invoke(cli, ["build", str(project / "tables"), "--out", str(project), "--verify"])
    assert built.exit_code == 0, built.output
    told = python("-m", "our_rules", "tables", at=project)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "the workbooks in tables say the same" in told.stdout


@pytest.mark.slow
def test_a_wheel_by_hatchling_answers_for_itself(project: Path, tmp_path: Path) -> None:
    make = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", make, str(tmp_path)], cwd=project, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        assert any("/sboms/" in name for name in wheel.namelist())
        wheel.extractall(tmp_path / "site")
    told = python("-m", "our_rules", at=tmp_path / "site")
    assert told.returncode == 0 and "altered" not in told.stdout


SETUPTOOLS = "setuptools"
"""It comes with an environment of Python 3.11, and is nothing that this project asks for."""


@pytest.mark.slow
@pytest.mark.skipif(find_spec(SETUPTOOLS) is None, reason="needs setuptools")
def test_setuptools_takes_all_of_the_package(project: Path, tmp_path: Path) -> None:
    code = f"from {SETUPTOOLS} import setup; setup()"
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, "-q", "build", "--build-base", str(tmp_path / "base"),
         "--build-lib", str(tmp_path / "site")],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = python("-m", "our_rules", at=tmp_path / "site")
    assert told.returncode == 0 and "altered" not in told.stdout, told.stdout + told.stderr


def test_what_is_theirs_is_left_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ours")
    (tmp_path / "notes.txt").write_text("ours too")
    arguments = ["build", str(project / "tables"), "--project", str(tmp_path)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0 and "left as they are: README.md" in result.output
    assert (tmp_path / "README.md").read_text() == "ours" and (tmp_path / "notes.txt").exists()
    (tmp_path / "our_rules" / "mine.py").write_text("")
    refused = CliRunner().invoke(cli, arguments)
    assert refused.exit_code == 1 and "Nothing was written" in refused.output


# ---------------------------------------------------------------- answers from the package alone


def test_a_case_is_answered(project: Path, tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text('{"age": 70}')
    told = python("-m", "our_rules", "eval", str(tmp_path / "case.json"), at=project)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["outputs"] == {"step": {"step": "now"}}
    same = python("-m", "our_rules", "eval", "-", at=project, given='{"age": 70}')
    assert same.stdout == told.stdout


def test_lines_are_answered_line_by_line(project: Path, tmp_path: Path) -> None:
    (tmp_path / "cases.ndjson").write_text('{"age": 70}\n\n{"age": 700}\n[1]\n{"age": 1\n{"age": 1}\n')
    told = python("-m", "our_rules", "eval", str(tmp_path / "cases.ndjson"), at=project)
    statuses = [json.loads(line)["status"] for line in told.stdout.splitlines()]
    assert statuses == ["ok", "invalid-input", "unreadable", "unreadable", "ok"]
    assert told.returncode == 2 and "line 4: " in told.stderr


@pytest.mark.slow
def test_what_cannot_be_asked_is_said(project: Path, tmp_path: Path) -> None:
    dated = '{"age": 70, "born": "1950-01-31"}'
    without = python("-m", "our_rules", "eval", "-", at=project, given=dated)
    assert without.returncode == 2 and "would be counted to today" in without.stderr
    counted = python("-m", "our_rules", "eval", "-", "--today", "2026-11-26", at=project, given=dated)
    assert json.loads(counted.stdout)["inputs"]["years"] == 76
    for wrong in (["eval"], ["eval", "-", "--today", "soon"], ["eval", str(tmp_path / "none.json")]):
        told = python("-m", "our_rules", *wrong, at=project, given="")
        assert told.returncode == 2 and told.stderr and "Traceback" not in told.stderr


def test_the_release_can_be_asked_of_the_base_install(tmp_path: Path) -> None:
    told = python("-m", "b12tables", "--version", at=tmp_path)
    assert told.returncode == 0 and told.stdout == f"b12tables, version {__version__}\n"
