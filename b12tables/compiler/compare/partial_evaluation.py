"""Two table sets over one space of cases: what each answers for a whole region at once.

The variables of the space are the inputs of both sets, cut at every border that either set mentions, and
those intermediate fields that are known to be the same in both. A `Chain` is one set seen from a region (a
mask for each variable): for any of its tables it tells which answers are still possible there, and where to
split the region so that fewer are. Regions are split only for the sake of the question that is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import cast

from b12tables.compiler.model import (
    DecisionTable,
    Field,
    HitPolicy,
    Interval,
    Limit,
    Model,
    Test,
    Value,
    rank_rules,
)
from b12tables.compiler.proof.axes import Axis, SetAxis, TooManyMembers, make_axis
from b12tables.compiler.proof.grid import Grid, Masks
from b12tables.compiler.proof.interning import Common
from b12tables.compiler.proof.table_space import members_of
from b12tables.runtime.questions.hits import Hits, compared_list
from b12tables.runtime.questions.stretches import common_multiple

BEFORE, AFTER = " before", " after"
"""What is added to the code of a field that the two versions may decide differently; codes hold no space."""

SIDES = (BEFORE, AFTER)

STATED = " stated"
"""What is added to the code of an input that a case may leave out: whether anything is stated of it, as yes or no."""


def base(name: str) -> str:
    """The code of the field that a name of the joint model stands for."""
    return name.removesuffix(BEFORE).removesuffix(AFTER)


def field_of(name: str) -> str:
    """The code of the field that a name in a region is about."""
    return base(name).removesuffix(STATED)


Row = tuple[Value, ...]
"""One answer: a value for each output field, in the order of the table's columns."""

Answer = Row | tuple[Row, ...] | None
"""What a decision gives; rows where its hit policy gives a list; None where it gives no answer."""

State = Mapping[str, int]
"""A region: the masks of the variables that are restricted."""


@dataclass(frozen=True)
class Possible:
    """What a table can give in a region. `answer` is final where `settled`; `undecided` are the rules that
    may or may not hold; `waits_for` names a column whose own decision may give no answer there.
    """

    settled: bool
    answer: Answer = None
    alive: int = 0
    certain: int = 0
    undecided: int = 0
    waits_for: str = ""
    rows: tuple[Row, ...] = ()
    none_possible: bool = False
    """Whether it may give no answer."""
    stuck: bool = False
    """Whether a decision before it gives no answer, so that it cannot be taken."""


class Uncomparable(Exception):
    """A field that means different things in the two sets (its type or unit changed), or that has too many
    pieces.
    """


def uses_sets(model: Model, name: str) -> bool:
    """Whether tests of the field are set tests in this model."""
    return model.fields[name].type == "choices" or name in model.set_valued


def tests_of(model: Model, name: str) -> Iterator[Test]:
    """Every test that the tables and impossible combinations put to a field, and its range."""
    for table in model.decisions:
        if name in table.input_fields:
            column = table.input_fields.index(name)
            for rule in table.rules:
                yield rule.conditions[column].test
    for combination in model.impossible:
        for part in combination.tests:
            if part.field == name:
                yield part.test
    if name in model.fields and name not in model.produced_by:
        yield from range_tests(model.fields[name])


def range_tests(field: Field) -> Iterator[Test]:
    if field.low or field.high:
        yield Interval(
            field.low.value if field.low else None,
            field.low is not None and field.low.closed,
            field.high.value if field.high else None,
            field.high is not None and field.high.closed,
        )


