"""What a case can state: the input fields of a set, and how each is read when programs write it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from b12tables.compiler.codegen.source import Code, literal, unique
from b12tables.compiler.model import Field, Model


def inputs_of(model: Model) -> tuple[str, ...]:
    """The fields that a case of the set can state, in the order of the dictionary: those that no table produces."""
    return tuple(name for name in model.fields if name not in model.produced_by)


def needed_of(model: Model) -> tuple[str, ...]:
    """The inputs that a table looks at and that may not be unknown."""
    used = {name for table in model.decisions for name in table.input_fields}
    return tuple(name for name in inputs_of(model) if name in used and not model.fields[name].unknown)


def asked_in(model: Model) -> set[str]:
    """The fields that a table or a combination asks about."""
    used = {name for table in model.decisions for name in table.input_fields}
    return used | {test.field for combination in model.impossible for test in combination.tests}


def parts_of(field: Field) -> tuple[str, ...]:
    """What a field is computed from; `today` may be one of them and need not be a field."""
    return (field.computed.left, field.computed.right) if field.computed is not None else ()


def readers_of(model: Model) -> dict[str, str]:
    """The name of the reader of each field that a case can state, to the whole set or to one decision alone."""
    return unique(dict.fromkeys(_stated(model)), prefix="read_")


def _stated(model: Model) -> Iterator[str]:
    yield from inputs_of(model)
    for table in model.decisions:
        yield from table.input_fields


def reading(model: Model, name: str, reader: str, given: str, unknown: bool) -> Code:
    """The expression that reads `given`, what a case states for a field.

    It raises where the case is not an ordinary one.
    """
    field = model.fields[name]
    if name in model.set_valued:
        return Code(f"{reader}({given})")
    if field.type == "choice" and field.computed is None:
        return Code(f"{reader}[{given}]")
    within = _within(field)
    if field.type in ("number", "whole number") and not field.needs_unit and within:
        return Code(f"x if type(x := {given}) is int and {within} else {reader}(x)")
    if field.type == "yes/no":
        none = "x is None or " if unknown else ""
        return Code(f"x if (x := {given}) is True or {none}x is False else {reader}(x)")
    return Code(f"None if (x := {given}) is None else {reader}(x)" if unknown else f"{reader}({given})")


def _within(field: Field) -> str:
    """That an int `x` lies in the field's range; "" where the runtime has to look at it."""
    low, high = field.low, field.high
    if low is None or high is None:
        return ""
    if any(not isinstance(end.value, Fraction) or end.value.denominator != 1 for end in (low, high)):
        return ""
    lower = f"{literal(low.value)} {'<=' if low.closed else '<'}"
    return f"{lower} x {'<=' if high.closed else '<'} {literal(high.value)}"
