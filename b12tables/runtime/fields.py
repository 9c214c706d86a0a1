"""Fields, and how a given value is read: exactly, in the person's words and units, or refused.

`Field.read` gives a value or a `Problem`, never an exception: what comes in is not trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from b12tables.runtime.given import LARGEST, LONGEST, MOST, missing_by
from b12tables.runtime.language import t
from b12tables.runtime.numbers import exact, nearest_multiple, number_text
from b12tables.runtime.problems import Problem
from b12tables.runtime.reading import kind, plain_json, read_date, shown, stated_quantity
from b12tables.runtime.units import unit_key, unit_words
from b12tables.runtime.values import Quantity, value_text, whole
from b12tables.runtime.words import EMPTY_SET, NO_RESULT, NOT_KNOWN, UNKNOWN, fold, nearest, plain, unfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.problems import ProblemName
    from b12tables.runtime.rules import Computed
    from b12tables.runtime.values import Value


class Field:
    """A field of the dictionary. Subclasses know how their values are read and written."""

    __slots__ = (
        "also_called", "code", "computed", "label", "note", "patient", "place", "question", "source", "unknown",
    )  # fmt: skip

    type = "text"
    wrong: ProblemName = "not-a-value"
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
        also_called: tuple[str, ...] = (),
    ) -> None:
        self.also_called = also_called
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
                return self.refuse(self.wrong, given, t("{given} holds {why}", given=shown(given), why=why))
            if len(given) <= LONGEST and fold(given) == UNKNOWN:
                return None
        elif name := missing_by(given):
            return self._missing(given, name)
        return self._read(given)

    def _missing(self, given: object, name: str) -> Problem:
        """The problem that a value says, in the way of another program, that it is missing."""
        instead = t('None or "unknown", or leave it out') if self.unknown else t("a value")
        return self.refuse(
            self.wrong,
            given,
            t(
                "{name} says that a value is missing; here that is said otherwise: give {instead}",
                name=name,
                instead=instead,
            ),
        )

    def _read(self, given: object) -> Value | Problem:
        """A text, kept as it was written."""
        if not isinstance(given, str):
            return self.refuse("not-a-value", given, t("{kind} is no text", kind=kind(given)), (t("a text"),))
        if len(given) > LONGEST or not fold(given):
            return self.refuse(
                "not-a-value", given, t("the text is blank or far too long"), (t("a text"), UNKNOWN)
            )
        return plain(str(given))

    def accepted(self) -> tuple[str, ...]:
        """What could be given, in words."""
        return (t("a text"), *((UNKNOWN,) if self.unknown else ()))

    def text(self, value: Value, patient: bool = False) -> str:
        """A value in words: the label of a choice, a number with its unit; None is what is not known."""
        return t(NOT_KNOWN) if value is None or value == UNKNOWN else value_text(value)

    def result_text(self, value: Value, patient: bool = False) -> str:
        """A result in words; None is a result that gives no value."""
        return t(NO_RESULT) if value is None else self.text(value, patient)

    def ask(self, patient: bool = False) -> str:
        """The field's question."""
        return (self.patient if patient else "") or self.question or f"{self.label}?"

    def as_input(self, unknown: bool, many: bool) -> Field:
        """The field as a decision sees it that is asked alone: stated, never computed, a list where it is one."""
        import copy

        field = copy.copy(self)
        field.unknown, field.computed = unknown, None
        if not many or (isinstance(field, Choices) and not self.unknown):
            return field
        return Many(field, holds_unknown=self.unknown)

    def refuse(
        self, name: ProblemName, given: object, reason: str, accepted: tuple[str, ...] = ()
    ) -> Problem:
        """A problem with what was given, in words for the person who gave it."""
        could = accepted or self.accepted()
        message = f"{self.label}: {reason}. {self.ask()} {t('Give {accepted}.', accepted=_or(could))}"
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
        return self.refuse("not-a-value", given, t("{given} is neither yes nor no", given=shown(given)))

    def accepted(self) -> tuple[str, ...]:
        return ("yes", "no", *((UNKNOWN,) if self.unknown else ()))


