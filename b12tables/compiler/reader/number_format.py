"""What a spreadsheet program shows of a value under a number format, worked out exactly.

`50%` is stored as 0.5, a date as 46000, `5 mg` may be a 5 with a format that writes "mg" behind it. The rules
are those of the file format (ECMA-376, 18.8.31): up to four sections, for positive, negative, zero and text, or
chosen by conditions; within a section places for digits, commas that group or scale, literal text, and the parts
of dates and times. What cannot be told for certain is an `UnknownFormat`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from b12tables.runtime.language import later

LONGEST = 255
"""Characters of a number format: what a spreadsheet program allows."""

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "$#,##0_);($#,##0)", 6: "$#,##0_);[Red]($#,##0)", 7: "$#,##0.00_);($#,##0.00)",
    8: "$#,##0.00_);[Red]($#,##0.00)", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 42: '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
    44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The formats that a file names by number alone. The others (23 to 36, 50 to 163) differ from region to region."""


def built_in(number: str) -> str:
    """The format that a file names by its number; "" where that differs from region to region."""
    return BUILT_IN.get(int(number), "") if number.isascii() and number.isdigit() and len(number) < 10 else ""


class UnknownFormat(Exception):
    """A number format of which nobody can tell what it shows; the text says why."""


class Rendered(NamedTuple):
    """What a cell shows. `text` is without the marks between groups of digits, `seen` with them.

    `parts` are the parts of a date or time that can be read off: `y` (a year of four digits), `yy`, `m`, `d`, `time`.
    `literal` is what the format writes of its own; `white` that it writes in white.
    """

    text: str
    seen: str
    parts: tuple[str, ...] = ()
    literal: str = ""
    white: bool = False


class Token(NamedTuple):
    """One piece of a section. `kind` is what it does, `text` with what."""

    kind: str
    text: str = ""


