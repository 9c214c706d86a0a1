"""What is still possible, what matters, what is asked next and what would have to change = what all ways to state a
case show, on as many random sets as wanted: `python -m tests.oracles.completions COUNT [SEED]`.

The sets (`tests.kit.tied_sets`) ask about what is computed and what it is computed from together. Each is drawn from a
seed of its own, which is printed where the two differ: `differences(SEED)` says of what. Exit 1 where one differs.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

from b12tables.runtime.explain.scores import score_codes
from b12tables.runtime.possible import Possible
from b12tables.runtime.whynot import why_not
from tests.kit.many_seeds import differing
from tests.kit.packages import package_from
from tests.kit.tied_sets import Case, Tied

Every = list[tuple[Case, Any]]
"""Cases, and what `evaluate` says of them."""

CASES = 4
"""So many cases of each set are asked about."""

CHANGED = 2
"""So many further cases of each set are asked why they have no other answer."""

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


def differences(seed: int, finer: bool = False) -> list[str]:
    """What is told otherwise than all ways to state a case show, of one set; nothing for a set that is none."""
    chance = Random(seed)
    tied = Tied(chance, finer)
    try:
        package = package_from(tied.text)
    except AssertionError:  # a cell asks for what its field cannot have
        return []
    every = [(case, package.evaluate(case)) for case in tied.every()]
    answers = [(case, result) for case, result in every if accepted(result)]
    found: list[str] = []
    for _ in range(CASES):
        stated = [name for name in tied.values if chance.random() < 0.4]
        case: Case = {name: chance.choice(_values(tied, package, name)) for name in stated}
        completed = [
            (one, result)
            for one, result in answers
            if case.items() <= _said(one, case).items() and not (finer and _follows_coarser(one, case))
        ]
        found += [f"{case}: {told}" for told in _told(package, tied, case, completed)]
    changed = [case for case, result in every if result.status != "invalid-input"]
    for case in [chance.choice(changed) for _ in range(CHANGED) if changed]:
        found += [f"{case}: {told}" for told in _changes_told(package, tied, case, every)]
    return found


def _values(tied: Tied, package: Any, name: str) -> list[object]:
    return [*tied.values[name], *(["unknown"] if package.SET.by_code[name].unknown else [])]


def _said(one: Case, case: Case) -> Case:
    """A case with what is left out of it as not known, where the other says that."""
    return {name: "unknown" for name in case if case[name] == "unknown"} | one


def _follows_coarser(one: Case, case: Case) -> bool:
    """Whether a part of a unit is stated beside days that the case gives: there it counts as it follows."""
    value = one.get("c")
    days = {"first", "last"} <= case.keys() and "unknown" not in (case["first"], case["last"])
    return days and "c" not in case and isinstance(value, float) and not value.is_integer()


def _told(package: Any, tied: Tied, case: Case, completed: Every) -> Iterator[str]:
    for table in package.SET.decisions:
        wanted = {answered(result, table.code) for _, result in completed}
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
        answers = [
            (one, _counting(answered(result, table.code), table.hit_policy)) for one, result in completed
        ]
        if outcomes.settled != (len({answer for _, answer in answers}) < 2):
            yield f"{table.code}: settled {outcomes.settled}, by completions {wanted}"
        for line in _asked(package, tied, case, possible, answers):
            yield f"{table.code}: {line}"


def _asked(
    package: Any, tied: Tied, case: Case, possible: Possible, answers: list[tuple[Case, Any]]
) -> Iterator[str]:
    """What matters and what is asked: nothing that is settled, everything that can change an answer alone.

    What changes no answer is asked for where the case as it stands has none, or where a score that is told lacks it.
    """
    matter, question = possible.matter(), possible.next_question()
    table_set = package.SET
    of_scores = table_set.dependencies.behind(score_codes(table_set), tables=False)
    lacking = question is not None and (
        not accepted(package.evaluate(case)) or question.code in of_scores - table_set.scores
    )
    if question is None and answers and package.evaluate(case).status == "invalid-input":
        yield "nothing is asked, and the case is refused as it stands"
    if possible.settled:
        if matter or (question is not None and (not lacking or question.code in case)):
            yield f"settled, and yet {matter} matter and {question and question.code} is asked"
        return
    if question is None or question.code in case or not (question.code in matter or lacking):
        yield f"{question and question.code} is asked, and {matter} matter"
    for name in tied.values:
        # who can state what is computed is asked for what it is computed from
        asked = {name, *package.SET.dependencies.behind((name,), tables=False)}
        if name not in case and asked.isdisjoint(matter) and _alone(name, answers):
            yield f"{name} can change the answer alone, and {matter} matter"


def _alone(name: str, answers: list[tuple[Case, Any]]) -> bool:
    """Whether two completions differ in one input alone and in the answer."""
    by_rest: dict[object, set[object]] = defaultdict(set)
    for one, answer in answers:
        by_rest[frozenset((key, value) for key, value in one.items() if key != name)].add(answer)
    return any(len(some) > 1 for some in by_rest.values())


def _changes_told(package: Any, tied: Tied, case: Case, every: Every) -> Iterator[str]:
    for table in package.SET.decisions:
        field = table.outputs[0]
        for value in {rule.answer[field]: None for rule in table.rules}:
            if value is None:
                continue
            told = why_not(package.SET, case, table.code, {field: value})
            least, accepted_least = _fewest(package, tied, case, every, table.code, field, value)
            sizes = {len(change.values) for change in told.changes}
            wrong = [
                change.values
                for change in told.changes
                if not _gives(package.evaluate({**case, **change.values}), table.code, field, value)
            ]
            if wrong:
                yield f"{table.code} = {value}: {wrong} do not lead there"
            if told.given != (least == 0) or (sizes and least is None):
                yield f"{table.code} = {value}: given {told.given}, changes {sizes}, fewest {least}"
            elif told.complete and least:
                # a case that lacks something may have an answer all the same: less than the whole may do
                most = accepted_least if accepted_least is not None else max(sizes, default=least)
                if not (sizes or accepted_least is None) or any(not least <= size <= most for size in sizes):
                    yield f"{table.code} = {value}: changes of {sizes}, fewest {least} ({accepted_least})"


def _gives(result: Any, decision: str, field: str, value: object) -> bool:
    answer = result.outputs.get(decision)
    answers = answer if isinstance(answer, tuple) else () if answer is None else (answer,)
    return any(one[field] == value for one in answers)


def _fewest(
    package: Any, tied: Tied, case: Case, every: Every, decision: str, field: str, value: object
) -> tuple[int | None, int | None]:
    """How many inputs have to change at least, and for a case that lacks nothing; None: nothing leads there."""
    least: int | None = None
    whole: int | None = None
    for one, result in every:
        if not _gives(result, decision, field, value):
            continue
        # a change leaves nothing out: what it takes back, and what is said to be not known, is said to be that
        unsaid = {name: "unknown" for name in case if name not in one}
        if unsaid and not _gives(package.evaluate({**one, **unsaid}), decision, field, value):
            continue
        left_out = [name for name in unsaid if case[name] != "unknown"]
        size = len(left_out) + sum(one[name] != case.get(name) for name in one)
        least = size if least is None else min(least, size)
        if accepted(result):
            whole = size if whole is None else min(whole, size)
    return least, whole


def _counting(answer: Any, policy: str) -> Any:
    return tuple(sorted(map(repr, answer))) if policy == "Collect" and answer is not None else answer


def main(count: int, first: int = 0, finer: bool = False) -> int:
    """How many of the sets are told otherwise."""
    look = partial(differences, finer=finer)
    return differing(look, count, first, what=f", {CASES} cases each", every=EVERY)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3]), finer="finer" in sys.argv) > 0)
