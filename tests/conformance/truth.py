"""What is true of a neutral table, found by trying every point of a grid: ends, between them, and beyond.

The grid cuts each column at every end that a cell, the allowed values or an asserted box mentions, so two
regions are equal if and only if they hold the same points of it. Points are bits of one number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product
from typing import Any

from tests.conformance.adapter import Column, Table
from tests.conformance.feel import Value, ends, matches


def samples(column: Column, mentioned: Iterable[Value]) -> list[Value]:
    """Values of a column that together meet everything that can be told apart; null last."""
    found: list[Value]
    if column.values:
        found = list(column.values)
    elif column.type == "yes/no":
        found = [True, False]
    elif column.type == "text":
        found = [
            *sorted(v for v in mentioned if isinstance(v, str)),
            "any other text, 1",
            "any other text, 2",
        ]
    elif column.type == "date":
        found = _dates({v for v in mentioned if isinstance(v, date)}, column)
    else:
        found = _numbers({v for v in mentioned if isinstance(v, Fraction)}, column)
    return [*found, None] if column.unknown else found


def _numbers(cuts: set[Fraction], column: Column) -> list[Value]:
    if column.domain:
        cuts |= {end for end in (column.domain.low, column.domain.high) if isinstance(end, Fraction)}
    points = sorted(cuts) or [Fraction(0)]
    between = [(a + b) / 2 for a, b in pairwise(points)]
    beside = [point + step for point in points for step in (-1, 1)]
    every = sorted({*points, *between, *beside, points[0] - 1000, points[-1] + 1000})
    if column.type == "whole number":
        every = [value for value in every if value.denominator == 1]
    return [value for value in every if admits(column, value)]


def _dates(cuts: set[date], column: Column) -> list[Value]:
    if column.domain:
        cuts |= {end for end in (column.domain.low, column.domain.high) if isinstance(end, date)}
    points = sorted(cuts) or [date(2020, 1, 1)]
    every = {point + timedelta(days=step) for point in points for step in (-400, -1, 0, 1, 400)}
    return [value for value in sorted(every) if admits(column, value)]


def admits(column: Column, value: Value) -> bool:
    """Whether the field can have the value."""
    if value is None:
        return column.unknown
    return column.domain is None or matches((column.domain,), value)


@dataclass(frozen=True)
class Grid:
    """A table tried on every combination of `samples`."""

    table: Table
    samples: tuple[tuple[Value, ...], ...]

    @classmethod
    def of(cls, table: Table, boxes: Iterable[Mapping[str, Any]] = ()) -> Grid:
        """The grid of a table; `boxes` are asserted regions whose ends must be on it too."""
        found = []
        for i, column in enumerate(table.inputs):
            mentioned = set().union(*(ends(row[i]) for row in table.tests))
            mentioned |= {v for box in boxes if column.label in box for v in _box_ends(box[column.label])}
            found.append(tuple(samples(column, mentioned)))
        return cls(table, tuple(found))

    @cached_property
    def size(self) -> int:
        size = 1
        for values in self.samples:
            size *= len(values)
        return size

    @cached_property
    def all(self) -> int:
        return (1 << self.size) - 1

    def points(self) -> Iterable[tuple[Value, ...]]:
        """The points in the order of their bits."""
        return product(*self.samples)

    def region(self, columns: Mapping[int, Sequence[bool]]) -> int:
        """The points whose value in each named column is one of those marked; as a bit set."""
        bits, width = 1, 1
        for i in reversed(range(len(self.samples))):
            marks = columns.get(i) or [True] * len(self.samples[i])
            bits = sum(bits << (k * width) for k, marked in enumerate(marks) if marked)
            width *= len(self.samples[i])
        return bits

    @cached_property
    def known(self) -> int:
        """The points without null."""
        return self.region({i: [v is not None for v in values] for i, values in enumerate(self.samples)})

    @cached_property
    def rules(self) -> tuple[int, ...]:
        """For each rule the points that it holds for."""
        return tuple(
            self.region({i: [matches(cell, v) for v in self.samples[i]] for i, cell in enumerate(row)})
            for row in self.table.tests
        )

    @cached_property
    def uncovered(self) -> int:
        covered = 0
        for rule in self.rules:
            covered |= rule
        return self.all & ~covered

    def overlap_pairs(self, within: int | None = None) -> list[list[int]]:
        """The pairs of rules (from 1) that hold together somewhere."""
        within = self.all if within is None else within
        count = range(len(self.rules))
        return [
            [a + 1, b + 1] for a in count for b in count if a < b and self.rules[a] & self.rules[b] & within
        ]

    def never_first(self, within: int | None = None) -> list[int]:
        """The rules (from 1) that are never the first to hold, in sheet order."""
        within = self.all if within is None else within
        taken, never = 0, []
        for index, rule in enumerate(self.rules):
            if not rule & within & ~taken:
                never.append(index + 1)
            taken |= rule
        return never

    def masked(self) -> list[int]:
        """The rules (from 1) that hold somewhere and are never the answer under the table's hit policy.

        First: a rule above holds wherever they do. Priority: a rule with another result that comes no later
        in the order of the values does; rules of one rank with different results keep each other from
        answering.
        """
        found = []
        for index, here in enumerate(self.rules):
            better = 0
            for other, there in enumerate(self.rules):
                if self.table.hit_policy == "FIRST":
                    better |= there if other < index else 0
                elif self.rank(other) <= self.rank(index) and self.results(other) != self.results(index):
                    better |= there
            if here and not here & ~better:
                found.append(index + 1)
        return found

    def results(self, index: int) -> tuple[Value, ...]:
        return self.table.results[index]

    def rank(self, index: int) -> tuple[int, ...]:
        """The place of a rule's results in the order of the declared values."""
        return tuple(
            column.values.index(value) if value in column.values else len(column.values)
            for value, column in zip(self.results(index), self.table.outputs, strict=True)
        )

    def subsumed(self) -> list[tuple[int, int]]:
        """Pairs of rules (from 1) with the same results: the first holds wherever the second does."""
        count = range(len(self.rules))
        return [
            (wide + 1, narrow + 1)
            for narrow in count
            for wide in count
            if wide != narrow
            and self.results(wide) == self.results(narrow)
            and self.rules[narrow]
            and not self.rules[narrow] & ~self.rules[wide]
        ]

    def same_conditions(self) -> list[list[int]]:
        """Groups of rules (from 1) that hold for the same points."""
        groups: dict[int, list[int]] = {}
        for number, rule in enumerate(self.rules, start=1):
            groups.setdefault(rule, []).append(number)
        return [group for group in groups.values() if len(group) > 1]

    def mergeable(self) -> list[tuple[int, int]]:
        """Pairs of rules (from 1) with the same results whose conditions differ in one column."""
        count = range(len(self.rules))
        return [
            (a + 1, b + 1)
            for a in count
            for b in count
            if a < b and self.results(a) == self.results(b) and len(self._different(a, b)) == 1
        ]

    def _different(self, a: int, b: int) -> list[int]:
        """The columns in which two rules do not admit the same values."""
        return [
            i
            for i, values in enumerate(self.samples)
            if any(matches(self.table.tests[a][i], v) != matches(self.table.tests[b][i], v) for v in values)
        ]

    def box(self, box: Mapping[str, Any]) -> int:
        """The points of a neutral box."""
        columns = {
            i: [_in_piece(value, box[column.label]) for value in self.samples[i]]
            for i, column in enumerate(self.table.inputs)
            if column.label in box
        }
        assert len(columns) == len(box), (box, [c.label for c in self.table.inputs])
        return self.region(columns)

    def ours(self, regions: Iterable[Mapping[str, Sequence[Mapping[str, Any]]]]) -> int:
        """The points in the union of our boxes (field code -> pieces)."""
        bits = 0
        codes = [column.code for column in self.table.inputs]
        for box in regions:
            assert set(box) <= set(codes), (sorted(box), codes)
            bits |= self.region(
                {
                    i: [
                        any(in_our_piece(v, piece, column) for piece in box[column.code])
                        for v in self.samples[i]
                    ]
                    for i, column in enumerate(self.table.inputs)
                    if column.code in box
                }
            )
        return bits

    def describe(self, bits: int, limit: int = 3) -> str:
        """A few points of a bit set, for the message of a failing test."""
        shown = [point for k, point in enumerate(self.points()) if bits >> k & 1][:limit]
        return f"{bits.bit_count()} points of {self.size}, such as {shown}"


