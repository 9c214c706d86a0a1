"""# unused-impossible

**An impossible combination changes nothing:** its tests can never hold together anyway, or other combinations
already exclude all that it excludes.

## Example

```tables
## Fields
- sex: choice (female, male)
- pregnant: yes/no
- advice: choice (advice a, advice b)

## Impossible
| ID | Combination | Why |
|---|---|---|
| K1 | Sex: male<br>Pregnant: yes | men are not pregnant |
| K2 | Pregnant: yes<br>Sex: not(female) | said again in other words |

## Decision: Advice table
| | When | When | Then |
|---|---|---|---|
| Rule | Sex | Pregnant | Advice |
| R1 | female | - | advice a |
| R2 | male | no | advice b |
```

```findings
unused-impossible K2
```

## How to mend it

Delete the combination, or write what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from b12tables.compiler.model import KINDS, Finding
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.grid import Grid, Masks, uncovered
from b12tables.runtime.language import t

KIND = KINDS["unused-impossible"]


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each combination that excludes nothing of its own."""
    grid, boxes = combination_grid(analysis)
    kept = 0
    for index, combination in enumerate(analysis.model.impossible):
        if combination.id in analysis.space.not_assumed:
            continue
        box = boxes[index]
        what = t("whether {combination} excludes anything of its own", combination=combination.id)
        needed = all(box) and analysis.bounded(
            None,
            what,
            partial(_excludes_more, analysis, grid, box, kept),
            True,
        )
        if needed:
            kept |= 1 << index
            continue
        reason = (
            t("other combinations exclude the same")
            if all(box)
            else t("its tests never hold together anyway")
        )
        yield KIND.finding(
            t("{combination} changes nothing: {reason}", combination=combination.id, reason=reason),
            places=(combination.place,),
            rules=(combination.id,),
            help=(t("delete the combination, or write what was meant"),),
        )


def _excludes_more(analysis: Analysis, grid: Grid, box: Masks, others: int) -> bool:
    return next(uncovered(grid, analysis.budget, box, others), None) is not None


def combination_grid(analysis: Analysis) -> tuple[Grid, list[Masks]]:
    """The impossible combinations as boxes over all fields that they name."""
    axes = analysis.space.axes
    named = [line.field for combination in analysis.model.impossible for line in combination.tests]
    names = tuple(dict.fromkeys(name for name in named if name in axes))
    boxes: list[Masks] = []
    for combination in analysis.model.impossible:
        masks = {name: axes[name].full for name in names}
        for line in combination.tests:
            if line.field in axes:
                masks[line.field] &= axes[line.field].mask(line.test)
        boxes.append(tuple(masks.values()))
    return Grid([axes[n].size for n in names], [axes[n].ordered for n in names], boxes), boxes
