# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Product (regimen.xlsx · Product). Hit policy: Unique.

Which cobalamin?
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


class Product(Answer):
    """An answer of Product."""

    _codes = ("product_im", "product_im_alternative")
    __slots__ = _codes

    product_im: values.ProductImCode
    """Product for injection."""

    product_im_alternative: values.ProductImAlternativeCode
    """Alternative product."""


HERE = Place("regimen.xlsx", "Product", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# R1 (A9:H9) when Renal function: Impaired; Age band: not(Under 18)
#   then Product for injection: Hydroxocobalamin; Alternative product: Methylcobalamin without a schedule in the
#     sources
#   because statement S1-46; statement S1-47; statement S1-48; statement S1-20; inference no source gives
#     methylcobalamin a schedule; conflict C08; conflict C09; other guidance E18
R1 = Rule(
    "R1",
    Product("hydroxocobalamin", "methylcobalamin_no_schedule"),
    Place(FILE, SHEET, "A9:H9"),
    (("statement", "S1-46", ""), ("statement", "S1-47", ""), ("statement", "S1-48", ""), ("statement", "S1-20", ""), ("inference", "", "no source gives methylcobalamin a schedule"), ("conflict", "C08", ""), ("conflict", "C09", ""), ("other guidance", "E18", ""),),
)

# R2 (A10:H10) when Renal function: unknown; Age band: not(Under 18)
#   then Product for injection: Hydroxocobalamin; Alternative product: Methylcobalamin without a schedule in the
#     sources
#   because statement S1-46; statement S1-20; inference treated as impaired until known; inference no source
#     gives methylcobalamin a schedule; conflict C09
R2 = Rule(
    "R2",
    Product("hydroxocobalamin", "methylcobalamin_no_schedule"),
    Place(FILE, SHEET, "A10:H10"),
    (("statement", "S1-46", ""), ("statement", "S1-20", ""), ("inference", "", "treated as impaired until known"), ("inference", "", "no source gives methylcobalamin a schedule"), ("conflict", "C09", ""),),
)

# R3 (A11:H11) when Renal function: Unimpaired; Product in use: Cyanocobalamin; Age band: not(Under 18)
#   then Product for injection: Hydroxocobalamin; Alternative product: Cyanocobalamin monthly or more often only
#   because statement S1-20; statement S2-07; statement S3-01; statement S3-09; statement S3-58; statement
#     S3-60; conflict C09; other guidance E09
R3 = Rule(
    "R3",
    Product("hydroxocobalamin", "cyanocobalamin_monthly"),
    Place(FILE, SHEET, "A11:H11"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("statement", "S3-01", ""), ("statement", "S3-09", ""), ("statement", "S3-58", ""), ("statement", "S3-60", ""), ("conflict", "C09", ""), ("other guidance", "E09", ""),),
)

# R4 (A12:H12) when Renal function: Unimpaired; Product in use: Methylcobalamin; Age band: not(Under 18)
#   then Product for injection: Hydroxocobalamin; Alternative product: Methylcobalamin without a schedule in the
#     sources
#   because statement S1-20; inference no source gives methylcobalamin a schedule; conflict C09
R4 = Rule(
    "R4",
    Product("hydroxocobalamin", "methylcobalamin_no_schedule"),
    Place(FILE, SHEET, "A12:H12"),
    (("statement", "S1-20", ""), ("inference", "", "no source gives methylcobalamin a schedule"), ("conflict", "C09", ""),),
)

# R5 (A13:H13) when Renal function: Unimpaired; Product in use: Hydroxocobalamin; Unspecified; No product;
#     unknown; Age band: not(Under 18)
#   then Product for injection: Hydroxocobalamin; Alternative product: No alternative
#   because statement S1-20; statement S2-07
R5 = Rule(
    "R5",
    Product("hydroxocobalamin", "none"),
    Place(FILE, SHEET, "A13:H13"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""),),
)

# R0 (A14:H14) when Age band: Under 18
#   then Product for injection: No product named; Alternative product: No alternative
#   because inference the sources are about adults
R0 = Rule(
    "R0",
    Product("none", "none"),
    Place(FILE, SHEET, "A14:H14"),
    (("inference", "", "the sources are about adults"),),
)


def decide(
    renal_class: values.RenalClassCode | None,
    current_product: values.CurrentProductCode | None,
    age_band: values.AgeBandCode,
) -> Rule[Product]:
    """Which cobalamin?"""
    if renal_class == "impaired":
        if age_band == "lt18":
            return R0
        return R1
    if renal_class == "not_impaired":
        if age_band == "lt18":
            return R0
        if current_product == "cyanocobalamin":
            return R3
        if current_product == "methylcobalamin":
            return R4
        return R5
    if age_band == "lt18":
        return R0
    return R2


KNOWN = frozenset(("renal_class", "current_product", "age_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[Product]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_renal_class[get("renal_class")],
                read_current_product[get("current_product")],
                read_age_band[case["age_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[Product] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "product",
    "Product",
    question="Which cobalamin?",
    hit_policy="Unique",
    place=HERE,
    inputs=("renal_class", "current_product", "age_band"),
    unknown=("renal_class", "current_product"),
    outputs=("product_im", "product_im_alternative"),
    decide=decide,
    rules=(R1, R2, R3, R4, R5, R0,),
    answer=Product,
    hash="a05d3270e20ca52cd16cca1f6f12e1ccd6d6b68943ce34aae86e213fa87ad06b",
)
