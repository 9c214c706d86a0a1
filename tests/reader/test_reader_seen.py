"""What a person sees of a workbook and what we read: the same, or refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from b12tables.compiler.model.tables import Model
from tests.kit.meaning import meaning
from tests.kit.tables import write_xlsx
from tests.reader.edits import (
    GOOD,
    Edited,
    check_edited,
    edited_book,
    good_model,
    patched,
    read,
)
from tests.reader.seen_edits import SEEN


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return good_model(tmp_path_factory.mktemp("good"))


FORMULAS: list[tuple[str, str, str]] = [
    ("TODAY()", "volatile-formula", "TODAY()"),
    ("today()-30", "volatile-formula", "TODAY()"),
    ("IF(1=1,RAND(),2)", "volatile-formula", "RAND()"),
    ("_xlfn.RANDARRAY(1,1)", "volatile-formula", "RANDARRAY()"),
    ("INDIRECT(&quot;A&quot;&amp;1)", "volatile-formula", "INDIRECT()"),
    ("OFFSET(A1,1,1)", "volatile-formula", "OFFSET()"),
    ("NOW ( )", "volatile-formula", "NOW()"),
    ("SUM(1,RANDBETWEEN(1,2))", "volatile-formula", "RANDBETWEEN()"),
    ("CELL(&quot;row&quot;)", "volatile-formula", "CELL()"),
    ("[1]Sheet1!A1", "bad-cell", "another file"),
    ("'C:\\[old.xlsx]Sheet1'!A1", "bad-cell", "another file"),
    ("1+0", "stored-formula", "what is read is the value"),
    ("&quot;not TODAY()&quot;", "stored-formula", ""),
    ("TODAYS+1", "stored-formula", ""),
    ("SUM(B8:B9)", "stored-formula", ""),
]


@pytest.mark.parametrize(("formula", "name", "says"), FORMULAS, ids=lambda text: text)
def test_a_formula_that_decides(formula: str, name: str, says: str, good: Model, tmp_path: Path) -> None:
    with_formula(tmp_path, f"<f>{formula}</f>")
    check_edited(Edited(test_a_formula_that_decides, (name,), name == "stored-formula", says), good, tmp_path)


def with_formula(folder: Path, formula: str, also: Callable[[str], str] = str) -> None:
    """The good set with a formula for the dose in F8."""
    path = write_xlsx(GOOD, folder)
    patched(
        path,
        "xl/worksheets/*",
        lambda xml: also(re.sub(r'(<c r="F8"[^>]*>)(<v)', lambda found: found[1] + formula + found[2], xml)),
    )


@pytest.mark.parametrize(
    "formula",
    [
        '<f t="array" ref="F8">TODAY()</f>',
        '<f t="shared" ref="F8:F9" si="0">TODAY()</f>',
        '<f ca="1">A30</f>',
        "<f>K30</f>",
        "<f>K$29:K$31</f>",
        "<f>moving</f>",
        "<f>SUM(K:K)</f>",
        "<f>Check!A1+Regimen!$K$30</f>",
    ],
)
def test_a_formula_that_rests_on_a_moving_one(formula: str, tmp_path: Path) -> None:
    """Array and shared formulas, a mark to work it out anew, another cell or a name that moves."""
    row = '<row r="30"><c r="K30"><f>TODAY()</f><v>1</v></c></row></sheetData>'
    with_formula(tmp_path, formula, lambda xml: xml.replace("</sheetData>", row) if formula in xml else xml)
    name = '<definedNames><definedName name="Moving">NOW()</definedName></definedNames>'
    patched(
        tmp_path / "tables.xlsx",
        "xl/workbook.xml",
        lambda xml: re.sub(r"<definedNames ?/>", "", xml).replace("</sheets>", f"</sheets>{name}"),
    )
    _, findings = read(tmp_path)
    assert [f.name for f in findings if f.severity == "error"] == ["volatile-formula"], findings


@pytest.mark.slow
@pytest.mark.parametrize("seen", SEEN.edits, ids=lambda seen: seen.edit.__name__)
def test_what_is_seen(seen: Edited, good: Model, tmp_path: Path) -> None:
    edited_book(seen.edit, tmp_path)
    check_edited(seen, good, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace('<row r="9"', '<row r="9" ht="0" customHeight="1"'),
        lambda xml: xml.replace('<row r="9"', '<row r="9" ht="0.75"'),
        lambda xml: xml.replace('<row r="9"', '<row r="9" hidden="true"'),
        lambda xml: xml.replace("<sheetData>", '<cols><col min="3" max="3" width="0"/></cols><sheetData>'),
        lambda xml: xml.replace(
            "<sheetData>", '<cols><col min="2" max="16384" width="0.1"/></cols><sheetData>'
        ),
        lambda xml: xml.replace("<sheetData>", '<cols><col min="3" max="3" hidden="1"/></cols><sheetData>'),
        lambda xml: xml.replace('defaultRowHeight="15"', 'defaultRowHeight="0"'),
        lambda xml: xml.replace('defaultRowHeight="15"', 'defaultRowHeight="15" zeroHeight="1"'),
    ],
)
def test_what_has_no_height_or_width_is_hidden(change: Callable[[str], str], tmp_path: Path) -> None:
    patched(write_xlsx(GOOD, tmp_path), "xl/worksheets/*", change)
    _, findings = read(tmp_path)
    assert {finding.name for finding in findings if finding.severity == "error"} == {"hidden-cells"}


# ---------------------------------------------------------------- the file


def test_parts_with_the_separator_of_windows_are_read(good: Model, tmp_path: Path) -> None:
    path = write_xlsx(GOOD, tmp_path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo("x")
            member.filename = name.replace("/", "\\")
            archive.writestr(member, data)
    model, findings = read(tmp_path)
    assert model is not None and findings == () and meaning(model) == meaning(good)


LINK = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" '
    'Target="externalLinks/externalLink1.xml"/></Relationships>'
)


def test_a_link_that_no_cell_uses_is_no_reason(good: Model, tmp_path: Path) -> None:
    path = write_xlsx(GOOD, tmp_path)
    patched(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("</Relationships>", LINK))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    model, findings = read(tmp_path)
    assert model is not None and findings == () and meaning(model) == meaning(good)


# ---------------------------------------------------------------- written by hand, as other programs may write them


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXTS = (
    '<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" '
    'Target="texts.xml"/></Relationships>'
)


def run(properties: str, text: str) -> str:
    return f"<r><rPr>{properties}</rPr><t>{text}</t></r>"


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ("<r><t>&gt;= 20</t></r>" + run('<vertAlign val="superscript"/>', "1"), "is raised"),
        (run("<strike/>", "&gt;= 20"), "is struck out"),
        (run('<strike val="true"/>', "&gt;= 20"), "is struck out"),
        (run('<color rgb="FFFFFF"/>', "&gt;= 20"), "cannot be seen"),
        (run('<sz val="1"/>', "&gt;= 20"), "cannot be seen"),
        (run("<vanish/>", "&gt;= 20"), "cannot be seen"),
        (run('<strike val="0"/><b/>', "&gt;= 20"), ""),
        (run('<vertAlign val="baseline"/>', "&gt;= 20"), ""),
        ("<t>&gt;= 2</t><rPh sb='0' eb='1'><t>99</t></rPh><r><t>0</t></r>", ""),
        ("<t>&gt;= 20</t><phoneticPr fontId='1'/>", ""),
    ],
)
@pytest.mark.parametrize("where", ["in the cell", "among the shared texts"])
def test_runs_in_the_cell_and_among_the_shared_texts(
    inside: str, says: str, where: str, good: Model, tmp_path: Path
) -> None:
    path = write_xlsx(GOOD, tmp_path)
    shared = where == "among the shared texts"
    content = '<c r="C8" t="s"><v>0</v></c>' if shared else f'<c r="C8" t="inlineStr"><is>{inside}</is></c>'
    patched(path, "xl/worksheets/sheet4.xml", lambda xml: re.sub('<c r="C8".*?</c>', content, xml))
    if shared:
        patched(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("</Relationships>", TEXTS))
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("xl/texts.xml", f'<sst xmlns="{MAIN}"><si>{inside}</si></sst>')
    model, findings = read(tmp_path)
    if not says:
        assert findings == () and model is not None and meaning(model) == meaning(good)
        return
    assert [finding.name for finding in findings] == ["bad-cell"] and says in findings[0].message
    assert findings[0].places[0].cells == "C8"


SOLID = '<fill><patternFill patternType="solid"><fgColor {}/></patternFill></fill>'
STYLES: list[tuple[str, str, str]] = [
    ('<font><strike val="0"/></font>', "", ""),
    ('<font><condense val="0"/><u/></font>', "", ""),
    ("<font><strike/></font>", "", "is struck out"),
    ('<font><color indexed="1"/></font>', "", "cannot be seen"),
    ('<font><color theme="0" tint="-0.02"/></font>', "", "cannot be seen"),
    ('<font><color theme="0" tint="-0.5"/></font>', "", ""),
    ('<font><color auto="1"/></font>', "", ""),
    ("<font/>", SOLID.format('rgb="FF000000"'), "cannot be seen"),
    ("<font/>", SOLID.format('indexed="64"'), "cannot be seen"),
    (
        '<font><color rgb="FFFF0000"/></font>',
        '<fill><gradientFill><stop position="0"><color rgb="FFFF0000"/></stop><stop position="1">'
        '<color rgb="FFFF0000"/></stop></gradientFill></fill>',
        "cannot be seen",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("font", "fill", "says"), STYLES)
def test_the_style_of_a_cell(font: str, fill: str, says: str, tmp_path: Path) -> None:
    path = write_xlsx(GOOD, tmp_path)
    fill = fill or "<fill><patternFill/></fill>"

    def styles(xml: str) -> str:
        xml = re.sub(
            r"<fonts.*?</fonts>", lambda m: m[0].replace("</fonts>", f"{font}</fonts>"), xml, flags=re.DOTALL
        )
        fonts = xml.split("</fonts>")[0].count("<font>") + xml.split("</fonts>")[0].count("<font/>")
        fills = xml.split("<fills")[1].split("</fills>")[0].count("<fill>")
        xml = xml.replace("</fills>", f"{fill}</fills>")
        own = f'<xf numFmtId="0" fontId="{fonts - 1}" fillId="{fills}" borderId="0"/>'
        return xml.replace("</cellXfs>", f"{own}</cellXfs>")

    with zipfile.ZipFile(path) as archive:
        before = archive.read("xl/styles.xml").decode()
    number = before.split("<cellXfs")[1].split("</cellXfs>")[0].count("<xf ")
    patched(path, "xl/styles.xml", styles)
    patched(
        path,
        "xl/worksheets/sheet4.xml",
        lambda xml: re.sub('<c r="C8"( s="[0-9]+")?', f'<c r="C8" s="{number}"', xml),
    )
    _, findings = read(tmp_path)
    assert [finding.name for finding in findings] == (["bad-cell"] if says else [])
    assert not says or says in findings[0].message
