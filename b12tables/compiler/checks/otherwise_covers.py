"""# otherwise-covers

**Some cases are covered by the `Otherwise` row only.** Information: `Otherwise` closes a gap honestly, but
nobody wrote a rule for these patients in particular. Someone should look at them now and then.

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
| Otherwise | | adult |
```

```findings
otherwise-covers Otherwise
```

## How to mend it

Nothing need be done. Write a rule for the cases that deserve one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from b12tables.compiler.model import KINDS, Extras, Finding
from b12tables.compiler.proof.analysis import Analysis, answer_words
from b12tables.compiler.proof.extent import Extent, extent_of
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t

KIND = KINDS["otherwise-covers"]


@dataclass(frozen=True)
class CoveredByOtherwise(Extras):
    """How many patients only the Otherwise row covers."""

    extent: Extent


def looks_at(ts: TableSpace) -> bool:
    """Whether the table has an Otherwise row."""
    return ts.table.otherwise is not None


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each table in which Otherwise covers something."""
    for ts in analysis.tables:
        otherwise = ts.table.otherwise
        if otherwise is None:
            continue
        part = analysis.gaps(ts)
        if not part.boxes:
            continue
        shown = analysis.shown(ts, part.boxes[0])
        yield KIND.finding(
            t(
                "only the Otherwise row covers {kinds} of patient\nthey get: {answer}",
                kinds=part.kinds_text(ts.grid.full),
                answer=answer_words(analysis.model, ts.table, otherwise),
            ),
            places=(otherwise.place,),
            decision=ts.table.code,
            rules=(otherwise.id,),
            example=analysis.as_given(shown[1]) if shown else None,
            region=analysis.region(ts, part.boxes),
            extras=CoveredByOtherwise(extent_of(ts, part)),
        )
