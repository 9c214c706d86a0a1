"""The pieces of a field: stretches of values that no cell of the table set can tell apart.

A set of pieces is an int used as a bit set ("mask"). Here a value finds its piece, a mask finds a value in it, and both
find words. What a cell asks for is a mask as well: the compiler's axes (`compiler.proof.axes`) stand on these and make
it, and the generated package has it ready.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from b12tables.runtime.language import t
from b12tables.runtime.values import whole
from b12tables.runtime.words import NOT_KNOWN, as_compared, held

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

    __slots__ = ("_witnesses", "full", "known", "unknown")

    def __init__(self, known_pieces: int, unknown: bool) -> None:
        self.known = (1 << known_pieces) - 1
        self.unknown = 1 << known_pieces if unknown else 0
        self.full = self.known | self.unknown
        self._witnesses: dict[int, Value] = {}

    def mask(self, value: Value) -> int:
        """The one piece that a value lies in; 0 where the field cannot have it. None is not known."""
        return self.unknown if value is None else self._mask(value)

    def witness(self, mask: int) -> Value:
        """A value of the first piece of the mask; None where that is not known."""
        low = mask & -mask
        if low == self.unknown:
            return None
        piece = low.bit_length() - 1
        if piece not in self._witnesses:
            self._witnesses[piece] = self._witness(piece)
        return self._witnesses[piece]

    def words(self, mask: int, field: Field, patient: bool = False) -> str:
        """The mask in words: `Dietary or not known`, `from 30 to 60 mL/min`."""
        if mask == self.full:
            return t("anything")
        parts = self._words(mask & self.known, field, patient)
        parts += [t(NOT_KNOWN)] if mask & self.unknown else []
        return t(" or ").join(parts) or t("nothing")

    def _mask(self, value: Value) -> int:
        raise NotImplementedError

    def _witness(self, piece: int) -> Value:
        raise NotImplementedError

    def _words(self, mask: int, field: Field, patient: bool) -> list[str]:
        raise NotImplementedError


class Words(Axis):
    """Choices, yes/no and texts: a piece each value, and for texts one more, "any other text"."""

    __slots__ = ("_places", "rest", "values")

    def __init__(self, values: tuple[str | bool, ...], *, other: bool = False, unknown: bool = False) -> None:
        super().__init__(len(values) + other, unknown)
        self.values = values
        self._places = {as_compared(value): 1 << i for i, value in enumerate(values)}
        self.rest = 1 << len(values) if other else 0
        """The piece of any other text."""

    def _mask(self, value: Value) -> int:
        return self._places.get(as_compared(value), self.rest)

    def _witness(self, piece: int) -> Value:
        return self.values[piece] if piece < len(self.values) else other_text(self._places)

    def _words(self, mask: int, field: Field, patient: bool) -> list[str]:
        found = [field.text(self.values[i], patient) for i in bits(mask & ~self.rest)]
        return [*found, t("any other text")] if mask & self.rest else found


class Ordered(Axis):
    """Numbers and dates: the stretches between borders.

    `(v, 0)` is the border just before v, `(v, 1)` just after.
    """

    __slots__ = ("borders", "day", "first", "last", "step")

    def __init__(
        self,
        borders: tuple[Border, ...],
        *,
        whole: bool = False,
        step: int | Fraction | None = None,
        day: bool = False,
        first: Border | None = None,
        last: Border | None = None,
        unknown: bool = False,
    ) -> None:
        super().__init__(len(borders) + 1, unknown)
        self.borders, self.first, self.last = borders, first, last
        self.step = 1 if whole else step
        """What all values are multiples of (of dates: a day); None where they are any numbers."""
        self.day = day
        """Whether the values are dates, which borders would tell where there are any."""

    def _mask(self, value: Value) -> int:
        here = value, 0
        if (self.first is not None and here < self.first) or (self.last is not None and here >= self.last):
            return 0
        return 1 << bisect_right(self.borders, here)

    def border(self, value: Edge, side: int) -> Border | None:
        """A border in the one form that the borders here have (`one_form`)."""
        return one_form(value, side, self.step)

    def ends(self, start: int, end: int) -> tuple[Border | None, Border | None]:
        """The borders before piece `start` and behind the piece before `end`; None is unbounded.

        Of values with a step the upper one stands just behind the last of them.
        """
        low = self.first if start == 0 else self.borders[start - 1]
        high = self.last if end == len(self.borders) + 1 else self.borders[end - 1]
        if self.step is not None and high is not None and high[1] == 0 and high[0] != date.min:
            value = high[0]
            high = (value - timedelta(days=1) if isinstance(value, date) else value - self.step, 1)
        return low, high

    def _witness(self, piece: int) -> Value:
        low, high = self.ends(piece, piece + 1)
        value = inside(low, high, piece > 0, piece < len(self.borders), self.day, self.step)
        return value if isinstance(value, date) else whole(value)

    def _words(self, mask: int, field: Field, patient: bool) -> list[str]:
        return [self._stretch(start, end, field) for start, end in runs(mask)]

    def _stretch(self, start: int, end: int, field: Field) -> str:
        low, high = self.ends(start, end)
        if low is not None and high is not None and low[0] == high[0]:
            return field.text(low[0])
        parts = []
        if low is not None and start > 0:
            parts.append(f"{'above' if low[1] else 'at least'} {field.text(low[0])}")
        if high is not None and end <= len(self.borders):
            parts.append(f"{'at most' if high[1] else 'below'} {field.text(high[0])}")
        return " and ".join(parts) or "known"


def one_form(value: Edge, side: int, step: int | Fraction | None) -> Border | None:
    """A border in its one form: values with a step have only "just before". None beyond the last date."""
    if step is None:
        return value, side
    if isinstance(value, date):
        if not side:
            return value, 0
        return (value + timedelta(days=1), 0) if value < date.max else None
    if not side and not value % step:
        return value, 0
    return (value // step + 1) * step, 0


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The maximal stretches of ones, as (first, behind the last)."""
    while mask:
        low = mask & -mask
        rest = mask + low
        end = (rest & -rest).bit_length() - 1
        yield low.bit_length() - 1, end
        mask = mask >> end << end


