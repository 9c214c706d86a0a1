"""The column Computed of the Dictionary: what a field follows from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from b12tables.compiler.model import NUMERIC, CellError, Computed, Field, circle, order
from b12tables.compiler.reader.layout import Found, note
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.units import unit_key
from b12tables.runtime.words import fold

_BETWEEN = re.compile(r"(?i)(days|months|years)\s+from\s+(.+?)\s+to\s+(.+)", re.DOTALL)
_UNIT_OF_TIME = {"days": "d", "months": "mo", "years": "a"}


def read_computed(
    cell: Cell, field: Field, fields: Mapping[str, Field], names: Names, found: Found
) -> Computed | None:
    """`months from a to b`, `a + b`, `a - b`; names may be codes or labels. None, with a finding, else."""
    if cell.problem:
        return None
    try:
        if field.type not in NUMERIC:
            raise CellError(
                f"{field.label} is computed, so it must be a number", "make its type number or whole number"
            )
        if match := _BETWEEN.fullmatch(cell.text):
            words = (match[2], match[3])
            return _span(
                cell, field, fold(match[1]), [_part(w, "date", fields, names, cell, found) for w in words]
            )
        cut = _cut(cell.text, names)
        words = (cell.text[: cut.start()], cell.text[cut.end() :])
        parts = [_part(word, "number", fields, names, cell, found) for word in words]
        return _total(cell, field, fields, "sum" if "+" in cut[0] else "difference", parts)
    except CellError as error:
        note(found, error.name, error.message, cell.place, help=error.help)
        return None


def _span(cell: Cell, field: Field, unit: str, parts: Sequence[str | None]) -> Computed | None:
    """Time between two dates; None where one of them is told to be no date. Raises `CellError`."""
    start, end = parts
    if field.unit and unit_key(field.unit) != _UNIT_OF_TIME[unit]:
        raise CellError(
            f"{cell.text!r} counts {unit}, but {field.label} is in {field.unit}",
            f"make its unit {_UNIT_OF_TIME[unit]}",
            "unit-mismatch",
        )
    if start is None or end is None:
        return None
    return Computed("between", start, end, unit, cell.text)  # type: ignore[arg-type]


def _cut(text: str, names: Names) -> re.Match[str]:
    """The plus or minus between two names; a name may hold one itself. Raises `CellError` where there is none."""
    cuts = [match for match in re.finditer(r"\s*[+-]\s*", text) if match.start() > 0]
    known = [c for c in cuts if names.find(text[: c.start()]) and names.find(text[c.end() :])]
    if not cuts:
        raise CellError(
            f"{text!r} is no way to compute a field",
            "write months from a_date to today (or days, years), a_number + another, or a_number - another",
        )
    if not known and len(cuts) > 1 and all(names.find(part) for part in re.split(r"\s*[+-]\s*", text)):
        first, last = text[: cuts[-1].start()], text[cuts[-1].start() :].strip()
        raise CellError(
            f"{text!r} is made of {len(cuts) + 1} fields, and a row is made of two",
            f"declare a field that is computed as {first}, and write the name of that field {last}",
        )
    return known[0] if known else cuts[0]


def _total(
    cell: Cell,
    field: Field,
    fields: Mapping[str, Field],
    kind: Literal["sum", "difference"],
    parts: Sequence[str | None],
) -> Computed | None:
    """Sum or difference of two numbers in one unit; None where one is told to be no number. Raises `CellError`."""
    left, right = parts
    if left is None or right is None:
        return None
    for part in (left, right):
        if unit_key(fields[part].unit) != unit_key(field.unit):
            raise CellError(
                f"{field.label} is in {field.unit or 'no unit'}, "
                f"but {fields[part].label} in {fields[part].unit or 'no unit'}",
                "give the three fields one unit",
                "unit-mismatch",
            )
    return Computed(kind, left, right, "", cell.text)


def _part(
    word: str, kind: str, fields: Mapping[str, Field], names: Names, cell: Cell, found: Found
) -> str | None:
    if kind == "date" and fold(word) == "today":
        return "today"
    code = names.require(word.strip(), cell.place, found)
    if code is None or code not in fields:
        return None
    if (fields[code].type == "date") != (kind == "date") or (
        kind == "number" and fields[code].type not in NUMERIC
    ):
        note(
            found,
            "bad-cell",
            f"{fields[code].label} is a {fields[code].type}, but a {kind} is needed here",
            cell.place,
            help=f"name a {kind}",
        )
        return None
    return code


def in_circles(computed: Mapping[str, Field], found: Found) -> list[str]:
    """Computed fields that need each other in a circle."""
    needs = {c: [f.computed.left, f.computed.right] for c, f in computed.items() if f.computed is not None}
    _, stuck = order(needs)
    if stuck:
        ring = circle(needs, stuck)
        note(
            found,
            "cycle",
            f"computed fields need each other in a circle: {' needs '.join([*ring, ring[0]])}",
            *(computed[code].place for code in ring),
            help="compute one of them from something else",
        )
    return stuck
