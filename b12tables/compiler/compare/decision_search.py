"""The second phase of a comparison: the decisions in the order of evaluation, each over its own columns.

A column whose own decision changed is there twice, before and after; where a decision may give no answer, its
columns are followed upstream to the inputs. What is known of one decision is what the next is compared with.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import chain

from b12tables.compiler.compare.alignment import Aligned
from b12tables.compiler.compare.differing_regions import Mismatch, Pair, Search, parts, same_table
from b12tables.compiler.compare.partial_evaluation import AFTER, BEFORE, SIDES, Uncomparable, base
from b12tables.compiler.model import DecisionTable, Value
from b12tables.compiler.proof.axes import Axis
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.interning import Common
from b12tables.compiler.proof.table_space import TableSpace, ranks
from b12tables.runtime.words import held

TOO_MUCH = (
    "there are too many ways to get there: mend the gaps and overlaps of the decisions before it, then "
    "compare again, or raise the bound (b12tables compare --bound)"
)

Moves = Mapping[str, Sequence[tuple[int, int]] | None]
"""For a field that changed: the pieces it can change from and to. None: anything is possible."""


@dataclass(frozen=True)
class Kind:
    """One kind of difference between two tables, before it is told: its regions, and a case of the first."""

    pair: Pair
    masks: tuple[dict[str, int], ...]
    case: dict[str, Value]

    @property
    def decision(self) -> str:
        return self.pair.code


@dataclass(frozen=True)
class Differences:
    """What the search found: the kinds of difference in the order of evaluation, and what is known of each field.

    `same` were proved to be the same in both versions, for every case that both accept; `surely` are those among
    them that have a value even for cases that a version refuses. Of fields that changed: `moves`; `newly` have a
    value for cases for which the old version gave none; `members` are the values of a multi-hit table that are
    among its answers in one version only. Of `unfinished` decisions nothing is claimed; each has its reason.
    """

    kinds: tuple[Kind, ...]
    same: Set[str]
    surely: Set[str]
    moves: Moves
    newly: Set[str]
    members: Mapping[str, Set[Value]]
    changed: frozenset[str]
    unfinished: Mapping[str, str]


def find_differences(aligned: Aligned) -> Differences:
    """Compares all decisions. Exact: the regions of the kinds, and no others, get another answer."""
    proved, moved = _Proved(), _Moved()
    kinds: list[Kind] = []
    unfinished: dict[str, str] = {}
    waiting = {name for pair in aligned.pairs for name in pair.fields}
    for pair in aligned.pairs:
        waiting.difference_update(pair.fields)
        try:
            _check_order(aligned, pair, waiting)
            found = _DecisionSearch(aligned, proved, moved, unfinished).kinds(pair)
        except (Uncomparable, BoundReached) as why:
            unfinished[pair.code] = str(why) or TOO_MUCH
        except Mismatch as why:
            unfinished[pair.code] = str(why)
        else:
            kinds += found
            if not found:
                proved.add(aligned, pair)
    # of a score nothing is told by itself: its parts are, and what rests on it
    told = aligned.whole_sets[1].decision.keys()
    return Differences(
        tuple(kind for kind in kinds if kind.decision in told),
        proved.same,
        proved.surely,
        moved.moves,
        moved.newly,
        moved.members,
        frozenset(moved.regions).union(*(kind.pair.fields for kind in kinds)),
        {code: why for code, why in unfinished.items() if code in told},
    )


def _check_order(aligned: Aligned, pair: Pair, waiting: Set[str]) -> None:
    """Raises `Uncomparable` where a table rests on one that is compared only after it: each rests on the other one, in
    one of the versions.
    """
    for table, model in zip((pair.old, pair.new), aligned.models, strict=True):
        for name in table.input_fields:
            if name in waiting and name in model.produced_by:
                label = model.fields[name].label
                raise Uncomparable(f"{label} is decided before it in one version and after it in the other")


def check_readable(
    aligned: Aligned, name: str, same: Set[str], unfinished: Mapping[str, str], seen: set[str] | None = None
) -> None:
    """Raises `Uncomparable` where a column, or something upstream of it, cannot be compared."""
    seen = set() if seen is None else seen
    if name in aligned.broken:
        raise Uncomparable(aligned.broken[name])
    if name in same or name in seen:
        return
    seen.add(name)
    for model in aligned.models:
        table = model.produced_by.get(name)
        if table is not None and table.code in unfinished:
            raise Uncomparable(f"it rests on {table.label}, which could not be compared")
        for column in table.input_fields if table else ():
            check_readable(aligned, column, same, unfinished, seen)
    old, new = aligned.models
    decided_once = (name in old.produced_by) != (name in new.produced_by)
    if decided_once and name in old.fields and name in new.fields:
        label = new.fields[name].label
        raise Uncomparable(f"{label} is asked of the user in one version and decided in the other")


@dataclass(frozen=True)
class _Proved:
    """The output fields that are the same in both versions, for every case that both accept."""

    same: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    """Those that always have a value, so that a later table can be compared over them."""
    surely: set[str] = field(default_factory=set)
    """Those that have a value even for cases that a version refuses."""

    def add(self, aligned: Aligned, pair: Pair) -> None:
        """Notes a decision without differences."""
        self.same.update(pair.fields)
        if aligned.read.isdisjoint(pair.fields):
            return
        self.answered.update(name for name in pair.fields if aligned.answers[0].always(name))
        if self._always_answers(aligned, pair.old):
            self.surely.update(pair.fields)

    def _always_answers(self, aligned: Aligned, table: DecisionTable) -> bool:
        """Whether a table has an answer for whatever its columns hold, and all before it have."""
        if not all(name in aligned.inputs or name in self.surely for name in table.input_fields):
            return False
        try:
            ts = TableSpace(table, aligned.axes, ranks(aligned.models[0], table), aligned.common)
            return ts.always_answers(aligned.effort.part)
        except BoundReached:
            return False


@dataclass(frozen=True)
class _Moved:
    """What fields that changed change from and to, for the tables that use them."""

    moves: dict[str, list[tuple[int, int]] | None] = field(default_factory=dict)
    newly: set[str] = field(default_factory=set)
    members: dict[str, set[Value]] = field(default_factory=dict)
    regions: dict[str, list[dict[str, int]]] = field(default_factory=dict)
    """For each field that was followed upstream: where it changes."""

    def add(self, pair: Pair, key: object, axes: Mapping[str, Axis]) -> None:
        """Notes one kind of difference, by the key that the search gave it."""
        lists = pair.new.hit_policy.gives_list
        changes = key if isinstance(key, tuple) else ()
        newly = bool(changes) and changes[0] is None
        for column, name in enumerate(pair.fields):
            moves = self.moves.setdefault(name, [])
            axis = axes.get(name)
            if newly:
                self.newly.add(name)
            elif lists and isinstance(key, tuple):
                results = [row[column] for rows in key for row in rows]
                self.members.setdefault(name, set()).update(chain.from_iterable(map(held, results)))
            if lists or axis is None:
                self.moves[name] = None
            elif moves is not None and not newly:
                own = [change[1:] for change in changes if change[0] == name]
                moves += [(axis.value_mask(before), axis.value_mask(after)) for before, after in own]


@dataclass(frozen=True)
class _DecisionSearch:
    """The search in one decision, with what is known of those before it."""

    aligned: Aligned
    proved: _Proved
    moved: _Moved
    unfinished: Mapping[str, str]

    def kinds(self, pair: Pair) -> list[Kind]:
        """The kinds of difference of a decision. Raises `Uncomparable`, `Mismatch` or `BoundReached`."""
        aligned = self.aligned
        for name in (*pair.old.input_fields, *pair.new.input_fields):
            check_readable(aligned, name, self.proved.same, self.unfinished)
        if all(name in aligned.alike for name in pair.fields) or not aligned.comparable:
            return []
        old, new = aligned.answers
        answered = all(map(old.always, pair.old.input_fields)) and all(map(new.always, pair.new.input_fields))
        compare = self._over_columns if answered else self._over_inputs
        return [kind for part in parts(pair, aligned.common) for kind in compare(part)]

    def _over_columns(self, pair: Pair) -> list[Kind]:
        """Compares two tables over their own columns; one whose decision changed is there twice, before and
        after.
        """
        aligned = self.aligned
        apart = self._decided_apart(pair)
        relations = {name: self.moved.moves.get(name) for name in sorted(apart)}
        starts = _starts_here(pair, relations, aligned.axes, aligned.common)
        if not starts:
            return []
        local = Pair(_apart(pair.old, apart, BEFORE), _apart(pair.new, apart, AFTER), pair.fields)
        columns = (*local.old.input_fields, *local.new.input_fields)
        names = {*columns, *(name + side for name in apart for side in SIDES)}
        axes = {name: aligned.axes[base(name)] for name in sorted(names)}
        whole = {name: mask for name, mask in aligned.both.items() if name in axes}
        search = Search(local, aligned.chains(self.proved.same, axes), whole, aligned.effort, relations)
        differing = search.where_rules_differ()
        kinds: list[Kind] = []
        for key, regions in group(search, starts if differing is None else differing).items():
            masks, case = self._arising(aligned.fewest(regions, aligned.both), columns)
            if case is not None:
                kinds.append(Kind(pair, tuple(masks), case))
                self.moved.add(pair, key, aligned.axes)
        return kinds

    def _decided_apart(self, pair: Pair) -> set[str]:
        """The columns that a decision before gives, and that are not the same in both versions."""
        apart: set[str] = set()
        for table, model in zip((pair.old, pair.new), self.aligned.models, strict=True):
            decided = {name for name in table.input_fields if name in model.produced_by}
            apart |= decided - self.proved.same
        return apart

    def _arising(
        self, regions: Sequence[dict[str, int]], columns: Sequence[str]
    ) -> tuple[list[dict[str, int]], dict[str, Value] | None]:
        """The regions that both versions can arrive at, and a case of the first."""
        joint = self.aligned.joint
        arising: list[dict[str, int]] = []
        case: dict[str, Value] | None = None
        for region in regions:
            state = joint.inside(region, columns)
            if state is not None:
                arising.append(region)
                case = joint.case(region, columns, state) if case is None else case
        return arising, case

    def _over_inputs(self, pair: Pair) -> list[Kind]:
        """Compares two tables where a decision before them may give no answer: such columns are followed to
        the inputs, which is slower but leaves nothing out.
        """
        aligned = self.aligned
        search = Search(pair, aligned.chains(self.proved.answered), aligned.both, aligned.effort)
        kinds: list[Kind] = []
        for key, regions in group(search, self._starts(pair, search.variables)).items():
            few = aligned.fewest(regions, aligned.both)
            shown = [(r, case) for r in few if (case := aligned.case(r, (True, True))) is not None]
            if shown:
                kinds.append(Kind(pair, tuple(region for region, _ in shown), shown[0][1]))
                self.moved.add(pair, key, aligned.axes)
                for name in pair.fields:
                    self.moved.regions.setdefault(name, []).extend(region for region, _ in shown)
        return kinds

    def _starts(self, pair: Pair, variables: Mapping[str, Axis]) -> list[dict[str, int]]:
        """Where to look: everywhere, or, where the table itself is the same, where something upstream of it
        changed.
        """
        if not same_table(pair, self.aligned.axes, self.aligned.common):
            return [{}]
        starts: list[dict[str, int]] = []
        for name in dict.fromkeys(pair.new.input_fields):
            if name in variables or name in self.proved.same:
                continue
            regions = self.moved.regions.get(name)
            if regions is None:
                return [{}]
            starts += [{n: m for n, m in region.items() if n in variables} for region in regions]
        return starts


def group(search: Search, starts: Sequence[Mapping[str, int]]) -> dict[object, list[dict[str, int]]]:
    """The differing regions by what changes to what."""
    groups: dict[object, list[dict[str, int]]] = {}
    for start in starts:
        for region, key in search.differences(dict(start)):
            groups.setdefault(key, []).append(region)
    return groups


def _apart(table: DecisionTable, names: Collection[str], side: str) -> DecisionTable:
    """The table with its columns on these fields renamed to how one version has them."""
    inputs = tuple(replace(c, field=c.field + side) if c.field in names else c for c in table.inputs)
    return replace(table, inputs=inputs)


def _starts_here(
    pair: Pair, relations: Moves, axes: Mapping[str, Axis], common: Common
) -> list[dict[str, int]]:
    """Where two tables may differ: everywhere, or, where they are the same, where a column of theirs does."""
    if not same_table(pair, axes, common) or any(moves is None for moves in relations.values()):
        return [{}]
    return [
        {name + BEFORE: before, name + AFTER: after}
        for name, moves in relations.items()
        for before, after in dict.fromkeys(moves or ())
    ]
