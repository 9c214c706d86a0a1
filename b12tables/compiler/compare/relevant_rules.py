"""Of two versions of a table set, the rules that can bear on what they answer differently.

Where a table's rules are the same in both versions but for a few, its answers can only differ where one of
those few holds. A rule that never holds together with one of them plays no part in the comparison, and in a
table of thousands of rules nearly all are such. They are put aside before anything is cut into pieces: what
is left is compared exactly, and gives what the whole tables would.

Only tables that nothing reads are cut down, and whose columns hold the same in both versions: what is asked of
the others concerns all of their rules.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from b12tables.compiler.compare.cell_diff import needed
from b12tables.compiler.model import AllOf, AnyOf, DecisionTable, Equals, Interval, Model, Test, Value
from b12tables.runtime.words import fold


def bearing(old: Model, new: Model) -> tuple[Model, Model]:
    """Both versions without the rules that play no part in how their answers differ."""
    read = _read(old) | _read(new)
    decided = old.produced_by.keys() | new.produced_by.keys()
    alike: set[str] = set()
    """Fields that both versions come to by the same rules, all the way from the inputs."""
    kept: tuple[dict[str, DecisionTable], dict[str, DecisionTable]] = ({}, {})
    for table in new.decisions:
        before = old.produced_by.get(table.output_fields[0])
        if before is None or not alike.issuperset(decided & (_asked(old, before) | _asked(new, table))):
            continue
        found = _few(old, new, before, table)
        if found is None:
            continue
        if not found[0].rules and not found[1].rules:
            alike.update(table.output_fields)
        if read.isdisjoint(table.output_fields):
            kept[0][before.code], kept[1][table.code] = found
    first, second = (
        replace(model, decisions=tuple(tables.get(t.code, t) for t in model.decisions)) if tables else model
        for model, tables in zip((old, new), kept, strict=True)
    )
    return first, second


def _asked(model: Model, table: DecisionTable) -> set[str]:
    """What a table looks at, also through what is computed."""
    return {*model.behind(table.input_fields, tables=False)}


def _read(model: Model) -> set[str]:
    """The fields that something else follows from."""
    read = needed(model)
    read |= {line.field for combination in model.impossible for line in combination.tests}
    for field in model.fields.values():
        if field.computed is not None:
            read |= set(field.computed.parts)
    return read


def _few(
    old_model: Model, new_model: Model, old: DecisionTable, new: DecisionTable
) -> tuple[DecisionTable, DecisionTable] | None:
    """Both tables with the rules that bear on how they differ; None where that cannot be told rule by rule."""
    if old.hit_policy is not new.hit_policy or set(old.output_fields) != set(new.output_fields):
        return None
    if set(old.input_fields) != set(new.input_fields) or any(
        len(set(table.input_fields)) != len(table.input_fields) for table in (old, new)
    ):
        return None
    if old.hit_policy.ranks and any(
        old_model.fields[name].value_codes != new_model.fields[name].value_codes for name in old.output_fields
    ):
        return None
    rows = _Rows(old), _Rows(new, old)
    if rows[0].otherwise != rows[1].otherwise:
        return None
    partner = _partners(*rows)
    order = list(partner.values())
    if old.hit_policy.in_order and any(b < a for a, b in itertools.pairwise(order)):
        return None
    taken = set(order)
    own = [i for i in range(len(old.rules)) if i not in partner]
    others = [i for i in range(len(new.rules)) if i not in taken]
    places = [_Places(c, tests) for c, tests in enumerate(rows[0].columns(own, rows[1], others))]
    places.sort(key=lambda column: column.unrestricted)
    near = {i for i in range(len(old.rules)) if i not in partner or rows[0].meets(i, places)}
    near_new = {partner[i] for i in near if i in partner} | set(others)
    return (
        replace(old, rules=tuple(rule for i, rule in enumerate(old.rules) if i in near)),
        replace(new, rules=tuple(rule for i, rule in enumerate(new.rules) if i in near_new)),
    )


class _Rows:
    """The rules of a table, their cells in the order of another version's columns."""

    def __init__(self, table: DecisionTable, like: DecisionTable | None = None) -> None:
        like = like or table
        self.rules = table.rules
        inputs = [table.input_fields.index(name) for name in like.input_fields]
        outputs = [table.output_fields.index(name) for name in like.output_fields]
        self._inputs, self._outputs = inputs, outputs
        self.width = len(inputs)
        self.otherwise = table.otherwise.row(outputs) if table.otherwise else None

    def tests(self, index: int) -> Sequence[Test]:
        conditions = self.rules[index].conditions
        return [conditions[c].test for c in self._inputs]

    def results(self, index: int) -> tuple[object, ...]:
        return self.rules[index].row(self._outputs)

    def columns(self, chosen: Sequence[int], other: _Rows, others: Sequence[int]) -> Iterator[list[Test]]:
        """Column by column the cells of some rules of this version and of the other one."""
        rows = [*map(self.tests, chosen), *map(other.tests, others)]
        return ([row[c] for row in rows] for c in range(self.width))

    def meets(self, index: int, columns: Sequence[_Places]) -> bool:
        """Whether the rule may hold together with one of those that the columns are made of."""
        conditions = self.rules[index].conditions
        left = -1
        for column in columns:
            left &= column.meeting(conditions[self._inputs[column.column]].test)
            if not left:
                return False
        return bool(columns) and bool(left & columns[0].everyone)


