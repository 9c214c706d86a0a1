"""Model -> `fields.py` and `values.py` of the generated package: the dictionary."""

from __future__ import annotations

from b12tables.compiler.codegen.annotations import Names
from b12tables.compiler.codegen.source import (
    MEMBER_TAKEN,
    Code,
    Module,
    identifier,
    items,
    quoted,
    render,
    unique,
)
from b12tables.compiler.model import Computed, Field, FieldType, Model, Place

_CLASSES: dict[FieldType, str] = {
    "choice": "Choice",
    "choices": "Choices",
    "number": "Number",
    "whole number": "Number",
    "yes/no": "YesNo",
    "date": "Date",
    "text": "Text",
}
"""The runtime's class for each type of field."""

_NUMBERS = ("number", "whole number")


def fields_module(model: Model) -> Module:
    """`fields.py`: every field, and how a given value of it is read."""
    module = Module("The dictionary: every field, and how a given value of it is read.")
    fields = [
        (field, module.use(_CLASSES[field.type]), _parts(field, module)) for field in model.fields.values()
    ]
    render(module, "fields.py.j2", fields=fields)
    return module


def _parts(field: Field, module: Module) -> list[Code]:
    """What is given by name to the field's class."""
    parts = ["whole=True"] if field.type == "whole number" else []
    parts += [f"step={module.literal(field.step)}"] if field.step is not None else []
    parts += ["rounds=True"] if field.rounds else []
    if field.unit and field.type in _NUMBERS:
        parts.append(f"unit={quoted(field.unit)}")
    if field.accepts:
        options = [items((quoted(o.unit), module.literal(o.factor))) for o in field.accepts]
        parts.append(f"also={items(options)}")
    parts += ["needs_unit=True"] if field.needs_unit else []
    parts += _limits(field, module)
    parts += ["unknown=True"] if field.unknown else []
    texts = {"question": field.question, "patient": field.patient, "note": field.note}
    parts += [f"{name}={quoted(text)}" for name, text in texts.items() if text]
    parts += _synonyms(field)
    parts.append(f"place={_place(field.place)}")
    if field.computed is not None:
        c = field.computed
        given = [*map(quoted, (c.kind, c.left, c.right, c.unit, c.text, *c.more)), *_dose(c, module)]
        parts.append(f"computed={module.use('Computed')}({', '.join(given)})")
    return list(map(Code, parts))


def _dose(computed: Computed, module: Module) -> list[str]:
    """What a dose says beside its parts."""
    if computed.kind != "dose":
        return []
    names = ("rounded", "at_least", "at_most")
    said = {name: value for name, value in zip(names, computed.bounds, strict=True) if value is not None}
    return [f"{name}={module.literal(value)}" for name, value in {"factor": computed.factor, **said}.items()]


def _synonyms(field: Field) -> list[str]:
    """Other words for the field, and for its values with the code of each."""
    parts = [f"also_called={items(map(quoted, field.also))}"] if field.also else []
    words = [items((quoted(word), quoted(row.code))) for row in field.values for word in row.also]
    return [*parts, f"also_written={items(words)}"] if words else parts


def _limits(field: Field, module: Module) -> list[str]:
    parts: list[str] = []
    for name, limit in (("low", field.low), ("high", field.high)):
        if limit is None or field.type not in (*_NUMBERS, "date"):
            continue
        parts.append(f"{name}={module.literal(limit.value)}")
        parts += [] if limit.closed else [f"{name}_open=True"]
    return parts


def _place(place: Place) -> Code:
    return items(map(quoted, (place.file, place.sheet, place.cells)))


def values_module(model: Model, names: Names) -> Module:
    """`values.py`: choices as enums and as literal types."""
    module = Module("Choices as enums and as literal types. Loaded on demand.")
    enums = [
        (field, Code(names.enum[field.code]), _members(field))
        for field in model.fields.values()
        if field.code in names.enum
    ]
    decisions = [table.code for table in model.decisions]
    answers = list(dict.fromkeys(name for table in model.decisions for name in table.output_fields))
    render(module, "values.py.j2", enums=enums, decisions=decisions, answers=answers)
    return module


def _members(field: Field) -> dict[str, Code]:
    """The member of each code. Python keeps names between underscores, or behind two of them, for itself."""
    codes = [row.code for row in field.values]
    named = {code: f"value_{code}" for code in codes if _is_pythons(identifier(code))}
    members = unique(codes, MEMBER_TAKEN, spelling=named)
    return {code: Code(name) for code, name in members.items()}


def _is_pythons(name: str) -> bool:
    return name.startswith("__") or (name.startswith("_") and name.endswith("_"))
