"""A decision as one number: of the rule that answers, by a tree of questions; or a list of the rules that hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from b12tables.compiler.model import DecisionTable, Model, Rule
from b12tables.compiler.proof import Branch, Leaf, Node, OrderedAxis, Space, ranks, runs
from b12tables.interop.sql.conditions import Tested, below, condition
from b12tables.interop.sql.dialects import Dialect

SMALL = 12
"""Answers up to which a part of a tree that is reached twice is written twice; others are a column of their own."""

NO_RULE, CLASH, NOT_TAKEN = 0, -1, -2
"""What stands in the place of a rule's number: none holds, several that contradict each other, nothing to ask about."""

Test = Callable[[str], Tested]


class Tree:
    """A diagram as columns: `parts` first, in an order in which each names only those before it, then `root`."""

    def __init__(
        self, table: DecisionTable, root: Node, space: Space, tested: Test, dialect: Dialect
    ) -> None:
        self.axes, self.tested, self.dialect = space.axes, tested, dialect
        self.code = table.code
        self.numbers = {rule.id: place for place, rule in enumerate(table.rows, 1)}
        self.uses: dict[int, int] = {}
        self.leaves: dict[int, int] = {}
        self.parts: list[tuple[str, str]] = []
        self.names: dict[int, str] = {}
        self.stuck = False
        """Whether there may be no answer."""
        self._count(root)
        self.root = "\n".join(self._lines(root))

    def _count(self, node: Node) -> int:
        """How many answers stand below a node, and how often each node is reached."""
        self.uses[id(node)] = self.uses.get(id(node), 0) + 1
        if id(node) not in self.leaves:
            below = [self._count(arm.node) for arm in node.arms] if isinstance(node, Branch) else [1]
            self.leaves[id(node)] = sum(below)
        return self.leaves[id(node)]

    def _lines(self, node: Node) -> list[str]:
        if isinstance(node, Leaf):
            return [self._leaf(node)]
        if self.uses[id(node)] > 1 and self.leaves[id(node)] > SMALL:
            return [self._part(node)]
        return self._case(node)

    def _part(self, node: Branch) -> str:
        name = self.names.get(id(node))
        if name is None:
            lines = self._case(node)  # what it names comes before it
            name = self.names[id(node)] = f"{self.code} part {len(self.parts) + 1}"
            self.parts.append((name, "\n".join(lines)))
        return self.dialect.name_of(name)

    def _leaf(self, leaf: Leaf) -> str:
        if len(leaf.rules) == 1:
            return str(self.numbers[leaf.rules[0]])
        self.stuck = True
        return str(CLASH if leaf.rules else NO_RULE)

    def _case(self, node: Branch) -> list[str]:
        """One question: its arms one after the other, the last without a condition."""
        arms = self._arms(node)
        lines = ["CASE"]
        for asked, child in arms[:-1]:
            lines += _when(f"WHEN {asked} THEN", self._lines(child))
        return [*lines, *_when("ELSE", self._lines(arms[-1][1])), "END"]

    def _arms(self, node: Branch) -> list[tuple[str, Node]]:
        tested, axis = self.tested(node.field), self.axes[node.field]
        if not isinstance(axis, OrderedAxis):
            return [(condition(arm.test, tested), arm.node) for arm in node.arms]
        masks = [(axis.mask(arm.test), arm.node) for arm in node.arms]
        found = [(f"{tested.sql} IS NULL", child) for mask, child in masks if mask & axis.unknown]
        stretches = [(start, end, child) for mask, child in masks for start, end in runs(mask & axis.known)]
        for _, end, child in sorted(stretches, key=lambda stretch: stretch[0]):
            # upwards: whoever comes here lies above the borders before
            found.append((_below(tested, axis, end), child))
        return found


def _below(tested: Tested, axis: OrderedAxis, end: int) -> str:
    """That a column lies below the border behind the piece before `end`."""
    if end > len(axis.borders):
        return "TRUE"
    value, side = axis.borders[end - 1]
    return below(tested, value, bool(side))


def _when(head: str, lines: list[str]) -> list[str]:
    if len(lines) == 1:
        return [f"  {head} {lines[0]}"]
    return [f"  {head}", *[f"    {line}" for line in lines]]


def holding(model: Model, table: DecisionTable, tested: Test, dialect: Dialect) -> str:
    """The numbers of the rules that hold, in the order in which their answers are told."""
    rules = list(enumerate(table.rules, 1))
    if table.hit_policy.ranked:
        order = ranks(model, table)
        rules.sort(key=lambda entry: order[entry[0] - 1])
    items = [f"CASE WHEN {_all(table, rule, tested)} THEN {number} END" for number, rule in rules]
    inside = ",\n  ".join(["CAST(NULL AS INTEGER)", *items])
    return dialect.kept(dialect.array([f"\n  {inside}\n"]))


def _all(table: DecisionTable, rule: Rule, tested: Test) -> str:
    asked = [
        condition(cell.test, tested(name))
        for name, cell in zip(table.input_fields, rule.conditions, strict=True)
    ]
    return " AND ".join(part for part in asked if part != "TRUE") or "TRUE"


def chosen(number: str, values: Mapping[int, str]) -> str:
    """What belongs to the number of a rule; rules that give the same stand together."""
    together: dict[str, list[int]] = {}
    for place, value in values.items():
        together.setdefault(value, []).append(place)
    arms = []
    for value, places in together.items():
        if value != "NULL":
            is_one = f"= {places[0]}" if len(places) == 1 else f"IN ({', '.join(map(str, places))})"
            arms.append(f"WHEN {number} {is_one} THEN {value}")
    return f"CASE {' '.join(arms)} END" if arms else "NULL"
