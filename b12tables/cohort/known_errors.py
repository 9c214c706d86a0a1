"""Which rows of a batch pass an error that somebody accepted: by the pieces of their fields, or the rules that fired.

What an entry says of a patient is asked of the generated function itself, once for each combination of pieces. A
package whose pieces do not tell it has each row asked as a case of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa

from b12tables.cohort.columns import NOWHERE, Seen
from b12tables.cohort.numbers import Array
from b12tables.cohort.outcomes import Found
from b12tables.runtime.accepted import AcceptedError
from b12tables.runtime.axes import Axis
from b12tables.runtime.tableset import TableSet

MOST_COMBINATIONS = 2**62
"""So many have a number of their own."""


class KnownErrors:
    """The accepted errors of a table set. `by_column` tells whether whole columns say whom they concern."""

    def __init__(self, tables: TableSet, axes: Mapping[str, Axis]) -> None:
        self.entries: tuple[AcceptedError, ...] = getattr(tables.signatures(), "ACCEPTED", ())
        concerned: frozenset[str] = getattr(tables.grid(), "CONCERNED", frozenset())
        asked = {part for entry in self.entries for part in entry.patients or ()}
        seen = concerned & {*tables.inputs, *tables.producer}
        self.parts = {
            (fields, lies_in): _PartOfRegion(tables, [axes[name] for name in fields], fields, lies_in)
            for fields, lies_in in asked
            if seen.issuperset(fields)
        }
        self.by_column = asked == self.parts.keys() and all(part.few for part in self.parts.values())

    def told(
        self, see: Callable[[str], Seen], outcomes: Mapping[str, Found], odd: Mapping[int, Any], rows: int
    ) -> pa.Array:
        """For each row the errors that it passes, in words; null where there is none.

        `odd` are the results of the rows that were asked one by one, which say it themselves.
        """
        passes = np.zeros((len(self.entries), rows), bool)
        if self.by_column and len(odd) < rows:
            for place, entry in enumerate(self.entries):
                passes[place] = self._passes(entry, see, outcomes, rows)
        for row, result in odd.items():
            told = set(map(id, result.accepted))
            passes[:, row] = [id(entry) in told for entry in self.entries]
        return _in_words(passes, list(map(str, self.entries)))

    def _passes(
        self, entry: AcceptedError, see: Callable[[str], Seen], outcomes: Mapping[str, Found], rows: int
    ) -> Array | bool:
        if entry.patients is not None:
            found = np.zeros(rows, bool)
            for part in entry.patients:
                found |= self.parts[part].holds(see, rows)
            return found
        if not entry.decision or not entry.rules:
            return not entry.decision or entry.decision in outcomes
        decided = outcomes.get(entry.decision)
        return False if decided is None else decided.fired(entry.rules)


class _PartOfRegion:
    """One part of a region: its fields and the function that says whether a patient lies in it."""

    def __init__(
        self, tables: TableSet, axes: Sequence[Axis], fields: tuple[str, ...], lies_in: Callable[..., bool]
    ) -> None:
        self.tables, self.axes, self.fields, self.lies_in = tables, axes, fields, lies_in
        # one more than there are pieces: a case may leave out what only an impossible combination asks about
        self.sizes = [axis.full.bit_length() + 1 for axis in axes]
        self.few = prod(self.sizes) < MOST_COMBINATIONS
        self.known: dict[int, bool] = {}
        """What was asked before, by the number of the combination."""

    def holds(self, see: Callable[[str], Seen], rows: int) -> Array:
        """Whether each row lies in it."""
        numbers = np.zeros(rows, np.int64)
        for name, size in zip(self.fields, self.sizes, strict=True):
            numbers *= size
            numbers += see(name).pieces - NOWHERE
        distinct, back = np.unique(numbers, return_inverse=True)
        return np.array([self._asked(int(number)) for number in distinct], bool)[back.reshape(-1)]

    def _asked(self, number: int) -> bool:
        if number not in self.known:
            pieces, left = [], number
            for size in reversed(self.sizes):
                left, piece = divmod(left, size)
                pieces.append(piece)
            values = [
                None if piece == 0 else self.tables.compared(name, axis.witness(1 << piece + NOWHERE))
                for name, axis, piece in zip(self.fields, self.axes, reversed(pieces), strict=True)
            ]
            self.known[number] = self.lies_in(*values)
        return self.known[number]


def _in_words(passes: Array, words: Sequence[str]) -> pa.Array:
    """The words of each row, of which most rows have the same few."""
    # eight errors a byte: few bytes a row are sorted sooner than many flags
    packed = np.ascontiguousarray(np.packbits(passes, axis=0).T)
    keys = packed.view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, back = np.unique(keys, return_index=True, return_inverse=True)
    sets = passes[:, first].T
    told = ["; ".join(word for word, one in zip(words, row, strict=True) if one) or None for row in sets]
    return pa.array(told, pa.string()).take(pa.array(back.reshape(-1)))


__all__ = ["KnownErrors"]
