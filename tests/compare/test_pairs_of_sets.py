"""Random pairs of sets that differ in units, ranks, formulas, ranges, members and cells, against brute force.

A case is stated as a person states it: a value by its label, a number with the unit that stands beside it. What both
versions make of every such case is what a comparison may say, and what a sign-off hangs on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from b12tables.compiler.compare import Comparison, compare
from b12tables.compiler.model import Evaluation, HitPolicy, Model, evaluate
from b12tables.compiler.model.evaluate import rules_that_hold
from b12tables.compiler.proof import Meanings
from b12tables.runtime.words import UNKNOWN
from tests.kit.tables import model_from_markdown

Spec = dict[str, Any]

FACTORS = ("", "g", "[IU] = 0.1 mg", "[IU] = 0.2 mg")
UNITS = {"g": Fraction(1000)}
FORMULAS = ("a + b", "b + a", "a - b", "b - a")
RANGES = ("0..3", "0..4", "1..3", "> 0..3")
CONDITIONS: dict[str, tuple[str, ...]] = {
    "C": ("-", "> 2 mg", "<= 2 mg", "[0 mg..1 mg]", "not([0 mg..1 mg])"),
    "S": ("-", "includes pen", "excludes pen", "includes latex", "empty", "includes pen; includes latex"),
    "X": ("-", "u", "v"),
    "K": ("-", "yes", "no; unknown", "unknown"),
}
RESULTS = ("one", "two", "three")
POLICIES = ("First", "Priority", "Unique", "Any", "Rule order", "Output order", "Collect")


def first_set(chance: Random) -> Spec:
    """What a set is made of, so that it can be edited."""
    columns = chance.sample(list(CONDITIONS), 2)
    return {
        "factor": chance.choice(FACTORS),
        "formula": chance.choice(FORMULAS),
        "range": chance.choice(RANGES),
        "total": "",
        "members": ["pen", "latex"],
        "words": ["u", "v"],
        "labels": {},
        "order": list(RESULTS),
        "policy": chance.choice(POLICIES),
        "columns": columns,
        "rows": [
            ([chance.choice(CONDITIONS[name]) for name in columns], chance.choice(RESULTS))
            for _ in range(chance.randint(1, 3))
        ],
        "otherwise": chance.choice(["", "three", "two"]),
        "after": {value: chance.choice(["1", "2"]) for value in RESULTS},
        "points": chance.choice(["x_points + k_points", "x_points - k_points"]),
    }


def edited(chance: Random, spec: Spec) -> Spec:
    """The set with one or two things that are otherwise."""
    found = {**spec, "labels": dict(spec["labels"]), "rows": [(list(c), r) for c, r in spec["rows"]]}
    for edit in chance.sample(EDITS, chance.choice([1, 1, 2])):
        edit(chance, found)
    return found


def _values(chance: Random, spec: Spec) -> None:
    spec["order"] = chance.sample(list(RESULTS), 3)


def _formula(chance: Random, spec: Spec) -> None:
    spec["formula"] = chance.choice(FORMULAS)


def _factor(chance: Random, spec: Spec) -> None:
    spec["factor"] = chance.choice(FACTORS)


def _range(chance: Random, spec: Spec) -> None:
    spec["range"] = chance.choice(RANGES)


def _total(chance: Random, spec: Spec) -> None:
    spec["total"] = chance.choice(["", "0..5", "-1..4"])


def _members(chance: Random, spec: Spec) -> None:
    spec["members"] = chance.choice([["latex", "pen"], ["pen", "latex", "nut"], ["pen", "latex"]])


def _labels(chance: Random, spec: Spec) -> None:
    spec["labels"] = chance.choice([{"u": "v", "v": "u"}, {"u": "Yew"}, {}])


def _words(chance: Random, spec: Spec) -> None:
    spec["words"] = chance.choice([["v", "u"], ["u", "v", "w"]])


def _cell(chance: Random, spec: Spec) -> None:
    conditions, _ = chance.choice(spec["rows"])
    column = chance.randrange(len(conditions))
    conditions[column] = chance.choice(CONDITIONS[spec["columns"][column]])


def _result(chance: Random, spec: Spec) -> None:
    place = chance.randrange(len(spec["rows"]))
    spec["rows"][place] = (spec["rows"][place][0], chance.choice(RESULTS))


def _rows(chance: Random, spec: Spec) -> None:
    chance.shuffle(spec["rows"])


def _twice(chance: Random, spec: Spec) -> None:
    spec["rows"].append(chance.choice(spec["rows"]))


def _otherwise(chance: Random, spec: Spec) -> None:
    spec["otherwise"] = chance.choice(["", "three", "two"])


def _after(chance: Random, spec: Spec) -> None:
    spec["after"] = {**spec["after"], chance.choice(RESULTS): chance.choice(["1", "2"])}


def _points(chance: Random, spec: Spec) -> None:
    spec["points"] = chance.choice(["x_points + k_points", "k_points + x_points", "x_points - k_points"])


EDITS = (
    _values, _formula, _factor, _range, _total, _members, _labels, _words, _cell, _result, _rows, _twice, _otherwise,
    _after, _points,
)  # fmt: skip


def made(spec: Spec) -> Model:
    """The model of a set."""
    accepts = f", accepts {spec['factor']}" if spec["factor"] else ""
    total = f"{spec['total']}, " if spec["total"] else ""
    rows = "".join(
        f"| R{place} | {' | '.join(conditions)} | {result} |\n"
        for place, (conditions, result) in enumerate(spec["rows"], 1)
    )
    otherwise = f"| Otherwise | | | {spec['otherwise']} |\n" if spec["otherwise"] else ""
    lists = spec["policy"] in ("Rule order", "Output order", "Collect")
    later = "".join(
        f"| A{place} | {f'includes {value}' if lists else value} | {number} |\n"
        for place, (value, number) in enumerate(spec["after"].items(), 1)
    )
    text = f"""
