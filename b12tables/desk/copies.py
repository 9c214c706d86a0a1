"""A workbook as the library for spreadsheets has it, to be written again with something added.

The library reads more of a file than the reader does (styles, pictures, names, what the file says of itself), and it
was not written for files that are broken there: whatever it makes of one is said here as a refusal.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from pathlib import Path
from typing import Any

from b12tables.compiler.reader import HeldFile, Refused, guarded
from b12tables.runtime.language import t, wording

_LOST = (
    (r"xl/media/", wording("pictures")),
    (r"xl/charts/", wording("charts")),
    (r"xl/drawings/drawing", wording("drawings and shapes")),
    (r"xl/(ctrlProps|activeX)/", wording("form controls")),
    (r"xl/embeddings/", wording("embedded objects")),
    (r"xl/threadedComments/", wording("answers to comments (their text stays)")),
    (r"xl/(slicers|timelines)/", wording("slicers")),
    (r"customXml/", wording("data that another program attached")),
)

_AGAIN = wording("open it in Excel or LibreOffice, and save it anew as .xlsx")


def opened(file: Path | HeldFile) -> tuple[Any, list[str]]:
    """The workbook, and what a copy of it will not hold. Raises `Refused` for what the reader refuses, and where the
    library cannot open it.
    """
    import openpyxl

    guarded(file)
    # what the library warns of is said by `losses`, in our words
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(_source(file), rich_text=True), losses(file)
        except Exception:  # any kind: the library says in no one way that a part is not as it expects
            raise Refused(t("a part of it beside its cells is damaged: {again}", again=t(_AGAIN))) from None


def content_of(book: Any) -> bytes:
    """The workbook as a file. Raises `Refused` where the library cannot write what it has read."""
    out = io.BytesIO()
    try:
        book.save(out)
    except Exception:  # as above: what it read and could not understand shows here only
        raise Refused(
            t("a part of it beside its cells cannot be written again: {again}", again=t(_AGAIN))
        ) from None
    return out.getvalue()


def losses(file: Path | HeldFile) -> list[str]:
    """What a workbook holds that a copy will not."""
    with zipfile.ZipFile(_source(file)) as source:
        names = source.namelist()
        sheets = [source.read(n) for n in names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", n)]
        # Google Sheets gives every sheet a drawing, with nothing in it where nothing was drawn
        empty = {n for n in names if re.match(r"xl/drawings/drawing", n) and b"Anchor" not in source.read(n)}
    found = [
        t(what)
        for pattern, what in _LOST
        if any(re.match(pattern, name) for name in names if name not in empty)
    ]
    if any(b"<extLst" in sheet for sheet in sheets):
        found.append(t("newer kinds of drop-downs and conditional formats"))
    if any(b"<f" in sheet and re.search(rb"<f[ >]", sheet) for sheet in sheets):
        found.append(t("stored results of formulas (a spreadsheet program works them out again)"))
    return found


def _source(file: Path | HeldFile) -> Path | io.BytesIO:
    return file if isinstance(file, Path) else io.BytesIO(file.content or b"")
