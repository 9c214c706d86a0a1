"""# unencoded-statement

**A statement is said to be encoded, but nothing cites it.** Either its rule was lost, or its disposition is
wrong.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Statements
| ID | Source | Statement | Disposition | Why |
|---|---|---|---|---|
| S1-01 | S1 | Adults are 18 or older. | encoded | |
| S1-02 | S1 | Children are younger. | encoded | |

## Sources
| ID | Title |
|---|---|
| S1 | A guideline |

## Decision: Age group
| | When | Then | Because |
|---|---|---|---|
| Rule | Age | Group | Evidence |
| R1 | < 18 | child | S1-01 |
| R2 | >= 18 | adult | S1-01 |
```

```findings
unencoded-statement S1-02
```

## How to mend it

Cite it where it is followed, or change its disposition to `context` or `not decidable` and say why.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.checks.unknown_statement import citations
from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t

KIND = KINDS["unencoded-statement"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each statement that should be encoded and is cited nowhere."""
    cited = {evidence.ref for _, _, evidence in citations(analysis.model) if evidence.kind == "statement"}
    for statement in analysis.model.statements:
        if statement.disposition == "encoded" and statement.id not in cited:
            yield KIND.finding(
                t(
                    "{statement} is said to be encoded, but no rule cites it: {text}",
                    statement=statement.id,
                    text=statement.text,
                ),
                places=(statement.place,),
                rules=(statement.id,),
                help=(t("cite it where it is followed, or change its disposition and say why"),),
            )
