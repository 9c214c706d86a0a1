"""Two versions of a table set: which kinds of patients get another answer, and what proves that no other
does.

Decisions are compared in the order of evaluation, output field by output field. A table's own columns carry
the comparison where they are the same in both versions; a column whose own decision changed is followed
upstream. What is found is exact: among the cases that both versions accept, those and only those of the
listed regions get another answer. Which cases are accepted is compared by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from b12tables.compiler.compare.cell_diff import cell_differences, needed, set_notes
from b12tables.compiler.compare.comparison import Cause, Change, Comparison
from b12tables.compiler.compare.differing_regions import (
    BOUND,
    Mismatch,
    Pair,
    Search,
    fewest,
    find_case,
    parts,
    same_table,
    without,
)
from b12tables.compiler.compare.joint_model import Answers, BothVersions
from b12tables.compiler.compare.partial_evaluation import (
    ACCEPTANCE,
    AFTER,
    BEFORE,
    SIDES,
    Chain,
    Uncomparable,
    acceptance,
    base,
    domain,
    joint_axis,
    rows_of,
)
from b12tables.compiler.compare.relevant_rules import bearing
from b12tables.compiler.model import (
    Answer,
    Box,
    DecisionTable,
    Evaluation,
    Model,
    Place,
    Row,
    Value,
    evaluate,
)
from b12tables.compiler.proof.analysis import given_form
from b12tables.compiler.proof.axes import Axis
from b12tables.compiler.proof.grid import BoundReached, Budget
from b12tables.compiler.proof.interning import Common
from b12tables.compiler.proof.table_space import TableSpace, ranks
from b12tables.runtime.words import UNKNOWN

_TOO_MUCH = (
    "there are too many ways to get there: mend the gaps and overlaps of the decisions before it, then "
    "compare again"
)


def compare(old: Model, new: Model) -> Comparison:
    """Compares two models. Neither needs to be free of gaps or overlaps."""
    return Comparing(Answers(old), Answers(new), bearing(old, new)).search().whole()


@dataclass(frozen=True)
class Kind:
    """One kind of difference between two tables, before it is told: its regions, and a case of the first."""

    pair: Pair
    masks: tuple[dict[str, int], ...]
    case: dict[str, Value]

    @property
    def decision(self) -> str:
        return self.pair.code


class Comparing:
    """The work of one comparison: what is known so far of each field.

    After `search`, `kinds` are the differences in the order of evaluation; to tell one, with the simplest
    example of it and the cells behind it, is work of its own (`told`).

    `among` are the two models without the rules that play no part (`bearing`): the search is made in them.
    """

    def __init__(self, old: Answers, new: Answers, among: tuple[Model, Model] | None = None) -> None:
        self.whole_sets = (old.model, new.model)
        self.old, self.new = among or self.whole_sets
        self.common = new.common
        """What is made once for this comparison and all others of one set."""
        self.axes: dict[str, Axis] = {}
        self.broken: dict[str, str] = {}
        """Fields that mean different things in the two versions, and why."""
        self.same: set[str] = set()
        """Output fields that were proved to be the same in both versions, for every case that both accept."""
        self.answered: set[str] = set()
        """Those among them that always have a value, so that a later table can be compared over them."""
        self.surely: set[str] = set()
        """Those that have a value even for cases that a version refuses."""
        self.moves: dict[str, list[tuple[int, int]] | None] = {}
        """For each field that changed: the pieces it can change from and to. None: anything is possible."""
        self.newly: set[str] = set()
        """The fields that have a value in the new version for cases for which the old one gave none."""
        self.members: dict[str, set[Value]] = {}
        """For each field of a multi-hit table the values that are among its answers in one version only, for some
        case that both answer.
        """
        self.answers = (old, new)
        self.regions: dict[str, list[dict[str, int]]] = {}
        """For each field that changed: where."""
        self.kinds: list[Kind] = []
        self.acceptances: list[Change] = []
        """How the cases that are accepted at all differ."""
        self.unfinished: dict[str, str] = {}
        models = (self.old, self.new)
        for name in sorted(_used(self.old) | _used(self.new)):
            try:
                self.axes[name] = self._axis(name)
            except Uncomparable as why:
                self.broken[name] = str(why)
        self.inputs = {
            n: a for n, a in self.axes.items() if all(n not in model.produced_by for model in models)
        }
        first, second = (acceptance(model, self.axes, self.inputs) for model in models)
        self.accepted = (first, second)
        self.both = {n: domain(self.old, n, a) & domain(self.new, n, a) for n, a in self.inputs.items()}
        self.alike = self._alike()
        """Fields that both versions come to by the same rules, all the way from the inputs."""

    def _cutting(self, name: str) -> tuple[object, ...]:
        """All that a field's axis is made from."""
        found: list[object] = []
        for model in (self.old, self.new):
            tables = (t for t in model.decisions if name in t.input_fields or name in t.output_fields)
            found += [model.fields.get(name), model.impossible, *tables]
        return tuple(found)

    def _axis(self, name: str) -> Axis:
        models = (self.old, self.new)
        return self.common.once(
            "joint axis", self._cutting(name), lambda: self.common.axis(joint_axis(models, name))
        )

    def _chain(self, model: Model, axes: Mapping[str, Axis], same: Collection[str] = ()) -> Chain:
        return Chain(model, axes, same, self.common)

    def _alike(self) -> set[str]:
        same: set[str] = set()
        for pair in _pairs(self.old, self.new):
            columns = {*pair.old.input_fields, *pair.new.input_fields}
            outputs = {*pair.old.output_fields, *pair.new.output_fields}
            if (
                same_table(pair, self.axes, self.common)
                and all(name in self.inputs or name in same for name in columns)
                and outputs == set(pair.fields) <= self.axes.keys()
            ):
                same.update(pair.fields)
        return same

    def search(self) -> Comparing:
        """Finds the differences of all decisions, and of what is accepted as a case."""
        for pair in _pairs(self.old, self.new):
            self._decide(pair)
        self._acceptance()
        return self

    def whole(self) -> Comparison:
        """What was found, all of it told."""
        changes = (*map(self.told, self.kinds), *self.acceptances)
        changed = {change.decision for change in changes}
        compared = dict.fromkeys(pair.code for pair in _pairs(self.old, self.new))
        return Comparison(
            *self.whole_sets,
            changes,
            tuple(set_notes(*self.whole_sets, frozenset(self.regions))),
            tuple(c for c in compared if c not in changed and c not in self.unfinished),
            self.unfinished,
            self.axes,
        )

    # ---------------------------------------------------------------- one decision

    def _decide(self, pair: Pair) -> None:
        try:
            found = self._changed(pair)
        except (Uncomparable, BoundReached) as why:
            self.unfinished[pair.code] = str(why) or _TOO_MUCH
            return
        except Mismatch as why:
            self.unfinished[pair.code] = str(why)
            return
        if found:
            self.kinds += found
        else:
            self.same.update(pair.fields)
            if self._read.isdisjoint(pair.fields):
                return
            self.answered.update(name for name in pair.fields if self.answers[0].always(name))
            if self._always_answers(pair.old):
                self.surely.update(pair.fields)

    @cached_property
    def _read(self) -> set[str]:
        """The fields that something else is decided by."""
        accepted = {name for table in self.accepted for name in table.input_fields}
        return needed(self.old) | needed(self.new) | accepted

    def _always_answers(self, table: DecisionTable) -> bool:
        """Whether a table has an answer for whatever its columns hold, and all before it have."""
        if not all(name in self.inputs or name in self.surely for name in table.input_fields):
            return False
        try:
            ts = TableSpace(table, self.axes, ranks(self.old, table), self.common)
            return ts.always_answers(Budget(BOUND))
        except BoundReached:
            return False

    def _changed(self, pair: Pair) -> list[Kind]:
        for name in (*pair.old.input_fields, *pair.new.input_fields):
            self._readable(name, set())
        if all(name in self.alike for name in pair.fields) or not self.comparable:
            return []
        sides = zip(self.answers, (pair.old, pair.new), strict=True)
        if all(answers.always(name) for answers, table in sides for name in table.input_fields):
            return [kind for part in parts(pair, self.common) for kind in self._changed_here(part)]
        return [kind for part in parts(pair, self.common) for kind in self._changed_upstream(part)]

    def _changed_here(self, pair: Pair) -> list[Kind]:
        """Compares two tables over their own columns; one whose decision changed is there twice, before and
        after.
        """
        apart = {
            n
            for table, model in ((pair.old, self.old), (pair.new, self.new))
            for n in table.input_fields
            if n in model.produced_by and n not in self.same
        }
        relations = {n: self.moves.get(n) for n in sorted(apart)}
        starts = _starts_here(pair, relations, self.axes, self.common)
        if not starts:
            return []
        local = Pair(_apart(pair.old, apart, BEFORE), _apart(pair.new, apart, AFTER), pair.fields)
        columns = (*local.old.input_fields, *local.new.input_fields)
        names = {*columns, *(n + side for n in apart for side in SIDES)}
        axes = {name: self.axes[base(name)] for name in sorted(names)}
        chains = (self._chain(self.old, axes, self.same), self._chain(self.new, axes, self.same))
        search = Search(local, chains, {n: m for n, m in self.both.items() if n in axes}, relations)
        groups: dict[object, list[dict[str, int]]] = {}
        differing = search.where_rules_differ()
        for start in starts if differing is None else differing:
            for region, key in search.differences(start):
                groups.setdefault(key, []).append(region)
        found: list[Kind] = []
        for key, regions in groups.items():
            few = self._fewest(regions, self.both)
            arise = [(r, state) for r in few if (state := self.joint.inside(r, columns)) is not None]
            if arise:
                case = self.joint.case(arise[0][0], columns, arise[0][1])
                found.append(Kind(pair, tuple(region for region, _ in arise), case))
                self._remember(pair, key)
        return found

    @cached_property
    def comparable(self) -> bool:
        """Whether there is any case at all that both versions accept."""
        return self._case({}, (True, True)) is not None

    @cached_property
    def joint(self) -> BothVersions:
        """Both versions as one model, to find out what they can arrive at together."""
        return BothVersions((self.old, self.new), self.axes, self.both, self.alike, self.common)

    def _remember(self, pair: Pair, key: object) -> None:
        """Keeps from what to what the fields of a decision change, for the tables that use them."""
        lists = pair.new.hit_policy.gives_list
        for name in pair.fields:
            moves = self.moves.setdefault(name, [])
            axis = self.axes.get(name)
            if isinstance(key, tuple) and key and key[0] is None:
                self.newly.add(name)
            elif lists and isinstance(key, tuple):
                column = pair.fields.index(name)
                self.members.setdefault(name, set()).update(row[column] for rows in key for row in rows)
            if lists or axis is None:
                self.moves[name] = None
            elif moves is not None and isinstance(key, tuple) and key[0] is not None:
                moves += [(axis.value_mask(b), axis.value_mask(a)) for n, b, a in key if n == name]

    def _changed_upstream(self, pair: Pair) -> list[Kind]:
        """Compares two tables where a decision before them may give no answer: such columns are followed to
        the inputs, which is slower but leaves nothing out.
        """
        chains = (
            self._chain(self.old, self.axes, self.answered),
            self._chain(self.new, self.axes, self.answered),
        )
        search = Search(pair, chains, self.both)
        groups: dict[object, list[dict[str, int]]] = {}
        for start in self._starts(pair, search.variables):
            for region, key in search.differences(start):
                groups.setdefault(key, []).append(region)
        found: list[Kind] = []
        for key, regions in groups.items():
            few = self._fewest(regions, self.both)
            shown = [(r, case) for r in few if (case := self._case(r, (True, True))) is not None]
            if shown:
                found.append(Kind(pair, tuple(region for region, _ in shown), shown[0][1]))
                self._remember(pair, key)
                for name in pair.fields:
                    self.regions.setdefault(name, []).extend(region for region, _ in shown)
        return found

    def _readable(self, name: str, seen: set[str]) -> None:
        """Raises where a column, or something upstream of it, cannot be compared."""
        if name in self.broken:
            raise Uncomparable(self.broken[name])
        if name in self.same or name in seen:
            return
        seen.add(name)
        for model in (self.old, self.new):
            table = model.produced_by.get(name)
            if table is not None:
                if table.code in self.unfinished:
                    raise Uncomparable(f"it rests on {table.label}, which could not be compared")
                for column in table.input_fields:
                    self._readable(column, seen)
        if (name in self.old.produced_by) != (name in self.new.produced_by) and all(
            name in model.fields for model in (self.old, self.new)
        ):
            label = self.new.fields[name].label
            raise Uncomparable(f"{label} is asked of the user in one version and decided in the other")

    def _starts(self, pair: Pair, variables: Mapping[str, Axis]) -> list[dict[str, int]]:
        """Where to look: everywhere, or, where the table itself is the same, where something upstream of it
        changed.
        """
        if not same_table(pair, self.axes, self.common):
            return [{}]
        starts: list[dict[str, int]] = []
        for name in dict.fromkeys(pair.new.input_fields):
            if name in variables or name in self.same:
                continue
            regions = self.regions.get(name)
            if regions is None:
                return [{}]
            starts += [{n: m for n, m in region.items() if n in variables} for region in regions]
        return starts

    # ---------------------------------------------------------------- from regions to changes

    def _fewest(self, regions: list[dict[str, int]], within: Mapping[str, int]) -> list[dict[str, int]]:
        """The same union in as few boxes as a simple search finds. `within`: what a field can be at all."""
        names = sorted({name for region in regions for name in region})
        axes = [self.axes[base(n)] for n in names]
        whole = [within.get(n, axis.full) for n, axis in zip(names, axes, strict=True)]
        boxes = [tuple(region.get(n, w) for n, w in zip(names, whole, strict=True)) for region in regions]
        found = fewest(axes, whole, boxes)
        return [{n: m for n, m, w in zip(names, box, whole, strict=True) if m != w} for box in found]

    def _case(self, region: Mapping[str, int], accepted: tuple[bool, bool]) -> dict[str, Value] | None:
        """A complete case of the region that the versions accept or refuse as wanted; None: there is none."""
        chains = (self._chain(self.old, self.axes), self._chain(self.new, self.axes))
        start = (
            {n: self.both[n] for n in self.inputs}
            if all(accepted)
            else {n: a.full for n, a in self.inputs.items()}
        )
        through: list[tuple[Chain, str, int]] = []
        for name, mask in region.items():
            if name in self.inputs:
                start[name] &= mask
            else:
                through.append((chains[0], name, mask))
        state = find_case(chains, self.accepted, accepted, start, through)
        if state is None:
            return None
        found: dict[str, Value] = {}
        for name, axis in self.inputs.items():
            mask = state[name]
            # an answer that does not matter is best left open
            open_ = mask & axis.unknown if name not in region else 0
            found[name] = axis.witness(open_ or mask & axis.known or mask)
        return found

    def told(self, difference: Kind, causes: bool = True) -> Change:
        """A kind of difference in full: the simplest example of it, both answers, the cells behind it (if they are
        asked for).
        """
        pair, regions = difference.pair, difference.masks
        case = self._sparse(pair, regions[0], difference.case)
        # what the reference evaluator says: every change that is shown is a real one
        results = [
            evaluate(model, _known_to(model, case), deciding=side.deciding)
            for model, side in zip((self.old, self.new), self.answers, strict=True)
        ]
        before, after = results[0].outputs.get(pair.old.code), results[1].outputs.get(pair.new.code)
        fields, only_before, only_after = _contrast(before, after, pair)
        assert before != after and fields, f"{pair.code}: the example does not show the change"
        kind: Literal["changed", "no longer answered", "newly answered"] = (
            "newly answered" if before is None else "no longer answered" if after is None else "changed"
        )
        behind = [
            Cause(*cells)
            for old_table, new_table in (self._on_the_way(pair) if causes else ())
            for cells in cell_differences(
                old_table, new_table, self._fired(results[0], old_table), self._fired(results[1], new_table)
            )
        ]
        rules_before, rules_after = self._fired(results[0], pair.old), self._fired(results[1], pair.new)
        return Change(
            pair.code, kind, fields, self._boxes(regions), regions, self._given(case), before, after,
            only_before, only_after, rules_before, rules_after, tuple(dict.fromkeys(behind)),
        )  # fmt: skip

    def _sparse(self, pair: Pair, region: Mapping[str, int], case: Mapping[str, Value]) -> dict[str, Value]:
        """The same example with every answer left open that does not matter: fewer things to read past."""
        found = dict(case)
        chains = (self._chain(self.old, self.axes), self._chain(self.new, self.axes))
        state = {name: axis.value_mask(case[name]) for name, axis in self.inputs.items()}
        for chain in chains:
            chain.look_at(state)
        before = self._shows(chains, pair, region)
        for name, axis in self.inputs.items():
            if name not in region and found[name] != UNKNOWN and (open_ := axis.unknown & self.both[name]):
                undo = [chain.vary(name, open_) for chain in chains]
                if self._shows(chains, pair, region) == before:
                    found[name] = UNKNOWN
                else:
                    for back in undo:
                        back()
        return found

    def _shows(self, chains: tuple[Chain, Chain], pair: Pair, region: Mapping[str, int]) -> object:
        """What both versions answer to the case that they look at, whether they accept it, and whether it
        lies in the region.
        """
        found: list[object] = []
        for chain, table, accepted in zip(chains, (pair.old, pair.new), self.accepted, strict=True):
            found += [chain.possible(table).answer, chain.possible(accepted).answer]
        for name, mask in region.items():
            chain = chains[1] if name.endswith(AFTER) else chains[0]
            found.append(bool(chain.column(base(name))[0] & mask))
        return found

    def _on_the_way(self, pair: Pair) -> Iterator[tuple[DecisionTable | None, DecisionTable | None]]:
        """The decision and those that changed upstream of it."""
        seen: set[str] = set()
        waiting = [(pair.old.code, pair.new.code)]
        while waiting:
            old_code, new_code = waiting.pop(0)
            if new_code in seen or old_code in seen:
                continue
            seen |= {old_code, new_code}
            old, new = (
                model.decision.get(code)
                for model, code in zip(self.whole_sets, (old_code, new_code), strict=True)
            )
            yield old, new
            names = [*(old.input_fields if old else ()), *(new.input_fields if new else ())]
            for name in names:
                if name not in self.same:
                    upstream = [
                        m.produced_by[name].code if name in m.produced_by else ""
                        for m in (self.old, self.new)
                    ]
                    if any(upstream):
                        waiting.append((upstream[0], upstream[1]))

    def _fired(self, results: Evaluation, table: DecisionTable | None) -> tuple[str, ...]:
        """The rules of a table that gave the answer."""
        return next((step.rules for step in results.steps if table and step.decision == table.code), ())

    def _boxes(self, regions: Iterable[Mapping[str, int]]) -> tuple[Box, ...]:
        return tuple({n: self.axes[base(n)].pieces(mask) for n, mask in region.items()} for region in regions)

    def _given(self, case: Mapping[str, Value]) -> dict[str, object]:
        """The case as `eval` reads it, in the order of the dictionary."""
        known = {**self.old.fields, **self.new.fields}
        return {name: given_form(known[name], case[name]) for name in known if name in case}

    # ---------------------------------------------------------------- which cases are accepted

    def _acceptance(self) -> None:
        """Compares which cases the two versions accept at all."""
        old, new = self.accepted
        pair = Pair(old, new, (ACCEPTANCE,))
        try:
            for name in (*old.input_fields, *new.input_fields):
                self._readable(name, set())
            same = self.alike & self.surely
            search = Search(
                pair, (self._chain(self.old, self.axes, same), self._chain(self.new, self.axes, same)), {}
            )
            groups: dict[object, list[dict[str, int]]] = {}
            for region, key in search.differences({}):
                groups.setdefault(key, []).append(region)
            for regions in groups.values():
                self._accept(self._fewest(regions, {}))
        except (Uncomparable, BoundReached) as why:
            self.unfinished[""] = str(why) or _TOO_MUCH

    def _accept(self, regions: list[dict[str, int]]) -> None:
        for wanted in ((True, False), (False, True)):
            shown = [(r, case) for r in regions if (case := self._case(r, wanted))]
            if not shown:
                continue
            case = shown[0][1]
            side = (self.old, self.new)[wanted.index(False)]
            why = self._why_refused(side, case)
            masks = tuple(region for region, _ in shown)
            places = [_place_of(side, name) for name in why]
            causes = tuple(
                Cause(None, p, "", n) if wanted[0] else Cause(p, None, n, "")
                for p, n in zip(places, why, strict=True)
            )
            kind: Literal["no longer accepted", "newly accepted"] = (
                "no longer accepted" if wanted[0] else "newly accepted"
            )
            self.acceptances.append(
                Change(
                    "",
                    kind,
                    (),
                    self._boxes(masks),
                    masks,
                    self._given(case),
                    None,
                    None,
                    (),
                    (),
                    (),
                    (),
                    causes,
                )
            )

    def _why_refused(self, model: Model, case: Mapping[str, Value]) -> tuple[str, ...]:
        """The fields that are out of range or not stated, and the impossible combinations that the case
        meets.
        """
        problems = evaluate(model, _known_to(model, case)).problems
        outside = [
            n for n, axis in self.inputs.items() if not domain(model, n, axis) & axis.value_mask(case[n])
        ]
        why = tuple(dict.fromkeys([*outside, *(p.about for p in problems if p.name == "impossible")]))
        assert why, "the example of a refused case is not refused"
        return why


