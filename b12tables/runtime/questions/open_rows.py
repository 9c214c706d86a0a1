"""Decisions of which it counts, for what is computed from them, which of their rows holds.

What comes out may be clear while decisions behind a score are not taken yet: as long as all that their rows may give
leads to what a state admits, whichever holds. Else values that agree (`ties`) show no case: a row that gives one of
them may hold in another part of the state only.
"""

from __future__ import annotations

from b12tables.runtime.axes import Ordered
from b12tables.runtime.fields import Number
from b12tables.runtime.questions.stretches import hull_of, image_of, meet, point

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from b12tables.runtime.questions.propagation import Look
    from b12tables.runtime.questions.stretches import Stretch
    from b12tables.runtime.questions.ties import Ties
    from b12tables.runtime.rules import Computed


def leading_out(ties: Ties, look: Look) -> Iterator[str]:
    """The fields that open decisions give, where what follows from them may lie outside of the state."""
    for group in ties.groups:
        for name in group:
            producer = ties.set.producer.get(name)
            if producer is None or name in look.values or producer.code not in look.rules:
                continue
            if _is_open(ties, name, look) and _leads_out(ties, group, name, look):
                yield name


def _is_open(ties: Ties, name: str, look: Look) -> bool:
    """Whether a decision may give more than one value of a field, or one and in another part of the state none."""
    domain = ties.domain(name, look)
    return not ties.set.producer[name].takes_one or len(domain.sides) + domain.absent + domain.fails > 1


def _leads_out(ties: Ties, group: tuple[str, ...], name: str, look: Look) -> bool:
    behind, lacking = {name}, {name} if ties.domain(name, look).absent else set()
    for one in group:
        computed = ties.formula(one)
        if computed is None or behind.isdisjoint(computed.parts):
            continue
        behind.add(one)
        if not lacking.isdisjoint(computed.parts):
            lacking.add(one)
        if not _holds_all(ties, one, computed, look, one in lacking):
            return True
    return False


def _holds_all(ties: Ties, name: str, computed: Computed, look: Look, lacking: bool) -> bool:
    """Whether the state admits all that a field may be, of what its parts may be, each for itself."""
    domain, field = ties.domain(name, look), ties.set.by_code[name]
    if (lacking and not domain.absent) or (isinstance(field, Number) and field.step not in (None, 1)):
        return False
    parts = [_stretch(ties, part, look) for part in computed.parts]
    if None in parts:
        return True  # one is never known, so that nothing follows
    image = image_of(computed, [part for part in parts if part is not None])
    return bool(domain.sides) and _in_one(ties, name, look) and meet(image, hull_of(domain.sides)) == image


def _stretch(ties: Ties, part: str, look: Look) -> Stretch | None:
    """Where all values of a part lie; None: it has none."""
    if part == "today" and part not in ties.set.inputs:
        today = look.values.get(part)
        return None if today is None else point(today)
    sides = ties.domain(part, look).sides
    return hull_of(sides) if sides else None


def _in_one(ties: Ties, name: str, look: Look) -> bool:
    """Whether the pieces that a field may have lie side by side."""
    axis, mask = ties.axes.get(name), look.within.get(name, look.masks.get(name))
    if name in look.values or not isinstance(axis, Ordered) or mask is None:
        return True
    known = mask & axis.known
    return not (known + (known & -known)) & known


__all__ = ["leading_out"]
