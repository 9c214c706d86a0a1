"""The parts of computed fields as inputs that can be changed: which values of a part make a computed field what a cell
asks for.

A part need not be asked about by any cell, so that it has no pieces. The values tried for it lead, the other part as it
is, into each piece of each field computed from it; beside them the ends of its range.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from b12tables.runtime.axes import bits
from b12tables.runtime.fields import Date, Number
from b12tables.runtime.values import follow, whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from b12tables.runtime.axes import Axis
    from b12tables.runtime.rules import Computed
    from b12tables.runtime.tableset import TableSet
    from b12tables.runtime.values import Value

SUMS = 200
"""So many sums of the other parts are tried."""

NO_VALUE = object()
"""Stands for what is still to be computed, or cannot be known."""


class Parts:
    """The parts behind the computed fields among `fields`, for a case whose inputs have these `values`."""

    def __init__(
        self,
        table_set: TableSet,
        axes: dict[str, Axis],
        fields: Iterable[str],
        values: dict[str, Any],
        day: date | None,
    ) -> None:
        self.set, self.axes, self.day = table_set, axes, day
        self.values = values
        self.computed = tuple(name for name in fields if self._formula(name) is not None)
        """The computed inputs, those from which they are computed in turn left out."""

    def _formula(self, name: str) -> Computed | None:
        field = self.set.by_code.get(name)
        return None if field is None or name in self.set.producer else field.computed

    def value(self, name: str) -> Any:
        """What a field of the case is now; `NO_VALUE` where that is not known."""
        if name == "today" and name not in self.set.inputs:
            return self.day or NO_VALUE
        value = self.values.get(name, NO_VALUE)
        formula = self._formula(name)
        known = isinstance(value, (int, Fraction, date))
        if known or formula is None:
            return value if known else NO_VALUE
        sides = [self.value(part) for part in formula.parts]
        found = None if NO_VALUE in sides else follow(formula, sides)
        return NO_VALUE if found is None else found

    def bases(self) -> dict[str, list[Value]]:
        """For each part that is an input of its own the values worth trying, its present one left out."""
        found: dict[str, dict[Any, None]] = {}
        for name in self.computed:
            for base in self._bases_of(name):
                found.setdefault(base, dict.fromkeys(self._ends(base)))
            axis = self.axes.get(name)
            for piece in bits(axis.known) if axis is not None else ():
                for base, value in self._inverse(name, axis.witness(1 << piece)):  # type: ignore[union-attr]
                    found.setdefault(base, {})[value] = None
        return {
            base: [value for value in values if value != self.values.get(base)]
            for base, values in found.items()
        }

    def _bases_of(self, name: str) -> Iterator[str]:
        formula = self._formula(name)
        if formula is None:
            if name in self.set.inputs:
                yield name
            return
        for part in formula.parts:
            yield from self._bases_of(part)

    def _ends(self, base: str) -> list[Value]:
        """The ends of a part's range, and not known where it may be that."""
        field = self.set.inputs[base]
        ends = (field.low, field.high) if isinstance(field, (Number, Date)) else ()
        unknown: list[Value] = [None] if field.unknown and self.values.get(base) is not None else []
        return [*(end for end in ends if end is not None), *unknown]

    def _inverse(self, name: str, wanted: Value) -> Iterator[tuple[str, Value]]:
        """Changes of one part that make a field what is wanted, everything else as it is."""
        formula = self._formula(name)
        if formula is None:
            if name in self.set.inputs:
                yield from ((name, value) for value in self._fitting(name, wanted))
            return
        for place, part in enumerate(formula.parts):
            others = [other for i, other in enumerate(formula.parts) if i != place]
            for beside in self._beside(formula, others):
                value = _solved(formula, place, wanted, beside)
                if value is not None:
                    yield from self._inverse(part, value)

    def _beside(self, formula: Computed, others: Sequence[str]) -> list[Any]:
        """What the other parts come to: each value of the one other part, or each sum of several.

        Of a dose what a part is multiplied by.
        """
        if formula.kind == "dose":
            return [formula.factor * side for side in self._side(others[0])] if others else [formula.factor]
        found: list[Any] = self._side(others[0])
        for other in others[1:]:
            sides = self._side(other)
            found = list(dict.fromkeys(one + side for one in found for side in sides))[:SUMS]
        return found

    def _side(self, name: str) -> list[Any]:
        """What another part is: its value, or all that the rules of its decision give."""
        producer = self.set.producer.get(name)
        if producer is None:
            value = self.value(name)
            return [] if value is NO_VALUE else [value]
        given = (rule.answer[name] for rule in producer.rules)
        return [v for v in dict.fromkeys(given) if isinstance(v, (int, Fraction)) and not isinstance(v, bool)]

    def _fitting(self, base: str, value: Value) -> Iterator[Value]:
        """The value, and the multiples beside it where the part has only those of a step."""
        field = self.set.inputs[base]
        step = field.step if isinstance(field, Number) else None
        if step is None or not isinstance(value, Fraction):
            yield value
        else:
            below = whole(value // step * step)
            yield from dict.fromkeys((below, below if below == value else whole(below + step)))


def _solved(formula: Computed, place: int, wanted: Any, beside: Any) -> Any:
    """The part at a place from which a value follows, where the others come to `beside`."""
    if formula.kind == "between":
        number = wanted // 1
        return _shifted(beside, number if place else -number, formula.unit, ends=bool(place))
    if formula.kind == "dose":
        return whole(Fraction(wanted) / beside) if beside else None
    if formula.kind == "sum":
        return wanted - beside
    return beside - wanted if place else wanted + beside


def _shifted(day: date, number: int, unit: str, ends: bool) -> date | None:
    """The day so many completed units later, at which they end or (`ends` False) begin; None beyond the calendar."""
    try:
        if unit == "days":
            return day + timedelta(days=number)
        months = day.year * 12 + day.month - 1 + number * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        last = monthrange(year, month + 1)[1]
        if day.day <= last:
            return date(year, month + 1, day.day)
        # a unit is completed on the day after the end of a shorter month; its last day begins one
        short = date(year, month + 1, last)
        return short + timedelta(days=1) if ends else short
    except (ValueError, OverflowError):
        return None
