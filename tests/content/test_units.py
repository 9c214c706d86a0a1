"""The factors in the cells against molar masses and an independent library; bands hold in every unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest

from b12tables.compiler.model.tables import Field
from tests.kit.packages import real_model, real_package
from tests.kit.units import pint_registry

MOLAR_MASS = {"b12": "1355.37", "mma": "118.09", "hcy": "135.18", "vitamin_d": "400.64"}
"""g/mol: cyanocobalamin (as B12 is reported), methylmalonic acid, homocysteine, 25-hydroxyvitamin D3."""

NAMES = {
    "pg": "picogram", "ng": "nanogram", "ug": "microgram", "mg": "milligram",
    "pmol": "picomole", "nmol": "nanomole", "umol": "micromole",
    "L": "litre", "mL": "millilitre", "min": "minute", "s": "second", "{1.73_m2}": "dimensionless",
    "cm": "centimetre", "mm": "millimetre", "[in_i]": "inch",
    "mo": "month", "wk": "week", "a": "julian_year",
}  # fmt: skip


def accepted() -> Iterator[tuple[Field, str, Fraction]]:
    """Every further unit of every field, with its factor to the base unit."""
    for field in real_model().fields.values():
        for option in field.accepts:
            yield field, option.unit, option.factor


ACCEPTED = list(accepted())


def by_pint(field: Field, unit: str) -> Fraction:
    """What one of `unit` is in the field's base unit, by an independent library and the molar mass."""
    quantity = pint_registry().Quantity(Fraction(1), named(unit))
    base = pint_registry().Unit(named(field.unit))
    if quantity.dimensionality != base.dimensionality:
        mass = pint_registry().Quantity(Fraction(MOLAR_MASS[field.code]), "gram / mole")
        quantity = quantity * mass if "mole" in named(unit) else quantity / mass
    return Fraction(quantity.to(base).magnitude)


def named(unit: str) -> str:
    return " / ".join(NAMES[part] for part in unit.split("/"))


def test_every_unit_that_a_laboratory_prints_is_accepted() -> None:
    given = {field.code: {field.unit, *(option.unit for option in field.accepts)} for field, _, _ in ACCEPTED}
    assert given["b12"] == {"pg/mL", "ng/L", "pmol/L"}
    assert given["mma"] == {"nmol/L", "umol/L", "ug/L", "ng/mL"}
    assert given["hcy"] == {"umol/L", "mg/L"}
    assert given["vitamin_d"] == {"nmol/L", "ng/mL"}
    assert given["months_since_start"] == {"mo", "wk", "a"}
    assert given["ileal_resection_cm"] == {"cm", "mm", "[in_i]"}


@pytest.mark.parametrize(("field", "unit", "factor"), ACCEPTED, ids=[f"{f.code} {u}" for f, u, _ in ACCEPTED])
def test_the_factor_agrees_with_the_library(field: Field, unit: str, factor: Fraction) -> None:
    expected = by_pint(field, unit)
    if any(option.unit == unit and option.written for option in field.accepts):
        # a factor in a cell has so many figures, as laboratories print it; the last may be off by one
        figures = Decimal(factor.numerator) / Decimal(factor.denominator)
        exponent = figures.normalize().as_tuple().exponent
        assert isinstance(exponent, int)
        assert abs(factor - expected) <= Fraction(10) ** min(exponent, -3)
    else:
        assert factor == expected


def test_a_factor_off_by_one_figure_would_be_seen() -> None:
    field = real_model().fields["b12"]
    with pytest.raises(AssertionError):
        test_the_factor_agrees_with_the_library(field, "pmol/L", Fraction("1.354"))


@pytest.mark.parametrize(
    ("field", "decision", "unit", "expected"),
    [
        ("b12", "b12_band", "pg/mL", {"179": "low", "179.99": "low", "180": "borderline", "350": "borderline",
                                      "350.01": "adequate", "351": "adequate"}),
        ("b12", "b12_band", "ng/L", {"179": "low", "180": "borderline", "350": "borderline",
                                     "351": "adequate"}),
        ("b12", "b12_band", "pmol/L", {"132": "low", "132.5": "low", "133": "borderline", "258": "borderline",
                                       "259": "adequate", "453": "adequate"}),
        ("mma", "mma_band", "nmol/L", {"270": "on_target", "271": "at_limit", "272": "raised"}),
        ("mma", "mma_band", "umol/L", {"0.270": "on_target", "0.271": "at_limit", "0.272": "raised"}),
        ("mma", "mma_band", "ug/L", {"32.0": "on_target", "32.1": "raised"}),
        ("mma", "mma_band", "ng/mL", {"32.0": "on_target", "32.1": "raised"}),
        ("hcy", "hcy_band", "umol/L", {"9.9": "on_target", "10": "above_target", "10.1": "above_target"}),
        ("hcy", "hcy_band", "mg/L", {"1.351": "on_target", "1.352": "above_target"}),
        ("vitamin_d", "vitd_band", "nmol/L", {"74.9": "below_target", "75": "on_target"}),
        ("vitamin_d", "vitd_band", "ng/mL", {"30": "below_target", "30.1": "on_target"}),
        ("ileal_resection_cm", "ileal_band", "cm", {"20": "le20", "20.1": "gt20", "21": "gt20"}),
        ("ileal_resection_cm", "ileal_band", "mm", {"200": "le20", "201": "gt20"}),
        ("ileal_resection_cm", "ileal_band", "[in_i]", {"7.8": "le20", "7.9": "gt20"}),
        ("crohns_ileal_cm", "crohns_band", "cm", {"30": "le30", "30.1": "gt30_le60", "60": "gt30_le60",
                                                  "60.1": "gt60"}),
        ("crohns_ileal_cm", "crohns_band", "mm", {"300": "le30", "301": "gt30_le60", "600": "gt30_le60",
                                                  "601": "gt60"}),
        ("drug_exposure_months", "exposure_band", "mo", {"4": "le4", "4.1": "gt4", "5": "gt4"}),
        ("drug_exposure_months", "exposure_band", "wk", {"17": "le4", "18": "gt4"}),
        ("drug_exposure_months", "exposure_band", "a", {"0.3": "le4", "0.4": "gt4"}),
        ("egfr", "egfr_band", "mL/min/{1.73_m2}", {"59.9": "lt60", "60": "ge60"}),
        ("egfr", "egfr_band", "mL/s/{1.73_m2}", {"0.99": "lt60", "1": "ge60"}),
        ("months_since_start", "year_band", "mo", {"11": "first_year", "12": "after_first_year"}),
        ("months_since_start", "year_band", "wk", {"52": "first_year", "53": "after_first_year"}),
        ("months_since_start", "year_band", "a", {"0.9": "first_year", "1": "after_first_year"}),
    ],
)  # fmt: skip
def test_a_boundary_lands_in_its_band_in_every_unit(
    field: str, decision: str, unit: str, expected: dict[str, str]
) -> None:
    package = real_package()
    [name] = real_model().decision[decision].output_fields
    for number, band in expected.items():
        answer = package.evaluate({field: f"{number} {unit}"}).to_dict()
        assert answer["outputs"][decision][name] == band, f"{number} {unit}"


@pytest.mark.parametrize("field", ["b12", "mma", "hcy", "vitamin_d"])
def test_a_result_without_its_unit_is_asked_for(field: str) -> None:
    for bare in (300, "300", 300.5):
        answer = real_package().evaluate({field: bare}).to_dict()
        assert answer["status"] == "invalid-input"
        [problem] = [problem for problem in answer["problems"] if problem["field"] == field]
        assert problem["question"] and real_model().fields[field].unit in problem["message"]
