"""Whose answers an edit of one table changes: exactly, over the pieces of the table's own columns.

What stands above the table is not edited, so what the table sees of a patient stays as it is; and what stands below
gives another answer only where this table does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from b12tables.compiler.model import Answer, DecisionTable, Rule, Trouble, answer_of, compared
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import Budget, Masks, meet, minus, uncovered
from b12tables.compiler.proof.table_space import TableSpace


class Changed(NamedTuple):
    """Cells of the table's grid in which the answer is another one; a `Trouble` where there is none."""

    box: Masks
    before: Answer | Trouble
    after: Answer | Trouble


def changed_answers(
    analysis: Analysis, ts: TableSpace, after: DecisionTable, budget: Budget
) -> Iterator[Changed]:
    """Where an edited table answers otherwise than before, whether it can arise or not. Raises `BoundReached`.

    The edited cells must be made of the pieces of the table's axes.
    """
    edit = _Edit.of(ts, after, budget)
    for area in edit.areas:
        yield from _changed_within(area, edit, analysis, ts, after, budget)


def changed_lists(
    analysis: Analysis, ts: TableSpace, after: DecisionTable, budget: Budget
) -> Iterator[Masks]:
    """Where the list of an edited table is another one, as boxes that may meet. Raises `BoundReached`.

    The rows that are not edited add the same before and after, so the areas need not be cut by them, but where the
    Otherwise row is said, or the order counts.
    """
    table, edit = ts.table, _Edit.of(ts, after, budget)
    cuts = [boxes[id_] for boxes in (edit.was, edit.becomes) for id_ in sorted(boxes.keys() & {*edit.edited})]
    others = sum(1 << n for n, rule in enumerate(table.rules) if rule.id not in edit.edited)
    for area in filter(all, edit.areas):
        for atom in _atoms(area, cuts, budget):
            before = _added(table, edit.was, edit.edited, atom)
            later = _added(after, edit.becomes, edit.edited, atom)
            if before == later and (before or _results(table.otherwise) == _results(after.otherwise)):
                if table.hit_policy.in_order:
                    yield from (c.box for c in _changed_within(atom, edit, analysis, ts, after, budget))
            elif (before or _last(table)) != (later or _last(after)):
                if before == later:
                    # the Otherwise row alone is another: it is said where no row holds
                    yield from uncovered(ts.grid, budget, atom, others)
                else:
                    yield atom
            else:
                # one side says by its rows what the other says in its Otherwise row, where no further row holds
                yield from (meet(atom, ts.grid.boxes[i]) for i in bits(ts.grid.touching(atom) & others))


_Said = Mapping[tuple[object, ...], int]
"""What rows add to a list, each with how often."""


def _last(table: DecisionTable) -> _Said:
    """What the Otherwise row says."""
    return Counter([] if table.otherwise is None else [table.otherwise.row(range(len(table.outputs)))])


def _added(table: DecisionTable, boxes: Mapping[str, Masks], ids: Sequence[str], atom: Masks) -> _Said:
    """What some rows add to the list in an atom."""
    columns = range(len(table.outputs))
    return Counter(
        rule.row(columns)
        for rule in table.rules
        if rule.id in ids and rule.id in boxes and _holds(boxes[rule.id], atom)
    )


def _changed_within(
    area: Masks, edit: _Edit, analysis: Analysis, ts: TableSpace, after: DecisionTable, budget: Budget
) -> Iterator[Changed]:
    """Where the answer is another one within an area."""
    model, table = analysis.model, ts.table
    was, becomes, edited = edit.was, edit.becomes, edit.edited
    near = {*edited, *(table.rules[i].id for i in bits(ts.grid.touching(area)))}
    before = [rule for rule in table.rules if rule.id in near]
    later = [rule for rule in after.rules if rule.id in near]
    cuts = [was[rule.id] for rule in before] + [becomes[rule.id] for rule in later if rule.id in edited]
    for atom in _atoms(area, cuts, budget):
        budget.spend(len(atom))
        here = {table.rules[i].id for i in bits(ts.grid.touching(atom))}
        told_before = answer_of(model, table, [rule for rule in before if rule.id in here])
        here = {id_ for id_ in here if id_ not in edited}
        here |= {id_ for id_ in edited if id_ in becomes and _holds(becomes[id_], atom)}
        told_after = answer_of(model, after, [rule for rule in later if rule.id in here])
        if compared(told_before) != compared(told_after):
            yield Changed(atom, told_before, told_after)


