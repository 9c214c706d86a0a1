"""The Mapping sheet: which results of another guideline say the same as results of this one."""

from __future__ import annotations

from dataclasses import dataclass

from b12tables.compiler.model.place import Place

NO_COUNTERPART = "-"
"""Written on one side: the value of the other side has no counterpart."""

SAYS_NOTHING = "nothing"
"""Written on one side: the value of the other side is no statement."""


@dataclass(frozen=True)
class MappingRow:
    """A row as it is written: two results, which begin an aspect, or a value of each. `there` is not looked up here."""

    here: str
    there: str
    aspect: str
    note: str
    place: Place
