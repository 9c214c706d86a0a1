# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Normal checks (classes.xlsx · Normal checks). Hit policy: Unique.

How many normal checks in a row are there?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_consecutive_normal_checks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any, Literal

    from .. import values


class NormalChecks(Answer):
    """An answer of Normal checks."""

    _codes = ("normal_checks",)
    __slots__ = _codes

    normal_checks: values.NormalChecksCode | Literal["unknown"]
    """Normal checks."""


HERE = Place("classes.xlsx", "Normal checks", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when Normal checks in a row: 0
#   then Normal checks: No normal check
#   because statement S1-44; statement S3-47
B1 = Rule(
    "B1",
    NormalChecks("none"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S1-44", ""), ("statement", "S3-47", ""),),
)

# B2 (A9:E9) when Normal checks in a row: 1
#   then Normal checks: One normal check
#   because statement S1-44; statement S3-47
B2 = Rule(
    "B2",
    NormalChecks("one"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S1-44", ""), ("statement", "S3-47", ""),),
)

# B3 (A10:E10) when Normal checks in a row: >= 2
#   then Normal checks: At least two normal checks
#   because statement S1-17; statement S3-17
B3 = Rule(
    "B3",
    NormalChecks("two_or_more"),
    Place(FILE, SHEET, "A10:E10"),
    (("statement", "S1-17", ""), ("statement", "S3-17", ""),),
)

# B4 (A11:E11) when Normal checks in a row: unknown
#   then Normal checks: unknown
#   because inference not recorded
B4 = Rule(
    "B4",
    NormalChecks("unknown"),
    Place(FILE, SHEET, "A11:E11"),
    (("inference", "", "not recorded"),),
)


def decide(
    consecutive_normal_checks: float | Fraction | None,
) -> Rule[NormalChecks]:
    """How many normal checks in a row are there?"""
    if consecutive_normal_checks is None:
        return B4
    if consecutive_normal_checks < 1:
        return B1
    if consecutive_normal_checks < 2:
        return B2
    return B3


KNOWN = frozenset(("consecutive_normal_checks",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[NormalChecks]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if ((kind := type(x := get("consecutive_normal_checks"))) is int and 0 <= x <= 400) or (kind is float and x.is_integer() and 0.0 <= x <= 400.0) else read_consecutive_normal_checks(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[NormalChecks] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "normal_checks",
    "Normal checks",
    question="How many normal checks in a row are there?",
    hit_policy="Unique",
    place=HERE,
    inputs=("consecutive_normal_checks",),
    unknown=("consecutive_normal_checks",),
    outputs=("normal_checks",),
    decide=decide,
    rules=(B1, B2, B3, B4,),
    answer=NormalChecks,
    hash="0d95221585b32eb94b006c51de4b9524287ae845dd08ee578d4425f78e518093",
)
