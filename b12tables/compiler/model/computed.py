"""What a field follows from: its formula, as the Dictionary states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Computed:
    """A field that follows from others: time between two dates, a sum of numbers, a difference of two numbers."""

    kind: Literal["between", "sum", "difference"]
    left: str
    right: str
    unit: Literal["days", "months", "years", ""] = ""
    """Of `between` only; `left` is then the earlier date. `today` as a name is an input of the evaluation."""
    text: str = ""
    more: tuple[str, ...] = ()
    """The further parts of a sum of more than two."""

    @property
    def parts(self) -> tuple[str, ...]:
        """All that the field follows from, in the order in which it is written."""
        return (self.left, self.right, *self.more)
