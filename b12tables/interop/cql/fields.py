"""Inputs and computed fields: a parameter each, how it is read, when it is refused, what follows from others."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from b12tables.compiler.model import Computed, Field, Limit, Model
from b12tables.interop.cql.conditions import Tested, above, below, joined, negated
from b12tables.interop.cql.text import (
    LARGEST,
    PLACES,
    NotWritten,
    comment,
    decimal,
    items,
    on_grid,
)
from b12tables.interop.cql_names import name, quoted
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import TODAY

TYPES = {
    "choice": "String",
    "choices": "List<String>",
    "number": "Decimal",
    "whole number": "Decimal",
    "yes/no": "Boolean",
    "date": "Date",
    "text": "String",
}
"""The type of CQL for each type of field; a number with a unit is a Quantity."""

PLAIN_TEXT = "^[!-~]+( [!-~]+)*$"
"""The texts of which every engine makes the same small letters."""

WIDENED = decimal(Fraction(0), PLACES)
"""What is added to a number before it is multiplied: engines keep no more places than one of the two numbers has."""


class Library:
    """What is written so far, and what stands in the way of an answer."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.lines: list[str] = []
        self.parameters: list[str] = []
        self.refused: list[tuple[str, str]] = []
        """Conditions, each with a reason, under which a case is no case of these tables."""
        self.stuck: dict[str, str] = {}
        """For each decision that may have no answer, the name of the condition under which it has none."""
        self.undecided: list[tuple[str, str]] = []
        self.beyond: dict[str, list[tuple[str, str]]] = {}
        """Of computed fields: conditions under which what follows is refused where it is used, with reasons."""
        self.values: dict[str, str] = {}
        """For each field the name of its value, as tables look at it."""

    def define(self, called: str, made: str, said: str = "", private: bool = True) -> str:
        """Writes a definition; returns its name as it is called in others."""
        self.lines += ["", *comment(said)] if said else []
        head = f"define {'private ' if private else ''}{name(called)}:"
        short = f"{head} {made}"
        self.lines += (
            [short]
            if len(short) <= 116 and "\n" not in made
            else [head, *[f"  {line}" for line in made.split("\n")]]
        )
        return name(called)

    def section(self, title: str) -> None:
        self.lines += ["", *comment(f"---------- {title} ----------")]

    # ---------------------------------------------------------------- fields

    def value(self, code: str) -> str:
        """The name of a field's value, which is written where it is not yet."""
        if code not in self.values and code not in self.model.produced_by:
            if code == TODAY and code not in self.model.fields:
                self._parameter(TODAY, "Date", "Today: the day that is counted to.")
                self.values[code] = name(TODAY)
            else:
                self._field(self.model.fields[code])
        return self.values[code]

    def tested(self, code: str) -> Tested:
        """A field as what conditions ask."""
        one = self.model.fields[code]
        several = code in self.model.set_valued or one.type == "choices"
        return Tested(self.value(code), several, one.type == "text")

    def _parameter(self, code: str, kind: str, said: str) -> None:
        self.parameters += ["", *comment(said), f"parameter {name(code)} {kind}"]

    def _field(self, one: Field) -> None:
        if one.computed is None:
            self.values[one.code] = self._stated(one, "value")
        else:
            self._computed(one, one.computed)

    def _stated(self, one: Field, suffix: str) -> str:
        """What is stated of a field, as it is read."""
        kind = "Quantity" if one.unit and one.type in ("number", "whole number") else TYPES[one.type]
        self._parameter(one.code, kind, _told(one))
        given = name(one.code)
        read, wrong = self._read(one, given)
        if read != given:
            read = self.define(f"{one.code} {suffix}", read, f"{one.label}, as the tables look at it")
        wrong = [part.replace("?", read) for part in wrong]
        if one.type in ("number", "whole number"):
            wrong += beyond(one, read, fine=not one.rounds)
            if one.rounds and one.precision is not None:
                read = self.define(f"{one.code} nearest", _nearest(read, one.precision), one.precision_words)
                wrong += [f"{read} is null", *beyond(one, read)]
        elif one.type == "date":
            wrong += beyond(one, read)
        if wrong:
            asked = f"{given} is not null and {joined(wrong, 'or')}"
            self._refuse(f"{one.code} refused", asked, f"{one.label}: not {_expected(one)}")
        return read

    def _refuse(self, called: str, asked: str, reason: str) -> None:
        self.refused.append((self.define(called, asked), reason))

    def _read(self, one: Field, given: str) -> tuple[str, list[str]]:
        """How a field is read, and what is wrong about it where it is stated; `?` there is what was read."""
        if one.type == "choice":
            return given, [f"not ({given} in {items([quoted(code) for code in one.value_codes])})"]
        if one.type == "choices":
            known = items([quoted(code) for code in one.value_codes])
            odd = f"exists (({given}) One where One is null or not (One in {known}))"
            return f"distinct {given}", [odd]
        if one.type == "text":
            small = f"Lower({given})"
            return f"if {small} = 'unknown' then null else {small}", [f"not Matches({given}, '{PLAIN_TEXT}')"]
        if one.type == "date":
            return given, [f"day from {given} is null"]
        if one.type == "yes/no":
            return given, []
        return self._number(one, given)

    def _number(self, one: Field, given: str) -> tuple[str, list[str]]:
        if not one.unit:
            return given, []
        arms, wrong = [f"  when {quoted(one.unit)} then {given}.value"], []
        for option in one.accepts:
            places = _places(option.factor)
            if places > PLACES or abs(option.factor) >= 10**9:
                continue  # told among what is left out
            if option.factor.denominator > 1:
                finer = f"{given}.value != Round({given}.value, {PLACES - places})"
                wrong.append(f"({given}.unit = {quoted(option.unit)} and {finer})")
            arms.append(f"  when {quoted(option.unit)} then {product([f'{given}.value'], option.factor)}")
        return "\n".join([f"case {given}.unit", *arms, "  else null", "end"]), ["? is null", *wrong]

    # ---------------------------------------------------------------- computed fields

    def _computed(self, one: Field, computed: Computed) -> None:
        for part in computed.parts:
            self.value(part)
        parts = [self.value(part) for part in computed.parts]
        said = f"{one.label}: {computed.text or 'what follows'}"
        if computed.kind == "dose":
            follows = self._dose(one, computed, parts, said)
        else:
            follows = self.define(f"{one.code} follows", formula(computed, parts), said)
        outside = joined(beyond(one, follows), "or")
        stated = "null"
        if self.model.derived(one.code):
            self.values[one.code] = follows
        else:
            stated = self._stated(one, "stated")
            self.values[one.code] = self.define(
                f"{one.code} value", f"Coalesce({stated}, {follows})", "what is stated, else what follows"
            )
            self._contradiction(one, computed, stated, follows)
        if outside != "false":
            free = [] if stated == "null" else [f"{stated} is null"]
            asked = " and ".join([*free, f"{follows} is not null", outside])
            self._refuse_used(one, "out of range", asked, "what follows is out of range")

    def _contradiction(self, one: Field, computed: Computed, stated: str, follows: str) -> None:
        mine = f"Floor({stated})" if computed.kind == "between" else stated
        self._refuse(
            f"{one.code} contradicted",
            f"{stated} is not null and {follows} is not null and Coalesce({mine} != {follows}, true)",
            f"{one.label}: it contradicts what follows",
        )

    def _dose(self, one: Field, computed: Computed, parts: list[str], said: str) -> str:
        places = self._too_fine(one, computed)
        found = self.define(f"{one.code} product", product(parts, computed.factor), said)
        if computed.rounded is not None:
            step = decimal(computed.rounded, PLACES)
            found = self.define(
                f"{one.code} rounded",
                multiple(found, step),
                f"to the nearest {number_text(computed.rounded)}, of two that are as near the larger",
            )
        for bound, sign in ((computed.at_least, "<"), (computed.at_most, ">")):
            if bound is not None:
                word = "least" if sign == "<" else "most"
                made = f"if {found} {sign} {decimal(bound)} then {decimal(bound)} else {found}"
                found = self.define(f"{one.code} at {word}", made, f"at {word} {number_text(bound)}")
        there = " and ".join(f"{part} is not null" for part in parts)
        lost = joined([f"{found} is null", *places], "or")
        self._refuse_used(one, "too fine", f"{there} and {lost}", "more digits than numbers can have here")
        return found

    def _refuse_used(self, one: Field, suffix: str, asked: str, reason: str) -> None:
        found = self.define(f"{one.code} {suffix}", asked), f"{one.label}: {reason}"
        self.beyond.setdefault(one.code, []).append(found)

    def _too_fine(self, one: Field, computed: Computed) -> list[str]:
        """Conditions under which the parts of a dose have more places than are left for them, each yes or no."""
        left = PLACES - _places(computed.factor)
        if computed.rounded is not None and computed.rounded > 1:
            left -= len(str(int(computed.rounded)))  # a quotient has as many places more
        fixed = {code: self._places_of(code) for code in computed.parts}
        loose = [code for code, places in fixed.items() if places == PLACES]
        left -= sum(places for places in fixed.values() if places < PLACES)
        each = left // len(loose) if loose else left
        if each < 0:
            raise NotWritten(f"{one.label}: its numbers have more than {PLACES} places together")
        return [f"{self.values[code]} != Round({self.values[code]}, {each})" for code in loose]

    def _places_of(self, code: str) -> int:
        """How many places the values of a field can have."""
        one = self.model.fields[code]
        table = self.model.produced_by.get(code)
        if table is not None:
            column = table.output_fields.index(code)
            values = [rule.results[column].value for rule in table.rows]
            return max((_places(value) for value in values if isinstance(value, Fraction)), default=0)
        return PLACES if one.precision is None else _places(one.precision)

    # ---------------------------------------------------------------- what is used

    def refused_behind(self, code: str, unless: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Where what follows is refused, for a field that is used and for what it follows from."""
        one = self.model.fields.get(code)
        if one is None or one.computed is None:
            return
        yield from ((" and ".join([asked, *unless]), reason) for asked, reason in self.beyond.get(code, ()))
        behind = unless if self.model.derived(code) else (*unless, f"{name(code)} is null")
        for part in one.computed.parts:
            yield from self.refused_behind(part, behind)

    def missing(self, code: str, unless: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """What has to be known for a field to be used: conditions under which it is not, with reasons."""
        if code in self.model.produced_by or code not in self.model.fields:
            return
        one = self.model.fields[code]
        behind = unless
        if one.computed is not None:
            if not self.model.derived(code):
                behind = (*unless, f"{name(code)} is null")
            for part in one.computed.parts:
                yield from self.missing(part, behind)
        if not one.unknown:
            asked = " and ".join([f"{self.value(code)} is null", *unless, *self.decided(code)])
            yield asked, f"{one.label} is missing"

    def decided(self, code: str) -> list[str]:
        """That the decisions from which a field follows have an answer."""
        return [negated(self.stuck[one]) for one in self.before(code) if one in self.stuck]

    def before(self, code: str) -> list[str]:
        """The decisions from which a field follows."""
        table = self.model.produced_by.get(code)
        if table is not None:
            return [table.code]
        one = self.model.fields.get(code)
        parts = one.computed.parts if one is not None and one.computed is not None else ()
        return list(dict.fromkeys(found for part in parts for found in self.before(part)))


def product(parts: list[str], factor: Fraction) -> str:
    """Numbers multiplied, with all their places."""
    wide = [f"({part} + {WIDENED})" for part in parts]
    if factor != 1:
        wide.append(decimal(factor, PLACES))
    return f"Round({' * '.join(wide)}, {PLACES})" if len(wide) > 1 else parts[0]


def multiple(asked: str, step: str) -> str:
    """The nearest multiple of a step, of two that are as near the larger."""
    return f"Round((Floor(Round({asked} / {step}, {PLACES}) + 0.5) + {WIDENED}) * {step}, {PLACES})"


def formula(computed: Computed, parts: list[str]) -> str:
    """What a field follows from; null where a part is."""
    if computed.kind == "between":
        return _between(parts[0], parts[1], computed.unit)
    sign = " + " if computed.kind == "sum" else " - "
    return f"Round({sign.join(parts)}, {PLACES})"


def _between(start: str, end: str, unit: str) -> str:
    """Completed days, months or years; backwards -1 from the first day.

    What CQL itself calls months between two dates differs among engines where one of them is the last of a month.
    """
    if unit == "days":
        return f"ToDecimal(difference in days between {start} and {end})"

    months = (
        f"(year from {end} - year from {start}) * 12 + month from {end} - month from {start}\n"
        f"    - (if day from {end} < day from {start} then 1 else 0)"
    )
    # `div` cuts towards 0: counted from so long ago, no number is below 0
    return f"ToDecimal({months})" if unit == "months" else f"ToDecimal(({months} + 120000) div 12 - 10000)"


def _nearest(read: str, step: Fraction) -> str:
    """To the nearest multiple of a step; of two that are as near to the one farther from 0."""
    by = decimal(step, PLACES)
    found = multiple(f"Abs({read})", by)
    return f"if {read} is null then null else if {read} < 0.0 then -({found}) else {found}"


def beyond(one: Field, value: str, fine: bool = True) -> list[str]:
    """The conditions under which a known value of a field is out of its range."""
    found = []
    for limit, outside in ((one.low, below), (one.high, above)):
        if limit is not None:
            found.append(outside(value, limit.value, not limit.closed))
    if one.type == "date":
        return found
    largest = decimal(Fraction(10**LARGEST))
    found += _unbounded(one.low, one.high, value, largest)
    if fine and one.precision is not None:
        found.append(_between_steps(value, one.precision))
    return found


def _unbounded(low: Limit | None, high: Limit | None, value: str, largest: str) -> list[str]:
    return ([] if low else [f"{value} <= -{largest}"]) + ([] if high else [f"{value} >= {largest}"])


def _between_steps(value: str, step: Fraction) -> str:
    """That a number is no multiple of a step. Rounding is only asked whether it changes anything."""
    for places in range(PLACES + 1):
        if step == Fraction(1, 10**places):
            return f"{value} != Round({value}, {places})"
    by = decimal(step, PLACES)
    return f"Coalesce({value} != {multiple(value, by)}, true)"


def _places(value: Fraction) -> int:
    """The decimal places of a number; more than there can be where decimals do not end."""
    return next((n for n in range(PLACES + 1) if (value * 10**n).denominator == 1), PLACES + 1)


def taken_units(one: Field) -> tuple[list[str], list[str]]:
    """The units in which a field is taken here, and those that are left out."""
    fits = [option for option in one.accepts if on_grid(option.factor) and abs(option.factor) < 10**9]
    return [one.unit, *(option.unit for option in fits)], [o.unit for o in one.accepts if o not in fits]


def _told(one: Field) -> str:
    said = f"{one.label}: {one.type}"
    if one.unit:
        said += f" in {' or '.join(taken_units(one)[0])}"
    if one.value_codes:
        said += f" ({', '.join(one.value_codes)})"
    return said + (f". {one.question}" if one.question else "")


def _expected(one: Field) -> str:
    """What may be stated, in words."""
    kinds = {"choice": "one of its codes", "choices": "a list of its codes", "date": "a whole date"}
    told = kinds.get(
        one.type, f"a {one.type}" + (f" in {' or '.join(taken_units(one)[0])}" if one.unit else "")
    )
    return f"{told} within its range"
