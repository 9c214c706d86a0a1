"""# gap

**For some patients no rule of the table holds.** For them the evaluator refuses to answer: there is no
default. The report names the exact region, one complete case, and the cells that stop just short of it. Only
cases that can arise are reported: the Impossible sheet is respected, and so is what the tables upstream can
produce. Gaps of one table that lie apart are findings of their own, each with its example and its edits; where
there are more than twelve, the others are counted in one.

Of a table that gives a list (`Collect`, `Rule order`, `Output order`) the same is told as `empty-list`: no rule is
an empty list there, which is an answer. `Collect count` has no gaps: it counts none.

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

Widen a neighbouring cell (`> 18` to `>= 18`), or all cells of that text that border the gap; add a row; where
the gap lies between two decimals (3.0 and 3.1), say in the Dictionary to which precision the number is given
(`Step`); or declare the combination on the Impossible sheet if there are no such patients. `Otherwise` closes
every gap of a table; what only it catches is then reported as `otherwise-covers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from b12tables.compiler.model import KINDS, Extras, Finding, Place, evaluate, test_text
from b12tables.compiler.proof.analysis import LISTED, Analysis, Case
from b12tables.compiler.proof.asked import asked_of
from b12tables.compiler.proof.axes import OrderedAxis, bits, runs
from b12tables.compiler.proof.extent import Extent, extent_of
from b12tables.compiler.proof.gap_parts import Part, next_to
from b12tables.compiler.proof.grid import Masks
from b12tables.compiler.proof.steps import decimal_step, holds_no_multiple
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import t
from b12tables.runtime.numbers import number_text

KIND = KINDS["gap"]


@dataclass(frozen=True, kw_only=True)
class Gap(Extras):
    """One part of a gap: its size, and the rules that nearly reach it."""

    extent: Extent
    asked: tuple[str, ...] = ()
    near: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MoreGaps(Extras):
    """The gaps of a table that are not told one by one: their size together, and how many they are."""

    extent: Extent
    asked: tuple[str, ...] = ()
    parts: int


TOLD = 12
"""So many unrelated gaps of one table are told one by one; the others are counted together."""

NEAR = 6
"""The cells of so many rules that stand near to a gap are among its places."""

NAMED = 3
"""Of so many near rules it is said what keeps them away."""


def looks_at(ts: TableSpace) -> bool:
    """Whether a patient for whom no rule of the table holds has no answer."""
    return ts.needs_cover


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each part of a gap that has nothing to do with the others."""
    for ts in analysis.tables:
        if looks_at(ts):
            yield from nobody_told(analysis, ts, KIND.name, t("no rule, the evaluator refuses to answer"))


def nobody_told(analysis: Analysis, ts: TableSpace, name: str, today: str) -> Iterator[Finding]:
    """Findings of a kind about the patients for whom no rule holds; `today` is what such a patient gets."""
    parts = _in_order(analysis, ts)
    for part in parts[:TOLD]:
        yield _finding(analysis, ts, part, name, today)
    if parts[TOLD:]:
        yield _besides(analysis, ts, parts[TOLD:], name)


def told(analysis: Analysis, ts: TableSpace) -> list[Part]:
    """The part of a table's gap that each finding is about, in the order of the findings."""
    parts = _in_order(analysis, ts) if ts.expects_cover else []
    return [*parts[:TOLD], *([_joined(parts[TOLD:])] if parts[TOLD:] else [])]


def _joined(parts: Sequence[Part]) -> Part:
    return Part(tuple(box for part in parts for box in part.boxes), all(part.whole for part in parts))


def _in_order(analysis: Analysis, ts: TableSpace) -> list[Part]:
    """The unrelated parts of a table's gap, those first that rules reach nearly, in sheet order."""
    parts = analysis.gap_parts(ts)
    if len(parts) < 2:
        return parts
    near = {part.boxes: _near(_by_box(ts, part)) for part in parts}
    last = len(ts.table.rules)
    return sorted(parts, key=lambda part: (min((i for i, _ in near[part.boxes]), default=last), part.boxes))


