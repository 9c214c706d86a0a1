"""# two-values

**Two rules of a list hold for the same patient and give two values to a result that has one.** Each rule that holds
adds to the list (`Rule order`, `Output order`, `Collect`), and no rule takes anything back: a patient may be told
*continue* and *stop* in one list. A result of type `choices` is one of several values, and is not reported; nor is
`none`, or the same value twice. The report names both rules and the exact region that they share.

## Example

```tables
## Fields
- age: number, 0..
- tablets: choice (go_on, stop)

## Decision: Tablets
- Hit policy: Rule order

| | When | Then |
|---|---|---|
| Rule | Age | Tablets |
| R1 | <= 18 | go_on |
| R2 | >= 18 | stop |
```

```findings
two-values R1 R2
```

A patient aged exactly 18 is told to go on, and to stop.

## How to mend it

Make the conditions of one rule narrower (`>= 18` to `> 18`; the report offers the cells that change no other patient's
list). Of a list of remarks, of which any may stand together and
all may be missing, say so: write `May be empty` and beside it `yes` above the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from b12tables.compiler.checks.overlap import clash_findings
from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t, wording

KIND = KINDS["two-values"]

PAIRS = 12
"""So many pairs of one list are told one by one; who has more of them mostly has a list of remarks."""

NARROWER = wording("make a condition of one of the two rules narrower, or say the same in both")
REMARKS = wording(
    "of a list of which any rows may hold together, or none: write yes beside May be empty, above the table"
)


def looks_at(ts: TableSpace) -> bool:
    """Whether the table gives a list of which not any rows may hold together."""
    return ts.policy.gives_list and not ts.table.may_be_empty


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each pair of rules of a list that give two values to one result for some possible case."""
    for ts in analysis.tables:
        if looks_at(ts):
            yield from _with_help(clash_findings(analysis, ts, KIND.name, _pairs(analysis, ts), PAIRS))


def _pairs(analysis: Analysis, ts: TableSpace) -> Iterator[tuple[int, int]]:
    """The pairs of rules that hold together somewhere and say two things of one result."""
    others = [_saying_another(ts, c) for c in _single(analysis, ts)]
    for i, box in enumerate(ts.grid.boxes):
        differing = 0
        for rules in others:
            differing |= rules[i]
        later = differing >> i + 1
        if later and all(box):
            for j in bits(ts.grid.touching(box) >> i + 1 & later):
                yield i, i + 1 + j


def _single(analysis: Analysis, ts: TableSpace) -> list[int]:
    """The result columns of a list in which one row can say one value only."""
    fields = [analysis.model.fields[name] for name in ts.table.output_fields]
    return [c for c, field in enumerate(fields) if field.type != "choices"]


def _saying_another(ts: TableSpace, c: int) -> list[int]:
    """For each rule the rules that give another value to a result; to say nothing of it contradicts nothing."""
    saying: dict[object, int] = {}
    for i, row in enumerate(ts.rows):
        if row[c] is not None:
            saying[row[c]] = saying.get(row[c], 0) | 1 << i
    anything = sum(saying.values())
    return [0 if row[c] is None else anything & ~saying[row[c]] for row in ts.rows]


def _with_help(findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        yield replace(finding, help=(t(NARROWER), t(REMARKS)))
