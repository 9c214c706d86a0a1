"""A population that nobody is part of: patients with vitamin B12 deficiency, drawn from a seed.

    python examples/cohort/population.py 100000 patients.parquet

Synthetic. The shares are made up so that every part of the tables is met, with the common ones common; they are no
epidemiology, and no patient's data went into them. The same seed gives the same patients.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CAUSES = {
    "pernicious_anaemia": 22, "dietary": 18, "metformin": 12, "ppi": 10, "age_related": 10, "bariatric_surgery": 8,
    "gastric_surgery": 5, "crohns_ileal": 5, "ileal_resection": 3, "other_malabsorption": 3, "other": 4,
}  # fmt: skip
UNITS = {"b12": "pmol/L", "mma": "nmol/L", "hcy": "umol/L", "vitamin_d": "nmol/L"}
"""The units of the laboratory values below."""


def population(rows: int, seed: int = 1) -> pa.Table:
    """So many patients as a table: one column a field, a null where it is not known."""
    draw = np.random.default_rng(seed)
    cause = _some(draw, rows, CAUSES)
    bariatric = cause == "bariatric_surgery"
    drug = np.isin(cause, ["metformin", "ppi"])
    phase = _some(draw, rows, {"loading": 10, "loading_complete": 15, "maintenance": 70, "no_loading": 5})
    treated = phase == "maintenance"
    columns: dict[str, Any] = {
        "patient": np.arange(rows),
        "cause": (cause, 0.97),
        "neuro_status": (_some(draw, rows, {"none": 70, "resolved": 15, "present": 15}), 0.95),
        "age_years": (np.clip(np.rint(draw.normal(62, 18, rows)), 1, 104), 0.99),
        "egfr": (np.clip(draw.normal(78, 24, rows).round(0), 5, 180), 0.85),
        "renal_diagnosis": (_some(draw, rows, {"none": 85, "ckd": 13, "dialysis": 2}), 0.9),
        "ileal_resection_cm": (np.where(cause == "ileal_resection", draw.integers(1, 90, rows), 0), 0.9),
        "crohns_ileal_cm": (np.where(cause == "crohns_ileal", draw.integers(1, 90, rows), 0), 0.9),
        "bariatric_procedure": (
            np.where(
                bariatric,
                _some(draw, rows, {"roux_en_y": 60, "sleeve": 35, "biliopancreatic_diversion": 5}),
                "none",
            ),
            0.95,
        ),
        "drug_ongoing": (np.where(drug, _some(draw, rows, {"yes": 70, "no": 30}), "not_applicable"), 0.95),
        "drug_exposure_months": (np.where(drug, draw.integers(0, 120, rows), 0), 0.8),
        "symptom_course": (
            _some(
                draw,
                rows,
                {"none_or_resolved": 40, "improving": 30, "persistent": 15, "worsening": 5, "recurred": 10},
            ),
            0.85,
        ),
        "phase": (phase, 0.97),
        "months_since_start": (np.where(treated, draw.integers(3, 72, rows), draw.integers(0, 3, rows)), 0.9),
        "current_product": (
            np.where(
                treated, _some(draw, rows, {"hydroxocobalamin": 70, "cyanocobalamin": 28, "none": 2}), "none"
            ),
            0.9,
        ),
        "b12": (np.round(draw.lognormal(5.9, 0.6, rows), 0), 0.7),
        "mma": (np.round(draw.lognormal(5.3, 0.5, rows), 0), 0.3),
        "hcy": (np.round(draw.lognormal(2.3, 0.4, rows), 1), 0.25),
        "vitamin_d": (np.round(draw.normal(60, 25, rows).clip(5, 200), 0), 0.3),
        "folate_status": (_some(draw, rows, {"deficient_documented": 8, "not_deficient": 92}), 0.6),
        "iron_status": (_some(draw, rows, {"deficient": 15, "replete": 85}), 0.6),
        "cbc_status": (
            _some(
                draw, rows, {"normal": 75, "megaloblastic_anaemia": 10, "other_abnormal": 12, "not_done": 3}
            ),
            0.8,
        ),
    }
    return pa.table({name: _column(draw, rows, given) for name, given in columns.items()})


def _some(draw: np.random.Generator, rows: int, shares: dict[str, int]) -> Any:
    weights = np.array(list(shares.values()), float)
    return np.array(list(shares))[draw.choice(len(shares), rows, p=weights / weights.sum())]


def _column(draw: np.random.Generator, rows: int, given: Any) -> pa.Array:
    """A column in which a share of the values is known."""
    values, known = given if isinstance(given, tuple) else (given, 1.0)
    array = pa.array(values, mask=draw.random(rows) >= known)
    return array.dictionary_encode() if pa.types.is_string(array.type) else array


def main() -> None:
    rows, out = int(sys.argv[1]), sys.argv[2]
    pq.write_table(population(rows), out)


if __name__ == "__main__":
    main()
