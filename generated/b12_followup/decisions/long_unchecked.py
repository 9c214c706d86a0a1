# By b12tables 0.1.0, for runtimes of pact 2. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Long without a check (monitoring.xlsx · Long without a check). Hit policy: Unique.

Has there been no check from month 3 on, or none for more than 12 months?
"""

from __future__ import annotations

from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided
from b12tables.runtime.tableset import Obstacle

from .. import impossible
from ..quick import (
    read_check_done,
    read_months_since_last_check,
    read_months_since_start,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction


class LongUnchecked(Answer):
    """An answer of Long without a check."""

    _codes = ("long_unchecked",)
    __slots__ = _codes

    long_unchecked: bool
    """Long without a check."""


HERE = Place("monitoring.xlsx", "Long without a check", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# L1 (A8:G8) when Checked on treatment: no; Months since start: >= 3
#   then Long without a check: yes
#   because statement S1-02; statement S3-09
L1 = Rule(
    "L1",
    LongUnchecked(True),
    Place(FILE, SHEET, "A8:G8"),
    (("statement", "S1-02", ""), ("statement", "S3-09", ""),),
)

# L2 (A9:G9) when Checked on treatment: no; Months since start: < 3; unknown
#   then Long without a check: no
#   because statement S1-02; inference before month 3 no check is due and a start that is not known is asked for
L2 = Rule(
    "L2",
    LongUnchecked(False),
    Place(FILE, SHEET, "A9:G9"),
    (("statement", "S1-02", ""), ("inference", "", "before month 3 no check is due and a start that is not known is asked for"),),
)

# L3 (A10:G10) when Checked on treatment: yes; unknown; Months since start: >= 3; unknown; Months since last
#     check: > 12
#   then Long without a check: yes
#   because statement S1-05; statement S1-19; statement S3-11; statement S3-68
L3 = Rule(
    "L3",
    LongUnchecked(True),
    Place(FILE, SHEET, "A10:G10"),
    (("statement", "S1-05", ""), ("statement", "S1-19", ""), ("statement", "S3-11", ""), ("statement", "S3-68", ""),),
)

# L4 (A11:G11) when Checked on treatment: yes; unknown; Months since start: < 3; Months since last check: > 12
#   then Long without a check: no
#   because inference a check before the start of treatment is a contradiction (G02)
L4 = Rule(
    "L4",
    LongUnchecked(False),
    Place(FILE, SHEET, "A11:G11"),
    (("inference", "", "a check before the start of treatment is a contradiction (G02)"),),
)

# L5 (A12:G12) when Checked on treatment: yes; unknown; Months since last check: <= 12; unknown
#   then Long without a check: no
#   because statement S1-05; statement S3-11; inference not known is asked for
L5 = Rule(
    "L5",
    LongUnchecked(False),
    Place(FILE, SHEET, "A12:G12"),
    (("statement", "S1-05", ""), ("statement", "S3-11", ""), ("inference", "", "not known is asked for"),),
)


def decide(
    check_done: bool | None,
    months_since_start: int | Fraction | None,
    months_since_last_check: int | Fraction | None,
) -> Rule[LongUnchecked]:
    """Has there been no check from month 3 on, or none for more than 12 months?"""
    if check_done is False:
        if months_since_start is None:
            return L2
        if months_since_start < 3:
            return L2
        return L1
    if months_since_last_check is None:
        return L5
    if months_since_last_check <= 12:
        return L5
    if months_since_start is None:
        return L3
    if months_since_start < 3:
        return L4
    return L3


KNOWN = frozenset(("check_done", "months_since_start", "months_since_last_check"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, object]) -> Rule[LongUnchecked]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get = case.get
        try:
            stated = (
                x if (x := get("check_done")) is True or x is None or x is False else read_check_done(x),
                x if type(x := get("months_since_start")) is int and 0 <= x <= 1200 else read_months_since_start(x),
                x if type(x := get("months_since_last_check")) is int and 0 <= x <= 1200 else read_months_since_last_check(x),
            )
            if impossible.impossible_X1(stated[0], stated[2]):
                raise Obstacle
            return decide(*stated)
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Rule[LongUnchecked] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "long_unchecked",
    "Long without a check",
    question="Has there been no check from month 3 on, or none for more than 12 months?",
    hit_policy="Unique",
    place=HERE,
    inputs=("check_done", "months_since_start", "months_since_last_check"),
    unknown=("check_done", "months_since_start", "months_since_last_check"),
    outputs=("long_unchecked",),
    decide=decide,
    rules=(L1, L2, L3, L4, L5,),
    answer=LongUnchecked,
    hash="aaa11a2f20024f27ecb6d1745fb6e6ee1c4d0ddfbf157cef600218799b4c0a1e",
)
