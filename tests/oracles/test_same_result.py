"""What is the same result: texts in whatever case and spaces, for every policy and on every surface."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from b12tables.compiler.checks import run_checks
from b12tables.compiler.compare import compare
from b12tables.compiler.model import Evaluation, Model, evaluate
from b12tables.compiler.proof import Meanings
from tests.kit.packages import package_of
from tests.kit.questions import asked_rightly
from tests.kit.tables import model_from_markdown
from tests.site.test_engine import assert_same

SPELT = ("Call the ward", "call  the ward", "CALL THE WARD", "Wait", "wait")
POLICIES = ("Unique", "Any", "First", "Rule order", "Collect")


def a_set(chance: Random, policy: str) -> list[list[str]]:
    """The rows of a table: two conditions and a result, each text as it happens to be written."""
    rows = [[chance.choice(["yes", "no", "-", "-"]) for _ in "KJ"] for _ in range(chance.randint(2, 4))]
    return [*([*row, chance.choice(SPELT)] for row in rows)]


def written(policy: str, rows: list[list[str]], otherwise: str) -> Model:
    said = "\n".join(f"| R{n} | {k} | {j} | {w} | inference: x |" for n, (k, j, w) in enumerate(rows, 1))
    last = f"\n| Otherwise | | | {otherwise} | inference: x |" if otherwise else ""
    return model_from_markdown(f"""
## Fields
- k: yes/no
- j: yes/no
- w: text

## Decision: T
- Hit policy: {policy}

|    | When |   | Then | Because  |
|----|------|---|------|----------|
|    | K    | J | W    | Evidence |
{said}{last}
""")


def respelt(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    """The same rows, every text written in another way that means the same."""
    alike = {
        text.split()[0].casefold(): [one for one in SPELT if one[0].lower() == text[0].lower()]
        for text in SPELT
    }
    return [[k, j, chance.choice(alike[w.split()[0].casefold()])] for k, j, w in rows]


def everybody() -> list[dict[str, Any]]:
    return [{"k": k, "j": j} for k, j in product((True, False), repeat=2)]


def said(found: Evaluation, policy: str) -> object:
    """What a reader takes from the answer; None where there is none."""
    answer = found.outputs.get("t")
    if answer is None:
        return None
    rows = answer if isinstance(answer, tuple) else (answer,)
    texts = [" ".join(str(row["w"]).split()).casefold() for row in rows]
    return sorted(texts) if policy == "Collect" else texts


def sets(seeds: range) -> Iterator[tuple[Random, str, list[list[str]], str]]:
    for seed in seeds:
        chance = Random(seed)
        policy = POLICIES[seed % len(POLICIES)]
        yield chance, policy, a_set(chance, policy), chance.choice(["", "Wait", "WAIT", "Call the ward"])


def test_rules_that_say_the_same_are_no_conflict() -> None:
    for _, policy, rows, otherwise in sets(range(40)):
        model = written(policy, rows, otherwise)
        found = [evaluate(model, case) for case in everybody()]
        told = {finding.name for finding in run_checks(model)[0]}
        wrong = {problem.name for one in found for problem in one.problems}
        assert ("conflict" in told) == ("conflict" in wrong), (policy, rows)
        package = package_of(model)
        for case, one in zip(everybody(), found, strict=True):
            result = package.evaluate(case)
            assert result.status == one.status
            assert dict(result.outputs).get("t") == one.outputs.get("t"), (policy, rows, case)


def test_a_comparison_and_a_sign_off_look_at_what_is_said() -> None:
    for chance, policy, rows, otherwise in sets(range(40)):
        model = written(policy, rows, otherwise)
        other = a_set(chance, policy)
        for later in (
            respelt(chance, rows),
            [*respelt(chance, rows)[:-1], [*rows[-1][:2], other[0][2]]],
            other,
        ):
            new = written(policy, later, otherwise.swapcase())
            found = compare(model, new)
            differ = [
                case
                for case in everybody()
                if said(evaluate(model, case), policy) != said(evaluate(new, case), policy)
            ]
            assert bool(found.changes) == bool(differ), (policy, rows, later)
            assert found.identical == (() if differ else ("t",))
            assert bool(differ) or found.step in ("none", "patch")
        new = written(policy, respelt(chance, rows), otherwise.swapcase())
        assert Meanings(model).decisions == Meanings(new).decisions
        assert Meanings(model).to_sign("t", "R1") == Meanings(new).to_sign("t", "R1")


def test_a_question_is_open_only_where_something_else_is_said() -> None:
    for _, policy, rows, otherwise in sets(range(40)):
        model = written(policy, rows, otherwise)
        package = package_of(model)
        found = package.possible({})
        differ = {str(said(evaluate(model, case), policy)) for case in everybody()}
        if policy in ("Rule order", "Collect") or "None" in differ:
            continue
        outcomes = [one for one in found.to_dict()["outcomes"] if one["decision"] == "t"]
        assert (len(outcomes[0]["answers"]) > 1) == (len(differ) > 1), (policy, rows)
        assert found.settled == (len(differ) < 2) and asked_rightly(package, {}, found)


def test_of_a_list_too_a_text_is_one_however_it_is_written() -> None:
    package = package_of(
        written("Collect", [["yes", "-", "Call the ward"], ["no", "-", "call the WARD"]], "")
    )
    found = package.possible({})
    assert [dict(answer) for answer in found.outcomes("t").certain] == [{"w": "Call the ward"}]
    assert found.matter() == () and asked_rightly(package, {}, found)


def test_why_not_takes_a_text_however_it_is_written() -> None:
    model = written("Unique", [["yes", "-", "Call the ward"], ["no", "-", "Wait"]], "")
    package = package_of(model)
    assert package.why_not({"k": True, "j": True}, "t", "CALL  the ward").given
    found = package.why_not({"k": False, "j": True}, "t", "call the WARD")
    assert not found.given
    assert [change.values for change in found.changes] == [{"k": True}]


@pytest.mark.parametrize("policy", ["Any", "First", "Rule order"])
def test_the_page_says_what_the_package_says(policy: str, node: str, tmp_path: Path) -> None:
    rows = [["yes", "-", "Call the ward"], ["-", "yes", "call  the WARD"], ["no", "no", "Wait"]]
    assert_same(node, written(policy, rows, ""), everybody(), tmp_path)