def _finding(analysis: Analysis, ts: TableSpace, part: Part, name: str, today: str) -> Finding:
    nearly = _by_box(ts, part)
    box, case = _shown(analysis, ts, nearly)
    near = [] if ts.table.keeps else _near(nearly)
    lines = [_how_many(part, ts)]
    if any(name in analysis.model.produced_by for name in ts.fields):
        lines.append(t("here this is: {seen}", seen=analysis.seen_text(ts, box, part)))
    lines.append(t("today such a patient gets: {today}", today=today))
    for index, c in near[:NAMED]:
        condition = _condition(ts, index, c)
        label = analysis.label(ts.fields[c])
        whose, where = _whose(ts, index), ts.table.cell_words(condition[0])
        lines.append(
            t(
                '{whose} does not reach it: {label} "{condition}" ({where})',
                whose=whose,
                label=label,
                condition=condition[1],
                where=where,
            )
        )
    lines += _between_decimals(analysis, ts, part)
    if lacking := analysis.left_out(ts, box):
        lines.append(
            t(
                "only a case that leaves out {fields} comes there: no table looks at that, and no impossible "
                "combination holds of what is not there",
                fields=t(" or ").join(map(analysis.label, lacking)),
            )
        )
    upstream = _kept_cells(analysis, ts, case) or tuple(upstream_places(analysis, ts, part.boxes))
    places = tuple(dict.fromkeys(_condition(ts, index, c)[0] for index, c in near[:NEAR]))
    if not places and not (upstream and ts.table.keeps):
        places = (ts.table.place,)
    return KINDS[name].finding(
        "\n".join(lines),
        places=places + tuple(p for p in upstream if p not in places),
        decision=ts.table.code,
        help=_of_kept(analysis, ts),
        example=analysis.as_given(case) if case is not None else None,
        region=analysis.region(ts, part.boxes),
        extras=Gap(
            extent=extent_of(ts, part),
            asked=asked_of(analysis, ts, case, part.boxes, [ts.rule(index) for index, _ in near[:NAMED]]),
            near=tuple(dict.fromkeys(ts.rule(i).id for i, _ in near)),
        ),
    )


def _kept_cells(analysis: Analysis, ts: TableSpace, case: Case | None) -> tuple[Place, ...]:
    """Where the example is said to stay as it was; none where a table was written for it."""
    if not ts.table.keeps or case is None:
        return ()
    said = ts.table.input_fields[0]
    table = analysis.model.produced_by[said]
    column = table.output_fields.index(said)
    steps = [step for step in evaluate(analysis.model, case).steps if step.decision == table.code]
    fired = {rule for step in steps for rule in step.rules}
    return tuple(row.results[column].place for row in table.rows if row.id in fired)


def _of_kept(analysis: Analysis, ts: TableSpace) -> tuple[str, ...]:
    """What mends a gap where a result stays as it was, and what it was is not known or no value of it."""
    if not ts.table.keeps:
        return ()
    source, result = analysis.label(ts.table.keeps), analysis.label(ts.table.output_fields[0])
    return (
        t(
            "ask for {source} in the rows that say unchanged, so that they hold only where it is a "
            "value of {result}; or write yes under Unknown for {result} in the Dictionary, if not "
            "known may come out",
            source=source,
            result=result,
        ),
    )


def _between_decimals(analysis: Analysis, ts: TableSpace, part: Part) -> list[str]:
    """That a gap lies between two decimals of a number (3.0 and 3.1), where it does: then its precision is not said."""
    found = []
    for c, name in enumerate(ts.fields):
        axis = ts.axes[name]
        if not isinstance(axis, OrderedAxis) or axis.step is not None or name in analysis.model.produced_by:
            continue
        masks = {box[c] for box in part.boxes[:LISTED]}
        if any(mask & axis.unknown for mask in masks):
            continue
        ends = [axis.ends(*run) for mask in masks for run in runs(mask)]
        step = decimal_step(ends)
        if step is not None and all(holds_no_multiple(one, step) for one in ends):
            found.append(
                t(
                    "no {label} that is given in steps of {number} lies there: if it is, write {number} in "
                    "its row of the Dictionary, under Step",
                    label=analysis.label(name),
                    number=number_text(step),
                )
            )
    return found


