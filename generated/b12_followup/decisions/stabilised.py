# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Stabilised (classes.xlsx · Stabilised). Hit policy: Unique.

Are the levels stable: two normal checks in a row?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_b12_band, read_normal_checks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from .. import values


class Stabilised(Answer):
    """An answer of Stabilised."""

    _codes = ("stabilised",)
    __slots__ = _codes

    stabilised: bool | Literal["unknown"]
    """Stabilised."""


HERE = Place("classes.xlsx", "Stabilised", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# B1 (A8:F8) when Normal checks: At least two normal checks; B12 band: not(Low)
#   then Stabilised: yes
#   because statement S1-17; statement S3-17; statement S1-18
B1 = Rule(
    "B1",
    Stabilised(True),
    Place(FILE, SHEET, "A8:F8"),
    (("statement", "S1-17", ""), ("statement", "S3-17", ""), ("statement", "S1-18", ""),),
)

# B2 (A9:F9) when Normal checks: No normal check; One normal check
#   then Stabilised: no
#   because statement S1-17; statement S1-44; statement S3-47
B2 = Rule(
    "B2",
    Stabilised(False),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S1-17", ""), ("statement", "S1-44", ""), ("statement", "S3-47", ""),),
)

# B4 (A10:F10) when Normal checks: At least two normal checks; B12 band: Low
#   then Stabilised: no
#   because statement S1-17; statement S3-17; inference a level that is low now is not stable, whatever was
#     counted before
B4 = Rule(
    "B4",
    Stabilised(False),
    Place(FILE, SHEET, "A10:F10"),
    (("statement", "S1-17", ""), ("statement", "S3-17", ""), ("inference", "", "a level that is low now is not stable, whatever was counted before"),),
)

# B3 (A11:F11) when Normal checks: unknown
#   then Stabilised: unknown
#   because inference not recorded
B3 = Rule(
    "B3",
    Stabilised("unknown"),
    Place(FILE, SHEET, "A11:F11"),
    (("inference", "", "not recorded"),),
)


def decide(
    normal_checks: values.NormalChecksCode | None,
    b12_band: values.B12BandCode,
) -> Rule[Stabilised]:
    """Are the levels stable: two normal checks in a row?"""
    if normal_checks == "two_or_more":
        if b12_band == "low":
            return B4
        return B1
    if normal_checks is None:
        return B3
    return B2


KNOWN = frozenset(("normal_checks", "b12_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[Stabilised]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_normal_checks[get("normal_checks")],
                read_b12_band[case["b12_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[Stabilised] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "stabilised",
    "Stabilised",
    question="Are the levels stable: two normal checks in a row?",
    hit_policy="Unique",
    place=HERE,
    inputs=("normal_checks", "b12_band"),
    unknown=("normal_checks",),
    outputs=("stabilised",),
    decide=decide,
    rules=(B1, B2, B4, B3,),
    answer=Stabilised,
    hash="6e9cd2d8dc514573b0a142ff0f03332268cb0784c2a89b5dd03723382b4764fd",
)
