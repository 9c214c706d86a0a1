"""What no page leads to: the page for an address that is none, and the feed of changes.

Both need to know where the site stands (`Site address` in About) for a link: the page is shown at any address, and a
feed is read elsewhere. No clock is asked: a feed has the days that the tables name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from b12tables.compiler import blocks
from b12tables.runtime.language import language_of, t
from b12tables.site.book import Book
from b12tables.site.html import harmless
from b12tables.site.pages.changes import PATH
from b12tables.site.templating import render

NOT_FOUND, FEED = "404.html", "feed.xml"

_DAY = re.compile(r"(?<!\d)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True)
class FeedEntry:
    """One entry of the feed. `updated` is a day."""

    id: str
    title: str
    day: str
    summary: str

    @property
    def updated(self) -> str:
        """The day as the format wants it."""
        return f"{self.day}T00:00:00Z"


def beside_the_pages(book: Book) -> dict[str, str]:
    """The files by their names."""
    about = book.model.about
    language = language_of(about.language)
    errors = sum(map(blocks, book.findings))
    missing = render("not_found", NOT_FOUND, about=about, language=language, errors=errors)
    found = {NOT_FOUND: f"{missing}\n"}
    entries = sorted(_entries(book), key=lambda entry: (entry.day, entry.id), reverse=True)
    if entries:
        found[FEED] = _feed(book, entries)
    return found


def _feed(book: Book, entries: list[FeedEntry]) -> str:
    """The feed in the format Atom (RFC 4287)."""
    about = book.model.about
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language_of(about.language)})
    _add(feed, "id", f"{about.site_address}/{FEED}")
    _add(feed, "title", t("What changed in {title}", title=about.title))
    _add(feed, "updated", entries[0].updated)
    _add(SubElement(feed, "author"), "name", about.department or about.owner or about.title)
    SubElement(feed, "link", rel="self", href=f"{about.site_address}/{FEED}")
    SubElement(feed, "link", rel="alternate", href=f"{about.site_address}/{PATH}")
    for one in entries:
        entry = SubElement(feed, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "updated", one.updated)
        SubElement(entry, "link", href=f"{about.site_address}/{PATH}")
        _add(entry, "summary", one.summary)
    indent(feed, space="")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = harmless(words)


def has_feed(book: Book) -> bool:
    """Whether there is a feed: where the site says where it stands, and some change has a day."""
    return next(_entries(book), None) is not None


def _entries(book: Book) -> Iterator[FeedEntry]:
    about = book.model.about
    where = about.site_address
    if not where:
        return
    if day := _DAY.search(about.approved_on):
        title = t("{title}, version {version}", title=about.title, version=about.version)
        yield FeedEntry(
            f"{where}/{PATH}#version-{about.version}",
            title,
            day[0],
            t("Approved on {day}. Status: {status}.", day=day[0], status=about.status),
        )
    changes = dict.fromkeys(edition.change for edition in book.editions or ())
    for change in changes:
        if day := _DAY.search(change):
            decisions = [e.decision for e in book.editions or () if e.change == change]
            labels = [table.label for table in book.model.decisions if table.code in decisions]
            key = re.sub(r"[^A-Za-z0-9.-]+", "-", change).strip("-")
            yield FeedEntry(
                f"{where}/{PATH}#change-{key}",
                change,
                day[0],
                ", ".join(labels),
            )