def _besides(analysis: Analysis, ts: TableSpace, parts: Sequence[Part], name: str) -> Finding:
    """The gaps that are not told one by one: how many, for how many patients, with an example of the first."""
    part = _joined(parts)
    _, case = _shown(analysis, ts, _by_box(ts, parts[0]))
    return KINDS[name].finding(
        t(
            "besides, {how_many}, in {n} more gaps; the first {told} are told one by one",
            how_many=_how_many(part, ts),
            n=len(parts),
            told=TOLD,
        ),
        places=(ts.table.place,),
        decision=ts.table.code,
        example=analysis.as_given(case) if case is not None else None,
        region=analysis.region(ts, part.boxes),
        extras=MoreGaps(
            extent=extent_of(ts, part),
            asked=asked_of(analysis, ts, case, parts[0].boxes, ()),
            parts=len(parts),
        ),
    )


def _shown(analysis: Analysis, ts: TableSpace, nearly: dict[Masks, Nearly]) -> tuple[Masks, Case | None]:
    """A situation in the gap with a case for it, preferably one that some rules nearly reach."""
    ranked = sorted(nearly, key=lambda box: (-len(nearly[box].rules), box))
    for box in ranked[:5]:
        shown = analysis.shown(ts, box)
        if shown is not None:
            return shown
    return ranked[0], None


def _whose(ts: TableSpace, index: int) -> str:
    return f"{t('the table') if ts.table.chooses else t('rule')} {ts.rule(index).id}"


def _how_many(part: Part, ts: TableSpace) -> str:
    if ts.table.chooses:
        return t("none of the tables applies to {kinds} of patient", kinds=part.kinds_text(ts.grid.full))
    return t("nobody is told what to do for {kinds} of patient", kinds=part.kinds_text(ts.grid.full))


class Nearly(NamedTuple):
    """The rules that would touch a box but for one column, with that column: where any touch it in a range, these."""

    rules: list[tuple[int, int]]
    touching: bool


def _by_box(ts: TableSpace, part: Part) -> dict[Masks, Nearly]:
    return {box: _nearly(ts, box) for box in part.boxes[:LISTED]}


def _near(nearly: dict[Masks, Nearly]) -> list[tuple[int, int]]:
    """The rules that would touch a gap but for one column, with that column: where any touch it in a range, these."""
    touching = any(near.touching for near in nearly.values())
    told = [near.rules for near in nearly.values() if near.touching == touching]
    return sorted({pair for rules in told for pair in rules})


def _nearly(ts: TableSpace, box: Masks) -> Nearly:
    once = twice = 0
    misses = []
    for column, mask in zip(ts.grid.columns, box, strict=True):
        miss = ts.grid.everyone & ~column.touching(mask)
        twice |= once & miss
        once |= miss
        misses.append(miss)
    near = [(i, next(c for c, miss in enumerate(misses) if miss >> i & 1)) for i in bits(once & ~twice)]
    touching = [(i, c) for i, c in near if _touches(ts, i, c, box)]
    return Nearly(touching or near, bool(touching))


def _touches(ts: TableSpace, index: int, c: int, box: Masks) -> bool:
    """Whether a rule that misses a box in one column alone ends there right where the box begins."""
    own = ts.grid.boxes[index]
    return bool(next_to(ts.axes[ts.fields[c]], own[c]) & box[c]) and all(
        mask & other for k, (mask, other) in enumerate(zip(own, box, strict=True)) if k != c
    )


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
