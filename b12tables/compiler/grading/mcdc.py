"""Modified condition/decision coverage of a decision table: cells that show that each column alone decides.

The conditions of a table are its columns, their outcomes the values that its rules tell apart: of a number the
stretches between boundaries, of several values at once each of them, with it and without it. Each has to stand in a
case beside which another case differs in this column alone and gets another answer. The cells are found one after the
other, such first as show most beside those that are there already.

Source: Chilenski and Miller, Applicability of modified condition/decision coverage to software testing, 1994; for
columns with several values as the analyser of KIE has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, islice

from b12tables.compiler.grading.judging import MutantsOf
from b12tables.compiler.grading.wanted import Wanted
from b12tables.compiler.model import Anything, DecisionTable, Rule, Trouble, answer_of, compared
from b12tables.compiler.proof.axes import SetAxis, bits
from b12tables.compiler.proof.changed_answers import changed_answers, changed_lists
from b12tables.compiler.proof.grid import Budget, Masks

Cell = tuple[int, ...]
"""For each column the number of a class: of pieces that no rule of the table tells apart."""

Key = tuple[int, bool]
"""An outcome of a column: a class of it; of a set a member, and whether it holds it."""

Shown = tuple[int, Key]
"""A column and an outcome of it: that beside it another one alone makes another answer."""

TRIED = 40
"""So many places are tried for one outcome before it is given up."""

WEIGHED = 4
"""So many pairs of cells for one outcome are weighed against those for others."""

AHEAD = 12
"""Of so many outcomes it is looked ahead which of them would be shown."""


def mcdc(of: MutantsOf, seen: Iterable[Masks], budget: Budget) -> Iterator[Wanted]:
    """The cells that are missing beside what the worked cases show. Raises `BoundReached`."""
    search = _Search(of, budget)
    for pieces in seen:
        search.take(tuple(own.of_mask(mask) for own, mask in zip(search.columns, pieces, strict=True)))
    search.complete()
    columns: dict[Cell, dict[str, None]] = {cell: {} for cell in search.added}
    for (column, _), pair in search.pairs.items():
        for cell in pair:
            columns.get(cell, {})[of.ts.fields[column]] = None
    for cell in search.added:
        if columns[cell]:
            yield Wanted("condition", of.code, (), (search.box(cell),), tuple(columns[cell]))


class _Plain:
    """A column of one value: each of its classes beside any other."""

    def __init__(self, boxes: Iterable[int], full: int) -> None:
        told: dict[tuple[bool, ...], int] = {}
        boxes = tuple(dict.fromkeys(boxes))
        for piece in bits(full):
            key = tuple(bool(mask >> piece & 1) for mask in boxes)
            told[key] = told.get(key, 0) | 1 << piece
        self.masks = list(told.values())
        """The classes, as pieces."""

    def of_mask(self, mask: int) -> int:
        """The first class that a mask meets."""
        return next(n for n, own in enumerate(self.masks) if own & mask)

    def within(self, mask: int) -> list[int]:
        """The classes that a mask meets."""
        return [n for n, own in enumerate(self.masks) if own & mask]

    def outcomes(self) -> list[Key]:
        """The outcomes, where there are two at least."""
        return [(n, True) for n in range(len(self.masks))] if len(self.masks) > 1 else []

    def having(self, number: int, key: Key) -> int:
        """The class with an outcome that stands nearest to another class."""
        return key[0]

    def beside(self, number: int, key: Key) -> Iterable[int]:
        """The classes beside one that show its outcome."""
        return (n for n in range(len(self.masks)) if n != number)

    def between(self, one: int, other: int) -> list[Key]:
        """The outcomes that two classes show."""
        return [(one, True), (other, True)]


class _Several(_Plain):
    """A column of several values at once: each member that somebody asks for, with it and without it."""

    def __init__(self, boxes: Iterable[int], full: int, members: int) -> None:
        super().__init__(boxes, full)
        self.of_piece = {piece: n for n, mask in enumerate(self.masks) for piece in bits(mask)}
        self.first = [(mask & -mask).bit_length() - 1 for mask in self.masks]
        self.members, self.sets = members, 1 << members
        pieces = range(self.sets)
        self.lacking = [sum(1 << p for p in pieces if not p >> m & 1) for m in range(members)]
        """For each member the pieces without it."""

    def outcomes(self) -> list[Key]:
        return [(member, held) for member in range(self.members) for held in (True, False)]

    def having(self, number: int, key: Key) -> int:
        piece = self.first[number] if self.first[number] < self.sets else 0
        bit = 1 << key[0]
        return self.of_piece[piece | bit if key[1] else piece & ~bit]

    def beside(self, number: int, key: Key) -> Iterable[int]:
        return (n for n in self.within(self._toggled(number, key[0])) if n != number)

    def between(self, one: int, other: int) -> list[Key]:
        beside = (m for m in range(self.members) if self._toggled(one, m) & self.masks[other])
        return [key for member in beside for key in ((member, True), (member, False))]

    def _toggled(self, number: int, member: int) -> int:
        """The pieces that hold what those of a class hold, but for one member."""
        known = self.masks[number] & (1 << self.sets) - 1
        without = known & self.lacking[member]
        return without << (1 << member) | (known ^ without) >> (1 << member)


def _columns(of: MutantsOf) -> list[_Plain]:
    found: list[_Plain] = []
    for column, (name, full) in enumerate(zip(of.ts.fields, of.ts.grid.full, strict=True)):
        boxes = [box[column] for box in of.ts.grid.boxes]
        axis = of.space.axes[name]
        found.append(_Several(boxes, full, axis.count) if isinstance(axis, SetAxis) else _Plain(boxes, full))
    return found


class _Search:
    """The cells of a set of cases, and what they show."""

    def __init__(self, of: MutantsOf, budget: Budget) -> None:
        self.of, self.budget = of, budget
        self.columns = _columns(of)
        self.cells: dict[Cell, None] = {}
        self.added: list[Cell] = []
        self.pairs: dict[Shown, tuple[Cell, Cell]] = {}
        """What is shown, and by which two cells."""
        self._answers: dict[Cell, object] = {}

    def box(self, cell: Cell) -> Masks:
        """A cell as a box of pieces."""
        return tuple(column.masks[n] for column, n in zip(self.columns, cell, strict=True))

    def complete(self) -> None:
        """Adds cells until each outcome is shown, or no place was found for it."""
        left = [(c, key) for c, column in enumerate(self.columns) for key in column.outcomes()]
        while left := [shown for shown in left if shown not in self.pairs]:
            next_ones, later = left[:AHEAD], left[AHEAD:]
            found = {pair: None for shown in next_ones for pair in islice(self._candidates(shown), WEIGHED)}
            if not found:
                # nobody can show these
                left = later
                continue
            for cell in max(found, key=self._worth):
                if cell not in self.cells:
                    self.added.append(cell)
                    self.take(cell)

    def take(self, cell: Cell) -> None:
        """A case lies there."""
        for shown, pair in self._shows(cell, self.cells):
            self.pairs.setdefault(shown, pair)
        self.cells[cell] = None

    def _worth(self, pair: tuple[Cell, Cell]) -> tuple[float, int]:
        """How much two cells show, for each that is new; what could be shown beside them."""
        new = [cell for cell in pair if cell not in self.cells]
        shown = {one for cell in new for one, _ in self._shows(cell, (*self.cells, *pair))}
        beside = sum(1 for cell in new for _ in islice(self._open_beside(cell), AHEAD))
        return len(shown) / len(new), beside

    def _open_beside(self, cell: Cell) -> Iterator[Shown]:
        """The outcomes that are not shown yet and stand beside a cell with another answer."""
        answer = self._answer(cell)
        for place, column in enumerate(self.columns):
            for key in column.outcomes()[:AHEAD]:
                if (place, key) not in self.pairs:
                    other = self._answer(_with(cell, place, column.having(cell[place], key)))
                    if other is not None and other != answer:
                        yield place, key

    def _shows(self, cell: Cell, others: Iterable[Cell]) -> Iterator[tuple[Shown, tuple[Cell, Cell]]]:
        """What a cell shows beside others, and they beside it, that is not shown yet."""
        answer = self._answer(cell)
        if answer is None:
            return
        for other in others:
            differing = [c for c, (one, two) in enumerate(zip(cell, other, strict=True)) if one != two]
            if len(differing) == 1 and self._answer(other) not in (None, answer):
                place = differing[0]
                for key in self.columns[place].between(cell[place], other[place]):
                    if (place, key) not in self.pairs:
                        yield (place, key), (cell, other)

    def _answer(self, cell: Cell) -> object:
        """What the table answers in a cell; None where it gives no answer, or nobody can be there."""
        if cell not in self._answers:
            self.budget.spend(len(cell))
            self._answers[cell] = self._found(cell)
        return self._answers[cell]

    def _found(self, cell: Cell) -> object:
        box, grid, table = self.box(cell), self.of.ts.grid, self.of.ts.table
        if not self.of.arises(box):
            return None
        holding = [table.rules[n] for n in bits(grid.containing(box, grid.touching(box)))]
        found = answer_of(self.of.model, table, holding)
        return None if isinstance(found, Trouble) else compared(found)

    # ---------------------------------------------------------------- where an outcome may be shown

    def _candidates(self, shown: Shown) -> Iterator[tuple[Cell, Cell]]:
        """Pairs of cells that show an outcome: beside the cells that are there, else in new places."""
        beside = [*islice(self._pairs_at(self.cells, shown), WEIGHED)]
        yield from beside or self._pairs_at(self._places(shown), shown)

    def _pairs_at(self, places: Iterable[Cell], shown: Shown) -> Iterator[tuple[Cell, Cell]]:
        """In each place the outcome, and beside it another one that gets another answer."""
        place, key = shown
        column = self.columns[place]
        for at in places:
            cell = _with(at, place, column.having(at[place], key))
            answer = self._answer(cell)
            if answer is None:
                continue
            for number in column.beside(cell[place], key):
                beside = _with(cell, place, number)
                if self._answer(beside) not in (None, answer):
                    yield cell, beside

    def _places(self, shown: Shown) -> Iterator[Cell]:
        """Places where an outcome of a column can make another answer: corners of regions, then where somebody is."""
        place, key = shown
        column = self.columns[place]
        boxes = self._deciding[place]
        corners = (corner for box in boxes for corner in self._corners(box))
        known: set[Cell] = set()
        for at in chain(islice(corners, TRIED), self._reached(boxes, place, key)):
            cell = _with(at, place, column.having(at[place], key))
            if cell not in known:
                known.add(cell)
                yield cell

    def _reached(self, boxes: Sequence[Masks], place: int, key: Key) -> Iterator[Cell]:
        """A cell of each region, with the outcome, in which somebody can be."""
        column = self.columns[place]
        for box in islice(boxes, TRIED):
            for number in dict.fromkeys(column.having(n, key) for n in range(len(column.masks))):
                within = (*box[:place], column.masks[number], *box[place + 1 :])
                somebody = self.of.analysis.shown(self.of.ts, within)
                if somebody is not None:
                    yield tuple(
                        own.of_mask(mask) for own, mask in zip(self.columns, somebody[0], strict=True)
                    )

    def _corners(self, box: Masks) -> Iterator[Cell]:
        """A few cells of a box: those nearest to the cells that are there, its first and its last one."""
        choices = [column.within(mask) for column, mask in zip(self.columns, box, strict=True)]
        for cell in [*self.cells][-3:]:
            yield tuple(n if n in own else own[0] for n, own in zip(cell, choices, strict=True))
        yield tuple(own[0] for own in choices)
        yield tuple(own[-1] for own in choices)

    @cached_property
    def _deciding(self) -> Sequence[Sequence[Masks]]:
        """For each column places where it alone decides whether a rule answers."""
        of, ts = self.of, self.of.ts
        found: list[list[Masks]] = [[] for _ in ts.fields]
        for rule in ts.table.rules:
            for place, cell in enumerate(rule.conditions):
                if not isinstance(cell.test, Anything):
                    column = ts.fields.index(ts.table.input_fields[place])
                    found[column] += without(of, rule, place, self.budget)
        return found


def _with(cell: Cell, place: int, number: int) -> Cell:
    return (*cell[:place], number, *cell[place + 1 :])


def without(of: MutantsOf, rule: Rule, column: int, budget: Budget) -> Sequence[Masks]:
    """Where the answer would be another one if a rule did not ask for one of its conditions. Raises `BoundReached`."""
    table = of.ts.table
    wider = _with_any(table, rule, column)
    if table.hit_policy.gives_list:
        return [*changed_lists(of.analysis, of.ts, wider, budget)]
    found = changed_answers(of.analysis, of.ts, wider, budget)
    return [change.box for change in found if not isinstance(change.before, Trouble)]


def _with_any(table: DecisionTable, rule: Rule, column: int) -> DecisionTable:
    """A table in which a rule does not ask for one of its conditions."""
    conditions = list(rule.conditions)
    conditions[column] = replace(conditions[column], test=Anything(), text="-")
    wider = replace(rule, conditions=tuple(conditions))
    return replace(table, rules=tuple(wider if other is rule else other for other in table.rules))
