"""The report of a cohort: counted while it runs, then one page that needs nothing else.

No server, no script, nothing is loaded. A text of the tables is shown, never obeyed; what a patient stated is not on
it.
"""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from b12tables.cohort.against import Against
from b12tables.cohort.asking import Sample, worth_asking
from b12tables.cohort.charts import ChartCell, CohortChart, CountedChart, charts_of, counted_charts, crossings
from b12tables.cohort.frames import Cohort
from b12tables.cohort.kernel import Batch
from b12tables.cohort.pictures import (
    STANDS,
    Bar,
    Picture,
    answer_pictures,
    asking_picture,
    grave_pictures,
    refused_picture,
)
from b12tables.cohort.small import LEAST, LEFT_OUT, Shown, Small, share
from b12tables.cohort.tally import Tally
from b12tables.compiler.model import Model, like_a_formula
from b12tables.compiler.report import standalone_page
from b12tables.runtime.language import speaking, t
from b12tables.runtime.words import how_many, visible


@dataclass(frozen=True)
class Part:
    """A part of the report: its pictures, and the word for it in the list of parts."""

    name: str
    title: str
    pictures: tuple[Picture, ...]


class CohortReport:
    """What is counted while a cohort is answered. `look` is shown every batch, in order; `page` is asked afterwards.

    `least` is the smallest group of patients that is shown; 1 shows all. `synthetic`: nobody is part of the population,
    and the page says so.
    """

    def __init__(self, cohort: Cohort, model: Model, least: int = LEAST, synthetic: bool = False) -> None:
        self.synthetic = synthetic
        self.cohort, self.model, self.least = cohort, model, least
        self.charts: tuple[CohortChart, ...] = charts_of(model, cohort.kernel)
        self.tally = Tally(cohort.kernel, crossings(self.charts))
        self.sample = Sample()
        self.unread = 0
        """Rows of the files that could not be read, and are in no count."""
        self.against: Against | None = None
        """What is different from another edition, where that is counted beside."""

    def look(self, batch: pa.RecordBatch, found: Batch) -> None:
        """Counts a batch."""
        self.tally.add(found)
        if self.against is not None:
            self.against.look(batch, found)
        self.sample.add(self.cohort.plan.arrays(batch), batch.num_rows)

    def parts(self) -> list[Part]:
        """All pictures but those of the charts, with their counts as they are."""
        worths = worth_asking(self.cohort.kernel, self.sample.arrays(), self.sample.rows, self.cohort.today)
        parts = [
            Part("gravest", t("Gravest warnings"), tuple(grave_pictures(self.tally))),
            Part("answers", t("Answers"), tuple(answer_pictures(self.tally))),
            Part(
                "asking",
                t("What is worth asking for"),
                (asking_picture(self.tally, worths, self.sample.rows),),
            ),
            Part("refused", t("Rows without an answer"), (refused_picture(self.tally),)),
        ]
        if self.against is not None:
            old = self.against.comparison.old.about
            title = t("Against {title}, version {version}", title=old.title, version=old.version)
            parts.insert(1, Part("other-edition", title, tuple(self.against.pictures())))
        return [part for part in parts if any(picture.bars for picture in part.pictures)]

    def page(self) -> str:
        """The report as a page of HTML, in the language of the tables."""
        with speaking(self.model.about.language):
            charts = counted_charts(self.charts, self.tally)
            return Page(self, self.parts(), charts).html()


