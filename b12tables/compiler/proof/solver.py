"""What can arise: questions about the whole set of tables, answered by a witness or a proof that there is
none.

A question restricts some fields ("renal class impaired, product full_dose"). The tables that these
depend on and the impossible combinations narrow the state from both ends; where that does not settle it, it
is split along the border of a rule that survives. Nothing is sampled and nothing is enumerated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Combination,
    Equals,
    Excludes,
    FieldTest,
    Includes,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Model,
    Never,
    Not,
    Test,
    Value,
)
from b12tables.compiler.proof.axes import Axis, SetAxis
from b12tables.compiler.proof.constraints import (
    NO,
    YES,
    AggregateRelation,
    Constraint,
    NotAll,
    Relation,
    SetRelation,
    State,
    TableRelation,
    question_relation,
)
from b12tables.compiler.proof.derived import otherwise_of, tied
from b12tables.compiler.proof.derived import relation as computed_relation
from b12tables.compiler.proof.grid import BoundReached, Budget, Masks, merged, minus
from b12tables.compiler.proof.left_out import (
    THERE,
    WhereThere,
    following,
    left_out_apart,
    tied_where_there,
)
from b12tables.compiler.proof.linked_formulas import LinkedRelation, tells_more
from b12tables.compiler.proof.propagation import Cone, find_state
from b12tables.compiler.proof.scores import formulas, linked
from b12tables.compiler.proof.table_space import Space, TableSpace, lines_asked, produced_values
from b12tables.runtime.words import as_compared, held

Restriction = Mapping[str, int]
"""Variable -> mask; a variable that is not named is unrestricted."""

FAIR = 8
"""So many tables that are hard to settle get equal parts of the bound; of more, the later ones get less."""

ANYTHING_AT_ALL = "\x00any"
OTHERS = "\x00others"


class _Behind(NamedTuple):
    """A variable and all that it is made from: the variables, and what makes them, in the order of a walk."""

    variables: frozenset[int]
    constraints: Mapping[Constraint, None]


class Reach:
    """The constraints of a whole model, and questions to them. `budget` bounds the work over all of them.

    `lenient`: where rules of a table contradict each other, each of them may be the one that is meant. So one
    overlap, an error of its own, does not make everything downstream of it unreachable.
    """

    def __init__(self, space: Space, budget: Budget, lenient: bool = False) -> None:
        self.space, self.model, self.budget, self.lenient = space, space.model, budget, lenient
        self.names: list[str] = []
        self.full: State = []
        self.number: dict[str, int] = {}
        for name, axis in space.axes.items():
            self._variable(name, axis.full)
        self.producer: dict[int, Constraint] = {}
        self.combinations: list[tuple[Combination, Constraint]] = []
        codes = [table.code for table in self.model.decisions if table.code in space.tables]
        for place, code in enumerate(codes):
            # whether it has an answer for everyone may be hard to say of many tables: none of them takes it all
            self._fair = Fraction(1, 3 + min(FAIR, len(codes) - place))
            self._add_table(space.tables[code])
        self.computed = tied(self.model, space.axes)
        """The computed fields that hang on fields which are analysed as well."""
        for name, parts in self.computed.items():
            self._add_computed(name, parts)
        where_there = tied_where_there(self.model, space.axes, space.leavable, self.computed)
        self.may_lack = left_out_apart(self.model, space.leavable, where_there)
        """The inputs that may be left out of which a variable says whether anything is there."""
        for name in self.may_lack:
            self._variable(name + THERE, NO | YES)
        for name, parts in where_there.items():
            self._add_computed(name, parts, [part + THERE for part in parts if part in self.may_lack])
        self.ties = tuple(self._never(box) for box in following(self.model, space.axes, self.may_lack))
        for combination in self.model.impossible:
            if combination.id in space.not_assumed:
                # without the line that cannot be looked at it would exclude more than it says
                continue
            self.combinations += [(combination, self._never(box)) for box in self.boxes(combination.tests)]
        self._cones: dict[tuple[frozenset[int], bool], Cone] = {}
        self._all_behind: dict[int, _Behind] = {}
        self._unavoidable: dict[tuple[tuple[Constraint, ...], frozenset[int]], tuple[Constraint, ...]] = {}
        self._said_together: dict[tuple[str, ...], tuple[Constraint, ...]] = {}

    @contextmanager
    def within(self, budget: Budget) -> Iterator[None]:
        """What is asked meanwhile is bounded by another budget."""
        usual, self.budget = self.budget, budget
        try:
            yield
        finally:
            self.budget = usual

    # ---------------------------------------------------------------- building

    def _variable(self, name: str, full: int) -> int:
        if name not in self.number:
            self.number[name] = len(self.names)
            self.names.append(name)
            self.full.append(full)
        return self.number[name]

    def _never(self, box: Restriction) -> Constraint:
        """That what a box says is never so."""
        tests = tuple(box.values())
        relation = self.space.common.once("not all", (), lambda: NotAll(tests), also=tests)
        return Constraint(relation, [self.number[name] for name in box])

    def _add_table(self, ts: TableSpace) -> None:
        table, axes = ts.table, self.space.axes
        if table.hit_policy.gives_list:
            for name in table.output_fields:
                self._add_set(ts, name)
            return
        if any(name not in axes for name in table.output_fields):
            return
        outputs = [axes[name] for name in table.output_fields]
        relation = self.space.common.once(
            "relation",
            (ts.grid, table.rules, table.otherwise, *outputs),
            lambda: self._relation(ts, outputs),
            also=(table.hit_policy, self.lenient, ts.rank),
        )
        reads = [self.number[name] for name in ts.fields]
        writes = [self.number[name] for name in table.output_fields]
        constraint = Constraint(relation, reads, writes)
        for variable in writes:
            self.producer[variable] = constraint

    def _relation(self, ts: TableSpace, outputs: Sequence[Axis]) -> Relation:
        table, otherwise = ts.table, ts.table.otherwise
        if table.hit_policy.aggregates:
            return AggregateRelation(ts.grid, ts.hits, outputs)
        try:
            total = ts.always_answers(self.budget.share(self._fair), self.lenient)
        except BoundReached:
            total = False

        def masks(row: Iterable[Value]) -> Masks:
            return tuple(axis.value_mask(value) for axis, value in zip(outputs, row, strict=True))

        return TableRelation(
            ts.grid,
            [masks(row) for row in ts.rows],
            ts.hits.comes_before if self.lenient else ts.prevents,
            None if otherwise is None else masks(result.value for result in otherwise.results),
            total,
            [axis.size for axis in outputs],
        )

    def _add_computed(self, name: str, parts: tuple[str, ...], there: Sequence[str] = ()) -> None:
        computed = self.model.fields[name].computed
        assert computed is not None
        axes = [self.space.axes[n] for n in (*parts, name)]
        otherwise = otherwise_of(self.model, name)
        relation = self.space.common.once(
            "computed",
            tuple(axes),
            lambda: computed_relation(computed, axes, otherwise),
            also=(computed.meaning, otherwise),
        )
        if there:
            relation = WhereThere(relation, len(there))
        variables = [self.number[part] for part in (*parts, *there)], [self.number[name]]
        self.producer[self.number[name]] = Constraint(relation, *variables)

    def _add_set(self, ts: TableSpace, name: str) -> None:
        """The questions about a multi-hit table's answers that anything asks, and their ties to the set's
        pieces.
        """
        column = ts.table.output_fields.index(name)
        values = [row[column] for row in ts.rows]
        otherwise = ts.table.otherwise.results[column].value if ts.table.otherwise else None
        axis = self.space.axes.get(name)
        asked: dict[Value, None] = {}
        if isinstance(axis, SetAxis):
            asked.update(dict.fromkeys(axis.members))
        for line in lines_asked(self.model):
            if line.field == name:
                asked.update(dict.fromkeys(_members(line.test, [*values, otherwise])))
        for safety in self.model.safety_rules:
            for compared in safety.never:
                if compared.field == name:
                    asked.update(dict.fromkeys(compared_members(self.model, compared)))
        holding = [{*map(as_compared, held(value))} for value in values]
        otherwise_holds = {*map(as_compared, held(otherwise))}
        for member in _once(asked):
            compared_with = as_compared(member)
            says_yes = [compared_with in members for members in holding]
            self._add_question(ts, question(name, member), says_yes, compared_with in otherwise_holds)
        self._add_question(
            ts, question(name, ANYTHING_AT_ALL), [bool(held(v)) for v in values], bool(held(otherwise))
        )
        if isinstance(axis, SetAxis):
            ties = [(self.number[question(name, member)], axis.sets.has(member)) for member in axis.members]
            if axis.others:
                of_others = [any(not axis.sets.has(one) for one in held(v)) for v in values]
                rest = any(not axis.sets.has(one) for one in held(otherwise))
                self._add_question(ts, question(name, OTHERS), of_others, rest)
                ties.append((self.number[question(name, OTHERS)], axis.sets.has_others))
            needs = [self.number[field] for field in ts.fields]
            has = tuple(has for _, has in ties)
            relation = self.space.common.once("set", (axis,), lambda: SetRelation(has, axis), also=has)
            reads = [*(variable for variable, _ in ties), *needs]
            self.producer[self.number[name]] = Constraint(relation, reads, [self.number[name]])

    def any_holds(self, ts: TableSpace, rules: int, otherwise: bool = False) -> str:
        """The name of the variable that says whether any of some rules holds; `otherwise`: or no rule at all.

        It hangs on no more than these rules look at: that the table has an answer is another question.
        """
        name = f"{ts.table.code}\x00holds\x00{rules:x}\x00{otherwise}"
        if name not in self.number:
            says_yes = [bool(rules >> i & 1) for i in range(len(ts.rows))]
            self._add_question(ts, name, says_yes, otherwise, alone=not otherwise)
        return name

    def _add_question(
        self, ts: TableSpace, name: str, says_yes: Sequence[bool], otherwise: bool, alone: bool = False
    ) -> None:
        """A yes/no variable: does a rule hold that says yes, or only the Otherwise row, which does?

        `alone`: without the columns that none of these rules looks at.
        """
        variable = self._variable(name, NO | YES)
        columns = tuple(range(len(ts.fields)))
        if alone:
            boxes = [ts.grid.boxes[i] for i, yes in enumerate(says_yes) if yes]
            columns = tuple(c for c in columns if any(box[c] != ts.grid.full[c] for box in boxes))
        relation = self.space.common.once(
            "question",
            (ts.grid, ts.table.rules),
            lambda: question_relation(ts.grid, says_yes, otherwise, columns),
            also=(tuple(says_yes), otherwise, columns),
        )
        reads = [self.number[ts.fields[c]] for c in columns]
        self.producer[variable] = Constraint(relation, reads, [variable])

    # ---------------------------------------------------------------- tests as boxes

    def boxes(self, lines: Iterable[FieldTest], negated: FieldTest | None = None) -> list[dict[str, int]]:
        """The cases in which all lines hold (and `negated` does not), as boxes whose union they are.

        A test on a field that cannot be analysed restricts nothing: what is then proved holds all the same.
        """
        found: list[dict[str, int]] = [{}]
        for line in lines:
            found = self._both(found, self._test_boxes(line.field, line.test, True))
        if negated is not None:
            found = self._both(found, self._test_boxes(negated.field, negated.test, False))
        return found

    def _both(self, first: list[dict[str, int]], second: list[dict[str, int]]) -> list[dict[str, int]]:
        found = []
        for one, other in product(first, second):
            box = dict(one)
            for name, mask in other.items():
                box[name] = box.get(name, self.full[self.number[name]]) & mask
            if all(box.values()):
                found.append(box)
        return found

    def _test_boxes(self, name: str, test: Test, wanted: bool) -> list[dict[str, int]]:
        if name in self.model.set_valued:
            return self._set_boxes(name, test, wanted)
        axis = self.space.axes.get(name)
        if axis is None:
            return [{}]
        mask = axis.mask(test)
        box = {name: mask if wanted else axis.full & ~mask}
        # what is left out passes no test, and fails none
        return [{**box, name + THERE: YES} if name in self.may_lack else box]

    def _set_boxes(self, name: str, test: Test, wanted: bool) -> list[dict[str, int]]:
        """A test on the answers of a multi-hit table, as questions about single answers.

        The set is always known.
        """
        match test:
            case Anything() | IsKnown():
                return [{}] if wanted else []
            case IsUnknown():
                return [] if wanted else [{}]
            case Includes(member):
                return self._asked(name, member, wanted)
            case Excludes(member):
                return self._asked(name, member, not wanted)
            case IsEmpty():
                return self._asked(name, ANYTHING_AT_ALL, not wanted)
            case Not(inner):
                return self._set_boxes(name, inner, not wanted)
            case Equals(value) if isinstance(value, frozenset):
                wished = {*map(as_compared, value)}
                inside: list[Test] = [
                    Includes(m) if as_compared(m) in wished else Excludes(m)
                    for m in _once([*sorted(value), *self._all_members(name)])
                ]
                return self._set_boxes(name, AllOf(tuple(inside)), wanted)
            case AnyOf(tests) | AllOf(tests):
                if isinstance(test, AnyOf) == wanted:
                    return [box for part in tests for box in self._set_boxes(name, part, wanted)]
                found: list[dict[str, int]] = [{}]
                for part in tests:
                    found = self._both(found, self._set_boxes(name, part, wanted))
                return found
        return []

    def _all_members(self, name: str) -> list[Value]:
        table = self.model.produced_by[name]
        column = table.output_fields.index(name)
        return [one for row in table.rows for one in held(row.results[column].value)]

    def _asked(self, name: str, member: Value, wanted: bool) -> list[dict[str, int]]:
        asked = question(name, member)
        if asked not in self.number:
            return [] if wanted else [{}]
        return [{asked: YES if wanted else NO}]

    # ---------------------------------------------------------------- what depends on what

    def cone(self, variables: Iterable[int], with_tables: bool = True) -> Cone:
        """All that a question about these variables depends on.

        An impossible combination belongs to it when it says something about these fields: one that can always
        be avoided by a field that nothing else restricts says nothing.
        """
        key = (frozenset(variables), with_tables)
        found = self._cones.get(key)
        if found is None:
            found = self._cones[key] = self._find_cone(key[0], with_tables)
        return found

    def _find_cone(self, wanted: frozenset[int], with_tables: bool) -> Cone:
        inside: set[int] = set()
        constraints: dict[Constraint, None] = {}

        def add(variable: int) -> None:
            if variable in inside:
                return
            if with_tables:
                behind = self._behind(variable)
                # what is inside has all behind it inside as well: the order is that of one walk
                inside.update(behind.variables)
                constraints.update(behind.constraints)
            else:
                inside.add(variable)

        for variable in sorted(wanted):
            add(variable)
        everything = (*(c for _, c in self.combinations), *self.ties)
        while True:
            # what a field outside could avoid counts where that field has come in by another combination
            binding = self._without_avoidable(everything, inside)
            # and what is made from a field inside speaks of it
            behind = {c: frozenset().union(*(self._behind(v).variables for v in c.reads)) for c in binding}
            more = [c for c in binding if c not in constraints and not behind[c].isdisjoint(inside)]
            if not more:
                break
            for constraint in more:
                constraints[constraint] = None
                for variable in constraint.reads:
                    add(variable)
        together = self._linked(constraints)
        # they are split last: the first of the constraints
        return Cone.of((*together, *constraints), frozenset(inside), self.full)

    def _linked(self, constraints: Collection[Constraint]) -> tuple[Constraint, ...]:
        """What the formulas among some constraints say together, where they share fields."""
        held = tuple(name for name in self.computed if self.producer[self.number[name]] in constraints)
        if len(held) < 2:
            return ()
        if held not in self._said_together:
            self._said_together[held] = tuple(self._together(held))
        return self._said_together[held]

    def _together(self, held: tuple[str, ...]) -> Iterator[Constraint]:
        parts = formulas(self.model, held)
        for group in linked(parts):
            names = tuple(dict.fromkeys(field for name in group for field in (*parts[name], name)))
            if tells_more([self.space.axes[name] for name in names]):
                yield Constraint(self._linked_relation(names), [self.number[name] for name in names])

    def _linked_relation(self, names: tuple[str, ...]) -> Relation:
        axes = {name: self.space.axes[name] for name in names}
        of = (self.model, *axes.values())
        return self.space.common.once("linked", of, lambda: LinkedRelation(self.model, axes), also=names)

    def _behind(self, variable: int) -> _Behind:
        """A variable and all that it is made from, found once."""
        found = self._all_behind.get(variable)
        if found is None:
            found = self._all_behind[variable] = self._look_behind(variable)
        return found

    def _look_behind(self, variable: int) -> _Behind:
        seen: dict[int, None] = {}
        constraints: dict[Constraint, None] = {}
        waiting = [variable]
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen[here] = None
            producer = self.producer.get(here)
            if producer is not None:
                constraints[producer] = None
                waiting.extend(reversed(producer.variables))
        return _Behind(frozenset(seen), constraints)

    def _without_avoidable(
        self, combinations: tuple[Constraint, ...], inside: Collection[int]
    ) -> tuple[Constraint, ...]:
        """Without the combinations that a free field outside can always avoid, whatever the fields inside
        are.
        """
        named = {v for constraint in combinations for v in constraint.reads}
        key = combinations, frozenset(named.intersection(inside))
        found = self._unavoidable.get(key)
        if found is None:
            found = self._unavoidable[key] = self._find_unavoidable(*key)
        return found

    def _find_unavoidable(
        self, combinations: tuple[Constraint, ...], inside: Collection[int]
    ) -> tuple[Constraint, ...]:
        left = combinations
        while True:
            taken: dict[int, int] = {}
            for constraint in left:
                assert isinstance(constraint.relation, NotAll)
                for variable, mask in zip(constraint.reads, constraint.relation.tests, strict=True):
                    taken[variable] = taken.get(variable, 0) | mask
            free = {
                v
                for v, mask in taken.items()
                if v not in inside and v not in self.producer and self.full[v] & ~mask
            }
            kept = tuple(c for c in left if free.isdisjoint(c.reads))
            if len(kept) == len(left):
                return kept
            left = kept

    # ---------------------------------------------------------------- search

    def witness(
        self,
        question: Restriction,
        *,
        about: Iterable[str] = (),
        strict: Iterable[str] = (),
        with_tables: bool = True,
    ) -> State | None:
        """A state all of whose input combinations are cases that meet the question, or None: there is no such
        case.

        `about` names further fields that must be able to have a value. Tables whose outputs are `strict` give
        one and the same answer all over the state. Raises `BoundReached`.
        """
        start = list(self.full)
        asked = [self.number[name] for name in question]
        for variable, mask in zip(asked, question.values(), strict=True):
            start[variable] &= mask
            if not start[variable]:
                return None
        cone = self.cone([self.number[name] for name in (*question, *about, *strict)], with_tables)
        exact = {
            self.producer[self.number[n]] for n in strict if with_tables and self.number[n] in self.producer
        }
        return find_state(start, cone, exact, self.budget, asked=asked)

    # ---------------------------------------------------------------- parts of a table's region

    def free(self, fields: Iterable[str]) -> bool:
        """Whether every combination of these fields' pieces can arise."""
        return not self.cone(self.number[name] for name in fields).constraints

    def some(self, ts: TableSpace, box: Masks, with_tables: bool = True) -> State | None:
        """A state in which the table sees something of the box, or None. Raises `BoundReached`."""
        return self.witness(ts.masks(box), about=ts.fields, with_tables=with_tables)

    def part(self, ts: TableSpace, boxes: Iterable[Masks]) -> list[Masks]:
        """The exact part of a region of a table that can arise. Raises `BoundReached`."""
        found: list[Masks] = []
        for box in boxes:
            found.extend(self._part(ts, box))
        return merged(found)

    def _part(self, ts: TableSpace, box: Masks) -> Iterator[Masks]:
        groups = self._independent(ts)
        choices: list[list[Masks]] = [self._group_part(ts, group, box) for group in groups]
        for chosen in product(*choices):
            masks = list(box)
            for group, part in zip(groups, chosen, strict=True):
                for c, mask in zip(group, part, strict=True):
                    masks[c] = mask
            yield tuple(masks)

    def _independent(self, ts: TableSpace) -> list[tuple[int, ...]]:
        """The table's columns in groups that no constraint ties together."""
        numbers = [self.number[name] for name in ts.fields]
        groups: list[set[int]] = [{number} for number in numbers]
        for constraint in self.cone(numbers).constraints:
            tied = set(constraint.variables)
            for group in [g for g in groups if g & tied]:
                tied |= group
                groups.remove(group)
            groups.append(tied)
        columns = [tuple(c for c, number in enumerate(numbers) if number in group) for group in groups]
        return sorted(group for group in columns if group)

    def _group_part(self, ts: TableSpace, group: tuple[int, ...], box: Masks) -> list[Masks]:
        """Of some columns of a box, the combinations that can arise."""
        names = [ts.fields[c] for c in group]
        whole = tuple(box[c] for c in group)
        if self.free(names):
            return [whole]
        found: list[Masks] = []
        left = [whole]
        while left:
            here = left.pop()
            state = self.witness(dict(zip(names, here, strict=True)), strict=names)
            if state is None:
                continue
            seen = tuple(state[self.number[name]] for name in names)
            found.append(seen)
            left.extend(minus(here, seen))
        return merged(found)


def compared_members(model: Model, line: Never) -> list[Value]:
    """Of a list whose members are compared: those that count and that some row gives."""
    counted = None if line.members is None else {*map(as_compared, line.members)}
    produced = _once(produced_values(model, line.field))
    return [member for member in produced if counted is None or as_compared(member) in counted]


def _once(members: Iterable[Value]) -> list[Value]:
    """Members of a list, of those that count as one the first."""
    found: dict[object, Value] = {}
    for member in members:
        found.setdefault(as_compared(member), member)
    return list(found.values())


def question(name: str, member: Value) -> str:
    """The name of the variable that says whether a multi-hit table's answers hold a value."""
    return f"{name}\x00{type(member).__name__}\x00{as_compared(member)}"


def _members(test: Test, produced: Sequence[Value]) -> Iterator[Value]:
    match test:
        case Includes(member) | Excludes(member):
            yield member
        case Equals(value) if isinstance(value, frozenset):
            yield from sorted(value)
            yield from (one for value in produced for one in held(value))
        case Not(inner):
            yield from _members(inner, produced)
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from _members(part, produced)
