"""Grades beside brute force: every mutant of small random sets put to every case, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice, pairwise, product
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from b12tables.cli import cli
from b12tables.compiler.grading import Mutant, TooLarge, grade, judging, mutants, propose, read_grade
from b12tables.compiler.model import (
    AllOf,
    AnyOf,
    Case,
    DecisionTable,
    Equals,
    FieldTest,
    HitPolicy,
    Interval,
    Model,
    Not,
    Rule,
    SafetyRule,
    Test,
    Value,
    in_range,
)
from b12tables.compiler.report import grade_text, stored_grade
from b12tables.runtime.words import UNKNOWN
from tests.kit.small_sets import Whole, holds, place, possible_values, small_model, take
from tests.kit.tables import model_from_markdown, write_xlsx
from tests.proof.test_proofcheck import GUARDED
from tests.strategies import choices, run_part

CASES = 200
"""Sets with more cases than that are left out."""
MUTANTS = 6
"""So many mutants of each table are put to brute force."""


# ---------------------------------------------------------------- the slow way


def numbers(test: Test) -> Iterator[Fraction | date]:
    match test:
        case Interval(low, _, high, _):
            yield from (end for end in (low, high) if end is not None)
        case Equals(value) if isinstance(value, (Fraction, date)):
            yield value
        case Not(inner):
            yield from numbers(inner)
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from numbers(part)


LEFT_OUT = "left out"
"""In the place of a value: the case says nothing of this input."""


def values(model: Model, name: str, tests: Iterable[tuple[str, Test]]) -> list[Value]:
    """Values of an input that between them meet every piece of it, whatever the tests cut."""
    field = model.fields[name]
    if field.type not in ("number", "whole number", "date"):
        return possible_values(model, name)
    ends = sorted({end for about, test in tests if about == name for end in numbers(test)})  # type: ignore[type-var]
    found: list[Value]
    if field.type == "number":
        between = [(a + b) / 2 for a, b in pairwise(ends)]  # type: ignore[operator]
        ends = [Fraction(1), *ends]
        found = [*ends, *between, min(ends) - Fraction(1, 8), max(ends) + Fraction(1, 8), Fraction(0)]  # type: ignore[operator]
        found += [limit.value for limit in (field.low, field.high) if limit is not None]
    elif field.type == "date":
        days = [day for end in ends for day in (end - timedelta(1), end, end + timedelta(1))]  # type: ignore[operator]
        found = [date(2026, 1, 2), *days]
    else:
        found = [Fraction(n) for n in range(7)]
    found = sorted({value for value in found if in_range(field, value)})  # type: ignore[type-var]
    return [*found, UNKNOWN] if field.unknown else found


def asked(model: Model) -> Iterator[tuple[str, Test]]:
    for table in model.decisions:
        for rule in table.rules:
            for name, cell in zip(table.input_fields, rule.conditions, strict=True):
                yield name, cell.test
    for combination in model.impossible:
        yield from ((line.field, line.test) for line in combination.tests)
    for safety in model.safety_rules:
        yield from ((line.field, line.test) for line in safety.tests)


def grid(model: Model, also: Iterable[tuple[str, Test]] = ()) -> list[dict[str, Value]]:
    """Every case that is possible, as what is given; empty where these are too many.

    What no table looks at, and has no *not known*, may also not be there: then no combination holds of it.
    """
    names = [name for name in model.fields if name not in model.produced_by]
    tests, seen = [*asked(model), *also], {name for table in model.decisions for name in table.input_fields}
    beside = {name for name in names if name not in seen and not model.fields[name].unknown}
    columns = [[*values(model, name, tests), *[LEFT_OUT] * (name in beside)] for name in names]
    if not all(columns) or len([*islice(product(*columns), CASES + 1)]) > CASES:
        return []
    pairs = (zip(names, given, strict=True) for given in product(*columns))
    found = ({name: value for name, value in one if value != LEFT_OUT} for one in pairs)
    return [g for g in found if not any(all(holds(line, g) for line in c.tests) for c in model.impossible)]


def brute(model: Model, mutant: Mutant, cases: list[dict[str, Value]]) -> str:
    """What becomes of a mutant, by looking at every case."""
    changed = mutant.apply(model)
    code, policy = mutant.decision, mutant.table.hit_policy
    both = [(take(model, given), take(changed, given)) for given in cases]
    own = [(old.looks[code], new.looks[code]) for old, new in both if code in old.looks]
    if any(new.trouble for _, new in own):
        return "refused"
    if all(same(policy, old.answer, new.answer) for old, new in own):
        return "same"
    for case in model.cases:
        after = take(changed, case.given)
        if not all(holds(line, after.values) for line in case.expect):
            return "case"
    if any(look.trouble for _, new in both for look in new.looks.values()):
        return "refused"
    if any(broken(model, rule, new) for rule in model.safety_rules for _, new in both):
        return "safety rule"
    return "nobody"


def same(policy: HitPolicy, one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple) and not policy.in_order:
        return Counter(map(row, one)) == Counter(map(row, other))
    return one == other


def row(answer: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted(answer.items()))


def broken(model: Model, rule: SafetyRule, whole: Whole) -> bool:
    """Whether a case breaks a safety rule. One in which a result that it speaks of has no value does not; no line holds
    of an input that is left out, and none is broken by it.
    """
    lines = (*rule.when, *rule.must)
    known = all(line.field in whole.values for line in lines if line.field in model.produced_by)
    when = all(holds(line, whole.values) for line in rule.when)
    must = [line for line in rule.must if line.field in whole.values]
    return known and when and not all(holds(line, whole.values) for line in must)


# ---------------------------------------------------------------- sets without errors


def settled(random: Random, worked: int) -> Model | None:
    """A small set in which every table answers, every safety rule holds, and so many cases say what comes out."""
    model = small_model(random)
    model = replace(model, decisions=tuple(total(random, table) for table in model.decisions))
    cases = grid(model)
    wholes = [take(model, given) for given in cases]
    if not wholes or any(look.trouble for whole in wholes for look in whole.looks.values()):
        return None
    rules = (*model.safety_rules, *never_said(model, wholes))
    kept = tuple(r for r in rules if not any(broken(model, r, whole) for whole in wholes))
    chosen = random.sample(wholes, min(worked, len(wholes)))
    told = tuple(worked_case(random, model, n, whole) for n, whole in enumerate(chosen))
    return replace(model, safety_rules=kept, cases=told)


def never_said(model: Model, wholes: list[Whole]) -> Iterator[SafetyRule]:
    """For each result the first value that nobody gets, as a rule that nobody gets it."""
    for name in model.produced_by:
        said = [whole.values.get(name) for whole in wholes]
        free = [code for code in model.fields[name].value_codes if code not in said]
        if free and name not in model.set_valued:
            must = FieldTest(name, Not(Equals(free[0])), "", place("A1"))
            yield SafetyRule(f"N-{name}", (), (must,), "why", place("A1"))


def total(random: Random, table: DecisionTable) -> DecisionTable:
    """A table that answers for everybody; now and then it is left as it is."""
    otherwise = table.otherwise
    if otherwise is None and random.random() < 0.95:
        first = table.rules[0]
        otherwise = Rule("Otherwise", (), first.results, place("A99"), otherwise=True)
    policy = table.hit_policy
    if policy in (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY) and random.random() < 0.8:
        policy = HitPolicy.FIRST
    return replace(table, otherwise=otherwise, hit_policy=policy)


def worked_case(random: Random, model: Model, number: int, whole: Whole) -> Case:
    table = random.choice(model.decisions)
    expect = []
    for name in table.output_fields:
        value = whole.values.get(name)
        if isinstance(value, (str, Fraction)) and value != UNKNOWN:
            expect.append(FieldTest(name, Equals(value), "", place("A1")))
    return Case(f"C{number}", "", dict(whole.given), tuple(expect), place("A1"))


# ---------------------------------------------------------------- tests


def as_brute_force(random: Random, seen: Counter[str], worked: int) -> None:
    model = settled(random, worked)
    if model is None:
        return
    found = grade(model)
    for code, judged in found.judged.items():
        table = model.decision[code]
        assert [one.mutant.rules for one in judged] == [m.rules for m in mutants(model, table)]
        for one in random.sample(judged, min(MUTANTS, len(judged))):
            cases = grid(model, one.mutant.tests)
            if cases:
                seen[one.outcome] += 1
                assert one.outcome == brute(model, one.mutant, cases), one.mutant


@pytest.mark.parametrize("part", range(3))
def test_a_grade_is_what_brute_force_finds(part: int) -> None:
    seen: Counter[str] = Counter()
    run_part(part, 20, lambda random: as_brute_force(random, seen, worked=2), choices())
    assert sum(seen.values()) > 10 and len(seen) > 1


def test_so_it_does_where_safety_rules_alone_can_notice() -> None:
    seen: Counter[str] = Counter()
    run_part(4, 25, lambda random: as_brute_force(random, seen, worked=0), choices())
    assert sum(seen.values()) > 10 and len(seen) > 1


def test_a_result_is_told_with_its_unit_before_and_after() -> None:
    text = """
