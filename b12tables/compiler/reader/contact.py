"""Whose tables these are, and where a wrong answer is reported: a hospital's own words in About."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from b12tables.compiler.model import About
from b12tables.compiler.reader.layout import Found, Grid, note, readable
from b12tables.compiler.reader.workbook import Cell

_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[!-~]*)?")


def read_contact(about: About, grids: Sequence[Grid], found: Found) -> About:
    """About with Department, Contact and Report to."""
    given = grids[0].keys if grids else {}
    keys = {name: cell for name, cell in given.items() if readable(cell, [])}

    def text(name: str) -> str:
        return keys[name].text if name in keys else ""

    return replace(
        about,
        department=text("Department"),
        contact=text("Contact"),
        report_to=_address(keys.get("Report to"), found),
    )


def _address(cell: Cell | None, found: Found) -> str:
    if cell is None or cell.blank:
        return ""
    if _MAIL.fullmatch(cell.text) or _WEB.fullmatch(cell.text):
        return cell.text
    note(
        found,
        "bad-cell",
        f"{cell.text!r} is neither a mail address nor an address on the web: nobody could report a wrong answer there",
        cell.place,
        help="write for example haematology@hospital.example, or https://hospital.example/report",
    )
    return ""