class Choice(Field):
    """One of the declared values, by code or label."""

    __slots__ = ("labels", "options", "patients", "words")
    type = "choice"

    def __init__(
        self,
        code: str,
        label: str,
        options: tuple[tuple[str, str, str], ...],
        *,
        also_written: tuple[tuple[str, str], ...] = (),
        **more: object,
    ) -> None:
        Field.__init__(self, code, label, **more)  # type: ignore[arg-type]
        self.options = options
        self.labels = {code: label for code, label, _ in options}
        self.patients = {code: patient for code, _, patient in options}
        self.words = dict(also_written)
        """Every word for a value, with its code."""
        self.words |= {label: code for code, label, _ in options} | {code: code for code, _, _ in options}

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
        hint = t(" (did you mean {near}?)", near=self.words[near]) if near else ""
        return self.refuse(
            "not-a-value", given, t("{given} is none of its values", given=shown(given)) + hint
        )

    def _read(self, given: object) -> Value | Problem:
        return self.refuse("not-a-value", given, t("{given} is none of its values", given=shown(given)))

    def accepted(self) -> tuple[str, ...]:
        return (*self.labels, *((UNKNOWN,) if self.unknown else ()))

    def text(self, value: Value, patient: bool = False) -> str:
        if isinstance(value, frozenset):
            places = {code: place for place, code in enumerate(self.labels)}
            ordered = sorted(value, key=lambda code: (places.get(code, len(places)), code))
            return ", ".join(self.text(member, patient) for member in ordered) or t(EMPTY_SET)
        if isinstance(value, str) and value != UNKNOWN:
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
            return self.refuse("not-a-value", given, t("{given} is no list of values", given=shown(given)))
        if len(given) > MOST:
            return self.refuse("not-a-value", given, t("a list has at most {n} members", n=MOST))
        found = [Choice.read(self, member) for member in given]
        for member, value in zip(given, found, strict=True):
            if isinstance(value, Problem):
                return value
            if not isinstance(value, str):  # not known, or a list within the list
                return self.refuse(
                    "not-a-value", given, t("a list cannot hold {member}", member=shown(member))
                )
        return frozenset(value for value in found if isinstance(value, str))

    def accepted(self) -> tuple[str, ...]:
        listed = ", ".join(self.labels)
        return (
            t("a list of some of: {values}", values=listed),
            t("an empty list"),
            *((UNKNOWN,) if self.unknown else ()),
        )


