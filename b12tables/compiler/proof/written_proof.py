"""The proof of what an analysis says, written so that somebody else can check it: trees of splits.

A tree is 0, where what is claimed holds, the name of what leaves nobody there (an impossible combination, or a table
that answers nothing of what is supposed), or a split `[field, [[cell, tree], …]]`; of a set or list each member is a
field of its own, yes or no. `b12tables/proofcheck.py` reads it, and shares no code with this.

A table's tree splits its own columns, along the borders of its rows. Any other tree splits inputs, along the borders
of the rows because of which a question is still open, table after table up to the inputs; then what each table on the
way answers there: of such a split one side is left by nobody, which the table itself shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Combination,
    Excludes,
    FieldTest,
    HitPolicy,
    Includes,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Model,
    Not,
    Test,
    Value,
    test_text,
    value_text,
)
from b12tables.compiler.proof.axes import SetAxis, bits, named_values
from b12tables.compiler.proof.grid import Budget, Masks
from b12tables.compiler.proof.hanging import looked_at, questions, tables_behind, tests_of
from b12tables.compiler.proof.table_space import TableSpace, produced_values, row_of

if TYPE_CHECKING:
    from b12tables.compiler.proof.analysis import Analysis

Tree = Any
"""As it stands in the file."""

YES, NO, BOTH = 1, 2, 3
"""What a test can still turn out to be."""

Supposed = Mapping[Hashable, int]
"""What a patient may still be: of a field the pieces, of a list `(field, member)` whether it holds a member."""

Cut = tuple[str, Any]
"""Where to split: a field, and the pieces of one side, or of a list `("set", member)`."""

SHARE = 20
"""One tree may take so large a part of the bound."""


class NoSplit(Exception):
    """No split leads further: a claim rests on what a tree does not know, such as what a computed field can be."""


@dataclass(frozen=True)
class Goal:
    """What a tree shows of each leaf: all of `must` hold, or one of `when` does not; without `must`, that nobody comes
    there.
    """

    when: tuple[FieldTest, ...]
    must: tuple[FieldTest, ...]


@dataclass(frozen=True)
class _Step:
    """What a table answers of a field: two conditions, of which the second is left by nobody; or of a set whether it
    holds a member (of None, whether it is known).
    """

    table: TableSpace
    field: str
    told: list[str] | str | None
    side: int

    def above(self, tree: Tree) -> Tree:
        """The split above a tree."""
        other = self.table.table.code
        if isinstance(self.told, list):
            return [self.field, [[self.told[0], tree], [self.told[1], other]]]
        return member_split(self.field, self.told, *((tree, other) if self.side == YES else (other, tree)))


class Prover:
    """Writes the trees of one analysis; `read` are the codes of the tables that the checker reads (None: all)."""

    def __init__(self, analysis: Analysis, read: Collection[str] | None = None) -> None:
        self.read = read
        self.shown: set[str] = set()
        """The tables of which a proof shows that everybody gets an answer: of the others a gap leaves nobody out."""
        self.analysis, self.model, self.space = analysis, analysis.model, analysis.space
        self.looked = looked_at(self.model)
        self.budget = Budget(None)
        self.begin()
        self._answers: dict[Hashable, dict[Hashable, int] | None] = {}
        self._order: dict[tuple[str, ...], tuple[TableSpace, ...]] = {}

    def begin(self) -> None:
        """Gives the next tree its share of the bound."""
        self.budget = Budget((self.analysis.budget.limit or 0) // SHARE)

    # ---- what a state leaves open

    def mask(self, name: str, state: Supposed) -> int:
        """The pieces of a field that a state admits; of a list those that agree with what is known of its members."""
        axis = self.space.axes[name]
        if name not in self.model.set_valued or not isinstance(axis, SetAxis):
            return state.get(name, axis.full)
        found = axis.full
        for member in axis.members:
            can = state.get((name, member), BOTH)
            found &= (
                axis.full if can == BOTH else axis.sets.has(member) if can == YES else ~axis.sets.has(member)
            )
        return found

    def member(self, name: str, member: Value, state: Supposed) -> int:
        """Whether a set can hold a member, provided that it is known."""
        axis = self.space.axes.get(name)
        if name in self.model.set_valued:
            return state.get((name, member), BOTH)
        assert isinstance(axis, SetAxis)
        have, holding = state.get(name, axis.full) & axis.known, axis.sets.has(member)
        return (YES if have & holding else 0) | (NO if have & ~holding else 0)

    def outcome(self, name: str, test: Test, state: Supposed) -> int:
        """Whether a test can still pass, fail, or both."""
        if name not in self.model.set_valued:
            axis = self.space.axes[name]
            have, mask = state.get(name, axis.full), axis.mask(test)
            return (YES if have & mask else 0) | (NO if have & ~mask else 0)
        match test:
            case Anything() | IsKnown():
                return YES
            case IsUnknown():
                return NO
            case Includes(member):
                return self.member(name, member, state)
            case Excludes(member):
                return _turned(self.member(name, member, state))
            case Not(inner):
                return _turned(self.outcome(name, inner, state))
            case AnyOf(parts):
                return _turned(_every(_turned(self.outcome(name, part, state)) for part in parts))
            case AllOf(parts):
                return _every(self.outcome(name, part, state) for part in parts)
            case IsEmpty():
                members = _members_of(self.model, name)
                return _every(_turned(self.member(name, member, state)) for member in members)
        return BOTH

    # ---- tables

    def holding(self, ts: TableSpace, state: Supposed) -> tuple[int, int]:
        """The rows that can hold in a state, and those that do."""
        box = tuple(self.mask(name, state) for name in ts.fields)
        some = ts.grid.touching(box)
        return some, ts.grid.containing(box, some)

    def answer(self, ts: TableSpace, state: Supposed) -> dict[Hashable, int] | None:
        """What a table can answer in a state; None where it has no answer. What Collect counts or adds is free."""
        some, every = self.holding(ts, state)
        key = ts.table.code, some, every
        if key not in self._answers:
            self._answers[key] = self._answer(ts, some, every)
        return self._answers[key]

    def _answer(self, ts: TableSpace, some: int, every: int) -> dict[Hashable, int] | None:
        rows = [ts.rows[i] for i in bits(_answering(ts, some, every))]
        sure = [ts.rows[i] for i in bits(every)]
        if ts.table.otherwise is not None and not every:
            own = row_of(ts.table.otherwise)
            rows, sure = [*rows, own], [] if some else [own]
        if not rows and ts.needs_cover and not ts.policy.aggregates:
            return None
        found: dict[Hashable, int] = {}
        for place, name in enumerate(ts.table.output_fields):
            if ts.policy.gives_list:
                for member in _members_of(self.model, name):
                    held = any(_holds(row[place], member) for row in sure)
                    given = any(_holds(row[place], member) for row in rows)
                    found[name, member] = (YES if given else 0) | (0 if held else NO)
            elif not ts.policy.aggregates and name in self.space.axes:
                axis, mask = self.space.axes[name], 0
                for row in rows:
                    mask |= axis.value_mask(row[place])
                found[name] = _by_members(axis, mask) if isinstance(axis, SetAxis) else mask
        return found

    def after(self, names: Iterable[str], state: Supposed) -> Supposed | None:
        """A state with all that some fields can be, table after table; None where nothing can be.

        What a state says of a field that a table decides is a supposition: what the table answers is among it.
        """
        supposed = [key if isinstance(key, str) else key[0] for key in state]  # type: ignore[index]
        for ts in self.tables((*names, *supposed)):
            given = self.answer(ts, state)
            if given is None:
                return None
            state = {**state, **{key: can & state.get(key, can) for key, can in given.items()}}
            if not all(state[key] for key in given):
                return None
        return state

    def tables(self, names: Iterable[str]) -> tuple[TableSpace, ...]:
        """The tables on the way to some fields, in the order of evaluation."""
        key = tuple(dict.fromkeys(names))
        if key not in self._order:
            found = tables_behind(self.model, key, self.looked)
            self._order[key] = tuple(ts for code, ts in self.space.tables.items() if code in found)
        return self._order[key]

    # ---- trees over inputs

    def tree(self, goal: Goal, state: Supposed) -> Tree:
        """A tree at whose leaves a goal is met. Raises `BoundReached`, or `NoSplit` where splits do not lead there."""
        self.budget.spend(100)
        names = tuple(line.field for line in (*goal.when, *goal.must))
        impossible = self._impossible(state)
        if impossible is not None:
            return impossible
        after = self.after(names, state)
        if after is None:
            return self._told(names, state, goal, None)
        open_ = [line for line in goal.when if self.outcome(line.field, line.test, after) != YES]
        failing = [line for line in open_ if self.outcome(line.field, line.test, after) == NO]
        if failing:
            return self._told(names, state, goal, failing[:1])
        bad = [line for line in goal.must if self.outcome(line.field, line.test, after) != YES]
        if goal.must and not bad:
            return self._told(names, state, goal, goal.must)
        return self._split(goal, state, self._next(goal, state, after, bad, open_))

    # ---- what the tables answer, as splits

    def _told(
        self, names: Sequence[str], state: Supposed, goal: Goal, lines: Sequence[FieldTest] | None
    ) -> Tree:
        """What the tables answer in a state, as far as some lines rest on it; without lines, up to the table that
        answers nothing of what is supposed.
        """
        steps: list[_Step] = []
        end: Tree = 0
        needed = {line.field for line in lines or ()}
        if lines and not goal.must and lines[0].field in self.model.produced_by:
            end = self.model.produced_by[lines[0].field].code
        supposed = [key if isinstance(key, str) else key[0] for key in state]  # type: ignore[index]
        unsure: set[Tree] = set()
        for ts in self.tables((*names, *supposed)):
            given = self.answer(ts, state)
            if not self._is_sure(ts, state):
                unsure.add(ts.table.code)
            if given is None or not all(can & self._have(key, state) for key, can in given.items()):
                end, needed = ts.table.code, {*ts.fields, *ts.table.output_fields}
                break
            for key, can in given.items():
                steps.extend(self._steps(ts, key, can, state))
            state = {**state, **{key: can & self._have(key, state) for key, can in given.items()}}
        leaning = {end}
        for step in reversed(steps):
            if step.field in needed:
                needed |= {*step.table.fields}
                leaning.add(step.table.table.code)
                end = step.above(end)
        if not unsure.isdisjoint(leaning):
            raise NoSplit
        return end

    def _is_sure(self, ts: TableSpace, state: Supposed) -> bool:
        """Whether everybody in a state has an answer of a table: the whole table is shown, or a row holds here. Of
        others a gap would leave nobody.
        """
        if ts.table.code in self.shown or ts.table.otherwise is not None or not ts.needs_cover:
            return True
        return bool(self.holding(ts, state)[1])

    def _have(self, key: Hashable, state: Supposed) -> int:
        """What a state leaves of a field, or of a member of a list."""
        return state.get(key, self.space.axes[key].full if isinstance(key, str) else BOTH)

    def _steps(self, ts: TableSpace, key: Hashable, can: int, state: Supposed) -> Iterator[_Step]:
        """What a table leaves of one result, where that is less than was supposed."""
        have = self._have(key, state)
        if not isinstance(key, str):
            assert isinstance(key, tuple)
            if have & ~can:
                yield _Step(ts, key[0], value_text(key[1]), have & can)
            return
        axis = self.space.axes[key]
        if not isinstance(axis, SetAxis):
            if have & ~can:
                texts = [test_text(axis.test(mask)) for mask in (have & can, have & ~can)]
                yield _Step(ts, key, texts, YES)
            return
        for held in (None, *axis.members):
            holding = axis.known if held is None else axis.sets.has(held)
            text = None if held is None else value_text(held)
            for side, mask in ((YES, holding), (NO, axis.full & ~holding)):
                if not have & can & ~mask and have & ~mask:
                    yield _Step(ts, key, text, side)

    def _next(
        self,
        goal: Goal,
        state: Supposed,
        after: Supposed,
        bad: Sequence[FieldTest],
        when: Sequence[FieldTest],
    ) -> Cut:
        """Along which border to split: what most of the rows ask because of which a line is open; where all that
        is open is whether the patient can be, what the tables ask that decide what is supposed.
        """
        lists = [line for line in when if line.field in self.model.set_valued]
        rounds: list[tuple[Callable[..., Counter[Cut]], Iterable[FieldTest]]] = [
            (self._borders, lists),
            (self._blamed, bad[:1]),
            (self._blamed, when),
            (self._blamed, self._supposed(state)),
            (self._borders, self._perhaps_impossible(after)),
        ]
        for vote, lines in rounds:
            votes = vote(lines, state, after)
            if votes:
                return max(votes, key=lambda vote: votes[vote])
        raise NoSplit

    def _blamed(self, lines: Iterable[FieldTest], state: Supposed, after: Supposed) -> Counter[Cut]:
        votes: Counter[Cut] = Counter()
        for line in lines:
            self._blame(line.field, line.test, state, after, votes)
        return votes

    def _borders(self, lines: Iterable[FieldTest], state: Supposed, after: Supposed) -> Counter[Cut]:
        votes: Counter[Cut] = Counter()
        for line in lines:
            self._border(line.field, line.test, state, after, votes)
        return votes

    def _supposed(self, state: Supposed) -> Iterator[FieldTest]:
        """What a state supposes of fields that tables decide."""
        for key in state:
            name, member = key if isinstance(key, tuple) else (str(key), None)
            if name in self.model.produced_by:
                test = self.space.axes[name].test(state[name]) if member is None else Includes(member)
                yield FieldTest(name, test, "", self.model.fields[name].place)

    @cached_property
    def _assumed(self) -> list[Combination]:
        """The impossible combinations on which a proof rests: the checker knows that something is not left out by a
        table, among those that it reads, that looks at it; and an answer is never assumed away.
        """
        tables = [table for table in self.model.decisions if self.read is None or table.code in self.read]
        tests = ((name, test) for table in tables for name, test in tests_of(table))
        asked = set(chain.from_iterable(questions(self.model, name, test) for name, test in tests))
        assumed = (c for c in self.model.impossible if c.id not in self.space.not_assumed)
        return [c for c in assumed if asked.issuperset(self._wanted(c))]

    def _wanted(self, combination: Combination) -> Iterator[Hashable]:
        """What is to be known for a combination; what a table decides is never assumed away."""
        for line in combination.tests:
            if line.field in self.model.produced_by or isinstance(line.test, Anything):
                yield None
            yield from questions(self.model, line.field, line.test)

    def _impossible(self, state: Supposed) -> str | None:
        """The ID of a combination that holds for all of a state."""
        for combination in self._assumed:
            if all(self.outcome(line.field, line.test, state) == YES for line in combination.tests):
                return combination.id
        return None

    def _perhaps_impossible(self, after: Supposed) -> Iterator[FieldTest]:
        """The lines of the combinations that can still turn out to hold."""
        for combination in self._assumed:
            if all(self.outcome(line.field, line.test, after) & YES for line in combination.tests):
                yield from combination.tests

    def _blame(self, name: str, test: Test, state: Supposed, after: Supposed, votes: Counter[Cut]) -> None:
        """Counts the borders of the rows because of which a field is open."""
        table = self.model.produced_by.get(name)
        if table is None:
            self._border(name, test, state, after, votes)
            return
        if table.code not in self.space.tables:
            return
        ts = self.space.tables[table.code]
        some, every = self.holding(ts, after)
        for row in self._open_rows(ts, name, test, some, every):
            for place, column in enumerate(ts.fields):
                own = ts.grid.boxes[row][place]
                if self.mask(column, after) & ~own:
                    self._border(column, self.space.axes[column].test(own), state, after, votes)

    def _border(self, name: str, test: Test, state: Supposed, after: Supposed, votes: Counter[Cut]) -> None:
        """Counts the borders of one test: a mask of pieces, or of a set a member."""
        if name in self.model.set_valued:
            for member in named_values([test]):
                if self.member(name, member, after) == BOTH:
                    votes[name, ("set", member)] += 1
            return
        axis, have = self.space.axes[name], after.get(name, self.space.axes[name].full)
        if not isinstance(axis, SetAxis):
            side = have & axis.mask(test)
            if side and side != have:
                votes[name, side] += 1
        elif have & axis.unknown and have & axis.known:
            votes[name, ("set", None)] += 1
        else:
            for member in axis.members:
                if have & axis.sets.has(member) and have & axis.known & ~axis.sets.has(member):
                    votes[name, ("set", member)] += 1

    def _open_rows(self, ts: TableSpace, name: str, test: Test, some: int, every: int) -> list[int]:
        """The rows because of which a table's output is open, those first that fail a test of it."""
        undecided = list(bits(some & ~every))
        place = ts.table.output_fields.index(name)
        if ts.policy.gives_list:
            asked = set(named_values([test]))
            telling = [i for i in undecided if any(_holds(ts.rows[i][place], member) for member in asked)]
            return telling[:6]
        if every and ts.policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
            return []
        wrong = self.space.axes[name].full & ~self.space.axes[name].mask(test)
        failing = [i for i in undecided if self.space.axes[name].value_mask(ts.rows[i][place]) & wrong]
        return (failing or undecided)[:6]

    def _split(self, goal: Goal, state: Supposed, border: Cut) -> Tree:
        name, side = border
        if not isinstance(side, tuple):
            axis = self.space.axes[name]
            have = state.get(name, axis.full)
            return [
                name,
                [
                    [test_text(axis.test(mask)), self.tree(goal, {**state, name: mask})]
                    for mask in sorted((side, have & ~side), key=lambda mask: mask & -mask)
                ],
            ]
        member = side[1]
        if name in self.model.set_valued:
            key = name, member
            trees = [self.tree(goal, {**state, key: can}) for can in (YES, NO)]
            return member_split(name, value_text(member), *trees)
        axis = self.space.axes[name]
        assert isinstance(axis, SetAxis)
        have = state.get(name, axis.full)
        holding = axis.known if member is None else axis.sets.has(member)
        text = None if member is None else value_text(member)
        sides = (have & holding, have & ~holding)
        return member_split(name, text, *(self.tree(goal, {**state, name: mask}) for mask in sides))

    def under(self, when: Sequence[FieldTest], goal: Goal, state: Supposed | None = None) -> Tree:
        """The tree of a goal below splits by the lines of its When, of which the other arms show nothing more."""
        state = state or {}
        lines = [line for line in when if not isinstance(self.space.axes.get(line.field), SetAxis | None)]
        if not lines:
            return self.tree(goal, state)
        (first, *rest), axis = lines, self.space.axes[lines[0].field]
        inside = axis.mask(first.test) & state.get(first.field, axis.full)
        below = self.under(rest, goal, {**state, first.field: inside}) if inside else 0
        outside = axis.full & ~axis.mask(first.test)
        arms = [(mask, tree) for mask, tree in ((axis.mask(first.test), below), (outside, 0)) if mask]
        return [first.field, [[test_text(axis.test(mask)), tree] for mask, tree in arms]]

    # ---- trees over a table's own columns

    def table(self, ts: TableSpace) -> Tree:
        """The tree of a table: at each leaf a row answers, and none that contradicts it, or nobody comes there."""
        return self._table(ts, ts.grid.full)

    def _table(self, ts: TableSpace, box: Masks) -> Tree:
        self.budget.spend(20)
        some = ts.grid.touching(box)
        every = ts.grid.containing(box, some)
        answering = _answering(ts, some, every)
        single = len({ts.rows[i] for i in bits(answering)}) == 1
        if ts.policy in (HitPolicy.UNIQUE, HitPolicy.ANY) or ts.policy.takes_best:
            clash = some.bit_count() > 1 if ts.policy is HitPolicy.UNIQUE else answering and not single
        else:
            clash = False
        gap = ts.needs_cover and not every
        if not clash and not gap:
            return 0
        if (clash and (some & ~every)) or (gap and some):
            c, first, second = ts.grid.pivot_split(box, some & ~every or some)
            axis = self.space.axes[ts.fields[c]]
            parts = sorted((first, second), key=lambda mask: mask & -mask)
            if isinstance(axis, SetAxis):
                return self._table_members(ts, box, c, axis, some)
            return [
                ts.fields[c],
                [
                    [test_text(axis.test(part)), self._table(ts, (*box[:c], part, *box[c + 1 :]))]
                    for part in parts
                ],
            ]
        return self._unreached(ts, box)

    def _table_members(self, ts: TableSpace, box: Masks, c: int, axis: SetAxis, some: int) -> Tree:
        """A split by a member of a set that leaves both sides something, those first of which the open rows ask."""
        asked = named_values(
            axis.test(ts.grid.boxes[row][c]) for row in bits(some) if box[c] & ~ts.grid.boxes[row][c]
        )
        for member in (None, *dict.fromkeys((*asked, *axis.members))):
            holding = axis.known if member is None else axis.sets.has(member)
            if box[c] & holding and box[c] & ~holding and (member is None or not box[c] & axis.unknown):
                sides = [(*box[:c], mask, *box[c + 1 :]) for mask in (box[c] & holding, box[c] & ~holding)]
                text = None if member is None else value_text(member)
                return member_split(ts.fields[c], text, *(self._table(ts, side) for side in sides))
        raise NoSplit

    def _unreached(self, ts: TableSpace, box: Masks) -> Tree:
        asked = self.looked[ts.table.code]
        tests = [
            FieldTest(name, self.space.axes[name].test(mask), "", ts.table.place)
            for name, mask in ts.masks(box).items()
            if name in asked
        ]
        state: Supposed = {line.field: ts.masks(box)[line.field] for line in tests}
        goal = Goal(tuple(tests), ())
        impossible = self._impossible(state)
        if impossible is not None:
            return impossible
        supposed: Supposed = {
            line.field: state[line.field]
            for line in tests
            if not isinstance(self.space.axes[line.field], SetAxis)
        }
        return self.tree(goal, supposed)


