"""Fields, and how a given value is read: exactly, in the person's words and units, or refused.

`Field.read` gives a value or a `Problem`, never an exception: what comes in is not trusted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from numbers import Integral

from b12tables.runtime.given import LARGEST, LONGEST, MOST, Stranger, missing_by
from b12tables.runtime.numbers import exact, number_text, read_quantity
from b12tables.runtime.problems import Problem
from b12tables.runtime.units import unit_key, unit_words
from b12tables.runtime.values import Quantity, value_text, whole
from b12tables.runtime.words import UNKNOWN, fold, nearest, plain, unfit, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.rules import Computed
    from b12tables.runtime.values import Json, Value

_ORDINARY = re.compile(r"(\d{1,15})(?:\.(\d{1,15}))?(?: (\S.*))?", re.ASCII)
"""A number as nearly everybody writes it; every other form takes the longer way."""

_RATIO = re.compile(r"(-?\d{1,60})/(\d{1,60})(?:\s+(\S.*))?", re.ASCII)


class Field:
    """A field of the dictionary. Subclasses know how their values are read and written."""

    __slots__ = ("code", "computed", "label", "note", "patient", "place", "question", "source", "unknown")

    type = "text"
    wrong = "not-a-value"
    """The problem's name where what was given is none of its kind of values."""

    def __init__(
        self,
        code: str,
        label: str,
        *,
        unknown: bool = False,
        question: str = "",
        patient: str = "",
        note: str = "",
        place: tuple[str, str, str] = ("", "", ""),
        computed: Computed | None = None,
    ) -> None:
        self.code, self.label, self.unknown = code, label, unknown
        self.question, self.patient, self.note, self.place, self.computed = (
            question,
            patient,
            note,
            place,
            computed,
        )

    def read(self, given: object) -> Value | Problem:
        """The value that was given (None: it is not known), or why it cannot be one."""
        if given is None:
            return None
        if isinstance(given, str):
            if why := unfit(given[:LONGEST]):
                return self.refuse(self.wrong, given, f"{shown(given)} holds {why}")
            if len(given) <= LONGEST and fold(given) == UNKNOWN:
                return None
        elif name := missing_by(given):
            return self._missing(given, name)
        return self._read(given)

    def _missing(self, given: object, name: str) -> Problem:
        """The problem that a value says, in the way of another program, that it is missing."""
        instead = 'None or "unknown", or leave it out' if self.unknown else "a value"
        return self.refuse(
            self.wrong,
            given,
            f"{name} says that a value is missing; here that is said otherwise: give {instead}",
        )

    def _read(self, given: object) -> Value | Problem:
        """A text, kept as it was written."""
        if not isinstance(given, str):
            return self.refuse("not-a-value", given, f"{kind(given)} is no text", ("a text",))
        if len(given) > LONGEST or not fold(given):
            return self.refuse("not-a-value", given, "the text is blank or far too long", ("a text", UNKNOWN))
        return plain(str(given))

    def accepted(self) -> tuple[str, ...]:
        """What could be given, in words."""
        return ("a text", *((UNKNOWN,) if self.unknown else ()))

    def text(self, value: Value, patient: bool = False) -> str:
        """A value in words: the label of a choice, a number with its unit."""
        return UNKNOWN if value is None else value_text(value)

    def ask(self, patient: bool = False) -> str:
        """The field's question."""
        return (self.patient if patient else "") or self.question or f"{self.label}?"

    def as_input(self, unknown: bool, many: bool) -> Field:
        """The field as a decision sees it that is asked alone: stated, never computed, a list where it is one."""
        import copy

        field = copy.copy(self)
        field.unknown, field.computed = unknown, None
        return Many(field) if many else field

    def refuse(self, name: str, given: object, reason: str, accepted: tuple[str, ...] = ()) -> Problem:
        """A problem with what was given, in words for the person who gave it."""
        could = accepted or self.accepted()
        message = f"{self.label}: {reason}. {self.ask()} Give {_or(could)}."
        return Problem(
            name, message, field=self.code, question=self.ask(), given=plain_json(given), accepted=could
        )

    def __repr__(self) -> str:
        return f"<field {self.code}>"


class Text(Field):
    """Free text, compared without regard to case, spaces and typographic twins."""

    __slots__ = ()


class YesNo(Field):
    """Yes or no."""

    __slots__ = ()
    type = "yes/no"

    def read(self, given: object) -> Value | Problem:
        if given is True or given is False or given is None:
            return given
        return Field.read(self, given)

    def _read(self, given: object) -> Value | Problem:
        word = fold(given) if isinstance(given, str) and len(given) <= 10 else ""
        if word in ("yes", "true"):
            return True
        if word in ("no", "false"):
            return False
        return self.refuse("not-a-value", given, f"{shown(given)} is neither yes nor no")

    def accepted(self) -> tuple[str, ...]:
        return ("yes", "no", *((UNKNOWN,) if self.unknown else ()))