def other_text(taken: Container[object]) -> str:
    """A text that is none of those that are taken, as they are compared."""
    text = "something else"
    while as_compared(text) in taken:
        text += " again"
    return text


# ---------------------------------------------------------------- a value that stands for a stretch


def inside(
    low: Border | None,
    high: Border | None,
    from_cut: bool,
    to_cut: bool,
    day: bool = False,
    step: int | Fraction | None = None,
) -> Fraction | date:
    """A value between two borders that a reader would recognise: short, in the middle between two cuts, or close to the
    only one. `from_cut`, `to_cut`: whether a cell draws the lower and the upper end, not the dictionary.

    Where only multiples of a step are wanted, the last of them must be told by a border just behind it.
    """
    if low is not None and high is not None and low[0] == high[0]:
        return low[0] if isinstance(low[0], date) else Fraction(low[0])
    if day:
        return _day_inside(low, high, from_cut, to_cut)
    if step is not None and step != 1:
        counted = inside(_in_steps(low, step), _in_steps(high, step), from_cut, to_cut)
        return Fraction(counted) * step  # type: ignore[arg-type]
    first, last = (None if end is None else Fraction(end[0]) for end in (low, high))  # type: ignore[arg-type]
    if from_cut == to_cut and first is not None and last is not None:
        # of a range that no cell cuts, a lower part: ranges are drawn wide, for the rarest of patients
        aim = (first + last) / 2 if from_cut else first + (last - first) / 4
        reach = (last - first) / 4
    elif first is not None and (from_cut or last is None):
        aim, reach = first, abs(first) / NEAR
    elif last is not None:
        aim, reach = last, abs(last) / NEAR
    else:
        return Fraction(0)
    return _shortest(low, high, aim, reach)


def _in_steps(border: Border | None, step: int | Fraction) -> Border | None:
    """A border of numbers, counted in steps."""
    return border and (Fraction(border[0]) / step, border[1])  # type: ignore[arg-type]


NEAR = 5
"""Close to a cut is what differs from it by no more than a fifth."""


