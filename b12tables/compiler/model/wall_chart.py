"""The wall chart that an author asks for: which fields span it, what it shows, and of which patients it speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from b12tables.compiler.model.place import Place

if TYPE_CHECKING:
    from b12tables.compiler.model.tables import FieldTest

MOST_CELLS = 400
"""So many combinations fit on a sheet that somebody reads; of more there is no chart."""


@dataclass(frozen=True)
class WallChart:
    """One row of a Wall chart sheet; everything by the codes of fields, a decision by its results.

    `rows`, `columns` and `strip` span the chart, `show` are the results in its cells, `aside` those that stand beside
    it as marks, and `given` holds for every patient of the chart.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    show: tuple[str, ...]
    place: Place
    strip: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    given: tuple[FieldTest, ...] = ()

    @property
    def axes(self) -> tuple[str, ...]:
        """The fields that span it."""
        return (*self.rows, *self.columns, *self.strip)

    @property
    def results(self) -> tuple[str, ...]:
        """The results that it tells."""
        return (*self.show, *self.aside)
