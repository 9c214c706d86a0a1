# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Product in use and kidneys (regimen.xlsx · Product in use and kidneys). Hit policy: Unique.

Is the product in use safe for the kidneys?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_age_band, read_current_product, read_renal_class

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

# Q1 (A9:G9) when Product in use: Cyanocobalamin; Renal function: Impaired; Age band: not(Under 18)
#   then Product in use and kidneys: Switch product
#   because statement S1-46; statement S1-47; statement S1-48; conflict C08; other guidance E18
Q1 = Rule(
    "Q1",
    ProductSafety("switch"),
    Place(FILE, SHEET, "A9:G9"),
    (("statement", "S1-46", ""), ("statement", "S1-47", ""), ("statement", "S1-48", ""), ("conflict", "C08", ""), ("other guidance", "E18", ""),),
)

# Q2 (A10:G10) when Product in use: Cyanocobalamin; Renal function: unknown; Age band: not(Under 18)
#   then Product in use and kidneys: Check kidneys first
#   because statement S1-46; inference not known whether the kidneys are impaired
Q2 = Rule(
    "Q2",
    ProductSafety("check_first"),
    Place(FILE, SHEET, "A10:G10"),
    (("statement", "S1-46", ""), ("inference", "", "not known whether the kidneys are impaired"),),
)

# Q3 (A11:G11) when Product in use: Cyanocobalamin; Renal function: Unimpaired; Age band: not(Under 18)
#   then Product in use and kidneys: No objection
#   because statement S3-01; statement S1-46
Q3 = Rule(
    "Q3",
    ProductSafety("suitable"),
    Place(FILE, SHEET, "A11:G11"),
    (("statement", "S3-01", ""), ("statement", "S1-46", ""),),
)

# Q4 (A12:G12) when Product in use: not(Cyanocobalamin); unknown; Age band: not(Under 18)
#   then Product in use and kidneys: No objection
#   because statement S1-46; inference the caution concerns cyanocobalamin
Q4 = Rule(
    "Q4",
    ProductSafety("suitable"),
    Place(FILE, SHEET, "A12:G12"),
    (("statement", "S1-46", ""), ("inference", "", "the caution concerns cyanocobalamin"),),
)

# Q0 (A13:G13) when Age band: Under 18
#   then Product in use and kidneys: Not judged here
#   because inference the sources are about adults
Q0 = Rule(
    "Q0",
    ProductSafety("none"),
    Place(FILE, SHEET, "A13:G13"),
    (("inference", "", "the sources are about adults"),),
)


def decide(
    current_product: values.CurrentProductCode | None,
    renal_class: values.RenalClassCode | None,
    age_band: values.AgeBandCode,
) -> Rule[ProductSafety]:
    """Is the product in use safe for the kidneys?"""
    if age_band == "lt18":
        return Q0
    if current_product == "cyanocobalamin":
        if renal_class == "impaired":
            return Q1
        if renal_class == "not_impaired":
            return Q3
        return Q2
    return Q4


KNOWN = frozenset(("current_product", "renal_class", "age_band"))
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
                read_age_band[case["age_band"]],
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
    inputs=("current_product", "renal_class", "age_band"),
    unknown=("current_product", "renal_class"),
    outputs=("product_safety",),
    decide=decide,
    rules=(Q1, Q2, Q3, Q4, Q0,),
    answer=ProductSafety,
    hash="8cb0585120ee25a3478bca492c63b80ae000626a220255e9f5a63b0e20be923b",
)
