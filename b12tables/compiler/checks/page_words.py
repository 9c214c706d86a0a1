"""The page of a kind of finding in the language that is spoken: its prose paragraph by paragraph, its examples as they
are. A paragraph is one wording of the catalogue, whatever its lines; so is an item of a list, and a heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from b12tables.runtime.language import t

_EXAMPLE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_BLANK = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"^(?=- )", re.MULTILINE)
_SIGNS = re.compile(r"(#+ |- )?(.*)", re.DOTALL)


def told_page(page: str) -> str:
    """A page (Markdown) in the language that is spoken."""
    return _with_prose(page, t)


def wordings_of(page: str) -> Iterator[str]:
    """The wordings of a page that are looked up."""
    found: list[str] = []
    _with_prose(page, lambda words: found.append(words) or words)  # type: ignore[func-returns-value]
    yield from found


def _with_prose(page: str, say: Callable[[str], str]) -> str:
    """The page with each piece of its prose said by `say`; its title is the name of the kind, and stays."""
    title, _, body = page.strip().partition("\n")
    parts = _EXAMPLE.split(body)
    parts[::2] = [_prose(part, say) for part in parts[::2]]
    return "\n\n".join([title, *(part for part in parts if part)])


def _prose(text: str, say: Callable[[str], str]) -> str:
    blocks = (block.strip() for block in _BLANK.split(text))
    return "\n\n".join(_block(block, say) for block in blocks if block)


def _block(block: str, say: Callable[[str], str]) -> str:
    """A paragraph or a heading, or a list item by item."""
    return "\n".join(_said(item, say) for item in _ITEM.split(block) if item)


def _said(text: str, say: Callable[[str], str]) -> str:
    found = _SIGNS.fullmatch(text)
    assert found is not None  # every text is
    return (found[1] or "") + say(" ".join(found[2].split()))
