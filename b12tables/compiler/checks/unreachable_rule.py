"""# unreachable-rule

**No case reaches the rule, given what the tables upstream can produce.** The rule may be right in itself, but
the decisions before it never lead there.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)
- dose: choice (low, high)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |

## Decision: Dose table
| | When | When | Then |
|---|---|---|---|
| Rule | Group | Age | Dose |
| D1 | child | < 18 | low |
| D2 | adult | - | high |
| D3 | child | >= 18 | high |
```

```findings
unreachable-rule D3
```

Nobody of 18 or more is a child here.

## How to mend it

Delete the rule, or mend the table upstream if it should lead here.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis, Standing
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t

KIND = KINDS["unreachable-rule"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each rule that no case reaches."""
    for ts in analysis.tables:
        if ts.table.keeps:
            # a row for each value, which nobody wrote
            continue
        for index in range(len(ts.table.rules)):
            if analysis.standing(ts, index) is Standing.UNREACHABLE:
                yield _finding(analysis, ts, index)


def _finding(analysis: Analysis, ts: TableSpace, index: int) -> Finding:
    rule, produced = ts.rule(index), analysis.model.produced_by
    box = ts.masks(ts.grid.boxes[index])
    alone = [
        name
        for name in box
        if name in produced
        and analysis.bounded(
            ts.table.code,
            t("why rule {rule} is not reached", rule=rule.id),
            lambda: analysis.lenient.witness({name: box[name]}) is None,  # noqa: B023
            False,
        )
    ]
    telling = alone or [name for name in box if name in produced]
    cells = [
        condition.place
        for condition, name in zip(rule.conditions, ts.table.input_fields, strict=True)
        if name in telling
    ]
    if alone:
        why = t(" and ").join(
            t(
                "{produced} never gives such a {label}",
                produced=produced[name].label,
                label=analysis.label(name),
            )
            for name in alone
        )
    else:
        why = t("its conditions never come together")
    return KIND.finding(
        t(
            "no case reaches rule {rule}, given what the tables upstream can produce: {why}",
            rule=rule.id,
            why=why,
        ),
        places=(rule.place, *(place for place in cells if place != rule.place)),
        decision=ts.table.code,
        rules=(rule.id,),
        help=(t("delete the rule, or mend the table upstream if it should lead here"),),
    )