class Choice(Field):
    """One of the declared values, by code or label."""

    __slots__ = ("labels", "options", "patients", "words")
    type = "choice"

    def __init__(
        self, code: str, label: str, options: tuple[tuple[str, str, str], ...], **more: object
    ) -> None:
        Field.__init__(self, code, label, **more)  # type: ignore[arg-type]
        self.options = options
        self.labels = {code: label for code, label, _ in options}
        self.patients = {code: patient for code, _, patient in options}
        self.words = {label: code for code, label, _ in options} | {code: code for code, _, _ in options}

    def read(self, given: object) -> Value | Problem:
        # exact codes and labels first: nearly all programs give them
        if type(given) is str and given in self.words:
            return self.words[given]
        if isinstance(given, str) and len(given) <= LONGEST and not unfit(given):
            word = fold(given)
            code = self._folded().get(word)
            return code if code is not None else self._other_word(given, word)
        return Field.read(self, given)

    def _folded(self) -> dict[str, str]:
        return {fold(word): code for word, code in self.words.items()}

    def _other_word(self, given: str, word: str) -> Value | Problem:
        if word == UNKNOWN:
            return None
        near = nearest(given, self.words)
        hint = f" (did you mean {self.words[near]}?)" if near else ""
        return self.refuse("not-a-value", given, f"{shown(given)} is none of its values{hint}")

    def _read(self, given: object) -> Value | Problem:
        return self.refuse("not-a-value", given, f"{shown(given)} is none of its values")

    def accepted(self) -> tuple[str, ...]:
        return (*self.labels, *((UNKNOWN,) if self.unknown else ()))

    def text(self, value: Value, patient: bool = False) -> str:
        if isinstance(value, frozenset):
            return ", ".join(self.text(member, patient) for member in sorted(value)) or "none of them"
        if isinstance(value, str):
            return (self.patients.get(value) if patient else "") or self.labels.get(value, value)
        return Field.text(self, value)


class Choices(Choice):
    """A set of the declared values."""

    __slots__ = ()
    type = "choices"

    def read(self, given: object) -> Value | Problem:
        return Field.read(self, given)

    def _read(self, given: object) -> Value | Problem:
        if not isinstance(given, (list, tuple, set, frozenset)):
            return self.refuse("not-a-value", given, f"{shown(given)} is no list of values")
        if len(given) > MOST:
            return self.refuse("not-a-value", given, f"a list has at most {MOST} members")
        found = [Choice.read(self, member) for member in given]
        for member, value in zip(given, found, strict=True):
            if isinstance(value, Problem):
                return value
            if not isinstance(value, str):  # not known, or a list within the list
                return self.refuse("not-a-value", given, f"a list cannot hold {shown(member)}")
        return frozenset(value for value in found if isinstance(value, str))

    def accepted(self) -> tuple[str, ...]:
        listed = ", ".join(self.labels)
        return (f"a list of some of: {listed}", "an empty list", *((UNKNOWN,) if self.unknown else ()))


class Many(Field):
    """What a decision that gives a list has given: some values of a field."""

    __slots__ = ("one",)
    type = "choices"

    def __init__(self, one: Field) -> None:
        Field.__init__(self, one.code, one.label, unknown=one.unknown, question=one.question, place=one.place)
        self.one = one

    def _read(self, given: object) -> Value | Problem:
        if not isinstance(given, (list, tuple, set, frozenset)):
            return self.refuse("not-a-value", given, f"{shown(given)} is no list of values")
        if len(given) > MOST:
            return self.refuse("not-a-value", given, f"a list has at most {MOST} members")
        found: set[Any] = set()
        for member in given:
            value = self.one.read(member)
            if isinstance(value, Problem):
                return value
            if value is None or isinstance(value, frozenset):
                return self.refuse("not-a-value", given, f"a list cannot hold {shown(member)}")
            found.add(value)
        return frozenset(found)

    def accepted(self) -> tuple[str, ...]:
        each = self.one.accepted()
        if isinstance(self.one, Choice):
            return (f"a list of some of: {', '.join(self.one.labels)}", "an empty list")
        return (f"a list, each of them {each[0]}", "an empty list")

    def text(self, value: Value, patient: bool = False) -> str:
        if not isinstance(value, frozenset):
            return self.one.text(value, patient)
        return ", ".join(sorted(self.one.text(member, patient) for member in value)) or "none of them"


