"""# unsigned-rule

**The set says that it is approved, and nobody has signed this rule.** `Approved` needs a person's name on the
meaning of every rule, or of every table as a whole. In a set of any other status nothing is reported:
`b12tables signoff` lists who has signed what.

## Example

```tables
## About
- Title: Age groups
- Identifier: age_groups
- Version: 1.0.0
- Status: Approved
- Intended use: An example.
- Disclaimer: This is no medical advice.

## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |
```

```findings
unsigned-rule R1 R2
```

## How to mend it

A row on the sheet `Sign-off` for the rule, or for the decision with an empty `Rule`: person, role, date.
Leave `Meaning` empty and let `b12tables signoff --fill` write it. Or set the status back to `Under review`.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.fingerprint import Meanings
from b12tables.runtime.language import t
from b12tables.runtime.words import how_many

KIND = KINDS["unsigned-rule"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each decision of an approved set with rules that nobody has signed as they are."""
    model = analysis.model
    if model.about.status != "Approved":
        return
    signed = Meanings(model, analysis.space).signed()
    for table in model.decisions:
        left = [rule for rule in table.rows if not signed[table.code, rule.id]]
        if left:
            yield KIND.finding(
                t(
                    "the set is approved, and nobody has signed as they are {n} of {rules}",
                    n=len(left),
                    rules=how_many(len(table.rows), "rule"),
                ),
                places=tuple(rule.place for rule in left),
                decision=table.code,
                rules=tuple(rule.id for rule in left),
                help=(t("add rows on the sheet Sign-off"), t("or set the status back to Under review")),
            )
