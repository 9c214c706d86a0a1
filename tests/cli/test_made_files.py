"""A file that a command writes is what its name says."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.cli.shared import MadeFile


@pytest.mark.parametrize(
    ("words", "name", "better"),
    [
        (("population",), "people.csv", "people.parquet"),
        (("population",), "people.XLSX", "people.parquet"),
        (("cohort", __file__, "--out"), "answers.csv", "answers.parquet"),
        (("cohort", __file__, "--summary"), "report.pdf", "report.html"),
        (("export", "dmn", "tables", "--out"), "set.json", "set.dmn"),
        (("export", "fhir", "tables", "--base", "https://x.example/f", "--out"), "set.xml", "set.json"),
        (("export", "cql", "tables", "--out"), "set.txt", "set.cql"),
        (("export", "sql", "tables", "--dialect", "duckdb", "--out"), "set.csv", "set.sql"),
        (("check", "tables", "--proof"), "proof.pdf", "proof.json"),
        (("cases", "tables", "--grade", "--store"), "grade.xlsx", "grade.json"),
    ],
)
def test_a_name_of_another_kind_is_refused(
    words: tuple[str, ...], name: str, better: str, tmp_path: Path
) -> None:
    done = CliRunner().invoke(cli, [*words, str(tmp_path / name)])
    assert done.exit_code == 2
    assert f"call it {better}" in " ".join(done.output.split())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["set.dmn", "set.xml", "SET.DMN", "set", "set.out", "set.v1"])
def test_its_own_endings_and_those_that_nobody_knows_are_taken(name: str) -> None:
    assert MadeFile("DMN").convert(name, None, None) == Path(name)
    with pytest.raises(click.BadParameter):
        MadeFile("SQL").convert("set.dmn", None, None)
