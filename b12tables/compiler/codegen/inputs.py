"""What a case can state: the input fields of a set, and how each is read when programs write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from b12tables.compiler.codegen.source import Code, Module, unique
from b12tables.compiler.model import Field, Limit, Model, Value, looked_at
from b12tables.runtime.numbers import FLOATS_BELOW


def inputs_of(model: Model) -> tuple[str, ...]:
    """The fields that no table produces, in the order of the dictionary, those computed from answers among them."""
    return tuple(name for name in model.fields if name not in model.produced_by)


def stated_in_a_case(model: Model) -> tuple[str, ...]:
    """The inputs that a case may state: not the scores, which follow from answers."""
    return tuple(name for name in inputs_of(model) if not model.derived(name))


def needed_of(model: Model) -> tuple[str, ...]:
    """The inputs that a table looks at, and the scores that are told, that may not be unknown."""
    used = {name for table in model.decisions for name in table.input_fields} | set(model.told_scores)
    return tuple(name for name in inputs_of(model) if name in used and not model.fields[name].unknown)


def stated_always(model: Model) -> tuple[str, ...]:
    """The inputs that every case states: those needed that do not follow from others.

    In the place of a score, which nobody states, stands what it follows from.
    """
    found = looked_at(model)
    return tuple(name for name in inputs_of(model) if name in found and must_be_stated(model.fields[name]))


def asked_in(model: Model) -> set[str]:
    """The fields that a table or a combination asks about, and the inputs that an action does."""
    used = {name for table in model.decisions for name in table.input_fields}
    used |= {line.field for action in model.actions for line in action.when} - model.produced_by.keys()
    return used | {test.field for combination in model.impossible for test in combination.tests}


def parts_of(field: Field) -> tuple[str, ...]:
    """What a field is computed from; `today` may be one of them and need not be a field."""
    return field.computed.parts if field.computed is not None else ()


def must_be_stated(field: Field) -> bool:
    """Whether there is no case without it: it is neither computed nor may it be unknown."""
    return field.computed is None and not field.unknown


def readers_of(model: Model) -> dict[str, str]:
    """The name of the reader of each field that a case can state, to the whole set or to one decision alone."""
    return unique(dict.fromkeys(_stated(model)), prefix="read_")


def _stated(model: Model) -> Iterator[str]:
    yield from inputs_of(model)
    for table in model.decisions:
        yield from table.input_fields


def kept_exact(model: Model) -> set[str]:
    """The inputs that others follow from, or that follow from others: their floats become fractions at once."""
    computed = [model.fields[name] for name in inputs_of(model) if model.fields[name].computed is not None]
    return {field.code for field in computed} | {part for field in computed for part in parts_of(field)}


def reading(
    model: Model, name: str, reader: str, given: str, unknown: bool, module: Module, floats: bool = True
) -> Code:
    """The expression that reads `given`, what a case states for a field.

    It raises where the case is not an ordinary one. With `floats` a float stays one: what it is compared with minds
    that it stands for a decimal.
    """
    field = model.fields[name]
    if name in model.set_valued:
        return Code(f"{reader}({given})")
    if field.type == "choice" and field.computed is None:
        return Code(f"{reader}[{given}]")
    if field.type in ("number", "whole number") and not field.needs_unit:
        return Code(f"x if {_plain_number(field, given, module, floats)} else {reader}(x)")
    if field.type == "yes/no":
        none = "x is None or " if unknown else ""
        return Code(f"x if (x := {given}) is True or {none}x is False else {reader}(x)")
    return Code(f"None if (x := {given}) is None else {reader}(x)" if unknown else f"{reader}({given})")


def _plain_number(field: Field, given: str, module: Module, floats: bool) -> str:
    """That `x`, what is given, is an int or a float that lies in the field's range, and is to its precision."""
    low, high = _range(field)
    ints = _between(low, high, module.constant)
    if field.step is not None and field.step != 1:
        # floats of another step than 1 take the longer way
        floats = False
        if field.step.numerator != 1:
            ints += f" and x % {module.constant(field.step)} == 0"
    if not floats:
        return f"type(x := {given}) is int and {ints}"
    # a float is compared with floats: that is what Python is quick at
    whole = " and x.is_integer()" if field.precision is not None else ""
    within = _between(low, high, lambda end: _as_float(end, module))
    return f"((kind := type(x := {given})) is int and {ints}) or (kind is float{whole} and {within})"


def _between(low: Limit, high: Limit, written: Callable[[Value], str]) -> str:
    lower, upper = ("<=" if end.closed else "<" for end in (low, high))
    return f"{written(low.value)} {lower} x {upper} {written(high.value)}"


def _as_float(end: Value, module: Module) -> str:
    """The end of a range beside floats: a whole number is one of them."""
    whole = isinstance(end, Fraction) and end.denominator == 1
    return repr(float(end)) if whole else module.constant(end)  # type: ignore[arg-type]


def _range(field: Field) -> tuple[Limit, Limit]:
    """The ends of what is read at once: the field's, or where floats cease to be exact."""
    low, high = (Limit(Fraction(end), closed=False) for end in (-FLOATS_BELOW, FLOATS_BELOW))
    if field.low is not None and field.low.value > low.value:  # type: ignore[operator]
        low = field.low
    if field.high is not None and field.high.value < high.value:  # type: ignore[operator]
        high = field.high
    return low, high
