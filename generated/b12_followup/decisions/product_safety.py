# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Product in use and kidneys (regimen.xlsx · Product in use and kidneys). Hit policy: Unique.

Is the product in use safe for the kidneys?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_current_product, read_renal_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class ProductSafety(Answer):
    """An answer of Product in use and kidneys."""

    _codes = ("product_safety",)
    __slots__ = _codes

    product_safety: values.ProductSafetyCode
    """Product in use and kidneys."""


HERE = Place("regimen.xlsx", "Product in use and kidneys", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# Q1 (A9:F9) when Product in use: Cyanocobalamin; Renal function: Impaired
#   then Product in use and kidneys: Switch product
#   because statement S1-46; statement S1-47; statement S1-48; conflict C08; other guidance E18
Q1 = Rule(
    "Q1",
    ProductSafety("switch"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S1-46", ""), ("statement", "S1-47", ""), ("statement", "S1-48", ""), ("conflict", "C08", ""), ("other guidance", "E18", ""),),
)

# Q2 (A10:F10) when Product in use: Cyanocobalamin; Renal function: unknown
#   then Product in use and kidneys: Check kidneys first
#   because statement S1-46; inference not known whether the kidneys are impaired
Q2 = Rule(
    "Q2",
    ProductSafety("check_first"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S1-46", ""), ("inference", "", "not known whether the kidneys are impaired"),),
)

# Q3 (A11:F11) when Product in use: Cyanocobalamin; Renal function: Unimpaired
#   then Product in use and kidneys: No objection
#   because statement S3-01; statement S1-46
Q3 = Rule(
    "Q3",
    ProductSafety("suitable"),
    Place(FILE, SHEET, "A11:F11"),
    (("statement", "S3-01", ""), ("statement", "S1-46", ""),),
)

# Q4 (A12:F12) when Product in use: not(Cyanocobalamin); unknown
#   then Product in use and kidneys: No objection
#   because statement S1-46; inference the caution concerns cyanocobalamin
Q4 = Rule(
    "Q4",
    ProductSafety("suitable"),
    Place(FILE, SHEET, "A12:F12"),
    (("statement", "S1-46", ""), ("inference", "", "the caution concerns cyanocobalamin"),),
)


def decide(
    current_product: values.CurrentProductCode | None,
    renal_class: values.RenalClassCode | None,
) -> Rule[ProductSafety]:
    """Is the product in use safe for the kidneys?"""
    if current_product == "cyanocobalamin":
        if renal_class == "impaired":
            return Q1
        if renal_class == "not_impaired":
            return Q3
        return Q2
    return Q4


KNOWN = frozenset(("current_product", "renal_class"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[ProductSafety]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_current_product[get("current_product")],
                read_renal_class[get("renal_class")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[ProductSafety] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "product_safety",
    "Product in use and kidneys",
    question="Is the product in use safe for the kidneys?",
    hit_policy="Unique",
    place=HERE,
    inputs=("current_product", "renal_class"),
    unknown=("current_product", "renal_class"),
    outputs=("product_safety",),
    decide=decide,
    rules=(Q1, Q2, Q3, Q4,),
    answer=ProductSafety,
    hash="064b7af158dd5ff4afc5b96150ef0bb7f80bf7826e2ab090d31d34b8284f6a15",
)
