"""What the generated code reads a case with, the quick way: a case as most programs write it.

Everything else takes the longer way, `TableSet.read`, which says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from b12tables.runtime.fields import Choice, Choices, Field, Many, Number
from b12tables.runtime.given import unchanging
from b12tables.runtime.problems import Problem
from b12tables.runtime.words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from b12tables.runtime.values import Value


class _Open:
    """The type of `OPEN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "OPEN"

    def __reduce__(self) -> str:
        return "OPEN"


OPEN = _Open()
"""Stands for a computed field that was not stated and is still to be computed."""


class Obstacle(Exception):
    """Something in the values themselves keeps the flow from going on: `_partly` will say what."""


def words_of(field: Field, unknown: bool | None = None) -> dict[object, Any]:
    """Of a choice: the words for each value and, where it may be, not known. Every other takes the longer way.

    `unknown` says whether it may be unknown, where that differs from the dictionary.
    """
    assert isinstance(field, Choice)
    may = field.unknown if unknown is None else unknown
    words: dict[object, Any] = {None: None, UNKNOWN: None} if may else {}
    words.update(field.words)
    return words


def quick_reader(field: Field, unknown: bool | None = None) -> Callable[[object], Any]:
    """The field's reader for the generated code: raises `Obstacle` where the value is refused or missing, and where
    somebody could change it afterwards, who would change what was asked: the longer way makes it a plain one.

    `unknown` as in `words_of`.
    """
    may = field.unknown if unknown is None else unknown
    listed = isinstance(field, (Choices, Many))

    def read(given: object) -> Any:
        if given is OPEN:
            return given
        if not listed and not unchanging(given):
            raise Obstacle
        value = None if given is None else field.read(given)
        if type(value) is Problem or (value is None and not may):
            raise Obstacle
        return value

    return read


def check_range(field: Field, value: Value) -> Any:
    """A computed value, for the generated flow, which knows its type.

    Raises `Obstacle` where the field cannot have it.
    """
    if value is None:
        if not field.unknown:
            raise Obstacle
    elif (
        isinstance(field, Number)
        and isinstance(value, (int, Fraction))
        and isinstance(field.in_range(value, value), Problem)
    ):
        raise Obstacle
    return value
