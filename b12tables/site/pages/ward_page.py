"""One printable page for each value of a field that a ward sorts its patients by: what to do, and what changes it.

A hand-written page asks for them in a fenced block:

    ```summary
    by: cause
    about: cause_class, regimen, duration
    ```

What is known is that value and nothing else: the page says what the answer says then, block by block, as the form and
the terminal do. Where a wall chart has the field on a side, it also says what hangs on the other sides, and what
else can come out, because of what: proved, like the chart. Behind it stand the decisions `about` with their rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from b12tables.compiler.model import (
    Anything,
    DecisionTable,
    Field,
    Rule,
    evaluate,
    passes,
    stated_data,
    test_words,
)
from b12tables.compiler.proof import ChartCell, NoChart
from b12tables.compiler.report import ChartLayout, known_of_case, known_of_patients
from b12tables.runtime.explain.first_page import FirstPage
from b12tables.runtime.explain.sentence import fields_of, parse
from b12tables.runtime.language import t
from b12tables.runtime.words import NO_ROWS, UNKNOWN
from b12tables.site.book import Book, Page, decision_path
from b12tables.site.html import Html, slug
from b12tables.site.pages.decision import case_link
from b12tables.site.pages.glance import (
    Settings,
    SummaryRow,
    WidgetError,
    conditions,
    results,
    setting,
    values,
)
from b12tables.site.templating import render
from b12tables.site.view import Link, Run, both, commas, evidence_of, link, rule_link, run

CASES = 8
"""How many worked cases a page names."""

MANY = 8
"""So many lines about what changes the answer still fit on one printed page in letters of the usual size."""


@dataclass(frozen=True)
class Hanging:
    """A result that hangs on the other sides of a chart: what it is, each with for whom ("" for all)."""

    label: str
    parts: list[tuple[str, str]]


def summary_path(settings: Settings, code: str) -> str:
    """The page of a value."""
    return f"summary/{slug(setting(settings, 'by'))}-{slug(code)}.html"


def summary_list(book: Book, here: str, settings: Settings) -> Html:
    """Links to the page of each value."""
    entry, _ = _by(book, settings), _about(book, settings)
    cards = [
        (link(here, summary_path(settings, row.code), row.label), both(row.definition, row.patient))
        for row in entry.values
    ]
    return render("summaries", here, cards=cards)


def summary_pages(book: Book, settings: Settings) -> dict[str, Page]:
    """One printable page for each value of the field `by`, about the decisions `about`."""
    entry, tables = _by(book, settings), _about(book, settings)
    pages = {}
    for row in entry.values:
        here = summary_path(settings, row.code)
        html = render("summary", here, **_summary(book, here, entry, row.code, tables))
        pages[here] = Page(
            row.label, "", html, t("{label}: {label2}, on one page.", label=entry.label, label2=row.label)
        )
    return pages


def _about(book: Book, settings: Settings) -> list[DecisionTable]:
    wanted = [name.strip() for name in setting(settings, "about").split(",")]
    if missing := [name for name in wanted if name not in book.model.decision]:
        raise WidgetError(t("there is no decision {name}", name=missing[0]))
    return [book.model.decision[name] for name in wanted]


def _by(book: Book, settings: Settings) -> Field:
    entry = book.model.fields.get(setting(settings, "by"))
    if entry is None or entry.type != "choice":
        raise WidgetError(t("there is no choice field {name}", name=settings["by"]))
    return entry


def _summary(
    book: Book, here: str, entry: Field, code: str, tables: list[DecisionTable]
) -> Mapping[str, object]:
    row = next(row for row in entry.values if row.code == code)
    answers, lists = _answers(book, here, entry, code, tables)
    cases = [case for case in book.model.cases if case.given.get(entry.code) == code]
    chart = _ChartOf.value(book, entry, code)
    return {
        "about": both(row.definition or f"{entry.label}: {row.label}", row.patient),
        "label": row.label,
        "field": entry.label.lower(),
        "page": _first_page(book, entry, code),
        # beside a chart stands what comes out for patients of whom more is known
        "known": known_of_patients(book.model, {entry.code: code})
        if chart
        else known_of_case(book.package, book.model, {entry.code: code}),
        "chart": chart,
        "answers": answers,
        "lists": lists,
        "nothing": t(NO_ROWS),
        "naming": list(_naming(book, here, entry, code)),
        "dense": chart is not None and len(chart.changes) > MANY,
        "cases": [case_link(here, case.id, case.description) for case in cases[:CASES]],
        "more": max(len(cases) - CASES, 0),
    }


def _first_page(book: Book, entry: Field, code: str) -> FirstPage | None:
    """What stands first when nothing but a value is known; None where the tables need more, or cannot be built."""
    if book.package is None:
        return None
    result = book.package.evaluate({entry.code: code})
    return FirstPage(result) if result.status == "ok" else None


def _answers(
    book: Book, here: str, entry: Field, code: str, tables: list[DecisionTable]
) -> tuple[list[tuple[str, Run]], list[tuple[Link, list[Run]]]]:
    """What the decisions say of a value: single answers with their rules, and lists."""
    evaluation = evaluate(book.model, {entry.code: code})
    steps = {step.decision: step for step in evaluation.steps}
    answers: list[tuple[str, Run]] = []
    lists: list[tuple[Link, list[Run]]] = []
    for table in tables:
        if table.code not in steps:
            continue
        answer = evaluation.outputs[table.code]
        if isinstance(answer, tuple):
            items = [values(book, table, given) for given in answer]
            lists.append((link(here, decision_path(table.code), table.label), items))
            continue
        assert isinstance(answer, Mapping)
        fired = [rule for rule in table.rows if rule.id in steps[table.code].rules]
        links = commas(rule_link(here, table, rule) for rule in fired)
        answers.append((table.label, run(values(book, table, answer), " (", links, ")")))
    return answers, lists


def _naming(book: Book, here: str, entry: Field, code: str) -> Iterator[SummaryRow]:
    """The rows that speak of this value in particular."""
    for table in book.model.decisions:
        if entry.code not in table.input_fields:
            continue
        at = table.input_fields.index(entry.code)
        for rule in table.rules:
            if _names(rule, at, code):
                others = conditions(book, table, rule, entry.code)
                yield SummaryRow(
                    "",
                    commas(others, "; ") if others else t("whatever else is known"),
                    results(book, table, rule),
                    rule_link(here, table, rule),
                    evidence_of(book, here, rule.evidence),
                )


def _names(rule: Rule, at: int, code: str) -> bool:
    """Whether a row names a value: one that holds for every value, or for unknown as well as for this one, does not."""
    test = rule.conditions[at].test
    return not isinstance(test, Anything) and passes(test, code) and not passes(test, UNKNOWN)


# ---------------------------------------------------------------- what hangs on the other sides of a chart


class _ChartOf:
    """The cells of a chart that belong to one value of a field on one of its axes."""

    def __init__(self, book: Book, layout: ChartLayout, axis: int, cells: list[ChartCell]) -> None:
        self._book, self._layout, self._cells = book, layout, cells
        self._others = [at for at in range(len(layout.derived.axes)) if at != axis]

    @classmethod
    def value(cls, book: Book, entry: Field, code: str) -> _ChartOf | None:
        """The first chart that has the field on a side; None where there is none, or nobody can be so."""
        for layout in book.charts:
            if isinstance(layout, NoChart) or entry.code not in layout.chart.axes:
                continue
            derived, axis = layout.derived, layout.chart.axes.index(entry.code)
            cells = [cell for cell in derived.cells if passes(derived.test(axis, cell.at[axis]), code)]
            cells = [cell for cell in cells if cell.case is not None]
            if cells:
                return cls(book, layout, axis, cells)
        return None

    @property
    def assumed(self) -> list[str]:
        """What all patients of the chart have."""
        return self._layout.assumed

    @property
    def heads(self) -> str:
        """The other sides."""
        return ", ".join(self._layout.label(self._layout.chart.axes[at]) for at in self._others)

    @property
    def hanging(self) -> list[Hanging]:
        """The sentence, and what it does not say and hangs on the other sides, each with for whom it is so."""
        found, told = [], set[str]()
        if self._book.package is not None and (sentence := self._book.model.about.headline):
            found.append(Hanging(t("In short"), self._parted(self._headline)))
            told.update(fields_of(parse(sentence)))
        for name in self._layout.told:
            parts = self._parted(partial(self._plain, name))
            if name not in told and len(parts) > 1:
                found.append(Hanging(self._layout.label(name), parts))
        return found

    @property
    def changes(self) -> list[tuple[str, str]]:
        """What else can come out for some of these patients, by its smallest cause: the cause, and what it brings."""
        layout, brought = self._layout, dict[str, dict[str, list[str]]]()
        further = [one for cell in self._cells for one in cell.further]
        for one in filter(lambda one: one.field in layout.told, further):
            words, of = layout.words(one.field, one.value), brought.setdefault(layout.because(one), {})
            said = of.setdefault(layout.label(one.field), [])
            said += [words] if words not in said else []
        return [
            (because, "; ".join(f"{label}: {t(' or ').join(said)}" for label, said in results_.items()))
            for because, results_ in brought.items()
        ]

    def _headline(self, cell: ChartCell) -> str:
        assert cell.case is not None
        fields = self._book.model.fields
        given = {name: stated_data(value, fields[name]) for name, value in cell.case.items()}
        headline: str = self._book.package.evaluate(given).headline
        return headline

    def _plain(self, name: str, cell: ChartCell) -> str:
        return self._layout.words(name, cell.plain[name][0])

    def _parted(self, said: Callable[[ChartCell], str]) -> list[tuple[str, str]]:
        """What is said, each with for whom: by the fewest other sides that settle it."""
        of = {cell.at: said(cell) for cell in self._cells}
        sides = next(sides for sides in self._subsets() if _settled(of, sides))
        parts: dict[str, list[tuple[int, ...]]] = {}
        for at, words in of.items():
            place = tuple(at[side] for side in sides)
            if place not in parts.setdefault(words, []):
                parts[words].append(place)
        if not sides:
            return [("", words) for words in parts]
        told = list(parts.items())
        if len(sides) > 1:
            # what most of them get is told last, of all others: their names would fill the page
            most = max(told, key=lambda part: len(part[1]))
            told.remove(most)
            return [(self._whom(sides, places), words) for words, places in told] + [
                (t("Otherwise"), most[0])
            ]
        return [(self._whom(sides, places), words) for words, places in told]

    def _subsets(self) -> Iterator[tuple[int, ...]]:
        for size in range(len(self._others) + 1):
            yield from combinations(self._others, size)

    def _whom(self, sides: tuple[int, ...], places: list[tuple[int, ...]]) -> str:
        if len(sides) == 1:
            named = t(" or ").join(self._piece(sides[0], piece) for (piece,) in places)
            return f"{self._side(sides[0])}: {named}"
        return "; ".join(self._named(sides, place) for place in places)

    def _named(self, sides: tuple[int, ...], place: tuple[int, ...]) -> str:
        pairs = zip(sides, place, strict=True)
        return ", ".join(f"{self._side(side)}: {self._piece(side, piece)}" for side, piece in pairs)

    def _side(self, side: int) -> str:
        return self._layout.label(self._layout.chart.axes[side])

    def _piece(self, side: int, piece: int) -> str:
        derived = self._layout.derived
        return test_words(derived.test(side, piece), derived.axes[side].field)


def _settled(of: Mapping[tuple[int, ...], str], sides: tuple[int, ...]) -> bool:
    seen: dict[tuple[int, ...], str] = {}
    return all(seen.setdefault(tuple(at[side] for side in sides), words) == words for at, words in of.items())
