"""Writing single cells of a workbook while every other byte of its parts stays as it is.

A library that loads and saves a workbook loses what it does not know (pictures, charts, forms). Here only the
cell's own element is replaced, in the text of the sheet's part; nothing else is read or written anew.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, unescape

from b12tables.compiler.reader import column_letters

_CELL = r'<c\b[^>]*?\br="{cell}"[^>]*?(?:/>|>.*?</c>)'


class NotWritten(Exception):
    """A workbook whose parts are written in a way that this module does not know; the text is a sentence."""


def write_cells(workbook: bytes, sheet: str, texts: Mapping[tuple[int, int], str]) -> bytes:
    """The workbook with some cells (row, column, from 1) holding these texts. Raises `NotWritten`.

    A text is written as a text whatever it begins with: it can never be taken for a formula.
    """
    source = zipfile.ZipFile(io.BytesIO(workbook))
    part = _part_of(source, sheet)
    xml = source.read(part).decode("utf-8")
    for (row, column), text in texts.items():
        xml = _with_cell(xml, row, column, text)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            content = xml.encode("utf-8") if info.filename == part else source.read(info)
            target.writestr(info, content, compress_type=info.compress_type)
    return out.getvalue()


def _part_of(source: zipfile.ZipFile, sheet: str) -> str:
    """The path of the part that holds a sheet."""
    try:
        book = source.read("xl/workbook.xml").decode("utf-8")
        links = source.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        raise NotWritten("the workbook's list of sheets is not where it is expected") from None
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        name = re.search(r'\bname="([^"]*)"', tag)
        link = re.search(r'\b\w+:id="([^"]*)"', tag)
        if name and link and unescape(name[1], {"&quot;": '"', "&apos;": "'"}) == sheet:
            for relation in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
                if re.search(rf'\bId="{re.escape(link[1])}"', relation):
                    target = re.search(r'\bTarget="([^"]*)"', relation)
                    if target:
                        path = target[1]
                        return path[1:] if path.startswith("/") else f"xl/{path}"
    raise NotWritten(f"the sheet {sheet} is not found in the workbook")


def _with_cell(xml: str, row: int, column: int, text: str) -> str:
    name = f"{column_letters(column)}{row}"
    content = f'<is><t xml:space="preserve">{escape(text)}</t></is></c>'
    found = re.search(_CELL.format(cell=name), xml, re.DOTALL)
    if found:
        style = re.search(r'\bs="\d+"', found[0].split(">")[0])
        cell = f'<c r="{name}" {style[0] + " " if style else ""}t="inlineStr">{content}'
        return xml[: found.start()] + cell + xml[found.end() :]
    cell = f'<c r="{name}" t="inlineStr">{content}'
    line = re.search(rf'<row\b[^>]*?\br="{row}"[^>]*?(/>|>(.*?)</row>)', xml, re.DOTALL)
    if line is None:
        raise NotWritten(f"row {row} is not found in the sheet")
    if line[1] == "/>":
        return f"{xml[: line.end() - 2]}>{cell}</row>{xml[line.end() :]}"
    start = line.start(2)
    for other in re.finditer(r'<c\b[^>]*?\br="([A-Z]+)\d+"', line[2]):
        if (len(other[1]), other[1]) > (len(column_letters(column)), column_letters(column)):
            place = start + other.start()
            return xml[:place] + cell + xml[place:]
    return xml[: line.end(2)] + cell + xml[line.end(2) :]
