"""The Mapping sheet, as it is written: what it names is looked up where two guidelines are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from b12tables.compiler.model import MappingRow
from b12tables.compiler.reader.layout import Found, Grid
from b12tables.compiler.reader.list_rows import complete, records


def read_mapping(grids: Sequence[Grid], found: Found) -> Iterator[MappingRow]:
    """The rows of all Mapping sheets, in their order."""
    for grid in grids:
        for record in records(grid, found):
            if complete(record, grid, found):
                here, there = record.text("Field or value here"), record.text("Field or value there")
                yield MappingRow(here, there, record.text("Aspect"), record.text("Note"), record.place)
