"""# overlap

**Two rules hold for the same patient.** In a `Unique` table this is an error: the table says twice, perhaps
differently, what to do, and the evaluator refuses to pick one. In a `First` or `Priority` table it is
information: the order of the rows, or of the values, decides there, and a reader should know where. That is one
note for each table. It is a warning where *unchanged* of a `Priority` table gives way to a value, though what is kept
may come before it in the order of the values.

The report names both rules and the exact region that they share, as far as it can arise. Where a `Unique` table has
many such pairs, but would give every worked case its expected answer if its policy were `First`, that is one finding.

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
`First` when the upper row shall win, `Any` when both say the same. The report offers `First` where one row of each pair
asks what the other leaves open (`-`), every row would still answer for somebody, and every worked case that stops here
comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from b12tables.compiler.checks.other_policy import mislabelled
from b12tables.compiler.model import KINDS, Box, Extras, Finding, HitPolicy, Place, Severity
from b12tables.compiler.proof.analysis import LISTED, Analysis, answer_words, named, rule_ids
from b12tables.compiler.proof.asked import asked_of
from b12tables.compiler.proof.axes import bits
from b12tables.compiler.proof.extent import Extent, extent_of
from b12tables.compiler.proof.gap_parts import Part
from b12tables.compiler.proof.grid import BoundReached, Masks, meet, meeting_pairs
from b12tables.compiler.proof.table_space import TableSpace
from b12tables.runtime.language import grouped, t, tn, wording

KIND = KINDS["overlap"]


@dataclass(frozen=True)
class Pair(Extras):
    """Two rules that hold together: for how many."""

    extent: Extent
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class MorePairs(Extras):
    """The pairs of rules that are not told one by one: many of them by their IDs, and how many there are."""

    pairs: tuple[tuple[str, str], ...]
    count: int


@dataclass(frozen=True)
class OrderedPair(Extras):
    """Two rules that hold together, and for whom exactly."""

    rules: tuple[str, str]
    region: tuple[Box, ...]
    extent: Extent


@dataclass(frozen=True)
class OrderDecides(Extras):
    """All pairs of rules of a table between which the order decides; of the first ones it is told for whom."""

    pairs: tuple[tuple[str, str], ...]
    count: int
    regions: tuple[OrderedPair, ...]
    asked: tuple[str, ...] = ()


ORDERED = 40
"""For so many pairs of a First or Priority table it is worked out who they are: they are no defect."""
ALL_PAIRS = wording("whether all pairs of rules can hold together")
PAIRS = 100_000
"""How many of the other pairs are named; all of them are counted."""


def looks_at(ts: TableSpace) -> bool:
    """Whether rules that hold together are told: as errors, or because order decides between them."""
    return ts.policy is HitPolicy.UNIQUE or ts.policy.chooses


def check(analysis: Analysis) -> Iterator[Finding]:
    """A finding for each pair of a Unique table; one note for a table in which some rules come before others."""
    for ts in analysis.tables:
        if ts.policy is HitPolicy.UNIQUE:
            whole = mislabelled(analysis, ts, KIND.name)
            if whole is not None:
                yield whole
                continue
            yield from clash_findings(analysis, ts, KIND.name, ts.clashes())
        elif looks_at(ts):
            yield from _order_decides(analysis, ts)


def clash_findings(
    analysis: Analysis, ts: TableSpace, name: str, pairs: Iterable[tuple[int, int]], listed: int = LISTED
) -> Iterator[Finding]:
    """A finding of a kind for each of these pairs of rules that hold together in some possible case, up to a bound.

    So many are `listed` one by one; the rest are counted.
    """
    severity = KINDS[name].severity
    rest = _Rest(analysis, ts, severity)
    for i, j in pairs:
        if severity != "error" and analysis.budget.spent:
            # of what is no error not each pair is named that was not looked at
            analysis.leave_open(ts.table.code, t(ALL_PAIRS), severity)
            break
        if rest.count or analysis.listed[name, ts.table.code] >= listed:
            rest.add(i, j)
            continue
        shared = shared_region(analysis, ts, i, j)
        boxes, whole = ([], False) if shared is None else analysis.arising(ts, shared)
        if boxes:
            analysis.listed[name, ts.table.code] += 1
            yield _pair(analysis, ts, name, i, j, Part(tuple(boxes), whole))
        elif not whole:
            what = t("whether {rule} and {rule2} can hold together", rule=ts.rule(i).id, rule2=ts.rule(j).id)
            analysis.leave_open(ts.table.code, what, severity)
    if rest.count:
        yield KINDS[name].finding(
            t(
                "besides, {rest} can hold together; the first {listed} are listed one by one",
                rest=rest.words,
                listed=listed,
            ),
            severity=severity,
            places=(ts.table.place,),
            decision=ts.table.code,
            rules=rest.rules,
            extras=rest.extras,
        )


def shared_region(analysis: Analysis, ts: TableSpace, i: int, j: int) -> list[Masks] | None:
    """Where two rules hold together and leave no answer. None where that could not be found out within the bound."""
    try:
        return ts.clash_region(i, j, analysis.budget)
    except BoundReached:
        return None


class _Rest:
    """The pairs that are not listed one by one: all are counted, and many are named."""

    def __init__(self, analysis: Analysis, ts: TableSpace, severity: Severity, ordered: bool = False) -> None:
        self.analysis, self.ts, self.severity, self.ordered = analysis, ts, severity, ordered
        self.free = analysis.reach.free(ts.fields)
        self.count = 0
        self.pairs: list[tuple[str, str]] = []
        self.among = 0

    def add(self, i: int, j: int) -> None:
        """Counts a pair, unless what the two share cannot arise."""
        outranked = self.ts.better[i] and not self.ordered
        if (outranked or not self.free) and not self._arises(i, j):
            return
        self.count += 1
        self.analysis.budget.used += 1
        self.among |= 1 << i | 1 << j
        if len(self.pairs) < PAIRS:
            self.pairs.append((self.ts.rule(i).id, self.ts.rule(j).id))

    def _arises(self, i: int, j: int) -> bool:
        """Whether a pair can arise; where the bound was reached it is counted, and that it was is remembered."""
        analysis, ts = self.analysis, self.ts
        try:
            if not analysis.budget.spent:
                boxes = (
                    [meet(ts.grid.boxes[i], ts.grid.boxes[j])]
                    if self.ordered
                    else shared_region(analysis, ts, i, j)
                )
                if boxes is not None:
                    return any(analysis.arises(ts, box) for box in boxes)
        except BoundReached:
            pass
        analysis.leave_open(ts.table.code, t(ALL_PAIRS), self.severity)
        return True

    @property
    def words(self) -> str:
        more = grouped(self.count)
        return tn(self.count, "{more} more pair of rules", "{more} more pairs of rules", more=more)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of these pairs, in sheet order."""
        return rule_ids(self.ts, self.among)

    @property
    def extras(self) -> MorePairs:
        return MorePairs(tuple(self.pairs), self.count)


