"""# unknown-statement

**Evidence names a statement that the Statements sheet does not have.** A reader who looks it up finds
nothing. The same holds for `conflict C10` where there is a Conflicts sheet, and for `other guidance: E15`
where there is a sheet of that name; without these sheets the words stand for themselves.

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

Correct the ID, or add the statement to the Statements sheet, the conflict to Conflicts, the guidance to Other
guidance.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Evidence, Finding, Model
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.words import nearest

KIND = KINDS["unknown-statement"]


def citations(model: Model) -> Iterator[tuple[str | None, str, Evidence]]:
    """Every piece of evidence, with the decision and the ID that it stands at.

    None as the decision: a combination or a safety rule.
    """
    for table in model.decisions:
        for row in table.rows:
            for evidence in row.evidence:
                yield table.code, row.id, evidence
    for combination in model.impossible:
        for evidence in combination.evidence:
            yield None, combination.id, evidence
    for safety in model.safety_rules:
        for evidence in safety.evidence:
            yield None, safety.id, evidence


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each citation of a statement, conflict or guidance that is not declared."""
    for decision, where, evidence in citations(analysis.model):
        sheet, declared = _declared(analysis.model, evidence)
        if declared is not None and evidence.ref not in declared:
            near = nearest(evidence.ref, declared)
            yield KIND.finding(
                f"{where} cites {evidence.ref}, but the {sheet} sheet has no such {_ENTRY[evidence.kind]}",
                places=(evidence.place,),
                decision=decision,
                rules=(where,),
                help=(
                    (f"did you mean {near}? " if near else "")
                    + f"correct the ID, or add the {_ENTRY[evidence.kind]}",
                ),
            )


_ENTRY = {"statement": "statement", "conflict": "conflict", "other guidance": "entry"}


def _declared(model: Model, evidence: Evidence) -> tuple[str, frozenset[str] | None]:
    """The sheet that must have what is cited, and the IDs in it; None where nothing need be declared."""
    if evidence.kind == "statement" and model.statements:
        return "Statements", frozenset(statement.id for statement in model.statements)
    if evidence.kind == "conflict" and evidence.ref and model.conflicts:
        return "Conflicts", frozenset(conflict.id for conflict in model.conflicts)
    if evidence.kind == "other guidance" and evidence.ref and model.other_guidance:
        return "Other guidance", frozenset(entry.id for entry in model.other_guidance)
    return "", None
