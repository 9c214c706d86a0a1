"""A wall chart derived from the exact partition: for each combination of its axes all that can still come out.

Each cell has a plain patient, who is nothing but what the cell says and what must be known, and what comes out for
them. For every other result the solver gives a patient of the cell or proves that there is none; of such a patient
what is not needed is taken away until nothing more can be. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from b12tables.compiler.model import (
    MOST_CELLS,
    Decide,
    Equals,
    Evaluation,
    FieldTest,
    Model,
    Test,
    Value,
    WallChart,
    evaluate,
    passes,
    remembering,
    values_after,
)
from b12tables.compiler.proof.analysis import Analysis, Case
from b12tables.compiler.proof.axes import Axis, bits
from b12tables.compiler.proof.grid import BoundReached
from b12tables.compiler.proof.neighbours import Nearby, Neighbours
from b12tables.compiler.proof.scores import few_values
from b12tables.compiler.proof.solver import Restriction
from b12tables.compiler.proof.table_space import Space
from b12tables.runtime.language import grouped, t, wording
from b12tables.runtime.words import UNKNOWN, as_compared

CHART_BOUND = 30.0
"""Seconds' worth of steps for one chart."""

NO_ANSWER = wording(
    "some patients of it get no answer from the tables; what is found about them is to be mended first"
)

Cause = tuple[tuple[str, Value], ...]
"""Entries that differ from those of the plain patient."""

Key = tuple[str, object]
"""A result: its field, and its value as it is compared."""

Because = tuple[tuple[str, Test], ...]
"""What is to be added to the plain patient: fields, each with what it is then."""


@dataclass(frozen=True)
class Further:
    """Another result of a cell: of which field, what, the smallest thing that brings it, and a patient with it."""

    field: str
    value: Value
    because: Because
    case: Case


@dataclass(frozen=True)
class ChartCell:
    """A combination of the axes, by the place of its piece on each. Without a case no patient can be so: proved.

    `plain` is what comes out for the plain patient, by field; of a list the members. `further` is what else can.
    """

    at: tuple[int, ...]
    case: Case | None
    plain: Mapping[str, tuple[Value, ...]]
    rules: tuple[tuple[str, tuple[str, ...]], ...]
    """The decisions that the chart tells, each with the rules that gave its answer."""
    further: tuple[Further, ...]


@dataclass(frozen=True)
class Override:
    """What is other than the chart assumes, and what then comes out for somebody."""

    field: str
    test: Test
    results: tuple[tuple[str, tuple[Value, ...]], ...]


@dataclass(frozen=True)
class Derived:
    """A chart with its cells, in the order of rows, columns and strip; `pieces` are the values of each axis."""

    chart: WallChart
    axes: tuple[Axis, ...]
    cells: tuple[ChartCell, ...]
    overrides: tuple[Override, ...]

    @cached_property
    def sides(self) -> tuple[int, int, int]:
        """How many combinations of pieces the rows, columns and the strip have."""
        sizes = [axis.size for axis in self.axes]
        rows, columns = len(self.chart.rows), len(self.chart.rows) + len(self.chart.columns)
        return prod(sizes[:rows]), prod(sizes[rows:columns]), prod(sizes[columns:])

    def test(self, axis: int, piece: int) -> Test:
        """What a piece of an axis means."""
        return self.axes[axis].test(1 << piece)

    def place_of(self, values: Mapping[str, Value]) -> tuple[int, ...] | None:
        """The combination that a patient belongs to, whose fields after evaluation are given; None: to none."""
        masks = [
            _piece(axis, values.get(name)) for name, axis in zip(self.chart.axes, self.axes, strict=True)
        ]
        return tuple(mask.bit_length() - 1 for mask in masks) if all(masks) else None

    def cell_of(self, values: Mapping[str, Value]) -> ChartCell | None:
        """The cell of a patient whose fields after evaluation are given; None: the chart is not about them."""
        if not all(passes(test.test, values.get(test.field, UNKNOWN)) for test in self.chart.given):
            return None
        at = self.place_of(values)
        return next((cell for cell in self.cells if cell.at == at), None)


class NoChart(Exception):
    """A chart that cannot be derived; the message says why, in words for its author."""


