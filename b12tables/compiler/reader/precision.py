"""The columns Step and Between of the Dictionary: to which precision a number is given."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from b12tables.compiler.model import NUMERIC, CellError, Field, Vocabulary, parse_value, without_comma
from b12tables.compiler.reader.layout import Found, Record, ask_thousands, note
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, strung
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import unit_words
from b12tables.runtime.words import fold, nearest

BETWEEN = ("refuse", "nearest")
"""What becomes of a stated value between two steps; the first where nothing is said."""


def read_precision(field: Field, words: Vocabulary, record: Record, found: Found) -> Field:
    """The field with its step; `words` are those of a number in its units. What cannot be used is told."""
    step = _step(field, words, record["Step"], found)
    unclear = step is None and not record["Step"].blank
    # what is wrong with the step has been said
    rounds = not unclear and _rounds(replace(field, step=step), record["Between"], found)
    made = replace(field, step=step, rounds=rounds)
    _tell_units(made, record["Step"], found)
    return made


def _step(field: Field, words: Vocabulary, cell: Cell, found: Found) -> Fraction | None:
    if cell.blank or cell.problem:
        return None
    try:
        if field.type not in NUMERIC:
            raise CellError(
                later("{field} is a {type} and has no Step", field=field.label, type=field.type),
                later("clear the cell, or make the type number"),
            )
        value = _number(cell, words)
        if value is None or value <= 0:
            raise CellError(
                later("{cell!r} is no step", cell=cell.text),
                without_comma(cell.text) or later("write one number above 0, for example 0.1 or 5"),
            )
        if field.type == "whole number" and value.denominator != 1:
            raise CellError(
                later(
                    "{field} is a whole number, and {cell!r} is a step between whole numbers",
                    field=field.label,
                    cell=cell.text,
                ),
                later("make the type number, or write a whole number as the step"),
            )
    except CellError as error:
        note(found, error.name, error.message, cell.place, help=error.help)
        return None
    ask_thousands(cell.value, cell, found)
    return value


def _number(cell: Cell, words: Vocabulary) -> Fraction | None:
    """The number in a cell; None where it holds none. Raises `CellError` for a unit that does not fit."""
    try:
        value = parse_value(cell.value, words)
    except CellError as error:
        if error.name != "bad-cell":
            raise
        return None
    return value if isinstance(value, Fraction) else None


def _rounds(field: Field, cell: Cell, found: Found) -> bool:
    if cell.blank or cell.problem:
        return False
    said = fold(cell.text)
    if said not in BETWEEN:
        near = nearest(cell.text, BETWEEN)
        note(
            found,
            "bad-cell",
            later("{cell!r} does not say what becomes of a value between two steps", cell=cell.text),
            cell.place,
            help=(later("did you mean {near}? ", near=near) if near else "")
            + later("write refuse (such a value is refused), or nearest (it is read as the nearest step)"),
        )
        return False
    if field.precision is None:
        note(
            found,
            "bad-cell",
            later("{field} has no Step, so that nothing lies between two of its values", field=field.label),
            cell.place,
            help=later("write its precision under Step, for example 0.1, or clear the cell"),
        )
        return False
    return said == "nearest"


def tell_computed(field: Field, record: Record, found: Found) -> None:
    """A finding for a computed field whose stated values would be rounded, and those that follow would not."""
    if field.rounds:
        note(
            found,
            "bad-cell",
            later("{field} is computed, and Between speaks of what is stated", field=field.label),
            record["Between"].place,
            help=later("clear the cell"),
        )


def _tell_units(field: Field, cell: Cell, found: Found) -> None:
    """A warning where nearly every number in a further unit would be refused."""
    if field.step is None or field.rounds:
        return
    odd = [option.unit for option in field.accepts if (option.factor / field.step).denominator != 1]
    if odd:
        units = strung(later(" or "), map(unit_words, odd))
        note(
            found,
            "bad-cell",
            later(
                "{field} is in steps of {number} {unit}, so that most numbers in {units} are refused",
                field=field.label,
                number=number_text(field.step),
                unit=unit_words(field.unit),
                units=units,
            ),
            cell.place,
            severity="warning",
            help=later("write nearest under Between, or leave out the further unit"),
        )
