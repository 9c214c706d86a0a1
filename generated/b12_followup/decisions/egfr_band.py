# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""eGFR band (classes.xlsx · eGFR band). Hit policy: Unique.

Is eGFR below 60?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_egfr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction
    from typing import Any

    from .. import values


class EgfrBand(Answer):
    """An answer of eGFR band."""

    _codes = ("egfr_band",)
    __slots__ = _codes

    egfr_band: values.EgfrBandCode
    """eGFR band."""


HERE = Place("classes.xlsx", "eGFR band", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:E8) when eGFR: < eGFR limit (60 mL/min/1.73 m²; our inference, E27)
#   then eGFR band: Below 60
#   because statement S1-46; inference 60 is the usual line for chronic kidney disease; conflict C07; other
#     guidance E27
B1 = Rule(
    "B1",
    EgfrBand("lt60"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S1-46", ""), ("inference", "", "60 is the usual line for chronic kidney disease"), ("conflict", "C07", ""), ("other guidance", "E27", ""),),
    note="The line is moved on the sheet Thresholds, in one cell.",
)

# B2 (A9:E9) when eGFR: >= eGFR limit (60 mL/min/1.73 m²; our inference, E27)
#   then eGFR band: At least 60
#   because statement S1-46; inference not below the line; conflict C07
B2 = Rule(
    "B2",
    EgfrBand("ge60"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S1-46", ""), ("inference", "", "not below the line"), ("conflict", "C07", ""),),
)

# B3 (A10:E10) when eGFR: unknown
#   then eGFR band: eGFR not recorded
#   because inference not recorded
B3 = Rule(
    "B3",
    EgfrBand("not_known"),
    Place(FILE, SHEET, "A10:E10"),
    (("inference", "", "not recorded"),),
)


def decide(
    egfr: float | Fraction | None,
) -> Rule[EgfrBand]:
    """Is eGFR below 60?"""
    if egfr is None:
        return B3
    if egfr < 60:
        return B1
    return B2


KNOWN = frozenset(("egfr",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[EgfrBand]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if ((kind := type(x := get("egfr"))) is int and 0 <= x <= 200) or (kind is float and 0.0 <= x <= 200.0) else read_egfr(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[EgfrBand] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "egfr_band",
    "eGFR band",
    question="Is eGFR below 60?",
    hit_policy="Unique",
    place=HERE,
    inputs=("egfr",),
    unknown=("egfr",),
    outputs=("egfr_band",),
    decide=decide,
    rules=(B1, B2, B3,),
    answer=EgfrBand,
    hash="68bf3d0e44b4ff5e12ca691f956a84a9d261957a1989ed32c6ba9e015ec667d6",
)
