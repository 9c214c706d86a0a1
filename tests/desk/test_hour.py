"""A clinician's hour, played through act by act: LibreOffice does the typing and the saving."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from b12tables.desk.annotate import MARK
from tests.kit.needed import lacking
from tests.kit.patience import PATIENCE

Edits = dict[Path, list[tuple[str, str, object]]]


@pytest.fixture(scope="session")
def office_python(soffice: str) -> str:
    """A Python that can talk to LibreOffice; the test skips where there is none (and fails in CI)."""
    beside = Path(soffice).resolve().parent / "python"
    candidates = (str(beside), "/usr/bin/python3", sys.executable)
    can_talk = (python for python in candidates if shutil.which(python) and speaks_uno(python))
    return next(can_talk, None) or lacking("needs a Python with uno (python3-uno)")


def speaks_uno(python: str) -> bool:
    return subprocess.run([python, "-c", "import uno"], capture_output=True, check=False).returncode == 0


class Office:
    def __init__(self, python: str, soffice: str, folder: Path) -> None:
        self.python, self.soffice, self.profile = python, soffice, folder / "profile"

    def type_in(self, edits: Edits) -> None:
        task = {
            "soffice": self.soffice,
            "profile": str(self.profile),
            "edits": {str(path): cells for path, cells in edits.items()},
        }
        script = Path(__file__).with_name("office.py")
        subprocess.run(
            [self.python, str(script)], input=json.dumps(task), text=True, check=True, timeout=PATIENCE
        )

    def picture(self, workbook: Path, out: Path) -> Path:
        """The workbook as LibreOffice shows it, as PDF."""
        profile = f"-env:UserInstallation=file://{self.profile}"
        subprocess.run(
            [self.soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(out), str(workbook)],
            check=True, capture_output=True, timeout=PATIENCE,
        )  # fmt: skip
        return out / f"{workbook.stem}.pdf"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)


WHY = "inference: an example"

MENDED = ("B9", "See soon")
"""The cell of the overlap, as it is meant."""


@pytest.fixture(scope="module")
def office(office_python: str, soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(office_python, soffice, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def handed_on(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """A folder as one act leaves it, for the next to go on with: what an act does changes nothing for the others."""
    return lambda tables: Path(shutil.copytree(tables, tmp_path_factory.mktemp("act") / "tables"))


# ---------------------------------------------------------------- what is typed, act by act


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new set."""
    tables = tmp_path_factory.mktemp("begun") / "tables"
    assert run("new", tables, "--title", "Blood pressure").exit_code == 0
    return tables


@pytest.fixture(scope="module")
def added(begun: Path, office: Office, handed_on: Callable[[Path], Path]) -> Path:
    """Another decision: a field in the dictionary, its values, a sheet."""
    tables = handed_on(begun)
    field = ("who", "Who sees the patient", "choice")
    values = [("who", "nurse", "Nurse"), ("who", "physician", "Physician")]
    office.type_in(
        {
            tables / "blood_pressure.xlsx": [
                *in_row("Dictionary", 6, field),
                *in_row("Values", 6, values[0]),
                *in_row("Values", 7, values[1]),
            ]
        }
    )
    columns = ("--when", "next step", "--when", "systolic", "--then", "Who sees the patient")
    result = run("add", "decision", "Who sees", tables, *columns)
    assert result.exit_code == 0, result.output
    return tables


@pytest.fixture(scope="module")
def filled(added: Path, office: Office, handed_on: Callable[[Path], Path]) -> Path:
    """Its rules, with a gap and an overlap."""
    tables = handed_on(added)
    rules = [
        ("R1", "See today", "-", "Physician", WHY),
        ("R2", "See soon; See today", ">= 160", "Nurse", WHY),
        ("R3", "See soon", "< 160; unknown", "Nurse", WHY),
    ]
    typed = [edit for number, rule in enumerate(rules) for edit in in_row("Who sees", 8 + number, rule)]
    office.type_in({tables / "who_sees.xlsx": typed})
    return tables


