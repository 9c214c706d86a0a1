"""Random cases for the form: what a browser is given, and what the reference evaluator is given."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from b12tables.compiler.model import AllOf, AnyOf, Equals, Interval, Not, Test, Value
from b12tables.compiler.model.tables import Field, Model
from b12tables.runtime.numbers import number_text
from b12tables.site.book import Book

TODAY = date(2026, 11, 21)


def ends_of(test: Test) -> Iterator[Value]:
    """The values that a test mentions: where answers change."""
    match test:
        case Equals(value):
            yield value
        case Interval(low, _, high, _):
            yield from (end for end in (low, high) if end is not None)
        case Not(inner):
            yield from ends_of(inner)
        case AnyOf(tests) | AllOf(tests):
            for part in tests:
                yield from ends_of(part)


def edges(model: Model) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for table in model.decisions:
        for rule in table.rules:
            for name, condition in zip(table.input_fields, rule.conditions, strict=True):
                found.setdefault(name, []).extend(ends_of(condition.test))
    return found


def random_case(
    model: Model, chance: random.Random, near: dict[str, list[Value]]
) -> tuple[dict[str, object], dict[str, Value]]:
    """One case as the form holds it, and as the reference reads it."""
    raw: dict[str, object] = {}
    given: dict[str, Value] = {}
    for entry in Book(model).inputs:
        if chance.random() < (0.9 if entry.computed else 0.25):
            continue
        if chance.random() < 0.12:
            raw[entry.code], given[entry.code] = chance.choice([None, "unknown", " Unknown\u00a0"]), "unknown"
        else:
            raw[entry.code], given[entry.code] = _answer(entry, chance, near.get(entry.code, []))
    return raw, given


def _answer(entry: Field, chance: random.Random, near: list[Value]) -> tuple[object, Value]:
    match entry.type:
        case "choice":
            row = chance.choice(entry.values)
            return chance.choice([row.code, row.label, row.code.upper(), f" {row.label.lower()} "]), row.code
        case "choices":
            rows = [row for row in entry.values if chance.random() < 0.4]
            return [chance.choice([row.code, row.label]) for row in rows], frozenset(row.code for row in rows)
        case "yes/no":
            value = chance.random() < 0.5
            return chance.choice([value, "Yes" if value else "NO", "true" if value else "False"]), value
        case "date":
            day = TODAY - timedelta(days=chance.randrange(-400, 40000))
            return day.isoformat(), day
        case "text":
            said = chance.choice([*(str(value) for value in near), "something", "Ünder ﬁre", "ß", "ẞ", "ı"])
            return said, said
    return _number(entry, chance, near)


def _number(entry: Field, chance: random.Random, near: list[Value]) -> tuple[object, Value]:
    ends = [end for end in near if isinstance(end, Fraction)] or [Fraction(10)]
    value = chance.choice(ends) + chance.choice(
        [
            Fraction(0),
            Fraction(1),
            Fraction(-1),
            Fraction(1, 10),
            Fraction(-1, 1000),
            Fraction(chance.randrange(5000)),
        ]
    )
    if entry.type == "whole number":
        value = Fraction(int(value))
    if "/" in number_text(value):
        value = Fraction(round(value))
    written = number_text(value)
    option = chance.choice([None, *entry.accepts])
    if option is not None:
        value *= option.factor
        return f"{written} {option.unit}", value
    if entry.unit and (entry.needs_unit or chance.random() < 0.5):
        return chance.choice([f"{written} {entry.unit}", f"{written}{entry.unit.upper()}"]), value
    return chance.choice([written, float(value) if Fraction(repr(float(value))) == value else written]), value
