"""A patient for each leaf of the tables: every outcome of every table occurs among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from b12tables.compiler.model import Value
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.decision_diagram import Leaf, Node, diagram
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.table_space import TableSpace


def leaf_cases(analysis: Analysis, ts: TableSpace) -> Iterator[Mapping[str, Value]]:
    """A case for each leaf of a table's diagram, where some patient arrives there; of a list one for each rule."""
    root = diagram(analysis.model, ts.table, analysis.space)
    boxes = ts.grid.boxes if root is None else _leaves(ts, root, ts.grid.full, set())
    for box in boxes:
        shown = analysis.shown(ts, box)
        if shown is not None:
            yield shown[1]


def _leaves(ts: TableSpace, node: Node, box: Masks, seen: set[int]) -> Iterator[Masks]:
    """The ways to the leaves; a node that was met before is not entered again."""
    if isinstance(node, Leaf):
        yield box
        return
    if id(node) in seen:
        return
    seen.add(id(node))
    c = ts.fields.index(node.field)
    for arm in node.arms:
        mask = box[c] & ts.axes[node.field].mask(arm.test)
        yield from _leaves(ts, arm.node, (*box[:c], mask, *box[c + 1 :]), seen)
