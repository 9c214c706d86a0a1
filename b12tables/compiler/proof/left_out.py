"""Inputs that a case may leave out, and of which an impossible combination speaks.

No table looks at them, and `evaluate` answers without them: no combination holds of what is not there. So a variable of
its own says of each whether anything is there, and a combination that asks about it is assumed only where that is so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from b12tables.compiler.model import Model
from b12tables.compiler.proof.axes import Axis
from b12tables.compiler.proof.constraints import NO, YES

THERE = "\x00there"
"""Behind the name of an input: the variable that says whether anything is there, if only that it is not known."""


def left_out_apart(model: Model, leavable: Collection[str]) -> tuple[str, ...]:
    """Of the inputs that may be left out those that impossible combinations ask about, and what these follow from."""
    asked = [line.field for combination in model.impossible for line in combination.tests]
    return tuple(name for name in model.behind(asked, tables=False) if name in leavable) if leavable else ()


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
