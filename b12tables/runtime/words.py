"""How words are compared everywhere: without regard to case, spaces and typographic twins.

Excel, Word, phones and web pages put in curly quotes, long dashes, no-break spaces and full-width forms.
A clinician cannot see the difference, so neither may the tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from b12tables.runtime.language import t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

UNKNOWN = "unknown"
"""The value of a field whose answer is not known. A reserved word: no declared value may have this code."""

TODAY = "today"
"""How formulas, cases and columns name the day that is counted to. A reserved word: no field may have this code."""

NOT_KNOWN = "not known"
"""How people are told that a value is not known; a cell says `unknown`."""

EMPTY_SET = "none of them"
"""How people are told of a set without members; a cell says `empty`."""

NO_RESULT = "none"
"""How people are told of a result that gives no value; a cell says the same."""

NO_ROWS = "nothing"
"""How people are told of a list of which no row holds."""


def how_many(number: int, word: str, none: str = "0") -> str:
    """How many there are of something: `1 rule`, `2 rules`; `none` stands for the number where there are none."""
    return f"{number or t(none)} {t(word if number == 1 else word + 's')}"


def as_compared(value: object) -> object:
    """A value as it is compared with others, alone and as a member of a list: texts are folded, yes is not 1."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, frozenset):
        return frozenset(map(as_compared, value))
    return (bool, value) if isinstance(value, bool) else value


def row_compared(row: Iterable[object]) -> tuple[object, ...]:
    """Results as they are compared with others: the same are those that differ at most in how a text is spelt.

    It is what *the same result* means everywhere: under Any and Priority, in `compare`, in what a sign-off is about.
    """
    return tuple(map(as_compared, row))


def held(value: Any) -> tuple[Any, ...]:
    """What a list holds because of one result of a row: nothing where that is none, each of its values where it is a
    set.
    """
    if value is None:
        return ()
    return tuple(sorted(value)) if isinstance(value, frozenset) else (value,)


_TWINS = {
    **dict.fromkeys(map(ord, "‘’‚‛′‵`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″‶«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"),
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None),
    **dict.fromkeys(map(ord, "≥≧⩾"), ">="),
    **dict.fromkeys(map(ord, "≤≦⩽"), "<="),
    ord("≠"): "!=",
    ord("×"): "x",
    ord("µ"): "u",
    ord("μ"): "u",
    ord("º"): "°",
    ord("˚"): "°",
}

_SMALL = re.compile(
    "[\u00aa\u00b2\u00b3\u00b9\u00bc-\u00be\u02b0-\u02b8\u02e0-\u02e4\u1d2c-\u1d6a\u1d9b-\u1dbf\u2070-\u209c\u2120\u2122"
    "\u2150-\u215f\u2189\u2460-\u24ea\u2c7c\u2c7d\u3251-\u325f\u32b1-\u32cb\u3358-\u3370\u33e0-\u33fe\ua7f2-\ua7f4"
    "\U000107a5\U0001f100-\U0001f12e\U0001f16a-\U0001f16c]+"
)
"""Digits and letters that are raised, lowered, circled, bracketed or a fraction, which normal form makes ordinary."""


@cache
def _odd() -> re.Pattern[str]:
    # made when first asked for: most processes never see a letter that is not Latin
    twins = "".join(map(re.escape, map(chr, _TWINS)))
    return re.compile(f"[{twins}{_SMALL.pattern[1:-2]}]")


def _marked(match: re.Match[str]) -> str:
    """A `^` before small signs that do not belong to a word: 10³ is not 103, 5ᵃ not 5 a, and 5 ¹ not a number."""
    before = match.string[match.start() - 1 : match.start()]
    return match[0] if before.isalpha() or before in (")", "]") else f"^{match[0]}"


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no text may hold: control characters other than line break and tab, halves of a character, no characters."""

_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Direction marks: they change in which order the text around them is shown."""


def unfit(text: str) -> str:
    """The first character of a text that no text may hold, in words; "" where there is none."""
    if text.isascii() and text.isprintable():
        return ""
    found = _UNFIT.search(text)
    return f"the character U+{ord(found[0]):04X}, which nobody can see" if found else ""


def visible(text: str, marks: bool = True) -> str:
    """The text with every character named that no text may hold and, with `marks`, every direction mark."""
    if text.isascii() and text.isprintable():
        return text
    text = _UNFIT.sub(_named, text)
    return _MARKS.sub(_named, text) if marks else text


def _as_json(mark: str) -> str:
    return f"\\u{ord(mark):04x}"


def escaped(text: str, spell: Callable[[str], str] = _as_json) -> str:
    """A text of JSON in which every direction mark is its escape: the same data, shown in the order in which it is.
    `spell` is how another language says a character.
    """
    return _MARKS.sub(lambda found: spell(found[0]), text)


