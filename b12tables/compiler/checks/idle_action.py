"""# idle-action

**A row of the sheet Actions holds for nobody:** no possible patient passes all lines of its When, so that the order is
never suggested, or nobody is ever warned of it. Perhaps a value is named that no table gives any more.

## Example

```tables
## Fields
- kidneys: choice (healthy, impaired)
- product: choice (half_dose, full_dose)

## Decision: Product choice
| | When | Then |
|---|---|---|
| Rule | Kidneys | Product |
| R1 | impaired | half_dose |
| R2 | healthy | full_dose |

## Actions
| ID | When | Does | Label | Resource | System | Code |
|---|---|---|---|---|---|---|
| A1 | Kidneys: impaired<br>Product: full_dose | order | Whole | ServiceRequest | http://loinc.org | 2160-0 \\|Test\\| |
```

```findings
idle-action A1
```

## How to mend it

Write the When that was meant, or delete the row.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.safety_proof import meets_somebody
from b12tables.compiler.proof.table_space import lines_text
from b12tables.runtime.language import t

KIND = KINDS["idle-action"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each row of Actions whose When no possible case meets."""
    for action in analysis.model.actions:
        try:
            idle = bool(action.when) and not meets_somebody(analysis, action.when)
        except BoundReached:
            what = t("whether action {action} holds for anybody", action=action.id)
            analysis.leave_open(None, what, KIND.severity)
            continue
        if idle:
            yield KIND.finding(
                t(
                    "{action} holds for nobody: no possible case has {lines}",
                    action=action.id,
                    lines=lines_text(action.when, analysis.model),
                ),
                places=(action.place,),
                rules=(action.id,),
                help=(t("write the When that was meant, or delete the row"),),
            )
