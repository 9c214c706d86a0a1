"""The print edition: what a ward wants on paper, in one file that needs nothing beside it.

The pages are those of the site, one after the other: the chart, the answers and the way to them, what each warning
says, the sources, and what was proved. What leads to another of these pages leads to its place here; what leads to a
page that is not here is plain text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from html.parser import HTMLParser

from b12tables.site.book import Book, Page, decision_path
from b12tables.site.html import Html
from b12tables.site.pages import MESSAGES, chart_path, in_order
from b12tables.site.templating import render

MARK = '<meta name="generator" content="b12tables print edition">'
"""By this a file is known as ours, which may be replaced."""

_OWN = """
.bound { break-before: page; } .bound.wide { page: wide; } .bound:has(.wall) { page: chart; }
.edition { padding: 1rem; max-width: none; }
@media print {
  .edition .part:not(.part-table), .edition .contents { display: none; } .edition .part { break-before: auto; }
}
"""
"""Of a decision paper has the table; the rest stands in the file, for the screen."""

_NAMES = re.compile(r'(\s(?:id|for|headers|aria-labelledby|aria-describedby|aria-controls))="([^"]*)"')
_HREF = re.compile(r'(\s(?:xlink:)?href)="([^"]*)"')
_URL = re.compile(r"url\(#([^)\"]*)\)")


def print_edition(book: Book, pages: Mapping[str, Page], style: str) -> str:
    """The whole file; the same tables give the same text. `style` is the style sheet of the site."""
    chosen = [path for path in _order(book) if path in pages]
    places = {path: f"p{number}" for number, path in enumerate(chosen, 1)}
    parts = [
        (places[path], pages[path].title, pages[path].wide, _moved(str(pages[path].html), path, places))
        for path in chosen
    ]
    # on the site a page with a chart is a document of its own; here it is a part of one
    sheet = style.replace("body:has(.wall)", ".bound:has(.wall)").replace("</", "<\\/") + _OWN
    return str(
        render(
            "print_edition",
            "",
            about=book.model.about,
            parts=parts,
            style=Html(sheet),
            content=book.model.content_hash,
            mark=Html(MARK),
        )
    )


def _order(book: Book) -> list[str]:
    charts = [chart_path(number) for number in range(len(book.model.charts))]
    decisions = [decision_path(table.code) for table in in_order(book)]
    return [*charts, *decisions, MESSAGES, "evidence.html", "certificate.html"]


def _moved(html: str, here: str, places: Mapping[str, str]) -> Html:
    """The body of a page with its names made its own, and its links led to where they lead here."""
    mover = _Mover(here, places)
    mover.feed(html)
    mover.close()
    return Html("".join(mover.parts))


class _Mover(HTMLParser):
    """Writes a page down again as it is, but for the names and links in its tags."""

    def __init__(self, here: str, places: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self._here, self._places, self.parts = here, places, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = self._places[self._here]
        text = self.get_starttag_text() or ""
        text = _NAMES.sub(lambda found: f'{found[1]}="{self._own(found[2])}"', text)
        text = _URL.sub(lambda found: f"url(#{own}-{found[1]})", text)
        self.parts.append(_HREF.sub(self._led, text))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def _own(self, names: str) -> str:
        return " ".join(f"{self._places[self._here]}-{name}" for name in names.split())

    def _led(self, found: re.Match[str]) -> str:
        address = found[2]
        if re.match(r"[a-z]+:", address):
            return found[0]
        path, _, name = address.partition("#")
        target = (
            posixpath.normpath(posixpath.join(posixpath.dirname(self._here), path)) if path else self._here
        )
        place = self._places.get(target)
        if place is None:
            return ""
        return f'{found[1]}="#{place}-{name}"' if name else f'{found[1]}="#{place}"'
