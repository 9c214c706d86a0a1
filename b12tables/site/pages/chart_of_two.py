"""The wall chart with the answers of two guidelines in its cells: what is the same in a line, what differs by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from b12tables.compiler.compare import BothAnswers, ChartOfTwo, Guidelines, chart_of_two
from b12tables.compiler.model import WallChart, test_words
from b12tables.compiler.proof import Derived, NoChart
from b12tables.compiler.report import LETTERS
from b12tables.runtime.language import t

OTHERS = "*"
"""Behind an answer that other patients of the cell do not get."""


@dataclass(frozen=True)
class AspectLine:
    """What is said of an aspect in a cell: the words of A, and those of B where they are others.

    Where one alone says something there is no sign: the words say whose they are.
    """

    sign: str
    label: str
    words: tuple[str, ...]
    differs: bool


@dataclass(frozen=True)
class Chart:
    """A chart on the page; `why` says why there is none."""

    title: str
    given: str
    heads: list[str]
    rows: list[tuple[str, list[list[AspectLine]]]]
    counted: str
    why: str = ""


def charts_of_two(found: Guidelines) -> list[Chart]:
    """Every chart of the first guideline with both answers."""
    return [_chart(found, chart) for chart in found.models[0].charts]


def _chart(found: Guidelines, chart: WallChart) -> Chart:
    try:
        both = chart_of_two(found, chart)
    except NoChart as why:
        return Chart(chart.title, "", [], [], "", str(why))
    split = len(chart.rows)
    rows, columns = _sides(both.derived, 0, split), _sides(both.derived, split, len(chart.axes))
    cells = {cell.at: [_line(one) for one in both.both(cell)] for cell in both.derived.cells}
    table = [[_told(cells[row + column]) for column in columns] for row in rows]
    kept_columns = _alike([[line[n] for line in table] for n in range(len(columns))])
    kept_rows = _alike(table)
    heads = [_names(both, split, [columns[n] for n in same]) for same in kept_columns]
    told = [
        (_names(both, 0, [rows[n] for n in same]), [table[same[0]][columns_[0]] for columns_ in kept_columns])
        for same in kept_rows
    ]
    given = "; ".join(
        f"{both.model.fields[one.field].label}: {test_words(one.test, both.model.fields[one.field])}"
        for one in chart.given
    )
    return Chart(chart.title, given, heads, told, _counted(cells))


def _sides(derived: Derived, first: int, last: int) -> list[tuple[int, ...]]:
    """The combinations of some axes, by the piece on each."""
    return list(product(*(range(axis.size) for axis in derived.axes[first:last])))


def _alike(parts: Sequence[object]) -> list[list[int]]:
    """Rows or columns that say the same, as one."""
    kept: list[list[int]] = []
    for number, part in enumerate(parts):
        same = next((one for one in kept if parts[one[0]] == part), None)
        if same is None:
            kept.append([number])
        else:
            same.append(number)
    return kept


def _names(both: ChartOfTwo, first: int, places: Sequence[tuple[int, ...]]) -> str:
    """What some rows or columns stand for: each axis by its values where these are all combined, else one by one."""
    sides = [sorted(set(pieces)) for pieces in zip(*places, strict=True)]
    if len(list(product(*sides))) == len(places):
        return "; ".join(filter(None, (_axis(both, first + n, side) for n, side in enumerate(sides))))
    return " · ".join(
        "; ".join(_axis(both, first + n, [piece]) for n, piece in enumerate(place)) for place in places
    )


def _axis(both: ChartOfTwo, axis: int, pieces: Sequence[int]) -> str:
    """The pieces of an axis in words; nothing for all of them where others tell more."""
    field = both.model.fields[both.derived.chart.axes[axis]]
    if len(pieces) == both.derived.axes[axis].size:
        return t("{field}: whatever it is", field=field.label)
    words = ", ".join(test_words(both.derived.test(axis, piece), field) for piece in pieces)
    return f"{field.label}: {words}"


def _line(one: BothAnswers) -> AspectLine:
    marked = [
        f"{one.aspect.words(side, value)}{OTHERS if more else ''}"
        for side, (value, more) in enumerate(zip(one.values, one.more, strict=True))
    ]
    label = one.aspect.label
    if one.relation == "agree":
        # the words of A stand for both: so does the mark of either
        return AspectLine(
            "=", label, (f"{one.aspect.words(0, one.values[0])}{OTHERS if any(one.more) else ''}",), False
        )
    if one.relation == "differ":
        return AspectLine(
            "≠",
            label,
            tuple(f"{letter}: {words}" for letter, words in zip(LETTERS, marked, strict=True)),
            True,
        )
    if one.relation == "neither":
        return AspectLine("–", label, (), False)
    only, said = (t("A only"), marked[0]) if one.relation == "only first" else (t("B only"), marked[1])
    return AspectLine("", label, (f"{only}: {said}",), False)


def _told(lines: Sequence[AspectLine]) -> list[AspectLine]:
    """The lines of a cell, what differs first; what nobody speaks of is left out."""
    return sorted((line for line in lines if line.words), key=lambda line: not line.differs)


def _counted(cells: dict[tuple[int, ...], list[AspectLine]]) -> str:
    possible = [lines for lines in cells.values() if lines]
    differ = sum(any(line.differs for line in lines) for lines in possible)
    return t(
        "In {differ} of {cells} combinations that a patient can have, the two say something else to the plain patient.",
        differ=differ,
        cells=len(possible),
    )
