"""A list of values of any type, of sets and of `unknown`: what follows is what every case shows, on every surface."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Model, evaluate, passes
from b12tables.runtime.values import value_json
from b12tables.site.book import Book
from b12tables.site.form_data import model_script
from tests.kit.node import ENGINE_FILES, asked_in_node
from tests.kit.packages import ROOT, package_of
from tests.kit.tables import model_from_markdown, write_xlsx
from tests.proof.test_proofcheck import checked, proof_of
from tests.site.test_engine import _json as from_page

MEMBERS = {
    "choices": ("pen", "latex", "nut"),
    "choice": ("pen", "latex", "nut"),
    "text": ("pen", '"latex, or so"', "nut"),
    "number": ("1", "0.5", "3"),
    "yes/no": ("yes", "no", "yes"),
    "date": ("2026-01-01", "2025-12-31", "2024-02-29"),
}
"""What stands in the place of pen, latex and nut in a list of each type."""

SETS = ("none", "pen", "latex", "pen, nut", "latex, pen", "nut, latex, pen", "unknown")
ALONE = ("none", "pen", "latex", "nut", "unknown")
ASKED = (
    "includes pen", "excludes pen", "includes latex", "includes nut; includes pen", "empty", "not(empty)", "-",
    "includes unknown", "excludes unknown", "includes pen and excludes unknown", "includes unknown; includes nut",
)  # fmt: skip
MUST = ("includes pen", "excludes nut", "not(empty)", "includes latex; empty", "excludes unknown")

CASES = [
    {"x": x, "k": k, "n": n}
    for x, k, n in product((True, False), (True, False, "unknown"), (Fraction(1), Fraction(5), Fraction(9)))
]


def drawn(chance: Random, kind: str) -> dict[str, Any]:
    """What a set is made of."""
    results = SETS if kind == "choices" else ALONE
    return {
        "kind": kind,
        "results": results,
        "policy": chance.choice(["Collect", "Rule order", "Output order"]),
        "rows": [_row(chance, results) for _ in range(chance.randint(2, 4))],
        "otherwise": chance.choice(["", *results]),
        "asked": [(chance.choice(ASKED), chance.choice(["one", "two"])) for _ in range(2)],
        "must": chance.choice(MUST),
    }


def _row(chance: Random, results: tuple[str, ...]) -> list[str]:
    conditions = [chance.choice(["-", "yes"]), chance.choice(["-", "no", "unknown", "yes; unknown"])]
    return [
        *conditions,
        chance.choice(["-", "<= 4", "> 4"]),
        chance.choice(["low", "high"]),
        chance.choice(results),
    ]


def written(kind: str, text: str) -> str:
    """A cell about pen, latex and nut as one about the members of a list of another type."""
    for word, member in zip(MEMBERS["choices"], MEMBERS[kind], strict=True):
        text = re.sub(rf"\b{word}\b", lambda _, as_=member: as_, text)
    return text


def made(said: Mapping[str, Any]) -> Model:
    return model_from_markdown(as_text(said))


def as_text(said: Mapping[str, Any]) -> str:
    kind = said["kind"]
    values = " (pen, latex, nut)" if kind.startswith("choice") else ""
    said = {**said, "must": written(kind, said["must"])}
    said["rows"] = [[*row[:-1], written(kind, row[-1])] for row in said["rows"]]
    said["asked"] = [(written(kind, test), value) for test, value in said["asked"]]
    said["otherwise"] = written(kind, said["otherwise"])
    pen = written(kind, "pen")
    rows = "".join(f"| R{i} | {' | '.join(row)} |\n" for i, row in enumerate(said["rows"], 1))
    rows += f"| Otherwise | | | | low | {said['otherwise']} |\n" if said["otherwise"] else ""
    asked = "".join(f"| U{i} | {test} | {value} |\n" for i, (test, value) in enumerate(said["asked"], 1))
    return f"""
## Fields
- x: yes/no
- k: yes/no, unknown
- n: number, 0..9
- rank: choice (high, low)
- w: {kind}{values}, unknown
- o: choice (one, two)

## Decision: T
- Hit policy: {said["policy"]}
- May be empty: yes

| | When | | | Then | |
|---|---|---|---|---|---|
| Rule | X | K | N | Rank | W |
{rows}
## Decision: U
- Hit policy: First

