# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Effect of the medicine (classes.xlsx · Effect of the medicine). Hit policy: Unique.

Does a PPI or metformin keep the deficiency going?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_deficiency_confirmed, read_drug_ongoing, read_exposure_band

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class MedicineEffect(Answer):
    """An answer of Effect of the medicine."""

    _codes = ("medicine_effect",)
    __slots__ = _codes

    medicine_effect: values.MedicineEffectCode
    """Effect of the medicine."""


HERE = Place("classes.xlsx", "Effect of the medicine", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# M1 (A8:G8) when PPI or metformin now: Taken now; Exposure band: More than 4 months; Deficiency confirmed: yes
#   then Effect of the medicine: Keeps the deficiency going
#   because statement S3-46; statement S1-38; conflict C14; other guidance E12; other guidance E13
M1 = Rule(
    "M1",
    MedicineEffect("qualifying"),
    Place(FILE, SHEET, "A8:G8"),
    (("statement", "S3-46", ""), ("statement", "S1-38", ""), ("conflict", "C14", ""), ("other guidance", "E12", ""), ("other guidance", "E13", ""),),
)

# M2 (A9:G9) when PPI or metformin now: Taken now; Exposure band: Up to 4 months
#   then Effect of the medicine: Taken for a short time
#   because statement S3-46; inference exposure not above 4 months
M2 = Rule(
    "M2",
    MedicineEffect("short_use"),
    Place(FILE, SHEET, "A9:G9"),
    (("statement", "S3-46", ""), ("inference", "", "exposure not above 4 months"),),
)

# M3 (A10:G10) when PPI or metformin now: Taken now; Exposure band: More than 4 months; Deficiency confirmed:
#     no; unknown
#   then Effect of the medicine: Unsettled
#   because statement S3-46; inference deficiency not shown; conflict C15
M3 = Rule(
    "M3",
    MedicineEffect("not_settled"),
    Place(FILE, SHEET, "A10:G10"),
    (("statement", "S3-46", ""), ("inference", "", "deficiency not shown"), ("conflict", "C15", ""),),
)

# M4 (A11:G11) when PPI or metformin now: Taken now; Exposure band: Time not recorded
#   then Effect of the medicine: Unsettled
#   because inference time on the medicine not known
M4 = Rule(
    "M4",
    MedicineEffect("not_settled"),
    Place(FILE, SHEET, "A11:G11"),
    (("inference", "", "time on the medicine not known"),),
)

# M5 (A12:G12) when PPI or metformin now: No longer taken
#   then Effect of the medicine: Stopped
#   because statement S3-46; inference the sources are silent after stopping; conflict C14
M5 = Rule(
    "M5",
    MedicineEffect("not_taken"),
    Place(FILE, SHEET, "A12:G12"),
    (("statement", "S3-46", ""), ("inference", "", "the sources are silent after stopping"), ("conflict", "C14", ""),),
)

# M6 (A13:G13) when PPI or metformin now: Never taken
#   then Effect of the medicine: Never taken
#   because inference no such medicine
M6 = Rule(
    "M6",
    MedicineEffect("none_recorded"),
    Place(FILE, SHEET, "A13:G13"),
    (("inference", "", "no such medicine"),),
)

# M7 (A14:G14) when PPI or metformin now: unknown
#   then Effect of the medicine: Unsettled
#   because inference not known whether it is taken
M7 = Rule(
    "M7",
    MedicineEffect("not_settled"),
    Place(FILE, SHEET, "A14:G14"),
    (("inference", "", "not known whether it is taken"),),
)


def decide(
    drug_ongoing: values.DrugOngoingCode | None,
    exposure_band: values.ExposureBandCode,
    deficiency_confirmed: bool | None,
) -> Rule[MedicineEffect]:
    """Does a PPI or metformin keep the deficiency going?"""
    if drug_ongoing == "yes":
        if exposure_band == "le4":
            return M2
        if exposure_band == "gt4":
            if deficiency_confirmed:
                return M1
            return M3
        return M4
    if drug_ongoing == "no":
        return M5
    if drug_ongoing == "not_applicable":
        return M6
    return M7


KNOWN = frozenset(("drug_ongoing", "exposure_band", "deficiency_confirmed"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[MedicineEffect]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_drug_ongoing[get("drug_ongoing")],
                read_exposure_band[case["exposure_band"]],
                x if (x := get("deficiency_confirmed")) is True or x is None or x is False else read_deficiency_confirmed(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[MedicineEffect] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "medicine_effect",
    "Effect of the medicine",
    question="Does a PPI or metformin keep the deficiency going?",
    hit_policy="Unique",
    place=HERE,
    inputs=("drug_ongoing", "exposure_band", "deficiency_confirmed"),
    unknown=("drug_ongoing", "deficiency_confirmed"),
    outputs=("medicine_effect",),
    decide=decide,
    rules=(M1, M2, M3, M4, M5, M6, M7,),
    answer=MedicineEffect,
    hash="7641689f0cbe4c6a7e4742b8acb40525c5a09524ce363832014f8678d19c9c22",
)
