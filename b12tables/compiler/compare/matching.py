"""A Mapping sheet and two models -> which results are compared with which, and what counts as the same.

Nothing is matched by guess: a value that no row names has no counterpart, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from b12tables.compiler.model import (
    NO_COUNTERPART,
    NUMERIC,
    SAYS_NOTHING,
    DecisionTable,
    Field,
    MappingRow,
    Model,
    Place,
    Value,
    value_words,
)
from b12tables.runtime.words import NOT_KNOWN, UNKNOWN, fold, nearest

Relation = Literal["agree", "differ", "only first", "only second", "neither"]
RELATIONS: tuple[Relation, ...] = ("differ", "only first", "only second", "agree", "neither")
"""In the order in which they are told."""

Sided = tuple[int, Value]
"""A value of a result, and whose it is: 0 for the first guideline, 1 for the second."""


@dataclass(frozen=True)
class Trouble:
    """What is wrong in a Mapping sheet, for its author."""

    message: str
    place: Place
    help: str = ""


class BadMapping(Exception):
    """A mapping that cannot be used; `troubles` say why, each with its cell."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__("; ".join(trouble.message for trouble in troubles))
        self.troubles = tuple(troubles)


@dataclass
class Aspect:
    """Two results that speak of the same matter. `fields` are those of the first and of the second guideline.

    `classes` numbers what says the same; a value without a number has no counterpart. `silent` are no statements.
    """

    label: str
    fields: tuple[Field, Field]
    place: Place
    classes: dict[Sided, int] = field(default_factory=dict)
    silent: set[Sided] = field(default_factory=set)
    named: set[Sided] = field(default_factory=set)

    def speaks(self, side: int, value: Value) -> bool:
        """Whether a value is a statement at all."""
        return value is not None and value != UNKNOWN and (side, value) not in self.silent

    def same(self, first: Value, second: Value) -> bool:
        """Whether two statements are the same."""
        if self.fields[0].type in NUMERIC:
            return first == second
        one, other = self.classes.get((0, first)), self.classes.get((1, second))
        return one is not None and one == other

    def relation(self, first: Value, second: Value) -> Relation:
        """How what the two say compares: agree, differ, only first, only second, neither."""
        speak = self.speaks(0, first), self.speaks(1, second)
        if all(speak):
            return "agree" if self.same(first, second) else "differ"
        return "only first" if speak[0] else "only second" if speak[1] else "neither"

    def join(self, first: Value, second: Value) -> None:
        """Notes that two values say the same."""
        numbers = {self.classes.get((0, first)), self.classes.get((1, second))} - {None}
        new = min((number for number in numbers if number is not None), default=len(self.classes))
        self.classes = {key: new if number in numbers else number for key, number in self.classes.items()}
        self.classes |= {(0, first): new, (1, second): new}

    def words(self, side: int, value: Value) -> str:
        """A value as its guideline says it."""
        if value is None:
            return "nothing"
        return NOT_KNOWN if value == UNKNOWN else value_words(value, self.fields[side])


def given(model: Model, name: str) -> tuple[DecisionTable, int, tuple[Value, ...]]:
    """The table that gives a result, its column, and every value that it can give."""
    table = model.produced_by[name]
    column = table.output_fields.index(name)
    return table, column, tuple(dict.fromkeys(row.results[column].value for row in table.rows))


def read_aspects(first: Model, second: Model) -> tuple[Aspect, ...]:
    """The aspects of the mapping that one of the two sets has; of two mappings the second's. Raises `BadMapping`."""
    owner = 1 if second.mapping else 0
    rows = (first, second)[owner].mapping
    if not rows:
        place = Place(second.about.title)
        message = "neither set has a sheet Mapping, and results are never matched by guess"
        raise BadMapping([Trouble(message, place, "write which results say the same on a sheet Mapping")])
    reading = _Reading((first, second), owner)
    for row in rows:
        reading.row(row)
    if reading.troubles:
        raise BadMapping(reading.troubles)
    return tuple(reading.aspects)


def unmatched(models: tuple[Model, Model], aspect: Aspect) -> Iterator[Sided]:
    """The statements that no row of the mapping names."""
    if aspect.fields[0].type in NUMERIC:
        return
    for side, model in enumerate(models):
        for value in given(model, aspect.fields[side].code)[2]:
            if aspect.speaks(side, value) and (side, value) not in aspect.named:
                yield side, value


