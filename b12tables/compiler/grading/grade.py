"""The grade of a table set: of the small mistakes that `check` would let pass, how many somebody notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from b12tables.compiler.grading.judging import (
    DEFAULT_BOUND,
    DEFAULT_WHOLE,
    Grading,
    Judged,
    Outcome,
    by_weight,
)
from b12tables.compiler.grading.moved import Moved, MovedThreshold, moved_thresholds
from b12tables.compiler.model import Model
from b12tables.compiler.proof.analysis import DEFAULT_MEMORY


@dataclass(frozen=True)
class Score:
    """How many mutants of something came to what."""

    counts: Mapping[Outcome, int]

    @property
    def noticed(self) -> int:
        """Those that a worked case or a safety rule notices."""
        return self.counts.get("case", 0) + self.counts.get("safety rule", 0)

    @property
    def graded(self) -> int:
        """Those that count: `check` lets them pass, and somebody gets another answer."""
        return self.noticed + self.counts.get("nobody", 0)

    @property
    def share(self) -> float | None:
        """Of those that count the part that is noticed; None where none counts."""
        return self.noticed / self.graded if self.graded else None


@dataclass(frozen=True)
class Grade:
    """Every mutant of some decisions of a model, judged."""

    model: Model
    judged: Mapping[str, tuple[Judged, ...]]
    thresholds: tuple[MovedThreshold, ...] = ()
    """The thresholds moved by a step, where these were tried: they belong to no decision alone."""

    @cached_property
    def scores(self) -> Mapping[str, Score]:
        """The score of each decision."""
        return {code: Score(Counter(one.outcome for one in judged)) for code, judged in self.judged.items()}

    @property
    def score(self) -> Score:
        """The score of all of them."""
        total: Counter[Outcome] = Counter(one.outcome for one in self.thresholds)
        for score in self.scores.values():
            total.update(score.counts)
        return Score(total)

    @cached_property
    def unnoticed(self) -> tuple[Judged, ...]:
        """The mutants that nobody notices, those first that matter most: in the order of the answers, then of what is
        behind them; of one decision those that concern most of what it tells apart.
        """
        place = {code: n for n, code in enumerate(by_weight(self.model))}
        every = [one for judged in self.judged.values() for one in judged]
        found = filter(lambda one: one.outcome == "nobody", every)
        return tuple(sorted(found, key=lambda one: (place[one.mutant.decision], -one.share)))


def grade(
    model: Model,
    codes: Collection[str] | None = None,
    bound: float = DEFAULT_BOUND,
    memory: int = DEFAULT_MEMORY,
    moved: Moved | None = None,
    whole: float = DEFAULT_WHOLE,
) -> Grade:
    """Grades the worked cases and the safety rules of a model without errors.

    `codes`: of these decisions only; `bound` limits each mutant and `whole` all of them, in seconds' worth of steps,
    `memory` is in megabytes. Raises `TooLarge` for a table of which no mutants are made.
    `moved` gives the model of the same sheets with a threshold moved; without it, or with `codes`, none is.
    """
    grading = Grading(model, bound, memory, whole)
    wanted = [code for code in model.decision if codes is None or code in codes]
    judged = {code: tuple(grading.of(code)) for code in wanted}
    thresholds = tuple(moved_thresholds(grading, moved)) if moved is not None and codes is None else ()
    return Grade(model, judged, thresholds)