def _named(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"


_LATIN = re.compile("[\x00-\x5f\x61-\x7f\xc0-\xd6\xd8-\xf6\xf8-\xff]*")
"""Texts that are plain already but for their spaces: letters of western Europe are in their normal form."""

_BREAK = re.compile(r"[\n\r\v]")


def plain(text: str) -> str:
    """The text with typographic twins made plain and spaces single, its case and line breaks kept.

    `≥ ≤ ≠` become `>= <= !=`; full-width forms become the ordinary ones. Raised, lowered and circled signs become
    ordinary too, behind a `^` where they do not end a word. Line breaks stay because in a cell they separate
    alternatives.
    """
    if text.isascii():
        if text.isprintable():  # so it has no line breaks either
            return " ".join(text.split())
        normal = text
    elif _LATIN.fullmatch(text) or (unicodedata.is_normalized("NFKC", text) and not _odd().search(text)):
        normal = text
    else:
        marked = _SMALL.sub(_marked, text.translate(_TWINS))
        normal = unicodedata.normalize("NFKC", marked).translate(_TWINS)
    if not _BREAK.search(normal):
        return " ".join(normal.split())
    lines = normal.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def fold(text: str) -> str:
    """The form in which two words are compared: plain, one line, without case."""
    # of plain text nothing but the spaces is left to change
    if text.isascii():
        return " ".join(text.split()).casefold()
    # the Turkish capital İ becomes i and a dot above it, which nobody writes
    return " ".join(plain(text).split()).casefold().replace("i\u0307", "i")


_NUMBERS = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d_]{0,4}(?![^\W\d_]))?")
_NEGATIONS = frozenset(
    [
        *("no", "not", "non", "never", "neither", "nor", "without", "none", "cannot"),
        *("don't", "doesn't", "isn't"),
        # the same in languages in which people may write beside English words
        *("nicht", "kein", "keine", "keinen", "keiner", "keinem", "ohne", "weder"),
        *("pas", "sans", "aucun", "aucune", "sin", "senza", "niet", "geen", "zonder"),
        *("ikke", "inte", "utan", "uden", "ingen", "nie", "bez"),
    ]
)
_NEGATIVE = ("un", "in", "im", "ir", "non", "dis", "anti", "hypo", "hyper")
_OPPOSITES = (
    ("hyper", "hypo"),
    ("left", "right"),
    ("before", "after"),
    ("high", "low"),
    ("higher", "lower"),
    ("more", "less"),
    ("over", "under"),
    ("above", "below"),
    ("upper", "lower"),
    ("start", "stop"),
    ("with", "without"),
    ("first", "last"),
)


def keeps_meaning(one: str, other: str) -> bool:
    """Whether two texts that look alike can mean the same: not where a number, its unit or a negation differs."""
    a, b = fold(one), fold(other)
    if _quantities(a) != _quantities(b):
        return False
    mine, theirs = (set(re.findall(r"[^\W\d_]+(?:'[a-z]+)?", text)) for text in (a, b))
    if (
        bool(mine & _NEGATIONS) != bool(theirs & _NEGATIONS)
        or _negates(mine, theirs)
        or _negates(theirs, mine)
    ):
        return False
    return not any(_opposed(mine, theirs, *pair) or _opposed(theirs, mine, *pair) for pair in _OPPOSITES)


def _quantities(text: str) -> list[tuple[float, str]]:
    """The numbers of a text with the short words behind them, which may be units."""
    return sorted((float(number), unit) for number, unit in _NUMBERS.findall(text))


def _negates(mine: set[str], theirs: set[str]) -> bool:
    """Whether a word of one text is a word of the other one with a prefix that turns it round."""
    return any(
        word.startswith(prefix) and word[len(prefix) :] in theirs - mine
        for word in mine - theirs
        for prefix in _NEGATIVE
    )


def _opposed(mine: set[str], theirs: set[str], one: str, other: str) -> bool:
    """Whether one text has a word (or the beginning of one) where the other has its opposite."""
    if one in mine - theirs and other in theirs - mine:
        return True
    starts = (word for word in mine - theirs if word.startswith(one) and len(word) > len(one))
    return len(one) >= 4 and any(f"{other}{word[len(one) :]}" in theirs for word in starts)


def named_in(text: str, options: Iterable[str]) -> list[str]:
    """The options that a text holds as words of its own, in its order; the longest of those that overlap."""
    found: list[tuple[int, int, str]] = []
    for option in sorted((option for option in options if option in text), key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(option)}(?!\w)", text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((*match.span(), option))
    return [option for *_, option in sorted(found)]


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option most like the word ("did you mean") that can mean the same, or None where nothing is near.

    A text that names two of the options is near to neither.
    """
    import difflib

    by_fold = {fold(option): option for option in options}
    mine = fold(word)
    if len(set(named_in(mine, by_fold))) > 1:
        return None
    # likeness first: what two texts mean is asked of the few that are alike
    for like in difflib.get_close_matches(mine, sorted(by_fold), n=max(1, len(by_fold)), cutoff=0.6):
        if keeps_meaning(word, like):
            return by_fold[like]
    if len(mine) <= 2:
        return None
    begun = [
        other for other in by_fold if len(other) > 2 and (other.startswith(mine) or mine.startswith(other))
    ]
    close = [other for other in begun if keeps_meaning(word, other)]
    return by_fold[close[0]] if len(close) == 1 else None