def _pair(analysis: Analysis, ts: TableSpace, name: str, i: int, j: int, part: Part) -> Finding:
    first, second = ts.rule(i), ts.rule(j)
    model = analysis.model
    seen, case = analysis.shown(ts, part.boxes[0]) or (part.boxes[0], None)
    kinds = part.kinds_text(ts.grid.full)
    lines = [t("{named} both hold for {kinds} of patient", named=named([first.id, second.id]), kinds=kinds)]
    if ts.table.chooses:
        lines = [
            t(
                "the tables {first} and {second} both apply to {kinds} of patient",
                first=first.id,
                second=second.id,
                kinds=kinds,
            )
        ]
    if any(field in model.produced_by for field in ts.fields):
        lines.append(t("here this is: {seen}", seen=analysis.seen_text(ts, seen, part)))
    if ts.table.chooses:
        lines.append(t("today such a patient gets: no answer, the evaluator does not pick one"))
    elif ts.policy.gives_list:
        lines.append(
            t("rule {first} says: {answer}", first=first.id, answer=answer_words(model, ts.table, first))
        )
        lines.append(
            t("rule {second} says: {answer}", second=second.id, answer=answer_words(model, ts.table, second))
        )
        lines.append(t("today such a patient gets: both, in one list"))
    elif ts.rows[i] == ts.rows[j]:
        lines.append(
            t(
                "both say: {answer}; today the evaluator refuses to answer",
                answer=answer_words(model, ts.table, first),
            )
        )
    else:
        lines.append(
            t("rule {first} says: {answer}", first=first.id, answer=answer_words(model, ts.table, first))
        )
        lines.append(
            t("rule {second} says: {answer}", second=second.id, answer=answer_words(model, ts.table, second))
        )
        lines.append(t("today such a patient gets: no answer, the evaluator does not pick one"))
    return KINDS[name].finding(
        "\n".join(lines),
        places=_telling_places(ts, i, j),
        decision=ts.table.code,
        rules=(first.id, second.id),
        example=analysis.as_given(case) if case is not None else None,
        region=analysis.region(ts, part.boxes),
        extras=Pair(extent_of(ts, part), asked_of(analysis, ts, case, part.boxes, (first, second))),
    )


def _telling_places(ts: TableSpace, i: int, j: int) -> tuple[Place, ...]:
    """The cells of both rules that differ: where they could be told apart. The rows where none does."""
    cells: list[Place] = []
    for one, other in zip(ts.rule(i).conditions, ts.rule(j).conditions, strict=True):
        if one.test != other.test:
            cells += (one.place, other.place)
    return tuple(dict.fromkeys(cells)) or (ts.rule(i).place, ts.rule(j).place)


