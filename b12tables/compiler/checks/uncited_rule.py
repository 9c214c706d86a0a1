"""# uncited-rule

**A rule without evidence.** Nobody can tell what it rests on. Reported in sets that cite anything at all.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Statements
| ID | Source | Statement | Disposition | Why |
|---|---|---|---|---|
| S1-01 | S1 | Adults are 18 or older. | encoded | |

## Sources
| ID | Title |
|---|---|
| S1 | A guideline |

## Decision: Age group
| | When | Then | Because |
|---|---|---|---|
| Rule | Age | Group | Evidence |
| R1 | < 18 | child | |
| R2 | >= 18 | adult | S1-01 |
```

```findings
uncited-rule R1
```

## How to mend it

Write the statement that the rule rests on under `Because`, or `inference: …` with your reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t

KIND = KINDS["uncited-rule"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each rule that cites nothing, where the set cites at all."""
    model = analysis.model
    cites = bool(model.statements) or any(row.evidence for t in model.decisions for row in t.rows)
    if not cites:
        return
    for table in model.decisions:
        if table.keeps:
            # its rows follow from what is cited
            continue
        for row in table.rows:
            if not row.evidence:
                yield KIND.finding(
                    t("rule {row} cites no evidence", row=row.id),
                    places=(row.place,),
                    decision=table.code,
                    rules=(row.id,),
                    help=(t("write the statement it rests on under Because, or inference: and the reason"),),
                )
