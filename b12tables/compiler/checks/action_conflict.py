"""# action-conflict

**Two rows of the sheet Actions hold for one patient, and nobody can follow both:** one asks for an order that the other
advises against, or both ask for it with another dose, another route, or another time between two.

## Example

```tables
## Fields
- kidneys: choice (healthy, impaired), unknown
- product: choice (half_dose, full_dose)

## Decision: Product choice
| | When | Then |
|---|---|---|
| Rule | Kidneys | Product |
| R1 | impaired; unknown | half_dose |
| R2 | healthy | full_dose |

## Actions
| ID | When | Does | Label | Resource | System | Code | Dose |
|---|---|---|---|---|---|---|---|
| A1 | Product: half_dose | order | Half | MedicationRequest | http://www.whocc.no/atc | M01AE01 \\|Pain\\| | 0.5 mg |
| A2 | Kidneys: healthy; unknown | order | 1 | MedicationRequest | http://www.whocc.no/atc | M01AE01 \\|Pain\\| | 1 mg |
```

```findings
action-conflict A1 A2
```

Where it is not known how the kidneys are, A1 asks for half of the dose that A2 asks for.

## How to mend it

Say in one of the two whom it is for, so that the other one is left out for them. Where the tables name two ways, one is
the `order`, and the other one `fits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from b12tables.compiler.model import KINDS, Action, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.safety_proof import shown_case
from b12tables.runtime.language import t

KIND = KINDS["action-conflict"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for every two rows of Actions that some patient gets and that nobody can both follow."""
    for one, other in combinations(analysis.model.actions, 2):
        why = _why(one, other)
        if not why:
            continue
        try:
            case = shown_case(analysis, (*one.when, *other.when))
        except BoundReached:
            what = t("whether somebody gets the actions {one} and {other}", one=one.id, other=other.id)
            analysis.leave_open(None, what, KIND.severity)
            continue
        if case is not None:
            yield KIND.finding(
                t(
                    "this patient gets {one} and {other}: {why}",
                    one=f"{one.id} ({one.label})",
                    other=f"{other.id} ({other.label})",
                    why=why,
                ),
                places=(one.place, other.place),
                rules=(one.id, other.id),
                help=(t("say in the When of one of the two whom it is for"),),
                example=analysis.as_given(case),
            )


def _why(one: Action, other: Action) -> str:
    """Why nobody can follow both; "" where somebody can."""
    if "reason" in (one.does, other.does) or not one.ordered.is_one_with(other.ordered):
        return ""
    if {one.does, other.does} == {"order", "fits"}:
        return ""
    if one.does != other.does:
        return t("one asks for what the other advises against")
    if one.does == "order" and one.ordered.differs(other.ordered):
        return t("both ask for one order, each in another way")
    return ""
