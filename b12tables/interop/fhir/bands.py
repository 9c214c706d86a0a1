"""Whether values that are not known exactly are all one to the tables: between two ends, no cell tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from b12tables.runtime.axes import Axis, Ordered, inside
from b12tables.runtime.values import between

TYPE_CHECKING = False
if TYPE_CHECKING:
    from b12tables.runtime.axes import Border

COMPARATORS = {"<": (None, 0), "<=": (None, 1), ">": (1, None), ">=": (0, None)}
"""Each comparator: the side of the number on which the stretch begins, or ends (see `Ordered`)."""


def _axes(table_set: Any) -> Mapping[str, Axis]:
    """The pieces of each field that some cell looks at."""
    return table_set.grid().AXES  # type: ignore[no-any-return]


def below_or_above(table_set: Any, name: str, number: int | Fraction, comparator: str) -> Fraction | None:
    """A value of a number's field that is one with all that lie on a side of a number; None where there is none."""
    axis = _axes(table_set).get(name)
    if not isinstance(axis, Ordered) or _follows(table_set, name):
        return None
    begins, ends = COMPARATORS[comparator]
    low = axis.first if begins is None else (number, begins)
    high = axis.last if ends is None else (number, ends)
    if not _one_band(axis, low, high):
        return None
    found = inside(low, high, begins is not None, ends is not None, step=axis.step)
    return Fraction(found) if isinstance(found, int | Fraction) else None


def _one_band(axis: Ordered, low: Border | None, high: Border | None) -> bool:
    """Whether no cell draws a line between two ends, and there is something between them."""
    if low is not None and high is not None and not low < high:
        return False
    return not any((low is None or low < one) and (high is None or one < high) for one in axis.borders)


def _follows(table_set: Any, name: str) -> bool:
    """Whether a number goes on into another one, which would then be a guess."""
    return any(field.computed and name in field.computed.parts for field in table_set.fields)


def one_of_days(table_set: Any, name: str, first: date, last: date, today: date | None) -> date | None:
    """A day that is one with all from the first to the last: by itself, and in each length of time that follows."""
    axes = _axes(table_set)
    axis = axes.get(name)
    if axis is not None and axis.mask(first) != axis.mask(last):
        return None
    for field in table_set.fields:
        if field.computed is None or name not in field.computed.parts:
            continue
        lengths = [_length(field.computed, name, day, today) for day in (first, last)]
        other = axes.get(field.code)
        if other is None or None in lengths or _follows(table_set, field.code):
            return None
        masks = {other.mask(length) for length in lengths}
        if len(masks) > 1 or not masks.pop():
            return None
    return first


def _length(computed: Any, name: str, day: date, today: date | None) -> int | None:
    if computed.kind != "between" or today is None or set(computed.parts) != {name, "today"}:
        return None
    start, end = (day if part == name else today for part in computed.parts)
    return between(start, end, computed.unit)
