"""What a text may hold is decided where it is read: a cell's problem for a workbook, plain data for a case."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from b12tables.compiler.reader import build_model, read_workbook
from tests.kit.tables import write_xlsx

CLINIC = (Path(__file__).parents[1] / "kit" / "sets" / "clinic.md").read_text(encoding="utf-8")
UNFIT = ("\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\ud800", "\udfff", "\ufffe", "\uffff")


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


TEXT = re.compile(r"(<t[^>]*>)([^<&]+)(?=</t>)")


def texts_of(source: Path) -> list[tuple[str, int]]:
    """Where texts stand in a workbook: the part, and the middle of the text in it."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if "xl/" in name}
    found = [(name, match) for name, part in sorted(parts.items()) for match in TEXT.finditer(part)]
    return [(name, match.start(2) + len(match[2]) // 2) for name, match in found]


def rewritten(source: Path, target: Path, where: tuple[str, int], put: str) -> None:
    """The workbook with `put` in the middle of one of its texts."""
    part, middle = where
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                text = data.decode("utf-8")
                data = (text[:middle] + put + text[middle:]).encode("utf-8")
            new.writestr(name, data)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clinic")
    write_xlsx(CLINIC.replace("| one  |", "|      |"), folder, "clinic.xlsx")  # a note, which nobody reads
    return folder / "clinic.xlsx"


@pytest.mark.slow
def test_every_text_of_a_workbook_has_its_gate(clinic: Path, tmp_path: Path) -> None:
    for number, where in enumerate(texts_of(clinic)):
        sign = UNFIT[number % len(UNFIT)]
        rewritten(clinic, tmp_path / "x" / "clinic.xlsx", where, f"_x{ord(sign):04X}_")
        workbook, unreadable = read_workbook(tmp_path / "x")
        _, findings = build_model(workbook)
        told = [f for f in (*unreadable, *findings) if f"U+{ord(sign):04X}" in f.message]
        assert told and all(f.name == "bad-cell" and f.places for f in told), where
        assert not any(sign in f.message + "".join(f.help) for f in findings)


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["_x000A_", "\n", "\t", "\u202e", "é", "İ"])
def test_line_breaks_tabs_and_other_scripts_are_read(clinic: Path, tmp_path: Path, sign: str) -> None:
    for where in texts_of(clinic)[::7]:
        rewritten(clinic, tmp_path / "x" / "clinic.xlsx", where, sign)
        _, findings = build_model(read_workbook(tmp_path / "x")[0])
        assert not any("which nobody can see" in finding.message for finding in findings)


@pytest.mark.slow
def test_a_name_has_a_longest_length(clinic: Path, tmp_path: Path) -> None:
    """Every head, key, code, label and ID; what is said of a name does not repeat all of it."""
    refused = 0
    for where in texts_of(clinic):
        rewritten(clinic, tmp_path / "x" / "clinic.xlsx", where, "x" * 5_000)
        _, findings = build_model(read_workbook(tmp_path / "x")[0])
        assert all(len(word) < 130 for f in findings for word in f.message.split())
        refused += any("characters is too long" in finding.message for finding in findings)
    assert refused > 20


@pytest.mark.parametrize("number", ["9" * 4_301, "0." + "1" * 5_000, "1e999999999", "-" + "9" * 10_000])
def test_a_number_without_end_is_a_finding(tmp_path: Path, number: str) -> None:
    for cell in ("700", "< 20", "50"):
        assert cell in CLINIC
        write_xlsx(CLINIC.replace(cell, f"'{number}"), tmp_path, "t.xlsx")
        _, findings = build_model(read_workbook(tmp_path)[0])
        assert any(finding.severity == "error" for finding in findings)
        assert run("check", tmp_path).exit_code in (1, 2)


TABLE = "| | When | Then |\n|---|---|---|\n| Rule | Age | Plan |\n| R1 | < 18 | a |\n| R2 | >= 18 | b |\n"


@pytest.mark.parametrize(
    "case",
    [
        b'{"age": 1e999999999}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"age": 1, "age": 2}',
        b'{"age": NaN}',
        b"\xff",
    ],
)
def test_a_case_that_cannot_be_read_is_one_sentence(tmp_path: Path, case: bytes) -> None:
    text = f"## Fields\n- age: number, 0..120\n- plan: choice (a, b)\n\n## Decision: Plan\n{TABLE}"
    write_xlsx(text, tmp_path, "t.xlsx")
    (tmp_path / "case.json").write_bytes(case)
    result = run("eval", tmp_path, "--case", tmp_path / "case.json")
    assert result.exit_code == 2 and "the case cannot be read" in result.output


def test_a_site_is_built_of_a_set_with_a_wrong_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be read is left out, and the site says so."""
    monkeypatch.chdir(tmp_path)
    text = f"## Fields\n- age: number, 0..120\n- plan: choice (a, b)\n\n## Decision: Plan\n{TABLE}"
    case = "\n## Cases\n| | Given | Expect |\n|---|---|---|\n| Case | age | plan |\n| C1 | 2O | a |\n"
    (tmp_path / "t").mkdir()
    write_xlsx(text + case, tmp_path / "t", "t.xlsx")
    result = run("docs", "build", "t", "--out", "site", "--docs", "none")
    assert result.exit_code == 1 and (tmp_path / "site" / "index.html").exists(), result.output
    assert any("bad-cell" in page.read_text("utf-8") for page in (tmp_path / "site").rglob("*.html"))
