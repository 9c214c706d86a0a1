"""A model as pieces: an axis for each field, a grid for each decision table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import chain

from b12tables.compiler.model import (
    Anything,
    DecisionTable,
    Equals,
    Field,
    FieldTest,
    HitPolicy,
    Model,
    Never,
    Rule,
    Severity,
    Test,
    Value,
    Worsening,
    may_be_left_out,
    rank_rules,
)
from b12tables.compiler.proof.axes import MEMBERS_BOUND, Axes, Axis, TooManyMembers, bits, make_axis
from b12tables.compiler.proof.grid import Budget, Grid, Masks, meet, uncovered
from b12tables.compiler.proof.interning import Common
from b12tables.compiler.proof.scores import score_cuts
from b12tables.compiler.proof.totals import least_and_most, let_out, within
from b12tables.runtime.language import t
from b12tables.runtime.questions.hits import Hits
from b12tables.runtime.words import held

Row = tuple[Value, ...]
"""The results of a rule, in the order of the table's output columns."""


class TableSpace:
    """A decision table over pieces.

    `fields` are its condition columns, each field once; `grid` has a box for each rule (not for `Otherwise`);
    `prevents[i]` is the set of rules that, where one of them holds, keep rule i from giving the answer.
    """

    def __init__(
        self,
        table: DecisionTable,
        axes: Axes,
        rank: Sequence[tuple[int, ...]],
        common: Common | None = None,
    ) -> None:
        self.table = table
        self.axes = axes
        self.policy = table.hit_policy
        self.fields = tuple(dict.fromkeys(table.input_fields))
        cut = [axes[name] for name in self.fields]
        places = tuple(self.fields.index(name) for name in table.input_fields)
        common = common or Common()
        self.grid = common.once("grid", (table.rules, *cut), lambda: self._grid(cut), also=places)
        self.rank = tuple(rank) if self.policy.takes_best else ()
        """Of a table that takes the best rank: the rank of each rule."""
        otherwise = None if table.otherwise is None else row_of(table.otherwise)
        rows = [row_of(rule) for rule in table.rules]
        self.hits = Hits(self.policy.value, len(table.outputs), rows, otherwise, rank)
        """What the hit policy makes of the rules that hold."""
        self.rows: list[Row] = self.hits.rows
        self.prevents = self.hits.prevents

    def _grid(self, cut: Sequence[Axis]) -> Grid:
        return Grid(
            [axis.size for axis in cut],
            [axis.ordered for axis in cut],
            [self.box(rule) for rule in self.table.rules],
        )

    def box(self, rule: Rule) -> Masks:
        """A rule's conditions as pieces of the table's columns."""
        masks = {name: self.axes[name].full for name in self.fields}
        for condition, name in zip(rule.conditions, self.table.input_fields, strict=True):
            masks[name] &= self.axes[name].mask(condition.test)
        return tuple(masks[name] for name in self.fields)

    @cached_property
    def better(self) -> list[int]:
        """For each rule of a table that takes the best rank: the rules that rank higher."""
        return self.hits.comes_before if self.policy.takes_best else [0 for _ in self.rows]

    @property
    def same_row(self) -> Mapping[Row, int]:
        """For each row of results the rules that give it."""
        return self.hits.same_row

    @property
    def single_hit(self) -> bool:
        """Whether one rule gives the answer."""
        return not self.policy.gives_list and not self.policy.aggregates

    @property
    def needs_cover(self) -> bool:
        """Whether a case that no rule covers has no answer."""
        return (
            self.table.otherwise is None
            and not self.policy.gives_list
            and self.policy is not HitPolicy.COLLECT_COUNT
        )

    @property
    def expects_cover(self) -> bool:
        """Whether the author should hear of a case that no rule covers: of a list, too, that may not be empty."""
        return self.needs_cover or (
            self.policy.gives_list and self.table.otherwise is None and not self.table.may_be_empty
        )

    @property
    def weight_of_gap(self) -> Severity:
        """How grave it is that no rule holds: no error where there is an Otherwise row, or a list is empty then."""
        if self.needs_cover:
            return "error"
        return "warning" if self.expects_cover else "info"

    def clashes(self) -> Iterator[tuple[int, int]]:
        """The pairs of rules that hold together somewhere and leave no answer there (unless a better rule has
        one).
        """
        if self.policy not in (HitPolicy.UNIQUE, HitPolicy.ANY) and not self.policy.takes_best:
            return
        for i, box in enumerate(self.grid.boxes):
            later = self.hits.clashing[i] >> i + 1
            if later and all(box):
                for j in bits(self.grid.touching(box) >> i + 1 & later):
                    yield i, i + 1 + j

    def clash_region(self, one: int, other: int, budget: Budget) -> list[Masks]:
        """Where two rules that clash hold together and leave no answer. Raises `BoundReached`."""
        shared = meet(self.grid.boxes[one], self.grid.boxes[other])
        # where a rule of higher rank holds too, that one gives the answer
        return list(uncovered(self.grid, budget, shared, self.better[one])) if self.better[one] else [shared]

    def clash_boxes(self, budget: Budget) -> Iterator[Masks]:
        """Where rules that hold together leave no answer, as boxes that may meet. Raises `BoundReached`."""
        for one, other in self.clashes():
            yield from self.clash_region(one, other, budget)

    def always_answers(self, budget: Budget, lenient: bool = False) -> bool:
        """Whether every combination of its columns' pieces has an answer. Raises `BoundReached`.

        `lenient`: rules that contradict each other count as an answer.
        """
        if not lenient and next(self.clash_boxes(budget), None) is not None:
            return False
        return not self.needs_cover or next(uncovered(self.grid, budget), None) is None

    def masks(self, box: Masks) -> dict[str, int]:
        """A box as field -> mask, without the fields that it does not restrict."""
        return {name: m for name, m in zip(self.fields, box, strict=True) if m != self.axes[name].full}

    def rule(self, index: int) -> Rule:
        return self.table.rules[index]


