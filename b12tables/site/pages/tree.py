"""A decision as a tree picture: ask, follow the arm, arrive at the answer. Drawn from the shared diagram.

The picture is made of nested lists and lines: its words wrap, turn into the patient's, print, and are read
aloud in order. What several paths share is drawn once, and later paths point to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

from b12tables.compiler.model import (
    Audience,
    DecisionTable,
    Field,
    Rule,
    named_words,
    test_words,
    value_words,
)
from b12tables.compiler.proof import (
    Arm,
    BoundReached,
    Branch,
    Leaf,
    Masks,
    Node,
    Reach,
    TableSpace,
    nodes,
)
from b12tables.runtime.language import t
from b12tables.site.book import Book, rule_anchor
from b12tables.site.html import Html
from b12tables.site.pages.decision import tones
from b12tables.site.templating import render
from b12tables.site.view import Link, Run, Said, both, commas, field_link, value_of

UNFOLDED = 24
"""Up to so many ends a tree is drawn in full; beyond that, parts that several paths share are drawn once."""

NAMED = 3
"""Up to so many values of a choice are named one by one beside an arm."""

SIDEWAYS = 14
"""Up to so many ends a tree grows from left to right; a larger one reads better as an outline, downwards."""

ROOM = 930
"""A tree that would be wider than this, in CSS pixels, is an outline too: so much stands beside the menu on a desk."""

SIGN = 8
"""A letter in CSS pixels, rather too wide than too narrow."""

DRAWN = 160
"""A picture of more ends helps nobody; the table is then the better view."""


@dataclass(frozen=True)
class End:
    """Where a way ends: the answer of a rule, a contradiction, no rule; or, where `way_on` is set, it goes on there."""

    said: Said
    rule: Link | None = None
    look: str = ""
    way_on: int | None = None


@dataclass(frozen=True)
class Fork:
    """What is asked, and the ways on. `number` is set where several ways lead here."""

    asked: Link
    arms: tuple[Way, ...]
    number: int | None


@dataclass(frozen=True)
class Way:
    """An answer, and what follows."""

    words: Said
    then: Fork | End


class _Arrivals:
    """With which values a patient can arrive at each part of a tree, over all ways that lead there."""

    def __init__(self, reach: Reach, ts: TableSpace, root: Node) -> None:
        self.reach, self.ts = reach, ts
        self.everybody: Masks = tuple(ts.grid.full)
        self.boxes: dict[int, Masks] = {id(root): self.everybody}
        """For each branch a box around all ways to it: more than arrive there, never fewer."""
        waiting = _ways(root)
        ready = [root]
        while ready:
            node = ready.pop()
            if isinstance(node, Leaf):
                continue
            for arm in node.arms:
                here, known = self.after(self.boxes[id(node)], node, arm), self.boxes.get(id(arm.node))
                both = here if known is None else tuple(a | b for a, b in zip(here, known, strict=True))
                self.boxes[id(arm.node)] = both
                waiting[id(arm.node)] -= 1
                if not waiting[id(arm.node)]:
                    ready.append(arm.node)

    def after(self, box: Masks, node: Branch, arm: Arm) -> Masks:
        """What is left of a box behind an arm."""
        column = self.ts.fields.index(node.field)
        inside = box[column] & self.ts.axes[node.field].mask(arm.test)
        return (*box[:column], inside, *box[column + 1 :])

    def somebody(self, box: Masks) -> bool:
        """Whether some possible patient lies in the box; where that takes too long to tell, it counts as so."""
        if not all(box):
            return False
        try:
            return self.reach.some(self.ts, box) is not None
        except BoundReached:
            return True


def _ways(root: Node) -> dict[int, int]:
    """How many arms lead to each part of a tree."""
    count: dict[int, int] = {}
    for node in nodes(root):
        for arm in node.arms if isinstance(node, Branch) else ():
            count[id(arm.node)] = count.get(id(arm.node), 0) + 1
    return count


@dataclass
class _Pen:
    """What has been drawn so far: numbers of shared branches."""

    book: Book
    here: str
    table: DecisionTable
    rules: dict[str, Rule]
    tones: dict[object, int]
    shared: frozenset[int]
    arrivals: _Arrivals
    numbers: dict[int, int] = field(default_factory=dict)
    ends: int = 0


def tree_picture(book: Book, here: str, table: DecisionTable, root: Node, reach: Reach) -> Html | None:
    """The tree of a single-hit decision; None where it would be one end only, or too large to help.

    `reach` tells which ends without an answer no patient arrives at.
    """
    if isinstance(root, Leaf):
        return None
    shared = _shared(root) if _ends(root, {}) > UNFOLDED else frozenset()
    arrivals = _Arrivals(reach, reach.space.tables[table.code], root)
    pen = _Pen(book, here, table, {rule.id: rule for rule in table.rows}, tones(table), shared, arrivals)
    drawn = _draw(pen, root, arrivals.everybody)
    if pen.ends > DRAWN:
        return None
    wide = pen.ends > SIDEWAYS or _width(pen, root) > ROOM
    return render("tree", here, label=table.label, root=drawn, outline=wide, numbered=bool(pen.numbers))


def _width(pen: _Pen, node: Node) -> int:
    """About how wide a tree would be from left to right: as the words go, each box up to its largest width."""
    if isinstance(node, Leaf):
        said = [
            value_words(result.value, pen.book.model.fields[name])
            for rule in _rules_of(pen, node)
            for name, result in zip(pen.table.output_fields, rule.results, strict=True)
        ]
        return min(211, 45 + SIGN * sum(map(len, said)))
    entry = pen.book.model.fields[node.field]
    arms = (
        min(155, 16 + SIGN * len(test_words(arm.test, entry))) + _width(pen, arm.node) for arm in node.arms
    )
    return min(148, 22 + SIGN * len(entry.label)) + 55 + max(arms, default=0)


def _rules_of(pen: _Pen, leaf: Leaf) -> list[Rule]:
    return [pen.rules[name] for name in leaf.rules]


def _ends(node: Node, known: dict[int, int]) -> int:
    if isinstance(node, Leaf):
        return 1
    if id(node) not in known:
        known[id(node)] = sum(_ends(arm.node, known) for arm in node.arms)
    return known[id(node)]


def _shared(root: Node) -> frozenset[int]:
    """Branches that more than one arm leads to."""
    branches = {id(node) for node in nodes(root) if isinstance(node, Branch)}
    return frozenset(name for name, arms in _ways(root).items() if arms > 1 and name in branches)


def _draw(pen: _Pen, node: Node, box: Masks) -> Fork | End:
    """`box`: the values with which somebody can be here, by the way that is drawn."""
    if isinstance(node, Leaf):
        pen.ends += 1
        return _end(pen, node, box)
    number = pen.numbers.get(id(node))
    if number is not None:
        return End(t("go on at {number}", number=number), way_on=number)
    if id(node) in pen.shared:
        number = pen.numbers[id(node)] = len(pen.numbers) + 1
        box = pen.arrivals.boxes[id(node)]
    entry = pen.book.model.fields[node.field]
    arms = [
        Way(_arm_words(arm, entry), _draw(pen, arm.node, pen.arrivals.after(box, node, arm)))
        for arm in node.arms
    ]
    return Fork(field_link(pen.here, entry), tuple(arms), number)


def _arm_words(arm: Arm, entry: Field) -> Said:
    """The way on in words: values are named one by one while they are few, which reads better than "not" another."""
    return both(*(named_words(arm.test, arm.pieces, entry, NAMED, reader) for reader in get_args(Audience)))


def _end(pen: _Pen, leaf: Leaf, box: Masks) -> End:
    if len(leaf.rules) != 1 and not pen.arrivals.somebody(box):
        return End(t("cannot occur"), look="never")
    if len(leaf.rules) != 1:
        said = (
            t("contradiction of {rules}", rules=", ".join(leaf.rules)) if leaf.rules else t("no rule holds")
        )
        return End(said, look="none")
    rule = pen.rules[leaf.rules[0]]
    names = pen.table.output_fields
    results: Run = commas(
        value_of(result.value, pen.book.model.fields[name])
        for name, result in zip(names, rule.results, strict=True)
        if result.value is not None or len(names) == 1
    )
    tone = pen.tones.get(rule.results[0].value)
    look = f"tone-{tone}" if tone is not None else ""
    return End(results, Link(f"#{rule_anchor(rule.id)}", rule.id), look)
