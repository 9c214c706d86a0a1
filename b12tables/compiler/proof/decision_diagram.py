"""A single-hit decision table as one shared decision diagram: ask a column, follow the arm, arrive at the
rule.

Leaves are the answering rules under the hit policy, not the sets of rules that hold: that keeps it small
where rules overlap. The order of the columns is free on each path. The generated evaluators and the tree in
the docs come from it; tables that give a list or a number are evaluated rule by rule and have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.model import DecisionTable, Model, Piece, Test
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.table_space import Space, TableSpace

MANY_RULES = 40
"""Rules still possible beyond which a column is asked in two halves: all its borders at once would cut every
other rule to pieces."""

NODES = 20_000
"""A diagram of more nodes is given up: the table is then better evaluated rule by rule."""


@dataclass(frozen=True)
class Leaf:
    """The end of a path: the ID of the rule that gives the answer.

    Empty where no rule holds (the table has a gap there), several IDs where rules contradict each other.
    """

    rules: tuple[str, ...]


@dataclass(frozen=True)
class Arm:
    """One way on from a branch: the values that take it, as a test and as pieces of the contract."""

    test: Test
    pieces: tuple[Piece, ...]
    node: Node


@dataclass(frozen=True)
class Branch:
    """A question: which arm takes the value of this field?

    The arms are disjoint, and no value that can come here is left out.
    """

    field: str
    arms: tuple[Arm, ...]


Node = Leaf | Branch


def diagram(model: Model, table: DecisionTable, space: Space | None = None) -> Node | None:
    """The root of the table's diagram; equal parts of it are the same object.

    None for a table that gives a list or a number, for one that cannot be analysed, and where the diagram
    would be larger than `NODES`. `space` saves work where several tables of a model are asked for.
    """
    space = space or Space(model)
    ts = space.tables.get(table.code)
    if ts is None or not ts.single_hit:
        return None
    try:
        return _Builder(ts).build(ts.grid.full, ts.grid.everyone)
    except _TooLarge:
        return None


def nodes(root: Node) -> Iterator[Node]:
    """Every node once, the root first."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            if isinstance(node, Branch):
                stack.extend(arm.node for arm in reversed(node.arms))


class _TooLarge(Exception):
    pass


class _Builder:
    def __init__(self, ts: TableSpace) -> None:
        self.ts = ts
        self.made: dict[object, Node] = {}
        self.unique: dict[object, Node] = {}

    def build(self, box: Masks, alive: int) -> Node:
        ts = self.ts
        full = ts.grid.containing(box, alive)
        alive = ts.hits.remaining(alive, full)
        full &= alive
        leaf = self._leaf(alive, full)
        if leaf is not None:
            return leaf
        # what is still open depends on these columns only: the rest of the box makes no difference below
        asked = [c for c, column in enumerate(ts.grid.columns) if alive & ~column.containing(box[c])]
        key = (alive, tuple((c, box[c]) for c in asked))
        found = self.made.get(key)
        if found is None:
            if len(self.made) > NODES:
                raise _TooLarge
            found = self.made[key] = self._branch(box, alive, asked)
        return found

    def _leaf(self, alive: int, full: int) -> Leaf | None:
        ts = self.ts
        decided = ts.hits.decided(alive, full)
        if decided is not None:
            return self._shared_leaf((ts.rule(decided).id,))
        if alive:
            return (
                self._shared_leaf(tuple(ts.rule(rule).id for rule in bits(full))) if full == alive else None
            )
        return self._shared_leaf((ts.table.otherwise.id,) if ts.table.otherwise else ())

    def _shared_leaf(self, rules: tuple[str, ...]) -> Leaf:
        leaf = self.unique.setdefault(rules, Leaf(rules))
        assert isinstance(leaf, Leaf)
        return leaf

    def _branch(self, box: Masks, alive: int, asked: list[int]) -> Node:
        if alive.bit_count() > MANY_RULES:
            c, kinds = self._halves(box, alive, asked)
        else:
            c = min(asked, key=lambda c: (self._cost(c, box[c], alive), c))
            kinds = self._kinds(c, box[c], alive)
        children: dict[int, int] = {}
        parts = {}
        for touching, mask in kinds.items():
            child = self.build((*box[:c], mask, *box[c + 1 :]), alive & touching)
            parts[id(child)] = child
            children[id(child)] = children.get(id(child), 0) | mask
        if len(parts) == 1:
            return next(iter(parts.values()))
        key = (c, tuple(children.items()))
        found = self.unique.get(key)
        if found is None:
            name = self.ts.fields[c]
            axis = self.ts.axes[name]
            arms = [
                Arm(axis.test(mask), axis.pieces(mask), parts[node])
                for node, mask in sorted(children.items(), key=lambda entry: entry[1] & -entry[1])
            ]
            found = self.unique[key] = Branch(name, tuple(arms))
        return found

    def _kinds(self, c: int, mask: int, alive: int) -> dict[int, int]:
        """The pieces of a mask by the rules that they leave alive, in the order of the pieces."""
        kinds: dict[int, int] = {}
        if mask.bit_count() <= alive.bit_count():
            column = self.ts.grid.columns[c]
            for piece in bits(mask):
                touching = column.touching(1 << piece) & alive
                kinds[touching] = kinds.get(touching, 0) | 1 << piece
            return kinds
        # few rules cut many pieces into few kinds
        kinds[0] = mask
        for rule in bits(alive):
            own = self.ts.grid.boxes[rule][c]
            cut: dict[int, int] = {}
            for touching, pieces in kinds.items():
                if inside := pieces & own:
                    cut[touching | 1 << rule] = inside
                if outside := pieces & ~own:
                    cut[touching] = outside
            kinds = cut
        return dict(sorted(kinds.items(), key=lambda kind: kind[1] & -kind[1]))

    def _halves(self, box: Masks, alive: int, asked: list[int]) -> tuple[int, dict[int, int]]:
        """The column and the border of a rule that leave least to decide on both sides, as `_kinds` gives them."""
        best: tuple[int, int, int] | None = None
        for c in asked:
            column, mask = self.ts.grid.columns[c], box[c]
            cuts = (side for rule in bits(alive) for side in column.cuts(mask, rule))
            sides = dict.fromkeys(side for side in cuts if side and side != mask)
            for side in sides:
                left = (column.touching(side) & alive).bit_count()
                right = (column.touching(mask ^ side) & alive).bit_count()
                if best is None or left**2 + right**2 < best[0]:
                    best = (left**2 + right**2, c, side)
        assert best is not None
        _, c, side = best
        column, other = self.ts.grid.columns[c], box[c] ^ best[2]
        kinds = {column.touching(side) & alive: side}
        kinds[column.touching(other) & alive] = kinds.get(column.touching(other) & alive, 0) | other
        return c, kinds

    def _cost(self, c: int, mask: int, alive: int) -> int:
        """How much asking this column leaves to decide: the rules alive over all arms."""
        return sum(touching.bit_count() ** 2 for touching in self._kinds(c, mask, alive))
