"""Random sets with computed fields: of inputs, of results, of each other."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from b12tables.compiler.model import Computed, Field, FieldType, Limit, Model
from tests.kit.small_sets import ABOUT, place, random_table

STEPS = {"whole number": 1, "number": 4}
"""Into how many steps a unit of a number is cut when its values are listed."""


def number(random: Random, code: str, computed: Computed | None = None) -> Field:
    """A number in a small range, perhaps unknown."""
    low, high = (-1, 3) if computed and random.random() < 0.7 else (0, 1)
    type_: FieldType = "whole number" if random.random() < 0.6 else "number"
    # of every second number that may have fractions they are halves
    step = Fraction(1, 2) if type_ == "number" and code in ("b", "c0", "d1") else None
    return Field(
        code, code, type_, place(code), low=Limit(Fraction(low)), high=Limit(Fraction(high)),
        unknown=random.random() < 0.4, computed=computed, step=step,
    )  # fmt: skip


def formula(random: Random, names: list[str]) -> Computed:
    left, right = random.choice(names), random.choice(names)
    if random.random() < 0.5:
        return Computed("difference", left, right)
    if random.random() < 0.5 or len(names) < 3:
        return Computed("sum", left, right)
    left, right, *more = random.sample(names, random.choice([3, min(4, len(names))]))
    return Computed("sum", left, right, more=tuple(more))


def derived_model(random: Random) -> Model:
    """Tables over numbers and over what is computed from inputs, results, and computed fields."""
    fields = {code: number(random, code) for code in ("a", "b", "e")[: random.choice([2, 2, 3])]}
    for i in range(random.choice([1, 1, 1, 2])):
        fields[f"c{i}"] = number(random, f"c{i}", formula(random, list(fields)))
    tables = []
    for i in range(random.randint(1, 3)):
        table, outputs = random_table(random, i, fields, tables)
        tables.append(table)
        fields.update((field.code, field) for field in outputs)
        several = {name for one in tables if one.hit_policy.gives_list for name in one.output_fields}
        numbers = [code for code, field in fields.items() if field.type in STEPS and code not in several]
        if random.random() < 0.5:
            fields[f"d{i}"] = number(random, f"d{i}", formula(random, numbers or ["a", "b"]))
    return Model(ABOUT, fields, tuple(tables))
