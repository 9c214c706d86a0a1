"""What somebody states of one patient, read as the cells of a Cases sheet are; which of its columns would hold it."""

from __future__ import annotations

from collections.abc import Mapping

from b12tables.compiler.model import Field, Finding, Model, Place, Value, as_precise
from b12tables.compiler.reader.cells import Failed
from b12tables.compiler.reader.dictionary import head_name, vocabulary
from b12tables.compiler.reader.layout import Found
from b12tables.compiler.reader.lists import read_given
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.new_rows import NewRow
from b12tables.compiler.reader.workbook import Cell


def read_stated(
    model: Model, texts: Mapping[str, str]
) -> tuple[dict[str, Value], dict[str, tuple[Finding, ...]]]:
    """The values of fields by what is written about each, and for each that cannot be read what is wrong. A blank text
    states nothing; the places of findings name the field in the place of a cell.
    """
    return read_patient(model, {code: (Cell(text, Place("", "", code)), "") for code, text in texts.items()})


def read_patient(
    model: Model, cells: Mapping[str, tuple[Cell, str]]
) -> tuple[dict[str, Value], dict[str, tuple[Finding, ...]]]:
    """As `read_stated`, of the cells of a row, each with the unit that the head of its column names."""
    values: dict[str, Value] = {}
    troubles: dict[str, tuple[Finding, ...]] = {}
    for code, (cell, unit) in cells.items():
        field = model.fields.get(code)
        if field is None or cell.blank:
            continue
        found: Found = []
        words = vocabulary(field, code in model.set_valued, unit, stated=True)
        value = read_given(cell, field, words, found)
        if isinstance(value, Failed):
            troubles[code] = tuple(found)
        else:
            values[code] = as_precise(field, value)
    return values, troubles


def field_columns(fields: Mapping[str, Field], row: NewRow, band: str) -> dict[str, tuple[int, str]]:
    """The columns of a sheet under a band ("" for none) by the code of their field, each with the unit that its head
    names.
    """
    names = field_names(fields)
    found: dict[str, tuple[int, str]] = {}
    for (under, head), column in row.columns.items():
        name, unit = head_name(head, names)
        code = names.find(name)
        if under == band and code is not None:
            found[code] = column, unit
    return found


def field_names(fields: Mapping[str, Field]) -> Names:
    """The names by which a column may call the fields of a model."""
    names = Names("field")
    for field in fields.values():
        names.add(field.code, field.label, field.place, [])
    for field in fields.values():
        names.add_also(field.code, field.label, field.place, field.also, [])
    return names
