"""Inputs that a case may leave out, and of which an impossible combination speaks.

No table looks at them, and `evaluate` answers without them: no combination holds of what is not there. So a variable of
its own says of each whether anything is there, a combination that asks about it is assumed only where that is so, and
what is computed follows from it only there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from b12tables.compiler.model import Model, Value, evaluate
from b12tables.compiler.proof.axes import Axis, OrderedAxis
from b12tables.compiler.proof.constraints import NO, YES, Relation, State
from b12tables.compiler.proof.grid import Masks

THERE = "\x00there"
"""Behind the name of an input: the variable that says whether anything is there, if only that it is not known."""


def left_out_apart(
    model: Model, leavable: Collection[str], tied: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Of the inputs that may be left out those that impossible combinations ask about, what these follow from, and what
    the fields follow from that are `tied` where it is there.
    """
    if not leavable:
        return ()
    asked = [line.field for combination in model.impossible for line in combination.tests]
    behind = model.behind(asked, tables=False)
    parts = {part for name in tied for part in tied[name]}
    return tuple(name for name in model.fields if name in leavable and (name in behind or name in parts))


def tied_where_there(
    model: Model, axes: Mapping[str, Axis], leavable: Collection[str], tied: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The further computed fields that follow wherever their parts are there, each with these: of what may be left out
    it is known whether it is. What is looked at is refused out of its range, and otherwise there is nothing of it.
    """
    if not leavable:
        return {}
    looked_at = {name for table in model.decisions for name in table.input_fields}
    looked_at.update(line.field for combination in model.impossible for line in combination.tests)
    found: dict[str, tuple[str, ...]] = {}
    for name in looked_at - {*tied}:
        computed = model.fields[name].computed
        if computed is None or computed.kind == "dose" or model.derived(name) or name not in axes:
            continue
        parts = computed.parts
        open_ = [part for part in parts if part in leavable]
        if len(set(parts)) != len(parts) or not all(
            isinstance(axes.get(n), OrderedAxis) for n in (name, *parts)
        ):
            continue
        if all(model.fields[part].computed is None or part in looked_at for part in open_):
            found[name] = parts
    return {name: found[name] for name in model.fields if name in found}


class WhereThere(Relation):
    """A relation between parts and what follows from them, where the parts are there: behind the places of the parts
    stand those of the variables that say so of some of them.
    """

    def __init__(self, relation: Relation, said: int) -> None:
        super().__init__()
        self.relation, self.said = relation, said
        self.split_last, self.costs = relation.split_last, relation.costs

    def _inner(self, masks: Sequence[int]) -> Masks:
        return (*masks[: -1 - self.said], masks[-1])

    def _open(self, masks: Sequence[int]) -> list[int]:
        """The places that say of a part that it may not be there."""
        last = len(masks) - 1
        return [place for place in range(last - self.said, last) if masks[place] & NO]

    def _narrow(self, masks: State) -> bool:
        open_ = self._open(masks)
        if any(masks[place] == NO for place in open_):
            return True
        left = self.relation.narrowed(self._inner(masks))
        if not open_:
            if left is None:
                return False
            masks[: -1 - self.said], masks[-1] = left[:-1], left[-1]
        elif left is None and len(open_) == 1:
            masks[open_[0]] = NO
        return True

    def _settles(self, masks: Masks, strict: bool) -> bool:
        if any(masks[place] == NO for place in self._open(masks)):
            return True
        return self.relation.settled(self._inner(masks), strict)

    def split(self, masks: Masks) -> tuple[int, int] | None:
        for place in self._open(masks):
            return place, YES
        found = self.relation.split(self._inner(masks))
        if found is None:
            return None
        place, side = found
        return (len(masks) - 1 if place == len(masks) - 1 - self.said else place), side


def following(model: Model, axes: Mapping[str, Axis], may_lack: Collection[str]) -> Iterator[dict[str, int]]:
    """For each of these that is computed, what is never so: all that it follows from is there, and it is not."""
    for name in may_lack:
        computed = model.fields[name].computed
        if computed is None or model.derived(name):
            continue  # what follows from answers is not there either where a decision has none
        never = {name + THERE: NO}
        never |= {part + THERE: YES for part in computed.parts if part in may_lack}
        if not model.fields[name].unknown:
            # where a part is not known, nothing is there of what has to be known
            if not all(part in axes for part in computed.parts):
                continue
            never |= {part: axes[part].known for part in computed.parts if axes[part].unknown}
        yield never


def excluded(model: Model, case: Mapping[str, Value]) -> bool:
    """Whether the reference refuses a case as one that cannot be."""
    return any(one.name in ("impossible", "contradiction") for one in evaluate(model, case).problems)
