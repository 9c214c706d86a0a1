"""The column `Kept from` of the Dictionary: which results may stay as they were, and what they are kept from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from b12tables.compiler.model import Field
from b12tables.compiler.reader.layout import Found, Record, note, readable
from b12tables.compiler.reader.names import Names
from b12tables.runtime.language import later
from b12tables.runtime.words import fold

UNCHANGED = "unchanged"
"""What a cell says of a result that stays as it was."""
COLUMN = "Kept from"


def read_kept(
    records: Mapping[str, Record], fields: Mapping[str, Field], names: Names, found: Found
) -> dict[str, Field]:
    """The fields that may stay as they were, each with the field that they are kept from."""
    kept: dict[str, Field] = {}
    for code, field in fields.items():
        cell = records[code][COLUMN]
        if cell.blank or not readable(cell, found):
            continue
        source = names.require(cell.text, cell.place, found)
        if source is None or source not in fields:
            continue
        trouble = _trouble(field, fields[source])
        if trouble:
            message = later(
                "{field} cannot be kept from {field2}: {trouble}",
                field=field.label,
                field2=fields[source].label,
                trouble=trouble,
            )
            help = later(
                "name a choice with the same codes, or a yes/no field; of a number, write its values as "
                "a choice"
            )
            note(found, "bad-cell", message, cell.place, help=help)
            continue
        kept[code] = replace(field, kept_from=source)
    return kept


def _trouble(field: Field, source: Field) -> str:
    """Why a field cannot be kept from another; empty where it can."""
    if field.code == source.code:
        return later("they are the same field")
    if field.type != source.type:
        return later("one is {type}, the other {type2}", type=field.type, type2=source.type)
    if field.type not in ("choice", "yes/no"):
        return later("its type is {type}", type=field.type)
    if field.computed is not None:
        return later("it is computed, and no table decides it")
    if any(UNCHANGED in (fold(row.code), fold(row.label)) for row in field.values):
        return later("{word} is one of its values, and would mean two things", word=UNCHANGED)
    return (
        ""
        if field.type == "yes/no" or set(field.value_codes) & set(source.value_codes)
        else later("they share no value")
    )


def how_to_keep(field: Field) -> str:
    """What to do where a cell says `unchanged` of a result of which the Dictionary does not say what it was."""
    if field.type in ("choice", "yes/no"):
        return later(
            "name under {column} in the Dictionary, in the row of {field}, the field that says what it was so far; "
            "or write the value itself",
            column=COLUMN,
            field=field.label,
        )
    return later(
        "write the value itself; only a choice or a yes/no can stay as it was, so declare the values of {field} as a "
        "choice where it should",
        field=field.label,
    )
