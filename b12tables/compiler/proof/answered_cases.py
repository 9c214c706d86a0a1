"""The cases that a rule answers, in one form however the rules are written: what a sign-off is about.

They are the rule's own cases without those that rules before it answer otherwise. Taken field by field in the order of
names, pieces of a field behind which the same is left are joined, and a field on which nothing hangs is left out: what
remains is the same for the same cases.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from b12tables.compiler.model import Value
from b12tables.compiler.proof.axes import Axis, SetAxis, bits
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.table_space import TableSpace

Written = Callable[[Axis, int], object]
"""How some pieces of an axis are written."""

NOBODY, EVERYBODY = "", "*"

MOST = 20_000
"""So many pieces are looked at for one rule; a rule under more others than that is told by their conditions."""


class TooEntangled(Exception):
    """A rule among so many others that what it answers is not worked out."""


class Answered:
    """The cases of `box` that lie in none of `others`: `form` tells them apart from all others, `fields` are those
    on which it hangs.
    """

    def __init__(self, ts: TableSpace, box: Masks, others: Sequence[Masks], written: Written) -> None:
        self._names = sorted(ts.fields)
        places = [ts.fields.index(name) for name in self._names]
        self._axes = [ts.axes[name] for name in self._names]
        self._box = [box[place] for place in places]
        self._others = [
            _by_piece(axis, [one[p] for one in others]) for axis, p in zip(self._axes, places, strict=True)
        ]
        self._written = written
        self._known: dict[tuple[int, int], str] = {}
        self._used: dict[str, set[str]] = {}
        self._left = MOST
        self.form = self._behind(0, (1 << len(others)) - 1)
        self.fields = frozenset(self._used.get(self.form, ()))

    def _behind(self, place: int, others: int) -> str:
        """What is left of the fields from one on, where these of the others may still hold."""
        if place == len(self._names):
            return NOBODY if others else EVERYBODY
        key = place, others
        if key not in self._known:
            self._known[key] = self._made(place, others)
        return self._known[key]

    def _made(self, place: int, others: int) -> str:
        axis = self._axes[place]
        masks: dict[str, int] = {NOBODY: axis.full & ~self._box[place]}
        for mask, still in self._parts(place, others):
            left = self._behind(place + 1, still)
            masks[left] = masks.get(left, 0) | mask
        masks = {left: mask for left, mask in masks.items() if mask}
        if len(masks) == 1:
            return next(iter(masks))
        told = sorted(
            [json.dumps(self._written(axis, mask)), left] for left, mask in masks.items() if left != NOBODY
        )
        form = hashlib.sha256(json.dumps([self._names[place], told]).encode()).hexdigest()
        self._used[form] = {self._names[place]}.union(*(self._used.get(left, ()) for left in masks))
        return form

    def _parts(self, place: int, others: int) -> Iterator[tuple[int, int]]:
        """The pieces of a field within the box, joined where the same of the others may still hold."""
        found: dict[int, int] = {}
        for piece in bits(self._box[place]):
            self._left -= 1
            still = others & self._others[place][piece]
            found[still] = found.get(still, 0) | 1 << piece
        if self._left < 0:
            raise TooEntangled
        for still, mask in found.items():
            yield mask, still


def written_sets(axis: SetAxis, mask: int, written: Callable[[Value], object]) -> dict[str, object]:
    """Some sets, by the members on which it hangs whether a set is among them: another value changes nothing.

    The empty set is told apart where what is left is simpler then: *empty* hangs on no single member.
    """
    known = mask & axis.known
    fills = [known] if not axis.complete else [known, known ^ 1]
    hanging = [_hanging(axis, fill) for fill in fills]
    best = min(range(len(fills)), key=lambda place: (len(hanging[place]), place))
    names = [*map(written, axis.members), "any other"]
    held = {frozenset(i for i in hanging[best] if piece >> i & 1) for piece in bits(fills[best])}
    found: dict[str, object] = {
        "by": [names[i] for i in hanging[best]],
        "sets": sorted(json.dumps([names[i] for i in sorted(one)]) for one in held),
        "unknown": bool(mask & axis.unknown),
    }
    return found if best == 0 else {**found, "empty": bool(known & 1)}


def _hanging(axis: SetAxis, mask: int) -> list[int]:
    """The members on which it hangs whether a set is among some."""
    pieces = bits(axis.known)
    sets = [mask >> piece & 1 for piece in pieces]
    return [i for i in range(axis.count) if any(sets[n] != sets[n ^ 1 << i] for n in range(len(sets)))]


def _by_piece(axis: Axis, masks: Sequence[int]) -> Mapping[int, int]:
    """For each piece of an axis which of some masks hold it, as a bit set."""
    found = dict.fromkeys(range(axis.size), 0)
    for place, mask in enumerate(masks):
        for piece in bits(mask):
            found[piece] |= 1 << place
    return found
