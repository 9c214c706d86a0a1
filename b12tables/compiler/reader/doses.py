"""Doses in the column Computed: a rate times a field, rounded, kept between bounds; with exact units."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from b12tables.compiler.model import NUMERIC, CellError, Computed, Field, Unit, conversion, parse_unit
from b12tables.runtime.numbers import number_text, read_quantity
from b12tables.runtime.units import unit_key, unit_words
from b12tables.runtime.words import fold

Find = Callable[[str], Field | None]
"""The field of a name; None where there is none that can be used, which has been told then."""

_TIMES = re.compile(r"\s*[*×]\s*|(?<![+\s-])\s+x\s+(?![+-])")
"""A lone x between two names; beside a plus or a minus it is a name itself."""

_BOUND = re.compile(r"(?i)\s*[,;\n]\s*(rounded to|at most|at least)\s+([^,;\n]+)$")

NO_UNIT = "a number without a unit"

_PRODUCT = (
    "write a rate times one field: 15 mg/kg * weight, or the field of a rate that a table gives * weight"
)


def is_dose(text: str) -> bool:
    """Whether a formula is meant to be a rate times a field, or has what only a dose has."""
    return bool(_TIMES.search(text) or _BOUND.search(text))


def read_dose(text: str, field: Field, find: Find) -> Computed | None:
    """`RATE * field`, then optionally `, rounded to N`, `, at most N`, `, at least N`, each with its unit.

    None where a name of it is told to be nothing that can be used. Raises `CellError`.
    """
    product, said = _bounds(text, field)
    factors = _TIMES.split(product)
    if len(factors) != 2 or not all(factors):
        raise CellError(f"{text!r} is no rate times one field", _help(factors))
    constants = [read_quantity(part) for part in factors]
    if all(constants):
        raise CellError(f"{text!r} names no field", _PRODUCT)
    known = [find(part) for part, constant in zip(factors, constants, strict=True) if constant is None]
    parts = [part for part in known if part is not None]
    if len(parts) < len(known):
        return None
    for part in parts:
        _can_be_multiplied(part)
    if len({part.code for part in parts}) < len(parts):
        raise CellError(f"{text!r} multiplies {parts[0].label} by itself", _PRODUCT)
    constant = next((constant for constant in constants if constant is not None), None)
    if constant is not None and constant[0] <= 0:
        raise CellError(f"the rate {number_text(constant[0])} is not above 0", "write a rate above 0")
    units = [*([constant[1]] if constant else []), *(part.unit for part in parts)]
    factor = (constant[0] if constant else 1) * _conversion(units, field, parts)
    computed = Computed(
        "dose", parts[0].code, parts[1].code if len(parts) > 1 else "", text=text, factor=factor,
        rounded=said.get("rounded to"), at_least=said.get("at least"), at_most=said.get("at most"),
    )  # fmt: skip
    _on_steps(computed, field, parts)
    return computed


def _help(factors: Sequence[str]) -> str:
    """How more than a rate times a field is said."""
    if len(factors) > 2:
        return (
            f"declare a field of its own, Computed {' * '.join(factors[:2])}, and write the name of that field * "
            f"{factors[2]}"
        )
    return _PRODUCT


def _bounds(text: str, field: Field) -> tuple[str, dict[str, Fraction]]:
    """The product of a formula, and what stands behind it. Raises `CellError`."""
    said: dict[str, Fraction] = {}
    product = text
    while match := _BOUND.search(product):
        word = fold(match[1])
        if word in said:
            raise CellError(f"{text!r} says {word} twice", "say it once")
        said[word] = _amount(match[2].strip(), word, field)
        product = product[: match.start()]
    if re.search(r"[,;\n]", product) and not _TIMES.search(re.split(r"[,;\n]", product)[-1]):
        rest = re.split(r"[,;\n]", product)[-1].strip()
        raise CellError(
            f"{rest!r} says nothing of a dose",
            "write rounded to, at most or at least, with a number and its unit",
        )
    least, most = said.get("at least"), said.get("at most")
    if least is not None and most is not None and least > most:
        raise CellError(f"{text!r} is at least more than it is at most", "turn the two numbers round")
    if said.get("rounded to") == 0:
        raise CellError(f"{text!r} is rounded to nothing", "write a number above 0")
    return product, said


def _amount(text: str, word: str, field: Field) -> Fraction:
    """A number behind `rounded to`, `at most` or `at least`, in the field's own unit. Raises `CellError`."""
    quantity = read_quantity(text)
    if quantity is None or quantity[0] < 0:
        raise CellError(f"{text!r} is no amount of {field.label}", f"write {word} and a number with its unit")
    number, unit = quantity
    if unit_key(unit) == unit_key(field.unit):
        return number
    if not unit:
        raise CellError(
            f"{word} {text} has no unit, and {field.label} is in {unit_words(field.unit)}",
            f"write {word} {text} {field.unit}", "unit-mismatch",
        )  # fmt: skip
    stated = field.further_units
    factor = stated.get(unit_key(unit)) or (conversion(unit, field.unit) if field.unit else None)
    if factor is None:
        raise CellError(
            f"{word} {text}: {field.label} is in {unit_words(field.unit) or 'no unit'}",
            f"write it in {field.unit}" if field.unit else "leave out the unit", "unit-mismatch",
        )  # fmt: skip
    return number * factor


