"""Model -> `grid.py` of the generated package: fields and rules over pieces, for questions about many cases at
once.
"""

from __future__ import annotations

from b12tables.compiler.codegen.expression import literal, quoted
from b12tables.compiler.model import DecisionTable, Model
from b12tables.compiler.proof import (
    Axis,
    Border,
    BoundReached,
    Budget,
    Masks,
    OrderedAxis,
    Reach,
    SetAxis,
    Space,
    TableSpace,
    WordAxis,
    meet,
    ranks,
    uncovered,
)

MOST = 300
"""Regions without an answer that are listed; where there are more, they are searched for at run time."""

STEPS = 2_000_000
"""Steps of the analysis that are spent to learn whether a table always has an answer."""


def emit_grid(model: Model, space: Space) -> str:
    """The text of `grid.py`. A table that asks about too many different values at once has no boxes there."""
    used = {name for ts in space.tables.values() for name in ts.fields}
    used |= {line.field for combination in model.impossible for line in combination.tests}
    axes = {name: space.axes[name] for name in model.fields if name in used and name in space.axes}
    body = ["AXES: dict[str, Axis] = {"]
    body += [f"    {quoted(name)}: {_axis(axis)}," for name, axis in axes.items()]
    body += ["}", '"""The pieces of each field that a condition asks about."""', ""]
    body += ["BOXES: dict[str, tuple[tuple[int, ...], ...]] = {"]
    for table in model.decisions:
        ts = space.tables.get(table.code)
        if ts is not None:
            body.append(f"    {quoted(table.code)}: (")
            body += [f"        {_numbers(box)}," for box in ts.grid.boxes]
            body.append("    ),")
    body += [
        "}",
        '"""For each decision and rule (Otherwise left out), and each column, the pieces that hold."""',
        "",
    ]
    body += ["RANKS: dict[str, tuple[int, ...]] = {"]
    for table in model.decisions:
        if table.hit_policy.ranks:
            body.append(f"    {quoted(table.code)}: {_numbers(_ranks(model, table))},")
    body += ["}", '"""Of Priority and Output order tables: the rank of each rule."""', ""]
    reach = Reach(space, Budget(STEPS))
    holes = {code: _holes(ts, reach) for code, ts in space.tables.items() if not _always(ts)}
    total = sorted(code for code in space.tables if holes.get(code, []) == [])
    listed = f"{{{', '.join(map(quoted, total))}}}" if total else ""
    body += [f"TOTAL: frozenset[str] = frozenset({listed})"]
    body += ['"""The decisions that have one answer for every case that can be."""', ""]
    body += ["HOLES: dict[str, tuple[tuple[int, ...], ...]] = {"]
    for code, boxes in holes.items():
        if boxes:
            body.append(f"    {quoted(code)}: {_items([_numbers(box) for box in boxes])},")
    body += ["}", '"""Of the other decisions: regions that hold every combination without an answer."""', ""]
    body += ["COMBINATIONS: tuple[dict[str, int], ...] = ("]
    for combination in model.impossible:
        masks: dict[str, int] = {}
        for line in combination.tests:
            if line.field in axes:
                axis = axes[line.field]
                masks[line.field] = masks.get(line.field, axis.full) & axis.mask(line.test)
        inside = ", ".join(f"{quoted(name)}: {mask}" for name, mask in masks.items())
        body.append(f"    {{{inside}}},")
    body += [")", '"""The combinations that cannot occur, as the pieces of each field."""']
    text = "\n".join(body)
    kinds = [name for name in ("Axis", "Members", "Ordered", "Words") if f"{name}(" in text or name == "Axis"]
    head = [
        '"""Fields and rules over pieces, for questions about many cases at once. Loaded on demand."""',
        "",
    ]
    head += ["from __future__ import annotations", ""]
    head += ["from datetime import date"] if "date(" in text else []
    head += ["from fractions import Fraction"] if "Fraction(" in text else []
    head += [""] if head[-1] else []
    head += [f"from b12tables.runtime.axes import {', '.join(kinds)}", ""]
    return "\n".join([*head, text]) + "\n"


def _axis(axis: Axis) -> str:
    unknown = ", unknown=True" if axis.unknown else ""
    if isinstance(axis, WordAxis):
        other = ", other=True" if axis.other else ""
        return f"Words({_items([literal(value) for value in axis.values])}{other}{unknown})"
    if isinstance(axis, OrderedAxis):
        more = ", whole=True" if axis.whole else ""
        more += f", first={_border(axis.first)}" if axis.first else ""
        more += f", last={_border(axis.last)}" if axis.last else ""
        return f"Ordered({_items(list(map(_border, axis.borders)))}{more}{unknown})"
    assert isinstance(axis, SetAxis)
    others = f", others={_items([literal(value) for value in axis.others])}" if axis.others else ""
    return f"Members({_items([literal(value) for value in axis.members])}{others}{unknown})"


def _border(border: Border) -> str:
    return f"({literal(border[0])}, {border[1]})"


def _items(items: list[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _numbers(numbers: tuple[int, ...]) -> str:
    return _items([str(number) for number in numbers])


def _ranks(model: Model, table: DecisionTable) -> tuple[int, ...]:
    rank = ranks(model, table)
    places = {one: i for i, one in enumerate(sorted(set(rank)))}
    return tuple(places[one] for one in rank)


def _holes(ts: TableSpace, reach: Reach) -> list[Masks] | None:
    """Regions that some case reaches and in which a table has no answer, or may have none; None: too many."""
    found: list[Masks] = []
    try:
        if ts.needs_cover:
            for box in uncovered(ts.grid, Budget(STEPS)):
                found.append(box)
                if len(found) > MOST:
                    return None
        for i, j in ts.clashes():
            found.append(meet(ts.grid.boxes[i], ts.grid.boxes[j]))
            if len(found) > MOST:
                return None
    except BoundReached:
        return None
    try:
        return [box for box in found if all(box) and reach.some(ts, box) is not None]
    except BoundReached:
        return found


def _always(ts: TableSpace) -> bool:
    try:
        return ts.always_answers(Budget(STEPS))
    except BoundReached:
        return False
