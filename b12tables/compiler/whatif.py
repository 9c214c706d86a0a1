"""What another reading of a conflict would change: its edits made in a copy, and both compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from b12tables.compiler import reference
from b12tables.compiler.analysis import Analysis
from b12tables.compiler.changes import Change, Comparison
from b12tables.compiler.compare import compare
from b12tables.compiler.edits import edited
from b12tables.compiler.joint import AFTER, base
from b12tables.compiler.model import Alternative, Model
from b12tables.compiler.partition import Masks, size


@dataclass(frozen=True)
class Changed:
    """One decision that would answer otherwise.

    `kinds` counts the combinations of `told_apart_by` (cut at the boundaries of both versions) in which a
    patient would get another answer; `of` counts all. The example is a complete case, in the form of `eval`.
    """

    decision: str
    told_apart_by: tuple[str, ...]
    kinds: int
    of: int
    example: Mapping[str, object]
    before: reference.Answer | None
    after: reference.Answer | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """What one alternative reading would change.

    `broken` are the safety rules of the set that would no longer hold, `unfinished` the decisions that could
    not be compared: nothing is claimed about them.
    """

    alternative: Alternative
    changed: tuple[Changed, ...]
    broken: tuple[str, ...]
    unfinished: tuple[str, ...]


def effect(model: Model, alternative: Alternative) -> Effect:
    """What the alternative would change. One without edits changes nothing that can be computed."""
    if not alternative.edits:
        return Effect(alternative, (), (), ())
    other = edited(model, alternative.edits)
    comparison = compare(model, other)
    by_decision: dict[str, list[Change]] = {}
    for change in comparison.changes:
        by_decision.setdefault(change.decision, []).append(change)
    broken = tuple(verdict.rule.id for verdict in Analysis(other).verdicts if verdict.outcome == "broken")
    return Effect(
        alternative,
        tuple(_changed(comparison, code, changes) for code, changes in by_decision.items()),
        broken,
        tuple(comparison.unfinished),
    )


def _changed(comparison: Comparison, code: str, changes: Sequence[Change]) -> Changed:
    # what a column holds after the change tells nothing about which patients these are today
    regions = [
        {base(n): m for n, m in mask.items() if not n.endswith(AFTER)} for c in changes for mask in c.masks
    ]
    names = tuple(dict.fromkeys(name for region in regions for name in region))
    full = tuple(comparison.axes[name].full for name in names)
    boxes = [tuple(r.get(name, whole) for name, whole in zip(names, full, strict=True)) for r in regions]
    first = changes[0]
    return Changed(
        code,
        names,
        _union_size(boxes),
        prod(mask.bit_count() for mask in full),
        first.example,
        first.before,
        first.after,
        first.fields,
    )


def _union_size(boxes: Sequence[Masks]) -> int:
    """How many combinations some boxes hold together; they may overlap."""
    disjoint: list[Masks] = []
    for box in boxes:
        new = [box]
        for other in disjoint:
            new = [part for piece in new for part in _without(piece, other)]
        disjoint += new
    return sum(size(box) for box in disjoint)


def _without(box: Masks, other: Masks) -> Iterator[Masks]:
    """The part of a box outside of another, as disjoint boxes."""
    if not all(mine & theirs for mine, theirs in zip(box, other, strict=True)):
        yield box
        return
    for c, theirs in enumerate(other):
        if outside := box[c] & ~theirs:
            yield (*box[:c], outside, *box[c + 1 :])
        box = (*box[:c], box[c] & theirs, *box[c + 1 :])
