"""# unused-input

**A condition column never changes the answer.** Whatever stands there for a patient, the table answers the
same. The column asks the user for nothing, and makes the table look more careful than it is.

## Example

```tables
## Fields
- age: number, 0..
- sex: choice (female, male)
- group: choice (child, adult)

## Decision: Age group
| | When | When | Then |
|---|---|---|---|
| Rule | Age | Sex | Group |
| R1 | < 18 | - | child |
| R2 | >= 18 | - | adult |
```

```findings
unused-input Sex
```

Also a column whose cells differ: of a row for women and a row for men that say the same, `mergeable-rules` is reported
as well.

## How to mend it

Delete the column, or write the condition that was meant.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from b12tables.compiler.model import KINDS, Extras, Finding, HitPolicy, aggregate
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import BoundReached, Budget, Grid, Masks
from b12tables.compiler.proof.table_space import Row, TableSpace, ranks
from b12tables.runtime.language import t

KIND = KINDS["unused-input"]


@dataclass(frozen=True)
class UnusedInput(Extras):
    """The field of the column."""

    field: str


FIRST_SHARE = Fraction(1, 100)
"""What a question gets of the bound at first, so that no hard one takes it from the others."""

SECOND_SHARE = Fraction(1, 2)
"""What all questions that were not settled so get at the end, of what is left by then."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each column on which no answer depends."""
    hard = []
    for ts in analysis.tables:
        columns = _Columns(analysis, ts)
        for c in range(len(ts.fields)):
            try:
                if not columns.matters(c, analysis.budget.share(FIRST_SHARE)):
                    yield _finding(analysis, ts, c)
            except BoundReached:
                hard.append((columns, c))
    left = analysis.budget.share(SECOND_SHARE)
    for place, (columns, c) in enumerate(hard):
        label = analysis.label(columns.ts.fields[c])
        budget = left.share(Fraction(1, len(hard) - place))
        ask = partial(columns.matters, c, budget)
        what = t("whether {label} ever changes the answer", label=label)
        if not analysis.bounded(columns.ts.table.code, what, ask, True):
            yield _finding(analysis, columns.ts, c)


def _finding(analysis: Analysis, ts: TableSpace, c: int) -> Finding:
    name = ts.fields[c]
    return KIND.finding(
        t("{label} never changes the answer", label=analysis.label(name)),
        places=tuple(clause.place for clause in ts.table.inputs if clause.field == name),
        decision=ts.table.code,
        help=(t("delete the column, or write the condition that was meant"),),
        extras=UnusedInput(name),
    )


Settled = Callable[[int, int, int], bool | None]
"""Whether two sets of rules that meet a region give different answers all over it; the third are those that do
not contain it. None: not all over it alike.
"""


class _Columns:
    """The columns of one table: does what stands in them ever matter?"""

    def __init__(self, analysis: Analysis, ts: TableSpace) -> None:
        self.ts, self.grid = ts, ts.grid
        self.otherwise = ts.hits.otherwise
        self.ranks = ranks(analysis.model, ts.table) if ts.policy is HitPolicy.OUTPUT_ORDER else []

    def matters(self, c: int, budget: Budget) -> bool:
        """Whether two pieces of a column ever lead to different answers. Raises `BoundReached`.

        Neighbours suffice: equality is transitive.
        """
        column = self.grid.columns[c]
        kinds = list(dict.fromkeys(column.touching(1 << piece) for piece in range(column.size)))
        for one, other in itertools.pairwise(kinds):
            search = _Search(self.grid, c, one, other, budget)
            if self._differ(search):
                return True
        return False

    def _differ(self, search: _Search) -> bool:
        """Whether the two sets of rules of a search give different answers somewhere in the other columns."""
        policy = self.ts.policy
        if policy.gives_list:
            return self._lists_differ(search)
        if policy.counts_each and self.otherwise is None:
            # what both sides add is left out: many tables are told apart by the few rules that differ
            if search.differ(search.apart, self._sums_differ):
                return True
            if policy is HitPolicy.COLLECT_COUNT:
                return False
        drop = self._without_beaten if policy.chooses else None
        return search.differ(self.grid.everyone, self._answers_differ, drop)

    def _lists_differ(self, search: _Search) -> bool:
        """Row by row: how often one row of results is given hangs on the rules alone that give it."""
        groups = self.ts.same_row
        rows = dict.fromkeys(self.ts.rows[i] for i in bits(search.apart))
        for row in rows:
            if row != self.otherwise and search.differ(groups[row], _numbers_differ):
                return True
        if self.otherwise in rows:
            assert self.otherwise is not None
            others = (search.one | search.other) & ~groups[self.otherwise]
            if search.differ(groups[self.otherwise], _numbers_known_to_differ, beside=others):
                return True
        # the same rows, but in the same order? Two lists are the same where they are the same for each two rows
        pairs = [(row, other) for row in rows for other in groups]
        return any(
            search.differ(groups[row] | groups[other], self._orders_differ)
            for row, other in pairs
            if other != row and self._ordered(row, other)
        )

    def _ordered(self, row: Row, other: Row) -> bool:
        """Whether the order of the rules decides which of two rows of results comes first."""
        if self.ts.policy is HitPolicy.OUTPUT_ORDER:
            place = self.ts.rows.index
            return self.ranks[place(row)] == self.ranks[place(other)]
        return self.ts.policy is HitPolicy.RULE_ORDER

    def _orders_differ(self, left: int, right: int, open_rules: int) -> bool | None:
        if open_rules:
            return None
        one, other = ([self.ts.rows[i] for i in bits(rules)] for rules in (left, right))
        # how often each of them is given was compared before
        return one != other and Counter(one) == Counter(other)

    def _sums_differ(self, left: int, right: int, open_rules: int) -> bool | None:
        if open_rules:
            return None
        return self._aggregated(left) != self._aggregated(right)

    def _aggregated(self, rules: int) -> Sequence[object]:
        rows = [self.ts.rows[i] for i in bits(rules)]
        columns = range(len(self.ts.table.outputs))
        return [aggregate(self.ts.policy, [row[c] for row in rows]) or 0 for c in columns]

    def _without_beaten(self, alive: int, open_rules: int) -> int:
        """The rules without those that never give the answer, because one that always holds comes first."""
        return self.ts.hits.remaining(alive, alive & ~open_rules)

    def _answers_differ(self, left: int, right: int, open_rules: int) -> bool | None:
        answers = self._answer(left, open_rules), self._answer(right, open_rules)
        return None if None in answers else answers[0] != answers[1]

    def _answer(self, alive: int, open_rules: int) -> object | None:
        """The answer where these rules touch a region (those not open contain it), or None where it is not
        settled.
        """
        ts, full = self.ts, alive & ~open_rules
        if not ts.single_hit:
            return None if full != alive else ts.hits.outcome(full) or t("no rule")
        decided = ts.hits.decided(alive, full)
        if decided is not None:
            return ts.rows[decided]
        if full != alive:
            return None
        if alive:
            # rules contradict each other; which ones do is told, and so may differ
            return full
        return self.otherwise or t("no rule")


