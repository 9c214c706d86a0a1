"""`b12tables export cql`, as a user meets it; and the page about CQL."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from b12tables.cli import cli
from b12tables.interop.cql import OURS, export_cql
from b12tables.interop.cql.limits import _LIMITS
from tests.kit.known_errors import KNOWN_ERRORS, known_error_model
from tests.kit.packages import ROOT
from tests.kit.tables import write_xlsx

PAGE = ROOT / "docs" / "cql.md"

SMALL = """
## Fields
- level: number, 0..1000, unit nmol/L, accepts umol/L | wk = 0.3333333333 nmol/L
- note: text, unknown
- step: choice (now, later)

## Decision: Step
|    | When  |      | Then | Because  |
|----|-------|------|------|----------|
|    | Level | Note | Step | Evidence |
| R1 | < 20  | -    | now  | inference: a test |
| R2 | >= 20 | -    | later | inference: a test |
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    write_xlsx(SMALL, tmp_path / "tables")
    return tmp_path / "tables"


def test_the_command(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "set.cql"
    done = run("export", "cql", folder, "--out", out)
    assert done.exit_code == 0, done.output
    assert "1 decision table" in done.output and "CQL 1.5" in done.output
    text = out.read_text("utf-8")
    for name in ("unit-spellings", "units-left-out", "digits", "texts"):
        assert f"- {name}: " in done.output and f"// - {name}: " in text
    assert run("export", "cql", folder, "--out", out).exit_code == 0
    assert out.read_text("utf-8") == text
    out.write_text("library Theirs")
    refused = run("export", "cql", folder, "--out", out)
    assert refused.exit_code == 2 and "Nothing was written" in refused.output
    assert out.read_text() == "library Theirs"


def test_a_set_with_errors_is_refused(folder: Path, tmp_path: Path) -> None:
    write_xlsx(SMALL.replace("| R2 | >= 20", "| R2 | > 20"), folder)
    refused = run("export", "cql", folder, "--out", tmp_path / "set.cql")
    assert refused.exit_code == 1 and "Nothing was written" in refused.output
    assert not (tmp_path / "set.cql").exists()


def test_a_set_with_accepted_errors_is_refused() -> None:
    finding, _ = KNOWN_ERRORS[0]
    with pytest.raises(ValueError, match="accepted"):
        export_cql(known_error_model(*finding))


def test_the_page_names_each_limit() -> None:
    page = PAGE.read_text("utf-8")
    told = page[page.index("## What CQL cannot say") : page.index("## Two engines")]
    assert re.findall(r"^\| `([a-z-]+)` \|", told, re.MULTILINE) == [name for name, _, _ in _LIMITS]
    assert OURS in page


@pytest.mark.slow
def test_the_examples_of_the_page() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert found.attempted > 4 and not found.failed
