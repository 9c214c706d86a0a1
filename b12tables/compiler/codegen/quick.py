"""Model -> `quick.py` of the generated package: reading a case as most programs write it, in one go.

What is written otherwise takes the longer way.
"""

from __future__ import annotations

from b12tables.compiler.codegen.inputs import inputs_of, readers_of, reading
from b12tables.compiler.codegen.source import Code, Module, quoted, render
from b12tables.compiler.model import Model


def quick_module(model: Model) -> Module:
    """`quick.py`: `quick` and the readers of single fields."""
    module = Module(
        "Reading a case as most programs write it; what is written otherwise takes the longer way."
    )
    inputs, readers = inputs_of(model), readers_of(model)
    if readers:
        module.use("FIELDS", ".fields")
    render(
        module,
        "quick.py.j2",
        inputs=inputs,
        readers=[(Code(reader), _reader(model, name, module)) for name, reader in readers.items()],
        entries=[(name, _entry(model, name, readers[name], module)) for name in inputs],
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
    given = f"get({key})" if field.computed is None else f"get({key}, {module.use('OPEN')})"
    return reading(model, name, reader, given, field.unknown)
