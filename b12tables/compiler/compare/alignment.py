"""The first phase of a comparison: two versions side by side, with one axis for each field that both can be cut by.

Nothing is compared yet; all that the later phases ask about cases, regions and boxes is asked here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from b12tables.compiler.compare.accepted_cases import LEFT_OUT, SAID, Lacking, acceptance, domain
from b12tables.compiler.compare.cell_diff import needed
from b12tables.compiler.compare.differing_regions import Pair, fewest, find_case, same_table
from b12tables.compiler.compare.effort import Effort
from b12tables.compiler.compare.joint_model import Answers, BothVersions
from b12tables.compiler.compare.partial_evaluation import (
    STATED,
    Chain,
    Uncomparable,
    base,
    joint_axis,
)
from b12tables.compiler.compare.score_tables import with_scores_decided
from b12tables.compiler.model import Box, DecisionTable, Model, Value, given_data
from b12tables.compiler.proof.axes import Axis
from b12tables.compiler.proof.interning import Common


@dataclass(frozen=True, eq=False)
class Aligned:
    """Two versions that can be compared field by field.

    `whole_sets` are the versions as they were given; what is told comes from them. `answering` are they without the
    rules that play no part: examples are answered by these. `models` are those once more with scores that tables
    decide; the search is made in them. `broken` are the fields that mean different things in
    the two versions, with the reason; `inputs` those that neither decides; `accepted` says of each version, as a
    table, which cases it accepts; `domains` holds for each version the pieces of each input that it accepts, `both`
    those that both do; `alike` are the fields that both come to by the same rules, all the way from the inputs.
    `lacking` is what cases may leave out.
    """

    whole_sets: tuple[Model, Model]
    answering: tuple[Model, Model]
    models: tuple[Model, Model]
    answers: tuple[Answers, Answers]
    axes: Mapping[str, Axis]
    broken: Mapping[str, str]
    inputs: Mapping[str, Axis]
    accepted: tuple[DecisionTable, DecisionTable]
    domains: tuple[Mapping[str, int], Mapping[str, int]]
    both: Mapping[str, int]
    alike: frozenset[str]
    lacking: Lacking

    @cached_property
    def stating(self) -> tuple[Model, Model]:
        """The versions, without the rules that play no part, as they answer an example of the search."""
        return self.as_stated(0, self.answering[0]), self.as_stated(1, self.answering[1])

    def as_stated(self, side: int, model: Model) -> Model:
        """A version as it answers an example of the search, which states what is computed where it is not followed."""
        followed = self.models[side].produced_by
        fields = {n: f if n in followed else replace(f, computed=None) for n, f in model.fields.items()}
        return replace(model, fields=fields)

    @property
    def common(self) -> Common:
        """What is made once for this comparison and all others of one set."""
        return self.answers[1].common

    @property
    def effort(self) -> Effort:
        """What this comparison may still take."""
        return self.answers[1].effort

    @property
    def pairs(self) -> Iterator[Pair]:
        """The tables of the new version with their predecessors, in the order of evaluation."""
        return pairs(*self.models)

    @cached_property
    def read(self) -> set[str]:
        """The fields that something else is decided by."""
        accepted = {name for table in self.accepted for name in table.input_fields}
        return set(needed(self.models[0]) | needed(self.models[1]) | accepted)

    @cached_property
    def comparable(self) -> bool:
        """Whether there is any case at all that both versions accept."""
        return self.case({}, (True, True)) is not None

    @cached_property
    def joint(self) -> BothVersions:
        """Both versions as one model, to find out what they can arrive at together."""
        return BothVersions(
            self.models, self.axes, self.both, self.alike, self.common, self.effort, self.lacking
        )

    def chains(
        self, same: Collection[str] = (), axes: Mapping[str, Axis] | None = None
    ) -> tuple[Chain, Chain]:
        """Each version as it answers for a region; the fields of `same` are taken as they are."""
        old, new = self.models
        among = self.axes if axes is None else axes
        return Chain(old, among, same, self.common), Chain(new, among, same, self.common)

    def case(self, region: Mapping[str, int], accepted: tuple[bool, bool]) -> dict[str, Value] | None:
        """A case of the region that the versions accept or refuse as wanted, in which nothing is left out that need not
        be; None: there is none.
        """
        chains = self.chains()
        if all(accepted):
            start = {name: self.both[name] for name in self.inputs}
        else:
            start = {name: axis.full for name, axis in self.inputs.items()}
        start |= {name + STATED: SAID | LEFT_OUT for name in self.lacking.apart}
        through: list[tuple[Chain, str, int]] = []
        for name, mask in region.items():
            if name in start:
                start[name] &= mask
                # of what is left out nothing has any value
                start |= {n: SAID for n in [name + STATED] if n in start}
            else:
                through.append((chains[0], name, mask))
        state = find_case(chains, self.accepted, accepted, start, through, self.effort)
        if state is None:
            return None
        case: dict[str, Value] = {}
        for name, axis in self.inputs.items():
            if not state.get(name + STATED, SAID) & SAID:
                continue
            mask = state[name]
            # an answer that does not matter is best left open
            open_ = mask & axis.unknown if name not in region else 0
            case[name] = axis.witness(open_ or mask & axis.known or mask)
        return case

    def stated(self, case: Mapping[str, Value]) -> dict[str, int]:
        """A case as a region: the piece of each input, and of each that may be left out whether it is stated."""
        found = {name: axis.value_mask(case[name]) for name, axis in self.inputs.items() if name in case}
        return found | {n + STATED: SAID if n in case else LEFT_OUT for n in self.lacking.apart}

    def fewest(self, regions: list[dict[str, int]], within: Mapping[str, int]) -> list[dict[str, int]]:
        """The same union in as few boxes as a simple search finds. `within`: what a field can be at all."""
        names = sorted({name for region in regions for name in region})
        axes = [self.axes[base(name)] for name in names]
        whole = {name: within.get(name, axis.full) for name, axis in zip(names, axes, strict=True)}
        boxes = [tuple(region.get(name, mask) for name, mask in whole.items()) for region in regions]
        found = fewest(axes, list(whole.values()), boxes)
        return [_narrowing(dict(zip(names, box, strict=True)), whole) for box in found]

    def boxes(self, regions: Iterable[Mapping[str, int]]) -> tuple[Box, ...]:
        """Regions in the pieces of their axes."""
        return tuple({n: self.axes[base(n)].pieces(mask) for n, mask in region.items()} for region in regions)

    def given(self, case: Mapping[str, Value]) -> dict[str, object]:
        """The case as `eval` reads it, in the order of the dictionary."""
        known = {**self.answering[0].fields, **self.answering[1].fields}
        return {name: given_data(case[name], known[name]) for name in known if name in case}


def align(old: Answers, new: Answers, among: tuple[Model, Model] | None = None) -> Aligned:
    """Sets two versions side by side. `among`: the versions without the rules that play no part (`bearing`)."""
    whole_sets = (old.whole, new.whole)
    models = (old.model, new.model)
    if among is not None:
        models = (
            with_scores_decided(among[0], old.followed),
            with_scores_decided(among[1], new.followed),
        )
    axes, broken = _axes(models, new.common)
    inputs = {n: a for n, a in axes.items() if all(n not in model.produced_by for model in models)}
    alike = _alike(models, axes, inputs, new.common)
    lacking = Lacking.of(whole_sets)
    axes |= lacking.axes(whole_sets)
    first, second = (
        {n: domain(model, n, axis, left) for n, axis in inputs.items()}
        for model, left in zip(models, lacking.by_version, strict=True)
    )
    never = list(lacking.never(whole_sets, axes))
    accepted = (
        acceptance(models[0], 0, axes, first, lacking, never),
        acceptance(models[1], 1, axes, second, lacking, never),
    )
    both = {name: first[name] & second[name] for name in inputs}
    return Aligned(
        whole_sets,
        among or whole_sets,
        models,
        (old, new),
        axes,
        broken,
        inputs,
        accepted,
        (first, second),
        both,
        alike,
        lacking,
    )


def pairs(old: Model, new: Model) -> Iterator[Pair]:
    """The tables of the new set with their predecessors: those that produce the same fields. A table comes after those
    on which it rests in either version, as far as the two do not contradict each other.
    """
    found = [pair for table in new.decisions for pair in _pairs_of(old, table)]
    waiting = {name for pair in found for name in pair.fields}
    while found:
        ready = next((pair for pair in found if waiting.isdisjoint(_rests_on(pair))), found[0])
        found.remove(ready)
        waiting.difference_update(ready.fields)
        yield ready


def _pairs_of(old: Model, table: DecisionTable) -> Iterator[Pair]:
    shared: dict[str, list[str]] = {}
    for name in table.output_fields:
        if name in old.produced_by:
            shared.setdefault(old.produced_by[name].code, []).append(name)
    for code, names in shared.items():
        yield Pair(old.decision[code], table, tuple(names))


def _rests_on(pair: Pair) -> set[str]:
    return {*pair.old.input_fields, *pair.new.input_fields}.difference(pair.fields)


def known_to(model: Model, case: Mapping[str, Value]) -> dict[str, Value]:
    """The part of a case that a version asks for."""
    return {name: value for name, value in case.items() if name in model.fields}


def _axes(models: tuple[Model, Model], common: Common) -> tuple[dict[str, Axis], dict[str, str]]:
    """The axis of each field that both versions can be cut by, and why the others cannot."""
    axes: dict[str, Axis] = {}
    broken: dict[str, str] = {}
    for name in sorted(_used(models[0]) | _used(models[1])):
        try:
            axes[name] = _axis(models, name, common)
        except Uncomparable as why:
            broken[name] = str(why)
    return axes, broken


def _axis(models: tuple[Model, Model], name: str, common: Common) -> Axis:
    made_from = tuple(part for model in models for part in _cutting(model, name))
    return common.once("joint axis", made_from, lambda: common.axis(joint_axis(models, name)))


def _cutting(model: Model, name: str) -> list[object]:
    """All that a field's axis is made from in one version."""
    tables = [t for t in model.decisions if name in t.input_fields or name in t.output_fields]
    return [model.fields.get(name), model.impossible, *tables]


def _alike(
    models: tuple[Model, Model], axes: Mapping[str, Axis], inputs: Collection[str], common: Common
) -> frozenset[str]:
    same: set[str] = set()
    for pair in pairs(*models):
        columns = {*pair.old.input_fields, *pair.new.input_fields}
        outputs = {*pair.old.output_fields, *pair.new.output_fields}
        if (
            same_table(pair, axes, common)
            and all(name in inputs or name in same for name in columns)
            and outputs == set(pair.fields) <= axes.keys()
        ):
            same.update(pair.fields)
    return frozenset(same)


def _used(model: Model) -> set[str]:
    """The fields that tables or impossible combinations look at, or tables produce."""
    found = {name for table in model.decisions for name in (*table.input_fields, *table.output_fields)}
    return found | {part.field for combination in model.impossible for part in combination.tests}


def _narrowing(box: Mapping[str, int], whole: Mapping[str, int]) -> dict[str, int]:
    """The sides of a box that hold less than everything."""
    return {name: mask for name, mask in box.items() if mask != whole[name]}
