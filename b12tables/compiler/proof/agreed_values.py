"""Values for an example: one of each field's piece, such that what is computed agrees with what it is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from b12tables.compiler.model import Interval, Model, Value
from b12tables.compiler.proof.axes import Axis, OrderedAxis
from b12tables.compiler.proof.derived import Agreement, otherwise_of
from b12tables.runtime.words import UNKNOWN


def agreed_values(
    model: Model, axes: Mapping[str, Axis], masks: Mapping[str, int], rates: Mapping[str, Interval]
) -> dict[str, Value]:
    """A value of each field's first piece, such that the computed fields agree with their parts.

    Of a dose it is one of all its pieces, and of its rate what the tables give (`rates`).
    """
    case = {name: axes[name].witness(mask) for name, mask in masks.items() if name in axes}
    within: dict[str, Interval] = {}
    for name, value in case.items():
        axis, computed = axes[name], model.fields[name].computed
        if isinstance(value, Fraction) and isinstance(axis, OrderedAxis):
            piece = (masks[name] & -masks[name]).bit_length() - 1
            dose = computed is not None and computed.kind == "dose"
            last = (masks[name] & axis.known).bit_length() if dose else piece + 1
            within[name] = axis.ends(piece, last)
    lost = lost_among(model, case)
    for beyond in _out_of_range(model, lost):
        values = Agreement(model, {**within, **rates, **beyond}, case, lost).find()
        if values is not None:
            return {**values, **dict.fromkeys(lost, UNKNOWN)}
    return case


def lost_among(model: Model, case: Mapping[str, Value]) -> frozenset[str]:
    """The fields of a case that are not known though all that they follow from is: they would be out of their range."""

    def is_lost(name: str) -> bool:
        computed = model.fields[name].computed
        if computed is None or case[name] != UNKNOWN or computed.kind not in ("sum", "difference"):
            return False
        parts = [case.get(part, UNKNOWN) for part in computed.parts]
        return UNKNOWN not in parts and otherwise_of(model, name).lost

    return frozenset(filter(is_lost, case))


def _out_of_range(model: Model, lost: frozenset[str]) -> Iterator[dict[str, Interval]]:
    """The ways in which these can be out of their ranges, each below or above."""
    sides: list[list[tuple[str, Interval]]] = []
    for name in sorted(lost):
        low, high = model.fields[name].low, model.fields[name].high
        below = [] if low is None else [(name, Interval(None, False, low.value, not low.closed))]
        above = [] if high is None else [(name, Interval(high.value, not high.closed, None, False))]
        sides.append(below + above)
    for chosen in product(*sides):
        yield dict(chosen)


__all__ = ["agreed_values", "lost_among"]
