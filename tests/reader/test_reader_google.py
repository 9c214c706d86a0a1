"""Workbooks as Google Sheets writes them: the parts by hand, with what is particular to its export.

No file here comes from Google. What is copied is the shape of its files: no docProps, targets with and without a
leading slash, whole numbers as `20.0`, empty cells with a style, empty rows up to row 1000 with a height each, dates as
serials in formats such as `m/d/yyyy`, formulas of its own with their value, drop-downs that refer to a range, booleans
as `t="b"`, a drawing with nothing in it on every sheet, frozen heads.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from b12tables.compiler import check
from b12tables.compiler.model.tables import Model
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.folder import read_workbook
from b12tables.compiler.reader.workbook import Workbook
from b12tables.desk.copies import losses
from b12tables.desk.new import new_set
from tests.kit.meaning import meaning
from tests.kit.tables import workbook_from_markdown

GOOD = (Path(__file__).parents[1] / "kit" / "sets" / "clinic.md").read_text(encoding="utf-8")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOT = (
    f'xmlns="{MAIN}" xmlns:r="{LINKS}" xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:mv="urn:schemas-microsoft-com:mac:vml" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def google(book: Workbook, path: Path) -> None:
    """Writes the sheets as its export does."""
    strings: dict[str, int] = {}
    parts: dict[str, str] = {}
    names = [sheet.name for sheet in book]
    for number, sheet in enumerate(book, 1):
        rows = []
        last = max(sheet.by_row)
        for row in range(1, 1001):
            cells = []
            for column in range(1, 27):
                cell = sheet.cells.get((row, column))
                letter = f"{chr(64 + column)}{row}"
                if cell is None or cell.blank:
                    if row <= last:
                        cells.append(f'<c r="{letter}" s="2"/>')
                    continue
                value = cell.value
                if isinstance(value, bool):
                    cells.append(f'<c r="{letter}" s="1" t="b"><v>{int(value)}</v></c>')
                elif isinstance(value, (int, float)):
                    cells.append(f'<c r="{letter}" s="1"><v>{float(value)}</v></c>')
                elif row == 8 and column == 2:
                    text = escape(str(value))
                    formula = escape(f'IFERROR(__xludf.DUMMYFUNCTION("CONCATENATE(""{value}"")"),"{value}")')
                    cells.append(f'<c r="{letter}" s="1" t="str"><f>{formula}</f><v>{text}</v></c>')
                else:
                    index = strings.setdefault(str(value), len(strings))
                    cells.append(f'<c r="{letter}" s="1" t="s"><v>{index}</v></c>')
            rows.append(f'<row r="{row}" ht="15.75" customHeight="1">{"".join(cells)}</row>')
        drop_down = (
            '<dataValidations><dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="C8:C20">'
            f"<formula1>{escape(names[1])}!$A$3:$A$9</formula1></dataValidation></dataValidations>"
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'{HEAD}<worksheet {ROOT}><sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr>'
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="7.0" topLeftCell="A8" activePane="bottomLeft" '
            'state="frozen"/></sheetView></sheetViews>'
            '<sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/>'
            '<cols><col customWidth="1" min="1" max="1" width="20.0"/></cols>'
            f'<sheetData>{"".join(rows)}</sheetData>{drop_down}<drawing r:id="rId1"/></worksheet>'
        )
        parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = (
            f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{LINKS}/drawing" '
            f'Target="../drawings/drawing{number}.xml"/></Relationships>'
        )
        parts[f"xl/drawings/drawing{number}.xml"] = (
            f"{HEAD}<xdr:wsDr "
            'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
        )
    sheets = "".join(
        f'<sheet state="visible" name="{escape(name)}" sheetId="{n}" r:id="rId{n + 3}"/>'
        for n, name in enumerate(names, 1)
    )
    parts["xl/workbook.xml"] = (
        f"{HEAD}<workbook {ROOT}><workbookPr/><sheets>{sheets}</sheets><definedNames/><calcPr/></workbook>"
    )
    links = [("theme", "theme/theme1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    links += [("worksheet", f"/xl/worksheets/sheet{n}.xml") for n, _ in enumerate(names, 1)]
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links, 1)
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    )
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    parts["xl/sharedStrings.xml"] = (
        f'{HEAD}<sst xmlns="{MAIN}" count="9" uniqueCount="{len(strings)}">{texts}</sst>'
    )
    parts["xl/styles.xml"] = (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="m/d/yyyy"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="5"><xf/><xf applyAlignment="1"><alignment readingOrder="0"/></xf><xf/>'
        '<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    google(workbook_from_markdown(GOOD), tmp_path / "Clinic tables.xlsx")
    return tmp_path


def test_an_export_means_what_was_written(exported: Path) -> None:
    workbook, unreadable = read_workbook(exported)
    model, findings = build_model(workbook)
    wanted, _ = build_model(workbook_from_markdown(GOOD))
    assert unreadable == ()
    assert {finding.name for finding in findings} == {"stored-formula"}, (
        "functions of its own are kept as formulas"
    )
    assert isinstance(model, Model) and isinstance(wanted, Model)
    assert meaning(model) == meaning(wanted)


@pytest.mark.parametrize("style", [3, 4])
def test_a_date_that_it_made_of_a_text_is_refused(exported: Path, style: int) -> None:
    """It turns `1-2` into a date as readily as Excel does; the cell then holds a serial in a format of dates."""
    path = next(exported.glob("*.xlsx"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = next(name for name, text in parts.items() if '<c r="C9" s="1"' in text and "__xludf" in text)
    parts[sheet] = re.sub(
        r'<c r="C9" s="1".*?</c>', f'<c r="C9" s="{style}"><v>46054.0</v></c>', parts[sheet]
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    report = check(exported)
    [finding] = [f for f in report.findings if f.name == "bad-cell"]
    assert "2026-02-01" in finding.message and finding.places[0].cells == "C9"


def test_what_new_writes_is_what_google_sheets_keeps(tmp_path: Path) -> None:
    """Drop-downs by list or by a range of the same workbook, no names, no macros, no newer kinds of anything."""
    path = new_set(tmp_path / "set", "Blood pressure")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 13
    for text in sheets:
        assert "extLst" not in text and "conditionalFormatting" not in text and "<legacyDrawing" not in text
        for kind in re.findall(r"<dataValidation [^>]*?type=\"(\w+)\"", text):
            assert kind in ("list", "none")
        for formula in re.findall(r"<formula1>(.*?)</formula1>", text):
            assert re.fullmatch(
                r'"[^"]{1,255}"|Lists!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+', formula.replace("&quot;", '"')
            )
    assert "<definedName " not in parts["xl/workbook.xml"]
    assert not openpyxl.load_workbook(path).defined_names


def test_its_empty_drawings_are_not_named_as_lost(exported: Path) -> None:
    path = next(exported.glob("*.xlsx"))
    assert losses(path) == ["stored results of formulas (a spreadsheet program works them out again)"]
