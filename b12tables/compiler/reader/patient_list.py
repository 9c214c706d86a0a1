"""A sheet with a patient in each row, which is no part of a table set: which column states which field, read by its
heads as those of a Cases sheet are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from b12tables.compiler.model import NUMERIC, Finding, Model, Value
from b12tables.compiler.reader.dictionary import fits, head_name
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.stated_case import field_names, read_patient
from b12tables.compiler.reader.workbook import Sheet
from b12tables.runtime.language import later
from b12tables.runtime.words import nearest

HEAD_WITHIN = 20
"""The heads stand in one of so many first rows."""


class NoPatients(Exception):
    """A workbook in which no list of patients can be read; the text is a sentence for the user."""


@dataclass(frozen=True)
class PatientList:
    """A sheet with its columns by the code of the field that they state, each with the unit that its head names.

    `unused` tells each column that states nothing, and why; `rows` are those below the heads that hold anything.
    """

    sheet: Sheet
    head: int
    columns: Mapping[str, tuple[int, str]]
    unused: tuple[str, ...]
    rows: tuple[int, ...]

    @property
    def width(self) -> int:
        """The last column in which anything stands from the heads down."""
        return max(max(cells) for row, cells in self.sheet.by_row.items() if row >= self.head and cells)

    def stated(self, model: Model, row: int) -> tuple[dict[str, Value], dict[str, tuple[Finding, ...]]]:
        """What a row states of its patient, and what of it cannot be read."""
        cells = {code: (self.sheet.at(row, column), unit) for code, (column, unit) in self.columns.items()}
        return read_patient(model, cells)


def patient_list(model: Model, sheets: Sequence[Sheet]) -> PatientList:
    """The first sheet that has heads for fields of the model, with what they say. Raises `NoPatients`."""
    names = field_names(model.fields)
    for sheet in sheets:
        if sheet.hidden:
            continue
        head = _head_row(sheet, names)
        if head is not None:
            return _listed(model, sheet, head, names)
    raise NoPatients(
        later(
            "no column of it names a field of these tables in one of the first {head_within} rows: "
            "write the label or the code of a field over each column",
            head_within=HEAD_WITHIN,
        )
    )


def _head_row(sheet: Sheet, names: Names) -> int | None:
    """The row that names most fields, the first of them."""
    counts = {
        row: sum(names.find(head_name(cell.text, names)[0]) is not None for cell in cells.values())
        for row, cells in sheet.by_row.items()
        if row <= HEAD_WITHIN
    }
    best = max(counts, key=lambda row: (counts[row], -row), default=None)
    return best if best is not None and counts[best] else None


def _listed(model: Model, sheet: Sheet, head: int, names: Names) -> PatientList:
    columns: dict[str, tuple[int, str]] = {}
    unused: list[str] = []
    for column, cell in sorted(sheet.by_row[head].items()):
        name, unit = head_name(cell.text, names)
        code = names.find(name)
        if code is None:
            near = nearest(name, [*names.codes, *names.codes.values()])
            meant = (
                later(" (is {field} meant?)", field=model.fields[names.find(near) or near].label)
                if near
                else ""
            )
            unused.append(later("{cell} names no field{meant}", cell=cell.text, meant=meant))
        elif code in model.produced_by:
            unused.append(later("{cell} is decided by the tables", cell=cell.text))
        else:
            columns[code] = _taken(model, sheet, (head, column), (code, unit), columns)
    rows = tuple(row for row, cells in sheet.by_row.items() if row > head and cells)
    return PatientList(sheet, head, columns, tuple(unused), rows)


def _taken(
    model: Model,
    sheet: Sheet,
    at: tuple[int, int],
    named: tuple[str, str],
    columns: Mapping[str, tuple[int, str]],
) -> tuple[int, str]:
    """The column of a field with its unit. Raises `NoPatients` where it has one already, or not in that unit."""
    (code, unit), place = named, sheet.place(*at)
    field = model.fields[code]
    if code in columns:
        other = sheet.place(at[0], columns[code][0])
        raise NoPatients(
            later(
                "{cells} and {cells2} both state {field}: which of them counts?",
                cells=other.cells,
                cells2=place.cells,
                field=field.label,
            )
        )
    if unit and not (field.type in NUMERIC and fits(field, unit)):
        said = later("its unit is {unit}", unit=field.unit) if field.unit else later("it has no unit")
        raise NoPatients(
            later(
                "{cells}: {field} is not given in {unit}; {said}",
                cells=place.cells,
                field=field.label,
                unit=unit,
                said=said,
            )
        )
    return at[1], unit
