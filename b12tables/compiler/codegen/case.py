"""Model -> `case.py` of the generated package: the inputs as typed arguments."""

from __future__ import annotations

from b12tables.compiler.codegen.annotations import Annotations, Names
from b12tables.compiler.codegen.inputs import stated_in_a_case
from b12tables.compiler.codegen.source import Code, Module, items, quoted, render
from b12tables.compiler.model import Field, Limit, Model


def case_module(model: Model, names: Names) -> Module:
    """`case.py`: Case."""
    module = Module("Case: what is known of one patient or thing, as typed arguments.")
    types = Annotations(model, names, module)
    inputs = [model.fields[name] for name in stated_in_a_case(model)]
    renamed = {names.field[f.code]: f.code for f in inputs if names.field[f.code] != f.code}
    fields = [(Code(names.field[f.code]), types.stated(f), _meaning(f)) for f in inputs]
    pairs = [items((quoted(name), quoted(code))) for name, code in renamed.items()]
    render(module, "case.py.j2", fields=fields, renamed=pairs)
    return module


def _meaning(field: Field) -> str:
    """What a field means: label, question, unit, range, values, where it is declared."""
    parts = [f"{field.label}.", field.question, _unit(field)]
    parts += ["A number without its unit is refused."] if field.needs_unit else []
    parts.append(_range(field))
    if field.values:
        parts.append("Values: " + ", ".join(f"{row.code} ({row.label})" for row in field.values) + ".")
    if field.computed is not None:
        parts.append(f"When not stated: {field.computed.text}.")
    parts.append("May be unknown." if field.unknown else "Must be known where a decision needs it.")
    return " ".join(filter(None, [*parts, field.note, f"({field.place})"]))


def _unit(field: Field) -> str:
    also = ", ".join(option.unit for option in field.accepts)
    return f"Unit: {field.unit}" + (f"; also {also}." if also else ".") if field.unit else ""


def _range(field: Field) -> str:
    ends = [_end("from", field.low), _end("to", field.high)]
    return f"Range: {' '.join(filter(None, ends))}." if any(ends) else ""


def _end(word: str, limit: Limit | None) -> str:
    return f"{word} {limit.value}" if limit is not None else ""
