"""Units of measure, exactly: the part of UCUM that clinical tables need.

A unit is a number times powers of base units. What depends on a substance (grams to moles, international
units to grams, equivalents to moles) is no conversion of units and is not made here: the table set writes it
down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from b12tables.runtime.units import NAMES, unit_code, unit_key, unit_words
from b12tables.runtime.words import fold, nearest


class Unit(NamedTuple):
    """`factor` times the product of base units to their powers. Sorted, without powers of zero."""

    factor: Fraction
    powers: tuple[tuple[str, int], ...]


_PREFIXES = {
    # Mega and above are left out: no clinical table counts in them, and a capital M or P would make a slip
    # ("Mg" for "mg") a factor of a thousand million.
    "k": Fraction(1000),
    "d": Fraction(1, 10),
    "c": Fraction(1, 100),
    "m": Fraction(1, 10**3),
    "u": Fraction(1, 10**6),
    "n": Fraction(1, 10**9),
    "p": Fraction(1, 10**12),
    "f": Fraction(1, 10**15),
}


def _unit(factor: Fraction | int | str, **powers: int) -> Unit:
    return Unit(Fraction(factor), tuple(sorted((name, power) for name, power in powers.items() if power)))


_YEAR = Fraction("365.25") * 86400

_METRIC: Mapping[str, Unit] = {
    "g": _unit(1, g=1),
    "m": _unit(1, m=1),
    "s": _unit(1, s=1),
    "mol": _unit(1, mol=1),
    "L": _unit("0.001", m=3),
    "l": _unit("0.001", m=3),
    "Pa": _unit(1000, g=1, m=-1, s=-2),
    "m[Hg]": _unit(133322000, g=1, m=-1, s=-2),
    "bar": _unit(100000000, g=1, m=-1, s=-2),
    "J": _unit(1000, g=1, m=2, s=-2),
    "cal": _unit(4184, g=1, m=2, s=-2),
    "Hz": _unit(1, s=-1),
    "kat": _unit(1, mol=1, s=-1),
    "U": _unit(Fraction(1, 60_000_000), mol=1, s=-1),
    # Of these the relation to grams or moles depends on the substance, so each stands for itself.
    "eq": _unit(1, eq=1),
    "osm": _unit(1, osm=1),
    "[IU]": _unit(1, iu=1),
    "[iU]": _unit(1, iu=1),
}

_PLAIN: Mapping[str, Unit] = {
    "1": _unit(1),
    "%": _unit("0.01"),
    "[ppth]": _unit("0.001"),
    "[ppm]": _unit("0.000001"),
    "min": _unit(60, s=1),
    "h": _unit(3600, s=1),
    "d": _unit(86400, s=1),
    "wk": _unit(7 * 86400, s=1),
    "mo": _unit(_YEAR / 12, s=1),
    "a": _unit(_YEAR, s=1),
    "[in_i]": _unit("0.0254", m=1),
    "[ft_i]": _unit("0.3048", m=1),
    "[lb_av]": _unit("453.59237", g=1),
    "[oz_av]": _unit("28.349523125", g=1),
    "[drp]": _unit(1, drop=1),
    "[pH]": _unit(1, pH=1),
    # A temperature has its zero elsewhere: no factor leads from one scale to another (`is_temperature`).
    "Cel": _unit(1, Cel=1),
    "[degF]": _unit(1, degF=1),
    "K": _unit(1, K=1),
}

ATOMS: tuple[str, ...] = tuple(
    sorted({*_PLAIN, *_METRIC, *(prefix + atom for prefix in _PREFIXES for atom in _METRIC)})
)
"""Every unit that is known here as one word."""

_TOKEN = re.compile(
    r"(?P<sign>[./])|(?P<annotation>\{[^{}]*\})|(?P<power>10[*^][+-]?\d+)|(?P<atom>[^\s./{}()]+)"
)


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Unit | None:
    """A UCUM expression such as `mL/min/{1.73_m2}` as factor and powers; None if it is not known here."""
    text = unit_code(text)
    unit = _product(text)
    # Print-outs in capitals are common (MG/DL); the exact form always comes first.
    return unit if unit is not None or text == text.lower() else _product(text.lower())


def _product(text: str) -> Unit | None:
    factor, powers, position, sign, open_ = Fraction(1), dict[str, int](), 0, 1, True
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return None
        position = match.end()
        if match["sign"]:
            if open_ and position != 1:
                return None
            sign, open_ = (-1 if match["sign"] == "/" else 1), True
            continue
        part = _annotation(match["annotation"]) if match["annotation"] else _factor(match[0])
        if part is None or (not open_ and not match["annotation"]):
            return None
        factor *= part.factor**sign
        for name, power in part.powers:
            powers[name] = powers.get(name, 0) + power * sign
        open_ = False
    if open_:
        return None
    return Unit(factor, tuple(sorted((name, power) for name, power in powers.items() if power)))


def _annotation(text: str) -> Unit:
    """`{1.73_m2}` says what is counted or per what: two units with different annotations do not convert."""
    return Unit(Fraction(1), ((fold(text), 1),))


def _factor(text: str) -> Unit | None:
    """One atom with its prefix and exponent: `mm`, `m2`, `10*9`, `mm[Hg]`."""
    if ten := re.fullmatch(r"10[*^]([+-]?\d{1,2})", text):
        return Unit(Fraction(10) ** int(ten[1]), ())
    match = re.fullmatch(r"(1|.*?[^\d+-])([+-]?\d)?", text)
    if match is None:
        return None
    atom = _atom(match[1])
    if atom is None:
        return None
    exponent = int(match[2] or 1)
    return Unit(
        atom.factor**exponent, tuple((name, power * exponent) for name, power in atom.powers if exponent)
    )


def _atom(text: str) -> Unit | None:
    unit = _PLAIN.get(text) or _METRIC.get(text)
    if unit is not None:
        return unit
    prefix, rest = _PREFIXES.get(text[:1]), _METRIC.get(text[1:])
    if prefix is None or rest is None:
        return None
    return Unit(prefix * rest.factor, rest.powers)


def is_temperature(unit: str) -> bool:
    """Whether a unit is a scale of temperature: no factor leads from one of them to another."""
    parsed = parse_unit(unit)
    return parsed is not None and parsed.powers in ((("Cel", 1),), (("degF", 1),), (("K", 1),))


def factor_to(base: str, unit: str, others: Mapping[str, Fraction]) -> Fraction | None:
    """The exact factor from a unit to that of a field; None where the field is not given in it. `others` are the
    further units of the field, by their `unit_key`.
    """
    key = unit_key(unit)
    return Fraction(1) if key == unit_key(base) else others.get(key) or conversion(unit, base)


def conversion(from_unit: str, to_unit: str) -> Fraction | None:
    """The exact factor by which a number in the first unit is multiplied to be in the second.

    None where the two do not measure the same, or where one is not known.
    """
    start, end = parse_unit(from_unit), parse_unit(to_unit)
    if start is None or end is None or start.powers != end.powers:
        return None
    return start.factor / end.factor


_NEARLY = {
    "iu": "[IU]", "miu": "m[IU]", "uiu": "u[IU]", "kiu": "k[IU]", "cc": "mL", "gm": "g", "gms": "g", "mgm": "mg",
    "unit": "U", "units": "U", "mth": "mo", "mths": "mo", "mon": "mo",
    "mm": "mmol", "um": "umol", "nm": "nmol",
    "c": "Cel", "f": "[degF]", "degrees": "Cel", "tablet": "{tablet}", "tablets": "{tablet}",
    "meter": "m", "metre": "m", "meters": "m", "metres": "m",
}  # fmt: skip
"""Words that are no unit here, because they are used for more than one thing, and the code that may be meant."""


_OF_TIME = {
    **dict.fromkeys(("yo", "y.o.", "y/o", "y.", "years old", "year old", "years of age"), "a"),
    **dict.fromkeys(("j", "jahr", "jahre", "ans"), "a"),
    **dict.fromkeys(("m", "mos", "m.", "monat", "monate", "mois"), "mo"),
    **dict.fromkeys(("w", "woche", "wochen"), "wk"),
    **dict.fromkeys(("tag", "tage", "jour", "jours"), "d"),
}
"""What people write behind a number of years, months, weeks or days."""


def near_unit(text: str, known: Sequence[str] = ()) -> str | None:
    """The code that somebody may have meant who wrote a unit that is not known, or None.

    `known`: the units that the field is given in; where there are any, the code is one that converts to one of them.
    """
    whole = _OF_TIME.get(fold(text))
    if whole is not None and known and _among(whole, known):
        return whole
    code = unit_code(text)
    parts = [_NEARLY.get(fold(part), part) for part in re.findall(r"\{[^{}]*\}|[./]|[^./{}]+", code)]
    meant = "".join(parts)
    if meant != code and parse_unit(meant) is not None and _among(meant, known):
        return meant
    spelled = {fold(spelling): unit for unit in known for spelling in (unit, unit_words(unit))}
    if not known:
        spelled = {**{fold(atom): atom for atom in ATOMS}, **NAMES}
    near = nearest(text, spelled) if len(fold(text)) > 2 else None
    return spelled[near] if near else None


def _among(unit: str, known: Sequence[str]) -> bool:
    return not known or any(
        unit_key(unit) == unit_key(other) or conversion(unit, other) is not None for other in known
    )
