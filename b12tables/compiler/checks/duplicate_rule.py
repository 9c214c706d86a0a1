"""# duplicate-rule

**Two rules have the same conditions**, perhaps written differently (`not(a)` and `b, c`). One of them is a
leftover. In a table that gives a list, rules with the same conditions are ordinary as long as their results
differ.

## Example

```tables
## Fields
- age: whole number, 0..
- group: choice (child, adult)

## Decision: Age group
- Hit policy: Any

| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |
| R3 | > 17 | adult |
```

```findings
duplicate-rule R2 R3
```

Of whole years, `>= 18` and `> 17` are the same.

## How to mend it

Delete one of the rules, or write the condition that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis, named
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.table_space import Row, TableSpace
from b12tables.runtime.language import t

KIND = KINDS["duplicate-rule"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each group of rules with the same conditions."""
    for ts in analysis.tables:
        for group in _groups(ts):
            ids = tuple(ts.rule(index).id for index in group)
            same = len({ts.rows[index] for index in group}) == 1
            yield KIND.finding(
                t(
                    "{rules} have the same conditions and the same results"
                    if same
                    else "{rules} have the same conditions and different results",
                    rules=named(ids),
                ),
                places=tuple(ts.rule(index).place for index in group),
                decision=ts.table.code,
                rules=ids,
                help=(t("delete all but one of them, or write the condition that was meant"),),
                **analysis.exhibit(ts, [ts.grid.boxes[group[0]]]),
            )


def _groups(ts: TableSpace) -> list[list[int]]:
    groups: dict[tuple[Masks, Row], list[int]] = {}
    for index, box in enumerate(ts.grid.boxes):
        if all(box):
            row = () if ts.single_hit else ts.rows[index]
            groups.setdefault((box, row), []).append(index)
    return [group for group in groups.values() if len(group) > 1]