| | When | Then |
|---|---|---|
| Rule | W | O |
{asked}
## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| S1 | X: yes | W: {said["must"]} | w |
| S2 | W: includes {pen} | O: one | w |
"""


def union(outputs: Mapping[str, Any]) -> frozenset[Any]:
    held: set[Any] = set()
    for row in outputs["t"]:
        value = row["w"]
        held |= value if isinstance(value, frozenset) else set() if value is None else {value}
    return frozenset(held)


@pytest.mark.parametrize("kind", MEMBERS)
@pytest.mark.parametrize("seed", range(6))
def test_a_list_holds_what_its_rows_hold(seed: int, kind: str, node: str, tmp_path: Path) -> None:
    chance = Random(seed)
    said = drawn(chance, kind)
    model = made(said)
    package = package_of(model)
    seen = [(case, evaluate(model, case)) for case in CASES]
    _same_everywhere(model, package, seen, node, tmp_path)
    _proved(model, seen)
    _asked_and_alone(package, seen)
    _compared(model, said, chance)


def _same_everywhere(model: Model, package: Any, seen: Any, node: str, folder: Path) -> None:
    script = folder / "model.js"
    script.write_text(model_script(Book(model)), encoding="utf-8")
    lines = [json.dumps([{**case, "n": str(case["n"])}, None]) for case, _ in seen]
    harness = ROOT / "tests" / "site" / "evaluate.js"
    told = asked_in_node(node, harness, *ENGINE_FILES, script, asked="\n".join(lines))
    for (case, found), line in zip(seen, told.splitlines(), strict=True):
        result, page = package.evaluate(case), json.loads(line)
        assert result.status == found.status == page["status"], case
        assert {code: _plain(answer) for code, answer in found.outputs.items()} == {
            code: _plain(answer) for code, answer in result.outputs.items()
        }
        assert from_page(page["outputs"]) == {
            code: _plain(answer) for code, answer in found.outputs.items()
        }, case


def _plain(answer: Any) -> Any:
    if isinstance(answer, tuple):
        return [_plain(one) for one in answer]
    return {n: sorted(v) if isinstance(v, frozenset) else value_json(v) for n, v in dict(answer).items()}


def _proved(model: Model, seen: Any) -> None:
    findings, certificate = run_checks(model)
    assert not certificate.skipped
    reached = {
        rule for _, found in seen for step in found.steps if step.decision == "u" for rule in step.rules
    }
    gap = any("u" not in found.outputs for _, found in seen)
    assert any(f.name == "gap" and f.decision == "u" for f in findings) == gap
    names = ("unreachable-rule", "masked-rule", "impossible-rule")
    unreached = {f.rules[0] for f in findings if f.decision == "u" and f.name in names}
    assert unreached == {rule.id for rule in model.decision["u"].rules} - reached
    verdicts = {entry["id"]: entry["verdict"] for entry in certificate.safety_rules}
    held = [(case, union(found.outputs), found.outputs.get("u")) for case, found in seen]
    # who has no answer has a gap, of which it is told apart
    pen = next(line.test for line in model.safety_rules[1].when)
    when = [answer for _, sets, answer in held if passes(pen, sets)]
    broken = any(answer is not None and answer["o"] != "one" for answer in when)
    assert verdicts["S2"] == ("vacuous" if not when else "broken" if broken else "proved")
    test = model.safety_rules[0].must[0].test
    wrong = any(case["x"] and not passes(test, sets) for case, sets, _ in held)
    assert verdicts["S1"] == ("broken" if wrong else "proved")


def _asked_and_alone(package: Any, seen: Any) -> None:
    for x, k in product((None, True), (None, False)):
        partial = {name: value for name, value in (("x", x), ("k", k)) if value is not None}
        whole = [found for case, found in seen if partial.items() <= case.items()]
        answers = {found.outputs["u"]["o"] for found in whole if "u" in found.outputs}
        outcomes = package.possible(partial).outcomes("u")
        assert {answer["o"] for answer in outcomes.answers} == answers
        assert outcomes.may_fail == any("u" not in found.outputs for found in whole)
    decision = next(one for one in package.SET.decisions if one.code == "u")
    for _, found in seen:
        if "u" in found.outputs:
            alone = package.SET.decide(decision, {"w": sorted(union(found.outputs), key=str)})
            assert alone.answer["o"] == found.outputs["u"]["o"]


def _compared(model: Model, said: Mapping[str, Any], chance: Random) -> None:
    rows = [list(row) for row in said["rows"]]
    chance.choice(rows)[-1] = chance.choice(said["results"])
    other = made({**said, "rows": rows})
    found = compare(model, other)
    for code in ("t", "u"):
        pairs = [
            (evaluate(model, case).outputs.get(code), evaluate(other, case).outputs.get(code))
            for case in CASES
        ]
        if said["policy"] == "Collect":
            pairs = [tuple(set(map(str, a)) if isinstance(a, tuple) else a for a in pair) for pair in pairs]  # type: ignore[misc]
        assert (code in found.identical) == all(was == now for was, now in pairs), code


@pytest.mark.parametrize("kind", MEMBERS)
def test_the_written_proof_of_a_list_is_taken(kind: str, tmp_path: Path) -> None:
    write_xlsx(as_text(drawn(Random(4), kind)), tmp_path)
    assert checked(proof_of(tmp_path), tmp_path)


@pytest.mark.parametrize("test", ["includes unknown", "excludes unknown"])
def test_where_unknown_cannot_be_in_a_list_the_way_to_say_it_is_told(test: str) -> None:
    for type_, unknown in (("choices (pen, latex)", ", unknown"), ("choices (pen, latex)", "")):
        text = f"""
## Fields
- w: {type_}{unknown}
- o: choice (one, two)

## Decision: U
| | When | Then |
|---|---|---|
| Rule | W | O |
| U1 | {test} | two |
| Otherwise | | one |
"""
        with pytest.raises(AssertionError, match="unknown is nothing that W could hold beside other values"):
            model_from_markdown(text)
