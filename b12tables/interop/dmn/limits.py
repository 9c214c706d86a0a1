"""What a set says that DMN cannot say: each by its name, told in the file and by the command that writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from b12tables.compiler.model import (
    Condition,
    DecisionTable,
    Equals,
    Field,
    HitPolicy,
    Model,
    Test,
    accepted_errors,
    leaves,
    numbers_in,
)
from b12tables.compiler.report import (
    CannotSay,
    LeftOut,
    beside_the_tables,
    how_answers_are_told,
    what_is_left_out,
)
from b12tables.runtime.numbers import number_text
from b12tables.runtime.words import UNKNOWN


def left_out(model: Model) -> tuple[LeftOut, ...]:
    """All that DMN cannot say of a set, in a fixed order."""
    return what_is_left_out(model, _LIMITS)


def _looked_at(model: Model) -> list[Field]:
    """The fields that are stated, and that some decision needs."""
    return [model.fields[name] for name in model.inputs_behind(model.produced_by) if not model.derived(name)]


def _conditions(model: Model) -> Iterator[tuple[DecisionTable, str, Condition]]:
    for table in model.decisions:
        for rule in table.rules:
            for name, condition in zip(table.input_fields, rule.conditions, strict=True):
                yield table, name, condition


def _texts(model: Model) -> Iterable[str]:
    return (
        name
        for _, name, condition in _conditions(model)
        if model.fields[name].type == "text"
        and any(isinstance(leaf, Equals) for leaf in leaves(condition.test))
    )


def _odd_numbers(model: Model) -> Iterable[str]:
    return (name for _, name, condition in _conditions(model) if _endless(condition.test))


def _endless(test: Test) -> bool:
    return any("/" in number_text(number) for number in numbers_in(test))


def _gives(model: Model, value: object) -> Iterable[str]:
    """The outputs of which some row gives a value."""
    for table in model.decisions:
        for column, name in enumerate(table.output_fields):
            results = [rule.results[column].value for rule in table.rows]
            if any(result == value and type(result) is type(value) for result in results):
                yield name


def _none_and_unknown(model: Model) -> Iterable[str]:
    none = set(_gives(model, None))
    return (name for name in _gives(model, UNKNOWN) if name in none)


def _unknown_in_lists(model: Model) -> Iterable[str]:
    return (name for name in _gives(model, UNKNOWN) if name in model.set_valued)


def _with_policy(model: Model, matters: Callable[[DecisionTable], bool]) -> Iterable[str]:
    return (table.code for table in model.decisions if matters(table))


def _sums_of_none(model: Model) -> Iterable[str]:
    return _with_policy(
        model,
        lambda table: (
            table.hit_policy.aggregates
            and table.hit_policy is not HitPolicy.COLLECT_COUNT
            and any(result.value is None for rule in table.rows for result in rule.results)
        ),
    )


_LIMITS: tuple[CannotSay, ...] = (
    (
        "accepted-errors",
        "errors of the tables that are known and were accepted: here each answer that passes one says so, in DMN none",
        lambda model: (str(error.told) for error in accepted_errors(model)),
    ),
    (
        "impossible-combinations",
        "a case that cannot occur is refused here; a DMN engine answers it",
        lambda model: (one.id for one in model.impossible),
    ),
    (
        "safety-rules",
        "what is proved of every patient is no part of DMN; it holds of these tables as long as nobody edits them",
        lambda model: (one.id for one in model.safety_rules),
    ),
    (
        "missing-input",
        "a case without these is refused here; in DMN it is null, and a rule that does not look at it may hold",
        lambda model: (field.code for field in _looked_at(model) if not field.unknown),
    ),
    (
        "units",
        "numbers are in this unit: DMN converts none, and cannot refuse a number without a unit",
        lambda model: (f"{field.code}: {field.unit}" for field in _looked_at(model) if field.unit),
    ),
    (
        "precision",
        "whole numbers and steps: a number between two steps is refused or rounded here",
        lambda model: (field.code for field in _looked_at(model) if field.precision is not None),
    ),
    (
        "texts",
        "texts are compared here without regard to case and spaces, in DMN sign by sign",
        _texts,
    ),
    (
        "numbers-without-end",
        "numbers that no decimal holds are written as a quotient, which an engine rounds",
        _odd_numbers,
    ),
    (
        "none-and-unknown",
        "a result that gives none and one that is not known are both null",
        _none_and_unknown,
    ),
    (
        "unknown-in-lists",
        "a value that is not known is no member of a list that a later table looks at",
        _unknown_in_lists,
    ),
    (
        "stated-and-computed",
        "a stated value that contradicts what follows is refused here; in DMN it counts",
        lambda model: (
            code for code, one in model.fields.items() if one.computed and not model.derived(code)
        ),
    ),
    (
        "computed-range",
        "a computed value outside of its range is refused here; in DMN it goes on",
        lambda model: (code for code, one in model.fields.items() if one.computed and (one.low or one.high)),
    ),
    (
        "several-numbers",
        "DMN collects the numbers of one output only",
        lambda model: _with_policy(model, lambda t: t.hit_policy.aggregates and len(t.outputs) > 1),
    ),
    (
        "numbers-of-none",
        "what is none is left aside here when numbers are collected; FEEL gives null",
        _sums_of_none,
    ),
    (
        "otherwise-of-a-list",
        "engines differ on the default of a table that gives a list",
        lambda model: _with_policy(model, lambda t: t.hit_policy.gives_list and t.otherwise is not None),
    ),
    (
        "how-answers-are-told",
        "which decisions are answers, in which order and sentence",
        how_answers_are_told,
    ),
    (
        "what-stands-beside",
        "kept in the workbooks, and by reference in the annotations of the rules",
        beside_the_tables,
    ),
)
