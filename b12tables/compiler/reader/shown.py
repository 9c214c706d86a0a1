"""Whether a cell shows what it holds: the value that a reader sees, or what is shown instead.

What is seen is what counts. The number format is worked out (`numberformat`), the text that it gives is read as a
reader would, and where that is not the value in the file the cell is refused.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from b12tables.compiler.reader.number_format import Rendered, UnknownFormat, general, render
from b12tables.compiler.reader.workbook import Raw
from b12tables.runtime.language import later
from b12tables.runtime.numbers import exact, number_text, read_quantity
from b12tables.runtime.words import plain

Shown = tuple[Raw, str, str, str]
"""The value; its text where that differs from the usual one; a problem and its remedy ("" where there is none)."""

_GENERAL = later("set its number format to General")
_AS_TEXT = later("format the cell as text and write again what is meant")
_WHOLE_DATE = later("set its format to a date with day, month and year, or ") + _AS_TEXT
_LAST_OF_FEBRUARY_1900 = 60
"""Excel counts a 29 February 1900 that never was, so its days before March are one off; LibreOffice's are not."""
_FROM_1904 = 1462
"""The days from the beginning of the one count to that of the other."""

_WRITE = later("set its number format to General, or write into the cell what is meant")
_DIGITS = later("format the cell as text, and write the digits that are meant")


def shown(value: int | float | str | bool, code: str, epoch: date, zeros: bool = True) -> Shown:
    """What the cell shows under a number format ("" where it is not known). `epoch` is the day that counts as 0.

    `zeros` is whether the sheet shows zeros at all.
    """
    plainly = code == "General" or code == "@" or code.lower() == "general"
    if isinstance(value, bool):
        if plainly:
            return value, "", "", ""
        return _refused(later("TRUE or 1") if value else later("FALSE or 0"), str(value).upper(), _GENERAL)
    if plainly and (isinstance(value, str) or (_plainly_shown(value) and (zeros or value))):
        return value, "", "", ""
    if not code:
        return (
            None,
            "",
            later("its number format differs from region to region, so nobody can tell what it shows"),
            _GENERAL,
        )
    if isinstance(value, str):
        return _text(value, code)
    return _number(value, code, epoch, zeros)


def _number(value: int | float, code: str, epoch: date, zeros: bool) -> Shown:
    if value != value or value in (float("inf"), float("-inf")):
        return None, "", later("the cell holds no number"), later("write the number again")
    number = exact(value)
    kept = _kept(value)
    if number == 0 and not zeros:
        problem = later("the cell shows nothing, but holds 0: the sheet hides its zeros")
        return None, "", problem, later("in the options of the program, let the sheet show zeros")
    try:
        seen = render(code, kept)
    except UnknownFormat as error:
        return _untold(code, error)
    if seen.white:
        return None, "", later("its number format writes {what!r} in white", what=seen.seen.strip()), _GENERAL
    if seen.parts:
        return _date(number, seen if epoch.year == 1899 else render(code, kept + _FROM_1904), epoch)
    return _as_read(value, number, seen, _DIGITS if code.lower() in ("general", "@") else _WRITE)


def _plainly_shown(value: int | float) -> bool:
    """Whether General shows the number as it is."""
    if isinstance(value, int):
        return abs(value) < 10**11
    if value - value != 0:
        return False
    number = exact(value)
    return Fraction(general(abs(number))) == abs(number) and "E" not in general(abs(number))


def _kept(value: int | float) -> Fraction:
    """The number to the fifteen digits that a spreadsheet program shows at most."""
    if isinstance(value, int) and abs(value) < 10**15:
        return Fraction(value)
    return Fraction(f"{value:.15g}") if abs(value) < 10**300 else exact(value)


def _refused(seen: str, held: str, remedy: str) -> Shown:
    shows = later("the cell shows {seen!r}", seen=seen) if seen else later("the cell shows nothing")
    return None, "", later("{shows}, but holds {held}", shows=shows, held=held), remedy


