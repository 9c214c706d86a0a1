# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Age band (classes.xlsx · Age band). Hit policy: Unique.

In which age band is the patient?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_age_years

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class AgeBand(Answer):
    """An answer of Age band."""

    _codes = ("age_band",)
    __slots__ = _codes

    age_band: values.AgeBandCode
    """Age band."""


HERE = Place("classes.xlsx", "Age band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when Age: < 18
#   then Age band: Under 18
#   because inference the sources are about adults
B1 = Rule(
    "B1",
    AgeBand("lt18"),
    Place(FILE, SHEET, "A8:E8"),
    (("inference", "", "the sources are about adults"),),
)

# B2 (A9:E9) when Age: [18..older age (75 years; S3-44)]
#   then Age band: Adult up to 75
#   because statement S3-44; conflict C17; conflict C47
B2 = Rule(
    "B2",
    AgeBand("18_to_75"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S3-44", ""), ("conflict", "C17", ""), ("conflict", "C47", ""),),
    note="Exactly 75 is not over 75.",
)

# B3 (A10:E10) when Age: > older age (75 years; S3-44)
#   then Age band: Over 75
#   because statement S3-44; conflict C47
B3 = Rule(
    "B3",
    AgeBand("gt75"),
    Place(FILE, SHEET, "A10:E10"),
    (("statement", "S3-44", ""), ("conflict", "C47", ""),),
)

# B4 (A11:E11) when Age: unknown
#   then Age band: Age not recorded
#   because inference not recorded
B4 = Rule(
    "B4",
    AgeBand("not_known"),
    Place(FILE, SHEET, "A11:E11"),
    (("inference", "", "not recorded"),),
)


def decide(
    age_years: float | Fraction | None,
) -> Rule[AgeBand]:
    """In which age band is the patient?"""
    if age_years is None:
        return B4
    if age_years < 18:
        return B1
    if age_years <= 75:
        return B2
    return B3


KNOWN = frozenset(("age_years",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[AgeBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if ((kind := type(x := get("age_years"))) is int and 0 <= x <= 120) or (kind is float and 0.0 <= x <= 120.0) else read_age_years(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[AgeBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "age_band",
    "Age band",
    question="In which age band is the patient?",
    hit_policy="Unique",
    place=HERE,
    inputs=("age_years",),
    unknown=("age_years",),
    outputs=("age_band",),
    decide=decide,
    rules=(B1, B2, B3, B4,),
    answer=AgeBand,
    hash="06fc018c0c8b99d1611b6c5269b0e6a30da5f0a2d9a68336aa2bf7a11b98fa1f",
)
