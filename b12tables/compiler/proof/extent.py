"""How much of a table's space a region takes, and how much of it is listed."""

from __future__ import annotations

from dataclasses import dataclass

from b12tables.compiler.model import Extras
from b12tables.compiler.proof.analysis import LISTED
from b12tables.compiler.proof.gap_parts import Part
from b12tables.compiler.proof.grid import size
from b12tables.compiler.proof.table_space import TableSpace


@dataclass(frozen=True)
class Extent(Extras):
    """The size of a region, in kinds of patient."""

    cells: int
    of: int
    """All kinds of patient that the table tells apart."""
    boxes: int
    listed: int | None
    """How many kinds the boxes have that are listed; None: all boxes are."""
    whole: bool
    """Whether this is all of the region; otherwise the bound was reached."""
    bounds: tuple[int, int] | None
    """Where the whole is not known but for this: at least and at most so many."""

    def as_data(self) -> dict[str, object]:
        """As JSON has it; numbers that may be larger than a machine's as text."""
        told: dict[str, object] = {"cases": str(self.cells), "of": str(self.of), "boxes": self.boxes}
        if self.listed is not None:
            told |= {"listed": LISTED, "listed_share": f"{self.listed}/{self.cells}"}
        if not self.whole:
            told["complete"] = False
        if self.bounds is not None:
            told |= {"cases_at_least": str(self.bounds[0]), "cases_at_most": str(self.bounds[1])}
        return told


def extent_of(ts: TableSpace, part: Part) -> Extent:
    """How much of its table's space a part takes."""
    return Extent(
        cells=part.cells,
        of=size(ts.grid.full),
        boxes=len(part.boxes),
        listed=sum(map(size, part.boxes[:LISTED])) if len(part.boxes) > LISTED else None,
        whole=part.whole,
        bounds=part.all_cells,
    )
