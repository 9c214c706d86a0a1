"""What every axis can do: tests to bit sets of pieces, and back to tests and regions.

Which piece a value lies in, and which value stands for a piece, is decided by the runtime's axis under it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from fractions import Fraction

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Equals,
    Excludes,
    Field,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Piece,
    Test,
    Value,
)
from b12tables.runtime import axes as kernel
from b12tables.runtime.words import UNKNOWN

SIMPLE = (Interval, Equals, Includes, Excludes, IsEmpty)
"""The forms of which each kind of axis says itself what passes."""


class Axis:
    """The pieces of one field. The unknown piece, where there is one, is the last.

    `size` counts the pieces, `full` is the mask of all, `known` of all but unknown; `ordered` tells whether
    neighbouring pieces are neighbours in value; `kinds` are the types of the values that lie in a piece.
    """

    ordered = False
    kinds: tuple[type, ...] = (object,)

    def __init__(self, field: Field, kernel: kernel.Axis) -> None:
        self.field, self._kernel = field, kernel
        self.known, self.unknown, self.full = kernel.known, kernel.unknown, kernel.full
        self.size = self.full.bit_length()
        self._masks: dict[Test, int] = {}
        # the same by identity: to hash a test costs more than all else here
        self._seen: dict[int, tuple[Test, int]] = {}

    @property
    def at_runtime(self) -> kernel.Axis:
        """The same pieces as the generated evaluators have them."""
        return self._kernel

    def cut(self) -> Hashable:
        """How the field is cut: axes of which this is equal are the same."""
        field = self.field
        return type(self), field.code, field.type, field.value_codes, self.size, self.unknown, self._cut()

    def mask(self, test: Test) -> int:
        """The pieces that pass the test."""
        known = self._seen.get(id(test))
        if known is not None and known[0] is test:
            return known[1]
        found = self._masks.get(test)
        if found is None:
            found = self._masks[test] = self._mask(test)
        self._seen[id(test)] = test, found
        return found

    def _mask(self, test: Test) -> int:
        match test:
            case Anything():
                return self.full
            case IsUnknown():
                return self.unknown
            case IsKnown():
                return self.known
            case Not(inner):
                return self.known & ~self.mask(inner)
            case AnyOf(tests):
                return union(self.mask(part) for part in tests)
            case AllOf(tests):
                mask = self.full
                for part in tests:
                    mask &= self.mask(part)
                return mask
        # a form that is not known here must not count as one that nothing passes: a proof would rest on it
        assert isinstance(test, SIMPLE), test
        return self._simple(test)

    def value_mask(self, value: Value) -> int:
        """The one piece that a value lies in (0 where the field cannot have it). None counts as unknown."""
        if value is None or (isinstance(value, str) and value == UNKNOWN):
            return self.unknown
        return self._kernel.mask(value) if isinstance(value, self.kinds) else 0

    def witness(self, mask: int) -> Value:
        """A value of the first piece of the mask."""
        value = self._kernel.witness(mask)
        if value is None:
            return UNKNOWN
        # at run time a whole number is an int
        return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def pieces(self, mask: int) -> tuple[Piece, ...]:
        """The mask in the form of the contract, neighbouring pieces joined."""
        behind: tuple[Piece, ...] = ({"unknown": True},) if mask & self.unknown else ()
        return self._pieces(mask & self.known) + behind

    def test(self, mask: int) -> Test:
        """A test that says exactly this mask, as short as the grammar allows."""
        if mask == self.full:
            return Anything()
        parts: list[Test] = []
        known = mask & self.known
        if known == self.known and known:
            parts = [IsKnown()]
        elif known:
            parts = list(self._tests(known))
            rest = list(self._tests(self.known & ~known))
            if len(rest) < len(parts) and not mask & self.unknown:
                return Not(rest[0] if len(rest) == 1 else AnyOf(tuple(rest)))
        if mask & self.unknown:
            parts.append(IsUnknown())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    # what each kind of axis says for itself

    def _cut(self) -> Hashable:
        raise NotImplementedError

    def _simple(self, test: Test) -> int:
        raise NotImplementedError

    def _pieces(self, mask: int) -> tuple[Piece, ...]:
        raise NotImplementedError

    def _tests(self, mask: int) -> Iterator[Test]:
        raise NotImplementedError


def union(masks: Iterable[int]) -> int:
    """All pieces that are in any of the masks."""
    found = 0
    for mask in masks:
        found |= mask
    return found
