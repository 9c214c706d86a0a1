# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Vitamin D band (classes.xlsx · Vitamin D band). Hit policy: Unique.

How does vitamin D stand to the target after bariatric surgery?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_vitamin_d

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class VitdBand(Answer):
    """An answer of Vitamin D band."""

    _codes = ("vitd_band",)
    __slots__ = _codes

    vitd_band: values.VitdBandCode
    """Vitamin D band."""


HERE = Place("classes.xlsx", "Vitamin D band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when 25-OH vitamin D: < vitamin D target (75 nmol/L; S3-32)
#   then Vitamin D band: Below target
#   because statement S3-32; conflict C40
B1 = Rule(
    "B1",
    VitdBand("below_target"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S3-32", ""), ("conflict", "C40", ""),),
    note="Compared without rounding, in the unit of the source: 30 ng/mL is 74.88 nmol/L and just below.",
)

# B2 (A9:E9) when 25-OH vitamin D: >= vitamin D target (75 nmol/L; S3-32)
#   then Vitamin D band: On target
#   because statement S3-32; conflict C40
B2 = Rule(
    "B2",
    VitdBand("on_target"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S3-32", ""), ("conflict", "C40", ""),),
    note="Exactly 75 nmol/L (30.05 ng/mL) is on target.",
)

# B3 (A10:E10) when 25-OH vitamin D: unknown
#   then Vitamin D band: No result
#   because inference no result
B3 = Rule(
    "B3",
    VitdBand("not_measured"),
    Place(FILE, SHEET, "A10:E10"),
    (("inference", "", "no result"),),
)


def decide(
    vitamin_d: float | Fraction | None,
) -> Rule[VitdBand]:
    """How does vitamin D stand to the target after bariatric surgery?"""
    if vitamin_d is None:
        return B3
    if vitamin_d < 75:
        return B1
    return B2


KNOWN = frozenset(("vitamin_d",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[VitdBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                None if (x := get("vitamin_d")) is None else read_vitamin_d(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[VitdBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "vitd_band",
    "Vitamin D band",
    question="How does vitamin D stand to the target after bariatric surgery?",
    hit_policy="Unique",
    place=HERE,
    inputs=("vitamin_d",),
    unknown=("vitamin_d",),
    outputs=("vitd_band",),
    decide=decide,
    rules=(B1, B2, B3,),
    answer=VitdBand,
    hash="2a354b9986afab1c559c7b9cc78c51517998c18b4def2f0a58464bdf051a2f17",
)
