"""A project round the package, as others ship it; and answers from the package alone."""

from __future__ import annotations

import json
import marshal
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipapp
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

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


SETUPTOOLS = ('requires = ["setuptools>=77"]', 'build-backend = "setuptools.build_meta"')
HATCHLING = ('requires = ["hatchling>=1.28"]', 'build-backend = "hatchling.build"')


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["hatchling.build", "setuptools.build_meta"])
def test_a_wheel_of_either_backend_answers_for_itself(project: Path, backend: str, tmp_path: Path) -> None:
    """Built from its own source archive, as whoever ships it does; and nothing but the two lines is changed."""
    shutil.copytree(project, tmp_path / "project")
    if backend.startswith("setuptools"):
        text = (project / "pyproject.toml").read_text("utf-8")
        for old, new in zip(HATCHLING, SETUPTOOLS, strict=True):
            assert old in text and new in text  # the file says which lines
            text = text.replace(f"{old}\n", f"{new}\n")
        (tmp_path / "project" / "pyproject.toml").write_text(text, "utf-8")
    with tarfile.open(_built(backend, "sdist", tmp_path / "project", tmp_path)) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    [source] = (tmp_path / "unpacked").iterdir()
    assert all((source / name).is_file() for name in ("README.md", "bill-of-materials.cdx.json"))
    assert [path.suffix for path in (source / "tables").iterdir()] == [".xlsx"]
    with zipfile.ZipFile(_built(backend, "wheel", source, tmp_path)) as wheel:
        assert any("/sboms/" in name for name in wheel.namelist()) == backend.startswith("hatchling")
        assert not any(name.startswith(("tables/", "build/")) for name in wheel.namelist())
        wheel.extractall(tmp_path / "site")
    told = python("-m", "our_rules", at=tmp_path / "site")
    assert told.returncode == 0 and "altered" not in told.stdout, told.stdout + told.stderr
    asked = python("-m", "our_rules", "eval", "-", at=tmp_path / "site", given='{"age": 70}')
    assert asked.returncode == 0 and '"now"' in asked.stdout


def _built(backend: str, kind: str, project: Path, to: Path) -> Path:
    """A distribution, made by its build backend as pip calls it."""
    make = f"import sys; from {backend} import build_{kind}; print(build_{kind}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", make, str(to)],
        cwd=project, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return to / done.stdout.split()[-1]


@pytest.mark.slow
def test_a_zipapp_answers_for_itself(project: Path, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    shutil.copytree(project / "our_rules", inside / "our_rules")
    shutil.copytree(ROOT / "b12tables", inside / "b12tables", ignore=shutil.ignore_patterns("__pycache__"))
    start = 'import runpy\nrunpy.run_module("our_rules", run_name="__main__", alter_sys=True)\n'
    assert start.splitlines()[1] in (ROOT / "docs" / "integrating.md").read_text("utf-8").replace(
        "PACKAGE", "our_rules"
    )
    (inside / "__main__.py").write_text(start, "utf-8")
    zipapp.create_archive(inside, tmp_path / "app.pyz")
    for arguments in ([], ["eval", "-"]):
        told = subprocess.run(
            [sys.executable, "-S", "-I", str(tmp_path / "app.pyz"), *arguments],
            input='{"age": 70}', capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert told.returncode == 0 and "altered" not in told.stdout, told.stdout + told.stderr
    assert json.loads(told.stdout)["outputs"] == {"step": {"step": "now"}}


FREEZE = """
import importlib.abc, importlib.util, marshal, sys
class Frozen(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    def find_spec(self, name, path=None, target=None):
        if name not in CODE:
            return None
        spec = importlib.util.spec_from_loader(name, self, origin="/nowhere/" + name, is_package=CODE[name][1])
        spec.has_location = True
        return spec
    def get_code(self, name):
        return marshal.loads(CODE[name][0])
    def get_source(self, name):
        return None
    def is_package(self, name):
        return CODE[name][1]
sys.meta_path.insert(0, Frozen())
import our_rules
from b12tables.interop.fhir import read_bindings
from b12tables.runtime.selfcheck import main
try:
    print(read_bindings(our_rules.SET))
except ValueError as why:
    print(why)
result = our_rules.evaluate({"age": 70})
assert our_rules.Result.from_json(result.to_json()) == result
assert our_rules.replay(our_rules.audit_record(result)).same
print(main(our_rules.SET, []), main(our_rules.SET, ["eval", "-"]))
"""


@pytest.mark.slow
def test_frozen_it_answers_and_says_that_nothing_can_be_compared(project: Path, tmp_path: Path) -> None:
    """As freezers do it: code without files. What is made of files is named, not passed over."""
    code = {}
    for root in (project / "our_rules", ROOT / "b12tables"):
        for path in sorted(root.rglob("*.py")):
            parts = path.relative_to(root.parent).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            compiled = marshal.dumps(compile(path.read_text("utf-8"), path.name, "exec"))
            code[name] = (compiled, parts[-1] == "__init__")
    (tmp_path / "app.py").write_text(f"CODE = {code!r}\n{FREEZE}", "utf-8")
    told = subprocess.run(
        [sys.executable, "-S", "-I", str(tmp_path / "app.py")],
        cwd=tmp_path, input='{"age": 70}', capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    said = " ".join(told.stdout.split())
    assert "our_rules came without its data files" in said
    assert "nobody can tell here whether it was altered" in said
    assert '"step": "now"' in told.stdout and told.stdout.endswith("2 0\n")


def test_what_stands_beside_the_package_is_kept_right(project: Path, tmp_path: Path) -> None:
    """The bill of materials follows each build, and `--verify` names what is of other tables."""
    out = tmp_path / "out"
    shutil.copytree(project, out)
    bill, toml = out / "bill-of-materials.cdx.json", out / "pyproject.toml"
    model_of(TABLES.replace("1.2.0-rc.1", "1.3.0"), out / "tables")
    before = bill.read_bytes()
    stale = run("build", out / "tables", "--project", out, "--verify")
    assert stale.exit_code == 1 and bill.read_bytes() == before
    assert f"stale: {bill} is of other tables" in stale.output
    assert f"stale: {toml}: its version is 1.2.0rc1, that on the sheet About 1.3.0" in stale.output
    assert run("build", out / "tables", "--out", out).exit_code == 0 and bill.read_bytes() != before
    left = run("build", out / "tables", "--out", out, "--verify")
    assert left.exit_code == 1 and "stale: " in left.output and "of other tables" not in left.output
    toml.write_text(toml.read_text("utf-8").replace("1.2.0rc1", "1.3.0"), "utf-8")
    assert run("build", out / "tables", "--project", out, "--verify").exit_code == 0
    # one to which somebody has added is theirs: it is not written over, and has to name the content
    theirs = bill.read_text("utf-8").replace(
        '"components": [', '"components": [{"type": "library", "name": "x"},'
    )
    bill.write_text(theirs, "utf-8")
    assert run("build", out / "tables", "--out", out, "--verify").exit_code == 0
    model_of(TABLES.replace(">= 65", ">= 66").replace("< 65", "< 66"), out / "tables")
    again = run("build", out / "tables", "--project", out)
    assert again.exit_code == 0 and "left as they are: bill-of-materials.cdx.json" in again.output
    assert bill.read_text("utf-8") == theirs
    assert "of other tables" in run("build", out / "tables", "--out", out, "--verify").output


def model_of(text: str, folder: Path) -> None:
    """Writes a set in the place of another."""
    shutil.rmtree(folder)
    folder.mkdir()
    write_xlsx(text, folder)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


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
