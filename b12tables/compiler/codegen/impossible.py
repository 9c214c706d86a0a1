"""Model -> `impossible.py` of the generated package: combinations that cannot occur."""

from __future__ import annotations

from typing import NamedTuple

from b12tables.compiler.codegen.annotations import Names
from b12tables.compiler.codegen.expression import Local, all_of, any_of, as_bool, expression
from b12tables.compiler.codegen.source import TAKEN, Code, Module, render, unique
from b12tables.compiler.model import Combination, FieldTest, Model, Place


class Written(NamedTuple):
    """A combination, its function, and what it says."""

    combination: Combination
    function: Code
    fields: tuple[str, ...]
    parameters: list[Code]
    test: Code
    texts: list[str]
    place: Place


def impossible_module(model: Model, names: Names) -> Module:
    """`impossible.py`: a case that has one of them is refused with the sheet's reason."""
    module = Module("Combinations that cannot occur: a case that has one is refused with the sheet's reason.")
    functions = _functions(model)
    module.take(functions.values())
    combinations = [written(model, one, functions[one.id], module) for one in model.impossible]
    render(module, "impossible.py.j2", combinations=combinations)
    return module


def written(
    model: Model, combination: Combination, function: str, module: Module, left_open: str = ""
) -> Written:
    """A combination as a function of that name. A field that has the value of the name `left_open` passes its tests."""
    fields = fields_of(combination)
    parameters = unique(fields, taken=TAKEN)
    tests = [_test(model, test, parameters[test.field], module) for test in combination.tests]
    if left_open:
        names = [parameters[test.field] for test in combination.tests]
        tests = [any_of([f"{name} is {left_open}", test]) for name, test in zip(names, tests, strict=True)]
    return Written(
        combination,
        Code(function),
        fields,
        [Code(f"{name}: {module.hint('Any')}") for name in parameters.values()],
        Code(as_bool(all_of(tests))),
        [f"{model.fields[test.field].label}: {test.text}" for test in combination.tests],
        combination.place,
    )


def _test(model: Model, test: FieldTest, name: str, module: Module) -> str:
    text = model.fields[test.field].type == "text"
    local = Local(name, module, unknown=model.can_be_unknown(test.field), text=text, cautious=True)
    return expression(test.test, local)


def impossible_calls(model: Model) -> list[tuple[str, tuple[str, ...]]]:
    """For each combination that cannot occur its function and the fields that it takes."""
    functions = _functions(model)
    return [(f"impossible.{functions[one.id]}", fields_of(one)) for one in model.impossible]


def fields_of(combination: Combination) -> tuple[str, ...]:
    """The fields that a combination asks about, in its order."""
    return tuple(dict.fromkeys(test.field for test in combination.tests))


def _functions(model: Model) -> dict[str, str]:
    return unique([one.id for one in model.impossible], prefix="impossible_")