class _Unreadable(Exception):
    """A row of the mapping that cannot be understood; `help` is what to write."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


@dataclass(frozen=True)
class _Named:
    """What a cell names: a result, or (not `alone`) a value of it."""

    field: Field
    value: Value = None
    alone: bool = True


class _Reading:
    """The rows of a mapping, one after the other. `owner`: on whose sheet they stand, which is `here`."""

    def __init__(self, models: tuple[Model, Model], owner: int) -> None:
        self.models, self.owner = models, owner
        self.aspects: list[Aspect] = []
        self.troubles: list[Trouble] = []
        self.words = [_names(model.fields) for model in models]

    def row(self, row: MappingRow) -> None:
        """Reads one row. What is wrong with it is a trouble."""
        cells = (row.there, row.here) if self.owner else (row.here, row.there)
        try:
            sides = [self._cell(side, text) for side, text in enumerate(cells)]
            results = [one.field for one in sides if one is not None and one.alone]
            if len(results) == len(sides):
                self._begin(row, results)
            else:
                self._value(row, cells, sides)
        except _Unreadable as why:
            self.troubles.append(Trouble(str(why), row.place, why.help))

    def _cell(self, side: int, text: str) -> _Named | None:
        """What a cell names; None where it names nothing on purpose. Raises `_Unreadable`."""
        if fold(text) in (NO_COUNTERPART, SAYS_NOTHING):
            return None
        if field := self._field(side, text):
            return _Named(field)
        name, colon, value = text.partition(":")
        found = self._field(side, name)
        if found is None or not colon:
            raise self._unknown(side, name.strip())
        return _Named(found, self._known(found, value.strip()), alone=False)

    def _field(self, side: int, text: str) -> Field | None:
        code = self.words[side].get(fold(text))
        return self.models[side].fields[code] if code is not None else None

    def _unknown(self, side: int, name: str) -> _Unreadable:
        model = self.models[side]
        near = nearest(name, [model.fields[code].label for code in model.produced_by])
        return _Unreadable(
            f"{model.about.title} has no result {name!r}", f"did you mean {near}?" if near else ""
        )

    def _known(self, field: Field, text: str) -> Value:
        if field.type == "yes/no" and fold(text) in ("yes", "no"):
            return fold(text) == "yes"
        for row in field.values:
            if fold(text) in map(fold, (row.code, row.label, *row.also)):
                return row.code
        near = nearest(text, [row.label for row in field.values])
        raise _Unreadable(f"{field.label} has no value {text!r}", f"did you mean {near}?" if near else "")

    def _begin(self, row: MappingRow, fields: Sequence[Field]) -> None:
        """A row of two results begins an aspect."""
        for side, result in enumerate(fields):
            self._comparable(side, result)
        first, second = fields
        if (first.type in NUMERIC) != (second.type in NUMERIC) or first.unit != second.unit:
            raise _Unreadable(
                f"{first.label} ({first.type_words}) and {second.label} ({second.type_words}) cannot be compared",
                "match results of one type and unit",
            )
        self.aspects.append(Aspect(row.aspect or second.label, (first, second), row.place))

    def _comparable(self, side: int, field: Field) -> None:
        model = self.models[side]
        table = model.produced_by.get(field.code)
        if table is None:
            raise _Unreadable(
                f"{field.label} is no result of a decision of {model.about.title}", "name a result"
            )
        policy = table.hit_policy
        if policy.gives_list or policy.aggregates or policy.takes_best:
            raise _Unreadable(
                f"{field.label} comes from {table.label}, whose policy is {policy.value}: what single rows say is "
                "compared",
                "compare a result of a table that is Unique, Any or First",
            )
        if field.type not in ("choice", "yes/no", *NUMERIC):
            raise _Unreadable(f"{field.label} is of type {field.type}", "compare choices, yes/no or numbers")

    def _value(self, row: MappingRow, cells: tuple[str, str], sides: Sequence[_Named | None]) -> None:
        """A row of values, of which one may have no counterpart."""
        named = [one for one in sides if one is not None]
        if not named or any(one.alone for one in named):
            raise _Unreadable(
                f"{row.here!r} and {row.there!r} are neither two results nor two values",
                "write two results, or Result: value on each side; - or nothing for a value without counterpart",
            )
        about = [aspect for aspect in self.aspects if _belongs(aspect, sides)]
        if not about:
            raise _Unreadable(
                "no row above it names these results", "begin with a row of the two results alone"
            )
        for aspect in about:
            known = {side: one.value for side, one in enumerate(sides) if one is not None}
            aspect.named |= set(known.items())
            if len(known) == len(sides):
                aspect.join(known[0], known[1])
            elif SAYS_NOTHING in map(fold, cells):
                aspect.silent |= set(known.items())


def _belongs(aspect: Aspect, sides: Sequence[_Named | None]) -> bool:
    return all(
        one is None or one.field.code == own.code for one, own in zip(sides, aspect.fields, strict=True)
    )


def _names(fields: Mapping[str, Field]) -> dict[str, str]:
    return {
        fold(word): code for code, field in fields.items() for word in (*field.also, field.label, field.code)
    }