def _shortest(low: Border | None, high: Border | None, aim: Fraction, reach: Fraction) -> Fraction:
    """The shortest number between the borders near the aim, the nearest of them; where none is near, the nearest whole
    number there, or the one with the fewest decimals.
    """
    step = Fraction(10) ** max(0, len(str((abs(aim) + reach).__floor__())))
    while step >= 1:
        near = [value for value in _multiples(low, high, aim, step) if abs(value - aim) <= reach]
        if near:
            return near[0]
        step /= 10
    step = Fraction(1)
    while True:
        between = _multiples(low, high, aim, step)
        if between:
            return between[0]
        step /= 10


def _multiples(low: Border | None, high: Border | None, aim: Fraction, step: Fraction) -> list[Fraction]:
    """The multiples of a step around the aim that lie between the borders, the nearest first."""
    start = (aim / step).__floor__()
    around = [(start + k) * step for k in (-1, 0, 1, 2)]
    between = [v for v in around if (low is None or low <= (v, 0)) and (high is None or (v, 0) < high)]
    return sorted(between, key=lambda value: (abs(value - aim), value))


def _day_inside(low: Border | None, high: Border | None, from_cut: bool, to_cut: bool) -> date:
    first = last = None
    if low is not None and isinstance(low[0], date):
        first = low[0] + timedelta(days=low[1])
    if high is not None and isinstance(high[0], date):
        last = high[0] - timedelta(days=1 - high[1])
    if first is not None and last is not None and from_cut == to_cut:
        return first + (last - first) // 2
    if first is not None and (from_cut or last is None):
        return first
    return last if last is not None else date(2000, 1, 1)


# ---------------------------------------------------------------- sets


class Members(Axis):
    """A set: a piece for each combination of the members that cells ask about.

    Where it matters whether the set holds anything else, "some other member" counts as one more. Piece
    number n holds exactly the members whose bit is set in n.
    """

    __slots__ = ("_has", "_place", "members", "others")

    def __init__(
        self, members: tuple[Value, ...], *, others: tuple[Value, ...] = (), unknown: bool = False
    ) -> None:
        count = len(members) + bool(others)
        super().__init__(1 << count, unknown)
        self.members, self.others = members, others
        self._place = {as_compared(member): i for i, member in enumerate(members)}
        self._has = [_holding(place, count) for place in range(count)]

    def has(self, member: Value) -> int:
        """The pieces in which the set holds this member (0 where no cell asks about it)."""
        place = self._place.get(as_compared(member))
        return 0 if place is None else self._has[place]

    @property
    def has_others(self) -> int:
        """The pieces in which the set holds a value that no cell names (0 where that makes no difference)."""
        return self._has[-1] if self.others else 0

    def between(self, sure: Iterable[Value], maybe: Iterable[Value]) -> int:
        """The pieces of the sets that hold all of `sure`, and nothing that is not there or in `maybe`.

        None, which is no value, is left out.
        """
        least = self._number(sure)
        most = least | self._number(maybe)
        mask = self.known
        for place, has in enumerate(self._has):
            if least >> place & 1:
                mask &= has
            elif not most >> place & 1:
                mask &= ~has
        return mask

    def _mask(self, value: Value) -> int:
        return 1 << self._number(value)  # type: ignore[arg-type]

    def _number(self, values: Iterable[Value]) -> int:
        """The number of the piece that holds these values."""
        number = 0
        for member in (one for value in values for one in held(value)):
            place = self._place.get(as_compared(member))
            if place is not None:
                number |= 1 << place
            elif self.others:
                number |= 1 << len(self.members)
        return number

    def _witness(self, piece: int) -> Value:
        held = [member for i, member in enumerate(self.members) if piece >> i & 1]
        if self.others and piece >> len(self.members) & 1:
            held.append(self.others[0])
        # the members of a multi-hit table's answers need not be texts
        return frozenset(held)  # type: ignore[arg-type]

    def _words(self, mask: int, field: Field, patient: bool) -> list[str]:
        return [field.text(self._witness(piece), patient) for piece in bits(mask)]


def _holding(member: int, count: int) -> int:
    """The pieces that hold a member: in the numbers of all combinations every second stretch of 2^member."""
    stretch = 1 << member
    found = (1 << stretch) - 1 << stretch
    width = 2 * stretch
    while width < 1 << count:
        found |= found << width
        width *= 2
    return found


__all__ = ["Axis", "Members", "Ordered", "Words", "bits", "inside", "one_form", "other_text", "runs"]
