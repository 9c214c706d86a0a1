"""What somebody may have meant who wrote a comparison in another way: the exact form to write instead.

Nothing here decides what a cell means. It offers texts, which are shown only where the cell grammar reads them; where
two things could be meant, both are offered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from b12tables.compiler.model.other_dates import with_dates
from b12tables.runtime.numbers import number_text

_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"
_QUANTITY = rf"{_NUMBER}(?:\s*[^\d\s<>=.,;()\[\]+-][^<>=,;()]*?)??"
_SIGN = r"<=|>=|<|>"
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

_WORDS = (
    (">=", r"at least|(?:no|not) (?:less|fewer|lower) than|minimum(?: of)?|min\.?|from|starting (?:at|from)"),
    ("<=", r"at most|(?:no|not) (?:more|greater|higher) than|maximum(?: of)?|max\.?"),
    (">=", r"(?:more|greater|higher|larger|older|longer)(?: than)? or equals?(?: to)?"),
    ("<=", r"(?:less|fewer|lower|smaller|younger|shorter)(?: than)? or equals?(?: to)?"),
    (">", r"(?:more|greater|higher|larger|older|longer) than|exceed(?:s|ing)|beyond"),
    ("<", r"(?:less|fewer|lower|smaller|younger|shorter) than"),
    ("> or >=", r"over|above|after"),
    ("< or <=", r"under|below|before|up to|until|till"),
    ("=", r"equal(?:s)?(?: to)?|exactly"),
    ("!=", r"not equal(?:s)?(?: to)?|unequal(?: to)?|other than|except"),
)
_START = r"(?:^|(?<=[;,] )|(?<=and )|(?<=but )|(?<=not ))(?:is |are )?"
_BEFORE = [(sign, re.compile(rf"{_START}(?:{words})\s*(?=[\d.+-])")) for sign, words in _WORDS]

_MORE = r"(?:more|over|above|greater|higher|older|longer|up|upwards?|after|later)"
_LESS = r"(?:less|fewer|under|below|lower|smaller|younger|shorter|down|before|earlier)"
_BEHIND = (
    (">=", re.compile(rf"({_QUANTITY})\s*(?:\+|plus|(?:or|and) {_MORE})")),
    ("<=", re.compile(rf"({_QUANTITY})\s*(?:(?:or|and) {_LESS})")),
    (">=", re.compile(rf"({_QUANTITY})\s*(?:\.\.|-)")),
    ("<=", re.compile(rf"(?:\.\.)\s*({_QUANTITY})")),
)
_SIGNS = {
    "=<": "<=",
    "=>": ">=",
    "<>": "!=",
    "><": "!=",
    "==": "=",
    "≮": ">=",
    "≯": "<=",
    "⩾": ">=",
    "⩽": "<=",
}
_JOINT = r"\s*(?:and|but|&|&&|\+|,)?\s*"
_TWO = re.compile(rf"({_SIGN})\s*({_QUANTITY}){_JOINT}({_SIGN})\s*({_QUANTITY})")
_CHAIN = re.compile(rf"({_QUANTITY})\s*({_SIGN})\s*[^\W\d][^<>=]*?\s*({_SIGN})\s*({_QUANTITY})")
_BRACKETS = re.compile(
    rf"([\[(\]{{])\s*({_QUANTITY})\s*(?:,|;|-|\.\.|:|to|,\s+)\s*({_QUANTITY})\s*([\])\[}}])"
)
_BETWEEN = r"(?:-|to|through|until|till|up to|and|&|\.\.|:)"
_SPAN = re.compile(
    rf"(?:from |between )?({_SIGN})?\s*({_QUANTITY})\s*{_BETWEEN}\s*({_SIGN})?\s*({_QUANTITY})"
)
_SPAN_END = re.compile(r"(.*?)\s*[(,]?\s*(inclusive|incl\.?|included|exclusive|excl\.?|excluded)\s*\)?")


def other_forms(text: str, names: tuple[str, ...] = ()) -> Iterator[str]:
    """Texts that may be what was meant by a condition over numbers or dates, the likeliest first.

    `text` is plain and folded; `names` are the field's own names, folded, which may stand before a comparison.
    """
    for dated in with_dates(text)[:4]:
        yield from _forms(dated, names)
    for written in _without_commas(text):
        yield from _forms(written, names)
        parts = _ALTERNATIVES.split(written)
        if len(parts) > 1:
            meant = [list(_forms(part, names)) for part in parts]
            yield from ("; ".join(forms) for forms in product(*meant))


_ALTERNATIVES = re.compile(rf"\s*[;\n]\s*|\s*,\s+|\s+or\s+(?!(?:{_MORE}|{_LESS}|equals?)\b(?!\s*[\d.]))")


def _without_commas(text: str) -> Iterator[str]:
    """The text without commas between digits, which may group thousands, or stand for a decimal point."""
    if re.search(r"\d,\d", text) is None:
        yield text
        return
    if not re.search(r"\d{4},|\d,(?!\d{3}(?!\d))", text):
        yield re.sub(r"(?<=\d),(?=\d)", "", text)
    yield re.sub(r"\.0+(?!\d)", "", re.sub(r"(?<=\d),(?=\d)", ".", text))
    yield text


def other_words(text: str, names: tuple[str, ...] = ()) -> Iterator[str]:
    """The same for a condition over words: what stands behind the field's own name (`cause: dietary`)."""
    for name in sorted(names, key=len, reverse=True):
        if match := re.fullmatch(rf"(?i){re.escape(name)}\s*(?::|==?|\bis\b|\bin\b)\s*(.+)", text, re.DOTALL):
            yield match[1]
            yield re.sub(r"^[({\[](.*)[)}\]]$", r"\1", match[1])
    if match := re.fullmatch(
        r"(?i)(?:not in|no|none of|except|other than|anything but)\s*:?\s*[({\[]?(.+?)[)}\]]?", text
    ):
        yield f"not({match[1]})"
    if match := re.fullmatch(r"(?i)(?:in|is|one of|any of|either)\s*:?\s*[({\[]?(.+?)[)}\]]?", text):
        yield match[1]
    yield from _of_sets(text)


