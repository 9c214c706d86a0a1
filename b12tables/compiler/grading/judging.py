"""Who would notice a mistake: each mutant put to the check of the tables, the worked cases and the safety rules.

All mutants of a table are judged over one space, cut at what any of them says. What the table sees of a patient is the
same in each of them, so the patients whose answer changes are found in the table's own grid, and only there the worked
cases and the safety rules are asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from b12tables.compiler.grading.mutants import Mutant, mutants, tests_of
from b12tables.compiler.grading.touched import Touched, touched_by
from b12tables.compiler.model import (
    Answer,
    Anything,
    Case,
    DecisionTable,
    Model,
    SafetyRule,
    Taken,
    Test,
    Trouble,
    Value,
    evaluate,
    passes,
    remembering,
    run_case,
    take_decision,
    values_after,
)
from b12tables.compiler.proof.analysis import DEFAULT_MEMORY, STEPS_PER_SECOND, Analysis, steps_of
from b12tables.compiler.proof.axes import Axis
from b12tables.compiler.proof.changed_answers import changed_answers, changed_lists
from b12tables.compiler.proof.grid import BoundReached, Budget, Masks, meet, size, uncovered
from b12tables.compiler.proof.pair_proof import refute
from b12tables.compiler.proof.safety_proof import judge, verdicts
from b12tables.compiler.proof.table_space import Space, TableSpace
from b12tables.runtime.words import how_many

Outcome = Literal["refused", "same", "case", "safety rule", "nobody", "not settled"]
"""What became of a mutant: `check` would refuse it (a gap, an overlap, in the table itself; where no case fails, in one
below); it answers everybody alike; a worked case fails; a safety rule is broken, and no case fails; nobody notices; the
bound was reached."""

DEFAULT_BOUND = 2.0
"""Seconds' worth of steps for one mutant."""

DEFAULT_WHOLE = 600.0
"""Seconds' worth of steps for all of them."""

LARGE = 2_000_000
"""A mutant is a table of its own: of tables in which rows times what they say is more, their mutants are not made."""

STEPS_OF_A_MUTANT = 500
"""So much is done for each mutant, whatever it is like."""

STEPS_OF_A_ROW = 10
"""So much for each row of its table."""

ASKED_BY_PART = 12
"""Up to so many parts of a changed region are put to a safety rule one by one."""


@dataclass(frozen=True)
class Judged:
    """A mutant and what became of it.

    `by` names the first worked case, or safety rule, that notices. Of one that nobody notices `example` is a patient
    who gets another answer, in the form of `eval`; `share` says for how much of what the table tells apart.
    """

    mutant: Mutant
    outcome: Outcome
    by: str = ""
    example: Mapping[str, object] | None = None
    before: Answer | None = None
    after: Answer | None = None
    share: float = 0.0
    region: tuple[Masks, ...] = ()
    """Of one that nobody notices: whose answer changes, as pieces of the columns of its table (`MutantsOf.space`)."""


def by_weight(model: Model) -> list[str]:
    """The decisions, those first that matter most: the answers in their order, then what is behind them, from the last
    to the first.
    """
    return [*dict.fromkeys([*model.answers, *model.folded, *reversed([*model.decision])])]


class _Cut(Space):
    """The space of a model, cut also where some tests ask."""

    def __init__(self, like: Space, also: Sequence[tuple[str, Test]]) -> None:
        self._also = also
        super().__init__(like.model, like.common, like)

    def _touched(self, other: Model) -> dict[str, None]:
        return dict.fromkeys(name for name, _ in self._also)

    def _tests(self, fields: Mapping[str, object]) -> Iterator[tuple[str, Test]]:
        yield from super()._tests(fields)
        yield from self._also


class _Given(Space):
    """The space of a changed model over axes that are cut already."""

    def __init__(self, model: Model, like: Space) -> None:
        self._given = like
        super().__init__(model, like.common)

    def _make_axes(self) -> Mapping[str, Sequence[Test]]:
        self.axes: dict[str, Axis] = dict(self._given.axes)
        self.too_many = dict(self._given.too_many)
        return {}


class TooLarge(ValueError):
    """A table has so many rows and cells that its small mistakes are not tried; the message says which."""


