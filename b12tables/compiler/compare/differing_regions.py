"""Where two decision tables answer differently: the search for the regions, and their shortest form.

Each table is seen through the `Chain` of its own version. A region in which only rules are left that both
tables have needs no further look, whatever those rules say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from b12tables.compiler.compare.effort import Effort
from b12tables.compiler.compare.partial_evaluation import (
    AFTER,
    BEFORE,
    SIDES,
    Answer,
    Chain,
    Possible,
    Row,
    State,
    base,
)
from b12tables.compiler.model import Anything, Condition, DecisionTable, HitPolicy, Rule
from b12tables.compiler.proof.axes import Axis, bits
from b12tables.compiler.proof.grid import (
    SMALL,
    Budget,
    Grid,
    Masks,
    merged,
    minus,
    size,
    uncovered,
)
from b12tables.compiler.proof.interning import Common
from b12tables.runtime.questions.hits import Spelling, compared_list

T = TypeVar("T")

_SOMETHING: Answer = ()
"""An answer that need not be known, because the other version gives none."""

EXPANDED = 120
"""Regions of so many boxes are put into fewest lines; longer ones are only joined."""


CELLS_A_STEP = 15
"""So many columns of two regions are set side by side in a step."""

STARTS = 500
"""Up to so many regions in which rules differ are looked at one by one; where there are more, everything is."""


@dataclass(frozen=True)
class Pair:
    """A decision table and its successor, and the output fields that both give."""

    old: DecisionTable
    new: DecisionTable
    fields: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.new.code


def parts(pair: Pair, common: Common) -> list[Pair]:
    """Two Collect tables as pairs of their rules with one and the same row of results, which are compared row
    by row; any other pair as it is.
    """
    tables = (pair.old, pair.new)
    if any(t.hit_policy is not HitPolicy.COLLECT or t.otherwise for t in tables):
        return [pair]
    old, new = (_by_row(table, pair.fields, common) for table in tables)
    return [
        Pair(
            old.get(row) or replace(pair.old, rules=()),
            new.get(row) or replace(pair.new, rules=()),
            pair.fields,
        )
        for row in dict.fromkeys([*old, *new])
    ]


def _by_row(table: DecisionTable, fields: tuple[str, ...], common: Common) -> dict[object, DecisionTable]:
    """A table in parts, each with the rules of one row of results."""
    columns = [table.output_fields.index(name) for name in fields]

    def apart() -> dict[object, DecisionTable]:
        rows: dict[object, list[Rule]] = {}
        for rule in table.rules:
            rows.setdefault(rule.row(columns), []).append(rule)
        return {row: replace(table, rules=tuple(rules)) for row, rules in rows.items()}

    return common.once("parts", (table,), apart, also=fields)


class Mismatch(Exception):
    """Two tables whose answers cannot be set side by side."""


class Search:
    """The search for the regions in which a pair of tables answers differently."""

    def __init__(
        self,
        pair: Pair,
        chains: tuple[Chain, Chain],
        whole: Mapping[str, int],
        effort: Effort,
        relations: Mapping[str, Sequence[tuple[int, int]] | None] | None = None,
    ) -> None:
        self.pair, self.chains = pair, chains
        self.relations = relations or {}
        """For a column that the versions decide differently: what it can change from and to (None: anything).
        """
        self.tables = (pair.old, pair.new)
        self.variables = {**chains[0].variables, **chains[1].variables}
        apart = {name + side for name in self.relations for side in SIDES}
        self.shared = {n for n in self.variables if n not in apart and all(n in c.variables for c in chains)}
        self.full = {name: whole.get(name, axis.full) for name, axis in self.variables.items()}
        self.columns = [tuple(t.output_fields.index(n) for n in pair.fields) for t in self.tables]
        self.policies = [t.hit_policy for t in self.tables]
        lists = [policy.gives_list for policy in self.policies]
        if lists[0] != lists[1]:
            raise Mismatch(
                f"it gives {_shape(pair.old)} in the old version and {_shape(pair.new)} in the new one"
            )
        self.lists = lists[0]
        self._alike = Spelling()
        """What both versions answer, in one spelling: a text means the same in whatever case it is written."""
        self.partner = self._partners()
        self.all_shared = all(name in self.shared for table in self.tables for name in table.input_fields)
        """Whether nothing that the tables look at is there twice."""
        self.common = (_mask(self.partner), _mask(self.partner.values()))
        """The rules that both tables have: they cannot be what makes a difference."""
        self.equal = (0, 0)
        """Of the region looked at last: the rules that hold for the same cases in both versions."""
        self.regions = effort.search(sum(len(table.rules) for table in self.tables))

    def _meanings(self, side: int) -> list[object]:
        """For each rule what it means: the fields it restricts, the compared results, and its rank where that
        counts.
        """
        chain, table, columns = self.chains[side], self.tables[side], self.columns[side]
        rows = chain.rows(table)
        ranks = chain.rank(table) if self.policies[side].ranks else None
        found: list[object] = []
        for i, box in enumerate(chain.grid(table).boxes):
            masks: dict[str, int] = {}
            for name, mask in zip(table.input_fields, box, strict=True):
                masks[name] = masks.get(name, chain.axes[name].full) & mask
            restricted = frozenset((base(n), m) for n, m in masks.items() if m != chain.axes[n].full)
            found.append((restricted, self._compared(rows[i], columns), ranks[i] if ranks else None))
        return found

    def _same_rules(self) -> bool:
        """Whether the rules of both tables are the very same, over the same columns."""
        old, new = self.pair.old, self.pair.new
        if old.rules is not new.rules or self.columns[0] != self.columns[1]:
            return False
        if list(map(base, old.input_fields)) != list(map(base, new.input_fields)):
            return False
        return not self.policies[0].ranks or self.chains[0].rank(old) == self.chains[1].rank(new)

    def _partners(self) -> dict[int, int]:
        """For each rule of the old table one of the new table that means the same, where one is left."""
        if self.policies[0] is not self.policies[1]:
            return {}
        if self._same_rules():
            return {i: i for i in range(len(self.pair.old.rules))}
        places: dict[object, list[int]] = {}
        for i, meaning in enumerate(self._meanings(1)):
            places.setdefault(meaning, []).append(i)
        found: dict[int, int] = {}
        for i, meaning in enumerate(self._meanings(0)):
            if places.get(meaning):
                found[i] = places[meaning].pop(0)
        return found

    def _equal(self) -> tuple[int, int]:
        """The rules that hold for the same cases of the region in both versions."""
        if self.all_shared:
            return self.common
        steady = [
            chain.steady(table, self.shared) for chain, table in zip(self.chains, self.tables, strict=True)
        ]
        old = [i for i in bits(steady[0] & self.common[0]) if steady[1] >> self.partner[i] & 1]
        return _mask(old), _mask(self.partner[i] for i in old)

    def _same_function(self, possible: Sequence[Possible], equal: tuple[int, int]) -> bool:
        """Whether only rules are left here that both versions have, so that no answer can differ."""
        alive = [p.alive for p in possible]
        if any(a & ~e for a, e in zip(alive, equal, strict=True)) or any(
            p.waits_for or p.stuck for p in possible
        ):
            return False
        partners = [self.partner[i] for i in bits(alive[0])]
        in_order = self.policies[0].in_order
        return list(bits(alive[1])) == (partners if in_order else sorted(partners)) and self._same_otherwise()

    def where_rules_differ(self) -> list[dict[str, int]] | None:
        """Where a rule holds that only one of the tables has, as disjoint regions; None where that does not tell.

        Elsewhere the same rules hold in both, in the same order where it counts, and so the answer is the same.
        """
        if self.relations or self.policies[0] is not self.policies[1] or not self._same_otherwise():
            return None
        order = list(self.partner.values())
        if self.policies[0].in_order and order != sorted(order):
            return None
        if not self.all_shared:
            return None
        names = tuple(dict.fromkeys(name for table in self.tables for name in table.input_fields))
        full = {name: self.variables[name].full for name in names}
        found: list[Masks] = []
        for chain, table, common in zip(self.chains, self.tables, self.common, strict=True):
            boxes = chain.grid(table).boxes
            for i in bits(((1 << len(boxes)) - 1) & ~common):
                masks = dict(full)
                for name, mask in zip(table.input_fields, boxes[i], strict=True):
                    masks[name] &= mask
                parts = [tuple(masks.values())] if all(masks.values()) else []
                for taken in found:
                    self.regions.spend(1 + len(parts) * len(names) // CELLS_A_STEP)
                    parts = [part for whole in parts for part in minus(whole, taken)]
                found += parts
                if len(found) > STARTS:
                    return None
        return [{n: m for n, m in zip(names, box, strict=True) if m != full[n]} for box in found]

    def _same_otherwise(self) -> bool:
        rows = [
            t.otherwise.row(columns) if t.otherwise else None
            for t, columns in zip(self.tables, self.columns, strict=True)
        ]
        return self.policies[0] is self.policies[1] and rows[0] == rows[1]

    def differences(self, start: State) -> Iterator[tuple[dict[str, int], object]]:
        """The regions inside `start` with different answers, each with a key for its kind of difference."""
        if not all(self.full.values()):
            return
        narrowed = {n: m for n, m in self.full.items() if m != self.variables[n].full}
        stack: list[dict[str, int]] = [{n: m & self.full[n] for n, m in start.items()}]
        while stack:
            region = stack.pop()
            self.regions.look()
            if not self._related(region):
                continue
            found = self._look({**narrowed, **region})
            if found is None:
                side = self._side_to_split()
                name, first, second = self.chains[side].split(self.tables[side], ~self.equal[side])
                stack += [
                    {**region, name: mask & self.full[name]}
                    for mask in (second, first)
                    if mask & self.full[name]
                ]
            elif found[0] != found[1]:
                yield region, self._key(found[0], found[1])

    def _related(self, region: dict[str, int]) -> bool:
        """Narrows what a column can be before and after by what it can change from and to; False: nothing is
        left.
        """
        for name, changes in self.relations.items():
            if changes is None:
                continue
            full = self.variables[name + BEFORE].full
            old, new = region.get(name + BEFORE, full), region.get(name + AFTER, full)
            from_here = new | _union(before for before, after in changes if after & new)
            to_here = old | _union(after for before, after in changes if before & old)
            for key, mask in ((name + BEFORE, old & from_here), (name + AFTER, new & to_here)):
                if not mask:
                    return False
                if mask != full:
                    region[key] = mask
        return True

    def _look(self, state: State) -> tuple[Answer, Answer] | None:
        """What both versions answer all over a region (or, of what they do not share, what is told apart);
        None: open.
        """
        for chain in self.chains:
            chain.look_at(state)
        possible = [chain.possible(table) for chain, table in zip(self.chains, self.tables, strict=True)]
        if all(p.settled for p in possible):
            return self._project(possible[0].answer, 0), self._project(possible[1].answer, 1)
        if self._all_answered_before(possible):
            return _SOMETHING, None
        self.equal = equal = self._equal()
        if self._same_function(possible, equal):
            return None, None
        return self._apart(possible, equal)

    def _all_answered_before(self, possible: Sequence[Possible]) -> bool:
        """Whether only the new version gives no answer, whatever the old one gave."""
        return possible[1].settled and possible[1].answer is None and not possible[0].none_possible

    def _apart(self, possible: Sequence[Possible], equal: tuple[int, int]) -> tuple[Answer, Answer] | None:
        """For Collect tables: the answers without the rules that hold for the same cases in both."""
        if any(policy is not HitPolicy.COLLECT for policy in self.policies) or any(
            t.otherwise for t in self.tables
        ):
            return None
        if any(p.waits_for or p.stuck or p.undecided & ~e for p, e in zip(possible, equal, strict=True)):
            return None
        lists = [
            self._project(chain.settle(table, p.alive & ~e), side)
            for side, (chain, table, p, e) in enumerate(
                zip(self.chains, self.tables, possible, equal, strict=True)
            )
        ]
        return lists[0], lists[1]

    def _side_to_split(self) -> int:
        possible = [chain.possible(table) for chain, table in zip(self.chains, self.tables, strict=True)]
        sides = [side for side in (0, 1) if not possible[side].settled]
        own = [s for s in sides if possible[s].undecided & ~self.equal[s]]
        return (own or sides)[0]

    def _project(self, answer: Answer, side: int) -> Answer:
        """An answer with the compared fields only."""
        if answer is None:
            return None
        columns = self.columns[side]
        if self.lists:
            rows = [self._compared(row, columns) for row in answer]  # type: ignore[arg-type]
            return compared_list(rows, [policy.value for policy in self.policies])
        return self._compared(answer, columns)  # type: ignore[arg-type]

    def _compared(self, row: Row, columns: Sequence[int]) -> Row:
        """Of a row the compared fields, spelt alike in both versions."""
        return self._alike(tuple(row[c] for c in columns))

    def _key(self, before: Answer, after: Answer) -> object:
        """What is told together: the same fields change from the same values to the same values."""
        if after is None:
            return "no longer answered"
        if before is None:
            return before, after
        if self.lists:
            return without(before, after), without(after, before)
        return tuple((n, b, a) for n, b, a in zip(self.pair.fields, before, after, strict=True) if b != a)


def find_case(
    chains: tuple[Chain, Chain],
    tables: tuple[DecisionTable, DecisionTable],
    accepted: tuple[bool, bool],
    start: Mapping[str, int],
    through: Sequence[tuple[Chain, str, int]],
    effort: Effort,
) -> dict[str, int] | None:
    """A region of inputs, all of whose cases are accepted or refused as wanted and lie in the given masks of
    intermediate fields; None where there is none."""
    regions = effort.search(sum(len(table.rules) for table in tables))
    stack = [dict(start)] if all(start.values()) else []
    wanted = [("accepted" if yes else "refused",) for yes in accepted]
    while stack:
        state = stack.pop()
        regions.look()
        for chain in chains:
            chain.look_at(state)
        split = None
        for chain, name, mask in through:
            seen, stuck = chain.column(name)
            if not seen & mask:
                break
            if split is None and (seen & ~mask or stuck):
                split = chain.split(chain.model.produced_by[name])
        else:
            for chain, table, row in zip(chains, tables, wanted, strict=True):
                possible = chain.possible(table)
                if row not in possible.rows:
                    break
                if split is None and not possible.settled:
                    split = chain.split(table)
            else:
                if split is None:
                    return state
                name, first, second = split
                stack += [{**state, name: second}, {**state, name: first}]
    return None


def _union(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _mask(places: Iterable[int]) -> int:
    """A bit set."""
    flags = bytearray()
    for place in places:
        byte = place >> 3
        if byte >= len(flags):
            flags.extend(bytes(byte + 1 - len(flags)))
        flags[byte] |= 1 << (place & 7)
    return int.from_bytes(flags, "little")


def same_table(pair: Pair, axes: Mapping[str, Axis], common: Common) -> bool:
    """Whether the two tables are one function of their columns, as far as their rows show it."""
    old, new = pair.old, pair.new
    if any(name not in axes for name in old.input_fields):
        return False
    if old is new:
        return True
    if old.hit_policy is not new.hit_policy or set(old.input_fields) != set(new.input_fields):
        return False
    if old.hit_policy.ranks:
        # which row answers hangs on the order of the values, which the rows do not show
        return False
    cut = [axes[name] for name in old.input_fields]
    return common.once("same table", (old, new, *cut), lambda: _same_rows(pair, axes), also=pair.fields)


def _same_rows(pair: Pair, axes: Mapping[str, Axis]) -> bool:
    sides: list[list[object]] = []
    for table in (pair.old, pair.new):
        rows: list[object] = []
        columns = [table.output_fields.index(name) for name in pair.fields]
        for rule in table.rows:
            masks: dict[str, int] = {}
            for name, condition in zip(table.input_fields, rule.conditions or _nothing(table), strict=True):
                masks[name] = masks.get(name, axes[name].full) & axes[name].mask(condition.test)
            rows.append((rule.otherwise, tuple(sorted(masks.items())), rule.row(columns)))
        sides.append(rows)
    return sides[0] == sides[1] if pair.old.hit_policy.in_order else Counter(sides[0]) == Counter(sides[1])


def _nothing(table: DecisionTable) -> tuple[Condition, ...]:
    return tuple(Condition(Anything(), "", table.place) for _ in table.input_fields)


def _shape(table: DecisionTable) -> str:
    return "a list of answers" if table.hit_policy.gives_list else "one answer"


def without(
    rows: Iterable[T], taken: Iterable[T], key: Callable[[T], object] = lambda row: row
) -> tuple[T, ...]:
    """The rows of one list that the other does not have, as often as it does not have them; `key`: what is compared."""
    left = list(map(key, taken))
    found: list[T] = []
    for row in rows:
        if key(row) in left:
            left.remove(key(row))
        else:
            found.append(row)
    return tuple(found)


def fewest(axes: Sequence[Axis], whole: Sequence[int], boxes: Iterable[Masks]) -> list[Masks]:
    """The same union in few boxes: each made as large as it goes inside the union, then those left out that
    the others cover. Large unions are only joined.
    """
    found = merged(list(dict.fromkeys(boxes)))
    if len(found) > EXPANDED or len(found) == 0:
        return found
    grid = Grid([a.size for a in axes], [a.ordered for a in axes], found)
    grown = list(dict.fromkeys(_grow(grid, whole, axes, box) for box in found))
    grown.sort(key=lambda box: (size(box), box))
    kept = list(grown)
    for box in grown:
        others = [other for other in kept if other != box]
        if others:
            rest = Grid([a.size for a in axes], [a.ordered for a in axes], others)
            if next(uncovered(rest, Budget(), box), None) is None:
                kept = others
    return sorted(kept)


def _grow(grid: Grid, whole: Sequence[int], axes: Sequence[Axis], box: Masks) -> Masks:
    """The box, each column widened as far as the union reaches."""
    for c in range(len(box)):
        mask = box[c] | _reached(grid, box, c, whole[c] & ~box[c])
        if mask != whole[c] and grid.columns[c].size > SMALL and grid.columns[c].ordered:
            mask = _stretch(mask, box[c])
        box = (*box[:c], mask, *box[c + 1 :])
    return box


def _reached(grid: Grid, box: Masks, c: int, asked: int) -> int:
    """Of some pieces of a column those for which the union holds all of the box."""
    if not asked:
        return 0
    for part in uncovered(grid, Budget(), (*box[:c], asked, *box[c + 1 :])):
        asked &= ~part[c]
        if not asked:
            break
    return asked


def _stretch(mask: int, start: int) -> int:
    """Of a mask what lies between the first and the last piece of a start, and what joins it on both sides."""
    found = start
    while above := (1 << found.bit_length()) & mask:
        found |= above
    while below := (found & -found) >> 1 & mask:
        found |= below
    return found
