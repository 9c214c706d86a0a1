"""Formulas that share a field hold together: `inr` below its range and above it at once is nobody, though each formula
alone can be met.

Where all values of a score are told apart (`scores`), each formula alone says everything; of more values it takes the
stretches of all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b12tables.compiler.model import Interval, Model
from b12tables.compiler.proof.axes import Axis, OrderedAxis
from b12tables.compiler.proof.constraints import Relation, State
from b12tables.compiler.proof.derived import Agreement, halved
from b12tables.compiler.proof.grid import Masks


class LinkedRelation(Relation):
    """Fields tied by several formulas at once: `masks` are those of the fields, in their order."""

    split_last = True

    def __init__(self, model: Model, axes: Mapping[str, Axis]) -> None:
        super().__init__()
        self.model = model
        self.axes = {name: axis for name, axis in axes.items() if isinstance(axis, OrderedAxis)}
        self.names = list(axes)

    def _narrow(self, masks: State) -> bool:
        within = {
            name: self._hull(axis, masks[place])
            for place, (name, axis) in enumerate(self.axes.items())
            # what may be unknown is tied by no formula
            if not masks[place] & axis.unknown
        }
        found = Agreement(self.model, within, {}).narrowed()
        if found is None:
            return False
        for place, (name, axis) in enumerate(self.axes.items()):
            if name in found:
                masks[place] &= axis.touching(found[name])
        return all(masks)

    def _hull(self, axis: OrderedAxis, mask: int) -> Interval:
        return axis.ends((mask & -mask).bit_length() - 1, mask.bit_length())

    def _settles(self, masks: Masks, strict: bool) -> bool:
        return all(mask & (mask - 1) == 0 for mask in masks) and self.narrowed(masks) is not None

    def split(self, masks: Masks) -> tuple[int, int] | None:
        return halved(masks)


def tells_more(axes: Sequence[Axis]) -> bool:
    """Whether the formulas say more together than each alone: some field is not told apart value by value."""
    return any(
        isinstance(axis, OrderedAxis) and not _is_point(axis.ends(piece, piece + 1))
        for axis in axes
        for piece in range((axis.full & ~axis.unknown).bit_length())
    )


def _is_point(piece: Interval) -> bool:
    return piece.low is not None and piece.low == piece.high


__all__ = ["LinkedRelation", "tells_more"]
