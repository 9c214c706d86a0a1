# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Neurology (classes.xlsx · Neurology). Hit policy: Unique.

Is there, or has there been, neurological involvement?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_neuro_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    from .. import values


class NeuroClass(Answer):
    """An answer of Neurology."""

    _codes = ("neuro_class",)
    __slots__ = _codes

    neuro_class: values.NeuroClassCode | Literal["unknown"]
    """Neurology."""


HERE = Place("classes.xlsx", "Neurology", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# R1 (A8:E8) when Neurological involvement: Present
#   then Neurology: Involved
#   because statement S1-23; statement S1-29; statement S3-58
R1 = Rule(
    "R1",
    NeuroClass("involved"),
    Place(FILE, SHEET, "A8:E8"),
    (("statement", "S1-23", ""), ("statement", "S1-29", ""), ("statement", "S3-58", ""),),
)

# R2 (A9:E9) when Neurological involvement: Resolved
#   then Neurology: Involved
#   because statement S1-23; statement S1-41; inference involvement that has resolved still counts; conflict C33
R2 = Rule(
    "R2",
    NeuroClass("involved"),
    Place(FILE, SHEET, "A9:E9"),
    (("statement", "S1-23", ""), ("statement", "S1-41", ""), ("inference", "", "involvement that has resolved still counts"), ("conflict", "C33", ""),),
)

# R3 (A10:E10) when Neurological involvement: None
#   then Neurology: No involvement
#   because statement S1-27
R3 = Rule(
    "R3",
    NeuroClass("none"),
    Place(FILE, SHEET, "A10:E10"),
    (("statement", "S1-27", ""),),
)

# R4 (A11:E11) when Neurological involvement: unknown
#   then Neurology: unknown
#   because inference treated as involved wherever it matters
R4 = Rule(
    "R4",
    NeuroClass("unknown"),
    Place(FILE, SHEET, "A11:E11"),
    (("inference", "", "treated as involved wherever it matters"),),
)


def decide(
    neuro_status: values.NeuroStatusCode | None,
) -> Rule[NeuroClass]:
    """Is there, or has there been, neurological involvement?"""
    if neuro_status == "none":
        return R3
    if neuro_status == "resolved":
        return R2
    if neuro_status == "present":
        return R1
    return R4


KNOWN = frozenset(("neuro_status",))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Rule[NeuroClass]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_neuro_status[get("neuro_status")],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[NeuroClass] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "neuro_class",
    "Neurology",
    question="Is there, or has there been, neurological involvement?",
    hit_policy="Unique",
    place=HERE,
    inputs=("neuro_status",),
    unknown=("neuro_status",),
    outputs=("neuro_class",),
    decide=decide,
    rules=(R1, R2, R3, R4,),
    answer=NeuroClass,
    hash="f219ae8d616bb98359f54f76ef554614bac4586c8d504900b69dabdedcb5a833",
)
