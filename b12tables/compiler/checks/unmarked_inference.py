"""# unmarked-inference

**Evidence that is neither a statement nor marked as something else.** What the source documents say and what
the authors concluded must be told apart by every reader.

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
| R1 | < 18 | child | follows from the other row |
| R2 | >= 18 | adult | S1-01 |
```

```findings
unmarked-inference R1
```

## How to mend it

Write `inference: …` before what you concluded yourself, `other guidance: …` before another document's
reference,
`conflict …` before the ID of a conflict between sources.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.checks.unknown_statement import citations, misspelt, of_lost_statements
from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t

KIND = KINDS["unmarked-inference"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each piece of evidence without a mark."""
    lost = {id(evidence) for _, _, evidence in of_lost_statements(analysis.model)} | misspelt(analysis.model)
    for decision, where, evidence in citations(analysis.model):
        if evidence.kind == "unmarked" and id(evidence) not in lost:
            yield KIND.finding(
                t(
                    '{where} cites "{evidence}", which is no statement and not marked as an inference',
                    where=where,
                    evidence=evidence.text,
                ),
                places=(evidence.place,),
                decision=decision,
                rules=(where,),
                help=(
                    t(
                        "write inference: before it, or other guidance: before the reference of another document"
                    ),
                ),
            )
