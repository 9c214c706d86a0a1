"""Doses in the column Computed: a rate times a field, rounded, kept between bounds; with exact units."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from b12tables.compiler.model import NUMERIC, CellError, Computed, Field, Unit, conversion, parse_unit
from b12tables.runtime.language import later, strung
from b12tables.runtime.numbers import number_text, read_quantity
from b12tables.runtime.units import unit_key, unit_words
from b12tables.runtime.words import fold

Find = Callable[[str], Field | None]
"""The field of a name; None where there is none that can be used, which has been told then."""

_TIMES = re.compile(r"\s*[*×]\s*|(?<![+\s-])\s+x\s+(?![+-])")
"""A lone x between two names; beside a plus or a minus it is a name itself."""

_BOUND = re.compile(r"(?i)\s*[,;\n]\s*(rounded to|at most|at least)\s+([^,;\n]+)$")

NO_UNIT = later("a number without a unit")

_PRODUCT = later(
    "write a rate times one field: 15 mg/kg * weight, or the field of a rate that a table gives * weight"
)


def is_dose(text: str) -> bool:
    """Whether a formula is meant to be a rate times a field, or has what only a dose has."""
    return bool(_TIMES.search(text) or _BOUND.search(text))


def read_dose(text: str, field: Field, find: Find) -> Computed | None:
    """`RATE * field`, then optionally `, rounded to N`, `, at most N`, `, at least N`, each with its unit.

    None where a name of it is told to be nothing that can be used. Raises `CellError`.
    """
    if re.search(r"\d,\d", text):
        raise CellError(
            later("{text!r} has a comma between digits", text=text),
            later("write a decimal point (0.5), and no thousands sign (1000)"),
        )
    product, said = _bounds(text, field)
    factors = _TIMES.split(product)
    if len(factors) != 2 or not all(factors):
        raise CellError(later("{text!r} is no rate times one field", text=text), _help(factors))
    constants = [read_quantity(part) for part in factors]
    if all(constants):
        raise CellError(later("{text!r} names no field", text=text), _PRODUCT)
    known = [find(part) for part, constant in zip(factors, constants, strict=True) if constant is None]
    parts = [part for part in known if part is not None]
    if len(parts) < len(known):
        return None
    for part in parts:
        _can_be_multiplied(part)
    if len({part.code for part in parts}) < len(parts):
        raise CellError(
            later("{text!r} multiplies {parts} by itself", text=text, parts=parts[0].label), _PRODUCT
        )
    constant = next((constant for constant in constants if constant is not None), None)
    if constant is not None and constant[0] <= 0:
        raise CellError(
            later("the rate {number} is not above 0", number=number_text(constant[0])),
            later("write a rate above 0"),
        )
    units = [*([constant[1]] if constant else []), *(part.unit for part in parts)]
    factor = (constant[0] if constant else 1) * _conversion(units, field, parts)
    computed = Computed(
        "dose",
        parts[0].code,
        parts[1].code if len(parts) > 1 else "",
        text=text,
        factor=factor,
        rounded=said.get("rounded to"),
        at_least=said.get("at least"),
        at_most=said.get("at most"),
    )
    _on_steps(computed, field, parts)
    return computed


def _help(factors: Sequence[str]) -> str:
    """How more than a rate times a field is said."""
    if len(factors) > 2:
        return later(
            "declare a field of its own, Computed {factors}, and write the name of that field * {factors2}",
            factors=" * ".join(factors[:2]),
            factors2=factors[2],
        )
    return _PRODUCT


def _bounds(text: str, field: Field) -> tuple[str, dict[str, Fraction]]:
    """The product of a formula, and what stands behind it. Raises `CellError`."""
    said: dict[str, Fraction] = {}
    product = text
    while match := _BOUND.search(product):
        word = fold(match[1])
        if word in said:
            raise CellError(later("{text!r} says {word} twice", text=text, word=word), later("say it once"))
        said[word] = _amount(match[2].strip(), word, field)
        product = product[: match.start()]
    if re.search(r"[,;\n]", product) and not _TIMES.search(re.split(r"[,;\n]", product)[-1]):
        rest = re.split(r"[,;\n]", product)[-1].strip()
        raise CellError(
            later("{rest!r} says nothing of a dose", rest=rest),
            _bound_meant(rest) or later("write rounded to, at most or at least, with a number and its unit"),
        )
    least, most = said.get("at least"), said.get("at most")
    if least is not None and most is not None and least > most:
        raise CellError(
            later("{text!r} is at least more than it is at most", text=text),
            later("turn the two numbers round"),
        )
    if said.get("rounded to") == 0:
        raise CellError(later("{text!r} is rounded to nothing", text=text), later("write a number above 0"))
    return product, said


_MEANT = (
    ("at most", r"max(?:imum)?\.?|no more than|not more than|up to|<=|≤"),
    ("at least", r"min(?:imum)?\.?|no less than|not less than|>=|≥"),
    ("rounded to", r"round(?: to)?|to the nearest|nearest"),
)
"""How people say the bounds of a dose otherwise."""


def _bound_meant(rest: str) -> str:
    """How a bound is written that was written in another way; nothing where none is meant."""
    for word, others in _MEANT:
        found = re.fullmatch(rf"(?i)(?:{others})\s*(?:of\s+)?(\d.*)", rest)
        if found:
            return later("write {word} {number}", word=word, number=found[1])
    return ""


def _amount(text: str, word: str, field: Field) -> Fraction:
    """A number behind `rounded to`, `at most` or `at least`, in the field's own unit. Raises `CellError`."""
    quantity = read_quantity(text)
    if quantity is None or quantity[0] < 0:
        raise CellError(
            later("{text!r} is no amount of {field}", text=text, field=field.label),
            later("write {word} and a number with its unit", word=word),
        )
    number, unit = quantity
    if unit_key(unit) == unit_key(field.unit):
        return number
    if not unit:
        raise CellError(
            later(
                "{word} {text} has no unit, and {field} is in {unit}",
                word=word,
                text=text,
                field=field.label,
                unit=unit_words(field.unit),
            ),
            later("write {word} {text} {unit}", word=word, text=text, unit=field.unit),
            "unit-mismatch",
        )
    stated = field.further_units
    factor = stated.get(unit_key(unit)) or (conversion(unit, field.unit) if field.unit else None)
    if factor is None:
        raise CellError(
            later(
                "{word} {text}: {field} is in {unit}",
                word=word,
                text=text,
                field=field.label,
                unit=unit_words(field.unit) or later("no unit"),
            ),
            later("write it in {unit}", unit=field.unit) if field.unit else later("leave out the unit"),
            "unit-mismatch",
        )
    return number * factor


