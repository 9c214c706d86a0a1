"""The columns Unit and Also accepts of the Dictionary: in which units a field may be written."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction

from b12tables.compiler.model import (
    NUMERIC,
    CellError,
    Field,
    UnitOption,
    conversion,
    is_temperature,
    near_unit,
    parse_unit,
)
from b12tables.compiler.reader.layout import Found, ask_thousands, note
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, strung
from b12tables.runtime.numbers import number_text, read_quantity
from b12tables.runtime.units import unit_code, unit_key


def own_unit(field: Field, cell: Cell, found: Found) -> str:
    """The unit that a field is computed in, as UCUM writes it."""
    if cell.blank or cell.problem:
        return ""
    if field.type not in NUMERIC:
        note(
            found,
            "unit-mismatch",
            later("{field} is a {type} and has no unit", field=field.label, type=field.type),
            cell.place,
            help=later("remove the unit, or make the type number"),
        )
    elif parse_unit(cell.text) is None:
        note(
            found,
            "unit-mismatch",
            later("the unit {cell!r} is not known", cell=cell.text),
            cell.place,
            help=(later("did you mean {near}? ", near=near) if (near := near_unit(cell.text)) else "")
            + later(
                "write a UCUM unit such as mg, pmol/L, mL/min, mo (month), a (year); what is merely "
                "counted stands in braces: {tablet}"
            ),
        )
    return unit_code(cell.text)


_FURTHER = re.compile(r"(?:1\s+)?(?P<unit>[^=]*?)\s*(?:=\s*(?P<equals>.*))?", re.DOTALL)


def further_units(field: Field, unit: str, cell: Cell, own: Cell, found: Found) -> tuple[UnitOption, ...]:
    """Further units, one a line: `nmol/L` of the same dimension, `pg/mL = 0.7378 pmol/L` with its factor.

    `own` is the cell of the field's own unit, which may be what is wrong where the two do not fit.
    """
    lines = [] if cell.problem else [part for line in re.split(r"[\n;]", cell.text) if (part := line.strip())]
    if lines and (not unit or field.type not in NUMERIC):
        note(
            found,
            "unit-mismatch",
            later(
                "{lines!r} is a further unit, but {field} has none of its own",
                lines=lines[0],
                field=field.label,
            ),
            cell.place,
            help=later("fill in Unit first"),
        )
        return ()
    options: list[UnitOption] = []
    for line in lines:
        try:
            options.append(_further_unit(line, unit, options, cell, found))
        except CellError as error:
            message = strung(" ", (repr(line), error.message))
            note(found, "unit-mismatch", message, cell.place, own.place, help=error.help)
    return tuple(options)


def _further_unit(
    line: str, unit: str, known: Collection[UnitOption], cell: Cell, found: Found
) -> UnitOption:
    """One line. Raises `CellError`, whose message goes on after the line."""
    match = _FURTHER.fullmatch(line)
    assert match is not None
    other, equals = unit_code(match["unit"]), match["equals"]
    if not other:
        raise CellError(later("names no unit"), later("write for example mg = 1000 {unit}", unit=unit))
    by_itself = conversion(other, unit)
    if equals is not None:
        factor = _stated_factor(other, equals, unit, cell, found)
    elif by_itself is not None:
        factor = by_itself
    else:
        raise CellError(
            later("does not measure the same as {unit}", unit=unit),
            later("write the factor: {other} = … {unit}", other=other, unit=unit),
        )
    if unit_key(other) in {unit_key(unit), *(unit_key(option.unit) for option in known)}:
        raise CellError(later("states {other} a second time", other=other), later("keep one"))
    _refuse_contradiction(other, factor, unit, known)
    return UnitOption(other, factor, by_itself is None)


def _stated_factor(other: str, equals: str, unit: str, cell: Cell, found: Found) -> Fraction:
    """The factor behind `=`. Raises `CellError` where there is none, or where what the units are says another."""
    if re.search(r"\d\.000(?!\d)", equals):
        ask_thousands(equals, cell, found)
    factor = _written_factor(equals, unit)
    if factor is None:
        raise CellError(
            later("has no factor that can be read"),
            later("write for example {other} = 1.5 {unit}", other=other, unit=unit),
        )
    if conversion(other, unit) not in (None, factor):
        raise CellError(
            later("contradicts what {other} and {unit} are", other=other, unit=unit),
            later("write {other} alone: its factor is known", other=other),
        )
    if is_temperature(other) and is_temperature(unit):
        raise CellError(
            later("is no factor: the two scales begin at different points"),
            later("keep {unit} alone", unit=unit),
        )
    return factor


def _refuse_contradiction(other: str, factor: Fraction, unit: str, known: Collection[UnitOption]) -> None:
    """Raises `CellError` where one quantity, written in either of two units, would be two values."""
    for option in known:
        between = conversion(other, option.unit)
        if between is not None and between * option.factor != factor:
            raise CellError(
                later(
                    "contradicts {unit} = {number} {unit2}",
                    unit=option.unit,
                    number=number_text(option.factor),
                    unit2=unit,
                ),
                later(
                    "correct one of the two: by the other, {other} = {number} {unit}",
                    other=other,
                    number=number_text(between * option.factor),
                    unit=unit,
                ),
            )


def _written_factor(text: str, unit: str) -> Fraction | None:
    """`0.7378 pmol/L` as a factor to the field's unit."""
    quantity = read_quantity(text)
    if quantity is None or quantity[0] <= 0:
        return None
    number, behind = quantity
    if not behind or unit_key(behind) == unit_key(unit):
        return number
    factor = conversion(behind, unit)
    return None if factor is None else number * factor
