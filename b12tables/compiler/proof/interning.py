"""What several models have in common, each thing made once.

Versions of one table set differ in a few cells. Axes that are cut alike are one object in all of them, and what is
made of the same rules over the same axes is shared, with all that it has found out since.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from b12tables.compiler.proof.axis import Axis

T = TypeVar("T")


class Common:
    """The things made so far."""

    def __init__(self) -> None:
        self._axes: dict[Hashable, Axis] = {}
        self._made: dict[Hashable, tuple[tuple[object, ...], Any]] = {}

    def axis(self, axis: Axis) -> Axis:
        """The axis, or one made before it that is the same."""
        return self._axes.setdefault(axis.cut(), axis)

    def once(self, what: str, of: tuple[object, ...], make: Callable[[], T], also: Hashable = ()) -> T:
        """What `make` gives, made once for these very objects (and these equal values, `also`)."""
        key = what, tuple(map(id, of)), also
        known = self._made.get(key)
        if known is None:
            # keeping the objects, so that no other can come to have their identity
            known = self._made[key] = of, make()
        found: T = known[1]
        return found
