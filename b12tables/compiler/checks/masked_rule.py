"""# masked-rule

**A rule never gives the answer, because others always come first.** In a `First` table these are the rows
above it, in a `Priority` table those whose value ranks higher: one of them, or several together. What the row
says is never followed, though a reader of the sheet may believe it is. An `Otherwise` row is masked when the
other rules leave nothing to it.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
- Hit policy: First

| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |
| R3 | [10..30] | child |
```

```findings
masked-rule R3 R1 R2
overlap R1 R2 R3
```

R1 and R2 together leave nothing to R3. (That the order of the rows decides between R2 and R3 is information.)

## How to mend it

Move the rule up if it shall win, make the others narrower, or delete it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from b12tables.compiler.model import KINDS, Finding, Rule
from b12tables.compiler.proof.analysis import Analysis, Standing, named, rule_ids
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import uncovered
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t, tn

KIND = KINDS["masked-rule"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each rule that others always beat, and for an Otherwise row to which nothing is left."""
    for ts in analysis.tables:
        for index in range(len(ts.table.rules)):
            if analysis.standing(ts, index) is Standing.MASKED:
                yield _masked(analysis, ts, index)
        if ts.table.otherwise is not None:
            part = analysis.gaps(ts)
            if part.whole and not part.boxes:
                yield KIND.finding(
                    t("the Otherwise row is never used: the rules leave nothing to it"),
                    places=(ts.table.otherwise.place,),
                    decision=ts.table.code,
                    rules=(ts.table.otherwise.id,),
                    help=(t("delete the Otherwise row: then a gap that an edit opens is reported"),),
                )


def _said(rule: Rule, by: Sequence[str]) -> str:
    if not by:
        return t("rule {rule} is never followed: other rules always come first", rule=rule.id)
    return tn(
        len(by),
        "rule {rule} is never followed: {by} always comes first",
        "rule {rule} is never followed: {by} together always come first",
        rule=rule.id,
        by=named(by),
    )


def _masked(analysis: Analysis, ts: TableSpace, index: int) -> Finding:
    rule = ts.rule(index)
    hiding = analysis.bounded(
        ts.table.code,
        t("which rules hide rule {rule}", rule=rule.id),
        lambda: _hiding(analysis, ts, index),
        0,
    )
    by = rule_ids(ts, hiding)
    return KIND.finding(
        _said(rule, by),
        places=(rule.place, *(ts.rule(i).place for i in bits(hiding))),
        decision=ts.table.code,
        rules=(rule.id, *by),
        help=(t("move rule {rule} up if it shall win, or delete it", rule=rule.id),)
        if ts.policy.towards_first
        else (t("delete rule {rule}, or change the order of the values", rule=rule.id),),
        **analysis.exhibit(ts, [ts.grid.boxes[index]]),
    )


def _hiding(analysis: Analysis, ts: TableSpace, index: int) -> int:
    """Few of the rules that hide a rule, such that none of them could be left out."""
    box = ts.grid.boxes[index]
    hiding = ts.prevents[index] & ts.grid.touching(box)

    def hidden_by(rules: int) -> bool:
        return not any(
            analysis.arises(ts, part, analysis.lenient)
            for part in uncovered(ts.grid, analysis.budget, box, rules)
        )

    alone = next(
        (i for i in bits(hiding) if not any(m & ~o for m, o in zip(box, ts.grid.boxes[i], strict=True))), None
    )
    if alone is not None:
        return 1 << alone
    for i in reversed(list(bits(hiding))):
        if hidden_by(hiding & ~(1 << i)):
            hiding &= ~(1 << i)
    return hiding
