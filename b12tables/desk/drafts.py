"""Rows that would close the gaps of a decision, in the columns and the words of its own sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from numbers import Rational

from b12tables.compiler.model import (
    AnyOf,
    DecisionTable,
    Equals,
    Field,
    Finding,
    Interval,
    IsEmpty,
    IsUnknown,
    Model,
    Piece,
    Test,
    Value,
    test_text,
)

End = Fraction | date | None


def drafted_rows(finding: Finding, model: Model, table: DecisionTable) -> Iterator[Mapping[str, str]]:
    """The rows that would close a gap: for each field the text of the condition cell."""
    if finding.name != "gap":
        return
    if finding.mends.rows is not None:
        yield from finding.mends.rows.rows
        return
    units = {clause.field: clause.unit for clause in table.inputs}
    for box in finding.region:
        texts = {name: _text(pieces, model.fields[name], units.get(name, "")) for name, pieces in box.items()}
        if all(texts.values()):
            yield texts


def _text(pieces: Sequence[Piece], field: Field, unit: str) -> str:
    """Pieces as a condition cell says them; "" where the grammar has no words for one of them."""
    tests = [_test(piece, field) for piece in pieces]
    if None in tests:
        return ""
    named = tuple(test for test in tests if test is not None)
    behind = field.unit if unit not in ("", field.unit) else ""
    return test_text(named[0] if len(named) == 1 else AnyOf(named), behind)


def _test(piece: Piece, field: Field) -> Test | None:
    if piece.get("unknown"):
        return IsUnknown()
    if piece.get("empty"):
        return IsEmpty()
    if "value" in piece:
        return Equals(_value(piece["value"], field))
    if "low" not in piece:
        return None
    low, high = _end(piece["low"], field), _end(piece["high"], field)
    # what the dictionary says of every patient, a cell need not say
    if field.low is not None and low == field.low.value and piece["low_closed"] == field.low.closed:
        low = None
    if field.high is not None and high == field.high.value and piece["high_closed"] == field.high.closed:
        high = None
    return Interval(low, bool(piece["low_closed"]), high, bool(piece["high_closed"]))


def _value(value: object, field: Field) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and field.values:
        return field.label_of(value)
    return _end(value, field) if isinstance(value, Rational) or field.type == "date" else str(value)


def _end(value: object, field: Field) -> End:
    """The end of a range, exactly: numbers of a region are exact, days are texts or days."""
    if value is None or isinstance(value, date):
        return value
    if field.type == "date":
        return date.fromisoformat(str(value))
    return Fraction(str(value))
