# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Interval by cause (regimen.xlsx · Interval by cause). Hit policy: Unique.

Which interval does the cause call for?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_bariatric_procedure, read_cause, read_ileal_band

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class CauseInterval(Answer):
    """An answer of Interval by cause."""

    _codes = ("cause_interval",)
    __slots__ = _codes

    cause_interval: values.CauseIntervalCode
    """Interval by cause."""


HERE = Place("regimen.xlsx", "Interval by cause", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# I1 (A8:G8) when Main cause: Pernicious anaemia
#   then Interval by cause: Monthly for pernicious anaemia
#   because statement S3-36; statement S1-20; statement S2-07; conflict C01; other guidance E08; other guidance
#     E09
I1 = Rule(
    "I1",
    CauseInterval("monthly_pernicious_anaemia"),
    Place(FILE, SHEET, "A8:G8"),
    (("statement", "S3-36", ""), ("statement", "S1-20", ""), ("statement", "S2-07", ""), ("conflict", "C01", ""), ("other guidance", "E08", ""), ("other guidance", "E09", ""),),
)

# I2 (A9:G9) when Main cause: not(Pernicious anaemia); unknown; Ileal resection band: More than 20 cm
#   then Interval by cause: Monthly for ileal resection
#   because statement S3-39; statement S1-20; statement S2-07; conflict C02; other guidance E08
I2 = Rule(
    "I2",
    CauseInterval("monthly_ileal_resection"),
    Place(FILE, SHEET, "A9:G9"),
    (("statement", "S3-39", ""), ("statement", "S1-20", ""), ("statement", "S2-07", ""), ("conflict", "C02", ""), ("other guidance", "E08", ""),),
)

# I3 (A10:G10) when Main cause: not(Pernicious anaemia); unknown; Ileal resection band: not(More than 20 cm);
#     Bariatric procedure: Roux-en-Y gastric bypass; Biliopancreatic diversion
#   then Interval by cause: Extensive bariatric operation
#   because statement S3-59; statement S3-41; statement S1-36; inference these two operations count as
#     extensive; conflict C03
I3 = Rule(
    "I3",
    CauseInterval("extensive_bariatric"),
    Place(FILE, SHEET, "A10:G10"),
    (("statement", "S3-59", ""), ("statement", "S3-41", ""), ("statement", "S1-36", ""), ("inference", "", "these two operations count as extensive"), ("conflict", "C03", ""),),
)

# I4 (A11:G11) when Main cause: not(Pernicious anaemia); unknown; Ileal resection band: not(More than 20 cm);
#     Bariatric procedure: No bariatric operation; Sleeve gastrectomy; Gastric band; Another bariatric
#     operation; Procedure not recorded; unknown
#   then Interval by cause: General interval
#   because statement S1-20; statement S2-07; statement S2-03
I4 = Rule(
    "I4",
    CauseInterval("general"),
    Place(FILE, SHEET, "A11:G11"),
    (("statement", "S1-20", ""), ("statement", "S2-07", ""), ("statement", "S2-03", ""),),
)


def decide(
    cause: values.CauseCode | None,
    ileal_band: values.IlealBandCode,
    bariatric_procedure: values.BariatricProcedureCode | None,
) -> Rule[CauseInterval]:
    """Which interval does the cause call for?"""
    if cause == "pernicious_anaemia":
        return I1
    if ileal_band == "gt20":
        return I2
    if bariatric_procedure in ("roux_en_y", "biliopancreatic_diversion"):
        return I3
    return I4


KNOWN = frozenset(("cause", "ileal_band", "bariatric_procedure"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[CauseInterval]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_cause[get("cause")],
                read_ileal_band[case["ileal_band"]],
                read_bariatric_procedure[get("bariatric_procedure")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[CauseInterval] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "cause_interval",
    "Interval by cause",
    question="Which interval does the cause call for?",
    hit_policy="Unique",
    place=HERE,
    inputs=("cause", "ileal_band", "bariatric_procedure"),
    unknown=("cause", "bariatric_procedure"),
    outputs=("cause_interval",),
    decide=decide,
    rules=(I1, I2, I3, I4,),
    answer=CauseInterval,
    hash="510ae5c0f3e9297a5a5acdcd797c47463d825b1f82bd6bef0a944f7e068f7a76",
)
