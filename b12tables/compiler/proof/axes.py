"""A field's domain cut into pieces that no cell of the table set can tell apart.

Each field gets one `Axis`. A set of pieces is an int used as a bit set ("mask"), so that a condition cell, a
region of the column and a result are all masks, and everything asked of them is a few integer operations.
Each piece has a witness: a value that stands for all of it. Pieces that hold no value of the type do not
exist (148 < x < 149 for whole numbers).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Equals,
    Excludes,
    Field,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    Not,
    Piece,
    Test,
    Value,
)
from b12tables.compiler.proof.axis import Axis
from b12tables.runtime.axes import Members, Ordered, Words, bits, inside, one_form, other_text, runs
from b12tables.runtime.questions.stretches import touching
from b12tables.runtime.values import number_json
from b12tables.runtime.words import as_compared, fold

if TYPE_CHECKING:
    from b12tables.runtime.questions.stretches import Stretch

__all__ = [
    "Axes",
    "Axis",
    "Border",
    "OrderedAxis",
    "SetAxis",
    "TooManyMembers",
    "WordAxis",
    "as_interval",
    "as_stretch",
    "bits",
    "make_axis",
    "named_values",
    "runs",
    "value_inside",
]

JOINED = 8
"""Of up to so many members the combinations are joined one by one, of more they are split."""

MEMBERS_BOUND = 13
"""A set-valued field may be asked about so many different values: its pieces are their 2^n combinations."""


class TooManyMembers(Exception):
    """A set-valued field that is asked about more values than can be combined; `asked` says how many."""

    def __init__(self, code: str, asked: int) -> None:
        super().__init__(code)
        self.asked = asked


# ---------------------------------------------------------------- numbers and dates

Border = tuple[Fraction | date, int]
"""A place between two values: (v, 0) just before v, (v, 1) just after it."""


class OrderedAxis(Axis):
    """Numbers, whole numbers and dates: the stretches between the borders that cells mention."""

    ordered = True
    kinds = (Fraction, date)

    def __init__(self, field: Field, tests: Iterable[Test], unknown: bool) -> None:
        self.step = Fraction(1) if field.type == "date" else field.precision
        """What all values are multiples of (of dates: a day); None where they are any numbers."""
        first = self._border(field.low.value, 0 if field.low.closed else 1) if field.low else None
        last = self._border(field.high.value, 1 if field.high.closed else 0) if field.high else None
        mentioned: set[Border] = set()
        for test in tests:
            for border in borders_of(test):
                normal = self._border(*border)
                if normal is not None:
                    mentioned.add(normal)
        self.borders: tuple[Border, ...] = tuple(
            sorted(b for b in mentioned if (first is None or b > first) and (last is None or b < last))
        )
        self.first, self.last = first, last
        self._stretches = Ordered(
            self.borders, step=self.step, day=field.type == "date", first=first, last=last, unknown=unknown
        )
        super().__init__(field, self._stretches)
        self._index = {border: i + 1 for i, border in enumerate(self.borders)}

    def _cut(self) -> Hashable:
        return self.borders, self.first, self.last, self.step

    def _border(self, value: Fraction | date, side: int) -> Border | None:
        return one_form(value, side, self.step)  # type: ignore[return-value]

    def _place(self, border: Border | None) -> int:
        """How many pieces lie before the border."""
        if border is None:
            return len(self.borders) + 1
        found = self._index.get(border)
        if found is not None:
            return found
        if self.first is not None and border <= self.first:
            return 0
        if self.last is not None and border >= self.last:
            return len(self.borders) + 1
        return bisect_right(self.borders, border)

    def _simple(self, test: Test) -> int:
        match test:
            case Interval(low, low_closed, high, high_closed):
                start = 0 if low is None else self._place(self._border(low, 0 if low_closed else 1))
                end = (
                    len(self.borders) + 1
                    if high is None
                    else self._place(self._border(high, 1 if high_closed else 0))
                )
                return (1 << end) - (1 << start) if end > start else 0
            case Equals(value) if isinstance(value, (Fraction, date)):
                return self._simple(Interval(value, True, value, True))
        return 0

    def touching(self, ends: Interval) -> int:
        """The pieces that hold some value of an interval, whether or not a cell draws its ends."""
        return touching(self._stretches, as_stretch(ends))

    def stretch(self, piece: int) -> Stretch:
        """A piece as the kernel computes with it."""
        return self._stretches.ends(piece, piece + 1)

    @property
    def at_runtime(self) -> Ordered:
        """The same pieces as the generated evaluators have them."""
        return self._stretches

    def ends(self, start: int, end: int) -> Interval:
        """The pieces from `start` to before `end` as one interval."""
        return as_interval(self._stretches.ends(start, end))

    def _pieces(self, mask: int) -> tuple[Piece, ...]:
        return tuple(_interval_piece(self.ends(start, end)) for start, end in runs(mask))

    def _tests(self, mask: int) -> Iterator[Test]:
        for start, end in runs(mask):
            ends = self.ends(start, end)
            low_open_domain = start == 0 and end <= len(self.borders)
            high_open_domain = end == len(self.borders) + 1 and start > 0
            if ends.low is not None and ends.low == ends.high:
                yield Equals(ends.low)
            elif low_open_domain:
                yield Interval(None, False, ends.high, ends.high_closed)
            elif high_open_domain:
                yield Interval(ends.low, ends.low_closed, None, False)
            else:
                yield ends


def as_stretch(one: Interval) -> Stretch:
    """An interval as the kernel computes with it."""
    low = None if one.low is None else (one.low, 0 if one.low_closed else 1)
    return low, None if one.high is None else (one.high, 1 if one.high_closed else 0)


def as_interval(one: Stretch) -> Interval:
    """A stretch as a test of the grammar."""
    low, high = one
    return Interval(
        low[0] if low else None,  # type: ignore[arg-type]
        low is not None and low[1] == 0,
        high[0] if high else None,  # type: ignore[arg-type]
        high is not None and high[1] == 1,
    )


def borders_of(test: Test) -> Iterator[Border]:
    """The places at which a test cuts."""
    match test:
        case Interval(low, low_closed, high, high_closed):
            if low is not None:
                yield low, 0 if low_closed else 1
            if high is not None:
                yield high, 1 if high_closed else 0
        case Equals(value) if isinstance(value, (Fraction, date)):
            yield value, 0
            yield value, 1
        case Not(inner):
            yield from borders_of(inner)
        case AnyOf(tests) | AllOf(tests):
            for part in tests:
                yield from borders_of(part)


def value_inside(ends: Interval, step: Fraction | None = None) -> Fraction | date:
    """A value inside an interval of numbers whose ends cells draw; of multiples of a step both must be in it."""
    low = None if ends.low is None else (ends.low, 0 if ends.low_closed else 1)
    high = None if ends.high is None else (ends.high, 1 if ends.high_closed else 0)
    return inside(low, high, from_cut=True, to_cut=True, step=step)


def _interval_piece(ends: Interval) -> Piece:
    if ends.low is not None and ends.low == ends.high:
        return {"value": _json_end(ends.low)}
    return {
        "low": _json_end(ends.low),
        "low_closed": ends.low_closed,
        "high": _json_end(ends.high),
        "high_closed": ends.high_closed,
    }


def _json_end(end: Fraction | date | None) -> object:
    if isinstance(end, date):
        return end.isoformat()
    return None if end is None else number_json(end)


# ---------------------------------------------------------------- words


class WordAxis(Axis):
    """Choices, yes/no and texts: a piece each value; for texts one more, "any other text"."""

    def __init__(self, field: Field, tests: Iterable[Test], unknown: bool) -> None:
        self.values: list[str | bool]
        if field.type == "yes/no":
            self.values = [True, False]
        elif field.type == "choice":
            self.values = list(field.value_codes)
        else:
            self.values = list(_texts(tests).values())
        self.other = field.type == "text"
        self._words = Words(tuple(self.values), other=self.other, unknown=unknown)
        self.rest = self._words.rest
        super().__init__(field, self._words)

    def _cut(self) -> Hashable:
        return tuple(self.values)

    def _simple(self, test: Test) -> int:
        return self._words.mask(test.value) & ~self._words.rest if isinstance(test, Equals) else 0

    def _pieces(self, mask: int) -> tuple[Piece, ...]:
        found: list[Piece] = [{"value": self.values[i]} for i in bits(mask & ~self.rest)]
        if mask & self.rest:
            found.append({"other_text_than": list(self.values)})
        return tuple(found)

    def _tests(self, mask: int) -> Iterator[Test]:
        for i in bits(mask & ~self.rest):
            yield Equals(self.values[i])
        if mask & self.rest:
            named = tuple(Equals(value) for value in self.values)
            yield IsKnown() if not named else Not(named[0] if len(named) == 1 else AnyOf(named))


def _texts(tests: Iterable[Test]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in named_values(tests):
        if isinstance(value, str):
            found.setdefault(fold(value), value)
    return dict(sorted(found.items()))


def named_values(tests: Iterable[Test]) -> Iterator[Value]:
    """The values that tests name, in their order."""
    for test in tests:
        match test:
            case Equals(value) | Includes(value) | Excludes(value):
                yield value
            case Not(inner):
                yield from named_values((inner,))
            case AnyOf(parts) | AllOf(parts):
                yield from named_values(parts)


# ---------------------------------------------------------------- sets


CLOSED = ("choice", "choices", "yes/no")
"""Types of which the dictionary names all values: a set of any other may hold what nobody has named."""


def _another(type_: str, members: Iterable[Value]) -> Value:
    """A value of an open type that is none of the members."""
    taken = {*map(as_compared, members)}
    if type_ == "text":
        return other_text(taken)
    if type_ == "date":
        return next(
            day for day in (date(2000, 1, n + 1) for n in range(MEMBERS_BOUND + 1)) if day not in taken
        )
    return next(Fraction(n) for n in range(MEMBERS_BOUND + 1) if Fraction(n) not in taken)


class SetAxis(Axis):
    """A field that holds several values: a piece for each combination of the values that cells ask about.

    Where cells ask for emptiness and the field may hold values that no cell names, "some other value" counts
    as one more of them. Piece number n holds exactly the members whose bit is set in n.
    """

    kinds = (frozenset,)

    def __init__(self, field: Field, tests: Sequence[Test], unknown: bool, declared: Sequence[Value]) -> None:
        named: dict[object, Value] = {}
        for value in named_values(tests):
            for member in sorted(value) if isinstance(value, frozenset) else [value]:
                named.setdefault(as_compared(member), member)
        self.members = tuple(named[key] for key in sorted(named, key=str))
        if len(self.members) + 1 > MEMBERS_BOUND:
            raise TooManyMembers(field.code, len(self.members))
        unnamed = [value for value in declared if as_compared(value) not in named]
        asks_for_all, closed = _asks_for_all(tests), field.type in CLOSED
        self.invented = asks_for_all and not unnamed and not closed
        """Whether no row gives any other value, and yet whoever asks the decision alone may state one."""
        if self.invented:
            unnamed = [_another(field.type, self.members)]
        self.others = tuple(unnamed) if asks_for_all and unnamed else ()
        self.complete = bool(self.others) or (closed and not unnamed)
        """Whether the members here are all that the set can hold, so that the piece without any is the empty
        set.
        """
        self.count = len(self.members) + bool(self.others)
        self.sets = Members(self.members, others=self.others, unknown=unknown)
        """Which pieces hold what."""
        super().__init__(field, self.sets)

    def _cut(self) -> Hashable:
        return self.members, self.others, self.complete

    def _simple(self, test: Test) -> int:
        match test:
            case Includes(member):
                return self.sets.has(member)
            case Excludes(member):
                return self.known & ~self.sets.has(member)
            case IsEmpty():
                return 1
            case Equals(value) if isinstance(value, frozenset):
                return self.sets.mask(value)
        return 0

    def _cubes(self, mask: int) -> list[tuple[int, int]]:
        """The combinations as (must hold, must not hold), joined where they differ in one member."""
        everything = (1 << self.count) - 1
        if self.count > JOINED:
            return sorted(_split_cubes(mask, self.count))
        cubes = {(n, everything & ~n) for n in bits(mask)}
        for m in range(self.count):
            bit = 1 << m
            for held, missing in sorted(cubes):
                if held & bit and (held ^ bit, missing | bit) in cubes:
                    cubes -= {(held, missing), (held ^ bit, missing | bit)}
                    cubes.add((held ^ bit, missing))
        return sorted(cubes)

    def _names(self, members: int) -> list[Value]:
        return [member for m, member in enumerate(self.members) if members >> m & 1]

    def _pieces(self, mask: int) -> tuple[Piece, ...]:
        found: list[Piece] = []
        for held, missing in self._cubes(mask):
            includes, excludes, some_other = self._spell(held, missing)
            piece: dict[str, object] = {"includes": includes, "excludes": excludes}
            if some_other:
                piece["includes_one_of"] = list(self.others)
            if not held and self.complete and missing == (1 << self.count) - 1:
                piece["empty"] = True
            found.append(piece)
        return tuple(found)

    def _spell(self, held: int, missing: int) -> tuple[list[Value], list[Value], bool]:
        """A cube in words: what it holds, what not, and whether it holds a value that no cell names."""
        other = 1 << self.count - 1 if self.others else 0
        told = missing & other and not self.invented
        excludes = self._names(missing) + (list(self.others) if told else [])
        return self._names(held), excludes, bool(held & other)

    def _tests(self, mask: int) -> Iterator[Test]:
        for held, missing in self._cubes(mask):
            includes, excludes, some_other = self._spell(held, missing)
            if not held and self.complete and missing == (1 << self.count) - 1:
                yield IsEmpty()
                continue
            parts: list[Test] = [Includes(member) for member in includes]
            parts += [Excludes(member) for member in excludes]
            if some_other:
                parts.append(AnyOf(tuple(Includes(member) for member in self.others)))
            yield parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _split_cubes(mask: int, count: int) -> list[tuple[int, int]]:
    """A set of combinations as disjoint (must hold, must not hold), split member by member where it matters."""
    if not mask:
        return []
    if mask == (1 << (1 << count)) - 1:
        return [(0, 0)]
    half = 1 << count - 1
    without, with_ = mask & (1 << half) - 1, mask >> half
    if without == with_:
        return _split_cubes(without, count - 1)
    bit = 1 << count - 1
    cubes = [(held, missing | bit) for held, missing in _split_cubes(without, count - 1)]
    return cubes + [(held | bit, missing) for held, missing in _split_cubes(with_, count - 1)]


def _asks_for_all(tests: Iterable[Test]) -> bool:
    for test in tests:
        match test:
            case IsEmpty():
                return True
            case Equals(value) if isinstance(value, frozenset):
                return True
            case Not(inner):
                if _asks_for_all((inner,)):
                    return True
            case AnyOf(parts) | AllOf(parts):
                if _asks_for_all(parts):
                    return True
    return False


def make_axis(
    field: Field,
    tests: Sequence[Test],
    unknown: bool,
    *,
    is_set: bool = False,
    declared: Sequence[Value] = (),
) -> Axis:
    """The axis of a field, cut by every test that the table set puts to it.

    `is_set` tells that the field is tested as a set (a `choices` field, or a multi-hit table's answers) and
    `declared` what it may hold. Raises `TooManyMembers`.
    """
    if is_set:
        return SetAxis(field, tests, unknown, declared)
    if field.type in ("number", "whole number", "date"):
        return OrderedAxis(field, tests, unknown)
    return WordAxis(field, tests, unknown)


Axes = Mapping[str, Axis]
