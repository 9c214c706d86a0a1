"""A second guideline on the same patients: both answers in a cell, for whom, and the words of both sources."""

from __future__ import annotations

import json
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
from b12tables.runtime.language import t, wording
from b12tables.runtime.words import UNKNOWN
from b12tables.site.book import Book, Page
from b12tables.site.pages.chart_of_two import charts_of_two
from b12tables.site.templating import render
from b12tables.site.view import Link, Said, link

PATH = "two-guidelines-compared.html"

LISTED = 12
"""Lines of one pair of answers that are listed; `compare --guidelines --format json` has all of them."""

MOST = 40
"""So many pairs of answers of one aspect are told in full on the page; those that agree stand in the table alone."""

SIGNS = {
    "differ": "≠",
    "only first": wording("A only"),
    "only second": wording("B only"),
    "agree": "=",
    "neither": "–",
}


@dataclass(frozen=True)
class SecondGuideline:
    """The guideline that these tables are compared with: what it was called, and what was found."""

    name: str
    found: Guidelines


@dataclass(frozen=True)
class Pair:
    """A pair of answers that are not the same, and its patients."""

    anchor: str
    title: str
    patients: list[str]
    more: int
    confirmed: bool
    example: str
    form: Link
    sources: list[tuple[str, str]]


@dataclass(frozen=True)
class Aspect:
    """One thing that both say: all pairs of answers as a table, and those that are not the same."""

    anchor: str
    label: str
    counts: str
    heading: str
    unfinished: str
    heads: list[str]
    rows: list[tuple[str, list[Said]]]
    unmatched: str
    pairs: list[Pair]
    more: int


def guidelines_page(book: Book, second: SecondGuideline) -> Page:
    """Both guidelines, aspect by aspect."""
    found = second.found
    title = found.models[1].about.title
    body = render(
        "guidelines",
        PATH,
        title=title,
        models=_legend(second),
        aspects=[_aspect(book, found, number, one) for number, one in enumerate(found.aspects)],
        charts=charts_of_two(found),
        unsettled=found.unsettled,
        alone=_alone(found),
    )
    lead = t("For which patients these tables and {title} say the same, and for which not.", title=title)
    return Page(t("Two guidelines"), "Evidence", body, lead, wide=True)


def _legend(second: SecondGuideline) -> list[tuple[str, str]]:
    said = []
    for letter, model in zip(LETTERS, second.found.models, strict=True):
        about = model.about
        words = t(
            "{title}, version {version}, status: {status}. ",
            title=about.title,
            version=about.version,
            status=about.status,
        )
        said.append((letter, words + about.disclaimer))
    return said


def _anchor(number: int) -> str:
    return f"aspect-{number + 1}"


def _aspect(book: Book, found: Guidelines, number: int, one: Matched) -> Aspect:
    anchor, heading = _anchor(number), aspect_heading(one)
    if one.unfinished:
        return Aspect(anchor, one.aspect.label, t("not settled"), heading, one.unfinished, [], [], "", [], 0)
    different = [
        (place, meeting)
        for place, meeting in enumerate(one.meetings)
        if meeting.relation not in ("agree", "neither")
    ]
    columns = _values(one, 1)
    return Aspect(
        anchor,
        one.aspect.label,
        aspect_counts(one),
        heading,
        "",
        ["", *(f"B: {one.aspect.words(1, second)}" for second in columns)],
        _matrix(number, one, columns),
        unmatched_words(one),
        [
            _pair(book, found, one, meeting, f"{anchor}-{place + 1}")
            for place, meeting in different
            if place < MOST
        ],
        sum(place >= MOST for place, _ in different),
    )


def _values(one: Matched, side: int) -> list[Value]:
    return list(dict.fromkeys(meeting.values[side] for meeting in one.meetings))


def _matrix(number: int, one: Matched, columns: list[Value]) -> list[tuple[str, list[Said]]]:
    """All pairs of answers: a row for each of A, a column for each of B."""
    places = {meeting.values: place for place, meeting in enumerate(one.meetings)}
    return [
        (
            f"A: {one.aspect.words(0, first)}",
            [_cell(number, one, places.get((first, second))) for second in columns],
        )
        for first in _values(one, 0)
    ]


def _cell(number: int, one: Matched, place: int | None) -> Said:
    if place is None:
        return ""
    relation = one.meetings[place].relation
    words = f"{t(SIGNS[relation])} {t('they differ') if relation == 'differ' else ''}".strip()
    if relation in ("agree", "neither") or place >= MOST:
        return words
    return Link(f"#{_anchor(number)}-{place + 1}", words)


def _pair(book: Book, found: Guidelines, one: Matched, meeting: Meeting, anchor: str) -> Pair:
    change = meeting.change
    said = [f"{letter} {one.aspect.words(n, meeting.values[n])}" for n, letter in enumerate(LETTERS)]
    asked = {
        name: value
        for name, value in change.example.items()
        if name in book.model.fields and value != UNKNOWN
    }
    return Pair(
        anchor,
        f"{t(RELATION_WORDS[meeting.relation])}: {'; '.join(said)}",
        [meeting_region(found, region) for region in change.masks[:LISTED]],
        len(change.masks) - LISTED,
        change.confirmed,
        meeting_example(found, meeting),
        link(PATH, f"try.html#case={quote(json.dumps(asked))}", t("What A says, in the form")),
        _sources(found, one, meeting),
    )


def _sources(found: Guidelines, one: Matched, meeting: Meeting) -> list[tuple[str, str]]:
    """What both rest on, in the words in which each has its sources."""
    return [
        (letter, rule_words(found.models[side], rule, evidence))
        for side, letter in enumerate(LETTERS)
        for rule, evidence in found.evidence(side, one, meeting)
    ]


def _alone(found: Guidelines) -> list[tuple[str, list[str]]]:
    """The patients of whom only one speaks: which, and who they are."""
    return [
        (
            LETTERS[0 if change.kind == "no longer accepted" else 1],
            [meeting_region(found, region) for region in change.masks],
        )
        for change in found.accepted
    ]
