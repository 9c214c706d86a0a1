"""Hostile and broken files, each with the sentence with which it is refused.

Every function below makes one such file; its docstring says what is wrong with it. The decorator gives words
of the sentence with which it is refused ("" where it is harmless and read, or only some of its cells are
refused).
"""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kit.tables import write_xlsx
from tests.reader.edits import GOOD

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SST = f'<sst xmlns="{MAIN}">'.encode()
_LAST = "North, South | - | no |\n"
assert _LAST in GOOD
SOUND = GOOD.replace(_LAST, _LAST + "| Otherwise | | | | no |\n")
"""The set without its gaps: what is hostile in it reaches the commands that build."""
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Hostile:
    make: Callable[[Path], None]
    sentence: str


HOSTILE: list[Hostile] = []

Make = Callable[[Path], None]


def says(sentence: str) -> Callable[[Make], Make]:
    """Registers a file and the words that its refusal must hold."""

    def note(make: Make) -> Make:
        HOSTILE.append(Hostile(make, sentence))
        return make

    return note


def book(
    file: Path,
    rows: str | bytes = "",
    *,
    before: str = "",
    behind: str = "",
    sheets: str = '<sheet name="S" sheetId="1" r:id="rId1"/>',
    dtd: str = "",
    more: dict[str, str | bytes] | None = None,
    strings: str | bytes | None = None,
    styles: str | None = None,
) -> None:
    """A workbook with one sheet, written part by part so that each part can be whatever is wanted."""
    if isinstance(rows, str):
        rows = rows.encode()
    sheet = f'{dtd}<worksheet xmlns="{MAIN}">{before}<sheetData>'.encode() + rows
    links = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    parts: dict[str, str | bytes] = {
        "xl/worksheets/sheet1.xml": sheet + f"</sheetData>{behind}</worksheet>".encode()
    }
    if strings is not None:
        links.append(("rId2", "sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = strings
    if styles is not None:
        links.append(("rId3", "styles", "styles.xml"))
        parts["xl/styles.xml"] = styles
    parts["_rels/.rels"] = relations([("rId1", "officeDocument", "xl/workbook.xml")])
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = relations(links)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | (more or {})).items():
            archive.writestr(name, data)


def relations(links: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{to}"/>' for i, kind, to in links
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


# ---------------------------------------------------------------- too much


@says("too much data")
def zip_bomb_in_a_sheet(file: Path) -> None:
    """Two hundred megabytes of spaces in a few kilobytes."""
    book(file, b" " * 200_000_000)


@says("too much data")
def zip_bomb_in_the_texts(file: Path) -> None:
    """One shared text of two hundred megabytes."""
    book(file, strings=SST + b"<si><t>" + b"a" * 200_000_000 + b"</t></si></sst>")


@says("too much text")
def texts_without_end(file: Path) -> None:
    """Shared texts of sixty megabytes in all."""
    book(file, strings=SST + (b"<si><t>" + b"a" * 30_000 + b"</t></si>") * 2_000 + b"</sst>")


@says("too much markup")
def elements_without_end(file: Path) -> None:
    """Millions of empty elements."""
    book(file, "<row>" + "<x/>" * 4_000_000 + "</row>")


@says("too many cells")
def cells_without_end(file: Path) -> None:
    """Hundreds of thousands of cells."""
    book(file, "".join(f"<row>{'<c><v>1</v></c>' * 100}</row>" for _ in range(2_500)))


@says("too many sheets")
def ten_thousand_sheets(file: Path) -> None:
    """Ten thousand sheets, all of them one part."""
    book(file, sheets="".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(10_000)))


@says("parts")
def ten_thousand_parts(file: Path) -> None:
    """Ten thousand parts in the zip file."""
    book(file, more={f"xl/worksheets/sheet{n}.xml": "<worksheet/>" for n in range(2, 10_000)})


@says("larger than")
def a_large_file(file: Path) -> None:
    """A file of forty megabytes that does not even compress."""
    book(file, more={"xl/media/picture.bin": random.Random(1).randbytes(1_000_000) * 40})
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/picture.bin", b"\x00" * 40_000_000)


@says("")
def a_text_that_is_used_often(file: Path) -> None:
    """A long text in thousands of cells: longer than a cell can hold, refused where needed."""
    strings = SST.decode() + "<si><t>" + "a" * 5_000_000 + "</t></si></sst>"
    book(file, "<row>" + '<c t="s"><v>0</v></c>' * 10_000 + "</row>", strings=strings)


# ---------------------------------------------------------------- far away


@says("")
def the_last_cell(file: Path) -> None:
    """One cell at XFD1048576: the cells between are not walked."""
    book(file, f'<row r="1">{cell("A1", "Dictionary")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>')


@says("")
def a_head_in_the_last_column(file: Path) -> None:
    """A head of a list in the last column, and ten thousand rows."""
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "x")}</row>' for n in range(4, 10_000))
    heads = cell("A3", "Field") + cell("XFD3", "Label")
    book(file, f'<row r="1">{cell("A1", "Dictionary")}</row><row r="3">{heads}</row>{rows}')


