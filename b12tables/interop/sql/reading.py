"""One input: from the column of a table to a value, or to the reason why it is refused. No cast here can stop a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from b12tables.compiler.model import Field, Limit
from b12tables.interop.sql.conditions import literal, on_grid
from b12tables.interop.sql.dialects import DAY, LARGEST, NUMBER, PLACES, Dialect
from b12tables.runtime.units import unit_key

FACTOR = 9
"""Digits of a factor between two units."""


class NotWritten(ValueError):
    """What a statement cannot say of a table set, in a sentence."""


@dataclass(frozen=True)
class Asked:
    """How the table of patients is read: `columns` names columns, `units` the units of numbers that stand in others
    than the field's own, `absent` the fields of which there is no column.
    """

    source: str = "patients"
    columns: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    keep: tuple[str, ...] = ()
    today: date | None = None


@dataclass(frozen=True)
class Read:
    """The columns that read a field, one after the other; the last two are its value and whether it is refused."""

    text: str
    made: str
    refused: str
    value: str


def stated_column(name: str) -> str:
    return f"{name} stated"


def refused_column(name: str) -> str:
    return f"{name} refused"


def made_column(name: str) -> str:
    return f"{name} made"


def text_column(name: str) -> str:
    return f"{name} text"


class Reader:
    """Reads the inputs of a set in one dialect."""

    def __init__(self, dialect: Dialect, units: dict[str, str]) -> None:
        self.dialect, self.units = dialect, units

    def read(self, one: Field, raw: str) -> Read:
        """Reads one field; `raw` is the column as it stands in the table of patients."""
        text, made = self.dialect.name_of(text_column(one.code)), self.dialect.name_of(made_column(one.code))
        refused = self.dialect.name_of(refused_column(one.code))
        if one.type == "choices":
            return self._set(one, raw, text, made, refused)
        as_text = f"CAST({raw} AS {self.dialect.text})"
        if one.type in ("number", "whole number"):
            return self._number(one, as_text, text, made, refused)
        if one.type == "date":
            made_of = self._guarded(DAY, text, self.dialect.day(text))
            beyond = self._beyond(one, made)
        elif one.type == "yes/no":
            made_of, beyond = self._yes_no(text), []
        elif one.type == "choice":
            known = ", ".join(map(self.dialect.literal, one.value_codes))
            made_of, beyond = f"CASE WHEN {text} IN ({known}) THEN {text} END", []
        else:
            made_of, beyond = self._text(text), []
        wrong = f"({text} IS NOT NULL AND {made} IS NULL"
        if one.type != "date":
            wrong += f" AND {text} <> 'unknown'"
        return Read(as_text, made_of, _any([f"{wrong})", *beyond]), self._kept(refused, made))

    def _kept(self, refused: str, value: str) -> str:
        return f"CASE WHEN NOT {refused} THEN {value} END"

    def _guarded(self, pattern: str, text: str, made: str) -> str:
        return f"CASE WHEN {self.dialect.matches(text, pattern)} THEN {made} END"

    def _yes_no(self, text: str) -> str:
        return (
            f"CASE WHEN lower({text}) IN ('true', 'yes') THEN TRUE "
            f"WHEN lower({text}) IN ('false', 'no') THEN FALSE END"
        )

    def _text(self, text: str) -> str:
        """A text in the form in which texts are compared; what is not ASCII has another in each database."""
        single = f"lower({text})"
        plain = self.dialect.matches(text, "^[!-~]+( [!-~]+)*$")
        return f"CASE WHEN {plain} AND {single} <> 'unknown' THEN {single} END"

    def _set(self, one: Field, raw: str, text: str, made: str, refused: str) -> Read:
        dialect = self.dialect
        known = dialect.array(map(dialect.literal, one.value_codes))
        wrong = f"COALESCE({dialect.foreign(text, known)}, FALSE)"
        return Read(dialect.members(raw), dialect.sorted(text), wrong, self._kept(refused, made))

    def _number(self, one: Field, as_text: str, text: str, made: str, refused: str) -> Read:
        dialect = self.dialect
        made_of = self._guarded(NUMBER, text, dialect.decimal(text))
        wrong = [f"({text} IS NOT NULL AND {made} IS NULL)"]
        finer = f"CASE WHEN {made} IS NOT NULL THEN {dialect.finer(text, made)} END"
        wrong += [f"COALESCE({finer}, FALSE)", f"COALESCE(abs({made}) >= 1e{LARGEST}, FALSE)"]
        value, too_fine = self._in_own_unit(one, made)
        if too_fine:
            wrong.append(f"COALESCE({too_fine}, FALSE)")
        wrong += self._beyond(one, value, fine=not one.rounds)
        if one.rounds and one.precision is not None:
            value = self._rounded(value, one.precision)
        return Read(as_text, made_of, _any(wrong), self._kept(refused, value))

    def _in_own_unit(self, one: Field, made: str) -> tuple[str, str]:
        """A number in the unit of its field, and whether it has too many places to be put into it exactly."""
        factor = unit_factor(one, self.units.get(one.code, ""))
        if factor == 1:
            return made, ""
        places = next((n for n in range(10) if (factor * 10**n).denominator == 1), None)
        if places is None or factor * 10**places >= 10**FACTOR:
            raise NotWritten(
                f"{one.label}: {self.units[one.code]} is no whole number of decimal places of {one.unit}: put the "
                f"column into {one.unit} first."
            )
        # the product has room for 18 digits: what could need more is refused before it is worked out
        small = f"CASE WHEN abs({made}) < 1e{FACTOR + places} THEN {made} END"
        kept = f"CAST({small} AS DECIMAL(28, {PLACES - places}))"
        by = f"CAST({self.dialect.number(factor)} AS DECIMAL({FACTOR}, {places}))"
        return self.dialect.typed(f"{kept} * {by}"), f"COALESCE({kept} <> {made}, {made} IS NOT NULL)"

    def _rounded(self, value: str, step: Fraction) -> str:
        """To the nearest multiple of a step; of two that are as near to the one farther from 0."""
        by = self.dialect.number(step)
        rest = f"(abs({value}) % {by})"
        up = f"CASE WHEN 2 * {rest} >= {by} THEN {by} ELSE 0 END"
        return self.dialect.typed(f"sign({value}) * (abs({value}) - {rest} + {up})")

    def _beyond(self, one: Field, value: str, fine: bool = True) -> list[str]:
        return beyond(one, value, self.dialect, fine)


def beyond(one: Field, value: str, dialect: Dialect, fine: bool = True) -> list[str]:
    """The conditions under which a value of a field is out of its range, each yes or no."""
    found = []
    for limit, outside in ((one.low, ("<", "<=")), (one.high, (">", ">="))):
        if limit is not None:
            found.append(f"{value} {outside[not limit.closed]} {_limit(one, limit, dialect)}")
    if fine and one.precision is not None:
        found.append(f"{value} % {dialect.number(one.precision)} <> 0")
    return [f"COALESCE({part}, FALSE)" for part in found]


def _limit(one: Field, limit: Limit, dialect: Dialect) -> str:
    if isinstance(limit.value, Fraction) and not on_grid(limit.value):
        raise NotWritten(f"{one.label}: an end of its range is no decimal of {PLACES} places.")
    return literal(limit.value, dialect)


def unit_factor(one: Field, unit: str) -> Fraction:
    """What a number in a unit is multiplied by; a unit is the same however it is spelt, as it is for the kernel.

    Raises `NotWritten` where the field does not take that unit.
    """
    if not unit:
        return Fraction(1)
    factors = {option.unit: option.factor for option in one.accepts} | {one.unit: Fraction(1)}
    if unit in factors:
        return factors[unit]
    for spelt, factor in factors.items():
        if unit_key(spelt) == unit_key(unit):
            return factor
    raise NotWritten(f"{one.label} is not taken in {unit}; it is taken in {units_of(one)}.")


def units_of(one: Field) -> str:
    """The units in which a field is taken, its own first."""
    return ", ".join([one.unit, *(option.unit for option in one.accepts)])


def _any(parts: list[str]) -> str:
    return "(" + " OR ".join(parts) + ")"
