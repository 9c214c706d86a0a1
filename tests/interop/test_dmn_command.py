"""`b12tables export dmn`, as a user meets it; and the page about DMN."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from b12tables.cli import cli
from b12tables.interop.dmn import export_dmn
from b12tables.interop.dmn.limits import _LIMITS
from tests.kit.packages import ROOT
from tests.kit.tables import model_from_markdown, write_xlsx

SMALL = """
## Fields
- cause: choice (dietary, other cause), unknown
- age: whole number, 0..120
- note: text, unknown
- step: choice (now, later)

## Decision: Step

|    | When  |      |       | Then | Because  |
|----|-------|------|-------|------|----------|
|    | Cause | Age  | Note  | Step | Evidence |
| R1 | not(dietary) | > 18 | - | now | inference: a test |
| R2 | dietary; unknown | - | a <b> & \\ c | later | inference: a test |
| Otherwise | | | | later | inference: a test |

## Impossible
| ID | Combination | Why |
|----|-------------|-----|
| X1 | Cause: dietary<br>Age: < 1 | An infant |
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    write_xlsx(SMALL, tmp_path / "tables")
    return tmp_path / "tables"


def test_a_set_is_written_and_what_is_lost_is_named(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "set.dmn"
    result = run("export", "dmn", folder, "--out", out)
    assert result.exit_code == 0, result.output
    assert "1 decision table in" in result.output
    for name in ("impossible-combinations", "missing-input", "texts", "precision"):
        assert f"- {name}: " in result.output
        assert f'name="{name}"' in out.read_text("utf-8")
    assert "(X1)" in result.output and "(age)" in result.output
    first = out.read_bytes()
    # the same set again, in the place of its own file
    assert run("export", "dmn", folder, "--out", out).exit_code == 0
    assert out.read_bytes() == first


def test_nothing_of_others_is_overwritten(folder: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "set.dmn"
    theirs.write_text("<definitions/>")
    result = run("export", "dmn", folder, "--out", theirs)
    assert result.exit_code == 2 and "is there, and is no export of ours" in result.output
    assert theirs.read_text() == "<definitions/>"


def test_a_set_with_an_error_is_not_exported(tmp_path: Path) -> None:
    write_xlsx(SMALL.replace("| Otherwise | | | | later | inference: a test |\n", ""), tmp_path)
    result = run("export", "dmn", tmp_path, "--out", tmp_path / "set.dmn")
    assert result.exit_code == 1 and "Nothing was written." in result.output
    assert not (tmp_path / "set.dmn").exists()


def test_both_versions_differ_in_their_namespaces_only() -> None:
    model = model_from_markdown(SMALL)
    older, newer = export_dmn(model, "1.3").text, export_dmn(model, "1.5").text
    assert older != newer
    assert older.replace("20191111", "20230324") == newer


def test_the_tests_of_a_cell_say_what_unknown_means() -> None:
    root = ElementTree.fromstring(export_dmn(model_from_markdown(SMALL)).text)
    space = {"d": "https://www.omg.org/spec/DMN/20191111/MODEL/"}
    cells = [one.findtext("d:text", "", space) for one in root.iterfind(".//d:inputEntry", space)]
    assert cells == ['not("dietary", null)', "> 18", "-", '"dietary", null', "-", '"a <b> & \\\\ c"']
    allowed = [one.findtext("d:text", "", space) for one in root.iterfind(".//d:allowedValues", space)]
    assert allowed == ['"dietary", "other_cause", null', "[0..120]", '"now", "later"']
    defaults = [one.findtext("d:text", "", space) for one in root.iterfind(".//d:defaultOutputEntry", space)]
    assert defaults == ['"later"']


def test_the_page_names_all_that_can_be_lost() -> None:
    page = (ROOT / "docs" / "dmn.md").read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.M) == [name for name, _, _ in _LIMITS]


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs" / "dmn.md"), module_relative=False)
    assert result.attempted > 3 and result.failed == 0
