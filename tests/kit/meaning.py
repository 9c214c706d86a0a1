"""What a model means, without where it was written and how it was spelt: two models can be compared."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum

from b12tables.compiler.model.computed import Computed
from b12tables.compiler.model.place import Place
from b12tables.compiler.model.tables import Clause, Condition, FieldTest, Model, Result


def meaning(part: object) -> object:
    """The part as plain data: places and spellings left out, and with the places which cells were merged."""
    if isinstance(part, Model):
        spelt = {field.name: getattr(part, field.name) for field in fields(part)}
        del spelt["content_hash"], spelt["merged"]
        return {name: meaning(value) for name, value in spelt.items()}
    if isinstance(part, Place):
        return None
    if is_dataclass(part) and not isinstance(part, type):
        without = (
            {"text", "figures"} if isinstance(part, (Condition, Result, FieldTest, Computed)) else set[str]()
        )
        if isinstance(part, Clause):
            without = {"unit"}  # the unit of bare numbers; they have been read
        return {f.name: meaning(getattr(part, f.name)) for f in fields(part) if f.name not in without}
    if isinstance(part, (tuple, list)):
        return [meaning(inner) for inner in part]
    if isinstance(part, dict):
        return {key: meaning(value) for key, value in part.items()}
    return part.value if isinstance(part, Enum) else part
