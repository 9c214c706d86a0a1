# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Entries consistent (classes.xlsx · Entries consistent). Hit policy: Unique.

Do the entries fit together and lie within the sources?
"""

from __future__ import annotations

from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import read_guard_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class CaseOk(Answer):
    """An answer of Entries consistent."""

    _codes = ("case_ok",)
    __slots__ = _codes

    case_ok: bool
    """Entries consistent."""


HERE = Place("classes.xlsx", "Entries consistent", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# K1 (A8:E8) when Kind of entry problem: includes Contradiction
#   then Entries consistent: no
#   because inference contradictory entries are never answered as if they fitted
K1 = Rule(
    "K1",
    CaseOk(False),
    Place(FILE, SHEET, "A8:E8"),
    (("inference", "", "contradictory entries are never answered as if they fitted"),),
)

# K2 (A9:E9) when Kind of entry problem: excludes Contradiction and includes Impossible
#   then Entries consistent: no
#   because inference impossible entries are never answered
K2 = Rule(
    "K2",
    CaseOk(False),
    Place(FILE, SHEET, "A9:E9"),
    (("inference", "", "impossible entries are never answered"),),
)

# K3 (A10:E10) when Kind of entry problem: excludes Contradiction and excludes Impossible and includes Out of
#     scope
#   then Entries consistent: no
#   because inference the sources are about adults
K3 = Rule(
    "K3",
    CaseOk(False),
    Place(FILE, SHEET, "A10:E10"),
    (("inference", "", "the sources are about adults"),),
)

# K4 (A11:E11) when Kind of entry problem: excludes Contradiction and excludes Impossible and excludes Out of
#     scope
#   then Entries consistent: yes
#   because inference nothing stands against an answer
K4 = Rule(
    "K4",
    CaseOk(True),
    Place(FILE, SHEET, "A11:E11"),
    (("inference", "", "nothing stands against an answer"),),
    note="Entries that only ask to be confirmed do not stop the answer.",
)


def decide(
    guard_kind: frozenset[Any],
) -> Rule[CaseOk]:
    """Do the entries fit together and lie within the sources?"""
    if "contradiction" in guard_kind:
        return K1
    if "impossible" in guard_kind and "contradiction" not in guard_kind:
        return K2
    if "out_of_scope" in guard_kind and "contradiction" not in guard_kind and "impossible" not in guard_kind:
        return K3
    return K4


def evaluate(case: Mapping[str, Any]) -> Rule[CaseOk]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and len(case) == 1:
        try:
            return decide(
                read_guard_kind(case["guard_kind"]),
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[CaseOk] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "case_ok",
    "Entries consistent",
    question="Do the entries fit together and lie within the sources?",
    hit_policy="Unique",
    place=HERE,
    inputs=("guard_kind",),
    unknown=(),
    outputs=("case_ok",),
    decide=decide,
    rules=(K1, K2, K3, K4,),
    answer=CaseOk,
    hash="7a3c4a5debc33c415dabff195575ea7ad3b2de23b9b2c8a338ca683a4409e162",
)
