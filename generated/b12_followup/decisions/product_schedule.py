# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Product and interval (regimen.xlsx · Product and interval). Hit policy: Unique.

Do the sources give the product in use at the interval in use?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_current_interval, read_current_product

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class ProductSchedule(Answer):
    """An answer of Product and interval."""

    _codes = ("product_schedule",)
    __slots__ = _codes

    product_schedule: values.ProductScheduleCode
    """Product and interval."""


HERE = Place("regimen.xlsx", "Product and interval", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# P1 (A8:F8) when Product in use: Hydroxocobalamin; Interval in use: Twice weekly; Weekly; Every 2 weeks;
#     Monthly; Every 2 months; Every 3 months; Longer than 3 months
#   then Product and interval: Interval named for the product
#   because statement S1-20; statement S1-21; statement S1-23; statement S2-07; statement S3-58; statement
#     S3-60; inference the shorter intervals name no product
P1 = Rule(
    "P1",
    ProductSchedule("fits"),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S1-20", ""), ("statement", "S1-21", ""), ("statement", "S1-23", ""), ("statement", "S2-07", ""), ("statement", "S3-58", ""), ("statement", "S3-60", ""), ("inference", "", "the shorter intervals name no product"),),
    note="Whether it is often enough is the question of Interval in use.",
)

# P2 (A9:F9) when Product in use: Cyanocobalamin; Interval in use: Twice weekly; Weekly; Every 2 weeks; Monthly
#   then Product and interval: Interval named for the product
#   because statement S3-01; statement S3-09; statement S3-58; statement S3-60
P2 = Rule(
    "P2",
    ProductSchedule("fits"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S3-01", ""), ("statement", "S3-09", ""), ("statement", "S3-58", ""), ("statement", "S3-60", ""),),
)

# P3 (A10:F10) when Product in use: Cyanocobalamin; Interval in use: Every 2 months; Every 3 months; Longer than
#     3 months
#   then Product and interval: Only monthly or more often for this product
#   because statement S3-01; statement S3-09; statement S1-20; statement S1-23; statement S2-07; conflict C09;
#     other guidance E09
P3 = Rule(
    "P3",
    ProductSchedule("monthly_only"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S3-01", ""), ("statement", "S3-09", ""), ("statement", "S1-20", ""), ("statement", "S1-23", ""), ("statement", "S2-07", ""), ("conflict", "C09", ""), ("other guidance", "E09", ""),),
    note="Every 2 to 3 months belongs to hydroxocobalamin; cyanocobalamin is given monthly.",
)

# P4 (A11:F11) when Product in use: Methylcobalamin; Interval in use: Twice weekly; Weekly; Every 2 weeks;
#     Monthly; Every 2 months; Every 3 months; Longer than 3 months
#   then Product and interval: No interval named for the product
#   because statement S1-20; inference a schedule is not carried over to another product; conflict C09
P4 = Rule(
    "P4",
    ProductSchedule("no_schedule"),
    Place(FILE, SHEET, "A11:F11"),
    (("statement", "S1-20", ""), ("inference", "", "a schedule is not carried over to another product"), ("conflict", "C09", ""),),
)

# P5 (A12:F12) when Product in use: Unspecified; unknown; Interval in use: Twice weekly; Weekly; Every 2 weeks;
#     Monthly
#   then Product and interval: Interval named for the product
#   because statement S1-21; statement S3-01; inference monthly or more often is named for both hydroxocobalamin
#     and cyanocobalamin
P5 = Rule(
    "P5",
    ProductSchedule("fits"),
    Place(FILE, SHEET, "A12:F12"),
    (("statement", "S1-21", ""), ("statement", "S3-01", ""), ("inference", "", "monthly or more often is named for both hydroxocobalamin and cyanocobalamin"),),
    note="Question I21 asks for the product.",
)

# P6 (A13:F13) when Product in use: Unspecified; unknown; Interval in use: Every 2 months; Every 3 months;
#     Longer than 3 months
#   then Product and interval: Product needed first
#   because inference it could be cyanocobalamin, which is given monthly; conflict C09
P6 = Rule(
    "P6",
    ProductSchedule("product_open"),
    Place(FILE, SHEET, "A13:F13"),
    (("inference", "", "it could be cyanocobalamin, which is given monthly"), ("conflict", "C09", ""),),
    note="Question I21 asks for the product.",
)

# P7 (A14:F14) when Product in use: No product; Interval in use: Twice weekly; Weekly; Every 2 weeks; Monthly;
#     Every 2 months; Every 3 months; Longer than 3 months
#   then Product and interval: No injection interval
#   because inference nothing is given
P7 = Rule(
    "P7",
    ProductSchedule("none"),
    Place(FILE, SHEET, "A14:F14"),
    (("inference", "", "nothing is given"),),
)

# P8 (A15:F15) when Interval in use: Daily by mouth; No interval; unknown
#   then Product and interval: No injection interval
#   because inference there is no interval to compare
P8 = Rule(
    "P8",
    ProductSchedule("none"),
    Place(FILE, SHEET, "A15:F15"),
    (("inference", "", "there is no interval to compare"),),
)


def decide(
    current_product: values.CurrentProductCode | None,
    current_interval: values.CurrentIntervalCode | None,
) -> Rule[ProductSchedule]:
    """Do the sources give the product in use at the interval in use?"""
    if current_product == "hydroxocobalamin":
        if current_interval in ("daily_oral", "none", None):
            return P8
        return P1
    if current_product == "cyanocobalamin":
        if current_interval in ("every_2_months", "every_3_months", "longer_than_3_months"):
            return P3
        if current_interval in ("daily_oral", "none", None):
            return P8
        return P2
    if current_product == "methylcobalamin":
        if current_interval in ("daily_oral", "none", None):
            return P8
        return P4
    if current_product == "none":
        if current_interval in ("daily_oral", "none", None):
            return P8
        return P7
    if current_interval in ("every_2_months", "every_3_months", "longer_than_3_months"):
        return P6
    if current_interval in ("daily_oral", "none", None):
        return P8
    return P5


KNOWN = frozenset(("current_product", "current_interval"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[ProductSchedule]:
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
                read_current_interval[get("current_interval")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[ProductSchedule] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "product_schedule",
    "Product and interval",
    question="Do the sources give the product in use at the interval in use?",
    hit_policy="Unique",
    place=HERE,
    inputs=("current_product", "current_interval"),
    unknown=("current_product", "current_interval"),
    outputs=("product_schedule",),
    decide=decide,
    rules=(P1, P2, P3, P4, P5, P6, P7, P8,),
    answer=ProductSchedule,
    hash="8f3d0ceb9bbcd89ad53f7ea4a9a56173cecf219702a67ed3863317e991ad066d",
)
