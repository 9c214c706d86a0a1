"""A second guideline on the same patients: both answers in a cell, for whom, and the words of both sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from b12tables.compiler.compare import Guidelines, Matched, Meeting
from b12tables.compiler.model import Value
from b12tables.compiler.report import (
    LETTERS,
    RELATION_WORDS,
    aspect_counts,
    aspect_heading,
    meeting_example,
    meeting_region,
    rule_words,
    unmatched_words,
)
from b12tables.runtime.words import UNKNOWN
from b12tables.site.book import Book, Page, link
from b12tables.site.html import Html, data_table, facts, h, join, scroll

PATH = "two-guidelines-compared.html"

LISTED = 12
"""Lines of one pair of answers that are listed; `compare --guidelines --format json` has all of them."""

MOST = 40
"""So many pairs of answers of one aspect are told in full on the page; those that agree stand in the table alone."""

SIGNS = {"differ": "≠", "only first": "A only", "only second": "B only", "agree": "=", "neither": "–"}


@dataclass(frozen=True)
class SecondGuideline:
    """The guideline that these tables are compared with: what it was called, and what was found."""

    name: str
    found: Guidelines


def guidelines_page(book: Book, second: SecondGuideline) -> Page:
    """Both guidelines, aspect by aspect."""
    found = second.found
    title = found.models[1].about.title
    body = join(
        h("p", f"Where do these tables and {title} agree, differ, or is one of them silent?", cls="question"),
        _legend(second),
        h("ul", *(_entry(number, one) for number, one in enumerate(found.aspects))),
        *(_aspect(book, found, number, one) for number, one in enumerate(found.aspects)),
        _accepted(found),
    )
    lead = f"For which patients these tables and {title} say the same, and for which not."
    return Page("Two guidelines", "Evidence", body, lead, wide=True)


def _legend(second: SecondGuideline) -> Html:
    said = []
    for letter, model in zip(LETTERS, second.found.models, strict=True):
        about = model.about
        words = f"{about.title}, version {about.version}, status: {about.status}. {about.disclaimer}"
        said.append((letter, words))
    return join(
        facts(*said),
        h(
            "p",
            "Computed for every patient whom both accept. Results are matched by a sheet Mapping, never by guess; "
            "which of the two is right is not said. In the tables = is the same, ≠ differs, – says neither; of an "
            "empty cell no patient gets this pair of answers.",
            cls="quiet",
        ),
    )


def _anchor(number: int) -> str:
    return f"aspect-{number + 1}"


def _entry(number: int, one: Matched) -> Html:
    said = "not settled" if one.unfinished else aspect_counts(one)
    return h("li", h("a", one.aspect.label, href=f"#{_anchor(number)}"), f": {said}")


def _aspect(book: Book, found: Guidelines, number: int, one: Matched) -> Html:
    if one.unfinished:
        parts: list[Html | None] = [h("p", f"Not settled, nothing is claimed: {one.unfinished}")]
    else:
        parts = [_matrix(number, one), _unmatched(one), *_told(book, found, number, one)]
    return h("section", h("h2", aspect_heading(one), id=_anchor(number)), *parts)


def _unmatched(one: Matched) -> Html | None:
    said = unmatched_words(one)
    return h("p", said, cls="quiet") if said else None


def _values(one: Matched, side: int) -> list[Value]:
    return list(dict.fromkeys(meeting.values[side] for meeting in one.meetings))


def _matrix(number: int, one: Matched) -> Html:
    """All pairs of answers: a row for each of A, a column for each of B."""
    places = {meeting.values: place for place, meeting in enumerate(one.meetings)}
    columns = _values(one, 1)
    rows = (
        h(
            "tr",
            h("th", f"A: {one.aspect.words(0, first)}", scope="row"),
            *(_cell(number, one, places.get((first, second))) for second in columns),
        )
        for first in _values(one, 0)
    )
    heads = ("", *(f"B: {one.aspect.words(1, second)}" for second in columns))
    return scroll(aspect_heading(one), data_table(heads, rows))


def _cell(number: int, one: Matched, place: int | None) -> Html:
    if place is None:
        return h("td", "")
    relation = one.meetings[place].relation
    words = f"{SIGNS[relation]} {RELATION_WORDS[relation].lower() if relation == 'differ' else ''}".strip()
    if relation in ("agree", "neither") or place >= MOST:
        return h("td", words)
    return h("td", h("a", words, href=f"#{_anchor(number)}-{place + 1}"))


def _told(book: Book, found: Guidelines, number: int, one: Matched) -> Iterator[Html]:
    """The pairs of answers that are not the same, each with its patients."""
    different = [
        (place, meeting)
        for place, meeting in enumerate(one.meetings)
        if meeting.relation not in ("agree", "neither")
    ]
    for place, meeting in different:
        if place < MOST:
            yield _meeting(book, found, one, meeting, f"{_anchor(number)}-{place + 1}")
    more = sum(place >= MOST for place, _ in different)
    if more:
        yield h(
            "p",
            f"and {more} pairs of answers more; b12tables compare --guidelines lists them all",
            cls="quiet",
        )


def _meeting(book: Book, found: Guidelines, one: Matched, meeting: Meeting, anchor: str) -> Html:
    masks = meeting.change.masks
    more = len(masks) - LISTED
    said = [(letter, one.aspect.words(side, meeting.values[side])) for side, letter in enumerate(LETTERS)]
    return h(
        "details",
        h("summary", f"{RELATION_WORDS[meeting.relation]}: " + "; ".join(f"{a} {b}" for a, b in said)),
        h("ul", *(h("li", meeting_region(found, region)) for region in masks[:LISTED])),
        h("p", f"and {more} lines more", cls="quiet") if more > 0 else None,
        _example(book, found, meeting),
        *_sources(found, one, meeting),
        id=anchor,
    )


def _example(book: Book, found: Guidelines, meeting: Meeting) -> Html:
    change = meeting.change
    asked = {
        name: value
        for name, value in change.example.items()
        if name in book.model.fields and value != UNKNOWN
    }
    return h(
        "p",
        "For example: " if change.confirmed else "For example (no such patient was found): ",
        meeting_example(found, meeting),
        ". ",
        link(PATH, f"try.html#case={quote(json.dumps(asked))}", "What A says, in the form"),
    )


def _sources(found: Guidelines, one: Matched, meeting: Meeting) -> Iterator[Html]:
    """What both rest on, in the words in which each has its sources."""
    for side, letter in enumerate(LETTERS):
        for rule, evidence in found.evidence(side, one, meeting):
            yield h("p", h("strong", letter), " ", rule_words(found.models[side], rule, evidence))


def _accepted(found: Guidelines) -> Html | None:
    parts: list[Html] = []
    if found.unsettled:
        parts.append(h("p", f"Not settled: {found.unsettled}"))
    for change in found.accepted:
        letter = LETTERS[0 if change.kind == "no longer accepted" else 1]
        parts.append(h("p", f"Only {letter} takes these patients; the other refuses their entries:"))
        parts.append(h("ul", *(h("li", meeting_region(found, region)) for region in change.masks)))
    return (
        h("section", h("h2", "Patients of whom only one speaks", id="one-alone"), *parts) if parts else None
    )
