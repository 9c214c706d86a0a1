"""Whose answers an edit of one table changes: exactly, over the pieces of the table's own columns.

What stands above the table is not edited, so what the table sees of a patient stays as it is; and what stands below
gives another answer only where this table does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from b12tables.compiler.model import Answer, DecisionTable, HitPolicy, Rule, Trouble, answer_of, compared
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import Budget, Grid, Masks, meet, minus, uncovered
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

    Of a table in which only one rule may hold, it need not be told where other rules than before hold together.
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
    cuts = [
        boxes[id_] for boxes in (edit.was, edit.becomes) for id_ in sorted(boxes.keys() & edit.edited.keys())
    ]
    others = edit.kept
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


def _added(table: DecisionTable, boxes: Mapping[str, Masks], ids: Container[str], atom: Masks) -> _Said:
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
    here_before, here_later = ts.grid.touching(area), edit.grid.touching(area)
    cuts = [ts.grid.boxes[i] for i in bits(here_before)] + [edit.grid.boxes[i] for i in bits(here_later)]

    def settled(region: Masks) -> bool:
        """Whether two rules that are not edited hold in all of a region of which only one may: more is as bad."""
        return ts.grid.containing(region, here_before & edit.kept).bit_count() > 1

    stop = settled if ts.policy is after.hit_policy is HitPolicy.UNIQUE else None
    for atom in _atoms(area, cuts, budget, stop):
        budget.spend(len(atom))
        holding = [table.rules[i] for i in bits(ts.grid.containing(atom, here_before))]
        places = [edit.place[rule.id] for rule in holding if rule.id not in edit.edited]
        places += [edit.place[edit.rewritten[i]] for i in bits(edit.grid.containing(atom, here_later))]
        told_before = answer_of(model, table, holding)
        told_after = answer_of(model, after, [after.rules[place] for place in sorted(places)])
        if compared(told_before) != compared(told_after):
            yield Changed(atom, told_before, told_after)


class _Edit(NamedTuple):
    """What an edit does to the rows of a table: their boxes before and after, which are edited, where that shows."""

    was: Mapping[str, Masks]
    becomes: Mapping[str, Masks]
    edited: Mapping[str, None]
    areas: Sequence[Masks]
    place: Mapping[str, int]
    """Where each rule stands after the edit."""
    rewritten: Sequence[str]
    """The edited rules that are there after the edit."""
    grid: Grid
    """The boxes that these have then."""
    kept: int
    """The rules of the table that are not edited."""

    @classmethod
    def of(cls, ts: TableSpace, after: DecisionTable, budget: Budget) -> _Edit:
        table = ts.table
        was = dict(zip((rule.id for rule in table.rules), ts.grid.boxes, strict=True))
        kept = {id(rule) for rule in table.rules}
        becomes = {rule.id: was[rule.id] if id(rule) in kept else ts.box(rule) for rule in after.rules}
        answers = {rule.id: _results(rule) for rule in table.rules}
        other_results = {
            rule.id for rule in after.rules if answers.get(rule.id, _results(rule)) != _results(rule)
        }
        edited = {
            id_: None
            for id_ in dict.fromkeys((*was, *becomes))
            if was.get(id_) != becomes.get(id_) or id_ in other_results
        }
        areas = [*_areas(was, becomes, edited), *(becomes[id_] for id_ in sorted(other_results))]
        if table.hit_policy.in_order:
            areas += _overtaken(list(was), list(becomes), becomes)
        if table.otherwise is not None and _results(table.otherwise) != _results(after.otherwise):
            areas += uncovered(ts.grid, budget)
        place = {rule.id: n for n, rule in enumerate(after.rules)}
        rewritten = [id_ for id_ in edited if id_ in becomes]
        columns = ts.grid.columns
        grid = Grid(
            [column.size for column in columns],
            [column.ordered for column in columns],
            [becomes[id_] for id_ in rewritten],
        )
        unedited = sum(1 << n for n, rule in enumerate(table.rules) if rule.id not in edited)
        return cls(was, becomes, edited, areas, place, rewritten, grid, unedited)


def _results(rule: Rule | None) -> object:
    return None if rule is None else rule.row(range(len(rule.results)))


def left_of(boxes: Sequence[Masks], taken: Sequence[Masks], budget: Budget) -> list[Masks]:
    """What is left of some disjoint boxes without others. Raises `BoundReached`."""
    whole = {*taken}
    # rows that are drafted for a gap are its boxes, one by one
    left = [box for box in boxes if box not in whole]
    for other in taken:
        if not left:
            break
        budget.spend(len(left))
        left = [rest for box in left for rest in minus(box, other)]
    return left


def _areas(was: Mapping[str, Masks], becomes: Mapping[str, Masks], ids: Iterable[str]) -> Iterator[Masks]:
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


def _atoms(
    area: Masks, cuts: Sequence[Masks], budget: Budget, settled: Callable[[Masks], bool] | None = None
) -> Iterator[Masks]:
    """An area in parts that each box contains or does not meet, or that are `settled` before."""
    stack = [(area, cuts)]
    while stack:
        region, cuts = stack.pop()
        budget.spend(4 + len(cuts) * (1 + len(region) // 4))
        # what contains a region, or does not meet it, does so in every part of it
        cuts = [box for box in cuts if _holds_partly(box, region)]
        if not cuts or (settled is not None and settled(region)):
            yield region
        else:
            stack += [(part, cuts[1:]) for part in (*minus(region, cuts[0]), meet(region, cuts[0]))]


def _holds(box: Masks, region: Masks) -> bool:
    return all(mask & ~own == 0 for own, mask in zip(box, region, strict=True))


def _holds_partly(box: Masks, region: Masks) -> bool:
    return all(meet(box, region)) and not _holds(box, region)
