# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Permanent cause (classes.xlsx · Permanent cause). Hit policy: Unique.

Is a permanent cause recorded, whatever the main cause?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_bariatric_procedure,
    read_cause,
    read_crohns_band,
    read_ileal_band,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class PermanentCause(Answer):
    """An answer of Permanent cause."""

    _codes = ("permanent_cause",)
    __slots__ = _codes

    permanent_cause: bool
    """Permanent cause."""


HERE = Place("classes.xlsx", "Permanent cause", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# L1 (A8:H8) when Main cause: Pernicious anaemia
#   then Permanent cause: yes
#   because statement S1-37; statement S3-36; statement S3-37; statement S3-12
L1 = Rule(
    "L1",
    PermanentCause(True),
    Place(FILE, SHEET, "A8:H8"),
    (("statement", "S1-37", ""), ("statement", "S3-36", ""), ("statement", "S3-37", ""), ("statement", "S3-12", ""),),
)

# L2 (A9:H9) when Main cause: not(Pernicious anaemia); unknown; Ileal resection band: More than 20 cm
#   then Permanent cause: yes
#   because statement S1-33; statement S3-38; statement S3-12; statement S2-32; conflict C06
L2 = Rule(
    "L2",
    PermanentCause(True),
    Place(FILE, SHEET, "A9:H9"),
    (("statement", "S1-33", ""), ("statement", "S3-38", ""), ("statement", "S3-12", ""), ("statement", "S2-32", ""), ("conflict", "C06", ""),),
)

# L3 (A10:H10) when Main cause: not(Pernicious anaemia); unknown; Ileal resection band: not(More than 20 cm);
#     Crohn's ileal band: More than 60 cm
#   then Permanent cause: yes
#   because statement S1-34; statement S3-42
L3 = Rule(
    "L3",
    PermanentCause(True),
    Place(FILE, SHEET, "A10:H10"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""),),
)

# L4 (A11:H11) when Main cause: not(Pernicious anaemia); unknown; Ileal resection band: not(More than 20 cm);
#     Crohn's ileal band: More than 30 up to 60 cm
#   then Permanent cause: yes
#   because statement S1-34; statement S3-42; conflict C04; other guidance E14
L4 = Rule(
    "L4",
    PermanentCause(True),
    Place(FILE, SHEET, "A11:H11"),
    (("statement", "S1-34", ""), ("statement", "S3-42", ""), ("conflict", "C04", ""), ("other guidance", "E14", ""),),
    note="The lower end of the printed range is taken.",
)

# L5 (A12:H12) when Main cause: not(Pernicious anaemia); unknown; Ileal resection band: not(More than 20 cm);
#     Crohn's ileal band: No ileal Crohn's disease; Up to 30 cm; Length not recorded; Bariatric procedure:
#     not(No bariatric operation)
#   then Permanent cause: yes
#   because statement S1-35; statement S1-36; statement S3-40; statement S3-41; statement S3-12; conflict C03
L5 = Rule(
    "L5",
    PermanentCause(True),
    Place(FILE, SHEET, "A12:H12"),
    (("statement", "S1-35", ""), ("statement", "S1-36", ""), ("statement", "S3-40", ""), ("statement", "S3-41", ""), ("statement", "S3-12", ""), ("conflict", "C03", ""),),
)

# L6 (A13:H13) when Main cause: Bariatric surgery; Ileal resection band: not(More than 20 cm); Crohn's ileal
#     band: No ileal Crohn's disease; Up to 30 cm; Length not recorded; Bariatric procedure: No bariatric
#     operation; unknown
#   then Permanent cause: yes
#   because statement S1-35; statement S3-40; conflict C03
L6 = Rule(
    "L6",
    PermanentCause(True),
    Place(FILE, SHEET, "A13:H13"),
    (("statement", "S1-35", ""), ("statement", "S3-40", ""), ("conflict", "C03", ""),),
    note="When no operation is recorded guard G08 speaks too.",
)

# L7 (A14:H14) when Main cause: not(Pernicious anaemia, Bariatric surgery); unknown; Ileal resection band:
#     not(More than 20 cm); Crohn's ileal band: No ileal Crohn's disease; Up to 30 cm; Length not recorded;
#     Bariatric procedure: No bariatric operation; unknown
#   then Permanent cause: no
#   because inference nothing permanent is recorded; conflict C51; conflict C03
L7 = Rule(
    "L7",
    PermanentCause(False),
    Place(FILE, SHEET, "A14:H14"),
    (("inference", "", "nothing permanent is recorded"), ("conflict", "C51", ""), ("conflict", "C03", ""),),
)


def decide(
    cause: values.CauseCode | None,
    ileal_band: values.IlealBandCode,
    crohns_band: values.CrohnsBandCode,
    bariatric_procedure: values.BariatricProcedureCode | None,
) -> Rule[PermanentCause]:
    """Is a permanent cause recorded, whatever the main cause?"""
    if ileal_band == "gt20":
        if cause == "pernicious_anaemia":
            return L1
        return L2
    if crohns_band == "gt30_le60":
        if cause == "pernicious_anaemia":
            return L1
        return L4
    if crohns_band == "gt60":
        if cause == "pernicious_anaemia":
            return L1
        return L3
    if cause == "pernicious_anaemia":
        return L1
    if cause == "bariatric_surgery":
        if bariatric_procedure in ("none", None):
            return L6
        return L5
    if bariatric_procedure in ("none", None):
        return L7
    return L5


KNOWN = frozenset(("cause", "ileal_band", "crohns_band", "bariatric_procedure"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[PermanentCause]:
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
                read_crohns_band[case["crohns_band"]],
                read_bariatric_procedure[get("bariatric_procedure")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[PermanentCause] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "permanent_cause",
    "Permanent cause",
    question="Is a permanent cause recorded, whatever the main cause?",
    hit_policy="Unique",
    place=HERE,
    inputs=("cause", "ileal_band", "crohns_band", "bariatric_procedure"),
    unknown=("cause", "bariatric_procedure"),
    outputs=("permanent_cause",),
    decide=decide,
    rules=(L1, L2, L3, L4, L5, L6, L7,),
    answer=PermanentCause,
    hash="5447a72d3f21e53f867f2da6b4376fd5f15f3e60443faf521b5c998a4bf0739c",
)
