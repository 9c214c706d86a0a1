"""Generated packages for the tests: made from a model, loaded from memory, and cases in the form that they
read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from b12tables.compiler import package_of
from b12tables.compiler.model import Value
from b12tables.compiler.model.tables import Field, Model
from b12tables.compiler.reader.build_model import build_model
from b12tables.compiler.reader.folder import read_workbook
from b12tables.runtime.numbers import number_text
from b12tables.runtime.values import number_json
from b12tables.runtime.words import UNKNOWN
from tests.kit.tables import model_from_markdown

ROOT = Path(__file__).parent.parent.parent


def package_from(text: str) -> Any:
    """The generated package of a table set in Markdown."""
    return package_of(model_from_markdown(text))


@cache
def real_model() -> Model:
    """The model of the real tables."""
    workbook, _ = read_workbook(ROOT / "tables")
    model, _ = build_model(workbook)
    assert model is not None
    return model


@cache
def iron_model() -> Model:
    """The model of the second table set of the tests."""
    return model_from_markdown((ROOT / "tests" / "kit" / "sets" / "iron.md").read_text("utf-8"))


@cache
def real_package() -> Any:
    return package_of(real_model())


@cache
def iron_package() -> Any:
    return package_of(iron_model())


def given_json(model: Model, values: Mapping[str, Value]) -> dict[str, object]:
    """Values of input fields as a program would give them."""
    return {name: given(model.fields[name], value) for name, value in values.items()}


def given(field: Field, value: Value) -> object:
    if value is None or value == UNKNOWN:
        return UNKNOWN
    if isinstance(value, Fraction):
        return f"{number_text(value)} {field.unit}" if field.needs_unit else number_json(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return value


def random_case(model: Model, rng: Random, stated: float = 0.8) -> dict[str, Value]:
    """Values for some of the inputs, near the borders that the cells mention."""
    return {
        field.code: random_value(field, rng)
        for field in model.fields.values()
        if field.code not in model.produced_by and not model.derived(field.code) and rng.random() < stated
    }


def random_value(field: Field, rng: Random) -> Value:
    if rng.random() < 0.15:
        return UNKNOWN
    match field.type:
        case "choice":
            return rng.choice(field.value_codes)
        case "choices":
            return frozenset(code for code in field.value_codes if rng.random() < 0.4)
        case "yes/no":
            return rng.random() < 0.5
        case "date":
            return date(2026, 1, 1) - timedelta(days=rng.randrange(0, 3000))
        case "text":
            return rng.choice(["yes", "something", "Else"])
    low = field.low.value if field.low else Fraction(-10)
    high = field.high.value if field.high else Fraction(1000)
    assert isinstance(low, Fraction) and isinstance(high, Fraction)
    near = Fraction(
        rng.choice([0, 1, 3, 4, 5, 6, 9, 11, 12, 13, 15, 18, 20, 30, 60, 75, 80, 100, 180, 250, 350, 370])
    )
    if field.type == "number" and rng.random() < 0.3:
        near += Fraction(rng.choice([-1, 1]), rng.choice([2, 3, 10]))
    return min(max(near, low), high)