class Grading:
    """The mutants of one model, judged. The model has to be without errors; `bound` is for each mutant, `whole` for
    all of them, in seconds.
    """

    def __init__(
        self,
        model: Model,
        bound: float = DEFAULT_BOUND,
        memory: int = DEFAULT_MEMORY,
        whole: float = DEFAULT_WHOLE,
    ) -> None:
        self.model, self.bound, self.memory = model, bound, memory
        self.left = steps_of(whole)
        self.analysis = Analysis(model, memory=memory)
        self.deciding = remembering()
        """The decisions that worked cases need, taken once for all mutants."""
        self._total: dict[str, bool] = {}

    def of(self, code: str) -> Iterator[Judged]:
        """Every mutant of a decision, judged."""
        found = self.mutants(code)
        one = self.table(code, found)
        yield from (Judged(m, "not settled") if one is None else one.judged(m) for m in found)

    def mutants(self, code: str) -> list[Mutant]:
        """Every mutant of a decision. Raises `TooLarge`."""
        table = self.model.decision[code]
        said = sum(not isinstance(cell.test, Anything) for rule in table.rules for cell in rule.conditions)
        if len(table.rules) * (said + len(table.rules) * len(table.outputs)) > LARGE:
            raise TooLarge(
                f"{table.label} has {how_many(len(table.rules), 'rule')} and {how_many(said, 'condition')}"
            )
        return list(mutants(self.model, table))

    def budget(self) -> Budget:
        """The steps for one question: of what is left for all of them. Raises `BoundReached` where nothing is."""
        if self.left.spent:
            raise BoundReached
        assert self.left.limit is not None
        one = int(self.bound * STEPS_PER_SECOND)
        return Budget(min(one, self.left.limit - self.left.used), self.left)

    def table(self, code: str, found: Iterable[Mutant]) -> MutantsOf | None:
        """The table of a decision over columns that are cut where some mutants ask, too; None where these are too many
        pieces.
        """
        space = _Cut(self.analysis.space, list(tests_of(found)))
        ts = space.tables.get(code)
        return None if ts is None else MutantsOf(self, ts, space)

    @cached_property
    def held(self) -> tuple[SafetyRule, ...]:
        """The safety rules that hold today: one that does not, notices nothing."""
        fine = ("proved", "vacuous")
        return tuple(v.rule for v in verdicts(self.analysis) if v.outcome in fine)

    def total(self, ts: TableSpace) -> bool:
        """Whether a table answers for all that its columns can say, whoever stands above it."""
        code = ts.table.code
        if code not in self._total:
            try:
                self._total[code] = ts.always_answers(steps_of(self.bound))
            except BoundReached:
                self._total[code] = False
        return self._total[code]


class MutantsOf:
    """The mutants of one table, over columns that are cut where any of them asks."""

    def __init__(self, grading: Grading, ts: TableSpace, space: Space) -> None:
        self.grading, self.ts, self.space = grading, ts, space
        self.model, self.code = grading.model, ts.table.code
        self.analysis = Analysis(self.model, space=space, memory=grading.memory)
        self.safety = [rule for rule in grading.held if self.code in self.model.upstream(rule.fields)]
        self.scores = any(
            self.model.derived(name) and self.code in self.model.upstream([name]) for name in self.model.parts
        )

    def judged(self, mutant: Mutant) -> Judged:
        """What becomes of a mutant."""
        try:
            budget = self.grading.budget()
            budget.spend(STEPS_OF_A_MUTANT + STEPS_OF_A_ROW * len(mutant.table.rules))
            with self.analysis.reach.within(budget):
                return self._judged(mutant, budget)
        except BoundReached:
            return Judged(mutant, "not settled")

    def regions(self, mutant: Mutant, budget: Budget) -> tuple[bool, list[Masks]]:
        """Whether somebody loses an answer, and whose answer is another; nobody who cannot exist is among them."""
        changed, lost = self._changed(mutant, budget)
        if any(map(self.arises, lost)):
            return True, []
        return False, [box for box in changed if self.arises(box)]

    def _judged(self, mutant: Mutant, budget: Budget) -> Judged:
        lost, changed = self.regions(mutant, budget)
        if lost:
            return Judged(mutant, "refused")
        if not changed:
            return Judged(mutant, "same")
        touched = touched_by(self.model, self.ts.table, mutant.table)
        case = self._failing(mutant, changed, touched)
        if case is not None:
            return Judged(mutant, "case", case.id)
        after = _Changed(self, mutant, budget)
        if after.loses_below(touched.decisions):
            return Judged(mutant, "refused")
        for rule in self.safety:
            if touched.concerns(rule) and after.breaks(rule, changed):
                return Judged(mutant, "safety rule", rule.id)
        return self._unnoticed(mutant, changed)

    def _changed(self, mutant: Mutant, budget: Budget) -> tuple[list[Masks], list[Masks]]:
        """Where the table gives another answer, and where it no longer gives one, whether it can arise or not."""
        if mutant.table.hit_policy.gives_list:
            return [*changed_lists(self.analysis, self.ts, mutant.table, budget)], []
        found = list(changed_answers(self.analysis, self.ts, mutant.table, budget))
        lost = [change.box for change in found if isinstance(change.after, Trouble)]
        return [change.box for change in found if not isinstance(change.after, Trouble)], lost

    def arises(self, box: Masks) -> bool:
        return self.analysis.arises(self.ts, box)

    def _unnoticed(self, mutant: Mutant, changed: Sequence[Masks]) -> Judged:
        shown = self.analysis.shown(self.ts, changed[0])
        share = sum(map(size, changed)) / size(self.ts.grid.full)
        if shown is None:
            return Judged(mutant, "nobody", share=share, region=tuple(changed))
        case = shown[1]
        before, after = (
            evaluate(model, case).outputs.get(self.code) for model in (self.model, mutant.apply(self.model))
        )
        return Judged(
            mutant, "nobody", "", self.analysis.as_given(case), before, after, share, tuple(changed)
        )

    # ---------------------------------------------------------------- worked cases

    @cached_property
    def seen(self) -> dict[tuple[int, ...], list[tuple[Case, Mapping[str, Value]]]]:
        """The worked cases by what the table sees of them, as pieces of its columns; each with all its values."""
        found: dict[tuple[int, ...], list[tuple[Case, Mapping[str, Value]]]] = {}
        for case, evaluation in zip(self.model.cases, self.grading.analysis.worked.evaluations, strict=True):
            step = next((step for step in evaluation.steps if step.decision == self.code), None)
            if step is not None:
                pieces = self.pieces(step.inputs)
                values = values_after({}, evaluation)
                found.setdefault(pieces, []).append((case, values))
        return found

    def pieces(self, inputs: Mapping[str, Value]) -> Masks:
        """What the table sees of a patient, as pieces of its columns."""
        axes = self.space.axes
        return tuple(axes[name].value_mask(inputs[name]) for name in self.ts.fields)

    def _failing(self, mutant: Mutant, changed: Sequence[Masks], touched: Touched) -> Case | None:
        """The first worked case that comes out otherwise than it expects."""
        model = mutant.apply(self.model)
        again = [mutant.table, *(self.model.decision[code] for code in touched.decisions)]
        for pieces, cases in self.seen.items():
            if not any(all(meet(box, pieces)) for box in changed):
                continue
            for case, values in cases:
                asks = self.scores or any(touched.tells(line) for line in case.expect)
                if asks and self._fails(model, case, values, again):
                    return case
        return None

    def _fails(
        self, model: Model, case: Case, values: Mapping[str, Value], again: Sequence[DecisionTable]
    ) -> bool:
        """Whether a case fails where some decisions are taken again."""
        known = dict(values)
        try:
            for table in again:
                seen = {name: known[name] for name in table.input_fields}
                known |= self._deciding(model, table, seen).after
        except (
            Exception
        ):  # one of them has no answer: however it says so, the whole case tells what comes of it
            return bool(run_case(model, case, self._deciding).misses)
        if self.scores:
            return bool(run_case(model, case, self._deciding).misses)
        return not all(line.field in known and passes(line.test, known[line.field]) for line in case.expect)

    def _deciding(self, whole: Model, table: DecisionTable, seen: Mapping[str, Value]) -> Taken:
        # what the changed table says is not worth remembering
        changed = table.code == self.code
        return (take_decision if changed else self.grading.deciding)(whole, table, seen)


