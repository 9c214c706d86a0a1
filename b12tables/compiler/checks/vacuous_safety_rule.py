"""# vacuous-safety-rule

**The When of a safety rule never holds,** so that the rule protects nobody. Perhaps a value is named that no
table gives any more.

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

## Safety rules
| ID | When | Must | Why |
|---|---|---|---|
| SR1 | Kidneys: healthy<br>Product: known | Kidneys: healthy | nobody gets there |
```

```findings
vacuous-safety-rule SR1
```

## How to mend it

Write the When that was meant, or delete the safety rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.safety_proof import verdicts
from b12tables.compiler.proof.table_space import lines_text
from b12tables.runtime.language import t

KIND = KINDS["vacuous-safety-rule"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each safety rule whose When no possible case meets."""
    for verdict in verdicts(analysis):
        rule = verdict.rule
        # one without a When protects nobody only where there is nobody, which is told by itself
        if verdict.outcome == "vacuous" and (rule.when or rule.worse):
            nobody = (
                t("no possible case has") if rule.worse is None else t("no two possible cases differ so:")
            )
            yield KIND.finding(
                t(
                    "{rule} protects nobody: {nobody} {lines}",
                    rule=rule.id,
                    nobody=nobody,
                    lines=lines_text(rule.when_lines, analysis.model),
                ),
                places=(rule.place,),
                rules=(rule.id,),
                help=(t("write the When that was meant, or delete the safety rule"),),
            )