def _untold(code: str, error: UnknownFormat) -> Shown:
    problem = later(
        "nobody can tell what the cell shows under its number format {short!r}: {error}",
        short=_short(code),
        error=error,
    )
    return None, "", problem, _GENERAL


def _text(value: str, code: str) -> Shown:
    try:
        seen = render(code, value)
    except UnknownFormat as error:
        return _untold(code, error)
    if seen.white and value.strip():
        return None, "", later("its number format writes {short!r} in white", short=_short(value)), _GENERAL
    if seen.text == value or plain(seen.text) == plain(value):
        return value, "", "", ""
    return _refused(_short(plain(seen.text)), repr(_short(plain(value))), _GENERAL)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


# ---------------------------------------------------------------- numbers

_SEPARATED = re.compile(r"^-\s+(?=[0-9.])")
"""The comma style puts the minus at the left edge of the cell and the digits at the right."""

_OPERATES = re.compile(r"[,;<>=!|\n\"]|\.\.|-\s*[0-9.]|\b(?:to|or|and|not|between|bis)\b", re.IGNORECASE)
"""What makes more than a unit of the words behind a number."""


def _as_read(value: int | float, number: Fraction, seen: Rendered, remedy: str) -> Shown:
    text = _SEPARATED.sub("-", plain(seen.text))
    held = number_text(number)
    quantity = read_quantity(text)
    if quantity is None:
        return _refused(plain(seen.seen), held, remedy)
    read, unit = quantity
    if unit == "%" and read == number * 100:
        return f"{number_text(read)} %", "", "", ""
    if read != number or _OPERATES.search(unit):
        return _refused(plain(seen.seen), held, remedy)
    if unit:
        return f"{text[: len(text) - len(unit)].strip()} {unit}", "", "", ""
    return value, "" if text == held else text, "", ""


# ---------------------------------------------------------------- dates

_SEPARATORS = re.compile(r"(?:[\s,./()'\-:]|\bde\b|\bdel\b|[年月日]|T)*")
"""What may stand between the parts of a date without saying anything of its own."""


def _date(number: Fraction, seen: Rendered, epoch: date) -> Shown:
    days, rest = divmod(number, 1)
    old = epoch.year == 1899
    if "time" in seen.parts and not {"m", "d"} & set(seen.parts):
        return None, "", later("the cell holds a time of day or a duration"), _AS_TEXT
    if old and 0 < days <= _LAST_OF_FEBRUARY_1900:
        return (
            None,
            "",
            later("programs differ in which day it is, as with every date before March 1900"),
            _AS_TEXT,
        )
    if days < (1 if old else 0) or days > 2_958_465:
        return None, "", later("the cell shows a date that does not exist"), _AS_TEXT
    try:
        day = epoch + timedelta(days=int(days))
    except OverflowError:
        return None, "", later("the cell shows a date that does not exist"), _AS_TEXT
    if not _whole_date(seen, day):
        return _refused(seen.seen.strip(), later("the date {day}", day=day.isoformat()), _WHOLE_DATE)
    if not rest:
        return day, "", "", ""
    seconds = round(rest * 86400)
    if 0 < seconds < 86400 and "time" in seen.parts:
        return datetime.combine(day, time()) + timedelta(seconds=seconds), "", "", ""
    problem = later("the cell shows the date {day}, but holds a part of a day with it", day=day.isoformat())
    return None, "", problem, later("write the date again")


def _whole_date(seen: Rendered, day: date) -> bool:
    """Whether day, month and year can be read off, each once, and nothing else is said."""
    parts = [part for part in seen.parts if part != "time"]
    if _SEPARATORS.fullmatch(seen.literal) is None:
        return False
    if sorted(parts) == ["d", "m", "y"]:
        return True
    # a year of two digits is read as one from 1930 to 2029
    return sorted(parts) == ["d", "m", "yy"] and 1930 <= day.year <= 2029
