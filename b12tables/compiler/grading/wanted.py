"""What the worked cases of a table should show, and none does: its rules, that each column alone decides (`mcdc`),
which of two rules comes first, and the small mistakes that nobody would notice.

Boundaries, unknown values and neighbouring results are what the mutants are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from b12tables.compiler.grading.judging import Judged, MutantsOf
from b12tables.compiler.grading.mutants import Mutant
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import Budget, Masks, meet, uncovered

Reason = Literal["rule", "condition", "order", "mistake"]
"""Why a case is wanted: a rule gives the answer; a column alone decides; of two rules that hold one comes first; a
small mistake would go unnoticed."""


@dataclass(frozen=True)
class Wanted:
    """Something that a worked case should show. It does where it lies in one of the boxes of `region` (pieces of the
    columns of the table) and expects an answer that rests on the table.

    `rules` are the rules concerned, of an order the one that comes first before the other; `columns` are fields of
    which each alone decides between this and another case; `mutant` is the mistake.
    """

    reason: Reason
    decision: str
    rules: tuple[str, ...]
    region: tuple[Masks, ...]
    columns: tuple[str, ...] = ()
    mutant: Mutant | None = None

    def met(self, pieces: Masks) -> bool:
        """Whether a patient of whom the table sees these pieces shows it."""
        return any(all(meet(box, pieces)) for box in self.region)


def coverage(of: MutantsOf, budget: Budget) -> Iterator[Wanted]:
    """What cases should show of the rules of a table; what nobody can show is not wanted. Raises `BoundReached`."""
    for found in (_rules(of, budget), _orders(of, budget)):
        for wanted in found:
            region = tuple(box for box in wanted.region if of.arises(box))
            if region:
                yield replace(wanted, region=region)


def mistakes(judged: Iterable[Judged]) -> Iterator[Wanted]:
    """The mutants that nobody notices."""
    for one in judged:
        if one.outcome == "nobody" and one.region:
            mutant = one.mutant
            yield Wanted("mistake", mutant.decision, mutant.rules, one.region, mutant=mutant)


def _rules(of: MutantsOf, budget: Budget) -> Iterator[Wanted]:
    """Every rule where it gives the answer, or adds to it; the Otherwise row where no other rule holds."""
    ts, code = of.ts, of.ts.table.code
    for index, rule in enumerate(ts.table.rules):
        box = ts.grid.boxes[index]
        if all(box):
            region = uncovered(ts.grid, budget, box, ts.prevents[index]) if ts.single_hit else [box]
            yield Wanted("rule", code, (rule.id,), tuple(region))
    if ts.table.otherwise is not None:
        yield Wanted("rule", code, (ts.table.otherwise.id,), tuple(uncovered(ts.grid, budget)))


def _orders(of: MutantsOf, budget: Budget) -> Iterator[Wanted]:
    """Every two rules with other results that hold together, where one of them gives the answer and comes first."""
    ts = of.ts
    if not ts.policy.chooses:
        return
    for behind, box in enumerate(ts.grid.boxes):
        if not all(box):
            continue
        for first in bits(ts.grid.touching(box) & ts.prevents[behind]):
            if ts.rows[first] != ts.rows[behind]:
                shared = meet(ts.grid.boxes[first], box)
                region = tuple(uncovered(ts.grid, budget, shared, ts.prevents[first]))
                if region:
                    ids = (ts.rule(first).id, ts.rule(behind).id)
                    yield Wanted("order", ts.table.code, ids, region)