def derive_chart(model: Model, chart: WallChart, bound: float = CHART_BOUND) -> Derived:
    """The chart with all its cells. Raises `NoChart`."""
    made = {name: _made_of_rows(model, name) for name in chart.results if _adds_up(model, name)}
    asked = [FieldTest(n, Equals(v), "", model.fields[n].place) for n, values in made.items() for v in values]
    # what is made of several rows is told number by number
    space = Space(model, further=asked) if asked else None
    analysis = Analysis(model, bound=bound, space=space)
    names = (*chart.axes, *chart.results, *(test.field for test in chart.given))
    for name in names:
        if name not in analysis.space.axes and name not in model.set_valued:
            raise NoChart(analysis.space.why_not(name))
    lost = [
        analysis.space.left_out[code] for code in model.upstream(names) if code in analysis.space.left_out
    ]
    if lost:
        raise NoChart(lost[0])
    cells = prod(analysis.space.axes[name].size for name in chart.axes)
    if cells > MOST_CELLS:
        raise NoChart(
            t(
                "it would have {cells} cells, and nobody reads more than {most_cells} on a sheet",
                cells=grouped(cells),
                most_cells=MOST_CELLS,
            )
        )
    try:
        return _Deriving(analysis, chart, made).derived()
    except BoundReached:
        raise NoChart(
            t("it could not be settled within the bound what can still come out for each patient")
        ) from None


def _adds_up(model: Model, name: str) -> bool:
    return model.produced_by[name].hit_policy.aggregates


def _made_of_rows(model: Model, name: str) -> Sequence[Fraction]:
    """The numbers that can come out where a result is made of all rows that hold. Raises `NoChart`."""
    values = few_values(model, name)
    if values is None:
        label = model.fields[name].label
        raise NoChart(t("{field} can be too many numbers to be told one by one", field=label))
    return sorted(values)


def _piece(axis: Axis, value: Value) -> int:
    return axis.value_mask(UNKNOWN if value is None else value)


