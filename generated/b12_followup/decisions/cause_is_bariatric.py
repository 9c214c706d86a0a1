# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Bariatric patient (classes.xlsx · Bariatric patient). Hit policy: Unique.

Has there been bariatric surgery?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_bariatric_procedure, read_cause

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class CauseIsBariatric(Answer):
    """An answer of Bariatric patient."""

    _codes = ("cause_is_bariatric",)
    __slots__ = _codes

    cause_is_bariatric: bool
    """Bariatric patient."""


HERE = Place("classes.xlsx", "Bariatric patient", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:F8) when Main cause: Bariatric surgery
#   then Bariatric patient: yes
#   because statement S1-35; statement S3-40; conflict C53
B1 = Rule(
    "B1",
    CauseIsBariatric(True),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S1-35", ""), ("statement", "S3-40", ""), ("conflict", "C53", ""),),
)

# B2 (A9:F9) when Main cause: not(Bariatric surgery); unknown; Bariatric procedure: not(No bariatric operation)
#   then Bariatric patient: yes
#   because statement S1-36; statement S3-41; inference a recorded operation counts whatever the main cause;
#     conflict C53
B2 = Rule(
    "B2",
    CauseIsBariatric(True),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S1-36", ""), ("statement", "S3-41", ""), ("inference", "", "a recorded operation counts whatever the main cause"), ("conflict", "C53", ""),),
)

# B3 (A10:F10) when Main cause: not(Bariatric surgery); unknown; Bariatric procedure: No bariatric operation;
#     unknown
#   then Bariatric patient: no
#   because inference no operation recorded; conflict C53
B3 = Rule(
    "B3",
    CauseIsBariatric(False),
    Place(FILE, SHEET, "A10:F10"),
    (("inference", "", "no operation recorded"), ("conflict", "C53", ""),),
)


def decide(
    cause: values.CauseCode | None,
    bariatric_procedure: values.BariatricProcedureCode | None,
) -> Rule[CauseIsBariatric]:
    """Has there been bariatric surgery?"""
    if cause == "bariatric_surgery":
        return B1
    if bariatric_procedure in ("none", None):
        return B3
    return B2


KNOWN = frozenset(("cause", "bariatric_procedure"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[CauseIsBariatric]:
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
                read_bariatric_procedure[get("bariatric_procedure")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[CauseIsBariatric] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "cause_is_bariatric",
    "Bariatric patient",
    question="Has there been bariatric surgery?",
    hit_policy="Unique",
    place=HERE,
    inputs=("cause", "bariatric_procedure"),
    unknown=("cause", "bariatric_procedure"),
    outputs=("cause_is_bariatric",),
    decide=decide,
    rules=(B1, B2, B3,),
    answer=CauseIsBariatric,
    hash="982cbc61d376ef76af5436f99a260ca2b63afbb15476f226ec06202925406a01",
)
