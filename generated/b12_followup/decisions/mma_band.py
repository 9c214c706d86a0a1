# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""MMA band (classes.xlsx · MMA band). Hit policy: Unique.

How does methylmalonic acid stand to its target?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_mma

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class MmaBand(Answer):
    """An answer of MMA band."""

    _codes = ("mma_band",)
    __slots__ = _codes

    mma_band: values.MmaBandCode
    """MMA band."""


HERE = Place("classes.xlsx", "MMA band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when Methylmalonic acid: < MMA limit (271 nmol/L; S1-14, S1-51, S3-26)
#   then MMA band: On target
#   because statement S3-26
B1 = Rule(
    "B1",
    MmaBand("on_target"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S3-26", ""),),
)

# B2 (A9:E9) when Methylmalonic acid: MMA limit (271 nmol/L; S1-14, S1-51, S3-26)
#   then MMA band: At the limit
#   because statement S3-26; inference neither on target nor confirming; conflict C28
B2 = Rule(
    "B2",
    MmaBand("at_limit"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S3-26", ""), ("inference", "", "neither on target nor confirming"), ("conflict", "C28", ""),),
)

# B3 (A10:E10) when Methylmalonic acid: > MMA limit (271 nmol/L; S1-14, S1-51, S3-26)
#   then MMA band: Raised
#   because statement S1-14; statement S1-51; other guidance E16
B3 = Rule(
    "B3",
    MmaBand("raised"),
    Place(FILE, SHEET, "A10:E10"),
    (("statement", "S1-14", ""), ("statement", "S1-51", ""), ("other guidance", "E16", ""),),
)

# B4 (A11:E11) when Methylmalonic acid: unknown
#   then MMA band: No result
#   because inference no result
B4 = Rule(
    "B4",
    MmaBand("not_measured"),
    Place(FILE, SHEET, "A11:E11"),
    (("inference", "", "no result"),),
)


def decide(
    mma: float | Fraction | None,
) -> Rule[MmaBand]:
    """How does methylmalonic acid stand to its target?"""
    if mma is None:
        return B4
    if mma < 271:
        return B1
    if mma <= 271:
        return B2
    return B3


KNOWN = frozenset(("mma",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[MmaBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                None if (x := get("mma")) is None else read_mma(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[MmaBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "mma_band",
    "MMA band",
    question="How does methylmalonic acid stand to its target?",
    hit_policy="Unique",
    place=HERE,
    inputs=("mma",),
    unknown=("mma",),
    outputs=("mma_band",),
    decide=decide,
    rules=(B1, B2, B3, B4,),
    answer=MmaBand,
    hash="f042ee5b544e7dca754108b3b0b86cdd73b23a5238052ee77478bffa5e100008",
)
