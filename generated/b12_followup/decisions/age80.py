# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Over 80 (classes.xlsx · Over 80). Hit policy: Unique.

Is the patient over 80?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_age_years

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any, Literal


class Age80(Answer):
    """An answer of Over 80."""

    _codes = ("age80",)
    __slots__ = _codes

    age80: bool | Literal["unknown"]
    """Over 80."""


HERE = Place("classes.xlsx", "Over 80", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when Age: > very old age (80 years; S3-57)
#   then Over 80: yes
#   because statement S3-57; conflict C47
B1 = Rule(
    "B1",
    Age80(True),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S3-57", ""), ("conflict", "C47", ""),),
)

# B2 (A9:E9) when Age: <= very old age (80 years; S3-57)
#   then Over 80: no
#   because statement S3-57
B2 = Rule(
    "B2",
    Age80(False),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S3-57", ""),),
)

# B3 (A10:E10) when Age: unknown
#   then Over 80: unknown
#   because inference not recorded
B3 = Rule(
    "B3",
    Age80("unknown"),
    Place(FILE, SHEET, "A10:E10"),
    (("inference", "", "not recorded"),),
)


def decide(
    age_years: float | Fraction | None,
) -> Rule[Age80]:
    """Is the patient over 80?"""
    if age_years is None:
        return B3
    if age_years <= 80:
        return B2
    return B1


KNOWN = frozenset(("age_years",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[Age80]:
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

    fired: Rule[Age80] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "age80",
    "Over 80",
    question="Is the patient over 80?",
    hit_policy="Unique",
    place=HERE,
    inputs=("age_years",),
    unknown=("age_years",),
    outputs=("age80",),
    decide=decide,
    rules=(B1, B2, B3,),
    answer=Age80,
    hash="551c178427f293d7629948967f3c13d9d119e019c66938ec093f782a1edb66e5",
)
