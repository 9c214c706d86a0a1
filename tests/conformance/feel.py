"""S-FEEL cells read a second time, by other means than ours: the independent reading of these tests.

Nothing here imports the project. A cell becomes a tuple of alternatives; a value is a Fraction, a str, a
bool, a date, or None for null. What our cells do not have is refused by the name of the feature.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

Value = Fraction | str | bool | date | None


class OutsideFormat(Exception):
    """A feature of DMN that our format does not have; `feature` is its name in docs/outside-the-format.md."""

    def __init__(self, feature: str, what: str) -> None:
        super().__init__(f"{feature}: {what}")
        self.feature = feature


@dataclass(frozen=True)
class Dash:
    pass


@dataclass(frozen=True)
class Is:
    value: Value


@dataclass(frozen=True)
class Between:
    low: Value
    low_in: bool
    high: Value
    high_in: bool


@dataclass(frozen=True)
class NotIn:
    parts: tuple[Unary, ...]


Unary = Dash | Is | Between | NotIn
"""One alternative of a cell. A missing end of Between is None."""

BASE_TYPES = {
    "number": "number",
    "integer": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "dayTimeDuration": "days",
    "days and time duration": "days",
    "yearMonthDuration": "months",
    "years and months duration": "months",
    "dateTime": "date and time",
    "date and time": "date and time",
    "time": "time",
    "@": "@",
    "null": "null",
}

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_STRING = re.compile(r'"[^"]*"')
_DATE = re.compile(r'(?:date\(\s*|@)"(\d{4})-(\d\d)-(\d\d)"\s*\)?')
_DAYS = re.compile(r'(?:duration\(\s*|@)"P(\d+)D"\s*\)?')
_MONTHS = re.compile(r'(?:duration\(\s*|@)"P(?:(\d+)Y)?(?:(\d+)M)?"\s*\)?')
_MOMENT = re.compile(r'(?:date and time\(\s*|@)"\d{4}-\d\d-\d\dT[\d:.Z+-]*"\s*\)?')
_TIME = re.compile(r'(?:time\(\s*|@)"\d\d:\d\d:\d\d[Z\d:+-]*"\s*\)?')
_NAME = re.compile(r"[A-Za-z_][\w. -]*")


def kind_of(value: Value) -> str:
    """The FEEL type of a literal (durations are numbers of days or months here)."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Fraction):
        return "number"
    if isinstance(value, date):
        return "date"
    return "null" if value is None else "string"


def literal(text: str) -> Value:
    """A FEEL literal. Raises `OutsideFormat` for an expression, a name, or a type that the format lacks."""
    text = text.strip()
    if text == "null":
        return None
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.fullmatch(text):
        return Fraction(text)
    if _STRING.fullmatch(text):
        return text[1:-1]
    if match := _DATE.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAYS.fullmatch(text):
        return Fraction(int(match[1]))
    if (match := _MONTHS.fullmatch(text)) and (match[1] or match[2]):
        return Fraction(int(match[1] or 0) * 12 + int(match[2] or 0))
    if _MOMENT.fullmatch(text):
        raise OutsideFormat("date and time", text)
    if _TIME.fullmatch(text):
        raise OutsideFormat("time of day", text)
    if "?" in text:
        raise OutsideFormat("expression with ?", text)
    if _NAME.fullmatch(text):
        raise OutsideFormat("name in a cell", text)
    raise OutsideFormat("expression in a cell", text)


def _mask(text: str) -> str:
    """The text with strings, calls and intervals blanked out: separators and brackets are left."""

    def blank(match: re.Match[str]) -> str:
        return "_" * len(match[0])

    masked, before = _STRING.sub(blank, text), ""
    while masked != before:
        before = masked
        masked = re.sub(r"(?!not\b)\b[A-Za-z][\w ]*\([^()]*\)", blank, masked)
    return re.sub(r"[\[\](][^\[\](),]*\.\.[^\[\](),]*[\[\])]", blank, masked)


