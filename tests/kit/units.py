"""Units that a table set can have, and the ways in which people write them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

from b12tables.compiler.model.units import ATOMS
from b12tables.runtime.units import NAMES, unit_words

ANNOTATIONS = ("{1.73_m2}", "{tablet}", "{cells}")
POWERS = ("10*3", "10*6", "10*9", "10*-3")
USUAL = (
    "g",
    "mg",
    "ug",
    "L",
    "dL",
    "mL",
    "mmol",
    "umol",
    "m[IU]",
    "kg",
    "d",
    "min",
    "a",
    "m2",
    "mm[Hg]",
    "Cel",
)


@cache
def pint_registry() -> Any:
    """The units of an independent library, in exact numbers. It takes a second to make: who asks first waits."""
    import pint

    return pint.UnitRegistry(non_int_type=Fraction)


def all_units() -> list[str]:
    """Every unit of one word, and every quotient of what laboratories and wards print."""
    words = [atom for atom in ATOMS if atom != "1"]
    powers = [f"{atom}{power}" for atom in words for power in ("2", "-1") if atom != "%"]
    tops = (*USUAL, *ANNOTATIONS[1:], *POWERS, "")
    pairs = [f"{top}/{low}" for top, low in product(tops, (*USUAL, *ANNOTATIONS))]
    triples = [f"{top}/{mid}/{low}" for top, mid, low in product(USUAL[:6], USUAL[-8:], ("d", "{1.73_m2}"))]
    products = [f"{top}.{low}" for top, low in product(USUAL[:6], USUAL[-8:])]
    return [*words, *powers, *ANNOTATIONS, *POWERS, *pairs, *triples, *products]


_RESPELLED = (
    ("u", "µ"), ("u", "μ"), ("/", " / "), ("/", " per "), ("2", "²"), ("2", "^2"), ("10*", "×10^"), ("10*", "x 10^"),
    ("10*9", "10⁹"), ("10*9", "× 10⁹"), (".", "·"), ("1.73 m²", "1.73m2"), ("mm[Hg]", "mm Hg"), ("°", "º"), ("℃", "°C"),
)  # fmt: skip


def spellings(unit: str) -> Iterator[str]:
    """A unit in the ways in which people write it, all of them right."""
    yield unit
    yield unit_words(unit)
    for old, new in _RESPELLED:
        for text in (unit, unit_words(unit)):
            if old in text and not (old in "2." and "1.73" in text):
                yield text.replace(old, new)


NAMED = sorted(NAMES)
