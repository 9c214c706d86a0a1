"""What people do to workbooks: each edit reads to the same model, or to a finding that says what is wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from b12tables.compiler.model.tables import Model
from b12tables.compiler.reader.folder import read_workbook
from tests.kit.meaning import meaning
from tests.kit.patience import PATIENCE
from tests.kit.tables import write_xlsx
from tests.reader import clumsy_edits, wrong_edits
from tests.reader.edits import (
    CHECK,
    GOOD,
    REGIMEN,
    Edited,
    check_edited,
    edited_book,
    good_model,
    patched,
    read,
)

CLUMSY = (*clumsy_edits.CLUMSY.edits, *wrong_edits.WRONG.edits)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return good_model(tmp_path_factory.mktemp("good"))


@pytest.mark.slow
@pytest.mark.parametrize("clumsy", CLUMSY, ids=lambda clumsy: clumsy.edit.__name__)
def test_clumsy_workbook(clumsy: Edited, good: Model, tmp_path: Path) -> None:
    edited_book(clumsy.edit, tmp_path)
    check_edited(clumsy, good, tmp_path)


def test_the_corpus_is_large_and_documented() -> None:
    assert len(CLUMSY) >= 40


def soffice_convert(soffice: str, file: Path, form: str, out: Path) -> Path:
    profile = out / "profile"
    home = f"-env:UserInstallation={profile.as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", form, "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    shutil.rmtree(profile)
    return out / f"{file.stem}.{form.partition(':')[0]}"


@pytest.mark.slow
def test_saved_by_libreoffice(good: Model, soffice: str, tmp_path: Path) -> None:
    """LibreOffice opens and saves the workbook; formulas among it are worked out and read by their values."""
    path = write_xlsx(GOOD, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet: Worksheet = book[REGIMEN]
    sheet["F8"], sheet["D8"], sheet["E8"], sheet["B8"] = "=0.5+0.5", "=1=1", '="o"&"ral"', "=Values!B4"
    clumsy_edits.merged_bands(book)
    book.save(path)
    out = tmp_path / "saved"
    out.mkdir()
    soffice_convert(soffice, path, "xlsx", out)
    model, findings = read(out)
    assert {finding.name for finding in findings} == {"stored-formula"}
    assert model is not None
    assert meaning(model) == meaning(good)
    assert model.content_hash


@pytest.mark.slow
@pytest.mark.parametrize("form", ["ods", "xls", "csv", "fods"])
def test_other_formats_of_libreoffice_are_refused(form: str, soffice: str, tmp_path: Path) -> None:
    """Saved in another format by LibreOffice itself: refused with how to convert it."""
    path = write_xlsx(GOOD, tmp_path)
    out = tmp_path / "saved"
    out.mkdir()
    soffice_convert(soffice, path, form, out)
    _, findings = read_workbook(out)
    assert [finding.name for finding in findings] == ["unreadable-file", "no-workbook"]
    assert f".{form}" in findings[0].message
    assert findings[0].help


def test_an_old_workbook_under_a_new_name_is_refused(soffice: str, tmp_path: Path) -> None:
    """Somebody renamed .xls to .xlsx."""
    path = write_xlsx(GOOD, tmp_path)
    old = soffice_convert(soffice, path, "xls", tmp_path)
    old.rename(path)
    _, findings = read_workbook(tmp_path)
    assert [finding.name for finding in findings] == ["unreadable-file"]
    assert "old .xls format" in findings[0].message


def test_several_files_are_one_set(good: Model, tmp_path: Path) -> None:
    """The sheets spread over files; lock files of Excel and LibreOffice beside them."""
    path = write_xlsx(GOOD, tmp_path)
    lists = ["Sources", "Statements", "Safety rules", "Cases"]
    for number, keep in enumerate((["About", "Dictionary", "Values"], [REGIMEN, CHECK], lists)):
        book = openpyxl.load_workbook(path)
        for sheet in list(book.worksheets):
            gone = (
                sheet.title in ("About", "Dictionary", "Values", REGIMEN, CHECK)
                if keep is None
                else sheet.title not in keep
            )
            if gone:
                book.remove(sheet)
        book.save(tmp_path / f"part{number}.xlsx")
    path.unlink()
    (tmp_path / "~$part0.xlsx").write_bytes(b"\x05Anna")
    (tmp_path / ".~lock.part0.xlsx#").write_text("Anna")
    (tmp_path / "letter.txt").write_text("Dear Anna")
    model, findings = read(tmp_path)
    assert findings == ()
    assert model is not None
    assert meaning(model) == meaning(good)
    assert model.content_hash == good.content_hash


def test_cells_without_coordinates(good: Model, tmp_path: Path) -> None:
    """Some programs leave out the coordinates of cells, as the format allows where none is left out."""
    path = write_xlsx(GOOD, tmp_path)
    patched(
        path,
        "xl/worksheets/sheet*",
        lambda xml: re.sub(r'(<c) r="[A-Z]+\d+"', r"\1", xml) if full(xml) else xml,
    )
    model, findings = read(tmp_path)
    assert findings == ()
    assert meaning(model) == meaning(good)


def full(xml: str) -> bool:
    """Whether the cells of each row stand without a hole, so that their order says where they are."""
    for row in re.findall(r"<row.*?</row>", xml, re.DOTALL):
        letters = re.findall(r'<c r="([A-Z]+)\d+"', row)
        if letters != [chr(65 + i) for i in range(len(letters))]:
            return False
    return True


def test_a_row_without_height_is_hidden(tmp_path: Path) -> None:
    """A rule drawn together until it has no height."""
    path = write_xlsx(GOOD, tmp_path)
    patched(
        path, "xl/worksheets/*", lambda xml: xml.replace('<row r="9"', '<row ht="0" customHeight="1" r="9"')
    )
    _, findings = read(tmp_path)
    assert {finding.name for finding in findings} == {"hidden-cells"}
    assert any(finding.places[0].cells == "A9:H9" for finding in findings)


def test_the_strict_dialect(good: Model, tmp_path: Path) -> None:
    """Excel's "Strict Open XML" uses other namespaces."""
    path = write_xlsx(GOOD, tmp_path)

    def strict(xml: str) -> str:
        return xml.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    for part in ("xl/*", "_rels/.rels"):
        patched(path, part, strict)
    model, findings = read(tmp_path)
    assert findings == ()
    assert meaning(model) == meaning(good)


