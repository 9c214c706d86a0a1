"""The pieces of a field: stretches of values that no cell of the table set can tell apart.

A set of pieces is an int used as a bit set ("mask"). The masks of the rules come from the compiler; here a
value finds its piece, a mask finds a value in it, and both find words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from b12tables.runtime.values import whole
from b12tables.runtime.words import as_compared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from b12tables.runtime.fields import Field
    from b12tables.runtime.values import Value

    Edge = int | Fraction | date
    Border = tuple[Edge, int]


def bits(mask: int) -> Iterator[int]:
    """The places of the ones in a bit set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Axis:
    """The pieces of one field. The unknown piece, where there is one, is the last."""

    __slots__ = ("full", "known", "unknown")

    def __init__(self, known_pieces: int, unknown: bool) -> None:
        self.known = (1 << known_pieces) - 1
        self.unknown = 1 << known_pieces if unknown else 0
        self.full = self.known | self.unknown

    def mask(self, value: Value) -> int:
        """The one piece that a value lies in; 0 where the field cannot have it. None is not known."""
        return self.unknown if value is None else self._mask(value)

    def witness(self, mask: int) -> Value:
        """A value of the first piece of the mask; None where that is not known."""
        low = mask & -mask
        return None if low == self.unknown else self._witness(low.bit_length() - 1)

    def words(self, mask: int, field: Field, patient: bool = False) -> str:
        """The mask in words: `Dietary or unknown`, `from 30 to 60 mL/min`."""
        if mask == self.full:
            return "anything"
        parts = self._words(mask & self.known, field, patient)
        parts += ["unknown"] if mask & self.unknown else []
        return " or ".join(parts) or "nothing"

    def _mask(self, value: Value) -> int:
        raise NotImplementedError

    def _witness(self, piece: int) -> Value:
        raise NotImplementedError

    def _words(self, mask: int, field: Field, patient: bool) -> list[str]:
        raise NotImplementedError


class Words(Axis):
    """Choices, yes/no and texts: a piece each value, and for texts one more, "any other text"."""

    __slots__ = ("_places", "_rest", "values")

    def __init__(self, values: tuple[str | bool, ...], *, other: bool = False, unknown: bool = False) -> None:
        super().__init__(len(values) + other, unknown)
        self.values = values
        self._places = {as_compared(value): 1 << i for i, value in enumerate(values)}
        self._rest = 1 << len(values) if other else 0

    def _mask(self, value: Value) -> int:
        return self._places.get(as_compared(value), self._rest)

    def _witness(self, piece: int) -> Value:
        if piece < len(self.values):
            return self.values[piece]
        text = "something else"
        while as_compared(text) in self._places:
            text += " again"
        return text

    def _words(self, mask: int, field: Field, patient: bool) -> list[str]:
        found = [field.text(self.values[i], patient) for i in bits(mask & ~self._rest)]
        return [*found, "any other text"] if mask & self._rest else found


