"""What the tables rest on: documents, their statements, where they disagree, and what is published elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from b12tables.compiler.model.place import Place


@dataclass(frozen=True)
class Source:
    id: str
    title: str
    place: Place
    publisher: str = ""
    date: str = ""
    locator: str = ""
    review_status: str = ""


@dataclass(frozen=True)
class Statement:
    id: str
    source: str
    text: str
    disposition: Literal["encoded", "context", "not decidable"]
    place: Place
    section: str = ""
    kind: str = ""
    why: str = ""
    citations: str = ""
    """The works that its document cites for it, as the sheet writes them (`S1:1, S1:3`); they are not followed."""


@dataclass(frozen=True)
class Edit:
    """One cell of a decision table that would read otherwise: `text` stands under `field` in `rule`."""

    decision: str
    rule: str
    field: str
    text: str
    place: Place


@dataclass(frozen=True)
class Alternative:
    """Another reading of a conflict: in words, and as the edits that would encode it.

    Without edits the words say why no edit of cells can show it.
    """

    words: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """Where the sources disagree or are unclear: what they say, how one can read it, what was chosen, why.

    `decisions` are the codes of the decisions concerned, `what_if` the readings that were not chosen.
    """

    id: str
    title: str
    statements: str
    readings: str
    chosen: str
    why: str
    place: Place
    severity: str = ""
    decisions: tuple[str, ...] = ()
    what_if: tuple[Alternative, ...] = ()


@dataclass(frozen=True)
class OtherGuidance:
    """What published guidance outside of the sources says otherwise; shown beside the tables, never encoded.

    `reference` names the publication, `date` its date, `seen` how much of it was read.
    """

    id: str
    topic: str
    here: str
    elsewhere: str
    reference: str
    place: Place
    decisions: tuple[str, ...] = ()
    date: str = ""
    seen: str = ""