def _of_sets(text: str) -> Iterator[str]:
    """What one word before several members may mean: `includes a or b`, `excludes a, b`, and no word at all."""
    match = re.fullmatch(r"(?is)(?:(includes|excludes)\s+)?(.+)", text)
    parts = [part for part in re.split(r"(?i)\s*[,;\n]\s*|\s+or\s+", match[2]) if part] if match else []
    if match and not match[1] and re.search(r"(?i)\sand\s", text):
        yield f"includes {text}"
    if match is None or len(parts) < 2 or any(re.match(r"(?i)(?:includes|excludes)\s", p) for p in parts):
        return
    verb = (match[1] or "includes").lower()
    yield "; ".join(f"{verb} {part}" for part in parts)
    if verb == "excludes":
        yield " and ".join(f"{verb} {part}" for part in parts)


def _forms(text: str, names: tuple[str, ...]) -> Iterator[str]:
    """The same for one alternative."""
    text = _own_name_away(_spelled(text), names)
    signs = _signs(text)
    yield from dict.fromkeys([text, *signs, *(form for sign in signs for form in _shapes(sign))])


def _spelled(text: str) -> str:
    """The text with two dots, signs as the grammar has them, and numbers as the grammar reads them."""
    text = re.sub(r"\s*\.(?:\s*\.){2,}\s*", "..", text)
    text = re.sub(r"([<>!=])\s+=", r"\1=", text)
    for written, sign in _SIGNS.items():
        text = text.replace(written, sign)
    text = re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?:(\d+)\s*\^?\s*)?\^?(\d+)\s*[⁄/]\s*(\d+)(?![\d.])", _decimal, text)
    return "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in text)


def _decimal(match: re.Match[str]) -> str:
    """`1 1/2` and `1½` in decimals, where they end."""
    if not int(match[3]):
        return match[0]
    text = number_text(Fraction(int(match[1] or 0)) + Fraction(int(match[2]), int(match[3])))
    return match[0] if "/" in text else text


def _own_name_away(text: str, names: tuple[str, ...]) -> str:
    """What stands behind the field's own name: `age: > 20`, `age is over 20`, `x in [2..3]`."""
    for name in sorted((*names, "x"), key=len, reverse=True):
        behind = re.fullmatch(rf"({_QUANTITY})\s*({_SIGN})\s*{re.escape(name)}", text)
        if behind:
            return f"{_TURNED[behind[2]]} {behind[1]}"
        match = re.fullmatch(rf"{re.escape(name)}(?:\s*:|\s+in\b|\s+is\b|(?=\W))\s*(.+)", text, re.DOTALL)
        if match:
            return match[1]
    return text.removeprefix("is ").removeprefix("in ")


def _signs(text: str) -> list[str]:
    """The text with signs for words; two texts where the words could mean either."""
    texts = [text]
    for sign, words in _BEFORE:
        options = sign.split(" or ")
        texts = [re.sub(words, f"{option} ", each) for each in texts for option in options]
        texts = list(dict.fromkeys(texts))
    return texts[:4]


def _shapes(text: str) -> Iterator[str]:
    """The intervals and comparisons that the text may be a picture of."""
    for sign, shape in _BEHIND:
        if match := shape.fullmatch(text):
            yield f"{sign} {match[1].strip()}"
    if match := _TWO.fullmatch(text):
        yield from _interval(match[1], match[2], match[3], match[4])
    if match := _CHAIN.fullmatch(text):
        yield from _interval(_TURNED[match[2]], match[1], match[3], match[4])
    if match := _BRACKETS.fullmatch(text):
        round_ = match[1] == "(" and match[4] == ")"
        low, high = match[2].strip(), match[3].strip()
        opening, closing = match[1].replace("{", "["), match[4].replace("}", "]")
        yield f"{opening}{low}..{high}{closing}"
        if round_:
            yield f"[{low}..{high}]"
    excluded = None
    if end := _SPAN_END.fullmatch(text):
        text, excluded = end[1], end[2].startswith("ex")
    if match := _SPAN.fullmatch(text):
        low_sign = match[1] or (">" if excluded else ">=")
        high_sign = match[3] or ("<" if excluded else "<=")
        yield from _interval(low_sign, match[2], high_sign, match[4])
    if excluded is not None and text.startswith(("[", "(", "]")):
        yield text


def _interval(first: str, one: str, second: str, other: str) -> Iterator[str]:
    """Two comparisons that hold together, as an interval."""
    if first[0] == second[0]:
        return
    if first[0] == "<":
        first, one, second, other = second, other, first, one
    yield f"{'[' if '=' in first else '('}{one.strip()}..{other.strip()}{']' if '=' in second else ')'}"
