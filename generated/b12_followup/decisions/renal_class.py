# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Renal function (classes.xlsx · Renal function). Hit policy: Unique.

Is renal function impaired for the purpose of choosing the cobalamin?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_diabetic_nephropathy, read_egfr_band, read_renal_diagnosis

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from .. import values


class RenalClass(Answer):
    """An answer of Renal function."""

    _codes = ("renal_class",)
    __slots__ = _codes

    renal_class: values.RenalClassCode | Literal["unknown"]
    """Renal function."""


HERE = Place("classes.xlsx", "Renal function", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# N1 (A8:G8) when Kidney disease: Dialysis
#   then Renal function: Impaired
#   because statement S1-46; inference dialysis counts as impairment; conflict C07
N1 = Rule(
    "N1",
    RenalClass("impaired"),
    Place(FILE, SHEET, "A8:G8"),
    (("statement", "S1-46", ""), ("inference", "", "dialysis counts as impairment"), ("conflict", "C07", ""),),
)

# N2 (A9:G9) when Kidney disease: Chronic kidney disease
#   then Renal function: Impaired
#   because statement S1-46; inference a recorded chronic kidney disease counts at any stage; conflict C07;
#     other guidance E27
N2 = Rule(
    "N2",
    RenalClass("impaired"),
    Place(FILE, SHEET, "A9:G9"),
    (("statement", "S1-46", ""), ("inference", "", "a recorded chronic kidney disease counts at any stage"), ("conflict", "C07", ""), ("other guidance", "E27", ""),),
)

# N3 (A10:G10) when Kidney disease: No kidney disease; unknown; Diabetic nephropathy: yes
#   then Renal function: Impaired
#   because statement S1-48; other guidance E18; conflict C07
N3 = Rule(
    "N3",
    RenalClass("impaired"),
    Place(FILE, SHEET, "A10:G10"),
    (("statement", "S1-48", ""), ("other guidance", "E18", ""), ("conflict", "C07", ""),),
)

# N4 (A11:G11) when Kidney disease: No kidney disease; unknown; Diabetic nephropathy: no; unknown; eGFR band:
#     Below 60
#   then Renal function: Impaired
#   because statement S1-46; inference eGFR below 60; conflict C07
N4 = Rule(
    "N4",
    RenalClass("impaired"),
    Place(FILE, SHEET, "A11:G11"),
    (("statement", "S1-46", ""), ("inference", "", "eGFR below 60"), ("conflict", "C07", ""),),
)

# N5 (A12:G12) when Kidney disease: No kidney disease; Diabetic nephropathy: no; eGFR band: At least 60
#   then Renal function: Unimpaired
#   because statement S1-46; inference all three are known and clear; conflict C07
N5 = Rule(
    "N5",
    RenalClass("not_impaired"),
    Place(FILE, SHEET, "A12:G12"),
    (("statement", "S1-46", ""), ("inference", "", "all three are known and clear"), ("conflict", "C07", ""),),
)

# N6 (A13:G13) when Kidney disease: No kidney disease; Diabetic nephropathy: no; eGFR band: eGFR not recorded
#   then Renal function: unknown
#   because inference anything not shown to be unimpaired is unknown; conflict C07
N6 = Rule(
    "N6",
    RenalClass("unknown"),
    Place(FILE, SHEET, "A13:G13"),
    (("inference", "", "anything not shown to be unimpaired is unknown"), ("conflict", "C07", ""),),
)

# N7 (A14:G14) when Kidney disease: No kidney disease; Diabetic nephropathy: unknown; eGFR band: At least 60;
#     eGFR not recorded
#   then Renal function: unknown
#   because inference diabetic nephropathy not known; conflict C07
N7 = Rule(
    "N7",
    RenalClass("unknown"),
    Place(FILE, SHEET, "A14:G14"),
    (("inference", "", "diabetic nephropathy not known"), ("conflict", "C07", ""),),
)

# N8 (A15:G15) when Kidney disease: unknown; Diabetic nephropathy: no; unknown; eGFR band: At least 60; eGFR not
#     recorded
#   then Renal function: unknown
#   because inference kidney disease not known
N8 = Rule(
    "N8",
    RenalClass("unknown"),
    Place(FILE, SHEET, "A15:G15"),
    (("inference", "", "kidney disease not known"),),
)


def decide(
    renal_diagnosis: values.RenalDiagnosisCode | None,
    diabetic_nephropathy: bool | None,
    egfr_band: values.EgfrBandCode,
) -> Rule[RenalClass]:
    """Is renal function impaired for the purpose of choosing the cobalamin?"""
    if renal_diagnosis == "none":
        if diabetic_nephropathy:
            return N3
        if diabetic_nephropathy is False:
            if egfr_band == "lt60":
                return N4
            if egfr_band == "ge60":
                return N5
            return N6
        if egfr_band == "lt60":
            return N4
        return N7
    if renal_diagnosis == "ckd":
        return N2
    if renal_diagnosis == "dialysis":
        return N1
    if diabetic_nephropathy:
        return N3
    if egfr_band == "lt60":
        return N4
    return N8


KNOWN = frozenset(("renal_diagnosis", "diabetic_nephropathy", "egfr_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[RenalClass]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_renal_diagnosis[get("renal_diagnosis")],
                x if (x := get("diabetic_nephropathy")) is True or x is None or x is False else read_diabetic_nephropathy(x),
                read_egfr_band[case["egfr_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[RenalClass] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "renal_class",
    "Renal function",
    question="Is renal function impaired for the purpose of choosing the cobalamin?",
    hit_policy="Unique",
    place=HERE,
    inputs=("renal_diagnosis", "diabetic_nephropathy", "egfr_band"),
    unknown=("renal_diagnosis", "diabetic_nephropathy"),
    outputs=("renal_class",),
    decide=decide,
    rules=(N1, N2, N3, N4, N5, N6, N7, N8,),
    answer=RenalClass,
    hash="88e2b2872d6cf1482a4d64201ea13f8fe7940234816a1227e03036ebfe9d8730",
)
