"""A table seen from one patient: two of its columns varied, the others as the patient has them; the rules that hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from b12tables.compiler.model import Box, Model, Value, passes, test_words
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.axis import Axis
from b12tables.compiler.proof.table_space import Space, TableSpace

LOOKED_AT = 40
"""So many pieces of a column are looked at, those around the patient."""


@dataclass(frozen=True)
class Spot:
    """A combination of the varied columns: the rules that hold there; `why` says why no patient can be so."""

    rules: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Slice:
    """The columns that are varied, the stretches of each as pieces and in words, and a spot for each combination of
    them, the first column slowest. `here` is the patient's own place; `others` are the columns that stay as the patient
    has them.
    """

    columns: tuple[str, ...]
    masks: tuple[tuple[int, ...], ...]
    stretches: tuple[tuple[str, ...], ...]
    spots: tuple[Spot, ...]
    here: tuple[int, ...]
    others: Mapping[str, Value]
    cut: bool
    """Whether the columns have more values than are shown."""


def slice_at(
    model: Model, code: str, values: Mapping[str, Value], region: Sequence[Box] = ()
) -> Slice | None:
    """The slice of a decision's table through a patient, along two columns that a region restricts; None where the
    table cannot be analysed, or nothing is known of the patient in one of its columns.
    """
    ts = Space(model).tables.get(code)
    if ts is None or not ts.fields or any(name not in values for name in ts.fields):
        return None
    at = {name: ts.axes[name].value_mask(values[name]) for name in ts.fields}
    if not all(at.values()):
        return None
    columns = _columns(ts, region)
    looked = [_looked_at(ts.axes[name], at[name]) for name in columns]
    spots: dict[tuple[int, ...], Spot] = {}
    for place in product(*looked):
        varied = {name: 1 << piece for name, piece in zip(columns, place, strict=True)}
        spots[place] = _spot(model, ts, {**at, **varied}, values)
    joined = [_joined(ts.axes[name], c, looked, spots) for c, name in enumerate(columns)]
    masks = tuple(tuple(sum(1 << piece for piece in group) for group in groups) for groups in joined)
    words = tuple(
        tuple(test_words(ts.axes[name].test(mask), model.fields[name]) for mask in stretches)
        for name, stretches in zip(columns, masks, strict=True)
    )
    own = [at[name].bit_length() - 1 for name in columns]
    return Slice(
        columns,
        masks,
        words,
        tuple(spots[tuple(group[0] for group in groups)] for groups in product(*joined)),
        tuple(
            next(n for n, group in enumerate(groups) if piece in group)
            for piece, groups in zip(own, joined, strict=True)
        ),
        {name: values[name] for name in ts.fields if name not in columns},
        any(len(pieces) < ts.axes[name].size for name, pieces in zip(columns, looked, strict=True)),
    )


def _columns(ts: TableSpace, region: Sequence[Box]) -> tuple[str, ...]:
    """At most two columns: those that every box restricts, then those that some box does, then any."""
    everywhere = [name for name in ts.fields if region and all(name in box for box in region)]
    somewhere = [name for name in ts.fields if any(name in box for box in region)]
    order = list(dict.fromkeys((*everywhere, *somewhere))) or list(ts.fields)
    return tuple(name for name in ts.fields if name in order[:2])


def _looked_at(axis: Axis, own: int) -> list[int]:
    first = max(0, min(own.bit_length() - 1 - LOOKED_AT // 2, axis.size - LOOKED_AT))
    return list(range(first, min(axis.size, first + LOOKED_AT)))


def _joined(
    axis: Axis, column: int, looked: Sequence[Sequence[int]], spots: Mapping[tuple[int, ...], Spot]
) -> list[list[int]]:
    """The pieces of a column, those joined along which nothing differs: of numbers and dates such as are neighbours."""
    around = [[*pieces] for pieces in looked]
    groups: list[list[int]] = []
    seen: dict[tuple[Spot, ...], list[int]] = {}
    for piece in looked[column]:
        around[column] = [piece]
        along = tuple(spots[place] for place in product(*around))
        last = seen.get(along)
        if last is not None and (not axis.ordered or last is groups[-1]):
            last.append(piece)
        else:
            groups.append([piece])
            seen[along] = groups[-1]
    return groups


def _spot(model: Model, ts: TableSpace, at: Mapping[str, int], values: Mapping[str, Value]) -> Spot:
    masks = tuple(at[name] for name in ts.fields)
    held = ts.grid.containing(masks, ts.grid.touching(masks))
    varied = {**values, **{name: ts.axes[name].witness(mask) for name, mask in at.items()}}
    for combination in model.impossible:
        # what it says of other fields may be otherwise for a patient who differs here
        own = all(test.field in ts.fields for test in combination.tests)
        if own and all(passes(test.test, varied[test.field]) for test in combination.tests):
            return Spot((), combination.why or "cannot occur")
    return Spot(tuple(ts.table.rules[n].id for n in bits(held)))