class Page:
    """The report as it is shown: every count through `small`, and each picture as CSV beside it."""

    def __init__(self, report: CohortReport, parts: Sequence[Part], charts: Sequence[CountedChart]) -> None:
        self.report, self.tally, self.parts, self.charts = report, report.tally, parts, charts
        self.known = list(map(str, report.cohort.kernel.errors.entries))
        self.small = Small(report.least, self._counts())

    def _counts(self) -> Iterator[int]:
        yield from (self.tally.rows, *self.tally.statuses.values())
        if self.known:
            # those who pass none are as easily worked out
            yield from (self.tally.passing, self.tally.answered - self.tally.passing)
        for part in self.parts:
            for picture in part.pictures:
                yield from picture.counts()
        for number, chart in enumerate(self.charts):
            yield chart.outside
            yield from chart.picture(number).counts()

    def html(self) -> str:
        assert __package__ is not None
        return standalone_page(
            __package__,
            about=self.report.model.about,
            content=self.report.model.content_hash[:12],
            today=self.report.cohort.today,
            page=self,
            synthetic=self.report.synthetic,
            unread=how_many(self.report.unread, "row") if self.report.unread else "",
            parts=self.parts,
            charts=self.charts,
        )

    # ---------------------------------------------------------------- for the template

    def shown(self, count: int) -> Shown:
        return self.small.shown(count)

    def share(self, part: Shown, whole: int) -> str:
        return share(part, self.small.shown(whole))

    def met(self, picture: Picture) -> list[tuple[Bar, list[Shown], int]]:
        """The lines with anybody in them: what is shown, and how long the bar is, in thousandths of the longest."""
        lines = shown_lines(picture, self.small)
        longest = max((shown[-1].number or 0 for shown in lines), default=0)
        return [
            (bar, shown, 1000 * (shown[-1].number or 0) // max(longest, 1))
            for bar, shown in zip(picture.bars, lines, strict=True)
            if any(bar.counts)
        ]

    def nobody(self, picture: Picture) -> list[str]:
        """The lines with nobody in them, by their words."""
        return [bar.label for bar in picture.bars if not any(bar.counts)]

    def statuses(self) -> list[tuple[str, int]]:
        """The statuses of the rows without an answer, in words."""
        return [
            (t(STANDS[status]), count)
            for status, count in sorted(self.tally.statuses.items())
            if status != "ok" and count
        ]

    def cells(self, chart: CountedChart) -> list[tuple[str, list[tuple[ChartCell, list[Shown], int] | None]]]:
        """The rows of a chart: each cell with what is shown of it and how dark it is, 0 to 4."""
        lines = iter(shown_lines(chart.picture(0), self.small))
        most = max((shown.number or 0 for shown, _ in shown_lines(chart.picture(0), self.small)), default=0)
        rows = []
        for name, cells in chart.rows:
            told: list[tuple[ChartCell, list[Shown], int] | None] = []
            for cell in cells:
                shown = next(lines) if cell is not None else []
                number = shown[0].number or 0 if shown else 0
                tone = 1 + min(3, 4 * number // max(most, 1)) if number else 0
                told.append(None if cell is None else (cell, shown, tone))
            rows.append((name, told))
        return rows

    def csv_link(self, picture: Picture) -> str:
        """The picture as an address that is its CSV."""
        data = picture_csv(picture, self.small).encode("utf-8")
        return f"data:text/csv;charset=utf-8;base64,{b64encode(data).decode('ascii')}"


def shown_lines(picture: Picture, small: Small) -> list[list[Shown]]:
    """What is shown of each line of a picture."""
    first = [bar.counts[0] for bar in picture.bars]
    shown = small.parts(first) if picture.parts else [small.shown(count) for count in first]
    lines = []
    for bar, one in zip(picture.bars, shown, strict=True):
        rest = [LEFT_OUT if one is LEFT_OUT else small.shown(count) for count in bar.counts[1:]]
        lines.append([one, *rest])
    return lines


def picture_csv(picture: Picture, small: Small) -> str:
    """A picture as CSV. A word that a spreadsheet program would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    # in quotes: where it is no comma that parts cells, a semicolon in a word would begin one, and with it a formula
    write = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC).writerow
    told = any(bar.told for bar in picture.bars)
    write([*map(_cell, picture.heads), *([t("Note")] if told else [])])
    for bar, shown in zip(picture.bars, shown_lines(picture, small), strict=True):
        numbers = [one.words if one.number is None else one.number for one in shown]
        write([_cell(bar.label), *numbers, *([_cell(bar.told)] if told else [])])
    return out.getvalue()


def _cell(words: str) -> str:
    words = visible(words)
    return f"'{words}" if like_a_formula(words) else words


__all__ = ["CohortReport", "picture_csv"]