class Date(Field):
    """A day."""

    __slots__ = ("high", "high_open", "low", "low_open")
    type = "date"
    wrong = "not-a-date"

    def __init__(
        self,
        code: str,
        label: str,
        *,
        low: date | None = None,
        high: date | None = None,
        low_open: bool = False,
        high_open: bool = False,
        **more: object,
    ) -> None:
        Field.__init__(self, code, label, **more)  # type: ignore[arg-type]
        self.low, self.high, self.low_open, self.high_open = low, high, low_open, high_open

    def _read(self, given: object) -> Value | Problem:
        value = read_date(given)
        if value is None:
            return self.refuse("not-a-date", given, f"{shown(given)} is no date")
        return self.in_range(value, given)

    def in_range(self, value: date, given: object) -> Value | Problem:
        """The value, or the problem that it is out of range."""
        low, high = self.low, self.high
        if low is not None and (value < low or (self.low_open and value == low)):
            return self.refuse("out-of-range", given, f"{value.isoformat()} is before what can be")
        if high is not None and (value > high or (self.high_open and value == high)):
            return self.refuse("out-of-range", given, f"{value.isoformat()} is after what can be")
        return value

    def accepted(self) -> tuple[str, ...]:
        ends = _range(self.low, self.low_open, self.high, self.high_open)
        return (f"a date as year-month-day{ends}", *((UNKNOWN,) if self.unknown else ()))


class Number(Field):
    """A number in its base unit, exact; further units are converted exactly."""

    __slots__ = (
        "exact",
        "factors",
        "high",
        "high_open",
        "low",
        "low_open",
        "needs_unit",
        "unit",
        "units",
        "whole",
    )
    type = "number"
    wrong = "not-a-number"

    def __init__(
        self,
        code: str,
        label: str,
        *,
        whole: bool = False,
        unit: str = "",
        also: tuple[tuple[str, int | Fraction], ...] = (),
        needs_unit: bool = False,
        low: int | Fraction | None = None,
        high: int | Fraction | None = None,
        low_open: bool = False,
        high_open: bool = False,
        **more: object,
    ) -> None:
        Field.__init__(self, code, label, **more)  # type: ignore[arg-type]
        self.whole, self.unit, self.needs_unit = whole, unit, needs_unit
        self.units = tuple(filter(None, (unit, *(name for name, _ in also))))
        self.factors = {unit_key(name): factor for name, factor in also}
        if unit:
            self.factors[unit_key(unit)] = 1
        self.exact = dict([*also, (unit, 1)])
        self.low, self.high, self.low_open, self.high_open = low, high, low_open, high_open

    def read(self, given: object) -> Value | Problem:
        if type(given) is int and not self.needs_unit and -LARGEST < given < LARGEST:
            return self.in_range(given, given)
        if type(given) is str and given[:1].isdigit():
            return self._read(given)
        return Field.read(self, given)

    def _read(self, given: object) -> Value | Problem:
        unit = ""
        stated = given
        number: int | Fraction
        if isinstance(given, Mapping):
            given = _quantity(given)
            if isinstance(given, str):
                return self.refuse("not-a-number", stated, given)
        if isinstance(given, Quantity):
            stated, unit = given.number, given.unit
            if not isinstance(unit, str) or isinstance(stated, str):
                return self.refuse("not-a-number", given, f"{shown(given)} is no number with its unit")
        if isinstance(stated, str):
            quantity = _read_text(stated)
            if quantity is None:
                return self.refuse("not-a-number", given, f"{shown(given)} is no number")
            number, unit = quantity
        else:
            plain_number = read_number(stated)
            if plain_number is None:
                return self.refuse("not-a-number", given, f"{shown(given)} is no number")
            number = plain_number
        value: int | Fraction
        if not unit.strip() and self.needs_unit:
            units = ", ".join(self.units)
            return self.refuse(
                "unit-needed", given, f"{shown(given)} could be in any of these units: {units}"
            )
        factor = self.exact.get(unit)
        if factor is None:
            factor = self.factors.get(unit_key(unit)) if unit.strip() else 1
        if factor is None:
            return self.refuse("unknown-unit", given, f"the unit {shown(unit)} is not known here")
        value = whole(number * factor)
        if abs(value.numerator) > LARGEST or value.denominator > LARGEST:
            return self.refuse("out-of-range", given, "the number is beyond every measurement")
        return self.in_range(value, given)

    def in_range(self, value: int | Fraction, given: object) -> Value | Problem:
        """The value, or the problem that it is out of range or not whole."""
        low, high = self.low, self.high
        if (low is not None and (value < low or (self.low_open and value == low))) or (
            high is not None and (value > high or (self.high_open and value == high))
        ):
            return self.refuse("out-of-range", given, f"{self.text(value)} is out of range")
        if self.whole and type(value) is not int:
            return self.refuse("out-of-range", given, f"{self.text(value)} is no whole number")
        if not -LARGEST < value < LARGEST:
            return self.refuse("out-of-range", given, "the number is beyond every measurement")
        return value

    def accepted(self) -> tuple[str, ...]:
        what = "a whole number" if self.whole else "a number"
        ends = _range(self.low, self.low_open, self.high, self.high_open)
        first = f"{what}{ends}"
        if self.needs_unit:
            example = " or ".join(f'"… {unit}"' for unit in self.units)
            first = f"{what} with its unit, {example}"
        elif self.units:
            others = [unit_words(unit) for unit in self.units[1:]]
            more = f" (or in {_or(tuple(others))}, with the unit)" if others else ""
            first = f"{what}{ends} {unit_words(self.unit)}{more}"
        return (first, *((UNKNOWN,) if self.unknown else ()))

    def text(self, value: Value, patient: bool = False) -> str:
        behind = f" {self.unit}" if self.unit and value is not None and not isinstance(value, str) else ""
        if isinstance(value, Fraction) and value.denominator > 10**6:
            # the exact value stays in the data; a person reads decimals
            return f"about {float(value):.6g}{behind}"
        return Field.text(self, value) + behind


