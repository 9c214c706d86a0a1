"""The set itself: what stands on the About sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from b12tables.compiler.model.place import Place


@dataclass(frozen=True)
class Logo:
    """The logo of whose tables these are: a picture beside the workbooks, named at `place`.

    `content` are its bytes, `kind` its media type (`image/png`, `image/jpeg`), `width` and `height` are in pixels; all
    of them are empty where nobody looked at the file, or it is no such picture.
    """

    name: str
    place: Place
    content: bytes = field(default=b"", repr=False)
    kind: str = ""
    width: int = 0
    height: int = 0

    @property
    def file(self) -> str:
        """The name of the file on a site, whatever the author called it."""
        return "logo.png" if self.kind == "image/png" else "logo.jpg"


@dataclass(frozen=True)
class About:
    """The set itself: what it is called, whose it is, and what its authors say of it."""

    title: str
    identifier: str
    version: str
    status: Literal["Draft", "Submitted", "Under review", "Approved"]
    intended_use: str
    disclaimer: str
    place: Place
    owner: str = ""
    approved_by: str = ""
    approved_on: str = ""
    review_due: str = ""
    licence: str = ""
    language: str = "en"
    answers: tuple[str, ...] = ()
    """The decisions that the author lists as answers, in their order; empty: nobody said which they are."""
    questions: tuple[str, ...] = ()
    """The decisions that the author lists as asking for what is not known; empty: nobody said which they are."""
    headline: str = ""
    patient_headline: str = ""
    """The sentences that stand first: templates with fields by their codes."""
    short_headline: str = ""
    """The headline where there is little room."""
    department: str = ""
    contact: str = ""
    """Whose tables these are, and how to reach them."""
    report_to: str = ""
    """Where a wrong answer is reported: a mail address, or an address on the web."""
    site_address: str = ""
    """Where the site stands on the web, without a slash at its end; empty: nobody said so."""
    colour: str = ""
    """The colour of links and buttons on the site, as `#rrggbb`; empty: that of the theme."""
    logo: Logo | None = None
    """The logo at the head of every page; None: there is none."""
