"""# overlap

**Two rules hold for the same patient.** In a `Unique` table this is an error: the table says twice, perhaps
differently, what to do, and the evaluator refuses to pick one. In a `First` or `Priority` table it is
information: the order of the rows, or of the values, decides there, and a reader should know where.

The report names both rules and the exact region that they share, as far as it can arise.

## Example

```tables
## Fields
- age: number, 0..
- group: choice (child, adult)

## Decision: Age group
| | When | Then |
|---|---|---|
| Rule | Age | Group |
| R1 | <= 18 | child |
| R2 | >= 18 | adult |
```

```findings
overlap R1 R2
```

## How to mend it

Make one of the cells narrower (`>= 18` to `> 18`), or choose another hit policy if the overlap is meant:
`First` when the upper row shall win, `Any` when both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from b12tables.compiler.analysis import LISTED, Analysis, Part, answer_words, named
from b12tables.compiler.finding import Finding, Place
from b12tables.compiler.model import HitPolicy
from b12tables.compiler.partition import Masks, meet, meeting_pairs, uncovered
from b12tables.compiler.space import TableSpace

NAME = "overlap"
ORDERED = 40
"""How many pairs of a First or Priority table are listed one by one: they are no defect."""


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each pair of a Unique table; of a First or Priority table it is information."""
    for ts in analysis.tables:
        if ts.policy is HitPolicy.UNIQUE:
            yield from clash_findings(analysis, ts, NAME)
        elif ts.policy in (HitPolicy.FIRST, HitPolicy.PRIORITY):
            yield from _order_decides(analysis, ts)


def clash_findings(analysis: Analysis, ts: TableSpace, name: str) -> Iterator[Finding]:
    """An error for each pair of rules that leave some possible case without an answer, up to a bound."""
    rest: list[tuple[str, str]] = []
    for i, j in ts.clashes():
        shared = [meet(ts.grid.boxes[i], ts.grid.boxes[j])]
        if ts.better[i]:
            # where a rule of higher rank holds too, that one gives the answer
            shared = list(uncovered(ts.grid, analysis.budget, shared[0], ts.better[i]))
        if rest or analysis.listed[name, ts.table.code] >= LISTED:
            if any(_may_arise(analysis, ts, box) for box in shared):
                rest.append((ts.rule(i).id, ts.rule(j).id))
            continue
        boxes, whole = analysis.arising(ts, shared)
        if boxes:
            analysis.listed[name, ts.table.code] += 1
            yield _pair(analysis, ts, name, i, j, Part(tuple(boxes), whole))
        elif not whole:
            analysis.unfinished[
                ts.table.code, f"whether {ts.rule(i).id} and {ts.rule(j).id} can hold together"
            ] = None
    if rest:
        yield Finding(
            name,
            "error",
            f"besides, {_count_pairs(rest)} can hold together; the first {LISTED} are listed one by one",
            places=(ts.table.place,),
            decision=ts.table.code,
            rules=tuple(dict.fromkeys(rule for pair in rest for rule in pair)),
            data={"pairs": [list(pair) for pair in rest]},
        )


def _count_pairs(rest: list[tuple[str, str]]) -> str:
    return f"{len(rest)} more pair{'' if len(rest) == 1 else 's'} of rules"


def _may_arise(analysis: Analysis, ts: TableSpace, box: Masks) -> bool:
    return analysis.bounded(
        ts.table.code, "whether all pairs of rules can hold together", lambda: analysis.arises(ts, box), True
    )


def _pair(analysis: Analysis, ts: TableSpace, name: str, i: int, j: int, part: Part) -> Finding:
    first, second = ts.rule(i), ts.rule(j)
    model = analysis.model
    seen, case = analysis.shown(ts, part.boxes[0]) or (part.boxes[0], None)
    kinds = "kind" if part.cells == 1 else "kinds"
    lines = [f"{named([first.id, second.id])} both hold for {part.cells:,} {kinds} of patient"]
    if any(field in model.produced_by for field in ts.fields):
        lines.append(f"here this is: {analysis.seen_text(ts, seen)}")
    if ts.rows[i] == ts.rows[j]:
        lines.append(
            f"both say: {answer_words(model, ts.table, first)}; today the evaluator refuses to answer"
        )
    else:
        lines.append(f"rule {first.id} says: {answer_words(model, ts.table, first)}")
        lines.append(f"rule {second.id} says: {answer_words(model, ts.table, second)}")
        lines.append("today such a patient gets: no answer, the evaluator does not pick one")
    return Finding(
        name,
        "error",
        "\n".join(lines),
        places=_telling_places(ts, i, j),
        decision=ts.table.code,
        rules=(first.id, second.id),
        example=analysis.as_given(case) if case is not None else None,
        region=analysis.region(ts, part.boxes),
        data=analysis.region_data(ts, part),
    )


def _telling_places(ts: TableSpace, i: int, j: int) -> tuple[Place, ...]:
    """The cells of both rules that differ: where they could be told apart. The rows where none does."""
    cells = [
        place
        for a, b in zip(ts.rule(i).conditions, ts.rule(j).conditions, strict=True)
        if a.test != b.test
        for place in (a.place, b.place)
    ]
    return tuple(dict.fromkeys(cells)) or (ts.rule(i).place, ts.rule(j).place)


def _order_decides(analysis: Analysis, ts: TableSpace) -> Iterator[Finding]:
    """A piece of information for each pair of rules that hold together and whose order decides, up to a bound."""
    rest: list[tuple[str, str]] = []
    for i, j in meeting_pairs(ts.grid):
        shared = meet(ts.grid.boxes[i], ts.grid.boxes[j])
        if len(rest) or analysis.listed[NAME, ts.table.code] >= ORDERED:
            if _may_arise(analysis, ts, shared):
                rest.append((ts.rule(i).id, ts.rule(j).id))
            continue
        boxes, whole = analysis.arising(ts, [shared])
        if boxes:
            analysis.listed[NAME, ts.table.code] += 1
            yield _ordered(analysis, ts, i, j, Part(tuple(boxes), whole))
    if rest:
        yield Finding(
            NAME,
            "info",
            f"the order decides between {_count_pairs(rest)}; the first {ORDERED} are listed one by one",
            places=(ts.table.place,),
            decision=ts.table.code,
            rules=tuple(dict.fromkeys(rule for pair in rest for rule in pair)),
            data={"pairs": [list(pair) for pair in rest]},
        )


def _ordered(analysis: Analysis, ts: TableSpace, i: int, j: int, part: Part) -> Finding:
    first, second = ts.rule(i), ts.rule(j)
    _, case = analysis.shown(ts, part.boxes[0]) or (part.boxes[0], None)
    by = "rows" if ts.policy is HitPolicy.FIRST else "values"
    kinds = "kind" if part.cells == 1 else "kinds"
    same = ", which give the same" if ts.rows[i] == ts.rows[j] else ""
    return Finding(
        NAME,
        "info",
        f"{named([first.id, second.id])} both hold for {part.cells:,} {kinds} of patient{same}; "
        f"the order of the {by} decides",
        places=(first.place, second.place),
        decision=ts.table.code,
        rules=(first.id, second.id),
        example=analysis.as_given(case) if case is not None else None,
        region=analysis.region(ts, part.boxes),
        data=analysis.region_data(ts, part),
    )