## Fields
- a: number, {spec["range"]}, unit mg{accepts}
- b: number, 0..2, unit mg, unknown
- c: number, {total}unit mg, unknown, computed {spec["formula"]}
- s: choices ({", ".join(spec["members"])})
- x: choice ({", ".join(spec["words"])})
- k: yes/no, unknown
- o: choice ({", ".join(spec["order"])})
- f: whole number, 0..9
- x_points: whole number, 0..3
- k_points: whole number, 0..3
- points: whole number, computed {spec["points"]}

## Decision: T
- Hit policy: {spec["policy"]}

| | {"When |" * 2} Then |
|---|---|---|---|
| Rule | {" | ".join(spec["columns"])} | O |
{rows}{otherwise}
## Decision: After
- Hit policy: Collect max

| | When | Then |
|---|---|---|
| Rule | O | F |
{later}| Otherwise | | 0 |

## Decision: X points
| | When | Then |
|---|---|---|
| Rule | X | X points |
| R1 | u | 1 |
| R2 | not(u) | 0 |

## Decision: K points
| | When | Then |
|---|---|---|
| Rule | K | K points |
| R1 | yes | 2 |
| R2 | no; unknown | 1 |
"""
    model = model_from_markdown(text)
    x = model.fields["x"]
    values = tuple(replace(row, label=spec["labels"].get(row.code, row.label)) for row in x.values)
    return replace(model, fields={**model.fields, "x": replace(x, values=values)})


Stated = dict[str, Any]


def stated_cases(specs: tuple[Spec, Spec]) -> Iterator[Stated]:
    """Cases as people state them."""
    columns = {name for spec in specs for name in spec["columns"]}
    numbers: list[object] = ["1", "3 mg"]
    if "C" in columns:
        numbers = ["0", "1", "2 mg", "3 mg", "4", "0.002 g", "15 IU", "20 IU"]
    sets: list[object] = [("pen",)]
    if "S" in columns:
        sets = [(), ("pen",), ("latex",), ("pen", "latex"), ("nut", "pen")]
    some_b = ("0", "1", "2", UNKNOWN) if "C" in columns else ("1",)
    for a, b, s, x, k in itertools.product(
        numbers, some_b, sets, ("u", "v", "w", "Yew"), ("yes", "no", UNKNOWN)
    ):
        yield {"a": a, "b": b, "s": s, "x": x, "k": k}


def read(spec: Spec, stated: Stated) -> dict[str, Any] | None:
    """The values that a version takes a case for; None where it cannot read it."""
    number, _, unit = stated["a"].partition(" ")
    factor = _factor_of(spec, unit)
    word = stated["x"]
    # a label comes before a code that is written the same
    labels = {spec["labels"].get(value, value).lower(): value for value in spec["words"]}
    x = word if word in spec["words"] else labels.get(word.lower())
    if factor is None or x is None or not set(stated["s"]) <= set(spec["members"]):
        return None
    found: dict[str, Any] = {"a": Fraction(number) * factor, "s": frozenset(stated["s"]), "x": x}
    found["b"] = UNKNOWN if stated["b"] == UNKNOWN else Fraction(stated["b"])
    return found | {"k": {"yes": True, "no": False}.get(stated["k"], UNKNOWN)}


def _factor_of(spec: Spec, unit: str) -> Fraction | None:
    kind, _, written = spec["factor"].partition(" = ")
    if not unit:
        return None if written else Fraction(1)
    if unit == "mg":
        return Fraction(1)
    if unit == "IU" and written:
        return Fraction(written.split()[0])
    return UNITS.get(unit) if kind == unit else None


def answered(model: Model, spec: Spec, stated: Stated) -> Evaluation | None:
    values = read(spec, stated)
    if values is None:
        return None
    found = evaluate(model, values)
    return None if found.status == "invalid-input" else found


def told(found: Evaluation, code: str) -> object:
    """What a decision answers, None where it has no answer; of a list without order, in any order."""
    answer = found.outputs.get(code)
    if isinstance(answer, tuple):
        return [tuple(sorted(row.items())) for row in answer]
    return answer if answer is None else dict(answer)


def score(model: Model, found: Evaluation) -> object:
    points = {
        name: found.outputs[f"{name}"][name] for name in ("x_points", "k_points") if name in found.outputs
    }
    computed = model.fields["points"].computed
    assert computed is not None
    left, right = (points.get(part) for part in computed.parts)
    assert isinstance(left, Fraction) and isinstance(right, Fraction)
    return left + right if computed.kind == "sum" else left - right


def look(seed: int) -> None:
    """Draws a pair of sets, compares them, and holds every stated case against what is said."""
    chance = Random(seed)
    before = first_set(chance)
    after = edited(chance, before)
    old, new = made(before), made(after)
    comparison = compare(old, new)
    needed = "none"
    differing: set[str] = set()
    for stated in stated_cases((before, after)):
        sides = answered(old, before, stated), answered(new, after, stated)
        needed = max(needed, _step(sides, old, new, differing), key=STEPS.index)
        refused = [_refused(*side, stated) for side in ((before, old), (after, new))]
        differing.update(_newly(new, *refused))
    assert STEPS.index(comparison.step) >= STEPS.index(needed), (before, after, comparison.step, needed)
    wrongly = differing.intersection(comparison.identical)
    assert not wrongly, (wrongly, before, after)
    if needed != "none":
        assert not comparison.same_answers
    _examples(comparison, (old, new))
    _hashes((before, after), (old, new))


def _refused(spec: Spec, model: Model, stated: Stated) -> set[str]:
    """The fields for which a version refuses a case."""
    words = {spec["labels"].get(value, value).lower() for value in spec["words"]} | set(spec["words"])
    found = {"x"} if stated["x"].lower() not in words else set()
    found |= {"s"} if not set(stated["s"]) <= set(spec["members"]) else set()
    number, _, unit = stated["a"].partition(" ")
    factor, low, high = _factor_of(spec, unit), model.fields["a"].low, model.fields["a"].high
    assert low is not None and high is not None
    value = None if factor is None else Fraction(number) * factor
    inside = value is not None and low.value <= value <= high.value and (low.closed or value != low.value)  # type: ignore[operator]
    return found if inside else found | {"a"}


def _newly(model: Model, was: set[str], now: set[str]) -> Iterator[str]:
    """The decisions that rest on what only one version refuses."""
    for table in model.decisions:
        behind = set(model.behind(table.input_fields))
        if behind.isdisjoint(was) != behind.isdisjoint(now):
            yield table.code


STEPS = ("none", "patch", "minor", "major")


def _step(
    sides: tuple[Evaluation | None, Evaluation | None], old: Model, new: Model, differing: set[str]
) -> str:
    was, now = sides
    if was is None or now is None:
        return "none" if was is now else "major" if now is None else "minor"
    step = "none"
    for code in old.decision:
        one, other = told(was, code), told(now, code)
        if "Collect" in (old.decision[code].hit_policy.value, new.decision[code].hit_policy.value):
            one, other = (sorted(map(str, set(map(str, rows)))) for rows in (one or [], other or []))  # type: ignore[call-overload]
        if one != other:
            differing.add(code)
            step = max(step, "minor" if one is None else "major", key=STEPS.index)
    if score(old, was) != score(new, now):
        step = "major"
    return step


def _examples(comparison: Comparison, models: tuple[Model, Model]) -> None:
    """What is shown of a change is so."""
    for change in comparison.changes:
        if change.decision and change.confirmed:
            assert change.before != change.after or change.kind != "changed"


def _hashes(specs: tuple[Spec, Spec], models: tuple[Model, Model]) -> None:
    """A rule keeps its hash exactly where it answers the same cases with the same result, over its table's columns."""
    hashes = [Meanings(model).rules for model in models]
    answering = [dict(_answering(model)) for model in models]
    for rule in answering[0].keys() & answering[1].keys():
        (value, cells), (other, others) = answering[0][rule], answering[1][rule]
        same = (specs[0]["policy"], value, cells) == (specs[1]["policy"], other, others)
        if specs[0]["policy"] not in SINGLE or not cells or not others:
            continue
        if same and "c" in {name for cell in cells for name, _ in cell}:
            same = _outside(specs[0]) == _outside(specs[1])
            if same and specs[0]["total"] != specs[1]["total"]:
                continue  # whether the range cuts off some of these cases, the grid does not show
        if same and len(specs[0]["members"]) != len(specs[1]["members"]):
            continue  # all values named, or any at all: that is the same until there is a further one
        assert (hashes[0]["t", rule] == hashes[1]["t", rule]) == same, (rule, same, specs)


