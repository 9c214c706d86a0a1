"""A field's domain cut into pieces that no cell of the table set can tell apart.

Each field gets one `Axis`. A set of pieces is an int used as a bit set ("mask"), so that a condition cell, a
region of the column and a result are all masks, and everything asked of them is a few integer operations.
Each piece has a witness: a value that stands for all of it. Pieces that hold no value of the type do not
exist (148 < x < 149 for whole numbers).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor

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
from b12tables.runtime.axes import bits, runs
from b12tables.runtime.values import number_json
from b12tables.runtime.words import as_compared, fold

__all__ = [
    "Axes",
    "Axis",
    "Border",
    "OrderedAxis",
    "SetAxis",
    "TooManyMembers",
    "WordAxis",
    "bits",
    "inside",
    "make_axis",
    "runs",
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

    def __init__(self, field: Field, tests: Iterable[Test], unknown: bool) -> None:
        self.whole = field.type in ("whole number", "date")
        first = self._border(field.low.value, 0 if field.low.closed else 1) if field.low else None
        last = self._border(field.high.value, 1 if field.high.closed else 0) if field.high else None
        mentioned: set[Border] = set()
        for test in tests:
            for border in _borders(test):
                normal = self._border(*border)
                if normal is not None:
                    mentioned.add(normal)
        self.borders: list[Border] = sorted(
            b for b in mentioned if (first is None or b > first) and (last is None or b < last)
        )
        self.first, self.last = first, last
        super().__init__(field, len(self.borders) + 1, unknown)
        self._index = {border: i + 1 for i, border in enumerate(self.borders)}

    def _cut(self) -> Hashable:
        return tuple(self.borders), self.first, self.last

    def _border(self, value: Fraction | date, side: int) -> Border | None:
        """The border in its one form: whole values have only "just before". None beyond the last date."""
        if not self.whole:
            return value, side
        if isinstance(value, date):
            if not side:
                return value, 0
            return (value + timedelta(days=1), 0) if value < date.max else None
        return Fraction(floor(value) + 1 if side or value.denominator != 1 else value), 0

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
        low = None if ends.low is None else self._border(ends.low, 0 if ends.low_closed else 1)
        high = None if ends.high is None else self._border(ends.high, 1 if ends.high_closed else 0)
        if low is not None and self.last is not None and low >= self.last:
            return 0
        if high is not None and self.first is not None and high <= self.first:
            return 0
        start = 0 if low is None else bisect_right(self.borders, low)
        end = len(self.borders) if high is None else bisect_left(self.borders, high)
        return (2 << end) - (1 << start) if end >= start else 0

    def _value(self, value: Value) -> int:
        if not isinstance(value, (Fraction, date)):
            return 0
        here: Border = (value, 0)
        if (self.first is not None and here < self.first) or (self.last is not None and here >= self.last):
            return 0
        return 1 << bisect_right(self.borders, here)

    def ends(self, start: int, end: int) -> Interval:
        """The pieces from `start` to before `end` as one interval."""
        low = self.first if start == 0 else self.borders[start - 1]
        high = self.last if end == len(self.borders) + 1 else self.borders[end - 1]
        if self.whole and high is not None and high[1] == 0:
            before = self._before(high[0])
            if before is not None:
                high = (before, 1)
        return Interval(
            low[0] if low else None,
            low is not None and low[1] == 0,
            high[0] if high else None,
            high is not None and high[1] == 1,
        )

    def _before(self, value: Fraction | date) -> Fraction | date | None:
        if isinstance(value, date):
            return value - timedelta(days=1) if value > date.min else None
        return value - 1

    def _witness(self, index: int) -> Value:
        last = len(self.borders)
        return inside(self.ends(index, index + 1), self.field.type, index > 0, index < last)

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


def _borders(test: Test) -> Iterator[Border]:
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
            yield from _borders(inner)
        case AnyOf(tests) | AllOf(tests):
            for part in tests:
                yield from _borders(part)


def inside(ends: Interval, type_: str, from_cut: bool, to_cut: bool) -> Fraction | date:
    """A value inside the interval that a reader would recognise: short, in the middle between two cuts, or close to
    the only one. `from_cut`, `to_cut`: whether a cell draws the lower and the upper end, not the dictionary.
    """
    low, high = ends.low, ends.high
    if low is not None and low == high:
        return low
    if type_ == "date":
        return _date_inside(ends, from_cut, to_cut)
    assert not isinstance(low, date) and not isinstance(high, date)
    if from_cut == to_cut and low is not None and high is not None:
        # of a range that no cell cuts, a lower part: ranges are drawn wide, for the rarest of patients
        aim = (low + high) / 2 if from_cut else low + (high - low) / 4
        reach = (high - low) / 4
    elif low is not None and (from_cut or high is None):
        aim, reach = low, abs(low) / NEAR
    elif high is not None:
        aim, reach = high, abs(high) / NEAR
    else:
        return Fraction(0)
    return _shortest(ends, aim, reach, whole=type_ == "whole number")


NEAR = 5
"""Close to a cut is what differs from it by no more than a fifth."""


def _shortest(ends: Interval, aim: Fraction, reach: Fraction, whole: bool) -> Fraction:
    """The shortest number inside the interval near the aim, the nearest of them; where none is near, the nearest
    whole number inside, or the one with the fewest decimals.
    """
    step = Fraction(10) ** max(0, len(str(floor(abs(aim) + reach))))
    while step >= 1:
        near = [value for value in _multiples(ends, aim, step) if abs(value - aim) <= reach]
        if near:
            return near[0]
        step /= 10
    step = Fraction(1)
    while True:
        inside = _multiples(ends, aim, step)
        if inside:
            return inside[0]
        assert not whole, ends
        step /= 10


def _multiples(ends: Interval, aim: Fraction, step: Fraction) -> list[Fraction]:
    """The multiples of a step around the aim that lie inside the interval, the nearest first."""
    start = floor(aim / step)
    around = [(start + k) * step for k in (-1, 0, 1, 2)]
    inside = [value for value in around if _lies_in(value, ends)]
    return sorted(inside, key=lambda value: (abs(value - aim), value))


def _lies_in(value: Fraction, ends: Interval) -> bool:
    assert not isinstance(ends.low, date) and not isinstance(ends.high, date)
    above = ends.low is None or value > ends.low or (ends.low_closed and value == ends.low)
    return above and (ends.high is None or value < ends.high or (ends.high_closed and value == ends.high))


def _date_inside(ends: Interval, from_cut: bool, to_cut: bool) -> date:
    # an open upper end of dates is normalised away unless it is the very first day
    first = ends.low if isinstance(ends.low, date) else None
    last = ends.high if isinstance(ends.high, date) else None
    if first is not None and not ends.low_closed:
        first += timedelta(days=1)
    if last is not None and not ends.high_closed:
        last -= timedelta(days=1)
    if first is not None and last is not None and from_cut == to_cut:
        return first + (last - first) // 2
    if first is not None and (from_cut or last is None):
        return first
    return last if last is not None else date(2000, 1, 1)


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
        self.values: list[Value]
        if field.type == "yes/no":
            self.values = [True, False]
        elif field.type == "choice":
            self.values = list(field.value_codes)
        else:
            self.values = list(_texts(tests).values())
        self.other = field.type == "text"
        super().__init__(field, len(self.values) + self.other, unknown)
        self._places = {as_compared(value): 1 << i for i, value in enumerate(self.values)}
        self._rest = 1 << len(self.values) if self.other else 0

    def _cut(self) -> Hashable:
        return tuple(self.values)

    def _simple(self, test: Test) -> int:
        return self._places.get(as_compared(test.value), 0) if isinstance(test, Equals) else 0

    def _value(self, value: Value) -> int:
        return self._places.get(as_compared(value), self._rest)

    def _witness(self, index: int) -> Value:
        return self.values[index] if index < len(self.values) else self._other_text()

    def _other_text(self) -> str:
        text = "something else"
        while as_compared(text) in self._places:
            text += " again"
        return text

    def _pieces(self, mask: int) -> tuple[Piece, ...]:
        found: list[Piece] = [{"value": self.values[i]} for i in bits(mask & ~self._rest)]
        if mask & self._rest:
            found.append({"other_text_than": list(self.values)})
        return tuple(found)

    def _tests(self, mask: int) -> Iterator[Test]:
        for i in bits(mask & ~self._rest):
            yield Equals(self.values[i])
        if mask & self._rest:
            named = tuple(Equals(value) for value in self.values)
            yield IsKnown() if not named else Not(named[0] if len(named) == 1 else AnyOf(named))


def _texts(tests: Iterable[Test]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in _values(tests):
        if isinstance(value, str):
            found.setdefault(fold(value), value)
    return dict(sorted(found.items()))


def _values(tests: Iterable[Test]) -> Iterator[Value]:
    for test in tests:
        match test:
            case Equals(value) | Includes(value) | Excludes(value):
                yield value
            case Not(inner):
                yield from _values((inner,))
            case AnyOf(parts) | AllOf(parts):
                yield from _values(parts)


# ---------------------------------------------------------------- sets


CLOSED = ("choice", "choices", "yes/no")
"""Types of which the dictionary names all values: a set of any other may hold what nobody has named."""


def _another(type_: str, members: Iterable[Value]) -> Value:
    """A value of an open type that is none of the members."""
    taken = {*map(as_compared, members)}
    if type_ == "text":
        text = "something else"
        while as_compared(text) in taken:
            text += " again"
        return text
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

    def __init__(self, field: Field, tests: Sequence[Test], unknown: bool, declared: Sequence[Value]) -> None:
        named: dict[object, Value] = {}
        for value in _values(tests):
            for member in sorted(value) if isinstance(value, frozenset) else [value]:
                named.setdefault(as_compared(member), member)
        self.members = [named[key] for key in sorted(named, key=str)]
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
        super().__init__(field, 1 << self.count, unknown)
        self._has = [_holding(m, self.count) for m in range(self.count)]
        self._place = {key: self.members.index(value) for key, value in named.items()}

    def _cut(self) -> Hashable:
        return tuple(self.members), self.others, self.complete

    def has(self, member: Value) -> int:
        """The pieces in which the set holds this member (0 where no cell asks about it)."""
        place = self._place.get(as_compared(member))
        return 0 if place is None else self._has[place]

    @property
    def has_others(self) -> int:
        """The pieces in which the set holds a value that no cell names (0 where that makes no difference)."""
        return self._has[-1] if self.others else 0

    def _simple(self, test: Test) -> int:
        match test:
            case Includes(member):
                return self.has(member)
            case Excludes(member):
                return self.known & ~self.has(member)
            case IsEmpty():
                return 1
            case Equals(value) if isinstance(value, frozenset):
                return self._value(value)
        return 0

    def _value(self, value: Value) -> int:
        if not isinstance(value, frozenset):
            return 0
        number = 0
        for member in value:
            place = self._place.get(as_compared(member))
            if place is not None:
                number |= 1 << place
            elif self.others:
                number |= 1 << self.count - 1
        return 1 << number

    def _witness(self, index: int) -> Value:
        held = [member for m, member in enumerate(self.members) if index >> m & 1]
        if self.others and index >> self.count - 1 & 1:
            held.append(self.others[0])
        # the members of a multi-hit table's answers need not be texts
        return frozenset(held)  # type: ignore[arg-type]

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


def _holding(member: int, count: int) -> int:
    """The pieces that hold a member: in the numbers of all combinations every second stretch of 2^member."""
    stretch = 1 << member
    found = (1 << stretch) - 1 << stretch
    width = 2 * stretch
    while width < 1 << count:
        found |= found << width
        width *= 2
    return found


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