def as_given(field: Field, value: Value) -> object:
    """A value as a case would state it, the unit beside the number where the field needs one."""
    if value is None:
        return UNKNOWN
    return Quantity(value, field.unit) if isinstance(field, Number) and field.needs_unit else value


# ---------------------------------------------------------------- reading what is not trusted


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
    if type(given).__name__ != "Decimal":
        return None
    text = str(given)
    match = _DECIMAL.fullmatch(text)
    # the exponent is looked at first: 1E+999999 must not become a number of a million digits
    return Fraction(text) if match and len(text) < 120 else None


_DECIMAL = re.compile(r"[+-]?\d*\.?\d*(?:[eE][+-]?\d{1,2})?", re.ASCII)
"""A finite decimal, in any notation, of an exponent that a measurement may have."""


def _quantity(given: Mapping[object, object]) -> Quantity | str:
    """An object such as `{"value": 453, "unit": "pmol/L"}`, as FHIR has it, or why it is none."""
    more = [str(name) for name in given if name not in _PARTS]
    if "value" not in given or more:
        what = f"{shown(more[0])} is no part of it" if more else "it has no value"
        return f'an object is read as {{"value": 453, "unit": "pmol/L"}}, and {what}'
    if "comparator" in given:
        return "a value with a comparator, such as < 100, is no number"
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
        if behind is None and (unit is None or unit[0].isalpha()):
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
    if isinstance(given, Integral) and -LARGEST < int(given) < LARGEST:
        return int(given)
    if isinstance(given, Fraction) and -LARGEST < given < LARGEST:
        number = whole(given)
        return number if isinstance(number, int) else number_json(number)
    if isinstance(given, float) and given == given and abs(given) < 1e60:
        return float(given)
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, Quantity):
        return f"{shown(given.number)} {visible(str(given.unit)[:LONGEST], marks=False)}"
    if isinstance(given, Mapping) and depth < 3 and len(given) <= MOST:
        return {str(plain_json(str(key))): plain_json(value, depth + 1) for key, value in given.items()}
    if type(given).__name__ == "Decimal":
        exactly = read_number(given)
        return shown(given) if exactly is None else plain_json(exactly)
    if isinstance(given, (list, tuple)) and depth < 3:
        return [plain_json(member, depth + 1) for member in given[:1000]]
    if isinstance(given, (set, frozenset)) and depth < 3:
        return sorted((plain_json(member, depth + 1) for member in given), key=str)
    return kind(given)


def number_json(number: Fraction) -> Json:
    text = number_text(number)
    return text if "/" in text or Fraction(repr(float(text))) != number else float(text)


def _range(low: Value, low_open: bool, high: Value, high_open: bool) -> str:
    def end(value: Value) -> str:
        return value.isoformat() if isinstance(value, date) else value_text(value)

    if low is not None and high is not None and not low_open and not high_open:
        return f" from {end(low)} to {end(high)}"
    parts = []
    if low is not None:
        parts.append(f" {'above' if low_open else 'from'} {end(low)}")
    if high is not None:
        parts.append(f" {'below' if high_open else 'up to'} {end(high)}")
    return "".join(parts)


def _or(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"
