"""Tests and values in words a reader knows: labels instead of codes, for clinicians or for patients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from b12tables.compiler.model.place import Piece
from b12tables.compiler.model.tables import Field, Never, Worsening
from b12tables.compiler.model.unary_tests import (
    AllOf,
    AnyOf,
    Anything,
    Equals,
    Excludes,
    Includes,
    Interval,
    IsEmpty,
    IsKnown,
    IsUnknown,
    Not,
    Test,
    Value,
    numbers_in,
)
from b12tables.runtime.language import t
from b12tables.runtime.numbers import number_text
from b12tables.runtime.units import in_words
from b12tables.runtime.values import number_json
from b12tables.runtime.words import EMPTY_SET, NO_RESULT, NOT_KNOWN, UNKNOWN

Audience = Literal["clinician", "patient"]


def _measure(number: Fraction, unit: str) -> str:
    return f"{number_text(number)} {in_words(unit, number)}".rstrip()


def value_words(value: Value, field: Field, audience: Audience = "clinician") -> str:
    """A value as the audience says it; where a value has no patient wording, the clinician's label."""
    match value:
        case None:
            return t(NO_RESULT)
        case bool():
            return t("yes") if value else t("no")
        case Fraction():
            return _measure(value, field.unit)
        case date():
            return value.isoformat()
        case frozenset():
            codes = sorted(value, key=lambda code: _rank(field, code))
            return ", ".join(value_words(code, field, audience) for code in codes) or t(EMPTY_SET)
    row = next((row for row in field.values if row.code == value), None)
    if row is None:
        return t(NOT_KNOWN) if value == UNKNOWN else value
    return (row.patient or row.label) if audience == "patient" else row.label