@says("")
def a_merge_over_the_whole_sheet(file: Path) -> None:
    """Seventeen thousand million merged cells."""
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    book(
        file,
        f'<row r="1">{cell("A1", "x")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>',
        behind=merges,
    )


@says("too many")
def merges_on_merges(file: Path) -> None:
    """A thousand merges, each over all of a thousand cells."""
    rows = "".join(f'<row r="{n}">{cell(f"A{n}", "x")}</row>' for n in range(1, 1_000))
    book(file, rows, behind="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 1_000 + "</mergeCells>")


@says("")
def links_over_the_whole_sheet(file: Path) -> None:
    """A hyperlink, a validation and a filter over every cell."""
    links = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
    checks = '<dataValidations><dataValidation sqref="A1:XFD1048576" type="whole"/></dataValidations>'
    book(file, f'<row r="1">{cell("A1", "x")}</row>', behind=checks + links)


@says("")
def hidden_columns_many_times(file: Path) -> None:
    """A hundred thousand times all columns, hidden."""
    columns = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 100_000 + "</cols>"
    book(file, f'<row r="1">{cell("A1", "x")}</row>', before=columns)


@says("damaged")
def a_row_beyond_the_last(file: Path) -> None:
    """A cell in a row that no sheet has."""
    book(file, f'<row r="9999999999">{cell("A9999999999", "x")}</row>')


# ---------------------------------------------------------------- XML


@says("entities")
def a_thousand_million_laughs(file: Path) -> None:
    """Entities that unfold to gigabytes."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    book(file, f"<row>{cell('A1', '&a9;')}</row>", dtd=f"<!DOCTYPE x [{entities}]>")


@says("entities")
def an_external_entity(file: Path) -> None:
    """An entity that fetches a file of the machine."""
    book(
        file, f"<row>{cell('A1', '&e;')}</row>", dtd='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    )


@says("entities")
def an_entity_in_another_encoding(file: Path) -> None:
    """The same in UTF-16, where a search for its bytes finds nothing."""
    xml = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "x">]><worksheet xmlns="{MAIN}"/>'
    book(file, more={"xl/worksheets/sheet1.xml": xml.encode("utf-16")})


@says("damaged")
def an_undeclared_entity(file: Path) -> None:
    """An entity that nobody declares."""
    book(file, f"<row>{cell('A1', '&nobody;')}</row>")


@says("")
def deep_nesting(file: Path) -> None:
    """Elements in elements, a hundred thousand deep."""
    book(file, "<x>" * 100_000 + "</x>" * 100_000)


@says("damaged")
def xml_that_ends_early(file: Path) -> None:
    """A sheet whose XML breaks off."""
    book(file, more={"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row>'})


@says("damaged")
def a_text_that_is_not_there(file: Path) -> None:
    """A cell that names shared text number one million."""
    book(file, '<row><c t="s"><v>1000000</v></c></row>', strings=SST + b"</sst>")


@says("")
def impossible_numbers(file: Path) -> None:
    """Numbers without end, and none at all."""
    book(file, "<row><c><v>1e999</v></c><c><v>NaN</v></c><c><v>-inf</v></c></row>")


@says("damaged")
def a_number_that_is_a_word(file: Path) -> None:
    """A number cell that holds a word."""
    book(file, "<row><c><v>twenty</v></c></row>")


@says("")
def impossible_dates(file: Path) -> None:
    """Dates before the first and after the last."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    book(
        file,
        "<row><c><v>-5</v></c><c><v>60</v></c><c><v>1e12</v></c><c><v>99999999</v></c></row>",
        styles=styles,
    )


@says("markup without end")
def a_number_format_without_end(file: Path) -> None:
    """A number format with a million decimals."""
    code = "0." + "0" * 1_000_000
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
    styles += '<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    book(file, "<row><c><v>0.1</v></c></row>", styles=styles)


# ---------------------------------------------------------------- not a workbook


@says("is empty")
def an_empty_file(file: Path) -> None:
    """A file of no bytes."""
    file.write_bytes(b"")


@says("password")
def encrypted(file: Path) -> None:
    """What Excel writes when a workbook gets a password: the container of the old formats."""
    file.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 504 + "EncryptedPackage".encode("utf-16le")
    )


@says("no .xlsx workbook")
def a_picture(file: Path) -> None:
    """A picture with another name."""
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 100)


