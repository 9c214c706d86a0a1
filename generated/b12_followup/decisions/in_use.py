# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Treatment in use (regimen.xlsx · Treatment in use). Hit policy: Unique.

What is given now: injections, tablets, or nothing?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_current_interval, read_current_product, read_current_route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class InUse(Answer):
    """An answer of Treatment in use."""

    _codes = ("in_use",)
    __slots__ = _codes

    in_use: values.InUseCode
    """Treatment in use."""


HERE = Place("regimen.xlsx", "Treatment in use", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# U1 (A8:G8) when Product in use: No product
#   then Treatment in use: Nothing
#   because inference no product, nothing given
U1 = Rule(
    "U1",
    InUse("nothing"),
    Place(FILE, SHEET, "A8:G8"),
    (("inference", "", "no product, nothing given"),),
)

# U2 (A9:G9) when Product in use: not(No product); unknown; Route in use: No route
#   then Treatment in use: Nothing
#   because inference no route, nothing given
U2 = Rule(
    "U2",
    InUse("nothing"),
    Place(FILE, SHEET, "A9:G9"),
    (("inference", "", "no route, nothing given"),),
)

# U3 (A10:G10) when Product in use: not(No product); unknown; Route in use: Intramuscular; Oral; unknown;
#     Interval in use: No interval
#   then Treatment in use: Nothing
#   because inference nothing is given at regular times
U3 = Rule(
    "U3",
    InUse("nothing"),
    Place(FILE, SHEET, "A10:G10"),
    (("inference", "", "nothing is given at regular times"),),
    note="Guard G18 asks on maintenance.",
)

# U4 (A11:G11) when Product in use: not(No product); unknown; Route in use: Intramuscular; Interval in use:
#     not(No interval); unknown
#   then Treatment in use: Injections
#   because inference what the entry says
U4 = Rule(
    "U4",
    InUse("injections"),
    Place(FILE, SHEET, "A11:G11"),
    (("inference", "", "what the entry says"),),
)

# U5 (A12:G12) when Product in use: not(No product); unknown; Route in use: Oral; Interval in use: not(No
#     interval); unknown
#   then Treatment in use: Tablets
#   because inference what the entry says
U5 = Rule(
    "U5",
    InUse("tablets"),
    Place(FILE, SHEET, "A12:G12"),
    (("inference", "", "what the entry says"),),
)

# U6 (A13:G13) when Product in use: not(No product); unknown; Route in use: unknown; Interval in use: Twice
#     weekly; Weekly; Every 2 weeks; Monthly; Every 2 months; Every 3 months; Longer than 3 months
#   then Treatment in use: Injections
#   because inference an interval of injections
U6 = Rule(
    "U6",
    InUse("injections"),
    Place(FILE, SHEET, "A13:G13"),
    (("inference", "", "an interval of injections"),),
)

# U7 (A14:G14) when Product in use: not(No product); unknown; Route in use: unknown; Interval in use: Daily by
#     mouth
#   then Treatment in use: Tablets
#   because inference an interval of tablets
U7 = Rule(
    "U7",
    InUse("tablets"),
    Place(FILE, SHEET, "A14:G14"),
    (("inference", "", "an interval of tablets"),),
)

# U8 (A15:G15) when Product in use: not(No product); unknown; Route in use: unknown; Interval in use: unknown
#   then Treatment in use: Treatment not recorded
#   because inference neither route nor interval is recorded
U8 = Rule(
    "U8",
    InUse("not_known"),
    Place(FILE, SHEET, "A15:G15"),
    (("inference", "", "neither route nor interval is recorded"),),
)


def decide(
    current_product: values.CurrentProductCode | None,
    current_route: values.CurrentRouteCode | None,
    current_interval: values.CurrentIntervalCode | None,
) -> Rule[InUse]:
    """What is given now: injections, tablets, or nothing?"""
    if current_route == "im":
        if current_product == "none":
            return U1
        if current_interval == "none":
            return U3
        return U4
    if current_route == "oral":
        if current_product == "none":
            return U1
        if current_interval == "none":
            return U3
        return U5
    if current_route == "none":
        if current_product == "none":
            return U1
        return U2
    if current_interval == "daily_oral":
        if current_product == "none":
            return U1
        return U7
    if current_interval == "none":
        if current_product == "none":
            return U1
        return U3
    if current_interval is None:
        if current_product == "none":
            return U1
        return U8
    if current_product == "none":
        return U1
    return U6


KNOWN = frozenset(("current_product", "current_route", "current_interval"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[InUse]:
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
                read_current_route[get("current_route")],
                read_current_interval[get("current_interval")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[InUse] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "in_use",
    "Treatment in use",
    question="What is given now: injections, tablets, or nothing?",
    hit_policy="Unique",
    place=HERE,
    inputs=("current_product", "current_route", "current_interval"),
    unknown=("current_product", "current_route", "current_interval"),
    outputs=("in_use",),
    decide=decide,
    rules=(U1, U2, U3, U4, U5, U6, U7, U8,),
    answer=InUse,
    hash="d4a9e125b65d719bc441727fc03bdb2eb9d6bcbebebf2efc2888a354687b1840",
)
