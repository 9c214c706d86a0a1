"""Units of measure: exact factors, an independent library as witness, and what must not convert."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b12tables.compiler.model import Interval, Vocabulary, parse_test, parse_value
from b12tables.compiler.model import test_text as printed_text
from b12tables.compiler.model.units import ATOMS, conversion, parse_unit
from b12tables.runtime.fields import Number
from b12tables.runtime.units import NAMES as SPELLED
from b12tables.runtime.units import unit_code, unit_words
from b12tables.runtime.values import Quantity
from tests.kit.units import all_units, pint_registry, spellings


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
UNITS = st.tuples(st.sampled_from(sorted(PINT)), st.sampled_from(sorted(PINT)))


@given(one=UNITS, other=UNITS)
def test_factors_agree_with_pint(one: tuple[str, str], other: tuple[str, str]) -> None:
    quantity = pint_registry().Quantity(Fraction(1), " / ".join(PINT[name] for name in one))
    unit = pint_registry().Unit(" / ".join(PINT[name] for name in other))
    factor = conversion("/".join(one), "/".join(other))
    if quantity.dimensionality != unit.dimensionality:
        assert factor is None
    else:
        assert factor == quantity.to(unit).magnitude


@given(st.text(max_size=12))
def test_any_text_is_a_unit_or_not(text: str) -> None:
    unit = parse_unit(text)
    assert unit is None or unit.factor > 0


def test_no_name_of_a_unit_is_the_code_of_another() -> None:
    for name, code in SPELLED.items():
        assert parse_unit(code) is not None, code
        assert name not in ATOMS or name == code, name


def test_every_unit_is_read_in_all_its_spellings() -> None:
    """The compiler's table of factors and the runtime's table of names agree."""
    for unit in all_units():
        known = parse_unit(unit)
        assert known is not None, unit
        for text in spellings(unit):
            assert parse_unit(text) == known, (unit, text)


@pytest.mark.slow
def test_what_is_printed_is_read_back_exactly_by_cells_and_cases() -> None:
    """The inverse over all units that any surface prints; the form's script is asked in `tests/site`."""
    for unit in all_units():
        printed = f"4.5 {unit_words(unit)}"
        words = Vocabulary("n", "number", unit=unit_code(unit))
        for text in (f"4.5 {unit}", printed):
            assert parse_value(text, words) == Fraction("4.5"), text
            assert parse_test(f"> {text}", words) == Interval(Fraction("4.5"), False, None, False), text
            assert parse_test(f"not({text}; 7)", words) == parse_test("not(4.5; 7)", words), text
            assert Number("n", "N", unit=unit_code(unit)).read(text) == Fraction("4.5"), text
        assert Number("n", "N", unit=unit_code(unit)).read(Quantity(2, unit_words(unit))) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "written", ["[2..3{}]", "(2{}..3{}]", "[2..3){}", "2 - 3{}", "not((2..3{}]; 9)", "> 2{}; [1{}..2{})"]
)
def test_every_unit_stands_in_every_form_of_a_cell(written: str) -> None:
    for unit in all_units():
        words = Vocabulary("n", "number", unit=unit_code(unit))
        for said in (unit, unit_words(unit)):
            text = written.replace("{}", f" {said}")
            assert parse_test(text, words) == parse_test(written.replace("{}", ""), words), text
            printed = printed_text(parse_test(text, words), unit)
            assert parse_test(printed, words) == parse_test(text, words), printed