def _order_decides(analysis: Analysis, ts: TableSpace) -> Iterator[Finding]:
    """One piece of information for a table whose order decides between rules that hold together."""
    rest = _Rest(analysis, ts, "info", ordered=True)
    told: list[_Ordered] = []
    for i, j in meeting_pairs(ts.grid):
        if rest.count or len(told) >= ORDERED:
            rest.add(i, j)
            continue
        boxes, whole = analysis.arising(ts, [meet(ts.grid.boxes[i], ts.grid.boxes[j])])
        if boxes:
            told.append(_Ordered(i, j, Part(tuple(boxes), whole)))
        elif not whole:
            what = t("whether {rule} and {rule2} can hold together", rule=ts.rule(i).id, rule2=ts.rule(j).id)
            analysis.leave_open(ts.table.code, what, "info")
    if told:
        yield _ordered(analysis, ts, told, rest)


class _Ordered(NamedTuple):
    """Two rules that hold together, and for whom."""

    i: int
    j: int
    part: Part


NAMED = 3
"""So many pairs are named in the message; `data` names all."""


def _given_way(analysis: Analysis, ts: TableSpace, pair: _Ordered) -> tuple[str, str] | None:
    """The rule of a pair whose *unchanged* comes behind the value of the other, though what is kept may come before it;
    and that other. None where there is none.
    """
    if ts.policy.in_order:
        return None
    for column, name in enumerate(ts.table.output_fields):
        field = analysis.model.fields[name]
        if not field.says_of:
            continue
        *first, unchanged = field.value_codes
        for kept, other in ((pair.i, pair.j), (pair.j, pair.i)):
            values = [ts.rule(index).results[column].value for index in (kept, other)]
            if values[0] == unchanged and values[1] in first[1:]:
                return ts.rule(kept).id, ts.rule(other).id
    return None


def _ordered(analysis: Analysis, ts: TableSpace, told: list[_Ordered], rest: _Rest) -> Finding:
    told.sort(key=lambda pair: _given_way(analysis, ts, pair) is None)
    given_way = _given_way(analysis, ts, told[0])
    words = [_ordered_words(ts, pair) for pair in told]
    if len(words) == 1 and not rest.count:
        message = (
            t("rules {pair}; the order of the rows decides", pair=words[0])
            if ts.policy.in_order
            else t("rules {pair}; the order of the values decides", pair=words[0])
        )
    else:
        count = len(told) + rest.count
        more = t("; and {n} more", n=grouped(count - NAMED)) if count > NAMED else ""
        message = t(
            "the order of the rows decides between {count} pairs of rules\n{pairs}{more}"
            if ts.policy.in_order
            else "the order of the values decides between {count} pairs of rules\n{pairs}{more}",
            count=grouped(count),
            pairs="; ".join(words[:NAMED]),
            more=more,
        )
    if given_way is not None:
        message += "\n" + t(
            "unchanged in {kept} comes behind every value: {other} decides, also where what is kept would come first",
            kept=given_way[0],
            other=given_way[1],
        )
    among = rest.among
    for pair in told:
        among |= 1 << pair.i | 1 << pair.j
    places = tuple(ts.rule(index).place for index in bits(among))
    first = told[0]
    _, case = analysis.shown(ts, first.part.boxes[0]) or (first.part.boxes[0], None)
    return KIND.finding(
        message,
        severity="info" if given_way is None else "warning",
        help=()
        if given_way is None
        else (
            t("take First as hit policy, where the order of the rows decides; or write a row for each value"),
        ),
        places=places,
        decision=ts.table.code,
        rules=rule_ids(ts, among),
        example=analysis.as_given(case) if case is not None else None,
        region=analysis.region(ts, first.part.boxes) if len(told) == 1 and not rest.count else (),
        extras=OrderDecides(
            pairs=(*((ts.rule(pair.i).id, ts.rule(pair.j).id) for pair in told), *rest.pairs),
            count=len(told) + rest.count,
            regions=tuple(_region_of(analysis, ts, pair) for pair in told),
            asked=asked_of(analysis, ts, case, first.part.boxes, (ts.rule(first.i), ts.rule(first.j))),
        ),
    )


def _ordered_words(ts: TableSpace, pair: _Ordered) -> str:
    same = t(", which give the same") if ts.rows[pair.i] == ts.rows[pair.j] else ""
    kinds = pair.part.kinds_text(ts.grid.full)
    return t(
        "{rule} and {rule2} both hold for {kinds} of patient{same}",
        rule=ts.rule(pair.i).id,
        rule2=ts.rule(pair.j).id,
        kinds=kinds,
        same=same,
    )


def _region_of(analysis: Analysis, ts: TableSpace, pair: _Ordered) -> OrderedPair:
    return OrderedPair(
        (ts.rule(pair.i).id, ts.rule(pair.j).id),
        analysis.region(ts, pair.part.boxes),
        extent_of(ts, pair.part),
    )
