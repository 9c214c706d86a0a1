"""# missing-wording

**A question that nobody has worded yet.** The form and the printed questions show, for each field that a case states,
the question for clinicians and the same in the patient's words. Where one is missing, the site says so in its place.
Reported once for a set that asks anything at all. Information.

## Example

```tables
## Dictionary
| Field | Label | Type | Minimum | Unit | Question |
|---|---|---|---|---|---|
| age | Age | number | 0 | a | How old is the patient? |
| group | Group | choice | | | |

## Values
| Field | Value | Label |
|---|---|---|
| group | child | Child |
| group | adult | Adult |

## Decision: Age group
| | When | Then |
|---|---|---|
| | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |
```

```findings
missing-wording
```

## How to mend it

Write the question under `Question` in the Dictionary, and the patient's words under `Patient wording`. The answers do
not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from b12tables.compiler.model import KINDS, Field, Finding, stated_fields
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t
from b12tables.runtime.words import how_many

KIND = KINDS["missing-wording"]

SHOWN = 5
"""So many fields are named."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """One finding for all questions that lack a wording."""
    asked = [entry for entry in stated_fields(analysis.model) if not entry.computed]
    if not any(entry.question for entry in asked):
        return
    bare = [entry for entry in asked if not entry.question]
    unworded = [entry for entry in asked if not entry.patient]
    found = [entry for entry in asked if entry in bare or entry in unworded]
    if not found:
        return
    said = (
        [t("{fields} without a question ({named})", fields=how_many(len(bare), "field"), named=_named(bare))]
        if bare
        else []
    )
    if unworded:
        said.append(
            t(
                "{questions} without the patient's words ({named})",
                questions=how_many(len(unworded), "question"),
                named=_named(unworded),
            )
        )
    yield KIND.finding(
        "; ".join(said),
        places=tuple(entry.place for entry in found),
        help=(t("write them under Question and Patient wording in the Dictionary"),),
    )


def _named(entries: Sequence[Field]) -> str:
    more = [t("{n} more", n=len(entries) - SHOWN)] if len(entries) > SHOWN else []
    return ", ".join([*(entry.label for entry in entries[:SHOWN]), *more])
