# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Anaemia on treatment (classes.xlsx · Anaemia on treatment). Hit policy: Unique.

Does megaloblastic anaemia persist although treatment has run for 3 months?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_cbc_status, read_months_since_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class AnaemiaStatus(Answer):
    """An answer of Anaemia on treatment."""

    _codes = ("anaemia_status",)
    __slots__ = _codes

    anaemia_status: values.AnaemiaStatusCode
    """Anaemia on treatment."""


HERE = Place("classes.xlsx", "Anaemia on treatment", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# Y1 (A8:F8) when Blood count: Megaloblastic anaemia; Months since start: >= 3; unknown
#   then Anaemia on treatment: Persists
#   because statement S1-02; statement S1-06; statement S1-11; statement S3-22; inference the count of month 3
#     is the first that shows resolution and a start that is not known counts as earlier
Y1 = Rule(
    "Y1",
    AnaemiaStatus("persists"),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S1-02", ""), ("statement", "S1-06", ""), ("statement", "S1-11", ""), ("statement", "S3-22", ""), ("inference", "", "the count of month 3 is the first that shows resolution and a start that is not known counts as earlier"),),
)

# Y2 (A9:F9) when Blood count: Megaloblastic anaemia; Months since start: < 3
#   then Anaemia on treatment: Too early to judge
#   because statement S1-02; statement S1-06; inference before the first check no resolution is expected
Y2 = Rule(
    "Y2",
    AnaemiaStatus("early"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S1-02", ""), ("statement", "S1-06", ""), ("inference", "", "before the first check no resolution is expected"),),
)

# Y3 (A10:F10) when Blood count: Normal; Other abnormality
#   then Anaemia on treatment: No megaloblastic anaemia
#   because statement S1-11; statement S3-22
Y3 = Rule(
    "Y3",
    AnaemiaStatus("none"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""),),
)

# Y4 (A11:F11) when Blood count: Not done; unknown
#   then Anaemia on treatment: Count not known
#   because inference no count
Y4 = Rule(
    "Y4",
    AnaemiaStatus("not_known"),
    Place(FILE, SHEET, "A11:F11"),
    (("inference", "", "no count"),),
)


def decide(
    cbc_status: values.CbcStatusCode | None,
    months_since_start: float | Fraction | None,
) -> Rule[AnaemiaStatus]:
    """Does megaloblastic anaemia persist although treatment has run for 3 months?"""
    if cbc_status == "megaloblastic_anaemia":
        if months_since_start is None:
            return Y1
        if months_since_start < 3:
            return Y2
        return Y1
    if cbc_status in ("normal", "other_abnormal"):
        return Y3
    return Y4


KNOWN = frozenset(("cbc_status", "months_since_start"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[AnaemiaStatus]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_cbc_status[get("cbc_status")],
                x if ((kind := type(x := get("months_since_start"))) is int and 0 <= x <= 1200) or (kind is float and 0.0 <= x <= 1200.0) else read_months_since_start(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[AnaemiaStatus] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "anaemia_status",
    "Anaemia on treatment",
    question="Does megaloblastic anaemia persist although treatment has run for 3 months?",
    hit_policy="Unique",
    place=HERE,
    inputs=("cbc_status", "months_since_start"),
    unknown=("cbc_status", "months_since_start"),
    outputs=("anaemia_status",),
    decide=decide,
    rules=(Y1, Y2, Y3, Y4,),
    answer=AnaemiaStatus,
    hash="faa9264faba2840f494b915e656b885bd2fc0f79c633301ee5507faae66243fd",
)
