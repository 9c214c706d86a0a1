"""The unrelated parts of a region: what touches hangs together, what lies apart is another hole.

Numbers and dates have neighbours; another choice is not near. So cells of the grid hang together where one is next to
the other in a range and everything else is the same. What has the same shape under several choices is one part, for
one row (`a; b`) would cover it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product
from math import prod
from typing import NamedTuple

from b12tables.compiler.proof.axes import bits, runs
from b12tables.compiler.proof.axis import Axis
from b12tables.compiler.proof.coverage import Between
from b12tables.compiler.proof.grid import Masks, merged, size
from b12tables.runtime.language import grouped, t, tn

MOST = 400
"""In so many boxes a region is taken apart; one of more is looked at as a whole."""

MOST_CHOICES = 4_000
"""So many combinations of choices are held side by side."""


class Part(NamedTuple):
    """A region of a table that can arise, as merged boxes; `whole` tells whether the search for it was
    finished.
    """

    boxes: tuple[Masks, ...]
    whole: bool
    all_cells: Between | None = None
    """Of a region that is not whole: how many combinations of pieces all of it holds, between two numbers."""

    @property
    def cells(self) -> int:
        """How many combinations of pieces the region holds."""
        return sum(size(box) for box in self.boxes)

    def kinds(self, full: Masks) -> int:
        """How many combinations of pieces of those columns that the region restricts: a patient is not another one for
        what makes no difference here.
        """
        told = [c for c, mask in enumerate(full) if any(box[c] != mask for box in self.boxes)]
        return sum(prod(box[c].bit_count() for c in told) for box in self.boxes)

    def kinds_text(self, full: Masks) -> str:
        """The same in words: `at least 12 kinds`."""
        count = self.kinds(full)
        if not self.whole:
            return t("at least {n} kinds", n=grouped(count))
        return tn(count, "{many} kind", "{many} kinds", many=grouped(count))


Choices = Masks
"""What a part admits in the columns without an order."""

Shape = frozenset[Masks]
"""What a part admits in the columns that have an order, as boxes."""


def unrelated(axes: Sequence[Axis], boxes: Sequence[Masks]) -> list[tuple[Masks, ...]]:
    """Some disjoint boxes as the parts that have nothing to do with each other, in the order of the boxes."""
    if len(boxes) < 2 and not any(_has_islands(axes, box) for box in boxes):
        return [tuple(boxes)] if boxes else []
    if len(boxes) > MOST:
        return [tuple(boxes)]
    ordered = [c for c, axis in enumerate(axes) if axis.ordered]
    others = [c for c, axis in enumerate(axes) if not axis.ordered]
    pieces = [*islice((piece for box in boxes for piece in _without_islands(axes, box)), MOST_CHOICES + 1)]
    # of one box there may be as many as two to its columns
    shapes = _shapes(axes, pieces, ordered, others) if len(pieces) <= MOST_CHOICES else None
    if shapes is None:
        return [tuple(boxes)]
    parts = [
        tuple(merged(_box(choices, ranges, ordered, others) for choices in same for ranges in shape))
        for shape, every in shapes.items()
        for same in _connected(every, _one_apart)
    ]
    return sorted(parts)


def _has_islands(axes: Sequence[Axis], box: Masks) -> bool:
    return any(axis.ordered and len(_islands(axis, mask)) > 1 for axis, mask in zip(axes, box, strict=True))


def _islands(axis: Axis, mask: int) -> list[int]:
    """The stretches of a mask; unknown goes with a stretch that is alone, for one cell says both."""
    stretches = [((1 << end - start) - 1) << start for start, end in runs(mask & axis.known)]
    unknown = mask & axis.unknown
    if unknown and len(stretches) == 1:
        return [stretches[0] | unknown]
    return stretches + ([unknown] if unknown else [])


def _without_islands(axes: Sequence[Axis], box: Masks) -> Iterator[Masks]:
    yield from product(
        *(_islands(axis, mask) if axis.ordered else [mask] for axis, mask in zip(axes, box, strict=True))
    )


def _shapes(
    axes: Sequence[Axis], pieces: Sequence[Masks], ordered: Sequence[int], others: Sequence[int]
) -> dict[Shape, list[Choices]] | None:
    """For each shape the combinations of choices under which it stands; None where there are too many of these."""
    classes = {c: _classes([piece[c] for piece in pieces]) for c in others}
    under: dict[Choices, list[Masks]] = defaultdict(list)
    for piece in pieces:
        for choices in product(*([one for one in classes[c] if one & piece[c]] for c in others)):
            under[choices].append(tuple(piece[c] for c in ordered))
            if len(under) > MOST_CHOICES:  # within one piece: a wide one has as many
                return None
    near = [axes[c] for c in ordered]
    found: dict[Shape, list[Choices]] = defaultdict(list)
    for choices in sorted(under):
        for part in _connected(under[choices], lambda one, other: touches(near, one, other)):
            found[frozenset(merged(part))].append(choices)
    return found


def _classes(masks: Iterable[int]) -> list[int]:
    """The values of a column, those together that stand in the same pieces."""
    members: dict[int, int] = defaultdict(int)
    for number, mask in enumerate(masks):
        for value in bits(mask):
            members[value] |= 1 << number
    together: dict[int, int] = defaultdict(int)
    for value, pieces in members.items():
        together[pieces] |= 1 << value
    return sorted(together.values())


def touches(axes: Sequence[Axis], one: Masks, other: Masks) -> bool:
    """Whether two boxes of ordered columns share a cell, or have cells that are neighbours in one column."""
    apart = 0
    for axis, a, b in zip(axes, one, other, strict=True):
        if not a & b:
            apart += 1
            if apart > 1 or not next_to(axis, a) & b:
                return False
    return True


def next_to(axis: Axis, mask: int) -> int:
    """The pieces that are neighbours in value of those of a mask; nothing is near to unknown, or to a choice."""
    known = mask & axis.known
    return (known << 1 | known >> 1) & axis.known & ~mask if axis.ordered else 0


def _one_apart(one: Choices, other: Choices) -> bool:
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _connected(boxes: Sequence[Masks], related: object) -> Iterator[list[Masks]]:
    """The boxes in groups: whatever is related stands in one."""
    assert callable(related)
    group = list(range(len(boxes)))

    def root(i: int) -> int:
        while group[i] != i:
            i = group[i]
        return i

    for i, j in combinations(range(len(boxes)), 2):
        if root(i) != root(j) and related(boxes[i], boxes[j]):
            group[max(root(i), root(j))] = min(root(i), root(j))
    found: dict[int, list[Masks]] = defaultdict(list)
    for i, box in enumerate(boxes):
        found[root(i)].append(box)
    yield from found.values()


def _box(choices: Choices, ranges: Masks, ordered: Sequence[int], others: Sequence[int]) -> Masks:
    masks = {**dict(zip(others, choices, strict=True)), **dict(zip(ordered, ranges, strict=True))}
    return tuple(masks[c] for c in range(len(masks)))
