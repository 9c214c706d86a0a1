"""# contradicting-impossible

**The impossible combinations leave no case possible.** Then every statement about the tables would hold of
nothing. Where a case may leave out what they ask about, because no table looks at it, no case is left that leaves
nothing of that out, and the finding says so.

## Example

```tables
## Fields
- sex: choice (female, male)
- advice: choice (advice a)

## Impossible
| ID | Combination | Why |
|---|---|---|
| K1 | Sex: male | not in this clinic |
| K2 | Sex: female | a slip |

## Decision: Advice table
| | When | Then |
|---|---|---|
| Rule | Sex | Advice |
| R1 | female | advice a |
| R2 | male | none |
```

```findings
contradicting-impossible K1 K2
```

## How to mend it

Mend or delete one of the combinations.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.runtime.language import t

KIND = KINDS["contradicting-impossible"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """One finding when nothing is left possible."""
    combinations = analysis.model.impossible
    if not combinations:
        return
    what = t("whether the impossible combinations leave any case")
    if analysis.bounded(None, what, lambda: analysis.nothing_possible, False, "error"):
        lacking = analysis.reach.may_lack
        excluded = t("the impossible combinations together exclude every case")
        if lacking and not analysis.bounded(None, what, lambda: analysis.excluded({}), True):
            excluded = t(
                "the impossible combinations together exclude every case that does not leave out {fields}: no table "
                "looks at that, and no impossible combination holds of what is not there",
                fields=t(" or ").join(map(analysis.label, lacking)),
            )
        yield KIND.finding(
            excluded,
            places=tuple(c.place for c in combinations),
            rules=tuple(c.id for c in combinations),
            help=(t("mend or delete one of the combinations"),),
        )