def joint_axis(models: tuple[Model, ...], name: str) -> Axis:
    """The axis of a field over both models, wide enough for both. Raises `Uncomparable` where it means two
    things.
    """
    fields = [model.fields[name] for model in models if name in model.fields]
    first = fields[0]
    for model in models:
        if name in model.fields:
            field = model.fields[name]
            if (field.type, field.unit) != (first.type, first.unit):
                raise Uncomparable(
                    f"{field.label} is {first.type_words} in one version and {field.type_words} in the other"
                )
            if uses_sets(model, name) != uses_sets(next(m for m in models if name in m.fields), name):
                raise Uncomparable(f"{field.label} is one value in one version and several in the other")
    codes = {row.code: row for field in fields for row in field.values}
    produced = any(name in model.produced_by for model in models)
    low, high = (None, None) if produced else (_widest(fields, "low", -1), _widest(fields, "high", 1))
    steps = [field.step for field in fields if field.step is not None]
    # a case that both accept is on the steps of both; an answer of one is on its own
    step = reduce(common_multiple, steps) if steps else None
    if produced and len({field.step for field in fields}) > 1:
        step = None
    field = replace(first, values=tuple(codes.values()), low=low, high=high, step=step)
    return _axis(models, name, field)


def _widest(fields: list[Field], end: str, side: int) -> Limit | None:
    limits: list[Limit | None] = [getattr(field, end) for field in fields]
    if any(limit is None for limit in limits):
        return None
    known = [limit for limit in limits if limit is not None]
    best = known[0]
    for limit in known[1:]:
        order = (limit.value > best.value) - (limit.value < best.value)  # type: ignore[operator]
        if order == side or (order == 0 and limit.closed):
            best = limit
    return best


def _axis(models: tuple[Model, ...], name: str, field: Field) -> Axis:
    known = [model for model in models if name in model.fields]
    is_set = uses_sets(known[0], name)
    produced = [model for model in known if name in model.produced_by]
    if produced:
        # a result may be anything, so the range that the dictionary gives is no border for it
        field = replace(field, low=None, high=None)
    tests = [test for model in known for test in tests_of(model, name)]
    declared = members_of(name, *known)
    # what a multi-hit table gives is always known, whatever the dictionary says of its field
    unknown = bool(produced and not is_set) or any(
        model.can_be_unknown(name) for model in known if name not in model.set_valued
    )
    try:
        return make_axis(field, tests, unknown, is_set=is_set, declared=declared)
    except TooManyMembers:
        raise Uncomparable(f"{field.label} is asked about too many values to be compared") from None


REMEMBERED = 5_000
"""Of so many boxes is remembered what a table can give there; then that begins anew."""


class _View:
    """A table over certain axes, and what was found out of it; its chains share it."""

    def __init__(self, table: DecisionTable, axes: Sequence[Axis], ranks: Sequence[tuple[int, ...]]) -> None:
        boxes: list[Masks] = [
            tuple(axis.mask(condition.test) for axis, condition in zip(axes, rule.conditions, strict=True))
            for rule in table.rules
        ]
        self.grid = Grid([axis.size for axis in axes], [axis.ordered for axis in axes], boxes)
        self.rows = _rows(table)
        count = len(table.rules)
        otherwise = None if table.otherwise is None else self.rows[-1]
        policy, width = table.hit_policy.value, len(table.outputs)
        self.hits = Hits(policy, width, self.rows[:count], otherwise, ranks[:count])
        self.possible: dict[tuple[Masks, str], Possible] = {}


def _rows(table: DecisionTable) -> tuple[Row, ...]:
    return tuple(tuple(result.value for result in rule.results) for rule in table.rows)


