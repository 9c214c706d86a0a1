"""A language in which every wording of the catalogue is itself between ⟦ and ⟧, and every text of a set between « and
»: what stands between neither is a word that nobody could translate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest

from b12tables.runtime import language

TAG = "qps"
"""The code of the language: no language has it."""

TEXTS = {
    "label", "question", "patient", "definition", "note", "title", "text", "why", "description", "words", "disclaimer",
    "intended_use", "owner", "publisher", "topic", "here", "elsewhere", "chosen", "readings", "message",
    "locator", "review_status", "group", "department", "contact", "licence",
}  # fmt: skip
"""The attributes of a model that hold texts in the language of its author."""

SAID_BY = {
    "Field", "ValueRow", "DecisionTable", "Rule", "Case", "Statement", "Source", "SafetyRule", "Combination", "About",
    "Conflict", "OtherGuidance", "WallChart", "Finding", "Alternative",
}  # fmt: skip


_BETWEEN = re.compile(r"(\{\w+\}|%\(\w+\)s|<[^>]+>)|(?:(?!\{\w+\}|%\(\w+\)s|<[^>]+>).)+", re.DOTALL)
"""Places of a wording for what is not its own, and what is between them."""


class Asked(Mapping[str, str]):
    """The catalogue: it has every wording, and remembers which it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def get(self, words: str, default: Any = None) -> Any:
        self.asked.add(words)
        return _BETWEEN.sub(lambda found: found[1] or f"⟦{found[0]}⟧", words)

    def __getitem__(self, words: str) -> str:
        return str(self.get(words))

    def __contains__(self, words: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.asked))

    def __len__(self) -> int:
        return len(self.asked)


@contextmanager
def pseudo_language() -> Iterator[Asked]:
    """Within it the language exists."""
    found = Asked()
    real = language.catalogue
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "LANGUAGES", (*language.LANGUAGES, TAG))
        patch.setattr(language, "catalogue", lambda code: found if code == TAG else real(code))
        yield found


def marked(thing: Any) -> Any:
    """A model with every text of its author between « and »."""
    if is_dataclass(thing) and not isinstance(thing, type):
        ours = type(thing).__name__ in SAID_BY
        changed: dict[str, Any] = {}
        for one in fields(thing):
            value = getattr(thing, one.name)
            if (
                ours
                and (one.name in TEXTS or (type(thing).__name__, one.name) == ("Conflict", "severity"))
                and isinstance(value, str)
            ):
                changed[one.name] = f"«{value}»" if value else value
            elif (type(thing).__name__, one.name) == ("Finding", "help"):
                changed[one.name] = tuple(f"«{line}»" for line in value)
            elif one.init and not isinstance(value, str):
                changed[one.name] = marked(value)
        return replace(thing, **changed)
    if isinstance(thing, tuple) and hasattr(thing, "_fields"):
        return thing
    if isinstance(thing, (tuple, list)):
        return type(thing)(map(marked, thing))
    if isinstance(thing, dict):
        return {name: marked(value) for name, value in thing.items()}
    return thing


class _Seen(HTMLParser):
    """What a page shows: its texts, and the attributes that people read; without what says that it is in English."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        silent = (
            tag in ("script", "style", "code")
            or given.get("lang") == "en"
            or "place" in given.get("class", "").split()
        )
        if tag not in ("br", "hr", "img", "input", "link", "meta", "wbr"):
            self.open.append((tag, silent))
        if not self._hushed():
            self.found += [
                given[name]
                for name in ("aria-label", "title", "alt", "placeholder", "data-label")
                if given.get(name)
            ]

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, _ = self.open.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self._hushed() and data.strip():
            self.found.append(data)

    def _hushed(self) -> bool:
        return any(silent for _, silent in self.open)


def seen(html: str) -> str:
    """What a page shows, text after text."""
    reader = _Seen()
    reader.feed(html.replace("<wbr>", ""))
    return "\n".join(reader.found)


def unmarked(text: str) -> str:
    """What of a text is neither of the catalogue nor of the tables."""
    depth, kept = 0, []
    for sign in text:
        depth += sign in "⟦«"
        kept.append(" " if depth else sign)
        depth -= sign in "⟧»"
    return "".join(kept)
