"""Small random table sets, and what is true of them by looking at every case: the oracle of the analysis.

Nothing of the analysis is used here: values are enumerated from the endpoints that cells mention, the points
between and beyond them, and every case is taken through the reference evaluator's `decide`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random

from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Anything,
    Equals,
    Excludes,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Test,
    Value,
    passes,
    test_text,
)
from b12tables.compiler.model.evaluate import Answer, as_inputs, decide
from b12tables.compiler.model.hit_policy import HitPolicy
from b12tables.compiler.model.place import Place
from b12tables.compiler.model.tables import (
    About,
    Clause,
    Combination,
    Condition,
    DecisionTable,
    Field,
    FieldTest,
    Limit,
    Model,
    Result,
    Rule,
    SafetyRule,
    ValueRow,
)
from b12tables.runtime.words import UNKNOWN

Seen = Mapping[str, Value]


def place(cells: str, sheet: str = "Sheet") -> Place:
    return Place("tables.xlsx", sheet, cells)


ABOUT = About("Small", "small", "0.1.0", "Draft", "tests", "tests", place("A1"))


# ---------------------------------------------------------------- random table sets


def small_model(random: Random) -> Model:
    """One to three chained tables over two to four inputs, perhaps with impossible combinations and safety
    rules.
    """
    inputs = [_input(random, i) for i in range(random.randint(2, 4))]
    fields = {field.code: field for field in inputs}
    tables: list[DecisionTable] = []
    for i in range(random.randint(1, 3)):
        table, outputs = random_table(random, i, fields, tables)
        tables.append(table)
        fields.update((field.code, field) for field in outputs)
    model = Model(ABOUT, fields, tuple(tables))
    names = [field.code for field in inputs]
    impossible = tuple(
        Combination(
            f"K{i}", tuple(_line(random, model, n) for n in random.sample(names, 2)), "why", place(f"A{i}")
        )
        for i in range(random.choice([0, 0, 1, 2]))
    )
    safety = safety_rules(random, model, random.choice([0, 1, 2]))
    return Model(ABOUT, fields, tuple(tables), impossible, safety)


def safety_rules(random: Random, model: Model, count: int) -> tuple[SafetyRule, ...]:
    """Random safety rules over inputs and results."""
    fields = list(model.fields)
    return tuple(
        SafetyRule(
            f"S{i}",
            tuple(_line(random, model, n) for n in random.sample(fields, random.randint(0, 2))),
            tuple(_line(random, model, n) for n in random.sample(fields, random.randint(1, 2))),
            "why",
            place(f"A{i}"),
        )
        for i in range(count)
    )


def _input(random: Random, i: int) -> Field:
    code, unknown = f"in{i}", random.random() < 0.4
    where = place(f"A{i + 2}", "Dictionary")
    match random.choice(
        ["choice", "choice", "number", "number", "whole number", "yes/no", "date", "text", "choices"]
    ):
        case "choice":
            return Field(code, code, "choice", where, _values(random.randint(1, 4)), unknown=unknown)
        case "choices":
            return Field(code, code, "choices", where, _values(random.randint(1, 3)), unknown=unknown)
        case "number":
            low = random.choice([None, Limit(Fraction(0)), Limit(Fraction(0), False)])
            high = random.choice([None, Limit(Fraction(4))])
            # of those with two ends that are in it, halves
            step = Fraction(1, 2) if low is not None and low.closed and high is not None else None
            return Field(
                code, code, "number", where, low=low, high=high, unknown=unknown, step=step,
                rounds=step is not None and i % 2 == 0,
            )  # fmt: skip
        case "whole number":
            low, high = Limit(Fraction(0)), random.choice([None, Limit(Fraction(3))])
            return Field(code, code, "whole number", where, low=low, high=high, unknown=unknown)
        case "date":
            low = random.choice([None, Limit(date(2026, 1, 1))])
            return Field(code, code, "date", where, low=low, unknown=unknown)
        case "text":
            return Field(code, code, "text", where, unknown=unknown)
    return Field(code, code, "yes/no", where, unknown=unknown)


def _values(count: int) -> tuple[ValueRow, ...]:
    return tuple(ValueRow(code, code, place(code, "Values")) for code in "abcdef"[:count])


def random_table(
    random: Random, i: int, fields: Mapping[str, Field], before: list[DecisionTable]
) -> tuple[DecisionTable, list[Field]]:
    policy = random.choice([HitPolicy.UNIQUE, HitPolicy.UNIQUE, HitPolicy.FIRST, *HitPolicy])
    made = Model(ABOUT, fields, tuple(before))
    seen = random.sample(list(fields), min(len(fields), random.randint(1, 3)))
    produced = [name for name in fields if name in made.produced_by]
    if produced and not set(seen) & set(produced):
        seen[0] = random.choice(produced)
    outputs = []
    for k in range(random.choice([1, 1, 2])):
        where, code = place(f"A{i}{k}", "Dictionary"), f"out{i}_{k}"
        if policy.aggregates or random.random() < 0.15:
            outputs.append(Field(code, code, "number", where))
        else:
            outputs.append(Field(code, code, "choice", where, _values(3), unknown=random.random() < 0.2))
    rules = []
    for r in range(random.randint(1, 5)):
        tests = [_test(random, made, name) for name in seen]
        rules.append(
            Rule(
                f"R{r + 1}",
                tuple(
                    Condition(t, test_text(t), place(f"{chr(66 + c)}{r + 5}", f"T{i}"))
                    for c, t in enumerate(tests)
                ),
                tuple(
                    _result(random, out, place(f"{chr(75 + c)}{r + 5}", f"T{i}"))
                    for c, out in enumerate(outputs)
                ),
                place(f"A{r + 5}", f"T{i}"),
            )
        )
    otherwise = None
    if random.random() < 0.3:
        results = tuple(_result(random, out, place("K99", f"T{i}")) for out in outputs)
        otherwise = Rule("Otherwise", (), results, place("A99", f"T{i}"), otherwise=True)
    table = DecisionTable(
        f"t{i}",
        f"t{i}",
        policy,
        tuple(Clause(name, place("B4", f"T{i}")) for name in seen),
        tuple(Clause(out.code, place("K4", f"T{i}")) for out in outputs),
        tuple(rules),
        place("A1", f"T{i}"),
        otherwise=otherwise,
        may_be_empty=policy.gives_list and random.random() < 0.3,
    )
    return table, outputs


def _result(random: Random, field: Field, where: Place) -> Result:
    options: list[Value] = [None] if random.random() < 0.1 else []
    if field.unknown and random.random() < 0.2:
        options = [UNKNOWN]
    if not options:
        options = [Fraction(n) for n in range(3)] if field.type == "number" else list(field.value_codes)
    return Result(random.choice(options), "", where)


def _line(random: Random, model: Model, name: str) -> FieldTest:
    test = _test(random, model, name)
    return FieldTest(name, test, test_text(test), place(name))


def _test(random: Random, model: Model, name: str) -> Test:
    field = model.fields[name]
    roll = random.random()
    if roll < 0.2:
        return Anything()
    if roll < 0.3:
        return IsKnown()
    if roll < 0.36:
        return IsUnknown()
    if roll < 0.5:
        return AnyOf((_simple(random, model, field), _simple(random, model, field)))
    if roll < 0.6:
        return Not(_simple(random, model, field))
    if roll < 0.65:
        return AnyOf((IsUnknown(), _simple(random, model, field)))
    return _simple(random, model, field)


def _simple(random: Random, model: Model, field: Field) -> Test:
    if field.code in model.set_valued or field.type == "choices":
        members: list[Value] = list(field.value_codes) or [Fraction(0), Fraction(1)]
        one, other = random.choice(members), random.choice(members)
        tests: list[Test] = [Includes(one), Excludes(one), IsEmpty(), AllOf((Includes(one), Excludes(other)))]
        return random.choice(tests)
    match field.type:
        case "choice":
            return Equals(random.choice(field.value_codes))
        case "yes/no":
            return Equals(random.random() < 0.5)
        case "text":
            return Equals(random.choice(["x", "y", "X"]))
        case "date":
            return _interval(random, [date(2026, 1, day) for day in (1, 2, 3, 5)])
        case "number":
            return _interval(random, [Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)])
    return _interval(random, [Fraction(n) for n in range(4)])


def _interval(random: Random, ends: list[Fraction] | list[date]) -> Test:
    low, high = sorted(random.choice([(random.choice(ends), random.choice(ends))]))  # type: ignore[type-var]
    roll = random.random()
    if roll < 0.2 or low == high:
        return Equals(low)
    if roll < 0.4:
        return Interval(low, random.random() < 0.5, None, False)
    if roll < 0.6:
        return Interval(None, False, high, random.random() < 0.5)
    return Interval(low, random.random() < 0.5, high, random.random() < 0.5)


# ---------------------------------------------------------------- every case


@dataclass(frozen=True)
class Look:
    """What one table does with one case."""

    seen: Seen
    hits: tuple[str, ...]
    """The IDs of all rules that hold (without Otherwise)."""
    answer: Answer | None
    trouble: str


@dataclass(frozen=True)
class Whole:
    """One case taken through all tables. A table that is not reached has no look."""

    given: Seen
    values: Seen
    looks: Mapping[str, Look]


def possible_values(model: Model, name: str) -> list[Value]:
    """Values of an input that between them meet every piece of it."""
    field = model.fields[name]
    values: list[Value]
    match field.type:
        case "choice":
            values = list(field.value_codes)
        case "yes/no":
            values = [True, False]
        case "text":
            values = ["x", "y", "zz"]
        case "choices":
            codes = field.value_codes
            values = [
                frozenset(c for c, held in zip(codes, bits, strict=True) if held)
                for bits in product([0, 1], repeat=len(codes))
            ]
        case "date":
            days = [date(2025, 12, 30) + timedelta(days=n) for n in range(10)]
            values = [day for day in days if field.low is None or day >= field.low.value]  # type: ignore[operator]
        case "whole number":
            values = [Fraction(n) for n in range(6) if field.high is None or n <= field.high.value]  # type: ignore[operator]
        case _:
            quarters = [Fraction(n, 4) for n in range(-2, 20)]
            values = [
                v for v in quarters if _inside(field, v) and (field.step is None or v % field.step == 0)
            ]
    return [*values, UNKNOWN] if field.unknown else values


def stated_values(model: Model, name: str) -> list[Value]:
    """Values of an input, and of a number with a step some between two steps too: refused, or read as the nearest."""
    values, field = possible_values(model, name), model.fields[name]
    if field.step is None or name not in model.inputs_needed:  # what nothing looks at is refused by nobody
        return values
    return [*values, *(n * field.step + part for n in range(2) for part in (Fraction(1, 8), field.step / 2))]


def _inside(field: Field, value: Fraction) -> bool:
    def admits(limit: Limit | None, sign: int) -> bool:
        if limit is None:
            return True
        assert isinstance(limit.value, Fraction)
        return sign * value > sign * limit.value or (limit.closed and value == limit.value)

    return admits(field.low, 1) and admits(field.high, -1)


def every_case(model: Model) -> Iterator[Whole]:
    """Every case that no impossible combination excludes; what only they ask about may be left out of one."""
    names = [name for name in model.fields if name not in model.produced_by]
    asked = {line.field for combination in model.impossible for line in combination.tests}
    may_lack = {name for name in asked - {*model.inputs_needed} if not model.fields[name].unknown}
    options = [[*possible_values(model, name), *([None] if name in may_lack else [])] for name in names]
    for given in product(*options):
        case = {name: value for name, value in zip(names, given, strict=True) if value is not None}
        whole = take(model, case)
        if not any(all(holds(line, whole.values) for line in c.tests) for c in model.impossible):
            yield whole


def holds(line: FieldTest, values: Seen) -> bool:
    return line.field in values and passes(line.test, values[line.field])


def take(model: Model, case: Seen) -> Whole:
    """One case through all tables."""
    values = dict(case)
    looks = {}
    for table in model.decisions:
        if any(name not in values for name in table.input_fields):
            continue
        seen = {name: values[name] for name in table.input_fields}
        looks[table.code] = look = look_at(model, table, seen)
        if look.answer is not None:
            values.update(as_inputs(table, look.answer))
    return Whole(case, values, looks)


def look_at(model: Model, table: DecisionTable, seen: Seen) -> Look:
    """One table, one thing that it sees."""
    hits = tuple(
        rule.id
        for rule in table.rules
        if all(
            passes(c.test, seen[name]) for c, name in zip(rule.conditions, table.input_fields, strict=True)
        )
    )
    try:
        return Look(seen, hits, decide(model, table, seen)[1], "")
    except Exception as stuck:
        return Look(seen, hits, None, stuck.args[0].name)


def domain(model: Model, name: str) -> list[Value]:
    """Values of any field that between them meet every piece of it, produced by a table or not."""
    field = model.fields[name]
    if name in model.set_valued:
        table = model.produced_by[name]
        column = table.output_fields.index(name)
        rows = (*table.rules, *((table.otherwise,) if table.otherwise else ()))
        members = list(dict.fromkeys([*(row.results[column].value for row in rows), *field.value_codes]))
        members = [m for m in members if m is not None]
        mentioned = list(_mentioned(model, name))
        if field.type in ("number", "whole number") and set(members) <= set(mentioned):
            # whoever asks the decision alone may state a number that no row gives and no cell names
            members.append(max((m for m in mentioned if isinstance(m, Fraction)), default=Fraction(0)) + 1)
        members = list(dict.fromkeys([*members, *mentioned]))
        subsets = product([0, 1], repeat=len(members))
        return [frozenset(m for m, held in zip(members, kept, strict=True) if held) for kept in subsets]  # type: ignore[misc]
    values = [value for value in possible_values(model, name) if value != UNKNOWN]
    return [*values, UNKNOWN] if model.can_be_unknown(name) else values


def _mentioned(model: Model, name: str) -> Iterator[Value]:
    """The members that condition cells ask a set about."""
    for table in model.decisions:
        for rule in table.rules:
            for condition, seen in zip(rule.conditions, table.input_fields, strict=True):
                if seen == name:
                    yield from _members(condition.test)


def _members(test: Test) -> Iterator[Value]:
    match test:
        case Includes(value) | Excludes(value):
            yield value
        case Not(inner):
            yield from _members(inner)
        case AnyOf(tests) | AllOf(tests):
            for part in tests:
                yield from _members(part)
