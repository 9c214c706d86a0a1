"""The values with which an input is tried of which scores or doses are computed, beside one for each of its own pieces.

Tables see such an input through what is computed from it as well, where no cell draws a line for the input itself: a
weight of 74 kg may be the one at which a dose crosses a line. So some values over its range are tried, and those
between them at which a score passes a piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import islice, pairwise, product
from math import floor

from b12tables.compiler.model import Field, Limit, Model, dose, in_range
from b12tables.compiler.proof.axes import Axis, bits
from b12tables.compiler.proof.table_space import Space

EVENLY = 8
"""Into so many stretches a range is parted."""

WAYS = 100
"""In so many ways at most the other parts of a score are filled in."""

HALVINGS = 40
"""So often a stretch is halved to find what lies between its ends."""

MOST = 60
"""So many values are tried at most."""


def asked_axes(model: Model, space: Space) -> dict[str, Axis]:
    """The axes that a table or a combination asks about, in the order of the dictionary."""
    used = {name for ts in space.tables.values() for name in ts.fields}
    used |= {line.field for combination in model.impossible for line in combination.tests}
    return {name: space.axes[name] for name in model.fields if name in used and name in space.axes}


def tried_values(model: Model, space: Space) -> dict[str, tuple[Fraction, ...]]:
    """Of each number that is entered, and of which a score is computed, the values to try beside those pieces of it
    that a table tells apart.
    """
    axes = asked_axes(model, space)
    scores = [name for name in model.fields if model.derived(name)]
    found = {}
    for name, field in model.fields.items():
        if field.type in ("number", "whole number") and name not in model.produced_by and name not in scores:
            over = [score for score in scores if name in _bases(model, score)]
            values = _values(model, space, field, axes.get(name), over) if over else ()
            if values:
                found[name] = tuple(values)
    return found


def _bases(model: Model, score: str) -> dict[str, None]:
    """What a score is computed from that is no score itself: what is entered, and what tables give."""
    computed = model.fields[score].computed
    found: dict[str, None] = {}
    for part in computed.parts if computed is not None else ():
        found.update(_bases(model, part) if model.derived(part) else {part: None})
    return found


def _values(
    model: Model, space: Space, field: Field, own: Axis | None, scores: Iterable[str]
) -> Sequence[Fraction]:
    """Values over the range, where the input has no pieces of its own; and those that bring a score into a piece into
    which no other value brings it.
    """
    pieces = [own.witness(1 << piece) for piece in bits(own.known)] if own is not None else []
    kept = set(_spread(field)) if len(pieces) < 2 else set()
    lines = [line for score in scores for line in _lines(model, space, field, score)]
    reached: set[tuple[int, int]] = set()
    for value in (*pieces, *kept):
        if isinstance(value, Fraction):
            reached.update((n, line(value)) for n, line in enumerate(lines))
    between = {value for line in lines for value in _passed(line, field)}
    for value in sorted(between.union(_spread(field))):
        new = {(n, line(value)) for n, line in enumerate(lines)} - reached
        if new:
            reached |= new
            kept.add(value)
    return sorted(kept)[:MOST]


Line = Callable[[Fraction], int]
"""Into which piece a value brings a score, the other parts of which are filled in; 0: into none."""


def _lines(model: Model, space: Space, field: Field, score: str) -> Iterator[Line]:
    """A line for each way to fill in the other parts of a score; none where no table looks at it."""
    axis = space.axes.get(score)
    if axis is None:
        return
    others = [base for base in _bases(model, score) if base != field.code]
    for way in islice(product(*(_may_be(model, other) for other in others)), WAYS):
        yield partial(_piece, model, axis, field.code, score, dict(zip(others, way, strict=True)))


def _piece(
    model: Model, axis: Axis, name: str, score: str, others: Mapping[str, Fraction], value: Fraction
) -> int:
    came = _comes_to(model, score, {**others, name: value})
    fits = came is not None and in_range(model.fields[score], came)
    return axis.value_mask(came).bit_length() if fits else 0


def _spread(field: Field) -> list[Fraction]:
    """Values at even distances over the range of a field."""
    low = _end(field.low) or Fraction(0)
    high = _end(field.high) or low + 1000
    spread = (_nearby(field, low + (high - low) * n / EVENLY) for n in range(EVENLY + 1))
    return sorted({value for value in spread if value is not None})


def _end(limit: Limit | None) -> Fraction | None:
    return limit.value if limit is not None and isinstance(limit.value, Fraction) else None


def _nearby(field: Field, number: Fraction) -> Fraction | None:
    """The number, or one beside it, as the field can have it: with decimals that end."""
    step = field.step or (Fraction(1) if field.type == "whole number" else Fraction(1, 1000))
    near = floor(number / step + Fraction(1, 2)) * step
    return next((value for value in (near, near + step, near - step) if in_range(field, value)), None)


def _may_be(model: Model, name: str) -> Sequence[Fraction]:
    """Some values that another part of a score may have: the results of its table, or some that may be entered."""
    table = model.produced_by.get(name)
    if table is not None and not (table.hit_policy.gives_list or table.hit_policy.aggregates):
        column = table.output_fields.index(name)
        given = [row.results[column].value for row in table.rows]
        return list(dict.fromkeys(value for value in given if isinstance(value, Fraction)))
    return _spread(model.fields[name])[::2]


def _passed(line: Line, field: Field) -> Iterator[Fraction]:
    """A value for each piece of a score that lies between those of two neighbouring values."""
    todo = [(low, high, HALVINGS) for low, high in pairwise(_spread(field))]
    while todo:
        low, high, left = todo.pop()
        if not left or abs(line(low) - line(high)) < 2:
            continue
        middle = _nearby(field, (low + high) / 2)
        if middle is not None and low < middle < high:
            if line(middle) not in (line(low), line(high)):
                yield middle
            todo += [(low, middle, left - 1), (middle, high, left - 1)]


def _comes_to(model: Model, name: str, known: Mapping[str, Fraction]) -> Fraction | None:
    """What a score comes to; None where a part of it is not known, or is no number."""
    if name in known:
        return known[name]
    computed = model.fields[name].computed
    if computed is None or computed.kind == "between":
        return None
    parts = [_comes_to(model, part, known) for part in computed.parts]
    numbers = [part for part in parts if part is not None]
    if len(numbers) < len(parts):
        return None
    if computed.kind == "dose":
        return dose(computed, numbers)
    return sum(numbers, Fraction(0)) if computed.kind == "sum" else numbers[0] - numbers[1]
