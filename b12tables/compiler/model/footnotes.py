"""Marks that lead to a note, in cells that are read by a program: `20 cm*`, `20¹`, `Tablets (see below)`.

Whether something is a mark is asked only of a text that cannot be read, and that can without it.
"""

from __future__ import annotations

import re

from b12tables.runtime.language import later

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹ªᵃᵇᶜᵈᵉºⁱ⁺⁽⁾"
_SIGNS = "*†‡§¶#※✱∗"
_NUMBER = rf"(?:\d{{1,2}}|[a-z]|[{_SIGNS}])"
_ABOUT = r"(?:note|foot|remark|comment|below|above|text|ward|protocol|overleaf)"
_NOTE = rf"(?:see|cf\.?|siehe|s\.)\s+(?:the\s+)?{_ABOUT}[^;\n]*"
_MARK = (
    rf"[{_SIGNS}]+\)?|[{_RAISED}]+\)?|\^\(?{_NUMBER}\)?|(?<!not)\({_NUMBER}\)|\[{_NUMBER}\]|[,(\[]?\s*{_NOTE}"
)
_END = re.compile(rf"(?i)(?<=\S)\s*(?P<mark>{_MARK})\s*(?=$|[;,\n])")
_BEGIN = re.compile(rf"^\s*(?P<mark>[{_SIGNS}]+|[{_RAISED}]+)\s*(?=\S)")


def without_marks(text: str) -> tuple[str, str]:
    """A text without what looks like a mark at its end, at its begin or behind an alternative; and the first mark
    ("": there is none).
    """
    found = [match["mark"] for pattern in (_BEGIN, _END) for match in pattern.finditer(text)]
    if not found:
        return text, ""
    return _END.sub("", _BEGIN.sub("", text)).strip(), found[0].lstrip(", ")


def mark_words(text: str, mark: str) -> str:
    """What is said of a text with a mark."""
    return later(
        "{mark!r} in {text!r} looks like a mark for a note; a cell holds what is read, and nothing else",
        mark=mark,
        text=text,
    )


def mark_help(plain: str) -> str:
    """What to do about it."""
    return later("write {plain}, and the note into the column Note", plain=plain)
