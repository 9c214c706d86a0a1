"""What a field follows from: its formula, as the Dictionary states it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal


@dataclass(frozen=True)
class Computed:
    """A field that follows from others.

    Time between two dates, a sum of numbers, a difference of two, or a dose: a rate times a number, rounded, kept
    between bounds.
    """

    kind: Literal["between", "sum", "difference", "dose"]
    left: str
    right: str
    """Blank of a dose whose rate is a number that stands in the formula: it is part of `factor`."""
    unit: Literal["days", "months", "years", ""] = ""
    """Of `between` only; `left` is then the earlier date. `today` as a name is an input of the evaluation."""
    text: str = ""
    more: tuple[str, ...] = ()
    """The further parts of a sum of more than two."""
    factor: Fraction = Fraction(1)
    """Of a dose: what the parts, multiplied, are multiplied by, to be in the field's own unit."""
    rounded: Fraction | None = None
    """Of a dose: it is rounded to the nearest multiple of this, of two that are as near the larger."""
    at_least: Fraction | None = None
    """Of a dose: what it is raised to, once it is rounded."""
    at_most: Fraction | None = None
    """Of a dose: what it is lowered to, once it is rounded."""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """All that the field follows from, in the order in which it is written."""
        return tuple(part for part in (self.left, self.right, *self.more) if part)

    @property
    def meaning(self) -> tuple[object, ...]:
        """The formula without how it is written: two that are the same here give the same of all parts."""
        parts = sorted(self.parts) if self.kind in ("sum", "dose") else self.parts
        plain = (self.kind, *parts, self.unit)
        return (*plain, self.factor, *self.bounds) if self.kind == "dose" else plain

    @property
    def bounds(self) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
        """What becomes of the product: rounded to, at least, at most."""
        return self.rounded, self.at_least, self.at_most
