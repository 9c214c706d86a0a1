"""A decision table -> its module: the rules in words, then the code that takes the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from b12tables.compiler.codegen.annotations import Annotations, Names
from b12tables.compiler.codegen.decide import decide_function
from b12tables.compiler.codegen.hashes import decision_hash
from b12tables.compiler.codegen.impossible import impossible_calls
from b12tables.compiler.codegen.inputs import readers_of, reading
from b12tables.compiler.codegen.rule_by_rule import Scope
from b12tables.compiler.codegen.source import (
    ANSWER_TAKEN,
    TAKEN,
    Code,
    Module,
    comment,
    items,
    quoted,
    render,
    unique,
)
from b12tables.compiler.model import Anything, DecisionTable, Field, Model, Rule
from b12tables.compiler.proof import Space


def decision_module(model: Model, table: DecisionTable, names: Names, space: Space) -> Module:
    """`decisions/<d>.py`."""
    module = Module(_about(table))
    answer = names.answer[table.code]
    parameters = unique(dict.fromkeys(table.input_fields), taken=TAKEN)
    every = readers_of(model)
    readers = {name: module.use(every[name], "..readers") for name in parameters}
    taken = {*TAKEN, *parameters.values(), *readers.values(), answer}
    constants = unique([rule.id for rule in table.rows], taken=taken)
    module.take({*taken, *constants.values()})
    types = Annotations(model, names, module, home="..")
    seen = {name: types.seen(name) for name in parameters}
    scope = Scope(model, table, module, parameters, constants, answer, seen)
    decide = decide_function(scope, space)
    attributes = attributes_of(table)
    render(
        module,
        "decision.py.j2",
        table=table,
        answer=Code(answer),
        renamed=[] if _all_as_written(attributes) else list(attributes.values()),
        outputs=[
            (Code(attributes[name]), types.answered(table, name), _meaning(model.fields[name]))
            for name in table.output_fields
        ],
        rules=[
            (
                rule,
                Code(constants[rule.id]),
                _results(rule, module),
                _in_words(model, table, rule),
                _cited(rule),
            )
            for rule in table.rows
        ],
        parameters=[(Code(parameter), seen[name]) for name, parameter in parameters.items()],
        helpers=list(map(Code, decide.helpers)),
        body=list(map(Code, decide.lines)),
        fires=Code(decide.type),
        inputs=list(parameters),
        unknown=[name for name in parameters if model.can_be_unknown(name)],
        stated=[_stated(model, name, readers[name], module) for name in parameters],
        never=_never(model, list(parameters), module),
        hash=decision_hash(model, table),
    )
    return module


def attributes_of(table: DecisionTable) -> dict[str, str]:
    """The attribute of an answer for each output field."""
    return unique(table.output_fields, taken=ANSWER_TAKEN)


def _all_as_written(attributes: Mapping[str, str]) -> bool:
    return all(name == attribute for name, attribute in attributes.items())


def _about(table: DecisionTable) -> str:
    where = f"{table.place.file} · {table.place.sheet}"
    return f"{table.label} ({where}). Hit policy: {table.hit_policy.value}.\n\n{table.question}"


def _meaning(field: Field) -> str:
    return f"{field.label}. Unit: {field.unit}." if field.unit else f"{field.label}."


def _results(rule: Rule, module: Module) -> list[Code]:
    return [module.literal(result.value) for result in rule.results]


def _cited(rule: Rule) -> list[Code]:
    return [items(map(quoted, (e.kind, e.ref, e.text))) for e in rule.evidence]


def _in_words(model: Model, table: DecisionTable, rule: Rule) -> list[Code]:
    """A rule in words, as a reviewer reads it beside the sheet."""
    when = "no other rule holds" if rule.otherwise else "; ".join(_conditions(model, table, rule)) or "always"
    results = zip(table.output_fields, rule.results, strict=True)
    then = "; ".join(f"{model.fields[name].label}: {result.text}" for name, result in results)
    evidence = "; ".join(" ".join(filter(None, (e.kind, e.ref, e.text))) for e in rule.evidence)
    lines = [f"{rule.id} ({rule.place.cells})  when  {when}", f"  then  {then}"]
    lines += [f"  because  {evidence}"] if evidence else []
    return [Code(line) for text in lines for line in comment(text, hanging="    ")]


def _conditions(model: Model, table: DecisionTable, rule: Rule) -> Iterator[str]:
    for name, condition in zip(table.input_fields, rule.conditions, strict=True):
        if not isinstance(condition.test, Anything):
            yield f"{model.fields[name].label}: {condition.explained}"


def _stated(model: Model, name: str, reader: str, module: Module) -> Code:
    """What reads a field that is stated to this decision alone, which does not compute what is not stated."""
    field, unknown = model.fields[name], model.can_be_unknown(name)
    given = f"get({quoted(name)})" if unknown else f"case[{quoted(name)}]"
    value = reading(model, name, reader, given, unknown, module)
    if field.type != "text":
        return value
    fold = module.use("fold")
    if name in model.set_valued:
        return Code(f"frozenset(map({fold}, {value}))")
    return Code(f"None if (x := {value}) is None else {fold}(x)" if unknown else f"{fold}({value})")


def _never(model: Model, inputs: list[str], module: Module) -> list[Code]:
    """The combinations among these fields that cannot occur, asked of the tuple `stated`."""
    calls: list[Code] = []
    for call, fields in impossible_calls(model):
        if set(fields) <= set(inputs):
            module.use("impossible", "..")
            given = ", ".join(f"stated[{inputs.index(name)}]" for name in fields)
            calls.append(Code(f"{call}({given})"))
    return calls
