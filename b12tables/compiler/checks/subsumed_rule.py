"""# subsumed-rule

**A rule is not needed: wherever it holds, another rule (or several together) with the same result hold too.**
It changes no answer. Often it is a leftover, or its result was meant to differ.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
- Hit policy: Any

| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |
| R3 | > 65 | adult |
```

```findings
subsumed-rule R3 R2
```

## How to mend it

Delete the rule, or write the result that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from b12tables.compiler.model import KINDS, Finding, HitPolicy
from b12tables.compiler.proof.analysis import Analysis, Standing, named, rule_ids
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import uncovered
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t, tn

KIND = KINDS["subsumed-rule"]


def _together(policy: HitPolicy) -> bool:
    """Whether several rules with the same result can cover another one: no rule is passed over on the way to them."""
    return policy in (HitPolicy.UNIQUE, HitPolicy.ANY) or (policy.takes_best and policy.ranks)


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each rule that rules with the same result make superfluous."""
    for ts in analysis.tables:
        # in a list each rule that holds is an entry of its own: without the rule it is said once less
        if ts.policy.counts_each or ts.policy.gives_list:
            continue
        dropped = 0
        for index in range(len(ts.table.rules)):
            if (
                ts.same_row[ts.rows[index]].bit_count() < 2
                or analysis.standing(ts, index) is not Standing.ANSWERS
            ):
                continue
            what = t("whether rule {rule} is superfluous", rule=ts.rule(index).id)
            covering = analysis.bounded(
                ts.table.code,
                what,
                partial(_covering, analysis, ts, index, dropped),
                0,
            )
            if covering:
                dropped |= 1 << index
                yield _finding(analysis, ts, index, covering)


def _covering(analysis: Analysis, ts: TableSpace, index: int, dropped: int) -> int:
    """The rules with the same result that cover a rule (none of them superfluous itself), or 0."""
    box = ts.grid.boxes[index]
    # a rule with the very same conditions is a duplicate-rule, and said there
    same = ts.same_row[ts.rows[index]] & ~(1 << index) & ~dropped & ts.grid.touching(box)
    for other in bits(same):
        if ts.grid.boxes[other] == box:
            same &= ~(1 << other)
    alone = ts.grid.containing(box, same)
    if ts.policy.chooses and ts.policy.in_order:
        return next((1 << i for i in bits(alone) if _safe_to_drop(ts, index, i)), 0)
    if alone:
        return alone & -alone
    if not _together(ts.policy) or not same:
        return 0
    if next(uncovered(ts.grid, analysis.budget, box, same), None) is not None:
        return 0
    for i in reversed(list(bits(same))):
        fewer = same & ~(1 << i)
        if next(uncovered(ts.grid, analysis.budget, box, fewer), None) is None:
            same = fewer
    return same


def _safe_to_drop(ts: TableSpace, index: int, other: int) -> bool:
    """Whether, where the order of the rules decides, another takes over all cases of a rule with the same result."""
    if ts.policy is HitPolicy.FIRST and other < index:
        return False
    others = ts.grid.touching(ts.grid.boxes[index]) & ~ts.same_row[ts.rows[index]]
    kept_back = (ts.prevents[rule] for rule in bits(others))
    return not any(before >> index & 1 and not before >> other & 1 for before in kept_back)


def _finding(analysis: Analysis, ts: TableSpace, index: int, covering: int) -> Finding:
    rule, by = ts.rule(index), rule_ids(ts, covering)
    return KIND.finding(
        tn(
            len(by),
            "rule {rule} is not needed: {by} covers all its cases with the same result",
            "rule {rule} is not needed: {by} together cover all its cases with the same result",
            rule=rule.id,
            by=named(by),
        ),
        places=(rule.place, *(ts.rule(i).place for i in bits(covering))),
        decision=ts.table.code,
        rules=(rule.id, *by),
        help=(t("delete rule {rule}, or write the result that was meant", rule=rule.id),),
        **analysis.exhibit(ts, [ts.grid.boxes[index]]),
    )
