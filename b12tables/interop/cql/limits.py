"""What a set says that a library of CQL cannot say: each by its name, told in the file and by the command."""

from __future__ import annotations

from collections.abc import Iterable

from b12tables.compiler.model import NUMERIC, Field, Model
from b12tables.compiler.report import (
    CannotSay,
    LeftOut,
    beside_the_tables,
    how_answers_are_told,
    what_is_left_out,
)
from b12tables.interop.cql.fields import taken_units
from b12tables.interop.cql.text import LARGEST, PLACES


def left_out(model: Model) -> tuple[LeftOut, ...]:
    """All that CQL cannot say of a set, in a fixed order."""
    return what_is_left_out(model, _LIMITS)


def _stated(model: Model, *types: str) -> list[Field]:
    return [
        one
        for code, one in model.fields.items()
        if one.type in types and code not in model.produced_by and not model.derived(code)
    ]


def _units(model: Model) -> Iterable[str]:
    return (f"{one.code}: {' or '.join(taken_units(one)[0])}" for one in _stated(model, *NUMERIC) if one.unit)


def _lost_units(model: Model) -> Iterable[str]:
    return (f"{one.code}: {unit}" for one in _stated(model, *NUMERIC) for unit in taken_units(one)[1])


_LIMITS: tuple[CannotSay, ...] = (
    (
        "safety-rules",
        "what is proved of every patient is no part of CQL; it holds of these tables as long as nobody edits them",
        lambda model: (one.id for one in model.safety_rules),
    ),
    (
        "unit-spellings",
        "a Quantity in one of these units, spelt as here; a number without a unit, or in another spelling, is refused",
        _units,
    ),
    (
        "units-left-out",
        f"no number of {PLACES} places says the factor of these units: a Quantity in one of them is refused",
        _lost_units,
    ),
    (
        "digits",
        f"numbers have at most {PLACES} places and {LARGEST} digits before the point; others are refused",
        lambda model: (one.code for one in _stated(model, *NUMERIC)),
    ),
    (
        "texts",
        "a text of other signs than those of ASCII, or with spaces at an end or doubled, is refused",
        lambda model: (one.code for one in _stated(model, "text")),
    ),
    (
        "how-answers-are-told",
        "which decisions are answers, in which order and sentence",
        how_answers_are_told,
    ),
    (
        "what-stands-beside",
        "kept in the workbooks, and by reference in the comments of the rules",
        beside_the_tables,
    ),
)