def _numbers_differ(left: int, right: int, open_rules: int) -> bool | None:
    """Whether of two sets of rules different numbers hold."""
    fewest_left, fewest_right = (left & ~open_rules).bit_count(), (right & ~open_rules).bit_count()
    if fewest_left > right.bit_count() or fewest_right > left.bit_count():
        return True
    return None if (left | right) & open_rules else False


def _numbers_known_to_differ(left: int, right: int, open_rules: int) -> bool | None:
    """The same, said only where it is known which rules hold."""
    return None if open_rules else left.bit_count() != right.bit_count()


class _Search:
    """Two sets of rules, those that meet two pieces of a column: do they differ somewhere in the other columns?"""

    def __init__(self, grid: Grid, c: int, one: int, other: int, budget: Budget) -> None:
        self.grid, self.c, self.budget = grid, c, budget
        self.one, self.other = one, other
        self.apart = one ^ other
        """The rules that meet one of the pieces only."""

    def differ(
        self,
        among: int,
        settled: Settled,
        drop: Callable[[int, int], int] | None = None,
        beside: int | None = None,
    ) -> bool:
        """Whether, of some rules alone, the two sets differ somewhere. Raises `BoundReached`.

        `drop` takes away rules that make no difference in a region. `beside`: where no rule of the one set holds and
        one of the other, they differ only where one of these rules holds too.
        """
        one, other = self.one & among, self.other & among
        for region in self._regions(one ^ other):
            for here, left, right in self._leaves(region, one, other, settled, drop):
                if beside is None or {left.bit_count(), right.bit_count()} != {0, 1}:
                    return True
                if self._touching(here, beside):
                    return True
        return False

    def _regions(self, apart: int) -> Iterator[Masks]:
        """Where the sets can differ at all: in the rules that only one of them has."""
        for rule in bits(apart):
            box = self.grid.boxes[rule]
            if all(mask for c, mask in enumerate(box) if c != self.c):
                # the column itself is left out of every split: an empty mask is inside every rule's
                yield (*box[: self.c], 0, *box[self.c + 1 :])

    def _touching(self, box: Masks, among: int) -> int:
        for c, (column, mask) in enumerate(zip(self.grid.columns, box, strict=True)):
            if c != self.c and among:
                among &= column.touching(mask)
        return among

    def _leaves(
        self,
        region: Masks,
        one: int,
        other: int,
        settled: Settled,
        drop: Callable[[int, int], int] | None,
    ) -> Iterator[tuple[Masks, int, int]]:
        """The parts of a region all over which the sets differ, with the rules of each that hold there."""
        grid = self.grid
        stack = [(region, self._touching(region, one), self._touching(region, other))]
        while stack:
            box, left, right = stack.pop()
            self.budget.spend(1)
            open_rules = (left | right) & ~grid.containing(box, left | right)
            if drop is not None:
                left, right = drop(left, open_rules), drop(right, open_rules)
                open_rules &= left | right
            if left == right:
                continue
            found = settled(left, right, open_rules)
            if found is not None:
                if found:
                    yield box, left, right
                continue
            split, first, second = grid.pivot_split(box, open_rules)
            self.budget.spend(grid.cost)
            for side in (second, first):
                touching = grid.columns[split].touching(side)
                part = (*box[:split], side, *box[split + 1 :])
                stack.append((part, left & touching, right & touching))