class _Edit(NamedTuple):
    """What an edit does to the rows of a table: their boxes before and after, which are edited, where that shows."""

    was: Mapping[str, Masks]
    becomes: Mapping[str, Masks]
    edited: Sequence[str]
    areas: Sequence[Masks]

    @classmethod
    def of(cls, ts: TableSpace, after: DecisionTable, budget: Budget) -> _Edit:
        table = ts.table
        was = dict(zip((rule.id for rule in table.rules), ts.grid.boxes, strict=True))
        kept = {id(rule) for rule in table.rules}
        becomes = {rule.id: was[rule.id] if id(rule) in kept else ts.box(rule) for rule in after.rules}
        rewritten = {rule.id for rule in after.rules if rule.id in was and _answers_otherwise(table, rule)}
        edited = [
            id_
            for id_ in dict.fromkeys((*was, *becomes))
            if was.get(id_) != becomes.get(id_) or id_ in rewritten
        ]
        areas = [*_areas(was, becomes, edited), *(becomes[id_] for id_ in sorted(rewritten))]
        if table.hit_policy.in_order:
            areas += _overtaken(list(was), list(becomes), becomes)
        if table.otherwise is not None and _results(table.otherwise) != _results(after.otherwise):
            areas += uncovered(ts.grid, budget)
        return cls(was, becomes, edited, areas)


def _answers_otherwise(table: DecisionTable, rule: Rule) -> bool:
    """Whether the rule of this name had other results."""
    return any(_results(old) != _results(rule) for old in table.rules if old.id == rule.id)


def _results(rule: Rule | None) -> object:
    return None if rule is None else rule.row(range(len(rule.results)))


def left_of(boxes: Sequence[Masks], taken: Sequence[Masks], budget: Budget) -> list[Masks]:
    """What is left of some disjoint boxes without others. Raises `BoundReached`."""
    left = list(boxes)
    for other in taken:
        budget.spend(len(left))
        left = [rest for box in left for rest in minus(box, other)]
    return left


def _areas(was: Mapping[str, Masks], becomes: Mapping[str, Masks], ids: Sequence[str]) -> Iterator[Masks]:
    """Where some rule holds after the edit that did not before, or no longer does."""
    for id_ in ids:
        old, new = was.get(id_), becomes.get(id_)
        if old is not None and old != new:
            yield from filter(all, [old] if new is None else minus(old, new))
        if new is not None and old != new:
            yield from filter(all, [new] if old is None else minus(new, old))


def _overtaken(before: Sequence[str], after: Sequence[str], becomes: Mapping[str, Masks]) -> Iterator[Masks]:
    """Where two rules hold together of which the other one comes first after the edit."""
    place = {id_: n for n, id_ in enumerate(after)}
    kept = [id_ for id_ in before if id_ in place]
    if kept == [id_ for id_ in after if id_ in {*before}]:
        return
    for n, one in enumerate(kept):
        for other in kept[n + 1 :]:
            if place[other] < place[one]:
                yield from filter(all, [meet(becomes[one], becomes[other])])


def _atoms(area: Masks, cuts: Sequence[Masks], budget: Budget) -> Iterator[Masks]:
    """An area in parts that each box contains or does not meet."""
    stack = [(area, cuts)]
    while stack:
        region, cuts = stack.pop()
        budget.spend(4 + len(cuts) * (1 + len(region) // 4))
        # what contains a region, or does not meet it, does so in every part of it
        cuts = [box for box in cuts if _holds_partly(box, region)]
        if not cuts:
            yield region
        else:
            stack += [(part, cuts[1:]) for part in (*minus(region, cuts[0]), meet(region, cuts[0]))]


def _holds(box: Masks, region: Masks) -> bool:
    return all(mask & ~own == 0 for own, mask in zip(box, region, strict=True))


def _holds_partly(box: Masks, region: Masks) -> bool:
    return all(meet(box, region)) and not _holds(box, region)
