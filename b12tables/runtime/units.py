"""Units of measure as they are written and as they are printed: one table for both directions.

What any surface prints (`unit_words`) is read back as the code that it stands for (`unit_code`), and two spellings of
one unit have one key (`unit_key`). Nothing is converted here: factors are for the compiler to compute.
"""

from __future__ import annotations

import re
from functools import lru_cache

from b12tables.runtime.language import t
from b12tables.runtime.words import fold, plain

ALONE = {"mo": "months", "wk": "weeks", "d": "days", "a": "years", "h": "hours", "[in_i]": "inches"}
"""How a code is printed that stands alone; within `mg/d` the code stays."""

ONE = {"mo": "month", "wk": "week", "d": "day", "a": "year", "h": "hour", "[in_i]": "inch"}
"""How the code of `ALONE` is printed behind a one."""

PARTS = {
    "mm[Hg]": "mmHg", "Cel": "°C", "[degF]": "°F", "[lb_av]": "lb", "[oz_av]": "oz", "[ft_i]": "ft",
}  # fmt: skip
"""How a code is printed wherever it stands."""

NAMES = {
    **{words: code for code, words in ALONE.items()},
    "mmhg": "mm[Hg]", "mm hg": "mm[Hg]", "mm[hg]": "mm[Hg]",
    "°c": "Cel", "degc": "Cel", "celsius": "Cel", "°f": "[degF]", "degf": "[degF]", "fahrenheit": "[degF]",
    "lb": "[lb_av]", "lbs": "[lb_av]", "pound": "[lb_av]", "pounds": "[lb_av]", "oz": "[oz_av]",
    "in": "[in_i]", "inch": "[in_i]", "ft": "[ft_i]", "feet": "[ft_i]", "foot": "[ft_i]",
    "month": "mo", "week": "wk", "wks": "wk", "day": "d", "hour": "h", "hr": "h", "hrs": "h",
    "year": "a", "yr": "a", "yrs": "a", "y": "a",
    "minute": "min", "minutes": "min", "mins": "min", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "mcg": "ug", "microgram": "ug", "micrograms": "ug", "milligram": "mg", "milligrams": "mg",
    "gram": "g", "grams": "g", "kilogram": "kg", "kilograms": "kg", "kgs": "kg",
    "litre": "L", "litres": "L", "liter": "L", "liters": "L",
    "millilitre": "mL", "millilitres": "mL", "milliliter": "mL", "milliliters": "mL",
    "drop": "[drp]", "drops": "[drp]", "percent": "%",
}  # fmt: skip
"""Each name that people give to a unit, folded, and its code. None is itself the code of something else."""

POWER_OF_TEN = r"10[*^][+-]?[0-9]{1,2}(?![0-9.,])"
"""`10*9` as a unit may begin; a unit begins with no other digit, but for the 1 of `1/min`."""

_TEN = re.compile(r"^[x*·]? ?10(?:\*\*|[*^])(?=[+-]?[0-9])")
_AREA = re.compile(r"/ ?1\.73 ?m\^?2(?![0-9A-Za-z])")
_PER = re.compile(r"(?:^| )per ")
_SIGN = re.compile(r" ?([/.·⋅]) ?")
_EXPONENT = re.compile(r"(?<=[A-Za-z\]])\^(?=[+-]?[0-9])")
_TOKEN = re.compile(r"\{[^{}]*\}|[./]|[^./{}]+|[{}]")
_POWER = re.compile(r"(.*?)([+-]?[0-9]?)")
_MICRO = re.compile(r"u(?=(?:g|mol|L|l|m|s|U|kat|eq|osm|Pa|\[[iI]U\])[0-9-]*$)")


@lru_cache(maxsize=4096)
def unit_code(text: str) -> str:
    """The code of a unit that is written in any of its spellings; a text that names none comes back as it is.

    `mmHg` -> `mm[Hg]`, `×10⁹/L` -> `10*9/L`, `mL / min / 1.73 m²` -> `mL/min/{1.73_m2}`. Upper and lower case stay.
    """
    text = " ".join(plain(text).split())
    text = _TEN.sub("10*", text)
    text = _AREA.sub("/{1.73_m2}", _PER.sub("/", text))
    text = _SIGN.sub(lambda match: "/" if match[1] == "/" else ".", text)
    text = _EXPONENT.sub("", text)
    if text.startswith("1/"):
        text = text[1:]
    return "".join(map(_part_code, _TOKEN.findall(text)))


def _part_code(part: str) -> str:
    """One word of a unit, with its exponent, as a code."""
    match = _POWER.fullmatch(part)
    name = NAMES.get(fold(match[1])) if match else None
    return part if match is None or name is None else name + match[2]


@lru_cache(maxsize=4096)
def unit_key(text: str) -> str:
    """The form in which two spellings of a unit are compared: `mcg` = `µg` = `ug`, `months` = `mo`.

    Case is dropped: a field accepts few units, and none of them differ by case alone.
    """
    return fold(unit_code(text))


def unit_words(unit: str) -> str:
    """A unit as people write it; `unit_code` reads it back. What is merely a number has no words."""
    code = unit_code(unit)
    if code in ALONE:
        return t(ALONE[code])
    if code == "1":
        return ""
    words = "".join(PARTS.get(part) or _MICRO.sub("µ", part) for part in _TOKEN.findall(code))
    return words.replace("/{1.73_m2}", "/1.73 m²")


def in_words(unit: str, number: object) -> str:
    """A unit as it stands behind a number in a sentence: `1 month`, `3 months`, `453 pmol/L`."""
    code = unit_code(unit)
    return t(ONE[code]) if number == 1 and code in ONE else unit_words(unit)
