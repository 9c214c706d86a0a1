"""What a record's system is told beside an answer, for `details.py` of the generated package: orders, short words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from b12tables.compiler.codegen.impossible import Written, written
from b12tables.compiler.codegen.source import Module, unique
from b12tables.compiler.model import UNITS_OF_TIME, Action, Amount, Combination, Model, conversion
from b12tables.runtime.numbers import number_text

Texts = tuple[str, ...]

_OF_DOSES = (
    "kg",
    "g",
    "mg",
    "ug",
    "ng",
    "mol",
    "mmol",
    "umol",
    "L",
    "mL",
    "uL",
    "[IU]",
    "k[IU]",
    "m[IU]",
    "U",
    "meq",
)
"""The units in which orders give doses."""


class WrittenAction(NamedTuple):
    """A row of Actions: the function that says whom it is for, and its parts as texts.

    `about` is what it does, its label, the detail, the resource, and where it stands; `amounts` are dose and interval,
    each as low, high and unit, or nothing.
    """

    when: Written
    about: Texts
    codes: list[Texts]
    amounts: tuple[Texts, Texts]
    route: Texts


def written_actions(model: Model, module: Module) -> list[WrittenAction]:
    """The rows of Actions, in their order."""
    functions = unique([action.id for action in model.actions], prefix="action_")
    module.take(functions.values())
    return [_written(model, action, functions[action.id], module) for action in model.actions]


def _written(model: Model, action: Action, function: str, module: Module) -> WrittenAction:
    told = Combination(action.id, action.when, action.label, action.place)
    ordered = action.ordered
    return WrittenAction(
        written(model, told, function, module),
        (action.does, action.label, action.detail, ordered.resource),
        list(ordered.codes),
        (_amount(ordered.dose, _OF_DOSES), _amount(ordered.every, _of_time(ordered.every))),
        ordered.route or (),
    )


def _amount(amount: Amount | None, units: Iterable[str]) -> Texts:
    """The ends and the unit; then the other units in which an order may give it, each with its exact factor."""
    if amount is None:
        return ()
    factors = {unit: conversion(unit, amount.unit) for unit in units if unit != amount.unit}
    told = (f"{unit} {factor}" for unit, factor in factors.items() if factor is not None)
    return (number_text(amount.low), number_text(amount.high), amount.unit, *told)


def _of_time(amount: Amount | None) -> Iterable[str]:
    """The units of time that are exact multiples of that of an amount."""
    return next((units for units in UNITS_OF_TIME if amount is not None and amount.unit in units), ())


def short_words(model: Model) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each field the short words of its values, of those that have any."""
    found = [
        (field.code, [(r.code, r.short) for r in field.values if r.short]) for field in model.fields.values()
    ]
    return [(name, rows) for name, rows in found if rows]
