"""How words are compared everywhere: without regard to case, spaces and typographic twins.

Excel, Word, phones and web pages put in curly quotes, long dashes, no-break spaces and full-width forms.
A clinician cannot see the difference, so neither may the tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

UNKNOWN = "unknown"
"""The value of a field whose answer is not known. A reserved word: no declared value may have this code."""

_TWINS = {
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None),
    ord("×"): "x",
    ord("µ"): "u",
    ord("μ"): "u",
}


_RAISED = re.compile(r"(?<=\d)(?=[²³¹⁰⁴-⁹₀-₉①-⑳])")
"""Between a digit and a raised, lowered or circled one: 10³ is not 103, so it must not become a number."""


_BREAK = re.compile(r"[\n\r\v]")


def plain(text: str) -> str:
    """The text with typographic twins made plain and spaces single, its case and line breaks kept.

    `≥ ≤ ≠` become `>= <= !=`; full-width forms become the ordinary ones. Line breaks stay because in a cell
    they separate alternatives.
    """
    if text.isascii():
        normal = text
    else:
        marked = text.replace("≥", ">=").replace("≤", "<=").replace("≠", "!=")
        marked = _RAISED.sub("^", marked)
        normal = unicodedata.normalize("NFKC", marked.translate(_TWINS)).translate(_TWINS)
    if not _BREAK.search(normal):
        return " ".join(normal.split())
    lines = normal.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def fold(text: str) -> str:
    """The form in which two words are compared: plain, one line, without case."""
    # of plain text nothing but the spaces is left to change
    return " ".join((text if text.isascii() else plain(text)).split()).casefold()


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option most like the word ("did you mean"), or None where nothing is near."""
    import difflib

    by_fold = {fold(option): option for option in options}
    close = difflib.get_close_matches(fold(word), sorted(by_fold), n=1, cutoff=0.6)
    if not close and len(fold(word)) > 2:
        close = [o for o in by_fold if len(o) > 2 and (o.startswith(fold(word)) or fold(word).startswith(o))]
    return by_fold[close[0]] if len(close) == 1 else None
