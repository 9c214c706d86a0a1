"""The worked cases of a table set: what each one gives, and which rules they exercise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from b12tables.compiler.model.evaluate import Decide, Evaluation, evaluate, scores_after
from b12tables.compiler.model.tables import Case, FieldTest, Model
from b12tables.compiler.model.unary_tests import Value, passes, value_text


class Miss(NamedTuple):
    """One expectation that a case does not meet: the test, and the value that came (None: no answer at all)."""

    expected: FieldTest
    came: str | None


class CaseResult(NamedTuple):
    """One worked case, evaluated."""

    case: Case
    evaluation: Evaluation
    misses: tuple[Miss, ...]


class CasesReport(NamedTuple):
    """All worked cases, and for each decision the rules that no case exercises."""

    results: tuple[CaseResult, ...]
    exercised: Mapping[str, tuple[str, ...]]
    unexercised: Mapping[str, tuple[str, ...]]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        return tuple(result for result in self.results if result.misses)

    @property
    def coverage(self) -> tuple[int, int]:
        """How many rules some case exercises, and how many there are."""
        covered = sum(map(len, self.exercised.values()))
        return covered, covered + sum(map(len, self.unexercised.values()))


def evaluated(model: Model, case: Case, deciding: Decide | None = None) -> Evaluation:
    """One case by the reference. A column `today` under Given is the day that the case counts to."""
    return evaluate(model, *stated_by(case), deciding)


def stated_by(case: Case) -> tuple[dict[str, Value], date | None]:
    """What a case gives, and the day that it counts to."""
    today = case.given.get("today")
    given = {name: value for name, value in case.given.items() if name != "today"}
    return given, today if isinstance(today, date) else None


def run_case(model: Model, case: Case, deciding: Decide | None = None) -> CaseResult:
    """One case by the reference, and which of its expectations it misses."""
    evaluation = evaluated(model, case, deciding)
    values: dict[str, Value] = {}
    for step in evaluation.steps:
        values.update(step.after)
    if any(test.field not in values for test in case.expect):
        given, today = stated_by(case)
        values |= scores_after(model, given, evaluation, today)
    misses = tuple(
        Miss(test, value_text(values[test.field]) if test.field in values else None)
        for test in case.expect
        if test.field not in values or not passes(test.test, values[test.field])
    )
    return CaseResult(case, evaluation, misses)


def run_cases(model: Model) -> CasesReport:
    """Every worked case of the set. A rule counts as exercised when it is among those that gave an answer."""
    results = tuple(run_case(model, case) for case in model.cases)
    steps = [step for result in results for step in result.evaluation.steps]
    fired = {(step.decision, rule) for step in steps for rule in step.rules}
    exercised, unexercised = {}, {}
    for table in model.decisions:
        ids = [rule.id for rule in table.rules] + ([table.otherwise.id] if table.otherwise else [])
        exercised[table.code] = tuple(rule for rule in ids if (table.code, rule) in fired)
        unexercised[table.code] = tuple(rule for rule in ids if (table.code, rule) not in fired)
    return CasesReport(results, exercised, unexercised)
