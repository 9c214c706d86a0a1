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
    declared_in = _declared(analysis.model)
    for decision, where, evidence in citations(analysis.model):
        sheet, declared = declared_in.get(evidence.kind, ("", frozenset[str]()))
        named = evidence.ref or evidence.kind == "statement"
        if sheet and named and evidence.ref not in declared:
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


def _declared(model: Model) -> dict[str, tuple[str, frozenset[str]]]:
    """By what is cited, the sheet that must have it and the IDs there; without the sheets in which nothing stands."""
    sheets = {
        "statement": ("Statements", frozenset(statement.id for statement in model.statements)),
        "conflict": ("Conflicts", frozenset(conflict.id for conflict in model.conflicts)),
        "other guidance": ("Other guidance", frozenset(entry.id for entry in model.other_guidance)),
    }
    return {kind: (sheet, ids) for kind, (sheet, ids) in sheets.items() if ids}
