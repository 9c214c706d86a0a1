"""The search index: what the finished pages say, cut at their anchors, as a classic script."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

_CUTS = frozenset({"h1", "h2", "h3", "tr", "article", "section", "div"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_LEFT_OUT = frozenset({"script", "style", "nav", "svg", "button", "select"})


_TOKEN = re.compile(
    r"""<!--.*?-->
      | <(?P<raw>script|style)\b .*? </(?P=raw)\s*>
      | <(?P<end>/?)(?P<tag>[A-Za-z][^\s/>]*)(?P<given>(?:[^>"']|"[^"]*"|'[^']*')*)>
      | <[!?][^>]*>
      | (?P<text>[^<]+|<)""",
    re.DOTALL | re.VERBOSE,
)
"""A finished page in tokens. A whole parser takes several times as long, and the pages come from one."""

_GIVEN = re.compile(r"""(?<=\s)(id|data-patient|data-also)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""")


class _Reader:
    """Reads the `main` of a page into pieces: (anchor, heading, text)."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, list[str]]] = [("", [])]
        self.stack: list[tuple[str, int | None]] = []
        self.silent = 0
        self.inside = False
        self.title: list[str] = []
        self.current = 0

    def feed(self, html: str) -> None:
        for token in _TOKEN.finditer(html):
            text = token["text"]
            if text is not None:
                self._data(text)
            elif tag := token["tag"]:
                if token["end"]:
                    self._end(tag.lower())
                else:
                    self._start(tag.lower(), token["given"])

    def _start(self, tag: str, attributes: str) -> None:
        if tag == "main":
            self.inside = True
        if not self.inside or tag in _VOID:
            return
        if tag in _LEFT_OUT or self.silent:
            self.silent += 1
        given = {name: unescape(a or b or c) for name, a, b, c in _GIVEN.findall(attributes)}
        anchor = given.get("id")
        before: int | None = None
        if anchor and tag in _CUTS and not self.silent:
            before = self.current
            self.pieces.append((anchor, []))
            self.current = len(self.pieces) - 1
        self.stack.append((tag, before if tag in ("tr", "article") else None))
        for unprinted in ("data-patient", "data-also"):
            if (words := given.get(unprinted)) and not self.silent:
                self.pieces[self.current][1].append(words)

    def _end(self, tag: str) -> None:
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

    def _data(self, data: str) -> None:
        if self.inside and not self.silent and (words := unescape(data).strip()):
            if self.stack and self.stack[-1][0] == "h1":
                self.title.append(words)
            self.pieces[self.current][1].append(words)


def read_page(html: str) -> tuple[str, list[tuple[str, str]]]:
    """The title of a page, and its text cut at its anchors: (anchor, text)."""
    reader = _Reader()
    # only what is inside `main` is read; the menu, which is as long as many a page, is not even looked at
    start, end = html.find("<main"), html.rfind("</main>")
    # a place where a long word may be broken is no end of the word
    reader.feed((html[start:end] if 0 <= start < end else html).replace("<wbr>", ""))
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