def loses(analysis: Analysis, code: str, budget: Budget) -> bool:
    """Whether a patient gets no answer of a decision: there is a gap, or two rows contradict each other."""
    ts = analysis.space.tables[code]
    boxes: list[Masks] = [*ts.clash_boxes(budget)]
    if ts.needs_cover:
        boxes += uncovered(ts.grid, budget)
    return any(analysis.arises(ts, box) for box in boxes)


class _Changed:
    """One mutant under analysis, as far as somebody asks."""

    def __init__(self, of: MutantsOf, mutant: Mutant, budget: Budget) -> None:
        self.of, self.mutant, self.budget = of, mutant, budget

    @cached_property
    def analysis(self) -> Analysis:
        """The changed model as pieces. Where totals follow from the table, they are cut anew."""
        of, model = self.of, self.mutant.apply(self.of.model)
        space = (
            Space(model, of.space.common, of.grading.analysis.space) if of.scores else _Given(model, of.space)
        )
        return Analysis(model, space=space, memory=of.grading.memory, budget=self.budget)

    def loses_below(self, codes: Iterable[str]) -> bool:
        """Whether a patient loses an answer of a table below."""
        tables = self.of.grading.analysis.space.tables
        return any(
            loses(self.analysis, code, self.budget)
            for code in codes
            if not self.of.grading.total(tables[code])
        )

    def breaks(self, rule: SafetyRule, changed: Sequence[Masks]) -> bool:
        """Whether a safety rule that holds today is broken."""
        if rule.worse is not None:
            return any(broken is not None for broken in refute(self.analysis, rule))
        reach = self.analysis.reach
        for line in rule.must:
            for box in reach.boxes(rule.when, negated=line):
                # nobody else can break it than a patient who gets another answer
                for masks in self._parts(box, changed):
                    if reach.witness(masks, about=[*rule.fields]) is not None:
                        return judge(self.analysis, rule, count=False).outcome == "broken"
        return False

    def _parts(self, box: Mapping[str, int], changed: Sequence[Masks]) -> Iterable[Mapping[str, int]]:
        """A question, put to each part of the changed region; to everybody where these are many."""
        if len(changed) > ASKED_BY_PART or self.of.scores:
            return [box]
        fields, full = self.of.ts.fields, self.of.space.axes
        return [
            {
                **box,
                **{n: m & box.get(n, full[n].full) for n, m in zip(fields, part, strict=True)},
            }
            for part in changed
        ]
