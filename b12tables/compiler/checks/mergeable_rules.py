"""# mergeable-rules

**Rules that differ in one condition only, with the same results and the same evidence, could be one row.**
A smaller table is easier to read. Information: nothing is wrong. Rules that rest on different evidence are
not reported, for one row could not say what each of them rests on.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | [18..65] | adult |
| R3 | > 65 | adult |
```

```findings
mergeable-rules R2 R3
```

## How to mend it

Write the one row that the report names, and delete the others; or leave them, if they are easier to read so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.checks.possible_edits import cell_text
from b12tables.compiler.model import KINDS, Extras, Finding, HitPolicy, Rule
from b12tables.compiler.proof.analysis import Analysis, Standing, named
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.table_space import Row, TableSpace
from b12tables.runtime.language import t

KIND = KINDS["mergeable-rules"]


@dataclass(frozen=True)
class Mergeable(Extras):
    """The field in which the rules differ, and the cell that says what all of them say."""

    field: str
    cell: str


Evidence = tuple[tuple[str, str, str], ...]
Sheet = tuple[str, str]
Key = tuple[int, Masks, Masks]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each group of rules that could be one row."""
    for ts in analysis.tables:
        if ts.policy.counts_each:
            continue
        alike = _alike(analysis, ts)
        for c in range(len(ts.fields)):
            for group in _groups(ts, c, alike):
                yield _finding(analysis, ts, c, group)


def _alike(analysis: Analysis, ts: TableSpace) -> dict[int, int]:
    """The rules that answer, each with the number of what it says, and on which sheet: results and evidence."""
    numbers: dict[tuple[Row, Evidence, Sheet], int] = {}
    return {
        index: numbers.setdefault((ts.rows[index], *_said(ts.rule(index))), len(numbers))
        for index in range(len(ts.grid.boxes))
        if analysis.standing(ts, index) is Standing.ANSWERS
    }


def _groups(ts: TableSpace, c: int, alike: dict[int, int]) -> list[list[int]]:
    groups: dict[Key, list[int]] = {}
    for index, says in alike.items():
        box = ts.grid.boxes[index]
        group = groups.setdefault((says, box[:c], box[c + 1 :]), [])
        if not group or _joins(ts, c, group, index):
            group.append(index)
    return [group for group in groups.values() if len(group) > 1]


def _said(rule: Rule) -> tuple[Evidence, Sheet]:
    # rows of several tables for one decision cannot be one row
    return tuple(sorted((e.kind, e.ref, e.text) for e in rule.evidence)), (rule.place.file, rule.place.sheet)


def _joins(ts: TableSpace, c: int, group: list[int], index: int) -> bool:
    """Whether a rule can move up to its group without changing an answer."""
    boxes = ts.grid.boxes
    mine = boxes[index][c]
    # where one rule covers the other this is a subsumed-rule or a duplicate-rule
    if any(mine | boxes[other][c] in (mine, boxes[other][c]) for other in group):
        return False
    if ts.policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
        return True
    if ts.policy.ranks and ts.policy.takes_best:
        return True  # rules with the same results are of one rank
    if ts.policy.chooses:
        passed = ((1 << index) - 1) & ~((1 << group[0]) - 1) & ~ts.same_row[ts.rows[index]]
        return not ts.grid.touching(boxes[index]) & passed
    if ts.policy is HitPolicy.RULE_ORDER and index != group[-1] + 1:
        return False
    # in a list, rules that hold together give two entries, one row would give one
    return not any(boxes[other][c] & mine for other in group)


def _finding(analysis: Analysis, ts: TableSpace, c: int, group: list[int]) -> Finding:
    name = ts.fields[c]
    union = 0
    for index in group:
        union |= ts.grid.boxes[index][c]
    box = ts.grid.boxes[group[0]]
    text = cell_text(analysis, ts, name, analysis.space.axes[name].test(union))
    ids = tuple(ts.rule(index).id for index in group)
    return KIND.finding(
        t(
            "{named} differ in {label} only and could be one row",
            named=named(ids),
            label=analysis.label(name),
        ),
        places=tuple(ts.rule(index).place for index in group),
        decision=ts.table.code,
        rules=ids,
        help=(
            t(
                'write "{text}" under {label} in rule {ids} and delete the others',
                text=text,
                label=analysis.label(name),
                ids=ids[0],
            ),
        ),
        extras=Mergeable(name, text),
        **analysis.exhibit(ts, [(*box[:c], union, *box[c + 1 :])]),
    )
