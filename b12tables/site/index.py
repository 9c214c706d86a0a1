"""The search index: what the finished pages say, cut at their anchors, as a classic script."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

_CUTS = frozenset({"h1", "h2", "h3", "tr", "article", "section", "div"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_LEFT_OUT = frozenset({"script", "style", "nav", "svg", "button", "select"})


class _Reader(HTMLParser):
    """Reads the `main` of a page into pieces: (anchor, heading, text)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, list[str]]] = [("", [])]
        self.stack: list[tuple[str, int | None]] = []
        self.silent = 0
        self.inside = False
        self.title: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "main":
            self.inside = True
        if not self.inside or tag in _VOID:
            return
        if tag in _LEFT_OUT or self.silent:
            self.silent += 1
        anchor = given.get("id")
        before: int | None = None
        if anchor and tag in _CUTS and not self.silent:
            before = self.current
            self.pieces.append((anchor, []))
            self.current = len(self.pieces) - 1
        self.stack.append((tag, before if tag in ("tr", "article") else None))
        if (words := given.get("data-patient")) and not self.silent:
            self.pieces[self.current][1].append(words)

    current = 0

    def handle_endtag(self, tag: str) -> None:
        if not self.inside or tag in _VOID:
            return
        if tag == "main":
            self.inside = False
        if self.silent:
            self.silent -= 1
        if self.stack:
            _, before = self.stack.pop()
            if before is not None:
                self.current = before

    def handle_data(self, data: str) -> None:
        if self.inside and not self.silent and data.strip():
            if self.stack and self.stack[-1][0] == "h1":
                self.title.append(data.strip())
            self.pieces[self.current][1].append(data.strip())


def read_page(html: str) -> tuple[str, list[tuple[str, str]]]:
    """The title of a page, and its text cut at its anchors: (anchor, text)."""
    reader = _Reader()
    # only what is inside `main` is read; the menu, which is as long as many a page, is not even looked at
    start, end = html.find("<main"), html.rfind("</main>")
    reader.feed(html[start:end] if 0 <= start < end else html)
    pieces = ((anchor, " ".join(" ".join(words).split())) for anchor, words in reader.pieces)
    return " ".join(reader.title), [(anchor, words) for anchor, words in pieces if words]


def search_index(site: Path) -> str:
    """A script that sets `window.siteSearch` to a list of [address, page title, text]."""
    entries: list[list[str]] = []
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        title, pieces = read_page(path.read_text(encoding="utf-8"))
        entries += [[page + (f"#{anchor}" if anchor else ""), title, words] for anchor, words in pieces]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=True) for entry in entries)
    return f"window.siteSearch = [\n{lines}\n];\n"
