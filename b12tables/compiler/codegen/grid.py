"""Model -> `grid.py` of the generated package: fields and rules over pieces, for questions about many cases at
once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import chain, islice

from b12tables.compiler.codegen.source import Code, Module, items, quoted, render
from b12tables.compiler.model import Combination, DecisionTable, Model, Value, precedents
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
    asked_axes,
    ranks,
    tried_values,
    uncovered,
)

MOST = 300
"""Regions without an answer that are listed; where there are more, they are searched for at run time."""

STEPS = 2_000_000
"""Steps of the analysis that are spent to learn whether a table always has an answer."""


def grid_module(model: Model, space: Space) -> Module:
    """`grid.py`. A table that asks about too many different values at once has no boxes there."""
    module = Module("Fields and rules over pieces, for questions about many cases at once. Loaded on demand.")
    axes = asked_axes(model, space)
    tables = [ts for table in model.decisions if (ts := space.tables.get(table.code)) is not None]
    ranked = [table for table in model.decisions if table.hit_policy.ranked]
    reach = Reach(space, Budget(STEPS))
    worked = precedents(model)
    holes = {code: _holes(ts, reach) for code, ts in space.tables.items() if not _always(ts)}
    render(
        module,
        "grid.py.j2",
        axes=[(name, _axis(axis, module)) for name, axis in axes.items()],
        boxes=[(ts.table.code, list(map(_numbers, ts.grid.boxes))) for ts in tables],
        ranks=[(table.code, _numbers(_ranks(model, table))) for table in ranked],
        always=sorted(code for code in space.tables if not holes.get(code, [])),
        holes=[(code, list(map(_numbers, boxes))) for code, boxes in holes.items() if boxes],
        combinations=[_masks(combination, axes) for combination in model.impossible],
        stated=[(name, _sets(values)) for name, values in worked.stated.items()],
        decides=_sets(worked.decides),
        concerned=sorted({line.field for line in space.further} & axes.keys()),
        tried=[(name, _literals(values, module)) for name, values in tried_values(model, space).items()],
    )
    return module


def _masks(combination: Combination, axes: dict[str, Axis]) -> list[Code]:
    """The pieces of each field that a combination asks for."""
    masks: dict[str, int] = {}
    for line in combination.tests:
        axis = axes.get(line.field)
        if axis is not None:
            masks[line.field] = masks.get(line.field, axis.full) & axis.mask(line.test)
    return [Code(f"{quoted(name)}: {mask}") for name, mask in masks.items()]


def _sets(cases: Mapping[str, int]) -> list[tuple[str, Code]]:
    """Bit sets by name, in the base in which they are short."""
    return [(name, Code(hex(numbers))) for name, numbers in cases.items()]


def _axis(axis: Axis, module: Module) -> Code:
    parts: list[str] = []
    match axis:
        case WordAxis():
            kind = module.use("Words")
            parts += [_literals(axis.values, module), *(["other=True"] if axis.other else [])]
        case OrderedAxis():
            kind = module.use("Ordered")
            parts += [items([_border(border, module) for border in axis.borders])]
            parts += _step(axis.step, module)
            parts += ["day=True"] if axis.field.type == "date" else []
            parts += [f"first={_border(axis.first, module)}"] if axis.first else []
            parts += [f"last={_border(axis.last, module)}"] if axis.last else []
        case SetAxis():
            kind = module.use("Members")
            parts += [_literals(axis.members, module)]
            parts += [f"others={_literals(axis.others, module)}"] if axis.others else []
        case _:
            raise AssertionError(axis)
    parts += ["unknown=True"] if axis.unknown else []
    return Code(f"{kind}({', '.join(parts)})")


def _step(step: Fraction | None, module: Module) -> list[str]:
    """What all values are multiples of, as the runtime's axis is told."""
    if step is None:
        return []
    return ["whole=True"] if step == 1 else [f"step={module.literal(step)}"]


def _literals(values: Iterable[Value], module: Module) -> Code:
    return items(map(module.literal, values))


def _border(border: Border, module: Module) -> Code:
    return items((module.literal(border[0]), str(border[1])))


def _numbers(numbers: Iterable[int]) -> Code:
    return items(map(str, numbers))


def _ranks(model: Model, table: DecisionTable) -> tuple[int, ...]:
    rank = ranks(model, table)
    places = {one: i for i, one in enumerate(sorted(set(rank)))}
    return tuple(places[one] for one in rank)


def _holes(ts: TableSpace, reach: Reach) -> list[Masks] | None:
    """Regions that some case reaches and in which a table has no answer, or may have none; None: too many."""
    budget = Budget(STEPS)
    uncovered_boxes = uncovered(ts.grid, budget) if ts.needs_cover else ()
    try:
        found = list(islice(chain(uncovered_boxes, ts.clash_boxes(budget)), MOST + 1))
    except BoundReached:
        return None
    if len(found) > MOST:
        return None
    try:
        return [box for box in found if reach.some(ts, box) is not None]
    except BoundReached:
        return found


def _always(ts: TableSpace) -> bool:
    try:
        return ts.always_answers(Budget(STEPS))
    except BoundReached:
        return False