def _used(model: Model) -> set[str]:
    """The fields that tables or impossible combinations look at, or tables produce."""
    found = {name for table in model.decisions for name in (*table.input_fields, *table.output_fields)}
    return found | {part.field for combination in model.impossible for part in combination.tests}


def _pairs(old: Model, new: Model) -> Iterator[Pair]:
    """The tables of the new set with their predecessors: those that produce the same fields."""
    for table in new.decisions:
        shared: dict[str, list[str]] = {}
        for name in table.output_fields:
            if name in old.produced_by:
                shared.setdefault(old.produced_by[name].code, []).append(name)
        for code, names in shared.items():
            yield Pair(old.decision[code], table, tuple(names))


def _known_to(model: Model, case: Mapping[str, Value]) -> dict[str, Value]:
    """The part of a case that a version asks for."""
    return {name: value for name, value in case.items() if name in model.fields}


def _contrast(
    before: Answer | None, after: Answer | None, pair: Pair
) -> tuple[tuple[str, ...], tuple[Row, ...], tuple[Row, ...]]:
    """The fields that differ, and for lists the rows that only one side has."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        lists = []
        for rows, table in ((before, pair.old), (after, pair.new)):
            # a part of a Collect table is about its own row only
            columns = [table.output_fields.index(n) for n in pair.fields]
            own = {tuple(rule.results[c].value for c in columns) for rule in rows_of(table)}
            cut = [{n: row[n] for n in pair.fields} for row in rows]
            lists.append([row for row in cut if tuple(row.values()) in own])
        return pair.fields, without(lists[0], lists[1]), without(lists[1], lists[0])
    if before is None or after is None:
        return pair.fields, (), ()
    assert isinstance(before, Mapping) and isinstance(after, Mapping)
    return tuple(n for n in pair.fields if before[n] != after[n]), (), ()


def _apart(table: DecisionTable, names: Collection[str], side: str) -> DecisionTable:
    """The table with its columns on these fields renamed to how one version has them."""
    inputs = tuple(replace(c, field=c.field + side) if c.field in names else c for c in table.inputs)
    return replace(table, inputs=inputs)


def _starts_here(
    pair: Pair,
    relations: Mapping[str, Sequence[tuple[int, int]] | None],
    axes: Mapping[str, Axis],
    common: Common,
) -> list[dict[str, int]]:
    """Where two tables may differ: everywhere, or, where they are the same, where a column of theirs does."""
    if not same_table(pair, axes, common) or any(moves is None for moves in relations.values()):
        return [{}]
    return [
        {name + BEFORE: before, name + AFTER: after}
        for name, moves in relations.items()
        for before, after in dict.fromkeys(moves or ())
    ]


def _place_of(model: Model, name: str) -> Place:
    """Where a version refuses a case: the impossible combination, or the field with its range."""
    for combination in model.impossible:
        if combination.id == name:
            return combination.place
    return model.fields[name].place
