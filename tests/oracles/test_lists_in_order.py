"""What counts in a list, by type: how often a thing is said, and, but under Collect, in which order. Whatever judges
whether a list changes says what every case shows, and every way to an answer gives the same list.

`test_sets_in_lists` asks what follows from what is in a list; here it is asked of the list itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Model, evaluate
from b12tables.runtime.values import value_json
from tests.interop.sql_kit import run_duckdb
from tests.interop.test_sql import KEPT, PLACE
from tests.kit.packages import package_of
from tests.kit.tables import model_from_markdown
from tests.oracles.test_sets_in_lists import MEMBERS, written

pa = pytest.importorskip("pyarrow")

SAID = ("pen", "latex", "nut")
CASES = [{"x": x, "k": k, "n": n} for x, k, n in product((True, False), (True, False, "unknown"), (1, 5))]


def drawn(chance: Random, kind: str) -> dict[str, Any]:
    """What a set is made of: few things to say, so that they are said by several rows."""
    said = SAID[: chance.randint(2, 3)]
    return {
        "kind": kind,
        "policy": chance.choice(["Collect", "Rule order", "Output order"]),
        "rows": [_row(chance, said) for _ in range(chance.randint(2, 5))],
        "otherwise": chance.choice(["", "", *said]),
    }


def _row(chance: Random, said: tuple[str, ...]) -> list[str]:
    return [
        chance.choice(["-", "-", "yes", "no"]),
        chance.choice(["-", "-", "no", "yes", "unknown"]),
        chance.choice(["-", "-", "<= 4", "> 4"]),
        chance.choice(["low", "high", "high"]),
        chance.choice(said),
    ]


def made(said: Mapping[str, Any]) -> Model:
    kind = said["kind"]
    values = f" ({', '.join(SAID)})" if kind.startswith("choice") else ""
    cells = [[*row[:-1], written(kind, row[-1])] for row in said["rows"]]
    rows = "".join(f"| R{i} | {' | '.join(row)} |\n" for i, row in enumerate(cells, 1))
    last = said["otherwise"]
    rows += f"| Otherwise | | | | low | {written(kind, last)} |\n" if last else ""
    return model_from_markdown(f"""
## Fields
- x: yes/no
- k: yes/no, unknown
- n: number, 0..9
- rank: choice (high, low)
- w: {kind}{values}

## Decision: T
- Hit policy: {said["policy"]}
- May be empty: yes

