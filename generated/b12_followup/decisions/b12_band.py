# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Serum B12 band (classes.xlsx · Serum B12 band). Hit policy: Unique.

In which band is serum B12?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_b12

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class B12Band(Answer):
    """An answer of Serum B12 band."""

    _codes = ("b12_band",)
    __slots__ = _codes

    b12_band: values.B12BandCode
    """B12 band."""


HERE = Place("classes.xlsx", "Serum B12 band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when Serum B12: < B12 lower limit (180 pg/mL; S3-24)
#   then B12 band: Low
#   because statement S3-24; inference below the borderline range; conflict C25
B1 = Rule(
    "B1",
    B12Band("low"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S3-24", ""), ("inference", "", "below the borderline range"), ("conflict", "C25", ""),),
)

# B2 (A9:E9) when Serum B12: [B12 lower limit (180 pg/mL; S3-24)..B12 upper limit (350 pg/mL; S3-24)]
#   then B12 band: Borderline
#   because statement S3-24; conflict C25
B2 = Rule(
    "B2",
    B12Band("borderline"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S3-24", ""), ("conflict", "C25", ""),),
    note="Both ends belong to the borderline range. Thresholds depend on the laboratory method.",
)

# B3 (A10:E10) when Serum B12: > B12 upper limit (350 pg/mL; S3-24)
#   then B12 band: Adequate
#   because statement S3-24; inference above the borderline range; conflict C26; other guidance E05; conflict
#     C25
B3 = Rule(
    "B3",
    B12Band("adequate"),
    Place(FILE, SHEET, "A10:E10"),
    (("statement", "S3-24", ""), ("inference", "", "above the borderline range"), ("conflict", "C26", ""), ("other guidance", "E05", ""), ("conflict", "C25", ""),),
)

# B4 (A11:E11) when Serum B12: unknown
#   then B12 band: No result
#   because inference no result
B4 = Rule(
    "B4",
    B12Band("not_measured"),
    Place(FILE, SHEET, "A11:E11"),
    (("inference", "", "no result"),),
)


def decide(
    b12: float | Fraction | None,
) -> Rule[B12Band]:
    """In which band is serum B12?"""
    if b12 is None:
        return B4
    if b12 < 180:
        return B1
    if b12 <= 350:
        return B2
    return B3


KNOWN = frozenset(("b12",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[B12Band]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                None if (x := get("b12")) is None else read_b12(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[B12Band] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "b12_band",
    "Serum B12 band",
    question="In which band is serum B12?",
    hit_policy="Unique",
    place=HERE,
    inputs=("b12",),
    unknown=("b12",),
    outputs=("b12_band",),
    decide=decide,
    rules=(B1, B2, B3, B4,),
    answer=B12Band,
    hash="5b460f52a1ebbedb1acff742c8e050d6b7b68f022b73a7425a1e80bfa6aae753",
)
