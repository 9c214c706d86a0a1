"""The column Source of the Dictionary: where in a record a field stands, held against its type and codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from b12tables.compiler.model import SOURCES, Binding, Field, parse_binding
from b12tables.compiler.reader.layout import Found, Record, note
from b12tables.runtime.language import later, strung


def bind_fields(fields: Mapping[str, Field], records: Mapping[str, Record], found: Found) -> dict[str, Field]:
    """The fields of a Dictionary, each with its binding."""
    bound = {
        code: _bound(field, _read_binding(field, records[code], found)) for code, field in fields.items()
    }
    return {
        code: _bound(field, _with_its_date(field, bound, records[code], found))
        for code, field in bound.items()
    }


def _bound(field: Field, binding: Binding | None) -> Field:
    return field if binding is field.binding else replace(field, binding=binding)


def _with_its_date(field: Field, fields: Mapping[str, Field], record: Record, found: Found) -> Binding | None:
    """The binding of a field if the date behind its `since` is one that is known before it; None where not."""
    binding = field.binding
    if binding is None or not binding.since:
        return binding
    named = fields.get(binding.since)
    if named is None:
        why = later("there is no field {since!r}", since=binding.since)
    elif named.type != "date":
        why = later("{named} is no date", named=named.label)
    elif named.binding is not None and named.binding.since:
        why = later("{named} has itself to be later than another date", named=named.label)
    else:
        return binding
    help_ = later("write behind since the code of a date that depends on no other")
    note(
        found,
        "bad-cell",
        strung(": ", (repr(record["Source"].text), why)),
        record["Source"].place,
        help=help_,
    )
    return None


def _read_binding(field: Field, record: Record, found: Found) -> Binding | None:
    """The binding of a field whose values are known; None where there is none, or one that cannot be used."""
    cell = record["Source"]
    if cell.blank or cell.problem:
        return None
    binding = parse_binding(cell.text)
    if binding is None:
        note(
            found,
            "bad-cell",
            later("{cell!r} does not say where in a record the value stands", cell=cell.text),
            cell.place,
            help=later("write one of: ") + ", ".join(SOURCES),
        )
        return None
    if field.type not in binding.types:
        source = (
            f"{binding.resource} {binding.take}" if binding.resource == "Observation" else binding.resource
        )
        why = later("a {type} cannot be filled from {source}", type=field.type, source=source)
        note(
            found,
            "bad-cell",
            why,
            cell.place,
            help=later("{source} fills {types}", source=source, types=", ".join(binding.types)),
        )
        return None
    if binding.resource != "Patient" and not _codes(field, binding):
        where = (
            later("Code and System of the Dictionary")
            if field.type == "yes/no"
            else later("Code and System of its Values")
        )
        note(
            found,
            "bad-cell",
            later("no code says which {resource} is meant", resource=binding.resource),
            cell.place,
            help=later("write it under {where}, the system as its address (http://loinc.org)", where=where),
        )
        return None
    return binding


def _codes(field: Field, binding: Binding) -> bool:
    """Whether a code of a system leads to a value."""
    own = bool(field.system and field.system_code)
    if field.type in ("choice", "choices"):
        of_values = any(row.system and row.system_code for row in field.values)
        return of_values and (own or binding.resource != "Observation")
    return own
