"""Writing single cells of a workbook while every other byte of its parts stays as it is.

A library that loads and saves a workbook loses what it does not know (pictures, charts, forms). Here only the
cell's own element is replaced, in the text of the sheet's part; nothing else is read or written anew, but for the
list of styles, which gets a further one where a text must stay a text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from b12tables.compiler.model import needs_quote, too_large
from b12tables.compiler.reader import column_letters
from b12tables.runtime.language import t

_CELL = r'<c\b[^>]*?\br="{cell}"[^>]*?(?:/>|>.*?</c>)'


_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

LONGEST = 32_767
"""So many signs a cell of a spreadsheet program can hold."""


class NotWritten(Exception):
    """A workbook whose parts are written in a way that this module does not know; the text is a sentence."""


def write_cells(workbook: bytes, sheet: str, texts: Mapping[tuple[int, int], str]) -> bytes:
    """The workbook with some cells (row, column, from 1) holding these texts. Raises `NotWritten`.

    A text is written as a text whatever it begins with: it can never be taken for a formula, not even when somebody
    edits the cell later. A blank one leaves the cell blank. A cell that holds a formula is not written.
    """
    source = zipfile.ZipFile(io.BytesIO(workbook))
    part = _part_of(source, sheet)
    try:
        xml = source.read(part).decode("utf-8")
    except UnicodeDecodeError:
        raise NotWritten(
            t("the sheet is not written in UTF-8: save the workbook anew in a spreadsheet program")
        ) from None
    if any(_UNWRITABLE.search(text) or len(text) > LONGEST for text in texts.values()):
        raise NotWritten(t("a text holds signs that no cell can hold, or is longer than a cell can be"))
    rows, columns = (max(places, default=0) for places in zip(*texts, strict=True)) if texts else (0, 0)
    if why := too_large(columns, rows):
        raise NotWritten(why)
    styles = _Styles(source)
    for (row, column), text in texts.items():
        xml = _with_cell(xml, row, column, text, styles)
    changed = {part: xml, **styles.changed}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            fresh = changed.get(info.filename)
            content = source.read(info) if fresh is None else fresh.encode("utf-8")
            target.writestr(info, content, compress_type=info.compress_type)
    return out.getvalue()


def _part_of(source: zipfile.ZipFile, sheet: str) -> str:
    """The path of the part that holds a sheet."""
    try:
        book = source.read("xl/workbook.xml").decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        raise NotWritten(t("the workbook's list of sheets is not where it is expected")) from None
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        name = re.search(r'\bname="([^"]*)"', tag)
        link = re.search(r'\b\w+:id="([^"]*)"', tag)
        if name and link and _unescaped(name[1]) == sheet:
            for path in _linked(source, rf'\bId="{re.escape(link[1])}"'):
                return path
    raise NotWritten(t("the sheet {sheet} is not found in the workbook", sheet=sheet))


def _linked(source: zipfile.ZipFile, which: str) -> Iterator[str]:
    """The paths of the parts that the workbook links to by links that match a pattern."""
    try:
        links = source.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        raise NotWritten(t("the workbook's list of sheets is not where it is expected")) from None
    for relation in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        target = re.search(r'\bTarget="([^"]*)"', relation)
        if target and re.search(which, relation):
            yield target[1][1:] if target[1].startswith("/") else f"xl/{target[1]}"


class _Styles:
    """The styles of a workbook, read when one is needed that marks a text as a text (`quotePrefix`)."""

    def __init__(self, source: zipfile.ZipFile) -> None:
        self._source, self._known = source, dict[int, int]()
        self.changed: dict[str, str] = {}
        """The part with the further styles, by its path; nothing where none was needed."""

    def quoted(self, style: int) -> int:
        """The number of the style that looks as this one does and marks its text as a text. Raises `NotWritten`."""
        if style not in self._known:
            self._known[style] = self._made(style)
        return self._known[style]

    def _made(self, style: int) -> int:
        path = next(_linked(self._source, r'\bType="[^"]*/styles"'), "")
        try:
            xml = self.changed.get(path) or self._source.read(path).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            xml = ""
        block = re.search(r"<cellXfs\b[^>]*>(.*?)</cellXfs>", xml, re.DOTALL)
        forms = re.findall(r"<xf\b[^>]*?/>|<xf\b[^>]*>.*?</xf>", block[1], re.DOTALL) if block else []
        if block is None or style >= len(forms) or "<!--" in block[0]:
            raise NotWritten(
                t("the workbook's list of styles is not as expected: save it anew in a spreadsheet program")
            )
        plain = re.sub(r'\s+quotePrefix="[^"]*"', "", forms[style])
        wanted = plain.replace("<xf", '<xf quotePrefix="1"', 1)
        if wanted in forms:
            return forms.index(wanted)
        head = f'<cellXfs count="{len(forms) + 1}">'
        self.changed[path] = f"{xml[: block.start()]}{head}{block[1]}{wanted}</cellXfs>{xml[block.end() :]}"
        return len(forms)


def _with_cell(xml: str, row: int, column: int, text: str, styles: _Styles) -> str:
    """The part of a sheet with one cell holding a text; "" leaves the cell blank, as it looks."""
    name = f"{column_letters(column)}{row}"
    found = re.search(_CELL.format(cell=name), xml, re.DOTALL)
    if found:
        if re.search(r"<f[\s/>]", found[0]):
            # other cells and parts of the workbook may rest on it
            raise NotWritten(t("{name} holds a formula", name=name))
        style = re.search(r'\bs="(\d+)"', found[0].split(">")[0])
        cell = _cell(name, text, int(style[1]) if style else 0, styles)
        return xml[: found.start()] + cell + xml[found.end() :]
    if not text:
        return xml
    cell = _cell(name, text, 0, styles)
    line = re.search(rf'<row\b[^>]*?\br="{row}"[^>]*?(/>|>(.*?)</row>)', xml, re.DOTALL)
    if line is None:
        return _with_row(xml, row, cell)
    if line[1] == "/>":
        return f"{xml[: line.end() - 2]}>{cell}</row>{xml[line.end() :]}"
    start = line.start(2)
    for other in re.finditer(r'<c\b[^>]*?\br="([A-Z]+)\d+"', line[2]):
        if (len(other[1]), other[1]) > (len(column_letters(column)), column_letters(column)):
            place = start + other.start()
            return xml[:place] + cell + xml[place:]
    return xml[: line.end(2)] + cell + xml[line.end(2) :]


def _cell(name: str, text: str, style: int, styles: _Styles) -> str:
    if needs_quote(text):
        style = styles.quoted(style)
    head = f'<c r="{name}" s="{style}"' if style else f'<c r="{name}"'
    return (
        f'{head} t="inlineStr"><is><t xml:space="preserve">{_escaped(text)}</t></is></c>'
        if text
        else f"{head}/>"
    )


def _with_row(xml: str, row: int, cell: str) -> str:
    """The part of a sheet with a row that it does not have yet, before the first one that stands below."""
    fresh = f'<row r="{row}">{cell}</row>'
    rows = list(re.finditer(r'<row\b[^>]*?\br="(\d+)"', xml))
    if len(rows) != len(re.findall(r"<row\b", xml)):
        raise NotWritten(t("row {row} is not found in the sheet", row=row))
    later = next((other.start() for other in rows if int(other[1]) > row), None)
    end = xml.find("</sheetData>") if later is None else later
    if end >= 0:
        return xml[:end] + fresh + xml[end:]
    if not rows and xml.count("<sheetData/>") == 1:
        return xml.replace("<sheetData/>", f"<sheetData>{fresh}</sheetData>")
    raise NotWritten(t("row {row} is not found in the sheet", row=row))


def _escaped(text: str) -> str:
    """A text between tags. (`xml.sax.saxutils` has this too, and loads a client of the web for it.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(text: str) -> str:
    """What an attribute says."""
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(name, sign)
    return text