def _partners(old: _Rows, new: _Rows) -> dict[int, int]:
    """For each rule of the old version one of the new that says the same, if possible under the same ID."""
    named = {rule.id: i for i, rule in enumerate(new.rules)}
    found: dict[int, int] = {}
    left: list[int] = []
    for i, rule in enumerate(old.rules):
        other = named.pop(rule.id, None)
        if other is not None and old.tests(i) == new.tests(other) and old.results(i) == new.results(other):
            found[i] = other
        else:
            left.append(i)
    taken = set(found.values())
    places: dict[object, list[int]] = {}
    for i in range(len(new.rules)):
        if i not in taken:
            places.setdefault((tuple(new.tests(i)), new.results(i)), []).append(i)
    for i in left:
        alike = places.get((tuple(old.tests(i)), old.results(i)))
        if alike:
            found[i] = alike.pop(0)
    return dict(sorted(found.items()))


# ---------------------------------------------------------------- which cells can hold together


@dataclass(frozen=True)
class _Stretch:
    """Numbers or dates from one whole place to another, both included, at most a little too wide. None is
    unbounded.
    """

    low: int | None
    high: int | None


_Extent = _Stretch | frozenset[object] | None
"""What a cell admits, or more than that: a stretch, some words, or anything."""

_FINE = 1000
"""So many places a unit of a number."""


class _Places:
    """A column of some rules, as bit sets: which of them may hold together with another cell."""

    def __init__(self, column: int, tests: Sequence[Test]) -> None:
        self.column = column
        self.everyone = (1 << len(tests)) - 1
        extents = [_extent(test) for test in tests]
        self._words: dict[object, int] = {}
        self._not_words = self._not_stretches = 0
        stretches: list[tuple[int, _Stretch]] = []
        for i, extent in enumerate(extents):
            if isinstance(extent, _Stretch):
                stretches.append((1 << i, extent))
                self._not_words |= 1 << i
            elif extent is None:
                self._not_words |= 1 << i
                self._not_stretches |= 1 << i
            else:
                self._not_stretches |= 1 << i
                for word in extent:
                    self._words[word] = self._words.get(word, 0) | 1 << i
        self._unbegun = sum(one for one, stretch in stretches if stretch.low is None)
        self._lows, self._begun = _prefixes((s.low, one) for one, s in stretches)
        self._highs, self._ended = _prefixes((s.high, one) for one, s in stretches)
        self._equal: dict[Value, int] = {}

    @property
    def unrestricted(self) -> int:
        """How many of the rules admit anything here, as far as that is looked at."""
        return (self._not_words & self._not_stretches).bit_count()

    def meeting(self, test: Test) -> int:
        """Those that may admit something that the test admits too."""
        # not by pattern: this is asked of every cell of a table
        if isinstance(test, Interval):
            return self._between(test.low, test.high, test.high_closed)
        if isinstance(test, Equals):
            value = test.value
            found = self._equal.get(value)
            if found is None:
                if isinstance(value, (str, bool)):
                    found = self._not_words | self._words.get(_word(value), 0)
                elif isinstance(value, (Fraction, date)):
                    found = self._between(value, value, True)
                else:
                    found = self.everyone
                self._equal[value] = found
            return found
        if isinstance(test, AnyOf):
            found = 0
            for part in test.tests:
                found |= self.meeting(part)
            return found
        if isinstance(test, AllOf):
            found = self.everyone
            for part in test.tests:
                found &= self.meeting(part)
            return found
        return self.everyone

    def _between(self, low: Fraction | date | None, high: Fraction | date | None, closed: bool) -> int:
        last = len(self._lows) if high is None else bisect_right(self._lows, _last_place(high, closed))
        first = 0 if low is None else bisect_left(self._highs, _place(low))
        return self._not_stretches | (self._unbegun | self._begun[last]) & ~self._ended[first]


def _prefixes(ends: Iterable[tuple[int | None, int]]) -> tuple[list[int], list[int]]:
    """The ends in order, and for each place the union of those before it."""
    known = sorted((end, one) for end, one in ends if end is not None)
    unions = [0]
    for _, one in known:
        unions.append(unions[-1] | one)
    return [end for end, _ in known], unions


def _extent(test: Test) -> _Extent:
    match test:
        case Interval(low, _, high, closed):
            return _Stretch(
                None if low is None else _place(low), None if high is None else _last_place(high, closed)
            )
        case Equals(value) if isinstance(value, (Fraction, date)):
            return _Stretch(_place(value), _place(value))
        case Equals(value) if isinstance(value, (str, bool)):
            return frozenset((_word(value),))
        case AnyOf(parts):
            return _hull([_extent(part) for part in parts])
        case AllOf(parts):
            return next((extent for part in parts if (extent := _extent(part)) is not None), None)
    return None


def _hull(extents: Sequence[_Extent]) -> _Extent:
    words = [extent for extent in extents if isinstance(extent, frozenset)]
    if len(words) == len(extents):
        return frozenset().union(*words)
    stretches = [extent for extent in extents if isinstance(extent, _Stretch)]
    if len(stretches) < len(extents):
        return None
    lows = [s.low for s in stretches if s.low is not None]
    highs = [s.high for s in stretches if s.high is not None]
    return _Stretch(
        min(lows) if len(lows) == len(stretches) else None,
        max(highs) if len(highs) == len(stretches) else None,
    )


def _word(value: str | bool) -> object:
    return fold(value) if isinstance(value, str) else value


def _place(value: Fraction | date) -> int:
    """The whole place that a value lies in: equal or smaller for a smaller value, so none is missed."""
    if isinstance(value, date):
        return value.toordinal()
    return value.numerator * _FINE // value.denominator


def _last_place(value: Fraction | date, closed: bool) -> int:
    """The last whole place in which a value up to this one can lie."""
    if closed:
        return _place(value)
    if isinstance(value, date):
        return value.toordinal() - 1
    return -(-value.numerator * _FINE // value.denominator) - 1
