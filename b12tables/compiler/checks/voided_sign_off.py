"""# voided-sign-off

**Somebody signed a rule, and it means something else now.** The sign-off sheet keeps a hash of what was
signed: the conditions as sets of values, and the results. Moving the row, another spelling or a new column of `-`
leave it as it is; any edit of the logic voids it. Where a *result* has another label or definition, or a field or a
value that passes has another label, the rule is worded otherwise since: it means the same to the tables, and perhaps
not to who reads it or states a patient by these words (two labels may have been exchanged). Nobody has said yes to
what the rule says today.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | < 18 | child |
| R2 | >= 18 | adult |

## Sign-off
| Decision | Rule | Person | Role | Date | Meaning |
|---|---|---|---|---|---|
| Age group | R1 | A. Doctor | Physician | 2026-01-31 | 0123456789abcdef |
```

```findings
voided-sign-off R1
```

## How to mend it

Look at what has changed (`b12tables signoff` names the change, where the tables are under git). If the rule
is right as it is, sign it again: a new date, and an empty cell under `Meaning`, which `b12tables signoff
--fill` fills.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.model import KINDS, Extras, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.fingerprint import Meanings
from b12tables.runtime.language import t, wording

KIND = KINDS["voided-sign-off"]


@dataclass(frozen=True)
class VoidedSignOff(Extras):
    """What was signed, and what stands there now; None: nothing does."""

    signed: str
    meaning: str | None


CHANGED = {
    "voided": wording("means something else now"),
    "worded otherwise": (
        wording(
            "is worded otherwise since: a result has another label or definition, or its patients "
            "are stated by other words"
        )
    ),
}


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each sign-off whose rule or decision means something else now, or is gone."""
    model = analysis.model
    meanings = Meanings(model, analysis.space)
    for sign in model.sign_offs:
        now = meanings.to_sign(sign.decision, sign.rule)
        what = t("rule {rule}", rule=sign.rule) if sign.rule else t("the whole table")
        stands = meanings.stands(sign) if sign.meaning else "signed"
        if sign.decision not in model.decision or (now is not None and stands == "signed"):
            continue
        changed = t(CHANGED[stands]) if now is not None else t("is not there any more")
        yield KIND.finding(
            t(
                "{person} signed {what} on {date}, and it {changed}",
                person=sign.person,
                what=what,
                date=sign.date.isoformat(),
                changed=changed,
            ),
            places=(sign.place,),
            decision=sign.decision,
            rules=(sign.rule,) if sign.rule else (),
            help=(
                t("see what changed: b12tables signoff"),
                t("sign again: a new date, and an empty Meaning"),
            ),
            extras=VoidedSignOff(sign.meaning, now),
        )