def neutral(value: Any) -> Value:
    """A value of the collection's JSON: numbers exactly, {"$date"} and {"$duration"} as we write them."""
    if isinstance(value, Mapping):
        if "$date" in value:
            return date.fromisoformat(value["$date"])
        text = value["$duration"]
        assert text[0] == "P" and text[-1] in "DM" and text[1:-1].isdigit(), value
        return Fraction(text[1:-1])
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return Fraction(repr(value))


def _end(value: Any) -> Value:
    return Fraction(value) if isinstance(value, str) else neutral(value)


def _box_ends(piece: Mapping[str, Any]) -> set[Value]:
    if "in" in piece:
        return {neutral(value) for value in piece["in"]}
    return {_end(piece["lo"]), _end(piece["hi"])} - {None}


def _in_piece(value: Value, piece: Mapping[str, Any]) -> bool:
    if "in" in piece:
        return any(type(value) is type(v) and value == v for v in map(neutral, piece["in"]))
    return _between(value, _end(piece["lo"]), piece["lo_in"], _end(piece["hi"]), piece["hi_in"])


def _between(value: Any, low: Any, low_in: bool, high: Any, high_in: bool) -> bool:
    if value is None:
        return False
    above = low is None or value > low or (low_in and value == low)
    return above and (high is None or value < high or (high_in and value == high))


def in_our_piece(value: Value, piece: Mapping[str, Any], column: Column) -> bool:
    """Whether a neutral value lies in a piece of a finding's region, as the contract writes pieces."""
    if "unknown" in piece:
        return value is None
    if value is None:
        return False
    if "other_text_than" in piece:
        return isinstance(value, str) and value.casefold() not in {
            t.casefold() for t in piece["other_text_than"]
        }
    if "value" in piece:
        return _said(piece["value"], column) == (column.code_of(value) if column.values else value)
    low, high = (_said(piece[end], column) for end in ("low", "high"))
    return _between(value, low, piece["low_closed"], high, piece["high_closed"])


def _said(value: Any, column: Column) -> Any:
    """A value as a finding's JSON writes it."""
    if value is None or isinstance(value, bool) or column.type in ("choice", "text"):
        return value
    if column.type == "date":
        return date.fromisoformat(value)
    return Fraction(value) if isinstance(value, str) else Fraction(repr(value))
