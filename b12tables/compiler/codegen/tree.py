"""A decision as a tree of questions: nested `if`s that return at once."""

from __future__ import annotations

from collections.abc import Sequence

from b12tables.compiler.codegen.rule_by_rule import Decide, Scope
from b12tables.compiler.codegen.source import literal, quoted
from b12tables.compiler.model import Value
from b12tables.compiler.proof import Branch, Leaf, Node, OrderedAxis, SetAxis, Space, WordAxis, bits, runs
from b12tables.runtime.words import fold

MANY = 7
"""Arms of one question about a word beyond which what follows is looked up."""

STRETCHES = 4
"""Stretches of a number beyond which it is asked by halves."""

SMALL = 3
"""Answers up to which a part of the tree that is reached twice is written twice: shorter than a call to look up."""

DEEP = 7
"""Levels of indentation beyond which a part of the tree becomes a function of its own."""


class TreeWriter:
    """A tree as nested `if`s that return at once, the last arm of each question without one."""

    def __init__(self, scope: Scope, spaces: Space, tree: Node) -> None:
        self.scope, self.axes, self.tree = scope, spaces.axes, tree
        self.helpers: list[str] = []
        self.helper_names: dict[int, str] = {}
        self.lookups = 0
        self.uses: dict[int, int] = {}
        self.asks: dict[int, frozenset[str]] = {}
        self.leaves: dict[int, int] = {}
        self._count(tree)

    def decide(self) -> Decide:
        return Decide(self.lines(self.tree, 1, True), self.scope.rule, self.helpers)

    def _count(self, node: Node) -> frozenset[str]:
        """How often each node is reached, and which fields are asked for from there on."""
        self.uses[id(node)] = self.uses.get(id(node), 0) + 1
        if id(node) not in self.asks:
            found: frozenset[str] = frozenset()
            leaves = 1
            if isinstance(node, Branch):
                found = frozenset({node.field}).union(*[self._count(arm.node) for arm in node.arms])
                leaves = sum(self.leaves[id(arm.node)] for arm in node.arms)
            self.asks[id(node)] = found
            self.leaves[id(node)] = leaves
        return self.asks[id(node)]

    # ---------------------------------------------------------------- nodes

    def lines(self, node: Node, depth: int, here: bool = False) -> list[str]:
        """The statements of a node, which always return or raise. `here` keeps a shared node where it is."""
        if isinstance(node, Leaf):
            return [self.leaf(node)]
        shared = self.uses[id(node)] > 1 and self.leaves[id(node)] > SMALL
        if not here and (shared or depth > DEEP):
            return [self.call(node)]
        axis = self.axes[node.field]
        if isinstance(axis, OrderedAxis):
            return self.ordered(node, axis, depth)
        if isinstance(axis, WordAxis):
            return self.words(node, axis, depth)
        assert isinstance(axis, SetAxis)
        return self.sets(node, depth)

    def leaf(self, leaf: Leaf) -> str:
        """What fires: a rule, Otherwise, nothing at all, or rules that contradict each other."""
        names = [self.scope.constants[rule] for rule in leaf.rules]
        if not names:
            return self.scope.nothing()
        if len(names) == 1:
            return f"return {names[0]}"
        undecided = self.scope.module.use("Undecided")
        return f'raise {undecided}("overlap", {quoted(self.scope.table.code)}, ({", ".join(names)}))'

    def call(self, node: Branch) -> str:
        """A call of the function that holds this part of the tree."""
        name = self.helper_names.get(id(node))
        if name is None:
            name = self.helper_names[id(node)] = f"_part_{len(self.helper_names) + 1}"
            self.function(name, self._fields(node), node, node)
        return f"return {name}({self.arguments(self._fields(node))})"

    def function(self, name: str, fields: list[str], asked: Branch, body: Node) -> None:
        """Adds a function for a part of the tree; `asked` is where its arguments' types are taken from."""
        typed = [f"    {self.scope.parameters[field]}: {self._type(asked, field)}," for field in fields]
        lines = self.lines(body, 1, body is asked or self.uses[id(body)] == 1)
        self.helpers += [
            f"def {name}(",
            *typed,
            f") -> {self.scope.rule}:",
            *_indented(lines),
            "",
            "",
        ]

    def arguments(self, fields: list[str]) -> str:
        return ", ".join(self.scope.parameters[field] for field in fields)

    def _fields(self, node: Node) -> list[str]:
        """The fields that a part asks for, in the order of the table's columns."""
        return [field for field in self.scope.parameters if field in self.asks[id(node)]]

    def _type(self, node: Branch, field: str) -> str:
        """The type of an argument: without None where an ordered field can no longer be unknown there."""
        type_ = self.scope.types[field]
        axis = self.axes[field]
        inside = self._inside(node, field)
        if isinstance(axis, OrderedAxis) and inside is not None and not inside & axis.unknown:
            return type_.removesuffix(" | None")
        return type_

    def _inside(self, node: Node, field: str) -> int | None:
        """The pieces of a field that can still occur where the node first asks for it."""
        if isinstance(node, Leaf) or field not in self.asks[id(node)]:
            return None
        if node.field == field:
            inside = 0
            for mask, _ in self.arms(node):
                inside |= mask
            return inside
        found = (self._inside(arm.node, field) for arm in node.arms)
        return next((inside for inside in found if inside is not None), None)

    def arms(self, node: Branch) -> list[tuple[int, Node]]:
        """The pieces of the field that lead to each arm, and what follows."""
        return [(self.axes[node.field].mask(arm.test), arm.node) for arm in node.arms]

    # ---------------------------------------------------------------- questions

    def sets(self, node: Branch, depth: int) -> list[str]:
        """A set: the test of one arm after the other, the longest last."""
        arms = sorted(node.arms, key=lambda arm: len(self.scope.test(node.field, arm.test)))
        lines: list[str] = []
        for arm in arms[:-1]:
            condition = self.scope.test(node.field, arm.test)
            lines += [f"if {condition}:", *_indented(self.lines(arm.node, depth + 1))]
        return lines + self.lines(arms[-1].node, depth)

    def words(self, node: Branch, axis: WordAxis, depth: int) -> list[str]:
        """A word: one arm after the other, the arm with most values last."""
        arms = sorted(self.arms(node), key=lambda arm: (arm[0].bit_count(), arm[0]))
        if len(arms) > MANY and not axis.other:
            return self.looked_up(node, axis, arms)
        lines: list[str] = []
        left = 0
        for mask, _ in arms:
            left |= mask
        for mask, child in arms[:-1]:
            lines += [
                f"if {self.is_word(node.field, axis, mask, left & ~mask)}:",
                *_indented(self.lines(child, depth + 1)),
            ]
            left &= ~mask
        return lines + self.lines(arms[-1][1], depth)

    def is_word(self, field: str, axis: WordAxis, mask: int, others: int) -> str:
        """That a field has one of the values of a mask; `others` are those that it could have instead."""
        name, unknown = self.scope.parameters[field], bool(mask & axis.unknown)
        if axis.field.type == "yes/no":
            values = [axis.values[piece] for piece in bits(mask & axis.known)]
            return _yes_no(name, values, unknown, bool(axis.unknown))
        rest = axis.rest
        if mask & rest:
            # "any other text" is said by what it is not
            excluded = self._literals(axis, axis.known & ~mask & ~rest)
            return _not_in(name, excluded + (["None"] if axis.unknown and not unknown else []))
        listed = self._literals(axis, mask & axis.known)
        if not others & (axis.unknown | rest) and others.bit_count() == 1 and len(listed) > 1:
            return f"{name} != {self._literals(axis, others)[0]}"
        listed += ["None"] if unknown else []
        if listed == ["None"]:
            return f"{name} is None"
        return f"{name} == {listed[0]}" if len(listed) == 1 else f"{name} in ({', '.join(listed)})"

    def _literals(self, axis: WordAxis, mask: int) -> list[str]:
        text = axis.field.type == "text"
        values = [axis.values[piece] for piece in bits(mask)]
        return [literal(fold(value) if text and isinstance(value, str) else value) for value in values]

    def looked_up(self, node: Branch, axis: WordAxis, arms: list[tuple[int, Node]]) -> list[str]:
        """A word of many arms: what follows is looked up by its value."""
        self.lookups += 1
        number = self.lookups
        fields = [f for f in self.scope.parameters if any(f in self.asks[id(child)] for _, child in arms)]
        entries: list[str] = []
        for mask, child in arms:
            name = f"_arm_{number}_{len(entries) + 1}"
            self.function(name, fields, node, child)
            for piece in bits(mask):
                value = "None" if axis.unknown >> piece & 1 else literal(axis.values[piece])
                entries.append(f"    {value}: {name},")
        self.helpers += [f"_ARMS_{number} = {{", *entries, "}", "", ""]
        return [f"return _ARMS_{number}[{self.scope.parameters[node.field]}]({self.arguments(fields)})"]

    def ordered(self, node: Branch, axis: OrderedAxis, depth: int) -> list[str]:
        """A number or date: first whether it is known, then upwards along the borders."""
        lines: list[str] = []
        name = self.scope.parameters[node.field]
        stretches: list[tuple[int, int, Node]] = []
        for mask, child in self.arms(node):
            if mask & axis.unknown:
                lines += [f"if {name} is None:", *_indented(self.lines(child, depth + 1))]
            stretches += [(start, end, child) for start, end in runs(mask & axis.known)]
        return lines + self._upwards(node, axis, sorted(stretches, key=lambda stretch: stretch[0]), depth)

    def _upwards(
        self, node: Branch, axis: OrderedAxis, stretches: list[tuple[int, int, Node]], depth: int
    ) -> list[str]:
        if len(stretches) > STRETCHES:
            half = len(stretches) // 2
            lower = self._upwards(node, axis, stretches[:half], depth + 1)
            upper = self._upwards(node, axis, stretches[half:], depth)
            return [f"if {self._below(node, axis, stretches[half - 1][1])}:", *_indented(lower), *upper]
        lines: list[str] = []
        for _, end, child in stretches[:-1]:
            lines += [f"if {self._below(node, axis, end)}:", *_indented(self.lines(child, depth + 1))]
        return lines + self.lines(stretches[-1][2], depth)

    def _below(self, node: Branch, axis: OrderedAxis, end: int) -> str:
        """That a field lies below the border behind the piece before `end`."""
        value, side = axis.borders[end - 1]
        sign = "<=" if side else "<"
        return f"{self.scope.parameters[node.field]} {sign} {self.scope.module.constant(value)}"


def _indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


def _yes_no(name: str, values: Sequence[Value], unknown: bool, nullable: bool) -> str:
    if len(values) == 2:
        return f"{name} is not None"
    if not values:
        return f"{name} is None"
    if values[0] is True:
        return f"{name} is not False" if unknown else name
    return f"not {name}" if unknown or not nullable else f"{name} is False"


def _not_in(name: str, named: list[str]) -> str:
    if not named:
        return "True"
    if len(named) == 1:
        return f"{name} is not None" if named == ["None"] else f"{name} != {named[0]}"
    return f"{name} not in ({', '.join(named)})"
