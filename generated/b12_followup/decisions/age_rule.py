# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Over-75 rule (classes.xlsx · Over-75 rule). Hit policy: Unique.

Does the rule for people over 75 with documented deficiency apply?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_age_band, read_deficiency_confirmed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .. import values


class AgeRule(Answer):
    """An answer of Over-75 rule."""

    _codes = ("age_rule",)
    __slots__ = _codes

    age_rule: values.AgeRuleCode
    """Over-75 rule."""


HERE = Place("classes.xlsx", "Over-75 rule", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# A1 (A8:F8) when Age band: Over 75; Deficiency confirmed: yes
#   then Over-75 rule: Applies
#   because statement S3-44; conflict C17; other guidance E26
A1 = Rule(
    "A1",
    AgeRule("applies"),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S3-44", ""), ("conflict", "C17", ""), ("other guidance", "E26", ""),),
)

# A2 (A9:F9) when Age band: Over 75; Deficiency confirmed: unknown
#   then Over-75 rule: Applies until settled
#   because statement S3-44; inference treated as documented until known
A2 = Rule(
    "A2",
    AgeRule("applies_until_shown"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S3-44", ""), ("inference", "", "treated as documented until known"),),
)

# A3 (A10:F10) when Age band: Over 75; Deficiency confirmed: no
#   then Over-75 rule: Does not apply
#   because statement S3-44; inference the source speaks of documented deficiency
A3 = Rule(
    "A3",
    AgeRule("does_not_apply"),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S3-44", ""), ("inference", "", "the source speaks of documented deficiency"),),
)

# A4 (A11:F11) when Age band: Under 18; Adult up to 75
#   then Over-75 rule: Does not apply
#   because statement S3-44
A4 = Rule(
    "A4",
    AgeRule("does_not_apply"),
    Place(FILE, SHEET, "A11:F11"),
    (("statement", "S3-44", ""),),
)

# A5 (A12:F12) when Age band: Age not recorded
#   then Over-75 rule: Age not known
#   because inference age needed
A5 = Rule(
    "A5",
    AgeRule("age_not_known"),
    Place(FILE, SHEET, "A12:F12"),
    (("inference", "", "age needed"),),
)


def decide(
    age_band: values.AgeBandCode,
    deficiency_confirmed: bool | None,
) -> Rule[AgeRule]:
    """Does the rule for people over 75 with documented deficiency apply?"""
    if age_band == "gt75":
        if deficiency_confirmed:
            return A1
        if deficiency_confirmed is False:
            return A3
        return A2
    if age_band == "not_known":
        return A5
    return A4


KNOWN = frozenset(("age_band", "deficiency_confirmed"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[AgeRule]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_age_band[case["age_band"]],
                x if (x := get("deficiency_confirmed")) is True or x is None or x is False else read_deficiency_confirmed(x),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[AgeRule] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "age_rule",
    "Over-75 rule",
    question="Does the rule for people over 75 with documented deficiency apply?",
    hit_policy="Unique",
    place=HERE,
    inputs=("age_band", "deficiency_confirmed"),
    unknown=("deficiency_confirmed",),
    outputs=("age_rule",),
    decide=decide,
    rules=(A1, A2, A3, A4, A5,),
    answer=AgeRule,
    hash="655573b0650505cbbe8b14b5b74222c3dda4b1b4947ba8d078ebd88cb2c9cf9f",
)
