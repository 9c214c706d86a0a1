"""The column Computed of the Dictionary: what a field follows from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from b12tables.compiler.model import (
    NUMERIC,
    CellError,
    Computed,
    Field,
    Finding,
    circle,
    names_in,
    order,
)
from b12tables.compiler.reader.doses import is_dose, read_dose
from b12tables.compiler.reader.layout import Found, note
from b12tables.compiler.reader.names import Names
from b12tables.compiler.reader.thresholds import DeclaredThresholds
from b12tables.compiler.reader.workbook import Cell
from b12tables.runtime.language import later, strung
from b12tables.runtime.units import unit_key
from b12tables.runtime.words import fold

_BETWEEN = re.compile(r"(?i)(days|months|years)\s+from\s+(.+?)\s+to\s+(.+)", re.DOTALL)
_BRACED = re.compile(r"\{([^{}\n]+)\}")
"""The name of a threshold in whose place no figure stands."""
_UNIT_OF_TIME = {"days": "d", "months": "mo", "years": "a"}


def read_computed(
    cell: Cell,
    field: Field,
    fields: Mapping[str, Field],
    names: Names,
    thresholds: DeclaredThresholds,
    found: Found,
) -> Computed | None:
    """`months from a to b`, `a + b + c`, `a - b`, `15 mg/kg * a, at most 1 g`; names may be codes or labels.

    None, with a finding, else.
    """
    if cell.problem:
        return None
    before = len(found)
    computed = _read(cell, field, fields, names, found)
    if computed is None and len(found) > before:
        told = _said_better(cell.text, found[before:])
        found[before:] = [_about_threshold(cell.text, finding, thresholds) for finding in told]
    return computed


def _read(
    cell: Cell, field: Field, fields: Mapping[str, Field], names: Names, found: Found
) -> Computed | None:
    try:
        if field.type not in NUMERIC:
            raise CellError(
                later("{field} is computed, so it must be a number", field=field.label),
                later("make its type number or whole number"),
            )
        if match := _BETWEEN.fullmatch(cell.text):
            days = [_part(word, "date", fields, names, cell, found) for word in (match[2], match[3])]
            return _span(cell, field, fold(match[1]), days)
        if is_dose(cell.text):
            return read_dose(cell.text, field, lambda word: _number(word, fields, names, cell, found))
        words, sign = _terms(cell.text, names)
        parts = [_part(word, "number", fields, names, cell, found) for word in words]
        return _total(cell, field, fields, "difference" if sign == "-" else "sum", parts)
    except CellError as error:
        note(found, error.name, error.message, cell.place, help=error.help)
        return None


_DIGITS = r"\d+(?:\.\d+)?"
_MORE = (
    (
        re.compile(rf"/\s*{_DIGITS}\s*(?:$|[,;])|\w\s+/\s+\w"),
        "divides",
        later(
            "multiply instead (0.5 * the field), or let a table give the rate; a ratio is a field "
            "that is stated"
        ),
    ),
    (
        re.compile(r"[*×].*\s[+-]\s|\s[+-]\s.*[*×]"),
        later("multiplies and adds"),
        later(
            "let the tables give the points already multiplied; or declare a field for each product, "
            "Computed 2 * points, and add those"
        ),
    ),
    (
        re.compile(rf"(?:^|\s[+-])\s*{_DIGITS}\s*(?:$|[+-]\s)"),
        later("adds a number to a field"),
        later(
            "let the table give the points with that number in them, or compare with another number "
            "in the cell"
        ),
    ),
)
"""What people write beyond sums, differences and doses: what it does, and the way to say it."""


def _said_better(text: str, told: Sequence[Finding]) -> Sequence[Finding]:
    """What is told of a formula that cannot be read; with the way to say it where it does more than any here."""
    for pattern, does, help in _MORE:
        if pattern.search(text) and told[0].name in ("unknown-name", "bad-cell"):
            return [
                replace(
                    told[0],
                    name="bad-cell",
                    message=later("{text!r} {does}, and no formula here does", text=text, does=does),
                    help=(help,),
                )
            ]
    return told


def _about_threshold(text: str, told: Finding, declared: DeclaredThresholds) -> Finding:
    """What is told of a formula, where it is the name of a threshold that cannot be read there."""
    for threshold, start, end in names_in(text, declared.usable):
        if repr(text[start:end]) in told.message:
            braced = f"{{{threshold.name}}}"
            return replace(
                told, help=(later("write the name of a threshold in braces here: {braced}", braced=braced),)
            )
    left = _BRACED.search(text)
    if left is None:
        return told
    error = declared.not_there(left[1])
    return replace(told, name=error.name, message=error.message, help=(error.help,))


def _span(cell: Cell, field: Field, unit: str, parts: Sequence[str | None]) -> Computed | None:
    """Time between two dates; None where one of them is told to be no date. Raises `CellError`."""
    start, end = parts
    if field.unit and unit_key(field.unit) != _UNIT_OF_TIME[unit]:
        raise CellError(
            later(
                "{cell!r} counts {unit}, but {field} is in {unit2}",
                cell=cell.text,
                unit=unit,
                field=field.label,
                unit2=field.unit,
            ),
            later("make its unit {unit_of_time}", unit_of_time=_UNIT_OF_TIME[unit]),
            "unit-mismatch",
        )
    if start is None or end is None:
        return None
    return Computed("between", start, end, unit, cell.text)  # type: ignore[arg-type]


def _terms(text: str, names: Names) -> tuple[list[str], str]:
    """The names between the signs of a sum, or of a difference of two, and the sign.

    A name may hold a sign itself: it is cut where each part is a name then. Raises `CellError`.
    """
    signs = list(re.finditer(r"\s*[+-]\s*", text))
    cuts = [sign for sign in signs if sign.start() > 0 and sign.end() < len(text)]
    if not cuts or len(cuts) > MOST_SIGNS:
        raise CellError(
            later("{text!r} is no way to compute a field", text=text),
            later(
                "write months from a_date to today (or days, years), a_number + another + a third, "
                "a_number - another, or 15 mg/kg * a_weight"
            ),
        )
    chosen = _cuts_between_names(text, cuts, names)
    # where no way makes names of all parts, each part that is none is told
    at = cuts if chosen is None else chosen
    kinds = {cut[0].strip() for cut in at}
    if kinds != {"+"} and len(at) > 1:
        raise CellError(
            later("{text!r} takes away from more than one field", text=text),
            later(
                "a difference has two fields: declare a field that is computed as the sum of what is "
                "taken away, or of what it is taken from, and write the name of that field"
            ),
        )
    ends = [0, *(cut.end() for cut in at)], [*(cut.start() for cut in at), len(text)]
    return [text[start:end] for start, end in zip(*ends, strict=True)], kinds.pop()


MOST_SIGNS = 60
"""More signs than any sum has."""


def _cuts_between_names(text: str, cuts: Sequence[re.Match[str]], names: Names) -> list[re.Match[str]] | None:
    """The cuts, at least one, between which only names stand; None where there are none.

    Raises `CellError` where there are several ways.
    """
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(text)]
    ways: list[list[list[re.Match[str]]]] = [[[]]]
    """For each cut the ways to reach it by names alone; two of them tell as much as all."""
    for place, end in enumerate(ends):
        here: list[list[re.Match[str]]] = []
        for before in range(place + 1):
            whole = before == 0 and place == len(cuts)
            if ways[before] and not whole and names.find(text[starts[before] : end]):
                here += [[*way, *cuts[place : place + 1]] for way in ways[before]]
        ways.append(here[:2])
    found = ways[-1]
    if len(found) > 1:
        raise CellError(
            later("{text!r} can be read in two ways", text=text), later("write the codes of the fields")
        )
    return found[0] if found else None


def _total(
    cell: Cell,
    field: Field,
    fields: Mapping[str, Field],
    kind: Literal["sum", "difference"],
    parts: Sequence[str | None],
) -> Computed | None:
    """Sum or difference of numbers in one unit; None where one is told to be no number. Raises `CellError`."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    for part in known:
        if unit_key(fields[part].unit) != unit_key(field.unit):
            raise CellError(
                later(
                    "{field} is in {unit}, but {field2} in {unit2}",
                    field=field.label,
                    unit=field.unit or later("no unit"),
                    field2=fields[part].label,
                    unit2=fields[part].unit or later("no unit"),
                ),
                later("give all these fields one unit"),
                "unit-mismatch",
            )
    left, right, *more = known
    twice = next((part for part in known if known.count(part) > 1), None)
    if more and twice is not None:
        raise CellError(
            later("{cell!r} counts {field} twice", cell=cell.text, field=fields[twice].label),
            later("name each field once; where a table gives one of them, let it give the doubled number"),
        )
    return Computed(kind, left, right, "", cell.text, tuple(more))


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
            later(
                "{field} is a {type}, but a {kind} is needed here",
                field=fields[code].label,
                type=fields[code].type,
                kind=kind,
            ),
            cell.place,
            help=later("name a {kind}", kind=kind),
        )
        return None
    return code


def _number(word: str, fields: Mapping[str, Field], names: Names, cell: Cell, found: Found) -> Field | None:
    """The field of a number that a formula names; None, with a finding, where it names none."""
    code = _part(word, "number", fields, names, cell, found)
    return None if code is None else fields[code]


def in_circles(computed: Mapping[str, Field], found: Found) -> list[str]:
    """Computed fields that need each other in a circle."""
    needs = {c: [*f.computed.parts] for c, f in computed.items() if f.computed is not None}
    _, stuck = order(needs)
    if stuck:
        ring = circle(needs, stuck)
        note(
            found,
            "cycle",
            later(
                "computed fields need each other in a circle: {what}",
                what=strung(later(" needs "), [*ring, ring[0]]),
            ),
            *(computed[code].place for code in ring),
            help=later("compute one of them from something else"),
        )
    return stuck
