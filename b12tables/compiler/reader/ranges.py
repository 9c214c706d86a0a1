"""Ranges as results (`Upper of`): in each row the two ends must make a range, or it is told as nobody meant it."""

from __future__ import annotations

from b12tables.compiler.model import DecisionTable, Field, Model, Result, Rule, Value, value_words
from b12tables.compiler.reader.layout import Found, note
from b12tables.runtime.language import later
from b12tables.runtime.words import UNKNOWN


def look_at_ranges(model: Model, found: Found) -> None:
    """Findings about rows whose range ends before it begins, or has one end."""
    for upper in model.fields.values():
        table = model.produced_by.get(upper.upper_of)
        if table is not None and upper.code in table.output_fields:
            lower = model.fields[upper.upper_of]
            places = [table.output_fields.index(field.code) for field in (lower, upper)]
            for row in table.rows:
                _look_at((lower, upper), (row.results[places[0]], row.results[places[1]]), table, row, found)


def _look_at(
    fields: tuple[Field, Field], ends: tuple[Result, Result], table: DecisionTable, row: Rule, found: Found
) -> None:
    lower, upper = fields
    low, high = (end.value for end in ends)
    cells = ends[0].place, ends[1].place
    if _given(low) and _given(high):
        if low > high:  # type: ignore[operator]
            note(
                found,
                "bad-cell",
                later(
                    "the range ends before it begins: {lower} {value}, {upper} {value2}",
                    lower=lower.label,
                    value=value_words(low, lower),
                    upper=upper.label,
                    value2=value_words(high, upper),
                ),
                *cells,
                decision=table.code,
                rules=(row.id,),
                help=later("turn the two ends round"),
            )
    elif _given(high):
        note(
            found,
            "bad-cell",
            later(
                "the range has an end and no beginning: {upper} {value} is told with {lower}, which the "
                "row does not give",
                upper=upper.label,
                value=value_words(high, upper),
                lower=lower.label,
            ),
            *cells,
            decision=table.code,
            rules=(row.id,),
            help=later(
                "write under {lower} where it begins (the same number where it is one), or none in both",
                lower=lower.label,
            ),
        )


def _given(value: Value) -> bool:
    return value is not None and value != UNKNOWN