def _can_be_multiplied(part: Field) -> None:
    """Raises `CellError` for what is no number that is never below 0."""
    if part.type not in NUMERIC:
        raise CellError(
            later("{part} is a {type}, but a number is needed here", part=part.label, type=part.type),
            later("name a number"),
        )
    if part.low is None or part.low.value < 0:  # type: ignore[operator]
        raise CellError(
            later("{part} could be below 0, and a dose cannot", part=part.label),
            later("write 0, or what it is at least, under Minimum in the row of {part}", part=part.label),
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
        made = strung(later(" times "), (unit_words(unit) for unit in units if unit)) or NO_UNIT
        raise CellError(
            later(
                "{made} does not make {unit}, the unit of {field}",
                made=made,
                unit=unit_words(field.unit) or NO_UNIT,
                field=field.label,
            ),
            later("give the rate in {per}", per=per) if per else later("leave out the unit of the rate"),
            "unit-mismatch",
        )
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
            later(
                "{field} is given in steps of {number}, and what follows can lie between them",
                field=field.label,
                number=number_text(step),
            ),
            later("write , rounded to {number} {unit}", number=number_text(step), unit=field.unit).rstrip()
            + later(" behind the formula"),
        )
    for bound in (computed.at_least, computed.at_most):
        if bound is not None and bound % step:
            raise CellError(
                later(
                    "{number} {unit} is between two steps of {field}",
                    number=number_text(bound),
                    unit=unit_words(field.unit),
                    field=field.label,
                ),
                later(
                    "write a multiple of {number} {unit}", number=number_text(step), unit=field.unit
                ).rstrip(),
            )
