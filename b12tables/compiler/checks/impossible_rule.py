"""# impossible-rule

**Only impossible cases reach the rule:** the Impossible sheet excludes every patient for whom it would hold.
Either the rule or the combination is wrong.

## Example

```tables
## Fields
- sex: choice (female, male)
- pregnant: yes/no
- advice: choice (advice a, advice b)

## Impossible
| ID | Combination | Why |
|---|---|---|
| K1 | Sex: male<br>Pregnant: yes | men are not pregnant |

## Decision: Advice table
| | When | When | Then |
|---|---|---|---|
| Rule | Sex | Pregnant | Advice |
| R1 | female | - | advice a |
| R2 | male | no | advice b |
| R3 | male | yes | advice a |
```

```findings
impossible-rule R3
```

## How to mend it

Delete the rule, or the combination if there are such patients after all.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis, Standing
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t

KIND = KINDS["impossible-rule"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each rule that only impossible cases reach, or that no case at all can reach."""
    for ts in analysis.tables:
        if ts.table.keeps:
            # a row for each value, which nobody wrote
            continue
        for index in range(len(ts.table.rules)):
            if analysis.standing(ts, index) is Standing.IMPOSSIBLE:
                yield _finding(analysis, ts, index)
            elif analysis.standing(ts, index) is Standing.EMPTY:
                yield _empty(analysis, ts, index)


def _empty(analysis: Analysis, ts: TableSpace, index: int) -> Finding:
    """A rule with a cell that no value of its field can pass: `(1..2)` of a whole number, `not(yes, no)`."""
    rule = ts.rule(index)
    cells = [
        (condition, name)
        for condition, name in zip(rule.conditions, ts.table.input_fields, strict=True)
        if not analysis.space.axes[name].mask(condition.test)
    ]
    said = t(" and ").join(f'{analysis.label(name)} "{condition.text}"' for condition, name in cells)
    return KIND.finding(
        t(
            "rule {rule} can never hold: no value passes {said}",
            rule=rule.id,
            said=said or t("its conditions on one field"),
        ),
        places=(*(condition.place for condition, _ in cells), rule.place),
        decision=ts.table.code,
        rules=(rule.id,),
        help=(t("change the cell, or delete the rule"),),
    )


def _finding(analysis: Analysis, ts: TableSpace, index: int) -> Finding:
    rule = ts.rule(index)
    box = ts.masks(ts.grid.boxes[index])
    excluding = [
        combination
        for combination in analysis.model.impossible
        if any(line.field in ts.fields for line in combination.tests)
        and all(
            box.get(line.field, analysis.space.axes[line.field].full)
            & analysis.space.axes[line.field].mask(line.test)
            for line in combination.tests
            if line.field in analysis.space.axes
        )
    ]
    ids = ", ".join(c.id for c in excluding)
    return KIND.finding(
        t("only impossible cases reach rule {rule}", rule=rule.id)
        + (t(" (Impossible: {ids})", ids=ids) if ids else ""),
        places=(rule.place, *(c.place for c in excluding)),
        decision=ts.table.code,
        rules=(rule.id,),
        help=(t("delete the rule, or the combination if there are such patients after all"),),
    )
