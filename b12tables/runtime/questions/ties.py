"""What is computed and what it is computed from are tied: which states have a case that `evaluate` accepts.

A state gives each field the pieces that it may have, each for itself. Where all parts of a computed field are known,
it is what follows from them, stated or not; where one is not, it may be stated. So some states have no case: an age
above 80 beside a date of birth of last year. Each group of fields that formulas tie together is looked at alone. That a
case can be is shown by values that agree; that none can, by stretches of which nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from b12tables.runtime.axes import Axis, Ordered, bits
from b12tables.runtime.fields import Date, Number
from b12tables.runtime.problems import Problem
from b12tables.runtime.questions.stretches import (
    EVERYTHING,
    as_may_be_stated,
    empty,
    hull_of,
    image_of,
    meet,
    minus,
    plus,
    point,
    tightened,
)
from b12tables.runtime.questions.tables import Table, TooMany
from b12tables.runtime.values import follow, whole
from b12tables.runtime.words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from b12tables.runtime.fields import Field
    from b12tables.runtime.questions.propagation import Look
    from b12tables.runtime.questions.stretches import Stretch
    from b12tables.runtime.rules import Computed
    from b12tables.runtime.tableset import TableSet

    Sides = tuple[Stretch, ...]
    """The stretches in which a value may lie."""

SAID_UNKNOWN = ""
"""Among the values of a case, which are by field: the computed fields that it states as not known."""

LEFT_OUT = " "
"""Among the values of a case: the fields that it does not state, and that nobody states from now on."""

MOST = 2_000
"""Stretches looked at for one group of fields and one state, before it is given up."""

REMEMBERED = 20_000
"""Of so many states of a group it is remembered whether a case can be."""


class Domain:
    """What a field may be in a state: the stretches of its values, and whether it may be not known or left out."""

    __slots__ = ("absent", "fails", "lacking", "sides")

    def __init__(self, sides: Sides, absent: bool, fails: bool = False, lacking: bool = False) -> None:
        self.sides, self.absent = sides, absent
        self.lacking = lacking
        """Whether it may be neither known nor *not known*: what it follows from is left out, and nobody states it."""
        self.fails = fails
        """Whether the decision that gives it may have no answer: then nothing follows, and nothing is asked of it."""


class Ties:
    """The formulas of a table set, in groups that share fields."""

    def __init__(self, table_set: TableSet, axes: Mapping[str, Axis], tables: Mapping[str, Table]) -> None:
        self.set, self.axes, self.tables = table_set, axes, tables
        asked = {name for decision in table_set.decisions for name in decision.inputs}
        asked.update(table_set.scores.intersection(table_set.told))
        self.followed = asked.union(*(combination.fields for combination in table_set.combinations))
        """The fields of which `evaluate` wants the value, whoever states it."""
        self.reached = table_set.dependencies.behind(self.followed, tables=False)
        """Those, and what they follow from."""
        self.needed = frozenset(table_set.needed)
        behind_scores = {part for name in table_set.scores & self.reached for part in self.parts(name)}
        self.followed |= behind_scores  # a score is never stated, so that its parts are wanted
        self._must = frozenset(
            name
            for name in table_set.inputs
            if not table_set.inputs[name].unknown and (name in self.needed or name in behind_scores)
        )
        """The fields that must be known."""
        looked_at = asked | behind_scores
        self.leavable = frozenset(name for name in table_set.inputs if self._may_be_left_out(name, looked_at))
        """The inputs of which nothing need be there, not even that they are not known: no table looks at them."""
        self.groups = tuple(self._grouped())
        self.refusing = frozenset(self._refusing())
        """The decisions of which an answer may keep a case from being accepted, whatever is asked."""
        self.finer = frozenset(name for name, field in table_set.inputs.items() if _is_finer(field))
        """The lengths of time that may be stated with a part of a unit more than follows."""
        self._found: dict[tuple[object, ...], bool] = {}

    def formula(self, name: str) -> Computed | None:
        """How an input is computed; None where it is not."""
        return self.set.by_code[name].computed if name in self.set.inputs else None

    def parts(self, name: str) -> tuple[str, ...]:
        """The fields, and maybe the day, from which a field is computed."""
        computed = self.formula(name)
        return () if computed is None else computed.parts

    def _may_be_left_out(self, name: str, looked_at: set[str]) -> bool:
        """Whether an input has no *not known* and need not be known, or follows from such a one."""
        if name not in self.set.inputs or name in self._must:
            return False
        if not self.set.inputs[name].unknown:
            return True
        if name in looked_at or name in self.set.scores:
            return False  # where a table looks at it, what it follows from is asked for
        return any(self._may_be_left_out(part, looked_at) for part in self.parts(name))

    def left_out(self, name: str) -> int:
        """The piece behind all others that stands for a field of which nothing is there; 0: it has none."""
        return self.axes[name].full + 1 if name in self.leavable else 0

    def _grouped(self) -> Iterator[tuple[str, ...]]:
        """The fields of each group, each behind those from which it is computed."""
        groups: list[set[str]] = []
        for name in self.set.inputs:
            parts = {part for part in self.parts(name) if part in self.set.by_code}
            if not self.parts(name):
                continue
            here = {name, *parts}
            apart = [group for group in groups if group.isdisjoint(here)]
            groups = [*apart, here.union(*(group for group in groups if group not in apart))]
        for group in groups:
            found: dict[str, None] = {}
            for name in self.set.by_code:
                if name in group:
                    self._behind(name, found)
            yield tuple(found)

    def _behind(self, name: str, found: dict[str, None]) -> None:
        for part in self.parts(name):
            if part in self.set.by_code:
                self._behind(part, found)
        found[name] = None

    def _refusing(self) -> Iterator[str]:
        fields = [name for combination in self.set.combinations for name in combination.fields]
        fields += [name for name in self.set.scores & self.followed if not self._always_in_range(name)]
        for name in self.set.dependencies.decided(fields):
            producer = self.set.producer[name]
            if producer.code in self.tables:
                yield producer.code

    def _always_in_range(self, name: str) -> bool:
        """Whether a score is in its range whatever its parts are."""
        computed, field = self.formula(name), self.set.by_code[name]
        assert computed is not None
        if name in self._must or (isinstance(field, Number) and field.step not in (None, 1)):
            return False
        image = image_of(computed, [self.widest(part) for part in computed.parts])
        return meet(image, range_of(field)) == image

    def widest(self, name: str) -> Stretch:
        """What a field can be at most: its range, or what its rows give. Their sum may leave the range."""
        producer = self.set.producer.get(name)
        table = None if producer is None else self.tables.get(producer.code)
        if producer is None or (table is None and producer.takes_one):
            return range_of(self.set.by_code.get(name))
        if producer.hit_policy == "Collect count":
            return (Fraction(0), 0), (Fraction(len(producer.rules)), 1)
        values = [rule.answer[name] for rule in producer.rules]
        known = [value for value in values if value is not None and value != UNKNOWN]
        if producer.hit_policy == "Collect sum":
            known = [
                sum((v for v in known if v < 0), Fraction(0)),
                sum((v for v in known if v > 0), Fraction(0)),
            ]
        return hull_of(tuple(map(point, known)) or (_NOTHING,))

    # ---------------------------------------------------------------- what each field may be

    def meet(self, look: Look) -> bool:
        """Whether each group of fields has values in the state that agree. Raises `TooMany`."""
        return all(self._agrees(group, look) for group in self.groups)

    def may_lack(self, name: str, look: Look) -> bool:
        """Whether a field may be not known, so that what is computed from it may be stated."""
        if name == "today" and name not in self.set.inputs:
            return look.values.get(name) is None
        if name in look.values:
            return look.values[name] is None
        parts = self.parts(name)
        domain = self.domain(name, look)
        return (domain.absent or domain.lacking) and (
            not parts or name not in self.reached or any(self.may_lack(part, look) for part in parts)
        )

    def behind(self, names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The groups that hold one of these fields, what they follow from, or a score that may be out of its range."""
        held = self.set.dependencies.behind([*names, *(self.set.scores & self.followed)], tables=False)
        return tuple(group for group in self.groups if not held.isdisjoint(group))

    def case(self, group: tuple[str, ...], look: Look) -> Agreed | None:
        """Values of a group of fields that agree in a state; None: there are none. Raises `TooMany`."""
        return _Group(self, group, look).agreed()

    def _agrees(self, group: tuple[str, ...], look: Look) -> bool:
        key = group, look.values.get("today"), *[self._seen(name, look) for name in group]
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            found = self._found[key] = _Group(self, group, look).agrees()
        return found

    def _seen(self, name: str, look: Look) -> tuple[object, ...]:
        """What of a state tells what a field may be."""
        left_out = name in look.values.get(LEFT_OUT, ())
        mask = look.within.get(name, look.masks.get(name))
        if name in look.values:
            value = look.values[name]
            return ("value", None, mask, left_out) if value is None else ("value", value)
        producer = self.set.producer.get(name)
        if producer is not None:
            code = producer.code
            return "rules", look.rules.get(code), code in look.fails or code in look.dead
        return "pieces", mask, name in look.values.get(SAID_UNKNOWN, ()), left_out

    def domain(self, name: str, look: Look) -> Domain:
        """What a field may be, whatever the others are."""
        axis, value = self.axes.get(name), look.values.get(name)
        if value is not None:
            return Domain((point(value),), False)
        if name in self.set.producer and name not in look.values:
            return self._given(name, look)
        absent, mask = name not in self._must, look.within.get(name, look.masks.get(name))
        lacking = self._may_lack_all(name, mask, look.values)
        if name in look.values:
            return Domain((), axis is None or not mask or bool(mask & axis.known + 1), lacking=lacking)
        if not isinstance(axis, Ordered) or mask is None:
            return Domain((self.closed(name, range_of(self.set.by_code[name])),), absent, lacking=lacking)
        pieces = (self.closed(name, axis.ends(p, p + 1)) for p in bits(mask & axis.known))
        return Domain(tuple(pieces), absent and bool(mask & axis.known + 1), lacking=lacking)

    def _may_lack_all(self, name: str, mask: int | None, values: Mapping[str, Any]) -> bool:
        """Whether nothing of a field need be there, not even that it is not known."""
        if name not in self.leavable or mask is not None:
            return mask is not None and bool(mask & self.left_out(name))
        said = name in values or name in values.get(SAID_UNKNOWN, ())
        return not said or name in values.get(LEFT_OUT, ())

    def _given(self, name: str, look: Look) -> Domain:
        """The results of the rows that may still be the answer."""
        producer = self.set.producer[name]
        table = self.tables.get(producer.code)
        if table is None or not producer.takes_one:
            return Domain((self.widest(name),), True)
        column = producer.outputs.index(name)
        rules = look.rules.get(producer.code, (table.everyone, 0))
        found = dict.fromkeys(row[column] for row in table.hits.rows_left(*rules))
        unknown = None in found or UNKNOWN in found
        fails = producer.code in look.fails or producer.code in look.dead
        return Domain(tuple(point(v) for v in found if v is not None and v != UNKNOWN), unknown, fails)

    def closed(self, name: str, one: Stretch) -> Stretch:
        """A stretch whose ends are values that the field may have, where it has a step."""
        field = self.set.by_code[name]
        if isinstance(field, Date):
            return _days(one)
        if not isinstance(field, Number) or name in self.set.producer or field.step is None:
            return one
        # what follows is not rounded
        return one if field.rounds and field.computed is not None else tightened(one, field.step)


