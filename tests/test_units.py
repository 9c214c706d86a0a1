"""Units of measure: exact factors, an independent library as witness, and what must not convert."""

from __future__ import annotations

from fractions import Fraction

import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from b12tables.compiler.units import conversion, parse_unit


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("mg", "ug", "1000"),
        ("mcg", "µg", "1"),
        ("MG/DL", "mg/L", "10"),
        ("nmol/L", "pmol/mL", "1"),
        ("ng/mL", "ug/L", "1"),
        ("mL/s/{1.73_m2}", "mL/min/{1.73_m2}", "60"),
        ("mL/min/1.73m²", "mL/min/{1.73_m2}", "1"),
        ("a", "mo", "12"),
        ("years", "months", "12"),
        ("a", "d", "365.25"),
        ("wk", "d", "7"),
        ("[in_i]", "cm", "2.54"),
        ("[lb_av]", "kg", "0.45359237"),
        ("mm[Hg]", "Pa", "133.322"),
        ("%", "1", "0.01"),
        ("U/L", "nkat/L", "1000/60"),
        ("10*9/L", "10*6/mL", "1"),
        ("kg/m2", "g/cm2", "0.1"),
        ("/min", "/h", "60"),
    ],
)
def test_exact_factors(one: str, other: str, factor: str) -> None:
    number, _, divisor = factor.partition("/")
    expected = Fraction(number) / Fraction(divisor or 1)
    assert conversion(one, other) == expected
    assert conversion(other, one) == 1 / expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mg", "mmol"),
        ("pg/mL", "pmol/L"),
        ("[IU]", "ug"),
        ("[IU]/L", "U/L"),
        ("meq/L", "mmol/L"),
        ("mosm/kg", "mmol/kg"),
        ("mL/min", "mL/min/{1.73_m2}"),
        ("{tablet}", "{capsule}"),
        ("Cel", "K"),
        ("Cel", "[degF]"),
        ("mg", "mL"),
        ("mg", "tablet"),
        ("tablet", "tablet"),
        ("", "mg"),
    ],
)
def test_what_depends_on_the_substance_or_means_nothing_does_not_convert(one: str, other: str) -> None:
    assert conversion(one, other) is None


def test_a_capital_letter_is_a_slip_and_never_a_mega() -> None:
    assert conversion("Mg", "kg") == conversion("mg", "kg") == Fraction(1, 10**6)


NAMES = """
g=gram mg=milligram ug=microgram kg=kilogram L=litre dL=decilitre mL=millilitre m=metre cm=centimetre
mm=millimetre [in_i]=inch [ft_i]=foot [lb_av]=pound [oz_av]=ounce s=second min=minute h=hour d=day wk=week
a=julian_year Pa=pascal kPa=kilopascal bar=bar J=joule kJ=kilojoule Hz=hertz kat=katal mol=mole
mmol=millimole umol=micromole pmol=picomole
"""
PINT = dict(pair.split("=") for pair in NAMES.split())
REGISTRY = pint.UnitRegistry(non_int_type=Fraction)
UNITS = st.tuples(st.sampled_from(sorted(PINT)), st.sampled_from(sorted(PINT)))


@settings(deadline=None)
@given(one=UNITS, other=UNITS)
def test_factors_agree_with_pint(one: tuple[str, str], other: tuple[str, str]) -> None:
    quantity = REGISTRY.Quantity(Fraction(1), " / ".join(PINT[name] for name in one))
    unit = REGISTRY.Unit(" / ".join(PINT[name] for name in other))
    factor = conversion("/".join(one), "/".join(other))
    if quantity.dimensionality != unit.dimensionality:
        assert factor is None
    else:
        assert factor == quantity.to(unit).magnitude


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_not(text: str) -> None:
    unit = parse_unit(text)
    assert unit is None or unit.factor > 0
