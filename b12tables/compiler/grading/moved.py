"""Thresholds moved by a step: a mistake in one cell that many rows, safety rules, cases and labels follow.

What names the threshold moves with it, worked cases too: whoever is to notice has to say a number of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from b12tables.compiler.grading.judging import Grading, Outcome, loses
from b12tables.compiler.grading.mutants import Mutant, last_place, meaning
from b12tables.compiler.model import Model, Threshold, run_case
from b12tables.compiler.proof.analysis import Analysis, steps_of
from b12tables.compiler.proof.grid import BoundReached, Budget
from b12tables.compiler.proof.safety_proof import verdicts

Moved = Callable[[Mapping[str, Fraction]], Model | None]
"""The model of the same sheets with other numbers in the place of some thresholds, by name; None where reading such
sheets finds an error."""


@dataclass(frozen=True)
class MovedThreshold:
    """A threshold with another number, and what became of it. `decisions` are those whose rows follow it."""

    threshold: Threshold
    after: Threshold
    outcome: Outcome
    by: str = ""
    decisions: tuple[str, ...] = ()
    example: Mapping[str, object] | None = None
    """Of one that nobody notices: a patient who gets another answer in the first of the decisions."""

    @property
    def words(self) -> str:
        """What the mistake is."""
        return f'threshold moved: {self.threshold.name} from "{self.threshold.written}" to "{self.after.written}"'


def moved_thresholds(grading: Grading, moved: Moved) -> Iterator[MovedThreshold]:
    """Every threshold moved up and down by one in the last place in which it is written, judged."""
    for threshold in grading.model.thresholds:
        step = last_place(threshold.number)
        for number in (threshold.number + step, threshold.number - step):
            yield _judged(
                grading, threshold, replace(threshold, number=number), moved({threshold.name: number})
            )


def _judged(grading: Grading, before: Threshold, after: Threshold, model: Model | None) -> MovedThreshold:
    if model is None:
        return MovedThreshold(before, after, "refused")
    found = list(_changed_tables(grading.model, model, before))
    told = MovedThreshold(before, after, "same", decisions=tuple(mutant.decision for mutant in found))
    try:
        return _put(grading, told, model, found)
    except BoundReached:
        return replace(told, outcome="not settled")


def _changed_tables(before: Model, after: Model, threshold: Threshold) -> Iterator[Mutant]:
    """The tables whose rows say something else, each as a mutant of its own."""
    for table in before.decisions:
        other = after.decision[table.code]
        pairs = zip(other.rows, table.rows, strict=True)
        rows = [row for row, was in pairs if meaning(row) != meaning(was)]
        if rows:
            names = tuple(row.id for row in rows)
            tests = tuple(
                (name, cell.test)
                for row in rows
                for name, cell in zip(other.input_fields, row.conditions, strict=False)
            )
            yield Mutant("threshold moved", table.code, names, threshold.place, other, tests=tests)


def _put(grading: Grading, told: MovedThreshold, model: Model, found: Sequence[Mutant]) -> MovedThreshold:
    """The moved threshold put to the tables, the worked cases and the safety rules, in this order."""
    grading.budget()  # nothing is begun where nothing is left
    budget = Budget(steps_of(grading.bound * (1 + len(found))).limit, grading.left)
    example = None
    for mutant in found:
        table = grading.table(mutant.decision, [mutant])
        if table is None:
            return replace(told, outcome="not settled")
        lost, changed = table.regions(mutant, budget)
        if lost:
            return replace(told, outcome="refused")
        if changed and example is None:
            shown = table.analysis.shown(table.ts, changed[0])
            example = table.analysis.as_given(shown[1]) if shown else {}
    if example is None:
        return told
    failing = next((case.id for case in model.cases if run_case(model, case).misses), "")
    if failing:
        return replace(told, outcome="case", by=failing)
    analysis = Analysis(model, memory=grading.memory, budget=budget)
    if any(loses(analysis, code, budget) for code in model.decision):
        return replace(told, outcome="refused")
    held = {rule.id for rule in grading.held}
    broken = next((v.rule.id for v in verdicts(analysis) if v.outcome == "broken" and v.rule.id in held), "")
    if broken:
        return replace(told, outcome="safety rule", by=broken)
    return replace(told, outcome="nobody", example=example)
