"""Random small models and random edits of them, for the comparison's tests. Every field has few values, so
that all cases can be listed and both versions asked about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
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
    may_be_left_out,
)
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
    ValueRow,
)

HERE = Place("tables.xlsx", "Sheet", "A1")
ABOUT = About("Tests", "tests", "1.0.0", "Draft", "tests", "no advice", HERE)


def choice(code: str, values: str, unknown: bool = False, type_: str = "choice") -> Field:
    rows = tuple(ValueRow(v, v, HERE) for v in values)
    return Field(code, code, type_, HERE, values=rows, unknown=unknown)  # type: ignore[arg-type]


def number(code: str, low: int, high: int, unknown: bool = False) -> Field:
    return Field(
        code,
        code,
        "whole number",
        HERE,
        low=Limit(Fraction(low)),
        high=Limit(Fraction(high)),
        unknown=unknown,
    )


def random_test(rng: Random, field: Field, is_set: bool) -> Test:
    """A test of a field, `-` more often than not."""
    if rng.random() < 0.45:
        return Anything()
    if is_set:
        one = rng.choice(field.value_codes)
        other = rng.choice(field.value_codes)
        return rng.choice([Includes(one), Excludes(one), IsEmpty(), AllOf((Includes(one), Excludes(other)))])
    kinds: list[Test] = [IsUnknown(), IsKnown()] if field.unknown and rng.random() < 0.3 else []
    if kinds:
        return rng.choice(kinds)
    if field.type == "choice":
        test: Test = Equals(rng.choice(field.value_codes))
        if rng.random() < 0.3:
            test = AnyOf((test, Equals(rng.choice(field.value_codes))))
    elif field.type == "yes/no":
        test = Equals(rng.random() < 0.5)
    else:
        low, high = sorted((rng.randrange(-1, 6), rng.randrange(-1, 6)))
        test = rng.choice(
            [
                Equals(Fraction(high)),
                Interval(Fraction(low), True, Fraction(high), True),
                Interval(Fraction(low), low == high, None, False),
                Interval(None, False, Fraction(high), rng.random() < 0.5),
            ]
        )
    return Not(test) if rng.random() < 0.2 else test


def random_value(rng: Random, field: Field) -> Value:
    if rng.random() < 0.12:
        return None
    if field.type == "choice":
        return rng.choice(field.value_codes)
    return Fraction(rng.randrange(3))


def random_rule(
    rng: Random, name: str, inputs: list[Field], outputs: list[Field], sets: frozenset[str]
) -> Rule:
    conditions = tuple(
        Condition(random_test(rng, f, f.code in sets or f.type == "choices"), "", HERE) for f in inputs
    )
    return Rule(name, conditions, tuple(Result(random_value(rng, f), "", HERE) for f in outputs), HERE)


def random_table(
    rng: Random, code: str, inputs: list[Field], outputs: list[Field], policy: HitPolicy, sets: frozenset[str]
) -> DecisionTable:
    rules = tuple(random_rule(rng, f"R{i}", inputs, outputs, sets) for i in range(rng.randrange(1, 6)))
    otherwise = None
    if rng.random() < 0.6:
        results = tuple(Result(random_value(rng, f), "", HERE) for f in outputs)
        otherwise = Rule("Otherwise", (), results, HERE, otherwise=True)
    clauses = tuple(Clause(f.code, HERE) for f in inputs)
    return DecisionTable(
        code,
        code,
        policy,
        clauses,
        tuple(Clause(f.code, HERE) for f in outputs),
        rules,
        HERE,
        otherwise=otherwise,
    )


LISTS = [policy for policy in HitPolicy if policy.gives_list]
SUMS = [policy for policy in HitPolicy if policy.aggregates]
SINGLE = [policy for policy in HitPolicy if policy not in (*LISTS, *SUMS)]


def random_model(rng: Random) -> Model:
    """Two decisions, the second on top of the first; sometimes a third beside them; an impossible combination
    or two.
    """
    a = choice("a", "xyz", rng.random() < 0.5)
    b = Field("b", "b", "yes/no", HERE, unknown=rng.random() < 0.5)
    n = number("n", 0, 4, rng.random() < 0.4)
    s = choice("s", "uv", rng.random() < 0.3, "choices")
    inputs = [a, b, n] + ([s] if rng.random() < 0.4 else [])
    fields = {f.code: f for f in inputs}
    middle_policy = rng.choice(SINGLE + SINGLE + LISTS + SUMS)
    middle = number("m", 0, 9) if middle_policy in SUMS else choice("m", "pq")
    sets = frozenset({"m"} if middle_policy.gives_list else ())
    first = random_table(rng, "first", _some(rng, inputs), [middle], middle_policy, frozenset())
    last_policy = rng.choice(SINGLE + SINGLE + LISTS)
    out, extra = choice("o", "klm"), choice("e", "gh")
    columns = [middle, *_some(rng, inputs)]
    last = random_table(rng, "last", columns, [out, extra][: rng.randrange(1, 3)], last_policy, sets)
    fields |= {middle.code: middle, "o": out, "e": extra}
    decisions = [first, last]
    if rng.random() < 0.4:
        side = choice("z", "vw")
        fields["z"] = side
        decisions.append(random_table(rng, "side", [middle, inputs[0]], [side], rng.choice(SINGLE), sets))
    impossible = tuple(_combination(rng, f"I{i}", inputs) for i in range(rng.choice([0, 0, 1, 2])))
    return Model(ABOUT, fields, tuple(decisions), impossible, content_hash=str(rng.random()))


def _combination(rng: Random, name: str, inputs: list[Field]) -> Combination:
    chosen = rng.sample(inputs, 2)
    tests = tuple(FieldTest(f.code, random_test(rng, f, f.type == "choices"), "", HERE) for f in chosen)
    return Combination(name, tests, "why", HERE)


def _some(rng: Random, fields: list[Field]) -> list[Field]:
    return rng.sample(fields, rng.randrange(1, len(fields) + 1))


# ---------------------------------------------------------------- edits


def edited(rng: Random, model: Model) -> Model:
    """The model after one to three random edits."""
    for _ in range(rng.randrange(1, 4)):
        model = rng.choice(EDITS)(rng, model)
    return replace(model, content_hash=str(rng.random()))


def _with_table(model: Model, table: DecisionTable) -> Model:
    return replace(model, decisions=tuple(table if t.code == table.code else t for t in model.decisions))


def _edit_rule(rng: Random, model: Model) -> Model:
    table = rng.choice(model.decisions)
    i = rng.randrange(len(table.rules))
    inputs = [model.fields[n] for n in table.input_fields]
    outputs = [model.fields[n] for n in table.output_fields]
    new = random_rule(rng, table.rules[i].id, inputs, outputs, model.set_valued)
    old = table.rules[i]
    what = rng.randrange(3)
    if what == 0:
        new = replace(old, results=new.results)
    elif what == 1:
        c = rng.randrange(len(inputs))
        new = replace(
            old, conditions=old.conditions[:c] + new.conditions[c : c + 1] + old.conditions[c + 1 :]
        )
    return _with_table(model, replace(table, rules=(*table.rules[:i], new, *table.rules[i + 1 :])))


def _drop_rule(rng: Random, model: Model) -> Model:
    table = rng.choice(model.decisions)
    i = rng.randrange(len(table.rules))
    return (
        _with_table(model, replace(table, rules=table.rules[:i] + table.rules[i + 1 :]))
        if len(table.rules) > 1
        else model
    )


def _shuffle(rng: Random, model: Model) -> Model:
    table = rng.choice(model.decisions)
    return _with_table(model, replace(table, rules=tuple(rng.sample(table.rules, len(table.rules)))))


def _toggle_otherwise(rng: Random, model: Model) -> Model:
    table = rng.choice(model.decisions)
    results = tuple(Result(random_value(rng, model.fields[n]), "", HERE) for n in table.output_fields)
    row = None if table.otherwise else Rule("Otherwise", (), results, HERE, otherwise=True)
    return _with_table(model, replace(table, otherwise=row))


def _policy(rng: Random, model: Model) -> Model:
    table = model.decisions[-1]
    group = LISTS if table.hit_policy.gives_list else SINGLE
    return _with_table(model, replace(table, hit_policy=rng.choice(group)))


def _impossible(rng: Random, model: Model) -> Model:
    if model.impossible and rng.random() < 0.5:
        return replace(model, impossible=model.impossible[1:])
    inputs = [f for n, f in model.fields.items() if n not in model.produced_by]
    return replace(model, impossible=(*model.impossible, _combination(rng, f"J{rng.random()}", inputs)))


def _dictionary(rng: Random, model: Model) -> Model:
    fields = dict(model.fields)
    name = rng.choice(["a", "b", "n"])
    field = fields[name]
    if rng.random() < 0.5:
        fields[name] = replace(field, unknown=not field.unknown)
    elif name == "a":
        fields[name] = choice("a", rng.choice(["xyzw", "xyz", "wxyz"]), field.unknown)
    elif name == "n":
        fields[name] = number("n", rng.choice([0, 1]), rng.choice([3, 4, 5]), field.unknown)
    return replace(model, fields=fields)


EDITS: list[Callable[[Random, Model], Model]] = [
    _edit_rule, _edit_rule, _edit_rule, _drop_rule, _shuffle,
    _toggle_otherwise, _policy, _impossible, _dictionary,
]  # fmt: skip


# ---------------------------------------------------------------- all cases


def all_cases(old: Model, new: Model) -> Iterator[dict[str, Value]]:
    """Every case over the inputs of both, also such as one of them refuses; what only combinations ask about may be
    left out of one.
    """
    combinations = [one for model in (old, new) for one in model.impossible]
    beside = {line.field for one in combinations for line in one.tests}
    beside -= {*old.inputs_needed, *new.inputs_needed}
    names = sorted(
        n for n in {*old.fields, *new.fields} if n not in old.produced_by and n not in new.produced_by
    )
    options: list[list[Value]] = []
    for name in names:
        fields = [m.fields[name] for m in (old, new) if name in m.fields]
        values: dict[Value, None] = {}
        for field in fields:
            values |= dict.fromkeys(_values(field))
            if field.unknown:
                values["unknown"] = None
        may_lack = name in beside and not any(field.unknown for field in fields)
        options.append([*values, *([None] if may_lack else [])])
    for chosen in product(*options):
        yield {name: value for name, value in zip(names, chosen, strict=True) if value is not None}


def _values(field: Field) -> list[Value]:
    match field.type:
        case "choice":
            return list(field.value_codes)
        case "choices":
            return [frozenset(), frozenset("u"), frozenset("v"), frozenset("uv")]
        case "yes/no":
            return [True, False]
    assert field.low and field.high
    low, high = field.low.value, field.high.value
    assert isinstance(low, Fraction) and isinstance(high, Fraction)
    return [Fraction(i) for i in range(int(low), int(high) + 1)]


def accepts(model: Model, case: Mapping[str, Value]) -> bool:
    """Whether every stated value is one that the dictionary allows. That nothing need be stated of a field, it need not
    be known either.
    """
    left_out = may_be_left_out(model)
    for name, value in case.items():
        field = model.fields.get(name)
        if field is None or (value == "unknown" and (field.unknown or name in left_out)):
            continue
        if value not in _values(field):
            return False
    return True