class _Deriving:
    """`made`: the numbers that can come out, for each result that is made of all rows that hold."""

    def __init__(self, analysis: Analysis, chart: WallChart, made: Mapping[str, Sequence[Fraction]]) -> None:
        self.analysis, self.chart, self.model, self.made = analysis, chart, analysis.model, made
        self.reach, self.space = analysis.reach, analysis.space
        self.given = self.reach.boxes(chart.given)
        self.assumed = tuple(dict.fromkeys(test.field for test in chart.given))
        self.deciding: Decide = remembering()
        self.needed: set[str] = set()
        """The entries that some plain patient has."""
        self.neighbours = Neighbours(self.model)
        self.known: dict[Key, list[Cause]] = {}
        """For each result the causes of several entries that brought it in some cell."""
        self.possible: dict[tuple[object, ...], bool] = {}
        """Whether some patient has a result, by the result and the part of a cell's place that was asked about."""
        telling = [*chart.results, *chart.axes, *self.assumed]
        inputs = self.model.inputs_behind(telling)
        self.inputs = [n for n in inputs if n in self.space.axes and not self.model.derived(n)]
        self.behind_axes = frozenset(self.model.inputs_behind([*chart.axes, *self.assumed]))
        self.entries = {
            name: [self.space.axes[name].witness(1 << piece) for piece in bits(self.space.axes[name].full)]
            for name in self.inputs
        }

    def derived(self) -> Derived:
        axes = tuple(self.space.axes[name] for name in self.chart.axes)
        places = product(*(range(axis.size) for axis in axes))
        cells = tuple(self._cell(at) for at in places)
        return Derived(self.chart, axes, cells, tuple(self._overrides()))

    # ---------------------------------------------------------------- one cell

    def _cell(self, at: tuple[int, ...]) -> ChartCell:
        here = {name: 1 << piece for name, piece in zip(self.chart.axes, at, strict=True)}
        found = self._witness(here)
        if found is None:
            return ChartCell(at, None, {}, (), ())
        case, evaluation, values = self._plainest(found, here)
        plain = {name: members_told(values.get(name)) for name in self.chart.results}
        fired = {step.decision: step.rules for step in evaluation.steps}
        told = dict.fromkeys(self.model.produced_by[name].code for name in self.chart.results)
        rules = tuple((code, fired[code]) for code in told if code in fired)
        further = self._further(plain, here, self.neighbours.of(case, values))
        return ChartCell(at, case, plain, rules, tuple(further))

    def _questions(self, here: Restriction) -> Iterator[dict[str, int]]:
        """What is asked of a patient of some place and of all that is given; the given may be said in parts."""
        for box in self.given:
            asked = dict(here)
            for name, mask in box.items():
                asked[name] = asked.get(name, mask) & mask
            if all(asked.values()):
                yield asked

    def _witness(self, here: Restriction) -> Case | None:
        """A complete patient of a place, or None: there is none. Raises `BoundReached`."""
        about = (*self.chart.axes, *(name for name in self.assumed if name in self.space.axes))
        for asked in self._questions(here):
            case = self.analysis.case_of(asked, about)
            if case is not None:
                return case
        return None

    def _plainest(self, case: Case, here: Restriction) -> tuple[Case, Evaluation, Mapping[str, Value]]:
        """The patient without all that need not be known for them to belong there, and what comes out."""
        best = dict(case)
        # first much at once: what was not needed in the cells before is seldom needed in the next
        for names in (self.behind_axes, self.needed):
            fewer = {name: value for name, value in best.items() if name in names}
            if len(fewer) < len(best) and self._inside(fewer, here) is not None:
                best = fewer
        # what stands first in the dictionary is kept longest: it is what is asked first
        for name in reversed([n for n in self.model.fields if n in best]):
            less = {other: value for other, value in best.items() if other != name}
            if self._inside(less, here) is not None:
                best = less
        found = self._inside(best, here)
        if found is None:
            raise NoChart(t(NO_ANSWER))
        self.needed.update(best)
        return best, *found

    def _inside(self, case: Case, here: Restriction) -> tuple[Evaluation, Mapping[str, Value]] | None:
        """What comes out for a patient; None where they have no answer, or do not belong to a place."""
        evaluation = evaluate(self.model, case, None, self.deciding)
        if evaluation.status != "ok":
            return None
        values = values_after(case, evaluation)
        inside = all(self._has(name, mask, values) for name, mask in here.items())
        return (evaluation, values) if inside and self._as_given(values) else None

    def _has(self, name: str, mask: int, values: Mapping[str, Value]) -> bool:
        return bool(_piece(self.space.axes[name], values.get(name)) & mask)

    def _as_given(self, values: Mapping[str, Value]) -> bool:
        return all(passes(test.test, values.get(test.field, UNKNOWN)) for test in self.chart.given)

    # ---------------------------------------------------------------- what else can come out

    def _further(
        self, plain: Mapping[str, tuple[Value, ...]], here: Restriction, near: Nearby
    ) -> list[Further]:
        """All other results of a place, each with the smallest cause: one entry where one entry does it."""
        alone = self._single_causes(here, near)
        found: list[Further] = []
        for name in self.chart.results:
            told = {*map(as_compared, plain[name])}
            for value, asked in self._results(name):
                key = name, as_compared(value)
                if key[1] in told:
                    continue
                cause = alone.get(key) or self._known_cause(key, here, near)
                if cause is None and self._possible(key, asked, here):
                    cause = self._smallest(key, asked, here, near)
                if cause is None:
                    continue
                ways = self.known.setdefault(key, [])
                if len(cause) > 1 and cause not in ways:
                    ways.append(cause)
                found.append(Further(name, value, self._because(cause), _with(near.case, cause)))
        return found

    def _single_causes(self, here: Restriction, near: Nearby) -> dict[Key, Cause]:
        """The results that one other entry brings, each with the first such entry of the dictionary."""
        found: dict[Key, Cause] = {}
        for entry in self.inputs:
            if entry in here:
                continue
            for one in self.entries[entry]:
                if one == near.values.get(entry, near.case.get(entry, UNKNOWN)):
                    continue
                values = self._tried(((entry, one),), here, near)
                for name in self.chart.results if values else ():
                    for value in members_told(values.get(name)) if name in values else ():
                        found.setdefault((name, as_compared(value)), ((entry, one),))
        return found

    def _tried(self, cause: Cause, here: Restriction, near: Nearby) -> Mapping[str, Value]:
        """What is other than for the plain patient where these entries are; empty where that is no such patient."""
        changed = near.with_entries(cause)
        if changed is None:
            found = self._inside(_with(near.case, cause), here)
            return {} if found is None else found[1]
        fields = {*here, *self.assumed}.intersection(changed)
        values = {name: changed[name] for name in fields}
        if not all(self._has(name, here[name], values) for name in fields if name in here):
            return {}
        given = (test for test in self.chart.given if test.field in fields)
        return changed if all(passes(test.test, values[test.field]) for test in given) else {}

    def _brings(self, key: Key, cause: Cause, here: Restriction, near: Nearby) -> bool:
        changed = self._tried(cause, here, near)
        return key[0] in changed and key[1] in {*map(as_compared, members_told(changed[key[0]]))}

    def _known_cause(self, key: Key, here: Restriction, near: Nearby) -> Cause | None:
        """A cause of several entries that brought the result elsewhere, where it does here."""
        return next(
            (cause for cause in self.known.get(key, ()) if self._brings(key, cause, here, near)), None
        )

    def _possible(self, key: Key, asked: Restriction, here: Restriction) -> bool:
        """Whether some patient of a place has a result. What no patient of a row has, none of its cells has."""
        places = list(here.items())
        for count in range(len(places) + 1):
            part = (*key, *places[:count])
            if part not in self.possible:
                questions = self._questions(dict(places[:count]))
                self.possible[part] = any(self.reach.witness({**q, **asked}) is not None for q in questions)
            if not self.possible[part]:
                return False
        return True

    def _smallest(self, key: Key, asked: Restriction, here: Restriction, near: Nearby) -> Cause:
        """A patient of the place with the result, made as like to the plain one as can be, entry by entry."""
        about = (*self.chart.axes, key[0])
        whole: Case | None = None
        for question in self._questions(here):
            whole = whole or self.analysis.case_of({**question, **asked}, about)
        assert whole is not None, key
        case = near.case
        differing = {
            entry: whole.get(entry, UNKNOWN)
            for entry in self.model.fields
            if whole.get(entry, UNKNOWN) != case.get(entry, UNKNOWN)
        }
        if not self._brings(key, tuple(differing.items()), here, near):
            raise NoChart(t(NO_ANSWER))
        for entry in list(differing):
            fewer = {other: value for other, value in differing.items() if other != entry}
            if self._brings(key, tuple(fewer.items()), here, near):
                differing = fewer
        return tuple(differing.items())

    def _results(self, name: str) -> Iterator[tuple[Value, Restriction]]:
        """What a result can be, and what is asked of a patient for whom it is."""
        table = self.model.produced_by[name]
        column = table.output_fields.index(name)
        if name in self.model.set_valued:
            ts = self.space.tables[table.code]
            for value in dict.fromkeys(rule.results[column].value for rule in table.rows):
                if value is not None:
                    rules = [rule.results[column].value == value for rule in table.rules]
                    mask = sum(1 << i for i, says in enumerate(rules) if says)
                    other = table.otherwise is not None and table.otherwise.results[column].value == value
                    yield value, {self.reach.any_holds(ts, mask, other): 2}
            return
        if table.hit_policy.aggregates:
            for number in self.made[name]:
                yield number, {name: _piece(self.space.axes[name], number)}
            return
        axis = self.space.axes[name]
        for value in dict.fromkeys(rule.results[column].value for rule in table.rows):
            yield value, {name: _piece(axis, value)}

    def _because(self, cause: Cause) -> Because:
        pieces = ((entry, self.space.axes[entry], value) for entry, value in cause)
        return tuple((entry, axis.test(_piece(axis, value))) for entry, axis, value in pieces)

    # ---------------------------------------------------------------- what the chart takes for given

    def _overrides(self) -> Iterator[Override]:
        """Of each given field what else it may be, and what then comes out of what the chart shows first."""
        first = self.model.produced_by[self.chart.show[0]].output_fields
        shown = [name for name in self.chart.show if name in first][:1]
        for name in self.assumed:
            axis = self.space.axes.get(name)
            if axis is None:
                continue
            inside = 0
            for box in self.given:
                inside |= box.get(name, axis.full)
            for piece in bits(axis.full & ~inside):
                others = self._without(name, 1 << piece)
                results = [(one, self._coming_out(one, others)) for one in shown]
                if any(values for _, values in results):
                    yield Override(name, axis.test(1 << piece), tuple(results))

    def _without(self, name: str, mask: int) -> Sequence[Restriction]:
        """The given with one field otherwise."""
        return [{**box, name: mask} for box in self.given]

    def _coming_out(self, name: str, places: Sequence[Restriction]) -> tuple[Value, ...]:
        return tuple(
            value
            for value, asked in self._results(name)
            if any(self.reach.witness({**place, **asked}) is not None for place in places)
        )


def _with(case: Case, cause: Cause) -> Case:
    """A patient with other entries; what is not known then is not stated."""
    return {name: value for name, value in {**case, **dict(cause)}.items() if value != UNKNOWN}


def members_told(value: Value) -> tuple[Value, ...]:
    """A result as the values that it has: of a list its members, else the one; what is not there is `none`."""
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    return (None if value == UNKNOWN else value,)
