"""The worked cases that are missing most: patients who between them show what no case shows yet.

A patient is looked for where many of the regions that are wanted meet (a greedy set cover). What one shows is then
counted exactly: as the tables see that patient, in every table that is asked about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from b12tables.compiler.grading.judging import DEFAULT_BOUND, DEFAULT_WHOLE, Grading, MutantsOf, by_weight
from b12tables.compiler.grading.mcdc import mcdc
from b12tables.compiler.grading.wanted import Reason, Wanted, coverage, mistakes
from b12tables.compiler.model import Answer, Model, Value, evaluate
from b12tables.compiler.proof.analysis import DEFAULT_MEMORY
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import BoundReached, Grid, Masks, meet, size

REASONS: tuple[Reason, ...] = ("rule", "condition", "order", "mistake")

SEEDS = 16
"""From so many regions a place is looked for where many meet."""

BESIDE = 12
"""So many boxes are weighed against each other when a place is narrowed."""


@dataclass(frozen=True)
class Proposal:
    """A patient who shows what no worked case shows: `met`, with what an earlier proposal shows left out.

    `given` is in the form of `eval`, `values` the same as values; `today` is what the tables answer, for each decision
    that something is shown of: not what they should.
    """

    given: Mapping[str, object]
    values: Mapping[str, Value]
    met: tuple[Wanted, ...]
    today: Mapping[str, Answer]

    @property
    def decisions(self) -> tuple[str, ...]:
        """The decisions whose answer the case should expect."""
        return tuple(self.today)


@dataclass(frozen=True)
class Proposals:
    """Proposals, the most telling first; `wanted` is all that worked cases do not show, `shown` how much they show.

    `unsettled` are decisions of which not everything was found out within the bound.
    """

    model: Model
    proposals: tuple[Proposal, ...]
    wanted: tuple[Wanted, ...]
    shown: int
    unsettled: tuple[str, ...] = ()

    @property
    def met(self) -> int:
        """How much of what is wanted the proposals show."""
        return sum(len(one.met) for one in self.proposals)


def propose(
    model: Model,
    most: int,
    codes: Collection[str] | None = None,
    reasons: Collection[Reason] = REASONS,
    bound: float = DEFAULT_BOUND,
    memory: int = DEFAULT_MEMORY,
    whole: float = DEFAULT_WHOLE,
) -> Proposals:
    """The `most` worked cases that are missing most, of a model without errors.

    `codes`: cases for these decisions only; `reasons`: wanted for these reasons only; `bound` limits each mutant, and
    each of the other questions about a table, and `whole` all of them, in seconds' worth of steps; `memory` is in
    megabytes. Raises `TooLarge` for a table of which no mutants are made.
    """
    grading = Grading(model, bound, memory, whole)
    wanted = [code for code in by_weight(model) if codes is None or code in codes]
    tables = [table for code in wanted for table in _Open.of(grading, code, reasons)]
    everything = tuple(one for table in tables for one in table.left)
    found: list[Proposal] = []
    while len(found) < most:
        proposal = _next(model, tables)
        if proposal is None:
            break
        found.append(proposal)
    shown = sum(table.shown for table in tables)
    unsettled = tuple(code for code in wanted if not any(t.code == code and t.settled for t in tables))
    return Proposals(model, tuple(found), everything, shown, unsettled)


@dataclass
class _Open:
    """What is still to be shown of a table."""

    table: MutantsOf
    left: list[Wanted]
    shown: int
    settled: bool
    place: tuple[int, Masks, Mapping[str, Value]] | None = None
    """Where much of it meets, with a patient; None: not looked for since something was shown."""

    @property
    def code(self) -> str:
        return self.table.code

    @classmethod
    def of(cls, grading: Grading, code: str, reasons: Collection[Reason]) -> Iterator[_Open]:
        """The table of a decision; nothing where it has too many pieces."""
        changes = grading.mutants(code) if "mistake" in reasons else []
        one = grading.table(code, changes)
        if one is None:
            return
        settled = True
        seen = list(_watched(one))
        found: list[Wanted] = []
        missing: list[Wanted] = []
        try:
            budget = grading.budget()
            with one.analysis.reach.within(budget):
                found += (w for w in coverage(one, budget) if w.reason in reasons)
                missing += mcdc(one, seen, budget) if "condition" in reasons else ()
        except BoundReached:
            settled = False
        open_ones = [w for w in found if not any(map(w.met, seen))]
        judged = list(map(one.judged, changes))
        settled = settled and not any(j.outcome == "not settled" for j in judged)
        left = [*open_ones, *missing, *mistakes(judged)]
        noticed = sum(j.outcome == "case" for j in judged)
        yield cls(one, left, len(found) - len(open_ones) + noticed, settled)

    def show(self, pieces: Masks) -> list[Wanted]:
        """Takes away what a patient shows of whom the table sees these pieces; it."""
        met = [wanted for wanted in self.left if wanted.met(pieces)]
        if met:
            known = {id(wanted) for wanted in met}
            self.left = [wanted for wanted in self.left if id(wanted) not in known]
            self.place = None
        return met

    def best(self) -> tuple[int, Masks, Mapping[str, Value]] | None:
        """A place where much of what is left meets, how much, and a patient in it."""
        while self.place is None and self.left:
            self.place = self._found()
            if self.place is None:
                # nobody can be where the first of them is wanted, or it was not found out
                self.left = self.left[1:]
        return self.place

    def _found(self) -> tuple[int, Masks, Mapping[str, Value]] | None:
        meeting = _Meeting(self.table, self.left)
        seeds = sorted(range(len(self.left)), key=lambda n: (len(self.left[n].region), n))[:SEEDS]
        places = {place: None for n in seeds for place in meeting.places(n)}
        ranked = sorted(places, key=meeting.count, reverse=True)
        for place in [*ranked, *self.left[0].region]:
            shown = self.table.analysis.shown(self.table.ts, place)
            if shown is not None:
                return meeting.count(shown[0]), *shown
        return None


def _watched(of: MutantsOf) -> Iterator[Masks]:
    """What the table sees of the worked cases that expect an answer which rests on it."""
    for pieces, cases in of.seen.items():
        for case, _ in cases:
            if of.code in of.model.upstream(line.field for line in case.expect):
                yield pieces
                break


class _Meeting:
    """The regions of what is wanted of a table, and where many of them meet."""

    def __init__(self, of: MutantsOf, wanted: Sequence[Wanted]) -> None:
        self.of, self.wanted = of, wanted
        self.boxes = [box for one in wanted for box in one.region]
        self.owner = [n for n, one in enumerate(wanted) for _ in one.region]
        grid = of.ts.grid
        sizes = [column.size for column in grid.columns]
        self.grid = Grid(sizes, [column.ordered for column in grid.columns], self.boxes)

    def count(self, place: Masks) -> int:
        """How many of the regions contain a place."""
        touching = self.grid.touching(place)
        return len({self.owner[n] for n in bits(self.grid.containing(place, touching))})

    def _met(self, place: Masks) -> int:
        """How many of the regions meet a place."""
        return len({self.owner[n] for n in bits(self.grid.touching(place))})

    def places(self, seed: int) -> Iterator[Masks]:
        """Places in a region where many others meet it."""
        for box in self.wanted[seed].region[:2]:
            yield self._narrowed(box)

    def _narrowed(self, place: Masks) -> Masks:
        """A box, narrowed to where as many regions as can be found meet within it and somebody can be."""
        while True:
            best = sorted({*self._parts(place)}, key=lambda part: (-self._met(part), -size(part), part))
            chosen = next(filter(self._somebody, best), None)
            if chosen is None:
                return place
            place = chosen

    def _somebody(self, place: Masks) -> bool:
        try:
            return self.of.arises(place)
        except BoundReached:
            return False

    def _parts(self, place: Masks) -> Iterator[Masks]:
        """What a place shares with some of the regions that meet it and do not contain it."""
        touching = self.grid.touching(place)
        inside = {self.owner[n] for n in bits(self.grid.containing(place, touching))}
        others = [n for n in bits(touching) if self.owner[n] not in inside]
        for n in others[:BESIDE]:
            yield meet(place, self.boxes[n])


def _next(model: Model, tables: Sequence[_Open]) -> Proposal | None:
    """The patient who shows most, with what it is; that is taken away from what is left."""
    places = [place for table in tables if (place := table.best()) is not None]
    if not places:
        return None
    _, _, values = max(places, key=lambda place: place[0])
    evaluation = evaluate(model, values)
    inputs = {step.decision: step.inputs for step in evaluation.steps}
    met: list[Wanted] = []
    for table in tables:
        if table.code in inputs:
            met += table.show(table.table.pieces(inputs[table.code]))
    today = {one.decision: evaluation.outputs[one.decision] for one in met}
    given = tables[0].table.analysis.as_given(values)
    return Proposal(given, values, tuple(met), today)
