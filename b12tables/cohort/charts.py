"""A wall chart with the numbers of a cohort in its cells: how many patients belong there, and what they got.

The chart is the derived one (`compiler.proof`), laid out as on the site. What a cell says holds for its plain patient;
of its patients it is counted how many got just that, and how many something else, for which a footnote of the chart
has the cause.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from b12tables.cohort.kernel import Kernel
from b12tables.cohort.numbers import Array
from b12tables.cohort.pictures import Bar, Picture
from b12tables.cohort.tally import Cell, Crossing, Tally
from b12tables.compiler.model import FieldTest, Model, Value, WallChart, passes, test_words
from b12tables.compiler.proof import NoChart, derive_chart
from b12tables.compiler.report import Band, ChartLayout
from b12tables.runtime.language import speaking, t
from b12tables.runtime.words import UNKNOWN


@dataclass(frozen=True, slots=True)
class ChartCell:
    """A cell with its patients: how many, what the chart says, and how many of them got just that."""

    rows: int
    says: tuple[str, ...]
    as_printed: int


@dataclass(frozen=True, slots=True)
class CountedChart:
    """A chart as it is shown: heads of columns, rows with their cells; where there is none, why."""

    title: str
    why_not: str = ""
    assumed: tuple[str, ...] = ()
    row_head: str = ""
    column_head: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[ChartCell | None, ...]], ...] = ()
    inside: int = 0
    outside: int = 0

    def picture(self, number: int) -> Picture:
        """The same as a list of cells."""
        bars: list[Bar] = []
        for row, cells in self.rows:
            for column, cell in zip(self.columns, cells, strict=True):
                if cell is not None:
                    says = " · ".join(cell.says)
                    bars.append(Bar(f"{row} · {column}", (cell.rows, cell.as_printed), says))
        heads = (f"{self.row_head} · {self.column_head}", t("Patients"), t("As the chart says"))
        return Picture(f"chart-{number}", self.title, "", heads, tuple(bars), self.inside, parts=True)


class CohortChart:
    """A chart before the run: what is crossed; after it: the chart with its numbers."""

    def __init__(self, model: Model, chart: WallChart, kernel: Kernel) -> None:
        self.model, self.chart, self.kernel = model, chart, kernel
        self.crossing: Crossing | None = None
        self.why_not = ""
        with speaking(model.about.language):
            try:
                self.derived = derive_chart(model, chart)
                self.crossing = self._crossing()
            except NoChart as why:
                self.why_not = str(why)

    def _crossing(self) -> Crossing:
        axes = {
            name: self._places(name, axis.value_mask)
            for name, axis in zip(self.chart.axes, self.derived.axes, strict=True)
        }
        given: dict[str, Array] = {}
        for test in self.chart.given:
            allowed = self._allowed(test)
            given[test.field] = allowed & given.get(test.field, allowed)
        return Crossing(self.kernel, axes, given, self.chart.results)

    def _witnesses(self, name: str) -> list[Value]:
        axis = self.kernel.axes.get(name)
        if axis is None:
            raise NoChart(t("no table looks at {field}", field=self.model.fields[name].label))
        return [axis.witness(1 << piece) for piece in range(axis.full.bit_length())]

    def _places(self, name: str, mask: Any) -> Array:
        """For each piece of the generated tables its place on the chart: both are cut from the same cells."""
        masks = [mask(UNKNOWN if value is None else value) for value in self._witnesses(name)]
        return np.array([one.bit_length() - 1 for one in masks], np.int64)

    def _allowed(self, test: FieldTest) -> Array:
        values = self._witnesses(test.field)
        return np.array([passes(test.test, UNKNOWN if value is None else value) for value in values])

    # ---------------------------------------------------------------- after the run

    def counted(self) -> CountedChart:
        """The chart with its numbers."""
        if self.crossing is None:
            return CountedChart(self.chart.title, self.why_not)
        layout = ChartLayout(self.model, self.derived)
        cells = self.crossing.cells(self.kernel)
        rows = tuple(
            (
                "; ".join(band.names),
                tuple(self._cell(layout, cells, band, column) for column in layout.columns),
            )
            for band in layout.rows
        )
        return CountedChart(
            self.chart.title,
            "",
            tuple(
                f"{layout.label(one.field)}: {test_words(one.test, self.model.fields[one.field])}"
                for one in self.chart.given
            ),
            layout.heads(0),
            layout.heads(1),
            tuple("; ".join(band.names) for band in layout.columns),
            rows,
            int(self.crossing.rows.sum()),
            self.crossing.outside,
        )

    def _cell(self, layout: ChartLayout, cells: Sequence[Cell], row: Band, column: Band) -> ChartCell | None:
        """The places of a cell of the page taken together; None where no patient can be so."""
        _, columns, strips = self.derived.sides
        first = layout.in_cells[0] if layout.in_cells else None
        rows = agree = 0
        says: dict[str, None] = {}
        possible = False
        for r in row.members:
            for c in column.members:
                for s in range(strips):
                    place = (r * columns + c) * strips + s
                    plain = self.derived.cells[place]
                    if plain.case is None:
                        continue
                    possible = True
                    rows += cells[place].rows
                    if first is not None:
                        says[layout.words(first, plain.plain[first][0])] = None
                        agree += _agreeing(cells[place].answers.get(first), plain.plain[first][0])
        return ChartCell(rows, tuple(says), agree if first is not None else rows) if possible else None


def _agreeing(answers: Counter[Any] | None, plain: Value) -> int:
    """How many patients got what the plain one gets."""
    if answers is None:
        return 0
    return sum(count for value, count in answers.items() if value == plain)


def charts_of(model: Model, kernel: Kernel) -> tuple[CohortChart, ...]:
    """The charts that the tables ask for, made ready to be counted."""
    return tuple(CohortChart(model, chart, kernel) for chart in model.charts)


def crossings(charts: Sequence[CohortChart]) -> tuple[Crossing, ...]:
    """What is to be counted for charts."""
    return tuple(chart.crossing for chart in charts if chart.crossing is not None)


def counted_charts(charts: Sequence[CohortChart], tally: Tally) -> tuple[CountedChart, ...]:
    """The charts with their numbers, after a run."""
    assert tally.crossings == crossings(charts)
    return tuple(chart.counted() for chart in charts)


__all__ = ["ChartCell", "CohortChart", "CountedChart", "charts_of", "counted_charts", "crossings"]
