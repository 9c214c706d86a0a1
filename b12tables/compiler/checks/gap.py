"""# gap

**For some patients no rule of the table holds.** For them the evaluator refuses to answer: there is no
default. The report names the exact region, one complete case, and the cells that stop just short of it. Only
cases that can arise are reported: the Impossible sheet is respected, and so is what the tables upstream can
produce.

Tables that give a list (`Collect`, `Rule order`, `Output order`) and `Collect count` have no gaps: an empty
list is an answer.

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
| R2 | > 18 | adult |
```

```findings
gap
```

Nobody is told what to do for a patient aged exactly 18.

## How to mend it

Widen a neighbouring cell (`> 18` to `>= 18`), add a row, or declare the combination on the Impossible sheet
if there are no such patients. `Otherwise` closes every gap of a table; what only it catches is then reported
as
`otherwise-covers`.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.model import Finding, Place, test_text
from b12tables.compiler.proof.analysis import LISTED, Analysis, Case, Part
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.table_space import TableSpace

NAME = "gap"


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each table with a gap."""
    for ts in analysis.tables:
        if ts.needs_cover:
            part = analysis.gaps(ts)
            if part.boxes:
                yield _finding(analysis, ts, part)


def _finding(analysis: Analysis, ts: TableSpace, part: Part) -> Finding:
    box, case = _shown(analysis, ts, part)
    near = _nearly(ts, box)
    lines = [_how_many(part)]
    if any(name in analysis.model.produced_by for name in ts.fields):
        lines.append(f"here this is: {analysis.seen_text(ts, box)}")
    lines.append("today such a patient gets: no rule, the evaluator refuses to answer")
    for index, c in near[:3]:
        condition = _condition(ts, index, c)
        label = analysis.label(ts.fields[c])
        lines.append(
            f'rule {ts.rule(index).id} does not reach it: {label} "{condition[1]}" ({condition[0].cells})'
        )
    places = tuple(dict.fromkeys(_condition(ts, index, c)[0] for index, c in near[:6])) or (ts.table.place,)
    return Finding(
        NAME,
        "error",
        "\n".join(lines),
        places=places + tuple(p for p in upstream_places(analysis, ts, part.boxes) if p not in places),
        decision=ts.table.code,
        example=analysis.as_given(case) if case is not None else None,
        region=analysis.region(ts, part.boxes),
        data={**analysis.region_data(ts, part), "near": list(dict.fromkeys(ts.rule(i).id for i, _ in near))},
    )


def _shown(analysis: Analysis, ts: TableSpace, part: Part) -> tuple[Masks, Case | None]:
    """A situation in the gap with a case for it, preferably one that some rules nearly reach."""
    ranked = sorted(part.boxes[:LISTED], key=lambda box: (-len(_nearly(ts, box)), box))
    for box in ranked[:5]:
        shown = analysis.shown(ts, box)
        if shown is not None:
            return shown
    return ranked[0], None


def _how_many(part: Part) -> str:
    at_least = "" if part.whole else "at least "
    kinds = "kind" if part.cells == 1 and part.whole else "kinds"
    return f"nobody is told what to do for {at_least}{part.cells:,} {kinds} of patient"


def _nearly(ts: TableSpace, box: Masks) -> list[tuple[int, int]]:
    """The rules that would touch the box but for one column, with that column."""
    once = twice = 0
    misses = []
    for column, mask in zip(ts.grid.columns, box, strict=True):
        miss = ts.grid.everyone & ~column.touching(mask)
        twice |= once & miss
        once |= miss
        misses.append(miss)
    near = [(i, next(c for c, miss in enumerate(misses) if miss >> i & 1)) for i in bits(once & ~twice)]
    return [(i, c) for i, c in near if _adjacent(ts, i, c, box[c])] or near


def _adjacent(ts: TableSpace, index: int, c: int, mask: int) -> bool:
    """Whether the rule's condition ends right where the mask begins (of words: always)."""
    own = ts.grid.boxes[index][c]
    return not ts.grid.columns[c].ordered or bool((own << 1 | own >> 1) & mask)


def _condition(ts: TableSpace, index: int, c: int) -> tuple[Place, str]:
    """The cell of a rule in a column of the grid (the first one that restricts the field)."""
    rule = ts.rule(index)
    cells = [
        cell
        for cell, name in zip(rule.conditions, ts.table.input_fields, strict=True)
        if name == ts.fields[c]
    ]
    cell = next((cell for cell in cells if cell.text.strip() not in ("-", "any")), cells[0])
    return cell.place, cell.text or test_text(cell.test)


def upstream_places(analysis: Analysis, ts: TableSpace, boxes: tuple[Masks, ...]) -> list[Place]:
    """The result cells upstream that lead into a region, where it is only some results that do."""
    found: list[Place] = []
    for c, name in enumerate(ts.fields):
        table = analysis.model.produced_by.get(name)
        axis = analysis.space.axes[name]
        union = 0
        for box in boxes:
            union |= box[c]
        if table is None or union == axis.full or name in analysis.model.set_valued:
            continue
        column = table.output_fields.index(name)
        cells = [row.results[column] for row in table.rows]
        leading = [cell.place for cell in cells if axis.value_mask(cell.value) & union]
        if len(leading) < len(cells):
            found += leading
    return found