class Section(NamedTuple):
    """One of the parts of a format between semicolons."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Fraction] | None = None
    white: bool = False

    def has(self, *kinds: str) -> bool:
        """Whether a token of one of these kinds is among its own."""
        return any(token.kind in kinds for token in self.tokens)

    @property
    def literal(self) -> str:
        """The text that the format writes whatever the value is."""
        return "".join(token.text for token in self.tokens if token.kind in ("literal", "percent"))


# ---------------------------------------------------------------- taking a format apart

_TOKEN = re.compile(
    r"""
    (?P<quoted>"[^"]*")
  | (?P<escaped>\\.)
  | (?P<pad>_.)
  | (?P<fill>\*.)
  | (?P<bracket>\[[^\]]*\])
  | (?P<general>general|standard)
  | (?P<noon>am/pm|a/p)
  | (?P<exponent>e[+-])
  | (?P<date>y+|m+|d+|h+|s+)
  | (?P<place>[0\#?])
  | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<slash>/) | (?P<text>@) | (?P<cut>;)
  | (?P<digit>[1-9])
  | (?P<literal>[ $\-+:()!^&'~{}<>=]|[^\x00-\x7f])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOURS = {"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]*)?)")
_CURRENCY = re.compile(
    r"\$([^-]*)(?:-(?:([0-9A-F]{1,8})|x-sysdate|x-systime|[a-z]{2,3}(?:-[a-z0-9]{2,8})*))?", re.IGNORECASE
)


@lru_cache(maxsize=2_000)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format. Raises `UnknownFormat`."""
    if len(code) > LONGEST:
        raise UnknownFormat(later("it is longer than a number format can be"))
    parts = list(_cut(code))
    if len(parts) > 4:
        raise UnknownFormat(later("it has more than four sections"))
    return tuple(_section(part) for part in parts)


def _cut(code: str) -> Iterator[list[tuple[str, str]]]:
    """The pieces of each section, with what they are."""
    pieces: list[tuple[str, str]] = []
    position = 0
    while position < len(code):
        match = _TOKEN.match(code, position)
        if match is None:
            raise UnknownFormat(later("{code!r} means nothing in it", code=code[position]))
        kind = str(match.lastgroup)
        if kind == "cut":
            yield pieces
            pieces = []
        else:
            pieces.append((kind, match[0]))
        position = match.end()
    yield pieces


def _section(pieces: Sequence[tuple[str, str]]) -> Section:
    tokens: list[Token] = []
    condition: tuple[str, Fraction] | None = None
    white = False
    for kind, text in pieces:
        if kind != "bracket":
            tokens.append(_token(kind, text))
            continue
        inner = text[1:-1]
        if match := _CONDITION.fullmatch(inner.strip()):
            condition = match[1], Fraction(match[2])
        elif inner.lower() in _COLOURS or re.fullmatch(r"(?i)colou?r\s*[0-9]{1,2}", inner):
            white = white or inner.lower() == "white" or inner.lower().endswith(("r2", "r 2"))
        else:
            tokens.extend(_bracket(inner))
    return Section(tuple(_with_minutes(tokens)), condition, white)


def _token(kind: str, text: str) -> Token:
    match kind:
        case "quoted":
            return Token("literal", text[1:-1])
        case "escaped":
            return Token("literal", text[1])
        case "pad":
            return Token("space", " ")
        case "fill":
            if text[1] != " ":
                raise UnknownFormat(later("it fills the width of the cell with {text!r}", text=text[1]))
            return Token("space", " ")
        case "date":
            return Token(text[0].lower(), text.lower())
    return Token(kind, text)


def _bracket(inner: str) -> Iterator[Token]:
    """A duration (`[h]`), or a currency and a region (`[$€-407]`)."""
    if re.fullmatch(r"(?i)h+|m+|s+", inner):
        yield Token("elapsed", inner.lower())
        return
    match = _CURRENCY.fullmatch(inner)
    if match is None:
        raise UnknownFormat(later("[{inner}] means nothing in it", inner=inner))
    if match[1]:
        yield Token("literal", match[1])
    region = (match[2] or "").upper().rjust(8, "0")
    # The upper half of the number asks for digits of another script, or for another calendar.
    if region[:4] not in ("0000", "0100", "0101", "0001"):
        raise UnknownFormat(later("[{inner}] asks for digits or a calendar of another region", inner=inner))


def _with_minutes(tokens: Sequence[Token]) -> Iterator[Token]:
    """An `m` behind hours or before seconds is a minute, not a month."""
    times = [token for token in tokens if token.kind in "ymdhs" or token.kind == "elapsed"]
    at = -1
    for token in tokens:
        at += token.kind in "ymdhs" or token.kind == "elapsed"
        if token.kind != "m" or len(token.text) > 2:
            yield token
            continue
        before = times[at - 1] if at > 0 else Token("")
        after = times[at + 1] if at + 1 < len(times) else Token("")
        hours = before.kind == "h" or (before.kind == "elapsed" and before.text[0] == "h")
        yield Token("minute", token.text) if hours or after.kind == "s" else token


# ---------------------------------------------------------------- which section


def render(code: str, value: Fraction | str) -> Rendered:
    """What a cell with this number format shows of a number or a text. Raises `UnknownFormat`."""
    parts = sections(code)
    for_text = parts[-1] if parts[-1].has("text") or len(parts) == 4 else None
    if isinstance(value, str):
        return _render_text(value, for_text)
    numeric = parts[:-1] if for_text is not None else parts
    if not numeric:
        return _render_general(value)
    section, magnitude, signed = _chosen(numeric, value)
    shown = _render_number(section, magnitude)
    if shown.parts and value < 0:
        raise UnknownFormat(later("it shows a date or time, and there is none before the first day"))
    if not signed:
        return shown
    return Rendered(f"-{shown.text}", f"-{shown.seen}", shown.parts, shown.literal, shown.white)


def _render_text(value: str, section: Section | None) -> Rendered:
    if section is None:
        return Rendered(value, value)
    if section.has("place", "general", "y", "m", "d", "h", "s", "minute", "elapsed"):
        raise UnknownFormat(later("its section for text holds places for numbers"))
    text = "".join(value if token.kind == "text" else token.text for token in section.tokens)
    return Rendered(text, text, (), section.literal, section.white)


def _chosen(parts: Sequence[Section], value: Fraction) -> tuple[Section, Fraction, bool]:
    """The section for a number, what it shows of the number, and whether a minus stands before it."""
    if any(section.condition for section in parts):
        if value < 0:
            raise UnknownFormat(later("whether its conditions keep the minus differs between programs"))
        return _by_condition(parts, value), value, False
    if value < 0 and len(parts) > 1:
        return parts[1], -value, False
    if value == 0 and len(parts) > 2:
        return parts[2], value, False
    return parts[0], abs(value), value < 0


def _by_condition(parts: Sequence[Section], value: Fraction) -> Section:
    first = parts[0]
    second = parts[1] if len(parts) > 1 else None
    if first.condition is not None:
        if _holds(first.condition, value):
            return first
        if second is not None and second.condition is None and len(parts) == 2:
            return second
        if second is not None and second.condition is not None:
            if _holds(second.condition, value):
                return second
            if len(parts) == 3 and parts[2].condition is None:
                return parts[2]
    raise UnknownFormat(later("none of its conditions says for certain what is shown"))


def _holds(condition: tuple[str, Fraction], value: Fraction) -> bool:
    sign, limit = condition
    meanings = {
        "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit,
        "=": value == limit, "<>": value != limit,
    }  # fmt: skip
    return meanings[sign]


# ---------------------------------------------------------------- numbers


def _render_number(section: Section, value: Fraction) -> Rendered:
    """A number that is not negative under one section."""
    if section.has("text"):
        raise UnknownFormat(later("it shows a number where a text belongs"))
    if section.has("y", "m", "d", "h", "s", "minute", "elapsed"):
        return _render_date(section, value)
    if not section.tokens:
        return Rendered("", "", white=section.white)
    if section.has("general"):
        return _within_general(section, value)
    value *= 100 ** sum(token.kind == "percent" for token in section.tokens)
    if section.has("exponent"):
        text = _scientific(section, value)
        return Rendered(text, text, (), section.literal, section.white)
    if section.has("slash"):
        text = _fraction(section, value)
        return Rendered(text, text, (), section.literal, section.white)
    if section.has("digit", "noon"):
        raise UnknownFormat(later("a digit or a time of day stands alone in it"))
    tokens, grouped, thousands = _commas(section.tokens)
    value /= 1000**thousands
    text = _places(tokens, value, grouped=False)
    seen = _places(tokens, value, grouped=True) if grouped else text
    return Rendered(text, seen, (), section.literal, section.white)


def _within_general(section: Section, value: Fraction) -> Rendered:
    """`General` with literals around it."""
    if section.has("place", "point", "comma", "slash", "exponent", "digit", "percent"):
        raise UnknownFormat(later("it joins General with places for digits"))
    number = general(value)
    text = "".join(number if token.kind == "general" else token.text for token in section.tokens)
    return Rendered(text, text, (), section.literal, section.white)


def _render_general(value: Fraction) -> Rendered:
    text = ("-" if value < 0 else "") + general(abs(value))
    return Rendered(text, text)


def general(value: Fraction) -> str:
    """A number that is not negative under General: at most eleven characters wide, else as a power of ten."""
    if value == 0:
        return "0"
    exponent = _exponent(value)
    if exponent >= 11:
        return _general_power(value, exponent)
    if exponent < -4:
        text = _decimals(value, 9)
        return text if Fraction(text) == value else _general_power(value, exponent)
    return _decimals(value, 9 if exponent < 0 else max(0, 9 - exponent))


def _decimals(value: Fraction, places: int) -> str:
    """Rounded to so many decimals, without zeros at the end."""
    whole, part = _rounded(value, places)
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else str(whole)


def _general_power(value: Fraction, exponent: int) -> str:
    mantissa = _decimals(value / Fraction(10) ** exponent, 5)
    if mantissa == "10":
        mantissa, exponent = "1", exponent + 1
    return f"{mantissa}E{'-' if exponent < 0 else '+'}{abs(exponent):02}"


def _exponent(value: Fraction) -> int:
    """The power of ten of the first digit."""
    exponent = len(str(value.numerator)) - len(str(value.denominator))
    return exponent if value >= Fraction(10) ** exponent else exponent - 1


def _rounded(value: Fraction, places: int) -> tuple[int, str]:
    """The whole part and the decimals, rounded half up."""
    units = int(value * 10**places + Fraction(1, 2))
    whole, part = divmod(units, 10**places)
    return whole, str(part).rjust(places, "0") if places else ""


def _commas(tokens: Sequence[Token]) -> tuple[list[Token], bool, int]:
    """The tokens without commas, whether digits are grouped, and how often the number is divided by 1000."""
    places = [i for i, token in enumerate(tokens) if token.kind in ("place", "point")]
    points = [i for i in places if tokens[i].kind == "point"]
    if len(points) > 1:
        raise UnknownFormat(later("it has two decimal points"))
    digits = [i for i in places if tokens[i].kind == "place"]
    whole = [i for i in digits if not points or i < points[0]]
    grouped, thousands = False, 0
    for i, token in enumerate(tokens):
        if token.kind != "comma":
            continue
        if whole and whole[0] < i < whole[-1]:
            grouped = True
        elif digits and _ends_digits(tokens, i, whole, digits):
            thousands += 1
        else:
            raise UnknownFormat(later("a comma stands alone in it"))
    return [token for token in tokens if token.kind != "comma"], grouped, thousands


def _ends_digits(tokens: Sequence[Token], comma: int, whole: Sequence[int], digits: Sequence[int]) -> bool:
    """Whether a comma stands right behind the last place before the point, or the last of all."""
    start = comma
    while start > 0 and tokens[start - 1].kind == "comma":
        start -= 1
    return start - 1 == digits[-1] or bool(whole and start - 1 == whole[-1])


def _places(tokens: Sequence[Token], value: Fraction, grouped: bool) -> str:
    """The digits put into their places; the first place takes all that is left."""
    point = next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole_places = [i for i, token in enumerate(tokens[:point]) if token.kind == "place"]
    part_places = [i for i, token in enumerate(tokens) if token.kind == "place" and i > point]
    whole, part = _rounded(value, len(part_places))
    texts = {
        **_whole(tokens, whole_places, str(whole) if whole else "", grouped),
        **_part(tokens, part_places, part),
    }
    if not whole_places and whole and point < len(tokens):
        texts[point] = f"{whole}."
    return "".join(texts.get(i, token.text) for i, token in enumerate(tokens))


def _whole(tokens: Sequence[Token], places: Sequence[int], digits: str, grouped: bool) -> dict[int, str]:
    texts: dict[int, str] = {}
    for count, i in enumerate(reversed(places)):
        own = digits[-1 - count] if count < len(digits) else {"0": "0", "?": " ", "#": ""}[tokens[i].text]
        texts[i] = own + ("," if grouped and count and count % 3 == 0 and own.strip() else "")
    if places and len(digits) > len(places):
        left = digits[: len(digits) - len(places)]
        for count, digit in enumerate(reversed(left), len(places)):
            mark = "," if grouped and count % 3 == 0 else ""
            texts[places[0]] = digit + mark + texts[places[0]]
    return texts


def _part(tokens: Sequence[Token], places: Sequence[int], digits: str) -> dict[int, str]:
    needed = len(digits.rstrip("0"))
    texts: dict[int, str] = {}
    for count in range(len(places) - 1, -1, -1):
        sign = tokens[places[count]].text
        if sign == "0":
            needed = max(needed, count + 1)
        texts[places[count]] = digits[count] if count < needed else {"?": " ", "#": "", "0": "0"}[sign]
    return texts


def _scientific(section: Section, value: Fraction) -> str:
    at = next(i for i, token in enumerate(section.tokens) if token.kind == "exponent")
    head, tail = section.tokens[:at], section.tokens[at + 1 :]
    if any(token.kind in ("comma", "slash") for token in section.tokens):
        raise UnknownFormat(later("it joins powers of ten with commas or fractions"))
    whole = sum(token.kind == "place" for token in head[: _point(head)])
    places = sum(token.kind == "place" for token in head[_point(head) :])
    exponent = _exponent(value) if value else 0
    step = max(whole, 1)
    exponent -= (exponent % step) if step > 1 else 0
    mantissa = value / Fraction(10) ** exponent
    if value and _rounded(mantissa, places)[0] >= 10**step:
        exponent += step
        mantissa = value / Fraction(10) ** exponent
    sign = "-" if exponent < 0 else ("+" if "+" in section.tokens[at].text else "")
    return f"{_places(head, mantissa, False)}E{sign}{_places(tail, Fraction(abs(exponent)), False) or '0'}"


def _point(tokens: Sequence[Token]) -> int:
    return next((i for i, token in enumerate(tokens) if token.kind == "point"), len(tokens))


def _fraction(section: Section, value: Fraction) -> str:
    """`# ?/?`: the whole and the nearest fraction with a denominator of so many digits."""
    tokens = section.tokens
    at = next(i for i, token in enumerate(tokens) if token.kind == "slash")
    kinds = {token.kind for token in tokens}
    if (
        not kinds <= {"place", "slash", "digit", "literal", "space"}
        or sum(t.kind == "slash" for t in tokens) > 1
    ):
        raise UnknownFormat(later("it joins a fraction with something else"))
    below = _run(tokens, at + 1, 1)
    above = _run(tokens, at - 1, -1)
    if not below or not above:
        raise UnknownFormat(later("its fraction has no places"))
    start = min(above)
    whole_places = [i for i in range(start) if tokens[i].kind == "place"]
    fixed = "".join(tokens[i].text for i in below)
    whole, rest = divmod(value, 1) if whole_places else (0, value)
    if fixed.strip("0#?"):
        denominator = int(re.sub(r"[#?]", "", fixed) or "1")
        numerator = int(rest * denominator + Fraction(1, 2)) if denominator else 0
    else:
        near = rest.limit_denominator(10 ** min(len(below), 7) - 1)
        numerator, denominator = near.numerator, near.denominator
    if whole_places and numerator >= denominator > 0:
        whole, numerator = whole + 1, numerator - denominator
    tail = "".join(token.text for token in tokens[max(below) + 1 :])
    head = _places(tokens[:start], Fraction(whole), False) if whole_places else _literal(tokens[:start])
    if whole_places and numerator == 0:
        return f"{head if whole else head + '0' if not head.strip() else head}{tail}"
    return f"{head}{numerator}/{denominator}{tail}"


def _literal(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _run(tokens: Sequence[Token], start: int, step: int) -> list[int]:
    """The places and digits that stand together from here on."""
    run: list[int] = []
    while 0 <= start < len(tokens) and tokens[start].kind in ("place", "digit"):
        run.append(start)
        start += step
    return sorted(run)


# ---------------------------------------------------------------- dates and times

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def _render_date(section: Section, value: Fraction) -> Rendered:
    """A count of days since the last day of 1899 as a date or time; of what it shows only the parts matter."""
    if section.has("general", "exponent", "percent", "digit") or (
        section.has("place") and not section.has("s", "elapsed")
    ):
        raise UnknownFormat(later("it joins a date with places for digits"))
    parts: list[str] = []
    pieces: list[str] = []
    seconds = int(value * 86400)
    day = _calendar(int(value))
    afternoon = section.has("noon")
    for token in section.tokens:
        pieces.append(_date_piece(token, day, int(value), seconds, afternoon))
        parts.extend(_date_parts(token))
    text = "".join(pieces)
    return Rendered(text, text, tuple(parts), section.literal, section.white)


def _date_parts(token: Token) -> Iterator[str]:
    match token.kind:
        case "y":
            yield "y" if len(token.text) > 2 else "yy"
        case "m" if len(token.text) < 5:
            yield "m"
        case "d" if len(token.text) < 3:
            yield "d"
        case "h" | "s" | "minute" | "elapsed" | "noon" | "place":
            yield "time"


def _calendar(days: int) -> tuple[int, int, int]:
    """Year, month, day of a serial of the 1900 system, with its 29 February 1900 that never was."""
    from datetime import date, timedelta

    if days == 60:
        return 1900, 2, 29
    if not 0 < days <= 2_958_465:
        return 1900, 1, 0
    day = date(1899, 12, 30) + timedelta(days=days + (days < 60))
    return day.year, day.month, day.day


def _date_piece(token: Token, day: tuple[int, int, int], days: int, seconds: int, afternoon: bool) -> str:
    year, month, number = day
    length = len(token.text)
    match token.kind:
        case "y":
            return f"{year:04}" if length > 2 else f"{year % 100:02}"
        case "m":
            name = _MONTHS[month - 1]
            return {1: str(month), 2: f"{month:02}", 3: name[:3], 5: name[0]}.get(length, name)
        case "d":
            name = _WEEKDAYS[days % 7]
            return {1: str(number), 2: f"{number:02}", 3: name[:3]}.get(length, name)
        case "elapsed":
            per = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            return str(seconds // per).rjust(length, "0")
    return _time_piece(token, seconds % 86400, afternoon)


def _time_piece(token: Token, seconds: int, afternoon: bool) -> str:
    hours = seconds // 3600
    match token.kind:
        case "h":
            hours = (hours + 11) % 12 + 1 if afternoon else hours
            return str(hours).rjust(min(len(token.text), 2), "0")
        case "minute":
            return str(seconds // 60 % 60).rjust(len(token.text), "0")
        case "s":
            return str(seconds % 60).rjust(min(len(token.text), 2), "0")
        case "noon":
            words = token.text.split("/")
            return words[0] if hours < 12 else words[1]
    return token.text
