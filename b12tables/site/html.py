"""HTML made from elements: every text is escaped where it enters, so that no cell can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TypeAlias


class Html(str):
    """Text that is already HTML. Only the functions here make it."""

    __slots__ = ()


Child: TypeAlias = "str | Html | Iterable[Child] | None"
Attribute = str | int | bool | None

_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
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


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = {"cls": "class", "for_": "for", "type_": "type"}.get(name, name).replace("_", "-")
    if value is True:
        return f" {name}"
    return f' {name}="{escape(harmless(str(value)), quote=True)}"'


def join(*children: Child) -> Html:
    """Children one after the other; a plain string is escaped, None is nothing."""
    found: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Html):
            found.append(child)
        elif isinstance(child, str):
            found.append(text(child))
        else:
            found.append(join(*child))
    return Html("".join(found))


def h(tag: str, *children: Child, **attributes: Attribute) -> Html:
    """One element. `cls` is class, `for_` for, `type_` type, `_` a hyphen; None and False are left out."""
    head = tag + "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Html(f"<{head}>")
    return Html(f"<{head}>{join(*children)}</{tag}>")


def lines(words: str) -> Html:
    """A text with its line breaks kept."""
    return Html("<br>".join(text(line) for line in words.split("\n")))


def slug(name: str) -> str:
    """A name as part of an anchor or file name: different for different names, readable for plain ones."""
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "_.-") else f"~{ord(sign):x}" for sign in name
    )


# ---------------------------------------------------------------- shapes that recur


def commas(items: Iterable[Child], between: str = ", ") -> Html:
    """Items one after the other with a comma between them."""
    found: list[Child] = []
    for item in items:
        found += [between, item] if found else [item]
    return join(*found)


def fact(name: str, *value: Child) -> Html:
    """One line of a description list."""
    return h("div", h("dt", name), h("dd", *value))


def facts(*pairs: tuple[str, Child], cls: str = "facts") -> Html:
    """A description list; a pair without a value is left out."""
    return h("dl", *(fact(name, value) for name, value in pairs if value), cls=cls)


def scroll(label: str, *children: Child) -> Html:
    """A region that scrolls by itself when it is too wide; the keyboard reaches it, so it needs a name."""
    return h("div", *children, cls="scroll", tabindex="0", role="region", aria_label=label)


def data_table(heads: Iterable[str], rows: Iterable[Html]) -> Html:
    """A plain table with column heads."""
    head = h("tr", *(h("th", word, scope="col") for word in heads))
    return h("table", h("thead", head), h("tbody", *rows))
