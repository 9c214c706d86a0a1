"""Findings and the certificate as pages: what was found, for which patients, what was and was not checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b12tables.compiler import Report
from b12tables.compiler.model import KINDS, Box, Field, Finding, Piece, given_words
from b12tables.compiler.report import Cause, begin_here
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import EMPTY_SET, NOT_KNOWN, how_many
from b12tables.site.book import Book, Page, both, decision_link, place_of, places_of, to
from b12tables.site.html import Child, Html, data_table, h, join, lines, scroll

REPORT = "report.html"
"""The page with the whole report, as `b12tables check --format html` writes it; `build_site` puts it into the site."""

SEVERITIES = {"error": "Error", "warning": "Warning", "info": "Note"}


def finding_block(book: Book, here: str, finding: Finding, named: bool = True) -> Html:
    """One finding: what it is, an example patient, where it stands, what would mend it."""
    table = book.model.decision.get(finding.decision or "")
    accepted = finding.accepted
    head = h(
        "p",
        h("strong", SEVERITIES[finding.severity], cls=f"severity {finding.severity}"),
        " ",
        h("a", finding.name, href=to(here, f"findings/{finding.name}.html")),
        (" in ", decision_link(here, table)) if named and table else None,
        h("span", " accepted", cls="accepted") if accepted else None,
    )
    parts: list[Child] = [head, h("p", lines(finding.message))]
    if accepted:
        parts.append(h("p", "Accepted: ", str(accepted)))
    if finding.example is not None:
        parts.append(h("details", h("summary", "An example patient"), _example(book, finding.example)))
    if finding.region:
        parts.append(h("details", h("summary", "Exactly which cases"), region_table(book, finding)))
    if finding.places:
        parts.append(places_of(finding.places))
    if finding.help:
        parts.append(h("ul", *(h("li", lines(line)) for line in finding.help), cls="help"))
    return h("article", *parts, cls=f"finding {finding.severity}")


def _example(book: Book, example: Mapping[str, object]) -> Html:
    found = []
    for name, value in example.items():
        entry = book.model.fields.get(name)
        label = both(entry.label, "", entry.code) if entry else name
        found.append(h("div", h("dt", label), h("dd", given_words(value, entry))))
    return h("dl", *found, cls="case")


def region_table(book: Book, finding: Finding) -> Html:
    """The exact region: one row a box, one column a field that some box restricts."""
    names = list(dict.fromkeys(name for box in finding.region for name in box))
    if not names:
        return h("p", "Every case.")
    heads = [book.model.fields[name].label if name in book.model.fields else name for name in names]
    boxes = (h("tr", *(h("td", _pieces(book, name, box)) for name in names)) for box in finding.region[:200])
    more = len(finding.region) - 200
    return join(
        scroll("The exact cases", data_table(heads, boxes)),
        h("p", f"and {more} boxes more; the report in JSON lists them all", cls="quiet")
        if more > 0
        else None,
    )


def _pieces(book: Book, name: str, box: Box) -> str:
    if name not in box:
        return "any"
    entry = book.model.fields.get(name)
    return " or ".join(piece_words(piece, entry) for piece in box[name])


def piece_words(piece: Piece, entry: Field | None) -> str:
    """One piece of a region in words."""
    if "value" in piece:
        unit = unit_words(entry.unit) if entry and entry.type in ("number", "whole number") else ""
        return f"{given_words(piece['value'], entry)} {unit}".rstrip()
    if piece.get("unknown"):
        return NOT_KNOWN
    if "other_text_than" in piece:
        others = piece["other_text_than"]
        named = ", ".join(str(word) for word in others) if isinstance(others, Sequence) else str(others)
        return f"any other text than {named}" if named else "any text"
    if "includes" in piece or "excludes" in piece or "empty" in piece:
        return _set_words(piece, entry)
    unit = unit_words(entry.unit) if entry and entry.unit else ""
    low, high = piece.get("low"), piece.get("high")
    ends = []
    if low is not None:
        ends.append(f"{'≥' if piece.get('low_closed') else '>'} {low} {unit}".rstrip())
    if high is not None:
        ends.append(f"{'≤' if piece.get('high_closed') else '<'} {high} {unit}".rstrip())
    return " and ".join(ends) or "any known value"


def _set_words(piece: Piece, entry: Field | None) -> str:
    words = []
    for key, word in (("includes", "with"), ("excludes", "without")):
        members = piece.get(key)
        if isinstance(members, Sequence) and members:
            words.append(f"{word} {given_words(tuple(members), entry)}")
    if "empty" in piece:
        words.append(EMPTY_SET if piece["empty"] else "at least one")
    return ", ".join(words) or "any known set"


def begin_block(book: Book, here: str) -> Html | None:
    """The few causes to mend first; None where nothing stands in the way of a build."""
    causes = begin_here(Report(book.model, book.findings, None))
    if not causes:
        return None
    items = (h("li", _cause(here, cause)) for cause in causes)
    return h("section", h("h2", "Begin here", id="begin"), h("ol", *items), cls="begin")


def _cause(here: str, cause: Cause) -> Html:
    kind = cause.finding.name
    return join(
        (place_of(cause.cell), ": ") if cause.cell else None,
        cause.says,
        h("p", "Mend it: ", cause.edit) if cause.edit else None,
        h("p", "What this is: ", h("a", kind, href=to(here, f"findings/{kind}.html"))),
    )


def findings_page(book: Book) -> Page:
    """All findings, what stands in the way first."""
    here = "findings.html"
    groups = []
    for severity, word in SEVERITIES.items():
        found = [finding for finding in book.findings if finding.severity == severity]
        if found:
            title = h("h2", how_many(len(found), word.lower()), id=severity)
            groups.append(h("section", title, *(finding_block(book, here, f) for f in found)))
    body = join(
        h(
            "p",
            "What the check of the tables found. Errors stand in the way of a build; "
            "a finding may be accepted by a named person until a date.",
        ),
        h(
            "p",
            h("a", "The report with its tables", href=to(here, REPORT)),
            ": the same on one page, with the tables drawn and the cells to edit marked; for printing and sending.",
        ),
        begin_block(book, here),
        groups or h("p", "Nothing was found." if book.certificate else "The tables were not checked."),
    )
    return Page("Findings", "Safety", body, "What the check of the tables found.")


def kind_pages(book: Book, explained: Mapping[str, Html]) -> dict[str, Page]:
    """One page for each kind of finding, and a list of them. `explained` holds the page of each kind."""
    pages = {}
    for kind in KINDS.values():
        here = f"findings/{kind.name}.html"
        now = [finding for finding in book.findings if finding.name == kind.name]
        body = join(
            h("p", kind.summary, cls="question"),
            h("p", "Usual weight: ", h("strong", SEVERITIES[kind.severity], cls=f"severity {kind.severity}")),
            explained.get(kind.name),
            h("h2", "In these tables now", id="now"),
            [finding_block(book, here, finding) for finding in now] or h("p", "No finding of this kind."),
        )
        pages[here] = Page(kind.name, "Findings explained", body, kind.summary)
    pages["findings/index.html"] = _kinds_page(book)
    return pages


def _kinds_page(book: Book) -> Page:
    """Every kind of finding by its usual weight, with how many there are now."""
    here = "findings/index.html"

    def item(name: str, summary: str) -> Html:
        now = sum(finding.name == name for finding in book.findings)
        count = h("strong", f" ({now} in these tables now)") if now else None
        return h("li", h("a", name, href=to(here, f"findings/{name}.html")), ": ", summary, count)

    sections = []
    for severity, word in SEVERITIES.items():
        kinds = [kind for kind in KINDS.values() if kind.severity == severity]
        items = (item(kind.name, kind.summary) for kind in kinds)
        sections.append((h("h2", f"{word}s", id=severity), h("ul", *items)))
    body = join(
        h(
            "p",
            "What the check can say of tables, each kind with an example and with how it is mended; causes before "
            "their consequences.",
            cls="question",
        ),
        sections,
    )
    lead = "Every kind of finding: what it is, an example, how it is mended."
    return Page("Kinds of findings", "Findings explained", body, lead)
