"""What a table set declares, whether or not its tables can be read: for whoever adds to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from b12tables.compiler.model import Field
from b12tables.compiler.reader.build_model import grids_of
from b12tables.compiler.reader.decision_tables import Outline, outline
from b12tables.compiler.reader.dictionary import read_fields
from b12tables.compiler.reader.layout import Found
from b12tables.compiler.reader.left_out import parts_of
from b12tables.compiler.reader.thresholds import read_thresholds, with_figures
from b12tables.compiler.reader.workbook import Workbook
from b12tables.runtime.dependencies import reach


@dataclass(frozen=True)
class Declared:
    """The fields of the dictionary by their codes, and the heads of the decision tables, broken ones among them."""

    fields: Mapping[str, Field]
    tables: Sequence[Outline]

    @cached_property
    def producers(self) -> Mapping[str, Outline]:
        """Each field that is decided, and the table that decides it."""
        return {name: table for table in reversed(self.tables) for name in table.output_fields}

    def behind(self, names: Sequence[str]) -> frozenset[str]:
        """Some fields, and all that these are decided by or computed from."""
        decided = {name: table.input_fields for name, table in self.producers.items()}
        return reach({**parts_of(self.fields), **decided}, names)


def declared(workbook: Workbook) -> Declared:
    """What the sheets of a set declare. What is wrong in them is not said here: `build_model` says it."""
    found: Found = []
    grids = grids_of(workbook, found)
    thresholds = read_thresholds(grids["Thresholds"], found)
    grids = with_figures(grids, thresholds, found)
    fields, names = read_fields(grids["Dictionary"], grids["Values"], thresholds, found)
    return Declared(fields, [outline(grid, fields, names, found) for grid in grids["Decision table"]])
