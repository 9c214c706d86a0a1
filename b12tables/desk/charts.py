"""The wall charts of a draft, as plain data: what stands in each cell, its footnotes, and the patients behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from b12tables.compiler.model import Field, Model, Value, WallChart, stated_data
from b12tables.compiler.proof import NoChart, derive_chart
from b12tables.compiler.report import Band, ChartBox, ChartEntry, ChartLayout, TextPart, known_of_patients
from b12tables.desk.draft import Draft, NotDone
from b12tables.desk.patients import EMPTY, rule_data
from b12tables.runtime.language import t
from b12tables.runtime.words import UNKNOWN


def charts_data(draft: Draft) -> list[dict[str, object]]:
    """Each chart that the tables ask for, or why it cannot be derived. Raises `NotDone` where a part of the
    tables was left out, or where no chart is asked for.
    """
    model = draft.whole
    if not model.charts:
        raise NotDone(t("these tables ask for no wall chart: a sheet of the kind Wall chart does"))
    return [_chart_data(model, chart) for chart in model.charts]


def _chart_data(model: Model, chart: WallChart) -> dict[str, object]:
    try:
        derived = derive_chart(model, chart)
    except NoChart as why:
        return {"title": chart.title, "why": str(why), "where": str(chart.place)}
    layout = ChartLayout(model, derived)
    # letters of footnotes are given in the order of reading: what stands first is asked for first
    everybody = _box(model, layout.everybody)
    return {
        "title": chart.title,
        "why": "",
        "assumed": layout.assumed,
        "known": known_of_patients(model, {}),
        "heads": [layout.heads(side) for side in range(3 if chart.strip else 2)],
        "everybody": everybody,
        "strip": [_band(model, band) for band in layout.strip],
        "columns": [_band(model, band) for band in layout.columns],
        "margins": [layout.label(name) for name in layout.margins],
        "rows": [
            {
                **_band(model, row),
                "cells": [_box(model, cell) for cell in row.cells],
                "margin": [_part(layout.row_part(name, row)) for name in layout.margins],
            }
            for row in layout.rows
        ],
        "notes": [[letter, because, _brought(brought)] for letter, because, brought in layout.notes],
        "overrides": [list(pair) for pair in layout.overrides],
        "always": [[because, _brought(brought)] for because, brought in layout.notes_of_everybody],
        "legend": [list(pair) for pair in layout.legend],
        "further": [[because, [list(mark) for mark in marks]] for because, marks in layout.further_marks],
        "combinations": len(derived.cells),
        "possible": layout.possible,
    }


def _band(model: Model, band: Band) -> dict[str, object]:
    return {"names": list(band.names), **_box(model, band.box)}


def _box(model: Model, box: ChartBox) -> dict[str, object]:
    return {
        "lines": [{"label": line.label, "parts": [_part(part) for part in line.parts]} for line in box.lines],
        "marks": [list(mark) for mark in box.marks],
        "entries": [_entry(model, entry) for entry in box.entries],
    }


def _part(part: TextPart) -> dict[str, object]:
    return {"words": part.words, "letters": list(part.letters), "where": part.where}


def _entry(model: Model, entry: ChartEntry) -> dict[str, object]:
    """A combination with the patient as the form takes them, and the rows of the rules that answer."""
    rules: list[dict[str, str]] = []
    for code, fired in entry.rules:
        table = model.decision[code]
        rows = [row for row in table.rows if row.id in fired]
        rules += map(rule_data, rows)
    return {"words": entry.words, "given": stated_texts(model, entry.case), "rules": rules}


def _brought(brought: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{what}: {words}" for what, words in brought)


def stated_texts(model: Model, case: Mapping[str, Value]) -> dict[str, str]:
    """A patient as somebody would state them at the desk: what `read_stated` reads as these values."""
    return {name: _stated(model.fields[name], value) for name, value in case.items()}


def _stated(field: Field, value: Value) -> str:
    if value == UNKNOWN:
        return UNKNOWN
    if isinstance(value, frozenset):
        return ", ".join(str(member) for member in sorted(value, key=str)) or EMPTY
    return field.label_of(value) if field.values else str(stated_data(value, field))