| | When | | | Then | |
|---|---|---|---|---|---|
| Rule | X | K | N | Rank | W |
{rows}""")


def lists(model: Model) -> list[Any]:
    """The list of each case, by the reference."""
    return [[_plain(row) for row in evaluate(model, case).outputs["t"]] for case in CASES]


def _plain(row: Any) -> Any:
    return {name: sorted(v) if isinstance(v, frozenset) else value_json(v) for name, v in dict(row).items()}


def counting(policy: str, rows: Any) -> Any:
    """What counts in a list."""
    said = [str(_plain(row)) for row in rows]
    return sorted(said) if policy == "Collect" else said


SEEDS = range(8)


@pytest.mark.parametrize("kind", MEMBERS)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_counts_in_a_list_is_the_same_everywhere(seed: int, kind: str) -> None:
    chance = Random(seed)
    said = drawn(chance, kind)
    model = made(said)
    seen = lists(model)
    counted = [counting(said["policy"], rows) for rows in seen]
    package = package_of(model)
    assert [[_plain(row) for row in package.evaluate(case).outputs["t"]] for case in CASES] == seen
    _open(package, said["policy"], counted)
    _why_not(package, seen)
    findings, _ = run_checks(model)
    _unused(findings, counted)
    _advice(model, findings)
    _compared(said, chance, counted)
    _in_frames(package, model, seen)


def _open(package: Any, policy: str, counted: list[Any]) -> None:
    """`settled` and `matter` by every case."""
    whole = dict(zip(map(_key, CASES), counted, strict=True))
    for x, k, n in product((True, None), (False, "unknown", None), (1, None)):
        partial = {name: value for name, value in (("x", x), ("k", k), ("n", n)) if value is not None}
        fitting = [case for case in CASES if partial.items() <= case.items()]
        found = package.possible(partial)
        answers = [whole[_key(case)] for case in fitting]
        assert found.outcomes("t").settled == found.settled == all(one == answers[0] for one in answers)
        for name in {"x", "k", "n"} - partial.keys():
            alone = any(
                whole[_key(one)] != whole[_key(other)]
                for one, other in product(fitting, fitting)
                if {n for n in one if one[n] != other[n]} == {name}
            )
            assert (name in found.matter()) == alone, (policy, partial, name)


def _key(case: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(case.values())


def _why_not(package: Any, seen: list[Any]) -> None:
    """What is in no list of any case cannot be had; what is in one is reached by the changes that are named."""
    decision = package.SET.decisions[0]
    everything = [row for rows in seen for row in rows]
    for rule in decision.rules:
        for case, rows in zip(CASES[::4], seen[::4], strict=True):
            wanted = dict(rule.answer.items())
            found = package.why_not(case, "t", wanted)
            assert found.given == (_plain(wanted) in rows)
            assert found.complete
            assert bool(found.changes) == (not found.given and _plain(wanted) in everything)
            for change in found.changes:
                answer = package.evaluate({**case, **change.values}).outputs["t"]
                assert _plain(wanted) in [_plain(row) for row in answer]


def _unused(findings: Any, counted: list[Any]) -> None:
    """A column is superfluous exactly where two cases that differ there alone never have different lists."""
    whole = list(zip(CASES, counted, strict=True))
    unused = {finding.extras.field for finding in findings if finding.name == "unused-input"}
    for name in ("x", "k", "n"):
        rest = [{n: v for n, v in case.items() if n != name} for case in CASES]
        same = all(
            whole[i][1] == whole[j][1] for i, j in product(range(len(whole)), repeat=2) if rest[i] == rest[j]
        )
        assert (name in unused) == same, name


def _advice(model: Model, findings: Any) -> None:
    """Who does as is advised changes no list."""
    table = model.decision["t"]
    for finding in findings:
        if finding.name == "subsumed-rule":
            rules = tuple(rule for rule in table.rules if rule.id != finding.rules[0])
            other = replace(model, decisions=(replace(table, rules=rules),))
            assert compare(model, other).same_answers, finding.message


def _compared(said: Mapping[str, Any], chance: Random, counted: list[Any]) -> None:
    rows = [list(row) for row in said["rows"]]
    what = chance.choice(["moved", "twice", "gone", "said otherwise"])
    if what == "moved":
        rows.append(rows.pop(0))
    elif what == "twice":
        rows.insert(0, rows[-1])
    elif what == "gone" and len(rows) > 1:
        rows.pop()
    else:
        chance.choice(rows)[-1] = chance.choice(SAID)
    other = made({**said, "rows": rows})
    after = [counting(said["policy"], one) for one in lists(other)]
    assert ("t" in compare(made(said), other).identical) == (after == counted), what


def _in_frames(package: Any, model: Model, seen: list[Any]) -> None:
    """The kernel of cohorts, and a statement in a database."""
    from b12tables.cohort import evaluate_frame
    from b12tables.interop.sql import export_sql

    columns = {name: [None if case[name] == "unknown" else case[name] for case in CASES] for name in CASES[0]}
    table = pa.table({**columns, PLACE: list(range(len(CASES)))})
    frame = evaluate_frame(table.drop_columns([PLACE]), package, decisions=["t"]).to_pylist()
    assert [_columns(row) for row in frame] == [_listed(rows) for rows in seen]
    rows = sorted(run_duckdb(export_sql(model, "duckdb", KEPT), table), key=lambda row: row[PLACE])
    assert [_columns(row) for row in rows] == [_listed(rows) for rows in seen]


def _columns(row: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {name: [_cell(value) for value in row[name]] for name in ("rank", "w")}


def _listed(rows: list[Any]) -> dict[str, list[Any]]:
    return {name: [_cell(row[name]) for row in rows] for name in ("rank", "w")}


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    plain = value_json(value)
    return float(plain) if isinstance(plain, (int, float)) and not isinstance(plain, bool) else plain