def test_phonetic_readings_are_left_out(good: Model, tmp_path: Path) -> None:
    """Japanese Excel stores how a word is pronounced beside the word."""
    path = write_xlsx(GOOD, tmp_path)
    patched(
        path, "xl/sharedStrings.xml",
        lambda xml: xml.replace("<t>dietary</t>", '<t>dietary</t><rPh sb="0" eb="7"><t>daietari</t></rPh>'),
    )  # fmt: skip
    model, findings = read(tmp_path)
    assert findings == ()
    assert meaning(model) == meaning(good)


def test_a_formula_is_read_by_its_stored_value(good: Model, tmp_path: Path) -> None:
    """Excel stores the last value of a formula beside it."""
    path = write_xlsx(GOOD, tmp_path)
    patched(
        path, "xl/worksheets/sheet4.xml", lambda xml: xml.replace("<v>1</v>", "<f>0.5+0.5</f><v>1</v>", 1)
    )
    model, findings = read(tmp_path)
    assert [finding.name for finding in findings] == ["stored-formula"]
    assert meaning(model) == meaning(good)


def test_a_date_in_a_field_of_dates_keeps_its_day(tmp_path: Path) -> None:
    """Dates before March 1900 are another day to each program: Excel counts a day that never was."""
    for day in (date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(1999, 12, 31)):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet["A1"] = day
        sheet["A1"].number_format = "dd.mm.yyyy"
        book.save(tmp_path / "dates.xlsx")
        workbook, findings = read_workbook(tmp_path)
        assert findings == ()
        cell = workbook.sheets[0].at(1, 1)
        assert cell.value == (day if day >= date(1900, 3, 1) else None)
        assert ("programs differ" in cell.problem) == (cell.value is None)
