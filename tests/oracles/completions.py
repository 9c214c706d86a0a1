"""What is still possible = what all completions of a case show, on as many random sets as wanted:
`python -m tests.oracles.completions COUNT [SEED]`.

The sets (`tests.kit.tied_sets`) ask about what is computed and what it is computed from together. Each is drawn from a
seed of its own, which is printed where the two differ: `differences(SEED)` says of what. Exit 1 where one differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from b12tables.runtime.possible import Possible
from tests.kit.packages import package_from
from tests.kit.tied_sets import Case, Tied

CASES = 4
"""So many cases of each set are asked about."""

EVERY = 100
"""After so many sets it says how far it is."""


def accepted(result: Any) -> bool:
    """Whether a case is answered, or would be if the tables had an answer."""
    missing = any(problem.name == "missing-input" for problem in result.problems)
    return result.status != "invalid-input" and not missing


def answered(result: Any, decision: str) -> Any:
    """The rows of an answer as plain values; None where there is none."""
    found = result.outputs.get(decision)
    if found is None:
        return None
    return tuple(tuple(one.values()) for one in (found if isinstance(found, tuple) else (found,)))


def differences(seed: int) -> list[str]:
    """What `possible` says otherwise than all completions of some cases of one set; nothing for a set that is none."""
    chance = Random(seed)
    tied = Tied(chance)
    try:
        package = package_from(tied.text)
    except AssertionError:  # a cell asks for what its field cannot have
        return []
    every = [(case, package.evaluate(case)) for case in tied.every()]
    answers = [(case, result) for case, result in every if accepted(result)]
    found: list[str] = []
    for _ in range(CASES):
        stated = [name for name in tied.values if chance.random() < 0.4]
        case: Case = {name: chance.choice(tied.values[name]) for name in stated}
        completed = [result for one, result in answers if case.items() <= one.items()]
        found += [f"{case}: {told}" for told in _told(package, case, completed)]
    return found


def _told(package: Any, case: Case, completed: list[Any]) -> Iterator[str]:
    for table in package.SET.decisions:
        wanted = {answered(result, table.code) for result in completed}
        try:
            possible = Possible(package.SET, case, (table.code,), None)
        except package.InvalidCase:
            if completed:
                yield f"{table.code}: refused, and {len(completed)} completions are accepted"
            continue
        outcomes = possible.outcomes(table.code)
        rows = {row for one in wanted if one is not None for row in one}
        told = {tuple(answer.values()) for answer in outcomes.answers}
        if told != rows:
            yield f"{table.code}: possible {told}, by completions {rows}"
        if outcomes.may_fail != (None in wanted):
            yield f"{table.code}: may fail {outcomes.may_fail}, by completions {wanted}"
        lists = {_counting(one, table.hit_policy) for one in wanted}
        if outcomes.settled and len(lists) > 1:
            yield f"{table.code}: settled, by completions {wanted}"


def _counting(answer: Any, policy: str) -> Any:
    return tuple(sorted(map(repr, answer))) if policy == "Collect" and answer is not None else answer


def main(count: int, first: int = 0) -> int:
    """How many of the sets are told otherwise."""
    differing = 0
    for seed in range(first, first + count):
        told = differences(seed)
        differing += bool(told)
        for line in told:
            print(f"seed {seed}: {line}", flush=True)
        if (seed - first + 1) % EVERY == 0:
            print(f"{seed - first + 1} sets, {differing} differ", flush=True)
    print(f"{count} random sets, {CASES} cases each: {differing} differ")
    return differing


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])) > 0)
