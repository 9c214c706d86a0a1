"""Findings and the certificate as pages: what was found, for which patients, what was and was not checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from b12tables.compiler import Report
from b12tables.compiler.model import KINDS, Box, Field, Finding, Piece, given_words
from b12tables.compiler.report import Cause, begin_here
from b12tables.runtime.language import t, wording
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import EMPTY_SET, NOT_KNOWN, how_many
from b12tables.site.book import Book, Page, to
from b12tables.site.html import Html
from b12tables.site.templating import render
from b12tables.site.view import Link, Said, both, decision_link, link

REPORT = "report.html"
"""The page with the whole report, as `b12tables check --format html` writes it; `build_site` puts it into the site."""

SEVERITIES = {"error": wording("Error"), "warning": wording("Warning"), "info": wording("Note")}

BOXES = 200
"""So many boxes of an exact region are listed."""


@dataclass(frozen=True)
class Region:
    """Exactly which cases: one row a box, one column a field that some box restricts."""

    heads: list[str]
    boxes: list[list[str]]
    more: int


@dataclass(frozen=True)
class Found:
    """One finding: what it is, an example patient, where it stands, what would mend it."""

    finding: Finding
    severity: str
    kind: Link
    table: Link | None
    example: list[tuple[Said, str]] | None
    region: Region | None


def found_of(book: Book, here: str, finding: Finding, named: bool = True) -> Found:
    """A finding as the page `here` shows it; `named` says in which table it is."""
    table = book.model.decision.get(finding.decision or "")
    return Found(
        finding,
        t(SEVERITIES[finding.severity]),
        link(here, f"findings/{finding.name}.html", finding.name),
        decision_link(here, table) if named and table else None,
        None if finding.example is None else _example(book, finding.example),
        region_of(book, finding) if finding.region else None,
    )


def _example(book: Book, example: Mapping[str, object]) -> list[tuple[Said, str]]:
    found: list[tuple[Said, str]] = []
    for name, value in example.items():
        entry = book.model.fields.get(name)
        label = both(entry.label, "", entry.code) if entry else name
        found.append((label, given_words(value, entry)))
    return found


def region_of(book: Book, finding: Finding) -> Region:
    """The exact region of a finding; without columns where it is every case."""
    names = list(dict.fromkeys(name for box in finding.region for name in box))
    heads = [book.model.fields[name].label if name in book.model.fields else name for name in names]
    boxes = [[_pieces(book, name, box) for name in names] for box in finding.region[:BOXES]]
    return Region(heads, boxes, len(finding.region) - BOXES)


def _pieces(book: Book, name: str, box: Box) -> str:
    if name not in box:
        return t("any")
    entry = book.model.fields.get(name)
    return t(" or ").join(piece_words(piece, entry) for piece in box[name])


def piece_words(piece: Piece, entry: Field | None) -> str:
    """One piece of a region in words."""
    if "value" in piece:
        unit = unit_words(entry.unit) if entry and entry.type in ("number", "whole number") else ""
        return f"{given_words(piece['value'], entry)} {unit}".rstrip()
    if piece.get("unknown"):
        return t(NOT_KNOWN)
    if "other_text_than" in piece:
        others = piece["other_text_than"]
        named = ", ".join(str(word) for word in others) if isinstance(others, Sequence) else str(others)
        return t("any other text than {named}", named=named) if named else t("any text")
    if "includes" in piece or "excludes" in piece or "empty" in piece:
        return _set_words(piece, entry)
    unit = unit_words(entry.unit) if entry and entry.unit else ""
    low, high = piece.get("low"), piece.get("high")
    ends = []
    if low is not None:
        ends.append(f"{'≥' if piece.get('low_closed') else '>'} {low} {unit}".rstrip())
    if high is not None:
        ends.append(f"{'≤' if piece.get('high_closed') else '<'} {high} {unit}".rstrip())
    return t(" and ").join(ends) or t("any known value")


def _set_words(piece: Piece, entry: Field | None) -> str:
    words = []
    for key, word in (("includes", t("with")), ("excludes", t("without"))):
        members = piece.get(key)
        if isinstance(members, Sequence) and members:
            words.append(f"{word} {given_words(tuple(members), entry)}")
    if "empty" in piece:
        words.append(t(EMPTY_SET) if piece["empty"] else t("at least one"))
    return ", ".join(words) or t("any known set")


@dataclass(frozen=True)
class Begin:
    """A cause to mend first, and what kind of finding it is."""

    cause: Cause
    kind: Link


def begin_of(book: Book, here: str) -> list[Begin]:
    """The few causes to mend first; none where nothing stands in the way of a build."""
    causes = begin_here(Report(book.model, book.findings, None))
    return [
        Begin(cause, link(here, f"findings/{cause.finding.name}.html", cause.finding.name))
        for cause in causes or ()
    ]


def findings_page(book: Book) -> Page:
    """All findings, what stands in the way first."""
    here = "findings.html"
    groups = []
    for severity, word in SEVERITIES.items():
        found = [finding for finding in book.findings if finding.severity == severity]
        if found:
            title = how_many(len(found), word.lower())
            groups.append((severity, title, [found_of(book, here, finding) for finding in found]))
    body = render(
        "findings",
        here,
        report=to(here, REPORT),
        begin=begin_of(book, here),
        groups=groups,
        checked=book.certificate is not None,
    )
    return Page(t("Findings"), "Safety", body, t("What the check of the tables found."))


def kind_pages(book: Book, explained: Mapping[str, Html]) -> dict[str, Page]:
    """One page for each kind of finding, and a list of them. `explained` holds the page of each kind."""
    pages = {}
    for kind in KINDS.values():
        here = f"findings/{kind.name}.html"
        body = render(
            "finding_kind",
            here,
            kind=kind,
            weight=t(SEVERITIES[kind.severity]),
            explained=explained.get(kind.name),
            now=[found_of(book, here, f) for f in book.findings if f.name == kind.name],
        )
        pages[here] = Page(kind.name, "Findings explained", body, kind.summary)
    pages["findings/index.html"] = _kinds_page(book)
    return pages


def _kinds_page(book: Book) -> Page:
    """Every kind of finding by its usual weight, with how many there are now."""
    here = "findings/index.html"
    groups = [
        (
            severity,
            word,
            [
                (link(here, f"findings/{kind.name}.html", kind.name), kind.summary, _now(book, kind.name))
                for kind in KINDS.values()
                if kind.severity == severity
            ],
        )
        for severity, word in SEVERITIES.items()
    ]
    lead = t("Every kind of finding: what it is, an example, how it is mended.")
    body = render("finding_kinds", here, groups=groups)
    return Page(t("Kinds of findings"), "Findings explained", body, lead)


def _now(book: Book, kind: str) -> int:
    return sum(finding.name == kind for finding in book.findings)
