"""What a score can still be: the pieces of a field that is computed from answers, where some of its parts are open.

Nobody states a score, so that it is what its parts come to. Of an answer the rows count that may still be given, of an
input the pieces that it may still have, or its range. The pieces of one score are exact for themselves, doses aside,
which count as free; which pieces several may have together, where parts stand in more than one, is told by `ties`.
"""

from __future__ import annotations

from itertools import product

from b12tables.runtime.axes import Ordered, bits
from b12tables.runtime.fields import Number
from b12tables.runtime.questions.stretches import (
    common_divisor,
    empty,
    follows,
    holding,
    meet,
    point,
    touching,
)
from b12tables.runtime.questions.ties import LEFT_OUT, SAID_UNKNOWN, range_of
from b12tables.runtime.words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction
    from typing import Any

    from b12tables.runtime.axes import Axis
    from b12tables.runtime.questions.propagation import Look
    from b12tables.runtime.questions.stretches import Stretch
    from b12tables.runtime.questions.tables import Table
    from b12tables.runtime.questions.ties import Ties
    from b12tables.runtime.rules import Computed
    from b12tables.runtime.tableset import TableSet

MOST = 2_000
"""Where the parts can be combined in more ways, the field counts as free in its range."""


REMEMBERED = 20_000
"""Of so many states the pieces of scores are remembered."""


class Side:
    """What a part may be: a stretch of multiples of a step (None: any numbers; 0: one value) with a number beside."""

    __slots__ = ("beside", "step", "stretch")

    def __init__(self, stretch: Stretch, step: int | Fraction | None, beside: Any = 0) -> None:
        self.stretch, self.step, self.beside = stretch, step, beside


