"""The column Source of the Dictionary: where in a record a field stands, held against its type and codes."""

from __future__ import annotations

from b12tables.compiler.model import BINDING_TYPES, SOURCES, Binding, Field, parse_binding
from b12tables.compiler.reader.layout import Found, Record, note


def read_binding(field: Field, record: Record, found: Found) -> Binding | None:
    """The binding of a field whose values are known; None where there is none, or one that cannot be used."""
    cell = record["Source"]
    if cell.blank or cell.problem:
        return None
    binding = parse_binding(cell.text)
    if binding is None:
        note(
            found,
            "bad-cell",
            f"{cell.text!r} does not say where in a record the value stands",
            cell.place,
            help="write one of: " + ", ".join(SOURCES),
        )
        return None
    types = BINDING_TYPES[binding.resource]
    if field.type not in types:
        why = f"a {field.type} cannot be filled from {binding.resource}"
        note(found, "bad-cell", why, cell.place, help=f"{binding.resource} fills {', '.join(types)}")
        return None
    if binding.resource != "Patient" and not _codes(field, binding):
        where = (
            "Code and System of the Dictionary" if field.type == "yes/no" else "Code and System of its Values"
        )
        note(
            found,
            "bad-cell",
            f"no code says which {binding.resource} is meant",
            cell.place,
            help=f"write it under {where}, the system as its address (http://loinc.org)",
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
