"""# empty-list

**For some patients no rule of a list holds, so that nothing is said.** An empty list is an answer (`Rule order`,
`Output order`, `Collect`), and perhaps the right one: nothing to warn of, nothing to be done. Perhaps it is a patient
whom nobody thought of. The report names the exact region, one complete case, and the cells that stop just short of it.

## Example

```tables
## Fields
- age: number, 0..
- check: choice (blood_count, kidneys)

## Decision: Checks
- Hit policy: Collect

| | When | Then |
|---|---|---|
| Rule | Age | Check |
| R1 | < 18 | blood_count |
| R2 | > 18 | kidneys |
```

```findings
empty-list
```

Nothing is to be checked for a patient aged exactly 18.

## How to mend it

Widen a neighbouring cell (`> 18` to `>= 18`; the report offers the cells that reach these patients and nobody else),
add a row, or add `Otherwise` with what is said where no other row holds. Where it is right that nothing is said, write
`May be empty` and beside it `yes` above the table: any of its rows may then hold together, or none, and neither is
reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from b12tables.compiler.checks.gap import nobody_told
from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t, wording

KIND = KINDS["empty-list"]

WIDER = wording("add a row for these patients, or widen the cell of a row that stops short of them")
RIGHT = wording("where it is right that nothing is said: write yes beside May be empty, above the table")


def looks_at(ts: TableSpace) -> bool:
    """Whether the table gives a list that may not be empty."""
    return ts.policy.gives_list and ts.expects_cover


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each list that is empty for some possible case, unless the author says that it may be."""
    for ts in analysis.tables:
        if looks_at(ts):
            for finding in nobody_told(analysis, ts, KIND.name, t("an empty list, nothing is said")):
                yield replace(finding, help=(t(WIDER), t(RIGHT)))