class Scores:
    """The scores of a table set of which the pieces are known."""

    def __init__(
        self, table_set: TableSet, axes: Mapping[str, Axis], tables: Mapping[str, Table], ties: Ties
    ) -> None:
        self.set, self.axes, self.tables, self.ties = table_set, axes, tables, ties
        self.names = frozenset(name for name in table_set.scores if self._known(name))
        self._rests_on = {name: self._asked(name) for name in self.names}
        self._found: dict[tuple[object, ...], tuple[int, ...] | None] = {}

    def _known(self, name: str) -> bool:
        return isinstance(self.axes.get(name), Ordered) and self._plain(name)

    def _plain(self, name: str) -> bool:
        """Whether a field is no dose, and none of its parts is."""
        computed = self._formula(name)
        return computed is None or (computed.kind != "dose" and all(map(self._plain, computed.parts)))

    def _formula(self, name: str) -> Computed | None:
        return self.set.by_code[name].computed if name in self.set.inputs else None

    def bases(self, name: str) -> Iterator[str]:
        """The parts of a score that are not computed themselves."""
        computed = self._formula(name)
        if computed is None:
            yield name
            return
        for part in computed.parts:
            yield from self.bases(part)

    def _asked(self, name: str) -> tuple[tuple[str, str], ...]:
        """What the pieces of a score hang on: its parts, and the decisions that give them ("" where none does)."""
        producer = self.set.producer
        behind = sorted(self.set.dependencies.behind((name,), tables=False) - {name})
        return tuple((part, producer[part].code if part in producer else "") for part in behind)

    def mask(self, name: str, look: Look, within: int) -> tuple[int, bool]:
        """The pieces of a score, and whether some of what its parts may be leads to none of those `within`."""
        values, rules, masks = look.values, look.rules, look.masks
        # a part that nobody may state any more comes to less than one with the same pieces that is open
        key = (
            name,
            values.get(SAID_UNKNOWN),
            values.get(LEFT_OUT),
            *[
                (values[part],) if part in values else rules.get(code) if code else masks.get(part)
                for part, code in self._rests_on[name]
            ],
        )
        if key not in self._found:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            self._found[key] = self._pieces(name, look)
        ways = self._found[key]
        if ways is None:
            return within, False
        found = 0
        for here in ways:
            found |= here
        return found & within, not all(here & within for here in ways)

    def _pieces(self, name: str, look: Look) -> tuple[int, ...] | None:
        """The pieces to which the parts of a score may come, for each different way; None: too many."""
        axis, computed = self.axes[name], self._formula(name)
        assert isinstance(axis, Ordered) and computed is not None
        sides = self._combined(computed, look)
        if sides is None:
            return None
        lacking = self.ties.left_out(name) or axis.unknown
        return tuple(dict.fromkeys(lacking if side is None else _pieces(axis, side) for side in sides))

    def _combined(self, computed: Computed, look: Look) -> list[Side | None] | None:
        """What a formula can come to, None among it for not known; None: in too many ways."""
        parts = [self._sides(part, look) for part in computed.parts]
        if None in parts:
            return None
        ways = 1
        for sides in parts:
            ways *= len(sides)  # type: ignore[arg-type]
        if ways > MOST:
            return None
        return [_follows(computed, chosen) for chosen in product(*parts)]  # type: ignore[arg-type]

    def _sides(self, name: str, look: Look) -> list[Side | None] | None:
        """What a part may be; None in the list: not known, None in its place: in too many ways."""
        if name in look.values:
            value = look.values[name]
            return [None if value is None else Side(point(value), 0, value)]
        if name in self.set.producer:
            return self._given(name, look)
        computed = self._formula(name)
        if computed is None:
            return self._stated(name, look)
        found = self._combined(computed, look)
        if found is None:
            return None
        sides = [side for side in found if self._in_range(name, side)]
        said = name in look.values.get(SAID_UNKNOWN, ())
        if (
            name in self.set.scores
            or said
            or not any(self.ties.may_lack(part, look) for part in computed.parts)
        ):
            return sides
        # where a part is left out it may be stated
        return sides + self._stated(name, look)

    def _in_range(self, name: str, side: Side | None) -> bool:
        """Keeps what a part follows to be within its own range; tells whether anything of it is."""
        field = self.set.by_code[name]
        if side is None:
            return field.unknown or name in self.ties.leavable
        side.stretch = meet(side.stretch, range_of(field))
        return not empty(side.stretch)

    def _given(self, name: str, look: Look) -> list[Side | None] | None:
        """The results of the rows that may still be the answer."""
        producer = self.set.producer[name]
        table = self.tables.get(producer.code)
        if table is None or not producer.takes_one:
            return self._stated(name, look)
        column = producer.outputs.index(name)
        rows = table.hits.rows_left(*look.rules[producer.code])
        values = dict.fromkeys(None if row[column] == UNKNOWN else row[column] for row in rows)
        return [None if value is None else Side(point(value), 0, value) for value in values]

    def _stated(self, name: str, look: Look) -> list[Side | None]:
        """What an input may still be, by its pieces, or by its range where no cell asks about it."""
        field, axis = self.set.by_code.get(name), self.axes.get(name)
        step = field.step if isinstance(field, Number) else None
        if isinstance(axis, Ordered):
            mask = look.masks.get(name, axis.full)
            pieces: list[Side | None] = [Side(axis.ends(p, p + 1), step) for p in bits(mask & axis.known)]
            return pieces + ([None] if mask & axis.known + 1 else [])
        maybe: list[Side | None] = []
        if field is not None and (field.unknown or name in self.ties.leavable):
            maybe = [None]
        return [Side(self.ties.widest(name), step), *maybe]


def _follows(computed: Computed, sides: Sequence[Side | None]) -> Side | None:
    """What a formula comes to."""
    known = [side for side in sides if side is not None]
    if len(known) < len(sides):
        return None
    stretch = follows(computed, [side.stretch for side in known])
    if computed.kind == "between":
        return Side(stretch, 1)
    step, beside = known[0].step, known[0].beside
    for side in known[1:]:
        step = _common(step, side.step)
        beside += side.beside if computed.kind == "sum" else -side.beside
    return Side(stretch, step, beside)


def _common(one: int | Fraction | None, other: int | Fraction | None) -> int | Fraction | None:
    """What sums of multiples of two steps are multiples of."""
    if one is None or other is None:
        return None
    return common_divisor(one, other) if one and other else one or other


def _pieces(axis: Ordered, side: Side) -> int:
    if side.step == 0:
        return touching(axis, side.stretch)
    return holding(axis, side.stretch, side.step, side.beside)
