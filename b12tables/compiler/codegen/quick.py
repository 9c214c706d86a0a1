"""Model -> `readers.py` and `quick.py` of the generated package: reading a case as most programs write it, in one go.

What is written otherwise takes the longer way.
"""

from __future__ import annotations

from b12tables.compiler.codegen.inputs import (
    inputs_of,
    kept_exact,
    must_be_stated,
    readers_of,
    reading,
    stated_in_a_case,
)
from b12tables.compiler.codegen.source import Code, Module, quoted, render
from b12tables.compiler.model import Model


def readers_module(model: Model) -> Module:
    """`readers.py`: the readers of single fields."""
    module = Module("How each field is read, as it is stated to the whole set or to one decision alone.")
    readers = readers_of(model)
    if readers:
        module.use("FIELDS", ".fields")
    made = [(Code(reader), _reader(model, name, module)) for name, reader in readers.items()]
    render(module, "readers.py.j2", readers=made)
    return module


def quick_module(model: Model) -> Module:
    """`quick.py`: `quick`."""
    module = Module(
        "Reading a case as most programs write it; what is written otherwise takes the longer way."
    )
    inputs, readers = inputs_of(model), readers_of(model)
    entries = [_entry(model, name, module.use(readers[name], ".readers"), module) for name in inputs]
    render(
        module,
        "quick.py.j2",
        inputs=stated_in_a_case(model),
        entries=entries,
        all_stated=all(must_be_stated(model.fields[name]) for name in inputs),
        flow=module.use("flow", ".flow"),
    )
    return module


def _reader(model: Model, name: str, module: Module) -> Code:
    """The reader of a field, made once."""
    field, unknown = model.fields[name], model.can_be_unknown(name)
    by_code = f"BY_CODE[{quoted(name)}]"
    if name in model.set_valued:
        return Code(f"{module.use('quick_reader')}({module.use('Many')}({by_code}))")
    more = f", {unknown}" if unknown != field.unknown else ""
    makes = "words_of" if field.type == "choice" and field.computed is None else "quick_reader"
    return Code(f"{module.use(makes)}({by_code}{more})")


def _entry(model: Model, name: str, reader: str, module: Module) -> Code:
    """What reads one input of the whole set; what is computed may be left open."""
    field, key = model.fields[name], quoted(name)
    if must_be_stated(field):
        given = f"case[{key}]"
    else:
        given = f"get({key})" if field.computed is None else f"get({key}, {module.use('OPEN')})"
    floats = name not in kept_exact(model)
    return reading(model, name, reader, given, field.unknown, module, floats)