def given_words(value: object, field: Field | None) -> str:
    """A value as a case file states it (as in `Finding.example`) in words; a number is said as given."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, frozenset) and field is not None:
        return value_words(value, field)
    if isinstance(value, (list, tuple, frozenset)):
        return ", ".join(given_words(member, field) for member in value) or t(EMPTY_SET)
    if isinstance(value, Fraction):
        return number_text(value)
    return value_words(value, field) if isinstance(value, str) and field else str(value)


def written_otherwise(test: Test, field: Field) -> dict[Fraction, str]:
    """The numbers of a test whose decimals do not end, each in a unit of the field in which they do (else left out)."""
    endless = [number for number in numbers_in(test) if "/" in number_text(number)]
    written = {number: str(stated_data(number, field)) for number in endless}
    return {number: text for number, text in written.items() if "/" not in text.partition(" ")[0]}


def stated_data(value: Value, field: Field) -> object:
    """A value as a case in JSON states it: a number with its unit where the field needs one."""
    if isinstance(value, Fraction):
        # the first unit in which the decimals end: a case may be given in weeks and kept in months
        options = [(field.unit, Fraction(1)), *((option.unit, option.factor) for option in field.accepts)]
        found = ((number_text(value / factor), unit) for unit, factor in options)
        words, unit = next((pair for pair in found if "/" not in pair[0]), (number_text(value), field.unit))
        return f"{words} {unit}".rstrip()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def given_data(value: Value, field: Field) -> object:
    """The same as a program gives it: a number that needs no unit is a number."""
    if isinstance(value, Fraction) and not field.needs_unit:
        return number_json(value)
    return stated_data(value, field)


def _rank(field: Field, member: Value) -> tuple[int, bool, Value]:
    """Where a member stands in a list: declared values in their order, then others in theirs, `unknown` last."""
    codes = field.value_codes
    place = codes.index(member) if isinstance(member, str) and member in codes else len(codes)
    return place, isinstance(member, str), member


def test_words(test: Test, field: Field, audience: Audience = "clinician") -> str:
    """A condition as the audience says it."""
    match test:
        case Anything():
            return t("any")
        case IsUnknown():
            return t(NOT_KNOWN)
        case IsKnown():
            return t("known")
        case IsEmpty():
            return t(EMPTY_SET)
        case Equals(value):
            return value_words(value, field, audience)
        case Includes(value):
            return t("includes {value}", value=value_words(value, field, audience))
        case Excludes(value):
            return t("without {value}", value=value_words(value, field, audience))
        case Interval():
            return _interval_words(test, field)
        case Not(AnyOf(tests)):
            parts = [test_words(part, field, audience) for part in tests]
            if len(parts) == 2:
                return t("neither {one} nor {other}", one=parts[0], other=parts[1])
            return t("none of: {values}", values="; ".join(parts))
        case Not(inner):
            return t("not {value}", value=test_words(inner, field, audience))
        case AnyOf((Not(inner), IsUnknown())) | AnyOf((IsUnknown(), Not(inner))):
            parts = [
                test_words(part, field, audience)
                for part in (inner.tests if isinstance(inner, AnyOf) else (inner,))
            ]
            return t("anything but {values}", values=t(" or ").join(parts))
        case AnyOf(tests):
            parts = [test_words(part, field, audience) for part in tests]
            separator = "; " if any("," in part for part in parts) else ", "
            return separator.join(parts[:-1]) + t(" or ") + parts[-1]
        case AllOf(tests):
            return t(" and ").join(test_words(part, field, audience) for part in tests)
    raise AssertionError(test)


def _interval_words(test: Interval, field: Field) -> str:
    def end(value: Fraction | date | None) -> str:
        return value_words(value, field) if value is not None else ""

    if test.low is None and test.high is None:
        return t("known")
    if test.low is None:
        return f"{'≤' if test.high_closed else '<'} {end(test.high)}"
    if test.high is None:
        return f"{'≥' if test.low_closed else '>'} {end(test.low)}"
    if test.low_closed and test.high_closed:
        low = number_text(test.low) if isinstance(test.low, Fraction) else end(test.low)
        return t("{low} to {high}", low=low, high=end(test.high))
    low_sign, high_sign = ("≥" if test.low_closed else ">"), ("≤" if test.high_closed else "<")
    return f"{low_sign} {end(test.low)}{t(' and ')}{high_sign} {end(test.high)}"


def compared_words(line: Worsening | Never, fields: Mapping[str, Field]) -> str:
    """What a safety rule says of two patients, in a clinician's words."""
    field = fields[line.field]
    if isinstance(line, Worsening):
        if not line.steps:
            return t("the lower, the worse") if line.falling else t("the higher, the worse")
        return t("{steps}, each worse than the one before", steps=_order_words(line.steps, field))
    parts = [" ".join(line.text.split()[:2]).lower()]
    if line.members is not None:
        parts[0] += t(
            ", of these: {values}", values=", ".join(value_words(member, field) for member in line.members)
        )
    if line.order:
        parts[0] += t(" in {order}", order=" < ".join(_answered_words(step, field) for step in line.order))
    if line.none:
        parts.append(t(f"none counts as the {line.none}"))
    if line.apart is not None:
        parts.append(t("not comparing {value}", value=_answered_words(line.apart, field)))
    if line.unless is not None:
        asked = fields[line.unless.field]
        parts.append(
            t("unless {field}: {value}", field=asked.label, value=test_words(line.unless.test, asked))
        )
    return "; ".join(parts)


def _order_words(steps: Sequence[Test], field: Field) -> str:
    return " < ".join(test_words(step, field) for step in steps)


def _answered_words(test: Test, field: Field) -> str:
    """What a decision answers: where it gives nothing, that is `none`."""
    parts = test.tests if isinstance(test, AnyOf) else (test,)
    return ", ".join(
        t(NO_RESULT) if isinstance(part, IsUnknown) else test_words(part, field) for part in parts
    )


def named_words(
    test: Test, pieces: Sequence[Piece], field: Field, most: int, audience: Audience = "clinician"
) -> str:
    """What passes a test, its values named one by one where they are at most so many; `pieces` are what passes."""
    values = [piece["value"] for piece in pieces if isinstance(piece.get("value"), str)]
    unknown = any(piece.get("unknown") for piece in pieces)
    if field.type != "choice" or len(values) + unknown != len(pieces) or len(values) > most:
        return test_words(test, field, audience)
    told = [*map(str, values), *([UNKNOWN] if unknown else [])]
    return t(" or ").join(value_words(code, field, audience) for code in told)