class Ordered(Axis):
    """Numbers and dates: the stretches between borders.

    `(v, 0)` is the border just before v, `(v, 1)` just after.
    """

    __slots__ = ("borders", "day", "first", "last", "whole")

    def __init__(
        self,
        borders: tuple[Border, ...],
        *,
        whole: bool = False,
        day: bool = False,
        first: Border | None = None,
        last: Border | None = None,
        unknown: bool = False,
    ) -> None:
        super().__init__(len(borders) + 1, unknown)
        self.borders, self.whole, self.first, self.last = borders, whole, first, last
        self.day = day
        """Whether the values are dates, which borders would tell where there are any."""

    def _mask(self, value: Value) -> int:
        return 1 << bisect_right(self.borders, (value, 0))

    def ends(self, start: int, end: int) -> tuple[Border | None, Border | None]:
        """The borders before piece `start` and behind the piece before `end`; None is unbounded."""
        low = self.first if start == 0 else self.borders[start - 1]
        high = self.last if end == len(self.borders) + 1 else self.borders[end - 1]
        return low, high

    def _witness(self, piece: int) -> Value:
        low, high = self.ends(piece, piece + 1)
        if low is not None and low[1] == 0:
            return low[0]
        if high is not None and high[1] == 1:
            return high[0]
        if self.day:
            return _day(low, high)
        if low is None or high is None:
            return 0 if low is high else _beyond(low, high)
        return _inside(low[0], high[0])  # type: ignore[arg-type]

    def _words(self, mask: int, field: Field, patient: bool) -> list[str]:
        return [self._stretch(start, end, field) for start, end in runs(mask)]

    def _stretch(self, start: int, end: int, field: Field) -> str:
        low, high = self.ends(start, end)
        if self.whole and high is not None and high[1] == 0:
            value = high[0]
            high = (value - timedelta(days=1) if isinstance(value, date) else value - 1, 1)
        if low is not None and high is not None and low[0] == high[0]:
            return field.text(low[0])
        parts = []
        if low is not None and start > 0:
            parts.append(f"{'above' if low[1] else 'at least'} {field.text(low[0])}")
        if high is not None and end <= len(self.borders):
            parts.append(f"{'at most' if high[1] else 'below'} {field.text(high[0])}")
        return " and ".join(parts) or "known"


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The maximal stretches of ones, as (first, behind the last)."""
    while mask:
        low = mask & -mask
        rest = mask + low
        end = (rest & -rest).bit_length() - 1
        yield low.bit_length() - 1, end
        mask = mask >> end << end


def _day(low: Border | None, high: Border | None) -> Value:
    if low is not None and isinstance(low[0], date):
        return low[0] + timedelta(days=1)
    if high is not None and isinstance(high[0], date):
        return high[0] - timedelta(days=1)
    return date(2000, 1, 1)


def _beyond(low: Border | None, high: Border | None) -> Value:
    if high is not None:
        return high[0].__floor__() - 1  # type: ignore[union-attr]
    assert low is not None
    return low[0].__floor__() + 1  # type: ignore[union-attr]


def _inside(low: int | Fraction, high: int | Fraction) -> Value:
    """The number between two others that has the fewest digits."""
    step = Fraction(1)
    while True:
        value = ((low / step).__floor__() + 1) * step
        if value < high:
            return whole(value)
        step /= 10


class Members(Axis):
    """A set: a piece for each combination of the members that cells ask about.

    Where it matters whether the set holds anything else, "some other member" counts as one more. Piece
    number n holds exactly the members whose bit is set in n.
    """

    __slots__ = ("_place", "members", "others")

    def __init__(
        self, members: tuple[Value, ...], *, others: tuple[Value, ...] = (), unknown: bool = False
    ) -> None:
        super().__init__(1 << (len(members) + bool(others)), unknown)
        self.members, self.others = members, others
        self._place = {as_compared(member): i for i, member in enumerate(members)}

    def holding(self, member: Value) -> int:
        """The pieces in which the set holds a member (0 where nothing asks about it)."""
        other = as_compared(member) in map(as_compared, self.others)
        place = self._place.get(as_compared(member), len(self.members) if other else None)
        if place is None:
            return 0
        found = 0
        for piece in bits(self.known):
            if piece >> place & 1:
                found |= 1 << piece
        return found

    def _mask(self, value: Value) -> int:
        number = 0
        for member in value:  # type: ignore[union-attr]
            place = self._place.get(as_compared(member))
            if place is not None:
                number |= 1 << place
            elif self.others:
                number |= 1 << len(self.members)
        return 1 << number

    def _witness(self, piece: int) -> Value:
        held = [member for i, member in enumerate(self.members) if piece >> i & 1]
        if self.others and piece >> len(self.members) & 1:
            held.append(self.others[0])
        return frozenset(held)  # type: ignore[arg-type]

    def _words(self, mask: int, field: Field, patient: bool) -> list[str]:
        return [field.text(self._witness(piece), patient) for piece in bits(mask)]


__all__ = ["Axis", "Members", "Ordered", "Words", "bits"]
