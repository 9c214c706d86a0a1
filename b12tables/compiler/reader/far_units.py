"""Units that are converted, as they should be, and that nobody can have meant: `< 7 mg/dL` beside 70 and 110 g/L.

A unit of the right dimension is read whether or not the Dictionary names it. Where it does not, the number may be a
slip of the pen; it is one almost certainly where it lies far from all other numbers of the field, and would lie among
them in a unit that the Dictionary names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from b12tables.compiler.model import (
    NUMERIC,
    Case,
    Combination,
    DecisionTable,
    Equals,
    Field,
    Interval,
    Place,
    SafetyRule,
    Test,
    conversion,
    leaves,
    value_text,
)
from b12tables.compiler.reader.layout import Found, note
from b12tables.runtime.language import later, strung
from b12tables.runtime.units import unit_key, unit_words

FAR = 100
"""A number is far from others where it is less than their hundredth part, or more than a hundred times as much."""

APART = 10
"""By so much two units of a field differ that are taken for one another; weeks and months, which people mix, do not."""

_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d_%][^\s;,\[\]()<>=.]*)")


class _Said(NamedTuple):
    """A cell about a field that holds numbers: what it says, and the ends of its intervals in the field's unit."""

    field: str
    text: str
    place: Place
    ends: tuple[Fraction, ...]
    unit: str
    """The unit of a number that names none."""
    decision: str | None = None
    rule: str = ""


def tell_far_units(
    fields: Mapping[str, Field],
    tables: Sequence[DecisionTable],
    impossible: Sequence[Combination],
    safety_rules: Sequence[SafetyRule],
    cases: Sequence[Case],
    found: Found,
) -> None:
    """A finding for each cell whose number is far from all others of its field because of a unit of its own."""
    by_field: dict[str, list[_Said]] = {}
    for cell in _cells(fields, tables, impossible, safety_rules):
        by_field.setdefault(cell.field, []).append(cell)
    for name, cells in by_field.items():
        given = [value for case in cases if isinstance(value := case.given.get(name), Fraction)]
        for cell in cells:
            odd = _odd(cell, fields[name])
            if odd is None:
                continue
            elsewhere = [*given, *chain.from_iterable(other.ends for other in cells if other is not cell)]
            others = set(map(abs, elsewhere)) - {0}
            if len(others) > 1:
                _tell(fields[name], cell, odd, (min(others), max(others)), found)


def _cells(
    fields: Mapping[str, Field],
    tables: Sequence[DecisionTable],
    impossible: Sequence[Combination],
    safety_rules: Sequence[SafetyRule],
) -> Iterator[_Said]:
    for table in tables:
        for rule in table.rules:
            for clause, condition in zip(table.inputs, rule.conditions, strict=True):
                field = fields[clause.field]
                if field.type in NUMERIC and (ends := tuple(_ends(condition.test))):
                    unit = clause.unit or field.unit
                    yield _Said(
                        clause.field, condition.text, condition.place, ends, unit, table.code, rule.id
                    )
    lines = [test for row in impossible for test in row.tests]
    lines += [line for row in safety_rules for line in (*row.when, *row.must)]
    for line in lines:
        if fields[line.field].type in NUMERIC and (ends := tuple(_ends(line.test))):
            yield _Said(line.field, line.text, line.place, ends, fields[line.field].unit)


def _ends(test: Test) -> Iterator[Fraction]:
    for part in leaves(test):
        match part:
            case Equals(value):
                yield from (value,) if isinstance(value, Fraction) else ()
            case Interval(low, _, high, _):
                yield from (end for end in (low, high) if isinstance(end, Fraction))


def _odd(cell: _Said, field: Field) -> tuple[Fraction, str] | None:
    """The number of a cell that stands in another unit than its column, with the unit; None where none does."""
    for number, unit in _QUANTITY.findall(cell.text):
        if unit_key(unit) != unit_key(cell.unit) and conversion(unit, field.unit) is not None:
            return Fraction(number), str(unit)
    return None


def _units(field: Field) -> dict[str, Fraction]:
    """The units that the Dictionary names for a field, with their factors."""
    return {field.unit: Fraction(1), **{option.unit: option.factor for option in field.accepts}}


def _tell(
    field: Field, cell: _Said, odd: tuple[Fraction, str], others: tuple[Fraction, Fraction], found: Found
) -> None:
    """A finding, where the number lies far from the others, and among them in the unit that must have been meant."""
    (number, unit), (low, high) = odd, others
    units = _units(field)
    named = unit_key(unit) in map(unit_key, units)
    meant = [cell.unit] if named else list(units)
    meant = [name for name in meant if low <= number * units.get(name, Fraction(0)) <= high]
    if not meant or not (_apart(cell, unit, others) if named else _far(cell, field, others)):
        return
    own = unit_words(field.unit)
    converted = ", ".join(map(value_text, cell.ends))
    right = "" if named else later("; else add {unit} under Also accepts in the Dictionary", unit=unit)
    texts = [cell.text.replace(unit, unit_words(name)) for name in meant]
    note(
        found,
        "unit-mismatch",
        later(
            "{cell!r} is read as {converted} {own}, {what}outside of all other numbers of {field} "
            "({value} to {value2} {own})",
            cell=cell.text,
            converted=converted,
            own=own,
            what="" if named else later("far "),
            field=field.label,
            value=value_text(low),
            value2=value_text(high),
        ),
        cell.place,
        help=later("write {texts}, if that is meant{right}", texts=strung(later(" or "), texts), right=right),
        severity="warning",
        decision=cell.decision,
        rules=(cell.rule,) if cell.rule else (),
    )


def _far(cell: _Said, field: Field, others: tuple[Fraction, Fraction]) -> bool:
    """Whether the numbers of a cell are far from others, or more than the field can ever be."""
    low, high = others
    most = field.high.value if field.high is not None else None
    if isinstance(most, Fraction) and any(end > most for end in cell.ends):
        return True
    ends = [abs(end) for end in cell.ends if end]
    return bool(ends) and all(end * FAR <= low or end >= high * FAR for end in ends)


def _apart(cell: _Said, unit: str, others: tuple[Fraction, Fraction]) -> bool:
    """Whether a cell in a unit that its field has, and its column has not, lies outside of all others."""
    factor = conversion(unit, cell.unit)
    if factor is None or conversion(unit, "d") is not None or 1 / APART < factor < APART:
        return False
    ends = [abs(end) for end in cell.ends if end]
    return bool(ends) and all(not others[0] <= end <= others[1] for end in ends)
