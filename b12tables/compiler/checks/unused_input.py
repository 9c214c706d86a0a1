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
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from b12tables.compiler.analysis import Analysis
from b12tables.compiler.finding import Finding
from b12tables.compiler.model import HitPolicy
from b12tables.compiler.network import aggregate
from b12tables.compiler.partition import Budget
from b12tables.compiler.pieces import bits
from b12tables.compiler.space import TableSpace, row_of

NAME = "unused-input"


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each column on which no answer depends."""
    for ts in analysis.tables:
        for c, name in enumerate(ts.fields):
            label = analysis.label(name)
            budget = analysis.budget.share(Fraction(1, 100))
            matters = analysis.bounded(
                ts.table.code,
                f"whether {label} ever changes the answer",
                partial(_matters, ts, c, budget),
                True,
            )
            if not matters:
                heads = tuple(clause.place for clause in ts.table.inputs if clause.field == name)
                yield Finding(
                    NAME,
                    "warning",
                    f"{label} never changes the answer",
                    places=heads,
                    decision=ts.table.code,
                    help=("delete the column, or write the condition that was meant",),
                    data={"field": name},
                )


def _matters(ts: TableSpace, c: int, budget: Budget) -> bool:
    """Whether two pieces of a column ever lead to different answers.

    Neighbours suffice: equality is transitive.
    """
    column = ts.grid.columns[c]
    kinds = list(dict.fromkeys(column.touching(1 << piece) for piece in range(column.size)))
    return any(_differ(ts, c, one, other, budget) for one, other in itertools.pairwise(kinds))


def _differ(ts: TableSpace, c: int, one: int, other: int, budget: Budget) -> bool:
    """Whether two sets of rules give different answers somewhere in the other columns."""
    grid = ts.grid
    # the column itself is left out of every split: an empty mask is inside every rule's
    stack = [((*grid.full[:c], 0, *grid.full[c + 1 :]), one, other)]
    while stack:
        box, left, right = stack.pop()
        budget.spend(1)
        if left == right:
            continue
        open_rules = (left | right) & ~grid.containing(box, left | right)
        answers = _answer(ts, left, open_rules), _answer(ts, right, open_rules)
        if None not in answers:
            if answers[0] != answers[1]:
                return True
            continue
        split, first, second = grid.pivot_split(box, open_rules)
        budget.spend(grid.cost)
        for side in (second, first):
            touching = grid.columns[split].touching(side)
            stack.append(((*box[:split], side, *box[split + 1 :]), left & touching, right & touching))
    return False


def _answer(ts: TableSpace, alive: int, open_rules: int) -> object | None:
    """The answer where these rules touch a region (those not open contain it), or None where it is not
    settled.
    """
    full = alive & ~open_rules
    otherwise = row_of(ts.table.otherwise) if ts.table.otherwise else None
    if ts.single_hit:
        for i in bits(full):
            if not ts.prevents[i] & alive:
                return ts.rows[i]
        if full != alive:
            return None
        if alive:
            # rules contradict each other; which ones do is told, and so may differ
            return full
        return otherwise or "no rule"
    if full != alive:
        return None
    rows = [ts.rows[i] for i in bits(full)] or ([otherwise] if otherwise else [])
    if ts.policy.gives_list:
        return Counter(rows)
    if not rows and ts.policy is not HitPolicy.COLLECT_COUNT:
        return "no rule"
    return tuple(aggregate(ts.policy, [row[c] for row in rows]) for c in range(len(ts.table.outputs)))
