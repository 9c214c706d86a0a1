"""A clinician's hour, played through: LibreOffice does the typing and the saving."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from b12tables.cli.main import cli
from b12tables.desk.annotate import MARK
from tests.kit.needed import lacking

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
        subprocess.run([self.python, str(script)], input=json.dumps(task), text=True, check=True, timeout=120)

    def picture(self, workbook: Path, out: Path) -> Path:
        """The workbook as LibreOffice shows it, as PDF."""
        profile = f"-env:UserInstallation=file://{self.profile}"
        subprocess.run(
            [self.soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(out), str(workbook)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return out / f"{workbook.stem}.pdf"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)


def test_a_clinicians_hour(office_python: str, soffice: str, tmp_path: Path) -> None:
    office = Office(office_python, soffice, tmp_path)
    tables = tmp_path / "tables"

    # a new set that passes
    assert run("new", tables, "--title", "Blood pressure").exit_code == 0
    book = tables / "blood_pressure.xlsx"
    assert run("check", tables).exit_code == 0
    first = Path(shutil.copytree(tables, tmp_path / "first"))

    # another decision: a field in the dictionary, its values, a sheet
    office.type_in(
        {
            book: [
                *(
                    ("Dictionary", f"{c}6", v)
                    for c, v in (("A", "who"), ("B", "Who sees the patient"), ("C", "choice"))
                ),
                *(("Values", f"{c}6", v) for c, v in (("A", "who"), ("B", "nurse"), ("C", "Nurse"))),
                *(("Values", f"{c}7", v) for c, v in (("A", "who"), ("B", "physician"), ("C", "Physician"))),
            ]
        }
    )
    added = run(
        "add",
        "decision",
        "Who sees",
        tables,
        "--when",
        "next step",
        "--when",
        "systolic",
        "--then",
        "Who sees the patient",
    )
    assert added.exit_code == 0, added.output
    who = tables / "who_sees.xlsx"

    # filled in with a gap and an overlap
    why = "inference: an example"
    rules = [
        ("R1", "See today", "-", "Physician", why),
        ("R2", "See soon; See today", ">= 160", "Nurse", why),
        ("R3", "See soon", "< 160; unknown", "Nurse", why),
    ]
    office.type_in(
        {
            who: [
                ("Who sees", f"{c}{8 + i}", v)
                for i, row in enumerate(rules)
                for c, v in zip("ABCDE", row, strict=True)
            ]
        }
    )
    marked = tmp_path / "marked"
    originals = {path.name: path.read_bytes() for path in tables.glob("*.xlsx")}
    result = run("check", tables, "--annotate", marked)
    assert result.exit_code == 1 and "gap" in result.output and "overlap" in result.output
    assert originals == {path.name: path.read_bytes() for path in tables.glob("*.xlsx")}

    # the annotated copy: marks on the cells, a list with links, rows to paste
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
    drafted = [[c.value for c in row][:3] for row in copy["Rows for Who sees"].iter_rows(min_row=5)]
    assert drafted == [["NEW1", "Routine visit", "< 140"]]  # nobody with more gets a routine visit
    picture = office.picture(marked / "who_sees.xlsx", tmp_path)
    assert picture.stat().st_size > 5_000

    # paste the drafted row, mend the overlap: green
    pasted = [("Who sees", f"{c}11", v) for c, v in zip("ABCDE", (*drafted[0], "Nurse", why), strict=True)]
    office.type_in({who: [*pasted, ("Who sees", "B9", "See soon")]})
    result = run("check", tables)
    assert result.exit_code == 0, result.output

    # compared with the first version: nothing of before has changed, one decision more
    result = run("compare", first, tables)
    assert result.exit_code == 0 and "Who sees (who_sees) is decided now (minor)" in result.output
    assert "Provably identical for every case that either accepts: 1 decision" in result.output

    # signed
    row = ("Who sees", "", "A. Doctor", "Physician", "2026-01-31")
    office.type_in({book: [("Sign-off", f"{c}3", v) for c, v in zip("ABCDE", row, strict=True) if v]})
    result = run("signoff", tables, "--fill")
    assert result.exit_code == 0 and "1 cell under Meaning filled in" in result.output, result.output
    assert "Who sees (who_sees): 4 signed" in run("signoff", tables).output
    signed = Path(shutil.copytree(tables, tmp_path / "signed"))

    # one cell changes: the sign-off is void, and the comparison says for whom
    office.type_in({who: [("Who sees", "D9", "Physician")]})
    assert "Who sees (who_sees): 4 voided" in run("signoff", tables).output
    result = run("check", tables)
    assert result.exit_code == 0 and "voided-sign-off" in result.output
    result = run("compare", signed, tables)
    assert "Systolic blood pressure: >= 160 mm[Hg]" in result.output
    assert "Nurse before (rule R2), Physician now (rule R2)" in result.output and "major" in result.output
