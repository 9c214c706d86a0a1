"""Follow-up at a glance: a timeline of checks.

A hand-written page asks for it in a fenced block: which decision is about time is not written in the tables.

    ```timeline
    decision: next_check
    lane: track
    after: last_check
    from: next_check_from
    to: next_check_to
    basis: check_basis
    absolute: from_start
    relative: after_last
    ```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from b12tables.compiler.model import Anything, DecisionTable, Field, Rule, Value, passes
from b12tables.runtime.language import t
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import unit_words
from b12tables.site.book import Book
from b12tables.site.html import Html
from b12tables.site.templating import render
from b12tables.site.view import (
    Link,
    Run,
    Said,
    both,
    commas,
    condition_of,
    rule_address,
    run,
    value_of,
)

Settings = Mapping[str, str]

LEFT, STEP, LANE, TOP, LAST = 170, 24, 54, 34, 24
"""The timeline in CSS pixels: the names, one unit of time, one lane, the axis; and where the axis ends."""


class WidgetError(Exception):
    """A block of a hand-written page that asks for what the tables do not have."""


def setting(settings: Settings, name: str) -> str:
    if name not in settings:
        raise WidgetError(t("the block lacks the line '{name}: …'", name=name))
    return settings[name]


# ---------------------------------------------------------------- timeline


@dataclass(frozen=True)
class _Mark:
    """One rule on the timeline: from when to when, counted from the start or after the mark before."""

    rule: Rule
    start: Fraction | None
    end: Fraction | None
    relative: bool
    conditional: bool


@dataclass(frozen=True)
class Point:
    """A mark in the picture: a circle, or a bar where `width` is not "0"; with its words and where they stand."""

    look: str
    x: str
    width: str
    words: str
    words_x: str


@dataclass(frozen=True)
class Again:
    """Checks counted from the one before: circles at `circles`, or a bar from `x` on."""

    words: str
    circles: tuple[str, ...]
    x: str
    width: str


@dataclass(frozen=True)
class Lane:
    """One line of the picture."""

    label: str
    y: int
    again: list[Again]
    points: list[Point]


@dataclass(frozen=True)
class SummaryRow:
    """A row in the words of the table."""

    value: Said
    when: Said
    then: Run
    rule: Link
    evidence: list[Run]


def timeline(book: Book, here: str, settings: Settings) -> Html:
    """The picture, and the same as a table."""
    table = book.model.decision.get(setting(settings, "decision"))
    if table is None:
        raise WidgetError(t("there is no decision {name}", name=settings["decision"]))
    lanes = book.model.fields[_column(table, setting(settings, "lane"), table.input_fields)]
    marks = {row.code: _marks(table, lanes, row.code, settings) for row in lanes.values}
    unit = unit_words(book.model.fields[setting(settings, "from")].unit)
    shown = [row for row in lanes.values if any(mark.start is not None for mark in marks[row.code])]
    return render(
        "timeline",
        here,
        label=table.label,
        unit=unit,
        left=LEFT,
        right=LEFT + LAST * STEP,
        top=TOP,
        width=LEFT + LAST * STEP + 100,
        height=TOP + len(shown) * LANE + 8,
        ticks=[(month, LEFT + month * STEP) for month in range(0, LAST + 1, 3)],
        lanes=[
            _lane(row.label, marks[row.code], TOP + number * LANE + LANE // 2)
            for number, row in enumerate(shown)
        ],
        head=lanes.label,
        rows=list(_twin(book, here, table, lanes, marks)),
    )


def _column(table: DecisionTable, name: str, names: tuple[str, ...]) -> str:
    if name not in names:
        raise WidgetError(t("{label} has no column {name}", label=table.label, name=name))
    return name


def _marks(table: DecisionTable, lanes: Field, lane: str, settings: Settings) -> list[_Mark]:
    at = table.input_fields.index(lanes.code)
    silent = {lanes.code, settings.get("after", "")}
    low, high = (
        table.output_fields.index(_column(table, setting(settings, n), table.output_fields))
        for n in ("from", "to")
    )
    basis = table.output_fields.index(_column(table, setting(settings, "basis"), table.output_fields))
    found = []
    for rule in table.rules:
        if not passes(rule.conditions[at].test, lane):
            continue
        more = any(
            name not in silent and not isinstance(condition.test, Anything)
            for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        )
        start, end = rule.results[low].value, rule.results[high].value
        kind = rule.results[basis].value
        counted = kind in (setting(settings, "absolute"), setting(settings, "relative"))
        found.append(
            _Mark(
                rule,
                start if isinstance(start, Fraction) and counted else None,
                end if isinstance(end, Fraction) and counted else None,
                kind == settings["relative"],
                more,
            )
        )
    return found


def _lane(label: str, marks: list[_Mark], y: int) -> Lane:
    absolute = [mark for mark in marks if mark.start is not None and not mark.relative]
    relative = [mark for mark in marks if mark.start is not None and mark.relative]
    always = {mark.start for mark in absolute if not mark.conditional}
    last = max((mark.end or mark.start or Fraction(0) for mark in absolute), default=Fraction(0))
    again = [_repeated(last, start, end) for start, end in _windows(relative)]
    points = [_point(start, end, start in always) for start, end in _windows(absolute)]
    return Lane(label, y, again, points)


def _windows(marks: list[_Mark]) -> Iterator[tuple[Fraction, Fraction]]:
    """From when to when the marks are, each window once."""
    for start, end in dict.fromkeys((mark.start, mark.end or mark.start) for mark in marks):
        assert start is not None and end is not None
        yield start, end


def _x(month: Fraction) -> str:
    return f"{float(LEFT + month * STEP):g}"


def _point(start: Fraction, end: Fraction, always: bool) -> Point:
    words = number_text(start) if start == end else f"{number_text(start)}–{number_text(end)}"
    width = f"{float((end - start) * STEP):g}"
    return Point("point" if always else "point maybe", _x(start), width, words, _x((start + end) / 2))


def _repeated(last: Fraction, start: Fraction, end: Fraction) -> Again:
    """Checks that are counted from the one before: hollow, until the axis ends."""
    if start != end:
        begin = last + start
        words = t("every {start} to {end}", start=number_text(start), end=number_text(end))
        return Again(words, (), _x(begin), f"{float((LAST - begin) * STEP):g}")
    circles, month = [], last + start
    while month <= LAST and start > 0:
        circles.append(_x(month))
        month += start
    return Again(t("every {start}", start=number_text(start)), tuple(circles), "", "")


def _twin(
    book: Book, here: str, table: DecisionTable, lanes: Field, marks: Mapping[str, list[_Mark]]
) -> Iterator[SummaryRow]:
    """The picture in words: a row for each mark of each lane."""
    for row in lanes.values:
        for mark in marks[row.code]:
            others = conditions(book, table, mark.rule, lanes.code)
            yield SummaryRow(
                both(row.label, row.patient),
                commas(others, "; ") if others else t("always"),
                results(book, table, mark.rule),
                Link(rule_address(here, table.code, mark.rule.id), mark.rule.id),
                [],
            )


def conditions(book: Book, table: DecisionTable, rule: Rule, but: str) -> list[Run]:
    """The conditions of a row, without those of the field `but`."""
    fields = book.model.fields
    return [
        run(fields[name].label, ": ", condition_of(condition, fields[name]))
        for name, condition in zip(table.input_fields, rule.conditions, strict=True)
        if name != but and not isinstance(condition.test, Anything)
    ]


def results(book: Book, table: DecisionTable, rule: Rule) -> Run:
    """What a row says; of several results each with its label."""
    pairs = zip(table.output_fields, rule.results, strict=True)
    return values(book, table, {name: result.value for name, result in pairs})


def values(book: Book, table: DecisionTable, row: Mapping[str, Value]) -> Run:
    """The results of one answer; where there are several, each with its label but the first."""
    fields = book.model.fields
    told = [name for name in table.output_fields if row[name] is not None]
    return commas(
        (
            run(f"{fields[name].label}: " if number else None, value_of(row[name], fields[name]))
            for number, name in enumerate(told)
        ),
        "; ",
    )
