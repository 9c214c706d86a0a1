"""# idle-case

**A worked case that expects nothing.** It is run, and whatever the tables answer, nobody notices: a test that cannot
fail. Cases that `b12tables cases --propose` writes are like that until a clinician has filled in what should be
answered.

## Example

```tables
## Fields
- kidneys: choice (healthy, impaired)
- product: choice (half_dose)

## Decision: Product choice
| | When | Then |
|---|---|---|
| Rule | Kidneys | Product |
| R1 | impaired | half_dose |
| R2 | healthy | none |

## Cases
| | | Given | Expect |
|---|---|---|---|
| ID | Description | Kidneys | Product |
| C1 | impaired kidneys | impaired | |
| C2 | healthy kidneys | healthy | none |
```

```findings
idle-case C1
```

## How to mend it

Write under *Expect* what this patient should be answered, or delete the case.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t

KIND = KINDS["idle-case"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each worked case without an expectation."""
    for case in analysis.model.cases:
        if not case.expect:
            about = f" ({case.description})" if case.description else ""
            yield KIND.finding(
                t(
                    "{case} expects nothing{about}: whatever the tables answer this patient, nobody notices",
                    case=case.id,
                    about=about,
                ),
                places=(case.place,),
                rules=(case.id,),
                help=(t("write under Expect what this patient should be answered, or delete the case"),),
            )
