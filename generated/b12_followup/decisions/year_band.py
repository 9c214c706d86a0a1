# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Year of treatment (classes.xlsx · Year of treatment). Hit policy: Unique.

Is the patient in the first year of treatment?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_months_since_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class YearBand(Answer):
    """An answer of Year of treatment."""

    _codes = ("year_band",)
    __slots__ = _codes

    year_band: values.YearBandCode
    """Year of treatment."""


HERE = Place("classes.xlsx", "Year of treatment", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when Months since start: < 12
#   then Year of treatment: First year
#   because statement S1-02; statement S1-04; statement S3-10; conflict C19
B1 = Rule(
    "B1",
    YearBand("first_year"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S1-02", ""), ("statement", "S1-04", ""), ("statement", "S3-10", ""), ("conflict", "C19", ""),),
)

# B2 (A9:E9) when Months since start: >= 12
#   then Year of treatment: After the first year
#   because statement S1-05; statement S3-11
B2 = Rule(
    "B2",
    YearBand("after_first_year"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S1-05", ""), ("statement", "S3-11", ""),),
)

# B3 (A10:E10) when Months since start: unknown
#   then Year of treatment: Start not recorded
#   because inference not recorded
B3 = Rule(
    "B3",
    YearBand("not_known"),
    Place(FILE, SHEET, "A10:E10"),
    (("inference", "", "not recorded"),),
)


def decide(
    months_since_start: float | Fraction | None,
) -> Rule[YearBand]:
    """Is the patient in the first year of treatment?"""
    if months_since_start is None:
        return B3
    if months_since_start < 12:
        return B1
    return B2


KNOWN = frozenset(("months_since_start",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[YearBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if ((kind := type(x := get("months_since_start"))) is int and 0 <= x <= 1200) or (kind is float and 0.0 <= x <= 1200.0) else read_months_since_start(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[YearBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "year_band",
    "Year of treatment",
    question="Is the patient in the first year of treatment?",
    hit_policy="Unique",
    place=HERE,
    inputs=("months_since_start",),
    unknown=("months_since_start",),
    outputs=("year_band",),
    decide=decide,
    rules=(B1, B2, B3,),
    answer=YearBand,
    hash="9a0f69981a0d389e41f332fe1c0b3b88fbcc4ee29079d7062d1b9628d1dfeb3f",
)