def row_of(rule: Rule) -> Row:
    """What a rule answers."""
    return tuple(result.value for result in rule.results)


class Space:
    """Axes and grids of a whole model.

    `left_out` says, for each decision that cannot be analysed, why (itself, or one that it needs); its outputs
    count as free. `like` is the space of a model that differs in some decisions only: what those do not touch is
    cut as it is there. Fields are cut at `further` lines too.
    """

    def __init__(
        self,
        model: Model,
        common: Common | None = None,
        like: Space | None = None,
        further: Iterable[FieldTest] = (),
    ) -> None:
        self.model, self.further = model, tuple(further)
        self.common = common or Common()
        self._like = like if like and _same_but_tables(model, like.model) else None
        self.axes: dict[str, Axis] = {}
        self.too_many: dict[str, int] = {}
        """The fields whose values cannot be combined, each with how many it is asked about."""
        tests = self._make_axes()
        self.tables: dict[str, TableSpace] = {}
        self.left_out: dict[str, str] = {}
        for table in model.decisions:
            missing = [name for name in table.input_fields if name not in self.axes]
            above = [name for name in table.input_fields if self._decider(name) in self.left_out]
            if missing:
                self.left_out[table.code] = self.why_not(missing[0])
            elif above:
                # what can arise in it depends on that table: a gap found here might not
                decider = model.decision[self._decider(above[0])].label
                self.left_out[table.code] = t(
                    "{decider}, which decides {field}, is not analysed",
                    decider=decider,
                    field=model.fields[above[0]].label,
                )
            else:
                self.tables[table.code] = self._table(table)
            if table.hit_policy.counts_each:
                self._let_out(table, tests)

    def _table(self, table: DecisionTable) -> TableSpace:
        axes = [self.axes[name] for name in table.input_fields]
        return self.common.once(
            "table",
            (table, self.model.fields, *axes),
            lambda: TableSpace(table, self.axes, ranks(self.model, table), self.common),
        )

    @property
    def grids(self) -> dict[str, Grid]:
        """The grid of each decision that is analysed."""
        return {code: ts.grid for code, ts in self.tables.items()}

    def _let_out(self, table: DecisionTable, tests: Mapping[str, Sequence[Test]]) -> None:
        """Looks at the totals of a table beyond their own range where its rows may lead there."""
        for name in table.output_fields:
            field = self.model.fields[name]
            wider = let_out(field, least_and_most(self.model, self.grids, name))
            if wider is not field and name in tests:
                self.axes[name] = self._axis(wider, [*tests[name], *within(field)])

    def _axis(self, field: Field, tests: Sequence[Test]) -> Axis:
        model, name = self.model, field.code
        is_set = name in model.set_valued or field.type == "choices"
        unknown = model.can_be_unknown(name) and name not in model.set_valued
        axis = make_axis(field, tests, unknown, is_set=is_set, declared=members_of(name, model))
        return self.common.axis(axis)

    def _make_axes(self) -> Mapping[str, Sequence[Test]]:
        """Makes an axis for each field; what is asked of those that are cut here."""
        model = self.model
        cut = dict.fromkeys(model.fields) if self._like is None else self._touched(self._like.model)
        tests: dict[str, list[Test]] = {name: [Anything()] for name in cut}
        for name, test in self._tests(cut):
            if name in tests:
                tests[name].append(test)
        for name, field in model.fields.items():
            if self._like is not None and name not in cut:
                if name in self._like.axes:
                    self.axes[name] = self._like.axes[name]
                else:
                    self.too_many[name] = self._like.too_many[name]
                continue
            try:
                self.axes[name] = self._axis(field, tests[name])
            except TooManyMembers as refused:
                self.too_many[name] = refused.asked
        return tests

    def _decider(self, name: str) -> str:
        """The decision that a field comes from; nothing for an input."""
        table = self.model.produced_by.get(name)
        return "" if table is None else table.code

    def why_not(self, name: str) -> str:
        """Why nothing that asks about a field can be analysed."""
        return t(
            "the tables and lists ask whether {field} includes {too_many} different values, and {n} "
            "at most can be combined",
            field=self.model.fields[name].label,
            too_many=self.too_many[name],
            n=MEMBERS_BOUND - 1,
        )

    @cached_property
    def not_assumed(self) -> dict[str, str]:
        """The impossible combinations that the analysis does without, each with the field because of which."""
        without: dict[str, str] = {}
        for combination in self.model.impossible:
            hidden = [line.field for line in combination.tests if line.field in self.too_many]
            if hidden:
                without[combination.id] = hidden[-1]
        return without

    def _touched(self, other: Model) -> dict[str, None]:
        """The fields that decisions speak of which are not the same in another model."""
        found: dict[str, None] = {}
        for model, than in ((self.model, other), (other, self.model)):
            for table in model.decisions:
                if than.decision.get(table.code) is not table:
                    found.update(dict.fromkeys((*table.input_fields, *table.output_fields)))
            # a score has other totals where one of its parts has
            scores = (name for name in model.parts if model.derived(name))
            found.update(
                {
                    name: None
                    for name in scores
                    if not found.keys().isdisjoint(model.behind([name], tables=False))
                }
            )
        return found

    def _tests(self, fields: Mapping[str, object]) -> Iterator[tuple[str, Test]]:
        """What is asked of the fields; the tables are left out that speak of none of them."""
        model = self.model
        for table in model.decisions:
            if fields.keys().isdisjoint((*table.input_fields, *table.output_fields)):
                continue
            for rule in table.rules:
                for name, condition in zip(table.input_fields, rule.conditions, strict=True):
                    yield name, condition.test
            yield from self._compared(table)
            yield from _produced_numbers(table)
        yield from score_cuts(model)
        for combination in model.impossible:
            for line in combination.tests:
                yield line.field, line.test
        for line in (*lines_asked(model), *self.further):
            # the answers of a multi-hit table are asked about one by one there: they need no combinations
            if line.field not in model.set_valued:
                yield line.field, line.test

    def _compared(self, table: DecisionTable) -> Iterator[tuple[str, Test]]:
        """What is made of several rules and compared for two cases: cut at every number that can come out."""
        compared = {line.field for rule in self.model.safety_rules for line in rule.never}
        if not table.hit_policy.aggregates:
            return
        for name in compared.intersection(table.output_fields):
            values: Iterable[Value] = produced_values(self.model, name)
            if table.hit_policy is HitPolicy.COLLECT_COUNT:
                values = map(Fraction, range(len(table.rules) + 1))
            for value in values:
                yield name, Equals(value)

    @cached_property
    def leavable(self) -> frozenset[str]:
        """The inputs of which a case need say nothing, though an impossible combination may ask about them."""
        return may_be_left_out(self.model) if self.model.impossible else frozenset()

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The inputs that some table, combination, safety rule or action looks at, in the dictionary's order."""
        used = {name for table in self.model.decisions for name in table.input_fields}
        used |= {line.field for c in self.model.impossible for line in c.tests}
        used |= {name for rule in self.model.safety_rules for name in rule.fields}
        used |= {line.field for action in self.model.actions for line in action.when}
        return tuple(n for n in self.model.fields if n in used and n not in self.model.produced_by)