class Agreed:
    """Values of a group of fields that agree; what is not in it is not known, or left out."""

    __slots__ = ("tied", "values")

    def __init__(self, values: dict[str, Any], tied: bool) -> None:
        self.values = values
        self.tied = tied
        """Whether some follow from others; else each may be anything that the state admits."""


class _Group:
    """The search for values of one group of fields."""

    def __init__(
        self, ties: Ties, names: tuple[str, ...], look: Look, fixed: Mapping[str, Stretch] | None = None
    ) -> None:
        self.ties, self.look = ties, look
        self.names = names
        self.wanted = set(names) & (ties.reached | look.values.keys())
        for name in reversed(names):
            if name in self.wanted:
                self.wanted.update(ties.parts(name))
        self.today = look.values.get("today")
        self.said = look.values.get(SAID_UNKNOWN, ())
        self.nobody_states = {*self.said, *look.values.get(LEFT_OUT, ())}
        self.domains = {name: ties.domain(name, look) for name in names}
        for name, side in (fixed or {}).items():
            self.domains[name] = Domain((side,), False)
        self.steps = 0

    def agrees(self) -> bool:
        """Whether values can be chosen for all of them."""
        return self.agreed() is not None

    def agreed(self) -> Agreed | None:
        """Values that agree; None: there are none."""
        for free, following in self._patterns(0, {}, {}, {}):
            values = self._valued(free, following)
            if values is not None:
                return Agreed(values, bool(following))
        return None

    def _patterns(
        self,
        place: int,
        free: dict[str, Sides],
        following: dict[str, Sides],
        absent: dict[str, str],
    ) -> Iterator[tuple[dict[str, Sides], dict[str, Sides]]]:
        """The ways in which fields are known and not: those with a value of their own, and those that follow.

        `absent` says of those before `place` that are not known in which way they are not.
        """
        if place == len(self.names):
            yield free, following
            return
        name = self.names[place]
        for kind, sides in self._ways(name, absent):
            yield from self._patterns(
                place + 1,
                free | {name: sides} if kind == "free" else free,
                following | {name: sides} if kind in ("follows", "lost") else following,
                absent if kind in ("free", "follows") else absent | {name: kind},
            )

    def _ways(self, name: str, absent: dict[str, str]) -> Iterator[tuple[str, Sides]]:
        """What one field may be, once it is clear which of its parts are known."""
        domain, ties = self.domains[name], self.ties
        computed = ties.formula(name)
        how = [absent.get(part) for part in ties.parts(name)]
        if domain.fails or "failed" in how:
            yield "failed", ()
            if not domain.fails:
                return
        known = computed is not None and all(self._known(part, absent) for part in computed.parts)
        if computed is None or not known:
            yield from self._lacking(name, "left out" in how)
            may_be_stated = computed is None or (name not in ties.set.scores and name not in self.said)
            if domain.sides and (may_be_stated or name in self.look.values):
                yield "free", domain.sides
            return
        if name not in ties.followed and name not in self.wanted:
            yield "absent", ()  # nothing looks at it and nobody states it
            return
        if domain.sides:
            yield "follows", domain.sides
        if name not in ties.followed and name not in self.look.values and name not in ties.set.scores:
            # out of its range it is nothing from which anything follows
            yield "lost", self._outside(name)

    def _lacking(self, name: str, parts_left_out: bool) -> Iterator[tuple[str, Sides]]:
        """How a field that does not follow may be without a value: it is not known, or nothing of it is there."""
        domain, ties = self.domains[name], self.ties
        if domain.absent:
            plain = name not in ties.leavable or ties.set.by_code[name].unknown
            yield "absent" if plain else "left out", ()
        if domain.lacking and parts_left_out and ties.set.by_code[name].unknown:
            yield "left out", ()

    def _known(self, part: str, absent: dict[str, str]) -> bool:
        if part == "today" and part not in self.ties.set.inputs:
            return self.today is not None
        return part not in absent

    def _outside(self, name: str) -> Sides:
        low, high = range_of(self.ties.set.by_code[name])
        below = () if low is None else ((None, low),)
        return (*below, *(() if high is None else ((high, None),)))

    # ---------------------------------------------------------------- values

    def _valued(self, free: dict[str, Sides], following: dict[str, Sides]) -> dict[str, Any] | None:
        """Values of the free ones from which the others follow where they may be, and what follows; None: none have."""
        if not following:
            return {name: self._picked(name, sides, 0) for name, sides in free.items()}
        stack = [free | following]
        while stack:
            self.steps += 1
            if self.steps > MOST:
                raise TooMany(
                    f"{self.ties.set.by_code[self.names[-1]].label}: too many values of its parts are still possible"
                )
            here = self._narrowed(stack.pop(), following)
            if here is None:
                continue
            for how in range(3):
                values = {name: self._picked(name, here[name], how) for name in free}
                if self._fits(values, following):
                    return values
            stack += self._halves(here, free)
        return None

    def _narrowed(self, here: dict[str, Sides], following: dict[str, Sides]) -> dict[str, Sides] | None:
        """The stretches without what no formula admits; None: nothing is left of one."""
        if not all(here.values()):
            return None
        for _ in range(3):
            before = here
            for name in following:
                computed = self.ties.formula(name)
                assert computed is not None
                hulls = [self._hull(part, here) for part in computed.parts]
                here = self._met(
                    here, name, self._stated_so(name, following[name], image_of(computed, hulls))
                )
                if not here[name]:
                    return None
                if computed.kind in ("sum", "difference"):
                    here = self._backwards(here, name, computed)
                    if not all(here[part] for part in computed.parts):
                        return None
            if here == before:
                break
        return here

    def _backwards(self, here: dict[str, Sides], name: str, computed: Computed) -> dict[str, Sides]:
        """The parts of a sum or difference, within what the others leave of it."""
        for place, part in enumerate(computed.parts):
            left = hull_of(here[name])
            if not all(here[other] for other in computed.parts):
                break
            for i, other in enumerate(computed.parts):
                if i != place:
                    hull = self._hull(other, here)
                    left = plus(left, minus(hull) if computed.kind == "sum" or not i else hull)
            turned = computed.kind == "difference" and place
            here = self._met(here, part, minus(left) if turned else left)
        return here

    def _stated_so(self, name: str, sides: Sides, follows: Stretch) -> Stretch:
        """What a field may be where it follows to be this: of completed units it may be stated with a part more, in
        its range.
        """
        finer = name in self.ties.finer and name not in self.nobody_states and sides != self._outside(name)
        return as_may_be_stated(follows) if finer else follows

    def _met(self, here: dict[str, Sides], name: str, other: Stretch) -> dict[str, Sides]:
        sides = tuple([self.ties.closed(name, meet(side, other)) for side in here[name]])
        kept = tuple([side for side in sides if not empty(side)])
        return here if kept == here[name] else here | {name: kept}

    def _hull(self, part: str, here: dict[str, Sides]) -> Stretch:
        return hull_of(here[part]) if part in here else point(self.today)

    def _fits(self, values: dict[str, Any], following: dict[str, Sides]) -> bool:
        """Whether what follows from these values lies where it may."""
        for name, sides in following.items():
            computed = self.ties.formula(name)
            assert computed is not None
            value = follow(computed, [values.get(part, self.today) for part in computed.parts])
            if value is None:
                return False
            stated = self._stated_so(name, sides, point(value))
            within = [one for side in sides if not empty(one := meet(side, stated))]
            if not within:
                return False
            field = self.ties.set.by_code[name]
            if all(empty(meet(one, point(value))) for one in within):
                value = self._picked(name, (within[0],), 1)
            inside = not isinstance(field, Number) or not isinstance(field.in_range(value, value), Problem)
            if not inside and sides != self._outside(name):
                return False
            values[name] = value
        return True

    def _picked(self, name: str, sides: Sides, how: int) -> Any:
        """A value of a field: in the middle of a stretch, at its lower end, at its upper end, where these are in it."""
        low, high = sides[len(sides) // 2 if how == 0 else 0 if how == 1 else -1]
        if how == 1 and low is not None and not low[1]:
            return _plain(low[0])
        if how == 2 and high is not None and high[1]:
            return _plain(high[0])
        middle = _middle(low, high)
        field = self.ties.set.by_code[name]
        step = field.step if isinstance(field, Number) and name not in self.ties.set.producer else None
        return _plain(middle if step is None else middle // step * step)

    def _halves(self, here: dict[str, Sides], free: dict[str, Sides]) -> Iterator[dict[str, Sides]]:
        """The stretches of one field in two; nothing where each field has one value."""
        name = max(free, key=lambda one: (len(here[one]) > 1, _width(here[one])), default=None)
        if name is None:
            return
        sides = here[name]
        if len(sides) > 1:
            middle = len(sides) // 2
            yield here | {name: sides[:middle]}
            yield here | {name: sides[middle:]}
        elif _width(sides):
            for half in _cut(sides[0]):
                closed = self.ties.closed(name, half)
                if not empty(closed):
                    yield here | {name: (closed,)}


# ---------------------------------------------------------------- stretches of one field


_NOTHING = point(Fraction(0))


def _is_finer(field: Field) -> bool:
    """Whether a field follows as completed units, and may be stated with a part of one more."""
    if field.computed is None or field.computed.kind != "between" or not isinstance(field, Number):
        return False
    return field.step is None or field.step.denominator > 1


def range_of(field: Field | None) -> Stretch:
    """The stretch of what a field can have; everything where it is no number and no date."""
    if not isinstance(field, (Number, Date)):
        return EVERYTHING
    low = None if field.low is None else (field.low, 1 if field.low_open else 0)
    high = None if field.high is None else (field.high, 0 if field.high_open else 1)
    return low, high


def _days(one: Stretch) -> Stretch:
    """A stretch of days, its ends in it."""
    low, high = one
    if low is not None and low[1]:
        low = (low[0] + timedelta(days=1), 0) if low[0] < date.max else None  # type: ignore[operator]
    if high is not None and not high[1]:
        high = (high[0] - timedelta(days=1), 1) if high[0] > date.min else None  # type: ignore[operator]
    return low or (date.min, 0), high or (date.max, 1)


def _width(sides: Sides) -> float:
    """How wide a stretch is; 0 where it holds one value."""
    low, high = hull_of(sides)
    if low is None or high is None:
        return float("inf")
    if isinstance(low[0], date) and isinstance(high[0], date):
        return float((high[0] - low[0]).days)
    return float(high[0] - low[0])  # type: ignore[operator,arg-type]


def _plain(value: Any) -> Any:
    return value if isinstance(value, date) else whole(value)


def _middle(low: Any, high: Any) -> Any:
    if low is not None and high is not None:
        if isinstance(low[0], date):
            return low[0] + timedelta(days=(high[0] - low[0]).days // 2)
        return (Fraction(low[0]) + high[0]) / 2
    if low is None and high is None:
        return Fraction(0)
    end = Fraction((low or high)[0])
    away = max(Fraction(1), abs(end))
    return end + away if high is None else end - away


def _cut(one: Stretch) -> tuple[Stretch, Stretch]:
    """A stretch in two, at its middle."""
    middle = _middle(*one)
    return (one[0], (middle, 1)), ((middle, 1), one[1])


__all__ = ["LEFT_OUT", "SAID_UNKNOWN", "Ties", "range_of"]