## Fields
- age: whole number, 0..100
- dose: number, 0..100, unit mg

## Decision: Dose

| | When | Then |
|---|---|---|
| | Age | Dose |
| R1 | < 18 | 10 |
| R2 | >= 18 | 20 mg |
"""
    model = model_from_markdown(text)
    told = [(m.before, m.after) for m in mutants(model, model.decisions[0]) if m.operator == "result changed"]
    assert told == [("10 mg", "11 mg"), ("10 mg", "9 mg"), ("20 mg", "21 mg"), ("20 mg", "19 mg")]


def test_only_what_stands_in_a_cell_is_mistaken() -> None:
    """Rows behind `unchanged`, and columns that another table for the decision has, stand in no sheet."""
    model = model_from_markdown(GUARDED)
    found = {table.code: list(mutants(model, table)) for table in model.decisions}
    assert found["next_kept"] == []
    assert {one.operator for one in found["plan_table"]} >= {"boundary moved"}
    assert not {one.operator for one in found["plan_table"]} & {"result changed", "row left out"}
    cells = {
        (one.place.sheet, one.place.cells[:1]) for one in found["plan"] if one.operator != "row left out"
    }
    assert cells == {("Plan", "B"), ("Plan", "C"), ("Plan 2", "B"), ("Plan 2", "C")}


SMALL_SET = """
## Fields
- age: whole number, 0..120
- sex: choice (f, m)
- step: choice (go, wait)

