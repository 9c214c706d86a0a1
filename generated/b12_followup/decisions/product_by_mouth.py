# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Product by mouth (regimen.xlsx · Product by mouth). Hit policy: Unique.

Which cobalamin by mouth, where tablets are not ruled out?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_oral_option, read_renal_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class ProductByMouth(Answer):
    """An answer of Product by mouth."""

    _codes = ("product_oral",)
    __slots__ = _codes

    product_oral: values.ProductOralCode
    """Product by mouth."""


HERE = Place("regimen.xlsx", "Product by mouth", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# M1 (A9:F9) when Oral treatment: Ruled out
#   then Product by mouth: Nothing by mouth
#   because statement S1-27; statement S2-22; inference what is ruled out gets no product
M1 = Rule(
    "M1",
    ProductByMouth("none"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S1-27", ""), ("statement", "S2-22", ""), ("inference", "", "what is ruled out gets no product"),),
    note="Also under 18, and where entries contradict each other.",
)

# M2 (A10:F10) when Oral treatment: Possible; Condition missing; Clinician decides; Renal function: Impaired
#   then Product by mouth: Methylcobalamin
#   because statement S1-46; statement S1-47; statement S1-48; inference that it can be had as a tablet;
#     conflict C08; conflict C52; other guidance E18
M2 = Rule(
    "M2",
    ProductByMouth("methylcobalamin"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S1-46", ""), ("statement", "S1-47", ""), ("statement", "S1-48", ""), ("inference", "", "that it can be had as a tablet"), ("conflict", "C08", ""), ("conflict", "C52", ""), ("other guidance", "E18", ""),),
)

# M3 (A11:F11) when Oral treatment: Possible; Condition missing; Clinician decides; Renal function: unknown
#   then Product by mouth: Methylcobalamin
#   because statement S1-46; inference treated as impaired until known; conflict C52
M3 = Rule(
    "M3",
    ProductByMouth("methylcobalamin"),
    Place(FILE, SHEET, "A11:F11"),
    (("statement", "S1-46", ""), ("inference", "", "treated as impaired until known"), ("conflict", "C52", ""),),
)

# M4 (A12:F12) when Oral treatment: Possible; Condition missing; Clinician decides; Renal function: Unimpaired
#   then Product by mouth: Not named by the sources
#   because statement S1-25; statement S2-21; statement S3-64
M4 = Rule(
    "M4",
    ProductByMouth("not_named"),
    Place(FILE, SHEET, "A12:F12"),
    (("statement", "S1-25", ""), ("statement", "S2-21", ""), ("statement", "S3-64", ""),),
)

# M5 (A13:F13) when Oral treatment: Disputed: the clinician decides
#   then Product by mouth: Cyanocobalamin 1000 mcg
#   because statement S1-28; conflict C10
M5 = Rule(
    "M5",
    ProductByMouth("cyanocobalamin"),
    Place(FILE, SHEET, "A13:F13"),
    (("statement", "S1-28", ""), ("conflict", "C10", ""),),
    note="Only in pernicious anaemia with kidneys shown to be unimpaired.",
)


def decide(
    oral_option: values.OralOptionCode,
    renal_class: values.RenalClassCode | None,
) -> Rule[ProductByMouth]:
    """Which cobalamin by mouth, where tablets are not ruled out?"""
    if oral_option == "specialist_only":
        return M5
    if oral_option == "not_eligible":
        return M1
    if renal_class == "impaired":
        return M2
    if renal_class == "not_impaired":
        return M4
    return M3


KNOWN = frozenset(("oral_option", "renal_class"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[ProductByMouth]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_oral_option[case["oral_option"]],
                read_renal_class[get("renal_class")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[ProductByMouth] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "product_by_mouth",
    "Product by mouth",
    question="Which cobalamin by mouth, where tablets are not ruled out?",
    hit_policy="Unique",
    place=HERE,
    inputs=("oral_option", "renal_class"),
    unknown=("renal_class",),
    outputs=("product_oral",),
    decide=decide,
    rules=(M1, M2, M3, M4, M5,),
    answer=ProductByMouth,
    hash="e740f70bfccd2182df4d7eeb296229407ecaf401d630401ae2d077f81928b4c4",
)
