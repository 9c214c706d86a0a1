"""The fields of a set as item definitions: what each may hold, and in an extension what DMN has no place for."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from b12tables.compiler.model import DecisionTable, Field, Limit, Model, ValueRow
from b12tables.interop.dmn.feel import allowed_values, literal
from b12tables.interop.dmn.names import Names
from b12tables.interop.dmn.xml import Ids, child, element, extension, ours, texted
from b12tables.runtime.numbers import number_text

BASIC = {
    "choice": "string",
    "choices": "string",
    "text": "string",
    "number": "number",
    "whole number": "number",
    "yes/no": "boolean",
    "date": "date",
}
"""The type of FEEL behind each type of field."""


def type_of(code: str) -> str:
    """The name of the item definition of a field."""
    return f"t_{code}"


def answer_type(code: str) -> str:
    """The name of the item definition of a decision whose answer is no single value."""
    return f"a_{code}"


def field_types(model: Model, ids: Ids) -> list[Element]:
    """An item definition for each field."""
    return [_field_type(model, field, ids) for field in model.fields.values()]


def _field_type(model: Model, field: Field, ids: Ids) -> Element:
    code = field.code
    several = field.type == "choices"
    made = element(
        "itemDefinition", id=ids.new("type", code), name=type_of(code), label=field.label,
        isCollection="true" if several else "",
    )  # fmt: skip
    if field.note:
        child(made, "description", field.note)
    _describe(extension(made), field)
    child(made, "typeRef", BASIC[field.type])
    allowed = allowed_values(field, model.can_be_unknown(code) and not several)
    if allowed:
        texted(made, "allowedValues", allowed, id=ids.new("allowed", code))
    return made


def _describe(into: Element, field: Field) -> None:
    """What a dictionary says of a field beyond its type in FEEL."""
    said = child(
        into, ours("field"), code=field.code, label=field.label, type=field.type, unit=field.unit,
        unknown="yes" if field.unknown else "no",
        minimum=_bound(field.low), maximum=_bound(field.high),
        step="" if field.step is None else number_text(field.step), between="nearest" if field.rounds else "",
        computed=field.computed.text if field.computed else "", question=field.question, patient=field.patient,
        system=field.system, systemCode=field.system_code, group=field.group, upperOf=field.upper_of,
        source=field.binding.text if field.binding else "",
    )  # fmt: skip
    for option in field.accepts:
        child(
            said, ours("accepts"), unit=option.unit, factor=number_text(option.factor),
            substance="yes" if option.written else "",
        )  # fmt: skip
    for word in field.also:
        child(said, ours("also"), word)
    for row in field.values:
        _value(said, row)


def _bound(limit: Limit | None) -> str:
    """An end of a range as the Dictionary writes it, with a `>` or `<` before one that does not belong to it."""
    if limit is None:
        return ""
    value = limit.value
    text = value.isoformat() if hasattr(value, "isoformat") else number_text(value)
    return text if limit.closed else f"not {text}"


def _value(into: Element, row: ValueRow) -> None:
    made = child(
        into, ours("value"), code=row.code, label=row.label, patient=row.patient, definition=row.definition,
        system=row.system, systemCode=row.system_code,
    )  # fmt: skip
    for word in row.also:
        child(made, ours("also"), word)


def answer_types(tables: Sequence[DecisionTable], names: Names, ids: Ids) -> list[Element]:
    """An item definition for each decision that gives a list, or several values."""
    return [_answer_type(table, names, ids) for table in tables if is_structured(table)]


def is_structured(table: DecisionTable) -> bool:
    return table.hit_policy.gives_list or len(table.outputs) > 1


def _answer_type(table: DecisionTable, names: Names, ids: Ids) -> Element:
    made = element(
        "itemDefinition", id=ids.new("answer", table.code), name=answer_type(table.code), label=table.label,
        isCollection="true" if table.hit_policy.gives_list else "",
    )  # fmt: skip
    if len(table.outputs) == 1:
        child(made, "typeRef", type_of(table.outputs[0].field))
        return made
    for code in table.output_fields:
        part = child(made, "itemComponent", id=ids.new("part", table.code, code), name=names.component(code))
        child(part, "typeRef", type_of(code))
    return made


def ordered_values(field: Field) -> str:
    """The values of an output in their order, which Priority and Output order rank by."""
    return ", ".join(literal(code) for code in field.value_codes)
