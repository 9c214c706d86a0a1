"""A decision table -> a decision tree whose leaves are what fires. Equal parts are shared, so it is really a diagram.

A region of the table's columns is split by the column that leaves the fewest rules in its parts, until nothing is left to
decide. The rules that survive in a region, and the columns in which they still differ, say all there is to know about it:
two such regions share one node.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from b12tables.compiler.model import HitPolicy
from b12tables.compiler.partition import Masks
from b12tables.compiler.pieces import SetAxis, bits
from b12tables.compiler.space import TableSpace


@dataclass(frozen=True, eq=False)
class Leaf:
    """What fires: `rule` (the given rules), `nothing` (Otherwise, or a gap), `overlap` or `conflict` (rules at odds)."""

    kind: Literal["rule", "nothing", "overlap", "conflict"]
    rules: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Branch:
    """A question about one column. Each arm: the pieces of the column that lead there, and what follows."""

    column: int
    inside: int
    """The pieces of the column that can still occur here."""
    arms: tuple[tuple[int, Node], ...]


Node = Leaf | Branch


class TooLarge(Exception):
    """The tree would have more nodes than anyone could read."""


def grow(space: TableSpace, limit: int) -> Node:
    """The tree of a single-hit table. Raises `TooLarge` beyond `limit` nodes.

    Priority tables in which rules of one rank contradict each other have no tree: also `TooLarge`.
    """
    return _Grower(space, limit).node(space.grid.full, space.grid.everyone)


class _Grower:
    def __init__(self, space: TableSpace, limit: int) -> None:
        self.space, self.grid, self.limit = space, space.grid, limit
        self.nodes: dict[object, Node] = {}
        self.leaves: dict[tuple[str, tuple[int, ...]], Leaf] = {}
        self.order = self._order()

    def _order(self) -> Sequence[int] | None:
        """For First and Priority: the rules in the order in which they go before each other."""
        rules = range(len(self.space.rows))
        if self.space.policy is HitPolicy.FIRST:
            return rules
        if self.space.policy is not HitPolicy.PRIORITY:
            return None
        if any(
            self.space.prevents[i] >> j & 1 and self.space.prevents[j] >> i & 1
            for i in rules
            for j in range(i)
        ):
            raise TooLarge
        return sorted(rules, key=lambda i: (self.space.prevents[i].bit_count(), i))

    def node(self, box: Masks, touched: int) -> Node:
        """The node of a region, given the rules that touch it."""
        full = self.grid.containing(box, touched)
        alive = self._before(touched, full)
        leaf = self._leaf(alive, full & alive)
        if leaf is not None:
            return self.leaves.setdefault((leaf.kind, leaf.rules), leaf)
        open_rules = alive & ~full
        relevant = [
            c for c, column in enumerate(self.grid.columns) if open_rules & ~column.containing(box[c])
        ]
        key = (alive, tuple((c, self._relative(c, box[c], alive)) for c in relevant))
        found = self.nodes.get(key)
        if found is None:
            if len(self.nodes) >= self.limit:
                raise TooLarge
            self.nodes[key] = Leaf("nothing")  # counts while its parts are grown
            found = self.nodes[key] = self._branch(box, alive, relevant)
        return found

    def _relative(self, c: int, inside: int, alive: int) -> int:
        return inside

    def _before(self, touched: int, full: int) -> int:
        """The rules that can still matter: none that comes after one that holds everywhere here."""
        if self.order is None or not full:
            return touched
        kept = 0
        for rule in self.order:
            if touched >> rule & 1:
                kept |= 1 << rule
                if full >> rule & 1:
                    break
        return kept

    def _leaf(self, alive: int, full: int) -> Leaf | None:
        if not alive:
            return Leaf("nothing")
        if alive != full and not (self.order is not None and self._first(alive) == self._first(full)):
            return None
        rules = tuple(bits(full))
        if self.order is not None:
            first = self._first(full)
            assert first is not None
            return Leaf("rule", (first,))
        if len(rules) == 1:
            return Leaf("rule", rules)
        if self.space.policy is HitPolicy.UNIQUE:
            return Leaf("overlap", rules)
        same = len({self.space.rows[rule] for rule in rules}) == 1
        return Leaf("rule" if same else "conflict", rules)

    def _first(self, rules: int) -> int | None:
        assert self.order is not None
        return next((rule for rule in self.order if rules >> rule & 1), None)

    def _branch(self, box: Masks, alive: int, relevant: Sequence[int]) -> Branch:
        best: tuple[tuple[int, int, int], int, list[tuple[int, int]]] | None = None
        for c in relevant:
            parts = list(self._parts(c, box[c], alive))
            if len(parts) < 2:
                continue
            score = (sum(rules.bit_count() for _, rules in parts), len(parts), c)
            if best is None or score < best[0]:
                best = (score, c, parts)
        assert best is not None
        _, c, parts = best
        arms = tuple((mask, self.node((*box[:c], mask, *box[c + 1 :]), rules)) for mask, rules in parts)
        return Branch(c, box[c], arms)

    def _parts(self, c: int, inside: int, alive: int) -> Iterator[tuple[int, int]]:
        """The column's pieces in groups that the surviving rules cannot tell apart, with the rules of each group."""
        column = self.grid.columns[c]
        if isinstance(self.space.axes[self.space.fields[c]], SetAxis):
            # a set has 2^n pieces: one rule's question divides them in two
            for rule in bits(alive):
                mask = inside & column.masks[rule]
                if mask and mask != inside:
                    yield mask, alive & column.touching(mask)
                    yield inside ^ mask, alive & column.touching(inside ^ mask)
                    return
            return
        groups: dict[int, int] = {}
        for piece in bits(inside):
            rules = alive & column.touching(1 << piece)
            groups[rules] = groups.get(rules, 0) | 1 << piece
        for rules, mask in groups.items():
            yield mask, rules