@says("no workbook")
def a_letter(file: Path) -> None:
    """A Word document with another name."""
    parts = {
        "_rels/.rels": relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/styles.xml": "<x/>",
    }
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@says("damaged")
def any_zip_file(file: Path) -> None:
    """A zip file with photographs."""
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("holiday.jpg", b"x")


@says("damaged")
def truncated(file: Path) -> None:
    """A file of which only the first half arrived."""
    write_xlsx(SOUND, file.parent, file.name)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@says("damaged")
def a_flipped_bit(file: Path) -> None:
    """A bit flipped inside a compressed part."""
    write_xlsx(SOUND, file.parent, file.name)
    with zipfile.ZipFile(file) as archive:
        info = archive.getinfo("xl/worksheets/sheet4.xml")
    data = bytearray(file.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0x10
    file.write_bytes(bytes(data))


@says("password")
def a_zip_with_a_password(file: Path) -> None:
    """A zip file whose parts are encrypted."""
    write_xlsx(SOUND, file.parent, file.name)
    data = bytearray(file.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<H", data, at + 8, struct.unpack_from("<H", data, at + 8)[0] | 1)
        at = data.find(b"PK\x01\x02", at + 4)
    file.write_bytes(bytes(data))


@says("damaged")
def an_unknown_compression(file: Path) -> None:
    """A compression method that nobody knows."""
    write_xlsx(SOUND, file.parent, file.name)
    data = bytearray(file.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<H", data, at + 10, 77)
        at = data.find(b"PK\x01\x02", at + 4)
    file.write_bytes(bytes(data))


@says("macros")
def macros(file: Path) -> None:
    """A program inside a file that is called .xlsx."""
    book(file, more={"xl/vbaProject.bin": b"Attribute VB_Name"})


@says("macros")
def macros_by_another_name(file: Path) -> None:
    """The same, its part called like a picture: only its relation says what it is."""
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    links = relations([("rId1", "worksheet", "worksheets/sheet1.xml")]).replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{kind}" Target="media/image1.png"/></Relationships>',
    )
    book(file, more={"xl/media/image1.png": b"Attribute VB_Name", "xl/_rels/workbook.xml.rels": links})


@says("macros")
def macros_by_the_list_of_kinds(file: Path) -> None:
    """The same; only the list of what each part is names it."""
    kinds = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/theme.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    book(file, more={"xl/theme.bin": b"Attribute VB_Name", "[Content_Types].xml": kinds})


@says("")
def external_links(file: Path) -> None:
    """Links to another workbook that no cell uses any more, left behind by Excel."""
    book(file, more={"xl/externalLinks/externalLink1.xml": "<externalLink/>"})


@says("")
def names_that_climb(file: Path) -> None:
    """Parts whose names lead out of the file: nothing is unpacked, so nothing can be overwritten."""
    book(file, f"<row>{cell('A1', 'x')}</row>", more={"../../etc/passwd": "x", "/xl/../../x": "x"})


# ---------------------------------------------------------------- read differently by different programs


@says("differ in how they read")
def parts_that_differ_by_case(file: Path) -> None:
    """Two sheets whose names differ by case only."""
    book(file, more={"xl/worksheets/Sheet1.xml": f'<worksheet xmlns="{MAIN}"/>'})


@says("differ in how they read")
def parts_that_differ_by_the_separator(file: Path) -> None:
    """Two sheets whose names differ by the separator of folders only."""
    book(file, more={"xl\\worksheets\\sheet1.xml": f'<worksheet xmlns="{MAIN}"/>'})


@says("differ in how they read")
def a_part_twice(file: Path) -> None:
    """One name, two parts."""
    book(file)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}"/>')


@says("differ in how they read")
def cells_of_another_language(file: Path) -> None:
    """Cells of a namespace that is not the format's."""
    book(file, '<row r="1"><x:c xmlns:x="urn:x" r="A1"><x:v>1</x:v></x:c></row>')


@says("differ in how they read")
def a_row_of_another_language(file: Path) -> None:
    """A row of a namespace that is not the format's, with ordinary cells in it."""
    book(file, '<x:row xmlns:x="urn:x" r="1"><c r="A1"><v>1</v></c></x:row>')


@says("differ in how they read")
def a_sheet_without_namespace(file: Path) -> None:
    """A sheet that is in no language at all: a spreadsheet program sees an empty one."""
    book(
        file, more={"xl/worksheets/sheet1.xml": '<worksheet><sheetData><row r="1"/></sheetData></worksheet>'}
    )


CHOICE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@says("differ in how they read")
def a_choice_between_cells(file: Path) -> None:
    """A cell for newer programs, and another for older ones."""
    choice = (
        f'<mc:AlternateContent xmlns:mc="{CHOICE}"><mc:Choice Requires="x14"><c r="A1"><v>1</v></c></mc:Choice>'
        '<mc:Fallback><c r="A1"><v>2</v></c></mc:Fallback></mc:AlternateContent>'
    )
    book(file, f'<row r="1">{choice}</row>')


@says("differ in how they read")
def a_choice_between_sheets(file: Path) -> None:
    """All cells of a sheet within a choice."""
    data = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    choice = f'<mc:AlternateContent xmlns:mc="{CHOICE}"><mc:Choice Requires="x14">{data}</mc:Choice>'
    choice += "</mc:AlternateContent>"
    book(file, more={"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{choice}</worksheet>'})


@says("")
def a_choice_between_drawings(file: Path) -> None:
    """What Excel itself writes: a choice between buttons, which nobody reads here."""
    choice = (
        f'<mc:AlternateContent xmlns:mc="{CHOICE}"><mc:Choice Requires="x14"><controls><control/></controls>'
        "</mc:Choice></mc:AlternateContent>"
    )
    book(file, f'<row r="1">{cell("A1", "x")}</row>', behind=choice)


@says("differ in how they read")
def a_cell_twice(file: Path) -> None:
    """A cell written twice, with different values."""
    book(file, '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')


@says("differ in how they read")
def a_row_twice(file: Path) -> None:
    """A row written twice."""
    book(file, '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>')


@says("differ in how they read")
def a_cell_in_a_row_of_others(file: Path) -> None:
    """A cell of row 5 in row 3."""
    book(file, '<row r="3"><c r="A5"><v>1</v></c></row>')


@says("differ in how they read")
def a_cell_with_two_values(file: Path) -> None:
    """A value and a text of its own in one cell."""
    book(file, '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is><v>1</v></c></row>')


@says("differ in how they read")
def two_sheets_of_one_name(file: Path) -> None:
    """Two sheets with one name."""
    sheets = '<sheet name="S" sheetId="1" r:id="rId1"/><sheet name="s" sheetId="2" r:id="rId1"/>'
    book(file, sheets=sheets)


@says("damaged")
def a_negative_text(file: Path) -> None:
    """A shared text by a negative number: the last one, to a careless reader."""
    book(file, '<row><c t="s"><v>-1</v></c></row>', strings=SST + b"<si><t>a</t></si></sst>")


@says("damaged")
def a_text_by_digits_of_another_script(file: Path) -> None:
    """A shared text numbered in Arabic-Indic digits."""
    book(file, '<row><c t="s"><v>٠</v></c></row>', strings=SST + b"<si><t>a</t></si></sst>")


@says("damaged")
def a_number_in_digits_of_another_script(file: Path) -> None:
    """A number in Arabic-Indic digits."""
    book(file, "<row><c><v>١٢</v></c></row>")


@says("damaged")
def a_number_with_an_underscore(file: Path) -> None:
    """`1_0`, which Python reads as ten."""
    book(file, "<row><c><v>1_0</v></c></row>")


@says("damaged")
def a_style_that_is_not_there(file: Path) -> None:
    """A cell in style number seven of one."""
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>'
    book(file, '<row><c s="7"><v>1</v></c></row>', styles=styles)


@says("damaged")
def a_truth_that_is_neither(file: Path) -> None:
    """A cell of yes or no that says maybe."""
    book(file, '<row><c t="b"><v>maybe</v></c></row>')


@says("damaged")
def a_cell_of_an_unknown_type(file: Path) -> None:
    """A type of cell that the format does not have."""
    book(file, '<row><c t="z"><v>1</v></c></row>')


@says("damaged")
def a_sheet_that_is_not_there(file: Path) -> None:
    """A workbook that names a sheet which the file does not hold."""
    links = [("rId1", "worksheet", "worksheets/gone.xml")]
    book(file, more={"xl/_rels/workbook.xml.rels": relations(links)})


@says("")
def a_condition_without_end(file: Path) -> None:
    """Cells of thirty thousand characters of conditions."""
    write_xlsx(
        SOUND.replace("not(dietary)", "not(" * 7_000).replace("10..20", "1;" * 16_000), file.parent, file.name
    )


def _in_encoding(name: str) -> Make:
    def make(file: Path) -> None:
        sheet = f'<?xml version="1.0" encoding="{name}"?><worksheet xmlns="{MAIN}"/>'
        book(file, more={"xl/worksheets/sheet1.xml": sheet})

    make.__name__ = f"encoding_{name[:12]}"
    make.__doc__ = f"A sheet that says that it is written in {name[:12]}."
    return make


for _name in ("x" * 10_000, "nobody-knows", "rot13", "idna", "utf-7", "hex", "undefined"):
    says("damaged")(_in_encoding(_name))
