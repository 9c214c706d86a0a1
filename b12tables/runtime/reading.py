"""Reading what is not trusted: numbers, quantities and days of any program, and how to show what was given."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from fractions import Fraction
from numbers import Integral

from b12tables.runtime.given import LARGEST, LONGEST, MOST, Stranger, missing_by
from b12tables.runtime.language import t
from b12tables.runtime.numbers import LONGEST_NUMBER, exact, number_text, read_quantity
from b12tables.runtime.units import unit_key
from b12tables.runtime.values import Quantity, number_json, whole
from b12tables.runtime.words import plain, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.values import Json

_RATIO = re.compile(r"(-?\d{1,60})/(\d{1,60})(?:\s+(\S.*))?", re.ASCII)

_ORDINARY = re.compile(r"(\d{1,15})(?:\.(\d{1,15}))?(?: (\S.*))?", re.ASCII)
"""A number as nearly everybody writes it; every other form takes the longer way."""


# ---------------------------------------------------------------- numbers


def stated_quantity(given: object) -> tuple[int | Fraction, str] | str:
    """A number and its unit ("" where none is stated), or why what was given is none, in words."""
    stated, unit = given, ""
    if isinstance(stated, Mapping):
        quantity = _quantity(stated)
        if isinstance(quantity, str):
            return quantity
        stated = quantity
    if isinstance(stated, Quantity):
        number, unit = stated.number, stated.unit
        if not isinstance(unit, str) or isinstance(number, str):
            return t("{given} is no number with its unit", given=shown(stated))
        stated = number
    if isinstance(stated, str):
        return _read_text(stated) or t("{given} is no number", given=shown(given))
    plain_number = read_number(stated)
    return t("{given} is no number", given=shown(given)) if plain_number is None else (plain_number, unit)


def read_number(given: object) -> int | Fraction | None:
    """A number exactly as it was typed, or None: a bool, NaN, an infinity or something else is no number."""
    if isinstance(given, bool):
        return None
    if isinstance(given, Integral):  # the whole numbers of other libraries too
        return int(given) if -LARGEST < int(given) < LARGEST else None
    if isinstance(given, float):
        return exact(float(given)) if -1e60 < given < 1e60 else None
    if isinstance(given, Fraction):
        return given
    return _of_decimal(given) if type(given).__name__ == "Decimal" else None


def _of_decimal(given: Any) -> int | Fraction | None:
    """A finite decimal in any notation, of digits and an exponent that a measurement may have."""
    sign, digits, exponent = given.as_tuple()
    if not isinstance(exponent, int) or len(digits) > LONGEST_NUMBER:
        return None
    written = "".join(map(str, digits)).lstrip("0")
    telling = written.rstrip("0")
    exponent += len(written) - len(telling)
    if not telling:
        return 0
    # the exponent is looked at first: 1E+999999 must not become a number of a million digits
    if abs(exponent) > 99 or len(telling) > 120:
        return None
    number = whole(int(telling) * Fraction(10) ** exponent)
    return -number if sign else number


def _quantity(given: Mapping[object, object]) -> Quantity | str:
    """An object such as `{"value": 453, "unit": "pmol/L"}`, as FHIR has it, or why it is none."""
    more = [str(name) for name in given if name not in _PARTS]
    if "value" not in given or more:
        what = f"{shown(more[0])} is no part of it" if more else "it has no value"
        return f'an object is read as {{"value": 453, "unit": "pmol/L"}}, and {what}'
    if "comparator" in given:
        return t("a value with a comparator, such as < 100, is no number")
    unit, code = given.get("unit"), given.get("code")
    named = [name for name in (code, unit) if name is not None]
    if not all(isinstance(name, str) for name in named):
        return "the unit of a quantity is a text"
    of_ucum = given.get("system") == "http://unitsofmeasure.org" and code is not None
    if not of_ucum and len({unit_key(str(name)) for name in named}) > 1:
        return f"{shown(unit)} and {shown(code)} are two units"
    return Quantity(given["value"], str(named[0]) if named else "")


_PARTS = frozenset({"value", "unit", "code", "system", "comparator", "id"})


def _read_text(text: str) -> tuple[int | Fraction, str] | None:
    if len(text) > 120:
        return None
    ordinary = _ORDINARY.fullmatch(text)
    if ordinary is not None:
        before, behind, unit = ordinary.groups()
        # 39 E3 could be an exponent: the longer way sees it
        if behind is None and (unit is None or (unit[0].isalpha() and unit[0] not in "eE")):
            return int(before), unit or ""
    ratio = _RATIO.fullmatch(plain(text))
    if ratio is not None:
        return (Fraction(int(ratio[1]), int(ratio[2])), ratio[3] or "") if int(ratio[2]) else None
    return read_quantity(text)


def read_date(given: object) -> date | None:
    """A day: a `date`, a `datetime` at midnight, or a text such as 2026-11-21."""
    if isinstance(given, datetime):
        below = (given.hour, given.minute, given.second, given.microsecond, getattr(given, "nanosecond", 0))
        return None if any(below) or missing_by(given) else date(given.year, given.month, given.day)
    if isinstance(given, date):
        return given
    text = plain(given) if isinstance(given, str) and len(given) < 40 else ""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


def kind(given: object) -> str:
    """What kind of thing was given, for a message."""
    names = {
        "bool": "yes or no",
        "str": "a text",
        **dict.fromkeys(("int", "float", "Fraction", "Decimal"), "a number"),
    }
    if isinstance(given, Mapping):
        return "an object"
    if isinstance(given, Stranger):
        return f"something else (a {visible(given.name)[:60]})"
    name = type(given).__name__
    if name in names:
        return names[name]
    return "a list" if isinstance(given, (list, tuple, set, frozenset)) else "something else"


def shown(given: object) -> str:
    """What was given, short and harmless, for a message."""
    if isinstance(given, str):
        text = visible(" ".join(plain(given[:200]).split()))
        return f'"{text if len(text) <= 60 else text[:57] + "..."}"'
    if isinstance(given, bool):
        return "true" if given else "false"
    if name := missing_by(given):
        return name
    if isinstance(given, (Integral, float, Fraction)):
        number = read_number(given)
        return "a number without end or beyond measure" if number is None else _short(number)
    if type(given).__name__ == "Decimal":
        return str(given)[:40]
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, Quantity):
        return f"{shown(given.number)} {visible(str(given.unit)[:100])}"
    return kind(given)


def _short(number: int | Fraction) -> str:
    text = number_text(number)
    return text if len(text) <= 40 else text[:37] + "..."


def plain_json(given: object, depth: int = 0) -> Json:
    """What was given as plain data: what JSON cannot say becomes words."""
    if given is None or isinstance(given, bool):
        return given
    if isinstance(given, str):
        return visible(str.__str__(given)[:LONGEST], marks=False)
    if name := missing_by(given):
        return name
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, Quantity):
        return f"{shown(given.number)} {visible(str(given.unit)[:LONGEST], marks=False)}"
    if isinstance(given, (Mapping, list, tuple, set, frozenset)):
        return _plain_parts(given, depth) if depth < 3 else kind(given)
    return _plain_number(given)


def _plain_parts(given: Mapping[object, object] | Collection[object], depth: int) -> Json:
    """The parts of a list or an object as plain data; a set in the order of its words."""
    if isinstance(given, Mapping):
        if len(given) > MOST:
            return kind(given)
        return {str(plain_json(str(key))): plain_json(value, depth + 1) for key, value in given.items()}
    if isinstance(given, (list, tuple)):
        return [plain_json(member, depth + 1) for member in given[:MOST]]
    return sorted((plain_json(member, depth + 1) for member in given), key=str)


def _plain_number(given: object) -> Json:
    """A number as JSON has numbers, where it is a measurement; else in words."""
    if type(given).__name__ == "Decimal":
        exactly = read_number(given)
        return shown(given) if exactly is None else _plain_number(exactly)
    if isinstance(given, float):
        return float(given) if abs(given) < 1e60 else kind(given)
    if isinstance(given, Integral):
        given = int(given)
    if isinstance(given, (int, Fraction)) and -LARGEST < given < LARGEST:
        number = whole(given)
        return number if isinstance(number, int) else number_json(number)
    return kind(given)
