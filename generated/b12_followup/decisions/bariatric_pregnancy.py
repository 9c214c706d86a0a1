# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Bariatric pregnancy (monitoring.xlsx · Bariatric pregnancy). Hit policy: Unique.

Is there a pregnancy, or a plan for one, after bariatric surgery?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_cause_is_bariatric, read_pregnancy_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class BariatricPregnancy(Answer):
    """An answer of Bariatric pregnancy."""

    _codes = ("bariatric_pregnancy",)
    __slots__ = _codes

    bariatric_pregnancy: values.BariatricPregnancyCode
    """Bariatric surgery and pregnancy."""


HERE = Place("monitoring.xlsx", "Bariatric pregnancy", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# Z1 (A8:F8) when Bariatric patient: yes; Pregnancy: Pregnant
#   then Bariatric surgery and pregnancy: Pregnant after surgery
#   because statement S3-33; statement S3-34
Z1 = Rule(
    "Z1",
    BariatricPregnancy("pregnant"),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S3-33", ""), ("statement", "S3-34", ""),),
)

# Z2 (A9:F9) when Bariatric patient: yes; Pregnancy: Planning pregnancy
#   then Bariatric surgery and pregnancy: Planning after surgery
#   because statement S3-19
Z2 = Rule(
    "Z2",
    BariatricPregnancy("planning"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S3-19", ""),),
)

# Z3 (A10:F10) when Bariatric patient: yes; Pregnancy: Does not apply; No pregnancy; Breastfeeding; unknown
#   then Bariatric surgery and pregnancy: Neither
#   because statement S3-19; statement S3-33; inference pregnancy not known is asked for and not assumed; other
#     guidance E06
Z3 = Rule(
    "Z3",
    BariatricPregnancy("neither"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S3-19", ""), ("statement", "S3-33", ""), ("inference", "", "pregnancy not known is asked for and not assumed"), ("other guidance", "E06", ""),),
)

# Z4 (A11:F11) when Bariatric patient: no
#   then Bariatric surgery and pregnancy: Neither
#   because inference the sources cover pregnancy only after bariatric surgery; conflict C39; other guidance E06
Z4 = Rule(
    "Z4",
    BariatricPregnancy("neither"),
    Place(FILE, SHEET, "A11:F11"),
    (("inference", "", "the sources cover pregnancy only after bariatric surgery"), ("conflict", "C39", ""), ("other guidance", "E06", ""),),
)


def decide(
    cause_is_bariatric: bool,
    pregnancy_status: values.PregnancyStatusCode | None,
) -> Rule[BariatricPregnancy]:
    """Is there a pregnancy, or a plan for one, after bariatric surgery?"""
    if cause_is_bariatric:
        if pregnancy_status == "planning":
            return Z2
        if pregnancy_status == "pregnant":
            return Z1
        return Z3
    return Z4


KNOWN = frozenset(("cause_is_bariatric", "pregnancy_status"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[BariatricPregnancy]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                x if (x := case["cause_is_bariatric"]) is True or x is False else read_cause_is_bariatric(x),
                read_pregnancy_status[get("pregnancy_status")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[BariatricPregnancy] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "bariatric_pregnancy",
    "Bariatric pregnancy",
    question="Is there a pregnancy, or a plan for one, after bariatric surgery?",
    hit_policy="Unique",
    place=HERE,
    inputs=("cause_is_bariatric", "pregnancy_status"),
    unknown=("pregnancy_status",),
    outputs=("bariatric_pregnancy",),
    decide=decide,
    rules=(Z1, Z2, Z3, Z4,),
    answer=BariatricPregnancy,
    hash="89bdd5e99f760c36a9502685b282c2563256d76af6ccc7b2366086649efcc890",
)
