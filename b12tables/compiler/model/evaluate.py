"""What a model means: (model, case) -> rules and answers. Slow and obvious; the oracle of the tests.

Nothing here is clever, so that it can be read beside the contract. The generated evaluators, the analysis and the
site's form are all tested against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import Literal, NamedTuple

from b12tables.compiler.model.computed import Computed
from b12tables.compiler.model.hit_policy import HitPolicy, aggregate, rank_rules
from b12tables.compiler.model.tables import DecisionTable, Field, FieldTest, Limit, Model, Rule
from b12tables.compiler.model.unary_tests import Anything, Test, Value, passes
from b12tables.runtime.words import UNKNOWN, held, row_compared

Row = Mapping[str, Value]
"""One answer: a value for each output field."""

Answer = Row | tuple[Row, ...]
"""The answer of a decision; a tuple where its hit policy gives a list."""


def compared(answer: Answer | Trouble | None) -> object:
    """An answer as it is compared with others: the same is one that differs at most in how its texts are spelt."""
    if isinstance(answer, tuple):
        return tuple(map(compared, answer))
    return (tuple(answer), row_compared(answer.values())) if isinstance(answer, Mapping) else answer


Status = Literal["ok", "no-rule", "missing-input", "invalid-input"]


class Step(NamedTuple):
    """One decision taken: what it looked at, which rules gave the answer, and what tables downstream see of that."""

    decision: str
    inputs: Mapping[str, Value]
    rules: tuple[str, ...]
    after: Mapping[str, Value]


@dataclass(frozen=True)
class Trouble:
    """Why a case has no answer.

    `name` is `missing-input`, `out-of-range`, `not-an-input`, `contradiction`, `impossible`, `no-rule`, `overlap` or
    `conflict`.
    """

    name: str
    about: str
    """The field, combination or decision concerned."""
    rules: tuple[str, ...] = ()


class Evaluation(NamedTuple):
    status: Status
    outputs: Mapping[str, Answer]
    steps: tuple[Step, ...]
    problems: tuple[Trouble, ...]


class Stuck(Exception):
    """Something cannot be worked out: each `Trouble` that is the reason; without one, a decision before it has none."""


class Taken(NamedTuple):
    """A decision taken: the IDs of the rules that gave the answer, the answer, and what tables downstream see of it."""

    rules: tuple[str, ...]
    answer: Answer
    after: Mapping[str, Value]


Decide = Callable[[Model, DecisionTable, Mapping[str, Value]], Taken]


def evaluate(
    model: Model, given: Mapping[str, Value], today: date | None = None, deciding: Decide | None = None
) -> Evaluation:
    """Takes every decision of the model for one case.

    `given` holds input values in base units; a field that it does not name was not stated. `today` is needed only
    where a computed field counts to it. `deciding` takes one decision (`take_decision`, or `remembering()`).
    """
    scores = [name for name in given if name in model.scores]
    if scores:
        told = tuple(Trouble("not-an-input", name) for name in scores)
        return Evaluation("invalid-input", {}, (), told)
    take = deciding or take_decision
    remembered = deciding.step if isinstance(deciding, Remembering) else _nothing
    values: dict[str, Value] = {}
    outputs: dict[str, Answer] = {}
    steps: list[Step] = []
    problems: dict[Trouble, None] = {}
    for name in model.inputs_needed:
        try:
            _value(model, name, given, values, today)
        except Stuck as stuck:  # without a trouble: it follows from a decision that is still to come
            problems.update(dict.fromkeys(stuck.args))
    if any(_as_stated(trouble, given) for trouble in problems):
        return Evaluation("invalid-input", {}, (), tuple(problems))
    for table in model.decisions:
        known = remembered(model, table, values)
        if known is None:
            try:
                seen = _seen(model, table, given, values, today)
                taken = take(model, table, seen)
            except Stuck as stuck:
                problems.update(dict.fromkeys(stuck.args))
                continue
            known = Step(table.code, seen, taken.rules, taken.after), taken.answer
        step, outputs[table.code] = known
        steps.append(step)
        values.update(step.after)
    for name in model.told_scores:
        try:
            _value(model, name, given, values, today)
        except Stuck as stuck:
            problems.update(dict.fromkeys(stuck.args))
    problems.update(dict.fromkeys(_refusals(model, given, values, today)))
    status = _status(problems)
    return Evaluation(status, outputs, tuple(steps), tuple(problems))


def _as_stated(trouble: Trouble, given: Mapping[str, Value]) -> bool:
    """Whether what is out of range is a stated value: no decision is taken then, for there is nothing to take it on."""
    return trouble.name == "out-of-range" and not _not_known(given.get(trouble.about))


def _seen(
    model: Model,
    table: DecisionTable,
    given: Mapping[str, Value],
    values: dict[str, Value],
    today: date | None,
) -> dict[str, Value]:
    """What a table looks at."""
    names = table.input_fields
    try:
        return dict(zip(names, map(values.__getitem__, names), strict=True))
    except KeyError:
        return {name: _value(model, name, given, values, today) for name in names}


def _refusals(
    model: Model, given: Mapping[str, Value], values: dict[str, Value], today: date | None
) -> Iterator[Trouble]:
    """What cannot be together in a case: impossible combinations, and stated values that do not follow."""
    for combination in model.impossible:
        found: list[Trouble] = []
        # every test is looked at: what follows and cannot be is told even where another test does not hold
        holds = [_holds(model, test, given, values, today, found) for test in combination.tests]
        if all(holds):
            yield Trouble("impossible", combination.id)
        yield from (trouble for trouble in found if trouble.name == "out-of-range")
    for name in given:
        if _contradicts(model, name, given, values, today):
            yield Trouble("contradiction", name)


def _status(problems: Mapping[Trouble, None]) -> Status:
    names = {problem.name for problem in problems}
    if names & {"out-of-range", "impossible", "contradiction"}:
        return "invalid-input"
    if "missing-input" in names:
        return "missing-input"
    return "no-rule" if names else "ok"


def _value(
    model: Model, name: str, given: Mapping[str, Value], values: dict[str, Value], today: date | None
) -> Value:
    """The value of a field: decided before, stated, computed, or unknown where the dictionary allows it.

    A computed field that is stated as unknown follows all the same, where its parts are known.
    """
    if name in values:
        return values[name]
    if name in model.produced_by:
        raise Stuck
    field = model.fields[name]
    value = as_precise(field, given.get(name))
    if field.computed is not None and _not_known(value):
        try:
            value = _computed(model, field, given, values, today)
        except Stuck as stuck:
            if name not in given or not stuck.args:
                raise
    if _not_known(value):
        if not field.unknown:
            raise Stuck(Trouble("missing-input", name))
        value = UNKNOWN
    elif not in_range(field, value):
        raise Stuck(Trouble("out-of-range", name))
    values[name] = value
    return value


def _not_known(value: Value) -> bool:
    """Whether a value is not there, or is unknown. A number is not asked whether it is a word, which takes it long."""
    return value is None or (isinstance(value, str) and value == UNKNOWN)


def _contradicts(
    model: Model, name: str, given: Mapping[str, Value], values: dict[str, Value], today: date | None
) -> bool:
    """Whether a stated value is not what follows from its parts; a length of time is compared in completed units."""
    field = model.fields[name]
    stated = as_precise(field, given[name])
    if field.computed is None or not isinstance(stated, Fraction):
        return False
    try:
        follows = _computed(model, field, given, values, today)
    except Stuck:
        return False
    if not isinstance(follows, Fraction):
        return False
    return follows != (stated // 1 if field.computed.kind == "between" else stated)


def _computed(
    model: Model, field: Field, given: Mapping[str, Value], values: dict[str, Value], today: date | None
) -> Value:
    computed = field.computed
    assert computed is not None
    parts = _parts(model, computed, given, values, today)
    if any(map(_not_known, parts)):
        return UNKNOWN
    if computed.kind == "between":
        left, right = parts
        assert isinstance(left, date) and isinstance(right, date)
        return Fraction(time_between(left, right, computed.unit))
    numbers = [part for part in parts if isinstance(part, Fraction)]
    assert len(numbers) == len(parts)
    if computed.kind == "dose":
        return dose(computed, numbers)
    return sum(numbers, Fraction(0)) if computed.kind == "sum" else numbers[0] - numbers[1]


def dose(computed: Computed, parts: Sequence[Fraction]) -> Fraction:
    """A rate times a number: rounded first, of two multiples that are as near the larger; then kept between bounds."""
    found = computed.factor
    for part in parts:
        found *= part
    if computed.rounded is not None:
        below = found // computed.rounded * computed.rounded
        found = below if found - below < computed.rounded / 2 else below + computed.rounded
    if computed.at_least is not None and found < computed.at_least:
        found = computed.at_least
    if computed.at_most is not None and found > computed.at_most:
        found = computed.at_most
    return found


def _parts(
    model: Model, computed: Computed, given: Mapping[str, Value], values: dict[str, Value], today: date | None
) -> list[Value]:
    """What a field is computed from. Raises `Stuck` with all that is missing of it."""
    parts: list[Value] = []
    troubles: list[Trouble] = []
    waiting = False
    for name in computed.parts:
        if name == "today":
            parts.append(UNKNOWN if today is None else today)
            continue
        try:
            parts.append(_value(model, name, given, values, today))
        except Stuck as stuck:
            troubles += stuck.args
            waiting |= not stuck.args
    if troubles or waiting:
        raise Stuck(*troubles)
    return parts


def time_between(start: date, end: date, unit: str) -> int:
    """Completed days, months or years between two dates, as people count an age; backwards -1 from the first day."""
    if unit == "days":
        return (end - start).days
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return months if unit == "months" else months // 12


def as_precise(field: Field, stated: Value) -> Value:
    """What is stated, as it is read: to the nearest multiple of the field's step where the Dictionary says so.

    Of two that are as near it is the one farther from 0. What is out of range before that stays out of range.
    """
    if not field.rounds or not isinstance(stated, Fraction):
        return stated
    step = field.precision
    if step is None:
        return stated
    if not in_range(replace(field, type="number", step=None), stated):
        return stated
    below = stated // step * step
    rest = stated - below
    up = rest * 2 > step or (rest * 2 == step and stated > 0)
    return below + step if up else below


def in_range(field: Field, value: Value) -> bool:
    def beyond(limit: Limit | None, side: int) -> bool:
        if limit is None:
            return False
        order = (value > limit.value) - (value < limit.value)  # type: ignore[operator]
        return order == side or (order == 0 and not limit.closed)

    if field.precision is not None and isinstance(value, Fraction) and value % field.precision != 0:
        return False
    return not (beyond(field.low, -1) or beyond(field.high, 1))


def _holds(
    model: Model,
    test: FieldTest,
    given: Mapping[str, Value],
    values: dict[str, Value],
    today: date | None,
    found: list[Trouble],
) -> bool:
    """Whether a test of a combination holds; adds to `found` why it cannot be told."""
    try:
        return passes(test.test, _value(model, test.field, given, values, today))
    except Stuck as stuck:
        found += stuck.args
        return False


def values_after(given: Mapping[str, Value], evaluation: Evaluation) -> dict[str, Value]:
    """What the fields of a case hold once every decision is taken, as tables see them.

    What is computed is among them, though a case need not state it.
    """
    values = dict(given)
    for step in evaluation.steps:
        values.update(step.inputs)
    for step in evaluation.steps:
        values.update(step.after)
    return values


def scores_after(
    model: Model, given: Mapping[str, Value], evaluation: Evaluation, today: date | None
) -> dict[str, Value]:
    """The fields computed from answers, where every decision behind them was taken: they are answers themselves."""
    values = values_after({}, evaluation)
    found: dict[str, Value] = {}
    for name in filter(model.derived, model.fields):
        try:
            found[name] = _value(model, name, given, values, today)
        except Stuck:
            continue
    return found


def as_inputs(table: DecisionTable, answer: Answer) -> dict[str, Value]:
    """An answer as the fields that tables downstream see: lists as sets, `none` as unknown."""
    if isinstance(answer, tuple):
        return {name: _members(row[name] for row in answer) for name in table.output_fields}
    return {name: UNKNOWN if value is None else value for name, value in answer.items()}


def _members(values: Iterable[Value]) -> frozenset[str]:
    return frozenset(member for value in values for member in held(value))


def remembering() -> Decide:
    """Takes a decision once for what its columns hold, for those who evaluate many cases of one model, or of
    several that have tables and dictionary in common.
    """
    return Remembering()


class Remembering:
    """See `remembering`."""

    def __init__(self) -> None:
        self._tables: dict[tuple[int, int], _Remembered] = {}
        """By the identity of a table and of the dictionary: what they have stays with them, so that nothing else can
        come to have it.
        """

    def __call__(self, model: Model, table: DecisionTable, seen: Mapping[str, Value]) -> Taken:
        key = id(table), id(model.fields)
        known = self._tables.get(key)
        if known is None:
            known = self._tables[key] = _Remembered(table, model.fields)
        step, answer = known.step(model, seen)
        return Taken(step.rules, answer, step.after)

    def step(
        self, model: Model, table: DecisionTable, values: Mapping[str, Value]
    ) -> tuple[Step, Answer] | None:
        """The decision as it was taken before for these values; None where it was not, or where one of them is open."""
        known = self._tables.get((id(table), id(model.fields)))
        if known is None:
            return None
        try:
            return known.steps.get(known.held(values))
        except KeyError:
            return None


class _Remembered:
    """What a table has answered."""

    def __init__(self, table: DecisionTable, fields: Mapping[str, Field]) -> None:
        self.table, self.fields = table, fields
        self.columns = [RuleColumn(table, place) for place in range(len(table.input_fields))]
        names = table.input_fields
        self.held: Callable[[Mapping[str, Value]], object] = itemgetter(*names) if names else _nothing
        """What its columns hold."""
        self.steps: dict[object, tuple[Step, Answer]] = {}
        self.answers: dict[int, Taken] = {}
        """By the rules that hold: what a table makes of them is the same whatever it sees."""

    def step(self, model: Model, seen: Mapping[str, Value]) -> tuple[Step, Answer]:
        """The decision for what the table sees, taken once."""
        held = self.held(seen)
        found = self.steps.get(held)
        if found is None:
            taken = self._taken(model, seen)
            found = self.steps[held] = Step(self.table.code, seen, taken.rules, taken.after), taken.answer
        return found

    def _taken(self, model: Model, seen: Mapping[str, Value]) -> Taken:
        rules = -1
        for column, name in zip(self.columns, self.table.input_fields, strict=True):
            rules &= column.admits(seen[name])
            if not rules:
                break
        if rules not in self.answers:
            hits = [rule for i, rule in enumerate(self.table.rules) if rules >> i & 1]
            self.answers[rules] = take_decision(model, self.table, seen, lambda *_: hits)
        return self.answers[rules]


def _nothing(*_: object) -> None:
    """Where nothing is remembered."""


class RuleColumn:
    """A column of conditions: which rules it admits for a value, as a bit set; worked out once for each."""

    def __init__(self, table: DecisionTable, place: int) -> None:
        asking: dict[int, tuple[int, Test]] = {}
        self.always = 0
        for i, rule in enumerate(table.rules):
            test = rule.conditions[place].test
            if isinstance(test, Anything):
                self.always |= 1 << i
            else:
                # what is written alike was read once
                asking[id(test)] = asking.get(id(test), (0, test))[0] | 1 << i, test
        self.asking = tuple(asking.values())
        self.known: dict[Value, int] = {}

    def admits(self, value: Value) -> int:
        """The rules whose condition a value passes."""
        found = self.known.get(value)
        if found is None:
            found = self.always
            for rules, test in self.asking:
                if passes(test, value):
                    found |= rules
            self.known[value] = found
        return found


def rules_that_hold(table: DecisionTable, seen: Mapping[str, Value]) -> list[Rule]:
    """The rules of a table all of whose conditions pass, in sheet order."""
    hits = list(table.rules)
    for column, name in enumerate(table.input_fields):
        value = seen[name]
        hits = [rule for rule in hits if passes(rule.conditions[column].test, value)]
    return hits


def take_decision(
    model: Model,
    table: DecisionTable,
    seen: Mapping[str, Value],
    holding: Callable[[DecisionTable, Mapping[str, Value]], list[Rule]] = rules_that_hold,
) -> Taken:
    """What a table makes of what it sees."""
    rules, answer = decide(model, table, seen, holding)
    return Taken(tuple(rule.id for rule in rules), answer, as_inputs(table, answer))


def decide(
    model: Model,
    table: DecisionTable,
    seen: Mapping[str, Value],
    holding: Callable[[DecisionTable, Mapping[str, Value]], list[Rule]] = rules_that_hold,
) -> tuple[Sequence[Rule], Answer]:
    """The rules that give the answer, and the answer, under the table's hit policy."""
    hits = holding(table, seen)
    if not hits and table.otherwise is not None:
        hits = [table.otherwise]
    ids = tuple(rule.id for rule in hits)
    policy = table.hit_policy
    if policy.gives_list:
        if policy.ranked:
            ranks = _ranks(model, table, hits)
            hits = sorted(hits, key=lambda rule: ranks[rule.id])
        return hits, tuple(_row(table, rule) for rule in hits)
    if policy is HitPolicy.COLLECT_COUNT:
        return hits, {name: Fraction(len(hits)) for name in table.output_fields}
    if not hits:
        raise Stuck(Trouble("no-rule", table.code))
    if policy.aggregates:
        return hits, {
            name: aggregate(policy, [_row(table, rule)[name] for rule in hits])
            for name in table.output_fields
        }
    if policy is HitPolicy.FIRST:
        return hits[:1], _row(table, hits[0])
    if policy is HitPolicy.UNIQUE and len(hits) > 1:
        raise Stuck(Trouble("overlap", table.code, ids))
    if policy.takes_best:
        ranks = _ranks(model, table, hits)
        best = min(ranks.values())
        hits = [rule for rule in hits if ranks[rule.id] == best]
    rows = [_row(table, rule) for rule in hits]
    if len({row_compared(row.values()) for row in rows}) > 1:
        raise Stuck(Trouble("conflict", table.code, tuple(rule.id for rule in hits)))
    return hits[:1] if policy.takes_best else hits, rows[0]


def answer_of(model: Model, table: DecisionTable, holding: Sequence[Rule]) -> Answer | Trouble:
    """What a table answers where exactly these of its rules hold, in sheet order; a `Trouble` where it has none."""
    try:
        return decide(model, table, {}, lambda *_: list(holding))[1]
    except Stuck as stuck:
        trouble = stuck.args[0]
        assert isinstance(trouble, Trouble)
        return trouble


def _row(table: DecisionTable, rule: Rule) -> dict[str, Value]:
    return {name: result.value for name, result in zip(table.output_fields, rule.results, strict=True)}


def _ranks(model: Model, table: DecisionTable, hits: Sequence[Rule]) -> dict[str, tuple[int, ...]]:
    """The ranks of the rules that hold, by ID."""
    rows = [[result.value for result in rule.results] for rule in table.rows]
    ranks = rank_rules(table.hit_policy, model.value_orders(table), rows)
    holding = {rule.id for rule in hits}
    return {rule.id: rank for rule, rank in zip(table.rows, ranks, strict=True) if rule.id in holding}
