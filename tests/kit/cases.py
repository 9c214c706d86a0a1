"""Cases in the form of `eval` and of findings, back to values, for the reference evaluator.

Written independently of the analysis.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from b12tables.compiler.model import Value
from b12tables.compiler.model.tables import Field, Model
from b12tables.runtime.words import UNKNOWN, fold


def as_values(model: Model, example: Mapping[str, object]) -> dict[str, Value]:
    """A case as `eval` reads it, in values."""
    return {name: as_value(model.fields[name], given) for name, given in example.items()}


def as_value(field: Field, given: object) -> Value:
    """One given value."""
    if given == UNKNOWN or given is None:
        return UNKNOWN
    if isinstance(given, bool):
        return given
    if field.type in ("number", "whole number"):
        if isinstance(given, str):
            number, _, unit = given.partition(" ")
            assert unit in ("", field.unit), given
            return Fraction(number)
        assert isinstance(given, (int, float, Fraction))
        return Fraction(repr(given)) if isinstance(given, float) else Fraction(given)
    if field.type == "date":
        assert isinstance(given, str)
        return date.fromisoformat(given)
    if field.type == "choices":
        assert isinstance(given, list)
        return frozenset(given)
    assert isinstance(given, str)
    return given


def in_piece(field: Field, value: Value, piece: Mapping[str, object]) -> bool:
    """Whether a value lies in a piece of a region."""
    if value is None or value == UNKNOWN:
        return piece == {"unknown": True}
    if "unknown" in piece:
        return False
    if "value" in piece:
        wanted = as_value(field, piece["value"])
        if isinstance(wanted, str) and isinstance(value, str):
            return fold(wanted) == fold(value)
        return type(wanted) is type(value) and wanted == value
    if "other_text_than" in piece:
        others = piece["other_text_than"]
        assert isinstance(others, list) and isinstance(value, str)
        return fold(value) not in [fold(other) for other in others]
    if "includes" in piece:
        assert isinstance(value, frozenset)
        includes, excludes = piece["includes"], piece["excludes"]
        assert isinstance(includes, list) and isinstance(excludes, list)
        one_of = piece.get("includes_one_of")
        return (
            value.issuperset(includes)
            and not value & set(excludes)
            and (one_of is None or bool(value & set(one_of)))  # type: ignore[call-overload]
            and (not piece.get("empty") or not value)
        )
    low = None if piece["low"] is None else as_value(field, piece["low"])
    high = None if piece["high"] is None else as_value(field, piece["high"])
    above = low is None or value > low or (value == low and piece["low_closed"])  # type: ignore[operator]
    below = high is None or value < high or (value == high and piece["high_closed"])  # type: ignore[operator]
    return bool(above and below)


def in_region(model: Model, seen: Mapping[str, Value], region: object) -> bool:
    """Whether what a table sees lies in a region of a finding."""
    assert isinstance(region, tuple)
    return any(
        all(any(in_piece(model.fields[n], seen[n], piece) for piece in pieces) for n, pieces in box.items())
        for box in region
    )