def lines_asked(model: Model) -> Iterator[FieldTest]:
    """The lines that are asked of every possible case: those of safety rules, and of whom an action is for."""
    for rule in model.safety_rules:
        yield from rule.tests
    for action in model.actions:
        yield from action.when


def _same_but_tables(one: Model, other: Model) -> bool:
    return (
        one.fields is other.fields
        and one.impossible is other.impossible
        and one.safety_rules is other.safety_rules
        and one.actions is other.actions
        and one.set_valued == other.set_valued
    )


def _produced_numbers(table: DecisionTable) -> Iterator[tuple[str, Test]]:
    """Cuts at every number that a single rule produces, so that no piece mixes it with ones that never arise."""
    if table.hit_policy.gives_list or table.hit_policy.aggregates:
        return
    for row in table.rows:
        for name, result in zip(table.output_fields, row.results, strict=True):
            if isinstance(result.value, (Fraction, date)):
                yield name, Equals(result.value)


def produced_values(model: Model, name: str) -> list[Value]:
    """The values that result cells give a field, `none` left out, in sheet order; of a list each of its members."""
    table = model.produced_by[name]
    column = table.output_fields.index(name)
    values: Iterable[Value] = (rule.results[column].value for rule in table.rows)
    if table.hit_policy.gives_list:
        values = chain.from_iterable(map(held, values))
    return list(dict.fromkeys(value for value in values if value is not None))


def members_of(name: str, *models: Model) -> list[Value]:
    """What a set may hold in some versions of a model: the values of the dictionary, and all that rows give to it."""
    found: dict[Value, None] = {}
    for model in models:
        if name in model.set_valued:
            found.update(dict.fromkeys(produced_values(model, name)))
    for model in models:
        if name in model.fields:
            found.update(dict.fromkeys(model.fields[name].value_codes))
            if model.fields[name].type == "yes/no":
                found.update({True: None, False: None})
    return list(found)


def ranks(model: Model, table: DecisionTable) -> list[tuple[int, ...]]:
    """The rank of each rule, the best the lowest."""
    rows = [row_of(rule) for rule in table.rules]
    return rank_rules(table.hit_policy, model.value_orders(table), rows)


def lines_text(lines: Iterable[FieldTest | Worsening | Never], model: Model) -> str:
    """The lines of a combination, When or Must in words: `Renal function: impaired; Product: …`."""
    return "; ".join(f"{model.fields[line.field].label}: {line.text}" for line in lines)