@pytest.fixture(scope="module")
def marked(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The annotated copy."""
    out = tmp_path_factory.mktemp("annotated") / "marked"
    originals = {path.name: path.read_bytes() for path in filled.glob("*.xlsx")}
    result = run("check", filled, "--annotate", out)
    assert result.exit_code == 1 and "gap" in result.output and "overlap" in result.output
    assert originals == {path.name: path.read_bytes() for path in filled.glob("*.xlsx")}
    return out


@pytest.fixture(scope="module")
def mended(filled: Path, marked: Path, office: Office, handed_on: Callable[[Path], Path]) -> Path:
    """The drafted row pasted, the overlap mended."""
    tables = handed_on(filled)
    pasted = in_row("Who sees", 11, (*drafted(marked)[0], "Nurse", WHY))
    office.type_in({tables / "who_sees.xlsx": [*pasted, ("Who sees", *MENDED)]})
    return tables


@pytest.fixture(scope="module")
def signed(mended: Path, office: Office, handed_on: Callable[[Path], Path]) -> Path:
    """Signed, the meaning filled in."""
    tables = handed_on(mended)
    row = in_row("Sign-off", 3, ("Who sees", "", "A. Doctor", "Physician", "2026-01-31"))
    office.type_in({tables / "blood_pressure.xlsx": [edit for edit in row if edit[2]]})
    result = run("signoff", tables, "--fill")
    assert result.exit_code == 0 and "1 cell under Meaning filled in" in result.output, result.output
    return tables


@pytest.fixture(scope="module")
def changed(signed: Path, office: Office, handed_on: Callable[[Path], Path]) -> Path:
    """One cell says something else."""
    tables = handed_on(signed)
    office.type_in({tables / "who_sees.xlsx": [("Who sees", "D9", "Physician")]})
    return tables


def in_row(sheet: str, row: int, values: Sequence[object]) -> list[tuple[str, str, object]]:
    """Values typed side by side, from column A on."""
    return [(sheet, f"{column}{row}", value) for column, value in zip("ABCDE", values, strict=False)]


def drafted(marked: Path) -> list[list[object]]:
    """The first three cells of each row to paste."""
    copy = openpyxl.load_workbook(marked / "who_sees.xlsx")
    return [[cell.value for cell in row][:3] for row in copy["Rows for Who sees"].iter_rows(min_row=5)]


# ---------------------------------------------------------------- what is said of it


def test_a_new_set_passes(begun: Path) -> None:
    assert run("check", begun).exit_code == 0


def test_a_decision_that_was_added_asks_what_was_typed(added: Path) -> None:
    heads = next(
        openpyxl.load_workbook(added / "who_sees.xlsx")["Who sees"].iter_rows(7, 7, values_only=True)
    )
    assert heads[1:4] == ("Next step", "Systolic blood pressure", "Who sees the patient")


def test_a_gap_and_an_overlap_are_marked_on_the_cells_of_a_copy(marked: Path) -> None:
    """Marks on the cells, a list with links, rows to paste."""
    copy = openpyxl.load_workbook(marked / "who_sees.xlsx")
    comments = {
        c.coordinate: c.comment.text for row in copy["Who sees"].iter_rows() for c in row if c.comment
    }
    assert any(MARK in text and "overlap" in text for text in comments.values())
    assert any("gap" in text for text in comments.values())
    names = [row[2].value for row in copy["Findings"].iter_rows(min_row=5)]
    assert {"gap", "overlap"} <= set(names)
    links = [
        cell.hyperlink.location for row in copy["Findings"].iter_rows() for cell in row if cell.hyperlink
    ]
    assert any("Who sees" in location for location in links)
    assert drafted(marked) == [["NEW1", "Routine visit", "< 140"]]  # nobody with more gets a routine visit


def test_the_copy_can_be_looked_at(marked: Path, office: Office, tmp_path: Path) -> None:
    picture = office.picture(marked / "who_sees.xlsx", tmp_path)
    assert picture.stat().st_size > 5_000


def test_the_drafted_row_and_the_mend_leave_nothing_to_find(mended: Path) -> None:
    result = run("check", mended)
    assert result.exit_code == 0, result.output


def test_compared_with_the_first_version_nothing_has_changed_but_a_decision_more(
    begun: Path, mended: Path
) -> None:
    result = run("compare", begun, mended)
    assert result.exit_code == 0 and "Who sees (who_sees) is decided now (minor)" in result.output
    assert "Provably identical for every case that either accepts: 1 decision" in result.output


def test_what_was_signed_stands(signed: Path) -> None:
    assert "Who sees (who_sees): 4 signed" in run("signoff", signed).output


def test_another_cell_voids_the_sign_off(changed: Path) -> None:
    assert "Who sees (who_sees): 4 voided" in run("signoff", changed).output
    result = run("check", changed)
    assert result.exit_code == 0 and "voided-sign-off" in result.output


def test_the_comparison_says_for_whom_a_cell_changed_the_answer(signed: Path, changed: Path) -> None:
    result = run("compare", signed, changed)
    assert "Systolic blood pressure: >= 160 mm[Hg]" in result.output
    assert "Nurse before (rule R2), Physician now (rule R2)" in result.output and "major" in result.output