## Decision: Step

| | When | | Then |
|---|---|---|---|
| Rule | age | sex | step |
| R1 | < 18 | - | wait |
| R2 | >= 18 | f | go |
| R3 | >= 18 | m | wait |
"""


def test_what_the_bound_leaves_open_is_counted_and_told() -> None:
    model = model_from_markdown(SMALL_SET)
    found = grade(model, whole=0.004)
    open_ = found.score.counts["not settled"]
    assert 0 < open_ < len(found.judged["step"]) and found.score.graded + open_ <= len(found.judged["step"])
    assert f"Of {open_} it was not found out within the bound" in grade_text(found)
    assert read_grade(stored_grade(found)).unsettled == open_
    assert read_grade(stored_grade(grade(model))).unsettled == 0
    assert propose(model, 1, whole=0.0001).unsettled == ("step",)


def test_a_table_whose_mistakes_are_too_many_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "LARGE", 10)
    with pytest.raises(TooLarge, match="Step has 3 rules and 5 conditions"):
        grade(model_from_markdown(SMALL_SET))
    write_xlsx(SMALL_SET, tmp_path)
    for asked, told in (("--grade", "Nothing was graded"), ("--propose=2", "No case was proposed")):
        result = CliRunner().invoke(cli, ["cases", str(tmp_path), asked])
        assert result.exit_code == 1 and f"{told}: Step has 3 rules" in result.output
