"""Two versions of a table set as one model, so that one search answers what both can arrive at for one case.

Inputs are shared. A field that a table produces is there twice, as the old version has it and as the new one
has it, except where the two versions come to it in the same way. Impossible combinations of either version,
and values that only one of them accepts, are impossible here: the model is about the cases that both accept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from b12tables.compiler.compare.accepted_cases import Lacking
from b12tables.compiler.compare.effort import Effort
from b12tables.compiler.compare.partial_evaluation import BEFORE, SIDES, base
from b12tables.compiler.compare.score_tables import scores_to_follow, with_scores_decided
from b12tables.compiler.model import (
    Combination,
    Decide,
    DecisionTable,
    Field,
    FieldTest,
    Model,
    Place,
    Test,
    Value,
    remembering,
)
from b12tables.compiler.proof.analysis import Analysis
from b12tables.compiler.proof.axes import Axis
from b12tables.compiler.proof.constraints import State
from b12tables.compiler.proof.grid import BoundReached, uncovered
from b12tables.compiler.proof.interning import Common
from b12tables.compiler.proof.table_space import Space


class _SharedSpace(Space):
    """A space whose axes are given, so that both versions of a field are cut alike."""

    def __init__(
        self, model: Model, axes: Mapping[str, Axis], common: Common, leavable: Collection[str]
    ) -> None:
        self._given, self._leavable = axes, frozenset(leavable)
        super().__init__(model, common)

    @property
    def leavable(self) -> frozenset[str]:
        return self._leavable

    def _make_axes(self) -> Mapping[str, Sequence[Test]]:
        self.axes = {name: self._given[base(name)] for name in self.model.fields if base(name) in self._given}
        return {}


class BothVersions(Analysis):
    """The joint model under analysis. `accepted` are the pieces of each input that both versions accept,
    `alike` the fields that both come to in the same way, `lacking` what a case may leave out.
    """

    def __init__(
        self,
        versions: tuple[Model, Model],
        axes: Mapping[str, Axis],
        accepted: Mapping[str, int],
        alike: Collection[str],
        common: Common,
        effort: Effort,
        lacking: Lacking,
    ) -> None:
        self.accepted = accepted
        model = _joint_model(versions, axes, accepted, alike, lacking)
        space = _SharedSpace(model, axes, common, lacking.apart)
        super().__init__(model, effort.bound, space=space, memory=effort.memory, budget=effort.part)

    def question(self, region: Mapping[str, int]) -> dict[str, int]:
        """A region in the names of this model: what is the same in both is asked of the old version."""
        found: dict[str, int] = {}
        for name, mask in region.items():
            known = name if name in self.model.fields else name + BEFORE
            found[known] = found.get(known, mask) & mask
        return found

    def inside(self, region: Mapping[str, int], columns: Collection[str]) -> State | None:
        """A state inside the region in which all of the columns have a value, or None. Raises `BoundReached`."""
        question = self.question(region)
        return self.reach.witness(question, strict=self._names(question, columns))

    def case(self, region: Mapping[str, int], columns: Collection[str], state: State) -> dict[str, Value]:
        """A case of a state in which the region arises."""
        question = self.question(region)
        found = dict(self._complete(state, self._names(question, columns)))
        for name, mask in self.accepted.items():
            axis = self.space.axes[name]
            here = mask & question.get(name, axis.full)
            found.setdefault(name, axis.witness(here & axis.unknown or here))
        return found

    def _names(self, question: Mapping[str, int], columns: Collection[str]) -> list[str]:
        return [*dict.fromkeys([*question, *self.question(dict.fromkeys(columns, -1))])]


def _joint_model(
    versions: tuple[Model, Model],
    axes: Mapping[str, Axis],
    accepted: Mapping[str, int],
    alike: Collection[str],
    lacking: Lacking,
) -> Model:
    old, new = (_Renaming(model, side, alike, lacking) for model, side in zip(versions, SIDES, strict=True))
    fields = _inputs(versions, axes)
    decisions: list[DecisionTable] = []
    for version in (old, new):
        for table in version.model.decisions:
            shared = all(name in alike for name in table.output_fields)
            if not _within(axes, (*table.input_fields, *table.output_fields)) or (shared and version is new):
                continue
            fields |= version.results(table)
            decisions.append(version.table(table))
    impossible = [*old.combinations(axes), *new.combinations(axes), *_one_sided_values(axes, accepted)]
    return Model(versions[1].about, fields, tuple(decisions), tuple(impossible))


def _inputs(versions: tuple[Model, Model], axes: Mapping[str, Axis]) -> dict[str, Field]:
    """What is asked in either version; an answer that one of them needs may not be left open."""
    fields: dict[str, Field] = {}
    for model in versions:
        for name, field in model.fields.items():
            if name not in model.produced_by and name in axes:
                known = [m.fields[name] for m in versions if name in m.fields]
                fields[name] = replace(field, unknown=all(f.unknown for f in known), computed=None)
    return fields


def _within(axes: Mapping[str, Axis], names: Iterable[str]) -> bool:
    return all(name in axes for name in names)


@dataclass(frozen=True)
class _Renaming:
    """The names that one version has in the joint model: what a table gives is there twice, unless both versions
    come to it in the same way.
    """

    model: Model
    side: str
    alike: Collection[str]
    lacking: Lacking

    def field(self, name: str) -> str:
        decided = name in self.model.produced_by and name not in self.alike
        return name + self.side if decided else name

    def suffix(self, table: DecisionTable) -> str:
        """What is added to the names of a table and of its results."""
        return "" if all(name in self.alike for name in table.output_fields) else self.side

    def results(self, table: DecisionTable) -> dict[str, Field]:
        end = self.suffix(table)
        return {name + end: replace(self.model.fields[name], code=name + end) for name in table.output_fields}

    def table(self, table: DecisionTable) -> DecisionTable:
        end = self.suffix(table)
        inputs = tuple(replace(c, field=self.field(c.field)) for c in table.inputs)
        outputs = tuple(replace(c, field=c.field + end) for c in table.outputs)
        return replace(table, code=table.code + end, inputs=inputs, outputs=outputs)

    def combinations(self, axes: Mapping[str, Axis]) -> Iterator[Combination]:
        for combination in self.model.impossible:
            if _within(axes, (part.field for part in combination.tests)):
                side = SIDES.index(self.side)
                asked = (self.lacking.asks(side, self.model, part) for part in combination.tests)
                tests = tuple(replace(part, field=self.field(part.field)) for part in asked)
                yield replace(combination, id=combination.id + self.side, tests=tests)


def _one_sided_values(axes: Mapping[str, Axis], accepted: Mapping[str, int]) -> Iterator[Combination]:
    nowhere = Place("")
    for name, mask in accepted.items():
        rest = axes[name].full & ~mask
        if rest:
            test = FieldTest(name, axes[name].test(rest), "", nowhere)
            yield Combination(f"{name} out of range", (test,), "", nowhere)


class Answers:
    """Which fields of one model always have a value, for every case that the model accepts.

    `like` is what is known of a model that differs from it in `touched` decisions only: of the others the same
    holds here. `effort` is what finding it out, and comparing with another version, may take. `whole` is the model as
    it was given, `plans` are the scores that can be followed in it, `model` is the one in which those that are
    `followed` are decided by tables, too: those of `following`, or all.
    """

    def __init__(
        self,
        model: Model,
        like: Answers | None = None,
        touched: Collection[str] = (),
        effort: Effort | None = None,
        following: Collection[str] | None = None,
    ) -> None:
        self.whole, self.plans = model, scores_to_follow(model)
        self.followed = {n: of for n, of in self.plans.items() if following is None or n in following}
        self.model = with_scores_decided(model, self.followed)
        self.effort = effort or Effort()
        self.common: Common = Common() if like is None else like.common
        self.deciding: Decide = remembering() if like is None else like.deciding
        """The decisions that were taken for examples."""
        self._known: dict[str, bool] = {}
        self._like, self._touched = like, touched

    def following(self, names: Collection[str]) -> Answers:
        """What is known of the model, in which these scores are followed and no others."""
        if self.followed.keys() == self.plans.keys() & set(names):
            return self
        return Answers(self.whole, effort=self.effort, following=names)

    @cached_property
    def analysis(self) -> Analysis:
        like = None if self._like is None else self._like.analysis.space
        return self.effort.analysis(self.model, Space(self.model, self.common, like))

    def always(self, name: str) -> bool:
        """Whether the field is an input or its decision, and all before it, always answers."""
        table = self.model.produced_by.get(name)
        if table is None:
            return True
        if self._like is not None and table.code not in self._touched:
            return self._like.always(name)
        if table.code not in self._known:
            self._known[table.code] = all(map(self.always, table.input_fields)) and self._answers(table)
        return self._known[table.code]

    def _answers(self, table: DecisionTable) -> bool:
        ts = self.analysis.space.tables.get(table.code)
        if ts is None:
            return False
        try:
            if ts.needs_cover and self.analysis.reach.free(ts.fields):
                # one gap is enough to know
                if next(uncovered(ts.grid, self.analysis.budget), None) is not None:
                    return False
            elif ts.needs_cover:
                part = self.analysis.gaps(ts)
                if part.boxes or not part.whole:
                    return False
            boxes = ts.clash_boxes(self.analysis.budget)
            return not any(self.analysis.arises(ts, box) for box in boxes)
        except BoundReached:
            return False