SINGLE = ("First", "Priority", "Unique", "Any")


def _outside(spec: Spec) -> object:
    """What C is, beside the cells."""
    return spec["factor"], {"b + a": "a + b"}.get(spec["formula"], spec["formula"])


GRID: Mapping[str, tuple[object, ...]] = {
    "c": (*map(Fraction, (-1, 0, 1, "1.5", 2, 3)), UNKNOWN),
    "s": (frozenset(), frozenset({"pen"}), frozenset({"latex"}), frozenset({"pen", "latex"})),
    "x": ("u", "v", "w"),
    "k": (True, False, UNKNOWN),
}

Cell = frozenset[tuple[str, object]]


def _answering(model: Model) -> Iterator[tuple[str, tuple[object, frozenset[Cell]]]]:
    """For each rule of T its result, and what it answers: cells of a grid over the columns on which that hangs.

    Where a rule before it says something else, it answers nothing.
    """
    table = model.decision["t"]
    names = list(table.input_fields)
    grids = [[v for v in GRID[name] if name != "x" or v in model.fields[name].value_codes] for name in names]
    order = model.fields["o"].value_codes
    results = {rule.id: rule.results[0].value for rule in table.rules}
    found: dict[str, set[tuple[object, ...]]] = {rule.id: set() for rule in table.rules}
    left: set[tuple[object, ...]] = set()
    for values in itertools.product(*grids):
        holding = [rule.id for rule in rules_that_hold(table, dict(zip(names, values, strict=True)))]
        for rule in holding:
            before = holding[: holding.index(rule)]
            if table.hit_policy is HitPolicy.PRIORITY:
                before = [o for o in holding if order.index(results[o]) < order.index(results[rule])]  # type: ignore[arg-type]
            if not table.hit_policy.chooses or all(results[other] == results[rule] for other in before):
                found[rule].add(values)
        if not holding:
            left.add(values)
    for rule, cells in found.items():
        yield rule, (results[rule], _hanging(cells, names, grids))
    if table.otherwise is not None:
        yield "Otherwise", (table.otherwise.results[0].value, _hanging(left, names, grids))


def _hanging(cells: set[tuple[object, ...]], names: list[str], grids: list[list[object]]) -> frozenset[Cell]:
    """The cells over those columns alone on which it hangs whether a cell is among them."""
    kept = []
    for place, grid in enumerate(grids):
        swapped = ((*cell[:place], other, *cell[place + 1 :]) for cell in cells for other in grid)
        if not all(cell in cells for cell in swapped):
            kept.append(place)
    return frozenset(frozenset((names[place], cell[place]) for place in kept) for cell in cells)


@pytest.mark.parametrize("part", range(4))
def test_what_is_said_of_a_pair_is_what_every_stated_case_shows(part: int) -> None:
    for seed in range(part * 20, part * 20 + 20):
        look(seed)
