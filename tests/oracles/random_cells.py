"""Random fields and condition cells: as text for a sheet, and as z3 terms with the meaning of the contract.

z3 sees numbers as reals or integers, choices as integers, yes/no as booleans, and for each field one more
boolean: unknown. A known field is in its range; a field that is not declared to be unknown is known.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pytest

from b12tables.compiler.model.finding import Finding

z3 = pytest.importorskip("z3")


@dataclass(frozen=True)
class Column:
    """A field: its type, its values or range, and whether it may be unknown."""

    name: str
    type: str
    values: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    unknown: bool = False


@dataclass(frozen=True)
class Cell:
    """A condition cell: its text and what z3 makes of it."""

    text: str
    term: Any


class Domain:
    """The z3 side of the columns: a variable for each, its range, and the terms of values and pieces."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = {column.name: column for column in columns}
        self.variables = {column.name: _variable(column) for column in columns}
        self.unknown = {c.name: z3.Bool(f"{c.name} unknown") for c in columns}
        self.possible = z3.And([self._possible(column) for column in columns])

    def _possible(self, column: Column) -> Any:
        variable, unknown = self.variables[column.name], self.unknown[column.name]
        range_ = z3.BoolVal(True)
        if column.type == "choice":
            range_ = z3.And(variable >= 0, variable < len(column.values))
        elif column.type != "yes/no":
            range_ = z3.And(variable >= column.low, variable <= column.high)
        return z3.And(range_, z3.BoolVal(True) if column.unknown else z3.Not(unknown))

    def known(self, name: str, term: Any) -> Any:
        return z3.And(z3.Not(self.unknown[name]), term)

    def is_value(self, name: str, value: Any) -> Any:
        """That a field has a value, as a finding's JSON writes it."""
        column, variable = self.columns[name], self.variables[name]
        if value == "unknown":
            return self.unknown[name]
        if column.type == "choice":
            return self.known(name, variable == column.values.index(value))
        if column.type == "yes/no":
            return self.known(name, variable == value)
        return self.known(name, variable == _number(value))

    def in_piece(self, name: str, piece: Mapping[str, Any]) -> Any:
        if "unknown" in piece:
            return self.unknown[name]
        if "value" in piece:
            return self.is_value(name, piece["value"])
        variable = self.variables[name]
        parts = []
        if piece["low"] is not None:
            low = _number(piece["low"])
            parts.append(variable >= low if piece["low_closed"] else variable > low)
        if piece["high"] is not None:
            high = _number(piece["high"])
            parts.append(variable <= high if piece["high_closed"] else variable < high)
        return self.known(name, z3.And(parts))

    def region(self, finding: Finding) -> Any:
        """The union of a finding's boxes."""
        return z3.Or(
            [
                z3.And(
                    [z3.Or([self.in_piece(name, piece) for piece in pieces]) for name, pieces in box.items()]
                )
                for box in finding.region
            ]
        )

    def satisfiable(self, *terms: Any) -> bool:
        solver = z3.Solver()
        solver.add(self.possible, *terms)
        verdict = solver.check()
        assert verdict != z3.unknown
        return bool(verdict == z3.sat)

    def same(self, first: Any, second: Any) -> bool:
        """Whether two regions hold the same possible points."""
        return not self.satisfiable(z3.Xor(first, second))


def _variable(column: Column) -> Any:
    match column.type:
        case "number":
            return z3.Real(column.name)
        case "yes/no":
            return z3.Bool(column.name)
    return z3.Int(column.name)


def _number(value: Any) -> Any:
    number = Fraction(value) if isinstance(value, str) else Fraction(repr(value))
    return z3.Q(number.numerator, number.denominator)


def random_column(chance: random.Random, i: int) -> Column:
    unknown = chance.random() < 0.4
    match chance.choice(("number", "whole number", "choice", "yes/no")):
        case "choice":
            values = tuple(f"v{k}" for k in range(chance.randint(2, 6)))
            return Column(f"field_{i}", "choice", values, unknown=unknown)
        case "yes/no":
            return Column(f"field_{i}", "yes/no", unknown=unknown)
        case type_:
            return Column(f"field_{i}", type_, (), 0, chance.randint(5, 40), unknown)


def random_cell(chance: random.Random, domain: Domain, column: Column, wide: float) -> Cell:
    if chance.random() < wide:
        return Cell("-", z3.BoolVal(True))
    if column.unknown and chance.random() < 0.15:
        text = chance.choice(("unknown", "known"))
        unknown = domain.unknown[column.name]
        return Cell(text, unknown if text == "unknown" else z3.Not(unknown))
    if column.type == "choice":
        return _choice_cell(chance, domain, column)
    if column.type == "yes/no":
        value = chance.random() < 0.5
        return Cell("yes" if value else "no", domain.is_value(column.name, value))
    return _number_cell(chance, domain, column)


def _choice_cell(chance: random.Random, domain: Domain, column: Column) -> Cell:
    chosen = chance.sample(column.values, chance.randint(1, len(column.values) - 1))
    term = z3.Or([domain.is_value(column.name, value) for value in chosen])
    text = ", ".join(chosen)
    if chance.random() < 0.3:
        return Cell(f"not({text})", known_but_not(domain, column, term))
    if column.unknown and chance.random() < 0.2:
        return Cell(f"{text}, unknown", z3.Or(term, domain.unknown[column.name]))
    return Cell(text, term)


def known_but_not(domain: Domain, column: Column, term: Any) -> Any:
    return domain.known(column.name, z3.Not(term))


def _number_cell(chance: random.Random, domain: Domain, column: Column) -> Cell:
    variable = domain.variables[column.name]
    step = 1 if column.type == "whole number" else 2
    low, high = sorted(Fraction(n, step) for n in chance.sample(range(1, column.high * step), 2))
    a, b = (z3.Q(n.numerator, n.denominator) for n in (low, high))
    x, y = (str(float(n)) if n.denominator > 1 else str(n) for n in (low, high))
    text, term = chance.choice(
        (
            (f"< {x}", variable < a),
            (f"<= {x}", variable <= a),
            (f"> {x}", variable > a),
            (f">= {x}", variable >= a),
            (f"[{x}..{y}]", z3.And(variable >= a, variable <= b)),
            (f"[{x}..{y})", z3.And(variable >= a, variable < b)),
            (f"({x}..{y}]", z3.And(variable > a, variable <= b)),
            (f"= {x}", variable == a),
            (f"not({x})", variable != a),
            (f"< {x}, >= {y}", z3.Or(variable < a, variable >= b)),
        )
    )
    return Cell(text, domain.known(column.name, term))