class Chain:
    """One model seen over shared variables. `axes` has every field; a field that is no variable is followed
    to the table that produces it.
    """

    def __init__(
        self,
        model: Model,
        axes: Mapping[str, Axis],
        same: Collection[str] = (),
        common: Common | None = None,
    ) -> None:
        self.model = model
        self.common = common or Common()
        self.axes = axes
        self.variables = {n: a for n, a in axes.items() if n in same or n not in model.produced_by}
        self._views: dict[str, _View] = {}
        self._ranks: dict[str, list[tuple[int, ...]]] = {}
        self._seen: dict[str, Possible] = {}
        self._masks: dict[str, tuple[int, bool]] = {}
        self._asked: dict[str, DecisionTable] = {}
        self._order = {table.code: place for place, table in enumerate(model.decisions)}
        self._state: State = {}

    def look_at(self, state: State) -> None:
        """Turns to a region; what was said of another one is forgotten."""
        self._state = state
        self._seen = {}
        self._masks = {}

    def vary(self, name: str, mask: int) -> Callable[[], None]:
        """Turns to the region that differs in one variable; gives what turns back.

        Only what then reads otherwise is worked out anew.
        """
        before = self._state, self._seen, self._masks

        def back() -> None:
            self._state, self._seen, self._masks = before

        self._state = {**self._state, name: mask}
        self._seen, self._masks = dict(self._seen), dict(self._masks)
        moved = {name}
        for code in sorted(self._seen, key=self._place):
            table = self._asked[code]
            if not moved.isdisjoint(table.input_fields):
                given = {n: self._masks.pop(n) for n in table.output_fields if n in self._masks}
                self._seen[code] = self._possible(table)
                moved.update(n for n, found in given.items() if self.column(n) != found)
        return back

    def _place(self, code: str) -> int:
        """Where a table stands in the order of evaluation; one that is none of the model's comes last."""
        return self._order.get(code, len(self._order))

    def _view(self, table: DecisionTable) -> _View:
        found = self._views.get(table.code)
        if found is None:
            axes = [self.axes[name] for name in table.input_fields]
            policy = table.hit_policy
            ranks = self.rank(table) if policy.ranked else []
            found = self._views[table.code] = self.common.once(
                "view",
                (table.rules, table.otherwise, *axes),
                lambda: _View(table, axes, ranks),
                also=(policy, tuple(ranks)),
            )
        return found

    def grid(self, table: DecisionTable) -> Grid:
        """The table's rules as boxes over its own columns."""
        return self._view(table).grid

    def rows(self, table: DecisionTable) -> tuple[Row, ...]:
        """The result rows, Otherwise last."""
        return self._view(table).rows

    def column(self, name: str) -> tuple[int, bool]:
        """The pieces that a field can have in the region, and whether it may have no value at all there."""
        if name in self.variables:
            mask = self._state.get(name)
            return (self.variables[name].full if mask is None else mask), False
        found = self._masks.get(name)
        if found is None:
            table = self.model.produced_by.get(name)
            assert table is not None, f"{name} is neither a variable nor produced"
            found = self._masks[name] = self._produced(table, name)
        return found

    def _produced(self, table: DecisionTable, name: str) -> tuple[int, bool]:
        possible = self.possible(table)
        axis = self.axes[name]
        place = table.output_fields.index(name)
        if table.hit_policy.gives_list:
            if possible.settled and possible.answer is None:
                return 0, True
            return self._set_mask(table, possible, axis, place), possible.none_possible
        if table.hit_policy.aggregates:
            if not possible.settled:
                return axis.full, True
            return (axis.value_mask(possible.rows[0][place]), False) if possible.rows else (0, True)
        mask = 0
        for row in possible.rows:
            mask |= axis.value_mask(row[place])
        return mask, possible.none_possible

    def _set_mask(self, table: DecisionTable, possible: Possible, axis: Axis, place: int) -> int:
        """The sets that the rules in question can make together: from what is certain to what is possible."""
        assert isinstance(axis, SetAxis)
        return axis.sets.between(*self._view(table).hits.held(possible.alive, possible.certain, place))

    def possible(self, table: DecisionTable) -> Possible:
        """What the table can give in the region."""
        found = self._seen.get(table.code)
        if found is None:
            found = self._seen[table.code] = self._possible(table)
            self._asked[table.code] = table
        return found

    def _possible(self, table: DecisionTable) -> Possible:
        box: list[int] = []
        waits_for = ""
        for name in table.input_fields:
            mask, stuck = self.column(name)
            if not mask:
                return Possible(True, none_possible=True, stuck=True)
            if stuck and not waits_for:
                waits_for = name
            box.append(mask)
        view = self._view(table)
        key = tuple(box), waits_for
        found = view.possible.get(key)
        if found is None:
            if len(view.possible) >= REMEMBERED:
                view.possible.clear()
            found = view.possible[key] = self._within(table, key[0], waits_for)
        return found

    def _within(self, table: DecisionTable, box: Masks, waits_for: str) -> Possible:
        """What the table can give where its columns hold what is in a box."""
        grid = self.grid(table)
        alive = grid.touching(box)
        certain = grid.containing(box, alive)
        if alive == certain:
            return self._decided(table, alive, waits_for)
        return self._open(table, alive, certain, waits_for)

    def _decided(self, table: DecisionTable, hits: int, waits_for: str) -> Possible:
        """What is possible where no rule is open."""
        answer = self.settle(table, hits)
        rows: tuple[Row, ...] = ()
        if answer is not None and not table.hit_policy.gives_list:
            rows = (cast(Row, answer),)
        none_possible = bool(waits_for) or answer is None
        return Possible(not waits_for, answer, hits, hits, 0, waits_for, rows, none_possible)

    def _open(self, table: DecisionTable, alive: int, certain: int, waits_for: str) -> Possible:
        """What is possible while some rules are undecided; one answer may be left all the same."""
        policy = table.hit_policy
        if policy.gives_list or policy.aggregates:
            no_row = policy.aggregates and policy is not HitPolicy.COLLECT_COUNT and not table.otherwise
            none_possible = bool(waits_for) or (no_row and not certain)
            return Possible(False, None, alive, certain, alive & ~certain, waits_for, (), none_possible)
        hits = self._view(table).hits
        alive = hits.remaining(alive, certain)
        certain &= alive
        if alive == certain:
            # what was open cannot give the answer; the rest may contradict each other
            return self._decided(table, alive, waits_for)
        answers = hits.rows_left(alive, certain)
        if certain and not answers:
            return Possible(not waits_for, None, alive, certain, alive & ~certain, waits_for, (), True)
        no_row = not certain and table.otherwise is None
        none_possible = bool(waits_for) or no_row or hits.may_clash(alive, certain)
        settled = len(answers) == 1 and not none_possible
        answer = answers[0] if settled else None
        return Possible(
            settled, answer, alive, certain, alive & ~certain, waits_for, tuple(answers), none_possible
        )

    def rank(self, table: DecisionTable) -> list[tuple[int, ...]]:
        """The rank of each row, the best the lowest."""
        found = self._ranks.get(table.code)
        if found is None:
            found = self._ranks[table.code] = rank_rules(
                table.hit_policy, self.model.value_orders(table), _rows(table)
            )
        return found

    def settle(self, table: DecisionTable, hits: int) -> Answer:
        """The answer where exactly these rules hold (None: no rule, or rules that contradict each other)."""
        found = self._view(table).hits.outcome(hits)
        if found is not None and table.hit_policy.gives_list:
            return compared_list(found, (table.hit_policy.value,))
        return found

    def split(self, table: DecisionTable, prefer: int = 0) -> tuple[str, int, int]:
        """Where to split the region so that less is open in the table: a variable, and the masks of the two
        sides.

        `prefer` is a set of rules whose borders matter most.
        """
        possible = self.possible(table)
        if possible.waits_for:
            return self.split(self.model.produced_by[possible.waits_for])
        undecided = possible.undecided & prefer or possible.undecided
        assert undecided, f"nothing is open in {table.code}"
        box = tuple(self.column(name)[0] for name in table.input_fields)
        place, first, second = self.grid(table).pivot_split(box, undecided)
        name = table.input_fields[place]
        if name in self.variables:
            return name, first, second
        return self.split(self.model.produced_by[name])

    def steady(self, table: DecisionTable, shared: Collection[str]) -> int:
        """The rules that, in the region, depend on shared variables alone: nothing else is open in them."""
        found = self.grid(table).everyone
        for column, name in zip(self.grid(table).columns, table.input_fields, strict=True):
            if name not in shared:
                found &= column.containing(self.column(name)[0])
        return found