class Many(Field):
    """What a decision that gives a list has given: some values of a field, and `unknown` if a row may give it."""

    __slots__ = ("holds_unknown", "one")
    type = "choices"

    def __init__(self, one: Field, holds_unknown: bool = False) -> None:
        Field.__init__(self, one.code, one.label, unknown=one.unknown, question=one.question, place=one.place)
        self.one, self.holds_unknown = one, holds_unknown

    def _read(self, given: object) -> Value | Problem:
        if not isinstance(given, (list, tuple, set, frozenset)):
            return self.refuse("not-a-value", given, t("{given} is no list of values", given=shown(given)))
        if len(given) > MOST:
            return self.refuse("not-a-value", given, t("a list has at most {n} members", n=MOST))
        found: set[Any] = set()
        for member in given:
            # of a list whose rows give sets the members of all of them
            one = self.one
            value = Choice.read(one, member) if isinstance(one, Choices) else one.read(member)
            if isinstance(value, Problem):
                return value
            if value is None and self.holds_unknown and member is not None:
                value = UNKNOWN
            if value is None or isinstance(value, frozenset):
                return self.refuse(
                    "not-a-value", given, t("a list cannot hold {member}", member=shown(member))
                )
            found.add(value)
        return frozenset(found)

    def accepted(self) -> tuple[str, ...]:
        each = self.one.accepted()
        if isinstance(self.one, Choice):
            could = [*self.one.labels, *([UNKNOWN] if self.holds_unknown else [])]
            return (t("a list of some of: {values}", values=", ".join(could)), t("an empty list"))
        return (t("a list, each of them {one}", one=each[0]), t("an empty list"))

    def text(self, value: Value, patient: bool = False) -> str:
        if not isinstance(value, frozenset):
            return self.one.text(value, patient)
        return ", ".join(sorted(self.one.text(member, patient) for member in value)) or t(EMPTY_SET)


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
            return self.refuse("not-a-date", given, t("{given} is no date", given=shown(given)))
        return self.in_range(value, given)

    def in_range(self, value: date, given: object) -> Value | Problem:
        """The value, or the problem that it is out of range."""
        low, high = self.low, self.high
        if low is not None and (value < low or (self.low_open and value == low)):
            return self.refuse("out-of-range", given, t("{day} is before what can be", day=value.isoformat()))
        if high is not None and (value > high or (self.high_open and value == high)):
            return self.refuse("out-of-range", given, t("{day} is after what can be", day=value.isoformat()))
        return value

    def accepted(self) -> tuple[str, ...]:
        ends = _range(self.low, self.low_open, self.high, self.high_open)
        return (t("a date as year-month-day") + ends, *((UNKNOWN,) if self.unknown else ()))


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
        "rounds",
        "step",
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
        step: int | Fraction | None = None,
        rounds: bool = False,
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
        self.step = 1 if whole and step is None else step
        """What its values are multiples of; None where they are any numbers."""
        self.rounds = rounds
        """Whether what lies between two multiples is read as the nearest of them."""
        self.units = tuple(filter(None, (unit, *(name for name, _ in also))))
        self.factors = {unit_key(name): factor for name, factor in also}
        if unit:
            self.factors[unit_key(unit)] = 1
        self.exact = dict([*also, (unit, 1)])
        self.low, self.high, self.low_open, self.high_open = low, high, low_open, high_open

    def read(self, given: object) -> Value | Problem:
        if type(given) is int and not self.needs_unit and -LARGEST < given < LARGEST:
            return self.in_range(given, given)
        if type(given) is str and given[:1].isdigit() and given.isprintable():
            return self._read(given)
        if type(given) is float and not self.needs_unit and -1e15 < given < 1e15:
            return self.in_range(whole(exact(given)), given)
        return Field.read(self, given)

    def _read(self, given: object) -> Value | Problem:
        quantity = stated_quantity(given)
        if isinstance(quantity, str):
            return self.refuse("not-a-number", given, quantity)
        number, unit = quantity
        if not unit.strip() and self.needs_unit:
            units = ", ".join(self.units)
            return self.refuse(
                "unit-needed",
                given,
                t("{given} could be in any of these units: {units}", given=shown(given), units=units),
            )
        factor = self._factor(unit)
        if factor is None:
            return self.refuse(
                "unknown-unit", given, t("the unit {unit} is not known here", unit=shown(unit))
            )
        if other := self._other_unit(given, factor):
            reason = t(
                "beside {unit} it says {other}, which is another number", unit=shown(unit), other=shown(other)
            )
            return self.refuse("not-a-number", given, reason)
        value = whole(number * factor)
        if abs(value.numerator) > LARGEST or value.denominator > LARGEST:
            return self.refuse("out-of-range", given, t("the number is beyond every measurement"))
        return self.in_range(value, given)

    def _factor(self, unit: str) -> int | Fraction | None:
        """How many of its own unit one of a unit is, "" for its own; None for a unit that is not known."""
        factor = self.exact.get(unit)
        if factor is None:
            factor = self.factors.get(unit_key(unit)) if unit.strip() else 1
        return factor

    def _other_unit(self, given: object, factor: int | Fraction) -> str:
        """The unit that an object shows beside its code, where the number is another one in it; "" for none."""
        unit = given.get("unit") if isinstance(given, Mapping) else None
        return (
            unit
            if isinstance(unit, str) and unit.strip() and self._factor(unit) not in (None, factor)
            else ""
        )

    def in_range(self, value: int | Fraction, given: object) -> Value | Problem:
        """The value, to the precision of the field, or the problem that it is out of range or between two steps."""
        if self._beyond(value):
            return self.refuse("out-of-range", given, t("{value} is out of range", value=self.text(value)))
        step = self.step
        if step is not None and (type(value) is not int if step == 1 else value % step):
            if not self.rounds:
                return self.refuse("out-of-range", given, self._between(value, step))
            near = nearest_multiple(value, step)
            if self._beyond(near):
                reason = t(
                    "{value} is read as {near}, which is out of range",
                    value=self.text(value),
                    near=self.text(near),
                )
                return self.refuse("out-of-range", given, reason)
            value = near
        if not -LARGEST < value < LARGEST:
            return self.refuse("out-of-range", given, t("the number is beyond every measurement"))
        return value

    def rounded(self, given: object, value: Value) -> str:
        """That what was given was read as the nearest multiple of the step; "" where it was read as it stands."""
        quantity = stated_quantity(given) if self.rounds and isinstance(value, (int, Fraction)) else ""
        if isinstance(quantity, str):
            return ""
        number, unit = quantity
        if number * (self._factor(unit) or 1) == value:
            return ""
        near = f"{self.text(value)}, the nearest step of {self.text(self.step)}"
        return f"{self.label}: {shown(given)} was read as {near}"

    def _beyond(self, value: int | Fraction) -> bool:
        low, high = self.low, self.high
        if low is not None and (value < low or (self.low_open and value == low)):
            return True
        return high is not None and (value > high or (self.high_open and value == high))

    def _between(self, value: int | Fraction, step: int | Fraction) -> str:
        """That a value lies between two multiples of the step."""
        if step == 1 and self.whole:
            return t("{value} is no whole number", value=self.text(value))
        below = whole(value // step * step)
        return t(
            "{value} lies between {below} and {above}, and it is given in steps of {step}",
            value=self.text(value),
            below=self.text(below),
            above=self.text(whole(below + step)),
            step=self.text(step),
        )

    @property
    def _kind(self) -> str:
        """What is given, in words: `a number in steps of 0.1`."""
        if self.step is None or self.step == 1:
            return t("a number") if self.step is None else t("a whole number")
        return t("a number in steps of {step}", step=number_text(self.step))

    def accepted(self) -> tuple[str, ...]:
        what = self._kind
        ends = _range(self.low, self.low_open, self.high, self.high_open)
        first = f"{what}{ends}"
        if self.needs_unit:
            example = t(" or ").join(f'"… {unit}"' for unit in self.units)
            first = t("{what} with its unit, {example}", what=what, example=example)
        elif self.units:
            others = [unit_words(unit) for unit in self.units[1:]]
            more = t(" (or in {units}, with the unit)", units=_or(tuple(others))) if others else ""
            first = f"{what}{ends} {unit_words(self.unit)}{more}"
        return (first, *((UNKNOWN,) if self.unknown else ()))

    def text(self, value: Value, patient: bool = False) -> str:
        behind = f" {self.unit}" if self.unit and value is not None and not isinstance(value, str) else ""
        if isinstance(value, Fraction) and value.denominator > 10**6:
            # the exact value stays in the data; a person reads decimals
            return t("about {number}", number=f"{float(value):.6g}") + behind
        return Field.text(self, value) + behind


def as_given(field: Field, value: Value) -> object:
    """A value as a case would state it, the unit beside the number where the field needs one."""
    if value is None:
        return UNKNOWN
    return Quantity(value, field.unit) if isinstance(field, Number) and field.needs_unit else value


def _range(low: Value, low_open: bool, high: Value, high_open: bool) -> str:
    def end(value: Value) -> str:
        return value.isoformat() if isinstance(value, date) else value_text(value)

    if low is not None and high is not None and not low_open and not high_open:
        return t(" from {low} to {high}", low=end(low), high=end(high))
    parts = []
    if low is not None:
        parts.append(t(" above {low}", low=end(low)) if low_open else t(" from {low}", low=end(low)))
    if high is not None:
        parts.append(t(" below {high}", high=end(high)) if high_open else t(" up to {high}", high=end(high)))
    return "".join(parts)


def _or(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}{t(' or ')}{parts[-1]}"
