# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Homocysteine band (classes.xlsx · Homocysteine band). Hit policy: Unique.

How does homocysteine stand to its target?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_hcy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class HcyBand(Answer):
    """An answer of Homocysteine band."""

    _codes = ("hcy_band",)
    __slots__ = _codes

    hcy_band: values.HcyBandCode
    """Homocysteine band."""


HERE = Place("classes.xlsx", "Homocysteine band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when Homocysteine: < homocysteine target (10 µmol/L; S1-09, S1-16, S2-15, S3-28)
#   then Homocysteine band: On target
#   because statement S1-09; statement S1-16; statement S2-15; statement S3-28; conflict C29
B1 = Rule(
    "B1",
    HcyBand("on_target"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S1-09", ""), ("statement", "S1-16", ""), ("statement", "S2-15", ""), ("statement", "S3-28", ""), ("conflict", "C29", ""),),
)

# B2 (A9:E9) when Homocysteine: >= homocysteine target (10 µmol/L; S1-09, S1-16, S2-15, S3-28)
#   then Homocysteine band: Above target
#   because statement S1-09; statement S1-16; statement S2-15; statement S3-28; conflict C29; other guidance E19
B2 = Rule(
    "B2",
    HcyBand("above_target"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S1-09", ""), ("statement", "S1-16", ""), ("statement", "S2-15", ""), ("statement", "S3-28", ""), ("conflict", "C29", ""), ("other guidance", "E19", ""),),
)

# B3 (A10:E10) when Homocysteine: unknown
#   then Homocysteine band: No result
#   because inference no result
B3 = Rule(
    "B3",
    HcyBand("not_measured"),
    Place(FILE, SHEET, "A10:E10"),
    (("inference", "", "no result"),),
)


def decide(
    hcy: float | Fraction | None,
) -> Rule[HcyBand]:
    """How does homocysteine stand to its target?"""
    if hcy is None:
        return B3
    if hcy < 10:
        return B1
    return B2


KNOWN = frozenset(("hcy",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[HcyBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                None if (x := get("hcy")) is None else read_hcy(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[HcyBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "hcy_band",
    "Homocysteine band",
    question="How does homocysteine stand to its target?",
    hit_policy="Unique",
    place=HERE,
    inputs=("hcy",),
    unknown=("hcy",),
    outputs=("hcy_band",),
    decide=decide,
    rules=(B1, B2, B3,),
    answer=HcyBand,
    hash="c414e6ca84e82433d858ab23e5af19651cd1595226a1adeb8d8403bf369f1ae6",
)
