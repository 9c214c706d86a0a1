"""# unknown-statement

**Evidence names a statement that the Statements sheet does not have.** A reader who looks it up finds nothing.

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
| R1 | < 18 | child | S1-10 |
| R2 | >= 18 | adult | S1-01 |
```

```findings
unknown-statement R1
```

## How to mend it

Correct the ID, or add the statement to the Statements sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.analysis import Analysis
from b12tables.compiler.finding import Finding
from b12tables.compiler.model import Evidence, Model
from b12tables.compiler.space import all_rows
from b12tables.runtime.words import nearest

NAME = "unknown-statement"


def citations(model: Model) -> Iterator[tuple[str | None, str, Evidence]]:
    """Every piece of evidence, with the decision (None: of a combination or safety rule) and the ID it stands at."""
    for table in model.decisions:
        for row in all_rows(table):
            for evidence in row.evidence:
                yield table.code, row.id, evidence
    for combination in model.impossible:
        for evidence in combination.evidence:
            yield None, combination.id, evidence
    for safety in model.safety_rules:
        for evidence in safety.evidence:
            yield None, safety.id, evidence


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each citation of a statement that is not declared."""
    declared = {statement.id for statement in analysis.model.statements}
    for decision, where, evidence in citations(analysis.model):
        if evidence.kind == "statement" and evidence.ref not in declared:
            near = nearest(evidence.ref, declared)
            yield Finding(
                NAME,
                "error",
                f"{where} cites {evidence.ref}, but the Statements sheet has no such statement",
                places=(evidence.place,),
                decision=decision,
                rules=(where,),
                help=((f"did you mean {near}? " if near else "") + "correct the ID, or add the statement",),
            )
