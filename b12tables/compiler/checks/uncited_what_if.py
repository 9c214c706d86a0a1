"""# uncited-what-if

**Another reading of a conflict changes a row that does not cite the conflict.** What the sources disagree about is
shown with an answer where the rows that fire cite it. A patient whose answer comes from this row would get another
one under the other reading, and is not told of the disagreement. Information.

## Example

```tables
## Fields
- cause: choice (dietary, medicine)
- duration: choice (lifelong, limited)

## Decision: Length
| | When | Then | Because |
|---|---|---|---|
| Rule | Cause | Duration | Evidence |
| R1 | dietary | limited | S1<br>conflict C1 |
| R2 | medicine | lifelong | S1 |

## Statements
| ID | Source | Statement | Disposition |
|---|---|---|---|
| S1 | A | Until the cause has gone. | encoded |

## Sources
| ID | Title |
|---|---|
| A | A guideline |

## Conflicts
| ID | Title | Statements | Readings | Chosen | Why | What if |
|---|---|---|---|---|---|---|
| C1 | How long | S1 | two | 1st | clear | 2nd<br>Length / R1 / Duration: lifelong<br>Length / R2 / Duration: limited |
```

```findings
uncited-what-if R2
```

## How to mend it

Write `conflict` and its ID into the row's Evidence cell; or take the edit out of *What if*, if the row does not hang on
that conflict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.model import KINDS, Conflict, DecisionTable, Extras, Finding, Rule
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t
from b12tables.runtime.words import fold

KIND = KINDS["uncited-what-if"]


@dataclass(frozen=True)
class OfConflict(Extras):
    """The conflict, by its ID."""

    conflict: str


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each row that another reading would change and that does not cite the conflict."""
    model = analysis.model
    for conflict in model.conflicts:
        edits = [edit for reading in conflict.what_if for edit in reading.edits]
        for code, id_ in dict.fromkeys((edit.decision, edit.rule) for edit in edits):
            table = model.decision[code]
            rule = next(rule for rule in table.rows if rule.id == id_)
            if not _cites(rule, conflict):
                yield _finding(conflict, table, rule)


def _cites(rule: Rule, conflict: Conflict) -> bool:
    return any(e.kind == "conflict" and fold(e.ref) == fold(conflict.id) for e in rule.evidence)


def _finding(conflict: Conflict, table: DecisionTable, rule: Rule) -> Finding:
    return KIND.finding(
        t(
            "another reading of {conflict} ({title}) changes rule {rule}, which does not cite "
            "it\nwhoever gets this row's answer is not told of the disagreement",
            conflict=conflict.id,
            title=conflict.title,
            rule=rule.id,
        ),
        places=(rule.place, conflict.place),
        decision=table.code,
        rules=(rule.id,),
        help=(
            t(
                'add "conflict {conflict}" to the Evidence of rule {rule}, or take the edit out of What if',
                conflict=conflict.id,
                rule=rule.id,
            ),
        ),
        extras=OfConflict(conflict.id),
    )
