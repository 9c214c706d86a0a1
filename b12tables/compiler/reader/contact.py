"""Whose tables these are, and where a wrong answer is reported: a hospital's own words in About."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from b12tables.compiler.model import About
from b12tables.compiler.reader.layout import Found, Grid, note, readable
from b12tables.compiler.reader.logo import named_logo
from b12tables.compiler.reader.styles import contrast
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later

READABLE = 4.5
"""The least contrast of a text with its ground (WCAG 2.2, 1.4.3)."""

GROUNDS = ("#ffffff", "#fbfaf7", "#e2f0f2")
"""What a link stands on, on a light page: panel, paper, what is chosen in the menu (`site.css`)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[!-~]*)?")


def read_contact(about: About, grids: Sequence[Grid], found: Found) -> About:
    """About with Department, Contact, Report to, Site address, Colour and Logo."""
    given = grids[0].keys if grids else {}
    keys = {name: cell for name, cell in given.items() if readable(cell, [])}

    def text(name: str) -> str:
        return keys[name].text if name in keys else ""

    return replace(
        about,
        department=text("Department"),
        contact=text("Contact"),
        report_to=_address(keys.get("Report to"), found),
        site_address=_site_address(keys.get("Site address"), found),
        colour=_colour(keys.get("Colour"), found),
        logo=named_logo(keys.get("Logo"), found),
    )


def _site_address(cell: Cell | None, found: Found) -> str:
    if cell is None or cell.blank:
        return ""
    address = cell.text.rstrip("/")
    if _WEB.fullmatch(address) and not {"?", "#"} & set(address):
        return address
    note(
        found,
        "bad-cell",
        later("{cell!r} is no address on the web at which a site could stand", cell=cell.text),
        cell.place,
        help=later("write for example https://hospital.example/tables"),
    )
    return ""


def _colour(cell: Cell | None, found: Found) -> str:
    if cell is None or cell.blank:
        return ""
    if not _COLOUR.fullmatch(cell.text):
        note(
            found,
            "bad-cell",
            later("{cell!r} is no colour that is known here", cell=cell.text),
            cell.place,
            help=later(
                "write six digits from 0 to f behind a #, two for each of red, green and blue: #0a5566"
            ),
        )
        return ""
    least = min(contrast(_parts(cell.text), _parts(ground)) for ground in GROUNDS)
    if least >= READABLE:
        return cell.text.lower()
    note(
        found,
        "bad-cell",
        later(
            "links and buttons in {cell} could not be read by everybody: the contrast with the page "
            "is {down} to 1, and {readable} to 1 is the least",
            cell=cell.text,
            down=_down(least),
            readable=READABLE,
        ),
        cell.place,
        help=later("write a darker colour"),
    )
    return ""


def _parts(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _down(ratio: float) -> str:
    """A ratio with one decimal that is not more than it: 4.49 is told as 4.4, for 4.5 would do."""
    return f"{int(ratio * 10) / 10:.1f}"


def _address(cell: Cell | None, found: Found) -> str:
    if cell is None or cell.blank:
        return ""
    if _MAIL.fullmatch(cell.text) or _WEB.fullmatch(cell.text):
        return cell.text
    note(
        found,
        "bad-cell",
        later(
            "{cell!r} is neither a mail address nor an address on the web: nobody could report a "
            "wrong answer there",
            cell=cell.text,
        ),
        cell.place,
        help=later("write for example haematology@hospital.example, or https://hospital.example/report"),
    )
    return ""
