"""A derived wall chart as it is laid out: what hangs on what, rows and columns that agree, letters for the footnotes.

Everything here is plain data for the template; nothing is decided about patients.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from b12tables.compiler.model import Field, Model, Test, Value, test_words, value_words
from b12tables.compiler.proof import ChartCell, Derived, Further
from b12tables.runtime.language import t
from b12tables.runtime.words import how_many

ROWS, COLUMNS, STRIP = 0, 1, 2
SHORT_CODE = 5
"""A value whose code is no longer is marked by its code, any other by a number."""

Note = tuple[str, str, str]
"""A footnote: what is told, what it then is, and because of what."""

Where = frozenset[int]
"""The sides on which something hangs."""


@dataclass(frozen=True)
class TextPart:
    """What comes out, with the letters of its footnotes; `where` says for which of the strip, if not for all."""

    words: str
    letters: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True)
class ChartLine:
    """A result in some place: its label, and what comes out."""

    label: str
    parts: tuple[TextPart, ...]


@dataclass(frozen=True)
class ChartEntry:
    """One combination of a cell: its name, the patient as the form takes them, and the rules that answer."""

    words: str
    case: Mapping[str, Value]
    rules: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ChartBox:
    """A cell of the table, a card of the strip or a head: lines, marks, and the combinations in it."""

    lines: tuple[ChartLine, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    """Each mark, and for which of the strip, if not for all."""
    entries: tuple[ChartEntry, ...] = ()


@dataclass(frozen=True)
class Band:
    """Rows, columns or cards that agree, by their names."""

    names: tuple[str, ...]
    members: tuple[int, ...]
    box: ChartBox = field(default_factory=ChartBox)
    cells: tuple[ChartBox, ...] = ()


class ChartLayout:
    """The chart as it stands on the page."""

    def __init__(self, model: Model, derived: Derived) -> None:
        self.model, self.derived, self.chart = model, derived, derived.chart
        self.sides = rows, columns, strips = derived.sides
        self._cells: dict[tuple[int, int, int], ChartCell] = dict(
            zip(product(range(rows), range(columns), range(strips)), derived.cells, strict=True)
        )
        self._notes: dict[str, dict[str, str]] = {}
        """Each letter with what its cause brings: results by their labels."""
        self._causes: dict[str, str] = {}
        """The cause of each letter."""
        self.lists = tuple(name for name in self.chart.results if name in model.set_valued)
        self.told = tuple(name for name in self.chart.results if name not in model.set_valued)
        self._contents = {name: self._content(name) for name in self.told}
        self.hangs = {name: self._hangs_on(self._contents[name].get) for name in self.told}
        self._everywhere = self._notes_of_everybody()
        self.columns = self._bands(COLUMNS)
        self.strip = self._bands(STRIP) if self.chart.strip else ()
        self.rows = self._bands(ROWS)

    # ---------------------------------------------------------------- words

    def label(self, name: str) -> str:
        """What a result is called."""
        return self.model.fields[name].label

    def words(self, name: str, value: Value) -> str:
        """A value in words."""
        return value_words(value, self.model.fields[name])

    def tested(self, name: str, test: Test) -> str:
        """A field and what is asked of it."""
        return f"{self.label(name)}: {test_words(test, self.model.fields[name])}"

    @property
    def assumed(self) -> list[str]:
        """What all patients of the chart have."""
        return [self.tested(given.field, given.test) for given in self.chart.given]

    def because(self, further: Further) -> str:
        """What brings a further result."""
        return "; ".join(self.tested(name, test) for name, test in further.because)

    def heads(self, side: int) -> str:
        """The fields of a side."""
        return " · ".join(
            self.label(name) for name in (self.chart.rows, self.chart.columns, self.chart.strip)[side]
        )

    def name(self, side: int, at: int) -> str:
        """The name of one place of a side."""
        first = (0, len(self.chart.rows), len(self.chart.rows) + len(self.chart.columns))[side]
        names = (self.chart.rows, self.chart.columns, self.chart.strip)[side]
        axes = self.derived.axes[first : first + len(names)]
        pieces = list(product(*(range(axis.size) for axis in axes)))[at]
        told = [
            test_words(axis.test(1 << piece), axis.field) for axis, piece in zip(axes, pieces, strict=True)
        ]
        if len(told) == 1:
            return told[0]
        return "; ".join(f"{self.label(name)} {words}" for name, words in zip(names, told, strict=True))

    # ---------------------------------------------------------------- what hangs on what

    def _content(self, name: str) -> dict[tuple[int, int, int], tuple[object, ...]]:
        """What each cell says of a result, as far as anybody can see it."""
        found: dict[tuple[int, int, int], tuple[object, ...]] = {}
        for at, cell in self._cells.items():
            if cell.case is not None:
                notes = tuple(self._note(further) for further in cell.further if further.field == name)
                found[at] = (self.words(name, cell.plain[name][0]), *notes)
        return found

    def _note(self, further: Further) -> Note:
        return (
            self.label(further.field),
            self.words(further.field, further.value),
            self.because(further),
        )

    def _hangs_on(self, content: Callable[[tuple[int, int, int]], object]) -> Where:
        """The sides on which something hangs: the fewest, and of these the first, that settle it."""
        possible = [at for at, cell in self._cells.items() if cell.case is not None]
        sets = [(), (STRIP,), (ROWS,), (COLUMNS,), (ROWS, COLUMNS), (ROWS, STRIP), (COLUMNS, STRIP)]
        for sides in sets:
            seen: dict[tuple[int, ...], object] = {}
            if all(
                seen.setdefault(tuple(at[side] for side in sides), content(at)) == content(at)
                for at in possible
            ):
                return frozenset(sides)
        return frozenset((ROWS, COLUMNS, STRIP))

    def _notes_of_everybody(self) -> frozenset[Note]:
        """The footnotes that every cell has: they stand beside the chart, without a letter."""
        notes = [
            {self._note(further) for further in cell.further if further.field in self.told}
            for cell in self._cells.values()
            if cell.case is not None
        ]
        return frozenset(set.intersection(*notes)) if notes else frozenset()

    def _placed(self, where: Iterable[int]) -> tuple[str, ...]:
        return tuple(name for name in self.told if self.hangs[name] == frozenset(where))

    @cached_property
    def margins(self) -> tuple[str, ...]:
        """The results that hang on the row alone."""
        return self._placed((ROWS,))

    @cached_property
    def in_cells(self) -> tuple[str, ...]:
        """The results that stand in the cells."""
        outside = ((), (STRIP,), (ROWS,), (COLUMNS,))
        return tuple(name for name in self.told if tuple(self.hangs[name]) not in outside)

    # ---------------------------------------------------------------- bands that agree

    def _places(self, side: int, at: int) -> Iterator[tuple[int, int, int]]:
        for place in self._cells:
            if place[side] == at:
                yield place

    def _seen(self, side: int, at: int) -> tuple[object, ...]:
        """All that is said of one place of a side."""
        seen: list[object] = []
        for place in self._places(side, at):
            cell = self._cells[place]
            if cell.case is None:
                seen.append(None)
                continue
            here = [self._contents[name][place] for name in self.told if side in self.hangs[name]]
            marks = [mark for mark in self._marks(place) if side in self._mark_hangs(*mark)]
            seen.append((*here, *marks))
        return tuple(seen)

    def _bands(self, side: int) -> tuple[Band, ...]:
        """The places of a side, those that agree in all that is said joined."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for at in range(self.sides[side]):
            groups.setdefault(self._seen(side, at), []).append(at)
        bands = []
        for members in groups.values():
            names = tuple(self.name(side, at) for at in members)
            cells = tuple(self._cell(members, band.members) for band in self.columns) if side == ROWS else ()
            bands.append(Band(names, tuple(members), self._side_box(side, members[0]), cells))
        return tuple(bands)

    def _side_box(self, side: int, at: int) -> ChartBox:
        """What hangs on one side alone."""
        place = next((p for p in self._places(side, at) if self._cells[p].case is not None), None)
        if place is None:
            return ChartBox()
        names = self._placed((side,))
        lines = tuple(ChartLine(self.label(name), (self._part(name, place),)) for name in names)
        marks = tuple(
            (self.mark(n, v), "") for n, v in self._marks(place) if self._mark_hangs(n, v) == {side}
        )
        return ChartBox(lines, marks)

    # ---------------------------------------------------------------- one cell

    def _cell(self, rows: Sequence[int], columns: Sequence[int]) -> ChartBox:
        strips = range(self.sides[STRIP])
        possible = [s for s in strips if self._cells[rows[0], columns[0], s].case is not None]
        if not possible:
            return ChartBox()
        lines = []
        for name in self.in_cells:
            groups: dict[object, list[int]] = {}
            for strip in possible:
                groups.setdefault(self._contents[name][rows[0], columns[0], strip], []).append(strip)
            parts = tuple(
                self._part(name, (rows[0], columns[0], of[0]), self._of_strip(of, len(possible)))
                for of in groups.values()
            )
            lines.append(ChartLine(self.label(name), parts))
        entries = (self._entry(at) for at in product(rows, columns, strips))
        return ChartBox(
            tuple(lines), self._cell_marks(rows[0], columns[0], possible), tuple(filter(None, entries))
        )

    def _of_strip(self, strips: Sequence[int], all_of_them: int) -> str:
        return "" if len(strips) == all_of_them else ", ".join(self.name(STRIP, strip) for strip in strips)

    def _cell_marks(self, row: int, column: int, possible: Sequence[int]) -> tuple[tuple[str, str], ...]:
        held: dict[tuple[str, Value], list[int]] = {}
        for strip in possible:
            for mark in self._marks((row, column, strip)):
                held.setdefault(mark, []).append(strip)
        inside = {mark: of for mark, of in held.items() if len(self._mark_hangs(*mark)) > 1}
        return tuple((self.mark(*mark), self._of_strip(of, len(possible))) for mark, of in inside.items())

    def _entry(self, at: tuple[int, int, int]) -> ChartEntry | None:
        cell = self._cells[at]
        if cell.case is None:
            return None
        names = [
            self.name(side, at[side]) for side in (ROWS, COLUMNS, STRIP) if side != STRIP or self.chart.strip
        ]
        return ChartEntry(" · ".join(names), cell.case, cell.rules)

    def _part(self, name: str, at: tuple[int, int, int], where: str = "") -> TextPart:
        words, *notes = self._contents[name][at]
        letters = [self._letter(note) for note in notes if note not in self._everywhere]  # type: ignore[arg-type]
        return TextPart(str(words), tuple(letters), where)

    def _letter(self, note: Note) -> str:
        """The letter of a footnote: one for all that a cause brings, where that is the same everywhere."""
        what, words, because = note
        for letter, brought in self._notes.items():
            if self._causes[letter] == because and brought.setdefault(what, words) == words:
                return letter
        letter = letters(len(self._notes))
        self._notes[letter], self._causes[letter] = {what: words}, because
        return letter

    # ---------------------------------------------------------------- marks

    def _marks(self, at: tuple[int, int, int]) -> list[tuple[str, Value]]:
        """The members of lists that a cell's plain patient gets, in the order of their values."""
        cell = self._cells[at]
        return [
            (name, value)
            for name in self.lists
            for value in sorted(cell.plain[name], key=lambda v: _place(self.model.fields[name], v))
        ]

    def _mark_hangs(self, name: str, value: Value) -> Where:
        key = name, value
        if key not in self._mark_places:
            self._mark_places[key] = self._hangs_on(lambda at: value in self._cells[at].plain[name])
        return self._mark_places[key]

    @cached_property
    def _mark_places(self) -> dict[tuple[str, Value], Where]:
        return {}

    def mark(self, name: str, value: Value) -> str:
        """The short sign for a member of a list."""
        code = str(value)
        if isinstance(value, str) and len(code) <= SHORT_CODE:
            return code
        return str(list(self._legend).index((name, value)) + 1)

    @cached_property
    def _legend(self) -> dict[tuple[str, Value], None]:
        found: dict[tuple[str, Value], None] = {}
        for cell in self._cells.values():
            for name in self.lists:
                found |= {(name, value): None for value in cell.plain.get(name, ())}
            found |= {(f.field, f.value): None for f in cell.further if f.field in self.lists}

        def order(mark: tuple[str, Value]) -> tuple[int, tuple[int, str]]:
            return self.lists.index(mark[0]), _place(self.model.fields[mark[0]], mark[1])

        return dict.fromkeys(sorted(found, key=order))

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The marks that stand in the chart, each with its words."""
        plain = {
            mark
            for at in self._cells
            for mark in (self._marks(at) if self._cells[at].case is not None else ())
        }
        return [(self.mark(*mark), self.words(*mark)) for mark in self._legend if mark in plain]

    @property
    def further_marks(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """The members of lists that other entries bring, by what brings them: mark, words, in how many combinations."""
        brought: dict[str, dict[tuple[str, Value], int]] = {}
        for cell in self._cells.values():
            for further in cell.further:
                if further.field in self.lists:
                    marks = brought.setdefault(self.because(further), {})
                    mark = further.field, further.value
                    marks[mark] = marks.get(mark, 0) + 1
        order = list(self._legend)
        return [
            (because, [self._further_mark(mark, marks[mark]) for mark in sorted(marks, key=order.index)])
            for because, marks in brought.items()
        ]

    def _further_mark(self, mark: tuple[str, Value], count: int) -> tuple[str, str, str]:
        where = (
            ""
            if count == self.possible
            else t("in {count} of {of}", count=count, of=how_many(self.possible, "combination"))
        )
        return self.mark(*mark), self.words(*mark), where

    # ---------------------------------------------------------------- beside the chart

    @cached_property
    def possible(self) -> int:
        """The combinations that a patient can have."""
        return sum(cell.case is not None for cell in self._cells.values())

    @property
    def everybody(self) -> ChartBox:
        """What hangs on nothing of the chart."""
        at = next((at for at, cell in self._cells.items() if cell.case is not None), None)
        if at is None:
            return ChartBox()
        lines = tuple(ChartLine(self.label(name), (self._part(name, at),)) for name in self._placed(()))
        return ChartBox(
            lines, tuple((self.mark(n, v), "") for n, v in self._marks(at) if not self._mark_hangs(n, v))
        )

    def row_part(self, name: str, band: Band) -> TextPart:
        """What a result of the margin says of a row."""
        return next(line.parts[0] for line in band.box.lines if line.label == self.label(name))

    @property
    def notes(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """The footnotes: letter, cause, and what it brings."""
        return [
            (letter, self._causes[letter], list(brought.items())) for letter, brought in self._notes.items()
        ]

    @property
    def notes_of_everybody(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The footnotes that hold in every cell, by their cause."""
        order = [self.label(name) for name in self.told]
        found: dict[str, list[tuple[str, str]]] = {}
        for what, words, because in sorted(self._everywhere, key=lambda note: (order.index(note[0]), note)):
            found.setdefault(because, []).append((what, words))
        return list(found.items())

    @property
    def overrides(self) -> list[tuple[str, str]]:
        """What is other than the chart assumes, and what comes out then."""
        told: dict[tuple[str, str], list[str]] = {}
        for entry in self.derived.overrides:
            results = "; ".join(self._coming_out(name, values) for name, values in entry.results if values)
            words = test_words(entry.test, self.model.fields[entry.field])
            told.setdefault((self.label(entry.field), results), []).append(words)
        return [(f"{label}: {t(' or ').join(words)}", results) for (label, results), words in told.items()]

    def _coming_out(self, name: str, values: Sequence[Value]) -> str:
        return f"{self.label(name)}: {t(' or ').join(self.words(name, value) for value in values)}"


def letters(number: int) -> str:
    """a … z, aa, ab …"""
    first, last = divmod(number, 26)
    return (letters(first - 1) if first else "") + chr(ord("a") + last)


def _place(field: Field, value: Value) -> tuple[int, str]:
    codes = field.value_codes
    return (codes.index(value) if isinstance(value, str) and value in codes else len(codes), str(value))
