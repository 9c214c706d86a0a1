"""Checks a finished site: nothing loaded from outside, no dead link or anchor, no missing text.

A text that the tables do not hold yet (a question in the patient's words) is a note: the site is as it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADS = {
    "script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src",
    "video": "src", "audio": "src",
    "embed": "src", "object": "data", "use": "href", "image": "href", "input": "src", "track": "src",
}  # fmt: skip
"""Elements whose address a browser loads by itself."""

_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]*)|@import\s+['\"]([^'\"]*)")


@dataclass(frozen=True)
class Problem:
    """Something wrong on a page of the site."""

    page: str
    line: int
    message: str
    note: bool = False
    """Whether it is a text that the tables lack, and no fault of the site."""

    def __str__(self) -> str:
        return f"{'note: ' if self.note else ''}{self.page}:{self.line}: {self.message}"


class _Parsed(HTMLParser):
    """What a page holds that can be wrong: anchors, links, what a browser loads, what the policy forbids."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors: set[str] = set()
        self.links: list[tuple[int, str]] = []
        self.loads: list[tuple[int, str]] = []
        self.problems: list[tuple[int, str]] = []
        self.notes: list[tuple[int, str]] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if anchor := given.get("id"):
            if anchor in self.anchors:
                self.problems.append((line, f"the anchor {anchor!r} stands on this page twice"))
            self.anchors.add(anchor)
        if tag == "a" and "href" in given:
            self.links.append((line, given["href"]))
        loading = (_LOADS.get(tag), "srcset", "poster", "background")
        self.loads += [(line, given[name]) for name in loading if name and given.get(name)]
        self.problems += [(line, message) for message in _against_the_policy(tag, given)]
        if missing := given.get("data-missing"):
            found = self.notes if "data-note" in given else self.problems
            found.append((line, f"no {missing} is written here"))


def _against_the_policy(tag: str, given: Mapping[str, str]) -> Iterator[str]:
    """What an element does that the policy of the site allows on no page."""
    if tag == "script" and "src" not in given:
        yield "a script inside the page; the policy of the site allows none"
    for name in given:
        if name.startswith("on") or name == "style":
            yield f"the attribute {name}; the policy of the site allows none"
    if tag == "form" and given.get("action"):
        yield "a form that sends what is entered elsewhere"
    if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        yield "a page that sends its reader elsewhere"


def check_site(site: Path) -> list[Problem]:
    """Everything wrong with a finished site, in the order of its pages.

    A link to the outside that a reader may follow is allowed; what a browser would load from there is not.
    """
    files = _Files(site)
    site = files.site
    pages = {path.relative_to(site).as_posix(): _read(path) for path in sorted(site.rglob("*.html"))}
    if not pages:
        return [Problem(".", 0, "there is no page here")]
    problems: list[Problem] = []
    for name, page in pages.items():
        problems += [Problem(name, line, message) for line, message in page.problems]
        problems += [Problem(name, line, message, note=True) for line, message in page.notes]
        problems += [
            Problem(name, line, said)
            for line, address in page.loads
            if (said := _load_trouble(files, name, address))
        ]
        problems += [
            Problem(name, line, said)
            for line, address in page.links
            if (said := _link_trouble(files, pages, name, address))
        ]
    for path in sorted(site.rglob("*.css")):
        problems += _style_problems(files, path)
    return sorted(problems, key=lambda problem: (problem.page, problem.line, problem.message))


def _read(path: Path) -> _Parsed:
    page = _Parsed()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _is_outside(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def _load_trouble(files: _Files, page: str, address: str) -> str | None:
    if _is_outside(address):
        return f"loads {address} from outside"
    return None if files.target(page, urlsplit(address).path) else f"loads {address}, which is not there"


def _link_trouble(files: _Files, pages: Mapping[str, _Parsed], page: str, address: str) -> str | None:
    if _is_outside(address):
        scheme = urlsplit(address).scheme
        return (
            None
            if scheme in ("http", "https", "mailto")
            else f"a link with the scheme {scheme or 'of the page'!r}: {address}"
        )
    parts = urlsplit(address)
    name = files.target(page, parts.path)
    if name is None:
        return f"a link to {address}, which is not there"
    anchor = unquote(parts.fragment)
    # what opens the form with a patient is no place on it
    if (
        anchor
        and name in pages
        and anchor not in pages[name].anchors
        and not anchor.startswith(("case=", "worked="))
    ):
        return f"a link to {address}: the page has no anchor {anchor!r}"
    return None


class _Files:
    """Which file of a site an address leads to. Most links are those of the menu, the same from every page of a
    folder: each is looked for on the disk once.
    """

    def __init__(self, site: Path) -> None:
        self.site = site.resolve()
        self.known: dict[tuple[str, str], str | None] = {}

    def target(self, page: str, path: str) -> str | None:
        """The name of the file; None where there is none, or it leaves the site or depends on a server."""
        if not path:
            return page
        key = page.rpartition("/")[0], path
        if key not in self.known:
            self.known[key] = self._find(*key)
        return self.known[key]

    def _find(self, folder: str, path: str) -> str | None:
        if path.startswith("/"):
            return None
        target = (self.site / folder / unquote(path)).resolve()
        if not target.is_relative_to(self.site) or not target.is_file():
            return None
        return target.relative_to(self.site).as_posix()


def _style_problems(files: _Files, path: Path) -> list[Problem]:
    name = path.relative_to(files.site).as_posix()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        for one, other in _CSS_ADDRESS.findall(line):
            if said := _load_trouble(files, name, one or other):
                found.append(Problem(name, number, said))
    return found
