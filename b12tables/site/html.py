"""A text of the tables as HTML: escaped, so that no cell can become markup, and its unseen signs shown."""

from __future__ import annotations

import re
from html import escape

from b12tables.runtime.addresses import in_address


class Html(str):
    """Text that is already HTML: made by the functions here, by a template, or from a page of this project."""

    __slots__ = ()


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTIONS = re.compile("([\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069])")
"""Marks that turn the direction of text round. They are invisible, so they are shown by their number."""


def text(words: str) -> Html:
    """A text of the tables as HTML: what it says is shown, never obeyed."""
    parts = _DIRECTIONS.split(_CONTROLS.sub("\ufffd", words))
    shown = (
        f'<span class="mark">U+{ord(part):04X}</span>' if index % 2 else _escaped(part)
        for index, part in enumerate(parts)
    )
    return Html("".join(shown))


LONG = 32
"""A word of more signs may be broken: on paper nothing scrolls, and what is cut off is lost."""

_LONG_WORD = re.compile(rf"\S{{{LONG},}}")


def _escaped(words: str) -> str:
    """The text escaped, with places in very long words at which a line may end."""
    found, end = [], 0
    for match in _LONG_WORD.finditer(words):
        found.append(escape(words[end : match.start()], quote=False))
        word, end = match[0], match.end()
        pieces = (word[start : start + LONG // 2] for start in range(0, len(word), LONG // 2))
        found.append("<wbr>".join(escape(piece, quote=False) for piece in pieces))
    return "".join(found) + escape(words[end:], quote=False)


def harmless(words: str) -> str:
    """A text for a title or an attribute, where no mark can be shown: without control and turning signs."""
    return _DIRECTIONS.sub("", _CONTROLS.sub("\ufffd", words))


def lines(words: str) -> Html:
    """A text with its line breaks kept."""
    return Html("<br>".join(text(line) for line in words.split("\n")))


def slug(name: str) -> str:
    """A name as part of an anchor or file name: different for different names, readable for plain ones."""
    return in_address(name)
