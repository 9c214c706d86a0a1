"""# conflict

**Two rules of an `Any` table hold for the same patient and say different things.** `Any` promises that rules
which hold together agree; here they do not, so the evaluator refuses to answer. In a `Priority` table the
same happens when two rules with different results have the same rank.

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
| R1 | < 20 | child |
| R2 | >= 18 | adult |
```

```findings
conflict R1 R2
```

## How to mend it

Make the results agree, or the conditions of one of the rules narrower.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.checks.overlap import clash_findings
from b12tables.compiler.model import KINDS, Finding, HitPolicy
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.table_space import TableSpace

KIND = KINDS["conflict"]


def looks_at(ts: TableSpace) -> bool:
    """Whether rules of the table may hold together, and then have to agree."""
    return ts.policy is HitPolicy.ANY or ts.policy.takes_best


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each pair of rules that contradict each other for some possible case."""
    for ts in analysis.tables:
        if looks_at(ts):
            yield from clash_findings(analysis, ts, KIND.name, ts.clashes())
