"""A dose in whole numbers, which no database rounds.

What its parts can be bounds every number on the way. Where one could have more digits than a database holds, nothing is
written, and the sentence says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import NamedTuple

from b12tables.compiler.model import Computed, DecisionTable, Field, HitPolicy, Model
from b12tables.interop.sql.conditions import on_grid
from b12tables.interop.sql.dialects import LARGEST, PLACES, Dialect, decimal_text
from b12tables.interop.sql.reading import NotWritten, unit_factor

DIGITS = 37
"""So many digits have the whole numbers of every database."""

MOST_STEPS = 10**18
"""A quotient is an integer of 64 bits in one of them."""

MOST_DAYS = 4_000_000
"""More days than lie between two dates."""


class Numbers(NamedTuple):
    """What the numbers of a field can be: decimals of so many places, none farther from 0 than `largest`."""

    places: int
    largest: Fraction

    @property
    def digits(self) -> int:
        """The digits of the largest, before the point and behind it."""
        return len(str(int(self.largest))) + self.places

    def typed(self, sql: str) -> str:
        """As the smallest decimal type that holds all of them."""
        return f"CAST({sql} AS DECIMAL({self.digits}, {self.places}))"

    @property
    def counted(self) -> int:
        """The largest of them, counted in its last place."""
        return int(self.largest * 10**self.places) + 1


class Written(NamedTuple):
    """A number as a column: its SQL, and what is said of it."""

    name: str
    sql: str
    said: str


def numbers_of(model: Model, name: str, units: dict[str, str]) -> Numbers:
    """What the numbers of a field can be, as a statement reads or works them out."""
    table = model.produced_by.get(name)
    if table is not None:
        return _decided(table, name)
    one = model.fields[name]
    if one.computed is None:
        return _stated(one, units)
    follows = _follows(model, one, one.computed, units)
    return follows if model.derived(name) else _either(follows, _stated(one, units))


def _decided(table: DecisionTable, name: str) -> Numbers:
    place = table.output_fields.index(name)
    results = (rule.results[place].value for rule in table.rows)
    values = [value for value in results if isinstance(value, Fraction)]
    if table.hit_policy is HitPolicy.COLLECT_COUNT:
        return Numbers(0, Fraction(len(table.rows)))
    sizes = [Fraction(0), *map(abs, values)]
    largest = sum(sizes, Fraction(0)) if table.hit_policy is HitPolicy.COLLECT_SUM else max(sizes)
    return Numbers(max(map(_places, values), default=0), largest)


def _stated(one: Field, units: dict[str, str]) -> Numbers:
    places = PLACES if one.precision is None else _places(one.precision)
    unbounded = 10**LARGEST * max(Fraction(1), unit_factor(one, units.get(one.code, "")))
    ends = [unbounded if limit is None else abs(Fraction(limit.value)) for limit in (one.low, one.high)]  # type: ignore[arg-type]
    return Numbers(places, max(ends))


def _follows(model: Model, one: Field, computed: Computed, units: dict[str, str]) -> Numbers:
    if computed.kind == "between":
        return Numbers(0, Fraction(MOST_DAYS))
    parts = [numbers_of(model, part, units) for part in computed.parts]
    if computed.kind == "dose":
        return Dose(one, computed, parts).numbers
    return Numbers(max(part.places for part in parts), sum((part.largest for part in parts), Fraction(0)))


def _either(left: Numbers, right: Numbers) -> Numbers:
    return Numbers(max(left.places, right.places), max(left.largest, right.largest))


def _places(value: Fraction) -> int:
    """The decimal places of a number; more than `PLACES` where it is no such decimal."""
    places = (n for n in range(PLACES + 1) if 10**n % value.denominator == 0)
    return next(places, PLACES + 1)


class Dose:
    """How a dose is worked out: of what is not rounded as a product of decimals, else in whole numbers.

    There the parts are counted, each in its last place, and make a whole number of steps.
    """

    def __init__(self, one: Field, computed: Computed, parts: list[Numbers]) -> None:
        self.one, self.computed, self.parts = one, computed, parts
        bounds = [number for number in computed.bounds if number is not None]
        if not all(map(on_grid, bounds)):
            raise self._not_written(f"a number of its formula is no decimal of {PLACES} places", "round it")
        largest = computed.factor * prod((part.largest for part in parts), start=Fraction(1))
        places = self._steps(largest) if computed.rounded else self._product(largest)
        if largest >= 10**PLACES:
            raise self._too_large()
        self.numbers = Numbers(max([places, *map(_places, bounds)]), max([largest, *bounds]))

    def _product(self, largest: Fraction) -> int:
        """The places of what is not rounded. Raises `NotWritten`."""
        self.factors = [*self.parts, Numbers(_places(self.computed.factor), self.computed.factor)]
        places = sum(part.places for part in self.factors)
        if places > PLACES:
            why = f"it can have more than {PLACES} decimal places"
            raise self._not_written(
                why, "give the fields of its formula a Step, or say behind it to what it is rounded"
            )
        # some give a product a digit more than its factors have
        if sum(part.digits + 1 for part in self.factors) > DIGITS:
            raise self._too_large()
        return places

    def _steps(self, largest: Fraction) -> int:
        """The places of what is rounded. Raises `NotWritten`."""
        assert self.computed.rounded is not None
        self.step = Numbers(_places(self.computed.rounded), self.computed.rounded)
        worth = self.computed.factor / 10 ** sum(part.places for part in self.parts)
        self.per = worth / self.computed.rounded
        """How many steps is one of the product of what is counted."""
        self.most = Numbers(0, largest / self.computed.rounded + 1)
        """How many steps there can be."""
        on_the_way = 2 * self.per.numerator * prod(part.counted for part in self.parts) + self.per.denominator
        if (
            on_the_way >= 10**DIGITS
            or self.most.largest >= MOST_STEPS
            or self.most.digits + self.step.digits >= DIGITS
        ):
            raise self._too_large()
        return self.step.places

    def _too_large(self) -> NotWritten:
        return self._not_written(
            f"it can have more digits than the {DIGITS} of a database",
            "give the fields of its formula a Step, or a smaller Maximum",
        )

    def _not_written(self, why: str, mend: str) -> NotWritten:
        return NotWritten(f"{self.one.label} ({self.computed.text}) is not written in SQL: {why}; {mend}.")

    # ---------------------------------------------------------------- as SQL

    def columns(self, dialect: Dialect) -> Iterator[Written]:
        """The columns of a dose one after the other; the last is the dose."""
        if self.computed.rounded is not None:
            for part, numbers in zip(self.computed.parts, self.parts, strict=True):
                said = f"{part}, counted in steps of {decimal_text(Fraction(1, 10**numbers.places))}"
                yield Written(_counted(part), _in_last_place(dialect, dialect.name_of(part), numbers), said)
        follows, said = f"{self.one.code} follows", f"{self.one.label}: {self.computed.text}"
        if self.computed.at_least is None and self.computed.at_most is None:
            yield Written(follows, self._unbounded(dialect), said)
            return
        unbounded = f"{self.one.code} unbounded"
        yield Written(unbounded, self._unbounded(dialect), f"{said}; its bounds follow")
        yield Written(follows, self._bounded(dialect.name_of(unbounded), dialect), said)

    def _unbounded(self, dialect: Dialect) -> str:
        if self.computed.rounded is None:
            names = [*map(dialect.name_of, self.computed.parts), decimal_text(self.computed.factor)]
            typed = [numbers.typed(name) for name, numbers in zip(names, self.factors, strict=True)]
            return dialect.typed(" * ".join(typed))
        counted = [dialect.name_of(_counted(part)) for part in self.computed.parts]
        # to the nearest step, of two that are as near the larger
        top, bottom = 2 * self.per.numerator, self.per.denominator
        twice = " * ".join([dialect.counted(top), *counted])
        steps = dialect.whole_division(f"{twice} + {dialect.counted(bottom)}", 2 * bottom)
        return dialect.typed(f"{self.most.typed(steps)} * {self.step.typed(decimal_text(self.step.largest))}")

    def _bounded(self, found: str, dialect: Dialect) -> str:
        arms = []
        for bound, sign in ((self.computed.at_least, "<"), (self.computed.at_most, ">")):
            if bound is not None:
                number = dialect.typed(dialect.number(bound))
                arms.append(f"WHEN {found} {sign} {number} THEN {number}")
        return f"CASE {' '.join(arms)} ELSE {found} END"


def _counted(part: str) -> str:
    return f"{part} counted"


def _in_last_place(dialect: Dialect, number: str, numbers: Numbers) -> str:
    """A number that is not below 0, counted in its last place: a whole number."""
    places = numbers.places
    if places == 0:
        return dialect.counted(number)
    power = dialect.counted(10**places)
    behind = (
        f"CAST({number} % 1 AS DECIMAL({places}, {places})) * CAST({10**places} AS DECIMAL({places + 1}, 0))"
    )
    return f"{dialect.counted(f'floor({number})')} * {power} + {dialect.counted(behind)}"