def _can_be_multiplied(part: Field) -> None:
    """Raises `CellError` for what is no number that is never below 0."""
    if part.type not in NUMERIC:
        raise CellError(f"{part.label} is a {part.type}, but a number is needed here", "name a number")
    if part.low is None or part.low.value < 0:  # type: ignore[operator]
        raise CellError(
            f"{part.label} could be below 0, and a dose cannot",
            f"write 0, or what it is at least, under Minimum in the row of {part.label}",
        )


def _conversion(units: Sequence[str], field: Field, parts: Sequence[Field]) -> Fraction:
    """What a product in these units is multiplied by, to be in the field's own unit. Raises `CellError`."""
    found = _multiplied([unit for unit in units if unit])
    wanted = _multiplied([field.unit] if field.unit else [])
    fits = found is not None and wanted is not None and found.powers == wanted.powers
    # 15 times a weight in kg is no dose in mg, though both are masses
    if not fits or ("" in units and found.factor != wanted.factor):  # type: ignore[union-attr]
        last = parts[-1]
        per = f"{field.unit or '1'}/{last.unit}" if last.unit else field.unit
        made = " times ".join(unit_words(unit) for unit in units if unit) or NO_UNIT
        raise CellError(
            f"{made} does not make {unit_words(field.unit) or NO_UNIT}, the unit of {field.label}",
            f"give the rate in {per}" if per else "leave out the unit of the rate", "unit-mismatch",
        )  # fmt: skip
    return found.factor / wanted.factor  # type: ignore[union-attr]


def _multiplied(units: Sequence[str]) -> Unit | None:
    """The product of some units; None where one is not known."""
    factor, powers = Fraction(1), dict[str, int]()
    for text in units:
        unit = parse_unit(text)
        if unit is None:
            return None
        factor *= unit.factor
        for name, power in unit.powers:
            powers[name] = powers.get(name, 0) + power
    return Unit(factor, tuple(sorted((name, power) for name, power in powers.items() if power)))


def _on_steps(computed: Computed, field: Field, parts: Sequence[Field]) -> None:
    """Raises `CellError` where what follows could lie between two steps of the field, which would refuse it."""
    step = field.precision
    if step is None:
        return
    fine: Fraction | None = computed.factor
    for part in parts:
        fine = None if fine is None or part.precision is None else fine * part.precision
    given = computed.rounded or fine
    if given is None or given % step:
        raise CellError(
            f"{field.label} is given in steps of {number_text(step)}, and what follows can lie between them",
            f"write , rounded to {number_text(step)} {field.unit}".rstrip() + " behind the formula",
        )
    for bound in (computed.at_least, computed.at_most):
        if bound is not None and bound % step:
            raise CellError(
                f"{number_text(bound)} {unit_words(field.unit)} is between two steps of {field.label}",
                f"write a multiple of {number_text(step)} {field.unit}".rstrip(),
            )
