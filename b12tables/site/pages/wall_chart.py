"""Wall charts: one page each, which fits on one sheet of paper across."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from b12tables.compiler.model import Value, stated_data, value_words, values_after
from b12tables.compiler.proof import Derived, NoChart, members_told
from b12tables.compiler.report import ChartEntry, ChartLayout, known_of_patients
from b12tables.runtime.language import t
from b12tables.runtime.words import as_compared, how_many
from b12tables.site.book import Book, Page, decision_path, rule_anchor
from b12tables.site.templating import render


def chart_path(number: int) -> str:
    """The page of the chart of this number, counted from 0."""
    return "wall-chart.html" if not number else f"wall-chart-{number + 1}.html"


def chart_pages(book: Book) -> dict[str, Page]:
    """A page for each chart that the tables ask for; of one that cannot be derived it says why."""
    pages = {}
    for number, (chart, layout) in enumerate(zip(book.model.charts, book.charts, strict=True)):
        path = chart_path(number)
        if isinstance(layout, NoChart):
            html = render("no_wall_chart", path, why=str(layout), place=str(chart.place))
        else:
            html = render("wall_chart", path, **_data(book, path, layout))
        lead = t("The answers for all patients of a kind, on one sheet.")
        pages[path] = Page(chart.title, "Start", html, lead, wide=True)
    return pages


def _data(book: Book, here: str, layout: ChartLayout) -> dict[str, Any]:
    return {
        "chart": layout,
        "assumed": layout.assumed,
        "known": known_of_patients(book.model, {}),
        "columns": layout.columns,
        "proof": _proof(book, layout),
        "about": book.model.about,
        "content": book.model.content_hash[:12],
        "try_path": "try.html",
        "form": lambda entry: f"try.html#case={quote(json.dumps(_entered(book, entry.case)))}",
        "patient": lambda entry: _patient(book, entry),
        "rule_path": lambda code, rule: f"{decision_path(code)}#{rule_anchor(rule)}",
        "decision": lambda code: book.model.decision[code].label,
    }


def _entered(book: Book, case: Mapping[str, Value]) -> dict[str, object]:
    return {name: stated_data(value, book.model.fields[name]) for name, value in case.items()}


def _patient(book: Book, entry: ChartEntry) -> str:
    """The entries of a combination's patient in words."""
    fields = book.model.fields
    return "; ".join(f"{fields[n].label} {value_words(v, fields[n])}" for n, v in entry.case.items())


def _proof(book: Book, layout: ChartLayout) -> list[str]:
    """What the sheet proves of itself, counted."""
    derived = layout.derived
    inside, agree = _worked_cases(book, derived)
    cells = len(derived.cells)
    never = cells - layout.possible
    lines = [
        t(
            "{combinations} of {axes}, each in exactly one cell.",
            combinations=how_many(cells, "combination"),
            axes=", ".join(layout.label(n) for n in derived.chart.axes),
        )
    ]
    if never:
        lines.append(t("{never} of them no patient can have.", never=how_many(never, "combination")))
    lines.append(
        t(
            "Every result that some patient of a cell gets stands in it or in a footnote: proved over all possible "
            "patients, none left out."
        )
    )
    if book.model.cases:
        every = how_many(len(book.model.cases), "worked case")
        of_all = t("{n} of {cases}", n=inside, cases=every)
        lines.append(t("{of_all} belong here; {agreeing}.", of_all=of_all, agreeing=_agreeing(inside, agree)))
    return lines


def _agreeing(inside: int, agree: int) -> str:
    if agree == inside:
        return t("each agrees with its cell or with a footnote of it")
    return t("{inside} of them are not told by their cell", inside=inside - agree)


def _worked_cases(book: Book, derived: Derived) -> tuple[int, int]:
    """How many worked cases belong to the chart, and how many of them it tells."""
    inside = agree = 0
    for case in book.model.cases:
        evaluation = book.evaluated[case.id]
        if evaluation.status != "ok":
            continue
        values = values_after(case.given, evaluation)
        cell = derived.cell_of(values)
        if cell is None:
            continue
        inside += 1
        agree += all(_told(name, values.get(name), derived, values) for name in derived.chart.results)
    return inside, agree


def _told(name: str, value: Value, derived: Derived, values: Mapping[str, Value]) -> bool:
    """Whether the cell of a patient tells what comes out for them."""
    cell = derived.cell_of(values)
    assert cell is not None
    told = {*map(as_compared, cell.plain[name])}
    told |= {as_compared(further.value) for further in cell.further if further.field == name}
    return told.issuperset(map(as_compared, members_told(value)))