def _answering(ts: TableSpace, some: int, every: int) -> int:
    """Of the rows that can hold those that can give the answer."""
    if ts.policy is HitPolicy.UNIQUE and every.bit_count() == 1:
        return every
    return ts.hits.remaining(some, every)


def _by_members(axis: SetAxis, mask: int) -> int:
    """What is left of some sets where each member is a question of its own, as it is for the checker."""
    found = axis.full
    for holding in (axis.known, *map(axis.sets.has, axis.members)):
        for side in (holding, axis.full & ~holding):
            found &= side if not mask & ~side else axis.full
    return found


def member_field(name: str, member: str | None) -> str:
    """How a proof calls the question whether a set holds a member; without one, the set, which is known or not."""
    return name if member is None else f"{name} includes {member.casefold()}"


def member_split(name: str, member: str | None, with_it: Tree, without: Tree) -> Tree:
    """A split by whether a set holds a member."""
    sides = ("known", "unknown") if member is None else ("yes", "no")
    return [member_field(name, member), [[sides[0], with_it], [sides[1], without]]]


def _turned(can: int) -> int:
    return (can & YES) << 1 | can >> 1


def _every(outcomes: Iterable[int]) -> int:
    """What can come of all of several tests together."""
    found = list(outcomes)
    return (YES if all(can & YES for can in found) else 0) | (NO if any(can & NO for can in found) else 0)


def _holds(result: Value, member: Value) -> bool:
    return member in result if isinstance(result, frozenset) else result == member


def _members_of(model: Model, name: str) -> list[Value]:
    """What a list may hold."""
    values = produced_values(model, name)
    each = (sorted(value) if isinstance(value, frozenset) else [value] for value in values)
    return list(dict.fromkeys(chain.from_iterable(each)))
