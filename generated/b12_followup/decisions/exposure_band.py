# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Medicine exposure band (classes.xlsx · Medicine exposure band). Hit policy: Unique.

Has the PPI or metformin been taken for more than 4 months?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_drug_exposure_months

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class ExposureBand(Answer):
    """An answer of Medicine exposure band."""

    _codes = ("exposure_band",)
    __slots__ = _codes

    exposure_band: values.ExposureBandCode
    """Exposure band."""


HERE = Place("classes.xlsx", "Medicine exposure band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when Time on PPI or metformin: <= medicine limit (4 months; S3-46)
#   then Exposure band: Up to 4 months
#   because statement S3-46
B1 = Rule(
    "B1",
    ExposureBand("le4"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S3-46", ""),),
    note="Exactly 4 months is not more than 4 months.",
)

# B2 (A9:E9) when Time on PPI or metformin: > medicine limit (4 months; S3-46)
#   then Exposure band: More than 4 months
#   because statement S3-46; other guidance E12
B2 = Rule(
    "B2",
    ExposureBand("gt4"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S3-46", ""), ("other guidance", "E12", ""),),
)

# B3 (A10:E10) when Time on PPI or metformin: unknown
#   then Exposure band: Time not recorded
#   because inference not recorded
B3 = Rule(
    "B3",
    ExposureBand("not_known"),
    Place(FILE, SHEET, "A10:E10"),
    (("inference", "", "not recorded"),),
)


def decide(
    drug_exposure_months: float | Fraction | None,
) -> Rule[ExposureBand]:
    """Has the PPI or metformin been taken for more than 4 months?"""
    if drug_exposure_months is None:
        return B3
    if drug_exposure_months <= 4:
        return B1
    return B2


KNOWN = frozenset(("drug_exposure_months",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[ExposureBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if ((kind := type(x := get("drug_exposure_months"))) is int and 0 <= x <= 1200) or (kind is float and 0.0 <= x <= 1200.0) else read_drug_exposure_months(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[ExposureBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "exposure_band",
    "Medicine exposure band",
    question="Has the PPI or metformin been taken for more than 4 months?",
    hit_policy="Unique",
    place=HERE,
    inputs=("drug_exposure_months",),
    unknown=("drug_exposure_months",),
    outputs=("exposure_band",),
    decide=decide,
    rules=(B1, B2, B3,),
    answer=ExposureBand,
    hash="1ef095336e1766519e05a24ae01f328a3af6b1731bf940d1d5953f97d5de23c8",
)