def split(text: str) -> list[str]:
    """The text cut at its outer commas."""
    masked = _mask(text)
    cuts = [
        i for i, sign in enumerate(masked) if sign == "," and masked[:i].count("(") == masked[:i].count(")")
    ]
    starts, stops = [0, *(cut + 1 for cut in cuts)], [*cuts, len(text)]
    return [text[start:stop].strip() for start, stop in zip(starts, stops, strict=True)]


def read_cell(text: str | None, base: str) -> tuple[Unary, ...]:
    """The alternatives of an input entry of a column with the base type. Raises `OutsideFormat`."""
    if text is None or text.strip() in ("-", ""):
        return (Dash(),)
    text = text.strip()
    if "?" in _STRING.sub("", text):
        raise OutsideFormat("expression with ?", text)
    if _mask(text).startswith("["):
        raise OutsideFormat("list as a test", text)
    if match := re.fullmatch(r"not\s*\((.*)\)", text, re.DOTALL):
        return (NotIn(tuple(_one(part, base) for part in split(match[1]))),)
    return tuple(_one(part, base) for part in split(text))


def _one(text: str, base: str) -> Unary:
    if text == "-":
        return Dash()
    if re.match(r"<>|><", text):
        raise OutsideFormat("unknown operator", text)
    if match := re.fullmatch(r"(<=|>=|!=|<|>|=)\s*(.*)", text, re.DOTALL):
        end = _typed(match[2], base, ordered=match[1] not in ("=", "!="))
        return {
            "<": Between(None, False, end, False),
            "<=": Between(None, False, end, True),
            ">": Between(end, False, None, False),
            ">=": Between(end, True, None, False),
            "=": Is(end),
            "!=": NotIn((Is(end),)),
        }[match[1]]
    if match := re.fullmatch(r"([\[\](])(.*?)\.\.(.*)([\[\])])", text, re.DOTALL):
        low, high = _typed(match[2], base, ordered=True), _typed(match[3], base, ordered=True)
        return Between(low, match[1] == "[", high, match[4] == "]")
    return Is(_typed(text, base, ordered=False))


def _typed(text: str, base: str, *, ordered: bool) -> Value:
    value = literal(text)
    kind = kind_of(value)
    if ordered and kind == "null":
        raise OutsideFormat("null as an end", text)
    if ordered and kind == "string":
        raise OutsideFormat("order of texts", text)
    wanted = {"days": "number", "months": "number"}.get(base, base)
    if kind not in (wanted, "null") and base not in ("@", ""):
        raise OutsideFormat("value of another type", f"{text} in a column of type {base}")
    if ordered and kind == "boolean":
        raise OutsideFormat("value of another type", f"{text} has no order")
    return value


def matches(tests: tuple[Unary, ...], value: Value) -> bool:
    """Whether a value passes a cell. Null passes `null` and `-` alone: no comparison, and no `not(...)`."""
    return any(_matches(test, value) for test in tests)


def _matches(test: Unary, value: Value) -> bool:
    match test:
        case Dash():
            return True
        case Is(wanted):
            return kind_of(wanted) == kind_of(value) and wanted == value
        case NotIn(parts):
            return value is not None and not any(_matches(part, value) for part in parts)
        case Between(low, low_in, high, high_in):
            if value is None:
                return False
            above = low is None or value > low or (low_in and value == low)  # type: ignore[operator]
            below = high is None or value < high or (high_in and value == high)  # type: ignore[operator]
            return above and below
    raise AssertionError(test)


def ends(tests: tuple[Unary, ...]) -> set[Value]:
    """Every value that a cell mentions."""
    found: set[Value] = set()
    for test in tests:
        match test:
            case Is(value):
                found.add(value)
            case Between(low, _, high, _):
                found |= {low, high}
            case NotIn(parts):
                found |= ends(parts)
    return found - {None}
